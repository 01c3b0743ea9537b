"""Prints what a site holds as JSON: the columns of every table and the names in every table that matters.

Run by `python -m embedded run`, with `frappe` connected.
"""

import json
import sys

import frappe

# Written by every step, whatever app it is about.
NOISE = {
	"Access Log",
	"Activity Log",
	"Comment",
	"DefaultValue",
	"Deleted Document",
	"DocType State",
	"Error Log",
	"Notification Log",
	"Patch Log",
	"Prepared Report",
	"Route History",
	"Scheduled Job Log",
	"Sessions",
	"Version",
}

TELLING = {"Scheduled Job Type": "method"}


def columns() -> dict:
	found = {}
	for table in sorted(frappe.db.get_tables(cached=False)):
		if table.startswith("tab"):
			rows = frappe.db.get_table_columns_description(table)
			found[table] = sorted(row["name"] for row in rows)
	return found


def rows(tables) -> dict:
	found = {}
	for table in tables:
		doctype = table[3:]
		if doctype in NOISE or doctype in ("Singles", "Series") or "name" not in tables[table]:
			continue
		T = frappe.qb.Table(table)
		query = frappe.qb.from_(T)
		if "parent" in tables[table]:
			# Names of child rows are drawn by lot.
			values = query.select(T.parenttype, T.parent, T.parentfield).run()
			found[table] = sorted(" / ".join(str(part) for part in row) for row in values)
		else:
			# Drawn names say nothing; what the row is about does.
			telling = TELLING.get(doctype, "name")
			found[table] = sorted(str(row[0]) for row in query.select(T[telling]).run())
	return found


def singles() -> list:
	T = frappe.qb.Table("tabSingles")
	return sorted({row[0] for row in frappe.qb.from_(T).select(T.doctype).run()})


tables = columns()
sys.stdout.write(
	"SNAPSHOT " + json.dumps({"columns": tables, "rows": rows(tables), "singles": singles()}) + "\n"
)
