import frappe
from frappe import _

from kinerja_asn.master_data import MasterData


class WorkBehaviour(MasterData):
	"""One of the core values of the civil service, BerAKHLAK, with its guides (SE MenPANRB 20/2021)."""

	USED_ONCE = ("behaviour_name",)

	def validate(self):
		super().validate()
		self.clean_guides()

	def clean_guides(self):
		"""One guide per line, no blank lines: they are printed as a list on the plan."""
		lines = [" ".join(line.split()) for line in (self.guides or "").splitlines()]
		self.guides = "\n".join(line for line in lines if line)
		if self.active and not self.guides:
			frappe.throw(
				_("Write at least one guide for {0}, one per line.").format(
					frappe.bold(frappe.utils.escape_html(self.behaviour_name))
				),
				title=_("Guides missing"),
			)
