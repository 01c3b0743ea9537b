frappe.listview_settings["Coaching Session"] = {
	add_fields: ["workflow_state", "kind"],
	hide_name_column: true,
	has_indicator_for_draft: true,
	get_indicator: kinerja_asn.list.indicator,
	onload(listview) {
		if (frappe.user.has_role("HR Manager")) {
			listview.page.add_inner_button(__("Ask for counselling"), () => ask(listview));
		}
	},
};

function ask(listview) {
	const dialog = new frappe.ui.Dialog({
		title: __("Ask for counselling"),
		fields: [
			{
				fieldname: "employee",
				fieldtype: "Link",
				options: "Employee",
				label: __("Employee"),
				reqd: 1,
				get_query: () => ({ filters: { status: "Active" } }),
			},
			{
				fieldname: "request",
				fieldtype: "Small Text",
				label: __("Why do you ask for it?"),
				reqd: 1,
				description: __("Read by this person, by the counsellor and by HR."),
			},
		],
		primary_action_label: __("Ask for it"),
		async primary_action({ employee, request }) {
			await frappe.xcall("kinerja_asn.api.coaching.ask", {
				kind: "Counselling",
				employee,
				secret: { request },
			});
			dialog.hide();
			listview.refresh();
		},
	});
	dialog.show();
}
