"""Periodic reports: the list of a plan's intervals, and one report."""

import frappe
from frappe.query_builder import DocType
from frappe.utils import flt, getdate

from kinerja_asn import stages
from kinerja_asn.rules.achievement import achievement
from kinerja_asn.rules.planning import RANGE
from kinerja_asn.www.kinerja import documents, plans


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
			fields=["name", "performance_interval", "workflow_state", "late", "due_on", "sent_at"],
		)
	}
	open_in = windows(plan, "Reporting")
	today = getdate()
	running = plan.workflow_state == "Plan Agreed"
	rows = []
	for interval in stages.reporting_intervals(plan):
		report, window = there.get(interval.name), open_in.get(interval.name)
		due = (report and report.due_on) or (window and window.closes_on)
		opens = window and getdate(window.opens_on)
		rows.append(
			{
				"interval": interval.name,
				"report": report,
				"due": due,
				"opens": opens,
				"is_open": bool(opens and opens <= today),
				"overdue": bool(running and due and getdate(due) < today and not (report and report.sent_at)),
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
	own = doc.parts == {"employee"}
	visit.marked = documents.marked_part(doc, "reports")
	visit.scripts = ("plan.js",)
	writable, steps = documents.writable(doc), documents.steps(doc)
	indicators = {
		row.row_key: row
		for row in frappe.get_all(
			"Work Plan Indicator",
			filters={"parent": doc.work_plan, "parenttype": "Work Plan"},
			fields=["row_key", "direction", "target_low", "target_high"],
		)
	}
	groups = []
	for row in doc.realisations:
		if not groups or groups[-1]["key"] != row.result_key:
			groups.append({"key": row.result_key, "result": row.result, "rows": []})
		row.percent = percent_of(row, indicators.get(row.indicator_key))
		groups[-1]["rows"].append(row)
	return {
		"doc": doc,
		"own": own,
		"groups": groups,
		"steps": steps,
		"may_write": "realisations.realisation" in writable,
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


def percent_of(row, indicator) -> float | None:
	"""How far a row's target was reached: fewer minutes than allowed are more than 100 percent."""
	if not row.reported or not indicator:
		return None
	is_range = indicator.direction == RANGE
	if not is_range and not flt(row.target):
		return None
	percent = achievement(
		row.realisation,
		row.target,
		indicator.direction,
		low=indicator.target_low if is_range else None,
		high=indicator.target_high if is_range else None,
	)
	return None if percent is None else min(flt(percent), 999)
