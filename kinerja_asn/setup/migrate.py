"""What a site gets when a new version arrives: the same lists as at installation, the agency's edits excepted."""

import frappe
from frappe import _

from kinerja_asn.overrides import report
from kinerja_asn.setup import defaults, shipped
from kinerja_asn.setup.custom_fields import make_custom_fields


def after_migrate():
	make_custom_fields()
	defaults.sync()
	defaults.fill_settings()
	report.unprepare()
	tell_what_was_left_alone()


def tell_what_was_left_alone():
	"""Name the defaults that have a newer version but were edited by the agency; the list stays in the desk."""
	left = shipped.report()
	if not left:
		return
	names = ", ".join(f"{row.ref_doctype} {row.ref_name}" for row in left)
	frappe.msgprint(
		_("Edited by the agency and therefore not updated: {0}. See the list ASN Shipped Default.").format(
			names
		)
	)
	frappe.logger("kinerja_asn").info("defaults left as the agency edited them: %s", names)
