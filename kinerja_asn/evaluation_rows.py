"""What an evaluation is filled with, for many plans at once: targets of the plan beside what accepted reports say.

The form takes one plan and the bulk run a thousand; both get the same columns. The annual evaluation reviews the
year's realisation and shows the earlier predicates; it is never computed from them (PermenPANRB 6/2022, definitions).
"""

import json
from collections import namedtuple
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from operator import attrgetter

import frappe
from frappe.query_builder import DocType
from frappe.utils import cint, cstr, flt, getdate

from kinerja_asn import bulk, figures, unit_ratings
from kinerja_asn.personal import DATA_LIMIT, TEXT_LIMIT
from kinerja_asn.planned_rows import TARGET_COLUMNS
from kinerja_asn.realised import kept_figure, kept_percent
from kinerja_asn.rules import planning, timespan
from kinerja_asn.rules.achievement import AchievementRules
from kinerja_asn.rules.errors import RuleError
from kinerja_asn.rules.progress import Measure, percent_of
from kinerja_asn.setup.settings import achievement_rules, month_rules

EVALUATION = "Performance Evaluation"
PLANNED_BEHAVIOUR, REALISATION = "Work Plan Behaviour", "Periodic Report Realisation"
PERIODIC = "Periodic"
WRITTEN = json.JSONEncoder(ensure_ascii=False, default=str)
#: The employee has read these; what the appraiser still thinks about is no history.
SHOWN = ("Handed Over", "Acknowledged", "Objected", "Decided")


@dataclass
class Gathered:
	"""One evaluation: columns of the document, rows of its tables."""

	columns: dict = field(default_factory=dict)
	results: list[dict] = field(default_factory=list)
	behaviours: list[dict] = field(default_factory=list)


@dataclass(frozen=True)
class Span:
	"""The days that are evaluated."""

	start: date
	end: date


@dataclass(frozen=True)
class Setting:
	"""What is the same for all evaluations that are filled together."""

	kind: str
	#: what tells the keys of this evaluation's rows from those of another one
	suffix: str
	intervals: dict[str, Span]
	rules: AchievementRules
	#: as figures.target_of; many have the same target
	target_text: Callable


def gather(
	plans: Collection[str], kind: str, interval: str | None, with_behaviours: bool = True
) -> dict[str, Gathered]:
	"""Everything an evaluation of these plans begins with, in a fixed number of statements.

	Args:
		plans: names of work plans.
		kind: "Periodic", with the name of an interval, or "Annual".
		with_behaviours: False where `insert_behaviours` follows.
	"""
	heads = {row.name: row for row in _heads(plans)}
	if not heads:
		return {}
	intervals = _intervals(heads.values())
	spans = {name: _span(row, kind, intervals.get(interval or "")) for name, row in heads.items()}
	results, indicators, actions = (
		_by_plan(doctype, heads)
		for doctype in ("Work Plan Result", "Work Plan Indicator", "Work Plan Action")
	)
	behaviours = _behaviours(heads) if with_behaviours else {}
	reports = _reports(heads, intervals, max(span.end for span in spans.values()))
	earlier = earlier_predicates(
		{name: (row.employee, row.performance_period) for name, row in heads.items()}, kind, spans
	)
	units = _units(heads.values(), kind, interval)
	posts = _posts(heads.values()) if kind != PERIODIC else {}
	shared = Setting(kind, _suffix(interval), intervals, achievement_rules(), cache(figures.target_of))
	found = {}
	for name, head in heads.items():
		span = spans[name]
		own_reports = [row for row in reports.get(name, ()) if row["to_date"] <= span.end]
		found[name] = Gathered(
			columns={
				"from_date": max(span.start, getdate(head.from_date)),
				"to_date": min(span.end, getdate(head.to_date)),
				"plan_model": head.plan_model,
				"predicate_history": _json(earlier.get(name)),
				"report_history": _json(_of_reports(own_reports, span)),
				"post_history": _json(posts.get(name)),
				**units.get(name, {}),
			},
			results=_results(
				[row for row in results.get(name, ()) if _in_force(row, span)],
				[row for row in indicators.get(name, ()) if _in_force(row, span)],
				[row for row in actions.get(name, ()) if _in_force(row, span)],
				own_reports,
				span,
				shared,
			),
			behaviours=[
				{
					"behaviour": row.behaviour,
					"guides": row.guides,
					"expectation": row.expectation,
					"row_key": f"{row.row_key or row.name}-{shared.suffix}"[:DATA_LIMIT],
				}
				for row in behaviours.get(name, ())
			],
		)
	return found


