"""Auto Email Report: content is built by the scheduler, as Administrator, for whoever stands in the list of addresses."""

import frappe
from frappe import _
from frappe.email.doctype.auto_email_report.auto_email_report import AutoEmailReport
from frappe.utils import cint

from kinerja_asn.overrides import report as reports
from kinerja_asn.overrides.doors import refuse
from kinerja_asn.script_reports import without_viewer


class KinerjaAutoEmailReport(AutoEmailReport):
	"""The original; reports of ours are built for nobody in particular: sums, or nothing."""

	def get_report_content(self):
		if not reports.is_of_people(self.report):
			return super().get_report_content()
		refuse_people(self)
		with without_viewer():
			return super().get_report_content()

	def send(self):
		if names_people(self) and not getattr(frappe.local, "request", None):
			return self.switch_off()
		return super().send()

	def switch_off(self):
		"""An old record: the scheduler would fail with it every day, on Frappe 15 together with those after it."""
		if not cint(self.enabled):
			return
		self.db_set("enabled", 0)
		self.add_comment("Info", text=told())


def validate(doc, method=None):
	if not reports.is_of_people(doc.report):
		return
	refuse_people(doc)
	if frappe.session.user not in (doc.user, "Administrator"):
		refuse(_("A report about people is sent with your own rights: choose yourself as the user."))


def names_people(doc) -> bool:
	"""Is this a report of ours that may not leave the house?"""
	kind = reports.class_of(doc.report)
	return bool(kind) and not kind.mailable


def refuse_people(doc):
	if names_people(doc):
		refuse(told())


def told() -> str:
	return _(
		"This report names people and is therefore not sent by mail. Whoever needs it opens it with his own rights."
	)
