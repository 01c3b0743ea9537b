"""frappe.desk.query_report: the user whose rights count, and a result kept for somebody else, are parameters of the
request."""

import json

import frappe
from frappe.desk import query_report
from frappe.utils import cstr

from kinerja_asn.overrides.doors import MODULE, is_guarded, is_ours

#: The filter by which Frappe 15 hands out a prepared result to whoever knows its name.
PREPARED = "prepared_report_name"


@frappe.whitelist()
def run(report_name: str, **options):
	"""The original; a report of ours, or on a DocType of ours, always runs now and for the person who asks."""
	options.pop("cmd", None)
	report = _report(report_name)
	if _is_of_people(report):
		options.pop("user", None)
		options["filters"] = _without_prepared(options.get("filters"))
	if _is_of_ours(report):
		options["ignore_prepared_report"] = True
	return frappe.call(query_report.run, report_name, **options)


@frappe.whitelist()
def export_query():
	"""The original; of such a report only what the person who asks gets himself."""
	form = frappe.local.form_dict
	if _is_of_people(_report(form.get("report_name"))):
		form["filters"] = _without_prepared(form.get("filters"))
	return query_report.export_query()


def _report(name):
	return frappe.db.get_value("Report", cstr(name), ["ref_doctype", "module"], as_dict=True)


def _is_of_ours(report) -> bool:
	return bool(report) and (report.module == MODULE or is_ours(report.ref_doctype))


def _is_of_people(report) -> bool:
	return _is_of_ours(report) or (bool(report) and is_guarded(report.ref_doctype))


def _without_prepared(filters):
	found = frappe.parse_json(filters) if filters else None
	if not isinstance(found, dict) or PREPARED not in found:
		return filters
	return json.dumps({key: value for key, value in found.items() if key != PREPARED})
