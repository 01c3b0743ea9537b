from itertools import pairwise

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, flt

from kinerja_asn import problems
from kinerja_asn.rules.errors import RuleError
from kinerja_asn.rules.planning import check_frequencies
from kinerja_asn.setup.settings import days_in

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
	"objection_clarification_days": (0, 90),
	"objection_decision_days": (1, 90),
	"highest_behaviour_score": (2, 100),
}
MOST_REMINDER_DAYS = 60
#: percents and values that are no whole numbers
SPANS = {
	"zero_target_met": (0, 1000),
	"agreement_highest_achievement": (0, 1000),
	"zero_target_missed": (0, 1000),
	"results_weight": (0, 100),
	"results_weight_with_360": (0, 100),
	"unit_outstanding_above": (0, 1000),
	"unit_exceeded_share": (0, 100),
	"unit_no_progress_above": (0, 100),
}
#: the lowest value of each label of the internal number, from the highest label to the lowest
BANDS = ("very_good_from", "good_from", "needs_improvement_from", "poor_from")
#: and of each proposed rating of a unit
UNIT_BANDS = ("unit_outstanding_above", "unit_good_from", "unit_needs_improvement_from", "unit_poor_from")


class KinerjaASNSettings(Document):
	"""Every number that a regulation leaves to the agency."""

	def validate(self):
		self.check_ranges()
		self.check_order()
		self.check_frequencies()
		self.check_reminders()
		self.check_bands()

	def check_ranges(self):
		for field, (least, most) in (RANGES | SPANS).items():
			if not least <= flt(self.get(field)) <= most:
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

	def check_reminders(self):
		try:
			days = days_in(self.reminder_days)
		except ValueError:
			days = (-1,)
		if any(not 0 <= day <= MOST_REMINDER_DAYS for day in days):
			frappe.throw(
				_("{0}: write whole numbers from 0 to {1}, separated by commas, for example 7, 3, 1.").format(
					frappe.bold(_(self.meta.get_label("reminder_days"))), MOST_REMINDER_DAYS
				),
				title=_("Number not possible"),
			)

	def check_bands(self):
		for bands, message in (
			(BANDS, _("The labels of the internal number must begin at falling values, from {0} to {1}.")),
			(UNIT_BANDS, _("The ratings of a unit must begin at falling values, from {0} to {1}.")),
		):
			values = [flt(self.get(field)) for field in bands]
			if any(higher <= lower for higher, lower in pairwise(values)) or values[-1] < 0:
				first, last = (frappe.bold(_(self.meta.get_label(field))) for field in (bands[0], bands[-1]))
				frappe.throw(message.format(first, last), title=_("Values upside down"))
