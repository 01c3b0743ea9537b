"""The performance of units (capaian kinerja organisasi): proposed for their heads, confirmed by the leaders above them, and
what follows from it in the evaluations of their people.

A confirmed rating stands in every evaluation of the unit that is not rated yet, and is its head's rating of results (SE
MenPANRB 3/2023); evaluations that are created or reworked later take it from here too. Where no rating is confirmed,
HR or the appraiser types it. Everything works on many units or evaluations at once, in a fixed number of statements.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

import frappe
from frappe import _
from frappe.query_builder import Case, DocType
from frappe.query_builder.functions import Coalesce
from frappe.utils import cint, cstr, escape_html, flt, formatdate, get_fullname, getdate

from kinerja_asn import agreements, appraisers, bulk, figures, notifications, permissions
from kinerja_asn.personal import DATA_LIMIT
from kinerja_asn.rules.numeric import rounded
from kinerja_asn.rules.predicate import UNIT_RATINGS, predicate_for
from kinerja_asn.rules.unit_rating import (
	PERIODIC,
	Achievement,
	head_result_rating,
	proposed_rating,
)
from kinerja_asn.setup.settings import unit_head_rules, unit_rating_rules

RATING, EVALUATION = "Unit Performance Rating", "Performance Evaluation"
DRAFT, CONFIRMED = "Draft", "Unit Rating Confirmed"
#: Evaluations in these states are not rated yet.
OPEN = ("Draft", "Self Assessed")
#: Problems of the head's own record that do not keep his unit from being rated.
NOT_ABOUT_APPRAISER = appraisers.NOT_ABOUT_APPRAISER
#: Rows that one statement updates.
ROWS_AT_ONCE = 200

FIGURES = (
	"agreement",
	"achievement",
	"has_achievement",
	"indicators",
	"indicators_met",
	"indicators_exceeded",
	"indicators_missed",
	"indicators_without",
	"proposed_rating",
)
PEOPLE = (
	"employee",
	"employee_name",
	"position",
	"appraiser_type",
	"appraiser",
	"appraiser_name",
	"appraiser_position",
	"superior_type",
	"superior",
	"superior_name",
)


# --- units and their heads --------------------------------------------------------------------------------


def units(departments: Collection[str] | None = None, heads: Collection[str] | None = None) -> list:
	"""Units in use, of these departments and led by these people, in the order of the tree.

	The acting head leads while there is one, as he appraises then. Returns rows of name, department_name,
	parent_department, company, head (or None), head_name and in_service.
	"""
	Unit, Head = DocType("Department"), DocType("Employee")
	leads = head_of(Unit)
	query = (
		frappe.qb.from_(Unit)
		.left_join(Head)
		.on(Head.name == leads)
		.select(
			Unit.name,
			Unit.department_name,
			Unit.parent_department,
			Unit.company,
			Head.name.as_("head"),
			Head.employee_name.as_("head_name"),
			Head.status,
			Head.relieving_date,
		)
		.where(Unit.disabled == 0)
		.orderby(Unit.lft)
	)
	if departments is not None:
		query = query.where(Unit.name.isin(list(departments) or [""]))
	if heads is not None:
		query = query.where(leads.isin(list(heads) or [""]))
	rows = query.run(as_dict=True)
	for row in rows:
		row.in_service = row.status == "Active" and (
			not row.relieving_date or getdate(row.relieving_date) >= getdate()
		)
	return rows


def rights_of(row):
	"""The columns that decide rights in the rating of a unit (a row of `units`), as they would be written today."""
	official = appraisers.resolve([row.head])[row.head] if row.head else appraisers.Appraisers()
	return frappe._dict(
		employee=row.head,
		department=row.name,
		company=row.company,
		appraiser_type=official.appraiser_type,
		appraiser=official.appraiser,
		superior=official.superior,
	)


def head_of(Unit):
	"""Term of the query builder: who leads a unit now."""
	acting = Case().when(Unit.asn_acting_head != "", Unit.asn_acting_head)
	return Coalesce(acting, Unit.asn_head)


def end_of(period: str, kind: str, interval: str | None):
	"""The last day of the time that is rated."""
	if kind == PERIODIC:
		return getdate(frappe.db.get_value("Performance Interval", interval, "to_date"))
	return getdate(frappe.db.get_value("Performance Period", period, "to_date"))


def refuse_before_end(period: str, kind: str, interval: str | None):
	"""What a unit has reached is known when the time is over, not before."""
	end = end_of(period, kind, interval)
	if getdate() < end:
		frappe.throw(
			_("{0} ends on {1}; units are rated from that day on.").format(
				frappe.bold(shown(period, kind, interval)), formatdate(end)
			),
			title=_("Not over yet"),
		)


def shown(period: str, kind: str, interval: str | None) -> str:
	"""What is rated, as messages name it."""
	return figures.interval(interval) if kind == PERIODIC else _("the year {0}").format(figures.year(period))


# --- proposing --------------------------------------------------------------------------------------------


def propose(rows: Collection, period: str, kind: str, interval: str | None) -> dict[str, bulk.Outcome]:
	"""A draft of the rating for each of these units (rows of `units`), with what its agreement's achievement proposes.

	A draft that is there gets the figures and the people of today; what its leader has chosen stays. The caller has checked
	the right.

	Returns:
		unit -> what came of it.
	"""
	outcomes = {}
	due = []
	for row in rows:
		problem = problem_of(row)
		if problem:
			outcomes[row.name] = bulk.Outcome(bulk.PROBLEM, problem, "Department", row.name)
		else:
			due.append(row)
	there = _there([row.name for row in due], period, kind, interval)
	for row in due:
		if row.name in there and there[row.name].docstatus == 1:
			outcomes[row.name] = bulk.Outcome(
				bulk.ALREADY_THERE,
				_("{0}: rated already ({1}).").format(row.department_name, _(there[row.name].rating)),
				RATING,
				there[row.name].name,
			)
	due = [row for row in due if row.name not in outcomes]
	people = people_of(due, outcomes)
	due = [row for row in due if row.name not in outcomes]
	reached = achievements([row.name for row in due], period, interval)
	new, changed = [], {}
	for row in due:
		columns = people[row.name] | figures_of(*reached.get(row.name, (None, Achievement(), 0)), kind)
		draft = there.get(row.name)
		if draft:
			if _follows_proposal(draft):
				columns["rating"] = columns["proposed_rating"]
			columns = {
				column: value for column, value in columns.items() if _plain(draft[column]) != _plain(value)
			}
			if columns:
				changed[draft.name] = columns
			outcomes[row.name] = _again(row, draft, bool(columns))
		else:
			new.append(_new_row(row, columns, period, kind, interval))
	_insert(new)
	update_each(changed)
	for row in new:
		outcomes[row["department"]] = bulk.Outcome(bulk.CREATED, _proposed_text(row), RATING, row["name"])
	return outcomes


def problem_of(row) -> str | None:
	"""What keeps a unit from being rated, in words."""
	if not row.head:
		return _(
			"{0} has no head. Enter one in the record of the unit; its performance is rated with him."
		).format(row.department_name)
	if not row.in_service:
		return _("{0}: the head {1} is not in service. Enter the new head or an acting head.").format(
			row.department_name, row.head_name
		)
	return None


def achievements(
	departments: Collection[str], period: str, interval: str | None
) -> dict[str, tuple[str, Achievement, int]]:
	"""unit -> (its agreement, what it has reached, how many indicators met their target); without one it is left out."""
	Doc = DocType("Performance Agreement")
	of_unit = dict(
		frappe.qb.from_(Doc)
		.select(Doc.department, Doc.name)
		.where((Doc.performance_period == period) & (Doc.docstatus == 1))
		.where(Doc.department.isin(list(departments) or [""]))
		.orderby(Doc.from_date)
		.run()
	)
	reached = agreements.achievement(of_unit.values(), interval) if of_unit else {}
	found = {}
	for unit, name in of_unit.items():
		told = reached[name]
		percent = rounded(told.percent) if told.percent is not None else None
		found[unit] = (name, Achievement(percent, told.indicators, told.exceeded, told.without), told.met)
	return found


def bands(kind: str) -> list[dict]:
	"""When which rating is proposed, as forms and pages show it: dicts of rating and words, best first."""
	rules = unit_rating_rules()
	share, number = figures.number(rules.exceeded_share), figures.number
	lines = [
		_("above {0}%, and {1}% of the indicators or more above their target").format(
			number(rules.outstanding_above), share
		),
		_("from {0}%").format(number(rules.good_from)),
		_("from {0}%").format(number(rules.needs_improvement_from)),
		_("from {0}%").format(number(rules.poor_from)),
		_("below {0}%").format(number(rules.poor_from)),
	]
	if kind == PERIODIC:
		lines[-1] += ", " + _("or more than {0}% of the indicators without progress").format(
			number(rules.no_progress_above)
		)
	return [{"rating": rating, "words": words} for rating, words in zip(UNIT_RATINGS, lines, strict=True)]


def figures_of(agreement: str | None, reached: Achievement, met: int, kind: str) -> dict:
	"""The columns that the proposal rests on."""
	measured = reached.percent is not None
	return {
		"agreement": agreement,
		"achievement": flt(reached.percent, 2) if measured else 0.0,
		"has_achievement": int(measured),
		"indicators": reached.indicators,
		"indicators_met": met,
		"indicators_exceeded": reached.exceeded,
		"indicators_missed": max(reached.indicators - met - reached.without, 0),
		"indicators_without": reached.without,
		"proposed_rating": proposed_rating(reached, kind, unit_rating_rules()),
	}


def _there(departments: list[str], period: str, kind: str, interval: str | None) -> dict:
	"""unit -> its rating for this time that is not cancelled."""
	Doc = DocType(RATING)
	rows = (
		frappe.qb.from_(Doc)
		.select(
			Doc.name,
			Doc.department,
			Doc.docstatus,
			Doc.rating,
			Doc.reason,
			*[Doc[column] for column in (*FIGURES, *PEOPLE)],
		)
		.where(of_time(Doc, period, kind, interval) & (Doc.docstatus < 2))
		.where(Doc.department.isin(departments or [""]))
		.for_update()
	).run(as_dict=True)
	return {row.department: row for row in rows}


def of_time(Doc, period: str, kind: str, interval: str | None):
	"""Condition: documents of one kind, of an interval or of the year."""
	condition = (Doc.performance_period == period) & (Doc.kind == kind)
	return condition & (Doc.performance_interval == interval) if kind == PERIODIC else condition


def _follows_proposal(draft) -> bool:
	"""Has the leader not chosen otherwise yet?"""
	return (draft.rating or None) == (draft.proposed_rating or None) and not cstr(draft.reason).strip()


def people_of(rows: list, outcomes: dict | None = None) -> dict[str, dict]:
	"""unit -> the columns of its head and of the leader above; who has none is a problem."""
	heads = sorted({row.head for row in rows})
	organisation = appraisers.Organisation()
	persons, officials = organisation.snapshots(heads), organisation.resolve(heads)
	found = {}
	for row in rows:
		official = officials[row.head]
		if official.problem and not official.problem.startswith(NOT_ABOUT_APPRAISER):
			if outcomes is not None:
				outcomes[row.name] = bulk.Outcome(
					bulk.PROBLEM,
					f"{row.department_name}: {official.message}",
					official.link_doctype,
					official.link_name,
				)
			continue
		found[row.name] = {
			"employee": row.head,
			"employee_name": persons[row.head]["employee_name"],
			"position": persons[row.head]["position"],
			**{column: getattr(official, column) for column in PEOPLE[3:]},
		}
	return found


def _new_row(row, columns: dict, period: str, kind: str, interval: str | None) -> dict:
	slot = slot_of(row.name, period, kind, interval)
	return {
		"name": slot,
		"slot": slot,
		"department": row.name,
		"department_name": row.department_name,
		"company": row.company,
		"performance_period": period,
		"kind": kind,
		"performance_interval": interval if kind == PERIODIC else None,
		"workflow_state": DRAFT,
		"rating": columns["proposed_rating"],
		**columns,
	}


def slot_of(department: str, period: str, kind: str, interval: str | None) -> str:
	"""One rating per unit and time: the value of the unique column, and the first one's name."""
	time = interval if kind == PERIODIC else period.partition("-")[0]
	slot = f"CKO-{department}-{time}"
	if len(slot) > DATA_LIMIT - 4:
		slot = f"CKO-{department[:90]}-{frappe.utils.sha256_hash(department)[:12]}-{time}"
	return slot


