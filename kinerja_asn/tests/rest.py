"""Requests as real users, in process or over HTTP: a permission test is written once and runs both ways.

In process (the default) a request takes Frappe's own way through `frappe.api`, `frappe.website` and the
error handler in the transaction of the test: fresh request state, the user's session, a savepoint before;
kept when a POST, PUT or DELETE succeeds, else taken back, and a GET that writes is taken back too, as
`frappe.app` does. With KINERJA_HTTP=http://127.0.0.1:8000 in the environment the same calls go to a running
server of this site, one login per user (KINERJA_ADMIN_PASSWORD for Administrator). The server sees
committed rows only, so `RestTestCase` commits what `build` made (`World`), puts the watched tables back
after each test and each `undone`, and removes everything it made at the end of the class.

	class TestRights(RestTestCase):
		@classmethod
		def build(cls):                      # once per class, with the factories
			cls.ani = factories.make_employee("Ani", ...)
		def test_reads(self):
			with self.undone():              # takes the request's writes back, on both transports
				answer = self.client.put(resource("Employee", self.ani.name), user=self.budi.user_id, bio="!")
				self.assertEqual(answer.status, 403, answer)

An answer has `status`, `ok`, `json`, `data` (the document or list), `message` (what a method returned),
`messages` (plain texts shown), `exc_type`, `text`, `headers`, and in process `exception`.
"""

import contextlib
import io
import json
import os
import re
import sys
import time
from collections import defaultdict
from types import SimpleNamespace
from urllib.parse import parse_qsl, quote, unquote, urlencode

import frappe
from frappe.utils import background_jobs
from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from kinerja_asn.tests import base
from kinerja_asn.tests.base import (
	KinerjaTestCase,
	QueuedJob,
	forget,
	forget_local,
	plain_messages,
	site_name,
	site_tables,
)

HTTP = os.environ.get("KINERJA_HTTP", "").rstrip("/")
PASSWORD = "Kinerja-Uji-2026"
ADMIN_PASSWORD = os.environ.get("KINERJA_ADMIN_PASSWORD", "admin")
WRITING = ("POST", "PUT", "DELETE", "PATCH")


class Answer:
	"""What came back, the same for both transports."""

	#: False when it is known that the request has sent no writing statement
	wrote = True

	def __init__(self, request, status, headers, body, exception=None):
		self.request, self.status, self.headers, self.exception = request, status, headers, exception
		self.content = body
		self.text = body.decode("utf-8", "replace")
		self.json = None
		if "json" in (headers.get("Content-Type") or ""):
			with contextlib.suppress(ValueError):
				self.json = json.loads(self.text)

	@property
	def ok(self):
		return 200 <= self.status < 300

	def part(self, name):
		return self.json.get(name) if isinstance(self.json, dict) else None

	@property
	def data(self):
		"""`data` of /api/resource and /api/v2; `message` of a method where there is no data."""
		return self.part("data") if self.part("data") is not None else self.part("message")

	@property
	def message(self):
		return self.part("message")

	@property
	def exc_type(self):
		errors = self.part("errors")
		return errors[0].get("type") if errors else self.part("exc_type")

	@property
	def messages(self):
		log = self.part("_server_messages") or self.part("messages") or []
		return plain_messages(json.loads(log) if isinstance(log, str) else log)

	def __repr__(self):
		told = "; ".join(self.messages) or self.exc_type or self.text[:300]
		return f"<{self.request}: {self.status} {told}>"


class RestClient:
	"""Requests as any user; `RestClient()` picks the transport."""

	def __new__(cls, *args, **kwargs):
		if cls is RestClient:
			cls = HttpClient if HTTP else InProcessClient
		return super().__new__(cls)

	def get(self, path, user=None, data=None, headers=None, **params):
		return self.request("GET", path, user, data, headers, **params)

	def post(self, path, user=None, data=None, headers=None, files=None, **params):
		return self.request("POST", path, user, data, headers, files, **params)

	def put(self, path, user=None, data=None, headers=None, files=None, **params):
		return self.request("PUT", path, user, data, headers, files, **params)

	def delete(self, path, user=None, data=None, headers=None, **params):
		return self.request("DELETE", path, user, data, headers, **params)

	def call(self, method, user=None, data=None, **params):
		"""POST to a whitelisted method."""
		return self.request("POST", f"/api/method/{method}", user, data, **params)

	def as_user(self, user):
		"""A client that is `user`; there a parameter may be called `user`."""
		return UserClient(self, user)

	def request(self, method, path, user=None, data=None, headers=None, files=None, **params):
		"""Send one request. `params` and `data` (for names that are taken here) travel in the query of a GET
		or DELETE, as form fields beside `files`, else as JSON."""
		params = {**(data or {}), **params}
		options = {"headers": {"Accept": "application/json", **(headers or {})}, "query": None}
		if not path.startswith("/api/") and "Accept" not in (headers or {}):
			options["headers"]["Accept"] = "text/html"
		if method in ("GET", "DELETE"):
			options["query"] = as_form(params)
		elif files:
			options.update(form=as_form(params), files=files)
		else:
			options["json"] = params
		return self.send(method, quote(path, safe="/%?=&"), user or "Guest", **options)


