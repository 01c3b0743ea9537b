"""Adjusting what runs: rows proposed in place of an agreed document's, which binds until they are agreed.

Work Plans and Performance Agreements are adjusted by this; neither is ever cancelled for it. Agreed rows are put into the
document in one transaction: rows updated by key, rows left out closed with a date, the old version kept with its number.
"""

import json

import frappe
from frappe import _
from frappe.model.base_document import get_controller
from frappe.utils import add_days, cint, cstr, flt, formatdate, getdate

from kinerja_asn import permissions, stages
from kinerja_asn.figures import number
from kinerja_asn.personal import PersonalDocument, now

OPEN_STATES = ("Draft", "Adjustment Proposed")
#: Columns that the server wrote into a row, and that stay with it as long as the row is kept.
STAYING = ("agreement", "agreement_row_key")
NO_CONTENT = ("row_key", "closed_on", "appraiser_note")


class AdjustmentDocument(PersonalDocument):
	"""Proposed rows of a running document."""

	#: the DocType that is adjusted, and the column that names the document
	BASE = BASE_FIELD = ""
	#: its tables, and the states in which it is adjusted
	TABLES: tuple = ()
	RUNNING: tuple = ()
	#: What a reader compares, per table: the column that names the row, and the columns that are shown.
	COMPARED: dict = {}
	#: fields of the document that a version keeps besides its tables
	KEPT_FIELDS: tuple = ()

	def autoname(self):
		base = self.base.name
		count = frappe.db.count(self.doctype, {self.BASE_FIELD: base})
		while frappe.db.exists(self.doctype, f"{base}-P{count + 1:02d}"):
			count += 1
		self.name = f"{base}-P{count + 1:02d}"

	def before_insert(self):
		base = self.base
		if base.workflow_state not in self.RUNNING:
			frappe.throw(
				_("Only an agreed {0} is adjusted; {1} is {2}.").format(
					_(self.BASE), frappe.bold(base.name), _(base.workflow_state)
				),
				title=_("Not in force"),
			)
		self.refuse_second_open()
		self.workflow_state = "Draft"
		self.base_version = base.version
		self.effective_from = self.effective_from or max(getdate(), first_day_of_next_version(base))
		self.copy_from_plan(base)
		if not any(self.get(table) for table in self.TABLES):
			self.copy_rows(base)

	def validate(self):
		permissions.check_change(self)
		self.clean_new_rows()
		self.check_lengths()
		self.clean_content()
		self.check_effective_from()
		self.set_slot()
		self.take_step()

	def before_submit(self):
		if not self.flags.by_server:
			self.record_act()
			self.agree()

	def on_submit(self):
		apply(self)

	def before_cancel(self):
		frappe.throw(
			_("An agreed adjustment is part of the document's history. Propose a new adjustment instead."),
			title=_("Cannot be cancelled"),
		)

	# --- what the two kinds say themselves ---

	def clean_content(self):
		"""Keys, codes and figures of the proposed rows."""
		raise NotImplementedError

	def refuse_incomplete(self):
		"""Stop a proposal that the document itself could not be agreed with."""
		raise NotImplementedError

	# --- steps ---

	@property
	def base(self):
		"""The document that is adjusted."""
		name = self.get(self.BASE_FIELD)
		if not getattr(self, "_base", None) or self._base.name != name:
			if not isinstance(name, str) or not frappe.db.exists(self.BASE, name):
				frappe.throw(
					_("Choose the {0} to adjust.").format(_(self.BASE)), title=_("Nothing to adjust")
				)
			self._base = frappe.get_doc(self.BASE, name)
		return self._base

	def clean_new_rows(self):
		"""Like every personal document, but a row may keep the key of the row in force that it stands for, and with it
		what the server wrote there."""
		wanted = {id(row): row.get("row_key") for table in self.TABLES for row in self.get(table) or []}
		super().clean_new_rows()
		for table in self.TABLES:
			known = {row.row_key: row for row in self.base.get(table) if not row.get("closed_on")}
			used = {row.row_key for row in self.get(table) or [] if row.row_key}
			for row in self.get(table) or []:
				key = wanted[id(row)]
				if row.row_key or key not in known or key in used:
					continue
				row.row_key = key
				used.add(key)
				for column in STAYING:
					if row.meta.has_field(column):
						row.set(column, known[key].get(column))

	def copy_rows(self, base):
		"""Begin with the document as it is, without the rows that were closed before."""
		for table in self.TABLES:
			for row in base.get(table):
				if row.get("closed_on"):
					continue
				values = {
					df.fieldname: row.get(df.fieldname)
					for df in frappe.get_meta(row.doctype).fields
					if df.fieldname not in ("appraiser_note", "closed_on")
				}
				self.append(table, values)

	def refuse_second_open(self):
		other = open_adjustment(self.doctype, self.base.name)
		if other:
			frappe.throw(
				_("The adjustment {0} is still open. Finish it first.").format(frappe.bold(other)),
				frappe.DuplicateEntryError,
				title=_("Adjustment already open"),
			)

	def check_effective_from(self):
		first, last = first_day_of_next_version(self.base), getdate(self.base.to_date)
		if not self.effective_from or not first <= getdate(self.effective_from) <= last:
			frappe.throw(
				_(
					"An adjustment can take effect from {0} to {1}: after the version in force began, and not after the last day."
				).format(formatdate(first), formatdate(last)),
				title=_("Day not possible"),
			)

	def set_slot(self):
		"""One open adjustment per document."""
		stored = self.get_doc_before_save()
		state = permissions.target_state(self, stored) if stored else self.workflow_state or "Draft"
		self.slot = self.get(self.BASE_FIELD) if state in OPEN_STATES else None

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
		stages.check_window(self.base.performance_period, "Adjustment")
		self.refuse_outdated()
		if not any(change["kind"] != "same" for change in compare(self.base, self)):
			frappe.throw(_("Nothing differs from what is in force yet."), title=_("Nothing to propose"))
		self.refuse_incomplete()
		self.proposed_at = now()
		self.decision_note = None

	def agree(self):
		frappe.db.get_value(self.BASE, self.base.name, "name", for_update=True)
		self._base = None
		stages.check_window(self.base.performance_period, "Adjustment")
		self.refuse_outdated()
		self.decide()

	def decide(self):
		self.decided_at = now()
		self.decided_by = self.appraiser_name if self.recorded_by else self.acting_name()

	def refuse_outdated(self):
		if self.base.version != self.base_version or self.base.workflow_state not in self.RUNNING:
			frappe.throw(
				_("{0} has changed since this adjustment was started. Start a new adjustment.").format(
					frappe.bold(self.base.name)
				),
				title=_("Changed meanwhile"),
			)


