"""Counselling Note: what a counsellor writes about a session, for himself, sealed; `coaching` alone writes and opens it."""

from kinerja_asn.sealed import SealedDocument


class CounsellingNote(SealedDocument):
	pass
