"""Calibration: the proposed ratings of a unit beside each other, agreed with each appraiser, applied together.

Ratings belong to the appraiser. Whoever runs a calibration proposes other ratings, with a reason; closing sends them to
the appraisers, who accept or answer; what was accepted is applied in one transaction or not at all. Predicates only
follow from ratings. Nobody is shown his own row, or can find it out from a number. Rights are checked by `api`.
"""

from collections import Counter
from collections.abc import Collection

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Avg, Count
from frappe.utils import (
	add_days,
	cint,
	cstr,
	escape_html,
	flt,
	formatdate,
	get_fullname,
	getdate,
	now_datetime,
	nowdate,
)

from kinerja_asn import (
	bulk,
	distribution,
	evaluation_changes,
	figures,
	names,
	notifications,
	opinions,
	permissions,
	problems,
)
from kinerja_asn.distribution import COUNTED, EVALUATION, PERIODIC, Time
from kinerja_asn.evaluation_changes import CALIBRATION, NewRating
from kinerja_asn.evaluation_rows import SHOWN
from kinerja_asn.personal import TEXT_LIMIT, now
from kinerja_asn.rules import planning
from kinerja_asn.rules.errors import RuleError
from kinerja_asn.rules.predicate import PREDICATES, RATINGS, predicate_for
from kinerja_asn.setup.settings import reminder_days, setting
from kinerja_asn.units import units_below

DOCTYPE, ROW = permissions.CALIBRATION, permissions.CALIBRATION_ROW
OPEN, SENT, APPLIED, CANCELLED = "Open", "Sent to Appraisers", "Applied", "Cancelled"
#: While a calibration is in one of these, its evaluations are in no other one.
ACTIVE = (OPEN, SENT)
WAITING, ACCEPTED, ANSWERED = "Waiting", "Accepted", "Answered"
#: Only what is rated and not handed over is calibrated.
RATED = "Rated"
PAGE = "/kinerja/calibration"
#: Names in one message.
NAMED_AT_MOST = 8


# --- opening --------------------------------------------------------------------------------------------------


def open_for(time: Time, company: str, department: str, departments: Collection[str]) -> str:
	"""Begin the calibration of a unit, or answer with the one that is there.

	Args:
		departments: the unit, with those below it where they are taken along.
	"""
	slot = _slot(time, department)
	there = _by_slot(slot)
	if there:
		return there
	rated = _rated(time, departments)
	# by those that he may see, or the answer would tell him that his own is among them
	seen = _seen(rated, permissions.viewer())
	if len(seen) < 2:
		_refuse_too_few(seen)
	moment = now()
	doc = {
		"name": names.reserve(f"KAL-{now_datetime():%Y}-", 1, digits=4)[0],
		"title": _title(time, department),
		"status": OPEN,
		"department": department,
		"below": int(len(departments) > 1),
		"company": company,
		"performance_period": time.period,
		"kind": time.kind,
		"performance_interval": time.interval if time.kind == PERIODIC else None,
		"opened_at": moment,
		"opened_by": get_fullname(),
		"runner": frappe.session.user,
		"slot": slot,
	}
	frappe.db.savepoint("calibration")
	try:
		bulk.insert_rows(DOCTYPE, [doc])
	except Exception as error:
		if not frappe.db.is_unique_key_violation(error):
			raise
		# another click was quicker
		frappe.db.rollback(save_point="calibration")
		return _by_slot(slot)
	_insert(doc["name"], company, rated, time)
	return doc["name"]


def _slot(time: Time, department: str) -> str:
	slot = "|".join((time.period, time.kind, time.interval or "", department))
	return slot if len(slot) <= 140 else frappe.utils.sha256_hash(slot)


def _by_slot(slot: str) -> str | None:
	Doc = DocType(DOCTYPE)
	# a locking read: a plain one would not see what was committed just now
	rows = frappe.qb.from_(Doc).select(Doc.name).where(Doc.slot == slot).for_update().run()
	return rows[0][0] if rows else None


def _title(time: Time, department: str) -> str:
	name = frappe.db.get_value("Department", department, "department_name") or department
	when = figures.interval(time.interval) or _("the year {0}").format(figures.year(time.period))
	return f"{name} · {when}"[:140]


def _refuse_too_few(rated: list):
	if rated:
		frappe.throw(
			_(
				"Only one evaluation of this unit is rated and not handed over, so there is nothing to compare. Take the units below along, or wait until more are rated."
			),
			title=_("Nothing to compare"),
		)
	frappe.throw(
		_(
			"No evaluation of this unit is rated and not handed over, or all of them are in another calibration."
		),
		title=_("Nothing to calibrate"),
	)


