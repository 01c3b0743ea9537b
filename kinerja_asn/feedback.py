"""Continuous feedback (umpan balik berkelanjutan): given by name, asked for, answered, gathered into evaluations.

The giver is whoever is signed in, never a name that a client sends. `permissions.feedback_parts` says who reads a row:
the person, the giver, and the appraiser where the giver wants it; nobody else, whatever the roles. Here are the rules of
giving; `api.feedback` is the only door to them.
"""

from collections.abc import Collection

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count
from frappe.utils import add_days, cstr, escape_html, getdate, nowdate

from kinerja_asn import notifications, permissions, work_logs
from kinerja_asn.permissions import EXTERNAL, FEEDBACK, FOR_APPRAISER
from kinerja_asn.personal import now

REQUESTED, GIVEN, DECLINED, WITHDRAWN = "Requested", "Given", "Declined", "Withdrawn"
POSITIVE, CORRECTIVE = KINDS = ("Positive", "Corrective")
FOR_PERSON = "Person"
VISIBILITIES = (FOR_PERSON, FOR_APPRAISER)
SUPERIOR, PEER, SUBORDINATE, OTHER = "Superior", "Peer", "Subordinate", "Other"

TEXT_AT_MOST, NOTE_AT_MOST = 2000, 500
#: What one person gives or asks for in a day, about how many times the same person, and how many requests may be open:
#: far above what anybody needs, far below what floods somebody.
PER_DAY, ABOUT_ONE_PER_DAY, OPEN_REQUESTS, ASKED_AT_ONCE = 40, 6, 15, 5
NEAR_AT_MOST, READ_AT_MOST = 60, 600
#: Columns that pages show.
SHOWN = (
	"name",
	"employee",
	"employee_name",
	"giver",
	"giver_name",
	"relation",
	"status",
	"kind",
	"visibility",
	"text",
	"behaviour",
	"result_key",
	"result",
	"given_on",
	"read_on",
	"reply",
	"replied_on",
	"requested_by",
	"requested_by_name",
	"request_note",
	"requested_on",
	"work_plan",
)


# --- people ---------------------------------------------------------------------------------------------------


def person_of(employee: str | None):
	"""An employee in service, with what decides who he is to others; None where there is none."""
	if not isinstance(employee, str) or not employee:
		return None
	Employee = DocType("Employee")
	rows = (
		frappe.qb.from_(Employee)
		.select(*[Employee[column] for column in PERSON])
		.where((Employee.name == employee) & (Employee.status == "Active"))
	).run(as_dict=True)
	return rows[0] if rows else None


PERSON = (
	"name",
	"employee_name",
	"designation",
	"department",
	"company",
	"reports_to",
	"asn_appraiser",
	"lft",
	"rgt",
	"user_id",
)


def relation_of(giver, person) -> str | None:
	"""What the giver is to the person by the records of both; None for people of two agencies.

	Args:
		giver, person: as `person_of`.
	"""
	if not giver or not person or giver.company != person.company:
		return None
	above, other = _superior_of(person), _superior_of(giver)
	if above == giver.name or giver.lft < person.lft <= person.rgt < giver.rgt:
		return SUPERIOR
	if other == person.name or person.lft < giver.lft <= giver.rgt < person.rgt:
		return SUBORDINATE
	if (above and above == other) or (person.department and person.department == giver.department):
		return PEER
	return OTHER


def _superior_of(row) -> str | None:
	return row.asn_appraiser or row.reports_to or None


def relation_now(who: permissions.Viewer, person, giver=None) -> str | None:
	"""The same for whoever is signed in: who appraises by the plan, or acts for the appraiser today, is a superior."""
	plan = plan_of(person.name)
	if plan and permissions.stands_for(who, plan.appraiser, plan.department):
		return SUPERIOR
	if plan and plan.superior and plan.superior in who.identities:
		return SUPERIOR
	return relation_of(giver or person_of(who.employee), person)


def plan_of(employee: str):
	"""The work plan that feedback of today belongs to, with who appraises by it."""
	name = work_logs.running_plan(employee)
	return name and frappe.db.get_value(
		"Work Plan", name, ["name", "workflow_state", *permissions.RIGHTS_COLUMNS], as_dict=True
	)


