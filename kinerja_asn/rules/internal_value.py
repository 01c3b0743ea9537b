"""An agency's internal number (nilai internal). It never replaces the predicate of PermenPANRB 6/2022."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kinerja_asn.rules.achievement import DEFAULT_VALUE_RULES, IndicatorValueRules, indicator_value_2021
from kinerja_asn.rules.errors import RuleError
from kinerja_asn.rules.numeric import CONTEXT, HUNDRED, ZERO, Number, mean, rounded, to_decimal
from kinerja_asn.rules.predicate import GOOD, NEEDS_IMPROVEMENT, POOR, VERY_GOOD, VERY_POOR


@dataclass(frozen=True)
class InternalValueRules:
	"""Weights in percent and bands of PP 30/2019 article 41.

	Of the bands, the two lowest (needs_improvement_from, poor_from below 70) are commonly reported but were
	not seen in the text. band_places: a value is banded as it is printed; not said by the regulation.
	"""

	results_weight: Decimal = Decimal(70)
	behaviour_weight: Decimal = Decimal(30)
	results_weight_with_360: Decimal = Decimal(60)
	behaviour_weight_with_360: Decimal = Decimal(40)
	maximum: Decimal = Decimal(120)
	very_good_from: Decimal = Decimal(110)
	good_from: Decimal = Decimal(90)
	needs_improvement_from: Decimal = Decimal(70)
	poor_from: Decimal = Decimal(50)
	band_places: int = 2


@dataclass(frozen=True)
class BehaviourValueRules:
	"""Scale of the behaviour scores: 1 to 5 per behaviour, led to 120; a practice, no regulation."""

	lowest_score: Decimal = Decimal(1)
	highest_score: Decimal = Decimal(5)
	scale: Decimal = Decimal(120)


DEFAULT_RULES = InternalValueRules()
DEFAULT_BEHAVIOUR = BehaviourValueRules()

#: Schemes of an agency; NONE keeps no number.
NONE = "None"
WITHOUT_360 = "PP 30/2019 70-30"
WITH_360 = "PP 30/2019 60-40"
SCHEMES = (NONE, WITHOUT_360, WITH_360)


def results_value(
	achievements: Sequence[tuple[Number, bool]], rules: IndicatorValueRules = DEFAULT_VALUE_RULES
) -> Decimal:
	"""The value of results (0 to 120): the mean of the values of the main indicators; not rounded.

	achievements: unrounded percentage of each indicator, and whether its target is the highest possible; 0 for
	one that was due and not realised. Additional results do not count.
	Raises RuleError: values_missing, percent_negative, not_a_number. Source: PermenPANRB 8/2021 (values of
	indicators); the plain mean is a house rule.
	"""
	return mean([indicator_value_2021(percent, maximum, rules) for percent, maximum in achievements])


def behaviour_value(scores: Sequence[Number], rules: BehaviourValueRules = DEFAULT_BEHAVIOUR) -> Decimal:
	"""The value of behaviour (0 to 120) from one score per behaviour: sum / (number x highest score) x 120.

	With seven behaviours that is sum / 35 x 120. Raises RuleError: values_missing, score_out_of_range,
	not_a_number.
	Source: an agency's practice on top of PP 30/2019 article 41; no regulation gives this scale.
	"""
	values = [to_decimal(score) for score in scores]
	for value in values:
		if not rules.lowest_score <= value <= rules.highest_score:
			raise RuleError(
				"score_out_of_range", score=value, minimum=rules.lowest_score, maximum=rules.highest_score
			)
	return CONTEXT.divide(CONTEXT.multiply(mean(values), rules.scale), rules.highest_score)


def scheme_of_person(scheme: str, opinions: bool) -> str:
	"""The scheme that holds for one person: 60/40 only where peers or direct subordinates were heard about him.

	opinions: whether a 360 of the person is there in which peers or subordinates could be shown; without it 70/30
	holds, as for an agency that takes no opinions. Source: PP 30/2019 article 41.
	"""
	return WITHOUT_360 if scheme == WITH_360 and not opinions else scheme


def behaviour_value_360(
	overall: Number, highest: Number, rules: BehaviourValueRules = DEFAULT_BEHAVIOUR
) -> Decimal:
	"""The value of behaviour (0 to 120) from the overall mean of a 360 whose scale ends at `highest`; not rounded.

	The mean holds the superior's part at its weight already. Raises RuleError: score_out_of_range, not_a_number.
	Source: the scale of `behaviour_value`; no regulation gives it.
	"""
	value, top = to_decimal(overall), to_decimal(highest)
	if not ZERO < value <= top:
		raise RuleError("score_out_of_range", score=value, minimum=ZERO, maximum=top)
	return CONTEXT.divide(CONTEXT.multiply(value, rules.scale), top)


def internal_value(
	results: Number, behaviour: Number, with_360: bool = False, rules: InternalValueRules = DEFAULT_RULES
) -> Decimal:
	"""The weighted value (0 to 120) of the results and the behaviour (each 0 to 120); not rounded.

	70/30, or 60/40 if the agency takes the opinion of peers and direct subordinates into the behaviour value.
	Raises RuleError: value_out_of_range, weights_not_100, not_a_number. Source: PP 30/2019 article 41.
	"""
	weight, other = (
		(rules.results_weight_with_360, rules.behaviour_weight_with_360)
		if with_360
		else (rules.results_weight, rules.behaviour_weight)
	)
	if CONTEXT.add(weight, other) != HUNDRED:
		raise RuleError("weights_not_100", weights=f"{weight} + {other}")
	total = CONTEXT.add(
		CONTEXT.multiply(_in_range(results, rules), weight),
		CONTEXT.multiply(_in_range(behaviour, rules), other),
	)
	return CONTEXT.divide(total, HUNDRED)


def predicate_of_value(
	value: Number, innovation: bool = False, rules: InternalValueRules = DEFAULT_RULES
) -> str:
	"""The predicate that PP 30/2019 gave for a value (0 to 120), one of predicate.PREDICATES.

	110 and more is Very Good only with an innovation (a new idea or way that benefits the organisation or the
	state), otherwise Good. Raises RuleError: value_out_of_range, not_a_number. Source: PP 30/2019 article 41.
	"""
	shown = rounded(_in_range(value, rules), rules.band_places)
	if shown >= rules.very_good_from and innovation:
		return VERY_GOOD
	if shown >= rules.good_from:
		return GOOD
	if shown >= rules.needs_improvement_from:
		return NEEDS_IMPROVEMENT
	if shown >= rules.poor_from:
		return POOR
	return VERY_POOR


def _in_range(value: Number, rules: InternalValueRules) -> Decimal:
	number = to_decimal(value)
	if not ZERO <= number <= rules.maximum:
		raise RuleError("value_out_of_range", value=number, minimum=ZERO, maximum=rules.maximum)
	return number
