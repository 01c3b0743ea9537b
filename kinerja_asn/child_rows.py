"""Rows that live and die with their parent document."""

import frappe
from frappe import _
from frappe.model.document import Document


class ParentBoundRow(Document):
	"""A child row that nobody saves or deletes by itself.

	Frappe 15 lets `frappe.client.save`, `bulk_update` and `POST /api/resource/<child>` write a row without
	asking the rules of its parent. Saved with the parent, none of these methods runs.
	"""

	def has_permission(self, permtype="read", **options):
		"""A row is as readable as its document: of a row read by itself Frappe 15 asks for the DocType only."""
		if not super().has_permission(permtype, **options):
			return False
		if self.flags.ignore_permissions or not (self.parenttype and self.parent):
			return True
		if not frappe.db.exists(self.parenttype, self.parent):
			return False
		parent = frappe.get_doc(self.parenttype, self.parent)
		# in this form Frappe 15 keeps its explanation, which names the document, to itself
		return bool(frappe.has_permission(self.parenttype, permtype, doc=parent, **options))

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
