"""Objections in the portal: file one, follow it, explain the rating, decide."""

import frappe
from frappe import _
from frappe.utils import getdate

from kinerja_asn import objections, permissions, state_rights
from kinerja_asn.objections import EVALUATION, FILED, GRANTED, OBJECTION, OPEN, OVER, WITHDRAWN
from kinerja_asn.rules.predicate import RATINGS
from kinerja_asn.setup.settings import objection_rules
from kinerja_asn.www.kinerja import documents, evaluations

SCRIPTS = ("evidence.js", "objection.js")


def objection(visit) -> dict:
	"""The page of one objection, or the form to file it: `name` of the objection or `evaluation`."""
	name = visit.args.get("name") or objections.name_of(visit.args.get("evaluation") or "")
	row = frappe.db.get_value(OBJECTION, name, "*", as_dict=True)
	if not row and visit.args.get("evaluation"):
		return to_file(visit)
	doc = documents.read(OBJECTION, row, visit.who)
	visit.marked = documents.marked_part(doc, "evaluations")
	visit.scripts, visit.styles = SCRIPTS, ("work.css",)
	steps = {
		target
		for (source, target), allowed in state_rights.TRANSITIONS[OBJECTION].items()
		# what HR records for an official from outside belongs to the desk
		if source == doc.workflow_state and (doc.parts - {"recorder", "registrar"}) & allowed
	}
	waits = objections.decision_waits(doc)
	evaluation = frappe.db.get_value(EVALUATION, doc.evaluation, "*", as_dict=True)
	return {
		"doc": doc,
		"own": doc.parts == {"employee"},
		"title": title_of(doc),
		"course": course_of(doc),
		"evaluation_url": f"/kinerja/evaluation?name={doc.evaluation}"
		if permissions.reading_parts(EVALUATION, evaluation, visit.who)
		else None,
		"results": results_of(doc),
		"evaluation": evaluation,
		"may_write": doc.parts == {"employee"} and doc.workflow_state == FILED,
		"may_withdraw": WITHDRAWN in steps,
		"may_file_again": FILED in steps and not objections.problem_of_filing(evaluation),
		"may_explain": "Clarified" in steps,
		"may_decide": GRANTED in steps and not waits,
		"decides_later": GRANTED in steps and waits,
		"open": doc.workflow_state in OPEN,
		"over": doc.workflow_state in OVER,
		"late": doc.workflow_state in OPEN and getdate(doc.decide_by) < getdate(),
		"ratings": RATINGS,
		"quadrant": evaluations.quadrant(),
		"page_data": {"name": doc.name, "modified": str(doc.modified), "evaluation": doc.evaluation},
	}


def to_file(visit) -> dict:
	"""The form, for the employee while the days run; else why there is none."""
	doc = documents.read(EVALUATION, visit.args["evaluation"], visit.who, tables=())
	if doc.parts != {"employee"}:
		raise frappe.PermissionError
	problem = objections.problem_of_filing(doc)
	if problem:
		frappe.throw(problem)
	visit.marked = "evaluations"
	visit.scripts = SCRIPTS
	return {
		"doc": None,
		"own": True,
		"evaluation": doc,
		"title": evaluations.title_of(doc),
		"days_left": (getdate(doc.object_until) - getdate()).days,
		"terms": objection_rules(),
		"evaluation_url": f"/kinerja/evaluation?name={doc.name}",
		"page_data": {"name": objections.name_of(doc.name), "evaluation": doc.name},
	}


def title_of(doc) -> str:
	return evaluations.title_of(doc)


def course_of(doc) -> list[dict]:
	"""Filed, explained, decided: label, day, whether it is done and whether it is the turn now."""
	if doc.workflow_state == WITHDRAWN:
		return []
	explained, decided = bool(doc.clarified_at), doc.workflow_state in OVER
	return [
		{"label": _("Objection filed"), "day": doc.filed_at, "done": True, "current": False},
		{
			"label": _("Explained by the appraiser"),
			"day": doc.clarified_at or (None if decided else doc.clarify_by),
			"until": not explained and not decided,
			"done": explained or decided,
			"current": not explained and not decided,
		},
		{
			"label": _("Decided"),
			"day": doc.decided_at or doc.decide_by,
			"until": not decided,
			"done": decided,
			"current": explained and not decided,
		},
	]


def results_of(doc) -> list:
	"""What the evaluation says of each result, so that the decision is taken with it in view."""
	return frappe.get_all(
		"Performance Evaluation Result",
		filters={"parent": doc.evaluation, "parenttype": EVALUATION},
		fields=["result", "indicator", "target_text", "realisation_text", "feedback", "self_assessment"],
		order_by="idx asc",
	)
