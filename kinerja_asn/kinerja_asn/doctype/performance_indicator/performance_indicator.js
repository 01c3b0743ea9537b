frappe.ui.form.on("Performance Indicator", {
	refresh(frm) {
		if (frm.is_new()) {
			frm.set_intro(
				__(
					"An indicator of the library fills aspect, unit and direction of a plan at once. Leave unit and designation blank if everybody may use it."
				)
			);
		}
		explain(frm);
	},

	direction: (frm) => explain(frm),
});

function explain(frm) {
	const texts = {
		"Higher Is Better": __("For example patients served: more than the target is better."),
		"Lower Is Better": __("For example waiting time in minutes: less than the target is better."),
		Range: __("For example stock for 2 to 4 weeks: the plan names a lowest and a highest value."),
	};
	frm.set_df_property("direction", "description", texts[frm.doc.direction] || "");
}
