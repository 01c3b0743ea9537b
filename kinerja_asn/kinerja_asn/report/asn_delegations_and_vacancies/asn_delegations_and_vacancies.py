"""ASN Delegations and Vacancies: where nobody appraises, or soon nobody will, and who acts for whom until when.

People and waiting documents are those that `frappe.session.user` may read, delegations likewise; units without head and
employees without appraiser are told to those who oversee them. The most urgent comes first.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

import frappe
from frappe import _, _lt
from frappe.query_builder import DocType
from frappe.query_builder.functions import Coalesce, Count, Max
from frappe.utils import add_days, cint, getdate, nowdate

from kinerja_asn import notifications, permissions, units
from kinerja_asn.charts import Readable
from kinerja_asn.permissions import EXTERNAL
from kinerja_asn.prepared import prepared
from kinerja_asn.script_reports import ScriptReport, Words

PLAN, EMPLOYEE, DELEGATION, UNIT = "Work Plan", "Employee", "Appraiser Delegation", "Department"
VACANT, LEFT, NOT_IN_OFFICE, NONE = "Vacant post", "Appraiser has left", "Not in office", "No appraiser"
ENDED, ENDING, RUNNING, TO_COME = "Ended", "Ends soon", "Running", "To come"
LEAVING, TERM_ENDS = "Appraiser leaves soon", "Term ends soon"
NO_HEAD, ACTING = "Unit without head", "Acting head"
#: What is asked for by the filter, in the order of the filter.
GROUPS = {
	"Appraisers missing": (VACANT, LEFT, NOT_IN_OFFICE, NONE, LEAVING, TERM_ENDS),
	"Delegations": (ENDED, ENDING, RUNNING, TO_COME),
	"Heads of units": (NO_HEAD, ACTING),
}
URGENT, SOON, KNOWN = 0, 1, 2
URGENCY = {URGENT: "Urgent", SOON: "Soon", KNOWN: "For information"}
#: Delegations that have ended are told for so long, while documents wait.
ENDED_DAYS = 90
#: Documents that wait for the appraiser, by state.
WAITING = {
	doctype: list(parts["appraiser"]) for doctype, parts in notifications.TO_DO.items() if parts["appraiser"]
}


#: The words above and those of the filter, for the translation: they are shown by `_` and by the script.
WORDS = (
	_lt("Vacant post"),
	_lt("Appraiser has left"),
	_lt("Not in office"),
	_lt("No appraiser"),
	_lt("Ended"),
	_lt("Ends soon"),
	_lt("Running"),
	_lt("To come"),
	_lt("Appraiser leaves soon"),
	_lt("Term ends soon"),
	_lt("Unit without head"),
	_lt("Acting head"),
	_lt("Appraisers missing"),
	_lt("Delegations"),
	_lt("Heads of units"),
	_lt("For information"),
	_lt("Somebody acts for the time being; name a successor."),
)


def execute(filters=None):
	return DelegationsAndVacancies(filters).run()


@dataclass
class Staff:
	"""Those whom one official appraises in one unit, as far as the viewer reads their documents."""

	kind: str
	official: str
	department: str
	name: str = ""
	unit: str = ""
	people: int = 0
	waiting: int = 0
	status: str | None = None
	leaves_on: object = None
	active: int = 1
	ends_on: object = None


@dataclass
class Found:
	"""One row in the making."""

	what: str
	urgency: int
	document_type: str = ""
	document: str = ""
	name: str = ""
	unit: str = ""
	people: int = 0
	waiting: int = 0
	acting: str = ""
	from_date: object = None
	to_date: object = None
	appraiser: str | None = None
	department: str = ""
	more: dict = field(default_factory=dict)


class DelegationsAndVacancies(ScriptReport):
	def validate_filters(self):
		department = self.text("department")
		company = department and frappe.get_cached_value(UNIT, department, "company")
		self.departments = self.units(company or "") if department else None
		self.about = self.choice("about", tuple(GROUPS))
		self.days_ahead = self.number("days", 30, 1, 366)
		self.today = getdate(nowdate())
		self.soon = getdate(add_days(self.today, self.days_ahead))

	def get_data(self) -> list[dict]:
		self.words = Words()
		self.staff = self.read_staff()
		self.read_waiting()
		delegations = self.read_delegations()
		self.running = [row for row in delegations if row.from_date <= self.today <= row.to_date]
		found = [*self.missing(), *self.of_delegations(delegations)]
		if self.overseen(DocType(UNIT), "company", "name") is not None:
			found += [*self.without_appraiser(), *self.heads()]
		if self.about:
			found = [one for one in found if one.what in GROUPS[self.about]]
		found.sort(
			key=lambda one: (
				one.urgency,
				-one.waiting,
				-one.people,
				one.to_date or self.soon,
				one.name,
				one.unit,
			)
		)
		return [self._row(one) for one in found]

	# --- what is read ---------------------------------------------------------------------------------------

	def read_staff(self) -> dict[tuple, Staff]:
		"""(kind, official, unit) of running plans; one statement."""
		rows = _staff(readable=Readable(PLAN), **units.as_values(self.departments))
		self.forget_days_to_come(rows)
		found = {}
		for row in rows:
			kind = row.appraiser_type or EMPLOYEE
			one = Staff(
				kind,
				row.appraiser or "",
				row.department or "",
				row.name or "",
				row.unit or "",
				cint(row.people),
				0,
				row.status,
				row.leaves_on and getdate(row.leaves_on),
				cint(row.active),
				row.ends_on and getdate(row.ends_on),
			)
			found[kind, one.official, one.department] = one
		return found

	def forget_days_to_come(self, rows):
		"""That an official will leave is known to who oversees him or may read his record, and to himself."""
		who = permissions.viewer()
		hidden = [
			row
			for row in rows
			if row.leaves_on
			and self.today <= getdate(row.leaves_on) <= self.soon
			and row.appraiser != who.employee
			and not who.oversees(row.company, row.works_in)
		]
		if not hidden or who.is_everything:
			return
		names = sorted({row.appraiser for row in hidden})
		known = ()
		if frappe.has_permission(EMPLOYEE):
			known = frappe.get_list(EMPLOYEE, filters={"name": ["in", names]}, pluck="name", limit=len(names))
		for row in hidden:
			if row.appraiser not in known:
				row.leaves_on = None

	def read_waiting(self):
		"""Documents on which it is the official's turn, whatever they are; one statement."""
		for row in _waiting(**readable_of_waiting(), **units.as_values(self.departments)):
			kind, official, department = row.kind, row.official, row.department
			staff = self.staff.setdefault((kind, official, department), Staff(kind, official, department))
			staff.waiting = cint(row.number)

	def read_delegations(self) -> list:
		rows = _delegations(
			readable=Readable(DELEGATION),
			since=add_days(self.today, -ENDED_DAYS),
			**units.as_values(self.departments),
		)
		for row in rows:
			row.from_date, row.to_date = getdate(row.from_date), getdate(row.to_date)
		return rows

	def overseen(self, Table, company: str, unit: str):
		"""The condition of what HR, auditor or Performance Manager oversees; None for everybody else."""
		who = permissions.viewer()
		if not (who.is_hr or who.is_auditor or who.is_manager):
			return None
		found = Table.name.isnotnull()
		if who.companies is not None:
			found &= Table[company].isin(list(who.companies) or [""])
		if not (who.is_hr or who.is_auditor) and who.departments is not None:
			found &= Table[unit].isin(list(who.departments) or [""])
		if self.departments is not None:
			found &= Table[unit].isin(self.departments)
		return found

	# --- who is missing -------------------------------------------------------------------------------------

	def missing(self):
		"""Officials of running plans who are not there, or soon will not be; a vacant post by its unit."""
		self.running_for = defaultdict(list)
		for row in self.running:
			# a unit alone stands for its head, and for a vacant post
			for official in {row.official} if row.official else {"", row.head or ""}:
				self.running_for[official].append(row)
		of_official = defaultdict(list)
		for staff in self.staff.values():
			key = (staff.kind, staff.official, "" if staff.official else staff.department)
			of_official[key].append(staff)
		for (kind, official, _department), parts in of_official.items():
			what, urgency, until = self._state_of(kind, parts)
			if not what:
				continue
			deputy = next(
				(
					row
					for row in self.running_for.get(official, ())
					if all(self._covers(row, one) for one in parts)
				),
				None,
			)
			yield Found(
				what,
				KNOWN if deputy and urgency == URGENT else urgency,
				(kind if official else UNIT),
				official or parts[0].department,
				max((one.name for one in parts), default="") if official else "",
				parts[0].unit if len(parts) == 1 else "",
				sum(one.people for one in parts),
				sum(one.waiting for one in parts),
				deputy.delegate_name if deputy else "",
				None,
				until,
				official,
				parts[0].department if not official else "",
			)

	def _state_of(self, kind: str, parts: list[Staff]):
		"""(what is the matter, how urgent, until when); what is "" where nothing is."""
		if not parts[0].official:
			return VACANT, URGENT, None
		known = next((one for one in parts if one.people), None)
		if not known:
			return "", KNOWN, None
		if kind == EXTERNAL:
			if not known.active or (known.ends_on and known.ends_on < self.today):
				return NOT_IN_OFFICE, URGENT, known.ends_on
			if known.ends_on and known.ends_on <= self.soon:
				return TERM_ENDS, SOON, known.ends_on
			return "", KNOWN, None
		if known.status != "Active" or (known.leaves_on and known.leaves_on < self.today):
			return LEFT, URGENT, known.leaves_on
		if known.leaves_on and known.leaves_on <= self.soon:
			return LEAVING, SOON, known.leaves_on
		return "", KNOWN, None

	def _covers(self, row, staff: Staff) -> bool:
		"""Does this delegation stand for the official in these people's documents, as `permissions.stands_for` says it?"""
		if row.department and row.department != staff.department:
			return False
		if row.official:
			return row.official == staff.official
		return staff.official in ("", row.head or "")

	def without_appraiser(self):
		"""Employees for whom no rule finds an appraiser: nobody named, nobody they report to, no head above them."""
		Person, Plan = DocType(EMPLOYEE), DocType(PLAN)
		Unit, Above, Own = DocType(UNIT).as_("unit"), DocType(UNIT).as_("above"), DocType(UNIT).as_("own")
		somebody = ((Coalesce(Above.asn_head, "") != "") & (Above.asn_head != Person.name)) | (
			(Coalesce(Above.asn_acting_head, "") != "") & (Above.asn_acting_head != Person.name)
		)
		head = (
			frappe.qb.from_(Unit)
			.join(Above)
			.on((Above.lft <= Unit.lft) & (Above.rgt >= Unit.rgt))
			.select(Above.name)
			.where((Unit.name == Person.department) & somebody)
			.limit(1)
		)
		has_plan = (
			frappe.qb.from_(Plan)
			.select(Plan.employee)
			.where((Plan.docstatus < 2) & Plan.workflow_state.notin(["Closed", "Cancelled"]))
		)
		rows = (
			frappe.qb.from_(Person)
			.left_join(Own)
			.on(Own.name == Person.department)
			.select(Person.department, Max(Own.department_name).as_("unit"), Count(Person.name).as_("people"))
			.where(
				(Person.status == "Active")
				& (Coalesce(Person.asn_appraiser, "") == "")
				& (Coalesce(Person.reports_to, "") == "")
				& self.overseen(Person, "company", "department")
				& Person.name.notin(has_plan)
				& Coalesce(head, "").eq("")
			)
			.groupby(Person.department)
		).run(as_dict=True)
		for row in rows:
			yield Found(
				NONE,
				URGENT,
				UNIT,
				row.department or "",
				unit=row.unit or "",
				people=cint(row.people),
				department=row.department or "",
				more={"employees": 1},
			)

	def heads(self):
		"""Units in which people work and which have no head, or an acting one."""
		Unit, Person, Deputy = DocType(UNIT), DocType(EMPLOYEE), DocType(EMPLOYEE).as_("deputy")
		no_head = (Coalesce(Unit.asn_head, "") == "") & (Coalesce(Unit.asn_acting_head, "") == "")
		rows = (
			frappe.qb.from_(Unit)
			.join(Person)
			.on((Person.department == Unit.name) & (Person.status == "Active"))
			.left_join(Deputy)
			.on(Deputy.name == Unit.asn_acting_head)
			.select(
				Unit.name,
				Max(Unit.department_name).as_("unit"),
				Max(Unit.asn_acting_head).as_("acting"),
				Max(Deputy.employee_name).as_("acting_name"),
				Count(Person.name).as_("people"),
			)
			.where(
				(no_head | (Coalesce(Unit.asn_acting_head, "") != ""))
				& self.overseen(Unit, "company", "name")
			)
			.groupby(Unit.name)
		).run(as_dict=True)
		for row in rows:
			yield Found(
				ACTING if row.acting else NO_HEAD,
				KNOWN if row.acting else SOON,
				UNIT,
				row.name,
				unit=row.unit,
				people=cint(row.people),
				acting=row.acting_name or row.acting or "",
				department=row.name,
				more={"employees": 1},
			)

	# --- delegations ----------------------------------------------------------------------------------------

	def of_delegations(self, delegations):
		of_official = defaultdict(list)
		for staff in self.staff.values():
			of_official[staff.official].append(staff)
		again = {(row.official, row.department) for row in self.running}
		for row in delegations:
			parts = [
				staff
				for official in ({row.official} if row.official else {"", row.head or ""})
				for staff in of_official.get(official, ())
				if self._covers(row, staff)
			]
			waiting = sum(one.waiting for one in parts)
			if row.to_date < self.today:
				if not waiting or (row.official, row.department) in again:
					continue
				what, urgency = ENDED, URGENT
			elif row.from_date > self.today:
				what, urgency = TO_COME, KNOWN
			elif row.to_date <= self.soon:
				what, urgency = ENDING, SOON
			else:
				what, urgency = RUNNING, KNOWN
			yield Found(
				what,
				urgency,
				DELEGATION,
				row.name,
				row.official_name or "",
				row.unit or "",
				sum(one.people for one in parts),
				waiting,
				f"{row.delegate_name} ({self.words[row.kind]})",
				row.from_date,
				row.to_date,
				row.official or (row.head if row.department else None),
				row.department or "",
			)

	# --- what is shown --------------------------------------------------------------------------------------

	def _row(self, one: Found) -> dict:
		return {
			"urgency": self.words[URGENCY[one.urgency]],
			"rank": one.urgency,
			"what": self.words[one.what],
			"name": one.name or (_("the vacant post") if one.what == VACANT else ""),
			"unit": one.unit,
			"acting": one.acting,
			"from_date": one.from_date,
			"to_date": one.to_date,
			"days_left": (one.to_date - self.today).days if one.to_date else None,
			"people": one.people,
			"waiting": one.waiting,
			"todo": self.to_do(one),
			"document_type": one.document_type,
			"document": one.document,
			"appraiser": one.appraiser,
			"department": one.department,
			"of_employees": cint(one.more.get("employees")),
		}

	def to_do(self, one: Found) -> str:
		if one.acting and one.urgency == KNOWN and one.what in (VACANT, LEFT, NOT_IN_OFFICE):
			return self.words["Somebody acts for the time being; name a successor."]
		return self.things_to_do.get(one.what, "")

	@cached_property
	def things_to_do(self) -> dict[str, str]:
		"""What is to be done about each situation."""
		return {
			VACANT: _("Name the head of the unit, or a delegation for it."),
			LEFT: _("Give the people another appraiser."),
			NOT_IN_OFFICE: _("Name the successor as external appraiser and give him the people."),
			NONE: _("Enter 'Reports to' or an appraiser in the employees' records, or the head of the unit."),
			LEAVING: _("Name the successor before the last day."),
			TERM_ENDS: _("Enter the successor, or the new term."),
			ENDED: _("Prolong the delegation, or remind the official of what waits."),
			ENDING: _("Prolong the delegation where the official is not back by then."),
			NO_HEAD: _("Enter the head or the acting head of the unit."),
		}

	def get_columns(self) -> list[dict]:
		text = {"fieldtype": "Data", "width": 220, "align": "left"}
		day = {"fieldtype": "Date", "width": 110}
		count = {"fieldtype": "Int", "width": 110}
		return [
			{"fieldname": "urgency", "label": _("Urgency"), **text, "width": 150},
			{"fieldname": "what", "label": _("Situation"), **text, "width": 180},
			{"fieldname": "name", "label": _("Official"), **text},
			{"fieldname": "unit", "label": _("Unit"), **text},
			{"fieldname": "acting", "label": _("Who acts"), **text},
			{"fieldname": "from_date", "label": _("From"), **day},
			{"fieldname": "to_date", "label": _("Until"), **day},
			{"fieldname": "days_left", "label": _("Days left"), **count},
			{"fieldname": "people", "label": _("Employees"), **count},
			{"fieldname": "waiting", "label": _("Waiting documents"), **count, "width": 150},
			{"fieldname": "todo", "label": _("What to do"), **text, "width": 420},
		]

	def get_message(self, rows) -> str | None:
		if not rows:
			return _("Nobody is missing, and no delegation runs, in what you may read.")
		return None

	def get_chart(self, rows) -> dict | None:
		"""Employees concerned by what asks for something to be done."""
		people = defaultdict(int)
		for row in rows:
			if row["rank"] != KNOWN:
				people[row["what"]] += row["people"]
		shown = [_(what) for group in GROUPS.values() for what in group if people.get(_(what))]
		if not shown:
			return None
		return {
			"title": _("Number of employees concerned"),
			"data": {
				"labels": shown,
				"datasets": [{"name": _("Employees"), "values": [people[what] for what in shown]}],
			},
			"type": "bar",
			"colors": ["#d9822b"],
			"height": 220,
		}

	def get_summary(self, rows) -> list[dict]:
		def number(rank):
			return sum(1 for row in rows if row["rank"] == rank)

		missing = [_(what) for what in (VACANT, LEFT, NOT_IN_OFFICE, NONE)]
		people = sum(row["people"] for row in rows if row["what"] in missing and row["rank"] == URGENT)
		return [
			{
				"label": _("Urgent"),
				"value": number(URGENT),
				"datatype": "Int",
				"indicator": "red" if number(URGENT) else "green",
			},
			{
				"label": _("Soon"),
				"value": number(SOON),
				"datatype": "Int",
				"indicator": "orange" if number(SOON) else "green",
			},
			{
				"label": _("Employees without appraiser"),
				"value": people,
				"datatype": "Int",
				"indicator": "red" if people else "green",
			},
		]


