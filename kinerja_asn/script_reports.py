"""What all script reports share: filters that cannot do harm, who is looking, what goes out by mail.

Frappe limits the rows of a script report by User Permissions only, for a user whom the request names. A report of ours
counts what `frappe.session.user` may read and nothing else: each of its statements carries `charts.Readable` of the
DocType it reads, or a condition of `permissions`. Without a viewer (a mail built by the scheduler) there are only sums.

A report is a module `report/asn_.../asn_....py` with `execute(filters)` and one class on `ScriptReport`:

	def execute(filters=None):
		return WorkPlanStatus(filters).run()
"""

import importlib
import inspect
import json
import pkgutil
import re
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from pathlib import Path

import frappe
from frappe import _
from frappe.utils import cint, cstr

from kinerja_asn import figures, units
from kinerja_asn.distribution import ANNUAL, PERIODIC, Time
from kinerja_asn.kinerja_asn import report as folder
from kinerja_asn.rules.numeric import rounded

#: The longest value of a filter; more is nothing a person has chosen.
LONGEST = 140
#: What a row of a report over units and people is about.
UNIT, APPRAISER, PERSON = "Unit", "Appraiser", "Person"
#: How far a chosen unit reaches.
BELOW, ALONE = "With units below", "This unit alone"
#: Rows of single people in one table; who wants more chooses a unit.
PEOPLE_AT_MOST = 2000
#: Widths in pixels: of a letter, of what stands around a heading, and the widest that a text makes its column.
LETTER, AROUND, WIDEST = 8, 26, 440


class ScriptReport:
	"""One run of a report.

	`run()` asks, in this order: validate_filters, get_data, get_columns, get_message, get_chart, get_summary; where
	nobody is looking get_aggregates and get_aggregate_columns instead. The filters are read through `text`, `choice`,
	`day`, `number` and `checked`: a value of another kind is refused in words, and none ever becomes part of SQL text.
	"""

	#: May be sent by an Auto Email Report, as sums without people.
	mailable = False
	#: the units that were chosen by `units`, None for all
	departments: list[str] | None = None

	def __init__(self, filters=None):
		found = frappe.parse_json(filters) if filters else {}
		self.filters = frappe._dict(found if isinstance(found, dict) else {})

	def run(self):
		if not has_viewer():
			return self._for_nobody()
		self.validate_filters()
		rows = self.get_data()
		return (
			fitted(self.get_columns(), rows),
			rows,
			self.get_message(rows),
			self.get_chart(rows),
			grouped(self.get_summary(rows)) if rows else None,
		)

	def _for_nobody(self):
		if not self.mailable:
			frappe.throw(
				_("This report names people: it is shown to who opens it, and never sent or kept."),
				frappe.PermissionError,
				title=_("Not permitted"),
			)
		self.validate_filters()
		return self.get_aggregate_columns(), self.get_aggregates()

	# --- for reports ------------------------------------------------------------------------------------------

	def validate_filters(self):
		"""Reads the filters into attributes; throws in words what is missing or impossible."""

	def get_columns(self) -> list[dict]:
		raise NotImplementedError

	def get_data(self) -> list[dict]:
		"""Rows for the person who looks. A column that names a person holds text; the ids that the desk needs to open
		a document stand under keys that are no column."""
		raise NotImplementedError

	def get_message(self, rows: list[dict]) -> str | None:
		return None

	def get_chart(self, rows: list[dict]) -> dict | None:
		return None

	def get_summary(self, rows: list[dict]) -> list[dict] | None:
		return None

	def get_aggregate_columns(self) -> list[dict]:
		return self.get_columns()

	def get_aggregates(self) -> list[dict]:
		"""What may leave the house by mail: numbers per unit or state, of everybody, without a person."""
		raise NotImplementedError

	# --- filters ----------------------------------------------------------------------------------------------

	def text(self, name: str) -> str:
		"""A filter as text, "" where it is not set."""
		value = self.filters.get(name)
		if value is None or value == "":
			return ""
		if not isinstance(value, str | int) or len(cstr(value)) > LONGEST:
			self.refuse(name)
		return cstr(value).strip()

	def choice(self, name: str, values, default: str = "") -> str:
		value = self.text(name)
		if value and value not in values:
			self.refuse(name)
		return value or default

	def checked(self, name: str) -> bool:
		return bool(cint(self.text(name)))

	def number(self, name: str, default: int, least: int, most: int) -> int:
		value = self.text(name)
		if not value:
			return default
		if not re.fullmatch("-?[0-9]{1,9}", value) or not least <= int(value) <= most:
			frappe.throw(
				_("{0}: choose a number from {1} to {2}.").format(_(frappe.unscrub(name)), least, most),
				title=_("Filter"),
			)
		return int(value)

	def day(self, name: str):
		"""A filter as date, None where it is not set."""
		value = self.text(name)
		if not value:
			return None
		try:
			return date.fromisoformat(value[:10])
		except ValueError:
			return self.refuse(name)

	def days(self, first: str = "from_date", last: str = "to_date"):
		"""Both ends of a time; told when the end lies before the beginning."""
		begin, end = self.day(first), self.day(last)
		if begin and end and end < begin:
			frappe.throw(_("The last day lies before the first day."), title=_("Filter"))
		return begin, end

	def period(self, name: str = "period"):
		"""The period that was chosen, as a cached document. Which of its rows are shown follows from the documents: a
		leader may have people in another agency's period."""
		value = self.text(name)
		if not value:
			frappe.throw(_("Choose the performance period."), title=_("Period missing"))
		if not frappe.db.exists("Performance Period", value, cache=True):
			self.refuse(name)
		return frappe.get_cached_doc("Performance Period", value)

	def units(self, company: str, name: str = "department") -> list[str] | None:
		"""The unit that was chosen with those below it (one statement), None where none was chosen."""
		value = self.text(name)
		return units.chosen_units(value, company) if value else None

	def within(self, Doc):
		"""The condition of the unit that was chosen."""
		return units.within(Doc, units.as_values(self.departments))

	def refuse(self, name: str):
		frappe.throw(
			_("{0}: this value cannot be used. Choose one from the list.").format(_(frappe.unscrub(name))),
			title=_("Filter"),
		)


