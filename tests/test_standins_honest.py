"""The stand-ins of ERPNext and HRMS against the facts of the real apps; needs no engine."""

import ast
import json
from pathlib import Path

import pytest

STANDINS = Path(__file__).resolve().parent.parent / "embedded" / "standins"
FACTS = json.loads((STANDINS / "real_fields.json").read_text())
LAYOUT = {"Section Break", "Column Break", "Tab Break"}
ATTRIBUTES = (
	"fieldtype",
	"options",
	"default",
	"fetch_from",
	"mandatory_depends_on",
	"reqd",
	"unique",
	"read_only",
	"hidden",
	"permlevel",
	"set_only_once",
	"ignore_user_permissions",
	"fetch_if_empty",
	"no_copy",
	"allow_on_submit",
	"non_negative",
	"search_index",
)
PROPERTIES = (
	"autoname",
	"is_submittable",
	"istable",
	"issingle",
	"is_tree",
	"nsm_parent_field",
	"title_field",
	"search_fields",
	"allow_rename",
	"track_changes",
	"module",
)
# Where 16 differs from 15 the stand-ins follow 15.
NEWER_ON_16 = {("Branch", "branch"): {"unique"}}
FILES = sorted(path for path in STANDINS.glob("*/*/doctype/*/*.json") if path.stem == path.parent.name)
DOCTYPES = [json.loads(path.read_text()) for path in FILES]


def stand_in(name):
	return next(doctype for doctype in DOCTYPES if doctype["name"] == name)


def differences(ours, real, names):
	"""What differs, name by name; absent, 0 and "0" say the same."""

	def plain(value):
		return None if value in (None, 0, "0", "") else value

	return {
		name: (ours.get(name), real.get(name))
		for name in names
		if plain(ours.get(name)) != plain(real.get(name))
	}


@pytest.mark.parametrize("doctype", DOCTYPES, ids=lambda doctype: doctype["name"])
class TestDocType:
	def test_lies_where_the_real_one_lies(self, doctype):
		path = FILES[DOCTYPES.index(doctype)]
		assert path.relative_to(STANDINS).parts[0] == FACTS["doctypes"][doctype["name"]]["app"]

	def test_has_the_real_properties(self, doctype):
		for version in ("15", "16"):
			real = FACTS["doctypes"][doctype["name"]][version]["doctype"]
			assert differences(doctype, real, PROPERTIES) == {}, f"version {version}"

	@pytest.mark.parametrize("version", ["15", "16"])
	def test_has_no_field_that_differs(self, doctype, version):
		real = FACTS["doctypes"][doctype["name"]][version]["fields"]
		for field in doctype["fields"]:
			if field["fieldtype"] in LAYOUT:
				continue
			assert field["fieldname"] in real, f"{field['fieldname']} is not in version {version}"
			found = differences(field, real[field["fieldname"]], ATTRIBUTES)
			newer = (
				NEWER_ON_16.get((doctype["name"], field["fieldname"]), set()) if version == "16" else set()
			)
			assert set(found) == newer, (field["fieldname"], found)

	def test_lacks_no_mandatory_field(self, doctype):
		ours = {field["fieldname"] for field in doctype["fields"]}
		real = FACTS["doctypes"][doctype["name"]]["15"]["fields"]
		assert {name for name, fact in real.items() if fact.get("reqd")} <= ours

	def test_gives_the_real_rights(self, doctype):
		def rows(permissions):
			return sorted(json.dumps(row, sort_keys=True) for row in permissions)

		real = FACTS["doctypes"][doctype["name"]]["15"]["permissions"]
		assert rows(doctype["permissions"]) == rows(real)

	def test_links_only_to_what_exists(self, doctype):
		from_frappe = {"User", "Gender", "Salutation", "Currency", "Country", "Letter Head"}
		known = {other["name"] for other in DOCTYPES} | from_frappe
		for field in doctype["fields"]:
			if field["fieldtype"] in ("Link", "Table"):
				assert field["options"] in known, field["fieldname"]


def hrms_constants():
	"""The constants of the stand-in's setup module, read without importing it."""
	tree = ast.parse((STANDINS / "hrms" / "setup.py").read_text())
	found = {}
	for node in tree.body:
		if isinstance(node, ast.Assign) and node.targets[0].id in ("CUSTOM_FIELDS", "SELF_SERVICE_RIGHTS"):
			found[node.targets[0].id] = ast.literal_eval(node.value)
	return found


def test_custom_fields_of_hrms_are_the_real_ones():
	for doctype, fields in hrms_constants()["CUSTOM_FIELDS"].items():
		for field in fields:
			for version in ("15", "16"):
				real = FACTS["hrms_custom_fields"][version][doctype][field["fieldname"]]
				assert differences(field, real, ATTRIBUTES) == {}, (version, field["fieldname"])


def test_self_service_rights_are_the_real_ones():
	ours = hrms_constants()["SELF_SERVICE_RIGHTS"]
	present = {doctype["name"] for doctype in DOCTYPES}
	for version in ("15", "16"):
		real = FACTS["hrms_user_type"][version]["rights"]
		assert {name: list(rights) for name, rights in ours.items()} == {
			name: rights for name, rights in real.items() if name in present
		}


def test_mandatory_fields_the_factories_fill_are_known():
	"""A vendor copy may demand more; what is known of it is written down."""
	assert stand_in("Employee")
	assert FACTS["vendor_copy"]["Employee"]["mandatory_added"] == ["file_number"]
