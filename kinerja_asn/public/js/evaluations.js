// The course of a year in reports and evaluations, and evaluations of many at once.

frappe.provide("kinerja_asn.course");
frappe.provide("kinerja_asn.evaluations");

const escape = (text) => frappe.utils.escape_html(String(text ?? ""));
const percent = (value) => `${kinerja_asn.number(Math.round(flt(value) * 10) / 10)}%`;

kinerja_asn.course.PREDICATE_COLOURS = {
	"Very Good": "green",
	Good: "blue",
	"Needs Improvement": "orange",
	"Poor (Misconduct)": "red",
	"Very Poor": "red",
};

/** Entries that the server keeps as JSON. */
kinerja_asn.course.entries = (text) => {
	try {
		return JSON.parse(text || "[]");
	} catch (error) {
		return [];
	}
};

function table(head, body) {
	return `<div class="kinerja-table-wrap"><table class="kinerja-table">
		<thead><tr>${head.map((label) => `<th>${label}</th>`).join("")}</tr></thead>
		<tbody>${body.join("")}</tbody></table></div>`;
}

/** A report's figures beside those of the year until then, and what the daily logs say. */
kinerja_asn.course.report_html = (rows) => {
	const measured = (rows || []).filter((row) => row.indicator_key);
	if (!measured.length) return "";
	const body = measured.map((row) => {
		const logs = row.log_count
			? `${kinerja_asn.number(row.from_logs)} <span class="text-muted">(${__("{0} logs", [row.log_count])})</span>`
			: "–";
		const until = row.has_cumulative ? percent(row.cumulative_achievement) : "–";
		return `<tr>
			<td>${escape(row.indicator)}</td>
			<td class="number">${logs}</td>
			<td class="number">${row.has_achievement ? percent(row.achievement) : "–"}</td>
			<td class="number">${kinerja_asn.number(row.cumulative_target)}</td>
			<td class="number">${kinerja_asn.number(row.cumulative_realisation)}</td>
			<td class="number">${until}</td>
		</tr>`;
	});
	const head = [
		__("Indicator"),
		__("From the daily logs"),
		__("Achievement"),
		__("Target until now"),
		__("Realisation until now"),
		__("Achievement until now"),
	];
	return table(head, body);
};

/** What accepted reports said of each row, a column per interval; words and evidence below. */
kinerja_asn.course.results_html = (rows, reports) => {
	const known = (rows || []).map((row) => ({ row, entries: kinerja_asn.course.entries(row.history) }));
	const intervals = [];
	for (const { entries } of known) {
		for (const { interval } of entries) if (!intervals.includes(interval)) intervals.push(interval);
	}
	if (!intervals.length) {
		return `<div class="kinerja-empty">${__("No accepted report yet.")}</div>`;
	}
	const body = known.map(({ row, entries }) => {
		const cells = intervals.map((interval) => {
			const entry = entries.find((one) => one.interval === interval);
			if (!entry) return '<td class="number">–</td>';
			const figure = entry.realisation === null ? "–" : kinerja_asn.number(entry.realisation);
			const reached =
				entry.achievement === null ? "" : `<br><small>${percent(entry.achievement)}</small>`;
			return `<td class="number" title="${escape(entry.words)}">${figure}${reached}</td>`;
		});
		return `<tr><td>${escape(row.indicator || row.result)}</td>${cells.join("")}</tr>`;
	});
	return (
		table([__("Indicator"), ...intervals.map(escape)], body) + words_html(known) + reports_html(reports)
	);
};

function words_html(known) {
	const lines = known.flatMap(({ row, entries }) =>
		entries
			.filter((entry) => entry.words || entry.note || entry.evidence || entry.evidence_link)
			.map((entry) => {
				const note = entry.note
					? ` <span class="text-muted">${__("Appraiser's note")}: ${escape(entry.note)}</span>`
					: "";
				return `<li><b>${escape(entry.interval)}</b> ${escape(row.indicator || row.result)}: ${escape(
					entry.words
				)}${note} ${evidence_html(entry)}</li>`;
			})
	);
	return folded(__("Words and evidence of the reports"), lines);
}

function evidence_html(entry) {
	return [entry.evidence, entry.evidence_link]
		.filter((url) => /^(\/private\/files\/|\/files\/|https?:\/\/)/.test(url || ""))
		.map(
			(url) =>
				`<a href="${escape(encodeURI(decode(url)))}" target="_blank" rel="noopener noreferrer">${__("Evidence")}</a>`
		)
		.join(" ");
}

