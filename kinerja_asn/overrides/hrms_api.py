"""hrms.api: the attachments of any document."""

import frappe

from kinerja_asn.overrides.doors import require_read


@frappe.whitelist()
def get_attachments(dt: str, dn: str):
	"""The original, for who may read the document."""
	from hrms import api

	require_read(dt, dn)
	return api.get_attachments(dt, dn)
