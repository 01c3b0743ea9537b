"""What the reports tell of: this year in its midst with all that happens beside it, and the years before it."""

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Coalesce
from frappe.utils import add_days, getdate, nowdate
from pypika.functions import Concat, Replace
from pypika.terms import ValueWrapper

from kinerja_asn import appraisal_360_work, bulk, campaigns
from kinerja_asn.appraisal_360_box import APPRAISAL
from kinerja_asn.benchmark import agency, log_list, opening, three_sixty, year
from kinerja_asn.campaign_work import FROM_PLAN
from kinerja_asn.distribution import EVALUATION

DAYS_OF_LOGS = 40
YEARS_BEFORE = 4
#: ratings of the people whose name ends so: results, behaviour, predicate
RATED = {
	0: ("Above Expectation", "Above Expectation", "Very Good"),
	1: ("Below Expectation", "As Expected", "Needs Improvement"),
	2: ("As Expected", "Below Expectation", "Needs Improvement"),
	3: ("Above Expectation", "As Expected", "Good"),
}
USUAL = ("As Expected", "As Expected", "Good")
REPORT, ROW, PLAN = "Periodic Report", "Periodic Report Realisation", "Work Plan"
SESSION, ACTION = "Coaching Session", "Coaching Action"
STATES_OF_SESSIONS = ("Proposed", "Planned", "Held", "Completed", "Held")
#: one in so many: people with a session, feedback, an objection, a delegation, without an appraiser
WITH_SESSION, WITH_FEEDBACK, OBJECTING, DELEGATING, WITHOUT_APPRAISER = 4, 5, 50, 50, 100
#: the part of the people to whom the first leader gives results
IN_MATRIX = 10
OBJECTIVES = 3


def fill(place: agency.Place) -> str:
	"""Everything about this agency that a report reads; answers with the period of this year."""
	period = year.agreed_plans(place)
	year.accepted_reports(place, period)
	plans = plans_of(place, period)
	count_until_now(place)
	evaluate(place, period)
	released_campaign(place, period)
	years_before(place, period)
	write_logs(place, period)
	connect_results(period)
	agreements(place, period)
	unit_ratings(place, period)
	sessions(plans)
	feedback(plans)
	objections(place, period)
	assessments(plans)
	matrix(plans)
	delegations(place, plans)
	not_agreed_yet(plans)
	frappe.db.commit()
	refresh_statistics()
	return period


def plans_of(place: agency.Place, period: str) -> list[dict]:
	"""Everybody's plan of this year with the columns that other documents take over, in the order of people."""
	Plan = DocType(PLAN)
	return (
		frappe.qb.from_(Plan)
		.select(Plan.name, *[Plan[column] for column in FROM_PLAN])
		.where((Plan.performance_period == period) & (Plan.company == place.company))
		.orderby(Plan.employee)
	).run(as_dict=True)


def head_of(plan: dict, doctype: str, *columns: str) -> dict:
	"""What a document takes over from the plan."""
	meta = frappe.get_meta(doctype)
	return {column: plan[column] for column in columns or FROM_PLAN if meta.has_field(column)}


# --- this year ----------------------------------------------------------------------------------------------------


def count_until_now(place: agency.Place):
	Row, Report = DocType(ROW), DocType(REPORT)
	ours = frappe.qb.from_(Report).select(Report.name).where(Report.company == place.company)
	(
		frappe.qb.update(Row)
		.set(Row.has_cumulative, 1)
		.set(Row.cumulative_achievement, Row.achievement)
		.where((Row.parenttype == REPORT) & Row.parent.isin(ours))
	).run()


def evaluate(place: agency.Place, period: str):
	"""The evaluations of the first quarter, rated and read."""
	if not frappe.db.exists(EVALUATION, {"company": place.company}):
		bulk.run(
			"Create Evaluations",
			performance_period=period,
			kind="Periodic",
			interval=f"{getdate(nowdate()).year}-Q1",
			now=True,
		)
	Doc = DocType(EVALUATION)
	for last in range(10):
		results, behaviour, predicate = RATED.get(last, USUAL)
		(
			frappe.qb.update(Doc)
			.set(Doc.result_rating, results)
			.set(Doc.behaviour_rating, behaviour)
			.set(Doc.predicate, predicate)
			.set(Doc.unit_rating, "Good")
			.set(Doc.workflow_state, "Acknowledged")
			.set(Doc.docstatus, 1)
			.where((Doc.company == place.company) & Doc.employee.like(f"%{last}"))
		).run()


