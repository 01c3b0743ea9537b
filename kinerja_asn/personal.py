"""What all documents about one person share: rights columns, the check of a change, keys of rows, texts."""

import math
import re
import secrets
from operator import eq

import frappe
from frappe import _
from frappe.model import no_value_fields, optional_fields, table_fields
from frappe.model.document import Document
from frappe.utils import cint, cstr, flt, get_fullname, now_datetime

from kinerja_asn import as_read, bulk, links, permissions, state_rights, turns
from kinerja_asn.overrides import workflow_action

#: Texts longer than this are refused with a message; the databases differ in what they would do with them.
TEXT_LIMIT = 5000
DATA_LIMIT = 140
TEXT_TYPES = ("Data", "Small Text", "Text")
#: Figures are kept with six decimals; what is larger is a slip of the finger, and no database keeps it exactly.
FIGURE_LIMIT = 10**12
#: A figure that arrives as text, as programs write it.
PLAIN_FIGURE = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)


def new_row_key() -> str:
	"""A key that a row keeps for life: ten hexadecimal digits."""
	return secrets.token_hex(5)


class PersonalDocument(Document):
	"""A document about one person: who may see and change it stands in `permissions`."""

	#: columns taken from the work plan by reports, evaluations and adjustments
	FROM_PLAN = (*permissions.RIGHTS_COLUMNS, "employee_name", "appraiser_name", "superior_name")

	@property
	def viewer_acts_as(self) -> str:
		"""The reader's parts in this document, for workflow conditions and for the form."""
		return permissions.parts_of_viewer(self)

	@property
	def step(self) -> tuple[str, str] | None:
		"""(from, to) while a save changes the state, else None."""
		stored = self.get_doc_before_save()
		if not stored:
			return None
		old, new = stored.workflow_state or "Draft", permissions.target_state(self, stored)
		return (old, new) if old != new else None

	def load_from_db(self):
		"""Lock the document alone and not its rows: a lock on rows that are not there yet also holds what others are
		about to write beside them, and two who save at the same moment would end in a deadlock."""
		if self.flags.pop("just_read", None) and not self.__dict__.get("_action"):
			return self
		kept = self.flags.for_update and (as_read.known() or {}).get(("whole", self.doctype, self.name))
		locks = self.flags.for_update and frappe.db.db_type != "sqlite"
		if not (kept or locks):
			return super().load_from_db()
		locked = frappe.db.get_value(self.doctype, self.name, "modified", for_update=locks)
		if kept and cstr(kept["modified"]) == cstr(locked):
			super(Document, self).__init__(kept)
			return self
		if not locks:
			return super().load_from_db()
		self.flags.for_update = False
		try:
			super().load_from_db()
		finally:
			self.flags.for_update = True
		if locked and cstr(self.modified) != cstr(locked):
			# this transaction began to read before somebody else's save
			super().load_from_db()
		return self

	def keep_as_read(self):
		"""Keep what was just read, so that saving it in this request reads the whole again only if somebody has saved it in
		between."""
		known = as_read.known()
		if known is not None:
			tables = {
				df.fieldname: [_columns_of(row) for row in self.get(df.fieldname) or []]
				for df in self.meta.get_table_fields()
			}
			known["whole", self.doctype, self.name] = _columns_of(self) | tables

	def set_name_in_children(self):
		# names that a client has chosen are looked at by `permissions`
		blank = [row for row in self.get_all_children() if not row.name]
		super().set_name_in_children()
		self.flags.named_here = {id(row) for row in blank}

	def _validate_links(self):
		if self.flags.ignore_links or self._action == "cancel" or links.all_found(self):
			return
		super()._validate_links()

	def _validate(self):
		"""Frappe looks at each value of each row, which takes the better part of a save; in rows that nobody has changed it
		has done so before. Whether something is missing is asked of all: it may be demanded since."""
		changed = {id(row) for row in self.changed_rows()}
		self.flags.unchanged = {id(row) for row in self.get_all_children()} - changed
		try:
			super()._validate()
		finally:
			self.flags.unchanged = None

	def _validate_mandatory(self):
		unchanged, self.flags.unchanged = self.flags.unchanged, None
		try:
			super()._validate_mandatory()
		finally:
			self.flags.unchanged = unchanged

	def changed_rows(self) -> list:
		"""The rows that do not stand in the database as they are."""
		stored = self.get_doc_before_save()
		if not stored:
			return self.get_all_children()
		before = {(row.parentfield, row.name): row for row in stored.get_all_children()}
		return [
			row
			for row in self.get_all_children()
			if (row.parentfield, row.name) not in before
			or not _as_stored(row, before[row.parentfield, row.name])
		]

	def get_all_children(self, *args, **kwargs):
		rows = super().get_all_children(*args, **kwargs)
		unchanged = self.flags.unchanged
		return [row for row in rows if id(row) not in unchanged] if unchanged else rows

	def update_child_table(self, fieldname: str, df=None):
		"""For the same reason rows that were taken out are deleted by their names, and nothing where none was."""
		df = df or self.meta.get_field(fieldname)
		stored = self.get_doc_before_save()
		if not stored or df.get("is_virtual"):
			return super().update_child_table(fieldname, df)
		rows = self.get(df.fieldname) or []
		gone = {row.name for row in stored.get(df.fieldname) or []} - {row.name for row in rows}
		if gone:
			frappe.db.delete(df.options, {"name": ["in", sorted(gone)]})
		before = {row.name: row for row in stored.get(df.fieldname) or []}
		# what nobody changed stays as it is, with the time of its last change
		kept = {row.name for row in rows if row.name in before and _as_stored(row, before[row.name])}
		new = [row for row in rows if row.is_new() and row.name and row.creation]
		if len(new) > 1 and _insert_together(new):
			kept |= {row.name for row in new}
		for row in rows:
			if row.name not in kept:
				row.db_update()

	def run_method(self, method, *args, **kwargs):
		workflow_action.listen()
		return super().run_method(method, *args, **kwargs)

	def before_update_after_submit(self):
		"""A submitted document is saved without `validate`; the rules of change hold all the same."""
		permissions.check_change(self)
		self.take_step()

	def on_update(self):
		# runs on submitting too
		turns.tell_of_step(self)

	def on_update_after_submit(self):
		turns.tell_of_step(self)

	def take_step(self):
		"""What the change of state demands; documents with steps of their own say it."""

	def insert(self, *args, **kwargs):
		"""However a new document arrives, it brings nothing along that only the server writes."""
		if not self.flags.by_server:
			self.forget_server_fields()
		return super().insert(*args, **kwargs)

	def forget_server_fields(self):
		"""Times, names of those who acted, versions and the like; the state is checked by `permissions`."""
		for df in self.meta.fields:
			if not (df.read_only or df.no_copy) or df.get("is_virtual"):
				continue
			if df.fieldtype in no_value_fields and df.fieldtype not in table_fields:
				continue
			if df.fieldname not in ("workflow_state", "amended_from"):
				self.set(df.fieldname, [] if df.fieldtype in table_fields else None)

	def clean_new_rows(self):
		"""Rows that are new to this document bring no server columns along, whatever a client says."""
		stored = self.get_doc_before_save()
		for df in self.meta.get_table_fields():
			known = {row.name for row in (stored.get(df.fieldname) if stored else None) or []}
			columns = [
				field.fieldname
				for field in frappe.get_meta(df.options).fields
				if field.fieldname in state_rights.SERVER_COLUMNS | {"appraiser_note"}
			]
			for row in self.get(df.fieldname) or []:
				if row.name in known or self.flags.by_server or row.flags.by_server:
					continue
				for column in columns:
					row.set(column, None)

	def key_rows(self, *tables: str):
		for table in tables:
			for row in self.get(table) or []:
				if not row.row_key:
					row.row_key = new_row_key()

	def check_lengths(self):
		"""The same limits on every database, told before anything is written."""
		for doc in [self, *self.changed_rows()]:
			for df in doc.meta.fields:
				# a database driver stops at these with an error of its own
				if df.fieldtype not in table_fields and isinstance(
					doc.get(df.fieldname), dict | list | tuple
				):
					frappe.throw(
						_("What was sent cannot be read. Reload the page and try again."),
						title=_("Not understood"),
					)
				if df.fieldtype == "Float":
					self._check_figure(doc, df)
				if df.fieldtype in TEXT_TYPES and df.fieldname != "snapshot":
					if len(cstr(doc.get(df.fieldname))) > text_limit(df):
						refuse_long_text(doc, df, _place(self, doc, df))

	def _check_figure(self, doc, df):
		value = doc.get(df.fieldname)
		if (
			not isinstance(value, dict | list)
			# Frappe would take words for zero, and 12,5 for 125
			and (not isinstance(value, str) or not value.strip() or PLAIN_FIGURE.fullmatch(value.strip()))
			and math.isfinite(flt(value))
			and abs(flt(value)) < FIGURE_LIMIT
		):
			return
		frappe.throw(
			_("{0} is no figure that can be kept. Enter a number below one trillion.").format(
				frappe.bold(_place(self, doc, df))
			),
			title=_("Figure not possible"),
		)

	def copy_from_plan(self, plan=None):
		"""Take over the person and the rights columns of the plan; the client's words on them do not count."""
		plan = plan or frappe.db.get_value("Work Plan", self.work_plan, self.FROM_PLAN, as_dict=True)
		if not plan:
			frappe.throw(_("Choose the work plan first."), title=_("Work plan missing"))
		for column in self.FROM_PLAN:
			self.set(column, plan.get(column))

	def record_act(self):
		"""HR that acts for an External Appraiser attaches the signed act; who recorded it stays visible."""
		row = permissions.stored_row(self.doctype, self.name) or self
		acting = permissions.actors(row)
		if "appraiser" in acting or "recorder" not in acting:
			return
		if not self.has_signed_document():
			frappe.throw(
				_("Attach the act signed by {0} before you record it.").format(
					frappe.bold(self.appraiser_name)
				),
				title=_("Signed document missing"),
			)
		self.recorded_by = get_fullname()

	def has_signed_document(self) -> bool:
		"""The signed act is a file of this document: an address alone, or a stranger's file, proves nothing."""
		return bool(self.signed_document) and bool(
			frappe.db.exists(
				"File",
				{
					"file_url": self.signed_document,
					"attached_to_doctype": self.doctype,
					"attached_to_name": self.name,
				},
			)
		)

	def acting_name(self) -> str:
		"""Who acts now, as it is kept in the document."""
		return get_fullname()

	def demand_note(self, fieldname: str, message: str, *note_columns: str):
		"""A step back needs words: in the document's note or on one of its rows ("table.column")."""
		if cstr(self.get(fieldname)).strip():
			return
		for place in note_columns:
			table, column = place.split(".")
			if any(cstr(row.get(column)).strip() for row in self.get(table) or []):
				return
		frappe.throw(message, title=_("Say what is missing"))


