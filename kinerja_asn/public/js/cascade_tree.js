// The tree of results: from the agency's objective down to the person, read one level at a time.

import { ask, h } from "./cascade_tools.js";

frappe.provide("kinerja_asn.cascade");

const API = "kinerja_asn.api.cascade.";
const ZOOMS = [0.3, 0.4, 0.5, 0.65, 0.8, 1, 1.25, 1.5];
/** As many nodes as one request opens together. */
const NODES_AT_ONCE = 60;

kinerja_asn.cascade.show = (page) => new Tree(page);

class Tree {
	constructor(page) {
		this.page = page;
		this.zoom = 1;
		this.period = this.department = null;
		this.build();
		this.start();
	}

	tones() {
		return {
			reached: __("On target (90% or more)"),
			near: __("Nearly on target (70% or more)"),
			behind: __("Behind (less than 70%)"),
			none: __("No accepted report yet"),
		};
	}

	// --- what stands around the tree ---

	build() {
		this.periods = h("select", {
			class: "form-control input-sm",
			"aria-label": __("Performance period"),
			onchange: () => ((this.period = this.periods.value), (this.department = null), this.start()),
		});
		this.units = h("select", {
			class: "form-control input-sm",
			"aria-label": __("Unit"),
			onchange: () => ((this.department = this.units.value || null), this.start()),
		});
		this.found = h("ul", { class: "cascade-found", role: "listbox", hidden: true });
		this.search = h("input", {
			type: "search",
			class: "form-control input-sm",
			placeholder: __("Name, post or words of a result"),
			"aria-label": __("Search in the cascade"),
			autocomplete: "off",
		});
		const find = frappe.utils.debounce(() => this.find(), 300);
		this.search.addEventListener("input", find);
		this.search.addEventListener("keydown", (event) => this.among_found(event));
		const button = (label, title, action) =>
			h(
				"button",
				{
					class: "btn btn-default btn-sm",
					type: "button",
					title,
					"aria-label": title,
					onclick: action,
				},
				label
			);
		this.scale = h("span", { class: "cascade-scale", "aria-live": "polite" });
		this.path = h("nav", { class: "cascade-path", "aria-label": __("Above this") });
		this.tree = h("ul", { class: "cascade-tree", role: "tree", "aria-label": __("Cascade of Results") });
		this.canvas = h("div", { class: "cascade-canvas" }, this.tree);
		this.view = h("div", { class: "cascade-view" }, this.canvas);
		this.gaps = h("section", { class: "cascade-gaps", hidden: true });
		const legend = Object.entries(this.tones()).map(([tone, label]) =>
			h("li", {}, h("i", { class: `tone-${tone}` }), label)
		);
		this.page.main[0].append(
			h(
				"div",
				{ class: "kinerja-cascade" },
				h(
					"div",
					{ class: "cascade-tools" },
					this.periods,
					this.units,
					h("div", { class: "cascade-search" }, this.search, this.found),
					button(__("One level more"), __("Open one level more"), () => this.deeper()),
					button(__("Gaps"), __("Where the cascade is broken"), () => this.toggle_gaps()),
					h(
						"div",
						{ class: "cascade-zoom btn-group" },
						button("−", __("Smaller"), () => this.zoom_by(-1)),
						button(__("Fit"), __("Fit into the page"), () => this.fit()),
						button("+", __("Larger"), () => this.zoom_by(1))
					),
					this.scale
				),
				h("ul", { class: "cascade-legend" }, legend),
				this.path,
				this.gaps,
				this.view
			)
		);
		this.page.set_primary_action(__("Print"), () => this.print(), "printer");
		this.page.add_menu_item(__("Role-Result Matrix"), () => frappe.set_route("role-result-matrix"));
		this.tree.addEventListener("keydown", (event) => this.key(event));
		this.view.addEventListener(
			"wheel",
			(event) => {
				if (!event.ctrlKey) return;
				event.preventDefault();
				this.zoom_by(event.deltaY < 0 ? 1 : -1);
			},
			{ passive: false }
		);
		document.addEventListener("click", (event) => {
			if (!event.target.closest(".cascade-search")) this.found.hidden = true;
		});
		this.drag();
	}

