"""Test helpers that apps import and that the engine left out or left empty."""

from contextlib import contextmanager


@contextmanager
def change_settings(doctype, settings=None, /, commit=False, **more):
	"""Set fields of a single for the length of a test."""
	import frappe

	wanted = {**(settings or {}), **more}
	document = frappe.get_doc(doctype, doctype)
	before = {field: document.get(field) for field in wanted}

	def put(values):
		current = frappe.get_doc(doctype, doctype)
		current.update(values)
		current.save(ignore_permissions=True)
		frappe.db.value_cache.clear()
		if commit:
			frappe.db.commit()

	put(wanted)
	try:
		yield
	finally:
		put(before)


@contextmanager
def assert_query_count(case, count):
	"""At most `count` statements are sent to the database."""
	import frappe

	statements = []
	database_class = type(frappe.local.db)
	original = database_class.sql

	def counted(self, query, *args, **kwargs):
		statements.append(str(query))
		return original(self, query, *args, **kwargs)

	database_class.sql = counted
	try:
		yield
		case.assertLessEqual(len(statements), count, "\n".join(statements))
	finally:
		database_class.sql = original


def apply() -> None:
	import frappe
	import frappe.tests
	import frappe.tests.classes.context_managers
	import frappe.tests.utils
	from frappe.tests import FrappeTestCase

	def toggle_test_mode(enable=True):
		frappe.in_test = frappe.flags.in_test = enable

	frappe.tests.utils.toggle_test_mode = toggle_test_mode
	frappe.tests.utils.FrappeTestCase = FrappeTestCase
	frappe.tests.utils.change_settings = change_settings
	frappe.tests.classes.context_managers.change_settings = change_settings
	FrappeTestCase.assertQueryCount = assert_query_count
	FrappeTestCase.change_settings = staticmethod(change_settings)
