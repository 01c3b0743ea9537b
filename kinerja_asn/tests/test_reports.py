"""Every script report, found by itself: who runs it and of whom it tells, bad filters, what goes out, its statements."""

import contextlib
import csv
import inspect
import io
import json
import re
from unittest.mock import patch

import frappe
from frappe import _
from frappe.utils import add_days, nowdate
from openpyxl import load_workbook

from kinerja_asn import appraisal_360_work, script_reports
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests import three_sixty
from kinerja_asn.tests.rest import RestTestCase

test_ignore = ["Employee", "Work Plan"]

RUN, EXPORT = "frappe.desk.query_report.run", "frappe.desk.query_report.export_query"
QUARTER, MONTH = f"{agencies.YEAR}-Q1", f"{agencies.YEAR}-01"
#: Statements of one run, whatever the number of rows.
MOST_STATEMENTS = 6

#: Person who looks -> people of whom no report tells him anything.
FORBIDDEN = {
	"hera": ("lain", "heri"),
	"audi": ("lain", "heri"),
	"kadis": ("lain", "heri"),
	"peni": ("citra", "lain", "heri"),
	"pono": ("ani", "budi", "sari", "lain", "heri"),
	"kabid": ("citra", "lain", "heri"),
	"kabid_b": ("ani", "budi", "sari", "lain", "heri"),
	"deli": ("citra", "lain", "heri"),
	"lama": ("ani", "budi", "sari", "citra", "lain", "heri"),
	"ani": ("budi", "sari", "citra", "lain", "heri"),
	"heri": ("ani", "budi", "sari", "citra", "deli", "hera", "peni"),
}

#: Filters of a report where the usual ones do not serve.
FILTERS = {
	"ASN Role Result Matrix": {"leader_plan": lambda agency: agency.plan("kabid")},
	"ASN Work Plan Status": {"by": "Person"},
	"ASN Report Timeliness": {"by": "Person", "interval": None},
	"ASN Indicator Achievement": {"by": "Person"},
	"ASN Performance Trend": {
		"of": "Person",
		"employee": lambda agency: agency.people["ani"].name,
		"department": lambda agency: agency.units["a"].name,
	},
	"ASN Work Log Activity": {"by": "Person"},
	"ASN Alignment Gaps": {"by": "Result"},
	"ASN Training Needs": {"by": "Person"},
	"ASN Coaching Follow-up": {"by": "Session"},
}
#: Filters that decide what a row is about.
SHAPES = ("by", "of")

#: What a filter of this name may hold of another agency; other filters get the name of a person there.
FOREIGN = {
	"period": lambda agency: agency.other_period.name,
	"department": lambda agency: agency.units["lain"].name,
	"company": lambda agency: agencies.OTHER_AGENCY,
	"plan": lambda agency: agency.plan("lain"),
	"leader_plan": lambda agency: agency.plan("lain"),
}

IMPOSSIBLE = (
	"' OR 1=1 -- ",
	'"; DROP TABLE `tabEmployee`; --',
	"Nirwana",
	{"a": 1},
	["like", "%"],
	["in", ["a", "b"]],
	"x" * 10_000,
)

LINKS_TO_PEOPLE = ("Employee", "User", "External Appraiser")


def fill(agency, shorts):
	"""Documents of every kind about these people."""
	for short in shorts:
		plan = agency.plan(short)
		agencies.make_report(plan, MONTH, state="Report Accepted")
		agencies.make_report(plan, f"{agencies.YEAR}-02", state="Report Sent")
		for kind in ("Periodic", "Annual"):
			agencies.make_evaluation(
				plan,
				kind=kind,
				state="Handed Over",
				result_rating="As Expected",
				behaviour_rating="Below Expectation",
				unit_rating="Good",
			)
		agencies.make_log(plan)
		agencies.make_session(plan)


