"""Whether somebody was on leave for the whole of an interval."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta


def is_fully_on_leave(
	start: date, end: date, leaves: Iterable[tuple[date, date]], days_off: Collection[date] = ()
) -> bool:
	"""Whether every working day from ``start`` to ``end`` (both included) lies within a leave.

	leaves: first and last day of each approved leave, whole days only. days_off: weekly days off and public
	holidays, which no leave has to cover. Without any leave day in the interval the answer is no, even if it
	has no working day.
	A house rule: no regulation says what becomes of a period that was leave throughout; practice skips it.
	"""
	covered = set()
	for first, last in leaves:
		day, last = max(first, start), min(last, end)
		while day <= last:
			covered.add(day)
			day += timedelta(1)
	if not covered:
		return False
	return all(
		day in covered or day in days_off
		for day in (start + timedelta(number) for number in range((end - start).days + 1))
	)
