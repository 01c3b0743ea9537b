"""Figures and intervals in texts, written as the site writes numbers and in the reader's language."""

import re
from functools import lru_cache

import frappe
from frappe import _, _lt
from frappe.utils import flt, formatdate
from frappe.utils.caching import request_cache
from frappe.utils.data import get_number_format_info

from kinerja_asn.rules import planning


@request_cache
def separators() -> tuple[str, str]:
	"""The site's decimal mark and its mark between thousands."""
	found = get_number_format_info(frappe.db.get_default("number_format") or "#,###.##")
	return found[0] or "", found[1] or ""


def number(value) -> str:
	"""A number with the decimals it needs, at most six: 1.200 or 97,5 on an Indonesian site; "" for nothing."""
	return "" if value in (None, "") else _written(flt(value) or 0.0, *separators())


@lru_cache(maxsize=4096)
def _written(value: float, decimal: str, group: str) -> str:
	text = f"{value:,.6f}".rstrip("0").rstrip(".")
	return text.replace(",", "\0").replace(".", decimal or ".").replace("\0", group)


def target(row, value=None) -> str:
	"""The target of an indicator with its unit; a range as 90–95.

	Args:
		value: a target in place of the row's own, for example the part of it that is due in an interval.
	"""
	return target_of(
		row.get("direction"),
		row.get("target") if value is None else value,
		row.get("target_low"),
		row.get("target_high"),
		row.get("uom"),
	)


def target_of(direction: str | None, value, low, high, uom: str | None) -> str:
	figure = f"{number(low)}–{number(high)}" if direction == planning.RANGE else number(value)
	return f"{figure} {_(uom)}".strip() if uom else figure


def year(period: str | None) -> str:
	"""The year of a period, with which its name begins."""
	return (period or "").partition("-")[0]


ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}


#: Months as they head a column: in words of this app, as Frappe translates headings again for an export, and other apps
#: know Mar as a verb.
SHORT_MONTHS = (
	_lt("Jan"),
	_lt("Feb"),
	_lt("Mar"),
	_lt("Apr"),
	_lt("May"),
	_lt("Jun"),
	_lt("Jul"),
	_lt("Aug"),
	_lt("Sep"),
	_lt("Oct"),
	_lt("Nov"),
	_lt("Dec"),
)


def short_month(month: int) -> str:
	return str(SHORT_MONTHS[month - 1])


def interval(name: str | None, short: bool = False) -> str:
	"""The name of an interval in words: 2026-03 is Maret 2026, 2026-Q1 is Triwulan I 2026."""
	found = re.fullmatch(r"(\d{4})(?:-(\d{2})|-([QTS])(\d))?", name or "")
	if not found:
		return name or ""
	year, month, kind, count = found.groups()
	if month:
		return short_month(int(month)) if short else formatdate(f"{year}-{month}-01", "MMMM yyyy")
	if not kind:
		return year
	label = {
		"Q": _("Quarter {0}"),
		"T": _("Four months {0}"),
		"S": _("Semester {0}"),
	}[kind].format(ROMAN.get(count, count))
	if short:
		return f"{_('Qtr') if kind == 'Q' else kind} {ROMAN.get(count, count)}"
	return f"{label} {year}"