def released_campaign(place: agency.Place, period: str):
	if frappe.db.exists(APPRAISAL, {"company": place.company, "workflow_state": "Released"}):
		return
	three_sixty.remove(place.company)
	campaign = three_sixty.make_campaign(place, period)
	campaigns.launch(campaign, at_once=True)
	three_sixty.collect_answers(campaign)
	appraisal_360_work.close(campaign, at_once=True)
	Doc = DocType(APPRAISAL)
	(
		frappe.qb.update(Doc)
		.set(Doc.workflow_state, "Released")
		.set(Doc.overall, 3.5)
		.where(Doc.company == place.company)
	).run()


def write_logs(place: agency.Place, period: str):
	"""A log of everybody on each of these days, counted for the plan of this year."""
	log_list.remove_logs(place.company)
	log_list.write_logs(place, len(place.employees), 0, 1)
	Log, Plan = DocType("Daily Work Log"), DocType(PLAN)
	plan = (
		frappe.qb.from_(Plan)
		.select(Plan.name)
		.where((Plan.performance_period == period) & (Plan.employee == Log.employee))
		.limit(1)
	)
	(
		frappe.qb.update(Log)
		.set(Log.work_plan, Coalesce(plan, ""))
		.set(Log.performance_period, period)
		.where(Log.company == place.company)
	).run()
	log_list.write_logs(place, len(place.employees), 1, DAYS_OF_LOGS)


def connect_results(period: str):
	"""Results name the superior's plan whose results they support; those of one in twenty support nothing."""
	Result, Plan, Above = DocType("Work Plan Result"), DocType(PLAN), DocType(PLAN).as_("above")
	ours = frappe.qb.from_(Plan).select(Plan.name).where(Plan.performance_period == period)
	above = (
		frappe.qb.from_(Plan)
		.join(Above)
		.on((Above.employee == Plan.appraiser) & (Above.performance_period == Plan.performance_period))
		.select(Above.name)
		.where(Plan.name == Result.parent)
		.limit(1)
	)
	mine = (Result.parenttype == PLAN) & Result.parent.isin(ours)
	frappe.qb.update(Result).set(Result.superior_plan, Coalesce(above, "")).where(mine).run()
	(
		frappe.qb.update(Result)
		.set(Result.superior_plan, None)
		.set(Result.superior_row_key, None)
		.where(mine & (Result.row_key.like("%7.1") | Result.row_key.like("%13.0")))
	).run()


def agreements(place: agency.Place, period: str):
	"""An agreement of each unit in force, a part of whose objectives nothing takes up."""
	if frappe.db.exists("Performance Agreement", {"company": place.company}):
		return
	names = {unit: f"PK-TU-{number}" for number, unit in enumerate(place.units)}
	shared = {"performance_period": period, "company": place.company}
	bulk.insert_rows(
		"Performance Agreement",
		[
			shared
			| {
				"name": names[unit],
				"title": f"Perjanjian {unit}",
				"department": unit,
				"department_name": unit,
				"employee_type": "Employee",
				"employee": place.employees[number * place.in_unit],
				"employee_name": f"Pegawai {number * place.in_unit + 1}",
				"parent_agreement": names[place.units[0]] if number else None,
				"from_date": f"{getdate(nowdate()).year}-01-01",
				"to_date": f"{getdate(nowdate()).year}-12-31",
				"workflow_state": "Agreement Agreed",
				"docstatus": 1,
				"version": 1,
				"slot": names[unit],
			}
			for number, unit in enumerate(place.units)
		],
	)
	bulk.insert_rows(
		"Performance Agreement Objective",
		[
			{
				"parent": names[unit],
				"parenttype": "Performance Agreement",
				"parentfield": "objectives",
				"idx": one + 1,
				"docstatus": 1,
				"short_code": str(one + 1),
				"objective": f"Sasaran {one + 1} tercapai",
				"row_key": f"o{number}.{one}",
				"parent_row_key": f"o0.{one}" if number and one else None,
			}
			for number, unit in enumerate(place.units)
			for one in range(OBJECTIVES)
		],
	)
	Result, Plan, Agreement = DocType("Work Plan Result"), DocType(PLAN), DocType("Performance Agreement")
	ours = frappe.qb.from_(Plan).select(Plan.name).where(Plan.performance_period == period)
	of_unit = (
		frappe.qb.from_(Plan)
		.join(Agreement)
		.on(
			(Agreement.performance_period == Plan.performance_period)
			& (Agreement.department == Plan.department)
		)
		.select(Agreement.name)
		.where(Plan.name == Result.parent)
		.limit(1)
	)
	taken_up = (Result.parenttype == PLAN) & Result.parent.isin(ours) & Result.row_key.like("%1.0")
	frappe.qb.update(Result).set(Result.agreement, Coalesce(of_unit, "")).where(taken_up).run()
	(
		frappe.qb.update(Result)
		.set(Result.agreement_row_key, Concat(Replace(Result.agreement, "PK-TU-", "o"), ".0"))
		.where(taken_up & (Result.agreement != ""))
	).run()


