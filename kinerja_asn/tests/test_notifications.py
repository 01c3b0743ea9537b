"""What people are told, once; what waits for them; and one mail a day."""

from unittest.mock import patch

import frappe
from frappe.utils import add_days, getdate, nowdate

from kinerja_asn import notifications, permissions
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests.base import KinerjaTestCase


class TellTest(KinerjaTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.agency = agencies.build(with_plans=False)

	def entries(self, who):
		return frappe.get_all(
			"Notification Log",
			filters={"for_user": self.agency.user(who)},
			fields=["subject", "document_type", "document_name", "read", "type", "from_user"],
		)

	def test_users_and_employees_are_told_at_once_and_without_mail(self):
		notifications.tell(
			[self.agency.user("ani"), self.agency.budi.name, None], "Rapat <b>besok</b>", "Work Plan", "SKP-1"
		)
		for who in ("ani", "budi"):
			row = self.entries(who)[0]
			self.assertEqual((row.document_type, row.document_name, row.read), ("Work Plan", "SKP-1", 0))
			self.assertEqual(row.subject, "Rapat &lt;b&gt;besok&lt;/b&gt;")
		self.assertFalse(frappe.db.exists("Email Queue", {"reference_doctype": "Notification Log"}))

	def test_the_entry_equals_one_that_frappe_makes(self):
		notifications.tell(self.agency.user("ani"), "Sama", "Work Plan", "SKP-1")
		doc = frappe.new_doc("Notification Log")
		doc.update(
			{
				"for_user": self.agency.user("budi"),
				"from_user": "Administrator",
				"type": "Alert",
				"subject": "Sama",
				"document_type": "Work Plan",
				"document_name": "SKP-1",
			}
		)
		doc.insert()
		Log = frappe.qb.DocType("Notification Log")
		rows = [
			frappe.qb.from_(Log).select("*").where(Log.for_user == self.agency.user(who)).run(as_dict=True)[0]
			for who in ("ani", "budi")
		]
		for row in rows:
			for column in ("name", "for_user", "creation", "modified"):
				row.pop(column)
		self.assertEqual(*rows)

	def test_the_bell_shows_a_dot_again(self):
		user = self.agency.user("ani")
		frappe.db.set_value("Notification Settings", user, "seen", 1)
		notifications.tell(user, "Baru")
		self.assertFalse(frappe.db.get_value("Notification Settings", user, "seen"))

	def test_who_is_disabled_or_wants_nothing_is_left_out(self):
		frappe.db.set_value("User", self.agency.user("ani"), "enabled", 0)
		frappe.db.set_value("Notification Settings", self.agency.user("budi"), "enabled", 0)
		notifications.tell([self.agency.ani.name, self.agency.budi.name, "tidak-ada"], "Halo")
		self.assertFalse(self.entries("ani") + self.entries("budi"))
		notifications.tell([], "Halo")
		notifications.tell(None, "Halo")

	def test_many_take_as_few_statements_as_one(self):
		people = [employee.user_id for employee in self.agency.people.values()]
		notifications.tell(people[0], "Halo")
		with self.assertQueryCount(3):
			notifications.tell_many([(user, "Halo", None, None) for user in people])


class WaitingTest(KinerjaTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.agency = agency = agencies.build(with_plans=False)
		for short, state in (
			("ani", "Draft"),
			("budi", "Plan Proposed"),
			("sari", "Plan Agreed"),
			("kabid", "Plan Proposed"),
		):
			agency.plans[short] = agencies.make_plan(agency, short, state=state).name
		agency.plans["kadis"] = agencies.make_plan(agency, "kadis", state="Plan Proposed").name

	def setUp(self):
		super().setUp()
		permissions.forget_viewers()

	def waiting(self, who):
		permissions.forget_viewers()
		return notifications.waiting_for(self.agency.user(who))

	def found(self, who):
		return {(row["kind"], row["doctype"], row["name"]) for row in self.waiting(who)}

	def test_everybody_sees_his_own_turn(self):
		plan = self.agency.plan
		self.assertEqual(self.found("ani"), {("own", "Work Plan", plan("ani"))})
		self.assertEqual(self.found("budi"), set())
		self.assertEqual(self.found("sari"), set())
		self.assertEqual(self.found("kabid"), {("appraise", "Work Plan", plan("budi"))})
		self.assertEqual(self.found("kadis"), {("appraise", "Work Plan", plan("kabid"))})
		self.assertEqual(self.found("deli"), {("appraise", "Work Plan", plan("budi"))})
		self.assertEqual(self.found("lama"), set())
		self.assertEqual(self.found("hera"), {("record", "Work Plan", plan("kadis"))})
		self.assertEqual(self.found("heri"), set())

	def test_hr_is_told_to_record_not_to_decide(self):
		recorded, decided = self.waiting("hera")[0]["todo"], self.waiting("kabid")[0]["todo"]
		self.assertIn(decided, recorded)
		self.assertNotEqual(decided, recorded)

	def test_what_is_told(self):
		row = self.waiting("kabid")[0]
		self.assertEqual((row["title"], row["state"]), ("Budi", "Plan Proposed"))
		self.assertTrue(row["todo"])
		self.assertEqual(row["due"], getdate(f"{agencies.YEAR + 1}-12-31"))
		self.assertFalse(row["overdue"])

	def test_what_is_overdue_comes_first(self):
		frappe.db.set_value(
			"Performance Stage",
			{"parent": self.agency.period.name, "stage": "Planning"},
			"closes_on",
			add_days(nowdate(), -1),
		)
		agencies.make_report(self.agency.plan("sari"), state="Report Sent")
		rows = self.waiting("kabid")
		self.assertEqual([row["doctype"] for row in rows], ["Work Plan", "Periodic Report"])
		self.assertEqual([row["overdue"] for row in rows], [True, False])

	def test_a_period_that_is_over_waits_for_nobody(self):
		frappe.db.set_value("Performance Period", self.agency.period.name, "status", "Closed")
		self.assertFalse(self.waiting("ani"))

	def test_evaluations_wait_by_their_state(self):
		plan = self.agency.plan("sari")
		name = agencies.make_evaluation(plan, state="Self Assessed").name
		self.assertIn(("appraise", "Performance Evaluation", name), self.found("kabid"))
		self.assertEqual(self.found("sari"), set())
		frappe.db.set_value("Performance Evaluation", name, "workflow_state", "Handed Over")
		self.assertEqual(self.found("sari"), {("own", "Performance Evaluation", name)})
		self.assertNotIn(("appraise", "Performance Evaluation", name), self.found("kabid"))

	def test_statements_do_not_grow_with_documents(self):
		user = self.agency.user("kabid")
		notifications.waiting_for(user)
		with self.assertQueryCount(len(notifications.TO_DO) + 2):
			notifications.waiting_for(user)


class DailyTest(KinerjaTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.agency = agencies.build(with_plans=False)
		for short, state in (("ani", "Draft"), ("budi", "Plan Proposed"), ("sari", "Plan Agreed")):
			cls.agency.plans[short] = agencies.make_plan(cls.agency, short, state=state).name

	def close(self, stage, days, interval=None):
		frappe.db.set_value(
			"Performance Stage",
			{
				"parent": self.agency.period.name,
				"stage": stage,
				"performance_interval": interval or ("is", "not set"),
			},
			"closes_on",
			add_days(nowdate(), days),
		)

	def told(self, who):
		return frappe.get_all(
			"Notification Log", filters={"for_user": self.agency.user(who)}, pluck="subject"
		)

	def test_who_has_not_proposed_and_who_has_not_agreed_are_reminded_once(self):
		self.close("Planning", 3)
		self.assertEqual(notifications.remind_before_due(), 2)
		self.assertEqual(notifications.remind_before_due(), 0)
		self.assertEqual(len(self.told("ani")), 1)
		self.assertEqual(len(self.told("kabid")), 1)
		self.assertFalse(self.told("budi"))

	def test_nobody_is_reminded_on_other_days(self):
		self.close("Planning", 5)
		self.assertEqual(notifications.remind_before_due(), 0)

	def test_the_day_of_the_drafts_reminds_once_a_year(self):
		frappe.db.set_value(
			"Performance Stage",
			{"parent": self.agency.period.name, "stage": "Planning"},
			{"opens_on": f"{agencies.YEAR}-01-02", "closes_on": f"{agencies.YEAR}-01-31"},
		)
		self.assertEqual(notifications.remind_before_due(f"{agencies.YEAR}-01-13"), 0)
		self.assertEqual(notifications.remind_before_due(f"{agencies.YEAR}-01-14"), 2)
		self.assertEqual(len(self.told("ani")), 1)
		self.assertEqual(notifications.remind_before_due(f"{agencies.YEAR}-02-14"), 0)

	def test_a_report_that_is_missing_is_reminded(self):
		interval = f"{agencies.YEAR}-01"
		self.close("Reporting", 1, interval)
		self.assertEqual(notifications.remind_before_due(), 1)
		# the month in words, not its key
		self.assertNotIn(interval, self.told("sari")[0])
		self.assertRegex(self.told("sari")[0], rf"Januar[iy] {agencies.YEAR}")
		with self.undone():
			frappe.db.delete("Notification Log")
			agencies.make_report(self.agency.plan("sari"), interval, state="Report Sent")
			self.assertEqual(notifications.remind_before_due(), 0)

	def queue(self, **values):
		"""What `frappe.sendmail` leaves behind."""
		row = frappe.new_doc("Email Queue")
		row.update({name: values[name] for name in ("reference_doctype", "reference_name")})
		row.name = frappe.generate_hash(length=10)
		row.db_insert()
		return row

	def test_one_mail_per_person_and_day(self):
		sent = []

		def sendmail(**values):
			sent.append(values)
			return self.queue(**values)

		frappe.db.delete("Notification Log")
		notifications.tell([self.agency.ani.name, self.agency.budi.name], "Pertama", "Work Plan", "SKP-1")
		notifications.tell(self.agency.ani.name, "Kedua", "Work Plan", "SKP-1")
		notifications.tell(self.agency.budi.name, "Sudah dibaca", "Work Plan", "SKP-1")
		frappe.db.set_value("Notification Log", {"for_user": self.agency.user("budi")}, "read", 1)
		for log in frappe.get_all(
			"Notification Log", filters={"for_user": self.agency.user("budi")}, pluck="name"
		):
			frappe.db.set_value("Notification Log", log, "read", 1)
		with patch.object(frappe, "sendmail", sendmail):
			self.assertEqual(notifications.send_digests(), 1)
			self.assertEqual(notifications.send_digests(), 0)
			notifications.tell(self.agency.ani.name, "Ketiga", "Work Plan", "SKP-1")
			self.assertEqual(notifications.send_digests(), 0)
		self.assertEqual(sent[0]["recipients"], [self.agency.user("ani")])
		self.assertIn("Pertama", sent[0]["message"])
		self.assertIn("Kedua", sent[0]["message"])

	def test_a_mail_that_is_lost_while_another_is_built_is_queued_again(self):
		"""Frappe swallows errors with which the database has taken back all mails of the transaction."""
		users = [self.agency.user(short) for short in ("ani", "budi", "kabid")]
		notifications.tell(users, "Pertama", "Work Plan", "SKP-1")
		frappe.db.commit()
		lost = []

		def sendmail(**values):
			row = self.queue(**values)
			if values["reference_name"] == users[1] and not lost:
				lost.append(row)
				frappe.db.rollback()
			return row

		with patch.object(frappe, "sendmail", sendmail):
			self.assertEqual(notifications.send_digests(), 3)
			self.assertEqual(notifications.send_digests(), 0)
		told = frappe.get_all(
			"Email Queue", {"reference_doctype": "Notification Settings"}, pluck="reference_name"
		)
		self.assertEqual(sorted(told), sorted(users))
		# who takes no mail, by a word to the server, is not asked again and again
		frappe.db.delete("Email Queue")
		with patch.object(frappe, "sendmail", return_value=[]) as sendmail:
			self.assertEqual(notifications.send_digests(), 0)
		self.assertEqual(sendmail.call_count, 3)

	def test_a_site_without_outgoing_mail_loses_nothing(self):
		notifications.tell(self.agency.ani.name, "Pertama", "Work Plan", "SKP-1")
		with patch.object(frappe, "sendmail", side_effect=frappe.OutgoingEmailError):
			self.assertEqual(notifications.send_digests(), 0)
		self.assertEqual(len(self.told("ani")), 1)
