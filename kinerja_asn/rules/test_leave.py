"""Leave for the whole of an interval."""

from datetime import date, timedelta
from unittest import TestCase

from kinerja_asn.rules.leave import is_fully_on_leave

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)


class LeaveTest(TestCase):
	def test_one_leave_or_several(self):
		self.assertTrue(is_fully_on_leave(FIRST, LAST, [(date(2026, 2, 1), date(2026, 4, 30))]))
		halves = [(FIRST, date(2026, 3, 15)), (date(2026, 3, 16), LAST)]
		self.assertTrue(is_fully_on_leave(FIRST, LAST, halves))
		self.assertTrue(is_fully_on_leave(FIRST, LAST, [*halves, (date(2026, 3, 10), date(2026, 3, 20))]))

	def test_one_day_of_work(self):
		gap = [(FIRST, date(2026, 3, 15)), (date(2026, 3, 17), LAST)]
		self.assertFalse(is_fully_on_leave(FIRST, LAST, gap))
		self.assertTrue(is_fully_on_leave(FIRST, LAST, gap, {date(2026, 3, 16)}))
		self.assertFalse(is_fully_on_leave(FIRST, LAST, [(FIRST, date(2026, 3, 30))]))

	def test_no_leave_is_never_leave(self):
		every_day = {FIRST + timedelta(day) for day in range(31)}
		self.assertFalse(is_fully_on_leave(FIRST, LAST, [], every_day))
		self.assertFalse(is_fully_on_leave(FIRST, LAST, [(date(2026, 4, 1), date(2026, 4, 9))], every_day))
