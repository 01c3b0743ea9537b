"""Document Share Key: a secret address that prints a document to anybody who has it."""

from frappe import _

from kinerja_asn.overrides.doors import is_limited, refuse


def validate(doc, method=None):
	if is_limited(doc.reference_doctype):
		refuse(_("{0} has no public address.").format(_(doc.reference_doctype)))
