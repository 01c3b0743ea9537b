"""Coaching Response: what an employee says about a session (format B.1.8), sealed; `coaching` alone writes and opens it."""

from kinerja_asn.sealed import SealedDocument


class CoachingResponse(SealedDocument):
	pass
