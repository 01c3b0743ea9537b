"""Predicates beside the pattern: counted for those who may read them, told in words, stopping nobody."""

import json
from decimal import Decimal

import frappe

from kinerja_asn import distribution, notifications
from kinerja_asn.rules.distribution import DEFAULT_RULES
from kinerja_asn.setup import settings
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests.rest import RestTestCase

EVALUATION, REPORT = "Performance Evaluation", "ASN Predicate Distribution"
QUARTER = f"{agencies.YEAR}-Q1"
STAFF = ("ani", "budi", "sari")
MORE = 7


class DistributionCase(RestTestCase):
	"""Bidang A with ten people under kabid, all rated; its head and Bidang B are rated too."""

	@classmethod
	def build(cls):
		cls.agency = agencies.build()
		cls.staff = list(STAFF) + agencies.hire_more(cls.agency, MORE)
		cls.names = {}
		for short in (*cls.staff, "kabid", "citra", "hera"):
			cls.rate(short, "As Expected", "As Expected")
		cls.time = distribution.Time(cls.agency.period.name, "Periodic", QUARTER)

	@classmethod
	def rate(cls, short, result, behaviour, unit_rating="Good", state="Rated"):
		doc = agencies.make_evaluation(
			cls.agency.plan(short),
			state=state,
			result_rating=result,
			behaviour_rating=behaviour,
			unit_rating=unit_rating,
		)
		cls.names[short] = doc.name

	def set_ratings(self, **ratings):
		for short, (predicate, state) in ratings.items():
			frappe.db.set_value(
				EVALUATION, self.names[short], {"predicate": predicate, "workflow_state": state}
			)

	def run_report(self, user, by="Leader", **filters):
		found = {"period": self.time.period, "kind": "Periodic", "interval": QUARTER, "by": by, **filters}
		return self.client.call(
			"frappe.desk.query_report.run",
			user=self.agency.user(user),
			report_name=REPORT,
			filters=json.dumps(found),
		)

	def rows(self, answer):
		return {row["name"]: row for row in answer.message["result"] if isinstance(row, dict)}


class TestPattern(DistributionCase):
	def test_the_settings_ship_the_pattern_of_the_rules(self):
		rows = [frappe._dict(row) for row in settings.pattern_rows()]
		self.assertEqual(settings.patterns_of(rows), DEFAULT_RULES.patterns)
		stored = frappe.get_doc("Kinerja ASN Settings").patterns
		self.assertEqual(len(stored), len(rows))
		self.assertEqual(settings.distribution_rules(), DEFAULT_RULES)

	def test_the_agency_changes_the_pattern(self):
		doc = frappe.get_doc("Kinerja ASN Settings")
		for row in doc.patterns:
			if (row.unit_rating, row.rule) == ("Good", "At Most"):
				row.percent = 80
		doc.save()
		self.assertEqual(settings.distribution_rules().patterns["Good"].maximum, {"Good": Decimal(80)})
		doc.patterns = []
		doc.save()
		self.assertEqual(settings.distribution_rules().patterns, DEFAULT_RULES.patterns)

	def test_a_rule_that_says_nothing_is_refused(self):
		for row in (
			{"unit_rating": "Good", "rule": "At Most", "percent": 50},
			{"unit_rating": "Good", "rule": "At Most", "percent": 50, "good": 1, "poor": 1},
			{"unit_rating": "Good", "rule": "At Least", "percent": 101, "poor": 1},
			{"unit_rating": "Good", "rule": "At Most", "percent": 50, "good": 1},
		):
			with self.subTest(row), self.assertRaises(frappe.ValidationError):
				doc = frappe.get_doc("Kinerja ASN Settings")
				doc.append("patterns", row)
				doc.save()

	def test_sentences_and_chart_name_the_rule(self):
		counts = {"Good": 9, "Very Good": 1}
		with notifications.speaking("id"):
			found = distribution.warnings(counts, "Good")
		self.assertEqual(len(found), 2)
		self.assertIn("90%", found[0])
		self.assertIn("Butuh Perbaikan, Kurang/Misconduct", found[1])
		chart = distribution.chart(counts, "Good")
		self.assertEqual(chart["bars"][0]["predicate"], "Very Poor")
		self.assertEqual(chart["bars"][3]["high"], 70.0)
		self.assertEqual(distribution.warnings(counts, None), [])
		frappe.db.set_single_value("Kinerja ASN Settings", "distribution_warnings", 0)
		self.assertEqual(distribution.warnings(counts, "Good"), [])


