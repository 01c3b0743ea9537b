"""What the reports on plans, periodic reports and daily logs say, counted by hand, and to whom."""

import frappe
from frappe.utils import add_days, nowdate

from kinerja_asn import figures, script_reports
from kinerja_asn.kinerja_asn.dashboard_chart_source.report_timeliness import report_timeliness
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests import factories
from kinerja_asn.tests.reports import ReportTestCase

YEAR = agencies.YEAR


class ReportCase(ReportTestCase):
	def rows(self, who, **filters):
		answer = self.run_report(who, **filters)
		self.assertTrue(answer.ok, answer)
		return [row for row in answer.message["result"] if isinstance(row, dict)]

	def in_mail(self, **filters):
		"""Columns and rows of what an Auto Email Report would send."""
		with script_reports.without_viewer():
			answer = script_reports.class_of(self.report)(self.filters | filters).run()
		return {column["fieldname"] for column in answer[0]}, answer[1]

	def unit(self, short):
		return self.agency.units[short].name


class TestWorkPlanStatus(ReportCase):
	report = "ASN Work Plan Status"

	@classmethod
	def build(cls):
		cls.agency = agencies.build(with_plans=False)
		agencies.speak_english(cls.agency)
		cls.filters = {"period": cls.agency.period.name}
		today = nowdate()
		for short, state, values in (
			("kadis", "Plan Agreed", {}),
			("kabid", "Plan Agreed", {"agreed_on": add_days(today, -40)}),
			("ani", "Draft", {"creation": add_days(today, -12)}),
			("budi", "Plan Proposed", {"proposed_at": add_days(today, -5)}),
			(
				"sari",
				"Plan Returned",
				{"proposed_at": add_days(today, -9), "returned_at": add_days(today, -3)},
			),
			("citra", "Plan Agreed", {}),
			("deli", "Plan Proposed", {"proposed_at": add_days(today, -2), "appraiser": None}),
			("lain", "Draft", {}),
		):
			period = cls.agency.other_period if short == "lain" else None
			plan = agencies.make_plan(cls.agency, short, state=state, period=period)
			cls.agency.plans[short] = plan.name
			if values:
				frappe.db.set_value("Work Plan", plan.name, values, update_modified=False)
		frappe.db.set_value("Work Plan", cls.agency.plan("deli"), "appraiser_name", None)

	def test_units_by_state(self):
		found = self.rows_of("hera")
		expected = {
			# plans, draft, proposed, returned, agreed, closed, longest wait, without appraiser
			"Bidang A": (4, 1, 1, 1, 1, 0, 12, 0),
			"Bidang B": (2, 0, 1, 0, 1, 0, 2, 1),
			"Dinas Contoh": (1, 0, 0, 0, 1, 0, None, 0),
			"Total": (7, 1, 2, 1, 3, 0, 12, 1),
		}
		columns = ("plans", "draft", "proposed", "returned", "agreed", "closed", "days", "vacant")
		self.assertEqual(
			{name: tuple(row[column] for column in columns) for name, row in found.items()}, expected
		)
		self.assertEqual(list(found), list(expected))
		self.assertEqual((found["Bidang A"]["share"], found["Bidang B"]["share"]), (25, 50))
		answer = self.run_report("hera").message
		self.assertEqual(answer["chart"]["data"]["datasets"][0]["values"], [1, 2, 1, 3, 0])
		self.assertEqual([card["value"] for card in answer["report_summary"]], [7, 3, 2, 2])

	def test_people_and_at_whom_it_hangs(self):
		rows = self.rows("hera", by="Person")
		self.assertEqual(
			[(row["name"], row["days"], row["waits_for"], row["part"]) for row in rows[:4]],
			[
				("Ani", 12, "Ani", "The employee"),
				("Budi", 5, "Kabid", "Appraiser"),
				("Sari", 3, "Sari", "The employee"),
				("Deli", 2, "Vacant post", "No appraiser is known"),
			],
		)
		self.assertEqual([row["waits_for"] for row in rows[4:]], [None] * 3)
		acting = {row["name"]: row["acting"] for row in rows}
		self.assertIn("Deli", acting["Budi"])
		self.assertNotIn("Lama", acting["Budi"])
		self.assertEqual({name for name, who in acting.items() if who}, {"Budi"})
		only = self.rows_of("hera", by="Person", department=self.unit("dinas"), reach="This unit alone")
		self.assertEqual(list(only), ["Kadis"])
		self.assertEqual(len(self.rows("hera", by="Person", department=self.unit("dinas"))), 7)
		self.assertEqual(list(self.rows_of("hera", by="Person", state="Plan Returned")), ["Sari"])
		appraisers = self.rows_of("hera", by="Appraiser")
		self.assertEqual((appraisers["Kabid"]["proposed"], appraisers["Kabid"]["days"]), (1, 12))
		self.assertEqual(appraisers["Vacant post"]["proposed"], 1)

	def test_nobody_sees_more_than_the_plans(self):
		for short, people in {
			"hera": {"kadis", "kabid", "ani", "budi", "sari", "citra", "deli"},
			"audi": {"kadis", "kabid", "ani", "budi", "sari", "citra", "deli"},
			"peni": {"kabid", "ani", "budi", "sari"},
			"pono": {"citra", "deli"},
			"kabid": {"kabid", "ani", "budi", "sari"},
			"deli": {"deli", "ani", "budi", "sari"},
			"ani": {"ani"},
			"lama": set(),
			"heri": set(),
			"lain": set(),
		}.items():
			found = self.rows_of(short, by="Person")
			self.assertEqual(set(found), {self.name(one) for one in people}, short)
			total = self.rows_of(short).get("Total", {"plans": 0})
			self.assertEqual(total["plans"], len(people), short)
		self.assertTrue(self.run_report("lama").message["message"])

	def test_who_has_two_parts_sees_what_both_see_and_each_plan_once(self):
		"""Kabid, who leads Bidang A, is Performance Manager of Bidang B too; Deli acts for Kabid and leads Citra."""
		user = self.agency.user("kabid")
		frappe.get_doc("User", user).add_roles("ASN Performance Manager")
		factories.allow(user, "Department", self.unit("b"))
		citra = {"appraiser": self.agency.deli.name, "appraiser_name": self.name("deli")}
		frappe.db.set_value("Work Plan", self.agency.plan("citra"), citra)
		agencies.forget()
		for short, people in {
			"kabid": {"kabid", "ani", "budi", "sari", "citra", "deli"},
			"deli": {"deli", "ani", "budi", "sari", "citra"},
		}.items():
			names = [row["name"] for row in self.rows(short, by="Person")]
			self.assertEqual(sorted(names), sorted(self.name(one) for one in people))
			self.assertEqual(self.rows_of(short)["Total"]["plans"], len(people))

	def test_mail_and_statements(self):
		columns, rows = self.in_mail(by="Person")
		self.assertNotIn("waits_for", columns)
		self.assertEqual(
			{row["name"]: row["plans"] for row in rows}, {"Bidang A": 4, "Bidang B": 2, "Dinas Contoh": 1}
		)
		for by in ("Unit", "Appraiser", "Person"):
			self.assertFewStatements(most=4, by=by, department=self.unit("dinas"))


