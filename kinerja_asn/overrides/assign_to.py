"""frappe.desk.form.assign_to: the client can waive the check of rights, and is answered with who is assigned."""

import frappe
from frappe.desk.form import assign_to

from kinerja_asn.overrides.doors import require_part


@frappe.whitelist()
def add(args=None, **options):
	"""The original, for who may read the document."""
	args = frappe._dict(frappe.parse_json(args) if args else frappe.local.form_dict)
	require_part(args.doctype, args.name)
	return assign_to.add(args)


@frappe.whitelist()
def add_multiple(args=None):
	"""As `add`, for several documents."""
	args = frappe._dict(frappe.parse_json(args) if args else frappe.local.form_dict)
	for name in frappe.parse_json(args.name):
		require_part(args.doctype, name)
	return assign_to.add_multiple(args)


@frappe.whitelist()
def remove(doctype, name, assign_to):
	"""The original, for who may read the document."""
	require_part(doctype, name)
	return _original("remove", doctype, name, assign_to)


@frappe.whitelist()
def remove_multiple(doctype, names):
	"""As `remove`, for several documents."""
	for name in frappe.parse_json(names):
		require_part(doctype, name)
	return _original("remove_multiple", doctype, names)


@frappe.whitelist()
def close(doctype: str, name: str, assign_to: str):
	"""The original, for who may read the document."""
	require_part(doctype, name)
	return _original("close", doctype, name, assign_to)


def _original(method: str, *args):
	return getattr(assign_to, method)(*args)
