"""Opening, extending and closing a period, and the runs of work on many."""

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count
from frappe.utils import cint, get_fullname, now_datetime, time_diff_in_seconds

from kinerja_asn import bulk, permissions, stages
from kinerja_asn.api.steps import names_of

PERIOD = "Performance Period"
#: Work that belongs to HR alone.
HR_ONLY = ("Close Period", "Change Appraiser", "Unit Rating", "Acknowledge Silently")
#: Work that needs an open period, also when it is repeated.
OPEN_PERIOD_ONLY = (
	"Open Period",
	"Remind",
	"Close Period",
	"Create Evaluations",
	"Hand Over Evaluations",
	"Propose Unit Ratings",
)
ROWS_AT_ONCE = 50


# --- the year ---------------------------------------------------------------------------------------------


@frappe.whitelist(methods=["POST"])
def open_period(period: str) -> str:
	"""Open a period, or look again for those who still miss a plan; answers with the name of the Bulk Run.

	HR and whole-agency performance managers open it. A manager of some units may look again within his units.
	"""
	company = company_of(period)
	departments = may_run("Open Period", company)
	doc = frappe.get_doc(PERIOD, period, for_update=True)
	if doc.status == "Closed":
		frappe.throw(_("The period {0} is closed.").format(frappe.bold(period)), title=_("Period closed"))
	if doc.status == "Draft":
		if departments is not None:
			frappe.throw(
				_("The period is opened by HR or by the performance manager of the whole agency."),
				frappe.PermissionError,
				title=_("Not yours to open"),
			)
		doc.status = "Open"
		doc.flags.by_server = True
		# the right to open was checked above; managers have no right to write a period
		doc.save(ignore_permissions=True)
	return bulk.run("Open Period", performance_period=period, departments=departments)


@frappe.whitelist(methods=["POST"])
def remind(period: str) -> str:
	"""Remind everybody whose plan of this period is not proposed; answers with the name of the Bulk Run."""
	departments = may_run("Remind", company_of(period))
	demand_open(period)
	return bulk.run("Remind", performance_period=period, departments=departments)


@frappe.whitelist(methods=["POST"])
def close_period(period: str) -> str:
	"""Close the agreed plans of a period and then the period itself; HR only. Answers with the Bulk Run."""
	may_run("Close Period", company_of(period))
	demand_open(period)
	return bulk.run("Close Period", performance_period=period)


@frappe.whitelist(methods=["POST"])
def extend_stage(
	period: str, stage: str, closes_on: str, reason: str, interval: str | None = None
) -> list[dict]:
	"""Move the last day of a stage, with a reason; answers with the stages as they are now."""
	departments = may_run("Extend", company_of(period))
	if departments is not None:
		frappe.throw(
			_("A stage is extended by HR or by the performance manager of the whole agency."),
			frappe.PermissionError,
			title=_("Not yours to extend"),
		)
	stages.extend(period, stage, interval, closes_on, reason)
	rows = frappe.get_doc(PERIOD, period).stages
	return [
		{
			"stage": row.stage,
			"interval": row.performance_interval,
			"opens_on": row.opens_on,
			"closes_on": row.closes_on,
		}
		for row in rows
	]


@frappe.whitelist(methods=["GET", "POST"])
def overview(period: str) -> dict:
	"""For the form of a period: plans by state, the last opening with its problems, and what the reader may do."""
	company = company_of(period)
	_may_look(company)
	runs = frappe.get_list(
		bulk.RUN,
		filters={"performance_period": period, "work": "Open Period"},
		fields=["name", "status", "started_at", "total", "done", *bulk.COUNTERS],
		order_by="creation desc",
		limit=1,
	)
	problems = results(runs[0].name, "Problem")["rows"] if runs else []
	who = permissions.viewer()
	status = frappe.db.get_value(PERIOD, period, "status")
	whole = who.is_hr or (who.is_manager and who.departments is None)
	return {
		"states": _plans_by_state(period),
		"of_units": _sees_some_units(),
		"run": runs[0] if runs else None,
		"problems": problems,
		"may_open": bool(status != "Closed" and (whole or (who.is_manager and status == "Open"))),
		"may_extend": bool(status == "Open" and whole),
		"may_remind": bool(status == "Open" and (who.is_hr or who.is_manager)),
		"may_close": bool(status == "Open" and who.is_hr),
		"may_evaluate": bool(status == "Open" and (who.is_hr or who.is_manager)),
		"may_rate_units": bool(status == "Open" and who.is_hr),
	}


