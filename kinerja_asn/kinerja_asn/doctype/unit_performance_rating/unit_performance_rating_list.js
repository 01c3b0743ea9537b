frappe.listview_settings["Unit Performance Rating"] = {
	add_fields: ["workflow_state", "proposed_rating", "has_achievement"],
	hide_name_column: true,
	has_indicator_for_draft: true,
	get_indicator: kinerja_asn.list.indicator,
	// the list reads a width from each answer as markup: plain text such as 101% would stop it from being drawn
	formatters: {
		performance_interval: (value) =>
			`<span>${kinerja_asn.escape(kinerja_asn.interval(value) || __("Annual"))}</span>`,
		rating: (value) =>
			value
				? `<strong>${kinerja_asn.escape(__(value))}</strong>`
				: `<span class="text-muted">${__("Not rated yet")}</span>`,
		achievement: (value, df, doc) =>
			cint(doc.has_achievement)
				? `<span>${kinerja_asn.number(Math.round(flt(value) * 10) / 10)}%</span>`
				: "<span>–</span>",
	},
	onload(listview) {
		kinerja_asn.list.waiting_button(listview);
		if (!kinerja_asn.evaluations.may_run()) return;
		listview.page.add_inner_button(__("Propose the ratings of units"), () =>
			kinerja_asn.evaluations.propose_units()
		);
	},
};
