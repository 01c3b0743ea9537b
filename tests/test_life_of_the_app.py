"""The app comes and goes on a site without leaving anything behind."""

import json
import os
import secrets
import subprocess
import sys
import unittest

from embedded import paths, ready, site


def embedded(*arguments: str, name: str) -> str:
	done = subprocess.run(
		[sys.executable, "-m", "embedded", *arguments, "--site", name],
		cwd=paths.ROOT,
		capture_output=True,
		text=True,
	)
	if done.returncode:
		raise AssertionError(f"{' '.join(arguments)}:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
	return done.stdout


def snapshot(name: str) -> dict:
	for line in embedded("run", "tests/snapshot.py", name=name).splitlines():
		if line.startswith("SNAPSHOT "):
			return json.loads(line[len("SNAPSHOT ") :])
	raise AssertionError("no snapshot was printed")


def difference(before: dict, after: dict) -> dict:
	"""What `after` has too much and too little, table by table."""
	found = {}
	for part in ("columns", "rows"):
		for table in sorted({*before[part], *after[part]}):
			old, new = before[part].get(table), after[part].get(table)
			if old == new:
				continue
			if old is None or new is None:
				found[f"{part} of {table}"] = "new table" if old is None else "table is gone"
				continue
			more, fewer = sorted(set(new) - set(old)), sorted(set(old) - set(new))
			if more or fewer or len(old) != len(new):
				found[f"{part} of {table}"] = {"more": more, "fewer": fewer, "counts": [len(old), len(new)]}
	singles = sorted(set(before["singles"]) ^ set(after["singles"]))
	if singles:
		found["singles"] = singles
	return found


class TestLifeOfTheApp(unittest.TestCase):
	def setUp(self):
		self.site = f"life{secrets.token_hex(4)}"
		self.addCleanup(site.drop, self.site)
		ready.fresh(self.site, os.environ.get("DB") or "sqlite", with_app=False)

	def test_it_leaves_nothing_behind_and_can_come_again(self):
		before = snapshot(self.site)
		embedded("install-app", "kinerja_asn", name=self.site)
		installed = snapshot(self.site)
		self.assertIn("kinerja_asn", embedded("execute", "frappe.get_installed_apps", name=self.site))
		self.assertIn("tabWork Plan", installed["columns"])
		for step in ("first", "second"):
			with self.subTest(migrate=step):
				embedded("migrate", name=self.site)
				self.assertEqual(difference(installed, snapshot(self.site)), {})
		embedded("uninstall-app", "kinerja_asn", name=self.site)
		with self.subTest("uninstalled"):
			self.assertEqual(difference(before, snapshot(self.site)), {})
		embedded("install-app", "kinerja_asn", name=self.site)
		with self.subTest("installed again"):
			self.assertEqual(difference(installed, snapshot(self.site)), {})
