const PREDICATE_OF = {
	very_good: "Very Good",
	good: "Good",
	needs_improvement: "Needs Improvement",
	poor: "Poor (Misconduct)",
	very_poor: "Very Poor",
};

frappe.query_reports["ASN Predicate Distribution"] = {
	...kinerja_asn.time_filters.of("predicate-distribution", (remembered, changed) => [
		{
			fieldname: "by",
			fieldtype: "Select",
			label: __("By"),
			options: kinerja_asn.time_filters.choice(["Leader", "Unit"]),
			default: remembered.by || "Leader",
			on_change: changed,
		},
	]),

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
