"""Work Plan Adjustment (penyesuaian SKP): rows proposed in place of a running plan's, which binds until they are agreed."""

import json

import frappe
from frappe import _
from frappe.utils import add_days, cstr, flt, formatdate, getdate

from kinerja_asn import permissions, stages
from kinerja_asn.figures import number
from kinerja_asn.kinerja_asn.doctype.work_plan import work_plan as plans
from kinerja_asn.personal import PersonalDocument, now

OPEN_STATES = ("Draft", "Adjustment Proposed")


class WorkPlanAdjustment(PersonalDocument):
	def autoname(self):
		if not self.work_plan:
			frappe.throw(_("Choose the work plan to adjust."), title=_("Work plan missing"))
		count = frappe.db.count("Work Plan Adjustment", {"work_plan": self.work_plan})
		while frappe.db.exists("Work Plan Adjustment", f"{self.work_plan}-P{count + 1:02d}"):
			count += 1
		self.name = f"{self.work_plan}-P{count + 1:02d}"

	def before_insert(self):
		plan = self.plan
		if plan.workflow_state not in plans.RUNNING:
			frappe.throw(
				_("Only an agreed plan is adjusted; {0} is {1}.").format(plan.name, _(plan.workflow_state)),
				title=_("Plan is not running"),
			)
		self.refuse_second_open()
		self.workflow_state = "Draft"
		self.base_version = plan.version
		self.effective_from = self.effective_from or max(getdate(), first_day_of_next_version(plan))
		self.copy_from_plan(plan)
		if not any(self.get(table) for table in plans.CONTENT_TABLES):
			self.copy_rows(plan)

	def validate(self):
		permissions.check_change(self)
		self.clean_new_rows()
		self.check_lengths()
		plans.fill_from_library(self.get("indicators") or [])
		plans.link_rows(self)
		plans.refresh_superior_results(self)
		plans.check_numbers(self)
		self.check_effective_from()
		self.set_slot()
		self.take_step()

	def before_submit(self):
		if not self.flags.by_server:
			self.record_act()
			self.agree()

	def on_submit(self):
		apply_to_plan(self)

	def before_cancel(self):
		frappe.throw(
			_("An agreed adjustment is part of the plan's history. Propose a new adjustment instead."),
			title=_("Cannot be cancelled"),
		)

	@property
	def plan(self):
		if not getattr(self, "_plan", None) or self._plan.name != self.work_plan:
			if not self.work_plan or not frappe.db.exists("Work Plan", self.work_plan):
				frappe.throw(_("Choose the work plan to adjust."), title=_("Work plan missing"))
			self._plan = frappe.get_doc("Work Plan", self.work_plan)
		return self._plan

	def clean_new_rows(self):
		"""Like every personal document, but a row may keep the key of the plan's row that it stands for."""
		wanted = {
			id(row): row.get("row_key") for table in plans.CONTENT_TABLES for row in self.get(table) or []
		}
		super().clean_new_rows()
		for table in plans.CONTENT_TABLES:
			known = {row.row_key for row in self.plan.get(table) if not row.get("closed_on")}
			used = {row.row_key for row in self.get(table) or [] if row.row_key}
			for row in self.get(table) or []:
				key = wanted[id(row)]
				if not row.row_key and key in known and key not in used:
					row.row_key = key
					used.add(key)

	def copy_rows(self, plan):
		"""Begin with the plan as it is, without the rows that were closed before."""
		for table in plans.CONTENT_TABLES:
			for row in plan.get(table):
				if row.get("closed_on"):
					continue
				values = {
					df.fieldname: row.get(df.fieldname)
					for df in frappe.get_meta(row.doctype).fields
					if df.fieldname not in ("appraiser_note", "closed_on")
				}
				self.append(table, values)

	def refuse_second_open(self):
		other = frappe.db.get_value("Work Plan Adjustment", {"slot": self.work_plan})
		if other:
			frappe.throw(
				_("The adjustment {0} of this plan is still open. Finish it first.").format(
					frappe.bold(other)
				),
				frappe.DuplicateEntryError,
				title=_("Adjustment already open"),
			)

	def check_effective_from(self):
		first, last = first_day_of_next_version(self.plan), getdate(self.plan.to_date)
		if not self.effective_from or not first <= getdate(self.effective_from) <= last:
			frappe.throw(
				_(
					"An adjustment can take effect from {0} to {1}: after the version in force began, and within the plan."
				).format(formatdate(first), formatdate(last)),
				title=_("Outside the plan"),
			)

	def set_slot(self):
		"""One open adjustment per plan."""
		stored = self.get_doc_before_save()
		state = permissions.target_state(self, stored) if stored else self.workflow_state or "Draft"
		self.slot = self.work_plan if state in OPEN_STATES else None

	def take_step(self):
		step = self.step
		if not step or self.flags.by_server:
			return
		if step[1] == "Adjustment Proposed":
			self.propose()
		elif step[1] == "Adjustment Refused":
			self.record_act()
			self.demand_note("decision_note", _("Write a note that says why the adjustment is refused."))
			self.decide()

	def propose(self):
		plan = self.plan
		stages.check_window(plan.performance_period, "Adjustment")
		self.refuse_outdated()
		if not any(change["kind"] != "same" for change in compare(plan, self)):
			frappe.throw(_("Nothing differs from the running plan yet."), title=_("Nothing to propose"))
		view = frappe._dict(
			{table: self.get(table) for table in plans.CONTENT_TABLES},
			approach=plan.approach,
			plan_model=plan.plan_model,
			performance_period=plan.performance_period,
			employee=self.employee,
			appraiser_type=self.appraiser_type,
			appraiser=self.appraiser,
			appraiser_name=self.appraiser_name,
		)
		plans.refuse_incomplete(view, _("The adjustment cannot be proposed yet"))
		self.proposed_at = now()
		self.decision_note = None

	def agree(self):
		frappe.db.get_value("Work Plan", self.work_plan, "name", for_update=True)
		self._plan = None
		stages.check_window(self.plan.performance_period, "Adjustment")
		self.refuse_outdated()
		self.decide()

	def decide(self):
		self.decided_at = now()
		self.decided_by = self.appraiser_name if self.recorded_by else self.acting_name()

	def refuse_outdated(self):
		if self.plan.version != self.base_version or self.plan.workflow_state not in plans.RUNNING:
			frappe.throw(
				_("The plan has changed since this adjustment was started. Start a new adjustment."),
				title=_("Plan has changed"),
			)


