"""Evaluations in bulk: created, handed over, taken as read; equal to the form's, restartable, in few statements."""

import datetime
import json
from unittest.mock import patch

import frappe
from frappe.utils import add_days, getdate, nowdate

from kinerja_asn import bulk, evaluation_work
from kinerja_asn.api import evaluations as api
from kinerja_asn.kinerja_asn.doctype.performance_evaluation.performance_evaluation import name_of
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests import factories
from kinerja_asn.tests.base import KinerjaTestCase
from kinerja_asn.tests.test_bulk import STANDARD, shortened

YEAR = agencies.YEAR
QUARTER, EVALUATION = f"{YEAR}-Q1", "Performance Evaluation"
TABLES = ("Performance Evaluation Result", "Performance Evaluation Behaviour")


class EvaluationCase(KinerjaTestCase):
	"""The agency of the tests with agreed plans, and reports of the first quarter for some."""

	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.agency = agencies.build()
		for short, figures in (("ani", (2, 3, 1)), ("budi", (2, 0, 2)), ("sari", (5,))):
			for month, figure in enumerate(figures, 1):
				agencies.make_report(
					cls.agency.plan(short), f"{YEAR}-{month:02d}", "Report Accepted", realisation=figure
				)
		cls.period = cls.agency.period.name

	def run_work(self, work, kind="Periodic", interval=QUARTER, **values):
		return bulk.run(
			work, performance_period=self.period, now=True, kind=kind, interval=interval, **values
		)

	def create(self, kind="Periodic", interval=QUARTER, **values):
		return self.run_work("Create Evaluations", kind, interval, **values)

	def row(self, run, short):
		return frappe.db.get_value(
			"Bulk Run Row",
			{"bulk_run": run, "employee": self.agency.people[short].name},
			["result", "message", "link_doctype", "link_name"],
			as_dict=True,
		)

	def work_off(self):
		frappe.db.commit()
		self.run_jobs()

	def counts(self, run):
		return frappe.db.get_value("Bulk Run", run, ["status", *bulk.COUNTERS], as_dict=True)

	def name_of(self, short, kind="Periodic", interval=QUARTER):
		return name_of(self.agency.plan(short), kind, interval)

	def rate(self, *people, result="As Expected", behaviour="As Expected", **values):
		for short in people:
			frappe.db.set_value(
				EVALUATION,
				self.name_of(short),
				{
					"workflow_state": "Rated",
					"result_rating": result,
					"behaviour_rating": behaviour,
					"predicate": "Good",
					**values,
				},
			)

	def stored(self, name):
		"""The columns of an evaluation and of its rows as they are in the database."""
		Doc = frappe.qb.DocType(EVALUATION)
		row = frappe.qb.from_(Doc).select("*").where(Doc.name == name).run(as_dict=True)[0]
		children = {}
		for doctype in TABLES:
			Child = frappe.qb.DocType(doctype)
			rows = (
				frappe.qb.from_(Child)
				.select("*")
				.where((Child.parent == name) & (Child.parenttype == EVALUATION))
				.orderby(Child.idx)
			).run(as_dict=True)
			# a row that was taken over from the plan by the run is named after it
			children[doctype] = [
				self.comparable(one) | {"length of name": len(one["name"].partition("-")[0])} for one in rows
			]
		return self.comparable(row), children

	def comparable(self, row):
		return {
			column: value
			for column, value in row.items()
			if column not in STANDARD or (column == "row_key" and value and "-" in value)
		}


