"""Campaigns of the 360-degree appraisal: whom they rate, who is proposed to rate, and their course to the closing.

A campaign goes Draft → Nomination → Collecting → Closed, or is cancelled; a closed one never opens again. Rights are
checked by `api.campaigns`. Raters stand in invitations alone; how they are agreed and replaced is in `raters`. Whether
an invitation is answered is asked by reminders alone, and by `progress`, which tells no more than a rough part of the
whole campaign.
"""

import json
from collections import Counter
from collections.abc import Collection

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Max
from frappe.utils import add_days, cint, escape_html, flt, formatdate, getdate, now_datetime, nowdate

from kinerja_asn import appraisal_360_work, bulk, figures, notifications, permissions
from kinerja_asn.appraisal_360_box import (
	APPRAISAL,
	APPROVED,
	CAMPAIGN,
	CLOSED,
	COLLECTING,
	INVITATION,
	take_away,
)
from kinerja_asn.rules import planning, rater_choice
from kinerja_asn.rules.appraisal_360 import COLLEAGUES
from kinerja_asn.rules.rater_choice import CHOSEN, Person
from kinerja_asn.setup.settings import rater_rules, reminder_days, setting
from kinerja_asn.units import units_below

DRAFT, NOMINATION, CANCELLED = "Draft", "Nomination", "Cancelled"
OPEN = (NOMINATION, COLLECTING)
#: of an invitation
PROPOSED, DECLINED, WITHDRAWN = "Proposed", "Declined", "Withdrawn"
ASKED = (PROPOSED, APPROVED)
#: Plans in these states are evaluated, and the people rated.
SET = ("Plan Agreed", "Closed")

WORKS = ("Launch 360", "Collect 360", "Close 360")

PAGE = "/kinerja/appraisal-360"
#: Names in one list of the preview.
NAMED_AT_MOST = 20
#: Progress is told in steps of this many percent.
STEP = 5
WEIGHTS = {
	"Superior": "weight_superior",
	"Peer": "weight_peers",
	"Subordinate": "weight_subordinates",
	"Self": "weight_self",
}


# --- who is there -----------------------------------------------------------------------------------------------


class Roster:
	"""Everybody of an agency as the choice of raters sees him; one statement, or two where a unit is chosen.

	A person's superior is the appraiser of the plan that covers the interval, else of his record.
	"""

	def __init__(self, campaign, only: Collection[str] | None = None, without: Collection[str] = ()):
		"""
		Args:
			only: these employees alone are read.
			without: who is not to be rated any more.
		"""
		self.campaign, self.without = campaign, without
		self.units = units_of(campaign)
		self.rows, self.people = {}, {}
		for row in self._read(only):
			# of several plans the last one counts, which comes last
			self.rows[row.name] = row
			self.people[row.name] = _person(row, self.is_rated(row))

	def is_rated(self, row) -> bool:
		here = self.units is None or row.department in self.units
		return bool(row.plan) and here and row.name not in self.without

	def _read(self, only):
		Employee, User, Plan = DocType("Employee"), DocType("User"), DocType("Work Plan")
		span = frappe.db.get_value(
			"Performance Interval", self.campaign.performance_interval, ["from_date", "to_date"], as_dict=True
		)
		query = (
			frappe.qb.from_(Employee)
			.left_join(User)
			.on(User.name == Employee.user_id)
			.left_join(Plan)
			.on(
				(Plan.employee == Employee.name)
				& (Plan.performance_period == self.campaign.performance_period)
				& (Plan.docstatus == 1)
				& Plan.workflow_state.isin(SET)
				& (Plan.from_date <= span.to_date)
				& (Plan.to_date >= span.from_date)
			)
			.select(
				Employee.name,
				Employee.employee_name,
				Employee.department,
				Employee.designation,
				Employee.user_id,
				Employee.reports_to,
				Employee.asn_appraiser_type,
				Employee.asn_appraiser,
				Employee.asn_position_type,
				Employee.asn_standing,
				Employee.asn_status,
				User.enabled,
				Plan.name.as_("plan"),
				Plan.appraiser_type,
				Plan.appraiser,
				Plan.superior_type,
				Plan.superior,
			)
			.where((Employee.company == self.campaign.company) & (Employee.status == "Active"))
			.orderby(Employee.name)
			.orderby(Plan.from_date)
		)
		if only is not None:
			query = query.where(Employee.name.isin(list(only) or [""]))
		return query.run(as_dict=True)


