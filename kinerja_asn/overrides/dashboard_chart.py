"""frappe.desk dashboard charts: what one person saw is kept for the next, whatever he may read."""

import frappe
from frappe.desk.doctype.dashboard_chart import dashboard_chart
from frappe.utils import cint

from kinerja_asn.overrides.doors import is_guarded


@frappe.whitelist()
def get(chart_name=None, chart=None, refresh=None, **options):
	"""The original; a chart about people is counted anew for whoever looks."""
	options.pop("cmd", None)
	name = chart_name or (frappe.parse_json(chart) or {}).get("name")
	stored = name and frappe.db.get_value("Dashboard Chart", name, "document_type")
	if is_guarded(stored) or is_guarded((frappe.parse_json(chart) or {}).get("document_type")):
		refresh = 1
	return dashboard_chart.get(
		**{"chart_name": chart_name, "chart": chart, "refresh": cint(refresh), **options}
	)
