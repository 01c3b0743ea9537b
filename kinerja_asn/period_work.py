"""Bulk work on a period: open it with a draft plan for everybody who plans, remind, close it."""

import frappe
from frappe import _
from frappe.query_builder import Case, DocType
from frappe.query_builder.functions import Coalesce, Max
from frappe.utils import cint, escape_html, getdate, now, nowdate

from kinerja_asn import bulk, names, notifications, problems
from kinerja_asn.appraisers import OVER, Organisation
from kinerja_asn.rules import planning

PLAN = "Work Plan"


class PeriodWork(bulk.Work):
	def prepare(self):
		self.year = frappe.db.get_value(
			"Performance Period",
			self.period,
			["name", "company", "year", "status", "from_date", "to_date", "default_approach"],
			as_dict=True,
		)

	def check(self):
		if not self.period:
			frappe.throw(_("Choose the performance period."), title=_("Period missing"))

	def with_plan(self, query, Employee, Plan, condition):
		"""Those who have a plan of the period for which the condition holds."""
		plans = (
			frappe.qb.from_(Plan)
			.select(Plan.employee)
			.where((Plan.performance_period == self.period) & condition)
		)
		return query.where(Employee.name.isin(plans))

	def counts(self):
		return frappe.db.get_value(bulk.RUN, self.run, [*bulk.COUNTERS], as_dict=True)


