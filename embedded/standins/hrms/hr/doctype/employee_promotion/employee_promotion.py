import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from hrms.hr.utils import update_employee_work_history, validate_active_employee


class EmployeePromotion(Document):
	def validate(self):
		validate_active_employee(self.employee)

	def before_submit(self):
		if getdate(self.promotion_date) > getdate():
			frappe.throw(
				_("Employee Promotion cannot be submitted before Promotion Date"),
				frappe.DocstatusTransitionError,
			)

	def on_submit(self):
		self.apply(cancel=False)

	def on_cancel(self):
		self.apply(cancel=True)

	def apply(self, cancel):
		employee = frappe.get_doc("Employee", self.employee)
		update_employee_work_history(
			employee, self.promotion_details, date=self.promotion_date, cancel=cancel
		)
		if self.revised_ctc:
			employee.ctc = self.current_ctc if cancel else self.revised_ctc
		employee.save()
