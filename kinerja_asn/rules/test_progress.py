"""Realisation against target: of an interval, of all until then, and lateness in days."""

from datetime import date
from decimal import Decimal
from unittest import TestCase

from kinerja_asn.rules.errors import RuleError
from kinerja_asn.rules.planning import AVERAGE, HIGHER, LAST, LOWER, RANGE, SUM
from kinerja_asn.rules.progress import Measure, cumulative, days_late, is_due, percent_of


class PercentTest(TestCase):
	def test_by_direction(self):
		for measure, target, realisation, percent in (
			(Measure(HIGHER), 1200, 1260, "105"),
			(Measure(LOWER), 15, 14, "106.67"),
			(Measure(RANGE, low=80, high=90), 0, 70, "87.5"),
			(Measure(RANGE, low=80, high=90), 0, 85, "100"),
			(Measure(LOWER), 0, 0, "100"),
			(Measure(LOWER), 0, 1, "0"),
			(Measure(HIGHER), 1, 20, "2000"),
		):
			with self.subTest(measure=measure, realisation=realisation):
				self.assertEqual(round(percent_of(realisation, target, measure), 2), Decimal(percent))

	def test_what_cannot_be_told(self):
		self.assertIsNone(percent_of(None, 10, Measure()))
		self.assertIsNone(percent_of(3, 0, Measure(HIGHER)))
		self.assertIsNone(percent_of(3, None, Measure(HIGHER)))
		self.assertIsNone(percent_of(3, 0, Measure(RANGE)))
		# ends of a range that stand in the row of another direction do not count
		self.assertEqual(percent_of(5, 10, Measure(HIGHER, low=1, high=2)), 50)
		with self.assertRaises(RuleError):
			percent_of(3, 0, Measure(RANGE, low=9, high=8))


class CumulativeTest(TestCase):
	def test_by_the_way_of_adding_up(self):
		for adds_up, target, realisation in ((SUM, 6, 5), (AVERAGE, 2, "2.5"), (LAST, 2, 4)):
			with self.subTest(adds_up=adds_up):
				found = cumulative([2, 2, 2], [1, None, 4], Measure(HIGHER, adds_up))
				self.assertEqual((found.target, found.realisation), (Decimal(target), Decimal(realisation)))

	def test_a_missing_report_keeps_its_target(self):
		self.assertEqual(cumulative([10, 10], [None, 10], Measure()).percent, 50)

	def test_nothing_yet(self):
		found = cumulative([], [], Measure())
		self.assertEqual((found.target, found.realisation, found.percent), (None, None, None))

	def test_lower_is_better_over_the_year(self):
		self.assertEqual(round(cumulative([15] * 3, [14, 16, 12], Measure(LOWER, AVERAGE)).percent, 2), Decimal("106.67"))  # fmt: skip


class DueTest(TestCase):
	def test_is_due(self):
		self.assertTrue(is_due(3, HIGHER))
		self.assertFalse(is_due(0, HIGHER))
		self.assertFalse(is_due(None, HIGHER))
		self.assertTrue(is_due(0, LOWER))
		self.assertTrue(is_due(0, RANGE))

	def test_days_late(self):
		self.assertEqual(days_late(date(2026, 2, 5), date(2026, 2, 5)), 0)
		self.assertEqual(days_late(date(2026, 2, 5), date(2026, 2, 4)), 0)
		self.assertEqual(days_late(date(2026, 2, 5), date(2026, 3, 1)), 24)
		self.assertEqual(days_late(None, date(2026, 3, 1)), 0)
