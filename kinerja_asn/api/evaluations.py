"""Writing a performance evaluation."""

import frappe

from kinerja_asn.api.steps import content_of, readable, refuse_outdated, state_of, write
from kinerja_asn.kinerja_asn.doctype.performance_evaluation.performance_evaluation import name_of


@frappe.whitelist(methods=["POST"])
def start(work_plan: str, kind: str, interval: str | None = None) -> dict:
	"""Start the evaluation of an interval ("Periodic") or of the year ("Annual"); the one that is there, if any."""
	readable("Work Plan", work_plan)
	name = name_of(work_plan, kind, interval)
	if frappe.db.exists("Performance Evaluation", name):
		return state_of(readable("Performance Evaluation", name))
	doc = frappe.get_doc(
		{
			"doctype": "Performance Evaluation",
			"work_plan": work_plan,
			"kind": kind,
			"performance_interval": interval,
		}
	)
	doc.insert()
	return state_of(doc)


@frappe.whitelist(methods=["POST"])
def save(name: str, content: dict | str, modified: str) -> dict:
	"""Save self-assessment or ratings: fields, and {"rows": {table: {row name: {column: value}}}}."""
	doc = readable("Performance Evaluation", name)
	refuse_outdated(doc, modified)
	write(doc, content_of(content))
	doc.save()
	return state_of(doc)
