"""Feedback in the demo agency: a health centre where colleagues, its head and a member of staff say what they saw."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import frappe

from kinerja_asn import feedback, permissions
from kinerja_asn.demo.dewi import CARE, DEWI, VISITS
from kinerja_asn.demo.persons import Person
from kinerja_asn.demo.plans import Plan
from kinerja_asn.demo.rows import change

HEAD, NURSE, MIDWIFE, MIDWIFE_2 = (
	"mekar_sari",
	"mekar_sari.perawat.3",
	"mekar_sari.bidan.1",
	"mekar_sari.bidan.2",
)
FOR_PERSON, FOR_APPRAISER = feedback.VISIBILITIES


@dataclass(frozen=True)
class Said:
	"""Who said what about whom, and what became of it."""

	giver: str
	about: str
	month: int
	day: int
	text: str = ""
	behaviour: str = ""
	indicator: str = ""
	kind: str = feedback.POSITIVE
	visibility: str = FOR_APPRAISER
	reply: str = ""
	read: bool = True


SAID = (
	Said(
		HEAD,
		DEWI,
		5,
		12,
		"Kunjungan rumah tertinggal sejak April. Susun jadwal mingguan bersama kader, dan kabari saya bila kendaraan tidak tersedia.",
		indicator=VISITS.text,
		kind=feedback.CORRECTIVE,
		reply="Baik, Dok. Jadwal kunjungan mingguan sudah saya sepakati dengan kader Mekar Sari.",
	),
	Said(NURSE, DEWI, 7, 21, "Membantu saya mengisi format asuhan yang baru, dengan sabar.", "Kolaboratif"),
	Said(
		MIDWIFE,
		DEWI,
		8,
		19,
		"Pasien lansia langsung diarahkan tanpa menunggu lama di loket.",
		"Berorientasi Pelayanan",
		reply="Terima kasih, Bu Bidan.",
	),
	Said(
		HEAD,
		DEWI,
		10,
		6,
		"Dokumentasi asuhan triwulan ini lengkap dan tepat waktu; jauh lebih baik daripada triwulan lalu.",
		indicator=CARE.text,
	),
	Said(
		MIDWIFE_2,
		DEWI,
		11,
		10,
		"Serah terima pasien pada 7 November terlewat. Sebaiknya dicatat di buku operan sebelum pulang.",
		"Akuntabel",
		kind=feedback.CORRECTIVE,
		visibility=FOR_PERSON,
	),
	Said(NURSE, DEWI, 11, 18, behaviour="Kompeten", read=False),
	Said(DEWI, NURSE, 9, 3, "Data skrining kelurahan disiapkan sebelum diminta.", "Adaptif"),
	Said(DEWI, MIDWIFE, 10, 14, "Kelas ibu hamil berjalan tertib, materinya mudah dipahami.", "Kompeten"),
	Said(
		DEWI, HEAD, 10, 20, "Arahan pada apel pagi jelas dan menenangkan.", "Harmonis", visibility=FOR_PERSON
	),
)
#: who asks whom for what, and still waits
ASKED = (
	(DEWI, MIDWIFE, 11, 19, "Bagaimana koordinasi posyandu lansia bulan ini? Apa yang perlu saya perbaiki?"),
	(NURSE, DEWI, 11, 20, "Mohon masukan atas penyuluhan hipertensi saya hari Kamis."),
)


def tell(people: dict[str, Person], plans: dict[str, Plan], year: int):
	"""Say it all by the functions that people use; only the days are those of the story."""
	for said in SAID:
		moment = datetime(year, said.month, said.day, 14, 20)
		who = permissions.viewer(people[said.giver].user)
		name = feedback.give(who, people[said.about].employee, content_of(said, plans))
		values = {"given_on": moment, "creation": moment, "modified": moment}
		if said.read:
			values["read_on"] = moment + timedelta(hours=3)
		if said.reply:
			feedback.reply(permissions.viewer(people[said.about].user), name, said.reply)
			values["replied_on"] = moment + timedelta(hours=4)
		settle(name, values, read=said.read)
	for asker, giver, month, day, note in ASKED:
		who = permissions.viewer(people[asker].user)
		moment = datetime(year, month, day, 9, 5)
		for name in feedback.ask(who, [people[giver].employee], {"note": note}):
			settle(name, {"requested_on": moment, "creation": moment, "modified": moment}, read=False)


def settle(name: str, values: dict, read: bool):
	change(feedback.FEEDBACK, [name], values)
	told = {"creation": values["creation"], "modified": values["creation"], "read": int(read)}
	change("Notification Log", [name], told, by="document_name", document_type=feedback.FEEDBACK)


def content_of(said: Said, plans: dict[str, Plan]) -> dict:
	content = {"kind": said.kind, "text": said.text or None, "visibility": said.visibility}
	if said.behaviour:
		content["behaviour"] = said.behaviour
	if said.indicator:
		content["result_key"] = result_key(plans[said.about].name, said.indicator)
	return content


def result_key(plan: str, indicator: str) -> str:
	return frappe.db.get_value("Work Plan Indicator", {"parent": plan, "indicator": indicator}, "result_key")
