frappe.listview_settings["Work Behaviour"] = {
	add_fields: ["active"],
	get_indicator: (doc) =>
		doc.active ? [__("Active"), "green", "active,=,1"] : [__("Not active"), "gray", "active,=,0"],
};
