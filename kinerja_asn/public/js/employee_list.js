{
	const settings = (frappe.listview_settings["Employee"] = frappe.listview_settings["Employee"] || {});
	const before = settings.onload;

	settings.onload = function (listview) {
		before?.call(this, listview);
		if (!frappe.user.has_role("HR Manager")) return;
		listview.page.add_actions_menu_item(__("Change appraiser"), () => change_appraiser(listview), false);
	};

	function change_appraiser(listview) {
		const employees = listview.get_checked_items(true);
		const dialog = new frappe.ui.Dialog({
			title: __("Change the appraiser of {0} people", [employees.length]),
			fields: [
				{
					fieldname: "appraiser_type",
					fieldtype: "Select",
					label: __("Type of appraiser"),
					options: [
						{ value: "Employee", label: __("Employee") },
						{ value: "External Appraiser", label: __("External Appraiser") },
					],
					default: "Employee",
					reqd: 1,
					onchange: () => dialog.set_value("appraiser", ""),
				},
				{
					fieldname: "appraiser",
					fieldtype: "Dynamic Link",
					label: __("Appraiser"),
					get_options: () => dialog.get_value("appraiser_type") || "Employee",
					get_query: () =>
						dialog.get_value("appraiser_type") === "External Appraiser"
							? { filters: { active: 1 } }
							: { filters: { status: "Active" } },
					description: __(
						"Leave blank to give the open documents to the appraiser in each record."
					),
				},
				{
					fieldname: "reason",
					fieldtype: "Small Text",
					label: __("Reason"),
					reqd: 1,
					description: __(
						"It is kept in every document that changes hands; both appraisers are told."
					),
				},
			],
			primary_action_label: __("Change appraiser"),
			async primary_action({ appraiser_type, appraiser, reason }) {
				const run = await frappe.xcall("kinerja_asn.api.periods.change_appraiser", {
					employees,
					reason,
					appraiser: appraiser || null,
					appraiser_type,
				});
				dialog.hide();
				frappe.set_route("Form", "Bulk Run", run);
			},
		});
		dialog.show();
	}
}
