frappe.ui.form.on("Work Plan Adjustment", {
	setup(frm) {
		frm.set_query("work_plan", () => ({ filters: { workflow_state: "Plan Agreed" } }));
		kinerja_asn.plan_rows.setup(frm);
	},

	work_plan: (frm) => kinerja_asn.plan_rows.person_of_plan(frm),

	async refresh(frm) {
		kinerja_asn.plan_rows.show(frm);
		if (!frm.is_new()) kinerja_asn.form.open_tab(frm, about_tab(frm));
		const about = await kinerja_asn.form.refresh(
			frm,
			`${__("Adjustment of")} ${frm.doc.work_plan || ""}`
		);
		if (!about) return;
		notes(frm);
		if (about.writable.tables.results.rows) {
			frm.add_custom_button(
				__("From the superior's plan"),
				() => kinerja_asn.superior.pick(frm),
				__("Fill in")
			);
			frm.add_custom_button(
				__("Propose interval targets"),
				() => kinerja_asn.plan_rows.propose_targets(frm),
				__("Fill in")
			);
		}
		frm.add_custom_button(__("Open the plan"), () =>
			frappe.set_route("Form", "Work Plan", frm.doc.work_plan)
		);
		kinerja_asn.plan_rows.show(frm);
		kinerja_asn.plan_rows.buttons(frm, about);
		compare(frm);
	},

	validate: (frm) => kinerja_asn.plan_rows.sort(frm),

	before_workflow_action(frm) {
		if (frm.selected_workflow_action !== "Refuse") return;
		return kinerja_asn.form.ask_note(frm, "decision_note", {
			title: __("Refuse the adjustment"),
			label: __("Why it is refused"),
			description: __("The running plan goes on as it is."),
		});
	},
});

/** Whoever decides reads the comparison first; whoever writes begins with the rows. */
function about_tab(frm) {
	return frm.doc.workflow_state === "Draft" ? "results_tab" : "history_tab";
}

function notes(frm) {
	const { doc } = frm;
	if (doc.workflow_state === "Adjustment Refused") {
		kinerja_asn.form.note(frm, "danger", __("Refused: {0}", [doc.decision_note || ""]));
	} else if (doc.workflow_state !== "Adjustment Agreed") {
		kinerja_asn.form.note(frm, "info", __("Until this adjustment is agreed, the running plan binds."));
	}
}

async function compare(frm) {
	const wrapper = frm.fields_dict.compare_html.$wrapper;
	const rows = await frappe.xcall(
		"kinerja_asn.kinerja_asn.doctype.work_plan_adjustment.work_plan_adjustment.comparison",
		{ adjustment: frm.doc.name }
	);
	wrapper.html(kinerja_asn.plan_rows.comparison_html(rows));
}
