import frappe

from kinerja_asn.child_rows import ParentBoundRow


class PerformanceAgreementObjective(ParentBoundRow):
	pass


def on_doctype_update():
	frappe.db.add_index("Performance Agreement Objective", ["row_key"])
