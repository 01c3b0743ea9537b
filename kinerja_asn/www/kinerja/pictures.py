"""Small pictures as paths of SVG: the course of an indicator, and predicates over time.

A picture shows what is also written beside it; its colours are those of `portal.css`.
"""

from math import cos, pi, sin

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
#: Half of the width and height of a radar, and the length of its axes.
HALF_WIDTH, HALF_HEIGHT, AXIS = 170, 130, 92


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


def radar(labels: list[str], series: dict[str, list], lowest: float, highest: float) -> dict | None:
	"""A radar of several series over the same axes, the first axis on top, clockwise.

	Args:
		labels: one per axis; fewer than three give no picture.
		series: key -> a value per axis, or None where there is none: the line is interrupted there.
		lowest, highest: the ends of the scale, in the middle and outside.

	Returns:
		width, height; rings (paths), axes (path), labels (text, x, y, anchor), series (key, path, dots).
	"""
	many, span = len(labels), flt(highest) - flt(lowest)
	if many < 3 or span <= 0:
		return None

	def place(number: int, part: float) -> tuple[float, float]:
		angle = 2 * pi * number / many
		return (
			round(HALF_WIDTH + AXIS * part * sin(angle), 1),
			round(HALF_HEIGHT - AXIS * part * cos(angle), 1),
		)

	def path(points: list) -> str:
		"""Lines between neighbours that both have a value; closed where all have."""
		if all(points):
			return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "z"
		pairs = ((points[n], points[(n + 1) % many]) for n in range(many))
		return "".join(f"M{a[0]:g} {a[1]:g}L{b[0]:g} {b[1]:g}" for a, b in pairs if a and b)

	drawn = []
	for key, values in series.items():
		points = [
			None if value is None else place(n, min(max((flt(value) - flt(lowest)) / span, 0), 1))
			for n, value in enumerate(values)
		]
		if any(points):
			drawn.append({"key": key, "path": path(points), "dots": [point for point in points if point]})
	if not drawn:
		return None
	steps = round(span) if span <= 6 else 4
	ends = [place(n, 1) for n in range(many)]
	return {
		"width": 2 * HALF_WIDTH,
		"height": 2 * HALF_HEIGHT,
		"rings": [path([place(n, step / steps) for n in range(many)]) for step in range(1, steps + 1)],
		"axes": "".join(f"M{HALF_WIDTH} {HALF_HEIGHT}L{x:g} {y:g}" for x, y in ends),
		"labels": [_label_of_axis(text, *place(n, 1.14)) for n, text in enumerate(labels)],
		"series": drawn,
	}


def _label_of_axis(text: str, x: float, y: float) -> dict:
	"""A label beside the end of its axis; two words stand in two lines at the sides."""
	side = "middle" if abs(x - HALF_WIDTH) < 12 else "start" if x > HALF_WIDTH else "end"
	lines = [text] if side == "middle" else text.split(" ", 1)
	return {"lines": lines, "x": x, "y": y + (4 if len(lines) == 1 else -2), "anchor": side}


def place_on(value, lowest: float, highest: float) -> float | None:
	"""Where a value stands on a line from the lowest to the highest, in percent."""
	span = flt(highest) - flt(lowest)
	if value is None or span <= 0:
		return None
	return round(100 * min(max((flt(value) - flt(lowest)) / span, 0), 1), 1)
