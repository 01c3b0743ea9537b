"""Closing a 360-degree campaign: boxes opened, results written, everything that names raters deleted."""

from collections import Counter

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import cint

from kinerja_asn import appraisal_360_results as results
from kinerja_asn import bulk, notifications, sealed
from kinerja_asn.appraisal_360_box import APPRAISAL, CAMPAIGN, CLOSED, take_away
from kinerja_asn.personal import now

WORK = "Close 360"
#: States of people whose results are not made yet.
RUNNING = ("Nomination", "Approved", "Collecting")


def close(campaign: str, at_once: bool = False) -> str:
	"""Close a campaign for good and let its results be made; the name of the Bulk Run. The caller has checked the right.

	A closed campaign takes no answer and is never opened again: a second result beside the first would let one answer be
	had by subtraction.
	"""
	Row = DocType(CAMPAIGN)
	rows = (
		frappe.qb.from_(Row)
		.select(Row.status, Row.company, Row.performance_period)
		.where(Row.name == campaign)
		.for_update()
	).run(as_dict=True)
	if not rows or rows[0].status not in ("Collecting", CLOSED):
		frappe.throw(_("Only a campaign that collects answers can be closed."), title=_("Nothing to close"))
	if rows[0].status != CLOSED:
		moment = now()
		frappe.qb.update(Row).set(Row.status, CLOSED).set(Row.closed_on, moment).set(
			Row.modified, moment
		).set(Row.slot, None).where(Row.name == campaign).run()
	return bulk.run(
		WORK,
		company=rows[0].company,
		performance_period=rows[0].performance_period,
		now=at_once,
		campaign=campaign,
	)


class Close(bulk.Work):
	within_company = False
	within_units = False

	@property
	def campaign(self) -> str:
		return self.parameters["campaign"]

	def title(self) -> str:
		return _("Close {0}").format(frappe.db.get_value(CAMPAIGN, self.campaign, "title"))

	def scope(self) -> str:
		return self.campaign

	def prepare(self):
		row = frappe.db.get_value(CAMPAIGN, self.campaign, ["status", "closed_on"], as_dict=True)
		if not row or row.status != CLOSED:
			raise ValueError("not a closed campaign")
		self.moment = str(row.closed_on)
		self.moderated = results.is_moderated()

	def people(self, query, Employee):
		Doc = DocType(APPRAISAL)
		running = (
			frappe.qb.from_(Doc)
			.select(Doc.employee)
			.where((Doc.campaign == self.campaign) & Doc.workflow_state.isin(RUNNING))
		)
		return query.where(Employee.name.isin(running))

	def work_on(self, employees: list[str]) -> dict[str, bulk.Outcome]:
		Doc = DocType(APPRAISAL)
		rows = (
			frappe.qb.from_(Doc)
			.select(Doc.name, Doc.employee)
			.where(
				(Doc.campaign == self.campaign)
				& Doc.employee.isin(employees)
				& Doc.workflow_state.isin(RUNNING)
			)
			.orderby(Doc.name)
			.for_update()
		).run(as_dict=True)
		try:
			sealed.without_values(results.write, [row.name for row in rows], self.moment, self.moderated)
		except sealed.WithoutValues as error:
			if not str(error).startswith(sealed.SealBroken.__name__):
				raise
			broken = True
		else:
			broken = False
		if broken:
			frappe.throw(
				_(
					"A box of answers cannot be opened with the key of this site. Put the encryption key of the site back and run this again."
				),
				title=_("Box not opened"),
			)
		# the outcome is the same for everybody: a message would tell how many have answered
		done = {row.employee: bulk.Outcome(bulk.DONE, "", APPRAISAL, row.name) for row in rows}
		return {name: done.get(name, bulk.Outcome(bulk.ALREADY_THERE)) for name in employees}

	def finish(self):
		Doc, Campaign = DocType(APPRAISAL), DocType(CAMPAIGN)
		left = (
			frappe.qb.from_(Doc)
			.select(Doc.name)
			.where((Doc.campaign == self.campaign) & Doc.workflow_state.isin(RUNNING))
		).run(pluck=True)
		take_away(self.campaign, but=left)
		title = frappe.qb.from_(Campaign).select(Campaign.title).where(Campaign.name == self.campaign).run()
		self._tell(title[0][0])

	def _tell(self, title: str):
		"""Appraisers that results are there, one notification each; moderators that comments wait."""
		Doc = DocType(APPRAISAL)
		rows = (
			frappe.qb.from_(Doc)
			.select(Doc.appraiser_type, Doc.appraiser, Doc.comments_checked)
			.where((Doc.campaign == self.campaign) & (Doc.workflow_state == CLOSED))
		).run(as_dict=True)
		counts = Counter((row.appraiser_type or "Employee", row.appraiser) for row in rows if row.appraiser)
		users = notifications.users_of(counts)
		notifications.tell_many(
			[
				(
					users[official],
					_("360-degree appraisal {0}: the results of {1} people are ready for you.").format(
						title, count
					),
					None,
					None,
				)
				for official, count in counts.items()
				if users.get(official)
			],
			link="/kinerja/appraisal-360",
		)
		waiting = sum(not cint(row.comments_checked) for row in rows)
		if waiting:
			sentence = _("360-degree appraisal {0}: comments on {1} people wait to be checked.")
			notifications.tell_many(
				[(user, sentence.format(title, waiting), None, None) for user in results.moderators()],
				link="/kinerja/comments",
			)