# --- reading --------------------------------------------------------------------------------------------------


def _heads(plans: Collection[str]) -> list:
	Plan = DocType("Work Plan")
	return (
		frappe.qb.from_(Plan)
		.select(
			Plan.name,
			Plan.employee,
			Plan.department,
			Plan.performance_period,
			Plan.plan_model,
			Plan.from_date,
			Plan.to_date,
			Plan.closed_on,
		)
		.where(Plan.name.isin(bulk.Among(plans or [""])))
		.orderby(Plan.name)
	).run(as_dict=True)


def _intervals(heads) -> dict[str, Span]:
	"""Every interval of the years these plans lie in."""
	heads = list(heads)
	Interval = DocType("Performance Interval")
	rows = (
		frappe.qb.from_(Interval)
		.select(Interval.name, Interval.from_date, Interval.to_date)
		.where(
			(Interval.to_date >= min(getdate(row.from_date) for row in heads))
			& (Interval.from_date <= max(getdate(row.to_date) for row in heads))
		)
	).run()
	return {name: Span(getdate(start), getdate(end)) for name, start, end in rows}


def _units(heads, kind: str, interval: str | None) -> dict[str, dict]:
	"""plan -> what the confirmed rating of its unit puts into the evaluation; nothing where none is confirmed."""
	of_period = {}
	for row in heads:
		of_period.setdefault(row.performance_period, []).append(row)
	found = {}
	for period, rows in of_period.items():
		ratings = unit_ratings.standing(
			{(row.employee, row.department) for row in rows}, period, kind, interval
		)
		for row in rows:
			rating = ratings.get((row.employee, row.department))
			if rating:
				found[row.name] = rating.columns
	return found


def _span(head, kind: str, interval: Span | None) -> Span:
	if kind == PERIODIC and interval:
		return interval
	return Span(getdate(head.from_date), getdate(head.closed_on or head.to_date))


def _in_force(row, span: Span) -> bool:
	"""A row that was taken out of the plan later was still in force in the time evaluated."""
	return not row.closed_on or getdate(row.closed_on) > span.end


COLUMNS = {
	"Work Plan Result": (
		"row_key",
		"kind",
		"result",
		"superior_result",
		"perspective",
		"success_measure",
		"closed_on",
	),
	"Work Plan Indicator": (
		"row_key",
		"result_key",
		"indicator",
		"aspect",
		*TARGET_COLUMNS,
		"closed_on",
	),
	"Work Plan Action": ("indicator_key", "performance_interval", "target", "closed_on"),
	PLANNED_BEHAVIOUR: ("name", "row_key", "behaviour", "expectation", "guides"),
	REALISATION: (
		"indicator_key",
		"result_key",
		"target",
		"realisation",
		"reported",
		"achievement",
		"has_achievement",
		"realisation_text",
		"appraiser_note",
		"evidence",
		"evidence_link",
	),
}


def _by_plan(doctype: str, plans: Collection[str]) -> dict[str, list]:
	Row = DocType(doctype)
	query = (
		frappe.qb.from_(Row)
		.select(Row.parent, Row.idx, *[Row[column] for column in COLUMNS[doctype]])
		.where((Row.parenttype == "Work Plan") & Row.parent.isin(bulk.Among(plans)))
	)
	if doctype == "Work Plan Action":
		query = query.where(Row.performance_interval.isnotnull() & Row.indicator_key.isnotnull())
	return _grouped(_in_order(doctype, query), "parent")


