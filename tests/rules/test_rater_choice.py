"""What holds of the choice of raters, whatever the agency looks like."""

from collections import Counter
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from kinerja_asn.rules.rater_choice import (
	CHOSEN,
	PEER,
	RELATIONS,
	SELF,
	SUBORDINATE,
	SUPERIOR,
	ChoiceRules,
	Person,
	propose,
	relation_to,
	substitute,
)

settings.register_profile("rules", deadline=None, derandomize=True)
settings.load_profile("rules")


@st.composite
def agencies(draw):
	"""Heads and their staff, some without a user, some only raters, some outside any line."""
	people = []
	for unit in range(draw(st.integers(1, 4))):
		head = draw(st.sampled_from((f"h{unit}", None, "mayor")))
		above = draw(st.sampled_from(("chief", None)))
		if head == f"h{unit}":
			people.append(Person(head, above, "mayor", "Administrator", draw(st.booleans())))
		for number in range(draw(st.integers(0, 9))):
			level = draw(st.sampled_from(("Staff", "Staff", "Supervisor")))
			people.append(
				Person(
					f"u{unit}s{number}", head, above, level, draw(st.integers(0, 4)) > 0, draw(st.booleans())
				)
			)
	return people


figures = st.builds(
	ChoiceRules,
	peers_least=st.integers(0, 4),
	peers_most=st.integers(4, 6),
	subordinates_most=st.integers(0, 6),
	load=st.integers(1, 10),
)


@given(agencies(), figures, st.text(max_size=4), st.data())
def test_what_every_choice_keeps(people, rules, seed, data):
	names = [person.name for person in people]
	pairs = data.draw(st.lists(st.sampled_from(names), max_size=6)) if names else []
	conflicts = {frozenset(pair) for pair in pairwise(pairs) if len(set(pair)) == 2}
	before = {name: data.draw(st.integers(0, 3)) for name in names[:3]}
	found = propose(people, rules, seed, conflicts, before)
	assert found == propose(people[::-1], rules, seed, conflicts, before)
	by_name = {person.name: person for person in people}
	assert set(found) == {person.name for person in people if person.is_rated}
	asked = Counter(before)
	for name, raters in found.items():
		count = Counter(relation for relation, _rater in raters)
		assert len({rater for _relation, rater in raters}) == len(raters)
		assert [relation for relation, _rater in raters] == sorted(count.elements(), key=RELATIONS.index)
		assert count[PEER] <= rules.peers_most and count[SUBORDINATE] <= rules.subordinates_most
		assert count[SELF] == by_name[name].can_rate and count[SUPERIOR] <= 1
		for relation, rater in raters:
			assert by_name[rater].can_rate
			assert relation_to(by_name[rater], by_name[name]) == relation
			assert frozenset((rater, name)) not in conflicts
			asked[rater] += relation in CHOSEN
	assert all(count <= max(rules.load, before.get(name, 0)) for name, count in asked.items())


@given(st.integers(1, 40), figures)
def test_in_one_unit_everybody_gives_as_many_as_he_gets(size, rules):
	people = [Person(f"s{number}", "head", "chief") for number in range(size)]
	found = propose(people, rules, "seed")
	wanted = min(rules.peers_most, size - 1)
	given = Counter(rater for raters in found.values() for relation, rater in raters if relation == PEER)
	if rules.load >= wanted:
		for raters in found.values():
			assert sum(relation == PEER for relation, _rater in raters) == wanted
		assert wanted == 0 or set(given.values()) == {wanted}


@given(agencies(), figures, st.sampled_from((PEER, SUBORDINATE)))
def test_a_substitute_is_somebody_who_may(people, rules, relation):
	for person in people:
		taken = {other.name for other in people[::2]}
		load = {other.name: number % (rules.load + 1) for number, other in enumerate(people)}
		name = substitute(person, relation, people, rules, "seed", taken, load)
		if name:
			other = next(one for one in people if one.name == name)
			assert relation_to(other, person) == relation and other.can_rate
			assert name not in taken and load[name] < rules.load
