{
	const chosen = (name) => frappe.query_report.get_filter_value(name);

	/** The people of a unit who share a topic. */
	const people = (row, number) =>
		number &&
		chosen("by") === "Topic" &&
		row.topic_key && { set: { topic: row.topic_key, department: row.department, by: "Person" } };

	const PORTAL = {
		"Coaching Session": "/kinerja/coaching?name=",
		"Performance Feedback": "/kinerja/feedback?name=",
	};

	/** Where the need was seen: the form, or the page of the portal for those who have no form. */
	const source = (row) => {
		if (!row.document) return;
		return PORTAL[row.document_type] && !frappe.model.can_read(row.document_type)
			? { url: PORTAL[row.document_type] + encodeURIComponent(row.document) }
			: { doctype: row.document_type, name: row.document };
	};

	frappe.query_reports["ASN Training Needs"] = kinerja_asn.script_reports.of_evaluations("training-needs", {
		filters: (remembered, changed) => [
			kinerja_asn.script_reports.rows_per(["Topic", "Person"], remembered, changed),
			kinerja_asn.script_reports.select(
				"topic_kind",
				__("Kind of topic"),
				["", "Behaviour", "Indicator", "Coaching"],
				remembered,
				changed
			),
			{
				fieldname: "topic",
				fieldtype: "Data",
				label: __("Topic"),
				default: remembered.topic,
				on_change: changed,
			},
		],

		links: { topic: people, people, name: source, source },
	});
}
