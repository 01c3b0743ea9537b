"""Coaching and counselling: sessions proposed by reports, what is sealed in them, what each reader is shown, reminders.

What is said in a session is no column: topic, words and request stand in one sealed text of the session, the employee's
evaluation (B.1.8) and the counsellor's notes in rows of their own that have no reader by the framework's ways. All of it
is encrypted with the site's key before it reaches the database. Everything goes through `api.coaching`.
"""

import json

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import add_days, cint, flt, formatdate, getdate, nowdate

from kinerja_asn import bulk, figures, notifications, permissions, sealed
from kinerja_asn.permissions import COACHING, COACHING_KIND, COUNSELLING_KIND, NOTE, RESPONSE
from kinerja_asn.personal import TEXT_LIMIT
from kinerja_asn.rules import coaching as rules
from kinerja_asn.setup.settings import coaching_rules

ACTION = "Coaching Action"
PROPOSED, PLANNED, HELD, COMPLETED, NOT_NEEDED = "Proposed", "Planned", "Held", "Completed", "Not Needed"
OPEN = (PROPOSED, PLANNED, HELD)
BY_PROGRAM, BY_EMPLOYEE, BY_APPRAISER, BY_HR = "Program", "Employee", "Appraiser", "HR"
#: Taken over from the work plan when a session begins.
FROM_PLAN = (
	*permissions.RIGHTS_COLUMNS,
	"employee_name",
	"appraiser_name",
	"superior_name",
	"position",
	"department_name",
	"performance_period",
)
#: What a sealed text of a session may hold.
PRIVATE = ("request", "topic", "summary")
#: Days after a session on which the employee who has not evaluated it is reminded.
EVALUATE_AFTER = (3, 7, 14)
ACTIONS_AT_MOST = 20


# --- under seal -----------------------------------------------------------------------------------------------


def seal(secret, purpose: str = COACHING) -> str:
	"""Texts under seal; what goes wrong is told without them.

	Args:
		purpose: what they are kept for; they open for nothing else.
	"""
	return sealed.without_values(_sealed, secret, purpose)


def _sealed(secret, purpose: str) -> str:
	return sealed.seal(json.dumps(secret).encode(), purpose)


def unseal(kept: str | None, purpose: str = COACHING) -> dict:
	"""The texts of `seal`.

	Raises:
		frappe.ValidationError: the site has another key than the one they were sealed with.
	"""
	if not kept:
		return {}
	try:
		secret = json.loads(sealed.unseal(kept, purpose))
	except (sealed.SealBroken, ValueError):
		secret = None
	if not isinstance(secret, dict):
		frappe.throw(
			_(
				"What was written in confidence cannot be opened with this site's key. Please tell the administrator."
			),
			title=_("Cannot be opened"),
		)
	return secret


def private_texts(secret, *allowed: str) -> dict[str, str]:
	"""What a page sent in confidence: known texts only, within their length.

	Raises:
		frappe.ValidationError: not readable, or too long; never with a word of it.
	"""
	if isinstance(secret, str):
		try:
			secret = json.loads(secret)
		except ValueError:
			secret = 0
	if secret is None or secret == "":
		return {}
	if not isinstance(secret, dict) or not all(isinstance(secret.get(name) or "", str) for name in allowed):
		frappe.throw(
			_("What was sent cannot be read. Reload the page and try again."), title=_("Not understood")
		)
	secret = {name: secret[name].strip() for name in allowed if secret.get(name) is not None}
	if any(len(secret[name]) > TEXT_LIMIT for name in secret):
		frappe.throw(
			_("A text is longer than {0} characters. Please shorten it.").format(TEXT_LIMIT),
			title=_("Text too long"),
		)
	return secret


# --- proposing ------------------------------------------------------------------------------------------------


