"""Assessments of potential: entered by HR with rules of their own, kept for good, brought by Data Import."""

import json
import re

import frappe
from frappe.utils import add_days, add_months, getdate, nowdate

from kinerja_asn import script_reports
from kinerja_asn.rules.talent import DEFAULT_RULES
from kinerja_asn.setup import settings
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests import factories
from kinerja_asn.tests.base import KinerjaTestCase
from kinerja_asn.tests.rest import RestTestCase
from kinerja_asn.tests.test_import import IMPORTER, ImportCase

TALENT, EVALUATION, MATRIX = "Talent Assessment", "Performance Evaluation", "ASN Talent Matrix"


class TestAssessments(KinerjaTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.agency = agencies.build(with_plans=False)
		agencies.speak_english(cls.agency)

	def enter(self, short="ani", user="hera", **values):
		given = {"potential": "High", "assessed_on": add_days(nowdate(), -30), "source": "Tes", **values}
		with self.as_user(self.agency.user(user)):
			doc = frappe.get_doc(
				{"doctype": TALENT, "employee": self.agency.people[short].name, **given}
			).insert()
		return doc

	def test_the_program_fills_in_who_it_is_and_how_long_it_counts(self):
		doc = self.enter(company=agencies.OTHER_AGENCY, employee_name="x", potential_value=81.5)
		ani = self.agency.ani
		self.assertEqual(
			(doc.employee_name, doc.department, doc.company), (ani.employee_name, ani.department, ani.company)
		)
		self.assertEqual(getdate(doc.valid_until), getdate(add_months(doc.assessed_on, 36)))
		frappe.db.set_single_value("Kinerja ASN Settings", "talent_validity_months", 24)
		agencies.forget()
		self.assertEqual(
			getdate(self.enter("budi").valid_until), getdate(add_months(add_days(nowdate(), -30), 24))
		)
		# a transfer changes nothing of what was measured where
		frappe.db.set_value("Employee", ani.name, "department", self.agency.units["b"].name)
		doc.note = "Catatan"
		doc.save()
		self.assertEqual(doc.department, ani.department)

	def test_what_cannot_be_is_told(self):
		today = nowdate()
		for told, values in (
			("low, medium or high", {"potential": ""}),
			("", {"potential": "Tinggi"}),
			("0 to 1000", {"potential_value": 1001}),
			("", {"potential_value": -1}),
			("who assessed", {"source": "  "}),
			("not come yet", {"assessed_on": add_days(today, 1)}),
			("ends on", {"valid_until": add_days(today, -31)}),
			("ten years", {"valid_until": add_days(today, 5000)}),
			("why", {"revoked": 1}),
			("", {"employee": "TIDAK-ADA"}),
		):
			with self.subTest(values), self.undone(), self.assertThrowsMessage(told):
				self.enter(**values)

	def test_history_is_kept_and_corrected_in_sight(self):
		first = self.enter(potential="Low", assessed_on=add_days(nowdate(), -400))
		second = self.enter()
		with self.assertThrowsMessage(second.name):
			self.enter()
		with self.assertThrowsMessage("kept"):
			frappe.delete_doc(TALENT, first.name)
		with self.as_user(self.agency.user("hera")):
			with self.assertThrowsMessage(exception=frappe.PermissionError):
				frappe.delete_doc(TALENT, first.name)
			with self.assertThrowsMessage("stays so", exception=Exception):
				second.update({"employee": self.agency.budi.name}).save()
			second.reload()
			second.update({"revoked": 1, "revoked_reason": "Orang lain"}).save(ignore_version=False)
		self.assertTrue(frappe.db.exists("Version", {"ref_doctype": TALENT, "docname": second.name}))
		self.assertEqual(self.enter().potential, "High")
		self.assertEqual(frappe.db.count(TALENT, {"employee": self.agency.ani.name}), 3)
		with self.as_user(self.agency.user("ani")):
			with self.assertRaises(frappe.PermissionError):
				frappe.get_list("Version", filters={"docname": second.name})

	def test_nobody_enters_his_own_or_another_agency_s(self):
		for short, user in (("hera", "hera"), ("lain", "hera"), ("ani", "heri")):
			factories.allow(self.agency.user("hera"), "Company", agencies.AGENCY)
			agencies.forget()
			with self.subTest(short), self.undone():
				with self.assertThrowsMessage("own agency", exception=frappe.PermissionError):
					self.enter(short, user)

	def test_settings(self):
		self.assertEqual(settings.talent_rules(), DEFAULT_RULES)
		doc = frappe.get_doc("Kinerja ASN Settings")
		doc.update({"succession_boxes": "9; 8", "talent_of_good": "Above Expectation"}).save()
		self.assertEqual(settings.talent_rules().succession_boxes, (8, 9))
		self.assertEqual(settings.talent_rules().performance_of["Good"], "Above Expectation")
		for boxes in ("", "0", "7, 10", "tujuh", "7,5.5"):
			with self.subTest(boxes), self.assertThrowsMessage("1", "9"):
				frappe.get_doc("Kinerja ASN Settings").update({"succession_boxes": boxes}).save()


class TestTalentImport(ImportCase):
	HEADER = ("employee", "potential", "potential_value", "assessed_on", "valid_until", "source")

	def test_hr_brings_assessments_from_a_file(self):
		a, day = self.agency, f"{agencies.YEAR - 1}-09-10"
		factories.allow(IMPORTER, "Company", agencies.AGENCY)
		agencies.forget()
		rows = [
			self.HEADER,
			(a.ani.name, "High", 86, day, "", "Assessment center"),
			(a.ani.name, "High", 86, day, "", "Assessment center"),
			(a.budi.name, "High", 5000, day, "", "Assessment center"),
			(a.lain.name, "Low", "", day, "", "Assessment center"),
			("TIDAK-ADA", "Low", "", day, "", "Assessment center"),
			(a.citra.name, "Low", "", day, f"{agencies.YEAR + 1}-01-31", "Tes potensi"),
			(a.deli.name, "Medium", "", day, "", ""),
		]
		log = self.import_rows(TALENT, rows, xlsx=False)
		self.assertRows(log, [2, 7], {3: "TAL-", 4: "", 5: "", 6: "", 8: ""})
		for row in (4, 5, 6, 8):
			self.assertTrue(log[row].told, row)
		found = frappe.get_doc(TALENT, log[2].docname)
		self.assertEqual((found.employee_name, found.potential_value), (a.ani.employee_name, 86))
		self.assertEqual(
			str(frappe.get_doc(TALENT, log[7].docname).valid_until), f"{agencies.YEAR + 1}-01-31"
		)


class TestMatrix(RestTestCase):
	"""The nine boxes, by hand: everybody with a plan, the predicate handed over last, the assessment valid on the day."""

	@classmethod
	def build(cls):
		cls.agency = agency = agencies.build()
		agencies.speak_english(agency)
		above, expected, below = "Above Expectation", "As Expected", "Below Expectation"
		for short, result, behaviour, state in (
			("ani", above, above, "Acknowledged"),
			("budi", expected, expected, "Handed Over"),
			("sari", below, expected, "Decided"),
			("kabid", above, expected, "Acknowledged"),
			# the appraiser still thinks about it
			("citra", above, above, "Rated"),
			("hera", above, above, "Acknowledged"),
		):
			agencies.make_evaluation(
				agency.plan(short), "Annual", state=state, result_rating=result, behaviour_rating=behaviour
			)
		frappe.db.set_value(EVALUATION, {"kind": "Annual"}, "to_date", add_days(nowdate(), -1))
		agencies.make_talent(agency, "ani", "Low", assessed_on=add_days(nowdate(), -400))
		agencies.make_talent(agency, "ani", "High")
		agencies.make_talent(agency, "budi", "Medium")
		agencies.make_talent(agency, "budi", "High", assessed_on=add_days(nowdate(), -20), revoked=1)
		agencies.make_talent(agency, "sari", "High")
		agencies.make_talent(agency, "citra", "Medium")
		agencies.make_talent(agency, "hera", "High")
		agencies.make_talent(
			agency, "kabid", assessed_on=add_days(nowdate(), -900), valid_until=add_days(nowdate(), -1)
		)
		agencies.make_talent(agency, "lain", "High")

	def ask(self, user="hera", **filters):
		return self.client.call(
			"frappe.desk.query_report.run",
			user=self.agency.user(user),
			report_name=MATRIX,
			filters=json.dumps(filters),
		)

	def rows(self, user="hera", **filters):
		answer = self.ask(user, **filters)
		self.assertTrue(answer.ok, answer)
		return {row["employee_name"]: row for row in answer.message["result"]}

	def boxes(self, user="hera", **filters):
		return {name: row["box"] for name, row in self.rows(user, **filters).items()}

	def test_boxes(self):
		found = self.boxes()
		name = {short: person.employee_name for short, person in self.agency.people.items()}
		known = {name["ani"]: 9, name["sari"]: 6, name["budi"]: 5}
		lacking = {name[short] for short in ("kadis", "kabid", "kabid_b", "citra", "deli", "peni")}
		# the viewer does not find himself
		self.assertEqual(found, known | dict.fromkeys(lacking))
		for box, people in (
			("9", {"ani"}),
			("8", set()),
			("Pool", {"ani"}),
			("No Potential", {"kabid"}),
			("No Performance", {"citra"}),
			("Neither", {"kadis", "kabid_b", "deli", "peni"}),
		):
			self.assertEqual(set(self.boxes(box=box)), {name[short] for short in people}, box)
		self.assertEqual(
			set(self.boxes(department=self.agency.units["b"].name)),
			{name[short] for short in ("kabid_b", "citra", "deli")},
		)
		row = self.rows()[name["ani"]]
		self.assertEqual((row["level"], row["potential"], row["pool"]), ("Above Expectation", "High", "Yes"))
		# as it was a year ago: the earlier assessment, and no annual predicate yet
		row = self.rows(day=str(add_days(nowdate(), -300)), period=self.agency.period.name)
		if name["ani"] in row:
			self.assertEqual(row[name["ani"]]["potential"], "Low")

	def test_an_earlier_post_of_the_year_is_not_its_predicate(self):
		"""Ani has changed posts: what the earlier appraiser said is no predicate of the year, until the last one sets it."""
		agencies.make_next_plan(self.agency, "ani", f"{agencies.YEAR}-02-01")
		row = self.rows()[self.agency.ani.employee_name]
		self.assertEqual((row["box"], row["predicate"], row["potential"]), (None, "", "High"))

	def test_the_grid_counts_everybody(self):
		message = self.ask().message["message"]
		grid = {
			int(box): int(number) for box, number in re.findall(r"<span>(\d)</span><b>(\d+)</b>", message)
		}
		self.assertEqual(grid, {**dict.fromkeys(range(1, 10), 0), 9: 1, 6: 1, 5: 1})
		beside = dict(re.findall(r"data-talent-box='([\w ]*)'><b>(\d+)</b>", message))
		self.assertEqual(
			beside, {"Pool": "1", "No Potential": "1", "No Performance": "1", "Neither": "4", "": "9"}
		)

	def test_the_agency_s_own_boxes(self):
		frappe.get_doc(settings.DOCTYPE).update(
			{"succession_boxes": "5", "talent_of_needs_improvement": "As Expected"}
		).save()
		rows = self.rows(box="Pool")
		self.assertEqual(list(rows), [self.agency.budi.employee_name])
		self.assertEqual(self.boxes()[self.agency.sari.employee_name], 8)

	def test_who_reads_it(self):
		self.assertIn(self.agency.ani.employee_name, self.rows("audi"))
		self.assertIn(self.agency.hera.employee_name, self.rows("audi"))
		self.assertEqual(self.boxes("heri"), {self.agency.lain.employee_name: None})
		for user in ("kadis", "kabid", "deli", "peni", "ani", "sari"):
			self.assertEqual(self.ask(user).status, 403, user)
		with self.as_user(self.agency.user("kadis")), self.assertRaises(frappe.PermissionError):
			script_reports.class_of(MATRIX)({}).run()
		for filters in ({"box": "10"}, {"day": "besok"}, {"department": "Nirwana"}, {"period": "' OR 1"}):
			self.assertIn(self.ask(**filters).status, (403, 417), filters)
