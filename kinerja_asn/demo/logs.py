"""Daily logs of the last two months: who writes them, what they come to agrees with the reports."""

from datetime import datetime, timedelta
from random import Random

import frappe
from frappe.query_builder import DocType

from kinerja_asn import bulk, work_logs
from kinerja_asn.demo import dewi
from kinerja_asn.demo.course import IN_PARTS, takes_part
from kinerja_asn.demo.dewi import DEWI
from kinerja_asn.demo.plans import Plan, key_of
from kinerja_asn.demo.posts import LAST, SUM

#: share of those who report that also log, besides the nurse
LOGGING = 0.7
#: entries of one indicator and month at most
AT_MOST = 9
#: "Jumlah berkas yang disusun" is logged as "Menyusun berkas"
ACTIVE = {
	"diambil": "Mengambil",
	"diaudit": "Mengaudit",
	"diawasi": "Mengawasi",
	"dibersihkan": "Membersihkan",
	"dibimbing": "Membimbing",
	"dibina": "Membina",
	"didampingi": "Mendampingi",
	"didigitalkan": "Mendigitalkan",
	"didokumentasikan": "Mendokumentasikan",
	"diikuti": "Mengikuti",
	"dikaji": "Mengkaji",
	"dikunjungi": "Mengunjungi",
	"dilaksanakan": "Melaksanakan",
	"dilayani": "Melayani",
	"dimutakhirkan": "Memutakhirkan",
	"dipetakan": "Memetakan",
	"dipicu": "Memicu",
	"dipulihkan": "Memulihkan",
	"diperiksa": "Memeriksa",
	"direkam": "Merekam",
	"diselenggarakan": "Menyelenggarakan",
	"diselesaikan": "Menyelesaikan",
	"disampaikan": "Menyampaikan",
	"disusun": "Menyusun",
	"disupervisi": "Menyupervisi",
	"ditata": "Menata",
	"diterbitkan": "Menerbitkan",
	"diuji": "Menguji",
	"diverifikasi": "Memverifikasi",
}
#: what is written; the rest is done
WRITTEN = ("daftar", "dokumen", "laporan", "rekomendasi")
TAILS = ("", "", " sesuai jadwal", " dan melengkapi catatannya", " bersama rekan satu tim", " sampai selesai")
OUTSIDE = (
	"Apel pagi dan rapat koordinasi mingguan",
	"Rapat persiapan kegiatan akhir tahun",
	"Membantu rekan kerja yang sedang cuti",
	"Mengikuti sosialisasi secara daring",
)
COMMENTS = (
	"Terima kasih, hasilnya sudah baik.",
	"Mohon lampirkan bukti dukungnya.",
	"Lanjutkan, dan koordinasikan dengan seksi terkait.",
	"Sudah sesuai arahan. Pertahankan.",
)


def write(plans: list[Plan], intervals: list, as_of):
	"""The entries of these months up to `as_of`, in one portion of rows."""
	plans = [plan for plan in plans if takes_part(plan) and logs(plan)]
	reports = _reports([plan.name for plan in plans], [interval.name for interval in intervals])
	rows = []
	for plan in plans:
		for interval in intervals:
			rows += _month(plan, interval, as_of, reports)
	bulk.insert_rows(work_logs.LOG, rows)


def logs(plan: Plan) -> bool:
	return plan.person.slot == DEWI or _draw(plan, "logs").random() < LOGGING


def _draw(plan: Plan, *parts) -> Random:
	return Random("/".join([plan.person.slot, *map(str, parts)]))


def _reports(plans: list[str], intervals: list[str]) -> dict:
	"""(plan, interval) -> its report, with what was realised per indicator."""
	Report, Row = DocType("Periodic Report"), DocType("Periodic Report Realisation")
	rows = (
		frappe.qb.from_(Report)
		.join(Row)
		.on((Row.parent == Report.name) & (Row.parenttype == "Periodic Report"))
		.select(
			Report.work_plan,
			Report.performance_interval,
			Report.name,
			Report.docstatus,
			Row.indicator_key,
			Row.realisation,
			Row.reported,
		)
		.where(Report.work_plan.isin(plans) & Report.performance_interval.isin(intervals))
	).run()
	found = {}
	for plan, interval, name, docstatus, key, realisation, reported in rows:
		report = found.setdefault(
			(plan, interval), frappe._dict(name=name, accepted=docstatus == 1, realised={})
		)
		if reported:
			report.realised[key] = realisation
	return found


def _month(plan: Plan, interval, as_of, reports: dict) -> list[dict]:
	days = _workdays(interval, as_of)
	if not days:
		return []
	report = reports.get((plan.name, interval.name))
	entries = []
	for indicator in plan.indicators:
		value = report.realised.get(indicator.row_key) if report else None
		if value is None:
			value = _so_far(plan, indicator, interval, days)
		entries += _of_indicator(plan, indicator, interval, value, days)
	draw = _draw(plan, interval.name, "outside")
	for day in draw.sample(days, min(2, len(days))):
		entries.append((day, None, draw.choice(OUTSIDE), None))
	entries.sort(key=lambda entry: entry[0])
	told = []
	return [_row(plan, interval, report, told, number, *entry) for number, entry in enumerate(entries, 1)]


