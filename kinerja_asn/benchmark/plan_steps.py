"""Proposing and agreeing a plan, beside the same step of a controller-less twin with an equal Workflow."""

import json
import statistics
from pathlib import Path

import frappe
from frappe.model.workflow import apply_workflow

from kinerja_asn import setup
from kinerja_asn.api import steps
from kinerja_asn.benchmark import agency, frame, twins, year
from kinerja_asn.benchmark.logs import acting_as

PLAN, TWIN = "Work Plan", f"{twins.PREFIX}Work Plan"
STEPS = ("Propose", "Agree")
#: plans that take the steps, each of another employee
SAMPLE = 10


def figures(place: agency.Place, rounds: int):
	period = year.agreed_plans(place)
	plans = year.plans_by_employee(period)
	# employees at the end have no people of their own, and their superior is an employee
	chosen = range(max(1, len(place.employees) - SAMPLE), len(place.employees))
	twins.twin_of(PLAN)
	make_workflow()
	pairs = []
	year.back_to_draft([plans[place.employees[number]] for number in chosen])
	for number in chosen:
		name = plans[place.employees[number]]
		people = (place.users[number], place.users[(number - 1) // agency.SPAN])
		copy = twins.copy_of(frappe.get_doc(PLAN, name)) | {"slot": f"{twins.PREFIX}{number}"}
		pairs.append((people, name, frappe.get_doc(copy).insert().name))
	frappe.db.commit()
	counts = {}

	def take(kind: str) -> dict[str, float]:
		seconds = dict.fromkeys(STEPS, 0.0)
		for (employee, appraiser), name, twin in pairs:
			for action, user in zip(STEPS, (employee, appraiser), strict=True):
				with acting_as(user), frame.counted_statements() as statements:
					seconds[action] += frame.taken(lambda: step(kind, name, twin, action))  # noqa: B023
				counts.setdefault((kind, action), []).append(len(statements))
		frappe.db.rollback()
		return seconds

	found = {kind: {action: [] for action in STEPS} for kind in ("ours", "twin")}
	for number in range(rounds + 1):
		for kind in ("ours", "twin") if number % 2 else ("twin", "ours"):
			for action, seconds in take(kind).items():
				# the first turn also reads what a server knows before its first request
				if number:
					found[kind][action].append(seconds / len(pairs) * 1000)
	for action in STEPS:
		name = f"{action.lower()}_plan"
		value, baseline = (statistics.median(found[kind][action]) for kind in ("ours", "twin"))
		yield frame.times(f"{name}_vs_twin", value, baseline, "ms per plan", "times a controller-less twin")
		needed, usual = (statistics.median_high(counts[kind, action]) for kind in ("ours", "twin"))
		yield frame.times(
			f"{name}_statements", needed, usual, "statements", f"{needed - usual:+} to the twin"
		)


def step(kind: str, name: str, twin: str, action: str):
	if kind == "ours":
		steps.take(PLAN, name, action)
	else:
		apply_workflow(frappe.get_doc(TWIN, twin), action)


def make_workflow():
	"""The Workflow of plans for the twin; its conditions name a field that only a controller fills."""
	path = Path(setup.__file__).parent / "defaults" / "workflows.json"
	shipped = next(one for one in json.loads(path.read_text()) if one["document_type"] == PLAN)
	doc = frappe.get_doc(
		shipped
		| {
			"workflow_name": f"{twins.PREFIX}{shipped['workflow_name']}",
			"document_type": TWIN,
			"transitions": [row | {"condition": None} for row in shipped["transitions"]],
		}
	)
	# the state's field is there: the twin has it from the plan
	doc.insert()
	frappe.db.commit()
	frappe.clear_cache(doctype=TWIN)
