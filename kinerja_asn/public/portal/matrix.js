// The role-result matrix as a screen, for the portal and for the desk: people as rows, the leader's results as columns.
// A cell is saved as soon as it is left. `tools` are the surroundings' own: __, h, call, say, dialog.
(() => {
	"use strict";
	const API = "kinerja_asn.api.matrix.";
	const WAIT = 1200;

	window.kinerja_matrix = (root, tools, first) => {
		const { __, h, call, say, dialog } = tools;
		let data = null,
			choices = [],
			waiting = 0;

		// --- what is asked of the server ---

		async function load(plan, { text = "", page = 1 } = {}) {
			root.setAttribute("aria-busy", "true");
			try {
				data = await call(`${API}matrix`, { leader_plan: plan || "", text, page });
				tools.opened?.(data);
			} catch (error) {
				say(error.message, { alert: true });
			} finally {
				root.removeAttribute("aria-busy");
			}
			draw();
		}

		async function list() {
			choices = await call(`${API}matrices`, {}).catch(() => []);
			const place = root.querySelector(".matrix-choice");
			place?.replaceWith(choice());
		}

		// --- one cell ---

		function cell(row, column) {
			const text = row.cells[column.key] || "";
			const supported = row.supports.includes(column.key);
			const mark =
				supported &&
				h(
					"small",
					{ class: "matrix-good", title: __("A result of this person's plan supports it.") },
					`✓ ${__("in the plan")}`
				);
			const place = h("td", { "data-label": `${column.code || ""} ${column.result || ""}`.trim() });
			if (!row.writes)
				place.append(h("p", { class: text ? null : "matrix-soft" }, text || "–"), mark || "");
			else place.append(input(row, column, text), mark || "");
			return place;
		}

		function input(row, column, text) {
			const state = h("small", { class: "matrix-state", "aria-live": "polite" });
			const field = h("textarea", {
				rows: 2,
				maxlength: 5000,
				"aria-label": `${row.name}: ${column.code || ""} ${column.result || ""}`,
				placeholder: __("What this person gives"),
				value: text,
			});
			let stored = text,
				timer,
				busy = Promise.resolve(),
				unsaved = false;
			const told = (words, tone) => {
				state.textContent = words;
				state.className = `matrix-state ${tone || ""}`;
			};
			const pending = (on) => {
				if (on !== unsaved) waiting += on ? 1 : -1;
				unsaved = on;
			};
			async function save(force) {
				clearTimeout(timer);
				const now = field.value;
				if (now.trim() === stored.trim()) return (pending(false), told(""));
				told(__("Saving …"));
				try {
					const answer = await call(`${API}save_cell`, {
						leader_plan: data.leader.plan,
						result_key: column.key,
						employee: row.employee,
						expected_result: now,
						...(force ? {} : { before: stored }),
					});
					const had = !!stored;
					stored = row.cells[column.key] = answer.text;
					if ("cells" in column) column.cells += !!stored - had;
					if (field.value === now) pending(false);
					told(__("Saved."), "matrix-good");
				} catch (error) {
					told(error.message, "matrix-bad");
					if (error.type === "TimestampMismatchError")
						state.append(
							" ",
							h(
								"button",
								{ type: "button", class: "link", onclick: () => save(true) },
								__("Keep my text")
							)
						);
				}
			}
			const soon = () => (busy = busy.then(() => save()));
			field.addEventListener("input", () => {
				pending(field.value.trim() !== stored.trim());
				clearTimeout(timer);
				timer = setTimeout(soon, WAIT);
			});
			field.addEventListener("change", soon);
			field.addEventListener("keydown", step);
			return h("div", { class: "matrix-cell" }, field, state);
		}

		// Ctrl and an arrow lead to the next cell.
		function step(event) {
			const [down, right] =
				{ ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }[event.key] ||
				[];
			if (!event.ctrlKey || down === undefined) return;
			event.preventDefault();
			const here = event.target.closest("td");
			const line = here.closest("tr");
			const lines = [...line.parentElement.children];
			const at = [...line.children].indexOf(here);
			lines[lines.indexOf(line) + down]?.children[at + right]?.querySelector("textarea")?.focus();
		}

		// --- the table ---

		function head(column) {
			return h(
				"th",
				{ scope: "col" },
				h("span", { class: "matrix-code" }, column.code || "–"),
				column.kind === "Additional" && h("small", { class: "matrix-soft" }, __("Additional")),
				h("p", {}, column.result || ""),
				"supporters" in column &&
					(column.supporters
						? h("small", { class: "matrix-soft" }, __("Supported by {0}", column.supporters))
						: h("small", { class: "matrix-bad" }, __("Supported by nobody yet")))
			);
		}

		function person(row) {
			const idle = data.whole && row.direct && data.columns.length && !row.supports.length;
			return h(
				"th",
				{ scope: "row" },
				h("strong", {}, row.name),
				h("small", { class: "matrix-soft" }, [row.position, row.unit].filter(Boolean).join(" · ")),
				!row.direct && h("small", { class: "matrix-mark" }, __("Added from elsewhere")),
				idle &&
					h(
						"small",
						{ class: "matrix-bad" },
						data.leader.mine
							? __("Supports none of your results yet")
							: __("Supports none of these results yet")
					)
			);
		}

		function table() {
			if (!data.columns.length)
				return h(
					"p",
					{ class: "matrix-empty" },
					__("This plan has no results yet; they become the columns of the matrix.")
				);
			if (!data.rows.length)
				return h(
					"p",
					{ class: "matrix-empty" },
					data.text
						? __("Nobody found.")
						: data.writes
							? __("Nobody has you as appraiser in this period. You can add people below.")
							: __("There is nobody in this matrix yet.")
				);
			return h(
				"div",
				{
					class: "matrix-scroll",
					tabindex: "0",
					role: "region",
					"aria-label": __("Role-result matrix"),
				},
				h(
					"table",
					{ class: "matrix-table" },
					h(
						"thead",
						{},
						h("tr", {}, h("th", { scope: "col" }, __("Person")), data.columns.map(head))
					),
					h(
						"tbody",
						{},
						data.rows.map((row) =>
							h(
								"tr",
								{},
								person(row),
								data.columns.map((column) => cell(row, column))
							)
						)
					)
				)
			);
		}

		// --- what stands around it ---

		function choice() {
			const others = choices.filter((row) => row.name !== data?.leader?.plan);
			if (!others.length) return h("div", { class: "matrix-choice" });
			const label = (row) =>
				[row.part === "own" ? __("My matrix") : row.employee_name, row.position, row.year]
					.filter(Boolean)
					.join(" · ");
			const select = h(
				"select",
				{ "aria-label": __("Choose a matrix") },
				choices.map((row) => h("option", { value: row.name }, label(row)))
			);
			if (!choices.some((row) => row.name === data.leader.plan))
				select.prepend(h("option", { value: data.leader.plan }, data.leader.name));
			select.value = data.leader.plan;
			select.addEventListener("change", async () => {
				if (waiting && !(await leave())) return (select.value = data.leader.plan);
				load(select.value);
			});
			return h("label", { class: "matrix-choice" }, h("span", {}, __("Matrix of")), select);
		}

		// Cells that are being saved are waited for; what could not be saved is asked about.
		async function leave() {
			await new Promise((resolve) => setTimeout(resolve, WAIT));
			return !waiting || confirm(__("Some cells are not saved yet. Leave them?"));
		}

		function gaps() {
			const alone = data.columns.filter((column) => column.supporters === 0 && column.kind === "Main");
			return (
				alone.length > 0 &&
				h(
					"p",
					{ class: "matrix-note" },
					h("strong", {}, __("Gaps: results that nobody's plan supports yet")),
					": ",
					alone.map((column) => column.code).join(", ")
				)
			);
		}

		function searching() {
			const field = h("input", {
				type: "search",
				value: data.text,
				placeholder: __("Name or post"),
				"aria-label": __("Search in the matrix"),
			});
			return h(
				"form",
				{
					class: "matrix-search",
					role: "search",
					onsubmit: (event) => (
						event.preventDefault(),
						load(data.leader.plan, { text: field.value.trim() })
					),
				},
				field,
				h("button", { class: "button small btn btn-default btn-sm" }, __("Search"))
			);
		}

		function adding() {
			const list = h("ul", { class: "choices" });
			const field = h("input", {
				type: "search",
				placeholder: __("Name, post or unit"),
				"aria-label": __("Search a person"),
			});
			const box = dialog(
				__("Add a person"),
				h(
					"p",
					{ class: "hint" },
					__(
						"For team work: somebody who is not your direct report. He picks your result in his plan."
					)
				),
				field,
				list,
				h(
					"div",
					{ class: "row" },
					h(
						"button",
						{ class: "button btn btn-default", type: "button", onclick: () => box.close() },
						__("Close")
					)
				)
			);
			const add = (one) => {
				box.close();
				data.rows.unshift({ ...one, direct: false, writes: true, supports: [], cells: {} });
				data.total += 1;
				draw();
				root.querySelector("tbody textarea")?.focus();
				say(__("{0} stays in the matrix once a cell is written.", one.name));
			};
			const find = async () => {
				const rows = await call(`${API}people`, {
					leader_plan: data.leader.plan,
					text: field.value,
				}).catch((error) => (say(error.message, { alert: true }), []));
				list.replaceChildren(
					...rows
						.filter((one) => !data.rows.some((row) => row.employee === one.employee))
						.map((one) =>
							h(
								"li",
								{},
								h(
									"button",
									{ type: "button", onclick: () => add(one) },
									one.name,
									h("small", {}, [one.position, one.unit].filter(Boolean).join(" · "))
								)
							)
						)
				);
				if (!list.children.length && field.value.trim().length > 1)
					list.append(h("li", { class: "empty" }, __("Nobody found.")));
			};
			let timer;
			field.addEventListener("input", () => (clearTimeout(timer), (timer = setTimeout(find, 300))));
			field.focus();
		}

		function pages() {
			if (data.pages < 2) return null;
			const turn = (page, label) =>
				h(
					"button",
					{
						class: "button small btn btn-default btn-sm",
						type: "button",
						onclick: async () =>
							(!waiting || (await leave())) &&
							load(data.leader.plan, { text: data.text, page }),
					},
					label
				);
			return h(
				"nav",
				{ class: "matrix-pages", "aria-label": __("Pages") },
				data.page > 1 && turn(data.page - 1, __("Previous")),
				h("span", {}, __("Page {0} of {1}", data.page, data.pages)),
				data.page < data.pages && turn(data.page + 1, __("Next"))
			);
		}

		function draw() {
			if (!data) return root.replaceChildren(h("p", { class: "matrix-empty" }, __("Loading …")));
			if (!data.leader)
				return root.replaceChildren(
					h(
						"p",
						{ class: "matrix-empty" },
						__(
							"There is no matrix for you yet. It begins with an agreed plan of a leader to whom you belong, or with your own."
						)
					)
				);
			const { leader } = data;
			root.replaceChildren(
				...[
					h(
						"div",
						{ class: "matrix-head" },
						h(
							"div",
							{},
							h("h2", {}, leader.name),
							h(
								"p",
								{ class: "matrix-soft" },
								[
									leader.position,
									leader.unit,
									parseInt(leader.period, 10),
									leader.state_label,
								]
									.filter(Boolean)
									.join(" · ")
							)
						),
						choice()
					),
					data.why_not && h("p", { class: "matrix-note" }, data.why_not),
					gaps(),
					h(
						"div",
						{ class: "matrix-tools" },
						data.whole && (data.total > 8 || data.text) ? searching() : null,
						data.writes &&
							h(
								"button",
								{
									class: "button small btn btn-default btn-sm",
									type: "button",
									onclick: adding,
								},
								__("Add a person")
							),
						data.rows.length > 0 &&
							h(
								"a",
								{
									class: "button small btn btn-default btn-sm",
									href: `/api/method/${API}export?leader_plan=${encodeURIComponent(leader.plan)}`,
									download: "",
								},
								__("Download (XLSX)")
							)
					),
					data.writes &&
						h(
							"p",
							{ class: "matrix-soft matrix-hint" },
							__(
								"Each cell is saved as soon as you leave it. Ctrl and an arrow lead to the next cell."
							)
						),
					table(),
					pages(),
				].filter(Boolean)
			);
		}

		addEventListener("beforeunload", (event) => waiting && event.preventDefault());
		if (first) {
			data = first;
			draw();
		} else {
			draw();
			load(tools.plan);
		}
		list();
		return { load };
	};

	const { kinerja } = window;
	const place = document.getElementById("matrix");
	if (kinerja?.page && place)
		window.kinerja_matrix(place, { ...kinerja, call: kinerja.post }, kinerja.page.matrix);
})();
