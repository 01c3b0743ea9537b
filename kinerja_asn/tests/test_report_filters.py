"""What the filters of reports offer: words for names, and nothing that the viewer may not choose."""

import io
import json

from openpyxl import load_workbook

from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests.rest import RestTestCase

test_ignore = ["Employee", "Work Plan"]

CHOICES = "kinerja_asn.api.report_filters.choices"
WORDS = "kinerja_asn.api.report_filters.words"


class TestReportFilters(RestTestCase):
	@classmethod
	def build(cls):
		cls.agency = agencies.build()
		agencies.speak_english(cls.agency)

	def found(self, who, doctype, txt="", **filters):
		answer = self.client.call(
			CHOICES, user=self.agency.user(who), doctype=doctype, txt=txt, filters=filters
		)
		self.assertTrue(answer.ok, answer)
		return dict(answer.message)

	def words(self, who, doctype, name):
		return self.client.call(WORDS, user=self.agency.user(who), doctype=doctype, name=name).message

	def test_periods_and_intervals_go_by_their_words(self):
		year, period = agencies.YEAR, self.agency.period
		self.assertEqual(self.words("ani", "Performance Period", period.name), f"Year {year}")
		self.assertIn(period.name, self.found("ani", "Performance Period", str(year)))
		quarters = {
			f"{year}-Q{number}": f"Quarter {roman} {year}"
			for number, roman in enumerate(("I", "II", "III", "IV"), 1)
		}
		months = self.found(
			"kabid", "Performance Interval", period=period.name, frequency="reporting_frequency"
		)
		self.assertEqual(len(months), {"Monthly": 12, "Quarterly": 4}[period.reporting_frequency])
		found = self.found(
			"kabid", "Performance Interval", period=period.name, frequency="evaluation_frequency"
		)
		self.assertEqual(found, quarters)
		self.assertEqual(
			list(self.found("ani", "Performance Interval", "quarter iii", period=period.name)), [f"{year}-Q3"]
		)
		self.assertEqual(self.found("ani", "Performance Interval", period="2999-NONE"), {})

	def test_nobody_is_told_of_more_than_he_may_choose(self):
		plan, unit = self.agency.plan("kabid"), self.agency.units["a"].name
		named = f"{self.agency.people['kabid'].employee_name} · {agencies.YEAR}"
		for who, words in (("kabid", named), ("ani", named), ("hera", named), ("heri", plan), ("pono", plan)):
			with self.subTest(who):
				self.assertEqual(self.words(who, "Work Plan", plan), words)
		self.assertEqual(self.words("ani", "Department", unit), self.agency.units["a"].department_name)
		self.assertEqual(self.words("heri", "Department", unit), unit)
		self.assertEqual(self.found("ani", "Appraisal 360 Campaign"), {})
		for doctype in ("Employee", "User", "Performance Evaluation", "None of them"):
			self.assertEqual(self.found("hera", doctype), {})

	def test_a_period_of_another_agency_offers_no_intervals(self):
		self.assertEqual(self.found("heri", "Performance Interval", period=self.agency.period.name), {})

	def test_rubbish_finds_nothing(self):
		for values in (
			{"filters": "{no JSON"},
			{"filters": "[[1]]"},
			{"filters": {"period": {"in": [1]}, "frequency": ["x"]}},
			{"txt": {"a": 1}, "filters": {"performance_period": [1]}},
			{"start": "x", "page_len": "' or 1=1"},
			{"doctype": ["Work Plan"]},
		):
			for doctype in (
				"Performance Period",
				"Performance Interval",
				"Appraisal 360 Campaign",
				"Department",
			):
				with self.subTest(doctype=doctype, values=values):
					answer = self.client.call(
						CHOICES, user=self.agency.user("hera"), **{"doctype": doctype} | values
					)
					self.assertIn(answer.status, (200, 417), answer)
					self.assertNotIn("Traceback", answer.text)

	def test_a_sheet_names_its_filters_as_the_screen_does(self):
		period, interval = self.agency.period.name, f"{agencies.YEAR}-Q1"
		answer = self.client.call(
			"frappe.desk.query_report.export_query",
			user=self.agency.user("hera"),
			report_name="ASN Report Timeliness",
			file_format_type="Excel",
			filters=json.dumps({"period": period, "by": "Person"}),
			applied_filters=json.dumps({"Period": period, "Row per": "Person", "Interval": interval}),
			include_filters="1",
			visible_idx="[]",
		)
		rows = [
			row[:2] for row in load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
		]
		self.assertIn(("Period", f"Year {agencies.YEAR}"), rows)
		# what is no filter of the request is written as it came
		self.assertIn(("Interval", interval), rows)
