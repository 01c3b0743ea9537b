"""Performance agreements: starting them, their rows, the parent's objectives, realisation, and the head's plan."""

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import cint, getdate, nowdate

from kinerja_asn import adjusting, agreement_plans, agreements, permissions, stages, state_rights
from kinerja_asn.api.steps import (
	content_of,
	readable,
	refuse_outdated,
	replace_rows,
	save_written,
	state_of,
)
from kinerja_asn.kinerja_asn.doctype.performance_agreement import performance_agreement as rows

AGREEMENT, ADJUSTMENT, REALISATION = (
	"Performance Agreement",
	"Performance Agreement Adjustment",
	"Performance Agreement Realisation",
)


@frappe.whitelist(methods=["POST"])
def start(department: str, period: str | None = None) -> dict:
	"""Start the agreement of a unit; refused, with its name, where there is one.

	Only its head, its performance manager and HR may.
	"""
	company = (
		frappe.db.get_value("Department", department, "company") if isinstance(department, str) else None
	)
	doc = frappe.get_doc(
		{
			"doctype": AGREEMENT,
			"department": department,
			"performance_period": period or stages.open_period_of(company),
		}
	)
	if not frappe.has_permission(AGREEMENT, "create", doc=doc):
		frappe.throw(_("You cannot start a {0} for this unit.").format(_(AGREEMENT)), frappe.PermissionError)
	doc.insert()
	return state_of(doc)


@frappe.whitelist(methods=["POST"])
def save(name: str, content: dict | str, modified: str, doctype: str = AGREEMENT) -> dict:
	"""Save the typed content of an agreement, or of its adjustment: tables that are given are replaced as a whole."""
	doc = _content_document(doctype, name)
	refuse_outdated(doc, modified)
	content = content_of(content)
	replace_rows(doc, content, agreements.CONTENT_TABLES)
	heads = ("title", "parent_agreement") if doctype == AGREEMENT else ("cause", "reason", "effective_from")
	for fieldname in heads:
		if fieldname in content:
			doc.set(fieldname, content[fieldname])
	doc.save()
	return state_of(doc)


def _content_document(doctype: str, name: str):
	if doctype not in (AGREEMENT, ADJUSTMENT):
		frappe.throw(_("{0} has no rows of an agreement.").format(_(doctype)), frappe.PermissionError)
	return readable(doctype, name)


@frappe.whitelist(methods=["GET", "POST"])
def parents(agreement: str) -> list[dict]:
	"""Agreements that this one may support: agreed, of the same agency and year, of units above; the nearest first."""
	doc = readable(AGREEMENT, agreement)
	Doc, Unit, Above = DocType(AGREEMENT), DocType("Department"), DocType("Department").as_("above")
	return (
		frappe.qb.from_(Unit)
		.join(Above)
		.on((Above.lft < Unit.lft) & (Above.rgt > Unit.rgt))
		.join(Doc)
		.on(Doc.department == Above.name)
		.select(Doc.name, Doc.title, Doc.department_name, Doc.employee_name)
		.where(
			(Unit.name == doc.department)
			& (Doc.performance_period == doc.performance_period)
			& (Doc.docstatus == 1)
			& Doc.workflow_state.isin(agreements.IN_FORCE)
		)
		.orderby(Above.lft, order=frappe.qb.desc)
	).run(as_dict=True)


@frappe.whitelist(methods=["GET", "POST"])
def parent_objectives(agreement: str, doctype: str = AGREEMENT) -> list[dict]:
	"""The objectives in force of the parent agreement: row_key, short_code, objective."""
	doc = _content_document(doctype, agreement)
	base = doc if doctype == AGREEMENT else doc.base
	if not base.parent_agreement:
		return []
	return frappe.get_all(
		"Performance Agreement Objective",
		filters={"parent": base.parent_agreement, "parenttype": AGREEMENT, "closed_on": ["is", "not set"]},
		fields=["row_key", "short_code", "objective"],
		order_by="idx",
	)


@frappe.whitelist(methods=["GET", "POST"])
def version(agreement: str, number: int) -> dict:
	"""The content of an agreement as it was in a numbered version."""
	return adjusting.version_of(readable(AGREEMENT, agreement), number)


