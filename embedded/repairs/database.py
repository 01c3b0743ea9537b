"""SQLite: parameters bound by the driver, real types, write locks, table changes; pypika where Frappe uses a fork."""

import re
import sqlite3
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

NAMED = re.compile(r"%\((\w+)\)s|%s|%%")
FOR_UPDATE = re.compile(r"\s+FOR UPDATE(\s+(NOWAIT|SKIP LOCKED))?\s*$", re.IGNORECASE)
WRITES = re.compile(r"\s*(insert|update|delete|replace|savepoint|create|alter|drop)\b", re.IGNORECASE)
INSERT_IGNORE = re.compile(r"^\s*INSERT\s+IGNORE\b", re.IGNORECASE)


@lru_cache(maxsize=16384)
def as_datetime(raw: bytes):
	text = raw.decode()
	try:
		return datetime.fromisoformat(text)
	except ValueError:
		return text


@lru_cache(maxsize=16384)
def as_date(raw: bytes):
	text = raw.decode()
	try:
		return date.fromisoformat(text[:10])
	except ValueError:
		return text


SEVERAL = (list, tuple, set, frozenset)
STORED_AS_THEY_ARE = frozenset({str, int, float, bool, bytes, type(None)})


@lru_cache(maxsize=16384)
def as_timedelta(raw: bytes):
	text = raw.decode()
	try:
		moment = time.fromisoformat(text.zfill(8) if text[1:2] == ":" else text)
	except ValueError:
		return text
	return timedelta(
		hours=moment.hour, minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond
	)


def plain(value):
	"""A Python value as SQLite stores it."""
	if type(value) in STORED_AS_THEY_ARE:
		return value
	if isinstance(value, datetime):
		return value.isoformat(sep=" ", timespec="microseconds")
	if isinstance(value, date):
		return value.isoformat()
	if isinstance(value, timedelta):
		seconds = value.total_seconds()
		return f"{int(seconds // 3600):02}:{int(seconds % 3600 // 60):02}:{seconds % 60:09.6f}"
	if isinstance(value, time):
		return value.isoformat(timespec="microseconds")
	if isinstance(value, Decimal):
		return float(value)
	if isinstance(value, str):
		return str(value)
	if value is None or isinstance(value, int | float | bytes):
		return value
	return str(value)


def bound(query: str, values):
	"""The query with `?` in place of the driver-style placeholders, and the values in order."""
	if values is None or values == ():
		return query, ()
	# long INSERTs: nothing to look for but the places
	if isinstance(values, list | tuple) and "%(" not in query and "%%" not in query:
		kinds = set(map(type, values))
		if kinds.isdisjoint(SEVERAL):
			if not kinds <= STORED_AS_THEY_ARE:
				values = [plain(value) for value in values]
			return query.replace("%s", "?"), values
	if isinstance(values, dict):
		places = named_places(query)
		found = [values[name] for name in places[1]] if places else ()
		kinds = set(map(type, found))
		if places and kinds.isdisjoint(SEVERAL):
			if not kinds <= STORED_AS_THEY_ARE:
				found = [plain(value) for value in found]
			return places[0], found
	found = []
	position = 0

	def put(match):
		nonlocal position
		if match[0] == "%%":
			return "%"
		if match[1]:
			value = values[match[1]]
		else:
			value = values[position]
			position += 1
		if isinstance(value, SEVERAL):
			found.extend(plain(each) for each in value)
			return "(" + ", ".join("?" * len(value)) + ")"
		found.append(plain(value))
		return "?"

	return NAMED.sub(put, query), found


@lru_cache(maxsize=4096)
def named_places(query: str):
	"""The query with `?`, and the names of its values in order; None where something else is to be replaced."""
	if "%s" in query or "%%" in query:
		return None
	return NAMED.sub("?", query), [match[1] for match in NAMED.finditer(query)]


@lru_cache(maxsize=4096)
def dialect(query: str) -> str:
	from frappe.database.sqlite.database import replace_locate_with_instr

	query = query.replace("`", '"')
	if "ocate(" in query or "OCATE(" in query:
		query = replace_locate_with_instr(query)
	query = re.sub(r"\bfrom tab([a-zA-Z]+)", r'from "tab\1"', query, flags=re.IGNORECASE)
	return INSERT_IGNORE.sub("INSERT OR IGNORE", query)


