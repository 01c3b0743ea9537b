"""Writing a periodic report."""

import json

import frappe
from frappe import _

from kinerja_asn import permissions
from kinerja_asn.api.steps import readable, refuse_malformed, refuse_outdated, save_written, state_of


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
	return save_written("Periodic Report", name, content, modified)


@frappe.whitelist(methods=["POST"])
def refill(name: str, modified: str | None = None, rows: list | str | None = None) -> dict:
	"""Take the figures of the daily logs again; typed figures stay, except in the rows named.

	Only who may write the figures of the report now may do so.
	"""
	doc = readable("Periodic Report", name)
	if isinstance(rows, str):
		try:
			rows = json.loads(rows)
		except ValueError:
			refuse_malformed()
	if rows is not None and not (isinstance(rows, list) and all(isinstance(row, str) for row in rows)):
		refuse_malformed()
	if "realisations.realisation" not in permissions.writable_now(doc):
		frappe.throw(
			_("The figures of this report cannot be changed by you now."),
			frappe.PermissionError,
			title=_("Not yours to change"),
		)
	refuse_outdated(doc, modified)
	doc.flags.refill = tuple(rows or ())
	doc.save()
	return state_of(doc)
