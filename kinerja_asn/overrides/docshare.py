"""DocShare: a share overrules every other check, so documents of the app are never shared."""

from frappe import _

from kinerja_asn.overrides.doors import is_ours, refuse


def validate(doc, method=None):
	if is_ours(doc.share_doctype):
		refuse(
			_(
				"{0} cannot be shared. Who may read it follows from the reporting line and from delegations."
			).format(_(doc.share_doctype))
		)
