"""Results of the 360-degree appraisal: written once at closing, read by those whom `permissions.may_read_360` names.

Only what may be shown is written. Answers of groups that are too small, and everything that names raters, are gone
when a campaign is closed.
"""

import json
from collections.abc import Collection
from decimal import Decimal
from random import SystemRandom

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import cint, cstr

from kinerja_asn import appraisal_360_box, bulk, figures, permissions
from kinerja_asn.appraisal_360_box import APPRAISAL, CAMPAIGN, CLOSED, RELEASED
from kinerja_asn.rules import appraisal_360 as rules
from kinerja_asn.rules.rater_choice import LEAST_MINIMUM, RELATIONS, SELF
from kinerja_asn.setup.settings import setting

RESULT, COMMENT = "Appraisal 360 Result", "Appraisal 360 Comment"
#: Results are made by the server; nobody's name and no time of a single one stands in their rows.
OWNER = "Administrator"


# --- writing ----------------------------------------------------------------------------------------------


def write(appraisals: Collection[str], moment: str, moderated: bool):
	"""Open the boxes of these appraisals, write what may be shown, and leave nothing else: no box, no invitation.

	The caller has locked the appraisals. The number of statements does not grow with the number of answers; rows are
	written many at once. Call it by `sealed.without_values`.

	Args:
		moment: the same for all rows of the campaign.
		moderated: whether comments of colleagues wait for a moderator.
	"""
	heads = _heads(appraisals)
	campaigns = {name: _frozen(name) for name in {head.campaign for head in heads}}
	answers = appraisal_360_box.opened([head.name for head in heads])
	results, comments, to_check = [], [], set()
	for head in heads:
		campaign = campaigns[head.campaign]
		summary = rules.summarise(
			answers[head.name], campaign["questionnaire"], campaign["minimum"], campaign["weights"]
		)
		about = {"appraisal": head.name, "campaign": head.campaign}
		place = {
			"performance_period": head.performance_period,
			"company": head.company,
			"department": head.department,
		}
		results += [
			about
			| place
			| {
				"name": None,
				"relation": figure.relation,
				"behaviour": figure.behaviour or "",
				"answers": figure.answers,
				"mean": float(figure.mean),
				"spread": float(figure.spread or 0),
			}
			for figure in summary.figures
		]
		for voice, question, words in summary.comments:
			comments.append(
				about
				| {
					"name": None,
					"question": question,
					"voice": voice,
					"comment": words,
					"withheld": 0,
					"withheld_reason": None,
				}
			)
			if voice == rules.COLLEAGUES:
				to_check.add(head.name)
	SystemRandom().shuffle(comments)
	bulk.insert_rows(RESULT, results, OWNER, moment)
	bulk.insert_rows(COMMENT, comments, OWNER, moment)
	names = [head.name for head in heads]
	for campaign in campaigns:
		appraisal_360_box.take_away(campaign, names)
	Doc = DocType(APPRAISAL)
	waiting = sorted(to_check) if moderated else []
	for checked, those in ((0, waiting), (1, sorted(set(names) - set(waiting)))):
		if those:
			frappe.qb.update(Doc).set(Doc.workflow_state, CLOSED).set(Doc.comments_checked, checked).set(
				Doc.modified, moment
			).where(Doc.name.isin(those)).run()


def _heads(appraisals: Collection[str]):
	Doc = DocType(APPRAISAL)
	return (
		frappe.qb.from_(Doc)
		.select(Doc.name, Doc.campaign, Doc.performance_period, Doc.company, Doc.department)
		.where(Doc.name.isin(sorted(appraisals) or [""]))
		.orderby(Doc.name)
	).run(as_dict=True)


def _frozen(campaign: str) -> dict:
	"""What a campaign has kept from its launch: questions, fewest answers, weights."""
	Campaign = DocType(CAMPAIGN)
	row = (
		frappe.qb.from_(Campaign)
		.select(Campaign.content, Campaign.minimum_raters, Campaign.weights)
		.where(Campaign.name == campaign)
	).run(as_dict=True)[0]
	return {
		"questionnaire": rules.questionnaire_from(row.content),
		"minimum": max(LEAST_MINIMUM, cint(row.minimum_raters)),
		"weights": weights_from(row.weights),
	}


def weights_from(text: str | None) -> dict[str, Decimal]:
	"""The weights a campaign has kept, as JSON of relation to number; those of practice where it has none."""
	kept = json.loads(text) if text else {}
	found = {relation: Decimal(cstr(kept[relation])) for relation in RELATIONS if relation in kept}
	return found or dict(rules.DEFAULT_WEIGHTS)


