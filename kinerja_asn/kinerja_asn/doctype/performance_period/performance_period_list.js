frappe.listview_settings["Performance Period"] = {
	add_fields: ["status"],
	get_indicator(doc) {
		const colours = { Draft: "gray", Open: "green", Closed: "darkgrey" };
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
};