	async start(node) {
		this.view.setAttribute("aria-busy", "true");
		try {
			const begun = await ask(`${API}start`, {
				period: this.period,
				department: this.department,
				node,
			});
			this.period = begun.period;
			this.choices(begun);
			this.draw(begun, node);
		} catch (error) {
			this.tree.replaceChildren();
			this.say(error.message);
		} finally {
			this.view.removeAttribute("aria-busy");
		}
	}

	choices({ periods, period, units, department }) {
		const companies = new Set(periods.map((row) => row.company));
		this.periods.replaceChildren(
			...periods.map((row) =>
				h(
					"option",
					{ value: row.name },
					companies.size > 1 ? `${row.year} · ${row.company}` : String(row.year)
				)
			)
		);
		this.periods.value = period || "";
		this.agency = periods.find((row) => row.name === period)?.company;
		this.units.replaceChildren(
			h("option", { value: "" }, __("Whole agency")),
			...units.map((row) => h("option", { value: row.name }, row.label || row.name))
		);
		this.units.value = department || "";
		this.units.hidden = units.length < 2;
	}

	draw({ path, roots, period }, node) {
		this.page_of_roots = 1;
		this.path.replaceChildren(
			...(node
				? [
						h(
							"button",
							{ class: "btn btn-link btn-sm", type: "button", onclick: () => this.start() },
							["⌂ ", __("From the top")]
						),
						...path.map((above) =>
							h(
								"button",
								{
									class: "btn btn-link btn-sm",
									type: "button",
									title: above.text,
									onclick: () => this.start(above.id),
								},
								`${above.owner}: ${above.text}`
							)
						),
					]
				: [])
		);
		this.tree.replaceChildren(...this.items(roots, null, 1));
		if (!roots.rows.length) {
			this.say(
				period
					? __(
							"There are no results here that you may see. They appear as soon as plans are written."
						)
					: __("No performance period is open in your agency yet.")
			);
			return;
		}
		this.first()?.setAttribute("tabindex", "0");
		if (roots.rows.length === 1) this.open(this.first());
		this.view.scrollTo(0, 0);
		this.show_zoom();
	}

	say(text) {
		this.tree.append(h("li", { class: "cascade-empty", role: "none" }, text));
	}

	// --- nodes ---

	items(branch, parent, level, page = 1) {
		const items = branch.rows.map((row) => this.item(row, level));
		if (branch.more) {
			items.push(
				h(
					"li",
					{ class: "cascade-more", role: "none" },
					h(
						"button",
						{
							class: "btn btn-default btn-sm",
							type: "button",
							onclick: (event) =>
								this.more(event.target.closest("li"), parent, level, page + 1),
						},
						__("Show more")
					)
				)
			);
		}
		if (branch.others) {
			items.push(
				h(
					"li",
					{ class: "cascade-others", role: "none" },
					branch.others === 1
						? __("1 other, not yours to see")
						: __("{0} others, not yours to see", [branch.others])
				)
			);
		}
		return items;
	}

	item(row, level) {
		const { tone } = row;
		const running = ["Plan Agreed", "Agreement Agreed"].includes(row.state);
		const toggle = h(
			"button",
			{
				class: "cascade-toggle",
				type: "button",
				tabindex: "-1",
				title: __("Open or close"),
				onclick: () => this.toggle(item),
			},
			String(row.below)
		);
		const item = h(
			"li",
			{
				role: "treeitem",
				tabindex: "-1",
				"aria-level": level,
				"aria-expanded": row.below ? "false" : null,
			},
			h(
				"div",
				{ class: `cascade-node tone-${tone}` },
				h(
					"p",
					{ class: "cascade-words" },
					h("span", { class: "cascade-code" }, row.kind === "objective" ? "★" : row.code || "–"),
					row.text
				),
				h(
					"p",
					{ class: "cascade-person" },
					h("strong", {}, row.owner || ""),
					h("span", {}, [row.position, row.unit].filter(Boolean).join(" · "))
				),
				h(
					"p",
					{ class: "cascade-foot" },
					row.percent == null
						? h("span", { class: "text-muted" }, "–")
						: h("b", {}, `${kinerja_asn.number(row.percent)}%`),
					!running && h("span", { class: "cascade-state" }, row.state_label),
					h(
						"button",
						{
							class: "cascade-act",
							type: "button",
							tabindex: "-1",
							onclick: () => this.start(row.id),
						},
						__("Begin here")
					),
					h(
						"a",
						{ class: "cascade-act", tabindex: "-1", href: this.address(row) },
						row.kind === "objective" ? __("Agreement") : __("Plan")
					),
					row.below > 0 && toggle
				)
			)
		);
		item.row = row;
		return item;
	}