class UserClient:
	def __init__(self, client, user):
		self.client, self.user = client, user

	def get(self, path, **params):
		return self.client.get(path, self.user, params)

	def post(self, path, files=None, **params):
		return self.client.post(path, self.user, params, files=files)

	def put(self, path, **params):
		return self.client.put(path, self.user, params)

	def delete(self, path, **params):
		return self.client.delete(path, self.user, params)

	def call(self, method, **params):
		return self.client.call(method, self.user, params)


def as_form(params):
	"""Values as they travel in a query or form: lists and objects as JSON."""
	return {
		name: json.dumps(value, default=str) if isinstance(value, list | dict | tuple | bool) else str(value)
		for name, value in params.items()
		if value is not None
	}


def resource(doctype, name=None):
	"""The path of a document or of a DocType's list."""
	path = f"/api/resource/{quote(doctype)}"
	return f"{path}/{quote(str(name), safe='')}" if name else path


# In process


def environment(method, path, query, headers, json_body=None):
	"""What werkzeug's `EnvironBuilder` makes of a request without files, in a fifth of the time."""
	body = b"" if json_body is None else json.dumps(json_body).encode()
	host = site_name() or "localhost"
	environ = {
		"REQUEST_METHOD": method,
		"SCRIPT_NAME": "",
		"PATH_INFO": unquote(path).encode().decode("latin1"),
		"REQUEST_URI": path,
		"RAW_URI": path,
		"QUERY_STRING": urlencode(query, safe="!$'()*,/:;?@"),
		"SERVER_NAME": host,
		"SERVER_PORT": "80",
		"HTTP_HOST": host,
		"SERVER_PROTOCOL": "HTTP/1.1",
		"wsgi.version": (1, 0),
		"wsgi.url_scheme": "http",
		"wsgi.input": io.BytesIO(body),
		"wsgi.errors": sys.stderr,
		"wsgi.multithread": False,
		"wsgi.multiprocess": False,
		"wsgi.run_once": False,
	}
	for name, value in headers.items():
		environ[f"HTTP_{name.upper().replace('-', '_')}"] = value
	if json_body is not None:
		environ.update(CONTENT_TYPE="application/json", CONTENT_LENGTH=str(len(body)))
	return environ


def short_traceback(with_context=False):
	"""What Frappe lays out takes longer than the request; that it was shown, and every message in it, is still seen."""
	lines, error = [], sys.exc_info()[1]
	while error is not None and len(lines) < 20:
		lines.append(f"{type(error).__module__}.{type(error).__qualname__}: {error}")
		error = error.__cause__ or error.__context__
	return "\n".join(["Traceback (most recent call last):", *reversed(lines)])


def storage_of(local):
	"""The variable that holds what stands in `frappe.local`, Frappe's own or werkzeug's."""
	own = getattr(sys.modules[type(local).__module__], "_contextvar", None)
	return own or object.__getattribute__(local, "_Local__storage")


@contextlib.contextmanager
def quiet_errors():
	"""While Frappe lays out a refusal: it prints each one, and reads the text of the traceback line by line."""
	from frappe.utils import error

	told = [(frappe.utils, "get_traceback", short_traceback), (frappe, "get_traceback", short_traceback)]
	if hasattr(error, "guess_exception_source"):
		told.append((error, "guess_exception_source", lambda exception: None))
	before = [getattr(module, name) for module, name, _function in told]
	for module, name, function in told:
		setattr(module, name, function)
	try:
		with contextlib.redirect_stdout(io.StringIO()):
			yield
	finally:
		for (module, name, _function), function in zip(told, before, strict=True):
			setattr(module, name, function)


