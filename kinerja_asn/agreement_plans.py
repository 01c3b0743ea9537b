"""The work plan (SKP) of a unit's head, drafted from the performance agreement of his unit.

Nothing gets into a running plan silently: what an adjustment of the agreement changes comes to the head as the draft of an
adjustment of his plan.
"""

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import cstr, flt, getdate

from kinerja_asn import adjusting, agreements, notifications, planned_rows
from kinerja_asn.figures import number
from kinerja_asn.kinerja_asn.doctype.work_plan import work_plan as plans
from kinerja_asn.rules import planning

PLAN, ADJUSTMENT = "Work Plan", "Work Plan Adjustment"
#: columns of an agreement's row -> columns of the plan's row
RESULT_COLUMNS = {"objective": "result", "perspective": "perspective"}
INDICATOR_COLUMNS = {
	column: column for column in ("performance_indicator", "indicator", *planned_rows.TARGET_COLUMNS)
}


# --- one click ---------------------------------------------------------------------------------------------


def draft_plan(agreement):
	"""Put the objectives and indicators of an agreement into the plan of the unit's head; the caller may read the agreement.

	The draft is made if there is none; a running plan gets them as the draft of an adjustment. Rows that are there stay
	as they are. What the user may write is asked of the plan itself.

	Returns:
		(document, number of rows added); the running plan itself where nothing is missing in it, since the draft of an
		adjustment that changes nothing could only be deleted again
	"""
	if agreement.workflow_state not in agreements.IN_FORCE:
		frappe.throw(
			_("A work plan is drafted from an agreed agreement; {0} is {1}.").format(
				frappe.bold(agreement.name), _(agreement.workflow_state)
			),
			title=_("Not in force"),
		)
	if not agreement.employee:
		frappe.throw(
			_("The unit has no head in service, whose work plan this would be."), title=_("Unit without head")
		)
	doc = _document_to_write(agreement)
	added = take_over(doc, agreement)
	if not added:
		return (frappe.get_doc(PLAN, doc.work_plan) if doc.is_new() else doc), 0
	doc.insert() if doc.is_new() else doc.save()
	return doc, added


def _document_to_write(agreement):
	"""The head's draft, or the draft of an adjustment of his running plan."""
	name = plan_of_head(agreement)
	if not name:
		plan = frappe.get_doc(
			{
				"doctype": PLAN,
				"employee_type": "Employee",
				"employee": agreement.employee,
				"performance_period": agreement.performance_period,
			}
		)
		plan.insert()
		return plan
	plan = frappe.get_doc(PLAN, name)
	plan.check_permission("read")
	if plan.workflow_state == "Plan Proposed":
		frappe.throw(
			_(
				"The work plan {0} is proposed. Withdraw it, or wait for the answer, before you draft it anew."
			).format(frappe.bold(plan.name)),
			title=_("Plan is proposed"),
		)
	if plan.workflow_state not in plans.RUNNING:
		return plan
	open_one = adjusting.open_adjustment(ADJUSTMENT, plan.name)
	if not open_one:
		return new_adjustment(
			plan,
			cause="Other",
			reason=_("From the performance agreement {0}").format(agreement.name),
		)
	doc = frappe.get_doc(ADJUSTMENT, open_one)
	if doc.workflow_state != "Draft":
		frappe.throw(
			_("The adjustment {0} is proposed. It is decided before another one is written.").format(
				frappe.bold(doc.name)
			),
			title=_("Adjustment is proposed"),
		)
	return doc


def agreement_of(plan) -> str | None:
	"""The agreed agreement of the unit that the person of a plan heads."""
	return frappe.db.get_value(
		"Performance Agreement",
		{
			"employee": plan.employee,
			"performance_period": plan.performance_period,
			"workflow_state": ["in", agreements.IN_FORCE],
			"docstatus": 1,
		},
	)


def plan_of_head(agreement) -> str | None:
	"""The plan of the unit's head in the agreement's period: the last one that is neither closed nor cancelled."""
	return frappe.db.get_value(
		PLAN,
		{
			"employee": agreement.employee,
			"performance_period": agreement.performance_period,
			"docstatus": ["<", 2],
			"workflow_state": ["!=", "Closed"],
		},
		"name",
		order_by="from_date desc",
	)


