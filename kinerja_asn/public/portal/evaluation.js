// The rating form: the predicate follows the two ratings, evidence is asked for extremes.
(() => {
	"use strict";
	const form = document.querySelector("[data-evaluation]");
	const chosen = (name) => form.querySelector(`[name="${name}"]:checked`)?.value;
	const predicate = document.getElementById("predicate");

	function show() {
		for (const set of form.querySelectorAll(".rating")) {
			const rating = chosen(set.querySelector("[type=radio]").name);
			const extreme = rating && rating !== form.dataset.normal;
			set.querySelector(".evidence textarea").required = !!extreme && form.dataset.needed === "1";
		}
		let here = null;
		for (const cell of form.querySelectorAll("[data-result]")) {
			const is =
				cell.dataset.result === chosen("result_rating") &&
				cell.dataset.behaviour === chosen("behaviour_rating");
			cell.classList.toggle("here", is);
			if (is) here = cell;
		}
		predicate.textContent = here ? here.textContent : predicate.dataset.none;
		predicate.className = `chip big ${here ? here.dataset.tone : "quiet"}`;
	}

	if (form.querySelector(".rating")) {
		form.addEventListener("change", show);
		for (const button of form.querySelectorAll("[data-save]")) button.formNoValidate = true;
		show();
	}
})();
