frappe.ui.form.on("Talent Assessment", {
	async setup(frm) {
		const company = await kinerja_asn.own_company();
		frm.set_query("employee", () => ({
			filters: { status: "Active", ...(company ? { company } : {}) },
		}));
	},

	refresh: (frm) => show_standing(frm),

	async employee(frm) {
		if (!frm.doc.employee) return;
		const { message } = await frappe.db.get_value("Employee", frm.doc.employee, [
			"employee_name",
			"department",
			"company",
		]);
		await frm.set_value(message || {});
	},
});

/** One sentence that says whether the assessment counts today. */
function show_standing(frm) {
	const { revoked, valid_until } = frm.doc;
	if (frm.is_new()) return frm.set_intro("");
	const until = frappe.datetime.str_to_user(valid_until);
	if (revoked) frm.set_intro(__("Revoked: it counts no more."), "red");
	else if (valid_until < frappe.datetime.get_today())
		frm.set_intro(__("Valid until {0}: it counts no more in the talent matrix.", [until]), "orange");
	else
		frm.set_intro(__("Valid until {0}. Neither the person nor the appraiser reads it.", [until]), "blue");
}
