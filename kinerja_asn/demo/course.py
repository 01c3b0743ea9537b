"""Reports and evaluations of a part of the agency: in time and late, good and bad, and in every state."""

from datetime import datetime, timedelta
from random import Random

import frappe
from frappe.utils import getdate

from kinerja_asn import bulk, evaluation_rows, internal_numbers, realised, work_logs
from kinerja_asn.demo import dewi
from kinerja_asn.demo.dewi import DEWI
from kinerja_asn.demo.offices import OFFICES
from kinerja_asn.demo.persons import LEFT_IN_DECEMBER
from kinerja_asn.demo.plans import AGREED, Plan, key_of
from kinerja_asn.demo.posts import COST, LAST, LOWER, RANGE, SUM
from kinerja_asn.demo.rows import change, remove
from kinerja_asn.kinerja_asn.doctype.performance_evaluation import performance_evaluation as evaluations
from kinerja_asn.kinerja_asn.doctype.periodic_report import periodic_report as reports
from kinerja_asn.personal import PersonalDocument
from kinerja_asn.rules.predicate import ABOVE, AS_EXPECTED, BELOW, predicate_for
from kinerja_asn.rules.progress import days_late

REPORT, EVALUATION = "Periodic Report", "Performance Evaluation"
#: units that people count in parts
IN_PARTS = ("Menit", "Nilai", "Indeks", "Persen", "Hari", "Jam", "Ton")

#: units that report; the others have not begun, and show as missing
REPORTING = {
	"organisasi",
	"mutasi",
	"dinkes_sekretariat",
	"kesmas",
	"mekar_sari",
	"dafduk",
	"capil",
	"piak",
	"sampah",
	"dishub_sekretariat",
	"lalin",
	"sdn1",
	"irban",
	*(office.key for office in OFFICES),
}

#: how well somebody does: factor on targets, spread, ratings (results, behaviour)
EXCELLENT, GOOD, WEAK, BAD, MISCONDUCT = "excellent", "good", "weak", "bad", "misconduct"
WAY = {
	EXCELLENT: (1.1, 0.05, (ABOVE, ABOVE)),
	GOOD: (1.0, 0.06, (AS_EXPECTED, AS_EXPECTED)),
	WEAK: (0.75, 0.08, (BELOW, AS_EXPECTED)),
	BAD: (0.4, 0.1, (BELOW, BELOW)),
	MISCONDUCT: (0.95, 0.05, (AS_EXPECTED, BELOW)),
}
NAMED_WAYS = {
	DEWI: GOOD,
	"mekar_sari": GOOD,
	"mekar_sari.bidan.2": EXCELLENT,
	"dafduk.operator_siak.1": EXCELLENT,
	"sampah.pengawas_sampah.1": EXCELLENT,
	"mekar_sari.administrasi.1": WEAK,
	"sampah.supir_sampah.3": BAD,
	"sdn1.tata_usaha.2": BAD,
	"lalin.lalu_lintas.3": MISCONDUCT,
}
#: the year before: people whom this year finds better or worse
PAST_WAYS = {
	DEWI: GOOD,
	"mekar_sari": GOOD,
	"mekar_sari.bidan.2": GOOD,
	"mekar_sari.perawat_terampil.1": WEAK,
	"sampah.supir_sampah.3": WEAK,
	"sdn1.tata_usaha.2": BAD,
	"sampah.supir_sampah.5": BAD,
	"umum.administrasi.2": BAD,
	"pkb.penguji.3": MISCONDUCT,
	"lalin.lalu_lintas.3": GOOD,
	"organisasi": EXCELLENT,
	"dafduk.operator_siak.1": EXCELLENT,
}
#: whose reports of the year before ceased, and from which month on
PAST_SILENT = {"sdn1.tata_usaha.2": 8, "umum.administrasi.2": 10, LEFT_IN_DECEMBER[0]: 12}
#: whose year before nobody has evaluated: the state in which the evaluation stayed; no state: it was never begun
NOT_EVALUATED = {
	LEFT_IN_DECEMBER[0]: None,
	LEFT_IN_DECEMBER[1]: "Self Assessed",
	"umum.administrasi.2": None,
	"smpn3.tata_usaha.2": "Draft",
	"lalin.teknisi_jalan.2": "Self Assessed",
}
#: who is always late with his reports, and who has stopped to report
LATE = (
	"sampah.supir_sampah.3",
	"lalin.lalu_lintas.4",
	"capil.pengelola_akta.3",
	"dinkes_sekretariat.keuangan.2",
)
SILENT = ("sdn1.tata_usaha.2", "lalin.teknisi_jalan.2", "kesmas.staf_bidang.2")
#: what is on the desk of those whom the demo lists: (place, month) and place -> state
NAMED_REPORTS = {
	("mekar_sari.bidan.3", 10): "Report Sent",
	("mekar_sari.bidan.4", 10): "Report Returned",
	("mekar_sari.bidan.1", 11): "Draft",
	("sampah.penyapu.1", 11): "Draft",
	("dinkes_sekretariat.perencana.1", 11): "Draft",
}
#: The office whose last quarter is rated and not handed over, since it is calibrated.
CALIBRATED = ("dishub_sekretariat", "lalin")
NAMED_EVALUATIONS = {
	DEWI: "Handed Over",
	"mekar_sari.bidan.2": "Rated",
	"mekar_sari.administrasi.1": "Rated",
	"mekar_sari.perawat_terampil.1": "Self Assessed",
	"sampah.penyapu.1": "Handed Over",
	"mekar_sari.bidan.1": "Handed Over",
	"mekar_sari.bidan.3": "Handed Over",
}

