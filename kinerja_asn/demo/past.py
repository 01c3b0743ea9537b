"""The year before the one that is told: planned, reported, evaluated and closed, with the people of that time."""

from datetime import date, datetime

import frappe

from kinerja_asn import bulk
from kinerja_asn.demo import course, unit_ratings
from kinerja_asn.demo.organisation import number_tree, renumber
from kinerja_asn.demo.persons import LEFT_IN_DECEMBER, Person
from kinerja_asn.demo.plans import DRAFT, PLAN, Library, Moments, fill, read
from kinerja_asn.demo.rows import change

#: who never wrote a plan
STATES = {"umum.pengemudi.2": DRAFT}


def tell(persons: list[Person], period: str, year: int, months, quarters, library: Library, recorder, due):
	"""The year from the plans to the predicates, in the order in which evaluations look back on what was before."""
	plans = read(persons, period, past=True)
	fill(plans, library, months, Moments(year), states=STATES)
	everybody = list(plans.values())
	for number, quarter in enumerate(quarters):
		course.report(everybody, months[3 * number : 3 * number + 3], date(year + 1, 1, 31), recorder, due)
		unit_ratings.rate(period, quarter, recorder, past=True)
		course.evaluate(everybody, [quarter], recorder, settled=True)
	unit_ratings.rate(period, None, recorder, past=True)
	course.evaluate_past_year(everybody, recorder)
	december(persons)
	close(period, year)


def december(persons: list[Person]):
	"""A coordinator retires, and before anybody has evaluated him the one whom he appraised moves to another agency."""
	before = number_tree(persons)
	for person in persons:
		if person.slot not in LEFT_IN_DECEMBER:
			continue
		person.employment = "Left"
		change(
			"Employee",
			[person.employee],
			{
				"status": "Left",
				"relieving_date": person.left_on,
				"reports_to": None,
				"reason_for_leaving": "Pensiun" if person.slot == LEFT_IN_DECEMBER[0] else "Mutasi keluar",
			},
		)
		change("User", [person.user], {"enabled": 0})
	renumber(persons, before)
	frappe.clear_document_cache("Employee")


def close(period: str, year: int):
	"""By the run with which HR closes a year, dated as it was."""
	bulk.run("Close Period", performance_period=period, now=True)
	moment = datetime(year + 1, 2, 2, 9, 0)
	names = frappe.get_all(PLAN, filters={"performance_period": period}, pluck="name", limit=0)
	change(PLAN, names, {"modified": moment, "closed_on": date(year, 12, 31)}, workflow_state="Closed")
	change(
		"Comment",
		names,
		{"creation": moment, "modified": moment},
		by="reference_name",
		reference_doctype=PLAN,
	)
