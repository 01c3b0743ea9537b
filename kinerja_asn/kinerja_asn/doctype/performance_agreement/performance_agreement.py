"""Performance Agreement (Perjanjian Kinerja): what a unit promises to reach in a year, agreed by its head and the leader
above (PermenPANRB 53/2014)."""

import re

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import cint, cstr, flt, getdate

from kinerja_asn import agreements, permissions, planned_rows, problems
from kinerja_asn.personal import DATA_LIMIT, PersonalDocument, now
from kinerja_asn.rules import agreement as rules
from kinerja_asn.rules import planning

#: The names of adjustments and realisations are longer than that of their agreement.
NAME_LIMIT = 110


class PerformanceAgreement(PersonalDocument):
	def autoname(self):
		self.name = name_of(self.department, self.get_period().year)

	def before_insert(self):
		self.workflow_state = self.workflow_state or "Draft"
		if not self.flags.by_server:
			self.start()

	def validate(self):
		permissions.check_change(self)
		self.clean_new_rows()
		self.check_lengths()
		planned_rows.fill_from_library(self.get("indicators") or [])
		link_rows(self)
		self.check_parent()
		take_parent_objectives(self, self.parent_agreement)
		planned_rows.check_targets(self.indicators)
		self.set_slot()
		self.take_step()

	def before_submit(self):
		if not self.flags.by_server:
			self.record_act()
			self.agree()

	def before_cancel(self):
		self.refuse_in_use(_("The agreement cannot be cancelled: {0} {1} belongs to it. Adjust it instead."))
		self.workflow_state = "Cancelled"

	def on_cancel(self):
		# the slot is free for the agreement that replaces the mistaken one
		self.db_set("slot", None, update_modified=False)

	def on_trash(self):
		self.refuse_in_use(_("The agreement cannot be deleted: {0} {1} belongs to it."))

	# --- a new agreement ---

	def start(self):
		"""Everything that the server knows about a new agreement: the unit, its head, the leader above."""
		period = self.get_period()
		refuse_closed_period(period)
		unit = frappe.db.get_value(
			"Department", self.department, ["name", "department_name", "company"], as_dict=True
		)
		if not unit:
			frappe.throw(_("Choose the unit whose agreement this is."), title=_("Unit missing"))
		if unit.company != period.company:
			frappe.throw(
				_("{0} belongs to another agency than the period {1}.").format(
					frappe.bold(frappe.utils.escape_html(unit.department_name)), frappe.bold(period.name)
				),
				title=_("Other agency"),
			)
		self.refuse_second(unit, period)
		self.employee_type = "Employee"
		self.from_date, self.to_date = period.from_date, period.to_date
		self.company, self.department_name = unit.company, unit.department_name
		self.title = cstr(self.title).strip() or f"{unit.department_name} {period.year}"[:DATA_LIMIT]
		self.version = 1
		self.set_people()

	def get_period(self):
		period = self.performance_period and frappe.db.get_value(
			"Performance Period",
			self.performance_period,
			["name", "company", "year", "status", "from_date", "to_date"],
			as_dict=True,
		)
		if not period:
			frappe.throw(_("Choose the performance period of the agreement."), title=_("Period missing"))
		return period

	def refuse_second(self, unit, period):
		# asked by the columns: the slot keeps the name that a renamed unit had
		other = frappe.db.get_value(
			"Performance Agreement",
			{"department": unit.name, "performance_period": period.name, "docstatus": ["<", 2]},
		)
		if other:
			frappe.throw(
				_("{0} already has the agreement {1} in this period. Open that one, or adjust it.").format(
					frappe.bold(frappe.utils.escape_html(unit.department_name)), frappe.bold(other)
				),
				frappe.DuplicateEntryError,
				title=_("Agreement already there"),
			)

	def set_people(self) -> str | None:
		"""The head of the unit and the leaders above him as they are now; returns what is wrong with them, in words."""
		people = agreements.people_of([self.department]).get(self.department)
		if not people:
			frappe.throw(
				_(
					"{0} has no head in service. Ask HR to name a head, or an acting head, in the record of the unit."
				).format(
					frappe.bold(frappe.utils.escape_html(self.department_name or cstr(self.department)))
				),
				title=_("Unit without head"),
			)
		problem = people.pop("problem")
		self.update(people)
		return problem

	# --- steps of validate ---

	def check_parent(self):
		"""The agreement above is agreed, of the same agency and year, not below this one, and no circle arises."""
		if not self.parent_agreement or cint(self.docstatus) == 2:
			return
		stored = self.get_doc_before_save()
		if stored and stored.parent_agreement == self.parent_agreement and cint(stored.docstatus):
			return
		title = _("Parent agreement not possible")
		parent = frappe.db.get_value(
			"Performance Agreement",
			self.parent_agreement,
			["name", "workflow_state", "docstatus", "company", "performance_period", "department"],
			as_dict=True,
		)
		if not parent or parent.workflow_state not in agreements.IN_FORCE or cint(parent.docstatus) != 1:
			frappe.throw(
				_("Choose as parent an agreement that is agreed: its objectives are not fixed before."),
				title=title,
			)
		if parent.company != self.company or parent.performance_period != self.performance_period:
			frappe.throw(
				_("The parent agreement {0} is of another agency or another year.").format(
					frappe.bold(parent.name)
				),
				title=title,
			)
		self.refuse_circle(title)
		if is_below(parent.department, self.department):
			frappe.throw(
				_(
					"The parent agreement {0} is of this unit or of a unit below it. Choose one of a unit above."
				).format(frappe.bold(parent.name)),
				title=title,
			)

	def refuse_circle(self, title: str):
		Doc = DocType("Performance Agreement")
		parents = dict(
			frappe.qb.from_(Doc)
			.select(Doc.name, Doc.parent_agreement)
			.where((Doc.performance_period == self.performance_period) & (Doc.docstatus < 2))
			.run()
		)
		circle = rules.circle_from(self.name, parents | {self.name: self.parent_agreement})
		if circle:
			frappe.throw(
				_("These agreements would support each other in a circle: {0}.").format(
					" → ".join([*circle, circle[0]])
				),
				title=title,
			)

	def set_slot(self):
		self.slot = slot_of(self.department, self.performance_period)

	def take_step(self):
		step = self.step
		if not step or self.flags.by_server:
			return
		if step[1] == "Agreement Proposed":
			self.propose()
		elif step[1] == "Agreement Returned":
			self.demand_note(
				"return_note", _("Write a note before you return the agreement, so that it can be mended.")
			)
			self.returned_at = now()
		elif step == ("Agreement Proposed", "Draft"):
			self.proposed_at = None
		elif step[1] == "Closed":
			self.closed_on = getdate()

	def propose(self):
		refuse_closed_period(self.get_period())
		problem = self.set_people()
		refuse_incomplete(self, _("The agreement cannot be proposed yet"), problem)
		self.proposed_at = now()
		self.return_note = None

	def agree(self):
		refuse_closed_period(self.get_period())
		self.agreed_on = now()
		self.agreed_by = self.appraiser_name if self.recorded_by else self.acting_name()

	# --- protection ---

	def refuse_in_use(self, message: str):
		for doctype, filters in (
			("Performance Agreement Realisation", {"agreement": self.name, "docstatus": ["<", 2]}),
			("Performance Agreement Adjustment", {"agreement": self.name}),
			("Performance Agreement", {"parent_agreement": self.name, "docstatus": ["<", 2]}),
			("Work Plan", {"name": ["in", plans_of(self.name)], "docstatus": ["<", 2]}),
		):
			name = frappe.db.exists(doctype, filters)
			if name:
				frappe.throw(message.format(_(doctype), frappe.bold(name)), title=_("Agreement in use"))


