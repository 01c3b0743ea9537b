"""ASN Coaching Follow-up: what has become of coaching and counselling, by appraiser, by unit, or session by session.

It counts the sessions that `frappe.session.user` may read. Days, actions and outcomes count where he may read what was
agreed; topics, words, evaluations (B.1.8) and notes are under seal and are never asked for. Of an evaluation it tells
that it is outstanding.
"""

import frappe
from frappe import _
from frappe.query_builder import Case, DocType
from frappe.query_builder.functions import Count, Max, Sum
from frappe.utils import cint, getdate, nowdate
from pypika.terms import LiteralValue

from kinerja_asn import permissions, units
from kinerja_asn.charts import Readable
from kinerja_asn.coaching import ACTION, COMPLETED, HELD, NOT_NEEDED, PLANNED, PROPOSED
from kinerja_asn.permissions import (
	COACHING,
	COACHING_KIND,
	COUNSELLING_KIND,
	TOOK_PLACE,
)
from kinerja_asn.prepared import prepared
from kinerja_asn.script_reports import ScriptReport, Words

APPRAISER, UNIT, SESSION = "Appraiser", "Unit", "Session"
STATES = {
	PROPOSED: "proposed",
	PLANNED: "planned",
	HELD: "held",
	COMPLETED: "completed",
	NOT_NEEDED: "dropped",
}
#: Columns that count actions, with what they count.
ACTIONS = ("actions_open", "actions_overdue", "actions_done")
DUE = ("unplanned", *ACTIONS, "unevaluated", "follow_up_due")
COUNTED = ("people", "sessions", *STATES.values(), *DUE)
#: Bars that can still be read side by side.
SHOWN_AT_MOST = 15


def execute(filters=None):
	return CoachingFollowUp(filters).run()