EVIDENCE = {
	(
		ABOVE,
		"result",
	): "Capaian di atas target pada seluruh indikator; laporan dan bukti dukung terlampir pada laporan bulanan.",
	(
		ABOVE,
		"behaviour",
	): "Menjadi rujukan rekan kerja; piagam pegawai berprestasi dan hasil survei kepuasan pengguna layanan.",
	(
		BELOW,
		"result",
	): "Realisasi sebagian besar indikator di bawah target; lihat laporan bulanan dan catatan pembinaan.",
	(BELOW, "behaviour"): "Catatan kehadiran dan teguran tertulis; sudah dibicarakan dalam dialog kinerja.",
}
RECOMMENDATION = {
	"Very Good": "Diusulkan sebagai pegawai berprestasi dan diberi kesempatan pelatihan lanjutan.",
	"Good": "Dipertahankan; diikutkan pelatihan teknis sesuai kebutuhan jabatan.",
	"Needs Improvement": "Bimbingan kinerja selama satu triwulan dengan sasaran antara setiap bulan.",
	"Poor (Misconduct)": "Pembinaan disiplin oleh atasan langsung; perilaku dipantau setiap minggu.",
	"Very Poor": "Bimbingan kinerja intensif dan evaluasi ulang pada triwulan berikutnya.",
}
FEEDBACK = {
	GOOD: "Menurut saya sudah sesuai harapan. Pertahankan.",
	EXCELLENT: "Menurut saya hasilnya melampaui harapan dan dapat menjadi contoh.",
	WEAK: "Menurut saya perlu ditingkatkan; mari kita susun sasaran mingguan.",
	BAD: "Menurut saya jauh dari harapan; tindak lanjut pembinaan sudah disepakati.",
	MISCONDUCT: "Menurut saya hasilnya cukup, tetapi perilaku kerja harus segera diperbaiki.",
}
PROGRESS = "Pekerjaan berjalan sesuai rencana; bahan dan dokumentasi tersimpan di berkas unit kerja."
OBSTACLE = "Kekurangan tenaga dan gangguan peralatan pada sebagian bulan."
#: what people say of their own month and quarter, by how well they do; several for those who do as expected
SELF_OF_MONTH = {
	GOOD: (
		"Target bulan ini tercapai; dokumentasi saya lengkapi pada akhir bulan.",
		"Pekerjaan bulan ini berjalan sesuai rencana dan tidak ada yang tertunda.",
		"Sebagian besar target bulan ini tercapai; sisanya diselesaikan pada minggu pertama bulan berikutnya.",
	),
	EXCELLENT: ("Target bulan ini terlampaui; sebagian waktu saya gunakan untuk mendampingi rekan kerja.",),
	WEAK: ("Target bulan ini belum tercapai seluruhnya; kekurangannya saya kejar dengan jadwal mingguan.",),
	BAD: ("Target bulan ini belum tercapai.",),
	MISCONDUCT: ("Target bulan ini tercapai.",),
}
SELF_OF_QUARTER = {
	GOOD: (
		"Target triwulan ini tercapai. Yang perlu saya tingkatkan adalah kelengkapan dokumentasi.",
		"Hasil kerja triwulan ini sesuai rencana; koordinasi dengan unit lain berjalan baik.",
	),
	EXCELLENT: ("Target triwulan ini terlampaui pada semua indikator, dengan mutu yang tetap terjaga.",),
	WEAK: (
		"Target triwulan ini belum tercapai seluruhnya; saya membutuhkan bimbingan dalam mengatur prioritas.",
	),
	BAD: ("Sebagian besar target triwulan ini belum tercapai karena beberapa kendala pribadi.",),
	MISCONDUCT: ("Target triwulan ini tercapai; saya menyadari ada pengaduan tentang sikap pelayanan saya.",),
}
SELF_OF_YEAR = {
	GOOD: (
		"Target tahun ini tercapai; tahun depan saya ingin memperbaiki kelengkapan dokumentasi.",
		"Hasil kerja tahun ini sesuai rencana, dengan koordinasi yang baik antarunit.",
	),
	EXCELLENT: ("Target tahun ini terlampaui pada hampir semua indikator, dengan mutu yang terjaga.",),
	WEAK: (
		"Target tahun ini belum tercapai seluruhnya; saya membutuhkan bimbingan dalam mengatur prioritas.",
	),
	BAD: ("Sebagian besar target tahun ini belum tercapai.",),
	MISCONDUCT: ("Target tahun ini tercapai; sikap pelayanan saya perlu saya perbaiki.",),
}


