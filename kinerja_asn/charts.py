"""Counts for the charts of the workspace: only of documents the viewer may read."""

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count
from pypika.terms import Criterion

from kinerja_asn import permissions


class Readable(Criterion):
	"""The rows of a DocType that the session's user may read, as a condition of the query builder.

	Args:
		on_basis: a condition on the document that lends the DocType its rights, as `permissions.condition_on_basis`.
	"""

	def __init__(self, doctype: str, on_basis: bool = False):
		super().__init__()
		condition = permissions.condition_on_basis if on_basis else permissions.condition_for
		self.condition = condition(doctype) or "1 = 1"

	def get_sql(self, *args, **kwargs) -> str:
		return f"({self.condition})"


def counted(doctype: str, fieldname: str, since, states=None) -> dict[str, int]:
	"""Value of a field -> number of readable documents of the periods that end on a day or later."""
	frappe.has_permission(doctype, "read", throw=True)
	Document, Period = DocType(doctype), DocType("Performance Period")
	query = (
		frappe.qb.from_(Document)
		.join(Period)
		.on(Period.name == Document.performance_period)
		.select(Document[fieldname], Count(Document.name))
		.where((Document.docstatus < 2) & (Period.to_date >= since) & Readable(doctype))
		.groupby(Document[fieldname])
	)
	if states:
		query = query.where(Document.workflow_state.isin(states))
	return {value: count for value, count in query.run() if value}


def chart(counts: dict[str, int], values, name: str, empty: str) -> dict:
	"""Labels in the reader's language, each value in its place and colour; a sentence where nothing is counted."""
	shown = values if any(counts.get(value) for value in values) else ()
	datasets = [{"name": name, "values": [counts.get(value, 0) for value in shown]}]
	return on_dashboard([_(value) for value in shown], datasets, empty)


def on_dashboard(labels: list[str], datasets: list[dict], empty: str) -> dict:
	"""What a chart of a dashboard shows; without labels the sentence `empty`. An empty list would be drawn as a frame."""
	return {"labels": labels or None, "datasets": datasets, "empty": None if labels else empty}
