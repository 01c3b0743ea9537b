"""The portal's pages of work: the appraiser's desk, reports, evaluations and the history, each as its own people."""

import gzip
import json
import re

import frappe
from frappe.utils import add_days, now_datetime, nowdate

from kinerja_asn.rules.planning import HIGHER, LOWER, RANGE
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests import factories
from kinerja_asn.tests.base import KinerjaTestCase
from kinerja_asn.tests.rest import HTTP
from kinerja_asn.tests.test_portal import EVIL, SIGN_IN, YEAR, PortalCase
from kinerja_asn.www.kinerja import page, pictures

test_ignore = ["Employee", "Work Plan"]

TAKE = "kinerja_asn.api.steps.take"


class WorkCase(PortalCase):
	@classmethod
	def build(cls):
		super().build()
		for interval in ("02", "03"):
			agencies.make_report(
				cls.agency.plan("citra"), f"{YEAR}-{interval}", state="Report Accepted", realisation=3
			)
		cls.logs = {short: cls.make_log(short) for short in ("ani", "citra")}

	@classmethod
	def make_log(cls, short, **values):
		plan = frappe.get_doc("Work Plan", cls.agency.plan(short))
		log = frappe.new_doc("Daily Work Log")
		log.update({column: plan.get(column) for column in log.FROM_PLAN})
		log.update(
			{
				"name": frappe.generate_hash(length=10),
				"log_date": nowdate(),
				"activity": f"Menyusun dokumen {short}",
				"work_plan": plan.name,
				"performance_period": plan.performance_period,
				"performance_interval": f"{YEAR}-01",
				"workflow_state": "Recorded",
				"result_key": plan.results[0].row_key,
				"indicator_key": plan.indicators[0].row_key,
				"indicator": plan.indicators[0].indicator,
				"quantity": 2,
				"measured": 1,
				"uom": "Dokumen",
				**values,
			}
		)
		factories.write(log)
		return log.name

	def main_of(self, text):
		return re.search(r"<main.*</main>", text, re.DOTALL).group()

	def review(self, who, query="", status=200):
		return self.main_of(self.open(f"/kinerja/review{query}", who, status=status).text)

	def item(self, kind, suffix="", who="ani"):
		return f"?item={kind}%3A{self.agency.plan(who)}{suffix}"

	def take(self, who, doctype, name, action, values=None):
		answer = self.client.call(
			TAKE,
			user=self.agency.user(who),
			doctype=doctype,
			name=name,
			action=action,
			values=json.dumps(values) if values else None,
		)
		self.assertEqual(answer.status, 200, answer)
		return answer.message