def near(who: permissions.Viewer) -> list:
	"""The people one works with: superior, own people, colleagues of the unit or under the same superior; one statement.

	Each with `relation`, what the viewer is to that person.
	"""
	me = person_of(who.employee)
	if not me:
		return []
	Employee = DocType("Employee")
	superior = _superior_of(me)
	wanted = (Employee.reports_to == me.name) | (Employee.asn_appraiser == me.name)
	if me.department:
		wanted |= Employee.department == me.department
	if superior:
		wanted |= (
			(Employee.name == superior)
			| (Employee.reports_to == superior)
			| (Employee.asn_appraiser == superior)
		)
	rows = (
		frappe.qb.from_(Employee)
		.select(*[Employee[column] for column in PERSON])
		.where(
			wanted
			& (Employee.status == "Active")
			& (Employee.company == me.company)
			& (Employee.name != me.name)
		)
		.orderby(Employee.employee_name)
		.limit(READ_AT_MOST)
	).run(as_dict=True)
	for row in rows:
		row.relation = relation_of(me, row)
	order = (SUPERIOR, SUBORDINATE, PEER, OTHER)
	# one's own people first, then one's superior, then the colleagues
	rows.sort(key=lambda row: (order.index(row.relation), row.employee_name or ""))
	return rows[:NEAR_AT_MOST]


def colleagues(who: permissions.Viewer, text: str) -> list:
	"""People of the same agency by name, to ask them: name, post and unit only."""
	words = cstr(text).split()[:4]
	if not who.company or len("".join(words)) < 2:
		return []
	Employee, Unit = DocType("Employee"), DocType("Department")
	query = (
		frappe.qb.from_(Employee)
		.left_join(Unit)
		.on(Unit.name == Employee.department)
		.select(Employee.name, Employee.employee_name, Employee.designation, Unit.department_name)
		.where(
			(Employee.company == who.company)
			& (Employee.status == "Active")
			& (Employee.name != who.employee)
		)
		.orderby(Employee.employee_name)
		.limit(12)
	)
	for word in words:
		query = query.where(Employee.employee_name.like(f"%{word[:40]}%"))
	return query.run(as_dict=True)


# --- giving ---------------------------------------------------------------------------------------------------


def giver_of(who: permissions.Viewer):
	"""(type, name, full name) of whoever is signed in, as a giver.

	Raises:
		frappe.PermissionError: neither in service nor an official from outside.
	"""
	if not who.identities:
		_refuse(_("Feedback is given by people in service."))
	name = who.identities[0]
	if who.company and name == who.employee:
		return "Employee", name, frappe.db.get_value("Employee", name, "employee_name")
	return EXTERNAL, name, frappe.db.get_value(EXTERNAL, name, "full_name")


def give(who: permissions.Viewer, employee: str, content: dict, name: str | None = None) -> str:
	"""Say something about a colleague's work; answers with its name.

	Args:
		content: kind, text, visibility, and behaviour or result_key.
		name: the name that a page has chosen, so that a second tap doubles nothing.

	Raises:
		frappe.PermissionError: about oneself, somebody of another agency, or somebody one does not work with.
		frappe.ValidationError: nothing to say, too long, too often.
	"""
	giver = giver_of(who)
	person = _person_to_judge(who, employee)
	relation = relation_now(who, person)
	if not relation:
		_refuse(_("This person was not found in your agency."))
	if relation == OTHER:
		_refuse(
			_("You do not work in one unit with {0}. You can give feedback when {0} asks you for it.").format(
				frappe.bold(escape_html(person.employee_name))
			)
		)
	_refuse_flood(giver[1], person.name)
	plan = plan_of(person.name)
	values = _content(who, content, person, plan)
	doc = frappe.get_doc(
		{
			"doctype": FEEDBACK,
			"giver_type": giver[0],
			"giver": giver[1],
			"giver_name": giver[2],
			"relation": relation,
			"status": GIVEN,
			"given_on": now(),
			**_head(person, plan),
			**values,
		}
	)
	_insert(doc, name)
	_tell_person(doc)
	return doc.name


