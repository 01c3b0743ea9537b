"""Daily logs: written in a few taps, read by three, commented, counted by a report, handed over with the plan."""

import errno
import json
import os
from decimal import Decimal
from unittest.mock import patch

import frappe
from frappe.utils import add_days, getdate, nowdate

from kinerja_asn import appraisers, work_logs
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests import rest
from kinerja_asn.tests.agency import YEAR
from kinerja_asn.tests.rest import RestTestCase, resource
from kinerja_asn.tests.test_bad_input import SCRIPT, BadInputCase
from kinerja_asn.tests.test_portal import SIGN_IN

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

	def test_a_document_of_the_desk_finds_its_plan_too(self):
		answer = self.client.post(
			resource(LOG),
			user=self.agency.user("ani"),
			activity="Rapat",
			appraiser_comment="Bagus",
			employee="X",
		)
		self.assertNotEqual(answer.status, 200, answer)
		answer = self.client.post(
			resource(LOG),
			user=self.agency.user("ani"),
			activity="Rapat",
			appraiser_comment="Bagus",
			commented_by="Kabid",
			workflow_state="Recorded",
			recorded_by="Orang lain",
			result="Hasil lain",
		)
		self.assertEqual(answer.status, 200, answer)
		self.assertEqual(
			(answer.data["work_plan"], answer.data["employee"]), (self.plan.name, self.agency.ani.name)
		)
		for column in ("appraiser_comment", "commented_by", "recorded_by", "result"):
			self.assertFalse(answer.data.get(column), column)
		other = self.client.post(
			resource(LOG), user=self.agency.user("ani"), activity="x", work_plan=self.agency.plan("budi")
		)
		self.assertEqual(other.status, 403, other)
		counted = self.client.post(
			resource(LOG), user=self.agency.user("ani"), activity="x", workflow_state="Counted"
		)
		self.assertEqual((counted.status, counted.data["workflow_state"]), (200, "Recorded"), counted)

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

	def test_two_taps_at_the_same_moment_double_nothing(self):
		first = self.made(key="tap-1", activity="Rapat")
		# the second one looked before the first was saved
		with patch("kinerja_asn.api.logs.is_there", return_value=False):
			second = self.made(key="tap-1", activity="Rapat")
		self.assertEqual(first.name, second.name)
		self.assertEqual(frappe.db.count(LOG), 1)

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

			# eleven of ours, the viewer's rights among them; ERPNext and the framework's version add a few
			with self.assertQueryCount(17):
				logs.save({"activity": "Menyusun dokumen", "indicator_key": self.indicator, "quantity": 1})


