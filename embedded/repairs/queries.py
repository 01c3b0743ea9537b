"""Statements made once: a question of the same shape differs from the last one in its values only.

Putting a statement together takes longer than its answer, and the framework asks for single rows by name or by plain
columns several times in every request.
"""

from typing import NamedTuple

from pypika.terms import Parameter

KEPT = 4096


class Statement(NamedTuple):
	text: str
	names: tuple
	fields: list


def shape_of(filters):
	"""Columns, whole numbers that stand in the statement, and texts that are passed; None if it is no plain question."""
	if type(filters) is str:
		return ("name",), (None,), (filters,)
	if not isinstance(filters, dict) or not filters:
		return None
	numbers, texts = [], []
	for column, value in filters.items():
		if type(column) is not str or type(value) not in (str, int):
			return None
		numbers.append(value if type(value) is int else None)
		if type(value) is str:
			texts.append(value)
	return tuple(filters), tuple(numbers), tuple(texts)


def columns_of(fieldname):
	if type(fieldname) is str:
		return fieldname
	if type(fieldname) in (list, tuple) and all(type(column) is str for column in fieldname):
		return tuple(fieldname)
	return None


def apply() -> None:
	import frappe
	from frappe.database.database import Database
	from frappe.database.utils import DefaultOrderBy
	from frappe.query_builder.utils import mask_fields, prepare_query

	engine_get_values = Database.get_values
	known = {}

	def made_from(query, texts):
		fields = query._fields_list
		statement, values = prepare_query(query)
		# a column of a child table is found by what the DocType looks like at the moment
		if " JOIN " in statement or query._child_queries or tuple(values.values()) != texts:
			return None
		return Statement(statement, tuple(values), fields)

	def get_values(
		self,
		doctype,
		filters=None,
		fieldname="name",
		ignore=False,
		as_dict=False,
		debug=False,
		order_by=DefaultOrderBy,
		update=None,
		cache=False,
		for_update=False,
		*,
		run=True,
		pluck=False,
		distinct=False,
		limit=None,
		**locks,
	):
		def ask():
			return engine_get_values(
				self,
				doctype,
				filters,
				fieldname,
				ignore,
				as_dict,
				debug,
				order_by,
				update,
				cache,
				for_update,
				run=run,
				pluck=pluck,
				distinct=distinct,
				limit=limit,
				**locks,
			)

		of_single = filters == doctype and doctype != "DocType"
		if debug or cache or for_update or not run or of_single or frappe.local.flags.in_safe_exec:
			return ask()
		shape, columns = shape_of(filters), columns_of(fieldname)
		if not shape or not columns:
			return ask()
		by, numbers, texts = shape
		key = self.db_type, doctype, by, numbers, columns, order_by, distinct, limit
		if key not in known:
			answer = ask()
			if distinct:
				order_by = None
			elif order_by == DefaultOrderBy:
				order_by = "creation"
			query = frappe.qb.get_query(
				table=doctype,
				filters=filters,
				fields=fieldname,
				order_by=order_by,
				distinct=distinct,
				limit=limit,
			)
			if len(known) >= KEPT:
				known.clear()
			known[key] = made_from(query, texts)
			return answer
		statement = known[key]
		if not statement:
			return ask()
		as_rows = as_dict or columns == "*"
		values = dict(zip(statement.names, texts, strict=True))
		try:
			rows = self.sql(statement.text, values, as_dict=as_rows, update=update, pluck=pluck)
		except Exception:
			if ignore:
				return ask()
			raise
		if rows and statement.fields:
			rows = mask_fields(doctype, statement.fields, rows, as_dict=as_rows)
		return rows

	Database.get_values = get_values
	repair_shared()


def repair_shared() -> None:
	"""What is shared with somebody is asked several times in a request, and before each refusal."""
	import frappe
	import frappe.share

	from embedded.repairs import replace

	engine_get_shared = frappe.share.get_shared
	known = {}

	def statement(rights, of_one, everyone, limit):
		Share = frappe.qb.DocType("DocShare")
		place = {name: Parameter(f"%({name})s") for name in ("doctype", "name", "user")}
		query = frappe.qb.from_(Share).select(Share.share_name).where(Share.share_doctype == place["doctype"])
		for right in rights:
			query = query.where(Share[right] == 1)
		if of_one:
			query = query.where(Share.share_name == place["name"])
		theirs = Share.user == place["user"]
		query = query.where(theirs | (Share.everyone == 1) if everyone else theirs)
		return (query.limit(limit) if limit else query).get_sql()

	def get_shared(doctype, user=None, rights=None, *, filters=None, limit=None):
		user = user or frappe.session.user
		of_one = filters and len(filters) == 1 and list(filters[0][:2]) == ["share_name", "="]
		if (filters and not of_one) or type(doctype) is not str:
			return engine_get_shared(doctype, user, rights, filters=filters, limit=limit)
		key = frappe.db.db_type, tuple(rights or ("read",)), bool(of_one), user != "Guest", limit
		if key not in known:
			known[key] = statement(*key[1:])
		values = {"doctype": doctype, "user": user}
		if of_one:
			values["name"] = filters[0][2]
		return frappe.db.sql(known[key], values, pluck=True)

	replace(frappe.share, "get_shared", get_shared)