class CreateTest(EvaluationCase):
	def test_everybody_with_an_agreed_plan_gets_one(self):
		run = self.create()
		counts = self.counts(run)
		plans = frappe.db.count("Work Plan", {"performance_period": self.period})
		self.assertEqual((counts.status, counts.created, counts.problems), ("Completed", plans, 0))
		doc = frappe.get_doc(EVALUATION, self.name_of("ani"))
		self.assertEqual(
			(doc.workflow_state, doc.docstatus, doc.employee), ("Draft", 0, self.agency.ani.name)
		)
		row = doc.results[0]
		self.assertEqual((row.target, row.realisation, row.achievement, row.reported), (6, 6, 100, 1))
		history = json.loads(row.history)
		self.assertEqual([entry["realisation"] for entry in history], [2, 3, 1])
		self.assertEqual(getdate(doc.from_date), datetime.date(YEAR, 1, 1))
		self.assertTrue(
			frappe.db.exists(
				"Notification Log",
				{"for_user": self.agency.user("ani"), "document_name": doc.name},
			)
		)

	def test_the_evaluation_of_the_run_equals_that_of_the_form(self):
		agencies.make_evaluation(
			self.agency.plan("ani"), interval=f"{YEAR}-Q1", state="Acknowledged", result_rating="As Expected",
			behaviour_rating="As Expected",
		)  # fmt: skip
		for kind, interval in (("Periodic", f"{YEAR}-Q2"), ("Annual", None), ("Periodic", f"{YEAR}-Q3")):
			for short in ("ani", "budi", "kabid"):
				with self.subTest(kind=kind, interval=interval, short=short), self.undone():
					name = self.name_of(short, kind, interval)
					with self.undone():
						self.create(kind, interval)
						by_bulk = self.stored(name)
					doc = frappe.get_doc(
						{
							"doctype": EVALUATION,
							"work_plan": self.agency.plan(short),
							"kind": kind,
							"performance_interval": interval,
						}
					)
					doc.insert()
					self.assertEqual(doc.name, name)
					by_form = self.stored(name)
					self.assertEqual(by_bulk[0], by_form[0])
					for doctype in TABLES:
						self.assertEqual(by_bulk[1][doctype], by_form[1][doctype], doctype)
					if short == "ani" and interval != QUARTER:
						self.assertIn("Good", by_form[0]["predicate_history"])

	def test_an_evaluation_that_is_there_stays_and_the_run_can_be_repeated(self):
		agencies.make_evaluation(self.agency.plan("ani"), state="Self Assessed")
		run = self.create()
		self.assertEqual(self.row(run, "ani").result, "Already There")
		self.assertEqual(self.row(run, "budi").result, "Created")
		again = self.create()
		counts = self.counts(again)
		self.assertEqual((counts.created, counts.problems), (0, 0))
		self.assertEqual(
			frappe.db.get_value(EVALUATION, self.name_of("ani"), "workflow_state"), "Self Assessed"
		)

	def test_a_plan_that_was_never_agreed_is_a_problem_and_stops_nobody(self):
		frappe.db.set_value(
			"Work Plan", self.agency.plan("ani"), {"workflow_state": "Plan Proposed", "docstatus": 0}
		)
		run = self.create()
		row = self.row(run, "ani")
		self.assertEqual((row.result, row.link_name), ("Problem", self.agency.plan("ani")))
		self.assertEqual(self.row(run, "budi").result, "Created")
		frappe.db.set_value(
			"Work Plan", self.agency.plan("ani"), {"workflow_state": "Plan Agreed", "docstatus": 1}
		)
		self.assertEqual(self.row(self.create(), "ani").result, "Created")

	def test_who_was_on_leave_throughout_needs_none(self):
		make_leave(self.agency.ani.name, f"{YEAR}-01-01", f"{YEAR}-03-31")
		run = self.create()
		self.assertEqual(self.row(run, "ani").result, "Not Needed")
		self.assertEqual(self.row(run, "budi").result, "Created")

	def test_the_year_is_evaluated_on_the_last_plan(self):
		old = self.agency.plan("ani")
		frappe.db.set_value(
			"Work Plan", old, {"workflow_state": "Closed", "closed_on": f"{YEAR}-06-30", "slot": None}
		)
		new = frappe.copy_doc(frappe.get_doc("Work Plan", old))
		new.update({"name": "SKP-UJI-BARU", "from_date": f"{YEAR}-07-01", "closed_on": None, "docstatus": 1})
		new.workflow_state, new.slot = "Plan Agreed", "uji-baru"
		factories.write(new)
		run = self.create("Annual", None)
		self.assertEqual(self.row(run, "ani").link_name, "SKP-UJI-BARU-E-Annual")
		self.assertFalse(frappe.db.exists(EVALUATION, name_of(old, "Annual", None)))
		self.assertEqual(self.counts(self.create("Annual", None)).created, 0)
		run = self.create("Periodic", f"{YEAR}-Q3")
		self.assertEqual(self.row(run, "ani").link_name, f"SKP-UJI-BARU-E-{YEAR}-Q3")
		self.assertFalse(frappe.db.exists(EVALUATION, name_of(old, "Periodic", f"{YEAR}-Q3")))

	def test_a_manager_stays_within_his_units(self):
		with self.as_user(self.agency.user("peni")):
			run = api.create_for(self.period, "Periodic", QUARTER)
		self.work_off()
		self.assertEqual(self.row(run, "ani").result, "Created")
		self.assertIsNone(self.row(run, "citra"))
		with self.as_user(self.agency.user("peni")), self.assertRaises(frappe.PermissionError):
			api.create_for(self.period, "Periodic", QUARTER, self.agency.units["b"].name)
		with self.as_user(self.agency.user("hera")):
			run = api.create_for(self.period, "Periodic", QUARTER, self.agency.units["b"].name)
		self.work_off()
		self.assertEqual(self.row(run, "citra").result, "Created")
		self.assertIsNone(self.row(run, "kadis"))

	def test_nobody_else_may_and_nonsense_is_refused(self):
		for short in ("ani", "kabid", "kadis", "audi", "heri", "lain"):
			for call in (api.create_for, api.hand_over_for):
				with self.as_user(self.agency.user(short)), self.assertRaises(frappe.PermissionError):
					call(self.period, "Periodic", QUARTER)
		with self.as_user(self.agency.user("hera")):
			for kind, interval in (
				("Periodic", None),
				("Periodic", f"{YEAR}-01"),
				("Periodic", "<b>x</b>"),
				("Weekly", QUARTER),
			):
				with self.assertRaises(frappe.ValidationError):
					api.create_for(self.period, kind, interval)
			with self.assertRaises(frappe.PermissionError):
				api.create_for(self.period, "Annual", department="Dinas Lain - PKL")
		frappe.db.set_value("Performance Period", self.period, "evaluation_frequency", "Annual")
		factories.make_row(
			"Performance Interval", str(YEAR), interval_name=str(YEAR), year=YEAR, frequency="Annual", number=1,
			from_date=f"{YEAR}-01-01", to_date=f"{YEAR}-12-31",
		)  # fmt: skip
		with self.as_user(self.agency.user("hera")), self.assertRaises(frappe.ValidationError):
			api.create_for(self.period, "Periodic", str(YEAR))


