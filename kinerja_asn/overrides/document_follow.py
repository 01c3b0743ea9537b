"""Document Follow: a follower gets changes and comments by mail, also after his right has ended."""

from frappe import _

from kinerja_asn.overrides.doors import is_limited, refuse


def validate(doc, method=None):
	if is_limited(doc.ref_doctype):
		refuse(_("{0} cannot be followed. Whoever has to act is told by the app.").format(_(doc.ref_doctype)))