class TestPages(LogCase):
	def open(self, path, who="ani", status=200):
		answer = self.client.get(path, user=self.agency.user(who))
		self.assertEqual(answer.status, status, answer.text[:1500])
		return answer.text

	def shown(self, path, who="ani"):
		"""What stands on the page, without the words that its script offers again."""
		return self.open(path, who).partition('id="page-data"')[0]

	def test_today_shows_the_form_and_what_was_written(self):
		self.made(activity="Menyusun <b>laporan</b>", indicator_key=self.indicator, quantity=2)
		text = self.open("/kinerja")
		self.assertIn("data-new-log", text)
		self.assertIn("Menyusun &lt;b&gt;laporan", text)
		self.assertIn('"code":"1"', text)

	def test_my_logs_by_day_with_filters(self):
		self.made(activity="Menyusun laporan bulanan", indicator_key=self.indicator, quantity=2)
		self.made(activity="Rapat koordinasi", log_date=add_days(nowdate(), -1))
		text = self.shown("/kinerja/logs")
		self.assertIn("Menyusun laporan bulanan", text)
		self.assertIn("Rapat koordinasi", text)
		self.assertIn("2 Dokumen", text)
		text = self.shown(f"/kinerja/logs?row={self.indicator}")
		self.assertIn("Menyusun laporan bulanan", text)
		self.assertNotIn("Rapat koordinasi", text)
		self.assertIn("Rapat koordinasi", self.shown("/kinerja/logs?row=none"))
		self.assertNotIn("Menyusun laporan bulanan", self.shown("/kinerja/logs?text=rapat"))
		self.assertNotIn("Rapat koordinasi", self.shown(f"/kinerja/logs?month={YEAR - 1}-01"))
		self.assertIn("Rapat koordinasi", self.shown("/kinerja/logs?month=2026-99&page=x"))

	def test_an_entry_of_long_ago_is_not_among_the_last_31_days(self):
		agencies.make_log(self.plan.name, "LAMA-1", log_date=add_days(nowdate(), -40), activity="Entri lama")
		self.assertNotIn("Entri lama", self.shown("/kinerja/logs"))
		self.assertIn("Entri lama", self.shown("/kinerja/logs?name=LAMA-1"))

	def test_the_appraiser_reads_and_comments_the_superior_does_not(self):
		entry = self.made(indicator_key=self.indicator, quantity=2)
		page = f"/kinerja/logs?plan={self.plan.name}"
		for who in ("kabid", "deli", "peni"):
			text = self.open(page, who)
			self.assertIn("Menyusun dokumen", text)
			self.assertEqual("data-comment" in text, who != "peni")
			self.assertNotIn("data-edit-log", text)
			self.assertIn("Menyusun dokumen", self.open(f"/kinerja/logs?name={entry.name}", who))
		for who in ("kadis", "hera", "audi", "budi", "lama"):
			for path in (page, f"/kinerja/logs?name={entry.name}"):
				self.assertNotIn("Menyusun dokumen", self.open(path, who, status=404))

	def test_without_a_running_plan_the_pages_say_so(self):
		frappe.db.set_value(
			"Work Plan",
			self.agency.plan("sari"),
			{"workflow_state": "Draft", "docstatus": 0},
			update_modified=False,
		)
		for who in ("sari", "lama"):
			self.assertNotIn("data-new-log", self.open("/kinerja", who))
			text = self.open("/kinerja/logs", who)
			self.assertIn('class="empty"', text)
			self.assertNotIn('href="/kinerja">' + frappe._("Write an entry", lang="id"), text)

	def test_months_that_an_accepted_report_covers_take_no_entry(self):
		interval = frappe.get_doc(LOG, self.made().name).performance_interval
		agencies.make_report(self.plan.name, interval, state="Report Accepted")
		text = self.open("/kinerja")
		self.assertNotIn("data-new-log", text)
		self.assertIn("data-new-log", self.open("/kinerja", "budi"))

	def test_cost(self):
		for number in range(5):
			self.made(activity=f"Kegiatan {number}", indicator_key=self.indicator, quantity=1)
		for path, who, most in (
			("/kinerja", "ani", 20),
			("/kinerja/logs", "ani", 15),
			(f"/kinerja/logs?plan={self.plan.name}", "kabid", 15),
		):
			with self.subTest(path=path, who=who):
				self.open(path, who)
				with self.count_queries() as queries:
					self.open(path, who)
				own = [statement for statement in queries if not SIGN_IN.search(statement)]
				self.assertLessEqual(len(own), most, "\n".join(own))


