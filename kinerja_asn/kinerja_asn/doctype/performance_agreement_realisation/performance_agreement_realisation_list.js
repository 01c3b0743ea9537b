frappe.listview_settings["Performance Agreement Realisation"] = {
	add_fields: ["workflow_state"],
	hide_name_column: true,
	has_indicator_for_draft: true,
	get_indicator: kinerja_asn.list.indicator,
	onload: (listview) => kinerja_asn.list.waiting_button(listview),
};