def unit_ratings(place: agency.Place, period: str):
	"""Every unit rated for the first quarter, and for each year before."""
	if frappe.db.exists("Unit Performance Rating", {"company": place.company}):
		return
	this = getdate(nowdate()).year
	times = [("Periodic", f"{this}-Q1", period)]
	times += [("Annual", None, period_of(place, this - back)) for back in range(1, YEARS_BEFORE + 1)]
	bulk.insert_rows(
		"Unit Performance Rating",
		[
			{
				"name": f"CKO-TU-{number}-{of_period}",
				"slot": f"CKO-TU-{number}-{of_period}",
				"department": unit,
				"department_name": unit,
				"kind": kind,
				"performance_interval": interval,
				"performance_period": of_period,
				"workflow_state": "Unit Rating Confirmed",
				"docstatus": 1,
				"proposed_rating": "Good",
				"rating": "Good",
				"employee_type": "Employee",
				"employee": place.employees[number * place.in_unit],
				"employee_name": f"Pegawai {number * place.in_unit + 1}",
				"company": place.company,
			}
			for number, unit in enumerate(place.units)
			for kind, interval, of_period in times
		],
	)


def sessions(plans: list[dict]):
	"""Coaching of one in four people, in all its states, with what was agreed."""
	coached = plans[::WITH_SESSION]
	if frappe.db.exists(SESSION, {"company": coached[0].company}):
		return
	rows, actions = [], []
	for number, plan in enumerate(coached):
		state, name = STATES_OF_SESSIONS[number % len(STATES_OF_SESSIONS)], f"TU-BB-{number}"
		held = state in ("Held", "Completed")
		rows.append(
			head_of(plan, SESSION)
			| {
				"name": name,
				"kind": "Coaching",
				"cause": "Report Below Threshold",
				"asked_by": "Program",
				"asked_on": f"{getdate(nowdate()).year}-02-01",
				"work_plan": plan.name,
				"workflow_state": state,
				"planned_on": add_days(nowdate(), number % 40 - 20),
				"held_on": f"{getdate(nowdate()).year}-02-10" if held else None,
				"outcome": "Mengikuti pelatihan" if held else None,
				"follow_up": "Training" if held else None,
				"follow_up_on": add_days(nowdate(), number % 40 - 20) if held else None,
				"told_employee": 1,
			}
		)
		if held:
			actions += [
				{
					"parent": name,
					"parenttype": SESSION,
					"parentfield": "agreed_actions",
					"idx": one + 1,
					"action": "Mendaftar pelatihan",
					"responsible": "Employee",
					"due_on": add_days(nowdate(), number % 20 - 10),
					"done_on": nowdate() if one else None,
				}
				for one in range(2)
			]
	bulk.insert_rows(SESSION, rows)
	bulk.insert_rows(ACTION, actions)


def feedback(plans: list[dict]):
	"""What colleagues find could be better."""
	if frappe.db.exists("Performance Feedback", {"company": plans[0].company}):
		return
	behaviours = frappe.get_all("Work Behaviour", filters={"active": 1}, pluck="name", limit=0)
	bulk.insert_rows(
		"Performance Feedback",
		[
			head_of(plan, "Performance Feedback", "employee_type", "employee", "employee_name", "company")
			| {
				"name": f"TU-UB-{number}",
				"giver_type": "Employee",
				"giver": plans[number - 1].employee,
				"giver_name": plans[number - 1].employee_name,
				"relation": "Peer",
				"status": "Given",
				"kind": "Corrective",
				"visibility": "Person and Appraiser",
				"text": "Mohon lebih cepat menjawab.",
				"behaviour": behaviours[number % len(behaviours)],
				"given_on": f"{getdate(nowdate()).year}-02-10 08:00:00",
				"work_plan": plan.name,
			}
			for number, plan in enumerate(plans)
			if number % WITH_FEEDBACK == 0
		],
	)


