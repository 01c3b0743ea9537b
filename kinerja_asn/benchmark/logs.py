"""Saving a daily work log, as an employee does it."""

import statistics

import frappe
from frappe.query_builder import DocType
from frappe.utils import add_days, getdate, nowdate

from kinerja_asn import bulk
from kinerja_asn.api import logs
from kinerja_asn.benchmark import agency, frame, opening, twins
from kinerja_asn.tests.base import forget_local

LOG = "Daily Work Log"
#: logs that are saved in a round, each by another employee
SAMPLE = 60
TYPED = {"activity": "Melayani 12 pasien rawat jalan di poli umum", "quantity": 12}


def figures(place: agency.Place, rounds: int):
	people = list(zip(place.employees, place.users, strict=True))[:SAMPLE]
	indicators = give_plans(place, [employee for employee, _user in people])
	twins.twin_of(LOG)
	copies = {}

	def ours(employee: str):
		return logs.save({**TYPED, "log_date": nowdate(), "indicator_key": indicators[employee]})

	def twin(employee: str):
		frappe.get_doc(copies[employee]).insert()

	def save(one) -> tuple[float, list[int]]:
		seconds, counts = 0.0, []
		for employee, user in people:
			with acting_as(user), frame.counted_statements() as statements:
				seconds += frame.taken(lambda: one(employee))  # noqa: B023
			counts.append(len(statements))
		frappe.db.rollback()
		return seconds / len(people) * 1000, counts

	for employee, user in people:
		with acting_as(user):
			copies[employee] = twins.copy_of(frappe.get_doc(LOG, ours(employee)["name"]))
	frappe.db.rollback()
	needed = {}

	def turn(one):
		def take(_number: int) -> float:
			seconds, counts = save(one)
			# the first log of a process also reads what a server knows before its first request
			needed[one] = statistics.median_high(counts)
			return seconds

		return take

	value, baseline = frame.medians(rounds, turn(ours), turn(twin))
	yield frame.times("save_log_vs_twin", value, baseline, "ms per log", "times a controller-less twin")
	yield frame.times(
		"save_log_statements",
		needed[ours],
		needed[twin],
		"statements",
		f"{needed[ours] - needed[twin]:+} to the twin",
	)


class acting_as:
	"""Be a user at the beginning of a request: nothing that an earlier one has read is remembered."""

	def __init__(self, user: str):
		self.user = user

	def __enter__(self):
		forget_local()
		frappe.set_user(self.user)

	def __exit__(self, *error):
		frappe.set_user("Administrator")


def give_plans(place: agency.Place, employees: list[str]) -> dict[str, str]:
	"""Agreed plans of this year with one indicator, written as rows from this year's opening; employee -> its key."""
	period = opening.new_period(place, getdate(nowdate()).year)
	bulk.run("Open Period", performance_period=period, now=True)
	Plan = DocType("Work Plan")
	(
		frappe.qb.update(Plan)
		.set(Plan.workflow_state, "Plan Agreed")
		.set(Plan.docstatus, 1)
		.set(Plan.agreed_on, add_days(nowdate(), -1))
		.where((Plan.performance_period == period) & Plan.employee.isin(employees))
	).run()
	plans = dict(
		frappe.qb.from_(Plan)
		.select(Plan.name, Plan.employee)
		.where((Plan.performance_period == period) & (Plan.docstatus == 1))
		.run()
	)
	if len(plans) < len(employees):
		raise SystemExit("The benchmark's plans of this year are missing.")
	row = {"parenttype": "Work Plan", "docstatus": 1, "idx": 1}
	bulk.insert_rows(
		"Work Plan Result",
		[
			row
			| {
				"parent": plan,
				"parentfield": "results",
				"short_code": "1",
				"kind": "Main",
				"result": "Pasien rawat jalan dilayani",
				"row_key": "result",
			}
			for plan in plans
		],
	)
	bulk.insert_rows(
		"Work Plan Indicator",
		[
			row
			| {
				"parent": plan,
				"parentfield": "indicators",
				"result_code": "1",
				"result_key": "result",
				"indicator": "Jumlah pasien yang dilayani",
				"adds_up": "Sum",
				"direction": "Higher Is Better",
				"target": 1200,
				"uom": "Pasien",
				"row_key": f"i{number}",
			}
			for number, plan in enumerate(plans)
		],
	)
	frappe.db.commit()
	return {employee: f"i{number}" for number, employee in enumerate(plans.values())}
