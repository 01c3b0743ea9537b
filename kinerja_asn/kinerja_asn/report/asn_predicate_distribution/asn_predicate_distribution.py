"""ASN Predicate Distribution: predicates under each leader or in each unit, beside the pattern of the unit's rating.

Frappe limits the rows of script reports by User Permissions only, for a user whom the request names. This one counts
what `frappe.session.user` may read, and nothing else, in a fixed number of statements.
"""

import frappe
from frappe import _

from kinerja_asn import distribution
from kinerja_asn.api.evaluations import units_below
from kinerja_asn.distribution import LEADER, PERIODIC, UNIT, Time
from kinerja_asn.rules.predicate import PREDICATES

COLUMN_OF = dict(
	zip(PREDICATES, ("very_good", "good", "needs_improvement", "poor", "very_poor"), strict=True)
)


def execute(filters=None):
	return PredicateDistribution(filters).run()


class PredicateDistribution:
	def __init__(self, filters=None):
		self.filters = frappe._dict(frappe.parse_json(filters) or {})

	def run(self):
		self.validate_filters()
		groups = distribution.groups(self.time, self.filters.by, self.within)
		return (
			self.get_columns(),
			self.get_data(groups),
			None,
			self.get_chart(groups),
			self.get_summary(groups),
		)

	def validate_filters(self):
		filters = self.filters
		filters.by = filters.by if filters.by in (LEADER, UNIT) else LEADER
		filters.kind = filters.kind or PERIODIC
		if not isinstance(filters.period, str) or not filters.period:
			frappe.throw(_("Choose the performance period."), title=_("Period missing"))
		if filters.kind == PERIODIC and not (isinstance(filters.interval, str) and filters.interval):
			frappe.throw(_("Choose the interval."), title=_("Interval missing"))
		self.time = Time(filters.period, filters.kind, filters.interval)
		self.departments = None
		if filters.department:
			company = frappe.db.get_value("Performance Period", filters.period, "company")
			self.departments = units_below(filters.department, company)

	def within(self, Doc):
		if self.departments is None:
			return Doc.name.isnotnull()
		return Doc.department.isin(self.departments)

	def get_columns(self) -> list[dict]:
		count = {"fieldtype": "Int", "width": 100}
		return [
			{
				"fieldname": "name",
				"label": _("Leader") if self.filters.by == LEADER else _("Unit"),
				"fieldtype": "Data",
				"width": 260,
			},
			{
				"fieldname": "unit_rating",
				"label": _("Unit performance rating"),
				"fieldtype": "Data",
				"width": 150,
			},
			*[{"fieldname": COLUMN_OF[name], "label": _(name), **count} for name in PREDICATES],
			{"fieldname": "total", "label": _("Rated"), **count},
			{"fieldname": "waiting", "label": _("Not rated yet"), **count},
			{
				"fieldname": "pattern",
				"label": _("Compared with the pattern"),
				"fieldtype": "Data",
				"width": 520,
			},
		]

	def get_data(self, groups) -> list[dict]:
		return [
			{
				"name": group.name,
				"key": group.key[-1],
				"unit_rating": _(group.unit_rating) if group.unit_rating else _("Not rated yet"),
				**{column: group.counts.get(name, 0) for name, column in COLUMN_OF.items()},
				"total": group.total,
				"waiting": group.waiting,
				"pattern": self.in_words(group),
				"outside": int(bool(group.warnings)),
			}
			for group in groups
		]

	def in_words(self, group) -> str:
		if group.warnings:
			return " ".join(group.warnings)
		if not group.unit_rating:
			return _("The unit is not rated yet.")
		if group.total < distribution.smallest_team():
			return _("Too few people to compare.")
		return _("Follows the pattern.")

	def get_chart(self, groups) -> dict | None:
		total = {name: sum(group.counts.get(name, 0) for group in groups) for name in PREDICATES}
		if not any(total.values()):
			return None
		return {
			"data": {
				"labels": [_(name) for name in reversed(PREDICATES)],
				"datasets": [
					{"name": _("Employees"), "values": [total[name] for name in reversed(PREDICATES)]}
				],
			},
			"type": "bar",
			"colors": ["#1f5fa8"],
			"height": 220,
		}

	def get_summary(self, groups) -> list[dict]:
		outside = sum(1 for group in groups if group.warnings)
		return [
			{
				"label": _("Rated"),
				"value": sum(group.total for group in groups),
				"datatype": "Int",
			},
			{
				"label": _("Not rated yet"),
				"value": sum(group.waiting for group in groups),
				"datatype": "Int",
			},
			{
				"label": _("Leaders outside the pattern")
				if self.filters.by == LEADER
				else _("Units outside the pattern"),
				"value": outside,
				"datatype": "Int",
				"indicator": "orange" if outside else "green",
			},
		]
