"""A served site and a browser for the tests of this folder."""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

from playwright.sync_api import sync_playwright

from embedded import desk_build, paths, server, site

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def browser_program() -> str:
	"""Path of a Chromium: CHROMIUM= from the environment, else from the PATH, else installed when root.

	Raises:
		RuntimeError: says what to install.
	"""
	named = os.environ.get("CHROMIUM")
	found = named or next(filter(None, map(shutil.which, BROWSERS)), None)
	if not found and not os.geteuid() and shutil.which("apt-get"):
		quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
		environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
		subprocess.call(["apt-get", "update", "-qq"], env=environment, **quiet)
		install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
		subprocess.call(install, env=environment, **quiet)
		found = shutil.which("chromium")
	if not found:
		raise RuntimeError(
			"No Chromium was found for the browser's test. Install one (apt-get install chromium), "
			"or name it: CHROMIUM=/path/to/chromium"
		)
	return found


def embedded(*arguments: str, name: str):
	done = subprocess.run(
		[sys.executable, "-m", "embedded", *arguments, "--site", name],
		cwd=paths.ROOT,
		capture_output=True,
		text=True,
	)
	if done.returncode:
		raise RuntimeError(f"{' '.join(arguments)}:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
	return done.stdout


def free_port() -> int:
	return next(port for port in range(8300, 8600) if server.port_is_free(port))


@contextmanager
def served_site(script: str):
	"""A fresh SQLite site that a script has filled, served until the end; its address."""
	name = f"browser{secrets.token_hex(4)}"
	embedded("new-site", "--db", "sqlite", name=name)
	running = None
	try:
		embedded("run", script, name=name)
		# The portal needs none of the desk's bundles, only the app's files as they are.
		desk_build.link(paths.ASSETS / "kinerja_asn", paths.app_package("kinerja_asn") / "public")
		port = free_port()
		command = [
			sys.executable,
			"-m",
			"embedded",
			"serve",
			"--no-desk",
			"--site",
			name,
			"--port",
			str(port),
		]
		running = subprocess.Popen(
			command, cwd=paths.ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
		)
		address = f"http://127.0.0.1:{port}"
		wait_for(address, running)
		yield address
	finally:
		if running:
			running.send_signal(signal.SIGTERM)
			running.wait(20)
		site.drop(name)


def wait_for(address: str, running, seconds: int = 90):
	end = time.monotonic() + seconds
	while time.monotonic() < end and running.poll() is None:
		try:
			urllib.request.urlopen(f"{address}/api/method/ping", timeout=5)
			return
		except (urllib.error.URLError, OSError):
			time.sleep(0.3)
	raise RuntimeError("The site was not served in time.")


@contextmanager
def browser():
	with sync_playwright() as playwright:
		program = playwright.chromium.launch(executable_path=browser_program(), args=["--no-sandbox"])
		try:
			yield program
		finally:
			program.close()
