from datetime import timedelta

import frappe
from frappe import _
from frappe.query_builder import Case, DocType
from frappe.query_builder.functions import Count, Sum
from frappe.utils import cint, formatdate, getdate

from kinerja_asn.charts import Readable, on_dashboard

LOG = "Daily Work Log"
WEEKS = 8


@frappe.whitelist(methods=["GET", "POST"])
def get(**options) -> dict:
	"""Entries of the last weeks that the viewer may read, with evidence and without."""
	frappe.has_permission(LOG, "read", throw=True)
	today = getdate()
	first = today - timedelta(days=today.weekday() + 7 * (WEEKS - 1))
	Log = DocType(LOG)
	bare = (Log.evidence.isnull() | (Log.evidence == "")) & (
		Log.evidence_link.isnull() | (Log.evidence_link == "")
	)
	rows = (
		frappe.qb.from_(Log)
		.select(Log.log_date, Count(Log.name), Sum(Case().when(bare, 1).else_(0)))
		.where((Log.log_date >= first) & (Log.log_date <= today) & Readable(LOG))
		.groupby(Log.log_date)
	).run()
	proven, alone = [0] * WEEKS, [0] * WEEKS
	for day, number, without in rows:
		week = (getdate(day) - first).days // 7
		proven[week] += cint(number) - cint(without)
		alone[week] += cint(without)
	shown = range(WEEKS if rows else 0)
	return on_dashboard(
		[formatdate(first + timedelta(days=7 * week), "d MMM") for week in shown],
		[
			{"name": _("With evidence"), "values": [proven[week] for week in shown]},
			{"name": _("Without evidence"), "values": [alone[week] for week in shown]},
		],
		_("No daily log was written in the last weeks."),
	)
