"""When a daily work log (progres harian) may be written for a day.

PermenPANRB 6/2022 asks for progress during the year and leaves its form to the agency: how far back an entry may be
dated is a rule of the house.
"""

from dataclasses import dataclass
from datetime import date

from kinerja_asn.rules.errors import RuleError


@dataclass(frozen=True)
class LogRules:
	"""How many days back an entry may be dated; 0: today only, None: any day of the plan."""

	backdate_days: int | None = 7


DEFAULT_RULES = LogRules()


def check_day(
	day: date,
	today: date,
	plan_from: date,
	plan_to: date,
	accepted: bool = False,
	rules: LogRules = DEFAULT_RULES,
) -> None:
	"""Refuse an entry for a day on which none can be written.

	plan_from, plan_to: the first and the last day of the plan, both inside; accepted: the report of the interval that
	the day lies in was accepted.
	Raises RuleError: log_in_future, log_outside_plan, log_interval_accepted, log_too_old.
	"""
	if day > today:
		raise RuleError("log_in_future", date=day)
	if not plan_from <= day <= plan_to:
		raise RuleError("log_outside_plan", date=day, start=plan_from, end=plan_to)
	if accepted:
		raise RuleError("log_interval_accepted", date=day)
	if rules.backdate_days is not None and (today - day).days > rules.backdate_days:
		raise RuleError("log_too_old", date=day, days=rules.backdate_days)
