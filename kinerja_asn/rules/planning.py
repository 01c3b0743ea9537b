"""The year and the work plan (SKP): who plans, when, what a plan needs before it is proposed, interval
targets.
"""

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal

from kinerja_asn.rules.errors import Problem, RuleError
from kinerja_asn.rules.numeric import CONTEXT, ZERO, Number, to_decimal

# --- who plans ---

ACTIVE = "Active"
UNPAID_LEAVE = "Unpaid Leave"
STUDY = "Study Assignment"
PRE_RETIREMENT = "Pre-Retirement"
TEMPORARILY_DISMISSED = "Temporarily Dismissed"
STATE_OFFICIAL = "State Official"
#: ASN statuses of people who are no civil servants.
NO_CIVIL_SERVANT = ("", "Non-ASN")
STANDINGS = (ACTIVE, UNPAID_LEAVE, STUDY, PRE_RETIREMENT, TEMPORARILY_DISMISSED, STATE_OFFICIAL)


@dataclass(frozen=True)
class PlanDutyRules:
	"""Which standings (kedudukan) free from planning, and the reason told; any other standing plans.

	The list was written for PermenPANRB 8/2021, which is repealed; no such list of 6/2022 was found.
	"""

	reason_of: Mapping[str, str] = field(
		default_factory=lambda: {
			STATE_OFFICIAL: "no_plan_state_official",
			TEMPORARILY_DISMISSED: "no_plan_temporarily_dismissed",
			UNPAID_LEAVE: "no_plan_unpaid_leave",
			PRE_RETIREMENT: "no_plan_pre_retirement",
			STUDY: "no_plan_study",
		}
	)


def needs_no_plan(
	standing: str | None,
	asn_status: str | None = "PNS",
	employee_status: str = "Active",
	joined: date | None = None,
	left: date | None = None,
	period_start: date | None = None,
	period_end: date | None = None,
	rules: PlanDutyRules = PlanDutyRules(),
) -> Problem | None:
	"""Why this employee needs no work plan in the period, or None if a plan is needed.

	standing: one of STANDINGS (blank counts as active); asn_status: one of NO_CIVIL_SERVANT plans nothing;
	employee_status: HR's status, only "Active" plans; joined and left: first and last day of service,
	compared with the period when given.
	Codes: no_plan_not_asn, no_plan_joins_after, no_plan_left_before, no_plan_not_active, and those of
	PlanDutyRules.reason_of.
	Source: PermenPANRB 8/2021, planning (to whom planning does not apply).
	"""
	if (asn_status or "") in NO_CIVIL_SERVANT:
		return Problem("no_plan_not_asn")
	if joined and period_end and joined > period_end:
		return Problem("no_plan_joins_after", params={"date": joined})
	if left and period_start and left < period_start:
		return Problem("no_plan_left_before", params={"date": left})
	if employee_status != "Active":
		return Problem("no_plan_not_active", params={"employee_status": employee_status})
	reason = rules.reason_of.get(standing or ACTIVE)
	return Problem(reason) if reason else None


# --- intervals and stage windows ---

MONTHLY = "Monthly"
QUARTERLY = "Quarterly"
FOUR_MONTHLY = "Four-Monthly"
SEMESTER = "Semester"
ANNUAL = "Annual"
_MONTHS = {MONTHLY: 1, QUARTERLY: 3, FOUR_MONTHLY: 4, SEMESTER: 6, ANNUAL: 12}
_NAME = {
	MONTHLY: "{year}-{number:02d}",
	QUARTERLY: "{year}-Q{number}",
	FOUR_MONTHLY: "{year}-T{number}",
	SEMESTER: "{year}-S{number}",
	ANNUAL: "{year}",
}
FREQUENCIES = tuple(_MONTHS)

FIRST_YEAR = 2000
LAST_YEAR = 2100

PLANNING = "Planning"
ADJUSTMENT = "Adjustment"
REPORTING = "Reporting"
PERIODIC_EVALUATION = "Periodic Evaluation"
ANNUAL_EVALUATION = "Annual Evaluation"


@dataclass(frozen=True)
class Interval:
	"""One interval of a year: its stable name (``2026-Q1``), its number among the year's and its days."""

	name: str
	frequency: str
	number: int
	from_date: date
	to_date: date


@dataclass(frozen=True)
class StageWindow:
	"""When a stage is open (both days included). ``interval``: the one it is for, None: the year."""

	stage: str
	interval: str | None
	opens_on: date
	closes_on: date
	late_allowed: bool


