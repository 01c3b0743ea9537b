"""The ways into a document that Frappe itself leaves open, and what all overrides use to close them.

Who may read or change a document is decided in `permissions`; here its answer is brought to the places that do not
ask. Every override passes other DocTypes on to the original, unchanged.
"""

from urllib.parse import unquote

import frappe
from frappe import _
from frappe.utils import cstr

from kinerja_asn import permissions

MODULE = "Kinerja ASN"

#: DocTypes of the framework, besides those that hang on a document, that keep contents of documents or news of them.
MIRRORS = frozenset(
	{
		"Access Log",
		"Activity Log",
		"Deleted Document",
		"Email Queue",
		"Error Log",
		"Milestone",
		"Prepared Report",
		"Reminder",
		"Submission Queue",
	}
)

#: Rows that hang on a document: those whose lists are limited, and those that are only refused.
POINTS = {
	**permissions.HANGS_ON,
	"Discussion Topic": ("reference_doctype", "reference_docname"),
	"Reminder": ("reminder_doctype", "reminder_docname"),
}

#: Frappe 15 takes the first answer of a has_permission hook for the last word, 16 takes None for a no.
NO_OPINION = None if int(frappe.__version__.partition(".")[0]) < 16 else True


def is_ours(doctype: str | None) -> bool:
	"""Is this a DocType of the app?"""
	return bool(doctype) and frappe.get_cached_value("DocType", doctype, "module") == MODULE


def is_limited(doctype: str | None) -> bool:
	"""Does the app decide row by row who may read this DocType?"""
	return doctype in permissions.LIMITED or doctype in permissions.CHILD_PARENTS


def is_guarded(doctype: str | None) -> bool:
	"""Do its rows tell of people: documents of ours, what hangs on them or mirrors them, and the employee's record?"""
	return (
		is_limited(doctype)
		or doctype in permissions.HANGS_ON
		or doctype in MIRRORS
		or doctype in ("Employee", "Department")
	)


def on_frappe_16() -> bool:
	return NO_OPINION is True


# --- hooks of permission ---


def row_condition(user: str | None = None, doctype: str | None = None) -> str:
	"""permission_query_conditions of our DocTypes."""
	return permissions.condition_for(doctype, user)


def trace_condition(user: str | None = None, doctype: str | None = None) -> str:
	"""permission_query_conditions of the framework's DocTypes whose rows hang on a document."""
	return permissions.condition_of_traces(doctype, user)


def trace_has_permission(doc, ptype=None, user=None, debug=False):
	"""has_permission of the same DocTypes: can only refuse, the framework's own check is asked as well."""
	if permissions.trace_has_permission(doc, ptype, user, debug) is False:
		return False
	if doc.doctype == "File" and ptype == "create" and _points_to_hidden_file(doc, user):
		return False
	return NO_OPINION


def _points_to_hidden_file(doc, user: str | None) -> bool:
	"""Whoever names the address of a file, instead of sending its content, must be able to read it already."""
	url = unquote(cstr(doc.get("file_url")))
	if not url.startswith(("/private/", "/files/")):
		return False
	rows = frappe.get_all("File", filters={"file_url": url}, fields=["name", "attached_to_doctype"])
	if not any(is_limited(row.attached_to_doctype) for row in rows):
		return False
	return not any(may_read_file(row.name, user) for row in rows)


def may_read_file(name: str, user: str | None = None) -> bool:
	return bool(frappe.has_permission("File", "read", doc=frappe.get_doc("File", name), user=user))


# --- checks ---


def refuse(message: str | None = None):
	frappe.throw(
		message
		or _("You have no access to this document, so nothing can be attached to it or said about it."),
		frappe.PermissionError,
		title=_("Not permitted"),
	)


def require_read(doctype: str | None, name: str | None, user: str | None = None):
	"""Stop whoever may not read a document of ours; other DocTypes pass."""
	if is_limited(doctype) and name and not _may(doctype, name, "read", user):
		refuse()


def require_sight(doctype: str | None, name: str | None, user: str | None = None):
	"""Stop whoever may not read what hangs on a document of ours: files, comments, mails, tasks."""
	require_read(doctype, name, user)
	if is_only_published(doctype, name, user):
		refuse()


def is_only_published(doctype: str | None, name: str | None, user: str | None = None) -> bool:
	"""Is this a document that everybody reads, of which the user takes no part?"""
	return bool(
		doctype in permissions.OPEN_IN_COMPANY and name and not permissions.takes_part(doctype, name, user)
	)


def require_part(doctype: str | None, name: str | None, user: str | None = None):
	"""Stop whoever may not read a document of ours, and the auditor, who only reads: he leaves no traces on it."""
	require_sight(doctype, name, user)
	if doctype in permissions.PERSONAL and name:
		row = permissions.stored_row(doctype, name)
		if row and permissions.actors(row, permissions.viewer(user)) == {"auditor"}:
			refuse(
				_(
					"You read this document as auditor; nothing is attached to it or said about it by an auditor."
				)
			)


def require_write(doctype: str | None, name: str | None, user: str | None = None):
	"""Stop whoever may not change a document of ours now; other DocTypes pass."""
	if is_limited(doctype) and name and not _may(doctype, name, "write", user):
		refuse()


def _may(doctype: str, name: str, ptype: str, user: str | None) -> bool:
	if doctype in permissions.CHILD_PARENTS or not frappe.db.exists(doctype, name):
		return False
	# asked of the stored document; `frappe.get_doc` reads it anew
	return bool(frappe.has_permission(doctype, ptype, doc=frappe.get_doc(doctype, name), user=user))


# --- document events of the framework's DocTypes ---


def points_of(doc) -> set[tuple[str, str]]:
	"""The documents of ours that a row hangs on or hung on before this save."""
	type_column, name_column = POINTS[doc.doctype]
	stored = None if doc.is_new() else doc.get_doc_before_save()
	points = {(row.get(type_column), row.get(name_column)) for row in (doc, stored) if row}
	if stored and len(points) == 1:
		return set()
	return {(doctype, name) for doctype, name in points if doctype and name and is_limited(doctype)}


def refuse_stranger(doc, method=None):
	"""validate of ToDo, Communication and the like: nobody leaves a trace on a document that he may not read."""
	if doc.flags.by_server:
		return
	for doctype, name in points_of(doc):
		require_part(doctype, name)


def refuse_who_cannot_write(doc, method=None):
	"""validate of Tag Link: a tag changes the document."""
	if doc.flags.by_server:
		return
	for doctype, name in points_of(doc):
		require_write(doctype, name)