	address(row) {
		const doctype = row.kind === "objective" ? "performance-agreement" : "work-plan";
		const base = location.pathname.startsWith("/desk") ? "/desk" : "/app";
		return `${base}/${doctype}/${encodeURIComponent(row.plan)}`;
	}

	group(item) {
		return [...item.children].find((child) => child.matches("ul"));
	}

	async toggle(item) {
		if (item.getAttribute("aria-expanded") === "true") this.close(item);
		else await this.open(item);
	}

	close(item) {
		if (!item.row?.below) return;
		item.setAttribute("aria-expanded", "false");
		const group = this.group(item);
		if (group) group.hidden = true;
	}

	async open(item) {
		if (!item?.row?.below) return;
		const group = this.group(item);
		item.setAttribute("aria-expanded", "true");
		if (group) {
			group.hidden = false;
			return;
		}
		await this.fill([item]);
	}

	/** Read what hangs below some nodes, in one request. */
	async fill(items) {
		for (const item of items) item.setAttribute("aria-busy", "true");
		try {
			const found = await ask(`${API}branches`, { nodes: items.map((item) => item.row.id) });
			for (const item of items) {
				const branch = found[item.row.id];
				if (!branch || this.group(item)) continue;
				const level = cint(item.getAttribute("aria-level")) + 1;
				item.setAttribute("aria-expanded", "true");
				item.append(h("ul", { role: "group" }, this.items(branch, item, level)));
			}
		} catch (error) {
			for (const item of items) item.setAttribute("aria-expanded", "false");
			frappe.show_alert({ message: frappe.utils.escape_html(error.message), indicator: "red" });
		} finally {
			for (const item of items) item.removeAttribute("aria-busy");
		}
	}

	async more(place, parent, level, page) {
		place.querySelector("button").disabled = true;
		const branch = parent
			? (await ask(`${API}branches`, { nodes: [parent.row.id], page }))[parent.row.id]
			: await ask(`${API}roots`, { period: this.period, department: this.department, page });
		// the number of others stands there already
		place.replaceWith(...this.items({ ...branch, others: 0 }, parent, level, page));
	}

	async deeper() {
		const closed = this.visible().filter(
			(item) => item.row.below && item.getAttribute("aria-expanded") !== "true"
		);
		const fresh = closed.filter((item) => !this.group(item));
		for (const item of closed) if (this.group(item)) this.open(item);
		if (fresh.length) await this.fill(fresh.slice(0, NODES_AT_ONCE));
		if (fresh.length > NODES_AT_ONCE) {
			frappe.show_alert({
				message: __("The first {0} were opened. Press again for the next.", [NODES_AT_ONCE]),
				indicator: "blue",
			});
		}
		if (!closed.length) frappe.show_alert({ message: __("Everything is open."), indicator: "green" });
	}

	// --- keyboard ---

	visible() {
		return [...this.tree.querySelectorAll("[role=treeitem]")].filter((item) => item.offsetParent);
	}

	first() {
		return this.tree.querySelector("[role=treeitem]");
	}

	go(item) {
		if (!item) return;
		this.tree.querySelector('[role=treeitem][tabindex="0"]')?.setAttribute("tabindex", "-1");
		item.setAttribute("tabindex", "0");
		item.focus({ preventScroll: true });
		item.querySelector(".cascade-node").scrollIntoView({ block: "nearest", inline: "nearest" });
	}

