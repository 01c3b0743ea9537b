"""Writing a performance evaluation, and the evaluations of a unit or of the agency at once."""

import frappe
from frappe import _

from kinerja_asn import bulk, permissions, unit_ratings
from kinerja_asn.api.periods import company_of, demand_open, may_run
from kinerja_asn.api.steps import readable, refuse_outdated, save_written, state_of
from kinerja_asn.kinerja_asn.doctype.performance_evaluation.performance_evaluation import name_of
from kinerja_asn.rules.predicate import UNIT_RATINGS
from kinerja_asn.units import chosen_units, refuse_unit


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
	return save_written("Performance Evaluation", name, content, modified)


@frappe.whitelist(methods=["POST"])
def gather(name: str, modified: str | None = None) -> dict:
	"""Read the plan and the accepted reports again, before the evaluation is rated; what was typed stays."""
	doc = readable("Performance Evaluation", name)
	if "results.realisation_text" not in permissions.writable_now(doc):
		frappe.throw(
			_("The results of this evaluation cannot be changed by you now."),
			frappe.PermissionError,
			title=_("Not yours to change"),
		)
	refuse_outdated(doc, modified)
	doc.flags.gather_again = True
	doc.save()
	return state_of(doc)


# --- for a unit or the agency -----------------------------------------------------------------------------


@frappe.whitelist(methods=["POST"])
def create_for(period: str, kind: str, interval: str | None = None, department: str | None = None) -> str:
	"""Create the evaluations of an interval ("Periodic") or of the year ("Annual"); answers with the Bulk Run.

	HR for the agency or a unit with those below it, a performance manager within his units.
	"""
	return _run("Create Evaluations", period, kind, interval, department)


@frappe.whitelist(methods=["POST"])
def hand_over_for(period: str, kind: str, interval: str | None = None, department: str | None = None) -> str:
	"""Hand over what is rated, as `create_for`; the caller's own evaluation is left to somebody else."""
	return _run("Hand Over Evaluations", period, kind, interval, department)


def _run(work: str, period: str, kind: str, interval: str | None, department: str | None) -> str:
	departments = units_for(work, period, department)
	demand_open(period)
	return bulk.run(
		work, performance_period=period, departments=departments, kind=kind, interval=interval or None
	)


def units_for(work: str, period: str, department: str | None) -> list[str] | tuple | None:
	"""The units that the caller may do a work for, within a unit and those below it; None for the whole agency.

	Raises:
		frappe.PermissionError: not his work, or no unit of his.
	"""
	company = company_of(period)
	departments = may_run(work, company)
	if not department:
		return departments
	chosen = chosen_units(department, company)
	departments = chosen if departments is None else sorted(set(chosen) & set(departments))
	return departments or refuse_unit()


@frappe.whitelist(methods=["POST"])
def set_unit_rating(
	department: str, kind: str, period: str, rating: str, interval: str | None = None, below: bool = False
) -> dict:
	"""Write a unit's rating into its evaluations that are not rated yet; HR only.

	Args:
		rating: one of the five ratings of a unit (SE MenPANRB 3/2023).
		below: the units below it too.

	Returns:
		how many evaluations were changed, how many are rated already or follow a rating that the leader above has confirmed,
		and whether one's own was left out.
	"""
	company = company_of(period)
	may_run("Unit Rating", company)
	demand_open(period)
	if rating not in UNIT_RATINGS:
		frappe.throw(_("Choose one of the five ratings of a unit."), title=_("Rating missing"))
	departments = chosen_units(department, company)
	return unit_ratings.enter(period, departments if below else [department], kind, interval, rating)