def _insert(rows: list[dict]):
	if not rows:
		return
	# a cancelled rating keeps its name
	Doc = DocType(RATING)
	taken = set(
		frappe.qb.from_(Doc)
		.select(Doc.name)
		.where(Doc.department.isin([row["department"] for row in rows]))
		.run(pluck=True)
	)
	for row in rows:
		number = 1
		while row["name"] in taken:
			number += 1
			row["name"] = f"{row['slot']}-{number}"
	bulk.insert_rows(RATING, rows)
	_tell_leaders(rows)


def _tell_leaders(rows: list[dict]):
	"""Each leader above is told once, however many units wait for him."""
	of_leader = {}
	for row in rows:
		if row["appraiser"]:
			of_leader.setdefault((row["appraiser_type"] or "Employee", row["appraiser"]), []).append(row)
	users = notifications.users_of(of_leader)
	entries = []
	for leader, found in of_leader.items():
		if leader not in users:
			continue
		sentence = _("The performance of {0} waits for your rating.").format(found[0]["department_name"])
		if len(found) > 1:
			sentence = _("The performance of {0} units waits for your rating.").format(len(found))
		entries.append((users[leader], sentence, RATING, found[0]["name"]))
	notifications.tell_many(entries)


def _proposed_text(row: dict) -> str:
	if row["proposed_rating"]:
		return _("{0}: {1} proposed.").format(row["department_name"], _(row["proposed_rating"]))
	if row["agreement"]:
		return _("{0}: nothing was measured yet, the leader above rates with a reason.").format(
			row["department_name"]
		)
	return _("{0}: no performance agreement, the leader above rates with a reason.").format(
		row["department_name"]
	)


