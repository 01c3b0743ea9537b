"""Decimal arithmetic with a context of its own, so that a caller's context neither matters nor changes."""

from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

from kinerja_asn.rules.errors import RuleError

Number = Decimal | int | float | str

CONTEXT = Context(prec=34, rounding=ROUND_HALF_UP)

LARGEST_EXPONENT = 20

ZERO = Decimal(0)
ONE = Decimal(1)
HUNDRED = Decimal(100)


def to_decimal(value: Number) -> Decimal:
	"""The value as an exact Decimal; a float counts as the shortest number it prints as (0.1 is 0.1).

	Raises RuleError ``not_a_number`` for anything that is no finite number below 10^21 (bool, NaN, infinity).
	"""
	kind = type(value)
	if kind is Decimal:
		number = value
	elif kind is int:
		number = Decimal(value)
	elif kind is float:
		number = Decimal(repr(value))
	elif isinstance(value, bool) or not isinstance(value, (Decimal, int, float, str)):
		raise RuleError("not_a_number", value=value)
	else:
		try:
			number = Decimal(str(value).strip())
		except InvalidOperation:
			raise RuleError("not_a_number", value=value) from None
	if not number.is_finite() or number.adjusted() > LARGEST_EXPONENT:
		raise RuleError("not_a_number", value=value)
	return number


def rounded(value: Number, places: int = 2) -> Decimal:
	"""The value rounded half up (away from zero) to ``places`` decimals, as it is printed."""
	return to_decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=CONTEXT)


def mean(values: list[Decimal]) -> Decimal:
	"""The arithmetic mean. Raises RuleError ``values_missing`` for an empty list."""
	if not values:
		raise RuleError("values_missing")
	total = ZERO
	for value in values:
		total = CONTEXT.add(total, value)
	return CONTEXT.divide(total, Decimal(len(values)))
