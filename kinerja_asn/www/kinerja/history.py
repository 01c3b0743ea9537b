"""My history: all years and posts of a person, the course of each year, and the predicates given."""

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import getdate

from kinerja_asn.www.kinerja import past, pictures, shown

#: A working life has fewer plans than this.
PLANS_AT_MOST = 100


def history(visit) -> dict:
	visit.styles = ("work.css",)
	if not visit.who.employee:
		raise frappe.PermissionError
	plans = plans_of(visit.who.employee)
	names = [plan.name for plan in plans] or [""]
	reports = by_plan(reports_of(names), "work_plan")
	evaluations = by_plan(evaluations_of(names), "work_plan")
	versions = by_plan(versions_of(names), "parent")
	intervals = intervals_of({plan.performance_period for plan in plans})
	years = {}
	for plan in plans:
		given = sorted(evaluations.get(plan.name, ()), key=order)
		years.setdefault(getdate(plan.from_date).year, []).append(
			{
				"plan": plan,
				"reports": course_of(plan, reports.get(plan.name, ()), intervals),
				"evaluations": given,
				"versions": versions.get(plan.name, ()),
			}
		)
	return {
		"years": [{"year": year, "plans": rows} for year, rows in years.items()],
		"course": pictures.predicates(
			[
				{
					"label": label_of(row),
					"year": getdate(plan.from_date).year,
					"title": title_of(row),
					"predicate": row.predicate,
					"tone": shown.PREDICATE_TONES.get(row.predicate),
					"annual": row.kind == "Annual",
				}
				for plan in reversed(plans)
				for row in sorted(evaluations.get(plan.name, ()), key=order)
			]
		),
	}


def plans_of(employee: str) -> list:
	Plan = DocType("Work Plan")
	return (
		frappe.qb.from_(Plan)
		.select(
			Plan.name,
			Plan.performance_period,
			Plan.from_date,
			Plan.to_date,
			Plan.closed_on,
			Plan.workflow_state,
			Plan.position,
			Plan.asn_rank,
			Plan.department_name,
			Plan.appraiser_name,
			Plan.appraiser_position,
			Plan.version,
		)
		.where((Plan.employee == employee) & (Plan.docstatus < 2))
		.orderby(Plan.from_date, order=frappe.qb.desc)
		.limit(PLANS_AT_MOST)
	).run(as_dict=True)


def reports_of(plans: list[str]) -> list:
	Report = DocType("Periodic Report")
	return (
		frappe.qb.from_(Report)
		.select(
			Report.name,
			Report.work_plan,
			Report.performance_interval,
			Report.workflow_state,
			Report.late,
		)
		.where(Report.work_plan.isin(plans) & (Report.docstatus < 2))
	).run(as_dict=True)


def evaluations_of(plans: list[str]) -> list:
	"""What was handed over; what the appraiser still thinks about is nobody else's."""
	Evaluation = DocType("Performance Evaluation")
	return (
		frappe.qb.from_(Evaluation)
		.select(
			Evaluation.name,
			Evaluation.work_plan,
			Evaluation.kind,
			Evaluation.performance_interval,
			Evaluation.predicate,
			Evaluation.unit_rating,
			Evaluation.appraiser_name,
			Evaluation.handed_over_at,
			Evaluation.workflow_state,
			Evaluation.from_date,
		)
		.where(
			Evaluation.work_plan.isin(plans)
			& (Evaluation.docstatus < 2)
			& Evaluation.workflow_state.isin(past.GIVEN)
		)
	).run(as_dict=True)


def versions_of(plans: list[str]) -> list:
	Version = DocType("Work Plan Version")
	return (
		frappe.qb.from_(Version)
		.select(Version.parent, Version.version, Version.valid_from, Version.valid_to, Version.reason)
		.where((Version.parenttype == "Work Plan") & Version.parent.isin(plans))
		.orderby(Version.version)
	).run(as_dict=True)


def intervals_of(periods: set) -> dict[str, list]:
	"""period -> its reporting intervals with their last days, in order of time."""
	Stage, Interval = DocType("Performance Stage"), DocType("Performance Interval")
	rows = (
		frappe.qb.from_(Stage)
		.join(Interval)
		.on(Interval.name == Stage.performance_interval)
		.select(Stage.parent, Stage.closes_on, Interval.name, Interval.from_date, Interval.to_date)
		.where(Stage.parent.isin(sorted(periods) or [""]) & (Stage.stage == "Reporting"))
		.orderby(Interval.from_date)
	).run(as_dict=True)
	return by_plan(rows, "parent")


def course_of(plan, reports, intervals: dict[str, list]) -> list[dict]:
	"""One cell per reporting interval that the plan touches, until today."""
	there = {row.performance_interval: row for row in reports}
	last = getdate(plan.closed_on or plan.to_date)
	cells = []
	for row in intervals.get(plan.performance_period, ()):
		if getdate(row.to_date) < getdate(plan.from_date) or getdate(row.from_date) > last:
			continue
		report = there.get(row.name)
		shape = (
			shown.state(report.workflow_state) if report else {"tone": "none", "label": _("No report yet")}
		)
		label = f"{shape['label']}, {_('late')}" if report and report.late else shape["label"]
		cells.append(
			{
				"short": shown.interval(row.name, short=True),
				"title": shown.interval(row.name),
				"tone": shape["tone"],
				"late": bool(report and report.late),
				"label": label,
				"url": shown.url_of("Periodic Report", report.name) if report else "",
			}
		)
	return cells


def by_plan(rows, column: str) -> dict[str, list]:
	found = {}
	for row in rows:
		found.setdefault(row[column], []).append(row)
	return found


def order(row) -> tuple:
	"""In order of time; the year's evaluation stands behind those of its intervals."""
	return (row.kind == "Annual", row.performance_interval or "")


def label_of(row) -> str:
	return shown.interval(row.performance_interval, short=True) if row.performance_interval else _("Year")


def title_of(row) -> str:
	return shown.interval(row.performance_interval) if row.performance_interval else _("Annual evaluation")
