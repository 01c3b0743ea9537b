"""Periodic Report (laporan kinerja periodik): what was realised in one reporting interval of a plan."""

import frappe
from frappe import _
from frappe.utils import cint, cstr, flt, getdate

from kinerja_asn import coaching, evidence, figures, permissions, realised, stages, work_logs
from kinerja_asn.kinerja_asn.doctype.work_plan import work_plan as plans
from kinerja_asn.personal import PersonalDocument, new_row_key, now
from kinerja_asn.rules import planning
from kinerja_asn.rules.progress import days_late

TYPED = ("realisation", "reported", "realisation_text", "evidence_link", "evidence")


class PeriodicReport(PersonalDocument):
	def autoname(self):
		if not self.work_plan or not self.performance_interval:
			frappe.throw(_("Choose the work plan and the interval."), title=_("Report incomplete"))
		self.name = f"{self.work_plan}-{self.performance_interval}"

	def before_insert(self):
		plan = frappe.get_doc("Work Plan", self.work_plan)
		if plan.workflow_state not in plans.RUNNING:
			frappe.throw(
				_("Reports belong to an agreed plan; {0} is {1}.").format(plan.name, _(plan.workflow_state)),
				title=_("Plan is not running"),
			)
		self.refuse_second()
		self.workflow_state = "Draft"
		self.copy_from_plan(plan)
		self.performance_period = plan.performance_period
		self.check_interval(plan)
		self.due_on = stages.due_on(plan.performance_period, "Reporting", self.performance_interval)
		self.prefill(plan)

	def validate(self):
		permissions.check_change(self)
		self.check_lengths()
		evidence.check_addresses(self)
		self.take_logs()
		self.check_realisations()
		self.take_step()
		self.measure()

	def on_submit(self):
		work_logs.mark_counted(self)
		coaching.propose([self.name])

	def on_cancel(self):
		work_logs.unmark_counted(self)
		coaching.take_back(self.name)

	def before_submit(self):
		if not self.flags.by_server:
			self.record_act()
			self.reviewed_at = now()

	def before_cancel(self):
		self.workflow_state = "Cancelled"

	def refuse_second(self):
		if frappe.db.exists("Periodic Report", f"{self.work_plan}-{self.performance_interval}"):
			frappe.throw(
				_("There is already a report of {0} for this plan. Open that one.").format(
					frappe.bold(figures.interval(self.performance_interval))
				),
				frappe.DuplicateEntryError,
				title=_("Report already there"),
			)

	def check_interval(self, plan):
		if self.performance_interval not in {row.name for row in stages.reporting_intervals(plan)}:
			frappe.throw(
				_("{0} is not a reporting interval of this plan.").format(
					frappe.bold(figures.interval(self.performance_interval))
				),
				title=_("Wrong interval"),
			)

	def prefill(self, plan):
		"""One row per indicator of the plan with its target of the interval; words and figures typed before stay.

		What was not typed comes from the daily logs of the interval.
		"""
		typed = {row.indicator_key: row for row in self.get("realisations") or [] if row.indicator_key}
		self.set("realisations", [])
		end = frappe.db.get_value("Performance Interval", self.performance_interval, "to_date")
		for values in rows_of_plan(plan, self.performance_interval, end):
			row = self.append("realisations", values)
			old = typed.get(row.indicator_key)
			for column in TYPED if old else ():
				row.set(column, old.get(column))
		self.flags.refill = ()

	def take_logs(self):
		"""Take the figures of the daily logs, where the caller wants them; the rows named take them over typed ones."""
		wanted = self.flags.refill
		if wanted is None:
			return
		self.flags.refill = None
		totals = work_logs.totals(self.work_plan, self.performance_interval)
		for row in self.realisations:
			value, count = totals.get((self.work_plan, row.indicator_key)) or (None, 0)
			from_logs = cint(row.reported) and row.log_count and flt(row.realisation) == flt(row.from_logs)
			if value is not None and (not row.reported or from_logs or row.name in wanted):
				row.realisation, row.reported = flt(value), 1
			row.from_logs, row.log_count = flt(value or 0), count

	def measure(self):
		"""Percentages follow from the figures; whatever a client sends is overwritten."""
		if self.realisations:
			realised.measure_rows(
				self.realisations, realised.earlier_of(self.work_plan, self.performance_interval)
			)

	def check_realisations(self):
		for row in self.realisations:
			if flt(row.realisation) < 0:
				frappe.throw(
					_("Realisation, row {0}: a realisation cannot be negative.").format(row.idx),
					title=_("Negative realisation"),
				)
			if flt(row.realisation) and not row.reported:
				row.reported = 1

	def take_step(self):
		step = self.step
		if not step or self.flags.by_server:
			return
		if step[1] == "Report Sent":
			self.send()
		elif step[1] == "Report Returned":
			self.demand_note(
				"review_note",
				_("Write a note before you return the report, so that it can be mended."),
				"realisations.appraiser_note",
			)

	def send(self):
		window = stages.check_window(self.performance_period, "Reporting", self.performance_interval)
		missing = [
			_title_of(row)
			for row in self.realisations
			if not row.reported and not cstr(row.realisation_text).strip()
		]
		if missing:
			frappe.throw(
				_("Fill in the realisation of {0}: a figure, or words that say why there is none.").format(
					", ".join(missing)
				),
				title=_("Report incomplete"),
			)
		self.due_on = stages.due_on(self.performance_period, "Reporting", self.performance_interval)
		# a report that was sent in time and returned does not become late by the return; one that was late stays so
		if not cint(self.late) and window == "late" and not self.was_sent_in_time():
			self.late = 1
			self.days_late = days_late(self.due_on, getdate())
		self.sent_at = now()

	def was_sent_in_time(self) -> bool:
		stored = self.get_doc_before_save()
		sent_at = stored and stored.sent_at
		return bool(sent_at and self.due_on and getdate(sent_at) <= getdate(self.due_on))


