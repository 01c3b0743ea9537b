import unittest
from decimal import Decimal

from kinerja_asn.rules.errors import RuleError
from kinerja_asn.rules.numeric import rounded
from kinerja_asn.rules.satisfaction import grade_of_index, index_of_sums, satisfaction_index

RESPONSES = [
	[int(c) for c in row.split()]
	for row in (
		"3 3 4 4 3 4 4 3 3 | 4 3 3 4 3 3 4 3 4 | 3 4 3 4 3 4 4 3 3 | 3 3 3 4 4 3 3 2 3 | 4 4 4 4 4 4 4 4 4 | "
		"3 3 2 4 3 3 4 3 3 | 2 3 3 3 3 3 3 3 2 | 3 3 3 4 3 4 4 3 3 | 4 3 4 4 3 3 4 3 4 | 3 3 3 4 3 3 4 3 3"
	).split("|")
]


class TestSatisfaction(unittest.TestCase):
	def test_ten_respondents(self):
		result = satisfaction_index(RESPONSES)
		self.assertEqual(result.sums, (32, 32, 32, 39, 32, 34, 38, 30, 32))
		self.assertEqual(result.counts, (10,) * 9)
		self.assertEqual(
			[str(rounded(m, 1)) for m in result.means], "3.2 3.2 3.2 3.9 3.2 3.4 3.8 3.0 3.2".split()
		)
		self.assertEqual(rounded(result.exact_index / 25, 5), Decimal("3.34444"))
		self.assertEqual((result.index, result.grade), (Decimal("83.61"), "B"))
		self.assertEqual(result.lowest, (7,))
		self.assertEqual(index_of_sums(result.sums, result.counts), result)

	def test_extremes(self):
		self.assertEqual(satisfaction_index([[4] * 9]).index, 100)
		self.assertEqual(satisfaction_index([[4] * 9]).grade, "A")
		self.assertEqual(
			(satisfaction_index([[1] * 9]).index, satisfaction_index([[1] * 9]).grade), (25, "D")
		)

	def test_grades(self):
		for index, grade in (
			("88.31", "A"), ("88.305", "A"), ("88.30", "B"), ("76.61", "B"),
			("76.60", "C"), ("65", "C"), ("64.99", "D"),
		):  # fmt: skip
			self.assertEqual(grade_of_index(index), grade)

	def test_elements_that_nobody_answered_are_left_out(self):
		result = satisfaction_index([[4, None, 2], [None, None, 2]])
		self.assertEqual((result.means, result.index), ((4, None, 2), 75))

	def test_refused(self):
		for call, code in (
			(lambda: satisfaction_index([]), "survey_without_answers"),
			(lambda: satisfaction_index([[None, None]]), "survey_without_answers"),
			(lambda: satisfaction_index([[4, 4], [4]]), "survey_row_length"),
			(lambda: index_of_sums([1], [1, 1]), "survey_row_length"),
			(lambda: satisfaction_index([[5]]), "survey_answer_invalid"),
			(lambda: satisfaction_index([["4"]]), "survey_answer_invalid"),
			(lambda: satisfaction_index([[2.5]]), "survey_answer_invalid"),
			(lambda: grade_of_index(101), "value_out_of_range"),
			(lambda: grade_of_index(24), "value_out_of_range"),
		):
			with self.assertRaises(RuleError) as caught:
				call()
			self.assertEqual(caught.exception.code, code)


if __name__ == "__main__":
	unittest.main()
