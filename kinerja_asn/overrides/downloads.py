"""Private files: Frappe asks for the right to the document that a file hangs on, which everybody has in a published one."""

import frappe
from frappe import _
from frappe.utils import cstr

from kinerja_asn import permissions
from kinerja_asn.overrides.doors import is_only_published, refuse

PRIVATE = "/private/files/"


def refuse_files_of_published():
	"""before_request: the address of a file, asked for as a page or named as the file to send."""
	for url in (frappe.request.path, cstr(frappe.form_dict.get("file_url"))):
		if url.startswith(PRIVATE) and not _may_open(url):
			refuse()


def _may_open(url: str) -> bool:
	"""Whether one of the files with this address is the user's to read; addresses of other documents pass."""
	rows = frappe.get_all(
		"File", filters={"file_url": url}, fields=["name", "owner", "attached_to_doctype", "attached_to_name"]
	)
	published = [row for row in rows if row.attached_to_doctype in permissions.OPEN_IN_COMPANY]
	if not published:
		return True
	return any(
		row.owner == frappe.session.user
		or not is_only_published(row.attached_to_doctype, row.attached_to_name)
		for row in published
	) or any(frappe.get_doc("File", row.name).is_downloadable() for row in rows if row not in published)


def refuse_site_key():
	"""before_request: a System Manager fetches backups as pages. The site's configuration, which is kept beside each
	backup, holds the key of everything that is sealed in the database: it is taken from the server only."""
	path = frappe.request.path
	if path.startswith("/backups") and "site_config" in path.casefold():
		refuse(_("The configuration of the site holds its encryption key; it is taken from the server only."))
