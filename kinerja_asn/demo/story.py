"""What happens in the demo agency during the year: a transfer, a retirement and his acting successor, absences,
adjustments. Each by what HR enters and by the functions that follow from it.
"""

from datetime import date, datetime

import frappe
from frappe.utils import add_days

from kinerja_asn import adjusting, appraisers, bulk
from kinerja_asn.demo.organisation import COMPANY, department_name, number_tree, renumber
from kinerja_asn.demo.persons import Person
from kinerja_asn.demo.plans import PLAN, Plan
from kinerja_asn.demo.rows import change
from kinerja_asn.kinerja_asn.doctype.work_plan import work_plan as plan_rules

ADJUSTMENT, TRANSFER = "Work Plan Adjustment", "Employee Transfer"
RETIRED, ACTING = "dishub", "dishub_sekretariat"
MOVED, NEW_UNIT = "piak.prakom.1", "organisasi"
ABSENT, STAND_IN = "dafduk", "capil"
CENTRE_HEAD, CENTRE = "mekar_sari", "mekar_sari"

ADJUSTED = "mekar_sari.perawat.3"
ADJUSTING = "dafduk.adb.1"
#: the indicator that is adjusted, and its new target of a month
FEWER_VISITS = ("Jumlah keluarga yang dikunjungi dalam kunjungan rumah", 2)
MORE_DOUBLES = ("Jumlah data ganda yang diselesaikan", 60)


def delegations_of_january(people: dict[str, Person], year: int):
	"""The letter by which the head of a health centre, a functional officer, appraises."""
	delegate(
		kind="Delegated Authority",
		department=department_name(CENTRE),
		delegate=people[CENTRE_HEAD].employee,
		from_date=date(year, 1, 1),
		to_date=date(year + 2, 12, 31),
		letter_number=f"800/017/Dinkes/{year}",
		letter_date=date(year, 1, 2),
		note="Pendelegasian wewenang pejabat penilai kinerja kepada Kepala UPTD Puskesmas.",
	)


def delegate(**values):
	doc = frappe.get_doc({"doctype": "Appraiser Delegation", "company": COMPANY, **values})
	# the demo fills the site as its administrator
	doc.insert(ignore_permissions=True)


def july(persons: list[Person], people: dict[str, Person], plans: dict[str, Plan], year: int):
	"""A retirement with an acting successor, and a transfer to another office."""
	before = number_tree(persons)
	last = date(year, 6, 30)
	close(plans[RETIRED], last, "Mencapai batas usia pensiun")
	transfer(people[MOVED], plans[MOVED], people[NEW_UNIT].employee, date(year, 7, 1))

	retired, acting = people[RETIRED], people[ACTING]
	retired.employment = "Left"
	change(
		"Employee",
		[retired.employee],
		{"status": "Left", "relieving_date": last, "reports_to": None, "reason_for_leaving": "Pensiun"},
	)
	change("User", [retired.user], {"enabled": 0})
	change(
		"Department",
		[department_name(RETIRED)],
		{"asn_head": None, "asn_acting_head": acting.employee},
	)
	for person in persons:
		if person.above == RETIRED:
			person.above = "setda" if person is acting else ACTING
			change("Employee", [person.employee], {"reports_to": people[person.above].employee})
	delegate(
		kind="Acting",
		official=retired.employee,
		delegate=acting.employee,
		from_date=date(year, 7, 1),
		to_date=date(year + 2, 6, 30),
		letter_number=f"800.1.3/212/BKPSDM/{year}",
		letter_date=date(year, 6, 28),
		note="Pelaksana Tugas (Plt.) Kepala Dinas Perhubungan sampai pejabat definitif dilantik.",
	)

	renumber(persons, before)
	frappe.clear_document_cache("Employee")
	staff = [
		person.employee for person in persons if plans.get(person.slot) and person.above in (ACTING, "setda")
	]
	appraisers.reassign(
		[name for name in staff if name != retired.employee],
		on_date=date(year, 7, 1),
		reason=f"Surat perintah pelaksana tugas 800.1.3/212/BKPSDM/{year}",
	)


