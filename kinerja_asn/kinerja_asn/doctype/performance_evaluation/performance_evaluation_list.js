frappe.listview_settings["Performance Evaluation"] = {
	add_fields: ["workflow_state", "predicate"],
	hide_name_column: true,
	has_indicator_for_draft: true,
	get_indicator: kinerja_asn.list.indicator,
	formatters: {
		performance_interval: (value) =>
			`<span>${kinerja_asn.escape(kinerja_asn.interval(value) || __("Annual"))}</span>`,
		predicate: (value) =>
			value
				? `<strong>${kinerja_asn.escape(__(value))}</strong>`
				: `<span class="text-muted">${__("Not yet evaluated")}</span>`,
	},
	primary_action: () =>
		kinerja_asn.start.from_plan(__("Evaluate"), (plan, about) =>
			kinerja_asn.start.evaluation(plan, about)
		),
	onload(listview) {
		kinerja_asn.list.waiting_button(listview);
		if (!kinerja_asn.evaluations.may_run()) return;
		const group = __("For a unit");
		const { create, hand_over, rate_unit } = kinerja_asn.evaluations;
		listview.page.add_inner_button(__("Create evaluations"), () => create(), group);
		listview.page.add_inner_button(__("Hand evaluations over"), () => hand_over(), group);
		if (frappe.user.has_role("HR Manager")) {
			listview.page.add_inner_button(__("Rate a unit"), () => rate_unit(), group);
		}
	},
	refresh: (listview) => kinerja_asn.list.primary_label(listview, __("Evaluate")),
};