class TestCounting(DistributionCase):
	def test_leaders_and_units(self):
		with self.as_user(self.agency.user("peni")):
			distribution.groups(self.time, "Leader")
			with self.count_queries() as queries:
				groups = {group.name: group for group in distribution.groups(self.time, "Leader")}
		self.assertLessEqual(len(queries), 3)
		team = groups[self.agency.kabid.employee_name]
		self.assertEqual((team.counts, team.unit_rating), ({"Good": len(self.staff)}, "Good"))
		self.assertEqual(len(team.warnings), 2)
		with self.as_user(self.agency.user("hera")):
			units = {group.key[0]: group for group in distribution.groups(self.time, "Unit")}
		self.assertEqual(units[self.agency.units["a"].name].total, len(self.staff) + 1)

	def test_one_s_own_hidden_rating_is_not_counted(self):
		unit = self.agency.units["dinas"].name
		with self.as_user(self.agency.user("hera")):
			units = {group.key[0]: group for group in distribution.groups(self.time, "Unit")}
		self.assertNotIn(unit, units)
		self.set_ratings(hera=("Good", "Handed Over"))
		with self.as_user(self.agency.user("hera")):
			units = {group.key[0]: group for group in distribution.groups(self.time, "Unit")}
		self.assertEqual(units[unit].total, 1)

	def test_what_is_not_rated_waits(self):
		self.set_ratings(ani=(None, "Self Assessed"), budi=("Good", "Self Assessed"))
		with self.as_user(self.agency.user("kabid")):
			time, group = distribution.own_team(self.viewer())
		self.assertEqual((time, group.total, group.waiting), (self.time, len(self.staff) - 2, 2))

	def viewer(self):
		from kinerja_asn.permissions import viewer

		return viewer()

	def test_a_rating_outside_the_pattern_is_told_and_goes_through(self):
		self.set_ratings(ani=("Good", "Rated"))
		answer = self.client.call(
			"kinerja_asn.api.steps.take",
			user=self.agency.user("kabid"),
			doctype=EVALUATION,
			name=self.names["ani"],
			action="Hand Over",
		)
		self.assertTrue(answer.ok, answer)
		self.assertIn("70%", answer.text)
		self.assertEqual(frappe.db.get_value(EVALUATION, self.names["ani"], "workflow_state"), "Handed Over")

	def test_before_handing_over_many(self):
		call = {"period": self.time.period, "kind": "Periodic", "interval": QUARTER}
		for user, seen in (("hera", True), ("peni", True), ("pono", False)):
			answer = self.client.call(
				"kinerja_asn.api.distribution.warnings", user=self.agency.user(user), **call
			)
			self.assertEqual(
				any(self.agency.kabid.employee_name in line for line in answer.message), seen, answer
			)
		for user in ("ani", "kabid", "audi", "heri"):
			answer = self.client.call(
				"kinerja_asn.api.distribution.warnings", user=self.agency.user(user), **call
			)
			self.assertEqual(answer.status, 403, answer)


