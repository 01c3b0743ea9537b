"""What the reports on plans, periodic reports and daily logs say, counted by hand, and to whom."""

import frappe
from frappe.utils import add_days, nowdate

from kinerja_asn import script_reports
from kinerja_asn.kinerja_asn.dashboard_chart_source.report_timeliness import report_timeliness
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests import factories
from kinerja_asn.tests.reports import ReportTestCase

YEAR = agencies.YEAR


class ReportCase(ReportTestCase):
	def rows(self, who, **filters):
		answer = self.run_report(who, **filters)
		self.assertTrue(answer.ok, answer)
		return [row for row in answer.message["result"] if isinstance(row, dict)]

	def in_mail(self, **filters):
		"""Columns and rows of what an Auto Email Report would send."""
		with script_reports.without_viewer():
			answer = script_reports.class_of(self.report)(self.filters | filters).run()
		return {column["fieldname"] for column in answer[0]}, answer[1]

	def unit(self, short):
		return self.agency.units[short].name


class TestWorkPlanStatus(ReportCase):
	report = "ASN Work Plan Status"

	@classmethod
	def build(cls):
		cls.agency = agencies.build(with_plans=False)
		agencies.speak_english(cls.agency)
		cls.filters = {"period": cls.agency.period.name}
		today = nowdate()
		for short, state, values in (
			("kadis", "Plan Agreed", {}),
			("kabid", "Plan Agreed", {"agreed_on": add_days(today, -40)}),
			("ani", "Draft", {"creation": add_days(today, -12)}),
			("budi", "Plan Proposed", {"proposed_at": add_days(today, -5)}),
			(
				"sari",
				"Plan Returned",
				{"proposed_at": add_days(today, -9), "returned_at": add_days(today, -3)},
			),
			("citra", "Plan Agreed", {}),
			("deli", "Plan Proposed", {"proposed_at": add_days(today, -2), "appraiser": None}),
			("lain", "Draft", {}),
		):
			period = cls.agency.other_period if short == "lain" else None
			plan = agencies.make_plan(cls.agency, short, state=state, period=period)
			cls.agency.plans[short] = plan.name
			if values:
				frappe.db.set_value("Work Plan", plan.name, values, update_modified=False)
		frappe.db.set_value("Work Plan", cls.agency.plan("deli"), "appraiser_name", None)

	def test_units_by_state(self):
		found = self.rows_of("hera")
		expected = {
			# plans, draft, proposed, returned, agreed, closed, longest wait, without appraiser
			"Bidang A": (4, 1, 1, 1, 1, 0, 12, 0),
			"Bidang B": (2, 0, 1, 0, 1, 0, 2, 1),
			"Dinas Contoh": (1, 0, 0, 0, 1, 0, None, 0),
			"Total": (7, 1, 2, 1, 3, 0, 12, 1),
		}
		columns = ("plans", "draft", "proposed", "returned", "agreed", "closed", "days", "vacant")
		self.assertEqual(
			{name: tuple(row[column] for column in columns) for name, row in found.items()}, expected
		)
		self.assertEqual(list(found), list(expected))
		self.assertEqual((found["Bidang A"]["share"], found["Bidang B"]["share"]), (25, 50))
		answer = self.run_report("hera").message
		self.assertEqual(answer["chart"]["data"]["datasets"][0]["values"], [1, 2, 1, 3, 0])
		self.assertEqual([card["value"] for card in answer["report_summary"]], [7, 3, 2, 2])

	def test_people_and_at_whom_it_hangs(self):
		rows = self.rows("hera", by="Person")
		self.assertEqual(
			[(row["name"], row["days"], row["waits_for"], row["part"]) for row in rows[:4]],
			[
				("Ani", 12, "Ani", "The employee"),
				("Budi", 5, "Kabid", "Appraiser"),
				("Sari", 3, "Sari", "The employee"),
				("Deli", 2, "Vacant post", "No appraiser is known"),
			],
		)
		self.assertEqual([row["waits_for"] for row in rows[4:]], [None] * 3)
		acting = {row["name"]: row["acting"] for row in rows}
		self.assertIn("Deli", acting["Budi"])
		self.assertNotIn("Lama", acting["Budi"])
		self.assertEqual({name for name, who in acting.items() if who}, {"Budi"})
		only = self.rows_of("hera", by="Person", department=self.unit("dinas"), only_unit=1)
		self.assertEqual(list(only), ["Kadis"])
		self.assertEqual(len(self.rows("hera", by="Person", department=self.unit("dinas"))), 7)
		self.assertEqual(list(self.rows_of("hera", by="Person", state="Plan Returned")), ["Sari"])
		appraisers = self.rows_of("hera", by="Appraiser")
		self.assertEqual((appraisers["Kabid"]["proposed"], appraisers["Kabid"]["days"]), (1, 12))
		self.assertEqual(appraisers["Vacant post"]["proposed"], 1)

	def test_nobody_sees_more_than_the_plans(self):
		for short, people in {
			"hera": {"kadis", "kabid", "ani", "budi", "sari", "citra", "deli"},
			"audi": {"kadis", "kabid", "ani", "budi", "sari", "citra", "deli"},
			"peni": {"kabid", "ani", "budi", "sari"},
			"pono": {"citra", "deli"},
			"kabid": {"kabid", "ani", "budi", "sari"},
			"deli": {"deli", "ani", "budi", "sari"},
			"ani": {"ani"},
			"lama": set(),
			"heri": set(),
			"lain": set(),
		}.items():
			found = self.rows_of(short, by="Person")
			self.assertEqual(set(found), {self.name(one) for one in people}, short)
			total = self.rows_of(short).get("Total", {"plans": 0})
			self.assertEqual(total["plans"], len(people), short)
		self.assertTrue(self.run_report("lama").message["message"])

	def test_mail_and_statements(self):
		columns, rows = self.in_mail(by="Person")
		self.assertNotIn("waits_for", columns)
		self.assertEqual(
			{row["name"]: row["plans"] for row in rows}, {"Bidang A": 4, "Bidang B": 2, "Dinas Contoh": 1}
		)
		for by in ("Unit", "Appraiser", "Person"):
			self.assertFewStatements(most=4, by=by, department=self.unit("dinas"))


