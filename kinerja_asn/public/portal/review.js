// The appraiser's desk: keys, filters, comments on daily logs.
(() => {
	"use strict";
	const { __, post, say, busy } = window.kinerja;

	// On a wide screen the queue stands beside the document.
	const queue = document.querySelector(".queue");
	if (queue && matchMedia("(min-width: 60rem)").matches) {
		queue.open = true;
		queue.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
	}

	for (const choice of document.querySelectorAll("[data-submit]"))
		choice.addEventListener("change", () => choice.form.submit());

	const go = (where) => document.querySelector(`[data-go="${where}"]`)?.click();
	const KEYS = {
		j: () => go("next"),
		ArrowRight: () => go("next"),
		k: () => go("previous"),
		ArrowLeft: () => go("previous"),
		a: () => document.querySelector('[data-key="a"]')?.click(),
	};
	document.addEventListener("keydown", (event) => {
		const typing = event.target.closest("input,textarea,select,dialog,[contenteditable]");
		// a key that is held down decides nothing
		if (typing || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
		if (document.querySelector("dialog[open]") || !KEYS[event.key]) return;
		event.preventDefault();
		KEYS[event.key]();
	});

	for (const form of document.querySelectorAll("[data-comment]"))
		form.addEventListener("submit", (event) => {
			event.preventDefault();
			const field = form.querySelector("textarea");
			busy(event.submitter || form.querySelector("button"), async () => {
				const answer = await post("kinerja_asn.api.logs.comment", {
					name: form.dataset.comment,
					text: field.value,
					modified: form.dataset.modified,
				});
				form.dataset.modified = answer.modified;
				say(__("Your comment was sent."));
			});
		});
})();
