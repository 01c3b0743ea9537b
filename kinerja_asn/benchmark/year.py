"""This year as the agency has it in its midst: everybody with an agreed plan, and reports that were accepted."""

from collections.abc import Iterator, Sequence

import frappe
from frappe.query_builder import DocType
from frappe.utils import add_days, getdate, nowdate

from kinerja_asn import bulk
from kinerja_asn.benchmark import agency, opening
from kinerja_asn.campaign_work import FROM_PLAN

RESULTS, INDICATORS = 2, 5
AT_ONCE = 1000
AGREED = "Plan Agreed"


def agreed_plans(place: agency.Place) -> str:
	"""The period of this year, in which everybody has an agreed plan with five indicators; made once."""
	period = opening.new_period(place, getdate(nowdate()).year)
	Plan = DocType("Work Plan")
	if frappe.db.exists("Work Plan", {"performance_period": period, "workflow_state": AGREED}):
		return period
	bulk.run("Open Period", performance_period=period, now=True)
	(
		frappe.qb.update(Plan)
		.set(Plan.workflow_state, AGREED)
		.set(Plan.docstatus, 1)
		.set(Plan.agreed_on, add_days(nowdate(), -1))
		.where(Plan.performance_period == period)
	).run()
	plans = plans_by_employee(period)
	if len(plans) < len(place.employees):
		raise SystemExit("The benchmark's plans of this year are missing.")
	numbered = list(enumerate(plans[employee] for employee in place.employees))
	for part in portions(numbered):
		write_content(part)
	Annex = DocType("Work Plan Annex")
	frappe.qb.update(Annex).set(Annex.description, "Sesuai dengan kebutuhan poli.").where(
		Annex.parent.isin(frappe.qb.from_(Plan).select(Plan.name).where(Plan.performance_period == period))
	).run()
	Stage = DocType("Performance Stage")
	# whenever this is run, it is January
	frappe.qb.update(Stage).set(Stage.closes_on, add_days(nowdate(), 1)).where(
		(Stage.parent == period) & (Stage.stage == "Planning")
	).run()
	frappe.db.commit()
	return period


def plans_by_employee(period: str) -> dict[str, str]:
	Plan = DocType("Work Plan")
	return dict(
		frappe.qb.from_(Plan).select(Plan.employee, Plan.name).where(Plan.performance_period == period).run()
	)


def portions(items: Sequence) -> Iterator[Sequence]:
	for start in range(0, len(items), AT_ONCE):
		yield items[start : start + AT_ONCE]


def indicator_key(number: int, place: int = 0) -> str:
	"""The key of an indicator in the plan of the employee with this number."""
	return f"i{number}.{place}"


def write_content(numbered: Sequence[tuple[int, str]]):
	"""Results and indicators of plans, written as rows."""
	row = {"parenttype": "Work Plan", "docstatus": 1}
	for doctype, table, rows in (
		("Work Plan Result", "results", results),
		("Work Plan Indicator", "indicators", indicators),
	):
		bulk.insert_rows(
			doctype,
			[
				row | one | {"parent": plan, "parentfield": table, "idx": place}
				for number, plan in numbered
				for place, one in enumerate(rows(number), 1)
			],
		)


def results(number: int) -> list[dict]:
	"""The results of the employee with this number, each supporting one of the superior."""
	return [
		{
			"short_code": str(place + 1),
			"kind": "Main",
			"result": f"Pasien rawat jalan dilayani, bagian {place + 1}",
			"row_key": f"r{number}.{place}",
			"superior_row_key": f"r{(number - 1) // agency.SPAN}.{place}" if number else None,
		}
		for place in range(RESULTS)
	]


def indicators(number: int) -> list[dict]:
	return [
		{
			"result_code": str(place % RESULTS + 1),
			"result_key": f"r{number}.{place % RESULTS}",
			"indicator": f"Jumlah pasien yang dilayani di poli {place + 1}",
			"aspect": "Quantity",
			"adds_up": "Sum",
			"direction": "Higher Is Better",
			"target": 1200,
			"uom": "Dokumen",
			"row_key": indicator_key(number, place),
		}
		for place in range(INDICATORS)
	]