def _workdays(interval, as_of) -> list:
	first, last = interval.from_date, min(interval.to_date, as_of)
	days = [first + timedelta(number) for number in range((last - first).days + 1)]
	return [day for day in days if day.weekday() < 5]


def _so_far(plan: Plan, indicator, interval, days: list) -> float:
	"""Of a month that is still going on, what its days make of the target."""
	if indicator.adds_up != SUM:
		return indicator.target or 0
	target = sum(
		row.target or 0
		for row in plan.actions
		if row.indicator_key == indicator.row_key and row.performance_interval == interval.name
	)
	return int(target * len(days) / 22)


def _of_indicator(plan: Plan, indicator, interval, value: float, days: list) -> list[tuple]:
	draw = _draw(plan, interval.name, indicator.row_key, "days")
	if not value:
		return []
	if indicator.adds_up != SUM:
		count = 1 if indicator.adds_up == LAST else 4 if plan.person.slot == DEWI else 2
		parts = [value] * count
	else:
		most = len(days) if plan.person.slot == DEWI else AT_MOST
		parts = split(value, most, whole=indicator.uom not in IN_PARTS)
	draw.shuffle(parts)
	chosen = sorted(draw.sample(days, min(len(parts), len(days))))
	return [
		(day, indicator, words(plan, indicator, draw), part) for day, part in zip(chosen, parts, strict=False)
	]


def split(value: float, most: int, whole: bool) -> list[float]:
	"""At most so many parts that come to the value exactly."""
	unit = 1 if whole else 0.1
	pieces = round(value / unit)
	count = max(1, min(most, pieces))
	return [round((pieces // count + (number < pieces % count)) * unit, 1) for number in range(count)]


def words(plan: Plan, indicator, draw: Random) -> str:
	if plan.person.slot == DEWI:
		return draw.choice(dewi.ACTIVITIES[indicator.indicator])
	text = indicator.indicator
	thing, _yang, passive = text.removeprefix("Jumlah ").partition(" yang ")
	verb, _space, rest = passive.partition(" ")
	if text.startswith("Jumlah ") and verb in ACTIVE:
		return f"{ACTIVE[verb]} {thing}{' ' + rest if rest else ''}{'' if rest else draw.choice(TAILS)}"
	if text.startswith("Jumlah ") and passive:
		return f"Menangani {text.removeprefix('Jumlah ')}"
	if text.startswith("Jumlah "):
		verb = "Menyusun" if thing.startswith(WRITTEN) else "Melaksanakan"
		return f"{verb} {thing}{draw.choice(TAILS)}"
	return f"Memeriksa dan mencatat {text[0].lower()}{text[1:]}"


def _row(
	plan: Plan, interval, report, told: list, number: int, day, indicator, activity: str, quantity
) -> dict:
	draw = _draw(plan, interval.name, "entry", number)
	made = datetime.combine(day, datetime.min.time()) + timedelta(hours=15, minutes=draw.randint(0, 110))
	result = next((row for row in plan.results if indicator and row.row_key == indicator.result_key), None)
	comment = None if indicator in told else _comment(plan, day, indicator, draw)
	if comment:
		told.append(indicator)
	counted = bool(report and report.accepted)
	return {
		**{column: plan.columns[column] for column in work_logs.FROM_PLAN},
		"name": key_of(plan.name, "log", interval.name, number) + key_of(plan.name, "entry", number)[:6],
		"log_date": day,
		"activity": activity,
		"result_key": result.row_key if result else None,
		"result": result.result if result else None,
		"indicator_key": indicator.row_key if indicator else None,
		"indicator": indicator.indicator if indicator else None,
		"uom": indicator.uom if indicator else None,
		"quantity": quantity or 0,
		"measured": int(quantity is not None),
		"evidence_link": _evidence(plan, indicator, day),
		"appraiser_comment": comment,
		"commented_by": plan.columns.appraiser_name if comment else None,
		"commented_at": made + timedelta(hours=17) if comment else None,
		"workflow_state": work_logs.COUNTED if counted else work_logs.RECORDED,
		"periodic_report": report.name if counted else None,
		"work_plan": plan.name,
		"performance_period": plan.columns.performance_period,
		"performance_interval": interval.name,
		"creation": made,
		"modified": made + timedelta(hours=17) if comment else made,
		"owner": plan.person.user,
		"modified_by": plan.person.user,
	}


def _comment(plan: Plan, day, indicator, draw: Random) -> str | None:
	if plan.person.slot == DEWI:
		return dewi.COMMENTS.get((day.month, indicator.indicator)) if indicator and day.day > 12 else None
	return draw.choice(COMMENTS) if draw.random() < 0.03 else None


def _evidence(plan: Plan, indicator, day) -> str | None:
	if (
		plan.person.slot != DEWI
		or not indicator
		or indicator.indicator != dewi.CARE.text
		or day.weekday() != 4
	):
		return None
	return f"https://berkas.dumai.example/{day:%Y-%m}/register-{day:%d}"
