// What script reports share on the desk: filters that remember, and values that open what they count.

frappe.provide("kinerja_asn.script_reports");

/**
 * Settings of a report.
 * `name` keeps what is chosen apart from other reports. Options:
 * - `filters(remembered, changed)`: filters of the report. Give each `default: remembered.<fieldname>` and
 *   `on_change: changed`, or make them by `script_reports.link` and `script_reports.select`.
 * - `ready(values)`: whether all is chosen that the report needs (else it waits).
 * - `begin()`: values for the first time, as an object or a promise of one.
 * - `links`: {fieldname: (row, value) => target}, target = {doctype, name} (a document), {doctype, filters} (a list;
 *   `performance_interval: {inside: interval}` asks for all intervals inside that one),
 *   {report, filters}, {route: [...]}, {url} (a page of the portal) or {set: {...}} (other filters of this report, `words` for what
 *   they are set to);
 *   nothing where the viewer has nothing to open.
 * - `format(shown, value, row, column)`: HTML of a cell before it becomes a link.
 */
kinerja_asn.script_reports.of = (name, { filters, ready, begin, links = {}, format, ...more }) => {
	const place = `kinerja-${name}-${frappe.session.user}`;
	const remembered = kinerja_asn.script_reports.remembered(place);
	let beginning = false;

	/** Keep what was chosen for the next time, then run the report if all it needs is chosen. */
	function changed(report) {
		const values = Object.fromEntries(
			report.filters.map((filter) => [filter.fieldname, filter.get_value()])
		);
		localStorage.setItem(place, JSON.stringify(values));
		if (beginning) return;
		if (!ready || ready(values)) report.refresh();
		else wait(report);
	}

	return {
		filters: filters(remembered, changed),

		async onload(report) {
			for (const filter of report.filters)
				if (filter.in_words && filter.get_value()) filter.set_formatted_input(filter.get_value());
			if (!begin) return;
			const values = Object.fromEntries(
				report.filters.map((filter) => [filter.fieldname, filter.get_value()])
			);
			if (!ready || ready(values)) return;
			// the report runs as soon as this ends: once, and not with each of the values
			beginning = true;
			try {
				for (const [fieldname, value] of Object.entries((await begin(values)) || {}))
					await report.get_filter(fieldname).set_value(value);
			} finally {
				beginning = false;
			}
		},

		get_chart_data: () => readable_chart(frappe.query_report.raw_data.chart),

		formatter(value, row, column, data, default_formatter) {
			let shown = grouped(default_formatter(value, row, column, data), value, column);
			if (!data) return shown;
			if (format) shown = format(shown, value, data, column) ?? shown;
			// below numbers, as they stand
			if (shown === "–" && column.fieldtype !== "Data")
				shown = `<div style="text-align: right">–</div>`;
			const target = (links[column.fieldname] || links.others)?.(data, value, column);
			if (!target) return shown;
			const kept = frappe.utils.escape_html(encodeURIComponent(JSON.stringify(target)));
			const href =
				target.doctype && target.name ? frappe.utils.get_form_link(target.doctype, target.name) : "#";
			return `<a href="${frappe.utils.escape_html(href)}" data-kinerja-open="${kept}">${shown}</a>`;
		},

		after_datatable_render(table) {
			$(table.wrapper)
				.off("click.kinerja")
				.on("click.kinerja", "[data-kinerja-open]", (event) => {
					if (event.ctrlKey || event.metaKey) return;
					event.preventDefault();
					event.stopPropagation();
					open_target(JSON.parse(decodeURIComponent(event.currentTarget.dataset.kinerjaOpen)));
				});
		},
		...more,
	};
};

/** A whole number with a mark between its thousands; years have none. */
function grouped(shown, value, { fieldtype, fieldname }) {
	const counts = fieldtype === "Int" && fieldname !== "year" && Math.abs(value) >= 1000;
	return counts ? shown.replace(String(value), format_number(value, null, 0)) : shown;
}

/** Show no numbers of what is no longer chosen: a value that does not exist is taken away as soon as it is typed. */
function wait(report) {
	report.hide_status();
	report.toggle_report(false);
	report.toggle_message(true, __("Complete the filters above to see the report."));
}

