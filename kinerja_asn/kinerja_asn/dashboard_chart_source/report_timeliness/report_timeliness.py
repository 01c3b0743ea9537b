import frappe
from frappe import _
from frappe.utils import get_year_start, getdate

from kinerja_asn import figures, timeliness
from kinerja_asn.charts import on_dashboard


@frappe.whitelist(methods=["GET", "POST"])
def get(**options) -> dict:
	"""This year's reports that the viewer may read, interval by interval: in time, late, missing after the due day."""
	rows = timeliness.of_reports(get_year_start(getdate()))
	return on_dashboard(
		[figures.interval(row.interval, short=True) for row in rows],
		[
			{"name": _("In time"), "values": [row.in_time for row in rows]},
			{"name": _("Late"), "values": [row.late for row in rows]},
			{"name": _("Missing"), "values": [row.missing for row in rows]},
		],
		_("No report has been due this year yet."),
	)
