import unittest
from decimal import Decimal, localcontext

from kinerja_asn.rules.achievement import (
	AchievementRules,
	IndicatorValueRules,
	JptTotalRules,
	achievement,
	indicator_value_2021,
	jpt_total_2021,
	periodic_value_2021,
	shown_percent,
)
from kinerja_asn.rules.errors import RuleError
from kinerja_asn.rules.numeric import mean, rounded


def shown(*args):
	return str(shown_percent(achievement(*args)))


def value(*args, maximum=False, rounding="As Published"):
	return str(
		rounded(indicator_value_2021(achievement(*args), maximum, IndicatorValueRules(rounding=rounding)))
	)


class TestAchievement(unittest.TestCase):
	def test_published_examples(self):
		self.assertEqual((shown(4, 3.5), value(4, 3.5)), ("114", "120.00"))
		self.assertEqual((shown(3.5, 3.5), value(3.5, 3.5)), ("100", "109.00"))
		self.assertEqual((shown(100, 100), value(100, 100, maximum=True)), ("100", "120.00"))
		self.assertEqual((shown(95, 100), value(95, 100)), ("95", "85.00"))
		self.assertEqual((shown(93, 95), value(93, 95)), ("98", "88.00"))

	def test_ranges(self):
		quality = (None, "Higher Is Better", 80, 90)
		self.assertEqual(shown(70, *quality), "87.5")
		self.assertEqual(value(70, *quality), "77.50")
		self.assertEqual(value(70, *quality, rounding="Whole"), "78.00")
		time = (None, "Lower Is Better", 7, 8)
		self.assertEqual((shown("6.5", *time), value("6.5", *time)), ("107", "116.67"))
		self.assertEqual((shown(9, *time), value(9, *time)), ("87.5", "77.50"))
		for inside in (80, 85, 90):
			for direction in ("Higher Is Better", "Lower Is Better", "Range"):
				self.assertEqual(achievement(inside, 999, direction, 80, 90), 100)

	def test_a_range_without_a_better_side(self):
		self.assertEqual(achievement(4, None, "Range", 5, 10), 80)
		self.assertEqual(achievement(12, None, "Range", 5, 10), 80)
		self.assertIsNone(achievement(12, 10, "Range"))

	def test_blank_ends_of_a_form_are_no_range(self):
		self.assertEqual(achievement(12, 10, "Higher Is Better", 0.0, 0.0), 120)
		self.assertIsNone(achievement(12, 10, "Range", 0.0, 0.0))

	def test_the_nurse(self):
		for realisation, target, direction, maximum, percent, points in (
			(1260, 1200, "Higher Is Better", False, "105", "114.44"),
			(93, 95, "Higher Is Better", False, "98", "88.00"),
			(14, 15, "Lower Is Better", False, "107", "116.67"),
			(100, 100, "Higher Is Better", True, "100", "120.00"),
			(11, 12, "Higher Is Better", False, "92", "82.00"),
			(36, 48, "Higher Is Better", False, "75", "65.00"),
			(1, 1, "Higher Is Better", False, "100", "109.00"),
		):
			with self.subTest(realisation=realisation):
				self.assertEqual(shown(realisation, target, direction), percent)
				self.assertEqual(value(realisation, target, direction, maximum=maximum), points)

	def test_nothing_to_tell(self):
		self.assertIsNone(achievement(None, 10))
		self.assertIsNone(achievement(10, None))
		self.assertIsNone(achievement(None, None, "Range", 5, 10))

	def test_zero_target(self):
		self.assertEqual(achievement(0, 0, "Lower Is Better"), 100)
		self.assertEqual(achievement(1, 0, "Lower Is Better"), 0)
		self.assertIsNone(achievement(0, 0))
		self.assertIsNone(achievement(3, 0, "Higher Is Better"))
		own = AchievementRules(zero_target_missed=Decimal(50), zero_target_higher=Decimal(100))
		self.assertEqual(achievement(1, 0, "Lower Is Better", rules=own), 50)
		self.assertEqual(achievement(3, 0, rules=own), 100)
		self.assertEqual(achievement(2, None, "Lower Is Better", 0, 1), 0)

	def test_limits(self):
		self.assertEqual(achievement(0, 10), 0)
		self.assertEqual(achievement(-5, 10), 0)
		self.assertEqual(achievement(50, 10, "Lower Is Better"), 0)
		self.assertEqual(achievement(50, 10, "Lower Is Better", rules=AchievementRules(minimum=None)), -300)
		self.assertEqual(achievement(0, 10, "Lower Is Better"), 200)

	def test_floats_are_taken_as_written(self):
		self.assertEqual(achievement(0.3, 0.1), 300)
		self.assertEqual(achievement("0,3".replace(",", "."), 0.1), 300)

	def test_refused(self):
		for args, code in (
			((1, 2, "Up"), "direction_unknown"),
			((1, 2, None), "direction_unknown"),
			((1, -2), "achievement_target_negative"),
			((1, None, "Lower Is Better", -2, 1), "achievement_target_negative"),
			((1, None, "Lower Is Better", 2, 1), "achievement_range"),
			((1, None, "Range", 2, 2), "achievement_range"),
			(("one", 2), "not_a_number"),
			((float("inf"), 2), "not_a_number"),
			((Decimal("NaN"), 2), "not_a_number"),
			((1, Decimal("sNaN")), "not_a_number"),
			((True, 2), "not_a_number"),
		):
			with self.subTest(args=args), self.assertRaises(RuleError) as caught:
				achievement(*args)
			self.assertEqual(caught.exception.code, code)

	def test_the_callers_context_does_not_matter(self):
		with localcontext() as context:
			context.prec = 2
			self.assertEqual(achievement(1260, 1200), 105)
			self.assertEqual(str(rounded(indicator_value_2021(105))), "114.44")


