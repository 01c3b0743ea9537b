"""The organisation a test needs, made with few statements and under names that never change.

Masters and people are written as rows, not through their forms: on ERPNext a company makes a chart of
accounts and an employee's form clears every cache. What the forms of Employee and User do to rights is done
here too, and test_tools.py compares both ways. `make_employee(..., by_form=True)` takes the form.

Every function returns the document and finds what is already there. Passwords are set only when requests go
over HTTP.
"""

import datetime
import hashlib
import re

import frappe
from frappe.utils import getdate, nowdate
from frappe.utils.nestedset import update_nsm

from kinerja_asn.tests.rest import HTTP, PASSWORD

ROOT_DEPARTMENT = "All Departments"
SELF_SERVICE = "Employee Self Service"
DOMAIN = "kinerja.test"


def make_company(name="Pemerintah Kota Contoh", abbr="PKC", **values):
	if frappe.db.exists("Company", name):
		return frappe.get_doc("Company", name)
	make_row("Currency", "IDR", currency_name="IDR", enabled=1)
	make_row("Country", "Indonesia", country_name="Indonesia", code="id")
	company = new(
		"Company", name, company_name=name, abbr=abbr, default_currency="IDR", country="Indonesia", **values
	)
	write_node(company)
	make_root_department()
	return company


def make_root_department():
	if not frappe.db.exists("Department", ROOT_DEPARTMENT):
		# The root belongs to every company, hence to none.
		write_node(new("Department", ROOT_DEPARTMENT, department_name=ROOT_DEPARTMENT, is_group=1))


def make_department(name, company, parent=None, is_group=1, **values):
	"""A unit; `parent` is a Department, its name or its short name within the company."""
	company = name_of(company)
	abbr = frappe.db.get_value("Company", company, "abbr")
	full_name = f"{name} - {abbr}"
	if frappe.db.exists("Department", full_name):
		return frappe.get_doc("Department", full_name)
	parent = name_of(parent) or ROOT_DEPARTMENT
	if not frappe.db.exists("Department", parent):
		parent = f"{parent} - {abbr}"
	department = new(
		"Department",
		full_name,
		department_name=name,
		company=company,
		parent_department=parent,
		is_group=is_group,
		**values,
	)
	write_node(department)
	return department


def make_designation(name):
	return make_row("Designation", name, designation_name=name)


def make_user(email, roles=(), user_type=None, full_name=None, enabled=1):
	"""A user with exactly these roles; the type follows the roles unless it is given."""
	if frappe.db.exists("User", email):
		return frappe.get_doc("User", email)
	for role in roles:
		make_row("Role", role, role_name=role, desk_access=1)
	first_name, _, last_name = (full_name or email.split("@")[0].replace(".", " ").title()).partition(" ")
	user = new(
		"User",
		email,
		email=email,
		username=re.sub(r"\W", "", email),
		first_name=first_name,
		last_name=last_name,
		full_name=" ".join(filter(None, (first_name, last_name))),
		enabled=enabled,
		send_welcome_email=0,
		user_type=user_type or type_of_user(roles),
	)
	for role in roles:
		user.append("roles", {"role": role})
	write(user)
	write(new("Notification Settings", email, user=email))
	share = new(
		"DocShare", None, user=email, share_doctype="User", share_name=email, read=1, write=1, share=1
	)
	write(share)
	if HTTP:
		set_password(email)
	return user


def set_password(email):
	from frappe.utils.password import update_password

	update_password(email, PASSWORD)


def type_of_user(roles):
	if SELF_SERVICE in roles:
		return SELF_SERVICE
	desk = roles and frappe.get_all("Role", filters={"name": ("in", list(roles)), "desk_access": 1}, limit=1)
	return "System User" if desk else "Website User"


def make_employee(
	first_name,
	company,
	department=None,
	designation=None,
	reports_to=None,
	user=True,
	roles=(),
	self_service=False,
	desk=True,
	by_form=False,
	**values,
):
	"""An active employee, with the user `<name>.<abbr>@kinerja.test` unless `user` is False.

	`user` may be an address. `self_service` gives the user type Employee Self Service alone, `desk=False` an
	employee without desk access; else the user has the role Employee and `roles`. `values` go into the
	record; gender, dates and, where the fields exist, a valid NIP and status are filled in unless given.
	"""
	company = name_of(company)
	email = user if isinstance(user, str) else address_of(first_name, company)
	existing = frappe.db.get_value("Employee", {"user_id": email}) or frappe.db.get_value(
		"Employee", {"first_name": first_name, "company": company, "user_id": ("is", "not set")}
	)
	if existing:
		return frappe.get_doc("Employee", existing)
	employee = frappe.new_doc("Employee")
	employee.update(
		{
			"naming_series": "HR-EMP-",
			"first_name": first_name,
			"employee_name": first_name,
			"company": company,
			"department": name_of(department),
			"designation": name_of(designation),
			"reports_to": name_of(reports_to),
			"status": "Active",
			"gender": "Female",
			"date_of_birth": datetime.date(1985, 3, 17),
			"date_of_joining": datetime.date(2010, 1, 1),
			"create_user_permission": 1,
		}
	)
	employee.update(values)
	if employee.designation:
		make_designation(employee.designation)
	make_row("Gender", employee.gender, gender=employee.gender)
	fill_civil_service_fields(employee, given=values)
	fill_mandatory(employee, first_name + company)
	if by_form:
		return employee_by_form(employee, email if user else None, roles, self_service, desk)
	if user:
		kept = (SELF_SERVICE,) if self_service else ("Employee", *roles)
		employee.user_id = make_user(
			email, kept, user_type=None if desk else "Website User", full_name=employee.employee_name
		).name
	write_employee(employee)
	if employee.user_id and employee.create_user_permission:
		allow(employee.user_id, "Employee", employee.name)
		allow(employee.user_id, "Company", company)
	return employee


