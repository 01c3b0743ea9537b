"""Rating Calibration: the ratings of a unit compared, agreed with each appraiser and applied; written by the server."""

import frappe
from frappe import _
from frappe.model.document import Document

ROW = "Rating Calibration Row"


class RatingCalibration(Document):
	def validate(self):
		frappe.throw(
			_("A calibration is run by its buttons; it is not written by hand."),
			frappe.PermissionError,
			title=_("Not changed by hand"),
		)

	def before_rename(self, *args, **kwargs):
		self.validate()

	def on_trash(self):
		if self.status != "Cancelled":
			frappe.throw(_("Only a cancelled calibration is deleted."), title=_("Calibration in use"))
		Row = frappe.qb.DocType(ROW)
		frappe.qb.from_(Row).delete().where(Row.calibration == self.name).run()
