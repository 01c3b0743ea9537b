import frappe
from frappe.custom.doctype.custom_field.custom_field import create_custom_fields
from frappe.installer import update_site_config

SELF_SERVICE = "Employee Self Service"

CUSTOM_FIELDS = {
	"Employee": [
		{
			"fieldname": "employment_type",
			"fieldtype": "Link",
			"ignore_user_permissions": 1,
			"label": "Employment Type",
			"options": "Employment Type",
			"insert_after": "department",
		},
		{
			"fieldname": "grade",
			"fieldtype": "Link",
			"label": "Grade",
			"options": "Employee Grade",
			"insert_after": "branch",
		},
		{
			"fieldname": "health_insurance_no",
			"fieldtype": "Data",
			"label": "Health Insurance No",
			"insert_after": "health_details",
		},
		{
			"fieldname": "expense_approver",
			"fieldtype": "Link",
			"label": "Expense Approver",
			"options": "User",
			"insert_after": "holiday_list",
		},
		{
			"fieldname": "leave_approver",
			"fieldtype": "Link",
			"label": "Leave Approver",
			"options": "User",
			"insert_after": "expense_approver",
		},
	],
}

# What the real user type gives, of the DocTypes that exist here.
SELF_SERVICE_RIGHTS = {
	"Holiday List": ("read",),
	"Employee": ("read", "write"),
	"Company": ("read",),
	"Leave Application": ("read", "write", "create", "delete"),
}

EMPLOYMENT_TYPES = ("Full-time", "Part-time", "Probation", "Contract")
LEAVE_TYPES = ("Casual Leave", "Sick Leave", "Privilege Leave", "Leave Without Pay")


def after_install():
	create_custom_fields(CUSTOM_FIELDS, ignore_validate=True)
	make_records()
	make_self_service_user_type()


def before_uninstall():
	for doctype, fields in CUSTOM_FIELDS.items():
		frappe.db.delete(
			"Custom Field", {"dt": doctype, "fieldname": ("in", [field["fieldname"] for field in fields])}
		)
		frappe.clear_cache(doctype=doctype)


def make_records():
	for name in EMPLOYMENT_TYPES:
		if not frappe.db.exists("Employment Type", name):
			frappe.get_doc({"doctype": "Employment Type", "employee_type_name": name}).insert(
				ignore_permissions=True
			)
	for name in LEAVE_TYPES:
		if not frappe.db.exists("Leave Type", name):
			frappe.get_doc(
				{
					"doctype": "Leave Type",
					"leave_type_name": name,
					"include_holiday": 1,
					"is_lwp": int(name == "Leave Without Pay"),
				}
			).insert(ignore_permissions=True)
	frappe.db.set_single_value("HR Settings", "emp_created_by", "Naming Series")


def make_self_service_user_type():
	"""A user type of its own whose role may read and write the employee's own record."""
	update_site_config("user_type_doctype_limit", {frappe.scrub(SELF_SERVICE): 40})
	if not frappe.db.exists("Role", SELF_SERVICE):
		frappe.get_doc(
			{"doctype": "Role", "role_name": SELF_SERVICE, "desk_access": 1, "is_custom": 1}
		).insert(ignore_permissions=True)
	if frappe.db.exists("User Type", SELF_SERVICE):
		return
	user_type = frappe.new_doc("User Type")
	user_type.update(
		{
			"name": SELF_SERVICE,
			"role": SELF_SERVICE,
			"apply_user_permission_on": "Employee",
			"user_id_field": "user_id",
		}
	)
	for doctype, rights in SELF_SERVICE_RIGHTS.items():
		user_type.append("user_doctypes", {"document_type": doctype, **dict.fromkeys(rights, 1)})
	user_type.flags.ignore_links = True
	user_type.save(ignore_permissions=True)
