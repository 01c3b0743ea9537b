"""Who was on leave for the whole of an interval, from the approved leave of HRMS; nobody is asked for a report then."""

from collections.abc import Collection, Iterable
from datetime import date

import frappe
from frappe.query_builder import DocType
from frappe.utils import getdate

from kinerja_asn.rules.leave import is_fully_on_leave


def fully_on_leave(employees: Collection[str], intervals: Collection[str]) -> set[tuple[str, str]]:
	"""(employee, interval) where every working day of the interval was leave, in at most four statements.

	Args:
		intervals: names of Performance Intervals.
	"""
	employees, intervals = sorted({name for name in employees if name}), sorted({i for i in intervals if i})
	if not employees or not intervals:
		return set()
	spans = {
		row.name: (getdate(row.from_date), getdate(row.to_date))
		for row in frappe.get_all(
			"Performance Interval",
			filters={"name": ["in", intervals]},
			fields=["name", "from_date", "to_date"],
		)
	}
	if not spans:
		return set()
	first, last = min(start for start, _end in spans.values()), max(end for _start, end in spans.values())
	leaves = _leaves(employees, first, last)
	if not leaves:
		return set()
	days_off = _days_off(sorted(leaves), first, last)
	return {
		(employee, interval)
		for employee, found in leaves.items()
		for interval, (start, end) in spans.items()
		if is_fully_on_leave(start, end, found, days_off.get(employee, ()))
	}


def approved(Leave):
	"""The condition of leave that was granted."""
	return (Leave.docstatus == 1) & (Leave.status == "Approved")


def columns(Leave) -> list:
	"""What `fully_away` reads of a leave."""
	return [
		Leave.from_date.as_("leave_from"),
		Leave.to_date.as_("leave_to"),
		Leave.half_day,
		Leave.half_day_date,
	]


def fully_away(rows: Iterable) -> set[tuple[str, str]]:
	"""As `fully_on_leave`, where the leave was read with what it excuses; at most two statements.

	Args:
		rows: employee, interval, its first_day and last_day, and `columns`; a row for each leave that touches it.
	"""
	spans, leaves = {}, {}
	for row in rows:
		spans[row.employee, row.interval] = (getdate(row.first_day), getdate(row.last_day))
		leaves.setdefault(row.employee, set()).update(whole_days_of(row))
	if not spans:
		return set()
	first, last = min(start for start, _end in spans.values()), max(end for _start, end in spans.values())
	days_off = _days_off(sorted(leaves), first, last)
	return {
		(employee, interval)
		for (employee, interval), (start, end) in spans.items()
		if is_fully_on_leave(start, end, leaves[employee], days_off.get(employee, ()))
	}


def is_on_leave(employee: str, interval: str) -> bool:
	return (employee, interval) in fully_on_leave([employee], [interval])


def _leaves(employees: list[str], first: date, last: date) -> dict[str, list[tuple[date, date]]]:
	"""Approved leave that touches these days; a day of which half was leave is a day of work."""
	Leave = DocType("Leave Application")
	rows = (
		frappe.qb.from_(Leave)
		.select(Leave.employee, Leave.from_date, Leave.to_date, Leave.half_day, Leave.half_day_date)
		.where(
			Leave.employee.isin(employees)
			& approved(Leave)
			& (Leave.from_date <= last)
			& (Leave.to_date >= first)
		)
	).run()
	found = {}
	for employee, start, end, half_day, half_day_date in rows:
		start, end = getdate(start), getdate(end)
		half = getdate(half_day_date or start) if half_day else None
		found.setdefault(employee, []).extend(_whole_days(start, end, half))
	return {employee: spans for employee, spans in found.items() if spans}


def _whole_days(start: date, end: date, half: date | None) -> list[tuple[date, date]]:
	if half is None:
		return [(start, end)]
	before, after = date.fromordinal(half.toordinal() - 1), date.fromordinal(half.toordinal() + 1)
	return [(first, last) for first, last in ((start, before), (after, end)) if first <= last]


def _days_off(employees: list[str], first: date, last: date) -> dict[str, set[date]]:
	"""Weekly days off and holidays by the employee's Holiday List, else by the agency's."""
	Employee, Company = DocType("Employee"), DocType("Company")
	rows = (
		frappe.qb.from_(Employee)
		.left_join(Company)
		.on(Company.name == Employee.company)
		.select(Employee.name, Employee.holiday_list, Company.default_holiday_list)
		.where(Employee.name.isin(employees))
	).run()
	list_of = {name: own or default for name, own, default in rows if own or default}
	if not list_of:
		return {}
	days = days_off(set(list_of.values()), first, last)
	return {employee: days.get(name, set()) for employee, name in list_of.items()}


def days_off(lists: Collection[str], first: date, last: date) -> dict[str, set[date]]:
	"""Holiday List -> its days off in this time; one statement."""
	if not lists:
		return {}
	Holiday, days = DocType("Holiday"), {}
	for holiday_list, day in (
		frappe.qb.from_(Holiday)
		.select(Holiday.parent, Holiday.holiday_date)
		.where(
			Holiday.parent.isin(sorted(lists))
			& (Holiday.parenttype == "Holiday List")
			& (Holiday.holiday_date >= first)
			& (Holiday.holiday_date <= last)
		)
	).run():
		days.setdefault(holiday_list, set()).add(getdate(day))
	return days


def whole_days_of(row) -> list[tuple[date, date]]:
	"""First and last days of a leave, as `columns` read it; a day of which half was leave is a day of work."""
	start, end = getdate(row.leave_from), getdate(row.leave_to)
	return _whole_days(start, end, getdate(row.half_day_date or start) if row.half_day else None)