def _title_of(row) -> str:
	"""The row as a person knows it: its indicator, in few words."""
	text = " ".join(cstr(row.indicator or row.result).split())
	return frappe.bold(frappe.utils.escape_html(text if len(text) <= 60 else f"{text[:59]}…"))


def rows_of_plan(plan, interval: str, end=None) -> list[dict]:
	"""The rows a report of an interval begins with: each indicator, or each result of a qualitative plan.

	Args:
		end: last day of the interval; what was taken out of the plan after it still belongs to the report.
	"""

	def is_over(row):
		return bool(row.closed_on) and not (end and getdate(row.closed_on) > getdate(end))

	results = {row.row_key: row for row in plan.results if not is_over(row)}
	targets = {}
	for row in plan.actions:
		if row.performance_interval == interval and row.indicator_key and not is_over(row):
			targets[row.indicator_key] = flt(targets.get(row.indicator_key)) + flt(row.target)
	rows, measured = [], set()
	for row in plan.indicators:
		if is_over(row) or row.result_key not in results:
			continue
		measured.add(row.result_key)
		rows.append(
			{
				"indicator_key": row.row_key,
				"result_key": row.result_key,
				"result": results[row.result_key].result,
				"indicator": row.indicator,
				"target": targets.get(row.row_key, flt(row.target) if row.adds_up != planning.SUM else 0),
				"uom": row.uom,
				"direction": row.direction,
				"adds_up": row.adds_up,
				"target_low": row.target_low,
				"target_high": row.target_high,
				"row_key": new_row_key(),
			}
		)
	for key, row in results.items():
		if key not in measured:
			rows.append(
				{
					"result_key": key,
					"result": row.result,
					"indicator": row.success_measure,
					"row_key": new_row_key(),
				}
			)
	return rows


def on_doctype_update():
	frappe.db.add_index("Periodic Report", ["work_plan", "performance_interval"])
