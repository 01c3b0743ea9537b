frappe.ui.form.on("Employee", {
	setup(frm) {
		frm.set_query("asn_appraiser", () => {
			if (frm.doc.asn_appraiser_type === "External Appraiser") {
				return { filters: { active: 1 } };
			}
			return { filters: { status: "Active", name: ["!=", frm.doc.name] } };
		});
		frm.set_query("asn_rank", () => {
			const status = frm.doc.asn_status || "";
			return { filters: { employment: status.startsWith("PPPK") ? "PPPK" : "PNS" } };
		});
	},

	asn_appraiser_type(frm) {
		frm.set_value("asn_appraiser", null);
	},
});
