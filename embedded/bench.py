"""`make test-bench BENCH=path SITE=name`: the package's tests on an existing bench, then its rights over real HTTP."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from embedded import paths, services

# What asks the server itself: each request a real one, by a real session.
OVER_HTTP = ("test_permission_matrix", "test_attack*", "test_rest*")


class Bench:
	def __init__(self, folder: str, site: str):
		self.folder = Path(folder).resolve()
		self.site = site
		self.python = self.folder / "env" / "bin" / "python"
		if not self.python.exists() or not (self.folder / "sites" / site / "site_config.json").exists():
			raise SystemExit(
				f"There is no site {site} on a bench in {self.folder}. Use: make test-bench BENCH=path SITE=name"
			)

	def command(self, *arguments: str) -> list[str]:
		if shutil.which("bench"):
			return ["bench", "--site", self.site, *arguments]
		return [
			str(self.python),
			"-m",
			"frappe.utils.bench_helper",
			"frappe",
			"--site",
			self.site,
			*arguments,
		]

	def cwd(self) -> Path:
		return self.folder if shutil.which("bench") else self.folder / "sites"

	def run_tests(self, title: str, *arguments: str, **environment: str) -> tuple[int, bool]:
		"""Run tests with their output passed on; answers how many ran and whether all passed."""
		print(f"\n== {title}", flush=True)
		process = subprocess.Popen(
			self.command("run-tests", *arguments),
			cwd=self.cwd(),
			env={**os.environ, **environment},
			stdout=subprocess.PIPE,
			stderr=subprocess.STDOUT,
			text=True,
			errors="replace",
		)
		counted, failed = 0, False
		for line in process.stdout:
			sys.stdout.write(line)
			sys.stdout.flush()
			if found := re.match(r"\s*Ran (\d+) tests? in", line):
				counted += int(found[1])
			# Frappe 15 ends with success whatever came of the tests, unless it believes to run in a CI
			failed = failed or line.startswith("FAILED (")
		return counted, process.wait() == 0 and not failed

	@contextmanager
	def served(self):
		"""A web server of the site on a free port."""
		port = services.free_port()
		log = open(paths.HOME / "bench-serve.log", "wb")
		process = subprocess.Popen(
			self.command("serve", "--port", str(port), "--noreload"),
			cwd=self.cwd(),
			stdout=log,
			stderr=log,
			start_new_session=True,
		)
		try:
			for _ in range(600):
				if process.poll() is not None:
					raise SystemExit(f"The bench's web server did not start; the reason is in {log.name}.")
				with socket.socket() as probe:
					if probe.connect_ex(("127.0.0.1", port)) == 0:
						break
				time.sleep(0.1)
			yield f"http://127.0.0.1:{port}"
		finally:
			os.killpg(process.pid, signal.SIGTERM)
			process.wait()


def run(options) -> int:
	if not options.bench or not options.bench_site:
		raise SystemExit("Say which bench and site: make test-bench BENCH=path SITE=name")
	bench = Bench(options.bench, options.bench_site)
	results = [
		("package tests", *bench.run_tests("bench run-tests --app kinerja_asn", "--app", "kinerja_asn"))
	]
	folder = paths.ROOT / "kinerja_asn" / "tests"
	modules = sorted({file.stem for pattern in OVER_HTTP for file in folder.glob(f"{pattern}.py")})
	with bench.served() as address:
		for module in modules:
			count = bench.run_tests(
				f"{module} over HTTP",
				"--module",
				f"kinerja_asn.tests.{module}",
				KINERJA_HTTP=address,
			)
			results.append((f"{module} over HTTP", *count))
	print(f"\nBench {bench.folder}, site {bench.site}:")
	for title, counted, passed in results:
		print(f"  {title:45} {counted:5} tests  {'passed' if passed else 'FAILED'}")
	if not all(passed and counted for _, counted, passed in results):
		print("Something failed or ran no test.")
		return 1
	return 0
