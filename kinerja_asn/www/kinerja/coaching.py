"""Coaching and counselling in the portal: one's own, those one leads, those one reads as the appraiser's superior."""

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import getdate
from pypika.terms import LiteralValue

from kinerja_asn import coaching as sessions
from kinerja_asn import permissions, state_rights
from kinerja_asn.api.coaching import FOLLOW_UPS
from kinerja_asn.coaching import COMPLETED, HELD, NOT_NEEDED, PLANNED, PROPOSED
from kinerja_asn.permissions import COACHING, COACHING_KIND, COUNSELLING_KIND
from kinerja_asn.rules.coaching import NO, PARTLY, YES
from kinerja_asn.www.kinerja import documents, shown, team

SHOWN_AT_MOST = 100
ACTION_ROWS = 3
ORDER = (PROPOSED, PLANNED, HELD, COMPLETED, NOT_NEEDED)


def coaching(visit) -> dict:
	visit.styles, visit.scripts = ("work.css", "coaching.css"), ("coaching.js",)
	return one(visit, visit.args["name"]) if visit.args.get("name") else overview(visit)


def overview(visit) -> dict:
	who = visit.who
	own, lead, read = [], [], []
	for row in readable(who):
		parts = sessions.parts_of(row, who)
		if parts == {"employee"}:
			own.append(item(row, parts))
		elif parts & {"appraiser", "recorder", "counsellor", "candidate"}:
			lead.append(item(row, parts))
		elif parts:
			read.append(item(row, parts))
	rank = {state: number for number, state in enumerate(ORDER)}
	for rows in (own, lead, read):
		rows.sort(key=lambda row: rank[row["state_name"]])
	people = team.members(who) if visit.has_team else []
	return {
		"doc": None,
		"own": own,
		"lead": lead,
		"read": read,
		"people": [{"plan": row.name, "name": row.employee_name} for row in people],
		"chosen": visit.args.get("plan") or "",
		"may_ask": bool(who.employee),
		"today": getdate(),
		"page_data": {},
	}


def readable(who) -> list:
	"""The sessions in which the viewer takes part, the newest first; what HR and auditor oversee stands in the desk."""
	Session = DocType(COACHING)
	return (
		frappe.qb.from_(Session)
		.select(Session.star)
		.where(LiteralValue(permissions.coaching_condition(who, overseen=False)))
		.orderby(Session.modified, order=frappe.qb.desc)
		.limit(SHOWN_AT_MOST)
	).run(as_dict=True)


def item(row, parts: set[str]) -> dict:
	"""One line of a list."""
	facts = []
	if row.kind == COUNSELLING_KIND:
		facts.append(_("Counselling"))
	elif row.performance_interval and row.cause != "By Hand":
		facts.append(
			_("Report {0}: {1}").format(
				shown.interval(row.performance_interval), shown.percent(row.achievement)
			)
		)
	if "candidate" not in parts and "asker" not in parts:
		day = row.held_on or row.planned_on
		facts += [shown.short_day(day)] if day else []
	return {
		"url": shown.url_of(COACHING, row.name),
		"name": _("Coaching session")
		if parts == {"employee"} and row.kind == COACHING_KIND
		else row.employee_name,
		"state_name": row.workflow_state,
		"state": shown.state(row.workflow_state),
		"facts": " · ".join(facts),
	}


def one(visit, name: str) -> dict:
	doc = documents.read(COACHING, name, visit.who, tables=("agreed_actions",))
	visit.marked = "coaching"
	parts = doc.parts
	steps = {
		target
		for (source, target), allowed in state_rights.TRANSITIONS[COACHING].items()
		if source == doc.workflow_state and parts & allowed
	}
	counselling = doc.kind == COUNSELLING_KIND
	leads = bool(parts & {"appraiser", "recorder", "counsellor", "candidate"})
	asked = {"Employee": "employee", "Appraiser": "asker", "HR": "hr"}.get(doc.asked_by)
	sees_words, sees_request = sessions.sees_words(doc, parts), sessions.sees_request(doc, parts)
	texts = sessions.unseal(doc.sealed) if sees_words or sees_request else {}
	outcome = sessions.sees_outcome(doc, parts)
	own = parts == {"employee"}
	took_place = doc.workflow_state in permissions.TOOK_PLACE
	response = (
		sessions.response_of(doc.name)
		if took_place and permissions.may_read_response(doc, visit.who)
		else None
	)
	for row in doc.agreed_actions if outcome else ():
		row.may_report = HELD == doc.workflow_state and (
			(own and row.responsible == "Employee") or bool(parts & {"appraiser", "recorder", "counsellor"})
		)
	notes = permissions.may_write_note(doc, visit.who)
	return {
		"doc": doc,
		"own": own,
		"counselling": counselling,
		"title": _("Counselling session") if counselling else _("Coaching session"),
		"leads": leads,
		# who asked for counselling need not know who gives it
		"leader": (doc.counsellor_name if outcome else None) if counselling else doc.appraiser_name,
		"course": course_of(doc) if "asker" not in parts or outcome else [],
		"sees_words": sees_words,
		"request": texts.get("request") if sees_request else None,
		"topic": texts.get("topic") if sees_words else None,
		"summary": texts.get("summary") if sees_words else None,
		"sees_outcome": outcome,
		"report_url": shown.url_of("Periodic Report", doc.periodic_report)
		if doc.periodic_report and parts & {"employee", "appraiser"}
		else None,
		"may_plan": PLANNED in steps or (doc.workflow_state == PLANNED and leads),
		"may_hold": HELD in steps,
		"may_complete": COMPLETED in steps and all(row.done_on for row in doc.agreed_actions),
		"may_drop": NOT_NEEDED in steps and (leads or asked in parts),
		"drop_needs_reason": leads,
		"may_give_back": PROPOSED in steps
		and ("counsellor" in parts or (doc.workflow_state == PLANNED and sessions.lacks_counsellor(doc))),
		"may_evaluate": own and not counselling and took_place and not doc.responded_on,
		"statements": sessions.statements(),
		"answers": {YES: _("Yes"), PARTLY: _("Partly"), NO: _("No")},
		"response": response,
		"notes": sessions.note_of(doc.name, doc.counsellor) if notes else None,
		"takes_notes": notes,
		"responsibles": [
			("Employee", doc.employee_name),
			("Counsellor", doc.counsellor_name) if counselling else ("Appraiser", doc.appraiser_name),
			("HR", _("HR")),
		],
		"follow_ups": FOLLOW_UPS,
		"action_rows": ACTION_ROWS,
		"today": getdate(),
		"page_data": {"name": doc.name, "modified": str(doc.modified)},
	}


def course_of(doc) -> list[dict]:
	"""Asked for, planned, held, completed: label, day, whether it is done and whether it is the turn now."""
	if doc.workflow_state == NOT_NEEDED:
		return []
	place = ORDER.index(doc.workflow_state)
	return [
		{"label": label, "day": day, "done": number <= place, "current": number == place + 1}
		for number, (label, day) in enumerate(
			(
				(_("Proposed"), doc.asked_on),
				(_("Planned"), doc.planned_on),
				(_("Held"), doc.held_on),
				(_("Completed"), doc.completed_on),
			)
		)
	]
