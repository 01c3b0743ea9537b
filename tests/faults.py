"""What becomes of work on many when something breaks: workers killed, connections lost, Redis gone. Real processes.

`make faults [ROUNDS=30] [SEED=7] [ONLY="Open Period"]` leads an agency through a year and, at each piece of work on many,

1. lets it run once undisturbed, as the measure;
2. goes back to the state before, lets a worker be killed (SIGKILL) at a moment drawn by lot, looks for anything half,
   lets another worker go on, and compares every table with the measure; as often as there are rounds;
3. on MariaDB, likewise loses the database connection, and Redis, in the middle.

A worker is a fork of this process, which has loaded everything and holds no connection. Most kill themselves at a
moment, that is before or after a statement or a commit, so that the same seed finds the same fault again; every third
is killed from outside, after a time.
"""

import json
import os
import pickle
import random
import re
import secrets
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections import Counter
from contextlib import contextmanager, nullcontext, suppress
from datetime import datetime

import frappe
from redis.exceptions import RedisError

from embedded import boot, ready, services, site
from embedded.repairs import jobs
from kinerja_asn import appraisal_360_box as box
from kinerja_asn import appraisal_360_work as closing
from kinerja_asn import bulk, calibration, campaigns, interruptions, notifications, sealed
from kinerja_asn.distribution import PERIODIC, Time
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests import base, factories

YEAR = agencies.YEAR
QUARTER = f"{YEAR}-Q1"
PLAN, EVALUATION = "Work Plan", "Performance Evaluation"
RATING = "Unit Performance Rating"
CHUNK = 4
ENQUEUE = bulk._enqueue

