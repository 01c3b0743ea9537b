"""Where the embedded engine keeps its things. `.embedded/` is laid out like a bench: sites/, sites/assets/, logs/."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "embedded"
HOME = Path(os.environ.get("EMBEDDED_HOME") or ROOT / ".embedded")
ENGINE = HOME / "engine"
SITES = HOME / "sites"
ASSETS = SITES / "assets"
LOGS = HOME / "logs"
STANDINS = HERE / "standins"

APPS = ("frappe", "erpnext", "hrms", "kinerja_asn")
DEFAULT_SITE = "demo"


def app_package(app: str) -> Path:
	"""The folder of an app's Python package."""
	if app == "frappe":
		return ENGINE / "frappe"
	if app == "kinerja_asn":
		return ROOT / "kinerja_asn"
	return STANDINS / app


def site_folder(site: str) -> Path:
	return SITES / site
