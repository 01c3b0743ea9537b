"""Kinerja ASN Settings, read once per request."""

import frappe
from frappe.utils import cint, cstr, flt

from kinerja_asn.rules import distribution
from kinerja_asn.rules.achievement import AchievementRules, IndicatorValueRules
from kinerja_asn.rules.coaching import CoachingRules
from kinerja_asn.rules.internal_value import BehaviourValueRules, InternalValueRules
from kinerja_asn.rules.nip import NipRules
from kinerja_asn.rules.numeric import HUNDRED, to_decimal
from kinerja_asn.rules.objection import ObjectionRules
from kinerja_asn.rules.predicate import PREDICATES, UNIT_RATINGS
from kinerja_asn.rules.rater_choice import LEAST_MINIMUM, ChoiceRules
from kinerja_asn.rules.talent import TalentRules
from kinerja_asn.rules.timespan import MOST_DAYS, MonthRules
from kinerja_asn.rules.unit_rating import UnitHeadRules, UnitRatingRules

DOCTYPE = "Kinerja ASN Settings"
AT_MOST, AT_LEAST, MOST_FREQUENT, SOME_OF = "At Most", "At Least", "Most Frequent", "Some Of"
#: Columns of a rule of the distribution pattern, in the order of the predicates.
PREDICATE_COLUMNS = ("very_good", "good", "needs_improvement", "poor", "very_poor")


def setting(fieldname: str):
	"""One number or choice that the regulations leave to the agency.

	Raises:
		AttributeError: the settings have no such field.
	"""
	doc = frappe.get_cached_doc(DOCTYPE)
	if not doc.meta.has_field(fieldname):
		raise AttributeError(fieldname)
	value = doc.get(fieldname)
	if value is None:
		value = doc.meta.get_field(fieldname).default
	return value


def nip_rules() -> NipRules:
	"""What the agency has set about the numbers of civil servants."""
	return NipRules(
		min_age=cint(setting("minimum_age_at_appointment")),
		contract_digit=str(cint(setting("pppk_contract_digit"))),
	)


def achievement_rules() -> AchievementRules:
	"""What a target of zero means, where lower is better."""
	return AchievementRules(
		zero_target_met=_decimal("zero_target_met"), zero_target_missed=_decimal("zero_target_missed")
	)


def indicator_value_rules() -> IndicatorValueRules:
	"""How the achievement is rounded before it is banded."""
	return IndicatorValueRules(rounding=setting("achievement_rounding"))


def behaviour_value_rules() -> BehaviourValueRules:
	"""The scale of the scores of behaviour."""
	return BehaviourValueRules(highest_score=to_decimal(cint(setting("highest_behaviour_score"))))


def objection_rules() -> ObjectionRules:
	"""Days to object, to explain and to decide, and what silence means."""
	return ObjectionRules(
		days=cint(setting("objection_days")),
		decision_days=cint(setting("objection_decision_days")),
		clarification_days=cint(setting("objection_clarification_days")),
		silence_accepts=bool(cint(setting("silence_acknowledges"))),
	)


def coaching_rules() -> CoachingRules:
	"""Below which achievement a report proposes coaching."""
	return CoachingRules(below=_decimal("coaching_below"))


def month_rules() -> MonthRules:
	"""How a month counts that is served in two posts."""
	return MonthRules(rule=setting("month_rule") or MOST_DAYS)


def internal_value_rules() -> InternalValueRules:
	"""Weights and bands of the internal number."""
	results, with_360 = _decimal("results_weight"), _decimal("results_weight_with_360")
	return InternalValueRules(
		results_weight=results,
		behaviour_weight=HUNDRED - results,
		results_weight_with_360=with_360,
		behaviour_weight_with_360=HUNDRED - with_360,
		very_good_from=_decimal("very_good_from"),
		good_from=_decimal("good_from"),
		needs_improvement_from=_decimal("needs_improvement_from"),
		poor_from=_decimal("poor_from"),
	)


def unit_rating_rules() -> UnitRatingRules:
	"""Where each rating of a unit begins."""
	return UnitRatingRules(
		outstanding_above=_decimal("unit_outstanding_above"),
		exceeded_share=_decimal("unit_exceeded_share"),
		good_from=_decimal("unit_good_from"),
		needs_improvement_from=_decimal("unit_needs_improvement_from"),
		poor_from=_decimal("unit_poor_from"),
		no_progress_above=_decimal("unit_no_progress_above"),
	)


def unit_head_rules() -> UnitHeadRules:
	"""Which rating of results a unit's rating means for its head."""
	return UnitHeadRules({rating: setting(f"head_of_{frappe.scrub(rating)}") for rating in UNIT_RATINGS})


