"""Small set-based writing that the demo needs besides `kinerja_asn.bulk`."""

import frappe
from frappe.query_builder import DocType
from frappe.utils import nowdate

AT_ONCE = 1000


def change(doctype: str, names, values: dict, **conditions):
	"""Set columns of many rows; `by` names the column that the names stand in ("name" unless given)."""
	column = conditions.pop("by", "name")
	names = list(names)
	Table = DocType(doctype)
	for start in range(0, len(names), AT_ONCE):
		query = frappe.qb.update(Table)
		for field, value in values.items():
			query = query.set(Table[field], Table[value.column] if isinstance(value, Column) else value)
		query = query.where(Table[column].isin(names[start : start + AT_ONCE]))
		for field, value in conditions.items():
			query = query.where(Table[field] == value)
		query.run()


class Column:
	"""The value of another column of the same row."""

	def __init__(self, column: str):
		self.column = column


def remove(doctype: str, names=None, by: str = "name", **conditions):
	"""Delete rows; with `names` in portions."""
	Table = DocType(doctype)
	portions = [None]
	if names is not None:
		names = list(names)
		portions = [names[start : start + AT_ONCE] for start in range(0, len(names), AT_ONCE)]
	for portion in portions:
		query = frappe.qb.from_(Table).delete()
		if portion is not None:
			query = query.where(Table[by].isin(portion))
		for field, value in conditions.items():
			query = query.where(Table[field] == value)
		query.run()


def names_of(doctype: str, **filters) -> list[str]:
	return frappe.get_all(doctype, filters=filters, pluck="name", order_by="name asc")


def filler(doctype: str, given) -> dict:
	"""Values for mandatory fields that the demo does not know: a site may have added some of its own."""
	values = {}
	for df in frappe.get_meta(doctype).get("fields", {"reqd": 1}):
		if df.fieldname in given or df.default or df.fieldtype in ("Table", "Table MultiSelect"):
			continue
		if df.fieldtype == "Link":
			found = frappe.get_all(df.options, limit=1, pluck="name")
			values[df.fieldname] = found[0] if found else None
		elif df.fieldtype == "Select":
			values[df.fieldname] = next((option for option in (df.options or "").split("\n") if option), None)
		elif df.fieldtype == "Date":
			values[df.fieldname] = nowdate()
		elif df.fieldtype in ("Int", "Float", "Currency", "Check"):
			values[df.fieldname] = 1
		else:
			values[df.fieldname] = "-"
	return values
