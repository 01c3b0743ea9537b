frappe.listview_settings["Bulk Run"] = {
	add_fields: ["status", "problems", "work", "started_by"],
	hide_name_column: true,
	formatters: {
		// a kind of work is no state: without colour
		work: (value) => `<span>${frappe.utils.escape_html(__(value))}</span>`,
		// on a telephone the number stands without the head of its column
		problems: (value, df, doc) =>
			`<span>${value ? `${kinerja_asn.runs.left_over(doc.work).many}: ${kinerja_asn.number(value)}` : "–"}</span>`,
		starter: (value, df, doc) => `<span>${frappe.utils.escape_html(value || doc.started_by)}</span>`,
	},
	get_indicator(doc) {
		return [__(doc.status), kinerja_asn.runs.STATUS_COLOURS[doc.status], `status,=,${doc.status}`];
	},
};