class OpenPeriod(PeriodWork):
	"""A draft plan for every active employee who plans (PermenPANRB 8/2021, annex on planning, says who does not)."""

	def title(self) -> str:
		return _("Draft plans for {0}").format(self.year_in_words())

	def people(self, query, Employee):
		return query.where(Employee.status == "Active")

	def prepare(self):
		super().prepare()
		from kinerja_asn.kinerja_asn.doctype.work_plan import work_plan

		self.behaviours = work_plan.active_behaviours()

	# --- without looking at each ---

	def record_at_once(self):
		bulk.record(
			self,
			bulk.ALREADY_THERE,
			lambda query, Employee: self._join_running(query, Employee, inner=True),
			_("The plan is there already."),
			PLAN,
			lambda Employee: self.running.plan,
		)
		reasons = self._reasons()
		if not reasons:
			return
		Employee = DocType("Employee")
		standing, status = Coalesce(Employee.asn_standing, ""), Coalesce(Employee.asn_status, "")
		message, concerned = Case(), None
		for (its_standing, its_status), text in reasons.items():
			condition = (standing == its_standing) & (status == its_status)
			message = message.when(condition, text)
			concerned = condition if concerned is None else concerned | condition
		bulk.record(
			self,
			bulk.NOT_NEEDED,
			lambda query, Employee: self._join_running(query, Employee, inner=False).where(
				self.running.plan.isnull() & concerned
			),
			message,
			"Employee",
			lambda Employee: Employee.name,
		)

	@property
	def running(self):
		"""One running plan of the period per employee, as a table."""
		Plan = DocType(PLAN)
		return (
			frappe.qb.from_(Plan)
			.select(Plan.employee, Max(Plan.name).as_("plan"))
			.where(
				(Plan.performance_period == self.period)
				& (Plan.docstatus < 2)
				& Plan.workflow_state.notin(OVER)
			)
			.groupby(Plan.employee)
			.as_("running")
		)

	def _join_running(self, query, Employee, inner: bool):
		join = query.join(self.running) if inner else query.left_join(self.running)
		return join.on(self.running.employee == Employee.name)

	def _reasons(self) -> dict[tuple, str]:
		"""The pairs of standing and status that plan nothing, with the reason; other reasons are told one by one."""
		Employee = DocType("Employee")
		pairs = (
			frappe.qb.from_(Employee)
			.select(Coalesce(Employee.asn_standing, ""), Coalesce(Employee.asn_status, ""))
			.where((Employee.company == self.company) & (Employee.status == "Active"))
			.distinct()
		).run()
		found = {}
		for standing, status in pairs:
			reason = planning.needs_no_plan(standing, status)
			if reason:
				found[(standing, status)] = problems.in_words(reason)
		return found

	# --- a chunk ---

	def work_on(self, employees: list[str]) -> dict[str, bulk.Outcome]:
		self._lock(employees)
		# of this chunk alone: all of them would be the whole agency at the end
		self.organisation = Organisation()
		self.organisation.load(employees)
		outcomes = {}
		starts = self._starts(employees, outcomes)
		for name in list(starts):
			reason = self._reason_for_none(self.organisation.people[name])
			if reason:
				outcomes[name] = bulk.Outcome(bulk.NOT_NEEDED, reason, "Employee", name)
				starts.pop(name)
		resolved = self.organisation.resolve(starts)
		for name in list(starts):
			problem = resolved[name]
			if problem.problem:
				outcomes[name] = bulk.Outcome(
					bulk.PROBLEM, problem.message, problem.link_doctype, problem.link_name
				)
				starts.pop(name)
		return outcomes | self._create(starts, resolved)

	def _lock(self, employees: list[str]):
		"""As the form does: who starts a plan for one of them at this moment waits."""
		Employee = DocType("Employee")
		frappe.qb.from_(Employee).select(Employee.name).where(
			Employee.name.isin(employees)
		).for_update().run()

	def _starts(self, employees: list[str], outcomes: dict) -> dict[str, object]:
		"""The first day of each new plan; who has one already is answered at once."""
		from kinerja_asn.kinerja_asn.doctype.work_plan.work_plan import first_day_of_plan

		Plan = DocType(PLAN)
		rows = (
			frappe.qb.from_(Plan)
			.select(Plan.name, Plan.employee, Plan.workflow_state, Plan.to_date, Plan.closed_on)
			.where(
				(Plan.performance_period == self.period)
				& (Plan.docstatus < 2)
				& Plan.employee.isin(employees)
			)
			.orderby(Plan.from_date)
			.for_update()
		).run(as_dict=True)
		first, last = getdate(self.year.from_date), getdate(self.year.to_date)
		ended = {name: [] for name in employees}
		for row in rows:
			if row.workflow_state in OVER:
				ended[row.employee].append(row.closed_on or row.to_date)
		starts = {
			name: first_day_of_plan(first, self.organisation.people[name]["date_of_joining"], ended[name])
			for name in employees
		}
		for row in rows:
			# a running plan that came in the meantime, or an earlier one that lasted to the end of the period
			if row.workflow_state not in OVER or starts[row.employee] > last:
				outcomes[row.employee] = bulk.Outcome(
					bulk.ALREADY_THERE, _("The plan is there already."), PLAN, row.name
				)
		return {name: start for name, start in starts.items() if name not in outcomes}

	def _reason_for_none(self, row) -> str | None:
		reason = planning.needs_no_plan(
			row["asn_standing"],
			row["asn_status"],
			employee_status=row["status"],
			joined=getdate(row["date_of_joining"]) if row["date_of_joining"] else None,
			left=getdate(row["relieving_date"]) if row["relieving_date"] else None,
			period_start=getdate(self.year.from_date),
			period_end=getdate(self.year.to_date),
		)
		return problems.in_words(reason) if reason else None

	def _create(self, starts: dict, resolved: dict) -> dict[str, bulk.Outcome]:
		from kinerja_asn.kinerja_asn.doctype.work_plan import work_plan

		if not starts:
			return {}
		snapshots = self.organisation.snapshots(starts)
		plans, children = [], {"behaviours": [], "annex": []}
		reserved = names.reserve(f"SKP-{self.year.year}-", len(starts))
		for name, (employee, start) in zip(reserved, starts.items(), strict=True):
			person = snapshots[employee]
			fresh = work_plan.plan_defaults(person, resolved[employee], self.year, self.behaviours)
			plans.append(
				fresh["columns"]
				| {
					"name": name,
					"employee": employee,
					"from_date": start,
					"to_date": getdate(self.year.to_date),
					"slot": work_plan.slot_of(employee, person["position"], start),
				}
			)
			for table, rows in children.items():
				for position, row in enumerate(fresh[table], 1):
					rows.append(
						row | {"parent": name, "parenttype": PLAN, "parentfield": table, "idx": position}
					)
		bulk.insert_rows(PLAN, plans)
		bulk.insert_rows("Work Plan Behaviour", children["behaviours"])
		bulk.insert_rows("Work Plan Annex", children["annex"])
		self._tell(plans)
		return {
			plan["employee"]: bulk.Outcome(bulk.CREATED, _("Draft plan created."), PLAN, plan["name"])
			for plan in plans
		}

	def _tell(self, plans: list[dict]):
		sentence = _("Your work plan for {0} is ready to be written. Please write it and propose it.").format(
			self.year.year
		)
		people = self.organisation.people
		notifications.tell_many(
			[
				(people[plan["employee"]]["user_id"], sentence, PLAN, plan["name"])
				for plan in plans
				if people[plan["employee"]]["user_id"]
			]
		)

	def finish(self):
		counts = self.counts()
		if not counts.created and not counts.problems:
			return
		notifications.tell(
			self.started_by,
			_("{0}: {1} draft plans created, {2} problems to mend.").format(
				self.period, cint(counts.created), cint(counts.problems)
			),
			bulk.RUN,
			self.run,
		)


