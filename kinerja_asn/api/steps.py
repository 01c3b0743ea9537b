"""Steps of a document's course (propose, return, agree ...): one door for portal and desk, through Frappe's Workflow."""

import json
from datetime import date
from hashlib import sha256

import frappe
from frappe import _
from frappe.model import table_fields
from frappe.model.workflow import apply_workflow
from frappe.utils import cstr, escape_html

from kinerja_asn import permissions

#: action -> the state it leads to; a second click on the same button finds the document there already
LEADS_TO = {
	"Work Plan": {
		"Propose": "Plan Proposed",
		"Withdraw": "Draft",
		"Return": "Plan Returned",
		"Agree": "Plan Agreed",
		"Close": "Closed",
	},
	"Work Plan Adjustment": {
		"Propose": "Adjustment Proposed",
		"Withdraw": "Draft",
		"Agree": "Adjustment Agreed",
		"Refuse": "Adjustment Refused",
	},
	"Periodic Report": {
		"Send": "Report Sent",
		"Withdraw": "Draft",
		"Return": "Report Returned",
		"Accept": "Report Accepted",
	},
	"Performance Agreement": {
		"Propose": "Agreement Proposed",
		"Withdraw": "Draft",
		"Return": "Agreement Returned",
		"Agree": "Agreement Agreed",
		"Close": "Closed",
	},
	"Performance Agreement Adjustment": {
		"Propose": "Adjustment Proposed",
		"Withdraw": "Draft",
		"Agree": "Adjustment Agreed",
		"Refuse": "Adjustment Refused",
	},
	"Performance Agreement Realisation": {"Send": "Realisation Sent"},
	"Performance Evaluation": {
		"Send Self-Assessment": "Self Assessed",
		"Start Rating": "Self Assessed",
		"Rate": "Rated",
		"Rework": "Self Assessed",
		"Hand Over": "Handed Over",
		"Acknowledge": "Acknowledged",
	},
	"Unit Performance Rating": {"Confirm": "Unit Rating Confirmed"},
}


@frappe.whitelist(methods=["POST"])
def take(
	doctype: str, name: str, action: str, values: dict | str | None = None, modified: str | None = None
) -> dict:
	"""Take a step, with the notes that belong to it, in one transaction.

	Args:
		doctype: one of the personal documents.
		name: the document.
		action: as in the Workflow, for example "Propose".
		values: fields to write before the step; {"rows": {table: {row name: {column: value}}}} for rows.
		modified: the time stamp the client loaded; another one in the database means that somebody was quicker.

	Raises:
		frappe.PermissionError: not yours to see, or not your step.
		frappe.TimestampMismatchError: somebody else saved in between.
	"""
	doc = readable(doctype, name)
	if doctype not in LEADS_TO:
		frappe.throw(_("{0} has no steps.").format(_(doctype)), frappe.PermissionError)
	if doc.workflow_state == LEADS_TO[doctype].get(action):
		return state_of(doc)
	refuse_outdated(doc, modified)
	values = content_of(values)
	try:
		if values:
			write(doc, values)
			doc.save()
		else:
			doc.flags.just_read = True
		# the workflow asks its conditions and the rules of the state; it reads again what was saved, not what was just read
		return state_of(apply_workflow(doc, action))
	except frappe.TimestampMismatchError:
		taken = _taken_meanwhile(doc, action)
		if not taken:
			raise
		frappe.clear_last_message()
		return taken


def _taken_meanwhile(doc, action: str) -> dict | None:
	"""The state of a document on which another window took the same step a moment earlier."""
	# a locking read: in a running transaction a plain one would not see what was committed just now
	stored = frappe.db.get_value(
		doc.doctype,
		doc.name,
		["name", "workflow_state", "docstatus", "modified"],
		as_dict=True,
		for_update=True,
	)
	return state_of(stored) if stored.workflow_state == LEADS_TO[doc.doctype].get(action) else None


def content_of(values) -> dict:
	"""What a page sent, as a dict of fields and tables."""
	if isinstance(values, str):
		try:
			values = json.loads(values)
		except ValueError:
			refuse_malformed()
	if values and not isinstance(values, dict):
		refuse_malformed()
	return values or {}


def names_of(value) -> list[str]:
	"""Names that a page sent: a list, JSON of one, or a single name."""
	if isinstance(value, str):
		try:
			value = json.loads(value) if value.strip().startswith("[") else [value]
		except (ValueError, RecursionError):
			refuse_malformed()
	if value and not (isinstance(value, list) and all(isinstance(name, str) for name in value)):
		refuse_malformed()
	return [name for name in value or [] if name]


