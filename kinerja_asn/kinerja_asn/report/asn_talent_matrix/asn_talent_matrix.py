"""ASN Talent Matrix: people in the nine boxes of performance and potential (PermenPANRB 3/2020), for HR and the auditor.

Performance is the predicate of the last year that was handed over, or of the year chosen; potential is the latest
assessment that is valid on the day. Who lacks one of them is counted as such. Nobody finds himself here.
"""

from collections import Counter
from functools import cache, partial
from typing import NamedTuple

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Max
from frappe.utils import cint, escape_html, formatdate, getdate, nowdate

from kinerja_asn import figures, permissions
from kinerja_asn.charts import Readable
from kinerja_asn.distribution import ANNUAL, EVALUATION, followed
from kinerja_asn.permissions import TALENT
from kinerja_asn.rules.predicate import RATINGS
from kinerja_asn.rules.talent import ALL_BOXES, POTENTIALS, is_successor, performance_level, talent_box
from kinerja_asn.script_reports import ScriptReport, Words
from kinerja_asn.setup.settings import talent_rules
from kinerja_asn.units import chosen_units

PLAN = "Work Plan"
#: The person knows it and a calibration is over.
HANDED_OVER = ("Handed Over", "Objected", "Decided", "Acknowledged")
POOL, NO_POTENTIAL, NO_PERFORMANCE, NEITHER = "Pool", "No Potential", "No Performance", "Neither"
BOXES = (*map(str, ALL_BOXES), POOL, NO_POTENTIAL, NO_PERFORMANCE, NEITHER)


class Person(NamedTuple):
	"""Somebody with a plan; `rated` and `assessed` as `performance` and `potential` give them."""

	employee: str
	name: str
	position: str | None
	unit: str | None
	rated: tuple | None
	assessed: tuple | None
	level: str | None
	box: int | None


def execute(filters=None):
	return TalentMatrix(filters).run()