def propose(reports: list[str]) -> list[str]:
	"""Propose a session for each of these accepted reports that stays below the threshold, once per report.

	The same few statements for one report or a thousand. Returns the names of the new sessions.
	"""
	limits = coaching_rules()
	if not reports or not limits.below:
		return []
	achieved = {
		name: value
		for name, percents in _percents(reports).items()
		if rules.proposes_coaching(value := rules.achievement_of(percents), limits)
	}
	if not achieved:
		return []
	Report, Plan, Session = DocType("Periodic Report"), DocType("Work Plan"), DocType(COACHING)
	rows = (
		frappe.qb.from_(Report)
		.join(Plan)
		.on(Plan.name == Report.work_plan)
		.left_join(Session)
		.on(Session.slot == Report.name)
		.select(
			Report.name,
			Report.work_plan,
			Report.performance_interval,
			*[Report[column] for column in FROM_PLAN if column not in ("position", "department_name")],
			Plan.position,
			Plan.department_name,
		)
		.where(Report.name.isin(list(achieved)) & (Report.docstatus == 1) & Session.name.isnull())
	).run(as_dict=True)
	fresh = [
		{column: row[column] for column in FROM_PLAN}
		| {
			"name": frappe.generate_hash(length=12),
			"kind": COACHING_KIND,
			"cause": "Report Below Threshold",
			"asked_by": BY_PROGRAM,
			"asked_on": nowdate(),
			"workflow_state": PROPOSED,
			"work_plan": row.work_plan,
			"periodic_report": row.name,
			"performance_interval": row.performance_interval,
			"achievement": flt(achieved[row.name], 2),
			"threshold": flt(limits.below),
			"slot": row.name,
		}
		for row in rows
	]
	bulk.insert_rows(COACHING, fresh)
	_tell_of_proposals(fresh)
	return [row["name"] for row in fresh]


def _percents(reports: list[str]) -> dict[str, list[float]]:
	Row = DocType("Periodic Report Realisation")
	found = {}
	for name, percent in (
		frappe.qb.from_(Row)
		.select(Row.parent, Row.achievement)
		.where(
			(Row.parenttype == "Periodic Report")
			& Row.parent.isin(list(reports))
			& (Row.has_achievement == 1)
		)
	).run():
		found.setdefault(name, []).append(flt(percent))
	return found


def _tell_of_proposals(rows: list[dict]):
	users = notifications.users_of({(row["appraiser_type"], row["appraiser"]) for row in rows})
	notifications.tell_many(
		[
			(
				users[row["appraiser_type"], row["appraiser"]],
				_(
					"The report of {0} for {1} is below the target. A coaching session is proposed to you."
				).format(row["employee_name"], figures.interval(row["performance_interval"])),
				COACHING,
				row["name"],
			)
			for row in rows
			if (row["appraiser_type"], row["appraiser"]) in users
		]
	)


def take_back(report: str):
	"""A report that is cancelled proposes nothing any more; a session that was planned stays."""
	Session = DocType(COACHING)
	(
		frappe.qb.update(Session)
		.set(Session.workflow_state, NOT_NEEDED)
		.set(Session.reason, _("The report was cancelled."))
		.set(Session.slot, None)
		.where((Session.slot == report) & (Session.workflow_state == PROPOSED))
	).run()


# --- what a reader is shown ---------------------------------------------------------------------------------


def parts_of(row, who: permissions.Viewer | None = None) -> set[str]:
	"""The reader's parts in a stored session; empty when it is not his to see."""
	return permissions.reading_parts(COACHING, row, who)


def sees_words(row, parts: set[str]) -> bool:
	"""Topic and words of a coaching session: the two who had it. Of counselling nobody's but the notes."""
	if row.kind == COACHING_KIND:
		return bool(parts & {"employee", "appraiser"})
	return bool(parts & {"employee", "counsellor"})


def sees_request(row, parts: set[str]) -> bool:
	"""Why a session was asked for: who asked, the person, and who takes it."""
	asked = {BY_HR: "hr", BY_APPRAISER: "asker"}.get(row.asked_by)
	return bool(parts & {"employee", "appraiser", "counsellor", "candidate", asked})


