"""Builds the desk: npm packages, the framework's bundles, the app's bundles, the compiled translations."""

import json
import os
import shutil
import subprocess
import time
from pathlib import Path

from embedded import paths
from embedded.ready import alone, say

DESK = paths.HOME / "desk"
SOURCE = paths.HERE / "desk"
LISTS = DESK / "lists"


def stamp_of(name: str) -> Path:
	return DESK / f"{name}.built"


def is_current(name: str, seal: str) -> bool:
	try:
		return stamp_of(name).read_text() == seal
	except FileNotFoundError:
		return False


def seal_of(*files: Path) -> str:
	import hashlib

	digest = hashlib.sha256()
	for file in files:
		digest.update(str(file).encode() + file.read_bytes())
	return digest.hexdigest()


def node() -> str:
	found = shutil.which("node")
	if not found or not shutil.which("npm"):
		raise SystemExit("Node.js was not found. Install Node 20 or newer with npm, then start again.")
	version = subprocess.run([found, "--version"], capture_output=True, text=True).stdout.strip()
	if int(version.lstrip("v").split(".")[0] or 0) < 20:
		raise SystemExit(f"Node 20 or newer is needed and this is {version}. Install it, then start again.")
	return found


def npm_ci(source: Path, target: Path) -> None:
	"""Install exactly what the lock file names."""
	node()
	seal = seal_of(source / "package-lock.json", source / "package.json")
	stamp = target / "npm.installed"
	if stamp.exists() and stamp.read_text() == seal:
		return
	target.mkdir(parents=True, exist_ok=True)
	for name in ("package.json", "package-lock.json"):
		shutil.copy(source / name, target / name)
	began = time.time()
	say("Installing npm packages ...")
	done = subprocess.run(
		["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
		cwd=target,
		capture_output=True,
		text=True,
	)
	if done.returncode:
		print("\n".join((done.stdout + done.stderr).strip().splitlines()[-8:]))
		raise SystemExit(
			"The npm packages could not be installed. Check that this machine reaches the npm registry (npm's own "
			"settings for a proxy or a mirror are respected), then start again."
		)
	stamp.write_text(seal)
	say(f"  done in {time.time() - began:.0f} s")


def link(name: Path, target: Path) -> None:
	if name.is_symlink() and os.readlink(name) == str(target):
		return
	if name.is_symlink() or name.exists():
		name.unlink()
	name.parent.mkdir(parents=True, exist_ok=True)
	name.symlink_to(target)


def bundles(app: str, folder: Path, seal: str) -> None:
	if is_current(app, seal):
		return
	began = time.time()
	say(f"Building the bundles of {app} ...")
	done = subprocess.run(
		[
			node(),
			str(SOURCE / "build.mjs"),
			app,
			str(folder),
			str(DESK / "dist" / app),
			str(LISTS / f"{app}.json"),
			str(paths.ENGINE),
			str(paths.ROOT),
		],
		cwd=DESK,
		capture_output=True,
		text=True,
	)
	if done.returncode:
		raise SystemExit(f"{done.stderr.strip()}\nThe bundles of {app} could not be built.")
	stamp_of(app).write_text(seal)
	say(f"  {done.stdout.strip()}, {time.time() - began:.0f} s")


def translations() -> None:
	"""Compile the .po files of all apps, as `bench build` does."""
	try:
		from babel.messages.mofile import write_mo
		from babel.messages.pofile import read_po
	except ImportError:
		# The first build runs beside the installation of the Python packages; a second one follows it.
		return

	for app in paths.APPS:
		for source in (paths.app_package(app) / "locale").glob("*.po"):
			target = paths.ASSETS / "locale" / source.stem / "LC_MESSAGES" / f"{app}.mo"
			if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
				continue
			target.parent.mkdir(parents=True, exist_ok=True)
			with open(source, "rb") as file:
				catalog = read_po(file)
			scratch = target.with_suffix(f".{os.getpid()}")
			with open(scratch, "wb") as file:
				write_mo(file, catalog)
			os.replace(scratch, target)


def build() -> None:
	"""Bring everything the browser loads up to the sources; quick when nothing has changed."""
	with alone("desk"):
		DESK.mkdir(parents=True, exist_ok=True)
		npm_ci(SOURCE, DESK)
		engine_public = paths.ENGINE / "frappe" / "public"
		link(engine_public / "node_modules", DESK / "node_modules")
		script = SOURCE / "build.mjs"
		engine_seal = seal_of(script, DESK / "package-lock.json", paths.ENGINE / ".unpacked")
		bundles("frappe", engine_public, engine_seal)
		ours = sorted(
			file
			for file in (paths.ROOT / "kinerja_asn" / "public").rglob("*")
			if file.suffix in (".js", ".css", ".scss", ".html", ".vue") and "dist" not in file.parts
		)
		if any(".bundle." in file.name for file in ours):
			bundles("kinerja_asn", paths.ROOT / "kinerja_asn" / "public", engine_seal + seal_of(*ours))
		found = {}
		for app in ("frappe", "kinerja_asn"):
			if (LISTS / f"{app}.json").exists():
				found.update(json.loads((LISTS / f"{app}.json").read_text()))
		paths.ASSETS.mkdir(parents=True, exist_ok=True)
		(paths.ASSETS / "assets.json").write_text(json.dumps(found, indent=1))
		for app in paths.APPS:
			public = paths.app_package(app) / "public"
			if public.is_dir():
				link(paths.ASSETS / app, public)
		translations()
