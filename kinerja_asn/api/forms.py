"""What the desk's forms and lists ask: what this viewer may write now, whose turn it is, what is still missing."""

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import cint, get_year_start, getdate, nowdate

from kinerja_asn import (
	agreement_plans,
	coaching,
	distribution,
	feedback,
	internal_numbers,
	leave,
	notifications,
	objections,
	opinions,
	permissions,
	stages,
	state_rights,
	timeliness,
	unit_ratings,
)
from kinerja_asn.api import agreements
from kinerja_asn.api.steps import readable
from kinerja_asn.kinerja_asn.doctype.work_plan import work_plan as plans
from kinerja_asn.notifications import APPRAISER, EMPLOYEE, TO_DO
from kinerja_asn.rules.predicate import RATINGS, predicate_for
from kinerja_asn.rules.unit_rating import head_result_rating
from kinerja_asn.setup.settings import setting, unit_head_rules


@frappe.whitelist(methods=["GET", "POST"])
def writable_fields(doctype: str, name: str) -> dict:
	"""What the viewer may write in a document as it is stored now; the form locks everything else.

	The lock is only a courtesy: `permissions.check_change` decides when the document is saved.

	Returns:
		{"state", "acts_as": [...], "fields": [...], "tables": {table: {"rows": may rows be added and removed,
		"columns": [...]}}}
	"""
	return _writable(readable(doctype, name))


def _writable(doc) -> dict:
	state = doc.workflow_state or "Draft"
	acting = permissions.actors(permissions.stored_row(doc.doctype, doc.name) or doc)
	# a submitted document is closed to writing, whatever the table says
	allowed = set() if cint(doc.docstatus) else permissions.writable_by(doc.doctype, state, acting)
	allowed -= permissions.held_fields(doc)
	tables = {}
	for df in doc.meta.get_table_fields():
		named = {entry.partition(".")[2] for entry in allowed if entry.startswith(f"{df.fieldname}.")}
		whole = df.fieldname in allowed
		if whole:
			named |= {
				column.fieldname
				for column in frappe.get_meta(df.options).fields
				if column.fieldname not in state_rights.SERVER_COLUMNS | {"appraiser_note"}
			}
		tables[df.fieldname] = {"rows": whole, "columns": sorted(named)}
	return {
		"state": state,
		"acts_as": sorted(acting),
		"fields": sorted(entry for entry in allowed if "." not in entry and entry not in tables),
		"tables": tables,
	}


@frappe.whitelist(methods=["GET", "POST"])
def about(doctype: str, name: str) -> dict:
	"""Everything a form shows beside the document itself, in one request.

	Returns:
		writable: as `writable_fields`.
		turn: {"part", "name", "mine"}; part is "" when it is nobody's turn.
		missing: what still has to be filled in before the document can be put forward.
		superior: state of the appraiser's own plan (plans only).
		agreement: the agreement that a draft can be filled from, if its person heads a unit (plans only).
		next: what may be started from here: open adjustment, intervals (plans and agreements).
		plan: model and approach of the plan (adjustments only).
		on_leave: the interval was leave throughout (reports only).
		quadrant: "result|behaviour" -> predicate; numeric: the agency's scheme of an internal number, its highest score,
		and whether a 360 stands for the scores; opinions: the 360 as far as the caller reads it; unrated_unit: what rating means while the unit is not rated, "Warn" or "Refuse"; distribution: the
		predicates of the appraiser's people beside the pattern, for him while he rates (evaluations only).
		feedback: what was said to the person in this time, by row, for the person and the appraiser (evaluations only).
		lacks_counsellor: the counsellor has left (sessions only).
		head_rating: the rating of results that the unit's rating means for its head (evaluations and ratings of units).
		bands: when which rating of a unit is proposed; may_renew: its figures can be read again (ratings of units only).
	"""
	doc = readable(doctype, name)
	writable = _writable(doc)
	answer = {"writable": writable, "turn": _turn(doc, writable["acts_as"]), "missing": []}
	if doctype == "Work Plan":
		if answer["turn"]["part"] == EMPLOYEE:
			answer["missing"] = plans.missing_for_proposal(doc)
		answer["superior"] = _superior_plan(doc)
		if writable["tables"]["results"]["rows"]:
			answer["agreement"] = agreement_plans.agreement_of(doc)
		answer["next"] = _next_documents(doc, set(writable["acts_as"]))
	if doctype == "Performance Agreement":
		answer |= agreements.about(doc, set(writable["acts_as"]))
	if doctype == "Work Plan Adjustment":
		answer["plan"] = frappe.db.get_value(
			"Work Plan", doc.work_plan, ["plan_model", "approach"], as_dict=True
		)
	if doctype == "Periodic Report":
		answer["on_leave"] = leave.is_on_leave(doc.employee, doc.performance_interval)
	if doctype == objections.OBJECTION:
		open_ = doc.workflow_state in objections.OPEN
		answer["lacks_decider"] = objections.lacks_decider(doc) if open_ else None
		answer["decision_waits"] = objections.decision_waits(doc)
	if doctype == permissions.COACHING:
		answer["lacks_counsellor"] = coaching.lacks_counsellor(doc)
	if doctype == "Performance Evaluation":
		answer["objection"] = _objection(doc)
		answer["numeric"] = {
			"scheme": internal_numbers.scheme(),
			"highest_score": internal_numbers.highest_score(),
			"from_360": bool(internal_numbers.heard_about(doc)),
		}
		answer["opinions"] = opinions.beside(doc, permissions.viewer())
		answer["head_rating"] = _rating_of_head(doc)
		answer["unrated_unit"] = None if doc.unit_rating else setting("unrated_unit")
		answer["distribution"] = _distribution_of_team(doc, writable)
		answer["feedback"] = feedback.for_evaluation(doc, parts=set(writable["acts_as"]))
		answer["quadrant"] = {
			f"{result}|{behaviour}": predicate_for(result, behaviour)
			for result in RATINGS
			for behaviour in RATINGS
		}
	if doctype == "Unit Performance Rating":
		answer["head_rating"] = head_result_rating(doc.rating, unit_head_rules()) if doc.rating else None
		answer["bands"] = unit_ratings.bands(doc.kind)
		answer["may_renew"] = not cint(doc.docstatus) and bool(
			{"appraiser", "recorder", "hr", "manager"} & set(writable["acts_as"])
		)
	return answer


