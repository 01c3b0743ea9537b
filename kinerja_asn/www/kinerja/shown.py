"""How the portal shows dates, numbers, states and names of intervals."""

import re
from urllib.parse import quote, unquote

import frappe
from frappe import _
from frappe.utils import flt, getdate

from kinerja_asn import figures
from kinerja_asn.figures import interval, number
from kinerja_asn.rules import planning
from kinerja_asn.www.kinerja.pictures import bar

#: state -> (tone, label); tones are colours with a meaning, see portal.css
TONES = {
	"Draft": "quiet",
	"Plan Proposed": "waiting",
	"Plan Returned": "alert",
	"Plan Agreed": "good",
	"Closed": "quiet",
	"Cancelled": "quiet",
	"Adjustment Proposed": "waiting",
	"Adjustment Agreed": "good",
	"Adjustment Refused": "alert",
	"Recorded": "quiet",
	"Counted": "good",
	"Report Sent": "waiting",
	"Report Returned": "alert",
	"Report Accepted": "good",
	"Self Assessed": "waiting",
	"Rated": "waiting",
	"Handed Over": "waiting",
	"Acknowledged": "good",
	"Unit Rating Confirmed": "good",
	"Agreement Proposed": "waiting",
	"Agreement Returned": "alert",
	"Agreement Agreed": "good",
	"Realisation Sent": "good",
	"Objected": "waiting",
	"Decided": "good",
	"Filed": "waiting",
	"Clarified": "waiting",
	"Granted": "good",
	"Rejected": "alert",
	"Withdrawn": "quiet",
	"Proposed": "waiting",
	"Planned": "waiting",
	"Held": "good",
	"Completed": "good",
	"Not Needed": "quiet",
}
PREDICATE_TONES = {
	"Very Good": "good",
	"Good": "good",
	"Needs Improvement": "waiting",
	"Poor (Misconduct)": "alert",
	"Very Poor": "alert",
}
UNIT_TONES = {
	"Outstanding": "good",
	"Good": "good",
	"Needs Improvement": "waiting",
	"Poor": "alert",
	"Very Poor": "alert",
}


def day(value, pattern: str = "d MMMM yyyy") -> str:
	"""A date in words of the reader's language: 5 Januari 2026."""
	if not value:
		return ""
	return frappe.utils.formatdate(getdate(value), pattern)


def short_day(value) -> str:
	return day(value, "d MMM yyyy")


def span(start, end) -> str:
	"""Two dates as the form writes them: 1 Januari 2026 s.d. 31 Desember 2026."""
	return _("{0} to {1}").format(day(start), day(end))


def moment(value) -> str:
	if not value:
		return ""
	stamp = frappe.utils.get_datetime(value)
	return f"{day(stamp)}, {stamp:%H.%M}"


def since(value) -> str:
	"""How long ago, in days."""
	if not value:
		return ""
	days = (getdate() - getdate(value)).days
	return _("today") if days <= 0 else _("yesterday") if days == 1 else _("{0} days ago").format(days)


def target(row) -> str:
	"""The target of an indicator with its unit; a range as 90 to 95."""
	if row.get("direction") == planning.RANGE:
		if not flt(row.get("target_low")) and not flt(row.get("target_high")):
			return ""
	elif not flt(row.get("target")) and row.get("direction") != planning.LOWER:
		return ""
	return figures.target(row)


def state(name: str | None) -> dict:
	return {"tone": TONES.get(name or "Draft", "quiet"), "label": _(name or "Draft")}


def predicate(name: str | None) -> dict:
	if not name:
		return {"tone": "quiet", "label": _("Not yet evaluated")}
	return {"tone": PREDICATE_TONES.get(name, "quiet"), "label": _(name)}


def unit_tone(rating: str | None) -> str:
	return UNIT_TONES.get(rating or "", "quiet")


def initials(name: str | None) -> str:
	words = [word for word in re.split(r"[\s.,]+", name or "") if len(word) > 2] or (name or "?").split()
	return "".join(word[0] for word in words[:2]).upper() or "?"


def url_of(doctype: str, name: str) -> str:
	"""Where the portal shows a document."""
	page = {
		"Work Plan": "plan",
		"Work Plan Adjustment": "adjustment",
		"Periodic Report": "report",
		"Performance Evaluation": "evaluation",
		"Performance Objection": "objection",
		"Performance Feedback": "feedback",
		"Coaching Session": "coaching",
		"Daily Work Log": "logs",
		"Unit Performance Rating": "unit",
		"Performance Agreement": "agreement",
		"Performance Agreement Adjustment": "agreement-adjustment",
		"Performance Agreement Realisation": "realisation",
		"Appraisal 360": "appraisal",
		"Appraisal 360 Invitation": "answer",
	}.get(doctype)
	return f"/kinerja/{page}?name={quote(name)}" if page and name else ""


def review_url(doctype: str, name: str) -> str:
	"""Where the appraiser decides on a document, with the next one behind it."""
	kind = {
		"Work Plan": "plan",
		"Work Plan Adjustment": "adjustment",
		"Periodic Report": "report",
		"Performance Evaluation": "evaluation",
		"Unit Performance Rating": "unit",
		"Performance Agreement": "agreement",
		"Performance Agreement Adjustment": "agreement-adjustment",
	}.get(doctype)
	return f"/kinerja/review?item={kind}:{quote(name)}" if kind else url_of(doctype, name)


def percent(value) -> str:
	"""A percentage with at most one decimal; what goes beyond measure is not counted out."""
	if value is None:
		return ""
	return f"> {number(999)}%" if flt(value) > 999 else f"{number(flt(value, 1))}%"


def mean(value) -> str:
	"""A mean of a scale with two decimals, so that figures in a column can be compared: 3,80."""
	return "" if value is None else f"{flt(value):.2f}".replace(".", figures.separators()[0])


def goal(row, value=None) -> str:
	"""A target in words of its direction: 12 Dokumen; at most 15 menit; 90–95 %."""
	text = figures.target(row, value)
	return _("at most {0}").format(text) if row.get("direction") == planning.LOWER else text


def file_name(url: str | None) -> str:
	return unquote((url or "").rpartition("/")[2])


def is_picture(url: str | None) -> bool:
	return bool(re.search(r"\.(jpe?g|png|gif|webp|avif)$", url or "", re.IGNORECASE))


def address(url: str | None) -> str:
	"""The address of a file of the site or of a page; "" for anything else that somebody may have typed."""
	url = url or ""
	if url.startswith(("/private/files/", "/files/")):
		return quote(unquote(url), safe="/")
	return url if url.lower().startswith(("https://", "http://")) else ""


HELPERS = {
	"day": day,
	"short_day": short_day,
	"span": span,
	"moment": moment,
	"since": since,
	"number": number,
	"percent": percent,
	"mean": mean,
	"bar": bar,
	"goal": goal,
	"address": address,
	"file_name": file_name,
	"is_picture": is_picture,
	"target": target,
	"interval": interval,
	"state": state,
	"predicate": predicate,
	"unit_tone": unit_tone,
	"initials": initials,
	"url_of": url_of,
}
