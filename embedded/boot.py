"""Makes `import frappe` mean the embedded engine, and connects to a site."""

import importlib.abc
import importlib.machinery
import os
import sys

from embedded import absent, paths


class EngineFinder(importlib.abc.MetaPathFinder):
	"""Repairs the engine as soon as it is imported, by whomever; until then nothing is loaded."""

	def find_spec(self, name, path=None, target=None):
		if name != "frappe":
			return None
		spec = importlib.machinery.PathFinder.find_spec(name, [str(paths.ENGINE)])
		if spec is None:
			raise ImportError("The embedded engine is not built: run `make build`.")
		execute = spec.loader.exec_module

		def exec_module(module):
			execute(module)
			from embedded import repairs

			repairs.apply()

		spec.loader.exec_module = exec_module
		return spec


def activate() -> None:
	"""Put the engine, the app and the stand-ins on sys.path."""
	if any(isinstance(finder, EngineFinder) for finder in sys.meta_path):
		return
	for folder in (paths.STANDINS, paths.ENGINE, paths.ROOT):
		if str(folder) not in sys.path:
			sys.path.insert(0, str(folder))
	absent.install()
	sys.meta_path.insert(0, EngineFinder())


def load():
	"""The engine with its repairs."""
	activate()
	paths.LOGS.mkdir(parents=True, exist_ok=True)
	import frappe

	return frappe


def chosen_site() -> str:
	return os.environ.get("SITE") or paths.DEFAULT_SITE


def connect(site: str | None = None):
	"""Load the engine and connect to a site as Administrator."""
	frappe = load()
	frappe.init(site or chosen_site(), force=True)
	frappe.connect()
	return frappe
