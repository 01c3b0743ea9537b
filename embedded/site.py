"""Making, migrating, copying and removing sites."""

import base64
import json
import os
import secrets
import shutil
import string
import sys
import unittest.mock
from contextlib import contextmanager

from embedded import boot, paths

ADMIN_PASSWORD = "admin"


def config_path(site: str):
	return paths.site_folder(site) / "site_config.json"


def exists(site: str) -> bool:
	return config_path(site).exists()


def config(site: str) -> dict:
	return json.loads(config_path(site).read_text())


def write_config(site: str, settings: dict) -> None:
	paths.site_folder(site).mkdir(parents=True, exist_ok=True)
	config_path(site).write_text(json.dumps(settings, indent=1, sort_keys=True))


@contextmanager
def quiet(enabled: bool = True):
	"""Keep the engine's progress bars to itself, unless something fails."""
	if not enabled:
		yield
		return
	import io

	kept, shown = io.StringIO(), sys.stdout
	sys.stdout = kept
	try:
		yield
	except BaseException:
		sys.stdout = shown
		print(kept.getvalue()[-3000:])
		raise
	finally:
		sys.stdout = shown


def database_name(site: str) -> str:
	letters = string.ascii_lowercase + string.digits
	return "site_" + "".join(letter if letter in letters else "_" for letter in site.lower())[:50]


def new_site(site: str, db: str = "sqlite", apps=None, verbose: bool = False, **settings) -> None:
	"""Make a site with all apps installed, set up for Indonesia as the setup wizard would do it."""
	if exists(site):
		raise SystemExit(
			f"Site {site} is there already. Remove it first: python -m embedded drop-site --site {site}"
		)
	name = database_name(site)
	basis = {
		"db_type": db,
		"db_name": name,
		"db_password": secrets.token_hex(12),
		"encryption_key": base64.urlsafe_b64encode(os.urandom(32)).decode(),
		"admin_password": ADMIN_PASSWORD,
		"allow_tests": True,
		"mute_emails": 1,
		"mail_server": "localhost",
		"auto_email_id": "kinerja@example.com",
		"host_name": "http://127.0.0.1:8000",
		"bench_id": site,
	}
	if db == "mariadb":
		from embedded import services

		basis.update(services.site_settings(name))
	write_config(site, {**basis, **settings})
	frappe = boot.load()
	from frappe import installer
	from frappe.database import bootstrap_database

	with quiet(not verbose):
		frappe.init(site, force=True)
		installer.make_site_dirs()
		frappe.flags.in_install_db = True
		if db == "mariadb":
			services.create_database(name)
		else:
			for leftover in (paths.site_folder(site) / "db").glob("*"):
				leftover.unlink()
		bootstrap_database(verbose=verbose)
		frappe.db.create_auth_table()
		frappe.db.create_global_search_table()
		frappe.db.create_user_settings_table()
		frappe.flags.in_install_db = False
		frappe.cache.flushall()
		installer.install_app("frappe")
		set_up(frappe)
		for app in apps if apps is not None else frappe.get_all_apps():
			installer.install_app(app) if app != "frappe" else None
		frappe.db.commit()
		frappe.destroy()


def set_up(frappe) -> None:
	"""What the setup wizard asks an agency, answered."""
	system = frappe.get_doc("System Settings")
	system.update(
		{
			"country": "Indonesia",
			"language": "id",
			"time_zone": "Asia/Jakarta",
			"date_format": "dd-mm-yyyy",
			"time_format": "HH:mm",
			"number_format": "#.###,##",
			"float_precision": "2",
			"first_day_of_the_week": "Monday",
			"currency": "IDR",
			"setup_complete": 1,
			"enable_scheduler": 0,
			"disable_change_log_notification": 1,
			"enable_onboarding": 1,
			"enable_telemetry": 0,
		}
	)
	system.flags.ignore_mandatory = True
	with unittest.mock.patch("frappe.defaults._clear_cache"):
		# Each of a hundred defaults would clear all caches.
		system.save()
	frappe.clear_cache()
	frappe.db.set_default("lang", "id")
	frappe.db.set_default("desktop:home_page", "workspace")
	for user in ("Administrator", "Guest"):
		frappe.db.set_value("User", user, {"language": "id", "time_zone": "Asia/Jakarta"})
	frappe.db.commit()


def migrate(site: str, verbose: bool = False) -> None:
	frappe = boot.load()
	frappe.init(site, force=True)
	from frappe.migrate import SiteMigration

	# the cache lives in this process: there is no service to ask for
	SiteMigration.required_services_running = lambda self: True
	with quiet(not verbose):
		frappe.init(site, force=True)
		frappe.connect()
		frappe.destroy()
		SiteMigration(skip_search_index=True).run(site)


def install(site: str, app: str, verbose: bool = False) -> None:
	frappe = boot.connect(site)
	from frappe.installer import install_app

	with quiet(not verbose):
		install_app(app)
	frappe.destroy()


def sync(site: str, verbose: bool = False) -> None:
	"""What a migrate does for the app alone."""
	frappe = boot.connect(site)
	from frappe.core.doctype.scheduled_job_type.scheduled_job_type import sync_jobs
	from frappe.model.sync import sync_for
	from frappe.utils.dashboard import sync_dashboards
	from frappe.utils.fixtures import sync_fixtures

	with quiet(not verbose):
		frappe.cache.flushall()
		frappe.flags.in_migrate = True
		hooks = frappe.get_hooks(app_name="kinerja_asn")
		for method in hooks.before_migrate or []:
			frappe.get_attr(method)()
		sync_for("kinerja_asn", force=0)
		sync_jobs()
		sync_fixtures("kinerja_asn")
		sync_dashboards("kinerja_asn")
		for method in hooks.after_migrate or []:
			frappe.get_attr(method)()
		frappe.db.commit()
	frappe.destroy()


def drop(site: str) -> None:
	if exists(site) and config(site)["db_type"] == "mariadb":
		from embedded import services

		services.drop_database(config(site)["db_name"])
	shutil.rmtree(paths.site_folder(site), ignore_errors=True)


def copy(source: str, target: str) -> None:
	"""A second site with the same contents."""
	settings = config(source)
	shutil.rmtree(paths.site_folder(target), ignore_errors=True)
	shutil.copytree(paths.site_folder(source), paths.site_folder(target))
	# The cache of a process tells sites apart by the name of their database.
	name = database_name(target)
	if settings["db_type"] == "mariadb":
		from embedded import services

		services.copy_database(settings["db_name"], name)
		settings.update(services.site_settings(name))
	else:
		folder = paths.site_folder(target) / "db"
		for file in list(folder.iterdir()):
			file.rename(folder / file.name.replace(settings["db_name"], name, 1))
	write_config(target, {**settings, "db_name": name, "bench_id": target})
