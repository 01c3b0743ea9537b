"""ASN Unit Performance Summary: the tree of units with what their people have planned, sent, reached and been rated.

Every unit is shown with those below it. Counted are the documents that `frappe.session.user` may read.
"""

from collections import Counter
from dataclasses import dataclass, field

import frappe
from frappe import _
from frappe.query_builder import Case, DocType
from frappe.query_builder.functions import Count, Max, Sum
from frappe.utils import cint, getdate, nowdate

from kinerja_asn import distribution, unit_ratings
from kinerja_asn.charts import Readable
from kinerja_asn.distribution import COUNTED, EVALUATION, PERIODIC
from kinerja_asn.figures import number
from kinerja_asn.kinerja_asn.report.asn_predicate_distribution.asn_predicate_distribution import COLUMN_OF
from kinerja_asn.realised import SAID
from kinerja_asn.rules.predicate import PREDICATES
from kinerja_asn.script_reports import EvaluationReport, average, has_viewer

PLAN, REPORT, ROW = "Work Plan", "Periodic Report", "Periodic Report Realisation"
AGREED = ("Plan Agreed", "Closed")
#: Units side by side that a chart can still show.
MOST_BARS = 16
COLOURS = ("#2f9e6e", "#1f5fa8", "#e0a100", "#d9480f", "#a61e4d")


def execute(filters=None):
	return UnitPerformanceSummary(filters).run()


@dataclass
class Unit:
	"""A unit with its own figures; `with_below` those of the units below it too."""

	name: str
	label: str
	lft: int = 0
	rgt: int = 0
	rating: str | None = None
	figures: Counter = field(default_factory=Counter)
	with_below: Counter = field(default_factory=Counter)
	below: list = field(default_factory=list)

	@property
	def rated(self) -> int:
		return sum(self.with_below[name] for name in PREDICATES)


