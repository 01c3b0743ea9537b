"""Answers of the 360-degree appraisal: how one comes into its box, and how boxes are opened.

An answer is never a row of its own. One transaction marks the invitation as answered and adds the answer to the box of
the person and relation: opened, shuffled, filled up to a fixed size and sealed again, each by one statement. Neither
statement writes a time or a user. Documents are not used: see `sealed`.
"""

import json
from collections.abc import Collection, Mapping
from random import SystemRandom

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count
from frappe.utils import cint, formatdate, getdate, nowdate

from kinerja_asn import interruptions, permissions, problems, sealed
from kinerja_asn.rules import appraisal_360 as rules
from kinerja_asn.rules.errors import RuleError
from kinerja_asn.setup.settings import rater_rules

APPRAISAL, CAMPAIGN = "Appraisal 360", permissions.CAMPAIGN
INVITATION, BOX = "Appraisal 360 Invitation", "Appraisal 360 Box"
COLLECTING, CLOSED, RELEASED = "Collecting", "Closed", "Released"
APPROVED = "Approved"
#: The field of a request that holds an answer; Frappe's logs leave out fields with this word in their name.
FIELD = "secret_answers"
#: An answer as it is sent is refused unread from this size on.
SENT_LIMIT = 64_000
#: Boxes read at once; a box of peers is some ten thousand characters long.
BOXES_AT_ONCE = 200


def take_out_of_request():
	"""before_request: answers do not travel on in the form of the request, which logs and the Recorder keep."""
	frappe.local.kinerja_answers = sealed.Hidden(frappe.local.form_dict.pop(FIELD, None))


def sent() -> sealed.Hidden:
	"""The answers of this request."""
	return getattr(frappe.local, "kinerja_answers", None) or sealed.Hidden(None)


def answer(invitation: str, raters: Collection[str], given: sealed.Hidden):
	"""Keep one answer, exactly once.

	Args:
		raters: the names that stand for whoever answers; the caller has taken them from the session.
		given: JSON with ``scores`` (key of the question to value) and ``texts`` (key to words).

	Raises:
		frappe.PermissionError: no such invitation of this rater.
		frappe.ValidationError: answered already, too late, not open, something in the answer is missing or wrong, or
			the disk is full.
		sealed.WithoutValues: anything unexpected, told without what was answered.
	"""
	try:
		sealed.without_values(_answer, invitation, tuple(raters), given)
	except Exception as error:
		if not interruptions.full(error):
			raise
		frappe.throw(
			_(
				"The server has no room left, so your answers were not kept. What you have written stays on this page; tell the administrator, and send them later."
			),
			title=_("Disk is full"),
		)


def _answer(invitation: str, raters: tuple, given: sealed.Hidden):
	row = _invitation_of(invitation, raters)
	if not row:
		frappe.throw(
			_("You have not been asked for this answer."), frappe.PermissionError, title=_("Not asked of you")
		)
	questionnaire = rules.questionnaire_from(row.content or '{"anchors": [], "questions": []}')
	try:
		kept = rules.checked_answer(_read(given), questionnaire, row.relation)
	except RuleError as error:
		problem = problems.in_words(error)
	else:
		problem = None
	# asked first what cannot be mended by answering otherwise
	_refuse_unless_open(row)
	if problem:
		frappe.throw(problem, title=_("Answers incomplete"))
	# closing takes the same lock, so that no answer comes into a box that has been counted
	if not _locked_while_collecting(row.appraisal) or not _mark_answered(row, raters):
		_refuse_unless_open(_invitation_of(invitation, raters) or row)
		frappe.throw(_("This request to rate is no longer open."), title=_("Not open"))
	_add(row, kept, questionnaire)


def _read(given: sealed.Hidden):
	value = given.value
	if isinstance(value, str):
		if len(value) > SENT_LIMIT:
			raise RuleError("answer_unreadable")
		try:
			value = json.loads(value)
		except (ValueError, RecursionError):
			value = None
	return value


def _invitation_of(name: str, raters: tuple):
	if not isinstance(name, str) or not raters:
		return None
	Row, Campaign = DocType(INVITATION), DocType(CAMPAIGN)
	rows = (
		frappe.qb.from_(Row)
		.join(Campaign)
		.on(Campaign.name == Row.campaign)
		.select(
			Row.name,
			Row.appraisal,
			Row.campaign,
			Row.relation,
			Row.status,
			Row.answered,
			Campaign.status.as_("campaign_status"),
			Campaign.answer_until,
			Campaign.content,
		)
		.where((Row.name == name) & Row.rater.isin(raters))
	).run(as_dict=True)
	return rows[0] if rows else None