def way_of(plan: Plan) -> str:
	named = PAST_WAYS if plan.past else NAMED_WAYS
	if plan.person.slot in named:
		return named[plan.person.slot]
	fate = plan.draw("way").random() if plan.past else plan.person.random.random()
	if plan.person.head:
		return EXCELLENT if fate > 0.92 else GOOD
	return EXCELLENT if fate > 0.93 else WEAK if fate < 0.07 else GOOD


def takes_part(plan: Plan) -> bool:
	return plan.state == AGREED and (plan.past or plan.person.unit in REPORTING)


# --- reports ----------------------------------------------------------------------------------------------


def report(plans: list[Plan], intervals: list, as_of, recorder: str, due: dict):
	"""Write the reports of these months; what is still going on at `as_of` is in every state."""
	heads, rows = [], []
	for interval in intervals:
		for plan in plans:
			if not takes_part(plan) or not _within(plan, interval):
				continue
			if plan.past:
				state, sent, note = _past_course(plan, interval, due[interval.name])
			else:
				state, sent, note = _course(plan, interval, as_of, due[interval.name])
			written = realised_rows(plan, interval, state)
			if not state:
				continue
			name = f"{plan.name}-{interval.name}"
			accepted = state == "Report Accepted"
			# what was sent in time and returned is not late
			late = days_late(due[interval.name], sent.date()) if sent and not (note and accepted) else 0
			reviewed = sent + timedelta(days=2, hours=3) if sent and state != "Report Sent" else None
			begun = sent or datetime.combine(min(interval.to_date, as_of), datetime.min.time()).replace(
				hour=11
			)
			heads.append(
				{
					**from_plan(plan),
					"name": name,
					"work_plan": plan.name,
					"performance_interval": interval.name,
					"performance_period": plan.columns.performance_period,
					"workflow_state": state,
					"docstatus": int(accepted),
					"due_on": due[interval.name],
					"sent_at": sent,
					"late": int(late > 0),
					"days_late": late,
					"reviewed_at": reviewed if accepted else None,
					"review_note": note,
					"obstacles": _obstacles(plan, interval.number),
					"next_plan": "Melanjutkan rencana aksi bulan berikutnya." if accepted else None,
					"self_assessment": _self_of_month(plan, interval) if state != "Draft" else None,
					"recorded_by": recorder if accepted and plan.person.external else None,
					"creation": begun,
					"modified": reviewed or begun,
					"owner": plan.person.user,
				}
			)
			for row in written:
				rows.append(
					row
					| {
						"name": row["row_key"],
						"parent": name,
						"parenttype": REPORT,
						"parentfield": "realisations",
						"docstatus": int(accepted),
					}
				)
	bulk.insert_rows(REPORT, heads)
	bulk.insert_rows("Periodic Report Realisation", rows)
	return heads


