"""`make demo`: everything from nothing to a running agency, with a word per step."""

import json
import os
import shutil
import time
from contextlib import suppress

from embedded import boot, desk_build, paths, ready, server, site

ADMINISTRATOR = [{"label": "Administrator", "user": "Administrator", "password": site.ADMIN_PASSWORD}]
USERS = paths.HOME / "demo-users.json"


def has_demo() -> bool:
	return (paths.ROOT / "kinerja_asn" / "demo" / "make.py").exists() or "def make" in (
		paths.ROOT / "kinerja_asn" / "demo" / "__init__.py"
	).read_text()


def fill(name: str) -> list[dict]:
	"""Fill the demo agency into a site without one; answers whom to log in as."""
	# the agency's runs and notifications speak to its people in their language
	desk_build.translations()
	frappe = boot.connect(name)
	try:
		frappe.flags.mute_emails = True
		module = frappe.get_module("kinerja_asn.demo")
		module.make()
		frappe.db.commit()
		return [dict(person) for person in module.people()] + ADMINISTRATOR
	finally:
		frappe.destroy()


def print_people(people: list[dict], address: str) -> None:
	rows = [("Who", "User", "Password"), *((p["label"], p["user"], p["password"]) for p in people)]
	widths = [max(len(str(row[column])) for row in rows) for column in range(3)]
	print()
	for number, row in enumerate(rows):
		print("  " + "  ".join(str(cell).ljust(width) for cell, width in zip(row, widths, strict=True)))
		if number == 0:
			print("  " + "  ".join("-" * width for width in widths))
	print(
		f"\n  Desk:   {address}/desk\n  Portal: {address}/kinerja\n\nServing {address} (Ctrl-C stops)",
		flush=True,
	)


def run(options) -> int:
	port = options.port
	began = time.time()
	if not server.port_is_free(port):
		raise SystemExit(f"Port {port} is taken. Choose another: make demo PORT={port + 1}")
	desk_build.node()
	name = options.site
	# Whom to log in as is written last: without it the agency was not filled to its end.
	written = paths.site_folder(name) / "demo-users.json"
	if not written.exists():
		ready.fresh(name)
		ready.seal_file(name).unlink(missing_ok=True)
		people = ADMINISTRATOR
		if has_demo():
			step = time.time()
			ready.say("Filling the demo agency ...")
			people = fill(name)
			ready.say(f"  done in {time.time() - step:.0f} s")
		ready.seal_file(name).write_text(ready.app_seal())
		written.write_text(json.dumps(people, indent=1, ensure_ascii=False))
	elif ready.made_from(name) != ready.app_seal():
		ready.say("Bringing the demo's site up to the code ...")
		site.sync(name)
		ready.seal_file(name).write_text(ready.app_seal())
	shutil.copy(written, USERS)
	people = json.loads(USERS.read_text())
	desk_build.build()
	address = f"http://127.0.0.1:{port}"

	def announce():
		print(f"Ready after {time.time() - began:.0f} s.")
		print_people(people, address)

	server.serve(name, port, ready=announce)
	return 0


def reset(options) -> int:
	with suppress(FileNotFoundError):
		os.unlink(USERS)
	site.drop(options.site)
	print("The demo's site is removed; `make demo` makes it anew.")
	return 0