def transfer(moved: Person, plan: Plan, superior: str, day: date):
	"""By HRMS's own document: it closes the plan with an evaluation by the old appraiser and opens the next one."""
	new = {"department": department_name(NEW_UNIT), "reports_to": superior}
	record = frappe.get_doc("Employee", moved.employee)
	doc = frappe.get_doc(
		{
			"doctype": TRANSFER,
			"employee": record.name,
			"employee_name": record.employee_name,
			"company": COMPANY,
			"transfer_date": day,
			"transfer_details": [
				{
					"property": record.meta.get_label(column),
					"fieldname": column,
					"current": record.get(column),
					"new": value,
				}
				for column, value in new.items()
			],
		}
	)
	# the demo fills the site as its administrator
	doc.insert(ignore_permissions=True)
	doc.submit()
	moment = datetime(day.year, day.month, day.day, 9, 0)
	change(TRANSFER, [doc.name], {"creation": moment, "modified": moment})
	change("Employee", [record.name], {"asn_post_date": day})
	moved.unit, moved.above = NEW_UNIT, NEW_UNIT
	plan.columns.update(workflow_state="Closed", closed_on=add_days(day, -1))


def close(plan: Plan, on: date, reason: str):
	moment = datetime(on.year, on.month, on.day, 15, 0)
	change(
		PLAN,
		[plan.name],
		{"workflow_state": "Closed", "closed_on": on, "close_reason": reason, "modified": moment},
	)
	plan.columns.update(workflow_state="Closed", closed_on=on)


def autumn(people: dict[str, Person], year: int):
	"""A head of division is ill for long; a colleague stands in for him."""
	delegate(
		kind="Absence",
		official=people[ABSENT].employee,
		delegate=people[STAND_IN].employee,
		from_date=date(year, 10, 1),
		to_date=date(year + 1, 12, 31),
		letter_number=f"800.1.11/341/Disdukcapil/{year}",
		letter_date=date(year, 9, 29),
		note="Pejabat penilai sakit; wewenang penilaian dijalankan oleh penerima delegasi.",
	)


# --- adjustments ------------------------------------------------------------------------------------------


def adjust(plans: dict[str, Plan], year: int):
	"""One adjustment that was agreed and applied, and one that waits for the appraiser."""
	agreed = write_adjustment(
		plans[ADJUSTED],
		"Change of Assignment",
		"Ditugaskan pada klinik penyakit tidak menular; target kunjungan rumah disesuaikan.",
		date(year, 7, 1),
		datetime(year, 6, 22, 10, 0),
		FEWER_VISITS,
		decided=datetime(year, 6, 25, 13, 30),
	)
	adjusting.apply(frappe.get_doc(ADJUSTMENT, agreed))
	change(PLAN, [plans[ADJUSTED].name], {"modified": datetime(year, 6, 25, 13, 30)})
	write_adjustment(
		plans[ADJUSTING],
		"Change of Strategy",
		"Prioritas beralih ke pembersihan data ganda menjelang pemutakhiran daftar pemilih.",
		date(year, 12, 1),
		datetime(year, 11, 17, 9, 0),
		MORE_DOUBLES,
	)


def write_adjustment(
	plan: Plan, cause: str, reason: str, effective: date, proposed, changed: tuple, decided=None
) -> str:
	"""An adjustment with the plan's rows.

	Args:
		changed: an indicator that adds up, and its target in each interval from the effective date on.
	"""
	stored = frappe.get_doc(PLAN, plan.name)
	doc = frappe.new_doc(ADJUSTMENT)
	doc.work_plan = plan.name
	doc.copy_from_plan(stored)
	doc.copy_rows(stored)
	indicator, target = changed
	row = next(row for row in doc.indicators if row.indicator == indicator)
	parts = [action for action in doc.actions if action.indicator_key == row.row_key]
	for action in parts:
		if action.performance_interval >= f"{effective:%Y-%m}":
			action.target = target
	row.target = sum(action.target for action in parts)
	name = f"{plan.name}-P01"
	values = {
		**{column: doc.get(column) for column in doc.FROM_PLAN},
		"name": name,
		"work_plan": plan.name,
		"cause": cause,
		"reason": reason,
		"effective_from": effective,
		"base_version": stored.version,
		"workflow_state": "Adjustment Agreed" if decided else "Adjustment Proposed",
		"docstatus": int(bool(decided)),
		"proposed_at": proposed,
		"decided_at": decided,
		"decided_by": plan.columns.appraiser_name if decided else None,
		"slot": None if decided else plan.name,
		"owner": plan.person.user,
		"creation": proposed,
		"modified": decided or proposed,
	}
	bulk.insert_rows(ADJUSTMENT, [values])
	for table in plan_rules.CONTENT_TABLES:
		rows = doc.get(table)
		columns = [df.fieldname for df in frappe.get_meta(rows[0].doctype).fields] if rows else []
		bulk.insert_rows(
			rows[0].doctype if rows else "",
			[
				{column: row.get(column) for column in columns}
				| {
					"parent": name,
					"parenttype": ADJUSTMENT,
					"parentfield": table,
					"idx": number,
					"docstatus": int(bool(decided)),
				}
				for number, row in enumerate(rows, 1)
			],
		)
	return name
