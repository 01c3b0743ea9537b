"""The pages of the work plan: read and review, write, an older version, an adjustment beside the running plan."""

import json

import frappe
from frappe import _
from frappe.utils import cint, getdate, nowdate

from kinerja_asn import adjusting, agreement_plans, problems, stages
from kinerja_asn.kinerja_asn.doctype.work_plan import work_plan as plan_rules
from kinerja_asn.planned_rows import TARGET_COLUMNS
from kinerja_asn.rules import planning
from kinerja_asn.setup.settings import setting
from kinerja_asn.www.kinerja import documents, shown

#: table -> columns that are written in the browser
SENT = {
	"results": (
		"short_code",
		"kind",
		"result",
		"perspective",
		"success_measure",
		"superior_plan",
		"superior_row_key",
	),
	"indicators": (
		"result_code",
		"performance_indicator",
		"indicator",
		"aspect",
		*TARGET_COLUMNS,
	),
	"actions": ("result_code", "indicator_key", "action", "performance_interval", "target", "uom"),
	"annex": ("kind", "description"),
}
#: table -> columns that are shown beside them
SHOWN = {
	"results": ("superior_result", "superior_owner_name", "appraiser_note"),
	"indicators": ("appraiser_note",),
	"actions": ("appraiser_note",),
	"behaviours": ("behaviour", "expectation"),
}


# --- which plan ---


def plans_of(employee: str) -> list:
	"""A person's plans without their tables, the newest first."""
	return frappe.get_all(
		"Work Plan",
		filters={"employee": employee, "docstatus": ["<", 2]},
		fields=["*"],
		order_by="from_date desc, creation desc",
		limit=20,
	)


def current(plans: list):
	"""The plan of today; else the newest that is not closed; else the newest."""
	today = getdate()
	running = [plan for plan in plans if plan.workflow_state != "Closed"]
	for plan in running:
		if getdate(plan.from_date) <= today <= getdate(plan.to_date):
			return plan
	return (running or plans or [None])[0]


def may_start(who) -> bool:
	return bool(who.employee) and bool(cint(setting("employee_may_create_plan")))


def no_duty(who) -> str | None:
	"""Why this person needs no plan (study assignment, leave outside state burden ...), or None."""
	row = who.employee and frappe.db.get_value(
		"Employee", who.employee, ["asn_standing", "asn_status", "status"], as_dict=True
	)
	problem = row and planning.needs_no_plan(row.asn_standing, row.asn_status, row.status)
	return problems.in_words(problem) if problem else None


# --- read and review ---


def plan(visit) -> dict:
	who, name = visit.who, visit.args.get("name")
	others = []
	if not name:
		others = plans_of(who.employee) if who.employee else []
		mine = current(others)
		if not mine:
			return {
				"doc": None,
				"may_start": may_start(who),
				"open_period": stages.open_period_of(visit.person.company),
				"no_duty": no_duty(who),
			}
		name = mine
	doc = documents.read("Work Plan", name, who, tables=plan_rules.CONTENT_TABLES)
	visit.marked = documents.marked_part(doc, "plan")
	others = [row for row in others if row.name != doc.name]
	around = neighbours(visit, doc) if "appraiser" in doc.parts else None
	return plan_of(visit, doc) | {"others": others, "neighbours": around}


def plan_of(visit, doc) -> dict:
	"""One plan, for its own page and for the appraiser's desk."""
	visit.scripts = ("plan.js",)
	steps = documents.steps(doc)
	writable = documents.writable(doc)
	own = doc.parts == {"employee"}
	doc.versions = versions_of(doc) if cint(doc.version) > 1 else []
	return {
		"doc": doc,
		"own": own,
		"groups": groups_of(doc),
		"closed": [row for row in doc.results if row.closed_on],
		"steps": steps,
		"may_write": "results" in writable,
		"may_note": "results.appraiser_note" in writable,
		"may_expect": "behaviours.expectation" in writable and not own,
		"may_decide": bool(steps & {"Agree", "Return"}),
		"missing": missing(doc) if own and "results" in writable else [],
		"adjustment": open_adjustment(doc.name) if doc.workflow_state == "Plan Agreed" else None,
		"agreement": agreement_plans.agreement_of(doc) if own and "results" in writable else None,
		"may_adjust": own and doc.workflow_state == "Plan Agreed",
		"causes": options_of("Work Plan Adjustment", "cause"),
		"delegation": None if own else acting_for(visit, doc),
		"today": nowdate(),
		"page_data": {"doctype": "Work Plan", "name": doc.name, "modified": str(doc.modified)},
	}


def versions_of(doc) -> list:
	return frappe.get_all(
		"Work Plan Version",
		filters={"parent": doc.name, "parenttype": "Work Plan"},
		fields=["version", "valid_from", "valid_to", "reason", "adjustment"],
		order_by="version desc",
	)


def open_adjustment(plan: str):
	return frappe.db.get_value(
		"Work Plan Adjustment",
		{"work_plan": plan, "workflow_state": ["in", adjusting.OPEN_STATES]},
		["name", "workflow_state", "reason", "effective_from"],
		as_dict=True,
	)


