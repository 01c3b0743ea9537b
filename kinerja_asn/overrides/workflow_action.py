"""Workflow Action: Frappe's list of open steps, which it writes after each change of state, for roles.

For our steps it says nothing that holds: roles cannot tell two employees apart, and Frappe asks the conditions of the
Workflow for the one who has just saved, not for the one whose turn it is. Whose turn it is stands in
`notifications.waiting_for`. So the list is kept only of documents whose Workflow has a step of the agency's own.
"""

import frappe
from frappe.model.workflow import get_workflow, get_workflow_name
from frappe.workflow.doctype.workflow_action import workflow_action

from kinerja_asn import permissions

ORIGINAL = f"{workflow_action.__name__}.process_workflow_actions"
HANDLER = f"{__name__}.process_workflow_actions"


def listen():
	"""Stand in for Frappe's handler in what this request knows of hooks; an app cannot take a handler away in its own."""
	hooks = frappe.get_doc_hooks()
	if getattr(frappe.local, "kinerja_listens", None) is hooks:
		return
	for handlers in hooks.get("*", {}).values():
		handlers[:] = [HANDLER if handler == ORIGINAL else handler for handler in handlers]
	frappe.local.kinerja_listens = hooks


def process_workflow_actions(doc, state):
	"""The original, where somebody may find in the list what waits for his role."""
	if state == "on_trash" or has_steps_of_the_agency(doc.doctype):
		workflow_action.process_workflow_actions(doc, state)


def has_steps_of_the_agency(doctype: str) -> bool:
	"""Whether the Workflow of a DocType has a step that is not ours; of DocTypes that are not ours, always."""
	if doctype not in permissions.PERSONAL:
		return True
	return bool(get_workflow_name(doctype)) and any(
		not permissions.is_own_step(doctype, row.state, row.next_state)
		for row in get_workflow(doctype).transitions
	)
