frappe.ui.form.on("Performance Agreement Adjustment", {
	setup(frm) {
		frm.set_query("agreement", () => ({ filters: { workflow_state: "Agreement Agreed" } }));
		kinerja_asn.agreements.setup(frm);
	},

	async refresh(frm) {
		kinerja_asn.agreements.show(frm);
		if (!frm.is_new()) {
			kinerja_asn.form.open_tab(
				frm,
				frm.doc.workflow_state === "Draft" ? "objectives_tab" : "history_tab"
			);
		}
		const about = await kinerja_asn.form.refresh(
			frm,
			`${__("Adjustment of")} ${frm.doc.agreement || ""}`
		);
		if (!about) return;
		notes(frm);
		if (about.writable.tables.objectives.rows) {
			frm.add_custom_button(
				__("Objectives of the parent agreement"),
				() => kinerja_asn.agreements.pick_parents(frm),
				__("Fill in")
			);
		}
		frm.add_custom_button(__("Open the agreement"), () =>
			frappe.set_route("Form", "Performance Agreement", frm.doc.agreement)
		);
		kinerja_asn.agreements.show(frm);
		compare(frm);
	},

	validate: (frm) => kinerja_asn.agreements.sort(frm),

	before_workflow_action(frm) {
		if (frm.selected_workflow_action !== "Refuse") return;
		return kinerja_asn.form.ask_note(frm, "decision_note", {
			title: __("Refuse the adjustment"),
			label: __("Why it is refused"),
			description: __("What was agreed goes on as it is."),
		});
	},
});

function notes(frm) {
	const { doc } = frm;
	if (doc.workflow_state === "Adjustment Refused") {
		kinerja_asn.form.note(frm, "danger", __("Refused: {0}", [doc.decision_note || ""]));
	} else if (doc.workflow_state !== "Adjustment Agreed") {
		kinerja_asn.form.note(frm, "info", __("Until this adjustment is agreed, what was agreed binds."));
	}
}

async function compare(frm) {
	const rows = await frappe.xcall(
		"kinerja_asn.kinerja_asn.doctype.performance_agreement_adjustment.performance_agreement_adjustment.comparison",
		{ adjustment: frm.doc.name }
	);
	frm.fields_dict.compare_html.$wrapper.html(
		kinerja_asn.plan_rows.comparison_html(rows, __("In force now"))
	);
}
