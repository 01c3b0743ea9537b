// Performance agreements: rows of an agreement and its adjustment, the parent's objectives, the course of the year.

frappe.provide("kinerja_asn.agreements");

const API = "kinerja_asn.api.agreements.";
const escape = (text) => kinerja_asn.escape(text);
const percent = (value) =>
	value === null || value === undefined ? "–" : `${kinerja_asn.number(Math.round(flt(value) * 10) / 10)}%`;

kinerja_asn.agreements = {
	setup(frm) {
		frm.set_query("performance_indicator", "indicators", () => ({ filters: { active: 1 } }));
	},

	target(row, value) {
		if (row?.direction === "Range") {
			return `${kinerja_asn.number(row.target_low)} – ${kinerja_asn.number(row.target_high)}`;
		}
		const shown = flt(value) ? kinerja_asn.number(value) : "";
		return row?.direction === "Lower Is Better" && shown
			? `<span title="${__("Lower Is Better")}">↓ ${shown}</span>`
			: shown;
	},

	/** Group the indicators by their objective, write numbers as people read them. */
	show(frm) {
		const grid = (table) => frm.fields_dict[table].grid;
		kinerja_asn.grid.formatter(grid("indicators"), "target", (value, df, options, row) =>
			this.target(row, value)
		);
		kinerja_asn.grid.show_columns(grid("objectives"), {
			parent_objective: frm.doc.parent_agreement || frm.doctype !== "Performance Agreement",
		});
		const order = () => (frm.doc.objectives || []).map((row) => row.short_code || "").filter(Boolean);
		const title = (code) =>
			(frm.doc.objectives || []).find(
				(row) => (row.short_code || "").toLowerCase() === code.toLowerCase()
			)?.objective || "";
		kinerja_asn.grid.group(frm, "objectives", { code_field: "short_code", order });
		kinerja_asn.grid.group(frm, "indicators", { order, title });
	},

	sort(frm) {
		kinerja_asn.grid.sort_by_code(
			frm,
			"indicators",
			(frm.doc.objectives || []).map((row) => row.short_code)
		);
	},

	/** Choose for each objective which objective of the parent it supports. */
	async pick_parents(frm) {
		const offered = await frappe.xcall(`${API}parent_objectives`, {
			agreement: frm.doc.name,
			doctype: frm.doctype,
		});
		if (!offered.length) {
			frappe.msgprint(__("Choose the parent agreement first: its objectives are offered here then."));
			return;
		}
		const objectives = (frm.doc.objectives || []).filter((row) => row.objective);
		if (!objectives.length) {
			frappe.msgprint(
				__("Write your objectives first, then say which ones of the parent they support.")
			);
			return;
		}
		const options = [
			{ value: "", label: __("None") },
			...offered.map((row) => ({ value: row.row_key, label: `${row.short_code} — ${row.objective}` })),
		];
		const dialog = new frappe.ui.Dialog({
			title: __("Objectives of the parent agreement"),
			size: "large",
			fields: objectives.map((row, at) => ({
				fieldname: `objective_${at}`,
				fieldtype: "Select",
				label: escape(`${row.short_code || at + 1}. ${row.objective}`.slice(0, 140)),
				options,
				default: row.parent_row_key || "",
			})),
			primary_action_label: __("Use"),
			primary_action(values) {
				dialog.hide();
				objectives.forEach((row, at) => {
					const key = values[`objective_${at}`] || "";
					const picked = offered.find((one) => one.row_key === key);
					frappe.model.set_value(row.doctype, row.name, "parent_row_key", key);
					row.parent_objective = picked?.objective || "";
				});
				frm.dirty();
				frm.refresh_field("objectives");
			},
		});
		dialog.show();
	},

	async draft_plan(agreement) {
		const state = await frappe.xcall(`${API}draft_plan`, { agreement });
		frappe.show_alert({
			message: state.added
				? __("{0} rows came from the agreement. Read them through and propose the plan.", [
						state.added,
					])
				: __("Everything of the agreement is in the plan already."),
			indicator: "green",
		});
		kinerja_asn.form.open(state.doctype, state);
	},

	realisation(agreement, intervals) {
		const begun = intervals.filter((row) => row.begun);
		if (!begun.length) {
			frappe.msgprint(__("No interval of this agreement has begun yet."));
			return;
		}
		const open = begun.find((row) => row.state !== "Realisation Sent") || begun[begun.length - 1];
		const dialog = new frappe.ui.Dialog({
			title: __("Write the realisation"),
			fields: [
				{
					fieldname: "interval",
					fieldtype: "Select",
					label: __("Interval"),
					reqd: 1,
					options: begun.map((row) => ({
						value: row.name,
						label: `${row.name} (${kinerja_asn.date(row.from_date)} – ${kinerja_asn.date(row.to_date)})${
							row.document ? ` · ${__(row.state)}` : ""
						}`,
					})),
					default: open.name,
				},
			],
			primary_action_label: __("Open the realisation"),
			primary_action: async ({ interval }) => {
				dialog.hide();
				const state = await frappe.xcall(`${API}start_realisation`, { agreement, interval });
				kinerja_asn.form.open("Performance Agreement Realisation", state);
			},
		});
		dialog.show();
	},

	adjustment(agreement, about) {
		if (about.next.adjustment) {
			frappe.set_route("Form", "Performance Agreement Adjustment", about.next.adjustment);
			return;
		}
		kinerja_asn.adjusting.start({
			doctype: "Performance Agreement Adjustment",
			title: __("Adjust the agreement"),
			note: __(
				"What was agreed binds until the adjustment is agreed. Work plans drafted from it get proposals then."
			),
			begin: (values) => frappe.xcall(`${API}start_adjustment`, { agreement, ...values }),
		});
	},

	/** HR and the performance manager choose a unit; a head has only his own. */
	start() {
		const dialog = new frappe.ui.Dialog({
			title: __("Start a performance agreement"),
			fields: [
				{
					fieldname: "department",
					fieldtype: "Link",
					label: __("Unit"),
					options: "Department",
					reqd: 1,
					description: __("The unit needs a head, or an acting head, in its record."),
				},
				{
					fieldname: "period",
					fieldtype: "Link",
					label: __("Performance period"),
					options: "Performance Period",
					get_query: () => ({ filters: { status: ["!=", "Closed"] } }),
					description: __("Left blank: the open period of the agency."),
				},
			],
			primary_action_label: __("Start"),
			primary_action: async (values) => {
				dialog.hide();
				const state = await frappe.xcall(`${API}start`, values);
				kinerja_asn.form.open("Performance Agreement", state);
			},
		});
		dialog.show();
	},

	/** The realisation of the year: indicators down, intervals across. */
	course_html({ intervals, rows, percent: whole }) {
		if (!rows.length) {
			return `<div class="kinerja-empty">${__("The realisation is read by those who take part in the agreement.")}</div>`;
		}
		if (!intervals.some((row) => row.document)) {
			return `<div class="kinerja-empty">${__("No realisation was sent yet.")}</div>`;
		}
		const head = intervals
			.map((row) =>
				row.document
					? `<th><a href="/app/performance-agreement-realisation/${encodeURIComponent(row.document)}">${escape(row.name)}</a></th>`
					: `<th>${escape(row.name)}</th>`
			)
			.join("");
		let previous = null;
		const body = rows
			.map((row) => {
				const first = row.objective_key !== previous;
				previous = row.objective_key;
				const cells = intervals
					.map((interval) => {
						const cell = row.cells[interval.name];
						if (!cell) return `<td class="number text-muted">–</td>`;
						const figure =
							cell.realisation === null
								? escape(cell.text || "–")
								: kinerja_asn.number(cell.realisation);
						return `<td class="number" title="${escape(cell.text || "")}">${figure}<div class="small text-muted">${percent(cell.percent)}</div></td>`;
					})
					.join("");
				const above = first
					? `<tr><th colspan="${intervals.length + 3}">${escape(row.objective)}</th></tr>`
					: "";
				return `${above}<tr><td>${escape(row.indicator)}</td>
					<td class="number">${this.target(row, row.target)} ${escape(row.uom || "")}</td>${cells}
					<td class="number"><strong>${percent(row.percent)}</strong></td></tr>`;
			})
			.join("");
		return `<div class="kinerja-table-wrap"><table class="kinerja-table"><thead><tr><th>${__("Key indicator")}</th>
			<th>${__("Target of the year")}</th>${head}<th>${__("Of the year's target")}</th></tr></thead>
			<tbody>${body}</tbody></table></div>
			<p>${__("Mean of the indicators, of the year's targets: {0}", [percent(whole)])}</p>`;
	},

	content_html({ content, reason, valid_from, valid_to }) {
		const objectives = (content.objectives || [])
			.map((row) => {
				const indicators = (content.indicators || [])
					.filter((one) => one.result_key === row.row_key)
					.map(
						(one) =>
							`<li>${escape(one.indicator)}: ${this.target(one, one.target)} ${escape(one.uom || "")}</li>`
					)
					.join("");
				return `<h5>${escape(row.short_code)}. ${escape(row.objective)}</h5><ul>${indicators}</ul>`;
			})
			.join("");
		const span = __("{0} to {1}", [kinerja_asn.date(valid_from), kinerja_asn.date(valid_to)]);
		return `<p>${__("In force: {0}.", [span])} ${
			reason ? __("Ended by: {0}", [escape(reason)]) : ""
		}</p>${objectives}`;
	},
};
