"""Makes and removes the demo agency: 302 people, the year before from plan to predicate, their plans of this year, and
what has become of them until November.

Everything is dated by the demo's year and its day in November, nothing by the day on which it is made, so that two builds
say the same. Stages take what comes late, so that every button still works whenever the demo is started.
"""

import contextlib
from datetime import date

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count
from frappe.utils import cint

from kinerja_asn import bulk, notifications
from kinerja_asn.demo import (
	agreements,
	appraisal_360,
	calibration,
	clearing,
	coaching,
	course,
	feedback,
	logins,
	logs,
	matrix,
	objections,
	organisation,
	past,
	story,
	talent,
	unit_ratings,
)
from kinerja_asn.demo.dewi import DEWI
from kinerja_asn.demo.organisation import COMPANY, EMAIL, MARK
from kinerja_asn.demo.persons import all_persons
from kinerja_asn.demo.plans import Library, Moments, fill, read
from kinerja_asn.demo.rows import change
from kinerja_asn.demo.signed import attach_signed_acts

YEAR = 2026


class Refused(frappe.ValidationError):
	"""The site is not one for the demo."""


AS_OF = (11, 22)
ONBOARDING = "Kinerja ASN"
HR = "mutasi"
#: reports of a month may be sent from this day of it
REPORTS_FROM = 20
#: the year may be rated from this day of it
ANNUAL_FROM = (11, 16)


def make(year: int = YEAR, progress=None) -> dict:
	"""Fill the site with the demo agency; what is there already stays.

	Args:
		year: the year that is planned, reported and evaluated.
		progress: called with a sentence before each step.

	Returns:
		made (False if it was there), a message, and how many there are of what.

	Raises:
		Refused: the site has employees that are not the demo's.
	"""
	year = cint(year) or YEAR
	tell = progress or (lambda sentence: None)
	refuse_other_people()
	made_for = year_made()
	if made_for:
		return answer(
			False, made_for, _("The demo agency {0} is already there; nothing was changed.").format(COMPANY)
		)
	if is_ours():
		tell(_("Removing what an interrupted start has left"))
		clearing.clear()
	with as_administrator():
		build(year, tell)
	return answer(True, year, _("The demo agency {0} was made for the year {1}.").format(COMPANY, year))


def remove() -> dict:
	"""Take the demo agency away, with whatever was added to it; nothing of others is touched."""
	if not is_ours():
		frappe.throw(_("There is no demo agency on this site."), Refused, title=_("Nothing to remove"))
	refuse_added_people()
	with as_administrator():
		clearing.clear()
		finish_onboarding(False)
	return {"message": _("The demo agency {0} was removed.").format(COMPANY)}


def build(year: int, tell):
	as_of = date(year, *AS_OF)
	fresh = not frappe.db.count("Company")
	persons = all_persons()
	by_slot = {person.slot: person for person in persons}
	tell(_("Making the agency and its people"))
	if fresh:
		set_up_site()
	organisation.make(persons)
	logins.set_passwords()
	story.delegations_of_january(by_slot, year - 1)
	library, recorder = Library(), by_slot[HR].name

	tell(_("Telling the year before"))
	before = open_year(year - 1)
	past.tell(persons, before, year - 1, *intervals_of(year - 1), library, recorder, dues_of(before))

	tell(_("Opening the year"))
	period = open_year(year)
	months, quarters = intervals_of(year)
	moments = Moments(year)
	tell(_("Writing the plans"))
	plans = read(persons, period)
	fill(plans, library, months, moments)
	tell(_("Writing reports and evaluations"))
	due = dues_of(period)
	half = list(plans.values())
	course.report(half, months[:6], as_of, recorder, due)
	for quarter in quarters[:2]:
		unit_ratings.rate(period, quarter, recorder)
	course.evaluate(half, quarters[:2], recorder, settled=True)

	tell(_("Telling the second half of the year"))
	story.adjust(plans, year)
	story.july(persons, by_slot, plans, year)
	course.evaluate_post(plans[story.MOVED], recorder)
	open_again(period)
	current = second_half(persons, period, plans, library, months, moments)
	matrix.fill({plan.person.slot: plan for plan in current})
	story.autumn(by_slot, year)
	course.report(current, months[6:11], as_of, recorder, due)
	logs.write(current, months[9:11], as_of)
	course.count_logs(current, months[9:11])
	unit_ratings.rate(period, quarters[2], recorder, waiting=True)
	course.evaluate(current, quarters[2:3], recorder, settled=False)
	objections.tell({plan.person.slot: plan for plan in current})
	course.annual(next(plan for plan in current if plan.person.slot == DEWI), recorder)
	agreements.write(persons, before, year - 1, intervals_of(year - 1)[1], date(year, 1, 1))
	agreements.write(persons, period, year, quarters, as_of)
	for interval in (*intervals_of(year - 1)[1], None):
		unit_ratings.measure(before, interval)
	for interval in quarters[:3]:
		unit_ratings.measure(period, interval)
	calibration.tell(by_slot, period, quarters[2].name, year)
	feedback.tell(by_slot, {plan.person.slot: plan for plan in current}, year)
	coaching.tell({plan.person.slot: plan for plan in current}, by_slot, as_of, months[8:10])
	appraisal_360.tell(by_slot, period, quarters, year)
	talent.tell(persons, year)
	attach_signed_acts(COMPANY, recorder)
	settle_notifications(period)
	finish_onboarding()
	change("Company", [COMPANY], {"company_description": f"{MARK}, tahun {year}"})
	frappe.clear_cache()
	frappe.db.commit()  # the end of a batch that was opened and committed by the bulk run


