"""Takes the demo agency away: everything of its company, its users and their traces."""

import frappe
from frappe.query_builder import DocType
from frappe.utils import cint

from kinerja_asn import permissions
from kinerja_asn.demo.organisation import COMPANY, MARK
from kinerja_asn.demo.persons import DOMAIN
from kinerja_asn.demo.rows import change, names_of, remove
from kinerja_asn.demo.signed import FILE_NAME

#: DocTypes with a company of their own, what hangs on others first
OF_THE_COMPANY = (
	permissions.CELL,
	permissions.FEEDBACK,
	permissions.TALENT,
	"Rating Calibration Row",
	"Rating Calibration",
	"Employee Transfer",
	*reversed(permissions.PERSONAL),
	permissions.CAMPAIGN,
	"Appraiser Delegation",
	"Bulk Run Row",
	"Bulk Run",
)
#: series -> DocType whose documents use it
SERIES = {
	"SKP-{year}-": "Work Plan",
	"DLG-{today}-": "Appraiser Delegation",
	"RUN-{today}-": "Bulk Run",
	"KAL-{today}-": "Rating Calibration",
	"TAL-{today}-": permissions.TALENT,
	"K360-{today}-": permissions.CAMPAIGN,
	"A360-{today}-": "Appraisal 360",
	"PPE-": "External Appraiser",
	"IKI-": "Performance Indicator",
	"HR-EMP-TRN-{today}-": "Employee Transfer",
}


def clear():
	years = set(frappe.get_all("Performance Period", filters={"company": COMPANY}, pluck="year"))
	clear_sealed(names_of(permissions.COACHING, company=COMPANY))
	for campaign in names_of(permissions.CAMPAIGN, company=COMPANY):
		for doctype in permissions.SEALED:
			if frappe.get_meta(doctype).has_field("campaign"):
				remove(doctype, campaign=campaign)
	for doctype in OF_THE_COMPANY:
		clear_documents(doctype, names_of(doctype, company=COMPANY))
	clear_documents("Performance Period", names_of("Performance Period", company=COMPANY))
	clear_intervals(years)
	departments = names_of("Department", company=COMPANY)
	if departments:
		remove("Performance Indicator", departments, by="department")
	clear_people()
	clear_documents("External Appraiser", names_of("External Appraiser", company=COMPANY))
	clear_tree("Department", departments)
	clear_tree("Company", [COMPANY])
	clear_designations()
	clear_series(years)
	frappe.clear_cache()
	frappe.db.commit()  # so that an interrupted build can be taken away before the next one commits


def clear_sealed(sessions: list[str]):
	"""What was said about sessions, and the counsellors' notes."""
	for doctype in (permissions.RESPONSE, permissions.NOTE):
		remove(doctype, sessions, by="session")


def clear_documents(doctype: str, names: list[str]):
	"""Delete documents with their rows and whatever Frappe keeps beside them."""
	if not names:
		return
	for df in frappe.get_meta(doctype).get_table_fields():
		remove(df.options, names, by="parent", parenttype=doctype)
	clear_files(doctype, names)
	for trace, (type_column, name_column) in permissions.HANGS_ON.items():
		remove(trace, names, by=name_column, **{type_column: doctype})
	remove(doctype, names)


def clear_files(doctype: str, names: list[str]):
	"""Rows go at once; a file on disk goes with the last row that points to it."""
	File = DocType("File")
	last = (
		frappe.qb.from_(File)
		.select(File.name)
		.where((File.attached_to_doctype == doctype) & File.attached_to_name.isin(names))
		.where(~File.file_name.like(f"{FILE_NAME.rpartition('.')[0]}%"))
		.run(pluck=True)
	)
	for name in last:
		frappe.delete_doc(
			"File", name, ignore_permissions=True, force=True, delete_permanently=True
		)  # the demo's own attachment
	rest = (
		frappe.qb.from_(File)
		.select(File.name, File.file_url)
		.where((File.attached_to_doctype == doctype) & File.attached_to_name.isin(names))
		.run()
	)
	if not rest:
		return
	others = frappe.db.count("File", {"file_url": rest[0][1]}) > len(rest)
	kept = [] if others else [rest[0][0]]
	remove("File", [name for name, _url in rest if name not in kept])
	for name in kept:
		frappe.delete_doc(
			"File", name, ignore_permissions=True, force=True, delete_permanently=True
		)  # the last one takes the file along


def clear_intervals(years: set[int]):
	for year in years:
		if not frappe.db.exists("Performance Period", {"year": year}):
			remove("Performance Interval", year=year)


def clear_people():
	employees = names_of("Employee", company=COMPANY)
	users = names_of("User", name=["like", f"%@{DOMAIN}"])
	for df in frappe.get_meta("Employee").get_table_fields():
		if employees:
			remove(df.options, employees, by="parent", parenttype="Employee")
	if employees:
		for trace, (type_column, name_column) in permissions.HANGS_ON.items():
			remove(trace, employees, by=name_column, **{type_column: "Employee"})
		remove("Employee", employees)
	if not users:
		return
	for df in frappe.get_meta("User").get_table_fields():
		remove(df.options, users, by="parent", parenttype="User")
	for doctype, column in (
		("User Permission", "user"),
		("Notification Settings", "name"),
		("Notification Log", "for_user"),
		("DocShare", "user"),
		("ToDo", "allocated_to"),
		("Activity Log", "user"),
		("Route History", "user"),
		("Contact", "user"),
	):
		remove(doctype, users, by=column)
	for trace, (type_column, name_column) in permissions.HANGS_ON.items():
		remove(trace, users, by=name_column, **{type_column: "User"})
	for table, column in (("__Auth", "name"), ("Sessions", "user")):
		Table = frappe.qb.Table(table if table.startswith("__") else f"tab{table}")
		frappe.qb.from_(Table).delete().where(Table[column].isin(users)).run()
	remove("User", users)


def clear_tree(doctype: str, names: list[str]):
	"""Take nodes out of a nested set and close the gaps, from the innermost out."""
	Table = DocType(doctype)
	if not names:
		return
	rows = (
		frappe.qb.from_(Table)
		.select(Table.name, Table.lft, Table.rgt)
		.where(Table.name.isin(names))
		.orderby(Table.lft, order=frappe.qb.desc)
	).run()
	remove(doctype, names)
	gone = sorted(number for _name, lft, rgt in rows for number in (lft, rgt))
	for column in ("lft", "rgt"):
		rest = frappe.qb.from_(Table).select(Table.name, Table[column]).run()
		for name, number in rest:
			less = sum(1 for other in gone if other < number)
			if less:
				change(doctype, [name], {column: number - less})


def clear_designations():
	names = names_of("Designation", description=MARK)
	used = set()
	for doctype in ("Employee", "Performance Indicator"):
		used |= set(
			frappe.get_all(
				doctype, filters={"designation": ["is", "set"]}, pluck="designation", distinct=True
			)
		)
	remove("Designation", [name for name in names if name not in used])


def clear_series(years: set[int]):
	"""Counters go back to the last name that is left, so that the next build has the same names."""
	Series = DocType("Series")
	today = frappe.utils.now_datetime().year
	for pattern, doctype in SERIES.items():
		for prefix in {pattern.format(year=year, today=today) for year in years or {today}}:
			Table = DocType(doctype)
			left = (
				frappe.qb.from_(Table).select(Table.name).where(Table.name.like(f"{prefix}%")).run(pluck=True)
			)
			last = max((cint(name[len(prefix) :]) for name in left), default=0)
			frappe.qb.update(Series).set(Series.current, last).where(Series.name == prefix).run()
