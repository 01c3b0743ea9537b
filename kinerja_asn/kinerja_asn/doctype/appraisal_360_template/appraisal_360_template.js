frappe.ui.form.on("Appraisal 360 Template", {
	refresh(frm) {
		frm.set_intro(
			__(
				"Editing is harmless at any time: a campaign keeps its own copy of scale and questions from its launch on."
			),
			"blue"
		);
		const statements = (frm.doc.questions || []).filter((row) => row.kind === "Score").length;
		const open = (frm.doc.questions || []).length - statements;
		frm.dashboard.clear_headline();
		if (statements) {
			frm.dashboard.set_headline(
				__("{0} statements and {1} open questions, about {2} minutes for one person.", [
					statements,
					open,
					Math.max(1, Math.round((statements * 10 + open * 60) / 60)),
				])
			);
		}
	},
});
