"""Reports and evaluations through REST as real users: odd figures, two tabs, lateness, leave, evidence, numbers."""

import json

import frappe
from frappe.utils import add_days, getdate, nowdate

from kinerja_asn import leave, notifications, realised
from kinerja_asn.api import steps
from kinerja_asn.figures import interval as in_words
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests import factories
from kinerja_asn.tests.rest import RestTestCase, resource
from kinerja_asn.tests.test_evaluation_work import make_leave

YEAR = agencies.YEAR
REPORT, EVALUATION = "Periodic Report", "Performance Evaluation"
JANUARY, FEBRUARY = f"{YEAR}-01", f"{YEAR}-02"


class Case(RestTestCase):
	@classmethod
	def build(cls):
		cls.agency = agencies.build()

	def call(self, who, method, **values):
		return self.client.call(f"kinerja_asn.api.{method}", user=self.agency.user(who), data=values)

	def ok(self, answer):
		self.assertEqual(answer.status, 200, answer)
		return answer.message if answer.message is not None else answer.data

	def refused(self, answer):
		self.assertNotEqual(answer.status, 200, answer)
		self.assertLess(answer.status, 500, answer)
		self.assertTrue(answer.messages, answer)

	def read(self, doctype, name, who="ani"):
		return self.ok(self.client.get(resource(doctype, name), user=self.agency.user(who)))

	def take(self, who, name, action, doctype=REPORT, **values):
		return self.call(who, "steps.take", doctype=doctype, name=name, action=action, **values)

	def commit_for_server(self):
		from kinerja_asn.tests import rest

		if rest.HTTP:
			rest.commit_pending()

	def set_indicator(self, short="ani", **values):
		frappe.db.set_value("Work Plan Indicator", {"parent": self.agency.plan(short)}, values)
		self.commit_for_server()

	def set_target(self, target, short="ani"):
		frappe.db.set_value("Work Plan Action", {"parent": self.agency.plan(short)}, "target", target)
		self.commit_for_server()

	def close_window(self, stage, days, interval=None):
		frappe.db.set_value(
			"Performance Stage",
			{
				"parent": self.agency.period.name,
				"stage": stage,
				"performance_interval": interval or ("is", "not set"),
			},
			"closes_on",
			add_days(nowdate(), days),
		)
		self.commit_for_server()

	def start(self, interval=JANUARY, who="ani"):
		return self.ok(self.call(who, "reports.start", work_plan=self.agency.plan(who), interval=interval))[
			"name"
		]

	def write(self, name, who="ani", **columns):
		doc = self.read(REPORT, name, who)
		row = doc["realisations"][0]["name"]
		return self.call(
			who,
			"reports.save",
			name=name,
			modified=doc["modified"],
			content={"rows": {"realisations": {row: {"reported": 1, **columns}}}},
		)

	def first(self, name, who="ani"):
		return self.read(REPORT, name, who)["realisations"][0]


