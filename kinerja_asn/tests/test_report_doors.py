"""What becomes of reports where nobody looks: mails of the scheduler, prepared results, jobs."""

import json
from unittest.mock import patch

import frappe
from frappe.core.doctype.prepared_report import prepared_report
from frappe.email.doctype.auto_email_report import auto_email_report

from kinerja_asn import script_reports
from kinerja_asn.overrides import report as reports
from kinerja_asn.setup import migrate
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests.rest import RestTestCase, resource

test_ignore = ["Employee", "Work Plan"]

#: one that may be sent, and one that names people
SUMS, PEOPLE = "ASN Predicate Distribution", "ASN Rater Consistency"
CUSTOM = "Konsistensi Menurut Kami"
MAIL, PREPARED = "Auto Email Report", "Prepared Report"
STAFF = ("kadis", "kabid", "kabid_b", "ani", "budi", "sari", "citra", "deli", "hera", "lain")


class ReportDoorsCase(RestTestCase):
	@classmethod
	def build(cls):
		cls.agency = agency = agencies.build()
		agencies.speak_english(agency)
		for short in STAFF:
			agencies.make_evaluation(
				agency.plan(short),
				state="Handed Over",
				result_rating="As Expected",
				behaviour_rating="As Expected",
				unit_rating="Good",
			)
		cls.filters = {
			"period": agency.period.name,
			"kind": "Periodic",
			"interval": f"{agencies.YEAR}-Q1",
			"by": "Leader",
		}
		frappe.get_doc(
			{
				"doctype": "Report",
				"report_name": CUSTOM,
				"report_type": "Custom Report",
				"reference_report": PEOPLE,
				# named after a DocType of the framework: what counts is the report that runs
				"ref_doctype": "ToDo",
				"is_standard": "No",
				"json": "{}",
			}
		).insert()

	def assertNamesNobody(self, text):
		if isinstance(text, bytes):
			text = text.decode("utf-8", "replace")
		for short in STAFF:
			person = self.agency.people[short]
			for word in (
				person.name,
				person.asn_nip,
				f">{person.employee_name}<",
				f'"{person.employee_name}"',
			):
				self.assertNotIn(word, text)


class TestMail(ReportDoorsCase):
	def record(self, report=SUMS, **values):
		return frappe.get_doc(
			{
				"doctype": MAIL,
				"report": report,
				"report_type": frappe.db.get_value("Report", report, "report_type"),
				"user": "Administrator",
				"enabled": 1,
				"email_to": "luar@contoh.test",
				"frequency": "Daily",
				"format": "HTML",
				"filters": json.dumps(self.filters),
				**values,
			}
		)

	def old(self, report=PEOPLE, **values):
		"""As it was saved before the app said no."""
		doc = self.record(report, **values)
		doc.name = doc.name or f"Lama {report}"
		doc.db_insert()
		return doc

	def sent(self, function, *arguments):
		"""What the scheduler's function sends, as messages with their attachments."""
		with patch("frappe.sendmail") as sendmail:
			function(*arguments)
			self.run_jobs()
		return [
			call.kwargs["message"]
			+ "".join(str(one["fcontent"]) for one in call.kwargs.get("attachments") or [])
			for call in sendmail.call_args_list
		]

	def test_saving(self):
		for report in (PEOPLE, CUSTOM):
			with self.subTest(report):
				with self.assertThrowsMessage("names people", exception=frappe.PermissionError):
					self.record(report).insert()
				answer = self.client.post(
					resource(MAIL), user="Administrator", data=self.record(report).as_dict(no_nulls=True)
				)
				self.assertEqual(answer.status, 403, answer)
		doc = self.record().insert()
		doc.report = PEOPLE
		with self.assertThrowsMessage("names people", exception=frappe.PermissionError):
			doc.save()
		with self.as_user(self.agency.user("hera")):
			doc = self.record(user=self.agency.user("kadis"))
			doc.flags.ignore_permissions = True
			with self.assertThrowsMessage("your own rights", exception=frappe.PermissionError):
				doc.insert()

	def test_the_scheduler_sends_sums(self):
		self.record().insert()
		(message,) = self.sent(auto_email_report.send_daily)
		self.assertNamesNobody(message)
		# all units of this agency are too small to be told of one by one
		self.assertNotIn("Bidang A", message)
		self.assertIn("Smaller units together", message)

	def test_sent_now_and_downloaded(self):
		for form in ("HTML", "CSV", "XLSX"):
			with self.subTest(form):
				name = self.record(format=form).insert().name
				with patch("frappe.sendmail") as sendmail:
					answer = self.client.call(
						"frappe.email.doctype.auto_email_report.auto_email_report.send_now",
						user="Administrator",
						name=name,
					)
				self.assertTrue(answer.ok, answer)
				for one in sendmail.call_args.kwargs["attachments"] or ():
					self.assertNamesNobody(one["fcontent"])
				self.assertNamesNobody(sendmail.call_args.kwargs["message"])
				answer = self.client.call(
					"frappe.email.doctype.auto_email_report.auto_email_report.download",
					user="Administrator",
					name=name,
				)
				self.assertTrue(answer.ok, answer)
				self.assertNamesNobody(answer.content)

	def test_an_old_record_sends_nothing_and_stops_nobody(self):
		errors = frappe.db.count("Error Log")
		for frequency, function in (
			("Daily", auto_email_report.send_daily),
			("Monthly", auto_email_report.send_monthly),
		):
			for report in (PEOPLE, CUSTOM):
				with self.subTest(report=report, frequency=frequency), self.undone():
					old = self.old(report, frequency=frequency)
					self.record(frequency=frequency).insert()
					self.assertEqual(len(self.sent(function)), 1)
					self.assertEqual(frappe.db.get_value(MAIL, old.name, "enabled"), 0)
					told = frappe.get_all("Comment", {"reference_name": old.name}, pluck="content")
					self.assertIn("names people", told[0])
		self.assertEqual(frappe.db.count("Error Log"), errors)
		old = self.old()
		for method in ("send_now", "download"):
			with patch("frappe.sendmail") as sendmail:
				answer = self.client.call(
					f"frappe.email.doctype.auto_email_report.auto_email_report.{method}",
					user="Administrator",
					name=old.name,
				)
			self.assertEqual(answer.status, 403, answer)
			sendmail.assert_not_called()
			self.assertNamesNobody(answer.text)
		with self.assertThrowsMessage("names people", exception=frappe.PermissionError):
			old.get_report_content()

	def test_lists_of_the_agency_s_own_are_sent_as_before(self):
		frappe.get_doc(
			{
				"doctype": "Report",
				"report_name": "SKP Kami",
				"report_type": "Report Builder",
				"ref_doctype": "Work Plan",
				"is_standard": "No",
				"json": json.dumps({"fields": [["name", "Work Plan"]]}),
			}
		).insert()
		doc = self.record("SKP Kami", filters="{}", user=self.agency.user("ani"))
		doc.db_insert()
		content = doc.get_report_content()
		self.assertIn(self.agency.plan("ani"), content)
		self.assertNotIn(self.agency.plan("budi"), content)


