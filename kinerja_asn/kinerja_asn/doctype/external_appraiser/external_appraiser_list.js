frappe.listview_settings["External Appraiser"] = {
	add_fields: ["active"],
	hide_name_column: true,
	get_indicator: (doc) =>
		doc.active ? [__("Active"), "green", "active,=,1"] : [__("Not active"), "gray", "active,=,0"],
};
