"""The portal's first page, today: the quick entry, what waits, where the plan stands, the year's course, the team in numbers."""

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import getdate

from kinerja_asn import notifications, permissions
from kinerja_asn.www.kinerja import logs, plans, shown, team


def home(visit) -> dict:
	who = visit.who
	mine = plans.plans_of(who.employee) if who.employee else []
	plan = plans.current(mine)
	period = plan.performance_period if plan else None
	stages = stages_of(period, visit.person.company)
	waiting = [with_url(item) for item in notifications.waiting_for(who.user)]
	visit.scripts = ("plan.js",)
	log = logs.today(visit, plan)
	return {
		"log": log,
		"page_data": log and log.pop("page_data"),
		"plan": plan,
		"steps": plan_steps(plan) if plan else [],
		"may_start": plans.may_start(who) and bool(stages),
		"period_open": bool(stages),
		"no_duty": None if plan else plans.no_duty(who),
		"waiting": waiting[:12],
		"more_waiting": max(len(waiting) - 12, 0),
		"stages": near(stages),
		"course": course(plan, stages) if plan and plan.workflow_state in ("Plan Agreed", "Closed") else None,
		"team": team_in_numbers(who) if visit.has_team else None,
		"delegations": plans.delegations(who),
		"today": getdate(),
	}


def with_url(item: dict) -> dict:
	"""Where to do it: in the portal, except for acts that HR records for an external appraiser in the desk."""
	url = item["url"]
	if item["kind"] not in ("record", "calibrate"):
		find = shown.review_url if item["kind"] == "appraise" else shown.url_of
		url = find(item["doctype"], item["name"]) or url
	whose = [] if item["kind"] == "own" else [item["title"]]
	interval = shown.interval(item["interval"]) if item["interval"] else ""
	# a title may say it itself, as campaigns do
	if interval and not any(interval in (one or "") for one in whose):
		whose.append(interval)
	return item | {"url": url, "whose": " · ".join(whose)}


def plan_steps(plan) -> list[dict]:
	"""The course of a plan as three steps: (label, day, done, current)."""
	place = {"Draft": 0, "Plan Returned": 0, "Plan Proposed": 1, "Plan Agreed": 2, "Closed": 2}.get(
		plan.workflow_state, 0
	)
	first = _("Plan Returned") if plan.workflow_state == "Plan Returned" else _("Draft")
	last = _("Closed") if plan.workflow_state == "Closed" else _("Plan Agreed")
	days = (
		plan.returned_at if plan.workflow_state == "Plan Returned" else None,
		plan.proposed_at,
		plan.agreed_on,
	)
	return [
		{
			"label": label,
			"day": shown.short_day(days[number]) if number <= place else "",
			"done": number < place or place == 2,
			"current": number == place,
			"alert": number == 0 and plan.workflow_state == "Plan Returned",
		}
		for number, label in enumerate((first, _("Plan Proposed"), last))
	]


def stages_of(period: str | None, company: str | None) -> list:
	"""Stage windows of a period, or of the agency's open period where the person has no plan yet."""
	Period, Stage = DocType("Performance Period"), DocType("Performance Stage")
	query = (
		frappe.qb.from_(Stage)
		.join(Period)
		.on((Period.name == Stage.parent) & (Stage.parenttype == "Performance Period"))
		.select(Stage.stage, Stage.performance_interval, Stage.opens_on, Stage.closes_on, Period.year)
		.orderby(Stage.opens_on)
		.orderby(Stage.closes_on)
		.orderby(Stage.idx)
	)
	if period:
		query = query.where(Period.name == period)
	else:
		query = query.where((Period.company == (company or "")) & (Period.status == "Open"))
	return query.run(as_dict=True)