class TestReaders(LogCase):
	def test_comment_is_told_at_once_and_seen(self):
		entry = self.made(indicator_key=self.indicator, quantity=2)
		with patch("frappe.publish_realtime") as published:
			answer = self.call(
				"comment", "kabid", name=entry.name, text="Lampirkan bukti", modified=entry.modified
			)
		self.assertEqual(answer.status, 200, answer)
		events = [call.args[0] for call in published.call_args_list]
		self.assertIn("kinerja_log_comment", events)
		told = frappe.get_all(
			"Notification Log",
			filters={"for_user": self.agency.user("ani"), "document_name": entry.name},
			fields=["subject", "document_type"],
		)
		self.assertEqual(len(told), 1)
		self.assertIn("Kabid", told[0].subject)
		read = self.client.get(resource(LOG, entry.name), user=self.agency.user("ani")).data
		self.assertEqual((read["appraiser_comment"], read["commented_by"]), ("Lampirkan bukti", "Kabid"))
		self.assertIn("Lampirkan bukti", self.client.get("/kinerja", user=self.agency.user("ani")).text)
		self.assertEqual(self.call("remove", name=entry.name).status, 417)
		self.assertEqual(self.save(name=entry.name, activity="Diperbaiki").status, 200)
		# the same words again tell nobody anything
		self.call("comment", "kabid", name=entry.name, text="Lampirkan bukti ")
		self.assertEqual(frappe.db.count("Notification Log", {"document_name": entry.name}), 1)
		self.assertEqual(self.call("comment", "kabid", name=entry.name, text="").status, 200)
		self.assertFalse(frappe.db.get_value(LOG, entry.name, "commented_by"))

	def test_others_do_not_comment(self):
		entry = self.made()
		for who in ("ani", "budi", "kadis", "hera", "peni", "audi", "lama"):
			with self.subTest(who):
				self.assertEqual(self.call("comment", who, name=entry.name, text="x").status, 403)
				self.assertFalse(frappe.db.get_value(LOG, entry.name, "appraiser_comment"))

	def test_lists_groups_counts_and_exports_of_those_who_do_not_read(self):
		self.made(activity="Rahasia kanari")
		for who in ("kadis", "hera", "audi", "budi", "lama", "pono", "lain"):
			user = self.agency.user(who)
			for method, params in (
				("frappe.client.get_list", {"doctype": LOG, "fields": ["name", "activity"]}),
				("frappe.client.get_count", {"doctype": LOG}),
				("frappe.desk.reportview.get_count", {"doctype": LOG, "filters": "[]"}),
				(
					"frappe.desk.reportview.get",
					{"doctype": LOG, "fields": '["count(name) as n", "activity"]', "group_by": "activity"},
				),
				(
					"frappe.desk.listview.get_group_by_count",
					{"doctype": LOG, "current_filters": "[]", "field": "employee_name"},
				),
				("frappe.desk.search.search_link", {"doctype": LOG, "txt": "Rahasia"}),
				(
					"frappe.desk.reportview.export_query",
					{
						"doctype": LOG,
						"file_format_type": "CSV",
						"title": LOG,
						"fields": f'["`tab{LOG}`.`activity`"]',
					},
				),
			):
				with self.subTest(who=who, method=method):
					answer = self.client.call(method, user=user, data=params)
					self.assertNotIn("kanari", answer.text)
					if method.endswith("get_count") and answer.ok:
						self.assertEqual(answer.message or 0, 0)

	def test_who_reads_the_plan_only_learns_nothing_of_the_logs(self):
		self.made(activity="Rahasia kanari", indicator_key=self.indicator)
		for who, seen in (("ani", True), ("kabid", True), ("kadis", False), ("hera", False), ("audi", False)):
			answer = self.call("choices", who, work_plan=self.plan.name)
			self.assertEqual(answer.status, 200, answer)
			self.assertEqual("kanari" in answer.text, seen, who)
			self.assertEqual(sum(one["used"] for one in answer.message), int(seen))

	def test_the_unit_s_manager_reads_but_writes_nothing(self):
		entry = self.made()
		user = self.agency.user("peni")
		self.assertEqual(self.client.get(resource(LOG, entry.name), user=user).status, 200)
		self.assertEqual(self.client.put(resource(LOG, entry.name), user=user, activity="x").status, 403)
		self.assertEqual(self.client.delete(resource(LOG, entry.name), user=user).status, 403)

	def test_a_new_appraiser_reads_what_no_report_has_counted(self):
		open_, counted = self.made().name, self.made(activity="Terhitung").name
		frappe.db.set_value(LOG, counted, "workflow_state", "Counted", update_modified=False)
		frappe.db.set_value("Employee", self.agency.ani.name, "asn_appraiser", self.agency.kabid_b.name)
		appraisers.reassign([self.agency.ani.name], reason="Mutasi")
		self.assertEqual(frappe.db.get_value(LOG, open_, "appraiser"), self.agency.kabid_b.name)
		self.assertEqual(frappe.db.get_value(LOG, open_, "appraiser_name"), "Kabid Be")
		self.assertEqual(frappe.db.get_value(LOG, counted, "appraiser"), self.agency.kabid.name)
		page = f"/kinerja/logs?plan={self.plan.name}"
		text = self.client.get(page, user=self.agency.user("kabid_b")).text
		self.assertIn(open_, text)
		self.assertNotIn(counted, text)
		self.assertEqual(self.client.get(resource(LOG, open_), user=self.agency.user("kabid")).status, 403)


