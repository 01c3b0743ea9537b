"""Work Plan (Sasaran Kinerja Pegawai, SKP): what one person is expected to reach in a period."""

import frappe
from frappe import _
from frappe.model.naming import make_autoname
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count
from frappe.utils import add_days, cint, flt, formatdate, getdate, sha256_hash

from kinerja_asn import appraisers, permissions, planned_rows, problems, stages, supported_results
from kinerja_asn.appraisers import APPRAISER_COLUMNS
from kinerja_asn.personal import DATA_LIMIT, PersonalDocument, new_row_key, now
from kinerja_asn.prepared import in_places, prepared
from kinerja_asn.rules import planning
from kinerja_asn.setup.settings import setting

CONTENT_TABLES = ("results", "indicators", "actions", "behaviours", "annex")
#: Columns of the person that are refreshed while the plan is still being written, and fixed when it is proposed.
PERSON_COLUMNS = (
	"employee_name",
	"nip",
	"asn_status",
	"asn_rank",
	"position",
	"position_type",
	"department",
	"department_name",
	"company",
	"plan_model",
)
RUNNING = ("Plan Agreed",)
#: Plans in these states show their results to those who want to support them.
SHOWN_TO_OTHERS = ("Plan Proposed", "Plan Agreed", "Closed")


class WorkPlan(PersonalDocument):
	def autoname(self):
		year = frappe.db.get_value("Performance Period", self.performance_period, "year")
		if not year:
			frappe.throw(_("Choose the performance period of the plan."), title=_("Period missing"))
		self.name = make_autoname(f"SKP-{year}-.#####")

	def before_insert(self):
		self.workflow_state = self.workflow_state or "Draft"
		if self.flags.by_server:
			return
		self.start()

	def validate(self):
		permissions.check_change(self)
		self.clean_new_rows()
		self.check_lengths()
		self.fill_from_library()
		link_rows(self)
		self.pick_superior_results()
		self.check_numbers()
		self.check_span()
		self.set_slot()
		self.take_step()

	def before_submit(self):
		if not self.flags.by_server:
			self.record_act()
			self.agree()

	def before_cancel(self):
		self.refuse_cancel_with_reports()
		self.workflow_state = "Cancelled"

	def on_cancel(self):
		# the slot is free for the plan that replaces the mistaken one
		self.db_set("slot", None, update_modified=False)
		frappe.db.delete(permissions.CELL, {"leader_plan": self.name})

	def on_trash(self):
		self.refuse_delete_with_children()

	# --- a new plan ---

	def start(self):
		"""Everything that the server knows about a new plan: the person, the appraiser, the rows to begin with."""
		if not self.employee:
			frappe.throw(_("Choose the employee this plan is for."), title=_("Employee missing"))
		period = get_period(self.performance_period)
		if period.status != "Open":
			frappe.throw(
				_("The period {0} is not open. HR opens it first.").format(frappe.bold(period.name)),
				title=_("Period not open"),
			)
		by_hr = "hr" in permissions.actors(permissions.row_at_creation(self))
		self.employee_type = "Employee"
		self.from_date = self.from_date if by_hr and self.from_date else self.first_day(period)
		self.to_date = self.to_date if by_hr and self.to_date else period.to_date
		person = appraisers.person_snapshot([self.employee]).get(self.employee)
		appraiser = appraisers.resolve([self.employee], self.from_date).get(self.employee)
		if not person:
			frappe.throw(_("Employee {0} was not found.").format(self.employee), title=_("Employee missing"))
		if person["company"] != period.company:
			frappe.throw(
				_("{0} belongs to another agency than the period {1}.").format(
					frappe.bold(person["employee_name"]), frappe.bold(period.name)
				),
				title=_("Other agency"),
			)
		fresh = plan_defaults(person, appraiser, period, active_behaviours(), approach=self.approach)
		for column in (*PERSON_COLUMNS, *APPRAISER_COLUMNS):
			self.set(column, fresh["columns"].get(column))
		self.version = 1
		if not self.get("behaviours"):
			self.set("behaviours", fresh["behaviours"])
			for row in self.behaviours:
				# the guides are the server's, and stay
				row.flags.by_server = True
		if not self.get("annex"):
			self.set("annex", fresh["annex"])

	def first_day(self, period):
		"""Of the period, of service, or the day after an earlier plan of the period was closed."""
		joined = frappe.db.get_value("Employee", self.employee, "date_of_joining")
		earlier = frappe.get_all(
			"Work Plan",
			filters={
				"employee": self.employee,
				"performance_period": period.name,
				"workflow_state": "Closed",
				"docstatus": 1,
			},
			fields=["to_date", "closed_on"],
		)
		return first_day_of_plan(period.from_date, joined, [row.closed_on or row.to_date for row in earlier])

	# --- steps of validate ---

	def fill_from_library(self):
		"""An indicator from the library fills aspect, unit, direction and way of adding up where they are blank."""
		planned_rows.fill_from_library(self.get("indicators") or [])

	def pick_superior_results(self):
		"""Take the superior's words as they stand now; a row can only be picked from a plan of a leader."""
		refresh_superior_results(self)

	def check_numbers(self):
		check_numbers(self)

	def check_span(self):
		period = get_period(self.performance_period)
		start, end = getdate(self.from_date), getdate(self.to_date)
		if start > end:
			frappe.throw(
				_("The plan ends on {0}, before it starts on {1}.").format(
					formatdate(end), formatdate(start)
				),
				title=_("Dates upside down"),
			)
		if start < getdate(period.from_date) or end > getdate(period.to_date):
			frappe.throw(
				_("The plan must lie within the period, from {0} to {1}.").format(
					formatdate(period.from_date), formatdate(period.to_date)
				),
				title=_("Outside the period"),
			)
		if self.is_new() or self.has_value_changed("from_date") or self.has_value_changed("to_date"):
			self.refuse_overlap()

	def refuse_overlap(self):
		# the lock makes two people who create a plan for one employee at the same moment wait for each other
		frappe.db.get_value("Employee", self.employee, "name", for_update=True)
		Plan = DocType("Work Plan")
		rows = (
			frappe.qb.from_(Plan)
			.select(Plan.name, Plan.from_date, Plan.to_date, Plan.closed_on)
			.where(
				(Plan.employee == self.employee)
				& (Plan.docstatus < 2)
				& (Plan.name != (self.name or ""))
				& (Plan.from_date <= self.to_date)
				& (Plan.to_date >= self.from_date)
			)
		).run(as_dict=True)
		for row in rows:
			if row.closed_on and getdate(row.closed_on) < getdate(self.from_date):
				continue
			frappe.throw(
				_("{0} already has the plan {1} from {2} to {3}. Open that plan, or close it first.").format(
					frappe.bold(self.employee_name),
					frappe.bold(row.name),
					formatdate(row.from_date),
					formatdate(row.closed_on or row.to_date),
				),
				frappe.DuplicateEntryError,
				title=_("Plan already there"),
			)

	def set_slot(self):
		self.slot = slot_of(self.employee, self.position, self.from_date)

	def take_step(self):
		step = self.step
		if not step or self.flags.by_server:
			return
		if step[1] == "Plan Proposed":
			self.propose()
		elif step == ("Plan Proposed", "Plan Returned"):
			self.demand_note(
				"return_note",
				_(
					"Write a note before you return the plan: on the plan or on a row, so that it can be mended."
				),
				"results.appraiser_note",
				"indicators.appraiser_note",
				"actions.appraiser_note",
			)
			self.returned_at = now()
		elif step == ("Plan Proposed", "Draft"):
			self.proposed_at = None
		elif step[1] == "Closed":
			self.closed_on = getdate()

	def propose(self):
		self.check_window()
		self.refresh_person()
		refuse_incomplete(self, _("The plan cannot be proposed yet"))
		self.proposed_at = now()
		self.return_note = None

	def refresh_person(self):
		"""Post, rank and unit as they are on the day the plan is put forward (they are kept from then on)."""
		person = appraisers.person_snapshot([self.employee])[self.employee]
		for column in PERSON_COLUMNS:
			self.set(column, person.get(column))
		self.set_slot()

	def check_window(self):
		"""A plan for a post that began after planning had closed is written when it is due."""
		stages.check_window(self.performance_period, "Planning", begins=self.from_date)

	def agree(self):
		self.check_window()
		self.agreed_on = now()
		self.agreed_by = self.acting_name()
		if self.recorded_by:
			self.agreed_by = self.appraiser_name

	# --- protection ---

	def refuse_cancel_with_reports(self):
		for doctype in ("Periodic Report", "Performance Evaluation"):
			name = frappe.db.exists(doctype, {"work_plan": self.name, "docstatus": ["<", 2]})
			if name:
				frappe.throw(
					_("The plan cannot be cancelled: {0} {1} belongs to it. Adjust the plan instead.").format(
						_(doctype), frappe.bold(name)
					),
					title=_("Plan in use"),
				)

	def refuse_delete_with_children(self):
		for doctype in (
			"Periodic Report",
			"Performance Evaluation",
			"Work Plan Adjustment",
			"Daily Work Log",
		):
			if frappe.db.exists(doctype, {"work_plan": self.name}):
				frappe.throw(
					_("The plan cannot be deleted: a {0} belongs to it.").format(_(doctype)),
					title=_("Plan in use"),
				)


