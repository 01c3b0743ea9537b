import frappe
from frappe.utils.nestedset import NestedSet, get_root_of


class Department(NestedSet):
	"""A unit of the tree below "All Departments"; its name carries the abbreviation of its company."""

	nsm_parent_field = "parent_department"

	def autoname(self):
		root = get_root_of("Department")
		if root and self.department_name != root:
			self.name = get_abbreviated_name(self.department_name, self.company)
		else:
			self.name = self.department_name

	def validate(self):
		if not self.parent_department:
			root = get_root_of("Department")
			if root and root != self.name:
				self.parent_department = root

	def before_rename(self, old, new, merge=False):
		abbr = frappe.get_cached_value("Company", self.company, "abbr") or ""
		return new if abbr in new else get_abbreviated_name(new, self.company)

	def on_update(self):
		if not (frappe.local.flags.ignore_update_nsm or frappe.flags.in_setup_wizard):
			super().on_update()


def get_abbreviated_name(name, company):
	abbr = frappe.get_cached_value("Company", company, "abbr")
	return f"{name} - {abbr}"


@frappe.whitelist()
def get_children(doctype: str, parent: str = "", company: str | None = None, is_root: bool = False):
	"""Nodes of the tree view below `parent`, of one company when one is given."""
	filters = {"parent_department": parent}
	if company == parent:
		filters = {"name": get_root_of("Department")}
	elif company:
		filters["company"] = company
	return frappe.get_all(
		"Department", fields=["name as value", "is_group as expandable"], filters=filters, order_by="name"
	)


def on_doctype_update():
	frappe.db.add_index("Department", ["lft", "rgt"])