def objections(place: agency.Place, period: str):
	"""Some have objected, and wait for the appraiser's words."""
	if frappe.db.exists("Performance Objection", {"company": place.company}):
		return
	Doc = DocType(EVALUATION)
	rows = (
		frappe.qb.from_(Doc)
		.select(Doc.name.as_("evaluation"), *[Doc[column] for column in FROM_PLAN if column != "nip"])
		.where((Doc.performance_period == period) & (Doc.company == place.company))
		.orderby(Doc.name)
	).run(as_dict=True)[::OBJECTING]
	bulk.insert_rows(
		"Performance Objection",
		[
			row
			| {
				"name": f"TU-KB-{number}",
				"kind": "Periodic",
				"performance_interval": f"{getdate(nowdate()).year}-Q1",
				"workflow_state": "Filed",
				"filed_at": nowdate(),
				"decide_by": add_days(nowdate(), 14),
				"reasons": "Capaian triwulan ini belum dihitung seluruhnya.",
			}
			for number, row in enumerate(rows)
		],
	)
	names = [row.evaluation for row in rows]
	for part in year.portions(names):
		frappe.qb.update(Doc).set(Doc.workflow_state, "Objected").where(Doc.name.isin(part)).run()


def assessments(plans: list[dict]):
	"""The potential of nine in ten, as assessed two years ago and again this year."""
	doctype = "Talent Assessment"
	if frappe.db.exists(doctype, {"company": plans[0].company}):
		return
	this = getdate(nowdate()).year
	columns = ("employee_type", "employee", "employee_name", "position", "department", "company")
	bulk.insert_rows(
		doctype,
		[
			head_of(plan, doctype, *columns)
			| {
				"name": f"TU-TAL-{number}-{assessed}",
				"potential": ("Low", "Medium", "High")[number % 3],
				"potential_value": 50 + number % 50,
				"assessed_on": f"{assessed}-01-15",
				"valid_until": f"{assessed + 3}-01-14",
				"source": "Penilaian Kompetensi",
			}
			for number, plan in enumerate(plans)
			if number % 10
			for assessed in (this - 2, this)
		],
	)