def _refuse_unless_open(row):
	if cint(row.answered):
		frappe.throw(
			_("Your answers have been received already; each request is answered once."),
			title=_("Answered already"),
		)
	if row.status != APPROVED:
		frappe.throw(_("You are no longer asked for this answer."), title=_("Not open"))
	if row.campaign_status != COLLECTING:
		frappe.throw(_("This campaign does not take answers now."), title=_("Not open"))
	if row.answer_until and getdate(nowdate()) > getdate(row.answer_until):
		frappe.throw(
			_("Answers were possible until {0}.").format(formatdate(row.answer_until)), title=_("Too late")
		)


def _locked_while_collecting(appraisal: str) -> bool:
	Doc = DocType(APPRAISAL)
	rows = (frappe.qb.from_(Doc).select(Doc.workflow_state).where(Doc.name == appraisal).for_update()).run()
	return bool(rows) and rows[0][0] == COLLECTING


def _mark_answered(row, raters: tuple) -> bool:
	"""One statement with every condition; True when it was this one that answered."""
	Row, Campaign, Doc = DocType(INVITATION), DocType(CAMPAIGN), DocType(APPRAISAL)
	taking = (
		frappe.qb.from_(Campaign)
		.select(Campaign.name)
		.where(
			(Campaign.name == row.campaign)
			& (Campaign.status == COLLECTING)
			& (Campaign.answer_until >= nowdate())
		)
	)
	collecting = (
		frappe.qb.from_(Doc)
		.select(Doc.name)
		.where((Doc.name == row.appraisal) & (Doc.workflow_state == COLLECTING))
	)
	frappe.qb.update(Row).set(Row.answered, 1).where(
		(Row.name == row.name)
		& Row.rater.isin(raters)
		& (Row.status == APPROVED)
		& (Row.answered == 0)
		& Row.campaign.isin(taking)
		& Row.appraisal.isin(collecting)
	).run()
	return frappe.db._cursor.rowcount == 1


def _add(row, kept: Mapping, questionnaire: rules.Questionnaire):
	Box = DocType(BOX)
	boxes = (
		frappe.qb.from_(Box)
		.select(Box.name, Box.content)
		.where((Box.appraisal == row.appraisal) & (Box.relation == row.relation))
		.for_update()
	).run(as_dict=True)
	if not boxes:
		raise LookupError("no box")
	box = boxes[0]
	each = rules.most_bytes(questionnaire, row.relation) + 1
	answers, size = [], 0
	if box.content:
		text = sealed.unseal(box.content, purpose_of(box.name))
		answers, size = json.loads(text), len(text)
	answers.append(kept)
	SystemRandom().shuffle(answers)
	text = f"[{','.join(rules.written(answer) for answer in answers)}]".encode()
	size = size or _places(row) * each + 1
	while size < len(text):
		# replaced raters who have answered may come to more than there is room for, all with the longest texts
		size += each
	content = sealed.seal(text.ljust(size), purpose_of(box.name))
	frappe.qb.update(Box).set(Box.content, content).where(Box.name == box.name).run()


def _places(row) -> int:
	"""For how many answers the box has room from its first one on."""
	Row = DocType(INVITATION)
	asked = (
		frappe.qb.from_(Row)
		.select(Count(Row.name))
		.where((Row.appraisal == row.appraisal) & (Row.relation == row.relation))
	).run()[0][0]
	return max(rater_rules().most(row.relation), cint(asked))


def purpose_of(box: str) -> str:
	# the name of the box belongs to the key: a text that is moved into another box does not open
	return f"{BOX}|{box}"


def opened(appraisals: Collection[str]) -> dict[str, dict[str, list]]:
	"""The answers in the boxes of these appraisals, by relation. Only closing asks for them.

	Call it within `sealed.without_values`. Raises sealed.SealBroken.
	"""
	Box = DocType(BOX)
	names = sorted(appraisals)
	found: dict[str, dict[str, list]] = {name: {} for name in names}
	for start in range(0, len(names), BOXES_AT_ONCE):
		rows = (
			frappe.qb.from_(Box)
			.select(Box.name, Box.appraisal, Box.relation, Box.content)
			.where(Box.appraisal.isin(names[start : start + BOXES_AT_ONCE]))
			# as they are now, also when this transaction began to read before the last answer came
			.for_update()
		).run()
		for box, appraisal, relation, content in rows:
			if content:
				found[appraisal][relation] = json.loads(sealed.unseal(content, purpose_of(box)))
	return found


def take_away(campaign: str, only: Collection[str] | None = None, but: Collection[str] = ()):
	"""Destroy who was to rate whom, and what was answered.

	Args:
		only: these appraisals of the campaign; None for all.
		but: not these.
	"""
	for doctype in (INVITATION, BOX):
		Row = DocType(doctype)
		query = frappe.qb.from_(Row).delete().where(Row.campaign == campaign)
		if only is not None:
			query = query.where(Row.appraisal.isin(list(only) or [""]))
		if but:
			query = query.where(Row.appraisal.notin(list(but)))
		query.run()
