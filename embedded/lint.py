"""`make lint`: ruff for Python; prettier and eslint for JavaScript and styles."""

import os
import subprocess
import sys

from embedded import desk_build, paths

TOOLS = paths.HOME / "tools"
OURS = ["kinerja_asn", "embedded", "tests", "conftest.py", "setup.py"]


def files(*endings: str) -> list[str]:
	"""Files of the repository, also those not added yet, that are there and end so."""
	listed = subprocess.run(
		["git", "ls-files", "--cached", "--others", "--exclude-standard"],
		cwd=paths.ROOT,
		capture_output=True,
		text=True,
		check=True,
	).stdout.splitlines()
	return sorted({name for name in listed if name.endswith(endings) and (paths.ROOT / name).exists()})


def run(fix: bool = False) -> int:
	environment = {**os.environ, "EMBEDDED_TOOLS": str(TOOLS)}
	failed = []

	def check(name: str, *command: str) -> None:
		print(f"{name} ...", flush=True)
		if subprocess.call(command, cwd=paths.ROOT, env=environment):
			failed.append(name)

	ruff = [sys.executable, "-m", "ruff"]
	python = [name for name in OURS if (paths.ROOT / name).exists()]
	check("ruff check", *ruff, "check", *(["--fix"] if fix else []), *python)
	check("ruff format", *ruff, "format", *([] if fix else ["--check"]), *python)

	desk_build.npm_ci(paths.HERE / "tools", TOOLS)
	binaries = TOOLS / "node_modules" / ".bin"
	scripts = files(".js", ".mjs")
	if found := scripts + files(".css", ".scss"):
		check(
			"prettier",
			str(binaries / "prettier"),
			"--write" if fix else "--check",
			"--log-level=warn",
			*found,
		)
	if scripts:
		check("eslint", str(binaries / "eslint"), "--max-warnings=0", *(["--fix"] if fix else []), *scripts)
	if failed:
		print(
			"Not in order: "
			+ ", ".join(failed)
			+ ("" if fix else ". `make format` mends what can be mended.")
		)
		return 1
	print("All in order.")
	return 0


LOCKED = ("requirements", "requirements-dev", "requirements-mariadb")


def lock() -> int:
	"""Write the locked lists of packages anew from the .in files and package.json files. Needs `uv`."""
	for name in LOCKED:
		subprocess.run(
			[
				"uv",
				"pip",
				"compile",
				"--quiet",
				"--universal",
				"--python-version=3.11",
				"--generate-hashes",
				"--no-emit-index-url",
				"--no-emit-find-links",
				"--no-header",
				f"--output-file={name}.txt",
				f"{name}.in",
			],
			cwd=paths.HERE,
			check=True,
		)
	for folder in ("browser", "desk", "tools"):
		subprocess.run(
			[
				"npm",
				"install",
				"--package-lock-only",
				"--ignore-scripts",
				"--omit-lockfile-registry-resolved",
			],
			cwd=paths.HERE / folder,
			check=True,
		)
	return 0