# --- steps --------------------------------------------------------------------------------------------------


def open_year(year: int) -> str:
	"""The year as HR opens it: monthly reports, quarterly evaluations, and late ones are taken."""
	period = frappe.get_doc(
		{
			"doctype": "Performance Period",
			"year": year,
			"company": COMPANY,
			"reporting_frequency": "Monthly",
			"evaluation_frequency": "Quarterly",
			"default_approach": "Quantitative",
		}
	)
	period.insert()
	for row in period.stages:
		row.late_allowed = 1
		if row.stage == "Reporting":
			row.opens_on = date(year, cint(row.performance_interval.split("-")[1]), REPORTS_FROM)
		elif row.stage == "Annual Evaluation":
			row.opens_on = date(year, *ANNUAL_FROM)
	period.status = "Open"
	# as `api.periods.open_period` does; the run itself is worked off here and not in the background
	period.flags.by_server = True
	period.save()
	open_again(period.name)
	return period.name


def open_again(period: str):
	"""A draft for everybody who plans and has none yet."""
	bulk.run("Open Period", performance_period=period, now=True)


def dues_of(period: str) -> dict:
	"""Last day of each month's report."""
	stages = frappe.get_doc("Performance Period", period).stages
	return {row.performance_interval: row.closes_on for row in stages if row.stage == "Reporting"}


def intervals_of(year: int) -> tuple[list, list]:
	rows = frappe.get_all(
		"Performance Interval",
		filters={"year": year, "frequency": ["in", ["Monthly", "Quarterly"]]},
		fields=["name", "frequency", "number", "from_date", "to_date"],
		order_by="from_date asc",
	)
	return [row for row in rows if row.frequency == "Monthly"], [
		row for row in rows if row.frequency == "Quarterly"
	]


def second_half(persons, period: str, plans: dict, library: Library, months, moments) -> list:
	"""The plans as they stand after July, with the content that is known and the new plan of who was transferred."""
	found = read(persons, period)
	new = {}
	for slot, plan in found.items():
		old = plans.get(slot)
		if old and old.name == plan.name:
			plan.state = old.state
			plan.results, plan.indicators, plan.actions = old.results, old.indicators, old.actions
			plan.told = old.told
		else:
			new[slot] = plan
	fill(new, library, months, moments, known=found)
	refresh_adjusted(found[story.ADJUSTED])
	return list(found.values())


def refresh_adjusted(plan):
	stored = frappe.get_doc("Work Plan", plan.name)
	plan.results, plan.indicators, plan.actions = stored.results, stored.indicators, stored.actions


def settle_notifications(period: str):
	"""What was told about steps long done is read; what still waits stays unread."""
	Log, Plan = DocType("Notification Log"), DocType("Work Plan")
	waiting = (
		frappe.qb.from_(Plan)
		.select(Plan.name)
		.where((Plan.performance_period == period) & Plan.workflow_state.isin(["Draft", "Plan Returned"]))
		.run(pluck=True)
	)
	(
		frappe.qb.update(Log)
		.set(Log.read, 1)
		.where((Log.document_type == "Work Plan") & Log.document_name.notin(waiting or [""]))
		.where(Log.for_user.like(f"%@{logins.DOMAIN}"))
	).run()
	# what was told with a plan came on the day on which the plan was made
	made = {}
	for name, day in (
		frappe.qb.from_(Plan).select(Plan.name, Plan.creation).where(Plan.company == COMPANY)
	).run():
		made.setdefault(day, []).append(name)
	for day, names in made.items():
		change(
			"Notification Log",
			names,
			{"creation": day, "modified": day},
			by="document_name",
			document_type="Work Plan",
		)


