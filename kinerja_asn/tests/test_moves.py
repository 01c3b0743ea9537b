"""Transfer, promotion, leaving the service: what follows for plans, reports, evaluations and those who were led."""

import json
import random
from unittest.mock import patch

import frappe
from frappe.utils import add_days, getdate, nowdate

from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests import factories
from kinerja_asn.tests.agency import YEAR
from kinerja_asn.tests.rest import RestTestCase, resource

PLAN, EVALUATION, REPORT = "Work Plan", "Performance Evaluation", "Periodic Report"
TRANSFER = "Employee Transfer"
MAY, APRIL = f"{YEAR}-05-01", getdate(f"{YEAR}-04-30")
STEP = "kinerja_asn.api.steps.take"


def see_all_employees(user):
	"""HR that enters moves is not limited to its own record."""
	for name in frappe.get_all("User Permission", {"user": user, "allow": "Employee"}, pluck="name"):
		frappe.delete_doc("User Permission", name, force=True, ignore_permissions=True)


class MovesCase(RestTestCase):
	@classmethod
	def build(cls):
		cls.agency = agencies.build()
		agencies.speak_english(cls.agency)
		cls.unit_b = cls.agency.units["b"].name

	def setUp(self):
		super().setUp()
		# HRMS takes no move of the future; the dates of these tests lie in this year
		for module in ("employee_transfer", "employee_promotion"):
			today = patch(
				f"hrms.hr.doctype.{module}.{module}.getdate",
				lambda value=None: getdate(value) if value else getdate(f"{YEAR}-12-31"),
			)
			today.start()
			self.addCleanup(today.stop)

	def move(self, who, day=MAY, doctype=TRANSFER, submit=True, **changes):
		"""HRMS's document as its form writes it, submitted."""
		employee = frappe.get_doc("Employee", self.agency.people[who].name)
		meta = frappe.get_meta("Employee")
		table, date_field = {
			TRANSFER: ("transfer_details", "transfer_date"),
			"Employee Promotion": ("promotion_details", "promotion_date"),
		}[doctype]
		options = changes.pop("options", {})
		doc = frappe.get_doc(
			{
				"doctype": doctype,
				"employee": employee.name,
				"employee_name": employee.employee_name,
				"company": employee.company,
				date_field: day,
				**options,
			}
		)
		for fieldname, new in changes.items():
			doc.append(
				table,
				{
					"property": meta.get_label(fieldname),
					"fieldname": fieldname,
					"current": employee.get(fieldname),
					"new": new,
				},
			)
		doc.insert(ignore_permissions=True)
		if submit:
			doc.submit()
		self.finish()
		return doc

	def finish(self):
		"""What waits for the end of a request happens here, not in the next one."""
		frappe.db.commit()
		agencies.forget()

	def to_b(self, who="ani", day=MAY, **more):
		changes = {"department": self.unit_b, "designation": factories.make_designation("Analis Contoh").name}
		return self.move(who, day, **{**changes, "reports_to": self.agency.kabid_b.name, **more})

	def plans(self, who):
		return frappe.get_all(
			PLAN,
			filters={"employee": self.agency.people[who].name, "docstatus": ["<", 2]},
			fields=[
				"name",
				"workflow_state",
				"docstatus",
				"from_date",
				"to_date",
				"closed_on",
				"appraiser",
				"department",
				"position",
			],
			order_by="from_date",
		)

	def told(self, who):
		return " | ".join(
			frappe.get_all("Notification Log", filters={"for_user": self.agency.user(who)}, pluck="subject")
		)

	def take(self, who, doctype, name, action, **values):
		return self.client.call(
			STEP, user=self.agency.user(who), doctype=doctype, name=name, action=action, values=values or None
		)


