"""Several sites, each a folder with a site_config.json, as on a bench."""

import json
import logging
import os
from logging.handlers import RotatingFileHandler

from embedded import paths
from embedded.repairs import replace

DEFAULTS = {
	"redis_cache": "redis://127.0.0.1:1",
	"redis_queue": "redis://127.0.0.1:1",
	"developer_mode": 0,
	"lang": "en",
	"max_file_size": 25 * 1024 * 1024,
	"use_mysqlclient": 1,
	"enable_frappe_logger": 0,
	"bench_id": "embedded",
	"disable_scheduler": 1,
	# No socket.io server: the desk asks instead of listening.
	"disable_async": 1,
}

current = None
_read = {}


def config_of(site: str) -> dict:
	"""The site's configuration, read again only when its file has changed."""
	path = paths.site_folder(site) / "site_config.json"
	try:
		changed = path.stat().st_mtime_ns
	except FileNotFoundError:
		return {}
	known = _read.get(site)
	if not known or known[0] != changed:
		known = _read[site] = (changed, json.loads(path.read_text()))
	return known[1]


def apply() -> None:
	import frappe
	import frappe.config
	import frappe.utils
	import frappe.utils.logger

	def load_config():
		settings = frappe._dict({**DEFAULTS, **(config_of(current) if current else {})})
		if settings.db_type == "mariadb":
			from embedded import services

			settings.update(services.listening())
			settings["db_user"] = settings["db_name"]
		return settings

	def get_site_config(sites_path=None, site_path=None, *, cached=False):
		return load_config()

	replace(frappe.config, "_load_config", load_config)
	replace(frappe.config, "_cached_config", load_config)
	replace(frappe.config, "get_site_config", get_site_config)
	frappe.get_site_config = get_site_config

	engine_init = frappe.init
	engine_connect = frappe.connect

	def init(site=None, sites_path=None, new_site=False, force=False):
		global current
		if getattr(frappe.local, "initialised", None) and not force and site in (None, current):
			return
		if site and os.path.basename(site) == site and site != ".":
			current = site
		if not current:
			current = os.environ.get("SITE") or paths.DEFAULT_SITE
		folder = str(paths.site_folder(current))
		frappe.local.site = current
		frappe.local.site_path = folder
		engine_init(force=True)
		frappe.local.site = frappe.local.site_name = current
		frappe.local.site_path = folder
		frappe.local.sites_path = frappe.local.app_path = str(paths.SITES)
		frappe.local.flags.new_site = new_site

	def connect(site=None, db_name=None, set_admin_as_user=True):
		if site and site != getattr(frappe.local, "site", None):
			init(site, force=True)
		engine_connect(db_name=db_name, set_admin_as_user=set_admin_as_user)

	class init_site:
		def __init__(self, site=None):
			self.site = site

		def __enter__(self):
			init(self.site)
			return frappe.local

		def __exit__(self, *error):
			frappe.destroy()

	replace(frappe, "init", init)
	replace(frappe, "connect", connect)
	replace(frappe, "init_site", init_site)
	replace(frappe, "get_site_name", lambda: current)
	replace(frappe.utils, "get_bench_path", lambda: str(paths.HOME))
	replace(
		frappe.utils,
		"get_sites",
		lambda sites_path=None: sorted(path.parent.name for path in paths.SITES.glob("*/site_config.json")),
	)

	def create_handler(module, site=None, max_size=100_000, file_count=20, stream_only=False):
		folder = paths.site_folder(site) / "logs" if site else paths.LOGS
		if stream_only or not folder.is_dir():
			handler = logging.StreamHandler()
		else:
			handler = RotatingFileHandler(
				folder / f"{module}.log", maxBytes=1_000_000, backupCount=2, delay=True
			)
		handler.setFormatter(logging.Formatter(f"%(asctime)s %(levelname)s {module} %(message)s"))
		return [handler]

	replace(frappe.utils.logger, "create_handler", create_handler)

	def get_assets_json():
		found = {}
		for name in ("assets.json", "assets-rtl.json"):
			path = paths.ASSETS / name
			if path.exists():
				found.update(json.loads(path.read_text()))
		return found

	replace(frappe.utils, "get_assets_json", get_assets_json)
