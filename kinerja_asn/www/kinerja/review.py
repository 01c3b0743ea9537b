"""The appraiser's desk: everything of the team that waits, one document after another without a list in between."""

from urllib.parse import urlencode

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count
from frappe.utils import add_days, cint, nowdate

from kinerja_asn import notifications, permissions
from kinerja_asn.kinerja_asn.doctype.work_plan import work_plan as plan_rules
from kinerja_asn.www.kinerja import agreements, documents, evaluations, plans, reports, shown, team, units

#: part of the address -> (DocType, template of the document, function that fills it)
KINDS = {
	"plan": ("Work Plan", "plan_body.html", plans.plan_of),
	"adjustment": ("Work Plan Adjustment", "adjustment_body.html", plans.adjustment_of),
	"report": ("Periodic Report", "report_body.html", reports.report_of),
	"evaluation": ("Performance Evaluation", "evaluation_body.html", evaluations.evaluation_of),
	"unit": ("Unit Performance Rating", "unit_body.html", units.rating_of),
	"agreement": ("Performance Agreement", "agreement_body.html", agreements.agreement_of),
	"agreement-adjustment": (
		"Performance Agreement Adjustment",
		"adjustment_body.html",
		agreements.adjustment_of,
	),
}
#: The tables to read with a document, where the function that fills it reads them itself or needs fewer.
TABLES = {"Work Plan": plan_rules.CONTENT_TABLES, "Work Plan Adjustment": ()}
KIND_OF = {doctype: kind for kind, (doctype, _template, _function) in KINDS.items()}
LOGS = "log"
#: Older entries are no news.
DAYS_OF_LOGS = 31
LOGS_AT_MOST = 60


def review(visit) -> dict:
	who, args = visit.who, visit.args
	visit.styles = ("work.css",)
	waiting = [
		row
		for row in notifications.waiting_for(who.user, (*KIND_OF, permissions.COACHING))
		if row["kind"] == "appraise"
	]
	sessions = [row for row in waiting if row["doctype"] == permissions.COACHING]
	waiting = [row for row in waiting if row["doctype"] in KIND_OF]
	kind = args.get("kind") if args.get("kind") in (*KINDS, LOGS) else ""
	person = args.get("person") or ""
	frame = {
		"filters": filters_of(waiting, kind, person),
		"people": people_of(waiting) if kind != LOGS else [],
		"person": person,
		"kind": kind,
		"sessions": sessions,
	}
	if kind == LOGS:
		return frame | logs_to_comment(visit)
	rows = [
		row
		for row in waiting
		if (not kind or KIND_OF[row["doctype"]] == kind) and (not person or row["employee"] == person)
	]
	return frame | one_of(visit, rows, kind, person)


def one_of(visit, rows: list[dict], kind: str, person: str) -> dict:
	"""The document to review now, and the way to its neighbours."""

	def link(row) -> str:
		item = f"{KIND_OF[row['doctype']]}:{row['name']}"
		return address(kind=kind, person=person, item=item)

	asked = (visit.args.get("item") or "").partition(":")
	doctype, name = (KINDS.get(asked[0]) or (None,))[0], asked[2]
	place = next((n for n, row in enumerate(rows) if (row["doctype"], row["name"]) == (doctype, name)), None)
	gone = None
	if place is None and name:
		# reviewed already, or withdrawn: said so to those who may read it, and nothing at all to others
		if not doctype:
			raise frappe.PermissionError
		gone = documents.read(doctype, name, visit.who, tables=())
	if not rows:
		return {
			"row": None,
			"gone": gone,
			"all_done": address(kind="", person="") if kind or person else None,
		}
	place = place or 0
	row = rows[place]
	doctype, template, fill = KINDS[KIND_OF[row["doctype"]]]
	doc = documents.read(doctype, row["name"], visit.who, tables=TABLES.get(doctype))
	data = fill(visit, doc)
	visit.marked = "review"
	visit.scripts = (*visit.scripts, "review.js")
	rest = rows[place + 1 :] or rows[:place]
	data["page_data"] |= {
		"whose": " · ".join(filter(None, (row["title"], title_of(row)))),
		"here": link(row),
	}
	return {
		**data,
		"row": row,
		"gone": gone,
		"title": title_of(row),
		"template": template,
		"place": place + 1,
		"total": len(rows),
		"previous": link(rows[place - 1]) if place else None,
		"next": link(rows[place + 1]) if place + 1 < len(rows) else None,
		"next_url": link(rest[0]) if rest else address(kind=kind, person=person),
		"queue": [
			{
				"url": link(other),
				"name": other["title"],
				"title": title_of(other),
				"overdue": other["overdue"],
				"here": other is row,
			}
			for other in rows[:100]
		],
		"rows_left_out": max(len(rows) - 100, 0),
		"position": doc.get("position"),
	}


