import frappe
from frappe import _

from kinerja_asn.master_data import MasterData


class PerformanceIndicator(MasterData):
	"""An indicator of the agency's library; a plan that uses it keeps a copy of its own."""

	USED_ONCE = ("indicator_name", "aspect", "department", "designation")

	def validate(self):
		super().validate()
		self.check_highest_target()

	def check_highest_target(self):
		"""Only a target that may be missed downwards can be the highest possible (PermenPANRB 8/2021, annex)."""
		if self.highest_possible_target and self.direction != "Higher Is Better":
			frappe.throw(
				_("Only an indicator of which more is better has a highest possible target."),
				title=_("Direction and target"),
			)
