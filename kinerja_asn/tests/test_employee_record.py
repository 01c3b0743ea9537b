"""Employee and Department: NIP, appraiser, heads, and who may change what rights hang on."""

import json
from unittest.mock import patch

import frappe

from kinerja_asn import appraisers
from kinerja_asn.overrides import employee as overrides
from kinerja_asn.tests import agency, factories
from kinerja_asn.tests.base import KinerjaTestCase
from kinerja_asn.tests.rest import RestTestCase, resource

VALID = "198503172010012007"


class TestNip(KinerjaTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		company = factories.make_company()
		cls.wati = factories.make_employee("Wati", company, user=False)
		cls.tuti = factories.make_employee("Tuti", company, user=False)
		cls.transaction.commit()

	def save(self, **values):
		doc = frappe.get_doc("Employee", self.wati.name)
		doc.update(values)
		doc.save()
		return doc

	def test_spaces_and_dots_are_removed(self):
		self.assertEqual(self.save(asn_nip=" 19850317 201001.2 007\u200b").asn_nip, VALID)

	def test_every_wrong_kind_is_told(self):
		for number, words in {
			"19850317201001200": "18",
			"1985031720100120077": "18",
			"19850317201001200A": "digits",
			"198513172010012007": "1 to 8",
			"198503172010132007": "13 and 14",
			"198503172010013007": "15",
			"198503172010012000": "16 to 18",
			"201003172012012007": "age",
			"198503172099012007": "future",
			"<script>alert(1)</script>": "digits",
		}.items():
			with self.subTest(number), self.assertThrowsMessage(words):
				self.save(asn_nip=number)

	def set(self, field, value):
		frappe.db.set_single_value("Kinerja ASN Settings", field, value)
		frappe.clear_document_cache("Kinerja ASN Settings", "Kinerja ASN Settings")

	def test_pppk(self):
		self.assertEqual(
			self.save(asn_nip="198503172023212001", asn_status="PPPK").asn_nip, "198503172023212001"
		)
		with self.assertThrowsMessage("13"):
			self.save(asn_nip="198503172023312001", asn_status="PPPK Part-Time")
		self.set("pppk_contract_digit", 3)
		self.assertEqual(
			self.save(asn_nip="198503172023312001", asn_status="PPPK Part-Time").asn_status, "PPPK Part-Time"
		)

	def test_number_without_status(self):
		with self.assertThrowsMessage("ASN status"):
			self.save(asn_nip=VALID, asn_status="")

	def test_one_number_one_person(self):
		with self.assertThrowsMessage(self.tuti.name):
			self.save(asn_nip=self.tuti.asn_nip)

	def test_no_number_is_no_problem(self):
		self.save(asn_nip="")
		other = frappe.get_doc("Employee", self.tuti.name)
		other.asn_nip = "  "
		other.save()
		self.assertFalse(other.asn_nip)

	def test_rank_of_the_other_list(self):
		with self.assertThrowsMessage("VII"):
			self.save(asn_rank="VII", asn_status="PNS")
		self.assertEqual(self.save(asn_rank="III/b").asn_rank, "III/b")

	def test_position_class(self):
		with self.assertThrowsMessage("17"):
			self.save(asn_position_class=18)
		self.set("highest_position_class", 18)
		self.assertEqual(self.save(asn_position_class=18).asn_position_class, 18)

	def test_old_number_does_not_hold_up_other_changes(self):
		frappe.db.set_value("Employee", self.wati.name, "asn_nip", "195001011970011001")
		self.set("minimum_age_at_appointment", 30)
		self.assertEqual(self.save(bio="baru").bio, "baru")


class TestAppraiser(KinerjaTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.agency = agency.build(with_plans=False, with_period=False)
		cls.transaction.commit()

	def save(self, short="ani", **values):
		doc = frappe.get_doc("Employee", self.agency.people[short].name)
		doc.update(values)
		doc.save()
		return doc

	def test_not_himself(self):
		with self.assertThrowsMessage("himself"):
			self.save(asn_appraiser=self.agency.ani.name)

	def test_not_somebody_who_left(self):
		frappe.db.set_value("Employee", self.agency.lama.name, "status", "Left")
		with self.assertThrowsMessage("not active"):
			self.save(asn_appraiser=self.agency.lama.name)

	def test_external(self):
		doc = self.save(asn_appraiser_type="External Appraiser", asn_appraiser=self.agency.external.name)
		self.assertEqual(doc.asn_appraiser, self.agency.external.name)

	def test_external_of_another_agency_or_out_of_office(self):
		frappe.db.set_value("External Appraiser", self.agency.external.name, "company", agency.OTHER_AGENCY)
		with self.assertThrowsMessage("another agency"):
			self.save(asn_appraiser_type="External Appraiser", asn_appraiser=self.agency.external.name)
		frappe.db.set_value("External Appraiser", self.agency.external.name, {"company": None, "active": 0})
		with self.assertThrowsMessage("not active"):
			self.save(asn_appraiser_type="External Appraiser", asn_appraiser=self.agency.external.name)

	def test_open_documents_follow(self):
		with patch.object(appraisers, "reassign") as reassign:
			self.save(asn_appraiser=self.agency.kabid_b.name)
			self.assertIn(self.agency.ani.name, reassign.call_args.args[0])
			reassign.reset_mock()
			self.save(bio="tidak apa-apa")
			reassign.assert_not_called()

	def test_people_of_an_appraiser_who_moves_are_concerned(self):
		concerned = overrides.concerned_by(self.agency.kabid.name)
		self.assertIn(self.agency.ani.name, concerned)
		self.assertIn(self.agency.kabid.name, concerned)
		self.assertNotIn(self.agency.citra.name, concerned)

	def test_head_of_a_unit(self):
		unit = frappe.get_doc("Department", self.agency.units["a"].name)
		unit.asn_head = self.agency.lain.name
		with self.assertThrowsMessage("another agency"):
			unit.save()
		unit.reload()
		unit.asn_acting_head = unit.asn_head
		with self.assertThrowsMessage("same person"):
			unit.save()
		unit.reload()
		unit.asn_head = self.agency.ani.name
		with patch.object(appraisers, "reassign") as reassign:
			unit.save()
		self.assertIn(self.agency.budi.name, reassign.call_args.args[0])

	def test_a_unit_without_people_gets_a_head(self):
		"""MariaDB knows no empty list: nobody's documents follow, and nothing breaks off."""
		unit = frappe.get_doc("Department", self.agency.units["b"].name)
		people = frappe.get_all("Employee", filters={"department": unit.name}, pluck="name")
		for name in people:
			frappe.db.set_value("Employee", name, "department", self.agency.units["a"].name)
		unit.asn_head, unit.asn_acting_head = self.agency.ani.name, None
		unit.save()
		self.assertEqual(frappe.db.get_value("Department", unit.name, "asn_head"), self.agency.ani.name)

	def test_unit_code_is_used_once_whatever_its_case(self):
		first = frappe.get_doc("Department", self.agency.units["a"].name)
		first.asn_unit_code = "dk-01"
		first.save()
		second = frappe.get_doc("Department", self.agency.units["b"].name)
		second.asn_unit_code = " DK-01 "
		with self.assertThrowsMessage("DK-01"):
			second.save()

	def test_slot_follows_a_rename(self):
		plan = factories.make_row(
			"Work Plan",
			"SKP-UJI-1",
			employee_type="Employee",
			employee=self.agency.ani.name,
			slot=f"{self.agency.ani.name}|Staf|2026-01-01",
		)
		frappe.rename_doc("Employee", self.agency.ani.name, "ANI-BARU", force=True)
		self.assertEqual(frappe.db.get_value("Work Plan", plan.name, "slot"), "ANI-BARU|Staf|2026-01-01")
		self.assertEqual(frappe.db.get_value("Work Plan", plan.name, "employee"), "ANI-BARU")


class TestWhoChanges(RestTestCase):
	@classmethod
	def build(cls):
		cls.agency = agency.build(with_plans=False, with_period=False)

	def test_employees_change_nothing_that_rights_hang_on(self):
		"""HRMS lets users of Employee Self Service write their own record."""
		sari, user = self.agency.sari.name, self.agency.user("sari")
		for field, value in {
			"reports_to": self.agency.kabid_b.name,
			"user_id": self.agency.user("budi"),
			"status": "Inactive",
			"department": self.agency.units["b"].name,
			"company": agency.OTHER_AGENCY,
			"asn_nip": VALID,
			"asn_status": "PPPK",
			"asn_standing": "State Official",
			"asn_rank": "IV/e",
			"asn_appraiser": self.agency.budi.name,
			"asn_position_type": "JPT Utama",
			"asn_position_class": 17,
		}.items():
			with self.subTest(field):
				before = frappe.db.get_value("Employee", sari, field)
				put = self.client.put(resource("Employee", sari), user=user, data={field: value})
				self.assertRefused(put)
				set_value = self.client.call(
					"frappe.client.set_value",
					user=user,
					data={"doctype": "Employee", "name": sari, "fieldname": field, "value": value},
				)
				self.assertRefused(set_value)
				bulk = self.client.call(
					"frappe.client.bulk_update",
					user=user,
					data={"docs": json.dumps([{"doctype": "Employee", "docname": sari, field: value}])},
				)
				self.assertTrue(not bulk.ok or bulk.message["failed_docs"], bulk)
				self.assertEqual(frappe.db.get_value("Employee", sari, field), before)

	def test_employees_still_change_their_own_data(self):
		answer = self.client.put(
			resource("Employee", self.agency.sari.name),
			user=self.agency.user("sari"),
			data={"bio": "Perawat"},
		)
		self.assertTrue(answer.ok, answer)

	def test_hr_changes_them(self):
		factories.make_user("sdm@kinerja.test", ("HR Manager",))
		answer = self.client.put(
			resource("Employee", self.agency.ani.name),
			user="sdm@kinerja.test",
			data={"asn_rank": "III/b", "reports_to": self.agency.kabid_b.name},
		)
		self.assertTrue(answer.ok, answer)

	def test_other_roles_do_not_name_heads(self):
		factories.make_user("akademik@kinerja.test", ("Academics User",))
		unit = self.agency.units["a"].name
		frappe.get_doc("Department", unit)
		answer = self.client.put(
			resource("Department", unit),
			user="akademik@kinerja.test",
			data={"asn_head": self.agency.ani.name},
		)
		self.assertRefused(answer)
		self.assertEqual(frappe.db.get_value("Department", unit, "asn_head"), self.agency.kabid.name)
