"""How many reports came in time, late or not at all: counted for what the viewer may read, in a few statements."""

from dataclasses import dataclass

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count
from frappe.utils import cint, nowdate

from kinerja_asn import leave
from kinerja_asn.charts import Readable

#: A report that was returned had been sent.
SENT = ("Report Sent", "Report Returned", "Report Accepted")
COUNTED_PLANS = ("Plan Agreed", "Closed")


@dataclass
class Timeliness:
	"""Reports of one interval; missing only after the due day."""

	interval: str
	in_time: int = 0
	late: int = 0
	missing: int = 0


def of_reports(since) -> list[Timeliness]:
	"""The intervals of the periods that end on a day or later, in order of time, as far as anything is to be told."""
	frappe.has_permission("Periodic Report", "read", throw=True)
	found = {}
	for interval, late, count in _sent(since):
		row = found.setdefault(interval, Timeliness(interval))
		if cint(late):
			row.late += cint(count)
		else:
			row.in_time += cint(count)
	excused = _on_leave(since)
	for interval, count in _not_sent(since):
		row = found.setdefault(interval, Timeliness(interval))
		row.missing = max(cint(count) - excused.get(interval, 0), 0)
	return [found[interval] for interval in sorted(found)]


def _sent(since):
	Report, Period = DocType("Periodic Report"), DocType("Performance Period")
	return (
		frappe.qb.from_(Report)
		.join(Period)
		.on(Period.name == Report.performance_period)
		.select(Report.performance_interval, Report.late, Count(Report.name))
		.where(
			(Report.docstatus < 2)
			& Report.workflow_state.isin(SENT)
			& (Period.to_date >= since)
			& Readable("Periodic Report")
		)
		.groupby(Report.performance_interval, Report.late)
	).run()


def _due(since):
	"""Query of plans and the intervals they share days with, whose reports were due and did not come."""
	Plan, Period = DocType("Work Plan"), DocType("Performance Period")
	Stage, Interval, Report = (
		DocType("Performance Stage"),
		DocType("Performance Interval"),
		DocType("Periodic Report"),
	)
	query = (
		frappe.qb.from_(Plan)
		.join(Period)
		.on(Period.name == Plan.performance_period)
		.join(Stage)
		.on((Stage.parent == Period.name) & (Stage.parenttype == "Performance Period"))
		.join(Interval)
		.on(Interval.name == Stage.performance_interval)
		.left_join(Report)
		.on(
			(Report.work_plan == Plan.name)
			& (Report.performance_interval == Interval.name)
			& (Report.docstatus < 2)
			& Report.workflow_state.isin(SENT)
		)
		.where(
			Plan.workflow_state.isin(COUNTED_PLANS)
			& (Plan.docstatus < 2)
			& (Period.to_date >= since)
			& (Stage.stage == "Reporting")
			& (Stage.closes_on < nowdate())
			& (Interval.from_date <= Plan.to_date)
			& (Interval.to_date >= Plan.from_date)
			& (Plan.closed_on.isnull() | (Interval.from_date <= Plan.closed_on))
			& Report.name.isnull()
			& Readable("Work Plan")
		)
	)
	return Plan, Interval, query


def _not_sent(since):
	Plan, Interval, query = _due(since)
	return query.select(Interval.name, Count(Plan.name)).groupby(Interval.name).run()


def _on_leave(since) -> dict[str, int]:
	"""interval -> how many of the missing reports nobody asked for; only people with leave in it are looked at."""
	Plan, Interval, query = _due(since)
	Leave = DocType("Leave Application")
	rows = (
		query.join(Leave)
		.on(
			(Leave.employee == Plan.employee)
			& (Leave.docstatus == 1)
			& (Leave.status == "Approved")
			& (Leave.from_date <= Interval.to_date)
			& (Leave.to_date >= Interval.from_date)
		)
		.select(Plan.name, Plan.employee, Interval.name)
		.distinct()
		.run()
	)
	away = leave.fully_on_leave({row[1] for row in rows}, {row[2] for row in rows})
	found = {}
	for _plan, employee, interval in rows:
		if (employee, interval) in away:
			found[interval] = found.get(interval, 0) + 1
	return found
