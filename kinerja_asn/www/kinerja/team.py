"""My team: the people whose appraiser the viewer is or acts for today, and the reading line below."""

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count
from frappe.utils import cint, getdate

from kinerja_asn import distribution, permissions
from kinerja_asn.www.kinerja import plans, shown

PAGE_LENGTH = 40
#: What a team is at most read at once; a leader with more people finds them by search.
MOST = 1000
#: filter of the list -> states of the plan
FILTERS = {
	"waiting": (),
	"proposed": ("Plan Proposed",),
	"draft": ("Draft", "Plan Returned"),
	"agreed": ("Plan Agreed", "Closed"),
	"none": (),
}


def first_plan(identities: list):
	"""Query for one plan whose appraiser the viewer is: who has one has a team, as who leads or acts for somebody."""
	Plan = DocType("Work Plan")
	return frappe.qb.from_(Plan).select(Plan.name).where(Plan.appraiser.isin(identities)).limit(1)


def appraised_by(table, who):
	"""Condition: rows whose appraiser the viewer is, or acts for today. The rows are confirmed by
	`permissions.stands_for`; this only keeps the others from being read."""
	condition = table.appraiser.isin(list(who.identities) or [""])
	for official, unit in who.acts_for:
		part = table.appraiser == official if official else table.appraiser.isnull() | (table.appraiser == "")
		condition |= part & (table.department == unit) if unit else part
	if who.employee:
		condition &= table.employee != who.employee
	return condition


def appraised(who, rows: list) -> list:
	return [row for row in rows if permissions.stands_for(who, row.appraiser, row.department)]


def members(who, period: str | None = None) -> list:
	"""Plans of the team in the open periods (or in one period), in the order of the list: by name."""
	Plan, Period = DocType("Work Plan"), DocType("Performance Period")
	query = (
		frappe.qb.from_(Plan)
		.join(Period)
		.on(Period.name == Plan.performance_period)
		.select(
			Plan.name,
			Plan.employee,
			Plan.employee_name,
			Plan.nip,
			Plan.position,
			Plan.department,
			Plan.department_name,
			Plan.workflow_state,
			Plan.proposed_at,
			Plan.appraiser,
			Plan.appraiser_name,
			Plan.from_date,
			Plan.to_date,
			Period.year,
		)
		.where(appraised_by(Plan, who) & (Plan.docstatus < 2))
		.orderby(Plan.employee_name)
		.orderby(Plan.from_date)
		.limit(MOST)
	)
	query = query.where(Plan.performance_period == period) if period else query.where(Period.status == "Open")
	return appraised(who, query.run(as_dict=True))


def tasks(who) -> dict[str, list]:
	"""work plan -> what else waits for the appraiser: adjustments, reports, evaluations."""
	wanted = (
		("Work Plan Adjustment", ("Adjustment Proposed",), "proposed_at", _("Adjustment proposed")),
		("Periodic Report", ("Report Sent",), "sent_at", _("Report to review")),
		("Performance Evaluation", ("Self Assessed", "Rated"), "modified", _("Evaluation to rate")),
	)
	found = {}
	for doctype, states, column, label in wanted:
		table = DocType(doctype)
		interval = table.performance_interval if doctype != "Work Plan Adjustment" else table.effective_from
		rows = (
			frappe.qb.from_(table)
			.select(
				table.name,
				table.work_plan,
				table.appraiser,
				table.department,
				table.workflow_state,
				table[column].as_("since"),
				interval.as_("interval"),
			)
			.where(appraised_by(table, who) & table.workflow_state.isin(states))
			.limit(MOST)
		).run(as_dict=True)
		for row in appraised(who, rows):
			text = _("Evaluation to hand over") if row.workflow_state == "Rated" else label
			if doctype != "Work Plan Adjustment":
				text = f"{text}: {shown.interval(row.interval) or _('the year')}"
			found.setdefault(row.work_plan, []).append(
				{"text": text, "url": shown.review_url(doctype, row.name), "since": row.since}
			)
	return found


def without_plan(who) -> list:
	"""Active civil servants under the viewer himself who have no plan in an open period."""
	if not who.identities:
		return []
	Employee, Plan, Period = DocType("Employee"), DocType("Work Plan"), DocType("Performance Period")
	planned = (
		frappe.qb.from_(Plan)
		.join(Period)
		.on((Period.name == Plan.performance_period) & (Period.status == "Open"))
		.select(Plan.employee)
		.where(Plan.docstatus < 2)
	)
	blank = Employee.asn_appraiser.isnull() | (Employee.asn_appraiser == "")
	under = Employee.asn_appraiser.isin(list(who.identities)) | (
		blank & Employee.reports_to.isin(list(who.identities))
	)
	return (
		frappe.qb.from_(Employee)
		.select(Employee.name, Employee.employee_name, Employee.designation, Employee.asn_standing)
		.where(
			under
			& (Employee.status == "Active")
			& Employee.asn_status.isnotnull()
			& Employee.asn_status.notin(["", "Non-ASN"])
			& (Employee.name != (who.employee or ""))
			& Employee.name.notin(planned)
		)
		.orderby(Employee.employee_name)
		.limit(100)
	).run(as_dict=True)