# --- what form and bulk share ---


def slot_of(employee: str, position: str | None, from_date) -> str:
	"""One plan per employee, post and start: the value of the unique column."""
	slot = f"{employee}|{position or ''}|{getdate(from_date)}"
	if len(slot) > DATA_LIMIT:
		# a long name of a post must not cut off the day
		slot = f"{employee}|{sha256_hash(position)[:20]}|{getdate(from_date)}"
	return slot


def first_day_of_plan(period_from, joined, ended: list):
	"""The first day of a new plan: of the period, of service, or after the last day of an earlier plan."""
	days = [getdate(period_from)]
	days += [getdate(joined)] if joined else []
	days += [getdate(add_days(day, 1)) for day in ended]
	return max(days)


def get_period(name: str | None):
	period = name and frappe.db.get_value(
		"Performance Period",
		name,
		[
			"name",
			"company",
			"year",
			"status",
			"from_date",
			"to_date",
			"reporting_frequency",
			"default_approach",
		],
		as_dict=True,
	)
	if not period:
		frappe.throw(_("Choose the performance period of the plan."), title=_("Period missing"))
	return period


def period_of(doc) -> str:
	"""The period of a plan, or of the plan that an adjustment belongs to."""
	return doc.get("performance_period") or frappe.db.get_value(
		"Work Plan", doc.work_plan, "performance_period"
	)


