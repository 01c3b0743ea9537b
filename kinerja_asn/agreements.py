"""Performance Agreements (Perjanjian Kinerja): whose they are, what they amount to, and who reads them after a change.

`achievement` is what unit ratings and the cascade read; `follow_heads` lets the documents follow a new head.
"""

from collections.abc import Collection
from decimal import Decimal

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Coalesce
from frappe.utils import cint, cstr, escape_html, flt, getdate, now

from kinerja_asn import appraisers, bulk, notifications, realised, stages
from kinerja_asn.appraisers import APPRAISER_COLUMNS
from kinerja_asn.rules import agreement as rules
from kinerja_asn.rules import planning
from kinerja_asn.rules.agreement import Achieved
from kinerja_asn.rules.errors import RuleError
from kinerja_asn.rules.numeric import to_decimal
from kinerja_asn.rules.progress import Measure, percent_of
from kinerja_asn.setup.settings import achievement_rules, setting

AGREEMENT = "Performance Agreement"
REALISATION = "Performance Agreement Realisation"
ROW = "Performance Agreement Realisation Row"
#: Documents that hang on an agreement and carry its rights columns.
OF_AN_AGREEMENT = ("Performance Agreement Adjustment", REALISATION)
CONTENT_TABLES = ("objectives", "indicators")
AGREED, CLOSED = "Agreement Agreed", "Closed"
#: Agreements in these states can be supported by others, and have a realisation.
IN_FORCE = (AGREED,)
SENT = "Realisation Sent"

#: What an agreement keeps of the head of the unit.
HEAD_COLUMNS = ("employee", "employee_name", "nip", "asn_rank", "position")
RIGHTS = ("employee", "appraiser_type", "appraiser", "superior_type", "superior")


# --- whose agreement it is ---------------------------------------------------------------------------------


def heads_of(departments: Collection[str]) -> dict[str, str]:
	"""unit -> its acting head, or else its head; a unit without one in service is left out. One statement."""
	if not departments:
		return {}
	Unit, Acting, Head = (
		DocType("Department"),
		DocType("Employee").as_("acting"),
		DocType("Employee").as_("head"),
	)
	rows = (
		frappe.qb.from_(Unit)
		.left_join(Acting)
		.on((Acting.name == Unit.asn_acting_head) & (Acting.status == "Active"))
		.left_join(Head)
		.on((Head.name == Unit.asn_head) & (Head.status == "Active"))
		.select(Unit.name, Acting.name, Head.name)
		.where(Unit.name.isin(list(departments)))
	).run()
	return {unit: acting or head for unit, acting, head in rows if acting or head}


def people_of(departments: Collection[str], on_date=None) -> dict[str, dict]:
	"""unit -> the columns of its head and of the leaders above him, with "problem": what is wrong with them, in words.

	A unit without a head is left out. The number of statements does not grow with the number of units.
	"""
	heads = heads_of(departments)
	if not heads:
		return {}
	organisation = appraisers.Organisation(on_date)
	leaders = organisation.resolve(set(heads.values()))
	people = organisation.snapshots(set(heads.values()))
	found = {}
	for unit, head in heads.items():
		leader, person = leaders[head], people[head]
		columns = {column: person.get(column) for column in HEAD_COLUMNS} | {"employee": head}
		columns |= leader.columns
		columns["appraiser_type"] = columns["appraiser_type"] or "Employee"
		columns["superior_type"] = columns["superior_type"] or "Employee"
		about_leader = leader.problem and not leader.problem.startswith(appraisers.NOT_ABOUT_APPRAISER)
		columns["problem"] = leader.message if about_leader else None
		found[unit] = columns
	return found


def follow_heads(departments: Collection[str], reason: str | None = None) -> list[str]:
	"""Give the agreements of these units, with their adjustments and realisations, to the heads they have now.

	Set-based. What is agreed keeps the names of those who signed it; the rights go to who heads the unit now, and each
	document keeps from whom to whom it went. The caller has checked the right.

	Returns:
		the agreements that changed hands.
	"""
	Doc = DocType(AGREEMENT)
	rows = (
		frappe.qb.from_(Doc)
		.select(
			Doc.name, Doc.department, Doc.docstatus, *[Doc[c] for c in (*HEAD_COLUMNS, *APPRAISER_COLUMNS)]
		)
		.where(
			Doc.department.isin(list(departments) or [""])
			& (Doc.docstatus < 2)
			& Doc.workflow_state.notin(appraisers.OVER)
		)
		.orderby(Doc.name)
	).run(as_dict=True)
	if not rows:
		return []
	people = people_of({row.department for row in rows})
	nobody = dict.fromkeys((*HEAD_COLUMNS, *APPRAISER_COLUMNS))
	moved = []
	for row in rows:
		new = people.get(row.department) or nobody
		if any(
			(row[column] or None) != (new[column] or None)
			for column in RIGHTS
			if not column.endswith("_type")
		):
			moved.append((row, new))
	_write_people(moved)
	_follow([row.name for row, new in moved])
	_keep_trace(moved, reason)
	_tell_heads(moved)
	return [row.name for row, new in moved]


