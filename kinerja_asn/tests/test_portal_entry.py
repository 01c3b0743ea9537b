"""Where people without the desk begin, and what a report says about how far a target was reached."""

import frappe

from kinerja_asn.tests.base import KinerjaTestCase
from kinerja_asn.www.kinerja.page import home_of
from kinerja_asn.www.kinerja.reports import percent_of


def percent(realisation, target, direction, low=0, high=0, reported=1):
	row = frappe._dict(realisation=realisation, target=target, reported=reported)
	return percent_of(row, frappe._dict(direction=direction, target_low=low, target_high=high))


class TestPercentInReports(KinerjaTestCase):
	def test_less_is_more_where_lower_is_better(self):
		self.assertEqual(percent(12, 15, "Lower Is Better"), 120)
		self.assertEqual(percent(18, 15, "Lower Is Better"), 80)

	def test_higher_is_better_and_ranges(self):
		self.assertEqual(percent(147, 100, "Higher Is Better"), 147)
		self.assertEqual(percent(93, 0, "Range", low=90, high=95), 100)

	def test_nothing_is_said_without_target_or_figure(self):
		self.assertIsNone(percent(3, 0, "Higher Is Better"))
		self.assertIsNone(percent(0, 15, "Lower Is Better", reported=0))
		self.assertIsNone(percent_of(frappe._dict(realisation=1, target=1, reported=1), None))


class TestHomeWithoutDesk(KinerjaTestCase):
	def test_neither_guests_nor_desk_users_are_sent_to_the_portal(self):
		self.assertIsNone(home_of("Guest"))
		self.assertIsNone(home_of("Administrator"))
