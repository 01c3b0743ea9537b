"""erpnext.crm: the open tasks of any document."""

import frappe

from kinerja_asn.overrides.doors import require_sight


@frappe.whitelist()
def get_open_activities(ref_doctype, ref_docname):
	"""The original, for who may read what hangs on the document."""
	from erpnext.crm import utils

	require_sight(ref_doctype, ref_docname)
	return utils.get_open_activities(ref_doctype, ref_docname)