function decode(url) {
	try {
		return decodeURI(url);
	} catch (error) {
		return url;
	}
}

function reports_html(text) {
	const lines = kinerja_asn.course
		.entries(text)
		.filter((entry) => entry.self_assessment || entry.obstacles || entry.late)
		.map((entry) => {
			const late = entry.late
				? ` <span class="indicator-pill red">${__("{0} days late", [entry.days_late])}</span>`
				: "";
			const obstacles = entry.obstacles
				? ` <span class="text-muted">${__("Obstacles")}: ${escape(entry.obstacles)}</span>`
				: "";
			return `<li><b>${escape(entry.interval)}</b>${late} ${escape(entry.self_assessment)}${obstacles}</li>`;
		});
	return folded(__("Self-assessment in the reports"), lines);
}

function folded(title, lines) {
	if (!lines.length) return "";
	return `<details class="kinerja-said"><summary>${title} (${lines.length})</summary><ul>${lines.join(
		""
	)}</ul></details>`;
}

/** Earlier evaluations of the year: to be seen, never to be computed from. */
/** The posts of the year with months served; nothing where there was one only. */
kinerja_asn.course.posts_html = (text) => {
	const entries = kinerja_asn.course.entries(text);
	if (!entries.length) return "";
	const head = [__("Post"), __("Unit"), __("From"), __("To"), __("Months served"), __("Predicate")];
	return table(
		head,
		entries.map(
			(entry) => `<tr>
			<td>${escape(entry.position)}</td>
			<td>${escape(entry.unit)}</td>
			<td>${escape(kinerja_asn.date(entry.from_date))}</td>
			<td>${escape(kinerja_asn.date(entry.to_date))}</td>
			<td>${cint(entry.months)}</td>
			<td>${escape(__(entry.predicate || "–"))}</td>
		</tr>`
		)
	);
};

kinerja_asn.course.predicates_html = (text) => {
	const entries = kinerja_asn.course.entries(text);
	if (!entries.length) return `<div class="kinerja-empty">${__("No earlier evaluation this year.")}</div>`;
	const body = entries.map((entry) => {
		const colour = kinerja_asn.course.PREDICATE_COLOURS[entry.predicate] || "gray";
		return `<tr>
			<td>${escape(entry.interval || __("Annual"))}</td>
			<td>${escape(entry.position)}</td>
			<td>${escape(__(entry.result_rating || ""))}</td>
			<td>${escape(__(entry.behaviour_rating || ""))}</td>
			<td><span class="indicator-pill ${colour}">${escape(__(entry.predicate || ""))}</span></td>
		</tr>`;
	});
	const head = [
		__("Interval"),
		__("Post"),
		__("Rating of results"),
		__("Rating of behaviour"),
		__("Predicate"),
	];
	return table(head, body);
};

// --- many at once ----------------------------------------------------------------------------------------

const MANAGERS = ["HR Manager", "ASN Performance Manager"];
const UNIT_RATINGS = ["Outstanding", "Good", "Needs Improvement", "Poor", "Very Poor"];

kinerja_asn.evaluations.may_run = () => MANAGERS.some((role) => frappe.user.has_role(role));

/** Fields that say which evaluations: period, kind, interval and unit. */
function fields_of(period) {
	return [
		{
			fieldname: "period",
			fieldtype: "Link",
			label: __("Performance period"),
			options: "Performance Period",
			reqd: 1,
			default: period,
			read_only: period ? 1 : 0,
			get_query: () => ({ filters: { status: "Open" } }),
		},
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
		},
		{
			fieldname: "department",
			fieldtype: "Link",
			label: __("Unit"),
			options: "Department",
			description: __("With the units below it. Blank: all units you are responsible for."),
		},
	];
}