def count_logs(plans: list[Plan], intervals: list):
	"""Let the reports say what the daily logs of their months come to."""
	Row = frappe.qb.DocType("Periodic Report Realisation")
	for interval in intervals:
		for (plan, key), (value, count) in work_logs.totals(
			[plan.name for plan in plans], interval.name
		).items():
			(
				frappe.qb.update(Row)
				.set(Row.from_logs, float(value or 0))
				.set(Row.log_count, count)
				.where((Row.parent == f"{plan}-{interval.name}") & (Row.indicator_key == key))
			).run()


def from_plan(plan: Plan) -> dict:
	return {column: plan.columns[column] for column in PersonalDocument.FROM_PLAN}


def _within(plan: Plan, interval) -> bool:
	end = plan.columns.closed_on or plan.columns.to_date
	return plan.columns.from_date <= interval.to_date and interval.to_date <= end


def _course(plan: Plan, interval, as_of, due) -> tuple:
	"""(state, when sent, the appraiser's note) of one month's report; no state: there is none."""
	slot, month = plan.person.slot, interval.number
	draw = plan.draw(interval.name)
	fate = draw.random()
	sent = _moment_of(interval, draw)
	running = interval.to_date > as_of
	named = NAMED_REPORTS.get((slot, month))
	if named:
		return named, None if named == "Draft" else sent, _note(named)
	if running:
		if slot == DEWI:
			return "Report Accepted", datetime(as_of.year, month, min(20, as_of.day), 9, 30), None
		if fate < 0.12:
			return "Draft", None, None
		return None, None, None
	if slot in SILENT and month > 4:
		return None, None, None
	if slot in LATE or (slot != DEWI and fate > 0.97):
		return "Report Accepted", datetime.combine(due, sent.time()) + timedelta(draw.randint(2, 9)), None
	sent -= timedelta(days=draw.randint(0, 2))
	last = (as_of - interval.to_date).days < 31
	if last and plan.person.head:
		return ("Report Sent" if fate < 0.35 else "Report Accepted"), sent, None
	if last and slot != DEWI:
		for limit, state in ((0.12, "Report Sent"), (0.17, "Report Returned"), (0.22, "Draft"), (0.29, None)):
			if fate < limit:
				return state, sent if state in ("Report Sent", "Report Returned") else None, _note(state)
	return "Report Accepted", sent, None


def _past_course(plan: Plan, interval, due) -> tuple:
	"""The same of the year before, in which every month is over."""
	slot, month = plan.person.slot, interval.number
	draw = plan.draw(interval.name)
	fate = draw.random()
	if month >= PAST_SILENT.get(slot, 13) or fate < 0.01:
		return None, None, None
	sent = _moment_of(interval, draw) - timedelta(days=draw.randint(0, 2))
	if slot == LEFT_IN_DECEMBER[1] and month >= 11:
		# the appraiser has left and reviews nothing any more
		return "Report Sent", sent, None
	if slot in LATE or fate > 0.965:
		return "Report Accepted", datetime.combine(due, sent.time()) + timedelta(draw.randint(1, 14)), None
	if fate > 0.93:
		return "Report Accepted", sent + timedelta(days=draw.randint(3, 5)), _note("Report Returned")
	return "Report Accepted", sent, None


def _moment_of(interval, draw: Random) -> datetime:
	day = interval.to_date
	return datetime(day.year, day.month, day.day, draw.randint(8, 15), draw.choice((5, 20, 40, 55)))


