"""Writes the demo agency's company, units, users and employees, with few statements.

The rows are written as the forms of ERPNext leave them: role, User Permissions and notification settings included. A
company by its form would bring a chart of accounts, an employee by its form clears every cache.
"""

import frappe
from frappe.utils.nestedset import get_root_of, update_nsm

from kinerja_asn import bulk
from kinerja_asn.demo.offices import HEADLESS, OFFICES
from kinerja_asn.demo.persons import DOMAIN, Person
from kinerja_asn.demo.rows import change, filler

COMPANY, ABBR = "Pemerintah Kota Dumai", "PKD"
EMAIL = f"pemko@{DOMAIN}"
MARK = "Data contoh Kinerja ASN"
MAYOR = {
	"full_name": "H. Zulfan Ardiansyah, S.E.",
	"position": "Wali Kota Dumai",
	"institution": COMPANY,
}
SELF_SERVICE = "Employee Self Service"
MANAGERS_OFFICE = "dinkes"


def department_name(unit: str) -> str:
	return f"{UNIT_NAMES[unit]} - {ABBR}"


UNIT_NAMES = {
	**{office.key: office.name for office in OFFICES},
	**{unit.key: unit.name for office in OFFICES for unit in office.units},
	HEADLESS.key: HEADLESS.name,
}


def make(persons: list[Person]) -> str:
	"""The whole organisation; returns the name of the external appraiser."""
	make_company()
	make_departments()
	make_designations({person.designation for person in persons})
	make_users(persons)
	mayor = make_mayor()
	make_employees(persons, mayor)
	name_heads(persons)
	return mayor


def write(doctype: str, name: str, **values):
	"""One row of a tree, as its form would leave it."""
	doc = frappe.new_doc(doctype)
	doc.update(filler(doctype, values) | values)
	doc.name = name
	doc.db_insert()
	return doc


def make_company():
	_make_missing("Currency", "IDR", currency_name="IDR", enabled=1, symbol="Rp", number_format="#.###,##")
	_make_missing("Country", "Indonesia", country_name="Indonesia", code="id")
	company = write(
		"Company",
		COMPANY,
		company_name=COMPANY,
		abbr=ABBR,
		default_currency="IDR",
		country="Indonesia",
		email=EMAIL,
		company_description=None,
	)
	update_nsm(company)


def _make_missing(doctype: str, name: str, **values):
	if not frappe.db.exists(doctype, name):
		doc = frappe.new_doc(doctype)
		doc.update(values)
		doc.name = name
		doc.db_insert()


def make_departments():
	root = get_root_of("Department")
	if not root:
		root = "All Departments"
		update_nsm(write("Department", root, department_name=root, is_group=1))
	for office in OFFICES:
		make_department(office.key, root, office.code)
		for number, unit in enumerate(office.units, 1):
			make_department(unit.key, department_name(office.key), f"{office.code}.{number:02d}")
	make_department(HEADLESS.key, root, "9.01")


def make_department(unit: str, parent: str, code: str):
	department = write(
		"Department",
		department_name(unit),
		department_name=UNIT_NAMES[unit],
		company=COMPANY,
		parent_department=parent,
		is_group=1,
		asn_unit_code=code,
	)
	update_nsm(department)


def make_designations(names: set[str]):
	there = set(frappe.get_all("Designation", filters={"name": ["in", sorted(names)]}, pluck="name"))
	bulk.insert_rows(
		"Designation",
		[{"name": name, "designation_name": name, "description": MARK} for name in sorted(names - there)],
	)


def make_users(persons: list[Person]):
	"""Users without welcome mail and without password; `logins.set_passwords` gives one to those who are listed."""
	for role in sorted({role for person in persons for role in person.roles}):
		_make_missing("Role", role, role_name=role, desk_access=int(role != SELF_SERVICE))
	language = "id" if frappe.db.exists("Language", "id") else None
	given = {"email", "username", "first_name", "full_name", "enabled", "user_type", "language"}
	bulk.insert_rows(
		"User",
		[
			{
				**filler("User", given, number),
				"name": person.user,
				"email": person.user,
				"username": person.user.split("@")[0].replace(".", "_"),
				"first_name": person.name,
				"full_name": person.name,
				"enabled": int(person.employment == "Active"),
				"user_type": user_type(person),
				"send_welcome_email": 0,
				"language": language,
				"gender": person.gender,
				"birth_date": person.birth,
			}
			for number, person in enumerate(persons, 1)
		],
	)
	bulk.insert_rows(
		"Has Role",
		[
			{
				"parent": person.user,
				"parenttype": "User",
				"parentfield": "roles",
				"idx": number,
				"role": role,
			}
			for person in persons
			for number, role in enumerate(person.roles, 1)
		],
	)
	bulk.insert_rows("Notification Settings", [{"name": p.user, "user": p.user} for p in persons])
	bulk.insert_rows(
		"DocShare",
		[
			{
				"user": person.user,
				"share_doctype": "User",
				"share_name": person.user,
				"read": 1,
				"write": 1,
				"share": 1,
			}
			for person in persons
		],
	)