class TalentMatrix(ScriptReport):
	def validate_filters(self):
		if not permissions.may_read_talent():
			frappe.throw(_("The talent matrix is for HR and the auditor."), frappe.PermissionError)
		self.year = self.period().name if self.text("period") else None
		self.on = self.day("day") or getdate(nowdate())
		self.box = self.choice("box", BOXES)
		self.unit = self.text("department")
		self.rules = talent_rules()
		self.people = self.get_people()

	# --- counting ---------------------------------------------------------------------------------------------

	def get_people(self) -> list[Person]:
		"""Everybody with a plan on the day, with predicate, potential and box; three statements, one more for a unit."""
		performance, potential = self.performance(), self.potential()
		level_of = cache(partial(performance_level, rules=self.rules))
		box_of = cache(partial(talent_box, rules=self.rules))
		people = []
		for employee, name, position, unit in self.planned():
			rated, assessed = performance.get(employee), potential.get(employee)
			level = level_of(rated[0]) if rated else None
			box = box_of(level, assessed[0]) if rated and assessed else None
			people.append(Person(employee, name, position, unit, rated, assessed, level, box))
		return people

	def planned(self) -> list[tuple]:
		"""Employee, name, position and unit of everybody with a plan on the day, as the latest of his plans has them."""
		Doc, me = DocType(PLAN), permissions.viewer().employee
		rows = (
			frappe.qb.from_(Doc)
			.select(Doc.employee, Doc.employee_name, Doc.position, Doc.department_name)
			.where(
				(Doc.docstatus < 2)
				& (Doc.workflow_state != "Cancelled")
				& (Doc.from_date <= self.on)
				& (Doc.to_date >= self.on)
				& (Doc.closed_on.isnull() | (Doc.closed_on >= self.on))
				& (Doc.employee != (me or ""))
				& Readable(PLAN)
				& self.of_unit(Doc)
			)
			.orderby(Doc.employee_name)
			.orderby(Doc.employee)
			.orderby(Doc.from_date)
		).run()
		return list({row[0]: row for row in rows}.values())

	def of_unit(self, Doc):
		return Doc.department.isin(chosen_units(self.unit)) if self.unit else Doc.name.isnotnull()

	def performance(self) -> dict[str, tuple]:
		"""employee -> predicate, the period it is of, and the evaluation."""
		Doc = DocType(EVALUATION)
		condition = (
			(Doc.kind == ANNUAL)
			& (Doc.docstatus < 2)
			& Doc.workflow_state.isin(HANDED_OVER)
			& Doc.predicate.isin(list(self.rules.performance_of))
			& followed(Doc, Doc.work_plan).negate()
			& Readable(EVALUATION)
		)
		condition &= Doc.performance_period == self.year if self.year else Doc.to_date <= self.on
		return self._latest(Doc, condition, "to_date", [Doc.predicate, Doc.performance_period, Doc.name])

	def potential(self) -> dict[str, tuple]:
		"""employee -> potential, its value, assessed on, valid until, and the assessment: the latest that is valid on the
		day."""
		Doc = DocType(TALENT)
		condition = (
			(Doc.assessed_on <= self.on)
			& (Doc.valid_until >= self.on)
			& (Doc.revoked == 0)
			& Doc.potential.isin(POTENTIALS)
			& Readable(TALENT)
		)
		columns = [Doc.potential, Doc.potential_value, Doc.assessed_on, Doc.valid_until, Doc.name]
		return self._latest(Doc, condition, "assessed_on", columns)

	def _latest(self, Doc, condition, day: str, columns) -> dict[str, tuple]:
		"""The newest row of each person; one statement."""
		latest = (
			frappe.qb.from_(Doc)
			.select(Doc.employee, Max(Doc[day]).as_("day"))
			.where(condition)
			.groupby(Doc.employee)
		)
		rows = (
			frappe.qb.from_(Doc)
			.join(latest)
			.on((latest.employee == Doc.employee) & (latest.day == Doc[day]))
			.select(Doc.employee, *columns)
			.where(condition)
			.orderby(Doc.creation)
		).run()
		return {row[0]: row[1:] for row in rows}

	# --- shown ------------------------------------------------------------------------------------------------

	def get_columns(self) -> list[dict]:
		text = {"fieldtype": "Data"}
		return [
			{"fieldname": "employee_name", "label": _("Employee"), **text, "width": 230},
			{"fieldname": "box", "label": _("Box"), "fieldtype": "Int", "width": 70},
			{"fieldname": "pool", "label": _("Succession pool"), **text, "width": 120},
			{"fieldname": "level", "label": _("Performance"), **text, "width": 150},
			{"fieldname": "predicate", "label": _("Predicate"), **text, "width": 150},
			{"fieldname": "year", "label": _("Year"), **text, "width": 70},
			{"fieldname": "potential", "label": _("Potential"), **text, "width": 100},
			{
				"fieldname": "potential_value",
				"label": _("Value of potential"),
				"fieldtype": "Float",
				"precision": 2,
				"width": 100,
			},
			{"fieldname": "assessed_on", "label": _("Assessed on"), "fieldtype": "Date", "width": 110},
			{"fieldname": "valid_until", "label": _("Valid until"), "fieldtype": "Date", "width": 110},
			{"fieldname": "position", "label": _("Position"), **text, "width": 220},
			{"fieldname": "department_name", "label": _("Unit"), **text, "width": 220},
		]

	def get_data(self) -> list[dict]:
		shown = sorted((row for row in self.people if self.is_shown(row)), key=lambda row: -(row.box or 0))
		words = Words()
		yes, not_rated, not_assessed = _("Yes"), _("Not rated yet"), _("Not assessed")
		successors = {box for box in ALL_BOXES if is_successor(box, self.rules)}
		rows = []
		for employee, name, position, unit, rated, assessed, level, box in shown:
			predicate, period, evaluation = rated or (None, None, None)
			potential, value, assessed_on, valid_until, assessment = assessed or (
				None,
				None,
				None,
				None,
				None,
			)
			rows.append(
				{
					"employee_name": name,
					"employee": employee,
					"box": box,
					"pool": yes if box in successors else "",
					"level": words[level] if level else not_rated,
					"predicate": words[predicate] if predicate else "",
					"year": figures.year(period),
					"evaluation": evaluation,
					"potential": words[potential] if potential else not_assessed,
					"potential_value": value or None,
					"assessed_on": assessed_on,
					"valid_until": valid_until,
					"assessment": assessment,
					"position": position,
					"department_name": unit,
				}
			)
		return rows

	def is_shown(self, row: Person) -> bool:
		if not self.box:
			return True
		if self.box == POOL:
			return bool(row.box) and is_successor(row.box, self.rules)
		return self.place_of(row) == self.box

	def place_of(self, row: Person) -> str:
		"""The box of a person, or what is missing for one."""
		if row.box:
			return str(row.box)
		if row.level:
			return NO_POTENTIAL
		return NO_PERFORMANCE if row.assessed else NEITHER

	def get_message(self, rows) -> str:
		"""The grid; each box and each figure beside it narrows the list below to its people."""
		counts = Counter(self.place_of(row) for row in self.people)
		head = "".join(f"<th scope='col'>{escape_html(_(potential))}</th>" for potential in POTENTIALS)
		lines = [
			f"<tr><th scope='row'>{escape_html(_(level))}</th>"
			+ "".join(self.cell(counts, talent_box(level, potential, self.rules)) for potential in POTENTIALS)
			+ "</tr>"
			for level in RATINGS
		]
		beside = "".join(
			self.figure(place, label, number)
			for place, label, number in (
				(POOL, _("Succession pool"), sum(counts[str(box)] for box in self.rules.succession_boxes)),
				(NO_POTENTIAL, _("Rated, not assessed"), counts[NO_POTENTIAL]),
				(NO_PERFORMANCE, _("Assessed, not rated"), counts[NO_PERFORMANCE]),
				(NEITHER, _("Neither rated nor assessed"), counts[NEITHER]),
				("", _("All"), sum(counts.values())),
			)
		)
		note = _("{0} people. Potential as it is valid on {1}; you yourself are not counted.").format(
			len(self.people), formatdate(self.on)
		)
		return (
			"<div class='kinerja-talent'><table><caption>"
			+ escape_html(_("Performance (rows) and potential (columns)"))
			+ f"</caption><thead><tr><td></td>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
			+ f"<div class='kinerja-talent-beside'>{beside}<p>{escape_html(note)}</p></div></div>"
		)

	def cell(self, counts, box: int) -> str:
		number = counts[str(box)]
		kinds = ["pool"] if is_successor(box, self.rules) else []
		kinds += ["chosen"] if self.box == str(box) else []
		label = escape_html(_("Box {0}: {1} people").format(box, number))
		return (
			f"<td><button type='button' class='{' '.join(kinds)}' data-talent-box='{box}' aria-label='{label}'>"
			f"<span>{box}</span><b>{number}</b></button></td>"
		)

	def figure(self, place: str, label: str, number: int) -> str:
		kind = "chosen" if self.box == place else ""
		return (
			f"<button type='button' class='{kind}' data-talent-box='{place}'>"
			f"<b>{cint(number)}</b> {escape_html(label)}</button>"
		)
