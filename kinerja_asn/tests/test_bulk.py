"""Opening, reminding and closing in bulk: every kind of employee, restart, cancel, double click, statement counts."""

import datetime
from unittest.mock import patch

import frappe
from frappe.utils import add_to_date, getdate, now_datetime, nowdate

from kinerja_asn import bulk, interruptions, names, notifications, period_work
from kinerja_asn.api import periods
from kinerja_asn.kinerja_asn.doctype.work_plan import work_plan as plans
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests import factories
from kinerja_asn.tests.base import KinerjaTestCase

YEAR = agencies.YEAR
STANDARD = {"name", "parent", "creation", "modified", "owner", "modified_by", "row_key"}


def shortened(queries):
	return "\n".join([str(len(queries)), *(one[:150] for one in queries)])


class BulkTestCase(KinerjaTestCase):
	"""An agency of its own: a head under an external appraiser, and staff who report to the head."""

	STAFF = 3

	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		agencies.make_behaviours()
		cls.company = factories.make_company("Pemerintah Kota Massal", "PKM")
		cls.unit = factories.make_department("Dinas Massal", cls.company)
		cls.external = agencies.make_external("Wali Kota Massal", cls.company)
		cls.head = cls.hire(
			"Kepala",
			asn_position_type="JPT Pratama",
			asn_appraiser_type="External Appraiser",
			asn_appraiser=cls.external.name,
		)
		cls.staff = [cls.hire(f"Staf {number}", reports_to=cls.head) for number in range(cls.STAFF)]
		cls.period = agencies.make_period(cls.company.name)

	@classmethod
	def hire(cls, first_name, **values):
		return factories.make_employee(
			first_name,
			cls.company,
			department=cls.unit,
			designation="Staf Massal",
			**{"date_of_joining": datetime.date(2015, 3, 1), **values},
		)

	def open(self, **parameters):
		return bulk.run("Open Period", performance_period=self.period.name, now=True, **parameters)

	def row(self, run, employee):
		return frappe.db.get_value(
			"Bulk Run Row",
			{"bulk_run": run, "employee": employee.name},
			["result", "message", "link_doctype", "link_name"],
			as_dict=True,
		)

	def plans_of(self, employee):
		return frappe.get_all("Work Plan", filters={"employee": employee.name}, pluck="name", order_by="name")

	def counts(self, run):
		row = frappe.db.get_value("Bulk Run", run, ["status", "total", "done", *bulk.COUNTERS], as_dict=True)
		return dict(row)


