"""Bulk work of a 360 campaign: propose the raters of everybody, and let those answer whose raters are agreed."""

from collections import Counter
from itertools import takewhile

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count
from frappe.utils import cint, cstr, formatdate, get_datetime, now_datetime

from kinerja_asn import bulk, campaigns, names, notifications
from kinerja_asn.appraisal_360_box import APPRAISAL, BOX, CAMPAIGN, INVITATION
from kinerja_asn.rules import planning, rater_choice
from kinerja_asn.rules.rater_choice import PEER, RELATIONS, SUBORDINATE
from kinerja_asn.setup.settings import rater_rules

PLAN = "Work Plan"
#: What an Appraisal 360 takes from the work plan.
FROM_PLAN = (
	"employee_type",
	"employee",
	"employee_name",
	"nip",
	"position",
	"department",
	"department_name",
	"company",
	"appraiser_type",
	"appraiser",
	"appraiser_name",
	"superior_type",
	"superior",
	"superior_name",
	"performance_period",
)
#: Users named in one statement.
USERS_AT_ONCE = 5000


class CampaignWork(bulk.Work):
	"""Work on the people of one campaign."""

	state = campaigns.NOMINATION
	within_units = False

	@property
	def campaign(self):
		if not hasattr(self, "_campaign"):
			self._campaign = frappe.db.get_value(
				CAMPAIGN,
				cstr(self.parameters.get("campaign")),
				[
					"name",
					"title",
					"status",
					"company",
					"department",
					"performance_period",
					"performance_interval",
					"nominate_until",
					"answer_until",
					"minimum_raters",
					"launched_on",
				],
				as_dict=True,
			)
		return self._campaign

	def scope(self) -> str:
		return self.campaign.name

	def check(self):
		if not self.campaign or self.campaign.status != self.state:
			frappe.throw(
				_("The campaign is not in the state that this work needs ({0}).").format(_(self.state)),
				title=_("Not possible"),
			)

	def still_open(self) -> bool:
		"""Whether the campaign is still where this work needs it; it stays so until the chunk is committed."""
		Doc = DocType(CAMPAIGN)
		rows = (
			frappe.qb.from_(Doc).select(Doc.status).where(Doc.name == self.campaign.name).for_update().run()
		)
		return bool(rows) and rows[0][0] == self.state

	def over(self, employees: list[str]) -> dict[str, bulk.Outcome]:
		text = _("The campaign was closed or cancelled in the meantime.")
		return {name: bulk.Outcome(bulk.PROBLEM, text, CAMPAIGN, self.campaign.name) for name in employees}


