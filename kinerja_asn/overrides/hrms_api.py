"""hrms.api: the attachments of any document."""

import frappe

from kinerja_asn.overrides.doors import require_sight


@frappe.whitelist()
def get_attachments(dt: str, dn: str):
	"""The original, for who may read what hangs on the document."""
	from hrms import api

	require_sight(dt, dn)
	return api.get_attachments(dt, dn)