def running_since(plan):
	"""The day from which the plan's present version is in force."""
	return getdate(add_days(plan.versions[-1].valid_to, 1) if plan.versions else plan.from_date)


def first_day_of_next_version(plan):
	"""Every version is in force for a day at least, so that no two are in force on the same day."""
	return getdate(add_days(running_since(plan), 1))


def apply_to_plan(adjustment):
	"""Put the agreed rows into the plan, in the same transaction: update by key, close what was left out, keep the old
	version as a numbered snapshot."""
	plan = frappe.get_doc("Work Plan", adjustment.work_plan)
	effective = getdate(adjustment.effective_from)
	plan.append(
		"versions",
		{
			"version": plan.version,
			"valid_from": running_since(plan),
			"valid_to": add_days(effective, -1),
			"reason": adjustment.reason,
			"adjustment": adjustment.name,
			"snapshot": plans.snapshot_of(plan),
		},
	)
	for table in plans.CONTENT_TABLES:
		_apply_table(plan, adjustment, table, effective)
	plan.version = (plan.version or 1) + 1
	plan.flags.by_server = True
	# the appraiser's right to agree was checked on the adjustment; the plan itself is closed to writing
	plan.flags.ignore_permissions = True
	plan.flags.ignore_validate_update_after_submit = True
	plan.save()


