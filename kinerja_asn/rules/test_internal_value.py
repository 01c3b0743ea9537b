import unittest
from decimal import Decimal

from kinerja_asn.rules.errors import RuleError
from kinerja_asn.rules.internal_value import (
	InternalValueRules,
	behaviour_value,
	internal_value,
	predicate_of_value,
	results_value,
)
from kinerja_asn.rules.numeric import rounded
from kinerja_asn.rules.predicate import GOOD


class TestInternalValue(unittest.TestCase):
	def test_the_nurse(self):
		behaviour = behaviour_value([4, 4, 4, 5, 4, 3, 4])
		self.assertEqual(behaviour, 96)
		results = (Decimal("114.44444444") + 88 + Decimal("116.66666667") + 120 + 82 + 65) / 6
		self.assertEqual(rounded(results), Decimal("97.69"))
		self.assertEqual(rounded(internal_value(results, behaviour)), Decimal("97.18"))
		self.assertEqual(rounded(internal_value(results, behaviour, with_360=True)), Decimal("97.01"))
		self.assertEqual(predicate_of_value("97.18"), "Good")
		self.assertEqual(predicate_of_value("97.01"), "Good")

	def test_bands(self):
		for value, without, innovative in (
			(120, "Good", "Very Good"),
			(110, "Good", "Very Good"),
			("109.994", "Good", "Good"),
			(90, "Good", "Good"),
			("89.99", "Needs Improvement", "Needs Improvement"),
			("89.995", "Good", "Good"),
			(70, "Needs Improvement", "Needs Improvement"),
			("69.99", "Poor (Misconduct)", "Poor (Misconduct)"),
			(50, "Poor (Misconduct)", "Poor (Misconduct)"),
			("49.99", "Very Poor", "Very Poor"),
			(0, "Very Poor", "Very Poor"),
		):
			with self.subTest(value=value):
				self.assertEqual(predicate_of_value(value), without)
				self.assertEqual(predicate_of_value(value, innovation=True), innovative)

	def test_refused(self):
		for call, code in (
			(lambda: predicate_of_value("120.01"), "value_out_of_range"),
			(lambda: internal_value(-1, 100), "value_out_of_range"),
			(lambda: internal_value(100, 121), "value_out_of_range"),
			(lambda: internal_value(None, 100), "not_a_number"),
			(lambda: behaviour_value([]), "values_missing"),
			(lambda: behaviour_value([4, 0]), "score_out_of_range"),
			(lambda: behaviour_value([6]), "score_out_of_range"),
			(
				lambda: internal_value(1, 1, rules=InternalValueRules(results_weight=Decimal(80))),
				"weights_not_100",
			),
		):
			with self.assertRaises(RuleError) as caught:
				call()
			self.assertEqual(caught.exception.code, code)


if __name__ == "__main__":
	unittest.main()


class NurseTest(unittest.TestCase):
	"""The puskesmas nurse: six main indicators, seven behaviours, both schemes."""

	ACHIEVEMENTS = (
		(Decimal(1260) * 100 / 1200, False),
		(Decimal(93) * 100 / 95, False),
		((2 - Decimal(14) / 15) * 100, False),
		(Decimal(100), True),
		(Decimal(11) * 100 / 12, False),
		(Decimal(36) * 100 / 48, False),
	)

	def test_her_numbers(self):
		results = results_value(self.ACHIEVEMENTS)
		behaviour = behaviour_value([4, 4, 4, 5, 4, 3, 4])
		self.assertEqual(rounded(results), Decimal("97.69"))
		self.assertEqual(rounded(behaviour), Decimal("96.00"))
		for with_360, expected in ((False, "97.18"), (True, "97.01")):
			value = internal_value(results, behaviour, with_360)
			self.assertEqual(rounded(value), Decimal(expected))
			self.assertEqual(predicate_of_value(value), GOOD)
			self.assertEqual(predicate_of_value(value, innovation=True), GOOD)

	def test_what_was_due_and_not_realised_counts_as_nothing(self):
		self.assertEqual(results_value([(100, False), (0, False)]), Decimal("54.5"))
		with self.assertRaises(RuleError):
			results_value([])
