"""Base of all tests that need a site: the embedded engine's or a bench's, with the same code.

A test is a `KinerjaTestCase`. Nothing it writes reaches the database for good: `frappe.db.commit` and
`frappe.db.rollback` are replaced by a `Transaction` that keeps one real transaction open over the whole
class and moves savepoints in it. A commit still runs the callbacks that wait for it; a rollback goes back
to the last commit, else to the start of the request or the test. What `setUpClass` makes is there for every
test of the class.

	class TestPlan(KinerjaTestCase):
		def test_something(self):
			with self.as_user("a@kinerja.test"):      # session and rights of that user
				...
			with self.count_queries() as queries:      # len(queries), queries.statements
				...
			with self.assertThrowsMessage("Tanggal"):  # the exception's text or a message shown
				...
			with self.undone():                        # what happens inside is taken back
				...
			self.run_jobs()                            # background jobs queued so far, as who queued them

DocType tests beside a DocType with a link to Employee set `test_ignore = ["Employee", ...]` in their
module, or the test runner of Frappe 15 builds and commits records of its own.
"""

import contextlib
import re
import unittest
from collections import namedtuple
from copy import copy
from unittest.mock import patch

import frappe
from frappe.utils import background_jobs

from kinerja_asn import permissions

TRANSACTION_WORDS = ("savepoint", "release", "rollback", "commit", "start transaction", "begin")
# Questions about columns are answered from the cache of a running site.
SCHEMA_WORDS = ("pragma", "describe", "information_schema")


def site_tables() -> list[str]:
	"""The tables of this site; Frappe 15's own list has those of the whole server."""
	if frappe.db.db_type == "mariadb":
		return frappe.db.sql("show tables", pluck=True)
	return frappe.db.get_tables(cached=False)


class KinerjaTestCase(unittest.TestCase):
	maxDiff = None

	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.jobs = JobQueue()
		cls.jobs.start()
		cls.addClassCleanup(cls.jobs.stop)
		cls.open_transaction()
		frappe.set_user("Administrator")
		forget()

	@classmethod
	def open_transaction(cls):
		"""Everything from here to the end of the class is one transaction that is rolled back."""
		cls.transaction = Transaction(frappe.local.db)
		cls.transaction.start()
		cls.addClassCleanup(cls.transaction.stop)

	def setUp(self):
		super().setUp()
		self.jobs.clear()
		self.enterContext_(self.undone())
		frappe.set_user("Administrator")
		# whatever an earlier test spoke
		frappe.local.lang = "en"
		self.addCleanup(frappe.set_user, "Administrator")

	def enterContext_(self, context):
		"""`enterContext` of Python 3.11, for 3.10 too."""
		self.addCleanup(context.__exit__, None, None, None)
		return context.__enter__()

	@contextlib.contextmanager
	def undone(self):
		"""Take back what is written inside, whatever was committed there."""
		mark = self.transaction.mark()
		flags = frappe._dict(frappe.local.flags)
		try:
			yield
		finally:
			tables = self.transaction.tables_since(mark)
			self.transaction.back_to(mark)
			frappe.local.flags = flags
			frappe.clear_messages()
			forget(tables)

	@contextlib.contextmanager
	def as_user(self, user):
		"""Be `user`, with his rights and nobody else's caches."""
		before = frappe.session.user
		forget_local()
		frappe.set_user(user)
		try:
			yield
		finally:
			frappe.set_user(before)
			forget_local()

	@contextlib.contextmanager
	def count_queries(self):
		"""Collect the statements sent to the database, without savepoints and questions about columns."""
		queries = Queries()
		db = frappe.local.db
		original = db.sql

		def counting_sql(query, *args, **kwargs):
			if kwargs.get("run", True):
				queries.add(query)
			return original(query, *args, **kwargs)

		with patch.object(db, "sql", counting_sql):
			yield queries

	@contextlib.contextmanager
	def assertQueryCount(self, most):
		"""At most `most` statements inside; the message lists them."""
		with self.count_queries() as queries:
			yield queries
		self.assertLessEqual(
			len(queries), most, "\n".join([f"{len(queries)} statements:", *queries.statements])
		)

	@contextlib.contextmanager
	def assertThrowsMessage(self, *fragments, exception=frappe.ValidationError):
		"""`exception` is raised, and its text or the messages shown contain every fragment."""
		frappe.clear_messages()
		with self.assertRaises(exception) as raised:
			yield raised
		shown = "\n".join([str(raised.exception), *plain_messages(frappe.local.message_log)])
		for fragment in fragments:
			self.assertIn(fragment, shown)

	def run_jobs(self):
		"""Run the queued background jobs and those they queue in turn, each as the user who queued it.

		Returns their results. A job that fails is rolled back and its exception raised, as in a worker.
		"""
		return self.jobs.run()