def write_employee(employee):
	from frappe.model.naming import set_name_by_naming_series

	set_name_by_naming_series(employee)
	employee.employee = employee.name
	write_node(employee)


def employee_by_form(employee, email, roles, self_service, desk):
	"""The same through the forms of User and Employee, as HR would."""
	if email:
		user = frappe.new_doc("User")
		first_name, _, last_name = employee.employee_name.partition(" ")
		user.update(
			{"email": email, "first_name": first_name, "last_name": last_name, "send_welcome_email": 0}
		)
		for role in roles:
			user.append("roles", {"role": role})
		user.flags.no_welcome_mail = True
		user.insert()
		employee.user_id = email
	employee.insert()
	if email and self_service:
		user = frappe.get_doc("User", email)
		user.user_type = SELF_SERVICE
		user.save()
	if email and not desk:
		frappe.db.set_value("User", email, "user_type", "Website User")
	if email and HTTP:
		set_password(email)
	return employee


def allow(user, doctype, name, **values):
	"""A User Permission."""
	key = {"user": user, "allow": doctype, "for_value": name}
	if not frappe.db.exists("User Permission", key):
		write(new("User Permission", None, **key, apply_to_all_doctypes=1, **values))
		for cache_key in ("user_permissions", "defaults"):
			frappe.cache.hdel(cache_key, user)
		frappe.local.user_perms = None


def address_of(first_name, company):
	abbr = frappe.db.get_value("Company", company, "abbr")
	return f"{re.sub(r'[^a-z0-9]+', '.', first_name.lower()).strip('.')}.{abbr.lower()}@{DOMAIN}"


def nip(birth, appointed, male=False, serial=1):
	"""A valid NIP of a PNS: birth date, month of appointment, sex, serial (Perka BKN 22/2007)."""
	return f"{getdate(birth):%Y%m%d}{getdate(appointed):%Y%m}{1 if male else 2}{serial:03d}"


def appointed_in(number):
	"""A month of appointment, spread so that two people of a test never share a NIP."""
	return datetime.date(2008 + number % 12, number // 12 % 12 + 1, 1)


def fill_civil_service_fields(employee, given):
	meta = employee.meta
	serial = int(hashlib.sha1(f"{employee.first_name} {employee.company}".encode()).hexdigest(), 16)
	for fieldname, value in (
		(
			"asn_nip",
			nip(
				employee.date_of_birth,
				appointed_in(serial // 999),
				employee.gender == "Male",
				serial % 999 + 1,
			),
		),
		("asn_status", "PNS"),
		("asn_standing", "Active"),
		("asn_position_type", "Implementer"),
	):
		if meta.has_field(fieldname) and fieldname not in given:
			employee.set(fieldname, value)


# Rows


def name_of(value):
	return value.name if hasattr(value, "name") else value


def new(doctype, name, **values):
	document = frappe.new_doc(doctype)
	document.update(values)
	document.name = name
	fill_mandatory(document, name or "")
	return document


def write(document):
	"""Insert the row and its children as they are, without controller."""
	if not document.name:
		document.name = frappe.generate_hash(length=10)
	document.docstatus = document.docstatus or 0
	document.db_insert()
	for child in document.get_all_children():
		child.parent, child.parenttype = document.name, document.doctype
		child.name = child.name or frappe.generate_hash(length=10)
		child.db_insert()
	return document


def write_node(document):
	write(document)
	update_nsm(document)


def make_row(doctype, name, **values):
	if frappe.db.exists(doctype, name):
		return frappe.get_doc(doctype, name)
	return write(new(doctype, name, **values))


def with_own_numbers(doctype, rows):
	"""Rows for a bulk insert, unique numbers of the site's own filled in."""
	fields = [df.fieldname for df in frappe.get_meta(doctype).fields if df.unique and df.fieldtype == "Int"]
	return [dict.fromkeys(fields, number) | row for number, row in enumerate(rows, 1_000_000)]


def fill_mandatory(document, seed):
	"""Give mandatory fields that nobody filled a value: a site may have added some of its own."""
	for field in document.meta.fields:
		# A unique number that nobody fills is 0 for everybody.
		needed = field.reqd or (field.unique and field.fieldtype == "Int")
		if not needed or document.get(field.fieldname) or field.fieldtype in ("Table", "Table MultiSelect"):
			continue
		number = int(hashlib.sha1(f"{document.doctype} {seed}".encode()).hexdigest(), 16) % 10**8 + 1
		value = {
			"Int": number,
			"Float": number,
			"Currency": number,
			"Date": nowdate(),
			"Check": field.default,
			"Select": (field.options or "").split("\n")[0],
		}.get(field.fieldtype, f"{number}")
		if field.fieldtype == "Link":
			value = None if field.options in ("Company", "Department") else first_of(field.options)
		document.set(field.fieldname, value)


def first_of(doctype):
	found = frappe.get_all(doctype, limit=1, pluck="name")
	return found[0] if found else None