class UnitPerformanceSummary(EvaluationReport):
	mailable = True

	def validate_filters(self):
		super().validate_filters()
		year = frappe.get_cached_doc("Performance Period", self.time.period)
		self.company, self.end = year.company, getdate(year.to_date)
		self.span = None
		if self.time.kind == PERIODIC:
			if not frappe.db.exists("Performance Interval", self.time.interval, cache=True):
				self.refuse("interval")
			interval = frappe.get_cached_doc("Performance Interval", self.time.interval)
			self.span = (interval.from_date, interval.to_date)
			self.end = getdate(self.span[1])
		self.chosen = self.departments
		if not has_viewer():
			# what few people are is settled in the whole agency: two mails of two units tell no more than one
			self.departments = None
		self.tops = self.get_tree()

	# --- counting ---------------------------------------------------------------------------------------------

	def get_tree(self) -> list[Unit]:
		"""The highest units of which something is shown, with those below them; five statements."""
		figures = {}
		for rows in (self.plans(), self.reports(), self.evaluations()):
			for row in rows:
				of_unit = figures.setdefault(row.pop("department") or "", Counter())
				of_unit.update({key: value for key, value in row.items() if value})
		ratings = self.ratings()
		units = self.units_of({*figures, *ratings})
		for unit in units:
			unit.rating = ratings.get(unit.name)
			unit.figures = unit.with_below = figures.get(unit.name) or Counter()
		tops, line = [], []
		for unit in units:
			while line and not (line[-1].lft < unit.lft and unit.rgt < line[-1].rgt):
				line.pop()
			(line[-1].below if line else tops).append(unit)
			line.append(unit)
		return [top for top in tops if _add_up(top)]

	def plans(self):
		"""People are those with a plan on the last day of the time, or today where that is still to come."""
		Doc = DocType(PLAN)
		day = min(self.end, getdate(nowdate()))
		return (
			frappe.qb.from_(Doc)
			.select(
				Doc.department,
				Count(Doc.name).as_("people"),
				Sum(Case().when(Doc.workflow_state.isin(AGREED), 1).else_(0)).as_("agreed"),
			)
			.where(
				(Doc.performance_period == self.time.period)
				& (Doc.docstatus < 2)
				& (Doc.workflow_state != "Cancelled")
				& (Doc.from_date <= day)
				& (Doc.to_date >= day)
				& (Doc.closed_on.isnull() | (Doc.closed_on >= day))
				& Readable(PLAN)
				& self.within(Doc)
			)
			.groupby(Doc.department)
		).run(as_dict=True)

	def reports(self):
		"""Sent reports of the intervals inside the time, late ones among them, and what their rows have reached."""
		Doc, Row, Interval = DocType(REPORT), DocType(ROW), DocType("Performance Interval")
		query = (
			frappe.qb.from_(Doc)
			.left_join(Row)
			.on((Row.parent == Doc.name) & (Row.parenttype == REPORT) & (Row.has_achievement == 1))
			.select(
				Doc.department,
				Count(Doc.name).distinct().as_("sent"),
				Count(Case().when(Doc.late == 1, Doc.name)).distinct().as_("late"),
				Count(Row.name).as_("measured"),
				Sum(Row.achievement).as_("reached"),
				Count(Case().when(Row.name.isnotnull(), Doc.employee)).distinct().as_("reporters"),
			)
			.where(
				(Doc.performance_period == self.time.period)
				& (Doc.docstatus < 2)
				& Doc.workflow_state.isin(SAID)
				& Readable(REPORT)
				& self.within(Doc)
			)
			.groupby(Doc.department)
		)
		if self.span:
			first, last = self.span
			query = (
				query.join(Interval)
				.on(Interval.name == Doc.performance_interval)
				.where((Interval.from_date >= first) & (Interval.to_date <= last))
			)
		return query.run(as_dict=True)

	def evaluations(self):
		Doc = DocType(EVALUATION)
		rows = (
			frappe.qb.from_(Doc)
			.select(Doc.department, Doc.workflow_state, Doc.predicate, Count(Doc.name).as_("number"))
			.where(self.time.once(Doc) & Readable(EVALUATION) & self.within(Doc))
			.groupby(Doc.department, Doc.workflow_state, Doc.predicate)
		).run(as_dict=True)
		for row in rows:
			known = row.workflow_state in COUNTED and row.predicate
			yield {"department": row.department, (row.predicate if known else "waiting"): cint(row.number)}

	def ratings(self) -> dict[str, str]:
		Doc = DocType(unit_ratings.RATING)
		return dict(
			frappe.qb.from_(Doc)
			.select(Doc.department, Max(Doc.rating))
			.where(
				unit_ratings.of_time(Doc, self.time.period, self.time.kind, self.time.interval)
				& (Doc.docstatus == 1)
				& Readable(unit_ratings.RATING)
				& self.within(Doc)
			)
			.groupby(Doc.department)
			.run()
		)

	def units_of(self, names) -> list[Unit]:
		"""The agency's units, and those of others in which a reader has people, from the top down."""
		Doc = DocType("Department")
		wanted = Doc.company == self.company
		if self.departments is not None:
			wanted &= Doc.name.isin(self.departments)
		# the root of all agencies is no unit
		wanted &= Doc.parent_department.isnotnull() & (Doc.parent_department != "")
		rows = (
			frappe.qb.from_(Doc)
			.select(Doc.name, Doc.department_name, Doc.lft, Doc.rgt)
			.where(wanted | Doc.name.isin(sorted(names) or [""]))
			.orderby(Doc.lft)
		).run(as_dict=True)
		found = [Unit(row.name, row.department_name or row.name, row.lft, row.rgt) for row in rows]
		known = {unit.name for unit in found}
		# documents without a unit, or of one that was deleted, are counted all the same
		last = max((unit.rgt for unit in found), default=0)
		for place, name in enumerate(sorted(set(names) - known), 1):
			found.append(Unit(name, name or _("Without unit"), last + 2 * place, last + 2 * place + 1))
		return found

	# --- shown ------------------------------------------------------------------------------------------------

	def get_columns(self) -> list[dict]:
		count = {"fieldtype": "Int", "width": 95}
		return [
			{"fieldname": "unit", "label": _("Unit"), "fieldtype": "Data", "width": 330},
			{"fieldname": "people", "label": _("Employees"), **count},
			{"fieldname": "agreed", "label": _("Plans agreed"), **count},
			{"fieldname": "sent", "label": _("Reports sent"), **count},
			{"fieldname": "late", "label": _("Sent late"), **count},
			{
				"fieldname": "achievement",
				"label": _("Mean achievement"),
				"fieldtype": "Percent",
				"precision": 1,
				"width": 110,
			},
			*[{"fieldname": COLUMN_OF[name], "label": _(name), **count} for name in PREDICATES],
			{"fieldname": "waiting", "label": _("Not rated yet"), **count},
			{
				"fieldname": "unit_rating",
				"label": _("Unit performance rating"),
				"fieldtype": "Data",
				"width": 160,
			},
		]

	def get_data(self) -> list[dict]:
		return [self.row_of(unit, depth, parent) for unit, depth, parent in _walk(self.tops)]

	def row_of(self, unit: Unit, depth: int, parent: Unit | None) -> dict:
		figures = unit.with_below
		return {
			"unit": unit.label,
			"parent_unit": parent.label if parent else None,
			"indent": depth,
			"key": unit.name,
			"with_below": int(bool(unit.below)),
			**{column: cint(figures[column]) for column in ("people", "agreed", "sent", "late", "waiting")},
			"achievement": _mean(figures),
			**{column: figures[name] for name, column in COLUMN_OF.items()},
			"unit_rating": _(unit.rating) if unit.rating else _("Not rated yet"),
			"is_rated": int(bool(unit.rating)),
		}

	def get_aggregates(self) -> list[dict]:
		"""Where few are rated their predicates are left out, and those of a neighbour too, so that the sum above does not
		tell them."""
		least = distribution.smallest_team()
		rated, reached = set(), set()
		_keep(self.tops, 0, least, rated, PREDICATES)
		_keep(self.tops, 0, least, reached, ("reporters",))
		rows, highest = [], None
		for unit, depth, parent in _walk(self.tops):
			if self.chosen is not None and unit.name not in self.chosen:
				continue
			highest = depth if highest is None else highest
			row = self.row_of(unit, depth - highest, parent)
			if unit.name not in rated:
				row |= dict.fromkeys((*COLUMN_OF.values(), "waiting"))
			if unit.name not in reached or unit.name not in rated:
				row["achievement"] = None
			rows.append(row)
		return rows

	def get_chart(self, rows) -> dict | None:
		"""Predicates of the units below the highest one, or of the highest ones."""
		units = self.tops
		while len(units) == 1 and units[0].below:
			units = units[0].below
		units = [unit for unit in units if unit.rated][:MOST_BARS]
		if not units:
			return None
		return {
			"title": _("Number of employees by predicate and unit"),
			"data": {
				"labels": _short([unit.label for unit in units]),
				"datasets": [
					{"name": _(name), "values": [unit.with_below[name] for unit in units]}
					for name in PREDICATES
				],
			},
			"type": "bar",
			"barOptions": {"stacked": 1, "spaceRatio": 0.4},
			"axisOptions": {"shortenYAxisNumbers": 1},
			"colors": list(COLOURS),
			"height": 260,
		}

	def get_summary(self, rows) -> list[dict]:
		total = sum((unit.with_below for unit in self.tops), Counter())
		rated = sum(total[name] for name in PREDICATES)
		mean = average(total["reached"], total["measured"])
		return [
			{"label": _("Employees"), "value": total["people"], "datatype": "Int"},
			{"label": _("Plans agreed"), "value": cint(total["agreed"]), "datatype": "Int"},
			{
				"label": _("Sent late"),
				"value": total["late"],
				"datatype": "Int",
				"indicator": "orange" if total["late"] else "green",
			},
			*(
				[{"label": _("Mean achievement"), "value": f"{number(mean)}%", "datatype": "Data"}]
				if mean is not None
				else []
			),
			{"label": _("Rated"), "value": rated, "datatype": "Int"},
			{"label": _("Not rated yet"), "value": total["waiting"], "datatype": "Int"},
		]


