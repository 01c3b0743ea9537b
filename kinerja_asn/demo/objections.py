"""Objections in the demo agency: one granted, one rejected, one that waits for the appraiser and one for the decision."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import frappe

from kinerja_asn import bulk, evaluation_changes, objections
from kinerja_asn.demo.rows import change
from kinerja_asn.rules.predicate import ABOVE, AS_EXPECTED, predicate_for

OBJECTION, EVALUATION = objections.OBJECTION, objections.EVALUATION


@dataclass(frozen=True)
class Case:
	"""What somebody objects to, what the appraiser says, and how it is decided."""

	slot: str
	quarter: int
	state: str
	reasons: str
	clarification: str = ""
	decision: str = ""


CASES = (
	Case(
		"mekar_sari.bidan.4",
		2,
		objections.GRANTED,
		"Kunjungan nifas pada bulan Mei yang dilakukan bersama bidan desa belum dihitung, padahal tercatat pada kohort ibu dan sudah disetujui dalam laporan bulanan.",
		"Kunjungan itu tercatat pada kohort bidan desa sehingga tidak saya hitung sebagai hasil kerja yang bersangkutan.",
		"Surat tugas menunjukkan yang bersangkutan sebagai pelaksana. Dengan kunjungan itu realisasi melampaui target.",
	),
	Case(
		"mekar_sari.perawat_terampil.1",
		2,
		objections.REJECTED,
		"Saya berharap rating hasil kerja di atas ekspektasi karena semua target tercapai.",
		"Seluruh target tercapai sesuai rencana; tidak ada yang melampaui target.",
		"Bukti dukung menunjukkan capaian sesuai target. Rating sesuai ekspektasi sudah tepat.",
	),
	Case(
		"mekar_sari.bidan.1",
		3,
		objections.FILED,
		"Kelas ibu hamil bulan September terlaksana, tetapi berita acaranya terlambat saya unggah. Mohon diperhitungkan.",
	),
	Case(
		"mekar_sari.bidan.3",
		3,
		objections.CLARIFIED,
		"Umpan balik tentang kehadiran tidak sesuai dengan rekap presensi bulan Agustus.",
		"Rekap presensi baru saya terima setelah evaluasi diserahkan; saya serahkan keputusannya kepada atasan.",
	),
)


def tell(plans: dict):
	"""Write the cases against evaluations that were handed over; `plans` are those of the quarters, by slot."""
	for case in CASES:
		plan = plans[case.slot]
		interval = f"{plan.columns.from_date.year}-Q{case.quarter}"
		name = frappe.db.get_value(EVALUATION, {"work_plan": plan.name, "performance_interval": interval})
		if name:
			write(case, frappe.db.get_value(EVALUATION, name, "*", as_dict=True))


def write(case: Case, evaluation):
	filed = evaluation.handed_over_at + timedelta(hours=5)
	name = objections.name_of(evaluation.name)
	values = objections.head_of(evaluation) | {
		"name": name,
		"workflow_state": case.state,
		"reasons": case.reasons,
		"filed_at": filed,
		"clarify_by": (filed + timedelta(days=5)).date(),
		"decide_by": (filed + timedelta(days=14)).date(),
		"owner": frappe.db.get_value("Employee", evaluation.employee, "user_id"),
		"creation": filed,
		"modified": filed,
	}
	if case.clarification:
		values |= {
			"clarification": case.clarification,
			"clarified_at": filed + timedelta(hours=20),
			"clarified_by": evaluation.appraiser_name,
		}
	if case.decision:
		values |= _decision(case, evaluation, filed + timedelta(days=6, hours=3))
	bulk.insert_rows(OBJECTION, [values])
	final = case.state in objections.OVER
	change(
		EVALUATION,
		[evaluation.name],
		{
			"workflow_state": objections.OBJECTED,
			"docstatus": 0,
			"acknowledged_at": None,
			"silent": 0,
		},
	)
	if case.state == objections.GRANTED:
		evaluation_changes.record(
			[
				evaluation_changes.NewRating(
					evaluation.name,
					values["new_result_rating"],
					values["new_behaviour_rating"],
					objections.reason_of_change(),
				)
			],
			evaluation_changes.OBJECTION,
			name,
			states=(objections.OBJECTED,),
			by=evaluation.superior_name,
		)
		change("Performance Evaluation Change", [name], {"changed_at": values["decided_at"]}, by="source")
	if final:
		change(
			EVALUATION,
			[evaluation.name],
			{"workflow_state": objections.DECIDED, "docstatus": 1, "modified": values["decided_at"]},
		)


def _decision(case: Case, evaluation, moment: datetime) -> dict:
	decided = {
		"decision_reason": case.decision,
		"decided_at": moment,
		"decided_by": evaluation.superior_name,
		"modified": moment,
	}
	if case.state != objections.GRANTED:
		return decided
	raised = ABOVE if evaluation.result_rating == AS_EXPECTED else AS_EXPECTED
	return decided | {
		"new_result_rating": raised,
		"new_behaviour_rating": raised,
		"new_predicate": predicate_for(raised, raised),
	}
