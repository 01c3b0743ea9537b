"""Realisation against target in one interval, and of all intervals until then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kinerja_asn.rules.achievement import DEFAULT_RULES, AchievementRules, achievement
from kinerja_asn.rules.numeric import ZERO, Number
from kinerja_asn.rules.planning import HIGHER, RANGE, SUM, combine


@dataclass(frozen=True)
class Measure:
	"""How an indicator is read: its direction, how intervals add up, and the ends of a target range."""

	direction: str = HIGHER
	adds_up: str = SUM
	low: Number | None = None
	high: Number | None = None


@dataclass(frozen=True)
class Progress:
	"""target: what was due (None: nothing was planned); realisation: None if nothing was reported; percent:
	None if it cannot be told.
	"""

	target: Decimal | None
	realisation: Decimal | None
	percent: Decimal | None


def percent_of(
	realisation: Number | None,
	target: Number | None,
	measure: Measure,
	rules: AchievementRules = DEFAULT_RULES,
) -> Decimal | None:
	"""The achievement of one interval in percent by the indicator's direction, not rounded; None if it cannot
	be told.

	Raises RuleError as `achievement`. Source: PermenPANRB 8/2021 (capaian IKI).
	"""
	is_range = measure.direction == RANGE
	return achievement(
		realisation,
		target,
		measure.direction or HIGHER,
		low=measure.low if is_range else None,
		high=measure.high if is_range else None,
		rules=rules,
	)


def cumulative(
	targets: Sequence[Number | None],
	realisations: Sequence[Number | None],
	measure: Measure,
	rules: AchievementRules = DEFAULT_RULES,
) -> Progress:
	"""What all intervals until now make together, each by the indicator's way of adding up.

	targets and realisations are in order of time; None stands for an interval without one. An interval whose
	report is missing keeps its target: what was due stays due.
	Raises RuleError as `planning.combine`. A view for the reader, no rule of a regulation.
	"""
	target = combine(targets, measure.adds_up or SUM)
	realisation = combine(realisations, measure.adds_up or SUM)
	return Progress(target, realisation, percent_of(realisation, target, measure, rules))


def is_due(target: Number | None, direction: str | None) -> bool:
	"""Whether anything was expected: a target above zero, or a direction that has a target of zero or a range."""
	return direction not in (None, "", HIGHER) or (target is not None and Decimal(str(target)) > ZERO)


def days_late(due: date | None, sent: date) -> int:
	"""Days by which something was sent after its due day; 0 if in time, or if no day was set."""
	return max(0, (sent - due).days) if due else 0
