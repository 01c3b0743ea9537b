"""Every test of the package runs on a bench, which has neither pytest nor hypothesis and finds test classes only."""

import ast
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "kinerja_asn"


def test_the_package_s_tests_need_nothing_that_a_bench_lacks():
	found = []
	for file in sorted(PACKAGE.rglob("*.py")):
		for node in ast.walk(ast.parse(file.read_text())):
			names = []
			if isinstance(node, ast.Import):
				names = [alias.name for alias in node.names]
			elif isinstance(node, ast.ImportFrom):
				names = [node.module or ""]
			found += [
				f"{file}: {name}"
				for name in names
				if name.split(".")[0] in ("pytest", "hypothesis", "embedded", "tests", "playwright")
			]
	assert not found


def test_the_package_s_tests_stand_in_classes():
	files = sorted(PACKAGE.rglob("test_*.py"))
	assert len(files) > 20
	found = [
		f"{file}: {node.name}"
		for file in files
		for node in ast.parse(file.read_text()).body
		if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
	]
	assert not found
