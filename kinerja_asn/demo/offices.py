"""The units of the demo agency, their heads' results and their people: plain data in the agency's own language.

An office is led by a JPT who plans by perspective; its divisions support him. In every office the head's third result is
his internal strengthening and the fourth his budget, so that one kind of secretariat fits all.
"""

from typing import NamedTuple

from kinerja_asn.demo.posts import (
	ADMINISTRATOR,
	AKIP,
	BUDGET,
	FUNCTIONAL,
	INTERNAL,
	JPT,
	LETTERS,
	LOWER,
	MASTERY,
	MONTHLY_REPORTS,
	PROCESS,
	QUALITY,
	RECIPIENTS,
	SECRETARY,
	SPENDING,
	SUM,
	TIME,
	Indicator,
	count,
	goal,
	level,
	result,
	share,
	wait,
)

PAPERWORK = result(3, "Tertibnya administrasi dan pelaporan unit kerja", MONTHLY_REPORTS, LETTERS)


class Unit(NamedTuple):
	"""A division, a puskesmas, a school: its head, what he is expected to reach, and his staff by post."""

	key: str
	name: str
	head: str
	results: tuple
	staff: tuple
	before: str = ""
	after: str = ", S.Sos., M.Si."
	position_type: str = ADMINISTRATOR
	approach: str = "Quantitative"

	@property
	def goals(self) -> tuple:
		"""The head's results; where only the unit's own two stand, its paperwork is the third."""
		return self.results if len(self.results) > 2 else (*self.results, PAPERWORK)


class Office(NamedTuple):
	key: str
	name: str
	head: str
	code: str
	results: tuple
	units: tuple
	before: str = ""
	after: str = ", M.Si."
	position_type: str = JPT


def secretariat(key, office, *staff):
	return Unit(
		f"{key}_sekretariat",
		f"Sekretariat {office}",
		f"Sekretaris {office}",
		SECRETARY,
		staff or (("kasubbag", 1), ("perencana", 1), ("keuangan", 1), ("administrasi", 2)),
		after=", S.E., M.Si.",
	)


def strengthening(office):
	return (
		goal(INTERNAL, f"Meningkatnya akuntabilitas kinerja {office}", AKIP),
		goal(BUDGET, f"Terkelolanya anggaran {office} secara efektif dan efisien", SPENDING),
	)


HEALTH_CENTRE = (
	result(
		1,
		"Meningkatnya kualitas pelayanan puskesmas",
		level("Indeks kepuasan pasien", 84, "Indeks"),
		share("Persentase rekam medis yang lengkap dalam 24 jam", 95),
	),
	result(
		1,
		"Tercapainya SPM kesehatan",
		share("Persentase sasaran standar pelayanan minimal yang terlayani", 100),
		count("Jumlah laporan bulanan yang disampaikan tepat waktu", 12, "Laporan"),
	),
	result(
		2,
		"Tercapainya keluarga sehat",
		level("Indeks keluarga sehat", 0.8, "Indeks"),
		count("Jumlah keluarga yang dikunjungi dalam kunjungan rumah", 1200, "Keluarga"),
	),
)

SCHOOL = (
	result(
		1, "Meningkatnya mutu pembelajaran di sekolah", MASTERY, level("Nilai rapor pendidikan", 75, "Nilai")
	),
	result(
		2,
		"Meningkatnya kompetensi guru",
		count("Jumlah guru yang mengikuti peningkatan kompetensi", 12, "Orang"),
		count("Jumlah supervisi kelas", 24, "Kali"),
	),
	result(
		1,
		"Terkelolanya sekolah yang aman dan transparan",
		share("Persentase pertanggungjawaban dana sekolah tepat waktu", 100, TIME),
		level("Angka putus sekolah", 0.1, direction=LOWER),
	),
)


def health_centre(key, name, *staff):
	return Unit(key, name, "Kepala UPTD Puskesmas", HEALTH_CENTRE, staff, "dr. ", "", FUNCTIONAL)


def school(key, name, *staff):
	return Unit(key, name, "Kepala Sekolah", SCHOOL, staff, "", ", S.Pd., M.Pd.", FUNCTIONAL)


