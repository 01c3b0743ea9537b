// Calibration in the desk: the rows of a unit, tried out here and kept by the server.

frappe.provide("kinerja_asn.calibration");

const ROWS_AT_ONCE = 100;
const RATINGS = ["Above Expectation", "As Expected", "Below Expectation"];

kinerja_asn.calibration.COLOURS = {
	Open: "orange",
	"Sent to Appraisers": "blue",
	Applied: "green",
	Cancelled: "gray",
};

const ANSWERS = { Waiting: "orange", Accepted: "green", Answered: "blue" };

/** Ask for the unit and the time, then open the calibration. */
kinerja_asn.calibration.begin = async (period) => {
	if (!period) ({ period } = await frappe.xcall("kinerja_asn.api.forms.my_place"));
	kinerja_asn.evaluations.ask({
		period,
		title: __("Begin a calibration"),
		label: __("Begin"),
		unit_needed: true,
		more: [{ fieldname: "below", fieldtype: "Check", label: __("With the units below it") }],
		message: __(
			"Everybody of the unit who is rated and whose evaluation is not handed over yet is compared. Ratings belong to the appraisers: they are asked before anything changes."
		),
		async then(values) {
			const name = await frappe.xcall("kinerja_asn.api.calibration.begin", values);
			frappe.set_route("Form", "Rating Calibration", name);
		},
	});
};

