"""The benchmark's agency: a tree of N employees with units and users, written in rows."""

import datetime
from dataclasses import dataclass

import frappe
from frappe.query_builder import DocType
from frappe.utils import cint
from frappe.utils.nestedset import rebuild_tree

from kinerja_asn import bulk
from kinerja_asn.demo.rows import filler
from kinerja_asn.tests import factories

COMPANY, ABBR = "Instansi Tolok Ukur", "ITU"
DOMAIN = "tolok.example"
#: people under one superior, people in one unit at most
SPAN, UNIT = 10, 50
BEHAVIOURS = 17
#: years whose periods no agency has yet
FIRST_YEAR = 2081


@dataclass(frozen=True)
class Place:
	"""What the cases work on."""

	company: str
	employees: tuple[str, ...]
	users: tuple[str, ...]
	units: tuple[str, ...]
	#: people in one unit
	in_unit: int


#: what the agency makes and what it shares with others, if they are there
SHARED = ("Department", "Gender", "Performance Interval", "Currency", "Country")


def known() -> dict[str, set]:
	"""Names of what is shared, and of the series of numbers."""
	Series = DocType("Series")
	names = {doctype: set(frappe.get_all(doctype, pluck="name", limit=0)) for doctype in SHARED}
	return names | {"Series": set(frappe.qb.from_(Series).select(Series.name).run(pluck=True))}


def remove_shared(before: dict[str, set]):
	"""Delete what was not `known` before the agency was made."""
	for doctype, names in known().items():
		Table = DocType(doctype)
		for name in sorted(names - before[doctype]):
			frappe.qb.from_(Table).delete().where(Table.name == name).run()


def refuse_other_people():
	Employee = DocType("Employee")
	others = (
		frappe.qb.from_(Employee).select(Employee.name).where(Employee.company != COMPANY).limit(1)
	).run()
	if others:
		raise SystemExit(
			"This site has employees. Measure on a site of its own, with the app and nothing else."
		)


