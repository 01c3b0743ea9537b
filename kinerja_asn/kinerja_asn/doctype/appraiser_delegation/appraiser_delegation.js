frappe.ui.form.on("Appraiser Delegation", {
	setup(frm) {
		const active = () => {
			const filters = { status: "Active" };
			if (frm.doc.company) filters.company = frm.doc.company;
			return filters;
		};
		frm.set_query("official", () => ({
			filters: frm.doc.company ? { company: frm.doc.company } : {},
		}));
		frm.set_query("delegate", () => {
			const filters = active();
			if (frm.doc.official) filters.name = ["!=", frm.doc.official];
			return { filters };
		});
		frm.set_query("department", () => ({
			filters: frm.doc.company ? { company: frm.doc.company } : {},
		}));
		frm.set_query("official_type", () => ({
			filters: { name: ["in", ["Employee", "External Appraiser"]] },
		}));
	},

	async onload(frm) {
		if (!frm.is_new()) return;
		if (!frm.doc.from_date) frm.set_value("from_date", frappe.datetime.get_today());
		const company = frm.doc.company || (await kinerja_asn.own_company());
		if (company && !frm.doc.company) frm.set_value("company", company);
	},

	refresh: (frm) => show_meaning(frm),
	kind: (frm) => show_meaning(frm),
	from_date: (frm) => show_meaning(frm),
	to_date: (frm) => show_meaning(frm),

	async official(frm) {
		await take_over(frm, "official", "official_name", frm.doc.official_type);
		show_meaning(frm);
	},

	async delegate(frm) {
		await take_over(frm, "delegate", "delegate_name", "Employee");
		show_meaning(frm);
	},

	async department(frm) {
		if (frm.doc.department) {
			const { message } = await frappe.db.get_value("Department", frm.doc.department, "company");
			if (message?.company) await frm.set_value("company", message.company);
		}
		show_meaning(frm);
	},
});

async function take_over(frm, link, target, doctype) {
	if (!frm.doc[link]) {
		await frm.set_value(target, "");
		return;
	}
	const name_field = doctype === "External Appraiser" ? "full_name" : "employee_name";
	const { message } = await frappe.db.get_value(doctype, frm.doc[link], [name_field, "company"]);
	if (!message) return;
	await frm.set_value(target, message[name_field]);
	if (message.company) await frm.set_value("company", message.company);
}

/** One sentence that says what the delegation does, so that a wrong field is noticed before saving. */
function show_meaning(frm) {
	const { official_name, department, delegate_name, from_date, to_date } = frm.doc;
	if (!delegate_name || !(official_name || department) || !from_date || !to_date) {
		frm.set_intro("");
		return;
	}
	const [who, unit, whom] = [delegate_name, department, official_name].map((text) =>
		frappe.utils.escape_html(text || "")
	);
	const span = [frappe.datetime.str_to_user(from_date), frappe.datetime.str_to_user(to_date)];
	let sentence;
	if (official_name && department) {
		sentence = __("{0} acts for {1}, for the staff of {2} only, from {3} to {4}.", [
			who,
			whom,
			unit,
			...span,
		]);
	} else if (official_name) {
		sentence = __("{0} acts for {1}, for all staff, from {2} to {3}.", [who, whom, ...span]);
	} else {
		sentence = __("{0} acts for the head of {1}, also while the post is vacant, from {2} to {3}.", [
			who,
			unit,
			...span,
		]);
	}
	frm.set_intro(sentence, "blue");
}
