"""The benchmark on a small agency: what it writes, that it takes everything away again, and where it refuses to run."""

import json
import os
import subprocess
import sys

import pytest

from embedded import paths, site

SITE = f"bench_{os.getpid()}"
DB = os.environ.get("DB", "sqlite")

#: what comes by itself while a site runs
BY_ITSELF = {"tabError Log", "tabScheduled Job Log", "tabSessions"}

SCRIPT = """
import frappe, json
from kinerja_asn import benchmark
from kinerja_asn.benchmark import january
from kinerja_asn.tests import factories

january.APPLICATION = "embedded.wsgi:application"

def counts():
	frappe.db.commit()
	tables = [name for name in frappe.db.get_tables(cached=False) if not name.startswith("sqlite_")]
	return {name: frappe.db.sql(f"select count(*) from `{name}`")[0][0] for name in tables}

def refused():
	try:
		benchmark.run(n=5, cases="opening", rounds=1)
	except SystemExit as error:
		return str(error)

found = {"before": counts()}
benchmark.run(n=12, rounds=1, output=FIGURES)
found["after"] = counts()
factories.make_employee("Pegawai Asli", factories.make_company("Instansi Lain", "INL"), user=False)
found["other"] = counts()
found["refused"] = refused()
found["untouched"] = counts()
open(OUT, "w").write(json.dumps(found))
"""


def embedded(*command: str):
	done = subprocess.run(
		[sys.executable, "-m", "embedded", *command, "--site", SITE],
		cwd=paths.ROOT,
		capture_output=True,
		text=True,
	)
	assert done.returncode == 0, done.stdout + done.stderr
	return done


@pytest.fixture(scope="module")
def found(tmp_path_factory):
	folder = tmp_path_factory.mktemp("benchmark")
	figures, out, script = folder / "bench.json", folder / "found.json", folder / "script.py"
	script.write_text(SCRIPT.replace("FIGURES", repr(str(figures))).replace("OUT", repr(str(out))))
	try:
		# in processes of their own: this one is connected to the site of the other tests
		embedded("new-site", "--db", DB, "--force")
		done = embedded("run", str(script))
	finally:
		site.drop(SITE)
	return {"printed": done.stdout, "figures": json.loads(figures.read_text()), **json.loads(out.read_text())}


def test_figures_are_a_list_of_cases_beside_their_baseline(found):
	figures = found["figures"]
	assert [set(row) for row in figures] == [{"case", "value", "unit", "baseline", "ratio"}] * len(figures)
	for row in figures:
		assert all(isinstance(row[key], float) and row[key] >= 0 for key in ("value", "baseline", "ratio"))
		assert row["case"] in found["printed"]
	cases = [row["case"] for row in figures]
	assert cases[0] == "open_period_vs_insert"
	assert "save_log_vs_twin" in cases and len(set(cases)) == len(cases)


def test_first_ratio_says_how_many_times_faster_ours_is(found):
	row = found["figures"][0]
	assert row["ratio"] == pytest.approx(row["baseline"] / row["value"], rel=0.01)


def test_statements_keep_within_their_bounds(found):
	figures = {row["case"]: row for row in found["figures"]}
	for case in ("open_period", "open_period_again", "create_evaluations", "launch_360", "close_360"):
		assert figures[f"{case}_statements"]["ratio"] <= 1, case
	for case, more in (("save_log", 12), ("propose_plan", 25), ("agree_plan", 25)):
		counted = figures[f"{case}_statements"]
		assert counted["value"] - counted["baseline"] <= more, case
	reports = [
		row for name, row in figures.items() if name.startswith("asn_") and name.endswith("_statements")
	]
	assert reports and all(row["ratio"] <= 1 for row in reports), reports


def test_everything_is_taken_away_again(found):
	changed = {
		table: (found["before"].get(table), found["after"].get(table))
		for table in {*found["before"], *found["after"]} - BY_ITSELF
		if found["before"].get(table) != found["after"].get(table)
	}
	assert not changed


def test_a_site_with_other_employees_is_refused_and_left_alone(found):
	assert "has employees" in found["refused"]
	assert found["untouched"] == found["other"]


def test_cases_run_in_their_own_order():
	from kinerja_asn import benchmark

	assert benchmark.chosen("january, opening") == ["opening", "january"]
	assert benchmark.chosen(None) == list(benchmark.MODULES)
	with pytest.raises(SystemExit, match="There is no case hours"):
		benchmark.chosen("opening,hours")