def options_of(doctype: str, fieldname: str) -> list[dict]:
	options = (frappe.get_meta(doctype).get_field(fieldname).options or "").split("\n")
	return [{"value": option, "label": _(option)} for option in options if option]


def missing(doc) -> list[dict]:
	"""What a draft still lacks before it can be proposed, each with the row it is about."""
	if doc.doctype == "Work Plan Adjustment":
		head = frappe.db.get_value(
			"Work Plan", doc.work_plan, ["approach", "plan_model", "performance_period"], as_dict=True
		)
		doc = frappe._dict(doc, **head)
	return [
		{
			"table": problem.table,
			"key": problem.row_key,
			"text": problems.in_words(problem),
			"part": part_of(problem),
		}
		for problem in plan_rules.problems_for_proposal(doc)
	]


def part_of(problem) -> str:
	"""The annex has one row per kind: the problem of an annex names the kind, not a row."""
	return problem.params.get("kind", "") if problem.table == "annex" else ""


def groups_of(doc) -> list[dict]:
	"""The rows as the form groups them: main and additional, under each result its indicators and actions."""
	groups = [
		{"kind": "Main", "title": _("A. Main"), "results": []},
		{"kind": "Additional", "title": _("B. Additional"), "results": []},
	]
	by_key = {}
	for row in doc.results:
		if row.closed_on:
			continue
		result = frappe._dict(row, indicators=[], actions=[])
		by_key[row.row_key] = result
		groups[row.kind == "Additional"]["results"].append(result)
	targets = {}
	for row in doc.actions:
		if row.closed_on:
			continue
		if row.indicator_key and row.performance_interval:
			targets.setdefault(row.indicator_key, []).append(row)
		elif row.result_key in by_key:
			by_key[row.result_key].actions.append(row)
	for row in doc.indicators:
		if row.closed_on or row.result_key not in by_key:
			continue
		parts = sorted(targets.get(row.row_key, []), key=lambda part: part.performance_interval)
		by_key[row.result_key].indicators.append(frappe._dict(row, parts=parts))
	return groups


def acting_for(visit, doc):
	"""For whom the viewer reviews this document by delegation, and until when."""
	if not visit.who.acts_for or doc.appraiser in visit.who.identities:
		return None
	for row in delegations(visit.who):
		official = row.official or row.head
		if (official == doc.appraiser or not doc.appraiser) and (
			not row.department or row.department == doc.department
		):
			return row
	return None


def delegations(who) -> list:
	"""Today's delegations to the viewer, each with the name that is shown for it."""
	return [
		frappe._dict(row, shown_name=row.official_name or _head_of(row, who) or row.department_name)
		for row in who.delegations
	]


def _head_of(row, who) -> str | None:
	return row.head_name if row.head != who.employee else None


def neighbours(visit, doc) -> dict:
	"""The persons before and after this one in the team's list, so that a reviewer need not go back to it."""
	from kinerja_asn.www.kinerja import team

	members = team.members(visit.who, doc.performance_period)
	names = [row.name for row in members]
	place = names.index(doc.name) if doc.name in names else -1
	return {
		"previous": names[place - 1] if place > 0 else None,
		"next": names[place + 1] if 0 <= place < len(names) - 1 else None,
	}


# --- write ---


def write(visit) -> dict:
	"""The page on which a plan, or an adjustment, is written. The browser draws it from the same content that it
	reads again after saving."""
	name = visit.args.get("name")
	doctype = "Work Plan Adjustment" if visit.args.get("type") == "adjustment" else "Work Plan"
	if not name and visit.who.employee:
		name = current(plans_of(visit.who.employee))
	content = content_of(visit.who, doctype, name)
	name = content["name"]
	visit.scripts = ("write.js",)
	if not content["may_write"]:
		frappe.flags.redirect_location = shown.url_of(doctype, name)
		raise frappe.Redirect(302)
	return {
		"doctype": doctype,
		"name": name,
		"back": shown.url_of(doctype, name),
		"page_data": {
			"content": content,
			"options": {
				"aspect": options_of("Work Plan Indicator", "aspect"),
				"direction": options_of("Work Plan Indicator", "direction"),
				"adds_up": options_of("Work Plan Indicator", "adds_up"),
				"perspective": options_of("Work Plan Result", "perspective"),
				"cause": options_of("Work Plan Adjustment", "cause"),
			},
		},
	}


