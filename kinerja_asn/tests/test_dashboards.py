"""Dashboards for HR, heads of units and the auditor: what they hold is there and counts what the viewer may read."""

import json

import frappe
from frappe.desk.doctype.dashboard.dashboard import get_permitted_cards, get_permitted_charts
from frappe.desk.doctype.number_card.number_card import get_result
from frappe.utils import add_days, getdate, nowdate

from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests.rest import RestTestCase

test_ignore = ["Employee", "Work Plan"]

MODULE = "Kinerja ASN"
DASHBOARDS = {"Kinerja ASN HR": "hera", "Kinerja ASN Unit": "kabid", "Kinerja ASN Audit": "audi"}
SOURCES = "kinerja_asn.kinerja_asn.dashboard_chart_source"


class TestDashboards(RestTestCase):
	@classmethod
	def build(cls):
		cls.agency = agency = agencies.build()
		agencies.speak_english(agency)
		agencies.make_log(agency.plan("ani"))
		agencies.make_log(agency.plan("budi"), evidence_link="https://contoh.test/bukti")
		# the week before, and one before all that are shown
		for number, days in enumerate((-7, -90)):
			day = add_days(nowdate(), days)
			if getdate(day).year == agencies.YEAR:
				agencies.make_log(agency.plan("citra"), name=f"LOG-{number}", log_date=day)
		frappe.db.set_value("Work Plan", agency.plan("citra"), "workflow_state", "Draft")

	def chart(self, who, name):
		scrubbed = frappe.scrub(name)
		return self.client.call(f"{SOURCES}.{scrubbed}.{scrubbed}.get", user=self.agency.user(who))

	def values(self, who, name):
		chart = self.chart(who, name).message
		return {
			label: tuple(row["values"][at] for row in chart["datasets"])
			for at, label in enumerate(chart["labels"] or [])
		}

	def test_they_hold_what_is_there(self):
		names = frappe.get_all("Dashboard", filters={"module": MODULE}, pluck="name")
		self.assertEqual(set(names), set(DASHBOARDS))
		for name, who in DASHBOARDS.items():
			doc = frappe.get_doc("Dashboard", name)
			self.assertTrue(doc.is_standard)
			for row in doc.charts:
				chart = frappe.get_doc("Dashboard Chart", row.chart)
				# others are counted by Frappe and kept for the next who looks
				self.assertEqual((chart.chart_type, chart.module), ("Custom", MODULE))
				self.assertTrue(frappe.db.exists("Dashboard Chart Source", chart.source))
			with self.as_user(self.agency.user(who)):
				self.assertEqual(
					[row.card for row in get_permitted_cards(name)], [row.card for row in doc.cards]
				)
				self.assertEqual(
					[row.chart for row in get_permitted_charts(name)], [row.chart for row in doc.charts]
				)
		listed = {row.link_to for row in frappe.get_doc("Workspace", MODULE).shortcuts}
		self.assertLessEqual(set(DASHBOARDS), listed)

	def test_every_report_stands_in_the_workspace(self):
		from kinerja_asn import script_reports

		links = {row.link_to for row in frappe.get_doc("Workspace", MODULE).links}
		self.assertLessEqual(set(script_reports.names()), links)
		if frappe.db.exists("DocType", "Workspace Sidebar"):
			items = {row.link_to for row in frappe.get_doc("Workspace Sidebar", MODULE).items}
			self.assertLessEqual({*script_reports.names(), *DASHBOARDS}, items)

	def test_charts_count_what_the_viewer_may_read(self):
		by_unit = {
			"hera": {"Bidang B": (2, 1), "Bidang A": (4, 0), "Dinas Contoh": (3, 0)},
			"kabid": {"Bidang A": (4, 0)},
			"deli": {"Bidang A": (3, 0), "Bidang B": (1, 0)},
			"pono": {"Bidang B": (2, 1)},
			"ani": {"Bidang A": (1, 0)},
			"heri": {"Dinas Lain": (1, 0)},
			"lama": {},
		}
		for who, expected in by_unit.items():
			with self.subTest(who):
				self.assertEqual(self.values(who, "Work Plans by Unit"), expected)
		for who, number in (("kabid", 2), ("ani", 1), ("hera", 0), ("lama", 0), ("heri", 0)):
			with self.subTest(who):
				weeks = self.values(who, "Daily Logs by Week").values()
				self.assertEqual(sum(sum(week) for week in weeks), number)
				self.assertEqual(sum(proven for proven, _bare in weeks), int(number > 1))
		self.assertEqual(
			self.values("hera", "Alignment Gaps"),
			{"Not supported": (3,), "Not supporting": (9,), "Not taken up": (0,)},
		)
		self.assertEqual(self.values("ani", "Alignment Gaps")["Not supporting"], (1,))
		self.assertEqual(self.values("lama", "Alignment Gaps"), {})

	def test_people_of_the_portal_and_guests_see_none(self):
		for name in ("Work Plans by Unit", "Daily Logs by Week", "Alignment Gaps"):
			answer = self.client.call(
				f"{SOURCES}.{frappe.scrub(name)}.{frappe.scrub(name)}.get", user="Guest"
			)
			self.assertEqual(answer.status, 403, answer)

	def test_new_cards(self):
		agencies.make_session(self.agency.plan("ani"), state="Planned")
		agencies.make_session(self.agency.plan("citra"), state="Planned")
		for short in ("ani", "citra"):
			evaluation = agencies.make_evaluation(self.agency.plan(short), state="Objected").name
			agencies.make_objection(evaluation)
		agencies.make_unit_rating(self.agency, "a", state="Unit Rating Confirmed")
		for who, numbers in (
			("hera", (2, 2, 1)),
			("audi", (2, 2, 1)),
			("heri", (0, 0, 0)),
		):
			with self.subTest(who), self.as_user(self.agency.user(who)):
				found = tuple(
					self.number(name)
					for name in ("Objections Open", "Coaching Outstanding", "Unit Ratings Confirmed")
				)
				self.assertEqual(found, numbers)

	def number(self, name):
		doc = frappe.get_doc("Number Card", name)
		return get_result(doc.as_json(), json.loads(doc.filters_json))

	def test_statements_do_not_grow(self):
		from kinerja_asn.kinerja_asn.dashboard_chart_source.alignment_gaps import alignment_gaps
		from kinerja_asn.kinerja_asn.dashboard_chart_source.daily_logs_by_week import daily_logs_by_week
		from kinerja_asn.kinerja_asn.dashboard_chart_source.work_plans_by_unit import work_plans_by_unit

		with self.as_user(self.agency.user("hera")):
			for source, most in ((alignment_gaps, 4), (daily_logs_by_week, 1), (work_plans_by_unit, 1)):
				source.get()
				with self.assertQueryCount(most):
					source.get()
