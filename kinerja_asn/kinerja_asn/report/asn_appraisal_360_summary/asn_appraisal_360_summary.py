"""ASN Appraisal 360 Summary: how people see themselves and how the others see them, over many people.

It is made of released results only, and of those alone whose numbers `frappe.session.user` reads person by person
(`permissions.results_360_condition`); the overall result, of those whose appraisal he reads. Answers are not asked for:
what was too small to be shown of one person is in no row that could be summed. So no figure here tells what its reader
could not compute from results that are open to him.

Beyond that a figure stands for as many people as an answer has raters at least. The people are parted once, by unit, for
each figure by itself: units with enough people, and all the others together. Every row is a sum of whole parts, whatever
is filtered, so that the difference of two rows is never fewer people either.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

import frappe
from frappe import _
from frappe.query_builder import Case, DocType
from frappe.query_builder.functions import Coalesce, Count, Max, Sum
from frappe.utils import cint, flt
from pypika.terms import LiteralValue

from kinerja_asn import figures, permissions
from kinerja_asn.appraisal_360_results import APPRAISAL, CAMPAIGN, RELEASED, RESULT, weights_from
from kinerja_asn.charts import Readable
from kinerja_asn.rules.appraisal_360 import COLLEAGUES, OVERALL, weight_of
from kinerja_asn.rules.rater_choice import LEAST_MINIMUM, PEER, SELF, SUBORDINATE, SUPERIOR
from kinerja_asn.script_reports import ScriptReport, average
from kinerja_asn.setup.settings import setting

BY_CAMPAIGN, BEHAVIOUR, UNIT = "Campaign", "Behaviour", "Unit"
#: Parts whose means are shown beside the two that are compared.
SHOWN = {SUPERIOR: "superior", PEER: "peers", SUBORDINATE: "subordinates", COLLEAGUES: "colleagues"}
#: What each part of the people keeps: number and sum; of the others the squares as well, for the spread.
MEASURES = ("own", "others", "both", *SHOWN.values(), "overall")
#: The part of all units that are too small alone.
TOGETHER = "*"


def execute(filters=None):
	return Appraisal360Summary(filters).run()


@dataclass
class Cell:
	"""One figure of some people."""

	people: int = 0
	total: float = 0
	squares: float = 0
	answers: int = 0

	def add(self, other: "Cell"):
		self.people += other.people
		self.total += other.total
		self.squares += other.squares
		self.answers += other.answers

	@property
	def mean(self) -> float | None:
		return average(self.total, self.people, 2)

	@property
	def spread(self) -> float | None:
		if not self.people:
			return None
		return average(max(self.squares / self.people - (self.total / self.people) ** 2, 0) ** 0.5, 1)


class Appraisal360Summary(ScriptReport):
	def validate_filters(self):
		period = self.period()
		self.by = self.choice("by", (BY_CAMPAIGN, BEHAVIOUR, UNIT), BY_CAMPAIGN)
		self.period_name = period.name
		self.campaign = self.text("campaign")
		self.departments = self.units(period.company)
		self.campaigns = self.read_campaigns()
		minimum = [
			cint(setting("minimum_raters")),
			*(cint(row.minimum_raters) for row in self.campaigns.values()),
		]
		self.minimum = max(LEAST_MINIMUM, *minimum)

	def read_campaigns(self) -> dict:
		"""The campaigns of the period in which the viewer reads a released result."""
		Campaign, Doc = DocType(CAMPAIGN), DocType(APPRAISAL)
		query = (
			frappe.qb.from_(Campaign)
			.join(Doc)
			.on(Doc.campaign == Campaign.name)
			.select(Campaign.name, Campaign.title, Campaign.weights, Campaign.minimum_raters)
			.distinct()
			.where(self.readable(Doc))
		)
		if self.campaign:
			query = query.where(Campaign.name == self.campaign)
		return {row.name: row for row in query.run(as_dict=True)}

	def readable(self, Doc):
		"""Released ones that he reads at all: as a Performance Manager no more than the overall result."""
		return (
			(Doc.performance_period == self.period_name)
			& (Doc.workflow_state == RELEASED)
			& Readable(APPRAISAL)
		)

	# --- people, parted -------------------------------------------------------------------------------------

	def get_data(self) -> list[dict]:
		self.names = {}
		if not self.campaigns:
			return []
		#: (campaign, behaviour, measure) -> unit -> Cell
		cells = defaultdict(dict)
		for row in self._numbers():
			self._keep(cells, row, row.behaviour or "")
		for row in self._overall():
			self.names[row.department or ""] = row.department_name or _("Without unit")
			cells[row.campaign, "", "overall"][row.department or ""] = Cell(cint(row.people), flt(row.total))
		rows = defaultdict(lambda: defaultdict(Cell))
		for (campaign, behaviour, measure), units in cells.items():
			for unit, cell in self.parted(units).items():
				key = {BY_CAMPAIGN: campaign, BEHAVIOUR: behaviour, UNIT: unit}[self.by]
				if self.by == BEHAVIOUR or not behaviour:
					rows[key][measure].add(cell)
		return [self._row(key, rows[key]) for key in self._in_order(rows)]

	def parted(self, units: dict[str, Cell]) -> dict[str, Cell]:
		"""Units with enough people, and the others together where they are enough; only those that are filtered. The
		parts are made before the filter is applied: it chooses among them and makes none."""
		small, found = Cell(), {}
		for unit, cell in units.items():
			if cell.people >= self.minimum:
				if self.departments is None or unit in self.departments:
					found[unit] = cell
			else:
				small.add(cell)
		if self.departments is None and small.people >= self.minimum:
			found[TOGETHER] = small
		return found

	def _keep(self, cells, row, behaviour: str):
		unit = row.department or ""
		self.names[unit] = row.department_name or _("Without unit")
		for measure in MEASURES[:-1]:
			number = cint(row[f"{measure}_people"])
			if number:
				cells[row.campaign, behaviour, measure][unit] = Cell(
					number,
					flt(row[measure]),
					flt(row.squares) if measure == "others" else 0,
					cint(row.answers) if measure == "others" else 0,
				)

	def _numbers(self) -> list:
		"""Sums over the people of each unit, for each behaviour and over all of them (blank); one statement."""
		one = self._of_each_person()
		columns = []
		for measure in ("own", "others", *SHOWN.values()):
			columns += [Sum(one[measure]).as_(measure), Count(one[measure]).as_(f"{measure}_people")]
		both = Case().when(one.own.isnotnull() & one.others.isnotnull(), one.own - one.others)
		return (
			frappe.qb.from_(one)
			.select(
				one.campaign,
				one.department,
				one.behaviour,
				Max(one.department_name).as_("department_name"),
				*columns,
				Sum(both).as_("both"),
				Count(both).as_("both_people"),
				Sum(one.others * one.others).as_("squares"),
				Sum(one.answers).as_("answers"),
			)
			.groupby(one.campaign, one.department, one.behaviour)
		).run(as_dict=True)

	def _of_each_person(self):
		"""Own mean, weighted mean of the others' shown parts, and these, of each person and behaviour."""
		Doc, Result = DocType(APPRAISAL), DocType(RESULT)
		weight = self._weight(Doc, Result)
		own, others = Result.relation == SELF, Result.relation.notin([SELF, OVERALL])
		whole = Sum(Case().when(others, weight))
		asked = Doc.campaign.isin(list(self.campaigns))
		if self.by != BEHAVIOUR:
			# campaigns and units show what is said over all behaviours alone
			asked &= Coalesce(Result.behaviour, "") == ""
		return (
			frappe.qb.from_(Doc)
			.join(Result)
			.on(Result.appraisal == Doc.name)
			.select(
				Doc.campaign,
				Doc.department,
				Max(Doc.department_name).as_("department_name"),
				Result.behaviour,
				Max(Case().when(own, Result.mean)).as_("own"),
				Case().when(whole > 0, Sum(Case().when(others, weight * Result.mean)) / whole).as_("others"),
				Sum(Case().when(others, Result.answers).else_(0)).as_("answers"),
				*[
					Max(Case().when(Result.relation == relation, Result.mean)).as_(name)
					for relation, name in SHOWN.items()
				],
			)
			.where(
				(Doc.performance_period == self.period_name)
				& asked
				& LiteralValue(permissions.results_360_condition())
			)
			.groupby(Doc.name, Doc.campaign, Doc.department, Result.behaviour)
		).as_("one")

	def _weight(self, Doc, Result):
		"""What a relation weighs in the campaign of the row, as `rules.weighted` counts it."""
		found = Case()
		for name, row in self.campaigns.items():
			weights = weights_from(row.weights)
			for relation in SHOWN:
				found = found.when(
					(Doc.campaign == name) & (Result.relation == relation),
					float(weight_of(relation, weights) or Decimal(0)),
				)
		return found.else_(0)

	def _overall(self) -> list:
		Doc = DocType(APPRAISAL)
		return (
			frappe.qb.from_(Doc)
			.select(
				Doc.campaign,
				Doc.department,
				Max(Doc.department_name).as_("department_name"),
				Count(Doc.name).as_("people"),
				Sum(Doc.overall).as_("total"),
			)
			.where(self.readable(Doc) & (Doc.overall > 0) & Doc.campaign.isin(list(self.campaigns)))
			.groupby(Doc.campaign, Doc.department)
		).run(as_dict=True)

	# --- rows -----------------------------------------------------------------------------------------------

	def _in_order(self, rows) -> list:
		if self.by == BEHAVIOUR:
			order = {name: number for number, name in enumerate(_behaviours())}
			# over all of them comes last
			return sorted(rows, key=lambda key: (key == "", order.get(key, len(order)), key))
		if self.by == UNIT:
			return sorted(rows, key=lambda key: (key == TOGETHER, self.names.get(key, ""), key))
		return sorted(rows, key=lambda key: self.campaigns[key].title or key)

	def _row(self, key: str, of: dict[str, Cell]) -> dict:
		others, answers = of["others"], of["others"].answers
		return {
			"name": self._name(key),
			"key": key,
			"people": others.people or of["overall"].people,
			"own": of["own"].mean,
			"others": others.mean,
			"gap": of["both"].mean,
			"spread": others.spread,
			**{name: of[name].mean for name in SHOWN.values()},
			"overall": of["overall"].mean,
			"answers": answers or None,
		}

	def _name(self, key: str) -> str:
		if self.by == BY_CAMPAIGN:
			return self.campaigns[key].title or key
		if self.by == BEHAVIOUR:
			return _(key) if key else _("All behaviours")
		return self.names.get(key, key) if key != TOGETHER else _("Smaller units together")

	def get_columns(self) -> list[dict]:
		mean = {"fieldtype": "Float", "precision": 2, "width": 110}
		count = {"fieldtype": "Int", "width": 90}
		label = {BY_CAMPAIGN: _("Campaign"), BEHAVIOUR: _("Behaviour"), UNIT: _("Unit")}[self.by]
		return [
			{"fieldname": "name", "label": label, "fieldtype": "Data", "width": 330},
			{"fieldname": "people", "label": _("Employees"), **count},
			{"fieldname": "own", "label": _("Self"), **mean},
			{"fieldname": "others", "label": _("Others"), **mean},
			{"fieldname": "gap", "label": _("Self less others"), **mean, "width": 200},
			{
				"fieldname": "spread",
				"label": _("Spread between people"),
				**mean,
				"precision": 1,
				"width": 180,
			},
			{"fieldname": "superior", "label": _("Superior"), **mean},
			{"fieldname": "peers", "label": _("Peer"), **mean, "width": 130},
			{"fieldname": "subordinates", "label": _("Subordinate"), **mean, "width": 140},
			{"fieldname": "colleagues", "label": _("Peers and subordinates together"), **mean, "width": 220},
			{"fieldname": "overall", "label": _("Overall"), **mean},
			{"fieldname": "answers", "label": _("Answers"), **count},
		]

	def get_message(self, rows) -> str:
		if not rows:
			return _(
				"There is nothing to show: results are counted once they are released, and from {0} people on."
			).format(self.minimum)
		return _(
			"Released results that you may read. A figure stands for at least {0} people: units with fewer are shown together, or not at all. Self less others: above zero, people see themselves better than the others do."
		).format(self.minimum)

	def get_chart(self, rows) -> dict | None:
		shown = [row for row in rows if row["others"] is not None and (self.by != BEHAVIOUR or row["key"])]
		pairs = [(_("Self"), "own"), (_("Others"), "others")]
		if not shown:
			shown = [row for row in rows if row["overall"] is not None and self.by != BEHAVIOUR]
			pairs = [(_("Overall"), "overall")]
		if not shown:
			return None
		return {
			"title": _("Mean of the answers"),
			"data": {
				"labels": [row["name"] for row in shown],
				"datasets": [
					{"name": name, "values": [row[column] or 0 for row in shown]} for name, column in pairs
				],
			},
			"type": "bar",
			"colors": ["#b8c4d6", "#1f5fa8"][-len(pairs) :],
			"height": 240,
		}

	def get_summary(self, rows) -> list[dict] | None:
		"""The widest gap both ways, of what is shown; over campaigns, how many people they are."""
		if self.by == BY_CAMPAIGN:
			return [
				{"label": _("Employees"), "value": sum(row["people"] for row in rows), "datatype": "Int"},
				{"label": _("Campaigns"), "value": len(rows), "datatype": "Int"},
			]
		gaps = [row for row in rows if row["gap"] is not None and (self.by != BEHAVIOUR or row["key"])]
		found = []
		for label, row in (
			(_("See themselves better"), max(gaps, key=lambda row: row["gap"], default=None)),
			(_("Are seen better"), min(gaps, key=lambda row: row["gap"], default=None)),
		):
			if row and (row["gap"] > 0) == (label == _("See themselves better")) and row["gap"]:
				found.append(
					{
						"label": label,
						"value": f"{row['name']} ({figures.number(abs(row['gap']))})",
						"datatype": "Data",
					}
				)
		return found or None


def _behaviours() -> list[str]:
	Behaviour = DocType("Work Behaviour")
	return (frappe.qb.from_(Behaviour).select(Behaviour.name).orderby(Behaviour.behaviour_order)).run(
		pluck=True
	)