class TestEveryReport(RestTestCase):
	"""Everybody of the agency has a plan, reports, evaluations, logs and coaching; a 360 of Ani and Budi is released."""

	@classmethod
	def build(cls):
		cls.agency = agency = agencies.build()
		agencies.speak_english(agency)
		fill(agency, ("kadis", "kabid", "kabid_b", "ani", "budi", "sari", "citra", "deli", "lain"))
		for unit in ("a", "b", "lain"):
			if agency.units[unit].name and unit != "lain":
				agencies.make_unit_rating(agency, unit, state="Unit Rating Confirmed")
		for short in ("kadis", "kabid", "kabid_b"):
			agencies.make_agreement(agency, short)
		for short, leader in (("ani", "kabid"), ("budi", "kabid"), ("citra", "kabid_b")):
			agencies.make_role_result(agency, short, leader)
		agencies.make_feedback(agency, "ani", "budi")
		cls.campaign = three_sixty.make_campaign(agency)
		for short, peers in (("ani", ("budi", "sari", "citra")), ("budi", ("ani", "sari", "citra"))):
			cls.rate(short, peers)
		frappe.db.set_value("Appraisal 360 Campaign", cls.campaign, {"answer_until": add_days(nowdate(), -1)})
		appraisal_360_work.close(cls.campaign, at_once=True)
		for row in frappe.get_all("Appraisal 360", {"campaign": cls.campaign}, pluck="name"):
			frappe.db.set_value("Appraisal 360", row, "workflow_state", "Released")
		cls.names = script_reports.names()
		cls.marks = {
			short: cls.marks_of(short) for short in {one for people in FORBIDDEN.values() for one in people}
		}

	@classmethod
	def rate(cls, short, peers):
		name = three_sixty.make_appraisal(
			cls.agency, cls.campaign, short, three_sixty.raters_of(cls.agency, peers, person=short)
		)
		for rater in (*peers, short, "kabid"):
			three_sixty.give(cls.agency, name, rater)

	@classmethod
	def marks_of(cls, short):
		"""How this person shows in an answer: name, id, NIP, address, words of his plan."""
		person = cls.agency.people[short]
		words = [person.name, person.asn_nip, person.user_id, f"Layanan {short} ", f"dokumen {short}"]
		found = "|".join(re.escape(word) for word in words if word)
		# a unit of the other agency bears the name of its only employee
		return re.compile(rf"{found}|(?<!Dinas )\b{re.escape(person.employee_name)}\b")

	def usual(self, report):
		return {
			"period": self.agency.period.name,
			"interval": QUARTER,
			"campaign": self.campaign,
			"from_date": f"{agencies.YEAR}-01-01",
			"to_date": f"{agencies.YEAR}-12-31",
		} | {
			name: value(self.agency) if callable(value) else value
			for name, value in FILTERS.get(report, {}).items()
		}

	def ask(self, who, report, method=RUN, **more):
		filters = more.pop("filters", None) or self.usual(report)
		return self.client.call(
			method,
			self.agency.user(who),
			{"report_name": report, "filters": json.dumps(filters), **more},
		)

	def rows(self, answer):
		return [row for row in answer.message.get("result") or [] if isinstance(row, dict)]

	def assertTellsNobodyMore(self, who, answer):
		told = [short for short in FORBIDDEN[who] if self.marks[short].search(answer.text)]
		self.assertEqual(told, [], answer.text[:3000])

	def assertWords(self, answer):
		"""Refused in a sentence, without a crash."""
		self.assertIn(answer.status, (403, 404, 417), answer.text[-1500:])
		self.assertTrue(answer.messages, answer)

	def execute(self, report, filters=None):
		scrubbed = frappe.scrub(report)
		module = f"kinerja_asn.kinerja_asn.report.{scrubbed}.{scrubbed}"
		return frappe.get_attr(f"{module}.execute")(frappe._dict(filters or self.usual(report)))

	def shapes(self, report, who="hera"):
		"""The usual filters in every way that the report can be shown."""
		choices, choice = {}, script_reports.ScriptReport.choice

		def choosing(one, name, values, default=""):
			if name in SHAPES:
				choices[name] = values
			return choice(one, name, values, default)

		with (
			self.as_user(self.agency.user(who)),
			patch.object(script_reports.ScriptReport, "choice", choosing),
		):
			self.execute(report)
		usual = self.usual(report)
		return [usual | {name: value} for name, values in choices.items() for value in values] or [usual]

	# --- as they are shipped ---------------------------------------------------------------------------------

	def test_as_shipped(self):
		self.assertGreaterEqual(len(self.names), 2)
		for report in self.names:
			with self.subTest(report):
				doc = frappe.get_doc("Report", report)
				self.assertEqual((doc.is_standard, doc.report_type), ("Yes", "Script Report"))
				self.assertEqual((doc.prepared_report, doc.disabled, doc.module), (0, 0, "Kinerja ASN"))
				roles = {row.role for row in doc.roles}
				self.assertTrue(roles)
				self.assertLessEqual(
					roles,
					{"HR Manager", "ASN Performance Manager", "ASN Performance Auditor", "Employee"},
				)
				kind = script_reports.class_of(report)
				self.assertTrue(issubclass(kind, script_reports.ScriptReport))
				# filters are read by the ways that refuse what is none
				self.assertNotIn("self.filters", inspect.getsource(kind))
				for filters in self.shapes(report):
					with self.as_user(self.agency.user("hera")), patch.object(frappe.local, "lang", "id"):
						columns = self.execute(report, filters)[0]
						again = [_(column["label"]) for column in columns]
					# Frappe translates headings again for an export, with the words of other apps too
					self.assertEqual(again, [column["label"] for column in columns])
					for column in columns:
						if column.get("fieldtype") in ("Link", "Dynamic Link"):
							self.assertNotIn(column.get("options"), LINKS_TO_PEOPLE, column)
							self.assertEqual(column["fieldtype"], "Link", column)
						# the whole heading is to be read, in any language
						self.assertGreaterEqual(column["width"], 8 * len(column["label"]), column)
		self.assertIsNone(script_reports.class_of("General Ledger"))

	# --- rights ----------------------------------------------------------------------------------------------

	def test_nobody_is_told_more_than_the_documents_tell(self):
		for report in self.names:
			seen = {}
			for who in FORBIDDEN:
				with self.subTest(report=report, who=who):
					answer = self.ask(who, report)
					self.assertTrue(answer.ok or answer.status == 403, answer.text[-1500:])
					self.assertTellsNobodyMore(who, answer)
					seen[who] = answer
			with self.subTest(report=report, who="sari"):
				# people of the portal have no desk
				self.assertEqual(self.ask("sari", report).status, 403)
			self.assertEqual(seen["deli"].ok, seen["kabid"].ok)
			for filters in self.shapes(report) if seen["kabid"].ok else ():
				with self.subTest(report=report, check="a delegate", filters=filters):
					# with User Permissions for himself and the agency, as ERPNext gives them
					told = [self.told_of(self.ask(who, report, filters=filters)) for who in ("deli", "kabid")]
					self.assertEqual(told[0], told[1])
			with self.subTest(report=report, check="somebody else's rights"):
				for user in ("Administrator", self.agency.user("hera")):
					answer = self.ask("ani", report, user=user)
					self.assertEqual(answer.status, seen["ani"].status)
					self.assertTellsNobodyMore("ani", answer)
					if answer.ok:
						self.assertEqual(self.rows(answer), self.rows(seen["ani"]))

	def told_of(self, answer):
		return {short for short in ("ani", "budi") if self.marks[short].search(answer.text)}

	# --- export ----------------------------------------------------------------------------------------------

	def test_exports_hold_values(self):
		for report in self.names:
			there = self.rows(self.ask("hera", report))
			for form in ("CSV", "Excel"):
				with self.subTest(report=report, form=form):
					answer = self.ask("hera", report, EXPORT, file_format_type=form, visible_idx="[]")
					self.assertTrue(answer.ok, answer.text[-1500:])
					self.assertTellsNobodyMore("hera", answer)
					self.assertNoMarkup(self.cells(answer, form))
					# a job would keep the file where every reader of the report finds it
					kept = frappe.db.count("File", {"attached_to_doctype": "Report"})
					answer = self.ask(
						"hera",
						report,
						EXPORT,
						file_format_type=form,
						visible_idx=json.dumps(list(range(len(there)))),
						export_in_background="1",
					)
					self.assertEqual(frappe.db.count("File", {"attached_to_doctype": "Report"}), kept)
					self.assertEqual(self.jobs.pending, [])
					if there:
						self.assertGreater(len(list(self.cells(answer, form))), 1)

	def cells(self, answer, form):
		if form == "CSV":
			return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
		return [list(row) for row in load_workbook(io.BytesIO(answer.content)).active.values]

	def assertNoMarkup(self, rows):
		found = [cell for row in rows for cell in row if isinstance(cell, str) and re.search(r"</?\w+", cell)]
		self.assertEqual(found, [])

	# --- bad input -------------------------------------------------------------------------------------------

	@contextlib.contextmanager
	def filters_read(self):
		"""The names of the filters that are read inside."""
		names, text = set(), script_reports.ScriptReport.text

		def reading(report, name):
			names.add(name)
			return text(report, name)

		with patch.object(script_reports.ScriptReport, "text", reading):
			yield names

	def test_bad_filters(self):
		errors = frappe.db.count("Error Log")
		for report in self.names:
			# what is for HR alone refuses others before it has read a filter
			who = "kabid" if self.ask("kabid", report).ok else "hera"
			asked = set()
			for usual in self.shapes(report, who):
				with self.as_user(self.agency.user(who)), self.filters_read() as names:
					self.execute(report, usual)
				bad = [
					{name: value}
					for name in sorted(names - asked)
					for value in (
						FOREIGN.get(name, lambda agency: agency.people["lain"].name)(self.agency),
						*IMPOSSIBLE,
					)
				]
				bad += [
					{"from_date": f"{agencies.YEAR}-12-31", "to_date": f"{agencies.YEAR}-01-01"},
					{"from_date": "31-02-2026", "to_date": "besok"},
					{"from_year": str(agencies.YEAR), "to_year": str(agencies.YEAR - 1)},
					dict.fromkeys(names, ""),
					dict.fromkeys(names),
				]
				asked |= names
				with self.as_user(self.agency.user(who)):
					for filters in bad:
						with self.subTest(report=report, filters=str(filters)[:80]):
							self.assertBears(report, frappe._dict(usual | filters), who)
			self.assertTrue(asked, report)
			for text in ("[]", "null", '"x"', "5", "{", json.dumps(dict.fromkeys(names, IMPOSSIBLE[0]))):
				with self.subTest(report=report, text=text):
					answer = self.client.call(
						RUN, self.agency.user("kabid"), {"report_name": report, "filters": text}
					)
					self.assertTellsNobodyMore("kabid", answer)
					if not answer.ok:
						self.assertWords(answer)
			export = {"file_format_type": "CSV", "visible_idx": "[]"}
			answer = self.ask("hera", report, EXPORT, filters={"period": "Nirwana"}, **export)
			if not answer.ok:
				self.assertWords(answer)
		# on MariaDB an Error Log outlives the request that is taken back
		self.assertEqual(frappe.db.count("Error Log"), errors)

	def test_numbers(self):
		for value in ("²", "½", "--5", "-²", "9" * 100, 10**30, "1.5", -1, {"a": 1}):
			with self.subTest(value), self.assertRaises(frappe.ValidationError):
				script_reports.ScriptReport({"days": value}).number("days", 5, 1, 100)
		self.assertEqual(script_reports.ScriptReport({"days": "7"}).number("days", 5, 1, 100), 7)

	def test_figures_are_rounded_as_by_hand(self):
		found = [script_reports.percent(part, 8) for part in (0, 1, 3, 5, 7, 8)]
		self.assertEqual(found, [0, 13, 38, 63, 88, 100])
		self.assertIsNone(script_reports.percent(0, 0))
		found = [
			script_reports.average(*values) for values in ((150.1, 2), (150.09, 2), (-0.25, 1), (5, 2, 0))
		]
		self.assertEqual(found, [75.1, 75.0, -0.3, 3])
		self.assertIsNone(script_reports.average(0, 0))

	def test_requests_of_another_shape(self):
		"""Whatever stands where a text, a list or a number is expected: rows that may be told, or words."""
		user, usual = self.agency.user("kabid"), json.dumps(self.usual("ASN Work Plan Status"))
		shapes = (*IMPOSSIBLE, ["a", ["b"]], -1, 10**30, True, "\x00", "[[", "9" * 400, {}, [{}], [1])
		for shape in shapes:
			asked = [
				(RUN, {"report_name": "ASN Work Plan Status", "filters": usual, "custom_columns": shape}),
				(
					EXPORT,
					{
						"report_name": "ASN Work Plan Status",
						"filters": usual,
						"file_format_type": "CSV",
						"visible_idx": shape,
						"custom_columns": shape,
					},
				),
				("kinerja_asn.overrides.search.unit_and_below", {"department": shape}),
				("kinerja_asn.api.trend.people", {"txt": shape}),
			]
			query = {"doctype": "Department", "txt": "", "start": 0, "page_len": 10}
			asked += [
				("kinerja_asn.overrides.search.units", query | {name: shape})
				for name in ("doctype", "txt", "searchfield", "start", "page_len", "filters", "as_dict")
			]
			if shape != "\x00":
				asked.append((EXPORT, {"report_name": shape, "file_format_type": "CSV"}))
			for method, values in asked:
				with self.subTest(method=method, values=str(values)[:80]):
					answer = self.client.call(method, user, values)
					self.assertLess(answer.status, 500, answer.text[:300])
					self.assertTellsNobodyMore("kabid", answer)

	def assertBears(self, report, filters, who):
		"""Rows that may be told, or words: what else is thrown is a crash."""
		try:
			found = self.execute(report, filters)
		except (frappe.ValidationError, frappe.PermissionError, frappe.DoesNotExistError) as error:
			self.assertTrue(str(error))
			return
		text = frappe.as_json(found)
		self.assertEqual([one for one in FORBIDDEN[who] if self.marks[one].search(text)], [])

	# --- few and no data -------------------------------------------------------------------------------------

	def test_no_data_and_one_employee(self):
		empty = agencies.make_period(agencies.AGENCY, year=agencies.YEAR + 1).name
		quarter = f"{agencies.YEAR + 1}-Q1"
		nothing = {"period": empty, "interval": quarter}
		nothing |= {"from_date": f"{agencies.YEAR + 3}-01-01", "to_date": f"{agencies.YEAR + 3}-01-31"}
		alone = {"period": self.agency.other_period.name, "campaign": None}
		for report in self.names:
			for who, more in (("hera", nothing), ("kabid", nothing), ("heri", alone), ("lain", alone)):
				with self.subTest(report=report, who=who):
					answer = self.ask(who, report, filters=self.usual(report) | more)
					if not answer.ok:
						self.assertWords(answer)
					else:
						self.assertTrue(answer.message.get("columns"))

	def test_people_who_are_gone(self):
		"""Their documents stay; the rows of the employee and of the user do not."""
		budi, citra = self.agency.people["budi"], self.agency.people["citra"]
		frappe.db.set_value("Employee", citra.name, {"status": "Left", "relieving_date": nowdate()})
		for doctype, name in (("Employee", budi.name), ("User", budi.user_id)):
			frappe.db.delete(doctype, {"name": name})
			frappe.clear_document_cache(doctype, name)
		for report in self.names:
			for who in ("hera", "kabid", "kadis", "deli"):
				with self.subTest(report=report, who=who):
					answer = self.ask(who, report)
					self.assertTrue(answer.ok or answer.status == 403, answer.text[-1500:])
					self.assertTellsNobodyMore(who, answer)

	# --- cost ------------------------------------------------------------------------------------------------

	def test_statements_do_not_grow(self):
		few = self.statements()
		more = agencies.hire_more(self.agency, 5)
		fill(self.agency, more)
		for place, statements in self.statements().items():
			with self.subTest(place):
				shown = "\n".join(statements)
				self.assertLessEqual(len(statements), MOST_STATEMENTS, shown)
				self.assertEqual(len(statements), len(few[place]), shown)

	def statements(self):
		found = {}
		for who in ("hera", "kabid"):
			with self.as_user(self.agency.user(who)):
				for report in self.names:
					with contextlib.suppress(frappe.PermissionError):
						self.execute(report)
						with self.count_queries() as queries:
							self.execute(report)
						found[report, who] = list(queries)
		return found
