"""The reports about units and their people over the years: figures computed by hand, and what each reader is told."""

import json

import frappe

from kinerja_asn import distribution, figures, script_reports
from kinerja_asn.rules.predicate import PREDICATES
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests.rest import RestTestCase

YEAR, RUN = agencies.YEAR, "frappe.desk.query_report.run"
QUARTER, MONTH = f"{YEAR}-Q1", f"{YEAR}-01"
SUMMARY, DISTRIBUTION, TREND = (
	"ASN Unit Performance Summary",
	"ASN Predicate Distribution",
	"ASN Performance Trend",
)
ABOVE, AS, BELOW = "Above Expectation", "As Expected", "Below Expectation"
#: person -> (rating of results, rating of behaviour, state) in the first quarter
RATED = {
	"ani": (ABOVE, ABOVE, "Handed Over"),
	"budi": (AS, AS, "Handed Over"),
	"sari": (BELOW, AS, "Handed Over"),
	"kabid": (AS, AS, "Handed Over"),
	"citra": (AS, AS, "Rated"),
	"kabid_b": (None, None, "Self Assessed"),
}
#: (person, month, realised of a target of 2, late)
REPORTED = (
	("ani", "01", 2, 0),
	("ani", "02", 1, 1),
	("budi", "01", 3, 0),
	("citra", "01", 1, 0),
	# of the second quarter, and not sent yet
	("ani", "04", 2, 0),
	("budi", "02", None, 0),
)


