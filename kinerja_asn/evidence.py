"""Evidence is read, not run: programs and pages are refused wherever they arrive."""

import frappe
from frappe import _
from frappe.utils import cstr, escape_html

from kinerja_asn.rules import evidence

READ_AT_MOST = 4096


PAGES = ("https://", "http://")
FILES = ("/private/files/", "/files/")


def check_addresses(doc):
	"""Stop a document whose evidence, in itself or in a row, is a program, or no file and no page at all."""
	for row in [doc, *doc.get_all_children()]:
		for df in row.meta.fields:
			address = cstr(row.get(df.fieldname)).strip()
			if not address:
				continue
			if df.fieldtype == "Attach":
				if evidence.runs(address.partition("?")[0].partition("#")[0]):
					refuse(address.rpartition("/")[2])
				_demand(address, (*FILES, *PAGES), df)
			elif df.fieldtype == "Data" and df.options == "URL":
				_demand(address, PAGES, df)


def _demand(address: str, beginnings: tuple, df):
	if not address.lower().startswith(beginnings):
		frappe.throw(
			_("{0}: upload a file, or enter an address that begins with https:// or http://.").format(
				frappe.bold(_(df.label))
			),
			title=_("Link not understood"),
		)


def refuse_program(file):
	"""Stop a File that is a program by its name, by its address or by its first bytes."""
	names = (file.file_name, cstr(file.file_url).partition("?")[0].partition("#")[0])
	if any(evidence.runs(name) for name in names) or evidence.runs(None, _beginning(file)):
		refuse(file.file_name)


def _beginning(file) -> bytes:
	content = file.get("content")
	if isinstance(content, str):
		return content[:READ_AT_MOST].encode("utf-8", "replace")
	if content:
		return bytes(content[:READ_AT_MOST])
	if file.is_folder or not cstr(file.file_url).startswith(("/files/", "/private/files/")):
		return b""
	try:
		with open(file.get_full_path(), "rb") as stored:
			return stored.read(READ_AT_MOST)
	except OSError:
		# the address of a file that is not there; nothing can be run
		return b""


def refuse(name: str | None):
	frappe.throw(
		_(
			"{0} is a program or a web page, and could harm the computer of who opens it. Attach a PDF, a picture or an office document."
		).format(frappe.bold(escape_html(cstr(name)))),
		title=_("Not accepted as evidence"),
	)