def _objection(doc) -> dict | None:
	row = objections.of_evaluation(doc.name)
	return {"name": row.name, "state": row.workflow_state} if row else None


def _turn(doc, acting: list[str]) -> dict:
	state = doc.workflow_state or "Draft"
	part = next((part for part, states in TO_DO.get(doc.doctype, {}).items() if state in states), "")
	name = {EMPLOYEE: doc.employee_name, APPRAISER: doc.appraiser_name}.get(part) or ""
	mine = part in acting or (part == APPRAISER and "recorder" in acting)
	return {"part": part, "name": name, "mine": mine, "recorder": part == APPRAISER and "recorder" in acting}


def _rating_of_head(doc) -> str | None:
	"""The unit's performance is its leader's rating of results (SE MenPANRB 3/2023); shown, never set."""
	if not doc.unit_rating or doc.employee != frappe.db.get_value("Department", doc.department, "asn_head"):
		return None
	return head_result_rating(doc.unit_rating, unit_head_rules())


def _distribution_of_team(doc, writable: dict) -> dict | None:
	if writable["state"] not in ("Self Assessed", "Rated"):
		return None
	if not {"appraiser", "recorder"} & set(writable["acts_as"]):
		return None
	group = distribution.team_of(doc)
	return distribution.chart(group.counts, group.unit_rating) if group else None


def _superior_plan(doc) -> dict:
	"""Whether the appraiser has a plan whose results can be supported; the state only, nothing of its content."""
	if not doc.appraiser or doc.appraiser_type != "Employee":
		return {
			"external": doc.appraiser_type == permissions.EXTERNAL,
			"name": doc.appraiser_name,
			"state": None,
		}
	Plan, Result = DocType("Work Plan"), DocType("Work Plan Result")
	rows = (
		frappe.qb.from_(Plan)
		.left_join(Result)
		.on((Result.parent == Plan.name) & (Result.parenttype == "Work Plan"))
		.select(Plan.workflow_state, Result.name)
		.where(
			(Plan.employee == doc.appraiser)
			& (Plan.performance_period == doc.performance_period)
			& (Plan.docstatus < 2)
		)
		.orderby(Plan.from_date, order=frappe.qb.desc)
		.limit(1)
	).run()
	return {
		"external": False,
		"name": doc.appraiser_name,
		"state": rows[0][0] if rows else None,
		"has_results": bool(rows and rows[0][1]),
	}


