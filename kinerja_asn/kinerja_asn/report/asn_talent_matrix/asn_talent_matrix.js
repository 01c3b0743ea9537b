{
	const PLACES = {
		Pool: __("Succession pool"),
		"No Potential": __("Rated, not assessed"),
		"No Performance": __("Assessed, not rated"),
		Neither: __("Neither rated nor assessed"),
	};

	// the grid stands above the table, in what the report says
	$(document)
		.off("click.kinerja_talent")
		.on("click.kinerja_talent", "[data-talent-box]", (event) => {
			const report = frappe.query_report;
			const box = event.currentTarget.dataset.talentBox;
			const same = report.get_filter_value("box") === box;
			report.set_filter_value("box", same ? "" : box);
		});

	frappe.query_reports["ASN Talent Matrix"] = kinerja_asn.script_reports.of("talent-matrix", {
		filters: (remembered, changed) => [
			kinerja_asn.script_reports.link(
				"period",
				__("Performance of the year"),
				"Performance Period",
				remembered,
				changed
			),
			{
				fieldname: "day",
				fieldtype: "Date",
				label: __("Potential on"),
				default: frappe.datetime.get_today(),
				reqd: 1,
				on_change: changed,
			},
			kinerja_asn.script_reports.link("department", __("Unit"), "Department", remembered, changed),
			{
				fieldname: "box",
				fieldtype: "Select",
				label: __("Box"),
				options: [
					{ value: "", label: __("All") },
					..."987654321".split("").map((box) => ({ value: box, label: __("Box {0}", [box]) })),
					...Object.entries(PLACES).map(([value, label]) => ({ value, label })),
				],
				default: remembered.box || "",
				on_change: changed,
			},
		],

		links: {
			employee_name: (row) => ({ doctype: "Employee", name: row.employee }),
			predicate: (row) => row.evaluation && { doctype: "Performance Evaluation", name: row.evaluation },
			potential: (row) => row.assessment && { doctype: "Talent Assessment", name: row.assessment },
		},

		format(shown, value, row, column) {
			if (value == null && ["box", "potential_value"].includes(column.fieldname)) return "–";
			if (column.fieldname === "box") return `<b>${shown}</b>`;
		},
	});
}
