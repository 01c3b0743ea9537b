"""ASN Indicator Achievement: what accepted reports say their indicators have reached, by interval and until now.

The percentages are those that each report keeps; here they are only counted and averaged, in the database.
"""

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Max, Sum
from frappe.utils import cint, flt
from pypika.terms import Case

from kinerja_asn import figures
from kinerja_asn.charts import Readable
from kinerja_asn.script_reports import PEOPLE_AT_MOST, PERSON, UNIT, PeopleReport, average, percent

REPORT, ROW, PLAN = "Periodic Report", "Periodic Report Realisation", "Work Plan"
POSITION, INDICATOR = "Position", "Indicator"
ACCEPTED = "Report Accepted"
#: A target is reached from here.
REACHED = 100


def execute(filters=None):
	return IndicatorAchievement(filters).run()


class Figures:
	"""Sums of percentages of one row of the table."""

	def __init__(self, key: str, name: str):
		self.key, self.name = key, name
		#: interval -> (number, sum of percentages, number and sum of those until then)
		self.intervals = {}
		self.indicators, self.reached, self.cumulative = 0, 0, 0.0

	def add(self, interval: str, values: tuple):
		before = self.intervals.get(interval, (0, 0.0, 0, 0.0))
		self.intervals[interval] = tuple(one + other for one, other in zip(before, values, strict=True))

	def mean(self, interval: str) -> float | None:
		number, total, *_until = self.intervals.get(interval, (0, 0.0, 0, 0.0))
		return average(total, number)

	def until(self, interval: str) -> float | None:
		*_interval, number, total = self.intervals.get(interval, (0, 0.0, 0, 0.0))
		return average(total, number)

	@property
	def now(self) -> float | None:
		return average(self.cumulative, self.indicators)

	@property
	def share(self) -> int | None:
		return percent(self.reached, self.indicators)

	@property
	def trend(self) -> float | None:
		"""The last interval beside the one before, in percentage points."""
		means = [mean for mean in map(self.mean, sorted(self.intervals)) if mean is not None]
		return average(means[-1] - means[-2], 1) if len(means) > 1 else None


