// What the cascade's pages build with: elements whose texts are never markup, requests, a dialog.

export function h(name, attributes, ...children) {
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

/** A request whose refusal is told where it was asked, and not in a box over the page. */
export async function ask(method, args) {
	const answer = await fetch(`/api/method/${method}`, {
		method: "POST",
		headers: {
			"Content-Type": "application/json",
			Accept: "application/json",
			"X-Frappe-CSRF-Token": frappe.csrf_token,
		},
		body: JSON.stringify(args || {}),
	}).catch(() => {
		throw new Error(__("No connection. Your text stays on this page; try again later."));
	});
	const told = await answer.json().catch(() => ({}));
	if (answer.ok) return told.message;
	const messages = JSON.parse(told._server_messages || "[]").map(
		(entry) =>
			new DOMParser().parseFromString(JSON.parse(entry).message || "", "text/html").body.textContent
	);
	throw Object.assign(
		new Error(messages.filter(Boolean).join("\n") || __("That did not work. Please try again.")),
		{ type: told.exc_type || "" }
	);
}

export function dialog(title, ...content) {
	const box = h("dialog", { class: "kinerja-dialog", "aria-label": title }, h("h4", {}, title), content);
	box.addEventListener("close", () => box.remove());
	document.body.append(box);
	box.showModal();
	return box;
}
