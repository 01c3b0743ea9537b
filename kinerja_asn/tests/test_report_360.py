"""Self against others over many people: figures by hand, for each kind of reader, and never of fewer people than allowed."""

import itertools

import frappe

from kinerja_asn import bulk, permissions
from kinerja_asn.appraisal_360_results import APPRAISAL, RESULT
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests import three_sixty
from kinerja_asn.tests.reports import ReportTestCase

#: (own, superior, peers, colleagues); Harmonis of the first two and of Citra only
PEOPLE = {
	"ani": (5, 3, 4, None),
	"budi": (4, 4, 4, None),
	"sari": (3, 5, None, 4),
	"staf1": (4, 2, 2, None),
	"citra": (2, 4, 4, None),
	"deli": (2, 4, None, None),
	"hera": (3, 3, 3, None),
	"peni": (3, 5, 5, None),
}
OVERALL = {"ani": 3.38, "budi": 4, "sari": 4.5, "staf1": 2, "citra": 4, "deli": 4, "hera": 3, "peni": 5}
HARMONIOUS = ("ani", "budi", "citra")
MEANS = ("people", "own", "others", "gap", "spread", "superior", "peers", "colleagues", "overall", "answers")


class TestAppraisal360Summary(ReportTestCase):
	"""Four of Bidang A, two of Bidang B and two of Dinas are released; Kabid's result waits for the talk."""

	report = "ASN Appraisal 360 Summary"

	@classmethod
	def build(cls):
		cls.agency = agencies.build()
		agencies.hire_more(cls.agency, 1)
		agencies.speak_english(cls.agency)
		cls.campaign = three_sixty.make_campaign(
			cls.agency, title="Penilaian 360 Triwulan I", status="Closed"
		)
		cls.filters = {"period": cls.agency.period.name}
		cls.names = {short: cls.rate(short, *figures) for short, figures in PEOPLE.items()}
		cls.waiting = cls.rate("kabid", 1, 1, 1, None, state="Closed")
		cls.a, cls.b, cls.dinas = (cls.agency.units[unit].name for unit in ("a", "b", "dinas"))

	@classmethod
	def rate(cls, short, own, superior, peers, colleagues, state="Released"):
		name = three_sixty.make_appraisal(
			cls.agency,
			cls.campaign,
			short,
			{},
			workflow_state=state,
			overall=OVERALL.get(short, 0),
			department_name={"a": "Bidang A", "b": "Bidang B"}.get(
				next(
					unit
					for unit, row in cls.agency.units.items()
					if row.name == cls.agency.people[short].department
				),
				"Dinas Contoh",
			),
		)
		behaviours = ("", "Akuntabel", "Harmonis") if short in HARMONIOUS else ("", "Akuntabel")
		parts = {
			"Self": (own, 1),
			"Superior": (superior, 1),
			"Peer": (peers, 3),
			"Colleagues": (colleagues, 3),
		}
		bulk.insert_rows(
			RESULT,
			[
				{
					"name": None,
					"appraisal": name,
					"campaign": cls.campaign,
					"relation": relation,
					"behaviour": behaviour,
					"answers": answers,
					"mean": mean,
					"spread": 0,
				}
				for relation, (mean, answers) in parts.items()
				for behaviour in behaviours
				if mean is not None
			],
			"Administrator",
			three_sixty.MOMENT,
		)
		return name

	def shown(self, who="hera", **filters):
		return {
			name: tuple(row[column] for column in MEANS) for name, row in self.rows_of(who, **filters).items()
		}

	def test_figures_by_hand(self):
		# superior 50, peers 30, both together 50: Ani 3.375, Budi 4, Sari 4.5, staf1 2; the other four 4, 4, 3, 5
		of_a = (4, 4, 3.47, 0.53, 0.9, 3.5, 3.33, None, 3.47, 16)
		small = (4, 2.5, 4, -1.5, 0.7, 4, 4, None, 4, 13)
		self.assertEqual(self.shown(by="Unit"), {"Bidang A": of_a, "Smaller units together": small})
		both = (8, 3.25, 3.73, -0.48, 0.9, 3.75, 3.67, None, 3.74, 29)
		self.assertEqual(self.shown(), {"Penilaian 360 Triwulan I": both})
		rows = self.shown(by="Behaviour", campaign=self.campaign)
		self.assertEqual(rows["All behaviours"], both)
		self.assertEqual(rows["Akuntabel"], (*both[:-2], None, both[-1]))
		# Ani, Budi and Citra: too few in each of their units, enough together
		self.assertEqual(rows["Harmonis"][:4], (3, 3.67, 3.79, -0.13))
		self.assertEqual(list(rows), ["Akuntabel", "Harmonis", "All behaviours"])

	def test_who_reads_what(self):
		of_a = (4, 4, 3.47)
		for who, rows in (
			("hera", {"Bidang A": of_a, "Smaller units together": (4, 2.5, 4)}),
			("audi", {"Bidang A": of_a, "Smaller units together": (4, 2.5, 4)}),
			("kadis", {"Bidang A": of_a, "Smaller units together": (4, 2.5, 4)}),
			("kabid", {"Bidang A": of_a}),
			("deli", {"Bidang A": of_a}),
			# the unit's manager: the overall alone
			("peni", {"Bidang A": (4, None, None)}),
			# too few: two people, one person, oneself
			("pono", {}),
			("kabid_b", {}),
			("ani", {}),
			("lama", {}),
			("heri", {}),
			("lain", {}),
		):
			with self.subTest(who=who):
				found = self.shown(who, by="Unit")
				self.assertEqual({name: row[:3] for name, row in found.items()}, rows)
		row = self.shown("peni", by="Unit")["Bidang A"]
		self.assertEqual((row[3:8], row[8], row[9]), ((None,) * 5, 3.47, None))
		self.assertEqual(list(self.shown("peni", by="Behaviour")), ["All behaviours"])
		self.assertFalse(self.run_report("sari").ok)

	def test_only_what_is_read_person_by_person(self):
		"""The condition says of every row what `may_read_360` says of one; what is not open to a reader moves nothing."""
		rows = frappe.get_all(APPRAISAL, fields=["name", "workflow_state", *permissions.RIGHTS_COLUMNS])
		for who in self.agency.people:
			with self.as_user(self.agency.user(who)), self.subTest(who=who):
				condition = permissions.results_360_condition()
				found = frappe.db.sql(f"select name from `tab{APPRAISAL}` where {condition}", pluck=True)
				self.assertEqual(
					set(found),
					{
						row.name
						for row in rows
						if row.workflow_state == "Released" and permissions.may_read_360(row, "results")
					},
				)
		readers = {"kabid": ("citra", "hera", "kabid"), "peni": tuple(PEOPLE)[:4], "kadis": ("kabid",)}
		for who, hidden in readers.items():
			before = [self.run_report(who, by=by).message for by in ("Campaign", "Behaviour", "Unit")]
			with self.undone():
				names = [self.names.get(short, self.waiting) for short in hidden]
				Row = frappe.qb.DocType(RESULT)
				frappe.qb.update(Row).set(Row.mean, 1).where(Row.appraisal.isin(names)).run()
				after = [self.run_report(who, by=by).message for by in ("Campaign", "Behaviour", "Unit")]
			for one, other in zip(before, after, strict=True):
				self.assertEqual(one["result"], other["result"], who)

	def test_no_row_and_no_difference_of_rows_is_fewer_people(self):
		units = (None, self.dinas, self.a, self.b)
		for who, by in itertools.product(
			("hera", "kadis", "kabid", "peni"), ("Campaign", "Behaviour", "Unit")
		):
			people = {}
			for unit in units:
				for name, row in self.rows_of(who, by=by, department=unit or "").items():
					people.setdefault(name, set()).add(row["people"])
			with self.subTest(who=who, by=by):
				for found in people.values():
					for one, other in itertools.combinations(sorted(found | {0}), 2):
						self.assertGreaterEqual(other - one, 3)
		self.assertEqual(self.rows_of("hera", by="Unit", department=self.b), {})
		# the agency may ask for more
		frappe.db.set_single_value("Kinerja ASN Settings", "minimum_raters", 5)
		agencies.forget()
		self.assertEqual(list(self.rows_of("hera", by="Unit")), ["Smaller units together"])
		frappe.db.set_single_value("Kinerja ASN Settings", "minimum_raters", 1)
		agencies.forget()
		self.assertNotIn("Bidang B", self.rows_of("hera", by="Unit"))

	def test_filters_chart_export_and_statements(self):
		message = self.run_report("hera", by="Behaviour").message
		self.assertEqual(message["chart"]["data"]["labels"], ["Akuntabel", "Harmonis"])
		self.assertIn("Akuntabel", message["report_summary"][0]["value"])
		self.assertIsNone(self.run_report("ani").message["chart"])
		for bad in ({"by": "Person"}, {"period": ""}, {"campaign": ["x"]}, {"department": "Nirwana"}):
			self.assertIn(self.run_report("hera", **bad).status, (403, 417))
		self.assertEqual(self.rows_of("hera", campaign="x' or 1=1 -- "), {})
		sheet = self.exported("hera", by="Behaviour")
		self.assertTrue(sheet.ok and sheet.content.startswith(b"PK"), sheet)
		for by in ("Campaign", "Behaviour", "Unit"):
			self.assertFewStatements(by=by, department=self.dinas)
