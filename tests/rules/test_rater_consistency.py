"""What holds for the consistency of appraisers whatever their ratings."""

from hypothesis import given
from hypothesis import strategies as st

from kinerja_asn.rules.predicate import RATINGS
from kinerja_asn.rules.rater_consistency import DEFAULT_RULES, LEVELS, consistency

counts = st.dictionaries(
	st.tuples(st.one_of(st.none(), st.sampled_from(RATINGS)), st.sampled_from(RATINGS)),
	st.integers(0, 40),
	max_size=9,
)


@given(st.dictionaries(st.integers(0, 5), counts, max_size=6))
def test_figures_stay_in_their_bounds(ratings):
	found = consistency(ratings)
	assert list(found) == list(ratings)
	for one in found.values():
		codes = {problem.code for problem in one.findings}
		assert all(problem.message for problem in one.findings)
		assert 0 <= one.above + one.below <= 100
		if one.people < DEFAULT_RULES.smallest:
			assert codes == {"rater_too_few"}
			continue
		assert 1 <= one.mean <= 3 and 0 <= one.spread <= 1
		if one.deviation is None:
			assert "rater_no_others" in codes
		else:
			assert abs(one.deviation - (one.mean - one.others)) == 0
			assert abs(one.deviation) >= DEFAULT_RULES.noticeable or not codes & {
				"rater_higher",
				"rater_lower",
			}


@given(st.dictionaries(st.integers(0, 3), counts, max_size=4))
def test_who_is_asked_first_does_not_matter(ratings):
	turned = dict(reversed(ratings.items()))
	assert consistency(turned) == consistency(ratings)


@given(counts)
def test_two_who_rate_alike_are_not_apart(ratings):
	found = consistency({"x": ratings, "y": dict(ratings)})
	for one in found.values():
		assert not one.deviation
	assert set(LEVELS) == set(RATINGS)
