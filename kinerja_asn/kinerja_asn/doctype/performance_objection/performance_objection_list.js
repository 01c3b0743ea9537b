frappe.listview_settings["Performance Objection"] = {
	add_fields: ["workflow_state", "decide_by"],
	hide_name_column: true,
	has_indicator_for_draft: true,
	get_indicator: kinerja_asn.list.indicator,
	onload: (listview) => kinerja_asn.list.waiting_button(listview),
};
