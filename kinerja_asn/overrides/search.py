"""frappe.desk.search: on Frappe 15 a link search can be told to leave out all conditions and to add columns."""

import frappe
from frappe.desk import search
from frappe.query_builder import DocType
from frappe.utils import cint, cstr

from kinerja_asn import permissions
from kinerja_asn.overrides.doors import is_guarded, is_limited, is_ours
from kinerja_asn.units import units_below

#: The longest text that is searched for, and the highest number of a row.
LONGEST, MOST = 140, 100_000


@frappe.whitelist()
def search_link(doctype: str, txt: str, **options):
	"""The original; for our DocTypes without the client's own query, extra columns and waiver of conditions."""
	return frappe.call(search.search_link, doctype, txt, **_options_for(doctype, options))


@frappe.whitelist()
def search_widget(doctype: str, txt: str, **options):
	"""As `search_link`."""
	return frappe.call(search.search_widget, doctype, txt, **_options_for(doctype, options))


def _options_for(doctype: str, options: dict) -> dict:
	options.pop("cmd", None)
	if is_ours(doctype):
		query = options.get("query")
		if not (query or "").startswith("kinerja_asn."):
			options.pop("query", None)
	if is_ours(doctype) or is_guarded(doctype):
		options.pop("filter_fields", None)
		options["ignore_user_permissions"] = False
	return options


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def documents(doctype, txt, searchfield, start, page_len, filters, as_dict=False, **options):
	"""standard_queries of our DocTypes: name, title and search fields of rows the user may read."""
	meta = frappe.get_meta(doctype)
	columns = ["name"]
	for column in [meta.title_field, *meta.get_search_fields()]:
		if column and column not in columns and meta.has_field(column):
			columns.append(column)
	searched = [column for column in columns if column == "name" or _is_text(meta, column)]
	text = cstr(txt).strip()
	conditions = _listed(doctype, filters)
	for column in ("active", "enabled"):
		if meta.has_field(column):
			conditions.append([doctype, column, "=", 1])
	return frappe.get_list(
		doctype,
		fields=columns,
		filters=conditions,
		or_filters=[[doctype, column, "like", f"%{text}%"] for column in searched] if text else None,
		limit_start=start,
		limit_page_length=page_len,
		order_by=f"`tab{doctype}`.`{meta.sort_field or 'modified'}` {meta.sort_order or 'desc'}",
		as_list=not as_dict,
	)


@frappe.whitelist()
def units(doctype, txt="", searchfield=None, start=0, page_len=20, filters=None, as_dict=False, **options):
	"""The units that a report can be narrowed to, of the agencies that the viewer belongs to or oversees: a leader may choose
	a unit, but not read its record."""
	Unit = DocType("Department")
	text = f"%{cstr(txt).strip()[:LONGEST]}%"
	query = (
		frappe.qb.from_(Unit)
		.select(Unit.name, Unit.department_name)
		.where((Unit.disabled == 0) & (Unit.name.like(text) | Unit.department_name.like(text)))
		.orderby(Unit.department_name)
		.limit(_number(page_len))
		.offset(_number(start))
	)
	companies = _own_agencies(permissions.viewer())
	if companies is not None:
		query = query.where(Unit.company.isin(list(companies) or [""]))
	return query.run(as_dict=bool(as_dict))


@frappe.whitelist()
def unit_and_below(department: str) -> list[str]:
	"""A unit that the viewer may choose and those below it; none for another one. A list cannot be asked for what lies
	below a unit by somebody who may not read its record."""
	company = frappe.db.get_value("Department", cstr(department), "company")
	companies = _own_agencies(permissions.viewer())
	return units_below(cstr(department)) if companies is None or company in companies else []


def _number(value) -> int:
	return min(max(cint(value), 0), MOST)


def _own_agencies(who) -> tuple | None:
	"""The agencies that the viewer belongs to or oversees, None for all."""
	if who.is_everything:
		return None
	return who.companies if who.is_hr or who.is_auditor or who.is_manager else (who.company or "",)


def _is_text(meta, column: str) -> bool:
	return meta.get_field(column).fieldtype in ("Data", "Small Text", "Text", "Select", "Link")


def _listed(doctype: str, filters) -> list:
	filters = frappe.parse_json(filters) if isinstance(filters, str) else filters
	if not filters:
		return []
	if isinstance(filters, dict):
		return [
			[doctype, column, *(value if isinstance(value, list | tuple) else ("=", value))]
			for column, value in filters.items()
		]
	return list(filters)


@frappe.whitelist()
def get_link_title(doctype, docname):
	"""The original; the title of a document of ours only for who may read it, the name for all others."""
	if is_ours(doctype) and not _may_see_title(doctype, docname):
		return docname
	return search.get_link_title(doctype, docname)


def _may_see_title(doctype: str, docname: str) -> bool:
	if not is_limited(doctype):
		return bool(frappe.has_permission(doctype, "read"))
	return bool(
		frappe.db.exists(doctype, docname)
		and frappe.has_permission(doctype, "read", doc=frappe.get_doc(doctype, docname))
	)
