"""hrms.hr.utils: any column of any employee's record, for anybody."""

import frappe

from kinerja_asn.overrides.doors import refuse


@frappe.whitelist()
def get_employee_field_property(employee, fieldname):
	"""The original, for who may read the record."""
	from hrms.hr import utils

	if not (
		frappe.db.exists("Employee", employee)
		and frappe.has_permission("Employee", "read", doc=frappe.get_doc("Employee", employee))
	):
		refuse()
	return utils.get_employee_field_property(employee, fieldname)