class TestTransfer(MovesCase):
	def test_the_old_post_ends_and_the_new_one_begins(self):
		with self.undone():
			plan = self.agency.plan("ani")
			agencies.make_report(plan, f"{YEAR}-04", state="Report Accepted")
			agencies.make_report(plan, f"{YEAR}-05", state="Report Sent")
			adjustment = agencies.make_adjustment(plan, "Adjustment Proposed").name
			doc = self.to_b()
			old, new = self.plans("ani")
			self.assertEqual((old.name, old.workflow_state, old.closed_on), (plan, "Closed", APRIL))
			self.assertEqual(old.appraiser, self.agency.kabid.name)
			self.assertEqual((new.workflow_state, str(new.from_date)), ("Draft", MAY))
			self.assertEqual(new.appraiser, self.agency.kabid_b.name)
			self.assertEqual((new.department, new.position), (self.unit_b, "Analis Contoh"))
			# the evaluation of the time in the post waits for whom it was led by
			evaluation = frappe.get_doc(EVALUATION, f"{plan}-E-Annual")
			self.assertEqual(
				(evaluation.workflow_state, evaluation.appraiser, evaluation.to_date),
				("Draft", self.agency.kabid.name, APRIL),
			)
			self.assertEqual(len(evaluation.results), 1)
			self.assertIn("Ani", self.told("kabid"))
			self.assertEqual(frappe.db.get_value(REPORT, f"{plan}-{YEAR}-05", "workflow_state"), "Cancelled")
			self.assertEqual(
				frappe.db.get_value(REPORT, f"{plan}-{YEAR}-04", "workflow_state"), "Report Accepted"
			)
			self.assertEqual(
				frappe.db.get_value("Work Plan Adjustment", adjustment, ["workflow_state", "slot"]),
				("Adjustment Refused", None),
			)
			for doctype, name in ((PLAN, plan), (REPORT, f"{plan}-{YEAR}-05")):
				notes = frappe.get_all(
					"Comment", {"reference_doctype": doctype, "reference_name": name}, pluck="content"
				)
				self.assertTrue(any(doc.name in note for note in notes), notes)

	def test_the_old_appraiser_evaluates_though_the_year_runs_on(self):
		with self.undone():
			plan = self.agency.plan("ani")
			stages = frappe.get_all(
				"Performance Stage",
				{"parent": self.agency.period.name, "stage": "Annual Evaluation"},
				pluck="name",
			)
			for name in stages:
				frappe.db.set_value("Performance Stage", name, "opens_on", f"{YEAR + 1}-01-01")
			self.to_b()
			name = f"{plan}-E-Annual"
			self.assertTrue(self.take("kabid", EVALUATION, name, "Start Rating").ok)
			# the new appraiser reads it as leader of the line does not: he is none to this document
			rated = {"result_rating": "As Expected", "behaviour_rating": "As Expected", "unit_rating": "Good"}
			self.assertFalse(self.take("kabid_b", EVALUATION, name, "Rate", **rated).ok)
			answer = self.take("kabid", EVALUATION, name, "Rate", **rated)
			self.assertTrue(answer.ok, answer)
			self.assertTrue(self.take("kabid", EVALUATION, name, "Hand Over").ok)

	def test_months_of_both_posts(self):
		"""The year's evaluation of the new post names the earlier one, with months that add up to twelve."""
		with self.undone():
			plan = self.agency.plan("ani")
			self.to_b()
			_old, new = self.plans("ani")
			frappe.db.set_value(
				EVALUATION, f"{plan}-E-Annual", {"workflow_state": "Handed Over", "predicate": "Good"}
			)
			self.agree(new.name)
			doc = agencies.make_evaluation(new.name, kind="Annual")
			posts = json.loads(doc.post_history)
			self.assertEqual([row["months"] for row in posts], [4, 8])
			self.assertEqual([row["predicate"] for row in posts], ["Good", None])
			self.assertEqual(posts[0]["appraiser"], self.agency.kabid.employee_name)
			self.assertEqual((posts[0]["to_date"], posts[1]["from_date"]), (str(APRIL), MAY))
			self.assertIsNone(frappe.db.get_value(EVALUATION, f"{plan}-E-Annual", "post_history"))
			self.assertIsNone(agencies.make_evaluation(self.agency.plan("citra"), kind="Annual").post_history)
			page = self.client.get("/kinerja/evaluation", user=self.agency.user("ani"), name=doc.name)
			self.assertIn("Analis Contoh", page.text)
			self.assertIn("4 months", page.text)

	def agree(self, name):
		frappe.db.set_value(PLAN, name, {"workflow_state": "Plan Agreed", "docstatus": 1})

	def test_backdated(self):
		with self.undone():
			plan = self.agency.plan("ani")
			agencies.make_report(plan, f"{YEAR}-05", state="Report Accepted")
			with self.assertThrowsMessage(f"{YEAR}-05"):
				self.to_b()
			self.assertEqual(self.plans("ani")[0].workflow_state, "Plan Agreed")
			# in the middle of the last accepted interval it is possible
			self.to_b(day=f"{YEAR}-05-15")
			self.assertEqual(str(self.plans("ani")[0].closed_on), f"{YEAR}-05-14")
		with self.undone():
			agencies.make_evaluation(self.agency.plan("ani"), interval=f"{YEAR}-Q3", state="Rated")
			with self.assertThrowsMessage(f"{YEAR}-Q3"):
				self.to_b()

	def test_the_first_day_and_plans_that_were_never_agreed(self):
		with self.undone():
			# the whole year in the new post: nothing was served in the old one
			self.to_b(day=f"{YEAR}-01-01")
			(only,) = self.plans("ani")
			self.assertEqual((only.workflow_state, only.department), ("Draft", self.unit_b))
			self.assertEqual(
				frappe.db.get_value(PLAN, self.agency.plan("ani"), ["workflow_state", "docstatus", "slot"]),
				("Cancelled", 2, None),
			)
		with self.undone():
			name = self.agency.plan("ani")
			frappe.db.set_value(PLAN, name, {"workflow_state": "Plan Proposed", "docstatus": 0})
			self.to_b()
			(only,) = self.plans("ani")
			self.assertEqual((only.name, only.workflow_state, str(only.from_date)), (name, "Draft", MAY))
			self.assertEqual((only.department, only.appraiser), (self.unit_b, self.agency.kabid_b.name))
			self.assertFalse(frappe.db.exists(EVALUATION, f"{name}-E-Annual"))

	def test_only_another_superior(self):
		"""Same post, same unit: the plan runs on, and goes to the new appraiser."""
		with self.undone():
			self.move("ani", reports_to=self.agency.kabid_b.name)
			(only,) = self.plans("ani")
			self.assertEqual((only.workflow_state, only.appraiser), ("Plan Agreed", self.agency.kabid_b.name))

	def test_a_leader_who_moves(self):
		with self.undone():
			frappe.db.set_value("Department", self.agency.units["a"].name, "asn_head", self.agency.kabid.name)
			self.to_b("kabid", reports_to=self.agency.kadis.name)
			for short in ("ani", "sari"):
				self.assertEqual(self.plans(short)[0].appraiser, self.agency.kadis.name, short)
				self.assertEqual(
					frappe.db.get_value("Employee", self.agency.people[short].name, "asn_appraiser"),
					self.agency.kadis.name,
				)
			self.assertIsNone(frappe.db.get_value("Department", self.agency.units["a"].name, "asn_head"))
			self.assertIn("Bidang A", self.told("hera"))
			self.assertIn("Kadis", self.told("hera"))
			self.assertNotIn("Bidang A", self.told("heri"))

	def test_another_agency(self):
		with self.undone():
			lain = self.agency.units["lain"].name
			self.move(
				"ani",
				options={"new_company": agencies.OTHER_AGENCY},
				department=lain,
				reports_to=self.agency.lain.name,
			)
			old, new = self.plans("ani")
			self.assertEqual(
				(old.workflow_state, new.workflow_state, new.department), ("Closed", "Draft", lain)
			)

	def test_a_new_employee_number(self):
		with self.undone():
			nip = frappe.db.get_value("Employee", self.agency.ani.name, "asn_nip")
			# a site may have numbers of its own that nobody shares
			own_numbers = {
				df.fieldname: str(random.randint(10**6, 10**8))
				for df in frappe.get_meta("Employee").fields
				if df.unique and df.fieldname != "asn_nip"
			}
			doc = self.to_b(options={"create_new_employee_id": 1}, **own_numbers)
			self.assertEqual(frappe.db.get_value("Employee", doc.new_employee_id, "asn_nip"), nip)
			self.assertEqual([row.workflow_state for row in self.plans("ani")], ["Closed"])
			new = frappe.get_all(PLAN, {"employee": doc.new_employee_id}, ["workflow_state", "from_date"])
			self.assertEqual([(row.workflow_state, str(row.from_date)) for row in new], [("Draft", MAY)])


