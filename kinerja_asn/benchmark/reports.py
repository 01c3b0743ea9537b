"""Every report in an agency of a tenth of the people, and in one of all of them, as somebody who oversees everybody."""

from dataclasses import dataclass
from unittest.mock import patch

import frappe
from frappe.utils import getdate, nowdate

from kinerja_asn import bulk, charts, permissions, script_reports
from kinerja_asn.benchmark import agency, frame, report_rows, year
from kinerja_asn.benchmark.logs import acting_as

#: statements inside execute(), once a server knows what it needs
STATEMENTS = 6
#: the smaller agency has at least so many people
FEWEST = 6
HR, MANAGER = "hr", "manager"
#: report -> ways to look at it, each with its filters beside period, interval and company
WAYS = {
	"ASN Alignment Gaps": {"by_unit": {}, "each": {"by": "Result"}},
	"ASN Appraisal 360 Summary": {"by_campaign": {}, "by_unit": {"by": "Unit"}},
	"ASN Coaching Follow-up": {"by_appraiser": {}, "each": {"by": "Session"}},
	"ASN Indicator Achievement": {"by_unit": {}, "by_person": {"by": "Person"}},
	"ASN Performance Trend": {
		"of_person": {"of": "Person", "employee": lambda place: place.employees[-1]},
		"of_unit": {"of": "Unit", "department": lambda place: place.units[0]},
	},
	"ASN Predicate Distribution": {"by_leader": {}},
	"ASN Report Timeliness": {
		"by_interval": {"interval": None},
		"by_person": {"by": "Person", "interval": None},
	},
	"ASN Role Result Matrix": {
		"": {"leader_plan": lambda place: year.plans_by_employee(this_year(place))[place.employees[0]]}
	},
	"ASN Training Needs": {"by_topic": {}, "by_person": {"by": "Person"}},
	"ASN Work Log Activity": {"by_unit": {}, "by_person": {"by": "Person"}},
	"ASN Work Plan Status": {"by_unit": {}, "by_person": {"by": "Person"}},
}
#: HR reads no daily logs: the manager of all units does
READERS = {("ASN Work Log Activity", "by_person"): MANAGER}


@dataclass(frozen=True)
class Measured:
	"""One report in one agency: milliseconds of the report and of its SELECTs without rights."""

	people: int
	rows: int
	statements: int
	ours: float
	plain: float


def figures(place: agency.Place, rounds: int):
	number = len(place.employees)
	smaller = another(max(number // 10, FEWEST))
	few = dict(measured(smaller, rounds))
	for case, found in measured(another(number), rounds):
		yield from figures_of(case, few[case], found)
	# a case after this one finds the agency as it was
	another(number)


def figures_of(case: str, few: Measured, many: Measured):
	for name, one in ((f"{case}_vs_select", many), (f"{case}_vs_select_tenth", few)):
		yield frame.times(
			name,
			one.ours,
			one.plain,
			"ms",
			f"times the same SELECTs without rights; {one.people} people, {one.rows} rows shown",
		)
	if many.plain > 2 * few.plain:
		yield frame.times(
			f"{case}_per_person",
			max(many.ours - few.ours, 0) / (many.people - few.people),
			(many.plain - few.plain) / (many.people - few.people),
			"ms per person",
			f"times the same SELECTs, for each person more; beside this {fixed(few, many)} that any run takes",
		)
	yield frame.times(
		f"{case}_statements",
		max(few.statements, many.statements),
		STATEMENTS,
		"statements",
		f"{few.statements} for {few.people} people, {many.statements} for {many.people}",
	)
	shown, summed = many.rows / max(1, few.rows), many.people / few.people
	yield frame.times(
		f"{case}_growth",
		many.ours / few.ours,
		max(1, shown, summed),
		"times the time",
		f"for {summed:.3g} times the people, {shown:.3g} times the rows; the SELECTs take {many.plain / few.plain:.3g} times",
	)


def fixed(few: Measured, many: Measured) -> str:
	"""What the report takes for nobody, as two sizes tell it."""
	each = (many.ours - few.ours) / (many.people - few.people)
	return f"{max(few.ours - each * few.people, 0):.3g} ms"


def measured(place: agency.Place, rounds: int):
	"""Each way to look at each report, as (case, what was measured)."""
	period = report_rows.fill(place)
	readers = make_readers(place)
	usual = {
		"period": period,
		"interval": f"{getdate(nowdate()).year}-Q1",
		"company": place.company,
	}
	for name in script_reports.names():
		for way, more in WAYS.get(name, {"": {}}).items():
			filters = usual | {key: value(place) if callable(value) else value for key, value in more.items()}
			user = readers[READERS.get((name, way), HR)]
			case = frappe.scrub(f"{name} {way}".strip()).replace("-", "_")
			yield (
				case,
				measured_one(script_reports.class_of(name), filters, user, rounds, len(place.employees)),
			)


def measured_one(report, filters: dict, user: str, rounds: int, people: int) -> Measured:
	def run() -> tuple[float, int, int]:
		"""Milliseconds, statements and rows of a run."""
		with as_user(user), frame.recorded_statements() as statements:
			began = frame.clock()
			found = report(frappe._dict(filters)).run()
			seconds = frame.clock() - began
		return seconds * 1000, len(statements), len(found[1])

	with acting_as(user):
		report(frappe._dict(filters)).run()
	_first, statements, rows = run()
	queries = unlimited(report, filters, user)

	def plain(_number: int) -> float:
		def ask():
			for query, values in queries:
				frappe.db.sql(query, values, as_dict=True)

		return frame.taken(ask) * 1000

	ours, baseline = frame.medians(rounds, lambda _number: run()[0], plain)
	return Measured(people, rows, statements, ours, baseline)


class as_user:
	"""Be a user whose rights and language a server has read for an earlier part of the request."""

	def __init__(self, user: str):
		self.user = user

	def __enter__(self):
		frappe.set_user(self.user)
		permissions.viewer()
		frappe._("Total")

	def __exit__(self, *error):
		frappe.set_user("Administrator")


def unlimited(report, filters: dict, user: str) -> list[tuple]:
	"""What the report asks the database, without the conditions of the reader's rights."""
	with (
		as_user(user),
		patch.object(charts.Readable, "get_sql", lambda *args, **kwargs: "(1=1)"),
		patch.object(permissions, "coaching_condition", lambda *args, **kwargs: "(1=1)"),
		patch.object(permissions, "results_360_condition", lambda *args, **kwargs: "(1=1)"),
		frame.recorded_statements() as statements,
	):
		report(frappe._dict(filters)).run()
	return [one for one in statements if one[0].lstrip("( ").lower().startswith("select")]


def another(number: int) -> agency.Place:
	"""The agency anew, with so many people and nothing else."""
	agency.remove()
	frappe.db.commit()
	return agency.build(number)


def this_year(place: agency.Place) -> str:
	return frappe.db.get_value(
		"Performance Period", {"company": place.company, "year": getdate(nowdate()).year}
	)


def make_readers(place: agency.Place) -> dict[str, str]:
	"""HR and the manager of all units, two of the agency's people."""
	users = {HR: place.users[-5], MANAGER: place.users[-4]}
	bulk.insert_rows(
		"Has Role",
		[
			{"parent": users[reader], "parenttype": "User", "parentfield": "roles", "role": role}
			for reader, role in ((HR, "HR Manager"), (MANAGER, "ASN Performance Manager"))
		],
	)
	bulk.insert_rows(
		"User Permission",
		[{"user": user, "allow": "Company", "for_value": place.company} for user in users.values()],
	)
	frappe.db.commit()
	frappe.clear_cache()
	return users
