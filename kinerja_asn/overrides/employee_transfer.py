"""Employee Transfer (HRMS): another post ends the work plan and its appraiser's part, and begins the next."""

from kinerja_asn import moves


def validate(doc, method=None):
	moves.keep_trace(doc)


def before_submit(doc, method=None):
	moves.before_submit(doc, doc.transfer_date, doc.transfer_details)


def on_submit(doc, method=None):
	moves.on_submit(doc, doc.transfer_date)


def on_cancel(doc, method=None):
	moves.on_cancel(doc)
