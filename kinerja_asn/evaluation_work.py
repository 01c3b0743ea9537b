"""Bulk work on evaluations: create them, hand over what is rated, and take silence after the last day as read."""

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Max
from frappe.utils import cint, cstr, escape_html, formatdate, get_fullname, getdate, nowdate

from kinerja_asn import bulk, evaluation_rows, figures, internal_numbers, leave, notifications, permissions
from kinerja_asn.distribution import followed
from kinerja_asn.kinerja_asn.doctype.performance_evaluation import performance_evaluation as evaluations
from kinerja_asn.personal import now
from kinerja_asn.rules import objection, planning
from kinerja_asn.setup.settings import setting

PLAN, EVALUATION = "Work Plan", "Performance Evaluation"
RESULT, BEHAVIOUR = "Performance Evaluation Result", "Performance Evaluation Behaviour"
CHANGE = "Performance Evaluation Change"
PERIODIC, ANNUAL = "Periodic", "Annual"
#: Plans in these states are evaluated.
SET = ("Plan Agreed", "Closed")
RATED, HANDED_OVER, ACKNOWLEDGED = "Rated", "Handed Over", "Acknowledged"
#: The employee has got them.
GIVEN = (HANDED_OVER, ACKNOWLEDGED, "Objected", "Decided")


class EvaluationWork(bulk.Work):
	"""Work on the evaluations of one kind, of an interval or of the year.

	People are looked at by their documents: who has moved to another unit since is still evaluated for the old one.
	"""

	within_company = False
	within_units = False

	@property
	def kind(self) -> str:
		return self.parameters["kind"]

	@property
	def interval(self) -> str | None:
		return self.parameters.get("interval")

	@property
	def shown(self) -> str:
		"""What is evaluated, as the title and the messages name it."""
		return figures.interval(self.interval) or _("the year {0}").format(figures.year(self.period))

	def scope(self) -> str:
		return "|".join([super().scope(), self.kind, cstr(self.interval)])

	def check(self):
		if not self.period:
			frappe.throw(_("Choose the performance period."), title=_("Period missing"))
		period = frappe.db.get_value(
			"Performance Period", self.period, ["year", "evaluation_frequency"], as_dict=True
		)
		if self.kind not in (PERIODIC, ANNUAL):
			frappe.throw(
				_("Choose whether a part of the year or the whole year is evaluated."),
				title=_("Kind missing"),
			)
		if self.kind == ANNUAL:
			self.parameters["interval"] = None
			return
		interval = frappe.db.get_value(
			"Performance Interval", self.interval, ["year", "frequency", "from_date"], as_dict=True
		)
		# who evaluates once a year has no parts of it
		frequency = period.evaluation_frequency if period.evaluation_frequency != planning.ANNUAL else None
		if not interval or (interval.year, interval.frequency) != (period.year, frequency):
			frappe.throw(
				_("{0} is not an evaluation interval of the period {1}.").format(
					frappe.bold(escape_html(cstr(self.interval))), frappe.bold(self.period)
				),
				title=_("Wrong interval"),
			)
		if getdate(interval.from_date) > getdate():
			frappe.throw(
				_("{0} begins on {1}; nothing can be evaluated yet.").format(
					frappe.bold(self.interval), formatdate(interval.from_date)
				),
				title=_("Not begun yet"),
			)

	def prepare(self):
		self.starter = permissions.viewer(self.started_by).employee if self.started_by else None

	def of_run(self, Doc):
		"""Evaluations that this run is about."""
		condition = (Doc.performance_period == self.period) & (Doc.kind == self.kind) & (Doc.docstatus < 2)
		if self.kind == PERIODIC:
			condition &= Doc.performance_interval == self.interval
		if self.departments is not None:
			condition &= Doc.department.isin(list(self.departments) or [""])
		return condition

	def tell_starter(self, sentence: str):
		counts = frappe.db.get_value(bulk.RUN, self.run, [*bulk.COUNTERS], as_dict=True)
		if counts.created or counts.problems:
			notifications.tell(
				self.started_by,
				sentence.format(self.shown, cint(counts.created), cint(counts.problems)),
				bulk.RUN,
				self.run,
			)