def _in_order(doctype: str, query) -> list:
	"""Rows by their place in the document. A database would sort the whole rows, and by their document besides."""
	Row = namedtuple("Row", ("parent", "idx", *COLUMNS[doctype]))
	return sorted(map(Row._make, query.run()), key=attrgetter("idx"))


def _behaviours(plans: Collection[str]) -> dict[str, list]:
	Row, Behaviour = DocType(PLANNED_BEHAVIOUR), DocType("Work Behaviour")
	query = (
		frappe.qb.from_(Row)
		.left_join(Behaviour)
		.on(Behaviour.name == Row.behaviour)
		.select(Row.parent, Row.idx, Row.name, Row.row_key, Row.behaviour, Row.expectation, Behaviour.guides)
		.where((Row.parenttype == "Work Plan") & Row.parent.isin(bulk.Among(plans)))
	)
	return _grouped(_in_order(PLANNED_BEHAVIOUR, query), "parent")


def insert_behaviours(evaluations: Sequence[str], interval: str | None):
	"""Give evaluations that were written just now the behaviours of their plans, as `gather` would: most of their
	rows, and nothing about them has to be found out."""
	from pypika.functions import Coalesce, Concat, NullIf, Substring

	Doc, Row, Behaviour = DocType(EVALUATION), DocType(PLANNED_BEHAVIOUR), DocType("Work Behaviour")

	def of_evaluation(name):
		return Substring(Concat(name, f"-{_suffix(interval)}"), 1, DATA_LIMIT)

	bulk.insert_found(
		"Performance Evaluation Behaviour",
		lambda query: (
			query.from_(Doc)
			.join(Row)
			.on((Row.parent == Doc.work_plan) & (Row.parenttype == "Work Plan"))
			.left_join(Behaviour)
			.on(Behaviour.name == Row.behaviour)
			.where(Doc.name.isin(bulk.Among(evaluations)))
		),
		{
			"name": of_evaluation(Row.name),
			"parent": Doc.name,
			"parenttype": EVALUATION,
			"parentfield": "behaviours",
			"idx": Row.idx,
			"behaviour": Row.behaviour,
			"guides": Behaviour.guides,
			"expectation": Row.expectation,
			"row_key": of_evaluation(Coalesce(NullIf(Row.row_key, ""), Row.name)),
		},
	)


def _suffix(interval: str | None) -> str:
	return interval or "year"


def _grouped(rows, column: str) -> dict[str, list]:
	found = {}
	for row in rows:
		found.setdefault(getattr(row, column), []).append(row)
	return found


def _reports(plans: Collection[str], intervals: dict[str, Span], until: date) -> dict[str, list[dict]]:
	"""plan -> accepted reports in order of time, each with its rows by key of indicator (or of result)."""
	Report, Row = DocType("Periodic Report"), DocType(REALISATION)
	over = [name for name, span in intervals.items() if span.end <= until] or [""]
	accepted = (
		Report.work_plan.isin(bulk.Among(plans))
		& (Report.docstatus == 1)
		& Report.performance_interval.isin(over)
	)
	heads = (
		frappe.qb.from_(Report)
		.select(
			Report.name,
			Report.work_plan,
			Report.performance_interval,
			Report.late,
			Report.days_late,
			Report.self_assessment,
			Report.obstacles,
			Report.review_note,
		)
		.where(accepted)
	).run(as_dict=True)
	query = (
		frappe.qb.from_(Report)
		.join(Row)
		.on((Row.parent == Report.name) & (Row.parenttype == "Periodic Report"))
		.select(Row.parent, Row.idx, *[Row[column] for column in COLUMNS[REALISATION]])
		.where(accepted)
	)
	of_report = {}
	for row in _in_order(REALISATION, query):
		of_report.setdefault(row.parent, {})[row.indicator_key or row.result_key] = row
	found = {}
	for head in heads:
		span = intervals[head.performance_interval]
		found.setdefault(head.work_plan, []).append(
			head
			| {
				"from_date": span.start,
				"to_date": span.end,
				"rows": of_report.get(head.name, {}),
			}
		)
	for reports in found.values():
		reports.sort(key=lambda row: (row["from_date"], row["name"]))
	return found