class Launch(CampaignWork):
	"""For everybody with an agreed plan an Appraisal 360, the proposed raters, and the empty boxes for their answers."""

	def title(self) -> str:
		return _("360-degree appraisal, raters: {0}").format(self.campaign.title)[:140]

	def people(self, query, Employee):
		query = query.where(Employee.status == "Active")
		units = campaigns.units_of(self.campaign)
		return query if units is None else query.where(Employee.department.isin(sorted(units) or [""]))

	def prepare(self):
		"""The raters of all are chosen at once, since people of different chunks rate each other.

		Who has his already keeps them, and what they ask of others counts, so that a run may go on after any chunk.
		"""
		if not self.still_open():
			self.raters = {}
			return
		Appraisal = DocType(APPRAISAL)
		there = set(
			frappe.qb.from_(Appraisal)
			.select(Appraisal.employee)
			.where(Appraisal.campaign == self.campaign.name)
			.run(pluck=True)
		)
		self.already = campaigns.rated_already(self.campaign)
		self.roster = campaigns.Roster(self.campaign, without=there | self.already)
		self.raters = rater_choice.propose(
			self.roster.people.values(), rater_rules(), self.campaign.name, load=campaigns.loads()
		)

	def record_at_once(self):
		"""Who is in the campaign needs no look."""
		Appraisal = DocType(APPRAISAL)
		bulk.record(
			self,
			bulk.ALREADY_THERE,
			lambda query, Employee: query.join(Appraisal).on(
				(Appraisal.employee == Employee.name) & (Appraisal.campaign == self.campaign.name)
			),
			_("Is in the campaign already."),
			APPRAISAL,
			lambda Employee: Appraisal.name,
		)

	def work_on(self, employees: list[str]) -> dict[str, bulk.Outcome]:
		if not self.still_open():
			return self.over(employees)
		there = self._there(employees)
		outcomes = {
			employee: bulk.Outcome(bulk.ALREADY_THERE, _("Is in the campaign already."), APPRAISAL, name)
			for employee, name in there.items()
		}
		fresh = [name for name in employees if name not in there and name in self.raters]
		for name in employees:
			if name not in there and name not in self.raters:
				outcomes[name] = self._why_not(name)
		return outcomes | self._create(fresh)

	def _there(self, employees: list[str]) -> dict[str, str]:
		Appraisal = DocType(APPRAISAL)
		return dict(
			frappe.qb.from_(Appraisal)
			.select(Appraisal.employee, Appraisal.name)
			.where((Appraisal.campaign == self.campaign.name) & Appraisal.employee.isin(employees))
			.for_update()
			.run()
		)

	def _why_not(self, name: str) -> bulk.Outcome:
		row = self.roster.rows.get(name)
		if not row or planning.needs_no_plan(row.asn_standing, row.asn_status):
			return bulk.Outcome(bulk.NOT_NEEDED, _("Plans nothing in this period."), "Employee", name)
		if name in self.already:
			text = _(
				"Is rated for this interval by another campaign. A second result of the same time could tell what a single rater has answered."
			)
			return bulk.Outcome(bulk.NOT_NEEDED, text, "Employee", name)
		return bulk.Outcome(
			bulk.PROBLEM,
			_("Has no agreed work plan for this interval and is not rated. Agree the plan and launch again."),
			"Employee",
			name,
		)

	def _create(self, employees: list[str]) -> dict[str, bulk.Outcome]:
		if not employees:
			return {}
		plans = self._plans([self.roster.rows[name].plan for name in employees])
		reserved = names.reserve(f"A360-{now_datetime():%Y}-", len(employees))
		heads, invitations, boxes, outcomes = [], [], [], {}
		for name, employee in zip(reserved, employees, strict=True):
			plan = plans[self.roster.rows[employee].plan]
			heads.append(
				{column: plan[column] for column in FROM_PLAN}
				| {
					"name": name,
					"campaign": self.campaign.name,
					"work_plan": plan["name"],
					"performance_interval": self.campaign.performance_interval,
					"workflow_state": campaigns.NOMINATION,
					"slot": f"{self.campaign.name}|{employee}",
				}
			)
			count = Counter()
			for relation, rater in self.raters[employee]:
				count[relation] += 1
				invitations.append({"appraisal": name, "rater": rater, "relation": relation})
			boxes += [{"appraisal": name, "relation": relation} for relation in RELATIONS]
			outcomes[employee] = self._told(name, count)
		insert(self.campaign, APPRAISAL, heads)
		insert(self.campaign, INVITATION, invitations)
		insert(self.campaign, BOX, boxes)
		self._tell(employees)
		return outcomes

	def _plans(self, plans: list[str]) -> dict:
		Plan = DocType(PLAN)
		rows = (
			frappe.qb.from_(Plan)
			.select(Plan.name, *[Plan[column] for column in FROM_PLAN])
			.where(Plan.name.isin(plans))
		).run(as_dict=True)
		return {row.name: row for row in rows}

	def _told(self, name: str, count: Counter) -> bulk.Outcome:
		if not count:
			text = _("Nobody can rate: no superior, peer or subordinate with a user account.")
			return bulk.Outcome(bulk.PROBLEM, text, APPRAISAL, name)
		text = _("Raters proposed: {0} peers, {1} subordinates.").format(count[PEER], count[SUBORDINATE])
		if not rater_choice.enough(count, cint(self.campaign.minimum_raters)):
			few = _("Too few for their answers to be shown: add some, or they will not be asked.")
			text = f"{text} {few}"
		return bulk.Outcome(bulk.CREATED, text, APPRAISAL, name)

	def _tell(self, employees: list[str]):
		sentence = _(
			"360-degree appraisal: please look at who is proposed to rate you. You can propose others until {0}."
		).format(formatdate(self.campaign.nominate_until))
		rows = self.roster.rows
		notifications.tell_many(
			[(rows[name].user_id, sentence, None, None) for name in employees if rows[name].user_id],
			link=campaigns.PAGE,
		)

	def finish(self):
		campaigns.count(self.campaign.name)
		tell_appraisers(self.campaign, self.run)
		counts = frappe.db.get_value(bulk.RUN, self.run, [*bulk.COUNTERS], as_dict=True)
		if counts.created or counts.problems:
			notifications.tell(
				self.started_by,
				_("{0}: raters of {1} people proposed, {2} problems to mend.").format(
					self.campaign.title, cint(counts.created), cint(counts.problems)
				),
				bulk.RUN,
				self.run,
			)