def _person(row, is_rated: bool) -> Person:
	if row.plan:
		superior, above = _id(row.appraiser_type, row.appraiser), _id(row.superior_type, row.superior)
	else:
		superior = _id(row.asn_appraiser_type, row.asn_appraiser) or row.reports_to or None
		above = None
	may_answer = bool(row.user_id and row.enabled)
	return Person(
		name=row.name,
		superior=superior,
		above=above,
		level=rater_choice.level_of(row.asn_position_type),
		can_rate=may_answer and not planning.needs_no_plan(row.asn_standing, row.asn_status),
		is_rated=is_rated,
	)


def _id(kind: str | None, name: str | None) -> str | None:
	"""Employees by their name; officials from outside can never be taken for one."""
	if not name:
		return None
	return f"{kind}: {name}" if kind == permissions.EXTERNAL else name


def units_of(campaign) -> set[str] | None:
	"""The units of a campaign with those below; None for the whole agency."""
	return set(units_below(campaign.department)) if campaign.department else None


def loads(raters: Collection[str] | None = None) -> dict[str, int]:
	"""How often people are asked as peers and subordinates, in all campaigns that run; one statement."""
	Invitation = DocType(INVITATION)
	query = (
		frappe.qb.from_(Invitation)
		.select(Invitation.rater, Count(Invitation.name))
		.where(Invitation.relation.isin(CHOSEN) & Invitation.status.isin(ASKED))
		.groupby(Invitation.rater)
	)
	if raters is not None:
		query = query.where(Invitation.rater.isin(list(raters) or [""]))
	return {rater: cint(count) for rater, count in query.run()}


def rated_already(campaign) -> set[str]:
	"""Who is being rated in another campaign for the same interval, or has a result of colleagues from it.

	A second result of the same time, with one rater more or less, would tell what that rater has answered.
	"""
	Appraisal, Result = DocType(APPRAISAL), DocType("Appraisal 360 Result")
	return set(
		frappe.qb.from_(Appraisal)
		.left_join(Result)
		.on(
			(Result.appraisal == Appraisal.name)
			& (Result.behaviour == "")
			& Result.relation.isin([*CHOSEN, COLLEAGUES])
		)
		.select(Appraisal.employee)
		.distinct()
		.where(
			(Appraisal.performance_interval == campaign.performance_interval)
			& (Appraisal.company == campaign.company)
			& (Appraisal.campaign != (campaign.name or ""))
			& (Appraisal.workflow_state.isin(appraisal_360_work.RUNNING) | Result.name.isnotnull())
		)
		.run(pluck=True)
	)


def preview(campaign) -> dict:
	"""What launching would bring, before anybody is asked: numbers, and people and units that something is missing of."""
	already, rules = rated_already(campaign), rater_rules()
	roster = Roster(campaign, without=already)
	found = rater_choice.propose(roster.people.values(), rules, campaign.name or campaign.title, load=loads())
	load = Counter()
	few, none = [], []
	for name, raters in found.items():
		count = Counter(relation for relation, _rater in raters)
		load.update(rater for relation, rater in raters if relation in CHOSEN)
		if not raters:
			none.append(name)
		elif not rater_choice.enough(count, rules.minimum):
			few.append(name)
	here = [row for row in roster.rows.values() if roster.units is None or row.department in roster.units]
	without_plan = [
		row.name
		for row in here
		if not row.plan and not planning.needs_no_plan(row.asn_standing, row.asn_status)
	]
	silent = [row.name for row in here if row.plan and not roster.people[row.name].can_rate]
	return {
		"people": len(found),
		"invitations": sum(len(raters) for raters in found.values()),
		"largest_load": max(load.values(), default=0),
		"load_limit": rules.load,
		"minimum": rules.minimum,
		"without_plan": _named(without_plan, roster),
		"rated_already": _named([row.name for row in here if row.plan and row.name in already], roster),
		"without_user": _named(silent, roster),
		"without_raters": _named(none, roster),
		"few_colleagues": _named(few, roster),
		"empty_units": _empty_units(roster),
	}