class TestValue(unittest.TestCase):
	def test_edges_of_the_bands(self):
		for percent, points in (
			(0, "0"), (59, "49"), (60, "50"), (79, "69"), (80, "70"), (99, "89"),
			(100, "109"), (101, "110"), (110, "120"), (111, "120"), (500, "120"),
		):  # fmt: skip
			with self.subTest(percent=percent):
				self.assertEqual(indicator_value_2021(percent), Decimal(points))

	def test_between_the_bands(self):
		exact = IndicatorValueRules(rounding="Exact")
		self.assertEqual(indicator_value_2021("99.5"), Decimal("89.5"))
		self.assertEqual(indicator_value_2021("100.5"), Decimal("109.5"))
		self.assertEqual(indicator_value_2021("100.01", rules=exact), Decimal("109.01"))
		self.assertEqual(indicator_value_2021("79.9", rules=exact), Decimal("69.9"))

	def test_the_highest_target_has_to_be_really_met(self):
		self.assertEqual(indicator_value_2021("99.6", target_is_maximum=True), 109)
		self.assertEqual(indicator_value_2021("99.4", target_is_maximum=True), 89)

	def test_rounding(self):
		self.assertEqual(
			[str(shown_percent(x)) for x in ("97.895", "107.14", "87.5", "87.49", "87.51")],
			["98", "107", "87.5", "87", "88"],
		)
		self.assertEqual(shown_percent("87.5", "Whole"), 88)
		self.assertEqual(shown_percent("87.49", "Exact"), Decimal("87.49"))
		with self.assertRaises(RuleError):
			shown_percent(1, "Down")
		with self.assertRaises(RuleError) as caught:
			indicator_value_2021(-1)
		self.assertEqual(caught.exception.code, "percent_negative")

	def test_totals(self):
		self.assertEqual(rounded(jpt_total_2021(["98.67"], [109]), 1), Decimal("102.8"))
		self.assertEqual(jpt_total_2021([100], [100], 3), 103)
		self.assertEqual(periodic_value_2021([109, 111], [100]), 105)
		with self.assertRaises(RuleError) as caught:
			jpt_total_2021([1], [])
		self.assertEqual(caught.exception.code, "values_missing")
		with self.assertRaises(RuleError) as caught:
			jpt_total_2021([1], [1], 0, JptTotalRules(Decimal(60), Decimal(50)))
		self.assertEqual(caught.exception.code, "weights_not_100")

	def test_mean_of_the_nurse(self):
		pairs = (
			(1260, 1200, "Higher Is Better"),
			(93, 95, "Higher Is Better"),
			(14, 15, "Lower Is Better"),
			(100, 100, "Higher Is Better"),
			(11, 12, "Higher Is Better"),
			(36, 48, "Higher Is Better"),
		)
		values = [indicator_value_2021(achievement(*pair), pair[0] == 100) for pair in pairs]
		self.assertEqual(str(rounded(mean(values))), "97.69")


if __name__ == "__main__":
	unittest.main()
