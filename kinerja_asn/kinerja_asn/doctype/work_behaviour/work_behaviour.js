frappe.ui.form.on("Work Behaviour", {
	refresh(frm) {
		frm.set_intro(
			__(
				"Active behaviours stand in every new plan, in this order. Plans that are there keep their rows."
			)
		);
	},
});
