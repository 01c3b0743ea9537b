"""A unit of an agency together with those below it."""

import re

import frappe
from frappe import _
from frappe.query_builder import DocType

from kinerja_asn.prepared import in_places


def units_below(department: str | None, company: str | None = None) -> list[str]:
	"""The unit and the units below it, by name; one statement. Nothing for an unknown unit or another agency's.

	Args:
		company: the agency that the unit has to be of, if it matters.
	"""
	if not department:
		return []
	Unit, Top = DocType("Department"), DocType("Department").as_("top")
	query = (
		frappe.qb.from_(Unit)
		.join(Top)
		.on((Unit.lft >= Top.lft) & (Unit.rgt <= Top.rgt))
		.select(Unit.name)
		.where(Top.name == department)
		.orderby(Unit.name)
	)
	if company:
		query = query.where((Top.company == company) & (Unit.company == company))
	return query.run(pluck=True)


def chosen_units(department: str, company: str | None = None) -> list[str]:
	"""As `units_below`; the same refusal for a missing unit as for another agency's.

	Raises:
		frappe.PermissionError: there is no such unit (in this agency).
	"""
	return units_below(department, company) or refuse_unit()


def as_values(departments: list[str] | None) -> dict[str, str]:
	"""Units that were chosen as a prepared query names them; None: all of them."""
	return {} if departments is None else in_places("unit", departments or [""])


def within(Doc, given: dict):
	"""The condition of these units, where a prepared query is built."""
	places = [place for name, place in given.items() if re.fullmatch("unit[0-9]+", name)]
	return Doc.department.isin(places) if places else Doc.name.isnotnull()


def refuse_unit():
	frappe.throw(
		_("This unit was not found, or is not yours."), frappe.PermissionError, title=_("Not permitted")
	)
