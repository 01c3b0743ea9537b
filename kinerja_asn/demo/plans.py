"""Fills the drafts that the opening of the year has made: results from the top down, indicators, targets, states."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

import frappe

from kinerja_asn import bulk, names
from kinerja_asn.demo.dewi import ANNEX as DEWI_ANNEX
from kinerja_asn.demo.dewi import DEWI, DOCUMENT, DOCUMENT_DUE
from kinerja_asn.demo.dewi import RESULTS as DEWI_RESULTS
from kinerja_asn.demo.offices import OFFICES
from kinerja_asn.demo.organisation import department_name
from kinerja_asn.demo.persons import Person
from kinerja_asn.demo.posts import ADDITIONAL, POSTS, RANGE, SUM, Indicator, Result
from kinerja_asn.demo.rows import Column, change
from kinerja_asn.rules import planning

PLAN = "Work Plan"
DRAFT, PROPOSED, RETURNED, AGREED = "Draft", "Plan Proposed", "Plan Returned", "Plan Agreed"
TABLES = {
	"results": "Work Plan Result",
	"indicators": "Work Plan Indicator",
	"actions": "Work Plan Action",
}
UNITS = {unit.key: unit for office in OFFICES for unit in office.units}
GOALS = {office.key: office.results for office in OFFICES} | {key: unit.goals for key, unit in UNITS.items()}

#: what is not agreed, by place; the rest is
STATES = {
	"mekar_sari.perawat.2": RETURNED,
	"mekar_sari.nutrisionis.1": PROPOSED,
	"mekar_sari.laboratorium.1": PROPOSED,
	"kesmas.promkes.2": PROPOSED,
	"p2p.staf_bidang.1": RETURNED,
	"yankes.administrasi.1": DRAFT,
	"dinkes_sekretariat.administrasi.2": DRAFT,
	"penataan": PROPOSED,
	"penataan.pengawas_lh.1": PROPOSED,
	"penataan.pengawas_lh.2": DRAFT,
	"penataan.staf_bidang.1": DRAFT,
	"sampah.penyapu.7": DRAFT,
	"sampah.pengawas_sampah.4": RETURNED,
	"smpn3.guru_mapel.3": PROPOSED,
	"smpn3.guru_mapel_muda.4": PROPOSED,
	"smpn3.guru_mapel_muda.7": RETURNED,
	"smpn3.tata_usaha.2": DRAFT,
	"sdn7.guru_kelas.4": DRAFT,
	"sdn7.guru_kelas.5": PROPOSED,
	"angkutan": PROPOSED,
	"angkutan.pengawas_terminal.1": DRAFT,
	"angkutan.pengawas_terminal.2": DRAFT,
	"angkutan.administrasi.1": DRAFT,
	"pkb.penguji.2": RETURNED,
	"umum.pengemudi.2": DRAFT,
	"umum.humas.1": PROPOSED,
	"pengembangan.staf_bidang.1": PROPOSED,
	"pencemaran.pedal.2": DRAFT,
}
#: drafts that nobody has begun to write
EMPTY = (
	"yankes.administrasi.1",
	"sampah.penyapu.7",
	"smpn3.tata_usaha.2",
	"angkutan.pengawas_terminal.2",
	"umum.pengemudi.2",
)
#: additional results are given from this class of post on
LEAST_CLASS_FOR_MORE = 5
#: share of this year's target that last year's was
LAST_YEARS = 0.93
RETURN_NOTES = (
	"Target pada hasil kerja kedua belum sesuai dengan capaian tahun lalu. Mohon dinaikkan dan jelaskan dasarnya.",
	"Indikator hasil kerja pertama belum terukur. Sebutkan sumber datanya.",
	"Rencana aksi belum terisi untuk triwulan I. Mohon dilengkapi lalu diajukan kembali.",
)
ROW_NOTE = "Mohon disesuaikan dengan target unit kerja yang sudah disepakati dalam dialog kinerja."
ANNEX = {
	"Resources": "Anggaran kegiatan sesuai DPA, perangkat kerja, dan data pendukung dari unit terkait.",
	"Accountability Scheme": "Laporan bulanan kepada atasan langsung dan evaluasi triwulanan oleh pejabat penilai kinerja.",
	"Consequences": "Tercapai: usulan penghargaan dan pelatihan. Tidak tercapai: bimbingan kinerja.",
}
EXPECTATIONS = {
	"Berorientasi Pelayanan": "Tanggap terhadap keluhan dan menyelesaikannya pada hari yang sama.",
	"Akuntabel": "Menyampaikan laporan tepat waktu dengan bukti dukung yang lengkap.",
	"Kolaboratif": "Aktif berkoordinasi dengan unit kerja lain.",
}


@dataclass
class Plan:
	"""A plan as it is written: the columns of its row, its content, and whose it is."""

	name: str
	person: Person
	columns: frappe._dict
	state: str = AGREED
	results: list = field(default_factory=list)
	indicators: list = field(default_factory=list)
	actions: list = field(default_factory=list)
	behaviours: list = field(default_factory=list)
	#: key of indicator -> targets and realisations of the intervals told so far
	told: dict = field(default_factory=dict)

	#: of the year before the one that is told
	past: bool = False

	@property
	def start_month(self) -> int:
		"""Month of the first day, where that is not the first of the year."""
		first = self.columns.from_date
		return 0 if (first.month, first.day) == (1, 1) else first.month

	@property
	def is_of_dewi(self) -> bool:
		"""The plan whose year is told month by month."""
		return self.person.slot == DEWI and not self.past

	def draw(self, *parts) -> Random:
		"""Chance, the same at every build; of each year its own."""
		year = (self.columns.from_date.year,) if self.past else ()
		return Random("/".join(map(str, (self.person.slot, *year, *parts))))

	def __getattr__(self, column):
		try:
			return self.columns[column]
		except KeyError:
			raise AttributeError(column) from None


def key_of(plan: str, *parts) -> str:
	"""A row's key for life, the same at every build."""
	return hashlib.sha256("/".join([plan, *map(str, parts)]).encode()).hexdigest()[:10]


