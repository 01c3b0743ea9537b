import unittest
from decimal import Decimal

from kinerja_asn.rules.errors import RuleError
from kinerja_asn.rules.predicate import RATINGS, UNIT_RATINGS
from kinerja_asn.rules.unit_rating import (
	ANNUAL,
	PERIODIC,
	Achievement,
	UnitHeadRules,
	UnitRatingRules,
	head_result_rating,
	needs_reason,
	proposed_rating,
)

A, S, B = RATINGS
OUTSTANDING, GOOD, NEEDS, POOR, VERY_POOR = UNIT_RATINGS


def reached(percent, indicators=4, exceeded=0, without=0):
	return Achievement(None if percent is None else Decimal(percent), indicators, exceeded, without)


class TestUnitRating(unittest.TestCase):
	def test_bands(self):
		for percent, rating in (
			("100", GOOD),
			("90", GOOD),
			("89.99", NEEDS),
			("70", NEEDS),
			("69.99", POOR),
			("50", POOR),
			("49.99", VERY_POOR),
			("0", VERY_POOR),
		):
			for kind in (PERIODIC, ANNUAL):
				with self.subTest(percent=percent, kind=kind):
					self.assertEqual(proposed_rating(reached(percent, exceeded=4), kind), rating)

	def test_outstanding_needs_most_indicators_above_their_target(self):
		self.assertEqual(proposed_rating(reached("100.01", exceeded=2), PERIODIC), OUTSTANDING)
		self.assertEqual(proposed_rating(reached("100.01", exceeded=2), ANNUAL), OUTSTANDING)
		self.assertEqual(proposed_rating(reached("250", exceeded=1), ANNUAL), GOOD)

	def test_no_progress(self):
		self.assertEqual(proposed_rating(reached("95", without=2), PERIODIC), GOOD)
		self.assertEqual(proposed_rating(reached("95", without=3), PERIODIC), VERY_POOR)
		self.assertEqual(proposed_rating(reached("95", without=3), ANNUAL), GOOD)

	def test_nothing_measured_proposes_nothing(self):
		for achieved in (reached(None), reached("100", indicators=0), Achievement()):
			self.assertIsNone(proposed_rating(achieved, ANNUAL))

	def test_the_agency_sets_its_own(self):
		rules = UnitRatingRules(
			outstanding_above=Decimal(110), good_from=Decimal(80), exceeded_share=Decimal(0)
		)
		self.assertEqual(proposed_rating(reached("110"), ANNUAL, rules), GOOD)
		self.assertEqual(proposed_rating(reached("110.5"), ANNUAL, rules), OUTSTANDING)
		self.assertEqual(proposed_rating(reached("80"), ANNUAL, rules), GOOD)

	def test_refused(self):
		for achieved, kind, code in (
			(reached("1", exceeded=5), ANNUAL, "count_of_indicators"),
			(reached("1", without=-1), ANNUAL, "count_of_indicators"),
			(reached("-1"), ANNUAL, "percent_negative"),
			(reached("1"), "Monthly", "evaluation_kind_unknown"),
		):
			with self.subTest(code=code), self.assertRaises(RuleError) as caught:
				proposed_rating(achieved, kind)
			self.assertEqual(caught.exception.code, code)

	def test_head_of_a_unit(self):
		self.assertEqual([head_result_rating(rating) for rating in UNIT_RATINGS], [A, S, B, B, B])
		own = UnitHeadRules(rating_of={"Outstanding": S, "Good": "Fine"})
		self.assertEqual(head_result_rating("Outstanding", own), S)
		for rating in ("", None, "Very Good"):
			with self.assertRaises(RuleError):
				head_result_rating(rating)
		with self.assertRaises(RuleError) as caught:
			head_result_rating("Good", own)
		self.assertEqual(caught.exception.code, "rating_unknown")

	def test_when_a_reason_is_owed(self):
		self.assertFalse(needs_reason(GOOD, GOOD))
		for rating, proposed in ((GOOD, POOR), (GOOD, None), (GOOD, ""), (None, GOOD)):
			self.assertTrue(needs_reason(rating, proposed))


if __name__ == "__main__":
	unittest.main()