def repair_sqlite() -> None:
	import frappe
	from frappe.database.sqlite.database import SQLiteDatabase
	from frappe.database.sqlite.schema import SQLiteTable
	from frappe.utils import get_table_name

	for declared, convert in (
		("timestamp", as_datetime),
		("datetime", as_datetime),
		("date", as_date),
		("time", as_timedelta),
	):
		sqlite3.register_converter(declared, convert)

	def create_connection(self, read_only=False):
		mode = "ro" if read_only else "rwc"
		connection = sqlite3.connect(
			f"file:{self.get_db_path()}?mode={mode}",
			uri=True,
			detect_types=sqlite3.PARSE_DECLTYPES,
			timeout=30,
			# The driver opens a transaction with the first write, and waits there for another writer. A
			# transaction opened by a read could not be turned into a writing one once somebody else has written.
			isolation_level="IMMEDIATE",
			check_same_thread=False,
			# a statement that has to be compiled again takes ten times as long, and a request has more than a hundred
			cached_statements=2000,
		)
		for name, arguments, function in FUNCTIONS:
			connection.create_function(name, arguments, function, deterministic=True)
		return connection

	def get_connection(self, read_only=False):
		connection = create_connection(self, read_only)
		from frappe.database.sqlite.database import regexp, regexp_replace

		connection.create_function(
			"regexp", 2, lambda pattern, text: text is not None and regexp(pattern, str(text))
		)
		connection.create_function("regexp_replace", 3, regexp_replace)
		for pragma in ("journal_mode=WAL", "synchronous=OFF", "busy_timeout=30000", "cache_size=-20000"):
			connection.execute(f"PRAGMA {pragma}")
		return connection

	def sql(self, query, *args, **kwargs):
		return super(SQLiteDatabase, self).sql(dialect(str(query)), *args, **kwargs)

	def execute_query(self, query, values=None):
		locking = "UPDATE" in query[-40:].upper() and FOR_UPDATE.search(query)
		if locking:
			query = query[: locking.start()]
		if not self._conn.in_transaction and (locking or WRITES.match(query)):
			self._conn.execute("BEGIN IMMEDIATE")
		query, values = bound(query, values)
		return self._cursor.execute(query, values)

	def begin(self, *, read_only=False):
		read_only = bool(read_only or frappe.flags.read_only)
		if read_only != getattr(self, "read_only", False):
			if self._conn:
				self._conn.close()
			self._conn = self.get_connection(read_only=read_only)
			self._cursor = self._conn.cursor()
			self.read_only = read_only

	def mogrify(self, query, values):
		if not values:
			return query
		shown, ordered = bound(query, values)
		for value in ordered:
			shown = shown.replace("?", repr(value), 1)
		return shown

	def is_primary_key_violation(error):
		return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY or bool(
			re.search(r"UNIQUE constraint failed: tab[^,]*\.name$", str(error))
		)

	def index_name_for(table_name, fields):
		return f"{table_name}_{'_'.join(fields)}_index"

	def add_index(self, doctype, fields, index_name=None):
		# Names of indexes are one namespace for the whole database here.
		fields = [re.sub(r"\(.*?\)", "", field).strip("` ") for field in fields]
		table_name = get_table_name(doctype)
		index_name = f"{table_name}_{index_name}" if index_name else index_name_for(table_name, fields)
		columns = ", ".join(f"`{field}`" for field in fields)
		self.commit()
		self.sql(f"CREATE INDEX IF NOT EXISTS `{index_name}` ON `{table_name}` ({columns})")

	def add_unique(self, doctype, fields, constraint_name=None):
		fields = [fields] if isinstance(fields, str) else list(fields)
		table_name = get_table_name(doctype)
		name = f"{table_name}_{constraint_name or 'unique_' + '_'.join(fields)}"
		columns = ", ".join(f"`{field}`" for field in fields)
		self.commit()
		self.sql(f"CREATE UNIQUE INDEX IF NOT EXISTS `{name}` ON `{table_name}` ({columns})")

	def has_index(self, table_name, index_name):
		names = {row[1] for row in self.sql(f"PRAGMA index_list(`{table_name}`)")}
		return index_name in names or f"{table_name}_{index_name}" in names

	for function in (
		create_connection,
		get_connection,
		sql,
		execute_query,
		begin,
		mogrify,
		add_index,
		add_unique,
		has_index,
	):
		setattr(SQLiteDatabase, function.__name__, function)
	SQLiteDatabase.is_primary_key_violation = staticmethod(is_primary_key_violation)

	engine_create = SQLiteTable.create

	def create_indexes(self):
		there = {row[1] for row in frappe.db.sql(f"PRAGMA index_list(`{self.table_name}`)")}
		for column in self.columns.values():
			if column.set_index and not column.unique and column.fieldtype in frappe.db.type_map:
				name = index_name_for(self.table_name, [column.fieldname])
				if name not in there:
					frappe.db.sql_ddl(f"CREATE INDEX `{name}` ON `{self.table_name}` (`{column.fieldname}`)")

	def create(self):
		engine_create(self)
		create_indexes(self)

	def alter(self):
		"""Add columns in place; where a type has changed, make the table anew and copy what both have."""
		for column in self.columns.values():
			column.build_for_alter_table(self.current_columns.get(column.fieldname.lower()))
		if self.change_type:
			old = f"{self.table_name}_old"
			shared = [
				name
				for name in self.current_columns
				if name in self.columns or name in frappe.db.DEFAULT_COLUMNS
			]
			if self.meta.get("istable"):
				shared += [
					n for n in frappe.db.CHILD_TABLE_COLUMNS if n in self.current_columns and n not in shared
				]
			for row in frappe.db.sql(f"PRAGMA index_list(`{self.table_name}`)"):
				if not row[1].startswith("sqlite_autoindex"):
					frappe.db.sql_ddl(f"DROP INDEX `{row[1]}`")
			frappe.db.sql_ddl(f"ALTER TABLE `{self.table_name}` RENAME TO `{old}`")
			create(self)
			columns = ", ".join(f"`{name}`" for name in shared)
			frappe.db.sql(f"INSERT INTO `{self.table_name}` ({columns}) SELECT {columns} FROM `{old}`")
			frappe.db.sql_ddl(f"DROP TABLE `{old}`")
			return
		for column in self.add_column:
			definition = column.get_definition().replace(" UNIQUE", "")
			frappe.db.sql_ddl(f"ALTER TABLE `{self.table_name}` ADD COLUMN `{column.fieldname}` {definition}")
		for column in self.add_unique:
			add_unique(frappe.db, self.doctype, column.fieldname)
		create_indexes(self)

	SQLiteTable.create = create
	SQLiteTable.alter = alter


