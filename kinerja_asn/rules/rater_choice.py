"""Who rates whom in a 360-degree appraisal: superior, peers, direct subordinates and the person himself.

PP 30/2019 article 41(3)-(4) lets behaviour be rated by peers of the same level (rekan kerja setingkat) and direct
subordinates (bawahan langsung) besides the superior. How many, and how often one person is asked, no regulation
says: these are figures of the agency. People are chosen so that everybody is asked about as often as he is rated.
"""

import heapq
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

SELF, SUPERIOR, PEER, SUBORDINATE = "Self", "Superior", "Peer", "Subordinate"
RELATIONS = (SELF, SUPERIOR, PEER, SUBORDINATE)
#: Relations whose raters are chosen, and are not named to anybody in the results.
CHOSEN = (PEER, SUBORDINATE)

#: Positions that lead are levels of their own; everybody else is of one level.
LEADING = ("JPT Utama", "JPT Madya", "JPT Pratama", "Administrator", "Supervisor")
STAFF = "Staff"

#: Fewer answers than this are never shown, whatever the agency sets: of two, each knows the other's.
LEAST_MINIMUM = 3


@dataclass(frozen=True)
class Person:
	"""One employee as the choice sees him.

	superior: who appraises him; above: who appraises the superior. Any names will do, also of officials who are no
	employees. can_rate: whether he can answer (in service, with a user). is_rated: whether raters are wanted for him;
	the others only rate.
	"""

	name: str
	superior: str | None = None
	above: str | None = None
	level: str = STAFF
	can_rate: bool = True
	is_rated: bool = True


@dataclass(frozen=True)
class ChoiceRules:
	"""Figures that no regulation gives (practice of surveys): settings of the agency.

	load: how often one person is asked as a peer and as a subordinate together. Rating one's own reports comes besides,
	since nobody else can do it.
	"""

	minimum: int = LEAST_MINIMUM
	peers_least: int = 3
	peers_most: int = 5
	subordinates_least: int = 3
	subordinates_most: int = 5
	load: int = 10

	def most(self, relation: str) -> int:
		return {PEER: self.peers_most, SUBORDINATE: self.subordinates_most}.get(relation, 1)

	def least(self, relation: str) -> int:
		return {PEER: self.peers_least, SUBORDINATE: self.subordinates_least}.get(relation, 0)


def level_of(position_type: str | None) -> str:
	"""The level at which somebody is a peer: each leading position by itself, functional and implementing posts together.

	Source: PP 30/2019 article 41(3) speaks of peers of the same level; it does not say which posts these are.
	"""
	return position_type if position_type in LEADING else STAFF


def propose(
	people: Collection[Person],
	rules: ChoiceRules,
	seed: str,
	conflicts: Collection[frozenset] = (),
	load: Mapping[str, int] | None = None,
) -> dict[str, list[tuple[str, str]]]:
	"""The raters of everybody who is rated: (relation, name) each, in the order of RELATIONS.

	Subordinates are drawn from the direct reports. Peers are those of the same superior and level: all of them sit in a
	circle, and everybody is rated by those who follow him, so that he is asked as often as he is rated. Who has fewer
	than `peers_least` in this way gets the least burdened of his circle, then of those of the same level one step
	further (the same superior's superior). Nobody is asked more often than `rules.load`, nobody rates himself as
	another, and nobody in a conflict of interest is asked. The same input gives the same answer, in whatever order the
	people come.

	Args:
		seed: decides who sits beside whom.
		conflicts: pairs of names who do not rate each other.
		load: how often somebody is asked already.
	"""
	return _Choice(people, rules, seed, conflicts, load).made()


def substitute(
	person: Person,
	relation: str,
	people: Collection[Person],
	rules: ChoiceRules,
	seed: str,
	taken: Collection[str] = (),
	load: Mapping[str, int] | None = None,
) -> str | None:
	"""One more rater for somebody, the least burdened of those who may be; None where there is nobody.

	Args:
		taken: whom not to ask: those who rate him already, have declined, or are in a conflict of interest.
	"""
	load = load or {}
	candidates = [
		other
		for other in people
		if relation_to(other, person) == relation
		and other.can_rate
		and other.name not in taken
		and load.get(other.name, 0) < rules.load
	]
	near = [other for other in candidates if relation != PEER or other.superior == person.superior]
	for pool in (near, [other for other in candidates if other.above and other.above == person.above]):
		if pool:
			return min(pool, key=lambda other: (load.get(other.name, 0), _rank(seed, other.name))).name
	return None


def relation_to(rater: Person, rated: Person) -> str | None:
	"""What the rater is to the rated person; None where he is none of these (another level, another agency)."""
	if rater.name == rated.name:
		return SELF
	if rated.superior == rater.name:
		return SUPERIOR
	if rater.superior == rated.name:
		return SUBORDINATE
	return PEER if rater.level == rated.level else None


