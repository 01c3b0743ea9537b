{
	const { people_of, equal } = kinerja_asn.script_reports;
	const COLUMN_OF = { Unit: "department", Appraiser: "appraiser", Person: "employee" };
	const SENT = ["in", ["Report Sent", "Report Returned", "Report Accepted"]];
	const chosen = (name) => frappe.query_report.get_filter_value(name);

	/** What a row counts, as filters of a list of reports. */
	const of_row = (row) =>
		chosen("by") === "Interval"
			? { performance_interval: row.key }
			: {
					[COLUMN_OF[chosen("by")]]: equal(row.key),
					...(chosen("interval") ? { performance_interval: chosen("interval") } : {}),
				};
	const reports = (more) => (row, number) =>
		!row.is_total &&
		number && {
			doctype: "Periodic Report",
			filters: { performance_period: chosen("period"), workflow_state: SENT, ...of_row(row), ...more },
		};

	/** From an interval to its units, from a unit to its people. */
	const below = (row) => {
		if (row.is_total) return;
		if (chosen("by") === "Interval")
			return {
				report: frappe.query_report.report_name,
				filters: { by: "Unit", interval: row.key },
			};
		return chosen("by") === "Unit" ? people_of(row.key) : undefined;
	};

	frappe.query_reports["ASN Report Timeliness"] = kinerja_asn.script_reports.of_people(
		"report-timeliness",
		["Interval", "Unit", "Appraiser", "Person"],
		{
			filters: (remembered, changed) => [
				kinerja_asn.script_reports.interval("reporting_frequency", remembered, changed),
			],

			links: {
				name: (row) => below(row) || reports({})(row, row.in_time + row.late),
				in_time: reports({ late: 0 }),
				late: reports({ late: 1 }),
				// there is no document of what is missing: the plans that lack it
				missing: (row, number) =>
					number &&
					(below(row) ||
						(chosen("by") === "Person" && {
							doctype: "Work Plan",
							filters: { performance_period: chosen("period"), employee: row.key },
						})),
			},

			format(shown, value, row, column) {
				if (row.is_total) shown = `<b>${shown}</b>`;
				// no report is no share
				if (["share", "days_late"].includes(column.fieldname) && value == null) return "–";
				if (column.fieldname === "missing" && value)
					return `<span class="text-danger">${shown}</span>`;
				if (column.fieldname === "late" && value) return `<span class="text-warning">${shown}</span>`;
				return shown;
			},
		}
	);
}
