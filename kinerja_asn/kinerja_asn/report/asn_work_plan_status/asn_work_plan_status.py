"""ASN Work Plan Status: how far the plans of a year are, since when, and at whom each of them hangs.

Units and appraisers are counted in the database; people come as rows of their own, the longest wait first.
"""

from collections import defaultdict
from datetime import date, datetime
from operator import itemgetter
from typing import NamedTuple

import frappe
from frappe import _, _lt
from frappe.query_builder import DocType
from frappe.query_builder.functions import Coalesce, Count, Max, Min, Sum
from frappe.utils import cint, date_diff, formatdate, getdate, nowdate
from pypika.terms import Case

from kinerja_asn import units
from kinerja_asn.charts import Readable
from kinerja_asn.permissions import EXTERNAL
from kinerja_asn.prepared import prepared
from kinerja_asn.script_reports import APPRAISER, PEOPLE_AT_MOST, PERSON, UNIT, PeopleReport, Words, percent

#: state -> column of the table; in the order of the year
COLUMN_OF = {
	"Draft": "draft",
	"Plan Proposed": "proposed",
	"Plan Returned": "returned",
	"Plan Agreed": "agreed",
	"Closed": "closed",
}
#: States in which somebody has something to do, and since when
WAITING = {"Draft": "creation", "Plan Proposed": "proposed_at", "Plan Returned": "returned_at"}
DONE = ("Plan Agreed", "Closed")
THE_EMPLOYEE = "The employee"
WORDS = (_lt("The employee"), _lt("Appraiser"))


class PlanRow(NamedTuple):
	"""What is read of a plan; thousands of them are shown at once."""

	name: str
	employee: str
	employee_name: str
	position: str | None
	department: str | None
	department_name: str | None
	workflow_state: str
	creation: datetime
	proposed_at: datetime | None
	returned_at: datetime | None
	agreed_on: date | None
	closed_on: date | None
	appraiser_type: str | None
	appraiser: str | None
	appraiser_name: str | None


def execute(filters=None):
	return WorkPlanStatus(filters).run()


