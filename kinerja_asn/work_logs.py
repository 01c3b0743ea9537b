"""What daily work logs come to: the plan's rows they are tagged to, their totals for a report, and being counted by it.

The report reads the logs and never the other way round: a log knows only the name of the report that counted it.
"""

from collections.abc import Collection
from decimal import Decimal

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Max
from frappe.utils import add_days, cint, getdate, now, nowdate

from kinerja_asn.rules import planning

LOG = "Daily Work Log"
RECORDED, COUNTED = "Recorded", "Counted"
#: Plans on which work is logged.
RUNNING = ("Plan Agreed",)
#: Columns of the plan that a log takes over.
FROM_PLAN = (
	"employee_type",
	"employee",
	"appraiser_type",
	"appraiser",
	"department",
	"company",
	"employee_name",
	"appraiser_name",
)
#: What names the row of the plan that an entry is tagged to.
TAG = ("result_key", "result", "indicator_key", "indicator")
#: How far back the choices look to see what is used most.
RECENT_DAYS = 60


def place_of(work_plan: str, day) -> frappe._dict | None:
	"""The plan of a log, the reporting interval its day lies in and the state of that interval's report; one statement."""
	Plan, Period = DocType("Work Plan"), DocType("Performance Period")
	Interval, Report = DocType("Performance Interval"), DocType("Periodic Report")
	rows = (
		frappe.qb.from_(Plan)
		.left_join(Period)
		.on(Period.name == Plan.performance_period)
		.left_join(Interval)
		.on(
			(Interval.frequency == Period.reporting_frequency)
			& (Interval.from_date <= str(getdate(day)))
			& (Interval.to_date >= str(getdate(day)))
		)
		.left_join(Report)
		.on(
			(Report.work_plan == Plan.name)
			& (Report.performance_interval == Interval.name)
			& (Report.docstatus < 2)
		)
		.select(
			Plan.name,
			Plan.workflow_state,
			Plan.from_date,
			Plan.to_date,
			Plan.closed_on,
			Plan.performance_period,
			*[Plan[column] for column in FROM_PLAN],
			Interval.name.as_("performance_interval"),
			Report.workflow_state.as_("report_state"),
		)
		.where(Plan.name == work_plan)
	).run(as_dict=True)
	return rows[0] if rows else None


def running_plan(employee: str | None, day=None) -> str | None:
	"""The plan of an employee that covers a day: a running one, else whichever there is."""
	if not employee:
		return None
	Plan = DocType("Work Plan")
	day = str(getdate(day or nowdate()))
	rows = (
		frappe.qb.from_(Plan)
		.select(Plan.name, Plan.workflow_state, Plan.from_date, Plan.to_date)
		.where((Plan.employee == employee) & (Plan.docstatus < 2))
		.orderby(Plan.from_date, order=frappe.qb.desc)
	).run(as_dict=True)

	def distance(row):
		covers = str(row.from_date) <= day <= str(row.to_date)
		return (not covers, row.workflow_state not in RUNNING)

	return min(rows, key=distance).name if rows else None


def rows_of(work_plan: str) -> list[dict]:
	"""The running results of a plan with their running indicators, in the plan's order; one statement.

	A result without an indicator comes once, with indicator_key None.
	"""
	Result, Indicator = DocType("Work Plan Result"), DocType("Work Plan Indicator")
	return (
		frappe.qb.from_(Result)
		.left_join(Indicator)
		.on(
			(Indicator.parent == Result.parent)
			& (Indicator.parenttype == Result.parenttype)
			& (Indicator.result_key == Result.row_key)
			& Indicator.closed_on.isnull()
		)
		.select(
			Result.row_key.as_("result_key"),
			Result.short_code,
			Result.result,
			Indicator.row_key.as_("indicator_key"),
			Indicator.indicator,
			Indicator.uom,
			Indicator.adds_up,
		)
		.where((Result.parent == work_plan) & (Result.parenttype == "Work Plan") & Result.closed_on.isnull())
		.orderby(Result.idx)
		.orderby(Indicator.idx)
	).run(as_dict=True)


def use_of(work_plan: str) -> dict[tuple, list[tuple]]:
	"""What the person has logged lately: (result_key, indicator_key) -> (words, how often, last day), newest first."""
	Log = DocType(LOG)
	rows = (
		frappe.qb.from_(Log)
		.select(Log.result_key, Log.indicator_key, Log.activity, Count(Log.name), Max(Log.log_date))
		.where((Log.work_plan == work_plan) & (Log.log_date >= str(add_days(nowdate(), -RECENT_DAYS))))
		.groupby(Log.result_key, Log.indicator_key, Log.activity)
	).run()
	found = {}
	for result, indicator, activity, count, last in rows:
		found.setdefault((result or None, indicator or None), []).append(
			(activity, cint(count), getdate(last))
		)
	for used in found.values():
		used.sort(key=lambda one: (one[2], one[1]), reverse=True)
	return found