class TestCancelled(MovesCase):
	def test_taken_back(self):
		with self.undone():
			plan = self.agency.plan("ani")
			agencies.make_report(plan, f"{YEAR}-05", state="Report Sent")
			adjustment = agencies.make_adjustment(plan, "Adjustment Proposed").name
			doc = self.to_b()
			doc.reload()
			doc.cancel()
			agencies.forget()
			(only,) = self.plans("ani")
			self.assertEqual((only.name, only.workflow_state, only.closed_on), (plan, "Plan Agreed", None))
			self.assertEqual(only.appraiser, self.agency.kabid.name)
			self.assertFalse(frappe.db.exists(EVALUATION, f"{plan}-E-Annual"))
			self.assertEqual(
				frappe.db.get_value(REPORT, f"{plan}-{YEAR}-05", ["workflow_state", "docstatus"]),
				("Report Sent", 0),
			)
			self.assertEqual(
				frappe.db.get_value("Work Plan Adjustment", adjustment, ["workflow_state", "slot"]),
				("Adjustment Proposed", plan),
			)
			# and once more
			self.to_b()
			self.assertEqual(len(self.plans("ani")), 2)

	def test_entries_of_days_after_the_move_follow(self):
		with self.undone():
			plan, kabid = self.agency.plan("ani"), self.agency.kabid.name
			before = agencies.make_log(plan, "LOG-BEFORE", log_date=f"{YEAR}-04-30")
			after = agencies.make_log(plan, "LOG-AFTER", log_date=f"{YEAR}-05-04", quantity=3)
			counted = agencies.make_log(plan, "LOG-COUNTED", log_date=f"{YEAR}-05-05", state="Counted")
			columns = ["work_plan", "appraiser", "department", "result_key", "indicator_key", "quantity"]

			def stands(log):
				return frappe.db.get_value("Daily Work Log", log.name, columns)

			stood = stands(after)
			doc = self.to_b()
			new = self.plans("ani")[1].name
			self.assertEqual(stands(after), (new, self.agency.kabid_b.name, self.unit_b, None, None, 3))
			for log in (before, counted):
				self.assertEqual(stands(log)[:2], (plan, kabid))
			self.assertIn("1 entries of your daily progress", self.told("ani"))
			doc.reload()
			doc.cancel()
			agencies.forget()
			self.assertEqual(stands(after), stood)

	def test_what_was_gone_on_with_stays(self):
		with self.undone():
			doc = self.to_b()
			_old, new = self.plans("ani")
			frappe.db.set_value(PLAN, new.name, {"workflow_state": "Plan Agreed", "docstatus": 1})
			doc.reload()
			doc.cancel()
			self.assertEqual([row.workflow_state for row in self.plans("ani")], ["Closed", "Plan Agreed"])
			self.assertIn(new.name, self.told("hera"))

	def test_staff_and_unit_come_back(self):
		with self.undone():
			unit = self.agency.units["a"].name
			doc = self.to_b("kabid", reports_to=self.agency.kadis.name)
			doc.reload()
			doc.cancel()
			agencies.forget()
			self.assertEqual(frappe.db.get_value("Department", unit, "asn_head"), self.agency.kabid.name)
			self.assertEqual(self.plans("ani")[0].appraiser, self.agency.kabid.name)
			self.assertFalse(frappe.db.get_value("Employee", self.agency.ani.name, "asn_appraiser"))

	def test_a_trace_of_one_s_own_making_moves_nothing(self):
		"""HR that writes the trace itself would reopen, return and reassign whatever it names, of any agency."""
		with self.undone():
			see_all_employees(self.agency.user("hera"))
			other, hera = self.agency.lain, self.agency.hera.name
			report = agencies.make_report(self.agency.plan("lain"), f"{YEAR}-04", state="Report Sent").name
			appraiser = ["Employee", self.agency.citra.name]
			now = frappe.db.get_value("Employee", hera, ["asn_appraiser_type", "asn_appraiser"])
			trace = {
				"drafts": [],
				"plan": self.agency.plan("lain"),
				"reports": {report: "Report Accepted"},
				"adjustments": {},
				"units": [[other.department, "asn_head"]],
				"staff": {hera: appraiser},
				"next": now,
			}
			self.finish()
			for doctype, day, rows in (
				(TRANSFER, "transfer_date", "transfer_details"),
				("Employee Promotion", "promotion_date", "promotion_details"),
			):
				for way in ("written", "changed", "submitted", "cancelled"):
					with self.subTest(doctype=doctype, way=way):
						self.send_trace(doctype, day, rows, way, json.dumps(trace))
						self.assertEqual(
							frappe.db.get_value(REPORT, report, "workflow_state"), "Report Sent", way
						)
						self.assertEqual(
							frappe.db.get_value(PLAN, self.agency.plan("lain"), "modified_by"),
							"Administrator",
						)
						self.assertEqual(
							frappe.db.get_value("Employee", hera, ["asn_appraiser_type", "asn_appraiser"]),
							now,
						)

	def send_trace(self, doctype, day, rows, way, trace):
		user, written = self.agency.user("hera"), {"asn_trace": trace}

		def put(name, **values):
			return self.client.put(resource(doctype, name), user=user, data=values)

		answer = self.client.post(
			resource(doctype),
			user=user,
			employee=self.agency.ani.name,
			company=self.agency.ani.company,
			**{day: MAY, rows: [{"property": "Bio", "fieldname": "bio", "current": "", "new": way}]},
			**(written if way == "written" else {}),
		)
		self.assertTrue(answer.ok, answer)
		name = answer.data["name"]
		if way == "changed":
			self.assertTrue(put(name, **written).ok)
		self.assertTrue(put(name, docstatus=1, **(written if way == "submitted" else {})).ok)
		answer = put(name, docstatus=2, **(written if way == "cancelled" else {}))
		self.assertTrue(answer.ok, answer)


