"""Two calibrations: one of a whole office, answered by its appraisers and applied, and one that waits for an answer."""

import contextlib
from datetime import datetime, timedelta

import frappe

from kinerja_asn import calibration, permissions
from kinerja_asn.demo.organisation import COMPANY, department_name
from kinerja_asn.demo.persons import Person
from kinerja_asn.demo.rows import change
from kinerja_asn.distribution import PERIODIC, Time
from kinerja_asn.rules.predicate import ABOVE, AS_EXPECTED, BELOW

#: an office, its acting head, and who appraises in it
OFFICE, HEAD, APPRAISER = "dishub", "dishub_sekretariat", "lalin"
#: a unit, the head of the office above it, and who appraises in it
UNIT, HEAD_ABOVE, APPRAISER_BELOW = "mekar_sari", "dinkes", "mekar_sari"
BETTER = (ABOVE, ABOVE, "Capaiannya tertinggi di bidang, dan perilaku kerjanya menjadi contoh bagi rekan.")
LOWER = (BELOW, AS_EXPECTED, "Capaian triwulan ini di bawah rata-rata pegawai dengan jabatan yang sama.")
STANDS = "Keterlambatan disebabkan perangkat lampu lalu lintas yang baru tiba pada bulan September."
EQUAL = (
	ABOVE,
	AS_EXPECTED,
	"Perilaku kerjanya setara dengan rekan seunit; buktinya belum menunjukkan lebih.",
)
AGREED = "Setuju, sejalan dengan bukti dukung pada laporan."


def tell(people: dict[str, Person], period: str, quarter: str, year: int):
	"""Compare the last quarter of an office, as its head and its appraisers would do it by their buttons."""
	time = Time(period, PERIODIC, quarter)
	office, unit = department_name(OFFICE), department_name(UNIT)
	with acting(people[HEAD]) as head:
		name = calibration.open_for(time, COMPANY, office, calibration.units_of(_place(office, below=1)))
		better, lower, *_rest = _rows_of(name, head, people[APPRAISER], AS_EXPECTED)
		calibration.rate(name, better, head, *BETTER, None)
		calibration.rate(name, lower, head, *LOWER, None)
		calibration.send(name, head)
	with acting(people[APPRAISER]) as appraiser:
		calibration.answer(name, appraiser, [better], True, AGREED)
		calibration.answer(name, appraiser, [lower], False, STANDS)
	with acting(people[HEAD]) as head:
		calibration.apply(name, head)
	date_of(name, datetime(year, 11, 17, 9, 0))
	with acting(people[HEAD_ABOVE]) as head:
		name = calibration.open_for(time, COMPANY, unit, [unit])
		equal, *_rest = _rows_of(name, head, people[APPRAISER_BELOW], ABOVE)
		calibration.rate(name, equal, head, *EQUAL, None)
		calibration.send(name, head)
	date_of(name, datetime(year, 11, 20, 10, 0))


def _place(department: str, below: int):
	return frappe._dict(department=department, company=COMPANY, below=below)


def _rows_of(name: str, who, appraiser: Person, result: str) -> list[str]:
	"""The rows of an appraiser with a rating of results, in the order of names."""
	doc = calibration.head_of(name)
	return [
		row.name
		for row in calibration.rows_for(doc, who)
		if row.appraiser == appraiser.employee and row.old_result_rating == result
	]


@contextlib.contextmanager
def acting(person: Person):
	"""As this person, with his rights."""
	before = frappe.session.user
	frappe.set_user(person.user)
	try:
		yield permissions.viewer()
	finally:
		frappe.set_user(before)


def date_of(name: str, opened: datetime):
	"""Date a calibration by the demo's year, and not by the day on which it is made."""
	sent, answered, applied = (opened + timedelta(days=days, hours=days) for days in (1, 2, 3))
	doc = calibration.head_of(name)
	change(
		calibration.DOCTYPE,
		[name],
		{
			"opened_at": opened,
			"sent_at": sent if doc.sent_at else None,
			"applied_at": applied if doc.applied_at else None,
			"answer_by": (sent + timedelta(days=5)).date(),
			"creation": opened,
			"modified": applied if doc.applied_at else sent,
		},
	)
	rows = frappe.get_all(
		calibration.ROW, filters={"calibration": name}, fields=["name", "evaluation", "answered_at"]
	)
	change(calibration.ROW, [row.name for row in rows], {"creation": opened, "modified": opened})
	change(calibration.ROW, [row.name for row in rows if row.answered_at], {"answered_at": answered})
	change(
		"Performance Evaluation Change",
		[row.evaluation for row in rows],
		{"changed_at": applied, "creation": applied, "modified": applied},
		by="parent",
		source=name,
	)
	told = frappe.get_all("Notification Log", filters={"link": ["like", f"%{name}"]}, pluck="name")
	change("Notification Log", told, {"creation": sent, "modified": sent})
