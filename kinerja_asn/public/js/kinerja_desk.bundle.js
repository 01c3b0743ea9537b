// What the forms and lists of the app share on the desk. Every rule is the server's; this only shows it.

import "./adjusting.js";
import "./agreements.js";
import "./bulk_runs.js";
import "./charts.js";
import "./evaluations.js";
import "./daily_logs.js";
import "./distribution.js";
import "./feedback.js";
import "./script_reports.js";
import "./calibration.js";

frappe.provide("kinerja_asn");

const LAYOUT = ["Section Break", "Column Break", "Tab Break", "HTML", "Heading", "Button", "Fold"];
const GROUP_COLOURS = 6;

/** The agency of whoever writes a new document: that of his defaults, or the only one that he sees. */
kinerja_asn.own_company = async () => {
	const company = frappe.defaults.get_user_default("Company");
	if (company) return company;
	const companies = await frappe.db.get_list("Company", { limit: 2 }).catch(() => []);
	return companies.length === 1 ? companies[0].name : null;
};

// "Confirm" is a workflow step of ours with a translation of its own; it is no title for every question
$(document).on("startup", () => {
	frappe._messages["Confirm:Title of confirmation dialog"] = __("Please confirm");
});

kinerja_asn.COLOURS = {
	Draft: "gray",
	"Plan Proposed": "orange",
	"Plan Returned": "red",
	"Plan Agreed": "green",
	Closed: "darkgrey",
	Cancelled: "red",
	"Adjustment Proposed": "orange",
	"Adjustment Agreed": "green",
	"Adjustment Refused": "red",
	Nomination: "orange",
	Approved: "blue",
	Collecting: "purple",
	Released: "green",
	Recorded: "blue",
	Counted: "green",
	"Report Sent": "orange",
	"Report Returned": "red",
	"Report Accepted": "green",
	"Self Assessed": "blue",
	Rated: "purple",
	"Handed Over": "orange",
	Acknowledged: "green",
	"Unit Rating Confirmed": "green",
	"Agreement Proposed": "orange",
	"Agreement Returned": "red",
	"Agreement Agreed": "green",
	"Realisation Sent": "green",
	Objected: "orange",
	Decided: "green",
	Filed: "orange",
	Clarified: "orange",
	Granted: "green",
	Rejected: "red",
	Withdrawn: "gray",
	Proposed: "orange",
	Planned: "blue",
	Held: "green",
	Completed: "green",
	"Not Needed": "gray",
};

// states are stored in English; Frappe shows a link as it is stored
frappe.form.link_formatters["Workflow State"] = (value) => (value ? __(value) : value);

kinerja_asn.escape = (text) => frappe.utils.escape_html(String(text ?? ""));
kinerja_asn.number = (value) => format_number(flt(value), null, decimals_of(value));

/** The name of an interval in words, as figures.py has it: 2026-03 is Maret 2026, 2026-Q1 is Triwulan I 2026. */
kinerja_asn.interval = (name) => {
	const found = /^(\d{4})-(?:(\d{2})|([QTS])(\d))$/.exec(name || "");
	if (!found) return name || "";
	const [, year, month, kind, count] = found;
	if (month) {
		const shape = { month: "long", year: "numeric" };
		return new Date(year, month - 1, 1).toLocaleDateString(frappe.boot.lang || "id", shape);
	}
	const number = ["I", "II", "III", "IV"][count - 1] || count;
	const label = { Q: __("Quarter {0}", [number]), T: __("Four months {0}", [number]) }[kind];
	return `${label || __("Semester {0}", [number])} ${year}`;
};

frappe.form.link_formatters["Performance Interval"] = (value) => kinerja_asn.interval(value);

/** What an evaluation or a unit's rating is about: its interval, or the year, with which the period's name begins. */
kinerja_asn.time = ({ performance_interval, performance_period }) =>
	performance_interval
		? kinerja_asn.interval(performance_interval)
		: __("the year {0}", [String(performance_period || "").split("-")[0]]);
kinerja_asn.date = (value) => (value ? frappe.datetime.str_to_user(value) : "");

function decimals_of(value) {
	const text = String(flt(value, 6));
	return text.includes(".") ? text.split(".")[1].length : 0;
}

kinerja_asn.pill = (state) =>
	`<span class="indicator-pill ${kinerja_asn.COLOURS[state] || "gray"}">${kinerja_asn.escape(__(state))}</span>`;

// --- forms ---------------------------------------------------------------------------------------------

