"""Daily work logs, written in a few taps: the portal's page of today and the row above the desk's list."""

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import cstr, flt, getdate

from kinerja_asn import permissions, work_logs
from kinerja_asn.api.steps import content_of, day_of, name_for, readable, refuse_malformed, refuse_outdated
from kinerja_asn.work_logs import LOG

#: What a page sends of an entry.
CONTENT = ("log_date", "activity", "result_key", "indicator_key", "quantity", "evidence", "evidence_link")
#: What a page gets of an entry.
SHOWN = (
	"name",
	"log_date",
	"activity",
	"result_key",
	"indicator_key",
	"result",
	"indicator",
	"quantity",
	"measured",
	"uom",
	"evidence",
	"evidence_link",
	"appraiser_comment",
	"commented_by",
	"commented_at",
	"workflow_state",
	"modified",
)
#: Yesterday is the last day with entries, at most this many days ago.
REPEAT_WITHIN = 31
#: How many of the last words written to a row are offered again.
RECENT_WORDS = 3
REPEAT_AT_MOST = 20


@frappe.whitelist(methods=["POST"])
def save(values: dict | str, name: str | None = None, modified: str | None = None) -> dict:
	"""Write an entry, or change one's own.

	Args:
		values: columns of CONTENT; a blank quantity means none. `work_plan` and `key` for a new entry: who sends the
			same key again gets the entry that is there, so a second tap or a weak network doubles nothing.
		name: the entry to change.
		modified: the time stamp the page loaded.

	Returns:
		the entry, columns of SHOWN.
	"""
	values = content_of(values)
	if name:
		doc = readable(LOG, name)
		refuse_outdated(doc, modified)
		write(doc, values)
		doc.save()
		return shown(doc)
	own_name = name_for(values.get("key"), LOG)
	if own_name and is_there(own_name):
		return shown(readable(LOG, own_name))
	doc = frappe.new_doc(LOG)
	doc.work_plan = cstr(values.get("work_plan")) or None
	write(doc, values)
	try:
		doc.insert(set_name=own_name)
	except (frappe.DuplicateEntryError, frappe.UniqueValidationError):
		# the same tap was saved at this very moment; only a new transaction sees its entry
		frappe.db.rollback()
		frappe.clear_messages()
		return shown(readable(LOG, own_name))
	return shown(doc)


def is_there(name: str) -> bool:
	return bool(frappe.db.exists(LOG, name))


def write(doc, values: dict):
	for column in CONTENT:
		if column not in values:
			continue
		value = values[column]
		if isinstance(value, dict | list):
			refuse_malformed()
		doc.set(column, value)
	if "quantity" in values:
		blank = values["quantity"] is None or cstr(values["quantity"]).strip() == ""
		doc.measured = int(not blank)
		doc.quantity = 0 if blank else values["quantity"]


def shown(doc) -> dict:
	return {column: doc.get(column) for column in SHOWN} | {
		"quantity": flt(doc.quantity),
		"modified": cstr(doc.modified),
	}


@frappe.whitelist(methods=["POST"])
def remove(name: str) -> dict:
	"""Delete one's own entry, while it is neither counted nor commented on; a second call finds it gone."""
	if isinstance(name, str) and name and not frappe.db.exists(LOG, name):
		return {"name": name}
	readable(LOG, name)
	# asks for the right to delete and for what stands against it
	frappe.delete_doc(LOG, name)
	return {"name": name}


@frappe.whitelist(methods=["POST"])
def repeat(day: str | None = None) -> list[dict]:
	"""Write the entries of one's last day again, for today or `day`: the words, without quantity and evidence.

	What is there already is not written twice.

	Returns:
		the new entries.
	"""
	employee = _employee()
	day = day_of(day) or getdate()
	last = work_logs.last_day(employee, day, REPEAT_WITHIN)
	if not last:
		frappe.throw(
			_("There is no entry of the last {0} days to repeat.").format(REPEAT_WITHIN),
			title=_("Nothing to repeat"),
		)
	Log = DocType(LOG)
	rows = (
		frappe.qb.from_(Log)
		.select(Log.log_date, Log.activity, Log.result_key, Log.indicator_key, Log.work_plan)
		.where((Log.employee == employee) & Log.log_date.isin([str(last), str(day)]))
		.orderby(Log.creation)
	).run(as_dict=True)
	there = {(row.activity, row.indicator_key) for row in rows if getdate(row.log_date) == day}
	made = []
	running = {}
	for row in [row for row in rows if getdate(row.log_date) != day][:REPEAT_AT_MOST]:
		if (row.activity, row.indicator_key) in there:
			continue
		there.add((row.activity, row.indicator_key))
		if row.work_plan not in running:
			found = work_logs.rows_of(row.work_plan)
			running[row.work_plan] = {one.result_key for one in found} | {one.indicator_key for one in found}
		keys = running[row.work_plan]
		doc = frappe.new_doc(LOG)
		doc.update(
			{
				"log_date": day,
				"activity": row.activity,
				"work_plan": row.work_plan,
				# a row that an adjustment has closed since then takes no more entries
				"result_key": row.result_key if row.result_key in keys else None,
				"indicator_key": row.indicator_key if row.indicator_key in keys else None,
			}
		)
		doc.insert()
		made.append(shown(doc))
	return made


@frappe.whitelist(methods=["POST"])
def comment(name: str, text: str, modified: str | None = None) -> dict:
	"""The appraiser's word on an entry; a blank one takes it back. The person is told at once."""
	doc = readable(LOG, name)
	if cstr(text).strip() == cstr(doc.appraiser_comment).strip():
		return shown(doc)
	refuse_outdated(doc, modified)
	doc.appraiser_comment = cstr(text).strip() or None
	doc.save()
	return shown(doc)


@frappe.whitelist(methods=["GET", "POST"])
def choices(work_plan: str | None = None) -> list[dict]:
	"""What an entry can be tagged to: indicators, and results without one; those used most come first.

	Args:
		work_plan: one's own running plan unless another is named.

	Returns:
		dicts of result_key, indicator_key (None for a result), code, title, result, uom, uom_shown, used (how often
		lately) and recent (the last words written to it).
	"""
	if not work_plan:
		work_plan = work_logs.running_plan(_employee())
		return choices_of(work_plan) if work_plan else []
	plan = readable("Work Plan", work_plan)
	# more people read a plan than what was logged to it
	parts = permissions.actors(permissions.stored_row(plan.doctype, plan.name))
	return choices_of(plan.name, with_use=bool(parts & permissions.READERS[LOG]))


def choices_of(work_plan: str, with_use: bool = True) -> list[dict]:
	"""The same for a plan whose reading was decided; with_use: the viewer reads its logs too."""
	used = work_logs.use_of(work_plan) if with_use else {}
	found = []
	for row in work_logs.rows_of(work_plan):
		recent = used.get((row.result_key, row.indicator_key), [])
		uom = row.uom if row.indicator_key else None
		found.append(
			{
				"result_key": row.result_key,
				"indicator_key": row.indicator_key,
				"code": row.short_code,
				"title": row.indicator or row.result,
				"result": row.result,
				"uom": uom,
				"uom_shown": _(uom) if uom else "",
				"used": sum(count for _words, count, _day in recent),
				"recent": [words for words, _count, _day in recent[:RECENT_WORDS]],
			}
		)
	found.sort(key=lambda row: -row["used"])
	return found


def _employee() -> str:
	employee = permissions.viewer().employee
	if not employee:
		frappe.throw(_("Your user is not linked to an employee. Please ask HR."), frappe.PermissionError)
	return employee
