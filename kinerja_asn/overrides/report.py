"""Report: reports about people run for whoever asks, now; they are never prepared by a job and kept."""

from contextlib import contextmanager

import frappe
from frappe import _
from frappe.core.doctype.report.report import Report
from frappe.utils import cint, cstr

from kinerja_asn import script_reports
from kinerja_asn.overrides.doors import MODULE, is_guarded, is_ours, refuse

#: Custom reports that are made from custom reports are followed so far.
MOST_LEVELS = 5
COLUMNS = ("name", "ref_doctype", "module", "report_type", "reference_report")


class KinerjaReport(Report):
	"""The original; a report of ours does not run in a job, and is not marked by Frappe when it was slow once."""

	def execute_script_report(self, filters):
		if not is_of_ours(self.name):
			return super().execute_script_report(filters)
		refuse_in_job()
		try:
			with self._not_slow():
				return super().execute_script_report(filters)
		except (frappe.ValidationError, frappe.PermissionError) as refusal:
			if not frappe.flags.kinerja_tells_refusals:
				raise
			frappe.flags.kinerja_refusal = refusal
			return [], []

	def execute_query_report(self, filters):
		if is_of_ours(self.name):
			refuse_in_job()
		return super().execute_query_report(filters)

	@contextmanager
	def _not_slow(self):
		"""Frappe watches only reports that are not prepared yet."""
		before, self.prepared_report = self.prepared_report, 1
		try:
			yield
		finally:
			self.prepared_report = before


@contextmanager
def refusals_told():
	"""Frappe writes an error log of whatever a report throws, with all values; a filter that is refused in words is no
	error. It is thrown at the end."""
	frappe.flags.kinerja_tells_refusals = True
	try:
		yield
	finally:
		frappe.flags.kinerja_tells_refusals = False
	refusal = frappe.flags.pop("kinerja_refusal", None)
	if refusal:
		# an export has by now answered with a page that there are no data
		frappe.local.response = frappe._dict({"docs": []})
		raise refusal


def lineage(name) -> list:
	"""A report's row and those of the reports that it is a custom version of."""
	rows = []
	while name and len(rows) < MOST_LEVELS:
		row = frappe.db.get_value("Report", cstr(name), COLUMNS, as_dict=True, cache=True)
		if not row:
			break
		rows.append(row)
		name = row.reference_report if row.report_type == "Custom Report" else None
	return rows


def is_of_ours(name) -> bool:
	"""Is this a report of the app, on a DocType of the app, or a custom version of one?"""
	return any(row.module == MODULE or is_ours(row.ref_doctype) for row in lineage(name))


def is_of_people(name) -> bool:
	"""Does this report tell of people: one of ours, or on another DocType whose rows do?"""
	return is_of_ours(name) or any(is_guarded(row.ref_doctype) for row in lineage(name))


def class_of(name):
	"""The class of a report of the app, also of a custom version of it; None for any other."""
	rows = lineage(name)
	if not rows or rows[-1].module != MODULE:
		return None
	return script_reports.class_of(rows[-1].name)


def refuse_in_job():
	if getattr(frappe.local, "job", None) and not frappe.flags.kinerja_without_viewer:
		refuse_kept()


def refuse_kept():
	refuse(
		_(
			"A report about people is shown to who opens it. It is not prepared in the background, and no result of it is kept."
		)
	)


def validate(doc, method=None):
	"""validate of Report"""
	if cint(doc.prepared_report) and (
		doc.module == MODULE or is_ours(doc.ref_doctype) or is_of_ours(doc.reference_report)
	):
		doc.prepared_report = 0


def refuse_prepared(doc, method=None):
	"""before_insert of Prepared Report"""
	if is_of_ours(doc.report_name):
		refuse_kept()


def unprepare():
	"""Take back what was switched on or kept in between; on migrate."""
	for name in frappe.get_all("Report", filters={"prepared_report": 1}, pluck="name"):
		if is_of_ours(name):
			frappe.db.set_value("Report", name, "prepared_report", 0)
	kept = {row.report_name for row in frappe.get_all("Prepared Report", fields=["report_name"])}
	ours = [name for name in kept if is_of_ours(name)]
	for name in frappe.get_all(
		"Prepared Report", filters={"report_name": ["in", ours or [""]]}, pluck="name"
	):
		# whoever migrates owns the site; the file with the rows goes with it
		frappe.delete_doc("Prepared Report", name, ignore_permissions=True, delete_permanently=True)
