"""Sites at once: a template with everything but the app, one with the app, and copies of them.

A fresh site takes half a minute on a small machine, a copy no time. Both templates are made anew when the files they
were made from have changed.
"""

import fcntl
import hashlib
import json
import time
from contextlib import contextmanager
from pathlib import Path

from embedded import paths, site

# What decides how an installed app looks; code that is read at run time only is left out.
LEFT_OUT = ("rules", "api", "www", "templates", "public", "locale", "tests", "demo", "__pycache__")


def seal(*folders: Path, left_out: tuple = ()) -> str:
	digest = hashlib.sha256()
	for folder in folders:
		files = [folder] if folder.is_file() else sorted(folder.rglob("*"))
		for file in files:
			parts = file.relative_to(paths.ROOT).parts
			if file.suffix not in (".py", ".json", ".txt", ".csv") or any(
				part in left_out for part in parts[1:]
			):
				continue
			if file.name.startswith("test_") or "__pycache__" in parts:
				continue
			try:
				content = file.read_bytes()
			except FileNotFoundError:
				continue
			digest.update(str(file).encode() + content)
	return digest.hexdigest()[:16]


def base_seal() -> str:
	return seal(
		paths.HERE / "engine.txt",
		paths.HERE / "unpack.py",
		paths.HERE / "site.py",
		paths.STANDINS,
	)


def app_seal() -> str:
	return base_seal() + seal(paths.ROOT / "kinerja_asn", left_out=LEFT_OUT)


def seal_file(name: str) -> Path:
	return paths.site_folder(name) / "made_from"


def made_from(name: str) -> str:
	try:
		return seal_file(name).read_text()
	except FileNotFoundError:
		return ""


@contextmanager
def alone(name: str):
	"""Only one process at a time makes a template."""
	paths.SITES.mkdir(parents=True, exist_ok=True)
	with open(paths.SITES / f"{name}.lock", "w") as lock:
		fcntl.flock(lock, fcntl.LOCK_EX)
		yield


def say(text: str) -> None:
	print(text, flush=True)


def base_template(db: str) -> str:
	name = f"_base_{db}"
	with alone(name):
		wanted = base_seal()
		if made_from(name) != wanted:
			began = time.time()
			say(f"Making a site with the engine and the stand-ins ({db}) ...")
			site.drop(name)
			site.new_site(name, db, apps=["frappe", "erpnext", "hrms"])
			seal_file(name).write_text(wanted)
			say(f"  done in {time.time() - began:.0f} s")
	return name


def app_template(db: str) -> str:
	name = f"_app_{db}"
	base = base_template(db)
	with alone(name):
		wanted = app_seal()
		if made_from(name) != wanted:
			began = time.time()
			say(f"Installing the app ({db}) ...")
			site.drop(name)
			site.copy(base, name)
			seal_file(name).unlink(missing_ok=True)
			site.install(name, "kinerja_asn")
			seal_file(name).write_text(wanted)
			say(f"  done in {time.time() - began:.0f} s")
	return name


def demo_template(db: str) -> str:
	"""The app with the demo agency, for tests that look at a whole agency."""
	name = f"_demo_{db}"
	app = app_template(db)
	with alone(name):
		wanted = made_from(app) + seal(paths.ROOT / "kinerja_asn")
		if made_from(name) != wanted:
			from embedded import demo

			began = time.time()
			say(f"Filling the demo agency ({db}) ...")
			site.drop(name)
			site.copy(app, name)
			seal_file(name).unlink(missing_ok=True)
			people = demo.fill(name)
			(paths.site_folder(name) / "demo-users.json").write_text(json.dumps(people))
			seal_file(name).write_text(wanted)
			say(f"  done in {time.time() - began:.0f} s")
	return name


def fresh(name: str, db: str = "sqlite", with_app: bool = True) -> None:
	"""A new site of this name, in place of one that may be there."""
	template = app_template(db) if with_app else base_template(db)
	site.drop(name)
	site.copy(template, name)


def current(name: str, db: str = "sqlite") -> None:
	"""A site kept between runs: made if missing, brought up to the code if the app has changed."""
	if (
		not site.exists(name)
		or site.config(name)["db_type"] != db
		or not made_from(name).startswith(base_seal())
	):
		fresh(name, db)
		return
	wanted = app_seal()
	if made_from(name) != wanted:
		began = time.time()
		say(f"Syncing the app into {name} ...")
		site.sync(name)
		seal_file(name).write_text(wanted)
		say(f"  done in {time.time() - began:.0f} s")
