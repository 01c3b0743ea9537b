"""What all lists that HR keeps have in common: clean texts, lengths told in words, names that exist once."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.query_builder.functions import Lower
from frappe.utils import cstr, escape_html

from kinerja_asn.personal import TEXT_TYPES, refuse_long_text


class MasterData(Document):
	"""A row of a list that HR keeps."""

	#: Fields that together are used once, whatever their upper and lower case.
	USED_ONCE: tuple[str, ...] = ()

	def before_insert(self):
		# the name is made of a text, before any other step
		self.clean_texts()
		self.check_used_once()

	def validate(self):
		self.clean_texts()
		self.check_lengths()
		self.check_used_once()

	def clean_texts(self):
		"""Without spaces at the ends and doubled inside: `III/b ` and `III/b` are one name."""
		for df in self.meta.fields:
			value = self.get(df.fieldname)
			if df.fieldtype == "Data" and isinstance(value, str):
				self.set(df.fieldname, " ".join(value.split()))
			elif df.fieldtype in TEXT_TYPES and isinstance(value, str):
				self.set(df.fieldname, value.strip())

	def check_lengths(self):
		for df in self.meta.fields:
			if df.fieldtype in TEXT_TYPES:
				refuse_long_text(self, df, _(df.label))

	def check_used_once(self):
		"""The same on every database: MariaDB compares without case, SQLite with."""
		if not self.USED_ONCE or not self.get(self.USED_ONCE[0]):
			return
		table = DocType(self.doctype)
		query = frappe.qb.from_(table).select(table.name).limit(1)
		for field in self.USED_ONCE:
			value = self.get(field)
			if value:
				query = query.where(Lower(table[field]) == cstr(value).lower())
			else:
				query = query.where((table[field] == "") | table[field].isnull())
		if not self.is_new():
			query = query.where(table.name != self.name)
		other = query.run()
		if other:
			frappe.throw(
				_("{0} {1} is there already ({2}).").format(
					_(self.doctype),
					frappe.bold(escape_html(self.get(self.USED_ONCE[0]))),
					escape_html(other[0][0]),
				),
				frappe.UniqueValidationError,
				title=_("Used twice"),
			)
