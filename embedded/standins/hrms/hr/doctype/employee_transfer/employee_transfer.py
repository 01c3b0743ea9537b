import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from hrms.hr.utils import update_employee_work_history


class EmployeeTransfer(Document):
	"""A move to another post; with `create_new_employee_id` the person continues as a new employee."""

	def before_submit(self):
		if getdate(self.transfer_date) > getdate():
			frappe.throw(
				_("Employee Transfer cannot be submitted before Transfer Date"),
				frappe.DocstatusTransitionError,
			)

	def on_submit(self):
		employee = frappe.get_doc("Employee", self.employee)
		moved = frappe.copy_doc(employee) if self.create_new_employee_id else employee
		update_employee_work_history(moved, self.transfer_details, date=self.transfer_date)
		if self.new_company and self.new_company != self.company:
			moved.company = self.new_company
			moved.date_of_joining = self.transfer_date
			if self.create_new_employee_id:
				moved.set("internal_work_history", [])
		if not self.create_new_employee_id:
			moved.save()
			return
		moved.name = None
		moved.employee_number = None
		if employee.user_id and not self.changes_user():
			moved.user_id = employee.user_id
			employee.db_set("user_id", "")
		moved.insert()
		self.db_set("new_employee_id", moved.name)
		employee.db_set({"relieving_date": self.transfer_date, "status": "Left"})

	def on_cancel(self):
		employee = frappe.get_doc("Employee", self.employee)
		if self.create_new_employee_id:
			if self.new_employee_id:
				frappe.throw(
					_("Please delete the Employee {0} to cancel this document").format(self.new_employee_id)
				)
			employee.status = "Active"
			employee.relieving_date = None
		else:
			update_employee_work_history(
				employee, self.transfer_details, date=self.transfer_date, cancel=True
			)
		if self.new_company != self.company:
			employee.company = self.company
		employee.save()

	def changes_user(self):
		return any(row.fieldname == "user_id" and row.new != row.current for row in self.transfer_details)
