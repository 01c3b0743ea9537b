"""Writing a work plan, from the portal and from the buttons of the desk."""

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import cint, flt

from kinerja_asn import adjusting, permissions, planned_rows, problems, role_results, stages
from kinerja_asn.api.steps import content_of, readable, refuse_outdated, replace_rows, state_of
from kinerja_asn.kinerja_asn.doctype.work_plan import work_plan as plans
from kinerja_asn.rules import planning
from kinerja_asn.rules.errors import RuleError
from kinerja_asn.setup.settings import setting


@frappe.whitelist(methods=["POST"])
def start(period: str | None = None, employee: str | None = None) -> dict:
	"""Start a draft that the opening of the period has missed, for oneself (or, as HR, for somebody)."""
	who = permissions.viewer()
	employee = employee or who.employee
	if not employee:
		frappe.throw(_("Your user is not linked to an employee. Please ask HR."), frappe.PermissionError)
	if employee == who.employee and not cint(setting("employee_may_create_plan")):
		frappe.throw(_("Plans are started by HR in this agency."), frappe.PermissionError)
	period = period or stages.open_period_of(frappe.db.get_value("Employee", employee, "company"))
	if not period:
		frappe.throw(_("No period is open in your agency yet. Please ask HR."), title=_("No open period"))
	doc = frappe.get_doc(
		{
			"doctype": "Work Plan",
			"employee_type": "Employee",
			"employee": employee,
			"performance_period": period,
		}
	)
	doc.insert()
	return state_of(doc)


@frappe.whitelist(methods=["POST"])
def save(name: str, content: dict | str, modified: str, doctype: str = "Work Plan") -> dict:
	"""Save the typed content of a plan, or of an adjustment: tables that are given are replaced as a whole."""
	doc = _content_document(doctype, name)
	refuse_outdated(doc, modified)
	content = content_of(content)
	replace_rows(doc, content, plans.CONTENT_TABLES)
	heads = ("approach",) if doctype == "Work Plan" else ("cause", "reason", "effective_from")
	for fieldname in heads:
		if fieldname in content:
			doc.set(fieldname, content[fieldname])
	doc.save()
	return state_of(doc)


def _content_document(doctype: str, name: str):
	if doctype not in ("Work Plan", "Work Plan Adjustment"):
		frappe.throw(_("{0} has no plan rows.").format(doctype), frappe.PermissionError)
	return readable(doctype, name)


@frappe.whitelist(methods=["GET", "POST"])
def superior_results(work_plan: str, leader: str | None = None, doctype: str = "Work Plan") -> dict:
	"""The results one may support: those of the superior's current plan, or of another leader's (team work).

	Live from the other's plan: nothing has to be synchronised first. Only the words of the results are given.

	Returns:
		{"owner": name, "state": state of his plan or None, "results": [{plan, row_key, short_code, kind, result}],
		"cells": what leaders expect of this person in their matrices, [{..., owner, expected_result}]}
	"""
	doc = _content_document(doctype, work_plan)
	owner = leader or (doc.appraiser if doc.appraiser_type == "Employee" else None)
	answer = {"owner": doc.appraiser_name if not leader else None, "state": None, "results": []}
	period = plans.period_of(doc)
	answer["cells"] = role_results.cells_of(doc.employee, period, leader)
	if not owner or owner == doc.employee:
		return answer
	Plan, Result = DocType("Work Plan"), DocType("Work Plan Result")
	if owner != doc.appraiser and not plans.leads(owner):
		return answer
	rows = (
		frappe.qb.from_(Plan)
		.left_join(Result)
		.on((Result.parent == Plan.name) & (Result.parenttype == "Work Plan"))
		.select(
			Plan.name.as_("plan"),
			Plan.employee_name,
			Plan.workflow_state,
			Result.row_key,
			Result.short_code,
			Result.kind,
			Result.result,
			Result.closed_on,
		)
		.where((Plan.employee == owner) & (Plan.performance_period == period) & (Plan.docstatus < 2))
		.orderby(Plan.from_date)
		.orderby(Result.idx)
	).run(as_dict=True)
	for row in rows:
		if owner != doc.appraiser and row.workflow_state not in plans.SHOWN_TO_OTHERS:
			continue
		answer["owner"], answer["state"] = row.employee_name, row.workflow_state
		if row.row_key and not row.closed_on:
			answer["results"].append(
				{key: row[key] for key in ("plan", "row_key", "short_code", "kind", "result")}
			)
	return answer