def matrix(plans: list[dict]):
	"""The results that the first leader expects of a tenth of the people."""
	if frappe.db.exists("Role Result", {"company": plans[0].company}):
		return
	leader = plans[0]
	columns = ("employee_type", "employee", "employee_name", "department", "company", "performance_period")
	bulk.insert_rows(
		"Role Result",
		[
			head_of(plan, "Role Result", *columns)
			| {
				"name": f"TU-MPH-{number}-{one}",
				"appraiser_type": "Employee",
				"appraiser": leader.employee,
				"appraiser_name": leader.employee_name,
				"leader_plan": leader.name,
				"result_key": f"r0.{one}",
				"leader_result": f"Pasien rawat jalan dilayani, bagian {one + 1}",
				"expected_result": f"Rekam medis poli {number} lengkap",
				"slot": f"TU-MPH-{number}-{one}",
			}
			for number, plan in enumerate(plans[1 : max(2, len(plans) // IN_MATRIX) + 1], 1)
			for one in range(year.RESULTS)
		],
	)


def delegations(place: agency.Place, plans: list[dict]):
	"""Appraisers whose delegates act, have acted and will act; vacant posts; an appraiser who leaves."""
	doctype = "Appraiser Delegation"
	if frappe.db.exists(doctype, {"company": place.company}):
		return
	leaders = plans[: max(1, len(plans) // agency.SPAN)]
	spans = ((-60, -10), (-10, 10), (-10, 90), (20, 90))
	bulk.insert_rows(
		doctype,
		[
			{
				"name": f"TU-DLG-{number}",
				"kind": "Daily Acting",
				"company": place.company,
				"official_type": "Employee",
				"official": plan.employee,
				"official_name": plan.employee_name,
				"delegate_type": "Employee",
				"delegate": plans[-1 - number].employee,
				"delegate_name": plans[-1 - number].employee_name,
				"from_date": add_days(nowdate(), spans[number % len(spans)][0]),
				"to_date": add_days(nowdate(), spans[number % len(spans)][1]),
				"letter_number": f"SP-{number}",
				"letter_date": add_days(nowdate(), -61),
			}
			for number, plan in enumerate(leaders[:: max(1, DELEGATING // agency.SPAN)])
		],
	)
	Plan, Employee = DocType(PLAN), DocType("Employee")
	for part in year.portions([plan.name for plan in plans[WITHOUT_APPRAISER - 1 :: WITHOUT_APPRAISER]]):
		frappe.qb.update(Plan).set(Plan.appraiser, None).set(Plan.appraiser_name, None).where(
			Plan.name.isin(part)
		).run()
	for part in year.portions([plan.employee for plan in leaders[5::10]]):
		frappe.qb.update(Employee).set(Employee.relieving_date, add_days(nowdate(), 20)).where(
			Employee.name.isin(part)
		).run()


def not_agreed_yet(plans: list[dict]):
	"""Of twenty plans one waits for the appraiser, and one is a draft again."""
	Plan = DocType(PLAN)
	for first, state in ((3, "Plan Proposed"), (7, "Draft")):
		for part in year.portions([plan.name for plan in plans[first::20]]):
			(
				frappe.qb.update(Plan)
				.set(Plan.workflow_state, state)
				.set(Plan.docstatus, 0)
				.set(Plan.agreed_on, None)
				.set(Plan.proposed_at, add_days(nowdate(), -5) if state == "Plan Proposed" else None)
				.where(Plan.name.isin(part))
			).run()


# --- the years before ---------------------------------------------------------------------------------------------


def period_of(place: agency.Place, of_year: int) -> str:
	return opening.new_period(place, of_year)


def years_before(place: agency.Place, period: str):
	"""Closed plans, one accepted report and the year's evaluation of everybody: copies of this year's."""
	this = getdate(nowdate()).year
	for back in range(1, YEARS_BEFORE + 1):
		before = period_of(place, this - back)
		if frappe.db.exists(EVALUATION, {"performance_period": before}):
			continue
		mark = f"-{this - back}"
		dates = {"from_date": f"{this - back}-01-01", "to_date": f"{this - back}-12-31"}
		of_year = {"performance_period": ValueWrapper(before)}
		Plan, Report, Doc, Row = (DocType(one) for one in (PLAN, REPORT, EVALUATION, ROW))
		copy(
			PLAN,
			Plan.performance_period == period,
			of_year
			| {column: ValueWrapper(value) for column, value in dates.items()}
			| {
				"name": Concat(Plan.name, mark),
				"slot": Concat(Plan.name, mark),
				"workflow_state": ValueWrapper("Closed"),
				"closed_on": ValueWrapper(dates["to_date"]),
			},
		)
		last = (Report.performance_period == period) & (Report.performance_interval == f"{this}-03")
		copy(
			ROW,
			Row.parent.isin(frappe.qb.from_(Report).select(Report.name).where(last)),
			{"name": Concat(Row.name, mark), "parent": Concat(Row.parent, mark)},
		)
		copy(
			REPORT,
			last,
			of_year
			| {
				"name": Concat(Report.name, mark),
				"work_plan": Concat(Report.work_plan, mark),
				"performance_interval": ValueWrapper(f"{this - back}-12"),
			},
		)
		copy(
			EVALUATION,
			(Doc.performance_period == period) & (Doc.kind == "Periodic"),
			of_year
			| {column: ValueWrapper(value) for column, value in dates.items()}
			| {
				"name": Concat(Doc.name, mark),
				"work_plan": Concat(Doc.work_plan, mark),
				"kind": ValueWrapper("Annual"),
				"performance_interval": ValueWrapper(None),
			},
		)
		frappe.db.commit()


def copy(doctype: str, condition, values: dict):
	"""Rows again with other values, in one statement."""
	Table = DocType(doctype)
	columns = frappe.db.get_table_columns(doctype)
	(
		frappe.qb.into(Table)
		.columns(*columns)
		.from_(Table)
		.select(*[values.get(column, Table[column]) for column in columns])
		.where(condition)
	).run()


def refresh_statistics():
	"""As a database in use does by itself."""
	if frappe.db.db_type != "mariadb":
		frappe.db.sql("analyze")
		return
	for doctype in (
		PLAN,
		"Work Plan Result",
		"Work Plan Indicator",
		REPORT,
		ROW,
		EVALUATION,
		"Performance Evaluation Result",
		"Performance Evaluation Behaviour",
		APPRAISAL,
		"Appraisal 360 Result",
		"Daily Work Log",
		SESSION,
		ACTION,
		"Talent Assessment",
		"Employee",
	):
		frappe.db.sql(f"analyze table `tab{doctype}`")
