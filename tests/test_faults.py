"""Work on many under faults: every piece three times killed for real, and interrupted otherwise. See `tests/faults.py`."""

import json
import os
import subprocess
import sys

import pytest

from embedded import paths

WORKS = (
	"Open Period",
	"Remind",
	"Daily",
	"Change Appraiser",
	"Launch 360",
	"Collect 360",
	"Remind 360",
	"Close 360",
	"Create Evaluations",
	"Remind Calibration",
	"Hand Over Evaluations",
	"Acknowledge Silently",
	"Propose Unit Ratings",
	"Close Period",
)
ROUNDS = 3
#: the same moments in every run, so that a red one tells of a change; `make faults` draws new ones
SEED = os.environ.get("SEED") or "20261122"


@pytest.fixture(scope="module")
def found(tmp_path_factory):
	output = tmp_path_factory.mktemp("faults") / "found.json"
	command = [
		sys.executable,
		"-m",
		"embedded",
		"faults",
		"--rounds",
		str(ROUNDS),
		"--only",
		"",
		"--seed",
		SEED,
	]
	done = subprocess.run(
		[*command, "--output", str(output)], cwd=paths.ROOT, capture_output=True, text=True, timeout=1200
	)
	told = done.stdout[-6000:] + done.stderr[-3000:]
	assert output.exists(), told
	return json.loads(output.read_text()), told


@pytest.mark.parametrize("work", WORKS)
def test_after_a_fault_everything_is_there_once_and_nothing_is_half(found, work):
	results, told = found
	assert work in results, told
	assert results[work]["fault"] is None, told
	done = results[work]["done"]
	assert done["inside"] + done["outside"] == ROUNDS
	assert done["deadlock"]
	if os.environ.get("DB") == "mariadb":
		assert done["lose_connection"] and done["redis"]


def test_no_work_on_many_is_left_out(found):
	from kinerja_asn import bulk, hooks
	from tests.faults import JOBS

	results, _told = found
	assert set(bulk.WORKS) | set(JOBS) == set(WORKS) == set(results)
	# beside what starts or resumes a run
	scheduled = {job for jobs in hooks.scheduler_events.values() for job in jobs}
	scheduled -= {"kinerja_asn.evaluation_work.acknowledge_daily", "kinerja_asn.bulk.resume_stalled"}
	assert scheduled == {f"{job.__module__}.{job.__name__}" for job in JOBS.values()}