class WorkPlanStatus(PeopleReport):
	mailable = True
	kinds = (UNIT, APPRAISER, PERSON)

	def validate_filters(self):
		super().validate_filters()
		self.state = self.choice("state", tuple(COLUMN_OF))

	@property
	def values(self) -> dict:
		"""What the statements are asked with, by the names that they have there."""
		state = {"state": self.state} if self.state else {}
		return {"period": self.year.name, **state, **units.as_values(self.departments)}

	# --- counted ---

	def groups(self, by: str, readable=None) -> list[dict]:
		"""Plans by unit or appraiser, the longest wait first; one statement."""
		counted = _counts(by, **self.values, **({"readable": readable} if readable else {}))
		found = {}
		for row in counted:
			key = row.get("department") if by == UNIT else row.appraiser
			self._add(found.setdefault(key or "", _blank(key or "", row.name or _unnamed(by))), row)
		for group in found.values():
			group["share"] = percent(group["agreed"] + group["closed"], group["plans"])
		return sorted(found.values(), key=lambda one: (-(one["days"] or 0), one["name"], one["key"]))

	def _add(self, group: dict, row):
		number = cint(row.number)
		group[COLUMN_OF[row.workflow_state]] += number
		group["plans"] += number
		if row.workflow_state == "Plan Proposed":
			group["vacant"] += cint(row.vacant)
		days = _days(row)
		if days is not None:
			group["days"] = max(days, group["days"] or 0)

	def get_data(self) -> list[dict]:
		readable = Readable("Work Plan")
		groups = self.groups(APPRAISER if self.by == APPRAISER else UNIT, readable)
		self.total = _blank("", _("Total"))
		for group in groups:
			for column in (*COLUMN_OF.values(), "plans", "vacant"):
				self.total[column] += group[column]
			self.total["days"] = max(group["days"] or 0, self.total["days"] or 0) or None
		if not groups:
			return []
		self.total["share"] = percent(self.total["agreed"] + self.total["closed"], self.total["plans"])
		if self.by == PERSON:
			return self.people(readable)
		return [*groups, {**self.total, "is_total": 1}]

	def get_aggregates(self) -> list[dict]:
		return self.groups(UNIT)

	# --- people ---

	def people(self, readable) -> list[dict]:
		"""Plans one by one, what waits longest first; two statements."""
		Plan = DocType("Work Plan")
		waits, since = Case(), Case()
		for state, column in WAITING.items():
			waits = waits.when(Plan.workflow_state == state, 0)
			since = since.when(Plan.workflow_state == state, Coalesce(Plan[column], Plan.creation))
		found = (
			frappe.qb.from_(Plan)
			.select(*[Plan[column] for column in PlanRow._fields])
			.where(_chosen(Plan, self.values) & readable)
			.orderby(waits.else_(1))
			.orderby(since.else_(None))
			.orderby(Plan.employee_name)
			.orderby(Plan.name)
			.limit(PEOPLE_AT_MOST + 1)
		).run()
		rows, words = [PlanRow._make(row) for row in self.first(found)], Words()
		acting, today = Acting(rows), getdate(nowdate())
		return [self._person(row, acting, words, today) for row in rows]

	def _person(self, row: PlanRow, acting: "Acting", words: Words, today) -> dict:
		waits_for, part = _turn(row, words)
		waiting = WAITING.get(row.workflow_state)
		since = (getattr(row, waiting) or row.creation) if waiting else row.closed_on or row.agreed_on
		since = getdate(since) if since else None
		return {
			"name": row.employee_name,
			"plan": row.name,
			"employee": row.employee,
			"position": row.position,
			"unit": row.department_name,
			"state": words[row.workflow_state],
			"state_key": row.workflow_state,
			"since": since,
			"days": max((today - since).days, 0) if waiting and since else None,
			"waits_for": waits_for,
			"part": part,
			"acting": acting.for_plan(row) if row.workflow_state == "Plan Proposed" else None,
		}

	# --- shown ---

	def get_columns(self) -> list[dict]:
		days = {"fieldname": "days", "label": _("Days waiting"), "fieldtype": "Int", "width": 120}
		if self.by == PERSON:
			return [
				{"fieldname": "name", "label": _("Employee"), "fieldtype": "Data", "width": 200},
				{"fieldname": "state", "label": _("State"), "fieldtype": "Data", "width": 120},
				days,
				{"fieldname": "waits_for", "label": _("Waits for"), "fieldtype": "Data", "width": 200},
				{"fieldname": "part", "label": _("As"), "fieldtype": "Data", "width": 200},
				{"fieldname": "acting", "label": _("Delegate today"), "fieldtype": "Data", "width": 240},
				{"fieldname": "since", "label": _("Since"), "fieldtype": "Date", "width": 110},
				{"fieldname": "unit", "label": _("Unit"), "fieldtype": "Data", "width": 200},
				{"fieldname": "position", "label": _("Position"), "fieldtype": "Data", "width": 240},
			]
		return [
			{
				"fieldname": "name",
				"label": _("Unit") if self.by == UNIT else _("Appraiser"),
				"fieldtype": "Data",
				"width": 300,
			},
			{"fieldname": "plans", "label": _("Plans"), "fieldtype": "Int", "width": 70},
			{
				"fieldname": "share",
				"label": _("Agreed %"),
				"fieldtype": "Percent",
				# as text: Frappe takes the number 0 for none given, and shows two decimals
				"precision": "0",
				"width": 120,
			},
			{**days, "label": _("Longest wait (days)"), "width": 120},
			*[
				{"fieldname": column, "label": _(state), "fieldtype": "Int", "width": 110}
				for state, column in COLUMN_OF.items()
			],
			{"fieldname": "vacant", "label": _("Without appraiser"), "fieldtype": "Int", "width": 170},
		]

	def get_chart(self, rows) -> dict | None:
		if not rows:
			return None
		return {
			"title": _("Number of work plans by state"),
			"data": {
				"labels": [_(state) for state in COLUMN_OF],
				"datasets": [
					{"name": _("Work plans"), "values": [self.total[column] for column in COLUMN_OF.values()]}
				],
			},
			"type": "bar",
			"fieldtype": "Int",
			"colors": ["#1f5fa8"],
			"height": 220,
		}

	def get_summary(self, rows) -> list[dict]:
		total = self.total
		return [
			{"label": _("Plans"), "value": total["plans"], "datatype": "Int"},
			{
				"label": _("Agreed or closed"),
				"value": total["agreed"] + total["closed"],
				"datatype": "Int",
				"indicator": "green",
			},
			{
				"label": _("With the employee"),
				"value": total["draft"] + total["returned"],
				"datatype": "Int",
				"indicator": "orange" if total["draft"] + total["returned"] else "green",
			},
			{
				"label": _("With the appraiser"),
				"value": total["proposed"],
				"datatype": "Int",
				"indicator": "orange" if total["proposed"] else "green",
			},
		]


