"""How an appraiser's ratings lie beside those of the other appraisers: a hint to look closer, never a verdict.

No regulation sets a measure; PP 30/2019 article 4 asks that appraisal be objective, measurable and accountable. The
figures are plain ones of survey practice: mean, standard deviation, shares, and the distance from the mean of the others,
told only where so few people could not have caused it by chance.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property

from kinerja_asn.rules.errors import Problem, RuleError
from kinerja_asn.rules.numeric import CONTEXT, ZERO, rounded
from kinerja_asn.rules.predicate import ABOVE, AS_EXPECTED, BELOW

LEVELS = {BELOW: Decimal(1), AS_EXPECTED: Decimal(2), ABOVE: Decimal(3)}

#: (rating of results, rating of behaviour) -> number of people; results are None where another rating decides them.
Counts = Mapping[tuple[str | None, str], int]


@dataclass(frozen=True)
class ConsistencyRules:
	"""What is worth a sentence.

	smallest: with fewer people nothing is said; noticeable: distance of means on the scale 1 to 3; errors: and this many
	standard errors, so that chance is no explanation; extremes: percent of ratings that are not as expected.
	"""

	smallest: int = 5
	noticeable: Decimal = Decimal("0.3")
	errors: Decimal = Decimal(2)
	extremes: Decimal = Decimal(75)


DEFAULT_RULES = ConsistencyRules()


@dataclass(frozen=True)
class Consistency:
	"""The ratings of one appraiser on the scale 1 (below expectation) to 3 (above); percents of single ratings.

	others, deviation: mean of all others and the distance from it, None where too few are left to compare with.
	"""

	people: int
	mean: Decimal | None
	spread: Decimal | None
	above: Decimal
	below: Decimal
	others: Decimal | None = None
	deviation: Decimal | None = None
	findings: tuple[Problem, ...] = ()


@dataclass
class _Sum:
	people: int = 0
	total: Decimal = ZERO
	squares: Decimal = ZERO
	ratings: dict = field(default_factory=lambda: dict.fromkeys(LEVELS, 0))

	def add(self, counts: Counts):
		for (results, behaviour), number in counts.items():
			if number < 0:
				raise RuleError("rater_count_negative", count=number)
			given = [rating for rating in (results, behaviour) if rating is not None]
			score = _score(*given)
			for rating in given:
				self.ratings[rating] += number
			self.people += number
			self.total += number * score
			self.squares += number * score * score

	def merge(self, other: "_Sum"):
		self.people += other.people
		self.total += other.total
		self.squares += other.squares

	def without(self, other: "_Sum") -> "_Sum":
		return _Sum(self.people - other.people, self.total - other.total, self.squares - other.squares)

	@cached_property
	def mean(self) -> Decimal | None:
		"""Asked once the sum is complete, as the spread is."""
		return CONTEXT.divide(self.total, Decimal(self.people)) if self.people else None

	@cached_property
	def spread(self) -> Decimal | None:
		"""The standard deviation of the people that there are, which are no sample."""
		if not self.people:
			return None
		mean = self.mean
		variance = CONTEXT.divide(self.squares, Decimal(self.people)) - mean * mean
		return CONTEXT.sqrt(max(variance, ZERO))

	def percent(self, rating: str) -> Decimal:
		given = sum(self.ratings.values())
		return CONTEXT.divide(Decimal(100 * self.ratings[rating]), Decimal(given)) if given else ZERO


@cache
def _score(*given: str) -> Decimal:
	"""What the ratings of a person come to."""
	for rating in given:
		if rating not in LEVELS:
			raise RuleError("rating_unknown", rating=rating)
	return CONTEXT.divide(sum((LEVELS[rating] for rating in given), ZERO), Decimal(len(given)))


def consistency(
	ratings: Mapping[Hashable, Counts], rules: ConsistencyRules = DEFAULT_RULES
) -> dict[Hashable, Consistency]:
	"""The figures of each appraiser and what they say, in the order of `ratings`.

	An appraiser is compared with all the others together, himself left out.
	Codes: rater_too_few, rater_no_others, rater_higher, rater_lower, rater_all_alike, rater_extremes.
	Raises RuleError: rating_unknown, rater_count_negative.
	"""
	sums, whole = {}, _Sum()
	for rater, counts in ratings.items():
		sums[rater] = one = _Sum()
		one.add(counts)
		whole.merge(one)
	return {rater: _one(one, whole.without(one), rules) for rater, one in sums.items()}


def _one(own: _Sum, others: _Sum, rules: ConsistencyRules) -> Consistency:
	smallest = max(rules.smallest, 1)
	known = others.people >= smallest and own.people > 0
	deviation = own.mean - others.mean if known else None
	above, below = own.percent(ABOVE), own.percent(BELOW)
	return Consistency(
		people=own.people,
		mean=own.mean,
		spread=own.spread,
		above=above,
		below=below,
		others=others.mean if known else None,
		deviation=deviation,
		findings=tuple(_findings(own, others, deviation, above + below, rules, smallest)),
	)


def _findings(own: _Sum, others: _Sum, deviation, extremes: Decimal, rules: ConsistencyRules, smallest: int):
	if own.people < smallest:
		yield Problem("rater_too_few", params={"people": own.people, "smallest": smallest})
		return
	if deviation is None:
		yield Problem("rater_no_others", params={"smallest": smallest})
	elif abs(deviation) >= rules.noticeable and abs(deviation) >= rules.errors * _standard_error(own, others):
		yield Problem(
			"rater_higher" if deviation > 0 else "rater_lower",
			params={"distance": rounded(abs(deviation), 2)},
		)
	if own.spread == 0:
		yield Problem("rater_all_alike", params={"people": own.people})
	if extremes >= rules.extremes:
		yield Problem("rater_extremes", params={"percent": rounded(extremes, 0)})


def _standard_error(own: _Sum, others: _Sum) -> Decimal:
	"""How far apart two means of so many people lie by chance, with the spread of each."""
	part = own.spread * own.spread / Decimal(own.people) + others.spread * others.spread / Decimal(
		others.people
	)
	return CONTEXT.sqrt(part)