# --- statements -------------------------------------------------------------------------------------------------


@prepared
def _staff(readable, **given):
	Plan, Person, External = DocType(PLAN), DocType(EMPLOYEE).as_("official"), DocType(EXTERNAL)
	key = (Plan.appraiser_type, Plan.appraiser, Plan.department)
	return (
		frappe.qb.from_(Plan)
		.left_join(Person)
		.on((Person.name == Plan.appraiser) & (Plan.appraiser_type == EMPLOYEE))
		.left_join(External)
		.on((External.name == Plan.appraiser) & (Plan.appraiser_type == EXTERNAL))
		.select(
			*key,
			Max(Plan.appraiser_name).as_("name"),
			Max(Plan.department_name).as_("unit"),
			Count(Plan.employee).distinct().as_("people"),
			Max(Person.status).as_("status"),
			Max(Person.relieving_date).as_("leaves_on"),
			Max(Person.company).as_("company"),
			Max(Person.department).as_("works_in"),
			Max(External.active).as_("active"),
			Max(External.in_office_until).as_("ends_on"),
		)
		.where(
			(Plan.docstatus < 2)
			& Plan.workflow_state.notin(["Closed", "Cancelled"])
			& units.within(Plan, given)
			& readable
		)
		.groupby(*key)
	)