/**
 * The chart of a report under its title, with numbers as they are written here, whole ones where whole things are counted,
 * and with its labels whole. It stands still: a report that runs again would draw into a chart that is gone.
 */
function readable_chart(chart) {
	if (!chart) {
		frappe.query_report.$chart[0].kinerja_charts?.disconnect();
		return;
	}
	const whole = chart.data.datasets.every(({ values }) => values.every(Number.isInteger));
	const axis = {
		shortenYAxisNumbers: 1,
		numberFormatter: (number) => {
			if (Number.isInteger(number)) return format_number(number, null, 0);
			return whole ? "" : format_number(number, null, 1);
		},
	};
	const { title, ...rest } = chart;
	const { datasets } = chart.data;
	// a chart takes its labels for markup
	const labels = chart.data.labels.map((label) => String(label).replace(/[<>]/g, ""));
	// a bar of its own is no wall
	const bars = { spaceRatio: Math.max(0.5, 1 - labels.length * 0.12), ...chart.barOptions };
	const wrapper = frappe.query_report.$chart[0];
	kinerja_asn.charts.watch(wrapper, () => [
		{
			svg: wrapper.querySelector("svg.frappe-chart"),
			labels,
			values: datasets.map(({ values }) => values),
			title,
		},
	]);
	// the desk gives each chart the same axes; these keep theirs
	return Object.defineProperty(
		{ ...rest, data: { ...chart.data, labels }, barOptions: bars, animate: 0, disableEntryAnimation: 1 },
		"axisOptions",
		{ enumerable: true, get: () => axis, set: () => {} }
	);
}

function open_target(target) {
	if (target.route) frappe.set_route(...target.route);
	else if (target.url) window.open(target.url, "_blank", "noopener");
	else if (target.set) {
		const words = { ...kinerja_asn.script_reports.remembered(TAPPED), ...target.words };
		localStorage.setItem(TAPPED, JSON.stringify(words));
		frappe.query_report.set_filter_value(target.set);
	} else if (target.report && target.report === frappe.query_report?.report_name)
		frappe.query_report.refresh_report(target.filters || {});
	else if (target.report) {
		frappe.route_options = target.filters || {};
		frappe.set_route("query-report", target.report);
	} else if (target.name) frappe.set_route("Form", target.doctype, target.name);
	else open_list(target.doctype, target.filters || {});
}

/**
 * A list asks the server for the row behind a link before it filters by it, and filters by nothing where that row may not
 * be read: leaders do not read units. Given as one of several values it is not asked for; nor does Frappe 15 then take
 * the units below with it, as it does where one unit is chosen.
 */
async function open_list(doctype, filters) {
	const asked = { ...filters };
	// a person is a dynamic link: as one of the fields above a list it breaks on a value that is set
	for (const person of ["employee", "appraiser"])
		if (typeof asked[person] === "string") asked[person] = ["in", [asked[person]]];
	const unit = filters.department;
	if (typeof unit === "string") asked.department = ["in", [unit]];
	else if (unit?.[0].startsWith("descendants") && !frappe.model.can_read("Department"))
		asked.department = [
			"in",
			await frappe.xcall("kinerja_asn.overrides.search.unit_and_below", { department: unit[1] }),
		];
	if (asked.performance_interval?.inside)
		asked.performance_interval = ["in", await intervals_inside(asked.performance_interval.inside)];
	frappe.route_options = asked;
	frappe.set_route("List", doctype, "List");
}

/** The intervals of which an interval consists, itself among them: a quarter is evaluated of three monthly reports. */
async function intervals_inside(interval) {
	const read = (filters) =>
		frappe.db.get_list("Performance Interval", {
			fields: ["name", "from_date", "to_date"],
			filters,
			limit: 100,
		});
	const [span] = await read({ name: interval });
	const inside = await read({ from_date: [">=", span.from_date], to_date: ["<=", span.to_date] });
	return inside.map(({ name }) => name);
}

