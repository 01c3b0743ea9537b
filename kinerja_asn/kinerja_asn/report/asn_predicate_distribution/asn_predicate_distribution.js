{
	const PREDICATE_OF = {
		very_good: "Very Good",
		good: "Good",
		needs_improvement: "Needs Improvement",
		poor: "Poor (Misconduct)",
		very_poor: "Very Poor",
	};

	/** The evaluations that a number of the table counts. */
	const counted = (row, predicate) => {
		const chosen = (name) => frappe.query_report.get_filter_value(name);
		const periodic = chosen("kind") === "Periodic";
		return {
			performance_period: chosen("period"),
			kind: chosen("kind"),
			predicate,
			[chosen("by") === "Unit" ? "department" : "appraiser"]: row.key || "",
			...(periodic ? { performance_interval: chosen("interval") } : {}),
		};
	};

	frappe.query_reports["ASN Predicate Distribution"] = kinerja_asn.script_reports.of_evaluations(
		"predicate-distribution",
		{
			filters: (remembered, changed) => [
				kinerja_asn.script_reports.select("by", __("By"), ["Leader", "Unit"], remembered, changed),
			],

			links: Object.fromEntries(
				Object.entries(PREDICATE_OF).map(([fieldname, predicate]) => [
					fieldname,
					(row, number) =>
						number && { doctype: "Performance Evaluation", filters: counted(row, predicate) },
				])
			),

			format(shown, value, row, column) {
				if (column.fieldname === "pattern" && row.outside)
					return `<span class="text-warning">${shown}</span>`;
			},
		}
	);
}
