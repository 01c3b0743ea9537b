"""Who one can log in as in the demo agency."""

from kinerja_asn.demo.persons import DOMAIN, SPECIAL

#: for the demo only, and printed by it; strong enough for Frappe's own check
PASSWORD = "Layar-Terkembang-1926"

LISTED = (
	("mutasi", "HR (kepegawaian)", "Seluruh agensi: periode, pegawai, semua SKP, laporan, dan evaluasi."),
	(
		"dinkes_sekretariat.perencana.1",
		"Pengelola Kinerja Dinas Kesehatan",
		"Semua SKP, laporan, dan evaluasi di Dinas Kesehatan; membuka, mengingatkan, mengembalikan.",
	),
	(
		"dinkes",
		"Kepala Dinas Kesehatan",
		"SKP sendiri yang ditetapkan Wali Kota, tim langsung, dan semua pegawai di bawahnya.",
	),
	(
		"mekar_sari",
		"Pejabat Penilai Kinerja (Kepala UPTD Puskesmas)",
		"SKP yang diajukan, laporan yang dikirim, dan evaluasi tahunan Ns. Dewi Lestari yang menunggu penilaian.",
	),
	(
		"mekar_sari.perawat.1",
		"Pegawai (perawat)",
		"SKP yang berjalan, laporan bulanan, dan evaluasi TW I sampai TW III.",
	),
	(
		"mekar_sari.perawat.2",
		"Pegawai (SKP dikembalikan)",
		"SKP yang dikembalikan dengan catatan untuk diperbaiki.",
	),
	(
		"mekar_sari.bidan.1",
		"Pegawai layanan mandiri (Employee Self Service)",
		"Portal kinerja: SKP, laporan, dan evaluasi sendiri.",
	),
	(
		"sampah.penyapu.1",
		"Pegawai tanpa akses desk",
		"Portal kinerja lewat ponsel: SKP, laporan, dan evaluasi sendiri.",
	),
	("irban.auditor.1", "Auditor", "Seluruh agensi, hanya membaca."),
	(
		"pengembangan.analis_sdm.1",
		"Konselor",
		"Permintaan konseling instansi dan konseling yang ditangani, dengan catatan yang hanya dibaca sendiri.",
	),
	(
		"bkpsdm",
		"Moderator 360 (Kepala BKPSDM)",
		"Komentar penilaian 360 derajat sebelum hasilnya dibuka, tanpa nama penilai.",
	),
	(
		"dishub_sekretariat",
		"Pelaksana Tugas (Plt.) Kepala Dinas Perhubungan",
		"SKP sendiri sebagai Sekretaris, dan SKP para kepala bidang yang dinilainya sebagai Plt.",
	),
	(
		"capil",
		"Penerima delegasi pejabat penilai yang berhalangan",
		"Tim sendiri, dan tim Kepala Bidang Pelayanan Pendaftaran Penduduk yang sedang sakit.",
	),
	(
		"kesmas.promkes.1",
		"Pegawai tanpa SKP (tugas belajar)",
		"Portal tanpa SKP, dengan penjelasan sebabnya.",
	),
)


def people() -> list[dict]:
	"""Whom to log in as: label, user, password and what that person sees."""
	return [
		{"label": label, "user": address(slot), "password": PASSWORD, "sees": sees}
		for slot, label, sees in LISTED
	]


def address(slot: str) -> str:
	return f"{SPECIAL[slot]['bare'].lower().replace(' ', '.')}@{DOMAIN}"


def set_passwords():
	from frappe.utils.password import update_password

	for person in people():
		update_password(person["user"], person["password"])
