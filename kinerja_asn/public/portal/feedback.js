// Continuous feedback: a person, then a chip, and it is sent; words only where somebody wants them.
(() => {
	"use strict";
	const { page, __, h, post, say, sayNext, dialog, ask, busy, Refusal } = window.kinerja;
	const api = (method, args) => post(`kinerja_asn.api.feedback.${method}`, args);
	const known = page.feedback || {};
	const all = (selector, within = document) => [...within.querySelectorAll(selector)];
	const newKey = () => `${Date.now()}-${Math.random().toString(36).slice(2)}`;
	const short = (text, most = 90) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

	// What is refused is told above the dialog, not behind it.
	function sheet(title, ...content) {
		const box = dialog(title, ...content);
		box.classList.add("feedback-sheet");
		const messages = document.getElementById("messages");
		box.append(messages);
		box.addEventListener("close", () => document.body.append(messages));
		box.append(
			h("button", { type: "button", class: "button quiet", onclick: () => box.close() }, __("Cancel"))
		);
		return box;
	}

	// Buttons of which one is pressed; `change(value)` after each tap.
	function choice(options, value, change) {
		const buttons = options.map(([key, label]) =>
			h(
				"button",
				{
					type: "button",
					class: "button small",
					onclick: () => (press(key), change?.(key)),
				},
				label
			)
		);
		function press(key) {
			value = key;
			options.forEach(([one], number) => buttons[number].setAttribute("aria-pressed", one === key));
		}
		press(value);
		return { element: h("div", { class: "switch", role: "group" }, buttons), get: () => value, press };
	}

	// The sheet for one person; `request`: what was asked for.
	function open(employee, label, request) {
		const key = newKey();
		let about = request?.behaviour ? { behaviour: request.behaviour } : {};
		let seen = false;
		const words = h("textarea", {
			rows: 3,
			maxlength: 2000,
			placeholder: __("What happened, and what came of it?"),
			"aria-label": __("Your words"),
		});
		const send = h("button", { type: "button", class: "button primary", hidden: true }, __("Send"));
		const hint = h("p", { class: "hint" });
		const more = h("details", { class: "noting" }, h("summary", {}, __("Add words")), words);
		const kind = choice(
			[
				["Positive", __("Positive")],
				["Corrective", __("Corrective")],
			],
			"Positive",
			show
		);
		const reader = choice(
			[
				["Person", __("This person only")],
				["Person and Appraiser", __("This person and the appraiser")],
			],
			"Person and Appraiser",
			() => (seen = true)
		);
		const picks = h("div", { class: "picks" });

		// One tap sends what is positive; with words, or where it is corrective, the chip is only chosen.
		const direct = () => kind.get() === "Positive" && !more.open && !request;
		function show() {
			// corrective feedback begins with words, positive with a tap
			if (kind.get() === "Corrective") {
				more.open = true;
				picks.before(more);
			} else picks.after(more);
			if (!seen) reader.press(kind.get() === "Corrective" ? "Person" : "Person and Appraiser");
			send.hidden = direct();
			hint.textContent = direct()
				? __("Tap what was good: it is sent at once.")
				: kind.get() === "Corrective"
					? __("Say what happened and what would be better.")
					: "";
			if (request?.fixed)
				hint.textContent += ` ${__("The appraiser has asked, and reads your answer.")}`;
		}

		function chip(text, content) {
			const button = h(
				"button",
				{
					type: "button",
					title: text,
					"aria-pressed": String(content.behaviour ? content.behaviour === about.behaviour : false),
					onclick: () => {
						const again = button.getAttribute("aria-pressed") === "true";
						about = again ? {} : content;
						for (const other of all("button", picks))
							other.setAttribute("aria-pressed", other === button && !again);
						if (direct()) give(button);
					},
				},
				short(text)
			);
			return button;
		}

		const give = (button) =>
			busy(button, async () => {
				const values = {
					kind: kind.get(),
					text: words.value.trim() || null,
					visibility: reader.get(),
					...about,
				};
				if (values.kind === "Corrective" && !values.text) {
					words.focus();
					throw new Refusal(__("Say what happened and what would be better."));
				}
				const made = request
					? await api("answer", { name: request.name, ...values })
					: await api("give", { employee, key, ...values });
				box.close();
				if (request) {
					sayNext(__("Sent to {0}", label));
					location.href = "/kinerja/feedback?view=given";
					return;
				}
				say(__("Sent to {0}", label), {
					label: __("Undo"),
					stay: 12000,
					action: () =>
						api("withdraw", { name: made.name }).then(
							() => say(__("Taken back.")),
							(error) => say(error.message, { alert: true })
						),
				});
			});

		send.addEventListener("click", () => give(send));
		more.addEventListener("toggle", show);
		const box = sheet(
			__("Feedback for {0}", label),
			kind.element,
			hint,
			request?.result && h("p", { class: "said" }, request.result),
			picks,
			more,
			!request?.fixed && h("p", { class: "hint" }, __("Who reads it?")),
			!request?.fixed && reader.element,
			h("div", { class: "row" }, send)
		);
		const fill = (found) =>
			picks.replaceChildren(
				...(found.results || []).map((one) =>
					chip(`${one.short_code || ""} ${one.result}`.trim(), { result_key: one.result_key })
				),
				...(found.behaviours || []).map((name) => chip(name, { behaviour: name }))
			);
		if (known.behaviours && !request?.result) fill({ behaviours: known.behaviours });
		if (!request)
			api("choices", { employee }).then(
				(found) => (found.results.length || !known.behaviours) && fill(found),
				(error) => (box.close(), say(error.message, { alert: true }))
			);
		show();
	}

	// Asking: about what, whom, and a word; `employee`: one of one's people, oneself without it.
	function askFor(employee, label) {
		const chosen = new Map();
		const list = h("div", { class: "picks" });
		const found = h("div", { class: "picks" });
		const search = h("input", {
			type: "search",
			placeholder: __("Search by name"),
			"aria-label": __("Search by name"),
		});
		const note = h("textarea", {
			rows: 2,
			maxlength: 500,
			placeholder: __("For example: how did the meeting on Monday go?"),
		});
		const topic = h(
			"select",
			{},
			h("option", { value: "" }, employee ? __("The work as a whole") : __("My work as a whole"))
		);
		const topics = (found) =>
			topic.append(
				...(found.results || []).map((one) =>
					h("option", { value: `r:${one.result_key}` }, short(one.result))
				),
				...(found.behaviours || []).map((name) => h("option", { value: `b:${name}` }, name))
			);
		if (employee)
			api("choices", { employee }).then(topics, (error) => say(error.message, { alert: true }));
		else topics(known);
		const person = (name, label, post) =>
			h(
				"button",
				{
					type: "button",
					"aria-pressed": String(chosen.has(name)),
					onclick: (event) => {
						if (chosen.has(name)) chosen.delete(name);
						else chosen.set(name, label);
						event.currentTarget.setAttribute("aria-pressed", chosen.has(name));
					},
				},
				post ? `${label} · ${post}` : label
			);
		const near = all("[data-feedback]")
			.filter((one) => one.dataset.feedback !== employee)
			.slice(0, 6);
		list.append(...near.map((one) => person(one.dataset.feedback, one.dataset.label)));
		let timer;
		search.addEventListener("input", () => {
			clearTimeout(timer);
			timer = setTimeout(async () => {
				if (search.value.trim().length < 2) return found.replaceChildren();
				const rows = await api("people", { text: search.value }).catch(() => []);
				found.replaceChildren(
					...rows
						.filter((row) => row.name !== employee)
						.map((row) =>
							person(row.name, row.employee_name, row.department_name || row.designation)
						)
				);
			}, 250);
		});
		const send = h("button", { type: "button", class: "button primary" }, __("Ask"));
		send.addEventListener("click", () =>
			busy(send, async () => {
				if (!chosen.size) throw new Refusal(__("Choose whom you want to ask."));
				const [kind, value] = [topic.value.slice(0, 1), topic.value.slice(2)];
				await api("ask", {
					givers: [...chosen.keys()],
					...(employee ? { employee } : {}),
					note: note.value.trim() || null,
					...(kind === "r" ? { result_key: value } : kind === "b" ? { behaviour: value } : {}),
				});
				sayNext(__("Your request was sent."));
				location.href = "/kinerja/feedback?view=asked";
			})
		);
		sheet(
			employee ? __("Ask for feedback about {0}", label) : __("Ask for feedback"),
			employee &&
				h("p", { class: "hint" }, __("You read the answers, and so does the person they are about.")),
			h("label", { class: "field" }, h("span", {}, __("About what?")), topic),
			h("label", { class: "field" }, h("span", {}, __("What do you want to know?")), note),
			h("p", { class: "hint" }, __("Whom do you want to ask? At most five.")),
			list,
			search,
			found,
			h("div", { class: "row" }, send)
		);
	}

	document.addEventListener("click", (event) => {
		const button = event.target.closest(
			"[data-feedback],[data-answer],[data-do],[data-reply],[data-ask-feedback],[data-ask-about],[data-all-people]"
		);
		if (!button) return;
		const { feedback, answer, label, reply } = button.dataset;
		if (feedback) open(feedback, label);
		else if (answer)
			open(null, label, {
				name: answer,
				result: button.dataset.result,
				behaviour: button.dataset.behaviour,
				fixed: button.dataset.fixed,
			});
		else if (button.dataset.askAbout) askFor(button.dataset.askAbout, label);
		else if ("askFeedback" in button.dataset) askFor();
		else if ("allPeople" in button.dataset) {
			for (const one of all(".faces [hidden]")) one.hidden = false;
			button.remove();
		} else if (reply)
			busy(button, async () => {
				await api("reply", {
					name: reply,
					text: button.parentElement.querySelector("textarea").value,
				});
				sayNext(__("Your reply was sent."));
				location.reload();
			});
		else
			busy(button, async () => {
				if (!(await ask(button.dataset.ask))) return;
				await api(button.dataset.do, { name: button.dataset.name });
				sayNext(__("Done."));
				location.href = "/kinerja/feedback";
			});
	});

	document.querySelector("[data-filter-people]")?.addEventListener("input", (event) => {
		const text = event.target.value.trim().toLowerCase();
		all(".faces button").forEach((one, number) => {
			one.hidden = text ? !one.textContent.toLowerCase().includes(text) : number >= 8;
		});
	});

	// Reading a page writes nothing by itself: that it was read is told once it is on the screen.
	if (known.unread?.length) api("mark_read", { names: known.unread }).catch(() => {});
})();
