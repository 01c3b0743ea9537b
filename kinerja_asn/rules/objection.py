"""Objection (keberatan) against the result of an evaluation: its days."""

from dataclasses import dataclass
from datetime import date, timedelta

from kinerja_asn.rules.errors import RuleError


@dataclass(frozen=True)
class ObjectionRules:
	"""Calendar days. days: PP 30/2019 article 59 (14). decision_days: no regulation was found, 14 is a
	proposal.

	clarification_days: how long the decision waits for the appraiser's explanation; no regulation was found, 5 is a
	proposal.
	silence_accepts: whether who stays silent beyond the last day has accepted; practice, no regulation was
	found.
	"""

	days: int = 14
	decision_days: int = 14
	clarification_days: int = 5
	silence_accepts: bool = True


DEFAULT_RULES = ObjectionRules()


def last_day(handed_over: date, rules: ObjectionRules = DEFAULT_RULES) -> date:
	"""The last day on which the employee may object; the days run from handing over (that day is not
	counted).

	Raises RuleError ``days_negative``. Source: PP 30/2019 article 59; PermenPANRB 6/2022 article 29.
	"""
	return _after(handed_over, rules.days)


def is_in_time(handed_over: date, filed: date, rules: ObjectionRules = DEFAULT_RULES) -> bool:
	"""Whether an objection of this day is accepted for decision: not before handing over, not after the last
	day.

	Raises RuleError ``days_negative``. Source: PP 30/2019 article 59.
	"""
	return handed_over <= filed <= last_day(handed_over, rules)


def is_silent_acceptance(
	handed_over: date | None, today: date, objected: bool = False, rules: ObjectionRules = DEFAULT_RULES
) -> bool:
	"""Whether the result counts as accepted because the last day has passed without an objection.

	handed_over: None if it was not handed over yet. Raises RuleError ``days_negative``.
	"""
	if handed_over is None or objected or not rules.silence_accepts:
		return False
	return today > last_day(handed_over, rules)


def decision_due(filed: date, rules: ObjectionRules = DEFAULT_RULES) -> date:
	"""The day by which the appraiser's superior should decide. Raises RuleError ``days_negative``."""
	return _after(filed, rules.decision_days)


def clarification_due(filed: date, rules: ObjectionRules = DEFAULT_RULES) -> date:
	"""The day until which the decision waits for the appraiser's explanation, at the latest the day of the decision.

	Raises RuleError ``days_negative``. Source: PP 30/2019 article 59 (the superior asks both for an explanation).
	"""
	return min(_after(filed, rules.clarification_days), decision_due(filed, rules))


def may_decide(filed: date, clarified: bool, today: date, rules: ObjectionRules = DEFAULT_RULES) -> bool:
	"""Whether a decision may be taken: the appraiser has explained, or his days for it have passed.

	A superior who stays silent decides nothing: no regulation says what his silence means, so it is only reminded of.
	Raises RuleError ``days_negative``. Source: PP 30/2019 article 59.
	"""
	return clarified or today > clarification_due(filed, rules)


def _after(start: date, days: int) -> date:
	if days < 0:
		raise RuleError("days_negative", days=days)
	return start + timedelta(days)
