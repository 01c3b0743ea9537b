"""What the engine needs before an ordinary Frappe app runs on it.

The engine is a copy of Frappe 16 from which several apps on several sites were cut out; these modules put them back,
each in words of its own. Nothing here is meant for a bench.
"""

import sys


def replace(module, name: str, new) -> None:
	"""Set `module.name`, also wherever a module has already imported the old object by name."""
	old = getattr(module, name, None)
	setattr(module, name, new)
	if old is None:
		return
	for loaded in list(sys.modules.values()):
		namespace = getattr(loaded, "__dict__", None)
		if namespace is None or not getattr(loaded, "__name__", "").startswith("frappe"):
			continue
		for key, value in list(namespace.items()):
			if value is old:
				namespace[key] = new


def apply() -> None:
	from embedded.repairs import (
		apps,
		arguments,
		cache,
		database,
		jobs,
		moved,
		prints,
		queries,
		sites,
		testing,
	)

	for repair in (moved, sites, apps, arguments, database, queries, cache, jobs, prints, testing):
		repair.apply()
