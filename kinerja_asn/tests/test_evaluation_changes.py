"""Ratings changed after the rating: derived, kept with what was before, all or none, by nobody's hand."""

import json

import frappe

from kinerja_asn import evaluation_changes as changes
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests.rest import RestTestCase, resource

EVALUATION = "Performance Evaluation"


class TestEvaluationChanges(RestTestCase):
	@classmethod
	def build(cls):
		cls.agency = agencies.build()
		cls.names = {
			short: agencies.make_evaluation(
				cls.agency.plan(short),
				state="Rated",
				result_rating="As Expected",
				behaviour_rating="As Expected",
			).name
			for short in ("ani", "budi", "sari")
		}

	def change(self, *ratings, cause=changes.CALIBRATION, states=("Rated",)):
		found = [
			changes.NewRating(self.names.get(short, short), result, behaviour, reason)
			for short, result, behaviour, reason in ratings
		]
		return changes.record(found, cause, "KAL-1", states)

	def stored(self, short):
		return frappe.get_doc(EVALUATION, self.names[short])

	def test_predicate_follows_and_both_versions_are_kept(self):
		with self.count_queries() as queries:
			found = self.change(
				("ani", "Above Expectation", "Above Expectation", "Inovasi layanan"),
				("budi", "Below Expectation", "As Expected", "Target tidak tercapai"),
				("sari", "As Expected", "As Expected", "Tidak berubah"),
			)
		self.assertEqual(found, {self.names["ani"]: "Very Good", self.names["budi"]: "Needs Improvement"})
		self.assertLessEqual(len(queries), 10)
		doc = self.stored("ani")
		self.assertEqual((doc.predicate, doc.workflow_state), ("Very Good", "Rated"))
		row = doc.rating_changes[0]
		self.assertEqual((row.old_predicate, row.new_predicate), ("Good", "Very Good"))
		self.assertEqual((row.old_result, row.new_result), ("As Expected", "Above Expectation"))
		self.assertEqual((row.cause, row.source, row.reason), ("Calibration", "KAL-1", "Inovasi layanan"))
		self.assertTrue(row.changed_at and row.changed_by)
		# the rating has to stand on something
		self.assertEqual((doc.result_evidence, doc.behaviour_evidence), ("Inovasi layanan",) * 2)
		self.assertEqual(self.stored("budi").behaviour_evidence, None)
		self.assertEqual(self.stored("sari").rating_changes, [])
		self.change(("ani", "As Expected", "Above Expectation", "Dinilai kembali"))
		self.assertEqual([row.idx for row in self.stored("ani").rating_changes], [1, 2])

	def test_one_that_cannot_be_changed_stops_all(self):
		frappe.db.set_value(EVALUATION, self.names["budi"], "workflow_state", "Handed Over")
		good = ("ani", "Above Expectation", "Above Expectation", "Alasan")
		for bad, error in (
			(("budi", "As Expected", "Above Expectation", "Alasan"), "sudah|by now"),
			(("nobody", "As Expected", "Above Expectation", "Alasan"), "any more"),
			(("sari", "Excellent", "As Expected", "Alasan"), ""),
			(("sari", "Above Expectation", "As Expected", "  "), "reason"),
		):
			with self.assertRaisesRegex(frappe.ValidationError, error):
				self.change(good, bad)
		self.assertEqual(self.stored("ani").rating_changes, [])
		self.assertEqual(self.stored("ani").predicate, "Good")

	def test_nobody_writes_or_removes_changes_by_hand(self):
		self.change(("ani", "Above Expectation", "Above Expectation", "Alasan"))
		name = self.names["ani"]
		for user in ("ani", "kabid", "kadis", "hera", "peni"):
			for rows in ([], [{"cause": "Objection", "new_predicate": "Very Good", "reason": "x"}]):
				answer = self.client.put(
					resource(EVALUATION, name), user=self.agency.user(user), rating_changes=json.dumps(rows)
				)
				self.assertFalse(answer.ok, answer)
		self.assertEqual(len(self.stored("ani").rating_changes), 1)

	def test_the_employee_reads_them_after_handing_over_only(self):
		self.change(("ani", "Above Expectation", "Above Expectation", "Alasan"))
		name, user = self.names["ani"], self.agency.user("ani")
		self.assertFalse(self.client.get(resource(EVALUATION, name), user=user).ok)
		frappe.db.set_value(EVALUATION, name, "workflow_state", "Handed Over")
		answer = self.client.get(resource(EVALUATION, name), user=user)
		self.assertEqual(answer.data["rating_changes"][0]["new_predicate"], "Very Good")
