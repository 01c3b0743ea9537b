"""Install, migrate twice, uninstall, reinstall on a throw-away site: nothing is left behind, nothing is lost."""

import json
import os
import re
import subprocess
import sys

import pytest

from embedded import paths, ready, site

SITE = f"cycle_{os.getpid()}"
DB = os.environ.get("DB", "sqlite")

#: What changes with time or with every statement, whatever is installed.
UNSTABLE_TABLES = {
	"tabScheduled Job Log",
	"tabError Log",
	"tabInstalled Application",
	"tabRoute History",
	"tabSessions",
	"tabActivity Log",
}
UNSTABLE_COLUMNS = {
	"creation",
	"modified",
	"modified_by",
	"owner",
	"idx",
	"last_execution",
	"last_active",
	"lft",
	"rgt",
}
# The list of installed apps is rewritten by Frappe; what it says is compared by itself.
# Removing any app, Frappe 16 also takes an icon of its own away.
LOOSE_ROWS = {
	"tabDefaultValue": ("defkey", {"installed_apps"}),
	"tabDeleted Document": ("deleted_doctype", {"Desktop Icon"}),
	"tabDesktop Icon": ("label", {"Frappe Framework"}),
}

SNAPSHOT = """
import frappe, json
tables = sorted(t for t in frappe.db.get_tables(cached=False) if not t.startswith("sqlite_"))
answer = {}
for table in tables:
	columns = sorted(frappe.db.get_table_columns_description(table), key=lambda c: c["name"])
	rows = frappe.db.sql(f"select * from `{table}`", as_dict=True)
	answer[table] = {"columns": [c["name"] for c in columns], "rows": rows}
open(OUT, "w").write(json.dumps(answer, default=str))
"""


def run(*command: str):
	done = subprocess.run(
		[sys.executable, "-m", "embedded", *command, "--site", SITE],
		cwd=paths.ROOT,
		capture_output=True,
		text=True,
		env={**os.environ, "SITE": SITE},
	)
	assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
	return done.stdout


def snapshot(tmp_path) -> dict:
	out = tmp_path / "snapshot.json"
	script = tmp_path / "snapshot.py"
	script.write_text(SNAPSHOT.replace("OUT", repr(str(out))))
	run("run", str(script))
	return json.loads(out.read_text())


def is_random(column: str, value) -> bool:
	return column == "name" and bool(re.match(r"^[0-9a-z]{10}$", str(value)))


def comparable(table: str, rows: list[dict]) -> set:
	column, loose = LOOSE_ROWS.get(table, (None, ()))
	return {
		json.dumps(
			{
				key: value
				for key, value in row.items()
				if key not in UNSTABLE_COLUMNS and not is_random(key, value)
			},
			sort_keys=True,
			default=str,
		)
		for row in rows
		if not (column and row[column] in loose)
		and not (table == "tabSingles" and row["field"] in UNSTABLE_COLUMNS)
	}


def differences(before: dict, after: dict) -> list[str]:
	found = [f"table {table} left behind" for table in sorted(after.keys() - before.keys())]
	found += [f"table {table} lost" for table in sorted(before.keys() - after.keys())]
	for table in sorted(before.keys() & after.keys()):
		if before[table]["columns"] != after[table]["columns"]:
			gained = set(after[table]["columns"]) ^ set(before[table]["columns"])
			found.append(f"columns of {table}: {sorted(gained)}")
			continue
		if table in UNSTABLE_TABLES or before[table]["rows"] == after[table]["rows"]:
			continue
		old, new = comparable(table, before[table]["rows"]), comparable(table, after[table]["rows"])
		found += [f"{table}: left {row[:400]}" for row in sorted(new - old)]
		found += [f"{table}: lost {row[:400]}" for row in sorted(old - new)]
	return found


@pytest.fixture
def throw_away_site():
	ready.fresh(SITE, DB, with_app=False)
	yield SITE
	site.drop(SITE)


USE = """
import frappe
from frappe.model.rename_doc import rename_doc
from kinerja_asn.tests import factories
company = factories.make_company("Pemerintah Kota Siklus", abbr="PKS")
unit = factories.make_department("Dinas Siklus", company)
frappe.db.commit()
rank = frappe.get_doc({"doctype": "ASN Rank", "rank_code": "XX", "employment": "PPPK"}).insert()
rank.add_comment("Comment", "a trace")
frappe.get_doc({"doctype": "ToDo", "description": "x", "reference_type": "ASN Rank", "reference_name": "XX"}).insert()
indicator = frappe.get_doc({"doctype": "Performance Indicator", "indicator_name": "Baru", "uom": "Laporan"}).insert()
frappe.get_doc({"doctype": "File", "file_name": "bukti.txt", "content": "x", "is_private": 1,
	"attached_to_doctype": "Performance Indicator", "attached_to_name": indicator.name}).insert()
frappe.delete_doc("ASN Rank", "XX")
from frappe.custom.doctype.property_setter.property_setter import make_property_setter
make_property_setter("Work Plan", "approach", "hidden", 1, "Check")
from frappe.permissions import add_permission
add_permission("Work Behaviour", "Employee")
user = frappe.get_doc("User", "Administrator")
user.add_roles("ASN Performance Auditor")
frappe.get_doc({"doctype": "UOM", "uom_name": "Satuan Instansi"}).insert()
frappe.db.commit()
"""


def test_nothing_is_left_behind(throw_away_site, tmp_path):
	before = snapshot(tmp_path)
	run("install-app", "kinerja_asn")
	installed = snapshot(tmp_path)
	assert "tabWork Plan" in installed and "asn_nip" in installed["tabEmployee"]["columns"]

	run("migrate")
	run("migrate")
	migrated = differences(installed, snapshot(tmp_path))
	assert not [line for line in migrated if "Patch Log" not in line], "\n".join(migrated)

	run("uninstall-app", "kinerja_asn")
	left = differences(before, snapshot(tmp_path))
	assert not left, "\n".join(left)

	run("install-app", "kinerja_asn")
	again = differences(installed, snapshot(tmp_path))
	assert not again, "\n".join(again)


def test_use_leaves_nothing_of_ours_and_keeps_what_is_the_agencys(throw_away_site, tmp_path):
	run("install-app", "kinerja_asn")
	script = tmp_path / "use.py"
	script.write_text(USE)
	run("run", str(script))
	run("uninstall-app", "kinerja_asn")
	after = snapshot(tmp_path)

	names = {row["name"] for row in after["tabUOM"]["rows"]}
	assert "Satuan Instansi" in names and "Laporan" not in names
	assert any(row["name"] == "Dinas Siklus - PKS" for row in after["tabDepartment"]["rows"])
	ours = ("ASN Rank", "Performance Indicator", "Work Plan", "Work Behaviour", "Kinerja ASN Settings")
	for table, content in after.items():
		for row in content["rows"]:
			named = [
				value for value in row.values() if value in ours or str(value).startswith("kinerja_asn.")
			]
			assert not named, f"{table}: {row}"
	assert not list((paths.site_folder(SITE) / "private" / "files").glob("bukti*"))