def _rated(time: Time, departments: Collection[str], but: str | None = None) -> list:
	"""Evaluations that can be calibrated: rated, not handed over, in no other calibration."""
	Doc, Row, Other = DocType(EVALUATION), DocType(ROW), DocType(DOCTYPE)
	taken = (
		frappe.qb.from_(Row)
		.join(Other)
		.on(Other.name == Row.calibration)
		.select(Row.evaluation)
		.where(Other.status.isin(ACTIVE) & (Other.performance_period == time.period))
	)
	return (
		frappe.qb.from_(Doc)
		.select(
			Doc.name.as_("evaluation"),
			Doc.employee,
			Doc.employee_name,
			Doc.position,
			Doc.department,
			Doc.department_name,
			Doc.company,
			Doc.appraiser_type,
			Doc.appraiser,
			Doc.appraiser_name,
			Doc.unit_rating,
			Doc.result_rating,
			Doc.behaviour_rating,
			Doc.predicate,
		)
		.where(
			time.once(Doc)
			& (Doc.workflow_state == RATED)
			& Doc.department.isin(list(departments) or [""])
			& Doc.name.notin(taken)
		)
		.orderby(Doc.name)
	).run(as_dict=True)


def _insert(name: str, company: str, rated: list, time: Time):
	achievements = _achievements([row.evaluation for row in rated])
	before = _last_year({row.employee for row in rated}, time.period, company)
	score = opinions.scores({row.employee for row in rated}, time.period, time.interval)
	bulk.insert_rows(
		ROW,
		[
			{
				column: row[column]
				for column in (
					"evaluation",
					"employee",
					"employee_name",
					"position",
					"department",
					"department_name",
					"company",
					"appraiser_type",
					"appraiser",
					"appraiser_name",
					"unit_rating",
				)
			}
			| {
				"calibration": name,
				"achievement": achievements.get(row.evaluation, 0),
				"has_achievement": int(row.evaluation in achievements),
				"last_year_predicate": before.get(row.employee),
				"score_360": score.get(row.employee, 0),
			}
			| {
				f"{age}_{column}": row[column]
				for age in ("old", "new")
				for column in ("result_rating", "behaviour_rating", "predicate")
			}
			for row in rated
		],
	)


def _achievements(evaluations: list[str]) -> dict[str, float]:
	"""evaluation -> mean achievement of its main indicators, where there is one."""
	Row = DocType("Performance Evaluation Result")
	rows = (
		frappe.qb.from_(Row)
		.select(Row.parent, Avg(Row.achievement))
		.where(
			(Row.parenttype == EVALUATION)
			& Row.parent.isin(evaluations or [""])
			& (Row.has_achievement == 1)
			& (Row.kind == planning.MAIN)
		)
		.groupby(Row.parent)
	).run()
	return {name: round(flt(percent), 1) for name, percent in rows}


def _last_year(employees: Collection[str], period: str, company: str) -> dict[str, str]:
	"""employee -> predicate of the year before, of his last post."""
	Doc, Period = DocType(EVALUATION), DocType("Performance Period")
	year = cint(frappe.db.get_value("Performance Period", period, "year"))
	rows = (
		frappe.qb.from_(Doc)
		.join(Period)
		.on(Period.name == Doc.performance_period)
		.select(Doc.employee, Doc.predicate)
		.where(
			(Period.year == year - 1)
			& (Period.company == company)
			& (Doc.kind == distribution.ANNUAL)
			& (Doc.docstatus < 2)
			& Doc.workflow_state.isin(SHOWN)
			& Doc.employee.isin(sorted(employees) or [""])
		)
		.orderby(Doc.to_date)
	).run()
	return dict(rows)


# --- reading --------------------------------------------------------------------------------------------------


def head_of(name: str | None):
	"""The columns of a calibration, or None."""
	return frappe.db.get_value(DOCTYPE, name, "*", as_dict=True) if isinstance(name, str) and name else None


def time_of(doc) -> Time:
	return Time.of(doc)


def rows_for(doc, who: permissions.Viewer) -> list:
	"""The rows that whoever runs a calibration may see, with what their evaluations are by now.

	Left out are his own, those of officials whom he acts for or who stand above him, and units beyond his right.
	"""
	hidden, within = hidden_from(who), limit_of(who)
	return [
		row
		for row in _all_rows(doc)
		if row.employee not in hidden and (within is None or row.department in within)
	]


