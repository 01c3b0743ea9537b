"""The list of daily logs as four kinds of reader open it: the last 31 days, twenty rows, among few and many logs."""

import re
from contextlib import contextmanager

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count
from frappe.utils import add_days, nowdate
from pypika.functions import Concat
from pypika.terms import ValueWrapper

from kinerja_asn import bulk
from kinerja_asn.benchmark import agency, frame
from kinerja_asn.benchmark.logs import LOG, acting_as
from kinerja_asn.charts import Readable

#: logs per person: with two thousand writers a hundred thousand and a million logs
DAYS = (50, 500)
WRITERS = 2000
SINCE, SHOWN = 31, 20
READERS = {
	"employee": (),
	"appraiser": (),
	"unit_manager": ("ASN Performance Manager",),
	"auditor": ("ASN Performance Auditor",),
}


def figures(place: agency.Place, rounds: int):
	writers = min(WRITERS, len(place.employees))
	users = make_readers(place)
	frappe.db.delete(LOG, {"company": place.company})
	written, before = 0, {}
	for days in DAYS:
		write_logs(place, writers, written, days)
		written = days
		logs = writers * days
		for reader, user in users.items():
			with acting_as(user):
				yield from figures_of(reader, user, logs, rounds, before)
	remove_logs(place.company)


def figures_of(reader: str, user: str, logs: int, rounds: int, before: dict):
	seen = visible()
	read_list()
	with frame.recorded_statements() as statements:
		read_list()
	query, values = next(one for one in statements if "log_date" in one[0].lower() and LOG in one[0])
	plan = explained(query, values)
	if frappe.db.db_type == "mariadb":
		with rows_read() as read:
			frappe.db.sql(query, values)
		yield frame.times(
			f"log_list_{reader}_{logs}", read[0], seen, "rows read", f"times the rows visible; {plan}"
		)
		return
	# SQLite does not tell how many rows it has read
	(value,) = frame.medians(rounds, lambda _number: frame.taken(read_list) * 1000)
	yield frame.times(
		f"log_list_{reader}_{logs}",
		value,
		before.setdefault(reader, value),
		"ms per list",
		f"times the shorter list; {plan}",
	)


def read_list():
	frappe.get_list(
		LOG,
		fields=["name", "log_date", "activity", "employee_name", "workflow_state"],
		filters=[["log_date", ">=", add_days(nowdate(), -SINCE)]],
		order_by="log_date desc",
		limit_page_length=SHOWN,
	)


def visible() -> int:
	"""The rows of these days that the session's user may read."""
	Log = DocType(LOG)
	days = Log.log_date >= add_days(nowdate(), -SINCE)
	return frappe.qb.from_(Log).select(Count(Log.name)).where(days & Readable(LOG)).run()[0][0]


@contextmanager
def rows_read():
	"""How many rows and index entries MariaDB has read for the statements within."""

	def read() -> int:
		return sum(int(row[1]) for row in frappe.db.sql("show session status like 'Handler_read%%'"))

	found, begun = [0], read()
	begun += read() - begun
	yield found
	# asking takes rows itself
	asked = read()
	found[0] = asked - begun - (read() - asked)


def explained(query: str, values) -> str:
	"""Which index is used, as the database tells it."""
	if frappe.db.db_type != "mariadb":
		rows = frappe.db.sql(f"explain query plan {query}", values)
		return "; ".join(re.sub(r"`?tab(\w| )+`?", LOG, str(row[-1])) for row in rows)
	rows = frappe.db.sql(f"explain {query}", values, as_dict=True)
	return "; ".join(f"{row.type} {row.key or 'no index'} ({row.Extra or ''})".strip() for row in rows)


def make_readers(place: agency.Place) -> dict[str, str]:
	"""Users of the agency: somebody without people, somebody with, the manager of a unit, the auditor."""
	places = {"employee": -1, "appraiser": 1, "unit_manager": -2, "auditor": -3}
	users = {reader: place.users[number] for reader, number in places.items()}
	for reader, roles in READERS.items():
		bulk.insert_rows(
			"Has Role",
			[
				{"parent": users[reader], "parenttype": "User", "parentfield": "roles", "role": role}
				for role in roles
			],
		)
	bulk.insert_rows(
		"User Permission",
		[
			{"user": users["unit_manager"], "allow": "Department", "for_value": place.units[0]},
			{"user": users["unit_manager"], "allow": "Company", "for_value": place.company},
			{"user": users["auditor"], "allow": "Company", "for_value": place.company},
		],
	)
	frappe.db.commit()
	frappe.clear_cache()
	return users


def write_logs(place: agency.Place, writers: int, first: int, last: int):
	"""A log a day for each writer, from so many days ago to so many: one statement a day."""
	if not first:
		write_today(place, writers)
	Log = DocType(LOG)
	columns = frappe.db.get_table_columns(LOG)
	for day in range(max(1, first), last):
		values = {
			# other first letters than today's, so that those are found without reading all that are there already
			"name": Concat(f"TM{day}-", Log.name),
			"log_date": ValueWrapper(add_days(nowdate(), -day)),
		}
		(
			frappe.qb.into(Log)
			.columns(*columns)
			.from_(Log)
			.select(*[values.get(column, Log[column]) for column in columns])
			.where(Log.name.like("TL0______"))
		).run()
		if day % 20 == 0:
			frappe.db.commit()
	frappe.db.commit()
	# as a database in use does by itself
	frappe.db.sql("analyze table `tabDaily Work Log`" if frappe.db.db_type == "mariadb" else "analyze")


def write_today(place: agency.Place, writers: int):
	Employee = DocType("Employee")
	rows = (
		frappe.qb.from_(Employee)
		.select(Employee.name, Employee.employee_name, Employee.department, Employee.reports_to)
		.where(Employee.name.isin(place.employees[:writers]))
		.orderby(Employee.name)
	).run(as_dict=True)
	bulk.insert_rows(
		LOG,
		[
			{
				"name": f"TL0{number:06d}",
				"log_date": nowdate(),
				"activity": "Melayani 12 pasien rawat jalan di poli umum",
				"employee_type": "Employee",
				"employee": row.name,
				"employee_name": row.employee_name,
				"department": row.department,
				"company": place.company,
				"appraiser_type": "Employee",
				"appraiser": row.reports_to,
				"workflow_state": "Recorded",
			}
			for number, row in enumerate(rows)
		],
	)


def remove_logs(company: str):
	"""A million rows are deleted at once, unless somebody else has logs too."""
	if frappe.db.exists(LOG, {"company": ["!=", company]}):
		frappe.db.delete(LOG, {"company": company})
	else:
		frappe.db.truncate(LOG)
	frappe.db.commit()
