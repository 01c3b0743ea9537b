"""An answer to a 360 while the campaign closes, by two real connections: counted, or refused with words, never half."""

import json
import os
import subprocess
import sys
import time

import pytest

from embedded import paths, ready, site

SITE = f"closing_{os.getpid()}"
DB = os.environ.get("DB", "sqlite")
#: Seconds in which the second one starts, and comes to where it has to wait.
WATCHED = 4

BUILD = """
import frappe, json
from kinerja_asn.tests import agency, three_sixty
place = agency.build()
agency.hire_more(place, 1)
made = {}
for case in ("answer", "close"):
	campaign = three_sixty.make_campaign(place, name=f"K360-{case}")
	peers = ["budi", "sari", "citra", "staf1"]
	appraisal = three_sixty.make_appraisal(place, campaign, "ani", {"Peer": peers})
	for short in peers[:3]:
		three_sixty.give(place, appraisal, short, 4)
	made[case] = [three_sixty.invitation(place, appraisal, "staf1"), place.people["staf1"].name]
frappe.db.commit()
open(OUT, "w").write(json.dumps(made))
"""

#: Waits with everything done and nothing committed, until it is let go.
WAIT = """
import os, time
def wait():
	open("FOLDER/CASE.held", "w").close()
	until = time.monotonic() + 60
	while not os.path.exists("FOLDER/CASE.go") and time.monotonic() < until:
		time.sleep(0.05)
"""

ANSWER = (
	WAIT
	+ """
import frappe, json
from kinerja_asn import appraisal_360_box as box, sealed
from kinerja_asn.tests import three_sixty
add = box._add
def added(*args):
	add(*args)
	if HELD:
		wait()
box._add = added
said = "received"
try:
	box.answer(INVITATION, (RATER,), sealed.Hidden(json.dumps(three_sixty.answers(1))))
	frappe.db.commit()
except Exception as error:
	frappe.db.rollback()
	said = f"{type(error).__name__}: {error}"
open(OUT, "w").write(said)
"""
)

CLOSE = (
	WAIT
	+ """
import frappe
from kinerja_asn import appraisal_360_work, bulk
run = bulk.run
def held(*args, **kwargs):
	if HELD:
		wait()
	return run(*args, **kwargs)
bulk.run = held
appraisal_360_work.close("K360-CASE", at_once=True)
frappe.db.commit()
open(OUT, "w").write("closed")
"""
)

RESULT = """
import frappe, json
found = {}
for case in ("answer", "close"):
	campaign = f"K360-{case}"
	found[case] = {
		"state": frappe.db.get_value("Appraisal 360", {"campaign": campaign}, "workflow_state"),
		"means": [
			[row.answers, float(row.mean)]
			for row in frappe.get_all("Appraisal 360 Result", fields=["answers", "mean"],
				filters={"campaign": campaign, "relation": "Peer", "behaviour": ""})
		],
		"left": frappe.db.count("Appraisal 360 Invitation", {"campaign": campaign})
			+ frappe.db.count("Appraisal 360 Box", {"campaign": campaign}),
	}
open(OUT, "w").write(json.dumps(found))
"""


@pytest.fixture
def folder(tmp_path):
	ready.fresh(SITE, DB)
	yield tmp_path
	site.drop(SITE)


def start(folder, name: str, text: str, **values) -> subprocess.Popen:
	values = {"OUT": repr(str(folder / f"{name}.out")), "FOLDER": str(folder)} | values
	for word, value in values.items():
		text = text.replace(word, value)
	script = folder / f"{name}.py"
	script.write_text(text)
	return subprocess.Popen(
		[sys.executable, "-m", "embedded", "run", str(script), "--site", SITE],
		cwd=paths.ROOT,
		stdout=subprocess.PIPE,
		stderr=subprocess.STDOUT,
		text=True,
	)


def finished(folder, name: str, process: subprocess.Popen) -> str:
	told, _nothing = process.communicate(timeout=120)
	assert process.returncode == 0, told[-3000:]
	return (folder / f"{name}.out").read_text()


def together(folder, case: str, first: str, second: str, values: dict) -> tuple[str, str]:
	"""What both say: the first holds what it has done until the second has been seen waiting for it."""
	one = start(folder, f"{case}_first", first, CASE=case, HELD="True", **values)
	until = time.monotonic() + 60
	while not (folder / f"{case}.held").exists() and one.poll() is None and time.monotonic() < until:
		time.sleep(0.05)
	other = start(folder, f"{case}_second", second, CASE=case, HELD="False", **values)
	try:
		other.wait(timeout=WATCHED)
	except subprocess.TimeoutExpired:
		pass
	(folder / f"{case}.go").touch()
	return finished(folder, f"{case}_first", one), finished(folder, f"{case}_second", other)


def test_an_answer_is_counted_or_refused_with_words(folder):
	made = json.loads(finished(folder, "build", start(folder, "build", BUILD)))

	def values(case):
		invitation, rater = made[case]
		return {"INVITATION": repr(invitation), "RATER": repr(rater)}

	counted = together(folder, "answer", ANSWER, CLOSE, values("answer"))
	refused = together(folder, "close", CLOSE, ANSWER, values("close"))
	result = json.loads(finished(folder, "result", start(folder, "result", RESULT)))

	assert counted == ("received", "closed")
	assert result["answer"] == {"state": "Closed", "means": [[4, 3.25]], "left": 0}
	assert refused[0] == "closed"
	assert refused[1].startswith("ValidationError: "), refused
	assert result["close"] == {"state": "Closed", "means": [[3, 4.0]], "left": 0}