def new_adjustment(plan, cause: str, reason: str, effective_from=None):
	"""The draft of an adjustment with the plan's rows, not inserted yet."""
	doc = frappe.new_doc(ADJUSTMENT)
	first = max(
		getdate(), adjusting.first_day_of_next_version(plan), getdate(effective_from or plan.from_date)
	)
	doc.update({"work_plan": plan.name, "cause": cause, "reason": reason[:5000], "effective_from": first})
	doc.copy_rows(plan)
	for table in doc.TABLES:
		for row in doc.get(table):
			# copied from the plan by the server
			row.flags.by_server = True
	return doc


# --- rows --------------------------------------------------------------------------------------------------


def take_over(doc, agreement) -> int:
	"""Add what the plan (or adjustment) does not hold yet of an agreement; returns how many rows were added."""
	approach = doc.get("approach") or frappe.db.get_value(PLAN, doc.get("work_plan"), "approach")
	objectives = [row for row in agreement.objectives if not row.closed_on]
	indicators = [row for row in agreement.indicators if not row.closed_on]
	held = {row.agreement_row_key: row for row in doc.results if row.agreement_row_key}
	above = _results_above(doc, objectives)
	taken = {cstr(row.short_code).lower() for row in doc.results}
	added = 0
	for source in objectives:
		if source.row_key in held:
			continue
		row = doc.append(
			"results",
			{
				"kind": planning.MAIN,
				**{column: source.get(name) for name, column in RESULT_COLUMNS.items()},
				"agreement": agreement.name,
				"agreement_row_key": source.row_key,
				**above.get(source.parent_row_key, {}),
			},
		)
		if source.short_code and source.short_code.lower() not in taken:
			row.short_code = source.short_code
			taken.add(source.short_code.lower())
		if approach == planning.QUALITATIVE:
			row.success_measure = _in_words(source, indicators)
		# the client could not set the columns of the agreement
		row.flags.by_server = True
		held[source.row_key] = row
		added += 1
	planned_rows.code_rows(doc, "results")
	known = {row.agreement_row_key for row in doc.indicators if row.agreement_row_key}
	for source in indicators:
		if approach == planning.QUALITATIVE or source.row_key in known or source.result_key not in held:
			continue
		row = doc.append(
			"indicators",
			{
				"result_code": held[source.result_key].short_code,
				**{column: source.get(name) for name, column in INDICATOR_COLUMNS.items()},
				"agreement_row_key": source.row_key,
			},
		)
		row.flags.by_server = True
		added += 1
	return added


def _in_words(objective, indicators) -> str:
	"""The measure of success of a qualitative plan: the key indicators with their targets."""
	parts = []
	for row in indicators:
		if row.result_key != objective.row_key:
			continue
		if row.direction == planning.RANGE:
			target = f"{number(row.target_low)}–{number(row.target_high)}"
		else:
			target = number(row.target)
		parts.append(" ".join(f"{row.indicator}: {target} {row.uom or ''}".split()))
	return "; ".join(parts)


def _results_above(doc, objectives) -> dict[str, dict]:
	"""key of the parent's objective -> the result of the leader's plan that carries it, if the head may support it."""
	keys = [row.parent_row_key for row in objectives if row.parent_row_key]
	if not keys or doc.appraiser_type != "Employee" or not doc.appraiser:
		return {}
	Result, Plan = DocType("Work Plan Result"), DocType(PLAN)
	rows = (
		frappe.qb.from_(Result)
		.join(Plan)
		.on(Plan.name == Result.parent)
		.select(Result.agreement_row_key, Result.parent, Result.row_key)
		.where(
			(Result.parenttype == PLAN)
			& Result.agreement_row_key.isin(keys)
			& Result.closed_on.isnull()
			& (Plan.employee == doc.appraiser)
			& (Plan.performance_period == plans.period_of(doc))
			& (Plan.docstatus < 2)
		)
		.orderby(Plan.from_date)
	).run(as_dict=True)
	return {
		row.agreement_row_key: {"superior_plan": row.parent, "superior_row_key": row.row_key} for row in rows
	}


# --- after an adjustment of the agreement ------------------------------------------------------------------


