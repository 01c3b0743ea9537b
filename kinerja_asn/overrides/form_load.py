"""frappe.desk.form.load: a document that somebody reads only because it is published comes without its files, comments,
versions and the like."""

import frappe
from frappe.desk.form import load

from kinerja_asn.overrides.doors import is_only_published, require_sight


@frappe.whitelist()
def getdoc(doctype, name, **options):
	"""The original, without what hangs on a published document for who takes no part in it."""
	options.pop("cmd", None)
	answer = frappe.call(load.getdoc, doctype, name, **options)
	leave_out_traces(doctype, name)
	return answer


@frappe.whitelist()
def get_docinfo(doctype=None, name=None, **options):
	"""As `getdoc`."""
	answer = load.get_docinfo(doctype=doctype, name=name)
	leave_out_traces(doctype, name)
	return answer


@frappe.whitelist()
def get_communications(doctype, name, **options):
	"""The original, for who may read what hangs on the document."""
	options.pop("cmd", None)
	require_sight(doctype, name)
	return frappe.call(load.get_communications, doctype, name, **options)


def leave_out_traces(doctype: str, name: str):
	docinfo = frappe.response.get("docinfo")
	if not docinfo or not is_only_published(doctype, name):
		return
	for key, value in docinfo.items():
		if isinstance(value, list | tuple):
			docinfo[key] = []
	docinfo["user_info"], docinfo["tags"] = {}, ""