def _apply_table(plan, adjustment, table: str, effective):
	proposed = {row.row_key: row for row in adjustment.get(table)}
	for row in plan.get(table):
		new = proposed.pop(row.row_key, None)
		if new is None:
			if row.meta.has_field("closed_on") and not row.get("closed_on"):
				row.closed_on = effective
			elif not row.meta.has_field("closed_on"):
				row.flags.gone = True
			continue
		for column in _content_columns(row.doctype):
			row.set(column, new.get(column))
	plan.set(table, [row for row in plan.get(table) if not row.flags.gone])
	for new in proposed.values():
		plan.append(
			table, {column: new.get(column) for column in (*_content_columns(new.doctype), "row_key")}
		)


def _content_columns(doctype: str) -> list[str]:
	return [
		df.fieldname
		for df in frappe.get_meta(doctype).fields
		if df.fieldname not in ("row_key", "closed_on", "appraiser_note")
	]


#: What a reader compares, per table: the column that names the row, and the columns that are shown.
COMPARED = {
	"results": (
		"result",
		("short_code", "kind", "result", "perspective", "superior_result", "success_measure"),
	),
	"indicators": (
		"indicator",
		(
			"result_code",
			"indicator",
			"aspect",
			"direction",
			"adds_up",
			"target",
			"target_low",
			"target_high",
			"uom",
			"highest_possible_target",
		),
	),
	"actions": ("action", ("result_code", "action", "performance_interval", "target", "uom")),
	"behaviours": ("behaviour", ("behaviour", "expectation")),
	"annex": ("kind", ("kind", "description")),
}


def compare(plan, adjustment) -> list[dict]:
	"""The proposed rows beside the running plan's.

	Returns:
		one dict per row: table, key, title, interval of an action, kind ("same", "changed", "added", "removed") and fields, a list of
		{"label", "old", "new"} of the columns that differ (all columns that hold something for added and removed).
	"""
	found = []
	for table, (title_column, columns) in COMPARED.items():
		before = {row.row_key: row for row in plan.get(table) if not row.get("closed_on")}
		for row in adjustment.get(table):
			old = before.pop(row.row_key, None)
			found.append(_compared(table, title_column, columns, old, row))
		for old in before.values():
			found.append(_compared(table, title_column, columns, old, None))
	return found


def _compared(table, title_column, columns, old, new) -> dict:
	source = new or old
	meta = frappe.get_meta(source.doctype)
	fields = []
	for column in columns:
		values = [_shown(meta.get_field(column), row.get(column)) if row else "" for row in (old, new)]
		if values[0] != values[1]:
			fields.append({"label": _(meta.get_label(column)), "old": values[0], "new": values[1]})
	kind = "added" if old is None else "removed" if new is None else "changed" if fields else "same"
	return {
		"table": table,
		"key": source.row_key,
		"title": cstr(source.get(title_column)) or cstr(source.get("result_code")),
		"interval": source.get("performance_interval"),
		"kind": kind,
		"fields": fields,
	}


def _shown(df, value) -> str:
	if df.fieldtype == "Float":
		return number(value) if flt(value) else ""
	if df.fieldtype == "Check":
		return _("Yes") if value else ""
	if df.fieldtype == "Select":
		return _(cstr(value)) if value else ""
	return cstr(value).strip()


@frappe.whitelist(methods=["GET", "POST"])
def comparison(adjustment: str) -> list[dict]:
	"""The comparison for the form of a reader of the adjustment."""
	doc = frappe.get_doc("Work Plan Adjustment", adjustment)
	doc.check_permission("read")
	plan = frappe.get_doc("Work Plan", doc.work_plan)
	if doc.workflow_state == "Adjustment Agreed":
		version = next((row for row in plan.versions if row.adjustment == doc.name), None)
		if version:
			plan = plan_of_version(version)
	return compare(plan, doc)


def plan_of_version(version):
	"""A plan's content as it was in a numbered version."""
	content = json.loads(version.snapshot or "{}")
	doctypes = {df.fieldname: df.options for df in frappe.get_meta("Work Plan").get_table_fields()}
	return frappe._dict(
		{
			table: [frappe._dict(row, doctype=doctypes[table]) for row in content.get(table, [])]
			for table in plans.CONTENT_TABLES
		}
	)
