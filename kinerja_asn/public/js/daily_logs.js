// Daily logs on the desk: the row above the list, the dialog of a new entry, news of comments.

frappe.provide("kinerja_asn");

const SAVE = "kinerja_asn.api.logs.save";
const short = (text) => (text.length > 90 ? `${text.slice(0, 89)}…` : text);

kinerja_asn.logs = {
	choices: (work_plan) => frappe.xcall("kinerja_asn.api.logs.choices", work_plan ? { work_plan } : {}),

	/** Options of a select: the place in the list of choices, "" for work outside the plan. */
	options(choices) {
		return [
			...choices.map((one, at) => ({
				value: String(at),
				label: `${one.code || ""} · ${short(one.title)}${one.uom_shown ? ` (${one.uom_shown})` : ""}`,
			})),
			{ value: "none", label: __("Other work, outside the plan") },
		];
	},

	value_of(choices, doc) {
		const at = choices.findIndex((one) =>
			doc.indicator_key
				? one.indicator_key === doc.indicator_key
				: one.result_key === doc.result_key && !one.indicator_key
		);
		return at < 0 ? "none" : String(at);
	},

	keys(choices, value) {
		const one = choices[Number(value)];
		return { result_key: one?.result_key || null, indicator_key: one?.indicator_key || null };
	},

	async dialog(done) {
		const choices = await this.choices();
		const key = frappe.utils.get_random(12);
		const dialog = new frappe.ui.Dialog({
			title: __("Write an entry"),
			fields: [
				{
					fieldname: "part",
					fieldtype: "Select",
					label: __("Part of the plan"),
					options: this.options(choices),
					default: choices.length ? "0" : "none",
				},
				{ fieldname: "activity", fieldtype: "Small Text", label: __("What was done"), reqd: 1 },
				{
					fieldname: "quantity",
					fieldtype: "Data",
					label: __("Quantity"),
					depends_on: "eval:doc.part!='none'",
				},
				{
					fieldname: "log_date",
					fieldtype: "Date",
					label: __("Date"),
					reqd: 1,
					default: frappe.datetime.get_today(),
				},
				{ fieldname: "evidence_link", fieldtype: "Data", label: __("Evidence link") },
			],
			primary_action_label: __("Save"),
			primary_action: async ({ part, activity, quantity, log_date, evidence_link }) => {
				const values = { ...this.keys(choices, part), activity, log_date, evidence_link, key };
				values.quantity = values.indicator_key ? figure(quantity) : null;
				await frappe.xcall(SAVE, { values });
				dialog.hide();
				frappe.show_alert({ message: __("Saved."), indicator: "green" });
				done?.();
			},
		});
		dialog.show();
	},

	/** One row above the list: date, part of the plan, words, quantity, save. */
	async quick_row(listview) {
		const place = await frappe.xcall("kinerja_asn.api.forms.my_place");
		if (!place.employee || !listview.can_create) return;
		const choices = await this.choices().catch(() => []);
		if (!choices.length || listview.page.main.find(".kinerja-quick").length) return;
		const options = this.options(choices)
			.map(({ value, label }) => `<option value="${value}">${kinerja_asn.escape(label)}</option>`)
			.join("");
		const row = $(`
			<form class="kinerja-quick" aria-label="${__("Write an entry")}">
				<input type="date" name="log_date" class="form-control input-sm" required aria-label="${__("Date")}">
				<select name="part" class="form-control input-sm" aria-label="${__("Part of the plan")}">${options}</select>
				<input name="activity" class="form-control input-sm" required maxlength="5000"
					aria-label="${__("What was done")}" placeholder="${__("What was done?")}">
				<input name="quantity" class="form-control input-sm" inputmode="decimal" autocomplete="off"
					aria-label="${__("Quantity")}" placeholder="${__("Quantity")}">
				<button class="btn btn-primary btn-sm">${__("Save")}</button>
			</form>`);
		const form = row[0];
		const today = frappe.datetime.get_today();
		Object.assign(form.log_date, { value: today, max: today });
		const blank = () => {
			form.activity.value = form.quantity.value = "";
			form.dataset.key = frappe.utils.get_random(12);
			toggle();
		};
		const toggle = () => {
			form.quantity.disabled = !this.keys(choices, form.part.value).indicator_key;
		};
		form.part.addEventListener("change", toggle);
		blank();
		form.addEventListener("submit", async (event) => {
			event.preventDefault();
			const button = form.querySelector("button");
			if (button.disabled) return;
			button.disabled = true;
			try {
				const values = {
					...this.keys(choices, form.part.value),
					log_date: form.log_date.value,
					activity: form.activity.value,
					quantity: form.quantity.disabled ? null : figure(form.quantity.value),
					key: form.dataset.key,
				};
				await frappe.xcall(SAVE, { values });
				blank();
				form.activity.focus();
				listview.refresh();
			} finally {
				button.disabled = false;
			}
		});
		row.prependTo(listview.$frappe_list.parent());
	},
};

/** A figure as the site writes it; what is none goes to the server as typed, which says so. */
function figure(text) {
	text = String(text ?? "").trim();
	if (!text) return null;
	return /^-?[\d.,\s]+$/.test(text) ? flt(text) : text;
}

$(document).on("app_ready", () => {
	frappe.realtime?.on("kinerja_log_comment", ({ by }) =>
		frappe.show_alert({
			message: __("{0} commented on your daily log.", [kinerja_asn.escape(by)]),
			indicator: "blue",
		})
	);
});
