"""Names from Frappe's counters (tabSeries), many in one step."""

import frappe
from frappe.query_builder import DocType
from frappe.utils import cint


def reserve(prefix: str, count: int, digits: int = 5) -> list[str]:
	"""The next `count` names of a series, for example SKP-2026-00001 ...; the counter stands where forms look.

	The row of the counter stays locked until the transaction ends, as with a single name.
	"""
	if count < 1:
		return []
	Series = DocType("Series")

	def move_on():
		frappe.qb.update(Series).set(Series.current, Series.current + count).where(
			Series.name == prefix
		).run()
		rows = frappe.qb.from_(Series).select(Series.current).where(Series.name == prefix).for_update().run()
		return cint(rows[0][0]) if rows else None

	last = move_on()
	if last is None:
		try:
			frappe.db.savepoint("series")
			frappe.qb.into(Series).columns("name", "current").insert(prefix, count).run()
			last = count
		except Exception as error:
			if not (frappe.db.is_primary_key_violation(error) or frappe.db.is_unique_key_violation(error)):
				raise
			# somebody else began the series at the same moment
			frappe.db.rollback(save_point="series")
			last = move_on()
	return [f"{prefix}{number:0{digits}d}" for number in range(last - count + 1, last + 1)]
