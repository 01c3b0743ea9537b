"""The index of public satisfaction (Survei Kepuasan Masyarakat, SKM)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kinerja_asn.rules.errors import RuleError
from kinerja_asn.rules.numeric import CONTEXT, Number, mean, rounded, to_decimal


@dataclass(frozen=True)
class SatisfactionRules:
	"""The scale of answers and the lower bounds of the grades on the index rounded to two decimals.

	Bounds as reports under PermenPANRB 14/2017 print them; best first.
	"""

	lowest_answer: int = 1
	highest_answer: int = 4
	factor: Decimal = Decimal(25)
	grades: tuple[tuple[str, Decimal], ...] = (
		("A", Decimal("88.31")),
		("B", Decimal("76.61")),
		("C", Decimal("65.00")),
		("D", Decimal("25.00")),
	)


DEFAULT_RULES = SatisfactionRules()


@dataclass(frozen=True)
class SurveyIndex:
	"""The result of a survey; per element in the order given, None where nobody answered.

	index: 25 to 100, rounded to two decimals; exact_index: not rounded; lowest: positions (from 0) of the
	element or elements with the lowest mean.
	"""

	sums: tuple[int, ...]
	counts: tuple[int, ...]
	means: tuple[Decimal | None, ...]
	exact_index: Decimal
	index: Decimal
	grade: str
	lowest: tuple[int, ...]


def satisfaction_index(
	responses: Sequence[Sequence[int | None]], rules: SatisfactionRules = DEFAULT_RULES
) -> SurveyIndex:
	"""The index from single responses: one row per respondent, one answer (1 to 4, None: not answered) per
	element.

	Raises RuleError: survey_without_answers, survey_row_length, survey_answer_invalid.
	Source: PermenPANRB 14/2017, as agencies' reports apply it.
	"""
	if not responses:
		raise RuleError("survey_without_answers")
	elements = len(responses[0])
	sums, counts = [0] * elements, [0] * elements
	for row in responses:
		if len(row) != elements:
			raise RuleError("survey_row_length", count=len(row), expected=elements)
		for position, answer in enumerate(row):
			if answer is None:
				continue
			whole = isinstance(answer, int) and not isinstance(answer, bool)
			if not whole or not rules.lowest_answer <= answer <= rules.highest_answer:
				raise RuleError(
					"survey_answer_invalid",
					answer=answer,
					minimum=rules.lowest_answer,
					maximum=rules.highest_answer,
				)
			sums[position] += answer
			counts[position] += 1
	return index_of_sums(sums, counts, rules)


def index_of_sums(
	sums: Sequence[int], counts: Sequence[int], rules: SatisfactionRules = DEFAULT_RULES
) -> SurveyIndex:
	"""The index from the sum and the number of answers per element, as a database adds them up.

	The mean of each element (NRR) is weighted with exactly 1 / number of elements answered (the printed 0.111
	loses a tenth of a point) and multiplied by 25. Raises RuleError: survey_without_answers,
	survey_row_length.
	Source: PermenPANRB 14/2017, as agencies' reports apply it.
	"""
	if len(sums) != len(counts):
		raise RuleError("survey_row_length", count=len(counts), expected=len(sums))
	means = tuple(
		CONTEXT.divide(Decimal(total), Decimal(count)) if count else None
		for total, count in zip(sums, counts, strict=True)
	)
	known = [m for m in means if m is not None]
	if not known:
		raise RuleError("survey_without_answers")
	exact = CONTEXT.multiply(mean(known), rules.factor)
	index = rounded(exact)
	lowest = min(known)
	return SurveyIndex(
		sums=tuple(sums),
		counts=tuple(counts),
		means=means,
		exact_index=exact,
		index=index,
		grade=grade_of_index(index, rules),
		lowest=tuple(position for position, m in enumerate(means) if m == lowest),
	)


def grade_of_index(index: Number, rules: SatisfactionRules = DEFAULT_RULES) -> str:
	"""The grade (mutu pelayanan) A to D of an index from 25 to 100.

	Raises RuleError: value_out_of_range, not_a_number. Source: PermenPANRB 14/2017, as agencies' reports
	apply it.
	"""
	lowest = CONTEXT.multiply(Decimal(rules.lowest_answer), rules.factor)
	highest = CONTEXT.multiply(Decimal(rules.highest_answer), rules.factor)
	value = rounded(to_decimal(index))
	if not lowest <= value <= highest:
		raise RuleError("value_out_of_range", value=value, minimum=lowest, maximum=highest)
	for grade, bound in rules.grades:
		if value >= bound:
			return grade
	raise RuleError("value_out_of_range", value=value, minimum=lowest, maximum=highest)