def _named(names: list[str], roster: Roster) -> dict:
	return {
		"count": len(names),
		"names": sorted(roster.rows[name].employee_name for name in names)[:NAMED_AT_MOST],
		"more": max(0, len(names) - NAMED_AT_MOST),
	}


def _empty_units(roster: Roster) -> dict:
	"""Units of the campaign in which nobody is rated."""
	with_people = {row.department for row in roster.rows.values() if row.plan}
	Unit = DocType("Department")
	query = (
		frappe.qb.from_(Unit)
		.select(Unit.name, Unit.department_name)
		.where((Unit.company == roster.campaign.company) & (Unit.rgt - Unit.lft == 1) & (Unit.disabled == 0))
		.orderby(Unit.lft)
	)
	empty = [
		title
		for name, title in query.run()
		if name not in with_people and (roster.units is None or name in roster.units)
	]
	return {"count": len(empty), "names": empty[:NAMED_AT_MOST], "more": max(0, len(empty) - NAMED_AT_MOST)}


# --- the course -------------------------------------------------------------------------------------------------


def locked(name: str):
	"""The campaign, nobody else changing it until the transaction ends."""
	return frappe.get_doc(CAMPAIGN, name, for_update=True)


def launch(name: str, at_once: bool = False) -> str:
	"""Freeze questions, weights and figures, and let the raters be proposed; answers with the name of the Bulk Run.

	Again while raters are settled: only who is missing is added. The caller has checked the right; `at_once` is for
	scripts, as in `bulk.run`.
	"""
	doc = locked(name)
	if doc.status == DRAFT:
		_freeze(doc)
	elif doc.status != NOMINATION:
		_refuse_state(doc)
	return bulk.run("Launch 360", performance_period=doc.performance_period, now=at_once, campaign=doc.name)


def _freeze(doc):
	doc.check_ready()
	rules = rater_rules()
	if not any(person.is_rated for person in Roster(doc).people.values()):
		frappe.throw(
			_("Nobody can be rated: in this unit nobody has an agreed work plan for {0}.").format(
				figures.interval(doc.performance_interval)
			),
			title=_("Nobody there"),
		)
	doc.update(
		{
			"status": NOMINATION,
			"content": json.dumps(content_of(doc.template), ensure_ascii=False),
			"weights": json.dumps({relation: flt(setting(field)) for relation, field in WEIGHTS.items()}),
			"minimum_raters": rules.minimum,
			"launched_on": now_datetime().replace(microsecond=0),
			"slot": slot_of(doc),
		}
	)
	other = overlapping(doc)
	if other:
		frappe.throw(
			_("{0} already rates people of this unit for {1}. Close or cancel that campaign first.").format(
				frappe.bold(escape_html(other)), figures.interval(doc.performance_interval)
			),
			title=_("Campaign runs already"),
		)
	save(doc)


def save(doc):
	"""Write what only the server writes; the caller has checked the right."""
	doc.flags.by_server = True
	# stages, copies and dates of a campaign are guarded by its controller; api.campaigns has asked for the right
	doc.save(ignore_permissions=True)


def slot_of(doc) -> str:
	slot = "|".join((doc.company, doc.department or "", doc.performance_interval))
	return slot if len(slot) <= 140 else frappe.utils.sha256_hash(slot)


