const LOG_DAYS = 31;
let list;

frappe.listview_settings["Daily Work Log"] = {
	add_fields: ["workflow_state", "measured", "uom", "appraiser_comment"],
	hide_name_column: true,
	has_indicator_for_draft: true,
	filters: [
		[
			"Daily Work Log",
			"log_date",
			">=",
			frappe.datetime.add_days(frappe.datetime.get_today(), -LOG_DAYS),
		],
	],
	get_indicator: kinerja_asn.list.indicator,
	formatters: {
		quantity: (value, df, doc) =>
			cint(doc.measured)
				? `<span>${kinerja_asn.number(value)} ${kinerja_asn.escape(__(doc.uom || ""))}</span>`
				: "",
	},
	primary_action: () => kinerja_asn.logs.dialog(() => list.refresh()),
	onload(listview) {
		list = listview;
		kinerja_asn.logs.quick_row(listview);
	},
	refresh: (listview) => kinerja_asn.list.primary_label(listview, __("Write an entry")),
};
