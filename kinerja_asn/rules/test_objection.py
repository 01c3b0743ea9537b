import unittest
from datetime import date

from kinerja_asn.rules.errors import RuleError
from kinerja_asn.rules.objection import (
	ObjectionRules,
	clarification_due,
	decision_due,
	is_in_time,
	is_silent_acceptance,
	last_day,
	may_decide,
)

HANDED_OVER = date(2027, 1, 11)


class TestObjection(unittest.TestCase):
	def test_last_day(self):
		self.assertEqual(last_day(HANDED_OVER), date(2027, 1, 25))
		self.assertEqual(last_day(HANDED_OVER, ObjectionRules(days=0)), HANDED_OVER)
		self.assertEqual(last_day(date(2028, 2, 20)), date(2028, 3, 5))
		with self.assertRaises(RuleError) as caught:
			last_day(HANDED_OVER, ObjectionRules(days=-1))
		self.assertEqual(caught.exception.code, "days_negative")

	def test_in_time(self):
		self.assertTrue(is_in_time(HANDED_OVER, HANDED_OVER))
		self.assertTrue(is_in_time(HANDED_OVER, date(2027, 1, 25)))
		self.assertFalse(is_in_time(HANDED_OVER, date(2027, 1, 26)))
		self.assertFalse(is_in_time(HANDED_OVER, date(2027, 1, 10)))

	def test_silence(self):
		self.assertFalse(is_silent_acceptance(HANDED_OVER, date(2027, 1, 25)))
		self.assertTrue(is_silent_acceptance(HANDED_OVER, date(2027, 1, 26)))
		self.assertFalse(is_silent_acceptance(HANDED_OVER, date(2027, 1, 26), objected=True))
		self.assertFalse(is_silent_acceptance(None, date(2027, 1, 26)))
		self.assertFalse(
			is_silent_acceptance(HANDED_OVER, date(2028, 1, 1), rules=ObjectionRules(silence_accepts=False))
		)

	def test_decision(self):
		self.assertEqual(decision_due(date(2027, 1, 25)), date(2027, 2, 8))
		self.assertEqual(decision_due(date(2027, 1, 25), ObjectionRules(decision_days=7)), date(2027, 2, 1))

	def test_the_decision_waits_for_the_explanation(self):
		filed = date(2027, 1, 25)
		self.assertEqual(clarification_due(filed), date(2027, 1, 30))
		# never beyond the day of the decision
		self.assertEqual(clarification_due(filed, ObjectionRules(decision_days=3)), date(2027, 1, 28))
		self.assertTrue(may_decide(filed, True, filed))
		self.assertFalse(may_decide(filed, False, date(2027, 1, 30)))
		self.assertTrue(may_decide(filed, False, date(2027, 1, 31)))


if __name__ == "__main__":
	unittest.main()