def title_of(row) -> str:
	"""What is to be reviewed: Report: March 2026."""
	interval = shown.interval(row["interval"])
	if row["doctype"] == "Performance Evaluation":
		what = _("Evaluation to hand over") if row["state"] == "Rated" else _("Evaluation to rate")
		return f"{what}: {interval or _('the year')}"
	if row["doctype"] == "Unit Performance Rating":
		interval = interval or _("the year")
	what = {
		"Work Plan": _("Plan to review"),
		"Work Plan Adjustment": _("Adjustment proposed"),
		"Periodic Report": _("Report to review"),
		"Unit Performance Rating": _("Unit to rate"),
		"Performance Agreement": _("Performance agreement to agree"),
		"Performance Agreement Adjustment": _("Adjustment of an agreement proposed"),
	}[row["doctype"]]
	return f"{what}: {interval}" if interval else what


def address(**parameters) -> str:
	kept = {key: value for key, value in parameters.items() if value}
	return "/kinerja/review" + (f"?{urlencode(kept)}" if kept else "")


def filters_of(waiting: list[dict], kind: str, person: str) -> list[dict]:
	"""The kinds with their numbers; the logs stand at the end, uncounted: they press nobody."""
	labels = {
		"": _("All"),
		"report": _("Reports"),
		"evaluation": _("Evaluations"),
		"unit": _("Units"),
		"plan": _("Plans"),
		"adjustment": _("Adjustments"),
		"agreement": _("Agreements"),
		"agreement-adjustment": _("Adjustments of agreements"),
		LOGS: _("Daily logs"),
	}
	mine = [row for row in waiting if not person or row["employee"] == person]
	counts = {"": len(mine), LOGS: None}
	for row in mine:
		counts[KIND_OF[row["doctype"]]] = counts.get(KIND_OF[row["doctype"]], 0) + 1
	return [
		{
			"url": address(kind=key, person="" if key == LOGS else person),
			"label": label,
			"count": counts.get(key, 0),
			"here": key == kind,
		}
		for key, label in labels.items()
		if key in ("", LOGS, kind) or counts.get(key)
	]


def people_of(waiting: list[dict]) -> list[dict]:
	"""Whose documents wait: employee, name, number."""
	found = {}
	for row in waiting:
		one = found.setdefault(
			row["employee"], {"employee": row["employee"], "name": row["title"], "count": 0}
		)
		one["count"] += 1
	return sorted(found.values(), key=lambda one: one["name"] or "")


# --- daily logs ---


def uncommented(who):
	"""Query for daily logs of the team that nobody has said a word on."""
	Log = DocType("Daily Work Log")
	return Log, (
		frappe.qb.from_(Log).where(
			team.appraised_by(Log, who)
			& (Log.workflow_state == "Recorded")
			& (Log.log_date >= add_days(nowdate(), -DAYS_OF_LOGS))
			& (Log.appraiser_comment.isnull() | (Log.appraiser_comment == ""))
		)
	)


def people_with_logs(who) -> list:
	"""Who of the team has such logs: employee, name, number, in the order of names."""
	Log, query = uncommented(who)
	rows = (
		query.select(
			Log.employee, Log.employee_name, Log.appraiser, Log.department, Count(Log.name).as_("many")
		)
		.groupby(Log.employee, Log.employee_name, Log.appraiser, Log.department)
		.orderby(Log.employee_name)
		.limit(team.MOST)
	).run(as_dict=True)
	found = {}
	for row in team.appraised(who, rows):
		# one person's logs may name two appraisers, where one left in between
		one = found.setdefault(row.employee, frappe._dict(row, many=0))
		one.many += cint(row.many)
	return list(found.values())


def logs_to_comment(visit) -> dict:
	"""The logs of one person, and the way to the next one."""
	people = people_with_logs(visit.who)
	visit.scripts = ("plan.js", "review.js")
	visit.marked = "review"
	names = [row.employee for row in people]
	asked = visit.args.get("person")
	if not people:
		return {"row": None, "gone": None, "all_done": address()}
	place = names.index(asked) if asked in names else 0
	Log, query = uncommented(visit.who)
	rows = (
		query.select(
			Log.name,
			Log.log_date,
			Log.activity,
			Log.result,
			Log.indicator,
			Log.quantity,
			Log.measured,
			Log.uom,
			Log.evidence,
			Log.evidence_link,
			Log.appraiser,
			Log.department,
			Log.modified,
		)
		.where(Log.employee == names[place])
		.orderby(Log.log_date, order=frappe.qb.desc)
		.limit(LOGS_AT_MOST)
	).run(as_dict=True)
	return {
		"row": people[place],
		"gone": None,
		"title": _("Daily logs"),
		"logs": team.appraised(visit.who, rows),
		"place": place + 1,
		"total": len(people),
		"previous": address(kind=LOGS, person=names[place - 1]) if place else None,
		"next": address(kind=LOGS, person=names[place + 1]) if place + 1 < len(names) else None,
		"queue": [
			{
				"url": address(kind=LOGS, person=one.employee),
				"name": one.employee_name,
				"title": _("{0} entries").format(one.many),
				"overdue": False,
				"here": number == place,
			}
			for number, one in enumerate(people[:100])
		],
		"rows_left_out": max(len(people) - 100, 0),
	}
