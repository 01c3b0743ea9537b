"""The desk: what forms lock, what the workspace shows to whom, and who gets the official prints."""

import json

import frappe
from frappe.desk.desktop import get_desktop_page
from frappe.desk.doctype.number_card.number_card import get_result
from frappe.utils import add_days, nowdate

from kinerja_asn import permissions, state_rights
from kinerja_asn.api import forms
from kinerja_asn.kinerja_asn.dashboard_chart_source.predicates import predicates
from kinerja_asn.kinerja_asn.dashboard_chart_source.report_timeliness import report_timeliness
from kinerja_asn.kinerja_asn.dashboard_chart_source.work_plans_by_state import work_plans_by_state
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests import factories
from kinerja_asn.tests.base import KinerjaTestCase

MODULE = "Kinerja ASN"
OUR_CARDS = {
	f"kinerja_asn.api.forms.{name}" for name in ("waiting_card", "missing_reports_card", "late_reports_card")
}
PLAN_FORMAT, EVALUATION_FORMAT = "ASN Work Plan", "ASN Performance Evaluation"


class DeskTestCase(KinerjaTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.agency = agencies.build(with_plans=False)
		for short, state in (
			("kadis", "Plan Agreed"),
			("kabid", "Plan Agreed"),
			("ani", "Draft"),
			("budi", "Plan Proposed"),
			("citra", "Plan Agreed"),
		):
			cls.agency.plans[short] = agencies.make_plan(cls.agency, short, state=state).name
		cls.agency.plans["lain"] = agencies.make_plan(cls.agency, "lain", period=cls.agency.other_period).name

	def acting(self, short):
		return self.as_user(self.agency.user(short))


class TestFormLocks(DeskTestCase):
	def writable(self, short, plan):
		with self.acting(short):
			return forms.writable_fields("Work Plan", self.agency.plan(plan))

	def test_employee_writes_the_draft(self):
		answer = self.writable("ani", "ani")
		self.assertEqual(answer["acts_as"], ["employee"])
		self.assertEqual(answer["fields"], ["approach"])
		self.assertTrue(answer["tables"]["results"]["rows"])
		self.assertIn("result", answer["tables"]["results"]["columns"])
		for column in ("superior_result", "row_key", "appraiser_note"):
			self.assertNotIn(column, answer["tables"]["results"]["columns"])

	def test_appraiser_adds_expectations_to_the_draft_only(self):
		answer = self.writable("kabid", "ani")
		self.assertEqual(answer["fields"], [])
		self.assertEqual(answer["tables"]["behaviours"], {"rows": False, "columns": ["expectation"]})
		self.assertEqual(answer["tables"]["results"], {"rows": False, "columns": []})

	def test_turn_goes_to_the_appraiser_with_the_proposal(self):
		self.assertEqual(self.writable("budi", "budi")["tables"]["results"], {"rows": False, "columns": []})
		answer = self.writable("kabid", "budi")
		self.assertEqual(answer["fields"], ["return_note"])
		self.assertEqual(answer["tables"]["indicators"]["columns"], ["appraiser_note"])

	def test_nobody_writes_an_agreed_plan(self):
		for short in ("citra", "kabid_b", "hera"):
			answer = self.writable(short, "citra")
			self.assertEqual(answer["fields"], [], short)
			self.assertFalse(any(table["columns"] for table in answer["tables"].values()), short)

	def test_stranger_is_refused(self):
		for short in ("citra", "lama", "lain", "heri"):
			with self.acting(short), self.assertRaises(frappe.PermissionError):
				forms.writable_fields("Work Plan", self.agency.plan("ani"))
			with self.acting(short), self.assertRaises(frappe.PermissionError):
				forms.about("Work Plan", self.agency.plan("ani"))

	def test_lock_says_the_same_as_the_check(self):
		"""Whatever the form leaves open, the check of a change accepts, and nothing more."""
		for doctype, states in state_rights.WRITABLE.items():
			meta = frappe.get_meta(doctype)
			for state, by_actor in states.items():
				for actor, allowed in by_actor.items():
					doc = frappe.new_doc(doctype)
					doc.workflow_state = state
					with self.subTest(doctype=doctype, state=state, actor=actor):
						self.assert_same(doc, meta, actor, allowed)

	def assert_same(self, doc, meta, actor, allowed):
		before = permissions.actors
		permissions.actors = lambda *args, **kwargs: {actor}
		try:
			answer = forms._writable(doc)
		finally:
			permissions.actors = before
		self.assertEqual(
			set(answer["fields"]),
			{entry for entry in allowed if meta.has_field(entry)} - set(answer["tables"]),
		)
		for df in meta.get_table_fields():
			for column in frappe.get_meta(df.options).fields:
				open_in_form = column.fieldname in answer["tables"][df.fieldname]["columns"]
				change = f"{df.fieldname}.{column.fieldname}"
				self.assertEqual(open_in_form, permissions._covers(set(allowed), change), change)

	def test_headline_names_whose_turn_it_is(self):
		with self.acting("kabid"):
			turn = forms.about("Work Plan", self.agency.plan("budi"))["turn"]
		self.assertEqual((turn["part"], turn["name"], turn["mine"]), ("appraiser", "Kabid", True))
		with self.acting("ani"):
			about = forms.about("Work Plan", self.agency.plan("ani"))
		self.assertTrue(about["turn"]["mine"])
		self.assertTrue(about["missing"])
		self.assertEqual(about["superior"]["state"], "Plan Agreed")

	def test_agreed_plan_offers_what_comes_next(self):
		with self.acting("citra"):
			mine = forms.about("Work Plan", self.agency.plan("citra"))["next"]
		self.assertTrue(mine["can_adjust"])
		self.assertEqual(len(mine["reports"]), 12)
		self.assertEqual(mine["evaluations"], [])
		with self.acting("kabid_b"):
			his = forms.about("Work Plan", self.agency.plan("citra"))["next"]
		self.assertFalse(his["can_adjust"])
		self.assertEqual(his["reports"], [])
		self.assertEqual(len(his["evaluations"]), 4)


class TestWorkspace(DeskTestCase):
	def card(self, name):
		doc = frappe.get_doc("Number Card", name)
		return get_result(doc.as_json(), json.loads(doc.filters_json))

	def test_number_cards_count_what_the_viewer_may_read(self):
		expected = {
			# being written, proposed, agreed
			"ani": (1, 0, 0),
			"budi": (0, 1, 0),
			"kabid": (1, 1, 1),
			"kadis": (1, 1, 3),
			"hera": (1, 1, 3),
			"audi": (1, 1, 3),
			"peni": (1, 1, 1),
			"lain": (0, 0, 1),
			"heri": (0, 0, 1),
			"lama": (0, 0, 0),
		}
		for short, numbers in expected.items():
			with self.acting(short):
				counted = tuple(
					self.card(name)
					for name in ("Work Plans Being Written", "Work Plans Proposed", "Work Plans Agreed")
				)
			self.assertEqual(counted, numbers, short)

	def test_every_card_is_of_a_kind_that_asks_for_rights(self):
		cards = frappe.get_all("Number Card", filters={"module": MODULE}, fields=["name", "type", "method"])
		self.assertGreaterEqual(len(cards), 8)
		for card in cards:
			self.assertTrue(card.type == "Document Type" or card.method in OUR_CARDS, card)

	def test_evaluation_in_the_making_is_not_counted_for_its_employee(self):
		agencies.make_evaluation(self.agency.plan("citra"), state="Rated")
		with self.acting("citra"):
			self.assertEqual(self.card("Evaluations Under Way"), 0)
		with self.acting("kabid_b"):
			self.assertEqual(self.card("Evaluations Under Way"), 1)

	def test_waiting_for_me(self):
		with self.acting("kabid"):
			self.assertEqual(forms.waiting("Work Plan"), [self.agency.plan("budi")])
			card = forms.waiting_card()
		self.assertEqual(card["value"], 1)
		self.assertEqual(card["route_options"], {"name": ["in", [self.agency.plan("budi")]]})
		with self.acting("lama"):
			self.assertEqual(forms.waiting("Work Plan"), [])
			self.assertEqual(forms.waiting_card()["value"], 0)
		with self.acting("ani"), self.assertRaises(frappe.PermissionError):
			forms.waiting("User")

	def test_charts_count_what_the_viewer_may_read(self):
		agencies.make_evaluation(
			self.agency.plan("citra"),
			state="Handed Over",
			result_rating="As Expected",
			behaviour_rating="As Expected",
		)
		for short, plans, given in (
			("ani", 1, 0),
			("kabid", 3, 0),
			("hera", 5, 1),
			("citra", 1, 1),
			("heri", 1, 0),
		):
			with self.acting(short):
				self.assertEqual(sum(work_plans_by_state.get()["datasets"][0]["values"]), plans, short)
				self.assertEqual(sum(predicates.get()["datasets"][0]["values"]), given, short)

	def timeliness(self, short):
		"""(in time, late, missing) of January, as a viewer sees it, and the two cards."""
		with self.acting(short):
			chart = report_timeliness.get()
			cards = forms.late_reports_card()["value"], forms.missing_reports_card()["value"]
		sets = [row["values"] for row in chart["datasets"]]
		january = tuple(values[0] for values in sets) if chart["labels"] else (0, 0, 0)
		self.assertEqual(cards, (sum(sets[1]), sum(sets[2])))
		return january

	def test_timeliness_of_reports_counts_what_the_viewer_may_read(self):
		year, company = agencies.YEAR, self.agency.period.company
		with self.undone():
			frappe.db.set_value(
				"Performance Stage",
				{"parent": self.agency.period.name, "stage": "Reporting"},
				"closes_on",
				add_days(nowdate(), 5),
			)
			frappe.db.set_value(
				"Performance Stage",
				{"parent": self.agency.period.name, "performance_interval": f"{year}-01"},
				"closes_on",
				add_days(nowdate(), -5),
			)
			agencies.make_report(self.agency.plan("citra"), f"{year}-01", state="Report Sent")
			late = agencies.make_report(self.agency.plan("kabid"), f"{year}-01", state="Report Accepted")
			frappe.db.set_value("Periodic Report", late.name, "late", 1)
			agencies.make_report(self.agency.plan("kadis"), f"{year}-01", state="Draft")
			for short, expected in (
				("citra", (1, 0, 0)),
				("kabid_b", (1, 0, 0)),
				("kabid", (0, 1, 0)),
				("kadis", (1, 1, 1)),
				("hera", (1, 1, 1)),
				("audi", (1, 1, 1)),
				("ani", (0, 0, 0)),
				("heri", (0, 0, 0)),
			):
				self.assertEqual(self.timeliness(short), expected, short)
			self.on_leave("kadis", company, f"{year}-01-01", f"{year}-01-31")
			self.assertEqual(self.timeliness("hera"), (1, 1, 0))

	def on_leave(self, short, company, start, end):
		leave = frappe.new_doc("Leave Application")
		leave.update(
			{
				"employee": self.agency.people[short].name,
				"company": company,
				"from_date": start,
				"to_date": end,
				"status": "Approved",
				"docstatus": 1,
			}
		)
		factories.write(leave)

	def test_timeliness_costs_a_few_statements(self):
		with self.acting("hera"):
			report_timeliness.get()
			with self.count_queries() as queries:
				report_timeliness.get()
		self.assertLessEqual(len(queries), 8)

	def test_workspace_opens_for_every_role(self):
		page = json.dumps({"name": MODULE, "title": MODULE, "public": 1})
		for short in ("hera", "peni", "audi", "kabid", "ani"):
			with self.acting(short):
				shown = get_desktop_page(page)
			links = {link["link_to"] for card in shown["cards"]["items"] for link in card["links"]}
			self.assertIn("Work Plan", links, short)
			self.assertEqual("Kinerja ASN Settings" in links, short != "kabid" and short != "ani", short)
			self.assertEqual("External Appraiser" in links, short != "kabid" and short != "ani", short)
			cards = {row.number_card_name for row in shown["number_cards"]["items"]}
			self.assertIn("Waiting for Me", cards, short)
			self.assertEqual("Problems of Bulk Runs" in cards, short not in ("kabid", "ani"), short)
			self.assertEqual(len(shown["charts"]["items"]), 3, short)

	def test_workspace_names_only_what_is_there(self):
		doc = frappe.get_doc("Workspace", MODULE)
		for link in doc.links:
			if link.type == "Link":
				self.assertTrue(frappe.db.exists(link.link_type, link.link_to), link.link_to)
		for row in doc.number_cards:
			self.assertTrue(frappe.db.exists("Number Card", row.number_card_name))
		for row in doc.charts:
			self.assertTrue(frappe.db.exists("Dashboard Chart", row.chart_name))
		for row in frappe.get_doc("Module Onboarding", MODULE).steps:
			self.assertTrue(frappe.db.exists("Onboarding Step", row.step))
		meta = frappe.get_meta("Work Plan")
		for row in frappe.get_doc("Form Tour", "Work Plan").steps:
			self.assertTrue(meta.has_field(row.fieldname))


class TestPrints(DeskTestCase):
	def shown(self, short, doctype, name, print_format):
		with self.acting(short):
			return frappe.get_print(doctype, name, print_format)

	def test_plan_prints_for_employee_and_appraiser(self):
		plan = self.agency.plan("citra")
		for short in ("citra", "kabid_b", "hera", "audi"):
			html = self.shown(short, "Work Plan", plan, PLAN_FORMAT)
			self.assertIn("Layanan citra terlaksana sesuai standar", html, short)
			self.assertIn("24 Dokumen", html)
			self.assertIn("Isi lampiran", html)

	def test_plan_is_refused_to_others(self):
		for short in ("ani", "lama", "lain", "heri"):
			with self.assertRaises(frappe.PermissionError, msg=short):
				self.shown(short, "Work Plan", self.agency.plan("citra"), PLAN_FORMAT)

	def test_leaders_plan_prints_perspectives(self):
		html = self.shown("kadis", "Work Plan", self.agency.plan("kadis"), PLAN_FORMAT)
		self.assertIn(frappe._("Perspective"), html)
		self.assertNotIn(frappe._("Superior's result supported"), html)

	def test_evaluation_prints_once_it_was_handed_over(self):
		name = agencies.make_evaluation(
			self.agency.plan("citra"),
			state="Rated",
			result_rating="As Expected",
			behaviour_rating="Above Expectation",
			unit_rating="Good",
		).name
		html = self.shown("kabid_b", "Performance Evaluation", name, EVALUATION_FORMAT)
		self.assertIn(frappe._("Above Expectation"), html)
		self.assertIn("<svg", html)
		with self.assertRaises(frappe.PermissionError):
			self.shown("citra", "Performance Evaluation", name, EVALUATION_FORMAT)
		frappe.db.set_value("Performance Evaluation", name, "workflow_state", "Handed Over")
		self.assertIn("Citra", self.shown("citra", "Performance Evaluation", name, EVALUATION_FORMAT))
		with self.assertRaises(frappe.PermissionError):
			self.shown("ani", "Performance Evaluation", name, EVALUATION_FORMAT)

	def test_texts_are_printed_as_text(self):
		plan = frappe.get_doc("Work Plan", self.agency.plan("citra"))
		frappe.db.set_value(
			"Work Plan Result", plan.results[0].name, "result", "<script>alert(1)</script> & <b>x</b>"
		)
		html = self.shown("citra", "Work Plan", plan.name, PLAN_FORMAT)
		self.assertNotIn("<script>alert", html)
		self.assertIn("&lt;script&gt;", html)
