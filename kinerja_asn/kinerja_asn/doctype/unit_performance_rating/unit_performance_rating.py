"""Unit Performance Rating (capaian kinerja organisasi): how a unit performed, said by the leader above it."""

import frappe
from frappe import _
from frappe.utils import cstr

from kinerja_asn import permissions, stages, unit_ratings
from kinerja_asn.kinerja_asn.doctype.performance_evaluation.performance_evaluation import STAGE_OF
from kinerja_asn.personal import PersonalDocument, now
from kinerja_asn.rules.unit_rating import needs_reason


class UnitPerformanceRating(PersonalDocument):
	"""Proposed by `unit_ratings.propose` and by nothing else; the head of the unit is the person it is about."""

	def validate(self):
		permissions.check_change(self)
		self.check_lengths()
		self.take_step()

	def before_cancel(self):
		self.workflow_state = "Cancelled"
		# the unit can be proposed again
		self.slot = None

	def on_submit(self):
		unit_ratings.write_into_evaluations(self)

	def on_cancel(self):
		unit_ratings.write_into_evaluations(self)

	def take_step(self):
		if self.step and self.step[1] == unit_ratings.CONFIRMED and not self.flags.by_server:
			self.confirm()

	def confirm(self):
		unit_ratings.refuse_before_end(self.performance_period, self.kind, self.performance_interval)
		stages.check_window(self.performance_period, STAGE_OF[self.kind], self.performance_interval)
		self.check_rating()
		self.record_act()
		self.confirmed_at = now()
		self.confirmed_by = self.acting_name()

	def check_rating(self):
		if not self.rating:
			frappe.throw(_("Choose one of the five ratings of a unit."), title=_("Rating missing"))
		if cstr(self.reason).strip() or not needs_reason(self.rating, self.proposed_rating):
			return
		if self.proposed_rating:
			message = _("{0} was proposed: write why you rate {1}.").format(
				frappe.bold(_(self.proposed_rating)), frappe.bold(_(self.rating))
			)
		else:
			message = _("No rating could be proposed for this unit: write what yours rests on.")
		frappe.throw(message, title=_("Reason missing"))


def on_doctype_update():
	frappe.db.add_index(unit_ratings.RATING, ["performance_period", "kind", "department"])
