"""Functions that take files by name and attach them elsewhere, without asking whether the caller may read them."""

import frappe
from frappe.core.doctype.communication import email
from frappe.utils import file_manager

from kinerja_asn.overrides.doors import is_limited, may_read_file, refuse, require_write


@frappe.whitelist()
def add_attachments(doctype, name, attachments):
	"""frappe.utils.file_manager.add_attachments, for who may read the files and write the document."""
	require_write(doctype, name)
	_require_files(attachments)
	return file_manager.add_attachments(doctype, name, attachments)


@frappe.whitelist()
def make(attachments=None, **options):
	"""frappe.core.doctype.communication.email.make, for who may read the attached files."""
	options.pop("cmd", None)
	_require_files(attachments)
	return frappe.call(email.make, attachments=attachments, **options)


def _require_files(attachments):
	names = frappe.parse_json(attachments) if isinstance(attachments, str) else attachments
	for name in names or []:
		if not isinstance(name, str):
			continue
		on = frappe.db.get_value("File", name, "attached_to_doctype")
		if is_limited(on) and not may_read_file(name):
			refuse()
