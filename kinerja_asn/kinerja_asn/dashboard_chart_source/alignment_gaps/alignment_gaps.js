frappe.provide("frappe.dashboards.chart_sources");

frappe.dashboards.chart_sources["Alignment Gaps"] = {
	method: "kinerja_asn.kinerja_asn.dashboard_chart_source.alignment_gaps.alignment_gaps.get",
	filters: [],
};
