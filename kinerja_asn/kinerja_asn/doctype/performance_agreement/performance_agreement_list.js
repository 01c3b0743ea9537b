frappe.listview_settings["Performance Agreement"] = {
	add_fields: ["workflow_state"],
	hide_name_column: true,
	has_indicator_for_draft: true,
	get_indicator: kinerja_asn.list.indicator,
	primary_action: () => kinerja_asn.agreements.start(),
	onload: (listview) => kinerja_asn.list.waiting_button(listview),
	refresh: (listview) => kinerja_asn.list.primary_label(listview, __("Start an agreement")),
};
