"""The portal's pages, asked for by their people: who enters, what is shown and hidden, how many statements a page costs."""

import gzip
import json
import re
from unittest.mock import patch

import frappe
from frappe import _
from frappe.utils import add_days, formatdate, nowdate

from kinerja_asn import figures
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests import factories
from kinerja_asn.tests.base import KinerjaTestCase
from kinerja_asn.tests.rest import HTTP, RestTestCase
from kinerja_asn.www.kinerja import page, shown

test_ignore = ["Employee", "Work Plan"]

YEAR = agencies.YEAR
#: What the test's client asks to sign somebody in; a session has it in the cache.
SIGN_IN = re.compile(r"FROM .tabUser. WHERE .name.=")
EVIL = "<script>alert('x')</script></script><b>\"'"


class PortalCase(RestTestCase):
	@classmethod
	def build(cls):
		cls.agency = agency = agencies.build(with_plans=False)
		agency.people["tono"] = factories.make_employee(
			"Tono",
			agencies.AGENCY,
			department=agency.units["a"],
			designation="Staf Contoh",
			reports_to=agency.people["kabid"],
			desk=False,
		)
		cls.stranger = factories.make_user("tamu@kinerja.test", roles=("HR Manager",), full_name="Tamu").name
		for short in ("kadis", "kabid", "kabid_b", "ani", "citra"):
			agency.plans[short] = agencies.make_plan(agency, short).name
		agency.plans["budi"] = agencies.make_plan(
			agency, "budi", state="Plan Proposed", proposed_at=add_days(nowdate(), -3)
		).name
		agency.plans["sari"] = agencies.make_plan(agency, "sari", state="Draft").name
		agency.plans["tono"] = agencies.make_plan(
			agency, "tono", state="Plan Returned", return_note="Perjelas target"
		).name
		agencies.make_adjustment(agency.plan("ani"), state="Adjustment Proposed")
		agencies.make_report(agency.plan("ani"), f"{YEAR}-01", state="Report Sent")
		agencies.make_report(agency.plan("ani"), f"{YEAR}-02", state="Draft")
		agencies.make_evaluation(
			agency.plan("ani"),
			interval=f"{YEAR}-Q1",
			state="Acknowledged",
			result_rating="As Expected",
			behaviour_rating="As Expected",
		)
		agencies.make_evaluation(
			agency.plan("ani"),
			interval=f"{YEAR}-Q2",
			state="Rated",
			result_rating="Below Expectation",
			behaviour_rating="Below Expectation",
		)

	def open(self, path, who, status=200):
		user = self.agency.user(who) if who in self.agency.people else who
		answer = self.client.get(path, user=user)
		self.assertEqual(answer.status, status, answer.text[:1500])
		return answer

	def plan_url(self, who):
		return f"/kinerja/plan?name={self.agency.plan(who)}"

	def document(self, kind, suffix):
		return f"/kinerja/{kind}?name={self.agency.plan('ani')}{suffix}"


class TestWhoEnters(PortalCase):
	def test_a_guest_signs_in_and_comes_back(self):
		answer = self.client.get("/kinerja/plan?name=SKP-1")
		self.assertEqual(answer.status, 302)
		self.assertIn("/login?redirect-to=%2Fkinerja%2Fplan%3Fname%3DSKP-1", answer.headers["Location"])
		self.assertIn("no-store", answer.headers["Cache-Control"])

	def test_a_user_without_employee_is_told_whom_to_ask(self):
		text = self.open("/kinerja", self.stranger, status=403).text
		self.assertIn("tamu@kinerja.test", text)
		self.assertNotIn("/kinerja/team", text)

	def test_employees_with_and_without_desk_enter(self):
		for who in ("ani", "sari", "tono"):
			with self.subTest(who):
				text = self.open("/kinerja", who).text
				self.assertIn(self.agency.people[who].employee_name, text)
				self.assertEqual('href="/app"' in text, who == "ani")

	def test_a_page_is_one_persons(self):
		if not HTTP:
			frappe.conf.developer_mode = 0
		first = self.open("/kinerja", "ani")
		second = self.open("/kinerja", "budi")
		self.assertIn("no-store", first.headers["Cache-Control"])
		self.assertIn(self.agency.people["budi"].employee_name, second.text)
		self.assertNotIn(f">{self.agency.people['ani'].employee_name}<", second.text)

	def test_the_team_is_shown_to_those_who_have_one_today(self):
		for who, has_team in (("kabid", True), ("deli", True), ("lama", False), ("ani", False)):
			with self.subTest(who):
				self.assertEqual('href="/kinerja/team"' in self.open("/kinerja", who).text, has_team)


