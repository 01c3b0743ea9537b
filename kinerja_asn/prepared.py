"""Queries whose text is built once on a server and asked by everybody."""

import re
from functools import wraps

import frappe
from pypika.terms import LiteralValue, Parameter, Term

#: Where a condition stands in a prepared text.
PLACE = re.compile("\0(\\w+)\0")


def prepared(build):
	"""A query whose text is built once: `build` gets a place for each value, the caller names the values.

	For what each request asks before anything else, and for small reports; building a text takes several times as long as
	the answer. What is handed over by position, and which values are named, decides the text, as the database does. A value
	that is a condition (`charts.Readable`) is written into the text at each run: it belongs to the reader.
	"""
	texts = {}

	@wraps(build)
	def run(*shape, **values):
		conditions = {name: values.pop(name) for name, value in [*values.items()] if isinstance(value, Term)}
		key = (frappe.db.db_type, shape, tuple(values), tuple(conditions))
		if key not in texts:
			places = {name: Parameter(f"%({name})s") for name in values}
			places |= {name: LiteralValue(f"\0{name}\0") for name in conditions}
			frappe.local.kinerja_preparing = True
			try:
				texts[key] = build(*shape, **places).get_sql()
			finally:
				frappe.local.kinerja_preparing = False
		text = (
			PLACE.sub(lambda place: conditions[place[1]].get_sql(), texts[key]) if conditions else texts[key]
		)
		return frappe.db.sql(text, values, as_dict=True)

	return run


def is_built_now() -> bool:
	"""Whether a text is being built, that belongs to everybody: `permissions` then tells nothing of a reader."""
	return getattr(frappe.local, "kinerja_preparing", False)


def padded(values) -> list:
	"""Values of a list for a prepared query, the last one again up to the next power of two, so that few texts are made."""
	values = list(values)
	return values + values[-1:] * ((1 << (len(values) - 1).bit_length()) - len(values)) if values else []


def in_places(name: str, values) -> dict[str, str]:
	"""The same with the names of their places: `name0`, `name1` and so on."""
	return {f"{name}{number}": value for number, value in enumerate(padded(values))}
