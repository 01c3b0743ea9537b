{
	const REPORT = "ASN Alignment Gaps";
	const KINDS = {
		unsupported: "Nobody supports it",
		unconnected: "Supports nothing",
		unserved: "Nothing takes it up",
	};

	const LEVELS = [
		"",
		"JPT Utama",
		"JPT Madya",
		"JPT Pratama",
		"Administrator",
		"Supervisor",
		"Functional",
		"Implementer",
	];

	/** The gaps that a number of the table counts, one by one. */
	const each = (row, gap) => {
		const chosen = (name) => frappe.query_report.get_filter_value(name);
		const by_unit = chosen("by") === "Unit";
		return {
			report: REPORT,
			filters: {
				period: chosen("period"),
				gap,
				department: by_unit && row.key ? row.key : chosen("department") || "",
				level: by_unit ? chosen("level") || "" : row.key,
				by: "Result",
			},
		};
	};

	frappe.query_reports[REPORT] = kinerja_asn.script_reports.of_period("alignment-gaps", {
		filters: (remembered, changed) => [
			kinerja_asn.script_reports.rows_per(["Unit", "Level", "Result"], remembered, changed),
			kinerja_asn.script_reports.select(
				"gap",
				__("Gap"),
				["", ...Object.values(KINDS)],
				remembered,
				changed
			),
			kinerja_asn.script_reports.select("level", __("Level of posts"), LEVELS, remembered, changed),
		],
		last: (remembered, changed) => [
			{
				fieldname: "complete",
				fieldtype: "Check",
				label: __("Also without a gap"),
				default: remembered.complete || 0,
				depends_on: 'eval:doc.by!="Result"',
				on_change: changed,
			},
		],

		links: {
			...Object.fromEntries(
				Object.entries(KINDS).map(([fieldname, gap]) => [
					fieldname,
					(row, number) => number && row.key && each(row, gap),
				])
			),
			text: (row) => row.document && { doctype: row.doctype, name: row.document },
		},
	});
}
