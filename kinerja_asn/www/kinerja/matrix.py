"""The role-result matrix, which the leader writes, and the line of sight from a plan up to the agency's objective."""

from frappe.utils import cint

from kinerja_asn import cascade
from kinerja_asn.api import matrix as api
from kinerja_asn.www.kinerja import documents


def matrix(visit) -> dict:
	visit.scripts, visit.styles = ("matrix.js",), ("matrix.css",)
	visit.marked = "team" if visit.has_team else "plan"
	data = api.matrix(
		visit.args.get("plan") or None, visit.args.get("q") or "", cint(visit.args.get("page")) or 1
	)
	return {"page_data": {"matrix": data}}


def line(visit) -> dict:
	"""From each result of a plan up to the highest: words, and whose they are."""
	doc = documents.read("Work Plan", visit.args.get("name"), visit.who, tables=())
	visit.marked = documents.marked_part(doc, "plan")
	visit.styles = ("line.css",)
	return {"doc": doc, "lines": cascade.line_of_sight(doc)}
