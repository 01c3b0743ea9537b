"""Performance evaluations: the list of a plan's intervals and the year, and one evaluation."""

import frappe
from frappe import _
from frappe.utils import cint, flt, getdate

from kinerja_asn import permissions, stages
from kinerja_asn.rules.predicate import AS_EXPECTED, RATINGS, predicate_for
from kinerja_asn.setup.settings import setting
from kinerja_asn.www.kinerja import documents, plans, reports, shown


def evaluations(visit) -> dict:
	plan, others = reports.chosen_plan(visit)
	if not plan:
		return {"plan": None}
	own = plan.parts == {"employee"}
	visit.marked = documents.marked_part(plan, "evaluations")
	visit.scripts = ("plan.js",)
	hidden = permissions.HIDDEN_FROM_EMPLOYEE["Performance Evaluation"] if own else ()
	there = {
		row.performance_interval or "": row
		for row in frappe.get_all(
			"Performance Evaluation",
			filters={"work_plan": plan.name, "docstatus": ["<", 2]},
			fields=["name", "kind", "performance_interval", "workflow_state", "predicate", "object_until"],
		)
	}
	open_in = reports.windows(plan, "Periodic Evaluation", "Annual Evaluation")
	may_start = bool(plan.parts & permissions.CREATORS["Performance Evaluation"])
	today = getdate()
	rows = []
	for interval in [*(row.name for row in stages.evaluation_intervals(plan)), None]:
		found = there.get(interval or "")
		in_work = bool(found) and found.workflow_state in hidden
		window = open_in.get(interval or "")
		rows.append(
			{
				"kind": "Periodic" if interval else "Annual",
				"interval": interval,
				"title": shown.interval(interval) if interval else _("Annual evaluation"),
				"evaluation": None if in_work else found,
				"in_work": in_work,
				"opens": window and window.opens_on,
				"closes": window and window.closes_on,
				"may_start": may_start and not found and bool(window and getdate(window.opens_on) <= today),
			}
		)
	return {
		"plan": plan,
		"own": own,
		"others": others,
		"rows": rows,
		"set": plan.workflow_state in ("Plan Agreed", "Closed"),
		"page_data": {"name": plan.name},
	}


def evaluation(visit) -> dict:
	doc = documents.read("Performance Evaluation", visit.args.get("name"), visit.who)
	visit.marked = documents.marked_part(doc, "evaluations")
	return evaluation_of(visit, doc)


def evaluation_of(visit, doc) -> dict:
	"""One evaluation, for its own page and for the appraiser's desk."""
	own = doc.parts == {"employee"}
	visit.scripts, visit.styles = ("plan.js", "evaluation.js"), ("work.css",)
	writable, steps = documents.writable(doc), documents.steps(doc)
	groups = []
	for row in doc.results:
		if not groups or groups[-1]["key"] != row.result_key:
			groups.append({"key": row.result_key, "result": row.result, "kind": row.kind, "rows": []})
		row.percent = flt(row.achievement)
		groups[-1]["rows"].append(row)
	return {
		"doc": doc,
		"own": own,
		"title": shown.interval(doc.performance_interval)
		if doc.kind == "Periodic"
		else _("Annual evaluation"),
		"groups": groups,
		"steps": steps,
		"may_assess": "self_assessment" in writable,
		"may_rate": "result_rating" in writable and "Rate" in steps,
		"ratings": RATINGS,
		"as_expected": AS_EXPECTED,
		"quadrant": quadrant(),
		"evidence_needed": bool(cint(setting("evidence_for_extremes"))),
		"delegation": None if own else plans.acting_for(visit, doc),
		"page_data": {
			"doctype": doc.doctype,
			"name": doc.name,
			"modified": str(doc.modified),
			"save": "kinerja_asn.api.evaluations.save",
		},
	}


def quadrant() -> list[dict]:
	"""The performance quadrant: rows by the rating of results from above to below, columns by behaviour from below to
	above, each cell with its predicate."""
	columns = list(reversed(RATINGS))
	return [
		{
			"rating": result,
			"label": _(result),
			"cells": [
				{
					"behaviour": behaviour,
					"predicate": _(predicate_for(result, behaviour)),
					"tone": shown.PREDICATE_TONES[predicate_for(result, behaviour)],
				}
				for behaviour in columns
			],
		}
		for result in RATINGS
	]
