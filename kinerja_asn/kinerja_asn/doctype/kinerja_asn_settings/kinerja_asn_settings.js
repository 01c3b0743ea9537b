frappe.ui.form.on("Kinerja ASN Settings", {
	refresh(frm) {
		frm.set_intro(
			__(
				"What the regulations leave to the agency. New values count for periods that are created from now on; the windows of an open period are changed by an extension."
			)
		);
	},
});
