"""Coaching and counselling: the only door, for everybody who takes part.

Each call reads the right from the stored session first; the document checks it again when it is saved. What is written in
confidence travels in a parameter that Frappe leaves out of its logs, and is sealed before anything else is done with it.
"""

import json

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import cint, cstr, get_fullname, nowdate

from kinerja_asn import bulk, coaching, notifications, permissions, state_rights
from kinerja_asn.api.steps import day_of, readable, refuse_malformed, refuse_outdated, state_of
from kinerja_asn.coaching import (
	BY_APPRAISER,
	BY_EMPLOYEE,
	BY_HR,
	COMPLETED,
	FROM_PLAN,
	HELD,
	NOT_NEEDED,
	OPEN,
	PLANNED,
	PROPOSED,
)
from kinerja_asn.permissions import COACHING, COACHING_KIND, COUNSELLING_KIND, RESPONSE
from kinerja_asn.personal import TEXT_LIMIT
from kinerja_asn.rules import coaching as rules

#: Sessions that one person may have open at a time; more help nobody.
OPEN_AT_MOST = 5
FOLLOW_UPS = ("Coaching", "Training", "Special Assignment", "Transfer Proposal", "Examination of Discipline")


@frappe.whitelist(methods=["POST"])
def ask(
	kind: str,
	work_plan: str | None = None,
	employee: str | None = None,
	planned_on: str | None = None,
	place: str | None = None,
	secret=None,
) -> dict:
	"""Ask for coaching or counselling: the person himself, his appraiser, or HR (counselling only).

	Args:
		work_plan: of whom; by default the viewer's own. HR names the employee.
		planned_on: the appraiser who begins coaching plans it at once.
		secret: {"request"} why, {"topic"} of coaching that is planned at once.

	Raises:
		frappe.PermissionError: not about oneself, one's staff, or somebody HR oversees.
	"""
	secret = coaching.private_texts(secret, "request", "topic")
	if kind not in (COACHING_KIND, COUNSELLING_KIND):
		refuse_malformed()
	row = _person(work_plan, employee)
	asked_by = _asker(row, kind)
	_refuse_more(row.employee, kind, asked_by)
	if asked_by != BY_APPRAISER or kind != COACHING_KIND:
		planned_on = None
		if not secret.get("request"):
			frappe.throw(_("Write in a few words why you ask for it."), title=_("Reason missing"))
	doc = frappe.get_doc(
		{
			"doctype": COACHING,
			**{column: row.get(column) for column in FROM_PLAN},
			"kind": kind,
			"cause": "By Hand",
			"asked_by": asked_by,
			"asked_by_name": get_fullname(),
			"asked_on": nowdate(),
			"work_plan": row.work_plan,
			"workflow_state": PROPOSED,
			# coaching that the appraiser only thinks of is not told yet; counselling is never asked behind one's back
			"told_employee": cint(asked_by == BY_EMPLOYEE or kind == COUNSELLING_KIND),
			"sealed": coaching.seal(secret),
		}
	)
	# `_asker` has said who may ask for whom
	doc.flags.by_server = True
	doc.insert(ignore_permissions=True)
	if planned_on:
		return _step(doc.name, PLANNED, None, {"planned_on": planned_on, "place": place})
	return state_of(doc)


@frappe.whitelist(methods=["POST"])
def plan(
	name: str,
	planned_on: str | None = None,
	place: str | None = None,
	secret=None,
	modified: str | None = None,
) -> dict:
	"""Plan a session, or another day for it; a counsellor takes the counselling by it."""
	secret = coaching.private_texts(secret, "topic")
	row = _row(name)
	values = {"planned_on": planned_on, "place": place}
	if "candidate" in permissions.actors(row):
		who = permissions.viewer()
		values |= {
			"counsellor": who.employee,
			"counsellor_name": frappe.db.get_value("Employee", who.employee, "employee_name"),
		}
	return _step(name, PLANNED, modified, values, secret)


