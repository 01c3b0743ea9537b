// Daily logs: the quick entry of today, changing and removing entries, the appraiser's comment.
(() => {
	"use strict";
	const { page, __, h, toNumber, fromNumber, post, say, sayNext, dialog, ask, busy, Refusal } =
		window.kinerja;
	const { upload, filePicker } = window.kinerja;
	const all = (selector) => [...document.querySelectorAll(selector)];
	const api = (method, args) => post(`kinerja_asn.api.logs.${method}`, args);
	const log = page.log || {};
	const FIRST = 4;
	const entries = Object.fromEntries((log.entries || []).map((entry) => [entry.name, entry]));
	const short = (text, most = 70) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
	const newKey = () => `${Date.now()}-${Math.random().toString(36).slice(2)}`;

	// The form of one entry, new or there already; `done(entry, message)` after it was saved.
	function entryForm(entry, done) {
		const choices = log.choices || [];
		let key = newKey();
		let chosen = entry
			? choices.find((one) =>
					entry.indicator_key
						? one.indicator_key === entry.indicator_key
						: one.result_key === entry.result_key && !one.indicator_key
				)
			: null;
		let picked = Boolean(entry);
		const group = `row-${key}`;

		const activity = h("textarea", {
			rows: 2,
			maxlength: 5000,
			required: true,
			placeholder: __("For example: served 12 patients at the counter"),
			value: entry?.activity,
		});
		const quantity = h("input", {
			inputmode: "decimal",
			autocomplete: "off",
			value: entry?.measured ? fromNumber(entry.quantity) : "",
		});
		const unit = h("span", {});
		const measure = h("label", { class: "field short" }, unit, quantity);
		const suggestions = h("div", { class: "suggestions" });
		const link = h("input", {
			type: "url",
			maxlength: 140,
			placeholder: "https://",
			value: entry?.evidence_link,
		});
		const day = h("input", {
			type: "date",
			required: true,
			max: log.today,
			min: entry && entry.log_date < log.earliest ? entry.log_date : log.earliest,
			value: entry?.log_date || log.today,
		});
		const picker = filePicker({ current: entry?.evidence });

		function choose(one) {
			chosen = one;
			picked = true;
			const counts = one?.indicator_key;
			measure.hidden = !counts;
			unit.textContent = one?.uom ? `${__("Quantity")} (${one.uom_shown})` : __("Quantity");
			suggestions.replaceChildren(
				...(one?.recent || []).map((text) =>
					h(
						"button",
						{
							type: "button",
							onclick: () => ((activity.value = text), (counts ? quantity : activity).focus()),
						},
						short(text, 60)
					)
				)
			);
		}

		const chip = (one) => {
			const input = h("input", { type: "radio", name: group, onchange: () => choose(one) });
			input.checked = picked && one === (chosen || null);
			return h(
				"label",
				{ class: "pick", title: one ? one.result : "" },
				input,
				h(
					"span",
					{},
					one && h("b", {}, one.code || ""),
					one ? short(one.title) : __("Other work, outside the plan")
				)
			);
		};
		const kept = choices.slice(0, FIRST);
		if (chosen && !kept.includes(chosen)) kept.push(chosen);
		const rest = choices.filter((one) => !kept.includes(one));
		const chips = h("div", { class: "picks" }, kept.map(chip));
		if (rest.length) {
			const more = h(
				"button",
				{
					type: "button",
					class: "link",
					onclick: () => more.replaceWith(...rest.map(chip), chip(null)),
				},
				__("Show {0} more", rest.length + 1)
			);
			if (entry && !chosen) chips.append(chip(null));
			chips.append(more);
		} else chips.append(chip(null));

		const save = h("button", { class: "button primary" }, __("Save"));
		const form = h(
			"form",
			{ class: "entry", novalidate: true },
			h("fieldset", {}, h("legend", {}, __("Which part of the plan?")), chips),
			h("label", { class: "field" }, h("span", {}, __("What was done?")), activity),
			suggestions,
			measure,
			h("div", { class: "row finish" }, picker.element, save),
			h(
				"details",
				{ class: "noting", open: Boolean(entry) },
				h("summary", {}, __("Another day, evidence link")),
				h(
					"div",
					{ class: "two" },
					h("label", { class: "field" }, h("span", {}, __("Date")), day),
					h("label", { class: "field" }, h("span", {}, __("Evidence link")), link)
				)
			)
		);
		choose(chosen);
		picked = Boolean(entry);

		function values() {
			const stop = (field, text) => {
				field.focus();
				throw new Refusal(text);
			};
			if (!picked && choices.length)
				stop(
					chips.querySelector("input"),
					__("Choose the part of the plan that this belongs to, or “Other work”.")
				);
			if (!activity.value.trim()) stop(activity, __("Say in a few words what was done."));
			const figure = chosen?.indicator_key ? toNumber(quantity.value) : null;
			if (Number.isNaN(figure)) stop(quantity, __("{0} is not a number.", quantity.value));
			return {
				log_date: day.value || log.today,
				activity: activity.value.trim(),
				result_key: chosen?.result_key || null,
				indicator_key: chosen?.indicator_key || null,
				quantity: figure,
				evidence_link: link.value.trim() || null,
			};
		}

		form.addEventListener("submit", (event) => {
			event.preventDefault();
			busy(save, async () => {
				const content = values();
				if (picker.removed && !picker.file) content.evidence = null;
				let saved = entry
					? await api("save", { values: content, name: entry.name, modified: entry.modified })
					: await api("save", { values: { ...content, key, work_plan: log.plan } });
				let problem = "";
				if (picker.file) {
					try {
						const place = { doctype: "Daily Work Log", name: saved.name, fieldname: "evidence" };
						const evidence = await upload(picker.file, place);
						saved = await api("save", { values: { evidence }, name: saved.name });
					} catch (error) {
						problem = `${__("The entry is saved, but its file is not:")} ${error.message}`;
					}
				}
				key = newKey();
				done(saved, problem);
			});
		});
		return form;
	}

	// --- writing ---

	const place = document.querySelector("[data-new-log]");
	if (place)
		place.replaceChildren(
			entryForm(null, (saved, problem) => {
				const undo = { method: "kinerja_asn.api.logs.remove", args: { name: saved.name } };
				if (problem) sayNext(problem);
				else sayNext(__("Saved."), null, undo);
				location.reload();
			})
		);

	document.addEventListener("click", (event) => {
		const button = event.target.closest("[data-edit-log],[data-remove-log],[data-repeat],[data-comment]");
		if (!button) return;
		const { editLog, removeLog, comment } = button.dataset;
		if (editLog) {
			const box = dialog(
				__("Change the entry"),
				entryForm(entries[editLog], (saved, problem) => {
					sayNext(problem || __("Saved."));
					location.reload();
				})
			);
			// what is refused is told above the dialog, not behind it
			const messages = document.getElementById("messages");
			box.append(messages);
			box.addEventListener("close", () => document.body.append(messages));
			box.append(h("button", { class: "button quiet", onclick: () => box.close() }, __("Cancel")));
		} else if (removeLog)
			busy(button, async () => {
				if (!(await ask(__("Delete this entry?"), __("Delete")))) return;
				await api("remove", { name: removeLog });
				sayNext(__("Deleted."));
				location.reload();
			});
		else if (comment)
			busy(button, async () => {
				const field = button.closest("[data-log]").querySelector("textarea");
				await api("comment", { name: comment, text: field.value });
				say(__("Saved. The employee has been told."));
			});
		else
			busy(button, async () => {
				const made = await api("repeat", {});
				sayNext(
					made.length
						? __("{0} entries were written again. Add their quantities.", made.length)
						: __("Everything of that day is there already.")
				);
				location.reload();
			});
	});

	for (const field of all("select[data-go]")) field.addEventListener("change", () => field.form.submit());
})();