	key(event) {
		const item = event.target.closest("[role=treeitem]");
		if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
		const open = item.getAttribute("aria-expanded") === "true";
		const all = this.visible();
		const at = all.indexOf(item);
		const act = {
			ArrowDown: () => this.go(all[at + 1]),
			ArrowUp: () => this.go(all[at - 1]),
			Home: () => this.go(all[0]),
			End: () => this.go(all[all.length - 1]),
			ArrowRight: () =>
				open ? this.go(this.group(item)?.querySelector("[role=treeitem]")) : this.open(item),
			ArrowLeft: () =>
				open ? this.close(item) : this.go(item.parentElement.closest("[role=treeitem]")),
			Enter: () => event.target === item && this.toggle(item),
			"+": () => this.zoom_by(1),
			"-": () => this.zoom_by(-1),
			0: () => this.set_zoom(1),
		}[event.key];
		if (!act || (event.key === "Enter" && event.target !== item)) return;
		event.preventDefault();
		act();
	}

	// --- zoom and drag ---

	set_zoom(zoom) {
		this.zoom = zoom;
		this.canvas.style.zoom = zoom;
		this.show_zoom();
	}

	show_zoom() {
		this.scale.textContent = `${Math.round(this.zoom * 100)}%`;
	}

	zoom_by(step) {
		const next = step > 0 ? ZOOMS.find((zoom) => zoom > this.zoom + 0.01) : null;
		const last = step < 0 ? [...ZOOMS].reverse().find((zoom) => zoom < this.zoom - 0.01) : null;
		this.set_zoom(next || last || this.zoom);
	}

	fit() {
		this.set_zoom(1);
		const { scrollWidth, scrollHeight } = this.tree;
		const wide = this.view.clientWidth / (scrollWidth + 24);
		const high = Math.max(this.view.clientHeight / (scrollHeight + 24), wide / 2);
		this.set_zoom(Math.max(Math.min(wide, high, 1), ZOOMS[0]));
	}

	drag() {
		let from = null;
		this.view.addEventListener("pointerdown", (event) => {
			if (event.pointerType === "touch" || event.target.closest("button,a,.cascade-words")) return;
			from = {
				x: event.clientX + this.view.scrollLeft,
				y: event.clientY + this.view.scrollTop,
			};
			this.view.classList.add("dragging");
		});
		addEventListener("pointermove", (event) => {
			if (from) this.view.scrollTo(from.x - event.clientX, from.y - event.clientY);
		});
		addEventListener("pointerup", () => {
			from = null;
			this.view.classList.remove("dragging");
		});
	}

	// --- search ---

	async find() {
		const text = this.search.value.trim();
		if (text.length < 2) {
			this.found.hidden = true;
			return;
		}
		const rows = await ask(`${API}search`, { text, period: this.period || "" }).catch(() => []);
		if (this.search.value.trim() !== text) return;
		this.found.replaceChildren(
			...(rows.length
				? rows.map((row) =>
						h(
							"li",
							{ role: "option" },
							h(
								"button",
								{
									type: "button",
									onclick: () => ((this.found.hidden = true), this.start(row.id)),
								},
								h("strong", {}, row.owner || ""),
								h(
									"span",
									{ class: "text-muted" },
									` ${[row.position, row.unit].filter(Boolean).join(" · ")}`
								),
								h("span", {}, `${row.code || ""} ${row.text || ""}`)
							)
						)
					)
				: [h("li", { class: "cascade-empty" }, __("Nothing found that you may see."))])
		);
		this.found.hidden = false;
	}

	among_found(event) {
		if (event.key === "Escape") this.found.hidden = true;
		if (event.key !== "ArrowDown" || this.found.hidden) return;
		event.preventDefault();
		this.found.querySelector("button")?.focus();
	}

	// --- gaps ---

	async toggle_gaps() {
		this.gaps.hidden = !this.gaps.hidden;
		if (this.gaps.hidden) return;
		this.gaps.replaceChildren(h("p", { class: "text-muted" }, __("Loading …")));
		const kinds = {
			unserved: __("Objectives of agreements that no plan and no agreement takes up"),
			unsupported: __("Leaders' results that nobody supports"),
			unconnected: __("Results that support nothing"),
		};
		const parts = await Promise.all(
			Object.entries(kinds).map(async ([kind, title]) => {
				const place = h("div", {});
				await this.show_gaps(place, kind, title, 1);
				return place;
			})
		);
		this.gaps.replaceChildren(...parts);
		this.gaps.scrollIntoView({ block: "nearest" });
	}

