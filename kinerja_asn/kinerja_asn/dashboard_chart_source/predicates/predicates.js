frappe.provide("frappe.dashboards.chart_sources");

frappe.dashboards.chart_sources["Predicates"] = {
	method: "kinerja_asn.kinerja_asn.dashboard_chart_source.predicates.predicates.get",
	filters: [],
};
