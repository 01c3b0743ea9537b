"""Modules that apps import under the names they have in Frappe, and that the engine keeps elsewhere."""

import importlib
import sys
import types


def alias(name: str, target: str, **extra) -> types.ModuleType:
	module = importlib.import_module(target)
	if extra:
		copy = types.ModuleType(name)
		copy.__dict__.update(
			{key: value for key, value in module.__dict__.items() if not key.startswith("__")}
		)
		copy.__dict__.update(extra)
		module = copy
	sys.modules[name] = module
	return module


def apply() -> None:
	import frappe

	frappe.__version__ = "16.0.0-dev"
	utils = importlib.import_module("frappe.model.module_utils")
	modules = types.ModuleType("frappe.modules")
	modules.__path__ = []
	modules.__dict__.update({key: value for key, value in utils.__dict__.items() if not key.startswith("__")})
	sys.modules["frappe.modules"] = modules
	frappe.modules = modules
	modules.utils = alias("frappe.modules.utils", "frappe.model.module_utils")
	modules.import_file = alias("frappe.modules.import_file", "frappe.model.import_doc")
	modules.export_file = alias("frappe.modules.export_file", "frappe.model.export")
	generators = types.ModuleType("frappe.tests.utils.generators")
	generators._clear_test_log = lambda: None
	sys.modules["frappe.tests.utils.generators"] = generators
	modules.patch_handler = alias("frappe.modules.patch_handler", "frappe.patches")