# --- what the agreement and its adjustment share ---


def link_rows(doc):
	"""Give every row its key, and tie indicators to their objective by the short code."""
	doc.key_rows(*agreements.CONTENT_TABLES)
	planned_rows.tie_rows(doc, "objectives", ("indicators",))


def take_parent_objectives(doc, parent: str | None):
	"""Copy the words of the parent's objectives into the rows that name them; only objectives in force can be named."""
	named = [row for row in doc.objectives if row.parent_row_key]
	for row in doc.objectives:
		if not row.parent_row_key:
			row.parent_objective = None
	if not named:
		return
	Row = DocType("Performance Agreement Objective")
	found = {
		row.row_key: row
		for row in (
			frappe.qb.from_(Row)
			.select(Row.row_key, Row.objective, Row.closed_on)
			.where((Row.parent == (parent or "")) & (Row.parenttype == "Performance Agreement"))
		).run(as_dict=True)
	}
	before = [doc.get_doc_before_save(), getattr(doc, "base", None)]
	kept = {row.parent_row_key for earlier in before if earlier for row in earlier.objectives}
	for row in named:
		source = found.get(row.parent_row_key)
		if not source or (source.closed_on and row.parent_row_key not in kept):
			frappe.throw(
				_(
					"Objective {0}: the parent's objective was not found. Choose it again from the list."
				).format(frappe.bold(frappe.utils.escape_html(row.short_code or cstr(row.idx)))),
				title=_("Parent's objective missing"),
			)
		row.parent_objective = source.objective