def finish_onboarding(done: bool = True):
	"""The steps by which HR prepares the first year are behind this agency."""
	steps = frappe.get_all("Onboarding Step Map", filters={"parent": ONBOARDING}, pluck="step")
	change("Onboarding Step", steps, {"is_complete": int(done)})
	change("Module Onboarding", [ONBOARDING], {"is_complete": int(done)})


def set_up_site():
	"""A site that nobody has set up speaks Indonesian, in Jakarta's time and with Indonesian numbers."""
	system = frappe.get_doc("System Settings")
	wanted = {
		"country": "Indonesia",
		"language": "id",
		"time_zone": "Asia/Jakarta",
		"date_format": "dd-mm-yyyy",
		"time_format": "HH:mm",
		"number_format": "#.###,##",
		"first_day_of_the_week": "Monday",
		"currency": "IDR",
		"setup_complete": 1,
	}
	system.update({field: value for field, value in wanted.items() if system.meta.has_field(field)})
	system.flags.ignore_mandatory = True
	system.save()
	# the setup wizard would ask for what is answered here, and keep everybody out until then
	frappe.db.set_default("desktop:home_page", "workspace")
	asked = "Installed Application"
	if frappe.db.table_exists(asked) and frappe.db.has_column(asked, "is_setup_complete"):
		change(asked, ["Installed Applications"], {"is_setup_complete": 1}, by="parent")


# --- what is there ------------------------------------------------------------------------------------------


def is_ours() -> bool:
	return frappe.db.get_value("Company", COMPANY, "email") == EMAIL


def year_made() -> int | None:
	"""The year of a demo that was made to its end."""
	text = frappe.db.get_value("Company", {"name": COMPANY, "email": EMAIL}, "company_description") or ""
	return cint(text.rpartition(" ")[2]) if text.startswith(MARK) else None


def refuse_other_people():
	if is_ours() and year_made():
		return
	other = frappe.get_all(
		"Employee",
		filters={"user_id": ["not like", f"%@{logins.DOMAIN}"]},
		fields=["employee_name"],
		limit=1,
	) or frappe.get_all("Employee", filters={"user_id": ["is", "not set"]}, fields=["employee_name"], limit=1)
	if other:
		frappe.throw(
			_(
				"This site has employees that do not belong to the demo, for example {0}. The demo agency is made on a site without employees only, so that nothing of yours is touched."
			).format(frappe.bold(other[0].employee_name)),
			Refused,
			title=_("Site is in use"),
		)
	if frappe.db.exists("Company", COMPANY) and not is_ours():
		frappe.throw(
			_("This site has a company {0} already, which the demo did not make.").format(
				frappe.bold(COMPANY)
			),
			Refused,
			title=_("Site is in use"),
		)


def refuse_added_people():
	added = frappe.get_all(
		"Employee",
		filters={"company": COMPANY, "name": ["not like", "PKD-%"]},
		fields=["employee_name"],
		limit=1,
	)
	if added:
		frappe.throw(
			_("{0} was added to the demo agency by hand. Move or delete that employee first.").format(
				frappe.bold(added[0].employee_name)
			),
			Refused,
			title=_("Somebody was added"),
		)


def answer(made: bool, year: int, message: str) -> dict:
	counts = {}
	for key, doctype in (
		("employees", "Employee"),
		("work_plans", "Work Plan"),
		("logs", "Daily Work Log"),
		("reports", "Periodic Report"),
		("evaluations", "Performance Evaluation"),
		("unit_ratings", "Unit Performance Rating"),
	):
		Table = DocType(doctype)
		counts[key] = cint(
			frappe.qb.from_(Table).select(Count(Table.name)).where(Table.company == COMPANY).run()[0][0]
		)
	return {"made": made, "year": year, "message": message, **counts}


@contextlib.contextmanager
def as_administrator():
	"""The site's administrator fills it, in the agency's language."""
	before = frappe.session.user
	frappe.set_user("Administrator")
	try:
		with notifications.speaking("id"):
			yield
	finally:
		frappe.set_user(before)