class EvaluationReport(ScriptReport):
	"""A report over evaluations of an interval or of a year, of the whole agency or of a unit with those below."""

	def validate_filters(self):
		kind = self.choice("kind", (PERIODIC, ANNUAL), PERIODIC)
		period, interval = self.period(), self.text("interval")
		if kind == PERIODIC and not interval:
			frappe.throw(_("Choose the interval."), title=_("Interval missing"))
		self.time = Time(period.name, kind, interval)
		self.departments = self.units(period.company)


class PeopleReport(ScriptReport):
	"""A report over a period whose rows are units, and the people of a unit below them."""

	#: what a row may be about; the first is proposed
	kinds = (UNIT, PERSON)

	def validate_filters(self):
		self.year = self.period()
		# who is not looking is told of units alone
		self.by = self.choice("by", self.kinds, self.kinds[0]) if has_viewer() else UNIT
		self.departments = self.units(self.year.company)
		alone = self.choice("reach", (BELOW, ALONE), BELOW) == ALONE
		if alone and self.departments is not None:
			self.departments = [self.text("department")]

	def first(self, rows: list) -> list:
		"""As many rows as one table shows; `get_message` tells of the rest."""
		self.left_out = len(rows) > PEOPLE_AT_MOST
		return rows[:PEOPLE_AT_MOST]

	def get_message(self, rows) -> str | None:
		if not rows:
			return self.when_empty()
		if getattr(self, "left_out", False):
			return _("The first {0} people are shown. Choose a unit to see the others.").format(
				PEOPLE_AT_MOST
			)
		return None

	def when_empty(self) -> str:
		return _(
			"Nothing to show: choose another period or unit. You see what you may read, and nothing else."
		)


def fitted(columns: list[dict], rows: list[dict]) -> list[dict]:
	"""The columns, none narrower than its heading in the viewer's language or, up to a limit, than its texts."""
	for column in columns:
		least = LETTER * len(column["label"])
		if column.get("fieldtype", "Data") == "Data":
			name = column["fieldname"]
			texts = {row.get(name) for row in rows}
			longest = max((len(text) for text in texts if isinstance(text, str)), default=0)
			least = max(least, min(LETTER * longest, WIDEST))
		column["width"] = max(column.get("width") or 0, least + AROUND)
	return columns


class Words(dict):
	"""Texts in the viewer's language, each looked up once: a table says the same words in thousands of rows."""

	def __missing__(self, text: str | None) -> str:
		self[text] = found = _(text) if text else text
		return found


# --- figures, half up as they are computed by hand ------------------------------------------------------------


def percent(part, whole) -> int | None:
	"""A share of 100, None of nothing."""
	return int(rounded(100 * float(part) / float(whole), 0)) if whole else None


def average(total, number, places: int = 1) -> float | None:
	"""None of nothing."""
	return float(rounded(float(total) / float(number), places)) if number else None


def grouped(summary: list[dict] | None) -> list[dict] | None:
	"""The numbers above a table, with a mark between the thousands; Frappe writes whole numbers without."""
	for one in summary or ():
		if one.get("datatype") == "Int" and cint(one["value"]) >= 1000:
			one.update(value=figures.number(one["value"]), datatype="Data")
	return summary


# --- who is looking -------------------------------------------------------------------------------------------


def has_viewer() -> bool:
	"""Whether a person looks at what is being built now, and not a mail, a job or a stored result."""
	if frappe.flags.kinerja_without_viewer:
		return False
	return bool(getattr(frappe.local, "request", None)) or frappe.session.user not in (
		"Administrator",
		"Guest",
	)


@contextmanager
def without_viewer():
	"""Reports that run within are for nobody in particular: sums, or nothing."""
	before = frappe.flags.kinerja_without_viewer
	frappe.flags.kinerja_without_viewer = True
	try:
		yield
	finally:
		frappe.flags.kinerja_without_viewer = before


# --- all of them ----------------------------------------------------------------------------------------------


def names() -> list[str]:
	"""The names of all reports, as they stand in their files."""
	return sorted(_folders())


def class_of(name: str) -> type[ScriptReport] | None:
	"""The class of a report of ours, None for any other name."""
	scrubbed = _folders().get(name)
	if not scrubbed:
		return None
	module = importlib.import_module(f"{folder.__name__}.{scrubbed}.{scrubbed}")
	return next(
		member
		for _name, member in inspect.getmembers(module, inspect.isclass)
		if issubclass(member, ScriptReport) and member.__module__ == module.__name__
	)


@lru_cache(maxsize=1)
def _folders() -> dict[str, str]:
	"""Name of each report -> its folder."""
	found = {}
	for module in pkgutil.iter_modules(folder.__path__):
		if module.ispkg:
			place = Path(folder.__path__[0]) / module.name / f"{module.name}.json"
			found[json.loads(place.read_text(encoding="utf-8"))["name"]] = module.name
	return found
