"""frappe.core.api.file: an archive is unpacked beside the document that it hangs on, whoever asks."""

import frappe
from frappe.core.api import file

from kinerja_asn.overrides.doors import is_limited, may_read_file, refuse


@frappe.whitelist()
def unzip_file(name: str):
	"""The original, for who may read the archive; whether he may attach files is asked of each of them."""
	if is_limited(frappe.db.get_value("File", name, "attached_to_doctype")) and not may_read_file(name):
		refuse()
	return file.unzip_file(name)
