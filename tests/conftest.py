"""What browser tests need: the demo agency on a site of its own, served, and a browser."""

import json
import os
import secrets
import subprocess
import sys
import time
import urllib.request
from types import SimpleNamespace

import pytest

from embedded import desk_build, paths, services, site


@pytest.fixture(scope="session")
def agency():
	"""The demo agency served for this run: `address`, `site`, and `person(label)` with user and password."""
	db = os.environ.get("DB") or "sqlite"
	desk_build.build()
	name = f"b{secrets.token_hex(4)}"
	# In a process of its own: this one is connected to the site of the other tests.
	subprocess.run(
		[sys.executable, "-m", "embedded", "demo-template", "--db", db], cwd=paths.ROOT, check=True
	)
	site.copy(f"_demo_{db}", name)
	people = json.loads((paths.site_folder(name) / "demo-users.json").read_text())
	port = services.free_port()
	log = open(paths.LOGS / f"{name}.log", "wb")
	server = subprocess.Popen(
		[sys.executable, "-m", "embedded", "serve", "--no-desk", "--site", name, "--port", str(port)],
		cwd=paths.ROOT,
		stdout=log,
		stderr=log,
	)
	address = f"http://127.0.0.1:{port}"

	def person(part):
		return next(each for each in people if part in (each["user"], each["label"]) or part in each["label"])

	try:
		for _ in range(300):
			try:
				urllib.request.urlopen(f"{address}/api/method/ping", timeout=5).read()
				break
			except OSError:
				if server.poll() is not None:
					raise
				time.sleep(0.2)
		yield SimpleNamespace(address=address, site=name, people=people, person=person)
	finally:
		server.terminate()
		server.wait()
		site.drop(name)


@pytest.fixture(scope="session")
def browser():
	from embedded import chromium

	with chromium.browser() as running:
		yield running


@pytest.fixture
def open_page(agency, browser):
	"""`open_page(user, path, width=1300, height=900)`: a page of that person's own session, logged in.

	Whatever the page's scripts complain about is in `page.complaints`.
	"""
	contexts = []

	def open_one(user, path="/", width=1300, height=900, **options):
		context = browser.new_context(
			base_url=agency.address,
			viewport={"width": width, "height": height},
			locale="id-ID",
			timezone_id="Asia/Jakarta",
			**options,
		)
		contexts.append(context)
		password = agency.person(user)["password"]
		answer = context.request.post("/api/method/login", form={"usr": user, "pwd": password})
		assert answer.ok, answer.text()
		page = context.new_page()
		page.complaints = []
		page.on("pageerror", lambda error: page.complaints.append(str(error)))
		page.goto(path)
		return page

	yield open_one
	for context in contexts:
		context.close()