class TestReportTimeliness(ReportCase):
	"""January and February were due; March is not yet.

	kabid    January late by 4 days, February in time
	ani      January in time, February missing
	budi     nothing at all; on leave throughout February
	citra    January returned after it came in time, February only a draft
	kabid_b  March early
	"""

	report = "ASN Report Timeliness"

	@classmethod
	def build(cls):
		cls.agency = agencies.build(with_plans=False)
		agencies.speak_english(cls.agency)
		cls.filters = {"period": cls.agency.period.name}
		for short in ("kabid", "kabid_b", "ani", "budi", "citra"):
			cls.agency.plans[short] = agencies.make_plan(cls.agency, short).name
		cls.agency.plans["lain"] = agencies.make_plan(cls.agency, "lain", period=cls.agency.other_period).name
		cls.january, cls.february, cls.march = (f"{YEAR}-0{month}" for month in (1, 2, 3))
		for period in (cls.agency.period, cls.agency.other_period):
			for interval in (cls.january, cls.february):
				frappe.db.set_value(
					"Performance Stage",
					{"parent": period.name, "stage": "Reporting", "performance_interval": interval},
					"closes_on",
					add_days(nowdate(), -5),
				)
		for short, interval, state in (
			("kabid", cls.january, "Report Accepted"),
			("kabid", cls.february, "Report Sent"),
			("ani", cls.january, "Report Accepted"),
			("citra", cls.january, "Report Returned"),
			("citra", cls.february, "Draft"),
			("kabid_b", cls.march, "Report Sent"),
		):
			report = agencies.make_report(cls.agency.plan(short), interval, state=state)
			if (short, interval) == ("kabid", cls.january):
				frappe.db.set_value("Periodic Report", report.name, {"late": 1, "days_late": 4})
		leave = frappe.new_doc("Leave Application")
		leave.update(
			{
				"employee": cls.agency.people["budi"].name,
				"company": cls.agency.period.company,
				"from_date": f"{YEAR}-02-01",
				"to_date": f"{YEAR}-03-01",
				"status": "Approved",
				"docstatus": 1,
			}
		)
		factories.write(leave)

	def counts(self, who, **filters):
		columns = ("in_time", "late", "missing", "excused")
		return {row["name"]: tuple(row[column] for column in columns) for row in self.rows(who, **filters)}

	def test_intervals_units_appraisers_people(self):
		found = self.counts("hera")
		# kabid_b has sent nothing of January and February
		self.assertEqual(list(found.values()), [(2, 1, 2, 0), (1, 0, 3, 1), (1, 0, 0, 0), (4, 1, 5, 1)])
		self.assertEqual(
			self.counts("hera", by="Unit"),
			{"Bidang A": (2, 1, 2, 1), "Bidang B": (2, 0, 3, 0), "Total": (4, 1, 5, 1)},
		)
		self.assertEqual(
			self.counts("hera", by="Appraiser"),
			{"Kadis": (2, 1, 2, 0), "Kabid": (1, 0, 2, 1), "Kabid Be": (1, 0, 1, 0), "Total": (4, 1, 5, 1)},
		)
		self.assertEqual(
			self.counts("hera", by="Person"),
			{
				"Kabid": (1, 1, 0, 0),
				"Ani": (1, 0, 1, 0),
				"Budi": (0, 0, 1, 1),
				"Kabid Be": (1, 0, 2, 0),
				"Citra": (1, 0, 1, 0),
			},
		)
		self.assertEqual(
			self.counts("hera", by="Unit", interval=self.february),
			{"Bidang A": (1, 0, 1, 1), "Bidang B": (0, 0, 2, 0), "Total": (1, 0, 3, 1)},
		)
		row = self.rows_of("hera", by="Person")["Kabid"]
		self.assertEqual((row["due"], row["share"], row["days_late"]), (2, 50, 4))
		answer = self.run_report("hera", by="Unit").message
		values = [one["values"] for one in answer["chart"]["data"]["datasets"]]
		self.assertEqual(values, [[2, 1, 1], [1, 0, 0], [2, 3, 0]])
		self.assertEqual([card["value"] for card in answer["report_summary"]], [4, 1, 5, 1])

	def test_a_leader_chooses_a_unit_of_the_own_agency(self):
		query = {"doctype": "Department", "query": "kinerja_asn.overrides.search.units", "txt": ""}
		for short, own in (("kabid", True), ("heri", False)):
			answer = self.client.call("frappe.desk.search.search_link", user=self.agency.user(short), **query)
			found = {row["value"] for row in answer.message}
			self.assertEqual((self.unit("a") in found, self.unit("lain") in found), (own, not own))
			answer = self.client.call(
				"kinerja_asn.overrides.search.unit_and_below",
				user=self.agency.user(short),
				department=self.unit("a"),
			)
			self.assertEqual(self.unit("a") in answer.message, own)
		link = {"fieldname": "department", "fieldtype": "Link", "options": "Department"}
		answer = self.client.call(
			"frappe.desk.query_report.run",
			user=self.agency.user("kabid"),
			report_name=self.report,
			filters=frappe.as_json({**self.filters, "department": self.unit("a")}),
			js_filters=frappe.as_json([link]),
		)
		self.assertEqual((answer.ok, answer.messages), (True, []))

	def test_the_dashboard_says_the_same(self):
		with self.as_user(self.agency.user("hera")):
			chart = report_timeliness.get()
		self.assertEqual([one["values"] for one in chart["datasets"]], [[2, 1, 1], [1, 0, 0], [2, 3, 0]])

	def test_nobody_sees_more_than_the_documents(self):
		for short, total in {
			"hera": (4, 1, 5, 1),
			"audi": (4, 1, 5, 1),
			"kadis": (4, 1, 5, 1),
			"peni": (2, 1, 2, 1),
			"pono": (2, 0, 3, 0),
			"kabid": (2, 1, 2, 1),
			"deli": (1, 0, 2, 1),
			"ani": (1, 0, 1, 0),
			"lama": None,
			"heri": None,
		}.items():
			self.assertEqual(self.counts(short).get("Total"), total, short)
		self.assertEqual(set(self.counts("deli", by="Person")), {"Ani", "Budi"})
		self.assertEqual(set(self.counts("kabid_b", by="Person")), {"Kabid Be", "Citra"})

	def test_mail_and_statements(self):
		columns, rows = self.in_mail(by="Person")
		self.assertEqual({row["name"]: row["missing"] for row in rows}, {"Bidang A": 2, "Bidang B": 3})
		self.assertNotIn("key", columns)
		for by in ("Interval", "Unit", "Appraiser", "Person"):
			self.assertFewStatements(by=by, department=self.unit("dinas"))


