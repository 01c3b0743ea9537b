// Writing a plan or an adjustment: rows are drawn from the content, typed into it, and saved as a whole.
(() => {
	"use strict";
	const { Refusal, page, __, h, toNumber, fromNumber, post, say, sayNext, dialog, ask, busy, take } =
		window.kinerja;
	const root = document.getElementById("editor");
	const { doctype, name } = page.content;
	const isPlan = doctype === "Work Plan";
	const viewUrl = `/kinerja/${isPlan ? "plan" : "adjustment"}?name=${encodeURIComponent(name)}`;
	const backupKey = `kinerja-write-${name}`;
	// The columns that are sent; everything else is the server's.
	const SENT = page.content.columns;
	const LABELS = {
		result: __("Result of work"),
		success_measure: __("Measure of success and target"),
		perspective: __("Perspective"),
		superior_row_key: __("Superior's result supported"),
		indicator: __("Individual indicator"),
		aspect: __("Aspect"),
		direction: __("Direction"),
		adds_up: __("Adds up by"),
		target: __("Target"),
		target_low: __("Target from"),
		target_high: __("Target to"),
		uom: __("Unit of measure"),
		highest_possible_target: __("The target is the highest possible"),
		action: __("Action plan"),
		performance_interval: __("Interval"),
		description: __("Annex"),
	};
	const SUPERIOR = ["superior_plan", "superior_row_key", "superior_result", "superior_owner_name"];
	const copy = (value) => JSON.parse(JSON.stringify(value));
	const same = (one, other) => String(one ?? "") === String(other ?? "");

	// what of `older`, my text before somebody else's save, the newest version does not have
	let lost, older;
	let content,
		tables,
		base,
		dirty,
		count = 0;

	function begin(fresh) {
		const open = Object.fromEntries((tables?.results || []).map((row) => [row.short_code, row._open]));
		content = fresh;
		tables = fresh.tables;
		for (const row of tables.results) row._open = open[row.short_code];
		base = copy(tables);
		dirty = false;
	}

	const idOf = (row) => (row._id ??= row.row_key || `new-${++count}`);
	const quantitative = () => content.approach !== "Qualitative";
	const jpt = () => content.model === "JPT";

	// --- what was typed survives a reload, and somebody else's save ---

	let timer;
	function touch() {
		dirty = true;
		told();
		clearTimeout(timer);
		timer = setTimeout(backUp, 250);
	}
	function backUp() {
		if (dirty || older)
			sessionStorage.setItem(
				backupKey,
				JSON.stringify({
					modified: content.modified,
					tables,
					base,
					approach: content.approach,
					head: content.head,
					older,
				})
			);
	}
	let back;
	const forget = () => (clearTimeout(timer), back?.remove(), sessionStorage.removeItem(backupKey));
	addEventListener("pagehide", backUp);
	addEventListener("beforeunload", (event) => dirty && event.preventDefault());

	function restore() {
		const kept = JSON.parse(sessionStorage.getItem(backupKey) || "null");
		if (!kept) return;
		older = kept.older;
		if (kept.modified === content.modified) {
			tables = content.tables = kept.tables;
			Object.assign(content, { approach: kept.approach, head: kept.head });
			dirty = true;
			back = say(__("Your text that was not saved yet is back."), {
				label: __("Discard"),
				stay: 15000,
				action: () => (forget(), (dirty = false), location.reload()),
			});
		} else older = { tables: kept.tables, base: kept.base };
		findLost();
	}

	function findLost() {
		lost = older ? differences(older.tables, older.base) : null;
		if (!lost?.length) lost = older = null;
	}

	// My changes that the newest version does not have.
	function differences(mine, before) {
		const found = [];
		for (const [table, columns] of Object.entries(SENT)) {
			const old = Object.fromEntries((before[table] || []).map((row) => [row.name, row]));
			const fresh = Object.fromEntries(tables[table].map((row) => [row.name, row]));
			for (const row of mine[table] || []) {
				const title = row.result || row.indicator || row.action || row._label || "";
				if (!row.name || !fresh[row.name]) {
					if (title)
						found.push({
							label: __("New row"),
							text: title,
							use: () => {
								tables[table].push({
									...row,
									name: undefined,
									row_key: undefined,
									_id: undefined,
								});
								mine[table].splice(mine[table].indexOf(row), 1);
							},
						});
					continue;
				}
				for (const column of columns)
					if (
						LABELS[column] &&
						!same(row[column], old[row.name]?.[column]) &&
						!same(row[column], fresh[row.name][column])
					)
						found.push({
							label: `${LABELS[column]}${title && column !== "result" ? ` · ${title}` : ""}`,
							text: shownText(row, column),
							use: () => {
								const taken = column === "superior_row_key" ? SUPERIOR : [column];
								for (const one of taken) fresh[row.name][one] = row[one];
							},
						});
			}
		}
		return found;
	}

	function shownText(row, column) {
		if (column === "superior_row_key") return row.superior_result || "–";
		if (typeof row[column] === "number") return fromNumber(row[column]);
		return String(row[column] || "–");
	}

	function lostText() {
		if (!lost?.length) return null;
		return h(
			"section",
			{ class: "note wait", id: "lost" },
			h(
				"strong",
				{},
				__("Somebody else saved in between. Your text is kept here; take over what you still need.")
			),
			h(
				"ul",
				{},
				lost.map((item) =>
					h(
						"li",
						{ class: "sub-card" },
						h("small", { class: "hint" }, item.label),
						h("p", {}, item.text),
						h(
							"button",
							{
								class: "button small",
								type: "button",
								onclick: () => {
									item.use();
									findLost();
									touch();
									draw();
								},
							},
							__("Use my text")
						)
					)
				)
			),
			h(
				"button",
				{
					class: "link",
					type: "button",
					onclick: () => {
						lost = older = null;
						if (dirty) backUp();
						else forget();
						draw();
					},
				},
				__("I need none of this any more")
			)
		);
	}

	// --- fields ---

	function field(
		row,
		column,
		{ kind = "area", options, label = LABELS[column], short, list, redraw, rows = 2 } = {}
	) {
		let input;
		if (kind === "area") input = h("textarea", { rows, maxlength: 5000 });
		else if (kind === "select")
			input = h(
				"select",
				{},
				h("option", { value: "" }, "–"),
				options.map((option) => h("option", { value: option.value }, option.label))
			);
		else
			input = h("input", {
				list,
				maxlength: 140,
				inputmode: kind === "number" ? "decimal" : null,
				type: kind === "date" ? "date" : "text",
				autocomplete: "off",
			});
		input.value = kind === "number" ? fromNumber(row[column]) : (row[column] ?? "");
		input.addEventListener("input", () => {
			if (kind === "number") {
				const figure = toNumber(input.value);
				input.setAttribute("aria-invalid", Number.isNaN(figure));
				if (!Number.isNaN(figure)) row[column] = figure;
			} else row[column] = input.value;
			touch();
			redraw?.(column);
		});
		input.dataset.column = column;
		if (kind === "number")
			input.addEventListener("change", () => {
				const figure = toNumber(input.value);
				if (figure != null && !Number.isNaN(figure)) input.value = fromNumber(figure);
			});
		return h("label", { class: `field${short ? " short" : ""}` }, h("span", {}, label), input);
	}

	function check(row, column) {
		const box = h("input", {
			type: "checkbox",
			onchange: () => {
				row[column] = box.checked ? 1 : 0;
				touch();
			},
		});
		box.checked = !!row[column];
		return h("label", { class: "check" }, box, h("span", {}, LABELS[column]));
	}

	const saidAt = (row) =>
		row.appraiser_note &&
		h("p", { class: "said" }, h("span", {}, __("Appraiser's note")), row.appraiser_note);

	function remove(table, row, text) {
		const before = copy({ list: tables[table].map(idOf) }).list;
		const gone = { [table]: [row] };
		if (table === "results")
			for (const other of ["indicators", "actions"])
				gone[other] = tables[other].filter((one) => one.result_code === row.short_code);
		if (table === "indicators" && row.row_key)
			gone.actions = tables.actions.filter((one) => one.indicator_key === row.row_key);
		for (const [from, rows] of Object.entries(gone))
			tables[from] = tables[from].filter((one) => !rows.includes(one));
		touch();
		draw();
		say(__("Removed: {0}", (text || "").slice(0, 60) || __("empty row")), {
			label: __("Undo"),
			stay: 10000,
			action: () => {
				for (const [from, rows] of Object.entries(gone)) tables[from].push(...rows);
				tables[table].sort((one, other) => before.indexOf(idOf(one)) - before.indexOf(idOf(other)));
				touch();
				draw();
			},
		});
	}

	const removeButton = (table, row, text) =>
		h(
			"button",
			{
				class: "button small quiet",
				type: "button",
				"aria-label": __("Remove: {0}", text || ""),
				onclick: () => remove(table, row, text),
			},
			__("Remove")
		);

	// --- results, indicators, actions ---

	function nextCode(kind) {
		const prefix = kind === "Additional" ? "T" : "";
		const taken = tables.results
			.map((row) => new RegExp(`^${prefix}(\\d+)$`).exec(row.short_code || ""))
			.filter(Boolean);
		return prefix + (Math.max(0, ...taken.map((found) => Number(found[1]))) + 1);
	}

	function add(table, row) {
		tables[table].push(row);
		touch();
		draw();
		jump(idOf(row), true);
	}

	const lacking = (row, indicators) =>
		content.missing.filter(
			(item) => item.key && [row, ...indicators].some((one) => one.row_key === item.key)
		);

	function resultCard(row) {
		const redraw = () => card.replaceWith(resultCard(row));
		const mine = (table) => tables[table].filter((one) => one.result_code === row.short_code);
		const text = row.result || (row.kind === "Additional" ? __("Additional result") : __("Main result"));
		row._open ??= tables.results.length < 2 || !row.result || !!lacking(row, mine("indicators")).length;
		const card = h(
			"details",
			{ class: "result", id: idOf(row), open: row._open, ontoggle: () => (row._open = card.open) },
			h(
				"summary",
				{},
				h("span", { class: "code" }, row.short_code),
				h(
					"h3",
					{},
					text,
					h(
						"small",
						{},
						__("Indicators: {0}", mine("indicators").length),
						lacking(row, mine("indicators")).length ? ` · ${__("incomplete")}` : ""
					)
				)
			),
			saidAt(row),
			field(row, "result", { rows: 2 }),
			h("small", { class: "hint" }, __("Write a state that is reached, not an activity.")),
			!jpt() && !content.external && superior(row, redraw),
			jpt() && field(row, "perspective", { kind: "select", options: page.options.perspective }),
			(!quantitative() || row.success_measure) && field(row, "success_measure"),
			mine("indicators").map((one) => indicatorCard(one, row)),
			(quantitative() || mine("indicators").length > 0) &&
				h(
					"button",
					{
						class: "button small",
						type: "button",
						onclick: () =>
							add("indicators", {
								result_code: row.short_code,
								direction: "Higher Is Better",
								adds_up: "Sum",
							}),
					},
					__("+ Indicator")
				),
			" ",
			actionsOf(
				row,
				mine("actions").filter((one) => !one.indicator_key)
			),
			h("div", { class: "row" }, removeButton("results", row, row.result))
		);
		return card;
	}

	function superior(row, redraw) {
		return h(
			"div",
			{ class: "field" },
			h("span", {}, LABELS.superior_row_key),
			row.superior_row_key
				? h(
						"p",
						{ class: "picked" },
						row.superior_result,
						row.superior_owner_name &&
							h("small", { class: "hint" }, ` · ${row.superior_owner_name}`)
					)
				: h(
						"p",
						{ class: "hint" },
						row.kind === "Additional"
							? __("Not needed for an additional result.")
							: __("Not chosen yet.")
					),
			h(
				"button",
				{
					class: "button small",
					type: "button",
					onclick: (event) => busy(event.target, () => pickSuperior(row, redraw)),
				},
				row.superior_row_key ? __("Choose another") : __("Choose")
			)
		);
	}

	async function pickSuperior(row, redraw) {
		const list = h("ul", { class: "choices" }),
			whose = h("p", { class: "hint" }),
			leaders = h("ul", { class: "choices" }),
			expected = h("ul", { class: "choices" }),
			expecting = h(
				"section",
				{ hidden: true },
				h("p", { class: "hint" }, __("Expected of you in the role-result matrix")),
				expected
			);
		const search = h("input", {
			type: "search",
			placeholder: __("Name or post of another leader"),
			"aria-label": __("Search another leader"),
		});
		const choose = (item, owner) => {
			// what the leader expects is only proposed: words that are there already stay
			if (item?.expected_result && !String(row.result || "").trim()) row.result = item.expected_result;
			Object.assign(row, {
				superior_plan: item?.plan || "",
				superior_row_key: item?.row_key || "",
				superior_result: item?.result || "",
				superior_owner_name: item ? owner : "",
			});
			touch();
			box.close();
			redraw();
		};
		const load = async (leader) => {
			const found = await post("kinerja_asn.api.work_plans.superior_results", {
				work_plan: name,
				leader,
				doctype,
			});
			whose.textContent = found.owner ? __("Results of {0}", found.owner) : "";
			expected.replaceChildren(
				...found.cells.map((item) =>
					h(
						"li",
						{},
						h(
							"button",
							{ type: "button", onclick: () => choose(item, item.owner) },
							h("strong", {}, item.expected_result),
							h("small", {}, `${item.owner} · ${item.short_code || ""} ${item.result}`)
						)
					)
				)
			);
			expecting.hidden = !found.cells.length;
			list.replaceChildren(
				...found.results.map((item) =>
					h(
						"li",
						{},
						h(
							"button",
							{ type: "button", onclick: () => choose(item, found.owner) },
							h("strong", {}, item.short_code || ""),
							" ",
							item.result
						)
					)
				)
			);
			if (!found.results.length)
				list.append(
					h(
						"li",
						{ class: "empty" },
						found.state
							? __("No results are written in this plan yet.")
							: __(
									"{0} has no work plan yet. You can write on and choose later.",
									found.owner || __("Your superior")
								)
					)
				);
		};
		let waiting;
		search.addEventListener("input", () => {
			clearTimeout(waiting);
			waiting = setTimeout(async () => {
				if (search.value.trim().length < 2) return leaders.replaceChildren();
				const rows = await post("kinerja_asn.api.work_plans.leaders", {
					work_plan: name,
					text: search.value,
					doctype,
				}).catch(() => []);
				leaders.replaceChildren(
					...rows.map((one) =>
						h(
							"li",
							{},
							h(
								"button",
								{ type: "button", onclick: () => load(one.employee) },
								one.employee_name,
								h(
									"small",
									{},
									[one.position, one.department_name].filter(Boolean).join(" · ")
								)
							)
						)
					)
				);
				if (!rows.length) leaders.append(h("li", { class: "empty" }, __("Nobody found.")));
			}, 300);
		});
		await load();
		const box = dialog(
			LABELS.superior_row_key,
			expecting,
			whose,
			list,
			h("details", {}, h("summary", {}, __("For team work: another leader's result")), search, leaders),
			h(
				"div",
				{ class: "row" },
				row.superior_row_key &&
					h(
						"button",
						{ class: "button", type: "button", onclick: () => choose(null) },
						__("Clear the choice")
					),
				h("button", { class: "button", type: "button", onclick: () => box.close() }, __("Cancel"))
			)
		);
	}

	function indicatorCard(row, result) {
		const redraw = (column) => {
			const fresh = indicatorCard(row, result);
			card.replaceWith(fresh);
			fresh.querySelector(`[data-column="${column}"]`)?.focus({ preventScroll: true });
		};
		const targets = row.direction !== "Range" && intervalTargets(row, result);
		const card = h(
			"div",
			{ class: "sub-card", id: idOf(row) },
			h(
				"div",
				{ class: "top-line" },
				h("h3", {}, __("Indicator")),
				h(
					"button",
					{ class: "button small", type: "button", onclick: () => pickIndicator(row, redraw) },
					__("From the library")
				),
				removeButton("indicators", row, row.indicator)
			),
			saidAt(row),
			field(row, "indicator"),
			h(
				"div",
				{ class: "two four" },
				!jpt() && field(row, "aspect", { kind: "select", options: page.options.aspect }),
				field(row, "direction", { kind: "select", options: page.options.direction, redraw }),
				row.direction === "Range"
					? [
							field(row, "target_low", { kind: "number" }),
							field(row, "target_high", { kind: "number" }),
						]
					: field(row, "target", { kind: "number" }),
				field(row, "uom", { kind: "text", list: "units" })
			),
			h(
				"details",
				{},
				h("summary", {}, __("More about this indicator")),
				h(
					"div",
					{ class: "two" },
					field(row, "adds_up", { kind: "select", options: page.options.adds_up, redraw }),
					check(row, "highest_possible_target")
				)
			),
			targets
		);
		if (targets) card.addEventListener("input", targets.sum);
		return card;
	}

	async function pickIndicator(row, redraw) {
		const list = h("ul", { class: "choices" });
		const search = h("input", {
			type: "search",
			placeholder: __("Words of the indicator"),
			"aria-label": __("Search the library"),
		});
		const box = dialog(
			__("Indicators of the library"),
			search,
			list,
			h(
				"div",
				{ class: "row" },
				h("button", { class: "button", type: "button", onclick: () => box.close() }, __("Cancel"))
			)
		);
		const label = (kind, value) =>
			page.options[kind].find((option) => option.value === value)?.label || value;
		const load = async () => {
			const rows = await post("kinerja_asn.api.portal.indicators", { text: search.value }).catch(
				(error) => (say(error.message, { alert: true }), [])
			);
			list.replaceChildren(
				...rows.map((one) =>
					h(
						"li",
						{},
						h(
							"button",
							{
								type: "button",
								onclick: () => {
									const {
										name: performance_indicator,
										indicator_name: indicator,
										...columns
									} = one;
									Object.assign(row, columns, { performance_indicator, indicator });
									touch();
									box.close();
									redraw();
								},
							},
							one.indicator_name,
							h(
								"small",
								{},
								[
									label("aspect", one.aspect),
									one.uom,
									label("direction", one.direction),
								].join(" · ")
							)
						)
					)
				)
			);
			if (!rows.length)
				list.append(
					h(
						"li",
						{ class: "empty" },
						__("The library has nothing like this. Write your own indicator.")
					)
				);
		};
		let waiting;
		search.addEventListener("input", () => (clearTimeout(waiting), (waiting = setTimeout(load, 300))));
		await load();
	}

	function intervalTargets(row, result) {
		if (!content.intervals.length) return false;
		const rows = () => tables.actions.filter((one) => row.row_key && one.indicator_key === row.row_key);
		const total = h("p", { class: "hint" });
		const sum = () => {
			const figure = rows().reduce((all, one) => all + (Number(one.target) || 0), 0);
			const differs = row.adds_up === "Sum" && Math.abs(figure - (Number(row.target) || 0)) > 1e-6;
			total.textContent =
				row.adds_up === "Sum" && rows().length
					? __("Together {0} of {1}", fromNumber(figure), fromNumber(row.target || 0))
					: "";
			total.className = differs && rows().length ? "late" : "hint";
		};
		const boxes = content.intervals.map((interval) => {
			let part = rows().find((one) => one.performance_interval === interval.name);
			const input = h("input", {
				inputmode: "decimal",
				autocomplete: "off",
				value: fromNumber(part?.target),
				oninput: () => {
					const figure = toNumber(input.value);
					input.setAttribute("aria-invalid", Number.isNaN(figure));
					if (Number.isNaN(figure)) return;
					if (figure == null)
						((tables.actions = tables.actions.filter((one) => one !== part)), (part = null));
					else if (part) part.target = figure;
					else
						tables.actions.push(
							(part = {
								result_code: result.short_code,
								indicator_key: row.row_key,
								action: row.indicator,
								performance_interval: interval.name,
								target: figure,
								uom: row.uom,
							})
						);
					touch();
				},
			});
			return h("label", {}, h("span", {}, interval.label), input);
		});
		sum();
		const propose = h(
			"button",
			{ class: "button small", type: "button", onclick: () => busy(propose, proposeTargets) },
			__("Propose interval targets")
		);
		return Object.assign(
			h(
				"details",
				{ open: rows().length > 0 && rows().length <= 4 },
				h("summary", {}, __("Interval targets"), rows().length ? ` (${rows().length})` : ""),
				row.row_key
					? [!rows().length && propose, h("div", { class: "intervals" }, boxes), total]
					: [
							h(
								"p",
								{ class: "hint" },
								__(
									"Save first; then the targets of the intervals can be proposed from the yearly target."
								)
							),
							propose,
						]
			),
			{ sum }
		);
	}

	async function proposeTargets() {
		if (dirty) await send();
		await post("kinerja_asn.api.work_plans.add_proposed_actions", {
			work_plan: name,
			modified: content.modified,
			doctype,
		});
		await reload();
		say(__("Interval targets were proposed. Change them as you need."));
	}

	function actionsOf(result, rows) {
		const options = content.intervals.map((one) => ({ value: one.name, label: one.label }));
		return [
			rows.map((row) =>
				h(
					"div",
					{ class: "sub-card", id: idOf(row) },
					h(
						"div",
						{ class: "top-line" },
						h("h3", {}, __("Action plan")),
						removeButton("actions", row, row.action)
					),
					saidAt(row),
					field(row, "action"),
					field(row, "performance_interval", { kind: "select", options, short: true })
				)
			),
			h(
				"button",
				{
					class: "button small",
					type: "button",
					onclick: () => add("actions", { result_code: result.short_code }),
				},
				__("+ Action")
			),
		];
	}

	// --- the page ---

	function group(kind, title, label) {
		const rows = tables.results.filter((row) => (row.kind || "Main") === kind);
		return h(
			"section",
			{ "aria-label": title, id: kind === "Main" ? "results" : null },
			h("h2", {}, title),
			rows.map(resultCard),
			h(
				"p",
				{ class: "row" },
				h(
					"button",
					{
						class: `button${kind === "Main" && !rows.length ? " primary" : ""}`,
						type: "button",
						onclick: () => add("results", { kind, short_code: nextCode(kind) }),
					},
					label
				)
			)
		);
	}

	function checklist() {
		if (!content.missing.length)
			return h("p", { class: "note info" }, __("Nothing is missing. You can propose it."));
		return h(
			"details",
			{ class: "card checklist", open: content.missing.length <= 6 },
			h(
				"summary",
				{},
				h(
					"strong",
					{},
					__("Before it can be proposed: {0} things are missing", content.missing.length)
				)
			),
			h(
				"ul",
				{},
				content.missing.map((item) => {
					const target = item.key || item.part || item.table || "results";
					return h(
						"li",
						{},
						h(
							"a",
							{
								href: `#${target}`,
								onclick: (event) => (event.preventDefault(), jump(target)),
							},
							item.text
						)
					);
				})
			)
		);
	}

	function jump(id, focus) {
		const element = document.getElementById(id);
		if (!element) return;
		for (let outer = element; outer; outer = outer.parentElement)
			if (outer.matches("details.result,.checklist")) outer.open = true;
		element.scrollIntoView({ block: focus ? "center" : "start" });
		element.classList.add("glow");
		setTimeout(() => element.classList.remove("glow"), 2500);
		(element.matches("textarea,input")
			? element
			: element.querySelector("textarea,input,select,button")
		)?.focus({ preventScroll: true });
	}

	let status;
	function told(text, alert) {
		status.textContent = text || (dirty ? __("Not saved yet") : "");
		status.className = `said-here ${alert ? "late" : "hint"}`;
	}

	function head() {
		const approach = { value: content.approach };
		const options = [
			["Quantitative", __("Quantitative")],
			["Qualitative", __("Qualitative")],
		].map(([value, label]) => ({ value, label }));
		return [
			h(
				"header",
				{ class: "page-head" },
				h(
					"div",
					{},
					h("h1", {}, isPlan ? __("Write the plan") : __("Write the adjustment")),
					h("p", { class: "hint" }, name)
				),
				h("span", { class: "chip quiet" }, content.state_label)
			),
			content.return_note &&
				h(
					"section",
					{ class: "note alert" },
					h("strong", {}, __("Returned by the appraiser")),
					h("p", {}, content.return_note)
				),
			lostText(),
			checklist(),
			content.head &&
				h(
					"section",
					{ class: "card" },
					field(content.head, "cause", {
						kind: "select",
						options: page.options.cause,
						label: __("Cause"),
					}),
					field(content.head, "effective_from", {
						kind: "date",
						label: __("Effective from"),
						short: true,
					}),
					field(content.head, "reason", { label: __("Reason"), rows: 3 })
				),
			isPlan &&
				h(
					"div",
					{ class: "row" },
					field(approach, "value", {
						kind: "select",
						options,
						label: __("Approach"),
						short: true,
						redraw: () => ((content.approach = approach.value || "Quantitative"), draw()),
					}),
					h(
						"button",
						{
							class: "button",
							type: "button",
							onclick: (event) => busy(event.target, pickSource),
						},
						__("Copy from another plan")
					)
				),
		];
	}

	function draw() {
		const scroll = scrollY;
		const active = document.activeElement?.closest?.("[id]")?.id;
		status = h("span", { class: "said-here", role: "status" });
		const saving = h(
			"button",
			{
				class: "button",
				type: "button",
				onclick: () =>
					busy(saving, async () => {
						await send();
						say(__("Saved."));
					}),
			},
			__("Save")
		);
		const proposing = h(
			"button",
			{ class: "button primary", type: "button", onclick: () => busy(proposing, propose) },
			__("Propose")
		);
		root.replaceChildren(
			...[
				head(),
				group("Main", __("A. Main"), __("+ Main result")),
				group("Additional", __("B. Additional"), __("+ Additional result")),
				h(
					"section",
					{ class: "card", id: "behaviours" },
					h("h2", {}, __("Work behaviour")),
					h(
						"p",
						{ class: "hint" },
						__("Your leader writes special expectations here, for each behaviour.")
					),
					tables.behaviours.map((row) =>
						h(
							"p",
							{ class: "supports", id: idOf(row) },
							h("b", {}, row._label),
							row.expectation && h("span", {}, __("Leader's special expectation")),
							row.expectation
						)
					)
				),
				h(
					"section",
					{ class: "card", id: "annex" },
					h("h2", {}, __("Annex")),
					tables.annex.map((row) =>
						h(
							"div",
							{ id: row.kind },
							field(row, "description", { label: row._label || row.kind, rows: 3 })
						)
					)
				),
				h(
					"datalist",
					{ id: "units" },
					units.map((unit) => h("option", { value: unit }))
				),
				h("div", { class: "dock" }, status, saving, content.may_propose && proposing),
			]
				.flat()
				.filter(Boolean)
		);
		told();
		scrollTo(0, scroll);
		if (active && active !== "content" && document.activeElement === document.body)
			document.getElementById(active)?.querySelector("button,input")?.focus({ preventScroll: true });
	}

	// --- saving ---

	function payload() {
		const rows = (table) =>
			tables[table].map((row) =>
				Object.fromEntries(
					["name", ...SENT[table]]
						.filter((key) => row[key] !== undefined)
						.map((key) => [key, row[key]])
				)
			);
		const sent = Object.fromEntries(Object.keys(SENT).map((table) => [table, rows(table)]));
		return isPlan ? { ...sent, approach: content.approach } : { ...sent, ...content.head };
	}

	async function send() {
		const wrong = root.querySelector('[aria-invalid="true"]');
		if (wrong) {
			wrong.focus();
			throw new Refusal(__("{0} is not a number.", wrong.value));
		}
		try {
			told(__("Saving …"));
			await post("kinerja_asn.api.work_plans.save", {
				name,
				doctype,
				content: payload(),
				modified: content.modified,
			});
		} catch (error) {
			backUp();
			told(error.message, true);
			if (error.type === "TimestampMismatchError") {
				const yes = await ask(
					__(
						"Somebody else saved this document in between. Load the newest version? Your own text stays at hand on the page."
					),
					__("Load the newest version")
				);
				if (yes) {
					older = { tables: copy(tables), base };
					await reload();
					jump("lost");
					error.told = true;
				}
			}
			throw error;
		}
		await reload();
	}

	async function reload() {
		begin(await post("kinerja_asn.api.portal.plan_content", { name, doctype }));
		forget();
		findLost();
		backUp();
		draw();
	}

	async function propose() {
		if (dirty) await send();
		if (content.missing.length) {
			const list = root.querySelector(".checklist");
			list.open = true;
			list.scrollIntoView();
			return say(__("Something is still missing; the list shows where."), { alert: true });
		}
		const answer = await take({ doctype, name, action: "Propose", modified: content.modified });
		forget();
		dirty = false;
		sayNext(__("Proposed. Your appraiser has been told."), {
			doctype,
			name,
			action: "Withdraw",
			modified: answer.modified,
		});
		location.href = viewUrl;
	}

	async function pickSource() {
		const rows = await post("kinerja_asn.api.work_plans.copy_sources", { work_plan: name });
		const box = dialog(
			__("Copy from another plan"),
			h(
				"p",
				{ class: "hint" },
				__("From your own plan the targets come along; from a colleague's plan only the words.")
			),
			h(
				"ul",
				{ class: "choices" },
				rows.map((row) =>
					h(
						"li",
						{},
						h(
							"button",
							{
								type: "button",
								onclick: (event) =>
									busy(event.currentTarget, async () => {
										box.close();
										if (dirty) await send();
										await post("kinerja_asn.api.work_plans.copy_from", {
											work_plan: name,
											source: row.name,
											modified: content.modified,
										});
										await reload();
										say(__("Copied. Check every row."));
									}),
							},
							row.own ? __("My plan {0}", row.name) : row.employee_name,
							h("small", {}, `${row.position || ""} · ${String(row.from_date).slice(0, 4)}`)
						)
					)
				)
			),
			!rows.length && h("p", { class: "empty" }, __("There is no plan to copy from.")),
			h(
				"div",
				{ class: "row" },
				h("button", { class: "button", type: "button", onclick: () => box.close() }, __("Cancel"))
			)
		);
	}

	let units = [];
	begin(page.content);
	restore();
	draw();
	if (location.hash) jump(decodeURIComponent(location.hash.slice(1)));
	post("kinerja_asn.api.portal.units").then(
		(found) => {
			units = found;
			document
				.getElementById("units")
				?.replaceChildren(...units.map((unit) => h("option", { value: unit })));
		},
		() => {}
	);
})();
