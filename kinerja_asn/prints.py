"""What the print formats show: the legal forms as rows to print, so that the templates only lay them out.

The reader's right to the document was checked by Frappe before it renders a print format.
"""

import json
from itertools import pairwise

from frappe import _
from frappe.utils import cstr, formatdate

from kinerja_asn import figures, objections
from kinerja_asn.distribution import pattern_in_words
from kinerja_asn.rules import planning
from kinerja_asn.rules.distribution import expected_shares
from kinerja_asn.rules.predicate import PREDICATES, RATINGS, predicate_for
from kinerja_asn.setup.settings import distribution_rules

MAIN, ADDITIONAL = "Main", "Additional"


def asn_work_plan(doc) -> dict:
	"""The Sasaran Kinerja Pegawai as PermenPANRB 6/2022 lays it out: two parties, results, behaviours, annex."""
	return {
		**_parties(doc),
		"period": _span(doc.from_date, doc.to_date),
		"jpt": doc.plan_model == planning.JPT,
		"quantitative": doc.approach != planning.QUALITATIVE,
		"groups": [_plan_group(doc, MAIN), _plan_group(doc, ADDITIONAL)],
		"behaviours": [
			{
				"value": row.behaviour,
				"guides": _lines(row.guides),
				"expectation": cstr(row.expectation).strip(),
			}
			for row in doc.behaviours
		],
		"annex": [
			{
				"title": _(kind),
				"rows": [
					row.description for row in doc.annex if row.kind == kind and cstr(row.description).strip()
				],
			}
			for kind in planning.ANNEX_KINDS
		],
		"agreed_on": formatdate(doc.agreed_on, "d MMMM yyyy") if doc.agreed_on else "",
		"proposed_on": formatdate(doc.proposed_at, "d MMMM yyyy") if doc.proposed_at else "",
		"binding": doc.workflow_state in ("Plan Agreed", "Closed"),
	}


def asn_agreement(doc) -> dict:
	"""The Perjanjian Kinerja as PermenPANRB 53/2014, annex I, lays it out: statement of two parties, and the list of
	objectives, indicators and targets."""
	groups = []
	for objective in doc.objectives:
		if objective.closed_on:
			continue
		indicators = [
			{"indicator": row.indicator, "target": figures.target(row)}
			for row in doc.indicators
			if row.result_key == objective.row_key and not row.closed_on
		]
		groups.append({"objective": objective.objective, "indicators": indicators or [{}]})
	return {
		**_parties(doc),
		"period": _span(doc.from_date, doc.to_date),
		"year": str(doc.from_date)[:4],
		"unit": doc.department_name or "-",
		"groups": groups,
		"agreed_on": formatdate(doc.agreed_on, "d MMMM yyyy") if doc.agreed_on else "",
		"proposed_on": formatdate(doc.proposed_at, "d MMMM yyyy") if doc.proposed_at else "",
		"binding": doc.workflow_state in ("Agreement Agreed", "Closed"),
	}


def _plan_group(doc, kind: str) -> dict:
	rows = []
	for number, result in enumerate(
		(row for row in doc.results if row.kind == kind and not row.closed_on), start=1
	):
		indicators = [
			{
				"aspect": _(row.aspect) if row.aspect else "",
				"indicator": row.indicator,
				"target": figures.target(row),
			}
			for row in doc.indicators
			if row.result_key == result.row_key and not row.closed_on
		]
		rows.append(
			{
				"number": number,
				"result": result.result,
				"superior_result": result.superior_result or "",
				"perspective": _(result.perspective) if result.perspective else "",
				"measure": result.success_measure or "",
				"indicators": indicators or [{"aspect": "", "indicator": "", "target": ""}],
			}
		)
	return {"kind": kind, "rows": rows}


def asn_evaluation(doc) -> dict:
	"""The evaluation document (dokumen evaluasi kinerja), for a period or for the year."""
	# everything is the evaluation's own: a plan or a behaviour that changes later changes no signed paper
	jpt = doc.plan_model == planning.JPT
	groups = []
	for kind in (MAIN, ADDITIONAL):
		results = []
		for row in doc.results:
			if (row.kind or MAIN) != kind:
				continue
			if not results or results[-1]["key"] != row.result_key:
				results.append(
					{"key": row.result_key, "number": len(results) + 1, "result": row.result, "rows": []}
				)
			results[-1]["rows"].append(
				{
					"indicator": row.indicator or "",
					"target": row.target_text or "",
					"side": _translated(row.perspective if jpt else row.aspect),
					"realisation": row.realisation_text or "",
					"feedback": row.feedback or "",
				}
			)
		groups.append({"kind": kind, "rows": results})
	return {
		**_parties(doc),
		"superior": {"name": doc.superior_name or "-"},
		"period": _span(doc.from_date, doc.to_date),
		"interval": doc.performance_interval or _("Annual"),
		"annual": doc.kind == "Annual",
		"jpt": jpt,
		"groups": groups,
		"behaviours": [
			{
				"value": row.behaviour,
				"guides": _lines(row.guides),
				"expectation": cstr(row.expectation).strip(),
				"feedback": cstr(row.feedback).strip(),
			}
			for row in doc.behaviours
		],
		"quadrant": _quadrant(doc),
		"curve": _curve(doc.unit_rating) if doc.unit_rating else None,
		"rated_on": formatdate(doc.rated_at, "d MMMM yyyy") if doc.rated_at else "",
		"handed_over_on": formatdate(doc.handed_over_at, "d MMMM yyyy") if doc.handed_over_at else "",
		"object_until": formatdate(doc.object_until, "d MMMM yyyy") if doc.object_until else "",
		"acknowledged_on": formatdate(doc.acknowledged_at, "d MMMM yyyy") if doc.acknowledged_at else "",
		"posts": [
			{
				"post": " – ".join(filter(None, (row.get("position"), row.get("unit")))),
				"span": _span(row.get("from_date"), row.get("to_date")),
				"months": _("{0} months").format(row.get("months")),
				"appraiser": row.get("appraiser") or "-",
				"predicate": _translated(row.get("predicate")) or "-",
			}
			for row in json.loads(doc.post_history or "[]")
		],
		"objection": _objection(doc),
	}


