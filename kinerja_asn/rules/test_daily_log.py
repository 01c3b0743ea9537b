"""Days on which a log may be written."""

from datetime import date

import pytest

from kinerja_asn.rules.daily_log import LogRules, check_day
from kinerja_asn.rules.errors import RuleError

TODAY = date(2026, 11, 22)
PLAN = {"plan_from": date(2026, 1, 1), "plan_to": date(2026, 12, 31)}


def refusal(day, **more):
	try:
		check_day(day, TODAY, **(PLAN | more))
	except RuleError as error:
		return error.code
	return None


@pytest.mark.parametrize(
	("day", "code"),
	[
		(date(2026, 11, 22), None),
		(date(2026, 11, 15), None),
		(date(2026, 11, 14), "log_too_old"),
		(date(2026, 11, 23), "log_in_future"),
		(date(2027, 1, 1), "log_in_future"),
		(date(2025, 12, 31), "log_outside_plan"),
	],
)
def test_days(day, code):
	assert refusal(day) == code


def test_both_ends_of_the_plan_are_inside():
	none = LogRules(backdate_days=None)
	assert refusal(date(2026, 1, 1), rules=none) is None
	assert refusal(date(2026, 11, 20), plan_to=date(2026, 11, 20)) is None
	assert refusal(date(2026, 11, 21), plan_to=date(2026, 11, 20)) == "log_outside_plan"


def test_an_accepted_interval_is_closed_whatever_the_limit():
	assert refusal(date(2026, 11, 20), accepted=True) == "log_interval_accepted"
	assert refusal(date(2026, 3, 1), accepted=True, rules=LogRules(None)) == "log_interval_accepted"


def test_the_limit_is_the_agency_s():
	assert refusal(date(2026, 11, 21), rules=LogRules(0)) == "log_too_old"
	assert refusal(date(2026, 11, 22), rules=LogRules(0)) is None
	assert refusal(date(2026, 10, 23), rules=LogRules(30)) is None


def test_the_message_names_day_and_limit():
	with pytest.raises(RuleError) as raised:
		check_day(date(2026, 11, 1), TODAY, **PLAN)
	assert raised.value.params == {"date": date(2026, 11, 1), "days": 7}
