import unittest
from decimal import Decimal

from kinerja_asn.rules.distribution import (
	DEFAULT_RULES,
	DistributionRules,
	Pattern,
	deviations,
	expected_shares,
	shares,
)
from kinerja_asn.rules.errors import RuleError
from kinerja_asn.rules.predicate import PREDICATES, UNIT_RATINGS


def counts(*numbers):
	return dict(zip(PREDICATES, numbers, strict=True))


class TestDistribution(unittest.TestCase):
	def codes(self, unit_rating, *numbers):
		found = deviations(counts(*numbers), unit_rating)
		for problem in found:
			self.assertTrue(problem.message)
		return [x.code.removeprefix("distribution_") for x in found]

	def test_outstanding(self):
		self.assertEqual(self.codes("Outstanding", 7, 2, 1, 0, 0), [])
		self.assertEqual(self.codes("Outstanding", 8, 2, 0, 0, 0), ["above_maximum"])
		self.assertEqual(self.codes("Outstanding", 4, 6, 0, 0, 0), ["not_most"])
		self.assertEqual(self.codes("Outstanding", 5, 5, 0, 0, 0), [])

	def test_good(self):
		self.assertEqual(self.codes("Good", 1, 3, 1, 0, 0), [])
		self.assertEqual(self.codes("Good", 2, 7, 0, 1, 0), [])
		self.assertEqual(self.codes("Good", 0, 10, 0, 0, 0), ["above_maximum", "none_of"])
		self.assertEqual(self.codes("Good", 5, 4, 1, 0, 0), ["not_most"])

	def test_needs_improvement(self):
		self.assertEqual(self.codes("Needs Improvement", 1, 3, 6, 0, 0), [])
		self.assertEqual(self.codes("Needs Improvement", 2, 3, 5, 0, 0), ["above_maximum", "below_minimum"])

	def test_poor(self):
		self.assertEqual(self.codes("Poor", 1, 2, 1, 6, 0), [])
		self.assertEqual(self.codes("Poor", 0, 4, 0, 6, 0), ["below_minimum"])

	def test_very_poor(self):
		self.assertEqual(self.codes("Very Poor", 0, 3, 0, 1, 6), [])
		self.assertEqual(self.codes("Very Poor", 0, 4, 0, 0, 6), ["below_minimum"])
		self.assertEqual(self.codes("Very Poor", 1, 2, 1, 0, 6), ["above_maximum"])

	def test_small_teams_are_not_judged(self):
		self.assertEqual(self.codes("Good", 0, 4, 0, 0, 0), [])
		self.assertEqual(
			len(deviations(counts(0, 4, 0, 0, 0), "Good", DistributionRules(smallest_team=1))), 2
		)
		self.assertEqual(deviations({}, "Good", DistributionRules(smallest_team=0)), [])

	def test_the_message_tells_the_numbers(self):
		message = deviations(counts(2, 1, 0, 0, 0), "Outstanding", DistributionRules(smallest_team=1))
		self.assertEqual(message, [])
		message = deviations(counts(5, 2, 0, 0, 0), "Outstanding")[0].message
		self.assertEqual(
			message,
			"Very Good: 71.4% of the team; the pattern for a unit rated Outstanding allows at most 70%.",
		)

	def test_shares(self):
		self.assertEqual(list(shares(counts(1, 3, 0, 0, 0)).values()), [25, 75, 0, 0, 0])
		self.assertEqual(set(shares({}).values()), {Decimal(0)})

	def test_refused(self):
		for call, code in (
			(lambda: deviations({"Best": 1}, "Good"), "predicate_unknown"),
			(lambda: deviations({"Good": -1}, "Good"), "count_negative"),
			(lambda: deviations({"Good": 1}, "Very Good"), "unit_rating_unknown"),
			(lambda: deviations({"Good": 1}, None), "unit_rating_unknown"),
		):
			with self.assertRaises(RuleError) as caught:
				call()
			self.assertEqual(caught.exception.code, code)
		self.assertEqual(set(DistributionRules().patterns), set(UNIT_RATINGS))


if __name__ == "__main__":
	unittest.main()

	def test_what_is_drawn_follows_the_pattern(self):
		for unit_rating, pattern in DEFAULT_RULES.patterns.items():
			drawn = expected_shares(pattern)
			self.assertAlmostEqual(sum(drawn.values()), 100, places=6)
			people = {name: int(percent * 1000) for name, percent in drawn.items()}
			self.assertEqual(deviations(people, unit_rating), [], (unit_rating, drawn))
		self.assertEqual(sum(expected_shares(Pattern()).values()), 100)