def _columns_of(doc) -> dict:
	values = doc.__dict__
	columns = (*doc.meta.get_valid_columns(), *optional_fields)
	return {column: values[column] for column in columns if column in values}


def _place(parent, doc, df) -> str:
	"""A field as a person finds it; in a row with its number."""
	return _(df.label) if doc is parent else _("{0}, row {1}").format(_(df.label), doc.idx)


def _insert_together(rows: list) -> bool:
	"""Insert new rows of one table by one statement; False where a name was there already, which Frappe then replaces."""
	values = [row.get_valid_dict(convert_dates_to_str=True, ignore_virtual=True) for row in rows]
	try:
		bulk.insert_whole_rows(rows[0].doctype, values)
	except Exception as error:
		if not frappe.db.is_primary_key_violation(error):
			raise
		return False
	for row in rows:
		row.set("__islocal", False)
	return True


def _as_stored(row, stored) -> bool:
	"""Would writing this row change nothing but its time and who saved it?"""
	if row.is_new():
		return False
	columns = [column for column in row.meta.get_valid_columns() if column not in ("modified", "modified_by")]
	return all(map(eq, map(row.__dict__.get, columns), map(stored.__dict__.get, columns)))


def text_limit(df) -> int:
	return (cint(df.length) or DATA_LIMIT) if df.fieldtype == "Data" else TEXT_LIMIT


def refuse_long_text(doc, df, place: str):
	"""The same limits on every database, in words."""
	limit = text_limit(df)
	length = len(cstr(doc.get(df.fieldname)))
	if length > limit:
		frappe.throw(
			_("{0} has {1} characters; at most {2} are possible. Please shorten it.").format(
				frappe.bold(place), length, limit
			),
			title=_("Text too long"),
		)


def now():
	return now_datetime().replace(microsecond=0)
