"""Where people without the desk begin."""

from kinerja_asn.tests.base import KinerjaTestCase
from kinerja_asn.www.kinerja.page import home_of


class TestHomeWithoutDesk(KinerjaTestCase):
	def test_neither_guests_nor_desk_users_are_sent_to_the_portal(self):
		self.assertIsNone(home_of("Guest"))
		self.assertIsNone(home_of("Administrator"))
