"""`make test-bench` believes what the tests print, since Frappe 15 ends with success whatever came of them."""

import stat

import pytest

from embedded.bench import Bench


@pytest.mark.parametrize(
	("printed", "code", "expected"),
	[
		("Ran 12 tests in 3.2s\n\nOK", 0, (12, True)),
		("Ran 12 tests in 3.2s\n\nFAILED (failures=1, errors=2)", 0, (12, False)),
		(
			"Ran 3 tests in 1s\n\nOK\nRan 4 tests in 1s\n\nFAILED (errors=1)\nRan 5 tests in 1s\n\nOK",
			0,
			(12, False),
		),
		("Ran 12 tests in 3.2s\n\nOK", 1, (12, False)),
		("", 0, (0, True)),
	],
)
def test_what_came_of_the_tests(tmp_path, monkeypatch, printed, code, expected):
	monkeypatch.setenv("PATH", "/usr/bin:/bin")
	python = tmp_path / "env" / "bin" / "python"
	python.parent.mkdir(parents=True)
	python.write_text(f"#!/bin/sh\ncat <<'END'\n{printed}\nEND\nexit {code}\n")
	python.chmod(python.stat().st_mode | stat.S_IXUSR)
	site = tmp_path / "sites" / "a.test"
	site.mkdir(parents=True)
	(site / "site_config.json").write_text("{}")
	assert Bench(str(tmp_path), "a.test").run_tests("title", "--app", "kinerja_asn") == expected
