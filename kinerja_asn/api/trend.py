"""Whom the report of performance over the years may be asked about."""

import frappe
from frappe.query_builder import Case, DocType
from frappe.query_builder.functions import Max
from frappe.utils import cstr

from kinerja_asn import permissions
from kinerja_asn.charts import Readable
from kinerja_asn.distribution import EVALUATION

AT_MOST = 20
LONGEST = 140


@frappe.whitelist()
def people(txt: str | None = None) -> list[dict]:
	"""People of whom the viewer may read an evaluation, by name or number; he himself first.

	Returns:
		value (employee), label (name and number) and mine.
	"""
	if not frappe.has_permission(EVALUATION, "read"):
		return []
	Doc, me = DocType(EVALUATION), permissions.viewer().employee or ""
	text = cstr(txt).strip()[:LONGEST]
	query = (
		frappe.qb.from_(Doc)
		.select(Doc.employee, Max(Doc.employee_name).as_("employee_name"))
		.where((Doc.docstatus < 2) & (Doc.workflow_state != "Cancelled") & Readable(EVALUATION))
		.groupby(Doc.employee)
		.orderby(Case().when(Doc.employee == me, 0).else_(1))
		.orderby(Max(Doc.employee_name))
		.limit(AT_MOST)
	)
	if text:
		query = query.where(Doc.employee_name.like(f"%{text}%") | Doc.employee.like(f"%{text}%"))
	rows = query.run(as_dict=True)
	return [
		{
			"value": row.employee,
			"label": f"{row.employee_name} ({row.employee})",
			"mine": row.employee == me,
		}
		for row in rows
	]
