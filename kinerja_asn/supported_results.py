"""Which result supports which: the way up from a result, and the refusal of a way that comes back to itself."""

from collections.abc import Collection

import frappe
from frappe import _
from frappe.query_builder import DocType

from kinerja_asn.prepared import in_places, prepared

#: Ways longer than this are no organisation's; the walk ends here whatever the data says.
MOST_LEVELS = 15


def supported_by(keys: Collection[str]) -> dict[str, str]:
	"""key of a result -> key of the superior's result that it supports, for those that support one."""
	if not keys:
		return {}
	Result = DocType("Work Plan Result")
	return dict(
		frappe.qb.from_(Result)
		.select(Result.row_key, Result.superior_row_key)
		.where(
			(Result.parenttype == "Work Plan")
			& Result.row_key.isin(list(keys))
			& (Result.docstatus < 2)
			& Result.superior_row_key.isnotnull()
			& (Result.superior_row_key != "")
		)
		.run()
	)


def refuse_circle(doc):
	"""A result cannot support, over however many levels, a result that supports it.

	Only rows whose choice is new are followed, and only while others hang on this plan: one statement for most people.
	"""
	stored = doc.get_doc_before_save()
	before = {row.row_key: row.superior_row_key for row in (stored.results if stored else ())}
	mine = {row.row_key for row in doc.results or [] if row.row_key}
	chosen = {
		row.row_key: row.superior_row_key
		for row in doc.results or []
		if row.row_key and row.superior_row_key and before.get(row.row_key) != row.superior_row_key
	}
	if not chosen or not _hanging_on(**in_places("key", mine)):
		return
	frontier = set(chosen.values())
	for _level in range(MOST_LEVELS):
		if frontier & mine:
			row = next(row for row in doc.results if row.row_key in chosen)
			frappe.throw(
				_(
					"Result {0}: the result you chose supports your own plan already. Choose another one."
				).format(frappe.bold(row.short_code or row.idx)),
				title=_("Circle in the cascade"),
			)
		frontier = set(supported_by(frontier).values())
		if not frontier:
			return


@prepared
def _hanging_on(**keys):
	"""A result that supports one of these."""
	Result = DocType("Work Plan Result")
	return (
		frappe.qb.from_(Result)
		.select(Result.name)
		.where(
			(Result.parenttype == "Work Plan")
			& Result.superior_row_key.isin(list(keys.values()))
			& (Result.docstatus < 2)
		)
		.limit(1)
	)
