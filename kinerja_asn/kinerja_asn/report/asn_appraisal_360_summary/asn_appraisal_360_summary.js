{
	const chosen = (name) => frappe.query_report.get_filter_value(name);
	const reads_desk = () => frappe.model.can_read("Appraisal 360");

	/** From a campaign or a unit to its behaviours. */
	const closer = (row) => {
		const by = chosen("by");
		if (by === "Campaign" && row.key)
			return { set: { campaign: row.key, by: "Behaviour" }, words: { [row.key]: row.name } };
		if (by === "Unit" && row.key && row.key !== "*")
			return { set: { department: row.key, by: "Behaviour" } };
	};

	/** The released results behind a row, for those who read them in the desk. */
	const people = (row, number) => {
		if (!number || !reads_desk()) return;
		const by = chosen("by");
		const campaign = by === "Campaign" ? row.key : chosen("campaign");
		const unit =
			by === "Unit"
				? row.key !== "*" && row.key
				: chosen("department") && ["descendants of (inclusive)", chosen("department")];
		return {
			doctype: "Appraisal 360",
			filters: {
				performance_period: chosen("period"),
				workflow_state: "Released",
				...(campaign ? { campaign } : {}),
				...(unit ? { department: unit } : {}),
			},
		};
	};

	frappe.query_reports["ASN Appraisal 360 Summary"] = kinerja_asn.script_reports.of_period(
		"appraisal-360-summary",
		{
			filters: (remembered, changed) => [
				kinerja_asn.script_reports.rows_per(["Campaign", "Behaviour", "Unit"], remembered, changed),
				kinerja_asn.script_reports.link(
					"campaign",
					__("Campaign"),
					"Appraisal 360 Campaign",
					remembered,
					changed,
					{ filters: () => ({ performance_period: chosen("period") }) }
				),
			],

			links: { name: closer, people },

			format(shown, value, row, column) {
				if (value == null && column.fieldname !== "name") return "–";
				if (column.fieldname === "gap" && Math.abs(value) >= 0.8)
					return `<span class="text-warning">${shown}</span>`;
			},
		}
	);
}
