import unittest

from kinerja_asn.rules.errors import RuleError
from kinerja_asn.rules.predicate import (
	PREDICATES,
	RATINGS,
	predicate_for,
)

A, S, B = RATINGS


class TestPredicate(unittest.TestCase):
	def test_the_nine_cells(self):
		cells = {
			(A, A): "Very Good",
			(A, S): "Good",
			(A, B): "Poor (Misconduct)",
			(S, A): "Good",
			(S, S): "Good",
			(S, B): "Poor (Misconduct)",
			(B, A): "Needs Improvement",
			(B, S): "Needs Improvement",
			(B, B): "Very Poor",
		}
		for (result, behaviour), predicate in cells.items():
			self.assertEqual(predicate_for(result, behaviour), predicate)
		self.assertEqual(set(cells.values()), set(PREDICATES))
		self.assertEqual(len(cells), 9)

	def test_anything_else_is_refused(self):
		for pair in (
			(A, ""),
			("", A),
			(None, S),
			(A, None),
			("above expectation", A),
			(A, "Good"),
			([], A),
			(1, 2),
		):
			with self.subTest(pair=pair), self.assertRaises(RuleError) as caught:
				predicate_for(*pair)
			self.assertEqual(caught.exception.code, "rating_unknown")


if __name__ == "__main__":
	unittest.main()
