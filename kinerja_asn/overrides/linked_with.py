"""frappe.desk.form.linked_with: what hangs on a document is told without asking for a right to either."""

import frappe
from frappe.desk.form import linked_with

from kinerja_asn.overrides.doors import is_limited, require_read


@frappe.whitelist()
def get_submitted_linked_docs(doctype: str, name: str, **options):
	"""The original, for who may read the document, without documents of ours that he may not read."""
	options.pop("cmd", None)
	require_read(doctype, name)
	found = frappe.call(linked_with.get_submitted_linked_docs, doctype, name, **options)
	docs = [doc for doc in found["docs"] if _is_readable(doc)]
	return {**found, "docs": docs, "count": len(docs)}


def _is_readable(doc: dict) -> bool:
	if not is_limited(doc["doctype"]):
		return True
	return bool(
		frappe.has_permission(doc["doctype"], "read", doc=frappe.get_doc(doc["doctype"], doc["name"]))
	)