class TestTheAppraisersDesk(WorkCase):
	def test_everything_that_waits_comes_one_after_another(self):
		seen, query = set(), ""
		for place in range(1, 5):
			text = self.review("kabid", query)
			self.assertRegex(text, rf">\s*{place}\D+4\s*<")
			seen.add(re.search(r'aria-current="true"><strong>.*?</strong><small[^>]*>(.*?)<', text).group(1))
			following = re.search(r'href="/kinerja/review(\?[^"]*)" rel="next"', text)
			query = following.group(1).replace("&amp;", "&") if following else None
		self.assertIsNone(query)
		self.assertEqual(len(seen), 4, seen)

	def test_each_document_is_decided_where_it_is_read(self):
		for query, buttons in (
			(self.item("plan", who="budi"), ("Agree", "Return")),
			(self.item("adjustment", "-P01"), ("Agree", "Refuse")),
			(self.item("report", f"-{YEAR}-01"), ("Accept", "Return")),
			(self.item("evaluation", f"-E-{YEAR}-Q2"), ("Rework", "Hand Over")),
		):
			for who in ("kabid", "deli"):
				with self.subTest(query, who=who):
					text = self.review(who, query)
					for button in buttons:
						self.assertIn(f'value="{button}"', text)

	def test_a_decision_leads_to_the_next_one(self):
		text = self.review("kabid", self.item("report", f"-{YEAR}-01"))
		onward = re.search(r'value="Accept"[^>]*data-next="([^"]*)"', text).group(1)
		self.assertIn("/kinerja/review?item=", onward)
		self.assertNotIn(f"{YEAR}-01", onward)

	def test_the_next_one_opens_after_accepting_and_the_old_one_says_that_it_is_done(self):
		name = f"{self.agency.plan('ani')}-{YEAR}-01"
		with self.undone():
			self.take("kabid", "Periodic Report", name, "Accept")
			text = self.review("kabid", self.item("report", f"-{YEAR}-01"))
			self.assertIn(f"/kinerja/report?name={name}", text)
			self.assertRegex(text, r">\s*1\D+3\s*<")
			self.assertNotIn('value="Accept"', text)

	def test_filters_by_kind_and_person(self):
		text = self.review("kabid", "?kind=report")
		self.assertIn('value="Accept"', text)
		self.assertRegex(text, r">\s*1\D+1\s*<")
		employee = self.agency.people["budi"].name
		text = self.review("kabid", f"?person={employee}")
		self.assertIn('value="Agree"', text)
		self.assertRegex(text, r">\s*1\D+1\s*<")
		self.assertIn(f"person={employee}", text)
		empty = self.review("kabid", f"?kind=report&person={employee}")
		self.assertIn('href="/kinerja/review"', empty)
		self.assertNotIn("<form data-document", empty)

	def test_only_ones_own_team_is_found(self):
		self.assertIn("Ani", self.review("kabid"))
		for who in ("kabid_b", "kadis", "ani", "lain"):
			with self.subTest(who):
				text = self.review(who)
				self.assertNotIn(self.agency.plan("ani"), text)
				self.assertNotIn("data-decide", text)
		self.assertNotIn('href="/kinerja/review"', self.open("/kinerja", "ani").text)
		self.assertIn('href="/kinerja/review"', self.open("/kinerja", "deli").text)

	def test_a_strangers_document_is_not_found(self):
		for query in (
			self.item("report", f"-{YEAR}-01"),
			self.item("evaluation", f"-E-{YEAR}-Q2"),
			self.item("plan"),
			self.item("adjustment", "-P01"),
		):
			for who in ("kabid_b", "lain", "budi", "lama"):
				with self.subTest(query, who=who):
					hidden = self.review(who, query, status=404)
					missing = self.review(who, re.sub("SKP.*", "SKP-0", query), status=404)
					self.assertEqual(hidden, missing)
		self.review("kabid", "?item=user%3AAdministrator", status=404)

	def test_a_delegate_is_told_for_whom(self):
		self.assertIn("800/1/2026", self.review("deli", self.item("report", f"-{YEAR}-01")))

	def test_what_was_before_stands_beside(self):
		with self.undone():
			for interval in ("05", "06"):
				agencies.make_report(
					self.agency.plan("ani"),
					f"{YEAR}-{interval}",
					state="Report Accepted" if interval == "05" else "Report Sent",
					realisation=7,
				)
			frappe.db.set_value(
				"Periodic Report",
				f"{self.agency.plan('ani')}-{YEAR}-05",
				{"self_assessment": "Bulan yang berat", "review_note": "Tetap semangat"},
				update_modified=False,
			)
			text = self.review("kabid", self.item("report", f"-{YEAR}-06"))
		for words in ("Bulan yang berat", "Tetap semangat", "course-picture", "<b>7</b>"):
			self.assertIn(words, text)
		# the first quarter's predicate
		self.assertRegex(text, r'class="earlier".*chip good')

	def test_photos_are_shown_and_links_lead_to_pages_only(self):
		row = {"parent": f"{self.agency.plan('ani')}-{YEAR}-01"}
		with self.undone():
			for file, link, wanted, unwanted in (
				("/private/files/foto kegiatan.jpg", None, 'src="/private/files/foto%20kegiatan.jpg"', ""),
				("/private/files/nota.pdf", None, 'href="/private/files/nota.pdf"', "<img"),
				(None, "javascript:alert(1)", "", "javascript:"),
				(None, "https://contoh.go.id/bukti", 'href="https://contoh.go.id/bukti"', ""),
				("https://jahat.example/x.js", None, "", "<script src"),
			):
				frappe.db.set_value(
					"Periodic Report Realisation",
					row,
					{"evidence": file, "evidence_link": link},
					update_modified=False,
				)
				with self.subTest(file or link):
					text = self.review("kabid", self.item("report", f"-{YEAR}-01"))
					self.assertIn(wanted, text)
					if unwanted:
						self.assertNotIn(unwanted, text)

	def test_daily_logs_wait_quietly_and_a_word_takes_them_off(self):
		text = self.review("kabid", "?kind=log")
		self.assertIn("Menyusun dokumen ani", text)
		self.assertNotIn("Menyusun dokumen citra", text)
		self.assertIn("Menyusun dokumen ani", self.review("deli", "?kind=log"))
		for who in ("kadis", "kabid_b", "budi", "lama"):
			self.assertNotIn("Menyusun dokumen ani", self.review(who, "?kind=log"), who)
		with self.undone():
			answer = self.client.call(
				"kinerja_asn.api.logs.comment",
				user=self.agency.user("kabid"),
				name=self.logs["ani"],
				text="Bagus, lanjutkan",
			)
			self.assertEqual(answer.status, 200, answer)
			self.assertNotIn("Menyusun dokumen ani", self.review("kabid", "?kind=log"))

	def test_everything_is_escaped(self):
		with self.undone():
			name = f"{self.agency.plan('ani')}-{YEAR}-01"
			row = {"parent": name}
			frappe.db.set_value("Periodic Report", name, {"self_assessment": EVIL, "employee_name": EVIL})
			frappe.db.set_value(
				"Periodic Report Realisation", row, {"realisation_text": EVIL, "evidence_link": EVIL}
			)
			frappe.db.set_value("Daily Work Log", self.logs["ani"], "activity", EVIL)
			for query in (self.item("report", f"-{YEAR}-01"), "?kind=log", "?kind=<script>alert(1)"):
				text = self.open(f"/kinerja/review{query}", "kabid").text
				self.assertNotIn("<script>alert", text)
				self.assertNotIn("</script><b>", text)