def answer(who: permissions.Viewer, name: str, content: dict) -> str:
	"""Give the feedback that one was asked for."""
	doc = _locked(who, name, "giver", REQUESTED)
	person = person_of(doc.employee)
	if not person:
		frappe.throw(_("{0} is not in service any more.").format(frappe.bold(escape_html(doc.employee_name))))
	plan = plan_of(person.name)
	content = dict(content)
	if doc.result_key and not content.get("behaviour"):
		# asked about a result: its words were shown by whoever asked
		content.pop("result_key", None)
		values = _content(who, content, person, plan) | {"result_key": doc.result_key, "result": doc.result}
	else:
		values = _content(who, content, person, plan)
	if doc.requested_by != doc.employee:
		# the appraiser has asked: he reads it, and the one who was asked knows that
		values["visibility"] = FOR_APPRAISER
	doc.update({**values, "status": GIVEN, "given_on": now(), "slot": None, "read_on": None})
	_save(doc)
	_tell_person(doc)
	return doc.name


def ask(
	who: permissions.Viewer, givers: Collection[str], content: dict, employee: str | None = None
) -> list[str]:
	"""Ask colleagues for feedback about oneself, or as appraiser about one's people.

	Args:
		content: note, and behaviour or result_key.
		employee: defaults to oneself.

	Returns:
		names of the requests; one that is open already is not doubled.
	"""
	asker = giver_of(who)
	person = person_of(employee or who.employee)
	plan = plan_of(person.name) if person else None
	own = bool(person) and person.name == who.employee
	if not own and not (plan and permissions.stands_for(who, plan.appraiser, plan.department)):
		_refuse(_("Feedback about somebody is asked for by that person or by the appraiser."))
	givers = list(dict.fromkeys(givers))
	if not givers:
		frappe.throw(_("Choose whom you want to ask."), title=_("Nobody chosen"))
	if len(givers) > ASKED_AT_ONCE:
		frappe.throw(
			_("Ask at most {0} people at once.").format(ASKED_AT_ONCE), title=_("Too many people at once")
		)
	note = _text(content.get("note"), NOTE_AT_MOST, _("What do you want to know?"))
	about = _about(who, content, plan)
	Doc = DocType(FEEDBACK)
	open_ = (
		frappe.qb.from_(Doc)
		.select(Count(Doc.name))
		.where((Doc.requested_by == asker[1]) & (Doc.status == REQUESTED))
	).run()[0][0]
	if open_ + len(givers) > OPEN_REQUESTS:
		frappe.throw(
			_("{0} of your requests are still open; at most {1} can be. Wait for an answer.").format(
				open_, OPEN_REQUESTS
			),
			title=_("Too many requests"),
		)
	made = []
	for one in givers:
		made.append(_ask_one(asker, one, person, plan, note, about))
	return made


def _ask_one(asker: tuple, giver: str, person, plan, note: str, about: dict) -> str:
	colleague = person_of(giver)
	if not colleague or colleague.company != person.company:
		_refuse(_("This person was not found in your agency."))
	if colleague.name == person.name:
		_refuse(_("Nobody gives feedback about himself."))
	if colleague.name == asker[1]:
		_refuse(_("You need not ask yourself."))
	slot = f"{asker[1]}|{person.name}|{colleague.name}"
	there = frappe.db.get_value(FEEDBACK, {"slot": slot})
	if there:
		return there
	doc = frappe.get_doc(
		{
			"doctype": FEEDBACK,
			"giver_type": "Employee",
			"giver": colleague.name,
			"giver_name": colleague.employee_name,
			"relation": relation_of(colleague, person),
			"status": REQUESTED,
			"requested_by_type": asker[0],
			"requested_by": asker[1],
			"requested_by_name": asker[2],
			"request_note": note or None,
			"requested_on": now(),
			"visibility": FOR_PERSON if asker[1] == person.name else FOR_APPRAISER,
			"slot": slot,
			**_head(person, plan),
			**about,
		}
	)
	_insert(doc)
	sentence = (
		_("{0} asks you for feedback.").format(asker[2])
		if asker[1] == person.name
		else _("{0} asks you for feedback about {1}.").format(asker[2], person.employee_name)
	)
	notifications.tell(colleague.user_id, sentence, FEEDBACK, doc.name)
	return doc.name


def decline(who: permissions.Viewer, name: str):
	"""Say no to a request; no reason is asked for."""
	doc = _locked(who, name, "giver", REQUESTED)
	doc.update({"status": DECLINED, "slot": None})
	_save(doc)
	notifications.tell(
		_users_of(doc.requested_by_type, doc.requested_by),
		_("{0} gives no feedback this time.").format(doc.giver_name),
		FEEDBACK,
		doc.name,
	)


