"""Talent Assessment: the potential of a person on a day, as an assessment outside this app measured it.

Entered by HR, kept for good, and read by HR and the auditor only: neither by the person nor by who appraises him.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import add_months, cint, cstr, flt, formatdate, getdate, nowdate

from kinerja_asn import appraisers, permissions
from kinerja_asn.rules.talent import POTENTIALS
from kinerja_asn.setup.settings import setting

LONGEST_MONTHS = 120
HIGHEST_VALUE = 1000


class TalentAssessment(Document):
	def validate(self):
		self.fill_person()
		self.check_right()
		self.check_potential()
		self.check_dates()
		self.check_revocation()
		self.refuse_second()

	def before_rename(self, *args, **kwargs):
		frappe.throw(_("An assessment keeps its number."), title=_("Not renamed"))

	def on_trash(self):
		if self.flags.by_server:
			return
		frappe.throw(
			_("An assessment is kept. Mark it as revoked, with the reason, and it counts no more."),
			title=_("Not deleted"),
		)

	# --- steps of validate ---

	def fill_person(self):
		"""Unit and agency are those of the day on which it was entered; rights follow them."""
		self.employee_type = "Employee"
		stored = self.get_doc_before_save()
		if stored:
			if stored.employee != self.employee:
				frappe.throw(
					_("The assessment is about {0} and stays so. Revoke it, and enter a new one.").format(
						frappe.bold(stored.employee_name)
					),
					title=_("Another person"),
				)
			for column in ("employee_name", "position", "department", "company"):
				self.set(column, stored.get(column))
			return
		person = appraisers.person_snapshot([cstr(self.employee)]).get(cstr(self.employee))
		if not person:
			frappe.throw(_("Choose the employee."), title=_("Employee missing"))
		for column in ("employee_name", "position", "department", "company"):
			self.set(column, person.get(column))

	def check_right(self):
		"""The hook was asked before the person's unit was known."""
		if self.flags.by_server or permissions.may_write_talent(self):
			return
		frappe.throw(
			_("HR enters assessments of the people of its own agency, and nobody enters one of his own."),
			frappe.PermissionError,
			title=_("Not in your scope"),
		)

	def check_potential(self):
		if self.potential not in POTENTIALS:
			frappe.throw(_("Choose the potential: low, medium or high."), title=_("Potential missing"))
		if not 0 <= flt(self.potential_value) <= HIGHEST_VALUE:
			frappe.throw(
				_("{0}: choose a number from {1} to {2}.").format(
					frappe.bold(_(self.meta.get_label("potential_value"))), 0, HIGHEST_VALUE
				),
				title=_("Number not possible"),
			)
		if not cstr(self.source).strip():
			frappe.throw(_("Write who assessed, and by which method."), title=_("Source missing"))

	def check_dates(self):
		if not self.assessed_on:
			frappe.throw(_("Enter the day of the assessment."), title=_("Date missing"))
		assessed_on = getdate(self.assessed_on)
		if assessed_on > getdate(nowdate()):
			frappe.throw(
				_("{0} has not come yet. Enter the assessment when it is done.").format(
					formatdate(assessed_on)
				),
				title=_("Date in the future"),
			)
		if not self.valid_until:
			self.valid_until = add_months(assessed_on, cint(setting("talent_validity_months")))
		if getdate(self.valid_until) < assessed_on:
			frappe.throw(
				_("The assessment ends on {0}, before it was made on {1}.").format(
					formatdate(self.valid_until), formatdate(assessed_on)
				),
				title=_("Dates upside down"),
			)
		if getdate(self.valid_until) > getdate(add_months(assessed_on, LONGEST_MONTHS)):
			frappe.throw(
				_("The assessment would be valid for more than ten years. Check the year of the dates."),
				title=_("Too long"),
			)

	def check_revocation(self):
		if not cint(self.revoked):
			self.revoked_reason = None
		elif not cstr(self.revoked_reason).strip():
			frappe.throw(_("Write why the assessment is revoked."), title=_("Reason missing"))

	def refuse_second(self):
		"""One assessment of a person and day: a file imported twice adds nothing."""
		if cint(self.revoked):
			return
		# who enters another one for the same person at this moment waits here
		frappe.db.get_value("Employee", self.employee, "name", for_update=True)
		Other = DocType(permissions.TALENT)
		there = (
			frappe.qb.from_(Other)
			.select(Other.name)
			.where(
				(Other.employee == self.employee)
				& (Other.assessed_on == getdate(self.assessed_on))
				& (Other.revoked == 0)
				& (Other.name != cstr(self.name))
			)
			.limit(1)
		).run(pluck=True)
		if there:
			frappe.throw(
				_("{0} of {1} is there already as {2}.").format(
					frappe.bold(self.employee_name), formatdate(self.assessed_on), frappe.bold(there[0])
				),
				title=_("Entered twice"),
			)


def on_doctype_update():
	frappe.db.add_index(permissions.TALENT, ["employee", "assessed_on"])
