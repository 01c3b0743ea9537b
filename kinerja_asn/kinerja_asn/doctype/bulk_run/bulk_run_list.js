frappe.listview_settings["Bulk Run"] = {
	add_fields: ["status", "problems"],
	hide_name_column: true,
	formatters: {
		// a kind of work is no state: without colour
		work: (value) => `<span>${frappe.utils.escape_html(__(value))}</span>`,
		started_by: (value) => frappe.utils.escape_html(frappe.user.full_name(value)),
	},
	get_indicator(doc) {
		return [__(doc.status), kinerja_asn.runs.STATUS_COLOURS[doc.status], `status,=,${doc.status}`];
	},
};
