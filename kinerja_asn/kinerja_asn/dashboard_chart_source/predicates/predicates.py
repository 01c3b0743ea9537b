import frappe
from frappe import _
from frappe.utils import get_year_start, getdate

from kinerja_asn import charts
from kinerja_asn.rules.predicate import PREDICATES

#: A predicate counts once it was handed over.
GIVEN = ("Handed Over", "Acknowledged", "Objected", "Decided")


@frappe.whitelist(methods=["GET", "POST"])
def get(**options) -> dict:
	"""Predicates given in this year's evaluations that the viewer may read, worst to best as on the official curve."""
	since = get_year_start(getdate())
	counts = charts.counted("Performance Evaluation", "predicate", since, states=GIVEN)
	return charts.chart(
		counts,
		tuple(reversed(PREDICATES)),
		_("Evaluations"),
		_("No evaluation has been handed over this year yet."),
	)
