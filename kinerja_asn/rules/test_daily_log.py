"""Days on which a log may be written."""

import unittest
from datetime import date

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


class TestDays(unittest.TestCase):
	def test_days(self):
		for day, code in (
			(date(2026, 11, 22), None),
			(date(2026, 11, 15), None),
			(date(2026, 11, 14), "log_too_old"),
			(date(2026, 11, 23), "log_in_future"),
			(date(2027, 1, 1), "log_in_future"),
			(date(2025, 12, 31), "log_outside_plan"),
		):
			with self.subTest(day=day):
				self.assertEqual(refusal(day), code)

	def test_both_ends_of_the_plan_are_inside(self):
		none = LogRules(backdate_days=None)
		self.assertIsNone(refusal(date(2026, 1, 1), rules=none))
		self.assertIsNone(refusal(date(2026, 11, 20), plan_to=date(2026, 11, 20)))
		self.assertEqual(refusal(date(2026, 11, 21), plan_to=date(2026, 11, 20)), "log_outside_plan")

	def test_an_accepted_interval_is_closed_whatever_the_limit(self):
		self.assertEqual(refusal(date(2026, 11, 20), accepted=True), "log_interval_accepted")
		self.assertEqual(
			refusal(date(2026, 3, 1), accepted=True, rules=LogRules(None)), "log_interval_accepted"
		)

	def test_the_limit_is_the_agency_s(self):
		self.assertEqual(refusal(date(2026, 11, 21), rules=LogRules(0)), "log_too_old")
		self.assertIsNone(refusal(date(2026, 11, 22), rules=LogRules(0)))
		self.assertIsNone(refusal(date(2026, 10, 23), rules=LogRules(30)))

	def test_the_message_names_day_and_limit(self):
		with self.assertRaises(RuleError) as raised:
			check_day(date(2026, 11, 1), TODAY, **PLAN)
		self.assertEqual(raised.exception.params, {"date": date(2026, 11, 1), "days": 7})