class CoachingFollowUp(ScriptReport):
	def validate_filters(self):
		period = self.period()
		self.by = self.choice("by", (APPRAISER, UNIT, SESSION), APPRAISER)
		self.kind = self.choice("kind", (COACHING_KIND, COUNSELLING_KIND))
		self.state = self.choice("state", tuple(STATES))
		self.appraiser = self.text("appraiser")
		self.departments = self.units(period.company)
		self.today = getdate(nowdate())
		#: what the statements are asked with, by the names that they have there
		self.values = {
			"readable": Readable(COACHING),
			# of these sessions the viewer reads days and what was agreed
			"agreed": LiteralValue(permissions.coaching_condition(permissions.viewer(), with_outcome=True)),
			"today": self.today,
			"period": period.name,
			**({"kind": self.kind} if self.kind else {}),
			**({"state": self.state} if self.state else {}),
			**({"appraiser": self.appraiser, "like": f"%{self.appraiser}%"} if self.appraiser else {}),
			**units.as_values(self.departments),
		}

	def get_data(self) -> list[dict]:
		return self._sessions() if self.by == SESSION else self._groups()

	# --- groups ---

	def _groups(self) -> list[dict]:
		rows = [(self._key_of(row), row) for row in _groups_by(self.by, **self.values)]
		of_key = dict(rows)
		for found in _actions_by(self.by, **self.values):
			of_key[self._key_of(found)].update({column: found[column] for column in ACTIONS})
		groups = (self._group(key[-1], row) for key, row in rows)
		return sorted(groups, key=lambda row: (row["name"], row["key"]))

	def _key_of(self, row) -> tuple:
		if self.by == APPRAISER:
			return row["appraiser_type"] or "Employee", row["appraiser"] or ""
		return (row["department"] or "",)

	def _group(self, key: str, row) -> dict:
		return {
			"name": row["name"] or (_("the vacant post") if self.by == APPRAISER else _("Without unit")),
			"key": key,
			**{column: int(row.get(column) or 0) for column in COUNTED},
		}

	# --- session by session ---

	def _sessions(self) -> list[dict]:
		Session = DocType(COACHING)
		rows = (
			frappe.qb.from_(Session)
			.select(
				Session.name,
				Session.employee_name,
				Session.appraiser_name,
				Session.department_name,
				Session.kind,
				Session.workflow_state,
				Session.asked_on,
				Session.planned_on,
				Session.held_on,
				Session.outcome,
				Session.follow_up,
				Session.follow_up_on,
				_flag(self.values["agreed"]),
				_flag(_lacks_evaluation(Session)),
			)
			.where(_chosen(Session, self.values))
			.orderby(Session.asked_on)
			.orderby(Session.name)
		).run()
		named = [row for row in rows if row[2] == self.appraiser]
		counts = {row.name: row for row in _actions_by(SESSION, **self.values)}
		# a whole name means this one only; a part of one means everybody whose name has it
		rows, words, none = named or rows, Words(), dict.fromkeys(ACTIONS, 0)
		return [self._session(row, counts.get(row[0], none), words) for row in rows]

	def _session(self, row: tuple, actions: dict, words: Words) -> dict:
		session, name, appraiser_name, unit, kind, state, asked_on, *told, agreed, unevaluated = row
		planned_on, held_on, outcome, follow_up, follow_up_on = told if cint(agreed) else [None] * len(told)
		late = (state == PLANNED and planned_on and getdate(planned_on) < self.today) or (
			state == HELD and follow_up_on and getdate(follow_up_on) <= self.today
		)
		return {
			"session": session,
			"name": name,
			"appraiser_name": appraiser_name or _("the vacant post"),
			"unit": unit,
			"kind": words[kind],
			"state": words[state],
			"asked_on": asked_on,
			"planned_on": planned_on,
			"held_on": held_on,
			"outcome": outcome,
			"follow_up": words[follow_up] if follow_up else None,
			"follow_up_on": follow_up_on,
			"late": int(bool(late)),
			"unevaluated": cint(unevaluated),
			"actions_open": cint(actions["actions_open"]),
			"actions_overdue": cint(actions["actions_overdue"]),
			"actions_done": cint(actions["actions_done"]),
		}

	# --- what is shown ---

	def get_columns(self) -> list[dict]:
		count = {"fieldtype": "Int", "width": 105}
		actions = [
			{"fieldname": "actions_open", "label": _("Actions running"), **count, "width": 130},
			{"fieldname": "actions_overdue", "label": _("Actions overdue"), **count, "width": 135},
			{"fieldname": "actions_done", "label": _("Actions done"), **count, "width": 120},
		]
		unevaluated = {
			"fieldname": "unevaluated",
			"label": _("B.1.8 outstanding"),
			**count,
			"width": 150,
		}
		if self.by == SESSION:
			text = {"fieldtype": "Data", "width": 150, "align": "left"}
			day = {"fieldtype": "Date", "width": 135}
			return [
				{"fieldname": "name", "label": _("Employee"), **text, "width": 200},
				{"fieldname": "appraiser_name", "label": _("Appraiser"), **text, "width": 180},
				{"fieldname": "unit", "label": _("Unit"), **text, "width": 180},
				{"fieldname": "kind", "label": _("Kind"), **text, "width": 110},
				{"fieldname": "state", "label": _("State"), **text, "width": 120},
				{"fieldname": "asked_on", "label": _("Asked for on"), **day},
				{"fieldname": "planned_on", "label": _("Planned on"), **day},
				{"fieldname": "held_on", "label": _("Held on"), **day},
				{"fieldname": "outcome", "label": _("Agreed outcome"), **text, "width": 280},
				{"fieldname": "follow_up", "label": _("Follow-up"), **text},
				{"fieldname": "follow_up_on", "label": _("Follow up on"), **day},
				*actions,
				unevaluated,
			]
		return [
			{
				"fieldname": "name",
				"label": _("Appraiser") if self.by == APPRAISER else _("Unit"),
				"fieldtype": "Data",
				"width": 230,
			},
			{"fieldname": "people", "label": _("Employees"), **count, "width": 90},
			{"fieldname": "proposed", "label": _("Proposed"), **count},
			{"fieldname": "planned", "label": _("Planned"), **count},
			{"fieldname": "unplanned", "label": _("Planned day is over"), **count, "width": 180},
			{"fieldname": "held", "label": _("Held"), **count, "width": 120},
			{"fieldname": "completed", "label": _("Completed"), **count},
			{"fieldname": "dropped", "label": _("Not Needed"), **count, "width": 130},
			*actions,
			{"fieldname": "follow_up_due", "label": _("Follow-up due"), **count, "width": 130},
			unevaluated,
		]

	def get_message(self, rows) -> str | None:
		if not rows:
			return _("There is no session here that you may read.")
		return _(
			"What was said, the evaluations (B.1.8) and notes stay under seal; nothing of them is shown here."
		)

	def get_chart(self, rows) -> dict | None:
		if self.by == SESSION or not rows:
			return None
		shown = sorted(rows, key=lambda row: -row["sessions"])[:SHOWN_AT_MOST]
		parts = ("proposed", "planned", "held", "completed")
		if not any(row[part] for row in shown for part in parts):
			return None
		return {
			"title": _("Number of sessions by state"),
			"data": {
				"labels": [row["name"] for row in shown],
				"datasets": [
					{"name": _(state), "values": [row[column] for row in shown]}
					for state, column in STATES.items()
					if column in parts
				],
			},
			"type": "bar",
			"barOptions": {"stacked": 1},
			"colors": ["#d9822b", "#f2c14e", "#1f5fa8", "#4b9b6e"],
			"height": 240,
		}

	def get_summary(self, rows) -> list[dict]:
		def of(column):
			return sum(row[column] for row in rows)

		if self.by == SESSION:
			number, late = len(rows), of("late")
		else:
			number, late = of("sessions"), of("unplanned") + of("follow_up_due")
		return [
			{"label": _("Sessions"), "value": number, "datatype": "Int"},
			{
				"label": _("Session or follow-up is due"),
				"value": late,
				"datatype": "Int",
				"indicator": "orange" if late else "green",
			},
			{
				"label": _("Actions overdue"),
				"value": of("actions_overdue"),
				"datatype": "Int",
				"indicator": "red" if of("actions_overdue") else "green",
			},
			{
				"label": _("B.1.8 outstanding"),
				"value": of("unevaluated"),
				"datatype": "Int",
				"indicator": "orange" if of("unevaluated") else "green",
			},
		]