def read(persons: list[Person], period: str, past: bool = False) -> dict[str, Plan]:
	"""The plans of the period as the opening has made them, by place; the newest where a person has two."""
	by_employee = {person.employee: person for person in persons}
	found = {}
	for row in frappe.get_all(
		PLAN,
		filters={"performance_period": period, "docstatus": ["<", 2]},
		fields=["*"],
		order_by="from_date asc, name asc",
	):
		person = by_employee.get(row.employee)
		if person:
			found[person.slot] = Plan(row.name, person, row, past=past)
	behaviours = {}
	for row in frappe.get_all(
		"Work Plan Behaviour",
		filters={"parenttype": PLAN, "parent": ["in", [plan.name for plan in found.values()]]},
		fields=["parent", "behaviour", "expectation", "row_key"],
		order_by="parent asc, idx asc",
		limit=0,
	):
		behaviours.setdefault(row.parent, []).append(row)
	for plan in found.values():
		plan.behaviours = behaviours.get(plan.name, [])
	return found


class Library:
	"""The indicators of the library by their words; what is missing is added, for the office that needs it."""

	def __init__(self):
		self.rows = {
			(row.indicator_name, row.aspect): row
			for row in frappe.get_all(
				"Performance Indicator",
				fields=["name", "indicator_name", "aspect", "uom", "direction", "adds_up"],
				limit=0,
			)
		}

	def add(self, wanted: dict[tuple, tuple[Indicator, str]]):
		missing = {key: value for key, value in wanted.items() if key not in self.rows}
		rows = [
			{
				"name": name,
				"indicator_name": indicator.text,
				"aspect": indicator.aspect,
				"uom": indicator.uom,
				"direction": indicator.direction,
				"adds_up": indicator.adds_up,
				"highest_possible_target": indicator.highest,
				"active": 1,
				"department": department_name(office),
			}
			for name, (indicator, office) in zip(
				names.reserve("IKI-", len(missing)), missing.values(), strict=True
			)
		]
		bulk.insert_rows("Performance Indicator", rows)
		for row in rows:
			self.rows[(row["indicator_name"], row["aspect"])] = frappe._dict(row)

	def name_of(self, indicator: Indicator) -> str | None:
		"""The library's indicator, if it measures the same way."""
		row = self.rows.get((indicator.text, indicator.aspect))
		same = row and (row.uom, row.direction, row.adds_up) == (
			indicator.uom,
			indicator.direction,
			indicator.adds_up,
		)
		return row.name if same else None


