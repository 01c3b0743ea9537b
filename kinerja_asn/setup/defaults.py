"""Shipped defaults: inserted once, updated while nobody has edited them, never brought back when removed."""

import json
from copy import deepcopy
from pathlib import Path

import frappe

from kinerja_asn import bulk
from kinerja_asn.setup import shipped
from kinerja_asn.setup.settings import DOCTYPE as SETTINGS
from kinerja_asn.setup.settings import pattern_rows

FOLDER = Path(__file__).parent / "defaults"

#: Files in the order in which their records lean on each other.
FILES = (
	"roles",
	"units_of_measure",
	"ranks",
	"functional_levels",
	"work_behaviours",
	"performance_indicators",
	"appraisal_360_templates",
	"workflow_states",
	"workflow_actions",
	"workflows",
)

#: DocTypes whose records have names of their own kind: found again by these fields.
IDENTITY = {"Performance Indicator": ("indicator_name", "aspect")}


def records(file: str) -> list[dict]:
	"""The records of one file of defaults, each with its doctype."""
	return json.loads((FOLDER / f"{file}.json").read_text(encoding="utf-8"))


def sync():
	"""Bring the site's defaults up to what this version ships, edits of the agency excepted."""
	for file in FILES:
		for record in records(file):
			sync_record(record)


def sync_record(record: dict):
	doctype = record["doctype"]
	content = {field: value for field, value in record.items() if field not in ("doctype", "name")}
	key = key_of(record)
	row = shipped.kept(key)
	if row is None:
		_first_time(doctype, record, content, key)
		return
	if not row.made_by_app:
		return
	if not frappe.db.exists(doctype, row.ref_name):
		shipped.note_state(row, shipped.REMOVED)
		return
	doc = frappe.get_doc(doctype, row.ref_name)
	if not shipped.is_as_shipped(key, doc, content):
		return
	if shipped.content_of(doc, content) != shipped.normal(doc, content):
		doc.update(deepcopy(content))
		doc.flags.ignore_permissions = True  # setup: whoever migrates owns the site
		doc.save()
	shipped.note_shipped(key, doc, content)


def _first_time(doctype: str, record: dict, content: dict, key: str):
	there = find(record)
	if there:
		doc = frappe.get_doc(doctype, there)
		# A role of ours is made by the DocTypes that name it, a moment before this runs.
		ours = doctype == "Role"
		if ours and frappe.flags.in_install:
			doc.update(content)
			doc.save(ignore_permissions=True)
		state = shipped.AS_SHIPPED if ours else shipped.FOUND
		shipped.note_shipped(key, doc, content, state=state, made_by_app=ours)
		return
	# a copy: Frappe writes into the rows it is given
	doc = frappe.get_doc({"doctype": doctype, **deepcopy(content)})
	# an agency may have removed what a shipped record points to; it is told when it edits the record
	doc.flags.ignore_links = True
	doc.flags.ignore_permissions = True  # setup: whoever installs owns the site
	doc.insert()
	shipped.note_shipped(key, doc, content)


def find(record: dict) -> str | None:
	"""The site's document for a shipped record, if there is one."""
	doctype = record["doctype"]
	if doctype in IDENTITY:
		return frappe.db.exists(doctype, {field: record[field] for field in IDENTITY[doctype]})
	return frappe.db.exists(doctype, name_of(record))


def name_of(record: dict) -> str:
	if record.get("name"):
		return record["name"]
	return record[frappe.get_meta(record["doctype"]).autoname.partition(":")[2]]


def key_of(record: dict) -> str:
	"""Short and stable: a shipped record keeps its key as long as it means the same."""
	if record.get("name"):
		return f"{record['doctype']}/{record['name']}"
	return f"{record['doctype']}/{name_of(record)}"


def fill_settings():
	"""Write the defaults of settings that have no value yet; what the agency has set stays."""
	meta = frappe.get_meta("Kinerja ASN Settings")
	there = set(frappe.db.get_singles_dict("Kinerja ASN Settings"))
	missing = {df.fieldname: df.default for df in meta.fields if df.default and df.fieldname not in there}
	for fieldname, value in missing.items():
		frappe.db.set_single_value("Kinerja ASN Settings", fieldname, value, update_modified=False)
	fill_patterns()


def fill_patterns():
	"""The distribution patterns as they are shipped, where the agency has none."""
	table = {"parent": SETTINGS, "parenttype": SETTINGS, "parentfield": "patterns"}
	if frappe.db.exists("Distribution Pattern Rule", table):
		return
	bulk.insert_rows(
		"Distribution Pattern Rule",
		[row | table | {"idx": number} for number, row in enumerate(pattern_rows(), 1)],
	)
	frappe.clear_document_cache(SETTINGS, SETTINGS)
