"""Comment: the like button and the website's comment box write on documents that nobody asked the right for."""

import frappe

from kinerja_asn import permissions
from kinerja_asn.overrides.doors import points_of, require_part

#: Written by people. The other kinds are written by the framework in the course of a step, after which the person
#: who took it may no longer be allowed to read the document.
BY_PEOPLE = ("Comment", "Like")


def validate(doc, method=None):
	if doc.flags.by_server or (doc.flags.ignore_permissions and doc.comment_type not in BY_PEOPLE):
		return
	for doctype, name in points_of(doc):
		require_part(doctype, name)


def keep_out_of_lists(doc, method=None):
	"""Frappe copies comments and mails into a column of the document, which everybody reads who reads a published one."""
	if doc.reference_doctype in permissions.OPEN_IN_COMPANY and doc.reference_name:
		frappe.db.set_value(
			doc.reference_doctype, doc.reference_name, "_comments", None, update_modified=False
		)
