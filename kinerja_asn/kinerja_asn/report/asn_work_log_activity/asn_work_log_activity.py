"""ASN Work Log Activity: working days with and without daily logs, and how many entries carry evidence.

Of single people it tells who reads their logs: the person, the appraiser with today's delegates, the unit's performance
manager. HR and auditors read no logs; they, and a mail, get sums of units with enough people. Days off follow the Holiday
List, days of leave count as no working days.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Coalesce, Count, Max, Sum
from frappe.utils import cint, formatdate, getdate, nowdate
from pypika.functions import Concat
from pypika.terms import Case, ExistsCriterion

from kinerja_asn import distribution, leave, permissions
from kinerja_asn.charts import Readable
from kinerja_asn.script_reports import PEOPLE_AT_MOST, PERSON, UNIT, PeopleReport, percent

LOG, PLAN = "Daily Work Log", "Work Plan"
COUNTED_PLANS = ("Plan Agreed", "Closed")
#: Days that are looked at where nobody has chosen any.
USUAL_DAYS = 30
#: Sums of fewer people tell of one of them.
FEWEST = 3
#: Percent of the working days that have entries, as the chart groups them.
BANDS = ((0, 0), (1, 25), (26, 50), (51, 75), (76, 100))


def execute(filters=None):
	return WorkLogActivity(filters).run()


@dataclass
class Activity:
	"""What is counted of a unit or a person."""

	key: str
	name: str
	unit: str | None = None
	people: int = 0
	#: people of a day, whom alone a sum of some days can tell of
	of_day: Counter = field(default_factory=Counter)
	working: int = 0
	logged: int = 0
	entries: int = 0
	evidenced: int = 0
	measured: int = 0
	last: date | None = None

	def add(self, other: "Activity"):
		for column in ("people", "working", "logged", "entries", "evidenced", "measured"):
			setattr(self, column, getattr(self, column) + getattr(other, column))

	@property
	def least(self) -> int:
		"""On the day with the fewest people: the sum until that day and the one until the day before differ by theirs."""
		return min(self.of_day.values(), default=0)

	@property
	def share(self) -> int | None:
		return min(percent(self.logged, self.working), 100) if self.working else None

	def row(self) -> dict:
		return {
			"name": self.name,
			"key": self.key,
			"unit": self.unit,
			"people": self.people,
			"working": self.working,
			"logged": self.logged,
			"without": max(self.working - self.logged, 0),
			"share": self.share,
			"entries": self.entries,
			"evidenced": percent(self.evidenced, self.entries),
			"measured": percent(self.measured, self.entries),
			"last": self.last,
		}


class WorkLogActivity(PeopleReport):
	mailable = True
	kinds = (UNIT, PERSON)

	def validate_filters(self):
		super().validate_filters()
		first, last = self.days()
		begin, end = getdate(self.year.from_date), getdate(self.year.to_date)
		self.last = min(last or getdate(nowdate()), end, getdate(nowdate()))
		self.first_day = max(first or self.last - timedelta(USUAL_DAYS), begin)
		self.no_list = False
		self.hidden = 0

	# --- of whom ---

	def settle(self, everybody: bool):
		"""Whose logs are counted: those the viewer may read, or sums of all of whom he may know that they have a plan."""
		who = permissions.viewer()
		self.sums = everybody or (self.by == UNIT and (who.is_hr or who.is_auditor))
		if everybody:
			self.of_plan = self.of_log = None
		elif self.sums:
			self.of_plan, self.of_log = Readable(PLAN), None
		else:
			self.of_plan, self.of_log = Readable(LOG, on_basis=True), Readable(LOG)

	def plans(self, Plan):
		found = (
			(Plan.performance_period == self.year.name)
			& (Plan.docstatus == 1)
			& Plan.workflow_state.isin(COUNTED_PLANS)
			& (Plan.from_date <= self.last)
			& (Plan.to_date >= self.first_day)
			& (Plan.closed_on.isnull() | (Plan.closed_on >= self.first_day))
			& self.within(Plan)
		)
		return found & self.of_plan if self.of_plan else found

	@property
	def place(self) -> str:
		return "department" if self.by == UNIT else "employee"

	# --- reading, a statement each ---

	def spans(self) -> list:
		"""Plans by unit or person, by what decides their working days."""
		Plan, Employee, Company = DocType(PLAN), DocType("Employee"), DocType("Company")
		days_off = Coalesce(Employee.holiday_list, Company.default_holiday_list)
		name = Plan.department_name if self.by == UNIT else Plan.employee_name
		columns = (Plan[self.place], days_off, Plan.from_date, Plan.to_date, Plan.closed_on)
		query = (
			frappe.qb.from_(Plan)
			.left_join(Employee)
			.on(Employee.name == Plan.employee)
			.left_join(Company)
			.on(Company.name == Plan.company)
			.select(
				Plan[self.place].as_("place"),
				days_off.as_("days_off"),
				Plan.from_date,
				Plan.to_date,
				Plan.closed_on,
				Max(name).as_("label"),
				Max(Plan.department_name).as_("unit"),
				Count(Plan.employee).distinct().as_("people"),
			)
			.where(self.plans(Plan))
			.groupby(*columns)
		)
		if self.by == PERSON:
			query = query.orderby(Max(name)).orderby(Plan.employee).limit(PEOPLE_AT_MOST + 1)
		return query.run(as_dict=True)

	def movers(self) -> list:
		"""(unit, person, number of plans) of those who had several posts within the days."""
		Plan = DocType(PLAN)
		several = (
			frappe.qb.from_(Plan)
			.select(Plan.employee)
			.where(self.plans(Plan))
			.groupby(Plan.employee)
			.having(Count(Plan.name) > 1)
		).as_("several")
		return (
			frappe.qb.from_(Plan)
			.join(several)
			.on(several.employee == Plan.employee)
			.select(Plan.department, Plan.employee, Count(Plan.name))
			.where(self.plans(Plan))
			.groupby(Plan.department, Plan.employee)
		).run()

	def leaves(self) -> list:
		Plan, Leave = DocType(PLAN), DocType("Leave Application")
		Employee, Company = DocType("Employee"), DocType("Company")
		return (
			frappe.qb.from_(Plan)
			.join(Leave)
			.on(Leave.employee == Plan.employee)
			.left_join(Employee)
			.on(Employee.name == Plan.employee)
			.left_join(Company)
			.on(Company.name == Plan.company)
			.select(
				Plan.name.as_("plan"),
				Plan[self.place].as_("place"),
				Plan.from_date,
				Plan.to_date,
				Plan.closed_on,
				Coalesce(Employee.holiday_list, Company.default_holiday_list).as_("days_off"),
				*leave.columns(Leave),
			)
			.where(
				self.plans(Plan)
				& leave.approved(Leave)
				& (Leave.from_date <= self.last)
				& (Leave.to_date >= self.first_day)
			)
		).run(as_dict=True)

	def logged(self) -> list:
		"""Entries and days with entries by unit or person; days on a day off or on leave are no working days."""
		Log, Plan, Holiday = DocType(LOG), DocType(PLAN), DocType("Holiday")
		Employee, Company, Leave = DocType("Employee"), DocType("Company"), DocType("Leave Application")
		on_leave = ExistsCriterion(
			frappe.qb.from_(Leave)
			.select(Leave.name)
			.where(
				(Leave.employee == Log.employee)
				& leave.approved(Leave)
				& (Leave.from_date <= Log.log_date)
				& (Leave.to_date >= Log.log_date)
				& ((Leave.half_day == 0) | (Coalesce(Leave.half_day_date, Leave.from_date) != Log.log_date))
			)
		)
		evidence = (Coalesce(Log.evidence, "") != "") | (Coalesce(Log.evidence_link, "") != "")
		place = Plan[self.place]
		# counted where it is read: rows by day and person would be written to a table first
		day = Log.log_date if self.by == PERSON else Concat(Log.employee, "|", Log.log_date)
		return (
			frappe.qb.from_(Log)
			.join(Plan)
			.on(Plan.name == Log.work_plan)
			.left_join(Employee)
			.on(Employee.name == Log.employee)
			.left_join(Company)
			.on(Company.name == Log.company)
			.left_join(Holiday)
			.on(
				(Holiday.parent == Coalesce(Employee.holiday_list, Company.default_holiday_list))
				& (Holiday.parenttype == "Holiday List")
				& (Holiday.holiday_date == Log.log_date)
			)
			.select(
				place.as_("place"),
				Count(Case().when(Holiday.name.isnull() & on_leave.negate(), day)).distinct().as_("logged"),
				Count(Log.name).as_("entries"),
				Sum(Case().when(evidence, 1).else_(0)).as_("evidenced"),
				Sum(Log.measured).as_("measured"),
				Max(Log.log_date).as_("last"),
			)
			.where(
				(Log.log_date >= self.first_day)
				& (Log.log_date <= self.last)
				& self.plans(Plan)
				& (self.of_log or Log.name.isnotnull())
			)
			.groupby(place)
		).run(as_dict=True)

	# --- counting ---

	def groups(self, everybody: bool = False) -> list[Activity]:
		self.settle(everybody)
		spans = self.spans() if self.first_day <= self.last else []
		if not spans:
			return []
		lists = {row.days_off for row in spans if row.days_off}
		self.no_list = any(not row.days_off for row in spans)
		days_off = leave.days_off(lists, self.first_day, self.last)
		self.days_between = cache(_days_between)
		working_days = cache(lambda days, name: days - days_off.get(name, set()))
		found = {}
		for row in spans:
			key = row.place or ""
			one = found.setdefault(key, Activity(key, row.label or _("Without unit"), row.unit))
			one.people += cint(row.people)
			days = self.days_of(row)
			one.working += cint(row.people) * len(working_days(days, row.days_off))
			if self.sums:
				for day in days:
					one.of_day[day] += cint(row.people)
		self.elsewhere = {}
		for unit, employee, number in self.movers() if self.by == UNIT else ():
			found[unit or ""].people -= cint(number) - 1
			self.elsewhere.setdefault(employee, []).append(unit or "")
		away = {}
		for row in self.leaves():
			days = working_days(self.days_of(row), row.days_off)
			away.setdefault((row.place or "", row.plan), set()).update(
				day for first, last in leave.whole_days_of(row) for day in days if first <= day <= last
			)
		for (key, _plan), days in away.items():
			if key in found:
				found[key].working -= len(days)
		for row in self.logged():
			one = found.get(row.place or "")
			if one:
				one.logged, one.entries = cint(row.logged), cint(row.entries)
				one.evidenced, one.measured = cint(row.evidenced), cint(row.measured)
				one.last = getdate(row.last) if row.last else None
		told = [one for one in found.values() if not self.sums or one.least >= self.fewest]
		self.hidden = len(found) - len(told)
		return sorted(told, key=lambda one: (one.share is None, one.share or 0, one.name, one.key))

	@property
	def fewest(self) -> int:
		return max(distribution.smallest_team(), FEWEST)

	def days_of(self, row) -> frozenset[date]:
		first = max(self.first_day, getdate(row.from_date))
		last = min(self.last, getdate(row.to_date), getdate(row.closed_on) if row.closed_on else self.last)
		return self.days_between(first, last)

	def get_data(self) -> list[dict]:
		groups = self.groups()
		if self.by == PERSON:
			groups = self.first(groups)
		self.total = Activity("", _("Total"))
		for one in groups:
			self.total.add(one)
		if not groups:
			return []
		# who has moved is one person of each unit, and one of all of them together
		shown = {one.key for one in groups}
		for units in self.elsewhere.values():
			self.total.people -= max(len(shown.intersection(units)) - 1, 0)
		# a unit of which only sums are told has no people to open
		# the days that were counted, also where none were chosen
		opens = {"opens": int(not self.sums), "since": str(self.first_day), "until": str(self.last)}
		rows = [one.row() | opens for one in groups]
		return rows + ([self.total.row() | {"is_total": 1}] if self.by == UNIT else [])

	def get_aggregates(self) -> list[dict]:
		return [one.row() for one in self.groups(everybody=True)]

	# --- shown ---

	def get_columns(self) -> list[dict]:
		count = {"fieldtype": "Int", "width": 120}
		label = _("Unit") if self.by == UNIT else _("Employee")
		columns = [
			{"fieldname": "name", "label": label, "fieldtype": "Data", "width": 280},
			{"fieldname": "share", "label": _("Days with entries %"), **count | {"width": 165}},
			{"fieldname": "working", "label": _("Working days"), **count},
			{"fieldname": "logged", "label": _("With entries"), **count},
			{"fieldname": "without", "label": _("Without entries"), **count},
			{"fieldname": "entries", "label": _("Entries"), **count | {"width": 90}},
			{"fieldname": "evidenced", "label": _("With evidence %"), **count | {"width": 165}},
			{"fieldname": "measured", "label": _("With quantity %"), **count | {"width": 165}},
		]
		if self.by == UNIT:
			columns.insert(1, {"fieldname": "people", "label": _("Employees"), **count | {"width": 90}})
		else:
			columns += [
				{"fieldname": "last", "label": _("Last entry"), "fieldtype": "Date", "width": 120},
				{"fieldname": "unit", "label": _("Unit"), "fieldtype": "Data", "width": 220},
			]
		return columns

	def get_message(self, rows) -> str:
		told = []
		if rows:
			told.append(
				_("From {0} to {1}, without days off and leave.").format(
					formatdate(self.first_day), formatdate(self.last)
				)
			)
		if rows and self.sums:
			told.append(
				_(
					"Daily logs of single people are for them, their appraiser and the performance manager: here are sums."
				)
			)
		if self.hidden:
			told.append(
				_("{0} units with fewer than {1} people are left out, so that nobody is told of.").format(
					self.hidden, self.fewest
				)
			)
		if rows and self.no_list:
			told.append(_("Where no holiday list is set, every day counts as a working day."))
		told.append(super().get_message(rows))
		return "<br>".join(text for text in told if text)

	def get_chart(self, rows) -> dict | None:
		shares = [row["share"] for row in rows if not row.get("is_total") and row["share"] is not None]
		if not shares:
			return None
		counts = [sum(1 for share in shares if low <= share <= high) for low, high in BANDS]
		return {
			"title": _("Units by share of days with entries")
			if self.by == UNIT
			else _("Employees by share of days with entries"),
			"data": {
				"labels": [f"{low}–{high}%" if low != high else f"{low}%" for low, high in BANDS],
				"datasets": [
					{"name": _("Units") if self.by == UNIT else _("Employees"), "values": counts},
				],
			},
			"type": "bar",
			"fieldtype": "Int",
			"colors": ["#1f5fa8"],
			"height": 220,
		}

	def get_summary(self, rows) -> list[dict]:
		row = self.total.row()
		return [
			{"label": _("Employees"), "value": row["people"], "datatype": "Int"},
			{"label": _("Days with entries %"), "value": row["share"] or 0, "datatype": "Int"},
			{"label": _("Entries"), "value": row["entries"], "datatype": "Int"},
			{"label": _("With evidence %"), "value": row["evidenced"] or 0, "datatype": "Int"},
		]


def _days_between(first: date, last: date) -> frozenset[date]:
	return frozenset(first + timedelta(number) for number in range((last - first).days + 1))
