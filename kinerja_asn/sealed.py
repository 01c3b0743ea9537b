"""What is kept from everybody: rows that nobody opens, sealed texts, values that no log keeps.

For the 360-degree appraisal, and for coaching and counselling. The rows are written and read by single statements. A
document would bring hooks along: versions, notifications, webhooks, assignment rules, deleted documents, each of which
keeps who did something and when.
"""

import base64
import hmac
import traceback
from hashlib import sha256

import frappe
from cryptography.fernet import Fernet, InvalidToken
from frappe import _
from frappe.model.document import Document
from frappe.utils.password import get_encryption_key

from kinerja_asn import interruptions


class SealedDocument(Document):
	def load_from_db(self, *args, **kwargs):
		self.refuse()

	def db_insert(self, *args, **kwargs):
		self.refuse()

	def db_update(self, *args, **kwargs):
		self.refuse()

	def validate(self):
		self.refuse()

	def before_rename(self, *args, **kwargs):
		self.refuse()

	def on_trash(self):
		self.refuse()

	def refuse(self):
		frappe.throw(
			_("{0} is kept under seal; nobody opens or changes it here.").format(
				frappe.bold(_(self.doctype))
			),
			frappe.PermissionError,
			title=_("Sealed"),
		)


# --- sealed texts ---


class SealBroken(Exception):
	"""A sealed text that the site's key does not open: another key, or a text that was changed or moved."""


def seal(text: bytes, purpose: str) -> str:
	"""The text so that only the site's key opens it, and only for this purpose; it does not tell when it was sealed."""
	return _cipher(purpose).encrypt_at_time(text, 0).decode()


def unseal(sealed: str, purpose: str) -> bytes:
	"""Raises SealBroken."""
	try:
		return _cipher(purpose).decrypt(sealed.encode())
	except InvalidToken:
		broken = True
	if broken:
		raise SealBroken(purpose)


def _cipher(purpose: str) -> Fernet:
	# a key of its own for each purpose: whatever Frappe opens for an administrator with the site's key (a stored
	# password, a second factor) does not open these texts
	derived = hmac.new(get_encryption_key().encode(), f"kinerja_asn|{purpose}".encode(), sha256).digest()
	return Fernet(base64.urlsafe_b64encode(derived))


# --- values that no log keeps ---


class Hidden:
	"""A value on its way through functions whose local variables the Error Log would show."""

	__slots__ = ("value",)

	def __init__(self, value):
		self.value = value

	def __repr__(self):
		return "Hidden"

	def __deepcopy__(self, memo):
		return self


class WithoutValues(Exception):
	"""Something went wrong where answers were in the open; tells the place and the kind of error, nothing else."""


def without_values(function, *arguments):
	"""Call a function; its errors come out without the variables of the places that they passed.

	An Error Log keeps the variables of every place on the way of an error. So the error raised here is a new one, which
	begins its way here, and has no other behind it. What people are told (ValidationError) and what the database
	says of locks, of its connection and of a full disk is raised again as it was.
	"""
	failed = None
	try:
		return function(*arguments)
	except Exception as error:
		told = isinstance(error, frappe.ValidationError | frappe.PermissionError)
		if told or any(
			is_so(error) for is_so in (interruptions.ended, interruptions.lost, interruptions.full)
		):
			failed = type(error)(*error.args)
		else:
			failed = WithoutValues(f"{type(error).__name__}: {_way_of(error)}")
	del function, arguments
	raise failed


def _way_of(error: Exception) -> str:
	steps = traceback.extract_tb(error.__traceback__)[-4:]
	return " > ".join(f"{step.filename.rpartition('/')[2]}:{step.lineno} {step.name}" for step in steps)
