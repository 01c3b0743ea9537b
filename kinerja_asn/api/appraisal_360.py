"""Answering, releasing and reading 360-degree appraisals, and checking their comments, for portal and desk alike."""

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count
from frappe.utils import cint, cstr, formatdate, getdate, nowdate

from kinerja_asn import appraisal_360_box as box
from kinerja_asn import appraisal_360_results as results
from kinerja_asn import figures, notifications, permissions
from kinerja_asn.api.steps import day_of, names_of
from kinerja_asn.appraisal_360_box import APPRAISAL, CAMPAIGN, CLOSED, RELEASED
from kinerja_asn.appraisal_360_results import COMMENT
from kinerja_asn.personal import now
from kinerja_asn.rules import appraisal_360 as rules

#: People whose comments are checked on one page.
PEOPLE_AT_ONCE = 50
REASON_LIMIT = 500


@frappe.whitelist(methods=["POST"])
def answer(invitation: str) -> dict:
	"""Send one's answers to a request to rate, once.

	The answers come in a field of their own (`appraisal_360_box.FIELD`, JSON with ``scores``: key of the question to
	value, and ``texts``: key to words); it is taken out of the request before anything could log it.

	Raises:
		frappe.PermissionError: not asked of the caller.
		frappe.ValidationError: answered already, too late, or something is missing; nothing is kept then.
	"""
	box.answer(invitation, permissions.viewer().identities, box.sent())
	return {"received": True}


@frappe.whitelist(methods=["GET", "POST"])
def result(appraisal: str) -> dict:
	"""The results of one person, as `appraisal_360_results.results_of` gives them."""
	return results.results_of(appraisal)


@frappe.whitelist(methods=["POST"])
def release(appraisal: str, talk_on: str) -> dict:
	"""Give the results to the person, after the talk about them: the appraiser, HR for an External Appraiser.

	Args:
		talk_on: the day of the talk, from closing until today.

	Raises:
		frappe.PermissionError: not the caller's to release.
		frappe.ValidationError: not closed, comments not checked yet, or the day is not possible.
	"""
	row = permissions.stored_row(APPRAISAL, appraisal) if isinstance(appraisal, str) else None
	if not row or not permissions.may_release_360(row):
		frappe.throw(
			_("The results are released by the appraiser."),
			frappe.PermissionError,
			title=_("Not yours to release"),
		)
	Doc, Campaign, Result = DocType(APPRAISAL), DocType(CAMPAIGN), DocType(results.RESULT)
	stored = (
		frappe.qb.from_(Doc)
		.join(Campaign)
		.on(Campaign.name == Doc.campaign)
		.select(
			Doc.workflow_state,
			Doc.comments_checked,
			Doc.talk_on,
			Doc.employee,
			Doc.superior_type,
			Doc.superior,
			Doc.employee_name,
			Campaign.title,
			Campaign.closed_on,
		)
		.where(Doc.name == appraisal)
		.for_update()
	).run(as_dict=True)[0]
	if stored.workflow_state == RELEASED:
		return {"state": RELEASED, "talk_on": cstr(stored.talk_on)}
	if stored.workflow_state != CLOSED:
		frappe.throw(_("There are no results yet."), title=_("Not closed yet"))
	if not cint(stored.comments_checked):
		frappe.throw(
			_("The comments have not been checked yet. Release the results once the moderator has done so."),
			title=_("Comments not checked"),
		)
	day = _day(talk_on, stored.closed_on)
	overall = (
		frappe.qb.from_(Result)
		.select(Result.mean)
		.where(
			(Result.appraisal == appraisal) & (Result.relation == rules.OVERALL) & (Result.behaviour == "")
		)
	).run()
	moment = now()
	frappe.qb.update(Doc).set(Doc.workflow_state, RELEASED).set(Doc.talk_on, day).set(
		Doc.released_on, moment
	).set(Doc.overall, overall[0][0] if overall else 0).set(Doc.modified, moment).where(
		(Doc.name == appraisal) & (Doc.workflow_state == CLOSED)
	).run()
	_tell_released(stored)
	return {"state": RELEASED, "talk_on": day}


def _day(talk_on: str, closed_on) -> str:
	day = day_of(talk_on)
	if not day:
		frappe.throw(_("Enter the day on which you talked about the results."), title=_("Day missing"))
	if day > getdate(nowdate()) or (closed_on and day < getdate(closed_on)):
		frappe.throw(
			_("The talk lies between {0}, when the results were there, and today.").format(
				formatdate(closed_on)
			),
			title=_("Day not possible"),
		)
	return str(day)


def _tell_released(row):
	people = {
		("Employee", row.employee): _("Your results of the 360-degree appraisal {0} are there."),
	}
	if row.superior:
		people[row.superior_type or "Employee", row.superior] = _(
			"360-degree appraisal {0}: the results of {1} have been released."
		)
	users = notifications.users_of(people)
	notifications.tell_many(
		[
			(users[person], sentence.format(row.title, row.employee_name), None, None)
			for person, sentence in people.items()
			if users.get(person)
		],
		link="/kinerja/appraisal-360",
	)


# --- comments, before they are shown -----------------------------------------------------------------------


