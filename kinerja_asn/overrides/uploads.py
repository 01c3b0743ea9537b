"""upload_file: a picture that cannot be opened is refused in words, before Frappe's own look at it breaks off."""

from io import BytesIO
from mimetypes import guess_type

import frappe
from frappe import _

from kinerja_asn.overrides.doors import is_limited

#: Kinds of picture that Frappe opens while it stores them, to take place and device out of a photo.
OPENED = ("image/jpeg",)


def refuse_broken_picture():
	"""before_request"""
	if not (frappe.request.path.endswith("/upload_file") or frappe.form_dict.get("cmd") == "upload_file"):
		return
	file = frappe.request.files.get("file")
	if not file or not is_limited(frappe.form_dict.get("doctype")):
		return
	if guess_type(file.filename or "")[0] not in OPENED:
		return
	content = file.stream.read()
	file.stream.seek(0)
	if not _opens(content):
		frappe.throw(
			_("The picture {0} cannot be opened. Take or choose it again, or give a link.").format(
				frappe.bold(frappe.utils.escape_html(file.filename))
			),
			title=_("Picture is damaged"),
		)


def _opens(content: bytes) -> bool:
	from PIL import Image

	try:
		with Image.open(BytesIO(content)) as picture:
			picture.load()
	except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
		return False
	return True