def _plans_by_state(period: str) -> dict[str, int]:
	Plan, who = DocType("Work Plan"), permissions.viewer()
	query = (
		frappe.qb.from_(Plan)
		.select(Plan.workflow_state, Count(Plan.name))
		.where(Plan.performance_period == period)
		.groupby(Plan.workflow_state)
	)
	if _sees_some_units():
		query = query.where(Plan.department.isin(list(who.departments) or [""]))
	counts = {state: cint(count) for state, count in query.run()}
	order = ("Draft", "Plan Proposed", "Plan Returned", "Plan Agreed", "Closed", "Cancelled")
	return {
		state: counts[state]
		for state in sorted(counts, key=lambda state: order.index(state) if state in order else len(order))
	}


# --- appraisers -------------------------------------------------------------------------------------------


@frappe.whitelist(methods=["POST"])
def change_appraiser(
	employees: list | str, reason: str, appraiser: str | None = None, appraiser_type: str = "Employee"
) -> str:
	"""Give the open documents of these employees to another appraiser, or to the one their records name now; HR only.

	Answers with the name of the Bulk Run.
	"""
	employees = sorted(set(names_of(employees)))
	if not employees:
		frappe.throw(_("Choose the employees who get another appraiser."), title=_("Nobody chosen"))
	Employee = DocType("Employee")
	companies = (
		frappe.qb.from_(Employee)
		.select(Employee.company)
		.where(Employee.name.isin(employees or [""]))
		.distinct()
		.run(pluck=True)
	)
	if len(companies) != 1:
		frappe.throw(_("Choose employees of one agency."), title=_("Several agencies"))
	may_run("Change Appraiser", companies[0])
	if appraiser:
		_check_appraiser(appraiser_type, appraiser, companies[0])
	return bulk.run(
		"Change Appraiser",
		company=companies[0],
		employees=employees,
		reason=reason,
		appraiser=appraiser,
		appraiser_type=appraiser_type,
	)


def _check_appraiser(kind: str, name: str, company: str):
	if kind not in ("Employee", permissions.EXTERNAL):
		frappe.throw(
			_("The appraiser is an employee or an external appraiser."), title=_("Unknown kind of person")
		)
	if kind == "Employee":
		active = frappe.db.get_value("Employee", name, "status") == "Active"
	else:
		official = frappe.db.get_value(kind, name, ["full_name", "active", "company"], as_dict=True)
		active = bool(official and official.active)
		if active and official.company and official.company != company:
			frappe.throw(
				_("The appraiser {0} belongs to another agency.").format(
					frappe.bold(frappe.utils.escape_html(official.full_name))
				),
				title=_("Appraiser"),
			)
	if not active:
		frappe.throw(_("Choose an appraiser who is in service."), title=_("Appraiser not in service"))


# --- runs -------------------------------------------------------------------------------------------------


@frappe.whitelist(methods=["GET", "POST"])
def run_state(run: str) -> dict:
	"""Where a run stands; forms ask it every few seconds while it is active."""
	doc = _readable_run(run)
	answer = {
		field: doc.get(field)
		for field in (
			"name",
			"work",
			"status",
			"total",
			"done",
			"started_at",
			"finished_at",
			"cancelled_by",
			"error",
		)
	}
	answer |= {column: cint(doc.get(column)) for column in bulk.COUNTERS}
	of_others = _sees_some_units() and doc.started_by != frappe.session.user
	answer |= {"percent": _percent_of(doc), "of_units": False}
	if of_others:
		counts = bulk.counted(run, permissions.viewer().departments)
		answer |= counts | {"total": counts["done"], "of_units": True}
	active = doc.status in bulk.ACTIVE
	steers = _may_steer(doc)
	idle = active and bulk.is_idle(doc.modified)
	answer |= {
		"title": doc.title,
		"scope": bulk.scope_in_words(doc, with_reason=not of_others),
		"starter": get_fullname(doc.started_by),
		"canceller": get_fullname(doc.cancelled_by) if doc.cancelled_by else None,
		"seconds": cint(time_diff_in_seconds(doc.finished_at or now_datetime(), doc.started_at)),
		"idle_since": doc.modified if idle else None,
	}
	return answer | {
		"active": active,
		"may_cancel": active and doc.status != bulk.CANCELLING and steers,
		"may_continue": idle and steers,
		"may_run_again": not active and steers,
	}


