"""Opening a period beside HRMS's own way to give everybody an appraisal; only where HRMS itself is installed."""

import datetime
import importlib

import click
import frappe
from frappe.query_builder import DocType

from kinerja_asn import bulk
from kinerja_asn.benchmark import agency, frame, opening

CYCLE = "hrms.hr.doctype.appraisal_cycle.appraisal_cycle"
NAME = "Tolok Ukur"
KRAS = 5
#: years that no other case opens; periods end with planning.LAST_YEAR
FIRST_YEAR = agency.FIRST_YEAR - 20
OURS = ("Work Plan", "Work Plan Behaviour", "Work Plan Annex", "Notification Log", bulk.ROW)
THEIRS = ("Appraisal", "Appraisal KRA", "Appraisal Goal", "Employee Feedback Rating")


def figures(place: agency.Place, rounds: int):
	try:
		cycles = importlib.import_module(CYCLE)
	except ImportError:
		click.echo("HRMS is not installed here; its appraisals are left out.")
		return
	people = len(place.employees)
	template = make_template()
	years = iter(range(FIRST_YEAR, FIRST_YEAR + 2 * rounds + 2))
	written = {}

	def ours(_number: int) -> float:
		period = opening.new_period(place, next(years))
		before = rows_of(OURS)
		seconds = frame.taken(lambda: bulk.run("Open Period", performance_period=period, now=True))
		written["ours"] = rows_of(OURS) - before
		return seconds / people * 1000

	def theirs(_number: int) -> float:
		cycle = make_cycle(place, template, next(years))
		before = rows_of(THEIRS)

		def create():
			cycles.create_appraisals_for_cycle(cycle)
			frappe.db.commit()

		seconds = frame.taken(create)
		written["theirs"] = rows_of(THEIRS) - before
		return seconds / people * 1000

	value, baseline = frame.medians(rounds, ours, theirs)
	yield frame.faster(
		"open_period_vs_hrms",
		value,
		baseline,
		"ms per person",
		f"times faster than HRMS; {written['ours']} rows written, by HRMS {written['theirs']}",
	)


def rows_of(doctypes) -> int:
	return sum(frappe.db.count(doctype) for doctype in doctypes)


def make_template() -> str:
	for number in range(1, KRAS + 1):
		frappe.get_doc({"doctype": "KRA", "title": f"{NAME} {number}"}).insert()
	doc = frappe.get_doc({"doctype": "Appraisal Template", "template_title": NAME})
	for number in range(1, KRAS + 1):
		doc.append("goals", {"key_result_area": f"{NAME} {number}", "per_weightage": 100 / KRAS})
	doc.insert()
	frappe.db.commit()
	return doc.name


def make_cycle(place: agency.Place, template: str, year: int):
	doc = frappe.get_doc(
		{
			"doctype": "Appraisal Cycle",
			"cycle_name": f"{NAME} {year}",
			"company": place.company,
			"start_date": datetime.date(year, 1, 1),
			"end_date": datetime.date(year, 12, 31),
			"kra_evaluation_method": "Automated Based on Goal Progress",
		}
	).insert()
	bulk.insert_rows(
		"Appraisee",
		[
			{
				"parent": doc.name,
				"parenttype": doc.doctype,
				"parentfield": "appraisees",
				"idx": place_in_list,
				"employee": employee,
				"appraisal_template": template,
			}
			for place_in_list, employee in enumerate(place.employees, 1)
		],
	)
	frappe.db.commit()
	return frappe.get_doc(doc.doctype, doc.name)


def remove(company: str):
	"""Delete what the comparison has made; nothing where HRMS is not."""
	if not frappe.db.table_exists("Appraisal KRA"):
		return
	for doctype in ("Appraisal", "Appraisal Cycle"):
		agency.delete_with_rows(doctype, "company", company)
	agency.delete_with_rows("Appraisal Template", "name", NAME)
	Kra = DocType("KRA")
	frappe.qb.from_(Kra).delete().where(Kra.name.like(f"{NAME} %")).run()
