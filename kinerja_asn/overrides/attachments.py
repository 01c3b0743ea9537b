"""frappe.core.doctype.communication.email: any file can be sent along, by its name."""

import frappe
from frappe.core.doctype.communication import email

from kinerja_asn.overrides.doors import is_limited, may_read_file, refuse


@frappe.whitelist()
def make(attachments=None, **options):
	"""The original, for who may read the attached files."""
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