def limit_of(who: permissions.Viewer) -> set[str] | None:
	"""A manager of some units sees these units and those he leads, also where the calibration takes more along; None for
	everybody else."""
	if who.is_everything or who.is_hr or not who.is_manager or who.departments is None:
		return None
	return {*who.departments, *(unit["name"] for unit in units_led(who))}


def hidden_from(who: permissions.Viewer) -> set[str]:
	"""People whose ratings this person neither sees nor touches in a calibration."""
	found = {official for official, _unit in who.acts_for if official}
	if who.employee:
		found.add(who.employee)
	if who.lft and not (who.is_hr or who.is_everything):
		Employee = DocType("Employee")
		found |= set(
			frappe.qb.from_(Employee)
			.select(Employee.name)
			.where((Employee.lft < who.lft) & (Employee.rgt > who.rgt))
			.run(pluck=True)
		)
	return found


def has_moved(row) -> bool:
	"""Was the evaluation handed over, reworked or taken away since it was taken in, or does its rating of results follow
	the unit's by now?"""
	return (
		row.state != RATED
		or row.result_now != row.old_result_rating
		or row.behaviour_now != row.old_behaviour_rating
		or bool(cint(row.follows_unit) and row.new_result_rating != row.old_result_rating)
	)


def is_changed(row) -> bool:
	return (row.new_result_rating, row.new_behaviour_rating) != (
		row.old_result_rating,
		row.old_behaviour_rating,
	)


def averages(doc, who: permissions.Viewer, appraisers: Collection[str]) -> dict[str, float]:
	"""appraiser -> mean of the predicates that he has given at that time, from 1 (Very Poor) to 5 (Very Good).

	Counted without the viewer's own evaluation, which he could find out otherwise.
	"""
	Doc, within = DocType(EVALUATION), limit_of(who)
	query = (
		frappe.qb.from_(Doc)
		.select(Doc.appraiser, Doc.predicate, Count(Doc.name))
		.where(
			time_of(doc).condition(Doc)
			& Doc.workflow_state.isin(COUNTED)
			& Doc.appraiser.isin(sorted(appraisers) or [""])
			& Doc.predicate.isin(list(PREDICATES))
			& Doc.employee.notin(sorted(hidden_from(who)) or [""])
		)
		.groupby(Doc.appraiser, Doc.predicate)
	)
	if within is not None:
		query = query.where(Doc.department.isin(sorted(within) or [""]))
	rows = query.run()
	found = {}
	for appraiser, predicate, number in rows:
		total = found.setdefault(appraiser, [0, 0])
		total[0] += (len(PREDICATES) - PREDICATES.index(predicate)) * cint(number)
		total[1] += cint(number)
	return {appraiser: round(points / number, 1) for appraiser, (points, number) in found.items()}


def handed_over(doc, who: permissions.Viewer) -> Counter:
	"""Predicates of the unit that cannot be calibrated any more, without those the viewer may not see."""
	Doc, within = DocType(EVALUATION), limit_of(who)
	units = [unit for unit in units_of(doc) if within is None or unit in within]
	rows = (
		frappe.qb.from_(Doc)
		.select(Doc.predicate, Count(Doc.name))
		.where(
			time_of(doc).once(Doc)
			& Doc.department.isin(units or [""])
			& Doc.workflow_state.isin([state for state in COUNTED if state != RATED])
			& Doc.predicate.isin(list(PREDICATES))
			& Doc.employee.notin(sorted(hidden_from(who)) or [""])
		)
		.groupby(Doc.predicate)
	).run()
	return Counter({predicate: cint(number) for predicate, number in rows})


def units_of(doc) -> list[str]:
	return units_below(doc.department, doc.company) if cint(doc.below) else [doc.department]


def unit_rating_of(doc, rows: list) -> str | None:
	"""The rating of the unit itself; where nobody of it is rated, the one that most of the rows name."""
	own = Counter(row.unit_rating for row in rows if row.unit_rating and row.department == doc.department)
	found = own or Counter(row.unit_rating for row in rows if row.unit_rating)
	return next((rating for rating, _number in found.most_common(1)), None)