def sees_outcome(row, parts: set[str]) -> bool:
	"""What was agreed; the appraiser who asked for counselling learns only that it took place."""
	return bool(parts - {"asker", "candidate"})


def response_of(session: str) -> dict | None:
	"""What the employee says about a session; the right was asked by the caller."""
	row = frappe.db.get_value(RESPONSE, {"session": session}, ["given_on", "content"], as_dict=True)
	return row and {"given_on": row.given_on, **unseal(row.content, purpose_of(RESPONSE, session))}


def note_of(session: str, counsellor: str) -> str:
	"""The notes of a counsellor on a session; the right was asked by the caller."""
	content = frappe.db.get_value(NOTE, {"slot": slot_of_note(session, counsellor)}, "content")
	return unseal(content, purpose_of(NOTE, session)).get("note", "")


def purpose_of(doctype: str, session: str) -> str:
	# the session belongs to the key: a text that is moved to another session does not open there
	return f"{doctype}|{session}"


def slot_of_note(session: str, counsellor: str) -> str:
	return f"{session}|{counsellor}"


def write_note(session: str, counsellor: str, secret: dict):
	"""Keep the notes of a counsellor, sealed: without the Document API, whose events any site may listen to."""
	slot = slot_of_note(session, counsellor)
	content = seal(secret, purpose_of(NOTE, session))
	Note = DocType(NOTE)
	if frappe.db.get_value(NOTE, {"slot": slot}, "name", for_update=True):
		frappe.qb.update(Note).set(Note.content, content).where(Note.slot == slot).run()
		return
	bulk.insert_rows(NOTE, [{"session": session, "counsellor": counsellor, "content": content, "slot": slot}])


def follow_rename(old: str, new: str):
	"""A counsellor whose number changes keeps his sessions and his notes; they name him by it, not as links."""
	Session, Note = DocType(COACHING), DocType(NOTE)
	frappe.qb.update(Session).set(Session.counsellor, new).where(Session.counsellor == old).run()
	for session in frappe.qb.from_(Note).select(Note.session).where(Note.counsellor == old).run(pluck=True):
		frappe.qb.update(Note).set(Note.counsellor, new).set(Note.slot, slot_of_note(session, new)).where(
			Note.slot == slot_of_note(session, old)
		).run()


def statements() -> list[dict]:
	"""The nine statements of format B.1.8, in the order of the form."""
	texts = {
		"heard": _("I felt that I was heard."),
		"valued": _("The steps that I had taken were valued."),
		"free_to_speak": _("I was free to say what I think."),
		"based_on_data": _("My leader's views were based on data and facts."),
		"positive": _("My leader spoke in a positive way."),
		"asks": _("My leader asked more than he lectured."),
		"solutions": _("Together we found ways to solve the problem."),
		"knows_what_to_do": _("We both know what is to be done next."),
		"understands_aim": _("We both understand the aim of the work."),
	}
	groups = {
		rules.EMPLOYEE: _("About you"),
		rules.LEADER: _("About your leader"),
		rules.BOTH: _("About both of you"),
	}
	return [
		{"key": key, "group": groups[group], "text": texts[key], "first": number % 3 == 0}
		for number, (key, group) in enumerate(rules.STATEMENTS)
	]


# --- telling ----------------------------------------------------------------------------------------------------


def users_of(row, part: str) -> list[str]:
	"""Who is told: the person, the coach or counsellor, the appraiser's superior, or the counsellors of the agency."""
	if part == "employee":
		return [user for user in [_user(row.employee)] if user]
	if part == "coach" and row.kind == COUNSELLING_KIND:
		return (
			[user for user in [_user(row.counsellor)] if user] if row.counsellor else counsellors(row.company)
		)
	column = "superior" if part == "superior" else "appraiser"
	if column == "superior" and not row.superior:
		return []
	return permissions.users_standing_for(row.get(f"{column}_type"), row.get(column), row.department)


def _user(employee: str | None) -> str | None:
	return frappe.db.get_value("Employee", employee, "user_id") if employee else None


