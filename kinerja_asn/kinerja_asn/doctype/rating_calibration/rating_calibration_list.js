frappe.listview_settings["Rating Calibration"] = {
	hide_name_column: true,
	get_indicator: (doc) => [
		__(doc.status),
		kinerja_asn.calibration.COLOURS[doc.status],
		`status,=,${doc.status}`,
	],
	onload(list) {
		list.page.add_inner_button(__("Begin a calibration"), () => kinerja_asn.calibration.begin());
	},
};