def earlier_predicates(
	plans: dict[str, tuple[str, str]], kind: str, spans: dict[str, Span]
) -> dict[str, list[dict]]:
	"""plan -> evaluations of the same person and year that were handed over before the time evaluated ended.

	Those of an earlier post belong to it: the last appraiser sees what the earlier one has said.

	Args:
		plans: name -> (employee, period).
	"""
	Evaluation, Interval = DocType(EVALUATION), DocType("Performance Interval")
	rows = (
		frappe.qb.from_(Evaluation)
		.left_join(Interval)
		.on(Interval.name == Evaluation.performance_interval)
		.select(
			Evaluation.employee,
			Evaluation.performance_period,
			Evaluation.work_plan,
			Evaluation.kind,
			Evaluation.performance_interval,
			Evaluation.position,
			Evaluation.unit_rating,
			Evaluation.result_rating,
			Evaluation.behaviour_rating,
			Evaluation.predicate,
			Interval.from_date,
		)
		.where(
			Evaluation.employee.isin(bulk.Among({employee for employee, _period in plans.values()}))
			& Evaluation.performance_period.isin(sorted({period for _employee, period in plans.values()}))
			& (Evaluation.docstatus < 2)
			& Evaluation.workflow_state.isin(SHOWN)
		)
		.orderby(Interval.from_date)
		.orderby(Evaluation.name)
	).run(as_dict=True)
	of_person = {}
	for row in rows:
		of_person.setdefault((row.employee, row.performance_period), []).append(row)
	found = {}
	for plan, person in plans.items():
		entries = [
			{
				"kind": row.kind,
				"interval": row.performance_interval,
				"position": row.position,
				"unit_rating": row.unit_rating,
				"result_rating": row.result_rating,
				"behaviour_rating": row.behaviour_rating,
				"predicate": row.predicate,
			}
			for row in of_person.get(person, ())
			if _is_earlier(row, plan, kind, spans[plan])
		]
		if entries:
			found[plan] = entries
	return found


def _posts(heads) -> dict[str, list[dict]]:
	"""plan -> the posts of its person in that year up to this one, with the months served in each; none for one post.

	Every month counts for one post at most (rules/timespan.py), so that the months never exceed twelve.
	"""
	heads = list(heads)
	Plan, Doc, Period = DocType("Work Plan"), DocType(EVALUATION), DocType("Performance Period")
	rows = (
		frappe.qb.from_(Plan)
		.join(Period)
		.on(Period.name == Plan.performance_period)
		.left_join(Doc)
		.on(
			(Doc.work_plan == Plan.name)
			& (Doc.kind != PERIODIC)
			& (Doc.docstatus < 2)
			& Doc.workflow_state.isin(SHOWN)
		)
		.select(
			Plan.name,
			Plan.employee,
			Plan.performance_period,
			Plan.position,
			Plan.department_name,
			Plan.appraiser_name,
			Plan.from_date,
			Plan.to_date,
			Plan.closed_on,
			Period.year,
			Doc.predicate,
		)
		.where(
			Plan.employee.isin(sorted({row.employee for row in heads}))
			& Plan.performance_period.isin(sorted({row.performance_period for row in heads}))
			& (Plan.docstatus == 1)
		)
		.orderby(Plan.from_date)
		.orderby(Plan.name)
	).run(as_dict=True)
	of_person = {}
	for row in rows:
		of_person.setdefault((row.employee, row.performance_period), []).append(row)
	rules, found = month_rules(), {}
	for head in heads:
		posts = [
			row
			for row in of_person.get((head.employee, head.performance_period), ())
			if getdate(row.from_date) <= getdate(head.from_date)
		]
		if len(posts) < 2:
			continue
		spans = [
			timespan.Span(getdate(row.from_date), getdate(row.closed_on or row.to_date)) for row in posts
		]
		months = timespan.months_of_spans(spans, cint(posts[0].year), rules)
		found[head.name] = [
			{
				"plan": row.name,
				"position": row.position,
				"unit": row.department_name,
				"appraiser": row.appraiser_name,
				"from_date": str(span.start),
				"to_date": str(span.end),
				"months": count,
				"predicate": row.predicate if row.name != head.name else None,
			}
			for row, span, count in zip(posts, spans, months, strict=True)
		]
	return found