def counsellors(company: str) -> list[str]:
	"""Users who take counselling of an agency."""
	Holder, Employee = DocType("Has Role"), DocType("Employee")
	return (
		frappe.qb.from_(Holder)
		.join(Employee)
		.on(Employee.user_id == Holder.parent)
		.select(Employee.user_id)
		.where(
			(Holder.role == permissions.COUNSELLOR)
			& (Holder.parenttype == "User")
			& (Employee.company == company)
			& (Employee.status == "Active")
		)
	).run(pluck=True)


def tell_of_state(doc):
	"""Tell the others concerned what has become of a session; of counselling in few words."""
	state, counselling = doc.workflow_state, doc.kind == COUNSELLING_KIND
	told = []
	if state == PROPOSED:
		sentence = (
			_("Counselling is asked for. Please take it or leave it to a colleague.")
			if counselling
			else _("{0} asks you for a coaching session.").format(doc.employee_name)
		)
		told.append(("coach", sentence))
		if counselling and doc.asked_by != BY_EMPLOYEE:
			told.append(("employee", _("{0} has asked for counselling for you.").format(doc.asked_by_name)))
	elif state == PLANNED:
		sentence = (
			_("Your counselling session is on {0}.") if counselling else _("Your coaching session is on {0}.")
		)
		told.append(("employee", sentence.format(formatdate(doc.planned_on))))
	elif state == HELD:
		sentence = (
			_("What was agreed in your counselling session has been written down. Please read it.")
			if counselling
			else _(
				"What was agreed in your coaching session has been written down. Please read it and say how it was."
			)
		)
		told.append(("employee", sentence))
		if counselling:
			sentence = _("A counselling session of {0} took place; its agreed outcome can be read.")
			told.append(("superior", sentence.format(doc.employee_name)))
	elif state == COMPLETED:
		told.append(("employee", _("Your session of {0} was completed.").format(formatdate(doc.held_on))))
	elif state == NOT_NEEDED and cint(doc.told_employee) and doc.asked_by != BY_PROGRAM:
		told.append(("employee", _("The session that was asked for will not take place.")))
	entries = [
		(user, sentence, COACHING, doc.name)
		for part, sentence in told
		for user in users_of(doc, part)
		if user != frappe.session.user
	]
	notifications.tell_many(entries)


# --- what waits, and reminders ------------------------------------------------------------------------------------


def waits(who: permissions.Viewer):
	"""Condition of the query builder: open sessions in which there is something to do for this person; None for none."""
	Session, Action = DocType(COACHING), DocType(ACTION)
	today = nowdate()
	mine_to_do = (
		frappe.qb.from_(Action)
		.select(Action.parent)
		.where((Action.parenttype == COACHING) & Action.done_on.isnull() & Action.due_on.isnotnull())
	)
	parts = []
	if who.employee:
		own = (Session.employee == who.employee) & (Session.told_employee == 1)
		unevaluated = (Session.kind == COACHING_KIND) & Session.responded_on.isnull()
		with_action = Session.name.isin(mine_to_do.where(Action.responsible == "Employee"))
		parts.append(own & (Session.workflow_state == HELD) & (unevaluated | with_action))
	to_lead = (Session.workflow_state == PROPOSED) | (
		(Session.workflow_state == PLANNED) & (Session.planned_on <= today)
	)
	to_follow = (Session.workflow_state == HELD) & (
		(Session.follow_up_on <= today)
		| Session.name.isin(mine_to_do.where((Action.responsible != "Employee") & (Action.due_on <= today)))
	)
	coach = notifications.as_official(Session, who, "appraiser")
	if coach is not None:
		parts.append((Session.kind == COACHING_KIND) & coach & (to_lead | to_follow))
	if permissions.is_counsellor(who):
		open_request = (Session.workflow_state == PROPOSED) & (Session.company == who.company)
		mine = (Session.counsellor == who.employee) & (to_lead | to_follow)
		parts.append(
			(Session.kind == COUNSELLING_KIND) & (open_request | mine) & (Session.employee != who.employee)
		)
	if not parts:
		return None
	condition = parts[0]
	for part in parts[1:]:
		condition = condition | part
	return Session.workflow_state.isin(list(OPEN)) & (condition)


