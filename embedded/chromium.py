"""A Chromium for the browser tests: the machine's, or one from the npm registry, so that nobody needs root."""

import os
import shutil
import subprocess
from contextlib import contextmanager

from embedded import desk_build, paths
from embedded.ready import alone

FOLDER = paths.HOME / "browser"

# The package's own list names folders of another place; the machine's fonts come first.
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
	<dir>/usr/share/fonts</dir>
	<dir>{folder}/fonts</dir>
	<cachedir>{folder}/fonts-cache</cachedir>
</fontconfig>
"""


def executable() -> tuple[str, dict]:
	"""The program and the environment it needs."""
	for name in ("chromium", "chromium-browser", "google-chrome"):
		if found := shutil.which(name):
			return found, {}
	with alone("browser"):
		desk_build.npm_ci(paths.HERE / "browser", FOLDER)
		program = FOLDER / "chromium" / "chromium"
		if not program.exists():
			subprocess.run(
				[
					desk_build.node(),
					str(paths.HERE / "browser" / "unpack.mjs"),
					str(FOLDER / "node_modules" / "@sparticuz" / "chromium"),
					str(FOLDER / "chromium"),
				],
				check=True,
			)
		(FOLDER / "chromium" / "fonts.conf").write_text(FONTS.format(folder=FOLDER / "chromium"))
	libraries = [
		str(FOLDER / "chromium" / "lib"),
		str(FOLDER / "chromium"),
		os.environ.get("LD_LIBRARY_PATH", ""),
	]
	return str(program), {
		"LD_LIBRARY_PATH": ":".join(part for part in libraries if part),
		"FONTCONFIG_PATH": str(FOLDER / "chromium"),
	}


@contextmanager
def browser():
	"""A running headless browser of playwright."""
	from playwright.sync_api import sync_playwright

	program, environment = executable()
	with sync_playwright() as playwright:
		running = playwright.chromium.launch(
			executable_path=program,
			env={**os.environ, **environment},
			args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
		)
		try:
			yield running
		finally:
			running.close()
