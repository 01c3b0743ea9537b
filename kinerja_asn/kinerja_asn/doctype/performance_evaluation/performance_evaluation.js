frappe.ui.form.on("Performance Evaluation", {
	setup(frm) {
		frm.set_query("work_plan", () => ({
			filters: { workflow_state: ["in", ["Plan Agreed", "Closed"]] },
		}));
	},

	work_plan: (frm) => kinerja_asn.plan_rows.person_of_plan(frm),

	async refresh(frm) {
		frm.fields_dict.quadrant_html.$wrapper.empty();
		if (!frm.is_new()) kinerja_asn.form.open_tab(frm, "results_tab");
		const about = await kinerja_asn.form.refresh(frm, title(frm));
		if (!about) return;
		columns(frm, about);
		history(frm);
		feedback(frm, about);
		spread(frm, about);
		opinions(frm, about.opinions);
		draw(frm);
		notes(frm, about);
		if ((about.writable.tables.results.columns || []).includes("realisation_text")) {
			frm.add_custom_button(__("Read the reports again"), () => gather(frm));
		}
		if (about.objection) {
			const url = `/kinerja/objection?name=${encodeURIComponent(about.objection.name)}`;
			frm.add_custom_button(__("Open the objection"), () => window.open(url));
			kinerja_asn.form.note(
				frm,
				"warning",
				__("There is an objection: {0}.", [__(about.objection.state)])
			);
		}
		frm.add_custom_button(__("Open the plan"), () =>
			frappe.set_route("Form", "Work Plan", frm.doc.work_plan)
		);
	},

	result_rating: (frm) => draw(frm),
	behaviour_rating: (frm) => draw(frm),
});

function columns(frm, about) {
	const { results, behaviours } = frm.fields_dict;
	const writes = (table, column) => (about.writable.tables[table].columns || []).includes(column);
	const filled = (table, column) => (frm.doc[table] || []).some((row) => row[column]);
	kinerja_asn.grid.formatter(results.grid, "achievement", (value, df, options, row) =>
		row?.has_achievement ? `${kinerja_asn.number(Math.round(flt(value) * 10) / 10)}%` : "–"
	);
	kinerja_asn.grid.show_columns(results.grid, {
		self_assessment: writes("results", "self_assessment") || filled("results", "self_assessment") ? 2 : 0,
		feedback: writes("results", "feedback") || filled("results", "feedback") ? 2 : 0,
	});
	kinerja_asn.grid.show_columns(behaviours.grid, {
		score: (about.numeric.scheme && !about.numeric.from_360) || filled("behaviours", "score") ? 1 : 0,
	});
}

function history(frm) {
	const { history_html, before_html } = frm.fields_dict;
	history_html.$wrapper.html(kinerja_asn.course.results_html(frm.doc.results, frm.doc.report_history));
	before_html.$wrapper.html(
		kinerja_asn.course.posts_html(frm.doc.post_history) +
			kinerja_asn.course.predicates_html(frm.doc.predicate_history)
	);
}

/** What was said to the person in this time; one click puts it into the feedback of its row. */
function feedback(frm, about) {
	const { $wrapper } = frm.fields_dict.feedback_html;
	$wrapper.html(kinerja_asn.feedback.html(frm.doc, about.feedback, about.writable.tables));
	$wrapper.find("[data-put]").on("click", async ({ currentTarget: button }) => {
		const { doctype, row, put } = button.dataset;
		button.disabled = true;
		const before = (frappe.get_doc(doctype, row).feedback || "").trim();
		await frappe.model.set_value(doctype, row, "feedback", before ? `${before}\n${put}` : put);
		frappe.show_alert({ message: __("Put into the feedback. Save to keep it."), indicator: "green" });
	});
}

/** For the appraiser while he rates: the predicates of his people beside the pattern. */
function spread(frm, about) {
	const { $wrapper } = frm.fields_dict.distribution_html;
	$wrapper.html(
		about.distribution
			? kinerja_asn.distribution.html(about.distribution, __("Predicates of the people I appraise"))
			: ""
	);
}

/** The person's 360 beside the behaviours, as far as the reader may see it. */
function opinions(frm, found) {
	const { $wrapper } = frm.fields_dict.appraisal_360_html;
	if (!found) return $wrapper.empty();
	// two decimals as in the portal: 4,00 beside 3,48
	const figure = (value) => (value == null ? "–" : format_number(value, null, 2));
	const escape = kinerja_asn.escape;
	const rows = found.behaviours.map(
		(row) =>
			`<tr><td>${escape(__(row.behaviour))}</td><td>${figure(row.others)}</td><td>${figure(row.own)}</td></tr>`
	);
	const url = `/kinerja/appraisal?name=${encodeURIComponent(found.appraisal)}`;
	$wrapper.html(
		`<h5>${__("360-degree appraisal")}: ${figure(found.overall)} <small>${__("of {0}", [found.scale.highest])}</small></h5>
		<p class="text-muted">${__("It informs the rating of behaviour; it sets neither rating nor predicate.")}
		<a style="text-decoration: underline" href="${url}" target="_blank">${__("Open the result")}</a></p>
		<table class="table table-bordered table-condensed" style="max-width: 40rem"><thead><tr><th>${__("Behaviour")}</th>
		<th>${__("Others, weighted")}</th><th>${__("Self")}</th></tr></thead><tbody>${rows.join("")}</tbody></table>`
	);
}

