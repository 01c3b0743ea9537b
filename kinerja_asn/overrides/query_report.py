"""frappe.desk.query_report: the user whose rights count, and a result kept for somebody else, are parameters of the
request."""

import json

import frappe
from frappe import _
from frappe.desk import query_report
from frappe.utils import cstr

from kinerja_asn.api import report_filters
from kinerja_asn.overrides.report import class_of, is_of_ours, is_of_people, refusals_told

#: The filter by which Frappe 15 hands out a prepared result to whoever knows its name.
PREPARED = "prepared_report_name"


#: Filters whose values are names of rows.
FILTERED_BY = {
	"period": "Performance Period",
	"interval": "Performance Interval",
	"campaign": "Appraisal 360 Campaign",
	"leader_plan": "Work Plan",
	"department": "Department",
}


@frappe.whitelist()
def run(report_name: str, **options):
	"""The original; a report of ours, or on a DocType of ours, always runs now and for the person who asks."""
	options.pop("cmd", None)
	if is_of_people(report_name):
		options["custom_columns"] = _columns(options.get("custom_columns"))
		options.pop("user", None)
		options["filters"] = _plain(options.get("filters"))
	if is_of_ours(report_name):
		options["ignore_prepared_report"] = True
	if class_of(report_name):
		# a report of ours refuses values itself; the framework tells who may choose a unit, but not read its record, that he
		# may not, and then runs the report all the same
		options.pop("js_filters", None)
	with refusals_told():
		return frappe.call(query_report.run, report_name, **options)


@frappe.whitelist()
def export_query():
	"""The original; of such a report only what the person who asks gets himself, and never by a job: that leaves the
	file where everybody finds it who may open the report."""
	form = frappe.local.form_dict
	form["report_name"] = cstr(form.get("report_name"))
	if not frappe.db.exists("Report", form["report_name"]):
		frappe.throw(_("This report was not found."), frappe.DoesNotExistError)
	if is_of_people(form.get("report_name")):
		form["filters"] = _plain(form.get("filters"))
		form["custom_columns"] = json.dumps(_columns(form.get("custom_columns")))
		if form.get("visible_idx"):
			form["visible_idx"] = json.dumps(report_filters.sent(form["visible_idx"], list))
		form.pop("export_in_background", None)
		if class_of(form["report_name"]):
			form["applied_filters"] = json.dumps(_applied(form))
	with refusals_told():
		return query_report.export_query()


def _applied(form) -> dict:
	"""The filters at the head of the sheet as they are read on the screen."""
	chosen, applied = json.loads(form["filters"]), json.loads(_plain(form.get("applied_filters")))
	words = {
		value: report_filters.words(FILTERED_BY[name], value)
		for name, value in chosen.items()
		if name in FILTERED_BY and isinstance(value, str) and value
	}
	return {
		label: (words.get(value) or _(value)) if isinstance(value, str) and value else value
		for label, value in applied.items()
	}


def _columns(value) -> list[dict]:
	"""Columns that a reader has added, each with its place."""
	return [
		column
		for column in report_filters.sent(value, list)
		if isinstance(column, dict)
		and isinstance(column.get("fieldname"), str)
		and isinstance(column.get("insert_after_index"), int)
	]


def _plain(filters) -> str:
	"""Filters as an object without a prepared result; whatever is none counts as nothing chosen."""
	found = report_filters.sent(filters, dict)
	return json.dumps({key: value for key, value in found.items() if key != PREPARED})