class TestReports(WorkCase):
	def report(self, who, interval="01", of="ani"):
		return self.main_of(
			self.open(f"/kinerja/report?name={self.agency.plan(of)}-{YEAR}-{interval}", who).text
		)

	def test_realisation_beside_the_target_of_the_interval_and_until_now(self):
		with self.undone():
			frappe.db.set_value(
				"Periodic Report Realisation",
				{"parent": f"{self.agency.plan('citra')}-{YEAR}-03"},
				{
					"achievement": 150,
					"has_achievement": 1,
					"cumulative_target": 6,
					"cumulative_realisation": 5,
					"cumulative_achievement": 83.33,
					"has_cumulative": 1,
				},
			)
			text = self.report("citra", "03", of="citra")
		self.assertIn("150%", text)
		self.assertRegex(text, r"83[.,]3%")
		self.assertEqual(text.count('class="track"'), 2)

	def test_logs_are_shown_to_those_who_read_logs(self):
		for who, reads in (("ani", True), ("kabid", True), ("deli", True), ("hera", False), ("kadis", False)):
			with self.subTest(who):
				self.assertEqual("Menyusun dokumen ani" in self.report(who), reads)
		self.assertIn("/kinerja/logs?month=", self.report("ani"))

	def test_evidence_is_attached_while_writing_only(self):
		self.assertIn("data-upload", self.report("ani", "02"))
		self.assertNotIn("data-upload", self.report("ani", "01"))
		self.assertNotIn("data-upload", self.report("kabid", "01"))

	def test_lateness_is_said(self):
		name = f"{self.agency.plan('ani')}-{YEAR}-01"
		with self.undone():
			frappe.db.set_value("Periodic Report", name, {"late": 1, "days_late": 4})
			for path in (f"/kinerja/report?name={name}", "/kinerja/reports", "/kinerja/history"):
				with self.subTest(path):
					self.assertIn('class="late"', self.open(path, "ani").text)

	def test_an_interval_of_leave_is_shown_and_not_overdue(self):
		start, end = f"{YEAR}-04-01", f"{YEAR}-04-30"
		before = self.main_of(self.open("/kinerja/reports", "ani").text)
		with self.undone():
			leave = frappe.new_doc("Leave Application")
			leave.update(
				{
					"employee": self.agency.people["ani"].name,
					"from_date": start,
					"to_date": end,
					"status": "Approved",
					"docstatus": 1,
					"company": self.agency.people["ani"].company,
				}
			)
			factories.write(leave)
			after = self.main_of(self.open("/kinerja/reports", "ani").text)
		for word in ("On leave", "Cuti"):
			if word in after:
				break
		else:
			self.fail(after)
		self.assertLessEqual(after.count('class="late"'), before.count('class="late"'))