def table(doc, who: permissions.Viewer) -> dict:
	"""What whoever runs a calibration sees, in a fixed number of statements."""
	rows = rows_for(doc, who)
	mean = averages(doc, who, {row.appraiser for row in rows if row.appraiser})
	fixed = handed_over(doc, who)
	return {
		"head": shown_head(doc),
		"rows": [shown(row, mean) for row in rows],
		"fixed": dict(fixed),
		"unit_rating": unit_rating_of(doc, rows),
		"chart": chart_of(doc, rows, fixed),
		"matrix": {f"{r}|{b}": predicate_for(r, b) for r in RATINGS for b in RATINGS},
		"may": {
			"edit": doc.status == OPEN,
			"send": doc.status == OPEN,
			"apply": doc.status == SENT,
			"cancel": doc.status in ACTIVE,
		},
	}


def chart_of(doc, rows: list, fixed: Counter) -> dict:
	counts = Counter(fixed)
	counts.update(predicate_in(row, doc.status) for row in rows if row.new_predicate)
	return distribution.chart(counts, unit_rating_of(doc, rows))


def predicate_in(row, status: str) -> str:
	"""What a row counts as: what is proposed while that can still come, what it has become when it is over."""
	if cint(row.applied) or status == OPEN or (status == SENT and row.answer != ANSWERED):
		return row.new_predicate
	return row.old_predicate


def shown_head(doc) -> dict:
	return {
		column: doc.get(column)
		for column in (
			"name",
			"title",
			"status",
			"department",
			"below",
			"performance_period",
			"kind",
			"performance_interval",
			"answer_by",
			"opened_by",
			"opened_at",
			"sent_by",
			"sent_at",
			"applied_by",
			"applied_at",
			"cancelled_by",
			"cancelled_at",
			"cancel_reason",
		)
	}


SHOWN_COLUMNS = (
	"name",
	"evaluation",
	"employee_name",
	"position",
	"department_name",
	"appraiser_name",
	"last_year_predicate",
	"old_result_rating",
	"old_behaviour_rating",
	"old_predicate",
	"new_result_rating",
	"new_behaviour_rating",
	"new_predicate",
	"reason",
	"answer",
	"answer_reason",
	"answered_by",
)


def shown(row, mean: dict[str, float]) -> dict:
	return {column: row[column] for column in SHOWN_COLUMNS} | {
		"achievement": row.achievement if cint(row.has_achievement) else None,
		"score_360": row.score_360 or None,
		"average": mean.get(row.appraiser),
		"changed": is_changed(row),
		"moved": _(row.state or "Cancelled") if has_moved(row) and not cint(row.applied) else "",
		"follows_unit": cint(row.follows_unit),
		"applied": cint(row.applied),
		"modified": cstr(row.modified),
	}


# --- running --------------------------------------------------------------------------------------------------


def locked(name: str, *statuses: str):
	"""The calibration, locked until the transaction ends, in one of these states; who comes second is told."""
	Doc = DocType(DOCTYPE)
	rows = frappe.qb.from_(Doc).select(Doc.star).where(Doc.name == name).for_update().run(as_dict=True)
	doc = rows[0] if rows else frappe._dict(status=CANCELLED)
	if doc.status in statuses:
		return doc
	who, when = {
		SENT: (doc.sent_by, doc.sent_at),
		APPLIED: (doc.applied_by, doc.applied_at),
		CANCELLED: (doc.cancelled_by, doc.cancelled_at),
	}.get(doc.status, (None, None))
	message = _("This calibration is {0} by now.").format(frappe.bold(_(doc.status)))
	if who:
		message = _("This calibration is {0} by now: {1}, {2}.").format(
			frappe.bold(_(doc.status)), escape_html(who), formatdate(when)
		)
	frappe.throw(message + " " + _("Reload the page."), title=_("Somebody was quicker"))