kinerja_asn.form = {
	/** Ask the server what this viewer may write and whose turn it is; lock the form and show the headline. */
	async refresh(frm, title) {
		this.wrapper(frm).empty();
		if (frm.is_new()) {
			this.unlock(frm);
			return null;
		}
		const name = frm.doc.name;
		const about = await frappe.xcall("kinerja_asn.api.forms.about", {
			doctype: frm.doctype,
			name,
		});
		if (frm.doc.name !== name) return null;
		frm.kinerja = about;
		this.lock(frm, about.writable);
		this.headline(frm, about, title);
		return about;
	},

	wrapper(frm) {
		const layout = $(frm.layout.wrapper);
		let wrapper = layout.children(".kinerja-headline");
		if (!wrapper.length) wrapper = $('<div class="kinerja-headline"></div>').prependTo(layout);
		return wrapper;
	},

	headline(frm, about, title) {
		const { escape } = kinerja_asn;
		const doc = frm.doc;
		const facts = [];
		if (title) facts.push(`<strong>${escape(title)}</strong>`);
		if (doc.employee_name) facts.push(escape(doc.employee_name));
		if (doc.appraiser_name) facts.push(`${__("Appraiser")}: ${escape(doc.appraiser_name)}`);
		const turn = this.turn_text(about.turn);
		this.wrapper(frm).html(`
			<div class="kinerja-facts">
				${kinerja_asn.pill(doc.workflow_state || "Draft")}
				${facts.map((fact) => `<span>${fact}</span>`).join("")}
			</div>
			${turn ? `<div class="kinerja-turn ${about.turn.mine ? "mine" : ""}">${turn}</div>` : ""}
			<div class="kinerja-notes"></div>`);
	},

	turn_text(turn) {
		const { escape } = kinerja_asn;
		if (!turn.part) return "";
		if (turn.recorder) {
			return __(
				"HR records the act signed by {0}: attach the signed document, then use the button at the top right.",
				[escape(turn.name)]
			);
		}
		if (turn.mine) return __("It is your turn.");
		// a name may end with the dot of a degree
		return __("It is the turn of {0}.", [escape(turn.name).replace(/\.$/, "")]);
	},

	/** A note under the headline; `kind` is "info", "warning" or "danger". `lines` become a list. */
	note(frm, kind, title, lines = []) {
		const list = lines.length
			? `<ul>${lines.map((line) => `<li>${kinerja_asn.escape(line)}</li>`).join("")}</ul>`
			: "";
		this.wrapper(frm)
			.find(".kinerja-notes")
			.append(`<div class="kinerja-note ${kind}"><div>${kinerja_asn.escape(title)}</div>${list}</div>`);
	},

	unlock(frm) {
		frm.kinerja = null;
		for (const df of frappe.get_meta(frm.doctype).fields) {
			if (LAYOUT.includes(df.fieldtype) || !frm.fields_dict[df.fieldname]) continue;
			set_property(frm, df.fieldname, "read_only", df.read_only ? 1 : 0);
		}
		for (const df of tables_of(frm)) {
			this.lock_table(frm, df, { rows: true, columns: null });
		}
	},

	lock(frm, writable) {
		for (const df of frappe.get_meta(frm.doctype).fields) {
			const layout = LAYOUT.includes(df.fieldtype) || frappe.model.table_fields.includes(df.fieldtype);
			if (layout || df.read_only || !frm.fields_dict[df.fieldname]) continue;
			set_property(frm, df.fieldname, "read_only", writable.fields.includes(df.fieldname) ? 0 : 1);
		}
		for (const df of tables_of(frm)) {
			this.lock_table(frm, df, writable.tables[df.fieldname] || { rows: false, columns: [] });
		}
	},

	lock_table(frm, df, { rows, columns }) {
		const grid = frm.fields_dict[df.fieldname].grid;
		const writable = rows || (columns && columns.length);
		grid.wrapper?.addClass("kinerja-grid");
		set_property(frm, df.fieldname, "read_only", df.read_only || !writable ? 1 : 0);
		set_property(frm, df.fieldname, "cannot_add_rows", rows ? 0 : 1);
		set_property(frm, df.fieldname, "cannot_delete_rows", rows ? 0 : 1);
		grid.cannot_add_rows = !rows;
		if (!writable) return;
		for (const column of frappe.get_meta(df.options).fields) {
			if (LAYOUT.includes(column.fieldtype) || column.read_only || column.hidden) continue;
			const open = columns === null || columns.includes(column.fieldname);
			kinerja_asn.grid.set_column(grid, column.fieldname, "read_only", open ? 0 : 1);
		}
	},

	/**
	 * A step back needs words: ask for them in a dialog, save them, and let the workflow go on.
	 * Frappe has frozen the page when it calls `before_workflow_action`.
	 */
	ask_note(frm, fieldname, { title, label, description, required = true }) {
		frappe.dom.unfreeze();
		return new Promise((resolve, reject) => {
			let done = false;
			const dialog = new frappe.ui.Dialog({
				title,
				fields: [
					{
						fieldname: "note",
						fieldtype: "Small Text",
						label,
						description,
						reqd: required ? 1 : 0,
						default: frm.doc[fieldname] || "",
					},
				],
				primary_action_label: title,
				async primary_action({ note }) {
					done = true;
					dialog.hide();
					frappe.dom.freeze();
					try {
						if ((note || "") !== (frm.doc[fieldname] || "")) {
							await frm.set_value(fieldname, note || "");
							await frm.save();
						}
						resolve();
					} catch (error) {
						frappe.dom.unfreeze();
						reject(error);
					}
				},
			});
			dialog.onhide = () => {
				if (!done) frm.selected_workflow_action = null;
			};
			dialog.show();
		});
	},

	/** Save what is typed, if anything is; the server works on what is stored. */
	async saved(frm) {
		if (frm.is_dirty()) await frm.save();
		return frm.doc.modified;
	},

	open(doctype, state) {
		frappe.set_route("Form", doctype, state.name);
	},

	/** The tab with the content opens first, since person and period stand in the headline. */
	open_tab(frm, fieldname) {
		if (frm.is_new() || frm.kinerja_tab_of === frm.docname) return;
		frm.kinerja_tab_of = frm.docname;
		(frm.layout.tabs || []).find((tab) => tab.df.fieldname === fieldname)?.set_active();
	},
};

