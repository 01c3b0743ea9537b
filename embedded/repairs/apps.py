"""Several apps on a site: paths, hooks, module map, installing, migrating and removing."""

import json
import sys
from functools import cache
from importlib import import_module

from embedded import paths
from embedded.repairs import replace


@cache
def apps_there() -> tuple[str, ...]:
	return tuple(app for app in paths.APPS if (paths.app_package(app) / "hooks.py").exists())


def all_apps(with_internal_apps=True, sites_path=None) -> list[str]:
	return list(apps_there())


def apply() -> None:
	import frappe
	import frappe.apps
	import frappe.installer
	import frappe.model.sync
	import frappe.patches
	import frappe.utils.installed_apps
	from frappe.utils.caching import request_cache

	def get_module(modulename):
		# asked for each hook and each function of a request
		return sys.modules.get(modulename) or import_module(modulename)

	def get_app_path(app_name, *joins):
		return frappe.get_pymodule_path(app_name, *joins)

	def get_app_source_path(app_name, *joins):
		return frappe.get_pymodule_path(app_name, "..", *joins)

	def get_module_list(app_name):
		return frappe.get_file_items(get_app_path(app_name, "modules.txt"))

	@request_cache
	def installed_apps():
		stored = json.loads(frappe.db.get_global("installed_apps") or "[]") if frappe.db else []
		known = all_apps()
		return tuple(app for app in stored if app in known)

	def get_installed_apps(*, _ensure_on_bench=False):
		if getattr(frappe.flags, "in_install_db", True):
			return []
		if not frappe.db:
			return all_apps()
		return list(installed_apps())

	def load_app_hooks(app_name=None):
		hooks = {}
		apps = [app_name] if app_name else get_installed_apps()
		for app in apps:
			module = frappe.get_module(f"{app}.hooks")
			for key, value in sorted(vars(module).items()):
				if key.startswith("_") or callable(value) or type(value).__name__ == "module":
					continue
				frappe.append_hook(hooks, key, value)
		return hooks

	def get_hooks(hook=None, default="_KEEP_DEFAULT_LIST", app_name=None):
		if app_name:
			hooks = frappe._dict(load_app_hooks(app_name))
		else:
			hooks = frappe.client_cache.get_value("app_hooks")
			if hooks is None:
				hooks = load_app_hooks()
				if not frappe.flags.in_install_db:
					frappe.client_cache.set_value("app_hooks", hooks)
		if hook:
			return hooks.get(hook, [] if default == "_KEEP_DEFAULT_LIST" else default)
		return frappe._dict(hooks)

	def setup_module_map(include_all_apps=True):
		modules = {app: [frappe.scrub(module) for module in get_module_list(app)] for app in all_apps()}
		frappe.local.app_modules = modules
		frappe.local.module_app = {module: app for app, names in modules.items() for module in names}

	default_path = frappe.apps.get_default_path

	def get_default_path():
		# without an app on the apps screen, Frappe leaves the choice to the user's home page
		return default_path() if frappe.apps.get_apps() else None

	replace(frappe, "get_module", get_module)
	replace(frappe, "get_all_apps", all_apps)
	replace(frappe.apps, "get_default_path", get_default_path)
	replace(frappe, "get_app_path", get_app_path)
	replace(frappe, "get_app_source_path", get_app_source_path)
	replace(frappe, "get_module_list", get_module_list)
	replace(frappe, "get_installed_apps", get_installed_apps)
	replace(frappe, "_load_app_hooks", load_app_hooks)
	replace(frappe, "get_hooks", get_hooks)
	replace(frappe, "setup_module_map", setup_module_map)

	def is_setup_complete():
		return not frappe.flags.in_install_db and "frappe" in get_installed_apps()

	replace(frappe, "is_setup_complete", is_setup_complete)
	for name in ("get_setup_wizard_completed_apps", "get_setup_wizard_not_required_apps"):
		replace(frappe.utils.installed_apps, name, get_installed_apps)

	def forget_installed_apps():
		frappe.local.request_cache.clear()
		frappe.local.doc_events_hooks = None
		frappe.client_cache.delete_value("app_hooks")
		frappe.clear_cache()

	def store_installed_apps(apps):
		frappe.db.set_global("installed_apps", json.dumps(apps))
		frappe.db.commit()
		forget_installed_apps()

	def add_to_installed_apps(app_name, rebuild_website=True):
		apps = get_installed_apps()
		if app_name not in apps:
			store_installed_apps([*apps, app_name])
		if frappe.flags.in_install:
			frappe.installer.post_install(rebuild_website)

	def remove_from_installed_apps(app_name):
		store_installed_apps([app for app in get_installed_apps() if app != app_name])

	def install_app(name, verbose=False, set_as_patched=True, force=False):
		"""Install an app in the order in which Frappe 16 does."""
		from frappe.core.doctype.scheduled_job_type.scheduled_job_type import sync_jobs
		from frappe.model.module_utils import sync_customizations
		from frappe.model.sync import sync_for
		from frappe.utils.dashboard import sync_dashboards
		from frappe.utils.fixtures import sync_fixtures

		if name in get_installed_apps() and not force:
			print(f"App {name} already installed")
			return
		hooks = get_hooks(app_name=name)
		for required in hooks.required_apps or []:
			if required.split("/")[-1] not in get_installed_apps():
				install_app(required.split("/")[-1], verbose=verbose)

		frappe.flags.in_install = name
		frappe.flags.ignore_in_install = False
		frappe.clear_cache()
		for method in hooks.before_install or []:
			if frappe.get_attr(method)() is False:
				return
		if name != "frappe":
			for method in get_hooks("before_app_install"):
				frappe.get_attr(method)(name)

		if name != "frappe":
			frappe.installer.add_module_defs(name, ignore_if_duplicate=force)
		sync_for(name, force=force, reset_permissions=True)
		add_to_installed_apps(name)
		frappe.get_doc("Portal Settings", "Portal Settings").sync_menu()
		if set_as_patched:
			frappe.installer.set_all_patches_as_completed(name)
		for method in hooks.after_install or []:
			frappe.get_attr(method)()
		if name != "frappe":
			for method in get_hooks("after_app_install"):
				frappe.get_attr(method)(name)
		sync_jobs()
		sync_fixtures(name)
		sync_customizations(name)
		sync_dashboards(name)
		for method in hooks.after_sync or []:
			frappe.get_attr(method)()
		frappe.clear_cache()
		frappe.client_cache.erase_persistent_caches()
		frappe.flags.in_install = False
		frappe.db.commit()

	def remove_app(app_name, dry_run=False, yes=False, no_backup=False, force=False):
		"""Remove an app with its modules, DocTypes and tables, in the order in which Frappe 16 does."""
		if app_name not in get_installed_apps() and not force:
			print(f"App {app_name} is not installed")
			return
		hooks = get_hooks(app_name=app_name)
		frappe.flags.in_uninstall = True
		for method in hooks.before_uninstall or []:
			frappe.get_attr(method)()
		for method in get_hooks("before_app_uninstall"):
			frappe.get_attr(method)(app_name)
		modules = frappe.get_all("Module Def", filters={"app_name": app_name}, pluck="name")
		doctypes = frappe.installer._delete_modules(modules, dry_run=dry_run)
		frappe.installer._delete_doctypes(doctypes, dry_run=dry_run)
		if not dry_run:
			remove_from_installed_apps(app_name)
			frappe.db.commit()
		for method in hooks.after_uninstall or []:
			frappe.get_attr(method)()
		for method in get_hooks("after_app_uninstall"):
			frappe.get_attr(method)(app_name)
		frappe.flags.in_uninstall = False
		frappe.clear_cache()
		frappe.db.commit()

	replace(frappe.installer, "add_to_installed_apps", add_to_installed_apps)
	replace(frappe.installer, "remove_from_installed_apps", remove_from_installed_apps)
	replace(frappe.installer, "install_app", install_app)
	replace(frappe.installer, "remove_app", remove_app)

	def get_all_patches(patch_type=None):
		found = []
		for app in get_installed_apps():
			found.extend(frappe.patches.get_patches_from_app(app, patch_type=patch_type))
		return found

	def sync_all(force=0, reset_permissions=False):
		frappe.patches._patch_mode(True)
		for app in get_installed_apps():
			frappe.model.sync.sync_for(app, force, reset_permissions=reset_permissions)
		frappe.patches._patch_mode(False)
		frappe.clear_cache()

	replace(frappe.utils, "update_progress_bar", lambda *args, **kwargs: None)
	replace(frappe.patches, "get_all_patches", get_all_patches)
	replace(frappe.model.sync, "sync_all", sync_all)
