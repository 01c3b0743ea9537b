"""Communication: an event or a message can name any document."""

from kinerja_asn.overrides.doors import refuse_stranger


def validate(doc, method=None):
	# mails that the site sends or receives by itself
	if doc.flags.ignore_permissions and (
		doc.communication_type == "Automated Message" or doc.sent_or_received == "Received"
	):
		return
	refuse_stranger(doc, method)