class OpenTest(BulkTestCase):
	def test_everybody_gets_a_draft_and_a_row(self):
		run = self.open()
		self.assertEqual(
			self.counts(run),
			{
				"status": "Completed",
				"total": 4,
				"done": 4,
				"created": 4,
				"already_there": 0,
				"not_needed": 0,
				"problems": 0,
			},
		)
		for employee in (self.head, *self.staff):
			row = self.row(run, employee)
			self.assertEqual((row.result, row.link_doctype), ("Created", "Work Plan"))
			plan = frappe.get_doc("Work Plan", row.link_name)
			self.assertEqual(
				(plan.employee, plan.workflow_state, plan.docstatus), (employee.name, "Draft", 0)
			)
			self.assertEqual(len(plan.behaviours), len(plans.active_behaviours()))
			self.assertEqual(len(plan.annex), 3)
			self.assertEqual([row.idx for row in plan.behaviours], list(range(1, len(plan.behaviours) + 1)))
		self.assertIsNone(frappe.db.get_value("Bulk Run", run, "active_key"))

	def test_the_plan_of_the_run_equals_the_plan_of_the_form(self):
		self.open()
		employee = self.staff[0]
		by_bulk = self.stored(self.plans_of(employee)[0])
		frappe.get_doc("Work Plan", self.plans_of(employee)[0]).delete()
		doc = frappe.get_doc(
			{"doctype": "Work Plan", "employee": employee.name, "performance_period": self.period.name}
		)
		with self.as_user(employee.user_id):
			doc.insert()
		by_form = self.stored(doc.name)
		self.assertEqual(by_bulk[0], by_form[0])
		for table in ("Work Plan Behaviour", "Work Plan Annex"):
			self.assertEqual(by_bulk[1][table], by_form[1][table])
		self.assertEqual(
			{k: len(v) for k, v in by_bulk[1].items()}, {k: len(v) for k, v in by_form[1].items()}
		)

	def stored(self, name):
		"""The columns of a plan and of its rows as they are in the database, and the length of every key."""
		Plan = frappe.qb.DocType("Work Plan")
		row = frappe.qb.from_(Plan).select("*").where(Plan.name == name).run(as_dict=True)[0]
		children = {}
		for df in frappe.get_meta("Work Plan").get_table_fields():
			Child = frappe.qb.DocType(df.options)
			rows = (
				frappe.qb.from_(Child)
				.select("*")
				.where((Child.parent == name) & (Child.parenttype == "Work Plan"))
				.orderby(Child.parentfield)
				.orderby(Child.idx)
			).run(as_dict=True)
			children[df.options] = [self.comparable(one, keep_lengths=True) for one in rows]
		return self.comparable(row), children

	def comparable(self, row, keep_lengths=False):
		found = {column: value for column, value in row.items() if column not in STANDARD}
		if keep_lengths:
			found |= {column: len(row[column]) for column in ("name", "row_key")}
		return found

	def test_who_plans_nothing_is_told_why(self):
		cases = {
			"asn_standing": ("Unpaid Leave", "leave"),
			"asn_status": ("Non-ASN", "civil servant"),
		}
		for employee, (column, (value, _word)) in zip(self.staff, cases.items(), strict=False):
			frappe.db.set_value("Employee", employee.name, column, value)
		frappe.db.set_value("Employee", self.staff[2].name, "date_of_joining", datetime.date(YEAR + 1, 2, 1))
		frappe.db.set_value("Employee", self.head.name, "status", "Left")
		with self.speaking("en"):
			run = self.open()
		for employee, (_value, word) in zip(self.staff, cases.values(), strict=False):
			row = self.row(run, employee)
			self.assertEqual((row.result, row.link_name), ("Not Needed", employee.name))
			self.assertIn(word, row.message)
		self.assertEqual(self.row(run, self.staff[2]).result, "Not Needed")
		self.assertIn("joins", self.row(run, self.staff[2]).message)
		self.assertIsNone(self.row(run, self.head))
		self.assertEqual(self.counts(run)["not_needed"], 3)

	def speaking(self, language):
		return patch("kinerja_asn.bulk.get_user_lang", lambda user: language)

	def test_problems_say_what_mends_them_and_stop_nobody_else(self):
		first, second, third = self.staff
		frappe.db.set_value("Employee", first.name, "asn_appraiser", first.name)
		frappe.db.set_value("Employee", second.name, "asn_nip", None)
		run = self.open()
		for employee in (first, second):
			row = self.row(run, employee)
			self.assertEqual(
				(row.result, row.link_doctype, row.link_name), ("Problem", "Employee", employee.name)
			)
			self.assertFalse(self.plans_of(employee))
		self.assertEqual(self.row(run, third).result, "Created")
		frappe.db.set_value("Employee", first.name, "asn_appraiser", None)
		frappe.db.set_value("Employee", second.name, "asn_nip", "198503172015032001")
		again = self.open()
		self.assertEqual(self.row(again, first).result, "Created")
		self.assertEqual(self.row(again, second).result, "Created")
		self.assertEqual(self.row(again, third).result, "Already There")
		self.assertEqual(len(self.plans_of(third)), 1)

	def test_who_joins_during_the_year_plans_from_that_day(self):
		new = self.hire("Baru", reports_to=self.head, date_of_joining=datetime.date(YEAR, 4, 1))
		self.open()
		self.assertEqual(
			getdate(frappe.db.get_value("Work Plan", self.plans_of(new)[0], "from_date")),
			datetime.date(YEAR, 4, 1),
		)

	def test_after_a_closed_plan_the_next_begins_the_day_after(self):
		self.open()
		old = self.plans_of(self.staff[0])[0]
		frappe.db.set_value(
			"Work Plan",
			old,
			{"workflow_state": "Closed", "docstatus": 1, "closed_on": datetime.date(YEAR, 6, 30)},
		)
		run = self.open()
		self.assertEqual(self.row(run, self.staff[0]).result, "Created")
		new = next(name for name in self.plans_of(self.staff[0]) if name != old)
		self.assertEqual(
			getdate(frappe.db.get_value("Work Plan", new, "from_date")), datetime.date(YEAR, 7, 1)
		)

	def test_a_cancelled_plan_does_not_count(self):
		self.open()
		old = self.plans_of(self.staff[0])[0]
		frappe.db.set_value("Work Plan", old, {"workflow_state": "Cancelled", "docstatus": 2, "slot": None})
		self.assertEqual(self.row(self.open(), self.staff[0]).result, "Created")

	def test_an_error_at_one_person_stops_nobody_else(self):
		defaults = plans.plan_defaults

		def failing(person, *args, **kwargs):
			if person["employee_name"] == "Staf 1":
				# without a word, as some errors are
				raise ValueError
			return defaults(person, *args, **kwargs)

		with patch.object(plans, "plan_defaults", failing):
			run = self.open()
		self.assertEqual(self.row(run, self.staff[1]).result, "Problem")
		self.assertEqual(self.row(run, self.staff[1]).link_doctype, "Error Log")
		for employee in (self.head, self.staff[0], self.staff[2]):
			self.assertEqual(self.row(run, employee).result, "Created")

	def test_names_go_on_where_the_form_stopped(self):
		first = names.reserve("UJI-2026-", 2)
		self.assertEqual(first, ["UJI-2026-00001", "UJI-2026-00002"])
		from frappe.model.naming import make_autoname

		self.assertEqual(make_autoname("UJI-2026-.#####"), "UJI-2026-00003")
		self.assertEqual(names.reserve("UJI-2026-", 1), ["UJI-2026-00004"])
		self.assertEqual(names.reserve("UJI-2026-", 0), [])

	def test_people_and_hr_are_told(self):
		run = self.open()
		log = frappe.get_all(
			"Notification Log",
			filters={"for_user": self.staff[0].user_id},
			fields=["document_type", "document_name", "type"],
		)
		self.assertEqual(
			[(row.document_type, row.document_name) for row in log],
			[("Work Plan", self.plans_of(self.staff[0])[0])],
		)
		self.assertTrue(
			frappe.db.exists("Notification Log", {"for_user": "Administrator", "document_name": run})
		)
		self.assertFalse(frappe.db.exists("Email Queue", {"reference_name": self.staff[0].user_id}))

	def test_a_renamed_person_keeps_what_was_written_in_bulk(self):
		# as Frappe 16 remembers it while there is no plan
		frappe.cache.set_value("dynamic_link_map::Work Plan::employee_type", [])
		self.open()
		frappe.rename_doc("Employee", self.staff[0].name, "MASSAL-9", force=True, show_alert=False)
		(plan,) = frappe.get_all("Work Plan", {"employee": "MASSAL-9"}, ["slot"])
		self.assertTrue(plan.slot.startswith("MASSAL-9|"))


