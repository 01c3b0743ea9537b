"""The people of the demo agency, made up and always the same: names, numbers, ranks, and who stands where.

Nothing here needs a site. Everything random comes from a seed of the person's own place, so that a change in one unit
does not change the others.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from random import Random

from kinerja_asn.demo.offices import HEADLESS, OFFICES, Office, Unit
from kinerja_asn.demo.posts import ADMINISTRATOR, FUNCTIONAL, IMPLEMENTER, JPT, POSTS, SUPERVISOR, Post

SEED = "Pemerintah Kota Dumai"
#: an address of this domain belongs to nobody (RFC 2606)
DOMAIN = "dumai.example"
PREFIX = "PKD-"

MALE, FEMALE = "Male", "Female"
PNS, CPNS, PPPK = "PNS", "CPNS", "PPPK"

FIRST = {
	MALE: (
		"Ahmad Agus Aldi Ali Andi Anton Ardi Arif Bambang Bayu Bobi Dedi Dian Dodi Eko Erwin Fadli Fahmi Ferdi Firman "
		"Galih Guntur Hadi Hasan Hendri Heri Idris Ikhsan Ilham Indra Iqbal Irfan Ismail Jamal Joni Kurnia Lukman "
		"Maulana Mulyadi Nanda Nasrul Oki Putra Rahmat Randi Reza Rian Ridwan Rizki Robi Rudi Said Samsul Slamet Sofyan "
		"Syahrul Tono Umar Wahyu Wawan Yandi Yudi Yusuf Zainal"
	).split(),
	FEMALE: (
		"Adinda Aisyah Anggi Anisa Ayu Citra Desi Devi Dina Eka Elsa Endang Erna Evi Fatimah Fitri Gita Hanum Hesti Ida "
		"Ika Indah Intan Irma Juwita Kartika Lia Lina Lusi Mardiana Maya Mega Melati Mira Murni Nadia Nia Novi Nur Nursiah "
		"Okta Puji Putri Rahayu Rani Ratih Reni Rika Rini Rosita Salsabila Sari Silvia Sri Susi Tika Tri Ulfa Vina Wati "
		"Widya Winda Yanti Yuni Zahra"
	).split(),
}
LAST = {
	MALE: (
		"Abdullah Akbar Alamsyah Anwar Arifin Asmara Aziz Basri Batubara Darmawan Effendi Fauzi Firdaus Ginting Gunawan "
		"Hakim Halim Hamzah Harahap Hasibuan Hidayatullah Hutagalung Irawan Iskandar Kurniawan Lubis Manurung Maulana "
		"Mubarak Nasution Nugroho Pane Panjaitan Pohan Prasetya Purnama Putera Rambe Ramadhan Ritonga Saputra Setiawan "
		"Siagian Simanjuntak Sinaga Siregar Sitompul Suhendra Sukardi Supriadi Susanto Syahputra Tambunan Tanjung Utama "
		"Wibowo Wijaya Yulianto"
	).split(),
	FEMALE: (
		"Agustina Amalia Andriani Anggraini Astuti Aulia Damayanti Dewita Fadillah Febriani Handayani Harahap Hasanah "
		"Hasibuan Herawati Kusuma Lubis Mahdalena Marpaung Maharani Muliani Nasution Ningsih Novita Oktaviani Permata "
		"Pertiwi Pratiwi Purwanti Putri Rahmadani Rahmawati Rambe Ritonga Rosmalia Safitri Saputri Sembiring Septiani "
		"Setyowati Simbolon Siregar Sitorus Suryani Susanti Tanjung Utami Wahyuni Widyastuti Wulandari Yuliana Yusra"
	).split(),
}

#: position type or functional level -> (youngest and oldest year of birth, ranks)
CAREER = {
	JPT: ((1967, 1975), ("IV/b", "IV/c")),
	ADMINISTRATOR: ((1971, 1983), ("III/d", "IV/a", "IV/b")),
	SUPERVISOR: ((1976, 1988), ("III/c", "III/d")),
	"Ahli Madya": ((1968, 1979), ("IV/a", "IV/b")),
	"Ahli Muda": ((1975, 1987), ("III/c", "III/d")),
	"Ahli Pertama": ((1985, 1997), ("III/a", "III/b")),
	"Terampil": ((1986, 1999), ("II/c", "II/d")),
	"Mahir": ((1978, 1990), ("III/a", "III/b")),
	IMPLEMENTER: ((1974, 1998), ("II/b", "II/c", "II/d", "III/a", "III/b")),
}
HEAD_OF_UNIT = ((1974, 1984), ("III/d", "IV/a"))
CONTRACT_RANK = {"Ahli Pertama": "IX", "Ahli Muda": "XI", "Terampil": "VII"}

#: people with a part in the story; whatever is not named comes from the seed
SPECIAL = {
	"setda": {"bare": "Mahmud Effendi", "name": "Drs. H. Mahmud Effendi, M.Si.", "gender": MALE},
	"bkpsdm": {
		"bare": "Yusnidar",
		"name": "Dra. Hj. Yusnidar, M.Si.",
		"gender": FEMALE,
		"roles": ("Employee", "ASN 360 Moderator"),
	},
	"mutasi": {
		"bare": "Rina Marlina",
		"name": "Rina Marlina, S.E., M.Si.",
		"gender": FEMALE,
		"roles": ("Employee", "HR Manager"),
	},
	"irban.auditor.1": {
		"bare": "Syafrizal Harahap",
		"name": "Syafrizal Harahap, S.E., Ak.",
		"gender": MALE,
		"roles": ("Employee", "ASN Performance Auditor"),
		"status": PNS,
	},
	"dinkes": {"bare": "Hendra Gunawan", "name": "dr. Hendra Gunawan, M.Kes.", "gender": MALE},
	"dinkes_sekretariat.perencana.1": {
		"bare": "Fajar Hidayat",
		"name": "Fajar Hidayat, S.E.",
		"gender": MALE,
		"roles": ("Employee", "ASN Performance Manager"),
		"status": PNS,
	},
	"mekar_sari": {
		"bare": "Budi Santoso",
		"name": "dr. Budi Santoso",
		"gender": MALE,
		"birth": date(1985, 12, 31),
		"appointed": date(2010, 12, 1),
		"nip": "198512312010121003",
		"rank": "III/d",
		"status": PNS,
	},
	"mekar_sari.perawat.1": {
		"bare": "Dewi Lestari",
		"name": "Ns. Dewi Lestari, S.Kep.",
		"gender": FEMALE,
		"birth": date(1990, 2, 28),
		"appointed": date(2015, 3, 1),
		"nip": "199002282015032001",
		"rank": "III/b",
		"status": PNS,
	},
	"mekar_sari.perawat.2": {
		"bare": "Nurul Aini",
		"name": "Ns. Nurul Aini, S.Kep.",
		"gender": FEMALE,
		"status": CPNS,
		"birth": date(1998, 6, 17),
		"appointed": date(2025, 4, 1),
	},
	"mekar_sari.bidan.1": {
		"bare": "Siti Rahmah",
		"name": "Siti Rahmah, A.Md.Keb.",
		"gender": FEMALE,
		"status": PPPK,
		"roles": ("Employee Self Service",),
	},
	"sampah.penyapu.1": {
		"bare": "Joko Susilo",
		"name": "Joko Susilo",
		"gender": MALE,
		"status": PPPK,
		"desk": False,
	},
	"dishub": {
		"bare": "Darmawan Nasution",
		"name": "H. Darmawan Nasution, A.T.D., M.T.",
		"gender": MALE,
		"birth": date(1966, 6, 12),
		"appointed": date(1990, 3, 1),
	},
	"dishub_sekretariat": {"bare": "Zulkifli Lubis", "name": "Zulkifli Lubis, S.T., M.T.", "gender": MALE},
	"dafduk": {"bare": "Ratna Siregar", "name": "Hj. Ratna Siregar, S.Sos., M.Si.", "gender": FEMALE},
	"capil": {"bare": "Taufik Rahman", "name": "Taufik Rahman, S.H., M.H.", "gender": MALE},
	"kesmas.promkes.1": {
		"bare": "Andi Pratama",
		"name": "Andi Pratama, S.K.M.",
		"gender": MALE,
		"status": PNS,
		"standing": "Study Assignment",
	},
	"piak.prakom.1": {
		"bare": "Yoga Prasetyo",
		"name": "Yoga Prasetyo, S.Kom.",
		"gender": MALE,
		"status": PNS,
	},
	"pengembangan.analis_sdm.1": {
		"bare": "Nadia Widyastuti",
		"name": "Nadia Widyastuti, S.Psi.",
		"gender": FEMALE,
		"status": PNS,
		"roles": ("Employee", "ASN Counsellor"),
	},
	"umum.administrasi.1": {"status": PNS, "standing": "Unpaid Leave"},
	"sdn7.guru_kelas.1": {"status": PNS, "standing": "Study Assignment"},
	"smpn3.guru_mapel.1": {
		"status": PNS,
		"standing": "Pre-Retirement",
		"birth": date(1966, 11, 3),
		"appointed": date(1992, 3, 1),
		"rank": "IV/b",
	},
	"sampah.supir_sampah.1": {
		"standing": "Pre-Retirement",
		"status": PNS,
		"birth": date(1968, 8, 9),
		"appointed": date(1998, 4, 1),
	},
	"lalin.lalu_lintas.1": {"status": PNS, "standing": "Temporarily Dismissed"},
	"organisasi.analis_kebijakan.1": {"status": PNS, "standing": "State Official"},
	#: still without a number: the opening of the year tells it
	"lalin.administrasi.1": {"status": PPPK, "nip": ""},
}

#: people outside the tables: experts without civil service status, two who left before the demo begins, and two who left in
#: December of the year before, the appraiser of the second being the first
OTHERS = (
	("umum", "Tenaga Ahli Wali Kota", "Non-ASN", None, "Khairul Fahri", MALE),
	("organisasi", "Tenaga Pendamping Reformasi Birokrasi", "Non-ASN", None, "Melinda Sartika", FEMALE),
	("sampah", "Pengawas Persampahan", PNS, date(2024, 4, 30), "Baharuddin", MALE),
	("smpn3", "Guru Mata Pelajaran", PNS, date(2024, 4, 30), "Hasnah Tambusai", FEMALE),
	("angkutan", "Koordinator Terminal", PNS, date(2025, 12, 1), "Rustam Effendi", MALE),
	("angkutan", "Pengawas Terminal", PNS, date(2025, 12, 19), "Hendra Saputra Utama", MALE),
)
#: posts of those who still worked in the year before
LAST_POST = {"angkutan": "pengawas_terminal"}
#: whose appraiser left before the year and was not replaced in the record
APPRAISER_LEFT = ("sampah.supir_sampah.8", "sampah.keluar.1")
#: who left in December, and the one whom he appraised
LEFT_IN_DECEMBER = ("angkutan.keluar.1", "angkutan.keluar.2")


@dataclass
class Person:
	"""One employee of the demo agency. `slot` names the place, as "mekar_sari.perawat.1"."""

	slot: str
	unit: str
	designation: str
	position_type: str | None
	level: str | None
	position_class: int
	name: str
	bare: str
	gender: str
	birth: date
	appointed: date
	nip: str
	status: str
	rank: str | None
	above: str | None = None
	post: str | None = None
	standing: str = "Active"
	employment: str = "Active"
	roles: tuple = ("Employee",)
	desk: bool = True
	employee: str = ""
	user: str = ""
	external: bool = False
	appraiser: str | None = None
	left_on: date | None = None
	titles: tuple = ("", "")

	@property
	def head(self) -> bool:
		return "." not in self.slot

	@property
	def random(self) -> Random:
		return Random(f"{SEED}/{self.slot}")


def all_persons() -> list[Person]:
	"""Everybody, from the top down, with numbers and addresses."""
	found = list(_in_order())
	serials, addresses, names = Counter(), Counter(), Counter()
	for number, person in enumerate(found, 1):
		person.employee = f"{PREFIX}{number:04d}"
		_give_name(person, names)
		address = re.sub(r"[^a-z]+", ".", person.bare.lower()).strip(".")
		addresses[address] += 1
		suffix = addresses[address] if addresses[address] > 1 else ""
		person.user = f"{address}{suffix}@{DOMAIN}"
		if person.status != "Non-ASN":
			_give_number(person, serials)
	return found


def _in_order():
	for office in OFFICES:
		yield _leader(office.key, office.key, office, None if office.key == "setda" else "setda")
		for unit in office.units:
			yield _leader(unit.key, unit.key, unit, office.key)
	for office in OFFICES:
		for unit in office.units:
			yield from _staff(unit, unit.key)
	yield from _staff(HEADLESS, None)
	counters = Counter()
	for unit, designation, status, left_on, bare, gender in OTHERS:
		kind = "keluar" if left_on else "ahli"
		counters[unit] += 1
		slot = f"{unit}.{kind}.{counters[unit]}"
		appraiser = LEFT_IN_DECEMBER[0] if slot == LEFT_IN_DECEMBER[1] else None
		yield Person(
			slot=slot,
			unit=unit,
			designation=designation,
			position_type=None if status == "Non-ASN" else IMPLEMENTER,
			level=None,
			position_class=0 if status == "Non-ASN" else 6,
			name=bare,
			bare=bare,
			gender=gender,
			birth=date(1966, 3, 21) if left_on else date(1984, 5, 2),
			appointed=date(1991, 3, 1) if left_on else date(2024, 1, 2),
			nip="",
			status=status,
			rank="III/d" if left_on else None,
			above=appraiser or unit,
			post=LAST_POST.get(unit),
			appraiser=appraiser,
			left_on=left_on,
			# who left in December worked in the year before
			employment="Left" if left_on and unit not in LAST_POST else "Active",
		)


def _leader(slot: str, unit: str, place: Office | Unit, above: str | None) -> Person:
	kind = place.position_type
	years, ranks = HEAD_OF_UNIT if kind == FUNCTIONAL else CAREER[kind]
	person = _person(
		slot, unit, place.head, kind, None, {JPT: 15, ADMINISTRATOR: 12}.get(kind, 10), years, ranks, above
	)
	person.external = kind == JPT
	person.titles = (place.before, place.after)
	return person


def _staff(unit: Unit, above: str | None):
	for key, number in unit.staff:
		post: Post = POSTS[key]
		years, ranks = CAREER[post.level or post.position_type]
		for index in range(1, number + 1):
			person = _person(
				f"{unit.key}.{key}.{index}",
				unit.key,
				post.designation,
				post.position_type,
				post.level,
				post.position_class,
				years,
				ranks,
				above,
				contract=post.contract,
				post=key,
			)
			person.titles = (post.before, post.after)
			if person.slot == APPRAISER_LEFT[0]:
				person.appraiser = APPRAISER_LEFT[1]
			yield person


def _person(
	slot, unit, designation, kind, level, position_class, years, ranks, above, contract=False, post=None
):
	told = SPECIAL.get(slot, {})
	draw = Random(f"{SEED}/{slot}/person")
	gender = told.get("gender") or draw.choice(
		(MALE, FEMALE, FEMALE) if kind == FUNCTIONAL else (MALE, MALE, FEMALE)
	)
	if post in ("bidan",):
		gender = FEMALE
	if post in ("supir_sampah", "lalu_lintas", "teknisi_jalan", "pengemudi"):
		gender = MALE
	status = told.get("status") or _status(draw, contract, level)
	young = status == CPNS
	birth = told.get("birth") or date(
		draw.randint(1997, 2000) if young else draw.randint(*years), draw.randint(1, 12), draw.randint(1, 28)
	)
	appointed = told.get("appointed") or _appointed(draw, status, birth)
	rank = told.get("rank") or _rank(draw, status, level, ranks)
	return Person(
		slot=slot,
		unit=unit,
		designation=designation,
		position_type=kind,
		level=level,
		position_class=position_class,
		name=told.get("name", ""),
		bare=told.get("bare", ""),
		gender=gender,
		birth=birth,
		appointed=appointed,
		nip=told.get("nip", "-"),
		status=status,
		rank=rank,
		above=above,
		post=post,
		standing=told.get("standing", "Active"),
		roles=told.get("roles", ("Employee",)),
		desk=told.get("desk", True),
	)


def _status(draw: Random, contract: bool, level: str | None) -> str:
	if not contract:
		return PNS
	fate = draw.random()
	if level in ("Ahli Pertama", "Terampil") and fate > 0.94:
		return CPNS
	return PPPK if fate < 0.3 else PNS


def _appointed(draw: Random, status: str, birth: date) -> date:
	if status == CPNS:
		return date(2025, draw.choice((3, 4, 6)), 1)
	if status == PPPK:
		return date(draw.choice((2021, 2022, 2023, 2024)), draw.choice((1, 3, 7)), 1)
	return date(min(birth.year + draw.randint(23, 27), 2022), draw.choice((1, 2, 3, 4, 12)), 1)


def _rank(draw: Random, status: str, level: str | None, ranks: tuple) -> str:
	if status == PPPK:
		return CONTRACT_RANK.get(level, "V")
	return ranks[0] if status == CPNS else draw.choice(ranks)


def _give_name(person: Person, names: Counter):
	if person.bare:
		names[person.bare] += 1
		return
	draw = Random(f"{SEED}/{person.slot}/name")
	for _attempt in range(20):
		bare = f"{draw.choice(FIRST[person.gender])} {draw.choice(LAST[person.gender])}"
		if not names[bare] and len(set(bare.split())) == 2:
			break
	names[bare] += 1
	person.bare = bare
	before, after = person.titles
	person.name = f"{before}{bare}{after}"


def _give_number(person: Person, serials: Counter):
	"""NIP of a PNS or NI PPPK; the serial rises where the first fifteen digits are equal."""
	if person.nip != "-" and person.nip != "":
		serials[person.nip[:15]] = max(serials[person.nip[:15]], int(person.nip[15:]))
		return
	if person.slot in SPECIAL and SPECIAL[person.slot].get("nip") == "":
		person.nip = ""
		return
	sex = "1" if person.gender == MALE else "2"
	if person.status == PPPK:
		start = f"{person.birth:%Y%m%d}{person.appointed:%Y}21{sex}"
	else:
		start = f"{person.birth:%Y%m%d}{person.appointed:%Y%m}{sex}"
	serials[start] += 1
	person.nip = f"{start}{serials[start]:03d}"
