frappe.listview_settings["Performance Agreement Adjustment"] = {
	add_fields: ["workflow_state"],
	has_indicator_for_draft: true,
	get_indicator: kinerja_asn.list.indicator,
	onload: (listview) => kinerja_asn.list.waiting_button(listview),
};