# --- statements ---


@prepared
def _groups_by(by, **given):
	Session = DocType(COACHING)
	key, agreed = _key(Session, by), given["agreed"]
	late = (Session.workflow_state == PLANNED) & (Session.planned_on < given["today"]) & agreed
	follow_up = (Session.workflow_state == HELD) & (Session.follow_up_on <= given["today"]) & agreed
	return (
		frappe.qb.from_(Session)
		.select(
			*key,
			Max(Session.appraiser_name if by == APPRAISER else Session.department_name).as_("name"),
			Count(Session.employee).distinct().as_("people"),
			Count(Session.name).as_("sessions"),
			*[_number(Session.workflow_state == state, column) for state, column in STATES.items()],
			_number(late, "unplanned"),
			_number(_lacks_evaluation(Session), "unevaluated"),
			_number(follow_up, "follow_up_due"),
		)
		.where(_chosen(Session, given))
		.groupby(*key)
	)


@prepared
def _actions_by(by, **given):
	Session, Action = DocType(COACHING), DocType(ACTION)
	key = _key(Session, by)
	is_open = Action.done_on.isnull() & (Session.workflow_state == HELD)
	late = Action.due_on.isnotnull() & (Action.due_on < given["today"])
	return (
		frappe.qb.from_(Action)
		.join(Session)
		.on((Session.name == Action.parent) & (Action.parenttype == COACHING))
		.select(
			*key,
			_number(is_open & (Action.due_on.isnull() | (Action.due_on >= given["today"])), "actions_open"),
			_number(is_open & late, "actions_overdue"),
			_number(Action.done_on.isnotnull(), "actions_done"),
		)
		.where(_chosen(Session, given) & given["agreed"] & Session.workflow_state.isin(TOOK_PLACE))
		.groupby(*key)
	)


def _chosen(Session, given: dict):
	found = (Session.performance_period == given["period"]) & given["readable"] & units.within(Session, given)
	if "kind" in given:
		found &= Session.kind == given["kind"]
	if "state" in given:
		found &= Session.workflow_state == given["state"]
	if "appraiser" in given:
		found &= (Session.appraiser == given["appraiser"]) | Session.appraiser_name.like(given["like"])
	return found


def _key(Session, by: str) -> tuple:
	if by == SESSION:
		return (Session.name,)
	return (Session.appraiser_type, Session.appraiser) if by == APPRAISER else (Session.department,)


def _lacks_evaluation(Session):
	"""Coaching that took place and that the employee has not evaluated yet."""
	return (
		(Session.kind == COACHING_KIND)
		& Session.workflow_state.isin(TOOK_PLACE)
		& Session.responded_on.isnull()
	)


def _flag(condition):
	return Case().when(condition, 1).else_(0)


def _number(condition, name: str):
	return Sum(_flag(condition)).as_(name)
