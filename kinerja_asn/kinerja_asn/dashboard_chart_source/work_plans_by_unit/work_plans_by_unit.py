import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Max
from frappe.utils import cint, get_year_start, getdate

from kinerja_asn.charts import Readable, on_dashboard

PLAN = "Work Plan"
MADE = ("Plan Agreed", "Closed")
#: Bars that can still be read side by side.
MOST_UNITS = 8


@frappe.whitelist(methods=["GET", "POST"])
def get(**options) -> dict:
	"""This year's work plans that the viewer may read, unit by unit; units with most to do first."""
	frappe.has_permission(PLAN, "read", throw=True)
	Plan, Period = DocType(PLAN), DocType("Performance Period")
	rows = (
		frappe.qb.from_(Plan)
		.join(Period)
		.on(Period.name == Plan.performance_period)
		.select(Plan.department, Max(Plan.department_name), Plan.workflow_state, Count(Plan.name))
		.where((Plan.docstatus < 2) & (Period.to_date >= get_year_start(getdate())) & Readable(PLAN))
		.groupby(Plan.department, Plan.workflow_state)
	).run()
	units = {}
	for unit, name, state, number in rows:
		counts = units.setdefault(unit, {"name": name or _("Without unit"), True: 0, False: 0})
		counts[state in MADE] += cint(number)
	shown = sorted(units.values(), key=lambda unit: (-unit[False], -unit[True], unit["name"]))[:MOST_UNITS]
	return on_dashboard(
		[unit["name"] for unit in shown],
		[
			{"name": _("Agreed"), "values": [unit[True] for unit in shown]},
			{"name": _("Not agreed yet"), "values": [unit[False] for unit in shown]},
		],
		_("There are no work plans this year yet."),
	)