class EngineTest(BulkTestCase):
	STAFF = 6

	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.hr = factories.make_user("hr.massal@example.com", roles=("HR Manager",))

	def start(self):
		return bulk.run("Open Period", performance_period=self.period.name)

	def test_two_clicks_are_one_run_and_one_job(self):
		first = self.start()
		frappe.db.commit()
		self.assertIn("started it on", self.message_of_a_start(first))
		frappe.db.commit()
		self.assertEqual(len(self.jobs.pending), 1)
		self.run_jobs()
		self.assertEqual(self.counts(first)["status"], "Completed")
		self.assertNotEqual(self.start(), first)

	def test_a_killed_worker_loses_nothing_and_repeats_nothing(self):
		run = self.start()
		write = bulk._write_rows
		chunks = []

		def killed(work, people, outcomes):
			chunks.append(len(people))
			if len(chunks) == 2:
				raise KeyboardInterrupt
			write(work, people, outcomes)

		with patch.object(bulk, "CHUNK", 3):
			with patch.object(bulk, "_write_rows", killed), self.assertRaises(KeyboardInterrupt):
				bulk.work_off(run)
			frappe.db.rollback()
			self.assertEqual(self.counts(run)["status"], "Running")
			self.assertEqual(frappe.db.count("Bulk Run Row", {"bulk_run": run}), 3)
			before = frappe.get_all("Work Plan", filters={"company": self.company.name}, pluck="name")
			self.assertEqual(len(before), 3)
			bulk.resume(run)
			frappe.db.commit()
			self.jobs.pending[:-1] = []
			self.run_jobs()
		counts = self.counts(run)
		self.assertEqual((counts["status"], counts["done"], counts["created"]), ("Completed", 7, 7))
		after = frappe.get_all("Work Plan", filters={"company": self.company.name}, pluck="name")
		self.assertEqual(len(after), 7)
		self.assertLessEqual(set(before), set(after))

	def test_a_worker_that_was_replaced_stops(self):
		run = self.start()
		attempt = bulk._take_over(run)
		frappe.db.commit()
		bulk.work_off(run, attempt - 1)
		self.assertEqual(self.counts(run)["status"], "Queued")
		bulk.work_off(run, attempt)
		self.assertEqual(self.counts(run)["status"], "Completed")

	def test_a_stalled_run_is_given_to_another_worker(self):
		run = self.start()
		frappe.db.commit()
		self.jobs.clear()
		bulk.resume_stalled()
		self.assertFalse(self.jobs.pending)
		frappe.db.set_value(
			"Bulk Run", run, "modified", add_to_date(now_datetime(), hours=-2), update_modified=False
		)
		bulk.resume_stalled()
		frappe.db.commit()
		self.assertEqual(len(self.jobs.pending), 1)
		self.run_jobs()
		self.assertEqual(self.counts(run)["status"], "Completed")

	def test_cancel_stops_between_chunks(self):
		run = self.start()
		write = bulk._write_rows

		def cancelling(work, people, outcomes):
			write(work, people, outcomes)
			bulk.cancel(run)

		with patch.object(bulk, "CHUNK", 2), patch.object(bulk, "_write_rows", cancelling):
			bulk.work_off(run)
		counts = self.counts(run)
		self.assertEqual((counts["status"], counts["done"]), ("Cancelled", 2))
		again = bulk.run_again(run)
		self.assertNotEqual(again, run)
		bulk.work_off(again)
		counts = self.counts(again)
		self.assertEqual((counts["created"], counts["already_there"]), (5, 2))
		with self.assertThrowsMessage():
			bulk.cancel(again)

	def test_a_run_nobody_works_on_is_cancelled_at_once(self):
		waiting = self.start()
		frappe.db.commit()
		frappe.set_user(self.hr.name)
		bulk.cancel(waiting)
		frappe.set_user("Administrator")
		state = periods.run_state(waiting)
		self.assertEqual((state["status"], state["done"], state["active"]), ("Cancelled", 0, False))
		self.assertEqual(state["canceller"], self.hr.full_name)
		told = {"document_name": waiting, "for_user": "Administrator"}
		self.assertIn(self.hr.full_name, frappe.db.get_value("Notification Log", told, "subject"))
		# the worker that comes too late finds it over, and the same work may begin anew
		self.run_jobs()
		self.assertFalse(frappe.db.exists("Bulk Run Row", {"bulk_run": waiting}))
		lost = self.start()
		self.assertNotEqual(lost, waiting)
		with patch.object(bulk, "CHUNK", 3):
			with patch.object(bulk, "_add_counts", side_effect=KeyboardInterrupt):
				with self.assertRaises(KeyboardInterrupt):
					bulk.work_off(lost)
			frappe.db.rollback()
			self.jobs.clear()
			long_ago = add_to_date(now_datetime(), minutes=-bulk.IDLE_MINUTES - 1)
			frappe.db.set_value("Bulk Run", lost, "modified", long_ago, update_modified=False)
			bulk.cancel(lost)
			self.assertIn("being cancelled", self.message_of_a_start(lost))
			frappe.db.commit()
			self.run_jobs()
		self.assertEqual(self.counts(lost)["status"], "Cancelled")

	def message_of_a_start(self, running):
		frappe.clear_messages()
		with notifications.speaking("en"):
			self.assertEqual(self.start(), running)
		return str(frappe.get_message_log())

	def test_what_the_database_takes_back_is_done_again_but_not_for_ever(self):
		def interrupted(times):
			left = [frappe.QueryDeadlockError(OSError(1213, "deadlock"))] * times
			write = bulk._write_rows

			def writing(*args):
				if left:
					raise left.pop()
				write(*args)

			with patch.object(bulk, "_write_rows", writing), self.undone():
				run = self.start()
				bulk.work_off(run)
				return self.counts(run)["status"], len(
					frappe.get_all("Work Plan", {"company": self.company.name})
				)

		self.assertEqual(interrupted(interruptions.AT_MOST), ("Completed", 7))
		self.assertEqual(interrupted(interruptions.AT_MOST + 1), ("Failed", 0))

	def test_a_run_tells_who_about_what_and_whether_it_stands_still(self):
		run = self.start()
		state = periods.run_state(run)
		self.assertEqual((state["idle_since"], state["may_continue"]), (None, False))
		for part in (self.company.name, str(YEAR)):
			self.assertIn(part, state["scope"])
		self.assertEqual(state["starter"], "Administrator")
		long_ago = add_to_date(now_datetime(), minutes=-bulk.IDLE_MINUTES - 1)
		frappe.db.set_value("Bulk Run", run, "modified", long_ago, update_modified=False)
		state = periods.run_state(run)
		self.assertTrue(state["idle_since"] and state["may_continue"])
		bulk.work_off(run)
		state = periods.run_state(run)
		self.assertEqual((state["idle_since"], state["may_run_again"]), (None, True))
		self.assertGreaterEqual(state["seconds"], 0)
		part = bulk.run("Open Period", performance_period=self.period.name, departments=[self.unit.name])
		self.assertIn("Dinas Massal", periods.run_state(part)["scope"])

	def test_a_run_that_breaks_says_so_and_can_be_run_again(self):
		run = self.start()
		with patch.object(period_work.OpenPeriod, "finish", side_effect=RuntimeError("broken")):
			bulk.work_off(run)
		row = frappe.db.get_value("Bulk Run", run, ["status", "error", "active_key"], as_dict=True)
		self.assertEqual((row.status, row.active_key), ("Failed", None))
		self.assertIn(
			frappe.get_all("Error Log", pluck="name", order_by="creation desc", limit=1)[0], row.error
		)
		self.assertTrue(
			frappe.db.exists("Notification Log", {"document_name": run, "for_user": "Administrator"})
		)

	def test_a_full_disk_is_nobody_s_problem(self):
		"""The run says that it stopped, and does the rest once there is room."""
		run = self.start()
		full = frappe.db.OperationalError(1021, "Disk full, database or disk is full")
		with patch.object(plans, "plan_defaults", side_effect=full):
			bulk.work_off(run)
		self.assertEqual(frappe.db.get_value("Bulk Run", run, "status"), "Failed")
		self.assertFalse(frappe.db.exists("Bulk Run Row", {"bulk_run": run, "result": "Problem"}))
		again = bulk.run_again(run)
		bulk.work_off(again)
		self.assertEqual((self.counts(again)["status"], self.counts(again)["created"]), ("Completed", 7))

	def test_a_row_per_person_is_unique_in_the_database(self):
		run = self.open()
		row = {"bulk_run": run, "employee": self.head.name, "result": "Created", "name": "lain"}
		frappe.db.savepoint("before_twin")
		with self.assertRaises(Exception) as raised:
			bulk.insert_rows("Bulk Run Row", [row])
		self.assertTrue(
			frappe.db.is_unique_key_violation(raised.exception) or "UNIQUE" in str(raised.exception)
		)
		frappe.db.rollback(save_point="before_twin")

	def test_inserting_splits_at_the_limits_of_the_database(self):
		rows = [{"comment_type": "Info", "content": f"Catatan {number}"} for number in range(25)]
		with patch.dict(bulk.VALUES_AT_ONCE, {frappe.db.db_type: 10 * len(bulk.template("Comment"))}):
			with self.count_queries() as queries:
				bulk.insert_rows("Comment", rows)
		inserts = [one for one in queries if one.lower().startswith("insert")]
		self.assertEqual(len(inserts), 3)
		self.assertEqual(frappe.db.count("Comment", {"content": ["like", "Catatan %"]}), 25)
		with self.assertRaises(KeyError):
			bulk.insert_rows("Comment", [{"no_such_column": 1}])

	def test_what_is_inserted_comes_back_as_it_was(self):
		texts = [
			"100% %s %(0.0)s %%",
			'Jum\'at \\ "kutip" `x` ?',
			"\u2713 \U0001f600\n\tbaris",
			"",
			None,
			"0",
			"null",
		]
		rows = [
			{"subject": "Uji bolak-balik", "content": text, "seen": seen, "idx": number}
			for number, (text, seen) in enumerate((text, seen) for text in texts for seen in (0, 1, True))
		]
		bulk.insert_rows("Comment", rows)
		Comment = frappe.qb.DocType("Comment")
		stored = (
			frappe.qb.from_(Comment)
			.select(Comment.content, Comment.seen, Comment.comment_email, Comment.owner)
			.where(Comment.subject == "Uji bolak-balik")
			.orderby(Comment.idx)
		).run()
		self.assertEqual(
			[tuple(row) for row in stored],
			[(row["content"], int(row["seen"]), None, "Administrator") for row in rows],
		)