def near(stages: list) -> list[dict]:
	"""Of each kind of stage the one that is open today and the next one that opens, the nearest first."""
	today = getdate()
	found, kinds = [], set()
	for row in sorted(stages, key=lambda row: (getdate(row.closes_on), getdate(row.opens_on))):
		opens, closes = getdate(row.opens_on), getdate(row.closes_on)
		is_open = opens <= today <= closes
		if closes < today or (row.stage, is_open) in kinds:
			continue
		kinds.add((row.stage, is_open))
		title = _(row.stage)
		if row.performance_interval:
			title = f"{title}: {shown.interval(row.performance_interval)}"
		found.append(
			{
				"title": title,
				"open": is_open,
				"opens": opens,
				"closes": closes,
				"days_left": (closes - today).days if is_open else None,
			}
		)
	found.sort(key=lambda row: (not row["open"], row["closes"] if row["open"] else row["opens"]))
	return found[:5]


def course(plan, stages: list) -> dict:
	"""The year's reports and evaluations of a plan, one cell per interval."""
	reports = {
		row.performance_interval: row
		for row in frappe.get_all(
			"Periodic Report",
			filters={"work_plan": plan.name, "docstatus": ["<", 2]},
			fields=["name", "performance_interval", "workflow_state", "late"],
		)
	}
	evaluations = evaluations_of(plan.name)
	today = getdate()
	report_cells, evaluation_cells = [], []
	for row in stages:
		if row.stage == "Reporting":
			report = reports.get(row.performance_interval)
			tone, label = "none", _("No report yet")
			if report:
				shape = shown.state(report.workflow_state)
				tone, label = shape["tone"], shape["label"]
			elif getdate(row.closes_on) < today:
				tone, label = "alert", _("Overdue")
			elif getdate(row.opens_on) <= today:
				tone, label = "open", _("Can be reported now")
			report_cells.append(
				{
					"short": shown.interval(row.performance_interval, short=True),
					"title": shown.interval(row.performance_interval),
					"tone": tone,
					"label": label,
					"url": shown.url_of("Periodic Report", report.name) if report else "/kinerja/reports",
				}
			)
		elif row.stage in ("Periodic Evaluation", "Annual Evaluation"):
			evaluation = evaluations.get(row.performance_interval or "Annual")
			shape = shown.predicate(evaluation.predicate if evaluation else None)
			evaluation_cells.append(
				{
					"annual": not row.performance_interval,
					"short": shown.interval(row.performance_interval, short=True)
					if row.performance_interval
					else _("Year"),
					"title": shown.interval(row.performance_interval)
					if row.performance_interval
					else _("Annual evaluation"),
					"tone": shape["tone"] if evaluation and evaluation.predicate else "none",
					"label": shape["label"],
					"url": shown.url_of("Performance Evaluation", evaluation.name)
					if evaluation
					else "/kinerja/evaluations",
				}
			)
	# the annual evaluation opens before the last interval's, but stands at the end of the year
	evaluation_cells.sort(key=lambda cell: cell["annual"])
	return {"reports": report_cells, "evaluations": evaluation_cells}


def evaluations_of(work_plan: str) -> dict:
	"""interval (or "Annual") -> the employee's own evaluations as far as he may see them."""
	hidden = permissions.HIDDEN_FROM_EMPLOYEE["Performance Evaluation"]
	return {
		row.performance_interval or "Annual": row
		for row in frappe.get_all(
			"Performance Evaluation",
			filters={"work_plan": work_plan, "docstatus": ["<", 2], "workflow_state": ["not in", hidden]},
			fields=["name", "kind", "performance_interval", "workflow_state", "predicate"],
		)
	}


def team_in_numbers(who) -> dict:
	rows = team.members(who)
	total = len(rows)
	parts = [
		(
			"good",
			_("Plan Agreed"),
			sum(1 for row in rows if row.workflow_state in ("Plan Agreed", "Closed")),
			"agreed",
		),
		(
			"waiting",
			_("Plan Proposed"),
			sum(1 for row in rows if row.workflow_state == "Plan Proposed"),
			"proposed",
		),
		(
			"quiet",
			_("Being written"),
			sum(1 for row in rows if row.workflow_state in ("Draft", "Plan Returned")),
			"draft",
		),
	]
	return {
		"total": total,
		"parts": [
			{
				"tone": tone,
				"label": label,
				"count": count,
				"percent": round(100 * count / total, 1) if total else 0,
				"state": state,
			}
			for tone, label, count, state in parts
		],
	}