def day_of(value) -> date | None:
	"""A day that a page sent, as YYYY-MM-DD; None where it sent none.

	Raises:
		frappe.ValidationError: it is no day.
	"""
	text = cstr(value).strip()
	try:
		return date.fromisoformat(text[:10]) if text else None
	except ValueError:
		frappe.throw(
			_("{0} is no date.").format(frappe.bold(escape_html(text[:20]))), title=_("Date not possible")
		)


def name_for(key, doctype: str) -> str | None:
	"""The name of a document that a page sends under a key of its own: a second tap finds the first one's document.

	Nobody's key meets another's.
	"""
	if not key:
		return None
	return sha256(f"{doctype}/{frappe.session.user}/{cstr(key)[:100]}".encode()).hexdigest()[:20]


def refuse_malformed():
	frappe.throw(_("What was sent cannot be read. Reload the page and try again."), title=_("Not understood"))


def readable(doctype: str, name: str):
	"""The document, for a reader; the same answer for a missing document as for a hidden one."""
	if doctype not in permissions.PERSONAL:
		frappe.throw(_("{0} has no steps.").format(doctype), frappe.PermissionError)
	try:
		doc = frappe.get_doc(doctype, name) if isinstance(name, str) and name else None
	except frappe.DoesNotExistError:
		# Frappe's explanation names the document
		frappe.clear_messages()
		doc = None
	# not `doc.has_permission`: Frappe 15 would name the document in its explanation
	if not doc or not frappe.has_permission(doctype, "read", doc=doc):
		frappe.throw(_("This document was not found, or is not yours to see."), frappe.PermissionError)
	doc.keep_as_read()
	return doc


def refuse_outdated(doc, modified: str | None):
	if modified and cstr(modified)[:26] != cstr(doc.modified)[:26]:
		frappe.throw(
			_(
				"Somebody else changed this document a moment ago. Reload it; your text stays on this page until then."
			),
			frappe.TimestampMismatchError,
			title=_("Changed in between"),
		)


def write(doc, values: dict):
	"""Set fields and columns of existing rows; what may be written is checked when the document is saved."""
	values = dict(values)
	for table, rows in content_of(values.pop("rows", None)).items():
		if not isinstance(rows, dict) or not all(isinstance(columns, dict) for columns in rows.values()):
			refuse_malformed()
		df = doc.meta.get_field(table)
		by_name = (
			{row.name: row for row in doc.get(table) or []} if df and df.fieldtype in table_fields else {}
		)
		for row_name, columns in rows.items():
			if row_name not in by_name:
				frappe.throw(
					_("A row was not found in this document. Reload the page and try again."),
					frappe.PermissionError,
					title=_("Unknown row"),
				)
			by_name[row_name].update({column: value for column, value in columns.items() if column != "name"})
	for fieldname, value in values.items():
		if doc.meta.has_field(fieldname) and fieldname != "workflow_state":
			doc.set(fieldname, value)


def save_written(doctype: str, name: str, content: dict | str, modified: str) -> dict:
	"""Save what was typed into a document whose rows are given: fields, and columns by the names of the rows."""
	doc = readable(doctype, name)
	refuse_outdated(doc, modified)
	write(doc, content_of(content))
	doc.save()
	return state_of(doc)


def replace_rows(doc, content: dict, tables):
	"""Replace whole tables by the client's rows: known names are changed, rows without a name are new."""
	for table in tables:
		if table not in content:
			continue
		known = {row.name: row for row in doc.get(table) or []}
		rows, blank = [], None
		if not isinstance(content[table] or [], list):
			refuse_malformed()
		for values in content[table] or []:
			if not isinstance(values, dict):
				refuse_malformed()
			values = {key: value for key, value in dict(values).items() if not key.startswith("_")}
			name = values.pop("name", None)
			if name and not (isinstance(name, str) and name in known):
				frappe.throw(
					_("A row was not found in this document. Reload the page and try again."),
					frappe.PermissionError,
					title=_("Unknown row"),
				)
			row = known.get(name)
			if row is None:
				if blank is None:
					child = doc.meta.get_field(table).options
					blank = frappe.new_doc(child, parent_doc=doc, parentfield=table, as_dict=True)
				row = frappe.get_doc(blank.copy())
			fields = row.meta.get_valid_columns()
			row.update({key: value for key, value in values.items() if key in fields and key not in RESERVED})
			rows.append(row)
		doc.set(table, [])
		for row in rows:
			doc.append(table, row)


RESERVED = {
	"name",
	"owner",
	"creation",
	"modified",
	"modified_by",
	"parent",
	"parentfield",
	"parenttype",
	"docstatus",
}


def state_of(doc) -> dict:
	return {
		"name": doc.name,
		"state": doc.workflow_state,
		"docstatus": int(doc.docstatus),
		"modified": cstr(doc.modified),
	}
