frappe.query_reports["ASN Rater Consistency"] = {
	...kinerja_asn.time_filters.of("rater-consistency"),

	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		// nothing to compare with is not zero
		if (data && value == null && ["mean", "spread", "others", "deviation"].includes(column.fieldname)) {
			return "–";
		}
		if (data?.remarkable && column.fieldname === "reading") {
			return `<span class="text-warning" title="${frappe.utils.escape_html(value)}">${shown}</span>`;
		}
		return shown;
	},
};