def _percent_of(doc) -> int:
	if doc.status == bulk.COMPLETED:
		return 100
	return min(100, round(100 * cint(doc.done) / cint(doc.total))) if cint(doc.total) else 0


def _sees_some_units() -> bool:
	"""Is the reader a manager of some units, and nothing more?"""
	who = permissions.viewer()
	return not (who.is_everything or who.is_hr or who.is_auditor) and who.departments is not None


@frappe.whitelist(methods=["GET", "POST"])
def results(run: str, result: str | None = None, search: str | None = None, start: int = 0) -> dict:
	"""The rows of a run that the reader may see, a page of 50, with the problems first."""
	_readable_run(run)
	filters = {"bulk_run": run}
	if result:
		filters["result"] = result
	rows = frappe.get_list(
		bulk.ROW,
		filters=filters,
		or_filters={"employee_name": ["like", f"%{search}%"], "employee": ["like", f"%{search}%"]}
		if search
		else None,
		fields=["employee", "employee_name", "department", "result", "message", "link_doctype", "link_name"],
		order_by="result desc, employee_name asc",
		start=max(0, cint(start)),
		page_length=ROWS_AT_ONCE + 1,
	)
	more = len(rows) > ROWS_AT_ONCE
	return {"rows": _with_units(rows[:ROWS_AT_ONCE]), "more": more}


def _with_units(rows: list) -> list:
	"""The rows, which the reader sees, with the names of their units as people say them: he may not read the units' records."""
	units = {row.department for row in rows if row.department}
	named = dict(
		frappe.get_all(
			"Department",
			filters={"name": ["in", sorted(units) or [""]]},
			fields=["name", "department_name"],
			as_list=True,
		)
	)
	for row in rows:
		row.department = named.get(row.department, row.department)
	return rows


@frappe.whitelist(methods=["POST"])
def cancel_run(run: str):
	"""Stop a run after the people it is working on; what is done stays."""
	_steerable_run(run)
	bulk.cancel(run)


@frappe.whitelist(methods=["POST"])
def continue_run(run: str):
	"""Let a run that stands still go on; what is done is not done again."""
	_steerable_run(run)
	bulk.resume(run)


@frappe.whitelist(methods=["POST"])
def run_again(run: str) -> str:
	"""The same work on the same people anew: only what is missing is done. Answers with the new Bulk Run."""
	doc = _steerable_run(run)
	if doc.work in OPEN_PERIOD_ONLY:
		demand_open(doc.performance_period)
	return bulk.run_again(run, may_run(doc.work, doc.company))


# --- who may ----------------------------------------------------------------------------------------------


def company_of(period: str) -> str:
	"""The agency of a period; the same answer for a missing one as for a hidden one."""
	company = frappe.db.get_value(PERIOD, period, "company") if isinstance(period, str) else None
	if not company:
		_refuse()
	return company


def may_run(work: str, company: str | None) -> tuple | None:
	"""The units this person may do the work for; None for the whole agency.

	Raises:
		frappe.PermissionError: neither HR nor performance manager of the agency.
	"""
	who = permissions.viewer()
	if who.is_everything:
		return None
	if not (who.is_hr or (who.is_manager and work not in HR_ONLY)):
		_refuse()
	if who.companies is not None and company not in who.companies:
		_refuse()
	return None if who.is_hr else who.departments


def _may_look(company: str):
	who = permissions.viewer()
	if not (who.is_hr or who.is_manager or who.is_auditor):
		_refuse()
	if who.companies is not None and company not in who.companies:
		_refuse()


def _readable_run(run: str):
	if not isinstance(run, str) or not frappe.db.exists(bulk.RUN, run):
		_refuse()
	doc = frappe.get_doc(bulk.RUN, run)
	_may_look(doc.company)
	return doc


def _may_steer(doc) -> bool:
	who = permissions.viewer()
	if who.is_hr:
		return True
	return who.is_manager and doc.work not in HR_ONLY and doc.started_by == who.user


def _steerable_run(run: str):
	doc = _readable_run(run)
	if not _may_steer(doc):
		_refuse()
	return doc


def demand_open(period: str):
	status = frappe.db.get_value(PERIOD, period, "status")
	if status != "Open":
		frappe.throw(
			_("The period {0} is not open ({1}).").format(frappe.bold(period), _(status)),
			title=_("Period not open"),
		)


def _refuse():
	frappe.throw(
		_("This was not found, or is not yours to do."), frappe.PermissionError, title=_("Not permitted")
	)
