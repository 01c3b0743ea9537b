app_name = "erpnext"
app_title = "ERPNext (stand-in)"
app_publisher = "kinerja_asn contributors"
app_description = "Company, Department, Employee and their like, for the embedded engine only"
app_email = "kinerja-asn@example.org"
app_license = "gpl-3.0"

after_install = "erpnext.install.after_install"

doc_events = {
	"User": {
		"validate": "erpnext.setup.doctype.employee.employee.validate_employee_role",
		"on_update": "erpnext.setup.doctype.employee.employee.update_user_permissions",
	},
}

has_upload_permission = {"Employee": "erpnext.setup.doctype.employee.employee.has_upload_permission"}

treeviews = ["Department"]

global_search_doctypes = {
	"Default": [
		{"doctype": "Employee", "index": 5},
		{"doctype": "Branch", "index": 35},
		{"doctype": "Department", "index": 36},
		{"doctype": "Designation", "index": 38},
	]
}
