// HR and auditor read here that a session took place and what was agreed; the others work in the portal.
frappe.ui.form.on("Coaching Session", {
	async refresh(frm) {
		frm.disable_save();
		const about = await kinerja_asn.form.refresh(frm, __("Coaching Session"));
		if (!about) return;
		const say = (...args) => kinerja_asn.form.note(frm, ...args);
		say("info", __("What was said is not shown here: it stays with those who had the session."));
		if (about.lacks_counsellor) {
			say("warning", __("{0} is not in service any more.", [frm.doc.counsellor_name]), [
				__("Give the counselling back, so that a colleague can take it."),
			]);
		}
		const page = () => window.open(`/kinerja/coaching?name=${encodeURIComponent(frm.doc.name)}`);
		frm.add_custom_button(__("Open the session"), page);
	},
});