class TestWhatIsShown(PortalCase):
	def test_strangers_and_missing_documents_get_the_same_answer(self):
		pages = [
			self.plan_url("ani"),
			f"/kinerja/write?name={self.agency.plan('ani')}",
			f"/kinerja/version?name={self.agency.plan('ani')}&number=1",
			f"/kinerja/reports?plan={self.agency.plan('ani')}",
			f"/kinerja/evaluations?plan={self.agency.plan('ani')}",
			self.document("adjustment", "-P01"),
			self.document("report", f"-{YEAR}-01"),
			self.document("evaluation", f"-E-{YEAR}-Q1"),
		]
		for path in pages:
			for who in ("budi", "citra", "lama", "lain"):
				with self.subTest(path, who=who):
					hidden = self.open(path, who, status=404).text
					missing = self.open(
						re.sub(r"(name|plan)=SKP[^&]*", r"\1=SKP-0", path), who, status=404
					).text
					self.assertEqual(self.frame_less(hidden), self.frame_less(missing))
					self.assertNotIn("Ani", self.frame_less(hidden))

	def frame_less(self, text):
		return re.search(r"<main.*</main>", text, re.DOTALL).group()

	def test_an_unknown_address_of_the_portal_is_told_in_its_frame(self):
		text = self.open("/kinerja/salah-ketik", "tono", status=404).text
		self.assertIn('href="/kinerja"', text)
		self.assertIn("Tono", text)
		self.assertNotIn("navbar", text)
		answer = self.client.get("/kinerja/salah/lagi")
		self.assertIn(answer.status, (301, 302))

	def test_the_employee_reads_and_the_appraiser_decides(self):
		own = self.open("/kinerja/plan", "budi").text
		self.assertNotIn("data-decide", own)
		self.assertIn('data-step="Withdraw"', own)
		self.assertNotIn('data-step="Propose"', own)
		for who in ("kabid", "deli"):
			with self.subTest(who):
				text = self.open(self.plan_url("budi"), who).text
				self.assertIn('value="Agree"', text)
				self.assertIn('data-column="appraiser_note"', text)
				self.assertNotIn('data-step="Withdraw"', text)
		above = self.open(self.plan_url("budi"), "kadis").text
		self.assertNotIn('value="Agree"', above)
		self.assertNotIn('data-column="appraiser_note"', above)

	def test_a_delegate_is_told_for_whom_and_until_when(self):
		until = formatdate(add_days(nowdate(), 30), "yyyy")
		for path in ("/kinerja", "/kinerja/team", self.plan_url("budi")):
			with self.subTest(path):
				text = self.open(path, "deli").text
				self.assertIn("800/1/2026", text)
				self.assertIn(self.agency.people["kabid"].employee_name, text)
				self.assertIn(until, text)

	def test_the_returned_plan_shows_the_note_and_what_is_missing(self):
		text = self.open("/kinerja/plan", "tono").text
		self.assertIn("Perjelas target", text)
		self.assertIn("/kinerja/write?name=", text)
		self.assertIn("checklist", text)

	def test_the_employee_does_not_see_an_evaluation_in_work(self):
		self.open(self.document("evaluation", f"-E-{YEAR}-Q2"), "ani", status=404)
		listed = self.open("/kinerja/evaluations", "ani").text
		self.assertNotIn(f"-E-{YEAR}-Q2", listed)
		home = self.open("/kinerja", "ani").text
		self.assertNotIn(f"-E-{YEAR}-Q2", home)
		for name in ("Very Poor", "Sangat Kurang"):
			self.assertNotIn(name, listed + home)
		self.assertIn("data-needed", self.open(self.document("evaluation", f"-E-{YEAR}-Q2"), "kabid").text)

	def test_what_was_not_evaluated_says_so(self):
		with self.as_user(self.agency.user("ani")):
			self.assertEqual(shown.predicate(None)["label"], frappe._("Not yet evaluated"))
		text = self.open("/kinerja/evaluations", "ani").text
		self.assertGreaterEqual(text.count("chip quiet"), 3)

	def test_everything_is_escaped(self):
		with self.undone():
			plan = self.agency.plan("sari")
			frappe.db.set_value("Work Plan Result", {"parent": plan}, "result", EVIL)
			frappe.db.set_value("Work Plan Indicator", {"parent": plan}, "indicator", EVIL)
			frappe.db.set_value("Work Plan", plan, "return_note", EVIL, update_modified=False)
			frappe.db.set_value("Employee", self.agency.people["sari"].name, "employee_name", EVIL)
			frappe.db.set_value("Work Plan", plan, "employee_name", EVIL, update_modified=False)
			for path in ("/kinerja", "/kinerja/plan", "/kinerja/write"):
				text = self.open(path, "sari").text
				self.assertNotIn("<script>alert", text)
				self.assertNotIn("</script><b>", text)
			data = re.search(r'id="page-data">(.*?)</script>', text, re.DOTALL).group(1)
			self.assertEqual(json.loads(data)["content"]["tables"]["results"][0]["result"], EVIL)
			self.assertNotIn("<script>alert", self.open("/kinerja/team?q=%3Cscript%3Ealert(1)", "kabid").text)

	def test_an_error_shows_no_traceback(self):
		if HTTP:
			return
		broken = {**page.PAGES, "kinerja/plan": ("plan", "plan.html", lambda visit: 1 / 0)}
		with patch.object(page, "PAGES", broken), self.undone():
			text = self.open("/kinerja/plan", "ani", status=500).text
		for word in ("Traceback", "ZeroDivisionError", "division by zero"):
			self.assertNotIn(word, text)

	def test_the_team_is_filtered_and_searched(self):
		everybody = self.open("/kinerja/team", "kabid").text
		for who in ("ani", "budi", "sari", "tono"):
			self.assertIn(self.agency.plan(who), everybody)
			self.assertIn(f'data-ask-about="{self.agency.people[who].name}"', everybody)
		self.assertNotIn(self.agency.plan("citra"), everybody)
		proposed = self.open("/kinerja/team?state=proposed", "kabid").text
		self.assertIn(self.agency.plan("budi"), proposed)
		self.assertNotIn(self.agency.plan("sari"), proposed)
		found = self.open("/kinerja/team?q=sari", "kabid").text
		self.assertIn(self.agency.plan("sari"), found)
		self.assertNotIn(self.agency.plan("budi"), found)

	def test_the_line_below_is_read_only(self):
		text = self.open("/kinerja/team?view=line", "kadis").text
		for who in ("ani", "citra"):
			self.assertIn(self.agency.plan(who), text)
		self.assertNotIn(self.agency.plan("kabid") + '"', text)
		plan = self.open(self.plan_url("ani"), "kadis").text
		self.assertNotIn("data-decide", plan)
		self.assertNotIn("<textarea", plan)

	def test_someone_without_plan_may_start_or_is_told_whom_to_ask(self):
		text = self.open("/kinerja/plan", "pono").text
		self.assertIn("data-start", text)
		with self.undone():
			frappe.db.set_single_value("Kinerja ASN Settings", "employee_may_create_plan", 0)
			frappe.clear_document_cache("Kinerja ASN Settings", "Kinerja ASN Settings")
			self.assertNotIn("data-start", self.open("/kinerja/plan", "pono").text)
		frappe.clear_document_cache("Kinerja ASN Settings", "Kinerja ASN Settings")


