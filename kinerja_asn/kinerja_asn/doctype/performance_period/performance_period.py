"""Performance Period: an agency's year, its frequencies and the windows of its stages."""

import datetime
from itertools import pairwise

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, cstr, getdate

from kinerja_asn import problems, stages
from kinerja_asn.rules import planning
from kinerja_asn.rules.errors import RuleError

#: What is fixed once the year is open; windows then change by an extension only.
FIXED = ("reporting_frequency", "evaluation_frequency", "default_approach", "from_date", "to_date")
STAGE_COLUMNS = ("stage", "performance_interval", "opens_on", "closes_on", "late_allowed")
EXTENSION_COLUMNS = (
	"stage",
	"performance_interval",
	"closed_on",
	"closes_on",
	"reason",
	"extended_by",
	"extended_at",
)
DRAFT, OPEN, CLOSED = "Draft", "Open", "Closed"


class PerformancePeriod(Document):
	def autoname(self):
		abbr = frappe.db.get_value("Company", self.company, "abbr") if self.company else None
		if not abbr:
			frappe.throw(_("Choose the agency of the period."), title=_("Agency missing"))
		self.check_year()
		self.name = f"{cint(self.year)}-{abbr}"
		if frappe.db.exists("Performance Period", self.name):
			frappe.throw(
				_("The year {0} of this agency is there already: {1}.").format(
					cint(self.year), frappe.bold(self.name)
				),
				frappe.DuplicateEntryError,
				title=_("Period already there"),
			)

	def validate(self):
		self.check_year()
		self.refuse_changes_by_hand()
		self.fill_span()
		self.check_frequencies()
		self.make_intervals()
		self.propose_stages()
		if not self.flags.by_server:
			self.check_windows()

	def on_trash(self):
		if self.status != DRAFT:
			frappe.throw(
				_("Only a draft of a period can be deleted; this one is {0}.").format(_(self.status)),
				title=_("Period in use"),
			)

	# --- steps of validate ---

	def check_year(self):
		if not planning.FIRST_YEAR <= cint(self.year) <= planning.LAST_YEAR:
			frappe.throw(
				_("The year {0} is not between {1} and {2}.").format(
					cint(self.year), planning.FIRST_YEAR, planning.LAST_YEAR
				),
				title=_("Year out of range"),
			)

	def refuse_changes_by_hand(self):
		"""Status and extensions are the server's; an open year's windows change by extensions only."""
		if self.flags.by_server:
			return
		stored = self.get_doc_before_save()
		if not stored:
			self.status = DRAFT
			self.set("extensions", [])
			return
		if self.status != stored.status or _rows(self, "extensions", EXTENSION_COLUMNS) != _rows(
			stored, "extensions", EXTENSION_COLUMNS
		):
			frappe.throw(
				_("The status and the extensions change by the buttons Open, Extend and Close only."),
				frappe.PermissionError,
				title=_("Not changed by hand"),
			)
		if stored.status == DRAFT:
			return
		changed = [field for field in FIXED if cstr(self.get(field)) != cstr(stored.get(field))]
		if changed or _rows(self, "stages", STAGE_COLUMNS) != _rows(stored, "stages", STAGE_COLUMNS):
			frappe.throw(
				_("The period is {0}: its windows change only by the button Extend, with a reason.").format(
					_(stored.status)
				),
				title=_("Period is fixed"),
			)

	def fill_span(self):
		self.from_date = datetime.date(cint(self.year), 1, 1)
		self.to_date = datetime.date(cint(self.year), 12, 31)

	def check_frequencies(self):
		try:
			planning.check_frequencies(self.reporting_frequency, self.evaluation_frequency)
		except RuleError as error:
			problems.refuse(error, _("Not possible"))

	def make_intervals(self):
		stages.ensure_intervals(cint(self.year), (self.reporting_frequency, self.evaluation_frequency))

	def propose_stages(self):
		"""A new period gets its windows from the frequencies, and so does a draft whose frequencies change."""
		stored = self.get_doc_before_save()
		changed = stored and any(
			self.get(field) != stored.get(field) for field in ("reporting_frequency", "evaluation_frequency")
		)
		if self.get("stages") and not changed:
			return
		kept = {
			(row.stage, row.performance_interval or None): row
			for row in self.get("stages") or []
			if row.opens_on and row.closes_on
		}
		self.set("stages", [])
		for row in stages.proposed_stages(
			cint(self.year), self.reporting_frequency, self.evaluation_frequency
		):
			old = kept.get((row["stage"], row["performance_interval"]))
			dates = {column: old.get(column) for column in STAGE_COLUMNS[2:]} if old else {}
			self.append("stages", row | dates)

	def check_windows(self):
		expected = stages.expected_windows(
			cint(self.year), self.reporting_frequency, self.evaluation_frequency
		)
		there = [(row.stage, row.performance_interval or None) for row in self.stages]
		found = []
		for key in expected:
			if there.count(key) == 0:
				found.append(_("The window for {0} is missing.").format(_shown(key)))
			elif there.count(key) > 1:
				found.append(_("The window for {0} stands there twice.").format(_shown(key)))
		found += [
			_("Row {0}: {1} does not belong to the frequencies of this period.").format(row.idx, _shown(key))
			for row, key in zip(self.stages, there, strict=True)
			if key not in expected
		]
		intervals = {
			interval.name: interval
			for frequency in {self.reporting_frequency, self.evaluation_frequency}
			for interval in planning.propose_intervals(cint(self.year), frequency)
		}
		for row in self.stages:
			problem = stages.window_problem(row, cint(self.year), intervals.get(row.performance_interval))
			if problem:
				found.append(problem)
		found += self.order_problems()
		if found:
			problems.refuse(found[:10], _("Please correct the stages"))

	def order_problems(self) -> list[str]:
		"""Windows of one stage follow their intervals; the year is rated after it was planned."""
		found = []
		for stage in (planning.REPORTING, planning.PERIODIC_EVALUATION):
			rows = [row for row in self.stages if row.stage == stage and row.opens_on and row.closes_on]
			rows.sort(key=lambda row: row.performance_interval or "")
			for earlier, later in pairwise(rows):
				if getdate(later.closes_on) < getdate(earlier.closes_on) or getdate(later.opens_on) < getdate(
					earlier.opens_on
				):
					found.append(
						_("{0}: the window for {1} must not open or close before the one for {2}.").format(
							_(stage), later.performance_interval, earlier.performance_interval
						)
					)
		opening = {row.stage: row for row in self.stages if row.opens_on and row.closes_on}
		plan, annual = opening.get(planning.PLANNING), opening.get(planning.ANNUAL_EVALUATION)
		if plan and annual and getdate(annual.opens_on) <= getdate(plan.opens_on):
			found.append(_("The annual evaluation cannot open before planning does."))
		return found


def _rows(doc, table: str, columns) -> list[tuple]:
	return [tuple(cstr(row.get(column)) for column in columns) for row in doc.get(table) or []]


def _shown(key: tuple) -> str:
	stage, interval = key
	return f"{_(stage)} {interval}" if interval else _(stage)
