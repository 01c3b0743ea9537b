"""The engine is honest: what it says it runs, it runs."""

import datetime
import secrets

import frappe
from frappe.tests.utils import FrappeTestCase

from embedded.repairs.jobs import work_off


def note(value):
	"""A background job that leaves a trace."""
	frappe.db.set_global("engine_test_note", value)


@frappe.whitelist()
def add(first: int, second: int = 0):
	return first + second


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
		name = frappe.get_doc({"doctype": "ToDo", "description": "x", "date": "2026-01-31"}).insert().name
		row = frappe.db.get_value("ToDo", name, ["date", "creation"], as_dict=True)
		self.assertEqual(row.date, datetime.date(2026, 1, 31))
		self.assertIsInstance(row.creation, datetime.datetime)

	def test_queued_jobs_run_and_commit(self):
		# An open transaction of ours would keep the job waiting.
		frappe.db.rollback()
		value = secrets.token_hex(8)
		frappe.enqueue("tests.test_engine.note", value=value)
		self.assertGreaterEqual(work_off(frappe.local.site), 1)
		frappe.db.rollback()
		frappe.cache.delete_value("defaults")
		stored = frappe.db.get_value("DefaultValue", {"defkey": "engine_test_note"}, "defvalue")
		self.assertEqual(stored, value)

	def test_arguments_are_cast_to_their_annotations(self):
		self.assertEqual(add("2", second="3"), 5)
		from frappe.realtime import has_permission

		with self.assertRaises(frappe.exceptions.FrappeTypeError):
			has_permission(["ToDo"], "x")

	def test_a_site_is_set_up_for_indonesia(self):
		system = frappe.get_single("System Settings")
		self.assertEqual((system.language, system.time_zone), ("id", "Asia/Jakarta"))
		self.assertTrue(frappe.is_setup_complete())
