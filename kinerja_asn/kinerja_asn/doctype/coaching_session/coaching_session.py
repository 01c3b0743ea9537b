"""Coaching Session: coaching by the appraiser (bimbingan kinerja), or counselling by a counsellor (konseling kinerja)."""

import frappe
from frappe import _
from frappe.utils import cstr, getdate

from kinerja_asn import coaching, permissions
from kinerja_asn.coaching import (
	BY_APPRAISER,
	BY_EMPLOYEE,
	BY_HR,
	COMPLETED,
	HELD,
	NOT_NEEDED,
	PLANNED,
	PROPOSED,
)
from kinerja_asn.personal import PersonalDocument

#: A date further away is a slip of the finger.
MOST_DAYS = 366


class CoachingSession(PersonalDocument):
	def autoname(self):
		self.name = frappe.generate_hash(length=12)

	def validate(self):
		permissions.check_change(self)
		self.check_lengths()
		self.check_days()
		self.check_actions()
		self.take_step()

	def after_insert(self):
		coaching.tell_of_state(self)

	def on_update(self):
		stored = self.get_doc_before_save()
		moved = stored and self.workflow_state == PLANNED and str(stored.planned_on) != str(self.planned_on)
		if self.step or moved:
			coaching.tell_of_state(self)

	def on_trash(self):
		frappe.throw(
			_("A session is kept: say that it is not needed."), frappe.PermissionError, title=_("Not deleted")
		)

	# --- steps of validate ---

	def check_days(self):
		for field in ("planned_on", "held_on", "follow_up_on"):
			if self.get(field) and abs((getdate(self.get(field)) - getdate()).days) > MOST_DAYS:
				frappe.throw(
					_("{0} is more than a year away. Please check the date.").format(
						frappe.bold(_(self.meta.get_label(field)))
					),
					title=_("Date not possible"),
				)
		stored = self.get_doc_before_save()
		if self.planned_on and (not stored or getdate(stored.planned_on) != getdate(self.planned_on)):
			self.refuse_past_plan()

	def refuse_past_plan(self):
		if getdate(self.planned_on) < getdate():
			frappe.throw(
				_("The day of the session is past. Choose today or a later day."),
				title=_("Date not possible"),
			)

	def check_actions(self):
		if len(self.agreed_actions) > coaching.ACTIONS_AT_MOST:
			frappe.throw(
				_("At most {0} actions are possible. Agree on what matters most.").format(
					coaching.ACTIONS_AT_MOST
				),
				title=_("Too many actions"),
			)
		for row in self.agreed_actions:
			row.action = cstr(row.action).strip()
			if not row.action:
				frappe.throw(
					_("Action {0}: write what is to be done.").format(row.idx), title=_("Action incomplete")
				)
			if row.done_on and getdate(row.done_on) > getdate():
				frappe.throw(
					_("Action {0}: it cannot be done on a day to come.").format(row.idx),
					title=_("Date not possible"),
				)

	def take_step(self):
		step = self.step
		if not step:
			return
		{
			PLANNED: self.plan,
			HELD: self.hold,
			COMPLETED: self.complete,
			NOT_NEEDED: self.drop,
			PROPOSED: self.give_back,
		}[step[1]]()

	def plan(self):
		if not self.planned_on:
			frappe.throw(_("Choose the day of the session."), title=_("Day missing"))
		self.told_employee = 1

	def hold(self):
		self.held_on = self.held_on or getdate()
		if getdate(self.held_on) > getdate():
			frappe.throw(
				_("The session cannot have taken place on a day to come."), title=_("Date not possible")
			)
		self.outcome = cstr(self.outcome).strip()
		if not self.outcome:
			frappe.throw(_("Write what was agreed."), title=_("Agreed outcome missing"))
		self.told_employee = 1

	def complete(self):
		waiting = [row.idx for row in self.agreed_actions if not row.done_on]
		if waiting:
			frappe.throw(
				_("Actions {0} are not done yet. Say what came of each of them first.").format(
					", ".join(str(number) for number in waiting)
				),
				title=_("Not done yet"),
			)
		self.completed_on = getdate()

	def drop(self):
		acting = permissions.actors(permissions.stored_row(self.doctype, self.name))
		by = {"employee": BY_EMPLOYEE, "asker": BY_APPRAISER, "hr": BY_HR}
		leads = acting & {"appraiser", "recorder", "counsellor", "candidate"}
		if not leads and not any(self.asked_by == by.get(part) for part in acting):
			frappe.throw(
				_("Only who has asked for the session can take it back."),
				frappe.PermissionError,
				title=_("Not your step"),
			)
		self.reason = cstr(self.reason).strip()
		if leads and not self.reason:
			frappe.throw(_("Write why the session is not needed."), title=_("Reason missing"))

	def give_back(self):
		stored = self.get_doc_before_save()
		mine = "counsellor" in permissions.actors(permissions.stored_row(self.doctype, self.name))
		if not mine and not coaching.lacks_counsellor(stored):
			frappe.throw(
				_("{0} is in service and gives the session back himself.").format(
					frappe.bold(stored.counsellor_name)
				),
				frappe.PermissionError,
				title=_("Not your step"),
			)
		self.counsellor = self.counsellor_name = None


def on_doctype_update():
	frappe.db.add_index("Coaching Session", ["appraiser", "workflow_state"])
	frappe.db.add_index("Coaching Session", ["employee", "workflow_state"])
