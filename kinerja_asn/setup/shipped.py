"""Tells what the agency has edited from what the app has shipped.

For every default the last shipped content is kept in an ASN Shipped Default. A document that still says what was
shipped follows an update of the app; one that says anything else is the agency's and stays as it is.
"""

import hashlib
import json
from copy import deepcopy

import frappe
from frappe.model import default_fields, no_value_fields, table_fields
from frappe.query_builder import DocType
from frappe.utils import cstr

DOCTYPE = "ASN Shipped Default"

AS_SHIPPED = "As Shipped"
EDITED = "Edited by Agency"
REMOVED = "Removed by Agency"
FOUND = "Found at Installation"

#: Columns of child rows that say nothing about what the agency wants.
_NO_CONTENT = {*default_fields, "parent", "parentfield", "parenttype", "workflow_builder_id"}


def content_of(doc, shape: dict) -> dict:
	"""The document's values of the fields that are shipped, in comparable form.

	Child rows are compared with all their columns, since an update replaces whole tables.
	"""
	found = {}
	for fieldname, shipped in shape.items():
		value = doc.get(fieldname)
		if isinstance(shipped, list):
			child_meta = frappe.get_meta(doc.meta.get_field(fieldname).options)
			found[fieldname] = [_row_content(row, child_meta) for row in value or []]
		else:
			found[fieldname] = _plain(value)
	return found


def _row_content(row, meta) -> dict:
	"""Columns that differ from their default; so a column that a newer Frappe adds is no edit."""
	found = {}
	for df in meta.fields:
		if df.fieldname in _NO_CONTENT or df.fieldtype in no_value_fields or df.fieldtype in table_fields:
			continue
		value = row.get(df.fieldname)
		if value is not None and _plain(value) != _plain(df.default):
			found[df.fieldname] = _plain(value)
	return found


def _plain(value) -> str:
	if value is None or value is False or value == 0:
		return ""
	if value is True:
		return "1"
	if isinstance(value, float):
		return f"{value:.6f}".rstrip("0").rstrip(".")
	text = cstr(value).replace("\r\n", "\n").strip()
	return "" if text == "0" else text


def _hash(content: dict) -> str:
	return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def kept(key: str):
	"""What is noted of a shipped default, or None."""
	return frappe.db.get_value(
		DOCTYPE,
		key,
		[
			"name",
			"ref_doctype",
			"ref_name",
			"state",
			"made_by_app",
			"content_hash",
			"content",
			"newer_version",
		],
		as_dict=True,
	)


def normal(doc, content: dict) -> dict:
	"""Shipped content in the same comparable form as `content_of` gives."""
	twin = frappe.new_doc(doc.doctype)
	twin.update(deepcopy(content))
	return content_of(twin, content)


def note_shipped(key: str, doc, content: dict, state: str = AS_SHIPPED, made_by_app: bool = True):
	"""Keep what is shipped now, as the state to compare with at the next migrate."""
	text = json.dumps(content, sort_keys=True, indent=1, ensure_ascii=False)
	values = {
		"ref_doctype": doc.doctype,
		"ref_name": doc.name,
		"state": state,
		"newer_version": 0,
		"content_hash": _hash(normal(doc, content)),
		"content": text,
	}
	row = kept(key)
	if row is None:
		frappe.get_doc(
			{"doctype": DOCTYPE, "shipped_key": key, "made_by_app": int(made_by_app), **values}
		).insert(ignore_permissions=True)  # setup: whoever installs or migrates owns the site
	elif any(row.get(column) != value for column, value in values.items() if column != "newer_version") or (
		row.newer_version
	):
		frappe.db.set_value(DOCTYPE, key, values)


def is_as_shipped(key: str, doc, content: dict) -> bool:
	"""Does the document still say what was shipped last? Notes the answer, so that it can be reported."""
	row = kept(key)
	if row is None:
		return content_of(doc, content) == normal(doc, content)
	if not row.made_by_app:
		return False
	shape = json.loads(row.content)
	if _hash(content_of(doc, shape)) == row.content_hash:
		return True
	if content_of(doc, content) == normal(doc, content):
		return True
	note_state(row, EDITED, newer_version=_hash(normal(doc, content)) != row.content_hash)
	return False


def note_state(row, state: str, newer_version: bool = False):
	if row.state != state or bool(row.newer_version) != newer_version:
		frappe.db.set_value(DOCTYPE, row.name, {"state": state, "newer_version": int(newer_version)})


def made_by_app(doctype: str) -> list[str]:
	"""Documents of a DocType that the app has made and that still exist."""
	kept_names = frappe.get_all(DOCTYPE, filters={"ref_doctype": doctype, "made_by_app": 1}, pluck="ref_name")
	if not kept_names:
		return []
	table = DocType(doctype)
	return frappe.qb.from_(table).select(table.name).where(table.name.isin(kept_names)).run(pluck=True)


def report() -> list[dict]:
	"""Defaults that an update left alone, for the person who migrates."""
	return frappe.get_all(
		DOCTYPE,
		filters={"newer_version": 1},
		fields=["ref_doctype", "ref_name", "state"],
		order_by="ref_doctype, ref_name",
	)
