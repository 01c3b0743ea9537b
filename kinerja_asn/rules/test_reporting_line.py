import unittest

from kinerja_asn.rules.reporting_line import appraiser_problem, find_circles, line_above


class TestCircles(unittest.TestCase):
	def test_a_tree_has_none(self):
		self.assertEqual(find_circles({}), [])
		self.assertEqual(
			find_circles({"a": None, "b": "a", "c": "a", "d": "b", "e": "", "f": "left the agency"}), []
		)

	def test_each_circle_once(self):
		parents = {
			"x": "c",
			"c": "a",
			"b": "c",
			"a": "b",
			"s": "s",
			"p": "q",
			"q": "p",
			"t": "s",
			"root": None,
		}
		self.assertEqual(sorted(find_circles(parents)), [["a", "b", "c"], ["p", "q"], ["s"]])

	def test_who_reports_into_a_circle_is_not_part_of_it(self):
		self.assertEqual(find_circles({"a": "b", "b": "a", "c": "a", "d": "c"}), [["a", "b"]])

	def test_deep_lines(self):
		depth = 200_000
		chain = {str(i): str(i + 1) for i in range(depth)}
		self.assertEqual(find_circles(chain), [])
		self.assertEqual(len(line_above(chain, "0")), depth)
		chain[str(depth)] = "0"
		self.assertEqual([len(c) for c in find_circles(chain)], [depth + 1])
		self.assertEqual(len(line_above(chain, "5")), depth)

	def test_line_above(self):
		parents = {"a": "b", "b": "c", "c": None, "x": "y", "y": "x", "s": "s"}
		self.assertEqual(line_above(parents, "a"), ["b", "c"])
		self.assertEqual(line_above(parents, "c"), [])
		self.assertEqual(line_above(parents, "x"), ["y"])
		self.assertEqual(line_above(parents, "s"), [])
		self.assertEqual(line_above(parents, "unknown"), [])


class TestAppraiser(unittest.TestCase):
	def test_problems(self):
		self.assertIsNone(appraiser_problem("a", "b"))
		self.assertEqual(appraiser_problem("a", None).code, "appraiser_missing")
		self.assertEqual(appraiser_problem("a", "").code, "appraiser_missing")
		self.assertEqual(appraiser_problem("a", "a", circle=["a"]).code, "appraiser_is_employee")
		self.assertEqual(
			appraiser_problem("a", "b", appraiser_active=False).message, "The appraiser b is not active."
		)
		problem = appraiser_problem("a", "b", circle=["a", "b"])
		self.assertEqual(problem.code, "reporting_circle")
		self.assertIn("a → b → a", problem.message)
		self.assertIsNone(appraiser_problem("x", "a", circle=["a", "b"]))

	def test_an_external_appraiser_is_no_problem(self):
		self.assertIsNone(appraiser_problem("a", None, external=True))
		self.assertIsNone(appraiser_problem("a", "a", appraiser_active=False, external=True, circle=["a"]))


if __name__ == "__main__":
	unittest.main()
