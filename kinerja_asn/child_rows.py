"""Rows that live and die with their parent document."""

import frappe
from frappe import _
from frappe.model.document import Document


class ParentBoundRow(Document):
	"""A child row that nobody saves or deletes by itself.

	Frappe 15 lets `frappe.client.save`, `bulk_update` and `POST /api/resource/<child>` write a row without
	asking the rules of its parent. Saved with the parent, none of these methods runs.
	"""

	def validate(self):
		self.refuse_alone()

	def on_trash(self):
		self.refuse_alone()

	def before_rename(self, *args, **kwargs):
		self.refuse_alone()

	def refuse_alone(self):
		frappe.throw(
			_(
				"A row of {0} is changed within its document only. Open the document and save it there."
			).format(_(self.doctype)),
			frappe.PermissionError,
			title=_("Row cannot be changed alone"),
		)
