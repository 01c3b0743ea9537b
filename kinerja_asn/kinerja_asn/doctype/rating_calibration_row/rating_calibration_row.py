"""Rating Calibration Row: one evaluation in a calibration, written by the server; nobody is shown his own."""

import frappe
from frappe import _
from frappe.model.document import Document


class RatingCalibrationRow(Document):
	def validate(self):
		self.refuse_by_hand()

	def on_trash(self):
		self.refuse_by_hand()

	def before_rename(self, *args, **kwargs):
		self.refuse_by_hand()

	def refuse_by_hand(self):
		frappe.throw(
			_("The rows of a calibration are changed within it only."),
			frappe.PermissionError,
			title=_("Not changed by hand"),
		)


def on_doctype_update():
	frappe.db.add_unique(
		"Rating Calibration Row", ["calibration", "evaluation"], constraint_name="calibration_and_evaluation"
	)
	frappe.db.add_index("Rating Calibration Row", ["calibration", "answer"])