@frappe.whitelist(methods=["POST"])
def give_back(name: str, modified: str | None = None) -> dict:
	"""Counselling goes back to the agency's counsellors: by the one who took it, or by HR where he has left."""
	return _step(name, PROPOSED, modified)


@frappe.whitelist(methods=["POST"])
def drop(name: str, reason: str | None = None, modified: str | None = None) -> dict:
	"""The session is not needed: who leads it says why; who asked for it takes it back."""
	return _step(name, NOT_NEEDED, modified, {"reason": reason})


@frappe.whitelist(methods=["POST"])
def hold(
	name: str,
	outcome: str | None = None,
	held_on: str | None = None,
	agreed_actions: list | str | None = None,
	follow_up: str | None = None,
	follow_up_on: str | None = None,
	secret=None,
	modified: str | None = None,
) -> dict:
	"""Write down that a session took place, and what was agreed.

	Args:
		agreed_actions: rows of action, responsible, due_on.
		follow_up: what follows counselling.
		secret: {"summary"} and {"topic"}, read by those two who had the session.
	"""
	secret = coaching.private_texts(secret, "topic", "summary")
	row = _row(name)
	if follow_up and (follow_up not in FOLLOW_UPS or row.kind != COUNSELLING_KIND):
		refuse_malformed()
	values = {
		"outcome": outcome,
		"held_on": held_on or nowdate(),
		"follow_up": follow_up,
		"follow_up_on": follow_up_on,
		"agreed_actions": _action_rows(agreed_actions, row.kind),
	}
	return _step(name, HELD, modified, values, secret)


@frappe.whitelist(methods=["POST"])
def done(
	name: str, action: str, result: str | None = None, done_on: str | None = None, modified: str | None = None
) -> dict:
	"""Say what came of an agreed action: who does it, or who leads the session."""
	doc = _locked(name, modified)
	parts = permissions.actors(_row(name))
	row = next((one for one in doc.agreed_actions if one.name == action), None)
	if not row or (parts == {"employee"} and row.responsible != "Employee"):
		frappe.throw(
			_("This action is not yours to report on."),
			frappe.PermissionError,
			title=_("Not yours to change"),
		)
	if doc.workflow_state != HELD:
		_refuse_step(doc.workflow_state)
	row.done_on, row.result = day_of(done_on) or nowdate(), cstr(result).strip()
	return state_of(_saved(doc))


@frappe.whitelist(methods=["POST"])
def complete(name: str, modified: str | None = None) -> dict:
	"""What was agreed is done; nothing more is to be followed up."""
	return _step(name, COMPLETED, modified)


@frappe.whitelist(methods=["POST"])
def evaluate(name: str, secret=None) -> dict:
	"""The employee says how a coaching session was (format B.1.8), once.

	Args:
		secret: {"answers": {statement: "Yes", "Partly" or "No"}, "comment"}.
	"""
	try:
		secret = json.loads(secret) if isinstance(secret, str) else secret
	except ValueError:
		secret = None
	if not isinstance(secret, dict) or not isinstance(secret.get("answers"), dict):
		refuse_malformed()
	if not isinstance(secret.get("comment") or "", str) or len(secret.get("comment") or "") > TEXT_LIMIT:
		frappe.throw(
			_("A text is longer than {0} characters. Please shorten it.").format(TEXT_LIMIT),
			title=_("Text too long"),
		)
	frappe.db.get_value(COACHING, name if isinstance(name, str) else "", "name", for_update=True)
	row = _row(name)
	if permissions.actors(row) != {"employee"} or row.kind != COACHING_KIND:
		frappe.throw(
			_("Only the person who had the coaching session evaluates it."),
			frappe.PermissionError,
			title=_("Not yours to evaluate"),
		)
	if row.workflow_state not in permissions.TOOK_PLACE:
		frappe.throw(_("The session has not taken place yet."), title=_("Not held yet"))
	if frappe.db.exists(RESPONSE, {"session": name}):
		frappe.throw(
			_("You have evaluated this session already; an evaluation is given once."),
			title=_("Already evaluated"),
		)
	if rules.missing_answers(secret["answers"]):
		frappe.throw(_("Answer all nine statements."), title=_("Not complete"))
	secret = {
		"answers": {key: secret["answers"][key] for key, _group in rules.STATEMENTS},
		"comment": cstr(secret.get("comment")).strip(),
	}
	content = coaching.seal(secret, coaching.purpose_of(RESPONSE, name))
	bulk.insert_rows(RESPONSE, [{"session": name, "given_on": nowdate(), "content": content}])
	frappe.db.set_value(COACHING, name, "responded_on", nowdate(), update_modified=False)
	_tell_of_evaluation(name)
	return {"name": name}