class CountTest(BulkTestCase):
	STAFF = 40

	def setUp(self):
		super().setUp()
		# what Frappe reads of DocTypes and settings once per process does not count
		with self.undone():
			self.open()

	def test_opening_and_repeating_take_few_statements(self):
		with self.count_queries() as queries:
			run = self.open()
		self.assertEqual(self.counts(run)["created"], 41)
		self.assertLessEqual(len(queries), 60 + 0.03 * 41, shortened(queries))
		with self.count_queries() as queries:
			again = self.open()
		self.assertEqual(self.counts(again)["already_there"], 41)
		self.assertLessEqual(len(queries), 20, shortened(queries))

	def test_more_people_take_no_more_statements(self):
		frappe.db.set_value("Employee", self.staff[0].name, "asn_standing", "Pre-Retirement")
		with self.undone(), self.count_queries() as many:
			self.open()
		for employee in self.staff[1:]:
			frappe.db.set_value("Employee", employee.name, "status", "Inactive")
		with self.count_queries() as few:
			self.open()
		self.assertLessEqual(len(many), len(few) + 3, shortened(many))

	def test_a_chunk_stays_within_its_share(self):
		"""Chunks of twenty people, to see what each of them costs; a real one holds a thousand."""
		with patch.object(bulk, "CHUNK", 20):
			with self.undone(), self.count_queries() as three:
				self.open()
			for employee in self.staff[10:]:
				frappe.db.set_value("Employee", employee.name, "status", "Inactive")
			with self.count_queries() as one:
				self.open()
		self.assertLessEqual((len(three) - len(one)) / 2, 0.03 * 1000, shortened(three))