def _again(row, draft, changed: bool) -> bulk.Outcome:
	if changed:
		return bulk.Outcome(
			bulk.DONE, _("{0}: figures brought up to date.").format(row.department_name), RATING, draft.name
		)
	return bulk.Outcome(
		bulk.ALREADY_THERE,
		_("{0}: waits for the leader above already.").format(row.department_name),
		RATING,
		draft.name,
	)


def _plain(value):
	if isinstance(value, int | float | Decimal):
		return flt(value, 2)
	return value or None


def update_each(rows: dict[str, dict]):
	"""Write other values into each of many documents, with one statement for a few hundred of them."""
	Doc = DocType(RATING)
	names = sorted(rows)
	for start in range(0, len(names), ROWS_AT_ONCE):
		part = names[start : start + ROWS_AT_ONCE]
		query = (
			frappe.qb.update(Doc)
			.set(Doc.modified, frappe.utils.now())
			.set(Doc.modified_by, frappe.session.user)
			.where(Doc.name.isin(part))
		)
		for column in sorted({column for name in part for column in rows[name]}):
			value = Case()
			for name in part:
				if column in rows[name]:
					value = value.when(Doc.name == name, rows[name][column])
			query = query.set(Doc[column], value.else_(Doc[column]))
		query.run()


def follow_heads(departments: Collection[str] = (), employees: Collection[str] = ()):
	"""Drafts of these units, or about or in front of these people, get the head and the leader above of today.

	The caller has checked the right to the change behind it.
	"""
	Doc = DocType(RATING)
	names = sorted({*employees}) or [""]
	drafts = (
		frappe.qb.from_(Doc)
		.select(Doc.name, Doc.department, Doc.department_name, *[Doc[column] for column in PEOPLE])
		.where(
			(Doc.docstatus == 0)
			& (
				Doc.department.isin(sorted(departments) or [""])
				| Doc.employee.isin(names)
				| ((Doc.appraiser_type == "Employee") & Doc.appraiser.isin(names))
			)
		)
		.for_update()
	).run(as_dict=True)
	if not drafts:
		return
	rows = [row for row in units({draft.department for draft in drafts}) if not problem_of(row)]
	people = people_of(rows)
	changed, told = {}, []
	for draft in drafts:
		new = people.get(draft.department)
		if not new or all(_plain(draft[column]) == _plain(value) for column, value in new.items()):
			continue
		changed[draft.name] = new
		if new["appraiser"] != draft.appraiser:
			told.append(new | {"name": draft.name, "department_name": draft.department_name})
	update_each(changed)
	bulk.add_comments(
		[
			(
				RATING,
				name,
				escape_html(
					_("Head of the unit: {0}; leader above: {1}").format(
						new["employee_name"], new["appraiser_name"]
					)
				),
			)
			for name, new in changed.items()
		]
	)
	_tell_leaders(told)


