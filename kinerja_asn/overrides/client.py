"""frappe.client: counting on Frappe 15 asks nobody, so that any column can be guessed letter by letter."""

import frappe
from frappe import client
from frappe.utils import cint, get_safe_filters

from kinerja_asn.overrides.doors import is_guarded, on_frappe_16, refuse


@frappe.whitelist()
def get_count(doctype, filters=None, debug=False, cache=False):
	"""The original, but counting only rows that the user may read where they tell of people."""
	if not is_guarded(doctype) or on_frappe_16():
		return client.get_count(doctype, filters, debug, cache)
	if frappe.is_table(doctype):
		refuse()
	rows = frappe.get_list(
		doctype,
		filters=get_safe_filters(filters),
		fields=[f"count(distinct `tab{doctype}`.`name`) as total"],
		order_by=None,
	)
	return cint(rows[0].total) if rows else 0