function set_property(frm, fieldname, property, value) {
	const df = frm.get_docfield(fieldname);
	if (!df || cint(df[property]) === cint(value)) return;
	frm.set_df_property(fieldname, property, value);
}

function tables_of(frm) {
	return frappe
		.get_meta(frm.doctype)
		.fields.filter(
			(df) => frappe.model.table_fields.includes(df.fieldtype) && frm.fields_dict[df.fieldname]
		);
}

// --- grids ---------------------------------------------------------------------------------------------

kinerja_asn.grid = {
	set_column(grid, fieldname, property, value) {
		const df = grid.docfields.find((one) => one.fieldname === fieldname);
		if (!df) return;
		const rows = (grid.grid_rows || []).every((row) => {
			const field = row?.docfields?.find((one) => one.fieldname === fieldname);
			return !field || cint(field[property]) === cint(value);
		});
		if (cint(df[property]) === cint(value) && rows) return;
		for (const row of grid.grid_rows || []) {
			const field = row?.docfields?.find((one) => one.fieldname === fieldname);
			if (field) field[property] = value;
		}
		df[property] = value;
		grid.debounced_refresh();
	},

	/** Which columns a table shows, and how wide (a number); others stay in the row's own form. */
	show_columns(grid, shown) {
		let changed = false;
		for (const [fieldname, show] of Object.entries(shown)) {
			const df = grid.docfields.find((one) => one.fieldname === fieldname);
			if (!df) continue;
			const width = show > 1 ? show : df.columns;
			if (cint(df.in_list_view) === (show ? 1 : 0) && df.columns === width) continue;
			df.in_list_view = show ? 1 : 0;
			df.columns = width;
			changed = true;
		}
		if (changed) grid.reset_grid();
	},

	formatter(grid, fieldname, format) {
		const sources = [grid, ...(grid.grid_rows || [])];
		const found = sources
			.map((one) => one?.docfields?.find((df) => df.fieldname === fieldname))
			.filter(Boolean);
		const plain = found.filter((df) => !df.kinerja_formatter);
		for (const df of plain) Object.assign(df, { formatter: format, kinerja_formatter: true });
		if (plain.length) grid.debounced_refresh();
	},

	/**
	 * Rows of one result stand together: one colour per result, the code dimmed where it repeats, the result's words
	 * above the first row. `order` gives the codes in the order of the results, `title(code)` the words.
	 */
	group(frm, table, { code_field = "result_code", order, title }) {
		const grid = frm.fields_dict[table].grid;
		const decorate = () => {
			const codes = order().map((code) => code.toLowerCase());
			let previous = null;
			for (const row of grid.grid_rows || []) {
				if (!row?.doc || !row.wrapper) continue;
				const own = (row.doc[code_field] || "").trim();
				const code = own || previous || "";
				const at = codes.indexOf(code.toLowerCase());
				row.wrapper.attr("data-kinerja-group", code ? (Math.max(at, 0) % GROUP_COLOURS) + 1 : null);
				const first = code !== previous;
				const words = first && title ? title(code) : "";
				row.wrapper.toggleClass("kinerja-same-group", !first);
				row.wrapper.toggleClass("kinerja-unknown-group", Boolean(own && title && at < 0));
				if (words) row.wrapper.attr("data-kinerja-title", `${code} — ${words}`);
				else row.wrapper.removeAttr("data-kinerja-title");
				previous = code;
			}
		};
		if (!grid.kinerja_grouped) {
			grid.kinerja_grouped = true;
			grid.wrapper?.on("change", () => grid.kinerja_decorate?.());
		}
		grid.kinerja_decorate = decorate;
		decorate();
	},

	/** Bring the rows of one result together before a save; a blank code means the code of the row above. */
	sort_by_code(frm, table, order) {
		const rows = frm.doc[table] || [];
		const codes = order.map((code) => (code || "").trim().toLowerCase());
		if (!rows.length || codes.some((code) => !code)) return;
		let previous = codes.length === 1 ? order[0] : "";
		const placed = rows.map((row, at) => {
			const code = (row.result_code || "").trim() || previous;
			previous = code;
			return { row, at, code, place: codes.indexOf(code.toLowerCase()) };
		});
		if (placed.some(({ place }) => place < 0)) return;
		placed.sort((a, b) => a.place - b.place || a.at - b.at);
		if (placed.every(({ at }, now) => at === now)) return;
		placed.forEach(({ row, code }, now) => {
			row.result_code = code;
			row.idx = now + 1;
		});
		frm.doc[table] = placed.map(({ row }) => row);
		frm.refresh_field(table);
	},
};