def waiting(condition, who: permissions.Viewer) -> list[dict]:
	"""The entries of `notifications.waiting_for` about sessions."""
	Session, Period = DocType(COACHING), DocType("Performance Period")
	rows = (
		frappe.qb.from_(Session)
		.left_join(Period)
		.on(Period.name == Session.performance_period)
		.select(Session.star, Period.status.as_("period_status"))
		.where(condition)
		.orderby(Session.modified)
		.limit(notifications.WAITING_AT_MOST)
	).run(as_dict=True)
	return [_told_as(row, parts_of(row, who)) for row in rows if parts_of(row, who)]


def _told_as(row, parts: set[str]) -> dict:
	own, counselling = parts == {"employee"}, row.kind == COUNSELLING_KIND
	due = None
	if own:
		todo = (
			_("Say how the coaching session was (B.1.8)")
			if not counselling and not row.responded_on
			else _("Do what was agreed, and say what came of it")
		)
		since = row.held_on
	elif row.workflow_state == PROPOSED:
		todo = _("Take the counselling that is asked for") if counselling else _("Plan the coaching session")
		since = row.asked_on
	elif row.workflow_state == PLANNED:
		todo, since, due = _("Hold the session and write down what was agreed"), row.asked_on, row.planned_on
	else:
		todo, since, due = _("Follow up what was agreed"), row.held_on, row.follow_up_on
	return {
		"kind": "own" if own else "appraise",
		"on_leave": False,
		"doctype": COACHING,
		"name": row.name,
		"state": row.workflow_state,
		"employee": row.employee,
		"title": row.employee_name,
		"todo": todo,
		"period": row.performance_period,
		# a session outlives the year it began in
		"period_status": None,
		"interval": row.performance_interval,
		"evaluation_kind": None,
		"since": since,
		"due": getdate(due) if due else None,
		"overdue": False,
		"url": notifications.PORTAL_OF[COACHING].format(row.name),
	}


def reminders(today, days: list[str]) -> list[tuple]:
	"""(user, sentence, DocType, name) of what is due on one of these days: sessions, actions, follow-up, evaluations."""
	Session = DocType(COACHING)
	soon, told = [str(today), *days], []
	for row in _open_sessions((Session.workflow_state == PLANNED) & Session.planned_on.isin(soon)):
		for part in ("employee", "coach"):
			sentence = _("Your session with {0} is on {1}.")
			told.append((row, part, sentence.format(_other(row, part), formatdate(row.planned_on))))
	for row in _open_sessions((Session.workflow_state == HELD) & Session.follow_up_on.isin(soon)):
		sentence = _("What was agreed with {0} is to be followed up on {1}.")
		told.append((row, "coach", sentence.format(row.employee_name, formatdate(row.follow_up_on))))
	for row in _actions(lambda Action: Action.due_on.isin(soon)):
		sentence = _("What was agreed in a session is due on {0}: please say what came of it.")
		told.append((row, _part_of(row), sentence.format(formatdate(row.due_on))))
	held = [str(add_days(today, -number)) for number in EVALUATE_AFTER]
	unevaluated = (Session.kind == COACHING_KIND) & Session.responded_on.isnull() & Session.held_on.isin(held)
	for row in _open_sessions(Session.workflow_state.isin(permissions.TOOK_PLACE) & unevaluated):
		sentence = _("Please say how the coaching session of {0} was (B.1.8).")
		told.append((row, "employee", sentence.format(formatdate(row.held_on))))
	return _addressed(told)