async function ask({ period, title, label, message, more = [], unit_needed = false, look, then }) {
	const fields = [...fields_of(period), ...more];
	if (unit_needed) {
		Object.assign(
			fields.find((df) => df.fieldname === "department"),
			{ reqd: 1, description: "" }
		);
	}
	if (message) fields.push({ fieldtype: "HTML", options: `<p class="text-muted">${message}</p>` });
	if (look) fields.push({ fieldname: "look", fieldtype: "HTML" });
	const dialog = new frappe.ui.Dialog({
		title,
		fields,
		primary_action_label: label,
		async primary_action(values) {
			dialog.hide();
			if (values.kind !== "Periodic") values.interval = null;
			await then(values);
		},
	});
	const limit = async () => {
		const chosen = dialog.get_value("period");
		if (!chosen) return;
		const { message: found } = await frappe.db.get_value("Performance Period", chosen, [
			"year",
			"evaluation_frequency",
			"company",
		]);
		const intervals = await frappe.db.get_list("Performance Interval", {
			filters: {
				year: found.year,
				frequency: found.evaluation_frequency,
				from_date: ["<=", frappe.datetime.get_today()],
			},
			order_by: "from_date desc",
			limit: 12,
		});
		dialog.set_df_property("interval", "options", [
			"",
			...intervals.map(({ name }) => ({ value: name, label: kinerja_asn.interval(name) })),
		]);
		dialog.fields_dict.department.get_query = () => ({ filters: { company: found.company } });
	};
	dialog.fields_dict.period.df.onchange = limit;
	await limit();
	if (look) {
		const show = frappe.utils.debounce(() => look(dialog), 300);
		for (const name of ["kind", "interval", "department"]) dialog.fields_dict[name].df.onchange = show;
		dialog.fields_dict.period.df.onchange = () => limit().then(show);
		show();
	}
	dialog.show();
}

/** What leaves the distribution pattern, before it is handed over; it stops nobody. */
async function show_distribution(dialog) {
	const { period, kind, interval, department } = dialog.get_values(true) || {};
	const { $wrapper } = dialog.fields_dict.look;
	$wrapper.empty();
	if (!period || (kind === "Periodic" && !interval)) return;
	const lines = await frappe.xcall("kinerja_asn.api.distribution.warnings", {
		period,
		kind,
		interval: kind === "Periodic" ? interval : null,
		department,
	});
	if (!lines.length) return;
	$wrapper.html(`<div class="kinerja-note warning"><div>${__("Outside the distribution pattern")}</div>
		<ul>${lines.map((line) => `<li>${escape(line)}</li>`).join("")}</ul>
		<div class="text-muted">${__("The pattern is a consideration; handing over is not stopped by it.")}</div></div>`);
}

kinerja_asn.evaluations.ask = ask;

async function run(method, values, subject = "evaluations") {
	const name = await frappe.xcall(`kinerja_asn.api.${subject}.${method}`, values);
	frappe.set_route("Form", "Bulk Run", name);
}

kinerja_asn.evaluations.create = (period) =>
	ask({
		period,
		title: __("Create evaluations"),
		label: __("Create"),
		message: __(
			"Everybody with an agreed plan gets an evaluation, filled from plan and accepted reports. Those that are there stay as they are."
		),
		then: (values) => run("create_for", values),
	});

kinerja_asn.evaluations.hand_over = (period) =>
	ask({
		period,
		title: __("Hand evaluations over"),
		label: __("Hand over"),
		message: __(
			"What is rated is handed over, and the days to object begin. Who is not rated yet is listed as a problem."
		),
		look: show_distribution,
		then: (values) => run("hand_over_for", values),
	});

kinerja_asn.evaluations.propose_units = (period) =>
	ask({
		period,
		title: __("Propose the ratings of units"),
		label: __("Propose the ratings"),
		message: __(
			"Every unit with a head gets a rating proposed from its performance agreement; the leaders above confirm it. Confirmed ones stay as they are."
		),
		then: (values) => run("propose_for", values, "unit_ratings"),
	});

kinerja_asn.evaluations.rate_unit = (period) =>
	ask({
		period,
		title: __("Rate a unit"),
		label: __("Enter the rating"),
		unit_needed: true,
		more: [
			{
				fieldname: "rating",
				fieldtype: "Select",
				label: __("Unit performance rating"),
				reqd: 1,
				options: UNIT_RATINGS.map((value) => ({ value, label: __(value) })),
			},
			{ fieldname: "below", fieldtype: "Check", label: __("The units below it too") },
		],
		message: __(
			"For units whose rating nobody confirms in the system. It is written into all evaluations of the unit that the appraiser has not rated yet."
		),
		async then(values) {
			const found = await frappe.xcall("kinerja_asn.api.evaluations.set_unit_rating", values);
			const lines = [__("{0} evaluations changed.", [found.changed])];
			if (found.rated) {
				lines.push(__("{0} are rated already and stay as they are.", [found.rated]));
			}
			if (found.confirmed) {
				lines.push(
					__("{0} follow the rating that the leader above has confirmed.", [found.confirmed])
				);
			}
			if (found.own) lines.push(__("Your own evaluation was left out; somebody else enters it there."));
			frappe.msgprint({ title: __("Unit performance rating"), message: lines.join("<br>") });
		},
	});
