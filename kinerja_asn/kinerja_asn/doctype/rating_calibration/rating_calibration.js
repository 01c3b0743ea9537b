frappe.ui.form.on("Rating Calibration", {
	async refresh(frm) {
		frm.disable_save();
		frm.page.clear_indicator();
		if (frm.is_new()) return kinerja_asn.calibration.begin();
		frm.page.set_indicator(__(frm.doc.status), kinerja_asn.calibration.COLOURS[frm.doc.status]);
		const name = frm.docname;
		const table = await frappe.xcall("kinerja_asn.api.calibration.table", { name });
		if (frm.docname !== name) return;
		new kinerja_asn.calibration.Table(frm, table);
	},
});
