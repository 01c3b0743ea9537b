"""Department: head, acting head and code of a unit."""

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Lower
from frappe.utils import cstr

from kinerja_asn import permissions
from kinerja_asn.overrides.employee import is_hr
from kinerja_asn.overrides.tree import keep_place
from kinerja_asn.setup.custom_fields import value_fields_of

#: A change of these can give open documents another appraiser.
MOVES = ("asn_head", "asn_acting_head", "parent_department")


def validate(doc, method=None):
	keep_place(doc)
	refuse_changes_by_others(doc)
	check_heads(doc)
	check_unit_code(doc)


def on_update(doc, method=None):
	permissions.forget_viewers()
	reassign_open_documents(doc)


def refuse_changes_by_others(doc):
	"""ERPNext lets other roles than HR write departments; a unit's head decides who appraises."""
	if doc.flags.by_server or is_hr():
		return
	stored = doc.get_doc_before_save()
	changed = [
		field
		for field in value_fields_of("Department")
		if cstr(doc.get(field) or "") != cstr((stored.get(field) if stored else _default(doc, field)) or "")
	]
	if changed:
		labels = ", ".join(frappe.bold(_(doc.meta.get_label(field))) for field in changed)
		frappe.throw(
			_("Only HR changes {0}. Please ask HR to correct it.").format(labels),
			frappe.PermissionError,
			title=_("Changed by HR only"),
		)


def _default(doc, field: str):
	return doc.meta.get_field(field).default


def check_heads(doc):
	doc.asn_head_type = doc.asn_acting_head_type = "Employee"
	if doc.asn_head and doc.asn_head == doc.asn_acting_head:
		frappe.throw(
			_("Head and acting head of {0} are the same person. Leave one of them blank.").format(
				frappe.bold(frappe.utils.escape_html(doc.department_name))
			),
			title=_("Head of unit"),
		)
	stored = doc.get_doc_before_save()
	for field in ("asn_head", "asn_acting_head"):
		if doc.get(field) and not (stored and stored.get(field) == doc.get(field)):
			_check_head(doc, field)


def _check_head(doc, field: str):
	person = frappe.db.get_value(
		"Employee", doc.get(field), ["employee_name", "company", "status"], as_dict=True
	)
	if not person:
		return
	label, name = _(doc.meta.get_label(field)), frappe.bold(frappe.utils.escape_html(person.employee_name))
	if person.status != "Active":
		frappe.throw(_("{0}: {1} is not active.").format(label, name), title=label)
	if doc.company and person.company != doc.company:
		frappe.throw(_("{0}: {1} belongs to another agency.").format(label, name), title=label)


def check_unit_code(doc):
	doc.asn_unit_code = cstr(doc.asn_unit_code).strip() or None
	if not doc.asn_unit_code:
		return
	Department = DocType("Department")
	other = (
		frappe.qb.from_(Department)
		.select(Department.name)
		.where(
			(Department.company == doc.company)
			& (Lower(Department.asn_unit_code) == doc.asn_unit_code.lower())
			& (Department.name != (doc.name or ""))
		)
		.limit(1)
		.run()
	)
	if other:
		frappe.throw(
			_("The unit code {0} is already used by {1}.").format(
				frappe.bold(frappe.utils.escape_html(doc.asn_unit_code)), frappe.bold(other[0][0])
			),
			title=_("Unit code used twice"),
		)


def reassign_open_documents(doc):
	stored = doc.get_doc_before_save()
	if not stored or not any(cstr(doc.get(field)) != cstr(stored.get(field)) for field in MOVES):
		return
	from kinerja_asn import agreements, appraiser_work, unit_ratings

	units, reason = units_from(doc), _("Change of the head of {0}").format(doc.department_name)
	agreements.follow_heads(units, reason)
	unit_ratings.follow_heads(units)
	appraiser_work.follow_units(units, doc.company, reason)


def units_from(doc) -> list[str]:
	"""The unit and the units below it: a head appraises where nobody nearer does."""
	Department = DocType("Department")
	return (
		frappe.qb.from_(Department)
		.select(Department.name)
		.where((Department.lft >= doc.lft) & (Department.rgt <= doc.rgt))
		.run(pluck=True)
	)