class TestCounting(LogCase):
	def log(self, number, quantity, adds_up="Sum", measured=1, **values):
		agencies.make_log(self.plan.name, f"L-{number}", quantity=quantity, measured=measured, **values)

	def test_totals_by_the_way_of_adding_up(self):
		interval = f"{YEAR}-{getdate(nowdate()).month:02d}"
		self.assertEqual(work_logs.totals(self.plan.name, interval), {})
		first = getdate(nowdate()).replace(day=1)
		self.log(1, 3, log_date=first)
		self.log(2, 0, log_date=first)
		self.log(3, 5, log_date=first, measured=0)
		self.log(4, 1.5, log_date=nowdate())
		for way, combined in (("Sum", 4.5), ("Average", 1.5), ("Last", 1.5)):
			frappe.db.set_value("Work Plan Indicator", self.plan.indicators[0].name, "adds_up", way)
			with self.assertQueryCount(1):
				found = work_logs.totals([self.plan.name, self.agency.plan("budi")], interval)
			self.assertEqual(found, {(self.plan.name, self.indicator): (Decimal(str(combined)), 4)}, way)
		self.assertEqual(work_logs.totals([], interval), {})

	def test_a_log_without_quantity_counts_as_entry_only(self):
		self.log(1, 0, measured=0)
		interval = f"{YEAR}-{getdate(nowdate()).month:02d}"
		self.assertEqual(
			work_logs.totals(self.plan.name, interval), {(self.plan.name, self.indicator): (None, 1)}
		)

	def test_counted_and_given_back(self):
		name = self.made(indicator_key=self.indicator, quantity=2).name
		log = frappe.get_doc(LOG, name)
		report = agencies.make_report(self.plan.name, log.performance_interval, state="Report Accepted")
		with self.assertQueryCount(1):
			work_logs.mark_counted(report)
		log.reload()
		self.assertEqual((log.workflow_state, log.periodic_report), ("Counted", report.name))
		for answer in (
			self.save(name=name, activity="Lain"),
			self.call("remove", name=name),
			self.call("comment", "kabid", name=name, text="x"),
			self.client.delete(resource(LOG, name), user=self.agency.user("ani")),
		):
			self.assertEqual(answer.status, 403, answer)
		answer = self.save()
		self.assertEqual(answer.status, 417, answer)
		with self.assertQueryCount(1):
			work_logs.unmark_counted(report)
		log.reload()
		self.assertEqual((log.workflow_state, log.periodic_report), ("Recorded", None))
		frappe.db.set_value("Periodic Report", report.name, "docstatus", 2)
		self.assertEqual(self.save(name=name, activity="Lain").status, 200)
		self.assertEqual(self.save().status, 200)


