"""What the app relies on in ERPNext and HRMS; the stand-ins of the embedded engine must behave the same."""

import frappe
from frappe.utils import add_days, nowdate

from kinerja_asn.tests import factories
from kinerja_asn.tests.base import KinerjaTestCase

test_ignore = ["Employee", "Company", "Department", "Designation", "User"]


class TestGround(KinerjaTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.company = factories.make_company("Pemerintah Kota Dasar", "PKD")
		cls.unit = factories.make_department("Dinas Dasar", cls.company)
		cls.head = factories.make_employee("Kepala Dasar", cls.company, cls.unit, "Kepala Dinas")
		cls.ani = factories.make_employee("Ani Dasar", cls.company, cls.unit, "Perawat", cls.head)

	def employee(self, employee):
		return frappe.get_doc("Employee", employee.name)

	def permissions_of(self, user):
		rows = frappe.get_all("User Permission", filters={"user": user}, fields=["allow", "for_value"])
		return {(row.allow, row.for_value) for row in rows}

	def test_user_permissions_come_and_go_with_their_switch(self):
		both = {("Employee", self.ani.name), ("Company", self.company.name)}
		self.assertEqual(both, self.permissions_of(self.ani.user_id))
		ani = self.employee(self.ani)
		ani.create_user_permission = 0
		ani.save()
		self.assertEqual(set(), self.permissions_of(self.ani.user_id))
		ani.create_user_permission = 1
		ani.save()
		self.assertEqual(both, self.permissions_of(self.ani.user_id))

	def test_taking_the_user_away_takes_the_role(self):
		ani = self.employee(self.ani)
		ani.user_id = None
		ani.save()
		self.assertNotIn("Employee", frappe.get_roles(self.ani.user_id))
		self.assertNotIn(("Employee", ani.name), self.permissions_of(self.ani.user_id))

	def test_a_user_serves_one_active_employee(self):
		with self.assertThrowsMessage(self.ani.name, exception=frappe.DuplicateEntryError):
			factories.make_employee("Kembar Dasar", self.company, self.unit, user=False, by_form=True).update(
				{"user_id": self.ani.user_id}
			).save()

	def test_reporting_line_has_no_circle(self):
		head = self.employee(self.head)
		head.reports_to = self.ani.name
		with self.assertRaises(frappe.ValidationError):
			head.save()
		head = self.employee(self.head)
		head.reports_to = head.name
		with self.assertRaises(frappe.ValidationError):
			head.save()

	def test_reporting_line_is_a_tree(self):
		head, ani = self.employee(self.head), self.employee(self.ani)
		self.assertTrue(head.lft < ani.lft < ani.rgt < head.rgt)

	def test_who_has_subordinates_cannot_leave(self):
		head = self.employee(self.head)
		head.update({"status": "Left", "relieving_date": nowdate()})
		with self.assertThrowsMessage("Ani Dasar"):
			head.save()

	def test_leaving_needs_a_date(self):
		ani = self.employee(self.ani)
		ani.status = "Left"
		with self.assertRaises(frappe.ValidationError):
			ani.save()
		ani = self.employee(self.ani)
		ani.update({"status": "Left", "relieving_date": nowdate()})
		ani.save()
		self.assertEqual("Left", frappe.db.get_value("Employee", ani.name, "status"))

	def test_dates_are_checked(self):
		for values in (
			{"date_of_birth": add_days(nowdate(), 1)},
			{"date_of_joining": "1980-01-01"},
			{"relieving_date": "2000-01-01"},
		):
			ani = self.employee(self.ani)
			ani.update(values)
			with self.subTest(values), self.assertRaises(frappe.ValidationError):
				ani.save()

	def test_full_name_is_put_together(self):
		ani = self.employee(self.ani)
		ani.update({"first_name": "Ani", "middle_name": "Sri", "last_name": "Dasar"})
		ani.save()
		self.assertEqual("Ani Sri Dasar", ani.employee_name)

	def test_units_are_named_with_the_company(self):
		unit = frappe.get_doc(
			{"doctype": "Department", "department_name": "Bidang Dasar", "company": self.company.name}
		).insert()
		self.assertEqual(("Bidang Dasar - PKD", "All Departments"), (unit.name, unit.parent_department))

	def test_self_service_rights_are_custom(self):
		rows = frappe.get_all(
			"Custom DocPerm",
			filters={"role": "Employee Self Service", "parent": "Employee"},
			fields=["read", "write", "create", "delete"],
		)
		self.assertEqual([{"read": 1, "write": 1, "create": 0, "delete": 0}], rows)
		role = frappe.db.get_value("User Type", "Employee Self Service", "role")
		self.assertEqual("Employee Self Service", role)

	def test_a_transfer_moves_the_employee(self):
		elsewhere = factories.make_department("Badan Dasar", self.company)
		transfer = frappe.get_doc(
			{
				"doctype": "Employee Transfer",
				"employee": self.ani.name,
				"transfer_date": nowdate(),
				"company": self.company.name,
				"transfer_details": [
					{
						"property": "Department",
						"fieldname": "department",
						"current": self.unit.name,
						"new": elsewhere.name,
					}
				],
			}
		).insert()
		transfer.submit()
		ani = self.employee(self.ani)
		self.assertEqual(elsewhere.name, ani.department)
		self.assertEqual(
			[self.unit.name, elsewhere.name], [row.department for row in ani.internal_work_history]
		)
		transfer.cancel()
		self.assertEqual(self.unit.name, self.employee(self.ani).department)

	def test_a_promotion_changes_the_post(self):
		factories.make_designation("Perawat Ahli")
		promotion = frappe.get_doc(
			{
				"doctype": "Employee Promotion",
				"employee": self.ani.name,
				"promotion_date": nowdate(),
				"company": self.company.name,
				"promotion_details": [
					{
						"property": "Designation",
						"fieldname": "designation",
						"current": "Perawat",
						"new": "Perawat Ahli",
					}
				],
			}
		).insert()
		promotion.submit()
		self.assertEqual("Perawat Ahli", self.employee(self.ani).designation)

	def test_leave_is_decided_before_it_is_submitted(self):
		leave = frappe.get_doc(
			{
				"doctype": "Leave Application",
				"employee": self.ani.name,
				"leave_type": "Leave Without Pay",
				"from_date": nowdate(),
				"to_date": nowdate(),
				"company": self.company.name,
				"status": "Open",
				"follow_via_email": 0,
			}
		)
		leave.insert()
		with self.assertRaises(frappe.ValidationError):
			leave.submit()
