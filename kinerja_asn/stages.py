"""Stage windows of a year: when planning, reporting and evaluating are open, and for whom they were extended."""

from datetime import date, timedelta

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import cint, cstr, formatdate, getdate, now_datetime, nowdate

from kinerja_asn import figures, problems
from kinerja_asn.prepared import prepared
from kinerja_asn.rules import planning
from kinerja_asn.rules.errors import RuleError
from kinerja_asn.setup.settings import setting

OPEN, LATE = "open", "late"

#: A window lies between this many days before the year and the end of the year after it.
DAYS_BEFORE_YEAR = 92


class OutsideWindow(frappe.ValidationError):
	"""Today is outside the window of the stage."""


def check_window(
	period: str | int,
	stage: str,
	interval: str | None = None,
	on_date=None,
	company: str | None = None,
	begins=None,
) -> str:
	"""Whether a stage is open today: "open", or "late" where what is late is taken and marked.

	Args:
		period: name of the Performance Period, or a year together with `company`.
		interval: name of the Performance Interval for stages that have one window per interval.
		on_date: defaults to today.
		begins: the first day of what is asked about; what begins after the window has closed is open.

	Raises:
		OutsideWindow: names the dates of the window and what to do.
	"""
	window = _window(period, stage, interval, company)
	if window and begins and getdate(begins) > getdate(window.closes_on):
		return OPEN
	title = _("Stage not open")
	shown = _stage_title(stage, interval)
	if not window:
		frappe.throw(
			_("The period {0} has no window for {1}. Ask HR to complete the stages of the period.").format(
				frappe.bold(period), frappe.bold(shown)
			),
			OutsideWindow,
			title=title,
		)
	if window.status != "Open":
		frappe.throw(
			_("The period {0} is not open ({1}).").format(frappe.bold(window.period), _(window.status)),
			OutsideWindow,
			title=title,
		)
	today, opens, closes = getdate(on_date or nowdate()), getdate(window.opens_on), getdate(window.closes_on)
	if today < opens:
		frappe.throw(
			_("{0} opens on {1} and closes on {2}. Please come back then.").format(
				frappe.bold(shown), formatdate(opens), formatdate(closes)
			),
			OutsideWindow,
			title=title,
		)
	if today <= closes:
		return OPEN
	if cint(window.late_allowed):
		return LATE
	frappe.throw(
		_(
			"{0} was open from {1} to {2} and is closed now. If it is still needed, ask HR or the performance manager to extend it."
		).format(frappe.bold(shown), formatdate(opens), formatdate(closes)),
		OutsideWindow,
		title=title,
	)


def due_on(period: str, stage: str, interval: str | None = None) -> date | None:
	"""The last day of the stage's window, extensions counted, or None where the period has no such window."""
	window = _window(period, stage, interval)
	return getdate(window.closes_on) if window else None


def _window(period, stage: str, interval: str | None, company: str | None = None):
	where = {"company": company, "year": cint(period)} if company else {"period": cstr(period)}
	wanted = interval if stage in (planning.REPORTING, planning.PERIODIC_EVALUATION) else None
	rows = _windows(stage=stage, **where)
	return next((row for row in rows if (row.performance_interval or None) == (wanted or None)), None)


@prepared
def _windows(stage, period=None, company=None, year=None):
	Period, Stage = DocType("Performance Period"), DocType("Performance Stage")
	query = (
		frappe.qb.from_(Stage)
		.join(Period)
		.on(Period.name == Stage.parent)
		.select(
			Period.name.as_("period"),
			Period.status,
			Stage.opens_on,
			Stage.closes_on,
			Stage.late_allowed,
			Stage.performance_interval,
		)
		.where((Stage.parenttype == "Performance Period") & (Stage.stage == stage))
	)
	if period:
		return query.where(Period.name == period)
	return query.where((Period.company == company) & (Period.year == year))


