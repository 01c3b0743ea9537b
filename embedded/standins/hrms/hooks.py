app_name = "hrms"
app_title = "Frappe HR (stand-in)"
app_publisher = "kinerja_asn contributors"
app_description = (
	"Leave, transfer, promotion, separation and self-service rights, for the embedded engine only"
)
app_email = "kinerja-asn@example.org"
app_license = "gpl-3.0"
required_apps = ["erpnext"]

after_install = "hrms.setup.after_install"
before_uninstall = "hrms.setup.before_uninstall"

override_doctype_class = {"Employee": "hrms.overrides.employee_master.EmployeeMaster"}

doc_events = {
	"User": {"validate": "hrms.overrides.employee_master.update_approver_user_roles"},
	"Employee": {
		"on_update": "hrms.overrides.employee_master.update_approver_role",
		"on_trash": "hrms.overrides.employee_master.update_employee_transfer",
	},
}
