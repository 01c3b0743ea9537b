frappe.query_reports["ASN Rater Consistency"] = kinerja_asn.script_reports.of_evaluations(
	"rater-consistency",
	{
		format(shown, value, row, column) {
			// nothing to compare with is not zero
			if (value == null && ["mean", "spread", "others", "deviation"].includes(column.fieldname))
				return "–";
			if (row.remarkable && column.fieldname === "reading") {
				return `<span class="text-warning" title="${frappe.utils.escape_html(value)}">${shown}</span>`;
			}
		},
	}
);