def _stage_title(stage: str, interval: str | None) -> str:
	if interval and stage in (planning.REPORTING, planning.PERIODIC_EVALUATION):
		return f"{_(stage)} {figures.interval(interval)}"
	return _(stage)


def open_period_of(company: str | None) -> str | None:
	"""The newest open period of an agency."""
	return frappe.db.get_value(
		"Performance Period", {"company": company or "", "status": "Open"}, "name", order_by="year desc"
	)


# --- the intervals of a plan ---


def reporting_intervals(plan) -> list:
	"""The intervals of reporting that a plan shares days with: name, frequency, from_date and to_date, in order."""
	return _intervals_of(plan, "reporting_frequency")


def evaluation_intervals(plan) -> list:
	"""The intervals of periodic evaluation, as `reporting_intervals`; none where the agency evaluates once a year."""
	return [row for row in _intervals_of(plan, "evaluation_frequency") if row.frequency != planning.ANNUAL]


def realisation_intervals(agreement) -> list:
	"""The intervals in which the realisation of an agreement is told: those of evaluation, the year itself where the agency
	evaluates once a year."""
	return _intervals_of(agreement, "evaluation_frequency")


def _intervals_of(plan, frequency: str) -> list:
	days = {"from_date": cstr(plan.from_date), "to_date": cstr(plan.to_date)}
	return _intervals_between(frequency, period=plan.performance_period, **days)


@prepared
def _intervals_between(frequency, period, from_date, to_date):
	Period, Interval = DocType("Performance Period"), DocType("Performance Interval")
	return (
		frappe.qb.from_(Period)
		.join(Interval)
		.on((Interval.year == Period.year) & (Interval.frequency == Period[frequency]))
		.select(Interval.name, Interval.frequency, Interval.from_date, Interval.to_date)
		.where((Period.name == period) & (Interval.from_date <= to_date) & (Interval.to_date >= from_date))
		.orderby(Interval.from_date)
	)


# --- what a new year gets ---


def proposed_stages(year: int, reporting_frequency: str, evaluation_frequency: str) -> list[dict]:
	"""The rows a new period begins with, from the frequencies and the agency's settings.

	Raises:
		frappe.ValidationError: in words, where the frequencies do not fit or the settings name no day of the year.
	"""
	defaults = planning.StageDefaults(
		planning_closes=(1, cint(setting("planning_close_day"))),
		reporting_closes_after_end=cint(setting("report_due_days")),
		evaluation_closes_after_end=cint(setting("evaluation_due_days")),
		annual_closes=(1, cint(setting("annual_evaluation_close_day"))),
	)
	try:
		windows = planning.propose_stages(year, reporting_frequency, evaluation_frequency, defaults)
	except RuleError as error:
		problems.refuse(error, _("Not possible"))
	return [
		{
			"stage": window.stage,
			"performance_interval": window.interval,
			"opens_on": window.opens_on,
			"closes_on": window.closes_on,
			"late_allowed": int(window.late_allowed),
		}
		for window in windows
	]


def ensure_intervals(year: int, frequencies) -> None:
	"""Make the intervals of a year that are not there yet; they are the same for every agency."""
	wanted = {
		interval.name: interval
		for frequency in dict.fromkeys(frequencies)
		for interval in planning.propose_intervals(year, frequency)
	}
	Interval = DocType("Performance Interval")
	there = set(
		frappe.qb.from_(Interval)
		.select(Interval.name)
		.where(Interval.name.isin(list(wanted)))
		.run(pluck=True)
	)
	for name, interval in wanted.items():
		if name in there:
			continue
		doc = frappe.new_doc("Performance Interval")
		doc.update(
			{
				"interval_name": interval.name,
				"year": year,
				"frequency": interval.frequency,
				"number": interval.number,
				"from_date": interval.from_date,
				"to_date": interval.to_date,
			}
		)
		try:
			frappe.db.savepoint("new_interval")
			# whoever may create the period may have its intervals; they hold nothing but the calendar
			doc.insert(ignore_permissions=True)
		except (frappe.DuplicateEntryError, frappe.UniqueValidationError):
			# somebody else made it at the same moment
			frappe.db.rollback(save_point="new_interval")
			frappe.clear_last_message()


