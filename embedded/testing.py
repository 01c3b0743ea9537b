"""`python -m embedded test`: pytest on sites of its own."""

import os
import re
import subprocess
import sys
import time
from contextlib import nullcontext

from embedded import paths, ready, site


def sweep() -> None:
	"""Remove throw-away sites of runs that were killed."""
	yesterday = time.time() - 24 * 3600
	for folder in paths.SITES.iterdir():
		if re.fullmatch(r"[bt][0-9a-f]{8}(gw\d+)?", folder.name) and folder.stat().st_mtime < yesterday:
			site.drop(folder.name)


def run(options) -> int:
	arguments = [argument for argument in options.pytest if argument != "--"]
	environment = {**os.environ, "DB": options.db, "PYTHONPATH": str(paths.ROOT)}
	running = nullcontext()
	if options.db == "mariadb":
		from embedded import services

		running = services.running()
	with running:
		sweep()
		named = [argument for argument in arguments if not argument.startswith("-")]
		if not named:
			ready.app_template(options.db)
			arguments = [
				"-n",
				os.environ.get("WORKERS") or "2",
				"--dist",
				"loadscope",
				"--no-loadscope-reorder",
				*arguments,
			]
		return subprocess.call([sys.executable, "-m", "pytest", *arguments], cwd=paths.ROOT, env=environment)