def last_day(employee: str, before, within: int):
	"""The last day with entries of a person before a day, at most so many days back; None if there is none."""
	Log = DocType(LOG)
	found = (
		frappe.qb.from_(Log)
		.select(Max(Log.log_date))
		.where(
			(Log.employee == employee)
			& (Log.log_date < str(getdate(before)))
			& (Log.log_date >= str(add_days(getdate(before), -within)))
		)
	).run()[0][0]
	return getdate(found) if found else None


def totals(
	work_plans: str | Collection[str], interval: str
) -> dict[tuple[str, str], tuple[Decimal | None, int]]:
	"""What the logs of an interval come to, for one plan or many, in one statement.

	Returns:
		(plan, indicator_key) -> (the quantities together by the indicator's way of adding up, None if no log has one;
		number of logs).
	"""
	work_plans = [work_plans] if isinstance(work_plans, str) else list(work_plans)
	if not work_plans:
		return {}
	Log, Indicator = DocType(LOG), DocType("Work Plan Indicator")
	rows = (
		frappe.qb.from_(Log)
		.join(Indicator)
		.on(
			(Indicator.parent == Log.work_plan)
			& (Indicator.parenttype == "Work Plan")
			& (Indicator.row_key == Log.indicator_key)
		)
		.select(Log.work_plan, Log.indicator_key, Log.quantity, Log.measured, Indicator.adds_up)
		.where(Log.work_plan.isin(work_plans) & (Log.performance_interval == interval))
		.orderby(Log.log_date)
		.orderby(Log.creation)
	).run()
	values, ways = {}, {}
	for plan, key, quantity, measured, adds_up in rows:
		values.setdefault((plan, key), []).append(quantity if measured else None)
		ways[(plan, key)] = adds_up or planning.SUM
	return {place: (planning.combine(found, ways[place]), len(found)) for place, found in values.items()}


def follow_to(old: str, new: str, day) -> dict[str, list]:
	"""The entries that nobody has counted, from the day on, go from one plan to the next of the same person.

	They name no row any more until the person chooses one of the new plan; what they named is answered, so that it
	can be given back: {entry: [columns of TAG]}. Two statements.
	"""
	Log = DocType(LOG)
	rows = (
		frappe.qb.from_(Log)
		.select(Log.name, *[Log[column] for column in TAG])
		.where(
			(Log.work_plan == old) & (Log.log_date >= str(getdate(day))) & (Log.workflow_state == RECORDED)
		)
	).run()
	_place([row[0] for row in rows], new, dict.fromkeys(TAG))
	return {name: list(tag) for name, *tag in rows}


def give_back(kept: dict[str, list], plan: str):
	"""What `follow_to` has taken, with the rows it named; entries counted since stay where they are."""
	by_tag = {}
	for name, tag in kept.items():
		by_tag.setdefault(tuple(tag), []).append(name)
	for tag, names in by_tag.items():
		_place(names, plan, dict(zip(TAG, tag, strict=True)))


def _place(names: list[str], work_plan: str, tag: dict):
	if not names:
		return
	place = frappe.db.get_value("Work Plan", work_plan, [*FROM_PLAN, "performance_period"], as_dict=True)
	Log = DocType(LOG)
	query = frappe.qb.update(Log).set(Log.work_plan, work_plan).set(Log.modified, now())
	for column, value in {**place, **tag}.items():
		query = query.set(Log[column], value)
	query.where(Log.name.isin(names) & (Log.workflow_state == RECORDED)).run()


def mark_counted(report):
	"""The accepted report has counted the logs of its interval: they do not change any more; one statement."""
	Log = DocType(LOG)
	(
		frappe.qb.update(Log)
		.set(Log.workflow_state, COUNTED)
		.set(Log.periodic_report, report.name)
		.set(Log.modified, now())
		.where(
			(Log.work_plan == report.work_plan)
			& (Log.performance_interval == report.performance_interval)
			& (Log.workflow_state == RECORDED)
		)
	).run()


def unmark_counted(report):
	"""The report was cancelled: its logs are the person's again; one statement."""
	Log = DocType(LOG)
	(
		frappe.qb.update(Log)
		.set(Log.workflow_state, RECORDED)
		.set(Log.periodic_report, None)
		.set(Log.modified, now())
		.where(Log.periodic_report == report.name)
	).run()
