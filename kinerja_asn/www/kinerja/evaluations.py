"""Performance evaluations: the list of a plan's intervals and the year, and one evaluation."""

import frappe
from frappe import _
from frappe.utils import cint, getdate

from kinerja_asn import (
	distribution,
	internal_numbers,
	objections,
	opinions,
	permissions,
	stages,
	state_rights,
)
from kinerja_asn.rules.predicate import AS_EXPECTED, RATINGS, UNIT_RATINGS, predicate_for
from kinerja_asn.setup.settings import setting
from kinerja_asn.www.kinerja import documents, feedback, past, pictures, plans, reports, shown


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
	may_start = bool(plan.parts & state_rights.CREATORS["Performance Evaluation"])
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
				"may_object": bool(found) and not objections.problem_of_filing(found),
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
		row.percent = row.achievement if row.has_achievement else None
		row.past = past.kept(row.history)
		row.picture = past.picture_of(row, row.past)
		groups[-1]["rows"].append(row)
	may_rate = "behaviour_rating" in writable and "Rate" in steps
	heard = opinions_beside(visit, doc)
	counts = may_rate and internal_numbers.heard_about(doc)
	handed = doc.workflow_state in past.GIVEN
	return {
		"doc": doc,
		"own": own,
		"title": title_of(doc),
		"groups": groups,
		"before": [
			row
			for row in past.kept(doc.report_history)
			if row.get("self_assessment") or row.get("obstacles") or row.get("review_note") or row.get("late")
		],
		"predicates": past.kept(doc.predicate_history),
		"posts": past.kept(doc.post_history),
		"steps": steps,
		"may_assess": "self_assessment" in writable,
		"may_assess_rows": "results.self_assessment" in writable,
		"may_rate": may_rate,
		"scores": range(1, internal_numbers.highest_score() + 1)
		if may_rate and "behaviours.score" in writable and internal_numbers.scheme() and not counts
		else (),
		"heard": heard,
		"counts_360": bool(counts),
		"ratings": RATINGS,
		"unit_ratings": UNIT_RATINGS,
		"unrated_unit": setting("unrated_unit") if may_rate and not doc.unit_rating else None,
		"as_expected": AS_EXPECTED,
		"quadrant": quadrant() if may_rate or doc.predicate else [],
		"evidence_needed": bool(cint(setting("evidence_for_extremes"))),
		"silence": bool(cint(setting("silence_acknowledges"))),
		"days_left": (getdate(doc.object_until) - getdate()).days if handed and doc.object_until else None,
		"delegation": None if own else plans.acting_for(visit, doc),
		"objection": objection_of(visit, doc),
		"team_chart": chart_of_team(visit, doc),
		"gathered": feedback.gathered(visit, doc),
		"page_data": {
			"doctype": doc.doctype,
			"name": doc.name,
			"modified": str(doc.modified),
			"save": "kinerja_asn.api.evaluations.save",
		},
	}


def opinions_beside(visit, doc) -> dict | None:
	"""The 360 of the evaluation's time as far as the viewer may read it, with a place on the line per behaviour."""
	found = opinions.beside(doc, visit.who)
	if not found:
		return None
	visit.styles = (*visit.styles, "appraisal.css")
	lowest, highest = found["scale"]["lowest"], found["scale"]["highest"]
	found["of_behaviour"] = {}
	for row in found["behaviours"]:
		marks = [("others", _("Others"), row["others"]), ("self", _("Self"), row["own"])]
		found["of_behaviour"][row["behaviour"]] = {
			"marks": [
				{
					"key": key,
					"label": label,
					"value": value,
					"place": pictures.place_on(value, lowest, highest),
				}
				for key, label, value in marks
				if value is not None
			]
		}
	return found


def objection_of(visit, doc) -> dict | None:
	"""What the page of an evaluation says about its objection: a link to it, or to the form."""
	if doc.workflow_state not in (*objections.MAY_BE_OBJECTED, objections.OBJECTED, objections.DECIDED):
		return None
	own = doc.parts == {"employee"}
	found = None
	# a first look at the state saves a question in most evaluations
	if doc.workflow_state in (objections.OBJECTED, objections.DECIDED) or own:
		found = objections.of_evaluation(doc.name, visit.who)
	may_file = own and not found and not objections.problem_of_filing(doc)
	if not (found or may_file):
		return None
	return {
		"url": f"/kinerja/objection?{'name' if found else 'evaluation'}={found.name if found else doc.name}",
		"objection": found,
		"may_file": may_file,
	}


def chart_of_team(visit, doc) -> dict | None:
	"""The distribution under the appraiser, for himself while he rates and hands over."""
	if "appraiser" not in doc.parts or doc.workflow_state not in ("Self Assessed", "Rated"):
		return None
	visit.styles = (*visit.styles, "distribution.css")
	group = distribution.team_of(doc)
	return distribution.chart(group.counts, group.unit_rating) if group else None


def title_of(doc) -> str:
	return shown.interval(doc.performance_interval) if doc.kind == "Periodic" else _("Annual evaluation")


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