@frappe.whitelist(methods=["GET", "POST"])
def leaders(work_plan: str, text: str = "", doctype: str = "Work Plan") -> list[dict]:
	"""Leaders of the same agency whose results may be supported too, by name or post (at most 20)."""
	doc = _content_document(doctype, work_plan)
	Plan, Employee = DocType("Work Plan"), DocType("Employee")
	text = f"%{text.strip()[:60]}%"
	return (
		frappe.qb.from_(Plan)
		.join(Employee)
		.on(Employee.name == Plan.employee)
		.select(Plan.employee, Plan.employee_name, Plan.position, Plan.department_name)
		.where(
			(Plan.performance_period == plans.period_of(doc))
			& Plan.workflow_state.isin(plans.SHOWN_TO_OTHERS)
			& (Plan.employee != doc.employee)
			& (Employee.rgt > Employee.lft + 1)
			& (Plan.employee_name.like(text) | Plan.position.like(text))
		)
		.orderby(Plan.employee_name)
		.limit(20)
	).run(as_dict=True)


@frappe.whitelist(methods=["GET", "POST"])
def proposed_actions(work_plan: str, doctype: str = "Work Plan") -> list[dict]:
	"""Interval targets proposed from the yearly targets, for indicators that have none yet.

	A target that adds up is spread exactly over the reporting intervals; an average or a last value stands in each.
	"""
	return _proposed_actions(_content_document(doctype, work_plan))


def _proposed_actions(doc) -> list[dict]:
	plan = doc if doc.doctype == "Work Plan" else doc.plan
	intervals = stages.reporting_intervals(plan)
	planned = {row.indicator_key for row in doc.actions if row.indicator_key}
	rows = []
	for row in doc.indicators:
		if row.closed_on or row.row_key in planned or row.direction == planning.RANGE or not intervals:
			continue
		try:
			parts = planning.spread_target(
				str(flt(row.target, 6)), len(intervals), row.adds_up or planning.SUM
			)
		except RuleError as error:
			frappe.throw(
				_("Indicators, row {0}: {1}").format(row.idx, problems.in_words(error)),
				title=_("Cannot be spread"),
			)
		for interval, part in zip(intervals, parts, strict=True):
			if not part and (row.adds_up or planning.SUM) == planning.SUM and flt(row.target):
				continue
			rows.append(
				{
					"result_code": row.result_code,
					"indicator_key": row.row_key,
					"action": row.indicator,
					"performance_interval": interval.name,
					"target": flt(part),
					"uom": row.uom,
				}
			)
	return rows


@frappe.whitelist(methods=["POST"])
def add_proposed_actions(work_plan: str, modified: str | None = None, doctype: str = "Work Plan") -> dict:
	"""Put the proposed interval targets into the draft; rows that are there stay as they are."""
	doc = _content_document(doctype, work_plan)
	refuse_outdated(doc, modified)
	for row in _proposed_actions(doc):
		doc.append("actions", row)
	doc.save()
	return state_of(doc)


@frappe.whitelist(methods=["GET", "POST"])
def copy_sources(work_plan: str) -> list[dict]:
	"""Plans to copy from: one's own earlier plans, and agreed plans of colleagues with the same post and unit."""
	doc = readable("Work Plan", work_plan)
	Plan = DocType("Work Plan")
	rows = (
		frappe.qb.from_(Plan)
		.select(Plan.name, Plan.employee, Plan.employee_name, Plan.position, Plan.from_date, Plan.to_date)
		.where((Plan.name != doc.name) & (Plan.docstatus < 2) & _copyable(Plan, doc))
		.orderby(Plan.from_date, order=frappe.qb.desc)
		.limit(20)
	).run(as_dict=True)
	for row in rows:
		row["own"] = row.pop("employee") == doc.employee
	return rows


def _copyable(Plan, doc):
	own = Plan.employee == doc.employee
	if not doc.position or not doc.department:
		return own
	colleague = (
		(Plan.position == doc.position)
		& (Plan.department == doc.department)
		& (Plan.plan_model == doc.plan_model)
		& Plan.workflow_state.isin(["Plan Agreed", "Closed"])
	)
	return own | colleague