#: Whatever the works write; a work that writes elsewhere is told at once.
TABLES = [
	f"tab{doctype}"
	for doctype in (
		"Work Plan",
		"Work Plan Behaviour",
		"Work Plan Annex",
		"Work Plan Adjustment",
		"Periodic Report",
		"Daily Work Log",
		"Coaching Session",
		"Performance Objection",
		"Performance Evaluation",
		"Performance Evaluation Result",
		"Performance Evaluation Behaviour",
		"Performance Evaluation Change",
		"Unit Performance Rating",
		"Performance Period",
		"Performance Stage",
		"Performance Stage Extension",
		"Employee",
		"Appraisal 360",
		"Appraisal 360 Box",
		"Appraisal 360 Campaign",
		"Appraisal 360 Comment",
		"Appraisal 360 Invitation",
		"Appraisal 360 Result",
		"Bulk Run",
		"Bulk Run Row",
		"Comment",
		"Email Queue",
		"Email Queue Recipient",
		"Error Log",
		"Notification Log",
		"Notification Settings",
		"Series",
		"Version",
	)
]
#: Columns that tell a moment, a name drawn by lot, or what was sealed with either.
DRAWN = {
	"tabAppraisal 360 Box": {"content"},
	"tabEmail Queue": {"message", "message_id"},
	"tabBulk Run": {"parameters"},
}
HASH = re.compile(r"[0-9a-z]{10}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: Columns that say to which document a row belongs.
BELONGS = ("parent", "appraisal", "document_name", "reference_name", "link_name")


class Fault(AssertionError):
	"""Something is half, missing or there twice."""


# --- processes --------------------------------------------------------------------------------------------


class Worker:
	"""A fork that runs a function on the site; killed, or read by `answer`."""

	def __init__(self, name: str, function, *arguments):
		reading, writing = os.pipe()
		sys.stdout.flush()
		self.pid = os.fork()
		if not self.pid:
			os.close(reading)
			self._be(name, writing, function, arguments)
		os.close(writing)
		self.pipe = reading

	@staticmethod
	def _be(name: str, writing: int, function, arguments):
		status = 1
		try:
			boot.connect(name)
			base.forget()
			found = function(*arguments)
			_commit()
			with os.fdopen(writing, "wb") as pipe:
				pipe.write(pickle.dumps(found))
			status = 0
		except BaseException:
			with suppress(OSError), os.fdopen(writing, "wb") as pipe:
				pipe.write(pickle.dumps(traceback.format_exc()))
		finally:
			os._exit(status)

	def kill(self):
		with suppress(ProcessLookupError):
			os.kill(self.pid, signal.SIGKILL)

	def end(self) -> tuple[bool, object]:
		"""Whether it was killed, and what it has answered."""
		with os.fdopen(self.pipe, "rb") as pipe:
			told = pipe.read()
		_pid, status = os.waitpid(self.pid, 0)
		if os.WIFSIGNALED(status):
			return True, None
		if os.WEXITSTATUS(status):
			raise Fault(pickle.loads(told) if told else "a worker ended without a word")
		return False, pickle.loads(told)


def _commit():
	"""The last words of a worker. A connection that was ended a moment before has nothing left to say: the work has
	committed what it did, and the comparison of the tables tells if it has not."""
	try:
		frappe.db.commit()
	except Exception as error:
		if not interruptions.over(error):
			raise


@contextmanager
def connected(name: str):
	"""This process itself at the site, for as long as no worker is there."""
	boot.connect(name)
	base.forget()
	try:
		yield
		frappe.db.commit()
	except Exception as error:
		raise Fault(traceback.format_exc()) from error
	finally:
		frappe.destroy()


class Moments:
	"""Counts what this process says to the database: before and after each statement and each commit."""

	def __init__(self, at: int = 0, act=None):
		self.count, self.at, self.act = 0, at, act
		self.wrote = set()
		db = frappe.local.db
		self.sql, self.commit = db.sql, db.commit
		db.sql, db.commit = self._sql, self._commit

	def _pass(self):
		self.count += 1
		if self.act and self.count == self.at:
			self.act()

	def _sql(self, query, *args, **kwargs):
		if not kwargs.get("run", True):
			return self.sql(query, *args, **kwargs)
		text = str(query)
		if not base.READING.match(text):
			found = base.WRITING.match(text)
			if found:
				self.wrote.add(found[1])
		self._pass()
		answer = self.sql(query, *args, **kwargs)
		self._pass()
		return answer

	def _commit(self, *args, **kwargs):
		self._pass()
		self.commit(*args, **kwargs)
		self._pass()


def die():
	os.kill(os.getpid(), signal.SIGKILL)


def _have_connection():
	"""A fault may come before the first word that this process says to the database."""
	if not frappe.local.db._conn:
		frappe.local.db.connect()


def lose_connection():
	"""What the server does with a connection that it ends; said by another one."""
	_have_connection()
	other = frappe.local.db.get_connection()
	cursor = other.cursor()
	cursor.execute(f"KILL CONNECTION {frappe.local.db._conn.thread_id()}")
	cursor.close()
	other.close()


def deadlock():
	"""What the database does with one of two transactions that wait for each other: takes it back and says so."""
	_have_connection()
	frappe.local.db._conn.rollback()
	raise frappe.QueryDeadlockError(frappe.db.OperationalError(1213, "Deadlock found: database is locked"))


# --- the state of the site ----------------------------------------------------------------------------------


def state() -> dict:
	"""Every table as rows without what moments and lots decide: name of the table to Counter of rows."""
	found = {}
	for table in TABLES:
		rows = frappe.db.sql(f"select * from `{table}`", as_dict=True)
		drawn = DRAWN.get(table, ())
		found[table] = Counter(
			tuple((column, plain(value)) for column, value in row.items() if column not in drawn)
			for row in rows
		)
	return found


def plain(value):
	if isinstance(value, datetime):
		return "#"
	if isinstance(value, str) and HASH.fullmatch(value):
		return "#"
	return value


def keep():
	for table in TABLES:
		frappe.db.sql_ddl(f"create table if not exists `_{table}` as select * from `{table}` where 1 = 0")
		frappe.db.sql(f"delete from `_{table}`")
		frappe.db.sql(f"insert into `_{table}` select * from `{table}`")
	frappe.db.commit()


def back(tables):
	for table in sorted(tables):
		frappe.db.sql(f"delete from `{table}`")
		frappe.db.sql(f"insert into `{table}` select * from `_{table}`")
	frappe.db.commit()


def shortened(row: tuple) -> dict:
	return {column: value for column, value in row if value not in (None, "", 0, "#")}


def differences(before: dict, after: dict) -> str:
	lines = []
	for table in TABLES:
		for sign, rows in (("-", before[table] - after[table]), ("+", after[table] - before[table])):
			lines += [f"{sign} {table} x{count}: {shortened(row)}" for row, count in list(rows.items())[:3]]
	return "\n".join(lines)


class Documents:
	"""The rows of a state by the document that they are or that they belong to."""

	def __init__(self, tables: dict):
		self.own, self.others = {}, {}
		for table, rows in tables.items():
			for row, count in rows.items():
				values = dict(row)
				name = values.get("name")
				if name and name != "#":
					self.own[(table, name)] = row
				for column in BELONGS:
					if values.get(column):
						self.others.setdefault(values[column], Counter())[(table, row)] += count


def refuse_half(start: dict, middle: dict, whole: dict, run: str | None):
	"""After a kill: what is there is as it was or as it will be, and a document has all that belongs to it."""
	for table in TABLES:
		if table in ("tabBulk Run", "tabSeries"):
			continue
		strange = middle[table] - (start[table] | whole[table])
		if strange:
			raise Fault(f"neither before nor after: {table}\n{differences(whole, middle)}")
	first, now, last = Documents(start), Documents(middle), Documents(whole)
	changed = {
		name
		for (table, name), row in now.own.items()
		if row != first.own.get((table, name))
		and table not in ("tabBulk Run", "tabSeries", "tabBulk Run Row")
	}
	# a result names its document: both are there or neither
	changed |= {
		dict(row)["link_name"]
		for row in middle["tabBulk Run Row"] - start["tabBulk Run Row"]
		if dict(row)["link_name"]
	}
	for name in changed:
		expected, found = last.others.get(name, Counter()), now.others.get(name, Counter())
		if expected != found:
			raise Fault(
				f"half: {name}\nmissing {list(expected - found)[:2]}\ntoo much {list(found - expected)[:2]}"
			)
		for key in now.own:
			if key[1] == name and now.own[key] not in (last.own.get(key), first.own.get(key)):
				raise Fault(f"half: {key}")
	if run:
		refuse_wrong_counts(run)


def refuse_wrong_counts(run: str):
	row = frappe.db.get_value(bulk.RUN, run, ["status", "done", *bulk.COUNTERS], as_dict=True)
	if row.status == bulk.QUEUED:
		return
	counted = bulk.counted(run)
	told = {column: row[column] for column in ("done", *bulk.COUNTERS)}
	if counted != told:
		raise Fault(f"the run tells {told}, its rows {counted}")


# --- the year ---------------------------------------------------------------------------------------------


class Year:
	"""The agency and what its works begin with, one after another."""

	def build(self):
		frappe.flags.in_test = True
		agency = self.agency = agencies.make(with_plans=False, with_period=True)
		company = frappe._dict(name=agencies.AGENCY, abbr="PKC")
		for number in range(1, 5):
			agency.people[f"staf{number}"] = factories.make_employee(
				f"Staf{number}",
				company,
				department=agency.units["a"],
				designation="Staf Contoh",
				reports_to=agency.people["kabid"],
			)
		# one result of each kind
		self.hire("Tanpa Atasan", reports_to=None, unit=None)
		self.hire("Honorer", asn_status="Non-ASN")
		self.hire("Tanpa Akun", user=False)
		frappe.db.set_value("Department", agency.units["dinas"].name, "asn_head", agency.kadis.name)
		agencies.end_first_quarter()
		frappe.db.delete("Error Log")

	def hire(self, name, unit="b", reports_to="kabid_b", **values):
		return factories.make_employee(
			name,
			frappe._dict(name=agencies.AGENCY, abbr="PKC"),
			department=self.agency.units[unit] if unit else None,
			designation="Staf Contoh",
			reports_to=self.agency.people[reports_to] if reports_to else None,
			**values,
		)

	@property
	def period(self):
		return self.agency.period.name

	def run(self, work, **values):
		return bulk.run(work, performance_period=self.period, **values)

	def evaluations(self, work):
		return self.run(work, kind="Periodic", interval=QUARTER)

	# --- what each begins with; answers with the run ---

	def open_period(self):
		agencies.make_plan(self.agency, "ani")
		return self.run("Open Period")

	def remind(self):
		return self.run("Remind")

	def change_appraiser(self):
		people = self.agency.people
		chosen = [people[short].name for short in people if short.startswith(("staf", "b", "s", "deli"))]
		return bulk.run(
			"Change Appraiser",
			company=agencies.AGENCY,
			employees=sorted(chosen),
			reason="Pembagian tugas baru",
			appraiser=people["deli"].name,
			appraiser_type="Employee",
		)

	def launch(self):
		for doctype in ("Work Plan", "Work Plan Behaviour", "Work Plan Annex"):
			frappe.db.delete(doctype)
		for short in self.agency.people:
			if short not in ("lain", "heri", "lama"):
				self.agency.plans[short] = agencies.make_plan(self.agency, short).name
		doc = frappe.get_doc(
			{
				"doctype": box.CAMPAIGN,
				"title": "360 Triwulan I",
				"company": agencies.AGENCY,
				"performance_period": self.period,
				"performance_interval": QUARTER,
				"template": "BerAKHLAK",
				"nominate_until": frappe.utils.add_days(frappe.utils.nowdate(), 7),
				"answer_until": frappe.utils.add_days(frappe.utils.nowdate(), 21),
			}
		)
		self.campaign = doc.insert().name
		return campaigns.launch(self.campaign)

	def collect(self):
		first = frappe.get_all(
			box.APPRAISAL, {"campaign": self.campaign}, pluck="name", order_by="name", limit=1
		)
		Appraisal, Invitation = frappe.qb.DocType(box.APPRAISAL), frappe.qb.DocType(box.INVITATION)
		frappe.qb.update(Appraisal).set(Appraisal.workflow_state, "Approved").where(
			Appraisal.name.notin(first)
		).run()
		frappe.qb.update(Invitation).set(Invitation.status, "Approved").where(
			Invitation.appraisal.notin(first)
		).run()
		return campaigns.start_collecting(self.campaign)

	def close_360(self):
		rows = frappe.get_all(
			box.INVITATION,
			{"campaign": self.campaign, "status": "Approved"},
			["name", "rater", "relation"],
			order_by="appraisal, relation, rater",
			limit=36,
		)
		content = json.loads(frappe.db.get_value(box.CAMPAIGN, self.campaign, "content"))
		for number, row in enumerate(rows):
			asked = [one for one in content["questions"] if one[f"for_{row.relation.lower()}"]]
			given = {
				"scores": {
					one["row_key"]: 2 + (number + place) % 4
					for place, one in enumerate(asked)
					if one["kind"] == "Score"
				},
				"texts": {one["row_key"]: f"Kata {number}" for one in asked if one["kind"] != "Score"},
			}
			box.answer(row.name, (row.rater,), sealed.Hidden(json.dumps(given)))
		return closing.close(self.campaign)

	def create_evaluations(self):
		for short, figures in (("ani", (2, 3, 1)), ("budi", (2, 0, 2))):
			for month, figure in enumerate(figures, 1):
				agencies.make_report(
					self.agency.plans[short], f"{YEAR}-{month:02d}", "Report Accepted", realisation=figure
				)
		return self.evaluations("Create Evaluations")

	def due_360(self):
		"""Raters who have not answered, and an appraiser who has not agreed to the raters of one."""
		day = frappe.utils.add_days(frappe.utils.nowdate(), notifications.reminder_days()[0])
		frappe.db.set_value(box.CAMPAIGN, self.campaign, {"nominate_until": day, "answer_until": day})

	def due_calibration(self):
		"""Calibrations of two units wait for the answers of two appraisers."""
		Doc = frappe.qb.DocType(EVALUATION)
		frappe.qb.update(Doc).set(Doc.workflow_state, "Rated").set(Doc.result_rating, "As Expected").set(
			Doc.behaviour_rating, "As Expected"
		).set(Doc.predicate, "Good").where(Doc.employee != self.agency.ani.name).run()
		time = Time(self.period, PERIODIC, QUARTER)
		day = frappe.utils.add_days(frappe.utils.nowdate(), notifications.reminder_days()[0])
		for unit in ("a", "b"):
			unit = self.agency.units[unit].name
			name = calibration.open_for(time, agencies.AGENCY, unit, [unit])
			frappe.db.set_value(calibration.DOCTYPE, name, {"status": calibration.SENT, "answer_by": day})
			frappe.db.set_value(calibration.ROW, {"calibration": name}, "answer", calibration.WAITING)

	def hand_over(self):
		for name in frappe.get_all(calibration.DOCTYPE, {"status": calibration.SENT}, pluck="name"):
			calibration.cancel(name, "Batal")
		return self.evaluations("Hand Over Evaluations")

	def acknowledge(self):
		Doc = frappe.qb.DocType(EVALUATION)
		yesterday = frappe.utils.add_days(frappe.utils.nowdate(), -1)
		frappe.qb.update(Doc).set(Doc.object_until, yesterday).where(
			Doc.workflow_state == "Handed Over"
		).run()
		return self.run("Acknowledge Silently")

	def rate_units(self):
		return self.evaluations("Propose Unit Ratings")

	def close_period(self):
		return self.run("Close Period")

	def due_soon(self):
		"""Drafts whose stage closes on a day of reminders."""
		Stage = frappe.qb.DocType("Performance Stage")
		day = frappe.utils.add_days(frappe.utils.nowdate(), notifications.reminder_days()[0])
		frappe.qb.update(Stage).set(Stage.closes_on, day).where(
			(Stage.parent == self.period) & (Stage.stage == "Planning")
		).run()
		frappe.db.delete("Notification Log")
		# a mail takes long to be written, and three are as good as thirty
		Settings = frappe.qb.DocType("Notification Settings")
		some = [self.agency.people[short].user_id for short in ("ani", "budi", "kabid")]
		frappe.qb.update(Settings).set(Settings.enable_email_notifications, 0).where(
			Settings.name.notin(some)
		).run()


#: What the scheduler does every day by itself, by the name under which it is disturbed.
JOBS = {
	"Daily": notifications.daily,
	"Remind 360": campaigns.remind_daily,
	"Remind Calibration": calibration.remind_daily,
}
TOLD = ("Notification Log", ("for_user", "document_name", "subject"))
#: Name -> (what it begins with, the DocType of which everybody has one at most, by which columns).
WORKS = {
	"Open Period": (Year.open_period, (PLAN, ("employee", "performance_period"))),
	"Remind": (Year.remind, TOLD),
	"Daily": (Year.due_soon, TOLD),
	"Change Appraiser": (Year.change_appraiser, (PLAN, ("employee", "performance_period"))),
	"Launch 360": (Year.launch, (box.APPRAISAL, ("employee", "campaign"))),
	"Collect 360": (Year.collect, (box.APPRAISAL, ("employee", "campaign"))),
	"Remind 360": (Year.due_360, TOLD),
	"Close 360": (Year.close_360, ("Appraisal 360 Result", ("appraisal", "relation", "behaviour"))),
	"Create Evaluations": (Year.create_evaluations, (EVALUATION, ("work_plan", "performance_interval"))),
	"Remind Calibration": (Year.due_calibration, TOLD),
	"Hand Over Evaluations": (Year.hand_over, (EVALUATION, ("work_plan", "performance_interval"))),
	"Acknowledge Silently": (Year.acknowledge, (EVALUATION, ("work_plan", "performance_interval"))),
	"Propose Unit Ratings": (Year.rate_units, (RATING, ("department", "performance_interval"))),
	"Close Period": (Year.close_period, (PLAN, ("employee", "performance_period"))),
}
#: Small chunks, so that there is something between them; few are heads of units.
CHUNKS = {"Propose Unit Ratings": 1}


class Piece:
	"""One piece of work on many, in the state before it."""

	def __init__(self, name: str, site_name: str, year: Year, seed: int):
		self.name, self.site, self.year = name, site_name, year
		self.begin, self.once = WORKS[name]
		self.lot = random.Random(f"{seed} {name}")
		self.done = Counter()

	def fork(self, function, *arguments):
		return Worker(self.site, function, *arguments)

	def ask(self, function, *arguments):
		_killed, answer = self.fork(function, *arguments).end()
		return answer

	# --- what workers do ---

	def _start(self):
		# nobody else takes the job from the queue
		bulk._enqueue = lambda name, attempt: None
		self.run = self.begin(self.year)
		frappe.db.commit()
		keep()
		return self.run, self.year, state()

	def _work(self, attempt: int, at: int = 0, act=None):
		bulk.CHUNK = CHUNKS.get(self.name, CHUNK)
		moments = Moments(at, act)
		began = time.monotonic()
		if self.run:
			bulk.work_off(self.run, attempt)
		else:
			JOBS[self.name]()
		# what is committed after it is no moment of the work
		moments.act = None
		return moments.count, moments.wrote, time.monotonic() - began

	def _resume(self) -> int | None:
		attempts = []
		bulk._enqueue = lambda name, attempt: attempts.append(attempt)
		bulk.resume(self.run)
		frappe.db.commit()
		return attempts[0] if attempts else None

	def _again(self):
		"""A run whose worker was lost goes on with another one; the scheduler starts a daily job anew."""
		attempt = self._resume() if self.run else 0
		if attempt is not None:
			self._work(attempt)

	def _back(self):
		back(self.wrote)

	def _look(self):
		middle = state()
		refuse_half(self.start, middle, self.whole, self.run)

	def _compare(self):
		whole = state()
		if self.run:
			refuse_wrong_counts(self.run)
		if whole != self.whole:
			raise Fault(f"not as it would have been without the fault:\n{differences(self.whole, whole)}")

	def _refuse_twice(self):
		doctype, columns = self.once
		seen = Counter(tuple(row) for row in frappe.get_all(doctype, fields=list(columns), as_list=True))
		twice = [key for key, count in seen.items() if count > 1]
		if twice or not seen:
			raise Fault(f"{doctype} more than once, or not at all: {twice[:3]}")
		if self.run:
			row = frappe.db.get_value(bulk.RUN, self.run, ["status", "total", "done"], as_dict=True)
			if row.status != bulk.COMPLETED:
				raise Fault(f"the run ended as {row.status}")
		if frappe.db.count("Error Log"):
			raise Fault(frappe.get_all("Error Log", pluck="error", limit=1)[0])
		return state()

	def _queue(self, redis: "Redis"):
		"""The job is lost with the queue, found again by the scheduler, and Redis restarts while it runs."""
		bulk._enqueue = ENQUEUE
		ENQUEUE(self.run, 0)
		frappe.db.commit()
		redis.restart()
		jobs.work_off(self.site)
		Run = frappe.qb.DocType(bulk.RUN)
		long_ago = frappe.utils.add_to_date(frappe.utils.now_datetime(), hours=-1)
		frappe.qb.update(Run).set(Run.modified, long_ago).where(Run.name == self.run).run()
		bulk.resume_stalled()
		frappe.db.commit()
		bulk.CHUNK, do_chunk = CHUNK, bulk._do_chunk

		def and_restart(work, people):
			do_chunk(work, people)
			redis.restart()

		bulk._do_chunk = and_restart
		# what the worker tells the queue about a job that the queue has forgotten is not ours
		with suppress(RedisError):
			jobs.work_off(self.site)
		frappe.db.rollback()

	def _check(self, *steps):
		"""The steps one after another in one worker, the comparison, and back to the state before."""
		for step in steps:
			step()
		self._compare()
		self._back()

	# --- the rounds ---

	def measure(self):
		# here and not in a fork: what is loaded and cached by it, every worker has from the beginning
		with connected(self.site):
			self.run, self.year, self.start = self._start()
		with connected(self.site):
			self.moments, self.wrote, self.seconds = self._work(0)
		strange = self.wrote - set(TABLES)
		if strange:
			raise Fault(f"writes to tables that are not compared: {strange}")
		self.whole = self.ask(self._refuse_twice)
		if self.whole == self.start:
			raise Fault("nothing was done")
		self.ask(self._back)

	def kill(self, number: int):
		"""Killed once, at a moment or from outside; another worker goes on."""
		while True:
			if number % 3 == 2:
				worker = self.fork(self._work, 0)
				time.sleep(self.lot.uniform(0, self.seconds * 1.3))
				worker.kill()
				how = "outside"
			else:
				worker = self.fork(self._work, 0, self.lot.randint(1, self.moments), die)
				how = "inside"
			killed, _answer = worker.end()
			if killed:
				break
			self.ask(self._back)
		self.done[how] += 1
		self.ask(self._check, self._look, self._again)

	def interrupt(self, how):
		"""The transaction is lost in the middle, once: the run goes on by itself."""
		while True:
			at = self.lot.randint(1, self.moments)
			if self.ask(self._work, 0, at, how)[0] >= at:
				break
			# a worker that finds more in its caches says less to the database
			self.ask(self._back)
		self.done[how.__name__] += 1
		self.ask(self._check)

	def lose_redis(self, redis: "Redis", comes_back: bool):
		self.ask(
			self._work, 0, self.lot.randint(1, self.moments), redis.restart if comes_back else redis.stop
		)
		redis.ensure()
		self.done["redis"] += 1
		self.ask(self._check)

	def lose_queue(self, redis: "Redis"):
		self.ask(self._queue, redis)
		self.done["queue"] += 1
		self.ask(self._check)

	def two_at_once(self):
		"""Two workers take the same run and are killed; two go on, and it ends once."""
		workers = [self.fork(self._work, 0, self.moments // 4, die) for _number in range(2)]
		for worker in workers:
			worker.end()
		self.ask(self._look)
		attempt = self.ask(self._resume)
		workers = [self.fork(self._work, attempt) for _number in range(2)]
		for worker in workers:
			worker.end()
		self.done["two"] += 1
		self.ask(self._check)

	def forward(self):
		"""What the next piece of work begins with."""
		self.ask(self._back)
		self.ask(self._work, 0)
		return self.year


class Redis:
	"""A Redis of our own: the other is shared with whoever tests beside us."""

	def __init__(self):
		self.port = services.free_port()
		self.pid = None
		self.ensure()
		listening = services.listening
		address = f"redis://127.0.0.1:{self.port}"
		services.listening = lambda: listening() | {"redis_cache": address, "redis_queue": address}
		threading.excepthook = self._silence

	@staticmethod
	def _silence(args):
		"""Frappe's thread that hears of other processes' changes ends with its Redis, and is not missed."""
		if not issubclass(args.exc_type, RedisError):
			threading.__excepthook__(args)

	def ensure(self):
		if services._answers(self.port):
			return
		command = [services.program("redis-server"), "--port", str(self.port), "--bind", "127.0.0.1"]
		command += [
			"--save",
			"",
			"--appendonly",
			"no",
			"--dir",
			"/tmp",
			"--pidfile",
			self.pidfile,
			"--daemonize",
			"yes",
		]
		subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
		for _ in range(200):
			if services._answers(self.port):
				return
			time.sleep(0.02)
		raise SystemExit("Redis did not start.")

	@property
	def pidfile(self):
		return f"/tmp/faults-redis-{self.port}.pid"

	def stop(self):
		with open(self.pidfile) as file:
			os.kill(int(file.read()), signal.SIGKILL)
		while services._answers(self.port):
			time.sleep(0.01)

	def restart(self):
		self.stop()
		self.ensure()

	def end(self):
		with suppress(OSError):
			self.stop()
		with suppress(OSError):
			os.unlink(self.pidfile)


# --- all of it --------------------------------------------------------------------------------------------


def run(options) -> int:
	with services.running() if options.db == "mariadb" else nullcontext():
		return disturb_all(options)


def disturb_all(options) -> int:
	only = [name for name in options.only.split(",") if name]
	ready.say(f"Faults: {options.db}, {options.rounds} rounds, SEED={options.seed}")
	place = f"b{secrets.token_hex(4)}"
	ready.fresh(place, options.db)
	redis = Redis() if options.db == "mariadb" else None
	found = {}
	try:
		year = Year()
		with connected(place):
			year.build()
		for name in WORKS:
			began = time.monotonic()
			piece = Piece(name, place, year, options.seed)
			try:
				piece.measure()
				if not only or name in only:
					disturb(piece, options.rounds, redis)
				year = piece.forward()
			except Fault as fault:
				found[name] = {"fault": str(fault), "done": piece.done}
				ready.say(f"{name}: FAULT after {dict(piece.done)}\n{fault}")
				if not hasattr(piece, "whole"):
					break
				year = piece.forward()
				continue
			found[name] = {"fault": None, "done": piece.done}
			ready.say(f"{name}: {told(piece)} ({time.monotonic() - began:.1f} s)")
	finally:
		if redis:
			redis.end()
		site.drop(place)
	if options.output:
		with open(options.output, "w") as file:
			json.dump(found, file)
	return int(any(one["fault"] for one in found.values()) or len(found) < len(WORKS))


def disturb(piece: Piece, rounds: int, redis: Redis | None):
	for number in range(rounds):
		piece.kill(number)
	if piece.name == "Open Period":
		piece.two_at_once()
	few = range(max(1, rounds // 6))
	for _number in few:
		piece.interrupt(deadlock)
	if not redis:
		return
	if piece.name == "Open Period":
		piece.lose_queue(redis)
	for number in few:
		piece.interrupt(lose_connection)
		piece.lose_redis(redis, comes_back=number % 2 == 0)


def told(piece: Piece) -> str:
	done = piece.done
	text = f"{done['inside'] + done['outside']} kills at {piece.moments} moments ({done['outside']} from outside)"
	for what in ("deadlock", "lose_connection", "redis", "queue", "two"):
		if done[what]:
			text += f", {what.replace('_', ' ')} {done[what]}"
	return text