class TestEvaluations(WorkCase):
	def evaluation(self, who, interval="Q1", of="ani", status=200):
		path = f"/kinerja/evaluation?name={self.agency.plan(of)}-E-{YEAR}-{interval}"
		return self.main_of(self.open(path, who, status=status).text)

	def hand_over(self, **values):
		name = f"{self.agency.plan('ani')}-E-{YEAR}-Q2"
		frappe.db.set_value(
			"Performance Evaluation",
			name,
			{
				"workflow_state": "Handed Over",
				"handed_over_at": now_datetime(),
				"object_until": add_days(nowdate(), 14),
				"result_evidence": "Target tidak tercapai",
				"predicate_history": json.dumps(
					[{"kind": "Periodic", "interval": f"{YEAR}-Q1", "predicate": "Good"}]
				),
				**values,
			},
		)

	def test_the_person_understands_the_predicate(self):
		with self.undone():
			self.hand_over()
			text = self.evaluation("ani", "Q2")
		here = re.findall(r'<td class="(\w+) here"[^>]*data-result="([^"]+)" data-behaviour="([^"]+)"', text)
		self.assertEqual(here, [("alert", "Below Expectation", "Below Expectation")])
		self.assertIn("Target tidak tercapai", text)
		self.assertIn('value="Acknowledge"', text)
		self.assertIn(str(frappe.utils.formatdate(add_days(nowdate(), 14), "yyyy")), text)
		self.assertRegex(text, r'class="earlier".*chip good')
		self.assertNotIn("<fieldset", text)

	def test_the_internal_value_is_marked_as_internal(self):
		with self.undone():
			self.hand_over()
			self.assertNotIn(
				"97", self.evaluation("ani", "Q2").split("verdict-card")[1].split("</section>")[0]
			)
			self.hand_over(
				numeric_scheme="PP 30/2019 70-30",
				results_value=97.69,
				behaviour_value=96,
				internal_value=97.18,
			)
			text = self.evaluation("ani", "Q2")
		self.assertRegex(text, r"97[.,]18")
		self.assertRegex(text, r"(?i)internal")

	def test_silence_is_named(self):
		with self.undone():
			self.hand_over(workflow_state="Acknowledged", silent=1, acknowledged_at=now_datetime())
			text = self.evaluation("ani", "Q2")
		self.assertRegex(text, "by silence|dianggap sudah dibaca")
		self.assertNotIn('value="Acknowledge"', text)

	def test_the_appraiser_rates_in_three_steps(self):
		with self.undone():
			agencies.make_evaluation(self.agency.plan("ani"), interval=f"{YEAR}-Q3", state="Self Assessed")
			for text in (
				self.evaluation("kabid", "Q3"),
				self.review("kabid", self.item("evaluation", f"-E-{YEAR}-Q3")),
			):
				self.assertEqual(re.findall(r'data-panel="(\d)"', text), ["1", "2", "3"])
				self.assertEqual(text.count("<fieldset"), 2)
				self.assertIn('value="Rate"', text)
			self.assertNotIn('data-panel="3"', self.evaluation("kadis", "Q3"))
			self.evaluation("ani", "Q3", status=404)