# --- what follows in evaluations --------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
	"""The confirmed rating that an evaluation stands under."""

	name: str
	rating: str
	#: is the person evaluated the head of this unit?
	leads: bool

	@property
	def columns(self) -> dict:
		found = {
			"unit_rating": self.rating,
			"unit_rating_from": self.name,
			"results_follow_unit": int(self.leads),
		}
		if self.leads:
			found["result_rating"] = head_result_rating(self.rating, unit_head_rules())
		return found


def standing(
	people: Iterable[tuple[str, str]], period: str, kind: str, interval: str | None
) -> dict[tuple[str, str], Standing]:
	"""(employee, unit of his evaluation) -> the confirmed rating that counts there; one statement.

	A head stands under the rating of the unit he leads, whether he is counted among its people or among those of the unit
	above it; everybody else under that of his unit.
	"""
	people = set(people)
	if not people:
		return {}
	Doc, Unit = DocType(RATING), DocType("Department")
	rows = (
		frappe.qb.from_(Doc)
		.left_join(Unit)
		.on(Unit.name == Doc.department)
		.select(Doc.name, Doc.department, Doc.employee, Doc.rating, Unit.parent_department)
		.where(of_time(Doc, period, kind, interval) & (Doc.docstatus == 1))
		.where(
			Doc.department.isin(sorted({unit for _employee, unit in people if unit}) or [""])
			| Doc.employee.isin(sorted({employee for employee, _unit in people}))
		)
		.orderby(Unit.lft)
	).run(as_dict=True)
	of_unit = {row.department: row for row in rows}
	of_head = {}
	for row in rows:
		of_head.setdefault((row.employee, row.parent_department), row)
	for row in rows:
		of_head[row.employee, row.department] = row
	found = {}
	for employee, unit in people:
		led, own = of_head.get((employee, unit)), of_unit.get(unit)
		if led:
			found[employee, unit] = Standing(led.name, led.rating, True)
		elif own:
			found[employee, unit] = Standing(own.name, own.rating, False)
	return found


