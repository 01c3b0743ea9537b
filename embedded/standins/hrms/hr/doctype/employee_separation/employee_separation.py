from frappe.model.document import Document

from hrms.hr.utils import set_employee_name


class EmployeeSeparation(Document):
	"""The start of somebody's leaving. The real one also makes a project with the tasks of its template."""

	def validate(self):
		set_employee_name(self)