class TestHistory(WorkCase):
	def history(self, who):
		return self.main_of(self.open("/kinerja/history", who).text)

	def test_all_years_and_posts_with_their_documents(self):
		with self.undone():
			before = agencies.make_period(self.agency.people["ani"].company, YEAR - 1, status="Closed")
			plan = agencies.make_plan(
				self.agency,
				"ani",
				state="Closed",
				period=before,
				name=f"SKP-{YEAR - 1}-ani",
				position="Jabatan lama",
				appraiser_name="Penilai lama",
			)
			agencies.make_evaluation(
				plan.name,
				kind="Annual",
				state="Acknowledged",
				result_rating="Above Expectation",
				behaviour_rating="Above Expectation",
			)
			text = self.history("ani")
		for words in (
			f">{YEAR}<",
			f">{YEAR - 1}<",
			"Jabatan lama",
			"Penilai lama",
			f"/kinerja/plan?name={self.agency.plan('ani')}",
			f"/kinerja/plan?name=SKP-{YEAR - 1}-ani",
			f"/kinerja/evaluation?name=SKP-{YEAR - 1}-ani-E-Annual",
			f"/kinerja/report?name={self.agency.plan('ani')}-{YEAR}-01",
			"predicates-picture",
		):
			self.assertIn(words, text)
		self.assertEqual(text.count("<circle"), 2)

	def test_an_evaluation_in_work_is_not_in_it(self):
		text = self.history("ani")
		self.assertIn(f"-E-{YEAR}-Q1", text)
		self.assertNotIn(f"-E-{YEAR}-Q2", text)
		self.assertNotRegex(text, "chip alert")

	def test_it_is_ones_own(self):
		text = self.history("budi")
		self.assertNotIn(self.agency.plan("ani"), text)
		self.assertIn(self.agency.plan("budi"), text)
		self.assertNotIn("predicates-picture", text)

	def test_nothing_yet(self):
		text = self.history("pono")
		self.assertIn('class="empty"', text)
		self.assertNotIn("<svg", text)


class TestNavigation(WorkCase):
	def test_at_most_five_places_in_the_bar(self):
		for who in ("ani", "kabid", "deli", "tono", "pono", "hera"):
			with self.subTest(who):
				nav = re.search(
					r"<nav class=\"nav\".*?</nav>", self.open("/kinerja", who).text, re.DOTALL
				).group()
				links = re.findall(r'<a href="[^"]*" class="nav-(\w+)( rest)?"', nav)
				shown = [key for key, rest in links if not rest]
				hidden = [key for key, rest in links if rest]
				self.assertLessEqual(len(shown) + bool(hidden), 5)
				self.assertEqual(nav.count("<li>"), len(hidden))
				self.assertIn("history", hidden)


class TestCostOfWork(WorkCase):
	def pages(self):
		report, evaluation = f"-{YEAR}-01", f"-E-{YEAR}-Q2"
		return [
			("/kinerja/review", "kabid"),
			("/kinerja/review", "ani"),
			("/kinerja/review?kind=log", "kabid"),
			("/kinerja/review?kind=log", "deli"),
			*(
				(f"/kinerja/review{query}", who)
				for query in (
					self.item("plan", who="budi"),
					self.item("adjustment", "-P01"),
					self.item("report", report),
					self.item("evaluation", evaluation),
				)
				for who in ("kabid", "deli")
			),
			("/kinerja/history", "ani"),
			("/kinerja/history", "kabid"),
			("/kinerja/reports", "ani"),
			("/kinerja/report?name=" + self.agency.plan("ani") + report, "ani"),
			("/kinerja/report?name=" + self.agency.plan("ani") + report, "kabid"),
		]

	def test_statements_of_each_page(self):
		if HTTP:
			return
		too_many = []
		for path, who in self.pages():
			self.open(path, who)
			with self.count_queries() as queries:
				self.open(path, who)
			asked = [statement for statement in queries if not SIGN_IN.search(statement)]
			if len(asked) > 15:
				too_many.append("\n  ".join([f"{path} as {who}: {len(asked)}", *asked]))
		self.assertFalse(too_many, "\n".join(too_many))

	def test_a_longer_queue_costs_no_more_statements(self):
		if HTTP:
			return
		path = f"/kinerja/review{self.item('report', f'-{YEAR}-01')}"
		counts = []
		with self.undone():
			for more in (0, 8):
				for number in range(more):
					agencies.make_report(
						self.agency.plan("ani"), f"{YEAR}-{number + 3:02}", state="Report Sent"
					)
				self.open(path, "kabid")
				with self.count_queries() as queries:
					self.open(path, "kabid")
				counts.append(len(queries))
		self.assertEqual(*counts)

	def test_weight_of_the_pages(self):
		for path, who, scripts in (
			(f"/kinerja/review{self.item('report', f'-{YEAR}-01')}", "kabid", ("plan.js", "review.js")),
			(
				f"/kinerja/review{self.item('evaluation', f'-E-{YEAR}-Q2')}",
				"kabid",
				("plan.js", "evaluation.js", "review.js"),
			),
			("/kinerja/history", "ani", ()),
		):
			text = self.open(path, who).text
			parts = [text.encode()]
			names = ("portal.css", "work.css", "portal.js", *scripts)
			parts += [(page.ASSETS / name).read_bytes() for name in names]
			with self.subTest(path):
				for name in names:
					self.assertRegex(text, rf"portal[/_]{name.partition('.')[0]}\.")
				self.assertLess(sum(map(len, parts)), 75_000)
				self.assertLess(sum(len(gzip.compress(part)) for part in parts), 21 * 1024)