// --- lists ---------------------------------------------------------------------------------------------

kinerja_asn.list = {
	indicator: (doc) => {
		const state = doc.workflow_state || "Draft";
		return [__(state), kinerja_asn.COLOURS[state] || "gray", `workflow_state,=,${state}`];
	},

	/** The official name of a document is too long for a button. */
	primary_label(listview, label) {
		if (!listview.can_create) return;
		listview.page.set_primary_action(label, () => listview.settings.primary_action(), "add");
	},

	/** A button that shows only what waits for the viewer, and all again. */
	waiting_button(listview) {
		const button = listview.page.add_inner_button(__("Waiting for me"), async () => {
			const on = button.hasClass("btn-primary");
			await listview.filter_area.clear(false);
			if (!on) {
				const names = await frappe.xcall("kinerja_asn.api.forms.waiting", {
					doctype: listview.doctype,
				});
				if (!names.length) {
					frappe.show_alert({ message: __("Nothing waits for you here."), indicator: "green" });
				} else {
					await listview.filter_area.add([[listview.doctype, "name", "in", names]], false);
					button.addClass("btn-primary").removeClass("btn-default");
				}
			}
			if (on) button.removeClass("btn-primary").addClass("btn-default");
			listview.refresh();
		});
	},
};

// --- starting documents --------------------------------------------------------------------------------

kinerja_asn.start = {
	async plan() {
		const place = await frappe.xcall("kinerja_asn.api.forms.my_place");
		if (!place.is_hr) {
			if (!place.period) {
				frappe.msgprint(__("No period is open in your agency yet. Please ask HR."));
				return;
			}
			frappe.confirm(__("Start your work plan for {0}?", [place.period.bold()]), () =>
				this.plan_of(place.period, place.employee)
			);
			return;
		}
		const dialog = new frappe.ui.Dialog({
			title: __("Start a work plan"),
			fields: [
				{
					fieldname: "period",
					fieldtype: "Link",
					label: __("Performance period"),
					options: "Performance Period",
					reqd: 1,
					default: place.period,
					get_query: () => ({ filters: { status: "Open" } }),
				},
				{
					fieldname: "employee",
					fieldtype: "Link",
					label: __("Employee"),
					options: "Employee",
					reqd: 1,
					description: __(
						"Opening the period has made plans for all others; this is for somebody it missed."
					),
				},
			],
			primary_action_label: __("Start"),
			primary_action: (values) => {
				dialog.hide();
				this.plan_of(values.period, values.employee);
			},
		});
		dialog.show();
	},

	async plan_of(period, employee) {
		const state = await frappe.xcall("kinerja_asn.api.work_plans.start", { period, employee });
		kinerja_asn.form.open("Work Plan", state);
	},

	/** Choose an agreed plan, then go on with `then(plan, about)`. */
	from_plan(title, then) {
		const dialog = new frappe.ui.Dialog({
			title,
			fields: [
				{
					fieldname: "work_plan",
					fieldtype: "Link",
					label: __("Work Plan"),
					options: "Work Plan",
					reqd: 1,
					get_query: () => ({ filters: { workflow_state: ["in", ["Plan Agreed", "Closed"]] } }),
					description: __("Only agreed plans can be chosen."),
				},
			],
			primary_action_label: __("Next"),
			primary_action: async ({ work_plan }) => {
				dialog.hide();
				const about = await frappe.xcall("kinerja_asn.api.forms.about", {
					doctype: "Work Plan",
					name: work_plan,
				});
				then(work_plan, about);
			},
		});
		dialog.show();
	},

	report(plan, about) {
		const intervals = about.next.reports;
		if (!intervals.length) {
			frappe.msgprint(__("Reports are written by the employee, on an agreed plan."));
			return;
		}
		const open = intervals.filter((row) => row.begun && !row.document);
		const dialog = new frappe.ui.Dialog({
			title: __("Write a periodic report"),
			fields: [
				{
					fieldname: "interval",
					fieldtype: "Select",
					label: __("Interval"),
					reqd: 1,
					options: intervals.filter((row) => row.begun).map(interval_option),
					default: (open[0] || intervals[0]).name,
				},
			],
			primary_action_label: __("Open the report"),
			primary_action: async ({ interval }) => {
				dialog.hide();
				const state = await frappe.xcall("kinerja_asn.api.reports.start", {
					work_plan: plan,
					interval,
				});
				kinerja_asn.form.open("Periodic Report", state);
			},
		});
		dialog.show();
	},

	evaluation(plan, about) {
		const intervals = about.next.evaluations.filter((row) => row.begun);
		if (!about.next.evaluations.length) {
			frappe.msgprint(__("Evaluations are started by the appraiser, the performance manager or HR."));
			return;
		}
		const open = intervals.filter((row) => !row.document);
		const dialog = new frappe.ui.Dialog({
			title: __("Evaluate"),
			fields: [
				{
					fieldname: "kind",
					fieldtype: "Select",
					label: __("Kind"),
					reqd: 1,
					options: [
						{ value: "Periodic", label: __("Periodic") },
						{ value: "Annual", label: __("Annual") },
					],
					default: "Periodic",
				},
				{
					fieldname: "interval",
					fieldtype: "Select",
					label: __("Interval"),
					depends_on: 'eval:doc.kind=="Periodic"',
					mandatory_depends_on: 'eval:doc.kind=="Periodic"',
					options: intervals.map(interval_option),
					default: (open[0] || intervals[0] || {}).name,
				},
			],
			primary_action_label: __("Open the evaluation"),
			primary_action: async ({ kind, interval }) => {
				dialog.hide();
				const state = await frappe.xcall("kinerja_asn.api.evaluations.start", {
					work_plan: plan,
					kind,
					interval: kind === "Periodic" ? interval : null,
				});
				kinerja_asn.form.open("Performance Evaluation", state);
			},
		});
		dialog.show();
	},

	adjustment(plan, about) {
		if (about.next.adjustment) {
			frappe.set_route("Form", "Work Plan Adjustment", about.next.adjustment);
			return;
		}
		if (!about.next.can_adjust) {
			frappe.msgprint(
				__("Only the employee or HR can propose an adjustment, and only of an agreed plan.")
			);
			return;
		}
		kinerja_asn.adjusting.start({
			doctype: "Work Plan Adjustment",
			title: __("Adjust the plan"),
			note: __("The running plan binds until the adjustment is agreed."),
			begin: (values) =>
				frappe.xcall("kinerja_asn.api.work_plans.start_adjustment", { work_plan: plan, ...values }),
		});
	},
};

