// What reports over evaluations ask for: period, kind, interval and unit, remembered for the next time.

frappe.provide("kinerja_asn.time_filters");

/**
 * Filters and `onload` of such a report.
 * `name` keeps what is chosen apart from other reports, `more(remembered, changed)` gives filters of its own.
 */
kinerja_asn.time_filters.of = (name, more = () => []) => {
	const place = `kinerja-${name}-${frappe.session.user}`;

	function remembered() {
		try {
			return JSON.parse(localStorage.getItem(place) || "{}");
		} catch (error) {
			return {};
		}
	}

	/** Keep what was chosen for the next time, then run the report if all it needs is chosen. */
	function changed(report) {
		const values = Object.fromEntries(
			report.filters.map((filter) => [filter.fieldname, filter.get_value()])
		);
		localStorage.setItem(place, JSON.stringify(values));
		if (!values.period || (values.kind === "Periodic" && !values.interval)) return;
		report.refresh();
	}

	const link = (fieldname, label, options, rest) => ({
		fieldname,
		fieldtype: "Link",
		label,
		options,
		default: remembered()[fieldname],
		on_change: changed,
		...rest,
	});

	return {
		filters: [
			link("period", __("Performance period"), "Performance Period", { reqd: 1 }),
			{
				fieldname: "kind",
				fieldtype: "Select",
				label: __("Kind"),
				options: kinerja_asn.time_filters.choice(["Periodic", "Annual"]),
				default: remembered().kind || "Periodic",
				on_change: changed,
			},
			link("interval", __("Interval"), "Performance Interval", {
				depends_on: 'eval:doc.kind=="Periodic"',
				mandatory_depends_on: 'eval:doc.kind=="Periodic"',
				get_query: () => {
					const year = parseInt(frappe.query_report.get_filter_value("period"), 10);
					return year ? { filters: { year } } : {};
				},
			}),
			link("department", __("Unit"), "Department"),
			...more(remembered(), changed),
		],

		async onload(report) {
			const chosen = (fieldname) => report.get_filter_value(fieldname);
			if (chosen("period") && (chosen("interval") || chosen("kind") !== "Periodic")) return;
			const period = chosen("period") || (await frappe.xcall("kinerja_asn.api.forms.my_place")).period;
			if (!period) return;
			const interval = await newest_interval(period);
			// one after another: the report runs as soon as this ends
			for (const [fieldname, value] of Object.entries(
				interval ? { period, interval } : { period, kind: "Annual" }
			))
				await report.get_filter(fieldname).set_value(value);
		},
	};
};

kinerja_asn.time_filters.choice = (values) => values.map((value) => ({ value, label: __(value) }));

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