class HandOverTest(EvaluationCase):
	def setUp(self):
		super().setUp()
		self.create()

	def hand_over(self, **values):
		return self.run_work("Hand Over Evaluations", **values)

	def test_what_is_rated_is_handed_over_and_the_rest_says_what_is_missing(self):
		self.rate("ani", "sari")
		frappe.db.set_value(EVALUATION, self.name_of("budi"), "workflow_state", "Self Assessed")
		run = self.hand_over()
		doc = frappe.get_doc(EVALUATION, self.name_of("ani"))
		self.assertEqual((doc.workflow_state, doc.docstatus), ("Handed Over", 0))
		self.assertEqual(getdate(doc.object_until), getdate(add_days(nowdate(), 14)))
		self.assertTrue(doc.handed_over_at)
		self.assertEqual(self.row(run, "ani").result, "Done")
		budi = self.row(run, "budi")
		self.assertEqual((budi.result, budi.link_name), ("Problem", self.name_of("budi")))
		self.assertIn("Kabid", budi.message)
		self.rate("budi")
		again = self.hand_over()
		self.assertEqual(self.row(again, "budi").result, "Done")
		self.assertEqual(self.row(again, "ani").result, "Already There")
		told = {"for_user": self.agency.user("ani"), "document_name": doc.name}
		# of its beginning, and once of being handed over
		self.assertEqual(frappe.db.count("Notification Log", told), 2)

	def test_handed_over_as_the_form_does(self):
		self.rate("ani", "budi")
		self.hand_over()
		by_bulk = frappe.get_doc(EVALUATION, self.name_of("ani"))
		frappe.db.set_value(EVALUATION, self.name_of("budi"), "workflow_state", "Rated")
		doc = frappe.get_doc(EVALUATION, self.name_of("budi"))
		doc.workflow_state = "Handed Over"
		with self.as_user(self.agency.user("kabid")):
			doc.save()
		by_form = frappe.get_doc(EVALUATION, doc.name)
		for column in ("workflow_state", "object_until", "docstatus", "predicate"):
			self.assertEqual(by_bulk.get(column), by_form.get(column), column)
		self.assertTrue(by_form.handed_over_at and by_bulk.handed_over_at)

	def test_the_starters_own_is_left_to_somebody_else(self):
		self.rate("hera", "ani", "peni")
		with self.as_user(self.agency.user("hera")):
			run = api.hand_over_for(self.period, "Periodic", QUARTER)
		self.work_off()
		self.assertEqual(self.row(run, "hera").result, "Problem")
		self.assertEqual(self.row(run, "ani").result, "Done")
		self.assertEqual(frappe.db.get_value(EVALUATION, self.name_of("hera"), "workflow_state"), "Rated")
		self.assertEqual(self.row(run, "peni").result, "Done")

	def test_the_act_of_an_external_appraiser_has_to_be_attached(self):
		self.rate("kadis")
		self.assertEqual(self.row(self.hand_over(), "kadis").result, "Problem")
		url = "/private/files/akta-kadis.pdf"
		frappe.db.set_value(EVALUATION, self.name_of("kadis"), "signed_document", url)
		self.assertEqual(self.row(self.hand_over(), "kadis").result, "Problem")
		file = frappe.new_doc("File")
		file.update(
			{
				"file_name": "akta-kadis.pdf",
				"file_url": url,
				"is_private": 1,
				"attached_to_doctype": EVALUATION,
				"attached_to_name": self.name_of("kadis"),
			}
		)
		file.name = "akta-kadis"
		file.db_insert()
		with self.as_user(self.agency.user("pono")):
			run = bulk.run("Hand Over Evaluations", performance_period=self.period, now=True, kind="Periodic", interval=QUARTER)  # fmt: skip
		self.assertEqual(self.row(run, "kadis").result, "Problem")
		self.assertEqual(self.row(self.hand_over(), "kadis").result, "Done")
		self.assertTrue(frappe.db.get_value(EVALUATION, self.name_of("kadis"), "recorded_by"))


