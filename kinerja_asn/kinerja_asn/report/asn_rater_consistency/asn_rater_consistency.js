{
	/** The ratings of one appraiser that the table counts. */
	const counted = (row) => {
		const chosen = (name) => frappe.query_report.get_filter_value(name);
		const periodic = chosen("kind") === "Periodic";
		return {
			performance_period: chosen("period"),
			kind: chosen("kind"),
			appraiser: row.appraiser || ["is", "not set"],
			workflow_state: ["in", ["Rated", "Handed Over", "Objected", "Decided", "Acknowledged"]],
			...(periodic ? { performance_interval: chosen("interval") } : {}),
			...(chosen("department")
				? { department: ["descendants of (inclusive)", chosen("department")] }
				: {}),
			...(row.not_counted ? { employee: ["!=", row.not_counted] } : {}),
		};
	};
	const ratings = (row) => ({ doctype: "Performance Evaluation", filters: counted(row) });

	frappe.query_reports["ASN Rater Consistency"] = kinerja_asn.script_reports.of_evaluations(
		"rater-consistency",
		{
			links: { name: ratings, people: ratings },

			format(shown, value, row, column) {
				// nothing to compare with is not zero
				if (value == null && ["mean", "spread", "others", "deviation"].includes(column.fieldname))
					return "–";
				if (row.remarkable && column.fieldname === "reading") {
					return `<span class="text-warning" title="${frappe.utils.escape_html(value)}">${shown}</span>`;
				}
			},
		}
	);
}
