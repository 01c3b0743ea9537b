"""The week in January: everybody logs in, opens his plan, saves and proposes it, against a server as in production."""

import importlib.util
import json
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count
from frappe.utils import cstr
from frappe.utils.password import passlibctx

from kinerja_asn.benchmark import agency, frame, load, year

#: what gunicorn serves; who runs the app without a bench names another one
APPLICATION = "frappe.app:application"
PEOPLE, SECONDS = 500, 60
WORKERS, AT_ONCE, GROUP = 2, 8, 50
#: people before the clock runs, for whom the workers load what they need
WARMING = 4
PASSWORD = "Tolok-Ukur-2081"
START_WITHIN = 90


def figures(place: agency.Place, rounds: int):
	if frappe.db.db_type != "mariadb" or not importlib.util.find_spec("gunicorn"):
		click.echo("The January week needs MariaDB, Redis and gunicorn; left out.")
		return
	people = prepare(place)
	frappe.clear_cache()
	warming, counted, measured = people[:WARMING], people[WARMING], people[WARMING + 1 :]
	with served() as port:
		job = {"port": port, "site": frappe.local.site, "password": PASSWORD, "at_once": AT_ONCE}
		work(job | {"groups": [warming]})
		groups = [measured[start : start + GROUP] for start in range(0, len(measured), GROUP)]
		before = questions()
		found = work(job | {"groups": groups})
		statements = (questions() - before) / len(found["taken"])
		of_kind = statements_of(load.Visitor(job, counted))
	check(place, people)
	limit = SECONDS * len(measured) / PEOPLE
	yield frame.times(
		"january_week", found["seconds"], limit, f"s for {len(measured)} people", "of the time there is"
	)
	taken = {kind: [] for kind in (*load.OURS, "todo")}
	for kind, seconds in found["taken"]:
		taken[kind].append(seconds * 1000)
	usual = part(taken["todo"], 95)
	ours = [value for kind in load.OURS for value in taken[kind]]
	yield frame.times(
		"january_week_p95",
		part(ours, 95),
		usual,
		"ms",
		f"times p95 of saving a ToDo; p50 {part(ours, 50):.0f} ms, {statements:.1f} statements a request over all",
	)
	for kind in load.OURS:
		yield frame.times(
			f"january_{kind}_p95",
			part(taken[kind], 95),
			usual,
			"ms",
			f"times p95 of a ToDo; p50 {part(taken[kind], 50):.0f} ms, {of_kind[kind]} statements",
		)


def part(values: list[float], percent: int) -> float:
	return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def prepare(place: agency.Place) -> list[dict]:
	"""People with an empty draft and a password, and what each will write."""
	period = year.agreed_plans(place)
	plans = year.plans_by_employee(period)
	everybody = len(place.employees)
	# who has no people of his own, so that the plans of superiors are agreed
	leaves = range((everybody - 2) // agency.SPAN + 1, everybody)
	numbers = leaves[-(PEOPLE + WARMING + 1) :]
	names = [plans[place.employees[number]] for number in numbers]
	year.back_to_draft(names, empty=True)
	give_passwords([place.users[number] for number in numbers])
	Plan = DocType("Work Plan")
	modified = dict(
		frappe.qb.from_(Plan).select(Plan.name, Plan.modified).where(Plan.performance_period == period).run()
	)
	return [
		{
			"user": place.users[number],
			"plan": plans[place.employees[number]],
			"modified": cstr(modified[plans[place.employees[number]]]),
			"content": {
				"results": [shown(row) for row in year.results(number)],
				"indicators": [shown(row) for row in year.indicators(number)],
			},
		}
		for number in numbers
	]


def shown(row: dict) -> dict:
	"""What a page sends of a new row: its key and those of its result are the server's to give."""
	return {column: value for column, value in row.items() if column not in ("row_key", "result_key")}


def give_passwords(users: list[str]):
	"""One hash for all: making each takes longer than logging in."""
	frappe.db.commit()
	Auth = frappe.qb.Table("__Auth")
	hashed = passlibctx.hash(PASSWORD)
	query = frappe.qb.into(Auth).columns("doctype", "name", "fieldname", "password", "encrypted")
	for user in users:
		query = query.insert("User", user, "password", hashed, 0)
	query.run()
	frappe.db.commit()


@contextmanager
def served() -> Iterator[int]:
	"""A gunicorn with two workers for as long as the block lasts; gives its port."""
	with socket.socket() as probe:
		probe.bind(("127.0.0.1", 0))
		port = probe.getsockname()[1]
	command = [sys.executable, "-m", "gunicorn", "--workers", str(WORKERS), "--timeout", "120"]
	command += ["--bind", f"127.0.0.1:{port}", "--log-level", "warning", APPLICATION]
	server = subprocess.Popen(command, env={**os.environ, "SITE": frappe.local.site})
	try:
		wait_for(port, server)
		yield port
	finally:
		server.terminate()
		server.wait()


def wait_for(port: int, server):
	request = urllib.request.Request(
		f"http://127.0.0.1:{port}/api/method/ping", headers={"X-Frappe-Site-Name": frappe.local.site}
	)
	until = time.monotonic() + START_WITHIN
	while time.monotonic() < until and server.poll() is None:
		try:
			with urllib.request.urlopen(request, timeout=30):
				return
		except OSError:
			time.sleep(0.2)
	raise SystemExit("gunicorn did not start.")


def work(job: dict) -> dict:
	"""Let another process be the people."""
	done = subprocess.run(
		[sys.executable, str(Path(load.__file__))], input=json.dumps(job), capture_output=True, text=True
	)
	if done.returncode:
		raise SystemExit(done.stderr)
	found = json.loads(done.stdout)
	if found["errors"]:
		raise SystemExit(f"{len(found['errors'])} requests failed, first: {found['errors'][0]}")
	return found


def questions() -> int:
	"""Statements that the database server has been sent, those of transactions included."""
	return int(frappe.db.sql("show global status like 'Questions'")[0][1])


def statements_of(visitor: load.Visitor) -> dict[str, int]:
	"""The statements of each kind of request of one person, alone at the server."""
	found = {}
	for kind in load.OURS:
		before = questions()
		getattr(visitor, kind)()
		# asking is one itself
		found[kind] = questions() - before - 1
	return found


def check(place: agency.Place, people: list[dict]):
	"""Nothing is lost and nothing there twice."""
	frappe.db.commit()
	Plan = DocType("Work Plan")
	names = [person["plan"] for person in people]
	proposed = (
		frappe.qb.from_(Plan)
		.select(Count(Plan.name))
		.where(Plan.name.isin(names) & (Plan.workflow_state == "Plan Proposed"))
	).run()[0][0]
	wrong = [f"{proposed} plans are proposed"] if proposed != len(people) else []
	for doctype, expected in (
		("Work Plan Result", year.RESULTS),
		("Work Plan Indicator", year.INDICATORS),
	):
		Row = DocType(doctype)
		rows = (frappe.qb.from_(Row).select(Count(Row.name)).where(Row.parent.isin(names))).run()[0][0]
		if rows != expected * len(people):
			wrong.append(f"{rows} rows of {doctype}")
	todos = frappe.db.count("ToDo", {"owner": ["like", f"%@{agency.DOMAIN}"]})
	# who only warms up writes ToDos too, who is counted alone does not
	if todos != len(people) - 1:
		wrong.append(f"{todos} ToDos")
	if wrong:
		raise SystemExit(f"Of {len(people)} people: {', '.join(wrong)}.")
