"""Links of a document and of its rows, looked up together before it is saved."""

import frappe
from frappe.model import dynamic_links
from frappe.model.utils.link_count import notify_link_count
from frappe.query_builder import DocType
from frappe.utils import cint
from pypika.terms import ValueWrapper

from kinerja_asn.prepared import padded, prepared


def all_found(doc) -> bool:
	"""Does everything that this document and its rows name exist, spelled so, and may it be named?

	Frappe asks for each name of each row by a statement of its own; this asks for all of them by one. False says only that
	Frappe has to ask: something was not found, was cancelled, or is of a kind that it does more about.
	"""
	named = _named(doc)
	if named is None:
		return False
	found = {(row.link_doctype, row.name): cint(row.docstatus) for row in _rows_of(named)}
	if any(link not in found or (live and found[link] == 2) for link, live in named.items()):
		return False
	for doctype, name in named:
		notify_link_count(doctype, name)
	return True


def _named(doc) -> dict[tuple[str, str], bool] | None:
	"""(DocType, name) -> must it not be cancelled; None where looking up is not enough."""
	named, fields, kinds = {}, {}, set()
	stored = doc.get_doc_before_save()
	for row in (doc, *doc.get_all_children()):
		if row.doctype not in fields:
			fields[row.doctype] = _link_fields(row.meta)
		if fields[row.doctype] is None:
			return None
		for df in fields[row.doctype]:
			name = row.get(df.fieldname)
			if not name:
				continue
			doctype = df.options
			if df.fieldtype == "Dynamic Link":
				doctype = row.get(df.options)
				if row is not doc or not stored or stored.get(df.options) != doctype:
					kinds.add((row.doctype, df.options, doctype))
			meta = isinstance(name, str) and isinstance(doctype, str) and doctype and frappe.get_meta(doctype)
			if not meta or meta.issingle or meta.istable or meta.get("is_virtual"):
				return None
			live = doc.meta.is_submittable and meta.is_submittable and df.fieldname != "amended_from"
			named[doctype, name] = named.get((doctype, name)) or bool(live)
	# Frappe 16 remembers which DocTypes a column names, to look there before it deletes or renames something; what is stored
	# it knows
	remember = getattr(dynamic_links, "invalidate_distinct_link_doctypes", None)
	if remember:
		for kind in kinds:
			remember(*kind)
	return named


def _link_fields(meta) -> list | None:
	"""The fields of a DocType that name documents; None where one is computed, or fetches values from what it names."""
	if any(df.get("fetch_from") for df in meta.fields):
		return None
	fields = [
		df
		for df in meta.fields
		if df.fieldtype in ("Link", "Dynamic Link") and df.options and df.options != "[Select]"
	]
	return None if any(df.get("is_virtual") for df in fields) else fields


def _rows_of(named) -> list:
	by_doctype = {}
	for doctype, name in named:
		by_doctype.setdefault(doctype, []).append(name)
	if not by_doctype:
		return []
	shape, names = [], []
	for doctype, asked in sorted(by_doctype.items()):
		asked = padded(asked)
		shape.append((doctype, len(asked)))
		names += asked
	return _links_there(tuple(shape), **{f"name{number}": name for number, name in enumerate(names)})


@prepared
def _links_there(shape, **names):
	places = iter(names.values())
	parts = []
	for doctype, count in shape:
		Table = DocType(doctype)
		parts.append(
			frappe.qb.from_(Table)
			.select(ValueWrapper(doctype).as_("link_doctype"), Table.name, Table.docstatus)
			.where(Table.name.isin([next(places) for _number in range(count)]))
		)
	query, *others = parts
	# SQLite takes no brackets around the parts
	query.wrap_set_operation_queries = False
	for other in others:
		query = query.union_all(other)
	return query
