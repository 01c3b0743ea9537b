import frappe
from erpnext.setup.doctype.employee.employee import Employee
from frappe import _
from frappe.model.naming import set_name_by_naming_series


class EmployeeMaster(Employee):
	"""Employee whose name follows HR Settings."""

	def autoname(self):
		method = frappe.db.get_single_value("HR Settings", "emp_created_by")
		if method == "Naming Series":
			set_name_by_naming_series(self)
		elif method == "Employee Number":
			self.name = self.employee_number
		elif method == "Full Name":
			self.set_employee_name()
			self.name = self.employee_name
		else:
			frappe.throw(_("Please setup Employee Naming System in Human Resource > HR Settings"))
		self.employee = self.name


def update_approver_role(doc, method=None):
	"""Hook of Employee: who is named as approver gets the approver's role."""
	for fieldname, role in (("leave_approver", "Leave Approver"), ("expense_approver", "Expense Approver")):
		if doc.get(fieldname):
			user = frappe.get_doc("User", doc.get(fieldname))
			# Naming the approver on the employee is what gives the role.
			user.flags.ignore_permissions = True
			user.add_roles(role)


def update_approver_user_roles(doc, method=None):
	"""Hook of User: an approver named on an employee cannot lose the role."""
	for fieldname, role in (("leave_approver", "Leave Approver"), ("expense_approver", "Expense Approver")):
		if frappe.db.exists("Employee", {fieldname: doc.name}):
			doc.append_roles(role)


def update_employee_transfer(doc, method=None):
	"""Hook of Employee: a transfer forgets the employee that was deleted."""
	name = frappe.db.get_value("Employee Transfer", {"new_employee_id": doc.name, "docstatus": 1})
	if name:
		frappe.db.set_value("Employee Transfer", name, "new_employee_id", "")
