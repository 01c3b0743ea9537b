{
	const chosen = (name) => frappe.query_report.get_filter_value(name);
	/** The unit of a row, with those below it where there are any. */
	const unit_of = (row) => ({
		department: row.with_below ? ["descendants of (inclusive)", row.key] : row.key || ["is", "not set"],
		performance_period: chosen("period"),
	});
	const time = () => ({
		kind: chosen("kind"),
		...(chosen("kind") === "Periodic" ? { performance_interval: chosen("interval") } : {}),
	});
	const list = (doctype, filters) => (row, value) =>
		value && { doctype, filters: { ...unit_of(row), ...filters(row) } };
	// reports are counted of each interval inside the time, those late among the sent ones
	const reports = (filters) =>
		list("Periodic Report", () => ({
			workflow_state: ["in", ["Report Sent", "Report Accepted"]],
			...(chosen("kind") === "Periodic"
				? { performance_interval: { inside: chosen("interval") } }
				: {}),
			...filters,
		}));
	const evaluations = (filters) => list("Performance Evaluation", () => ({ ...time(), ...filters }));

	frappe.query_reports["ASN Unit Performance Summary"] = kinerja_asn.script_reports.of_evaluations(
		"unit-performance-summary",
		{
			links: {
				people: list("Work Plan", () => ({ workflow_state: ["!=", "Cancelled"] })),
				agreed: list("Work Plan", () => ({ workflow_state: ["in", ["Plan Agreed", "Closed"]] })),
				sent: reports({}),
				late: reports({ late: 1 }),
				very_good: evaluations({ predicate: "Very Good" }),
				good: evaluations({ predicate: "Good" }),
				needs_improvement: evaluations({ predicate: "Needs Improvement" }),
				poor: evaluations({ predicate: "Poor (Misconduct)" }),
				very_poor: evaluations({ predicate: "Very Poor" }),
				waiting: evaluations({ workflow_state: ["in", ["Draft", "Self Assessed"]] }),
				unit_rating: (row) =>
					row.key &&
					row.is_rated && {
						doctype: "Unit Performance Rating",
						filters: { ...time(), department: row.key, performance_period: chosen("period") },
					},
			},

			format(shown, value, row, column) {
				if (column.fieldname === "unit" && !row.indent) return `<b>${shown}</b>`;
				// nothing to measure is not zero
				if (column.fieldname === "achievement" && value == null) return "–";
			},

			tree: true,
			name_field: "unit",
			parent_field: "parent_unit",
			initial_depth: 2,
		}
	);
}
