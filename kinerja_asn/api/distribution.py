"""Where predicates leave the pattern, asked before many evaluations are handed over."""

import frappe

from kinerja_asn import distribution
from kinerja_asn.api.evaluations import units_for


@frappe.whitelist(methods=["GET", "POST"])
def warnings(period: str, kind: str, interval: str | None = None, department: str | None = None) -> list[str]:
	"""What leaves the pattern under the leaders and in the units that would be handed over; HR and performance managers.

	Raises:
		frappe.PermissionError: as for handing over itself.
	"""
	departments = units_for("Hand Over Evaluations", period, department)
	time = distribution.Time(period, kind, interval or None)
	return distribution.warnings_of(distribution.groups(time, distribution.LEADER, departments))