class Queries:
	def __init__(self):
		self.statements = []

	def add(self, query):
		statement = re.sub(r"\s+", " ", str(query)).strip()
		beginning = statement.lower()[:200]
		if not beginning.startswith(TRANSACTION_WORDS) and not any(
			word in beginning for word in SCHEMA_WORDS
		):
			self.statements.append(statement)

	def __len__(self):
		return len(self.statements)

	def __iter__(self):
		return iter(self.statements)


Mark = namedtuple("Mark", "name before undo_from wrote_from")
#: "?" is a writing statement in which no table was found
WRITING = re.compile(
	r"\s*(?:(?:insert|replace)(?: or \w+| ignore)?\s+into|update|delete\s+from)\s+[`\"]?(tab[\w ]+|__\w+)",
	re.IGNORECASE,
)
READING = re.compile(
	r"\s*\(?\s*(select|show|desc|describe|explain|pragma|with|savepoint|release|set)\b", re.IGNORECASE
)


def say(db, statement, *values):
	"""Past what Frappe does with every statement: there are four of these to a request. Returns the cursor."""
	execute = getattr(db, "execute_query", None) or db._cursor.execute
	execute(statement, *values)
	return db._cursor


class Transaction:
	"""One real transaction in which commits and rollbacks are savepoints.

	`mark()` returns a point, `back_to(point)` goes back to it; `commit` and `rollback` stand in for those of
	the connection, with their callbacks.
	"""

	def __init__(self, db):
		self.db = db
		self.count = 0
		self.current = None
		self.committed = None
		# commits and rollbacks so far
		self.turns = 0
		# tables written to, in order; and the statements, while somebody wants to say them again
		self.wrote = []
		self.recorded = None
		# What has to happen once the rows are gone after all: files written, caches of DocTypes cleared.
		self.on_undo = []

	def start(self):
		self.real_rollback = self.db.rollback
		self.real_rollback()
		self.db.sql = self.listen(self.db.sql)
		self.db.commit = self.commit
		self.db.rollback = self.rollback
		self.mark()

	def stop(self):
		for name in ("commit", "rollback", "sql"):
			self.db.__dict__.pop(name, None)
		self.real_rollback()
		self.run_on_undo(0)
		forget()

	def listen(self, sql):
		def listening_sql(query, *args, **kwargs):
			text = str(query)
			if READING.match(text):
				return sql(query, *args, **kwargs)
			found = WRITING.match(text)
			self.wrote.append(found[1] if found else "?")
			values = args[0] if args else kwargs.get("values", ())
			values = copy(values)
			answer = sql(query, *args, **kwargs)
			if self.recorded is not None:
				self.recorded.append((text, values))
			return answer

		return listening_sql

	def record(self, make):
		"""Returns what `make` returns and the statements that write the same rows again; None if they would not."""
		turns, self.recorded = self.turns, []
		try:
			made = make()
			return made, self.recorded if turns == self.turns else None
		finally:
			self.recorded = None

	def tables_since(self, mark):
		return set(self.wrote[mark.wrote_from :])

	def say(self, statement):
		say(self.db, statement)

	def mark(self):
		mark = Mark(f"kinerja_{self.count}", self.current, len(self.on_undo), len(self.wrote))
		self.count += 1
		self.current = mark.name
		self.say(f"savepoint {mark.name}")
		return mark

	def follow(self):
		"""A new point to go back to in place of the last commit's: each one that stays open slows every write."""
		committed = self.committed
		if committed and self.current == committed.name:
			self.say(f"release savepoint {committed.name}")
			self.current = committed.before
		self.committed = self.mark()

	def back_to(self, mark):
		self.current = mark.name
		self.rollback()
		self.forget_mark(mark)
		self.run_on_undo(mark.undo_from)

	def forget_mark(self, mark):
		"""A rollback goes again to where it went before the mark was made, unless a commit came between."""
		if self.current == mark.name and mark.before:
			self.current = mark.before

	def run_on_undo(self, start):
		callbacks, self.on_undo[start:] = self.on_undo[start:], []
		for callback in callbacks:
			callback()

	def written(self):
		"""The same twice: nothing was written in between."""
		return self.turns, len(self.wrote)

	def commit(self, *, chain=False):
		self.turns += 1
		self.db.before_rollback.reset()
		self.on_undo.extend(self.db.after_rollback._functions)
		self.db.after_rollback.reset()
		self.db.before_commit.run()
		self.db.transaction_writes = 0
		self.follow()
		self.db.value_cache.clear()
		self.db.after_commit.run()

	def rollback(self, *, save_point=None, chain=False):
		self.turns += 1
		if save_point:
			self.db.sql(f"rollback to savepoint {save_point}")
			self.db.value_cache.clear()
			return
		self.db.before_commit.reset()
		self.db.after_commit.reset()
		self.db.before_rollback.run()
		self.say(f"rollback to savepoint {self.current}")
		self.db.transaction_writes = 0
		self.db.value_cache.clear()
		self.db.after_rollback.run()


