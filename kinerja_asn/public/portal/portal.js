// What every page of the portal uses: texts, elements, requests, messages.
(() => {
	"use strict";
	const page = JSON.parse(document.getElementById("page-data").textContent);

	const __ = (text, ...args) =>
		(page.texts[text] || text).replace(/\{(\d)\}/g, (all, place) => args[place] ?? all);

	// An element with attributes and children; texts become text nodes, never markup.
	function h(name, attributes, ...children) {
		const element = document.createElement(name);
		for (const [key, value] of Object.entries(attributes || {})) {
			if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
			else if (key === "value") element.value = value ?? "";
			else if (value === true) element.setAttribute(key, "");
			else if (value !== false && value != null) element.setAttribute(key, value);
		}
		element.append(...children.flat(3).filter((child) => child != null && child !== false));
		return element;
	}

	// --- numbers, typed and shown as the site writes them ---

	function toNumber(text) {
		text = String(text ?? "")
			.trim()
			.replace(/\s/g, "");
		if (!text) return null;
		const group = page.group && `\\${page.group}`;
		if (group && new RegExp(`^-?\\d{1,3}(${group}\\d{3})+(?!\\d)`).test(text))
			text = text.split(page.group).join("");
		if (page.decimal) text = text.replace(page.decimal, ".");
		return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
	}

	function fromNumber(value) {
		if (value == null || value === "") return "";
		const [whole, part] = String(+Number(value).toFixed(6)).split(".");
		const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, page.group || "");
		return part ? grouped + (page.decimal || ".") + part : grouped;
	}

	// --- requests ---

	class Refusal extends Error {
		constructor(message, type) {
			super(message);
			this.type = type;
		}
	}

	const meta = document.querySelector('meta[name="csrf-token"]');

	async function renewToken() {
		const fresh = await (await fetch("/kinerja", { cache: "no-store" })).text();
		const found = new DOMParser()
			.parseFromString(fresh, "text/html")
			.querySelector('meta[name="csrf-token"]');
		if (found) meta.content = found.content;
		return !!found;
	}

	async function post(method, args, again) {
		let answer;
		const form = args instanceof FormData;
		try {
			answer = await fetch(`/api/method/${method}`, {
				method: "POST",
				headers: {
					// the browser itself names the type and the boundary of a form with a file
					...(form ? {} : { "Content-Type": "application/json" }),
					Accept: "application/json",
					"X-Frappe-CSRF-Token": meta.content,
				},
				body: form ? args : JSON.stringify(args || {}),
			});
		} catch {
			throw new Refusal(__("No connection. Your text stays on this page; try again later."), "Offline");
		}
		const told = await answer.json().catch(() => ({}));
		if (answer.ok) return told.message;
		const type = told.exc_type || "";
		if (type === "CSRFTokenError" && !again && (await renewToken())) return post(method, args, true);
		throw new Refusal(messagesOf(told) || refusalText(answer.status), type);
	}

	function refusalText(status) {
		if (status === 401 || status === 403)
			return __(
				"You may not do this, or you have been signed out. Sign in again in another tab; your text stays here."
			);
		return __("That did not work. Your text stays on this page; please try again.");
	}

	function messagesOf(told) {
		try {
			return JSON.parse(told._server_messages || "[]")
				.map((entry) => plain(JSON.parse(entry).message))
				.filter(Boolean)
				.join("\n");
		} catch {
			return "";
		}
	}

	function plain(html) {
		const text = String(html || "").replace(/<br\s*\/?>|<\/li>|<\/p>/g, "\n");
		return new DOMParser().parseFromString(text, "text/html").body.textContent.trim();
	}

	// --- messages and questions ---

	const place = document.getElementById("messages");

	function say(text, { alert = false, action, label, stay = 6000 } = {}) {
		const toast = h(
			"div",
			{ class: `toast${alert ? " alert" : ""}`, role: alert ? "alert" : "status" },
			h("span", {}, text)
		);
		if (action) toast.append(h("button", { onclick: () => (toast.remove(), action()) }, label));
		else if (alert) toast.append(h("button", { onclick: () => toast.remove() }, __("Close")));
		place.append(toast);
		if (!alert) setTimeout(() => toast.remove(), stay);
		return toast;
	}

	// A message for the page that comes next, with the step or the request that takes it back.
	function sayNext(text, step, request, here) {
		sessionStorage.setItem("kinerja-message", JSON.stringify({ text, step, request, here }));
	}

	function dialog(title, ...content) {
		const box = h("dialog", { "aria-label": title }, h("h2", {}, title), content);
		box.addEventListener("close", () => box.remove());
		document.body.append(box);
		box.showModal();
		return box;
	}

	function ask(question, yes = __("Yes")) {
		return new Promise((resolve) => {
			let answer = false;
			const close = (value) => ((answer = value), box.close());
			const box = dialog(
				question,
				h(
					"div",
					{ class: "row" },
					h("button", { class: "button primary", onclick: () => close(true) }, yes),
					h("button", { class: "button", onclick: () => close(false) }, __("Cancel"))
				)
			);
			box.addEventListener("close", () => resolve(answer));
		});
	}

	async function busy(button, work) {
		if (button.disabled) return;
		button.disabled = true;
		button.setAttribute("aria-busy", "true");
		for (const old of place.querySelectorAll(".toast.alert")) old.remove();
		try {
			return await work();
		} catch (error) {
			if (!(error instanceof Refusal)) reportError(error);
			if (!error.told) say(error.message, { alert: true });
		} finally {
			button.disabled = false;
			button.removeAttribute("aria-busy");
		}
	}

	const take = (step) => post("kinerja_asn.api.steps.take", step);

	// --- the frame ---

	document.querySelector("[data-logout]")?.addEventListener("submit", async (event) => {
		event.preventDefault();
		await post("logout").catch(() => {});
		// drafts of the 360 lie in the longer memory; whoever uses the device next shall not find them
		for (const kept of [sessionStorage, localStorage])
			for (const key of Object.keys(kept)) if (key.startsWith("kinerja")) kept.removeItem(key);
		location.href = "/login";
	});
	document.addEventListener("click", (event) => {
		for (const menu of document.querySelectorAll(".me[open],.more[open]"))
			if (!menu.contains(event.target)) menu.open = false;
	});
	document.addEventListener("keydown", (event) => {
		const menu = event.key === "Escape" && document.querySelector(".me[open],.more[open]");
		if (menu) ((menu.open = false), menu.querySelector("summary").focus());
	});

	const kept = sessionStorage.getItem("kinerja-message");
	if (kept) {
		sessionStorage.removeItem("kinerja-message");
		const { text, step, request, here } = JSON.parse(kept);
		say(
			text,
			step || request
				? {
						label: __("Undo"),
						stay: 15000,
						action: () =>
							(step ? take(step) : post(request.method, request.args)).then(
								() => (here ? (location.href = here) : location.reload()),
								(error) => say(error.message, { alert: true })
							),
					}
				: undefined
		);
	}

	window.kinerja = {
		Refusal,
		page,
		__,
		h,
		toNumber,
		fromNumber,
		post,
		plain,
		say,
		sayNext,
		dialog,
		ask,
		busy,
		take,
	};
})();