class InProcessClient(RestClient):
	# What a request shares with the process around it; everything else of frappe.local starts afresh.
	KEPT = (
		"all_apps",
		"app_modules",
		"app_path",
		"conf",
		"db",
		"dev_server",
		"initialised",
		"jloader",
		"module_app",
		"qb",
		"site",
		"site_path",
		"sites_path",
		"test_objects",
		"valid_columns",
	)

	#: Frappe's caches that hold the catalogue: the same for every request, and large to unpack each time
	CATALOGUES = ("merged_translations", "lang_user_translations")
	catalogues = {}

	def send(self, method, path, user, headers, query=None, json=None, form=None, files=None):
		info = self.check_user(user)
		path, _, written_query = path.partition("?")
		query = {**dict(parse_qsl(written_query, keep_blank_values=True)), **(query or {})}
		if json is not None or method in ("GET", "DELETE"):
			environ = environment(method, path, query, headers, json)
		else:
			builder = EnvironBuilder(
				path=path,
				method=method,
				headers=headers,
				query_string=query,
				data=self.multipart(form, files),
				base_url=f"http://{site_name() or 'localhost'}/",
			)
			environ = builder.get_environ()
			builder.close()
		with self.request_state():
			return self.answer(Request(environ), user, info)

	#: what a session knows of its user
	OF_USER = ("enabled", "user_type", "first_name", "last_name", "full_name", "user_image", "language")

	def check_user(self, user):
		# the client's own question, not one of the request's
		question = f"select {', '.join(self.OF_USER)} from `tabUser` where name = %s"
		row = base.say(frappe.local.db, question, (user,)).fetchone()
		if not row or not row[0]:
			raise ValueError(f"{user} cannot log in: no such user, or disabled")
		return frappe._dict(zip(self.OF_USER, row, strict=True))

	def multipart(self, form, files):
		parts = dict(form or {})
		for field, (filename, content) in (files or {}).items():
			content = content.encode() if isinstance(content, str) else content
			parts[field] = (io.BytesIO(content), filename)
		return parts

	@contextlib.contextmanager
	def request_state(self):
		"""frappe.local as `frappe.init` leaves it for a request; what was there comes back afterwards."""
		local = frappe.local
		# what the test itself has put off until its commit belongs to its own `frappe.local`
		local.db.after_commit.run()
		kept = storage_of(local)
		before = kept.get()
		token = kept.set({name: before[name] for name in self.KEPT if name in before})
		try:
			self.initialise(local, before)
			keys = [frappe.cache.make_key(name) for name in self.CATALOGUES]
			local.cache.update({key: self.catalogues[key] for key in keys if key in self.catalogues})
			yield
			self.catalogues.update({key: local.cache[key] for key in keys if local.cache.get(key)})
		finally:
			kept.reset(token)

	def initialise(self, local, before):
		flags = dict.fromkeys(before["flags"]) | {
			name: before["flags"].get(name) for name in ("in_test", "mute_emails", "mute_messages")
		}
		flags.update(currently_saving=[], redirect_location="")
		local.flags = frappe._dict(flags)
		local.error_log, local.message_log, local.debug_log, local.locked_documents = [], [], [], []
		local.request_ip = "127.0.0.1"
		local.response = frappe._dict({"docs": []})
		local.response_headers = Headers()
		local.task_id = local.user = local.user_perms = local.jenv = None
		local.lang = local.conf.get("lang") or "en"
		local.session = frappe._dict()
		local.form_dict = frappe._dict()
		local.role_permissions, local.new_doc_templates, local.cache = {}, {}, {}
		local.preload_assets = {"style": [], "script": [], "icons": []}
		local.request_cache = defaultdict(dict)
		local.db.value_cache.clear()

	def answer(self, request, user, info):
		import frappe.app

		exception = None
		db = frappe.local.db
		# Unless the connection is a test's, commits of the request are real.
		transaction = base.transaction()
		mark = transaction.mark() if transaction else None
		written, writes = transaction.written() if mark else None, db.transaction_writes
		try:
			response = self.handle(request, user, info)
		except HTTPException as e:
			exception, response, keep = e, e.get_response(request.environ), False
		except Exception as e:
			with quiet_errors():
				exception, response, keep = e, frappe.app.handle_exception(e), False
		else:
			keep = request.method in WRITING or bool(frappe.local.flags.commit)
		untouched = bool(mark) and transaction.written() == written
		if keep:
			db.commit()
		else:
			wrote = db.transaction_writes != writes
			db.rollback()
			if mark:
				transaction.forget_mark(mark)
			if wrote:
				forget(transaction.tables_since(mark) if mark else None)
		frappe.app.run_after_request_hooks(request, response)
		frappe.app.process_response(response)
		response.direct_passthrough = False
		body = response.get_data()
		response.close()
		request.after_response.run()
		told = f"{request.method} {request.full_path.rstrip('?')} as {user}"
		answer = Answer(told, response.status_code, response.headers, body, exception)
		answer.wrote = not untouched
		return answer

	def handle(self, request, user, info):
		import frappe.api
		import frappe.app
		import frappe.handler
		from frappe.auth import validate_auth
		from frappe.utils import CallbackManager
		from frappe.utils.response import build_response, download_backup, download_private_file
		from frappe.website.serve import get_response

		request.after_response = CallbackManager()
		frappe.local.request = request
		frappe.local.is_ajax = request.headers.get("X-Requested-With") == "XMLHttpRequest"
		frappe.app.make_form_dict(request)
		self.log_in(request, user, info)
		for task in frappe.get_hooks("before_request"):
			frappe.call(task)
		if request.headers.get("Authorization"):
			validate_auth()

		if frappe.local.form_dict.cmd:
			frappe.handler.handle()
			return build_response("json")
		if request.path.startswith("/api/"):
			return frappe.api.handle(request)
		if request.path.startswith("/backups"):
			return download_backup(request.path)
		if request.path.startswith("/private/files/"):
			return download_private_file(request.path)
		return get_response()

	def log_in(self, request, user, info):
		"""The state `HTTPRequest` leaves for a running session; its row and its CSRF token are not needed."""
		from frappe.auth import CookieManager
		from frappe.translate import get_language, get_user_lang

		local = frappe.local
		sid = "Guest" if user == "Guest" else f"test-{user}"
		data = frappe._dict(
			user=user,
			session_ip=local.request_ip,
			full_name=info.full_name,
			user_type=info.user_type,
			csrf_token="in-process",
			last_updated=frappe.utils.now(),
		)
		local.session = frappe._dict(user=user, sid=sid, data=data)
		local.session_obj = SimpleNamespace(
			user=user, sid=sid, data=local.session, update=lambda force=False: False
		)
		local.cookie_manager = CookieManager()
		local.login_manager = SimpleNamespace(
			user=user,
			info=info,
			full_name=info.full_name,
			user_type=info.user_type,
			resume=True,
			logout=lambda *args, **kwargs: None,
			clear_cookies=lambda: None,
		)
		# a session brings the language of its user
		local.lang = get_language() if user == "Guest" else info.language or get_user_lang(user)