	async show_gaps(place, kind, title, page) {
		const found = await ask(`${API}gaps`, {
			period: this.period,
			department: this.department,
			kind,
			page,
		}).catch((error) => ({ rows: [], total: 0, pages: 1, problem: error.message }));
		const turn = (to, label) =>
			h(
				"button",
				{
					class: "btn btn-default btn-xs",
					type: "button",
					onclick: () => this.show_gaps(place, kind, title, to),
				},
				label
			);
		place.replaceChildren(
			h("h5", {}, `${title} (${found.total})`),
			found.rows.length
				? h(
						"ul",
						{},
						found.rows.map((row) =>
							h(
								"li",
								{},
								h(
									"button",
									{
										class: "btn btn-link",
										type: "button",
										onclick: () => this.start(row.id),
									},
									`${row.code || ""} ${row.text || ""}`
								),
								h(
									"span",
									{ class: "text-muted" },
									[row.owner, row.position, row.unit].filter(Boolean).join(" · ")
								)
							)
						)
					)
				: h("p", { class: "text-muted" }, found.problem || __("None here.")),
			found.pages > 1
				? h(
						"p",
						{},
						page > 1 && turn(page - 1, __("Previous")),
						` ${__("Page {0} of {1}", [page, found.pages])} `,
						page < found.pages && turn(page + 1, __("Next"))
					)
				: ""
		);
	}

	// --- paper ---

	/** What is open on the screen, as an outline that breaks over pages. */
	print() {
		const chosen = (select) => select.options[select.selectedIndex]?.text || "";
		const tree = this.tree.cloneNode(true);
		for (const part of tree.querySelectorAll("button,a,[hidden],.cascade-more")) part.remove();
		const legend = this.page.main[0].querySelector(".cascade-legend").cloneNode(true);
		const body = h(
			"main",
			{},
			h("h1", {}, __("Cascade of Results")),
			h(
				"p",
				{},
				[
					this.agency,
					this.periods.value.split("-")[0],
					chosen(this.units),
					frappe.datetime.str_to_user(frappe.datetime.get_today()),
				]
					.filter(Boolean)
					.join(" · ")
			),
			legend,
			tree
		);
		const frame = h("iframe", { class: "cascade-paper", "aria-hidden": "true", tabindex: "-1" });
		frame.addEventListener("load", () => {
			frame.contentWindow.addEventListener("afterprint", () => frame.remove());
			frame.contentWindow.print();
		});
		frame.srcdoc = `<!doctype html><meta charset="utf-8"><title>${frappe.utils.escape_html(
			__("Cascade of Results")
		)}</title><style>${PAPER}</style>${body.outerHTML}`;
		document.body.append(frame);
	}
}

const PAPER = `
	@page { size: A4; margin: 14mm; }
	body { font: 10pt/1.35 system-ui, sans-serif; color: #111; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
	h1 { font-size: 14pt; margin: 0; }
	p { margin: 0; }
	ul { list-style: none; margin: 0; padding: 0; }
	ul ul { margin-left: 5mm; border-left: 1px solid #999; padding-left: 4mm; }
	.cascade-node { break-inside: avoid; border-left: 2.5mm solid #bbb; padding: 1mm 2.5mm; margin: 1.5mm 0; }
	.cascade-node > p { display: inline; margin-right: 2mm; }
	.cascade-node > .cascade-words { display: block; font-weight: 600; }
	.cascade-person strong { font-weight: 400; }
	.cascade-state { margin-left: 1.5mm; font-style: italic; }
	.cascade-code { margin-right: 1.5mm; }
	.cascade-person span, .cascade-others { color: #444; }
	.cascade-person span::before { content: " · "; }
	.cascade-legend { display: flex; flex-wrap: wrap; gap: 1mm 6mm; margin: 3mm 0 4mm; }
	.cascade-legend i { display: inline-block; width: 3mm; height: 3mm; margin-right: 1.5mm; background: #bbb; }
	.tone-reached { border-color: #2e8b57 !important; } i.tone-reached { background: #2e8b57; }
	.tone-near { border-color: #d9a441 !important; } i.tone-near { background: #d9a441; }
	.tone-behind { border-color: #c0393f !important; } i.tone-behind { background: #c0393f; }
`;
