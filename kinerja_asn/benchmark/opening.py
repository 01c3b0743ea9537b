"""Opening a period: a draft plan with twenty child rows for everybody."""

import datetime
import tracemalloc
from unittest.mock import patch

import frappe
from frappe.query_builder import DocType

from kinerja_asn import bulk
from kinerja_asn.benchmark import agency, frame, twins
from kinerja_asn.rules import planning

#: plans that the baseline inserts in a round
SAMPLE = 100
ROWS_A_STATEMENT = 1000
#: people of the smaller of two openings whose memory is traced
TRACED = 2000


def figures(place: agency.Place, rounds: int):
	people = len(place.employees)
	twin = twins.twin_of("Work Plan")
	years = iter(range(agency.FIRST_YEAR, agency.FIRST_YEAR + rounds + 3))
	first = new_period(place, next(years))
	bulk.run("Open Period", performance_period=first, now=True)
	plans = plans_of(first, SAMPLE)
	copies = [twins.copy_of(frappe.get_doc("Work Plan", name)) for name in plans]
	counted = []

	def ours(_number: int) -> float:
		period = new_period(place, next(years))
		with frame.counted_statements() as statements:
			seconds = frame.taken(lambda: bulk.run("Open Period", performance_period=period, now=True))
		counted.append(len(statements))
		ours.period = period
		return seconds / people * 1000

	def one_by_one(_number: int) -> float:
		seconds = twins.inserted(copies)
		twins.empty(twin)
		return seconds / len(copies) * 1000

	def floor(_number: int) -> float:
		tables = rows_of(first)

		def insert():
			for doctype, rows in tables.items():
				write(f"{twins.PREFIX}{doctype}", rows)
			frappe.db.commit()

		seconds = frame.taken(insert)
		twins.empty(twin)
		return seconds / people * 1000

	value, baseline, lowest = frame.medians(rounds, ours, one_by_one, floor)
	yield frame.faster(
		"open_period_vs_insert",
		value,
		baseline,
		"ms per plan",
		"times faster than insert() of controller-less twins",
	)
	yield frame.times(
		"open_period_vs_floor",
		value,
		lowest,
		"ms per plan",
		"times the multi-row INSERT of the same rows",
	)
	yield frame.times(
		"open_period_statements",
		max(counted),
		60 + 0.03 * people,
		"statements",
		"of the bound 60 + 0.03 N",
	)
	before = frappe.db.count("Work Plan")
	with frame.counted_statements() as statements:
		bulk.run("Open Period", performance_period=ours.period, now=True)
	if frappe.db.count("Work Plan") != before:
		raise SystemExit("Opening a period again has made plans.")
	yield frame.times("open_period_again_statements", len(statements), 20, "statements", "of the bound 20")
	some, more = memory(place, new_period(place, next(years)))
	yield frame.times("open_period_memory", more, some, "MB at most", "times that of a third of the people")


def memory(place: agency.Place, period: str) -> list[float]:
	"""The most memory that opening takes for some units, and for three times as many people, by equal chunks."""
	units = max(1, min(len(place.units) // 3, TRACED // place.in_unit))
	peaks = []
	for departments in (place.units[:units], place.units[: units * 3]):
		agency.delete_with_rows("Work Plan", "performance_period", period)
		frappe.db.commit()
		with patch.object(bulk, "CHUNK", min(bulk.CHUNK, units * place.in_unit)):
			tracemalloc.start()
			try:
				bulk.run("Open Period", performance_period=period, departments=departments, now=True)
				peaks.append(tracemalloc.get_traced_memory()[1] / 1e6)
			finally:
				tracemalloc.stop()
	return peaks


def new_period(place: agency.Place, year: int) -> str:
	"""An open period that drafts no plan yet; its masters are made before the clock runs."""
	name = frappe.db.get_value("Performance Period", {"company": place.company, "year": year})
	if name:
		return name
	doc = frappe.get_doc(
		{
			"doctype": "Performance Period",
			"year": year,
			"company": place.company,
			"reporting_frequency": planning.MONTHLY,
			"evaluation_frequency": planning.QUARTERLY,
		}
	).insert()
	doc.status = "Open"
	doc.flags.by_server = True
	doc.save()
	frappe.db.commit()
	return doc.name


def plans_of(period: str, limit: int) -> list[str]:
	Plan = DocType("Work Plan")
	return (
		frappe.qb.from_(Plan)
		.select(Plan.name)
		.where(Plan.performance_period == period)
		.orderby(Plan.name)
		.limit(limit)
	).run(pluck=True)


def rows_of(period: str) -> dict[str, list[dict]]:
	"""The rows that an opening has written, by DocType."""
	Plan = DocType("Work Plan")
	names = frappe.qb.from_(Plan).select(Plan.name).where(Plan.performance_period == period)
	found = {"Work Plan": frappe.qb.from_(Plan).select("*").where(Plan.name.isin(names)).run(as_dict=True)}
	for doctype in ("Work Plan Behaviour", "Work Plan Annex"):
		Row = DocType(doctype)
		found[doctype] = frappe.qb.from_(Row).select("*").where(Row.parent.isin(names)).run(as_dict=True)
	return found


def write(doctype: str, rows: list[dict]):
	"""The floor: nothing but INSERTs with parameters."""
	columns = [column for column in frappe.db.get_table_columns(doctype) if column in rows[0]]
	at_once = min(ROWS_A_STATEMENT, bulk.VALUES_AT_ONCE[frappe.db.db_type] // len(columns))
	head = f"insert into `tab{doctype}` ({', '.join(f'`{column}`' for column in columns)}) values "
	place = f"({', '.join(['%s'] * len(columns))})"
	for start in range(0, len(rows), at_once):
		part = rows[start : start + at_once]
		values = [_plain(row[column]) for row in part for column in columns]
		frappe.db.sql(head + ", ".join([place] * len(part)), values)


def _plain(value):
	return str(value) if isinstance(value, datetime.date | datetime.timedelta) else value