def open_adjustment(doctype: str, base: str) -> str | None:
	"""The adjustment of a document that is not decided yet."""
	return frappe.db.get_value(doctype, {"slot": base})


def version_of(doc, number: int) -> dict:
	"""The content of a document as it was in a numbered version: version, valid_from, valid_to, reason, content."""
	row = next((row for row in doc.versions if row.version == cint(number)), None)
	if not row:
		frappe.throw(
			_("{0} has no version {1}.").format(frappe.bold(doc.name), cint(number)),
			title=_("Version missing"),
		)
	return {
		"version": row.version,
		"valid_from": row.valid_from,
		"valid_to": row.valid_to,
		"reason": row.reason,
		"content": json.loads(row.snapshot or "{}"),
	}


def running_since(base):
	"""The day from which the present version is in force."""
	return getdate(add_days(base.versions[-1].valid_to, 1) if base.versions else base.from_date)


def first_day_of_next_version(base):
	"""Every version is in force for a day at least, so that no two are in force on the same day."""
	return getdate(add_days(running_since(base), 1))


def apply(adjustment):
	"""Put the agreed rows into the document, in the same transaction: update by key, close what was left out, keep the
	old version as a numbered snapshot."""
	base = frappe.get_doc(adjustment.BASE, adjustment.get(adjustment.BASE_FIELD))
	effective = getdate(adjustment.effective_from)
	base.append(
		"versions",
		{
			"version": base.version,
			"valid_from": running_since(base),
			"valid_to": add_days(effective, -1),
			"reason": adjustment.reason,
			"adjustment": adjustment.name,
			"snapshot": snapshot_of(base, adjustment.TABLES, adjustment.KEPT_FIELDS),
		},
	)
	for table in adjustment.TABLES:
		_apply_table(base, adjustment, table, effective)
	base.version = (base.version or 1) + 1
	base.flags.by_server = True
	# the right to agree was checked on the adjustment; the document itself is closed to writing
	base.flags.ignore_permissions = True
	base.flags.ignore_validate_update_after_submit = True
	base.save()
	adjustment._base = None


