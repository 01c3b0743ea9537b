"""The role-result matrix: the leader writes it, his people see their own rows."""

from frappe.utils import cint

from kinerja_asn.api import matrix as api


def matrix(visit) -> dict:
	visit.scripts, visit.styles = ("matrix.js",), ("matrix.css",)
	data = api.matrix(
		visit.args.get("plan") or None, visit.args.get("q") or "", cint(visit.args.get("page")) or 1
	)
	return {"page_data": {"matrix": data}}