def build(n: int) -> Place:
	"""`n` active civil servants in a tree of ten under each superior, each with a user."""
	company = factories.make_company(COMPANY, ABBR)
	designation = factories.make_designation("Pelaksana Tolok Ukur").name
	in_unit = max(1, min(UNIT, n // 6))
	units = [
		factories.make_department(f"Unit {number}", company, is_group=0).name
		for number in range(1, (n - 1) // in_unit + 2)
	]
	make_behaviours()
	factories.make_row("Gender", "Male", gender="Male")
	names = [f"ITU-{number:06d}" for number in range(1, n + 1)]
	users = [f"p{number:06d}@{DOMAIN}" for number in range(1, n + 1)]
	spans = tree(n)
	bulk.insert_rows(
		"User",
		[
			{
				"name": user,
				"email": user,
				"first_name": f"Pegawai {number}",
				"full_name": f"Pegawai {number}",
				"enabled": 1,
				"user_type": "System User",
				"send_welcome_email": 0,
			}
			for number, user in enumerate(users, 1)
		],
	)
	bulk.insert_rows(
		"Has Role",
		[
			{"parent": user, "parenttype": "User", "parentfield": "roles", "idx": 1, "role": "Employee"}
			for user in users
		],
	)
	people = [
		{
			"name": name,
			"employee": name,
			"first_name": f"Pegawai {number}",
			"employee_name": f"Pegawai {number}",
			"company": company.name,
			"department": units[(number - 1) // in_unit],
			"designation": designation,
			"reports_to": names[(number - 2) // SPAN] if number > 1 else None,
			"asn_appraiser_type": "External Appraiser" if number == 1 else "Employee",
			"asn_appraiser": leader() if number == 1 else None,
			"lft": spans[number - 1][0],
			"rgt": spans[number - 1][1],
			"status": "Active",
			"gender": "Male",
			"date_of_birth": birth(number),
			"date_of_joining": datetime.date(2010, 3, 1),
			"user_id": users[number - 1],
			"asn_nip": nip(number),
			"asn_status": "PNS",
			"asn_standing": "Active",
			"asn_position_type": "Implementer",
		}
		for number, name in enumerate(names, 1)
	]
	demanded = Demanded({*people[0], "naming_series", "employee_number"})
	bulk.insert_rows("Employee", [demanded.of(number) | row for number, row in enumerate(people, 1)])
	frappe.db.commit()
	return Place(company.name, tuple(names), tuple(users), tuple(units), in_unit)


class Demanded:
	"""Values for fields of Employee that a site demands, having added some of its own."""

	def __init__(self, given):
		self.values = filler("Employee", given)
		self.used_once = [
			(df.fieldname, cint if df.fieldtype in ("Int", "Float") else str)
			for df in frappe.get_meta("Employee").fields
			if df.unique and df.fieldname in self.values
		]

	def of(self, number: int) -> dict:
		return self.values | {field: kind(number) for field, kind in self.used_once}


def leader() -> str:
	name = frappe.db.get_value("External Appraiser", {"full_name": "Kepala Tolok Ukur"})
	if not name:
		doc = frappe.get_doc(
			{
				"doctype": "External Appraiser",
				"full_name": "Kepala Tolok Ukur",
				"position": "Kepala Instansi",
				"company": COMPANY,
				"active": 1,
			}
		)
		name = doc.insert().name
	return name


def make_behaviours():
	"""So many behaviours that a plan begins with twenty child rows, three of them the annex."""
	there = frappe.db.count("Work Behaviour", {"active": 1})
	bulk.insert_rows(
		"Work Behaviour",
		[
			{
				"name": f"Tolok Ukur {number}",
				"behaviour_name": f"Tolok Ukur {number}",
				"behaviour_order": number,
				"active": 1,
			}
			for number in range(there + 1, BEHAVIOURS + 1)
		],
	)


def tree(n: int) -> list[tuple[int, int]]:
	"""(lft, rgt) of each, in the order of numbers; the superior of number k is (k - 2) // SPAN + 1."""
	spans, counter = [(0, 0)] * n, 0
	stack = [(0, False)]
	while stack:
		place, left = stack.pop()
		counter += 1
		if left:
			spans[place] = (spans[place][0], counter)
			continue
		spans[place] = (counter, 0)
		stack.append((place, True))
		stack += [(child, False) for child in range(place * SPAN + 1, min(place * SPAN + SPAN, n - 1) + 1)]
	return spans


def birth(number: int) -> datetime.date:
	return datetime.date(1970, 1, 1) + datetime.timedelta(number // 900)


def nip(number: int) -> str:
	"""Birth date, month of appointment, sex, serial (Perka BKN 22/2007)."""
	return factories.nip(birth(number), datetime.date(2010, 3, 1), male=True, serial=number % 900 + 1)


def remove():
	"""Delete whatever belongs to the agency."""
	from kinerja_asn.benchmark import hrms, log_list, three_sixty

	three_sixty.remove(COMPANY)
	log_list.remove_logs(COMPANY)
	hrms.remove(COMPANY)
	remove_actions()
	for doctype in (
		"Performance Objection",
		"Performance Evaluation",
		"Periodic Report",
		"Work Plan Adjustment",
		"Work Plan",
		"Unit Performance Rating",
		"Performance Agreement",
		"Coaching Session",
		"Performance Feedback",
		"Talent Assessment",
		"Role Result",
	):
		delete_with_rows(doctype, "company", COMPANY)
	_delete_like("Version", "docname", (f"%-{ABBR}",), ref_doctype="Performance Period")
	for run in frappe.get_all("Bulk Run", filters={"company": COMPANY}, pluck="name", limit=0):
		_delete_like("Notification Log", "document_name", (run,), document_type="Bulk Run")
	for doctype in ("Bulk Run Row", "Bulk Run", "Appraiser Delegation"):
		delete_with_rows(doctype, "company", COMPANY)
	delete_with_rows("Performance Period", "company", COMPANY)
	for doctype in ("Version", "Comment", "Activity Log", "ToDo", "Access Log", "Route History"):
		_delete_like(doctype, "owner", (f"%@{DOMAIN}",))
	for table, column in (("__Auth", "name"), ("tabSessions", "user")):
		Table = frappe.qb.Table(table)
		frappe.qb.from_(Table).delete().where(Table[column].like(f"%@{DOMAIN}")).run()
	Employee = DocType("Employee")
	frappe.qb.from_(Employee).delete().where(Employee.company == COMPANY).run()
	_delete_like("Has Role", "parent", (f"%@{DOMAIN}",))
	_delete_like("User Permission", "user", (f"%@{DOMAIN}",))
	_delete_like("User", "name", (f"%@{DOMAIN}",))
	_delete_like("Notification Log", "for_user", (f"%@{DOMAIN}",))
	_delete_like("Work Behaviour", "name", ("Tolok Ukur %",))
	delete_with_rows("External Appraiser", "company", COMPANY)
	delete_with_rows("Department", "company", COMPANY)
	_delete_like("Designation", "name", ("Pelaksana Tolok Ukur",))
	if frappe.db.exists("Company", COMPANY):
		_delete_like("Company", "name", (COMPANY,))
	rebuild_tree("Department")
	frappe.clear_cache()


def remove_actions():
	"""What a Workflow has put before those whose turn it was."""
	Action, Role, Plan = (
		DocType(one) for one in ("Workflow Action", "Workflow Action Permitted Role", "Work Plan")
	)
	plans = frappe.qb.from_(Plan).select(Plan.name).where(Plan.company == COMPANY)
	of_plans = (Action.reference_doctype == "Work Plan") & Action.reference_name.isin(plans)
	frappe.qb.from_(Role).delete().where(
		Role.parent.isin(frappe.qb.from_(Action).select(Action.name).where(of_plans))
	).run()
	frappe.qb.from_(Action).delete().where(of_plans).run()


def delete_with_rows(doctype: str, column: str, value: str):
	"""Documents and their child rows, set-based."""
	Doc = DocType(doctype)
	names = frappe.qb.from_(Doc).select(Doc.name).where(Doc[column] == value)
	for df in frappe.get_meta(doctype).get_table_fields():
		Row = DocType(df.options)
		frappe.qb.from_(Row).delete().where((Row.parenttype == doctype) & Row.parent.isin(names)).run()
	frappe.qb.from_(Doc).delete().where(Doc[column] == value).run()


def _delete_like(doctype: str, column: str, patterns: tuple[str, ...], **conditions):
	Table = DocType(doctype)
	for pattern in patterns:
		query = frappe.qb.from_(Table).delete().where(Table[column].like(pattern))
		for field, value in conditions.items():
			query = query.where(Table[field] == value)
		query.run()
