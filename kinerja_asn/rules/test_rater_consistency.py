import unittest
from decimal import Decimal

from kinerja_asn.rules.errors import RuleError
from kinerja_asn.rules.numeric import rounded
from kinerja_asn.rules.predicate import ABOVE, AS_EXPECTED, BELOW
from kinerja_asn.rules.rater_consistency import ConsistencyRules, consistency

A, S, B = ABOVE, AS_EXPECTED, BELOW


class TestConsistency(unittest.TestCase):
	def codes(self, found):
		for problem in found.findings:
			self.assertTrue(problem.message)
		return [problem.code.removeprefix("rater_") for problem in found.findings]

	def test_by_hand(self):
		"""Six people with 3, 3, 2.5, 2, 2, 1.5 points beside ten with 2."""
		found = consistency(
			{"x": {(A, A): 2, (A, S): 1, (S, S): 2, (S, B): 1}, "others": {(S, S): 10}},
		)
		one = found["x"]
		self.assertEqual((one.people, rounded(one.mean, 4)), (6, Decimal("2.3333")))
		# deviations from 7/3: 2/3, 2/3, 1/6, -1/3, -1/3, -5/6; their squares add up to 11/6
		self.assertEqual(rounded(one.spread, 4), Decimal("0.5528"))
		self.assertEqual((rounded(one.above, 1), rounded(one.below, 1)), (Decimal("41.7"), Decimal("8.3")))
		self.assertEqual((one.others, rounded(one.deviation, 4)), (Decimal(2), Decimal("0.3333")))
		# 0.33 is noticeable, but within two standard errors (0.45) of so few people
		self.assertEqual(self.codes(one), [])
		self.assertEqual(self.codes(found["others"]), ["all_alike"])
		self.assertEqual(rounded(found["others"].deviation, 4), Decimal("-0.3333"))

	def test_a_distance_that_chance_does_not_explain(self):
		found = consistency({"mild": {(A, A): 18, (S, S): 2}, "y": {(S, S): 16, (S, B): 4}})
		self.assertEqual(self.codes(found["mild"]), ["higher", "extremes"])
		self.assertEqual(self.codes(found["y"]), ["lower"])
		self.assertEqual(found["mild"].findings[0].params["distance"], Decimal(1))

	def test_small_numbers(self):
		found = consistency({"few": {(A, A): 4}, "many": {(S, S): 3, (B, B): 3}})
		self.assertEqual(self.codes(found["few"]), ["too_few"])
		self.assertEqual(self.codes(found["many"]), ["no_others"])
		self.assertIsNone(found["many"].deviation)
		self.assertEqual(
			self.codes(consistency({"few": {(A, A): 4}}, ConsistencyRules(smallest=1))["few"]),
			["no_others", "all_alike", "extremes"],
		)
		nobody = consistency({"x": {}, "y": {(S, S): 9}})["x"]
		self.assertEqual((nobody.people, nobody.mean, nobody.spread, nobody.deviation), (0, None, None, None))
		self.assertEqual(self.codes(nobody), ["too_few"])

	def test_results_that_another_rating_decides_do_not_count(self):
		found = consistency({"x": {(None, S): 6}, "y": {(A, S): 6}})["x"]
		self.assertEqual((found.mean, found.above), (Decimal(2), 0))

	def test_refused(self):
		for counts, code in (
			({("Best", S): 1}, "rating_unknown"),
			({(S, ""): 1}, "rating_unknown"),
			({(S, S): -1}, "rater_count_negative"),
		):
			with self.assertRaises(RuleError) as caught:
				consistency({"x": counts})
			self.assertEqual(caught.exception.code, code)


if __name__ == "__main__":
	unittest.main()
