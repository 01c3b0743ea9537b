"""The reports on the cascade: gaps by unit, level and one by one; a leader's role-result matrix. Counted by hand."""

import json

import frappe

from kinerja_asn import cascade
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests.rest import RestTestCase

test_ignore = ["Employee", "Work Plan"]

GAPS, MATRIX = "ASN Alignment Gaps", "ASN Role Result Matrix"


class AlignmentCase(RestTestCase):
	"""Ani supports Kabid's result, Kabid and Kabid Be that of Kadis; nobody supports Kabid Be's, and Budi, Sari, Citra,
	Deli, Hera and Peni support nothing. Kadis' plan takes up the objective of the agency, nothing that of Bidang A."""

	@classmethod
	def build(cls):
		cls.agency = agency = agencies.build()
		agencies.speak_english(agency)
		for short, leader in (("ani", "kabid"), ("kabid", "kadis"), ("kabid_b", "kadis")):
			cls.support(short, leader)
		for short, unit in (("kadis", "dinas"), ("kabid", "a")):
			name = agencies.make_agreement(agency, short).name
			unit = agency.units[unit].department_name
			frappe.db.set_value("Performance Agreement", name, "department_name", unit)
		objective = frappe.get_doc("Performance Agreement", "PK-UJI-kadis").objectives[0].row_key
		frappe.db.set_value(
			"Work Plan Result",
			{"parent": agency.plan("kadis"), "parenttype": "Work Plan"},
			{"agreement": "PK-UJI-kadis", "agreement_row_key": objective},
		)

	@classmethod
	def support(cls, short, leader):
		plan = cls.agency.plan(leader)
		key = frappe.db.get_value("Work Plan Result", {"parent": plan, "parenttype": "Work Plan"}, "row_key")
		frappe.db.set_value(
			"Work Plan Result",
			{"parent": cls.agency.plan(short), "parenttype": "Work Plan"},
			{"superior_plan": plan, "superior_row_key": key},
		)

	def ask(self, who, report, **filters):
		return self.client.call(
			"frappe.desk.query_report.run",
			self.agency.user(who),
			{"report_name": report, "filters": json.dumps(filters)},
		)

	def rows(self, who, report, **filters):
		answer = self.ask(who, report, **filters)
		self.assertTrue(answer.ok, answer)
		return answer.message["result"]


class TestGaps(AlignmentCase):
	def gaps(self, who, **filters):
		return self.rows(who, GAPS, period=self.agency.period.name, **filters)

	def figures(self, who, *columns, **filters):
		"""Of all groups, also of those without a gap."""
		rows = self.gaps(who, complete=1, **filters)
		return {row["name"]: tuple(row[column] for column in columns) for row in rows}

	def test_by_unit(self):
		columns = ("results", "unsupported", "unconnected", "objectives", "unserved")
		everything = {
			# Kabid, Ani, Budi, Sari
			"Bidang A": (4, 0, 2, 1, 1),
			# Kabid Be, Citra, Deli
			"Bidang B": (3, 1, 2, 0, 0),
			# Kadis, Hera, Peni
			"Dinas Contoh": (3, 0, 2, 1, 0),
		}
		found = self.figures("hera", *columns)
		self.assertEqual(found, everything)
		self.assertEqual(self.figures("audi", *columns), everything)
		# an agreement in force is read by everybody in the agency; a plan of Kabid not by who acts for him
		of_a = everything["Bidang A"]
		for who, results in (("kabid", 4), ("deli", 3), ("ani", 1)):
			with self.subTest(who):
				shown = self.figures(who, *columns)
				self.assertEqual(shown["Bidang A"], (results, 0, 0 if who == "ani" else 2, 1, 1))
				self.assertEqual(shown["Dinas Contoh"], (0, 0, 0, 1, 0))
		self.assertEqual(self.figures("heri", *columns), {})
		unit = self.agency.units["a"].name
		self.assertEqual(self.figures("hera", *columns, department=unit), {"Bidang A": of_a})
		answer = self.ask("hera", GAPS, period=self.agency.period.name)
		self.assertEqual([one["value"] for one in answer.message["report_summary"]], [1, 6, 1])
		chart = answer.message["chart"]["data"]
		self.assertEqual(chart["labels"], ["Bidang A", "Bidang B", "Dinas Contoh"])
		self.assertEqual([one["values"] for one in chart["datasets"]], [[0, 1, 0], [2, 2, 2], [1, 0, 0]])

	def test_a_year_that_is_closed_and_people_who_left(self):
		"""When the year is over its gaps are what they were; the plan of a post that was left counts no more."""
		before = self.figures("hera", "results", "unsupported", "unconnected")
		Plan = frappe.qb.DocType("Work Plan")
		mine = Plan.performance_period == self.agency.period.name
		frappe.qb.update(Plan).set(Plan.workflow_state, "Closed").set(Plan.closed_on, Plan.to_date).where(
			mine
		).run()
		self.assertEqual(self.figures("hera", "results", "unsupported", "unconnected"), before)
		frappe.db.set_value("Work Plan", self.agency.plan("budi"), "closed_on", f"{agencies.YEAR}-02-28")
		found = self.figures("hera", "results", "unsupported", "unconnected")
		self.assertEqual(found, before | {"Bidang A": (3, 0, 1)})

	def test_what_is_missing_comes_first_and_the_rest_when_asked_for(self):
		answer = self.ask("ani", GAPS, period=self.agency.period.name)
		self.assertEqual([row["name"] for row in answer.message["result"]], ["Bidang A"])
		self.assertIn("1 without a gap are left out", answer.message["message"])
		answer = self.ask("ani", GAPS, period=self.agency.period.name, complete=1)
		self.assertEqual([row["name"] for row in answer.message["result"]], ["Bidang A", "Dinas Contoh"])
		self.assertFalse(answer.message["message"])
		whole = self.ask("ani", GAPS, period=self.agency.period.name, gap="Nobody supports it")
		self.assertEqual(whole.message["result"], [])
		self.assertIn("No gap was found", whole.message["message"])

	def test_by_level(self):
		found = self.figures("hera", "results", "unsupported", "unconnected", "unserved", by="Level")
		self.assertEqual(
			found,
			{"Implementer": (7, 0, 6, 0), "Administrator": (2, 1, 0, 1), "JPT Pratama": (1, 0, 0, 0)},
		)

	def test_one_by_one_the_same_as_on_the_page(self):
		for words, kind, owners in (
			("Nobody supports it", cascade.UNSUPPORTED, ["Kabid Be"]),
			("Supports nothing", cascade.UNCONNECTED, ["Budi", "Sari", "Citra", "Deli", "Hera", "Peni"]),
			("Nothing takes it up", cascade.UNSERVED, ["Kabid"]),
		):
			with self.subTest(kind):
				rows = self.gaps("hera", by="Result", gap=words)
				self.assertEqual([row["name"] for row in rows], owners)
				with self.as_user(self.agency.user("hera")):
					page = cascade.gaps(self.agency.period.name, kind=kind)["rows"]
				self.assertEqual([row["plan"] for row in page], [row["document"] for row in rows])
				self.assertTrue(all(frappe.db.exists(row["doctype"], row["document"]) for row in rows))
		self.assertEqual(len(self.gaps("hera", by="Result")), 8)
		self.assertEqual(
			[row["name"] for row in self.gaps("hera", by="Result", level="Administrator")],
			["Kabid Be", "Kabid"],
		)
		self.assertEqual([row["name"] for row in self.gaps("kabid", by="Result")], ["Budi", "Sari", "Kabid"])
		answer = self.ask("hera", GAPS, period=self.agency.other_period.name, by="Result")
		self.assertIn("No gap was found", answer.message["message"])