def goals_of(person: Person) -> list[tuple[str, Result]]:
	"""(kind, result) of everything a person is expected to reach."""
	if person.slot == DEWI:
		return DEWI_RESULTS
	if person.head:
		return [("Main", result) for result in GOALS[person.slot]]
	results = [("Main", result) for result in POSTS[person.post].results]
	draw = person.random
	if person.position_class >= LEAST_CLASS_FOR_MORE and draw.random() < 0.35:
		text, indicator = draw.choice(ADDITIONAL)
		results.append(("Additional", Result(None, text, (indicator,))))
	return results


def fill(
	plans: dict[str, Plan],
	library: Library,
	intervals: list,
	moments: "Moments",
	known: dict | None = None,
	states: dict | None = None,
):
	"""Write content and state of these plans.

	Args:
		known: plans that are written already.
		states: what is not agreed, by place.
	"""
	known, states = known or {}, STATES if states is None else states
	wanted = {}
	offices = {unit.key: office.key for office in OFFICES for unit in office.units}
	for plan in plans.values():
		unit = plan.person.unit
		for _kind, result in goals_of(plan.person):
			for indicator in result.indicators:
				wanted.setdefault((indicator.text, indicator.aspect), (indicator, offices.get(unit, unit)))
	library.add(wanted)
	for plan in sorted(plans.values(), key=lambda plan: (not plan.person.head, plan.person.employee)):
		plan.state = states.get(plan.person.slot, AGREED)
		if plan.state != DRAFT or plan.person.slot not in EMPTY:
			compose(plan, {**known, **plans}, library, intervals)
	write_rows(plans)
	write_heads(plans, moments)


def compose(plan: Plan, plans: dict[str, Plan], library: Library, intervals: list):
	"""Build the rows of one plan in memory."""
	person, columns = plan.person, plan.columns
	superior = next((other for other in plans.values() if other.columns.employee == columns.appraiser), None)
	unit = UNITS.get(person.unit)
	qualitative = bool(unit) and unit.approach == "Qualitative"
	columns.approach = "Qualitative" if qualitative else "Quantitative"
	draw = person.random
	goals = goals_of(person)
	if plan.state == DRAFT:
		goals = goals[:1]
	numbers = {"Main": 0, "Additional": 0}
	span = [interval for interval in intervals if columns.from_date <= interval.to_date]
	for position, (kind, goal) in enumerate(goals, 1):
		numbers[kind] += 1
		code = f"{'T' if kind == 'Additional' else ''}{numbers[kind]}"
		row = frappe._dict(
			idx=position,
			short_code=code,
			kind=kind,
			result=goal.text,
			perspective=goal.perspective,
			row_key=key_of(plan.name, "result", position),
		)
		if goal.above and superior and superior.results:
			main = [other for other in superior.results if other.kind == "Main"]
			source = main[min(goal.above, len(main)) - 1]
			row.update(
				superior_plan=superior.name,
				superior_row_key=source.row_key,
				superior_result=source.result,
				superior_owner_name=superior.columns.employee_name,
			)
		plan.results.append(row)
		if qualitative:
			row.success_measure = "; ".join(measure_in_words(indicator) for indicator in goal.indicators)
			continue
		for indicator in goal.indicators:
			_add_indicator(plan, row, indicator, library, span, draw)
	if plan.state == RETURNED:
		plan.results[-1].appraiser_note = ROW_NOTE


def measure_in_words(indicator: Indicator) -> str:
	return f"{indicator.text}: {indicator.target:g} {indicator.uom.lower()} sampai akhir tahun"


