"""Energy points: praise and criticism name the document they are for, with a reason in words, to everybody."""

import frappe

from kinerja_asn import permissions
from kinerja_asn.overrides.doors import is_limited, is_only_published, require_sight


@frappe.whitelist()
def get_reviews(doctype, docname):
	"""The original, for who may read the document."""
	# Frappe 16 has no energy points
	from frappe.social.doctype.energy_point_log import energy_point_log

	require_sight(doctype, docname)
	return energy_point_log.get_reviews(doctype, docname)


@frappe.whitelist()
def get_energy_points_list(start, limit, user):
	"""The original, without points for documents of ours that the reader may not read."""
	from frappe.desk.page.user_profile import user_profile

	return [
		row
		for row in user_profile.get_energy_points_list(start, limit, user)
		if not is_limited(row.reference_doctype)
		or (
			permissions.can_read(row.reference_doctype, row.reference_name)
			and not is_only_published(row.reference_doctype, row.reference_name)
		)
	]