class SilenceTest(EvaluationCase):
	def setUp(self):
		super().setUp()
		self.create()

	def hand_over(self, short, until):
		self.rate(short)
		frappe.db.set_value(
			EVALUATION,
			self.name_of(short),
			{"workflow_state": "Handed Over", "object_until": until, "handed_over_at": add_days(until, -14)},
		)

	def daily(self):
		evaluation_work.acknowledge_daily()
		self.work_off()

	def test_the_day_after_the_last_day_and_not_before(self):
		self.hand_over("ani", nowdate())
		self.hand_over("budi", add_days(nowdate(), -1))
		self.daily()
		ani, budi = (frappe.get_doc(EVALUATION, self.name_of(short)) for short in ("ani", "budi"))
		self.assertEqual((ani.workflow_state, ani.docstatus, ani.silent), ("Handed Over", 0, 0))
		self.assertEqual((budi.workflow_state, budi.docstatus, budi.silent), ("Acknowledged", 1, 1))
		self.assertTrue(budi.acknowledged_at)
		self.assertEqual({row.docstatus for row in [*budi.results, *budi.behaviours]}, {1})
		for column in ("from_date", "plan_model", "nip", "appraiser_name", "employee_name"):
			self.assertTrue(budi.get(column), column)
		self.assertTrue(budi.results[0].history and budi.behaviours[0].behaviour)
		told = frappe.get_all("Notification Log", filters={"document_name": budi.name}, pluck="for_user")
		self.assertIn(self.agency.user("budi"), told)
		self.assertIn(self.agency.user("kabid"), told)
		runs = frappe.db.count("Bulk Run", {"work": "Acknowledge Silently"})
		self.daily()
		self.assertEqual(frappe.db.count("Bulk Run", {"work": "Acknowledge Silently"}), runs)

	def test_what_was_acknowledged_or_is_not_handed_over_stays(self):
		self.rate("ani")
		self.daily()
		self.assertEqual(frappe.db.get_value(EVALUATION, self.name_of("ani"), "workflow_state"), "Rated")

	def test_the_agency_may_want_no_silence(self):
		self.hand_over("budi", add_days(nowdate(), -1))
		frappe.db.set_single_value("Kinerja ASN Settings", "silence_acknowledges", 0)
		frappe.clear_document_cache("Kinerja ASN Settings", "Kinerja ASN Settings")
		self.daily()
		self.assertEqual(
			frappe.db.get_value(EVALUATION, self.name_of("budi"), "workflow_state"), "Handed Over"
		)


