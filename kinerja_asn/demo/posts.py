"""What the people of the demo agency are expected to reach, by post: plain data in the agency's own language.

A result is (number of the superior's result it supports, text, indicators). An indicator is made by one of the
functions below. Targets are those of a year; each person's differ a little from them.
"""

from typing import NamedTuple

QUANTITY, QUALITY, TIME, COST = "Quantity", "Quality", "Time", "Cost"
HIGHER, LOWER, RANGE = "Higher Is Better", "Lower Is Better", "Range"
SUM, AVERAGE, LAST = "Sum", "Average", "Last"
JPT, ADMINISTRATOR, SUPERVISOR = "JPT Pratama", "Administrator", "Supervisor"
FUNCTIONAL, IMPLEMENTER = "Functional", "Implementer"


class Indicator(NamedTuple):
	text: str
	aspect: str
	target: float
	uom: str
	direction: str = HIGHER
	adds_up: str = SUM
	low: float = 0
	high: float = 0

	@property
	def highest(self) -> bool:
		return self.uom == "Persen" and self.target == 100


class Result(NamedTuple):
	above: int | None
	text: str
	indicators: tuple
	perspective: str | None = None


class Post(NamedTuple):
	designation: str
	position_type: str
	level: str | None
	position_class: int
	results: tuple
	before: str = ""
	after: str = ""
	contract: bool = True


def count(text, target, uom):
	return Indicator(text, QUANTITY, target, uom)


def share(text, target, aspect=QUALITY):
	return Indicator(text, aspect, target, "Persen", adds_up=AVERAGE)


def wait(text, target, uom="Hari"):
	return Indicator(text, TIME, target, uom, LOWER, AVERAGE)


def level(text, target, uom="Persen", aspect=QUALITY, direction=HIGHER):
	return Indicator(text, aspect, target, uom, direction, LAST)


def within(text, low, high, uom):
	return Indicator(text, QUALITY, 0, uom, RANGE, AVERAGE, low, high)


def result(above, text, *indicators):
	return Result(above, text, indicators)


def goal(perspective, text, *indicators):
	return Result(None, text, indicators, perspective)


RECIPIENTS, PROCESS, INTERNAL, BUDGET = (
	"Service Recipients",
	"Business Process",
	"Internal Strengthening",
	"Budget",
)

MONTHLY_REPORTS = count("Jumlah laporan bulanan yang disampaikan tepat waktu", 12, "Laporan")
LETTERS = share("Persentase surat masuk yang ditindaklanjuti dalam dua hari kerja", 95, TIME)
SPENDING = level("Persentase penyerapan anggaran", 95, aspect=COST)
AKIP = level("Nilai evaluasi akuntabilitas kinerja instansi", 78, "Nilai")
TEACHING = count("Jumlah jam tatap muka yang dilaksanakan", 960, "Jam")
MASTERY = level("Persentase pelajar yang mencapai ketuntasan belajar", 90)

#: results of the secretary of every office; the head's third result is his strengthening, the fourth his budget
SECRETARY = (
	result(
		3,
		"Tersusunnya dokumen perencanaan dan laporan kinerja yang selaras",
		count("Jumlah dokumen perencanaan yang disusun tepat waktu", 4, "Dokumen"),
		count("Jumlah laporan kinerja yang disampaikan tepat waktu", 4, "Laporan"),
	),
	result(
		4,
		"Terkelolanya anggaran secara tertib dan tepat waktu",
		SPENDING,
		share("Persentase pertanggungjawaban keuangan yang lengkap", 100),
	),
	result(
		3,
		"Terlaksananya layanan umum dan kepegawaian yang prima",
		LETTERS,
		level("Persentase pegawai yang menetapkan SKP tepat waktu", 100, aspect=TIME),
	),
)

