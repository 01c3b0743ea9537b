"""The year: proposed windows, what is refused, opening and extending through the doors of real users."""

from datetime import date

import frappe
from frappe import _
from frappe.utils import add_days, formatdate, getdate, nowdate

from kinerja_asn import bulk, stages
from kinerja_asn.rules import planning
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests import factories
from kinerja_asn.tests.base import KinerjaTestCase
from kinerja_asn.tests.rest import RestTestCase, resource

NEXT = date.today().year + 1


def draft(company, year=NEXT, **values):
	doc = frappe.new_doc("Performance Period")
	doc.update(
		{
			"year": year,
			"company": company.name,
			"reporting_frequency": "Monthly",
			"evaluation_frequency": "Quarterly",
			"default_approach": "Quantitative",
			**values,
		}
	)
	return doc


class PeriodTest(KinerjaTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.company = factories.make_company("Pemerintah Kota Tahun", "PKT")

	def window(self, doc, stage, interval=None):
		return next(
			row for row in doc.stages if row.stage == stage and (row.performance_interval or None) == interval
		)

	def test_a_new_year_proposes_its_intervals_and_windows(self):
		doc = draft(self.company).insert()
		self.assertEqual(doc.name, f"{NEXT}-PKT")
		self.assertEqual(doc.status, "Draft")
		self.assertEqual(
			(getdate(doc.from_date), getdate(doc.to_date)), (date(NEXT, 1, 1), date(NEXT, 12, 31))
		)
		self.assertEqual(len(doc.stages), 2 + 12 + 4 + 1)
		self.assertEqual(frappe.db.count("Performance Interval", {"year": NEXT}), 16)
		plan = self.window(doc, "Planning")
		self.assertEqual(
			(getdate(plan.opens_on), getdate(plan.closes_on)), (date(NEXT, 1, 1), date(NEXT, 1, 31))
		)
		report = self.window(doc, "Reporting", f"{NEXT}-03")
		self.assertEqual(getdate(report.closes_on), date(NEXT, 4, 5))
		self.assertTrue(report.late_allowed)

	def test_every_pair_of_frequencies_works_or_is_refused_in_words(self):
		year = NEXT
		for reporting in planning.FREQUENCIES:
			for evaluation in planning.FREQUENCIES:
				with self.subTest(reporting=reporting, evaluation=evaluation), self.undone():
					doc = draft(
						self.company, year, reporting_frequency=reporting, evaluation_frequency=evaluation
					)
					try:
						planning.check_frequencies(reporting, evaluation)
					except planning.RuleError:
						with self.assertThrowsMessage(_(reporting), _(evaluation)):
							doc.insert()
					else:
						doc.insert()
						self.assertTrue(doc.stages)

	def test_two_agencies_share_the_intervals(self):
		draft(self.company).insert()
		draft(factories.make_company("Pemerintah Kota Kedua", "PK2")).insert()
		self.assertEqual(frappe.db.count("Performance Interval", {"year": NEXT}), 16)

	def test_a_year_is_there_once(self):
		draft(self.company).insert()
		with self.assertThrowsMessage(f"{NEXT}-PKT", exception=frappe.DuplicateEntryError):
			draft(self.company).insert()

	def test_a_year_out_of_range_is_refused(self):
		for year in (0, 26, 1999, 20260):
			with self.assertThrowsMessage(str(year)):
				draft(self.company, year).insert()

	def test_other_frequencies_of_a_draft_propose_other_windows(self):
		doc = draft(self.company).insert()
		self.window(doc, "Planning").closes_on = date(NEXT, 2, 15)
		doc.save()
		doc.reporting_frequency = "Quarterly"
		doc.save()
		self.assertEqual(len(doc.stages), 2 + 4 + 4 + 1)
		self.assertEqual(getdate(self.window(doc, "Planning").closes_on), date(NEXT, 2, 15))

	def test_bad_windows_are_refused_with_their_stage(self):
		cases = (
			(lambda row: row.update({"closes_on": date(NEXT, 1, 1)}), "Reporting", f"{NEXT}-05"),
			(lambda row: row.update({"closes_on": date(NEXT + 3, 1, 1)}), "Planning", None),
			(lambda row: row.update({"opens_on": date(NEXT - 2, 1, 1)}), "Planning", None),
			(lambda row: row.update({"opens_on": date(NEXT, 1, 5)}), "Reporting", f"{NEXT}-05"),
			(lambda row: row.update({"closes_on": date(NEXT, 12, 1)}), "Reporting", f"{NEXT}-05"),
			(lambda row: row.update({"performance_interval": f"{NEXT}-Q1"}), "Reporting", f"{NEXT}-05"),
			(lambda row: row.update({"performance_interval": f"{NEXT}-06"}), "Reporting", f"{NEXT}-05"),
			(lambda row: row.update({"stage": "Adjustment"}), "Planning", None),
		)
		doc = draft(self.company).insert()
		for number, (spoil, stage, interval) in enumerate(cases):
			with self.subTest(number), self.undone():
				doc.reload()
				spoil(self.window(doc, stage, interval))
				with self.assertThrowsMessage(_(stage)):
					doc.save()

	def test_a_missing_window_is_named(self):
		doc = draft(self.company).insert()
		doc.set("stages", [row for row in doc.stages if row.stage != "Adjustment"])
		with self.assertThrowsMessage(_("Adjustment")):
			doc.save()

	def test_an_interval_is_the_calendars(self):
		with self.assertThrowsMessage("2026-X"):
			frappe.get_doc(
				{
					"doctype": "Performance Interval",
					"interval_name": "2026-X",
					"year": 2026,
					"frequency": "Monthly",
					"number": 1,
					"from_date": "2026-01-01",
					"to_date": "2026-01-31",
				}
			).insert()

	def test_only_a_draft_is_deleted(self):
		doc = draft(self.company).insert()
		doc.db_set("status", "Open")
		with self.assertThrowsMessage():
			doc.delete()
		doc.db_set("status", "Draft")
		doc.delete()


class WindowTest(KinerjaTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.company = factories.make_company("Pemerintah Kota Jendela", "PKJ")
		cls.period = draft(cls.company).insert()
		cls.period.db_set("status", "Open")
		cls.name = cls.period.name

	def test_before_within_and_after(self):
		self.assertEqual(stages.check_window(self.name, "Planning", on_date=date(NEXT, 1, 1)), "open")
		self.assertEqual(stages.check_window(self.name, "Planning", on_date=date(NEXT, 1, 31)), "open")
		with self.assertThrowsMessage(
			formatdate(date(NEXT, 1, 1)), formatdate(date(NEXT, 1, 31)), exception=stages.OutsideWindow
		):
			stages.check_window(self.name, "Planning", on_date=date(NEXT, 2, 1))
		with self.assertThrowsMessage(formatdate(date(NEXT, 1, 1)), exception=stages.OutsideWindow):
			stages.check_window(self.name, "Planning", on_date=date(NEXT - 1, 12, 31))

	def test_late_is_told_where_it_is_allowed(self):
		interval = f"{NEXT}-03"
		self.assertEqual(stages.check_window(self.name, "Reporting", interval, date(NEXT, 4, 5)), "open")
		self.assertEqual(stages.check_window(self.name, "Reporting", interval, date(NEXT, 4, 6)), "late")
		self.assertEqual(stages.due_on(self.name, "Reporting", interval), date(NEXT, 4, 5))

	def test_by_year_and_agency(self):
		self.assertEqual(
			stages.check_window(NEXT, "Planning", on_date=date(NEXT, 1, 2), company=self.company.name), "open"
		)

	def test_the_annual_evaluation_needs_no_interval(self):
		day = date(NEXT + 1, 1, 5)
		for interval in (None, f"{NEXT}"):
			self.assertEqual(stages.check_window(self.name, "Annual Evaluation", interval, day), "open")

	def test_an_unknown_window_and_a_period_that_is_not_open(self):
		with self.assertThrowsMessage(_("Reporting"), exception=stages.OutsideWindow):
			stages.check_window(self.name, "Reporting", "2020-01", date(NEXT, 1, 2))
		self.period.db_set("status", "Draft")
		with self.assertThrowsMessage(self.name, exception=stages.OutsideWindow):
			stages.check_window(self.name, "Planning", on_date=date(NEXT, 1, 2))

	def test_one_statement(self):
		with self.assertQueryCount(1):
			stages.check_window(self.name, "Planning", on_date=date(NEXT, 1, 2))


class DoorsTest(RestTestCase):
	@classmethod
	def build(cls):
		cls.agency = agencies.build(with_plans=False)
		cls.manager = factories.make_employee(
			"Pengelola",
			agencies.AGENCY,
			department=cls.agency.units["dinas"],
			roles=("ASN Performance Manager",),
		)
		cls.year = draft(frappe.get_doc("Company", agencies.AGENCY)).insert()

	def call(self, method, who, **params):
		user = self.manager.user_id if who == "manager" else self.agency.user(who)
		return self.client.call(f"kinerja_asn.api.periods.{method}", user=user, data=params)

	def read(self, method, who, **params):
		return self.client.get(f"/api/method/kinerja_asn.api.periods.{method}", self.agency.user(who), params)

	def status(self):
		return frappe.db.get_value("Performance Period", self.year.name, "status")

	def test_hr_creates_the_year_and_others_do_not(self):
		values = {
			"year": NEXT + 1,
			"company": agencies.AGENCY,
			"reporting_frequency": "Monthly",
			"evaluation_frequency": "Quarterly",
			"default_approach": "Quantitative",
		}
		for who in ("ani", "kadis", "peni", "audi", "sari"):
			with self.undone():
				answer = self.client.post(resource("Performance Period"), self.agency.user(who), values)
				self.assertEqual(answer.status, 403, answer)
		with self.undone():
			answer = self.client.post(resource("Performance Period"), self.agency.user("hera"), values)
			self.assertEqual(answer.status, 200, answer)
			self.assertEqual(answer.data["name"], f"{NEXT + 1}-PKC")

	def test_who_may_open(self):
		for who in ("ani", "kadis", "audi", "sari", "peni", "heri", "lain"):
			with self.undone():
				answer = self.call("open_period", who, period=self.year.name)
				self.assertEqual(answer.status, 403, answer)
				self.assertEqual(self.status(), "Draft")
		for who in ("hera", "manager"):
			with self.undone():
				answer = self.call("open_period", who, period=self.year.name)
				self.assertEqual(answer.status, 200, answer)
				self.assertEqual(self.status(), "Open")

	def test_status_and_windows_are_not_written_by_hand(self):
		path = resource("Performance Period", self.year.name)
		with self.undone():
			answer = self.client.put(path, self.agency.user("hera"), {"status": "Open"})
			self.assertRefused(answer)
		with self.undone():
			self.call("open_period", "hera", period=self.year.name)
			stored = self.client.get(path, self.agency.user("hera")).data
			stored["stages"][0]["closes_on"] = f"{NEXT}-03-31"
			answer = self.client.put(path, self.agency.user("hera"), {"stages": stored["stages"]})
			self.assertRefused(answer)
			answer = self.client.put(
				path, self.agency.user("hera"), {"extensions": [{"reason": "diam-diam"}]}
			)
			self.assertRefused(answer)

	def test_a_manager_of_a_unit_looks_again_in_his_unit_only(self):
		with self.undone():
			self.call("open_period", "hera", period=self.year.name)
			self.jobs.clear()
			frappe.db.set_value(
				"Bulk Run",
				{"performance_period": self.year.name},
				{"active_key": None, "status": "Cancelled"},
			)
			answer = self.call("open_period", "peni", period=self.year.name)
			self.assertEqual(answer.status, 200, answer)
			self.run_jobs()
			people = frappe.get_all(
				"Work Plan", filters={"performance_period": self.year.name}, pluck="employee"
			)
			unit = self.agency.units["a"].name
			self.assertEqual(
				set(people), set(frappe.get_all("Employee", filters={"department": unit}, pluck="name"))
			)

	def test_opening_by_request_and_job(self):
		with self.undone():
			answer = self.call("open_period", "hera", period=self.year.name)
			again = self.call("open_period", "hera", period=self.year.name)
			self.assertEqual(answer.message, again.message)
			state = self.read("run_state", "hera", run=answer.message).message
			self.assertTrue(state["active"])
			self.run_jobs()
			state = self.read("run_state", "hera", run=answer.message).message
			self.assertEqual((state["status"], state["active"]), ("Completed", False))
			self.assertEqual(state["done"], state["total"])
			rows = self.read("results", "hera", run=answer.message).message["rows"]
			self.assertEqual(len(rows), state["total"])
			self.assertEqual(rows[0]["result"], "Problem" if state["problems"] else rows[0]["result"])
			found = self.read("overview", "hera", period=self.year.name).message
			self.assertEqual(found["states"], {"Draft": state["created"]})
			self.assertTrue(found["may_close"])
			self.assertEqual(self.read("run_state", "ani", run=answer.message).status, 403)
			self.assertEqual(self.read("results", "heri", run=answer.message).status, 403)
			mine = self.read("results", "peni", run=answer.message).message["rows"]
			self.assertEqual({row["department"] for row in mine}, {self.agency.units["a"].department_name})

	def test_a_manager_of_a_unit_reads_the_counts_of_his_unit(self):
		with self.undone():
			run = self.call("open_period", "hera", period=self.year.name).message
			self.run_jobs()
			whole = self.read("run_state", "hera", run=run).message
			part = self.read("run_state", "peni", run=run).message
			rows = self.read("results", "peni", run=run).message["rows"]
			self.assertEqual((whole["of_units"], part["of_units"]), (False, True))
			self.assertEqual(part["done"], len(rows))
			self.assertLess(part["done"], whole["done"])
			self.assertEqual(part["total"], part["done"])
			self.assertEqual(part["percent"], 100)
			for column, results in bulk.COUNTERS.items():
				self.assertEqual(part[column], sum(row["result"] in results for row in rows), column)
			self.assertTrue(self.read("overview", "peni", period=self.year.name).message["of_units"])
			self.assertFalse(self.read("overview", "hera", period=self.year.name).message["of_units"])

	def test_extending_records_who_when_and_why(self):
		with self.undone():
			self.call("open_period", "hera", period=self.year.name)
			wanted = {"period": self.year.name, "stage": "Planning", "closes_on": f"{NEXT}-02-15"}
			for who in ("ani", "kadis", "audi", "peni", "heri"):
				self.assertEqual(self.call("extend_stage", who, **wanted, reason="Perlu").status, 403)
			self.assertRefused(self.call("extend_stage", "hera", **wanted, reason="  "))
			answer = self.call("extend_stage", "manager", **wanted, reason="Banjir di kantor")
			self.assertEqual(answer.status, 200, answer)
			doc = frappe.get_doc("Performance Period", self.year.name)
			row = doc.extensions[0]
			self.assertEqual(
				(getdate(row.closed_on), getdate(row.closes_on)), (date(NEXT, 1, 31), date(NEXT, 2, 15))
			)
			self.assertEqual((row.reason, row.extended_by), ("Banjir di kantor", "Pengelola"))
			self.assertEqual(
				stages.check_window(self.year.name, "Planning", on_date=date(NEXT, 2, 15)), "open"
			)
			# an extension is taken back by another one
			wanted["closes_on"] = f"{NEXT}-01-31"
			self.assertEqual(self.call("extend_stage", "hera", **wanted, reason="Sudah selesai").status, 200)
			self.assertEqual(len(frappe.get_doc("Performance Period", self.year.name).extensions), 2)
			wanted["closes_on"] = f"{NEXT - 1}-01-31"
			self.assertRefused(self.call("extend_stage", "hera", **wanted, reason="Terbalik"))
			for day in ("", "besok", f"{NEXT}-02-30"):
				with self.assertThrowsMessage("Enter the new last day"):
					stages.extend(self.year.name, "Planning", None, day, "Tanpa tanggal")

	def test_only_hr_closes_and_changes_appraisers(self):
		with self.undone():
			self.call("open_period", "hera", period=self.year.name)
			for who in ("ani", "kadis", "peni", "audi", "manager"):
				self.assertEqual(self.call("close_period", who, period=self.year.name).status, 403)
				answer = self.call(
					"change_appraiser",
					who,
					employees=[self.agency.ani.name],
					reason="Pindah",
					appraiser=self.agency.kabid_b.name,
				)
				self.assertEqual(answer.status, 403, answer)
			answer = self.call(
				"change_appraiser",
				"hera",
				employees=[self.agency.ani.name],
				reason="Pindah",
				appraiser=self.agency.kabid_b.name,
			)
			self.assertEqual(answer.status, 200, answer)
			self.run_jobs()
			self.assertEqual(
				frappe.db.get_value("Employee", self.agency.ani.name, "asn_appraiser"),
				self.agency.kabid_b.name,
			)
			plan = {"employee": self.agency.ani.name, "performance_period": self.year.name}
			self.assertEqual(frappe.db.get_value("Work Plan", plan, "appraiser"), self.agency.kabid_b.name)
			# the reason speaks of people: a manager of other units reads that there was a run, and not why
			for who, reads in (("hera", True), ("peni", False)):
				scope = self.read("run_state", who, run=answer.message).message["scope"]
				self.assertEqual("Pindah" in scope, reads, who)
				stored = self.client.get(resource("Bulk Run", answer.message), self.agency.user(who))
				self.assertEqual("Pindah" in str(stored.data), reads, who)
				# nor who was looked at last, who may be of another unit
				self.assertEqual(bool(stored.data.get("last_employee")), reads, who)
			self.assertEqual(self.call("close_period", "hera", period=self.year.name).status, 200)
			self.run_jobs()
			self.assertEqual(self.status(), "Closed")
			self.assertRefused(self.call("open_period", "hera", period=self.year.name))

	def test_an_official_of_another_agency_appraises_nobody(self):
		wanted = {
			"employees": [self.agency.ani.name],
			"reason": "Pindah",
			"appraiser_type": "External Appraiser",
		}
		with self.undone():
			for company, status in ((self.agency.lain.company, 417), (self.agency.ani.company, 200)):
				official = agencies.make_external(
					f"Wali Kota di {company}", frappe.get_doc("Company", company)
				)
				frappe.db.commit()
				answer = self.call("change_appraiser", "hera", **wanted, appraiser=official.name)
				self.assertEqual(answer.status, status, answer)

	def test_steering_a_run(self):
		with self.undone():
			run = self.call("open_period", "hera", period=self.year.name).message
			for who in ("ani", "audi", "peni", "heri"):
				for method in ("cancel_run", "continue_run", "run_again"):
					self.assertEqual(self.call(method, who, run=run).status, 403)
			self.assertEqual(self.call("cancel_run", "hera", run=run).status, 200)
			self.run_jobs()
			self.assertEqual(frappe.db.get_value("Bulk Run", run, "status"), "Cancelled")
			again = self.call("run_again", "hera", run=run)
			self.assertEqual(again.status, 200, again)
			self.assertNotEqual(again.message, run)
			self.run_jobs()
			self.assertEqual(frappe.db.get_value("Bulk Run", again.message, "status"), "Completed")

	def test_runs_and_rows_are_not_written_by_people(self):
		with self.undone():
			run = self.call("open_period", "hera", period=self.year.name).message
			self.run_jobs()
			row = frappe.db.get_value("Bulk Run Row", {"bulk_run": run})
			for who in ("hera", "manager", "ani"):
				user = self.manager.user_id if who == "manager" else self.agency.user(who)
				for path, values in (
					(resource("Bulk Run", run), {"status": "Running"}),
					(resource("Bulk Run Row", row), {"result": "Created"}),
				):
					self.assertEqual(self.client.put(path, user, values).status, 403)
					self.assertEqual(self.client.delete(path, user).status, 403)
				self.assertEqual(
					self.client.post(resource("Bulk Run Row"), user, {"bulk_run": run}).status, 403
				)


class DelegationTest(RestTestCase):
	@classmethod
	def build(cls):
		cls.agency = agencies.build(with_plans=False)

	def values(self, **more):
		return {
			"kind": "Acting",
			"company": agencies.AGENCY,
			"official": self.agency.kabid_b.name,
			"delegate": self.agency.deli.name,
			"from_date": nowdate(),
			"to_date": add_days(nowdate(), 30),
			"letter_number": "800/12/2026",
			"letter_date": nowdate(),
			**more,
		}

	def write(self, who="hera", **more):
		return self.client.post(resource("Appraiser Delegation"), self.agency.user(who), self.values(**more))

	def test_names_and_agency_are_filled_and_both_are_told(self):
		with self.undone():
			answer = self.write()
			self.assertEqual(answer.status, 200, answer)
			self.assertEqual(
				(answer.data["official_name"], answer.data["delegate_name"]), ("Kabid Be", "Deli")
			)
			self.assertEqual(answer.data["company"], agencies.AGENCY)
			for who in ("deli", "kabid_b"):
				self.assertTrue(
					frappe.db.exists(
						"Notification Log",
						{"for_user": self.agency.user(who), "document_name": answer.data["name"]},
					)
				)

	def test_bad_delegations_are_refused(self):
		left = self.agency.citra.name
		cases = {
			"nobody": {"official": None},
			"himself": {"delegate": self.agency.kabid_b.name},
			"upside down": {"to_date": add_days(nowdate(), -1)},
			"too long": {"to_date": add_days(nowdate(), 5000)},
			"no delegate": {"delegate": None},
			"unknown delegate": {"delegate": "tidak-ada"},
			"other agency": {"official": self.agency.lain.name, "department": self.agency.units["a"].name},
		}
		for name, spoil in cases.items():
			with self.subTest(name), self.undone():
				self.assertRefused(self.write(**spoil))
		with self.undone():
			frappe.db.set_value("Employee", left, "status", "Left")
			answer = self.write(delegate=left)
			self.assertRefused(answer)
			self.assertIn("Citra", " ".join(answer.messages))

	def test_overlaps_are_refused_with_the_name(self):
		with self.undone():
			first = self.write()
			self.assertEqual(first.status, 200, first)
			answer = self.write(
				kind="Absence", delegate=self.agency.citra.name, from_date=add_days(nowdate(), 30)
			)
			self.assertRefused(answer)
			self.assertIn("Deli", " ".join(answer.messages))
			self.assertIn(first.data["name"], " ".join(answer.messages))
			answer = self.write(
				delegate=self.agency.citra.name,
				from_date=add_days(nowdate(), 31),
				to_date=add_days(nowdate(), 60),
			)
			self.assertEqual(answer.status, 200, answer)
			answer = self.write(
				kind="Team Leader", delegate=self.agency.citra.name, department=self.agency.units["b"].name
			)
			self.assertEqual(answer.status, 200, answer)

	def test_a_unit_alone_is_a_scope_of_its_own(self):
		unit = self.agency.units["b"].name
		with self.undone():
			self.assertEqual(self.write(official=None, department=unit).status, 200)
			answer = self.write(official=None, department=unit, delegate=self.agency.citra.name)
			self.assertRefused(answer)
			self.assertEqual(self.write(official=None, department=self.agency.units["a"].name).status, 200)

	def test_a_manager_stays_within_his_units_and_names_never_himself(self):
		mine, other = self.agency.units["a"].name, self.agency.units["b"].name
		with self.undone():
			answer = self.write("peni", official=None, department=mine)
			self.assertEqual(answer.status, 200, answer)
			path = resource("Appraiser Delegation", answer.data["name"])
			for change in ({"department": other}, {"delegate": self.agency.peni.name}):
				self.assertEqual(self.client.put(path, self.agency.user("peni"), change).status, 403)
		for spoil in (
			{"official": None, "department": other},
			{"official": self.agency.kabid_b.name},
			{"official": None, "department": mine, "delegate": self.agency.peni.name},
		):
			with self.undone():
				self.assertEqual(self.write("peni", **spoil).status, 403)
		for who in ("ani", "kabid", "audi", "heri"):
			with self.undone():
				self.assertEqual(self.write(who).status, 403)
