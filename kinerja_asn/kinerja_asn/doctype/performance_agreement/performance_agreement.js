const API = "kinerja_asn.api.agreements.";

frappe.ui.form.on("Performance Agreement", {
	setup(frm) {
		kinerja_asn.agreements.setup(frm);
		frm.custom_make_buttons = {
			"Performance Agreement Adjustment": () =>
				kinerja_asn.agreements.adjustment(frm.doc.name, frm.kinerja),
			"Performance Agreement Realisation": () =>
				kinerja_asn.agreements.realisation(frm.doc.name, frm.kinerja.next.realisations),
		};
		frm.set_query("performance_period", () => ({ filters: { status: ["!=", "Closed"] } }));
		frm.set_query("parent_agreement", () => ({
			filters: {
				performance_period: frm.doc.performance_period,
				workflow_state: "Agreement Agreed",
				name: ["!=", frm.doc.name],
			},
		}));
	},

	async refresh(frm) {
		kinerja_asn.agreements.show(frm);
		if (!frm.is_new()) kinerja_asn.form.open_tab(frm, "objectives_tab");
		const about = await kinerja_asn.form.refresh(frm, frm.doc.title);
		if (!about) return;
		notes(frm, about);
		buttons(frm, about);
		kinerja_asn.agreements.show(frm);
		course(frm);
	},

	parent_agreement: (frm) => kinerja_asn.agreements.show(frm),

	validate: (frm) => kinerja_asn.agreements.sort(frm),

	before_workflow_action(frm) {
		if (frm.selected_workflow_action !== "Return") return;
		return kinerja_asn.form.ask_note(frm, "return_note", {
			title: __("Return the agreement"),
			label: __("What has to be mended"),
			description: __("The head of the unit reads this note."),
		});
	},
});

function notes(frm, about) {
	const { doc } = frm;
	const say = (...args) => kinerja_asn.form.note(frm, ...args);
	if (doc.workflow_state === "Agreement Returned" && doc.return_note) {
		say("danger", __("Returned: {0}", [doc.return_note]));
	}
	if (about.turn.part === "employee" && about.missing.length) {
		say("info", __("Still missing before the agreement can be proposed:"), about.missing);
	}
	if (about.next.adjustment) {
		say(
			"info",
			__("An adjustment of this agreement is open: {0}. Until it is agreed, what was agreed binds.", [
				about.next.adjustment,
			])
		);
	}
}

function buttons(frm, about) {
	const { doc } = frm;
	if (about.writable.tables.objectives.rows) {
		frm.add_custom_button(__("Choose the parent agreement"), () => pick_parent(frm), __("Fill in"));
		frm.add_custom_button(
			__("Objectives of the parent agreement"),
			() => kinerja_asn.agreements.pick_parents(frm),
			__("Fill in")
		);
	}
	if (about.next.can_draft_plan) {
		frm.add_custom_button(__("Draft the work plan from it"), () =>
			kinerja_asn.agreements.draft_plan(doc.name)
		);
	}
	if (about.next.realisations.length) {
		frm.add_custom_button(__("Write the realisation"), () =>
			kinerja_asn.agreements.realisation(doc.name, about.next.realisations)
		);
	}
	if (about.next.adjustment || about.next.can_adjust) {
		frm.add_custom_button(about.next.adjustment ? __("Open the adjustment") : __("Adjust"), () =>
			kinerja_asn.agreements.adjustment(doc.name, about)
		);
	}
	if (doc.versions?.length) frm.add_custom_button(__("Earlier versions"), () => versions(frm));
}

async function pick_parent(frm) {
	const offered = await frappe.xcall(`${API}parents`, { agreement: frm.doc.name });
	if (!offered.length) {
		frappe.msgprint(__("No unit above has an agreed agreement for this year yet."));
		return;
	}
	const dialog = new frappe.ui.Dialog({
		title: __("Parent agreement"),
		fields: [
			{
				fieldname: "parent",
				fieldtype: "Select",
				label: __("Parent agreement"),
				reqd: 1,
				options: offered.map((row) => ({
					value: row.name,
					label: `${row.department_name} · ${row.employee_name || ""}`,
				})),
				default: frm.doc.parent_agreement || offered[0].name,
			},
		],
		primary_action_label: __("Use"),
		async primary_action({ parent }) {
			dialog.hide();
			await frm.set_value("parent_agreement", parent);
			await frm.save();
			kinerja_asn.agreements.pick_parents(frm);
		},
	});
	dialog.show();
}

async function course(frm) {
	const wrapper = frm.fields_dict.realisation_html.$wrapper;
	if (frm.doc.docstatus !== 1) {
		wrapper.html(
			`<div class="kinerja-empty">${__("The realisation follows once the agreement is agreed.")}</div>`
		);
		return;
	}
	const answer = await frappe.xcall(`${API}course`, { agreement: frm.doc.name });
	wrapper.html(kinerja_asn.agreements.course_html(answer));
}

function versions(frm) {
	kinerja_asn.adjusting.versions({
		title: __("Versions of the agreement"),
		rows: frm.doc.versions,
		read: (number) => frappe.xcall(`${API}version`, { agreement: frm.doc.name, number }),
		html: (version) => kinerja_asn.agreements.content_html(version),
	});
}
