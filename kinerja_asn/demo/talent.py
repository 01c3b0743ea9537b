"""Assessments of potential in the demo agency: of heads and mid-career professionals, some of long ago, one revoked."""

from datetime import date, datetime, timedelta

from frappe.utils import add_months, now_datetime

from kinerja_asn import appraisers, bulk, permissions
from kinerja_asn.demo.persons import Person
from kinerja_asn.demo.posts import IMPLEMENTER
from kinerja_asn.names import reserve
from kinerja_asn.rules.talent import HIGH, LOW, MEDIUM

CENTRE = "Pusat Penilaian Kompetensi ASN Regional, metode assessment center"
TEST = "BKPSDM, tes potensi dan kompetensi berbasis komputer"
#: (from, to) of the value that a centre gives, and how many of a hundred get the level
LEVELS = ((LOW, 45, 59, 20), (MEDIUM, 60, 79, 50), (HIGH, 80, 96, 30))
VALID_MONTHS = 36
REVOKED = "Nilai peserta lain dengan nama yang sama; hasil yang benar menyusul."


def tell(persons: list[Person], year: int):
	"""One campaign of the centre two years ago and one of this spring; those of five years ago have run out."""
	snapshots = appraisers.person_snapshot([person.employee for person in persons])
	rows = []
	for person in persons:
		if person.employee in snapshots and not person.external and _is_assessed(person):
			rows += _of_person(person, snapshots[person.employee], year)
	revoked = next(row for row in reversed(rows) if row["source"] == TEST)
	revoked |= {"revoked": 1, "revoked_reason": REVOKED}
	names = reserve(f"TAL-{now_datetime().year}-", len(rows), digits=4)
	bulk.insert_rows(
		permissions.TALENT, [row | {"name": name} for row, name in zip(rows, names, strict=True)]
	)


def _is_assessed(person: Person) -> bool:
	if person.employment != "Active" or person.level == IMPLEMENTER:
		return False
	return person.head or person.random.random() < 0.45


def _of_person(person: Person, snapshot: dict, year: int) -> list[dict]:
	draw = person.random
	draw.random()
	when = draw.random()
	days = [date(year - 2, 9, 10)]
	if when < 0.1:
		days = [date(year - 5, 5, 20)]
	elif when < 0.35:
		days.append(date(year, 4, 22))
	found = []
	for number, day in enumerate(days):
		level, least, most, _share = _level(draw.randrange(100))
		entered = datetime.combine(day, datetime.min.time()) + timedelta(days=12, hours=10)
		found.append(
			{
				"employee_type": "Employee",
				"employee": person.employee,
				**{
					column: snapshot[column]
					for column in ("employee_name", "position", "department", "company")
				},
				"potential": level,
				"potential_value": draw.randrange(least, most + 1),
				"assessed_on": day,
				"valid_until": add_months(day, VALID_MONTHS),
				"source": CENTRE if person.head else TEST,
				"letter_number": f"800/{draw.randrange(100, 900)}/BKPSDM/{day.year}",
				"creation": entered,
				"modified": entered,
				"revoked": 0,
				"note": None if number or len(days) == 1 else "Asesmen ulang dijadwalkan dua tahun kemudian.",
			}
		)
	return found


def _level(number: int):
	for level in LEVELS:
		if number < level[3]:
			return level
		number -= level[3]
	return LEVELS[-1]
