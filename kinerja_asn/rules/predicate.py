"""Ratings and predicates of an employee: the performance quadrant (kuadran kinerja pegawai)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kinerja_asn.rules.errors import RuleError

ABOVE = "Above Expectation"
AS_EXPECTED = "As Expected"
BELOW = "Below Expectation"
RATINGS = (ABOVE, AS_EXPECTED, BELOW)

VERY_GOOD = "Very Good"
GOOD = "Good"
NEEDS_IMPROVEMENT = "Needs Improvement"
POOR = "Poor (Misconduct)"
VERY_POOR = "Very Poor"
# best to worst
PREDICATES = (VERY_GOOD, GOOD, NEEDS_IMPROVEMENT, POOR, VERY_POOR)

# best to worst (capaian kinerja organisasi)
UNIT_RATINGS = ("Outstanding", "Good", "Needs Improvement", "Poor", "Very Poor")

_MATRIX = {
	(ABOVE, ABOVE): VERY_GOOD,
	(ABOVE, AS_EXPECTED): GOOD,
	(ABOVE, BELOW): POOR,
	(AS_EXPECTED, ABOVE): GOOD,
	(AS_EXPECTED, AS_EXPECTED): GOOD,
	(AS_EXPECTED, BELOW): POOR,
	(BELOW, ABOVE): NEEDS_IMPROVEMENT,
	(BELOW, AS_EXPECTED): NEEDS_IMPROVEMENT,
	(BELOW, BELOW): VERY_POOR,
}


@dataclass(frozen=True)
class UnitHeadRules:
	"""Which rating of results a unit's rating means for the person who leads it; no table of a regulation was
	found.
	"""

	rating_of: Mapping[str, str] = field(
		default_factory=lambda: {
			"Outstanding": ABOVE,
			"Good": AS_EXPECTED,
			"Needs Improvement": BELOW,
			"Poor": BELOW,
			"Very Poor": BELOW,
		}
	)


def predicate_for(result: str, behaviour: str) -> str:
	"""The predicate that follows from the rating of results and the rating of behaviour; both are one of
	RATINGS.

	Raises RuleError ``rating_unknown`` for anything else, blank included.
	Source: PermenPANRB 6/2022 and SE MenPANRB 3/2023 (ratings, predicates, performance quadrant); the nine
	cells as public implementations agree on them.
	"""
	try:
		return _MATRIX[result, behaviour]
	except (KeyError, TypeError):
		raise RuleError("rating_unknown", rating=behaviour if result in RATINGS else result) from None


def result_rating_of_unit_head(unit_rating: str, rules: UnitHeadRules = UnitHeadRules()) -> str:
	"""The rating of results of the person who leads a unit, from the unit's rating (one of UNIT_RATINGS).

	Raises RuleError ``unit_rating_unknown``.
	Source: SE MenPANRB 3/2023 (the unit's performance is its leader's rating of results).
	"""
	try:
		return rules.rating_of[unit_rating]
	except (KeyError, TypeError):
		raise RuleError("unit_rating_unknown", rating=unit_rating) from None
