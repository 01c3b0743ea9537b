import frappe
from frappe import _
from frappe.utils import get_year_start, getdate

from kinerja_asn import charts

STATES = ("Draft", "Plan Proposed", "Plan Returned", "Plan Agreed", "Closed")


@frappe.whitelist(methods=["GET", "POST"])
def get(**options) -> dict:
	"""This year's work plans that the viewer may read, by state."""
	counts = charts.counted("Work Plan", "workflow_state", get_year_start(getdate()))
	return charts.chart(counts, STATES, _("Work plans"), _("There are no work plans this year yet."))