def _note(state: str | None) -> str | None:
	return "Mohon lampirkan bukti dukung untuk hasil kerja pertama." if state == "Report Returned" else None


def _obstacles(plan: Plan, month: int) -> str | None:
	if plan.is_of_dewi:
		return dewi.OBSTACLES.get(month)
	return OBSTACLE if way_of(plan) in (WEAK, BAD) else None


def _self_of_month(plan: Plan, interval) -> str:
	return plan.draw(interval.name, "self").choice(SELF_OF_MONTH[way_of(plan)])


def _self_of(plan: Plan, interval) -> str:
	"""What the employee says of a quarter, or of the year where there is no interval."""
	if plan.is_of_dewi:
		return dewi.SELF[interval.number if interval else None]
	if not interval:
		return plan.draw("year", "self").choice(SELF_OF_YEAR[way_of(plan)])
	return plan.draw(interval.name, "self").choice(SELF_OF_QUARTER[way_of(plan)])


def realised_rows(plan: Plan, interval, state: str | None) -> list[dict]:
	"""The rows of one report: as the form would begin it, with figures and what they amount to until then."""
	found = []
	by_key = {row.row_key: row for row in plan.indicators}
	for number, row in enumerate(reports.rows_of_plan(plan, interval.name, interval.to_date), 1):
		row["row_key"] = key_of(plan.name, interval.name, number)
		row["idx"] = number
		found.append(row)
		indicator = by_key.get(row.get("indicator_key"))
		if not state or (state == "Draft" and number > 1):
			continue
		if indicator:
			row["realisation"] = figure(plan, indicator, row["target"], interval)
			row["reported"] = 1
			if number == 1 and interval.number % 3 == 0:
				row["realisation_text"] = PROGRESS
		else:
			row["realisation_text"] = PROGRESS
		if plan.is_of_dewi and number == 1:
			row["evidence_link"] = f"https://berkas.dumai.example/{interval.name}/asuhan-keperawatan"
	if state:
		realised.measure_rows(found, plan.told)
	_remember(plan, interval, found if state in realised.SAID else ())
	return found


def _remember(plan: Plan, interval, rows):
	"""What the month had as targets and brought, for the months that follow; `realised.earlier_of` reads the same."""
	for action in plan.actions:
		if action.performance_interval == interval.name and action.indicator_key:
			_until_then(plan, action.indicator_key).targets.append(action.target)
	for row in rows:
		if row.get("indicator_key"):
			found = row.get("realisation") if row.get("reported") else None
			_until_then(plan, row["indicator_key"]).realisations.append(found)


def _until_then(plan: Plan, key: str) -> realised.Earlier:
	return plan.told.setdefault(key, realised.Earlier())


def figure(plan: Plan, indicator, target: float, interval) -> float:
	month = interval.number
	if plan.is_of_dewi:
		wanted = next(key for key in dewi.REALISED if key.text == indicator.indicator)
		return dewi.REALISED[wanted][month - 1]
	factor, spread, _ratings = WAY[way_of(plan)]
	factor += plan.draw(interval.name, indicator.row_key).uniform(-spread, spread)
	if indicator.direction == RANGE:
		width = indicator.target_high - indicator.target_low
		value = indicator.target_low + width * min(1.2, factor * 0.55)
	elif indicator.direction == LOWER:
		value = target / max(factor, 0.3)
	elif indicator.adds_up == LAST and indicator.aspect == COST:
		value = target * month / 12 * factor
	else:
		value = target * factor
	if indicator.uom == "Persen":
		value = min(value, 100)
	if indicator.adds_up == SUM and indicator.uom not in IN_PARTS:
		return float(round(value))
	return round(value, 1)


# --- evaluations ------------------------------------------------------------------------------------------


def evaluate(plans: list[Plan], intervals: list, recorder: str, settled: bool):
	"""Write the periodic evaluations of these quarters; `settled` ones are over, the last are in every state."""
	# the next quarter looks back on the one before
	for interval in intervals:
		chosen = {}
		for plan in plans:
			if not takes_part(plan) or not _within(plan, interval):
				continue
			if plan.past or plan.person.slot not in SILENT[1:]:
				chosen[plan.name] = (plan, _evaluation_state(plan, interval, settled))
		write("Periodic", interval, chosen, recorder)


