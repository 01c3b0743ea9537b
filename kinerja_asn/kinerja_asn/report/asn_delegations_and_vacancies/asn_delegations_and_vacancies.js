{
	const readable = (doctype) => doctype && frappe.model.can_read(doctype);

	/** The record in which it is mended. */
	const record = (row) =>
		row.document && readable(row.document_type) && { doctype: row.document_type, name: row.document };

	/** The people concerned: their plans, or the employees of the unit who have none. */
	const people = (row, number) => {
		if (!number) return;
		if (row.of_employees)
			return (
				readable("Employee") && {
					doctype: "Employee",
					filters: { department: row.department || ["is", "not set"], status: "Active" },
				}
			);
		return {
			doctype: "Work Plan",
			filters: {
				appraiser: row.appraiser || ["is", "not set"],
				workflow_state: ["not in", ["Closed", "Cancelled"]],
				...(row.department ? { department: row.department } : {}),
			},
		};
	};

	frappe.query_reports["ASN Delegations and Vacancies"] = kinerja_asn.script_reports.of(
		"delegations-and-vacancies",
		{
			filters: (remembered, changed) => [
				kinerja_asn.script_reports.select(
					"about",
					__("About"),
					["", "Appraisers missing", "Delegations", "Heads of units"],
					remembered,
					changed
				),
				{
					fieldname: "days",
					fieldtype: "Int",
					label: __("Days ahead"),
					default: remembered.days || 30,
					on_change: changed,
				},
				kinerja_asn.script_reports.link("department", __("Unit"), "Department", remembered, changed),
			],

			links: { what: record, name: record, people },

			format(shown, value, row, column) {
				if (column.fieldname === "urgency")
					return `<span class="indicator-pill ${["red", "orange", "gray"][row.rank]}">${shown}</span>`;
				if (column.fieldname === "days_left") {
					if (value == null) return "";
					if (value < 0) return `<span class="text-danger">${shown}</span>`;
				}
			},
		}
	);
}