class TestReportTimeliness(ReportCase):
	"""January and February were due; March is not yet.

	kabid    January late by 4 days, February in time
	ani      January in time, February missing
	budi     nothing at all; on leave throughout February
	citra    January returned after it came in time, February only a draft
	kabid_b  March early
	"""

	report = "ASN Report Timeliness"

	@classmethod
	def build(cls):
		cls.agency = agencies.build(with_plans=False)
		agencies.speak_english(cls.agency)
		cls.filters = {"period": cls.agency.period.name}
		for short in ("kabid", "kabid_b", "ani", "budi", "citra"):
			cls.agency.plans[short] = agencies.make_plan(cls.agency, short).name
		cls.agency.plans["lain"] = agencies.make_plan(cls.agency, "lain", period=cls.agency.other_period).name
		cls.january, cls.february, cls.march = (f"{YEAR}-0{month}" for month in (1, 2, 3))
		for period in (cls.agency.period, cls.agency.other_period):
			for interval in (cls.january, cls.february):
				frappe.db.set_value(
					"Performance Stage",
					{"parent": period.name, "stage": "Reporting", "performance_interval": interval},
					"closes_on",
					add_days(nowdate(), -5),
				)
		for short, interval, state in (
			("kabid", cls.january, "Report Accepted"),
			("kabid", cls.february, "Report Sent"),
			("ani", cls.january, "Report Accepted"),
			("citra", cls.january, "Report Returned"),
			("citra", cls.february, "Draft"),
			("kabid_b", cls.march, "Report Sent"),
		):
			report = agencies.make_report(cls.agency.plan(short), interval, state=state)
			if (short, interval) == ("kabid", cls.january):
				frappe.db.set_value("Periodic Report", report.name, {"late": 1, "days_late": 4})
		leave = frappe.new_doc("Leave Application")
		leave.update(
			{
				"employee": cls.agency.people["budi"].name,
				"company": cls.agency.period.company,
				"from_date": f"{YEAR}-02-01",
				"to_date": f"{YEAR}-03-01",
				"status": "Approved",
				"docstatus": 1,
			}
		)
		factories.write(leave)

	def counts(self, who, **filters):
		columns = ("in_time", "late", "missing", "excused")
		return {row["name"]: tuple(row[column] for column in columns) for row in self.rows(who, **filters)}

	def test_intervals_units_appraisers_people(self):
		found = self.counts("hera")
		# kabid_b has sent nothing of January and February
		self.assertEqual(list(found.values()), [(2, 1, 2, 0), (1, 0, 3, 1), (1, 0, 0, 0), (4, 1, 5, 1)])
		self.assertEqual(
			self.counts("hera", by="Unit"),
			{"Bidang A": (2, 1, 2, 1), "Bidang B": (2, 0, 3, 0), "Total": (4, 1, 5, 1)},
		)
		self.assertEqual(
			self.counts("hera", by="Appraiser"),
			{"Kadis": (2, 1, 2, 0), "Kabid": (1, 0, 2, 1), "Kabid Be": (1, 0, 1, 0), "Total": (4, 1, 5, 1)},
		)
		self.assertEqual(
			self.counts("hera", by="Person"),
			{
				"Kabid": (1, 1, 0, 0),
				"Ani": (1, 0, 1, 0),
				"Budi": (0, 0, 1, 1),
				"Kabid Be": (1, 0, 2, 0),
				"Citra": (1, 0, 1, 0),
			},
		)
		self.assertEqual(
			self.counts("hera", by="Unit", interval=self.february),
			{"Bidang A": (1, 0, 1, 1), "Bidang B": (0, 0, 2, 0), "Total": (1, 0, 3, 1)},
		)
		row = self.rows_of("hera", by="Person")["Kabid"]
		self.assertEqual((row["due"], row["share"], row["days_late"]), (2, 50, 4))
		answer = self.run_report("hera", by="Unit").message
		values = [one["values"] for one in answer["chart"]["data"]["datasets"]]
		self.assertEqual(values, [[2, 1, 1], [1, 0, 0], [2, 3, 0]])
		self.assertEqual([card["value"] for card in answer["report_summary"]], [4, 1, 5, 1])

	def test_a_leader_chooses_a_unit_of_the_own_agency(self):
		query = {"doctype": "Department", "query": "kinerja_asn.overrides.search.units", "txt": ""}
		for short, own in (("kabid", True), ("heri", False)):
			answer = self.client.call("frappe.desk.search.search_link", user=self.agency.user(short), **query)
			found = {row["value"] for row in answer.message}
			self.assertEqual((self.unit("a") in found, self.unit("lain") in found), (own, not own))

	def test_the_dashboard_says_the_same(self):
		with self.as_user(self.agency.user("hera")):
			chart = report_timeliness.get()
		self.assertEqual([one["values"] for one in chart["datasets"]], [[2, 1, 1], [1, 0, 0], [2, 3, 0]])

	def test_nobody_sees_more_than_the_documents(self):
		for short, total in {
			"hera": (4, 1, 5, 1),
			"audi": (4, 1, 5, 1),
			"kadis": (4, 1, 5, 1),
			"peni": (2, 1, 2, 1),
			"pono": (2, 0, 3, 0),
			"kabid": (2, 1, 2, 1),
			"deli": (1, 0, 2, 1),
			"ani": (1, 0, 1, 0),
			"lama": None,
			"heri": None,
		}.items():
			self.assertEqual(self.counts(short).get("Total"), total, short)
		self.assertEqual(set(self.counts("deli", by="Person")), {"Ani", "Budi"})
		self.assertEqual(set(self.counts("kabid_b", by="Person")), {"Kabid Be", "Citra"})

	def test_mail_and_statements(self):
		columns, rows = self.in_mail(by="Person")
		self.assertEqual({row["name"]: row["missing"] for row in rows}, {"Bidang A": 2, "Bidang B": 3})
		self.assertNotIn("key", columns)
		for by in ("Interval", "Unit", "Appraiser", "Person"):
			self.assertFewStatements(by=by, department=self.unit("dinas"))
