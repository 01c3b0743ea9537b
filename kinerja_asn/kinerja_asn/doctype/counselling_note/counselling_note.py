"""Counselling Note: what a counsellor writes about a session, for himself, sealed; `coaching` alone writes and opens it."""

from frappe.model.document import Document

from kinerja_asn.kinerja_asn.doctype.coaching_response.coaching_response import refuse


class CounsellingNote(Document):
	def validate(self):
		refuse()

	def on_trash(self):
		refuse()