def rate(
	name: str, row_name: str, who, result: str, behaviour: str, reason: str, modified: str | None
) -> dict:
	"""Propose other ratings for one row; answers with the row and the distribution as it would be."""
	doc = locked(name, OPEN)
	rows = rows_for(doc, who)
	row = next((one for one in rows if one.name == row_name), None)
	if not row:
		frappe.throw(
			_("This row was not found in the calibration, or is not yours to see."),
			frappe.PermissionError,
			title=_("Unknown row"),
		)
	if modified and cstr(row.modified) != cstr(modified):
		frappe.throw(
			_("Somebody else changed the row of {0} a moment ago. Reload the page.").format(
				frappe.bold(escape_html(row.employee_name))
			),
			frappe.TimestampMismatchError,
			title=_("Changed in between"),
		)
	if has_moved(row):
		frappe.throw(
			_(
				"The evaluation of {0} has changed since (now {1}). Use the button that reads the evaluations again."
			).format(frappe.bold(escape_html(row.employee_name)), _(row.state or "Cancelled")),
			title=_("Evaluation has moved on"),
		)
	try:
		predicate = predicate_for(result, behaviour)
	except RuleError as error:
		problems.refuse(error, _("Rating not possible"))
	if cint(row.follows_unit) and result != row.old_result_rating:
		frappe.throw(
			_(
				"{0} leads a unit: the rating of results is the unit's (SE MenPANRB 3/2023). Only the behaviour can be rated differently."
			).format(frappe.bold(escape_html(row.employee_name))),
			title=_("Rating not possible"),
		)
	reason = _words(reason)
	changed = (result, behaviour) != (row.old_result_rating, row.old_behaviour_rating)
	if changed and not reason:
		frappe.throw(
			_("Write the reason for the change of {0}; the appraiser reads it.").format(
				frappe.bold(escape_html(row.employee_name))
			),
			title=_("Reason missing"),
		)
	values = {
		"new_result_rating": result,
		"new_behaviour_rating": behaviour,
		"new_predicate": predicate,
		"reason": reason if changed else None,
		"modified": frappe.utils.now(),
	}
	_set_rows([row.name], **values)
	row.update(values)
	return {
		"row": shown(row, averages(doc, who, {row.appraiser} if row.appraiser else ())),
		"chart": chart_of(doc, rows, handed_over(doc, who)),
	}


def _words(text) -> str:
	text = cstr(text).strip()
	if len(text) > TEXT_LIMIT:
		frappe.throw(
			_("{0} has {1} characters; at most {2} are possible. Please shorten it.").format(
				_("Reason"), len(text), TEXT_LIMIT
			),
			title=_("Text too long"),
		)
	return text


def take_in(name: str, who) -> dict:
	"""Read the evaluations again: take in those rated since, drop those handed over, follow those that were reworked."""
	doc = locked(name, OPEN)
	Row, Doc = DocType(ROW), DocType(EVALUATION)
	rows = (
		frappe.qb.from_(Row)
		.left_join(Doc)
		.on(Doc.name == Row.evaluation)
		.select(
			Row.name,
			Row.employee,
			Row.old_result_rating,
			Row.old_behaviour_rating,
			Row.new_result_rating,
			Doc.results_follow_unit.as_("follows_unit"),
			Doc.workflow_state.as_("state"),
			Doc.result_rating.as_("result_now"),
			Doc.behaviour_rating.as_("behaviour_now"),
		)
		.where(Row.calibration == name)
	).run(as_dict=True)
	moved = [row for row in rows if has_moved(row)]
	if moved:
		frappe.qb.from_(Row).delete().where(Row.name.isin([row.name for row in moved])).run()
	fresh = _rated(time_of(doc), units_of(doc))
	if fresh:
		_insert(name, doc.company, fresh, time_of(doc))
	return {"added": len(_seen(fresh, who)), "removed": len(_seen(moved, who))}


def send(name: str, who) -> dict:
	"""Close the calibration: each appraiser is asked once for all his people whose ratings would change."""
	doc = locked(name, OPEN)
	rows = [row for row in _all_rows(doc) if is_changed(row)]
	_refuse_moved([row for row in rows if has_moved(row)], who)
	moment, today = now(), getdate()
	if not rows:
		_set(
			name,
			status=APPLIED,
			slot=None,
			sent_at=moment,
			sent_by=get_fullname(),
			applied_at=moment,
			applied_by=get_fullname(),
		)
		return {"asked": 0, "rows": 0}
	_set(
		name,
		status=SENT,
		sent_at=moment,
		sent_by=get_fullname(),
		answer_by=add_days(today, cint(setting("calibration_answer_days"))),
	)
	own = [row.name for row in rows if row.appraiser_now and row.appraiser_now in who.identities]
	_set_rows([row.name for row in rows], answer=WAITING)
	if own:
		# whoever closes has agreed to what he proposed for his own people
		_set_rows(own, answer=ACCEPTED, answered_by=get_fullname(), answered_at=moment)
	asked = {}
	for row in rows:
		if row.name not in own and row.appraiser_now:
			person = (row.appraiser_type_now or "Employee", row.appraiser_now)
			asked[person] = asked.get(person, 0) + 1
	users = notifications.users_of(asked)
	notifications.tell_many(
		[
			(
				users[person],
				_(
					"{0}: {1} of your ratings would change by calibration. Please accept, or answer with a reason."
				).format(doc.title, number),
				None,
				None,
			)
			for person, number in asked.items()
			if person in users
		],
		link=f"{PAGE}?name={name}",
	)
	# the answer tells nobody whether his own row is among them
	seen = _seen(rows, who)
	people = {row.appraiser_now for row in seen if row.appraiser_now and row.name not in own}
	return {"asked": len(people), "rows": len(seen)}


