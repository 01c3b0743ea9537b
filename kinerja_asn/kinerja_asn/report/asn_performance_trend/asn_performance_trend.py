"""ASN Performance Trend: what a person, or the people of a unit, were rated over the years.

A year in which somebody changed posts has a row for each of them, with its months. Counted are the evaluations that
`frappe.session.user` may read: whoever may not read a person's evaluations finds none here.
"""

from collections import Counter

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Max, Sum
from frappe.utils import cint, flt, getdate, nowdate

from kinerja_asn import figures, unit_ratings
from kinerja_asn.charts import Readable
from kinerja_asn.distribution import ANNUAL, COUNTED, EVALUATION, PERIODIC, followed
from kinerja_asn.kinerja_asn.report.asn_predicate_distribution.asn_predicate_distribution import COLUMN_OF
from kinerja_asn.kinerja_asn.report.asn_unit_performance_summary.asn_unit_performance_summary import (
	COLOURS,
	REPORT,
	ROW,
)
from kinerja_asn.prepared import prepared
from kinerja_asn.realised import SAID
from kinerja_asn.rules.predicate import PREDICATES
from kinerja_asn.rules.timespan import Span, months_of_spans
from kinerja_asn.script_reports import ScriptReport, average
from kinerja_asn.setup.settings import month_rules
from kinerja_asn.units import chosen_units

PERSON, UNIT = "Person", "Unit"
#: Points of a predicate in the chart: 5 is the best.
POINTS = {name: len(PREDICATES) - place for place, name in enumerate(PREDICATES)}
MOST_YEARS = 20


def execute(filters=None):
	return PerformanceTrend(filters).run()