def follow_people(employees: Collection[str], reason: str | None = None) -> list[str]:
	"""As `follow_heads`, for the agreements that name one of these people."""
	if not employees:
		return []
	Doc = DocType(AGREEMENT)
	names = list(employees)
	units = (
		frappe.qb.from_(Doc)
		.select(Doc.department)
		.distinct()
		.where(
			(Doc.docstatus < 2)
			& Doc.workflow_state.notin(appraisers.OVER)
			& (Doc.employee.isin(names) | ((Doc.appraiser_type == "Employee") & Doc.appraiser.isin(names)))
		)
	).run(pluck=True)
	return follow_heads(units, reason) if units else []


def _write_people(moved: list):
	groups = {}
	for row, new in moved:
		columns = RIGHTS if cint(row.docstatus) else (*HEAD_COLUMNS, *APPRAISER_COLUMNS)
		values = tuple((column, new[column]) for column in columns)
		groups.setdefault(values, []).append(row.name)
	Doc = DocType(AGREEMENT)
	for values, names in groups.items():
		query = frappe.qb.update(Doc).set(Doc.modified, now()).set(Doc.modified_by, frappe.session.user)
		for column, value in values:
			query = query.set(Doc[column], value or ("Employee" if column.endswith("_type") else None))
		query.where(Doc.name.isin(names)).run()


def _follow(names: list[str]):
	if not names:
		return
	Base = DocType(AGREEMENT)
	for doctype in OF_AN_AGREEMENT:
		Doc = DocType(doctype)
		for columns, only_drafts in (
			(RIGHTS, False),
			(("employee_name", "appraiser_name", "superior_name"), True),
		):
			query = frappe.qb.update(Doc).set(Doc.modified, now())
			for column in columns:
				of_base = frappe.qb.from_(Base).select(Base[column]).where(Base.name == Doc.agreement)
				# Coalesce puts the brackets around the subquery that the query builder leaves out here
				query = query.set(Doc[column], Coalesce(of_base, None))
			query.where(Doc.agreement.isin(names) & (Doc.docstatus < (1 if only_drafts else 2))).run()


def _keep_trace(moved: list, reason: str | None):
	lines = []
	for row, new in moved:
		parts = []
		for column, text in (
			("employee", _("Head of unit: {0}")),
			("appraiser", _("Leader above: {0}")),
			("superior", _("Superior above: {0}")),
		):
			if row[column] != new[column]:
				name = f"{column}_name"
				parts.append(text.format(appraisers.from_to(row[name], new[name])))
		if cstr(reason).strip():
			parts.append(_("Reason: {0}").format(reason))
		lines.append((AGREEMENT, row.name, "<br>".join(escape_html(part) for part in parts)))
	if lines:
		bulk.add_comments(lines)


def _tell_heads(moved: list):
	notifications.tell_many(_news_for_heads(moved))


def _news_for_heads(moved: list) -> list[tuple]:
	gained = [(row, new) for row, new in moved if new["employee"] and new["employee"] != row.employee]
	users = notifications.users_of([("Employee", new["employee"]) for row, new in gained])
	return [
		(
			users[("Employee", new["employee"])],
			_("The performance agreement {0} is yours now.").format(row.name),
			AGREEMENT,
			row.name,
		)
		for row, new in gained
		if ("Employee", new["employee"]) in users
	]


# --- what agreements amount to -----------------------------------------------------------------------------


def achievement(agreements: Collection[str], interval: str | None = None) -> dict[str, Achieved]:
	"""What the indicators of agreements amount to, in three statements whatever their number.

	Args:
		interval: an interval of evaluation: the targets until its end beside what was realised until then, as the
			realisation sent for that interval says. None: the year: its targets beside what is realised so far.
	"""
	highest = to_decimal(flt(setting("agreement_highest_achievement")))
	percents = indicator_percents(agreements, interval, whole_year=not interval)
	return {
		name: rules.achieved([percent for _objective, percent in rows.values()], highest)
		for name, rows in percents.items()
	}


def objective_percents(
	agreements: Collection[str], interval: str | None = None
) -> dict[str, dict[str, Decimal | None]]:
	"""agreement -> key of objective -> the mean percentage of its indicators until now (None where none can be told)."""
	highest = to_decimal(flt(setting("agreement_highest_achievement")))
	found = {}
	for name, rows in indicator_percents(agreements, interval).items():
		by_objective = {}
		for objective, percent in rows.values():
			by_objective.setdefault(objective, []).append(percent)
		found[name] = {key: rules.achieved(values, highest).percent for key, values in by_objective.items()}
	return found


