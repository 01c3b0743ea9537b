"""What a report's rows amount to: the achievement of the interval, and of the year until then."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import frappe
from frappe.query_builder import DocType
from frappe.utils import cint, flt, getdate

from kinerja_asn.personal import FIGURE_LIMIT
from kinerja_asn.rules import planning
from kinerja_asn.rules.errors import RuleError
from kinerja_asn.rules.progress import Measure, cumulative, percent_of
from kinerja_asn.setup.settings import achievement_rules

#: A percentage is kept and shown up to here; more is a target that was no target.
MOST_PERCENT = 1_000_000
#: Reports in these states say what was realised until then.
SAID = ("Report Sent", "Report Accepted")


@dataclass
class Earlier:
	"""What the intervals before had as targets and brought, in order of time."""

	targets: list[float] = field(default_factory=list)
	realisations: list[float | None] = field(default_factory=list)


def earlier_of(work_plan: str, interval: str) -> dict[str, Earlier]:
	"""key of indicator -> the plan's intervals before this one: their targets, and what sent reports say."""
	Report, Row = DocType("Periodic Report"), DocType("Periodic Report Realisation")
	Action, Interval = DocType("Work Plan Action"), DocType("Performance Interval")
	start = frappe.db.get_value("Performance Interval", interval, "from_date", cache=True)
	found = {}
	for key, target in (
		frappe.qb.from_(Action)
		.join(Interval)
		.on(Interval.name == Action.performance_interval)
		.select(Action.indicator_key, Action.target)
		.where(
			(Action.parent == work_plan)
			& (Action.parenttype == "Work Plan")
			& (Interval.from_date < getdate(start))
			& Action.indicator_key.isnotnull()
		)
		.orderby(Interval.from_date)
		.orderby(Action.idx)
	).run():
		found.setdefault(key, Earlier()).targets.append(flt(target))
	for key, realisation, reported in (
		frappe.qb.from_(Report)
		.join(Interval)
		.on(Interval.name == Report.performance_interval)
		.join(Row)
		.on((Row.parent == Report.name) & (Row.parenttype == "Periodic Report"))
		.select(Row.indicator_key, Row.realisation, Row.reported)
		.where(
			(Report.work_plan == work_plan)
			& (Report.docstatus < 2)
			& Report.workflow_state.isin(SAID)
			& (Interval.from_date < getdate(start))
			& Row.indicator_key.isnotnull()
		)
		.orderby(Interval.from_date)
		.orderby(Row.idx)
	).run():
		found.setdefault(key, Earlier()).realisations.append(flt(realisation) if cint(reported) else None)
	return found


def measure_rows(rows: Iterable, earlier: dict[str, Earlier], target: str = "target"):
	"""Write the percentages into the rows of a report; rows are documents or dicts.

	Args:
		target: the column that holds the target of the interval.
	"""
	rules = achievement_rules()
	for row in rows:
		row.update(_measured(row, earlier.get(row.get("indicator_key")) or Earlier(), rules, target))


def _measured(row, before: Earlier, rules, target_column: str) -> dict:
	blank = {
		"achievement": 0,
		"has_achievement": 0,
		"cumulative_target": 0,
		"cumulative_realisation": 0,
		"cumulative_achievement": 0,
		"has_cumulative": 0,
	}
	if not row.get("indicator_key"):
		return blank
	measure = Measure(
		row.get("direction") or planning.HIGHER,
		row.get("adds_up") or planning.SUM,
		row.get("target_low"),
		row.get("target_high"),
	)
	figure = flt(row.get("realisation")) if cint(row.get("reported")) else None
	target = flt(row.get(target_column))
	try:
		percent = percent_of(figure, target, measure, rules)
		until = cumulative([*before.targets, target], [*before.realisations, figure], measure, rules)
	except RuleError:
		# a target that no plan can be agreed with, from a plan that came in by import
		return blank
	is_range = measure.direction == planning.RANGE
	return {
		"achievement": kept_percent(percent),
		"has_achievement": int(percent is not None),
		"cumulative_target": 0 if is_range else kept_figure(until.target),
		"cumulative_realisation": kept_figure(until.realisation),
		"cumulative_achievement": kept_percent(until.percent),
		"has_cumulative": int(until.percent is not None),
	}


def kept_percent(percent) -> float:
	return round(float(min(percent or 0, MOST_PERCENT)), 6)


def kept_figure(value) -> float:
	"""A sum of figures that can each be kept may be too large for the column itself."""
	return round(float(min(value or 0, FIGURE_LIMIT - 1)), 6)
