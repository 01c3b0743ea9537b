"""The consistency of appraisers: figures by hand, as the appraiser gave the ratings, for those who may read them."""

import json
from unittest.mock import patch

import frappe

from kinerja_asn import evaluation_changes
from kinerja_asn.kinerja_asn.report.asn_rater_consistency import asn_rater_consistency
from kinerja_asn.rules.predicate import ABOVE, AS_EXPECTED, BELOW
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests.rest import RestTestCase

EVALUATION, REPORT = "Performance Evaluation", "ASN Rater Consistency"
QUARTER = f"{agencies.YEAR}-Q1"
MORE = 9


class TestRaterConsistency(RestTestCase):
	"""Kabid rates twelve people mildly; kadis has rated the two heads and Hera, who also appears as a reader."""

	@classmethod
	def build(cls):
		cls.agency = agencies.build()
		agencies.speak_english(cls.agency)
		cls.staff = ["ani", "budi", "sari", *agencies.hire_more(cls.agency, MORE)]
		cls.names = {}
		for number, short in enumerate(cls.staff):
			cls.rate(short, ABOVE, ABOVE if number < 10 else AS_EXPECTED)
		for short in ("kabid", "kabid_b", "hera", "peni", "deli"):
			cls.rate(short, AS_EXPECTED, AS_EXPECTED, state="Handed Over")
		cls.rate("citra", BELOW, AS_EXPECTED)
		cls.filters = {"period": cls.agency.period.name, "kind": "Periodic", "interval": QUARTER}

	@classmethod
	def rate(cls, short, result, behaviour, state="Rated"):
		cls.names[short] = agencies.make_evaluation(
			cls.agency.plan(short), state=state, result_rating=result, behaviour_rating=behaviour
		).name

	def run_report(self, who, **filters):
		return self.client.call(
			"frappe.desk.query_report.run",
			user=self.agency.user(who),
			report_name=REPORT,
			filters=json.dumps(self.filters | filters),
		)

	def rows(self, answer):
		return {row["name"]: row for row in answer.message["result"] if isinstance(row, dict)}

	def row(self, who="hera", of="kabid", **filters):
		return self.rows(self.run_report(who, **filters))[self.agency.people[of].employee_name]

	def test_figures_and_words(self):
		row = self.row()
		# ten with 3 points, two with 2.5; others: kadis' four of 2 (Hera's own is left out), Citra's 1.5
		self.assertEqual((row["people"], row["mean"]), (12, 2.9167))
		self.assertEqual((row["others"], row["deviation"]), (1.9, 1.0167))
		self.assertAlmostEqual(row["spread"], 0.1863, 4)
		self.assertEqual((round(row["above"], 1), row["below"]), (91.7, 0))
		self.assertIn("Rates higher than the other appraisers by 1", row["reading"])
		self.assertIn("92% of the ratings", row["reading"])
		few = self.row(of="kabid_b")
		self.assertEqual((few["people"], few["below"], few["remarkable"]), (1, 50, 0))
		self.assertIn("Only 1 people rated", few["reading"])
		answer = self.run_report("hera").message
		self.assertIn("Small numbers deceive", answer["message"])
		self.assertEqual([one["value"] for one in answer["report_summary"]], [3, 17, 1])
		# one appraiser alone is compared with nobody
		self.assertIsNone(answer["chart"])
		with patch.object(asn_rater_consistency.distribution, "smallest_team", lambda: 4):
			chart = self.run_report("hera").message["chart"]["data"]
		self.assertEqual(chart["labels"], [row["name"], self.agency.people["kadis"].employee_name])
		self.assertEqual([part["values"] for part in chart["datasets"]], [[2.92, 2], [1.9, 2.81]])

	def test_from_a_figure_to_the_ratings_and_out_of_the_house(self):
		"""What the script opens is exactly what is counted; the sheet holds the same, and goes to those who may export."""
		for who in ("hera", "peni", "kabid", "deli"):
			for row in self.rows(self.run_report(who)).values():
				listed = self.client.call(
					"frappe.client.get_list",
					user=self.agency.user(who),
					doctype=EVALUATION,
					filters=json.dumps(
						{
							"performance_period": self.agency.period.name,
							"performance_interval": QUARTER,
							"appraiser": row["appraiser"],
							"employee": ["!=", row["not_counted"] or ""],
							"workflow_state": ["in", list(asn_rater_consistency.COUNTED)],
						}
					),
				)
				with self.subTest(who=who, appraiser=row["name"]):
					self.assertEqual(len(listed.message), row["people"])
		form = {
			"report_name": REPORT,
			"file_format_type": "Excel",
			"filters": json.dumps(self.filters),
			"visible_idx": "[]",
		}
		sheet = self.client.call(
			"frappe.desk.query_report.export_query", user=self.agency.user("hera"), **form
		)
		self.assertTrue(sheet.ok, sheet)
		self.assertTrue(sheet.content.startswith(b"PK"))
		self.assertFalse(
			self.client.call(
				"frappe.desk.query_report.export_query", user=self.agency.user("kabid"), **form
			).ok
		)

	def test_who_reads_what(self):
		kabid, kabid_b, kadis = (
			self.agency.people[short].employee_name for short in ("kabid", "kabid_b", "kadis")
		)
		for who, raters in (
			("hera", {kabid, kabid_b, kadis}),
			("audi", {kabid, kabid_b, kadis}),
			# the unit's manager: Bidang A and its head
			("peni", {kabid, kadis}),
			("pono", {kabid_b, kadis}),
			("kadis", {kabid, kabid_b, kadis}),
			("kabid", {kabid}),
			("deli", {kabid}),
			("lama", set()),
			# nobody's own evaluation says anything about who rated it
			("ani", set()),
			("citra", set()),
			("heri", set()),
		):
			with self.subTest(who=who):
				answer = self.run_report(who)
				self.assertTrue(answer.ok, answer)
				self.assertEqual(set(self.rows(answer)), raters)
		self.assertFalse(self.run_report("sari").ok)
		# nobody runs it as somebody else
		answer = self.client.call(
			"frappe.desk.query_report.run",
			self.agency.user("ani"),
			{"report_name": REPORT, "filters": json.dumps(self.filters), "user": "Administrator"},
		)
		self.assertNotIn(kabid, answer.text)

	def test_others_are_those_whom_the_reader_reads(self):
		"""From the mean of the others nobody learns how units are rated that he does not oversee."""
		self.assertIsNone(self.row("kabid")["deviation"])
		self.assertIn("nothing to compare", self.row("kabid")["reading"])
		self.assertIsNone(self.row("peni")["others"])
		unit = self.agency.units["a"].name
		self.assertIsNone(self.row(department=unit)["others"])

	def test_ratings_as_the_appraiser_gave_them(self):
		before = self.row()
		new = [
			evaluation_changes.NewRating(self.names[short], AS_EXPECTED, AS_EXPECTED, "Kalibrasi")
			for short in ("ani", "budi")
		]
		evaluation_changes.record(new, evaluation_changes.CALIBRATION, "KAL-UJI", states=("Rated",), by="X")
		self.assertEqual(frappe.db.get_value(EVALUATION, self.names["ani"], "result_rating"), AS_EXPECTED)
		self.assertEqual(self.row()["mean"], before["mean"])
		# rated anew by the appraiser: what stands is his own again
		frappe.db.set_value(EVALUATION, self.names["ani"], "result_rating", BELOW)
		self.assertLess(self.row()["mean"], before["mean"])
		frappe.db.set_value(EVALUATION, self.names["ani"], "workflow_state", "Self Assessed")
		self.assertEqual(self.row()["people"], 11)

	def test_a_rating_that_follows_from_the_unit_is_nobody_s(self):
		frappe.db.set_value(
			EVALUATION, self.names["kabid_b"], {"result_rating": ABOVE, "results_follow_unit": 1}
		)
		self.assertEqual(self.row("audi", "kadis")["mean"], 2)

	def test_statements_and_bad_filters(self):
		with self.as_user(self.agency.user("hera")):
			asn_rater_consistency.execute(self.filters)
			with self.assertQueryCount(4):
				asn_rater_consistency.execute(self.filters)
		for filters in ({"period": None}, {"interval": None}, {"period": ["x"]}, {"department": "Nirwana"}):
			self.assertIn(self.run_report("hera", **filters).status, (403, 417))
		self.assertEqual(self.rows(self.run_report("hera", kind="Annual")), {})
