import unittest
from decimal import Decimal

from kinerja_asn.rules.credit import (
	DEFAULT_LEVELS,
	CreditPart,
	CreditRules,
	credit,
	credit_of_year,
	functional_level,
)
from kinerja_asn.rules.errors import RuleError
from kinerja_asn.rules.numeric import rounded
from kinerja_asn.rules.predicate import PREDICATES


class TestCredit(unittest.TestCase):
	def test_full_year(self):
		table = {
			"Pemula": ("5.625", "3.75", "2.8125", "1.875", "0.9375"),
			"Terampil": ("7.5", "5", "3.75", "2.5", "1.25"),
			"Mahir": ("18.75", "12.5", "9.375", "6.25", "3.125"),
			"Ahli Pertama": ("18.75", "12.5", "9.375", "6.25", "3.125"),
			"Penyelia": ("37.5", "25", "18.75", "12.5", "6.25"),
			"Ahli Muda": ("37.5", "25", "18.75", "12.5", "6.25"),
			"Ahli Madya": ("56.25", "37.5", "28.125", "18.75", "9.375"),
			"Ahli Utama": ("75", "50", "37.5", "25", "12.5"),
		}
		self.assertEqual(set(table), {row.level for row in DEFAULT_LEVELS})
		for level, row in table.items():
			for predicate, expected in zip(PREDICATES, row, strict=True):
				with self.subTest(level=level, predicate=predicate):
					self.assertEqual(
						credit(predicate, functional_level(level).coefficient), Decimal(expected)
					)

	def test_official_examples(self):
		first = credit("Very Good", "12.5")
		second = credit("Good", "12.5", 2)
		self.assertEqual(first, Decimal("18.75"))
		self.assertEqual(rounded(second), Decimal("2.08"))
		self.assertEqual(rounded(first + second), Decimal("20.83"))
		self.assertEqual(sum(credit("Good", 25) for _ in range(3)), 75)
		self.assertEqual(functional_level("Ahli Muda").credit_for_rank, 100)

	def test_parts_of_a_year(self):
		self.assertEqual(credit("Very Good", 25, 3), Decimal("9.375"))
		self.assertEqual(credit("Needs Improvement", 37.5, 6), Decimal("14.0625"))
		self.assertEqual(rounded(credit("Good", 5, 7), 4), Decimal("2.9167"))
		self.assertEqual(credit("Good", "12.5", 3), Decimal("3.125"))

	def test_promotion_within_the_year(self):
		parts = [CreditPart("Good", "12.5", 6), CreditPart("Very Good", 25, 6)]
		self.assertEqual(credit_of_year(parts), 25)
		self.assertEqual(credit_of_year([]), 0)
		with self.assertRaises(RuleError) as caught:
			credit_of_year([*parts, CreditPart("Good", 25, 1)])
		self.assertEqual(caught.exception.code, "months_exceed_year")

	def test_an_agency_may_change_the_percentages(self):
		self.assertEqual(credit("Good", 10, rules=CreditRules({"Good": Decimal(90)})), 9)

	def test_refused(self):
		for call, code in (
			(lambda: credit("Cukup", 10), "predicate_unknown"),
			(lambda: credit(None, 10), "predicate_unknown"),
			(lambda: credit("Good", 10, 0), "months_out_of_range"),
			(lambda: credit("Good", 10, 13), "months_out_of_range"),
			(lambda: credit("Good", 10, 1.5), "months_out_of_range"),
			(lambda: credit("Good", -1), "value_out_of_range"),
			(lambda: credit("Good", ""), "not_a_number"),
			(lambda: functional_level("Ahli"), "functional_level_unknown"),
		):
			with self.assertRaises(RuleError) as caught:
				call()
			self.assertEqual(caught.exception.code, code)


if __name__ == "__main__":
	unittest.main()