@frappe.whitelist(methods=["POST"])
def write_note(name: str, secret=None) -> dict:
	"""Keep the counsellor's own notes on a session.

	Args:
		secret: {"note"}; nobody but this counsellor ever reads it.
	"""
	secret = coaching.private_texts(secret, "note")
	row = _row(name)
	if not permissions.may_write_note(row):
		frappe.throw(
			_("Only the counsellor whose session it is keeps notes on it."),
			frappe.PermissionError,
			title=_("Not yours to write"),
		)
	coaching.write_note(name, row.counsellor, secret)
	return {"name": name}


# --- parts ------------------------------------------------------------------------------------------------------


def _person(work_plan: str | None, employee: str | None):
	"""The person whom a session is for, with the rights columns of his latest plan."""
	who = permissions.viewer()
	if work_plan:
		plan = readable("Work Plan", work_plan)
	else:
		if employee and employee != who.employee and not _is_hr_of(who, employee):
			_refuse_person()
		name = frappe.db.get_value(
			"Work Plan",
			{"employee": employee or who.employee or "", "docstatus": ["<", 2]},
			"name",
			order_by="from_date desc, creation desc",
		)
		if not name:
			frappe.throw(
				_("There is no work plan yet, which says who the appraiser is. Start the plan first."),
				title=_("Work plan missing"),
			)
		plan = readable("Work Plan", name)
	row = frappe._dict({column: plan.get(column) for column in FROM_PLAN})
	row.work_plan = plan.name
	return row


def _is_hr_of(who, employee: str) -> bool:
	"""Another agency's person is refused before it could be told whether he has a plan."""
	if not who.is_hr or not isinstance(employee, str):
		return False
	place = frappe.db.get_value("Employee", employee, ["company", "department"], as_dict=True)
	return bool(place) and (who.is_everything or who.oversees(place.company, place.department))


def _asker(row, kind: str) -> str:
	"""By what right the viewer asks for a session for this person."""
	acting = permissions.actors(row)
	if acting == {"employee"}:
		return BY_EMPLOYEE
	if "appraiser" in acting:
		return BY_APPRAISER
	if "hr" in acting and kind == COUNSELLING_KIND:
		return BY_HR
	if "recorder" in acting:
		return BY_APPRAISER
	_refuse_person()


def _refuse_person():
	frappe.throw(
		_("You may ask for a session for yourself and for the people you appraise."),
		frappe.PermissionError,
		title=_("Not yours to ask for"),
	)


def _refuse_more(employee: str, kind: str, asked_by: str):
	"""No second one, as far as whoever asks may know: that somebody else has asked for counselling is not told."""
	# one after the other, so that two clicks do not begin two sessions
	frappe.db.get_value("Employee", employee, "name", for_update=True)
	waiting = {"employee": employee, "kind": kind, "asked_by": asked_by, "workflow_state": ["in", OPEN]}
	if kind == COUNSELLING_KIND and frappe.db.exists(COACHING, waiting | {"workflow_state": PROPOSED}):
		frappe.throw(
			_("Counselling has been asked for already, and waits for a counsellor."),
			title=_("Already asked for"),
		)
	if frappe.db.count(COACHING, waiting) >= OPEN_AT_MOST:
		frappe.throw(
			_("{0} sessions are open already. Complete one of them first.").format(OPEN_AT_MOST),
			title=_("Too many sessions"),
		)


