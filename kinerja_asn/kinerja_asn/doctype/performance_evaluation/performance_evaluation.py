"""Performance Evaluation (evaluasi kinerja): two ratings by the appraiser, from which the predicate follows."""

import frappe
from frappe import _
from frappe.utils import cint, cstr, getdate

from kinerja_asn import (
	distribution,
	evaluation_rows,
	evidence,
	internal_numbers,
	permissions,
	stages,
	unit_ratings,
)
from kinerja_asn.personal import PersonalDocument, now
from kinerja_asn.rules import objection
from kinerja_asn.rules.predicate import AS_EXPECTED, predicate_for
from kinerja_asn.setup.settings import setting

PERSON_COLUMNS = (
	"nip",
	"asn_status",
	"asn_rank",
	"position",
	"position_type",
	"department_name",
	"appraiser_nip",
	"appraiser_rank",
	"appraiser_position",
	"appraiser_unit",
)
STAGE_OF = {"Periodic": "Periodic Evaluation", "Annual": "Annual Evaluation"}


class PerformanceEvaluation(PersonalDocument):
	FROM_PLAN = (*PersonalDocument.FROM_PLAN, *PERSON_COLUMNS)

	def autoname(self):
		if not self.work_plan or (self.kind == "Periodic" and not self.performance_interval):
			frappe.throw(_("Choose the work plan and the interval."), title=_("Evaluation incomplete"))
		self.name = name_of(self.work_plan, self.kind, self.performance_interval)

	def before_insert(self):
		plan = frappe.get_doc("Work Plan", self.work_plan)
		if plan.workflow_state not in ("Plan Agreed", "Closed"):
			frappe.throw(
				_("Only an agreed plan is evaluated; {0} is {1}.").format(plan.name, _(plan.workflow_state)),
				title=_("Plan is not running"),
			)
		if frappe.db.exists(
			"Performance Evaluation", name_of(self.work_plan, self.kind, self.performance_interval)
		):
			frappe.throw(
				_("This evaluation is already there. Open that one."),
				frappe.DuplicateEntryError,
				title=_("Evaluation already there"),
			)
		self.workflow_state = "Draft"
		self.copy_from_plan(plan)
		self.performance_period = plan.performance_period
		if self.kind == "Annual":
			self.performance_interval = None
		self.check_interval(plan)
		self.gather()

	def validate(self):
		permissions.check_change(self)
		self.check_lengths()
		evidence.check_addresses(self)
		self.gather_again()
		self.follow_unit()
		self.derive_predicate()
		self.derive_internal_value()
		self.take_step()

	def on_update(self):
		super().on_update()
		if self.step and self.step[1] in ("Rated", "Handed Over") and not self.flags.by_server:
			distribution.tell_appraiser(self)

	def before_submit(self):
		if not self.flags.by_server:
			self.acknowledged_at = now()

	def before_cancel(self):
		self.workflow_state = "Cancelled"

	def on_trash(self):
		if self.workflow_state in ("Objected", "Decided"):
			frappe.throw(
				_("The evaluation cannot be deleted: an objection belongs to it."),
				title=_("Evaluation in use"),
			)

	def check_interval(self, plan):
		if self.kind == "Annual":
			return
		if self.performance_interval not in {row.name for row in stages.evaluation_intervals(plan)}:
			frappe.throw(
				_("{0} is not an evaluation interval of this plan.").format(
					frappe.bold(self.performance_interval)
				),
				title=_("Wrong interval"),
			)

	def gather(self):
		"""Targets of the plan beside what accepted reports say; what people typed stays."""
		found = evaluation_rows.gather([self.work_plan], self.kind, self.performance_interval)[self.work_plan]
		typed = {row.row_key: row for row in self.get("results") or []}
		gathered = {
			key: evaluation_rows.words_gathered(row, self.report_history) for key, row in typed.items()
		}
		self.update(found.columns)
		self.set("results", [])
		for values in found.results:
			row = self.append("results", values)
			old = typed.get(row.row_key)
			if not old:
				continue
			row.feedback, row.self_assessment = old.feedback, old.self_assessment
			if old.realisation_text and old.realisation_text != gathered[row.row_key]:
				row.realisation_text = old.realisation_text
		if self.is_new() or not self.behaviours:
			self.set("behaviours", found.behaviours)

	def follow_unit(self):
		"""Where the unit's rating is confirmed it stands here, and is the rating of results of the unit's head (SE
		MenPANRB 3/2023)."""
		if self.step and self.step[1] in ("Self Assessed", "Rated"):
			self.update(unit_ratings.columns_for(self))

	def derive_predicate(self):
		"""Only the performance quadrant sets the predicate; whatever a client sends is overwritten."""
		if self.result_rating and self.behaviour_rating:
			self.predicate = predicate_for(self.result_rating, self.behaviour_rating)
		else:
			self.predicate = None

	def gather_again(self):
		"""The appraiser wants what was accepted since; ratings and words that were typed stay."""
		if self.flags.gather_again:
			self.flags.gather_again = False
			self.gather()

	def derive_internal_value(self):
		"""The agency's own number beside the predicate; it follows the settings until the evaluation is rated."""
		if (self.workflow_state or "Draft") not in ("Draft", "Self Assessed") and not self.is_rating():
			return
		self.update(internal_numbers.of(self))

	def is_rating(self) -> bool:
		return bool(self.step) and self.step[1] == "Rated"

	def take_step(self):
		step = self.step
		if not step or self.flags.by_server:
			return
		if step == ("Draft", "Self Assessed"):
			self.gather()
		elif step[1] == "Rated":
			self.rate()
		elif step[1] == "Handed Over":
			self.hand_over()

	def rate(self):
		self.check_window()
		self.check_unit()
		if not self.result_rating or not self.behaviour_rating:
			frappe.throw(
				_("Rate both the results and the behaviour; the predicate follows from the two."),
				title=_("Rating incomplete"),
			)
		if cint(setting("evidence_for_extremes")):
			for rating, evidence in (
				("result_rating", "result_evidence"),
				("behaviour_rating", "behaviour_evidence"),
			):
				if rating == "result_rating" and cint(self.results_follow_unit):
					# the unit's rating is the evidence
					continue
				if self.get(rating) != AS_EXPECTED and not cstr(self.get(evidence)).strip():
					frappe.throw(
						_("{0} is {1}: write the evidence for it.").format(
							frappe.bold(_(self.meta.get_label(rating))), frappe.bold(_(self.get(rating)))
						),
						title=_("Evidence missing"),
					)
		if cint(self.innovation) and not cstr(self.innovation_evidence).strip():
			frappe.throw(
				_("An innovation needs evidence: write which new idea or way it was, and whom it helped."),
				title=_("Evidence missing"),
			)
		internal_numbers.refuse_missing_scores(self)
		self.predicate_history = evaluation_rows.predicates_before(self)
		self.post_history = evaluation_rows.posts_before(self)
		self.rated_at = now()
		self.rated_by = self.acting_name()
		self.keep_rater()

	def keep_rater(self):
		"""Whose rating this is, and who gave it for him: neither decides on an objection to it, whatever becomes of their
		posts."""
		who, acting = (
			permissions.viewer(),
			permissions.actors(permissions.stored_row(self.doctype, self.name)),
		)
		self.rater, self.rater_acting = self.appraiser, None
		if "appraiser" in acting and self.appraiser not in who.identities:
			self.rater_acting = who.employee

	def check_window(self):
		"""The time in a post that ended within the year is evaluated when it ends, not at the end of the year."""
		if self.kind == "Annual" and self.ended_early():
			return
		stages.check_window(self.performance_period, STAGE_OF[self.kind], self.performance_interval)

	def ended_early(self) -> bool:
		state = frappe.db.get_value("Work Plan", self.work_plan, "workflow_state")
		ends = frappe.db.get_value("Performance Period", self.performance_period, "to_date")
		return state == "Closed" and bool(ends) and getdate(self.to_date) < getdate(ends)

	def check_unit(self):
		"""The performance of the unit is rated first, then that of its people (SE MenPANRB 3/2023)."""
		if self.unit_rating:
			return
		title = _("Unit not rated yet")
		message = _(
			"The performance of {0} has not been rated for {1} yet; it comes before its people."
		).format(
			frappe.bold(frappe.utils.escape_html(self.department_name or "")),
			unit_ratings.shown(self.performance_period, self.kind, self.performance_interval),
		)
		if setting("unrated_unit") == "Refuse":
			frappe.throw(f"{message} {_('Ask the leader above the unit, or HR.')}", title=title)
		frappe.msgprint(message, title=title, indicator="orange", alert=True)

	def hand_over(self):
		self.record_act()
		self.handed_over_at = now()
		self.object_until = objection.last_day(
			getdate(), objection.ObjectionRules(days=cint(setting("objection_days")))
		)


def name_of(work_plan: str, kind: str, interval: str | None) -> str:
	return f"{work_plan}-E-{interval if kind == 'Periodic' else 'Annual'}"


def on_doctype_update():
	frappe.db.add_index("Performance Evaluation", ["work_plan", "kind"])
