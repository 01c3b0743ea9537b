frappe.ui.form.on("Daily Work Log", {
	setup(frm) {
		frm.set_query("work_plan", () => ({ filters: { workflow_state: "Plan Agreed" } }));
		// a comment that arrives while the entry is open is seen at once
		frappe.realtime?.on("kinerja_log_comment", ({ name }) => {
			if (frm.docname === name && !frm.is_dirty()) frm.reload_doc();
		});
	},

	async refresh(frm) {
		// the part of the plan is chosen by its words, not by its key
		frm.toggle_display(["result_key", "indicator_key", "measured"], false);
		frm.toggle_display("work_plan", !frm.is_new());
		const about = await kinerja_asn.form.refresh(frm, kinerja_asn.date(frm.doc.log_date));
		if (!about) return;
		const may = (fieldname) => about.writable.fields.includes(fieldname);
		if (frm.doc.workflow_state === "Counted") {
			kinerja_asn.form.note(
				frm,
				"info",
				__(
					"Counted in the report {0}, which has been accepted; the entry does not change any more.",
					[frm.doc.periodic_report]
				)
			);
		}
		if (may("appraiser_comment"))
			kinerja_asn.form.note(frm, "info", __("The employee is told your comment at once."));
		if (may("activity")) {
			frm.add_custom_button(__("Choose the part of the plan"), () => choose_part(frm));
		}
		frm.add_custom_button(__("Open the plan"), () =>
			frappe.set_route("Form", "Work Plan", frm.doc.work_plan)
		);
	},

	// a quantity of zero is something else than none
	quantity(frm) {
		const typed = frm.fields_dict.quantity.get_input_value?.();
		frm.set_value("measured", frm.doc.quantity || (typed ?? "") !== "" ? 1 : 0);
	},
});

async function choose_part(frm) {
	const modified = await kinerja_asn.form.saved(frm);
	const choices = await kinerja_asn.logs.choices(frm.doc.work_plan);
	const dialog = new frappe.ui.Dialog({
		title: __("Part of the plan"),
		fields: [
			{
				fieldname: "part",
				fieldtype: "Select",
				label: __("Result or indicator"),
				options: kinerja_asn.logs.options(choices),
				default: kinerja_asn.logs.value_of(choices, frm.doc),
			},
		],
		primary_action_label: __("Save"),
		async primary_action({ part }) {
			dialog.hide();
			const values = kinerja_asn.logs.keys(choices, part);
			if (!values.indicator_key) values.quantity = "";
			await frappe.xcall("kinerja_asn.api.logs.save", { values, name: frm.doc.name, modified });
			frm.reload_doc();
		},
	});
	dialog.show();
}
