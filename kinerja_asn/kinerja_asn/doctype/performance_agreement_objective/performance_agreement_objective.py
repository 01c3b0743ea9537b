import frappe

from kinerja_asn.child_rows import ParentBoundRow


class PerformanceAgreementObjective(ParentBoundRow):
	pass


def on_doctype_update():
	# the cascade goes up and down by these
	frappe.db.add_index("Performance Agreement Objective", ["row_key"])
	frappe.db.add_index("Performance Agreement Objective", ["parent_row_key"])
