import ast
import pickle
import string
import unittest
from pathlib import Path

from kinerja_asn.rules.errors import MESSAGES, Problem, RuleError

RULES = Path(__file__).parent


def codes_in_source():
	"""Every code that a rule raises or reports, with its parameters where they are written out."""
	for path in sorted(RULES.glob("*.py")):
		if path.name.startswith("test_"):
			continue
		for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
			if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
				if node.func.id in ("RuleError", "Problem") and isinstance(node.args[0], ast.Constant):
					yield path.name, node.func.id, node.args[0].value, {k.arg for k in node.keywords}


class TestErrors(unittest.TestCase):
	def test_every_code_has_a_message_that_its_parameters_fill(self):
		found = list(codes_in_source())
		self.assertGreater(len(found), 40)
		for file, kind, code, keywords in found:
			with self.subTest(file=file, code=code):
				self.assertIn(code, MESSAGES)
				if kind == "RuleError":
					needed = {name for _, name, _, _ in string.Formatter().parse(MESSAGES[code]) if name}
					self.assertEqual(needed, keywords)

	def test_every_message_is_used(self):
		source = "".join(
			p.read_text(encoding="utf-8")
			for p in RULES.glob("*.py")
			if p.name != "errors.py" and not p.name.startswith("test_")
		)
		self.assertEqual([code for code in MESSAGES if f'"{code}"' not in source], [])

	def test_every_message_is_marked_for_translation(self):
		tree = ast.parse((RULES / "errors.py").read_text(encoding="utf-8"))
		table = next(
			n.value for n in ast.walk(tree) if isinstance(n, ast.AnnAssign) and n.target.id == "MESSAGES"
		)
		for key, value in zip(table.keys, table.values, strict=True):
			with self.subTest(code=key.value):
				self.assertIsInstance(value, ast.Call)
				self.assertEqual(value.func.id, "_")
				self.assertIsInstance(value.args[0], ast.Constant)

	def test_an_error_tells_code_template_and_values(self):
		error = RuleError("nip_wrong_length", length=17, expected=18)
		self.assertIsInstance(error, ValueError)
		self.assertEqual(error.code, "nip_wrong_length")
		self.assertEqual(error.template.format(**error.params), str(error))
		self.assertEqual(str(error), "The NIP has 17 digits; it must have 18.")

	def test_braces_typed_by_a_person_are_shown_as_typed(self):
		self.assertIn("{0.__class__}", str(RuleError("nip_not_digits", text="{0.__class__}")))

	def test_an_error_survives_the_way_to_a_worker(self):
		copy = pickle.loads(pickle.dumps(RuleError("nip_empty")))
		self.assertEqual((copy.code, copy.params), ("nip_empty", {}))

	def test_a_problem_speaks(self):
		self.assertEqual(
			Problem("annex_missing", params={"kind": "Resources"}).message,
			"Annex: fill in the part Resources.",
		)

	def test_no_rule_knows_the_framework(self):
		for path in RULES.glob("*.py"):
			for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
				names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
				if isinstance(node, ast.ImportFrom):
					names = [node.module or ""]
				for name in names:
					self.assertNotIn(name.split(".")[0], ("frappe", "erpnext", "hrms"), path.name)


if __name__ == "__main__":
	unittest.main()