class TestReadingFunctions(PortalCase):
	CONTENT = "kinerja_asn.api.portal.plan_content"

	def test_the_content_names_the_rows_that_lack_something(self):
		answer = self.client.call(self.CONTENT, user=self.agency.user("sari"), name=self.agency.plan("sari"))
		self.assertEqual(answer.status, 200, answer)
		content = answer.message
		self.assertTrue(content["may_write"])
		self.assertEqual(len(content["intervals"]), 12)
		row = content["tables"]["results"][0]
		self.assertIn(row["row_key"], [item["key"] for item in content["missing"]])

	def test_an_adjustment_that_changes_nothing_is_not_complete(self):
		with self.undone():
			name = agencies.make_adjustment(self.agency.plan("kabid")).name
			row, target = frappe.db.get_value(
				"Work Plan Indicator", {"parent": self.agency.plan("kabid"), "idx": 1}, ["row_key", "target"]
			)
			for figure, unchanged in ((target, True), (target + 1, False)):
				frappe.db.set_value("Work Plan Indicator", {"parent": name, "row_key": row}, "target", figure)
				found = self.client.call(
					"kinerja_asn.api.portal.plan_content",
					user=self.agency.user("kabid"),
					data={"doctype": "Work Plan Adjustment", "name": name},
				).message["missing"]
				about_all = [item for item in found if item["table"] == "results" and not item["key"]]
				self.assertEqual(len(about_all), int(unchanged), found)

	def test_the_content_is_for_readers(self):
		for who in ("budi", "lain", "lama"):
			answer = self.client.call(self.CONTENT, user=self.agency.user(who), name=self.agency.plan("sari"))
			self.assertEqual(answer.status, 403, answer)
		answer = self.client.call(
			self.CONTENT,
			user=self.agency.user("sari"),
			name=self.agency.people["sari"].name,
			doctype="Employee",
		)
		self.assertEqual(answer.status, 403, answer)

	def test_library_and_units_are_for_employees(self):
		for method in ("indicators", "units"):
			path = f"kinerja_asn.api.portal.{method}"
			self.assertEqual(self.client.call(path, user=self.agency.user("sari")).status, 200)
			self.assertEqual(self.client.call(path, user=self.stranger).status, 403)

	def test_only_ones_own_notifications_are_marked(self):
		with self.undone():
			for who in ("ani", "budi"):
				log = frappe.new_doc("Notification Log")
				log.update({"subject": "Ada kabar", "for_user": self.agency.user(who), "type": "Alert"})
				factories.write(log)
			answer = self.client.call("kinerja_asn.api.portal.mark_read", user=self.agency.user("ani"))
			self.assertEqual(answer.status, 200, answer)
			unread = frappe.get_all(
				"Notification Log", filters={"read": 0, "subject": "Ada kabar"}, pluck="for_user"
			)
			self.assertEqual(unread, [self.agency.user("budi")])
			self.assertIn("Ada kabar", self.open("/kinerja/notifications", "budi").text)


