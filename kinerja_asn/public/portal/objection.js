// Objections: reasons with files, explanation, decision. What was typed stays on the page when something is refused.
(() => {
	"use strict";
	const { __, h, page, post, say, sayNext, ask, busy, Refusal } = window.kinerja;
	const API = "kinerja_asn.api.objections.";
	const here = `/kinerja/objection?name=${encodeURIComponent(page.name)}`;
	const LARGEST = 10 * 1024 * 1024;
	const chosen = [];

	for (const place of document.querySelectorAll("[data-files]")) {
		const list = h("div", {});
		const input = h("input", { type: "file", class: "hidden", multiple: true, onchange: pick });
		place.append(h("label", { class: "button small" }, __("Add files"), input), list);
		function pick() {
			for (const file of input.files) {
				if (file.size > LARGEST)
					say(__("{0} is larger than 10 MB. Choose a smaller one.", file.name), { alert: true });
				else chosen.push(file);
			}
			input.value = "";
			draw();
		}
		function draw() {
			list.replaceChildren(
				...chosen.map((file, at) =>
					h(
						"p",
						{ class: "picked-file" },
						h("span", {}, file.name),
						" ",
						h(
							"button",
							{ type: "button", class: "link", onclick: () => (chosen.splice(at, 1), draw()) },
							__("Remove")
						)
					)
				)
			);
		}
	}

	function withFiles(values) {
		const form = new FormData();
		for (const [key, value] of Object.entries(values)) if (value != null) form.append(key, value);
		chosen.forEach((file, at) => form.append(`evidence${at}`, file, file.name));
		return form;
	}

	async function send(call, values, said) {
		await post(API + call, values);
		forget();
		sayNext(said);
		if (location.href.endsWith(here)) location.reload();
		else location.href = here;
	}

	const WORK = {
		file: (data) =>
			send(
				"file",
				withFiles({ evaluation: page.evaluation, reasons: data.get("reasons") }),
				__("Filed. Your appraiser has been asked to explain.")
			),
		save: (data) =>
			send(
				"save",
				withFiles({ name: page.name, reasons: data.get("reasons"), modified: page.modified }),
				__("Saved.")
			),
		clarify: (data) =>
			send(
				"clarify",
				{ name: page.name, text: data.get("text"), modified: page.modified },
				__("Sent. The decision can be taken now.")
			),
		decide: (data) =>
			send(
				"decide",
				{
					name: page.name,
					granted: data.get("granted") === "1",
					reason: data.get("reason"),
					result_rating: data.get("result_rating"),
					behaviour_rating: data.get("behaviour_rating"),
					modified: page.modified,
				},
				__("Decided. Employee and appraiser have been told.")
			),
	};

	for (const form of document.querySelectorAll("[data-objection]"))
		form.addEventListener("submit", (event) => {
			event.preventDefault();
			const button = event.submitter || form.querySelector("button:not([type=button])");
			busy(button, async () => {
				if (button.dataset.ask && !(await ask(button.dataset.ask, button.textContent))) return;
				await WORK[form.dataset.objection](new FormData(form));
			});
		});

	for (const button of document.querySelectorAll("[data-remove]"))
		button.addEventListener("click", () =>
			busy(button, () =>
				send(
					"remove_evidence",
					{ name: page.name, row: button.dataset.remove, modified: page.modified },
					__("Removed.")
				)
			)
		);

	for (const button of document.querySelectorAll("[data-withdraw]"))
		button.addEventListener("click", () =>
			busy(button, async () => {
				if (!(await ask(button.dataset.ask, button.textContent))) return;
				await send("withdraw", { name: page.name, modified: page.modified }, __("Withdrawn."));
			})
		);

	for (const button of document.querySelectorAll("[data-again]"))
		button.addEventListener("click", () =>
			busy(button, () => {
				const reasons = document.querySelector("[data-reasons]")?.textContent.trim();
				if (!reasons) throw new Refusal(__("Write the reasons first."));
				return send("file", { evaluation: page.evaluation, reasons }, __("Filed again."));
			})
		);

	// the predicate follows from the two ratings, as the quadrant says
	const decision = document.querySelector('[data-objection="decide"]');
	function show() {
		const data = new FormData(decision);
		decision.querySelector("[data-new]").hidden = data.get("granted") !== "1";
		const cell = decision.querySelector(
			`[data-result="${data.get("result_rating")}"][data-behaviour="${data.get("behaviour_rating")}"]`
		);
		const chip = decision.querySelector("[data-predicate]");
		if (cell) {
			chip.textContent = cell.textContent;
			chip.className = `chip big ${cell.dataset.tone}`;
		}
	}
	if (decision) {
		decision.addEventListener("change", show);
		show();
	}

	// --- what was typed survives a reload ---

	const key = `kinerja-objection-${page.name}`;
	const fields = [...document.querySelectorAll("[data-objection] textarea")];
	const forget = () => sessionStorage.removeItem(key);
	const kept = JSON.parse(sessionStorage.getItem(key) || "null");
	for (const field of fields) {
		if (kept?.[field.name]) field.value = kept[field.name];
		field.addEventListener("input", () =>
			sessionStorage.setItem(
				key,
				JSON.stringify(Object.fromEntries(fields.map((one) => [one.name, one.value])))
			)
		);
	}
})();