def expected_windows(year: int, reporting_frequency: str, evaluation_frequency: str) -> list[tuple]:
	"""(stage, interval) of every window the period must have, in the order of the year."""
	stages = planning.propose_stages(year, reporting_frequency, evaluation_frequency)
	return [(window.stage, window.interval) for window in stages]


def bounds(year: int) -> tuple[date, date]:
	"""First and last day that a window of the year may touch."""
	return date(year, 1, 1) - timedelta(DAYS_BEFORE_YEAR), date(year + 1, 12, 31)


def window_problem(row, year: int, interval=None) -> str | None:
	"""What is wrong with the dates of one window, in words, or None."""
	shown = _stage_title(row.stage, row.performance_interval)
	if not row.opens_on or not row.closes_on:
		return _("{0}: enter the day it opens and the day it closes.").format(shown)
	opens, closes = getdate(row.opens_on), getdate(row.closes_on)
	if closes < opens:
		return _("{0}: it closes on {1}, before it opens on {2}.").format(
			shown, formatdate(closes), formatdate(opens)
		)
	first, last = bounds(year)
	if opens < first or closes > last:
		return _("{0}: the window must lie between {1} and {2}.").format(
			shown, formatdate(first), formatdate(last)
		)
	if interval and opens < getdate(interval.from_date):
		return _("{0}: it cannot open before its interval begins on {1}.").format(
			shown, formatdate(interval.from_date)
		)
	if interval and closes < getdate(interval.to_date):
		return _("{0}: it cannot close before its interval ends on {1}.").format(
			shown, formatdate(interval.to_date)
		)
	return None


def extend(period: str, stage: str, interval: str | None, closes_on, reason: str) -> None:
	"""Move the end of a stage's window and record who did it and why; the caller has checked the right.

	A window is extended, or an extension taken back by another one, but never ends before it begins.

	Raises:
		frappe.ValidationError: in words.
	"""
	reason = cstr(reason).strip()
	if not reason:
		frappe.throw(_("Say why the stage is extended."), title=_("Reason missing"))
	doc = frappe.get_doc("Performance Period", period, for_update=True)
	if doc.status != "Open":
		frappe.throw(
			_("Only an open period is extended. In a draft, change the dates of the stages directly."),
			title=_("Period not open"),
		)
	row = next(
		(
			row
			for row in doc.stages
			if row.stage == stage and (row.performance_interval or None) == (interval or None)
		),
		None,
	)
	if not row:
		frappe.throw(
			_("The period has no window for {0}.").format(_stage_title(stage, interval)),
			title=_("No such stage"),
		)
	try:
		closes_on = date.fromisoformat(cstr(closes_on))
	except ValueError:
		frappe.throw(_("Enter the new last day of the stage."), title=_("Date missing"))
	closed_on = getdate(row.closes_on)
	if closes_on == closed_on:
		frappe.throw(
			_("The stage already closes on {0}.").format(formatdate(closed_on)), title=_("Nothing to change")
		)
	row.closes_on = closes_on
	problem = window_problem(row, doc.year)
	if problem:
		frappe.throw(problem, title=_("Not possible"))
	doc.append(
		"extensions",
		{
			"stage": stage,
			"performance_interval": interval,
			"closed_on": closed_on,
			"closes_on": closes_on,
			"reason": reason,
			"extended_by": frappe.db.get_value("User", frappe.session.user, "full_name")
			or frappe.session.user,
			"extended_at": now_datetime().replace(microsecond=0),
		},
	)
	doc.flags.by_server = True
	# the right to extend is not the right to write a period; the caller has checked it
	doc.save(ignore_permissions=True)
