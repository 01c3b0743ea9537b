frappe.provide("frappe.dashboards.chart_sources");

frappe.dashboards.chart_sources["Work Plans by State"] = {
	method: "kinerja_asn.kinerja_asn.dashboard_chart_source.work_plans_by_state.work_plans_by_state.get",
	filters: [],
};