def refuse_incomplete(doc, title: str, problem: str | None = None):
	"""Stop a proposal that lacks something, with all that is missing."""
	missing = ([problem] if problem else []) + missing_for_proposal(doc)
	if missing:
		problems.refuse(missing, title)


def missing_for_proposal(doc) -> list[str]:
	"""What the agreement (or the proposed rows of an adjustment) still lacks, in the reader's language."""
	found = rules.missing_in_agreement(
		[rules.Objective(row.row_key, row.objective) for row in doc.objectives if not row.closed_on],
		[
			rules.Indicator(
				row.row_key,
				row.result_key,
				row.indicator,
				row.uom,
				row.direction,
				target=None if row.direction == planning.RANGE else flt(row.target),
				target_low=flt(row.target_low) if row.direction == planning.RANGE else None,
				target_high=flt(row.target_high) if row.direction == planning.RANGE else None,
			)
			for row in doc.indicators
			if not row.closed_on
		],
	)
	return [problems.in_words(problem) for problem in found]


def refuse_closed_period(period):
	if period.status == "Closed":
		frappe.throw(
			_("The period {0} is closed; its agreements stay as they are.").format(frappe.bold(period.name)),
			title=_("Period closed"),
		)


def is_below(department: str, above: str) -> bool:
	"""Is a unit the other one, or one below it?"""
	Unit, Above = DocType("Department"), DocType("Department").as_("above")
	return department == above or bool(
		frappe.qb.from_(Unit)
		.join(Above)
		.on((Above.lft < Unit.lft) & (Above.rgt > Unit.rgt))
		.select(Unit.name)
		.where((Unit.name == department) & (Above.name == above))
		.run()
	)


def plans_of(agreement: str) -> list[str]:
	"""Work plans with results that were drafted from the agreement."""
	Result = DocType("Work Plan Result")
	return (
		frappe.qb.from_(Result)
		.select(Result.parent)
		.distinct()
		.where((Result.agreement == agreement) & (Result.parenttype == "Work Plan"))
	).run(pluck=True)


def slot_of(department: str, period: str) -> str:
	"""One agreement per unit and period: the value of the unique column."""
	slot = f"{department}|{period}"
	return slot if len(slot) <= DATA_LIMIT else frappe.utils.sha256_hash(slot)


def name_of(department: str | None, year: int) -> str:
	"""PK-<code of the unit, or the unit>-<year>, with a number where that name is taken."""
	unit = (department and frappe.db.get_value("Department", department, "asn_unit_code")) or cstr(department)
	unit = re.sub(r"[^\w .&()-]+", "-", unit).strip(" -") or "-"
	name = base = f"PK-{unit[:NAME_LIMIT]}-{year}"
	number = 1
	while frappe.db.exists("Performance Agreement", name):
		number += 1
		name = f"{base}-{number}"
	return name


def on_doctype_update():
	frappe.db.add_index("Performance Agreement", ["performance_period", "department"])
	frappe.db.add_index("Performance Agreement", ["company", "workflow_state"])
