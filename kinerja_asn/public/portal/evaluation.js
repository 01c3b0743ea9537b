// Rating in three steps: results, behaviour, and the predicate that follows from the two.
(() => {
	"use strict";
	const { __, say } = window.kinerja;
	const form = document.querySelector("[data-evaluation]");
	if (!form?.querySelector(".rating")) return;
	const chosen = (name) => form.querySelector(`[name="${name}"]:checked`);
	const predicate = document.getElementById("predicate");
	const innovation = form.querySelector('[data-field="innovation"]');
	const panels = [...form.querySelectorAll("[data-panel]")];
	const stages = [...form.querySelectorAll("[data-stage]")];
	const onward = form.querySelector("[data-onward]");
	const rate = form.querySelector('[value="Rate"]');
	let stage = 1;

	function show() {
		for (const set of form.querySelectorAll(".rating")) {
			const rating = chosen(set.querySelector("[type=radio]").name);
			const extreme = rating && rating.value !== form.dataset.normal;
			set.querySelector(".evidence-field textarea").required =
				!!extreme && form.dataset.needed === "1" && !("follows" in set.dataset);
		}
		for (const place of form.querySelectorAll("[data-says]")) {
			const rating = chosen(place.dataset.says);
			place.textContent = rating ? rating.parentElement.textContent.trim() : "–";
		}
		let here = null;
		for (const cell of form.querySelectorAll("[data-result]")) {
			const is =
				cell.dataset.result === chosen("result_rating")?.value &&
				cell.dataset.behaviour === chosen("behaviour_rating")?.value;
			cell.classList.toggle("here", is);
			if (is) here = cell;
		}
		predicate.textContent = here ? here.textContent : predicate.dataset.none;
		predicate.className = `chip big ${here ? here.dataset.tone : "quiet"}`;
		form.querySelector("[data-innovation]").hidden = !innovation.checked;
		form.querySelector('[data-field="innovation_evidence"]').required = innovation.checked;
	}

	function turn(to, scroll = true) {
		stage = to;
		for (const panel of panels) panel.hidden = Number(panel.dataset.panel) !== to;
		for (const button of stages) {
			if (Number(button.dataset.stage) === to) button.setAttribute("aria-current", "step");
			else button.removeAttribute("aria-current");
		}
		onward.hidden = to === panels.length;
		rate.hidden = !onward.hidden;
		if (scroll) form.scrollIntoView({ block: "start" });
	}

	// A step is left for the next one when its rating is chosen and its evidence is written.
	function ready(number) {
		const set = panels[number - 1].querySelector(".rating");
		if (!set) return true;
		const radio = set.querySelector("[type=radio]");
		const evidence = set.querySelector(".evidence-field textarea");
		if (chosen(radio.name) && !(evidence.required && !evidence.value.trim())) return true;
		turn(number, false);
		const missing = chosen(radio.name) ? evidence : radio;
		set.scrollIntoView({ block: "center" });
		missing.focus({ preventScroll: true });
		say(
			missing === evidence
				? __("Write the evidence for this rating first.")
				: __("Choose one of the three ratings first."),
			{ alert: true }
		);
		return false;
	}

	// Gathered feedback goes into the cell of its row, as a line of its own.
	form.addEventListener("click", (event) => {
		const button = event.target.closest("[data-put]");
		if (!button) return;
		const cell = button.closest(".realised,.behaviour").querySelector('[data-column="feedback"]');
		cell.closest("details").open = true;
		cell.value = [cell.value.trim(), button.dataset.put].filter(Boolean).join("\n");
		cell.dispatchEvent(new Event("input", { bubbles: true }));
		button.disabled = true;
		say(__("Put into the feedback."));
	});
	form.addEventListener("change", show);
	for (const button of form.querySelectorAll("[data-save]")) button.formNoValidate = true;
	// hidden steps cannot show the browser's own hints: they are checked here
	rate.formNoValidate = true;
	rate.addEventListener("click", (event) => {
		const evidence = form.querySelector('[data-field="innovation_evidence"]');
		if (!ready(1) || !ready(2)) event.preventDefault();
		else if (evidence.required && !evidence.value.trim()) {
			event.preventDefault();
			evidence.focus();
			say(__("Write the evidence of the innovation first."), { alert: true });
		}
	});
	onward.addEventListener("click", () => ready(stage) && turn(stage + 1));
	for (const button of stages)
		button.addEventListener("click", () => {
			const to = Number(button.dataset.stage);
			for (let number = stage; number < to; number++) if (!ready(number)) return;
			turn(to);
		});
	form.querySelector(".stages").hidden = false;
	show();
	turn(1, false);
})();
