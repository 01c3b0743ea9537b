frappe.listview_settings["Bulk Run Row"] = {
	add_fields: ["result"],
	hide_name_column: true,
	get_indicator(doc) {
		return [__(doc.result), kinerja_asn.runs.RESULT_COLOURS[doc.result], `result,=,${doc.result}`];
	},
};