def is_moderated() -> bool:
	"""Whether comments wait for a moderator: by the settings, and only where somebody has the role."""
	return bool(cint(setting("moderate_comments")) and moderators())


def moderators() -> list[str]:
	"""Users who check comments."""
	Role, User = DocType("Has Role"), DocType("User")
	return (
		frappe.qb.from_(Role)
		.join(User)
		.on(User.name == Role.parent)
		.select(User.name)
		.distinct()
		.where((Role.role == permissions.MODERATOR) & (Role.parenttype == "User") & (User.enabled == 1))
	).run(pluck=True)


# --- reading ----------------------------------------------------------------------------------------------

HEAD = (
	"name",
	"campaign",
	"workflow_state",
	"docstatus",
	*permissions.RIGHTS_COLUMNS,
	"employee_name",
	"appraiser_name",
	"position",
	"department_name",
	"performance_period",
	"performance_interval",
	"comments_checked",
	"talk_on",
	"released_on",
)


def results_of(appraisal: str, viewer: permissions.Viewer | None = None) -> dict:
	"""The results of one person in one campaign, as far as the viewer may read them; three statements.

	Returns:
		``appraisal, employee, employee_name, position, department_name, state, campaign_title, interval`` (its name in
		words), ``talk_on, released_on``;
		``scale``: lowest, highest, anchors (value, label, description);
		``relations``: relation, answers, mean, spread of each part shown, over all behaviours;
		``behaviours``: behaviour, own, others, gap (own less others), overall, by_relation (relation to answers, mean,
		spread); absent figures are None;
		``own, others, overall``: over all behaviours; ``colleagues_shown``: whether any part of peers or subordinates is;
		``strengths, to_improve, blind_spots, hidden_strengths``: names of behaviours;
		``comments``: voice, question (its words), comment; None where the viewer does not read comments or they are not
		checked yet (``comments_state``: Shown, Being Checked, Not Shown); ``withheld``: how many were withheld;
		``may_release``: whether it is the viewer's to release it.

	Raises:
		frappe.PermissionError: no results, or not the viewer's to read.
	"""
	who = viewer or permissions.viewer()
	row = _head(appraisal)
	if not row or not permissions.may_read_360(row, "results", who):
		refuse()
	Campaign, Result = DocType(CAMPAIGN), DocType(RESULT)
	campaign = (
		frappe.qb.from_(Campaign)
		.select(Campaign.title, Campaign.content, Campaign.weights)
		.where(Campaign.name == row.campaign)
	).run(as_dict=True)[0]
	questionnaire = rules.questionnaire_from(campaign.content)
	rows = (
		frappe.qb.from_(Result)
		.select(Result.relation, Result.behaviour, Result.answers, Result.mean, Result.spread)
		.where(Result.appraisal == appraisal)
	).run(as_dict=True)
	return (
		{
			"appraisal": row.name,
			"employee": row.employee,
			"employee_name": row.employee_name,
			"position": row.position,
			"department_name": row.department_name,
			"state": row.workflow_state,
			"campaign": row.campaign,
			"campaign_title": campaign.title,
			"interval": figures.interval(row.performance_interval),
			"talk_on": row.talk_on,
			"released_on": row.released_on,
			"scale": {
				"lowest": min(questionnaire.values),
				"highest": max(questionnaire.values),
				"anchors": list(questionnaire.anchors),
			},
			"may_release": row.workflow_state == CLOSED and permissions.may_release_360(row, who),
		}
		| _numbers(rows, questionnaire, weights_from(campaign.weights))
		| _comments(row, questionnaire, who)
	)


def _head(appraisal: str):
	if not isinstance(appraisal, str):
		return None
	Doc = DocType(APPRAISAL)
	rows = (frappe.qb.from_(Doc).select(*[Doc[column] for column in HEAD]).where(Doc.name == appraisal)).run(
		as_dict=True
	)
	return rows[0] if rows else None


def refuse():
	frappe.throw(
		_("There are no results here that you may read."), frappe.PermissionError, title=_("Not permitted")
	)


