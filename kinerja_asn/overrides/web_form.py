"""frappe.website web forms: the owner of a row reads it through any form, whatever the form is for."""

import frappe
from frappe.website.doctype.web_form import web_form

from kinerja_asn.overrides.doors import is_limited, refuse


@frappe.whitelist(allow_guest=True)
def get_form_data(doctype, docname=None, web_form_name=None):
	"""The original; documents of ours have no web form."""
	if is_limited(doctype):
		refuse()
	return web_form.get_form_data(doctype, docname, web_form_name)
