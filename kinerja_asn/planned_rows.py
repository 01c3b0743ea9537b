"""Rows of plans and of agreements: their codes and keys, what the library fills in, and targets that can never be right."""

import frappe
from frappe import _
from frappe.utils import cstr, flt

from kinerja_asn.rules import planning

#: What makes an indicator's target, wherever it is shown, sent, compared or taken over.
TARGET_COLUMNS = (
	"direction",
	"adds_up",
	"target",
	"target_low",
	"target_high",
	"uom",
	"highest_possible_target",
)
FROM_LIBRARY = (
	"aspect",
	"uom",
	"direction",
	"adds_up",
	"highest_possible_target",
	"formula",
	"data_source",
)


def fill_from_library(rows):
	"""An indicator from the library fills unit, direction and the like where they are blank."""
	names = {row.performance_indicator for row in rows if row.performance_indicator}
	if not names:
		return
	library = {
		row.name: row
		for row in frappe.get_all(
			"Performance Indicator",
			filters={"name": ["in", list(names)]},
			fields=["name", "indicator_name", *FROM_LIBRARY],
		)
	}
	for row in rows:
		source = library.get(row.performance_indicator)
		if not source:
			continue
		row.indicator = row.indicator or source.indicator_name
		for column in FROM_LIBRARY:
			if row.meta.has_field(column) and _is_untouched(row, column):
				row.set(column, source.get(column))


def _is_untouched(row, column: str) -> bool:
	"""Whether nobody has chosen a value: it is blank or, in a new row, the default. An unticked box says something only
	in a row that was saved before."""
	df, value = row.meta.get_field(column), row.get(column)
	is_new = bool(row.get("__islocal") and not row.get("row_key"))
	if df.fieldtype == "Check":
		return is_new and not value
	return not value or (is_new and value == df.default)


def tie_rows(doc, heads: str, followers: tuple):
	"""Tie rows to the row they belong to (an indicator to its result) by the short code; all rows have their keys.

	A blank code means the code of the row above, so that a grid is typed quickly. Changing a head's code takes its
	followers along.
	"""
	code_rows(doc, heads)
	code_of = {row.row_key: row.short_code for row in doc.get(heads) or []}
	key_of = {row.short_code.lower(): row.row_key for row in doc.get(heads) or []}
	stored = doc.get_doc_before_save()
	for table in followers:
		before = {row.name: row for row in (stored.get(table) if stored else None) or []}
		previous = None
		for row in doc.get(table) or []:
			old = before.get(row.name)
			if old and old.result_code == row.result_code and old.result_key in code_of:
				row.result_code = code_of[old.result_key]
			row.result_code = cstr(row.result_code).strip() or previous or _only(code_of)
			previous = row.result_code
			if not row.result_code:
				row.result_key = None
				continue
			row.result_key = key_of.get(row.result_code.lower())
			if not row.result_key:
				_refuse_unknown_code(doc, heads, table, row)
			row.result_code = code_of[row.result_key]


def _refuse_unknown_code(doc, heads: str, table: str, row):
	message = (
		_("{0}, row {1}: no result has the code {2}.")
		if heads == "results"
		else _("{0}, row {1}: no objective has the code {2}.")
	)
	frappe.throw(
		message.format(
			_(doc.meta.get_label(table)), row.idx, frappe.bold(frappe.utils.escape_html(row.result_code))
		),
		title=_("Unknown code"),
	)


def _only(code_of: dict) -> str | None:
	codes = list(code_of.values())
	return codes[0] if codes else None


def code_rows(doc, heads: str):
	"""Give every head a code of its own: 1, 2 ..., T1 ... for additional results."""
	taken = set()
	for row in doc.get(heads) or []:
		row.short_code = cstr(row.short_code).strip()
		if row.short_code and row.short_code.lower() in taken:
			message = (
				_("The code {0} stands at two results. Give each result its own code.")
				if heads == "results"
				else _("The code {0} stands at two objectives. Give each objective its own code.")
			)
			frappe.throw(
				message.format(frappe.bold(frappe.utils.escape_html(row.short_code))),
				title=_("Code used twice"),
			)
		if row.short_code:
			taken.add(row.short_code.lower())
	numbers = {"": 0, "T": 0}
	for row in doc.get(heads) or []:
		if row.short_code:
			continue
		prefix = "T" if row.get("kind") == "Additional" else ""
		while True:
			numbers[prefix] += 1
			code = f"{prefix}{numbers[prefix]}"
			if code.lower() not in taken:
				break
		row.short_code = code
		taken.add(code.lower())


def check_targets(indicators):
	"""Targets that can never be right, told at once; what is only missing is told when the document is proposed."""
	for row in indicators or []:
		for column in ("target", "target_low", "target_high"):
			if flt(row.get(column)) < 0:
				frappe.throw(
					_("{0}: a target cannot be negative.").format(_row(row)), title=_("Negative target")
				)
		if row.direction == planning.RANGE:
			row.target = 0
			if flt(row.target_low) and flt(row.target_high) and flt(row.target_low) >= flt(row.target_high):
				frappe.throw(
					_("{0}: the range is upside down; {1} must be less than {2}.").format(
						_row(row), flt(row.target_low), flt(row.target_high)
					),
					title=_("Range upside down"),
				)
		else:
			row.target_low = row.target_high = 0


def _row(indicator) -> str:
	return _("Indicators, row {0}").format(indicator.idx)