class UnitRatingTest(EvaluationCase):
	def setUp(self):
		super().setUp()
		self.create()

	def rating_of(self, short):
		return frappe.db.get_value(EVALUATION, self.name_of(short), "unit_rating")

	def test_a_whole_unit_in_one_step(self):
		self.rate("sari")
		unit = self.agency.units["a"].name
		with self.as_user(self.agency.user("hera")):
			answer = api.set_unit_rating(unit, "Periodic", self.period, "Good", QUARTER)
		self.assertEqual((answer["rated"], answer["own"]), (1, 0))
		self.assertEqual(self.rating_of("ani"), "Good")
		self.assertEqual(self.rating_of("budi"), "Good")
		self.assertFalse(self.rating_of("sari"))
		self.assertFalse(self.rating_of("citra"))
		with self.as_user(self.agency.user("hera")):
			answer = api.set_unit_rating(
				self.agency.units["dinas"].name, "Periodic", self.period, "Outstanding", QUARTER, below=True
			)
		self.assertEqual(answer["own"], 1)
		self.assertEqual(self.rating_of("citra"), "Outstanding")
		self.assertFalse(self.rating_of("hera"))

	def test_only_hr_of_the_agency(self):
		unit = self.agency.units["a"].name
		for short in ("ani", "kabid", "peni", "audi", "heri"):
			with self.as_user(self.agency.user(short)), self.assertRaises(frappe.PermissionError):
				api.set_unit_rating(unit, "Periodic", self.period, "Good", QUARTER)
		with self.as_user(self.agency.user("hera")), self.assertRaises(frappe.ValidationError):
			api.set_unit_rating(unit, "Periodic", self.period, "Baik sekali", QUARTER)
		self.assertFalse(self.rating_of("ani"))