class TestCost(PortalCase):
	"""Statements and size of the pages."""

	def pages(self):
		ani = self.agency.plan("ani")
		return [
			("/kinerja", "ani", 20),
			("/kinerja", "kabid", 20),
			("/kinerja", "deli", 20),
			("/kinerja/team", "kabid", 20),
			("/kinerja/team", "deli", 20),
			("/kinerja/team?view=line", "kadis", 20),
			("/kinerja/plan", "ani", 15),
			("/kinerja/plan", "sari", 15),
			("/kinerja/plan", "tono", 15),
			(self.plan_url("budi"), "kabid", 15),
			(self.plan_url("budi"), "deli", 15),
			(self.plan_url("ani"), "kadis", 15),
			("/kinerja/write", "sari", 15),
			("/kinerja/reports", "ani", 15),
			(f"/kinerja/reports?plan={ani}", "kabid", 15),
			(self.document("report", f"-{YEAR}-02"), "ani", 15),
			(self.document("report", f"-{YEAR}-01"), "deli", 15),
			("/kinerja/evaluations", "ani", 15),
			(self.document("evaluation", f"-E-{YEAR}-Q1"), "ani", 15),
			(self.document("evaluation", f"-E-{YEAR}-Q2"), "kabid", 15),
			(self.document("evaluation", f"-E-{YEAR}-Q2"), "deli", 15),
			(self.document("adjustment", "-P01"), "ani", 15),
			(self.document("adjustment", "-P01"), "kabid", 15),
			(self.document("adjustment", "-P01"), "deli", 15),
			("/kinerja/notifications", "ani", 15),
		]

	def test_statements_of_each_page(self):
		if HTTP:
			return
		too_many = []
		for path, who, most in self.pages():
			self.open(path, who)
			with self.count_queries() as queries:
				self.open(path, who)
			asked = [statement for statement in queries if not SIGN_IN.search(statement)]
			if len(asked) > most:
				too_many.append("\n  ".join([f"{path} as {who}: {len(asked)} of {most}", *asked]))
		self.assertFalse(too_many, "\n".join(too_many))

	def test_a_bigger_team_costs_no_more_statements(self):
		if HTTP:
			return
		counts = []
		with self.undone():
			for more in (0, 15):
				for number in range(more):
					short = f"baru{number}"
					self.agency.people[short] = factories.make_employee(
						f"Baru{number}",
						agencies.AGENCY,
						department=self.agency.units["a"],
						reports_to=self.agency.kabid,
						user=False,
					)
					agencies.make_plan(self.agency, short, state="Plan Proposed")
				for path in ("/kinerja", "/kinerja/team", self.plan_url("budi")):
					self.open(path, "kabid")
					with self.count_queries() as queries:
						self.open(path, "kabid")
					counts.append(len(queries))
		self.assertEqual(counts[:3], counts[3:])

	def test_weight_of_the_pages(self):
		for path, who, script, plain, packed in (
			("/kinerja", "kabid", "plan.js", 60_000, 17_500),
			("/kinerja/plan", "ani", "plan.js", 60_000, 17_500),
			("/kinerja/write", "sari", "write.js", 80_000, 23_500),
		):
			parts = [self.open(path, who).text.encode()]
			parts += [(page.ASSETS / name).read_bytes() for name in ("portal.css", "portal.js", script)]
			with self.subTest(path):
				self.assertLess(sum(map(len, parts)), plain)
				self.assertLess(sum(len(gzip.compress(part)) for part in parts), packed)


