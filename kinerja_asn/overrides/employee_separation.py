"""Employee Separation (HRMS): somebody is about to leave; the plan ends when his record says so."""

import frappe
from frappe import _
from frappe.utils import formatdate

from kinerja_asn import notifications


def on_submit(doc, method=None):
	"""Tell the appraiser in time: he evaluates once the record has the status Left, see `overrides.employee`."""
	row = frappe.db.get_value(
		"Work Plan",
		{"employee": doc.employee, "workflow_state": "Plan Agreed", "docstatus": 1},
		["name", "employee_name", "appraiser_type", "appraiser"],
		as_dict=True,
		order_by="from_date desc",
	)
	if not row or not row.appraiser:
		return
	official = (row.appraiser_type or "Employee", row.appraiser)
	last_day = frappe.db.get_value("Employee", doc.employee, "relieving_date")
	sentence = (
		_("{0} leaves the service on {1}. Please prepare the evaluation.").format(
			row.employee_name, formatdate(last_day)
		)
		if last_day
		else _("{0} leaves the service. Please prepare the evaluation.").format(row.employee_name)
	)
	user = notifications.users_of([official]).get(official)
	if user:
		notifications.tell(user, sentence, "Work Plan", row.name)