class TestIndicatorAchievement(ReportCase):
	"""Two documents are due every month.

	kabid    January 2, February 3: 100 and 150, together 5 of 4
	ani      January 1, February 2: 50 and 100, together 3 of 4; from the library
	citra    January 4: 200; from the library. What February says is not accepted yet
	budi     a draft
	"""

	report = "ASN Indicator Achievement"

	@classmethod
	def build(cls):
		cls.agency = agencies.build(with_plans=False)
		agencies.speak_english(cls.agency)
		cls.filters = {"period": cls.agency.period.name}
		library = factories.make_row(
			"Performance Indicator", "Dokumen tersusun", indicator_name="Dokumen tersusun", active=1
		)
		january, february = f"{YEAR}-01", f"{YEAR}-02"
		for short in ("kabid", "ani", "citra", "budi"):
			plan = agencies.make_plan(cls.agency, short)
			cls.agency.plans[short] = plan.name
			if short in ("ani", "citra"):
				frappe.db.set_value(
					"Work Plan Indicator", plan.indicators[0].name, "performance_indicator", library.name
				)
		for short, interval, state, realisation in (
			("kabid", january, "Report Accepted", 2),
			("kabid", february, "Report Accepted", 3),
			("ani", january, "Report Accepted", 1),
			("ani", february, "Report Accepted", 2),
			("citra", january, "Report Accepted", 4),
			("citra", february, "Report Sent", 1),
			("budi", january, "Draft", 2),
		):
			agencies.make_report(cls.agency.plan(short), interval, state=state, realisation=realisation)

	def figures(self, who, **filters):
		first, second = f"at_{YEAR}_01", f"at_{YEAR}_02"
		columns = ("indicators", first, second, "cumulative", "share", "trend")
		return {
			row["name"]: tuple(row.get(column) for column in columns) for row in self.rows(who, **filters)
		}

	def test_by_unit_position_indicator_and_person(self):
		total = (3, 116.7, 125, 133.3, 67, 8.3)
		self.assertEqual(
			self.figures("hera"),
			{
				"Bidang A": (2, 75, 125, 100, 50, 50),
				"Bidang B": (1, 200, None, 200, 100, None),
				"Total": total,
			},
		)
		kabid, ani, citra = (
			(1, 100, 150, 125, 100, 50),
			(1, 50, 100, 75, 0, 50),
			(1, 200, None, 200, 100, None),
		)
		self.assertEqual(self.figures("hera", by="Person"), {"Kabid": kabid, "Ani": ani, "Citra": citra})
		self.assertEqual(
			self.figures("hera", by="Position"),
			{"Kepala Bidang A": kabid, "Staf Contoh": (2, 125, 100, 137.5, 50, -25), "Total": total},
		)
		self.assertEqual(
			self.figures("hera", by="Indicator"),
			{
				"Not from the library": kabid,
				"Dokumen tersusun": (2, 125, 100, 137.5, 50, -25),
				"Total": total,
			},
		)
		self.assertEqual(set(self.figures("hera", by="Person", position="Staf Contoh")), {"Ani", "Citra"})
		one = self.figures("hera", performance_indicator="Dokumen tersusun", department=self.unit("a"))
		self.assertEqual(one, {"Bidang A": ani, "Total": ani})

	def test_chart_and_summary(self):
		answer = self.run_report("hera").message
		values = [one["values"] for one in answer["chart"]["data"]["datasets"]]
		# until February: kabid 125 and ani 75
		self.assertEqual(values, [[116.7, 125], [116.7, 100]])
		self.assertEqual(
			[card["value"] for card in answer["report_summary"]], [3, figures.number(133.3), 2, 1]
		)
		labels = [column["label"] for column in answer["columns"] if column.get("interval")]
		self.assertEqual(labels, ["Jan", "Feb"])

	def test_nobody_sees_more_than_the_reports(self):
		for short, people in {
			"audi": {"Kabid", "Ani", "Citra"},
			"peni": {"Kabid", "Ani"},
			"pono": {"Citra"},
			"kabid": {"Kabid", "Ani"},
			"deli": {"Ani"},
			"ani": {"Ani"},
			"lama": set(),
			"heri": set(),
		}.items():
			self.assertEqual(set(self.figures(short, by="Person")), people, short)
			self.assertEqual(self.figures(short).get("Total", (0,))[0], len(people), short)

	def test_no_mail_and_few_statements(self):
		with self.assertRaises(frappe.PermissionError):
			self.in_mail()
		for by in ("Unit", "Position", "Indicator", "Person"):
			self.assertFewStatements(by=by, department=self.unit("dinas"))


