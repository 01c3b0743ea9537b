frappe.ui.form.on("Performance Period", {
	setup(frm) {
		frm.set_query("performance_interval", "stages", (doc, cdt, cdn) => {
			const { stage } = frappe.get_doc(cdt, cdn);
			const frequency =
				stage === "Periodic Evaluation" ? doc.evaluation_frequency : doc.reporting_frequency;
			return { filters: { year: doc.year, frequency } };
		});
	},

	onload(frm) {
		if (!frm.is_new()) return;
		const year = new Date().getFullYear() + (new Date().getMonth() >= 9 ? 1 : 0);
		if (!frm.doc.year) frm.set_value("year", year);
		propose_company(frm);
		// a copy of another year brings its frequencies along with its stages
		if ((frm.doc.stages || []).length) return;
		frappe.db.get_doc("Kinerja ASN Settings").then((settings) => {
			frm.set_value("reporting_frequency", settings.default_reporting_frequency);
			frm.set_value("evaluation_frequency", settings.default_evaluation_frequency);
			frm.set_value("default_approach", settings.default_approach);
		});
	},

	refresh(frm) {
		kinerja_asn.runs.unwatch(frm);
		area(frm).empty();
		frm.fields_dict.stages.grid.wrapper?.addClass("kinerja-grid");
		if (frm.is_new()) {
			frm.set_intro(
				__("Save the year: its intervals and stage windows are proposed from the two frequencies."),
				"blue"
			);
			return;
		}
		const fixed = frm.doc.status !== "Draft";
		for (const field of ["reporting_frequency", "evaluation_frequency", "default_approach", "stages"]) {
			frm.set_df_property(field, "read_only", fixed ? 1 : 0);
		}
		const colours = { Draft: "gray", Open: "green", Closed: "darkgrey" };
		frm.page.set_indicator(__(frm.doc.status), colours[frm.doc.status]);
		const roles = ["HR Manager", "ASN Performance Manager", "ASN Performance Auditor", "System Manager"];
		if (roles.some((role) => frappe.user.has_role(role))) show_overview(frm);
	},
});

async function propose_company(frm) {
	if (frm.doc.company) return;
	const company = await kinerja_asn.own_company();
	if (company && !frm.doc.company) frm.set_value("company", company);
}

function area(frm) {
	const layout = $(frm.layout.wrapper);
	let wrapper = layout.children(".kinerja-period");
	if (!wrapper.length) {
		wrapper = $('<div class="kinerja-period" style="padding: 10px 15px 0"></div>').prependTo(layout);
	}
	return wrapper;
}

async function show_overview(frm) {
	const name = frm.docname;
	let found;
	try {
		found = await kinerja_asn.runs.call("overview", { period: name });
	} catch (error) {
		return;
	}
	if (frm.docname !== name) return;
	buttons(frm, found);
	area(frm).html(`
		${found.of_units ? `<p class="text-muted">${__("You see the plans and results of your units.")}</p>` : ""}
		<div class="kinerja-states">${states_html(found.states)}</div>
		<div class="kinerja-progress" style="margin-top: 10px"></div>
		<div class="kinerja-problems"></div>`);
	area(frm)
		.find("[data-state]")
		.on("click", (event) => {
			event.preventDefault();
			frappe.set_route("List", "Work Plan", {
				performance_period: frm.docname,
				workflow_state: event.currentTarget.dataset.state,
			});
		});
	if (!found.run) return;
	let status = null;
	kinerja_asn.runs.watch(frm, found.run.name, (state) => {
		area(frm).find(".kinerja-progress").html(kinerja_asn.runs.summary_html(state));
		// counted when the form was read; they come again with the end of the run
		area(frm).find(".kinerja-states").toggle(!state.active);
		if (status && status !== state.status && !state.active) frm.reload_doc();
		status = state.status;
	});
	if (found.problems.length) {
		area(frm)
			.find(".kinerja-problems")
			.html(
				`<h5>${__("Problems to mend, then open again")}</h5>${kinerja_asn.runs.rows_html(found.problems)}`
			);
	}
}

function states_html(states) {
	return Object.entries(states)
		.map(([state, count]) => {
			const escaped = frappe.utils.escape_html(state);
			return `<a href="#" data-state="${escaped}">${kinerja_asn.pill(state)} ${count}</a>`;
		})
		.join("&nbsp;&nbsp;");
}

function buttons(frm, found) {
	frm.clear_custom_buttons();
	const draft = frm.doc.status === "Draft";
	if (found.may_open) {
		frm.add_custom_button(draft ? __("Open") : __("Open again"), () => {
			const question = draft
				? __(
						"Open {0}? Everybody who plans gets a draft plan. From then on windows change by an extension only.",
						[frm.docname]
					)
				: __("Make the plans that are still missing? Plans that are there stay as they are.");
			frappe.confirm(question, () => start(frm, "open_period"));
		}).addClass(draft ? "btn-primary" : "");
	}
	if (found.may_extend) frm.add_custom_button(__("Extend"), () => extend(frm));
	if (found.may_remind) {
		frm.add_custom_button(__("Remind"), () =>
			frappe.confirm(__("Remind everybody whose plan is not proposed yet?"), () =>
				start(frm, "remind", true)
			)
		);
	}
	if (found.may_evaluate) {
		const group = __("Evaluations");
		const { create, hand_over, propose_units, rate_unit } = kinerja_asn.evaluations;
		frm.add_custom_button(__("Propose the ratings of units"), () => propose_units(frm.docname), group);
		frm.add_custom_button(__("Create evaluations"), () => create(frm.docname), group);
		frm.add_custom_button(__("Hand evaluations over"), () => hand_over(frm.docname), group);
		if (found.may_rate_units) {
			frm.add_custom_button(__("Rate a unit"), () => rate_unit(frm.docname), group);
		}
	}
	if (found.may_close) {
		frm.add_custom_button(__("Close"), () =>
			frappe.confirm(
				__("Close {0}? Agreed plans are closed and nothing can be written in this period any more.", [
					frm.docname,
				]),
				() => start(frm, "close_period", true)
			)
		);
	}
}

async function start(frm, method, leave) {
	if (frm.is_dirty()) await frm.save();
	const run = await kinerja_asn.runs.call(method, { period: frm.docname });
	if (leave) frappe.set_route("Form", "Bulk Run", run);
	else await frm.reload_doc();
}

function extend(frm) {
	const windows = (frm.doc.stages || []).map((row) => ({
		value: `${row.stage}|${row.performance_interval || ""}`,
		label: `${__(row.stage)} ${kinerja_asn.interval(row.performance_interval)} (${frappe.datetime.str_to_user(
			row.opens_on
		)} – ${frappe.datetime.str_to_user(row.closes_on)})`,
	}));
	const dialog = new frappe.ui.Dialog({
		title: __("Extend a stage"),
		fields: [
			{ fieldname: "window", fieldtype: "Select", label: __("Stage"), options: windows, reqd: 1 },
			{ fieldname: "closes_on", fieldtype: "Date", label: __("New last day"), reqd: 1 },
			{
				fieldname: "reason",
				fieldtype: "Small Text",
				label: __("Reason"),
				reqd: 1,
				description: __(
					"Everybody who reads the period sees it. An extension is taken back by another one."
				),
			},
		],
		primary_action_label: __("Extend"),
		async primary_action({ window, closes_on, reason }) {
			const [stage, interval] = window.split("|");
			await kinerja_asn.runs.call("extend_stage", {
				period: frm.docname,
				stage,
				interval: interval || null,
				closes_on,
				reason,
			});
			dialog.hide();
			await frm.reload_doc();
		},
	});
	dialog.show();
}