def overlapping(doc) -> str | None:
	"""The title of another running campaign for the same interval that has people of this unit, or of one above."""
	Doc, Unit = DocType(CAMPAIGN), DocType("Department")
	rows = (
		frappe.qb.from_(Doc)
		.left_join(Unit)
		.on(Unit.name == Doc.department)
		.select(Doc.title, Doc.department, Unit.lft, Unit.rgt)
		.where(
			(Doc.company == doc.company)
			& (Doc.performance_interval == doc.performance_interval)
			& Doc.status.isin(OPEN)
			& (Doc.name != doc.name)
		)
	).run(as_dict=True)
	own = frappe.db.get_value("Department", doc.department, ["lft", "rgt"]) if doc.department else None
	for row in rows:
		if not own or not row.department or (row.lft <= own[1] and row.rgt >= own[0]):
			return row.title
	return None


def content_of(template: str) -> dict:
	"""Scale and questions as a campaign keeps them: anchors by value, questions in their order."""
	doc = frappe.get_cached_doc("Appraisal 360 Template", template)
	return {
		"anchors": [
			{"value": cint(row.value), "label": row.label, "description": row.description or ""}
			for row in sorted(doc.anchors, key=lambda row: cint(row.value))
		],
		"questions": [
			{
				"row_key": row.row_key,
				"kind": row.kind,
				"behaviour": row.behaviour or None,
				"statement": row.statement,
				"for_self": cint(row.for_self),
				"for_superior": cint(row.for_superior),
				"for_peer": cint(row.for_peer),
				"for_subordinate": cint(row.for_subordinate),
			}
			for row in doc.questions
		],
	}


def start_collecting(name: str, at_once: bool = False) -> str:
	"""Let those answer whose raters are agreed; answers with the Bulk Run. Again for those agreed since.

	The caller has checked the right.
	"""
	doc = locked(name)
	if doc.status not in OPEN:
		_refuse_state(doc)
	if getdate(doc.answer_until) < getdate():
		frappe.throw(
			_("The last day to answer, {0}, is over. Choose a later one first.").format(
				formatdate(doc.answer_until)
			),
			title=_("Dates"),
		)
	if not frappe.db.exists(APPRAISAL, {"campaign": doc.name, "workflow_state": APPROVED}):
		frappe.throw(
			_(
				"Nobody's raters wait to be asked. Appraisers agree them first; where they are overdue, HR does it by the button in the campaign."
			),
			title=_("Nobody ready"),
		)
	_refuse_while_running(doc, "Launch 360")
	if doc.status == NOMINATION:
		doc.status = COLLECTING
		save(doc)
	return bulk.run("Collect 360", performance_period=doc.performance_period, now=at_once, campaign=doc.name)


def close(name: str, at_once: bool = False) -> str:
	"""End the answering for good and let the results be written; answers with the Bulk Run. The caller has checked the
	right."""
	doc = locked(name)
	_refuse_while_running(doc, "Collect 360")
	run = appraisal_360_work.close(doc.name, at_once)
	frappe.clear_document_cache(CAMPAIGN, doc.name)
	return run


def cancel(name: str):
	"""End a campaign without results: who was to rate whom, and what was answered, is destroyed. The caller has checked
	the right."""
	doc = locked(name)
	if doc.status not in (DRAFT, *OPEN):
		_refuse_state(doc)
	doc.status, doc.slot = CANCELLED, None
	save(doc)
	take_away(doc.name)
	Appraisal = DocType(APPRAISAL)
	frappe.qb.update(Appraisal).set(Appraisal.workflow_state, CANCELLED).set(Appraisal.slot, None).where(
		Appraisal.campaign == doc.name
	).run()


def _refuse_state(doc):
	frappe.throw(
		_("The campaign {0} is in the state {1}; this step is not possible there.").format(
			frappe.bold(escape_html(doc.title)), frappe.bold(_(doc.status))
		),
		title=_("Not possible"),
	)


