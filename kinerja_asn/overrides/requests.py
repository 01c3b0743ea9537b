"""Requests that name a function: Frappe looks for overrides of the address of a request only.

Some functions call another one that the client names (`map_docs`, `upload_file`, trees, searches), and every module that
imports a function gives it one more address. Names are exchanged before anything runs for the function that a request of
its own would reach.
"""

from importlib import import_module

import frappe

from kinerja_asn.overrides.doors import refuse

#: Parameters in which functions of Frappe, ERPNext and HRMS take the name of another one.
NAMING = ("cmd", "method", "tree_method", "query")


def exchange_names():
	"""before_request"""
	form = frappe.local.form_dict
	_start, called, address = frappe.request.path.partition("/method/")
	if not (called or form.get("cmd")):
		return
	for parameter in NAMING:
		if isinstance(form.get(parameter), str):
			form[parameter] = reached(form[parameter])
	name = _name_of(address.strip("/"))
	if name and name not in _overrides() and reached(name) != name:
		refuse()


def reached(name: str) -> str:
	"""The function that a request for this one runs, by whatever name it is called."""
	overrides = _overrides()
	if name in overrides:
		return overrides[name][-1]
	module, _dot, attribute = name.rpartition(".")
	if module.partition(".")[0] not in frappe.get_installed_apps():
		return name
	try:
		function = getattr(import_module(module), attribute)
	except (ImportError, AttributeError, ValueError):
		# there is no such function: Frappe refuses it in words of its own
		return name
	home = f"{getattr(function, '__module__', '')}.{getattr(function, '__qualname__', '')}"
	return overrides.get(home, [name])[-1]


def _overrides() -> dict:
	return frappe.get_hooks("override_whitelisted_methods", {})


def _name_of(address: str) -> str:
	"""The second version of the interface also takes a DocType and a function of its module."""
	doctype, slash, function = address.partition("/")
	if not slash or not frappe.db.exists("DocType", doctype):
		return address
	from frappe.modules.utils import load_doctype_module

	return f"{load_doctype_module(doctype).__name__}.{function}"