def _add_up(unit: Unit) -> bool:
	"""Add what is below, leaving out units of which there is nothing; answers whether there is anything."""
	unit.below = [one for one in unit.below if _add_up(one)]
	unit.with_below = sum((one.with_below for one in unit.below), Counter(unit.figures))
	return bool(unit.below or unit.rating or unit.with_below)


def _walk(units: list[Unit], depth: int = 0, parent: Unit | None = None):
	for unit in units:
		yield unit, depth, parent
		yield from _walk(unit.below, depth + 1, unit)


def _short(labels: list[str]) -> list[str]:
	"""Without a first word that several share, as a chart leaves little room: Kesehatan for Dinas Kesehatan."""
	first = Counter(label.partition(" ")[0] for label in labels)
	short = [label.partition(" ")[2] if first[label.partition(" ")[0]] > 1 else label for label in labels]
	return [one or label for one, label in zip(short, labels, strict=True)]


def _mean(figures: Counter) -> float | None:
	return average(figures["reached"], figures["measured"], 2)


def _keep(units: list[Unit], alone: int, least: int, kept: set, names):
	"""The units of whose people something may be told beside the sum of all of them.

	Args:
		alone: people of the unit above who are in none of these.
		names: the figures that count the people.
	"""

	def people(figures: Counter) -> int:
		return sum(figures[name] for name in names)

	order = sorted(
		(unit for unit in units if people(unit.with_below)), key=lambda unit: people(unit.with_below)
	)
	hidden = alone
	while order and (people(order[0].with_below) < least or 0 < hidden < least):
		hidden += people(order.pop(0).with_below)
	kept |= {unit.name for unit in units if not people(unit.with_below)}
	for unit in order:
		kept.add(unit.name)
		_keep(unit.below, people(unit.figures), least, kept, names)