def withdraw(who: permissions.Viewer, name: str):
	"""Take feedback back before the person has read it, or a request before it is answered. Its words are gone."""
	row = _row(name)
	parts = permissions.feedback_parts(row, who) if row else set()
	if row and row.status == REQUESTED and "asker" in parts:
		doc = _locked(who, name, "asker", REQUESTED)
	else:
		doc = _locked(who, name, "giver", GIVEN)
		if doc.read_on:
			frappe.throw(
				_("{0} has read it already; it cannot be taken back any more.").format(
					frappe.bold(escape_html(doc.employee_name))
				),
				title=_("Read already"),
			)
	notifications.take_back(FEEDBACK, doc.name)
	doc.update({"status": WITHDRAWN, "slot": None, "text": None, "request_note": None})
	_save(doc)


def reply(who: permissions.Viewer, name: str, text: str | None):
	"""The person answers in a few words; the giver is told."""
	doc = _locked(who, name, "person", GIVEN)
	words = _text(text, TEXT_AT_MOST, _("Reply"))
	if not words:
		frappe.throw(_("Write your reply first."), title=_("Nothing written"))
	first = not doc.reply
	doc.update({"reply": words, "replied_on": now(), "read_on": doc.read_on or now()})
	_save(doc)
	if first:
		notifications.tell(
			_users_of(doc.giver_type, doc.giver),
			_("{0} replied to your feedback.").format(doc.employee_name),
			FEEDBACK,
			doc.name,
		)


def mark_read(who: permissions.Viewer, names: Collection[str]) -> int:
	"""The person has these on the screen now; answers how many were new."""
	if not who.employee or not names:
		return 0
	Doc = DocType(FEEDBACK)
	new = (Doc.employee == who.employee) & (Doc.status == GIVEN) & Doc.read_on.isnull() & Doc.name.isin(names)
	found = frappe.qb.from_(Doc).select(Doc.name).where(new).run(pluck=True)
	if found:
		frappe.qb.update(Doc).set(Doc.read_on, now()).where(new & Doc.name.isin(found)).run()
		notifications.mark_read(who.user, FEEDBACK, found)
	return len(found)


# --- parts of giving ------------------------------------------------------------------------------------------


def _person_to_judge(who: permissions.Viewer, employee: str):
	person = person_of(employee)
	if not person:
		_refuse(_("This person was not found in your agency."))
	if person.name == who.employee:
		_refuse(_("Nobody gives feedback about himself. Ask a colleague for it."))
	return person


def _refuse_flood(giver: str, employee: str):
	Doc = DocType(FEEDBACK)
	rows = (
		frappe.qb.from_(Doc)
		.select(Doc.employee, Count(Doc.name))
		.where((Doc.giver == giver) & (Doc.creation >= nowdate()) & (Doc.status != REQUESTED))
		.groupby(Doc.employee)
	).run()
	if sum(number for _name, number in rows) >= PER_DAY:
		frappe.throw(
			_("You have given feedback {0} times today; go on tomorrow.").format(PER_DAY),
			title=_("Enough for today"),
		)
	if dict(rows).get(employee, 0) >= ABOUT_ONE_PER_DAY:
		frappe.throw(
			_("You have given this person feedback {0} times today; go on tomorrow.").format(
				ABOUT_ONE_PER_DAY
			),
			title=_("Enough for today"),
		)


def _head(person, plan) -> dict:
	return {
		"employee_type": "Employee",
		"employee": person.name,
		"employee_name": person.employee_name,
		"company": person.company,
		"work_plan": plan.name if plan else None,
	}


def _content(who: permissions.Viewer, content: dict, person, plan) -> dict:
	kind = content.get("kind") or POSITIVE
	if kind not in KINDS:
		frappe.throw(_("Choose whether it is positive or corrective."), title=_("Kind missing"))
	visibility = content.get("visibility") or (FOR_APPRAISER if kind == POSITIVE else FOR_PERSON)
	if visibility not in VISIBILITIES:
		frappe.throw(_("Choose who reads it."), title=_("Not understood"))
	text = _text(content.get("text"), TEXT_AT_MOST, _("Feedback"))
	about = _about(who, content, plan)
	if kind == CORRECTIVE and not text:
		frappe.throw(
			_("Say in a few words what happened and what would be better; a mark alone helps nobody."),
			title=_("Words missing"),
		)
	if not text and not any(about.values()):
		frappe.throw(_("Choose a work behaviour or write a few words."), title=_("Nothing written"))
	return {"kind": kind, "visibility": visibility, "text": text or None, **about}


