"""Daily logs: the entries of today on the first page, and the list of entries by day, one's own or a team member's."""

import re

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import add_days, add_months, cint, getdate, nowdate

from kinerja_asn import permissions, state_rights, work_logs
from kinerja_asn.api import logs as api
from kinerja_asn.setup.settings import setting
from kinerja_asn.www.kinerja import documents, plans, shown

LOG = work_logs.LOG
DAYS = 31
PAGE_LENGTH = 100
SCRIPTS = ("evidence.js", "logs.js")
COLUMNS = (*api.SHOWN, *permissions.rights_columns(LOG), "employee_name", "work_plan")


def today(visit, plan) -> dict | None:
	"""What the first page shows to write and to repeat; None for who has no plan that runs."""
	if not plan or plan.workflow_state not in work_logs.RUNNING:
		return None
	choices = api.choices_of(plan.name)
	place = work_logs.place_of(plan.name, nowdate())
	closed = place.report_state == "Report Accepted"
	entries = _entries(_own(visit.who).where(DocType(LOG).log_date == nowdate()))
	last = work_logs.last_day(visit.who.employee, nowdate(), api.REPEAT_WITHIN)
	visit.scripts, visit.styles = (*visit.scripts, *SCRIPTS), (*visit.styles, "logs.css")
	return {
		"entries": entries,
		"last": None if closed else last,
		"closed": place.performance_interval if closed else None,
		"page_data": {"log": writing(plan.name, choices, entries)},
	}


def writing(plan: str | None, choices: list, entries: list) -> dict:
	"""What the script needs to draw the form of an entry."""
	return {
		"plan": plan,
		"choices": choices,
		"entries": [
			{column: row.get(column) for column in api.SHOWN} | {"modified": str(row.modified)}
			for row in entries
		],
		"today": nowdate(),
		"earliest": str(add_days(nowdate(), -cint(setting("log_backdate_days")))),
	}


def logs(visit) -> dict:
	who = visit.who
	month, marked = visit.args.get("month") or "", visit.args.get("name")
	plan_name = visit.args.get("plan")
	if marked:
		row = frappe.db.get_value(LOG, marked, COLUMNS, as_dict=True)
		if not row or not permissions.reading_parts(LOG, row, who):
			raise frappe.PermissionError
		month = month or str(row.log_date)[:7]
		plan_name = None if row.employee == who.employee else row.work_plan
	plan = _plan_of(plan_name, who) if plan_name else None
	own = not plan or plan.parts == {"employee"}
	if own and not who.employee:
		raise frappe.PermissionError
	first, last = _span(month)
	mine = plans.current(plans.plans_of(who.employee)) if own else plan
	running = mine and mine.workflow_state in work_logs.RUNNING
	choices = api.choices_of(mine.name) if mine else []
	Log = DocType(LOG)
	query = _own(who) if own else _of_plan(plan)
	query = query.where((Log.log_date >= str(first)) & (Log.log_date <= str(last)))
	row_key = visit.args.get("row") or ""
	if row_key == "none":
		query = query.where((Log.result_key.isnull()) | (Log.result_key == ""))
	elif row_key:
		query = query.where((Log.indicator_key == row_key) | (Log.result_key == row_key))
	for word in (visit.args.get("text") or "").split()[:6]:
		query = query.where(Log.activity.like(f"%{word[:40]}%"))
	page = min(max(cint(visit.args.get("page")), 1), 1000)
	entries = _entries(query.limit(PAGE_LENGTH + 1).offset((page - 1) * PAGE_LENGTH))
	if not own:
		entries = _readable(entries, who)
	more, entries = len(entries) > PAGE_LENGTH, entries[:PAGE_LENGTH]
	visit.scripts, visit.styles = SCRIPTS, ("logs.css",)
	visit.marked = "logs" if own else "team"
	return {
		"plan": plan,
		"own": own,
		"running": running,
		"mine": mine,
		"days": _by_day(entries),
		"count": len(entries),
		"months": _months(mine),
		"month": month if re.fullmatch(r"\d{4}-\d{2}", month) else "",
		"rows": choices,
		"row": row_key,
		"text": visit.args.get("text") or "",
		"filtered": bool(row_key or visit.args.get("text") or month),
		"page": page,
		"more": more,
		"marked": marked,
		"limit": cint(setting("log_backdate_days")),
		"page_data": {"log": writing(mine.name, choices, entries)} if own and mine else {},
	}


def _own(who):
	Log = DocType(LOG)
	return frappe.qb.from_(Log).where(Log.employee == (who.employee or ""))


def _of_plan(plan):
	Log = DocType(LOG)
	return frappe.qb.from_(Log).where(Log.work_plan == plan.name)


def _entries(query) -> list:
	Log = DocType(LOG)
	return (
		query.select(*[Log[column] for column in COLUMNS])
		.orderby(Log.log_date, order=frappe.qb.desc)
		.orderby(Log.creation, order=frappe.qb.desc)
	).run(as_dict=True)


def _plan_of(name: str, who):
	"""The plan whose entries are looked at, by one of the parts that read them."""
	plan = documents.read("Work Plan", name, who, tables=())
	if not plan.parts & permissions.READERS[LOG]:
		raise frappe.PermissionError
	return plan


def _readable(entries: list, who) -> list:
	"""Those that the viewer reads, with what he may do: counted ones stay with the appraiser of that time."""
	parts, found = {}, []
	for row in entries:
		key = (row.appraiser, row.department, row.company)
		if key not in parts:
			parts[key] = permissions.reading_parts(LOG, row, who)
		if not parts[key]:
			continue
		by_part = state_rights.WRITABLE[LOG].get(row.workflow_state, {})
		row.may_comment = any("appraiser_comment" in by_part.get(part, ()) for part in parts[key])
		found.append(row)
	return found


def _span(month: str):
	"""First and last day shown: a month, or the last 31 days."""
	if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month or ""):
		first = getdate(f"{month}-01")
		return first, getdate(add_days(add_months(first, 1), -1))
	return getdate(add_days(nowdate(), 1 - DAYS)), getdate()


def _months(plan) -> list[dict]:
	"""The months of the plan up to today, the newest first."""
	if not plan:
		return []
	day = min(getdate(), getdate(plan.to_date)).replace(day=1)
	found = []
	while day >= getdate(plan.from_date).replace(day=1) and len(found) < 24:
		found.append({"key": f"{day:%Y-%m}", "label": shown.day(day, "MMMM yyyy")})
		day = getdate(add_months(day, -1))
	return found


def _by_day(entries: list) -> list[dict]:
	found = []
	for row in entries:
		day = getdate(row.log_date)
		if not found or found[-1]["day"] != day:
			age = (getdate() - day).days
			name = _("Today") if age == 0 else _("Yesterday") if age == 1 else ""
			found.append({"day": day, "name": name, "entries": []})
		found[-1]["entries"].append(row)
	return found
