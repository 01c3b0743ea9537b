"""Lives a year of an agency again, day by day: what its documents say happened happens on its day, and the scheduled jobs
run every morning.

States change set-based and people are told in the words of `turns`; what is looked at is what the jobs of the morning
make of it.
"""

import contextlib
import sys
from collections import Counter
from datetime import date, datetime, timedelta
from unittest.mock import patch

import frappe
from frappe.query_builder import DocType
from frappe.utils import get_datetime, getdate

from kinerja_asn import bulk, hooks, notifications, permissions, turns

#: DocType -> states in their order, each with its docstatus and the column that holds its moment
COURSE = {
	"Work Plan": {
		"Draft": (0, "creation"),
		"Plan Proposed": (0, "proposed_at"),
		"Plan Returned": (0, "returned_at"),
		"Plan Agreed": (1, "agreed_on"),
		"Closed": (1, "closed_on"),
	},
	"Periodic Report": {
		"Draft": (0, "creation"),
		"Report Sent": (0, "sent_at"),
		"Report Returned": (0, "modified"),
		"Report Accepted": (1, "reviewed_at"),
	},
	"Performance Evaluation": {
		"Draft": (0, "creation"),
		"Self Assessed": (0, "creation"),
		"Rated": (0, "rated_at"),
		"Handed Over": (0, "handed_over_at"),
		"Acknowledged": (1, "acknowledged_at"),
	},
}
#: steps that not every document takes: only where it stayed there
ASIDE = ("Plan Returned", "Report Returned")
MORNING, LATER, NOON, EVENING = 0, 6, 12, 22


class Clock:
	"""The time that Frappe tells, wherever a module has taken its function from."""

	def __init__(self, moment: datetime):
		self.moment = moment

	def at(self, day: date, hour: int):
		self.moment = datetime(day.year, day.month, day.day, hour, 15)

	@contextlib.contextmanager
	def running(self):
		original = frappe.utils.data.now_datetime
		with contextlib.ExitStack() as stack:
			for module in list(sys.modules.values()):
				if getattr(module, "__dict__", {}).get("now_datetime") is original:
					stack.enter_context(patch.object(module, "now_datetime", lambda: self.moment))
			yield self


class Mailbox:
	"""Stands in for `frappe.sendmail` after the first few: a row in the queue as that one writes it, without the work of
	building a message."""

	REAL = 5

	def __init__(self):
		self.sendmail = frappe.sendmail
		self.count = 0
		self.rows = []

	def __call__(self, **values):
		self.count += 1
		if self.count <= self.REAL:
			return self.sendmail(**values)
		self.rows.append(
			{
				"reference_doctype": values["reference_doctype"],
				"reference_name": values["reference_name"],
				"message": values["message"],
				"status": "Not Sent",
			}
		)

	def deliver(self):
		bulk.insert_rows("Email Queue", self.rows)
		self.rows = []


