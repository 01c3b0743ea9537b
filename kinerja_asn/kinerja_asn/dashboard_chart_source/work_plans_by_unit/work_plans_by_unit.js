frappe.provide("frappe.dashboards.chart_sources");

frappe.dashboards.chart_sources["Work Plans by Unit"] = {
	method: "kinerja_asn.kinerja_asn.dashboard_chart_source.work_plans_by_unit.work_plans_by_unit.get",
	filters: [],
};
