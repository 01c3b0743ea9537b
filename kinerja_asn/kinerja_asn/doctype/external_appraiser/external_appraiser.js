frappe.ui.form.on("External Appraiser", {
	setup(frm) {
		frm.set_query("user", () => ({ filters: { enabled: 1 } }));
	},

	refresh(frm) {
		frm.set_intro(
			frm.doc.user
				? __("This person signs in and agrees plans personally.")
				: __("This person does not sign in: HR records the signed act and attaches the document.")
		);
	},
});
