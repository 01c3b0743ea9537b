frappe.ui.form.on("Appraisal 360 Campaign", {
	setup(frm) {
		frm.set_query("department", () => ({ filters: { company: frm.doc.company } }));
		frm.set_query("performance_period", () => ({
			filters: { company: frm.doc.company, status: "Open" },
		}));
		frm.set_query("performance_interval", () => {
			const year = Number((frm.doc.performance_period || "").split("-")[0]);
			return { filters: year ? { year } : {} };
		});
		frm.set_query("template", () => ({ filters: { active: 1 } }));
	},

	onload(frm) {
		if (frm.is_new()) propose(frm);
	},

	refresh(frm) {
		kinerja_asn.runs.unwatch(frm);
		const status = frm.doc.status || "Draft";
		const colours = { Draft: "gray", Nomination: "orange", Collecting: "blue", Closed: "green" };
		frm.page.set_indicator(__(status), colours[status] || "red");
		const fixed = status !== "Draft";
		for (const field of [
			"company",
			"department",
			"performance_period",
			"performance_interval",
			"template",
		]) {
			frm.set_df_property(field, "read_only", fixed ? 1 : 0);
		}
		const over = ["Closed", "Cancelled"].includes(status);
		for (const field of ["title", "nominate_until", "answer_until"]) {
			frm.set_df_property(field, "read_only", over ? 1 : 0);
		}
		frm.toggle_display("course_section", fixed);
		frm.set_intro("");
		frm.fields_dict.campaign_html.$wrapper.empty();
		if (frm.is_new()) {
			frm.set_intro(__("Save the campaign; nobody is told before it is launched."), "blue");
			return;
		}
		show(frm);
	},

	company(frm) {
		title(frm);
		if (frm.is_new()) propose_period(frm);
	},
	department: title,
	performance_interval: title,
});

async function propose(frm) {
	if (!frm.doc.company) {
		const company = await kinerja_asn.own_company();
		if (company && !frm.doc.company) await frm.set_value("company", company);
	}
	await propose_period(frm);
	if (!frm.doc.template) {
		const templates = await frappe.db.get_list("Appraisal 360 Template", {
			filters: { active: 1 },
			limit: 2,
		});
		if (templates.length === 1) await frm.set_value("template", templates[0].name);
	}
	const settings = await frappe.db.get_doc("Kinerja ASN Settings").catch(() => ({}));
	const today = frappe.datetime.get_today();
	const nominate = settings.campaign_nominate_days || 7;
	if (!frm.doc.nominate_until) {
		await frm.set_value("nominate_until", frappe.datetime.add_days(today, nominate));
	}
	if (!frm.doc.answer_until) {
		const days = nominate + (settings.campaign_answer_days || 14);
		await frm.set_value("answer_until", frappe.datetime.add_days(today, days));
	}
}

/** The running year of the agency. */
async function propose_period(frm) {
	const { company } = frm.doc;
	if (!company || frm.doc.performance_period) return;
	const periods = await frappe.db.get_list("Performance Period", {
		// next year may be open already
		filters: { company, status: "Open", from_date: ["<=", frappe.datetime.get_today()] },
		order_by: "year desc",
		limit: 1,
	});
	if (periods.length && frm.doc.company === company && !frm.doc.performance_period) {
		await frm.set_value("performance_period", periods[0].name);
	}
}

/** A title that says what and when, as long as nobody has written another. */
function title(frm) {
	const { department, company, performance_interval } = frm.doc;
	if (!frm.is_new() || !performance_interval || (frm.doc.title && frm.doc.title !== frm.proposed_title))
		return;
	const unit = (department || company || "").replace(/ - [^-]+$/, "");
	frm.proposed_title = `360 ${unit} · ${kinerja_asn.interval(performance_interval)}`.slice(0, 140);
	frm.set_value("title", frm.proposed_title);
}

async function show(frm) {
	const name = frm.docname;
	const found = await campaign_call("overview", { campaign: name });
	if (frm.docname !== name) return;
	buttons(frm, found);
	const area = frm.fields_dict.campaign_html.$wrapper;
	area.html(`
		${help(found)}
		<div class="kinerja-states">${states(found.states)}</div>
		${progress(found)}
		<div class="kinerja-progress" style="margin-top: 10px"></div>`);
	area.find("[data-state]").on("click", (event) => {
		event.preventDefault();
		frappe.set_route("List", "Appraisal 360", {
			campaign: frm.docname,
			workflow_state: event.currentTarget.dataset.state,
		});
	});
	if (!found.run) return;
	let status = null;
	kinerja_asn.runs.watch(frm, found.run.name, (state) => {
		area.find(".kinerja-progress").html(kinerja_asn.runs.summary_html(state));
		area.find(".kinerja-states").toggle(!state.active);
		if (status && status !== state.status && !state.active) frm.reload_doc();
		status = state.status;
	});
}

function help(found) {
	const texts = {
		Draft: __(
			"Look at the preview, then launch. Raters are proposed for everybody with an agreed work plan: the superior, peers of the same superior and level, direct subordinates, and the person himself. Questions, weights and the fewest answers shown are fixed by the launch."
		),
		Nomination: __(
			"Employees look at their raters and may propose others; their appraisers agree them. Then start the answering. Whoever is not agreed by then can be started later."
		),
		Collecting: __(
			"Raters answer on the portal. Nobody is shown who has answered. Superior and self are named; answers of peers and subordinates go into sealed boxes."
		),
		Closed:
			unfinished(found) ||
			__(
				"Results are made, raters and single answers are destroyed. Appraisers read the results now, and release them to the person after a talk. A closed campaign never opens again."
			),
		Cancelled: __("This campaign ended without results; its raters and answers were destroyed."),
	};
	let html = `<p class="text-muted">${texts[found.status]}</p>`;
	if (found.overdue) {
		html += `<p class="text-warning">${__(
			"The last day to choose raters is over; {0} people wait for their appraiser's agreement.",
			[found.overdue]
		)}</p>`;
	}
	if (found.answers_over) {
		html += `<p class="text-warning">${__("The last day to answer is over. Close the campaign, or move the day.")}</p>`;
	}
	return html;
}

