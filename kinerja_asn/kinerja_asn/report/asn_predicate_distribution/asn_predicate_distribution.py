"""ASN Predicate Distribution: predicates under each leader or in each unit, beside the pattern of the unit's rating.

Frappe limits the rows of script reports by User Permissions only, for a user whom the request names. This one counts
what `frappe.session.user` may read, and nothing else, in a fixed number of statements.
"""

from frappe import _, _lt

from kinerja_asn import distribution
from kinerja_asn.distribution import LEADER, UNIT
from kinerja_asn.rules.predicate import PREDICATES
from kinerja_asn.script_reports import EvaluationReport, Words, has_viewer

COLUMN_OF = dict(
	zip(PREDICATES, ("very_good", "good", "needs_improvement", "poor", "very_poor"), strict=True)
)
#: what a row says beside the warnings
WORDS = (
	_lt("Not rated yet"),
	_lt("The unit is not rated yet."),
	_lt("Too few people to compare."),
	_lt("Follows the pattern."),
)


def execute(filters=None):
	return PredicateDistribution(filters).run()


class PredicateDistribution(EvaluationReport):
	mailable = True

	def validate_filters(self):
		super().validate_filters()
		self.by = self.choice("by", (LEADER, UNIT), LEADER) if has_viewer() else UNIT
		# which units are too small is settled in the whole agency: two mails of two units tell no more than one
		self.groups = distribution.groups(self.time, self.by, self.departments if has_viewer() else None)

	def get_columns(self) -> list[dict]:
		count = {"fieldtype": "Int", "width": 100}
		return [
			{
				"fieldname": "name",
				"label": _("Leader") if self.by == LEADER else _("Unit"),
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

	def get_data(self) -> list[dict]:
		return self.rows_of(self.groups)

	def rows_of(self, groups) -> list[dict]:
		words, smallest = Words(), distribution.smallest_team()
		return [
			{
				"name": group.name,
				"key": group.key[-1],
				"unit_rating": words[group.unit_rating or "Not rated yet"],
				**{column: group.counts.get(name, 0) for name, column in COLUMN_OF.items()},
				"total": group.total,
				"waiting": group.waiting,
				"pattern": self.in_words(group, words, smallest),
				"outside": int(bool(group.warnings)),
			}
			for group in groups
		]

	def get_aggregates(self) -> list[dict]:
		told = distribution.without_small(self.groups)
		if self.departments is not None:
			told = [group for group in told if group.key[-1] in self.departments]
		return self.rows_of(told)

	def in_words(self, group, words: Words, smallest: int) -> str:
		if group.warnings:
			return " ".join(group.warnings)
		if not group.unit_rating:
			return words["The unit is not rated yet."]
		if group.total < smallest:
			return words["Too few people to compare."]
		return words["Follows the pattern."]

	def get_chart(self, rows) -> dict | None:
		total = {name: sum(group.counts.get(name, 0) for group in self.groups) for name in PREDICATES}
		if not any(total.values()):
			return None
		return {
			"title": _("Number of employees by predicate"),
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

	def get_summary(self, rows) -> list[dict]:
		outside = sum(1 for group in self.groups if group.warnings)
		return [
			{
				"label": _("Rated"),
				"value": sum(group.total for group in self.groups),
				"datatype": "Int",
			},
			{
				"label": _("Not rated yet"),
				"value": sum(group.waiting for group in self.groups),
				"datatype": "Int",
			},
			{
				"label": _("Leaders outside the pattern")
				if self.by == LEADER
				else _("Units outside the pattern"),
				"value": outside,
				"datatype": "Int",
				"indicator": "orange" if outside else "green",
			},
		]
