"""Writing a periodic report."""

import frappe

from kinerja_asn.api.steps import content_of, readable, refuse_outdated, state_of, write


@frappe.whitelist(methods=["POST"])
def start(work_plan: str, interval: str) -> dict:
	"""Start the report of an interval, prefilled with the plan's indicators; the report that is there, if there is one."""
	readable("Work Plan", work_plan)
	name = f"{work_plan}-{interval}"
	if frappe.db.exists("Periodic Report", name):
		return state_of(readable("Periodic Report", name))
	doc = frappe.get_doc(
		{"doctype": "Periodic Report", "work_plan": work_plan, "performance_interval": interval}
	)
	doc.insert()
	return state_of(doc)


@frappe.whitelist(methods=["POST"])
def save(name: str, content: dict | str, modified: str) -> dict:
	"""Save what was typed: fields, and {"rows": {"realisations": {row name: {column: value}}}}."""
	doc = readable("Periodic Report", name)
	refuse_outdated(doc, modified)
	write(doc, content_of(content))
	doc.save()
	return state_of(doc)
