from itertools import pairwise

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, flt

from kinerja_asn import problems
from kinerja_asn.rules.errors import RuleError
from kinerja_asn.rules.planning import check_frequencies
from kinerja_asn.rules.rater_choice import LEAST_MINIMUM
from kinerja_asn.rules.talent import ALL_BOXES
from kinerja_asn.setup.settings import AT_LEAST, AT_MOST, MOST_FREQUENT, boxes_in, days_in, predicates_of

#: more raters of one relation hide nobody better, and cost the time of each
MOST_RATERS = 15
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
	"smallest_team": (1, 1000),
	"calibration_answer_days": (1, 90),
	"minimum_raters": (LEAST_MINIMUM, 20),
	"peers_least": (0, MOST_RATERS),
	"peers_most": (0, MOST_RATERS),
	"subordinates_least": (0, MOST_RATERS),
	"subordinates_most": (0, MOST_RATERS),
	"rater_load": (1, 100),
	"campaign_nominate_days": (1, 90),
	"campaign_answer_days": (1, 90),
	"talent_validity_months": (1, 120),
}
#: of the 360: (at least, at most)
RATERS = (("peers_least", "peers_most"), ("subordinates_least", "subordinates_most"))
WEIGHTS_360 = ("weight_superior", "weight_peers", "weight_subordinates", "weight_self")
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
	"coaching_below": (0, 100),
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
		self.check_patterns()
		self.check_raters()
		self.check_boxes()

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

	def check_patterns(self):
		"""Every rule of the distribution pattern says something, and no two contradict each other."""
		known = set()
		for row in self.patterns:
			names = predicates_of(row)
			place = _("{0}, row {1}").format(frappe.bold(_(self.meta.get_label("patterns"))), row.idx)
			if not names:
				frappe.throw(_("{0}: tick the predicate that the rule is about.").format(place))
			if len(names) > 1 and row.rule in (AT_MOST, MOST_FREQUENT):
				frappe.throw(_("{0}: this rule takes one predicate.").format(place))
			if row.rule not in (AT_MOST, AT_LEAST):
				row.percent = 0
			elif not 0 <= flt(row.percent) <= 100:
				frappe.throw(_("{0}: the percent lies between 0 and 100.").format(place))
			by_predicate = row.rule in (AT_MOST, AT_LEAST) and len(names) == 1
			key = (row.unit_rating, row.rule, names if by_predicate else ())
			if key in known:
				frappe.throw(
					_("{0}: this rule is there twice for the same rating of the unit.").format(place)
				)
			known.add(key)

	def check_raters(self):
		"""The 360: limits that can be kept, and weights that are all of something."""
		for least, most in RATERS:
			if cint(self.get(least)) > cint(self.get(most)):
				first, last = (frappe.bold(_(self.meta.get_label(field))) for field in (least, most))
				frappe.throw(
					_("{0} ({1}) is more than {2} ({3}).").format(
						first, cint(self.get(least)), last, cint(self.get(most))
					),
					title=_("Number not possible"),
				)
		weights = [flt(self.get(field), 2) for field in WEIGHTS_360]
		if min(weights) < 0 or flt(sum(weights), 2) != 100:
			frappe.throw(
				_("360-degree: the weights must add up to 100; they are {0}.").format(
					" + ".join(f"{weight:g}" for weight in weights)
				),
				title=_("Weights"),
			)

	def check_boxes(self):
		"""The succession pool: numbers of boxes of the nine."""
		try:
			boxes = boxes_in(self.succession_boxes)
		except ValueError:
			boxes = (0,)
		if not boxes or not set(boxes) <= set(ALL_BOXES):
			frappe.throw(
				_(
					"{0}: write numbers of boxes from {1} to {2}, separated by commas, for example 7, 8, 9."
				).format(
					frappe.bold(_(self.meta.get_label("succession_boxes"))), ALL_BOXES[0], ALL_BOXES[-1]
				),
				title=_("Number not possible"),
			)
