"""Continuous feedback in the portal: give it in two taps, answer requests, read what was received and given."""

import frappe
from frappe import _
from frappe.utils import cint

from kinerja_asn import feedback as rules

PAGE_LENGTH = 20
VIEWS = {"received": rules.received, "given": rules.given, "asked": rules.asked_by}


def feedback(visit) -> dict:
	who, args = visit.who, visit.args
	page = min(max(cint(args.get("page")), 1), 1000)
	view = args.get("view") if args.get("view") in VIEWS else "received"
	if not who.employee:
		view = "given"
	visit.scripts, visit.styles = ("feedback.js",), ("feedback.css",)
	one = one_of(who, args.get("name"))
	requests = [row for row in rules.asked_of(who) if not one or row.name != one.name]
	found = [] if one else VIEWS[view](who, PAGE_LENGTH + 1, (page - 1) * PAGE_LENGTH)
	rows = found[:PAGE_LENGTH]
	for row in (*requests, *([one] if one else []), *rows):
		describe(row, who)
	people = rules.near(who)
	plan = rules.plan_of(who.employee) if who.employee else None
	return {
		"view": view,
		"views": [("received", _("Received")), ("given", _("Given")), ("asked", _("Asked by me"))],
		"one": one,
		"requests": requests,
		"rows": rows,
		"page": page,
		"more": len(found) > PAGE_LENGTH,
		"people": people,
		"relations": {name: rules.relation_label(name) for name in {row.relation for row in people}},
		"page_data": {
			"feedback": {
				"behaviours": rules.behaviours(),
				"me": who.employee,
				"results": rules.results_for(who, plan),
				"unread": [row.name for row in ([one] if one else rows) if row.new],
			}
		},
	}


def one_of(who, name):
	"""The piece of feedback that a message leads to.

	Raises:
		frappe.PermissionError: not there, or not his to see; the same answer for both.
	"""
	if not name:
		return None
	found = rules.rows_of(who, lambda Doc: Doc.name == name, 1)
	if not found:
		raise frappe.PermissionError
	return found[0]


def describe(row, who):
	"""What a card of the page shows of a row, and what its reader may do."""
	row.own = "person" in row.parts
	row.mine = "giver" in row.parts
	row.open = row.status == rules.REQUESTED
	row.new = row.own and row.status == rules.GIVEN and not row.read_on
	row.about = row.behaviour or row.result
	row.who = row.giver_name if row.own or not row.mine else row.employee_name
	row.label = rules.relation_label(row.relation)
	row.may_answer = row.mine and row.open
	if row.may_answer:
		row.who = row.requested_by_name
	row.may_withdraw = (row.mine and row.status == rules.GIVEN and not row.read_on) or (
		"asker" in row.parts and row.open
	)
	row.may_reply = row.own and row.status == rules.GIVEN
	row.for_appraiser = row.visibility == rules.FOR_APPRAISER
	# who was asked by the appraiser cannot keep the answer from him
	row.fixed = bool(row.requested_by) and row.requested_by != row.employee


def gathered(visit, doc) -> dict:
	"""Feedback for the page of an evaluation."""
	found = rules.for_evaluation(doc, visit.who, doc.parts)
	if found["total"]:
		visit.styles = (*visit.styles, "feedback.css")
	return found