class TestPromotionAndLeaving(MovesCase):
	def test_a_higher_rank_changes_no_plan(self):
		with self.undone():
			self.move("ani", doctype="Employee Promotion", grade=None, options={"revised_ctc": 10})
			(only,) = self.plans("ani")
			self.assertEqual((only.workflow_state, only.appraiser), ("Plan Agreed", self.agency.kabid.name))

	def test_another_post(self):
		with self.undone():
			post = factories.make_designation("Kepala Seksi Contoh").name
			doc = self.move("ani", doctype="Employee Promotion", designation=post)
			old, new = self.plans("ani")
			self.assertEqual((old.workflow_state, new.position), ("Closed", post))
			doc.reload()
			doc.cancel()
			self.assertEqual([row.name for row in self.plans("ani")], [self.agency.plan("ani")])

	def test_leaving(self):
		"""Resignation or death: the plan ends on the last day, and those he appraised go to the next in line."""
		with self.undone():
			last = add_days(nowdate(), -1)
			for short in ("ani", "sari", "budi"):
				frappe.db.set_value(
					"Employee",
					self.agency.people[short].name,
					{"reports_to": None, "asn_appraiser": self.agency.kabid.name},
				)
			sent = agencies.make_report(self.agency.plan("ani"), f"{YEAR}-02", state="Report Sent").name
			doc = frappe.get_doc("Employee", self.agency.kabid.name)
			doc.update({"status": "Left", "relieving_date": last})
			doc.save(ignore_permissions=True)
			self.finish()
			plan = self.agency.plan("kabid")
			self.assertEqual(
				frappe.db.get_value(PLAN, plan, ["workflow_state", "closed_on"]), ("Closed", getdate(last))
			)
			self.assertEqual(
				frappe.db.get_value(EVALUATION, f"{plan}-E-Annual", "appraiser"), self.agency.kadis.name
			)
			self.assertEqual(frappe.db.get_value(REPORT, sent, "appraiser"), self.agency.kadis.name)
			answer = self.take("kadis", REPORT, sent, "Accept")
			self.assertTrue(answer.ok, answer)
			notes = frappe.get_all(
				"Comment", {"reference_doctype": REPORT, "reference_name": sent}, pluck="content"
			)
			self.assertTrue(any("Kadis" in note for note in notes), notes)
			self.assertFalse(frappe.db.get_value("Department", self.agency.units["a"].name, "asn_head"))

	def test_coming_back(self):
		"""Nothing opens by itself again; HR reads what is left to do, and the plan it is told to create can be created."""
		with self.undone():
			last = add_days(nowdate(), -1)
			doc = frappe.get_doc("Employee", self.agency.ani.name)
			doc.update({"status": "Left", "relieving_date": last})
			doc.save(ignore_permissions=True)
			self.finish()
			doc = frappe.get_doc("Employee", doc.name)
			doc.update({"status": "Active", "relieving_date": None})
			frappe.clear_messages()
			doc.save(ignore_permissions=True)
			plan = self.agency.plan("ani")
			for words in (
				f"The work plan {plan} was closed on",
				"Create a work plan from the day of the return",
			):
				self.assertIn(words, self.told("hera"))
				self.assertIn(words, str(frappe.get_message_log()))
			self.assertEqual(frappe.db.get_value(PLAN, plan, "workflow_state"), "Closed")
			doc.reload()
			doc.save(ignore_permissions=True)
			self.assertEqual(self.told("hera").count("is in service again"), 1)
			answer = self.client.post(
				resource(PLAN),
				user=self.agency.user("hera"),
				employee=doc.name,
				performance_period=self.agency.period.name,
				from_date=nowdate(),
			)
			self.assertTrue(answer.ok, answer)
			self.assertEqual(self.plans("ani")[-1].workflow_state, "Draft")

	def test_a_separation_tells_the_appraiser(self):
		with self.undone():
			doc = frappe.get_doc(
				{
					"doctype": "Employee Separation",
					"employee": self.agency.ani.name,
					"company": self.agency.ani.company,
					"boarding_begins_on": nowdate(),
				}
			)
			doc.insert(ignore_permissions=True)
			from kinerja_asn.overrides import employee_separation

			employee_separation.on_submit(doc)
			self.assertIn("Ani", self.told("kabid"))
			self.assertEqual(self.plans("ani")[0].workflow_state, "Plan Agreed")


class TestDelegationThatEnds(MovesCase):
	def test_the_delegate_acts_until_the_last_day(self):
		"""What waits stays with the appraiser; the delegate acts in his place by date and no day longer."""
		with self.undone():
			plan = self.agency.plan("ani")
			report = agencies.make_report(plan, f"{YEAR}-03", state="Report Sent").name
			name = frappe.db.get_value("Appraiser Delegation", {"delegate": self.agency.deli.name})
			frappe.db.set_value("Appraiser Delegation", name, "to_date", nowdate())
			self.reread()
			with self.undone():
				self.assertTrue(self.take("deli", REPORT, report, "Accept").ok)
			frappe.db.set_value("Appraiser Delegation", name, "to_date", add_days(nowdate(), -1))
			self.reread()
			answer = self.take("deli", REPORT, report, "Accept")
			self.assertEqual(answer.status, 403, answer)
			self.assertEqual(frappe.db.get_value(REPORT, report, "appraiser"), self.agency.kabid.name)
			self.assertTrue(self.take("kabid", REPORT, report, "Accept").ok)

	def reread(self):
		from kinerja_asn.tests import rest

		agencies.forget()
		if rest.HTTP:
			rest.commit_pending()
