"""Gives the tests a site. The engine is loaded only when a collected test imports it.

REUSE=1 SITE=name keeps a site between runs; KEEP=1 leaves a fresh one behind.
"""

import os
import secrets
import sys

import pytest
from _pytest.unittest import TestCaseFunction

from embedded import boot

boot.activate()


def pytest_configure(config):
	# Frappe's file handlers and warnings of its dependencies are not the app's.
	config.addinivalue_line("filterwarnings", "ignore::DeprecationWarning")
	TestCaseFunction.addSubTest = report_failed_subtest


report_subtest = TestCaseFunction.addSubTest


def report_failed_subtest(self, test_case, test, exc_info):
	"""Reports of the many thousand subtests that passed would travel from the worker and be shown nowhere."""
	if exc_info is not None:
		report_subtest(self, test_case, test, exc_info)


#: What takes longest begins first, so that no worker waits for the other at the end.
LONGEST = (
	"test_permission_matrix.py::TestWriting",
	"test_attacks_reading.py::TestReading",
	"test_attacks_writing.py::TestWriting",
	"tests/test_faults.py",
	"demo/test_demo.py",
	"test_permission_matrix.py::TestReading",
	"test_install_cycle.py",
	"tests/test_faults.py",
	"browser",
	"tests/test_answer_while_closing.py",
	"tests/test_benchmark.py",
	"test_reports.py::",
	"test_anonymity.py",
)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
	"""What needs a browser stays with one worker: the agency is served and Chromium started once."""
	if config.getvalue("dist") != "loadscope":
		return None
	from xdist.scheduler import LoadScopeScheduling

	class WithOneBrowser(LoadScopeScheduling):
		def _split_scope(self, nodeid):
			return "browser" if "browser" in nodeid else super()._split_scope(nodeid)

	return WithOneBrowser(config, log)


def pytest_collection_modifyitems(items):
	def place(item):
		return next((number for number, part in enumerate(LONGEST) if part in item.nodeid), len(LONGEST))

	items.sort(key=place)


@pytest.fixture(scope="session", autouse=True)
def engine():
	"""A connected site, if any test needs one; the name of the site."""
	if "frappe" not in sys.modules:
		yield None
		return
	import frappe

	from embedded import desk_build, ready, site
	from embedded.repairs import cache

	cache.remember_answers = True
	db = os.environ.get("DB") or "sqlite"
	worker = os.environ.get("PYTEST_XDIST_WORKER", "")
	if os.environ.get("REUSE") in ("1", "true"):
		name = (os.environ.get("SITE") or "test") + worker
		kept = True
		ready.current(name, db)
	else:
		name = f"t{secrets.token_hex(4)}{worker}"
		kept = os.environ.get("KEEP") in ("1", "true")
		ready.fresh(name, db)
	# messages are tested in the language of those who read them
	desk_build.translations()
	boot.connect(name)
	frappe.in_test = frappe.flags.in_test = True
	yield name
	# a test that made and left a site of its own has closed the connection
	if getattr(frappe.local, "db", None):
		frappe.db.rollback()
	frappe.destroy()
	if not kept:
		site.drop(name)