def _seen(rows: list, who) -> list:
	hidden = hidden_from(who)
	return [row for row in rows if row.employee not in hidden]


def _all_rows(doc) -> list:
	"""The rows of a calibration, each with what its evaluation is by now."""
	Row, Doc = DocType(ROW), DocType(EVALUATION)
	return (
		frappe.qb.from_(Row)
		.left_join(Doc)
		.on(Doc.name == Row.evaluation)
		.select(
			Row.star,
			Doc.workflow_state.as_("state"),
			Doc.result_rating.as_("result_now"),
			Doc.behaviour_rating.as_("behaviour_now"),
			Doc.results_follow_unit.as_("follows_unit"),
			Doc.appraiser_type.as_("appraiser_type_now"),
			Doc.appraiser.as_("appraiser_now"),
			Doc.employee.as_("employee_now"),
			Doc.department.as_("department_now"),
			Doc.company.as_("company_now"),
		)
		.where(Row.calibration == doc.name)
		.orderby(Row.appraiser_name)
		.orderby(Row.employee_name)
		.orderby(Row.name)
	).run(as_dict=True)


def _refuse_moved(moved: list, who):
	if not moved:
		return
	named = [row.employee_name for row in _seen(moved, who)]
	shown_names = ", ".join(frappe.bold(escape_html(text)) for text in named[:NAMED_AT_MOST])
	rest = len(moved) - len(named[:NAMED_AT_MOST])
	if rest:
		shown_names = (shown_names + " " + _("and {0} more").format(rest)).strip()
	frappe.throw(
		_(
			"These evaluations have changed since they were taken in: {0}. They were handed over or rated anew."
		).format(shown_names),
		title=_("Evaluations have moved on"),
	)


def apply(name: str, who, without_moved: bool = False) -> dict:
	"""Apply what the appraisers have accepted: all of it in this transaction, or nothing.

	Args:
		without_moved: leave out evaluations that were handed over or rated anew meanwhile, instead of stopping.
	"""
	doc = locked(name, SENT)
	rows = _all_rows(doc)
	accepted = [row for row in rows if row.answer == ACCEPTED]
	moved = [row for row in accepted if has_moved(row)]
	if not without_moved:
		_refuse_moved(moved, who)
	ready = [row for row in accepted if not has_moved(row)]
	evaluation_changes.record(
		[
			NewRating(
				row.evaluation,
				row.new_result_rating,
				row.new_behaviour_rating,
				row.reason,
				by=row.answered_by,
			)
			for row in ready
		],
		CALIBRATION,
		name,
		(RATED,),
	)
	_set_rows([row.name for row in ready], applied=1)
	_set(name, status=APPLIED, slot=None, applied_at=now(), applied_by=get_fullname())
	told = Counter(
		(row.appraiser_type_now or "Employee", row.appraiser_now) for row in ready if row.appraiser_now
	)
	users = notifications.users_of(told)
	notifications.tell_many(
		[
			(
				users[person],
				_("{0}: {1} ratings were changed as you accepted.").format(doc.title, number),
				None,
				None,
			)
			for person, number in told.items()
			if person in users and users[person] != frappe.session.user
		],
		link=f"{PAGE}?name={name}",
	)
	open_ones = [row for row in rows if row.answer in (WAITING, ANSWERED)]
	return {
		"applied": len(_seen(ready, who)),
		"left_out": len(_seen(moved, who)) if without_moved else 0,
		"not_accepted": len(_seen(open_ones, who)),
	}


def cancel(name: str, reason: str):
	"""End a calibration without changing a rating."""
	locked(name, *ACTIVE)
	reason = _words(reason)
	if not reason:
		frappe.throw(_("Write why the calibration is cancelled."), title=_("Reason missing"))
	_set(
		name,
		status=CANCELLED,
		slot=None,
		cancelled_at=now(),
		cancelled_by=get_fullname(),
		cancel_reason=reason,
	)


def _set(name: str, **values):
	Doc = DocType(DOCTYPE)
	query = (
		frappe.qb.update(Doc).set(Doc.modified, frappe.utils.now()).set(Doc.modified_by, frappe.session.user)
	)
	for column, value in values.items():
		query = query.set(Doc[column], value)
	query.where(Doc.name == name).run()
	frappe.clear_document_cache(DOCTYPE, name)


