"""Coaching Response: what an employee says about a session (format B.1.8), sealed; `coaching` alone writes and opens it."""

import frappe
from frappe import _
from frappe.model.document import Document


class CoachingResponse(Document):
	def validate(self):
		refuse()

	def on_trash(self):
		refuse()


def refuse():
	frappe.throw(
		_("What is kept under seal is written by its own page only."),
		frappe.PermissionError,
		title=_("Not permitted"),
	)
