"""Bulk Run Row: what came of one employee in a run, written by the server only."""

import frappe
from frappe import _
from frappe.model.document import Document


class BulkRunRow(Document):
	def validate(self):
		frappe.throw(
			_("The results of a run are not written by hand."),
			frappe.PermissionError,
			title=_("Not changed by hand"),
		)


def on_doctype_update():
	frappe.db.add_unique("Bulk Run Row", ["bulk_run", "employee"], constraint_name="run_and_employee")
	frappe.db.add_index("Bulk Run Row", ["bulk_run", "result"])
