{
	const chosen = (name) => frappe.query_report.get_filter_value(name);
	// who oversees others reads sums; all others begin with the people whose logs they read
	const oversees = ["HR Manager", "ASN Performance Manager", "ASN Performance Auditor"].some((role) =>
		frappe.user.has_role(role)
	);

	/** The days that were chosen, for another table. */
	const days = () =>
		Object.fromEntries(
			["from_date", "to_date"].filter((name) => chosen(name)).map((name) => [name, chosen(name)])
		);

	const logs = (row) => ({
		doctype: "Daily Work Log",
		filters: {
			employee: row.key,
			performance_period: chosen("period"),
			log_date: ["between", [row.since, row.until]],
		},
	});

	frappe.query_reports["ASN Work Log Activity"] = kinerja_asn.script_reports.of_people(
		"work-log-activity",
		oversees ? ["Unit", "Person"] : ["Person", "Unit"],
		{
			filters: (remembered, changed) => [
				{
					fieldname: "from_date",
					fieldtype: "Date",
					label: __("From day"),
					default: remembered.from_date,
					on_change: changed,
				},
				{
					fieldname: "to_date",
					fieldtype: "Date",
					label: __("To day"),
					default: remembered.to_date,
					on_change: changed,
				},
			],

			links: {
				name(row) {
					if (!row.opens) return;
					return chosen("by") === "Unit"
						? kinerja_asn.script_reports.people_of(row.key, days())
						: row.entries && logs(row);
				},
				entries: (row, number) => row.opens && number && chosen("by") === "Person" && logs(row),
			},

			format(shown, value, row, column) {
				if (row.is_total) shown = `<b>${shown}</b>`;
				// nothing to measure is not zero
				if (["share", "evidenced", "measured", "last"].includes(column.fieldname) && value == null)
					return "–";
				if (column.fieldname === "without" && value)
					return `<span class="text-warning">${shown}</span>`;
				return shown;
			},
		}
	);
}
