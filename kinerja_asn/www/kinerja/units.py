"""The performance of units: the list for the leader above, and the rating of one unit."""

from urllib.parse import urlencode

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import getdate

from kinerja_asn import permissions, unit_ratings
from kinerja_asn.rules import planning
from kinerja_asn.rules.predicate import UNIT_RATINGS
from kinerja_asn.rules.unit_rating import ANNUAL, PERIODIC
from kinerja_asn.www.kinerja import documents, plans, shown, team

#: Times that are offered at once.
TIMES_AT_MOST = 8


def units(visit) -> dict:
	"""The units whose heads the viewer appraises, of one time; his own unit and those below stand beneath."""
	who = visit.who
	visit.marked = "team"
	visit.scripts = ("plan.js",)
	led = led_units(who)
	times = times_of({row.performance_period for row in led} | _periods_of_ratings(who))
	if not times:
		return {"times": [], "rows": [], "others": [], "led": led}
	asked = visit.args.get("time")
	time = next((one for one in times if one["key"] == asked), times[0])
	ratings = ratings_of(who, time)
	of_unit = {row.department: row for row in ratings}
	mine = {row.name for row in team.appraised(who, ratings)}
	rows = [
		{
			"unit": row.department,
			"name": row.department_name,
			"head": row.employee_name,
			"rating": of_unit.get(row.department),
		}
		for row in led
		if row.performance_period == time["period"]
	]
	there = {row["unit"] for row in rows}
	rows += [
		{"unit": row.department, "name": row.department_name, "head": row.employee_name, "rating": row}
		for row in ratings
		if row.name in mine and row.department not in there
	]
	return {
		"times": times[:TIMES_AT_MOST],
		"time": time,
		"led": led,
		"rows": rows,
		"others": [row for row in ratings if row.name not in mine and row.department not in there],
		"delegations": plans.delegations(who),
	}


def led_units(who) -> list:
	"""Units whose heads the viewer appraises in an open period."""
	Unit, Plan, Period = DocType("Department"), DocType("Work Plan"), DocType("Performance Period")
	rows = (
		frappe.qb.from_(Unit)
		.join(Plan)
		.on(Plan.employee == unit_ratings.head_of(Unit))
		.join(Period)
		.on((Period.name == Plan.performance_period) & (Period.status == "Open"))
		.select(
			Unit.name.as_("department"),
			Unit.department_name,
			Plan.employee_name,
			Plan.appraiser,
			Plan.department.as_("department_of_head"),
			Plan.performance_period,
		)
		.distinct()
		.where(team.appraised_by(Plan, who) & (Plan.docstatus < 2) & (Plan.workflow_state != "Closed"))
		.where(Unit.disabled == 0)
		.orderby(Unit.department_name)
		.limit(team.MOST)
	).run(as_dict=True)
	return [row for row in rows if permissions.stands_for(who, row.appraiser, row.department_of_head)]


def _readable(Doc, who):
	"""Condition: ratings in front of the viewer, of the unit he leads himself, and of those whose leaders he leads."""
	condition = team.appraised_by(Doc, who) | Doc.superior.isin(list(who.identities) or [""])
	if who.employee:
		condition |= (Doc.employee == who.employee) & (Doc.workflow_state != unit_ratings.DRAFT)
	return condition & (Doc.docstatus < 2)


def _periods_of_ratings(who) -> set[str]:
	Doc, Period = DocType(unit_ratings.RATING), DocType("Performance Period")
	return set(
		frappe.qb.from_(Doc)
		.join(Period)
		.on((Period.name == Doc.performance_period) & (Period.status == "Open"))
		.select(Doc.performance_period)
		.distinct()
		.where(_readable(Doc, who))
		.run(pluck=True)
	)


def times_of(periods) -> list[dict]:
	"""What is over of these periods, the latest first: intervals of evaluation, and the year."""
	Period, Interval = DocType("Performance Period"), DocType("Performance Interval")
	rows = (
		frappe.qb.from_(Period)
		.left_join(Interval)
		.on(
			(Interval.year == Period.year)
			& (Interval.frequency == Period.evaluation_frequency)
			& (Interval.frequency != planning.ANNUAL)
		)
		.select(
			Period.name.as_("period"),
			Period.year,
			Period.to_date.as_("year_ends"),
			Interval.name.as_("interval"),
			Interval.to_date,
		)
		.where(Period.name.isin(sorted(periods) or [""]))
	).run(as_dict=True)
	today, found = getdate(), {}
	for row in rows:
		if row.interval and getdate(row.to_date) <= today:
			found[row.interval, row.period] = _time(
				row, PERIODIC, row.interval, shown.interval(row.interval), row.to_date
			)
		if getdate(row.year_ends) <= today:
			found["", row.period] = _time(row, ANNUAL, None, _("Year {0}").format(row.year), row.year_ends)
	return sorted(found.values(), key=lambda one: (one["ends"], one["kind"] == ANNUAL), reverse=True)


def _time(row, kind: str, interval: str | None, label: str, ends) -> dict:
	key = f"{row.period}|{interval or ''}"
	return {
		"key": key,
		"url": "/kinerja/units?" + urlencode({"time": key}),
		"period": row.period,
		"kind": kind,
		"interval": interval,
		"label": label,
		"ends": getdate(ends),
	}


def ratings_of(who, time: dict) -> list:
	"""Ratings of this time that the viewer sees in the portal."""
	Doc = DocType(unit_ratings.RATING)
	return (
		frappe.qb.from_(Doc)
		.select(
			Doc.name,
			Doc.department,
			Doc.department_name,
			Doc.employee,
			Doc.employee_name,
			Doc.appraiser,
			Doc.appraiser_name,
			Doc.workflow_state,
			Doc.proposed_rating,
			Doc.rating,
			Doc.achievement,
			Doc.has_achievement,
		)
		.where(
			unit_ratings.of_time(Doc, time["period"], time["kind"], time["interval"]) & _readable(Doc, who)
		)
		.orderby(Doc.department_name)
		.limit(team.MOST)
	).run(as_dict=True)


def unit(visit) -> dict:
	doc = documents.read(unit_ratings.RATING, visit.args.get("name"), visit.who)
	visit.marked = "team"
	return rating_of(visit, doc)


def rating_of(visit, doc) -> dict:
	"""One rating, for its own page and for the appraiser's desk."""
	visit.scripts, visit.styles = ("plan.js",), ("work.css",)
	writable, steps = documents.writable(doc), documents.steps(doc)
	return {
		"doc": doc,
		"own": doc.parts == {"employee"},
		"title": title_of(doc),
		"steps": steps,
		"may_rate": "rating" in writable and "Confirm" in steps,
		"unit_ratings": UNIT_RATINGS,
		"bands": unit_ratings.bands(doc.kind),
		"delegation": plans.acting_for(visit, doc),
		"page_data": {
			"doctype": doc.doctype,
			"name": doc.name,
			"modified": str(doc.modified),
			"save": "kinerja_asn.api.unit_ratings.save",
		},
	}


def title_of(doc) -> str:
	if doc.kind == PERIODIC:
		return shown.interval(doc.performance_interval)
	return _("Year {0}").format(doc.performance_period.partition("-")[0])