def back_to_draft(plans: Sequence[str], empty: bool = False):
	"""Let plans be drafts again.

	Args:
		empty: without results and indicators, as the opening of a period leaves them.
	"""
	Plan = DocType("Work Plan")
	for part in portions(plans):
		(
			frappe.qb.update(Plan)
			.set(Plan.workflow_state, "Draft")
			.set(Plan.docstatus, 0)
			.set(Plan.agreed_on, None)
			.set(Plan.proposed_at, None)
			.where(Plan.name.isin(part))
		).run()
		for df in frappe.get_meta("Work Plan").get_table_fields():
			Row = DocType(df.options)
			mine = (Row.parenttype == "Work Plan") & Row.parent.isin(part)
			if empty and df.fieldname in ("results", "indicators"):
				frappe.qb.from_(Row).delete().where(mine).run()
			else:
				frappe.qb.update(Row).set(Row.docstatus, 0).where(mine).run()
	frappe.db.commit()


def accepted_reports(place: agency.Place, period: str, months: int = 3):
	"""Accepted reports of the first months of the year; made once."""
	if frappe.db.exists("Periodic Report", {"performance_period": period}):
		return
	intervals = frappe.get_all(
		"Performance Interval",
		filters={"year": getdate(nowdate()).year, "frequency": "Monthly"},
		fields=["name", "from_date", "to_date"],
		order_by="from_date asc",
		limit=months,
	)
	plans = plans_by_employee(period)
	copied = _shared_columns("Work Plan", "Periodic Report")
	numbered = list(enumerate(plans[employee] for employee in place.employees))
	Plan = DocType("Work Plan")
	for part in portions(numbered):
		rows = (
			frappe.qb.from_(Plan)
			.select(Plan.name, *[Plan[column] for column in copied])
			.where(Plan.name.isin([plan for _number, plan in part]))
		).run(as_dict=True)
		heads = {row.pop("name"): row for row in rows}
		for interval in intervals:
			_write_reports(part, heads, interval, period)
	frappe.db.commit()


def _shared_columns(*doctypes: str) -> list[str]:
	"""Who and by whom: what documents take over from the plan."""
	return [column for column in FROM_PLAN if all(frappe.get_meta(one).has_field(column) for one in doctypes)]


def _write_reports(part, heads: dict, interval, period: str):
	names = {plan: f"TU-{plan}-{interval.name}" for _number, plan in part}
	bulk.insert_rows(
		"Periodic Report",
		[
			heads[plan]
			| {
				"name": names[plan],
				"work_plan": plan,
				"performance_period": period,
				"performance_interval": interval.name,
				"due_on": add_days(interval.to_date, 5),
				"sent_at": add_days(interval.to_date, 7 if number % 10 == 0 else 3),
				"workflow_state": "Report Accepted",
				"docstatus": 1,
				"self_assessment": "Target bulan ini tercapai.",
				"late": number % 10 == 0,
				"days_late": 2 if number % 10 == 0 else 0,
			}
			for number, plan in part
		],
	)
	bulk.insert_rows(
		"Periodic Report Realisation",
		[
			{
				"parent": names[plan],
				"parenttype": "Periodic Report",
				"parentfield": "realisations",
				"idx": place + 1,
				"docstatus": 1,
				"indicator_key": indicator_key(number, place),
				"result_key": f"r{number}.{place % RESULTS}",
				"indicator": f"Jumlah pasien yang dilayani di poli {place + 1}",
				"target": 100,
				"realisation": 80 + (number + place) % 40,
				"reported": 1,
				"achievement": 80 + (number + place) % 40,
				"has_achievement": 1,
			}
			for number, plan in part
			for place in range(INDICATORS)
		],
	)
