"""The tree of results, its gaps and the line of sight; rows are limited in `cascade` to what the viewer may read."""

import json

import frappe
from frappe import _
from frappe.utils import cint, cstr

from kinerja_asn import cascade, permissions
from kinerja_asn.api.steps import readable, refuse_malformed

MOST_PAGES = 10_000


@frappe.whitelist(methods=["GET", "POST"])
def start(period: str | None = None, department: str | None = None, node: str | None = None) -> dict:
	"""Where the tree begins for the viewer, and what he can choose: periods, units."""
	refuse_strangers()
	return cascade.start(period or None, department or None, node or None)


@frappe.whitelist(methods=["GET", "POST"])
def roots(period: str, department: str | None = None, page: int = 1) -> dict:
	"""A further page of the highest results."""
	refuse_strangers()
	return cascade.roots(permissions.viewer(), period, department or None, page_of(page))


@frappe.whitelist(methods=["GET", "POST"])
def branches(nodes: list | str, page: int = 1) -> dict:
	"""What hangs below some nodes, one level."""
	refuse_strangers()
	if isinstance(nodes, str):
		try:
			nodes = json.loads(nodes)
		except ValueError:
			refuse_malformed()
	if not isinstance(nodes, list) or not nodes:
		refuse_malformed()
	return cascade.branches(nodes, page_of(page))


@frappe.whitelist(methods=["GET", "POST"])
def search(text: str, period: str) -> list[dict]:
	"""Results by words, person, post or unit."""
	refuse_strangers()
	return cascade.search(cstr(text), cstr(period))


@frappe.whitelist(methods=["GET", "POST"])
def gaps(period: str, department: str | None = None, kind: str = cascade.UNSUPPORTED, page: int = 1) -> dict:
	"""Results that nobody supports, results that support nothing, objectives that nothing takes up."""
	refuse_strangers()
	if kind not in cascade.GAPS:
		refuse_malformed()
	return cascade.gaps(period, department or None, kind, page_of(page))


@frappe.whitelist(methods=["GET", "POST"])
def line_of_sight(work_plan: str) -> list[dict]:
	"""From each result of a plan up to the highest one."""
	return cascade.line_of_sight(readable("Work Plan", work_plan))


def page_of(page) -> int:
	return min(max(cint(page), 1), MOST_PAGES)


def refuse_strangers():
	"""The tree is for people of an agency, and for those who oversee one."""
	who = permissions.viewer()
	if not (
		who.employee or who.identities or who.is_everything or who.is_hr or who.is_manager or who.is_auditor
	):
		frappe.throw(_("Your user is not linked to an employee. Please ask HR."), frappe.PermissionError)