def part(name):
	def of(value):
		return getattr(datetime.fromisoformat(str(value)), name) if value else None

	return of


def datediff(later, earlier):
	if not later or not earlier:
		return None
	return (date.fromisoformat(str(later)[:10]) - date.fromisoformat(str(earlier)[:10])).days


def concat(*parts):
	return None if None in parts else "".join(str(part) for part in parts)


def greatest(*values):
	return None if None in values else max(values)


def least(*values):
	return None if None in values else min(values)


# MariaDB functions that the engine's own code uses.
FUNCTIONS = (
	("year", 1, part("year")),
	("month", 1, part("month")),
	("day", 1, part("day")),
	("datediff", 2, datediff),
	("concat", -1, concat),
	("greatest", -1, greatest),
	("least", -1, least),
	("char_length", 1, lambda text: None if text is None else len(str(text))),
)


def repair_pypika() -> None:
	from pypika.dialects import SQLLiteQueryBuilder
	from pypika.queries import QueryBuilder

	def initialise(self, **kwargs):
		from pypika.dialects import Dialects, SQLLiteValueWrapper

		kwargs.setdefault("wrapper_cls", SQLLiteValueWrapper)
		QueryBuilder.__init__(self, dialect=Dialects.SQLLITE, **kwargs)
		self._insert_or_replace = False

	def for_update(self, nowait=False, skip_locked=False, of=()):
		return QueryBuilder.for_update(self)

	SQLLiteQueryBuilder.__init__ = initialise
	SQLLiteQueryBuilder.for_update = for_update


def repair_duplicates() -> None:
	"""MariaDB names the primary key first when a row collides on several; SQLite names another unique column."""
	import frappe
	from frappe.model.base_document import BaseDocument

	engine_message = BaseDocument.show_unique_validation_message

	def show_unique_validation_message(self, error):
		if (
			frappe.db.db_type == "sqlite"
			and self.get("__islocal")
			and frappe.db.exists(self.doctype, self.name)
		):
			raise frappe.DuplicateEntryError(self.doctype, self.name, error)
		return engine_message(self, error)

	BaseDocument.show_unique_validation_message = show_unique_validation_message


def apply() -> None:
	repair_pypika()
	repair_duplicates()
	repair_sqlite()
