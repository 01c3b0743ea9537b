"""The distribution of predicates in a team (pola distribusi predikat kinerja pegawai) against the unit's
rating.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kinerja_asn.rules.errors import Problem, RuleError
from kinerja_asn.rules.numeric import CONTEXT, rounded
from kinerja_asn.rules.predicate import GOOD, NEEDS_IMPROVEMENT, POOR, PREDICATES, VERY_GOOD, VERY_POOR


@dataclass(frozen=True)
class Pattern:
	"""Percent of the staff under one leader.

	maximum, minimum: per predicate; most: the predicate that is to be the most frequent (another may be as
	frequent); at_least: (predicates, percent) that they must have together; some_of: at least one employee
	has one of these.
	"""

	maximum: Mapping[str, Decimal] = field(default_factory=dict)
	minimum: Mapping[str, Decimal] = field(default_factory=dict)
	most: str | None = None
	at_least: tuple[tuple[str, ...], Decimal] | None = None
	some_of: tuple[str, ...] = ()


def _default_patterns() -> dict[str, Pattern]:
	ten, sixty, seventy = Decimal(10), Decimal(60), Decimal(70)
	return {
		"Outstanding": Pattern(maximum={VERY_GOOD: seventy}, most=VERY_GOOD),
		"Good": Pattern(maximum={GOOD: seventy}, most=GOOD, some_of=(NEEDS_IMPROVEMENT, POOR)),
		"Needs Improvement": Pattern(minimum={NEEDS_IMPROVEMENT: sixty}, maximum={VERY_GOOD: ten}),
		"Poor": Pattern(minimum={POOR: sixty, NEEDS_IMPROVEMENT: ten}, maximum={VERY_GOOD: ten}),
		"Very Poor": Pattern(
			minimum={VERY_POOR: sixty},
			maximum={VERY_GOOD: Decimal(0)},
			at_least=((NEEDS_IMPROVEMENT, POOR), ten),
		),
	}


@dataclass(frozen=True)
class DistributionRules:
	"""The patterns of SE MenPANRB 3/2023, annex, as quoted by the press.

	smallest_team: in smaller teams percentages say nothing and nothing is reported; the annex does not say
	how small teams are rounded.
	"""

	patterns: Mapping[str, Pattern] = field(default_factory=_default_patterns)
	smallest_team: int = 5


DEFAULT_RULES = DistributionRules()


def shares(counts: Mapping[str, int]) -> dict[str, Decimal]:
	"""Percent of each predicate, best first, not rounded; all zero for an empty team.

	Raises RuleError: predicate_unknown, count_negative.
	"""
	_check(counts)
	total = sum(counts.values())
	return {p: _percent(counts.get(p, 0), total) for p in PREDICATES}


def deviations(
	counts: Mapping[str, int], unit_rating: str, rules: DistributionRules = DEFAULT_RULES
) -> list[Problem]:
	"""Where the predicates of one leader's staff leave the pattern of the unit's rating; empty: they follow
	it.

	counts: predicate to number of employees, without those who have no predicate. The pattern is a
	consideration for the leader: what is reported here warns and never blocks.
	Codes: distribution_above_maximum, distribution_below_minimum, distribution_not_most,
	distribution_none_of.
	Raises RuleError: unit_rating_unknown, predicate_unknown, count_negative. Source: SE MenPANRB 3/2023,
	annex.
	"""
	_check(counts)
	try:
		pattern = rules.patterns[unit_rating]
	except (KeyError, TypeError):
		raise RuleError("unit_rating_unknown", rating=unit_rating) from None
	total = sum(counts.values())
	if total < max(rules.smallest_team, 1):
		return []

	def finding(code: str, names: tuple[str, ...], limit: Decimal, side: int) -> list[Problem]:
		percent = _percent(sum(counts.get(name, 0) for name in names), total)
		if (percent <= limit) if side > 0 else (percent >= limit):
			return []
		params = {
			"predicate": " + ".join(names),
			"percent": rounded(percent, 1),
			"unit_rating": unit_rating,
			"limit": limit,
		}
		return [Problem(code, params=params)]

	found = []
	for name, limit in pattern.maximum.items():
		found += finding("distribution_above_maximum", (name,), limit, 1)
	for name, limit in pattern.minimum.items():
		found += finding("distribution_below_minimum", (name,), limit, -1)
	if pattern.at_least:
		names, limit = pattern.at_least
		found += finding("distribution_below_minimum", names, limit, -1)
	if pattern.most and counts.get(pattern.most, 0) < max(counts.values()):
		found.append(
			Problem("distribution_not_most", params={"predicate": pattern.most, "unit_rating": unit_rating})
		)
	if pattern.some_of and not any(counts.get(name, 0) for name in pattern.some_of):
		params = {"predicate": ", ".join(pattern.some_of), "unit_rating": unit_rating}
		found.append(Problem("distribution_none_of", params=params))
	return found


def expected_shares(pattern: Pattern) -> dict[str, Decimal]:
	"""One distribution that follows a pattern, in percent of the staff, best predicate first: to draw it, never to
	judge by it.

	The predicate that is to be the most frequent has its highest share, the others less the farther they are from it.
	"""
	lowest = {name: pattern.minimum.get(name, Decimal(0)) for name in PREDICATES}
	highest = {name: pattern.maximum.get(name, Decimal(100)) for name in PREDICATES}
	peak = pattern.most or max(PREDICATES, key=lambda name: lowest[name])
	found = dict(lowest)
	found[peak] = min(highest[peak], max(lowest[peak], Decimal(60)))
	place = PREDICATES.index(peak)
	weight = {name: Decimal(1) / 2 ** abs(PREDICATES.index(name) - place) for name in PREDICATES}
	left = {name for name in PREDICATES if name != peak}
	while left:
		rest = Decimal(100) - sum(found[name] for name in PREDICATES if name not in left)
		whole = sum(weight[name] for name in left)
		wanted = {name: CONTEXT.divide(rest * weight[name], whole) for name in left}
		outside = {name for name in left if not lowest[name] <= wanted[name] <= highest[name]}
		for name in outside or left:
			found[name] = min(max(wanted[name], lowest[name]), highest[name])
		left = left - outside if outside else set()
	return found


def _percent(part: int, total: int) -> Decimal:
	return CONTEXT.divide(Decimal(100 * part), Decimal(total)) if total else Decimal(0)


def _check(counts: Mapping[str, int]) -> None:
	for predicate, count in counts.items():
		if predicate not in PREDICATES:
			raise RuleError("predicate_unknown", predicate=predicate)
		if count < 0:
			raise RuleError("count_negative", predicate=predicate, count=count)
