import unittest

from kinerja_asn.rules.errors import RuleError
from kinerja_asn.rules.predicate import PREDICATES, RATINGS
from kinerja_asn.rules.talent import POTENTIALS, is_successor, performance_level, talent_box


class TestTalent(unittest.TestCase):
	def test_boxes(self):
		boxes = [[talent_box(performance, potential) for potential in POTENTIALS] for performance in RATINGS]
		self.assertEqual(boxes, [[4, 7, 9], [2, 5, 8], [1, 3, 6]])
		self.assertEqual([b for b in range(1, 10) if is_successor(b)], [7, 8, 9])

	def test_performance(self):
		above, as_expected, below = RATINGS
		self.assertEqual(
			[performance_level(p) for p in PREDICATES], [above, as_expected, below, below, below]
		)

	def test_refused(self):
		for call, code in (
			(lambda: talent_box("Good", "High"), "performance_axis_unknown"),
			(lambda: talent_box("As Expected", ""), "potential_unknown"),
			(lambda: performance_level("Istimewa"), "predicate_unknown"),
		):
			with self.assertRaises(RuleError) as caught:
				call()
			self.assertEqual(caught.exception.code, code)


if __name__ == "__main__":
	unittest.main()