def transaction():
	"""The transaction that the test's class keeps open, if there is one."""
	kept = getattr(frappe.local.db.commit, "__self__", None)
	return kept if isinstance(kept, Transaction) else None


class JobQueue:
	"""Keeps background jobs in a list instead of Redis, with Frappe's own `enqueue` in front of it."""

	def __init__(self):
		self.pending = []
		self.patches = [
			patch.object(background_jobs, "get_queue", lambda *args, **kwargs: self),
			patch.object(background_jobs, "get_job", self.find),
		]
		if hasattr(background_jobs, "_check_queue_size"):
			self.patches.append(patch.object(background_jobs, "_check_queue_size", lambda queue: None))

	def start(self):
		for one in self.patches:
			one.start()

	def stop(self):
		for one in reversed(self.patches):
			one.stop()

	def clear(self):
		self.pending.clear()

	count = 0
	name = "kinerja-test"

	def enqueue_call(self, func, kwargs=None, job_id=None, at_front=False, **options):
		job = QueuedJob(job_id, kwargs)
		self.pending.insert(0 if at_front else len(self.pending), job)
		return job

	def find(self, job_id):
		names = (job_id, f"{site_name()}::{job_id}", f"{site_name()}||{job_id}")
		return next((job for job in self.pending if job.id and job.id in names), None)

	def run(self):
		results = []
		while self.pending:
			results.append(self.run_one(self.pending.pop(0).arguments))
		return results

	def run_one(self, arguments):
		method = arguments["method"]
		if isinstance(method, str):
			method = frappe.get_attr(method)
		before = frappe.session.user
		forget_local()
		frappe.set_user(arguments["user"] or before)
		frappe.local.job = frappe._dict(arguments, after_job=background_jobs.CallbackManager())
		try:
			result = method(**arguments["kwargs"])
		except Exception:
			frappe.db.rollback()
			raise
		else:
			frappe.db.commit()
			return result
		finally:
			del frappe.local.job
			frappe.set_user(before)
			forget_local()


class QueuedJob:
	def __init__(self, job_id, arguments):
		self.id = job_id
		self.arguments = arguments

	def get_status(self, refresh=True):
		return background_jobs.JobStatus.QUEUED

	def __repr__(self):
		return f"<{self.arguments['job_name']} as {self.arguments['user']}>"


def site_name():
	return getattr(frappe.local, "site", None) or frappe.get_site_name()


def forget_local():
	"""Drop what this process remembers of a user's rights and of rows."""
	local = frappe.local
	local.role_permissions = {}
	local.user_perms = None
	local.cache = {}
	local.new_doc_templates = {}
	for name in ("kinerja_viewers", "kinerja_rows", "system_settings"):
		if hasattr(local, name):
			delattr(local, name)
	if hasattr(local, "request_cache"):
		local.request_cache.clear()
	if getattr(local, "db", None):
		local.db.value_cache.clear()


#: Rows of which no right, default or setting is made: nothing but the rows themselves is kept of them.
PLAIN = {
	f"tab{doctype}"
	for doctype in (
		*(set(permissions.PERSONAL) | set(permissions.CHILD_PARENTS)),
		"Comment",
		"Version",
		"View Log",
		"Access Log",
		"Error Log",
		"Deleted Document",
		"Notification Log",
		"Workflow Action",
		permissions.FEEDBACK,
	)
}


def forget(tables=None):
	"""Drop what the shared cache may hold of rows that are gone: documents, rights, defaults; no meta.

	With the tables that were written to, what has nothing to do with them stays.
	"""
	from frappe.cache_manager import doctype_map_keys, user_cache_keys

	forget_local()
	cache = frappe.cache() if not hasattr(frappe.cache, "delete_key") else frappe.cache
	if tables is not None and PLAIN.issuperset(tables):
		if tables:
			cache.delete_value("bootinfo")
		for table in tables:
			forget_documents(cache, f"document_cache::{table[3:]}::")
		return
	cache.delete_value([*user_cache_keys, "workflow", "notification_config", "non_standard_user_types"])
	cache.delete_value(["users_for_mentions", "enabled_users", *doctype_map_keys])
	forget_documents(cache, "document_cache::")
	client_cache = getattr(frappe, "client_cache", None)
	if client_cache:
		for pattern in ("defaults::*", *doctype_map_keys):
			client_cache.delete_keys(pattern)


def forget_documents(cache, beginning):
	cache.delete_keys(beginning)
	client_cache = getattr(frappe, "client_cache", None)
	if client_cache:
		client_cache.delete_keys(f"{beginning}*")


def plain_messages(log):
	"""The texts of a message log, whatever form the version keeps them in."""
	texts = []
	for entry in log or []:
		entry = frappe.parse_json(entry) if isinstance(entry, str) else entry
		texts.append(strip_tags(entry.get("message") if isinstance(entry, dict) else str(entry)))
	return texts


def strip_tags(text):
	return re.sub(r"<[^>]+>", "", str(text or "")).strip()
