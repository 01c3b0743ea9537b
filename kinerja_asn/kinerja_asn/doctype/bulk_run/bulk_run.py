"""Bulk Run: one run of work on many people, written by the server only."""

import frappe
from frappe import _
from frappe.model.document import Document

from kinerja_asn import bulk


class BulkRun(Document):
	def validate(self):
		if not self.flags.by_server:
			frappe.throw(
				_("A run is started and steered by its buttons; it is not written by hand."),
				frappe.PermissionError,
				title=_("Not changed by hand"),
			)

	def on_trash(self):
		if self.status in bulk.ACTIVE:
			frappe.throw(_("The run is not over yet. Cancel it first."), title=_("Run is active"))
		Row = frappe.qb.DocType(bulk.ROW)
		frappe.qb.from_(Row).delete().where(Row.bulk_run == self.name).run()
