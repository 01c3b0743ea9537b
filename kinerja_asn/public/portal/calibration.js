// Calibration: ratings are tried out here and kept by the server; the distribution follows at once.
(() => {
	"use strict";
	const { page, __, h, post, say, sayNext, dialog, ask, busy } = window.kinerja;
	const all = (selector, within = document) => [...within.querySelectorAll(selector)];
	const call = (method, args) =>
		post(`kinerja_asn.api.calibration.${method}`, { name: page.name, ...args });

	// --- the chart ---

	const live = document.querySelector("[data-live] .spread");
	const predicates = Object.keys(page.labels || {});

	function draw(counts) {
		const total = counts.reduce((sum, count) => sum + count, 0) || 1;
		all(".bars > div", live).forEach((bar, place) => {
			bar.querySelector("b").textContent = counts[place];
			bar.querySelector("span i:last-child").style.height =
				`${Math.floor((100 * counts[place]) / total)}%`;
		});
	}

	function tell(chart) {
		draw(chart.bars.map((bar) => bar.count));
		for (const note of all(".note", live)) note.remove();
		live.append(...chart.warnings.map((text) => h("p", { class: "note wait" }, text)));
	}

	function move(from, to) {
		const counts = all(".bars b", live).map((place) => Number(place.textContent));
		counts[predicates.indexOf(from)] -= 1;
		counts[predicates.indexOf(to)] += 1;
		draw(counts);
	}

	// --- one row ---

	for (const row of all("[data-row]")) {
		const result = row.querySelector("[data-result]");
		const behaviour = row.querySelector("[data-behaviour]");
		const why = row.querySelector("[data-why]");
		if (!result) continue;
		const reason = why.querySelector("textarea");

		const show = () => {
			const rated = `${result.value}|${behaviour.value}`;
			const predicate = page.matrix[rated];
			const changed = rated !== row.dataset.old;
			if (predicate !== row.dataset.now) move(row.dataset.now, predicate);
			row.dataset.now = predicate;
			row.classList.toggle("changed", changed);
			row.querySelector(".was").hidden = !changed;
			const now = row.querySelector(".now");
			now.className = `chip now ${page.tones[predicate]}`;
			now.textContent = page.labels[predicate];
			why.hidden = !changed;
			return changed;
		};

		const keep = async () => {
			const answer = await call("rate", {
				row: row.dataset.row,
				result_rating: result.value,
				behaviour_rating: behaviour.value,
				reason: reason.value,
				modified: row.dataset.modified,
			});
			row.dataset.modified = answer.row.modified;
			row.classList.remove("unsaved");
			tell(answer.chart);
			say(__("Saved."));
		};

		for (const field of [result, behaviour])
			field.addEventListener("change", () => {
				row.classList.add("unsaved");
				if (!show()) {
					reason.value = "";
					return busy(field, keep);
				}
				if (reason.value.trim()) return busy(field, keep);
				reason.focus();
			});
		reason.addEventListener("input", () => row.classList.add("unsaved"));
		why.addEventListener("submit", (event) => {
			event.preventDefault();
			busy(event.submitter, keep);
		});
	}
	addEventListener(
		"beforeunload",
		(event) => document.querySelector("[data-row].unsaved") && event.preventDefault()
	);

	// --- running ---

	document.querySelector("[data-begin]")?.addEventListener("submit", (event) => {
		event.preventDefault();
		const form = new FormData(event.target);
		const [period, kind, interval] = String(form.get("when")).split("|");
		busy(event.submitter, async () => {
			const name = await post("kinerja_asn.api.calibration.begin", {
				period,
				kind,
				interval: interval || null,
				department: form.get("department"),
				below: form.has("below"),
			});
			location.href = `/kinerja/calibration?name=${encodeURIComponent(name)}`;
		});
	});

	const DONE = {
		send: (told) =>
			told.rows
				? __("{0} appraisers were asked about {1} ratings.", told.asked, told.rows)
				: __("No rating was changed; the calibration is over."),
		apply: (told) => __("{0} ratings changed, {1} not accepted.", told.applied, told.not_accepted),
		take_in: (told) => __("{0} taken in, {1} left out.", told.added, told.removed),
		cancel: () => __("Cancelled. No rating was changed."),
	};

	function words(question) {
		return new Promise((resolve) => {
			const text = h("textarea", { rows: 3, maxlength: 5000, "aria-label": question });
			let said = "";
			const box = dialog(
				question,
				text,
				h(
					"div",
					{ class: "row" },
					h(
						"button",
						{ class: "button primary", onclick: () => ((said = text.value.trim()), box.close()) },
						__("Yes")
					),
					h("button", { class: "button", onclick: () => box.close() }, __("Cancel"))
				)
			);
			box.addEventListener("close", () => resolve(said));
		});
	}

	async function run(method, args) {
		const told = await call(method, args);
		sayNext(DONE[method](told));
		location.reload();
	}

	for (const button of all("[data-run]"))
		button.addEventListener("click", () =>
			busy(button, async () => {
				const { run: method, sure, ask: question } = button.dataset;
				if (document.querySelector("[data-row].unsaved") && method !== "cancel")
					return say(__("A rating is not saved yet: write its reason and save it."), {
						alert: true,
					});
				if (question) {
					const reason = await words(question);
					return reason && run(method, { reason });
				}
				if (sure && !(await ask(sure, button.textContent))) return;
				try {
					await run(method);
				} catch (error) {
					if (method !== "apply" || error.type !== "ValidationError") throw error;
					if (await ask(error.message, __("Apply the others")))
						await run(method, { without_moved: true });
				}
			})
		);

	// --- answering ---

	async function answer(args) {
		const told = await call("answer", args);
		sayNext(
			told.waiting ? __("Answered. {0} still wait for you.", told.waiting) : __("Answered. Thank you.")
		);
		location.reload();
	}

	for (const form of all("[data-answer]"))
		form.addEventListener("submit", (event) => {
			event.preventDefault();
			const text = form.querySelector("textarea");
			const accept = event.submitter.value === "1";
			if (!accept && !text.value.trim()) {
				text.focus();
				return say(__("Write why the rating should stand."), { alert: true });
			}
			busy(event.submitter, () => answer({ accept, rows: [form.dataset.answer], reason: text.value }));
		});
	document
		.querySelector("[data-accept-all]")
		?.addEventListener("click", (event) => busy(event.target, () => answer({ accept: true })));
})();
