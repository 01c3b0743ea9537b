"""How far an indicator's target was reached (capaian IKI), and the value that PermenPANRB 8/2021 gave for it.

PermenPANRB 6/2022 has no number: the percentage serves reports, the value only an agency's internal number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from kinerja_asn.rules.errors import RuleError
from kinerja_asn.rules.numeric import CONTEXT, HUNDRED, ONE, ZERO, Number, mean, to_decimal
from kinerja_asn.rules.planning import HIGHER, LOWER, RANGE

AS_PUBLISHED = "As Published"
WHOLE = "Whole"
EXACT = "Exact"
ROUNDINGS = (AS_PUBLISHED, WHOLE, EXACT)

_TWO_HUNDRED = Decimal(200)
_HALF = Decimal("0.5")


@dataclass(frozen=True)
class AchievementRules:
	"""What no regulation says about the percentage.

	zero_target_met, zero_target_missed: lower is better and the target is zero (no accident): the percentage
	when the realisation is zero, and when it is more. zero_target_higher: higher is better (or a range) and
	the target is zero, as in an interval in which nothing is due; None: no percentage. minimum: less than
	this counts as this; None: no limit.
	"""

	zero_target_met: Decimal = HUNDRED
	zero_target_missed: Decimal = ZERO
	zero_target_higher: Decimal | None = None
	minimum: Decimal | None = ZERO


DEFAULT_RULES = AchievementRules()


def achievement(
	realisation: Number | None,
	target: Number | None,
	direction: str = HIGHER,
	low: Number | None = None,
	high: Number | None = None,
	rules: AchievementRules = DEFAULT_RULES,
) -> Decimal | None:
	"""The achievement of one indicator in percent (100 = target met), not rounded; None if it cannot be told.

	Higher Is Better: realisation / target x 100. Lower Is Better: (1 + (1 - realisation / target)) x 100.
	With a target range from low to high, a realisation below it is compared with low, above it with high, and
	within it is 100; ``target`` is then not used. Direction Range has no better side: the farther from the
	range, the less.
	None: no realisation, no target, or a zero target with nothing due (see AchievementRules).
	Raises RuleError: direction_unknown, achievement_target_negative, achievement_range, not_a_number.
	Source: PermenPANRB 8/2021 (capaian IKI, normal and special condition, range target).
	"""
	if realisation is None:
		return None
	if type(realisation) is not Decimal or not realisation.is_finite():
		realisation = to_decimal(realisation)
	lower = direction == LOWER
	if not lower and direction != HIGHER and direction != RANGE:
		raise RuleError("direction_unknown", direction=direction)

	# A form's empty Float fields are zero: two ends of zero are no range.
	if low is not None and high is not None and (low or high):
		low, high = to_decimal(low), to_decimal(high)
		if low >= high:
			raise RuleError("achievement_range", low=low, high=high)
		if low < ZERO:
			raise RuleError("achievement_target_negative", target=low)
		if realisation < low:
			target = low
		elif realisation > high:
			target = high
			lower = lower or direction == RANGE
		else:
			return HUNDRED
	elif target is None or direction == RANGE:
		return None
	else:
		if type(target) is not Decimal or not target.is_finite():
			target = to_decimal(target)
		if target < ZERO:
			raise RuleError("achievement_target_negative", target=target)

	if not target:
		if lower:
			return rules.zero_target_missed if realisation > ZERO else rules.zero_target_met
		return rules.zero_target_higher
	percent = CONTEXT.divide(CONTEXT.multiply(realisation, HUNDRED), target)
	if lower:
		percent = CONTEXT.subtract(_TWO_HUNDRED, percent)
	if rules.minimum is not None and percent < rules.minimum:
		return rules.minimum
	return percent


def shown_percent(percent: Number, rounding: str = AS_PUBLISHED) -> Decimal:
	"""The achievement as it is shown and banded, from the unrounded percentage.

	"As Published": whole percents, half up, but an exact half stays, as in the examples of PermenPANRB 8/2021
	(97.9 is printed as 98, 107.14 as 107, 87.5 as 87.5). "Whole": always whole percents. "Exact": unchanged.
	Raises RuleError: rounding_unknown, not_a_number.
	"""
	percent = to_decimal(percent)
	if rounding == EXACT:
		return percent
	if rounding == AS_PUBLISHED:
		if CONTEXT.remainder(percent, ONE).copy_abs() == _HALF:
			return percent
	elif rounding != WHOLE:
		raise RuleError("rounding_unknown", rounding=rounding)
	return percent.quantize(ONE, rounding=ROUND_HALF_UP, context=CONTEXT)


@dataclass(frozen=True)
class IndicatorValueRules:
	"""The bands of PermenPANRB 8/2021. The line from 101 to 110 percent and the rounding are inferred from
	its examples.

	bands: (from percent, to percent, value at from, value at to), highest first.
	"""

	bands: tuple[tuple[Decimal, Decimal, Decimal, Decimal], ...] = (
		(Decimal(101), Decimal(110), Decimal(110), Decimal(120)),
		(Decimal(80), Decimal(99), Decimal(70), Decimal(89)),
		(Decimal(60), Decimal(79), Decimal(50), Decimal(69)),
		(Decimal(0), Decimal(59), Decimal(0), Decimal(49)),
	)
	met: Decimal = Decimal(109)
	highest: Decimal = Decimal(120)
	rounding: str = AS_PUBLISHED


DEFAULT_VALUE_RULES = IndicatorValueRules()


def indicator_value_2021(
	percent: Number, target_is_maximum: bool = False, rules: IndicatorValueRules = DEFAULT_VALUE_RULES
) -> Decimal:
	"""The value (0 to 120) of one indicator from its unrounded achievement in percent; not rounded.

	The percentage is first rounded as ``rules.rounding`` says. Above 110% 120; 101-110% 110 to 120; 100% 109,
	or 120 if the target is already the highest possible and was really met; 80-99% 70 to 89; 60-79% 50 to 69;
	0-59% 0 to 49. A percentage between two bands continues the lower one, so that more achievement never
	gives less.
	Raises RuleError: percent_negative, rounding_unknown, not_a_number.
	Source: PermenPANRB 8/2021 (conversion of capaian IKI), repealed by 6/2022.
	"""
	exact = to_decimal(percent)
	if exact < ZERO:
		raise RuleError("percent_negative", percent=exact)
	shown = shown_percent(exact, rules.rounding)
	top = rules.bands[0]
	if target_is_maximum and exact >= HUNDRED:
		return rules.highest
	if shown > top[1]:
		return rules.highest
	if shown == HUNDRED:
		return rules.met
	if HUNDRED < shown < top[0]:
		return _on_line(shown, HUNDRED, top[0], rules.met, top[2])
	for band in rules.bands:
		if shown >= band[0]:
			return _on_line(shown, *band)
	raise RuleError("percent_negative", percent=exact)


def _on_line(x: Decimal, x0: Decimal, x1: Decimal, y0: Decimal, y1: Decimal) -> Decimal:
	rise = CONTEXT.multiply(CONTEXT.subtract(y1, y0), CONTEXT.subtract(x, x0))
	return CONTEXT.add(y0, CONTEXT.divide(rise, CONTEXT.subtract(x1, x0)))


@dataclass(frozen=True)
class JptTotalRules:
	"""Weights in percent of the JPT total, inferred from the regulation's printed example (59.2 + 43.6 =
	102.8).
	"""

	objectives: Decimal = Decimal(60)
	action_plans: Decimal = Decimal(40)


def jpt_total_2021(
	objective_values: Sequence[Number],
	action_plan_values: Sequence[Number],
	additional: Number = ZERO,
	rules: JptTotalRules = JptTotalRules(),
) -> Decimal:
	"""The total of a senior official (JPT): weighted means of the indicators of agreement and directives, and
	of the action plans, plus the value of additional work.

	Raises RuleError: values_missing, weights_not_100, not_a_number. Source: PermenPANRB 8/2021.
	"""
	if CONTEXT.add(rules.objectives, rules.action_plans) != HUNDRED:
		raise RuleError("weights_not_100", weights=f"{rules.objectives} + {rules.action_plans}")
	objectives = CONTEXT.multiply(mean([to_decimal(v) for v in objective_values]), rules.objectives)
	actions = CONTEXT.multiply(mean([to_decimal(v) for v in action_plan_values]), rules.action_plans)
	weighted = CONTEXT.divide(CONTEXT.add(objectives, actions), HUNDRED)
	return CONTEXT.add(weighted, to_decimal(additional))


def periodic_value_2021(action_plan_values: Sequence[Number], main_values: Sequence[Number]) -> Decimal:
	"""The value of a period: the mean of the mean action-plan value and the mean value of what is already
	measurable.

	Raises RuleError: values_missing, not_a_number. Source: PermenPANRB 8/2021 (periodic appraisal).
	"""
	return mean(
		[
			mean([to_decimal(v) for v in action_plan_values]),
			mean([to_decimal(v) for v in main_values]),
		]
	)
