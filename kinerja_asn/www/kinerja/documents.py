"""Reading personal documents for a page, with few statements."""

import frappe
from frappe import _
from frappe.query_builder import DocType

from kinerja_asn import permissions, state_rights
from kinerja_asn.api.steps import LEADS_TO
from kinerja_asn.prepared import in_places, prepared


def read(doctype: str, name, who: permissions.Viewer, tables: tuple | None = None):
	"""A document with its rows and with what the viewer is to it.

	Args:
		name: its name, or its stored row where the page has read it already.
		tables: the tables to read, by default all; () for none.

	Returns:
		the row as a dict, its tables inside, `doctype`, and `parts`, a set as `permissions.actors` gives it, or
		"colleague" for who reads it because it is published.

	Raises:
		frappe.PermissionError: it is not there, or not his to see; the same answer for both.
	"""
	row = frappe.db.get_value(doctype, name, "*", as_dict=True) if isinstance(name, str) and name else name
	parts = permissions.reading_parts(doctype, row, who) if row else set()
	if row and not parts and permissions.is_published(doctype, row, who):
		parts = {"colleague"}
	if not parts:
		raise frappe.PermissionError(_("This document was not found, or is not yours to see."))
	row.doctype, row.parts = doctype, parts
	read_tables([row], tables)
	return row


def read_tables(rows: list, tables: tuple | None = None):
	"""Fill the tables of documents whose reading was decided: one statement per child DocType, however many rows."""
	fields = {}
	for doctype in {row.doctype for row in rows}:
		for df in frappe.get_meta(doctype).get_table_fields():
			if tables is None or df.fieldname in tables:
				fields[df.fieldname] = df.options
	by_name = {row.name: row for row in rows}
	for fieldname, child in fields.items():
		for row in rows:
			row[fieldname] = []
		if not by_name:
			continue
		for child_row in _rows_of(child, fieldname, **in_places("name", by_name)):
			child_row.doctype = child
			by_name[child_row.parent][fieldname].append(child_row)


@prepared
def _rows_of(child, fieldname, **names):
	Row = DocType(child)
	return (
		frappe.qb.from_(Row)
		.select(Row.star)
		.where(Row.parent.isin(list(names.values())) & (Row.parentfield == fieldname))
		.orderby(Row.idx)
	)


def steps(row) -> set[str]:
	"""The actions that the viewer may take on a document now; not those that HR records for an external appraiser,
	which belong to the desk."""
	state = row.workflow_state or "Draft"
	parts = row.parts - {"recorder"}
	targets = {
		target
		for (source, target), allowed in state_rights.TRANSITIONS[row.doctype].items()
		if source == state and parts & allowed
	}
	names = {}
	for action, target in LEADS_TO[row.doctype].items():
		names.setdefault(target, []).append(action)
	found = {action for target in targets for action in names.get(target, ())}
	if row.doctype == "Performance Evaluation" and "Self Assessed" in targets:
		found -= {"Send Self-Assessment", "Start Rating", "Rework"}
		found.add(
			"Rework"
			if state == "Rated"
			else "Send Self-Assessment"
			if parts == {"employee"}
			else "Start Rating"
		)
	return found


def writable(row) -> set[str]:
	"""Fields, tables and columns ("table.column") that the viewer may write now."""
	by_part = state_rights.WRITABLE[row.doctype].get(row.workflow_state or "Draft", {})
	return set().union(*(by_part.get(part, ()) for part in row.parts), ()) - permissions.held_fields(row)


def marked_part(row, own: str) -> str:
	"""Which part of the navigation a document belongs to: one's own page, or the team."""
	return own if row.parts == {"employee"} else "team"
