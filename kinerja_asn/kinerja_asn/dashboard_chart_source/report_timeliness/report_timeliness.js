frappe.provide("frappe.dashboards.chart_sources");

frappe.dashboards.chart_sources["Report Timeliness"] = {
	method: "kinerja_asn.kinerja_asn.dashboard_chart_source.report_timeliness.report_timeliness.get",
	filters: [],
};
