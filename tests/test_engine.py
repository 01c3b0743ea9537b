"""The engine is honest: what it says it runs, it runs."""

import unittest

import frappe
from frappe.tests.utils import FrappeTestCase


class TestEngine(FrappeTestCase):
	def test_apps_are_installed_in_order(self):
		self.assertEqual(frappe.get_installed_apps(), ["frappe", "erpnext", "hrms", "kinerja_asn"])

	def test_duplicate_name_is_told_as_on_mariadb(self):
		frappe.get_doc({"doctype": "Role", "role_name": "Engine Test"}).insert()
		with self.assertRaises(frappe.DuplicateEntryError):
			frappe.get_doc({"doctype": "Role", "role_name": "Engine Test"}).insert()

	def test_texts_with_quotes_and_percent_signs_survive(self):
		text = "it's 100% \"quoted\" `so` ? %s %(x)s \\ ' OR 1=1 --"
		name = frappe.get_doc({"doctype": "ToDo", "description": text}).insert().name
		self.assertEqual(frappe.db.get_value("ToDo", {"description": text}, "name"), name)

	def test_dates_come_back_as_dates(self):
		import datetime

		name = frappe.get_doc({"doctype": "ToDo", "description": "x", "date": "2026-01-31"}).insert().name
		row = frappe.db.get_value("ToDo", name, ["date", "creation"], as_dict=True)
		self.assertEqual(row.date, datetime.date(2026, 1, 31))
		self.assertIsInstance(row.creation, datetime.datetime)


if __name__ == "__main__":
	unittest.main()