function interval_option(row) {
	const dates = `${kinerja_asn.date(row.from_date)} – ${kinerja_asn.date(row.to_date)}`;
	const mark = row.document ? ` · ${__("already there")}` : row.on_leave ? ` · ${__("On leave")}` : "";
	return { value: row.name, label: `${row.name} (${dates})${mark}` };
}

// --- pictures ------------------------------------------------------------------------------------------

const RATINGS = ["Above Expectation", "As Expected", "Below Expectation"];

kinerja_asn.quadrant = {
	/** The nine fields of the performance quadrant; `results` go down, `behaviour` goes across. */
	html(predicates, result, behaviour, clickable) {
		const { escape } = kinerja_asn;
		const across = [...RATINGS].reverse();
		const head = across.map((rating) => `<th scope="col">${escape(__(rating))}</th>`).join("");
		const body = RATINGS.map((down) => {
			const cells = across
				.map((side) => {
					const predicate = predicates[`${down}|${side}`];
					const chosen = down === result && side === behaviour;
					const half = !chosen && (down === result || side === behaviour);
					const classes = [
						"kinerja-cell",
						slug(predicate),
						chosen ? "chosen" : "",
						half ? "half" : "",
					];
					const content = `<span>${escape(__(predicate))}</span>${chosen ? '<span class="kinerja-mark">●</span>' : ""}`;
					return clickable
						? `<td><button type="button" class="${classes.join(" ")}" aria-pressed="${chosen}"
							data-result="${down}" data-behaviour="${side}">${content}</button></td>`
						: `<td><div class="${classes.join(" ")}">${content}</div></td>`;
				})
				.join("");
			return `<tr><th scope="row">${escape(__(down))}</th>${cells}</tr>`;
		}).join("");
		return `<div class="kinerja-quadrant">
			<table>
				<caption>${__("Rating of results (down) and of work behaviour (across)")}</caption>
				<thead><tr><td></td>${head}</tr></thead>
				<tbody>${body}</tbody>
			</table>
		</div>`;
	},
};

function slug(text) {
	return (text || "").toLowerCase().replace(/[^a-z]+/g, "-");
}
kinerja_asn.slug = slug;

// --- rows of a plan: Work Plan and Work Plan Adjustment share them -----------------------------------------

const PLAN_TABLES = ["results", "indicators", "actions", "behaviours", "annex"];
const FROM_LIBRARY = ["aspect", "uom", "direction", "adds_up", "highest_possible_target"];