class FigureTest(Case):
	def test_interval_and_cumulative_by_direction(self):
		for direction, target, figures, percents, until in (
			("Higher Is Better", 2, (1, 4), (50, 200), 125),
			("Lower Is Better", 4, (2, 6), (150, 50), 100),
		):
			with self.undone(), self.subTest(direction=direction):
				self.set_indicator(direction=direction)
				self.set_target(target)
				for interval, figure, percent in zip((JANUARY, FEBRUARY), figures, percents, strict=True):
					name = self.start(interval)
					self.ok(self.write(name, realisation=figure))
					self.ok(self.take("ani", name, "Send"))
					row = self.first(name)
					self.assertEqual((row["achievement"], row["has_achievement"]), (percent, 1))
				self.assertEqual(row["cumulative_realisation"], sum(figures))
				self.assertEqual(row["cumulative_target"], 2 * target)
				self.assertEqual(row["cumulative_achievement"], until)

	def test_average_and_range(self):
		self.set_indicator(direction="Range", adds_up="Average", target=0, target_low=80, target_high=90)
		self.set_target(0)
		for interval, figure, percent in ((JANUARY, 70, 87.5), (FEBRUARY, 94, 95.555556)):
			name = self.start(interval)
			self.ok(self.write(name, realisation=figure))
			self.ok(self.take("ani", name, "Send"))
			row = self.first(name)
			self.assertAlmostEqual(row["achievement"], percent, places=5)
		self.assertEqual((row["cumulative_realisation"], row["cumulative_achievement"]), (82, 100))

	def test_a_target_of_zero_with_lower_is_better(self):
		self.set_indicator(direction="Lower Is Better", target=0)
		self.set_target(0)
		name = self.start()
		self.ok(self.write(name, realisation=0))
		row = self.first(name)
		self.assertEqual((row["achievement"], row["has_achievement"]), (100, 1))
		self.ok(self.write(name, realisation=2))
		row = self.first(name)
		self.assertEqual((row["achievement"], row["has_achievement"]), (0, 1))
		self.ok(self.take("ani", name, "Send"))
		self.ok(self.take("kabid", name, "Accept"))
		self.assertEqual(self.first(name)["has_cumulative"], 1)

	def test_nothing_due_is_no_percentage(self):
		self.set_target(0)
		name = self.start()
		self.ok(self.write(name, realisation=3))
		row = self.first(name)
		self.assertEqual((row["achievement"], row["has_achievement"]), (0, 0))

	def test_a_realisation_in_words(self):
		name = self.start()
		self.ok(self.write(name, reported=0, realisation_text="Belum ada permohonan bulan ini"))
		self.ok(self.take("ani", name, "Send"))
		self.ok(self.take("kabid", name, "Accept"))
		row = self.first(name)
		self.assertEqual((row["reported"], row["has_achievement"]), (0, 0))
		evaluation = self.ok(
			self.call(
				"kabid", "evaluations.start", work_plan=self.agency.plan("ani"), kind="Periodic",
				interval=f"{YEAR}-Q1",
			)
		)["name"]  # fmt: skip
		row = self.read(EVALUATION, evaluation, "kabid")["results"][0]
		self.assertEqual(row["realisation_text"], "Belum ada permohonan bulan ini")
		self.assertEqual((row["reported"], row["has_achievement"]), (0, 0))
		name = self.start(FEBRUARY)
		for text in ("dua belas", "12,5", "1.200,5", "12 dokumen", "NaN", "=1+1"):
			self.refused(self.write(name, realisation=text))
		self.assertEqual(self.first(name)["reported"], 0)
		self.ok(self.write(name, realisation="12.5"))
		self.assertEqual(self.first(name)["realisation"], 12.5)

	def test_a_realisation_over_1000_percent(self):
		name = self.start()
		self.ok(self.write(name, realisation=21))
		self.assertEqual(self.first(name)["achievement"], 1050)
		self.set_target(0.000001)
		frappe.db.delete(REPORT, {"name": name})
		frappe.db.delete("Periodic Report Realisation", {"parent": name})
		self.commit_for_server()
		name = self.start()
		self.ok(self.write(name, realisation=999_999_999_999))
		self.assertEqual(self.first(name)["achievement"], realised.MOST_PERCENT)
		self.ok(self.take("ani", name, "Send"))

	def test_percentages_are_the_servers(self):
		name = self.start()
		doc = self.read(REPORT, name)
		row = doc["realisations"][0]["name"]
		for column in ("achievement", "cumulative_achievement", "from_logs", "target", "target_low"):
			answer = self.call(
				"ani", "reports.save", name=name, modified=doc["modified"],
				content={"rows": {"realisations": {row: {column: 7}}}},
			)  # fmt: skip
			self.assertEqual(answer.status, 403, (column, answer))

	def test_odd_targets_of_an_imported_plan_do_not_stop_the_report(self):
		self.set_indicator(direction="Range", target_low=90, target_high=80)
		name = self.start()
		self.ok(self.write(name, realisation=85))
		self.assertEqual(self.first(name)["has_achievement"], 0)


class LogTest(Case):
	def log(self, day, quantity=None, **values):
		plan = frappe.get_doc("Work Plan", self.agency.plan("ani"))
		row = factories.new("Daily Work Log", frappe.generate_hash(length=10))
		row.update(
			{
				"employee_type": "Employee",
				"employee": plan.employee,
				"work_plan": plan.name,
				"performance_period": plan.performance_period,
				"performance_interval": day[:7],
				"log_date": day,
				"activity": "Menyusun dokumen",
				"result_key": plan.results[0].row_key,
				"indicator_key": plan.indicators[0].row_key,
				"quantity": quantity or 0,
				"measured": int(quantity is not None),
				"workflow_state": "Recorded",
				**values,
			}
		)
		factories.write(row)
		self.commit_for_server()
		return row.name

	def test_prefilled_by_the_way_of_adding_up(self):
		for adds_up, expected in (("Sum", 3), ("Average", 1.5), ("Last", 2)):
			with self.undone(), self.subTest(adds_up=adds_up):
				self.set_indicator(adds_up=adds_up)
				for day, quantity in (("05", 1), ("07", 2), ("09", None)):
					self.log(f"{YEAR}-01-{day}", quantity)
				self.log(f"{YEAR}-02-03", 50)
				row = self.first(self.start())
				self.assertEqual(
					(row["realisation"], row["reported"], row["from_logs"], row["log_count"]),
					(expected, 1, expected, 3),
				)

	def test_taken_again_while_typed_figures_stay(self):
		self.log(f"{YEAR}-01-05", 1)
		name = self.start()
		self.log(f"{YEAR}-01-06", 4)
		self.ok(self.call("ani", "reports.refill", name=name))
		self.assertEqual(self.first(name)["realisation"], 5)
		self.ok(self.write(name, realisation=9))
		self.log(f"{YEAR}-01-07", 1)
		self.ok(self.call("ani", "reports.refill", name=name))
		row = self.first(name)
		self.assertEqual((row["realisation"], row["from_logs"], row["log_count"]), (9, 6, 3))
		self.ok(self.call("ani", "reports.refill", name=name, rows=[row["name"]]))
		self.assertEqual(self.first(name)["realisation"], 6)

	def test_only_its_writer_takes_them_again(self):
		name = self.start()
		for who in ("kabid", "hera", "budi", "peni"):
			self.refused(self.call(who, "reports.refill", name=name))
		for rows in ([1, 2], "[{"):
			self.refused(self.call("ani", "reports.refill", name=name, rows=rows))
		self.refused(self.call("ani", "reports.refill", name=name, modified="2020-01-01 00:00:00"))
		self.ok(self.write(name, realisation=1))
		self.ok(self.take("ani", name, "Send"))
		self.refused(self.call("ani", "reports.refill", name=name))

	def test_an_accepted_report_counts_its_logs_and_a_cancelled_one_gives_them_back(self):
		log = self.log(f"{YEAR}-01-05", 2)
		name = self.start()
		self.ok(self.take("ani", name, "Send"))
		self.assertEqual(frappe.db.get_value("Daily Work Log", log, "workflow_state"), "Recorded")
		self.ok(self.take("kabid", name, "Accept"))
		self.assertEqual(
			frappe.db.get_value("Daily Work Log", log, ["workflow_state", "periodic_report"]),
			("Counted", name),
		)
		self.ok(
			self.client.call("frappe.client.cancel", user=self.agency.user("hera"), doctype=REPORT, name=name)
		)
		self.assertEqual(
			frappe.db.get_value("Daily Work Log", log, ["workflow_state", "periodic_report"]),
			("Recorded", None),
		)