def readable_of_waiting() -> dict[str, Readable]:
	"""Which of the documents that may wait the viewer reads, as `_waiting` names them."""
	return {frappe.scrub(doctype): Readable(doctype) for doctype in WAITING}


@prepared
def _waiting(**given):
	parts = []
	for doctype, states in WAITING.items():
		Doc = DocType(doctype)
		parts.append(
			frappe.qb.from_(Doc)
			.select(
				Coalesce(Doc.appraiser_type, EMPLOYEE).as_("kind"),
				Coalesce(Doc.appraiser, "").as_("official"),
				Coalesce(Doc.department, "").as_("department"),
				Doc.name.as_("document"),
			)
			.where(
				(Doc.docstatus == 0)
				& Doc.workflow_state.isin(states)
				& units.within(Doc, given)
				& given[frappe.scrub(doctype)]
			)
		)
	first, *others = parts
	# SQLite takes no brackets around the parts
	first.wrap_set_operation_queries = False
	for other in others:
		first = first.union_all(other)
	one = first.as_("waiting")
	key = (one.kind, one.official, one.department)
	return frappe.qb.from_(one).select(*key, Count(one.document).as_("number")).groupby(*key)


@prepared
def _delegations(readable, since, **given):
	Doc, Unit, Person = DocType(DELEGATION), DocType(UNIT), DocType(EMPLOYEE)
	query = (
		frappe.qb.from_(Doc)
		.left_join(Unit)
		.on(Unit.name == Doc.department)
		.select(
			Doc.name,
			Doc.kind,
			Doc.official_type,
			Doc.official,
			Doc.official_name,
			Doc.delegate,
			Doc.delegate_name,
			Doc.department,
			Doc.from_date,
			Doc.to_date,
			Unit.department_name.as_("unit"),
			Unit.asn_head.as_("head"),
		)
		.where((Doc.to_date >= since) & readable)
		.orderby(Doc.to_date)
		.orderby(Doc.name)
	)
	if given:
		in_units = frappe.qb.from_(Person).select(Person.name).where(units.within(Person, given))
		query = query.where(units.within(Doc, given) | Doc.official.isin(in_units))
	return query
