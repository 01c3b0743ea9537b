"""Bulk work on appraisers: hand the open documents of many employees to the appraiser they have now."""

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import cstr, now

from kinerja_asn import appraisers, bulk


class ChangeAppraiser(bulk.Work):
	"""parameters: employees (names), reason, and, to enter a new appraiser in their records first, appraiser_type and
	appraiser."""

	def title(self) -> str:
		return _("Change of appraiser for {0} people").format(len(self.parameters.get("employees") or ()))

	def check(self):
		if not self.parameters.get("employees"):
			frappe.throw(_("Choose the employees who get another appraiser."), title=_("Nobody chosen"))
		if not cstr(self.parameters.get("reason")).strip():
			frappe.throw(_("Say why the appraiser changes."), title=_("Reason missing"))

	def scope(self) -> str:
		names = ",".join(sorted(self.parameters["employees"]))
		return f"{self.company or ''}|{self.parameters.get('appraiser') or ''}|{names}"

	def people(self, query, Employee):
		return query.where(Employee.name.isin(self.parameters["employees"]))

	def work_on(self, employees: list[str]) -> dict[str, bulk.Outcome]:
		appraiser = self.parameters.get("appraiser")
		refused = {}
		if appraiser:
			if appraiser in employees:
				refused[appraiser] = bulk.Outcome(
					bulk.PROBLEM, _("Nobody appraises himself."), "Employee", appraiser
				)
			self.enter_appraiser([name for name in employees if name not in refused], appraiser)
		rest = [name for name in employees if name not in refused]
		return refused | appraisers.reassign(rest, reason=self.parameters.get("reason"))

	def enter_appraiser(self, employees: list[str], appraiser: str):
		if not employees:
			return
		Employee = DocType("Employee")
		kind = self.parameters.get("appraiser_type") or "Employee"
		(
			frappe.qb.update(Employee)
			.set(Employee.asn_appraiser_type, kind)
			.set(Employee.asn_appraiser, appraiser)
			.set(Employee.modified, now())
			.set(Employee.modified_by, frappe.session.user)
			.where(Employee.name.isin(employees))
		).run()
		for name in employees:
			frappe.clear_document_cache("Employee", name)
		text = frappe.utils.escape_html(
			_("Appraiser set to {0}. Reason: {1}").format(appraiser, self.parameters.get("reason"))
		)
		bulk.add_comments([("Employee", name, text) for name in employees])