kinerja_asn.plan_rows = {
	setup(frm) {
		frm.set_query("performance_indicator", "indicators", () => ({ filters: { active: 1 } }));
		frm.set_query("behaviour", "behaviours", () => ({ filters: { active: 1 } }));
		frm.set_query("performance_interval", "actions", () => {
			const year = (frm.doc.from_date || frm.doc.effective_from || "").slice(0, 4);
			return year ? { filters: { year: cint(year) } } : {};
		});
	},

	/** Show the columns this plan uses, group the rows by result, write numbers as people read them. */
	show(frm) {
		const plan = frm.kinerja?.plan || frm.doc;
		const jpt = plan.plan_model === "JPT";
		const qualitative = plan.approach === "Qualitative";
		const noting = (table) =>
			(frm.doc[table] || []).some((row) => row.appraiser_note) ||
			(frm.kinerja?.writable.tables[table]?.columns || []).includes("appraiser_note");
		const grid = (table) => frm.fields_dict[table].grid;
		kinerja_asn.grid.show_columns(grid("results"), {
			result: 4 - (qualitative ? 1 : 0) - (noting("results") ? 1 : 0),
			perspective: jpt,
			superior_result: !jpt,
			success_measure: qualitative,
			appraiser_note: noting("results") && (qualitative ? true : 2),
		});
		kinerja_asn.grid.show_columns(grid("indicators"), {
			performance_indicator: !noting("indicators"),
			appraiser_note: noting("indicators"),
		});
		kinerja_asn.grid.formatter(grid("results"), "superior_result", (value, df, options, row) => {
			const shown = row?.__picked_result ?? value;
			if (!shown) return "";
			const owner = row.__picked_owner || row.superior_owner_name;
			return `<span title="${kinerja_asn.escape(owner || "")}">${kinerja_asn.escape(shown)}</span>`;
		});
		kinerja_asn.grid.formatter(grid("indicators"), "target", (value, df, options, row) =>
			target_of(row, value)
		);
		const order = () => (frm.doc.results || []).map((row) => row.short_code || "").filter(Boolean);
		const title = (code) =>
			(frm.doc.results || []).find((row) => (row.short_code || "").toLowerCase() === code.toLowerCase())
				?.result || "";
		kinerja_asn.grid.group(frm, "results", { code_field: "short_code", order });
		kinerja_asn.grid.group(frm, "indicators", { order, title });
		kinerja_asn.grid.group(frm, "actions", { order, title });
	},

	sort(frm) {
		const order = (frm.doc.results || []).map((row) => row.short_code);
		kinerja_asn.grid.sort_by_code(frm, "indicators", order);
		kinerja_asn.grid.sort_by_code(frm, "actions", order);
	},

	/** The most used helpers stand at the table they fill. */
	buttons(frm, about) {
		const open = about.writable.tables.results.rows;
		const place = (table, label, action) => {
			const grid = frm.fields_dict[table].grid;
			const button = grid.add_custom_button(label, action);
			button?.toggle?.(open);
		};
		place("results", __("From the superior's plan"), () => kinerja_asn.superior.pick(frm));
		place("actions", __("Propose interval targets"), () => this.propose_targets(frm));
	},

	async propose_targets(frm) {
		const modified = await kinerja_asn.form.saved(frm);
		const proposed = await frappe.xcall("kinerja_asn.api.work_plans.proposed_actions", {
			work_plan: frm.doc.name,
			doctype: frm.doctype,
		});
		if (!proposed.length) {
			frappe.msgprint({
				title: __("Nothing to propose"),
				message: __(
					"Every indicator already has interval targets, or none has a yearly target yet. Ranges are not spread."
				),
			});
			return;
		}
		frappe.confirm(
			__(
				"Add {0} interval targets, spread from the yearly targets? Rows that are there stay as they are.",
				[proposed.length]
			),
			async () => {
				await frappe.xcall("kinerja_asn.api.work_plans.add_proposed_actions", {
					work_plan: frm.doc.name,
					modified,
					doctype: frm.doctype,
				});
				await frm.reload_doc();
			}
		);
	},

	/** A new report, evaluation or adjustment shows whose it is as soon as the plan is chosen. */
	async person_of_plan(frm) {
		if (!frm.is_new() || !frm.doc.work_plan) return;
		const columns = ["employee_type", "employee", "employee_name", "appraiser_name"];
		const { message } = await frappe.db.get_value("Work Plan", frm.doc.work_plan, columns);
		for (const column of columns) await frm.set_value(column, message?.[column]);
	},

	comparison_html(rows, in_force = __("Running plan")) {
		const { escape } = kinerja_asn;
		const changed = rows.filter((row) => row.kind !== "same");
		if (!changed.length) {
			return `<div class="kinerja-empty">${__("Nothing differs from what is in force yet.")}</div>`;
		}
		const kinds = {
			changed: [__("Changed"), "orange"],
			added: [__("Added"), "green"],
			removed: [__("Left out"), "red"],
		};
		const body = changed
			.map((row) => {
				const fields = row.fields.length ? row.fields : [{ label: "", old: "", new: "" }];
				const [label, colour] = kinds[row.kind];
				return fields
					.map(
						(field, at) => `<tr>
						${
							at
								? ""
								: `<td rowspan="${fields.length}"><span class="indicator-pill ${colour}">${label}</span>
							<div class="text-muted small">${escape(table_name(row.table))}</div>
							<strong>${escape(row.title)}</strong>${row.interval ? ` · ${escape(row.interval)}` : ""}</td>`
						}
						<td>${escape(field.label)}</td>
						<td class="${field.old ? "old" : ""}">${escape(field.old)}</td>
						<td class="${field.new ? "new" : ""}">${escape(field.new)}</td>
					</tr>`
					)
					.join("");
			})
			.join("");
		const same = rows.length - changed.length;
		return `<div class="kinerja-table-wrap"><table class="kinerja-table">
			<thead><tr><th style="width: 30%">${__("Row")}</th><th>${__("Field")}</th>
			<th style="width: 28%">${in_force}</th><th style="width: 28%">${__("Proposed")}</th></tr></thead>
			<tbody>${body}</tbody></table></div>
			<p class="text-muted">${__("{0} rows stay as they are.", [same])}</p>`;
	},

	/** A numbered version as tables to read. */
	content_html({ content, reason, valid_from, valid_to }) {
		const { escape } = kinerja_asn;
		const tables = PLAN_TABLES.filter((table) => content[table]?.length).map((table) => {
			const columns = READ_COLUMNS[table];
			const head = columns.map(([, label]) => `<th>${escape(__(label))}</th>`).join("");
			const body = content[table]
				.map((row) => {
					const cells = columns.map(([field]) => {
						if (field === "target")
							return `<td class="number">${target_of(row, row.target)}</td>`;
						const value = row[field];
						return `<td>${escape(TRANSLATED.includes(field) && value ? __(value) : value)}</td>`;
					});
					return `<tr>${cells.join("")}</tr>`;
				})
				.join("");
			return `<h5>${escape(table_name(table))}</h5><div class="kinerja-table-wrap">
				<table class="kinerja-table"><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
		});
		const span = __("{0} to {1}", [kinerja_asn.date(valid_from), kinerja_asn.date(valid_to)]);
		return `<p>${__("In force: {0}.", [span])} ${reason ? __("Ended by: {0}", [escape(reason)]) : ""}</p>${tables.join("")}`;
	},
};

const table_name = (table) =>
	({
		objectives: __("Objectives"),
		results: __("Results of work"),
		indicators: __("Indicators"),
		actions: __("Action plan"),
		behaviours: __("Work behaviour"),
		annex: __("Annex"),
	})[table] || table;
const TRANSLATED = ["kind", "perspective", "aspect"];
const READ_COLUMNS = {
	results: [
		["short_code", "Code"],
		["kind", "Kind"],
		["result", "Result of work"],
		["superior_result", "Superior's result supported"],
		["perspective", "Perspective"],
		["success_measure", "Measure of success and target"],
	],
	indicators: [
		["result_code", "Code of result"],
		["indicator", "Indicator"],
		["aspect", "Aspect"],
		["target", "Target"],
		["uom", "Unit of measure"],
	],
	actions: [
		["result_code", "Code of result"],
		["action", "Action"],
		["performance_interval", "Interval"],
		["target", "Interval target"],
		["uom", "Unit of measure"],
	],
	behaviours: [
		["behaviour", "Behaviour"],
		["expectation", "Leader's expectation"],
	],
	annex: [
		["kind", "List"],
		["description", "Description"],
	],
};

function target_of(row, value) {
	if (row?.direction === "Range") {
		return `${kinerja_asn.number(row.target_low)} – ${kinerja_asn.number(row.target_high)}`;
	}
	const shown = flt(value) ? kinerja_asn.number(value) : "";
	if (row?.direction === "Lower Is Better" && shown) {
		return `<span title="${__("Lower Is Better")}">↓ ${shown}</span>`;
	}
	return shown;
}

for (const doctype of ["Work Plan Indicator", "Work Plan Result", "Work Plan Action"]) {
	const redraw = (frm) => {
		for (const table of ["results", "indicators", "actions"]) {
			frm.fields_dict[table]?.grid.kinerja_decorate?.();
		}
	};
	frappe.ui.form.on(doctype, { result_code: redraw, short_code: redraw, result: redraw });
}

frappe.ui.form.on("Work Plan Indicator", {
	/** An indicator from the library brings its words, aspect, unit and direction. */
	async performance_indicator(frm, cdt, cdn) {
		const row = frappe.get_doc(cdt, cdn);
		if (!row.performance_indicator) return;
		const { message } = await frappe.db.get_value("Performance Indicator", row.performance_indicator, [
			"indicator_name",
			...FROM_LIBRARY,
		]);
		if (!message) return;
		await frappe.model.set_value(cdt, cdn, "indicator", message.indicator_name);
		for (const column of FROM_LIBRARY) await frappe.model.set_value(cdt, cdn, column, message[column]);
		if (message.highest_possible_target && !flt(row.target))
			await frappe.model.set_value(cdt, cdn, "target", 100);
	},
});

// --- the superior's results ------------------------------------------------------------------------------

kinerja_asn.superior = {
	/** Choose from the superior's (or another leader's) running plan; nothing has to be synchronised first. */
	async pick(frm) {
		await kinerja_asn.form.saved(frm);
		const own = (frm.doc.results || []).filter((row) => !row.closed_on);
		const dialog = new frappe.ui.Dialog({
			title: __("Choose from the superior's plan"),
			size: "large",
			fields: [
				{ fieldname: "list", fieldtype: "HTML" },
				{
					fieldname: "use_for",
					fieldtype: "Select",
					label: __("Use for"),
					options: [
						{ value: "", label: __("A new result for each choice") },
						...own.map((row) => ({
							value: row.name,
							label: `${row.short_code}: ${(row.result || "").slice(0, 90)}`,
						})),
					],
					default:
						(own.find((row) => row.kind === "Main" && !row.superior_row_key) || {}).name || "",
					description: __(
						"A result supports one of the superior's results; put your own result in your own words."
					),
				},
				{
					fieldname: "leader",
					fieldtype: "Autocomplete",
					label: __("Another leader (team work)"),
					description: __("Leave blank for your own appraiser. Type a name or post."),
					get_query: () => ({}),
					onchange: () => load(),
				},
			],
			primary_action_label: __("Take over"),
			primary_action: async ({ use_for }) => {
				const chosen = this.chosen(dialog, found);
				if (!chosen.length) {
					frappe.show_alert({ message: __("Choose at least one result."), indicator: "orange" });
					return;
				}
				if (use_for && chosen.length > 1) {
					frappe.show_alert({
						message: __("Choose one result only, or a new result for each."),
						indicator: "orange",
					});
					return;
				}
				dialog.hide();
				await this.take(frm, chosen, use_for, found.owner);
			},
		});
		let found = { results: [] };
		let leaders = [];
		const load = async () => {
			const leader = leaders.find((row) => row.label === dialog.get_value("leader"));
			found = await frappe.xcall("kinerja_asn.api.work_plans.superior_results", {
				work_plan: frm.doc.name,
				leader: leader?.employee || null,
				doctype: frm.doctype,
			});
			dialog.fields_dict.list.$wrapper.html(this.list_html(found));
		};
		const search = frappe.utils.debounce(async (text) => {
			leaders = (
				await frappe.xcall("kinerja_asn.api.work_plans.leaders", {
					work_plan: frm.doc.name,
					text: text || "",
					doctype: frm.doctype,
				})
			).map((row) => ({
				...row,
				label: `${row.employee_name} · ${row.position || row.department_name || ""}`,
			}));
			dialog.fields_dict.leader.set_data(leaders.map((row) => row.label));
		}, 300);
		dialog.show();
		dialog.fields_dict.leader.$input?.on("input", (event) => search(event.target.value));
		await Promise.all([load(), search("")]);
	},

	/** What leaders expect of this person in their matrices stands first; then the results themselves. */
	list_html(found) {
		return `${this.expected_html(found.cells || [])}${this.results_html(found)}`;
	},

	expected_html(cells) {
		const { escape } = kinerja_asn;
		if (!cells.length) return "";
		const rows = cells
			.map(
				(cell, at) => `<label><input type="checkbox" data-cell="${at}">
				<span><strong>${escape(cell.expected_result)}</strong>
				<span class="text-muted">${escape(cell.owner)} · ${escape(cell.short_code)} ${escape(cell.result)}</span></span></label>`
			)
			.join("");
		return `<p>${__("Expected of this person in the role-result matrix")}</p><div class="kinerja-pick">${rows}</div><hr>`;
	},

	results_html({ owner, state, results }) {
		const { escape } = kinerja_asn;
		if (!owner) {
			return `<div class="kinerja-empty">${__("Your appraiser is not an employee; no plan to choose from.")}</div>`;
		}
		if (!results.length) {
			return `<div class="kinerja-empty">${
				state
					? __("The plan of {0} has no results yet.", [escape(owner)])
					: __("{0} has no work plan yet. You can go on with your draft and choose later.", [
							escape(owner),
						])
			}</div>`;
		}
		const rows = results
			.map(
				(row, at) => `<label><input type="checkbox" data-at="${at}">
				<span><strong>${escape(row.short_code)}</strong> ${escape(row.result)}
				${row.kind === "Additional" ? `<span class="text-muted">(${__("Additional")})</span>` : ""}</span></label>`
			)
			.join("");
		return `<p>${escape(owner)} ${kinerja_asn.pill(state)}</p><div class="kinerja-pick">${rows}</div>`;
	},

	chosen: (dialog, found) =>
		dialog.fields_dict.list.$wrapper
			.find("input:checked")
			.get()
			.map((input) =>
				"cell" in input.dataset
					? found.cells[cint(input.dataset.cell)]
					: found.results[cint(input.dataset.at)]
			),

	async take(frm, chosen, use_for, owner) {
		for (const source of chosen) {
			const row = use_for
				? frm.doc.results.find((one) => one.name === use_for)
				: frm.add_child("results", { kind: "Main", result: source.expected_result || source.result });
			// what the leader expects is only proposed: words that are there already stay
			if (use_for && source.expected_result && !(row.result || "").trim())
				row.result = source.expected_result;
			row.superior_plan = source.plan;
			row.superior_row_key = source.row_key;
			// the server fills the words in when it saves; until then they are only shown
			row.__picked_result = source.result;
			row.__picked_owner = source.owner || owner;
		}
		frm.refresh_field("results");
		frm.dirty();
		frappe.show_alert({
			message: use_for
				? __("Taken over. Save to keep it.")
				: __("Added. Put the results in your own words, then save."),
			indicator: "green",
		});
	},
};
