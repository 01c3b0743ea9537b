{
	const { people_of, equal } = kinerja_asn.script_reports;
	const STATE_OF = {
		draft: "Draft",
		proposed: "Plan Proposed",
		returned: "Plan Returned",
		agreed: "Plan Agreed",
		closed: "Closed",
	};
	const chosen = (name) => frappe.query_report.get_filter_value(name);

	/** The plans that a number of the table counts. */
	const counted = (row, more) => ({
		doctype: "Work Plan",
		filters: {
			performance_period: chosen("period"),
			[chosen("by") === "Unit" ? "department" : "appraiser"]: equal(row.key),
			...more,
		},
	});

	frappe.query_reports["ASN Work Plan Status"] = kinerja_asn.script_reports.of_people(
		"work-plan-status",
		["Unit", "Appraiser", "Person"],
		{
			filters: (remembered, changed) => [
				kinerja_asn.script_reports.select(
					"state",
					__("State"),
					["", ...Object.values(STATE_OF)],
					remembered,
					changed
				),
			],

			links: {
				name(row) {
					if (row.is_total) return;
					if (row.plan) return { doctype: "Work Plan", name: row.plan };
					return chosen("by") === "Unit" ? people_of(row.key) : counted(row, {});
				},
				plans: (row, number) => !row.is_total && number && counted(row, {}),
				vacant: (row, number) =>
					!row.is_total &&
					number &&
					counted(row, { workflow_state: "Plan Proposed", appraiser: ["is", "not set"] }),
				...Object.fromEntries(
					Object.entries(STATE_OF).map(([fieldname, state]) => [
						fieldname,
						(row, number) => !row.is_total && number && counted(row, { workflow_state: state }),
					])
				),
			},

			format(shown, value, row, column) {
				if (row.is_total) return `<b>${shown}</b>`;
				// nobody waits: that is no zero
				if (column.fieldname === "days" && value == null) return "–";
				if (["proposed", "returned", "vacant"].includes(column.fieldname) && value)
					return `<span class="text-warning">${shown}</span>`;
			},
		}
	);
}
