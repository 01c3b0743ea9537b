"""Every report, for one who oversees a tenth of the agency and for one who oversees all of it."""

from unittest.mock import patch

import frappe
from frappe.query_builder import DocType
from frappe.utils import getdate, nowdate

from kinerja_asn import appraisal_360_work, bulk, campaigns, charts, permissions, script_reports
from kinerja_asn.appraisal_360_box import APPRAISAL
from kinerja_asn.benchmark import agency, frame, log_list, three_sixty, year
from kinerja_asn.benchmark.evaluations import EVALUATION
from kinerja_asn.benchmark.logs import acting_as

#: statements inside execute(), once a server knows what it needs
STATEMENTS = 6
DAYS_OF_LOGS = 40
#: filters beside period, interval and kind
FILTERS = {
	"ASN Role Result Matrix": lambda place, plans: {"leader_plan": plans[place.employees[0]]},
	"ASN Work Plan Status": lambda place, plans: {"by": "Person"},
	"ASN Report Timeliness": lambda place, plans: {"by": "Person", "interval": None},
	"ASN Indicator Achievement": lambda place, plans: {"by": "Person"},
	"ASN Performance Trend": lambda place, plans: {"of": "Person", "employee": place.employees[-1]},
	"ASN Work Log Activity": lambda place, plans: {"by": "Person"},
}


def figures(place: agency.Place, rounds: int):
	period = fill(place)
	plans = year.plans_by_employee(period)
	few, all_of_them = readers(place)
	usual = {
		"period": period,
		"interval": f"{getdate(nowdate()).year}-Q1",
		"company": place.company,
	}
	for name in script_reports.names():
		filters = usual | FILTERS.get(name, lambda *_: {})(place, plans)
		yield from figures_of(name, filters, few, all_of_them, rounds)


def figures_of(name: str, filters: dict, few: str, all_of_them: str, rounds: int):
	report = script_reports.class_of(name)
	case = frappe.scrub(name)

	def run(user: str) -> tuple[float, int, int]:
		"""Seconds, statements and rows of a run as this user, whose rights are known already."""
		with as_user(user):
			with frame.recorded_statements() as statements:
				began = frame.clock()
				found = report(frappe._dict(filters)).run()
				seconds = frame.clock() - began
		return seconds, len(statements), len(found[1])

	for user in (all_of_them, few):
		with acting_as(user):
			try:
				report(frappe._dict(filters)).run()
			except frappe.PermissionError:
				# for HR and auditors alone
				few = all_of_them
	(_s, some, few_rows), (_t, many, all_rows) = run(few), run(all_of_them)
	queries = unlimited(report, filters, all_of_them)

	def plain(_number: int) -> float:
		def ask():
			for query, values in queries:
				frappe.db.sql(query, values, as_dict=True)

		return frame.taken(ask)

	value, small, baseline = frame.medians(
		rounds, lambda _n: run(all_of_them)[0], lambda _n: run(few)[0], plain
	)
	yield frame.times(
		f"{case}_vs_select",
		value * 1000,
		baseline * 1000,
		"ms",
		f"times the same SELECT without rights; {all_rows} rows",
	)
	yield frame.times(
		f"{case}_statements", max(some, many), STATEMENTS, "statements", f"{some} for a tenth, {many} for all"
	)
	yield frame.times(
		f"{case}_growth",
		value / small,
		max(1, all_rows / max(1, few_rows)),
		"times the time",
		f"of {few_rows} rows, for {all_rows}",
	)


class as_user:
	"""Be a user whose rights a server has read for an earlier part of the request."""

	def __init__(self, user: str):
		self.user = user

	def __enter__(self):
		frappe.set_user(self.user)
		permissions.viewer()

	def __exit__(self, *error):
		frappe.set_user("Administrator")


def unlimited(report, filters: dict, user: str) -> list[tuple]:
	"""What the report asks the database, without the condition of the reader's rights."""
	with (
		as_user(user),
		patch.object(charts.Readable, "get_sql", lambda *args, **kwargs: "(1=1)"),
		frame.recorded_statements() as statements,
	):
		report(frappe._dict(filters)).run()
	return [one for one in statements if one[0].lstrip("( ").lower().startswith("select")]


def readers(place: agency.Place) -> tuple[str, str]:
	"""The manager of a tenth of the units, and HR."""
	manager, hr = place.users[-4], place.users[-5]
	bulk.insert_rows(
		"Has Role",
		[
			{"parent": user, "parenttype": "User", "parentfield": "roles", "role": role}
			for user, role in ((manager, "ASN Performance Manager"), (hr, "HR Manager"))
		],
	)
	units = place.units[: max(1, len(place.units) // 10)]
	bulk.insert_rows(
		"User Permission",
		[{"user": manager, "allow": "Department", "for_value": unit} for unit in units]
		+ [{"user": user, "allow": "Company", "for_value": place.company} for user in (manager, hr)],
	)
	frappe.db.commit()
	frappe.clear_cache()
	return manager, hr


def fill(place: agency.Place) -> str:
	"""A year in its course: plans, reports, evaluations, a 360-degree campaign, logs."""
	period = year.agreed_plans(place)
	year.accepted_reports(place, period)
	if not frappe.db.exists(EVALUATION, {"company": place.company}):
		bulk.run(
			"Create Evaluations",
			performance_period=period,
			kind="Periodic",
			interval=f"{getdate(nowdate()).year}-Q1",
			now=True,
		)
	Doc = DocType(EVALUATION)
	rated = (
		frappe.qb.update(Doc).set(Doc.result_rating, "As Expected").set(Doc.behaviour_rating, "As Expected")
	)
	rated.set(Doc.predicate, "Good").set(Doc.workflow_state, "Acknowledged").set(Doc.docstatus, 1).where(
		Doc.company == place.company
	).run()
	if not frappe.db.exists(APPRAISAL, {"company": place.company, "workflow_state": "Closed"}):
		three_sixty.remove(place.company)
		campaign = three_sixty.make_campaign(place, period)
		campaigns.launch(campaign, at_once=True)
		three_sixty.collect_answers(campaign)
		appraisal_360_work.close(campaign, at_once=True)
	log_list.remove_logs(place.company)
	log_list.write_logs(place, min(log_list.WRITERS, len(place.employees)), 0, DAYS_OF_LOGS)
	return period