OFFICES = (
	Office(
		"setda",
		"Sekretariat Daerah",
		"Sekretaris Daerah",
		"1.01",
		(
			goal(
				RECIPIENTS,
				"Terwujudnya kebijakan daerah yang terkoordinasi",
				share("Persentase kebijakan daerah yang dilaksanakan tepat waktu", 95, TIME),
			),
			goal(
				PROCESS,
				"Terlaksananya pelayanan administrasi pemerintahan yang prima",
				level("Indeks pelayanan publik", 4.2, "Indeks"),
			),
			*strengthening("Sekretariat Daerah"),
		),
		(
			Unit(
				"organisasi",
				"Bagian Organisasi",
				"Kepala Bagian Organisasi",
				(
					result(
						2,
						"Tertatanya kelembagaan dan tata laksana",
						count("Jumlah dokumen tata laksana yang disahkan", 12, "Dokumen"),
					),
					result(
						3,
						"Meningkatnya nilai reformasi birokrasi",
						level("Indeks reformasi birokrasi", 75, "Indeks"),
					),
					result(
						3,
						"Tersusunnya laporan kinerja kota tepat waktu",
						count("Jumlah laporan kinerja yang disampaikan tepat waktu", 4, "Laporan"),
						LETTERS,
					),
				),
				(("analis_kebijakan", 3), ("perencana", 1), ("administrasi", 3)),
			),
			Unit(
				"umum",
				"Bagian Umum",
				"Kepala Bagian Umum",
				(
					result(
						2,
						"Terlaksananya layanan rumah tangga dan protokol",
						level("Indeks kepuasan layanan umum", 85, "Indeks"),
					),
					result(
						2,
						"Tersampaikannya informasi pemerintah kota",
						count("Jumlah siaran informasi yang diterbitkan", 600, "Dokumen"),
					),
					result(4, "Terkelolanya keuangan dan barang milik daerah", SPENDING, LETTERS),
				),
				(
					("kasubbag", 1),
					("keuangan", 1),
					("arsiparis", 1),
					("humas", 2),
					("pengemudi", 2),
					("administrasi", 3),
				),
			),
			Unit(
				"pemerintahan",
				"Bagian Pemerintahan",
				"Kepala Bagian Pemerintahan",
				(
					result(
						1,
						"Terkoordinasinya penyelenggaraan pemerintahan daerah",
						count("Jumlah rapat koordinasi yang ditindaklanjuti", 12, "Kegiatan"),
					),
					result(
						1,
						"Terselesaikannya laporan penyelenggaraan pemerintahan",
						count("Jumlah laporan penyelenggaraan pemerintahan", 2, "Laporan"),
					),
					result(
						2,
						"Terbinanya kecamatan dan kelurahan",
						count("Jumlah kelurahan yang dibina", 36, "Unit Kerja"),
					),
				),
				(("analis_kebijakan", 2), ("staf_bidang", 3), ("administrasi", 2)),
				approach="Qualitative",
			),
		),
		before="Drs. ",
	),
	Office(
		"bkpsdm",
		"Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
		"Kepala Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
		"5.03",
		(
			goal(
				RECIPIENTS,
				"Meningkatnya profesionalitas ASN",
				level("Indeks profesionalitas ASN", 82, "Indeks"),
			),
			goal(
				PROCESS,
				"Terlaksananya manajemen kinerja ASN yang objektif",
				level("Persentase pegawai yang menetapkan SKP tepat waktu", 100, aspect=TIME),
			),
			*strengthening("BKPSDM"),
		),
		(
			secretariat("bkpsdm", "BKPSDM", ("keuangan", 1), ("administrasi", 2)),
			Unit(
				"mutasi",
				"Bidang Mutasi dan Penilaian Kinerja",
				"Kepala Bidang Mutasi dan Penilaian Kinerja",
				(
					result(
						2,
						"Terlaksananya penilaian kinerja ASN tepat waktu",
						level("Persentase pegawai yang menetapkan SKP tepat waktu", 100, aspect=TIME),
						count("Jumlah perangkat daerah yang didampingi menyusun SKP", 28, "Perangkat Daerah"),
					),
					result(
						1,
						"Terselesaikannya layanan mutasi dan kepangkatan",
						count("Jumlah usul mutasi yang diselesaikan", 720, "Berkas"),
						wait("Rata-rata waktu penyelesaian usul", 10),
					),
				),
				(("analis_sdm", 3), ("pranata_sdm", 2), ("administrasi", 1)),
				after=", S.E., M.Si.",
			),
			Unit(
				"pengembangan",
				"Bidang Pengembangan Kompetensi",
				"Kepala Bidang Pengembangan Kompetensi",
				(
					result(
						1,
						"Terpenuhinya hak pengembangan kompetensi pegawai",
						share("Persentase pegawai dengan pelatihan 20 jam", 80, QUALITY),
						count("Jumlah pelatihan yang diselenggarakan", 18, "Kegiatan"),
					),
					result(
						1,
						"Tersedianya peta kompetensi pegawai",
						count("Jumlah pegawai yang dipetakan kompetensinya", 600, "Orang"),
					),
				),
				(("analis_sdm", 2), ("staf_bidang", 1), ("administrasi", 1)),
			),
		),
	),
	Office(
		"inspektorat",
		"Inspektorat Daerah",
		"Inspektur Daerah",
		"6.01",
		(
			goal(
				RECIPIENTS,
				"Meningkatnya kepatuhan perangkat daerah",
				share("Persentase rekomendasi pemeriksaan yang selesai", 90),
			),
			goal(
				PROCESS,
				"Meningkatnya kapabilitas pengawasan intern",
				level("Tingkat kapabilitas pengawasan intern", 3, "Nilai"),
			),
			*strengthening("Inspektorat Daerah"),
		),
		(
			secretariat("inspektorat", "Inspektorat Daerah", ("keuangan", 1), ("administrasi", 1)),
			Unit(
				"irban",
				"Inspektur Pembantu Wilayah I",
				"Inspektur Pembantu Wilayah I",
				(
					result(
						2,
						"Terlaksananya program kerja pengawasan tahunan",
						count("Jumlah laporan hasil audit", 24, "Laporan"),
						wait("Rata-rata waktu penyelesaian laporan audit", 14),
					),
					result(
						1,
						"Terselesaikannya tindak lanjut hasil pengawasan",
						count(
							"Jumlah rekomendasi pemeriksaan yang selesai ditindaklanjuti", 192, "Rekomendasi"
						),
					),
				),
				(("auditor", 6),),
				after=", S.E., M.Ak.",
			),
		),
	),
	Office(
		"dinkes",
		"Dinas Kesehatan",
		"Kepala Dinas Kesehatan",
		"1.02",
		(
			goal(
				RECIPIENTS,
				"Meningkatnya derajat kesehatan masyarakat",
				level("Umur harapan hidup (tahun)", 71.5, "Nilai"),
				level("Indeks kepuasan pasien", 84, "Indeks"),
			),
			goal(
				PROCESS,
				"Terpenuhinya standar pelayanan minimal bidang kesehatan",
				share("Persentase sasaran standar pelayanan minimal yang terlayani", 100),
			),
			*strengthening("Dinas Kesehatan"),
		),
		(
			secretariat(
				"dinkes",
				"Dinas Kesehatan",
				("kasubbag", 1),
				("perencana", 2),
				("keuangan", 2),
				("administrasi", 2),
			),
			Unit(
				"kesmas",
				"Bidang Kesehatan Masyarakat",
				"Kepala Bidang Kesehatan Masyarakat",
				(
					result(
						2,
						"Meningkatnya kesehatan ibu, anak, dan gizi",
						level("Prevalensi balita stunting", 12, direction=LOWER),
						count("Jumlah posyandu aktif", 210, "Lokasi"),
					),
					result(
						1,
						"Meningkatnya perilaku hidup bersih dan sehat",
						share("Persentase rumah tangga berperilaku sehat", 75),
					),
				),
				(("promkes", 4), ("staf_bidang", 2), ("administrasi", 1)),
				after=", S.K.M., M.K.M.",
			),
			Unit(
				"p2p",
				"Bidang Pencegahan dan Pengendalian Penyakit",
				"Kepala Bidang Pencegahan dan Pengendalian Penyakit",
				(
					result(
						2,
						"Terkendalinya penyakit menular dan tidak menular",
						share("Persentase kasus tuberkulosis yang diobati", 95),
						count("Jumlah penyelidikan epidemiologi", 48, "Kasus"),
					),
					result(
						1,
						"Terselenggaranya surveilans dan imunisasi",
						level("Persentase bayi dengan imunisasi dasar lengkap", 100),
					),
				),
				(("epidemiolog", 3), ("staf_bidang", 1), ("administrasi", 1)),
				after=", S.K.M., M.Epid.",
			),
			Unit(
				"yankes",
				"Bidang Pelayanan Kesehatan",
				"Kepala Bidang Pelayanan Kesehatan",
				(
					result(
						1,
						"Meningkatnya mutu fasilitas pelayanan kesehatan",
						share("Persentase puskesmas terakreditasi paripurna", 80),
					),
					result(
						2,
						"Terpenuhinya tenaga dan obat di fasilitas kesehatan",
						share("Persentase ketersediaan obat esensial", 95),
					),
				),
				(("adminkes", 3), ("staf_bidang", 1), ("administrasi", 1)),
				before="dr. ",
				after=", M.Kes.",
			),
			health_centre(
				"mekar_sari",
				"UPTD Puskesmas Mekar Sari",
				("perawat", 4),
				("perawat_terampil", 3),
				("bidan", 4),
				("dokter", 2),
				("dokter_gigi", 1),
				("apoteker", 1),
				("nutrisionis", 1),
				("sanitasi", 1),
				("laboratorium", 1),
				("rekam_medis", 1),
				("administrasi", 1),
			),
			health_centre(
				"bukit_timah",
				"UPTD Puskesmas Bukit Timah",
				("perawat", 3),
				("perawat_terampil", 2),
				("bidan", 3),
				("dokter", 1),
				("dokter_gigi", 1),
				("apoteker", 1),
				("nutrisionis", 1),
				("sanitasi", 1),
				("administrasi", 1),
			),
		),
		before="dr. ",
		after=", M.Kes.",
	),
	Office(
		"dukcapil",
		"Dinas Kependudukan dan Pencatatan Sipil",
		"Kepala Dinas Kependudukan dan Pencatatan Sipil",
		"2.12",
		(
			goal(
				RECIPIENTS,
				"Meningkatnya kepemilikan dokumen kependudukan",
				level("Persentase penduduk wajib KTP yang telah merekam KTP-el", 100, aspect="Quantity"),
				level("Cakupan kepemilikan akta kelahiran", 99),
			),
			goal(
				PROCESS,
				"Terlaksananya layanan kependudukan satu hari selesai",
				share("Persentase permohonan yang selesai dalam satu hari", 95, TIME),
			),
			*strengthening("Dinas Kependudukan dan Pencatatan Sipil"),
		),
		(
			secretariat("dukcapil", "Dinas Kependudukan dan Pencatatan Sipil"),
			Unit(
				"dafduk",
				"Bidang Pelayanan Pendaftaran Penduduk",
				"Kepala Bidang Pelayanan Pendaftaran Penduduk",
				(
					result(
						2,
						"Terlayaninya permohonan dokumen penduduk",
						count(
							"Jumlah permohonan dokumen kependudukan yang diselesaikan", 36000, "Permohonan"
						),
						wait("Rata-rata waktu penyelesaian permohonan", 1),
					),
					result(
						1,
						"Meningkatnya cakupan perekaman KTP elektronik",
						level(
							"Persentase penduduk wajib KTP yang telah merekam KTP-el", 100, aspect="Quantity"
						),
					),
				),
				(("adb", 3), ("operator_siak", 6)),
			),
			Unit(
				"capil",
				"Bidang Pelayanan Pencatatan Sipil",
				"Kepala Bidang Pelayanan Pencatatan Sipil",
				(
					result(
						1,
						"Meningkatnya cakupan akta pencatatan sipil",
						count("Jumlah akta kelahiran yang diterbitkan", 7200, "Akta"),
						share("Persentase akta yang terbit sesuai batas waktu standar pelayanan", 100, TIME),
					),
					result(
						2,
						"Tertatanya arsip pencatatan sipil",
						count("Jumlah register akta yang didigitalkan", 6000, "Berkas"),
					),
				),
				(("pengelola_akta", 4), ("adb", 1), ("administrasi", 1)),
				after=", S.H., M.H.",
			),
			Unit(
				"piak",
				"Bidang Pengelolaan Informasi dan Pemanfaatan Data",
				"Kepala Bidang Pengelolaan Informasi dan Pemanfaatan Data",
				(
					result(
						2,
						"Terjaganya keandalan sistem kependudukan",
						share("Persentase ketersediaan aplikasi", 99),
					),
					result(
						1,
						"Meningkatnya pemanfaatan data kependudukan",
						count("Jumlah perangkat daerah yang memanfaatkan data", 20, "Perangkat Daerah"),
					),
				),
				(("prakom", 3), ("adb", 1)),
				after=", S.Kom., M.T.I.",
			),
		),
		after=", S.STP., M.Si.",
	),
	Office(
		"dlh",
		"Dinas Lingkungan Hidup",
		"Kepala Dinas Lingkungan Hidup",
		"2.11",
		(
			goal(
				RECIPIENTS,
				"Meningkatnya kualitas lingkungan hidup kota",
				level("Indeks kualitas lingkungan hidup", 66, "Indeks"),
			),
			goal(
				PROCESS,
				"Tertanganinya sampah kota",
				level("Persentase pengurangan sampah dari sumbernya", 30),
				count("Jumlah sampah yang terangkut ke tempat pemrosesan akhir", 60000, "Ton"),
			),
			*strengthening("Dinas Lingkungan Hidup"),
		),
		(
			secretariat("dlh", "Dinas Lingkungan Hidup"),
			Unit(
				"sampah",
				"Bidang Pengelolaan Sampah dan Limbah B3",
				"Kepala Bidang Pengelolaan Sampah dan Limbah B3",
				(
					result(
						2,
						"Terangkutnya sampah kota sesuai jadwal",
						count("Jumlah sampah yang terangkut ke tempat pemrosesan akhir", 60000, "Ton"),
						share("Persentase rute yang terlayani sesuai jadwal", 95, TIME),
					),
					result(
						2,
						"Berkurangnya timbulan sampah dari sumbernya",
						level("Persentase pengurangan sampah dari sumbernya", 30),
					),
					result(
						3,
						"Terawatnya armada dan tempat pemrosesan akhir",
						share("Persentase armada laik jalan", 90),
					),
				),
				(("pengawas_sampah", 4), ("supir_sampah", 8), ("penyapu", 7), ("pedal", 1)),
				after=", S.T., M.T.",
			),
			Unit(
				"penataan",
				"Bidang Penataan dan Penaatan Lingkungan",
				"Kepala Bidang Penataan dan Penaatan Lingkungan",
				(
					result(
						1,
						"Terselesaikannya dokumen lingkungan",
						count("Jumlah rekomendasi teknis lingkungan", 36, "Rekomendasi"),
					),
					result(1, "Terawasinya ketaatan pelaku usaha", share("Persentase usaha yang taat", 80)),
				),
				(("pengawas_lh", 3), ("staf_bidang", 1)),
				after=", S.T., M.Si.",
			),
			Unit(
				"pencemaran",
				"Bidang Pengendalian Pencemaran",
				"Kepala Bidang Pengendalian Pencemaran",
				(
					result(
						1,
						"Terkendalinya pencemaran air dan udara",
						count("Jumlah titik pantau yang diambil contohnya", 384, "Lokasi"),
						level("Indeks kualitas air", 55, "Indeks"),
					),
					result(
						1,
						"Terpulihkannya lahan tercemar",
						count("Jumlah lokasi yang dipulihkan", 3, "Lokasi"),
					),
				),
				(("pedal", 4), ("administrasi", 1)),
				after=", S.Si., M.Si.",
			),
		),
		after=", S.T., M.T.",
	),
	Office(
		"dishub",
		"Dinas Perhubungan",
		"Kepala Dinas Perhubungan",
		"2.15",
		(
			goal(
				RECIPIENTS,
				"Meningkatnya keselamatan dan kelancaran lalu lintas",
				Indicator("Jumlah kasus kecelakaan pada ruas jalan kota", QUALITY, 24, "Kasus", LOWER, SUM),
			),
			goal(
				PROCESS,
				"Meningkatnya kualitas angkutan umum",
				share("Persentase keberangkatan angkutan umum yang tepat waktu", 95, TIME),
			),
			*strengthening("Dinas Perhubungan"),
		),
		(
			secretariat("dishub", "Dinas Perhubungan"),
			Unit(
				"lalin",
				"Bidang Lalu Lintas",
				"Kepala Bidang Lalu Lintas",
				(
					result(
						1,
						"Terkendalinya kemacetan pada simpul utama",
						wait("Rata-rata waktu tanggap kemacetan", 15, "Menit"),
					),
					result(
						1,
						"Terpenuhinya perlengkapan jalan",
						count("Jumlah lokasi dengan perlengkapan jalan yang terpasang", 240, "Lokasi"),
					),
				),
				(("lalu_lintas", 8), ("teknisi_jalan", 4), ("administrasi", 1)),
				after=", S.SiT., M.T.",
			),
			Unit(
				"angkutan",
				"Bidang Angkutan dan Sarana",
				"Kepala Bidang Angkutan dan Sarana",
				(
					result(
						2,
						"Angkutan umum melayani tepat waktu",
						share("Persentase keberangkatan angkutan umum yang tepat waktu", 95, TIME),
					),
					result(
						2,
						"Terminal memenuhi standar pelayanan",
						level("Indeks kepuasan pengguna terminal", 82, "Indeks"),
					),
				),
				(("pengawas_terminal", 5), ("administrasi", 1)),
			),
			Unit(
				"pkb",
				"UPTD Pengujian Kendaraan Bermotor",
				"Kepala UPTD Pengujian Kendaraan Bermotor",
				(
					result(
						1,
						"Kendaraan wajib uji teruji sesuai standar",
						count("Jumlah kendaraan wajib uji yang diuji", 9000, "Kali"),
						wait("Rata-rata waktu pengujian", 30, "Menit"),
					),
					result(1, "Alat uji laik pakai", share("Persentase alat uji yang terkalibrasi", 100)),
				),
				(("penguji", 5), ("administrasi", 1)),
				after=", S.T.",
				position_type="Supervisor",
			),
		),
		after=", A.T.D., M.T.",
	),
	Office(
		"disdik",
		"Dinas Pendidikan",
		"Kepala Dinas Pendidikan",
		"1.01.02",
		(
			goal(
				RECIPIENTS,
				"Meningkatnya mutu layanan pendidikan dasar",
				level("Nilai rapor pendidikan", 75, "Nilai"),
				level("Angka putus sekolah", 0.1, direction=LOWER),
			),
			goal(
				PROCESS,
				"Meningkatnya kompetensi pendidik dan tenaga kependidikan",
				count("Jumlah guru yang mengikuti peningkatan kompetensi", 480, "Orang"),
			),
			*strengthening("Dinas Pendidikan"),
		),
		(
			secretariat(
				"disdik",
				"Dinas Pendidikan",
				("kasubbag", 1),
				("perencana", 1),
				("keuangan", 2),
				("administrasi", 2),
			),
			Unit(
				"sd",
				"Bidang Pembinaan Sekolah Dasar",
				"Kepala Bidang Pembinaan Sekolah Dasar",
				(
					result(
						1,
						"Meningkatnya mutu sekolah dasar",
						count("Jumlah sekolah yang disupervisi", 96, "Sekolah"),
						level("Nilai rapor pendidikan", 75, "Nilai"),
					),
					result(
						2,
						"Guru sekolah dasar meningkat kompetensinya",
						count("Jumlah guru yang mengikuti peningkatan kompetensi", 240, "Orang"),
					),
				),
				(("analis_pendidikan", 3), ("staf_bidang", 2), ("administrasi", 1)),
				after=", S.Pd., M.Pd.",
			),
			Unit(
				"smp",
				"Bidang Pembinaan Sekolah Menengah Pertama",
				"Kepala Bidang Pembinaan Sekolah Menengah Pertama",
				(
					result(
						1,
						"Meningkatnya mutu sekolah menengah pertama",
						count("Jumlah sekolah yang disupervisi", 36, "Sekolah"),
						level("Nilai rapor pendidikan", 75, "Nilai"),
					),
					result(
						2,
						"Guru sekolah menengah meningkat kompetensinya",
						count("Jumlah guru yang mengikuti peningkatan kompetensi", 180, "Orang"),
					),
				),
				(("analis_pendidikan", 3), ("staf_bidang", 1), ("administrasi", 1)),
				after=", S.Pd., M.Pd.",
			),
			school("sdn1", "SD Negeri 01 Mekar Sari", ("guru_kelas", 13), ("tata_usaha", 2)),
			school("sdn7", "SD Negeri 07 Bukit Timah", ("guru_kelas", 11), ("tata_usaha", 2)),
			school(
				"smpn3", "SMP Negeri 3 Dumai", ("guru_mapel", 6), ("guru_mapel_muda", 10), ("tata_usaha", 2)
			),
		),
		after=", S.Pd., M.Pd.",
	),
)

#: a unit founded in mid-year, whose head has not been named: its people have no appraiser
HEADLESS = Unit(
	"mpp",
	"Unit Pengelola Mal Pelayanan Publik",
	"",
	(),
	(("operator_siak", 1), ("administrasi", 1)),
)
