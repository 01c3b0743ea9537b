"""Role Result: one cell of the role-result matrix (Matriks Peran Hasil), what a person gives for a leader's result."""

import frappe
from frappe import _
from frappe.utils import cstr, sha256_hash

from kinerja_asn.personal import DATA_LIMIT, PersonalDocument


class RoleResult(PersonalDocument):
	"""Written by `role_results` only, which asks who may; no role writes it by itself."""

	@property
	def viewer_acts_as(self) -> str:
		return ""

	def validate(self):
		self.refuse_by_hand()
		self.check_lengths()
		self.expected_result = cstr(self.expected_result).strip()
		self.slot = slot_of(self.leader_plan, self.result_key, self.employee)

	def on_update(self):
		"""No step is taken here, and nobody's turn begins."""

	def refuse_by_hand(self):
		if not self.flags.by_server:
			frappe.throw(
				_("Cells of the matrix are written in the matrix of the leader."),
				frappe.PermissionError,
				title=_("Not yours to change"),
			)


def slot_of(leader_plan: str, result_key: str, employee: str) -> str:
	"""One cell per result of the leader and person: the value of the unique column."""
	slot = f"{leader_plan}|{result_key}|{employee}"
	return slot if len(slot) <= DATA_LIMIT else f"{leader_plan}|{result_key}|{sha256_hash(employee)[:40]}"


def on_doctype_update():
	frappe.db.add_index("Role Result", ["leader_plan", "employee"])
	frappe.db.add_index("Role Result", ["employee", "performance_period"])
