frappe.listview_settings["Bulk Run"] = {
	add_fields: ["status", "problems"],
	hide_name_column: true,
	get_indicator(doc) {
		return [__(doc.status), kinerja_asn.runs.STATUS_COLOURS[doc.status], `status,=,${doc.status}`];
	},
};
