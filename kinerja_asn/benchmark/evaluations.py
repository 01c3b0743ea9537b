"""Creating the evaluations of a quarter: gathered from everybody's plan and accepted reports."""

import frappe
from frappe.utils import getdate, nowdate

from kinerja_asn import bulk
from kinerja_asn.benchmark import agency, frame, twins, year

EVALUATION = "Performance Evaluation"
#: evaluations that the baseline inserts in a round
SAMPLE = 50


def figures(place: agency.Place, rounds: int):
	period = year.agreed_plans(place)
	year.accepted_reports(place, period)
	# the first quarter has always begun
	quarter = f"{getdate(nowdate()).year}-Q1"

	def create() -> tuple[float, int]:
		agency.delete_with_rows(EVALUATION, "company", place.company)
		frappe.db.commit()
		with frame.counted_statements() as statements:
			seconds = frame.taken(
				lambda: bulk.run(
					"Create Evaluations",
					performance_period=period,
					kind="Periodic",
					interval=quarter,
					now=True,
				)
			)
		return seconds, len(statements)

	create()
	names = frappe.get_all(EVALUATION, filters={"company": place.company}, pluck="name", limit=0)
	if len(names) != len(place.employees):
		raise SystemExit("Not everybody's evaluation was created.")
	twin = twins.twin_of(EVALUATION)
	copies = [twins.copy_of(frappe.get_doc(EVALUATION, name)) for name in sorted(names)[:SAMPLE]]

	def one_by_one(_number: int) -> float:
		seconds = twins.inserted(copies)
		twins.empty(twin)
		return seconds / len(copies)

	yield from frame.against_inserts(
		"create_evaluations", rounds, len(place.employees), lambda _number: create(), one_by_one
	)