class TestPrepared(ReportDoorsCase):
	def prepared(self, report, who="hera"):
		with self.as_user(self.agency.user(who)):
			doc = frappe.get_doc(
				{
					"doctype": PREPARED,
					"report_name": report,
					"filters": json.dumps(self.filters),
					"status": "Queued",
				}
			)
			doc.db_insert()
		return doc.name

	def test_none_is_made(self):
		for report in (SUMS, PEOPLE, CUSTOM):
			with self.subTest(report):
				count = frappe.db.count(PREPARED)
				for who in (self.agency.user("hera"), "Administrator"):
					answer = self.client.call(
						"frappe.core.doctype.prepared_report.prepared_report.make_prepared_report",
						user=who,
						report_name=report,
						filters=json.dumps(self.filters),
					)
					self.assertEqual(answer.status, 403, answer)
				self.assertEqual(frappe.db.count(PREPARED), count)

	def test_none_is_built_by_a_job(self):
		for report in (SUMS, PEOPLE, CUSTOM):
			with self.subTest(report):
				name = self.prepared(report)
				frappe.enqueue(prepared_report.generate_report, prepared_report=name)
				with self.as_user(self.agency.user("hera")):
					frappe.enqueue(prepared_report.generate_report, prepared_report=name)
				self.run_jobs()
				row = frappe.db.get_value(PREPARED, name, ["status", "error_message"], as_dict=True)
				self.assertEqual(row.status, "Error")
				self.assertIn("not prepared in the background", row.error_message)
				self.assertNamesNobody(row.error_message)
				self.assertFalse(frappe.db.exists("File", {"attached_to_name": name}))

	def test_frappe_does_not_mark_a_slow_one(self):
		"""Both versions watch a report only while it is not prepared."""
		seen = []

		def slow(doc, filters):
			seen.append(doc.prepared_report)
			return [], []

		for report in (SUMS, PEOPLE):
			with self.as_user(self.agency.user("hera")), patch.object(reports.Report, "execute_module", slow):
				doc = frappe.get_doc("Report", report)
				doc.execute_script_report({})
				self.assertEqual(doc.prepared_report, 0)
		self.assertEqual(seen, [1, 1])

	def test_it_is_switched_off_again(self):
		for report in (SUMS, PEOPLE, CUSTOM):
			frappe.db.set_value("Report", report, "prepared_report", 1)
		names = [self.prepared(report) for report in (SUMS, PEOPLE, CUSTOM)]
		migrate.after_migrate()
		for report in (SUMS, PEOPLE, CUSTOM):
			self.assertEqual(frappe.db.get_value("Report", report, "prepared_report"), 0)
		self.assertFalse(frappe.db.exists(PREPARED, {"name": ["in", names]}))
		custom = frappe.get_doc("Report", CUSTOM)
		custom.prepared_report = 1
		custom.save()
		self.assertEqual(custom.prepared_report, 0)

	def test_reports_of_others_are_left_alone(self):
		self.assertFalse(reports.is_of_ours("ToDo"))
		self.assertFalse(reports.is_of_ours("no such report"))
		self.assertIsNone(reports.class_of(None))
		self.assertIs(reports.class_of(CUSTOM), script_reports.class_of(PEOPLE))
