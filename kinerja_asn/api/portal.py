"""What the portal's pages read while they are open, and reading marks of notifications."""

import frappe
from frappe import _
from frappe.query_builder import DocType

from kinerja_asn import permissions


@frappe.whitelist(methods=["GET", "POST"])
def plan_content(name: str, doctype: str = "Work Plan") -> dict:
	"""The content of a plan or of an adjustment as the writing page draws it, read again after saving.

	Raises:
		frappe.PermissionError: not there, or not the caller's to see.
	"""
	from kinerja_asn.www.kinerja.plans import content_of

	if doctype not in ("Work Plan", "Work Plan Adjustment"):
		frappe.throw(_("{0} has no plan rows.").format(doctype), frappe.PermissionError)
	return content_of(permissions.viewer(), doctype, name)


@frappe.whitelist(methods=["GET", "POST"])
def indicators(text: str = "") -> list[dict]:
	"""Indicators of the library by words, those of the caller's own unit and post first (at most 20)."""
	person = _person()
	Indicator = DocType("Performance Indicator")
	query = (
		frappe.qb.from_(Indicator)
		.select(
			Indicator.name,
			Indicator.indicator_name,
			Indicator.aspect,
			Indicator.uom,
			Indicator.direction,
			Indicator.adds_up,
			Indicator.highest_possible_target,
			Indicator.department,
			Indicator.designation,
		)
		.where(Indicator.active == 1)
	)
	for word in text.split()[:6]:
		query = query.where(Indicator.indicator_name.like(f"%{word[:40]}%"))
	rows = query.orderby(Indicator.indicator_name).limit(200).run(as_dict=True)

	def distance(row):
		return (row.designation != person.designation) + (row.department != person.department)

	rows.sort(key=distance)
	for row in rows:
		del row["department"], row["designation"]
	return rows[:20]


@frappe.whitelist(methods=["GET", "POST"])
def units() -> list[str]:
	"""Names of the units of measure in use at the site."""
	_person()
	Unit = DocType("UOM")
	return (
		frappe.qb.from_(Unit)
		.select(Unit.name)
		.where(Unit.enabled == 1)
		.orderby(Unit.name)
		.limit(500)
		.run(pluck=True)
	)


def _person():
	"""The caller's employee record; the library and the units are for employees."""
	who = permissions.viewer()
	if not who.employee:
		frappe.throw(_("Your user is not linked to an employee. Please ask HR."), frappe.PermissionError)
	return frappe.db.get_value("Employee", who.employee, ["department", "designation"], as_dict=True)


@frappe.whitelist(methods=["POST"])
def mark_read(name: str | None = None) -> int:
	"""Mark one's own notifications as read: one of them, or all."""
	Log = DocType("Notification Log")
	query = (
		frappe.qb.update(Log).set(Log.read, 1).where((Log.for_user == frappe.session.user) & (Log.read == 0))
	)
	if name:
		query = query.where(Log.name == name)
	query.run()
	return 1