def evaluate_past_year(plans: list[Plan], recorder: str):
	"""The year before: everybody is evaluated but a few, and all of them have acknowledged."""
	chosen = {}
	for plan in plans:
		state = NOT_EVALUATED.get(plan.person.slot, "Acknowledged")
		if plan.state == AGREED and state:
			chosen[plan.name] = (plan, state)
	write("Annual", None, chosen, recorder)


def annual(plan: Plan, recorder: str):
	"""The year's evaluation of one person, gathered and waiting for the appraiser."""
	write("Annual", None, {plan.name: (plan, "Self Assessed")}, recorder)


def evaluate_post(plan: Plan, recorder: str):
	"""The evaluation of the time in a post that somebody has left; the transfer has begun it as a draft."""
	remove_evaluation(evaluations.name_of(plan.name, "Annual", None))
	write("Annual", None, {plan.name: (plan, "Acknowledged")}, recorder)


def remove_evaluation(name: str):
	for doctype in ("Performance Evaluation Result", "Performance Evaluation Behaviour"):
		remove(doctype, [name], by="parent", parenttype=EVALUATION)
	remove(EVALUATION, [name])
	change("Notification Log", [name], {"read": 1}, by="document_name", document_type=EVALUATION)


def write(kind: str, interval, chosen: dict[str, tuple[Plan, str]], recorder: str):
	"""Evaluations of one interval, or of the year: gathered as the form gathers them."""
	gathered = evaluation_rows.gather(list(chosen), kind, interval and interval.name)
	heads, results, behaviours = [], [], []
	for name, (plan, state) in chosen.items():
		add_evaluation(plan, kind, interval, state, recorder, gathered[name], heads, results, behaviours)
	write_evaluations(heads, results, behaviours)


def write_evaluations(heads, results, behaviours):
	bulk.insert_rows(EVALUATION, heads)
	bulk.insert_rows("Performance Evaluation Result", results)
	bulk.insert_rows("Performance Evaluation Behaviour", behaviours)


def _evaluation_state(plan: Plan, interval, settled: bool) -> str:
	fate = plan.draw(interval.name, "evaluation").random()
	if plan.past:
		gone = plan.person.slot == LEFT_IN_DECEMBER[1] and interval.number == 4
		return "Draft" if gone else "Acknowledged"
	if not settled and plan.person.slot in NAMED_EVALUATIONS:
		return NAMED_EVALUATIONS[plan.person.slot]
	if settled and plan.person.slot == DEWI:
		return "Acknowledged"
	if settled:
		return "Acknowledged"
	if plan.person.unit in CALIBRATED and fate < 0.9:
		# compared by the office before they are handed over
		return "Rated"
	for limit, state in (
		(0.6, "Acknowledged"),
		(0.8, "Handed Over"),
		(0.88, "Rated"),
		(0.95, "Self Assessed"),
	):
		if fate < limit:
			return state
	return "Draft"


def ratings_of(plan: Plan, interval) -> tuple[str, str]:
	if plan.is_of_dewi:
		return dewi.RATINGS[interval.number]
	way = way_of(plan)
	if plan.past and interval:
		# a quarter is not always as the year; the year is rated for itself
		fate = plan.draw(interval.name, "rating").random()
		if way == EXCELLENT and fate < 0.4:
			way = GOOD
		elif (way == GOOD and fate < 0.04) or (way == BAD and fate < 0.4):
			way = WEAK
	return WAY[way][2]


