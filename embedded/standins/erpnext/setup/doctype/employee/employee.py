import frappe
from frappe import _, scrub
from frappe.model.naming import set_name_by_naming_series
from frappe.permissions import (
	add_user_permission,
	get_doc_permissions,
	has_permission,
	remove_user_permission,
)
from frappe.utils import get_link_to_form, getdate, validate_email_address
from frappe.utils.nestedset import NestedSet, update_nsm


class EmployeeUserDisabledError(frappe.ValidationError):
	pass


class InactiveEmployeeStatusError(frappe.ValidationError):
	pass


class Employee(NestedSet):
	"""An employee in the tree of reports_to; the user gets the role Employee and User Permissions."""

	nsm_parent_field = "reports_to"

	def autoname(self):
		set_name_by_naming_series(self)
		self.employee = self.name

	def validate(self):
		self.employee = self.name
		self.set_employee_name()
		self.validate_dates()
		self.validate_emails()
		self.validate_leaving()
		self.validate_reports_to()
		self.set_preferred_email()
		if self.user_id:
			self.validate_user()
		else:
			self.release_former_user()

	def set_employee_name(self):
		self.employee_name = " ".join(filter(None, (self.first_name, self.middle_name, self.last_name)))

	def validate_dates(self):
		if self.date_of_birth and getdate(self.date_of_birth) > getdate():
			frappe.throw(_("Date of Birth cannot be greater than today."))
		self.validate_from_to_dates("date_of_birth", "date_of_joining")
		for later in ("date_of_retirement", "relieving_date", "contract_end_date"):
			self.validate_from_to_dates("date_of_joining", later)

	def validate_emails(self):
		for address in (self.company_email, self.personal_email):
			if address:
				validate_email_address(address, True)

	def validate_leaving(self):
		if self.status != "Left":
			return
		subordinates = frappe.get_all(
			"Employee",
			filters={"reports_to": self.name, "status": "Active"},
			fields=["name", "employee_name"],
		)
		if subordinates:
			links = "</li><li>".join(
				get_link_to_form("Employee", row.name, label=row.employee_name) for row in subordinates
			)
			frappe.throw(
				_("The following employees are currently still reporting to {0}:").format(
					frappe.bold(self.employee_name)
				)
				+ f"<ul><li>{links}</li></ul>"
				+ _("Please make sure the employees above report to another Active employee."),
				InactiveEmployeeStatusError,
				_("Cannot Relieve Employee"),
			)
		if not self.relieving_date:
			frappe.throw(_("Please enter relieving date."))

	def validate_reports_to(self):
		if self.reports_to and self.reports_to == self.name:
			frappe.throw(_("Employee cannot report to himself."))

	def set_preferred_email(self):
		source = scrub(self.prefered_contact_email or "")
		self.prefered_email = self.get(source) if source else None

	def validate_user(self):
		enabled = frappe.db.get_value("User", self.user_id, "enabled")
		if enabled is None:
			self.user_id = None
			return
		if self.status == "Active" and not enabled:
			frappe.throw(_("User {0} is disabled").format(self.user_id), EmployeeUserDisabledError)
		other = frappe.db.get_value(
			"Employee", {"user_id": self.user_id, "status": "Active", "name": ("!=", self.name)}
		)
		if other:
			frappe.throw(
				_("User {0} is already assigned to Employee {1}").format(self.user_id, other),
				frappe.DuplicateEntryError,
			)

	def release_former_user(self):
		former = frappe.db.get_value("Employee", self.name, "user_id")
		if not former:
			return
		user = frappe.get_doc("User", former)
		validate_employee_role(user, ignore_emp_check=True)
		# Whoever may take the user off the employee has taken the role with it.
		user.save(ignore_permissions=True)
		remove_user_permission("Employee", self.name, former)

	def on_update(self):
		update_nsm(self)
		frappe.clear_cache()
		if self.user_id:
			self.update_user()
			self.update_user_permissions()

	def update_user(self):
		user = frappe.get_doc("User", self.user_id)
		# Linking the user to an employee is what gives the role.
		user.flags.ignore_permissions = True
		if "Employee" not in [row.role for row in user.roles]:
			user.append_roles("Employee")
		if not (user.first_name and user.last_name):
			first, *rest = self.employee_name.split(" ", 2)
			user.first_name = first
			if rest:
				user.last_name = rest[-1]
			if len(rest) == 2:
				user.middle_name = rest[0]
		if self.date_of_birth:
			user.birth_date = self.date_of_birth
		if self.gender:
			user.gender = self.gender
		if self.image and not user.user_image:
			user.user_image = self.image
		user.save()

	def update_user_permissions(self):
		if not (self.has_value_changed("user_id") or self.has_value_changed("create_user_permission")):
			return
		if not has_permission("User Permission", ptype="write", **quiet()):
			return
		exists = frappe.db.exists(
			"User Permission", {"allow": "Employee", "for_value": self.name, "user": self.user_id}
		)
		if exists and not self.create_user_permission:
			remove_user_permission("Employee", self.name, self.user_id)
			remove_user_permission("Company", self.company, self.user_id)
		elif not exists and self.create_user_permission:
			add_user_permission("Employee", self.name, self.user_id)
			add_user_permission("Company", self.company, self.user_id)

	def after_rename(self, old, new, merge=False):
		self.db_set("employee", new)

	def on_trash(self):
		update_nsm(self)


