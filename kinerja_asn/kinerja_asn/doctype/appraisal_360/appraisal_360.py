"""Appraisal 360: one person in one campaign, without answers and without raters; written by the server alone."""

import frappe
from frappe import _

from kinerja_asn.personal import PersonalDocument


class Appraisal360(PersonalDocument):
	def validate(self):
		if not self.flags.by_server:
			frappe.throw(
				_("A 360-degree appraisal is run by its campaign; it is not written by hand."),
				frappe.PermissionError,
				title=_("Not changed by hand"),
			)

	def before_rename(self, *args, **kwargs):
		self.validate()

	def on_trash(self):
		frappe.throw(
			_("A 360-degree appraisal is kept: its results belong to the person."),
			frappe.PermissionError,
			title=_("Not deleted"),
		)


def on_doctype_update():
	frappe.db.add_index("Appraisal 360", ["campaign", "workflow_state"])
	frappe.db.add_index("Appraisal 360", ["employee", "performance_interval"])
