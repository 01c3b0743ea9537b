{
	const PREDICATE_OF = {
		very_good: "Very Good",
		good: "Good",
		needs_improvement: "Needs Improvement",
		poor: "Poor (Misconduct)",
		very_poor: "Very Poor",
	};

	const COUNTED = ["Rated", "Handed Over", "Objected", "Decided", "Acknowledged"];
	const chosen = (name) => frappe.query_report.get_filter_value(name);

	/** The evaluations that a number of the table counts; those of a vacant post name nobody. */
	const counted = (row, filters) => {
		const unit = chosen("department");
		return {
			performance_period: chosen("period"),
			kind: chosen("kind"),
			...(unit ? { department: ["descendants of (inclusive)", unit] } : {}),
			[chosen("by") === "Unit" ? "department" : "appraiser"]: kinerja_asn.script_reports.equal(row.key),
			...(chosen("kind") === "Periodic" ? { performance_interval: chosen("interval") } : {}),
			...filters,
		};
	};
	const list = (filters) => (row, number) =>
		number && row.key != null && { doctype: "Performance Evaluation", filters: counted(row, filters) };

	frappe.query_reports["ASN Predicate Distribution"] = kinerja_asn.script_reports.of_evaluations(
		"predicate-distribution",
		{
			filters: (remembered, changed) => [
				kinerja_asn.script_reports.rows_per(["Leader", "Unit"], remembered, changed),
			],

			links: {
				...Object.fromEntries(
					Object.entries(PREDICATE_OF).map(([fieldname, predicate]) => [
						fieldname,
						list({ predicate, workflow_state: ["in", COUNTED] }),
					])
				),
				total: list({ workflow_state: ["in", COUNTED] }),
				waiting: list({ workflow_state: ["in", ["Draft", "Self Assessed"]] }),
			},

			format(shown, value, row, column) {
				if (column.fieldname === "pattern" && row.outside)
					return `<span class="text-warning">${shown}</span>`;
			},
		}
	);
}
