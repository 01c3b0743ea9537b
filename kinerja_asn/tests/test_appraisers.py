"""Who appraises whom: the way down to the appraiser, every problem of it, and a change while documents are open."""

from unittest.mock import patch

import frappe
from frappe.utils import nowdate

from kinerja_asn import appraiser_work, appraisers
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests import factories
from kinerja_asn.tests.base import KinerjaTestCase


class ResolveTest(KinerjaTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.company = factories.make_company("Pemerintah Kota Garis", "PKG")
		cls.top = factories.make_department("Dinas Garis", cls.company)
		cls.unit = factories.make_department("Bidang Garis", cls.company, parent=cls.top)
		cls.external = agencies.make_external("Wali Kota Garis", cls.company, position="Wali Kota Garis")
		cls.head = cls.hire(
			"Gita",
			asn_position_type="JPT Pratama",
			asn_appraiser_type="External Appraiser",
			asn_appraiser=cls.external.name,
		)
		cls.middle = cls.hire("Hadi", reports_to=cls.head)
		cls.staff = cls.hire("Intan", reports_to=cls.middle)

	@classmethod
	def hire(cls, first_name, department=None, **values):
		return factories.make_employee(
			first_name,
			cls.company,
			department=department or cls.unit,
			designation="Analis Garis",
			user=False,
			**values,
		)

	def change(self, employee, **values):
		"""Another value in the record, past the form, as an import may leave it."""
		frappe.db.set_value("Employee", employee.name, values, update_modified=False)

	def resolve(self, employee):
		return appraisers.resolve([employee.name])[employee.name]

	def test_reports_to_appraises_and_his_own_appraiser_is_the_superior(self):
		found = self.resolve(self.staff)
		self.assertIsNone(found.problem)
		self.assertEqual((found.appraiser, found.superior), (self.middle.name, self.head.name))
		self.assertEqual((found.appraiser_name, found.superior_name), ("Hadi", "Gita"))
		self.assertEqual(found.appraiser_position, "Analis Garis")
		self.assertEqual(found.appraiser_unit, "Bidang Garis")

	def test_the_named_appraiser_goes_before_reports_to(self):
		self.change(self.staff, asn_appraiser=self.head.name)
		self.assertEqual(self.resolve(self.staff).appraiser, self.head.name)

	def test_an_external_appraiser_is_no_problem_and_has_no_superior(self):
		found = self.resolve(self.head)
		self.assertIsNone(found.problem)
		self.assertEqual((found.appraiser_type, found.appraiser), ("External Appraiser", self.external.name))
		self.assertEqual(found.appraiser_position, "Wali Kota Garis")
		self.assertIsNone(found.superior)

	def test_the_superior_may_be_external(self):
		found = self.resolve(self.middle)
		self.assertEqual((found.superior_type, found.superior), ("External Appraiser", self.external.name))

	def test_heads_of_units_stand_in_nearest_first(self):
		alone = self.hire("Joko")
		frappe.db.set_value("Department", self.top.name, "asn_head", self.head.name)
		self.assertEqual(self.resolve(alone).appraiser, self.head.name)
		frappe.db.set_value("Department", self.unit.name, "asn_head", self.middle.name)
		self.assertEqual(self.resolve(alone).appraiser, self.middle.name)
		frappe.db.set_value("Department", self.unit.name, "asn_acting_head", self.staff.name)
		self.assertEqual(self.resolve(alone).appraiser, self.staff.name)

	def test_a_head_is_appraised_by_the_unit_above(self):
		alone = self.hire("Kiki")
		frappe.db.set_value("Department", self.unit.name, "asn_head", alone.name)
		frappe.db.set_value("Department", self.top.name, "asn_head", self.head.name)
		self.assertEqual(self.resolve(alone).appraiser, self.head.name)

	def test_problems_name_what_is_wrong_and_the_document_that_mends_it(self):
		alone = self.hire("Lala")
		found = self.resolve(alone)
		self.assertEqual(
			(found.problem, found.link_doctype, found.link_name),
			("appraiser_missing", "Employee", alone.name),
		)
		self.change(alone, asn_appraiser=alone.name)
		self.assertEqual(self.resolve(alone).problem, "appraiser_is_employee")
		self.change(alone, asn_appraiser=self.middle.name)
		self.change(self.middle, status="Left")
		found = self.resolve(alone)
		self.assertEqual(found.problem, "appraiser_inactive")
		self.assertIn("Hadi", found.message)
		self.assertEqual(found.link_name, alone.name)

	def test_an_inactive_head_is_mended_at_the_unit(self):
		alone = self.hire("Mira")
		frappe.db.set_value("Department", self.unit.name, "asn_head", self.middle.name)
		self.change(self.middle, status="Left")
		found = self.resolve(alone)
		self.assertEqual(
			(found.problem, found.link_doctype, found.link_name),
			("appraiser_inactive", "Department", self.unit.name),
		)

	def test_an_inactive_external_appraiser_is_a_problem(self):
		frappe.db.set_value("External Appraiser", self.external.name, "active", 0)
		found = self.resolve(self.head)
		self.assertEqual((found.problem, found.link_doctype), ("appraiser_inactive", "External Appraiser"))

	def test_a_circle_is_named_by_all_its_members_only(self):
		self.change(self.head, asn_appraiser_type="Employee", asn_appraiser=self.staff.name)
		outside = self.hire("Nana", reports_to=self.staff)
		found = appraisers.resolve([self.head.name, self.middle.name, self.staff.name, outside.name])
		for employee in (self.head, self.middle, self.staff):
			self.assertEqual(found[employee.name].problem, "reporting_circle")
			for name in ("Gita", "Hadi", "Intan"):
				self.assertIn(name, found[employee.name].message)
		self.assertIsNone(found[outside.name].problem)

	def test_a_civil_servant_needs_a_valid_nip(self):
		self.change(self.staff, asn_nip=None)
		self.assertEqual(self.resolve(self.staff).problem, "nip_empty")
		self.change(self.staff, asn_nip="199002302015032001")
		self.assertEqual(self.resolve(self.staff).problem, "nip_birth_date")
		self.change(self.staff, asn_nip=None, asn_status="Non-ASN")
		self.assertIsNone(self.resolve(self.staff).problem)

	def test_snapshot_and_model_of_plan(self):
		rank = factories.make_row("ASN Rank", "III/b", rank_code="III/b", rank_name="Penata Muda Tk. I")
		level = factories.make_row(
			"Functional Level", "Ahli Pertama", level_name="Ahli Pertama", category="Expertise"
		)
		self.change(self.staff, asn_rank=rank.name, asn_functional_level=level.name, designation="Perawat")
		found = appraisers.person_snapshot([self.staff.name, self.head.name, "tidak ada"])
		self.assertEqual(set(found), {self.staff.name, self.head.name})
		person = found[self.staff.name]
		self.assertEqual(person["asn_rank"], "Penata Muda Tk. I / III/b")
		self.assertEqual(person["position"], "Perawat Ahli Pertama")
		self.assertEqual(person["department_name"], "Bidang Garis")
		self.assertEqual((person["plan_model"], found[self.head.name]["plan_model"]), ("JA/JF", "JPT"))
		frappe.db.set_value(
			"Department", self.unit.name, {"asn_head": self.staff.name, "asn_independent_unit": 1}
		)
		self.assertEqual(appraisers.person_snapshot([self.staff.name])[self.staff.name]["plan_model"], "JPT")

	def test_statements_do_not_grow_with_people(self):
		more = [self.hire(f"Orang {number}", reports_to=self.middle).name for number in range(12)]
		appraisers.resolve([self.staff.name])
		with self.count_queries() as few:
			appraisers.resolve([self.staff.name])
		with self.count_queries() as many:
			appraisers.resolve([self.staff.name, *more])
		self.assertEqual(len(many), len(few), many.statements)
		self.assertLessEqual(len(few), 8, few.statements)


class ReassignTest(KinerjaTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.agency = agencies.build()

	def plan_of(self, short):
		return frappe.db.get_value(
			"Work Plan",
			self.agency.plan(short),
			["appraiser", "appraiser_name", "superior", "superior_name", "modified"],
			as_dict=True,
		)

	def report_of(self, short, docstatus, interval):
		person = self.agency.people[short]
		row = frappe.new_doc("Periodic Report")
		row.update(
			{
				"work_plan": self.agency.plan(short),
				"employee": person.name,
				"appraiser": self.agency.kabid.name,
				"appraiser_name": "Kabid",
				"superior": self.agency.kadis.name,
				"superior_name": "Kadis",
				"workflow_state": "Report Accepted" if docstatus else "Draft",
				"docstatus": docstatus,
				"performance_interval": interval,
			}
		)
		row.name = f"{row.work_plan}-{interval}"
		row.db_insert()
		return row.name

	def move(self, short, to, **more):
		frappe.db.set_value(
			"Employee", self.agency.people[short].name, "asn_appraiser", self.agency.people[to].name
		)
		return appraisers.reassign([self.agency.people[short].name], nowdate(), "Pindah tim kerja")

	def test_open_documents_follow_and_signed_names_stay(self):
		draft, signed = self.report_of("ani", 0, "2026-02"), self.report_of("ani", 1, "2026-01")
		outcomes = self.move("ani", "kabid_b")
		self.assertEqual(outcomes[self.agency.ani.name].result, "Done")
		plan = self.plan_of("ani")
		self.assertEqual((plan.appraiser, plan.superior), (self.agency.kabid_b.name, self.agency.kadis.name))
		for name, shown in ((draft, "Kabid Be"), (signed, "Kabid")):
			row = frappe.db.get_value("Periodic Report", name, ["appraiser", "appraiser_name"], as_dict=True)
			self.assertEqual((row.appraiser, row.appraiser_name), (self.agency.kabid_b.name, shown))

	def test_from_whom_to_whom_and_why_stays_readable(self):
		self.move("ani", "kabid_b")
		text = frappe.db.get_value(
			"Comment",
			{
				"reference_doctype": "Work Plan",
				"reference_name": self.agency.plan("ani"),
				"comment_type": "Info",
			},
			"content",
		)
		for part in ("Kabid", "Kabid Be", "Pindah tim kerja"):
			self.assertIn(part, text)

	def test_both_officials_are_told_once(self):
		for short in ("ani", "budi"):
			frappe.db.set_value(
				"Employee", self.agency.people[short].name, "asn_appraiser", self.agency.kabid_b.name
			)
		appraisers.reassign([self.agency.ani.name, self.agency.budi.name], nowdate(), "Pindah")
		for official in ("kabid", "kabid_b"):
			self.assertEqual(frappe.db.count("Notification Log", {"for_user": self.agency.user(official)}), 1)

	def test_the_superior_of_those_below_follows(self):
		self.move("kabid", "kabid_b")
		plan = self.plan_of("ani")
		self.assertEqual((plan.appraiser, plan.superior), (self.agency.kabid.name, self.agency.kabid_b.name))
		self.assertEqual(plan.superior_name, "Kabid Be")

	def test_a_closed_plan_stays_with_who_led_it(self):
		frappe.db.set_value("Work Plan", self.agency.plan("ani"), "workflow_state", "Closed")
		self.assertEqual(self.move("ani", "kabid_b")[self.agency.ani.name].result, "Not Needed")
		self.assertEqual(self.plan_of("ani").appraiser, self.agency.kabid.name)

	def test_a_problem_leaves_the_documents_where_they_are(self):
		frappe.db.set_value("Employee", self.agency.ani.name, "asn_appraiser", self.agency.ani.name)
		outcome = appraisers.reassign([self.agency.ani.name], nowdate(), "Salah")[self.agency.ani.name]
		self.assertEqual((outcome.result, outcome.link_name), ("Problem", self.agency.ani.name))
		self.assertEqual(self.plan_of("ani").appraiser, self.agency.kabid.name)

	def test_who_holds_an_old_copy_is_told(self):
		old = frappe.get_doc("Work Plan", self.agency.plan("budi"))
		self.move("budi", "kabid_b")
		with self.assertRaises(frappe.TimestampMismatchError):
			old.flags.by_server = True
			old.save()

	def test_statements_do_not_grow_with_people(self):
		people = [self.agency.people[short].name for short in ("ani", "budi", "sari")]
		frappe.db.set_value("Employee", people[0], "asn_appraiser", self.agency.kabid_b.name)
		with self.undone(), self.count_queries() as one:
			appraisers.reassign(people[:1], nowdate(), "Pindah")
		for name in people:
			frappe.db.set_value("Employee", name, "asn_appraiser", self.agency.kabid_b.name)
		with self.count_queries() as three:
			appraisers.reassign(people, nowdate(), "Pindah")
		self.assertLessEqual(len(three), len(one) + 2, three.statements)


class UnitTest(KinerjaTestCase):
	"""Open documents follow another head of a unit, and a unit that moves."""

	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.agency = agencies.build()

	def setUp(self):
		super().setUp()
		# nobody is named in Ani's record: the head of her unit appraises
		frappe.db.set_value("Employee", self.agency.ani.name, "reports_to", None)

	def appraiser(self):
		return frappe.db.get_value("Work Plan", self.agency.plan("ani"), "appraiser")

	def change_unit(self, **values):
		unit = frappe.get_doc("Department", self.agency.units["a"].name)
		unit.update(values)
		unit.save()

	def test_another_head(self):
		self.change_unit(asn_head=self.agency.deli.name)
		self.assertEqual(self.appraiser(), self.agency.deli.name)

	def test_another_head_of_many_in_the_background(self):
		with patch.object(appraiser_work, "AT_ONCE", 2):
			self.change_unit(asn_head=self.agency.deli.name)
			self.change_unit(asn_head=self.agency.lama.name)
		self.assertEqual(self.appraiser(), self.agency.kabid.name)
		frappe.db.commit()
		self.run_jobs()
		self.assertEqual(self.appraiser(), self.agency.lama.name)
		runs = frappe.get_all("Bulk Run", filters={"work": "Change Appraiser"}, fields=["status", "problems"])
		self.assertEqual([(row.status, row.problems) for row in runs], [("Completed", 0)] * 2)

	def test_a_unit_without_head_moves(self):
		self.change_unit(asn_head=None)
		before = self.appraiser()
		self.change_unit(parent_department=self.agency.units["b"].name)
		self.assertNotEqual(self.appraiser(), before)
		self.assertEqual(self.appraiser(), self.agency.kabid_b.name)