class CourseTest(Case):
	def sent(self, interval=JANUARY):
		name = self.start(interval)
		self.ok(self.write(name, realisation=2))
		self.ok(self.take("ani", name, "Send"))
		return name

	def told(self, who, name):
		return frappe.db.count("Notification Log", {"for_user": self.agency.user(who), "document_name": name})

	def test_sent_twice_from_two_tabs(self):
		name = self.start()
		self.ok(self.write(name, realisation=2))
		loaded = self.read(REPORT, name)["modified"]
		first = self.ok(self.take("ani", name, "Send", modified=loaded))
		told, sent_at = self.told("kabid", name), self.read(REPORT, name)["sent_at"]
		self.assertEqual(told, 1)
		row = self.first(name)["name"]
		second = self.ok(
			self.take(
				"ani", name, "Send", modified=loaded,
				values={"rows": {"realisations": {row: {"realisation": 50}}}},
			)
		)  # fmt: skip
		self.assertEqual(first, second)
		self.assertEqual(self.told("kabid", name), told)
		doc = self.read(REPORT, name)
		self.assertEqual((doc["sent_at"], doc["realisations"][0]["realisation"]), (sent_at, 2))

	def test_the_second_tab_was_a_moment_later(self):
		"""Both have read the draft; the first one writes while the second one is on its way."""
		name = self.start()
		self.ok(self.write(name, realisation=2))
		with self.as_user(self.agency.user("ani")):
			late = frappe.get_doc(REPORT, name)
			self.ok(self.take("ani", name, "Send"))
			self.assertEqual(steps._taken_meanwhile(late, "Send")["state"], "Report Sent")
			self.assertIsNone(steps._taken_meanwhile(late, "Withdraw"))

	def test_days_late_are_recorded_once(self):
		self.close_window("Reporting", -4, JANUARY)
		name = self.sent()
		doc = self.read(REPORT, name)
		self.assertEqual((doc["late"], doc["days_late"]), (1, 4))
		self.ok(self.take("kabid", name, "Return", values={"review_note": "Lengkapi"}))
		self.close_window("Reporting", -9, JANUARY)
		self.ok(self.take("ani", name, "Send"))
		doc = self.read(REPORT, name)
		self.assertEqual((doc["late"], doc["days_late"]), (1, 4))

	def test_sent_in_time_returned_and_resent_late(self):
		name = self.sent()
		self.ok(self.take("kabid", name, "Return", values={"review_note": "Lengkapi"}))
		frappe.db.set_value(REPORT, name, "sent_at", add_days(nowdate(), -5))
		self.close_window("Reporting", -3, JANUARY)
		frappe.db.set_value(REPORT, name, "due_on", add_days(nowdate(), -3))
		self.commit_for_server()
		self.ok(self.take("ani", name, "Send"))
		doc = self.read(REPORT, name)
		self.assertEqual((doc["late"], doc["days_late"]), (0, 0))
		self.ok(self.take("kabid", name, "Accept"))
		self.assertEqual(self.read(REPORT, name)["workflow_state"], "Report Accepted")

	def test_on_leave_for_the_whole_interval(self):
		ani = self.agency.ani.name
		make_leave(ani, f"{YEAR}-01-01", f"{YEAR}-01-31")
		self.commit_for_server()
		self.assertEqual(leave.fully_on_leave([ani], [JANUARY, FEBRUARY]), {(ani, JANUARY)})
		self.close_window("Reporting", 1, JANUARY)
		subjects = []
		with self.undone():
			notifications.remind_before_due()
			subjects = frappe.get_all(
				"Notification Log", filters={"for_user": self.agency.user("ani")}, pluck="subject"
			)
			self.assertTrue(frappe.db.count("Notification Log", {"for_user": self.agency.user("budi")}))
		self.assertEqual(subjects, [])
		name = self.start()
		self.close_window("Reporting", -1, JANUARY)
		row = next(row for row in notifications.waiting_for(self.agency.user("ani")) if row["name"] == name)
		self.assertEqual((row["on_leave"], row["overdue"], row["due"]), (True, False, None))
		# it may still be written
		self.ok(self.write(name, realisation=1))
		self.ok(self.take("ani", name, "Send"))

	def test_leave_counts_whole_working_days(self):
		ani = self.agency.ani.name
		holidays = factories.new("Holiday List", "Libur Uji")
		holidays.update({"holiday_list_name": "Libur Uji", "from_date": f"{YEAR}-01-01", "to_date": f"{YEAR}-12-31"})  # fmt: skip
		for day in ("01", "30", "31"):
			holidays.append("holidays", {"holiday_date": f"{YEAR}-01-{day}", "description": "Libur"})
		factories.write(holidays)
		make_leave(ani, f"{YEAR}-01-02", f"{YEAR}-01-20")
		make_leave(ani, f"{YEAR}-01-21", f"{YEAR}-01-29")
		self.assertEqual(leave.fully_on_leave([ani], [JANUARY]), set())
		frappe.db.set_value("Employee", ani, "holiday_list", "Libur Uji")
		self.assertEqual(leave.fully_on_leave([ani], [JANUARY]), {(ani, JANUARY)})
		frappe.db.set_value("Employee", ani, "holiday_list", None)
		frappe.db.set_value("Company", agencies.AGENCY, "default_holiday_list", "Libur Uji")
		self.assertTrue(leave.is_on_leave(ani, JANUARY))
		frappe.db.set_value(
			"Leave Application",
			f"LAP-{ani}-{YEAR}-01-21",
			{"half_day": 1, "half_day_date": f"{YEAR}-01-25"},
		)
		self.assertFalse(leave.is_on_leave(ani, JANUARY))
		frappe.db.set_value("Leave Application", f"LAP-{ani}-{YEAR}-01-21", {"half_day": 0, "docstatus": 2})
		self.assertFalse(leave.is_on_leave(ani, JANUARY))
		with self.assertQueryCount(4):
			leave.fully_on_leave([person.name for person in self.agency.people.values()], [JANUARY, FEBRUARY])