def propose_changes(adjustment):
	"""Bring what an agreed adjustment of an agreement changes to the plans that were drafted from it, as proposals."""
	agreement = frappe.get_doc("Performance Agreement", adjustment.agreement)
	version = next(row for row in agreement.versions if row.adjustment == adjustment.name)
	before = adjusting.content_of_version(version, agreement.doctype, agreements.CONTENT_TABLES)
	for plan in _plans_drafted_from(agreement):
		if plan.workflow_state in plans.RUNNING:
			draft = _proposal(plan, agreement, before, adjustment)
		else:
			draft = None
		_tell(plan, draft, agreement)


def _plans_drafted_from(agreement) -> list:
	Plan, Result = DocType(PLAN), DocType("Work Plan Result")
	names = (
		frappe.qb.from_(Plan)
		.join(Result)
		.on((Result.parent == Plan.name) & (Result.parenttype == PLAN))
		.select(Plan.name)
		.distinct()
		.where(
			(Result.agreement == agreement.name)
			& (Plan.docstatus < 2)
			& Plan.workflow_state.notin(("Closed", "Cancelled"))
		)
	).run(pluck=True)
	return [frappe.get_doc(PLAN, name) for name in names]


def _proposal(plan, agreement, before, adjustment) -> str | None:
	"""The draft of an adjustment that carries the changes, or None where it could not be written."""
	if adjusting.open_adjustment(ADJUSTMENT, plan.name):
		return None
	doc = new_adjustment(
		plan,
		cause=adjustment.cause,
		reason=_("Adjustment of the performance agreement {0}: {1}").format(
			agreement.name, adjustment.reason
		),
		effective_from=adjustment.effective_from,
	)
	changed = _carry_changes(doc, agreement, before)
	if not (take_over(doc, agreement) or changed):
		return None
	doc.flags.by_server = True
	# a draft in the head's name, of what was agreed on the agreement; he proposes it, changes it or deletes it
	doc.flags.ignore_permissions = True
	try:
		frappe.db.savepoint("plan_proposal")
		doc.insert()
	except frappe.ValidationError:
		# the agreement's adjustment holds all the same; the head is told and adjusts his plan himself
		frappe.db.rollback(save_point="plan_proposal")
		frappe.clear_last_message()
		return None
	return doc.name


def _carry_changes(doc, agreement, before) -> bool:
	"""Write into the proposed rows what differs between the agreement's versions; what the head wrote otherwise stays."""
	changed = False
	for table, mine, columns in (
		("objectives", "results", RESULT_COLUMNS),
		("indicators", "indicators", INDICATOR_COLUMNS),
	):
		old = {row.row_key: row for row in before.get(table)}
		new = {row.row_key: row for row in agreement.get(table) if not row.closed_on}
		gone = set()
		for row in doc.get(mine):
			key = row.agreement_row_key
			if not key or key not in old:
				continue
			if key not in new:
				gone.add(row.row_key)
				continue
			for name, column in columns.items():
				if _differs(old[key].get(name), new[key].get(name)):
					row.set(column, new[key].get(name))
					changed = True
		if gone:
			changed = True
			_leave_out(doc, mine, gone)
	return changed


def _differs(old, new) -> bool:
	if isinstance(old, int | float) or isinstance(new, int | float):
		return flt(old, 6) != flt(new, 6)
	return cstr(old).strip() != cstr(new).strip()


def _leave_out(doc, table: str, keys: set):
	"""Rows and what hangs on them."""
	if table == "results":
		doc.set("results", [row for row in doc.results if row.row_key not in keys])
		doc.set("indicators", [row for row in doc.indicators if row.result_key not in keys])
		doc.set("actions", [row for row in doc.actions if row.result_key not in keys])
	else:
		doc.set("indicators", [row for row in doc.indicators if row.row_key not in keys])
		doc.set("actions", [row for row in doc.actions if row.indicator_key not in keys])


def _tell(plan, draft: str | None, agreement):
	if draft:
		sentence = _(
			"The performance agreement of your unit was adjusted. What follows for your work plan waits as a draft: look at it and propose it."
		)
		notifications.tell(plan.employee, sentence, ADJUSTMENT, draft)
		return
	sentence = _("The performance agreement {0} of your unit was adjusted. Please look at your work plan.")
	notifications.tell(plan.employee, sentence.format(agreement.name), PLAN, plan.name)