class TestUnitReports(RestTestCase):
	@classmethod
	def build(cls):
		cls.agency = agency = agencies.build()
		agencies.speak_english(agency)
		for short, (result, behaviour, state) in RATED.items():
			agencies.make_evaluation(
				agency.plan(short), state=state, result_rating=result, behaviour_rating=behaviour
			)
		for short, month, realised, late in REPORTED:
			state = "Draft" if realised is None else "Report Accepted"
			report = agencies.make_report(agency.plan(short), f"{YEAR}-{month}", state, realised or 0)
			frappe.db.set_value("Periodic Report", report.name, "late", late, update_modified=False)
		agencies.make_unit_rating(agency, "a", state="Unit Rating Confirmed", rating="Good")
		agencies.make_unit_rating(agency, "b")
		cls.set_plan("sari", workflow_state="Plan Proposed", docstatus=0)
		# left in February: nobody of the quarter's end
		cls.set_plan("deli", workflow_state="Closed", closed_on=f"{YEAR}-02-15")

	@classmethod
	def set_plan(cls, short, **values):
		frappe.db.set_value("Work Plan", cls.agency.plan(short), values, update_modified=False)

	def run_report(self, report, user, **filters):
		found = {"period": self.agency.period.name, "kind": "Periodic", "interval": QUARTER, **filters}
		answer = self.client.call(
			RUN, user=self.agency.user(user), report_name=report, filters=json.dumps(found)
		)
		self.assertTrue(answer.ok, answer)
		return answer.message

	def rows(self, message, key):
		return {row[key]: row for row in message["result"] if isinstance(row, dict)}

	def setting(self, **values):
		for field, value in values.items():
			frappe.db.set_single_value("Kinerja ASN Settings", field, value)
		agencies.forget()

	# --- the tree ---

	def figures(self, row):
		columns = ("people", "agreed", "sent", "late", "very_good", "good", "needs_improvement", "waiting")
		return tuple(row[column] for column in columns)

	def test_the_tree_adds_up(self):
		message = self.run_report(SUMMARY, "hera")
		rows = self.rows(message, "unit")
		self.assertEqual(list(rows), ["Dinas Contoh", "Bidang A", "Bidang B"])
		self.assertEqual([row["indent"] for row in rows.values()], [0, 1, 1])
		self.assertEqual(self.figures(rows["Bidang A"]), (4, 3, 3, 1, 1, 2, 1, 0))
		self.assertEqual(self.figures(rows["Bidang B"]), (2, 2, 1, 0, 0, 1, 0, 1))
		# with the head, HR and the manager, who are in the unit itself
		self.assertEqual(self.figures(rows["Dinas Contoh"]), (9, 8, 4, 1, 1, 3, 1, 1))
		# 100, 50 and 150 percent; and 50 percent of Citra
		means = [rows[unit]["achievement"] for unit in ("Bidang A", "Bidang B", "Dinas Contoh")]
		self.assertEqual(means, [100.0, 50.0, 87.5])
		ratings = [row["unit_rating"] for row in rows.values()]
		self.assertEqual(ratings, ["Not rated yet", "Good", "Not rated yet"])
		self.assertEqual(message["chart"]["data"]["labels"], ["A", "B"])
		told = [card["value"] for card in message["report_summary"]]
		self.assertEqual(told, [9, 8, 1, figures.number(87.5) + "%", 5, 1])
		# the year as a whole: the report of April too, and no evaluation yet
		rows = self.rows(self.run_report(SUMMARY, "hera", kind="Annual"), "unit")
		self.assertEqual((rows["Bidang A"]["sent"], rows["Bidang A"]["good"]), (4, 0))
		rows = self.rows(self.run_report(SUMMARY, "hera", department=self.agency.units["a"].name), "unit")
		self.assertEqual(list(rows), ["Bidang A"])

	def test_everybody_counts_what_he_may_read(self):
		for user, expected in (
			("audi", {"Dinas Contoh": 9, "Bidang A": 4, "Bidang B": 2}),
			("peni", {"Dinas Contoh": 5, "Bidang A": 4}),
			("pono", {"Dinas Contoh": 2, "Bidang B": 2}),
			("kabid", {"Dinas Contoh": 4, "Bidang A": 4}),
			("deli", {"Dinas Contoh": 3, "Bidang A": 3}),
			("ani", {"Dinas Contoh": 1, "Bidang A": 1}),
			("heri", {}),
		):
			with self.subTest(user):
				rows = self.rows(self.run_report(SUMMARY, user), "unit")
				self.assertEqual(
					{unit: row["people"] for unit, row in rows.items() if row["people"]}, expected
				)

	def test_what_is_mailed_tells_of_no_few(self):
		"""Of five rated people four are in one unit and one in the other: neither is told, nor by the difference."""
		filters = {"period": self.agency.period.name, "kind": "Periodic", "interval": QUARTER}
		for least, told in ((5, ["Dinas Contoh"]), (2, ["Dinas Contoh"]), (1, None)):
			self.setting(smallest_team=least)
			with self.subTest(least), script_reports.without_viewer():
				_columns, rows = script_reports.class_of(SUMMARY)(filters).run()
				self.assertEqual([row["people"] for row in rows], [9, 4, 2])
				shown = [row["unit"] for row in rows if row["good"] is not None]
				self.assertEqual(shown, told or [row["unit"] for row in rows])
				_columns, rows = script_reports.class_of(DISTRIBUTION)(filters).run()
				names = ["Bidang A", "Bidang B"] if least == 1 else ["Smaller units together"]
				self.assertEqual([row["name"] for row in rows], names)
				self.assertEqual(sum(row["good"] for row in rows), 3)
		self.setting(smallest_team=6)
		with script_reports.without_viewer():
			self.assertEqual(script_reports.class_of(DISTRIBUTION)(filters).run()[1], [])

	def test_mails_of_two_units_tell_no_more_than_one(self):
		filters = {"period": self.agency.period.name, "kind": "Periodic", "interval": QUARTER}
		self.setting(smallest_team=2)
		for unit, told in (("a", "Bidang A"), ("b", "Bidang B")):
			chosen = filters | {"department": self.agency.units[unit].name}
			with self.subTest(unit), script_reports.without_viewer():
				# all without Bidang A would be the one person of Bidang B
				_columns, rows = script_reports.class_of(SUMMARY)(chosen).run()
				self.assertEqual([(row["unit"], row["indent"]) for row in rows], [(told, 0)])
				self.assertEqual([(row["good"], row["achievement"]) for row in rows], [(None, None)])
				self.assertEqual(script_reports.class_of(DISTRIBUTION)(chosen).run()[1], [])
		# nobody is rated yet, and one person of Bidang B has reported
		with script_reports.without_viewer():
			_columns, rows = script_reports.class_of(SUMMARY)(filters | {"kind": "Annual"}).run()
		self.assertEqual([row["achievement"] for row in rows if row["unit"] != "Dinas Contoh"], [None, None])
		self.assertIsNotNone(rows[0]["achievement"])
		self.setting(smallest_team=1)
		with script_reports.without_viewer():
			chosen = filters | {"department": self.agency.units["b"].name}
			_columns, rows = script_reports.class_of(SUMMARY)(chosen).run()
			self.assertEqual([(row["good"], row["achievement"]) for row in rows], [(1, 50.0)])
			_columns, rows = script_reports.class_of(DISTRIBUTION)(chosen).run()
		self.assertEqual([row["name"] for row in rows], ["Bidang B"])

	def test_small_groups_go_with_the_next(self):
		self.setting(smallest_team=5)
		groups = [
			distribution.Group((name,), name, counts=distribution.Counter(Good=number))
			for name, number in (("a", 9), ("b", 2), ("c", 6), ("d", 0))
		]
		found = {group.name: group.total for group in distribution.without_small(groups)}
		self.assertEqual(found, {"a": 9, "d": 0, "Smaller units together": 8})

	def test_the_distribution_has_totals(self):
		# a site keeps what it has chosen, hence not asked of the stored one
		path = frappe.get_app_path("kinerja_asn", "kinerja_asn", "report", frappe.scrub(DISTRIBUTION))
		self.assertEqual(
			frappe.get_file_json(f"{path}/{frappe.scrub(DISTRIBUTION)}.json")["add_total_row"], 1
		)
		frappe.db.set_value("Report", DISTRIBUTION, "add_total_row", 1)
		frappe.clear_document_cache("Report", DISTRIBUTION)
		message = self.run_report(DISTRIBUTION, "hera", by="Unit")
		columns = [column["fieldname"] for column in message["columns"]]
		total = dict(zip(columns, message["result"][-1], strict=True))
		self.assertEqual((total["good"], total["total"], total["waiting"]), (3, 5, 1))

	# --- over the years ---

	def years(self):
		"""Two years before: Ani changed posts in the middle of the first one."""
		agency = self.agency
		for year, results in ((YEAR - 2, (AS, BELOW)), (YEAR - 1, (ABOVE,))):
			period = agencies.make_period(agencies.AGENCY, year=year)
			for number, result in enumerate(results):
				first = len(results) == 1 or not number
				span = {
					"from_date": f"{year}-01-01" if first else f"{year}-08-01",
					"to_date": f"{year}-07-31" if len(results) > 1 and first else f"{year}-12-31",
				}
				name = f"SKP-{year}-{number}"
				plan = agencies.frappe.copy_doc(frappe.get_doc("Work Plan", agency.plan("ani")))
				plan.update({"performance_period": period.name, "slot": name, "position": f"Post {number}"})
				plan.update({**span, "workflow_state": "Closed", "docstatus": 1})
				if number:
					plan.update({"department": agency.units["b"].name, "department_name": "Bidang B"})
				plan.name = name
				agencies.factories.write(plan)
				doc = agencies.make_evaluation(
					name, "Annual", state="Acknowledged", result_rating=result, behaviour_rating=AS
				)
				frappe.db.set_value(
					"Performance Evaluation",
					doc.name,
					{**span, "numeric_scheme": "Contoh", "internal_value": 97.5 if first else 0},
				)

	def test_a_person_over_the_years(self):
		self.years()
		ani = self.agency.ani.name
		message = self.run_report(TREND, "hera", of="Person", employee=ani)
		found = [
			(row["year"], row["months"], row["predicate"], row["position"], row["internal_value"])
			for row in message["result"]
		]
		self.assertEqual(
			found,
			[
				(str(YEAR - 2), 7, "Good", "Post 0", 97.5),
				(str(YEAR - 2), 5, "Needs Improvement", "Post 1", None),
				(str(YEAR - 1), 12, "Good", "Post 0", 97.5),
				# the running year: not rated, but reported on
				(str(YEAR), 12, "Not rated yet", "Staf Contoh", None),
			],
		)
		self.assertEqual(message["result"][-1]["achievement"], 83.33)
		self.assertEqual(message["chart"]["data"]["datasets"][0]["values"], [4, 3, 4])
		self.assertEqual(message["chart"]["data"]["labels"][1], f"{YEAR - 2} Bidang B")
		message = self.run_report(TREND, "hera", of="Person", employee=ani, with_intervals=1)
		last = message["result"][-1]
		self.assertEqual((last["predicate"], last["achievement"], last["indent"]), ("Very Good", 75.0, 1))
		message = self.run_report(TREND, "hera", of="Person", employee=ani, to_year=YEAR - 1)
		self.assertEqual(len(message["result"]), 3)
		# left in the middle of the year, and only a quarter was rated
		self.set_plan("ani", workflow_state="Closed", closed_on=f"{YEAR}-05-31")
		message = self.run_report(TREND, "hera", of="Person", employee=ani)
		self.assertEqual(message["result"][-1]["months"], 5)

	def test_only_a_person_whose_evaluations_one_may_read(self):
		self.years()
		ani = self.agency.ani.name
		for user, rows in (
			("ani", 4),
			("kabid", 4),
			("deli", 4),
			("kadis", 4),
			("audi", 4),
			# of the units he manages
			("peni", 3),
			("pono", 1),
			("budi", 0),
			("lama", 0),
			("heri", 0),
		):
			with self.subTest(user):
				message = self.run_report(TREND, user, of="Person", employee=ani)
				self.assertEqual(len(message["result"]), rows)
				answer = self.client.call(
					"kinerja_asn.api.trend.people", user=self.agency.user(user), txt=ani
				)
				self.assertEqual([row["value"] for row in answer.message], [ani] if rows else [])
		for text in ("%", "' OR 1=1 -- ", "x" * 10_000):
			answer = self.client.call("kinerja_asn.api.trend.people", user=self.agency.user("budi"), txt=text)
			self.assertEqual([row["value"] for row in answer.message if not row["mine"]], [], text)

	def test_who_changed_posts_counts_once_in_the_year(self):
		"""The earlier post's evaluation is no predicate of the year: the last appraiser has seen it and set that one."""
		self.years()
		year = {"kind": "Annual", "interval": None}
		year["period"] = frappe.db.get_value("Work Plan", f"SKP-{YEAR - 2}-0", "performance_period")
		rows = self.rows(self.run_report(DISTRIBUTION, "hera", by="Unit", **year), "name")
		self.assertEqual(
			{unit: (row["good"], row["needs_improvement"]) for unit, row in rows.items()},
			{"Bidang B": (0, 1)},
		)
		rows = self.rows(self.run_report(SUMMARY, "hera", **year), "unit")
		rated = {unit: (row["people"], row["good"], row["needs_improvement"]) for unit, row in rows.items()}
		self.assertEqual(rated, {"Dinas Contoh": (1, 0, 1), "Bidang B": (1, 0, 1)})
		# each appraiser's ratings are his, whatever came of them
		rows = self.rows(self.run_report("ASN Rater Consistency", "hera", **year), "name")
		self.assertEqual([row["people"] for row in rows.values()], [2])

	def test_a_unit_over_the_years(self):
		self.years()
		for short in ("budi", "citra"):
			agencies.make_evaluation(
				self.agency.plan(short), "Annual", state="Rated", result_rating=AS, behaviour_rating=BELOW
			)
		frappe.db.set_value(
			"Unit Performance Rating", {"department": self.agency.units["a"].name}, {"kind": "Annual"}
		)
		message = self.run_report(TREND, "hera", of="Unit", department=self.agency.units["dinas"].name)
		found = {
			row["year"]: (row["total"], row["good_share"], row["poor_share"]) for row in message["result"]
		}
		self.assertEqual(
			# Ani once, by what she was given in the post that she had at the end of the year
			found,
			{str(YEAR - 2): (1, 0.0, 0.0), str(YEAR - 1): (1, 100.0, 0.0), str(YEAR): (2, 0.0, 100.0)},
		)
		self.assertEqual(len(message["chart"]["data"]["datasets"]), len(PREDICATES))
		rows = self.rows(
			self.run_report(TREND, "hera", of="Unit", department=self.agency.units["a"].name), "year"
		)
		self.assertEqual((rows[str(YEAR)]["total"], rows[str(YEAR)]["unit_rating"]), (1, "Good"))
		rows = self.rows(
			self.run_report(TREND, "pono", of="Unit", department=self.agency.units["dinas"].name), "year"
		)
		self.assertEqual({year: row["total"] for year, row in rows.items()}, {str(YEAR - 2): 1, str(YEAR): 1})
