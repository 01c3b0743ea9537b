{
	const { people_of, equal } = kinerja_asn.script_reports;
	const chosen = (name) => frappe.query_report.get_filter_value(name);

	/** The accepted reports behind a row of a unit or a person. */
	const reports = (row, more) => {
		const column = { Unit: "department", Person: "employee" }[chosen("by")];
		return (
			column &&
			!row.is_total && {
				doctype: "Periodic Report",
				filters: {
					performance_period: chosen("period"),
					workflow_state: "Report Accepted",
					[column]: equal(row.key),
					...more,
				},
			}
		);
	};

	frappe.query_reports["ASN Indicator Achievement"] = kinerja_asn.script_reports.of_people(
		"indicator-achievement",
		["Unit", "Position", "Indicator", "Person"],
		{
			filters: (remembered, changed) => [
				kinerja_asn.script_reports.link(
					"performance_indicator",
					__("Indicator of the library"),
					"Performance Indicator",
					remembered,
					changed
				),
				{
					fieldname: "position",
					fieldtype: "Data",
					label: __("Position"),
					default: remembered.position,
					on_change: changed,
				},
			],

			links: {
				name(row) {
					if (row.is_total) return;
					const report = frappe.query_report.report_name;
					switch (chosen("by")) {
						case "Unit":
							return people_of(row.key);
						case "Position":
							return row.key && { report, filters: { by: "Person", position: row.key } };
						case "Indicator":
							return (
								row.key && { report, filters: { by: "Unit", performance_indicator: row.key } }
							);
						default:
							return reports(row, {});
					}
				},
				others: (row, value, column) =>
					column.interval &&
					value != null &&
					reports(row, { performance_interval: column.interval }),
			},

			format(shown, value, row, column) {
				if (column.fieldname === "name") return row.is_total ? `<b>${shown}</b>` : shown;
				// nothing to measure is not zero
				if (value == null) return "–";
				if (column.fieldname === "trend" && value) {
					const [tone, arrow] = value > 0 ? ["text-success", "▲"] : ["text-danger", "▼"];
					const points = format_number(Math.abs(value), null, 1);
					return `<div class="${tone}" style="text-align: right">${arrow} ${points}</div>`;
				}
				if (column.fieldname === "cumulative" && value < 100)
					shown = `<span class="text-warning">${shown}</span>`;
				return row.is_total ? `<b>${shown}</b>` : shown;
			},
		}
	);
}
