"""Performance Feedback (umpan balik berkelanjutan): what somebody says about a colleague's work, under his own name.

Nobody has a DocPerm: everything goes through `api.feedback`, where the giver is the one who is signed in.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.naming import make_autoname


class PerformanceFeedback(Document):
	def autoname(self):
		# Frappe gives a "hash" that is taken another name; a tap that comes twice must be found out instead
		self.name = make_autoname("hash")

	def validate(self):
		self.refuse_by_hand()

	def on_trash(self):
		self.refuse_by_hand()

	def before_rename(self, *args, **kwargs):
		self.refuse_by_hand()

	def refuse_by_hand(self):
		"""Whoever could write a row by hand could write it in a colleague's name."""
		if not self.flags.by_server:
			frappe.throw(
				_("Feedback is given, answered and taken back on the page Feedback only, by its giver."),
				frappe.PermissionError,
				title=_("Not permitted"),
			)


def on_doctype_update():
	frappe.db.add_index("Performance Feedback", ["employee", "status", "given_on"])
	frappe.db.add_index("Performance Feedback", ["giver", "status", "creation"])
	frappe.db.add_index("Performance Feedback", ["work_plan", "status"])
	frappe.db.add_index("Performance Feedback", ["requested_by", "status"])