def indicator_percents(
	agreements: Collection[str], interval: str | None = None, whole_year: bool = False
) -> dict[str, dict[str, tuple[str, Decimal | None]]]:
	"""agreement -> key of indicator -> (key of its objective, percentage or None), of indicators in force.

	Args:
		interval: until the end of this interval; None: until the last one whose realisation was sent.
		whole_year: compare with the target of the year instead of the targets until then.
	"""
	names = sorted({name for name in agreements if name})
	found = {name: {} for name in names}
	if not names:
		return found
	end = frappe.db.get_value("Performance Interval", interval, "to_date", cache=True) if interval else None
	said = _realised_rows(names, interval)
	for row in _indicators_of(names):
		if row.closed_on and not (end and getdate(row.closed_on) > getdate(end)):
			continue
		percent = _percent(row, said.get((row.parent, row.row_key)), whole_year)
		found[row.parent][row.row_key] = (row.result_key, percent)
	return found


def _indicators_of(names: list[str]) -> list:
	Row = DocType("Performance Agreement Indicator")
	return (
		frappe.qb.from_(Row)
		.select(
			Row.parent,
			Row.row_key,
			Row.result_key,
			Row.closed_on,
			Row.target,
			Row.target_low,
			Row.target_high,
			Row.direction,
			Row.adds_up,
		)
		.where(Row.parent.isin(names) & (Row.parenttype == AGREEMENT))
		.orderby(Row.parent)
		.orderby(Row.idx)
	).run(as_dict=True)


def _realised_rows(names: list[str], interval: str | None) -> dict[tuple[str, str], dict]:
	"""(agreement, key of indicator) -> the row of the realisation sent for the interval, or of the last one sent."""
	Doc, Row, Interval = DocType(REALISATION), DocType(ROW), DocType("Performance Interval")
	query = (
		frappe.qb.from_(Doc)
		.join(Interval)
		.on(Interval.name == Doc.performance_interval)
		.join(Row)
		.on((Row.parent == Doc.name) & (Row.parenttype == REALISATION))
		.select(
			Doc.agreement,
			Row.indicator_key,
			Row.reported,
			Row.cumulative_realisation,
			Row.cumulative_achievement,
			Row.has_cumulative,
		)
		.where(Doc.agreement.isin(names) & (Doc.docstatus == 1))
		.orderby(Interval.to_date)
	)
	if interval:
		query = query.where(Doc.performance_interval == interval)
	# a later interval takes the place of an earlier one
	return {(row.agreement, row.indicator_key): row for row in query.run(as_dict=True)}


def _percent(indicator, row, whole_year: bool) -> Decimal | None:
	if not row:
		return None
	if not whole_year:
		return to_decimal(flt(row.cumulative_achievement, 6)) if cint(row.has_cumulative) else None
	if not (cint(row.has_cumulative) or cint(row.reported) or flt(row.cumulative_realisation)):
		return None
	measure = Measure(
		indicator.direction or planning.HIGHER,
		indicator.adds_up or planning.SUM,
		indicator.target_low,
		indicator.target_high,
	)
	try:
		return percent_of(
			flt(row.cumulative_realisation), flt(indicator.target), measure, achievement_rules()
		)
	except RuleError:
		return None


# --- the realisation of an interval ------------------------------------------------------------------------


def rows_of_interval(agreement, interval: str, intervals: list | None = None) -> list[dict]:
	"""The rows that the realisation of an interval begins with: each indicator in force, with its targets.

	A target that adds up is spread over the intervals of the year; an average or a last value stands in each.

	Args:
		intervals: as `stages.realisation_intervals` gives them; looked up when left out.
	"""
	intervals = stages.realisation_intervals(agreement) if intervals is None else intervals
	place = next((place for place, row in enumerate(intervals) if row.name == interval), None)
	end = getdate(intervals[place].to_date) if place is not None else None

	def is_over(row):
		return bool(row.closed_on) and not (end and getdate(row.closed_on) > end)

	objectives = {row.row_key: row.objective for row in agreement.objectives if not is_over(row)}
	return [
		{
			"objective_key": row.result_key,
			"objective": objectives[row.result_key],
			"indicator_key": row.row_key,
			"indicator": row.indicator,
			"target": row.target,
			"interval_target": _part_of_target(row, len(intervals), place),
			"uom": row.uom,
			"direction": row.direction,
			"adds_up": row.adds_up,
			"target_low": row.target_low,
			"target_high": row.target_high,
		}
		for row in agreement.indicators
		if not is_over(row) and row.result_key in objectives
	]