def columns_for(doc) -> dict:
	"""What the confirmed rating of the unit puts into this evaluation; what a cancelled one had put there goes."""
	key = (doc.employee, doc.department)
	found = standing([key], doc.performance_period, doc.kind, doc.performance_interval).get(key)
	return _columns(doc, found)


def _columns(row, found: Standing | None) -> dict:
	if not found and not row.unit_rating_from:
		return {}
	columns = dict.fromkeys(("unit_rating", "unit_rating_from")) | {"results_follow_unit": 0}
	if cint(row.results_follow_unit):
		columns["result_rating"] = None
	return columns | (found.columns if found else {})


def write_into_evaluations(doc) -> dict:
	"""Let the open evaluations of a unit follow its rating, which has just been confirmed or cancelled.

	Returns:
		{"changed", "rated": left as they are since the appraiser has rated}.
	"""
	Doc = DocType(EVALUATION)
	above = frappe.db.get_value("Department", doc.department, "parent_department")
	units_of_head = [unit for unit in (doc.department, above) if unit]
	rows = (
		frappe.qb.from_(Doc)
		.select(
			Doc.name,
			Doc.employee,
			Doc.department,
			Doc.workflow_state,
			Doc.unit_rating,
			Doc.unit_rating_from,
			Doc.results_follow_unit,
			Doc.result_rating,
			Doc.behaviour_rating,
		)
		.where(
			of_time(Doc, doc.performance_period, doc.kind, doc.performance_interval)
			& (Doc.docstatus == 0)
			& (
				(Doc.department == doc.department)
				| ((Doc.employee == doc.employee) & Doc.department.isin(units_of_head))
				| (Doc.unit_rating_from == doc.name)
			)
		)
		.for_update()
	).run(as_dict=True)
	open_ones = [row for row in rows if row.workflow_state in OPEN]
	found = standing(
		{(row.employee, row.department) for row in open_ones},
		doc.performance_period,
		doc.kind,
		doc.performance_interval,
	)
	groups = {}
	for row in open_ones:
		columns = _columns(row, found.get((row.employee, row.department)))
		if all(_plain(row[column]) == _plain(value) for column, value in columns.items()):
			continue
		if "result_rating" in columns:
			columns["predicate"] = _predicate(columns["result_rating"], row.behaviour_rating)
		groups.setdefault(tuple(columns.items()), []).append(row.name)
	for columns, names in groups.items():
		_write(names, dict(columns))
	names = [name for found in groups.values() for name in found]
	if cint(doc.docstatus) == 1:
		text = _("Unit performance rating: {0}, confirmed by {1}").format(_(doc.rating), doc.confirmed_by)
	else:
		text = _("Unit performance rating taken back: {0} was cancelled by {1}").format(
			doc.name, get_fullname()
		)
	bulk.add_comments([(EVALUATION, name, escape_html(text)) for name in names])
	return {"changed": len(names), "rated": len(rows) - len(open_ones)}


