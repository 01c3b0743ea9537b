// What plans and agreements share once they are agreed: the dialog that starts an adjustment, and the earlier versions.

frappe.provide("kinerja_asn.adjusting");

/** Ask for cause, day and reason of an adjustment; `begin` starts it and answers with its state. */
kinerja_asn.adjusting.start = ({ doctype, title, note, begin }) => {
	frappe.model.with_doctype(doctype, () => {
		const causes = frappe.meta.get_docfield(doctype, "cause").options.split("\n").filter(Boolean);
		const dialog = new frappe.ui.Dialog({
			title,
			fields: [
				{
					fieldname: "cause",
					fieldtype: "Select",
					label: __("Cause"),
					reqd: 1,
					options: causes.map((value) => ({ value, label: __(value) })),
				},
				{
					fieldname: "effective_from",
					fieldtype: "Date",
					label: __("Effective from"),
					reqd: 1,
					default: frappe.datetime.get_today(),
				},
				{
					fieldname: "reason",
					fieldtype: "Small Text",
					label: __("Reason"),
					reqd: 1,
					description: note,
				},
			],
			primary_action_label: __("Start the adjustment"),
			primary_action: async (values) => {
				dialog.hide();
				kinerja_asn.form.open(doctype, await begin(values));
			},
		});
		dialog.show();
	});
};

/** Show the versions of a document that no longer bind; `read` fetches one, `html` draws it. */
kinerja_asn.adjusting.versions = ({ title, rows, read, html }) => {
	const dialog = new frappe.ui.Dialog({
		title,
		size: "extra-large",
		fields: [
			{
				fieldname: "version",
				fieldtype: "Select",
				label: __("Version"),
				options: rows.map((row) => ({
					value: String(row.version),
					label: `${row.version} · ${kinerja_asn.date(row.valid_from)} – ${kinerja_asn.date(row.valid_to)}`,
				})),
				default: String(rows[rows.length - 1].version),
				onchange: () => show(),
			},
			{ fieldname: "content", fieldtype: "HTML" },
		],
	});
	async function show() {
		const number = dialog.get_value("version");
		if (number) dialog.fields_dict.content.$wrapper.html(html(await read(number)));
	}
	dialog.show();
	show();
};
