"""Every text of ours that can reach a screen: what `locale/id.po` has to translate."""

import ast
import json
import re
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
#: Not shown to people: tests, and the demo agency, which is Indonesian itself.
LEFT_OUT = ("tests", "demo", "locale", "dist", "node_modules", "__pycache__")
MARKERS = {"_", "_lt"}
JS_CALL = re.compile(r"""\b__\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)""")
JINJA_CALL = re.compile(r"""\b_\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")
#: Keys of shipped JSON documents that people read, by DocType.
READ_KEYS = {
	"Workspace": ("title", "label"),
	"Workspace Sidebar": ("title",),
	"Desktop Icon": ("label",),
	"Number Card": ("label",),
	"Dashboard Chart": ("chart_name",),
	"Module Onboarding": ("title", "subtitle", "success_message"),
	"Onboarding Step": ("title", "description", "action_label"),
	"Form Tour": ("title",),
	"Report": ("report_name",),
	"Print Format": ("name",),
	"Workflow State": ("workflow_state_name",),
	"Workflow Action Master": ("workflow_action_name",),
	"Notification": ("subject",),
	"Role": ("role_name",),
	"Dashboard": ("dashboard_name",),
	"Page": ("title",),
}
#: Keys of the rows inside those documents.
READ_ROW_KEYS = ("label", "title", "description")
TAGS = re.compile(r"<[^>]+>")
IGNORED = re.compile(r"^[\W\d_]*$")


def all_texts() -> dict[str, str]:
	"""text -> the first place it stands in."""
	found: dict[str, str] = {}
	for path in sorted(PACKAGE.rglob("*")):
		parts = path.relative_to(PACKAGE).parts
		if not path.is_file() or set(parts) & set(LEFT_OUT) or path.name.startswith("test_"):
			continue
		for text in texts_of(path):
			if text and not IGNORED.match(text):
				found.setdefault(text, "/".join(parts))
	return found


def texts_of(path: Path):
	if path.suffix == ".py":
		yield from python_texts(path.read_text(encoding="utf-8"))
	elif path.suffix == ".js":
		source = path.read_text(encoding="utf-8")
		yield from (literal(match) for match in JS_CALL.findall(source))
	elif path.suffix == ".html":
		source = path.read_text(encoding="utf-8")
		yield from (literal(match) for match in JINJA_CALL.findall(source) + JS_CALL.findall(source))
	elif path.suffix == ".json":
		yield from json_texts(json.loads(path.read_text(encoding="utf-8")))


def literal(text: str) -> str:
	if text.startswith("`"):
		return text[1:-1]
	return ast.literal_eval(text)


def python_texts(source: str):
	for node in ast.walk(ast.parse(source)):
		if isinstance(node, ast.Call) and node.args:
			name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
			first = node.args[0]
			if name in MARKERS and isinstance(first, ast.Constant) and isinstance(first.value, str):
				yield first.value
	yield from field_texts_in(source)


def field_texts_in(source: str):
	"""Custom fields stand in Python as dictionaries of a DocType's JSON."""
	if "fieldtype" not in source:
		return
	for node in ast.walk(ast.parse(source)):
		if not isinstance(node, ast.Dict):
			continue
		values = {
			key.value: value.value
			for key, value in zip(node.keys, node.values, strict=True)
			if isinstance(key, ast.Constant) and isinstance(value, ast.Constant)
		}
		if "fieldtype" in values:
			yield from field_texts(values)


def json_texts(document):
	for doc in document if isinstance(document, list) else [document]:
		if isinstance(doc, dict):
			yield from document_texts(doc)


def document_texts(doc: dict, doctype: str | None = None):
	doctype = doc.get("doctype") or doctype
	if doctype == "DocType":
		yield doc["name"]
		for field in doc.get("fields", []):
			yield from field_texts(field)
		return
	for key in READ_KEYS.get(doctype, ()):
		if isinstance(doc.get(key), str):
			yield doc[key]
	if doctype == "Workspace":
		yield from headers_of(doc.get("content") or "[]")
	if doctype not in READ_KEYS:
		return
	for value in doc.values():
		for row in value if isinstance(value, list) else ():
			if isinstance(row, dict):
				yield from (row[key] for key in READ_ROW_KEYS if isinstance(row.get(key), str))


def headers_of(content: str):
	"""The headings that stand in a workspace's layout; Frappe translates them without their markup."""
	for block in json.loads(content):
		text = TAGS.sub("", block.get("data", {}).get("text") or "")
		if block.get("type") in ("header", "paragraph") and text:
			yield text


def field_texts(field: dict):
	for key in ("label", "description"):
		if isinstance(field.get(key), str):
			yield field[key]
	if field.get("fieldtype") == "Select":
		yield from (line for line in (field.get("options") or "").split("\n") if line)