class RemindAndCloseTest(BulkTestCase):
	def setUp(self):
		super().setUp()
		self.open()
		frappe.db.delete("Notification Log", {"for_user": ["like", "%@kinerja.test"]})

	def state(self, employee, state, docstatus=0):
		frappe.db.set_value(
			"Work Plan", self.plans_of(employee)[0], {"workflow_state": state, "docstatus": docstatus}
		)

	def run_work(self, work):
		return bulk.run(work, performance_period=self.period.name, now=True)

	def test_only_who_has_not_proposed_is_reminded_and_once_a_day(self):
		self.state(self.staff[0], "Plan Proposed")
		frappe.db.set_value("Employee", self.staff[1].name, "user_id", None)
		run = self.run_work("Remind")
		self.assertIsNone(self.row(run, self.staff[0]))
		self.assertEqual(self.row(run, self.staff[1]).result, "Problem")
		self.assertEqual(self.row(run, self.staff[2]).result, "Done")
		self.assertEqual(frappe.db.count("Notification Log", {"for_user": self.staff[2].user_id}), 1)
		again = self.run_work("Remind")
		self.assertEqual(self.row(again, self.staff[2]).result, "Already There")
		self.assertEqual(frappe.db.count("Notification Log", {"for_user": self.staff[2].user_id}), 1)

	def test_closing_closes_agreed_plans_and_then_the_period(self):
		self.state(self.staff[0], "Plan Agreed", 1)
		run = self.run_work("Close Period")
		plan = frappe.get_doc("Work Plan", self.plans_of(self.staff[0])[0])
		self.assertEqual((plan.workflow_state, plan.docstatus), ("Closed", 1))
		self.assertEqual(getdate(plan.closed_on), min(getdate(nowdate()), datetime.date(YEAR, 12, 31)))
		self.assertEqual(self.row(run, self.staff[0]).result, "Done")
		self.assertEqual(self.row(run, self.staff[1]).result, "Problem")
		self.assertEqual(frappe.db.get_value("Performance Period", self.period.name, "status"), "Closed")
		with self.assertThrowsMessage(self.period.name):
			periods.open_period(self.period.name)