# Over HTTP


class HttpClient(RestClient):
	"""Requests to a running server; sessions are shared by all tests of the process."""

	sessions = {}
	TOKEN = re.compile(r"csrf[_-]token[\"']?\s*[:=]\s*[\"']([0-9a-f]{32,})", re.IGNORECASE)

	def send(self, method, path, user, headers, query=None, json=None, form=None, files=None):
		commit_pending()
		answer = self.send_once(method, path, user, headers, query, json, form, files)
		if answer.exc_type == "CSRFTokenError" or (answer.status == 401 and user != "Guest"):
			self.sessions.pop(user, None)
			answer = self.send_once(method, path, user, headers, query, json, form, files)
		# The connection of the test has to leave its snapshot to see what the server committed. The shared
		# cache is the server's to keep.
		frappe.db.rollback()
		forget_local()
		World.touched = World.touched or (method in WRITING)
		return answer

	def send_once(self, method, path, user, headers, query, json, form, files):
		session = self.session_of(user)
		response = session.request(
			method,
			HTTP + path,
			params=query,
			json=json,
			data=form,
			files={field: (name, content) for field, (name, content) in (files or {}).items()} or None,
			headers=headers,
			timeout=120,
			allow_redirects=False,
		)
		token = (
			self.TOKEN.search(response.text) if "html" in response.headers.get("Content-Type", "") else None
		)
		if token:
			session.headers["X-Frappe-CSRF-Token"] = token[1]
		return Answer(f"{method} {path} as {user}", response.status_code, response.headers, response.content)

	def session_of(self, user):
		import requests

		if user not in self.sessions:
			session = requests.Session()
			session.headers["X-Frappe-Site-Name"] = site_name()
			if user != "Guest":
				password = ADMIN_PASSWORD if user == "Administrator" else PASSWORD
				answer = session.post(
					f"{HTTP}/api/method/login", data={"usr": user, "pwd": password}, timeout=120
				)
				if answer.status_code != 200:
					raise AssertionError(f"{user} cannot log in: {answer.status_code} {answer.text[:300]}")
			self.sessions[user] = session
		return self.sessions[user]