class CreateEvaluations(EvaluationWork):
	"""An evaluation for everybody with a set plan, gathered from plan and accepted reports."""

	def title(self) -> str:
		return _("Evaluations for {0}").format(self.shown)

	def prepare(self):
		super().prepare()
		self.span = None
		if self.kind == PERIODIC:
			self.span = frappe.db.get_value(
				"Performance Interval", self.interval, ["from_date", "to_date"], as_dict=True
			)

	def people(self, query, Employee):
		Plan = DocType(PLAN)
		plans = frappe.qb.from_(Plan).select(Plan.employee).where(self._touches(Plan) & (Plan.docstatus < 2))
		return query.where(Employee.name.isin(plans))

	def _touches(self, Plan):
		condition = Plan.performance_period == self.period
		if self.span:
			condition &= (Plan.from_date <= self.span.to_date) & (Plan.to_date >= self.span.from_date)
			condition &= Plan.closed_on.isnull() | (Plan.closed_on >= self.span.from_date)
		if self.departments is not None:
			condition &= Plan.department.isin(list(self.departments) or [""])
		return condition

	def record_at_once(self):
		"""Who lacks no evaluation needs no look."""
		bulk.record(
			self,
			bulk.ALREADY_THERE,
			self._join_complete,
			_("The evaluation is there already."),
			EVALUATION,
			lambda Employee: self._there.name,
		)

	@property
	def _there(self):
		"""One evaluation per employee, as a table."""
		Doc = DocType(EVALUATION)
		return (
			frappe.qb.from_(Doc)
			.select(Doc.employee, Max(Doc.name).as_("name"))
			.where(self.of_run(Doc))
			.groupby(Doc.employee)
			.as_("there")
		)

	def _join_complete(self, query, Employee):
		there = self._there
		return (
			query.join(there).on(there.employee == Employee.name).where(Employee.name.notin(self._lacking()))
		)

	def _lacking(self):
		"""Employees with a plan that is due and has no evaluation."""
		Plan, Doc = DocType(PLAN), DocType(EVALUATION)
		query = (
			frappe.qb.from_(Plan)
			.left_join(Doc)
			.on((Doc.work_plan == Plan.name) & self.of_run(Doc))
			.select(Plan.employee)
			.where(self._touches(Plan) & (Plan.docstatus == 1) & Plan.workflow_state.isin(SET))
			.where(Doc.name.isnull())
		)
		if self.kind == ANNUAL:
			query = query.where(followed(Plan, Plan.name).negate())
		return query

	def work_on(self, employees: list[str]) -> dict[str, bulk.Outcome]:
		rows = self._plans(employees)
		outcomes, due = {}, []
		last = {row.employee: row for row in rows if row.workflow_state in SET}
		for row in rows:
			if row.evaluation:
				outcomes.setdefault(
					row.employee,
					bulk.Outcome(
						bulk.ALREADY_THERE, _("The evaluation is there already."), EVALUATION, row.evaluation
					),
				)
			elif row.workflow_state not in SET:
				if row.employee not in last:
					outcomes[row.employee] = bulk.Outcome(
						bulk.PROBLEM,
						_("The plan was never agreed ({0}), so there is nothing to evaluate.").format(
							_(row.workflow_state)
						),
						PLAN,
						row.name,
					)
			elif self.kind == PERIODIC or last[row.employee].name == row.name:
				due.append(row)
		due = self._without_leave(due, outcomes)
		return outcomes | self._create(due)

	def _plans(self, employees: list[str]) -> list:
		Plan, Doc = DocType(PLAN), DocType(EVALUATION)
		columns = dict.fromkeys(
			("name", "performance_period", "workflow_state", *evaluations.PerformanceEvaluation.FROM_PLAN)
		)
		return (
			frappe.qb.from_(Plan)
			.left_join(Doc)
			.on((Doc.work_plan == Plan.name) & self.of_run(Doc))
			.select(*[Plan[column] for column in columns], Doc.name.as_("evaluation"))
			.where(self._touches(Plan) & (Plan.docstatus < 2) & Plan.employee.isin(bulk.Among(employees)))
			.where(Plan.workflow_state != "Cancelled")
			.orderby(Plan.employee)
			.orderby(Plan.from_date)
			.for_update()
		).run(as_dict=True)

	def _without_leave(self, due: list, outcomes: dict) -> list:
		"""A period that was leave throughout is not evaluated; whoever wants it all the same starts it by hand."""
		if self.kind != PERIODIC:
			return due
		away = leave.fully_on_leave([row.employee for row in due], [self.interval])
		for row in due:
			if (row.employee, self.interval) in away:
				outcomes[row.employee] = bulk.Outcome(
					bulk.NOT_NEEDED, _("On leave during the whole interval."), PLAN, row.name
				)
		return [row for row in due if (row.employee, self.interval) not in away]

	def _create(self, due: list) -> dict[str, bulk.Outcome]:
		if not due:
			return {}
		gathered = evaluation_rows.gather(
			[row.name for row in due], self.kind, self.interval, with_behaviours=False
		)
		heads, results = [], []
		for row in due:
			name = evaluations.name_of(row.name, self.kind, self.interval)
			found = gathered[row.name]
			heads.append(
				{column: row[column] for column in evaluations.PerformanceEvaluation.FROM_PLAN}
				| found.columns
				| internal_numbers.BLANK
				| {
					"predicate": None,
					"name": name,
					"work_plan": row.name,
					"kind": self.kind,
					"performance_interval": self.interval if self.kind == PERIODIC else None,
					"performance_period": self.period,
					"workflow_state": "Draft",
				}
			)
			results += [
				values | {"parent": name, "parenttype": EVALUATION, "parentfield": "results", "idx": position}
				for position, values in enumerate(found.results, 1)
			]
		bulk.insert_rows(EVALUATION, heads)
		bulk.insert_rows(RESULT, results)
		evaluation_rows.insert_behaviours([head["name"] for head in heads], self.interval)
		self._tell(heads)
		created = _("Evaluation created.")
		return {
			head["employee"]: bulk.Outcome(bulk.CREATED, created, EVALUATION, head["name"]) for head in heads
		}

	def _tell(self, heads: list[dict]):
		users = notifications.users_of({("Employee", head["employee"]) for head in heads})
		sentence = _(
			"Your evaluation for {0} has begun. Please write your self-assessment and send it."
		).format(self.shown)
		notifications.tell_many(
			[
				(users[("Employee", head["employee"])], sentence, EVALUATION, head["name"])
				for head in heads
				if ("Employee", head["employee"]) in users
			]
		)

	def finish(self):
		self.tell_starter(_("{0}: {1} evaluations created, {2} problems to mend."))