class Year:
	"""One year of the documents of a period, from the opening to the end of the month after it.

	Args:
		readers: users who read what they are told on the same day.
		run_jobs: works off what the jobs of the morning put into the queue.
	"""

	def __init__(self, period: str, readers: set[str], run_jobs):
		self.period = frappe.get_doc("Performance Period", period)
		self.readers = sorted(readers)
		self.run_jobs = run_jobs
		self.first = date(self.period.year, 1, 1)
		self.last = date(self.period.year + 1, 1, 31)
		self.statements = []
		self.events = {}

	def live(self, count_queries):
		"""Every day of the year; `count_queries` is the context that counts the statements of a morning."""
		self.rewind()
		clock = Clock(get_datetime(str(self.first)))
		mailbox = Mailbox()
		with clock.running(), patch.object(frappe, "sendmail", mailbox):
			for day in self.days():
				clock.at(day, MORNING)
				permissions.forget_viewers()
				sent = mailbox.count
				with count_queries() as queries:
					self.jobs_of_the_morning()
				self.statements.append((len(queries), mailbox.count - sent))
				mailbox.deliver()
				clock.at(day, LATER)
				self.run_jobs()
				clock.at(day, NOON)
				self.happen(day)
				clock.at(day, EVENING)
				self.read(day)

	def jobs_of_the_morning(self):
		for jobs in hooks.scheduler_events.values():
			for job in jobs:
				frappe.get_attr(job)()

	def rewind(self):
		"""The first of January: nobody has written anything, and nobody was told anything."""
		for doctype in ("Notification Log", "Email Queue Recipient", "Email Queue"):
			frappe.db.delete(doctype)
		Period = DocType("Performance Period")
		for status, condition in (
			("Draft", Period.name != self.period.name),
			("Open", Period.name == self.period.name),
		):
			frappe.qb.update(Period).set(Period.status, status).where(condition).run()
		frappe.clear_document_cache("Performance Period", self.period.name)
		Employee = DocType("Employee")
		self.users = dict(frappe.qb.from_(Employee).select(Employee.name, Employee.user_id).run())
		for doctype, course in COURSE.items():
			Doc = DocType(doctype)
			for row in (
				frappe.qb.from_(Doc)
				.select(Doc.name, Doc.workflow_state, Doc.employee, Doc.employee_name, Doc.appraiser)
				.select(*[Doc[column] for column in dict.fromkeys(column for _, column in course.values())])
				.where(
					(Doc.performance_period == self.period.name)
					& (Doc.docstatus < 2)
					& (Doc.company == self.period.company)
				)
			).run(as_dict=True):
				for state, day in self.steps_of(row, course):
					self.events.setdefault((day, doctype, state), []).append(row)
			# not there yet
			frappe.qb.update(Doc).set(Doc.docstatus, 2).set(Doc.workflow_state, "Cancelled").run()

	def steps_of(self, row, course: dict):
		for state, (_docstatus, column) in course.items():
			if row[column] and (state not in ASIDE or state == row.workflow_state):
				yield state, max(getdate(row[column]), self.first)
			if state == row.workflow_state:
				return

	def happen(self, day: date):
		for doctype, course in COURSE.items():
			Doc = DocType(doctype)
			for state, (docstatus, _column) in course.items():
				rows = self.events.get((day, doctype, state))
				if not rows:
					continue
				(
					frappe.qb.update(Doc)
					.set(Doc.workflow_state, state)
					.set(Doc.docstatus, docstatus)
					.where(Doc.name.isin([row.name for row in rows]))
				).run()
				self.tell(doctype, state, rows)

	def tell(self, doctype: str, state: str, rows: list):
		told = turns.STEPS[doctype].get(state)
		if not told:
			return
		who, sentence = told
		notifications.tell_many(
			[
				(self.users.get(row[who]), str(sentence).format(row.employee_name), doctype, row.name)
				for row in rows
			]
		)

	def read(self, day: date):
		Log = DocType("Notification Log")
		(
			frappe.qb.update(Log)
			.set(Log.read, 1)
			.where((Log.read == 0) & Log.for_user.isin(self.readers))
			.where(Log.creation >= str(day))
		).run()

	# --- what came of it ---

	def mails(self) -> Counter:
		"""(user, day) -> mails of that day."""
		return Counter((user, moment.date()) for user, moment in self._rows("Email Queue", "reference_name"))

	def days(self) -> list[date]:
		return [self.first + timedelta(number) for number in range((self.last - self.first).days + 1)]

	def mails_to(self, user: str, day: date) -> list[str]:
		"""What the mails of a day said to somebody."""
		Queue = DocType("Email Queue")
		rows = (
			frappe.qb.from_(Queue)
			.select(Queue.creation, Queue.message)
			.where(Queue.reference_name == user)
			.run()
		)
		return [message for moment, message in rows if getdate(moment) == day]

	def news(self) -> set[tuple[str, date]]:
		"""(user, morning) on which there was something that the person had not read and that no mail had told."""
		found = set()
		for user, moment in self._rows("Notification Log", "for_user"):
			if moment.hour == MORNING:
				found.add((user, moment.date()))
			elif user not in self.readers:
				found.add((user, moment.date() + timedelta(1)))
		return {(user, day) for user, day in found if day <= self.last}

	def _rows(self, doctype: str, column: str):
		Table = DocType(doctype)
		rows = frappe.qb.from_(Table).select(Table[column], Table.creation).run()
		return [(value, datetime.fromisoformat(str(moment))) for value, moment in rows]

	def told(self, user: str) -> list[tuple[date, str]]:
		"""(day, sentence) of everything a person was told."""
		Log = DocType("Notification Log")
		rows = frappe.qb.from_(Log).select(Log.creation, Log.subject).where(Log.for_user == user).run()
		return [(getdate(moment), subject) for moment, subject in rows]
