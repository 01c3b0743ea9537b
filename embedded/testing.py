"""`python -m embedded test`: pytest on sites of its own."""

import os
import subprocess
import sys
from contextlib import nullcontext

from embedded import paths, ready


def run(options) -> int:
	arguments = [argument for argument in options.pytest if argument != "--"]
	environment = {**os.environ, "DB": options.db, "PYTHONPATH": str(paths.ROOT)}
	running = nullcontext()
	if options.db == "mariadb":
		from embedded import services

		running = services.running()
	with running:
		named = [argument for argument in arguments if not argument.startswith("-")]
		if not named:
			ready.app_template(options.db)
			arguments = ["-n", os.environ.get("WORKERS") or "2", "--dist", "loadscope", *arguments]
		return subprocess.call([sys.executable, "-m", "pytest", *arguments], cwd=paths.ROOT, env=environment)