def _next_documents(doc, acting: set) -> dict:
	"""What can be started from an agreed plan, by this viewer, today."""
	agreed, closed = doc.workflow_state == "Plan Agreed", doc.workflow_state == "Closed"
	answer = {"adjustment": None, "can_adjust": False, "reports": [], "evaluations": []}
	if not (agreed or closed):
		return answer
	answer["adjustment"] = frappe.db.get_value("Work Plan Adjustment", {"slot": doc.name})
	answer["can_adjust"] = agreed and bool(acting & state_rights.CREATORS["Work Plan Adjustment"])
	if agreed and acting & state_rights.CREATORS["Periodic Report"]:
		there = _intervals_with("Periodic Report", doc.name)
		intervals = stages.reporting_intervals(doc)
		away = leave.fully_on_leave([doc.employee], [row.name for row in intervals])
		answer["reports"] = [
			_interval(row, there) | {"on_leave": (doc.employee, row.name) in away} for row in intervals
		]
	if acting & state_rights.CREATORS["Performance Evaluation"]:
		there = _intervals_with("Performance Evaluation", doc.name)
		answer["evaluations"] = [_interval(row, there) for row in stages.evaluation_intervals(doc)]
		answer["annual"] = f"{doc.name}-E-Annual" if "Annual" in there else None
	return answer


def _intervals_with(doctype: str, work_plan: str) -> dict[str, str]:
	"""interval -> document of the plan that is there already."""
	Document = DocType(doctype)
	rows = (
		frappe.qb.from_(Document)
		.select(Document.performance_interval, Document.name)
		.where((Document.work_plan == work_plan) & (Document.docstatus < 2))
	).run()
	return {interval or "Annual": name for interval, name in rows}


def _interval(row, there: dict[str, str]) -> dict:
	return {
		"name": row.name,
		"from_date": row.from_date,
		"to_date": row.to_date,
		"document": there.get(row.name),
		"begun": getdate(row.from_date) <= getdate(nowdate()),
	}


# --- waiting for me --------------------------------------------------------------------------------------


@frappe.whitelist(methods=["GET", "POST"])
def waiting(doctype: str) -> list[str]:
	"""Names of the documents of one kind that wait for the viewer."""
	if doctype not in permissions.PERSONAL:
		frappe.throw(_("{0} has no steps.").format(doctype), frappe.PermissionError)
	return [
		row["name"] for row in notifications.waiting_for(frappe.session.user) if row["doctype"] == doctype
	]


@frappe.whitelist(methods=["GET", "POST"])
def waiting_card(filters: list | dict | str | None = None) -> dict:
	"""The number card "Waiting for me": what waits for the viewer in all documents, and the list of most of it."""
	rows = [
		row
		for row in notifications.waiting_for(frappe.session.user)
		if row["doctype"] in permissions.PERSONAL
	]
	by_doctype = {}
	for row in rows:
		by_doctype.setdefault(row["doctype"], []).append(row["name"])
	# objections are opened in the portal by most
	listed = [doctype for doctype in by_doctype if frappe.has_permission(doctype, "read")]
	most = max(listed, key=lambda doctype: len(by_doctype[doctype]), default="Work Plan")
	return {
		"value": len(rows),
		"fieldtype": "Int",
		"route": ["List", most, "List"],
		"route_options": {"name": ["in", by_doctype.get(most, [""])[:200]]},
	}


@frappe.whitelist(methods=["GET", "POST"])
def missing_reports_card(filters: list | dict | str | None = None) -> dict:
	"""The number card "Reports Missing": reports of this year whose due day has passed, as far as the viewer may read."""
	rows = timeliness.of_reports(get_year_start(getdate()))
	return {
		"value": sum(row.missing for row in rows),
		"fieldtype": "Int",
		"route": ["List", "Work Plan", "List"],
		"route_options": {"workflow_state": "Plan Agreed"},
	}


@frappe.whitelist(methods=["GET", "POST"])
def late_reports_card(filters: list | dict | str | None = None) -> dict:
	"""The number card "Reports Sent Late": this year's, as far as the viewer may read."""
	rows = timeliness.of_reports(get_year_start(getdate()))
	return {
		"value": sum(row.late for row in rows),
		"fieldtype": "Int",
		"route": ["List", "Periodic Report", "List"],
		"route_options": {"late": 1},
	}


@frappe.whitelist(methods=["GET", "POST"])
def my_place() -> dict:
	"""What a new plan begins with: the viewer's own employee record, and the open period of the agency."""
	who = permissions.viewer()
	company = frappe.db.get_value("Employee", who.employee, "company") if who.employee else None
	period = frappe.db.get_value(
		"Performance Period",
		{"status": "Open", **({"company": company} if company else {})},
		"name",
		order_by="year desc",
	)
	return {"employee": who.employee, "period": period, "is_hr": who.is_hr}
