"""The demo agency is made once for all tests here, and taken back with the class."""

import hashlib
import json
from collections import Counter
from datetime import timedelta
from unittest.mock import patch

import frappe
from frappe.utils.password import check_password
from frappe.utils.password_strength import test_password_strength as strength_of

from kinerja_asn import coaching, demo, evaluation_rows, figures, notifications, realised, work_logs
from kinerja_asn.api import appraisal_360 as moderation
from kinerja_asn.api import steps
from kinerja_asn.demo import appraisal_360, build, clearing, logins, story
from kinerja_asn.demo.dewi import DEWI, OF_THE_YEAR
from kinerja_asn.demo.organisation import COMPANY, department_name
from kinerja_asn.demo.persons import LEFT_IN_DECEMBER, all_persons
from kinerja_asn.kinerja_asn.doctype.work_plan import work_plan
from kinerja_asn.permissions import CELL, PERSONAL, TALENT
from kinerja_asn.rules.nip import parse_nip, warnings_for
from kinerja_asn.tests import living
from kinerja_asn.tests.base import KinerjaTestCase

test_ignore = ["Employee", "Company", "Department", "User"]

#: what differs between two builds and is no content
NO_CONTENT = {"name", "creation", "modified", "modified_by", "owner", "row_key"}
ROWS = (
	"Work Plan Result",
	"Work Plan Indicator",
	"Work Plan Action",
	"Work Plan Behaviour",
	"Work Plan Annex",
	"Periodic Report Realisation",
	"Performance Evaluation Result",
	"Performance Evaluation Behaviour",
	"Performance Agreement Objective",
	"Performance Agreement Indicator",
	"Performance Agreement Realisation Row",
)


def dict_of(row) -> dict:
	return row if isinstance(row, dict) else row.as_dict()


def shown(interval: str) -> str:
	"""An interval as the people of the demo read it."""
	with notifications.speaking("id"):
		return figures.interval(interval)


