"""How many reports came in time, late or not at all: counted for what the viewer may read, in a few statements.

Dashboard and report ask here, so that there is one answer. Nobody is asked for the report of an interval that was leave
throughout.
"""

from dataclasses import dataclass

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Max, Sum
from frappe.utils import cint, nowdate

from kinerja_asn import leave
from kinerja_asn.charts import Readable

#: A report that was returned had been sent.
SENT = ("Report Sent", "Report Returned", "Report Accepted")
COUNTED_PLANS = ("Plan Agreed", "Closed")
#: What reports can be counted by, besides the interval.
UNIT, APPRAISER, PERSON = "Unit", "Appraiser", "Person"
KEY_OF = {UNIT: "department", APPRAISER: "appraiser", PERSON: "employee"}


@dataclass(frozen=True)
class Scope:
	"""Whose reports are counted, and of which time."""

	#: of periods that end on this day or later
	since: object = None
	#: of this period
	period: str | None = None
	interval: str | None = None
	departments: tuple | None = None
	#: without a viewer, for sums that name nobody
	everybody: bool = False

	def of(self, Doc, doctype: str):
		Period = DocType("Performance Period")
		found = Doc.performance_period == self.period if self.period else Period.to_date >= self.since
		if self.departments is not None:
			found &= Doc.department.isin(list(self.departments))
		return found if self.everybody else found & Readable(doctype)


@dataclass
class Timeliness:
	"""Reports of one interval, unit, appraiser or person; missing only after the due day."""

	interval: str | None
	key: str = ""
	name: str | None = None
	in_time: int = 0
	late: int = 0
	missing: int = 0
	#: not missing, since the interval was leave throughout
	excused: int = 0
	#: of the late ones together
	days_late: int = 0

	@property
	def due(self) -> int:
		return self.in_time + self.late + self.missing

	def add(self, other: "Timeliness"):
		for column in ("in_time", "late", "missing", "excused", "days_late"):
			setattr(self, column, getattr(self, column) + getattr(other, column))


def of_reports(since) -> list[Timeliness]:
	"""The intervals of the periods that end on a day or later, in order of time, as far as anything is to be told."""
	frappe.has_permission("Periodic Report", "read", throw=True)
	return counted(Scope(since=since))


def counted(scope: Scope, by: str | None = None, apart: bool = True) -> list[Timeliness]:
	"""In order of intervals and names; at most five statements.

	Args:
		by: UNIT, APPRAISER or PERSON, None for all together.
		apart: each interval by itself.
	"""
	found = {}

	def row_of(row) -> Timeliness:
		interval, key = (row.interval if apart else None), row.get("place") or ""
		one = found.setdefault((interval, key), Timeliness(interval, key))
		one.name = one.name or row.get("label")
		return one

	for row in _sent(scope, by, apart):
		one, number = row_of(row), cint(row.number)
		if cint(row.late):
			one.late += number
			one.days_late += cint(row.days_late)
		else:
			one.in_time += number
	for row in _not_sent(scope, by, apart):
		row_of(row).missing += cint(row.number)
	for row in _on_leave(scope, by):
		one = row_of(row)
		one.missing -= 1
		one.excused += 1
	return sorted(found.values(), key=lambda one: (one.interval or "", one.name or "", one.key))


def _grouped(query, Doc, by: str | None, interval):
	"""The query with what is counted by, as `place` and `label`."""
	if interval is not None:
		query = query.select(interval.as_("interval")).groupby(interval)
	if not by:
		return query
	Unit = DocType("Department")
	label = {UNIT: Unit.department_name, APPRAISER: Doc.appraiser_name, PERSON: Doc.employee_name}[by]
	if by == UNIT:
		query = query.left_join(Unit).on(Unit.name == Doc.department)
	key = Doc[KEY_OF[by]]
	return query.select(key.as_("place"), Max(label).as_("label")).groupby(key)


def _sent(scope: Scope, by: str | None, apart: bool):
	Report, Period = DocType("Periodic Report"), DocType("Performance Period")
	query = (
		frappe.qb.from_(Report)
		.join(Period)
		.on(Period.name == Report.performance_period)
		.select(Report.late, Count(Report.name).as_("number"), Sum(Report.days_late).as_("days_late"))
		.where(
			(Report.docstatus < 2) & Report.workflow_state.isin(SENT) & scope.of(Report, "Periodic Report")
		)
		.groupby(Report.late)
	)
	if scope.interval:
		query = query.where(Report.performance_interval == scope.interval)
	return _grouped(query, Report, by, Report.performance_interval if apart else None).run(as_dict=True)


def _due(scope: Scope):
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
			& scope.of(Plan, "Work Plan")
			& (Stage.stage == "Reporting")
			& (Stage.closes_on < nowdate())
			& (Interval.from_date <= Plan.to_date)
			& (Interval.to_date >= Plan.from_date)
			& (Plan.closed_on.isnull() | (Interval.from_date <= Plan.closed_on))
			& Report.name.isnull()
		)
	)
	if scope.interval:
		query = query.where(Interval.name == scope.interval)
	return Plan, Interval, query


def _not_sent(scope: Scope, by: str | None, apart: bool):
	Plan, Interval, query = _due(scope)
	query = query.select(Count(Plan.name).as_("number"))
	return _grouped(query, Plan, by, Interval.name if apart else None).run(as_dict=True)


def _on_leave(scope: Scope, by: str | None) -> list:
	"""The missing reports that nobody asked for; only people with leave in the interval are looked at."""
	Plan, Interval, query = _due(scope)
	Leave = DocType("Leave Application")
	rows = (
		query.join(Leave)
		.on(
			(Leave.employee == Plan.employee)
			& leave.approved(Leave)
			& (Leave.from_date <= Interval.to_date)
			& (Leave.to_date >= Interval.from_date)
		)
		.select(
			Plan.name.as_("plan"),
			Plan.employee,
			Plan[KEY_OF.get(by, "employee")].as_("place"),
			Interval.name.as_("interval"),
			Interval.from_date.as_("first_day"),
			Interval.to_date.as_("last_day"),
			*leave.columns(Leave),
		)
	).run(as_dict=True)
	away = leave.fully_away(rows)
	found = {(row.plan, row.interval): row for row in rows if (row.employee, row.interval) in away}
	if not by:
		for row in found.values():
			row.place = ""
	return list(found.values())