// closed by its form, but the run that makes the results has not come to its end
function unfinished({ run }) {
	if (run?.work !== "Close 360" || run.status === "Completed") return "";
	if (["Cancelled", "Failed"].includes(run.status))
		return __(
			"The making of results has stopped before its end: some have none yet, and raters and answers are not destroyed. Open the run below and choose Run again."
		);
	return __("Results are being made; then raters and single answers are destroyed.");
}

function states(counts) {
	return Object.entries(counts)
		.map(
			([state, count]) =>
				`<a href="#" data-state="${frappe.utils.escape_html(state)}">${kinerja_asn.pill(state)} ${count}</a>`
		)
		.join("&nbsp;&nbsp;");
}

function progress(found) {
	if (found.status !== "Collecting") return "";
	const text =
		found.progress === null
			? __("Too few answers until now to show a number.")
			: __("About {0}% of all answers are there (rounded down, over the whole campaign).", [
					found.progress,
				]);
	return `<p style="margin-top: 10px">${text}</p>`;
}

function buttons(frm, found) {
	frm.clear_custom_buttons();
	if (found.may_launch) {
		const draft = found.status === "Draft";
		frm.add_custom_button(__("Preview"), () => preview(frm));
		frm.add_custom_button(draft ? __("Launch") : __("Look for missing people"), async () => {
			if (draft) return preview(frm, true);
			frappe.confirm(__("Propose raters for those who are not in the campaign yet?"), () =>
				start(frm, "launch")
			);
		}).addClass(draft ? "btn-primary" : "");
	}
	if (found.overdue) {
		frm.add_custom_button(__("Agree what is overdue"), () =>
			frappe.confirm(
				__("Agree the proposed raters of {0} people in their appraisers' place?", [found.overdue]),
				async () => {
					const left = await campaign_call("approve_overdue", { campaign: frm.docname });
					if (left) frappe.msgprint(__("{0} are not yours to agree and still wait.", [left]));
					await frm.reload_doc();
				}
			)
		);
	}
	if (found.may_collect) {
		frm.add_custom_button(__("Start the answering"), () =>
			frappe.confirm(
				__(
					"Ask the raters of the people whose raters are agreed? Each rater gets one message; the raters can then only be replaced one by one."
				),
				() => start(frm, "start_collecting")
			)
		).addClass("btn-primary");
	}
	if (found.may_close) {
		frm.add_custom_button(__("Close the campaign"), () =>
			frappe.confirm(
				__(
					"Close this campaign for good? Nobody can answer any more, results are made, and who rated whom is destroyed. It never opens again."
				),
				() => start(frm, "close")
			)
		);
	}
	if (found.may_cancel) {
		frm.add_custom_button(__("Cancel the campaign"), () =>
			frappe.confirm(
				__(
					"End this campaign without results? Raters and all answers given until now are destroyed."
				),
				async () => {
					await campaign_call("cancel", { campaign: frm.docname });
					await frm.reload_doc();
				}
			)
		);
	}
}

async function start(frm, method) {
	if (frm.is_dirty()) await frm.save();
	await campaign_call(method, { campaign: frm.docname });
	await frm.reload_doc();
}

async function preview(frm, launch = false) {
	if (frm.is_dirty()) await frm.save();
	const found = await campaign_call("preview", { campaign: frm.docname });
	const dialog = new frappe.ui.Dialog({
		title: __("What the launch would bring"),
		fields: [{ fieldtype: "HTML", fieldname: "body" }],
		primary_action_label: launch ? __("Launch") : __("Close"),
		async primary_action() {
			dialog.hide();
			if (launch) await start(frm, "launch");
		},
	});
	const lists = [
		["without_plan", __("Not rated: no agreed work plan for this interval")],
		["rated_already", __("Not rated: another campaign rates them for this interval")],
		["without_raters", __("Nobody can rate them")],
		[
			"few_colleagues",
			__("Fewer than {0} peers and subordinates: only the superior would rate", [found.minimum]),
		],
		["without_user", __("Cannot rate: no user account")],
		["empty_units", __("Units without anybody to rate")],
	];
	dialog.fields_dict.body.$wrapper.html(`
		<p><b>${__("{0} people are rated, by {1} requests.", [found.people, found.invitations])}</b></p>
		<p>${__("Nobody is asked more than {0} times as a peer or subordinate ({1} are allowed).", [
			found.largest_load,
			found.load_limit,
		])}</p>
		${lists.map(([key, label]) => listed(label, found[key])).join("")}`);
	dialog.show();
}

function listed(label, found) {
	if (!found.count) return "";
	const more = found.more ? ` … (+${found.more})` : "";
	return `<p><b>${label}: ${found.count}</b><br><span class="text-muted">${found.names
		.map((name) => frappe.utils.escape_html(name))
		.join(", ")}${more}</span></p>`;
}

function campaign_call(method, args) {
	return frappe.xcall(`kinerja_asn.api.campaigns.${method}`, args);
}
