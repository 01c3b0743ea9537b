frappe.ui.form.on("Appraisal 360", {
	async refresh(frm) {
		frm.disable_save();
		frm.page.set_indicator(
			__(frm.doc.workflow_state),
			kinerja_asn.COLOURS[frm.doc.workflow_state] || "blue"
		);
		const name = frm.docname;
		$(frm.layout.wrapper).children(".kinerja-raters").remove();
		frm.clear_custom_buttons();
		frm.add_custom_button(__("Open in the portal"), () =>
			window.open(`/kinerja/appraisal?name=${encodeURIComponent(name)}`)
		);
		if (!["Nomination", "Approved", "Collecting"].includes(frm.doc.workflow_state)) return;
		let found;
		try {
			found = await raters_call("proposal", { appraisal: name });
		} catch (error) {
			return;
		}
		if (frm.docname === name) show(frm, found);
	},
});

function show(frm, found) {
	frm.set_intro("");
	frm.set_intro(
		found.state === "Collecting"
			? __("Raters answer now. Nobody is shown who has answered; a rater can be replaced.")
			: __("The raters are being settled, until {0}.", [
					frappe.datetime.str_to_user(found.nominate_until),
				]),
		"blue"
	);
	const rows = found.raters
		.map(
			(row, index) => `<tr>
				<td>${frappe.utils.escape_html(row.name)}<br><span class="text-muted small">${frappe.utils.escape_html(
					[row.position, row.unit].filter(Boolean).join(" · ")
				)}</span></td>
				<td>${relation(row.relation)}</td>
				<td>${__(row.status)}${row.reason ? `<br><span class="text-muted small">${frappe.utils.escape_html(row.reason)}</span>` : ""}</td>
				<td>${
					found.may_replace &&
					row.status === "Approved" &&
					["Peer", "Subordinate"].includes(row.relation)
						? `<button class="btn btn-xs btn-default" data-index="${index}">${__("Replace")}</button>`
						: ""
				}</td></tr>`
		)
		.join("");
	const raters = $(`<div class="kinerja-raters" style="padding: 10px 15px 0"><h5>${__("Raters")}</h5>
		<div class="table-responsive"><table class="table table-bordered"><thead><tr><th>${__("Rater")}</th><th>${__("Relation")}</th>
		<th>${__("Status")}</th><th></th></tr></thead><tbody>${rows}</tbody></table></div></div>`);
	raters
		.insertBefore(frm.layout.page)
		.find("[data-index]")
		.on("click", (event) => replace(frm, found.raters[event.currentTarget.dataset.index]));
	if (found.may_approve) {
		frm.add_custom_button(__("Agree the raters"), async () => {
			await raters_call("approve", { appraisals: [frm.docname] });
			await frm.reload_doc();
		}).addClass("btn-primary");
	}
}

/** The words of the portal; "Superior" alone is the label of other fields. */
function relation(name) {
	return name === "Superior" ? __("Direct superior") : __(name);
}

async function replace(frm, rater) {
	const people = await raters_call("candidates", { appraisal: frm.docname });
	const options = people
		.filter((row) => row.relation === rater.relation)
		.map((row) => ({ value: row.rater, label: `${row.name} (${row.position || row.unit || ""})` }));
	const dialog = new frappe.ui.Dialog({
		title: __("Replace {0}", [rater.name]),
		fields: [
			{
				fieldname: "by",
				fieldtype: "Select",
				label: __("Ask instead"),
				options: [{ value: "", label: __("Whoever is asked least") }, ...options],
			},
			{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
		],
		primary_action_label: __("Replace"),
		async primary_action({ by, reason }) {
			await raters_call("replace", {
				appraisal: frm.docname,
				rater: rater.rater,
				by: by || null,
				reason,
			});
			dialog.hide();
			await frm.reload_doc();
		},
	});
	dialog.show();
}

function raters_call(method, args) {
	return frappe.xcall(`kinerja_asn.api.campaigns.${method}`, args);
}
