"""The only way to notify: an entry under the bell at once, and one mail per person and day at most.

`tell` writes Notification Log rows directly, so that Frappe sends no mail for each; the daily job puts what is still
unread into one mail. `waiting_for` answers what waits for a person, for the desk, the portal and the reminders.
"""

from collections.abc import Callable, Collection, Iterable
from contextlib import contextmanager
from html import unescape

import frappe
from frappe import _, _lt
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Max
from frappe.utils import add_days, cint, escape_html, formatdate, get_url, getdate, nowdate

from kinerja_asn import bulk, figures, interruptions, leave, permissions
from kinerja_asn.setup.settings import reminder_days, setting

LOG = "Notification Log"
OBJECTION = "Performance Objection"
EXTERNAL = permissions.EXTERNAL

#: Mails are about documents of these types only.
ABOUT = (*permissions.LIMITED, "Performance Period")

#: Overdue things are named on this day of the week (Monday is 0) where the agency wants them weekly.
WEEKLY_ON = 0
#: A sentence about what is overdue names at most this many intervals.
NAMED_AT_MOST = 6

#: No more than this is listed as waiting; the portal and the lists show the rest.
WAITING_AT_MOST = 200

#: Mails that are committed together.
MAILS_AT_ONCE = 200

EMPLOYEE, APPRAISER, RECORDER = "employee", "appraiser", "recorder"

#: Where a message leads that is about a document which most of its readers do not open in the desk.
PORTAL_OF = {
	"Performance Objection": "/kinerja/objection?name={0}",
	"Performance Feedback": "/kinerja/feedback?name={0}",
	permissions.COACHING: "/kinerja/coaching?name={0}",
}

#: DocType -> part -> state -> what there is to do.
TO_DO = {
	"Work Plan": {
		EMPLOYEE: {
			"Draft": _lt("Write your work plan and propose it"),
			"Plan Returned": _lt("Mend your work plan and propose it again"),
		},
		APPRAISER: {"Plan Proposed": _lt("Read the work plan and agree it")},
	},
	"Work Plan Adjustment": {
		EMPLOYEE: {"Draft": _lt("Propose the adjustment of your work plan")},
		APPRAISER: {"Adjustment Proposed": _lt("Decide on the adjustment")},
	},
	"Periodic Report": {
		EMPLOYEE: {
			"Draft": _lt("Write your report and send it"),
			"Report Returned": _lt("Mend your report and send it again"),
		},
		APPRAISER: {"Report Sent": _lt("Review the report")},
	},
	"Performance Agreement": {
		EMPLOYEE: {
			"Draft": _lt("Write the performance agreement of your unit and propose it"),
			"Agreement Returned": _lt("Mend the performance agreement and propose it again"),
		},
		APPRAISER: {"Agreement Proposed": _lt("Read the performance agreement and agree it")},
	},
	"Performance Agreement Adjustment": {
		EMPLOYEE: {"Draft": _lt("Propose the adjustment of the performance agreement")},
		APPRAISER: {"Adjustment Proposed": _lt("Decide on the adjustment of the performance agreement")},
	},
	"Performance Agreement Realisation": {
		EMPLOYEE: {"Draft": _lt("Write the realisation of the performance agreement and send it")},
		APPRAISER: {},
	},
	"Performance Evaluation": {
		EMPLOYEE: {
			"Draft": _lt("Write your self-assessment"),
			"Handed Over": _lt("Read and acknowledge your evaluation"),
		},
		APPRAISER: {
			"Self Assessed": _lt("Rate results and behaviour"),
			"Rated": _lt("Hand the evaluation over"),
		},
	},
	"Unit Performance Rating": {
		EMPLOYEE: {},
		APPRAISER: {"Draft": _lt("Rate the performance of the unit")},
	},
}

#: The column that says what waits, where it is not the person.
TITLE_OF = {"Unit Performance Rating": "department_name"}
#: What an objection asks of the appraiser, of who decides, and of HR.
OBJECTION_TO_DO = {
	"explain": _lt("Explain the rating to which the employee objects"),
	"decide": _lt("Decide on the objection"),
	"name": _lt("Name who decides on the objection: the superior is missing"),
}

STAGE_OF = {"Work Plan": "Planning", "Periodic Report": "Reporting"}

#: Since when something waits: the day of the step, which a later change of appraiser does not move.
SINCE = {
	"Work Plan": {"Plan Proposed": "proposed_at", "Plan Returned": "returned_at"},
	"Work Plan Adjustment": {"Adjustment Proposed": "proposed_at"},
	"Periodic Report": {"Report Sent": "sent_at"},
	"Performance Agreement": {"Agreement Proposed": "proposed_at", "Agreement Returned": "returned_at"},
	"Performance Agreement Adjustment": {"Adjustment Proposed": "proposed_at"},
	"Performance Agreement Realisation": {},
	"Performance Evaluation": {"Rated": "rated_at", "Handed Over": "handed_over_at"},
	"Unit Performance Rating": {"Draft": "creation"},
}


# --- telling ----------------------------------------------------------------------------------------------


def tell(
	to: str | Iterable[str],
	subject: str,
	doctype: str | None = None,
	name: str | None = None,
	message: str | None = None,
):
	"""Notify one or several people.

	Args:
		to: names of users or of employees, mixed as they come; who has no enabled user is left out.
		subject: one sentence, translated.
		doctype, name: the document it is about.
		message: more text, as HTML.
	"""
	wanted = [to] if isinstance(to, str) else [person for person in to or () if person]
	employees = [
		person for person in wanted if "@" not in person and person not in ("Administrator", "Guest")
	]
	users = users_of([("Employee", person) for person in employees]) if employees else {}
	tell_many(
		[(users.get(("Employee", person), person), subject, doctype, name) for person in wanted],
		message=message,
	)


