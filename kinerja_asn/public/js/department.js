frappe.ui.form.on("Department", {
	setup(frm) {
		for (const field of ["asn_head", "asn_acting_head"]) {
			frm.set_query(field, () => ({
				filters: { status: "Active", company: frm.doc.company },
			}));
		}
	},
});