kinerja_asn.calibration.Table = class CalibrationTable {
	constructor(frm, table) {
		Object.assign(this, table, { frm, page: 0, text: "", appraiser: "", changed_only: false });
		this.wrapper = frm.fields_dict.table_html.$wrapper.empty();
		this.chart_place = $("<div>").appendTo(this.wrapper);
		this.bar = $('<div class="kinerja-calibration-bar"></div>').appendTo(this.wrapper);
		this.place = $("<div>").appendTo(this.wrapper);
		this.buttons();
		this.filters();
		this.draw_chart(this.chart);
		this.draw();
	}

	call(method, values) {
		return frappe.xcall(`kinerja_asn.api.calibration.${method}`, { name: this.frm.docname, ...values });
	}

	// --- what can be done ---

	buttons() {
		const { frm, may } = this;
		frm.clear_custom_buttons();
		if (may.edit) frm.add_custom_button(__("Read the evaluations again"), () => this.take_in());
		if (may.cancel) frm.add_custom_button(__("Cancel the calibration"), () => this.cancel());
		if (may.send) frm.page.set_primary_action(__("Close and ask the appraisers"), () => this.send());
		else if (may.apply) frm.page.set_primary_action(__("Apply what was accepted"), () => this.apply());
		else frm.page.clear_primary_action();
		frm.add_custom_button(__("Open in the portal"), () =>
			window.open(`/kinerja/calibration?name=${encodeURIComponent(frm.docname)}`)
		);
	}

	async take_in() {
		const { added, removed } = await this.call("take_in");
		frappe.show_alert({
			message: __("{0} taken in, {1} left out.", [added, removed]),
			indicator: "green",
		});
		this.frm.reload_doc();
	}

	cancel() {
		frappe.prompt(
			{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
			async ({ reason }) => {
				await this.call("cancel", { reason });
				this.frm.reload_doc();
			},
			__("Why is the calibration cancelled?"),
			__("Cancel the calibration")
		);
	}

	send() {
		frappe.confirm(__("Close the calibration and ask the appraisers?"), async () => {
			const told = await this.call("send");
			frappe.msgprint(
				told.rows
					? __("{0} appraisers were asked about {1} ratings.", [told.asked, told.rows])
					: __("No rating was changed; the calibration is over.")
			);
			this.frm.reload_doc();
		});
	}

	apply() {
		const count = (answer) => this.rows.filter((row) => row.answer === answer).length;
		const moved = this.rows.some((row) => row.moved && row.answer === "Accepted");
		const question = __(
			"Apply the {0} accepted ratings now? What was not accepted stays as it is ({1} still wait).",
			[count("Accepted"), count("Waiting")]
		);
		const more = moved ? `<p>${__("Evaluations that have changed since are left out.")}</p>` : "";
		frappe.confirm(`<p>${question}</p>${more}`, async () => {
			const told = await this.call("apply", { without_moved: moved });
			frappe.msgprint(__("{0} ratings changed, {1} not accepted.", [told.applied, told.not_accepted]));
			this.frm.reload_doc();
		});
	}

	// --- looking ---

	filters() {
		const { escape } = kinerja_asn;
		const names = [...new Set(this.rows.map((row) => row.appraiser_name || ""))].sort();
		const options = names.map((name) => `<option>${escape(name)}</option>`).join("");
		this.bar
			.html(`<input type="search" class="form-control input-sm" placeholder="${__("Name, post or unit")}" aria-label="${__("Search")}">
			<select class="form-control input-sm" aria-label="${__("Appraiser")}"><option value="">${__("All appraisers")}</option>${options}</select>
			<label><input type="checkbox"> ${__("Changed only")}</label><span class="text-muted"></span>`);
		this.bar.find("[type=search]").on(
			"input",
			frappe.utils.debounce((event) => this.look({ text: event.target.value.toLowerCase() }), 200)
		);
		this.bar.find("select").on("change", (event) => this.look({ appraiser: event.target.value }));
		this.bar
			.find("[type=checkbox]")
			.on("change", (event) => this.look({ changed_only: event.target.checked }));
	}

	look(what) {
		Object.assign(this, what, { page: 0, ...("page" in what ? { page: what.page } : {}) });
		this.draw();
	}

	found() {
		return this.rows.filter(
			(row) =>
				(!this.text ||
					`${row.employee_name} ${row.position} ${row.department_name}`
						.toLowerCase()
						.includes(this.text)) &&
				(!this.appraiser || row.appraiser_name === this.appraiser) &&
				(!this.changed_only || row.changed)
		);
	}

	draw_chart(chart) {
		this.chart = chart;
		this.chart_place.html(
			kinerja_asn.distribution.html(
				chart,
				this.may.cancel ? __("Predicates as they would be") : __("Distribution of predicates")
			)
		);
	}

	/** At once from what is known here; the server's answer follows. */
	count_again(from, to) {
		const bars = this.chart.bars.map((bar) => ({
			...bar,
			count: bar.count - (bar.predicate === from) + (bar.predicate === to),
		}));
		const total = bars.reduce((sum, bar) => sum + bar.count, 0) || 1;
		for (const bar of bars) bar.percent = Math.round((1000 * bar.count) / total) / 10;
		this.draw_chart({ ...this.chart, bars });
	}

	draw() {
		const found = this.found();
		const start = this.page * ROWS_AT_ONCE;
		const shown = found.slice(start, start + ROWS_AT_ONCE);
		this.bar
			.find("span")
			.text(
				__("{0} of {1} evaluations. Your own is never shown here.", [found.length, this.rows.length])
			);
		const head = [__("Employee"), __("Compared"), __("Appraiser"), __("Rating"), __("Predicate")];
		const body = shown.map((row) => this.row_html(row)).join("");
		const more = found.length > ROWS_AT_ONCE ? this.pager_html(found.length) : "";
		this.place.html(`<div class="kinerja-table-wrap"><table class="kinerja-table kinerja-calibration">
			<thead><tr>${head.map((label) => `<th>${label}</th>`).join("")}</tr></thead>
			<tbody>${body}</tbody></table></div>${more}`);
		this.listen();
	}

	pager_html(total) {
		const pages = Math.ceil(total / ROWS_AT_ONCE);
		return `<div class="kinerja-calibration-bar">
			<button class="btn btn-default btn-xs" data-page="${this.page - 1}" ${this.page ? "" : "disabled"}>${__("Previous")}</button>
			<span>${__("Page {0} of {1}", [this.page + 1, pages])}</span>
			<button class="btn btn-default btn-xs" data-page="${this.page + 1}" ${this.page + 1 < pages ? "" : "disabled"}>${__("Next")}</button></div>`;
	}

	row_html(row) {
		const { escape } = kinerja_asn;
		const pill = (predicate) => {
			const colour = kinerja_asn.course.PREDICATE_COLOURS[predicate] || "gray";
			return `<span class="indicator-pill ${colour}">${escape(__(predicate || "–"))}</span>`;
		};
		const fact = (label, value) => `<div class="fact"><span>${label}</span> ${value}</div>`;
		const edits = this.may.edit && !row.moved;
		const rating = (column, locked) =>
			edits && !locked
				? `<select class="form-control input-xs" data-column="${column}">${RATINGS.map(
						(value) =>
							`<option value="${value}" ${value === row[column] ? "selected" : ""}>${__(value)}</option>`
					).join("")}</select>`
				: escape(__(row[column] || "–"));
		const average = row.average
			? ` <span class="text-muted" title="${__("Average of the predicates given, from 1 (Very Poor) to 5 (Very Good)")}">${__("average {0}", [kinerja_asn.number(row.average)])}</span>`
			: "";
		const answer = row.answer
			? `<div><span class="indicator-pill ${ANSWERS[row.answer]}">${__(row.applied ? "Applied" : row.answer)}</span> ${escape(row.answer_reason || "")}</div>`
			: "";
		const reason =
			edits && row.changed
				? `<textarea class="form-control input-xs" rows="2" maxlength="5000" placeholder="${__("Reason for the other rating; the appraiser reads it")}">${escape(row.reason || "")}</textarea>`
				: escape(row.reason || "");
		const said =
			reason || answer ? fact(__("Reason"), `<div class="words">${reason}${answer}</div>`) : "";
		return `<tr data-row="${escape(row.name)}" class="${row.changed ? "changed" : ""}">
			<td><a href="/app/performance-evaluation/${encodeURIComponent(row.evaluation)}"><b>${escape(row.employee_name)}</b></a><br><span class="text-muted">${escape(row.position || "")}${this.head.below ? ` · ${escape(row.department_name || "")}` : ""}</span></td>
			<td>${fact(__("Achievement"), row.achievement === null ? "–" : `${kinerja_asn.number(row.achievement)}%`)}
				${fact("360", row.score_360 ? kinerja_asn.number(row.score_360) : "–")}
				${fact(__("Year before"), row.last_year_predicate ? escape(__(row.last_year_predicate)) : "–")}</td>
			<td>${escape(row.appraiser_name || "–")}${average}</td>
			<td>${fact(__("Results"), rating("new_result_rating", row.follows_unit))}
				${fact(__("Behaviour"), rating("new_behaviour_rating"))}</td>
			<td>${row.changed ? `${pill(row.old_predicate)} → ` : ""}${pill(row.new_predicate)}${row.moved ? `<div class="text-warning">${__("now {0}", [escape(row.moved)])}</div>` : ""}</td>
		</tr>${said ? `<tr data-row="${escape(row.name)}" class="why ${row.changed ? "changed" : ""}"><td></td><td colspan="4">${said}</td></tr>` : ""}`;
	}

	// --- trying out ---

	listen() {
		this.place
			.find("[data-page]")
			.on("click", (event) => this.look({ page: Number(event.target.dataset.page) }));
		this.place.find("select").on("change", (event) => this.try_out(event.target));
		this.place.find("textarea").on("change", (event) => {
			const row = this.row_of(event.target);
			row.reason = event.target.value;
			this.keep(row);
		});
	}

	row_of(element) {
		return this.rows.find((row) => row.name === element.closest("tr").dataset.row);
	}

	try_out(field) {
		const row = this.row_of(field);
		const before = row.new_predicate;
		row[field.dataset.column] = field.value;
		row.new_predicate = this.matrix[`${row.new_result_rating}|${row.new_behaviour_rating}`];
		row.changed =
			row.new_result_rating !== row.old_result_rating ||
			row.new_behaviour_rating !== row.old_behaviour_rating;
		if (before !== row.new_predicate) this.count_again(before, row.new_predicate);
		if (!row.changed) row.reason = "";
		this.redraw(row);
		if (!row.changed || row.reason) return this.keep(row);
		this.element(row).find("textarea").trigger("focus");
	}

	element(row) {
		return this.place.find(`tr[data-row="${CSS.escape(row.name)}"]`);
	}

	redraw(row) {
		const drawn = this.element(row);
		drawn.slice(1).remove();
		drawn.first().replaceWith(this.row_html(row));
		this.place.find("[data-page], select, textarea").off();
		this.listen();
	}

	async keep(row) {
		const { row: stored, chart } = await this.call("rate", {
			row: row.name,
			result_rating: row.new_result_rating,
			behaviour_rating: row.new_behaviour_rating,
			reason: row.reason || "",
			modified: row.modified,
		});
		Object.assign(row, stored);
		this.redraw(row);
		this.draw_chart(chart);
		frappe.show_alert({ message: __("Saved."), indicator: "green" });
	}
};
