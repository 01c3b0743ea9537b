"""The pages of the performance agreement: read and decide, its adjustment, its realisation."""

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import cint, getdate

from kinerja_asn import adjusting, figures, permissions, stages, state_rights
from kinerja_asn import agreements as rules
from kinerja_asn.api import agreements as api
from kinerja_asn.www.kinerja import documents, plans, shown

AGREEMENT, ADJUSTMENT, REALISATION = (
	"Performance Agreement",
	"Performance Agreement Adjustment",
	"Performance Agreement Realisation",
)


def agreement(visit) -> dict:
	"""The agreement asked for, else that of the unit the viewer heads, else the published one of his unit."""
	who = visit.who
	name = visit.args.get("name") or own_agreement(who) or published_agreement(who)
	if not name:
		return {"doc": None, "leads": who.leads}
	doc = documents.read(AGREEMENT, name, who, tables=rules.CONTENT_TABLES)
	return agreement_of(visit, doc) | {"missing_year": None if visit.args.get("name") else missing_year(doc)}


def missing_year(doc) -> str | None:
	"""The year that runs, where the newest agreement of the viewer's unit is one of an earlier year."""
	if getdate(doc.to_date) >= getdate():
		return None
	period = stages.open_period_of(doc.company)
	return figures.year(period) if period and period != doc.performance_period else None


def own_agreement(who) -> str | None:
	"""The newest agreement that the viewer stands for as head of a unit."""
	if not who.employee:
		return None
	return frappe.db.get_value(
		AGREEMENT, {"employee": who.employee, "docstatus": ["<", 2]}, "name", order_by="from_date desc"
	)


def published_agreement(who) -> str | None:
	"""The newest agreed agreement of the viewer's unit, or of the nearest unit above that has one."""
	if not who.company:
		return None
	Person, Doc = DocType("Employee"), DocType(AGREEMENT)
	Unit, Above = DocType("Department"), DocType("Department").as_("above")
	rows = (
		frappe.qb.from_(Person)
		.join(Unit)
		.on(Unit.name == Person.department)
		.join(Above)
		.on((Above.lft <= Unit.lft) & (Above.rgt >= Unit.rgt))
		.join(Doc)
		.on(Doc.department == Above.name)
		.select(Doc.name)
		.where(
			(Person.name == who.employee)
			& (Doc.company == who.company)
			& (Doc.docstatus == 1)
			& Doc.workflow_state.isin(permissions.OPEN_IN_COMPANY[AGREEMENT])
		)
		.orderby(Doc.from_date, order=frappe.qb.desc)
		.orderby(Above.lft, order=frappe.qb.desc)
		.limit(1)
	).run(pluck=True)
	return rows[0] if rows else None


def agreement_of(visit, doc) -> dict:
	"""One agreement, for its own page and for the leader's desk."""
	visit.scripts = ("plan.js",)
	steps, part = documents.steps(doc), doc.parts != {"colleague"}
	own = doc.parts == {"employee"}
	agreed = doc.workflow_state in rules.IN_FORCE
	course = rules.course_of(doc) if part and cint(doc.docstatus) == 1 else None
	return {
		"doc": doc,
		"own": own,
		"part": part,
		"groups": groups_of(doc),
		"parent": parent_of(doc),
		"steps": steps,
		"may_decide": bool(steps & {"Agree", "Return"}),
		"missing": api.rows.missing_for_proposal(doc) if own and not cint(doc.docstatus) else [],
		"course": course,
		"intervals": api.intervals_of(doc)
		if agreed and doc.parts & state_rights.CREATORS[REALISATION]
		else [],
		"adjustment": open_adjustment(doc.name) if part and agreed else None,
		"may_draft_plan": own and agreed,
		"delegation": None if own or not part else plans.acting_for(visit, doc),
		"page_data": {"doctype": AGREEMENT, "name": doc.name, "modified": str(doc.modified)},
	}


def groups_of(doc) -> list:
	"""The objectives in force, each with its indicators."""
	found = []
	for row in doc.objectives:
		if not row.closed_on:
			indicators = [
				one for one in doc.indicators if one.result_key == row.row_key and not one.closed_on
			]
			found.append(frappe._dict(row, rows=indicators))
	return found


def parent_of(doc):
	"""The agreement above: what it is called, for whoever may read it."""
	if not doc.parent_agreement:
		return None
	return frappe.db.get_value(
		AGREEMENT, doc.parent_agreement, ["name", "title", "department_name"], as_dict=True
	)


def open_adjustment(name: str):
	return frappe.db.get_value(ADJUSTMENT, {"slot": name}, ["name", "workflow_state"], as_dict=True)


# --- adjustment ---


def adjustment(visit) -> dict:
	doc = documents.read(ADJUSTMENT, visit.args.get("name"), visit.who, tables=rules.CONTENT_TABLES)
	return adjustment_of(visit, doc)


def adjustment_of(visit, doc) -> dict:
	"""One adjustment row by row beside what is in force, for its own page and for the leader's desk."""
	visit.scripts = ("plan.js",)
	if doc.workflow_state == "Adjustment Agreed":
		version = frappe.db.get_value(
			"Performance Agreement Version",
			{"parent": doc.agreement, "adjustment": doc.name},
			["snapshot"],
			as_dict=True,
		)
		before = adjusting.content_of_version(version or frappe._dict(), AGREEMENT, rules.CONTENT_TABLES)
	else:
		before = frappe._dict(name=doc.agreement, doctype=AGREEMENT)
		documents.read_tables([before], rules.CONTENT_TABLES)
	steps, writable = documents.steps(doc), documents.writable(doc)
	own = doc.parts == {"employee"}
	return {
		"doc": doc,
		"unit": frappe.db.get_value("Department", doc.department, "department_name"),
		"own": own,
		"rows": [row for row in adjusting.compare(before, doc) if row["kind"] != "same"],
		"titles": {"objectives": _("Objective"), "indicators": _("Key indicator")},
		"kinds": {"changed": _("Changed"), "added": _("Added"), "removed": _("Removed")},
		"steps": steps,
		"may_decide": "decision_note" in writable and bool(steps & {"Agree", "Refuse"}),
		"missing": [],
		"delegation": None if own else plans.acting_for(visit, doc),
		"page_data": {"doctype": doc.doctype, "name": doc.name, "modified": str(doc.modified)},
	}


# --- realisation ---


def realisation(visit) -> dict:
	"""What one interval brought, indicator by indicator; written here by the head of the unit."""
	doc = documents.read(REALISATION, visit.args.get("name"), visit.who)
	visit.scripts, visit.styles = ("plan.js",), ("work.css",)
	writable, steps = documents.writable(doc) if not cint(doc.docstatus) else set(), documents.steps(doc)
	may_write = "realisations.realisation" in writable
	if may_write:
		visit.scripts = ("evidence.js", "report.js", "plan.js")
	groups = []
	for row in doc.realisations:
		if not groups or groups[-1]["key"] != row.objective_key:
			groups.append({"key": row.objective_key, "objective": row.objective, "rows": []})
		row.percent = row.achievement if row.has_achievement else None
		row.percent_until_now = row.cumulative_achievement if row.has_cumulative else None
		groups[-1]["rows"].append(row)
	return {
		"doc": doc,
		"groups": groups,
		"steps": steps,
		"may_write": may_write,
		"agreement_url": shown.url_of(AGREEMENT, doc.agreement),
		"page_data": {
			"doctype": doc.doctype,
			"name": doc.name,
			"modified": str(doc.modified),
			"save": "kinerja_asn.api.agreements.save_realisation",
			# what is sent is not taken back
			"final": True,
		},
	}
