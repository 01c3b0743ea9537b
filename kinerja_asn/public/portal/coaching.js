// Coaching and counselling. What is written in confidence is kept nowhere on the device, only on this page.
(() => {
	"use strict";
	const { __, page, post, sayNext, ask, busy } = window.kinerja;
	const API = "kinerja_asn.api.coaching.";

	async function send(call, values, said) {
		const told = await post(API + call, values);
		sayNext(said);
		location.href = `/kinerja/coaching?name=${encodeURIComponent(told.name)}`;
		// the same address does not load again by itself
		if (told.name === page.name) location.reload();
	}

	const of = (data, ...names) =>
		Object.fromEntries(names.filter((name) => data.has(name)).map((name) => [name, data.get(name)]));
	const mine = () => ({ name: page.name, modified: page.modified });

	function actionsOf(form) {
		return [...form.querySelectorAll("[data-row]")].map((row) =>
			Object.fromEntries([...row.querySelectorAll("[name]")].map((field) => [field.name, field.value]))
		);
	}

	function answersOf(data) {
		const answers = Object.fromEntries(data);
		delete answers.comment;
		return { answers, comment: data.get("comment") };
	}

	const WORK = {
		ask: (data) =>
			send(
				"ask",
				{
					...of(data, "kind", "work_plan", "planned_on", "place"),
					secret: of(data, "request", "topic"),
				},
				__("Saved. Who is concerned has been told.")
			),
		plan: (data) =>
			send(
				"plan",
				{ ...mine(), ...of(data, "planned_on", "place"), secret: of(data, "topic") },
				__("Planned. The employee has been told.")
			),
		hold: (data, form) =>
			send(
				"hold",
				{
					...mine(),
					...of(data, "held_on", "outcome", "follow_up", "follow_up_on"),
					agreed_actions: actionsOf(form),
					secret: of(data, "summary"),
				},
				__("Saved. The employee has been told.")
			),
		done: (data, form) =>
			send(
				"done",
				{ ...mine(), action: form.dataset.action, result: data.get("result") },
				__("Saved.")
			),
		drop: (data) => send("drop", { ...mine(), ...of(data, "reason") }, __("Saved.")),
		note: (data) => send("write_note", { name: page.name, secret: of(data, "note") }, __("Saved.")),
		evaluate: (data) =>
			send("evaluate", { name: page.name, secret: answersOf(data) }, __("Sent. Thank you.")),
	};

	for (const form of document.querySelectorAll("[data-coaching]")) {
		form.addEventListener("submit", (event) => {
			event.preventDefault();
			const button = event.submitter || form.querySelector("button:not([type=button])");
			busy(button, () => WORK[form.dataset.coaching](new FormData(form), form));
		});
		// what belongs to one kind of session only
		const show = () => {
			const kind = new FormData(form).get("kind");
			for (const part of form.querySelectorAll("[data-only]")) {
				part.hidden = part.dataset.only !== kind;
				for (const field of part.querySelectorAll("textarea,input")) field.disabled = part.hidden;
			}
		};
		if (form.querySelector("[data-only]")) {
			form.addEventListener("change", show);
			show();
		}
		form.querySelector("[data-more]")?.addEventListener("click", (event) => {
			const rows = form.querySelectorAll("[data-row]");
			const fresh = rows[rows.length - 1].cloneNode(true);
			for (const field of fresh.querySelectorAll("input")) field.value = "";
			event.target.before(fresh);
			fresh.querySelector("input").focus();
		});
	}

	for (const button of document.querySelectorAll("[data-do]"))
		button.addEventListener("click", () =>
			busy(button, async () => {
				if (!(await ask(button.dataset.ask, button.textContent))) return;
				await send(button.dataset.do, mine(), button.dataset.said);
			})
		);
})();
