"""The lists that HR keeps: what they refuse, and in which words."""

import frappe

from kinerja_asn.tests import agency, factories
from kinerja_asn.tests.base import KinerjaTestCase


def new(doctype, **values):
	return frappe.get_doc({"doctype": doctype, **values})


class TestMasterData(KinerjaTestCase):
	def test_names_are_used_once_whatever_their_case(self):
		for doctype, values in (
			("ASN Rank", {"rank_code": "iii/B "}),
			("Functional Level", {"level_name": "AHLI  PERTAMA", "category": "Expertise"}),
			("Work Behaviour", {"behaviour_name": "akuntabel", "behaviour_order": 8, "guides": "x"}),
			(
				"Performance Indicator",
				{"indicator_name": "indeks KEPUASAN pasien", "aspect": "Quality", "uom": "Indeks"},
			),
		):
			with self.subTest(doctype), self.assertThrowsMessage("already"):
				new(doctype, **values).insert()

	def test_the_same_indicator_of_another_unit_is_another(self):
		company = factories.make_company()
		unit = factories.make_department("Dinas Uji", company)
		new(
			"Performance Indicator",
			indicator_name="Indeks kepuasan pasien",
			aspect="Quality",
			uom="Indeks",
			department=unit.name,
		).insert()

	def test_long_texts(self):
		with self.assertThrowsMessage("10000", "300"):
			new("Performance Indicator", indicator_name="x" * 10000, uom="Indeks").insert()
		with self.assertThrowsMessage("10000", "5000"):
			new("Performance Indicator", indicator_name="x", uom="Indeks", formula="y" * 10000).insert()

	def test_highest_target_of_a_falling_indicator(self):
		with self.assertThrowsMessage("highest"):
			new(
				"Performance Indicator",
				indicator_name="Turun",
				uom="Persen",
				direction="Lower Is Better",
				highest_possible_target=1,
			).insert()

	def test_guides(self):
		behaviour = frappe.get_doc("Work Behaviour", "Loyal")
		behaviour.guides = "  satu  \n\n dua\n"
		behaviour.save()
		self.assertEqual(behaviour.guides, "satu\ndua")
		behaviour.guides = "\n"
		with self.assertThrowsMessage("guide"):
			behaviour.save()

	def test_ranks_of_a_level(self):
		level = frappe.get_doc("Functional Level", "Ahli Muda")
		level.first_rank, level.last_rank = "IV/a", "III/c"
		with self.assertThrowsMessage("IV/a"):
			level.save()
		level.reload()
		level.annual_coefficient = -1
		with self.assertRaises(frappe.ValidationError):
			level.save()


class TestExternalAppraiser(KinerjaTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.agency = agency.build(with_plans=False, with_period=False)
		cls.transaction.commit()

	def make(self, **values):
		return new(
			"External Appraiser", **{"full_name": "Menteri Contoh", "position": "Menteri", **values}
		).insert()

	def test_without_nip_and_user(self):
		self.assertFalse(self.make(nip="  ").nip)

	def test_wrong_nip(self):
		with self.assertThrowsMessage("18"):
			self.make(nip="123")

	def test_nip_of_an_employee(self):
		with self.assertThrowsMessage(self.agency.ani.name):
			self.make(nip=self.agency.ani.asn_nip)

	def test_user_of_an_employee(self):
		with self.assertThrowsMessage("employee"):
			self.make(user=self.agency.user("ani"))

	def test_one_user_one_official(self):
		factories.make_user("menteri@kinerja.test", ("Employee Self Service",))
		self.make(user="menteri@kinerja.test")
		with self.assertThrowsMessage("Menteri Contoh"):
			self.make(full_name="Wakil Menteri", user="menteri@kinerja.test")

	def test_twice(self):
		self.make()
		with self.assertThrowsMessage("already"):
			self.make(full_name="MENTERI  contoh")


class TestSettings(KinerjaTestCase):
	def save(self, **values):
		settings = frappe.get_doc("Kinerja ASN Settings")
		settings.update(values)
		settings.save()

	def test_defaults_are_possible(self):
		self.save()

	def test_impossible_numbers(self):
		for values, words in (
			({"planning_close_day": 0}, "1"),
			({"planning_close_day": 40}, "31"),
			({"objection_days": 0}, "90"),
			({"draft_due_day": 20, "planning_close_day": 10}, "20"),
			(
				{"default_reporting_frequency": "Annual", "default_evaluation_frequency": "Monthly"},
				"evaluation",
			),
		):
			with self.subTest(str(values)), self.assertThrowsMessage(words):
				self.save(**values)
