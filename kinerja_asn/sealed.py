"""Rows that nobody opens, writes or deletes as documents: the parts of the 360-degree appraisal that tell of raters.

They are written and read by single statements, see `appraisal_360_box`. A document would bring hooks along: versions,
notifications, webhooks, assignment rules, deleted documents, each of which keeps who did something and when.
"""

import frappe
from frappe import _
from frappe.model.document import Document


class SealedDocument(Document):
	def load_from_db(self, *args, **kwargs):
		self.refuse()

	def db_insert(self, *args, **kwargs):
		self.refuse()

	def db_update(self, *args, **kwargs):
		self.refuse()

	def validate(self):
		self.refuse()

	def before_rename(self, *args, **kwargs):
		self.refuse()

	def on_trash(self):
		self.refuse()

	def refuse(self):
		frappe.throw(
			_("{0} is kept by the 360-degree appraisal alone; nobody opens or changes it.").format(
				frappe.bold(_(self.doctype))
			),
			frappe.PermissionError,
			title=_("Sealed"),
		)
