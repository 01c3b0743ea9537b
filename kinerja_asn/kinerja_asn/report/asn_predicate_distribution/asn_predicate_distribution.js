const REMEMBERED = `kinerja-predicate-distribution-${frappe.session.user}`;
const PREDICATE_OF = {
	very_good: "Very Good",
	good: "Good",
	needs_improvement: "Needs Improvement",
	poor: "Poor (Misconduct)",
	very_poor: "Very Poor",
};

function remembered() {
	try {
		return JSON.parse(localStorage.getItem(REMEMBERED) || "{}");
	} catch (error) {
		return {};
	}
}

/** Keep what was chosen for the next time, then run the report if all it needs is chosen. */
function changed(report) {
	const values = Object.fromEntries(report.filters.map((filter) => [filter.fieldname, filter.get_value()]));
	localStorage.setItem(REMEMBERED, JSON.stringify(values));
	if (!values.period || (values.kind === "Periodic" && !values.interval)) return;
	report.refresh();
}

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

const choice = (values) => values.map((value) => ({ value, label: __(value) }));

frappe.query_reports["ASN Predicate Distribution"] = {
	filters: [
		{
			fieldname: "period",
			fieldtype: "Link",
			label: __("Performance period"),
			options: "Performance Period",
			reqd: 1,
			default: remembered().period,
			on_change: changed,
		},
		{
			fieldname: "kind",
			fieldtype: "Select",
			label: __("Kind"),
			options: choice(["Periodic", "Annual"]),
			default: remembered().kind || "Periodic",
			on_change: changed,
		},
		{
			fieldname: "interval",
			fieldtype: "Link",
			label: __("Interval"),
			options: "Performance Interval",
			default: remembered().interval,
			depends_on: 'eval:doc.kind=="Periodic"',
			mandatory_depends_on: 'eval:doc.kind=="Periodic"',
			get_query: () => {
				const year = parseInt(frappe.query_report.get_filter_value("period"), 10);
				return year ? { filters: { year } } : {};
			},
			on_change: changed,
		},
		{
			fieldname: "department",
			fieldtype: "Link",
			label: __("Unit"),
			options: "Department",
			default: remembered().department,
			on_change: changed,
		},
		{
			fieldname: "by",
			fieldtype: "Select",
			label: __("By"),
			options: choice(["Leader", "Unit"]),
			default: remembered().by || "Leader",
			on_change: changed,
		},
	],

	async onload(report) {
		const chosen = (name) => report.get_filter_value(name);
		if (chosen("period") && (chosen("interval") || chosen("kind") !== "Periodic")) return;
		const period = chosen("period") || (await frappe.xcall("kinerja_asn.api.forms.my_place")).period;
		if (!period) return;
		const interval = await newest_interval(period);
		// one after another: the report runs as soon as this ends
		for (const [name, value] of Object.entries(
			interval ? { period, interval } : { period, kind: "Annual" }
		))
			await report.get_filter(name).set_value(value);
	},

	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		if (!data) return shown;
		const predicate = PREDICATE_OF[column.fieldname];
		if (predicate && data[column.fieldname]) {
			const key = frappe.utils.escape_html(encodeURIComponent(data.key || ""));
			return `<a data-kinerja-drill data-key="${key}" data-predicate="${predicate}">${shown}</a>`;
		}
		if (column.fieldname === "pattern" && data.outside) {
			return `<span class="text-warning">${shown}</span>`;
		}
		return shown;
	},

	after_datatable_render(table) {
		$(table.wrapper)
			.off("click.kinerja")
			.on("click.kinerja", "[data-kinerja-drill]", (event) => {
				const { key, predicate } = event.currentTarget.dataset;
				const chosen = (name) => frappe.query_report.get_filter_value(name);
				const periodic = chosen("kind") === "Periodic";
				frappe.route_options = {
					performance_period: chosen("period"),
					kind: chosen("kind"),
					predicate,
					[chosen("by") === "Unit" ? "department" : "appraiser"]: decodeURIComponent(key),
					...(periodic ? { performance_interval: chosen("interval") } : {}),
				};
				frappe.set_route("List", "Performance Evaluation", "List");
			});
	},
};
