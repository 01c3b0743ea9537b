frappe.listview_settings["Periodic Report"] = {
	add_fields: ["workflow_state", "late", "days_late"],
	hide_name_column: true,
	has_indicator_for_draft: true,
	get_indicator: kinerja_asn.list.indicator,
	formatters: {
		late: (value, df, doc) =>
			cint(value)
				? `<span class="indicator-pill red">${
						doc.days_late ? __("{0} days late", [doc.days_late]) : __("Late")
					}</span>`
				: "",
	},
	primary_action: () =>
		kinerja_asn.start.from_plan(__("Write a periodic report"), (plan, about) =>
			kinerja_asn.start.report(plan, about)
		),
	onload: (listview) => kinerja_asn.list.waiting_button(listview),
	refresh: (listview) => kinerja_asn.list.primary_label(listview, __("Write a report")),
};
