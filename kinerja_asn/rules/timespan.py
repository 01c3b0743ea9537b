"""Spans of days (both ends belong to the span) and the months they count for."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kinerja_asn.rules.errors import RuleError

MOST_DAYS = "Most Days"
FULL_MONTH = "Full Month"
FIRST_DAY = "First Day"
LAST_DAY = "Last Day"
MONTH_RULES = (MOST_DAYS, FULL_MONTH, FIRST_DAY, LAST_DAY)


@dataclass(frozen=True)
class Span:
	"""From ``start`` to ``end``, both included (None: open). Raises RuleError ``end_before_start``."""

	start: date
	end: date | None = None

	def __post_init__(self) -> None:
		if self.end is not None and self.end < self.start:
			raise RuleError("end_before_start", start=self.start, end=self.end)

	@property
	def last(self) -> date:
		return self.end or date.max


@dataclass(frozen=True)
class MonthRules:
	"""How a month that is served only in part counts; no regulation was found.

	rule "Most Days": the month goes to the span with most of its days (of equals to the later one), if that
	span has at least minimum_days of it; "Full Month": only to a span that covers it; "First Day", "Last
	Day": to the span that holds this day of the month.
	"""

	rule: str = MOST_DAYS
	minimum_days: int = 1


def overlaps(a: Span, b: Span) -> bool:
	"""Whether the two spans share at least one day."""
	return a.start <= b.last and b.start <= a.last


def is_inside(inner: Span, outer: Span) -> bool:
	"""Whether every day of ``inner`` belongs to ``outer``."""
	return outer.start <= inner.start and inner.last <= outer.last


def shared(a: Span, b: Span) -> Span | None:
	"""The days that belong to both spans, or None. The end is open only if both are."""
	if not overlaps(a, b):
		return None
	last = min(a.last, b.last)
	return Span(max(a.start, b.start), None if a.end is None and b.end is None else last)


def days_in(span: Span) -> int | None:
	"""The number of days of the span, both ends counted; None if it is open."""
	return None if span.end is None else (span.end - span.start).days + 1


def overlapping_pairs(spans: Sequence[Span]) -> list[tuple[int, int]]:
	"""Index pairs (earlier start first) of spans that collide: each span with the longest-lasting one before
	it.

	Empty exactly if no two spans share a day; time n log n.
	"""
	found = []
	longest = None
	for index in sorted(range(len(spans)), key=lambda i: (spans[i].start, spans[i].last)):
		if longest is not None and spans[index].start <= spans[longest].last:
			found.append((longest, index))
		if longest is None or spans[index].last > spans[longest].last:
			longest = index
	return found


def months_of_spans(spans: Sequence[Span], year: int, rules: MonthRules = MonthRules()) -> list[int]:
	"""How many months of the year count for each span (0 to 12, in the order given).

	Every calendar month goes to one span at most, so that the sum never exceeds 12, as the proportional
	credit needs (Peraturan BKN 3/2023 article 13 paragraph 1). How a month served in part counts is a
	setting: see MonthRules.
	Raises RuleError ``month_rule_unknown``.
	"""
	if rules.rule not in MONTH_RULES:
		raise RuleError("month_rule_unknown", rule=rules.rule)
	counts = [0] * len(spans)
	for month in range(1, 13):
		owner = _owner(spans, date(year, month, 1), date(year, month, monthrange(year, month)[1]), rules)
		if owner is not None:
			counts[owner] += 1
	return counts


def months_served(span: Span, year: int, rules: MonthRules = MonthRules()) -> int:
	"""How many months of the year count for this span alone (0 to 12); see months_of_spans."""
	return months_of_spans([span], year, rules)[0]


def _owner(spans: Sequence[Span], first: date, last: date, rules: MonthRules) -> int | None:
	best = None
	best_rank = None
	for index, span in enumerate(spans):
		days = (min(span.last, last) - max(span.start, first)).days + 1
		if days < 1 or not _counts(span, days, first, last, rules):
			continue
		rank = (days, span.start)
		if best_rank is None or rank > best_rank:
			best, best_rank = index, rank
	return best


def _counts(span: Span, days: int, first: date, last: date, rules: MonthRules) -> bool:
	if rules.rule == FULL_MONTH:
		return span.start <= first and last <= span.last
	if rules.rule == FIRST_DAY:
		return span.start <= first
	if rules.rule == LAST_DAY:
		return last <= span.last
	return days >= rules.minimum_days
