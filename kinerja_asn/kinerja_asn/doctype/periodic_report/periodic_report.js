frappe.ui.form.on("Periodic Report", {
	setup(frm) {
		frm.set_query("work_plan", () => ({ filters: { workflow_state: "Plan Agreed" } }));
	},

	work_plan: (frm) => kinerja_asn.plan_rows.person_of_plan(frm),

	async refresh(frm) {
		const about = await kinerja_asn.form.refresh(
			frm,
			`${__("Periodic Report")} ${kinerja_asn.interval(frm.doc.performance_interval)}`
		);
		const grid = frm.fields_dict.realisations.grid;
		for (const column of ["target", "realisation"]) {
			kinerja_asn.grid.formatter(grid, column, (value, df, options, row) =>
				column === "realisation" && !row?.reported && !flt(value)
					? `<span class="text-muted">${__("not yet")}</span>`
					: kinerja_asn.number(value)
			);
		}
		for (const [column, told] of [
			["achievement", "has_achievement"],
			["cumulative_achievement", "has_cumulative"],
		]) {
			kinerja_asn.grid.formatter(grid, column, (value, df, options, row) =>
				row?.[told] ? `${kinerja_asn.number(Math.round(flt(value) * 10) / 10)}%` : "–"
			);
		}
		frm.fields_dict.progress_html.$wrapper.html(kinerja_asn.course.report_html(frm.doc.realisations));
		kinerja_asn.grid.show_columns(grid, {
			appraiser_note:
				(frm.doc.realisations || []).some((row) => row.appraiser_note) ||
				(about?.writable.tables.realisations.columns || []).includes("appraiser_note"),
		});
		if (!about) return;
		notes(frm, about);
		if ((about.writable.tables.realisations.columns || []).includes("realisation")) {
			frm.add_custom_button(__("Take the figures of the logs"), () => refill(frm));
		}
		frm.add_custom_button(__("Open the plan"), () =>
			frappe.set_route("Form", "Work Plan", frm.doc.work_plan)
		);
	},

	before_workflow_action(frm) {
		if (frm.selected_workflow_action !== "Return") return;
		return kinerja_asn.form.ask_note(frm, "review_note", {
			title: __("Return the report"),
			label: __("What has to be mended"),
			description: __("The employee reads this note."),
			required: !(frm.doc.realisations || []).some((row) => row.appraiser_note),
		});
	},
});

frappe.ui.form.on("Periodic Report Realisation", {
	// a realisation of zero is something else than one that is not written yet
	realisation(frm, cdt, cdn) {
		frappe.model.set_value(cdt, cdn, "reported", 1);
	},
});

/** Typed figures stay, unless the writer wants those of the logs there too. */
async function refill(frm) {
	const modified = await kinerja_asn.form.saved(frm);
	const typed = frm.doc.realisations.filter(
		(row) => row.reported && row.log_count && flt(row.realisation, 6) !== flt(row.from_logs, 6)
	);
	const take = async (rows) => {
		await frappe.xcall("kinerja_asn.api.reports.refill", { name: frm.doc.name, modified, rows });
		await frm.reload_doc();
	};
	if (!typed.length) return take(null);
	const list = typed
		.map(
			(row) =>
				`<li>${kinerja_asn.escape(row.indicator)}: ${kinerja_asn.number(row.realisation)} → ${kinerja_asn.number(row.from_logs)}</li>`
		)
		.join("");
	frappe.warn(
		__("Replace typed figures?"),
		`${__("These figures differ from the daily logs:")}<ul>${list}</ul>`,
		() => take(typed.map((row) => row.name)),
		__("Replace")
	);
}

function notes(frm, about) {
	const { doc } = frm;
	const say = (...args) => kinerja_asn.form.note(frm, ...args);
	if (doc.workflow_state === "Report Returned") {
		const rows = (doc.realisations || [])
			.filter((row) => row.appraiser_note)
			.map((row) => `${row.indicator || row.result}: ${row.appraiser_note}`);
		say("danger", __("Returned: {0}", [doc.review_note || __("see the notes on the rows")]), rows);
	}
	if (about.turn.part === "employee" && about.turn.mine) {
		const open = (doc.realisations || []).filter(
			(row) => !row.reported && !(row.realisation_text || "").trim()
		);
		if (open.length) {
			say(
				"info",
				__(
					"Still missing before the report can be sent: a figure, or words that say why there is none."
				),
				open.map((row) => row.indicator || row.result)
			);
		}
		if (doc.due_on && doc.due_on < frappe.datetime.get_today() && !about.on_leave) {
			say(
				"warning",
				__("This report was due on {0}; it will be marked as late.", [kinerja_asn.date(doc.due_on)])
			);
		} else if (doc.due_on && !about.on_leave) {
			say("info", __("Due on {0}.", [kinerja_asn.date(doc.due_on)]));
		}
	}
	if (about.on_leave) {
		say(
			"info",
			__("On leave during the whole interval: this report is not asked for. It may still be written.")
		);
	}
	if (doc.late) {
		say("warning", doc.days_late ? __("Sent {0} days late.", [doc.days_late]) : __("Sent late."));
	}
}
