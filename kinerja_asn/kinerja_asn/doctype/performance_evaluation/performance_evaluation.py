"""Performance Evaluation (evaluasi kinerja): two ratings by the appraiser, from which the predicate follows."""

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import cint, cstr, flt, getdate

from kinerja_asn import figures, permissions, stages
from kinerja_asn.personal import PersonalDocument, new_row_key, now
from kinerja_asn.rules import objection, planning
from kinerja_asn.rules.achievement import achievement
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
		self.gather(plan)

	def validate(self):
		permissions.check_change(self)
		self.check_lengths()
		self.derive_predicate()
		self.take_step()

	def before_submit(self):
		if not self.flags.by_server:
			self.acknowledged_at = now()

	def before_cancel(self):
		self.workflow_state = "Cancelled"

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

	def gather(self, plan):
		"""Targets of the plan beside what accepted reports say; feedback typed before stays."""
		feedback = {row.row_key: row for row in self.get("results") or []}
		self.set("results", [])
		for values in gathered_rows(plan, self.kind, self.performance_interval):
			row = self.append("results", values)
			old = feedback.get(row.row_key)
			if old:
				row.feedback = old.feedback
				row.realisation_text = old.realisation_text or row.realisation_text
		if self.is_new() or not self.behaviours:
			self.set("behaviours", [])
			for row in plan.behaviours:
				self.append(
					"behaviours",
					{"behaviour": row.behaviour, "expectation": row.expectation, "row_key": new_row_key()},
				)

	def derive_predicate(self):
		"""Only the performance quadrant sets the predicate; whatever a client sends is overwritten."""
		if self.result_rating and self.behaviour_rating:
			self.predicate = predicate_for(self.result_rating, self.behaviour_rating)
		else:
			self.predicate = None

	def take_step(self):
		step = self.step
		if not step or self.flags.by_server:
			return
		if step == ("Draft", "Self Assessed"):
			self.gather(frappe.get_doc("Work Plan", self.work_plan))
		elif step[1] == "Rated":
			self.rate()
		elif step[1] == "Handed Over":
			self.hand_over()

	def rate(self):
		stages.check_window(self.performance_period, STAGE_OF[self.kind], self.performance_interval)
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
				if self.get(rating) != AS_EXPECTED and not cstr(self.get(evidence)).strip():
					frappe.throw(
						_("{0} is {1}: write the evidence for it.").format(
							frappe.bold(_(self.meta.get_label(rating))), frappe.bold(_(self.get(rating)))
						),
						title=_("Evidence missing"),
					)
		self.rated_at = now()
		self.rated_by = self.acting_name()

	def hand_over(self):
		self.record_act()
		self.handed_over_at = now()
		self.object_until = objection.last_day(
			getdate(), objection.ObjectionRules(days=cint(setting("objection_days")))
		)


def name_of(work_plan: str, kind: str, interval: str | None) -> str:
	return f"{work_plan}-E-{interval if kind == 'Periodic' else 'Annual'}"


