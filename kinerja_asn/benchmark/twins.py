"""Controller-less twins of our DocTypes: the same fields, links and rows, saved by Frappe alone."""

import time

import frappe
from frappe.query_builder import DocType

PREFIX = "Tolok Ukur "
#: DocTypes of ours that are named by a counter; the others by chance
COUNTED = ("Work Plan",)
#: what a twin takes over of a field
KEPT = (
	"fieldname",
	"label",
	"fieldtype",
	"options",
	"default",
	"reqd",
	"search_index",
	"length",
	"precision",
	"read_only",
	"no_copy",
	"ignore_user_permissions",
)


def twin_of(doctype: str) -> str:
	"""The twin of a DocType of ours, made if it is not there; its child DocTypes get twins too."""
	name = f"{PREFIX}{doctype}"
	if frappe.db.exists("DocType", name):
		return name
	meta = frappe.get_meta(doctype)
	twin = frappe.get_doc(
		{
			"doctype": "DocType",
			"name": name,
			"module": "Kinerja ASN",
			"custom": 1,
			"istable": meta.istable,
			"is_submittable": meta.is_submittable,
			"track_changes": meta.track_changes,
			"autoname": "TU-.#######" if doctype in COUNTED else "hash",
		}
	)
	for df in meta.fields:
		if df.get("is_virtual"):
			continue
		row = {key: df.get(key) for key in KEPT}
		if df.fieldtype == "Table":
			row["options"] = twin_of(df.options)
		twin.append("fields", row)
	if not meta.istable:
		for role in ("Employee", "System Manager"):
			rights = ("read", "write", "create", "delete", *(("submit",) if meta.is_submittable else ()))
			twin.append("permissions", {"role": role, **dict.fromkeys(rights, 1)})
	twin.insert()
	return name


def copy_of(doc) -> dict:
	"""What `insert` of a twin is given: the values of a document of ours, without its name and its rows' names."""
	values = _values(doc.meta, doc)
	for df in doc.meta.get_table_fields():
		values[df.fieldname] = [
			_values(row.meta, row) | {"doctype": f"{PREFIX}{df.options}"} for row in doc.get(df.fieldname)
		]
	return values | {"doctype": f"{PREFIX}{doc.doctype}", "docstatus": 0}


def copy_of_row(doctype: str, row: dict) -> dict:
	"""The same for a row without child rows, also of a DocType that nobody opens."""
	return _values(frappe.get_meta(doctype), row) | {"doctype": f"{PREFIX}{doctype}"}


def inserted(copies: list[dict]) -> float:
	"""Seconds that `insert` of these takes, one after another, in one transaction."""
	began = time.perf_counter()
	for values in copies:
		frappe.get_doc(values).insert()
	frappe.db.commit()
	return time.perf_counter() - began


def empty(twin: str):
	"""Delete the rows of a twin and of its child DocTypes."""
	for doctype in (twin, *(df.options for df in frappe.get_meta(twin).get_table_fields())):
		frappe.qb.from_(DocType(doctype)).delete().run()
	frappe.db.commit()


def _values(meta, doc) -> dict:
	return {
		df.fieldname: doc.get(df.fieldname)
		for df in meta.fields
		if df.fieldtype not in frappe.model.no_value_fields
		and not df.get("is_virtual")
		and doc.get(df.fieldname) is not None
	}


def remove():
	"""Take the twins away, with what Frappe has written down of their making."""
	like = f"{PREFIX}%"
	names = frappe.get_all("DocType", filters={"name": ["like", like]}, pluck="name")
	Action, Role = DocType("Workflow Action"), DocType("Workflow Action Permitted Role")
	actions = frappe.qb.from_(Action).select(Action.name).where(Action.reference_doctype.like(like))
	frappe.qb.from_(Role).delete().where(Role.parent.isin(actions)).run()
	frappe.qb.from_(Action).delete().where(Action.reference_doctype.like(like)).run()
	for doctype, column in (
		("DocField", "parent"),
		("DocPerm", "parent"),
		("DocType", "name"),
		("Workflow Document State", "parent"),
		("Workflow Transition", "parent"),
		("Workflow", "name"),
	):
		Table = DocType(doctype)
		frappe.qb.from_(Table).delete().where(Table[column].like(like)).run()
	if frappe.db.table_exists("Permission Log"):
		Log = DocType("Permission Log")
		frappe.qb.from_(Log).delete().where(Log.for_document.like(like)).run()
	for name in names:
		frappe.db.sql_ddl(f"drop table if exists `tab{name}`")
		frappe.clear_cache(doctype=name)
