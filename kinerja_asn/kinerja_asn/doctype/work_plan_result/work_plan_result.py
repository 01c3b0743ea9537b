import frappe

from kinerja_asn.child_rows import ParentBoundRow


class WorkPlanResult(ParentBoundRow):
	pass


def on_doctype_update():
	frappe.db.add_index("Work Plan Result", ["row_key"])
	frappe.db.add_index("Work Plan Result", ["agreement", "agreement_row_key"])
	# the cascade goes down by these
	frappe.db.add_index("Work Plan Result", ["superior_plan", "superior_row_key"])
	frappe.db.add_index("Work Plan Result", ["superior_row_key"])
