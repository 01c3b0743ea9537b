import unittest

from kinerja_asn.rules.rater_choice import (
	PEER,
	SELF,
	SUBORDINATE,
	SUPERIOR,
	ChoiceRules,
	Person,
	enough,
	level_of,
	propose,
	relation_to,
	substitute,
)

RULES = ChoiceRules()


def unit(size: int, prefix: str = "s", head: str = "head", above: str = "chief") -> list[Person]:
	"""A head with staff."""
	staff = [Person(f"{prefix}{number}", head, above) for number in range(size)]
	return [Person(head, above, "mayor", "Administrator"), *staff]


def raters(found: dict, name: str, relation: str) -> list[str]:
	return [rater for kind, rater in found[name] if kind == relation]


def loads(found: dict) -> dict[str, int]:
	counted: dict[str, int] = {}
	for chosen in found.values():
		for relation, rater in chosen:
			if relation in (PEER, SUBORDINATE):
				counted[rater] = counted.get(rater, 0) + 1
	return counted


class TestProposal(unittest.TestCase):
	def test_a_unit_of_eight(self):
		found = propose(unit(8), RULES, "x")
		self.assertEqual(raters(found, "head", SELF), ["head"])
		# the chief is no employee here
		self.assertEqual(raters(found, "head", SUPERIOR), [])
		self.assertEqual(len(raters(found, "head", SUBORDINATE)), 5)
		for number in range(8):
			name = f"s{number}"
			self.assertEqual(raters(found, name, SUPERIOR), ["head"])
			peers = raters(found, name, PEER)
			self.assertEqual(len(peers), 5)
			self.assertNotIn(name, peers)
			asked_as_peer = sum(name in raters(found, other, PEER) for other in found)
			self.assertEqual(asked_as_peer, 5, "asked as often as rated")

	def test_the_order_of_people_does_not_matter_and_the_seed_does(self):
		people = unit(12)
		self.assertEqual(propose(people, RULES, "x"), propose(people[::-1], RULES, "x"))
		self.assertNotEqual(propose(people, RULES, "x"), propose(people, RULES, "y"))

	def test_small_units_are_filled_from_those_beside(self):
		people = (
			unit(2, "a", "head_a") + unit(2, "b", "head_b") + [Person("chief", "mayor", None, "JPT Pratama")]
		)
		found = propose(people, RULES, "x")
		for name in ("a0", "a1", "b0", "b1"):
			self.assertEqual(len(raters(found, name, PEER)), 3)
			self.assertEqual(raters(found, name, SUPERIOR), [f"head_{name[0]}"])
		self.assertEqual(raters(found, "head_a", PEER), ["head_b"])
		self.assertEqual(len(raters(found, "chief", SUBORDINATE)), 2)
		self.assertEqual(raters(found, "chief", PEER), [])

	def test_alone_in_the_unit(self):
		found = propose(unit(1), RULES, "x")
		self.assertEqual(found["s0"], [(SELF, "s0"), (SUPERIOR, "head")])
		self.assertFalse(enough({PEER: 0, SUBORDINATE: 2}, 3))
		self.assertTrue(enough({PEER: 1, SUBORDINATE: 2}, 3))

	def test_who_cannot_rate_is_not_asked_and_is_still_rated(self):
		people = [*unit(6), Person("silent", "head", "chief", can_rate=False)]
		found = propose(people, RULES, "x")
		self.assertNotIn(SELF, [relation for relation, _rater in found["silent"]])
		self.assertGreaterEqual(len(raters(found, "silent", PEER)), 3)
		self.assertNotIn("silent", {rater for chosen in found.values() for _kind, rater in chosen})
		helpers = [*unit(5), Person("helper", "head", "chief", is_rated=False)]
		found = propose(helpers, RULES, "x")
		self.assertNotIn("helper", found)
		self.assertIn("helper", loads(found))

	def test_load_and_conflicts(self):
		rules = ChoiceRules(load=2)
		found = propose(unit(10), rules, "x", load={"s0": 2, "s1": 1})
		counted = loads(found)
		self.assertNotIn("s0", counted)
		self.assertLessEqual(counted.get("s1", 0), 1)
		self.assertLessEqual(max(counted.values()), 2)
		pairs = [frozenset(("s1", "s2")), frozenset(("s1", "head"))]
		found = propose(unit(5), RULES, "x", conflicts=pairs)
		self.assertNotIn((PEER, "s2"), found["s1"])
		self.assertNotIn((PEER, "s1"), found["s2"])
		self.assertNotIn((SUPERIOR, "head"), found["s1"])
		self.assertNotIn((SUBORDINATE, "s1"), found["head"])

	def test_levels(self):
		self.assertEqual(level_of("Functional"), level_of("Implementer"))
		self.assertEqual(level_of(None), level_of("Functional"))
		self.assertNotEqual(level_of("Administrator"), level_of("Supervisor"))
		head, one, two = Person("h", "c", level="Administrator"), Person("a", "h"), Person("b", "z")
		self.assertEqual(relation_to(one, head), SUBORDINATE)
		self.assertEqual(relation_to(head, one), SUPERIOR)
		self.assertEqual(relation_to(one, two), PEER)
		self.assertEqual(relation_to(one, one), SELF)
		self.assertIsNone(relation_to(head, two))

	def test_substitute(self):
		people = unit(4) + unit(3, "b", "head_b")
		person = people[1]
		found = substitute(person, PEER, people, RULES, "x", {"s1"}, {"s2": 4, "s3": 1})
		self.assertEqual(found, "s3")
		# nobody left beside him: somebody of the same level one step further
		self.assertIn(substitute(person, PEER, people, RULES, "x", {"s1", "s2", "s3"}), ("b0", "b1", "b2"))
		self.assertIsNone(substitute(person, SUBORDINATE, people, RULES, "x"))
		self.assertIsNone(substitute(person, PEER, people, RULES, "x", load={p.name: 10 for p in people}))

	def test_nobody(self):
		self.assertEqual(propose([], RULES, "x"), {})
		self.assertEqual(propose([Person("a")], RULES, "x"), {"a": [(SELF, "a")]})

	def test_ten_thousand_people_and_one_large_unit(self):
		people = [
			p for number in range(1000) for p in unit(10, f"u{number}-", f"h{number}", f"c{number // 20}")
		]
		found = propose(people, RULES, "x")
		self.assertLess(max(loads(found).values()), RULES.load)
		half = [Person(f"p{n}", "head", "chief", can_rate=n % 2 == 0) for n in range(5000)]
		found = propose(half, RULES, "x")
		self.assertTrue(all(len(raters(found, p.name, PEER)) >= 3 for p in half))
