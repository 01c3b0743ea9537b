"""Performance agreements: what one must hold, what its indicators amount to, and circles."""

from decimal import Decimal
from unittest import TestCase

from kinerja_asn.rules.agreement import (
	Achieved,
	Indicator,
	Objective,
	achieved,
	circle_from,
	missing_in_agreement,
)
from kinerja_asn.rules.planning import HIGHER, LOWER, RANGE


def codes(objectives, indicators):
	return [problem.code for problem in missing_in_agreement(objectives, indicators)]


class MissingTest(TestCase):
	def test_complete(self):
		indicators = [
			Indicator("i1", "o1", "Indeks", "Nilai", HIGHER, 80),
			Indicator("i2", "o1", "Kejadian", "Kasus", LOWER, 0),
			Indicator("i3", "o2", "Serapan", "Persen", RANGE, target_low=92, target_high=98),
		]
		self.assertEqual(codes([Objective("o1", "Mutu"), Objective("o2", "Anggaran")], indicators), [])

	def test_each_thing_that_lacks(self):
		self.assertEqual(codes([], []), ["objective_missing"])
		self.assertEqual(codes([Objective("o1", "Mutu")], []), ["objective_without_indicator"])
		full = Indicator("i1", "o1", "Indeks", "Nilai", HIGHER, 80)
		self.assertEqual(codes([Objective("o1", " ")], [full]), ["objective_text_missing"])
		for indicator, code in (
			(Indicator("i2", "x", "Indeks", "Nilai", HIGHER, 80), "indicator_without_objective"),
			(Indicator("i2", "o1", "", "Nilai", HIGHER, 80), "indicator_text_missing"),
			(Indicator("i2", "o1", "Indeks", None, HIGHER, 80), "unit_missing"),
			(Indicator("i2", "o1", "Indeks", "Nilai", None, 80), "direction_missing"),
			(Indicator("i2", "o1", "Indeks", "Nilai", HIGHER, -1), "target_negative"),
			(
				Indicator("i2", "o1", "Indeks", "Nilai", RANGE, target_low=9, target_high=8),
				"range_upside_down",
			),
		):
			self.assertEqual(codes([Objective("o1", "Mutu")], [full, indicator]), [code])

	def test_a_problem_names_its_row(self):
		(problem,) = missing_in_agreement([Objective("o1", "Mutu " * 40)], [])
		self.assertEqual((problem.row_key, problem.table, problem.params["row"]), ("o1", "objectives", 1))
		self.assertLessEqual(len(problem.params["title"]), 60)


class AchievedTest(TestCase):
	def test_counts_and_mean(self):
		percents = [Decimal(110), Decimal(100), Decimal(40), None]
		found = achieved(percents)
		self.assertEqual((found.indicators, found.met, found.exceeded, found.without), (4, 2, 1, 1))
		self.assertEqual(round(found.percent, 2), Decimal("83.33"))

	def test_one_cannot_make_up_for_all(self):
		percents = [Decimal(2000), Decimal(40)]
		self.assertEqual(achieved(percents, Decimal(120)).percent, 80)
		self.assertEqual(achieved(percents, Decimal(0)).percent, 1020)
		self.assertEqual(achieved(percents, Decimal(120)).exceeded, 1)

	def test_nothing_can_be_told(self):
		self.assertEqual(achieved([]), Achieved())
		self.assertEqual(achieved([None, None]), Achieved(None, 2, 0, 0, 2))


class CircleTest(TestCase):
	def test_only_a_way_that_comes_back(self):
		self.assertEqual(circle_from("a", {"a": "b", "b": "c", "c": None}), [])
		self.assertEqual(circle_from("a", {"a": "b", "b": "c", "c": "a"}), ["a", "b", "c"])
		self.assertEqual(circle_from("a", {"a": "a"}), ["a"])
		# a circle above that does not come back here is another's
		self.assertEqual(circle_from("a", {"a": "b", "b": "c", "c": "b"}), [])
		self.assertEqual(circle_from("a", {}), [])
