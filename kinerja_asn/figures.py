"""Figures in texts, written as the site writes numbers."""

import frappe
from frappe import _
from frappe.utils import flt
from frappe.utils.data import get_number_format_info

from kinerja_asn.rules import planning


def separators() -> tuple[str, str]:
	"""The site's decimal mark and its mark between thousands."""
	found = get_number_format_info(frappe.db.get_default("number_format") or "#,###.##")
	return found[0] or "", found[1] or ""


def number(value) -> str:
	"""A number with the decimals it needs, at most six: 1.200 or 97,5 on an Indonesian site; "" for nothing."""
	if value in (None, ""):
		return ""
	text = f"{flt(value):,.6f}".rstrip("0").rstrip(".")
	decimal, group = separators()
	return text.replace(",", "\0").replace(".", decimal or ".").replace("\0", group)


def target(row, value=None) -> str:
	"""The target of an indicator with its unit; a range as 90–95.

	Args:
		value: a target in place of the row's own, for example the part of it that is due in an interval.
	"""
	if row.get("direction") == planning.RANGE:
		figure = f"{number(row.get('target_low'))}–{number(row.get('target_high'))}"
	else:
		figure = number(row.get("target") if value is None else value)
	return f"{figure} {_(row.get('uom') or '')}".strip()
