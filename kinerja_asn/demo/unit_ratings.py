"""The performance of the demo agency's units: rated by the leaders above before their people are, with a few that wait."""

from datetime import datetime, timedelta

import frappe
from frappe.query_builder import DocType

from kinerja_asn import unit_ratings
from kinerja_asn.demo.organisation import COMPANY, department_name
from kinerja_asn.demo.rows import Column, change, remove
from kinerja_asn.rules.unit_rating import ANNUAL, PERIODIC, needs_reason

RATING = unit_ratings.RATING
#: a unit's rating of the year before, where the leader above decided otherwise than the figures or had none
PAST = {
	"mekar_sari": "Outstanding",
	"organisasi": "Outstanding",
	"sampah": "Needs Improvement",
	"angkutan": "Needs Improvement",
}
#: units of the last quarter that still wait: two for the head of the health office, one for HR to record
WAITING = ("kesmas", "bukit_timah", "disdik")
REASON = {
	"Outstanding": "Target utama terlampaui dan layanan unit menjadi percontohan tingkat provinsi.",
	"Good": "Rencana aksi terlaksana sesuai target menurut laporan dan bukti dukung unit.",
	"Needs Improvement": "Dua rencana aksi tertunda; layanan kepada masyarakat beberapa kali terganggu.",
	"Poor": "Sebagian besar target belum tercapai dan tindak lanjut belum dijalankan.",
	"Very Poor": "Rencana aksi belum menunjukkan progres yang berarti.",
}
#: where the leader above saw more, or less, than the figures alone
BETTER = "Sebagian realisasi belum tercatat saat dihitung; bukti dukung menunjukkan target tercapai."
LOWER = "Angka melampaui target, tetapi mutu layanan pada dua indikator belum merata di semua loket."
ADVICE = "Memperhatikan masukan bagian organisasi, kepegawaian, dan Inspektorat."


def rate(period: str, interval, recorder: str, past: bool = False, waiting: bool = False):
	"""Propose the ratings of a quarter, or of the year, for all units with a head, and confirm them.

	Args:
		interval: a row with name and to_date; None for the year.
		past: with the ratings of the year before.
		waiting: a few stay with the leaders above.
	"""
	kind = PERIODIC if interval else ANNUAL
	end = interval.to_date if interval else frappe.db.get_value("Performance Period", period, "to_date")
	moment = datetime.combine(end, datetime.min.time()) + timedelta(days=2, hours=10)
	rows = [row for row in unit_ratings.units() if row.company == COMPANY and row.head]
	unit_ratings.propose(rows, period, kind, interval and interval.name)
	kept = {department_name(unit) for unit in (WAITING if waiting else ())}
	fixed = {department_name(unit): rating for unit, rating in PAST.items()} if past else {}
	Doc = DocType(RATING)
	drafts = (
		frappe.qb.from_(Doc)
		.select(Doc.name, Doc.department, Doc.proposed_rating)
		.where(unit_ratings.of_time(Doc, period, kind, interval and interval.name) & (Doc.docstatus == 0))
		.orderby(Doc.name)
	).run(as_dict=True)
	change(RATING, [row.name for row in drafts], {"creation": moment, "modified": moment})
	groups = {}
	for row in drafts:
		if row.department not in kept:
			rating = fixed.get(row.department) or row.proposed_rating or "Good"
			groups.setdefault((rating, needs_reason(rating, row.proposed_rating)), []).append(row.name)
	for (rating, reason), names in groups.items():
		confirm(names, rating, REASON[rating] if reason else None, moment + timedelta(hours=3), recorder)


def measure(period: str, interval=None):
	"""Give the ratings of a quarter, or of the year, the figures of the agreements they were given by."""
	kind, time = (PERIODIC, interval.name) if interval else (ANNUAL, None)
	Doc = DocType(RATING)
	rows = (
		frappe.qb.from_(Doc)
		.select(Doc.name, Doc.department, Doc.docstatus, Doc.rating, Doc.modified)
		.where(unit_ratings.of_time(Doc, period, kind, time) & (Doc.docstatus < 2))
	).run(as_dict=True)
	reached = unit_ratings.achievements([row.department for row in rows], period, time)
	changed, moments = {}, {}
	for row in rows:
		if row.department not in reached:
			continue
		moments.setdefault(row.modified, []).append(row.name)
		columns = unit_ratings.figures_of(*reached[row.department], kind)
		proposed = columns["proposed_rating"]
		if not row.docstatus:
			columns["rating"] = proposed
		elif not needs_reason(row.rating, proposed):
			columns |= {"reason": None, "explanation": None}
		elif proposed and row.rating == "Good":
			columns["reason"] = LOWER if proposed == "Outstanding" else BETTER
		changed[row.name] = columns
	unit_ratings.update_each(changed)
	for moment, names in moments.items():
		change(RATING, names, {"modified": moment})


def confirm(names: list[str], rating: str, reason: str | None, moment: datetime, recorder: str):
	values = {
		"rating": rating,
		"reason": reason,
		"explanation": ADVICE if reason else None,
		"workflow_state": unit_ratings.CONFIRMED,
		"docstatus": 1,
		"confirmed_at": moment,
		"confirmed_by": Column("appraiser_name"),
		"modified": moment,
	}
	change(RATING, names, values)
	change(RATING, names, {"recorded_by": recorder}, appraiser_type="External Appraiser")
	# what has been rated waits for nobody
	remove("Notification Log", names, by="document_name", document_type=RATING)
