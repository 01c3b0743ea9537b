frappe.listview_settings["Work Plan Adjustment"] = {
	add_fields: ["workflow_state"],
	has_indicator_for_draft: true,
	get_indicator: kinerja_asn.list.indicator,
	primary_action: () =>
		kinerja_asn.start.from_plan(__("Adjust a plan"), (plan, about) =>
			kinerja_asn.start.adjustment(plan, about)
		),
	onload: (listview) => kinerja_asn.list.waiting_button(listview),
	refresh: (listview) => kinerja_asn.list.primary_label(listview, __("Adjust a plan")),
};
