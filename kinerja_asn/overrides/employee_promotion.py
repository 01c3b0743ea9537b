"""Employee Promotion (HRMS): to another post like a transfer; a higher rank in the same post changes no plan."""

from kinerja_asn import moves


def validate(doc, method=None):
	moves.keep_trace(doc)


def before_submit(doc, method=None):
	moves.before_submit(doc, doc.promotion_date, doc.promotion_details)


def on_submit(doc, method=None):
	moves.on_submit(doc, doc.promotion_date)


def on_cancel(doc, method=None):
	moves.on_cancel(doc)