def _chosen(Plan, given: dict):
	"""The condition of the plans that were chosen."""
	state = Plan.workflow_state
	return (
		(Plan.performance_period == given["period"])
		& (Plan.docstatus < 2)
		& (state == given["state"] if "state" in given else state.isin(list(COLUMN_OF)))
		& units.within(Plan, given)
	)


@prepared
def _counts(by, **given):
	Plan = DocType("Work Plan")
	columns = [Plan.department] if by == UNIT else [Plan.appraiser_type, Plan.appraiser]
	condition = _chosen(Plan, given)
	if "readable" in given:
		condition &= given["readable"]
	return (
		frappe.qb.from_(Plan)
		.select(
			*columns,
			Plan.workflow_state,
			Max(Plan.department_name if by == UNIT else Plan.appraiser_name).as_("name"),
			Count(Plan.name).as_("number"),
			*[Min(Plan[column]).as_(column) for column in WAITING.values()],
			Sum(Case().when(Coalesce(Plan.appraiser, "") == "", 1).else_(0)).as_("vacant"),
		)
		.where(condition)
		.groupby(*columns, Plan.workflow_state)
	)


def _blank(key: str, name: str) -> dict:
	counts = dict.fromkeys((*COLUMN_OF.values(), "plans", "vacant"), 0)
	return {"key": key, "name": name, **counts, "days": None, "share": 0}


def _unnamed(by: str) -> str:
	return _("Without unit") if by == UNIT else _("Vacant post")


def _days(row) -> int | None:
	"""Days in this state; None where nobody has anything to do."""
	column = WAITING.get(row.workflow_state)
	if not column:
		return None
	since = row.get(column) or row.creation
	return max(date_diff(nowdate(), getdate(since)), 0) if since else None


def _turn(row: PlanRow, words: Words) -> tuple[str | None, str | None]:
	"""At whom a plan hangs, and as what."""
	if row.workflow_state in DONE:
		return None, None
	if row.workflow_state != "Plan Proposed":
		return row.employee_name, words[THE_EMPLOYEE]
	if not row.appraiser:
		return _("Vacant post"), _("No appraiser is known")
	if row.appraiser_type == EXTERNAL:
		return row.appraiser_name, _("Appraiser; HR records it")
	return row.appraiser_name, words[APPRAISER]


class Acting:
	"""Who acts today for the appraisers of these plans."""

	def __init__(self, rows: list):
		#: by official, and by unit where none is named
		self.of_official, self.of_unit = defaultdict(list), defaultdict(list)
		for one in _delegations(rows):
			place = self.of_official[one.official] if one.official else self.of_unit[one.department]
			place.append(one)

	def for_plan(self, row) -> str | None:
		of_unit = [
			one
			for one in self.of_unit.get(row.department, ())
			if not row.appraiser or row.appraiser == one.head
		]
		found = [
			one
			for one in (*self.of_official.get(row.appraiser, ()), *of_unit)
			if not one.department or one.department == row.department
		]
		found.sort(key=itemgetter("place"))
		return ", ".join(one.told for one in found) or None


def _delegations(rows: list) -> list:
	"""Delegations of today for the appraisers of the plans that wait for one; at most one statement."""
	waiting = [row for row in rows if row.workflow_state == "Plan Proposed"]
	if not waiting:
		return []
	Delegation, Unit = DocType("Appraiser Delegation"), DocType("Department")
	today = nowdate()
	officials = sorted({row.appraiser for row in waiting if row.appraiser}) or [""]
	units = sorted({row.department for row in waiting if row.department}) or [""]
	found = (
		frappe.qb.from_(Delegation)
		.left_join(Unit)
		.on(Unit.name == Delegation.department)
		.select(
			Delegation.official,
			Delegation.department,
			Delegation.delegate_name,
			Delegation.to_date,
			Unit.asn_head.as_("head"),
		)
		.where(
			(Delegation.from_date <= today)
			& (Delegation.to_date >= today)
			& (Delegation.official.isin(officials) | Delegation.department.isin(units))
		)
		.orderby(Delegation.to_date)
	).run(as_dict=True)
	for place, one in enumerate(found):
		one.place = place
		one.told = _("{0} until {1}").format(one.delegate_name, formatdate(one.to_date))
	return found