def posts_before(doc) -> str | None:
	"""The posts of the year as an evaluation keeps them, read anew when it is rated."""
	head = frappe._dict(
		name=doc.work_plan,
		employee=doc.employee,
		performance_period=doc.performance_period,
		from_date=frappe.db.get_value("Work Plan", doc.work_plan, "from_date"),
	)
	return _json(_posts([head]).get(doc.work_plan)) if doc.kind != PERIODIC else None


def predicates_before(doc) -> str | None:
	"""The earlier predicates as an evaluation keeps them, read anew when it is rated."""
	span = Span(getdate(doc.from_date), getdate(doc.to_date))
	found = earlier_predicates(
		{doc.work_plan: (doc.employee, doc.performance_period)}, doc.kind, {doc.work_plan: span}
	)
	return _json(found.get(doc.work_plan))


def _is_earlier(row, plan: str, kind: str, span: Span) -> bool:
	if row.kind != PERIODIC:
		# the year's evaluation of an earlier post
		return kind != PERIODIC and row.work_plan != plan
	return kind != PERIODIC or bool(row.from_date and getdate(row.from_date) < span.start)


# --- rows -----------------------------------------------------------------------------------------------------


def _results(
	results: Sequence,
	indicators: Sequence,
	actions: Sequence,
	reports: Sequence[dict],
	span: Span,
	shared: Setting,
) -> list[dict]:
	by_key = {row.row_key: row for row in results}
	due = due_targets(actions, span, shared.intervals) if shared.kind == PERIODIC else {}
	rows, measured = [], set()
	inside = {
		report["name"]
		for report in reports
		if span.start <= report["from_date"] and report["to_date"] <= span.end
	}
	for row in indicators:
		result = by_key.get(row.result_key)
		if not result:
			continue
		measured.add(row.result_key)
		history = _history(row.row_key, reports)
		own = _within(history, inside)
		adds_up = row.adds_up or planning.SUM
		total = planning.combine([value for value, _text in own], adds_up)
		target = flt(row.target)
		if row.row_key in due:
			# planned, but for another part of the year: nothing was due
			target = flt(planning.combine(due[row.row_key], adds_up) or 0)
		measure = Measure(row.direction, adds_up, row.target_low, row.target_high)
		try:
			percent = percent_of(total, target, measure, shared.rules)
		except RuleError:
			# a target that no plan can be agreed with, from a plan that came in by import
			percent = None
		rows.append(
			{
				**_of_result(result),
				"row_key": f"{row.row_key}-{shared.suffix}"[:DATA_LIMIT],
				"indicator_key": row.row_key,
				"aspect": row.aspect,
				"indicator": row.indicator,
				"target_text": shared.target_text(
					row.direction, target, row.target_low, row.target_high, row.uom
				)[:DATA_LIMIT],
				"target": 0.0 if row.direction == planning.RANGE else target,
				"direction": row.direction,
				"uom": row.uom,
				"highest_possible_target": cint(row.highest_possible_target),
				"realisation": kept_figure(total),
				"reported": int(total is not None),
				"realisation_text": in_words(total, row.uom, [text for _value, text in own]),
				"achievement": kept_percent(percent),
				"has_achievement": int(percent is not None),
				"history": _json(history),
			}
		)
	for key, row in by_key.items():
		if key in measured:
			continue
		history = _history(key, reports)
		own = _within(history, inside)
		rows.append(
			{
				**_of_result(row),
				"row_key": f"{key}-{shared.suffix}"[:DATA_LIMIT],
				"indicator": row.success_measure,
				"realisation_text": in_words(None, None, [text for _value, text in own]),
				"history": _json(history),
			}
		)
	return rows