def add_evaluation(
	plan: Plan, kind: str, interval, state: str, recorder: str, gathered, heads, results, behaviours
):
	name = evaluations.name_of(plan.name, kind, interval and interval.name)
	rated = state in ("Rated", "Handed Over", "Acknowledged")
	handed = state in ("Handed Over", "Acknowledged")
	final = int(state == "Acknowledged")
	values = dict.fromkeys(("result_rating", "behaviour_rating", "result_evidence", "behaviour_evidence"))
	if not rated:
		values["result_rating"] = gathered.columns.get("result_rating")
	begun = datetime.combine((interval.to_date if interval else plan.columns.to_date), datetime.min.time())
	begun += timedelta(days=3, hours=9)
	if kind == "Annual":
		year = plan.columns.to_date.year
		begun = datetime(year, 11, 20, 15, 0)
		if plan.columns.get("closed_on"):
			begun = datetime.combine(getdate(plan.columns.closed_on), datetime.min.time())
			begun += timedelta(days=2, hours=9)
		if plan.past:
			begun = datetime(year + 1, 1, plan.draw("annual").randint(5, 9), 9, 0)
	rated_at = begun + timedelta(days=4, hours=2)
	if state == "Handed Over":
		# late, and so recent that there is still time to object: silence would have ended it otherwise
		rated_at = datetime(plan.columns.to_date.year, 11, plan.draw(name, "late").randint(16, 19), 10, 30)
	handed_at = rated_at + timedelta(days=1)
	silent = bool(final) and plan.draw(name, "silent").random() < 0.08
	acknowledged_at = handed_at + timedelta(days=15 if silent else 2) if final else None
	if rated:
		result, behaviour = ratings_of(plan, interval)
		if gathered.columns.get("results_follow_unit"):
			result = gathered.columns["result_rating"]
		values = {
			"result_rating": result,
			"behaviour_rating": behaviour,
			"result_evidence": EVIDENCE.get((result, "result")),
			"behaviour_evidence": EVIDENCE.get((behaviour, "behaviour")),
			"predicate": predicate_for(result, behaviour),
			"rated_at": rated_at,
			"rated_by": plan.columns.appraiser_name,
		}
		values["recommendation"] = RECOMMENDATION[values["predicate"]]
	heads.append(
		{
			**{column: plan.columns[column] for column in evaluations.PerformanceEvaluation.FROM_PLAN},
			**gathered.columns,
			**internal_numbers.BLANK,
			"predicate": None,
			**values,
			"name": name,
			"work_plan": plan.name,
			"kind": kind,
			"performance_interval": interval.name if interval else None,
			"performance_period": plan.columns.performance_period,
			"workflow_state": state,
			"docstatus": final,
			"self_assessment": _self_of(plan, interval) if state != "Draft" else None,
			"handed_over_at": handed_at if handed else None,
			"object_until": (handed_at + timedelta(days=14)).date() if handed else None,
			"acknowledged_at": acknowledged_at,
			"silent": int(silent),
			"recorded_by": recorder if handed and plan.person.external else None,
			"creation": begun,
			"modified": acknowledged_at or (handed_at if handed else rated_at if rated else begun),
			"owner": "Administrator",
		}
	)
	own = {"parent": name, "parenttype": EVALUATION, "docstatus": final}
	for number, row in enumerate(gathered.results, 1):
		if rated and number == 1:
			row["feedback"] = _feedback(plan, interval)
		results.append(row | own | {"name": row["row_key"], "parentfield": "results", "idx": number})
	for number, row in enumerate(gathered.behaviours, 1):
		behaviours.append(
			row
			| own
			| {
				"parentfield": "behaviours",
				"idx": number,
				"feedback": _behaviour_feedback(plan) if rated and number == 2 else None,
				"row_key": key_of(name, row["behaviour"]),
				"name": key_of(name, row["behaviour"]),
			}
		)


def _feedback(plan: Plan, interval) -> str:
	if plan.is_of_dewi and interval.number in dewi.FEEDBACK:
		return dewi.FEEDBACK[interval.number]
	return FEEDBACK[way_of(plan)]


def _behaviour_feedback(plan: Plan) -> str | None:
	return {
		EXCELLENT: "Menyampaikan gagasan perbaikan layanan dan melaksanakannya bersama tim.",
		BAD: "Sering tidak berada di tempat pada jam layanan.",
		MISCONDUCT: "Terdapat tiga pengaduan masyarakat yang terbukti.",
	}.get(way_of(plan))
