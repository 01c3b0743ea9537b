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
		draw(frm);
		notes(frm, about);
		frm.add_custom_button(__("Open the plan"), () =>
			frappe.set_route("Form", "Work Plan", frm.doc.work_plan)
		);
	},

	result_rating: (frm) => draw(frm),
	behaviour_rating: (frm) => draw(frm),
});

function title(frm) {
	const { kind, performance_interval, performance_period } = frm.doc;
	return `${__("Performance Evaluation")} · ${__(kind || "")} ${performance_interval || performance_period || ""}`;
}

/** The quadrant is the choice and the picture at once; the two fields below it say the same in words. */
function draw(frm) {
	const about = frm.kinerja;
	if (!about?.quadrant) return;
	const { result_rating, behaviour_rating } = frm.doc;
	const rating = about.writable.fields.includes("result_rating");
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
		await frm.set_value({ result_rating: result, behaviour_rating: behaviour });
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
	if (doc.workflow_state === "Rated" && about.turn.mine) {
		say("info", __("The employee sees the ratings only after you hand the evaluation over."));
	}
	if (["Handed Over", "Acknowledged"].includes(doc.workflow_state) && doc.object_until) {
		say("info", __("An objection is possible until {0}.", [kinerja_asn.date(doc.object_until)]));
	}
}
