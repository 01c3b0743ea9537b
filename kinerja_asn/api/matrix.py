"""The role-result matrix, for the portal and the desk; who may see and write is asked in `role_results`."""

import frappe
from frappe import _
from frappe.utils import cint, cstr

from kinerja_asn import permissions, role_results


@frappe.whitelist(methods=["GET", "POST"])
def matrix(leader_plan: str | None = None, text: str = "", page: int = 1) -> dict:
	"""One page of a matrix; without a name the first that the viewer has, {"leader": None} if he has none."""
	if not leader_plan:
		found = role_results.matrices(permissions.viewer())
		if not found:
			return {"leader": None}
		leader_plan = found[0].name
	return role_results.matrix(leader_plan, cstr(text).strip()[:60], min(max(cint(page), 1), 10_000))


@frappe.whitelist(methods=["GET", "POST"])
def matrices(text: str = "", period: str | None = None) -> list[dict]:
	"""Matrices that the viewer may open, his own first."""
	return role_results.matrices(permissions.viewer(), cstr(text).strip()[:60], period)


@frappe.whitelist(methods=["POST"])
def save_cell(
	leader_plan: str,
	result_key: str,
	employee: str,
	expected_result: str = "",
	before: str | None = None,
) -> dict:
	"""Write one cell of the matrix; a blank text takes it away."""
	return role_results.write(leader_plan, result_key, employee, expected_result, before)


@frappe.whitelist(methods=["GET", "POST"])
def people(leader_plan: str, text: str = "") -> list[dict]:
	"""People whom the leader could add to his matrix."""
	return role_results.people(leader_plan, text)


@frappe.whitelist(methods=["GET", "POST"])
def export(leader_plan: str):
	"""The matrix as a sheet (XLSX), as far as the viewer sees it."""
	title, rows = role_results.sheet(leader_plan)
	frappe.response["filename"] = f"{title}.xlsx"
	frappe.response["filecontent"] = role_results.workbook_of(rows, _("Matrix"))
	frappe.response["type"] = "binary"
