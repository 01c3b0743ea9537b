"""Bulk work on the ratings of units: propose them for all heads, from the achievement of the agreements."""

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import cint

from kinerja_asn import bulk, notifications, unit_ratings
from kinerja_asn.evaluation_work import EvaluationWork

#: A message names at most this many units.
NAMED_AT_MOST = 10


class ProposeUnitRatings(EvaluationWork):
	"""A draft for every unit with a head; one result per head, who may lead several."""

	def title(self) -> str:
		return _("Unit performance ratings for {0}").format(self.shown)

	def check(self):
		super().check()
		unit_ratings.refuse_before_end(self.period, self.kind, self.interval)

	def _units(self, Unit):
		condition = (Unit.company == self.company) & (Unit.disabled == 0)
		if self.departments is not None:
			condition &= Unit.name.isin(list(self.departments) or [""])
		return condition

	def people(self, query, Employee):
		Unit = DocType("Department")
		heads = frappe.qb.from_(Unit).select(unit_ratings.head_of(Unit)).where(self._units(Unit))
		return query.where(Employee.name.isin(heads))

	def work_on(self, employees: list[str]) -> dict[str, bulk.Outcome]:
		rows = [
			row
			for row in unit_ratings.units(self.departments, heads=employees)
			if row.company == self.company
		]
		found = unit_ratings.propose(rows, self.period, self.kind, self.interval)
		of_head = {}
		for row in rows:
			of_head.setdefault(row.head, []).append(found[row.name])
		return {head: together(outcomes) for head, outcomes in of_head.items()}

	def finish(self):
		Unit = DocType("Department")
		headless = (
			frappe.qb.from_(Unit)
			.select(Unit.department_name)
			.where(self._units(Unit))
			.where(unit_ratings.head_of(Unit).isnull() | (unit_ratings.head_of(Unit) == ""))
			.orderby(Unit.lft)
		).run(pluck=True)
		counts = frappe.db.get_value(bulk.RUN, self.run, [*bulk.COUNTERS], as_dict=True)
		sentences = []
		if counts.created or counts.problems:
			sentences.append(
				_("{0}: units of {1} heads proposed, {2} problems to mend.").format(
					self.shown, cint(counts.created), cint(counts.problems)
				)
			)
		if headless:
			more = f" (+{len(headless) - NAMED_AT_MOST})" if len(headless) > NAMED_AT_MOST else ""
			sentences.append(
				_("Without a head, hence not proposed: {0}.").format(
					", ".join(headless[:NAMED_AT_MOST]) + more
				)
			)
		if sentences:
			notifications.tell(self.started_by, " ".join(sentences), bulk.RUN, self.run)


#: Of several units of one head, the result that asks for most comes first.
ORDER = (bulk.PROBLEM, bulk.CREATED, bulk.DONE, bulk.ALREADY_THERE)


def together(outcomes: list[bulk.Outcome]) -> bulk.Outcome:
	"""What came of a head, from what came of his units."""
	first = min(outcomes, key=lambda outcome: ORDER.index(outcome.result))
	message = " ".join(dict.fromkeys(outcome.message for outcome in outcomes))
	return bulk.Outcome(first.result, message, first.link_doctype, first.link_name)