def _apply_table(base, adjustment, table: str, effective):
	proposed = {row.row_key: row for row in adjustment.get(table)}
	for row in base.get(table):
		new = proposed.pop(row.row_key, None)
		if new is None:
			if row.meta.has_field("closed_on") and not row.get("closed_on"):
				row.closed_on = effective
			elif not row.meta.has_field("closed_on"):
				row.flags.gone = True
			continue
		for column in content_columns(row.doctype):
			row.set(column, new.get(column))
	base.set(table, [row for row in base.get(table) if not row.flags.gone])
	for new in proposed.values():
		base.append(table, {column: new.get(column) for column in (*content_columns(new.doctype), "row_key")})


def content_columns(doctype: str) -> list[str]:
	"""The columns of a row that an adjustment takes over."""
	return [df.fieldname for df in frappe.get_meta(doctype).fields if df.fieldname not in NO_CONTENT]


# --- reading ---


def compare(base, adjustment) -> list[dict]:
	"""The proposed rows beside those in force.

	Returns:
		one dict per row: table, key, title, interval of an action, kind ("same", "changed", "added", "removed") and fields, a list of
		{"label", "old", "new"} of the columns that differ (all columns that hold something for added and removed).
	"""
	found = []
	for table, (title_column, columns) in get_controller(adjustment.doctype).COMPARED.items():
		before = {row.row_key: row for row in base.get(table) if not row.get("closed_on")}
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


def comparison_of(doctype: str, name: str) -> list[dict]:
	"""The comparison for the form of a reader of the adjustment; an agreed one beside the version that it ended."""
	doc = frappe.get_doc(doctype, name)
	doc.check_permission("read")
	base = frappe.get_doc(doc.BASE, doc.get(doc.BASE_FIELD))
	if doc.workflow_state == "Adjustment Agreed":
		version = next((row for row in base.versions if row.adjustment == doc.name), None)
		if version:
			base = content_of_version(version, doc.BASE, doc.TABLES)
	return compare(base, doc)


def snapshot_of(base, tables: tuple, fields: tuple = ()) -> str:
	"""The content of a document as JSON text, to be kept as a numbered version."""
	content = {
		table: [
			{
				df.fieldname: row.get(df.fieldname)
				for df in frappe.get_meta(row.doctype).fields
				if row.get(df.fieldname) not in (None, "")
			}
			for row in base.get(table)
		]
		for table in tables
	}
	content |= {fieldname: base.get(fieldname) for fieldname in fields}
	return json.dumps(content, default=str, ensure_ascii=False)


def content_of_version(version, doctype: str, tables: tuple):
	"""A document's content as it was in a numbered version."""
	content = json.loads(version.snapshot or "{}")
	doctypes = {df.fieldname: df.options for df in frappe.get_meta(doctype).get_table_fields()}
	return frappe._dict(
		{
			table: [frappe._dict(row, doctype=doctypes[table]) for row in content.get(table, [])]
			for table in tables
		}
	)