class HandOver(EvaluationWork):
	"""Hand over what the appraisers have rated; nobody hands his own evaluation to himself."""

	def title(self) -> str:
		return _("Handing over of evaluations for {0}").format(self.shown)

	def people(self, query, Employee):
		Doc = DocType(EVALUATION)
		return query.where(
			Employee.name.isin(frappe.qb.from_(Doc).select(Doc.employee).where(self.of_run(Doc)))
		)

	def record_at_once(self):
		Doc = DocType(EVALUATION)
		there = (
			frappe.qb.from_(Doc)
			.select(Doc.employee, Max(Doc.name).as_("name"))
			.where(self.of_run(Doc) & Doc.workflow_state.isin(GIVEN))
			.groupby(Doc.employee)
			.as_("there")
		)
		open_ones = (
			frappe.qb.from_(Doc)
			.select(Doc.employee)
			.where(self.of_run(Doc) & Doc.workflow_state.notin(GIVEN))
		)
		bulk.record(
			self,
			bulk.ALREADY_THERE,
			lambda query, Employee: (
				query.join(there).on(there.employee == Employee.name).where(Employee.name.notin(open_ones))
			),
			_("The evaluation was handed over already."),
			EVALUATION,
			lambda Employee: there.name,
		)

	def work_on(self, employees: list[str]) -> dict[str, bulk.Outcome]:
		Doc = DocType(EVALUATION)
		rows = (
			frappe.qb.from_(Doc)
			.select(
				Doc.name,
				Doc.employee,
				Doc.workflow_state,
				Doc.appraiser_type,
				Doc.appraiser_name,
				Doc.signed_document,
			)
			.where(self.of_run(Doc) & Doc.employee.isin(employees))
			.orderby(Doc.employee)
			.orderby(Doc.name)
			.for_update()
		).run(as_dict=True)
		signed = self._signed([row for row in rows if row.appraiser_type == permissions.EXTERNAL])
		outcomes, ready = {}, []
		for row in rows:
			problem = self._problem(row, signed)
			if problem:
				outcomes[row.employee] = bulk.Outcome(bulk.PROBLEM, problem, EVALUATION, row.name)
			elif row.workflow_state == RATED:
				ready.append(row)
			else:
				outcomes.setdefault(
					row.employee,
					bulk.Outcome(
						bulk.ALREADY_THERE,
						_("The evaluation was handed over already."),
						EVALUATION,
						row.name,
					),
				)
		self._hand_over(ready)
		for row in ready:
			# where somebody has two, a problem with one of them is what has to be seen
			if outcomes.get(row.employee, bulk.Outcome("")).result != bulk.PROBLEM:
				outcomes[row.employee] = bulk.Outcome(bulk.DONE, _("Handed over."), EVALUATION, row.name)
		return outcomes

	def _problem(self, row, signed: set[str]) -> str | None:
		if row.workflow_state in GIVEN:
			return None
		if row.workflow_state != RATED:
			return _("Not rated yet ({0}); it waits for {1}.").format(
				_(row.workflow_state or "Draft"),
				(row.appraiser_name or "").rstrip(".")
				if row.workflow_state == "Self Assessed"
				else _("the self-assessment"),
			)
		if row.employee == self.starter:
			return _("This is your own evaluation; somebody else has to hand it over.")
		if row.appraiser_type == permissions.EXTERNAL:
			if not permissions.viewer(self.started_by).is_hr:
				return _("Rated by {0}, who does not sign in: HR records this act.").format(
					row.appraiser_name
				)
			if row.name not in signed:
				return _("Attach the act signed by {0} to the evaluation, then hand it over.").format(
					row.appraiser_name
				)
		return None

	def _signed(self, rows: list) -> set[str]:
		"""Evaluations with a signed act: a file that is attached to them, as the form asks for."""
		File = DocType("File")
		named = {row.name: row.signed_document for row in rows if row.signed_document}
		if not named:
			return set()
		files = (
			frappe.qb.from_(File)
			.select(File.attached_to_name, File.file_url)
			.where((File.attached_to_doctype == EVALUATION) & File.attached_to_name.isin(list(named)))
		).run()
		return {name for name, url in files if named.get(name) == url}

	def _hand_over(self, rows: list):
		if not rows:
			return
		moment, Doc = now(), DocType(EVALUATION)
		until = objection.last_day(getdate(), objection.ObjectionRules(days=cint(setting("objection_days"))))
		external = [row.name for row in rows if row.appraiser_type == permissions.EXTERNAL]
		names = [row.name for row in rows]
		(
			frappe.qb.update(Doc)
			.set(Doc.workflow_state, HANDED_OVER)
			.set(Doc.handed_over_at, moment)
			.set(Doc.object_until, until)
			.set(Doc.modified, frappe.utils.now())
			.set(Doc.modified_by, frappe.session.user)
			.where(Doc.name.isin(names))
		).run()
		if external:
			frappe.qb.update(Doc).set(Doc.recorded_by, get_fullname()).where(Doc.name.isin(external)).run()
		text = escape_html(_("Handed over by {0}").format(get_fullname()))
		bulk.add_comments([(EVALUATION, name, text) for name in names])
		users = notifications.users_of({("Employee", row.employee) for row in rows})
		notifications.tell_many(
			[
				(
					users[("Employee", row.employee)],
					_("Your evaluation was handed over. Please read and acknowledge it."),
					EVALUATION,
					row.name,
				)
				for row in rows
				if ("Employee", row.employee) in users
			]
		)

	def finish(self):
		self.tell_starter(_("{0}: {1} evaluations handed over, {2} problems to mend."))


