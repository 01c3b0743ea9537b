"""Performance Agreement Adjustment (penyesuaian Perjanjian Kinerja): rows proposed in place of those in force, which bind
until they are agreed."""

import frappe
from frappe import _

from kinerja_asn import adjusting, agreements, planned_rows
from kinerja_asn.adjusting import AdjustmentDocument
from kinerja_asn.kinerja_asn.doctype.performance_agreement import performance_agreement as rows


class PerformanceAgreementAdjustment(AdjustmentDocument):
	BASE, BASE_FIELD = "Performance Agreement", "agreement"
	TABLES, RUNNING = agreements.CONTENT_TABLES, agreements.IN_FORCE
	COMPARED = {
		"objectives": ("objective", ("short_code", "objective", "perspective", "parent_objective")),
		"indicators": (
			"indicator",
			(
				"result_code",
				"indicator",
				*planned_rows.TARGET_COLUMNS,
				"formula",
				"data_source",
			),
		),
	}

	def on_submit(self):
		super().on_submit()
		from kinerja_asn import agreement_plans

		agreement_plans.propose_changes(self)

	def clean_content(self):
		planned_rows.fill_from_library(self.get("indicators") or [])
		rows.link_rows(self)
		rows.take_parent_objectives(self, self.base.parent_agreement)
		planned_rows.check_targets(self.indicators)

	def refuse_incomplete(self):
		rows.refuse_incomplete(self, _("The adjustment cannot be proposed yet"))


@frappe.whitelist(methods=["GET", "POST"])
def comparison(adjustment: str) -> list[dict]:
	"""The comparison for the form of a reader of the adjustment."""
	return adjusting.comparison_of("Performance Agreement Adjustment", adjustment)