class PerformanceTrend(ScriptReport):
	def validate_filters(self):
		self.of = self.choice("of", (PERSON, UNIT), PERSON)
		this_year = getdate(nowdate()).year
		self.until = self.number("to_year", this_year, 2000, 2100)
		self.since = self.number("from_year", self.until - 4, 2000, 2100)
		if self.since > self.until:
			frappe.throw(_("The last year lies before the first year."), title=_("Filter"))
		if self.until - self.since >= MOST_YEARS:
			frappe.throw(_("Choose at most {0} years.").format(MOST_YEARS), title=_("Filter"))
		self.employee = self.unit = None
		if self.of == PERSON:
			self.employee = self.text("employee")
			if not self.employee:
				frappe.throw(_("Choose the person."), title=_("Person missing"))
			self.with_intervals = self.checked("with_intervals")
		else:
			self.unit = self.text("department")
			if not self.unit:
				frappe.throw(_("Choose the unit."), title=_("Unit missing"))
			self.units = chosen_units(self.unit)

	def get_data(self) -> list[dict]:
		return self.rows_of_person() if self.of == PERSON else self.rows_of_unit()

	# --- a person ---------------------------------------------------------------------------------------------

	def rows_of_person(self) -> list[dict]:
		"""One row per plan and year, and one per interval below it; two statements."""
		found = _evaluations_of(
			readable=Readable(EVALUATION), employee=self.employee, since=self.since, until=self.until
		)
		reached = self.achievements_of_person()
		years = {}
		for row in found:
			if row.kind == ANNUAL:
				years.setdefault(row.year, []).append(row)
		rows, counting = [], month_rules()
		for row in found:
			if row.kind == PERIODIC and not any(
				one.work_plan == row.work_plan for one in years.get(row.year, [])
			):
				# the year is not evaluated yet: its intervals stand under a row without a predicate
				years.setdefault(row.year, []).append(
					frappe._dict(
						row,
						**dict.fromkeys(
							(
								"predicate",
								"result_rating",
								"behaviour_rating",
								"unit_rating",
								"internal_value",
								"name",
							)
						),
						kind=ANNUAL,
						workflow_state=None,
						from_date=row.plan_from,
						to_date=row.closed_on or row.plan_to,
					)
				)
		for year in sorted(years):
			posts = sorted(years[year], key=lambda row: (getdate(row.from_date), row.work_plan))
			months = months_of_spans(
				[Span(getdate(row.from_date), getdate(row.to_date)) for row in posts], year, counting
			)
			for post, served in zip(posts, months, strict=True):
				rows.append(self.row_of(post, str(year), 0, served, reached.get((post.work_plan, None))))
				if self.with_intervals:
					rows += [
						self.row_of(
							one,
							figures.interval(one.performance_interval),
							1,
							None,
							reached.get((one.work_plan, one.performance_interval)),
						)
						for one in found
						if one.kind == PERIODIC and one.work_plan == post.work_plan
					]
		return rows

	def achievements_of_person(self) -> dict:
		"""(plan, interval of evaluation or None for all) -> mean achievement of the indicators in sent reports."""
		sums = {}
		for row in _achievements_of(
			readable=Readable(REPORT), employee=self.employee, since=self.since, until=self.until
		):
			# once for all of them, also where there is no longer interval
			for key in {(row.work_plan, row.interval), (row.work_plan, None)}:
				total = sums.setdefault(key, Counter())
				total.update(reached=flt(row.reached), measured=cint(row.measured))
		return {key: average(total["reached"], total["measured"], 2) for key, total in sums.items()}

	def row_of(self, row, label: str, indent: int, months, reached) -> dict:
		known = row.workflow_state in COUNTED
		numeric = known and row.numeric_scheme and row.internal_value
		return {
			"year": label,
			"indent": indent,
			"months": months,
			"position": row.position,
			"department_name": row.department_name,
			"result_rating": _(row.result_rating) if known and row.result_rating else "",
			"behaviour_rating": _(row.behaviour_rating) if known and row.behaviour_rating else "",
			"predicate": _(row.predicate) if known and row.predicate else _("Not rated yet"),
			"points": POINTS.get(row.predicate) if known else None,
			"unit_rating": _(row.unit_rating) if row.unit_rating else "",
			"achievement": reached,
			"internal_value": flt(row.internal_value, 2) if numeric else None,
			"evaluation": row.name,
			"employee_name": row.employee_name,
			"short": f"{figures.interval(row.performance_interval, short=True)} {row.year}"
			if indent
			else label,
		}

	# --- a unit -----------------------------------------------------------------------------------------------

	def rows_of_unit(self) -> list[dict]:
		"""One row per year: how many were given each predicate; three statements."""
		Doc, Period = DocType(EVALUATION), DocType("Performance Period")
		counts = (
			frappe.qb.from_(Doc)
			.join(Period)
			.on(Period.name == Doc.performance_period)
			.select(Period.year, Doc.workflow_state, Doc.predicate, Count(Doc.name).as_("number"))
			.where(
				(Doc.kind == ANNUAL)
				& (Doc.docstatus < 2)
				& (Doc.workflow_state != "Cancelled")
				& followed(Doc, Doc.work_plan).negate()
				& Doc.department.isin(self.units)
				& Period.year.between(self.since, self.until)
				& Readable(EVALUATION)
			)
			.groupby(Period.year, Doc.workflow_state, Doc.predicate)
		).run(as_dict=True)
		years = {}
		for row in counts:
			known = row.workflow_state in COUNTED and row.predicate
			years.setdefault(row.year, Counter())[row.predicate if known else "waiting"] += cint(row.number)
		ratings, reached = self.ratings_of_unit(), self.achievements_of_unit()
		rows = []
		for year in sorted({*years, *ratings, *reached}):
			number = years.get(year, Counter())
			total = sum(number[name] for name in PREDICATES)
			rows.append(
				{
					"year": str(year),
					"total": total,
					**{column: number[name] for name, column in COLUMN_OF.items()},
					**{
						f"{column}_share": average(100 * number[name], total)
						for name, column in COLUMN_OF.items()
					},
					"waiting": number["waiting"],
					"achievement": reached.get(year),
					"unit_rating": _(ratings[year]) if year in ratings else _("Not rated yet"),
					"is_rated": int(year in ratings),
				}
			)
		return rows

	def ratings_of_unit(self) -> dict[int, str]:
		Doc, Period = DocType(unit_ratings.RATING), DocType("Performance Period")
		return dict(
			frappe.qb.from_(Doc)
			.join(Period)
			.on(Period.name == Doc.performance_period)
			.select(Period.year, Max(Doc.rating))
			.where(
				(Doc.department == self.unit)
				& (Doc.kind == ANNUAL)
				& (Doc.docstatus == 1)
				& Period.year.between(self.since, self.until)
				& Readable(unit_ratings.RATING)
			)
			.groupby(Period.year)
			.run()
		)

	def achievements_of_unit(self) -> dict[int, float]:
		Doc, Row, Period = DocType(REPORT), DocType(ROW), DocType("Performance Period")
		rows = (
			frappe.qb.from_(Doc)
			.join(Period)
			.on(Period.name == Doc.performance_period)
			.join(Row)
			.on((Row.parent == Doc.name) & (Row.parenttype == REPORT) & (Row.has_achievement == 1))
			.select(Period.year, Sum(Row.achievement), Count(Row.name))
			.where(
				Doc.department.isin(self.units)
				& (Doc.docstatus < 2)
				& Doc.workflow_state.isin(SAID)
				& Period.year.between(self.since, self.until)
				& Readable(REPORT)
			)
			.groupby(Period.year)
		).run()
		return {year: average(total, number, 2) for year, total, number in rows}

	# --- shown ------------------------------------------------------------------------------------------------

	def get_columns(self) -> list[dict]:
		return self.columns_of_person() if self.of == PERSON else self.columns_of_unit()

	def columns_of_person(self) -> list[dict]:
		text, wide = {"fieldtype": "Data", "width": 150}, {"fieldtype": "Data", "width": 210}
		percent = {"fieldtype": "Percent", "precision": 1, "width": 120}
		return [
			{"fieldname": "year", "label": _("Year"), **text},
			{"fieldname": "months", "label": _("Months"), "fieldtype": "Int", "width": 80},
			{"fieldname": "predicate", "label": _("Predicate"), **text},
			{"fieldname": "result_rating", "label": _("Rating of results"), **text},
			{"fieldname": "behaviour_rating", "label": _("Rating of behaviour"), **text},
			{"fieldname": "achievement", "label": _("Mean achievement"), **percent},
			{
				"fieldname": "internal_value",
				"label": _("Internal number"),
				"fieldtype": "Float",
				"precision": 2,
				"width": 110,
			},
			{"fieldname": "unit_rating", "label": _("Unit performance rating"), **text},
			{"fieldname": "position", "label": _("Position"), **wide},
			{"fieldname": "department_name", "label": _("Unit"), **wide},
		]

	def columns_of_unit(self) -> list[dict]:
		count = {"fieldtype": "Int", "width": 105}
		share = {"fieldtype": "Percent", "precision": 1, "width": 130}
		return [
			{"fieldname": "year", "label": _("Year"), "fieldtype": "Data", "width": 80},
			{"fieldname": "total", "label": _("Rated"), **count},
			*[{"fieldname": COLUMN_OF[name], "label": _(name), **count} for name in PREDICATES],
			{"fieldname": "waiting", "label": _("Not rated yet"), **count},
			{
				"fieldname": "unit_rating",
				"label": _("Unit performance rating"),
				"fieldtype": "Data",
				"width": 160,
			},
			{"fieldname": "achievement", "label": _("Mean achievement"), **share},
			*[
				{
					"fieldname": f"{column}_share",
					"label": _("{0}, share").format(_(name)),
					**share,
				}
				for name, column in COLUMN_OF.items()
			],
		]

	def get_message(self, rows) -> str | None:
		if not rows:
			return _("No evaluation that you may read was found for these years.")
		return None

	def get_chart(self, rows) -> dict | None:
		if self.of == UNIT:
			return self.chart_of_unit(rows)
		points = [row for row in rows if row["points"] and (row["indent"] or not self.with_intervals)]
		if not points:
			return None
		return {
			"title": _("Predicate by year") if not self.with_intervals else _("Predicate by interval"),
			"data": {
				"labels": [_label(row, points) for row in points],
				"datasets": [{"name": _("Predicate"), "values": [row["points"] for row in points]}],
				# all five, so that the line is not drawn larger than it is
				"yMarkers": [
					{"label": _(name), "value": value, "options": {"labelPos": "left"}}
					for name, value in POINTS.items()
				],
			},
			"type": "line" if len(points) > 1 else "bar",
			"lineOptions": {"regionFill": 0, "dotSize": 6},
			"colors": ["#1f5fa8"],
			"height": 240,
		}

	def chart_of_unit(self, rows) -> dict | None:
		rows = [row for row in rows if row["total"]]
		if not rows:
			return None
		return {
			"title": _("Share of the predicates by year, in percent"),
			"data": {
				"labels": [row["year"] for row in rows],
				"datasets": [
					{"name": _(name), "values": [row[f"{column}_share"] for row in rows]}
					for name, column in COLUMN_OF.items()
				],
			},
			"type": "bar",
			"barOptions": {"stacked": 1, "spaceRatio": 0.5},
			"colors": list(COLOURS),
			"height": 260,
		}

	def get_summary(self, rows) -> list[dict]:
		if self.of == UNIT:
			last = rows[-1]
			return [
				{"label": _("Rated in {0}").format(last["year"]), "value": last["total"], "datatype": "Int"},
				{"label": _("Not rated yet"), "value": last["waiting"], "datatype": "Int"},
			]
		years = [row for row in rows if not row["indent"]]
		rated = [row for row in years if row["points"]]
		return [
			{"label": _("Employee"), "value": rows[-1]["employee_name"], "datatype": "Data"},
			{"label": _("Years rated"), "value": len({row["year"] for row in rated}), "datatype": "Int"},
			*(
				[{"label": _("Latest predicate"), "value": rated[-1]["predicate"], "datatype": "Data"}]
				if rated
				else []
			),
		]