class TestBadLogs(BadInputCase):
	@classmethod
	def build(cls):
		super().build()
		frappe.db.set_value("User", cls.agency.user("sari"), "language", "id", update_modified=False)

	def save(self, who="budi", name=None, **values):
		more = {"name": name} if name else {}
		if not name:
			values = {"activity": "Menyusun dokumen"} | values
		return self.client.call(SAVE, user=self.user(who), values=values, **more)

	def test_what_cannot_be_kept_is_told(self):
		plan = frappe.get_doc("Work Plan", self.agency.plan("budi"))
		other = frappe.get_doc("Work Plan", self.agency.plan("kabid"))
		indicator = plan.indicators[0].row_key
		for values in (
			{"log_date": add_days(nowdate(), 1)},
			{"log_date": add_days(nowdate(), -8)},
			{"log_date": f"{YEAR - 1}-12-31"},
			{"log_date": "kemarin"},
			{"log_date": "9999-99-99"},
			{"activity": ""},
			{"activity": "   "},
			{"activity": "x" * 10000},
			{"activity": {"a": 1}},
			{"indicator_key": other.indicators[0].row_key},
			{"result_key": other.results[0].row_key},
			{"indicator_key": "x" * 5000},
			{"indicator_key": "<script>alert(1)</script>"},
			{"indicator_key": indicator, "quantity": -1},
			{"indicator_key": indicator, "quantity": 10**13},
			{"indicator_key": indicator, "quantity": "1e400"},
			{"indicator_key": indicator, "quantity": "dua"},
			{"indicator_key": indicator, "quantity": "<b>2</b>"},
			{"indicator_key": indicator, "quantity": [1]},
			{"quantity": 3},
			{"evidence_link": "javascript:alert(1)"},
			{"evidence_link": "bukan tautan"},
			{"evidence_link": "https://" + "x" * 200},
			{"evidence": "/private/files/milik-orang.pdf"},
			{"evidence": "https://example.com/a.pdf"},
		):
			with self.subTest(values={key: str(value)[:40] for key, value in values.items()}):
				answer = self.save(**values)
				self.assertTold(answer)
				self.assertNotIn("<script", json.dumps(answer.messages))
				self.assertEqual(frappe.db.count(LOG), 0)

	def test_values_that_are_no_values(self):
		for values in (None, "x", "[1]", [1], 7):
			answer = self.client.call(SAVE, user=self.user("budi"), values=values)
			self.assertNotEqual(answer.status, 200, answer)
			self.assertLess(answer.status, 500, answer)
		self.assertEqual(frappe.db.count(LOG), 0)

	def test_without_an_agreed_plan(self):
		for who in ("ani", "sari"):
			self.assertTold(self.save(who))
		self.assertEqual(frappe.db.count(LOG), 0)

	def test_words_are_kept_as_typed_and_shown_as_words(self):
		name = self.save(activity=SCRIPT).message["name"]
		for path in ("/kinerja", "/kinerja/logs"):
			text = self.client.get(path, user=self.user("budi")).text
			self.assertNotIn("<script>alert(1)", text)
			self.assertNotIn("<img src=x", text)
			self.assertIn("tebal", text)
		self.assertTrue(frappe.db.exists(LOG, name))

	def test_evidence(self):
		name = self.save().message["name"]
		upload = {"doctype": LOG, "docname": name, "fieldname": "evidence", "is_private": 1}
		path = "/api/method/upload_file"
		user = self.user("budi")
		for file_name, content in (
			("foto.exe", "MZ\x90"),
			("laporan.pdf.bat", "@echo off"),
			("laporan.pdf", "MZ\x90\x00 program"),
			("catatan.html", "<script>alert(1)</script>"),
			("gambar.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"),
			("foto.jpg", "\xff\xd8\xff bukan foto"),
			("foto kosong.jpeg", ""),
		):
			with self.subTest(file_name=file_name), self.undone():
				answer = self.client.request(
					"POST", path, user=user, data=upload, files={"file": (file_name, content)}
				)
				self.assertTold(answer)
				self.assertFalse(frappe.db.exists("File", {"attached_to_name": name}))
		answer = self.client.request(
			"POST", path, user=user, data=upload, files={"file": ("bukti log.txt", "isi")}
		)
		self.assertEqual(answer.status, 200, answer)
		url = answer.message["file_url"]
		self.addCleanup(remove_file, url)
		self.assertTrue(url.startswith("/private/"))
		self.assertEqual(self.save(name=name, evidence=url).message["evidence"], url)
		other = self.save(activity="Lain").message["name"]
		self.assertTold(self.save(name=other, evidence=url))
		for file_name, content in (("lepas.exe", "MZ"), ("lepas.pdf", "MZ\x90\x00")):
			answer = self.client.request(
				"POST", path, user=user, data={"is_private": 1}, files={"file": (file_name, content)}
			)
			if answer.ok:
				self.addCleanup(remove_file, answer.message["file_url"])
				self.assertTold(self.save(name=other, evidence=answer.message["file_url"]))
		# the file is read by those who read the entry
		for who, expected in (("kabid", 200), ("hera", 403), ("kadis", 403)):
			answer = self.client.get(url, user=self.user(who))
			self.assertEqual(answer.status == 200, expected == 200, answer)
		for who in ("kabid", "ani"):
			answer = self.client.request(
				"POST",
				path,
				user=self.user(who),
				data=upload | {"docname": other},
				files={"file": ("a.txt", "a")},
			)
			if who == "ani":
				self.assertTold(answer)

	def test_a_full_disk_is_told_and_costs_no_entry(self):
		if rest.HTTP:
			# the server's disk is not filled
			return
		name = self.save(activity="Sudah ditulis").message["name"]
		before = frappe.db.get_value(LOG, name, ["activity", "evidence", "modified"])
		folder = frappe.utils.get_files_path(is_private=1)
		files = set(os.listdir(folder))

		def upload():
			return self.client.request(
				"POST",
				"/api/method/upload_file",
				user=self.user("budi"),
				data={"doctype": LOG, "docname": name, "fieldname": "evidence", "is_private": 1},
				files={"file": ("bukti.txt", "isi" * 1000)},
			)

		full = OSError(errno.ENOSPC, "No space left on device")
		with patch("os.posix_fallocate", side_effect=full):
			answer = upload()
		self.assertTold(answer)
		self.assertEqual(set(os.listdir(folder)), files)
		# full in between: what the disk itself says
		with patch("os.fsync", side_effect=full):
			self.assertEqual(upload().status, 500)
		self.assertFalse(frappe.db.exists("File", {"attached_to_name": name}))
		self.assertEqual(frappe.db.get_value(LOG, name, ["activity", "evidence", "modified"]), before)
		url = upload().message["file_url"]
		self.addCleanup(remove_file, url)
		for left in set(os.listdir(folder)) - files - {os.path.basename(url)}:
			self.addCleanup(os.unlink, os.path.join(folder, left))
		self.assertEqual(self.save(name=name, evidence=url, activity="Sudah ditulis").status, 200)

	def test_settings_say_how_far_back(self):
		settings = frappe.get_doc("Kinerja ASN Settings")
		settings.log_backdate_days = 2
		settings.save()
		self.assertTold(self.save(log_date=add_days(nowdate(), -3)))
		self.assertEqual(self.save(log_date=add_days(nowdate(), -2)).status, 200)
		# an old entry is corrected as long as it stays on its day
		old = agencies.make_log(self.agency.plan("budi"), log_date=add_days(nowdate(), -20))
		self.assertEqual(self.save(name=old.name, activity="Diperbaiki").status, 200)
		self.assertTold(self.save(name=old.name, log_date=add_days(nowdate(), -19)))


def remove_file(url):
	path = frappe.get_site_path(url.lstrip("/"))
	if os.path.exists(path):
		os.remove(path)
