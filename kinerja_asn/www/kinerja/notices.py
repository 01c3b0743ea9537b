"""Notifications of the viewer."""

from html import unescape

import frappe
from frappe.query_builder import DocType
from frappe.utils import cint, strip_html_tags

from kinerja_asn.www.kinerja import shown

PAGE_LENGTH = 30


def notifications(visit) -> dict:
	page = min(max(cint(visit.args.get("page")), 1), 10_000)
	Log = DocType("Notification Log")
	rows = (
		frappe.qb.from_(Log)
		.select(Log.name, Log.subject, Log.document_type, Log.document_name, Log.link, Log.creation, Log.read)
		.where(Log.for_user == visit.who.user)
		.orderby(Log.creation, order=frappe.qb.desc)
		.limit(PAGE_LENGTH + 1)
		.offset((page - 1) * PAGE_LENGTH)
	).run(as_dict=True)
	for row in rows:
		# a subject is stored as HTML; the page escapes the text again
		row.text = unescape(strip_html_tags(row.subject or ""))
		row.url = shown.url_of(row.document_type, row.document_name)
		if not row.document_type and (row.link or "").startswith("/kinerja"):
			row.url = row.link
	visit.scripts = ("plan.js",)
	return {"rows": rows[:PAGE_LENGTH], "page": page, "more": len(rows) > PAGE_LENGTH}
