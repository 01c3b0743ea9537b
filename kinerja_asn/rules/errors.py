"""What the rules say when something is wrong: a stable code, the values it is about, and an English sentence.

The app translates with ``_(error.template).format(**error.params)``. All sentences stand in MESSAGES, marked
for the translation extraction by ``_`` below, which returns its text unchanged since nothing here knows a
language. Values in ``params`` are as typed by a person: whoever shows them as HTML has to escape them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


def _(text: str) -> str:
	return text


MESSAGES: dict[str, str] = {
	# numbers and dates
	"not_a_number": _("{value} is not a number."),
	"weights_not_100": _("The weights {weights} must add up to 100."),
	"year_out_of_range": _("The year {year} is not between {first} and {last}."),
	"end_before_start": _("The end {end} lies before the start {start}."),
	"days_negative": _("The number of days cannot be negative: {days}."),
	# NIP
	"nip_empty": _("The NIP is missing."),
	"nip_not_digits": _("The NIP may hold digits only (spaces and dots are removed): {text}"),
	"nip_wrong_length": _("The NIP has {length} digits; it must have {expected}."),
	"nip_kind_unknown": _("{kind} is not an ASN status that has a NIP."),
	"nip_birth_date": _("Digits 1 to 8 of the NIP ({digits}) are not a date of birth (year, month, day)."),
	"nip_appointment_month": _(
		"Digits 13 and 14 of the NIP ({digits}) are not a month of appointment from 01 to 12. "
		"If this is a PPPK number, set the ASN status to PPPK first."
	),
	"nip_appointment_year": _("Digits 9 to 12 of the NIP ({digits}) are not a year of appointment."),
	"nip_contract_code": _(
		"Digit 13 of a PPPK number must be {expected}; here digits 13 and 14 are {digits}. "
		"If this is the NIP of a PNS, set the ASN status to PNS first."
	),
	"nip_sex": _("Digit 15 of the NIP ({digit}) must be 1 (male) or 2 (female)."),
	"nip_serial": _(
		"The serial number (digits 16 to 18) cannot be 000. "
		"If the number comes from a spreadsheet, format the column as text: otherwise it rounds the "
		"last digits."
	),
	"nip_too_young": _("By the NIP, the appointment was at the age of {age}; the youngest age is {minimum}."),
	"nip_in_future": _("By the NIP, the appointment ({appointed}) lies in the future."),
	"nip_gender_differs": _("The sex in the NIP differs from the employee's gender."),
	"nip_birth_date_differs": _("The date of birth in the NIP differs from the employee's date of birth."),
	# who plans
	"no_plan_not_asn": _("No plan needed: not a civil servant (the ASN status is blank or Non-ASN)."),
	"no_plan_not_active": _("No plan needed: the employee is not active ({employee_status})."),
	"no_plan_left_before": _("No plan needed: the employee left on {date}, before the period."),
	"no_plan_joins_after": _("No plan needed: the employee joins on {date}, after the period."),
	"no_plan_state_official": _("No plan needed: appointed as state official or to a non-structural body."),
	"no_plan_temporarily_dismissed": _("No plan needed: temporarily dismissed."),
	"no_plan_unpaid_leave": _("No plan needed: on leave outside state burden."),
	"no_plan_pre_retirement": _("No plan needed: in the pre-retirement period."),
	"no_plan_study": _("No plan needed: on study assignment."),
	# period
	"frequency_unknown": _("{frequency} is not a frequency of reporting or evaluation."),
	"evaluation_not_multiple": _(
		"An evaluation ({evaluation}) must cover whole reporting intervals ({reporting}): choose a longer "
		"evaluation interval or a shorter reporting interval."
	),
	"month_day_invalid": _("Month {month}, day {day} is not a day of the year."),
	# proposal of a plan
	"model_unknown": _("{model} is not a model of the work plan."),
	"approach_unknown": _("{approach} is not an approach of the work plan."),
	"employee_missing": _("The work plan names no employee."),
	"appraiser_missing": _("The appraiser is missing."),
	"appraiser_is_employee": _("The appraiser cannot be the employee himself."),
	"main_result_missing": _("Add at least one main work result."),
	"result_text_missing": _("Work result in row {row}: say which result is expected."),
	"result_kind_unknown": _(
		"Work result in row {row}: choose whether it is a main or an additional result."
	),
	"superior_has_no_plan": _(
		"The main results must name the superior's result that they support, but {superior} has no "
		"work plan yet."
	),
	"superior_result_missing": _(
		"Main work result in row {row} ({title}): choose the superior's result that it supports."
	),
	"perspective_missing": _("Work result in row {row} ({title}): choose the perspective."),
	"indicator_missing": _("Main work result in row {row} ({title}): add at least one indicator."),
	"measure_missing": _(
		"Main work result in row {row} ({title}): describe the measure of success with its target."
	),
	"objective_missing": _("Add at least one objective."),
	"objective_text_missing": _("Objective in row {row}: say what is to be reached."),
	"objective_without_indicator": _("Objective in row {row} ({title}): add at least one key indicator."),
	"indicator_without_objective": _("Indicator in row {row} ({title}): choose the objective it measures."),
	"row_key_missing": _("Row {row} of {table} has no key; remove it and add it again."),
	"row_key_repeated": _(
		"Row {row} of {table} has the same key as another row; remove it and add it again."
	),
	"indicator_without_result": _("Indicator in row {row} ({title}): choose the work result it belongs to."),
	"indicator_text_missing": _("Indicator in row {row}: say what is measured."),
	"aspect_missing": _("Indicator in row {row} ({title}): choose the aspect."),
	"unit_missing": _("Indicator in row {row} ({title}): choose the unit of measure."),
	"direction_missing": _(
		"Indicator in row {row} ({title}): say whether higher, lower or within a range is better."
	),
	"target_missing": _("Indicator in row {row} ({title}): the target is missing."),
	"target_not_positive": _(
		"Indicator in row {row} ({title}): the target must be more than zero (zero is possible only "
		"where lower is better)."
	),
	"target_negative": _("Indicator in row {row} ({title}): the target cannot be negative."),
	"range_incomplete": _("Indicator in row {row} ({title}): give both ends of the target range."),
	"range_upside_down": _(
		"Indicator in row {row} ({title}): the lower end of the target range must be less than the upper end."
	),
	"behaviour_count": _("The plan lists {count} work behaviours; it must list all {expected}."),
	"behaviour_repeated": _("Work behaviour in row {row} ({title}) is listed twice."),
	"behaviour_missing": _("Work behaviour in row {row}: choose the behaviour."),
	"annex_missing": _("Annex: fill in the part {kind}."),
	# daily logs
	"log_in_future": _("{date} lies in the future. Write down what was done up to today."),
	"log_outside_plan": _("{date} lies outside the work plan, which runs from {start} to {end}."),
	"log_interval_accepted": _(
		"The report that covers {date} has been accepted; its entries can no longer change. Talk to your "
		"appraiser if something is missing."
	),
	"log_too_old": _("{date} is too long ago: entries can be written for the last {days} days."),
	# targets and achievement
	"intervals_missing": _("There is no interval to spread the target over."),
	"target_too_fine": _("The target {target} has more than {decimals} decimals."),
	"target_spread_negative": _("The target to spread cannot be negative: {target}."),
	"aggregation_unknown": _("{aggregation} is not a way of adding up."),
	"direction_unknown": _("{direction} is not a direction of an indicator."),
	"achievement_target_negative": _("The target cannot be negative: {target}."),
	"achievement_range": _("The lower end of the range ({low}) must be less than the upper end ({high})."),
	"percent_negative": _("The achievement cannot be negative: {percent}."),
	"rounding_unknown": _("{rounding} is not a way of rounding the achievement."),
	"values_missing": _("There is no value to average."),
	# 360-degree appraisal
	"answer_unreadable": _("Your answers could not be read. Reload the page and send them again."),
	"answer_unknown_question": _(
		"Your answers belong to other questions than these. Reload the page and answer again."
	),
	"answer_missing": _("These statements have no answer yet: {rows}."),
	"answer_off_scale": _("Choose one of the values of the scale for statement {row}."),
	"answer_too_long": _(
		"Your words on question {row} have {length} characters; at most {limit} are possible."
	),
	# ratings
	"rating_unknown": _("{rating} is not a rating."),
	"predicate_unknown": _("{predicate} is not a predicate."),
	"unit_rating_unknown": _("{rating} is not a rating of a unit."),
	"evaluation_kind_unknown": _("{kind} is not a kind of evaluation."),
	"count_of_indicators": _("{part} of {whole} indicators cannot be."),
	"value_out_of_range": _("The value {value} is not between {minimum} and {maximum}."),
	"score_out_of_range": _("The score {score} is not between {minimum} and {maximum}."),
	# distribution
	"count_negative": _(
		"The number of employees with the predicate {predicate} cannot be negative: {count}."
	),
	"distribution_above_maximum": _(
		"{predicate}: {percent}% of the team; the pattern for a unit rated {unit_rating} allows at "
		"most {limit}%."
	),
	"distribution_below_minimum": _(
		"{predicate}: {percent}% of the team; the pattern for a unit rated {unit_rating} expects at "
		"least {limit}%."
	),
	"distribution_not_most": _(
		"{predicate} should be the most frequent predicate in a unit rated {unit_rating}."
	),
	"distribution_none_of": _(
		"In a unit rated {unit_rating} some employees are expected to have one of the predicates: "
		"{predicate}."
	),
	# consistency of appraisers
	"rater_count_negative": _("The number of people with a rating cannot be negative: {count}."),
	"rater_too_few": _("Only {people} people rated; with fewer than {smallest} nothing can be said."),
	"rater_no_others": _("Fewer than {smallest} people rated by others; there is nothing to compare with."),
	"rater_higher": _(
		"Rates higher than the other appraisers by {distance} on a scale of 1 to 3, more than chance "
		"explains. The people may be better or the yardstick milder: compare the evidence."
	),
	"rater_lower": _(
		"Rates lower than the other appraisers by {distance} on a scale of 1 to 3, more than chance "
		"explains. The people may need help or the yardstick is stricter: compare the evidence."
	),
	"rater_all_alike": _("All {people} people have the same ratings; differences between them do not show."),
	"rater_extremes": _(
		"{percent}% of the ratings are above or below expectation; the middle is seldom used."
	),
	# credit
	"months_out_of_range": _("The number of months {months} is not between {minimum} and {maximum}."),
	"months_exceed_year": _("The months of one year add up to {months}; there are only {maximum}."),
	"functional_level_unknown": _("{level} is not a functional level."),
	# talent
	"performance_axis_unknown": _("{value} is not a level of performance."),
	"potential_unknown": _("{value} is not a level of potential."),
	# satisfaction survey
	"survey_without_answers": _("The survey has no answers."),
	"survey_answer_invalid": _("The answer {answer} is not between {minimum} and {maximum}."),
	"survey_row_length": _("A response has {count} answers; the survey has {expected} elements."),
	# reporting line
	"appraiser_inactive": _("The appraiser {appraiser} is not active."),
	"reporting_circle": _("The reporting line goes round in a circle: {circle}."),
	"month_rule_unknown": _("{rule} is not a rule for counting months."),
}


class RuleError(ValueError):
	"""A rule refuses its input.

	``code`` is stable and can be tested, ``template`` is the English source text for translation, ``params``
	fills it.
	"""

	def __init__(self, code: str, **params: Any) -> None:
		self.code = code
		self.params = params
		super().__init__(self.template.format(**params))

	@property
	def template(self) -> str:
		return MESSAGES[self.code]

	def __reduce__(self):
		return (_rebuild, (type(self), self.code, self.params))


def _rebuild(cls: type, code: str, params: dict[str, Any]) -> RuleError:
	return cls(code, **params)


@dataclass(frozen=True)
class Problem:
	"""Something a person has to mend, found by a rule that lists all of them instead of stopping at the
	first.

	``table`` and ``row_key`` name the row it is about (None: the document as a whole).
	"""

	code: str
	row_key: str | None = None
	params: Mapping[str, Any] = field(default_factory=dict)
	table: str | None = None

	@property
	def template(self) -> str:
		return MESSAGES[self.code]

	@property
	def message(self) -> str:
		"""The sentence in English."""
		return self.template.format(**self.params)