def _of_result(row) -> dict:
	return {
		"result_key": row.row_key,
		"kind": row.kind,
		"result": row.result,
		"superior_result": row.superior_result,
		"perspective": row.perspective,
	}


def due_targets(actions: Sequence, span: Span, intervals: dict[str, Span]) -> dict[str, list[float]]:
	"""key of indicator -> interval targets of the action plan within the time evaluated, in order of time.

	An indicator whose targets all lie outside has an empty list; one without interval targets is left out.
	"""
	found = {row.indicator_key: [] for row in actions}
	within = [
		(intervals[row.performance_interval].start, flt(row.target, 6), row.indicator_key)
		for row in actions
		if row.performance_interval in intervals
		and span.start <= intervals[row.performance_interval].start
		and intervals[row.performance_interval].end <= span.end
	]
	for _start, target, key in sorted(within, key=lambda row: row[0]):
		found[key].append(target)
	return found


def _history(key: str, reports: Sequence[dict]) -> list[dict]:
	"""What each accepted report said of one row, in order of time."""
	found = []
	for report in reports:
		row = report["rows"].get(key)
		if not row:
			continue
		entry = {
			"interval": report["performance_interval"],
			"report": report["name"],
			"target": row.target or 0.0,
			"realisation": (row.realisation or 0.0) if row.reported else None,
			"achievement": round(row.achievement or 0.0, 2) if row.has_achievement else None,
			"words": (row.realisation_text or "").strip(),
			"note": (row.appraiser_note or "").strip(),
		}
		if row.evidence:
			entry["evidence"] = row.evidence
		if row.evidence_link:
			entry["evidence_link"] = row.evidence_link
		found.append(entry)
	return found


def _within(history: list[dict], inside: set[str]) -> list[tuple]:
	"""(figure or None, words) of these reports: those that lie within the time evaluated."""
	return [(entry["realisation"], entry["words"]) for entry in history if entry["report"] in inside]


def _of_reports(reports: Sequence[dict], span: Span) -> list[dict]:
	"""What the reports of the time said as a whole."""
	return [
		{
			"interval": row["performance_interval"],
			"report": row["name"],
			"late": cint(row["late"]),
			"days_late": cint(row["days_late"]),
			"self_assessment": cstr(row["self_assessment"]).strip(),
			"obstacles": cstr(row["obstacles"]).strip(),
			"review_note": cstr(row["review_note"]).strip(),
		}
		for row in reports
		if span.start <= row["from_date"]
	]


def in_words(total, uom: str | None, words: Sequence[str]) -> str:
	"""The realisation as the form shows it: the figure with its unit, then what the reports said of it."""
	# the same words month after month are said once
	said = "; ".join(dict.fromkeys(text for text in words if text))
	if total is not None:
		figure = f"{figures.number(round(total, 2))} {uom or ''}".strip()
		said = f"{figure}. {said}" if said else figure
	return said if len(said) <= TEXT_LIMIT else f"{said[: TEXT_LIMIT - 1]}…"


def words_gathered(row, report_history: str | None) -> str:
	"""What gathering wrote as the realisation of a stored row; anything else was typed by the appraiser."""
	inside = {entry["interval"] for entry in json.loads(report_history or "[]")}
	words = [entry["words"] for entry in json.loads(row.history or "[]") if entry["interval"] in inside]
	return in_words(row.realisation if cint(row.reported) else None, row.uom, words)


def _json(entries) -> str | None:
	return WRITTEN.encode(entries) if entries else None
