frappe.ui.form.on("Unit Performance Rating", {
	async refresh(frm) {
		frm.fields_dict.achievement_html.$wrapper.empty();
		const about = await kinerja_asn.form.refresh(frm, title(frm));
		if (!about) return;
		frm.fields_dict.achievement_html.$wrapper.html(achievement_html(frm, about));
		notes(frm, about);
		demand_reason(frm);
		if (about.may_renew) {
			frm.add_custom_button(__("Bring the figures up to date"), () => renew(frm));
		}
		frm.add_custom_button(__("Evaluations of the unit"), () => {
			const { department, kind, performance_period, performance_interval } = frm.doc;
			frappe.set_route("List", "Performance Evaluation", {
				department,
				kind,
				performance_period,
				...(performance_interval ? { performance_interval } : {}),
			});
		});
	},

	rating: (frm) => demand_reason(frm),

	before_workflow_action(frm) {
		if (frm.selected_workflow_action !== "Confirm" || !needs_reason(frm)) return;
		if ((frm.doc.reason || "").trim()) return;
		return kinerja_asn.form.ask_note(frm, "reason", {
			title: __("Confirm the rating"),
			label: __("Reason for another rating than proposed"),
			description: __("It stays with the rating; the head of the unit reads it."),
		});
	},
});

function title(frm) {
	return `${frm.doc.department_name} · ${kinerja_asn.time(frm.doc)}`;
}

const needs_reason = ({ doc }) => !doc.proposed_rating || doc.rating !== doc.proposed_rating;

function demand_reason(frm) {
	const owed = frm.doc.docstatus === 0 && Boolean(frm.doc.rating) && needs_reason(frm);
	frm.toggle_display("reason", owed || Boolean(frm.doc.reason));
}

async function renew(frm) {
	await kinerja_asn.form.saved(frm);
	const { department, kind, performance_period: period, performance_interval: interval } = frm.doc;
	await frappe.xcall("kinerja_asn.api.unit_ratings.start", { department, period, kind, interval });
	await frm.reload_doc();
	frappe.show_alert({ message: __("The figures are those of now."), indicator: "green" });
}

function notes(frm, about) {
	const { doc } = frm;
	const say = (...args) => kinerja_asn.form.note(frm, ...args);
	if (about.turn.mine && doc.docstatus === 0) {
		say(
			"info",
			__(
				"Your rating counts for all people of this unit who are not rated yet, and is the rating of results of its head (SE MenPANRB 3/2023)."
			)
		);
	}
	if (doc.docstatus === 1 && about.head_rating) {
		say("info", __("For the head of the unit this means {0} in the results.", [__(about.head_rating)]));
	}
	if (doc.recorded_by) say("info", __("Recorded by {0}.", [doc.recorded_by.replace(/\.$/, "")]));
}

function achievement_html(frm, about) {
	const { doc } = frm;
	const { escape, number } = kinerja_asn;
	const rows = about.bands.map(({ rating, words }) => {
		const here = rating === doc.proposed_rating;
		return `<tr${here ? ' aria-current="true"' : ""}>
			<td>${here ? "<b>" : ""}${escape(__(rating))}${here ? ` ◂ ${__("proposed")}</b>` : ""}</td>
			<td>${escape(words)}</td></tr>`;
	});
	const told = doc.has_achievement
		? __("{0}% of what was agreed was reached.", [number(Math.round(doc.achievement * 100) / 100)])
		: doc.agreement
			? __("Nothing of the agreement was measured in this time.")
			: __("The unit has no agreed performance agreement in this year.");
	return `<p>${told}</p><div class="kinerja-table-wrap"><table class="kinerja-table">
		<thead><tr><th>${__("Proposed rating")}</th><th>${__("When")}</th></tr></thead>
		<tbody>${rows.join("")}</tbody></table></div>`;
}