@frappe.whitelist(methods=["GET", "POST"])
def comments_to_check(start: int = 0, page_length: int = PEOPLE_AT_ONCE) -> dict:
	"""Comments of colleagues on people whose results are not shown yet, for a moderator; four statements.

	Never comments on the moderator himself, and never who wrote them: nobody keeps that.

	Returns:
		``people``: appraisal, employee_name, department_name, campaign_title, interval, comments (name, question,
		comment, withheld, withheld_reason); ``count``: how many people wait.
	"""
	who = _moderator()
	Doc, Campaign, Row = DocType(APPRAISAL), DocType(CAMPAIGN), DocType(COMMENT)
	waiting = _waiting(Doc, who)
	count = cint(frappe.qb.from_(Doc).select(Count(Doc.name)).where(waiting).run()[0][0])
	people = (
		frappe.qb.from_(Doc)
		.join(Campaign)
		.on(Campaign.name == Doc.campaign)
		.select(
			Doc.name.as_("appraisal"),
			Doc.employee_name,
			Doc.department_name,
			Doc.performance_interval,
			Doc.campaign,
			Campaign.title.as_("campaign_title"),
		)
		.where(waiting)
		.orderby(Doc.name)
		.limit(max(1, min(cint(page_length), PEOPLE_AT_ONCE)))
		.offset(max(0, cint(start)))
	).run(as_dict=True)
	if not people:
		return {"people": [], "count": count}
	words = {
		row.name: {q.key: q.statement for q in rules.questionnaire_from(row.content).questions}
		for row in (
			frappe.qb.from_(Campaign)
			.select(Campaign.name, Campaign.content)
			.where(Campaign.name.isin(sorted({person.campaign for person in people})))
		).run(as_dict=True)
	}
	rows = (
		frappe.qb.from_(Row)
		.select(Row.name, Row.appraisal, Row.question, Row.comment, Row.withheld, Row.withheld_reason)
		.where(Row.appraisal.isin([person.appraisal for person in people]) & (Row.voice == rules.COLLEAGUES))
		# names are random
		.orderby(Row.name)
	).run(as_dict=True)
	for person in people:
		person["interval"] = figures.interval(person.performance_interval)
		person["comments"] = [
			{
				"name": row.name,
				"question": words[person.campaign].get(row.question, ""),
				"comment": row.comment,
				"withheld": cint(row.withheld),
				"withheld_reason": row.withheld_reason,
			}
			for row in rows
			if row.appraisal == person.appraisal
		]
	return {"people": people, "count": count}


@frappe.whitelist(methods=["POST"])
def withhold(comment: str, reason: str = "", withheld: bool = True) -> dict:
	"""Keep a comment from being shown, or give it back; with the reason, which the appraiser's page does not show.

	Raises:
		frappe.PermissionError: no such comment that the caller checks.
	"""
	who = _moderator()
	Doc, Row = DocType(APPRAISAL), DocType(COMMENT)
	found = (
		frappe.qb.from_(Row)
		.join(Doc)
		.on(Doc.name == Row.appraisal)
		.select(Row.name)
		.where((Row.name == cstr(comment)) & (Row.voice == rules.COLLEAGUES) & _waiting(Doc, who))
	).run()
	if not found:
		_refuse_moderator()
	reason = cstr(reason).strip()
	if withheld and not reason:
		frappe.throw(_("Say why this comment is withheld."), title=_("Reason missing"))
	if len(reason) > REASON_LIMIT:
		frappe.throw(
			_("The reason has {0} characters; at most {1} are possible.").format(len(reason), REASON_LIMIT),
			title=_("Text too long"),
		)
	frappe.qb.update(Row).set(Row.withheld, cint(withheld)).set(
		Row.withheld_reason, reason if withheld else None
	).where(Row.name == cstr(comment)).run()
	return {"withheld": cint(withheld)}


@frappe.whitelist(methods=["POST"])
def check(appraisals: list | str) -> int:
	"""Let the comments on these people be shown, save those withheld; how many people they were."""
	who = _moderator()
	names = names_of(appraisals)
	Doc = DocType(APPRAISAL)
	waiting = (
		frappe.qb.from_(Doc)
		.select(Doc.name)
		.where(_waiting(Doc, who) & Doc.name.isin(names[:1000] or [""]))
		.for_update()
	).run(pluck=True)
	if waiting:
		frappe.qb.update(Doc).set(Doc.comments_checked, 1).where(Doc.name.isin(waiting)).run()
	return len(waiting)


def _moderator() -> permissions.Viewer:
	who = permissions.viewer()
	if permissions.moderated_by(who) == ():
		_refuse_moderator()
	return who


def _refuse_moderator():
	frappe.throw(
		_("Comments are checked by the moderator of the 360-degree appraisal."),
		frappe.PermissionError,
		title=_("Not permitted"),
	)


def _waiting(Doc, who: permissions.Viewer):
	"""Appraisals whose comments this moderator checks now."""
	condition = (Doc.workflow_state == CLOSED) & (Doc.comments_checked == 0)
	companies = permissions.moderated_by(who)
	if companies is not None:
		condition &= Doc.company.isin(list(companies) or [""])
	if who.employee:
		condition &= Doc.employee != who.employee
	return condition