POSTS = {
	# --- in every office ---
	"kasubbag": Post(
		"Kepala Subbagian Umum dan Kepegawaian",
		SUPERVISOR,
		None,
		9,
		(
			result(
				3,
				"Tertatanya administrasi kepegawaian",
				share("Persentase berkas pegawai yang mutakhir", 95),
				MONTHLY_REPORTS,
			),
			result(
				3,
				"Terpenuhinya kebutuhan rumah tangga kantor",
				wait("Rata-rata waktu pemenuhan permintaan barang", 3),
			),
			result(
				1,
				"Tersusunnya dokumen kinerja pegawai",
				count("Jumlah dokumen kinerja pegawai yang diverifikasi", 60, "Dokumen"),
			),
		),
		after=", S.Sos.",
		contract=False,
	),
	"perencana": Post(
		"Perencana",
		FUNCTIONAL,
		"Ahli Pertama",
		8,
		(
			result(
				1,
				"Tersusunnya bahan perencanaan program dan anggaran",
				count("Jumlah bahan perencanaan yang disusun", 8, "Dokumen"),
				share("Persentase usulan kegiatan yang selaras dengan rencana strategis", 100),
			),
			result(
				1,
				"Terlaksananya pemantauan kinerja triwulanan",
				count("Jumlah laporan pemantauan kinerja", 4, "Laporan"),
			),
			result(
				2,
				"Terkendalinya rencana kas kegiatan",
				share("Persentase deviasi rencana kas yang dijelaskan", 95),
			),
		),
		after=", S.E.",
	),
	"keuangan": Post(
		"Penata Laporan Keuangan",
		IMPLEMENTER,
		None,
		7,
		(
			result(
				2,
				"Tersusunnya laporan keuangan yang andal",
				count("Jumlah laporan keuangan yang disusun", 12, "Laporan"),
				share("Persentase jurnal tanpa koreksi", 97),
			),
			result(
				2,
				"Terselesaikannya verifikasi pertanggungjawaban",
				count("Jumlah berkas pertanggungjawaban yang diverifikasi", 480, "Berkas"),
				wait("Rata-rata waktu verifikasi berkas", 2),
			),
		),
		after=", A.Md.",
	),
	"administrasi": Post(
		"Pengadministrasi Perkantoran",
		IMPLEMENTER,
		None,
		5,
		(
			result(
				3,
				"Tertatanya surat dan arsip kantor",
				LETTERS,
				count("Jumlah arsip yang ditata dan didaftar", 600, "Berkas"),
			),
			result(
				3,
				"Terlayaninya kebutuhan administrasi pegawai",
				count("Jumlah layanan administrasi yang diselesaikan", 240, "Layanan"),
			),
		),
	),
	"arsiparis": Post(
		"Arsiparis",
		FUNCTIONAL,
		"Terampil",
		6,
		(
			result(
				3,
				"Terkelolanya arsip dinamis sesuai kaidah",
				count("Jumlah arsip yang ditata dan didaftar", 900, "Berkas"),
				share("Persentase arsip yang ditemukan kembali dalam sepuluh menit", 95, TIME),
			),
			result(3, "Tersusutnya arsip inaktif", count("Jumlah daftar arsip usul musnah", 4, "Dokumen")),
		),
		after=", A.Md.",
	),
	"staf_bidang": Post(
		"Penelaah Teknis Kebijakan",
		IMPLEMENTER,
		None,
		7,
		(
			result(
				1,
				"Tersusunnya bahan kebijakan teknis bidang",
				count("Jumlah telaahan teknis yang disusun", 24, "Dokumen"),
				wait("Rata-rata waktu penyusunan telaahan", 4),
			),
			result(
				2,
				"Terlaksananya pemantauan kegiatan bidang",
				MONTHLY_REPORTS,
				share("Persentase temuan pemantauan yang ditindaklanjuti", 90),
			),
		),
		after=", S.IP.",
	),
	# --- secretariat of the city, personnel, inspectorate ---
	"analis_kebijakan": Post(
		"Analis Kebijakan",
		FUNCTIONAL,
		"Ahli Muda",
		9,
		(
			result(
				1,
				"Tersusunnya rekomendasi kebijakan berbasis bukti",
				count("Jumlah rekomendasi kebijakan", 6, "Rekomendasi"),
				share("Persentase rekomendasi yang digunakan pimpinan", 80),
			),
			result(
				2,
				"Terlaksananya evaluasi pelaksanaan kebijakan",
				count("Jumlah laporan evaluasi kebijakan", 4, "Laporan"),
			),
		),
		after=", S.IP., M.Si.",
		contract=False,
	),
	"humas": Post(
		"Pranata Hubungan Masyarakat",
		FUNCTIONAL,
		"Ahli Pertama",
		8,
		(
			result(
				2,
				"Tersampaikannya informasi pemerintah kota kepada masyarakat",
				count("Jumlah siaran informasi yang diterbitkan", 144, "Dokumen"),
				wait("Rata-rata waktu tanggapan atas pertanyaan media", 1),
			),
			result(
				3,
				"Terdokumentasinya kegiatan pimpinan",
				count("Jumlah kegiatan pimpinan yang didokumentasikan", 180, "Kegiatan"),
			),
		),
		after=", S.I.Kom.",
	),
	"pengemudi": Post(
		"Pengemudi",
		IMPLEMENTER,
		None,
		3,
		(
			result(
				3,
				"Terlaksananya layanan angkutan dinas yang aman",
				count("Jumlah perjalanan dinas yang dilayani", 300, "Kali"),
				share("Persentase perjalanan tanpa keluhan", 98),
			),
			result(3, "Terawatnya kendaraan dinas", count("Jumlah perawatan berkala kendaraan", 12, "Kali")),
		),
	),
	"analis_sdm": Post(
		"Analis Sumber Daya Manusia Aparatur",
		FUNCTIONAL,
		"Ahli Muda",
		9,
		(
			result(
				1,
				"Terkelolanya kinerja pegawai secara objektif",
				count("Jumlah perangkat daerah yang didampingi menyusun SKP", 20, "Perangkat Daerah"),
				share("Persentase SKP yang ditetapkan tepat waktu", 95, TIME),
			),
			result(
				2,
				"Terselesaikannya layanan mutasi kepegawaian",
				count("Jumlah usul mutasi yang diselesaikan", 180, "Berkas"),
				wait("Rata-rata waktu penyelesaian usul", 10),
			),
		),
		after=", S.Psi.",
		contract=False,
	),
	"pranata_sdm": Post(
		"Pranata Sumber Daya Manusia Aparatur",
		FUNCTIONAL,
		"Terampil",
		6,
		(
			result(
				2,
				"Termutakhirkannya data pegawai",
				count("Jumlah data pegawai yang dimutakhirkan", 1200, "Berkas"),
				share("Persentase data pegawai tanpa kesalahan", 98),
			),
			result(2, "Tersusunnya laporan kepegawaian", MONTHLY_REPORTS),
		),
		after=", A.Md.",
	),
	"auditor": Post(
		"Auditor",
		FUNCTIONAL,
		"Ahli Muda",
		9,
		(
			result(
				1,
				"Terlaksananya pengawasan intern sesuai standar",
				count("Jumlah laporan hasil audit", 8, "Laporan"),
				wait("Rata-rata waktu penyelesaian laporan audit", 14),
			),
			result(
				2,
				"Terselesaikannya tindak lanjut hasil pengawasan",
				count("Jumlah rekomendasi pemeriksaan yang selesai ditindaklanjuti", 48, "Rekomendasi"),
			),
		),
		after=", S.E., Ak.",
		contract=False,
	),
	# --- health ---
	"promkes": Post(
		"Tenaga Promosi Kesehatan dan Ilmu Perilaku",
		FUNCTIONAL,
		"Ahli Pertama",
		8,
		(
			result(
				1,
				"Terlaksananya penyuluhan kesehatan masyarakat",
				count("Jumlah penyuluhan kesehatan", 48, "Kegiatan"),
				share("Persentase peserta yang paham setelah penyuluhan", 85),
			),
			result(2, "Terbinanya kader posyandu", count("Jumlah kader yang dibina", 120, "Orang")),
		),
		after=", S.K.M.",
	),
	"epidemiolog": Post(
		"Epidemiolog Kesehatan",
		FUNCTIONAL,
		"Ahli Pertama",
		8,
		(
			result(
				1,
				"Terkendalinya penyakit menular",
				share("Persentase kejadian luar biasa yang ditangani dalam 24 jam", 100, TIME),
				count("Jumlah penyelidikan epidemiologi", 24, "Kasus"),
			),
			result(
				2,
				"Tersedianya data surveilans yang lengkap",
				share("Persentase kelengkapan laporan surveilans", 95),
				MONTHLY_REPORTS,
			),
		),
		after=", S.K.M.",
	),
	"adminkes": Post(
		"Administrator Kesehatan",
		FUNCTIONAL,
		"Ahli Muda",
		9,
		(
			result(
				1,
				"Terbinanya mutu fasilitas pelayanan kesehatan",
				count("Jumlah fasilitas yang dibina mutunya", 22, "Lokasi"),
				share("Persentase fasilitas yang memenuhi standar", 90),
			),
			result(
				2,
				"Terselesaikannya rekomendasi perizinan tenaga kesehatan",
				count("Jumlah rekomendasi izin praktik", 240, "Rekomendasi"),
				wait("Rata-rata waktu penerbitan rekomendasi", 5),
			),
		),
		after=", S.K.M., M.K.M.",
		contract=False,
	),
	"perawat": Post(
		"Perawat",
		FUNCTIONAL,
		"Ahli Pertama",
		8,
		(
			result(
				1,
				"Pasien rawat jalan mendapat asuhan keperawatan sesuai standar",
				count("Jumlah pasien yang mendapat asuhan keperawatan lengkap", 1080, "Pasien"),
				wait("Rata-rata waktu tunggu pasien rawat jalan", 15, "Menit"),
			),
			result(
				2,
				"Penduduk usia produktif terskrining penyakit tidak menular",
				share("Persentase sasaran yang diskrining", 100, QUANTITY),
				MONTHLY_REPORTS,
			),
			result(
				3,
				"Kunjungan rumah keluarga berisiko terlaksana",
				count("Jumlah keluarga yang dikunjungi dalam kunjungan rumah", 48, "Keluarga"),
			),
		),
		before="Ns. ",
		after=", S.Kep.",
	),
	"perawat_terampil": Post(
		"Perawat",
		FUNCTIONAL,
		"Terampil",
		6,
		(
			result(
				1,
				"Pasien mendapat tindakan keperawatan dasar yang aman",
				count("Jumlah kunjungan pasien rawat jalan yang dilayani sesuai standar", 1440, "Kunjungan"),
				share("Persentase rekam medis yang lengkap dalam 24 jam", 95),
			),
			result(
				3,
				"Kunjungan rumah keluarga berisiko terlaksana",
				count("Jumlah keluarga yang dikunjungi dalam kunjungan rumah", 60, "Keluarga"),
			),
		),
		after=", A.Md.Kep.",
	),
	"bidan": Post(
		"Bidan",
		FUNCTIONAL,
		"Terampil",
		6,
		(
			result(
				2,
				"Ibu hamil mendapat pelayanan sesuai standar",
				count("Jumlah ibu hamil yang diperiksa lengkap", 180, "Orang"),
				share("Persentase ibu hamil berisiko yang dirujuk tepat waktu", 100, TIME),
			),
			result(
				3,
				"Bayi dan balita terpantau tumbuh kembangnya",
				level("Persentase bayi dengan imunisasi dasar lengkap", 100),
				count("Jumlah hari buka posyandu yang didampingi", 48, "Kegiatan"),
			),
		),
		after=", A.Md.Keb.",
	),
	"dokter": Post(
		"Dokter",
		FUNCTIONAL,
		"Ahli Pertama",
		9,
		(
			result(
				1,
				"Pasien mendapat pelayanan medis sesuai standar",
				count("Jumlah kunjungan pasien rawat jalan yang dilayani sesuai standar", 3600, "Kunjungan"),
				level("Indeks kepuasan pasien", 84, "Indeks"),
			),
			result(
				2,
				"Terkendalinya rujukan nonspesialistik",
				Indicator("Persentase rujukan nonspesialistik", QUALITY, 2, "Persen", LOWER, AVERAGE),
			),
		),
		before="dr. ",
	),
	"dokter_gigi": Post(
		"Dokter Gigi",
		FUNCTIONAL,
		"Ahli Pertama",
		9,
		(
			result(
				1,
				"Pasien mendapat pelayanan gigi sesuai standar",
				count("Jumlah kunjungan pasien rawat jalan yang dilayani sesuai standar", 1200, "Kunjungan"),
			),
			result(
				2,
				"Anak sekolah terperiksa kesehatan giginya",
				count("Jumlah sekolah yang diperiksa", 12, "Sekolah"),
				share("Persentase anak dengan kelainan gigi yang dirawat", 80),
			),
		),
		before="drg. ",
	),
	"apoteker": Post(
		"Apoteker",
		FUNCTIONAL,
		"Ahli Pertama",
		8,
		(
			result(
				1,
				"Tersedianya obat dan vaksin yang bermutu",
				share("Persentase ketersediaan obat esensial", 95),
				within("Suhu penyimpanan vaksin (derajat Celsius)", 2, 8, "Nilai"),
			),
			result(
				1,
				"Resep dilayani cepat dan tepat",
				wait("Rata-rata waktu pelayanan resep", 20, "Menit"),
				count("Jumlah resep yang dikaji", 6000, "Berkas"),
			),
		),
		before="apt. ",
		after=", S.Farm.",
	),
	"nutrisionis": Post(
		"Nutrisionis",
		FUNCTIONAL,
		"Terampil",
		6,
		(
			result(
				3,
				"Balita bermasalah gizi tertangani",
				count("Jumlah balita bermasalah gizi yang didampingi", 72, "Orang"),
				level("Persentase balita yang naik berat badannya", 85),
			),
			result(2, "Terlaksananya konseling gizi", count("Jumlah konseling gizi", 240, "Layanan")),
		),
		after=", A.Md.Gz.",
	),
	"sanitasi": Post(
		"Tenaga Sanitasi Lingkungan",
		FUNCTIONAL,
		"Terampil",
		6,
		(
			result(
				2,
				"Terperiksanya sarana air minum dan sanitasi",
				count("Jumlah sarana yang diperiksa", 144, "Lokasi"),
				within("Derajat keasaman air minum yang diperiksa", 6.5, 8.5, "Nilai"),
			),
			result(
				3,
				"Keluarga menerapkan sanitasi total",
				count("Jumlah keluarga yang dipicu sanitasi total", 120, "Keluarga"),
			),
		),
		after=", A.Md.KL.",
	),
	"laboratorium": Post(
		"Pranata Laboratorium Kesehatan",
		FUNCTIONAL,
		"Terampil",
		6,
		(
			result(
				1,
				"Tersedianya hasil pemeriksaan laboratorium yang tepat",
				count("Jumlah pemeriksaan laboratorium", 2400, "Layanan"),
				wait("Rata-rata waktu hasil pemeriksaan", 60, "Menit"),
			),
			result(
				2,
				"Terlaksananya pemeriksaan dahak terduga tuberkulosis",
				count("Jumlah sediaan yang diperiksa", 360, "Layanan"),
			),
		),
		after=", A.Md.Kes.",
	),
	"rekam_medis": Post(
		"Perekam Medis",
		FUNCTIONAL,
		"Terampil",
		6,
		(
			result(
				1,
				"Tertatanya rekam medis elektronik",
				share("Persentase rekam medis yang lengkap dalam 24 jam", 98),
				count("Jumlah rekam medis yang diaudit", 480, "Berkas"),
			),
			result(
				1,
				"Pendaftaran pasien cepat dan tertib",
				wait("Rata-rata waktu pendaftaran pasien", 5, "Menit"),
			),
		),
		after=", A.Md.RMIK.",
	),
	# --- civil registry ---
	"adb": Post(
		"Administrator Database Kependudukan",
		FUNCTIONAL,
		"Ahli Pertama",
		8,
		(
			result(
				1,
				"Terjaganya mutu data kependudukan",
				count("Jumlah data ganda yang diselesaikan", 360, "Berkas"),
				Indicator(
					"Persentase dokumen yang dikembalikan karena kesalahan data",
					QUALITY,
					2,
					"Persen",
					LOWER,
					AVERAGE,
				),
			),
			result(2, "Terlaksananya konsolidasi data bulanan", MONTHLY_REPORTS),
		),
		after=", S.Kom.",
	),
	"operator_siak": Post(
		"Operator Layanan Operasional",
		IMPLEMENTER,
		None,
		5,
		(
			result(
				1,
				"Terlayaninya permohonan dokumen kependudukan",
				count("Jumlah permohonan dokumen kependudukan yang diselesaikan", 3600, "Permohonan"),
				wait("Rata-rata waktu penyelesaian permohonan", 1),
			),
			result(
				2,
				"Terlaksananya perekaman KTP elektronik",
				count("Jumlah penduduk yang direkam", 900, "Orang"),
				share("Persentase pemohon yang puas", 90),
			),
		),
		after=", A.Md.Kom.",
	),
	"pengelola_akta": Post(
		"Pengelola Layanan Operasional",
		IMPLEMENTER,
		None,
		6,
		(
			result(
				1,
				"Terbitnya akta pencatatan sipil tepat waktu",
				count("Jumlah akta kelahiran yang diterbitkan", 1500, "Akta"),
				share("Persentase akta yang terbit sesuai batas waktu standar pelayanan", 100, TIME),
			),
			result(
				2, "Tertatanya register akta", count("Jumlah register akta yang didigitalkan", 1200, "Berkas")
			),
		),
		after=", S.H.",
	),
	"prakom": Post(
		"Pranata Komputer",
		FUNCTIONAL,
		"Ahli Pertama",
		8,
		(
			result(
				1,
				"Terjaganya ketersediaan aplikasi layanan",
				share("Persentase ketersediaan aplikasi", 99),
				wait("Rata-rata waktu pemulihan gangguan", 4, "Jam"),
			),
			result(
				2,
				"Terbangunnya integrasi data pemanfaatan",
				count("Jumlah integrasi data yang berjalan", 4, "Aplikasi"),
			),
		),
		after=", S.Kom.",
	),
	# --- environment ---
	"pedal": Post(
		"Pengendali Dampak Lingkungan",
		FUNCTIONAL,
		"Ahli Pertama",
		8,
		(
			result(
				1,
				"Terpantaunya mutu lingkungan",
				count("Jumlah titik pantau yang diambil contohnya", 96, "Lokasi"),
				within("Derajat keasaman air limbah terolah", 6, 9, "Nilai"),
			),
			result(
				2,
				"Tersusunnya rekomendasi pengelolaan lingkungan",
				count("Jumlah rekomendasi teknis lingkungan", 12, "Rekomendasi"),
			),
		),
		after=", S.T.",
	),
	"pengawas_sampah": Post(
		"Pengawas Persampahan",
		IMPLEMENTER,
		None,
		6,
		(
			result(
				1,
				"Terangkutnya sampah sesuai jadwal",
				count("Jumlah ritase angkutan sampah sesuai jadwal", 1800, "Ritase"),
				share("Persentase rute yang terlayani sesuai jadwal", 95, TIME),
			),
			result(
				2, "Tertanganinya pengaduan sampah", wait("Rata-rata waktu tindak lanjut pengaduan sampah", 2)
			),
		),
		after=", S.T.",
	),
	"supir_sampah": Post(
		"Operator Kendaraan Pengangkut Sampah",
		IMPLEMENTER,
		None,
		3,
		(
			result(
				1,
				"Terangkutnya sampah dari tempat penampungan sementara",
				count("Jumlah sampah yang terangkut ke tempat pemrosesan akhir", 1440, "Ton"),
				count("Jumlah ritase angkutan sampah sesuai jadwal", 600, "Ritase"),
			),
			result(
				3,
				"Terawatnya kendaraan angkutan sampah",
				count("Jumlah pemeriksaan harian kendaraan", 288, "Kali"),
			),
		),
	),
	"penyapu": Post(
		"Petugas Kebersihan Jalan",
		IMPLEMENTER,
		None,
		1,
		(
			result(
				1,
				"Ruas jalan bersih pada jam layanan",
				count("Jumlah ruas jalan yang dibersihkan", 288, "Lokasi"),
				share("Persentase ruas yang bersih saat diperiksa", 90),
			),
			result(
				2, "Sampah terpilah di titik kumpul", count("Jumlah laporan pemilahan sampah", 12, "Laporan")
			),
		),
	),
	"pengawas_lh": Post(
		"Pengawas Lingkungan Hidup",
		FUNCTIONAL,
		"Ahli Muda",
		9,
		(
			result(
				1,
				"Terawasinya ketaatan usaha terhadap izin lingkungan",
				count("Jumlah usaha yang diawasi", 36, "Lokasi"),
				share("Persentase usaha yang taat", 80),
			),
			result(
				2,
				"Terselesaikannya pengaduan pencemaran",
				count("Jumlah pengaduan yang diselesaikan", 18, "Kasus"),
				wait("Rata-rata waktu penyelesaian pengaduan", 14),
			),
		),
		after=", S.Si.",
		contract=False,
	),
	# --- transport ---
	"lalu_lintas": Post(
		"Pengatur Lalu Lintas",
		IMPLEMENTER,
		None,
		5,
		(
			result(
				1,
				"Lancarnya lalu lintas pada jam sibuk",
				count("Jumlah pengaturan lalu lintas pada simpul padat", 480, "Kali"),
				wait("Rata-rata waktu tanggap kemacetan", 15, "Menit"),
			),
			result(2, "Tertibnya parkir tepi jalan", count("Jumlah penertiban parkir", 96, "Kegiatan")),
		),
	),
	"teknisi_jalan": Post(
		"Teknisi Perlengkapan Jalan",
		IMPLEMENTER,
		None,
		5,
		(
			result(
				2,
				"Terpasang dan terawatnya perlengkapan jalan",
				count("Jumlah lokasi dengan perlengkapan jalan yang terpasang", 60, "Lokasi"),
				wait("Rata-rata waktu perbaikan lampu lalu lintas", 8, "Jam"),
			),
			result(1, "Tersedianya data perlengkapan jalan", MONTHLY_REPORTS),
		),
		after=", A.Md.",
	),
	"pengawas_terminal": Post(
		"Pengawas Angkutan dan Terminal",
		IMPLEMENTER,
		None,
		6,
		(
			result(
				1,
				"Angkutan umum berangkat tepat waktu",
				share("Persentase keberangkatan angkutan umum yang tepat waktu", 95, TIME),
				count("Jumlah kendaraan yang diperiksa kelaikannya", 1200, "Kali"),
			),
			result(
				2, "Terminal bersih dan tertib", count("Jumlah pemeriksaan kebersihan terminal", 144, "Kali")
			),
		),
	),
	"penguji": Post(
		"Penguji Kendaraan Bermotor",
		FUNCTIONAL,
		"Terampil",
		6,
		(
			result(
				1,
				"Kendaraan wajib uji diuji sesuai standar",
				count("Jumlah kendaraan wajib uji yang diuji", 1800, "Kali"),
				wait("Rata-rata waktu pengujian", 30, "Menit"),
			),
			result(2, "Alat uji terkalibrasi", share("Persentase alat uji yang terkalibrasi", 100)),
		),
		after=", A.Md.PKB.",
	),
	# --- education ---
	"analis_pendidikan": Post(
		"Pengembang Kurikulum dan Pembelajaran",
		FUNCTIONAL,
		"Ahli Pertama",
		8,
		(
			result(
				1,
				"Sekolah terdampingi dalam pembelajaran",
				count("Jumlah sekolah yang disupervisi", 24, "Sekolah"),
				share("Persentase sekolah dengan rapor pendidikan membaik", 80),
			),
			result(
				2,
				"Guru meningkat kompetensinya",
				count("Jumlah guru yang mengikuti peningkatan kompetensi", 120, "Orang"),
			),
		),
		after=", S.Pd., M.Pd.",
	),
	"guru_kelas": Post(
		"Guru Kelas",
		FUNCTIONAL,
		"Ahli Pertama",
		8,
		(
			result(1, "Pelajar mencapai ketuntasan belajar", TEACHING, MASTERY),
			result(
				2,
				"Terlaksananya pembelajaran yang berpihak pada pelajar",
				count("Jumlah perangkat ajar yang disusun", 24, "Dokumen"),
				share("Persentase kehadiran di kelas", 98, TIME),
			),
		),
		after=", S.Pd.",
	),
	"guru_mapel": Post(
		"Guru Mata Pelajaran",
		FUNCTIONAL,
		"Ahli Muda",
		9,
		(
			result(1, "Pelajar mencapai ketuntasan belajar", TEACHING, MASTERY),
			result(
				2, "Guru berbagi praktik baik", count("Jumlah kegiatan berbagi praktik baik", 6, "Kegiatan")
			),
			result(
				3,
				"Pelajar terbina prestasinya",
				count("Jumlah pelajar yang dibina mengikuti lomba", 12, "Pelajar"),
			),
		),
		after=", S.Pd.",
		contract=False,
	),
	"guru_mapel_muda": Post(
		"Guru Mata Pelajaran",
		FUNCTIONAL,
		"Ahli Pertama",
		8,
		(
			result(1, "Pelajar mencapai ketuntasan belajar", TEACHING, MASTERY),
			result(
				2,
				"Terlaksananya pembelajaran yang berpihak pada pelajar",
				count("Jumlah perangkat ajar yang disusun", 24, "Dokumen"),
				share("Persentase kehadiran di kelas", 98, TIME),
			),
		),
		after=", S.Pd.",
	),
	"tata_usaha": Post(
		"Pengadministrasi Sekolah",
		IMPLEMENTER,
		None,
		5,
		(
			result(
				3,
				"Tertibnya administrasi sekolah",
				MONTHLY_REPORTS,
				share("Persentase data pokok pendidikan yang mutakhir", 100),
			),
			result(
				3,
				"Terlayaninya kebutuhan pelajar dan orang tua",
				count("Jumlah layanan administrasi yang diselesaikan", 300, "Layanan"),
			),
		),
	),
}

#: additional results (hasil kerja tambahan), given to some
ADDITIONAL = (
	("Dokumen akreditasi unit kerja tersusun", count("Jumlah dokumen akreditasi yang disusun", 1, "Dokumen")),
	(
		"Tugas sebagai anggota tim percepatan penurunan stunting terlaksana",
		count("Jumlah kegiatan tim yang diikuti", 6, "Kegiatan"),
	),
	(
		"Tugas sebagai anggota tim zona integritas terlaksana",
		count("Jumlah dokumen zona integritas yang disusun", 2, "Dokumen"),
	),
	(
		"Tugas sebagai panitia hari jadi kota terlaksana",
		count("Jumlah kegiatan kepanitiaan yang diselesaikan", 3, "Kegiatan"),
	),
	(
		"Tugas sebagai pembimbing peserta magang terlaksana",
		count("Jumlah peserta magang yang dibimbing", 4, "Orang"),
	),
)
