"""How far a result of the cascade was reached, in one figure and one of three colours.

No regulation joins the indicators of a result into one figure: the figure and the colours serve the eye in the tree
of results, and enter no rating.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kinerja_asn.rules.numeric import HUNDRED, Number, mean, to_decimal

REACHED = "reached"
NEAR = "near"
BEHIND = "behind"
NONE = "none"
TONES = (REACHED, NEAR, BEHIND, NONE)


@dataclass(frozen=True)
class ToneRules:
	"""From these percentages on a result counts as reached, and as near: the lower ends of good and of sufficient in
	PP 30/2019 article 41.
	"""

	reached_from: Decimal = Decimal(90)
	near_from: Decimal = Decimal(70)


DEFAULT_RULES = ToneRules()


def percent_of_result(percents: Iterable[Number | None]) -> Decimal | None:
	"""The mean of the indicators' percentages, each counted up to 100, so that one that was exceeded hides none that was
	missed; None if none can be told.

	Raises RuleError: not_a_number.
	"""
	known = [min(to_decimal(percent), HUNDRED) for percent in percents if percent is not None]
	return mean(known) if known else None


def tone(percent: Number | None, rules: ToneRules = DEFAULT_RULES) -> str:
	"""One of TONES.

	Raises RuleError: not_a_number.
	"""
	if percent is None:
		return NONE
	figure = to_decimal(percent)
	if figure >= rules.reached_from:
		return REACHED
	return NEAR if figure >= rules.near_from else BEHIND