def count(name: str):
	"""Keep how many are rated and asked, for the form."""
	Appraisal, Invitation, Doc = DocType(APPRAISAL), DocType(INVITATION), DocType(CAMPAIGN)
	people = (
		frappe.qb.from_(Appraisal)
		.select(Count(Appraisal.name))
		.where((Appraisal.campaign == name) & (Appraisal.workflow_state != CANCELLED))
		.run()
	)[0][0]
	asked = (
		frappe.qb.from_(Invitation)
		.select(Count(Invitation.name))
		.where((Invitation.campaign == name) & Invitation.status.isin(ASKED))
		.run()
	)[0][0]
	frappe.qb.update(Doc).set(Doc.people, cint(people)).set(Doc.invitations, cint(asked)).where(
		Doc.name == name
	).run()
	frappe.clear_document_cache(CAMPAIGN, name)


def progress(campaign) -> int | None:
	"""About how much of the campaign is answered, in percent rounded down; None while fewer than the minimum answered.

	Rounded, and never quite all: neither the first nor the last to answer is told by two looks at the number.
	"""
	Invitation = DocType(INVITATION)
	rows = (
		frappe.qb.from_(Invitation)
		.select(Invitation.answered, Invitation.status, Count(Invitation.name))
		.where(Invitation.campaign == campaign.name)
		.groupby(Invitation.answered, Invitation.status)
	).run()
	# whoever was taken away after answering counts as before: else taking raters away would tell who has answered
	answered = sum(cint(number) for done, _status, number in rows if cint(done))
	asked = sum(cint(number) for _done, status, number in rows if status == APPROVED)
	minimum = max(cint(campaign.minimum_raters), rater_choice.LEAST_MINIMUM)
	if answered < minimum:
		return None
	# in steps of the minimum, so that in a small campaign too no single answer moves it
	percent = 100 * (answered - answered % minimum) // max(asked, answered)
	return min(percent - percent % STEP, 100 - STEP)


def states(name: str) -> dict[str, int]:
	"""How many people of a campaign are in which state."""
	Appraisal = DocType(APPRAISAL)
	return {
		state: cint(number)
		for state, number in (
			frappe.qb.from_(Appraisal)
			.select(Appraisal.workflow_state, Count(Appraisal.name))
			.where(Appraisal.campaign == name)
			.groupby(Appraisal.workflow_state)
		).run()
	}


def is_work_on(campaign, Run):
	"""The condition of the runs of work on this campaign."""
	return (Run.performance_period == campaign.performance_period) & Run.parameters.like(
		f'%"campaign": "{campaign.name}"%'
	)


def last_run(campaign) -> dict | None:
	"""The newest run of work on this campaign: name, work, status and counters."""
	Run = DocType(bulk.RUN)
	rows = (
		frappe.qb.from_(Run)
		.select(
			Run.name, Run.work, Run.status, Run.total, Run.done, *[Run[column] for column in bulk.COUNTERS]
		)
		.where(is_work_on(campaign, Run) & Run.work.isin(WORKS))
		.orderby(Run.name, order=frappe.qb.desc)
		.limit(1)
	).run(as_dict=True)
	return rows[0] if rows else None


def _refuse_while_running(doc, work: str):
	"""Whoever is added by a run that is still going would be left out of the next step."""
	if frappe.db.exists(bulk.RUN, {"active_key": f"{work}|{doc.name}"}):
		frappe.throw(
			_("Raters are still being proposed. Please wait until that run is over."),
			title=_("Run is going on"),
		)


# --- what waits, and for whom -----------------------------------------------------------------------------------


def probes(who: permissions.Viewer) -> dict[str, object]:
	"""Kind -> query that finds one thing of that kind; `notifications` asks them all in one statement."""
	Invitation, Appraisal, Doc = DocType(INVITATION), DocType(APPRAISAL), DocType(CAMPAIGN)
	found = {}
	if who.employee:
		found["rate"] = _to_rate(who, Invitation, Appraisal, Doc).select(Invitation.name).limit(1)
	settle = _to_settle(who, Appraisal, Doc)
	if settle is not None:
		found["settle"] = settle.select(Appraisal.name).limit(1)
	return found


