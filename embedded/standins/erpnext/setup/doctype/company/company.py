import frappe
from frappe import _
from frappe.utils.nestedset import NestedSet

ROOT_DEPARTMENT = "All Departments"


class Company(NestedSet):
	"""A company of the tree. The real one also makes accounts, cost centres, warehouses and thirteen
	departments.
	"""

	nsm_parent_field = "parent_company"

	def validate(self):
		self.validate_abbr()
		self.validate_parent_company()

	def validate_abbr(self):
		self.abbr = (self.abbr or "".join(word[0] for word in self.company_name.split())).strip()
		if not self.abbr:
			frappe.throw(_("Abbreviation is mandatory"))
		if frappe.db.exists("Company", {"abbr": self.abbr, "name": ("!=", self.name)}):
			frappe.throw(_("Abbreviation already used for another company"))

	def validate_parent_company(self):
		if self.parent_company and not frappe.db.get_value("Company", self.parent_company, "is_group"):
			frappe.throw(_("Parent Company must be a group company"))

	def on_update(self):
		super().on_update()
		self.make_root_department()
		frappe.clear_cache()

	def make_root_department(self):
		if frappe.db.exists("Department", ROOT_DEPARTMENT):
			return
		root = frappe.get_doc(
			{
				"doctype": "Department",
				"department_name": ROOT_DEPARTMENT,
				"is_group": 1,
				"parent_department": "",
			}
		)
		# The root belongs to every company, hence to none.
		root.flags.ignore_mandatory = True
		root.insert(ignore_permissions=True)

	def on_trash(self):
		super().on_trash()
		for doctype in ("Employee", "Department"):
			frappe.db.delete(doctype, {"company": self.name})
		frappe.defaults.clear_default("company", value=self.name)

	def after_rename(self, olddn, newdn, merge=False):
		super().after_rename(olddn, newdn, merge)
		self.db_set("company_name", newdn)