def _numbers(rows, questionnaire: rules.Questionnaire, weights: dict) -> dict:
	of: dict[str, dict] = {}
	for row in rows:
		of.setdefault(row.behaviour or "", {})[row.relation] = row
	total = of.pop("", {})

	def mean(parts, relation):
		return float(parts[relation].mean) if relation in parts else None

	def others(parts):
		means = {
			relation: Decimal(cstr(part.mean))
			for relation, part in parts.items()
			if relation not in (SELF, rules.OVERALL)
		}
		found = rules.weighted(means, weights)
		return None if found is None else float(found)

	def shown(part):
		return {
			"answers": cint(part.answers),
			"mean": float(part.mean),
			# with one answer there is no spread
			"spread": float(part.spread) if cint(part.answers) > 1 else None,
		}

	def less(one, other):
		return None if one is None or other is None else round(one - other, 2)

	order = (*RELATIONS, rules.COLLEAGUES)
	behaviours = []
	for behaviour in questionnaire.behaviours():
		parts = of.get(behaviour)
		if not parts:
			continue
		own, of_others = mean(parts, SELF), others(parts)
		behaviours.append(
			{
				"behaviour": behaviour,
				"own": own,
				"others": of_others,
				"gap": less(own, of_others),
				"overall": mean(parts, rules.OVERALL),
				"by_relation": {relation: shown(parts[relation]) for relation in order if relation in parts},
			}
		)
	read = rules.reading(
		{row["behaviour"]: Decimal(cstr(row["others"])) for row in behaviours if row["others"] is not None},
		{row["behaviour"]: Decimal(cstr(row["own"])) for row in behaviours if row["own"] is not None},
		min(questionnaire.values),
		max(questionnaire.values),
	)
	own, of_others = mean(total, SELF), others(total)
	return {
		"relations": [
			{"relation": relation, **shown(total[relation])} for relation in order if relation in total
		],
		"behaviours": behaviours,
		"own": own,
		"others": of_others,
		"gap": less(own, of_others),
		"overall": mean(total, rules.OVERALL),
		"colleagues_shown": any(relation in total for relation in (*rules.CHOSEN, rules.COLLEAGUES)),
		"strengths": read.strengths,
		"to_improve": read.to_improve,
		"blind_spots": read.blind_spots,
		"hidden_strengths": read.hidden_strengths,
	}


def _comments(row, questionnaire: rules.Questionnaire, who: permissions.Viewer) -> dict:
	if not permissions.may_read_360(row, "comments", who):
		return {"comments": None, "comments_state": "Not Shown", "withheld": 0}
	if not cint(row.comments_checked):
		return {"comments": None, "comments_state": "Being Checked", "withheld": 0}
	Row = DocType(COMMENT)
	found = (
		frappe.qb.from_(Row)
		.select(Row.voice, Row.question, Row.comment, Row.withheld)
		.where(Row.appraisal == row.name)
		# names are random
		.orderby(Row.name)
	).run(as_dict=True)
	words = {question.key: question.statement for question in questionnaire.questions}
	order = {question.key: number for number, question in enumerate(questionnaire.questions)}
	shown = sorted((one for one in found if not one.withheld), key=lambda one: order.get(one.question, 0))
	return {
		"comments": [
			{"voice": one.voice, "question": words.get(one.question, ""), "comment": one.comment}
			for one in shown
		],
		"comments_state": "Shown",
		"withheld": len(found) - len(shown),
	}


def scores(
	employees: Collection[str], period: str | None = None, interval: str | None = None
) -> dict[str, dict]:
	"""The overall result of people, for evaluations and calibrations; two statements.

	Of appraisals that have been released only, so that no figure made of it tells the person before the talk. Of several
	in the period, the last one released counts.

	Args:
		interval: only campaigns of this interval.

	Returns:
		employee to ``appraisal, interval, overall, behaviours`` (behaviour to mean); who has none is left out.
	"""
	names = sorted(set(employees))
	if not names:
		return {}
	Doc, Result = DocType(APPRAISAL), DocType(RESULT)
	query = (
		frappe.qb.from_(Doc)
		.select(Doc.name, Doc.employee, Doc.performance_interval)
		.where(Doc.employee.isin(names) & (Doc.workflow_state == RELEASED) & (Doc.overall > 0))
		.orderby(Doc.released_on)
		.orderby(Doc.name)
	)
	if period:
		query = query.where(Doc.performance_period == period)
	if interval:
		query = query.where(Doc.performance_interval == interval)
	last = {row.employee: row for row in query.run(as_dict=True)}
	if not last:
		return {}
	found = {
		row.name: {
			"appraisal": row.name,
			"interval": row.performance_interval,
			"overall": None,
			"behaviours": {},
		}
		for row in last.values()
	}
	rows = (
		frappe.qb.from_(Result)
		.select(Result.appraisal, Result.behaviour, Result.mean)
		.where(Result.appraisal.isin(list(found)) & (Result.relation == rules.OVERALL))
	).run(as_dict=True)
	for row in rows:
		if row.behaviour:
			found[row.appraisal]["behaviours"][row.behaviour] = float(row.mean)
		else:
			found[row.appraisal]["overall"] = float(row.mean)
	return {employee: found[row.name] for employee, row in last.items()}