def waiting(who: permissions.Viewer, kinds: Collection[str]) -> list[dict]:
	"""What the running campaigns ask of this person, one entry per campaign: rate, agree raters, talk about results.

	Args:
		kinds: the keys of `probes` that have found something.
	"""
	Invitation, Appraisal, Doc = DocType(INVITATION), DocType(APPRAISAL), DocType(CAMPAIGN)
	entries = []
	if "rate" in kinds:
		rows = _grouped(
			_to_rate(who, Invitation, Appraisal, Doc), Invitation, Doc, Doc.answer_until.as_("due")
		)
		for row in rows:
			todo = _("Rate {0} people in the 360-degree appraisal").format(row.number)
			entries.append(_entry(row, "rate", COLLECTING, todo))
	if "settle" in kinds:
		rows = _grouped(
			_to_settle(who, Appraisal, Doc),
			Appraisal,
			Doc,
			Doc.nominate_until.as_("due"),
			Appraisal.workflow_state,
		)
		for row in rows:
			if row.workflow_state == NOMINATION:
				entries.append(
					_entry(row, "approve", NOMINATION, _("Agree the raters of {0} people").format(row.number))
				)
			else:
				row.due = None
				todo = _("Talk about the 360-degree results of {0} people and release them").format(
					row.number
				)
				entries.append(_entry(row, "release", CLOSED, todo))
	return entries


def _grouped(query, Counted, Doc, *columns) -> list:
	of_campaign = [
		Doc.name,
		Doc.title,
		Doc.performance_period,
		Doc.performance_interval,
		Doc.launched_on,
		*columns,
	]
	query = query.select(*of_campaign, Count(Counted.name).as_("number"))
	for column in of_campaign:
		query = query.groupby(Doc[column.name] if column.table is Doc else column)
	return query.run(as_dict=True)


def _to_rate(who: permissions.Viewer, Invitation, Appraisal, Doc):
	return (
		frappe.qb.from_(Invitation)
		.join(Appraisal)
		.on(Appraisal.name == Invitation.appraisal)
		.join(Doc)
		.on(Doc.name == Invitation.campaign)
		.where(
			(Invitation.rater == who.employee)
			& (Invitation.status == APPROVED)
			& (Invitation.answered == 0)
			& (Appraisal.workflow_state == COLLECTING)
			& (Doc.status == COLLECTING)
			& (Doc.answer_until >= nowdate())
		)
	)


def _to_settle(who: permissions.Viewer, Appraisal, Doc):
	"""Appraisers: raters to agree, and results to talk about; None for who appraises nobody."""
	mine = notifications.as_official(Appraisal, who, "appraiser")
	if mine is None:
		return None
	if who.employee:
		mine &= Appraisal.employee != who.employee
	to_agree = (Appraisal.workflow_state == NOMINATION) & Doc.status.isin(OPEN)
	return (
		frappe.qb.from_(Appraisal)
		.join(Doc)
		.on(Doc.name == Appraisal.campaign)
		.where((mine) & (to_agree | (Appraisal.workflow_state == CLOSED)))
	)


def _entry(row, kind: str, state: str, todo: str) -> dict:
	return {
		"kind": kind,
		"on_leave": False,
		"doctype": CAMPAIGN,
		"name": row.name,
		"state": state,
		"employee": None,
		"title": row.title,
		"todo": todo,
		"period": row.performance_period,
		"period_status": None,
		"interval": row.performance_interval,
		"evaluation_kind": None,
		"since": row.launched_on,
		"due": getdate(row.due) if row.due else None,
		"overdue": False,
		"url": PAGE,
	}


# --- every day --------------------------------------------------------------------------------------------------


def remind_daily():
	"""Scheduled once a day, before the mails go out."""
	notifications.each_day(remind)