def _objection(doc) -> dict | None:
	"""Blocks 6 to 8 of the form: the objection, the appraiser's explanation, the superior's decision; None before the
	evaluation was handed over. Only those concerned read the words."""
	if not doc.handed_over_at:
		return None
	row = objections.of_evaluation(doc.name)
	if not row:
		hidden = doc.workflow_state in (objections.OBJECTED, objections.DECIDED)
		return {"hidden": hidden, "filed": None, "explained": None, "decided": None, "decided_on": ""}
	if row.workflow_state == objections.WITHDRAWN:
		return {"hidden": False, "filed": None, "explained": None, "decided": None, "decided_on": ""}

	def block(words, moment, by):
		return {"words": words, "on": _day(moment), "by": by} if words else None

	decided = block(row.decision_reason, row.decided_at, row.decided_by)
	if decided:
		decided["outcome"] = _(row.workflow_state)
		if row.workflow_state == objections.GRANTED:
			decided["change"] = _("Predicate: from {0} to {1}").format(
				_(row.old_predicate), _(row.new_predicate)
			)
	return {
		"hidden": False,
		"filed": block(row.reasons, row.filed_at, row.employee_name),
		"explained": block(row.clarification, row.clarified_at, row.clarified_by),
		"decided": decided,
		"decided_on": _day(row.decided_at),
	}


def _day(moment) -> str:
	return formatdate(moment, "d MMMM yyyy") if moment else ""


def _parties(doc) -> dict:
	return {
		"agency": doc.company or "",
		"employee": {
			"name": doc.employee_name,
			"nip": doc.nip or "-",
			"rank": doc.asn_rank or "-",
			"position": doc.position or "-",
			"unit": doc.department_name or "-",
		},
		"appraiser": {
			"name": doc.appraiser_name or "-",
			"nip": doc.appraiser_nip or "-",
			"rank": doc.appraiser_rank or "-",
			"position": doc.appraiser_position or "-",
			"unit": doc.appraiser_unit or "-",
		},
	}


def _span(start, end) -> str:
	return _("{0} to {1}").format(formatdate(start, "d MMMM yyyy"), formatdate(end, "d MMMM yyyy"))


def _lines(text) -> list[str]:
	return [line.strip() for line in cstr(text).splitlines() if line.strip()]


def _translated(value) -> str:
	return _(value) if value else ""


def _quadrant(doc) -> dict | None:
	if not (doc.result_rating and doc.behaviour_rating):
		return None
	across = tuple(reversed(RATINGS))
	return {
		"across": [_(rating) for rating in across],
		"rows": [
			{
				"rating": _(down),
				"cells": [
					{
						"predicate": _(predicate_for(down, side)),
						"chosen": down == doc.result_rating and side == doc.behaviour_rating,
					}
					for side in across
				],
			}
			for down in RATINGS
		],
	}


def _curve(unit_rating: str) -> dict | None:
	"""The agency's pattern for the unit's rating as a curve in a box of 500 by 110, worst predicate first.

	It is the pattern and no count of people: in a small team a count would tell everybody the colleagues' predicates.
	"""
	pattern = distribution_rules().patterns.get(unit_rating)
	if not pattern:
		return None
	shares = expected_shares(pattern)
	points = [
		(50 + 100 * at, round(85 - 70 * float(shares[name]) / 70, 1))
		for at, name in enumerate(reversed(PREDICATES))
	]
	path = f"M {points[0][0]} {points[0][1]}"
	for (x0, y0), (x1, y1) in pairwise(points):
		middle = (x0 + x1) / 2
		path += f" C {middle} {y0} {middle} {y1} {x1} {y1}"
	return {
		"path": path,
		"labels": [
			{"x": x, "text": _(predicate)}
			for (x, _y), predicate in zip(points, reversed(PREDICATES), strict=True)
		],
		"words": pattern_in_words(unit_rating),
	}
