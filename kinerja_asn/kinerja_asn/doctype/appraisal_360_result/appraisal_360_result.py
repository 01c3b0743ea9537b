import frappe

from kinerja_asn.sealed import SealedDocument


class Appraisal360Result(SealedDocument):
	pass


def on_doctype_update():
	frappe.db.add_unique(
		"Appraisal 360 Result", ["appraisal", "relation", "behaviour"], constraint_name="unique_result"
	)
