"""Ratings and predicates of an employee: the performance quadrant (kuadran kinerja pegawai)."""

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