@prepared
def _evaluations_of(readable, employee, since, until):
	Doc, Period, Plan = DocType(EVALUATION), DocType("Performance Period"), DocType("Work Plan")
	return (
		frappe.qb.from_(Doc)
		.join(Period)
		.on(Period.name == Doc.performance_period)
		.left_join(Plan)
		.on(Plan.name == Doc.work_plan)
		.select(
			Doc.name,
			Doc.kind,
			Doc.work_plan,
			Doc.performance_interval,
			Doc.workflow_state,
			Doc.from_date,
			Doc.to_date,
			Doc.employee_name,
			Doc.position,
			Doc.department_name,
			Doc.predicate,
			Doc.result_rating,
			Doc.behaviour_rating,
			Doc.unit_rating,
			Doc.numeric_scheme,
			Doc.internal_value,
			Period.year,
			Plan.from_date.as_("plan_from"),
			Plan.to_date.as_("plan_to"),
			Plan.closed_on,
		)
		.where(
			(Doc.employee == employee)
			& (Doc.docstatus < 2)
			& (Doc.workflow_state != "Cancelled")
			& Period.year.between(since, until)
			& readable
		)
		.orderby(Doc.to_date)
		.orderby(Doc.name)
	)


@prepared
def _achievements_of(readable, employee, since, until):
	Doc, Row, Period = DocType(REPORT), DocType(ROW), DocType("Performance Period")
	Interval, Longer = DocType("Performance Interval"), DocType("Performance Interval").as_("longer")
	return (
		frappe.qb.from_(Doc)
		.join(Period)
		.on(Period.name == Doc.performance_period)
		.join(Row)
		.on((Row.parent == Doc.name) & (Row.parenttype == REPORT) & (Row.has_achievement == 1))
		.join(Interval)
		.on(Interval.name == Doc.performance_interval)
		.left_join(Longer)
		.on(
			(Longer.from_date <= Interval.from_date)
			& (Longer.to_date >= Interval.to_date)
			& (Longer.frequency == Period.evaluation_frequency)
		)
		.select(
			Doc.work_plan,
			Longer.name.as_("interval"),
			Sum(Row.achievement).as_("reached"),
			Count(Row.name).as_("measured"),
		)
		.where(
			(Doc.employee == employee)
			& (Doc.docstatus < 2)
			& Doc.workflow_state.isin(SAID)
			& Period.year.between(since, until)
			& readable
		)
		.groupby(Doc.work_plan, Longer.name)
	)


def _label(row, points) -> str:
	"""The year; with the unit too where a year has several posts."""
	same = [one for one in points if one["short"] == row["short"]]
	return row["short"] if len(same) == 1 else f"{row['short']} {row['department_name']}"
