"""Figures in texts, written as the site writes numbers."""

import frappe
from frappe.utils import flt
from frappe.utils.data import get_number_format_info


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