async function gather(frm) {
	const modified = await kinerja_asn.form.saved(frm);
	await frappe.xcall("kinerja_asn.api.evaluations.gather", { name: frm.doc.name, modified });
	await frm.reload_doc();
	frappe.show_alert({ message: __("Filled from the accepted reports."), indicator: "green" });
}

function title(frm) {
	return `${__("Performance Evaluation")} · ${kinerja_asn.time(frm.doc)}`;
}

/** The quadrant is the choice and the picture at once; the two fields below it say the same in words. */
function draw(frm) {
	const about = frm.kinerja;
	if (!about?.quadrant) return;
	const { result_rating, behaviour_rating } = frm.doc;
	const rating = about.writable.fields.includes("behaviour_rating");
	const wrapper = frm.fields_dict.quadrant_html.$wrapper;
	if (!rating && !(result_rating && behaviour_rating)) {
		wrapper.html(`<div class="kinerja-empty">${__("The appraiser has not rated yet.")}</div>`);
		return;
	}
	const predicate = about.quadrant[`${result_rating}|${behaviour_rating}`];
	const words = predicate
		? __("Predicate: {0}", [`<strong>${kinerja_asn.escape(__(predicate))}</strong>`])
		: __("Choose a field: it sets both ratings, and the predicate follows from them.");
	wrapper.html(
		`${kinerja_asn.quadrant.html(about.quadrant, result_rating, behaviour_rating, rating)}<p>${words}</p>`
	);
	if (!rating) return;
	wrapper.find("button").on("click", async (event) => {
		const { result, behaviour } = event.currentTarget.dataset;
		// where the results follow from the unit's rating, only the behaviour is chosen
		await frm.set_value({
			...(frm.doc.results_follow_unit ? {} : { result_rating: result }),
			behaviour_rating: behaviour,
		});
		frm.fields_dict.quadrant_html.$wrapper
			.find(`button[data-result="${result}"][data-behaviour="${behaviour}"]`)
			.trigger("focus");
	});
}

function notes(frm, about) {
	const { doc } = frm;
	const say = (...args) => kinerja_asn.form.note(frm, ...args);
	if (doc.predicate) say("info", __("Predicate: {0}", [__(doc.predicate)]));
	if (doc.workflow_state === "Self Assessed" && about.turn.mine) {
		const open = [];
		if (!doc.result_rating) open.push(__("Rating of results"));
		if (!doc.behaviour_rating) open.push(__("Rating of behaviour"));
		if (open.length) say("info", __("Still missing before you can rate:"), open);
	}
	if (doc.workflow_state === "Self Assessed" && about.turn.mine && about.unrated_unit) {
		say(
			about.unrated_unit === "Refuse" ? "danger" : "warning",
			about.unrated_unit === "Refuse"
				? __("The unit is not rated yet; until then this evaluation cannot be rated.")
				: __("The unit is not rated yet; its rating should come first (SE MenPANRB 3/2023).")
		);
	}
	if (doc.workflow_state === "Rated" && about.turn.mine) {
		say("info", __("The employee sees the ratings only after you hand the evaluation over."));
	}
	if (doc.unit_rating_from) {
		say(
			"info",
			__("Unit performance rating: {0}, confirmed by the leader above.", [__(doc.unit_rating)])
		);
	}
	// what an objection has decided is final, and may differ from the unit's rating (PP 30/2019 article 59)
	if (doc.results_follow_unit && doc.workflow_state !== "Decided") {
		say(
			"info",
			__(
				"The person leads this unit: its rating is the rating of results and is not chosen here (SE MenPANRB 3/2023)."
			)
		);
	} else if (about.head_rating && about.turn.mine && doc.result_rating !== about.head_rating) {
		say(
			"info",
			__("The person leads this unit: its rating means {0} for the results (SE MenPANRB 3/2023).", [
				__(about.head_rating),
			])
		);
	}
	if (
		doc.workflow_state === "Self Assessed" &&
		about.turn.mine &&
		about.numeric.scheme &&
		!about.numeric.from_360
	) {
		say("info", __("Score each behaviour from 1 to {0}.", [about.numeric.highest_score]));
	}
	if (doc.silent) say("info", __("Counts as acknowledged: no objection came."));
	if (["Handed Over", "Acknowledged"].includes(doc.workflow_state) && doc.object_until) {
		say("info", __("An objection is possible until {0}.", [kinerja_asn.date(doc.object_until)]));
	}
}