def _set_rows(row_names: list[str], **values):
	if not row_names:
		return
	Row = DocType(ROW)
	query = frappe.qb.update(Row).set(Row.modified_by, frappe.session.user)
	for column, value in ({"modified": frappe.utils.now()} | values).items():
		query = query.set(Row[column], value)
	query.where(Row.name.isin(row_names)).run()


# --- the appraiser --------------------------------------------------------------------------------------------


def proposals_for(doc, who: permissions.Viewer) -> list:
	"""The rows that this person answers as appraiser, as his delegate, or as HR for one who does not sign in."""
	if doc.status == OPEN or doc.status == CANCELLED:
		return []
	return [row for row in _all_rows(doc) if row.answer and answers_as(row, who)]


def answers_as(row, who: permissions.Viewer) -> str | None:
	"""What the viewer is to a row now: "appraiser", "recorder", or None; decided by the evaluation as it is stored."""
	stored = {
		"employee": row.employee_now,
		"appraiser_type": row.appraiser_type_now,
		"appraiser": row.appraiser_now,
		"department": row.department_now,
		"company": row.company_now,
	}
	if not row.employee_now or row.employee_now in {official for official, _unit in who.acts_for}:
		return None
	acting = permissions.actors(stored, who)
	return next((part for part in ("appraiser", "recorder") if part in acting), None)


def answer(name: str, who, row_names: Collection[str] | None, accept: bool, reason: str | None) -> dict:
	"""The appraiser accepts the ratings proposed for his people, or says why not.

	Args:
		row_names: rows of his; None for all that still wait.
	"""
	doc = locked(name, SENT)
	mine = {row.name: row for row in proposals_for(doc, who)}
	if row_names is None:
		row_names = [row.name for row in mine.values() if row.answer == WAITING]
	if not mine or set(row_names) - set(mine):
		frappe.throw(
			_("These ratings were not found, or are not yours to answer."),
			frappe.PermissionError,
			title=_("Not yours to answer"),
		)
	reason = _words(reason)
	recorded = [row_name for row_name in row_names if answers_as(mine[row_name], who) == "recorder"]
	if recorded and not reason:
		frappe.throw(
			_("Write number and date of the letter in which {0} has answered.").format(
				frappe.bold(escape_html(mine[recorded[0]].appraiser_name or ""))
			),
			title=_("Letter missing"),
		)
	if not accept and not reason:
		frappe.throw(
			_("Write why you do not accept the rating; whoever runs the calibration reads it."),
			title=_("Reason missing"),
		)
	if accept:
		_refuse_moved([mine[row_name] for row_name in row_names if has_moved(mine[row_name])], who)
	_set_rows(
		list(row_names),
		answer=ACCEPTED if accept else ANSWERED,
		answer_reason=reason or None,
		answered_by=get_fullname(),
		answered_at=now(),
	)
	waiting = [row for row in _all_rows(doc) if row.answer == WAITING]
	if not waiting and row_names and doc.runner != frappe.session.user:
		notifications.tell_many(
			[
				(
					doc.runner,
					_("{0}: all appraisers have answered. You can apply what was accepted.").format(
						doc.title
					),
					None,
					None,
				)
			],
			link=f"{PAGE}?name={name}",
		)
	return {"answered": len(row_names), "waiting": sum(1 for row in waiting if row.name in mine)}


# --- lists ----------------------------------------------------------------------------------------------------


def of_runner(who: permissions.Viewer, limit: int = 30) -> list:
	"""Calibrations that this person may run, the newest first."""
	Doc = DocType(DOCTYPE)
	condition = None
	if who.is_everything or (
		(who.is_hr or who.is_manager) and who.companies is None and who.departments is None
	):
		condition = Doc.name.isnotnull()
	else:
		if who.is_hr or who.is_manager:
			condition = Doc.name.isnotnull()
			if who.companies is not None:
				condition &= Doc.company.isin(list(who.companies) or [""])
			if who.departments is not None and not who.is_hr:
				condition &= Doc.department.isin(list(who.departments) or [""])
		led = [unit["name"] for unit in units_led(who)]
		if led:
			condition = (
				Doc.department.isin(led) if condition is None else condition | Doc.department.isin(led)
			)
	if condition is None:
		return []
	return (
		frappe.qb.from_(Doc)
		.select(Doc.name, Doc.title, Doc.status, Doc.answer_by, Doc.opened_by, Doc.opened_at)
		.where(condition)
		.orderby(Doc.creation, order=frappe.qb.desc)
		.limit(limit)
	).run(as_dict=True)