def active_behaviours() -> list:
	return frappe.get_all(
		"Work Behaviour",
		filters={"active": 1},
		fields=["name", "guides"],
		order_by="behaviour_order asc, name asc",
	)


def plan_defaults(person: dict, appraiser, period, behaviours: list, approach: str | None = None) -> dict:
	"""The columns and rows that a fresh draft has, the same for a plan by form and by bulk.

	Args:
		person: as `appraisers.person_snapshot` gives it.
		appraiser: as `appraisers.resolve` gives it, or None.
		period: name, from_date, to_date, default_approach.
		behaviours: as `active_behaviours` gives them.

	Returns:
		{"columns": {...}, "behaviours": [row, ...], "annex": [row, ...]}; rows without keys of the database.
	"""
	columns = {column: person.get(column) for column in PERSON_COLUMNS}
	columns |= {column: getattr(appraiser, column, None) for column in APPRAISER_COLUMNS}
	columns |= {
		"employee_type": "Employee",
		"performance_period": period.name,
		"approach": approach or period.default_approach or setting("default_approach"),
		"workflow_state": "Draft",
		"version": 1,
	}
	columns["appraiser_type"] = columns["appraiser_type"] or "Employee"
	columns["superior_type"] = columns["superior_type"] or "Employee"
	return {
		"columns": columns,
		"behaviours": [
			{"behaviour": row.name, "guides": row.guides, "row_key": new_row_key()} for row in behaviours
		],
		"annex": [
			{"kind": kind, "description": None, "row_key": new_row_key()} for kind in planning.ANNEX_KINDS
		],
	}


