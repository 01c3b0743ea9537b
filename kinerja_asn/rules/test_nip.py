import unittest
from datetime import date

from kinerja_asn.rules.errors import MESSAGES, RuleError
from kinerja_asn.rules.nip import NipRules, normalise_nip, parse_nip, warnings_for

TODAY = date(2026, 11, 22)


class TestNip(unittest.TestCase):
	def refuse(self, code, text, kind="PNS", **more):
		with self.assertRaises(RuleError) as caught:
			parse_nip(text, kind, TODAY, **more)
		self.assertEqual(caught.exception.code, code)

	def test_official_example(self):
		nip = parse_nip("196608011988031001", "PNS", TODAY)
		self.assertEqual(nip.number, "196608011988031001")
		self.assertEqual(nip.birth_date, date(1966, 8, 1))
		self.assertEqual(nip.appointed, date(1988, 3, 1))
		self.assertEqual((nip.sex, nip.serial, nip.kind), ("Male", 1, "PNS"))
		self.assertEqual(nip.spaced, "19660801 198803 1 001")

	def test_other_pns(self):
		nip = parse_nip("199002282015032001", "PNS", TODAY)
		self.assertEqual(
			(nip.sex, nip.birth_date, nip.appointed), ("Female", date(1990, 2, 28), date(2015, 3, 1))
		)
		nip = parse_nip("198512312010121003", "CPNS", TODAY)
		self.assertEqual((nip.sex, nip.serial, nip.kind), ("Male", 3, "CPNS"))

	def test_pppk(self):
		for kind in ("PPPK", "PPPK Part-Time"):
			nip = parse_nip("199305172023212004", kind, TODAY)
			self.assertEqual((nip.sex, nip.appointed, nip.serial), ("Female", date(2023, 1, 1), 4))
			self.assertEqual(nip.kind, kind)

	def test_spaces_and_dots_are_removed(self):
		for text in (
			"19900228 201503 2 001",
			" 19900228.201503.2.001\n",
			"19900228\u00a0201503\u00a02\u00a0001",
			"\u200e199002282015032001\u200b",
		):
			self.assertEqual(parse_nip(text, "PNS", TODAY).number, "199002282015032001")
		self.assertEqual(normalise_nip(None), "")

	def test_what_is_no_number(self):
		for text in (None, "", "   ", "..."):
			self.refuse("nip_empty", text)
		for text in (
			"19900228201503200A",
			"１９９００２２８２０１５０３２００１",
			"١٩٩٠٠٢٢٨٢٠١٥٠٣٢٠٠١",
			"19900228201503200²",
			"1.99002282015032E+17",
			"-19900228201503200",
			"<script>alert(1)</script>",
			"'199002282015032001",
		):
			self.refuse("nip_not_digits", text)
		for text in ("19900228201503200", "1990022820150320011", "130123456", "9" * 10_000):
			self.refuse("nip_wrong_length", text)
		self.refuse("nip_not_digits", "x" * 10_000)

	def test_a_long_text_is_not_repeated_in_the_message(self):
		with self.assertRaises(RuleError) as caught:
			parse_nip("x" * 10_000, "PNS", TODAY)
		self.assertLess(len(str(caught.exception)), 200)

	def test_kind(self):
		for kind in ("", None, "Honorer"):
			self.refuse("nip_kind_unknown", "199002282015032001", kind)

	def test_birth_date(self):
		for digits in (
			"19900230",
			"19901301",
			"19900001",
			"19900100",
			"00000101",
			"19890229",
			"18991231",
			"20270101",
		):
			self.refuse("nip_birth_date", digits + "2015032001")
		self.assertEqual(parse_nip("199202292015032001", "PNS", TODAY).birth_date, date(1992, 2, 29))

	def test_appointment(self):
		for month in ("00", "13", "21", "99"):
			self.refuse("nip_appointment_month", f"199002282015{month}2001")
		self.refuse("nip_appointment_year", "199002280000032001")
		self.refuse("nip_in_future", "199002282026122001")
		self.refuse("nip_in_future", "199002282027212001", "PPPK")
		parse_nip("199002282026112001", "PNS", TODAY)
		parse_nip("199002282026212001", "PPPK", TODAY)

	def test_a_pppk_number_is_no_pns_number_and_the_reverse(self):
		self.refuse("nip_appointment_month", "199305172023212004", "PNS")
		self.refuse("nip_contract_code", "199002282015032001", "PPPK")
		self.refuse("nip_contract_code", "199305172023112004", "PPPK")
		parse_nip("199305172023222004", "PPPK", TODAY)

	def test_sex_and_serial(self):
		for digit in "03456789":
			self.refuse("nip_sex", f"19900228201503{digit}001")
		self.refuse("nip_serial", "199002282015032000")
		self.assertEqual(parse_nip("199002282015032999", "PNS", TODAY).serial, 999)

	def test_age_at_appointment(self):
		self.refuse("nip_too_young", "199703022015032001")
		self.refuse("nip_too_young", "199803012015032001")
		parse_nip("199703012015032001", "PNS", TODAY)
		parse_nip("199703022015032001", "PNS", TODAY, rules=NipRules(min_age=17))
		parse_nip("200512312023212004", "PPPK", TODAY)
		self.refuse("nip_too_young", "200601012023212004", "PPPK")

	def test_today_defaults_to_the_current_date(self):
		parse_nip("199002282015032001")
		self.refuse("nip_in_future", "199002289999032001")

	def test_warnings(self):
		nip = parse_nip("199002282015032001", "PNS", TODAY)
		self.assertEqual(warnings_for(nip, "Female", date(1990, 2, 28)), [])
		self.assertEqual(warnings_for(nip, None, None), [])
		self.assertEqual(warnings_for(nip, "Prefer not to say", None), [])
		found = warnings_for(nip, "Male", date(1990, 2, 27))
		self.assertEqual(found, ["nip_gender_differs", "nip_birth_date_differs"])
		for code in found:
			self.assertIn(code, MESSAGES)


if __name__ == "__main__":
	unittest.main()