def tell_many(entries: Collection[tuple], message: str | None = None, link: str | None = None):
	"""Notify many people with few statements: (user, sentence, DocType, name) each.

	Args:
		link: where the entry leads, when it is about nothing that its reader may open as a document.
	"""
	entries = list(dict.fromkeys(entry for entry in entries if entry[0]))
	if not entries:
		return
	reachable = _reachable({entry[0] for entry in entries})
	entries = [entry for entry in entries if entry[0] in reachable]
	if not entries:
		return
	# one sentence often goes to many
	shown = {subject: escape_html(subject) for subject in {entry[1] for entry in entries}}
	bulk.insert_rows(
		LOG,
		[
			{
				"for_user": user,
				"from_user": frappe.session.user,
				"type": "Alert",
				"subject": shown[subject],
				"email_content": message,
				"document_type": doctype,
				"document_name": name,
				"link": link or (PORTAL_OF[doctype].format(name) if doctype in PORTAL_OF else None),
			}
			for user, subject, doctype, name in entries
		],
	)
	users = sorted({entry[0] for entry in entries})
	Settings = DocType("Notification Settings")
	# the bell of the desk shows a dot again
	frappe.qb.update(Settings).set(Settings.seen, 0).where(Settings.name.isin(bulk.Among(users))).run()
	if len(users) <= 20:
		for user in users:
			frappe.publish_realtime("notification", after_commit=True, user=user)


def take_back(doctype: str, name: str):
	"""Forget what was told about a document, where what happened was undone."""
	frappe.db.delete(LOG, {"document_type": doctype, "document_name": name})


def mark_read(user: str, doctype: str, names: Collection[str]):
	"""What a person has on the screen need not be told any more."""
	Log = DocType(LOG)
	(
		frappe.qb.update(Log)
		.set(Log.read, 1)
		.where((Log.for_user == user) & (Log.document_type == doctype) & Log.document_name.isin(list(names)))
	).run()


def _reachable(users: Collection[str]) -> set[str]:
	User, Settings = DocType("User"), DocType("Notification Settings")
	return set(
		(
			frappe.qb.from_(User)
			.left_join(Settings)
			.on(Settings.name == User.name)
			.select(User.name)
			.where(
				User.name.isin(bulk.Among(sorted(users)))
				& (User.enabled == 1)
				& (Settings.enabled.isnull() | (Settings.enabled == 1))
			)
		).run(pluck=True)
	)


