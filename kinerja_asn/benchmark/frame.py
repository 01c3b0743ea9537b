"""Figures and how they are taken: turn by turn with the baseline, the median of the turns."""

import contextlib
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from unittest.mock import patch

import frappe

#: characters kept of statements that are only counted
BEGINNING = 200
TRANSACTION_WORDS = ("begin", "start", "commit", "rollback", "savepoint", "release")


@dataclass(frozen=True)
class Figure:
	"""One line of the benchmark.

	ratio: how the two compare, as the case says in `meaning`.
	"""

	case: str
	value: float
	unit: str
	baseline: float | None
	ratio: float | None
	meaning: str = ""

	def row(self) -> dict:
		return {
			"case": self.case,
			"value": _short(self.value),
			"unit": self.unit,
			"baseline": _short(self.baseline),
			"ratio": _short(self.ratio),
		}

	def line(self) -> str:
		row = self.row()
		text = f"{self.case:36} {row['value']:>10} {self.unit:18}"
		if self.baseline is not None:
			text += f" baseline {row['baseline']:>10}  ratio {row['ratio']:>7}"
		return f"{text}  {self.meaning}".rstrip()


def _short(value):
	return None if value is None else float(f"{value:.4g}")


def faster(case: str, ours: float, baseline: float, unit: str, meaning: str) -> Figure:
	"""ratio: how many times faster ours is."""
	return Figure(case, ours, unit, baseline, baseline / ours, meaning)


def times(case: str, ours: float, baseline: float, unit: str, meaning: str) -> Figure:
	"""ratio: how many times the baseline ours takes."""
	return Figure(case, ours, unit, baseline, ours / baseline, meaning)


clock = time.perf_counter


def taken(work: Callable[[], object]) -> float:
	"""Seconds that a piece of work takes."""
	began = time.perf_counter()
	work()
	return time.perf_counter() - began


def medians(rounds: int, *turns: Callable[[int], float]) -> list[float]:
	"""Run the turns one after another in every round, and answer with the median of each.

	Every other round goes backwards, so that nobody always comes first.

	Args:
		turns: takes the number of the round, gives its figure.
	"""
	found = [[] for _ in turns]
	for number in range(rounds):
		order = list(enumerate(turns))
		for place, turn in order if number % 2 == 0 else reversed(order):
			found[place].append(turn(number))
	return [statistics.median(values) for values in found]


def bound(people: int) -> float:
	"""The statements that work on so many people may take."""
	return 60 + 0.03 * people


def against_inserts(
	name: str, rounds: int, people: int, ours: Callable[[int], tuple[float, int]], twin: Callable
):
	"""Work on many beside `insert()` of controller-less twins of the rows that it writes.

	Args:
		ours: does the work on all and answers with its seconds and statements.
		twin: inserts the twins of some people's rows and answers with the seconds per person.
	"""
	counted = []

	def turn(number: int) -> float:
		seconds, statements = ours(number)
		counted.append(statements)
		return seconds / people * 1000

	value, baseline = medians(rounds, turn, lambda number: twin(number) * 1000)
	yield faster(
		f"{name}_vs_insert",
		value,
		baseline,
		"ms per person",
		"times faster than insert() of controller-less twins",
	)
	yield times(f"{name}_statements", max(counted), bound(people), "statements", "of the bound 60 + 0.03 N")


@contextlib.contextmanager
def recorded_statements(whole: bool = True):
	"""Collect the statements sent to the database, each with its values, without those of transactions.

	Args:
		whole: False keeps the beginning of each only; what work on many writes would fill the memory.
	"""
	found, db = [], frappe.local.db
	original = db.sql

	def recording(query, values=(), *args, **kwargs):
		beginning = str(query)[:BEGINNING]
		if not beginning.lstrip().lower().startswith(TRANSACTION_WORDS):
			found.append((str(query), values) if whole else beginning)
		return original(query, values, *args, **kwargs)

	with patch.object(db, "sql", recording):
		yield found


counted_statements = partial(recorded_statements, whole=False)