def commit_pending():
	"""A test that wrote by itself between two requests means the server to see it."""
	if frappe.local.db.transaction_writes:
		World.touched = True
	frappe.db.commit()


class ServerJobs:
	"""What the server has put into the bench's queues since; a test runs it itself, worker or no worker."""

	def __init__(self):
		self.known = {name for queue in background_jobs.get_queues() for name in queue.job_ids}

	def is_new(self, job):
		return job.id not in self.known and job.kwargs.get("site") == site_name()

	def take(self):
		taken = []
		for queue in background_jobs.get_queues():
			for job in queue.jobs:
				if self.is_new(job) and queue.remove(job):
					taken.append((job.enqueued_at, QueuedJob(job.id, job.kwargs)))
					job.delete()
		self.wait()
		return [job for _moment, job in sorted(taken, key=lambda one: one[0])]

	def wait(self):
		"""A worker of the bench that was faster has to end before anything can be looked at."""
		for _time in range(300):
			if not any(
				self.is_new(job)
				for queue in background_jobs.get_queues()
				for job in background_jobs.get_running_jobs_in_queue(queue)
			):
				return
			time.sleep(0.2)
		raise AssertionError("A job of the server does not come to an end.")


class State:
	def __init__(self, rows, sums):
		self.rows, self.sums = rows, sums

	def same(self, table, sums):
		# InnoDB's checksum does not depend on where a row lies.
		return table in sums and sums[table] == self.sums.get(table)