def gathered_rows(plan, kind: str, interval: str | None) -> list[dict]:
	"""The rows of an evaluation: each indicator's target and its realisation from accepted reports of the time.

	The annual evaluation reviews the year's realisation; it is never computed from periodic evaluations
	(PermenPANRB 6/2022, definitions).
	"""
	start, end = plan.from_date, plan.to_date
	if kind == "Periodic":
		start, end = frappe.db.get_value("Performance Interval", interval, ["from_date", "to_date"])
	realised = accepted_realisations(plan.name, start, end)
	targets = interval_targets(plan, start, end)
	results = {row.row_key: row for row in plan.results if not row.closed_on}
	rows, measured = [], set()
	for row in plan.indicators:
		if row.closed_on or row.result_key not in results:
			continue
		measured.add(row.result_key)
		result = results[row.result_key]
		values = realised.get(row.row_key, [])
		total = planning.combine([value for value, _text in values], row.adds_up or planning.SUM)
		target = row.target
		if kind == "Periodic" and row.row_key in targets:
			# planned, but for another part of the year: nothing was due
			due = targets[row.row_key]
			target = planning.combine(due, row.adds_up or planning.SUM) if due else 0
		percent = None
		if total is not None:
			percent = achievement(
				total,
				target,
				row.direction,
				low=row.target_low if row.direction == planning.RANGE else None,
				high=row.target_high if row.direction == planning.RANGE else None,
			)
		rows.append(
			{
				"row_key": f"{row.row_key}-{interval or 'year'}"[:140],
				"result_key": row.result_key,
				"indicator_key": row.row_key,
				"kind": result.kind,
				"result": result.result,
				"indicator": row.indicator,
				"target_text": figures.target(row, target),
				"realisation": flt(total),
				"realisation_text": _in_words(row, total, values),
				"achievement": flt(percent) if percent is not None else 0,
			}
		)
	for key, row in results.items():
		if key in measured:
			continue
		rows.append(
			{
				"row_key": f"{key}-{interval or 'year'}"[:140],
				"result_key": key,
				"kind": row.kind,
				"result": row.result,
				"indicator": row.success_measure,
				"target_text": None,
				"realisation_text": "; ".join(
					dict.fromkeys(text for _value, text in realised.get(key, []) if text)
				),
			}
		)
	return rows


def accepted_realisations(work_plan: str, start, end) -> dict[str, list]:
	"""key of indicator (or of result, where there is no indicator) -> [(figure or None, words)] in order of time."""
	Report, Row, Interval = (
		DocType("Periodic Report"),
		DocType("Periodic Report Realisation"),
		DocType("Performance Interval"),
	)
	rows = (
		frappe.qb.from_(Report)
		.join(Row)
		.on((Row.parent == Report.name) & (Row.parenttype == "Periodic Report"))
		.join(Interval)
		.on(Interval.name == Report.performance_interval)
		.select(Row.indicator_key, Row.result_key, Row.realisation, Row.reported, Row.realisation_text)
		.where(
			(Report.work_plan == work_plan)
			& (Report.docstatus == 1)
			& (Interval.from_date >= start)
			& (Interval.to_date <= end)
		)
		.orderby(Interval.from_date)
		.orderby(Row.idx)
	).run(as_dict=True)
	found = {}
	for row in rows:
		figure = row.realisation if row.reported else None
		found.setdefault(row.indicator_key or row.result_key, []).append((figure, cstr(row.realisation_text)))
	return found


def interval_targets(plan, start, end) -> dict[str, list]:
	"""key of indicator -> interval targets of the action plan between two days, in order of time.

	An indicator whose targets all lie outside has an empty list; one without interval targets is left out.
	"""
	planned = [
		row for row in plan.actions if row.performance_interval and row.indicator_key and not row.closed_on
	]
	if not planned:
		return {}
	days = {
		row.name: row.from_date
		for row in frappe.get_all(
			"Performance Interval",
			filters={
				"name": ["in", list({row.performance_interval for row in planned})],
				"from_date": [">=", start],
				"to_date": ["<=", end],
			},
			fields=["name", "from_date"],
		)
	}
	found = {row.indicator_key: [] for row in planned}
	for row in sorted(
		(row for row in planned if row.performance_interval in days),
		key=lambda row: (getdate(days[row.performance_interval]), row.idx),
	):
		found[row.indicator_key].append(flt(row.target, 6))
	return found


def _in_words(row, total, values) -> str:
	# the same words month after month are said once
	words = "; ".join(dict.fromkeys(text for _value, text in values if text))
	if total is None:
		return words
	figure = f"{figures.number(flt(total, 2))} {row.uom or ''}".strip()
	return f"{figure}. {words}" if words else figure


def on_doctype_update():
	frappe.db.add_index("Performance Evaluation", ["work_plan", "kind"])