def _part_of_target(row, count: int, place: int | None) -> float:
	if row.direction == planning.RANGE or not count or place is None:
		return 0
	try:
		return flt(planning.spread_target(str(flt(row.target, 6)), count, row.adds_up or planning.SUM)[place])
	except RuleError:
		return 0


def earlier_of(agreement, interval: str) -> dict[str, realised.Earlier]:
	"""key of indicator -> what the intervals before this one had as targets and brought.

	An interval without a realisation keeps its target: what was due stays due.
	"""
	intervals = stages.realisation_intervals(agreement)
	sent = {}
	for row in _sent_rows(agreement.name):
		sent.setdefault(row.performance_interval, {})[row.indicator_key] = row
	found = {}
	for before in intervals:
		if before.name == interval:
			break
		rows = sent.get(before.name)
		if rows is None:
			rows = {row["indicator_key"]: row for row in rows_of_interval(agreement, before.name, intervals)}
		for key, row in rows.items():
			earlier = found.setdefault(key, realised.Earlier())
			earlier.targets.append(flt(row.get("interval_target")))
			earlier.realisations.append(flt(row.get("realisation")) if cint(row.get("reported")) else None)
	return found


def _sent_rows(agreement: str) -> list:
	Doc, Row = DocType(REALISATION), DocType(ROW)
	return (
		frappe.qb.from_(Doc)
		.join(Row)
		.on((Row.parent == Doc.name) & (Row.parenttype == REALISATION))
		.select(
			Doc.performance_interval, Row.indicator_key, Row.interval_target, Row.realisation, Row.reported
		)
		.where((Doc.agreement == agreement) & (Doc.docstatus == 1))
		.orderby(Row.idx)
	).run(as_dict=True)


def course_of(agreement) -> dict:
	"""The realisation of the year: intervals, and a row per indicator in force with what was sent for each of them."""
	intervals = stages.realisation_intervals(agreement)
	sent, documents = {}, {}
	Doc, Row = DocType(REALISATION), DocType(ROW)
	for row in (
		frappe.qb.from_(Doc)
		.join(Row)
		.on((Row.parent == Doc.name) & (Row.parenttype == REALISATION))
		.select(
			Doc.name,
			Doc.performance_interval,
			Row.indicator_key,
			Row.interval_target,
			Row.realisation,
			Row.reported,
			Row.realisation_text,
			Row.achievement,
			Row.has_achievement,
		)
		.where((Doc.agreement == agreement.name) & (Doc.docstatus == 1))
		.orderby(Row.idx)
	).run(as_dict=True):
		documents[row.performance_interval] = row.name
		sent[(row.indicator_key, row.performance_interval)] = {
			"target": row.interval_target,
			"realisation": row.realisation if cint(row.reported) else None,
			"text": row.realisation_text,
			"percent": row.achievement if cint(row.has_achievement) else None,
		}
	year = indicator_percents([agreement.name], whole_year=True)[agreement.name]
	objectives = {row.row_key: row for row in agreement.objectives}
	amounts = achievement([agreement.name])[agreement.name]
	return {
		"intervals": [{"name": row.name, "document": documents.get(row.name)} for row in intervals],
		"rows": [
			{
				"objective": objectives[row.result_key].objective,
				"objective_key": row.result_key,
				"indicator_key": row.row_key,
				"indicator": row.indicator,
				"target": row.target,
				"target_low": row.target_low,
				"target_high": row.target_high,
				"direction": row.direction,
				"uom": row.uom,
				"cells": {
					interval.name: sent[(row.row_key, interval.name)]
					for interval in intervals
					if (row.row_key, interval.name) in sent
				},
				"percent": _plain_percent(year[row.row_key][1]),
			}
			for row in agreement.indicators
			if row.row_key in year and row.result_key in objectives
		],
		"percent": _plain_percent(amounts.percent),
	}


def _plain_percent(percent: Decimal | None) -> float | None:
	return None if percent is None else flt(percent, 2)


def measure_later(agreement, interval: str):
	"""What was sent for later intervals counts this interval too: its figures until then are told anew."""
	start = frappe.db.get_value("Performance Interval", interval, "from_date", cache=True)
	Doc, Interval = DocType(REALISATION), DocType("Performance Interval")
	later = (
		frappe.qb.from_(Doc)
		.join(Interval)
		.on(Interval.name == Doc.performance_interval)
		.select(Doc.name)
		.where(
			(Doc.agreement == agreement.name) & (Doc.docstatus == 1) & (Interval.from_date > getdate(start))
		)
		.orderby(Interval.from_date)
	).run(pluck=True)
	for name in later:
		doc = frappe.get_doc(REALISATION, name)
		realised.measure_rows(
			doc.realisations, earlier_of(agreement, doc.performance_interval), target="interval_target"
		)
		for row in doc.realisations:
			row.db_update()
