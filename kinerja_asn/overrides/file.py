"""File: what is attached to a document of ours is private, and attached only by who may change the document."""

import frappe
from frappe import _

from kinerja_asn import evidence, permissions
from kinerja_asn.overrides.doors import is_limited, points_of, require_sight, require_write


def validate(doc, method=None):
	refuse_claim(doc)
	if not is_limited(doc.attached_to_doctype) and not points_of(doc):
		return
	if is_limited(doc.attached_to_doctype):
		_keep_private(doc)
		evidence.refuse_program(doc)
	# The framework itself attaches files while it saves a document whose save was allowed.
	if doc.flags.by_server or (doc.flags.ignore_permissions and frappe.session.user != "Guest"):
		return
	for doctype, name in points_of(doc):
		if name.startswith("new-") and not frappe.db.exists(doctype, name):
			continue
		require_write(doctype, name)


def refuse_claim(doc):
	"""Whoever owns a File with the address of a private file may download it: an address alone gives no right.

	Who sends the content itself has it already.
	"""
	if doc.flags.by_server or doc.is_folder or doc.get("content") or frappe.session.user == "Administrator":
		return
	if not (doc.file_url or "").startswith("/private/files/"):
		return
	stored = None if doc.is_new() else doc.get_doc_before_save()
	if stored and stored.file_url == doc.file_url:
		return
	for other in frappe.get_all(
		"File",
		filters={
			"attached_to_doctype": ["in", permissions.LIMITED],
			"file_url": doc.file_url,
			"name": ["!=", doc.name or ""],
		},
		fields=["attached_to_doctype", "attached_to_name", "owner"],
	):
		if other.owner != frappe.session.user:
			require_sight(other.attached_to_doctype, other.attached_to_name)


def _keep_private(doc):
	"""A public file can be fetched by anybody, and its name is listed for everybody.

	It is on the disk before any hook runs, and may be shared with other documents, so it is refused, not moved.
	"""
	if doc.is_private:
		return
	if doc.is_remote_file:
		doc.is_private = 1
		return
	frappe.throw(
		_("Files of {0} are private. Choose Private when you upload the file.").format(
			_(doc.attached_to_doctype)
		),
		title=_("File must be private"),
	)
