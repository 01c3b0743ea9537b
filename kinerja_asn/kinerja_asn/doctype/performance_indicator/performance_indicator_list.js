frappe.listview_settings["Performance Indicator"] = {
	add_fields: ["active"],
	filters: [["active", "=", 1]],
	hide_name_column: true,
	get_indicator: (doc) =>
		doc.active ? [__("Active"), "green", "active,=,1"] : [__("Not active"), "gray", "active,=,0"],
};
