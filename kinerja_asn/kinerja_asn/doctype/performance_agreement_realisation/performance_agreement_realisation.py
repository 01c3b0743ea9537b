"""Performance Agreement Realisation (realisasi Perjanjian Kinerja): what a unit reached in one interval of evaluation."""

import frappe
from frappe import _
from frappe.utils import cint, cstr, flt, getdate, nowdate

from kinerja_asn import agreements, evidence, figures, permissions, realised, stages
from kinerja_asn.personal import PersonalDocument, new_row_key, now

TYPED = (
	"interval_target",
	"realisation",
	"reported",
	"realisation_text",
	"evidence",
	"evidence_link",
	"note",
)


class PerformanceAgreementRealisation(PersonalDocument):
	def autoname(self):
		self.name = name = f"{self.agreement}-{self.performance_interval}"
		number = 1
		# a mistaken one that was cancelled keeps its name
		while frappe.db.exists(self.doctype, self.name):
			number += 1
			self.name = f"{name}-{number}"

	def before_insert(self):
		agreement = self.base
		if agreement.workflow_state not in agreements.IN_FORCE:
			frappe.throw(
				_("A realisation belongs to an agreed agreement; {0} is {1}.").format(
					frappe.bold(agreement.name), _(agreement.workflow_state)
				),
				title=_("Not in force"),
			)
		self.refuse_second()
		self.workflow_state = "Draft"
		self.copy_from_plan(agreement)
		self.department_name = agreement.department_name
		self.performance_period = agreement.performance_period
		self.check_interval()
		self.due_on = due_on(agreement.performance_period, self.performance_interval)
		self.prefill()

	def validate(self):
		permissions.check_change(self)
		self.check_lengths()
		evidence.check_addresses(self)
		self.check_figures()
		self.set_slot()
		self.take_step()
		self.measure()

	def on_submit(self):
		agreements.measure_later(self.base, self.performance_interval)

	def before_cancel(self):
		self.workflow_state = "Cancelled"

	def on_cancel(self):
		# the slot is free for the realisation that replaces the mistaken one
		self.db_set("slot", None, update_modified=False)
		agreements.measure_later(self.base, self.performance_interval)

	@property
	def base(self):
		if not getattr(self, "_base", None) or self._base.name != self.agreement:
			if not isinstance(self.agreement, str) or not frappe.db.exists(
				"Performance Agreement", self.agreement
			):
				frappe.throw(
					_("Choose the agreement whose realisation this is."), title=_("Agreement missing")
				)
			self._base = frappe.get_doc("Performance Agreement", self.agreement)
		return self._base

	def refuse_second(self):
		other = frappe.db.get_value(self.doctype, {"slot": self.own_slot()})
		if other:
			frappe.throw(
				_("There is already a realisation of {0} for this agreement: {1}. Open that one.").format(
					frappe.bold(figures.interval(self.performance_interval)), frappe.bold(other)
				),
				frappe.DuplicateEntryError,
				title=_("Realisation already there"),
			)

	def check_interval(self):
		interval = next(
			(row for row in stages.realisation_intervals(self.base) if row.name == self.performance_interval),
			None,
		)
		if not interval:
			frappe.throw(
				_("{0} is not an interval in which the realisation of this agreement is told.").format(
					frappe.bold(frappe.utils.escape_html(figures.interval(cstr(self.performance_interval))))
				),
				title=_("Wrong interval"),
			)
		if getdate(interval.from_date) > getdate(nowdate()):
			frappe.throw(
				_("The interval {0} has not begun yet.").format(frappe.bold(figures.interval(interval.name))),
				title=_("Too early"),
			)

	def prefill(self):
		"""One row per indicator of the agreement with its targets; words and figures typed before stay."""
		typed = {row.indicator_key: row for row in self.get("realisations") or [] if row.indicator_key}
		self.set("realisations", [])
		for values in agreements.rows_of_interval(self.base, self.performance_interval):
			row = self.append("realisations", {**values, "row_key": new_row_key()})
			old = typed.get(row.indicator_key)
			for column in TYPED if old else ():
				if old.get(column) is not None:
					row.set(column, old.get(column))

	def check_figures(self):
		for row in self.realisations:
			for column, message in (
				("realisation", _("Realisation, row {0}: a realisation cannot be negative.")),
				("interval_target", _("Realisation, row {0}: a target cannot be negative.")),
			):
				if flt(row.get(column)) < 0:
					frappe.throw(message.format(row.idx), title=_("Negative figure"))
			if flt(row.realisation) and not row.reported:
				row.reported = 1

	def own_slot(self) -> str:
		return f"{self.agreement}|{self.performance_interval}"

	def set_slot(self):
		self.slot = self.own_slot()

	def take_step(self):
		step = self.step
		if step and not self.flags.by_server and step[1] == "Realisation Sent":
			self.send()

	def send(self):
		missing = [
			f"{row.idx}. {frappe.utils.escape_html(' '.join(cstr(row.indicator).split())[:60])}"
			for row in self.realisations
			if not cint(row.reported) and not cstr(row.realisation_text).strip()
		]
		if missing:
			frappe.throw(
				_("Fill in the realisation of {0}: a figure, or words that say why there is none.").format(
					", ".join(frappe.bold(title) for title in missing)
				),
				title=_("Realisation incomplete"),
			)
		self.sent_at = now()

	def measure(self):
		"""Percentages follow from the figures; whatever a client sends is overwritten."""
		if self.realisations:
			realised.measure_rows(
				self.realisations,
				agreements.earlier_of(self.base, self.performance_interval),
				target="interval_target",
			)


def due_on(period: str, interval: str):
	"""A realisation is needed for the evaluations of the interval: its last day is that of their window."""
	return stages.due_on(period, "Periodic Evaluation", interval) or stages.due_on(
		period, "Annual Evaluation"
	)


def on_doctype_update():
	frappe.db.add_index("Performance Agreement Realisation", ["agreement", "performance_interval"])
