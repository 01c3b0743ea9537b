// Answering a request of the 360: the draft stays on this device, the answers are sent once.
(() => {
	"use strict";
	const { __, page, post, say, sayNext, ask, busy, Refusal } = window.kinerja;
	const form = document.querySelector("[data-answer]");
	const HOME = "/kinerja/appraisal-360";
	const KEY = `kinerja-360-${page.name}`;
	const KEPT_DAYS = 60;

	// a device may refuse to keep anything
	const store = (work) => {
		try {
			return work(localStorage);
		} catch {
			return null;
		}
	};
	const forget = () => store((kept) => kept.removeItem(KEY));

	store((kept) => {
		const oldest = Date.now() - KEPT_DAYS * 864e5;
		for (const key of Object.keys(kept))
			if (key.startsWith("kinerja-360-") && !(JSON.parse(kept.getItem(key) || "{}").at > oldest))
				kept.removeItem(key);
	});
	// a page from the browser's memory shows what is no longer there
	addEventListener("pageshow", (event) => event.persisted && location.reload());

	const decline = document.querySelector("[data-decline]");
	decline?.addEventListener("submit", (event) => {
		event.preventDefault();
		busy(event.submitter, async () => {
			const data = new FormData(decline);
			const conflict = data.get("why") === "conflict";
			await post(`kinerja_asn.api.campaigns.${conflict ? "declare_conflict" : "decline"}`, {
				...(conflict ? { appraisal: page.appraisal } : { invitation: page.name }),
				reason: data.get("reason"),
			});
			forget();
			sayNext(__("You have been taken off the list; somebody else is asked if possible."));
			location.replace(HOME);
		});
	});

	if (!form) {
		if (page.phase !== "early") forget();
		return;
	}

	const sets = [...form.querySelectorAll("fieldset[data-question]")];
	const texts = [...form.querySelectorAll("textarea[name]")];
	const chosen = (set) => set.querySelector(":checked");
	let sending = false,
		unsure = false;

	function answers() {
		const found = { scores: {}, texts: {} };
		for (const set of sets)
			if (chosen(set)) found.scores[set.dataset.question] = Number(chosen(set).value);
		for (const text of texts) if (text.value.trim()) found.texts[text.name] = text.value.trim();
		return found;
	}

	// --- the draft ---

	function keep() {
		const given = answers();
		const any = Object.keys({ ...given.scores, ...given.texts }).length > 0;
		if (any) store((kept) => kept.setItem(KEY, JSON.stringify({ at: Date.now(), ...given })));
		else forget();
		form.querySelector("[data-forget]").hidden = !any;
	}

	function restore() {
		const draft = store((kept) => JSON.parse(kept.getItem(KEY) || "null"));
		for (const set of sets) {
			const value = draft?.scores?.[set.dataset.question];
			const radio = [...set.querySelectorAll("input")].find((one) => Number(one.value) === value);
			if (radio) radio.checked = true;
		}
		for (const text of texts) text.value = draft?.texts?.[text.name] || text.value;
		if (draft) say(__("Your draft from this device is back."));
	}

	form.querySelector("[data-forget]").addEventListener("click", async () => {
		if (!(await ask(__("Delete what you have chosen on this page?"), __("Delete the draft")))) return;
		form.reset();
		forget();
		show();
	});

	// --- what is shown ---

	function show() {
		const given = sets.filter(chosen).length;
		form.querySelector("[data-count]").textContent = __("{0} of {1} answered", given, sets.length);
		form.querySelector("[data-filled]").style.width =
			`${sets.length ? (100 * given) / sets.length : 100}%`;
		for (const set of sets) {
			const radio = chosen(set);
			const place = set.querySelector("[data-chosen]");
			place.dataset.ends ??= place.innerHTML;
			if (radio) place.textContent = radio.parentElement.title;
			else place.innerHTML = place.dataset.ends;
			set.classList.toggle("done", !!radio);
			if (radio) set.classList.remove("missing");
		}
		for (const text of texts) {
			const left = text.maxLength - text.value.length;
			text.parentElement.querySelector("[data-left]").textContent =
				left < 100 ? __("{0} characters left", left) : "";
		}
		form.querySelector("[data-forget]").hidden = !store((kept) => kept.getItem(KEY));
	}

	form.addEventListener("input", () => (keep(), show()));
	form.addEventListener("change", (event) => {
		// the next question comes up by itself, as long as they are answered one after another
		const set = event.target.closest("fieldset");
		const next = set && sets[sets.indexOf(set) + 1];
		if (!next || chosen(next) || event.target.dataset.by === "key") return;
		const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
		if (next.getBoundingClientRect().bottom > innerHeight - 150)
			next.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
	});
	form.addEventListener("keydown", (event) => {
		if (event.target.type === "radio") event.target.dataset.by = "key";
		if (event.key === "Enter" && event.target.type === "radio") event.preventDefault();
	});

	// --- sending, once ---

	form.addEventListener("submit", (event) => {
		event.preventDefault();
		if (sending) return;
		sending = true;
		busy(form.querySelector(".dock .primary"), send).finally(() => (sending = false));
	});

	async function send() {
		const missing = sets.filter((set) => !chosen(set));
		for (const set of missing) set.classList.add("missing");
		if (missing.length) {
			missing[0].scrollIntoView({ block: "center" });
			missing[0].querySelector("input").focus({ preventScroll: true });
			throw new Refusal(__("{0} statements still have no answer.", missing.length));
		}
		const question = __("Send now? Afterwards the answers can no longer be seen or changed.");
		if (!(await ask(question, __("Send")))) return;
		try {
			await post("kinerja_asn.api.appraisal_360.answer", {
				invitation: page.name,
				secret_answers: JSON.stringify(answers()),
			});
		} catch (error) {
			if (error.type === "Offline") unsure = true;
			// an earlier try may have arrived although its answer did not: the page knows
			if (error.type === "Offline" || !unsure || !(await arrived())) throw error;
		}
		forget();
		form.reset();
		sayNext(__("Sent. Thank you."));
		location.replace(HOME);
	}

	async function arrived() {
		const now = await fetch(location.href, { cache: "no-store" }).then(
			(answer) => answer.text(),
			() => ""
		);
		return now.includes('"phase":"sent"');
	}

	restore();
	show();
})();
