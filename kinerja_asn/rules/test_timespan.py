import unittest
from datetime import date

from kinerja_asn.rules.errors import RuleError
from kinerja_asn.rules.timespan import (
	FIRST_DAY,
	FULL_MONTH,
	LAST_DAY,
	MonthRules,
	Span,
	days_in,
	is_inside,
	months_of_spans,
	months_served,
	overlapping_pairs,
	overlaps,
	shared,
)

YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))


def span(m1, d1, m2, d2):
	return Span(date(2026, m1, d1), date(2026, m2, d2))


class TestSpans(unittest.TestCase):
	def test_both_ends_belong_to_a_span(self):
		self.assertTrue(overlaps(span(1, 1, 3, 31), span(3, 31, 5, 1)))
		self.assertFalse(overlaps(span(1, 1, 3, 30), span(3, 31, 5, 1)))
		self.assertEqual(days_in(YEAR), 365)
		self.assertEqual(days_in(span(2, 1, 2, 1)), 1)
		self.assertIsNone(days_in(Span(date(2026, 1, 1))))

	def test_an_end_before_the_start_is_refused(self):
		with self.assertRaises(RuleError) as caught:
			span(3, 2, 3, 1)
		self.assertEqual(caught.exception.code, "end_before_start")

	def test_inside_and_shared(self):
		self.assertTrue(is_inside(YEAR, YEAR))
		self.assertFalse(is_inside(Span(date(2026, 1, 1)), YEAR))
		self.assertFalse(is_inside(Span(date(2025, 12, 31), date(2026, 1, 1)), YEAR))
		self.assertEqual(shared(Span(date(2026, 5, 1)), YEAR), span(5, 1, 12, 31))
		self.assertEqual(shared(Span(date(2026, 5, 1)), Span(date(2025, 1, 1))), Span(date(2026, 5, 1)))
		self.assertIsNone(shared(span(1, 1, 1, 31), span(2, 1, 2, 2)))

	def test_overlapping_pairs(self):
		spans = [span(7, 1, 12, 31), span(1, 1, 6, 30), span(2, 1, 2, 5), span(3, 1, 3, 5)]
		self.assertEqual(overlapping_pairs(spans), [(1, 2), (1, 3)])
		self.assertEqual(overlapping_pairs(spans[:2]), [])
		self.assertEqual(overlapping_pairs([]), [])
		self.assertEqual(overlapping_pairs([Span(date(2026, 1, 1)), YEAR]), [(1, 0)])


class TestMonths(unittest.TestCase):
	def test_whole_year_and_halves(self):
		self.assertEqual(months_served(YEAR, 2026), 12)
		self.assertEqual(months_served(Span(date(2020, 1, 1)), 2026), 12)
		self.assertEqual(months_served(YEAR, 2025), 0)
		self.assertEqual(months_of_spans([span(1, 1, 6, 30), span(7, 1, 12, 31)], 2026), [6, 6])

	def test_a_transfer_within_a_month_counts_once(self):
		spans = [span(1, 1, 3, 10), span(3, 11, 12, 31)]
		self.assertEqual(months_of_spans(spans, 2026), [2, 10])
		self.assertEqual(months_of_spans(spans, 2026, MonthRules(FULL_MONTH)), [2, 9])
		self.assertEqual(months_of_spans(spans, 2026, MonthRules(FIRST_DAY)), [3, 9])
		self.assertEqual(months_of_spans(spans, 2026, MonthRules(LAST_DAY)), [2, 10])
		self.assertEqual(months_of_spans([span(1, 1, 4, 15), span(4, 16, 12, 31)], 2026), [3, 9])

	def test_minimum_days(self):
		late = span(3, 20, 3, 31)
		self.assertEqual(months_served(late, 2026), 1)
		self.assertEqual(months_served(late, 2026, MonthRules(minimum_days=15)), 0)

	def test_a_double_assignment_is_not_counted_twice(self):
		self.assertEqual(months_of_spans([YEAR, YEAR], 2026), [12, 0])

	def test_unknown_rule(self):
		with self.assertRaises(RuleError) as caught:
			months_served(YEAR, 2026, MonthRules("Half"))
		self.assertEqual(caught.exception.code, "month_rule_unknown")


if __name__ == "__main__":
	unittest.main()
