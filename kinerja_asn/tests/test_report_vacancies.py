"""Where nobody appraises, and who acts until when: by hand, for each kind of reader, the most urgent first."""

import frappe
from frappe.utils import add_days, nowdate

from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests import factories
from kinerja_asn.tests.reports import ReportTestCase


class TestDelegationsAndVacancies(ReportTestCase):
	"""Citra's appraiser has left, Budi's post is vacant, the mayor's term ends; two people have nobody at all."""

	report = "ASN Delegations and Vacancies"
	filters = {"days": 30}

	@classmethod
	def build(cls):
		agency = cls.agency = agencies.build()
		agencies.speak_english(agency)
		today = nowdate()
		company = frappe._dict(name=agencies.AGENCY, abbr="PKC")
		plan = agency.plan
		frappe.db.set_value(
			"Employee", agency.kabid_b.name, {"status": "Left", "relieving_date": add_days(today, -4)}
		)
		frappe.db.set_value("Work Plan", plan("budi"), {"appraiser": None, "appraiser_name": None})
		frappe.db.set_value(
			"External Appraiser", agency.external.name, "in_office_until", add_days(today, 20)
		)
		frappe.db.set_value("Employee", agency.kadis.name, "relieving_date", add_days(today, 31))
		agencies.make_report(plan("citra"), state="Report Sent")
		agencies.make_report(plan("ani"), state="Report Sent")
		agencies.make_report(plan("ani"), f"{agencies.YEAR}-02", state="Draft")
		agencies.make_evaluation(plan("sari"), state="Rated")
		# of the quality unit nobody is head, and nobody says whom its two people report to
		agency.units["c"] = factories.make_department("Bidang C", company)
		for name in ("Cici", "Coki"):
			agency.people[name.lower()] = factories.make_employee(
				name, company, department=agency.units["c"], designation="Staf Contoh"
			)
		agencies.make_delegation(
			agency.kadis,
			agency.kabid,
			company,
			add_days(today, 40),
			add_days(today, 50),
			official_name="Kadis",
		)
		agencies.forget()

	def shown(self, who, **filters):
		rows = self.run_report(who, **filters).message["result"]
		return {
			(row["what"], row["name"] or row["unit"]): (row["urgency"], row["people"], row["waiting"])
			for row in rows
			if isinstance(row, dict)
		}

	def test_figures_for_each_reader(self):
		kabid, kabid_b = self.name("kabid"), self.name("kabid_b")
		left = {("Appraiser has left", kabid_b): ("Urgent", 1, 1)}
		vacant = {("Vacant post", "the vacant post"): ("Urgent", 1, 0)}
		term = {("Term ends soon", self.agency.external.full_name): ("Soon", 1, 0)}
		ending = {("Ends soon", kabid): ("Soon", 2, 2)}
		to_come = {("To come", "Kadis"): ("For information", 5, 0)}
		nobody = {("No appraiser", "Bidang C"): ("Urgent", 2, 0)}
		heads = {
			("Unit without head", "Dinas Contoh"): ("Soon", 5, 0),
			("Unit without head", "Bidang C"): ("Soon", 2, 0),
		}
		everything = left | vacant | term | ending | to_come | nobody | heads
		for who, rows in (
			("hera", everything),
			("audi", everything),
			# the unit's manager
			("peni", vacant | ending),
			("pono", left),
			# the leader above them all: no lists of employees or units
			("kadis", left | vacant | term | to_come),
			(
				"kabid",
				vacant | ending | {("To come", "Kadis"): ("For information", 1, 0)},
			),
			("deli", ending),
			("lama", {}),
			# each his own
			("citra", left),
			("budi", vacant),
			("ani", {}),
			("lain", vacant),
		):
			with self.subTest(who=who):
				self.assertEqual(self.shown(who), rows)
		self.assertFalse(self.run_report("sari").ok)
		others = {"Unit without head", "No appraiser", "Vacant post"}
		self.assertEqual({what for what, _name in self.shown("heri")}, others)

	def test_a_delegation_that_has_ended_and_one_that_covers(self):
		frappe.db.set_value(
			"Appraiser Delegation",
			{"delegate": self.agency.deli.name},
			{"from_date": add_days(nowdate(), -20), "to_date": add_days(nowdate(), -1)},
		)
		agencies.forget()
		found = self.shown("hera")
		self.assertEqual(found["Ended", self.name("kabid")], ("Urgent", 2, 2))
		company = frappe._dict(name=agencies.AGENCY, abbr="PKC")
		today = nowdate()
		agencies.make_delegation(
			self.agency.kabid_b, self.agency.lama, company, add_days(today, -1), add_days(today, 200)
		)
		agencies.forget()
		found = self.shown("hera")
		self.assertEqual(found["Appraiser has left", self.name("kabid_b")], ("For information", 1, 1))
		self.assertEqual(found["Running", self.name("kabid_b")], ("For information", 1, 1))
		frappe.db.set_value(
			"External Appraiser", self.agency.external.name, "in_office_until", add_days(today, -1)
		)
		self.assertIn(("Not in office", self.agency.external.full_name), self.shown("hera"))

	def test_who_will_leave_is_known_to_who_reads_his_record(self):
		day = add_days(nowdate(), 50)
		for short in ("kadis", "kabid"):
			frappe.db.set_value("Employee", self.agency.people[short].name, "relieving_date", day)
		kadis, kabid = (("Appraiser leaves soon", self.name(short)) for short in ("kadis", "kabid"))
		for who, told in (
			("hera", {kadis, kabid}),
			("audi", {kadis, kabid}),
			# the unit's manager, not of the unit above
			("peni", {kabid}),
			# the leader above him, and each of himself
			("kadis", {kadis, kabid}),
			("kabid", {kabid}),
			("ani", set()),
			("deli", set()),
		):
			with self.subTest(who):
				found = {one for one in self.shown(who, days=366) if one[0] == kadis[0]}
				self.assertEqual(found & {kadis, kabid}, told)
				answer = self.run_report(who, days=366)
				self.assertEqual(str(day) in answer.text, bool(told))

	def test_order_filters_chart_export_and_statements(self):
		message = self.run_report("hera").message
		self.assertEqual(
			[row["rank"] for row in message["result"]], sorted(row["rank"] for row in message["result"])
		)
		self.assertEqual(message["result"][0]["what"], "Appraiser has left")
		self.assertEqual([one["value"] for one in message["report_summary"]], [3, 4, 4])
		self.assertIn("Vacant post", message["chart"]["data"]["labels"])
		self.assertEqual(
			{what for what, _name in self.shown("hera", about="Delegations")}, {"Ends soon", "To come"}
		)
		self.assertEqual(
			{what for what, _name in self.shown("hera", about="Delegations", days=5)}, {"Running", "To come"}
		)
		self.assertIn(("Appraiser leaves soon", self.name("kadis")), self.shown("hera", days=40))
		unit = self.agency.units["b"].name
		self.assertEqual(
			{what for what, _name in self.shown("hera", department=unit)}, {"Appraiser has left"}
		)
		for bad in ({"about": "x"}, {"days": "0"}, {"days": "x' or 1=1"}, {"department": "Nirwana"}):
			self.assertIn(self.run_report("hera", **bad).status, (403, 417), bad)
		sheet = self.exported("hera")
		self.assertTrue(sheet.ok and sheet.content.startswith(b"PK"), sheet)
		self.assertFewStatements(department=unit)
		self.assertFewStatements("peni")
