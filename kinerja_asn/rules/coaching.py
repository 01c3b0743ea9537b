"""Coaching (bimbingan kinerja): when a report proposes a session, and the employee's evaluation of one (format B.1.8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kinerja_asn.rules.numeric import HUNDRED, to_decimal


@dataclass(frozen=True)
class CoachingRules:
	"""below: percent of achievement below which a report proposes coaching; 0 for never. No regulation names a figure; 70 is
	where the value "Kurang" begins (PP 30/2019 article 41).
	"""

	below: Decimal = Decimal(70)


DEFAULT_RULES = CoachingRules()

#: Format B.1.8 (PermenPANRB 6/2022, annex): what the employee says about a session: (key, group). Three about himself, three
#: about who led the session, three about both.
EMPLOYEE, LEADER, BOTH = "employee", "leader", "both"
STATEMENTS = (
	("heard", EMPLOYEE),
	("valued", EMPLOYEE),
	("free_to_speak", EMPLOYEE),
	("based_on_data", LEADER),
	("positive", LEADER),
	("asks", LEADER),
	("solutions", BOTH),
	("knows_what_to_do", BOTH),
	("understands_aim", BOTH),
)
#: The annex gives no scale that was found; three answers are ours.
YES, PARTLY, NO = "Yes", "Partly", "No"
ANSWERS = (YES, PARTLY, NO)


def achievement_of(percents: Iterable[float | Decimal]) -> Decimal | None:
	"""What a report achieved in percent: the mean of its measured indicators, each counted up to 100, so that more of one does
	not hide less of another; None where nothing was measured.
	"""
	counted = [min(max(to_decimal(percent), Decimal(0)), HUNDRED) for percent in percents]
	return sum(counted) / len(counted) if counted else None


def proposes_coaching(achievement: Decimal | None, rules: CoachingRules = DEFAULT_RULES) -> bool:
	"""Whether a report with this achievement proposes a session to the appraiser."""
	return achievement is not None and achievement < rules.below


def missing_answers(answers: dict) -> list[str]:
	"""Keys of the statements without an answer that is one."""
	return [key for key, _group in STATEMENTS if answers.get(key) not in ANSWERS]
