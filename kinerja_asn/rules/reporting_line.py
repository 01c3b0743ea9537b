"""Who appraises whom: circles in the reporting line and appraisers who cannot appraise."""

from collections.abc import Mapping, Sequence

from kinerja_asn.rules.errors import Problem


def find_circles(parents: Mapping[str, str | None]) -> list[list[str]]:
	"""All circles in a reporting line.

	parents: employee to appraiser (None or blank: nobody above; a name that is no key ends the line). Each
	circle is listed once, upwards from its alphabetically first member; somebody who reports into a circle is
	not part of it. Who appraises himself is a circle of one. Time and memory grow linearly, however deep the
	line is.
	Source: PermenPANRB 6/2022, definition of the appraiser (the direct superior), which a circle makes
	impossible.
	"""
	walk_of: dict[str, int] = {}
	circles = []
	for walk, start in enumerate(parents):
		path = []
		member = start
		while member and member in parents and member not in walk_of:
			walk_of[member] = walk
			path.append(member)
			member = parents[member]
		if member and walk_of.get(member) == walk and path:
			circle = path[path.index(member) :]
			first = circle.index(min(circle))
			circles.append(circle[first:] + circle[:first])
	return circles


def line_above(parents: Mapping[str, str | None], employee: str) -> list[str]:
	"""The appraiser, the appraiser's superior and so on, nearest first; ends where a circle would begin
	again.
	"""
	seen = {employee}
	line = []
	member = parents.get(employee)
	while member and member not in seen:
		seen.add(member)
		line.append(member)
		member = parents.get(member)
	return line


def appraiser_problem(
	employee: str,
	appraiser: str | None,
	appraiser_active: bool = True,
	external: bool = False,
	circle: Sequence[str] = (),
) -> Problem | None:
	"""Why nobody can appraise the employee, or None.

	external: an official who is no employee stands there (regional head, minister), which is never a problem.
	circle: the circle of find_circles that holds the employee, if any. Of several problems the first counts:
	appraiser_missing, appraiser_is_employee, appraiser_inactive, reporting_circle.
	Source: PermenPANRB 6/2022, definition of pejabat penilai kinerja.
	"""
	if external:
		return None
	if not appraiser:
		return Problem("appraiser_missing")
	if appraiser == employee:
		return Problem("appraiser_is_employee")
	if not appraiser_active:
		return Problem("appraiser_inactive", params={"appraiser": appraiser})
	if employee in circle:
		return Problem("reporting_circle", params={"circle": " → ".join([*circle, circle[0]])})
	return None
