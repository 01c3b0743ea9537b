frappe.ui.form.on("Performance Agreement Realisation", {
	setup(frm) {
		frm.set_query("agreement", () => ({ filters: { workflow_state: "Agreement Agreed" } }));
	},

	async refresh(frm) {
		const about = await kinerja_asn.form.refresh(
			frm,
			`${__("Realisation")} ${kinerja_asn.interval(frm.doc.performance_interval)}`
		);
		const grid = frm.fields_dict.realisations.grid;
		for (const column of ["target", "interval_target"]) {
			kinerja_asn.grid.formatter(grid, column, (value, df, options, row) =>
				kinerja_asn.agreements.target(row, value)
			);
		}
		kinerja_asn.grid.formatter(grid, "realisation", (value, df, options, row) =>
			!row?.reported && !flt(value)
				? `<span class="text-muted">${__("not yet")}</span>`
				: kinerja_asn.number(value)
		);
		for (const [column, told] of [
			["achievement", "has_achievement"],
			["cumulative_achievement", "has_cumulative"],
		]) {
			kinerja_asn.grid.formatter(grid, column, (value, df, options, row) =>
				row?.[told] ? `${kinerja_asn.number(Math.round(flt(value) * 10) / 10)}%` : "–"
			);
		}
		if (!about) return;
		notes(frm, about);
		frm.add_custom_button(__("Open the agreement"), () =>
			frappe.set_route("Form", "Performance Agreement", frm.doc.agreement)
		);
	},
});

frappe.ui.form.on("Performance Agreement Realisation Row", {
	// a realisation of zero is something else than one that is not written yet
	realisation(frm, cdt, cdn) {
		frappe.model.set_value(cdt, cdn, "reported", 1);
	},
});

function notes(frm, about) {
	const { doc } = frm;
	if (doc.docstatus) return;
	const open = (doc.realisations || []).filter(
		(row) => !row.reported && !(row.realisation_text || "").trim()
	);
	if (about.turn.mine && open.length) {
		kinerja_asn.form.note(
			frm,
			"info",
			__("Still missing before it can be sent: a figure, or words that say why there is none."),
			open.map((row) => row.indicator)
		);
	}
	if (doc.due_on) kinerja_asn.form.note(frm, "info", __("Due on {0}.", [kinerja_asn.date(doc.due_on)]));
}