def content_of(who, doctype: str, name) -> dict:
	"""Everything the browser needs to draw what is written: rows, intervals, what is missing.

	Raises:
		frappe.PermissionError: not there, or not the viewer's to see.
	"""
	doc = plan_row = documents.read(doctype, name, who, tables=())
	if doctype == "Work Plan Adjustment":
		plan_row = frappe.db.get_value(
			"Work Plan",
			doc.work_plan,
			["name", "approach", "plan_model", "performance_period", "from_date", "to_date"],
			as_dict=True,
		)
		plan_row.doctype = "Work Plan"
		documents.read_tables([doc, plan_row], plan_rules.CONTENT_TABLES)
	else:
		documents.read_tables([doc], plan_rules.CONTENT_TABLES)
	tables = {}
	for table in plan_rules.CONTENT_TABLES:
		columns = ("name", "row_key", *SENT.get(table, ()), *SHOWN.get(table, ()))
		tables[table] = [
			{column: row.get(column) for column in columns if row.get(column) not in (None, "", 0)}
			for row in doc[table]
			if not row.get("closed_on")
		]
	for row in tables["annex"] + tables["behaviours"]:
		for column in ("kind", "behaviour"):
			if column in row:
				row["_label"] = _(row[column])
	return {
		"doctype": doctype,
		"name": doc.name,
		"modified": str(doc.modified),
		"state": doc.workflow_state,
		"state_label": _(doc.workflow_state or "Draft"),
		"model": plan_row.plan_model or planning.JA_JF,
		"approach": plan_row.approach,
		"external": doc.appraiser_type != "Employee",
		"appraiser_name": doc.appraiser_name,
		"return_note": doc.get("return_note"),
		"head": {key: doc.get(key) for key in ("cause", "reason", "effective_from")}
		if doctype == "Work Plan Adjustment"
		else None,
		"may_write": "results" in documents.writable(doc),
		"may_propose": "Propose" in documents.steps(doc),
		"tables": tables,
		"columns": SENT,
		"intervals": [
			{"name": row.name, "label": shown.interval(row.name, short=True)}
			for row in stages.reporting_intervals(plan_row)
		],
		"missing": missing(doc) + unchanged(doc, plan_row),
	}


def unchanged(doc, plan_row) -> list[dict]:
	"""An adjustment that proposes what the plan has already cannot be proposed either."""
	if doc is plan_row or any(row["kind"] != "same" for row in adjusting.compare(plan_row, doc)):
		return []
	text = _("Nothing differs from the running plan yet.")
	return [{"table": "results", "key": None, "text": text, "part": ""}]


# --- older versions ---


def version(visit) -> dict:
	doc = documents.read("Work Plan", visit.args.get("name"), visit.who, tables=())
	visit.marked = documents.marked_part(doc, "plan")
	wanted = cint(visit.args.get("number"))
	row = frappe.db.get_value(
		"Work Plan Version",
		{"parent": doc.name, "parenttype": "Work Plan", "version": wanted},
		["version", "valid_from", "valid_to", "reason", "snapshot"],
		as_dict=True,
	)
	if not row:
		raise frappe.DoesNotExistError
	content = json.loads(row.snapshot or "{}")
	for table in plan_rules.CONTENT_TABLES:
		doc[table] = [frappe._dict(values) for values in content.get(table, [])]
	doc.approach = content.get("approach") or doc.approach
	return {"doc": doc, "version": row, "groups": groups_of(doc), "own": doc.parts == {"employee"}}


# --- adjustment ---


def adjustment(visit) -> dict:
	"""An adjustment, row by row beside the running plan."""
	doc = documents.read("Work Plan Adjustment", visit.args.get("name"), visit.who, tables=())
	visit.marked = documents.marked_part(doc, "plan")
	return adjustment_of(visit, doc)


def adjustment_of(visit, doc) -> dict:
	"""One adjustment, for its own page and for the appraiser's desk."""
	visit.scripts = ("plan.js",)
	if doc.workflow_state == "Adjustment Agreed":
		documents.read_tables([doc], plan_rules.CONTENT_TABLES)
		before = _version_before(doc)
	else:
		before = frappe._dict(name=doc.work_plan, doctype="Work Plan")
		documents.read_tables([doc, before], plan_rules.CONTENT_TABLES)
	rows = [row for row in adjusting.compare(before, doc) if row["kind"] != "same"]
	steps = documents.steps(doc)
	writable = documents.writable(doc)
	own = doc.parts == {"employee"}
	return {
		"doc": doc,
		"own": own,
		"rows": rows,
		"titles": {
			"results": _("Result of work"),
			"indicators": _("Individual indicator"),
			"actions": _("Action plan"),
			"behaviours": _("Work behaviour"),
			"annex": _("Annex"),
		},
		"kinds": {"changed": _("Changed"), "added": _("Added"), "removed": _("Removed")},
		"steps": steps,
		"may_write": "results" in writable,
		"may_decide": "decision_note" in writable and bool(steps & {"Agree", "Refuse"}),
		"missing": missing(doc) if own and "results" in writable else [],
		"delegation": None if own else acting_for(visit, doc),
		"page_data": {"doctype": doc.doctype, "name": doc.name, "modified": str(doc.modified)},
	}


def _version_before(doc):
	"""The plan as it was before an agreed adjustment."""
	row = frappe.db.get_value(
		"Work Plan Version", {"parent": doc.work_plan, "adjustment": doc.name}, ["snapshot"], as_dict=True
	)
	return adjusting.content_of_version(row or frappe._dict(), "Work Plan", plan_rules.CONTENT_TABLES)