class TestDemo(KinerjaTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		with patch.object(clearing, "clear_files"):
			if build.is_ours():
				clearing.clear()
		# other people's rows come back with the transaction; the demo is not made beside them
		frappe.db.delete("Employee")
		cls.made = demo.make()
		cls.persons = {person.slot: person for person in all_persons()}
		cls.before, cls.period = frappe.get_all(
			"Performance Period", filters={"company": COMPANY}, pluck="name", order_by="year asc"
		)

	def plan_of(self, slot: str, period: str | None = None):
		name = frappe.db.get_value(
			"Work Plan",
			{
				"employee": self.persons[slot].employee,
				"docstatus": ["<", 2],
				"performance_period": period or self.period,
			},
		)
		return frappe.get_doc("Work Plan", name)

	def states_of(self, doctype: str, period: str | None = None) -> Counter:
		filters = {"performance_period": period or self.period}
		return Counter(frappe.get_all(doctype, filters=filters, pluck="workflow_state", limit=0))

	# --- what is there ---

	def test_agency_has_three_hundred_and_two_people_and_plans_in_every_state(self):
		self.assertTrue(self.made["made"])
		self.assertEqual(self.made["employees"], 302)
		plans = self.states_of("Work Plan")
		self.assertEqual(set(plans), {"Draft", "Plan Proposed", "Plan Returned", "Plan Agreed", "Closed"})
		self.assertGreater(plans["Plan Agreed"], 0.85 * sum(plans.values()))
		self.assertEqual(
			Counter(frappe.get_all("Work Plan Adjustment", pluck="workflow_state")),
			{"Adjustment Proposed": 1, "Adjustment Agreed": 1},
		)
		self.assertEqual(
			set(self.states_of("Periodic Report")),
			{"Draft", "Report Sent", "Report Returned", "Report Accepted"},
		)
		self.assertEqual(
			set(self.states_of("Performance Evaluation")),
			{"Draft", "Self Assessed", "Rated", "Handed Over", "Acknowledged", "Objected", "Decided"},
		)
		self.assertEqual(
			set(self.states_of("Performance Objection")), {"Filed", "Clarified", "Granted", "Rejected"}
		)
		late = frappe.db.count("Periodic Report", {"performance_period": self.period, "late": 1})
		self.assertGreater(late, 20)

	def test_coaching_and_counselling_in_every_state(self):
		sessions = frappe.get_all("Coaching Session", fields=["name", "kind", "workflow_state", "cause"])
		self.assertEqual(
			{row.workflow_state for row in sessions}, {"Proposed", "Planned", "Held", "Completed"}
		)
		proposed = [row for row in sessions if row.cause == "Report Below Threshold"]
		self.assertTrue(2 <= len(proposed) <= 60, len(proposed))
		with self.as_user(logins.address("pengembangan.analis_sdm.1")):
			waiting = [row for row in notifications.waiting_for() if row["doctype"] == "Coaching Session"]
			self.assertEqual([row["state"] for row in waiting], ["Proposed"])

	def test_one_360_is_released_and_one_runs(self):
		states = [
			Counter(frappe.get_all("Appraisal 360", {"campaign": name}, pluck="workflow_state"))
			for name in frappe.get_all("Appraisal 360 Campaign", pluck="name", order_by="name asc")
		]
		finished, running = states
		self.assertEqual(set(finished), {"Closed", "Released"})
		self.assertEqual(finished["Closed"], 2)
		self.assertEqual(set(running), {"Nomination", "Collecting"})
		dewi = self.persons[DEWI]
		mine = frappe.get_all(
			"Appraisal 360", {"employee": dewi.employee}, pluck="workflow_state", order_by="name asc"
		)
		self.assertEqual(mine, ["Released", "Collecting"])
		shown = frappe.get_all(
			"Appraisal 360 Result",
			{
				"appraisal": frappe.db.get_value(
					"Appraisal 360", {"employee": dewi.employee}, "name", order_by="name asc"
				)
			},
			["relation", "behaviour", "answers"],
		)
		self.assertIn(("Peer", 5), [(row.relation, row.answers) for row in shown if not row.behaviour])
		with self.as_user(self.persons[appraisal_360.MODERATOR].user):
			self.assertEqual(moderation.comments_to_check()["count"], 1)
		better = frappe.get_all("Appraisal 360 Comment", {"question": "terbuka02"}, pluck="comment", limit=0)
		self.assertTrue(better)
		self.assertLessEqual(set(better), set(appraisal_360.BETTER))
		waits = notifications.waiting_for(dewi.user, ("Appraisal 360 Campaign",))
		self.assertEqual([row["kind"] for row in waits], ["rate"])
		told = frappe.get_all(
			"Notification Log", {"link": "/kinerja/appraisal-360", "for_user": dewi.user}, pluck="read"
		)
		self.assertEqual(sum(not read for read in told), 2, "of the one that runs: look at raters, and rate")

	def test_opening_tells_who_needs_no_plan_and_who_has_a_problem(self):
		run = frappe.get_all(
			"Bulk Run", filters={"performance_period": self.period}, pluck="name", order_by="name asc"
		)[0]
		results = Counter(frappe.get_all("Bulk Run Row", filters={"bulk_run": run}, pluck="result", limit=0))
		self.assertEqual(results, {"Created": 285, "Not Needed": 9, "Problem": 4})
		missing = frappe.get_all(
			"Bulk Run Row",
			filters={"bulk_run": run, "result": "Problem", "department": department_name("mpp")},
			pluck="employee",
		)
		self.assertEqual(len(missing), 2)

	def test_predicates_from_very_good_to_very_poor(self):
		rows = frappe.get_all(
			"Performance Evaluation",
			filters={"company": COMPANY, "predicate": ["is", "set"]},
			fields=["predicate", "result_rating", "result_evidence"],
			limit=0,
		)
		self.assertEqual(
			{row.predicate for row in rows},
			{"Very Good", "Good", "Needs Improvement", "Poor (Misconduct)", "Very Poor"},
		)
		for row in rows:
			self.assertEqual(bool(row.result_evidence), row.result_rating != "As Expected")

	def test_numbers_of_civil_servants_agree_with_birth_and_sex(self):
		numbers = set()
		for person in self.persons.values():
			if person.status == "Non-ASN" or not person.nip:
				continue
			nip = parse_nip(person.nip, kind=person.status, today=person.appointed.replace(year=2026))
			self.assertEqual(warnings_for(nip, person.gender, person.birth), [], person.name)
			numbers.add(person.nip)
		self.assertEqual(len(numbers), 299)

	def test_plans_could_be_proposed_as_they_stand(self):
		names = frappe.get_all(
			"Work Plan",
			filters={
				"company": COMPANY,
				"workflow_state": ["in", ["Plan Proposed", "Plan Returned", "Plan Agreed"]],
			},
			pluck="name",
			order_by="name asc",
			limit=0,
		)
		for name in names[::9]:
			plan = frappe.get_doc("Work Plan", name)
			self.assertEqual(work_plan.missing_for_proposal(plan), [], name)
			before = frappe.as_json(plan.as_dict())
			work_plan.link_rows(plan)
			work_plan.refresh_superior_results(plan)
			work_plan.check_numbers(plan)
			self.assertEqual(frappe.as_json(plan.as_dict()), before, name)

	def test_results_support_those_of_the_superior_through_all_levels(self):
		nurse = self.plan_of(DEWI)
		head = self.plan_of("mekar_sari")
		office = self.plan_of("dinkes")
		self.assertEqual({row.superior_plan for row in nurse.results if row.kind == "Main"}, {head.name})
		self.assertEqual({row.superior_plan for row in head.results}, {office.name})
		self.assertEqual(office.plan_model, "JPT")
		self.assertEqual(office.appraiser_type, "External Appraiser")
		self.assertTrue(all(row.perspective for row in office.results))
		self.assertTrue(office.recorded_by)
		self.assertTrue(frappe.db.exists("File", {"attached_to_name": office.name}))

	def test_tree_of_employees_is_whole(self):
		rows = {
			row.name: row
			for row in frappe.get_all("Employee", fields=["name", "lft", "rgt", "reports_to"], limit=0)
		}
		numbers = sorted(number for row in rows.values() for number in (row.lft, row.rgt))
		self.assertEqual(numbers, list(range(1, 2 * len(rows) + 1)))
		for row in rows.values():
			if row.reports_to:
				above = rows[row.reports_to]
				self.assertTrue(above.lft < row.lft and row.rgt < above.rgt, row.name)

	# --- the nurse ---

	def test_the_nurse_has_her_plan(self):
		plan = self.plan_of(DEWI)
		self.assertEqual(plan.employee_name, "Ns. Dewi Lestari, S.Kep.")
		self.assertEqual(plan.nip, "199002282015032001")
		self.assertEqual(plan.asn_rank, "Penata Muda Tk. I / III/b")
		self.assertEqual(plan.position, "Perawat Ahli Pertama")
		self.assertEqual(plan.department_name, "UPTD Puskesmas Mekar Sari")
		self.assertEqual(plan.appraiser_name, "dr. Budi Santoso")
		self.assertEqual(plan.appraiser_nip, "198512312010121003")
		self.assertEqual(plan.appraiser_position, "Kepala UPTD Puskesmas")
		self.assertEqual(plan.superior_name, "dr. Hendra Gunawan, M.Kes.")
		self.assertEqual([row.target for row in plan.indicators], [1200, 95, 15, 100, 12, 48, 1])
		self.assertEqual([row.short_code for row in plan.results], ["1", "2", "3", "T1"])

	def test_the_nurse_s_logs_come_to_what_her_report_says(self):
		plan = self.plan_of(DEWI)
		for interval in ("2026-10", "2026-11"):
			report = frappe.get_doc("Periodic Report", f"{plan.name}-{interval}")
			found = work_logs.totals(plan.name, interval)
			for row in report.realisations:
				value, _count = found.get((plan.name, row.indicator_key), (0, 0))
				self.assertAlmostEqual(float(value), row.realisation, msg=f"{interval} {row.indicator}")
		logs = frappe.get_all(
			"Daily Work Log",
			filters={"work_plan": plan.name},
			fields=["log_date", "workflow_state", "periodic_report", "appraiser_comment"],
			limit=0,
		)
		self.assertEqual({log.workflow_state for log in logs}, {"Counted"})
		self.assertGreater(len({log.log_date for log in logs}), 30)
		self.assertTrue(any(log.appraiser_comment for log in logs))
		self.assertGreater(frappe.db.count("Daily Work Log", {"workflow_state": "Recorded"}), 500)

	def test_the_nurse_goes_to_her_predicate(self):
		plan = self.plan_of(DEWI)
		quarters = [
			frappe.db.get_value("Performance Evaluation", f"{plan.name}-E-2026-Q{number}", "predicate")
			for number in (1, 2, 3)
		]
		self.assertEqual(quarters, ["Good", "Needs Improvement", "Good"])
		annual = frappe.get_doc("Performance Evaluation", f"{plan.name}-E-Annual")
		self.assertEqual(tuple(row.realisation for row in annual.results), OF_THE_YEAR)
		self.assertEqual([round(row.achievement) for row in annual.results], [105, 98, 107, 100, 92, 75, 100])
		self.assertFalse(annual.predicate)
		budi = logins.address("mekar_sari")
		with patch("kinerja_asn.stages.nowdate", lambda: "2026-11-23"), self.as_user(budi):
			self.assertIn(annual.name, [row["name"] for row in notifications.waiting_for(budi)])
			steps.take(
				"Performance Evaluation",
				annual.name,
				"Rate",
				{"result_rating": "As Expected", "behaviour_rating": "As Expected"},
			)
		self.assertEqual(
			frappe.db.get_value("Performance Evaluation", annual.name, ["workflow_state", "predicate"]),
			("Rated", "Good"),
		)

	# --- what happened in the year ---

	def test_who_was_transferred_has_two_plans(self):
		employee = self.persons[story.MOVED].employee
		plans = frappe.get_all(
			"Work Plan",
			filters={"employee": employee, "performance_period": self.period},
			fields=["name", "workflow_state", "from_date", "closed_on", "department"],
			order_by="from_date asc",
		)
		self.assertEqual([plan.workflow_state for plan in plans], ["Closed", "Plan Agreed"])
		self.assertEqual([str(plans[0].closed_on), str(plans[1].from_date)], ["2026-06-30", "2026-07-01"])
		self.assertEqual(
			[plan.department for plan in plans], [department_name("piak"), department_name("organisasi")]
		)
		# by HRMS's own document, with the evaluation of the time in the post, which the next one shows
		self.assertTrue(frappe.db.exists("Employee Transfer", {"employee": employee, "docstatus": 1}))
		of_post = frappe.get_doc("Performance Evaluation", {"work_plan": plans[0].name, "kind": "Annual"})
		self.assertEqual((of_post.workflow_state, str(of_post.to_date)), ("Acknowledged", "2026-06-30"))
		(before,) = evaluation_rows.gather([plans[1].name], "Annual", None).values()
		self.assertEqual([row["months"] for row in json.loads(before.columns["post_history"])], [6, 6])
		self.assertTrue(frappe.db.exists("Periodic Report", {"work_plan": plans[0].name}))
		self.assertTrue(frappe.db.exists("Periodic Report", {"work_plan": plans[1].name}))

	def test_acting_head_and_delegate_have_the_others_documents(self):
		self.assertEqual(self.plan_of("lalin").appraiser, self.persons[story.ACTING].employee)
		team = self.plan_of("dafduk.adb.1")
		self.assertEqual(team.appraiser, self.persons[story.ABSENT].employee)
		adjustment = frappe.get_doc("Work Plan Adjustment", f"{team.name}-P01")
		with patch("kinerja_asn.permissions.nowdate", lambda: "2026-11-23"):
			with self.as_user(logins.address("capil")):
				self.assertTrue(team.has_permission("read"))
				self.assertTrue(adjustment.has_permission("submit"))

	def test_agreed_adjustment_is_the_second_version_of_its_plan(self):
		plan = self.plan_of(story.ADJUSTED)
		self.assertEqual((plan.version, len(plan.versions)), (2, 1))
		self.assertEqual(str(plan.versions[0].valid_to), "2026-06-30")

	def test_adjustments_change_whole_numbers_from_their_day_on(self):
		for slot in (story.ADJUSTED, story.ADJUSTING):
			doc = frappe.get_doc("Work Plan Adjustment", {"work_plan": self.plan_of(slot).name})
			before = frappe.get_doc("Work Plan", doc.work_plan)
			if doc.docstatus:
				before = frappe._dict(frappe.parse_json(before.versions[0].snapshot))
			old = {row["row_key"]: row for row in map(dict_of, before.actions)}
			changed = [row for row in doc.actions if row.target != old[row.row_key]["target"]]
			self.assertTrue(changed)
			for row in changed:
				self.assertEqual(row.target, int(row.target))
				self.assertGreaterEqual(row.performance_interval, f"{doc.effective_from:%Y-%m}")
			for row in doc.indicators:
				parts = [part.target for part in doc.actions if part.indicator_key == row.row_key]
				if parts:
					self.assertEqual(row.target, sum(parts))

	def test_people_speak_of_the_time_that_they_assess(self):
		for doctype, words in (
			("Periodic Report", ("triwulan ini", "tahun")),
			("Performance Evaluation", ("bulan ini",)),
		):
			said = frappe.get_all(doctype, filters={"company": COMPANY}, pluck="self_assessment", limit=0)
			for word in words:
				self.assertFalse([text for text in said if text and word in text], (doctype, word))

	def test_agency_is_past_its_preparation(self):
		self.assertTrue(frappe.get_doc("Module Onboarding", "Kinerja ASN").check_completion())

	def test_plans_and_their_news_are_as_old_as_the_year(self):
		for doctype, filters in (
			("Work Plan", {"company": COMPANY}),
			("Notification Log", {"document_type": "Work Plan"}),
		):
			days = frappe.get_all(doctype, filters=filters, pluck="creation", limit=0)
			self.assertLess(max(days).strftime("%Y-%m-%d"), "2026-07-05")

	# --- the year before ---

	def test_the_year_before_is_over_for_everybody(self):
		self.assertEqual(frappe.db.get_value("Performance Period", self.before, "status"), "Closed")
		plans = self.states_of("Work Plan", self.before)
		self.assertEqual(plans, {"Closed": plans["Closed"], "Draft": 1})
		self.assertGreater(plans["Closed"], 280)
		reports = self.states_of("Periodic Report", self.before)
		self.assertEqual(reports, {"Report Accepted": reports["Report Accepted"], "Report Sent": 2})
		filters = {"performance_period": self.before}
		late = frappe.db.count("Periodic Report", {**filters, "late": 1, "days_late": [">", 0]})
		self.assertGreater(late, 100)
		mended = {**filters, "workflow_state": "Report Accepted", "review_note": ["is", "set"], "late": 0}
		self.assertGreater(frappe.db.count("Periodic Report", mended), 80)
		missing = 12 * plans["Closed"] - sum(reports.values())
		self.assertGreater(missing, 30)

	def test_predicates_of_the_year_before_are_spread_and_a_few_are_missing(self):
		rows = frappe.get_all(
			"Performance Evaluation",
			filters={"performance_period": self.before, "kind": "Annual"},
			fields=["workflow_state", "predicate", "silent", "predicate_history", "report_history"],
			limit=0,
		)
		predicates = Counter(row.predicate or None for row in rows)
		self.assertGreater(predicates["Good"], 0.7 * len(rows))
		for predicate, least in (
			("Very Good", 10),
			("Needs Improvement", 8),
			("Poor (Misconduct)", 1),
			("Very Poor", 2),
			(None, 3),
		):
			self.assertGreaterEqual(predicates[predicate], least, predicate)
		self.assertEqual(
			Counter(row.workflow_state for row in rows if not row.predicate), {"Self Assessed": 2, "Draft": 1}
		)
		self.assertLess(len(rows), frappe.db.count("Work Plan", {"performance_period": self.before}) - 1)
		self.assertGreater(sum(row.silent for row in rows), 5)
		looked_back = [row for row in rows if row.predicate_history]
		self.assertGreater(len(looked_back), 0.95 * len(rows))
		for row in looked_back[::40]:
			quarters = [entry["interval"] for entry in frappe.parse_json(row.predicate_history)]
			self.assertEqual(quarters, sorted(quarters))
			self.assertLessEqual(set(quarters), {f"2025-Q{number}" for number in (1, 2, 3, 4)})
			self.assertTrue(frappe.parse_json(row.report_history))

	def test_who_joined_in_the_year_has_a_part_of_it(self):
		plan = self.plan_of("mekar_sari.perawat.2", self.before)
		self.assertEqual(str(plan.from_date), "2025-04-01")
		first = frappe.get_all(
			"Periodic Report", filters={"work_plan": plan.name}, pluck="performance_interval"
		)
		self.assertEqual(min(first), "2025-04")

	def test_who_left_in_december_is_not_evaluated_since_his_appraiser_has_gone(self):
		gone, left = (self.persons[slot].employee for slot in LEFT_IN_DECEMBER)
		for employee, day in ((gone, "2025-12-01"), (left, "2025-12-19")):
			row = frappe.db.get_value(
				"Employee", employee, ["status", "relieving_date", "user_id"], as_dict=True
			)
			self.assertEqual((row.status, str(row.relieving_date)), ("Left", day))
			self.assertFalse(frappe.db.get_value("User", row.user_id, "enabled"))
		annual = frappe.get_doc("Performance Evaluation", {"employee": left, "kind": "Annual"})
		self.assertEqual((annual.workflow_state, annual.appraiser), ("Self Assessed", gone))
		self.assertFalse(annual.predicate)
		self.assertFalse(frappe.db.exists("Work Plan", {"employee": left, "performance_period": self.period}))

	def test_figures_are_those_that_the_form_would_show(self):
		names = frappe.get_all(
			"Periodic Report", filters={"company": COMPANY}, pluck="name", order_by="name asc", limit=0
		)
		for name in names[::150]:
			report = frappe.get_doc("Periodic Report", name)
			rows = [row.as_dict() for row in report.realisations]
			realised.measure_rows(rows, realised.earlier_of(report.work_plan, report.performance_interval))
			for row, stored in zip(rows, report.realisations, strict=True):
				for column in (
					"achievement",
					"cumulative_target",
					"cumulative_realisation",
					"has_cumulative",
				):
					# MariaDB keeps two decimals
					self.assertAlmostEqual(row[column], stored.get(column), 1, (name, row.idx, column))

	# --- mails ---

	def test_a_whole_year_brings_one_mail_a_day_at_most_and_none_without_news(self):
		add_outgoing_mail()
		users = sorted(person.user for person in self.persons.values())
		year = living.Year(self.before, readers=set(users[::2]), run_jobs=self.run_jobs)
		year.live(self.count_queries)
		mails = year.mails()
		self.assertGreater(len(mails), 1000)
		self.assertEqual(set(mails.values()), {1})
		self.assertEqual(set(mails), year.news())
		quiet = [day for day in year.days() if not any(told == day for _user, told in mails)]
		self.assertGreater(len(quiet), 60)
		# statements of a morning do not grow with people; a few real mails come first
		for statements, sent in year.statements[40:]:
			self.assertLess(statements, 150, (statements, sent))
		self.check_reminders(year)

	def check_reminders(self, year):
		"""Before and after the last day, naming what waits, until it is done; none for who is in time."""
		due = build.dues_of(self.before)
		silent, month = "sdn1.tata_usaha.2", "2025-08"
		words = shown(month)
		told = [
			((day - due[month]).days, sentence)
			for day, sentence in year.told(self.persons[silent].user)
			if words in sentence
		]
		days = sorted({number for number, _sentence in told})
		self.assertEqual([number for number in days if number <= 0], [-7, -3, -1])
		self.assertTrue([number for number in days if number > 0])
		for sentence in year.mails_to(self.persons[silent].user, due[month] - timedelta(3)):
			self.assertIn(words, sentence)
		accepted = frappe.get_all(
			"Periodic Report",
			filters={
				"performance_period": self.before,
				"late": 0,
				"days_late": 0,
				"review_note": ["is", "not set"],
			},
			fields=["employee", "performance_interval", "sent_at"],
			limit=0,
		)
		# who appraises is also told of others' reports
		users = {
			person.employee: person.user
			for person in self.persons.values()
			if not person.head and person.slot not in LEFT_IN_DECEMBER
		}
		for row in accepted[::60]:
			for day, sentence in year.told(users[row.employee]) if row.employee in users else ():
				if shown(row.performance_interval) in sentence:
					self.assertLessEqual(day, row.sent_at.date(), (row, sentence))

	# --- people to log in as ---

	def test_people_can_log_in(self):
		listed = demo.people()
		self.assertGreaterEqual(strength_of(logins.PASSWORD)["score"], 3)
		self.assertEqual(len({row["user"] for row in listed}), len(listed))
		for row in listed:
			self.assertTrue(row["label"] and row["sees"])
			self.assertEqual(check_password(row["user"], row["password"]), row["user"])
			self.assertEqual(frappe.db.get_value("User", row["user"], "enabled"), 1)
			self.assertTrue(frappe.db.exists("Employee", {"user_id": row["user"], "status": "Active"}), row)

	def test_people_see_what_is_theirs(self):
		seen = {}
		for slot in (
			DEWI,
			"mekar_sari.bidan.1",
			"kesmas.promkes.1",
			"dinkes_sekretariat.perencana.1",
			"irban.auditor.1",
		):
			with self.as_user(logins.address(slot)):
				seen[slot] = frappe.get_list("Work Plan", fields=["name", "employee", "department"], limit=0)
		for slot in (DEWI, "mekar_sari.bidan.1"):
			self.assertEqual([row.employee for row in seen[slot]], [self.persons[slot].employee] * 2)
		self.assertEqual(seen["kesmas.promkes.1"], [])
		offices = {
			department_name(key) for key in ("dinkes", "dinkes_sekretariat", "kesmas", "p2p", "yankes")
		}
		offices |= {department_name(key) for key in ("mekar_sari", "bukit_timah")}
		self.assertEqual({row.department for row in seen["dinkes_sekretariat.perencana.1"]}, offices)
		self.assertEqual(len(seen["irban.auditor.1"]), self.made["work_plans"])

	# --- making and removing ---

	def test_second_call_keeps_everything(self):
		again = demo.make()
		self.assertFalse(again["made"])
		self.assertEqual({**again, "made": True, "message": ""}, {**self.made, "message": ""})
		self.assertIn(COMPANY, again["message"])

	def test_matrices_of_leaders_and_of_a_second_leader(self):
		found = frappe.get_all(CELL, fields=["employee", "appraiser", "leader_plan", "result_key"])
		self.assertEqual(len({row.appraiser for row in found}), 6)
		nurse = self.persons["mekar_sari.perawat.1"].employee
		of_nurse = {row.appraiser for row in found if row.employee == nurse}
		self.assertEqual(of_nurse, {self.persons["mekar_sari"].employee, self.persons["p2p"].employee})

	def test_removed_refused_and_made_again_the_same(self):
		before = contents()
		departments = frappe.db.count("Department", {"company": ["!=", COMPANY]})
		demo.remove()
		self.assertFalse(frappe.db.exists("Company", COMPANY))
		for doctype in (
			*PERSONAL,
			*ROWS,
			"Employee",
			"Bulk Run",
			"Appraiser Delegation",
			"Performance Period",
			CELL,
			TALENT,
		):
			self.assertEqual(frappe.db.count(doctype), 0, doctype)
		self.assertEqual(frappe.db.count("User", {"name": ["like", f"%@{logins.DOMAIN}"]}), 0)
		self.assertEqual(frappe.db.count("Department", {"company": ["!=", COMPANY]}), departments)
		with self.assertThrowsMessage(exception=SystemExit):
			demo.remove()
		with self.undone():
			frappe.get_doc(
				{"doctype": "Employee", "employee_name": "Pegawai Asli", "name": "ASLI-1", "lft": 1, "rgt": 2}
			).db_insert()
			with self.assertThrowsMessage("Pegawai Asli", exception=build.Refused):
				build.make()
			with self.assertThrowsMessage("Pegawai Asli", exception=SystemExit):
				demo.make()
		demo.make()
		after = contents()
		for doctype in before:
			self.assertEqual(before[doctype], after[doctype], doctype)

	def test_site_that_nobody_has_set_up_speaks_indonesian(self):
		frappe.db.set_single_value("System Settings", "language", "en")
		frappe.clear_document_cache("System Settings", "System Settings")
		build.set_up_site()
		system = frappe.get_doc("System Settings")
		self.assertEqual(
			(system.language, system.time_zone, system.number_format, system.date_format),
			("id", "Asia/Jakarta", "#.###,##", "dd-mm-yyyy"),
		)


def add_outgoing_mail():
	frappe.get_doc(
		{
			"doctype": "Email Account",
			"email_account_name": "Kinerja",
			"email_id": f"kinerja@{logins.DOMAIN}",
			"enable_outgoing": 1,
			"default_outgoing": 1,
			"smtp_server": "localhost",
		}
	).db_insert()


def contents() -> dict[str, tuple]:
	"""A number for everything that is told about people, per DocType."""
	found = {}
	for doctype in (*PERSONAL, *ROWS, TALENT, "Employee", "Department", "User", "Performance Indicator"):
		columns = sorted(set(frappe.db.get_table_columns(doctype)) - NO_CONTENT)
		is_table = frappe.get_meta(doctype).istable
		order = "parent asc, parentfield asc, idx asc" if is_table else "name asc"
		rows = frappe.get_all(doctype, fields=columns, order_by=order, limit=0)
		for row in rows:
			if "sealed" in columns:
				# the same text is never the same cipher
				row.sealed = sorted(coaching.unseal(row.sealed).items())
		lines = [repr([str(row[column]) for column in columns]) for row in rows]
		if not is_table:
			# names may be drawn by lot
			lines.sort()
		digest = hashlib.sha256()
		for line in lines:
			digest.update(line.encode())
		found[doctype] = (len(rows), digest.hexdigest())
	return found