@frappe.whitelist(methods=["POST"])
def copy_from(work_plan: str, source: str, modified: str | None = None) -> dict:
	"""Copy results, indicators and annex of another plan into a draft.

	From one's own plan the targets come along. From a colleague's only the words come, since targets, notes and
	expectations are agreed with each person.
	"""
	doc = readable("Work Plan", work_plan)
	refuse_outdated(doc, modified)
	Plan = DocType("Work Plan")
	found = (
		frappe.qb.from_(Plan)
		.select(Plan.name, Plan.employee, Plan.performance_period)
		.where((Plan.name == source) & (Plan.name != doc.name) & (Plan.docstatus < 2) & _copyable(Plan, doc))
	).run(as_dict=True)
	if not found:
		frappe.throw(_("This plan cannot be copied."), frappe.PermissionError)
	same_person = found[0].employee == doc.employee
	same_period = found[0].performance_period == doc.performance_period
	_copy_rows(frappe.get_doc("Work Plan", source), doc, with_targets=same_person, with_superior=same_period)
	doc.source_plan = source
	# the client could not set this column; it only remembers where the rows came from
	doc.flags.copied_from = source
	doc.save()
	return state_of(doc)


def _copy_rows(source, doc, with_targets: bool, with_superior: bool):
	codes = {}
	taken = {row.short_code for row in doc.results}
	closed = _closed_results(source.results) if with_superior else ()
	for row in source.results:
		if row.closed_on:
			continue
		code = row.short_code if row.short_code not in taken else None
		new = doc.append(
			"results",
			{
				"short_code": code,
				"kind": row.kind,
				"result": row.result,
				"perspective": row.perspective,
				"success_measure": row.success_measure if with_targets else None,
			},
		)
		if with_superior and row.superior_row_key not in closed:
			new.superior_plan, new.superior_row_key = row.superior_plan, row.superior_row_key
		codes[row.row_key] = new
	planned_rows.code_rows(doc, "results")
	columns = [
		"performance_indicator",
		"indicator",
		"aspect",
		"direction",
		"adds_up",
		"uom",
		"highest_possible_target",
	]
	if with_targets:
		columns += ["target", "target_low", "target_high"]
	for row in source.indicators:
		if row.closed_on or row.result_key not in codes:
			continue
		doc.append(
			"indicators",
			{
				"result_code": codes[row.result_key].short_code,
				**{column: row.get(column) for column in columns},
			},
		)
	filled = {row.kind for row in doc.annex if (row.description or "").strip()}
	for row in source.annex:
		if row.kind in filled or not (row.description or "").strip():
			continue
		blank = next(
			(mine for mine in doc.annex if mine.kind == row.kind and not (mine.description or "").strip()),
			None,
		)
		if blank:
			blank.description = row.description
		else:
			doc.append("annex", {"kind": row.kind, "description": row.description})


def _closed_results(rows) -> set[str]:
	"""Superior's results named by these rows that an adjustment has closed since."""
	keys = [row.superior_row_key for row in rows if row.superior_row_key]
	Result = DocType("Work Plan Result")
	return set(
		frappe.qb.from_(Result)
		.select(Result.row_key)
		.where(
			(Result.parenttype == "Work Plan")
			& Result.row_key.isin(keys or [""])
			& Result.closed_on.isnotnull()
		)
		.run(pluck=True)
	)


@frappe.whitelist(methods=["GET", "POST"])
def version(work_plan: str, number: int) -> dict:
	"""The content of a plan as it was in a numbered version."""
	return adjusting.version_of(readable("Work Plan", work_plan), number)


@frappe.whitelist(methods=["POST"])
def start_adjustment(work_plan: str, cause: str, reason: str, effective_from: str | None = None) -> dict:
	"""Start an adjustment of an agreed plan; it begins with the plan's rows as they are."""
	readable("Work Plan", work_plan)
	doc = frappe.get_doc(
		{
			"doctype": "Work Plan Adjustment",
			"work_plan": work_plan,
			"cause": cause,
			"reason": reason,
			"effective_from": effective_from,
		}
	)
	doc.insert()
	return state_of(doc)
