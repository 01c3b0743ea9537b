{
	const BY = { Appraiser: "appraiser", Unit: "department" };
	const chosen = (name) => frappe.query_report.get_filter_value(name);

	/** The sessions that a number of the table counts, one by one. */
	const sessions_in = (state) => (row, number) => {
		const fieldname = BY[chosen("by")];
		if (!fieldname || !number || row.key == null) return;
		const value = fieldname === "appraiser" ? row.key || row.name : row.key;
		const set = { ...(state ? { state } : {}), [fieldname]: value, by: "Session" };
		return { set, words: { [value]: row.name } };
	};

	/** HR and auditors open the form, everybody else the page of the portal. */
	const session = (row) => {
		if (!row.session) return;
		return frappe.model.can_read("Coaching Session")
			? { doctype: "Coaching Session", name: row.session }
			: { url: `/kinerja/coaching?name=${encodeURIComponent(row.session)}` };
	};

	frappe.query_reports["ASN Coaching Follow-up"] = kinerja_asn.script_reports.of_period(
		"coaching-follow-up",
		{
			filters: (remembered, changed) => [
				kinerja_asn.script_reports.rows_per(["Appraiser", "Unit", "Session"], remembered, changed),
				kinerja_asn.script_reports.select(
					"kind",
					__("Kind"),
					["", "Coaching", "Counselling"],
					remembered,
					changed
				),
				kinerja_asn.script_reports.select(
					"state",
					__("State"),
					["", "Proposed", "Planned", "Held", "Completed", "Not Needed"],
					remembered,
					changed
				),
				kinerja_asn.script_reports.text("appraiser", __("Appraiser"), remembered, changed),
			],

			links: {
				name: (row, value) => session(row) || sessions_in("")(row, value),
				proposed: sessions_in("Proposed"),
				planned: sessions_in("Planned"),
				unplanned: sessions_in("Planned"),
				held: sessions_in("Held"),
				completed: sessions_in("Completed"),
				dropped: sessions_in("Not Needed"),
				actions_overdue: sessions_in("Held"),
				follow_up_due: sessions_in("Held"),
			},

			format(shown, value, row, column) {
				if (value && ["unplanned", "actions_overdue", "follow_up_due"].includes(column.fieldname))
					return `<span class="text-danger">${shown}</span>`;
			},
		}
	);
}
