"""Small pictures as paths of SVG: the course of an indicator, and predicates over time.

A picture shows what is also written beside it; its colours are those of `portal.css`.
"""

from frappe.utils import flt

from kinerja_asn.rules.planning import LOWER, RANGE
from kinerja_asn.rules.predicate import PREDICATES

#: Width of one interval and height of the picture, in units of the SVG.
STEP, HEIGHT = 16, 44
BAR = 10
#: A bar of achievement ends here, however much more was reached.
MOST_PERCENT = 150
#: Distance of two predicates, and of two evaluations.
LEVEL, PLACE = 22, 46


def course(entries: list[dict], direction: str | None = None, low=None, high=None) -> dict | None:
	"""Realisation (bars) against target (strokes) of an indicator, interval by interval.

	Args:
		entries: interval, target, realisation (None: no figure), achievement (None: cannot be told), in order of time.
		direction: decides what counts as reached where no achievement is kept.
		low, high: the ends of the range, where the direction is a range.

	Returns:
		width, height and the paths `reached`, `missed` and `targets`; None if there is no figure at all.
	"""
	is_range = direction == RANGE
	figures = [flt(entry.get("realisation")) for entry in entries if entry.get("realisation") is not None]
	if not figures:
		return None
	wanted = [flt(high)] if is_range else [flt(entry.get("target")) for entry in entries]
	most = max(*figures, *wanted, 0) or 1
	paths = {"reached": [], "missed": [], "targets": []}

	def height(value) -> float:
		return round(HEIGHT - 2 - (HEIGHT - 6) * min(flt(value) / most, 1), 1)

	for number, entry in enumerate(entries):
		left = number * STEP + (STEP - BAR) / 2
		if entry.get("realisation") is not None:
			top = min(height(entry["realisation"]), HEIGHT - 3)
			kind = "reached" if was_reached(entry, direction, low, high) else "missed"
			paths[kind].append(f"M{left:g} {HEIGHT - 2}V{top:g}h{BAR}V{HEIGHT - 2}z")
		ends = (low, high) if is_range else (entry.get("target"),)
		if is_range or flt(entry.get("target")) or direction == LOWER:
			paths["targets"] += [f"M{left - 2:g} {height(end):g}h{BAR + 4}" for end in ends]
	return {
		"width": STEP * len(entries),
		"height": HEIGHT,
		**{kind: "".join(parts) for kind, parts in paths.items()},
	}


def was_reached(entry: dict, direction: str | None = None, low=None, high=None) -> bool:
	"""Whether the target of an interval was met; nothing due is nothing missed."""
	if entry.get("achievement") is not None:
		return flt(entry["achievement"], 6) >= 100
	value, target = flt(entry.get("realisation")), flt(entry.get("target"))
	if direction == RANGE:
		return flt(low) <= value <= flt(high)
	return value <= target if direction == LOWER else value >= target


def bar(percent) -> dict | None:
	"""A bar of achievement: its width and the place of 100 percent, both in percent of the whole."""
	if percent is None:
		return None
	return {
		"width": round(100 * min(max(flt(percent), 0), MOST_PERCENT) / MOST_PERCENT, 1),
		"goal": round(100 * 100 / MOST_PERCENT, 1),
		"reached": flt(percent, 6) >= 100,
	}


def predicates(entries: list[dict]) -> dict | None:
	"""Predicates as dots on five lines, the best on top; what is not evaluated leaves a gap.

	Args:
		entries: label, year, predicate (or None), annual (bool), in order of time.
	"""
	if not any(entry["predicate"] for entry in entries):
		return None
	dots, lines, before = [], [], None
	for number, entry in enumerate(entries):
		place = PLACE * number + PLACE // 2
		if not entry["predicate"]:
			before = None
			continue
		level = LEVEL * PREDICATES.index(entry["predicate"]) + LEVEL // 2
		if before:
			lines.append(f"M{before[0]} {before[1]}L{place} {level}")
		before = (place, level)
		dots.append({**entry, "x": place, "y": level})
	return {
		"width": PLACE * len(entries),
		"height": LEVEL * len(PREDICATES) + 32,
		"line": "".join(lines),
		"dots": dots,
		"levels": [{"predicate": name, "y": LEVEL * n + LEVEL // 2} for n, name in enumerate(PREDICATES)],
		"labels": [
			{
				"label": entry["label"],
				# the year stands once, under its first evaluation
				"year": entry["year"] if not n or entries[n - 1]["year"] != entry["year"] else "",
				"x": PLACE * n + PLACE // 2,
			}
			for n, entry in enumerate(entries)
		],
	}