def _about(who: permissions.Viewer, content: dict, plan) -> dict:
	"""What it is about: a work behaviour, a result of the plan, or the work as a whole."""
	behaviour, key = content.get("behaviour"), content.get("result_key")
	if behaviour and key:
		frappe.throw(_("Choose a result or a work behaviour, not both."), title=_("Not understood"))
	if behaviour:
		known = isinstance(behaviour, str) and frappe.db.get_value("Work Behaviour", behaviour, "active")
		if not known:
			frappe.throw(_("Choose the work behaviour again from the list."), title=_("Not understood"))
		return {"behaviour": behaviour, "result_key": None, "result": None}
	if not key:
		return {"behaviour": None, "result_key": None, "result": None}
	row = next((row for row in results_for(who, plan) if row.result_key == key), None)
	if not row:
		frappe.throw(
			_("This result was not found in the running work plan, or is not yours to see."),
			frappe.PermissionError,
			title=_("Not in the plan"),
		)
	return {"behaviour": None, "result_key": row.result_key, "result": row.result}


def results_for(who: permissions.Viewer, plan) -> list:
	"""The running results of a plan, for whoever reads the plan; colleagues choose among behaviours only."""
	if not plan or plan.workflow_state not in ("Plan Agreed", "Closed"):
		return []
	if not permissions.reading_parts("Work Plan", plan, who):
		return []
	Result = DocType("Work Plan Result")
	return (
		frappe.qb.from_(Result)
		.select(Result.row_key.as_("result_key"), Result.short_code, Result.result)
		.where((Result.parent == plan.name) & (Result.parenttype == "Work Plan") & Result.closed_on.isnull())
		.orderby(Result.idx)
	).run(as_dict=True)


def behaviours() -> list[str]:
	return frappe.get_all(
		"Work Behaviour", filters={"active": 1}, pluck="name", order_by="behaviour_order asc", limit=20
	)


def _text(text, most: int, label: str) -> str:
	if text is not None and not isinstance(text, str):
		frappe.throw(
			_("What was sent cannot be read. Reload the page and try again."), title=_("Not understood")
		)
	text = "".join(sign for sign in cstr(text).strip() if sign in "\n\t" or sign.isprintable())
	if len(text) > most:
		frappe.throw(
			_("{0} has {1} characters; at most {2} are possible. Please shorten it.").format(
				frappe.bold(label), len(text), most
			),
			title=_("Text too long"),
		)
	return text


def _row(name):
	if not isinstance(name, str) or not name:
		return None
	return frappe.db.get_value(
		FEEDBACK, name, ["name", "employee", "giver", "requested_by", "status"], as_dict=True, for_update=True
	)


def _locked(who: permissions.Viewer, name: str, part: str, status: str):
	"""The stored row, locked, for whoever has this part in it while it is in this state.

	Raises:
		frappe.PermissionError: not there, or not his; the same answer for both.
	"""
	row = _row(name)
	if not row or part not in permissions.feedback_parts(row, who):
		_refuse(_("This was not found, or is not yours to do."))
	if row.status != status:
		frappe.throw(
			_("This was answered or taken back in the meantime. Reload the page."),
			title=_("Not open any more"),
		)
	return frappe.get_doc(FEEDBACK, name)


def _insert(doc, name: str | None = None):
	# who gives, and about whom, was checked by the caller
	doc.flags.by_server = True
	doc.insert(ignore_permissions=True, set_name=name)


def _save(doc):
	doc.flags.by_server = True
	# `_locked` has decided who may take this step
	doc.save(ignore_permissions=True)


def _users_of(kind: str, name: str) -> list[str]:
	return list(notifications.users_of([(kind, name)]).values())


def _tell_person(doc):
	"""Told at once; what was said stands on the page only."""
	notifications.tell(
		_users_of("Employee", doc.employee),
		_("{0} gave you feedback.").format(doc.giver_name),
		FEEDBACK,
		doc.name,
	)


def _refuse(message: str):
	frappe.throw(message, frappe.PermissionError, title=_("Not permitted"))


# --- reading --------------------------------------------------------------------------------------------------


