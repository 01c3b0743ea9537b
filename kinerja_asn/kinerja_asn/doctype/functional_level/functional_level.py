import frappe
from frappe import _

from kinerja_asn.master_data import MasterData


class FunctionalLevel(MasterData):
	"""Jenjang of a functional post, with the credit it gives and needs (PermenPANRB 1/2023, annex A)."""

	USED_ONCE = ("level_name",)

	def validate(self):
		super().validate()
		self.check_numbers()
		self.check_ranks()

	def check_numbers(self):
		for field in ("annual_coefficient", "credit_for_next_rank", "credit_for_next_level"):
			if (self.get(field) or 0) < 0:
				frappe.throw(
					_("{0} cannot be negative.").format(frappe.bold(_(self.meta.get_label(field)))),
					title=_("Number not possible"),
				)

	def check_ranks(self):
		"""The first rank of the level is not above the last."""
		if not (self.first_rank and self.last_rank):
			return
		first, last = (
			frappe.db.get_value("ASN Rank", rank, ["employment", "rank_order"], as_dict=True)
			for rank in (self.first_rank, self.last_rank)
		)
		if first and last and (first.employment != last.employment or first.rank_order > last.rank_order):
			frappe.throw(
				_("The first rank {0} is not below the last rank {1}.").format(
					frappe.bold(self.first_rank), frappe.bold(self.last_rank)
				),
				title=_("Ranks upside down"),
			)