def _predicate(result: str | None, behaviour: str | None) -> str | None:
	return predicate_for(result, behaviour) if result and behaviour else None


def _write(names: list[str], columns: dict):
	"""Write the same columns into many evaluations."""
	if not names:
		return
	Doc = DocType(EVALUATION)
	query = (
		frappe.qb.update(Doc)
		.set(Doc.modified, frappe.utils.now())
		.set(Doc.modified_by, frappe.session.user)
		.where(Doc.name.isin(names))
	)
	for column, value in columns.items():
		query = query.set(Doc[column], value)
	query.run()


def enter(period: str, departments: list[str], kind: str, interval: str | None, rating: str) -> dict:
	"""Type a rating into the evaluations of units that have no confirmed one; the caller has checked the right.

	Returns:
		{"changed", "rated": left as they are since the appraiser has rated, "confirmed": left since they follow a confirmed
		rating, "own": the caller's own, left too}.
	"""
	Doc, mine = DocType(EVALUATION), permissions.viewer().employee
	rows = (
		frappe.qb.from_(Doc)
		.select(Doc.name, Doc.employee, Doc.workflow_state, Doc.unit_rating, Doc.unit_rating_from)
		.where(of_time(Doc, period, kind, interval) & (Doc.docstatus < 2))
		.where(Doc.department.isin(departments or [""]) & (Doc.workflow_state != "Cancelled"))
		.for_update()
	).run(as_dict=True)
	answer = {"changed": 0, "rated": 0, "confirmed": 0, "own": 0}
	names = []
	for row in rows:
		if row.employee == mine:
			answer["own"] += 1
		elif "unit_rating" not in permissions.writable_by(EVALUATION, row.workflow_state, {"hr"}):
			answer["rated"] += 1
		elif row.unit_rating_from:
			answer["confirmed"] += 1
		elif row.unit_rating != rating:
			names.append(row.name)
	_write(names, {"unit_rating": rating})
	text = escape_html(
		_("Unit performance rating: {0}, entered for the whole unit by {1}").format(_(rating), get_fullname())
	)
	bulk.add_comments([(EVALUATION, name, text) for name in names])
	answer["changed"] = len(names)
	return answer
