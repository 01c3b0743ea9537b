"""A served site for the tests of this folder."""

import secrets
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

from embedded import desk_build, paths, services, site


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
		port = services.free_port()
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
