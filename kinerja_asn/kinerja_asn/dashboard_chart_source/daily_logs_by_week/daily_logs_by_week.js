frappe.provide("frappe.dashboards.chart_sources");

frappe.dashboards.chart_sources["Daily Logs by Week"] = {
	method: "kinerja_asn.kinerja_asn.dashboard_chart_source.daily_logs_by_week.daily_logs_by_week.get",
	filters: [],
};