kinerja_asn.script_reports.remembered = (place) => {
	try {
		return JSON.parse(localStorage.getItem(place) || "{}");
	} catch (error) {
		return {};
	}
};

kinerja_asn.script_reports.choice = (values) => values.map((value) => ({ value, label: __(value) }));

/** What the server offers by kinerja_asn.api.report_filters: rows that people know by words, and not by their name. */
const IN_WORDS = [
	"Performance Period",
	"Performance Interval",
	"Appraisal 360 Campaign",
	"Work Plan",
	"Department",
];

/**
 * A filter that chooses a row. `filters()` narrows what is offered.
 */
kinerja_asn.script_reports.link = (
	fieldname,
	label,
	options,
	remembered,
	changed,
	{ filters, ...rest } = {}
) => ({
	fieldname,
	// a list that the viewer has no right to would answer each choice with a refusal: he chooses by a tap on a row
	fieldtype: frappe.model.can_read(options) || frappe.model.can_select(options) ? "Link" : "Data",
	label,
	options,
	default: remembered[fieldname],
	on_change: changed,
	// nothing is made here
	only_select: 1,
	...(IN_WORDS.includes(options) ? in_words(options, filters) : {}),
	...(frappe.model.can_read(options) || frappe.model.can_select(options) ? {} : tapped()),
	...rest,
});

const TAPPED = `kinerja-tapped-${frappe.session.user}`;

/** A filter of text that a tap on a row may have filled with a name: it shows the words that stood in the row. */
function tapped() {
	const words = () => kinerja_asn.script_reports.remembered(TAPPED);
	return {
		in_words: true,
		format_for_input: (value) => words()[value] || (value ?? ""),
		get_input_value() {
			const shown = this.$input?.val();
			return Object.entries(words()).find(([, one]) => one === shown)?.[0] ?? shown;
		},
	};
}

kinerja_asn.script_reports.text = (fieldname, label, remembered, changed) => ({
	fieldname,
	fieldtype: "Data",
	label,
	default: remembered[fieldname],
	on_change: changed,
	...tapped(),
});

/** What makes a link field show and offer words; Frappe does so by a column of the row, these have none for all readers. */
function in_words(doctype, filters) {
	return {
		get_query: () => ({
			query: "kinerja_asn.api.report_filters.choices",
			...(filters ? { filters: filters() } : {}),
		}),
		filter_description: filters ? __("Those of the chosen period") : undefined,
		in_words: true,
		is_title_link: () => true,
		async set_link_title(value) {
			// Frappe 15 has emptied the field: it has its value while the words are on the way
			if (!this.get_input_value()) this.set_input_value(value);
			const words = await words_of(doctype, value);
			// chosen anew meanwhile
			if (this.get_input_value() === value) this.translate_and_set_input_value(words, value);
		},
		merge_duplicates: (found) =>
			found?.length
				? found.map(({ value, description }) => ({ value, label: description, description: "" }))
				: [nothing_found()],
	};
}

/** A line of the list that cannot be chosen. */
function nothing_found() {
	const html = `<span class="text-muted">${__("Nothing with these words")}</span>`;
	return { html, value: "filter_description__link_option", action: () => {} };
}

async function words_of(doctype, name) {
	const known = frappe.utils.get_link_title(doctype, name);
	if (known) return known;
	const words =
		doctype === "Performance Interval"
			? kinerja_asn.interval(name)
			: await frappe.xcall("kinerja_asn.api.report_filters.words", { doctype, name });
	// a print takes them from there
	frappe.utils.add_link_title(doctype, name, words);
	return words;
}

kinerja_asn.script_reports.select = (fieldname, label, values, remembered, changed, rest) => ({
	fieldname,
	fieldtype: "Select",
	label,
	options: kinerja_asn.script_reports.choice(values),
	default: remembered[fieldname] || values[0],
	on_change: changed,
	...rest,
});

/** The filter of what a row of the table is. */
kinerja_asn.script_reports.rows_per = (kinds, remembered, changed) =>
	kinerja_asn.script_reports.select("by", __("Row per"), kinds, remembered, changed, {
		options: kinds.map((value) => ({ value, label: __("Per {0}", [__(value).toLowerCase()]) })),
	});

