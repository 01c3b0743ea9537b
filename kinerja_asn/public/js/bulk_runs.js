// Runs of work on many: progress, counts and the result per employee, for the forms of Bulk Run and Performance Period.

frappe.provide("kinerja_asn.runs");

const escape_html = (text) => frappe.utils.escape_html(String(text ?? ""));

kinerja_asn.runs.STATUS_COLOURS = {
	Queued: "gray",
	Running: "blue",
	Cancelling: "orange",
	Cancelled: "orange",
	Completed: "green",
	Failed: "red",
};

kinerja_asn.runs.RESULT_COLOURS = {
	Created: "green",
	Done: "green",
	"Already There": "blue",
	"Not Needed": "gray",
	Problem: "red",
};

/** What is left over is a fault in most works; in a 360 it waits for an agreed plan, or for raters to be agreed. */
kinerja_asn.runs.left_over = (work) => {
	const waits = { "Launch 360": __("Not included yet"), "Collect 360": __("Not begun yet") }[work];
	if (waits) return { one: waits, many: waits, colour: "orange" };
	return { one: __("Problem"), many: __("Problems"), colour: "red" };
};

kinerja_asn.runs.COUNTS = ["total", "done", "created", "already_there", "not_needed", "problems"];

kinerja_asn.runs.POLL_MS = 2000;

kinerja_asn.runs.call = (method, args) => frappe.xcall(`kinerja_asn.api.periods.${method}`, args);

/** Where a run stands; a failure is told to nobody, since it is asked again. */
kinerja_asn.runs.ask = async (run) => {
	const answer = await fetch(
		`/api/method/kinerja_asn.api.periods.run_state?${new URLSearchParams({ run })}`,
		{ headers: { Accept: "application/json" } }
	);
	if (!answer.ok) throw answer;
	return (await answer.json()).message;
};

/** A progress bar with the counts of a run. */
kinerja_asn.runs.progress_html = (state) => {
	const colour = kinerja_asn.runs.STATUS_COLOURS[state.status] || "gray";
	const left_over = kinerja_asn.runs.left_over(state.work);
	const counts = [
		["created", __("Created or done"), "green"],
		["already_there", __("Already there"), "blue"],
		["not_needed", __("Not needed"), "gray"],
		["problems", left_over.many, left_over.colour],
	]
		.map(
			([key, label, tone]) =>
				`<span class="indicator-pill text-nowrap no-indicator-dot ${state[key] ? tone : "gray"}">${label}: ${figure(state[key])}</span>`
		)
		.join(" ");
	return `
		<div class="kinerja-run" style="padding-bottom: 8px">
			<div>
				<span class="indicator-pill text-nowrap ${colour}">${__(state.status)}</span>
				<span>${reached(state)}</span>
			</div>
			<div class="progress" style="margin: 8px 0">
				<div class="progress-bar" role="progressbar" style="width: ${state.percent}%" aria-valuenow="${state.percent}"
					aria-valuemin="0" aria-valuemax="100"></div>
			</div>
			<div>${counts}</div>
			${course_html(state)}
			${state.error ? `<p class="text-danger" style="margin-top: 8px">${escape_html(state.error)}</p>` : ""}
		</div>`;
};

const figure = (count) => kinerja_asn.number(count || 0);

function reached(state) {
	if (state.of_units) return __("{0} people of your units", [figure(state.done)]);
	if (state.status === "Queued") return __("waits for its turn");
	if (state.status === "Cancelled" && !state.done) return __("nobody was looked at");
	return __("{0} of {1} people", [figure(state.done), figure(state.total)]);
}

/** The progress of a run in the form of what it works on, with the way to the run itself. */
kinerja_asn.runs.summary_html = (state) => {
	const href = frappe.utils.get_form_link("Bulk Run", state.name);
	const label = state.may_cancel ? __("Look at this run or cancel it") : __("All results of this run");
	return `${kinerja_asn.runs.progress_html(state)}
		<p><a style="text-decoration: underline" href="${href}">${label}</a></p>`;
};

// who, when, how long, what is left, and whether it stands still
function course_html(state) {
	const moment = (value) => frappe.datetime.str_to_user(value);
	const spent = duration(state.seconds);
	const ended = {
		Completed: __("took {0}", [spent]),
		Cancelled:
			state.canceller && state.canceller !== state.starter
				? __("cancelled by {0} after {1}", [escape_html(state.canceller), spent])
				: __("cancelled after {0}", [spent]),
		Failed: __("stopped after {0}", [spent]),
	};
	const took = [
		__("Started by {0} on {1}", [escape_html(state.starter), moment(state.started_at)]),
		ended[state.status],
	];
	const missing =
		!state.of_units && ["Cancelled", "Failed"].includes(state.status) && state.total - state.done;
	const left =
		missing > 0
			? `<p style="margin: 8px 0 0">${__(
					"{0} people were not looked at any more. What is done stays; Run again does the rest.",
					[figure(missing)]
				)}</p>`
			: "";
	const idle = state.idle_since
		? `<p style="margin: 8px 0 0; color: var(--text-on-orange, #b45309)">${__(
				"The run has stood still since {0}; its worker may have been lost. What is done stays done. It goes on by itself within a few hours, or at once by Continue.",
				[moment(state.idle_since)]
			)}</p>`
		: "";
	return `<div class="text-muted" style="margin-top: 8px">${took.filter(Boolean).join(" · ")}<br>${escape_html(
		state.scope
	)}</div>${left}${idle}`;
}

function duration(seconds) {
	if (seconds < 60) return __("{0} seconds", [Math.max(1, seconds)]);
	if (seconds < 3600) return __("{0} minutes", [Math.round(seconds / 60)]);
	return __("{0} hours {1} minutes", [Math.floor(seconds / 3600), Math.round((seconds % 3600) / 60)]);
}

