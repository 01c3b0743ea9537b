"""The demo agency, Pemerintah Kota Dumai: `bench --site SITE execute kinerja_asn.demo.make`."""


def make(year: int = 2026, progress=None) -> dict:
	"""Fill the site with the demo agency, see `build.make`."""
	from kinerja_asn.demo import build

	return build.make(year, progress)


def people() -> list[dict]:
	"""Whom to log in as: label, user, password and what that person sees."""
	from kinerja_asn.demo import logins

	return logins.people()


def remove() -> dict:
	"""Take the demo agency away, see `build.remove`."""
	from kinerja_asn.demo import build

	return build.remove()
