"""Auto Email Report: runs with the rights of a user who is chosen in the form."""

import frappe
from frappe import _

from kinerja_asn.overrides.doors import MODULE, is_guarded, is_ours, refuse


def validate(doc, method=None):
	report = frappe.db.get_value("Report", doc.report, ["ref_doctype", "module"], as_dict=True)
	if not report or not (
		report.module == MODULE or is_ours(report.ref_doctype) or is_guarded(report.ref_doctype)
	):
		return
	if frappe.session.user not in (doc.user, "Administrator"):
		refuse(_("A report about people is sent with your own rights: choose yourself as the user."))
