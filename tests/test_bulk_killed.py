"""A run of work on many, killed for real: two workers at once, both killed, another one goes on."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from embedded import paths, ready, site

SITE = f"killed_{os.getpid()}"
DB = os.environ.get("DB", "sqlite")
PEOPLE = 120

BUILD = """
import frappe
from kinerja_asn import bulk
from kinerja_asn.tests import agency, factories
agency.make_behaviours()
company = factories.make_company("Pemerintah Kota Putus", "PKX")
unit = factories.make_department("Dinas Putus", company)
external = agency.make_external("Wali Kota Putus", company)
head = factories.make_employee("Kepala", company, department=unit, designation="Kepala", user=False,
	asn_appraiser_type="External Appraiser", asn_appraiser=external.name)
for number in range(COUNT - 1):
	factories.make_employee(f"Orang {number}", company, department=unit, designation="Staf", reports_to=head,
		user=False)
period = agency.make_period(company.name)
bulk.run("Open Period", performance_period=period.name)
frappe.db.commit()
""".replace("COUNT", str(PEOPLE))

WORK = """
import frappe, time
from kinerja_asn import bulk
bulk.CHUNK = 10
own, chunks = bulk._own, []
def until_killed(*args):
	chunks.append(1)
	if len(chunks) > LIMIT:
		time.sleep(600)
	return own(*args)
bulk._own = until_killed
run = frappe.get_all("Bulk Run", pluck="name")[0]
bulk.work_off(run, ATTEMPT)
"""

STATE = """
import frappe, json
run = frappe.get_all("Bulk Run", fields=["name", "status", "done", "created", "total"])[0]
run["plans"] = [row.employee for row in frappe.get_all("Work Plan", fields=["employee"], filters={"docstatus": 0})]
run["rows"] = frappe.db.count("Bulk Run Row", {"bulk_run": run["name"]})
run["annexes"] = frappe.db.count("Work Plan Annex")
open(OUT, "w").write(json.dumps(run))
"""

RESUME = """
import frappe
from kinerja_asn import bulk
attempt = bulk._take_over(frappe.get_all("Bulk Run", pluck="name")[0])
frappe.db.commit()
open(OUT, "w").write(str(attempt))
"""


@pytest.fixture
def folder(tmp_path):
	ready.fresh(SITE, DB)
	yield tmp_path
	site.drop(SITE)


def command(folder, name: str, text: str) -> list[str]:
	script = folder / f"{name}.py"
	script.write_text(text.replace("OUT", repr(str(folder / f"{name}.out"))))
	return [sys.executable, "-m", "embedded", "run", str(script), "--site", SITE]


def run(folder, name: str, text: str) -> str:
	done = subprocess.run(command(folder, name, text), cwd=paths.ROOT, capture_output=True, text=True)
	assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
	out = folder / f"{name}.out"
	return out.read_text() if out.exists() else ""


def test_what_is_done_is_kept_and_what_is_missing_is_done_once(folder):
	run(folder, "build", BUILD)
	workers = [
		subprocess.Popen(
			command(folder, f"worker{number}", WORK.replace("ATTEMPT", "0").replace("LIMIT", "3")),
			cwd=paths.ROOT,
			stdout=subprocess.DEVNULL,
			stderr=subprocess.DEVNULL,
			start_new_session=True,
		)
		for number in range(2)
	]
	try:
		half = {"done": 0}
		until = time.monotonic() + 60
		while half["done"] < 20 and time.monotonic() < until:
			half = json.loads(run(folder, "state", STATE))
	finally:
		for worker in workers:
			os.killpg(worker.pid, signal.SIGKILL)
			worker.wait()
	half = json.loads(run(folder, "state", STATE))
	assert half["status"] == "Running"
	assert 20 <= half["done"] < PEOPLE
	assert half["done"] == half["rows"] == len(half["plans"])

	attempt = run(folder, "resume", RESUME)
	run(folder, "again", WORK.replace("ATTEMPT", attempt).replace("LIMIT", "99"))
	whole = json.loads(run(folder, "state", STATE))
	assert (whole["status"], whole["total"], whole["created"]) == ("Completed", PEOPLE, PEOPLE)
	assert whole["rows"] == len(whole["plans"]) == len(set(whole["plans"])) == PEOPLE
	assert whole["annexes"] == 3 * PEOPLE
	assert set(half["plans"]) < set(whole["plans"])