class TestWorkLogActivity(ReportCase):
	"""Five days, the third of them a holiday.

	kabid    an entry on each of the four working days
	ani      two entries on the first, one on the second, one on the holiday; one with a file
	budi     one on the first day, with a link, and one on the fourth, a day of leave
	sari     none
	citra    one; deli none: too few people in Bidang B
	"""

	report = "ASN Work Log Activity"

	@classmethod
	def build(cls):
		cls.agency = agencies.build(with_plans=False)
		agencies.speak_english(cls.agency)
		days = [add_days(nowdate(), number - 4) for number in range(5)]
		# also in the first days of a year
		long_ago = add_days(nowdate(), -40)
		period = cls.agency.period.name
		frappe.db.set_value("Performance Period", period, "from_date", long_ago)
		frappe.clear_document_cache("Performance Period", period)
		frappe.db.set_single_value("Kinerja ASN Settings", "smallest_team", 4)
		cls.filters = {"period": period, "from_date": days[0], "to_date": days[-1]}
		holidays = factories.new("Holiday List", "Libur Contoh")
		holidays.update({"holiday_list_name": "Libur Contoh", "from_date": days[0], "to_date": days[-1]})
		holidays.append("holidays", {"holiday_date": days[2], "description": "Libur"})
		factories.write(holidays)
		frappe.db.set_value("Company", cls.agency.period.company, "default_holiday_list", "Libur Contoh")
		for short, entries in (
			("kabid", (0, 1, 3, 4)),
			("ani", (0, 0, 1, 2)),
			("budi", (0, 3)),
			("sari", ()),
			("citra", (0,)),
			("deli", ()),
		):
			plan = agencies.make_plan(cls.agency, short).name
			cls.agency.plans[short] = plan
			frappe.db.set_value("Work Plan", plan, "from_date", long_ago)
			for number, day in enumerate(entries):
				values = {"measured": int(short == "kabid")}
				if number == 0 and short in ("ani", "budi"):
					field = {"ani": "evidence", "budi": "evidence_link"}[short]
					values[field] = "/private/files/bukti.pdf"
				agencies.make_log(plan, f"{plan}-{number}", log_date=days[day], **values)
		leave = frappe.new_doc("Leave Application")
		leave.update(
			{
				"employee": cls.agency.people["budi"].name,
				"company": cls.agency.period.company,
				"from_date": days[3],
				"to_date": days[3],
				"status": "Approved",
				"docstatus": 1,
			}
		)
		factories.write(leave)
		cls.holiday = days[2]

	def counts(self, who, **filters):
		columns = ("working", "logged", "without", "share", "entries", "evidenced", "measured")
		return {row["name"]: tuple(row[column] for column in columns) for row in self.rows(who, **filters)}

	def test_days_and_evidence_of_people(self):
		found = self.counts("kabid", by="Person")
		self.assertEqual(
			found,
			{
				"Sari": (4, 0, 4, 0, 0, None, None),
				"Budi": (3, 1, 2, 33, 2, 50, 0),
				"Ani": (4, 2, 2, 50, 4, 25, 0),
				"Kabid": (4, 4, 0, 100, 4, 0, 100),
			},
		)
		self.assertEqual(list(found), ["Sari", "Budi", "Ani", "Kabid"])
		self.assertEqual(self.rows_of("kabid", by="Person")["Ani"]["last"], self.holiday)
		chart = self.run_report("kabid", by="Person").message["chart"]["data"]
		self.assertEqual(chart["datasets"][0]["values"], [1, 0, 2, 0, 1])
		# an appraiser's unit is the people whose logs he reads
		self.assertEqual(self.counts("kabid")["Bidang A"], (15, 7, 8, 47, 10, 20, 40))

	def test_who_changes_posts_within_the_days_is_one_person(self):
		"""Budi is promoted within Bidang A, Citra moves there from Bidang B; their days go on."""
		day = add_days(nowdate(), -2)
		place = {"department": self.unit("a"), "department_name": "Bidang A"}
		for short in ("budi", "citra"):
			agencies.make_next_plan(self.agency, short, day, **place)
		rows = self.rows_of("hera")
		self.assertEqual({name: row["people"] for name, row in rows.items()}, {"Bidang A": 5, "Total": 5})
		self.assertEqual(rows["Total"]["working"], 15 + 2)
		rows = self.rows_of("kabid_b")
		self.assertEqual(rows["Total"]["people"], 1)
		self.assertFewStatements(department=self.unit("dinas"))

	def test_sums_for_those_who_read_no_logs(self):
		for short in ("hera", "audi"):
			answer = self.run_report(short, by="Unit").message
			self.assertEqual(
				self.counts(short), dict.fromkeys(("Bidang A", "Total"), (15, 7, 8, 47, 10, 20, 40))
			)
			self.assertIn("1 units with fewer than 4 people", answer["message"])
			self.assertFalse(any(row.get("opens") for row in answer["result"]))
			self.assertEqual(self.counts(short, by="Person"), {})
		columns, rows = self.in_mail(by="Person")
		self.assertEqual([row["name"] for row in rows], ["Bidang A"])
		self.assertNotIn("last", columns)

	def test_sums_of_days_on_which_few_were_there(self):
		"""Of the days with Ani alone nothing is told: neither beside people who left, nor as the difference of two times."""
		days = [add_days(nowdate(), number - 4) for number in range(5)]
		for short in ("kabid", "budi", "sari"):
			for values in ({"closed_on": days[1]}, {"closed_on": days[3]}, {"from_date": days[1]}):
				with self.subTest(short=short, values=values), self.undone():
					frappe.db.set_value("Work Plan", self.agency.plan(short), values)
					self.assertEqual(self.counts("hera"), {})
					self.assertEqual(self.in_mail()[1], [])
		# who left before the first day is nobody of the unit
		with self.undone():
			frappe.db.set_value("Work Plan", self.agency.plan("kabid"), "closed_on", add_days(days[0], -1))
			self.assertEqual(self.counts("hera"), {})
			self.assertNotIn("Kabid", self.counts("kabid", by="Person"))

	def test_people_are_for_readers_of_their_logs(self):
		team = {"Ani", "Budi", "Sari"}
		for short, people in {
			"peni": team | {"Kabid"},
			"pono": {"Citra", "Deli"},
			"kabid": team | {"Kabid"},
			"deli": team | {"Deli"},
			"kabid_b": {"Citra"},
			"ani": {"Ani"},
			"lama": set(),
			"heri": set(),
		}.items():
			self.assertEqual(set(self.counts(short, by="Person")) - {"Deli"}, people - {"Deli"}, short)
		self.assertFalse(team & set(self.counts("kadis", by="Person")))
		self.assertEqual(self.counts("heri"), {})

	def test_an_appraiser_who_is_auditor_too(self):
		"""Of his people he reads the logs; of the units he gets the sums that the auditor gets."""
		frappe.get_doc("User", self.agency.user("kabid")).add_roles("ASN Performance Auditor")
		agencies.forget()
		self.assertEqual(set(self.counts("kabid", by="Person")), {"Ani", "Budi", "Sari", "Kabid"})
		self.assertEqual(self.counts("kabid"), self.counts("audi"))

	def test_statements(self):
		for who, by in (("hera", "Unit"), ("kabid", "Unit"), ("kabid", "Person")):
			self.assertFewStatements(who, by=by, department=self.unit("a"))
