"""Running and answering the calibration of a unit's ratings, for portal and desk alike."""

import frappe
from frappe import _

from kinerja_asn import calibration, evaluation_work, permissions
from kinerja_asn.api.periods import company_of, demand_open
from kinerja_asn.api.steps import names_of
from kinerja_asn.distribution import PERIODIC, Time
from kinerja_asn.units import chosen_units


@frappe.whitelist(methods=["POST"])
def begin(period: str, kind: str, department: str, interval: str | None = None, below: bool = False) -> str:
	"""Begin the calibration of a unit, or answer with the name of the one that is there.

	HR, the performance manager of the unit, its leader and the leaders above.

	Args:
		below: with the units below it, as far as they are the caller's.

	Raises:
		frappe.PermissionError: not his unit.
		frappe.ValidationError: fewer than two evaluations are rated and not handed over, or the period is not open.
	"""
	company, who = company_of(period), permissions.viewer()
	departments = chosen_units(department, company) if isinstance(department, str) else []
	if not departments or not permissions.may_calibrate(who, company, department):
		refuse()
	demand_open(period)
	_check_time(company, period, kind, interval)
	if not below:
		departments = [department]
	elif who.is_manager and not who.is_hr and who.departments is not None:
		led = {unit["name"] for unit in calibration.units_led(who)}
		departments = [name for name in departments if name in who.departments or name in led]
	return calibration.open_for(
		Time(period, kind, (interval or None) if kind == PERIODIC else None), company, department, departments
	)


def _check_time(company: str, period: str, kind: str, interval: str | None):
	"""The same times as those that are handed over at once."""
	evaluation_work.HandOver(
		run="", company=company, period=period, parameters={"kind": kind, "interval": interval}
	).check()


@frappe.whitelist(methods=["GET", "POST"])
def table(name: str) -> dict:
	"""Everything that whoever runs a calibration sees: head, rows (never his own), chart, and what he may do now."""
	doc, who = to_look_at(name)
	found = calibration.table(doc, who)
	if not permissions.may_calibrate(who, doc.company, doc.department):
		found["may"] = dict.fromkeys(found["may"], False)
	return found


@frappe.whitelist(methods=["POST"])
def rate(
	name: str,
	row: str,
	result_rating: str,
	behaviour_rating: str,
	reason: str = "",
	modified: str | None = None,
) -> dict:
	"""Propose other ratings for one row; the predicate follows. Answers with the row and the new distribution.

	Raises:
		frappe.PermissionError: not his calibration, or a row that he may not see.
		frappe.TimestampMismatchError: somebody else changed the row in between.
	"""
	_doc, who = to_run(name)
	return calibration.rate(name, row, who, result_rating, behaviour_rating, reason, modified)


@frappe.whitelist(methods=["POST"])
def take_in(name: str) -> dict:
	"""Read the evaluations again: those rated since come in, those handed over go."""
	_doc, who = to_run(name)
	return calibration.take_in(name, who)


@frappe.whitelist(methods=["POST"])
def send(name: str) -> dict:
	"""Close the calibration and ask each appraiser once for his agreement."""
	_doc, who = to_run(name)
	return calibration.send(name, who)


@frappe.whitelist(methods=["POST"])
def apply(name: str, without_moved: bool = False) -> dict:
	"""Apply what was accepted, all of it in one transaction or nothing."""
	_doc, who = to_run(name)
	return calibration.apply(name, who, without_moved)


@frappe.whitelist(methods=["POST"])
def cancel(name: str, reason: str) -> str:
	"""End a calibration without changing any rating."""
	to_run(name)
	calibration.cancel(name, reason)
	return name


@frappe.whitelist(methods=["POST"])
def answer(name: str, accept: bool, rows: list | str | None = None, reason: str | None = None) -> dict:
	"""The appraiser accepts ratings proposed for his people, or answers with a reason.

	Args:
		rows: names of rows; None for all of his that still wait.
	"""
	chosen = names_of(rows) if rows else None
	if not calibration.head_of(name):
		refuse()
	return calibration.answer(name, permissions.viewer(), chosen, accept, reason)


@frappe.whitelist(methods=["GET", "POST"])
def units(period: str) -> list[dict]:
	"""Units whose calibration the caller may begin, for the dialog in the desk."""
	return calibration.units_to_run(permissions.viewer(), company_of(period))


def to_run(name: str):
	"""A calibration that the caller runs; the same refusal for a missing one as for one that is not his."""
	doc, who = calibration.head_of(name), permissions.viewer()
	if not doc or not permissions.may_calibrate(who, doc.company, doc.department):
		refuse()
	return doc, who


def to_look_at(name: str):
	"""As `to_run`, for the auditor too."""
	doc, who = calibration.head_of(name), permissions.viewer()
	if not doc or not (
		permissions.may_calibrate(who, doc.company, doc.department)
		or who.oversees(doc.company, doc.department)
	):
		refuse()
	return doc, who


def refuse():
	frappe.throw(
		_("This was not found, or is not yours to do."), frappe.PermissionError, title=_("Not permitted")
	)
