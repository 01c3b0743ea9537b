"""Measure how fast the app is against a baseline of the same run: `bench --site SITE execute kinerja_asn.benchmark.run`.

A case is a function in one of the modules named in `MODULES`; it prints a line and gives one or more `Figure`s. Times are
compared with a baseline measured in the same run, turn by turn, and the median of five turns counts. What can be counted
(statements, rows) is counted, and the limits that people rely on are tests, not figures.
"""

import importlib
import json
import os

import click
import frappe

from kinerja_asn.benchmark import agency, twins

#: Cases in the order in which they run and are written.
MODULES = (
	"opening",
	"evaluations",
	"three_sixty",
	"hrms",
	"logs",
	"plan_steps",
	"log_list",
	"reports",
	"january",
)


def run(n: int = 2000, cases: str | None = None, rounds: int = 5, output: str | None = None) -> list[dict]:
	"""Build an agency of `n` employees, measure, take everything away again.

	Args:
		n: employees of the agency.
		cases: modules to run, with commas between; all by default. They run in the order of `MODULES`: what one leaves
			behind is what the next one expects.
		rounds: turns of baseline and ours; the median counts.
		output: a file for the figures as JSON.

	Raises:
		SystemExit: a case is unknown, or the site has employees that are not the benchmark's; it is meant for a site of
			its own.
	"""
	n, rounds = int(n), int(rounds)
	agency.refuse_other_people()
	wanted = chosen(cases)
	found = []
	remove()
	before = agency.known()
	try:
		place = agency.build(n)
		click.echo(f"Agency of {n} employees on {frappe.db.db_type}.")
		for name in wanted:
			module = importlib.import_module(f"kinerja_asn.benchmark.{name}")
			for figure in module.figures(place, rounds):
				click.echo(figure.line())
				found.append(figure.row())
	finally:
		frappe.db.rollback()
		remove()
		agency.remove_shared(before)
		frappe.db.commit()
	if output:
		with open(os.path.abspath(output), "w") as file:
			json.dump(found, file, indent=1)
			file.write("\n")
	return found


def chosen(cases: str | None) -> list[str]:
	"""The cases that were asked for, in the order in which they run."""
	asked = {name.strip() for name in cases.split(",")} if cases else set(MODULES)
	unknown = sorted(asked - set(MODULES))
	if unknown:
		raise SystemExit(f"There is no case {', '.join(unknown)}. Choose from {', '.join(MODULES)}.")
	return [name for name in MODULES if name in asked]


def remove():
	"""Take the benchmark's agency and twins away."""
	frappe.set_user("Administrator")
	twins.remove()
	agency.remove()
	frappe.db.commit()