def line_below(who, text: str, page: int) -> tuple[list, int]:
	"""Plans of the reporting line below the team, read only."""
	if not who.leads:
		return [], 0
	Plan, Period, Employee = DocType("Work Plan"), DocType("Performance Period"), DocType("Employee")
	condition = (
		(Employee.lft > who.lft)
		& (Employee.rgt < who.rgt)
		& (Period.status == "Open")
		& (Plan.docstatus < 2)
		& (Plan.appraiser.isnull() | Plan.appraiser.notin(list(who.identities) or [""]))
	)
	if text:
		like = f"%{text}%"
		condition &= (
			Plan.employee_name.like(like) | Plan.position.like(like) | Plan.department_name.like(like)
		)
	query = (
		frappe.qb.from_(Plan)
		.join(Employee)
		.on(Employee.name == Plan.employee)
		.join(Period)
		.on(Period.name == Plan.performance_period)
		.where(condition)
	)
	total = cint(query.select(Count(Plan.name)).run()[0][0])
	rows = (
		query.select(
			Plan.name,
			Plan.employee_name,
			Plan.nip,
			Plan.position,
			Plan.department_name,
			Plan.workflow_state,
			Plan.appraiser_name,
			Plan.proposed_at,
			Period.year,
		)
		.orderby(Plan.department_name)
		.orderby(Plan.employee_name)
		.limit(PAGE_LENGTH)
		.offset((page - 1) * PAGE_LENGTH)
	).run(as_dict=True)
	return rows, total


def team(visit) -> dict:
	who, args = visit.who, visit.args
	text = (args.get("q") or "").strip()[:60]
	page = min(max(cint(args.get("page")), 1), 10_000)
	view = "line" if args.get("view") == "line" and who.leads else "team"
	if view == "line":
		rows, total = line_below(who, text, page)
		return {
			"view": view,
			"rows": rows,
			"total": total,
			"text": text,
			"page": page,
			"pages": pages_of(total),
			"leads": who.leads,
			"delegations": [],
		}
	visit.scripts, visit.styles = ("feedback.js",), ("feedback.css",)
	rows = members(who)
	pending = tasks(who)
	for row in rows:
		row.tasks = list(pending.get(row.name, []))
		if row.workflow_state == "Plan Proposed":
			row.tasks.insert(
				0,
				{
					"text": _("Plan to review"),
					"url": shown.review_url("Work Plan", row.name),
					"since": row.proposed_at,
				},
			)
		row.oldest = min((getdate(task["since"]) for task in row.tasks if task["since"]), default=None)
		row.acts_for = None if row.appraiser in who.identities else row.appraiser_name or _("the vacant post")
	missing = without_plan(who)
	counts = {
		"": len(rows) + len(missing),
		"waiting": sum(1 for row in rows if row.tasks),
		**{
			key: sum(1 for row in rows if row.workflow_state in states)
			for key, states in FILTERS.items()
			if states
		},
		"none": len(missing),
	}
	chosen = args.get("state") if args.get("state") in FILTERS else ""
	if chosen == "waiting":
		rows = [row for row in rows if row.tasks]
	elif chosen == "none":
		rows = []
	elif chosen:
		rows = [row for row in rows if row.workflow_state in FILTERS[chosen]]
	if chosen not in ("", "none"):
		missing = []
	if text:
		found = text.lower()
		rows = [row for row in rows if found in f"{row.employee_name} {row.position} {row.nip}".lower()]
		missing = [row for row in missing if found in f"{row.employee_name} {row.designation}".lower()]
	rows.sort(key=lambda row: (row.oldest is None, row.oldest or getdate(), row.employee_name or ""))
	start = (page - 1) * PAGE_LENGTH
	return {
		"view": view,
		"rows": rows[start : start + PAGE_LENGTH],
		"missing": missing if page == 1 else [],
		"total": len(rows),
		"text": text,
		"page": page,
		"pages": pages_of(len(rows)),
		"counts": counts,
		"chosen": chosen,
		"filters": [
			("", _("All")),
			("waiting", _("Waiting for me")),
			("proposed", _("Plan Proposed")),
			("draft", _("Being written")),
			("agreed", _("Plan Agreed")),
			("none", _("No plan")),
		],
		"leads": who.leads,
		"delegations": plans.delegations(who),
		"spread": None if chosen or text or page > 1 else spread_of(visit),
	}


def spread_of(visit) -> dict | None:
	"""The predicates of the viewer's people at the latest time that he has rated, beside the pattern."""
	found = distribution.own_team(visit.who)
	if not found:
		return None
	time, group = found
	visit.styles = (*visit.styles, "distribution.css")
	when = shown.interval(time.interval) if time.interval else _("the year")
	return {
		"title": _("Predicates of the people I appraise: {0}").format(when),
		"chart": distribution.chart(group.counts, group.unit_rating),
	}


def pages_of(total: int) -> int:
	return max((total + PAGE_LENGTH - 1) // PAGE_LENGTH, 1)
