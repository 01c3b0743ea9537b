"""Saving a daily work log, as an employee does it."""

import statistics

import frappe
from frappe.utils import nowdate

from kinerja_asn.api import logs
from kinerja_asn.benchmark import agency, frame, twins, year
from kinerja_asn.tests.base import forget_local

LOG = "Daily Work Log"
#: logs that are saved in a round, each by another employee
SAMPLE = 60
TYPED = {"activity": "Melayani 12 pasien rawat jalan di poli umum", "quantity": 12}


def figures(place: agency.Place, rounds: int):
	people = list(zip(place.employees, place.users, strict=True))[:SAMPLE]
	year.agreed_plans(place)
	indicators = {employee: year.indicator_key(number) for number, (employee, _user) in enumerate(people)}
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
