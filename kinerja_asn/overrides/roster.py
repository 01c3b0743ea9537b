"""hrms.api.roster: on HRMS 15 it gives any column of any document to anybody who knows the document's name."""

import frappe

from kinerja_asn.overrides.doors import is_guarded, refuse


@frappe.whitelist()
def get_values(doctype: str, name: str, fields: list):
	"""The original; of a document that tells of people only for who may read it."""
	if is_guarded(doctype) and not (
		frappe.db.exists(doctype, name) and frappe.get_doc(doctype, name).has_permission("read")
	):
		refuse()
	# HRMS 16 has no such function, and the module is not there on every site
	from hrms.api import roster

	return roster.get_values(doctype, name, fields)
