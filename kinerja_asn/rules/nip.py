"""The number that identifies a civil servant: NIP of a PNS, NI PPPK of a PPPK (18 digits each)."""

import unicodedata
from dataclasses import dataclass
from datetime import date

from kinerja_asn.rules.errors import RuleError

NIP_LENGTH = 18
MALE = "Male"
FEMALE = "Female"
_SEX = {"1": MALE, "2": FEMALE}
_DIGITS = frozenset("0123456789")


@dataclass(frozen=True)
class NipRules:
	"""What no regulation was found for and therefore is a setting.

	min_age: youngest age in years at the appointment; earliest_birth_year: an older year is taken for a
	typing error; contract_digit: digit 13 of a PPPK number ("21" is the first contract).
	"""

	min_age: int = 18
	earliest_birth_year: int = 1900
	contract_digit: str = "2"


@dataclass(frozen=True)
class Nip:
	"""What a number says. ``appointed`` is the first day of the month (PNS) or of the year (PPPK) of
	appointment.
	"""

	number: str
	birth_date: date
	appointed: date
	sex: str
	serial: int
	kind: str

	@property
	def spaced(self) -> str:
		"""The number as it is printed, e.g. ``19660801 198803 1 001``."""
		n = self.number
		return f"{n[:8]} {n[8:14]} {n[14]} {n[15:]}"


def normalise_nip(text: str | None) -> str:
	"""The text without spaces, dots and invisible formatting characters; nothing else is changed."""
	return "".join(
		c for c in (text or "") if c != "." and not c.isspace() and unicodedata.category(c) != "Cf"
	)


def parse_nip(
	text: str | None, kind: str = "PNS", today: date | None = None, rules: NipRules = NipRules()
) -> Nip:
	"""Reads the 18-digit number of a civil servant and refuses one that cannot exist.

	kind: "PNS" or "CPNS" (date of birth 8, year and month of appointment 6, sex 1, serial 3: Peraturan Kepala
	BKN 22/2007), or "PPPK" and whatever begins with it, such as "PPPK Part-Time" (date of birth 8, year of
	appointment 4, contract code 2, sex 1, serial 3: practice). today: defaults to the current date. There is
	no check digit. Only the digits 0 to 9 count, digits of other scripts are refused.

	Raises RuleError: nip_empty, nip_not_digits, nip_wrong_length, nip_kind_unknown, nip_birth_date,
	nip_appointment_month, nip_appointment_year, nip_contract_code, nip_sex, nip_serial, nip_too_young,
	nip_in_future.
	"""
	number = normalise_nip(text)
	if not number:
		raise RuleError("nip_empty")
	if not _DIGITS.issuperset(number):
		raise RuleError("nip_not_digits", text=number[:40])
	if len(number) != NIP_LENGTH:
		raise RuleError("nip_wrong_length", length=len(number), expected=NIP_LENGTH)
	contract = (kind or "").startswith("PPPK")
	if not contract and kind not in ("PNS", "CPNS"):
		raise RuleError("nip_kind_unknown", kind=kind)

	today = today or date.today()
	birth_date = _birth_date(number[:8], today, rules)
	appointed = _appointed(number, contract, rules)
	sex = _SEX.get(number[14])
	if sex is None:
		raise RuleError("nip_sex", digit=number[14])
	serial = int(number[15:])
	if serial == 0:
		raise RuleError("nip_serial")

	if appointed > today:
		raise RuleError(
			"nip_in_future", appointed=number[8:12] if contract else f"{number[8:12]}-{number[12:14]}"
		)
	# A PPPK number tells only the year: the age reached by its end counts.
	age = _age(birth_date, date(appointed.year, 12, 31) if contract else appointed)
	if age < rules.min_age:
		raise RuleError("nip_too_young", age=age, minimum=rules.min_age)
	return Nip(number, birth_date, appointed, sex, serial, kind)


def warnings_for(nip: Nip, gender: str | None, date_of_birth: date | None) -> list[str]:
	"""Codes of what differs between the number and the employee's record: nip_gender_differs,
	nip_birth_date_differs.

	A number keeps what was true when it was given, so that a difference is a warning and no error. Blank
	fields and genders other than Male and Female are not compared. The sentences are MESSAGES[code].
	"""
	found = []
	if gender in (MALE, FEMALE) and gender != nip.sex:
		found.append("nip_gender_differs")
	if date_of_birth is not None and date_of_birth != nip.birth_date:
		found.append("nip_birth_date_differs")
	return found


def _birth_date(digits: str, today: date, rules: NipRules) -> date:
	try:
		born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
	except ValueError:
		raise RuleError("nip_birth_date", digits=digits) from None
	if born.year < rules.earliest_birth_year or born > today:
		raise RuleError("nip_birth_date", digits=digits)
	return born


def _appointed(number: str, contract: bool, rules: NipRules) -> date:
	year = int(number[8:12])
	if year == 0:
		raise RuleError("nip_appointment_year", digits=number[8:12])
	if contract:
		if number[12] != rules.contract_digit:
			raise RuleError("nip_contract_code", digits=number[12:14], expected=rules.contract_digit)
		return date(year, 1, 1)
	month = int(number[12:14])
	if not 1 <= month <= 12:
		raise RuleError("nip_appointment_month", digits=number[12:14])
	return date(year, month, 1)


def _age(born: date, on: date) -> int:
	return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
