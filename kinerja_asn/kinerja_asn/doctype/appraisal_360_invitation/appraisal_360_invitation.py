import frappe

from kinerja_asn.sealed import SealedDocument


class Appraisal360Invitation(SealedDocument):
	pass


def on_doctype_update():
	frappe.db.add_unique("Appraisal 360 Invitation", ["appraisal", "rater"], constraint_name="unique_rater")
	frappe.db.add_index("Appraisal 360 Invitation", ["rater", "campaign"])
