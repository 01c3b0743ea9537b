"""Stands in for packages that the engine imports at load and that neither demo nor tests use.

The finder comes last, so that a package that is installed (mysqlclient, on MariaDB) wins.
"""

import importlib.abc
import importlib.machinery
import sys
import types

PACKAGES = ("google", "googleapiclient", "google_auth_oauthlib", "sentry_sdk", "MySQLdb", "posthog", "pdfkit")


class AnyAttribute(type):
	def __getattr__(cls, name):
		if name.startswith("__"):
			raise AttributeError(name)
		return AnyAttribute(name, (Exception,), {})


class AbsentModule(types.ModuleType):
	def __getattr__(self, name):
		if name.startswith("__"):
			raise AttributeError(name)
		if name == "conversions":
			return {}
		return AnyAttribute(name, (Exception,), {})


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
	def find_spec(self, name, path=None, target=None):
		if name.split(".")[0] in PACKAGES:
			return importlib.machinery.ModuleSpec(name, self, is_package=True)
		return None

	def create_module(self, spec):
		return AbsentModule(spec.name)

	def exec_module(self, module):
		module.__path__ = []


def install() -> None:
	if not any(isinstance(finder, Finder) for finder in sys.meta_path):
		sys.meta_path.append(Finder())
