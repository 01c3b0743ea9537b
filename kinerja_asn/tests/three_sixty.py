"""A 360-degree campaign by its rows: questionnaire, people, requests to rate and boxes, as a launch leaves them."""

import json

import frappe
from frappe.query_builder import DocType
from frappe.utils import add_days, nowdate

from kinerja_asn import appraisal_360_box as box
from kinerja_asn import bulk, sealed
from kinerja_asn.rules.rater_choice import RELATIONS, SELF, SUPERIOR
from kinerja_asn.tests import agency as agencies

MOMENT = "2026-01-05 08:00:00"
BEHAVIOURS = ("Akuntabel", "Harmonis")
ANCHORS = [
	{"value": value, "label": f"Nilai {value}", "description": f"Arti nilai {value}"} for value in range(1, 6)
]


def question(key, kind="Score", behaviour=None, for_relations=RELATIONS, statement=None):
	return {
		"row_key": key,
		"kind": kind,
		"behaviour": behaviour,
		"statement": statement or f"Pernyataan {key}",
		**{f"for_{relation.lower()}": int(relation in for_relations) for relation in RELATIONS},
	}


QUESTIONS = [
	question("a1", behaviour="Akuntabel"),
	question("a2", behaviour="Akuntabel"),
	question("h1", behaviour="Harmonis"),
	question("buka", kind="In Words"),
]


def make_campaign(agency, questions=None, **values) -> str:
	"""A campaign that collects answers."""
	name = values.pop("name", None) or f"K360-{frappe.generate_hash(length=6)}"
	bulk.insert_rows(
		box.CAMPAIGN,
		[
			{
				"name": name,
				"title": f"Penilaian {name}",
				"company": agencies.AGENCY,
				"performance_period": agency.period.name,
				"performance_interval": f"{agencies.YEAR}-Q1",
				"status": "Collecting",
				"nominate_until": add_days(nowdate(), -7),
				"answer_until": add_days(nowdate(), 7),
				"minimum_raters": 3,
				"content": json.dumps({"anchors": ANCHORS, "questions": questions or QUESTIONS}),
				"weights": json.dumps({"Self": 0, "Superior": 50, "Peer": 30, "Subordinate": 20}),
				"launched_on": MOMENT,
				**values,
			}
		],
		"Administrator",
		MOMENT,
	)
	return name


def make_appraisal(agency, campaign: str, short: str, raters: dict, **values) -> str:
	"""One person in a campaign.

	Args:
		raters: relation to short names of people.
	"""
	plan = frappe.db.get_value(
		"Work Plan",
		agency.plans[short],
		[
			"employee",
			"employee_name",
			"appraiser_type",
			"appraiser",
			"appraiser_name",
			"superior_type",
			"superior",
			"superior_name",
			"department",
			"company",
			"performance_period",
		],
		as_dict=True,
	)
	name = f"A360-{campaign}-{short}"
	bulk.insert_rows(
		box.APPRAISAL,
		[
			{
				**plan,
				"name": name,
				"campaign": campaign,
				"work_plan": agency.plans[short],
				"performance_interval": f"{agencies.YEAR}-Q1",
				"workflow_state": "Collecting",
				"slot": f"{campaign}|{plan.employee}",
				**values,
			}
		],
		"Administrator",
		MOMENT,
	)
	about = {"appraisal": name, "campaign": campaign}
	invitations = [
		about
		| {
			"name": None,
			"rater": agency.people[rater].name,
			"relation": relation,
			"status": "Approved",
			"answered": 0,
			"proposed_by": "System",
			"reason": None,
		}
		for relation, people in raters.items()
		for rater in people
	]
	bulk.insert_rows(box.INVITATION, invitations, "Administrator", MOMENT)
	bulk.insert_rows(
		box.BOX,
		[about | {"name": None, "relation": relation, "content": None} for relation in raters],
		"Administrator",
		MOMENT,
	)
	return name


def invitation(agency, appraisal: str, rater: str) -> str | None:
	"""The request to rate of this person, by short name."""
	Row = DocType(box.INVITATION)
	rows = (
		frappe.qb.from_(Row)
		.select(Row.name)
		.where((Row.appraisal == appraisal) & (Row.rater == agency.people[rater].name))
	).run(pluck=True)
	return rows[0] if rows else None


def answers(value: int = 4, text: str = "", **scores) -> dict:
	"""Every statement scored alike, save those named."""
	return {
		"scores": {key: scores.get(key, value) for key in ("a1", "a2", "h1")},
		"texts": {"buka": text} if text else {},
	}


def give(agency, appraisal: str, rater: str, value: int = 4, text: str = "", **scores):
	"""An answer, by the function that a request ends in."""
	box.answer(
		invitation(agency, appraisal, rater),
		(agency.people[rater].name,),
		sealed.Hidden(json.dumps(answers(value, text, **scores))),
	)


def raters_of(agency, peers=(), subordinates=(), person=None, superior="kabid") -> dict:
	found = {SUPERIOR: [superior]}
	if person:
		found[SELF] = [person]
	if peers:
		found["Peer"] = list(peers)
	if subordinates:
		found["Subordinate"] = list(subordinates)
	return found
