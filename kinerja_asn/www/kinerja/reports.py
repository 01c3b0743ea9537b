"""Periodic reports: the list of a plan's intervals, and one report."""

import re
from urllib.parse import urlencode

import frappe
from frappe.query_builder import DocType
from frappe.utils import getdate

from kinerja_asn import leave, stages
from kinerja_asn.www.kinerja import documents, past, plans

MONTH = re.compile(r"\d{4}-\d{2}$")


def chosen_plan(visit, tables=()):
	"""The plan that a list is about: the one asked for, else the viewer's own of today."""
	name, others = visit.args.get("plan"), []
	if not name and visit.who.employee:
		others = plans.plans_of(visit.who.employee)
		mine = plans.current(
			[row for row in others if row.workflow_state in ("Plan Agreed", "Closed")] or others
		)
		name = mine
	if not name:
		return None, []
	plan = documents.read("Work Plan", name, visit.who, tables=tables)
	return plan, [row for row in others if row.name != plan.name]


def windows(plan, *stages: str) -> dict:
	"""interval ("" for stages of the year) -> the window of the stage."""
	Stage = DocType("Performance Stage")
	rows = (
		frappe.qb.from_(Stage)
		.select(Stage.performance_interval, Stage.opens_on, Stage.closes_on)
		.where((Stage.parent == plan.performance_period) & Stage.stage.isin(stages))
	).run(as_dict=True)
	return {row.performance_interval or "": row for row in rows}


def reports(visit) -> dict:
	plan, others = chosen_plan(visit)
	if not plan:
		return {"plan": None}
	own = plan.parts == {"employee"}
	visit.marked = documents.marked_part(plan, "reports")
	visit.scripts = ("plan.js",)
	there = {
		row.performance_interval: row
		for row in frappe.get_all(
			"Periodic Report",
			filters={"work_plan": plan.name, "docstatus": ["<", 2]},
			fields=[
				"name",
				"performance_interval",
				"workflow_state",
				"late",
				"days_late",
				"due_on",
				"sent_at",
			],
		)
	}
	open_in = windows(plan, "Reporting")
	today = getdate()
	running = plan.workflow_state == "Plan Agreed"
	rows = []
	intervals = stages.reporting_intervals(plan)
	on_leave = leave.fully_on_leave([plan.employee], [row.name for row in intervals])
	for interval in intervals:
		report, window = there.get(interval.name), open_in.get(interval.name)
		due = (report and report.due_on) or (window and window.closes_on)
		opens = window and getdate(window.opens_on)
		# whoever was on leave throughout is not asked, and may write all the same
		away = (plan.employee, interval.name) in on_leave
		late = bool(running and due and getdate(due) < today and not (report and report.sent_at))
		rows.append(
			{
				"interval": interval.name,
				"report": report,
				"due": due,
				"opens": opens,
				"is_open": bool(opens and opens <= today),
				"on_leave": away,
				"overdue": late and not away,
			}
		)
	return {
		"plan": plan,
		"own": own,
		"others": others,
		"rows": rows,
		"running": running,
		"page_data": {"name": plan.name},
	}


def report(visit) -> dict:
	doc = documents.read("Periodic Report", visit.args.get("name"), visit.who)
	visit.marked = documents.marked_part(doc, "reports")
	return report_of(visit, doc)


def report_of(visit, doc) -> dict:
	"""One report with what was before, for its own page and for the appraiser's desk."""
	own = doc.parts == {"employee"}
	visit.scripts, visit.styles = ("plan.js",), ("work.css",)
	writable, steps = documents.writable(doc), documents.steps(doc)
	may_attach = "realisations.evidence" in writable
	if may_attach:
		visit.scripts = ("evidence.js", "report.js", "plan.js")
	before, entries = past.reports_before(doc)
	logs = past.logs_of(doc)
	groups = []
	for row in doc.realisations:
		if not groups or groups[-1]["key"] != row.result_key:
			groups.append({"key": row.result_key, "result": row.result, "rows": []})
		key = row.indicator_key or row.result_key
		row.past = entries.get(key, [])
		row.picture = past.picture_of(row, [*row.past, past.entry_of(row, doc.performance_interval)])
		row.logs = logs.get(key, [])
		row.percent = row.achievement if row.has_achievement else None
		row.percent_until_now = row.cumulative_achievement if row.has_cumulative else None
		groups[-1]["rows"].append(row)
	return {
		"doc": doc,
		"own": own,
		"groups": groups,
		"before": [
			row for row in before if row.self_assessment or row.obstacles or row.review_note or row.late
		],
		"predicates": past.predicates_before(doc),
		"loose_logs": logs.get("", []),
		"has_logs": any(row.measured for rows in logs.values() for row in rows),
		"logs_url": logs_url(doc, own),
		"steps": steps,
		"may_write": "realisations.realisation" in writable,
		"may_attach": may_attach,
		"may_review": "review_note" in writable and bool(steps & {"Accept", "Return"}),
		"may_note": "realisations.appraiser_note" in writable,
		"delegation": None if own else plans.acting_for(visit, doc),
		"page_data": {
			"doctype": doc.doctype,
			"name": doc.name,
			"modified": str(doc.modified),
			"save": "kinerja_asn.api.reports.save",
		},
	}


def logs_url(doc, own: bool) -> str:
	"""Where the daily logs of a report's interval stand: its month; a longer interval begins with the newest."""
	parameters = {} if own else {"plan": doc.work_plan}
	month = MONTH.match(doc.performance_interval)
	return "/kinerja/logs?" + urlencode(parameters | ({"month": month.group()} if month else {}))
