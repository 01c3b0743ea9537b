"""upload_file: what Frappe would break off at is refused in words before: a picture that cannot be opened, a full disk."""

import errno
import os
import tempfile
from io import BytesIO
from mimetypes import guess_type

import frappe
from frappe import _

from kinerja_asn.overrides.doors import is_limited

#: Kinds of picture that Frappe opens while it stores them, to take place and device out of a photo.
OPENED = ("image/jpeg",)
#: What a file needs beside its own size: its rows, the journal, a log.
ROOM_BESIDE = 2 * 1024 * 1024


def _uploaded():
	"""The file that this request brings for a document of ours."""
	if not (frappe.request.path.endswith("/upload_file") or frappe.form_dict.get("cmd") == "upload_file"):
		return None
	return frappe.request.files.get("file") if is_limited(frappe.form_dict.get("doctype")) else None


def refuse_without_room():
	"""before_request: Frappe would leave the beginning of the file on a disk that is full, and tell nothing in words."""
	file = _uploaded()
	# only some systems reserve room
	if not file or not hasattr(os, "posix_fallocate"):
		return
	size = file.stream.seek(0, os.SEEK_END)
	file.stream.seek(0)
	try:
		# without a name, and gone with its end
		with tempfile.TemporaryFile(dir=frappe.utils.get_files_path(is_private=1)) as probe:
			os.posix_fallocate(probe.fileno(), 0, size + ROOM_BESIDE)
	except OSError as error:
		if error.errno not in (errno.ENOSPC, errno.EDQUOT):
			return
	else:
		return
	frappe.throw(
		_(
			"The server has no room left for files, so this one was not kept. What you have written stays; tell the administrator, and attach the file later or give a link."
		),
		title=_("Disk is full"),
	)


def refuse_broken_picture():
	"""before_request"""
	file = _uploaded()
	if not file:
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
