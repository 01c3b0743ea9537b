// The 360: raters proposed, changed and approved; the result released; comments checked.
(() => {
	"use strict";
	const { __, h, page, post, say, sayNext, ask, busy, dialog, Refusal } = window.kinerja;
	const one = (selector, within = document) => within.querySelector(selector);
	const all = (selector, within = document) => [...within.querySelectorAll(selector)];
	const CAMPAIGNS = "kinerja_asn.api.campaigns.";
	const RESULTS = "kinerja_asn.api.appraisal_360.";

	function done(text) {
		sayNext(text);
		location.reload();
	}

	// a request with a draft on this device says so
	try {
		for (const mark of all("[data-draft-of]"))
			if (localStorage.getItem(`kinerja-360-${mark.dataset.draftOf}`))
				mark.textContent = __("Continue");
	} catch {
		// the device keeps nothing
	}

	// --- raters ---

	const approve = one("[data-approve]");
	approve?.addEventListener("submit", (event) => {
		event.preventDefault();
		busy(one("button", approve), async () => {
			const chosen = new FormData(approve).getAll("appraisal");
			if (!chosen.length) throw new Refusal(__("Choose somebody first."));
			await post(`${CAMPAIGNS}approve`, { appraisals: chosen });
			done(__("Approved: {0}.", chosen.length));
		});
	});
	one("[data-approve-one]")?.addEventListener("click", (event) =>
		busy(event.currentTarget, async () => {
			if (pending()) throw new Refusal(__("Save or discard your changes first."));
			await post(`${CAMPAIGNS}approve`, { appraisals: [page.name] });
			done(__("Approved."));
		})
	);

	const nomination = one("[data-nomination]");
	const add = new Set(),
		remove = new Set();
	const pending = () => add.size + remove.size > 0;

	function show() {
		one("[data-changes]", nomination).hidden = !pending();
	}

	nomination?.addEventListener("click", (event) => {
		const button = event.target.closest("button");
		if (!button) return;
		const row = button.closest("[data-rater]");
		if ("remove" in button.dataset) {
			const gone = row.classList.toggle("gone");
			remove[gone ? "add" : "delete"](row.dataset.rater);
			button.textContent = gone ? __("Keep") : __("Take off");
			show();
		} else if ("replace" in button.dataset)
			because(__("Why is this rater replaced?"), __("Replace"), (reason) =>
				post(`${CAMPAIGNS}replace`, { appraisal: page.name, rater: row.dataset.rater, reason })
			);
		else if ("conflict" in button.dataset)
			because(__("What is the conflict of interest?"), __("Take off"), (reason) =>
				post(`${CAMPAIGNS}declare_conflict`, {
					appraisal: page.name,
					rater: row.dataset.rater,
					reason,
				})
			);
		else if ("add" in button.dataset) choose();
		else if ("undo" in button.dataset) {
			add.clear();
			remove.clear();
			location.reload();
		} else if ("sendChanges" in button.dataset) busy(button, send);
	});

	// A question for a reason, and what is done with it.
	function because(question, label, work, reload = true) {
		const reason = h("textarea", { rows: 2, maxlength: 500, "aria-label": question });
		const yes = h(
			"button",
			{
				class: "button primary",
				onclick: () =>
					busy(yes, async () => {
						if (!reason.value.trim()) throw new Refusal(__("Write the reason first."));
						await work(reason.value.trim());
						box.close();
						if (reload) done(__("Saved."));
					}),
			},
			label
		);
		const box = dialog(
			question,
			reason,
			h(
				"div",
				{ class: "row" },
				yes,
				h("button", { class: "button", onclick: () => box.close() }, __("Cancel"))
			)
		);
		reason.focus();
	}

	function choose() {
		const list = h("ul", { class: "choices" });
		let last = 0;
		async function find(text) {
			const mine = ++last;
			const found = await post(`${CAMPAIGNS}candidates`, { appraisal: page.name, search: text });
			if (mine !== last) return;
			const free = found.filter((person) => !add.has(person.rater));
			list.replaceChildren(
				...free.map((person) =>
					h(
						"li",
						{},
						h(
							"button",
							{ type: "button", onclick: () => (take(person), box.close()) },
							person.name,
							h("small", {}, [person.position, person.unit].filter(Boolean).join(" · "))
						)
					)
				),
				...(free.length ? [] : [h("li", { class: "empty" }, __("Nobody matches."))])
			);
		}
		const ask_ = (text) => find(text).catch((error) => say(error.message, { alert: true }));
		let timer;
		const search = h("input", {
			type: "search",
			placeholder: __("Name"),
			"aria-label": __("Search"),
			oninput: () => {
				clearTimeout(timer);
				timer = setTimeout(() => ask_(search.value), 250);
			},
		});
		const box = dialog(
			__("Add a rater"),
			h(
				"p",
				{ class: "hint" },
				__("Peers of the same level and direct subordinates who are not asked too often yet.")
			),
			search,
			list,
			h(
				"p",
				{ class: "row" },
				h("button", { class: "button", onclick: () => box.close() }, __("Close"))
			)
		);
		ask_("");
	}

	function take(person) {
		add.add(person.rater);
		const row = h(
			"li",
			{ class: "added" },
			h("div", {}, h("strong", {}, person.name), h("small", {}, person.position || "–")),
			h(
				"button",
				{
					type: "button",
					class: "button small",
					onclick: () => (add.delete(person.rater), row.remove(), show()),
				},
				__("Take off")
			)
		);
		const place = one(`.raters[data-relation="${person.relation}"]`);
		one(".empty", place)?.remove();
		place.append(row);
		show();
	}

	async function send() {
		const field = one("[data-reason]", nomination);
		if (!field.value.trim()) {
			field.focus();
			throw new Refusal(__("Write the reason first."));
		}
		await post(`${CAMPAIGNS}change_raters`, {
			appraisal: page.name,
			add: [...add],
			remove: [...remove],
			reason: field.value.trim(),
			// the employee's reason is a word to the appraiser
			note: field.value.trim(),
		});
		add.clear();
		remove.clear();
		done(__("Saved."));
	}
	addEventListener("beforeunload", (event) => nomination && pending() && event.preventDefault());

	// --- the result ---

	const release = one("[data-release]");
	release?.addEventListener("submit", (event) => {
		event.preventDefault();
		busy(one("button", release), async () => {
			if (
				!(await ask(
					__("Release the result to the person? This cannot be taken back."),
					__("Release")
				))
			)
				return;
			await post(`${RESULTS}release`, { appraisal: page.name, talk_on: release.talk_on.value });
			done(__("Released. The person has been told."));
		});
	});

	// --- comments ---

	for (const article of all("[data-comment]")) {
		const keep = one("[data-withhold]", article),
			back = one("[data-give-back]", article);
		const set = (reason) => {
			article.classList.toggle("withheld", !!reason);
			keep.hidden = !!reason;
			back.hidden = !reason;
			one("[data-why]", article).textContent = reason ? __("Withheld: {0}", reason) : "";
		};
		const call = (reason) =>
			post(`${RESULTS}withhold`, { comment: article.dataset.comment, reason, withheld: !!reason });
		keep.addEventListener("click", () =>
			because(
				__("Why is this comment withheld?"),
				__("Withhold"),
				async (reason) => {
					await call(reason);
					set(reason);
				},
				false
			)
		);
		back.addEventListener("click", () => busy(back, async () => (await call(""), set(""))));
	}
	for (const button of all("[data-checked]"))
		button.addEventListener("click", () =>
			busy(button, async () => {
				const section = button.closest("[data-appraisal]");
				await post(`${RESULTS}check`, { appraisals: [section.dataset.appraisal] });
				section.remove();
				say(__("Checked. The appraiser can release the result."));
				if (!one("[data-appraisal]")) location.reload();
			})
		);
})();