@frappe.whitelist(methods=["POST"])
def start_adjustment(agreement: str, cause: str, reason: str, effective_from: str | None = None) -> dict:
	"""Start an adjustment of an agreed agreement; it begins with its rows as they are."""
	readable(AGREEMENT, agreement)
	doc = frappe.get_doc(
		{
			"doctype": ADJUSTMENT,
			"agreement": agreement,
			"cause": cause,
			"reason": reason,
			"effective_from": effective_from,
		}
	)
	doc.insert()
	return state_of(doc)


@frappe.whitelist(methods=["POST"])
def start_realisation(agreement: str, interval: str) -> dict:
	"""Start the realisation of an interval, filled with the indicators and their targets; the one that is there, if any."""
	readable(AGREEMENT, agreement)
	name = frappe.db.get_value(REALISATION, {"slot": f"{agreement}|{interval}"})
	if name:
		return state_of(readable(REALISATION, name))
	doc = frappe.get_doc({"doctype": REALISATION, "agreement": agreement, "performance_interval": interval})
	doc.insert()
	return state_of(doc)


@frappe.whitelist(methods=["POST"])
def save_realisation(name: str, content: dict | str, modified: str) -> dict:
	"""Save what was typed: fields, and {"rows": {"realisations": {row name: {column: value}}}}."""
	return save_written(REALISATION, name, content, modified)


@frappe.whitelist(methods=["GET", "POST"])
def course(agreement: str) -> dict:
	"""The realisation of the year, indicator by indicator and interval by interval, for those who take part.

	Returns:
		intervals: [{name, document, state}]; rows: [{objective, indicator, target, uom, direction, target_low, target_high,
		cells: {interval: {realisation, reported, text, percent}}, percent}], percent being that of the year;
		percent: of the whole agreement, or None. Empty rows for who only reads what is published.
	"""
	doc = readable(AGREEMENT, agreement)
	if not permissions.takes_part(AGREEMENT, doc.name):
		return {"intervals": [], "rows": [], "percent": None}
	return agreements.course_of(doc)


def about(doc, acting: set) -> dict:
	"""What the form of an agreement shows beside it: what is missing, and what may be started from here."""
	agreed = doc.workflow_state in agreements.IN_FORCE
	answer = {
		"missing": [],
		"next": {
			"adjustment": None,
			"can_adjust": agreed and bool(acting & state_rights.CREATORS[ADJUSTMENT]),
			"realisations": [],
			"can_draft_plan": agreed and bool(acting & {"employee", "hr"}),
		},
	}
	if not cint(doc.docstatus) and acting & {"employee", "manager", "hr"}:
		answer["missing"] = rows.missing_for_proposal(doc)
	if agreed and acting:
		answer["next"]["adjustment"] = frappe.db.get_value(ADJUSTMENT, {"slot": doc.name})
	if agreed and acting & state_rights.CREATORS[REALISATION]:
		answer["next"]["realisations"] = intervals_of(doc)
	return answer


def intervals_of(doc) -> list[dict]:
	"""The intervals of an agreement's realisation: name, from_date, to_date, document, state, begun."""
	there = {
		row.performance_interval: row
		for row in frappe.get_all(
			REALISATION,
			filters={"agreement": doc.name, "docstatus": ["<", 2]},
			fields=["name", "performance_interval", "workflow_state"],
		)
	}
	today = getdate(nowdate())
	return [
		{
			"name": row.name,
			"from_date": row.from_date,
			"to_date": row.to_date,
			"document": there[row.name].name if row.name in there else None,
			"state": there[row.name].workflow_state if row.name in there else None,
			"begun": getdate(row.from_date) <= today,
		}
		for row in stages.realisation_intervals(doc)
	]


@frappe.whitelist(methods=["POST"])
def draft_plan(agreement: str) -> dict:
	"""Draft the work plan of the unit's head from the agreement: only by himself or by HR.

	Returns:
		doctype and name of the draft (a running plan gets the draft of an adjustment), its state, and "added": how many
		rows came in; none came into a running plan that holds everything, and then it is named itself.
	"""
	doc = readable(AGREEMENT, agreement)
	if not permissions.actors(permissions.stored_row(AGREEMENT, doc.name)) & {"employee", "hr"}:
		frappe.throw(
			_("The work plan of the unit's head is drafted by himself or by HR."), frappe.PermissionError
		)
	plan, added = agreement_plans.draft_plan(doc)
	return {"doctype": plan.doctype, "added": added, **state_of(plan)}