def units_led(who: permissions.Viewer) -> list[dict]:
	"""Units that the viewer heads today, or acts for the head of, with all units below them."""
	if not (who.identities or who.acts_for):
		return []
	Unit, Top = DocType("Department"), DocType("Department").as_("top")
	officials = sorted({*who.identities, *(official for official, _unit in who.acts_for if official)})
	rows = (
		frappe.qb.from_(Unit)
		.join(Top)
		.on((Unit.lft >= Top.lft) & (Unit.rgt <= Top.rgt))
		.select(
			Unit.name,
			Unit.department_name,
			Unit.company,
			Unit.lft,
			Unit.rgt,
			Top.name.as_("top"),
			Top.asn_head,
			Top.asn_acting_head,
		)
		.where((Top.asn_head.isin(officials or [""])) | (Top.asn_acting_head.isin(officials or [""])))
		.orderby(Unit.lft)
	).run(as_dict=True)
	found = {}
	for row in rows:
		if any(
			permissions.stands_for(who, head, row.top) for head in (row.asn_head, row.asn_acting_head) if head
		):
			found[row.name] = {
				"name": row.name,
				"title": row.department_name,
				"company": row.company,
				"below": row.rgt - row.lft > 1,
			}
	return list(found.values())


def units_to_run(who: permissions.Viewer, company: str | None) -> list[dict]:
	"""Units whose calibration this person may start, in the order of the tree."""
	if not (who.is_hr or who.is_manager or who.is_everything):
		return units_led(who)
	Unit = DocType("Department")
	query = (
		frappe.qb.from_(Unit)
		.select(Unit.name, Unit.department_name.as_("title"), Unit.company, Unit.lft, Unit.rgt)
		.where(Unit.company == (company or ""))
		.orderby(Unit.lft)
		.limit(500)
	)
	if who.companies is not None and company not in who.companies:
		return units_led(who)
	if who.departments is not None and not who.is_hr:
		query = query.where(Unit.name.isin(list(who.departments) or [""]))
	return [
		{"name": row.name, "title": row.title, "company": row.company, "below": row.rgt - row.lft > 1}
		for row in query.run(as_dict=True)
	]


# --- every day ------------------------------------------------------------------------------------------------


def remind_daily():
	"""Scheduled once a day, before the mails go out."""
	notifications.each_day(remind)


def remind(today=None) -> int:
	"""Tell appraisers whose answers are due soon or overdue; returns how many were told."""
	today = getdate(today or nowdate())
	return sum(_remind(row, today) for row in _unanswered(today))


def _unanswered(today) -> list:
	"""Calibrations with answers missing that are due on one of the days of reminders, or overdue."""
	Doc, Row, Evaluation = DocType(DOCTYPE), DocType(ROW), DocType(EVALUATION)
	days = [str(add_days(today, number)) for number in reminder_days()]
	due = Doc.answer_by.isin(days or [""])
	often = setting("overdue_reminders")
	if often == "Daily" or (often == "Weekly" and today.weekday() == notifications.WEEKLY_ON):
		due |= Doc.answer_by < str(today)
	return (
		frappe.qb.from_(Row)
		.join(Doc)
		.on(Doc.name == Row.calibration)
		.join(Evaluation)
		.on(Evaluation.name == Row.evaluation)
		.select(
			Doc.name,
			Doc.title,
			Doc.answer_by,
			Evaluation.appraiser_type,
			Evaluation.appraiser,
			Count(Row.name).as_("number"),
		)
		.where((Doc.status == SENT) & (Row.answer == WAITING) & due)
		.groupby(Doc.name, Doc.title, Doc.answer_by, Evaluation.appraiser_type, Evaluation.appraiser)
	).run(as_dict=True)


def _remind(row, today) -> int:
	users = notifications.users_of({(row.appraiser_type or "Employee", row.appraiser)})
	until = formatdate(row.answer_by)
	if getdate(row.answer_by) < today:
		text = _("{0}: {1} ratings wait for your answer since {2}.").format(row.title, row.number, until)
	else:
		text = _("{0}: {1} ratings wait for your answer until {2}.").format(row.title, row.number, until)
	return sum(
		notifications.tell_fresh([(user, text, None, None)], link=f"{PAGE}?name={row.name}")
		for user in users.values()
	)