class EvidenceTest(Case):
	def upload(self, file_name, content, who="ani"):
		name = self.start()
		return self.client.post(
			"/api/method/upload_file",
			user=self.agency.user(who),
			files={"file": (file_name, content)},
			doctype=REPORT,
			docname=name,
			is_private=1,
		)

	def test_programs_are_refused_by_name_and_by_what_they_are(self):
		for file_name, content in (
			("laporan.exe", b"MZ\x90\x00"),
			("laporan.pdf.bat", b"echo"),
			("laporan.pdf", b"MZ\x90\x00\x03"),
			("foto.png", b"#!/bin/sh\nrm -rf /"),
			("grafik.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
			("grafik.txt", b"<?xml version='1.0'?><!-- x --><svg onload='alert(1)'/>"),
			("halaman.HTML", b"halo"),
			("catatan.txt", b"\xef\xbb\xbf <!DOCTYPE html><script>"),
			("Makro.JS ", b"alert(1)"),
		):
			with self.subTest(file_name=file_name):
				self.refused(self.upload(file_name, content))
				self.assertFalse(
					frappe.db.exists("File", {"attached_to_name": f"{self.agency.plan('ani')}-{JANUARY}"})
				)

	def test_papers_and_pictures_are_taken(self):
		for file_name, content in (
			("rapat.docx", b"PK\x03\x04"),
			("laporan.pdf", b"%PDF-1.7"),
			("catatan.txt", b"rapat & hasil < 5"),
		):
			with self.subTest(file_name=file_name), self.undone():
				self.ok(self.upload(file_name, content))

	def test_a_row_does_not_name_a_program_either(self):
		name = self.start()
		for url in ("/private/files/laporan.exe", "/files/a.svg?x=1", "https://contoh.id/unduh/a.bat#b"):
			self.refused(self.write(name, realisation=1, evidence=url))
		self.assertEqual(self.first(name)["realisation"], 0)


class EvaluationTest(Case):
	def report(self, interval=JANUARY, realisation=2, **more):
		return agencies.make_report(
			self.agency.plan("ani"), interval, "Report Accepted", realisation=realisation
		)

	def begin(self, kind="Periodic", interval=f"{YEAR}-Q1", who="kabid"):
		self.commit_for_server()
		return self.ok(
			self.call(
				who, "evaluations.start", work_plan=self.agency.plan("ani"), kind=kind, interval=interval
			)
		)["name"]

	def rate(self, name, who="kabid", **values):
		return self.take(
			who, name, "Rate", EVALUATION,
			values={"result_rating": "As Expected", "behaviour_rating": "As Expected", **values},
		)  # fmt: skip

	def test_what_was_accepted_later_can_be_gathered_again(self):
		self.report(JANUARY, 2)
		name = self.begin()
		self.ok(self.take("kabid", name, "Start Rating", EVALUATION))
		self.refused(self.call("ani", "evaluations.gather", name=name))
		self.refused(self.call("budi", "evaluations.gather", name=name))
		doc = self.read(EVALUATION, name, "kabid")
		row = doc["results"][0]
		self.ok(
			self.call(
				"kabid", "evaluations.save", name=name, modified=doc["modified"],
				content={"rows": {"results": {row["name"]: {"feedback": "Pertahankan"}}}},
			)
		)  # fmt: skip
		self.report(FEBRUARY, 3)
		self.commit_for_server()
		self.ok(self.call("kabid", "evaluations.gather", name=name))
		row = self.read(EVALUATION, name, "kabid")["results"][0]
		self.assertEqual((row["realisation"], row["feedback"]), (5, "Pertahankan"))
		self.assertTrue(row["realisation_text"].startswith("5"))
		doc = self.read(EVALUATION, name, "kabid")
		self.ok(
			self.call(
				"kabid", "evaluations.save", name=name, modified=doc["modified"],
				content={"rows": {"results": {row["name"]: {"realisation_text": "Lima dokumen lengkap"}}}},
			)
		)  # fmt: skip
		self.report(f"{YEAR}-03", 1)
		self.commit_for_server()
		self.ok(self.call("kabid", "evaluations.gather", name=name))
		row = self.read(EVALUATION, name, "kabid")["results"][0]
		self.assertEqual((row["realisation"], row["realisation_text"]), (6, "Lima dokumen lengkap"))
		self.ok(self.rate(name))
		self.refused(self.call("kabid", "evaluations.gather", name=name))

	def test_history_and_earlier_predicates(self):
		for month in (1, 2, 3, 4):
			self.report(f"{YEAR}-{month:02d}", month)
		first = self.begin()
		self.ok(self.take("kabid", first, "Start Rating", EVALUATION))
		self.ok(self.rate(first))
		self.ok(self.take("kabid", first, "Hand Over", EVALUATION))
		second = self.begin(interval=f"{YEAR}-Q2")
		doc = self.read(EVALUATION, second, "kabid")
		self.assertEqual(doc["results"][0]["realisation"], 4)
		history = json.loads(doc["results"][0]["history"])
		self.assertEqual([entry["realisation"] for entry in history], [1, 2, 3, 4])
		before = json.loads(doc["predicate_history"])
		self.assertEqual([(row["interval"], row["predicate"]) for row in before], [(f"{YEAR}-Q1", "Good")])
		self.assertEqual(len(json.loads(doc["report_history"])), 1)
		annual = self.read(EVALUATION, self.begin("Annual", None), "kabid")
		self.assertEqual(annual["results"][0]["realisation"], 10)
		self.assertFalse(annual.get("predicate"))

	def test_history_cannot_be_written(self):
		name = self.begin()
		self.ok(self.take("kabid", name, "Start Rating", EVALUATION))
		for column in ("predicate_history", "report_history", "internal_value", "internal_label", "silent", "from_date"):  # fmt: skip
			doc = self.read(EVALUATION, name, "kabid")
			answer = self.call(
				"kabid", "evaluations.save", name=name, modified=doc["modified"], content={column: "1"}
			)
			self.assertNotEqual(answer.status, 200, (column, answer))
		row = doc["results"][0]["name"]
		for column in ("history", "achievement", "realisation", "target", "aspect", "self_assessment"):
			answer = self.call(
				"kabid", "evaluations.save", name=name, modified=doc["modified"],
				content={"rows": {"results": {row: {column: "1"}}}},
			)  # fmt: skip
			self.assertEqual(answer.status, 403, (column, answer))

	def test_the_employee_says_something_about_each_row(self):
		name = self.begin()
		doc = self.read(EVALUATION, name)
		row = doc["results"][0]["name"]
		content = {"rows": {"results": {row: {"self_assessment": "Tercapai"}}}, "self_assessment": "Baik"}
		self.ok(self.call("ani", "evaluations.save", name=name, modified=doc["modified"], content=content))
		self.ok(self.take("ani", name, "Send Self-Assessment", EVALUATION))
		doc = self.read(EVALUATION, name, "kabid")
		self.assertEqual((doc["results"][0]["self_assessment"], doc["self_assessment"]), ("Tercapai", "Baik"))

	def use_scheme(self, scheme="PP 30/2019 70-30"):
		frappe.db.set_single_value("Kinerja ASN Settings", "numeric_scheme", scheme)
		frappe.clear_document_cache("Kinerja ASN Settings", "Kinerja ASN Settings")
		self.commit_for_server()

	def score(self, name, scores=(4, 4, 4, 5, 4, 3, 4)):
		doc = self.read(EVALUATION, name, "kabid")
		rows = {row["name"]: {"score": value} for row, value in zip(doc["behaviours"], scores, strict=True)}
		return self.call(
			"kabid",
			"evaluations.save",
			name=name,
			modified=doc["modified"],
			content={"rows": {"behaviours": rows}},
		)

	def test_what_the_form_shows_beside_it(self):
		plan = self.agency.plan("kabid")
		name = agencies.make_evaluation(plan, state="Self Assessed", unit_rating="Outstanding").name
		self.commit_for_server()
		about = self.ok(self.call("kadis", "forms.about", doctype=EVALUATION, name=name))
		# he leads the unit, so its rating is his rating of results
		self.assertEqual(about["head_rating"], "Above Expectation")
		self.assertEqual(about["numeric"], {"scheme": None, "highest_score": 5, "from_360": False})
		columns = about["writable"]["tables"]
		self.assertIn("score", columns["behaviours"]["columns"])
		self.assertNotIn("self_assessment", columns["results"]["columns"])
		name = agencies.make_evaluation(self.agency.plan("ani"), unit_rating="Outstanding").name
		self.commit_for_server()
		about = self.ok(self.call("ani", "forms.about", doctype=EVALUATION, name=name))
		self.assertIsNone(about["head_rating"])
		self.assertEqual(about["writable"]["tables"]["results"]["columns"], ["self_assessment"])
		make_leave(self.agency.ani.name, f"{YEAR}-01-01", f"{YEAR}-01-31")
		self.commit_for_server()
		about = self.ok(self.call("ani", "forms.about", doctype="Work Plan", name=self.agency.plan("ani")))
		away = [row["name"] for row in about["next"]["reports"] if row["on_leave"]]
		self.assertEqual(away, [JANUARY])

	def test_the_print_holds_its_own_words(self):
		name = agencies.make_evaluation(
			self.agency.plan("ani"),
			state="Acknowledged",
			result_rating="As Expected",
			behaviour_rating="As Expected",
			silent=1,
			object_until=f"{YEAR}-05-01",
		).name
		frappe.db.set_value("Work Behaviour", {"active": 1}, "guides", "Panduan yang baru")
		frappe.db.set_value("Work Plan Indicator", {"parent": self.agency.plan("ani")}, "aspect", "Cost")
		with self.as_user(self.agency.user("kabid")):
			html = frappe.get_print(EVALUATION, name, "ASN Performance Evaluation")
		self.assertNotIn("Panduan yang baru", html)
		self.assertIn(frappe._("Quantity"), html)
		self.assertIn(f"{YEAR}", html)
		self.assertIn(frappe._("Counts as acknowledged: no objection until {0}.").split("{0}")[0], html)

	def test_no_number_unless_the_agency_wants_one(self):
		name = self.begin()
		self.ok(self.take("kabid", name, "Start Rating", EVALUATION))
		self.ok(self.rate(name))
		doc = self.read(EVALUATION, name, "kabid")
		for column in ("numeric_scheme", "internal_value", "internal_label"):
			self.assertFalse(doc.get(column), column)

	def test_the_internal_number_and_the_innovation(self):
		self.report(JANUARY, 2)
		self.report(FEBRUARY, 2)
		self.report(f"{YEAR}-03", 3)
		self.use_scheme()
		name = self.begin()
		self.ok(self.take("kabid", name, "Start Rating", EVALUATION))
		self.refused(self.rate(name))
		self.refused(self.score(name, (4, 4, 4, 9, 4, 3, 4)))
		self.refused(self.score(name, (4, 4, 4, -1, 4, 3, 4)))
		self.ok(self.score(name))
		doc = self.read(EVALUATION, name, "kabid")
		# 7 of 6: above 110 percent
		self.assertEqual((doc["results_value"], doc["behaviour_value"]), (120, 96))
		self.assertEqual((doc["internal_value"], doc["internal_label"]), (112.8, "Good"))
		self.refused(self.rate(name, innovation=1))
		self.ok(self.rate(name, innovation=1, innovation_evidence="Antrean daring yang dipakai tiga bidang"))
		doc = self.read(EVALUATION, name, "kabid")
		self.assertEqual((doc["internal_label"], doc["predicate"]), ("Very Good", "Good"))
		self.use_scheme("None")
		self.ok(self.take("kabid", name, "Hand Over", EVALUATION))
		doc = self.read(EVALUATION, name)
		self.assertEqual((doc["internal_value"], doc["numeric_scheme"]), (112.8, "PP 30/2019 70-30"))

	def test_an_appraiser_who_left_in_december(self):
		self.report(JANUARY, 2)
		first = self.begin()
		self.ok(self.take("kabid", first, "Start Rating", EVALUATION))
		self.ok(self.rate(first))
		self.ok(self.take("kabid", first, "Hand Over", EVALUATION))
		self.ok(self.take("ani", first, "Acknowledge", EVALUATION))
		annual = self.begin("Annual", None)
		self.ok(self.take("ani", annual, "Send Self-Assessment", EVALUATION))
		ani = self.agency.ani.name
		doc = frappe.get_doc("Employee", ani)
		doc.reports_to = self.agency.kadis.name
		doc.save()
		frappe.db.set_value(
			"Employee", self.agency.kabid.name, {"status": "Left", "relieving_date": f"{YEAR}-12-15"}
		)
		self.commit_for_server()
		self.refused(self.rate(annual))
		self.ok(self.rate(annual, "kadis"))
		self.ok(self.take("kadis", annual, "Hand Over", EVALUATION))
		doc = self.read(EVALUATION, annual)
		self.assertEqual((doc["appraiser_name"], doc["rated_by"]), ("Kadis", "Kadis"))
		# what was signed keeps who signed it
		self.assertEqual(self.read(EVALUATION, first)["appraiser_name"], "Kabid")
		self.assertEqual(json.loads(doc["predicate_history"])[0]["predicate"], "Good")

	def test_the_evaluation_of_a_closed_plan_whose_appraiser_has_left(self):
		annual = self.begin("Annual", None)
		self.ok(self.take("ani", annual, "Send Self-Assessment", EVALUATION))
		plan = self.agency.plan("ani")
		frappe.db.set_value("Work Plan", plan, {"workflow_state": "Closed", "closed_on": f"{YEAR}-12-01"})
		ani = frappe.get_doc("Employee", self.agency.ani.name)
		ani.reports_to = self.agency.kabid_b.name
		with self.undone():
			ani.save()
			# who is in service evaluates what he led
			self.assertEqual(frappe.db.get_value(EVALUATION, annual, "appraiser"), self.agency.kabid.name)
		frappe.db.set_value("Employee", self.agency.kabid.name, "status", "Left")
		ani = frappe.get_doc("Employee", self.agency.ani.name)
		ani.reports_to = self.agency.kabid_b.name
		ani.save()
		self.assertEqual(frappe.db.get_value(EVALUATION, annual, "appraiser"), self.agency.kabid_b.name)
		self.commit_for_server()
		self.ok(self.rate(annual, "kabid_b"))


class UnitTest(Case):
	"""The evaluations of an agency from creating to handing over, as HR and a manager of a unit."""

	QUARTER = f"{YEAR}-Q1"

	def start_run(self, who, method, **values):
		return self.ok(
			self.call(
				who,
				f"evaluations.{method}",
				**{
					"period": self.agency.period.name,
					"kind": "Periodic",
					"interval": self.QUARTER,
					**values,
				},
			)
		)

	def outcomes(self, run, who="hera"):
		self.run_jobs()
		state = self.ok(self.call(who, "periods.run_state", run=run))
		self.assertEqual(state["status"], "Completed", state)
		rows = self.ok(self.call(who, "periods.results", run=run))["rows"]
		return {row["employee_name"]: row["result"] for row in rows}

	def test_created_rated_and_handed_over(self):
		first = self.outcomes(self.start_run("hera", "create_for"))
		self.assertEqual(set(first.values()), {"Created"})
		self.assertIn("Ani", first)
		self.assertEqual(set(self.outcomes(self.start_run("hera", "create_for")).values()), {"Already There"})
		names = {
			short: f"{self.agency.plan(short)}-E-{self.QUARTER}" for short in ("ani", "hera", "budi", "citra")
		}
		answer = self.ok(
			self.call(
				"hera", "evaluations.set_unit_rating", department=self.agency.units["a"].name, kind="Periodic",
				interval=self.QUARTER, period=self.agency.period.name, rating="Good",
			)
		)  # fmt: skip
		self.assertEqual((answer["changed"] > 2, answer["rated"], answer["own"]), (True, 0, 0))
		self.assertEqual(self.read(EVALUATION, names["ani"])["unit_rating"], "Good")
		for short, who in (("ani", "kabid"), ("hera", "kadis")):
			self.ok(self.take(who, names[short], "Start Rating", EVALUATION))
			self.ok(
				self.take(
					who, names[short], "Rate", EVALUATION,
					values={"result_rating": "As Expected", "behaviour_rating": "As Expected"},
				)
			)  # fmt: skip
		self.assertEqual(
			self.client.get(resource(EVALUATION, names["ani"]), user=self.agency.user("ani")).status, 403
		)
		run = self.start_run("hera", "hand_over_for")
		found = self.outcomes(run)
		self.assertEqual((found["Ani"], found["Hera"], found["Budi"]), ("Done", "Problem", "Problem"))
		self.assertEqual(self.read(EVALUATION, names["ani"])["workflow_state"], "Handed Over")
		again = self.outcomes(self.ok(self.call("hera", "periods.run_again", run=run)))
		self.assertEqual((again["Ani"], again["Hera"]), ("Already There", "Problem"))
		# a manager of another unit sees and does nothing of it
		run = self.start_run("pono", "hand_over_for")
		self.assertNotIn("Ani", self.outcomes(run, "pono"))

	def test_refused_to_everybody_else(self):
		for who in ("ani", "kabid", "kadis", "audi", "heri", "lain"):
			for method in ("create_for", "hand_over_for"):
				answer = self.call(
					who, f"evaluations.{method}", period=self.agency.period.name, kind="Annual"
				)
				self.assertEqual(answer.status, 403, (who, answer))
		for who in ("ani", "kabid", "peni", "audi", "heri"):
			answer = self.call(
				who, "evaluations.set_unit_rating", department=self.agency.units["a"].name, kind="Annual",
				period=self.agency.period.name, rating="Good",
			)  # fmt: skip
			self.assertEqual(answer.status, 403, (who, answer))


class ReminderTest(Case):
	def told(self, who):
		return frappe.get_all(
			"Notification Log", filters={"for_user": self.agency.user(who)}, pluck="subject"
		)

	def set(self, **values):
		for field, value in values.items():
			frappe.db.set_single_value("Kinerja ASN Settings", field, value)
		frappe.clear_document_cache("Kinerja ASN Settings", "Kinerja ASN Settings")

	def monday(self):
		return add_days(getdate(), -getdate().weekday())

	def test_days_before_the_due_day_are_a_setting(self):
		self.close_window("Reporting", 5, JANUARY)
		self.assertEqual(notifications.remind_before_due(), 0)
		self.set(reminder_days="5, 2")
		self.assertGreater(notifications.remind_before_due(), 0)
		self.assertIn(in_words(JANUARY), self.told("ani")[0])

	def test_overdue_once_a_week_in_one_sentence(self):
		monday = self.monday()
		for interval in (JANUARY, FEBRUARY):
			self.close_window("Reporting", -30, interval)
		frappe.db.set_value(
			"Performance Stage",
			{"parent": self.agency.period.name, "stage": "Reporting", "performance_interval": ["in", [JANUARY, FEBRUARY]]},
			"closes_on",
			add_days(monday, -1),
		)  # fmt: skip
		self.assertEqual(notifications.remind_overdue(add_days(monday, 1)), 0)
		self.assertGreater(notifications.remind_overdue(monday), 0)
		self.assertEqual(notifications.remind_overdue(monday), 0)
		told = self.told("ani")
		self.assertEqual(len(told), 1)
		self.assertIn(in_words(JANUARY), told[0])
		self.assertIn(in_words(FEBRUARY), told[0])
		self.set(overdue_reminders="Never")
		frappe.db.delete("Notification Log")
		self.assertEqual(notifications.remind_overdue(monday), 0)
		self.set(overdue_reminders="Daily")
		self.assertGreater(notifications.remind_overdue(add_days(monday, 1)), 0)

	def test_evaluations_and_plans_are_named_too(self):
		monday = self.monday()
		frappe.db.set_value(
			"Work Plan", self.agency.plan("budi"), {"workflow_state": "Draft", "docstatus": 0}
		)
		agencies.make_evaluation(self.agency.plan("ani"), state="Self Assessed")
		for stage, interval in (("Planning", None), ("Periodic Evaluation", f"{YEAR}-Q1")):
			self.close_window(stage, -20, interval)
		notifications.remind_overdue(monday)
		self.assertEqual(len(self.told("budi")), 1)
		self.assertEqual(len(self.told("kabid")), 1)

	def test_who_has_not_read_his_evaluation_is_told_before_the_last_day(self):
		agencies.make_evaluation(
			self.agency.plan("ani"), state="Handed Over", object_until=add_days(nowdate(), 3)
		)
		notifications.remind_before_due()
		self.assertEqual(len(self.told("ani")), 1)

	def test_settings_take_only_days(self):
		for field, value in (
			("reminder_days", "besok"),
			("reminder_days", "7; -1"),
			("reminder_days", "900"),
			("good_from", 200),
			("results_weight", 130),
			("highest_behaviour_score", 1),
		):
			doc = frappe.get_doc("Kinerja ASN Settings")
			doc.set(field, value)
			with self.assertThrowsMessage():
				doc.save()
		doc = frappe.get_doc("Kinerja ASN Settings")
		doc.reminder_days = ""
		doc.save()
		self.assertEqual(notifications.remind_before_due(), 0)