def link_rows(doc):
	"""Give every row its key, and tie indicators and actions to their result by the short code."""
	doc.key_rows(*CONTENT_TABLES)
	planned_rows.tie_rows(doc, "results", ("indicators", "actions"))
	known = {row.row_key for row in doc.indicators or []}
	for row in doc.actions or []:
		if row.indicator_key and row.indicator_key not in known:
			row.indicator_key = None


def leads(employee: str) -> bool:
	"""Does anybody report to this person? Only leaders' results are shown to be supported, not those of colleagues."""
	place = frappe.db.get_value("Employee", employee, ["lft", "rgt"])
	return bool(place) and cint(place[1]) > cint(place[0]) + 1


def refresh_superior_results(doc):
	"""Copy the superior's words into the rows that name a row of his plan.

	Only results of a plan in the same period, of the own appraiser or of another leader with an agreed or proposed
	plan, can be named.
	"""
	picked = [row for row in doc.results or [] if row.superior_row_key]
	for row in doc.results or []:
		if not row.superior_row_key and row.superior_plan:
			row.superior_plan = None
		if not row.superior_row_key:
			row.superior_result = row.superior_owner_name = None
	if not picked:
		return
	period = period_of(doc)
	kept = kept_choices(doc)
	keys = dict.fromkeys(row.superior_row_key for row in picked)
	found = {row.row_key: row for row in _results_with(**in_places("key", keys))}
	expected = None
	for row in picked:
		source = found.get(row.superior_row_key)
		allowed = (
			source
			and source.employee != doc.employee
			and source.performance_period == period
			and (not source.closed_on or source.row_key in kept)
		)
		if allowed and source.employee != doc.appraiser:
			allowed = source.workflow_state in SHOWN_TO_OTHERS
			if allowed and source.rgt <= source.lft + 1 and source.row_key not in kept:
				# a leader without people of his own has named this person in his matrix
				expected = expected_of(doc.employee, period) if expected is None else expected
				allowed = source.row_key in expected
		if not allowed:
			frappe.throw(
				_("Result {0}: the superior's result was not found. Choose it again from the list.").format(
					frappe.bold(row.short_code or row.idx)
				),
				title=_("Superior's result missing"),
			)
		row.superior_plan = source.parent
		row.superior_result = source.result
		row.superior_owner_name = source.employee_name
	supported_results.refuse_circle(doc)


@prepared
def _results_with(**keys):
	Result, Plan, Employee = DocType("Work Plan Result"), DocType("Work Plan"), DocType("Employee")
	return (
		frappe.qb.from_(Result)
		.join(Plan)
		.on(Plan.name == Result.parent)
		.join(Employee)
		.on(Employee.name == Plan.employee)
		.select(
			Employee.lft,
			Employee.rgt,
			Result.row_key,
			Result.parent,
			Result.result,
			Result.closed_on,
			Plan.employee,
			Plan.employee_name,
			Plan.workflow_state,
			Plan.performance_period,
		)
		.where(
			(Result.parenttype == "Work Plan")
			& Result.row_key.isin(list(keys.values()))
			& (Plan.docstatus < 2)
		)
	)


def kept_choices(doc) -> set[str]:
	"""Superior's results that the stored rows name already; an adjustment begins with those of its plan."""
	stored = doc.get_doc_before_save()
	kept = {row.superior_row_key for row in (stored.results if stored else ())}
	if not stored and doc.get("work_plan"):
		kept |= set(
			frappe.get_all(
				"Work Plan Result",
				filters={"parent": doc.work_plan, "parenttype": "Work Plan"},
				pluck="superior_row_key",
			)
		)
	return kept - {None, ""}


