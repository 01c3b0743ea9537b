"""The nine boxes of talent management: performance and potential."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kinerja_asn.rules.errors import RuleError
from kinerja_asn.rules.predicate import (
	ABOVE,
	AS_EXPECTED,
	BELOW,
	GOOD,
	NEEDS_IMPROVEMENT,
	POOR,
	RATINGS,
	VERY_GOOD,
	VERY_POOR,
)

LOW = "Low"
MEDIUM = "Medium"
HIGH = "High"
POTENTIALS = (LOW, MEDIUM, HIGH)
ALL_BOXES = tuple(range(1, 10))


@dataclass(frozen=True)
class TalentRules:
	"""The boxes as public systems number them (performance, potential), which predicate stands for which
	level of performance, and the boxes from which successors are taken. Only PermenPANRB 3/2020's idea of
	nine boxes is regulation; the numbers were not seen in its text.
	"""

	boxes: Mapping[tuple[str, str], int] = field(
		default_factory=lambda: {
			(ABOVE, LOW): 4,
			(ABOVE, MEDIUM): 7,
			(ABOVE, HIGH): 9,
			(AS_EXPECTED, LOW): 2,
			(AS_EXPECTED, MEDIUM): 5,
			(AS_EXPECTED, HIGH): 8,
			(BELOW, LOW): 1,
			(BELOW, MEDIUM): 3,
			(BELOW, HIGH): 6,
		}
	)
	performance_of: Mapping[str, str] = field(
		default_factory=lambda: {
			VERY_GOOD: ABOVE,
			GOOD: AS_EXPECTED,
			NEEDS_IMPROVEMENT: BELOW,
			POOR: BELOW,
			VERY_POOR: BELOW,
		}
	)
	succession_boxes: tuple[int, ...] = (7, 8, 9)


DEFAULT_RULES = TalentRules()


def performance_level(predicate: str, rules: TalentRules = DEFAULT_RULES) -> str:
	"""The level of performance (one of predicate.RATINGS) that an annual predicate stands for.

	Raises RuleError ``predicate_unknown``. Source: PermenPANRB 3/2020; the mapping is a setting, see
	TalentRules.
	"""
	try:
		return rules.performance_of[predicate]
	except (KeyError, TypeError):
		raise RuleError("predicate_unknown", predicate=predicate) from None


def talent_box(performance: str, potential: str, rules: TalentRules = DEFAULT_RULES) -> int:
	"""The box (1 to 9) of a level of performance (one of predicate.RATINGS) and of potential (one of
	POTENTIALS).

	Potential comes from an assessment. Raises RuleError: performance_axis_unknown, potential_unknown.
	Source: PermenPANRB 3/2020 (nine boxes of talent management).
	"""
	if performance not in RATINGS:
		raise RuleError("performance_axis_unknown", value=performance)
	if potential not in POTENTIALS:
		raise RuleError("potential_unknown", value=potential)
	return rules.boxes[performance, potential]


def is_successor(box: int, rules: TalentRules = DEFAULT_RULES) -> bool:
	"""Whether the box belongs to the succession pool (7 to 9 by common practice)."""
	return box in rules.succession_boxes
