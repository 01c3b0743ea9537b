"""Work Plan Adjustment (penyesuaian SKP): rows proposed in place of a running plan's, which binds until they are agreed."""

import frappe
from frappe import _

from kinerja_asn import adjusting, planned_rows
from kinerja_asn.adjusting import AdjustmentDocument
from kinerja_asn.kinerja_asn.doctype.work_plan import work_plan as plans


class WorkPlanAdjustment(AdjustmentDocument):
	BASE, BASE_FIELD = "Work Plan", "work_plan"
	TABLES, RUNNING = plans.CONTENT_TABLES, plans.RUNNING
	KEPT_FIELDS = ("approach",)
	COMPARED = {
		"results": (
			"result",
			("short_code", "kind", "result", "perspective", "superior_result", "success_measure"),
		),
		"indicators": (
			"indicator",
			(
				"result_code",
				"indicator",
				"aspect",
				*planned_rows.TARGET_COLUMNS,
			),
		),
		"actions": ("action", ("result_code", "action", "performance_interval", "target", "uom")),
		"behaviours": ("behaviour", ("behaviour", "expectation")),
		"annex": ("kind", ("kind", "description")),
	}

	@property
	def plan(self):
		return self.base

	def clean_content(self):
		planned_rows.fill_from_library(self.get("indicators") or [])
		plans.link_rows(self)
		plans.refresh_superior_results(self)
		plans.check_numbers(self)

	def refuse_incomplete(self):
		view = frappe._dict(
			{table: self.get(table) for table in self.TABLES},
			approach=self.plan.approach,
			plan_model=self.plan.plan_model,
			performance_period=self.plan.performance_period,
			employee=self.employee,
			appraiser_type=self.appraiser_type,
			appraiser=self.appraiser,
			appraiser_name=self.appraiser_name,
		)
		plans.refuse_incomplete(view, _("The adjustment cannot be proposed yet"))


@frappe.whitelist(methods=["GET", "POST"])
def comparison(adjustment: str) -> list[dict]:
	"""The comparison for the form of a reader of the adjustment."""
	return adjusting.comparison_of("Work Plan Adjustment", adjustment)
