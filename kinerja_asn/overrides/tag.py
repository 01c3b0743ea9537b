"""frappe.desk.doctype.tag: the list of tagged documents names all of them."""

import frappe
from frappe.desk.doctype.tag import tag as tags

from kinerja_asn.overrides.doors import is_limited


@frappe.whitelist()
def get_tagged_docs(doctype, tag):
	"""The original; for our DocTypes only documents that the user may read."""
	if not is_limited(doctype):
		return tags.get_tagged_docs(doctype, tag)
	return frappe.get_list(
		doctype, filters=[[doctype, "_user_tags", "like", tag]], fields=["name"], as_list=True, limit=0
	)
