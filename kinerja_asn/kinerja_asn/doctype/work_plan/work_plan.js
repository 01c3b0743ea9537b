frappe.ui.form.on("Work Plan", {
	setup(frm) {
		frm.set_query("performance_period", () => ({ filters: { status: "Open" } }));
		frm.make_methods = {
			"Work Plan Adjustment": () => kinerja_asn.start.adjustment(frm.doc.name, frm.kinerja),
			"Periodic Report": () => kinerja_asn.start.report(frm.doc.name, frm.kinerja),
			"Performance Evaluation": () => kinerja_asn.start.evaluation(frm.doc.name, frm.kinerja),
		};
		kinerja_asn.plan_rows.setup(frm);
	},

	async onload(frm) {
		if (!frm.is_new()) return;
		const place = await frappe.xcall("kinerja_asn.api.forms.my_place");
		if (!frm.doc.performance_period && place.period) frm.set_value("performance_period", place.period);
		if (!frm.doc.employee && place.employee && !place.is_hr) frm.set_value("employee", place.employee);
	},

	async refresh(frm) {
		kinerja_asn.plan_rows.show(frm);
		kinerja_asn.form.open_tab(frm, "results_tab");
		const about = await kinerja_asn.form.refresh(frm, title(frm));
		if (!about) return;
		notes(frm, about);
		buttons(frm, about);
		kinerja_asn.plan_rows.show(frm);
		kinerja_asn.plan_rows.buttons(frm, about);
	},

	approach: (frm) => kinerja_asn.plan_rows.show(frm),

	validate: (frm) => kinerja_asn.plan_rows.sort(frm),

	before_workflow_action(frm) {
		if (frm.selected_workflow_action !== "Return") return;
		return kinerja_asn.form.ask_note(frm, "return_note", {
			title: __("Return the plan"),
			label: __("What has to be mended"),
			description: __(
				"The employee reads this note. A note on a single row can be written in the row itself."
			),
			required: !["results", "indicators", "actions"].some((table) =>
				(frm.doc[table] || []).some((row) => row.appraiser_note)
			),
		});
	},
});

function title(frm) {
	const { performance_period, from_date, to_date } = frm.doc;
	return `${performance_period || ""} · ${kinerja_asn.date(from_date)} – ${kinerja_asn.date(to_date)}`;
}

function notes(frm, about) {
	const { note } = kinerja_asn.form;
	const say = (...args) => note.call(kinerja_asn.form, frm, ...args);
	const { doc } = frm;
	const writing = about.turn.part === "employee" && about.writable.tables.results.rows;
	if (doc.workflow_state === "Plan Returned") {
		const rows = ["results", "indicators", "actions"].flatMap((table) =>
			(doc[table] || [])
				.filter((row) => row.appraiser_note)
				.map((row) => `${row.short_code || row.result_code || row.idx}: ${row.appraiser_note}`)
		);
		say("danger", __("Returned: {0}", [doc.return_note || __("see the notes on the rows")]), rows);
	}
	if (writing && !about.superior.external && about.superior.name && !about.superior.state) {
		say(
			"warning",
			__(
				"{0} has no work plan yet. You can write your draft now; the superior's results are demanded only when you propose it.",
				[about.superior.name]
			)
		);
	}
	if (writing && !doc.appraiser) {
		say(
			"danger",
			__("No appraiser is known for this plan. Ask HR to name one; the draft can be written meanwhile.")
		);
	}
	if (writing && about.missing.length) {
		say("info", __("Still missing before the plan can be proposed:"), about.missing);
	} else if (writing) {
		say("info", __("Everything is there. Propose the plan with the button at the top right."));
	}
	if (about.next.adjustment) {
		say(
			"info",
			__("An adjustment of this plan is open: {0}. Until it is agreed, this plan binds.", [
				about.next.adjustment,
			])
		);
	}
}

function buttons(frm, about) {
	const { doc } = frm;
	const write = __("Fill in");
	if (about.writable.tables.results.rows) {
		frm.add_custom_button(__("From the superior's plan"), () => kinerja_asn.superior.pick(frm), write);
		if (doc.approach === "Quantitative") {
			frm.add_custom_button(
				__("Propose interval targets"),
				() => kinerja_asn.plan_rows.propose_targets(frm),
				write
			);
		}
		frm.add_custom_button(__("Copy from…"), () => copy_from(frm), write);
		if (about.agreement) {
			frm.add_custom_button(
				__("Draft from the performance agreement"),
				async () => {
					await kinerja_asn.form.saved(frm);
					await kinerja_asn.agreements.draft_plan(about.agreement);
					await frm.reload_doc();
				},
				write
			);
		}
	}
	if (about.next.adjustment) {
		frm.add_custom_button(__("Open the adjustment"), () => kinerja_asn.start.adjustment(doc.name, about));
	} else if (about.next.can_adjust) {
		frm.add_custom_button(__("Adjust"), () => kinerja_asn.start.adjustment(doc.name, about));
	}
	if (about.next.reports.length) {
		frm.add_custom_button(__("Write a report"), () => kinerja_asn.start.report(doc.name, about));
	}
	if (about.next.evaluations.length) {
		frm.add_custom_button(__("Evaluate"), () => kinerja_asn.start.evaluation(doc.name, about));
	}
	if (doc.versions?.length) frm.add_custom_button(__("Earlier versions"), () => versions(frm));
	frm.page.add_menu_item(__("Show me around"), async () => {
		// the tour starts only from the tab its first step stands in
		frm.layout.tabs.find((tab) => tab.df.fieldname === "results_tab")?.set_active();
		await frm.tour.init({ tour_name: "Work Plan" });
		frm.tour.start();
	});
}

async function copy_from(frm) {
	const modified = await kinerja_asn.form.saved(frm);
	const sources = await frappe.xcall("kinerja_asn.api.work_plans.copy_sources", {
		work_plan: frm.doc.name,
	});
	if (!sources.length) {
		frappe.msgprint({
			title: __("Nothing to copy from"),
			message: __(
				"You have no earlier plan, and no colleague with the same post and unit has an agreed one."
			),
		});
		return;
	}
	const dialog = new frappe.ui.Dialog({
		title: __("Copy from another plan"),
		fields: [
			{
				fieldname: "source",
				fieldtype: "Select",
				label: __("Plan"),
				reqd: 1,
				options: sources.map((row) => ({
					value: row.name,
					label: [
						row.own ? __("My plan") : row.employee_name,
						row.position,
						`${kinerja_asn.date(row.from_date)} – ${kinerja_asn.date(row.to_date)}`,
					]
						.filter(Boolean)
						.join(" · "),
				})),
				default: sources[0].name,
				description: __(
					"Results, indicators and annex are added to your draft. From your own plan the targets come along; from a colleague's only the words."
				),
			},
		],
		primary_action_label: __("Copy"),
		async primary_action({ source }) {
			dialog.hide();
			await frappe.xcall("kinerja_asn.api.work_plans.copy_from", {
				work_plan: frm.doc.name,
				source,
				modified,
			});
			await frm.reload_doc();
			frappe.show_alert({ message: __("Copied. Read it through and adapt it."), indicator: "green" });
		},
	});
	dialog.show();
}

function versions(frm) {
	kinerja_asn.adjusting.versions({
		title: __("Versions of the plan"),
		rows: frm.doc.versions,
		read: (number) =>
			frappe.xcall("kinerja_asn.api.work_plans.version", { work_plan: frm.doc.name, number }),
		html: (version) => kinerja_asn.plan_rows.content_html(version),
	});
}