class IndicatorAchievement(PeopleReport):
	kinds = (UNIT, POSITION, INDICATOR, PERSON)

	def validate_filters(self):
		super().validate_filters()
		self.position = self.text("position")
		self.indicator = self.text("performance_indicator")

	# --- reading ---

	def condition(self, Report):
		return (
			(Report.performance_period == self.year.name)
			& (Report.docstatus < 2)
			& (Report.workflow_state == ACCEPTED)
			& self.within(Report)
			& Readable(REPORT)
		)

	def grouped(self, query, Report, Row):
		"""The query with what a row of the table is about, as `place` and `label`."""
		if self.by == POSITION or self.position:
			Plan = DocType(PLAN)
			query = query.join(Plan).on(Plan.name == Report.work_plan)
			if self.position:
				query = query.where(Plan.position == self.position)
		if self.by == INDICATOR or self.indicator:
			Planned, Library = DocType("Work Plan Indicator"), DocType("Performance Indicator")
			query = query.left_join(Planned).on(
				(Planned.parent == Report.work_plan)
				& (Planned.parenttype == PLAN)
				& (Planned.row_key == Row.indicator_key)
			)
			if self.indicator:
				query = query.where(Planned.performance_indicator == self.indicator)
		if self.by == UNIT:
			Unit = DocType("Department")
			query = query.left_join(Unit).on(Unit.name == Report.department)
			place, label = Report.department, Unit.department_name
		elif self.by == POSITION:
			place, label = Plan.position, Plan.position
		elif self.by == INDICATOR:
			query = query.left_join(Library).on(Library.name == Planned.performance_indicator)
			place, label = Planned.performance_indicator, Library.indicator_name
		else:
			First = self.first_people()
			query = query.join(First).on(First.employee == Report.employee)
			place, label = Report.employee, Report.employee_name
		return query.select(place.as_("place"), Max(label).as_("label")).groupby(place)

	def first_people(self):
		"""The people of one table, as a query: who wants others chooses a unit."""
		Report = DocType(REPORT)
		return (
			frappe.qb.from_(Report)
			.select(Report.employee, Max(Report.employee_name).as_("called"))
			.where(self.condition(Report))
			.groupby(Report.employee)
			.orderby(Max(Report.employee_name))
			.orderby(Report.employee)
			.limit(PEOPLE_AT_MOST + 1)
			.as_("first_people")
		)

	def rows_of_reports(self):
		Report, Row = DocType(REPORT), DocType(ROW)
		query = (
			frappe.qb.from_(Report)
			.join(Row)
			.on((Row.parent == Report.name) & (Row.parenttype == REPORT))
			.where(self.condition(Report) & Row.indicator_key.isnotnull())
		)
		return Report, Row, query

	def by_interval(self) -> list:
		Report, Row, query = self.rows_of_reports()
		return (
			self.grouped(query, Report, Row)
			.select(
				Report.performance_interval.as_("interval"),
				Sum(Row.has_achievement).as_("number"),
				Sum(Case().when(Row.has_achievement == 1, Row.achievement).else_(0)).as_("percent"),
				Sum(Row.has_cumulative).as_("number_until"),
				Sum(Case().when(Row.has_cumulative == 1, Row.cumulative_achievement).else_(0)).as_(
					"percent_until"
				),
			)
			.groupby(Report.performance_interval)
			.run(as_dict=True)
		)

	def until_now(self) -> list:
		"""Each indicator once: as the last accepted report of its plan has it."""
		Report, Row, query = self.rows_of_reports()
		Last = DocType(REPORT)
		last = (
			frappe.qb.from_(Last)
			.select(Last.work_plan, Max(Last.performance_interval).as_("interval"))
			.where(self.condition(Last))
			.groupby(Last.work_plan)
			.as_("last_reports")
		)
		query = query.join(last).on(
			(last.work_plan == Report.work_plan) & (last.interval == Report.performance_interval)
		)
		reached = (Row.has_cumulative == 1) & (Row.cumulative_achievement >= REACHED)
		return (
			self.grouped(query, Report, Row)
			.select(
				Sum(Row.has_cumulative).as_("number"),
				Sum(Case().when(reached, 1).else_(0)).as_("reached"),
				Sum(Case().when(Row.has_cumulative == 1, Row.cumulative_achievement).else_(0)).as_("percent"),
			)
			.run(as_dict=True)
		)

	def get_data(self) -> list[dict]:
		found, self.total = {}, Figures("", _("Total"))

		def figures_of(row) -> Figures:
			key = row.place or ""
			return found.setdefault(key, Figures(key, row.label or self.unnamed()))

		for row in self.by_interval():
			values = (cint(row.number), flt(row.percent), cint(row.number_until), flt(row.percent_until))
			for one in (figures_of(row), self.total):
				one.add(row.interval, values)
		for row in self.until_now():
			for one in (figures_of(row), self.total):
				one.indicators += cint(row.number)
				one.reached += cint(row.reached)
				one.cumulative += flt(row.percent)
		self.intervals = sorted(self.total.intervals)
		# what lies lowest comes first; without any figure last
		groups = sorted(found.values(), key=lambda one: (one.now is None, one.now or 0, one.name, one.key))
		if self.by == PERSON:
			return [self.row(one) for one in self.first(groups)]
		return [self.row(one) for one in groups] + (
			[{**self.row(self.total), "is_total": 1}] if groups else []
		)

	def row(self, one: Figures) -> dict:
		return {
			"name": one.name,
			"key": one.key,
			"indicators": one.indicators,
			"cumulative": one.now,
			"share": one.share,
			"trend": one.trend,
			**{_column(interval): one.mean(interval) for interval in self.intervals},
		}

	def unnamed(self) -> str:
		return {UNIT: _("Without unit"), INDICATOR: _("Not from the library")}.get(self.by, "–")

	# --- shown ---

	def get_columns(self) -> list[dict]:
		label = {
			UNIT: _("Unit"),
			POSITION: _("Position"),
			INDICATOR: _("Indicator"),
			PERSON: _("Employee"),
		}[self.by]
		figure = {"fieldtype": "Float", "precision": 1}
		return [
			{"fieldname": "name", "label": label, "fieldtype": "Data", "width": 280},
			{"fieldname": "indicators", "label": _("Indicators"), "fieldtype": "Int", "width": 95},
			{"fieldname": "cumulative", "label": _("Until now %"), "width": 170, **figure},
			{"fieldname": "share", "label": _("Target reached %"), "fieldtype": "Int", "width": 165},
			{"fieldname": "trend", "label": _("Trend"), "width": 95, **figure},
			*[
				{
					"fieldname": _column(interval),
					"label": figures.interval(interval, short=True),
					"interval": interval,
					"width": 85,
					**figure,
				}
				for interval in self.intervals
			],
		]

	def get_message(self, rows) -> str:
		if not rows:
			return _("No accepted report yet. Choose another period or unit.")
		told = [
			_(
				"Means of the percentages that accepted reports keep; until now as in the last report of each plan."
			),
			super().get_message(rows),
		]
		return "<br>".join(text for text in told if text)

	def get_chart(self, rows) -> dict | None:
		if len(self.intervals) < 2:
			return None
		return {
			"title": _("Mean achievement of the indicators in percent"),
			"data": {
				"labels": [figures.interval(interval, short=True) for interval in self.intervals],
				"datasets": [
					{
						"name": _("In the interval"),
						"values": [self.total.mean(one) or 0 for one in self.intervals],
					},
					{
						"name": _("Until then"),
						"values": [self.total.until(one) or 0 for one in self.intervals],
					},
				],
				"yMarkers": [{"label": "100%", "value": REACHED}],
			},
			"type": "line",
			"fieldtype": "Float",
			"colors": ["#1f5fa8", "#2f9e5b"],
			"height": 240,
		}

	def get_summary(self, rows) -> list[dict]:
		total = self.total
		return [
			{"label": _("Indicators"), "value": total.indicators, "datatype": "Int"},
			# the desk would give a number the three decimals of the site
			{"label": _("Until now %"), "value": figures.number(total.now or 0), "datatype": "Data"},
			{"label": _("Target reached"), "value": total.reached, "datatype": "Int", "indicator": "green"},
			{
				"label": _("Below target"),
				"value": total.indicators - total.reached,
				"datatype": "Int",
				"indicator": "orange" if total.indicators > total.reached else "green",
			},
		]


def _column(interval: str) -> str:
	return f"at_{interval.replace('-', '_').lower()}"
