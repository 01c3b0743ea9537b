"""Coaching and counselling in the demo agency: what the reports of September and October propose, and sessions in every state by hand."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta

import frappe

from kinerja_asn import bulk, coaching
from kinerja_asn.demo.rows import change
from kinerja_asn.permissions import COACHING, COACHING_KIND, COUNSELLING_KIND, RESPONSE
from kinerja_asn.rules.coaching import PARTLY, STATEMENTS, YES

COUNSELLOR = "pengembangan.analis_sdm.1"


@dataclass(frozen=True)
class Case:
	"""A session: of whom, in which state, how many days before the demo's day it was asked for and held."""

	slot: str
	kind: str
	state: str
	asked_by: str
	asked: int
	planned: int | None = None
	outcome: str = ""
	follow_up: str | None = None
	follow_up_in: int | None = None
	#: (what, who, due in days, what came of it)
	actions: tuple = ()
	request: str = ""
	topic: str = ""
	summary: str = ""
	note: str = ""
	comment: str = ""


CASES = (
	Case(
		"mekar_sari.perawat.1",
		COACHING_KIND,
		coaching.COMPLETED,
		coaching.BY_APPRAISER,
		54,
		50,
		"Rekap kunjungan rumah diisi setiap Jumat, bukan di akhir bulan.",
		actions=(
			(
				"Mengisi rekap kunjungan rumah setiap Jumat",
				"Employee",
				-20,
				"Rekap Oktober lengkap tepat waktu.",
			),
			(
				"Menyediakan tablet untuk kunjungan rumah",
				"Appraiser",
				-27,
				"Tablet tersedia sejak 12 Oktober.",
			),
		),
		topic="Keterlambatan rekap kunjungan rumah",
		summary="Rekap dikerjakan malam hari karena formulir kertas baru terkumpul di akhir bulan.",
		comment="Sesi ini membantu; saya tidak lagi bekerja lembur untuk rekap.",
	),
	Case(
		"mekar_sari.bidan.1",
		COACHING_KIND,
		coaching.HELD,
		coaching.BY_APPRAISER,
		12,
		9,
		"Kelas ibu hamil dijadwalkan bersama kader agar tidak bergeser.",
		follow_up_in=14,
		actions=(("Menyusun jadwal kelas ibu hamil bersama kader", "Employee", 5, ""),),
		topic="Kelas ibu hamil yang bergeser",
		summary="Jadwal bergeser karena kader berhalangan; perlu kalender bersama.",
	),
	Case(
		"mekar_sari.bidan.2",
		COACHING_KIND,
		coaching.PLANNED,
		coaching.BY_EMPLOYEE,
		4,
		-3,
		request="Saya ingin membahas cara menyusun kohort bayi secara digital.",
	),
	Case(
		"mekar_sari.perawat.2",
		COUNSELLING_KIND,
		coaching.PROPOSED,
		coaching.BY_EMPLOYEE,
		2,
		request="Saya kesulitan membagi waktu antara dinas malam dan keluarga.",
	),
	Case(
		"mekar_sari.bidan.3",
		COUNSELLING_KIND,
		coaching.HELD,
		coaching.BY_APPRAISER,
		20,
		13,
		"Jadwal dinas disesuaikan selama dua bulan; mengikuti pelatihan pengelolaan stres.",
		follow_up="Training",
		follow_up_in=30,
		request="Kehadiran menurun sejak Agustus dan sering tampak lelah.",
		note="Merawat orang tua yang sakit. Belum ingin diketahui rekan kerja. Bersedia bertemu lagi bulan depan.",
	),
)


def tell(plans: dict, by_slot: dict, as_of: date, months: list):
	"""Write the cases, and let the accepted reports of these months propose; `plans` are those of the time, by slot."""
	for case in CASES:
		write(case, plans[case.slot].name, by_slot[COUNSELLOR], as_of)
	for number, month in enumerate(reversed(months)):
		reports = frappe.get_all(
			"Periodic Report",
			filters={
				"work_plan": ["in", [plan.name for plan in plans.values()]],
				"performance_interval": month.name,
				"docstatus": 1,
			},
			pluck="name",
			order_by="name asc",
		)
		proposed = coaching.propose(reports)
		# a few days after the report was due, a month ago for each month before
		asked_on = as_of - timedelta(5 + 30 * number)
		day = {"creation": asked_on, "modified": asked_on}
		change(COACHING, proposed, day | {"asked_on": asked_on})
		change("Notification Log", proposed, day, by="document_name")


def write(case: Case, plan: str, counsellor, as_of: date):
	row = frappe.db.get_value("Work Plan", plan, coaching.FROM_PLAN, as_dict=True)
	name = hashlib.sha256(f"{case.slot}|{case.kind}".encode()).hexdigest()[:12]
	took_place = case.state in (coaching.HELD, coaching.COMPLETED)
	planned = as_of - timedelta(case.planned) if case.planned is not None else None
	held = planned if took_place else None
	counselling = case.kind == COUNSELLING_KIND
	asked_on = as_of - timedelta(case.asked)
	moment = held or asked_on
	values = dict(row) | {
		"name": name,
		"kind": case.kind,
		"cause": "By Hand",
		"asked_by": case.asked_by,
		"asked_by_name": row.employee_name if case.asked_by == coaching.BY_EMPLOYEE else row.appraiser_name,
		"asked_on": asked_on,
		"workflow_state": case.state,
		"work_plan": plan,
		"planned_on": planned,
		"place": "Ruang rapat puskesmas" if planned else None,
		"held_on": held,
		"completed_on": held + timedelta(40) if case.state == coaching.COMPLETED else None,
		"outcome": case.outcome or None,
		"follow_up": case.follow_up,
		"follow_up_on": as_of + timedelta(case.follow_up_in) if case.follow_up_in else None,
		"told_employee": 1,
		"sealed": coaching.seal(
			{part: getattr(case, part) for part in coaching.PRIVATE if getattr(case, part)}
		),
		"creation": asked_on,
		"modified": moment,
	}
	if counselling and planned:
		values |= {"counsellor": counsellor.employee, "counsellor_name": counsellor.name}
	if case.comment:
		values["responded_on"] = held + timedelta(1)
	bulk.insert_rows(COACHING, [values])
	bulk.insert_rows(
		coaching.ACTION, [_action(name, number, row, as_of) for number, row in enumerate(case.actions, 1)]
	)
	if case.note:
		coaching.write_note(name, counsellor.employee, {"note": case.note})
	if case.comment:
		_evaluate(name, case.comment, held + timedelta(1))


def _action(session: str, number: int, row: tuple, as_of: date) -> dict:
	action, responsible, due, result = row
	due_on = as_of + timedelta(due)
	return {
		"parent": session,
		"parenttype": COACHING,
		"parentfield": "agreed_actions",
		"idx": number,
		"action": action,
		"responsible": responsible,
		"due_on": due_on,
		"done_on": due_on - timedelta(1) if result else None,
		"result": result or None,
	}


def _evaluate(session: str, comment: str, day: date):
	answers = {key: PARTLY if key == "asks" else YES for key, _group in STATEMENTS}
	content = coaching.seal({"answers": answers, "comment": comment}, coaching.purpose_of(RESPONSE, session))
	bulk.insert_rows(RESPONSE, [{"session": session, "given_on": day, "content": content}])