/**
 * Settings of a report over a period, with the viewer's open period as the first choice.
 * `last(remembered, changed)`: filters behind the unit.
 */
kinerja_asn.script_reports.of_period = (name, { filters = () => [], last = () => [], ...options } = {}) =>
	kinerja_asn.script_reports.of(name, {
		ready: (values) => Boolean(values.period),
		begin: async () => {
			const { period } = await frappe.xcall("kinerja_asn.api.forms.my_place");
			return period ? { period } : {};
		},
		filters: (remembered, changed) => [
			kinerja_asn.script_reports.link(
				"period",
				__("Performance period"),
				"Performance Period",
				remembered,
				changed,
				{ reqd: 1 }
			),
			...filters(remembered, changed),
			kinerja_asn.script_reports.link("department", __("Unit"), "Department", remembered, changed),
			...last(remembered, changed),
		],
		...options,
	});

/** Settings of a report whose rows are units, or the people of a unit: `kinds` are the choices of what a row is. */
kinerja_asn.script_reports.of_people = (name, kinds, { filters = () => [], ...options } = {}) =>
	kinerja_asn.script_reports.of_period(name, {
		filters: (remembered, changed) => [
			kinerja_asn.script_reports.rows_per(kinds, remembered, changed),
			...filters(remembered, changed),
		],
		last: (remembered, changed) => [
			kinerja_asn.script_reports.select(
				"reach",
				__("Reach"),
				["With units below", "This unit alone"],
				remembered,
				changed,
				{
					depends_on: "department",
					options: [
						{ value: "With units below", label: __("With units below") },
						{ value: "This unit alone", label: __("This unit alone") },
					],
				}
			),
		],
		...options,
	});

/** The same report with other filters, from the row of a unit to its people. */
kinerja_asn.script_reports.people_of = (department, filters = {}) =>
	department && {
		report: frappe.query_report.report_name,
		filters: {
			period: frappe.query_report.get_filter_value("period"),
			by: "Person",
			department,
			reach: "This unit alone",
			...filters,
		},
	};

/** A list's filter of a column with this value, or without one. */
kinerja_asn.script_reports.equal = (value) => value || ["is", "not set"];

/** The filter of an interval of the period that is chosen; `frequency`: whether of its reports or its evaluations. */
kinerja_asn.script_reports.interval = (frequency, remembered, changed, rest) =>
	kinerja_asn.script_reports.link("interval", __("Interval"), "Performance Interval", remembered, changed, {
		filters: () => ({ period: frappe.query_report.get_filter_value("period"), frequency }),
		...rest,
	});

/** Settings of a report over evaluations: of an interval, or of the year. */
kinerja_asn.script_reports.of_evaluations = (name, { filters = () => [], ...options } = {}) =>
	kinerja_asn.script_reports.of_period(name, {
		ready: (values) => Boolean(values.period && (values.kind === "Annual" || values.interval)),
		begin: async (values) => {
			const period = values.period || (await frappe.xcall("kinerja_asn.api.forms.my_place")).period;
			if (!period) return {};
			const interval = await newest_interval(period);
			return interval ? { period, interval } : { period, kind: "Annual" };
		},
		filters: (remembered, changed) => [
			kinerja_asn.script_reports.select(
				"kind",
				__("Kind"),
				["Periodic", "Annual"],
				remembered,
				changed
			),
			kinerja_asn.script_reports.interval("evaluation_frequency", remembered, changed, {
				depends_on: 'eval:doc.kind=="Periodic"',
				mandatory_depends_on: 'eval:doc.kind=="Periodic"',
			}),
			...filters(remembered, changed),
		],
		...options,
	});

/** The newest interval of which the viewer may read a rating. */
async function newest_interval(period) {
	const [row] = await frappe.db.get_list("Performance Evaluation", {
		fields: ["performance_interval"],
		filters: { performance_period: period, kind: "Periodic", predicate: ["is", "set"] },
		order_by: "performance_interval desc",
		limit: 1,
	});
	return row?.performance_interval;
}
