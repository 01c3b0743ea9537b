"""What people would learn from: counted by hand, for each kind of reader, of what he may read in each source."""

import frappe

from kinerja_asn import permissions
from kinerja_asn.rules.predicate import AS_EXPECTED, BELOW
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests.reports import ReportTestCase

QUARTER = f"{agencies.YEAR}-Q1"
DAY = f"{agencies.YEAR}-02-10"
A, B = "Bidang A", "Bidang B"
WHOLE, SEEN = "Behaviour as a whole", "Report below the threshold"
SHARED = "Jumlah dokumen ani"
HIDDEN = ("Topik", "Ringkasan", "Alasan", "Layanan cepat")


class TestTrainingNeeds(ReportTestCase):
	"""Ani, Budi and Sari of Bidang A, Citra of Bidang B; Kabid is not rated yet."""

	report = "ASN Training Needs"

	@classmethod
	def build(cls):
		cls.agency = agencies.build()
		agencies.make_counsellor(cls.agency)
		agencies.speak_english(cls.agency)
		cls.filters = {"period": cls.agency.period.name, "kind": "Periodic", "interval": QUARTER}
		cls.rate("ani", BELOW, 50, feedback={"Akuntabel": "Perlu lebih teliti"})
		cls.rate("budi", BELOW, 69.99)
		# 2 of 5 is 48 percent of the scale to 120, 3 of 5 is 72
		cls.rate("sari", AS_EXPECTED, 70, scores={"Akuntabel": 2, "Loyal": 3}, feedback={"Adaptif": "Baik"})
		cls.rate("citra", BELOW, None, state="Handed Over", feedback={"Akuntabel": "Perlu bimbingan"})
		cls.rate("kabid", BELOW, 10, state="Self Assessed")
		took_place = {"asked_on": DAY, "planned_on": DAY, "held_on": DAY}
		plan = cls.agency.plan
		agencies.make_session(plan("ani"), "Held", cause="Report Below Threshold", **took_place)
		agencies.make_session(plan("budi"), "Not Needed", cause="Report Below Threshold", **took_place)
		agencies.make_session(plan("citra"), "Held", **took_place)
		agencies.make_session(
			plan("ani"),
			"Held",
			"Counselling",
			follow_up="Training",
			counsellor=cls.agency.kons.name,
			**took_place,
		)
		corrective = {"kind": "Corrective", "behaviour": "Harmonis"}
		agencies.make_feedback(cls.agency, "ani", "budi", given_on=f"{DAY} 08:00:00", **corrective)
		agencies.make_feedback(
			cls.agency, "ani", "citra", given_on=f"{agencies.YEAR}-07-01 08:00:00", **corrective
		)

	@classmethod
	def rate(cls, short, behaviour_rating, achievement, state="Rated", scores=(), feedback=()):
		name = agencies.make_evaluation(
			cls.agency.plan(short), state=state, result_rating=AS_EXPECTED, behaviour_rating=behaviour_rating
		).name
		frappe.db.set_value(
			"Performance Evaluation Result",
			{"parent": name},
			{
				"achievement": achievement or 0,
				"has_achievement": int(achievement is not None),
				"indicator": SHARED,
			},
		)
		for column, values in (("score", scores), ("feedback", feedback)):
			for behaviour in values:
				frappe.db.set_value(
					"Performance Evaluation Behaviour",
					{"parent": name, "behaviour": behaviour},
					column,
					values[behaviour],
				)

	def shown(self, who, **filters):
		answer = self.run_report(who, **filters)
		self.assertTrue(answer.ok, answer)
		self.assertEqual([word for word in HIDDEN if word in answer.text], [])
		return {
			(row["unit"], row["topic"]): row["people"]
			for row in answer.message["result"]
			if isinstance(row, dict)
		}

	def test_figures_for_each_reader(self):
		rated = {(A, "Akuntabel"): 2, (A, WHOLE): 1, (A, SHARED): 2}
		of_b, coached, trained = {(B, "Akuntabel"): 1}, {(A, SEEN): 1}, {(A, "Training"): 1}
		told = {(A, "Harmonis"): 1}
		for who, rows in (
			("hera", rated | of_b | coached | trained),
			("audi", rated | of_b | coached | trained),
			("kadis", rated | of_b | coached | trained),
			# of the counselling that he has asked for he does not read what it ended in
			("kabid", rated | coached | told),
			("deli", rated | coached | told),
			("peni", rated),
			("pono", of_b),
			("kabid_b", of_b),
			("kons", trained),
			# what is rated is not his to read yet
			("ani", coached | trained | told),
			("budi", {}),
			("citra", of_b),
			("lama", {}),
			("heri", {}),
			("lain", {}),
		):
			with self.subTest(who=who):
				self.assertEqual(self.shown(who), rows)
		self.assertFalse(self.run_report("sari").ok)

	def test_names_and_documents_behind_a_topic(self):
		answer = self.run_report(
			"hera", by="Person", topic="Akuntabel", department=self.agency.units["a"].name
		)
		rows = answer.message["result"]
		self.assertEqual([row["name"] for row in rows], [self.name("ani"), self.name("sari")])
		for who in ("hera", "kadis", "kabid", "peni", "ani"):
			rows = self.run_report(who, by="Person").message["result"]
			with self.as_user(self.agency.user(who)), self.subTest(who=who):
				self.assertTrue(rows)
				for row in rows:
					if row["document_type"] == "Performance Feedback":
						doc = frappe.get_doc(row["document_type"], row["document"])
						self.assertTrue(permissions.feedback_has_permission(doc, "read"))
					elif row["document_type"] == "Performance Evaluation":
						self.assertTrue(frappe.has_permission(row["document_type"], "read", row["document"]))
		people = {row["name"] for row in self.run_report("kabid", by="Person").message["result"]}
		self.assertEqual(people, {self.name(short) for short in ("ani", "budi", "sari")})

	def test_thresholds_filters_chart_export_and_statements(self):
		self.assertEqual(self.shown("hera", topic_kind="Indicator"), {(A, SHARED): 2})
		self.assertEqual(self.shown("hera", kind="Annual"), {(A, SEEN): 1, (A, "Training"): 1})
		frappe.db.set_single_value("Kinerja ASN Settings", "coaching_below", 75)
		agencies.forget()
		found = self.shown("hera")
		# Sari's Loyal and her indicator, both above 70
		self.assertEqual((found[A, "Loyal"], found[A, SHARED]), (1, 3))
		message = self.run_report("hera").message
		self.assertEqual([one["value"] for one in message["report_summary"]], [4, 6])
		self.assertEqual(message["chart"]["data"]["datasets"][0]["values"][0], 3)
		for bad in (
			{"by": "x"},
			{"interval": "2020-Q9"},
			{"topic": ["x"]},
			{"topic_kind": "x' or 1=1"},
			{"department": "Nirwana"},
		):
			self.assertIn(self.run_report("hera", **bad).status, (403, 417), bad)
		self.assertEqual(self.shown("hera", topic="x' or 1=1 -- "), {})
		for by in ("Topic", "Person"):
			sheet = self.exported("hera", by=by)
			self.assertTrue(sheet.ok and sheet.content.startswith(b"PK"), sheet)
			self.assertFewStatements(by=by, department=self.agency.units["a"].name)