class TestReport(DistributionCase):
	def test_everybody_sees_what_he_may_read(self):
		kabid = self.agency.kabid.employee_name
		for user, leaders in (
			("hera", {kabid, self.agency.kabid_b.employee_name, self.agency.kadis.employee_name}),
			("peni", {kabid, self.agency.kadis.employee_name}),
			("pono", {self.agency.kabid_b.employee_name}),
			("kabid", {kabid}),
			("deli", {kabid}),
			("lama", set()),
			("ani", set()),
			("audi", {kabid, self.agency.kabid_b.employee_name, self.agency.kadis.employee_name}),
			("heri", set()),
		):
			with self.subTest(user=user):
				answer = self.run_report(user)
				self.assertTrue(answer.ok, answer)
				self.assertEqual(set(self.rows(answer)), leaders)
		self.assertFalse(self.run_report("sari").ok)

	def test_figures(self):
		self.set_ratings(ani=("Very Good", "Rated"), budi=("Needs Improvement", "Handed Over"))
		answer = self.run_report("hera")
		row = self.rows(answer)[self.agency.kabid.employee_name]
		self.assertEqual(
			(row["very_good"], row["good"], row["needs_improvement"]), (1, len(self.staff) - 2, 1)
		)
		self.assertEqual((row["total"], row["waiting"]), (len(self.staff), 0))
		chart = answer.message["chart"]["data"]["datasets"][0]["values"]
		self.assertEqual(sum(chart), sum(row["total"] for row in self.rows(answer).values()))
		by_unit = self.rows(self.run_report("hera", by="Unit", department=self.agency.units["a"].name))
		self.assertEqual(len(by_unit), 1)

	def test_nobody_runs_it_as_somebody_else(self):
		filters = {"period": self.time.period, "kind": "Periodic", "interval": QUARTER}
		for parameters in (
			{"filters": json.dumps(filters), "user": "Administrator"},
			{"filters": json.dumps(filters), "user": self.agency.user("hera")},
			{"filters": json.dumps(filters | {"prepared_report_name": "x"})},
		):
			answer = self.client.call(
				"frappe.desk.query_report.run",
				self.agency.user("ani"),
				{"report_name": REPORT, **parameters},
			)
			self.assertTrue(answer.ok, answer)
			self.assertNotIn(self.agency.kabid.employee_name, answer.text)

	def test_a_prepared_result_of_another_is_not_given(self):
		frappe.db.set_value("Report", REPORT, "prepared_report", 1)
		frappe.clear_document_cache("Report", REPORT)
		prepared = self.prepared_for("hera")
		filters = {"period": self.time.period, "kind": "Periodic", "interval": QUARTER}
		filters |= {"prepared_report_name": prepared}
		for method, more in (
			("frappe.desk.query_report.run", {}),
			("frappe.desk.query_report.export_query", {"file_format_type": "CSV", "visible_idx": "[]"}),
		):
			answer = self.client.call(
				method,
				user=self.agency.user("ani"),
				report_name=REPORT,
				filters=json.dumps(filters),
				**more,
			)
			self.assertNotIn("RAHASIA", answer.text, method)

	def prepared_for(self, short):
		from frappe.core.doctype.prepared_report.prepared_report import create_json_gz_file

		with self.as_user(self.agency.user(short)):
			doc = frappe.get_doc({"doctype": "Prepared Report", "report_name": REPORT, "filters": "{}"})
			doc.flags.ignore_permissions = True
			doc.db_insert()
			data = {"columns": [{"fieldname": "name", "label": "x"}], "result": [{"name": "RAHASIA"}]}
			create_json_gz_file(data, doc.doctype, doc.name, REPORT)
		return doc.name

	def test_bad_filters_are_told(self):
		for filters in (
			{"kind": "Periodic"},
			{"period": self.time.period, "kind": "Periodic"},
			{"period": ["x"], "kind": "Annual"},
			{"period": self.time.period, "kind": "Annual", "department": "Nirwana"},
		):
			answer = self.client.call(
				"frappe.desk.query_report.run",
				user=self.agency.user("hera"),
				report_name=REPORT,
				filters=json.dumps(filters),
			)
			self.assertIn(answer.status, (403, 417), answer)

	def test_statements_do_not_grow(self):
		from kinerja_asn.kinerja_asn.report.asn_predicate_distribution import asn_predicate_distribution

		filters = {"period": self.time.period, "kind": "Periodic", "interval": QUARTER}
		with self.as_user(self.agency.user("hera")):
			asn_predicate_distribution.execute(filters)
			with self.count_queries() as queries:
				asn_predicate_distribution.execute(filters)
		self.assertLessEqual(len(queries), 3, queries.statements)