/** Ask for the state of a run until it is over; realtime updates are taken where a site has them. */
kinerja_asn.runs.watch = (frm, run, show) => {
	kinerja_asn.runs.unwatch(frm);
	const watching = { run };
	frm.kinerja_watching = watching;
	const current = () => frm.kinerja_watching === watching && frm.wrapper.isConnected !== false;
	const look = async () => {
		clearTimeout(watching.timer);
		if (!current()) return;
		let state;
		try {
			state = await kinerja_asn.runs.ask(run);
		} catch (refused) {
			// a server that is being restarted answers again; one that refuses goes on refusing
			if (!refused.status || refused.status >= 500) {
				watching.timer = setTimeout(look, 5 * kinerja_asn.runs.POLL_MS);
			}
			return;
		}
		// a form that was left meanwhile is not drawn: what it does at the end of a run belongs to the page that is open
		if (!current() || !cur_route_is(frm)) return;
		show(state);
		if (state.active) {
			watching.timer = setTimeout(look, kinerja_asn.runs.POLL_MS);
		}
	};
	watching.realtime = (data) => data.run === run && look();
	frappe.realtime.on("kinerja_bulk_progress", watching.realtime);
	look();
};

kinerja_asn.runs.unwatch = (frm) => {
	const watching = frm.kinerja_watching;
	if (!watching) return;
	clearTimeout(watching.timer);
	frappe.realtime.off("kinerja_bulk_progress", watching.realtime);
	frm.kinerja_watching = null;
};

// a form that is left stops asking; its refresh begins again
function cur_route_is(frm) {
	const route = frappe.get_route();
	return route[0] === "Form" && route[1] === frm.doctype && route[2] === frm.docname;
}

/** The results per employee as a table whose last column leads to the document that mends a problem. */
kinerja_asn.runs.rows_html = (rows, work) => {
	const left_over = kinerja_asn.runs.left_over(work);
	if (!rows.length) return `<p class="text-muted">${__("Nothing to show.")}</p>`;
	const body = rows
		.map((row) => {
			const [label, colour] =
				row.result === "Problem"
					? [left_over.one, left_over.colour]
					: [__(row.result), kinerja_asn.runs.RESULT_COLOURS[row.result] || "gray"];
			const link = row.link_name
				? `<a style="text-decoration: underline" href="${frappe.utils.get_form_link(row.link_doctype, row.link_name)}">${escape_html(
						`${__(row.link_doctype)} ${row.link_name}`
					)}</a>`
				: "";
			return `<tr>
				<td>${escape_html(row.employee_name)} <div class="text-muted small">${escape_html(row.employee)}</div></td>
				<td data-label="${__("Unit")}">${escape_html(row.department)}</td>
				<td><span class="indicator-pill text-nowrap ${colour}">${label}</span></td>
				<td>${escape_html(row.message)}</td>
				<td data-label="${__("Document")}">${link}</td>
			</tr>`;
		})
		.join("");
	return `
		<div class="table-responsive">
			<table class="table table-bordered kinerja-results">
				<thead><tr>
					<th>${__("Employee")}</th><th>${__("Unit")}</th><th>${__("Result")}</th>
					<th>${__("What it means")}</th><th>${__("Document")}</th>
				</tr></thead>
				<tbody>${body}</tbody>
			</table>
		</div>`;
};

/** Results with a filter by result, a search by name and pages of 50. The answer tells whether the reader has chosen
 * among them (`touched`), and asks for them again (`reload`). */
kinerja_asn.runs.show_rows = (wrapper, run, { result = "", work = "" } = {}) => {
	const view = { result, search: "", start: 0, touched: false };
	const words = { Problem: kinerja_asn.runs.left_over(work).one };
	const results = ["", "Problem", "Created", "Done", "Already There", "Not Needed"];
	wrapper.html(`
		<div class="flex" style="gap: 8px; flex-wrap: wrap; margin-bottom: 8px">
			<select class="form-control input-sm" style="width: auto">${results
				.map(
					(one) =>
						`<option value="${one}" ${one === result ? "selected" : ""}>${one ? words[one] || __(one) : __("All results")}</option>`
				)
				.join("")}</select>
			<input class="form-control input-sm" type="search" style="width: 220px"
				placeholder="${__("Search by name")}" aria-label="${__("Search by name")}">
		</div>
		<div class="kinerja-rows"></div>
		<div>
			<button class="btn btn-default btn-xs kinerja-before">${__("Previous")}</button>
			<button class="btn btn-default btn-xs kinerja-next">${__("Next")}</button>
		</div>`);
	const load = async () => {
		const { rows, more } = await kinerja_asn.runs.call("results", {
			run,
			result: view.result || null,
			search: view.search || null,
			start: view.start,
		});
		wrapper.find(".kinerja-rows").html(kinerja_asn.runs.rows_html(rows, work));
		wrapper.find(".kinerja-before").toggle(view.start > 0);
		wrapper.find(".kinerja-next").toggle(more);
	};
	const from_start = () => {
		view.start = 0;
		view.touched = true;
		return load();
	};
	wrapper.find("select").on("change", (event) => {
		view.result = event.target.value;
		from_start();
	});
	wrapper.find("input").on(
		"input",
		frappe.utils.debounce((event) => {
			view.search = event.target.value;
			from_start();
		}, 300)
	);
	wrapper.find(".kinerja-before").on("click", () => {
		view.start = Math.max(0, view.start - 50);
		load();
	});
	wrapper.find(".kinerja-next").on("click", () => {
		view.start += 50;
		view.touched = true;
		load();
	});
	view.reload = load;
	load();
	return view;
};
