"""Figure and colour of a result in the cascade."""

from decimal import Decimal
from unittest import TestCase

from kinerja_asn.rules.cascade import BEHIND, NEAR, NONE, REACHED, ToneRules, percent_of_result, tone


class CascadeTest(TestCase):
	def test_the_figure_of_a_result(self):
		for percents, expected in (
			([], None),
			([None, None], None),
			([100], Decimal(100)),
			([150, 50], Decimal(75)),
			([120, 130, None], Decimal(100)),
			(["99.5", 100], Decimal("99.75")),
		):
			with self.subTest(percents=percents):
				self.assertEqual(percent_of_result(percents), expected)

	def test_the_colour_of_a_result(self):
		for percent, expected in (
			(None, NONE),
			(100, REACHED),
			(90, REACHED),
			("89.99", NEAR),
			(70, NEAR),
			("69.9", BEHIND),
			(0, BEHIND),
			(250, REACHED),
		):
			with self.subTest(percent=percent):
				self.assertEqual(tone(percent), expected)

	def test_an_agency_s_own_bounds(self):
		self.assertEqual(tone(60, ToneRules(reached_from=Decimal(60), near_from=Decimal(50))), REACHED)
