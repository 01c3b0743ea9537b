import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import date_diff, formatdate, getdate

from hrms.hr.utils import set_employee_name, validate_active_employee


class OverlapError(frappe.ValidationError):
	pass


class LeaveApplication(Document):
	"""Days off, approved by somebody else. The real one also keeps balances, attendance and a ledger."""

	def validate(self):
		validate_active_employee(self.employee)
		set_employee_name(self)
		self.validate_dates()
		self.set_days()
		self.validate_overlap()

	def validate_dates(self):
		start, end = getdate(self.from_date), getdate(self.to_date)
		if end < start:
			frappe.throw(_("To date cannot be before from date"))
		if self.half_day and self.half_day_date and not start <= getdate(self.half_day_date) <= end:
			frappe.throw(_("Half Day Date should be between From Date and To Date"))

	def set_days(self):
		self.total_leave_days = date_diff(self.to_date, self.from_date) + 1 - (0.5 if self.half_day else 0)

	def validate_overlap(self):
		other = frappe.db.get_value(
			"Leave Application",
			{
				"employee": self.employee,
				"docstatus": ("<", 2),
				"status": ("in", ("Open", "Approved")),
				"from_date": ("<=", self.to_date),
				"to_date": (">=", self.from_date),
				"name": ("!=", self.name or ""),
			},
			["name", "from_date", "to_date"],
			as_dict=True,
		)
		if other:
			frappe.throw(
				_("Employee {0} has already applied for leave between {1} and {2}: {3}").format(
					self.employee, formatdate(other.from_date), formatdate(other.to_date), other.name
				),
				OverlapError,
			)

	def on_submit(self):
		if self.status not in ("Approved", "Rejected"):
			frappe.throw(_("Only Leave Applications with status 'Approved' and 'Rejected' can be submitted"))

	def before_cancel(self):
		self.status = "Cancelled"