class World:
	"""The rows a class of tests builds for a server to see: committed, put back after a test, removed at the
	end.
	"""

	touched = False
	# What describes the site rather than what is on it.
	SCHEMA = frozenset(
		{
			"tabDocType",
			"tabDocField",
			"tabDocPerm",
			"tabCustom DocPerm",
			"tabCustom Field",
			"tabProperty Setter",
			"tabDocType Action",
			"tabDocType Link",
			"tabDocType State",
			"tabModule Def",
			"tabPatch Log",
			"tabPage",
			"tabReport",
			"tabScheduled Job Type",
			"tabScheduled Job Log",
			"tabSessions",
			"tabError Log",
			"tabWorkspace",
			"tabRoute History",
			"tabSingles",
		}
	)
	# Rows of the framework that a refused or allowed request may leave; every table of ours is watched
	# besides.
	SIDE_TABLES = (
		"Comment",
		"Communication",
		"Version",
		"View Log",
		"File",
		"ToDo",
		"DocShare",
		"Document Follow",
		"Tag Link",
		"Workflow Action",
		"Workflow Action Permitted Role",
		"Notification Log",
		"Email Queue",
		"Email Queue Recipient",
		"Deleted Document",
		"Access Log",
		"Auto Email Report",
		"Prepared Report",
		"Tag",
		"Contact",
		"User Permission",
		"Employee",
		"Department",
		"Company",
		"User",
		"Has Role",
	)

	# A change of these rows changes what the shared cache holds of users.
	ABOUT_RIGHTS = frozenset({"tabUser", "tabHas Role", "tabUser Permission", "tabEmployee", "tabDocShare"})

	def __init__(self):
		self.before = {}
		self.tables = []
		self.built = self.state = None

	def open(self):
		"""Remember what the site holds before anything is built."""
		frappe.db.rollback()
		self.before = {table: self.names_in(table) for table in self.all_tables()}

	def all_tables(self):
		tables = site_tables()
		return [table for table in tables if table.startswith("tab") and table not in self.SCHEMA]

	def watched_tables(self):
		ours = {"module": "Kinerja ASN", "issingle": 0, "is_virtual": 0}
		own = frappe.get_all("DocType", filters=ours, pluck="name")
		here = set(site_tables())
		return [table for doctype in (*own, *self.SIDE_TABLES) if (table := f"tab{doctype}") in here]

	def commit_world(self, tables=None):
		"""Commit what was built; `restore_tables` puts `tables` (ours and those beside them) back to it."""
		frappe.db.commit()
		self.tables = list(tables or self.watched_tables())
		World.touched = True
		self.built = self.here()

	def restore_tables(self):
		"""Put every row of the tables back as it was when the world was committed."""
		World.touched = True
		self.back_to(self.built)

	def here(self):
		"""The present state of the tables; only what changed since the last known state is read."""
		if World.touched or not self.state:
			sums, known = self.sums_of(self.tables), self.state
			self.state = State(
				{
					table: known.rows[table] if known and known.same(table, sums) else self.rows_in(table)
					for table in self.tables
				},
				sums,
			)
			World.touched = False
		return self.state

	def back_to(self, state):
		"""Put the rows back to a state that `here` told; one statement when nothing has changed."""
		frappe.db.rollback()
		if not World.touched and self.state is state:
			return
		sums = self.sums_of(self.tables)
		changed = [table for table in self.tables if not state.same(table, sums)]
		for table in changed:
			self.restore_table(table, state.rows[table])
		frappe.db.commit()
		if self.ABOUT_RIGHTS.intersection(changed):
			forget()
		World.touched = False
		self.state = state

	def sums_of(self, tables):
		"""A checksum per table in one statement, where the database has such a thing."""
		if frappe.db.db_type != "mariadb" or not tables:
			return {}
		names = ", ".join(f"`{table}`" for table in tables)
		return {row[0].split(".", 1)[1]: row[1] for row in frappe.db.sql(f"checksum table {names} extended")}

	def restore_table(self, table, kept):
		now = self.rows_in(table)
		gone = [name for name in now if now[name] != kept.get(name)]
		back = [kept[name] for name in kept if now.get(name) != kept[name]]
		for name in (*gone, *(row["name"] for row in back)):
			frappe.clear_document_cache(table.removeprefix("tab"), name)
		self.delete(table, gone)
		if back:
			columns = list(back[0])
			query = frappe.qb.into(frappe.qb.Table(table)).columns(*columns)
			for row in back:
				query = query.insert(*row.values())
			query.run()

	def remove(self):
		"""Remove everything that was not there before the world was built."""
		frappe.db.rollback()
		users = self.names_in("tabUser") - self.before["tabUser"]
		for table, names in self.before.items():
			self.delete(table, self.names_in(table) - names)
		self.delete("__Auth", users)
		self.end_sessions(users)
		frappe.db.commit()
		frappe.clear_cache()

	def end_sessions(self, users):
		Sessions = frappe.qb.Table("tabSessions")
		theirs = Sessions.user.isin(list(users) or [""])
		for sid in frappe.qb.from_(Sessions).select(Sessions.sid).where(theirs).run(pluck=True):
			frappe.cache.hdel("session", sid)
		frappe.qb.from_(Sessions).delete().where(theirs).run()
		for user in users:
			HttpClient.sessions.pop(user, None)

	def names_in(self, table):
		Table = frappe.qb.Table(table)
		return set(frappe.qb.from_(Table).select(Table.name).run(pluck=True))

	def rows_in(self, table):
		Table = frappe.qb.Table(table)
		return {row["name"]: row for row in frappe.qb.from_(Table).select("*").run(as_dict=True)}

	def delete(self, table, names):
		Table = frappe.qb.Table(table)
		names = list(names)
		for start in range(0, len(names), 500):
			frappe.qb.from_(Table).delete().where(Table.name.isin(names[start : start + 500])).run()


class RestTestCase(KinerjaTestCase):
	"""A test through the doors of a user; `build` makes what all tests of the class find."""

	@classmethod
	def setUpClass(cls):
		cls.client = RestClient()
		super().setUpClass()
		if not HTTP:
			cls.build()
			cls.transaction.commit()
			return
		cls.world = World()
		cls.world.open()
		cls.addClassCleanup(cls.world.remove)
		cls.build()
		cls.world.commit_world()

	@classmethod
	def open_transaction(cls):
		if not HTTP:
			super().open_transaction()

	@classmethod
	def build(cls):
		"""Make the rows every test of the class finds; committed for the server when there is one."""

	@contextlib.contextmanager
	def undone(self):
		if not HTTP:
			with super().undone():
				yield
			return
		commit_pending()
		state = self.world.here()
		try:
			yield
		finally:
			World.touched = World.touched or bool(frappe.local.db.transaction_writes)
			self.world.back_to(state)

	def setUp(self):
		super().setUp()
		if HTTP:
			self.server_jobs = ServerJobs()

	def run_jobs(self):
		World.touched = True
		if HTTP:
			self.jobs.pending += self.server_jobs.take()
			# what a worker of the bench has done meanwhile is seen after the snapshot only
			frappe.db.rollback()
		return super().run_jobs()

	def assertRefused(self, answer):
		"""The server has understood and said no; an answer with a crash is no refusal."""
		self.assertTrue(400 <= answer.status < 500, f"{answer} {answer.text[-1500:]}")
