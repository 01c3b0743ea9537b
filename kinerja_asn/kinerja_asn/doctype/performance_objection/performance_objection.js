const API = "kinerja_asn.api.objections.";

frappe.ui.form.on("Performance Objection", {
	async refresh(frm) {
		const about = await kinerja_asn.form.refresh(frm, __("Performance Objection"));
		if (!about) return;
		const { doc } = frm;
		const acts_as = about.writable.acts_as;
		notes(frm, about);
		frm.add_custom_button(__("Open the evaluation"), () =>
			frappe.set_route("Form", "Performance Evaluation", doc.evaluation)
		);
		if (acts_as.includes("appraiser") || acts_as.includes("superior")) {
			frm.add_custom_button(__("Open the objection"), () =>
				window.open(`/kinerja/objection?name=${encodeURIComponent(doc.name)}`)
			);
		}
		if (about.lacks_decider && acts_as.includes("hr")) {
			frm.add_custom_button(__("Name who decides"), () => name_decider(frm)).addClass("btn-primary");
		}
		if (doc.workflow_state === "Filed" && acts_as.includes("recorder")) {
			frm.add_custom_button(__("Record the explanation"), () => clarify(frm));
		}
		const open = ["Filed", "Clarified"].includes(doc.workflow_state);
		if (open && acts_as.includes("registrar") && !about.decision_waits) {
			kinerja_asn.form.note(
				frm,
				"info",
				__("{0} decides. Record the decision here with the signed document.", [doc.superior_name])
			);
			frm.add_custom_button(__("Record the decision"), () => decide(frm)).addClass("btn-primary");
		}
	},
});

function notes(frm, about) {
	const { doc } = frm;
	const say = (...args) => kinerja_asn.form.note(frm, ...args);
	if (about.lacks_decider) say("warning", about.lacks_decider, [__("HR names who decides.")]);
	if (about.decision_waits) {
		say(
			"info",
			__("The appraiser may explain the rating until {0}.", [kinerja_asn.date(doc.clarify_by)])
		);
	}
	const open = ["Filed", "Clarified"].includes(doc.workflow_state);
	if (open && doc.decide_by < frappe.datetime.get_today()) {
		say(
			"danger",
			__("The decision was expected until {0}. It is still possible.", [
				kinerja_asn.date(doc.decide_by),
			])
		);
	}
	if (["Granted", "Rejected"].includes(doc.workflow_state)) say("info", __("The decision is final."));
}

/** A dialog whose values go to a method of the API; what was typed stays there when it is refused. */
function ask(frm, title, fields, method, label) {
	const dialog = new frappe.ui.Dialog({
		title,
		fields,
		primary_action_label: label,
		async primary_action(values) {
			const { outcome, ...rest } = values;
			if (outcome !== undefined) rest.granted = outcome === "1";
			await frappe.xcall(API + method, {
				name: frm.doc.name,
				modified: frm.doc.modified,
				...rest,
			});
			dialog.hide();
			frm.reload_doc();
		},
	});
	dialog.show();
}

const document_field = (label) => ({ fieldname: "document", fieldtype: "Attach", label, reqd: 1 });

function name_decider(frm) {
	ask(
		frm,
		__("Name who decides"),
		[
			{
				fieldname: "decider_type",
				fieldtype: "Select",
				label: __("Type of person"),
				options: [
					{ value: "Employee", label: __("Employee") },
					{ value: "External Appraiser", label: __("External Appraiser") },
				],
				default: "Employee",
				reqd: 1,
			},
			{
				fieldname: "decider",
				fieldtype: "Dynamic Link",
				label: __("Who decides"),
				options: "decider_type",
				reqd: 1,
			},
			{ fieldname: "letter", fieldtype: "Attach", label: __("Letter that names who decides"), reqd: 1 },
			{
				fieldname: "reason",
				fieldtype: "Small Text",
				label: __("Why somebody else decides"),
				reqd: 1,
			},
		],
		"name_decider",
		__("Name who decides")
	);
}

function clarify(frm) {
	ask(
		frm,
		__("Record the explanation of {0}", [frm.doc.appraiser_name]),
		[
			{ fieldname: "text", fieldtype: "Small Text", label: __("Explanation"), reqd: 1 },
			document_field(__("Signed explanation")),
		],
		"clarify",
		__("Record")
	);
}

function decide(frm) {
	const ratings = ["Above Expectation", "As Expected", "Below Expectation"].map((value) => ({
		value,
		label: __(value),
	}));
	const rating = (fieldname, label, value) => ({
		fieldname,
		fieldtype: "Select",
		label,
		options: ratings,
		default: value,
		depends_on: "eval:doc.outcome==1",
	});
	ask(
		frm,
		__("Record the decision of {0}", [frm.doc.superior_name]),
		[
			{
				fieldname: "outcome",
				fieldtype: "Select",
				label: __("Decision"),
				options: [
					{ value: "1", label: __("Granted") },
					{ value: "0", label: __("Rejected") },
				],
				reqd: 1,
			},
			rating("result_rating", __("New rating of results"), frm.doc.old_result_rating),
			rating("behaviour_rating", __("New rating of behaviour"), frm.doc.old_behaviour_rating),
			{ fieldname: "reason", fieldtype: "Small Text", label: __("Reasons of the decision"), reqd: 1 },
			document_field(__("Signed document")),
		],
		"decide",
		__("Record")
	);
}