def _add_indicator(plan: Plan, result, indicator: Indicator, library: Library, span: list, draw):
	position = len(plan.indicators) + 1
	share_of_year = len(span) / 12
	target = indicator.target
	if indicator.adds_up == SUM and not plan.person.head and plan.person.slot != DEWI:
		target = personal_target(target * share_of_year * (LAST_YEARS if plan.past else 1), draw)
	row = frappe._dict(
		idx=position,
		result_code=result.short_code,
		result_key=result.row_key,
		performance_indicator=library.name_of(indicator),
		indicator=indicator.text,
		aspect=indicator.aspect,
		direction=indicator.direction,
		adds_up=indicator.adds_up,
		target=0 if indicator.direction == RANGE else target,
		target_low=indicator.low,
		target_high=indicator.high,
		uom=indicator.uom,
		highest_possible_target=int(indicator.highest),
		row_key=key_of(plan.name, "indicator", position),
	)
	plan.indicators.append(row)
	if indicator.adds_up != SUM or not span:
		return
	parts = planning.spread_target(str(target), len(span), SUM)
	if indicator is DOCUMENT:
		parts = [int(interval.number == DOCUMENT_DUE) for interval in span]
	for interval, part in zip(span, parts, strict=True):
		if not part:
			continue
		plan.actions.append(
			frappe._dict(
				idx=len(plan.actions) + 1,
				result_code=result.short_code,
				result_key=result.row_key,
				indicator_key=row.row_key,
				action=indicator.text,
				performance_interval=interval.name,
				target=float(part),
				uom=indicator.uom,
				row_key=key_of(plan.name, "action", len(plan.actions) + 1),
			)
		)


def personal_target(target: float, draw) -> int:
	"""A yearly target of one person: near the post's, and a number that people would write."""
	if target < 24:
		return max(1, round(target))
	step = 60 if target >= 600 else 12
	return max(step, round(target * draw.choice((0.9, 0.95, 1, 1, 1.05, 1.1)) / step) * step)


def write_rows(plans: dict[str, Plan]):
	for table, doctype in TABLES.items():
		rows = []
		for plan in plans.values():
			for row in getattr(plan, table):
				rows.append(
					{
						**row,
						"name": row.row_key,
						"parent": plan.name,
						"parenttype": PLAN,
						"parentfield": table,
						"docstatus": int(plan.state == AGREED),
					}
				)
		bulk.insert_rows(doctype, rows)


class Moments:
	"""Days and hours of the demo's year, in working hours."""

	def __init__(self, year: int):
		self.year = year

	def at(self, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
		moment = datetime(self.year, month, min(day, 28) if month == 2 else day, hour, minute)
		while moment.weekday() > 4:
			moment -= timedelta(1)
		return moment


def write_heads(plans: dict[str, Plan], moments: Moments):
	"""State, dates, annex and expectations, in a few statements for all."""
	groups = {}
	for plan in plans.values():
		day = plan.person.random.randint(0, 7)
		groups.setdefault(
			(plan.state, day, plan.columns.approach or "Quantitative", plan.start_month), []
		).append(plan)
	for (state, day, approach, start_month), members in groups.items():
		month = start_month or 1
		proposed = moments.at(month, 8 + day, 10, 15)
		done = moments.at(month, 19 + day, 14, 30)
		made = moments.at(month, 2, 8)
		values = {"approach": approach, "workflow_state": state, "creation": made, "modified": proposed}
		if state != DRAFT:
			values["proposed_at"] = proposed
		if state == RETURNED:
			values |= {
				"returned_at": done,
				"modified": done,
				"return_note": RETURN_NOTES[day % len(RETURN_NOTES)],
			}
		if state == AGREED:
			values |= {
				"docstatus": 1,
				"agreed_on": done,
				"agreed_by": Column("appraiser_name"),
				"modified": done,
			}
		found = [plan.name for plan in members]
		change(PLAN, found, values)
		for plan in members:
			plan.columns.update(
				{key: value for key, value in values.items() if not isinstance(value, Column)}
			)
	full = [plan.name for plan in plans.values() if plan.state != DRAFT]
	for kind, text in ANNEX.items():
		change("Work Plan Annex", full, {"description": text}, by="parent", kind=kind)
	if DEWI in plans:
		for kind, text in DEWI_ANNEX.items():
			change("Work Plan Annex", [plans[DEWI].name], {"description": text}, by="parent", kind=kind)
	spoken = [plan for plan in plans.values() if plan.state == AGREED and not plan.person.head]
	for behaviour, text in EXPECTATIONS.items():
		chosen = [plan for plan in spoken if plan.person.random.random() < 0.6]
		change(
			"Work Plan Behaviour",
			[plan.name for plan in chosen],
			{"expectation": text},
			by="parent",
			behaviour=behaviour,
		)
		for plan in chosen:
			for row in plan.behaviours:
				if row.behaviour == behaviour:
					row.expectation = text
	agreed = [plan.name for plan in plans.values() if plan.state == AGREED]
	for doctype in ("Work Plan Behaviour", "Work Plan Annex"):
		change(doctype, agreed, {"docstatus": 1}, by="parent")
