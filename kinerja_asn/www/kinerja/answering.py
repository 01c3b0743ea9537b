"""Answering a request of the 360: one page, for a phone."""

import json

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import cint, getdate

from kinerja_asn.www.kinerja import shown

CAMPAIGN, APPRAISAL, INVITATION = "Appraisal 360 Campaign", "Appraisal 360", "Appraisal 360 Invitation"
SELF, SUPERIOR, PEER, SUBORDINATE = "Self", "Superior", "Peer", "Subordinate"
#: Parts whose answers are shown under the name of who gave them.
NAMED = (SELF, SUPERIOR)
#: relation -> the column of a question that says whether this relation is asked
ASKED = {SELF: "for_self", SUPERIOR: "for_superior", PEER: "for_peer", SUBORDINATE: "for_subordinate"}
LONGEST = 500


def requests(who, name: str | None = None):
	"""Query for the viewer's own invitations, with what the pages show of them."""
	Invitation, Appraisal, Campaign = DocType(INVITATION), DocType(APPRAISAL), DocType(CAMPAIGN)
	query = (
		frappe.qb.from_(Invitation)
		.join(Appraisal)
		.on(Appraisal.name == Invitation.appraisal)
		.join(Campaign)
		.on(Campaign.name == Invitation.campaign)
		.select(
			Invitation.name,
			Invitation.appraisal,
			Invitation.relation,
			Invitation.status,
			Invitation.answered,
			Appraisal.employee_name,
			Appraisal.position,
			Appraisal.department_name,
			Campaign.title,
			Campaign.status.as_("campaign_status"),
			Campaign.performance_interval,
			Campaign.performance_period,
			Campaign.answer_until,
		)
		# a withdrawn or declined invitation is none any more
		.where(
			Invitation.rater.isin(list(who.identities) or [""])
			& Invitation.status.isin(["Proposed", "Approved"])
		)
		.orderby(Campaign.answer_until)
		.orderby(Appraisal.employee_name)
	)
	return (
		query.select(Campaign.content, Campaign.minimum_raters).where(Invitation.name == name)
		if name
		else query
	)


def state_of(row) -> str:
	"""open, sent, early or over."""
	if cint(row.answered):
		return "sent"
	if row.campaign_status in ("Draft", "Nomination"):
		return "early"
	late = row.answer_until and getdate(row.answer_until) < getdate()
	return "open" if row.campaign_status == "Collecting" and row.status == "Approved" and not late else "over"


def days_left(row) -> int | None:
	return (getdate(row.answer_until) - getdate()).days if row.answer_until else None


def answer(visit) -> dict:
	"""The questions of one request, for whom it is addressed to; for everybody else it is not there."""
	visit.styles, visit.scripts = ("appraisal.css",), ("answer.js",)
	rows = requests(visit.who, visit.args.get("name") or "-").run(as_dict=True)
	if not rows:
		raise frappe.PermissionError
	row = rows[0]
	content = json.loads(row.content or "{}")
	state = state_of(row)
	scored, opened = questions_of(content, row.relation) if state == "open" else ([], [])
	return {
		"row": row,
		"phase": state,
		"named": row.relation in NAMED,
		"who_rates": whose(row.relation),
		"anchors": sorted(content.get("anchors") or [], key=lambda anchor: anchor["value"]),
		"groups": grouped(scored),
		"opened": opened,
		"many": len(scored),
		"longest": LONGEST,
		"days_left": days_left(row),
		"may_decline": row.relation in (PEER, SUBORDINATE) and state in ("open", "early"),
		"about": shown.interval(row.performance_interval) or row.performance_period,
		"page_data": {
			"name": row.name,
			"appraisal": row.appraisal,
			"phase": state,
			"person": row.employee_name,
		},
	}


def questions_of(content: dict, relation: str) -> tuple[list, list]:
	"""The questions that this relation is asked: those with a scale, and the open ones."""
	asked = [question for question in content.get("questions") or [] if cint(question.get(ASKED[relation]))]
	return (
		[question for question in asked if question["kind"] == "Score"],
		[question for question in asked if question["kind"] != "Score"],
	)


def grouped(questions: list) -> list[dict]:
	"""Questions by work behaviour, in their order."""
	groups, number = [], 0
	for question in questions:
		if not groups or groups[-1]["behaviour"] != question.get("behaviour"):
			groups.append({"behaviour": question.get("behaviour"), "questions": []})
		number += 1
		groups[-1]["questions"].append({**question, "number": number})
	return groups


def whose(relation: str) -> str:
	return {
		SELF: _("You rate yourself"),
		SUPERIOR: _("You rate as the direct superior"),
		PEER: _("You rate as a peer"),
		SUBORDINATE: _("You rate as a direct subordinate"),
	}[relation]
