import frappe

from kinerja_asn.sealed import SealedDocument


class Appraisal360Box(SealedDocument):
	pass


def on_doctype_update():
	frappe.db.add_unique("Appraisal 360 Box", ["appraisal", "relation"], constraint_name="unique_box")
