"""frappe.utils.file_manager: files can be attached to any document, and any file can be taken along."""

import frappe
from frappe.utils import file_manager

from kinerja_asn.overrides.doors import require_sight, require_write


@frappe.whitelist()
def add_attachments(doctype, name, attachments):
	"""The original, for who may change the document and read the documents that the files come from."""
	require_write(doctype, name)
	for source in frappe.parse_json(attachments) or []:
		if isinstance(source, str):
			stored = frappe.db.get_value(
				"File", source, ["attached_to_doctype", "attached_to_name"], as_dict=True
			)
			if stored:
				require_sight(stored.attached_to_doctype, stored.attached_to_name)
	return file_manager.add_attachments(doctype, name, attachments)
