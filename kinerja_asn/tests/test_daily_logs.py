"""Daily logs: written in a few taps, read by three, commented, counted by a report, handed over with the plan."""

from unittest.mock import patch

import frappe
from frappe.utils import add_days, getdate, nowdate

from kinerja_asn import appraisers, work_logs
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests import rest
from kinerja_asn.tests.agency import YEAR
from kinerja_asn.tests.rest import RestTestCase, resource

SAVE = "kinerja_asn.api.logs.save"
LOG = "Daily Work Log"


class LogCase(RestTestCase):
	@classmethod
	def build(cls):
		cls.agency = agencies.build()

	def setUp(self):
		super().setUp()
		self.plan = frappe.get_doc("Work Plan", self.agency.plan("ani"))
		self.result, self.indicator = self.plan.results[0].row_key, self.plan.indicators[0].row_key

	def call(self, method, who="ani", **params):
		return self.client.call(f"kinerja_asn.api.logs.{method}", user=self.agency.user(who), **params)

	def save(self, who="ani", name=None, modified=None, **values):
		if not name:
			values = {"activity": "Menyusun dokumen"} | values
		more = {"name": name, "modified": modified} if name else {}
		return self.call("save", who, values=values, **more)

	def made(self, **values):
		answer = self.save(**values)
		self.assertEqual(answer.status, 200, answer)
		return frappe._dict(answer.message)


class TestWriting(LogCase):
	def test_three_taps_make_an_entry_with_everything_the_server_knows(self):
		entry = self.made(indicator_key=self.indicator, quantity=2)
		doc = frappe.get_doc(LOG, entry.name)
		self.assertEqual(getdate(doc.log_date), getdate(nowdate()))
		self.assertEqual((doc.result_key, doc.indicator_key), (self.result, self.indicator))
		self.assertEqual(
			(doc.result, doc.indicator), (self.plan.results[0].result, self.plan.indicators[0].indicator)
		)
		self.assertEqual((doc.quantity, doc.measured, doc.uom), (2, 1, "Dokumen"))
		self.assertEqual(doc.workflow_state, "Recorded")
		self.assertEqual((doc.work_plan, doc.employee), (self.plan.name, self.agency.ani.name))
		self.assertEqual((doc.appraiser, doc.department), (self.plan.appraiser, self.plan.department))
		self.assertEqual(doc.performance_interval, f"{YEAR}-{getdate(nowdate()).month:02d}")
		self.assertFalse(doc.recorded_by)

	def test_zero_is_a_quantity_and_blank_is_none(self):
		for typed, kept in ((0, (0, 1)), ("", (0, 0)), (None, (0, 0)), ("2.5", (2.5, 1))):
			with self.subTest(typed=typed):
				entry = self.made(indicator_key=self.indicator, quantity=typed)
				self.assertEqual((entry.quantity, entry.measured), kept)

	def test_work_outside_the_plan_and_work_on_a_result(self):
		self.assertFalse(self.made().result_key)
		entry = self.made(result_key=self.result)
		self.assertEqual((entry.result_key, entry.indicator_key), (self.result, None))
		self.assertEqual(self.made(result_key="1").result_key, self.result)

	def test_a_second_tap_doubles_nothing(self):
		first = self.made(key="tap-1", indicator_key=self.indicator, quantity=3)
		second = self.made(key="tap-1", indicator_key=self.indicator, quantity=3)
		self.assertEqual(first.name, second.name)
		self.assertEqual(frappe.db.count(LOG), 1)
		other = self.save("budi", key="tap-1")
		self.assertNotEqual(other.message["name"], first.name)

	def test_change_and_remove(self):
		entry = self.made(indicator_key=self.indicator, quantity=3)
		answer = self.save(name=entry.name, modified=entry.modified, activity="Menyusun laporan", quantity="")
		self.assertEqual(answer.status, 200, answer)
		self.assertEqual(answer.message["measured"], 0)
		again = self.save(name=entry.name, modified=entry.modified, activity="Lain")
		self.assertEqual(again.exc_type, "TimestampMismatchError")
		self.assertEqual(self.call("remove", name=entry.name).status, 200)
		self.assertEqual(self.call("remove", name=entry.name).status, 200)
		self.assertFalse(frappe.db.exists(LOG, entry.name))

	def test_repeat_yesterday(self):
		yesterday = add_days(nowdate(), -1)
		self.made(
			indicator_key=self.indicator,
			quantity=3,
			log_date=yesterday,
			evidence_link="https://example.com/a",
		)
		self.made(activity="Rapat", log_date=yesterday)
		answer = self.call("repeat")
		self.assertEqual(answer.status, 200, answer)
		self.assertEqual([row["activity"] for row in answer.message], ["Menyusun dokumen", "Rapat"])
		for row in answer.message:
			self.assertEqual((row["measured"], row["evidence_link"]), (0, None))
		self.assertEqual(self.call("repeat").message, [])
		self.assertEqual(frappe.db.count(LOG), 4)
		self.assertIn("31", self.call("repeat", "budi").messages[0])

	def test_the_most_used_choices_come_first(self):
		self.plan.append(
			"results", {"result": "Lain", "kind": "Main", "short_code": "2", "row_key": "aaaaaaaaaa"}
		)
		row = self.plan.results[-1]
		row.db_insert()
		for _number in range(2):
			self.made(result_key="aaaaaaaaaa")
		self.made(indicator_key=self.indicator)
		found = self.call("choices").message
		self.assertEqual([(one["code"], one["used"]) for one in found], [("2", 2), ("1", 1)])

	def test_statements(self):
		self.made()
		user = self.agency.user("ani")
		with self.as_user(user):
			from kinerja_asn.api import logs

			with self.assertQueryCount(15):
				logs.save({"activity": "Menyusun dokumen", "indicator_key": self.indicator, "quantity": 1})


class TestPages(LogCase):
	def open(self, path, who="ani", status=200):
		answer = self.client.get(path, user=self.agency.user(who))
		self.assertEqual(answer.status, status, answer.text[:1500])
		return answer.text

	def test_today_shows_the_form_and_what_was_written(self):
		self.made(activity="Menyusun <b>laporan</b>", indicator_key=self.indicator, quantity=2)
		text = self.open("/kinerja")
		self.assertIn("data-new-log", text)
		self.assertIn("Menyusun &lt;b&gt;laporan", text)
		self.assertIn('"code":"1"', text)
