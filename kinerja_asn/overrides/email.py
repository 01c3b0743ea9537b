"""frappe.email: a message can be moved to any document, and from any."""

import frappe
from frappe import email

from kinerja_asn.overrides.doors import require_part


@frappe.whitelist()
def relink(name, reference_doctype=None, reference_name=None):
	"""The original, for who may read both documents concerned."""
	require_part(reference_doctype, reference_name)
	stored = (
		frappe.db.get_value("Communication", name, ["reference_doctype", "reference_name"], as_dict=True)
		or {}
	)
	require_part(stored.get("reference_doctype"), stored.get("reference_name"))
	return email.relink(name, reference_doctype, reference_name)
