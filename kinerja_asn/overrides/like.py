"""frappe.desk.like: anybody can like, and so mark, a document that he may not read."""

import frappe
from frappe.desk import like

from kinerja_asn.overrides.doors import require_part


@frappe.whitelist()
def toggle_like(doctype, name, add=False):
	"""The original, for who may read the document."""
	require_part(doctype, name)
	return like.toggle_like(doctype, name, add)
