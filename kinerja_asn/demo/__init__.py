"""The demo agency, Pemerintah Kota Dumai: `bench --site SITE execute kinerja_asn.demo.make`."""


def make(year: int = 2026, progress=None) -> dict:
	"""Fill the site with the demo agency, see `build.make`; a refusal ends the command with its sentence."""
	from kinerja_asn.demo import build

	return _told(build.make, year, progress)


def people() -> list[dict]:
	"""Whom to log in as: label, user, password and what that person sees."""
	from kinerja_asn.demo import logins

	return logins.people()


def remove() -> dict:
	"""Take the demo agency away, see `build.remove`; a refusal ends the command with its sentence."""
	from kinerja_asn.demo import build

	return _told(build.remove)


def _told(function, *args) -> dict:
	# `bench execute` of Frappe 15 hides an ordinary exception behind one of its own
	from frappe.utils import strip_html

	from kinerja_asn.demo.build import Refused

	try:
		return function(*args)
	except Refused as error:
		raise SystemExit(strip_html(str(error))) from None