class Collect(CampaignWork):
	"""Let those answer whose raters are agreed."""

	state = campaigns.COLLECTING
	within_company = False

	def title(self) -> str:
		return _("360-degree appraisal, start of answering: {0}").format(self.campaign.title)[:140]

	def people(self, query, Employee):
		Appraisal = DocType(APPRAISAL)
		return query.where(
			Employee.name.isin(
				frappe.qb.from_(Appraisal)
				.select(Appraisal.employee)
				.where(
					(Appraisal.campaign == self.campaign.name)
					& (Appraisal.workflow_state != campaigns.CANCELLED)
				)
			)
		)

	def work_on(self, employees: list[str]) -> dict[str, bulk.Outcome]:
		if not self.still_open():
			return self.over(employees)
		Appraisal = DocType(APPRAISAL)
		rows = (
			frappe.qb.from_(Appraisal)
			.select(Appraisal.name, Appraisal.employee, Appraisal.workflow_state, Appraisal.appraiser_name)
			.where((Appraisal.campaign == self.campaign.name) & Appraisal.employee.isin(employees))
			.for_update()
		).run(as_dict=True)
		ready = [row for row in rows if row.workflow_state == campaigns.APPROVED]
		few = self._start(ready)
		outcomes = {}
		for row in rows:
			if row.workflow_state == campaigns.NOMINATION:
				text = _("The raters are not agreed yet; this waits for {0}.").format(
					row.appraiser_name or _("nobody")
				)
				outcomes[row.employee] = bulk.Outcome(bulk.PROBLEM, text, APPRAISAL, row.name)
			elif row.workflow_state != campaigns.APPROVED:
				text = _("The raters were asked already.")
				outcomes[row.employee] = bulk.Outcome(bulk.ALREADY_THERE, text, APPRAISAL, row.name)
			else:
				text = _("The raters are asked.")
				if row.name in few:
					text = _(
						"Only the superior and the person himself are asked: peers and subordinates are too few to be shown."
					)
				outcomes[row.employee] = bulk.Outcome(bulk.DONE, text, APPRAISAL, row.name)
		return outcomes

	def _start(self, rows: list) -> set[str]:
		"""Open the answering; who would answer in vain is not asked. Answers with these appraisals."""
		if not rows:
			return set()
		appraisals = [row.name for row in rows]
		Appraisal, Invitation = DocType(APPRAISAL), DocType(INVITATION)
		counts = dict(
			frappe.qb.from_(Invitation)
			.select(Invitation.appraisal, Count(Invitation.name))
			.where(
				Invitation.appraisal.isin(appraisals)
				& Invitation.relation.isin(rater_choice.CHOSEN)
				& (Invitation.status == campaigns.APPROVED)
			)
			.groupby(Invitation.appraisal)
			.run()
		)
		minimum = cint(self.campaign.minimum_raters)
		few = {name for name in appraisals if cint(counts.get(name)) < minimum}
		if few:
			reason = _("Too few peers and subordinates for their answers to be shown.")
			(
				frappe.qb.update(Invitation)
				.set(Invitation.status, campaigns.WITHDRAWN)
				.set(Invitation.reason, reason)
				.where(
					Invitation.appraisal.isin(sorted(few))
					& Invitation.relation.isin(rater_choice.CHOSEN)
					& Invitation.status.isin(campaigns.ASKED)
				)
			).run()
		frappe.qb.update(Appraisal).set(Appraisal.workflow_state, campaigns.COLLECTING).where(
			Appraisal.name.isin(appraisals)
		).run()
		return few

	def finish(self):
		campaigns.count(self.campaign.name)
		tell_raters(self.campaign, self.run)
		counts = frappe.db.get_value(bulk.RUN, self.run, [*bulk.COUNTERS], as_dict=True)
		notifications.tell(
			self.started_by,
			_("{0}: the raters of {1} people are asked; {2} wait for their appraiser's agreement.").format(
				self.campaign.title, cint(counts.created), cint(counts.problems)
			),
			bulk.RUN,
			self.run,
		)


