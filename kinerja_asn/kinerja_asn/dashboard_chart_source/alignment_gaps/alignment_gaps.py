import frappe
from frappe import _

from kinerja_asn import cascade, permissions
from kinerja_asn.api.cascade import refuse_strangers
from kinerja_asn.charts import on_dashboard
from kinerja_asn.kinerja_asn.report.asn_alignment_gaps.asn_alignment_gaps import short_words_of


@frappe.whitelist(methods=["GET", "POST"])
def get(**options) -> dict:
	"""Gaps of the cascade in the running period, of plans and agreements that the viewer may read."""
	refuse_strangers()
	period = cascade.usual_period(permissions.viewer())
	found = (
		{words: cascade.number_of_gaps(kind, period) for kind, words in short_words_of().items()}
		if period
		else {}
	)
	shown = found if any(found.values()) else {}
	return on_dashboard(
		list(shown),
		[{"name": _("Gaps"), "values": list(shown.values())}],
		_("No gap was found in the plans and agreements that you may read."),
	)