def expected_of(employee: str, period: str) -> set[str]:
	"""Keys of leaders' results for which a matrix says what this person gives."""
	return set(
		frappe.get_all(
			permissions.CELL,
			filters={"employee": employee, "performance_period": period},
			pluck="result_key",
		)
	)


def check_numbers(doc):
	"""Numbers that can never be right, told at once; what is only missing is told when the plan is proposed."""
	planned_rows.check_targets(doc.indicators)
	for row in doc.actions or []:
		if flt(row.target) < 0:
			frappe.throw(
				_("Action plan, row {0}: a target cannot be negative.").format(row.idx),
				title=_("Negative target"),
			)


def refuse_incomplete(doc, title: str):
	missing = missing_for_proposal(doc)
	if missing:
		problems.refuse(missing, title)


def missing_for_proposal(doc) -> list[str]:
	"""What the plan (or the proposed rows of an adjustment) still lacks, in the reader's language."""
	return [problems.in_words(problem) for problem in problems_for_proposal(doc)]


def problems_for_proposal(doc) -> list:
	"""The same as problems of the rules, which name the table and the key of the row they are about."""
	external = doc.appraiser_type == permissions.EXTERNAL
	# the one above is asked for his plan only if he is an employee who plans
	superior = doc.appraiser if doc.appraiser and not external else ""
	there = _needed_for_proposal(superior=superior, period=doc.performance_period)[0]
	draft = planning.PlanDraft(
		model=doc.plan_model or planning.JA_JF,
		approach=doc.approach,
		employee=doc.employee,
		appraiser=doc.appraiser,
		external_appraiser=external,
		superior_result_required=bool(cint(setting("require_superior_result"))) and not external,
		superior_has_plan=bool(there.superior_plan),
		superior_name=doc.appraiser_name,
		results=[
			planning.PlanResult(
				row_key=row.row_key,
				kind=row.kind,
				result=row.result,
				superior_result=row.superior_row_key,
				perspective=row.perspective,
				measure=row.success_measure,
			)
			for row in doc.results
			if not row.closed_on
		],
		indicators=[
			planning.PlanIndicator(
				row_key=row.row_key,
				result_key=row.result_key,
				indicator=row.indicator,
				aspect=row.aspect,
				uom=row.uom,
				direction=row.direction,
				target=None if row.direction == planning.RANGE else flt(row.target),
				target_low=flt(row.target_low) if row.direction == planning.RANGE else None,
				target_high=flt(row.target_high) if row.direction == planning.RANGE else None,
			)
			for row in doc.indicators
			if not row.closed_on
		],
		behaviours=[planning.PlanBehaviour(row.row_key, row.behaviour) for row in doc.behaviours],
		annex=[planning.PlanAnnex(row.row_key, row.kind, row.description) for row in doc.annex],
	)
	return planning.missing_for_proposal(
		draft,
		active_behaviours=there.behaviours,
		annex_kinds=planning.ANNEX_KINDS if cint(setting("require_annex")) else (),
	)


@prepared
def _needed_for_proposal(superior, period):
	"""How many behaviours there are to choose from, and a plan of the superior's."""
	Behaviour, Plan = DocType("Work Behaviour"), DocType("Work Plan")
	plan = (
		frappe.qb.from_(Plan)
		.select(Plan.name)
		.where((Plan.employee == superior) & (Plan.performance_period == period) & (Plan.docstatus < 2))
		.limit(1)
	)
	return (
		frappe.qb.from_(Behaviour)
		.select(Count(Behaviour.name).as_("behaviours"), plan.as_("superior_plan"))
		.where(Behaviour.active == 1)
	)


def on_doctype_update():
	frappe.db.add_index("Work Plan", ["performance_period", "employee"])
