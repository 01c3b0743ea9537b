// Reading and deciding pages: steps, notes, reports, evaluations, notifications.
(() => {
	"use strict";
	const { Refusal, page, __, toNumber, post, say, sayNext, ask, busy, take } = window.kinerja;
	const all = (selector, within = document) => [...within.querySelectorAll(selector)];

	// What is said after a step, and the step that takes it back.
	const DONE = {
		Propose: [__("Proposed. Your appraiser has been told."), "Withdraw"],
		Withdraw: [__("Withdrawn. You can go on writing.")],
		Agree: [__("Agreed.")],
		Return: [__("Returned with your notes.")],
		Refuse: [__("Refused. The running plan still binds.")],
		Send: [__("Sent. Your appraiser has been told."), "Withdraw"],
		Accept: [__("Accepted.")],
		"Send Self-Assessment": [__("Sent. Your appraiser has been told.")],
		"Start Rating": [__("You can rate now.")],
		Rate: [__("The rating is set. Hand it over when you are ready."), "Rework"],
		Rework: [__("You can change the rating now.")],
		"Hand Over": [__("Handed over. The employee has been told.")],
		Acknowledge: [__("Acknowledged.")],
		Confirm: [__("Confirmed. The head of the unit has been told.")],
	};

	// Fields of the document and columns of its rows, as they were typed.
	function typed(within = document) {
		const values = {};
		for (const field of all("[data-field]", within)) {
			if (field.type === "radio") {
				if (field.checked) values[field.dataset.field] = field.value;
			} else if (field.type === "checkbox") values[field.dataset.field] = field.checked ? 1 : 0;
			else values[field.dataset.field] = field.value;
		}
		for (const field of all("[data-table]")) {
			const { table, row, column } = field.dataset;
			const columns = (((values.rows ??= {})[table] ??= {})[row] ??= {});
			columns[column] = field.value;
			if ("number" in field.dataset) {
				const figure = toNumber(field.value);
				if (Number.isNaN(figure)) {
					field.focus();
					throw new Refusal(__("{0} is not a number.", field.value));
				}
				columns[column] = figure ?? 0;
				columns.reported = figure == null ? 0 : 1;
			}
		}
		return values;
	}

	// --- what was typed survives a reload ---

	const fields = all("[data-field],[data-table]");
	const backupKey = `kinerja-typed-${page.name}`;
	const idOf = (field) =>
		field.dataset.field
			? `${field.dataset.field}${field.type === "radio" ? field.value : ""}`
			: `${field.dataset.row}.${field.dataset.column}`;
	const ticked = (field) => ["radio", "checkbox"].includes(field.type);
	const valueOf = (field) => (ticked(field) ? field.checked : field.value);
	let dirty = false,
		back;
	const forget = () => (back?.remove(), sessionStorage.removeItem(backupKey));
	if (fields.length && page.name) {
		const original = Object.fromEntries(fields.map((field) => [idOf(field), valueOf(field)]));
		const backup = JSON.parse(sessionStorage.getItem(backupKey) || "null");
		for (const field of fields) {
			const kept = backup?.[idOf(field)];
			if (kept === undefined) continue;
			if (ticked(field)) field.checked = kept;
			else field.value = kept;
			if (field.closest("details")) field.closest("details").open = true;
			dirty = true;
		}
		if (dirty)
			back = say(__("Your text that was not saved yet is back."), {
				label: __("Discard"),
				stay: 15000,
				action: () => (forget(), (dirty = false), location.reload()),
			});
		document.addEventListener("input", (event) => {
			if (!event.target.matches("[data-field],[data-table]")) return;
			dirty = true;
			const changed = fields.filter((field) => valueOf(field) !== original[idOf(field)]);
			sessionStorage.setItem(
				backupKey,
				JSON.stringify(Object.fromEntries(changed.map((field) => [idOf(field), valueOf(field)])))
			);
		});
		addEventListener("beforeunload", (event) => dirty && event.preventDefault());
	}

	async function step(action, { values, next, question, label } = {}) {
		if (question && !(await ask(question, label))) return;
		const document_ = { doctype: page.doctype, name: page.name };
		const answer = await take({ ...document_, action, values, modified: page.modified });
		forget();
		dirty = false;
		const [text, back] = DONE[action] || [__("Done.")];
		// on the next page the message names what it is about, and taking back leads back to it
		sayNext(
			page.whose ? `${page.whose}: ${text}` : text,
			back && !page.final && { ...document_, action: back, modified: answer.modified },
			null,
			page.here
		);
		if (next) location.href = next;
		else location.reload();
	}

	for (const button of all("[data-step]"))
		button.addEventListener("click", () =>
			busy(button, () =>
				step(button.dataset.step, { question: button.dataset.ask, label: button.textContent })
			)
		);

	for (const form of all("[data-decide],[data-document]"))
		form.addEventListener("submit", (event) => {
			event.preventDefault();
			const button = event.submitter;
			if (!button || "save" in button.dataset)
				return busy(button || form.querySelector("[data-save]"), save);
			if (needsWords(button.value, form)) return;
			busy(button, () =>
				step(button.value, {
					values: valuesFor(button.value),
					next: button.dataset.next || form.dataset.next,
					question: button.dataset.ask,
					label: button.textContent,
				})
			);
		});

	// An agreement takes no note of return along; steps without writing send nothing.
	function valuesFor(action) {
		if (!fields.length || ["Withdraw", "Rework", "Hand Over", "Acknowledge"].includes(action))
			return undefined;
		const values = typed();
		if (action === "Agree") delete values.return_note;
		return values;
	}

	// Going back needs words; the server says so too.
	function needsWords(action, form) {
		const note = form.querySelector("textarea[data-field$=_note]");
		if (
			!["Return", "Refuse"].includes(action) ||
			!note ||
			all("textarea[data-field$=_note],textarea[data-column=appraiser_note]").some((one) =>
				one.value.trim()
			)
		)
			return false;
		note.scrollIntoView({ block: "center" });
		note.focus();
		say(__("Write a note first: what is missing, so that it can be mended."), { alert: true });
		return true;
	}

	async function save() {
		const answer = await post(page.save, { name: page.name, content: typed(), modified: page.modified });
		page.modified = answer.modified;
		forget();
		dirty = false;
		say(__("Saved."));
	}

	for (const form of all("[data-expect]"))
		form.addEventListener("submit", (event) => {
			event.preventDefault();
			busy(event.submitter, async () => {
				const rows = typed().rows?.behaviours || {};
				const behaviours = Object.entries(rows).map(([name, columns]) => ({ name, ...columns }));
				const answer = await post("kinerja_asn.api.work_plans.save", {
					name: page.name,
					content: { behaviours },
					modified: page.modified,
				});
				page.modified = answer.modified;
				forget();
				dirty = false;
				say(__("Saved."));
			});
		});

	for (const form of all("[data-adjust]"))
		form.addEventListener("submit", (event) => {
			event.preventDefault();
			busy(event.submitter, async () => {
				const answer = await post("kinerja_asn.api.work_plans.start_adjustment", {
					work_plan: page.name,
					...Object.fromEntries(new FormData(form)),
				});
				location.href = `/kinerja/write?type=adjustment&name=${encodeURIComponent(answer.name)}`;
			});
		});

	const starts = [
		["[data-start]", () => post("kinerja_asn.api.work_plans.start"), "write"],
		[
			"[data-report]",
			(data) => post("kinerja_asn.api.reports.start", { work_plan: page.name, interval: data.report }),
			"report",
		],
		[
			"[data-realise]",
			(data) =>
				post("kinerja_asn.api.agreements.start_realisation", {
					agreement: page.name,
					interval: data.realise,
				}),
			"realisation",
		],
		[
			"[data-evaluate]",
			(data) =>
				post("kinerja_asn.api.evaluations.start", {
					work_plan: page.name,
					kind: data.evaluate,
					interval: data.interval || null,
				}),
			"evaluation",
		],
	];
	for (const button of all("[data-draft-plan]"))
		button.addEventListener("click", () =>
			busy(button, async () => {
				const answer = await post("kinerja_asn.api.agreements.draft_plan", {
					agreement: button.dataset.draftPlan,
				});
				sayNext(
					answer.added
						? __("{0} rows came from the agreement. Read them through.", [answer.added])
						: __("Everything of the agreement is in the plan already.")
				);
				const name = encodeURIComponent(answer.name);
				if (answer.doctype !== "Work Plan")
					location.href = `/kinerja/write?type=adjustment&name=${name}`;
				else location.href = `/kinerja/${answer.docstatus ? "plan" : "write"}?name=${name}`;
			})
		);

	for (const [selector, work, target] of starts)
		for (const button of all(selector))
			button.addEventListener("click", () =>
				busy(button, async () => {
					const answer = await work(button.dataset);
					location.href = `/kinerja/${target}?name=${encodeURIComponent(answer.name)}`;
				})
			);

	for (const button of all("[data-unit]"))
		button.addEventListener("click", () =>
			busy(button, async () => {
				const { unit: department, period, kind, interval } = button.dataset;
				const values = { department, period, kind, interval: interval || null };
				const answer = await post("kinerja_asn.api.unit_ratings.start", values);
				location.href = `/kinerja/review?item=unit:${encodeURIComponent(answer.name)}`;
			})
		);

	// Figures are taken again from what they rest on; what was typed stays.
	for (const button of all("[data-again]"))
		button.addEventListener("click", () =>
			busy(button, async () => {
				await post(button.dataset.again, { name: page.name, modified: page.modified });
				dirty = false;
				location.reload();
			})
		);

	for (const button of all("[data-print]"))
		button.addEventListener("click", () => {
			for (const one of all("details")) one.open = true;
			print();
		});

	const markRead = "kinerja_asn.api.portal.mark_read";
	for (const button of all("[data-read-all]"))
		button.addEventListener("click", () =>
			busy(button, () => post(markRead).then(() => location.reload()))
		);
	for (const link of all("[data-read]"))
		link.addEventListener("click", async (event) => {
			if (!link.closest(".unread") || event.ctrlKey || event.metaKey) return;
			event.preventDefault();
			await post(markRead, { name: link.dataset.read }).catch(() => {});
			location.href = link.href;
		});
})();
