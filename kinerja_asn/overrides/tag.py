"""frappe.desk.doctype.tag: the list of tagged documents names all of them, and tags are put on any document."""

import frappe
from frappe.desk.doctype.tag import tag as tag_module

from kinerja_asn.overrides.doors import is_limited, require_write


@frappe.whitelist()
def get_tagged_docs(doctype, tag):
	"""The original; for our DocTypes only documents that the user may read."""
	if not is_limited(doctype):
		return tag_module.get_tagged_docs(doctype, tag)
	return frappe.get_list(
		doctype, filters=[[doctype, "_user_tags", "like", tag]], fields=["name"], as_list=True, limit=0
	)


@frappe.whitelist()
def add_tag(tag, dt, dn, color=None):
	"""The original, for who may change the document."""
	require_write(dt, dn)
	return tag_module.add_tag(tag, dt, dn, color)


@frappe.whitelist()
def add_tags(tags, dt, docs, color=None):
	"""As `add_tag`, for several tags and documents."""
	for name in frappe.parse_json(docs):
		require_write(dt, name)
	return tag_module.add_tags(tags, dt, docs, color)


@frappe.whitelist()
def remove_tag(tag, dt, dn):
	"""As `add_tag`."""
	require_write(dt, dn)
	return tag_module.remove_tag(tag, dt, dn)
