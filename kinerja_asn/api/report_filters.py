"""What the filters of reports offer: names of rows with the words by which people know them."""

import frappe
from frappe import _
from frappe.utils import cstr

from kinerja_asn import figures, permissions, role_results
from kinerja_asn.overrides import search

LONGEST = 140
#: Periods, or campaigns, of which a reader chooses one.
AT_MOST = 100
FREQUENCIES = ("reporting_frequency", "evaluation_frequency")


@frappe.whitelist()
def choices(doctype, txt="", searchfield=None, start=0, page_len=20, filters=None, as_dict=False, **options):
	"""Pairs of a name and its words, of what the viewer may choose. A query of the desk's link fields."""
	text = cstr(txt).strip()[:LONGEST] if isinstance(txt, str | int) else ""
	find = CHOICES.get(cstr(doctype))
	found = find(text, sent(filters, dict)) if find else []
	return [frappe._dict(name=name, words=words) for name, words in found] if as_dict else found


@frappe.whitelist()
def words(doctype, name) -> str:
	"""The words for the value of a filter; the name itself where the viewer may not choose it."""
	return dict(choices(doctype, cstr(name))).get(cstr(name)) or cstr(name)


def sent(value, shape: type):
	"""What a client has sent, as JSON or read already; an empty one where it is of another shape."""
	try:
		found = frappe.parse_json(value)
	except ValueError:
		found = None
	return found if isinstance(found, shape) else shape()


def _periods(text: str, filters: dict) -> list[tuple]:
	rows = _readable("Performance Period", ["name", "year", "company"], order_by="year desc, name")
	several = len({row.company for row in rows}) > 1
	named = [
		(row.name, _("Year {0}").format(row.year) + (f" · {row.company}" if several else "")) for row in rows
	]
	return _with(text, named)


def _intervals(text: str, filters: dict) -> list[tuple]:
	"""Those of a period; with `frequency` only those in which it reports, or evaluates."""
	period, frequency = filters.get("period"), filters.get("frequency")
	conditions = {}
	if isinstance(period, str) and period:
		known = _readable("Performance Period", ["year", *FREQUENCIES], {"name": period})
		if not known:
			return []
		conditions["year"] = known[0].year
		if frequency in FREQUENCIES:
			conditions["frequency"] = known[0][frequency]
	rows = _readable("Performance Interval", ["name"], conditions, order_by="from_date, to_date, name")
	return _with(text, [(row.name, figures.interval(row.name)) for row in rows])


def _campaigns(text: str, filters: dict) -> list[tuple]:
	period = filters.get("performance_period")
	conditions = {"performance_period": period} if isinstance(period, str) and period else {}
	rows = _readable("Appraisal 360 Campaign", ["name", "title"], conditions, order_by="creation desc")
	return _with(text, [(row.name, row.title or row.name) for row in rows])


def _matrices(text: str, filters: dict) -> list[tuple]:
	"""Leaders with a role-result matrix that the viewer may open; also one who is named by his plan."""
	rows = role_results.matrices(permissions.viewer(), text)
	if not rows and frappe.db.exists("Work Plan", text):
		try:
			head = role_results.opened(text, permissions.viewer())
		except frappe.PermissionError:
			frappe.clear_last_message()
			return []
		return [(head.name, f"{head.employee_name} · {figures.year(head.performance_period)}")]
	return [(row.name, f"{row.employee_name} · {row.year}") for row in rows]


def _units(text: str, filters: dict) -> list[tuple]:
	return list(search.units("Department", text))


def _readable(doctype: str, fields: list[str], filters=None, **options) -> list:
	if not frappe.has_permission(doctype, "read"):
		return []
	return frappe.get_list(doctype, fields=fields, filters=filters, limit_page_length=AT_MOST, **options)


def _with(text: str, named: list[tuple]) -> list[tuple]:
	"""Those in whose words or name the text stands."""
	text = text.lower()
	return [(name, words) for name, words in named if text in name.lower() or text in cstr(words).lower()]


CHOICES = {
	"Performance Period": _periods,
	"Performance Interval": _intervals,
	"Appraisal 360 Campaign": _campaigns,
	"Work Plan": _matrices,
	"Department": _units,
}
