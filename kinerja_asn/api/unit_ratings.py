"""Starting the ratings of units: for many at once, or by the leader above for one."""

import frappe
from frappe import _

from kinerja_asn import bulk, permissions, unit_ratings
from kinerja_asn.api.periods import company_of, demand_open, may_run
from kinerja_asn.api.steps import save_written, state_of
from kinerja_asn.unit_rating_work import ProposeUnitRatings
from kinerja_asn.units import chosen_units, refuse_unit

WORK = "Propose Unit Ratings"


@frappe.whitelist(methods=["POST"])
def propose_for(period: str, kind: str, interval: str | None = None, department: str | None = None) -> str:
	"""Propose the ratings of an interval ("Periodic") or of the year ("Annual"); answers with the Bulk Run.

	HR for the agency or a unit with those below it, a performance manager within his units.
	"""
	company = company_of(period)
	departments = may_run(WORK, company)
	demand_open(period)
	if department:
		chosen = chosen_units(department, company)
		departments = chosen if departments is None else sorted(set(chosen) & set(departments))
		if not departments:
			refuse_unit()
	return bulk.run(
		WORK, performance_period=period, departments=departments, kind=kind, interval=interval or None
	)


@frappe.whitelist(methods=["POST"])
def start(department: str, period: str, kind: str, interval: str | None = None) -> dict:
	"""Start the rating of one unit, or bring its figures up to date; for the leader above it, HR and the unit's manager.

	Raises:
		frappe.PermissionError: none of them; the same answer for a unit that is not there.
		frappe.ValidationError: the unit cannot be rated, in words.
	"""
	company = company_of(period)
	rows = [row for row in unit_ratings.units([department]) if row.company == company]
	if not rows or not _may_start(rows[0]):
		refuse_unit()
	demand_open(period)
	ProposeUnitRatings(
		run="", company=company, period=period, parameters={"kind": kind, "interval": interval}
	).check()
	outcome = unit_ratings.propose(rows, period, kind, interval)[department]
	if outcome.result == bulk.PROBLEM:
		frappe.throw(frappe.utils.escape_html(outcome.message), title=_("Unit cannot be rated yet"))
	return state_of(frappe.get_doc(unit_ratings.RATING, outcome.link_name))


def _may_start(row) -> bool:
	"""The leader above the unit, or who oversees it; for a unit without a head only the latter."""
	found = permissions.viewer()
	if found.is_everything:
		return True
	rights = unit_ratings.rights_of(row)
	return bool(permissions.actors(rights) & {"appraiser", "recorder", "hr", "manager"})


@frappe.whitelist(methods=["POST"])
def save(name: str, content: dict | str, modified: str) -> dict:
	"""Save rating, reason and explanation before the rating is confirmed."""
	return save_written(unit_ratings.RATING, name, content, modified)
