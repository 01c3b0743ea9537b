frappe.listview_settings["Performance Evaluation"] = {
	add_fields: ["workflow_state", "predicate"],
	hide_name_column: true,
	has_indicator_for_draft: true,
	get_indicator: kinerja_asn.list.indicator,
	formatters: {
		performance_interval: (value) => kinerja_asn.escape(value || __("Annual")),
		predicate: (value) => (value ? `<strong>${kinerja_asn.escape(__(value))}</strong>` : ""),
	},
	primary_action: () =>
		kinerja_asn.start.from_plan(__("Evaluate"), (plan, about) =>
			kinerja_asn.start.evaluation(plan, about)
		),
	onload: (listview) => kinerja_asn.list.waiting_button(listview),
	refresh: (listview) => kinerja_asn.list.primary_label(listview, __("Evaluate")),
};
