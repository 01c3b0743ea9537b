{
	const YEARS = 5;
	const this_year = new Date(frappe.datetime.get_today()).getFullYear();
	const SHOWN = `kinerja-performance-trend-name-${frappe.session.user}`;
	const chosen = (name) => frappe.query_report.get_filter_value(name);

	/** The evaluations of a year that a number of the table counts. */
	const counted = (predicate) => (row, value) =>
		value && {
			doctype: "Performance Evaluation",
			filters: {
				department: ["descendants of (inclusive)", chosen("department")],
				kind: "Annual",
				performance_period: ["like", `${row.year}-%`],
				...(predicate ? { predicate } : {}),
			},
		};

	/** The name of the person who is chosen stays beside his number until the next time. */
	function remember_name(report) {
		const filter = report.get_filter("employee");
		const person = filter._data?.find(({ value }) => value === filter.get_value());
		if (person) localStorage.setItem(SHOWN, JSON.stringify(person));
	}

	frappe.query_reports["ASN Performance Trend"] = kinerja_asn.script_reports.of("performance-trend", {
		ready: ({ of, employee, department }) => Boolean(of === "Unit" ? department : employee),

		async begin() {
			const [first] = await frappe.xcall("kinerja_asn.api.trend.people");
			if (!first?.mine) return {};
			frappe.query_report.get_filter("employee").set_data([first]);
			return { employee: first.value };
		},

		filters: (remembered, changed) => [
			kinerja_asn.script_reports.select("of", __("Of"), ["Person", "Unit"], remembered, changed),
			{
				fieldname: "employee",
				fieldtype: "Autocomplete",
				label: __("Person"),
				get_query: () => "kinerja_asn.api.trend.people",
				ignore_validation: 1,
				options: [kinerja_asn.script_reports.remembered(SHOWN)].filter(({ value }) => value),
				default: remembered.employee,
				depends_on: 'eval:doc.of!="Unit"',
				mandatory_depends_on: 'eval:doc.of!="Unit"',
				on_change: (report) => {
					remember_name(report);
					changed(report);
				},
			},
			kinerja_asn.script_reports.link("department", __("Unit"), "Department", remembered, changed, {
				depends_on: 'eval:doc.of=="Unit"',
				mandatory_depends_on: 'eval:doc.of=="Unit"',
			}),
			{
				fieldname: "from_year",
				fieldtype: "Int",
				label: __("From year"),
				default: remembered.from_year || this_year - YEARS + 1,
				on_change: changed,
			},
			{
				fieldname: "to_year",
				fieldtype: "Int",
				label: __("To year"),
				default: remembered.to_year || this_year,
				on_change: changed,
			},
			{
				fieldname: "with_intervals",
				fieldtype: "Check",
				label: __("With the evaluations inside the year"),
				default: remembered.with_intervals ?? 1,
				depends_on: 'eval:doc.of!="Unit"',
				on_change: changed,
			},
		],

		links: {
			predicate: (row) => row.evaluation && { doctype: "Performance Evaluation", name: row.evaluation },
			total: counted(),
			very_good: counted("Very Good"),
			good: counted("Good"),
			needs_improvement: counted("Needs Improvement"),
			poor: counted("Poor (Misconduct)"),
			very_poor: counted("Very Poor"),
			unit_rating: (row) =>
				chosen("of") === "Unit" &&
				row.is_rated && {
					doctype: "Unit Performance Rating",
					filters: {
						department: chosen("department"),
						kind: "Annual",
						performance_period: ["like", `${row.year}-%`],
					},
				},
		},

		format(shown, value, row, column) {
			const missing = ["months", "achievement", "internal_value"].includes(column.fieldname);
			if (value == null && (missing || column.fieldname.endsWith("_share"))) return "–";
			if (column.fieldname === "year" && row.indent === 0) return `<b>${shown}</b>`;
		},

		tree: true,
		name_field: "year",
		parent_field: "parent_year",
		initial_depth: 1,
	});
}