@dataclass(frozen=True)
class StageDefaults:
	"""Proposed dates, as (month, day) or as days counted from the last day of an interval; the agency changes
	them.

	Planning until the end of January: PP 30/2019 and PermenPANRB 8/2021 (latest end of January). The annual
	evaluation in January of the next year is practice. No regulation fixes the days of reporting and of
	periodic evaluation. late_stages: where what comes late is taken and marked late, instead of refused.
	"""

	planning_opens: tuple[int, int] = (1, 1)
	planning_closes: tuple[int, int] = (1, 31)
	adjustment_opens: tuple[int, int] = (1, 1)
	adjustment_closes: tuple[int, int] = (12, 31)
	reporting_opens_before_end: int = 6
	reporting_closes_after_end: int = 5
	evaluation_opens_after_end: int = 1
	evaluation_closes_after_end: int = 14
	annual_opens: tuple[int, int] = (1, 1)
	annual_closes: tuple[int, int] = (1, 31)
	late_stages: tuple[str, ...] = (REPORTING,)


def propose_intervals(year: int, frequency: str) -> list[Interval]:
	"""The intervals of a calendar year, without gap or overlap; frequency is one of FREQUENCIES.

	Names: Monthly ``2026-01``, Quarterly ``2026-Q1``, Four-Monthly ``2026-T1``, Semester ``2026-S1``, Annual
	``2026``.
	Raises RuleError: frequency_unknown, year_out_of_range (2000 to 2100).
	Source: PermenPANRB 6/2022, definition of periodic evaluation (month or quarter); the longer ones are no
	regulation.
	"""
	length = _months_of(frequency)
	_check_year(year)
	intervals = []
	for number in range(1, 12 // length + 1):
		last = number * length
		intervals.append(
			Interval(
				name=_NAME[frequency].format(year=year, number=number),
				frequency=frequency,
				number=number,
				from_date=date(year, last - length + 1, 1),
				to_date=date(year, last, monthrange(year, last)[1]),
			)
		)
	return intervals


def check_frequencies(reporting_frequency: str, evaluation_frequency: str) -> None:
	"""Raises RuleError unless an evaluation interval consists of whole reporting intervals.

	Codes: frequency_unknown, evaluation_not_multiple. No regulation: an evaluation looks at whole reports
	only.
	"""
	if _months_of(evaluation_frequency) % _months_of(reporting_frequency):
		raise RuleError(
			"evaluation_not_multiple", evaluation=evaluation_frequency, reporting=reporting_frequency
		)


def propose_stages(
	year: int, reporting_frequency: str, evaluation_frequency: str, defaults: StageDefaults = StageDefaults()
) -> list[StageWindow]:
	"""The stage windows of a year: planning, adjustment, a report per reporting interval, a periodic
	evaluation per evaluation interval (none if evaluated once a year), and the annual evaluation in the next
	January.

	Raises RuleError: frequency_unknown, evaluation_not_multiple, year_out_of_range, month_day_invalid,
	end_before_start (a default that closes before it opens).
	Source: PermenPANRB 6/2022 article 5 (stages); the days are settings, see StageDefaults.
	"""
	check_frequencies(reporting_frequency, evaluation_frequency)
	_check_year(year)
	d = defaults

	def window(stage: str, interval: str | None, opens_on: date, closes_on: date) -> StageWindow:
		if closes_on < opens_on:
			raise RuleError("end_before_start", start=opens_on, end=closes_on)
		return StageWindow(stage, interval, opens_on, closes_on, stage in d.late_stages)

	stages = [
		window(PLANNING, None, _day(year, d.planning_opens), _day(year, d.planning_closes)),
		window(ADJUSTMENT, None, _day(year, d.adjustment_opens), _day(year, d.adjustment_closes)),
	]
	for interval in propose_intervals(year, reporting_frequency):
		opens_on = interval.to_date - timedelta(d.reporting_opens_before_end)
		closes_on = interval.to_date + timedelta(d.reporting_closes_after_end)
		stages.append(window(REPORTING, interval.name, opens_on, closes_on))
	if evaluation_frequency != ANNUAL:
		for interval in propose_intervals(year, evaluation_frequency):
			opens_on = interval.to_date + timedelta(d.evaluation_opens_after_end)
			closes_on = interval.to_date + timedelta(d.evaluation_closes_after_end)
			stages.append(window(PERIODIC_EVALUATION, interval.name, opens_on, closes_on))
	stages.append(
		window(ANNUAL_EVALUATION, None, _day(year + 1, d.annual_opens), _day(year + 1, d.annual_closes))
	)
	return stages


def _months_of(frequency: str) -> int:
	try:
		return _MONTHS[frequency]
	except (KeyError, TypeError):
		raise RuleError("frequency_unknown", frequency=frequency) from None


def _check_year(year: int) -> None:
	if not isinstance(year, int) or isinstance(year, bool) or not FIRST_YEAR <= year <= LAST_YEAR:
		raise RuleError("year_out_of_range", year=year, first=FIRST_YEAR, last=LAST_YEAR)


def _day(year: int, month_day: tuple[int, int]) -> date:
	month, day = month_day
	if not 1 <= month <= 12 or not 1 <= day <= monthrange(2000, month)[1]:
		raise RuleError("month_day_invalid", month=month, day=day)
	# 29 February falls on the 28th in other years.
	return date(year, month, min(day, monthrange(year, month)[1]))


# --- what a plan needs before it is proposed ---

JPT = "JPT"
JA_JF = "JA/JF"
MODELS = (JPT, JA_JF)
QUANTITATIVE = "Quantitative"
QUALITATIVE = "Qualitative"
APPROACHES = (QUANTITATIVE, QUALITATIVE)
MAIN = "Main"
ADDITIONAL = "Additional"
RESULT_KINDS = (MAIN, ADDITIONAL)
PERSPECTIVES = ("Service Recipients", "Business Process", "Internal Strengthening", "Budget")
ASPECTS = ("Quantity", "Quality", "Time", "Cost")
ANNEX_KINDS = ("Resources", "Accountability Scheme", "Consequences")
HIGHER = "Higher Is Better"
LOWER = "Lower Is Better"
RANGE = "Range"
DIRECTIONS = (HIGHER, LOWER, RANGE)


@dataclass(frozen=True)
class PlanResult:
	"""A work result (rencana hasil kerja). ``measure``: text with its target (qualitative approach)."""

	row_key: str
	kind: str = MAIN
	result: str = ""
	superior_result: str | None = None
	perspective: str | None = None
	measure: str = ""


@dataclass(frozen=True)
class PlanIndicator:
	"""An indicator (IKI) of the result with ``result_key``; a target, or both ends of a target range."""

	row_key: str
	result_key: str | None = None
	indicator: str = ""
	aspect: str | None = None
	uom: str | None = None
	direction: str | None = HIGHER
	target: Number | None = None
	target_low: Number | None = None
	target_high: Number | None = None


@dataclass(frozen=True)
class PlanBehaviour:
	row_key: str
	behaviour: str | None = None


@dataclass(frozen=True)
class PlanAnnex:
	row_key: str
	kind: str
	text: str = ""


@dataclass(frozen=True)
class PlanDraft:
	"""A work plan as far as a rule looks at it; rows in the order of the form, closed rows left out.

	external_appraiser: an official who is no employee appraises. superior_result_required: main results of
	JA/JF must name the superior's result; False if the superior has no plan duty. superior_has_plan and
	superior_name serve the message that says whose plan is missing.
	"""

	model: str
	approach: str
	employee: str | None
	appraiser: str | None = None
	external_appraiser: bool = False
	superior_result_required: bool = True
	superior_has_plan: bool = True
	superior_name: str | None = None
	results: Sequence[PlanResult] = ()
	indicators: Sequence[PlanIndicator] = ()
	behaviours: Sequence[PlanBehaviour] = ()
	annex: Sequence[PlanAnnex] = ()


def missing_for_proposal(
	plan: PlanDraft, active_behaviours: int = 7, annex_kinds: Sequence[str] = ANNEX_KINDS
) -> list[Problem]:
	"""Everything that the plan lacks before it can be proposed, in the order of the form; empty: it may be
	proposed.

	active_behaviours: how many work behaviours the agency uses (7, the values of SE MenPANRB 20/2021);
	annex_kinds: the annexes to be filled (all three by practice, () for none). Each Problem names its table
	("results", "indicators", "behaviours", "annex", None for the head) and row_key. At least one main result,
	each with an indicator (quantitative) or a text measure (qualitative); perspective (JPT); aspect, and for
	main results the superior's result (JA/JF, unless an external appraiser or the plan says that it is not
	required); unit, direction, and a target above zero (zero only where lower is better) or a range whose
	lower end is less than its upper end; all behaviours; all three annexes; an appraiser who is not the
	employee.
	Raises RuleError: model_unknown, approach_unknown.
	Source: PermenPANRB 6/2022, article 5 and the forms of the work plan in its annex.
	"""
	if plan.model not in MODELS:
		raise RuleError("model_unknown", model=plan.model)
	if plan.approach not in APPROACHES:
		raise RuleError("approach_unknown", approach=plan.approach)
	return [
		*_missing_people(plan),
		*_bad_keys(plan),
		*_missing_in_results(plan),
		*_missing_in_indicators(plan),
		*_missing_in_behaviours(plan, active_behaviours),
		*_missing_in_annex(plan, annex_kinds),
	]


def _missing_people(plan: PlanDraft) -> list[Problem]:
	if not plan.employee:
		return [Problem("employee_missing")]
	if plan.external_appraiser:
		return []
	if not plan.appraiser:
		return [Problem("appraiser_missing")]
	if plan.appraiser == plan.employee:
		return [Problem("appraiser_is_employee")]
	return []


def _bad_keys(plan: PlanDraft) -> list[Problem]:
	problems = []
	for table in ("results", "indicators", "behaviours", "annex"):
		seen = set()
		for row, line in enumerate(getattr(plan, table), 1):
			code = (
				"row_key_missing"
				if not line.row_key
				else "row_key_repeated"
				if line.row_key in seen
				else None
			)
			if code:
				problems.append(Problem(code, line.row_key, {"row": row, "table": table}, table))
			seen.add(line.row_key)
	return problems


def _missing_in_results(plan: PlanDraft) -> list[Problem]:
	problems = []
	measured = {line.result_key for line in plan.indicators}
	needs_superior = plan.model == JA_JF and plan.superior_result_required and not plan.external_appraiser
	if not any(line.kind == MAIN for line in plan.results):
		problems.append(Problem("main_result_missing", table="results"))
	elif needs_superior and not plan.superior_has_plan:
		superior = plan.superior_name or plan.appraiser
		problems.append(Problem("superior_has_no_plan", None, {"superior": superior}, "results"))
		needs_superior = False

	for row, line in enumerate(plan.results, 1):
		codes = []
		if line.kind not in RESULT_KINDS:
			codes.append("result_kind_unknown")
		if not has_text(line.result):
			codes.append("result_text_missing")
		if plan.model == JPT and line.perspective not in PERSPECTIVES:
			codes.append("perspective_missing")
		if line.kind == MAIN:
			if needs_superior and not line.superior_result:
				codes.append("superior_result_missing")
			if plan.approach == QUANTITATIVE and line.row_key not in measured:
				codes.append("indicator_missing")
			if plan.approach == QUALITATIVE and not has_text(line.measure):
				codes.append("measure_missing")
		params = {"row": row, "title": _title(line.result)}
		problems += [Problem(code, line.row_key, params, "results") for code in codes]
	return problems


def _missing_in_indicators(plan: PlanDraft) -> list[Problem]:
	problems = []
	result_keys = {line.row_key for line in plan.results}
	for row, line in enumerate(plan.indicators, 1):
		codes = []
		if not line.result_key or line.result_key not in result_keys:
			codes.append("indicator_without_result")
		if not has_text(line.indicator):
			codes.append("indicator_text_missing")
		if plan.approach == QUANTITATIVE:
			if plan.model == JA_JF and line.aspect not in ASPECTS:
				codes.append("aspect_missing")
			if not line.uom:
				codes.append("unit_missing")
			code = target_problem(line.direction, line.target, line.target_low, line.target_high)
			if code:
				codes.append(code)
		params = {"row": row, "title": _title(line.indicator)}
		problems += [Problem(code, line.row_key, params, "indicators") for code in codes]
	return problems


def target_problem(
	direction: str | None,
	target: Number | None,
	low: Number | None = None,
	high: Number | None = None,
) -> str | None:
	"""What is wrong with the target of a quantitative indicator (a code), or None.

	With direction Range, or when a range is given, both ends count and ``target`` does not; otherwise the
	target counts. Two ends of zero are a form's empty fields and no range. Codes: direction_missing,
	range_incomplete, range_upside_down, target_missing, target_negative, target_not_positive. Raises
	RuleError ``not_a_number``.
	Source: PermenPANRB 8/2021 (targets and ranges of an indicator).
	"""
	if direction not in DIRECTIONS:
		return "direction_missing"
	if direction == RANGE or has_range(low, high):
		if low is None or high is None or not has_range(low, high):
			return "range_incomplete"
		low, high = to_decimal(low), to_decimal(high)
		if low < 0:
			return "target_negative"
		return None if low < high else "range_upside_down"
	if target is None:
		return "target_missing"
	target = to_decimal(target)
	if target < 0:
		return "target_negative"
	if target == 0 and direction != LOWER:
		return "target_not_positive"
	return None


def has_range(low: Number | None, high: Number | None) -> bool:
	"""Whether a range was given: at least one end is neither blank nor, with the other, a form's zero."""
	return bool(low is not None and to_decimal(low)) or bool(high is not None and to_decimal(high))


def _missing_in_behaviours(plan: PlanDraft, expected: int) -> list[Problem]:
	problems = []
	seen = set()
	for row, line in enumerate(plan.behaviours, 1):
		if not line.behaviour:
			problems.append(Problem("behaviour_missing", line.row_key, {"row": row}, "behaviours"))
		elif line.behaviour in seen:
			params = {"row": row, "title": line.behaviour}
			problems.append(Problem("behaviour_repeated", line.row_key, params, "behaviours"))
		else:
			seen.add(line.behaviour)
	if len(seen) < expected:
		params = {"count": len(seen), "expected": expected}
		problems.append(Problem("behaviour_count", None, params, "behaviours"))
	return problems


def _missing_in_annex(plan: PlanDraft, kinds: Sequence[str]) -> list[Problem]:
	filled = {line.kind for line in plan.annex if has_text(line.text)}
	return [Problem("annex_missing", None, {"kind": kind}, "annex") for kind in kinds if kind not in filled]


_MARKUP = re.compile(r"<[^<>]*>|&nbsp;|[\s\u200b-\u200f\ufeff]")


def has_text(text: str | None) -> bool:
	"""Whether a person would see anything: an editor's empty paragraph or blanks are no text."""
	return bool(text) and bool(_MARKUP.sub("", text))


def _title(text: str | None) -> str:
	text = " ".join((text or "").split())
	return text if len(text) <= 60 else text[:59] + "…"


# --- interval targets ---

SUM = "Sum"
AVERAGE = "Average"
LAST = "Last"
AGGREGATIONS = (SUM, AVERAGE, LAST)
MAX_DECIMALS = 9


def spread_target(
	target: Number, intervals: int | Sequence, aggregation: str, decimals: int | None = None
) -> list[Decimal]:
	"""The target proposed for each interval (a number of intervals, or the intervals themselves).

	Sum: parts of ``decimals`` places that differ by one unit of the last place at most and add up to the
	target exactly; the larger parts are spread over the year, the last interval has one if any has. Average
	and Last: the target itself in each. decimals: places of the indicator's unit, 0 to 9; None: those that
	the target is written with.
	Raises RuleError: intervals_missing, aggregation_unknown, target_spread_negative, target_too_fine,
	not_a_number. A proposal, not a rule of a regulation; action plans per interval: PermenPANRB 6/2022
	(rencana aksi).
	"""
	count = intervals if isinstance(intervals, int) else len(intervals)
	if count < 1:
		raise RuleError("intervals_missing")
	if aggregation not in AGGREGATIONS:
		raise RuleError("aggregation_unknown", aggregation=aggregation)
	target = to_decimal(target)
	if target < 0:
		raise RuleError("target_spread_negative", target=target)
	if aggregation != SUM:
		return [target] * count

	written = decimals_of(target)
	places = written if decimals is None else decimals
	if written > places or places > MAX_DECIMALS:
		raise RuleError("target_too_fine", target=target, decimals=min(places, MAX_DECIMALS))
	units = int(target.scaleb(places, context=CONTEXT))
	return [
		Decimal(units * i // count - units * (i - 1) // count).scaleb(-places, context=CONTEXT)
		for i in range(1, count + 1)
	]


def decimals_of(value: Number) -> int:
	"""How many decimals the value needs: 2 for 1.25, 1 for 1.50, 0 for 1200."""
	number = to_decimal(value)
	if number == ZERO or number == number.to_integral_value(rounding=ROUND_FLOOR):
		return 0
	return -number.normalize(context=CONTEXT).as_tuple().exponent


def combine(values: Sequence[Number | None], aggregation: str) -> Decimal | None:
	"""What the intervals' values make together, the reverse of spread_target: their sum, their mean or the
	last one.

	None stands for an interval without a value and does not count; without any value the answer is None.
	Raises RuleError: aggregation_unknown, not_a_number.
	"""
	if aggregation not in AGGREGATIONS:
		raise RuleError("aggregation_unknown", aggregation=aggregation)
	known = [to_decimal(value) for value in values if value is not None]
	if not known:
		return None
	if aggregation == LAST:
		return known[-1]
	total = ZERO
	for value in known:
		total = CONTEXT.add(total, value)
	return total if aggregation == SUM else CONTEXT.divide(total, Decimal(len(known)))
