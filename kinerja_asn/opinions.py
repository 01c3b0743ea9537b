"""What a 360 says beside an evaluation: in its page and form, in a calibration, in the agency's own number.

It informs; no rating and no predicate follows from it.
"""

import json
from collections.abc import Collection

import frappe
from frappe.query_builder import DocType
from frappe.utils import cint, flt

from kinerja_asn import permissions
from kinerja_asn.appraisal_360_results import APPRAISAL, CAMPAIGN, CLOSED, RELEASED, RESULT, results_of
from kinerja_asn.appraisal_360_results import scores as results_for
from kinerja_asn.rules.appraisal_360 import COLLEAGUES
from kinerja_asn.rules.rater_choice import CHOSEN


def scores(employees: Collection[str], period: str, interval: str | None = None) -> dict[str, float]:
	"""employee -> overall mean of his released 360; who has none, or nothing that could be shown, is not there."""
	return {
		employee: flt(found["overall"], 2)
		for employee, found in results_for(employees, period, interval).items()
		if found["overall"]
	}


def counted_for(doc) -> dict | None:
	"""The person's released 360 of an evaluation's time, if peers or subordinates could be shown in it: `overall`, and
	`highest`, the end of its scale. What is not released counts in no number: the person would read it there first."""
	found = results_for([doc.employee], doc.performance_period, doc.performance_interval or None).get(
		doc.employee
	)
	if not found or not found["overall"]:
		return None
	Appraisal, Campaign, Result = DocType(APPRAISAL), DocType(CAMPAIGN), DocType(RESULT)
	rows = (
		frappe.qb.from_(Appraisal)
		.join(Campaign)
		.on(Campaign.name == Appraisal.campaign)
		.join(Result)
		.on((Result.appraisal == Appraisal.name) & Result.relation.isin([*CHOSEN, COLLEAGUES]))
		.select(Campaign.content)
		.where(Appraisal.name == found["appraisal"])
		.limit(1)
	).run(pluck=True)
	if not rows:
		return None
	values = [cint(anchor["value"]) for anchor in json.loads(rows[0])["anchors"]]
	return {"overall": found["overall"], "highest": max(values)}


def beside(doc, who: permissions.Viewer) -> dict | None:
	"""What the viewer may read of the person's 360 of an evaluation's time, as `results_of` gives it; None if nothing.
	Of several in a year the latest."""
	Appraisal = DocType(APPRAISAL)
	query = (
		frappe.qb.from_(Appraisal)
		.select(
			Appraisal.name,
			Appraisal.workflow_state,
			*(Appraisal[column] for column in permissions.RIGHTS_COLUMNS),
		)
		.where(
			(Appraisal.employee == doc.employee)
			& (Appraisal.performance_period == doc.performance_period)
			& Appraisal.workflow_state.isin([CLOSED, RELEASED])
		)
		.orderby(Appraisal.creation, order=frappe.qb.desc)
		.limit(1)
	)
	if doc.performance_interval:
		query = query.where(Appraisal.performance_interval == doc.performance_interval)
	rows = query.run(as_dict=True)
	if not rows or not permissions.may_read_360(rows[0], "results", who):
		return None
	return results_of(rows[0].name, who)
