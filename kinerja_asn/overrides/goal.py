"""frappe.utils.goal: its graph counts the rows of any DocType, with any filter, and asks no right to them."""

import frappe
from frappe.utils import goal

from kinerja_asn.overrides.doors import is_guarded, refuse


@frappe.whitelist()
def get_monthly_goal_graph_data(goal_doctype: str, **options):
	"""The original, but not over rows that tell of people."""
	options.pop("cmd", None)
	if is_guarded(goal_doctype):
		refuse()
	return frappe.call(goal.get_monthly_goal_graph_data, goal_doctype=goal_doctype, **options)
