import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from kinerja_asn import problems
from kinerja_asn.rules.errors import RuleError
from kinerja_asn.rules.planning import check_frequencies

#: field -> (least, most); a number outside is a typing error, not a choice of the agency
RANGES = {
	"planning_close_day": (1, 31),
	"draft_due_day": (1, 31),
	"annual_evaluation_close_day": (1, 31),
	"report_due_days": (0, 90),
	"log_backdate_days": (0, 366),
	"evaluation_due_days": (0, 90),
	"minimum_age_at_appointment": (15, 40),
	"pppk_contract_digit": (0, 9),
	"highest_position_class": (1, 99),
	"objection_days": (1, 90),
}


class KinerjaASNSettings(Document):
	"""Every number that a regulation leaves to the agency."""

	def validate(self):
		self.check_ranges()
		self.check_order()
		self.check_frequencies()

	def check_ranges(self):
		for field, (least, most) in RANGES.items():
			if not least <= cint(self.get(field)) <= most:
				frappe.throw(
					_("{0}: choose a number from {1} to {2}.").format(
						frappe.bold(_(self.meta.get_label(field))), least, most
					),
					title=_("Number not possible"),
				)

	def check_order(self):
		if cint(self.draft_due_day) > cint(self.planning_close_day):
			frappe.throw(
				_("Drafts are expected by day {0}, after planning closes on day {1}.").format(
					cint(self.draft_due_day), cint(self.planning_close_day)
				),
				title=_("Days upside down"),
			)

	def check_frequencies(self):
		try:
			check_frequencies(self.default_reporting_frequency, self.default_evaluation_frequency)
		except RuleError as error:
			problems.refuse(error, _("Frequencies"))