class AcknowledgeSilently(bulk.Work):
	"""Who stays silent beyond the last day of objection has accepted; the evaluation is submitted as it stands."""

	within_company = False

	def title(self) -> str:
		return _("Silent acknowledgement of evaluations of {0}").format(self.year_in_words())

	def _is_silent(self, Doc):
		# the last day is kept in the document; `rules.objection` has set it and says what follows it
		return (
			(Doc.performance_period == self.period)
			& (Doc.docstatus == 0)
			& (Doc.workflow_state == HANDED_OVER)
			& (Doc.object_until < nowdate())
		)

	def people(self, query, Employee):
		Doc = DocType(EVALUATION)
		return query.where(
			Employee.name.isin(frappe.qb.from_(Doc).select(Doc.employee).where(self._is_silent(Doc)))
		)

	def work_on(self, employees: list[str]) -> dict[str, bulk.Outcome]:
		Doc = DocType(EVALUATION)
		rows = (
			frappe.qb.from_(Doc)
			.select(
				Doc.name,
				Doc.employee,
				Doc.employee_name,
				Doc.appraiser_type,
				Doc.appraiser,
				Doc.department,
				Doc.object_until,
			)
			.where(self._is_silent(Doc) & Doc.employee.isin(employees))
			.orderby(Doc.name)
			.for_update()
		).run(as_dict=True)
		if not rows:
			return {}
		names = [row.name for row in rows]
		(
			frappe.qb.update(Doc)
			.set(Doc.docstatus, 1)
			.set(Doc.workflow_state, ACKNOWLEDGED)
			.set(Doc.silent, 1)
			.set(Doc.acknowledged_at, now())
			.set(Doc.modified, frappe.utils.now())
			.set(Doc.modified_by, frappe.session.user)
			.where(Doc.name.isin(names))
		).run()
		for child in (RESULT, BEHAVIOUR, CHANGE):
			Row = DocType(child)
			(
				frappe.qb.update(Row)
				.set(Row.docstatus, 1)
				.where((Row.parenttype == EVALUATION) & Row.parent.isin(names))
			).run()
		bulk.add_comments(
			[
				(
					EVALUATION,
					row.name,
					escape_html(
						_("Counts as acknowledged: no objection until {0}.").format(
							formatdate(row.object_until)
						)
					),
				)
				for row in rows
			]
		)
		self._tell(rows)
		return {
			row.employee: bulk.Outcome(bulk.DONE, _("Counts as acknowledged."), EVALUATION, row.name)
			for row in rows
		}

	def _tell(self, rows: list):
		"""The employee about his own; the appraiser once, however many it were."""
		people = {("Employee", row.employee) for row in rows}
		officials = {}
		for row in rows:
			if row.appraiser:
				officials.setdefault((row.appraiser_type or "Employee", row.appraiser), []).append(row)
		users = notifications.users_of({*people, *officials})
		entries = [
			(
				users[("Employee", row.employee)],
				_("Your evaluation counts as acknowledged, since no objection came until {0}.").format(
					formatdate(row.object_until)
				),
				EVALUATION,
				row.name,
			)
			for row in rows
			if ("Employee", row.employee) in users
		]
		entries += [
			(
				users[official],
				_("{0} evaluations count as acknowledged without a word.").format(len(found)),
				EVALUATION,
				found[0].name,
			)
			for official, found in officials.items()
			if official in users
		]
		notifications.tell_many(entries)


def acknowledge_daily():
	"""Scheduled once a day: one run for each period that has silent evaluations."""
	if not cint(setting("silence_acknowledges")):
		return
	Doc = DocType(EVALUATION)
	periods = (
		frappe.qb.from_(Doc)
		.select(Doc.performance_period)
		.where((Doc.docstatus == 0) & (Doc.workflow_state == HANDED_OVER) & (Doc.object_until < nowdate()))
		.distinct()
	).run(pluck=True)
	for period in sorted(periods):
		bulk.run("Acknowledge Silently", performance_period=period)
