"""Predicate to credit (angka kredit) of functional posts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kinerja_asn.rules.errors import RuleError
from kinerja_asn.rules.numeric import CONTEXT, HUNDRED, ZERO, Number, to_decimal
from kinerja_asn.rules.predicate import GOOD, NEEDS_IMPROVEMENT, POOR, VERY_GOOD, VERY_POOR

MONTHS = 12
_PERCENT_MONTHS = Decimal(100 * MONTHS)


@dataclass(frozen=True)
class FunctionalLevel:
	"""A level (jenjang): credit per year, and credit needed for the next rank and level (None: there is
	none).
	"""

	category: str
	level: str
	first_rank: str
	last_rank: str
	coefficient: Decimal
	credit_for_rank: Decimal
	credit_for_level: Decimal | None


def _level(category, level, first, last, coefficient, rank, next_level) -> FunctionalLevel:
	needed = None if next_level is None else Decimal(next_level)
	return FunctionalLevel(category, level, first, last, Decimal(coefficient), Decimal(rank), needed)


# Proposed reference data (PermenPANRB 1/2023, annex A, as quoted in public sources); the agency's counts.
DEFAULT_LEVELS: tuple[FunctionalLevel, ...] = (
	_level("Skill", "Pemula", "II/a", "II/a", "3.75", 15, 15),
	_level("Skill", "Terampil", "II/b", "II/d", "5", 20, 60),
	_level("Skill", "Mahir", "III/a", "III/b", "12.5", 50, 100),
	_level("Skill", "Penyelia", "III/c", "III/d", "25", 100, None),
	_level("Expertise", "Ahli Pertama", "III/a", "III/b", "12.5", 50, 100),
	_level("Expertise", "Ahli Muda", "III/c", "III/d", "25", 100, 200),
	_level("Expertise", "Ahli Madya", "IV/a", "IV/c", "37.5", 150, 450),
	_level("Expertise", "Ahli Utama", "IV/d", "IV/e", "50", 200, None),
)


@dataclass(frozen=True)
class CreditRules:
	"""Percentage of the yearly coefficient per predicate: PermenPANRB 1/2023 article 37 paragraph 1."""

	percent_of: Mapping[str, Decimal] = field(
		default_factory=lambda: {
			VERY_GOOD: Decimal(150),
			GOOD: Decimal(100),
			NEEDS_IMPROVEMENT: Decimal(75),
			POOR: Decimal(50),
			VERY_POOR: Decimal(25),
		}
	)


DEFAULT_RULES = CreditRules()


@dataclass(frozen=True)
class CreditPart:
	"""A part of a year in one functional level with one predicate; months 1 to 12."""

	predicate: str
	coefficient: Number
	months: int = MONTHS


def functional_level(level: str, levels: Sequence[FunctionalLevel] = DEFAULT_LEVELS) -> FunctionalLevel:
	"""The level of that name. Raises RuleError ``functional_level_unknown``."""
	for row in levels:
		if row.level == level:
			return row
	raise RuleError("functional_level_unknown", level=level)


def credit(
	predicate: str, coefficient: Number, months: int = MONTHS, rules: CreditRules = DEFAULT_RULES
) -> Decimal:
	"""The credit of a period: months / 12 x percentage of the predicate x yearly coefficient; not rounded.

	coefficient: of the level, at least 0; months: 1 to 12. Sums are made of unrounded credits and printed
	with two decimals (numeric.rounded). Raises RuleError: predicate_unknown, months_out_of_range,
	value_out_of_range.
	Source: PermenPANRB 1/2023 article 37 paragraph 1, Peraturan BKN 3/2023 articles 12 and 13.
	"""
	try:
		percent = rules.percent_of[predicate]
	except (KeyError, TypeError):
		raise RuleError("predicate_unknown", predicate=predicate) from None
	if not isinstance(months, int) or not 1 <= months <= MONTHS:
		raise RuleError("months_out_of_range", months=months, minimum=1, maximum=MONTHS)
	yearly = to_decimal(coefficient)
	if not ZERO <= yearly <= HUNDRED:
		raise RuleError("value_out_of_range", value=yearly, minimum=ZERO, maximum=HUNDRED)
	return CONTEXT.divide(
		CONTEXT.multiply(CONTEXT.multiply(yearly, percent), Decimal(months)), _PERCENT_MONTHS
	)


def credit_of_year(parts: Sequence[CreditPart], rules: CreditRules = DEFAULT_RULES) -> Decimal:
	"""The credit of one year from its parts (a promotion or a transfer within the year); not rounded.

	Raises RuleError: months_exceed_year if the months add up to more than 12, and those of credit.
	Source: Peraturan BKN 3/2023 article 13 paragraph 1 (proportionally).
	"""
	months = sum(part.months for part in parts)
	if months > MONTHS:
		raise RuleError("months_exceed_year", months=months, maximum=MONTHS)
	total = ZERO
	for part in parts:
		total = CONTEXT.add(total, credit(part.predicate, part.coefficient, part.months, rules))
	return total