def rows_of(who: permissions.Viewer, narrow, limit: int, offset: int = 0) -> list:
	"""Feedback that the viewer reads, newest first, each with `parts`; one statement.

	Args:
		narrow: takes the table and gives the condition.
	"""
	Doc, Plan = DocType(FEEDBACK), DocType("Work Plan")
	rows = (
		frappe.qb.from_(Doc)
		.left_join(Plan)
		.on(Plan.name == Doc.work_plan)
		.select(
			*[Doc[column] for column in SHOWN],
			Plan.appraiser.as_("plan_appraiser"),
			Plan.department.as_("plan_department"),
		)
		.where(narrow(Doc) & (Doc.status != WITHDRAWN))
		.orderby(Doc.creation, order=frappe.qb.desc)
		.orderby(Doc.name)
		.limit(limit)
		.offset(offset)
	).run(as_dict=True)
	found = []
	for row in rows:
		row.parts = permissions.feedback_parts(row, who)
		if row.parts:
			found.append(row)
	return found


def received(who: permissions.Viewer, limit: int, offset: int = 0) -> list:
	return rows_of(
		who, lambda Doc: (Doc.employee == (who.employee or "")) & (Doc.status == GIVEN), limit, offset
	)


def given(who: permissions.Viewer, limit: int, offset: int = 0) -> list:
	mine = list(who.identities) or [""]
	return rows_of(who, lambda Doc: Doc.giver.isin(mine) & (Doc.status == GIVEN), limit, offset)


def asked_of(who: permissions.Viewer) -> list:
	"""Requests that wait for the viewer."""
	mine = list(who.identities) or [""]
	return rows_of(who, lambda Doc: Doc.giver.isin(mine) & (Doc.status == REQUESTED), 50)


def asked_by(who: permissions.Viewer, limit: int, offset: int = 0) -> list:
	mine = list(who.identities) or [""]
	return rows_of(
		who, lambda Doc: Doc.requested_by.isin(mine) & Doc.status.isin([REQUESTED, DECLINED]), limit, offset
	)


def relation_label(relation: str | None) -> str:
	"""How a giver is named in a cell of the evaluation: by what he is to the person, not by his name."""
	return {
		SUPERIOR: _("Leader"),
		PEER: _("Colleague"),
		SUBORDINATE: _("Member of staff"),
	}.get(relation or "", _("Colleague of another unit"))


def line_of(row) -> str:
	"""One piece of feedback as a line of the evaluation's feedback cell, as the legal form writes it: Pimpinan: ..."""
	words = cstr(row.text).strip()
	if not words:
		words = _("positive feedback") if row.kind == POSITIVE else _("corrective feedback")
	return f"{relation_label(row.relation)}: {words}"


def for_evaluation(doc, who: permissions.Viewer | None = None, parts: set | None = None) -> dict:
	"""Feedback of the time that an evaluation covers, by row; empty for whoever reads no feedback of this person.

	The appraiser gets what its givers show him and what he gave himself, the person what he has read on his own page.

	Args:
		doc: employee, work_plan, from_date, to_date of a stored evaluation.
		parts: the viewer's parts in it, where they are known.

	Returns:
		results (key of result -> entries), behaviours (name -> entries), general (entries about the work as a whole), total.
		An entry has name, kind, relation, giver_name, text, reply, day and line.
	"""
	who = who or permissions.viewer()
	answer = {"results": {}, "behaviours": {}, "general": [], "total": 0}
	if parts is None:
		parts = permissions.actors(doc, who)
	if not parts & {"employee", "appraiser"} or not doc.get("from_date") or not doc.get("to_date"):
		return answer
	after, until = str(getdate(doc.from_date)), str(getdate(add_days(doc.to_date, 1)))
	rows = rows_of(
		who,
		lambda Doc: (
			(Doc.employee == doc.employee)
			& (Doc.work_plan == doc.work_plan)
			& (Doc.status == GIVEN)
			& (Doc.given_on >= after)
			& (Doc.given_on < until)
		),
		200,
	)
	for row in rows:
		if parts == {"employee"} and not row.read_on:
			continue
		entry = {
			"name": row.name,
			"kind": row.kind,
			"relation": relation_label(row.relation),
			"giver_name": row.giver_name,
			"text": row.text,
			"reply": row.reply,
			"day": getdate(row.given_on),
			"line": line_of(row),
		}
		answer["total"] += 1
		if row.result_key:
			answer["results"].setdefault(row.result_key, []).append(entry)
		elif row.behaviour:
			answer["behaviours"].setdefault(row.behaviour, []).append(entry)
		else:
			answer["general"].append(entry)
	return answer