class TestPictures(KinerjaTestCase):
	def entry(self, realisation, target, achievement=None):
		return {
			"interval": "2026-01",
			"realisation": realisation,
			"target": target,
			"achievement": achievement,
		}

	def test_what_counts_as_reached_follows_the_direction(self):
		for realisation, target, direction, reached in (
			(10, 10, HIGHER, True),
			(9, 10, HIGHER, False),
			(9, 10, LOWER, True),
			(11, 10, LOWER, False),
			(0, 0, LOWER, True),
			(1, 0, LOWER, False),
			(93, 0, RANGE, True),
			(96, 0, RANGE, False),
		):
			with self.subTest(realisation, target=target, direction=direction):
				self.assertEqual(
					pictures.was_reached(self.entry(realisation, target), direction, 90, 95), reached
				)
		self.assertFalse(pictures.was_reached(self.entry(10, 10, 99.99), HIGHER))
		self.assertTrue(pictures.was_reached(self.entry(1, 10, 100), HIGHER))

	def test_a_course_keeps_within_its_frame(self):
		shape = pictures.course(
			[self.entry(0, 10), self.entry(None, 10), self.entry(100_000, 10), self.entry(5, 0)], HIGHER
		)
		self.assertEqual(shape["width"], 4 * pictures.STEP)
		for path in (shape["reached"], shape["missed"], shape["targets"]):
			for number in re.findall(r"V([\d.-]+)|M[\d.]+ ([\d.-]+)", path):
				self.assertTrue(0 <= float(number[0] or number[1]) <= pictures.HEIGHT, path)
		self.assertIsNone(pictures.course([self.entry(None, 10)]))

	def test_a_bar_ends_at_its_frame(self):
		self.assertEqual(pictures.bar(2000)["width"], 100)
		self.assertEqual(pictures.bar(-3)["width"], 0)
		self.assertTrue(pictures.bar(100)["reached"])
		self.assertFalse(pictures.bar(99.9)["reached"])
		self.assertIsNone(pictures.bar(None))

	def test_a_year_without_evaluation_leaves_a_gap(self):
		shape = pictures.predicates(
			[
				{"label": "1", "year": 2025, "predicate": "Very Good", "annual": False},
				{"label": "2", "year": 2025, "predicate": None, "annual": False},
				{"label": "3", "year": 2026, "predicate": "Very Poor", "annual": True},
			]
		)
		self.assertEqual(len(shape["dots"]), 2)
		self.assertEqual(shape["line"], "")
		self.assertEqual([label["year"] for label in shape["labels"]], [2025, "", 2026])
		self.assertLess(shape["dots"][0]["y"], shape["dots"][1]["y"])
		self.assertIsNone(
			pictures.predicates([{"label": "1", "year": 2025, "predicate": None, "annual": False}])
		)