def insert(campaign, doctype: str, rows: list[dict]):
	"""Write rows of a campaign: whoever adds them and whenever, they all tell of the launch alone."""
	bulk.insert_rows(
		doctype,
		[row | {"campaign": campaign.name} for row in rows],
		user="Administrator",
		moment=str(get_datetime(campaign.launched_on)),
	)


def with_unfinished(campaign, run: str) -> list[str]:
	"""This run and those just before it that were cancelled or broke off: of what these have done nobody was told."""
	Run = DocType(bulk.RUN)
	work, began = frappe.db.get_value(bulk.RUN, run, ["work", "creation"])
	rows = (
		frappe.qb.from_(Run)
		.select(Run.name, Run.status)
		.where(campaigns.is_work_on(campaign, Run) & (Run.work == work) & (Run.creation < began))
		.orderby(Run.creation, order=frappe.qb.desc)
	).run(as_dict=True)
	unfinished = takewhile(lambda row: row.status in (bulk.CANCELLED, bulk.FAILED), rows)
	return [run, *[row.name for row in unfinished]]


def tell_raters(campaign, run: str):
	"""One notification for each rater of those whose answering this run has begun; it names nobody."""
	Invitation, Appraisal, Row, Employee = (
		DocType(INVITATION),
		DocType(APPRAISAL),
		DocType(bulk.ROW),
		DocType("Employee"),
	)
	rows = (
		frappe.qb.from_(Row)
		.join(Appraisal)
		.on((Appraisal.employee == Row.employee) & (Appraisal.campaign == campaign.name))
		.join(Invitation)
		.on(Invitation.appraisal == Appraisal.name)
		.join(Employee)
		.on(Employee.name == Invitation.rater)
		.select(Employee.user_id, Count(Invitation.name))
		.where(
			Row.bulk_run.isin(with_unfinished(campaign, run))
			& (Row.result == bulk.DONE)
			& (Invitation.status == campaigns.APPROVED)
			& (Employee.status == "Active")
			& Employee.user_id.isnotnull()
		)
		.groupby(Employee.user_id)
		.orderby(Employee.user_id)
	).run()
	until = formatdate(campaign.answer_until)
	_tell_counted(
		rows, _("360-degree appraisal: please rate {0} people until {1}. It takes a few minutes each."), until
	)


def tell_appraisers(campaign, run: str):
	"""One notification for each appraiser of those for whom this run has proposed raters."""
	Appraisal, Row, Employee = DocType(APPRAISAL), DocType(bulk.ROW), DocType("Employee")
	rows = (
		frappe.qb.from_(Row)
		.join(Appraisal)
		.on((Appraisal.employee == Row.employee) & (Appraisal.campaign == campaign.name))
		.join(Employee)
		.on((Employee.name == Appraisal.appraiser) & (Appraisal.appraiser_type == "Employee"))
		.select(Employee.user_id, Count(Appraisal.name))
		.where(
			Row.bulk_run.isin(with_unfinished(campaign, run))
			& (Row.result == bulk.CREATED)
			& Employee.user_id.isnotnull()
		)
		.groupby(Employee.user_id)
		.orderby(Employee.user_id)
	).run()
	until = formatdate(campaign.nominate_until)
	_tell_counted(rows, _("360-degree appraisal: please agree the raters of {0} people until {1}."), until)


def _tell_counted(rows: list, sentence: str, until: str):
	entries = [(user, sentence.format(cint(number), until), None, None) for user, number in rows]
	for start in range(0, len(entries), USERS_AT_ONCE):
		notifications.tell_many(entries[start : start + USERS_AT_ONCE], link=campaigns.PAGE)
