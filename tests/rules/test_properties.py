"""What holds for the rules whatever the input (Hypothesis is a development dependency, hence outside the
package).
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal, localcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinerja_asn.rules.achievement import ROUNDINGS, IndicatorValueRules, achievement, indicator_value_2021
from kinerja_asn.rules.agreement import achieved as achieved_by
from kinerja_asn.rules.credit import credit
from kinerja_asn.rules.distribution import DistributionRules, deviations, shares
from kinerja_asn.rules.errors import RuleError
from kinerja_asn.rules.internal_value import internal_value, predicate_of_value
from kinerja_asn.rules.nip import parse_nip
from kinerja_asn.rules.numeric import rounded, to_decimal
from kinerja_asn.rules.objection import is_in_time, is_silent_acceptance
from kinerja_asn.rules.planning import (
	DIRECTIONS,
	FREQUENCIES,
	combine,
	propose_intervals,
	propose_stages,
	spread_target,
	target_problem,
)
from kinerja_asn.rules.predicate import PREDICATES, RATINGS, UNIT_RATINGS, predicate_for
from kinerja_asn.rules.reporting_line import find_circles, line_above
from kinerja_asn.rules.satisfaction import satisfaction_index
from kinerja_asn.rules.timespan import (
	MONTH_RULES,
	MonthRules,
	Span,
	months_of_spans,
	overlapping_pairs,
	overlaps,
)
from kinerja_asn.rules.unit_rating import Achievement, head_result_rating, needs_reason, proposed_rating

# No deadline: a busy machine is no fault of a rule. Derandomised: the same examples everywhere.
settings.register_profile("rules", deadline=None, derandomize=True)
settings.load_profile("rules")

amounts = st.decimals(0, 10**9, places=3)
positive = st.decimals("0.001", 10**9, places=3)
directions = st.sampled_from(("Higher Is Better", "Lower Is Better"))
days = st.dates(date(2025, 1, 1), date(2027, 12, 31))


@st.composite
def spans(draw):
	start = draw(days)
	end = draw(st.one_of(st.none(), st.integers(0, 500).map(lambda n: start + timedelta(n))))
	return Span(start, end)


@given(st.text())
def test_any_text_is_a_nip_or_refused(text):
	try:
		nip = parse_nip(text, "PNS", date(2026, 11, 22))
	except RuleError as error:
		assert str(error)
	else:
		assert nip.number.isascii() and nip.number.isdigit() and len(nip.number) == 18


@given(
	st.dates(date(1950, 1, 1), date(2000, 12, 31)),
	st.integers(18, 25),
	st.sampled_from("12"),
	st.integers(1, 999),
	st.sampled_from(("PNS", "PPPK")),
	st.sampled_from(("", " ", ".", "\u00a0")),
)
def test_a_well_formed_nip_is_read_back(born, age, sex, serial, kind, gap):
	year = born.year + age + 1
	code = "21" if kind == "PPPK" else f"{born.month:02d}"
	text = gap.join((f"{born:%Y%m%d}", f"{year}{code}", sex, f"{serial:03d}"))
	nip = parse_nip(text, kind, date(2030, 1, 1))
	assert (nip.birth_date, nip.appointed.year, nip.serial) == (born, year, serial)
	assert nip.sex == ("Male" if sex == "1" else "Female")
	assert parse_nip(nip.spaced, kind, date(2030, 1, 1)) == nip


@given(amounts, st.integers(1, 60), st.one_of(st.none(), st.integers(3, 9)))
def test_a_spread_target_adds_up_exactly_in_nearly_equal_parts(target, count, decimals):
	parts = spread_target(target, count, "Sum", decimals)
	assert len(parts) == count
	assert combine(parts, "Sum") == target
	assert all(part >= 0 for part in parts)
	if decimals is not None:
		assert max(parts) - min(parts) <= Decimal(1).scaleb(-decimals)


@given(positive, st.integers(1, 60), st.sampled_from(("Average", "Last")))
def test_spreading_and_combining_undo_each_other(target, count, aggregation):
	assert combine(spread_target(target, count, aggregation), aggregation) == target


@given(st.integers(2000, 2100), st.sampled_from(FREQUENCIES), st.sampled_from(FREQUENCIES))
def test_stage_windows_are_possible(year, reporting, evaluation):
	try:
		stages = propose_stages(year, reporting, evaluation)
	except RuleError as error:
		assert error.code == "evaluation_not_multiple"
		return
	assert all(s.opens_on <= s.closes_on for s in stages)
	assert len({(s.stage, s.interval) for s in stages}) == len(stages)
	ends = {i.to_date for i in propose_intervals(year, reporting)}
	assert {i.to_date for i in propose_intervals(year, evaluation)} <= ends


@given(
	st.one_of(st.none(), st.sampled_from(DIRECTIONS), st.text(max_size=5)),
	*[st.one_of(st.none(), st.floats(-1e6, 1e6), st.integers(-10, 10))] * 3,
)
def test_a_target_without_a_problem_can_be_achieved(direction, target, low, high):
	if target_problem(direction, target, low, high) is None:
		assert achievement(target or low or high, target, direction, low, high) is not None or not target


@given(amounts, positive, directions)
def test_meeting_the_target_is_one_hundred(realisation, target, direction):
	percent = achievement(realisation, target, direction)
	assert achievement(target, target, direction) == 100
	better = realisation >= target if direction == "Higher Is Better" else realisation <= target
	assert (percent >= 100) == better
	assert percent >= 0


@given(amounts, amounts, positive, directions)
def test_a_better_realisation_is_never_worth_less(one, other, target, direction):
	worse, better = sorted((one, other), reverse=direction == "Lower Is Better")
	assert achievement(worse, target, direction) <= achievement(better, target, direction)


@given(amounts, amounts, positive, st.sampled_from(DIRECTIONS))
def test_within_a_range_is_one_hundred(realisation, low, width, direction):
	high = low + width
	percent = achievement(realisation, None, direction, low, high)
	if low <= realisation <= high:
		assert percent == 100
	elif direction == "Range":
		assert percent < 100


@given(
	st.decimals(0, 300, places=4), st.decimals(0, 300, places=4), st.sampled_from(ROUNDINGS), st.booleans()
)
def test_more_achievement_never_gives_less_value(one, other, rounding, maximum):
	rules = IndicatorValueRules(rounding=rounding)
	low, high = sorted((one, other))
	first = indicator_value_2021(low, maximum, rules)
	second = indicator_value_2021(high, maximum, rules)
	assert first <= second
	assert 0 <= first <= 120


@given(st.decimals(-(10**6), 10**6, places=6), positive, st.integers(1, 40))
def test_the_context_of_the_caller_does_not_matter(realisation, target, precision):
	expected = achievement(realisation, target)
	with localcontext() as context:
		context.prec = precision
		assert achievement(realisation, target) == expected
		assert context.prec == precision


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_a_float_is_the_number_it_prints(value):
	assert to_decimal(value) == Decimal(repr(value))
	assert abs(rounded(value) - Decimal(repr(value))) <= Decimal("0.005")


@given(st.sampled_from(RATINGS), st.sampled_from(RATINGS), st.sampled_from(RATINGS))
def test_a_better_rating_of_behaviour_never_worsens_the_predicate(result, one, other):
	better, worse = sorted((one, other), key=RATINGS.index)
	assert PREDICATES.index(predicate_for(result, better)) <= PREDICATES.index(predicate_for(result, worse))


@given(st.text(), st.text())
def test_only_the_nine_pairs_have_a_predicate(result, behaviour):
	if result in RATINGS and behaviour in RATINGS:
		return
	with pytest.raises(ValueError):
		predicate_for(result, behaviour)


@given(st.decimals(0, 120, places=2), st.decimals(0, 120, places=2), st.booleans(), st.booleans())
def test_the_internal_value_lies_between_its_parts(results, behaviour, with_360, innovation):
	value = internal_value(results, behaviour, with_360)
	assert min(results, behaviour) <= value <= max(results, behaviour)
	assert predicate_of_value(value, innovation) in PREDICATES


@given(days, st.integers(-30, 60))
def test_one_may_object_until_silence_counts(handed_over, offset):
	today = handed_over + timedelta(offset)
	if today >= handed_over:
		assert is_in_time(handed_over, today) != is_silent_acceptance(handed_over, today)
	else:
		assert not is_in_time(handed_over, today) and not is_silent_acceptance(handed_over, today)


@given(st.lists(st.integers(0, 1000), min_size=5, max_size=5), st.sampled_from(UNIT_RATINGS))
def test_every_distribution_can_be_judged(numbers, unit_rating):
	counts = dict(zip(PREDICATES, numbers, strict=True))
	for problem in deviations(counts, unit_rating, DistributionRules(smallest_team=1)):
		assert problem.message
	total = sum(shares(counts).values())
	assert total == 0 if not any(numbers) else abs(total - 100) < Decimal("1e-20")


@given(st.sampled_from(PREDICATES), st.decimals(0, 100, places=2), st.integers(1, 12))
def test_credit_is_proportional(predicate, coefficient, months):
	year = credit(predicate, coefficient)
	assert abs(credit(predicate, coefficient, months) * 12 - year * months) < Decimal("1e-25")
	assert 0 <= year <= coefficient * Decimal("1.5")


@given(
	st.integers(1, 9).flatmap(
		lambda k: st.lists(st.lists(st.integers(1, 4), min_size=k, max_size=k), min_size=1)
	)
)
def test_the_satisfaction_index_lies_on_its_scale(responses):
	result = satisfaction_index(responses)
	assert 25 <= result.index <= 100
	assert result.grade in "ABCD"
	assert result.lowest


@given(st.lists(spans(), max_size=12))
def test_overlapping_pairs_are_empty_exactly_if_nothing_overlaps(items):
	pairs = overlapping_pairs(items)
	assert all(overlaps(items[a], items[b]) for a, b in pairs)
	any_overlap = any(overlaps(a, b) for i, a in enumerate(items) for b in items[:i])
	assert bool(pairs) == any_overlap


@given(st.lists(spans(), max_size=8), st.sampled_from(MONTH_RULES), st.integers(1, 31))
def test_the_months_of_a_year_are_twelve_at_most(items, rule, minimum):
	months = months_of_spans(items, 2026, MonthRules(rule, minimum))
	assert len(months) == len(items)
	assert 0 <= sum(months) <= 12


@settings(max_examples=300)
@given(st.dictionaries(st.integers(0, 15).map(str), st.one_of(st.none(), st.integers(0, 18).map(str))))
def test_circles_are_exactly_the_members_that_reach_themselves(parents):
	def reaches_itself(start):
		member = parents[start]
		for _ in range(len(parents)):
			if member == start:
				return True
			member = parents.get(member)
		return False

	circles = find_circles(parents)
	members = [m for circle in circles for m in circle]
	assert len(members) == len(set(members))
	assert set(members) == {m for m in parents if reaches_itself(m)}
	for circle in circles:
		assert circle[0] == min(circle)
		for member, parent in zip(circle, [*circle[1:], circle[0]], strict=True):
			assert parents[member] == parent
	for member in parents:
		line = line_above(parents, member)
		assert len(line) == len(set(line)) and member not in line


@st.composite
def achievements(draw):
	indicators = draw(st.integers(0, 30))
	return Achievement(
		draw(st.one_of(st.none(), st.decimals(0, 999, places=2))),
		indicators,
		draw(st.integers(0, indicators)),
		draw(st.integers(0, indicators)),
	)


@given(achievements(), st.sampled_from(("Periodic", "Annual")), st.decimals(0, 500, places=2))
def test_a_unit_that_reaches_more_is_never_proposed_less(achieved, kind, more):
	proposed = proposed_rating(achieved, kind)
	if achieved.percent is None or not achieved.indicators:
		assert proposed is None
		return
	better = proposed_rating(replace(achieved, percent=achieved.percent + more), kind)
	assert UNIT_RATINGS.index(better) <= UNIT_RATINGS.index(proposed)
	assert head_result_rating(better) in RATINGS
	assert RATINGS.index(head_result_rating(better)) <= RATINGS.index(head_result_rating(proposed))
	assert not needs_reason(proposed, proposed)


@given(
	st.lists(st.one_of(st.none(), st.decimals(0, 2000, places=2)), max_size=30),
	st.sampled_from((None, 0, 120)),
)
def test_an_agreement_amounts_to_what_its_indicators_do(percents, highest):
	found = achieved_by(percents, None if highest is None else Decimal(highest))
	known = [percent for percent in percents if percent is not None]
	assert found.indicators == len(percents) == len(known) + found.without
	assert found.exceeded <= found.met <= len(known)
	if not known:
		assert found.percent is None
		return
	most = max(known) if not highest else min(max(known), Decimal(highest))
	assert Decimal(0) <= found.percent <= most + Decimal("0.000001")
	assert found.percent + Decimal("0.000001") >= min(min(known), most)
