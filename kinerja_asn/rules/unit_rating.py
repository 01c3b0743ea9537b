"""The performance of a unit (capaian kinerja organisasi): what its achievement proposes, and what it means for its head.

SE MenPANRB 3/2023 lets the leader above decide. Its annex describes the two ends for a part of the year: Outstanding where
the unit's action plans exceed the agreed target, Very Poor where most of them show no progress yet. For the year the rating
is made of the achievement of the performance agreement and the expectation of the unit; the official cross table was not
found. So the rule only proposes, its numbers are data, and the leader's reason stands beside a rating that differs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kinerja_asn.rules.errors import RuleError
from kinerja_asn.rules.numeric import HUNDRED
from kinerja_asn.rules.predicate import ABOVE, AS_EXPECTED, BELOW, RATINGS, UNIT_RATINGS

PERIODIC, ANNUAL = "Periodic", "Annual"
OUTSTANDING, GOOD, NEEDS_IMPROVEMENT, POOR, VERY_POOR = UNIT_RATINGS


@dataclass(frozen=True)
class Achievement:
	"""What a unit has reached of its performance agreement.

	percent: the achievement of its indicators as a whole; None where none was measured. exceeded: indicators above their
	target. without: indicators of which nothing was told that could be measured: they show no progress.
	"""

	percent: Decimal | None = None
	indicators: int = 0
	exceeded: int = 0
	without: int = 0


@dataclass(frozen=True)
class UnitRatingRules:
	"""Where each rating begins, in percent of the agreed targets.

	outstanding_above: strictly more than this, and exceeded_share percent of the indicators at least are above their own
	target: one indicator far above the others does not lift a unit. no_progress_above: where more than this share of the
	indicators shows no progress, a part of the year is Very Poor whatever the others have reached. 100 and the two ends:
	SE MenPANRB 3/2023, annex; the three bands between them were not found and are taken from PP 30/2019 article 41, the
	shares read "most" as more than half.
	"""

	outstanding_above: Decimal = Decimal(100)
	exceeded_share: Decimal = Decimal(50)
	good_from: Decimal = Decimal(90)
	needs_improvement_from: Decimal = Decimal(70)
	poor_from: Decimal = Decimal(50)
	no_progress_above: Decimal = Decimal(50)


@dataclass(frozen=True)
class UnitHeadRules:
	"""Which rating of results a unit's rating means for the person who leads it; no table of a regulation was found."""

	rating_of: Mapping[str, str] = field(
		default_factory=lambda: {
			OUTSTANDING: ABOVE,
			GOOD: AS_EXPECTED,
			NEEDS_IMPROVEMENT: BELOW,
			POOR: BELOW,
			VERY_POOR: BELOW,
		}
	)


def proposed_rating(
	achieved: Achievement, kind: str, rules: UnitRatingRules = UnitRatingRules()
) -> str | None:
	"""The rating of a unit (one of UNIT_RATINGS) that its achievement proposes; None where nothing was measured.

	Args:
		kind: "Periodic" or "Annual".

	Raises RuleError ``count_of_indicators`` where the parts are negative or more than the whole,
	``percent_negative``, ``evaluation_kind_unknown``.
	Source: SE MenPANRB 3/2023, annex, for the two ends; see UnitRatingRules for what lies between them.
	"""
	_check(achieved, kind)
	if not achieved.indicators or achieved.percent is None:
		return None
	if kind == PERIODIC and _is_more(achieved.without, rules.no_progress_above, achieved.indicators):
		return VERY_POOR
	if achieved.percent > rules.outstanding_above and not _is_less(
		achieved.exceeded, rules.exceeded_share, achieved.indicators
	):
		return OUTSTANDING
	for rating, limit in (
		(GOOD, rules.good_from),
		(NEEDS_IMPROVEMENT, rules.needs_improvement_from),
		(POOR, rules.poor_from),
	):
		if achieved.percent >= limit:
			return rating
	return VERY_POOR


def head_result_rating(unit_rating: str, rules: UnitHeadRules = UnitHeadRules()) -> str:
	"""The rating of results of the person who leads a unit, from the unit's rating (one of UNIT_RATINGS).

	Raises RuleError ``unit_rating_unknown``, and ``rating_unknown`` where the rules name no rating of results.
	Source: SE MenPANRB 3/2023 (the unit's performance is its leader's rating of results).
	"""
	try:
		rating = rules.rating_of[unit_rating]
	except (KeyError, TypeError):
		raise RuleError("unit_rating_unknown", rating=unit_rating) from None
	if rating not in RATINGS:
		raise RuleError("rating_unknown", rating=rating)
	return rating


def needs_reason(rating: str | None, proposed: str | None) -> bool:
	"""Whether the leader says why: the rating is another one than proposed, or nothing was proposed."""
	return not proposed or rating != proposed


def _is_more(part: int, percent: Decimal, whole: int) -> bool:
	return HUNDRED * part > percent * whole


def _is_less(part: int, percent: Decimal, whole: int) -> bool:
	return HUNDRED * part < percent * whole


def _check(achieved: Achievement, kind: str) -> None:
	if kind not in (PERIODIC, ANNUAL):
		raise RuleError("evaluation_kind_unknown", kind=kind)
	for part in (achieved.exceeded, achieved.without):
		if not 0 <= part <= achieved.indicators:
			raise RuleError("count_of_indicators", part=part, whole=achieved.indicators)
	if achieved.percent is not None and achieved.percent < 0:
		raise RuleError("percent_negative", percent=achieved.percent)