class TestShown(KinerjaTestCase):
	"""Dates, numbers and names of intervals as an Indonesian site shows them."""

	def setUp(self):
		super().setUp()
		self.enterContext_(patch.object(frappe.local, "lang", "id"))
		self.enterContext_(patch.object(figures, "separators", lambda: (",", ".")))

	def test_dates(self):
		self.assertEqual(shown.day("2026-01-05"), "5 Januari 2026")
		self.assertEqual(shown.moment("2026-08-17 09:05:00"), "17 Agustus 2026, 09.05")
		self.assertEqual(shown.day(None), "")

	def test_numbers(self):
		for value, text in (
			(1200, "1.200"),
			(97.5, "97,5"),
			(0, "0"),
			(None, ""),
			(1234567.25, "1.234.567,25"),
			(100, "100"),
		):
			self.assertEqual(shown.number(value), text)

	def test_targets(self):
		self.assertEqual(shown.target({"target": 1200, "uom": "Dokumen"}), "1.200 Dokumen")
		self.assertEqual(
			shown.target({"direction": "Range", "target_low": 90, "target_high": 95, "uom": "%"}), "90–95 %"
		)
		self.assertEqual(shown.target({"target": 0}), "")

	def test_intervals(self):
		self.assertEqual(shown.interval("2026-03"), "Maret 2026")
		short = [shown.interval(f"2026-{month:02}", short=True) for month in range(1, 13)]
		self.assertEqual(" ".join(short), "Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des")
		# Frappe translates headings again for an export, with the words of other apps too
		self.assertEqual([_(month) for month in short], short)
		self.assertIn("III", shown.interval("2026-Q3"))
		self.assertEqual(shown.interval("2026"), "2026")
		self.assertEqual(shown.interval("Lain"), "Lain")

	def test_each_script_is_built_and_sent_small(self):
		scripts = {file.stem for file in page.ASSETS.glob("*.js")}
		bundles = {file.name for file in (page.ASSETS / "bundles").iterdir()}
		self.assertEqual(bundles, {f"kinerja_portal_{script}.bundle.js" for script in scripts})
		built = {"kinerja_portal_write.bundle.js": "/assets/kinerja_asn/dist/js/x.js"}
		with patch.object(page, "get_assets_json", lambda: built), patch.dict(frappe.conf, developer_mode=0):
			self.assertEqual(page.asset("write.js"), "/assets/kinerja_asn/dist/js/x.js")
			self.assertTrue(page.asset("plan.js").startswith("/assets/kinerja_asn/portal/plan.js?v="))
			self.assertTrue(page.asset("portal.css").startswith("/assets/kinerja_asn/portal/portal.css?v="))
			frappe.conf.developer_mode = 1
			self.assertTrue(page.asset("write.js").startswith("/assets/kinerja_asn/portal/write.js?v="))

	def test_scripts_ask_for_texts_that_can_be_found(self):
		for name in ("portal.js", "plan.js", "write.js"):
			source = (page.ASSETS / name).read_text()
			asked = page._texts_in(name, 0)
			self.assertEqual(len(re.findall(r"__\(\s*[^)\s\"]", source.replace("__(text", ""))), 0, name)
			self.assertTrue(asked)