def _row(name: str):
	"""The stored row, for its readers; the same answer for a missing session as for a hidden one."""
	row = permissions.stored_row(COACHING, name) if isinstance(name, str) else None
	if not row or not permissions.reading_parts(COACHING, row):
		frappe.throw(_("This document was not found, or is not yours to see."), frappe.PermissionError)
	return row


def _locked(name: str, modified: str | None):
	# one after the other: who comes second sees what the first one has done
	frappe.db.get_value(COACHING, name if isinstance(name, str) else "", "name", for_update=True)
	_row(name)
	doc = frappe.get_doc(COACHING, name)
	refuse_outdated(doc, modified)
	return doc


def _step(name: str, state: str, modified: str | None, values=None, secret=None) -> dict:
	doc = _locked(name, modified)
	row = _row(name)
	acting = permissions.actors(row)
	anew = row.workflow_state == state == PLANNED and acting & {"appraiser", "recorder", "counsellor"}
	if not anew and not acting & state_rights.TRANSITIONS[COACHING].get((row.workflow_state, state), set()):
		_refuse_step(row.workflow_state, state)
	for field, value in (values or {}).items():
		if field == "agreed_actions":
			doc.set(field, value)
		elif field.endswith("_on"):
			doc.set(field, day_of(value))
		else:
			doc.set(field, cstr(value).strip() or None)
	if secret:
		doc.sealed = coaching.seal(coaching.unseal(doc.sealed) | secret)
	doc.workflow_state = state
	return state_of(_saved(doc))


def _saved(doc):
	# nobody has a DocPerm to write here: `check_change` asks who this is and what he may write in this state
	doc.save(ignore_permissions=True)
	return doc


def _refuse_step(state: str, target: str | None = None):
	if target == state or not target:
		text = _("This session is {0} already.").format(frappe.bold(_(state)))
	else:
		text = _("You cannot bring {0} from {1} to {2}.").format(
			frappe.bold(_(COACHING)), frappe.bold(_(state)), frappe.bold(_(target))
		)
	frappe.throw(text, frappe.PermissionError, title=_("Not your step"))


def _action_rows(rows, kind: str) -> list[dict]:
	if isinstance(rows, str):
		try:
			rows = json.loads(rows)
		except ValueError:
			refuse_malformed()
	if rows and (not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows)):
		refuse_malformed()
	leader = "Counsellor" if kind == COUNSELLING_KIND else "Appraiser"
	found = []
	for row in rows or []:
		if any(isinstance(value, dict | list) for value in row.values()):
			refuse_malformed()
		if not cstr(row.get("action")).strip():
			continue
		responsible = row.get("responsible") or "Employee"
		if responsible not in ("Employee", leader, "HR"):
			refuse_malformed()
		found.append(
			{"action": cstr(row["action"]), "responsible": responsible, "due_on": day_of(row.get("due_on"))}
		)
	return found


def _tell_of_evaluation(name: str):
	"""The appraiser's superior, or HR where that one is from outside, reads it; the appraiser is not told."""
	Session = DocType(COACHING)
	row = frappe.qb.from_(Session).select(Session.star).where(Session.name == name).run(as_dict=True)[0]
	sentence = _("{0} has evaluated a coaching session (B.1.8). It is for you to read.").format(
		row.employee_name
	)
	appraiser = coaching.users_of(row, "coach")
	notifications.tell_many(
		[
			(user, sentence, COACHING, name)
			for user in coaching.users_of(row, "superior")
			if user not in appraiser
		]
	)