def quiet():
	"""The argument that keeps `has_permission` from writing messages; its name changed between versions."""
	import inspect

	names = inspect.signature(has_permission).parameters
	return {"print_logs": False} if "print_logs" in names else {"raise_exception": False}


def validate_employee_role(doc, method=None, ignore_emp_check=False):
	"""Hook of User: only the user of an employee may hold the employees' roles."""
	if not ignore_emp_check and frappe.db.get_value("Employee", {"user_id": doc.name}):
		return
	for role in ("Employee", "Employee Self Service"):
		for row in [row for row in doc.get("roles") if row.role == role]:
			frappe.msgprint(
				_("User {0}: Removed {1} role as there is no mapped employee.").format(doc.name, role)
			)
			doc.get("roles").remove(row)


def update_user_permissions(doc, method=None):
	"""Hook of User: the User Permissions follow the role Employee."""
	if "Employee" not in [row.role for row in doc.get("roles")]:
		return
	if not has_permission("User Permission", ptype="write", **quiet()):
		return
	frappe.get_doc("Employee", {"user_id": doc.name}).update_user_permissions()


def get_holiday_list_for_employee(employee, raise_exception=True, as_on=None):
	"""The employee's holiday list, or that of the company."""
	holiday_list, company = frappe.db.get_value("Employee", employee, ["holiday_list", "company"])
	holiday_list = holiday_list or frappe.get_cached_value("Company", company, "default_holiday_list")
	if not holiday_list and raise_exception:
		frappe.throw(
			_("Please set a default Holiday List for Employee {0} or Company {1}").format(employee, company)
		)
	return holiday_list


def is_holiday(employee, date=None, raise_exception=True, only_non_weekly=False):
	holiday_list = get_holiday_list_for_employee(employee, raise_exception)
	if not holiday_list:
		return False
	filters = {"parent": holiday_list, "holiday_date": getdate(date)}
	if only_non_weekly:
		filters["weekly_off"] = 0
	return bool(frappe.db.exists("Holiday", filters))


def has_upload_permission(doc, ptype="read", user=None):
	user = user or frappe.session.user
	return bool(get_doc_permissions(doc, user=user, ptype=ptype).get(ptype)) or doc.user_id == user


@frappe.whitelist()
def get_children(
	doctype: str, parent: str = "", company: str | None = None, is_root: bool = False, is_tree: bool = False
):
	"""Nodes of the organisation tree below `parent`."""
	filters = [["status", "=", "Active"]]
	if company and company != "All Companies":
		filters.append(["company", "=", company])
	below = parent if parent and company and parent != company and not is_root else ""
	filters.append(["reports_to", "=", below])
	nodes = frappe.get_list(
		"Employee", fields=["name as value", "employee_name as title"], filters=filters, order_by="name"
	)
	for node in nodes:
		node.expandable = int(bool(frappe.db.exists("Employee", {"reports_to": node.value})))
	return nodes


def on_doctype_update():
	frappe.db.add_index("Employee", ["lft", "rgt"])
