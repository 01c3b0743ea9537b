frappe.listview_settings["Performance Objection"] = {
	add_fields: ["workflow_state", "decide_by"],
	hide_name_column: true,
	has_indicator_for_draft: true,
	get_indicator: kinerja_asn.list.indicator,
	formatters: {
		// the name of an evaluation ends with its interval
		evaluation(value) {
			const interval = String(value || "").split("-E-")[1];
			const words = interval === "Annual" ? __("Annual") : kinerja_asn.interval(interval);
			return `<span>${kinerja_asn.escape(words || value)}</span>`;
		},
	},
	onload: (listview) => kinerja_asn.list.waiting_button(listview),
};
