"""erpnext.crm: the open tasks of any document."""

import frappe

from kinerja_asn.overrides.doors import require_read


@frappe.whitelist()
def get_open_activities(ref_doctype, ref_docname):
	"""The original, for who may read the document."""
	from erpnext.crm import utils

	require_read(ref_doctype, ref_docname)
	return utils.get_open_activities(ref_doctype, ref_docname)
