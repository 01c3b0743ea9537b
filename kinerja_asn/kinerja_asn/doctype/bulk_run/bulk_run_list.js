frappe.listview_settings["Bulk Run"] = {
	add_fields: ["status", "problems"],
	hide_name_column: true,
	// a kind of work is no state: without colour
	formatters: { work: (value) => `<span>${frappe.utils.escape_html(__(value))}</span>` },
	get_indicator(doc) {
		return [__(doc.status), kinerja_asn.runs.STATUS_COLOURS[doc.status], `status,=,${doc.status}`];
	},
};
