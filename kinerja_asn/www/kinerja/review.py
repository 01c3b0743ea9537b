"""The appraiser's desk."""


def review(visit) -> dict:
	return {}