def enough(counts: Mapping[str, int], minimum: int) -> bool:
	"""Whether anything of peers and subordinates could be shown if all of them answered: alone or as a union.

	Asking people for answers that are destroyed unread would be a waste of their trust.
	"""
	return counts.get(PEER, 0) + counts.get(SUBORDINATE, 0) >= minimum


def _rank(seed: str, name: str) -> bytes:
	return sha256(f"{seed}|{name}".encode()).digest()


class _Choice:
	def __init__(self, people, rules, seed, conflicts, load):
		self.rules = rules
		self.conflicts = set(conflicts)
		self.load = defaultdict(int, load or {})
		self.rank = {person.name: _rank(seed, person.name) for person in people}
		self.people = sorted(people, key=lambda person: self.rank[person.name])
		self.by_name = {person.name: person for person in self.people}
		self.chosen: dict[str, dict[str, str]] = {
			person.name: {} for person in self.people if person.is_rated
		}

	def made(self) -> dict[str, list[tuple[str, str]]]:
		self._named_parts()
		self._subordinates()
		self._peers()
		order = {relation: number for number, relation in enumerate(RELATIONS)}
		return {
			name: sorted(
				((relation, rater) for rater, relation in raters.items()), key=lambda one: order[one[0]]
			)
			for name, raters in self.chosen.items()
		}

	def _named_parts(self):
		for name, raters in self.chosen.items():
			person = self.by_name[name]
			if person.can_rate:
				raters[name] = SELF
			superior = self.by_name.get(person.superior)
			if superior and superior is not person and superior.can_rate and self._at_peace(superior, person):
				raters[superior.name] = SUPERIOR

	def _subordinates(self):
		reports = self._grouped(lambda person: person.superior)
		for name in self.chosen:
			wanted = self.rules.subordinates_most
			for report in reports.get(name, ()):
				if wanted and self._may_rate(report, self.by_name[name]):
					self._choose(report, name, SUBORDINATE)
					wanted -= 1

	def _peers(self):
		circles = self._grouped(lambda person: person.superior and (person.superior, person.level))
		for circle in circles.values():
			self._round(circle)
			self._fill(circle, circle)
		wider = self._grouped(lambda person: person.above and (person.above, person.level))
		for pool in wider.values():
			self._fill(pool, pool)

	def _round(self, circle: Sequence[Person]):
		"""Everybody is rated by those who follow him, one place further in each turn."""
		most, size = self.rules.peers_most, len(circle)
		missing = [place for place, person in enumerate(circle) if person.is_rated]
		given = dict.fromkeys((person.name for person in circle if person.can_rate), 0)
		with_room = len(given)
		for step in range(1, size):
			still = []
			for place in missing:
				person, rater = circle[place], circle[(place + step) % size]
				if given.get(rater.name, most) < most and self._may_rate(rater, person):
					self._choose(rater, person.name, PEER)
					given[rater.name] += 1
					with_room -= given[rater.name] == most
				if self._count(person.name) < most:
					still.append(place)
			missing = still
			if not missing or not with_room:
				return

	def _fill(self, rated: Sequence[Person], pool: Sequence[Person]):
		"""Those who have too few get the least burdened of the pool."""
		lacking = [p for p in rated if p.is_rated and self._count(p.name) < self.rules.peers_least]
		if not lacking:
			return
		waiting = [(self.load[p.name], self.rank[p.name], p.name) for p in pool if p.can_rate]
		heapq.heapify(waiting)
		for person in lacking:
			aside = []
			while waiting and self._count(person.name) < self.rules.peers_least:
				_load, rank, name = heapq.heappop(waiting)
				if self.load[name] >= self.rules.load:
					continue
				if self._may_rate(self.by_name[name], person):
					self._choose(self.by_name[name], person.name, PEER)
				aside.append((self.load[name], rank, name))
			for entry in aside:
				heapq.heappush(waiting, entry)

	def _grouped(self, key) -> dict:
		groups = defaultdict(list)
		for person in self.people:
			found = key(person)
			if found:
				groups[found].append(person)
		return groups

	def _count(self, name: str) -> int:
		return sum(relation == PEER for relation in self.chosen[name].values())

	def _may_rate(self, rater: Person, rated: Person) -> bool:
		return (
			rater.can_rate
			and rater.name != rated.name
			and rater.name not in self.chosen[rated.name]
			and rater.name != rated.superior
			and self.load[rater.name] < self.rules.load
			and self._at_peace(rater, rated)
		)

	def _at_peace(self, one: Person, other: Person) -> bool:
		return not self.conflicts or frozenset((one.name, other.name)) not in self.conflicts

	def _choose(self, rater: Person, rated: str, relation: str):
		self.chosen[rated][rater.name] = relation
		self.load[rater.name] += 1
