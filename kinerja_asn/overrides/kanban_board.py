"""frappe.desk kanban boards: a card that lies in its column already is not asked for, which tells its value."""

import frappe
from frappe.desk.doctype.kanban_board import kanban_board

from kinerja_asn.overrides.doors import is_limited, refuse


@frappe.whitelist()
def update_order(board_name, order):
	"""The original; documents of ours change their state by steps, never by the order of cards."""
	if is_limited(frappe.db.get_value("Kanban Board", board_name, "reference_doctype")):
		refuse()
	return kanban_board.update_order(board_name, order)