class CountTest(KinerjaTestCase):
	STAFF = 40

	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		agencies.make_behaviours()
		cls.company = factories.make_company("Pemerintah Kota Massal", "PKM")
		cls.unit = factories.make_department("Dinas Massal", cls.company)
		cls.agency = agencies.Agency()
		cls.agency.period = cls.period = agencies.make_period(cls.company.name)
		for number in range(cls.STAFF):
			cls.agency.people[f"staf{number}"] = factories.make_employee(
				f"Staf {number}",
				cls.company,
				department=cls.unit,
				reports_to=cls.agency.people.get("staf0"),
				date_of_joining=datetime.date(2015, 3, 1),
			)
			plan = agencies.make_plan(cls.agency, f"staf{number}")
			for month in (1, 2, 3):
				agencies.make_report(plan.name, f"{YEAR}-{month:02d}", "Report Accepted")

	def run_work(self, work):
		return bulk.run(
			work, performance_period=self.period.name, now=True, kind="Periodic", interval=QUARTER
		)

	def warm(self, *works):
		# what Frappe reads of DocTypes and settings once per process does not count
		with self.undone():
			for work in works:
				self.run_work(work)

	def test_creating_and_repeating_take_few_statements(self):
		self.warm("Create Evaluations")
		with self.count_queries() as queries:
			run = self.run_work("Create Evaluations")
		self.assertEqual(frappe.db.get_value("Bulk Run", run, "created"), self.STAFF)
		self.assertLessEqual(len(queries), 60 + 0.03 * self.STAFF, shortened(queries))
		with self.count_queries() as queries:
			again = self.run_work("Create Evaluations")
		self.assertEqual(frappe.db.get_value("Bulk Run", again, "already_there"), self.STAFF)
		self.assertLessEqual(len(queries), 20, shortened(queries))

	def test_handing_over_and_repeating_take_few_statements(self):
		self.warm("Create Evaluations", "Hand Over Evaluations")
		self.run_work("Create Evaluations")
		frappe.db.set_value(EVALUATION, {"performance_period": self.period.name}, "workflow_state", "Rated")
		with self.count_queries() as queries:
			run = self.run_work("Hand Over Evaluations")
		self.assertEqual(frappe.db.get_value("Bulk Run", run, "created"), self.STAFF)
		self.assertLessEqual(len(queries), 60 + 0.03 * self.STAFF, shortened(queries))
		with self.count_queries() as queries:
			again = self.run_work("Hand Over Evaluations")
		self.assertEqual(frappe.db.get_value("Bulk Run", again, "already_there"), self.STAFF)
		self.assertLessEqual(len(queries), 20, shortened(queries))
		frappe.db.set_value(
			EVALUATION, {"performance_period": self.period.name}, "object_until", add_days(nowdate(), -1)
		)
		with self.count_queries() as queries:
			run = bulk.run("Acknowledge Silently", performance_period=self.period.name, now=True)
		self.assertEqual(frappe.db.get_value("Bulk Run", run, "created"), self.STAFF)
		self.assertLessEqual(len(queries), 60 + 0.03 * self.STAFF, shortened(queries))

	def test_a_chunk_stays_within_its_share(self):
		"""Chunks of ten people, to see what each of them costs; a real one holds a thousand."""
		self.warm("Create Evaluations")
		with patch.object(bulk, "CHUNK", 10):
			with self.undone(), self.count_queries() as four:
				self.run_work("Create Evaluations")
			frappe.db.delete("Work Plan", {"name": ["like", f"SKP-{YEAR}-staf2%"]})
			frappe.db.delete("Work Plan", {"name": ["like", f"SKP-{YEAR}-staf3%"]})
			with self.count_queries() as two:
				self.run_work("Create Evaluations")
		self.assertLessEqual((len(four) - len(two)) / 2, 0.03 * 1000, shortened(four))


def make_leave(employee, from_date, to_date, **values):
	"""An approved leave as a row, without HRMS's ledger."""
	factories.make_row("Leave Type", "Cuti Besar", leave_type_name="Cuti Besar")
	row = factories.new("Leave Application", f"LAP-{employee}-{from_date}")
	row.update(
		{
			"employee": employee,
			"leave_type": "Cuti Besar",
			"company": frappe.db.get_value("Employee", employee, "company"),
			"from_date": from_date,
			"to_date": to_date,
			"status": "Approved",
			"docstatus": 1,
			**values,
		}
	)
	return factories.write(row)
