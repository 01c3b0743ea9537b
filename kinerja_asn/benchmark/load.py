"""People at a running server, as a process of its own: it knows nothing but HTTP.

Reads a job as JSON from its input and writes what it has measured, as JSON, to its output:

	{"port", "site", "password", "at_once", "groups": [[{"user", "plan", "modified", "content"}, ...], ...]}
"""

import http.client
import json
import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote, urlencode

TOKEN = re.compile(r'name="csrf-token" content="([0-9a-f]+)"')
OURS = ("log_in", "open", "save", "propose")
PLAIN_SAVES = 4


class Refused(Exception):
	"""An answer that is not 200."""


class Visitor:
	"""One person with a session; `taken` holds (kind, seconds) of every request."""

	def __init__(self, job: dict, person: dict):
		self.job, self.person = job, person
		self.cookies, self.token, self.taken, self.errors = {}, None, [], []
		self.modified = person["modified"]
		self.todo = None

	def request(self, kind: str, method: str, path: str, values: dict | None = None, form: bool = False):
		headers = {"X-Frappe-Site-Name": self.job["site"], "Accept": "application/json"}
		if self.cookies:
			headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
		if self.token:
			headers["X-Frappe-CSRF-Token"] = self.token
		body = None
		if values is not None:
			body = urlencode(values) if form else json.dumps(values)
			headers["Content-Type"] = "application/x-www-form-urlencoded" if form else "application/json"
		began = time.perf_counter()
		connection = http.client.HTTPConnection("127.0.0.1", self.job["port"], timeout=120)
		try:
			connection.request(method, path, body, headers)
			answer = connection.getresponse()
			text = answer.read().decode("utf-8", "replace")
		finally:
			connection.close()
		self.taken.append((kind, time.perf_counter() - began))
		if answer.status != 200:
			raise Refused(f"{kind} of {self.person['user']}: {answer.status} {text[-900:]}")
		for cookie in answer.headers.get_all("Set-Cookie") or ():
			name, _, value = cookie.partition(";")[0].partition("=")
			self.cookies[name.strip()] = value
		return text

	def method(self, kind: str, path: str, **values):
		return json.loads(self.request(kind, "POST", f"/api/method/{path}", values))["message"]

	def log_in(self):
		values = {"usr": self.person["user"], "pwd": self.job["password"]}
		self.request("log_in", "POST", "/api/method/login", values, form=True)

	def open(self):
		text = self.request("open", "GET", f"/kinerja/write?name={quote(self.person['plan'])}")
		self.token = TOKEN.search(text)[1]

	def save(self):
		state = self.method(
			"save",
			"kinerja_asn.api.work_plans.save",
			name=self.person["plan"],
			content=self.person["content"],
			modified=self.modified,
		)
		self.modified = state["modified"]

	def propose(self):
		self.method(
			"propose",
			"kinerja_asn.api.steps.take",
			doctype="Work Plan",
			name=self.person["plan"],
			action="Propose",
			modified=self.modified,
		)

	def plain_save(self):
		"""A ToDo of Frappe: made once, then saved again."""
		values = {"description": f"Tolok ukur {len(self.taken)}", "allocated_to": self.person["user"]}
		if self.todo:
			self.request("todo", "PUT", f"/api/resource/ToDo/{self.todo}", values)
		else:
			self.todo = json.loads(self.request("todo", "POST", "/api/resource/ToDo", values))["data"]["name"]

	def try_all(self, *works):
		try:
			for work in works:
				work()
		except Exception as error:
			self.errors.append(f"{type(error).__name__}: {error}")

	def write_plan(self):
		self.try_all(*(getattr(self, kind) for kind in OURS))

	def write_todos(self):
		self.try_all(*[self.plain_save] * PLAIN_SAVES)


def run(job: dict) -> dict:
	"""Group by group: everybody writes his plan, then everybody saves as many ToDos; so many people at once."""
	seconds, taken, errors = 0.0, [], []
	with ThreadPoolExecutor(job["at_once"]) as pool:
		for group in job["groups"]:
			visitors = [Visitor(job, person) for person in group]
			began = time.perf_counter()
			list(pool.map(Visitor.write_plan, visitors))
			seconds += time.perf_counter() - began
			list(pool.map(Visitor.write_todos, visitors))
			for visitor in visitors:
				taken += visitor.taken
				errors += visitor.errors
	return {"seconds": seconds, "taken": taken, "errors": errors}


if __name__ == "__main__":
	json.dump(run(json.load(sys.stdin)), sys.stdout)
