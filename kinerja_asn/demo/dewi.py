"""The nurse whose year is told from the plan to the predicate: Ns. Dewi Lestari, S.Kep."""

from kinerja_asn.demo.posts import (
	AVERAGE,
	HIGHER,
	LOWER,
	QUALITY,
	QUANTITY,
	SUM,
	TIME,
	Indicator,
	Result,
)

DEWI = "mekar_sari.perawat.1"

CARE = Indicator("Jumlah asuhan keperawatan terdokumentasi", QUANTITY, 1200, "Pasien", HIGHER, SUM)
COMPLETE = Indicator("Persentase dokumentasi lengkap", QUALITY, 95, "Persen", HIGHER, AVERAGE)
WAITING = Indicator("Rata-rata waktu tunggu", TIME, 15, "Menit", LOWER, AVERAGE)
SCREENED = Indicator("Persentase sasaran diskrining", QUANTITY, 100, "Persen", HIGHER, AVERAGE)
REPORTS = Indicator("Laporan bulanan tepat waktu", TIME, 12, "Laporan", HIGHER, SUM)
VISITS = Indicator("Jumlah kunjungan rumah keluarga risiko", QUANTITY, 48, "Kunjungan", HIGHER, SUM)
DOCUMENT = Indicator("Dokumen akreditasi bab V", QUANTITY, 1, "Dokumen", HIGHER, SUM)

RESULTS = [
	(
		"Main",
		Result(1, "Pasien rawat jalan mendapat asuhan keperawatan sesuai standar", (CARE, COMPLETE, WAITING)),
	),
	("Main", Result(2, "Penduduk usia produktif terskrining hipertensi dan diabetes", (SCREENED, REPORTS))),
	("Main", Result(3, "Kunjungan rumah keluarga risiko", (VISITS,))),
	("Additional", Result(None, "Dokumen akreditasi bab V tersusun", (DOCUMENT,))),
]

#: month in which the document is planned and finished
DOCUMENT_DUE = 9

ANNEX = {
	"Resources": "1 perawat pendamping, tensimeter 2 unit",
	"Accountability Scheme": "Laporan bulanan ke kepala puskesmas, triwulan ke dinas",
	"Consequences": "Tercapai: usulan pelatihan. Tidak tercapai: bimbingan kinerja.",
}

#: what she reports from January to November; the second quarter is the weak one
REALISED = {
	CARE: (112, 108, 115, 78, 82, 85, 125, 132, 130, 146, 147),
	COMPLETE: (94, 95, 94, 89, 88, 90, 94, 95, 95, 94, 95),
	WAITING: (14, 13, 14, 17, 17, 16, 13, 13, 13, 12, 12),
	SCREENED: (100,) * 11,
	REPORTS: (1,) * 11,
	VISITS: (4, 4, 4, 1, 2, 2, 4, 4, 4, 4, 3),
	DOCUMENT: (0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0),
}
#: what the year comes to, in the order of the plan
OF_THE_YEAR = (1260, 93, 14, 100, 11, 36, 1)

#: what she writes down of a day
ACTIVITIES = {
	CARE.text: (
		"Memberi asuhan keperawatan pasien rawat jalan dan mendokumentasikannya",
		"Asuhan keperawatan pasien poli umum",
		"Asuhan keperawatan pasien lansia dan penyakit kronis",
		"Pengkajian dan asuhan keperawatan pasien rawat jalan, termasuk perawatan luka",
	),
	COMPLETE.text: ("Memeriksa kelengkapan dokumentasi asuhan minggu ini",),
	WAITING.text: ("Mengukur waktu tunggu pasien di loket dan poli",),
	SCREENED.text: ("Skrining hipertensi dan diabetes pada sasaran usia produktif",),
	REPORTS.text: ("Menyusun dan menyampaikan laporan bulanan",),
	VISITS.text: (
		"Kunjungan rumah keluarga risiko di Kelurahan Mekar Sari",
		"Kunjungan rumah keluarga risiko bersama kader",
	),
	DOCUMENT.text: ("Melengkapi dokumen akreditasi bab V",),
}
#: month and indicator -> what her head says about it
COMMENTS = {
	(10, VISITS.text): "Terima kasih, Bu Dewi. Mohon catat juga nama kader yang mendampingi.",
	(11, VISITS.text): "Baik. Sisa kunjungan dijadwalkan pada minggu pertama Desember.",
	(11, WAITING.text): "Waktu tunggunya sudah baik. Pertahankan.",
}

#: quarter -> rating of results, rating of behaviour
RATINGS = {
	1: ("As Expected", "As Expected"),
	2: ("Below Expectation", "As Expected"),
	3: ("As Expected", "As Expected"),
}
OBSTACLES = {
	4: "Satu perawat pendamping cuti melahirkan; kunjungan rumah tertunda.",
	5: "Perbaikan ruang rawat jalan; waktu tunggu bertambah.",
	6: "Perawat pendamping baru mulai bertugas pada pertengahan bulan.",
}
#: what she says of each quarter, and of the year
SELF = {
	1: "Target triwulan I tercapai dan dokumentasi asuhan lengkap.",
	2: "Kunjungan rumah dan waktu tunggu belum sesuai target karena kekurangan tenaga; saya siap memperbaikinya.",
	3: "Target triwulan III tercapai kembali setelah jadwal kunjungan rumah disusun ulang bersama tim.",
	None: "Selama tahun 2026 target asuhan keperawatan dan waktu tunggu tercapai. Kunjungan rumah menurun pada triwulan II dan membaik sesudahnya; sisanya saya selesaikan pada bulan Desember.",
}
FEEDBACK = {
	2: "Menurut saya kunjungan rumah dan waktu tunggu perlu segera diperbaiki. Mari kita susun jadwal bersama.",
	3: "Menurut saya perbaikan sejak triwulan II sudah sangat terasa. Pertahankan.",
}
