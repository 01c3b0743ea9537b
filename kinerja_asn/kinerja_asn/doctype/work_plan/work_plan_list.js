frappe.listview_settings["Work Plan"] = {
	add_fields: ["workflow_state", "from_date", "to_date"],
	hide_name_column: true,
	has_indicator_for_draft: true,
	get_indicator: kinerja_asn.list.indicator,
	primary_action: () => kinerja_asn.start.plan(),
	onload: (listview) => kinerja_asn.list.waiting_button(listview),
	refresh: (listview) => kinerja_asn.list.primary_label(listview, __("Start a work plan")),
};
