"""My history."""


def history(visit) -> dict:
	return {}