class TestMatrix(AlignmentCase):
	def matrix(self, who, leader="kabid"):
		return self.ask(who, MATRIX, leader_plan=self.agency.plan(leader))

	def test_rows_and_columns(self):
		agencies.make_role_result(self.agency, "budi", "kabid", expected_result="Peta kebutuhan tersusun")
		agencies.make_role_result(self.agency, "citra", "kabid", expected_result="Data Bidang B terpadu")
		answer = self.matrix("hera")
		found = {
			row["name"]: (row["result_1"], row["result_1_supported"], row["given"])
			for row in answer.message["result"]
		}
		self.assertEqual(
			found,
			{
				"Ani": ("In the work plan", 1, 1),
				"Budi": ("Peta kebutuhan tersusun", 0, 1),
				"Sari": ("", 0, 0),
				"Citra": ("Data Bidang B terpadu", 0, 1),
			},
		)
		self.assertEqual(answer.message["columns"][3]["label"], "1. Layanan kabid terlaksana sesuai standar")
		self.assertEqual([one["value"] for one in answer.message["report_summary"]], ["Kabid", 4, 0, 1])
		self.assertEqual(answer.message["chart"]["data"]["datasets"][0]["values"], [3])
		answer = self.matrix("hera", "kabid_b")
		self.assertEqual([one["value"] for one in answer.message["report_summary"]], ["Kabid Be", 1, 1, 1])

	def test_who_sees_which_rows(self):
		agencies.make_role_result(self.agency, "citra", "kabid")
		everybody = {"Ani", "Budi", "Sari", "Citra"}
		for who, rows in (
			("kabid", everybody),
			("deli", everybody),
			("kadis", everybody),
			("audi", everybody),
			("peni", everybody - {"Citra"}),
			("ani", {"Ani"}),
			("citra", {"Citra"}),
		):
			with self.subTest(who):
				answer = self.matrix(who)
				self.assertEqual({row["name"] for row in answer.message["result"]}, rows, answer)
				self.assertEqual(bool(answer.message["report_summary"]), who not in ("ani", "citra"))
		for who in ("heri", "lama", "pono"):
			with self.subTest(who):
				self.assertEqual(self.matrix(who).status, 403)

	def test_who_has_no_matrix_is_told_so(self):
		answer = self.ask("ani", MATRIX)
		self.assertEqual((answer.message["result"], answer.message.get("report_summary")), ([], None))
		self.assertIn("Choose the work plan of a leader.", answer.message["message"])

	def test_words_are_no_markup(self):
		frappe.db.set_value(
			"Work Plan Result",
			{"parent": self.agency.plan("kabid"), "parenttype": "Work Plan"},
			"result",
			"<img src=x onerror=alert(1)> " + "panjang " * 40,
		)
		heading = self.matrix("hera").message["columns"][3]["label"]
		self.assertNotIn("<", heading)
		self.assertLess(len(heading), 100)