class Remind(PeriodWork):
	"""Tell everybody whose plan of the period is not proposed yet; once a day at most."""

	WAITING = ("Draft", "Plan Returned")
	within_company = False

	def title(self) -> str:
		return _("Reminder to propose plans for {0}").format(self.year_in_words())

	def people(self, query, Employee):
		Plan = DocType(PLAN)
		return self.with_plan(query, Employee, Plan, Plan.workflow_state.isin(self.WAITING))

	def work_on(self, employees: list[str]) -> dict[str, bulk.Outcome]:
		Plan, Employee = DocType(PLAN), DocType("Employee")
		rows = (
			frappe.qb.from_(Plan)
			.join(Employee)
			.on(Employee.name == Plan.employee)
			.select(Plan.name, Plan.employee, Employee.user_id)
			.where(
				(Plan.performance_period == self.period)
				& Plan.workflow_state.isin(self.WAITING)
				& Plan.employee.isin(employees)
			)
		).run(as_dict=True)
		told = notifications.told_today([row.user_id for row in rows], PLAN, [row.name for row in rows])
		outcomes, entries = {}, []
		sentence = _(
			"Your work plan for {0} has not been proposed yet. Please write it and propose it."
		).format(self.year.year)
		for row in rows:
			if not row.user_id:
				outcomes[row.employee] = bulk.Outcome(
					bulk.PROBLEM,
					_("Has no user account and could not be told. Enter the user in the employee's record."),
					"Employee",
					row.employee,
				)
			elif (row.user_id, row.name, sentence) in told:
				outcomes[row.employee] = bulk.Outcome(
					bulk.ALREADY_THERE, _("Was reminded today already."), PLAN, row.name
				)
			else:
				entries.append((row.user_id, sentence, PLAN, row.name))
				outcomes[row.employee] = bulk.Outcome(bulk.DONE, _("Reminded."), PLAN, row.name)
		notifications.tell_many(entries)
		return outcomes


class ClosePeriod(PeriodWork):
	"""Close the agreed plans and then the period. What was never agreed stays as it is and is told."""

	within_company = False

	def title(self) -> str:
		return _("Closing of {0}").format(self.year_in_words())

	def people(self, query, Employee):
		Plan = DocType(PLAN)
		return self.with_plan(query, Employee, Plan, (Plan.docstatus < 2) & Plan.workflow_state.notin(OVER))

	def work_on(self, employees: list[str]) -> dict[str, bulk.Outcome]:
		Plan = DocType(PLAN)
		rows = (
			frappe.qb.from_(Plan)
			.select(Plan.name, Plan.employee, Plan.workflow_state, Plan.docstatus)
			.where(
				(Plan.performance_period == self.period)
				& (Plan.docstatus < 2)
				& Plan.workflow_state.notin(OVER)
				& Plan.employee.isin(employees)
			)
			.orderby(Plan.docstatus, order=frappe.qb.desc)
			.for_update()
		).run(as_dict=True)
		agreed = [row.name for row in rows if row.docstatus == 1]
		if agreed:
			reason = _("End of the period {0}").format(self.period)
			(
				frappe.qb.update(Plan)
				.set(Plan.workflow_state, "Closed")
				.set(Plan.closed_on, min(getdate(nowdate()), getdate(self.year.to_date)))
				.set(Plan.close_reason, reason)
				.set(Plan.modified, now())
				.set(Plan.modified_by, frappe.session.user)
				.where(Plan.name.isin(agreed))
			).run()
			text = f"{escape_html(_('Closed'))}: {escape_html(reason)}"
			bulk.add_comments([(PLAN, name, text) for name in agreed])
		outcomes = {}
		for row in rows:
			if row.docstatus == 1:
				outcomes[row.employee] = bulk.Outcome(bulk.DONE, _("Plan closed."), PLAN, row.name)
			else:
				outcomes[row.employee] = bulk.Outcome(
					bulk.PROBLEM,
					_("The plan was never agreed ({0}) and stays as it is.").format(_(row.workflow_state)),
					PLAN,
					row.name,
				)
		return outcomes

	def finish(self):
		period = frappe.get_doc("Performance Period", self.period, for_update=True)
		if period.status == "Open":
			period.status = "Closed"
			period.flags.by_server = True
			# who started the run was asked for the right to close the period
			period.save(ignore_permissions=True)