def user_type(person: Person) -> str:
	if SELF_SERVICE in person.roles:
		return SELF_SERVICE if frappe.db.exists("User Type", SELF_SERVICE) else "Website User"
	return "System User" if person.desk else "Website User"


def make_mayor() -> str:
	"""The regional head: no employee, and no user, so that HR records what he has signed."""
	mayor = frappe.get_doc({"doctype": "External Appraiser", "company": COMPANY, **MAYOR})
	# the demo fills the site as its administrator
	mayor.insert(ignore_permissions=True)
	return mayor.name


def make_employees(persons: list[Person], mayor: str):
	for gender in sorted({person.gender for person in persons}):
		_make_missing("Gender", gender, gender=gender)
	by_slot = {person.slot: person for person in persons}
	tree = number_tree(persons)
	levels = set(frappe.get_all("Functional Level", pluck="name"))
	ranks = set(frappe.get_all("ASN Rank", pluck="name"))
	given = {"first_name", "gender", "date_of_birth", "date_of_joining", "status", "company", "naming_series"}
	rows = []
	for number, person in enumerate(persons, 1):
		above = by_slot.get(person.above) if person.employment == "Active" else None
		left = person.employment == "Left"
		lft, rgt = tree[person.slot]
		rows.append(
			{
				**filler("Employee", given, number),
				"name": person.employee,
				"employee": person.employee,
				"naming_series": "HR-EMP-",
				"employee_number": person.employee,
				"first_name": person.name,
				"employee_name": person.name,
				"gender": person.gender,
				"date_of_birth": person.birth,
				"date_of_joining": person.appointed,
				"relieving_date": person.left_on if left else None,
				"status": person.employment,
				"company": COMPANY,
				"department": department_name(person.unit),
				"designation": person.designation,
				"reports_to": above.employee if above else None,
				"user_id": person.user,
				"create_user_permission": int(limited(person)),
				"company_email": person.user,
				"prefered_contact_email": "Company Email",
				"prefered_email": person.user,
				"lft": lft,
				"rgt": rgt,
				"asn_nip": person.nip or None,
				"asn_status": person.status,
				"asn_standing": person.standing,
				"asn_rank": person.rank if person.rank in ranks else None,
				"asn_rank_date": f"{max(person.appointed.year, 2022)}-04-01" if person.rank else None,
				"asn_position_type": person.position_type,
				"asn_position_class": person.position_class,
				"asn_functional_level": person.level if person.level in levels else None,
				"asn_functional_level_date": f"{max(person.appointed.year, 2021)}-10-01"
				if person.level
				else None,
				"asn_post_date": f"{max(person.appointed.year, 2023)}-01-02"
				if person.position_type
				else None,
				"asn_appraiser_type": "External Appraiser" if person.external else "Employee",
				"asn_appraiser": mayor
				if person.external
				else by_slot[person.appraiser].employee
				if person.appraiser
				else None,
			}
		)
	bulk.insert_rows("Employee", rows)
	grants = []
	for person in persons:
		if limited(person):
			grants.append((person.user, "Employee", person.employee))
		grants.append((person.user, "Company", COMPANY))
		if "ASN Performance Manager" in person.roles:
			grants.append((person.user, "Department", department_name(MANAGERS_OFFICE)))
	bulk.insert_rows(
		"User Permission",
		[
			{"user": user, "allow": doctype, "for_value": name, "apply_to_all_doctypes": 1}
			for user, doctype, name in grants
		],
	)


def limited(person: Person) -> bool:
	"""ERPNext limits a user to his own record and those below; HR keeps the records of all."""
	return "HR Manager" not in person.roles


def number_tree(persons: list[Person]) -> dict[str, tuple[int, int]]:
	"""lft and rgt of everybody from who reports to whom, as Frappe's nested set keeps them."""
	below: dict[str | None, list] = {}
	for person in persons:
		above = person.above if person.employment == "Active" else None
		below.setdefault(above, []).append(person.slot)
	numbers, counter = {}, 0

	def visit(slot):
		nonlocal counter
		counter += 1
		left = counter
		for child in below.get(slot, ()):
			visit(child)
		counter += 1
		numbers[slot] = (left, counter)

	for slot in below[None]:
		visit(slot)
	return numbers


def renumber(persons: list[Person], before: dict[str, tuple[int, int]]):
	"""Write the numbers of the tree that have changed since `before`."""
	after = number_tree(persons)
	for person in persons:
		if after[person.slot] != before[person.slot]:
			left, right = after[person.slot]
			change("Employee", [person.employee], {"lft": left, "rgt": right})


def name_heads(persons: list[Person]):
	for person in persons:
		if person.head:
			change("Department", [department_name(person.unit)], {"asn_head": person.employee})