def distribution_rules() -> distribution.DistributionRules:
	"""The agency's pattern of distribution for each rating of a unit."""
	settings = frappe.get_cached_doc(DOCTYPE)
	# asked for every leader of an agency: built once for as long as these settings are the cached ones
	known = settings.__dict__.get("_distribution_rules")
	if known is None:
		rows = settings.get("patterns") or []
		patterns = patterns_of(rows) if rows else distribution.DEFAULT_RULES.patterns
		known = distribution.DistributionRules(
			patterns=patterns, smallest_team=cint(setting("smallest_team"))
		)
		settings.__dict__["_distribution_rules"] = known
	return known


def patterns_of(rows) -> dict[str, distribution.Pattern]:
	"""Patterns by rating of the unit, from rows of the settings."""
	found = {}
	for row in rows:
		names = predicates_of(row)
		parts = found.setdefault(row.unit_rating, {"maximum": {}, "minimum": {}})
		if row.rule == AT_MOST:
			parts["maximum"] |= dict.fromkeys(names, to_decimal(flt(row.percent)))
		elif row.rule == AT_LEAST and len(names) > 1:
			parts["at_least"] = (names, to_decimal(flt(row.percent)))
		elif row.rule == AT_LEAST:
			parts["minimum"] |= dict.fromkeys(names, to_decimal(flt(row.percent)))
		elif row.rule == MOST_FREQUENT and names:
			parts["most"] = names[0]
		elif row.rule == SOME_OF:
			parts["some_of"] = names
	return {unit_rating: distribution.Pattern(**parts) for unit_rating, parts in found.items()}


def predicates_of(row) -> tuple[str, ...]:
	"""The predicates that a rule of the pattern names, best first."""
	return tuple(
		name for name, column in zip(PREDICATES, PREDICATE_COLUMNS, strict=True) if cint(row.get(column))
	)


def pattern_rows(rules: distribution.DistributionRules = distribution.DEFAULT_RULES) -> list[dict]:
	"""Patterns as rows of the settings."""
	columns = dict(zip(PREDICATES, PREDICATE_COLUMNS, strict=True))
	rows = []

	def add(unit_rating: str, rule: str, names, percent=0):
		rows.append(
			{"unit_rating": unit_rating, "rule": rule, "percent": flt(percent)}
			| {columns[name]: 1 for name in names}
		)

	for unit_rating, pattern in rules.patterns.items():
		if pattern.most:
			add(unit_rating, MOST_FREQUENT, [pattern.most])
		for name, percent in pattern.maximum.items():
			add(unit_rating, AT_MOST, [name], percent)
		for name, percent in pattern.minimum.items():
			add(unit_rating, AT_LEAST, [name], percent)
		if pattern.at_least:
			add(unit_rating, AT_LEAST, *pattern.at_least)
		if pattern.some_of:
			add(unit_rating, SOME_OF, pattern.some_of)
	return rows


def rater_rules() -> ChoiceRules:
	"""How many raters of the 360 are wanted, how often one person is asked, and how many answers are shown at least."""
	return ChoiceRules(
		minimum=max(LEAST_MINIMUM, cint(setting("minimum_raters"))),
		peers_least=cint(setting("peers_least")),
		peers_most=cint(setting("peers_most")),
		subordinates_least=cint(setting("subordinates_least")),
		subordinates_most=cint(setting("subordinates_most")),
		load=cint(setting("rater_load")),
	)


def talent_rules() -> TalentRules:
	"""Which level of performance a predicate stands for, and the boxes of the succession pool."""
	columns = dict(zip(PREDICATES, PREDICATE_COLUMNS, strict=True))
	return TalentRules(
		performance_of={name: setting(f"talent_of_{column}") for name, column in columns.items()},
		succession_boxes=boxes_in(setting("succession_boxes")),
	)


def boxes_in(text: str | None) -> tuple[int, ...]:
	"""The numbers in a list such as "7, 8, 9", in their order.

	Raises:
		ValueError: not a list of whole numbers.
	"""
	return tuple(sorted(days_in(text)))


def reminder_days() -> tuple[int, ...]:
	"""How many days before the due day people are reminded, in the order of time."""
	return days_in(setting("reminder_days"))


def days_in(text: str | None) -> tuple[int, ...]:
	"""The numbers of days in a list such as "7, 3, 1".

	Raises:
		ValueError: not a list of whole numbers.
	"""
	return tuple(
		sorted({int(part) for part in cstr(text).replace(";", ",").split(",") if part.strip()}, reverse=True)
	)


def _decimal(fieldname: str):
	return to_decimal(flt(setting(fieldname)))