def remind(today=None) -> int:
	"""Tell raters, appraisers and whoever runs a campaign what is due; returns how many were told.

	A message to a rater names nobody: it stays when the invitations are gone.
	"""
	today = getdate(today or nowdate())
	days = [str(add_days(today, number)) for number in reminder_days()] or [""]
	told = notifications.tell_fresh(_unanswered(days), link=PAGE)
	told += notifications.tell_fresh(_unsettled(days, today), link=PAGE)
	return told + notifications.tell_fresh(_to_steer(today))


def _unanswered(days: list[str]):
	Invitation, Appraisal, Doc, Employee = (
		DocType(INVITATION),
		DocType(APPRAISAL),
		DocType(CAMPAIGN),
		DocType("Employee"),
	)
	rows = (
		frappe.qb.from_(Invitation)
		.join(Appraisal)
		.on(Appraisal.name == Invitation.appraisal)
		.join(Doc)
		.on(Doc.name == Invitation.campaign)
		.join(Employee)
		.on(Employee.name == Invitation.rater)
		.select(Employee.user_id, Doc.answer_until, Count(Invitation.name))
		.where(
			(Doc.status == COLLECTING)
			& Doc.answer_until.isin(days)
			& (Appraisal.workflow_state == COLLECTING)
			& (Invitation.status == APPROVED)
			& (Invitation.answered == 0)
			& (Employee.status == "Active")
			& Employee.user_id.isnotnull()
		)
		.groupby(Employee.user_id, Doc.answer_until)
	).run()
	for user, until, number in rows:
		yield (
			user,
			_("{0} people still wait for your 360-degree rating, until {1}.").format(
				number, formatdate(until)
			),
			None,
			None,
		)


def _unsettled(days: list[str], today):
	"""Appraisers who have raters to agree: before the last day, and every week after it."""
	Appraisal, Doc, Employee = DocType(APPRAISAL), DocType(CAMPAIGN), DocType("Employee")
	due = Doc.nominate_until.isin(days)
	if today.weekday() == notifications.WEEKLY_ON:
		due |= Doc.nominate_until < str(today)
	rows = (
		frappe.qb.from_(Appraisal)
		.join(Doc)
		.on(Doc.name == Appraisal.campaign)
		.join(Employee)
		.on((Employee.name == Appraisal.appraiser) & (Appraisal.appraiser_type == "Employee"))
		.select(Employee.user_id, Doc.nominate_until, Count(Appraisal.name))
		.where(
			Doc.status.isin(OPEN)
			& (due)
			& (Appraisal.workflow_state == NOMINATION)
			& Employee.user_id.isnotnull()
		)
		.groupby(Employee.user_id, Doc.nominate_until)
	).run()
	for user, until, number in rows:
		yield (
			user,
			_("The raters of {0} people wait for your agreement, until {1}.").format(
				number, formatdate(until)
			),
			None,
			None,
		)


def _to_steer(today):
	"""Whoever runs a campaign: on the day after a last day, what comes next."""
	Doc, Appraisal = DocType(CAMPAIGN), DocType(APPRAISAL)
	yesterday = str(add_days(today, -1))
	rows = (
		frappe.qb.from_(Doc)
		.left_join(Appraisal)
		.on((Appraisal.campaign == Doc.name) & (Appraisal.workflow_state == NOMINATION))
		.select(
			Doc.name,
			Doc.title,
			Doc.owner,
			Doc.status,
			Count(Appraisal.name).as_("open"),
			Max(Doc.answer_until),
		)
		.where(
			((Doc.status == NOMINATION) & (Doc.nominate_until == yesterday))
			| ((Doc.status == COLLECTING) & (Doc.answer_until == yesterday))
		)
		.groupby(Doc.name, Doc.title, Doc.owner, Doc.status)
	).run(as_dict=True)
	for row in rows:
		if row.status == NOMINATION:
			text = _(
				"{0}: the days to settle the raters are over. {1} people wait for their appraiser's agreement; agree in their place or wait, then start the answering."
			).format(row.title, cint(row.open))
		else:
			text = _("{0}: the last day to answer is over. Close the campaign, or extend it.").format(
				row.title
			)
		yield row.owner, text, CAMPAIGN, row.name
