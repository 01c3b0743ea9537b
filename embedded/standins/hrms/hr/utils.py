from itertools import pairwise

import frappe
from erpnext.setup.doctype.employee.employee import InactiveEmployeeStatusError
from frappe import _
from frappe.utils import add_days, flt, getdate

HISTORY_FIELDS = ("department", "designation", "branch")


def set_employee_name(doc):
	if doc.employee and not doc.employee_name:
		doc.employee_name = frappe.db.get_value("Employee", doc.employee, "employee_name")


def validate_active_employee(employee, method=None):
	name = employee if isinstance(employee, str) else employee.get("employee")
	if name and frappe.db.get_value("Employee", name, "status") == "Inactive":
		frappe.throw(
			_("Transactions cannot be created for an Inactive Employee {0}.").format(name),
			InactiveEmployeeStatusError,
		)


def update_employee_work_history(employee, details, date=None, cancel=False):
	"""Write the changed properties into `employee` and his history of posts; `cancel` takes them back."""
	if not details:
		return employee
	if not employee.internal_work_history and not cancel:
		employee.append(
			"internal_work_history",
			{
				**{field: employee.get(field) for field in HISTORY_FIELDS},
				"from_date": employee.date_of_joining,
			},
		)
	step = {}
	for row in details:
		field = frappe.get_meta("Employee").get_field(row.fieldname)
		if not field:
			continue
		employee.set(row.fieldname, typed(row.current if cancel else row.new, field.fieldtype))
		if row.fieldname in HISTORY_FIELDS:
			step[row.fieldname] = row.new
	if step and not cancel:
		employee.append("internal_work_history", {**step, "from_date": date})
	if step and cancel:
		employee.set(
			"internal_work_history",
			[
				row
				for row in employee.internal_work_history
				if not all(row.get(field) == value for field, value in step.items())
			],
		)
	close_former_posts(employee, cancel)
	return employee


def typed(value, fieldtype):
	if not value:
		return None
	if fieldtype == "Date":
		return getdate(value)
	if fieldtype in ("Currency", "Float"):
		return flt(value)
	return value


def close_former_posts(employee, cancel):
	rows = employee.internal_work_history
	for former, row in pairwise(rows):
		if row.from_date and not former.to_date:
			former.to_date = add_days(row.from_date, -1)
	if cancel and rows:
		rows[-1].to_date = None