def overdue(today) -> list[tuple]:
	"""The same for what should have happened before: proposals that wait a week, sessions not held, actions, follow-up."""
	Session = DocType(COACHING)
	told = []
	before = (Session.workflow_state == PROPOSED) & (Session.asked_on < str(add_days(today, -7)))
	for row in _open_sessions(before):
		sentence = (
			_("Counselling that is asked for waits for a counsellor since {0}.")
			if row.kind == COUNSELLING_KIND
			else _(
				"A coaching session of {1} is proposed to you since {0}. Plan it, or say why it is not needed."
			)
		)
		told.append((row, "coach", sentence.format(formatdate(row.asked_on), row.employee_name)))
	for row in _open_sessions((Session.workflow_state == PLANNED) & (Session.planned_on < str(today))):
		sentence = _(
			"Overdue: the session with {0} was planned for {1}. Write down what was agreed, or plan it anew."
		)
		told.append((row, "coach", sentence.format(row.employee_name, formatdate(row.planned_on))))
	for row in _open_sessions((Session.workflow_state == HELD) & (Session.follow_up_on < str(today))):
		sentence = _("Overdue: what was agreed with {0} was to be followed up on {1}.")
		told.append((row, "coach", sentence.format(row.employee_name, formatdate(row.follow_up_on))))
	for row in _actions(lambda Action: Action.due_on < str(today)):
		sentence = _("Overdue: what was agreed in a session was due on {0}. Please say what came of it.")
		told.append((row, _part_of(row), sentence.format(formatdate(row.due_on))))
	return _addressed(told)


def _addressed(told: list[tuple]) -> list[tuple]:
	"""The users of many parts with few statements; delegates are told of steps, not of what repeats."""
	people = {_person_of(row, part) for row, part, _sentence in told}
	users = notifications.users_of(person for person in people if person and person[1])
	of_company = {
		row.company: counsellors(row.company)
		for row in {row.company: row for row, part, _s in told if _person_of(row, part) is None}.values()
	}
	entries = []
	for row, part, sentence in told:
		person = _person_of(row, part)
		found = of_company[row.company] if person is None else [users.get(person)]
		entries += [(user, sentence, COACHING, row.name) for user in found if user]
	return entries


def _person_of(row, part: str) -> tuple[str, str] | None:
	"""Who plays the part; None for all counsellors of the agency."""
	if part == "employee":
		return "Employee", row.employee
	if row.kind == COACHING_KIND:
		return row.appraiser_type, row.appraiser
	return ("Employee", row.counsellor) if row.counsellor else None


def _open_sessions(condition) -> list:
	"""Sessions of people in service."""
	Session, Employee = DocType(COACHING), DocType("Employee")
	return (
		frappe.qb.from_(Session)
		.join(Employee)
		.on(Employee.name == Session.employee)
		.select(Session.star)
		.where((Employee.status == "Active") & condition)
		.orderby(Session.name)
	).run(as_dict=True)


def _actions(which) -> list:
	"""Sessions with an action that is not done, once for each of them."""
	Session, Action, Employee = DocType(COACHING), DocType(ACTION), DocType("Employee")
	return (
		frappe.qb.from_(Action)
		.join(Session)
		.on((Session.name == Action.parent) & (Action.parenttype == COACHING))
		.join(Employee)
		.on(Employee.name == Session.employee)
		.select(Session.star, Action.due_on, Action.responsible)
		.where(
			(Session.workflow_state == HELD)
			& (Employee.status == "Active")
			& Action.done_on.isnull()
			& which(Action)
		)
		.orderby(Session.name)
		.orderby(Action.idx)
	).run(as_dict=True)


def _part_of(row) -> str:
	return "employee" if row.responsible == "Employee" else "coach"


def _other(row, part: str) -> str:
	if part == "coach":
		return row.employee_name
	return (row.counsellor_name if row.kind == COUNSELLING_KIND else row.appraiser_name) or ""


def lacks_counsellor(row) -> bool:
	"""Counselling whose counsellor is not in service any more: HR gives it back to the others."""
	if row.kind != COUNSELLING_KIND or row.workflow_state != PLANNED:
		return False
	return frappe.db.get_value("Employee", row.counsellor, "status") != "Active"
