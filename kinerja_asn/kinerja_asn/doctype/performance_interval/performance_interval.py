"""Performance Interval: a month, quarter or the like of a year, under a name that never changes (2026-Q1)."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate

from kinerja_asn import problems
from kinerja_asn.rules import planning
from kinerja_asn.rules.errors import RuleError


class PerformanceInterval(Document):
	def validate(self):
		self.compare_with_calendar()

	def compare_with_calendar(self):
		"""Intervals are the calendar's: nobody invents one, since reports of all agencies stand on them."""
		try:
			intervals = planning.propose_intervals(cint(self.year), self.frequency)
		except RuleError as error:
			problems.refuse(error, _("Not possible"))
		interval = next((one for one in intervals if one.number == cint(self.number)), None)
		if (
			not interval
			or interval.name != self.interval_name
			or interval.from_date != getdate(self.from_date)
			or interval.to_date != getdate(self.to_date)
		):
			frappe.throw(
				_(
					"{0} is not an interval of the year {1}. Intervals are made with the performance period."
				).format(frappe.bold(frappe.utils.escape_html(self.interval_name or "")), cint(self.year)),
				title=_("Not an interval"),
			)

	def on_trash(self):
		frappe.throw(
			_("Intervals belong to the calendar and are not deleted."), title=_("Interval cannot be deleted")
		)