def users_of(people: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
	"""The users of employees and external appraisers, (DocType, name) each; who has none is left out."""
	people = list(people)
	found = {}
	for doctype, column in (("Employee", "user_id"), (EXTERNAL, "user")):
		wanted = sorted({name for kind, name in people if kind == doctype})
		if not wanted:
			continue
		Person = DocType(doctype)
		rows = (
			frappe.qb.from_(Person)
			.select(Person.name, Person[column])
			.where(Person.name.isin(bulk.Among(wanted)))
			.run()
		)
		found |= {(doctype, name): user for name, user in rows if user}
	return found


def told_today(users: Collection[str], doctype: str, documents: Collection[str]) -> set[tuple[str, str, str]]:
	"""(user, document, sentence) of what was told about these documents since midnight."""
	users = sorted({user for user in users if user})
	if not users or not documents:
		return set()
	Log = DocType(LOG)
	rows = (
		frappe.qb.from_(Log)
		.select(Log.for_user, Log.document_name, Log.subject)
		.where(
			Log.for_user.isin(users)
			& (Log.document_type == doctype)
			& Log.document_name.isin(list(documents))
			& (Log.creation >= nowdate())
		)
	).run()
	return {(user, document, unescape(subject or "")) for user, document, subject in rows}


# --- what waits for somebody --------------------------------------------------------------------------------


def waiting_for(user: str | None = None, doctypes: Collection[str] | None = None) -> list[dict]:
	"""What a person has to do now, most urgent first: one statement tells where anything waits, and one reads each of these.

	Args:
		doctypes: only these documents are asked for.

	Returns:
		dicts of kind ("own", "appraise", "record", "calibrate", "feedback" or, of objections, "explain" or "decide"), doctype, name, employee, state, title (whose document), todo (what
		to do), period, interval, since, due (date or None), overdue (bool), on_leave (bool) and url.
	"""
	who = permissions.viewer(user)
	conditions = {}
	for doctype, todo in TO_DO.items():
		condition = _waits(doctype, todo, who) if doctypes is None or doctype in doctypes else None
		if condition is not None:
			conditions[doctype] = condition
	# imported here, since what these tell they tell through this module
	from kinerja_asn import campaigns, coaching

	if doctypes is None or permissions.COACHING in doctypes:
		condition = coaching.waits(who)
		if condition is not None:
			conditions[permissions.COACHING] = condition
	if who.identities and (doctypes is None or permissions.FEEDBACK in doctypes):
		conditions[permissions.FEEDBACK] = _asks_for_feedback(who)
	probes = campaigns.probes(who) if doctypes is None or permissions.CAMPAIGN in doctypes else {}
	found, hits = [], _with_something(conditions, probes, who)
	for doctype, condition in conditions.items():
		if doctype not in hits:
			continue
		if doctype == permissions.FEEDBACK:
			found += _feedback_to_give(condition)
		elif doctype == permissions.COACHING:
			found += coaching.waiting(condition, who)
		else:
			found += _waiting_in(doctype, TO_DO[doctype], condition, who)
	found += campaigns.waiting(who, hits & set(probes))
	if doctypes is None or OBJECTION in doctypes:
		found += _waiting_objections(who)
	if doctypes is None or permissions.CALIBRATION in doctypes:
		found += _calibrations_to_answer(who)
	today = getdate(nowdate())
	for row in found:
		row["overdue"] = bool(row["due"] and row["due"] < today)
	_excuse_leave(found)
	found = [row for row in found if row["period_status"] != "Closed"]
	found.sort(key=lambda row: (row["due"] is None, row["due"] or getdate("9999-12-31"), str(row["since"])))
	return found


def _waits(doctype: str, todo: dict, who: permissions.Viewer):
	"""Condition: documents of this type on which it is this person's turn; None where it never is."""
	Doc = DocType(doctype)
	parts = []
	if who.employee and todo[EMPLOYEE]:
		parts.append((Doc.employee == who.employee) & Doc.workflow_state.isin(list(todo[EMPLOYEE])))
	others = as_official(Doc, who, APPRAISER) if todo[APPRAISER] else None
	if others is not None:
		condition = Doc.workflow_state.isin(list(todo[APPRAISER])) & others
		if who.employee:
			condition &= Doc.employee != who.employee
		parts.append(condition)
	if not parts:
		return None
	condition = parts[0]
	for part in parts[1:]:
		condition = condition | part
	return (Doc.docstatus == 0) & condition


def _with_something(conditions: dict, probes: dict, who: permissions.Viewer) -> set[str]:
	"""The types of documents, and the kinds of probes, of which at least one waits, asked at once: mostly few of the many
	do.

	Args:
		probes: kind -> query that finds one.
	"""
	asked = dict(probes)
	for doctype, condition in conditions.items():
		Doc = DocType(doctype)
		asked[doctype] = frappe.qb.from_(Doc).select(Doc.name).where(condition).limit(1)
	if not asked:
		return set()
	User = DocType("User")
	query = frappe.qb.from_(User).where(User.name == who.user)
	for number, one in enumerate(asked.values()):
		query = query.select(one.as_(f"waits_{number}"))
	row = query.run()[0]
	return {key for key, name in zip(asked, row, strict=True) if name}


def _waiting_in(doctype: str, todo: dict, condition, who: permissions.Viewer) -> list[dict]:
	Doc, Period = DocType(doctype), DocType("Performance Period")
	meta = frappe.get_meta(doctype)
	columns = [
		Doc.name,
		Doc.employee,
		Doc.employee_name,
		Doc.workflow_state,
		Doc.modified,
		Doc.appraiser_type,
	]
	columns += [Doc.performance_interval] if meta.has_field("performance_interval") else []
	columns += [Doc[column] for column in ("kind", "object_until") if meta.has_field(column)]
	columns += [Doc[column] for column in SINCE[doctype].values()]
	columns += [Doc[TITLE_OF[doctype]]] if doctype in TITLE_OF else []
	query = frappe.qb.from_(Doc)
	if meta.has_field("performance_period"):
		Stage = DocType("Performance Stage")
		query = query.left_join(Period).on(Period.name == Doc.performance_period)
		query = query.left_join(Stage).on(_window_of(doctype, Doc, Stage))
		columns += [Doc.performance_period, Period.status.as_("period_status"), Stage.closes_on]
	rows = (
		query.select(*columns).where(condition).orderby(Doc.modified).limit(WAITING_AT_MOST).run(as_dict=True)
	)
	return [_told_as(doctype, todo, row, who) for row in rows]


def _asks_for_feedback(who: permissions.Viewer):
	Doc = DocType(permissions.FEEDBACK)
	return Doc.giver.isin(list(who.identities)) & (Doc.status == "Requested")


def _feedback_to_give(condition) -> list[dict]:
	"""Requests for feedback that wait for this person."""
	Doc = DocType(permissions.FEEDBACK)
	rows = (
		frappe.qb.from_(Doc)
		.select(Doc.name, Doc.employee, Doc.employee_name, Doc.requested_on)
		.where(condition)
		.orderby(Doc.requested_on)
		.limit(WAITING_AT_MOST)
	).run(as_dict=True)
	return [
		{
			"kind": "feedback",
			"on_leave": False,
			"doctype": permissions.FEEDBACK,
			"name": row.name,
			"state": "Requested",
			"employee": row.employee,
			"title": row.employee_name,
			"todo": _("Give the feedback that you are asked for"),
			"period": None,
			"period_status": None,
			"interval": None,
			"evaluation_kind": None,
			"since": row.requested_on,
			"due": None,
			"overdue": False,
			"url": PORTAL_OF[permissions.FEEDBACK].format(row.name),
		}
		for row in rows
	]


def _calibrations_to_answer(who: permissions.Viewer) -> list[dict]:
	"""Calibrations in which other ratings are proposed for people of this appraiser, one entry each."""
	Calibration, Row = DocType(permissions.CALIBRATION), DocType(permissions.CALIBRATION_ROW)
	Doc = DocType("Performance Evaluation")
	mine = as_official(Doc, who, APPRAISER)
	if mine is None:
		return []
	if who.employee:
		mine &= Doc.employee != who.employee
	rows = (
		frappe.qb.from_(Row)
		.join(Calibration)
		.on(Calibration.name == Row.calibration)
		.join(Doc)
		.on(Doc.name == Row.evaluation)
		.select(
			Calibration.name,
			Calibration.title,
			Calibration.answer_by,
			Calibration.sent_at,
			Calibration.performance_period,
			Count(Row.name).as_("number"),
		)
		.where((Calibration.status == "Sent to Appraisers") & (Row.answer == "Waiting") & mine)
		.groupby(
			Calibration.name,
			Calibration.title,
			Calibration.answer_by,
			Calibration.sent_at,
			Calibration.performance_period,
		)
	).run(as_dict=True)
	return [
		{
			"kind": "calibrate",
			"on_leave": False,
			"doctype": permissions.CALIBRATION,
			"name": row.name,
			"state": "Sent to Appraisers",
			"employee": None,
			"title": row.title,
			"todo": _("Answer the calibration: {0} ratings").format(row.number),
			"period": row.performance_period,
			"period_status": None,
			"interval": None,
			"evaluation_kind": None,
			"since": row.sent_at,
			"due": _day(row.answer_by),
			"overdue": False,
			"url": f"/kinerja/calibration?name={row.name}",
		}
		for row in rows
	]


def _window_of(doctype: str, Doc, Stage):
	"""Condition for the one stage window that a document belongs to."""
	if doctype == "Work Plan":
		window = Stage.stage == STAGE_OF[doctype]
	elif doctype == "Periodic Report":
		window = (Stage.stage == STAGE_OF[doctype]) & (Stage.performance_interval == Doc.performance_interval)
	elif doctype == "Performance Agreement":
		# no window: it is written before the year and may come late
		window = Stage.stage == "Agreement"
	elif doctype == "Performance Agreement Realisation":
		window = Stage.stage == "Periodic Evaluation"
		window &= Stage.performance_interval == Doc.performance_interval
	else:
		periodic = (Doc.kind == "Periodic") & (Stage.stage == "Periodic Evaluation")
		window = periodic & (Stage.performance_interval == Doc.performance_interval)
		window |= (Doc.kind == "Annual") & (Stage.stage == "Annual Evaluation")
	return (Stage.parenttype == "Performance Period") & (Stage.parent == Doc.performance_period) & window


def _told_as(doctype: str, todo: dict, row, who: permissions.Viewer) -> dict:
	own = bool(who.employee) and row.employee == who.employee
	part = EMPLOYEE if own else APPRAISER
	if own:
		kind = "own"
	elif row.appraiser_type == EXTERNAL and who.is_hr:
		kind = "record"
	else:
		kind = "appraise"
	todo_text = str(todo[part][row.workflow_state])
	if kind == "record":
		todo_text = _("Record what was signed: {0}").format(todo_text)
	return {
		"kind": kind,
		"on_leave": False,
		"doctype": doctype,
		"name": row.name,
		"state": row.workflow_state,
		"employee": row.employee,
		"title": row.get(TITLE_OF.get(doctype, "employee_name")),
		"todo": todo_text,
		"period": row.get("performance_period"),
		"period_status": row.get("period_status"),
		"interval": row.get("performance_interval"),
		"evaluation_kind": row.get("kind"),
		"since": row.get(SINCE[doctype].get(row.workflow_state, "")) or row.modified,
		# a handed-over evaluation is due by its own last day of objection
		"due": _day(row.get("object_until") if row.workflow_state == "Handed Over" else None)
		or _day(row.get("closes_on")),
		"overdue": False,
		"url": f"/app/{frappe.scrub(doctype).replace('_', '-')}/{row.name}",
	}


def _day(value):
	return getdate(value) if value else None


def as_official(Doc, who: permissions.Viewer, part: str):
	"""The documents where this person is the official today, by name, by delegation or as who records an act.

	Args:
		part: the column of the official, "appraiser" or "superior".
	"""
	person, kind = Doc[part], Doc[f"{part}_type"]
	parts = []
	officials = set(who.identities) | {official for official, unit in who.acts_for if official and not unit}
	if officials:
		parts.append(person.isin(sorted(officials)))
	for official, unit in who.acts_for:
		if official and unit:
			parts.append((Doc.department == unit) & (person == official))
		elif unit and part == APPRAISER:
			parts.append((Doc.department == unit) & (person.isnull() | (person == "")))
	if who.is_hr and not who.is_everything:
		External = DocType(EXTERNAL)
		silent = (
			frappe.qb.from_(External)
			.select(External.name)
			.where(External.user.isnull() | (External.user == ""))
		)
		recorded = (kind == EXTERNAL) & person.isin(silent)
		if who.companies is not None:
			recorded &= Doc.company.isin(list(who.companies) or [""])
		parts.append(recorded)
	if not parts:
		return None
	condition = parts[0]
	for part in parts[1:]:
		condition = condition | part
	return condition


def _waiting_objections(who: permissions.Viewer) -> list[dict]:
	"""Objections that this person explains, decides, or gives somebody who decides."""
	Doc = DocType(OBJECTION)
	explains, decides = as_official(Doc, who, "appraiser"), as_official(Doc, who, "superior")
	parts = [Doc.workflow_state.isin(["Filed"]) & explains] if explains is not None else []
	ready = (Doc.workflow_state == "Clarified") | (
		(Doc.workflow_state == "Filed") & (Doc.clarify_by < nowdate())
	)
	parts += [ready & decides] if decides is not None else []
	if who.is_hr:
		nobody = Doc.superior.isnull() | (Doc.superior == "")
		for rater in permissions.RATERS:
			nobody |= Doc.superior == Doc[rater]
		nobody &= Doc.workflow_state.isin(["Filed", "Clarified"])
		if who.companies is not None:
			nobody &= Doc.company.isin(list(who.companies) or [""])
		parts.append(nobody)
	if not parts:
		return []
	condition = parts[0]
	for part in parts[1:]:
		condition = condition | part
	if who.employee:
		condition &= Doc.employee != who.employee
	Period = DocType("Performance Period")
	rows = (
		frappe.qb.from_(Doc)
		.left_join(Period)
		.on(Period.name == Doc.performance_period)
		.select(Doc.star, Period.status.as_("period_status"))
		.where(Doc.workflow_state.isin(["Filed", "Clarified"]) & (condition))
		.orderby(Doc.decide_by)
		.limit(WAITING_AT_MOST)
	).run(as_dict=True)
	return [shape for shape in (_objection_told_as(row, who) for row in rows) if shape]


def _objection_told_as(row, who: permissions.Viewer) -> dict | None:
	acting = permissions.actors(row, who)
	late = bool(row.clarify_by and getdate(row.clarify_by) < getdate(nowdate()))
	if row.workflow_state == "Filed" and acting & {"appraiser", RECORDER}:
		kind = "explain"
	elif acting & {"superior", "registrar"} and (row.workflow_state == "Clarified" or late):
		kind = "decide"
	elif "hr" in acting and (
		not row.superior or row.superior in [row[rater] for rater in permissions.RATERS]
	):
		kind = "name"
	else:
		return None
	by_hand = kind == "name" or not acting & ({"appraiser"} if kind == "explain" else {"superior"})
	todo = str(OBJECTION_TO_DO[kind])
	if by_hand and kind != "name":
		todo = _("Record what was signed: {0}").format(todo)
	return {
		"kind": "record" if by_hand else kind,
		"on_leave": False,
		"doctype": OBJECTION,
		"name": row.name,
		"state": row.workflow_state,
		"employee": row.employee,
		"title": row.employee_name,
		"todo": todo,
		"period": row.performance_period,
		"period_status": row.period_status,
		"interval": row.performance_interval,
		"evaluation_kind": row.kind,
		"since": row.clarified_at if row.workflow_state == "Clarified" else row.filed_at,
		"due": _day(row.clarify_by if kind == "explain" else row.decide_by),
		"overdue": False,
		"url": f"/app/performance-objection/{row.name}" if by_hand else PORTAL_OF[OBJECTION].format(row.name),
	}


def _excuse_leave(rows: list[dict]):
	"""A report of an interval that was leave throughout may be written, but is not asked for."""
	reports = [
		row
		for row in rows
		if row["doctype"] == "Periodic Report" and row["kind"] == "own" and row["overdue"] and row["interval"]
	]
	away = leave.fully_on_leave({row["employee"] for row in reports}, {row["interval"] for row in reports})
	for row in reports:
		if (row["employee"], row["interval"]) in away:
			row["on_leave"], row["due"], row["overdue"] = True, None, False


# --- every day ----------------------------------------------------------------------------------------------


def daily():
	"""Scheduled once a day: reminders of what is due soon or overdue, then one mail to all with unread entries."""
	each_day(lambda: remind_before_due() + remind_overdue())
	interruptions.persist(send_digests)


def each_day(remind: Callable[[], int]) -> int:
	"""Tell the reminders of a day, in the site's language; where the database interrupts them, from the beginning. Returns
	how many were told."""

	def told() -> int:
		with speaking(frappe.db.get_single_value("System Settings", "language")):
			count = remind()
		frappe.db.commit()
		return count

	return interruptions.persist(told)


@contextmanager
def speaking(language: str | None):
	"""Texts inside are in this language: a background job speaks English unless told otherwise."""
	before = frappe.local.lang
	frappe.local.lang = language or before
	try:
		yield
	finally:
		frappe.local.lang = before


def remind_before_due(today=None) -> int:
	"""Tell those whose turn it is in a stage that closes on one of the days of the settings, and on the day on which
	drafts are expected those whose plan is not agreed yet; returns how many."""
	today = getdate(today or nowdate())
	days = [str(add_days(today, number)) for number in reminder_days()]
	windows = _windows(lambda Stage: Stage.closes_on.isin(days or [""]))
	if (today.month, today.day) == (1, cint(setting("draft_due_day"))):
		# the draft is expected today, while there is still time to talk about it
		windows += _windows(
			lambda Stage: (
				(Stage.stage == "Planning")
				& (Stage.opens_on <= str(today))
				& (Stage.closes_on > str(today))
				& Stage.closes_on.notin(days or [""])
			)
		)
	from kinerja_asn import coaching

	count = sum(tell_fresh(_reminders(window)) for window in windows)
	count += tell_fresh(coaching.reminders(today, days))
	return count + tell_fresh(_unread_evaluations(days)) + tell_fresh(_objections_due(days))


def remind_overdue(today=None) -> int:
	"""Tell those whose turn it still is in a stage that has closed, as often as the settings say."""
	today = getdate(today or nowdate())
	often = setting("overdue_reminders")
	if often == "Never" or (often == "Weekly" and today.weekday() != WEEKLY_ON):
		return 0
	windows = _windows(lambda Stage: Stage.closes_on < str(today))
	from kinerja_asn import coaching

	count = tell_fresh(_overdue(windows)) + tell_fresh(_objections_overdue(today))
	return count + tell_fresh(coaching.overdue(today))


def _windows(which) -> list:
	"""Windows of open periods, in the order in which they close."""
	Period, Stage = DocType("Performance Period"), DocType("Performance Stage")
	return (
		frappe.qb.from_(Stage)
		.join(Period)
		.on(Period.name == Stage.parent)
		.select(Period.name.as_("period"), Stage.stage, Stage.performance_interval, Stage.closes_on)
		.where((Period.status == "Open") & (Stage.parenttype == "Performance Period") & which(Stage))
		.orderby(Stage.closes_on)
		.orderby(Stage.idx)
	).run(as_dict=True)


def tell_fresh(entries, link: str | None = None) -> int:
	"""Tell what was not told today already; returns how many were told."""
	entries = list(entries)
	told = _told_now(entries)
	fresh = [entry for entry in entries if (entry[0], entry[1]) not in told]
	tell_many(fresh, link=link)
	return len(fresh)


def _reminders(window):
	"""(user, sentence, DocType, name) for everybody whose turn it is in this window."""
	closes = formatdate(window.closes_on)
	shown = figures.interval(window.performance_interval) or figures.year(window.period)
	if window.stage == "Planning":
		for user, _count, name in _turns("Work Plan", window, EMPLOYEE):
			yield (
				user,
				_("Your work plan is due on {0} and has not been proposed yet.").format(closes),
				"Work Plan",
				name,
			)
		for user, count, name in _turns("Work Plan", window, APPRAISER):
			yield (
				user,
				_("{0} work plans wait for you to agree them until {1}.").format(count, closes),
				"Work Plan",
				name,
			)
	elif window.stage == "Reporting":
		for _employee, user, name in _without_report(window):
			yield (
				user,
				_("Your report for {0} is due on {1}.").format(shown, closes),
				"Work Plan",
				name,
			)
	elif window.stage in ("Periodic Evaluation", "Annual Evaluation"):
		if window.performance_interval:
			yield from _realisation_reminders(window, closes)
		for user, _count, name in _turns("Performance Evaluation", window, EMPLOYEE, ("Draft",)):
			yield (
				user,
				_("Write your self-assessment for {0}; the evaluation closes on {1}.").format(shown, closes),
				"Performance Evaluation",
				name,
			)
		for user, count, name in _turns("Performance Evaluation", window, APPRAISER):
			yield (
				user,
				_("{0} evaluations wait for you until {1}.").format(count, closes),
				"Performance Evaluation",
				name,
			)
		for user, count, name in _turns("Unit Performance Rating", window, APPRAISER):
			yield (
				user,
				_("The performance of {0} units waits for your rating until {1}.").format(count, closes),
				"Unit Performance Rating",
				name,
			)


def _realisation_reminders(window, closes: str):
	"""Heads whose unit has not told its realisation, before the evaluations of the interval close."""
	for user, name in _without_realisation(window):
		yield (
			user,
			_("The realisation of your unit's performance agreement for {0} is needed until {1}.").format(
				figures.interval(window.performance_interval), closes
			),
			"Performance Agreement",
			name,
		)


def _without_realisation(window):
	"""(user, agreement) of agreed agreements without a realisation sent for the interval."""
	Doc, Said, Employee = (
		DocType("Performance Agreement"),
		DocType("Performance Agreement Realisation"),
		DocType("Employee"),
	)
	return (
		frappe.qb.from_(Doc)
		.join(Employee)
		.on(Employee.name == Doc.employee)
		.left_join(Said)
		.on(
			(Said.agreement == Doc.name)
			& (Said.performance_interval == window.performance_interval)
			& (Said.docstatus == 1)
		)
		.select(Employee.user_id, Doc.name)
		.where(
			(Doc.performance_period == window.period)
			& (Doc.workflow_state == "Agreement Agreed")
			& Said.name.isnull()
			& Employee.user_id.isnotnull()
			& (Employee.user_id != "")
		)
	).run()


def _overdue(windows: list):
	"""(user, sentence, DocType, name): one sentence per person and kind of document, however many are overdue."""
	plans, reports, reviews, evaluations, units = {}, {}, {}, {}, {}
	for window in windows:
		closed = formatdate(window.closes_on)
		if window.stage == "Planning":
			for user, _count, name in _turns("Work Plan", window, EMPLOYEE):
				plans[user] = (
					_("Your work plan was due on {0} and is not proposed yet.").format(closed),
					name,
				)
			for user, count, name in _turns("Work Plan", window, APPRAISER):
				yield (
					user,
					_("{0} work plans wait for you; planning closed on {1}.").format(count, closed),
					"Work Plan",
					name,
				)
		elif window.stage == "Reporting":
			for _employee, user, name in _without_report(window):
				reports.setdefault(user, []).append((figures.interval(window.performance_interval), name))
			for user, count, name in _turns("Periodic Report", window, APPRAISER):
				known = reviews.setdefault(user, [0, name])
				known[0] += count
		elif window.stage in ("Periodic Evaluation", "Annual Evaluation"):
			for user, count, name in _turns("Performance Evaluation", window, APPRAISER):
				known = evaluations.setdefault(user, [0, name])
				known[0] += count
			for user, count, name in _turns("Unit Performance Rating", window, APPRAISER):
				known = units.setdefault(user, [0, name])
				known[0] += count
	for user, (sentence, name) in plans.items():
		yield user, sentence, "Work Plan", name
	for user, found in reports.items():
		intervals = ", ".join(interval for interval, _name in found[:NAMED_AT_MOST])
		more = f" (+{len(found) - NAMED_AT_MOST})" if len(found) > NAMED_AT_MOST else ""
		yield (
			user,
			_("Overdue: your reports for {0}. Late ones are taken and marked.").format(intervals + more),
			"Work Plan",
			found[-1][1],
		)
	for user, (count, name) in reviews.items():
		yield user, _("Overdue: {0} reports wait for your review.").format(count), "Periodic Report", name
	for user, (count, name) in evaluations.items():
		yield (
			user,
			_("Overdue: {0} evaluations wait for you.").format(count),
			"Performance Evaluation",
			name,
		)
	for user, (count, name) in units.items():
		yield (
			user,
			_("Overdue: the performance of {0} units waits for your rating.").format(count),
			"Unit Performance Rating",
			name,
		)


def _unread_evaluations(days: list[str]):
	"""Those whose last day of objection comes near and who have not acknowledged."""
	Doc, Employee = DocType("Performance Evaluation"), DocType("Employee")
	rows = (
		frappe.qb.from_(Doc)
		.join(Employee)
		.on(Employee.name == Doc.employee)
		.select(Employee.user_id, Doc.name, Doc.object_until)
		.where(
			(Doc.docstatus == 0)
			& (Doc.workflow_state == "Handed Over")
			& Doc.object_until.isin(days or [""])
			& Employee.user_id.isnotnull()
			& (Employee.user_id != "")
		)
	).run()
	for user, name, until in rows:
		yield (
			user,
			_("Your evaluation waits to be read; an objection is possible until {0}.").format(
				formatdate(until)
			),
			"Performance Evaluation",
			name,
		)


def _objections(which) -> list:
	"""Open objections with the users of the appraiser and of who decides."""
	Doc, Appraiser, Superior = (
		DocType(OBJECTION),
		DocType("Employee"),
		DocType("Employee").as_("superior_person"),
	)
	return (
		frappe.qb.from_(Doc)
		.left_join(Appraiser)
		.on((Appraiser.name == Doc.appraiser) & (Doc.appraiser_type == "Employee"))
		.left_join(Superior)
		.on((Superior.name == Doc.superior) & (Doc.superior_type == "Employee"))
		.select(
			Doc.name,
			Doc.employee_name,
			Doc.workflow_state,
			Doc.clarify_by,
			Doc.decide_by,
			Appraiser.user_id.as_("appraiser_user"),
			Superior.user_id.as_("superior_user"),
		)
		.where(Doc.workflow_state.isin(["Filed", "Clarified"]) & which(Doc))
		.orderby(Doc.name)
	).run(as_dict=True)


def _objections_due(days: list[str]):
	"""Those who explain or decide soon."""
	for row in _objections(lambda Doc: Doc.clarify_by.isin(days or [""]) | Doc.decide_by.isin(days or [""])):
		if row.workflow_state == "Filed" and str(row.clarify_by) in days and row.appraiser_user:
			yield (
				row.appraiser_user,
				_("Please explain the rating of {0}, who objects, until {1}.").format(
					row.employee_name, formatdate(row.clarify_by)
				),
				OBJECTION,
				row.name,
			)
		if str(row.decide_by) in days and row.superior_user:
			yield (
				row.superior_user,
				_("Please decide on the objection of {0} until {1}.").format(
					row.employee_name, formatdate(row.decide_by)
				),
				OBJECTION,
				row.name,
			)


def _objections_overdue(today):
	"""Those who should have explained or decided by now; silence decides nothing."""
	for row in _objections(lambda Doc: Doc.clarify_by < str(today)):
		if getdate(row.decide_by) < today and row.superior_user:
			yield (
				row.superior_user,
				_("Overdue: the objection of {0} was to be decided until {1}.").format(
					row.employee_name, formatdate(row.decide_by)
				),
				OBJECTION,
				row.name,
			)
		if row.workflow_state == "Filed" and row.appraiser_user:
			yield (
				row.appraiser_user,
				_("Overdue: your explanation to the objection of {0} was expected until {1}.").format(
					row.employee_name, formatdate(row.clarify_by)
				),
				OBJECTION,
				row.name,
			)


def _turns(doctype: str, window, part: str, states: tuple = ()):
	"""(user, number of documents, one of them) of those whose turn it is; in these states, or in all of that part."""
	Doc, Employee = DocType(doctype), DocType("Employee")
	person = Doc.employee if part == EMPLOYEE else Doc.appraiser
	query = (
		frappe.qb.from_(Doc)
		.join(Employee)
		.on(Employee.name == person)
		.select(Employee.user_id, Count(Doc.name), Max(Doc.name))
		.where(
			(Doc.performance_period == window.period)
			& (Doc.docstatus == 0)
			& Doc.workflow_state.isin(list(states or TO_DO[doctype][part]))
			& Employee.user_id.isnotnull()
			& (Employee.user_id != "")
		)
		.groupby(Employee.user_id)
	)
	if part == APPRAISER:
		query = query.where(Doc.appraiser_type == "Employee")
	if doctype in ("Performance Evaluation", "Unit Performance Rating"):
		query = query.where(Doc.kind == window.stage.split()[0])
		if window.performance_interval:
			query = query.where(Doc.performance_interval == window.performance_interval)
	if doctype == "Periodic Report":
		query = query.where(Doc.performance_interval == window.performance_interval)
	return query.run()


def _without_report(window):
	"""(employee, user, plan) of agreed plans that share days with the interval and have no report sent for it.

	Who was on leave for the whole of the interval is not asked.
	"""
	Plan, Report = DocType("Work Plan"), DocType("Periodic Report")
	Employee, Interval = DocType("Employee"), DocType("Performance Interval")
	rows = (
		frappe.qb.from_(Plan)
		.join(Employee)
		.on(Employee.name == Plan.employee)
		.join(Interval)
		.on(Interval.name == window.performance_interval)
		.left_join(Report)
		.on(
			(Report.work_plan == Plan.name)
			& (Report.performance_interval == window.performance_interval)
			& Report.workflow_state.isin(["Report Sent", "Report Accepted"])
		)
		.select(Plan.employee, Employee.user_id, Plan.name)
		.where(
			(Plan.performance_period == window.period)
			& (Plan.workflow_state == "Plan Agreed")
			& (Plan.from_date <= Interval.to_date)
			& (Plan.to_date >= Interval.from_date)
			& Report.name.isnull()
			& Employee.user_id.isnotnull()
			& (Employee.user_id != "")
		)
	).run()
	away = leave.fully_on_leave([row[0] for row in rows], [window.performance_interval])
	return [row for row in rows if (row[0], window.performance_interval) not in away]


def _told_now(entries: list[tuple]) -> set[tuple[str, str]]:
	"""(user, sentence) of what was told today already: the job may run twice."""
	plain = {escape_html(sentence): sentence for sentence in {entry[1] for entry in entries}}
	if not plain:
		return set()
	Log = DocType(LOG)
	rows = (
		frappe.qb.from_(Log)
		.select(Log.for_user, Log.subject)
		.where(Log.subject.isin(sorted(plain)) & (Log.creation >= nowdate()))
	).run()
	return {(user, plain[subject]) for user, subject in rows}


def send_digests() -> int:
	"""One mail to everybody who has unread entries that no mail has told yet; returns how many mails were queued.

	Frappe swallows errors while it builds a mail. If the database has taken the transaction back with one of them, the
	mails that were queued in it are gone without a word; what is missing after the commit is queued again.
	"""
	count = 0
	try:
		for _attempt in range(interruptions.AT_MOST):
			told, lost = _unread(), 0
			users = sorted(told)
			for start in range(0, len(users), MAILS_AT_ONCE):
				queued = _queue_mails(users[start : start + MAILS_AT_ONCE], told)
				frappe.db.commit()
				kept = frappe.db.count("Email Queue", {"name": ["in", queued]}) if queued else 0
				count += kept
				lost += len(queued) - kept
			if not lost:
				break
	except frappe.OutgoingEmailError:
		frappe.log_error(title="Digest mails: no outgoing mail account")
		frappe.db.commit()
	return count


def _queue_mails(users: list[str], told: dict[str, list[str]]) -> list[str]:
	"""The mails of those of these users who take one, by name."""
	usual, queued = frappe.db.get_single_value("System Settings", "language"), []
	for person in _who_takes_mail(users):
		try:
			with speaking(person.language or usual):
				mail = _mail(person, told[person.name])
		except frappe.ValidationError:
			# an address that takes no mail, refused before anything is written, costs nobody else his
			frappe.log_error(title=f"Digest mail to {person.name}")
			continue
		# none for who has told the server that he wants none
		queued += [mail.name] if mail else []
	return queued


def _unread() -> dict[str, list[str]]:
	"""Sentences that no mail has told yet, by user; who had a mail today gets none.

	The log is asked alone: joined with users, a database may read all that was ever told.
	"""
	Log = DocType(LOG)
	rows = (
		frappe.qb.from_(Log)
		.select(Log.for_user, Log.subject, Log.creation)
		.where(
			(Log.creation >= str(add_days(nowdate(), -7)))
			& (Log.read == 0)
			& (Log.document_type.isin(ABOUT) | Log.document_type.isnull())
			& (Log.type == "Alert")
		)
		.orderby(Log.creation)
	).run()
	mailed, today = _last_mails(), nowdate()
	found = {}
	for user, subject, moment in rows:
		last = mailed.get(user)
		if last is None or (last < str(moment) and last < today):
			found.setdefault(user, []).append(subject)
	return found


def _last_mails() -> dict[str, str]:
	"""The moment of each person's last mail within a week."""
	Queue = DocType("Email Queue")
	rows = (
		frappe.qb.from_(Queue)
		.select(Queue.reference_name, Max(Queue.creation))
		.where(
			(Queue.creation >= str(add_days(nowdate(), -8)))
			& (Queue.reference_doctype == "Notification Settings")
		)
		.groupby(Queue.reference_name)
	).run()
	return {user: str(moment) for user, moment in rows}


def _who_takes_mail(users: list[str]) -> list:
	User, Settings = DocType("User"), DocType("Notification Settings")
	return (
		frappe.qb.from_(User)
		.left_join(Settings)
		.on(Settings.name == User.name)
		.select(User.name, User.email, User.full_name, User.language)
		.where(
			User.name.isin(users)
			& (User.enabled == 1)
			& (User.email != "")
			& (Settings.enable_email_notifications.isnull() | (Settings.enable_email_notifications == 1))
		)
		.orderby(User.name)
	).run(as_dict=True)


def _mail(person, sentences: list[str]):
	"""The mail as it is queued; nothing for who has unsubscribed."""
	lines = "".join(f"<li>{sentence}</li>" for sentence in sentences[:50])
	more = len(sentences) - 50
	if more > 0:
		lines += f"<li>{_('and {0} more').format(cint(more))}</li>"
	url = get_url("/kinerja")
	return frappe.sendmail(
		recipients=[person.email],
		subject=_("Kinerja ASN: {0} new messages for you").format(len(sentences)),
		message="".join(
			(
				f"<p>{escape_html(person.full_name or '')}</p><ul>{lines}</ul>",
				f'<p><a href="{url}">{_("Open Kinerja ASN")}</a></p>',
			)
		),
		# one mail per person and day: the next run looks for this reference
		reference_doctype="Notification Settings",
		reference_name=person.name,
	)
