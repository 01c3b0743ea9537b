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
	"""Delete rows; with `names` in portions. Frappe 15 and 16 do not have the same DocTypes."""
	if not frappe.db.table_exists(doctype):
		return
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


def filler(doctype: str, given, number: int = 1) -> dict:
	"""Values for fields that the demo does not know and that a site demands, having added some of its own.

	Args:
		given: fields that the caller fills.
		number: differs from row to row, for fields that are used once.
	"""
	values = {}
	for df in frappe.get_meta(doctype).fields:
		counted = df.unique and df.fieldtype in ("Int", "Float")
		if (
			df.fieldname in given
			or not (counted or df.reqd)
			or df.fieldtype in ("Table", "Table MultiSelect")
		):
			continue
		if counted:
			values[df.fieldname] = number
		elif df.default:
			continue
		elif df.fieldtype == "Link":
			values[df.fieldname] = _first_of(df.options)
		elif df.fieldtype == "Select":
			values[df.fieldname] = next((option for option in (df.options or "").split("\n") if option), None)
		elif df.fieldtype == "Date":
			values[df.fieldname] = nowdate()
		elif df.fieldtype in ("Int", "Float", "Currency", "Check"):
			values[df.fieldname] = 1
		else:
			values[df.fieldname] = str(number) if df.unique else "-"
	return values


def _first_of(doctype: str) -> str | None:
	found = frappe.get_all(doctype, limit=1, pluck="name", order_by="name asc")
	return found[0] if found else None
