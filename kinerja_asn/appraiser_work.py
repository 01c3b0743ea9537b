"""Bulk work on appraisers: hand the open documents of many employees to the appraiser they have now."""

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import cstr, now

from kinerja_asn import appraisers, bulk, permissions

#: A form waits for as many people as a run does in one chunk; more follow in the background.
AT_ONCE = bulk.CHUNK


def follow_units(departments: list[str], company: str | None, reason: str):
	"""Let the open documents of everybody in these units follow a change that has just been written.

	The caller has checked the right to the change.
	"""
	Employee = DocType("Employee")
	people = (
		frappe.qb.from_(Employee)
		.select(Employee.name)
		.where(Employee.department.isin(departments) & (Employee.status == "Active"))
		.orderby(Employee.name)
		.limit(AT_ONCE + 1)
		.run(pluck=True)
	)
	if len(people) <= AT_ONCE:
		appraisers.reassign(people, reason=reason)
		return
	# a later change is a run of its own: the running one may have passed some people already
	run = bulk.run(
		"Change Appraiser", company=company, departments=departments, reason=reason, changed_at=now()
	)
	frappe.msgprint(
		_("The open documents get their new appraiser in the background: {0}.").format(
			frappe.utils.get_link_to_form(bulk.RUN, run)
		),
		alert=True,
	)


class ChangeAppraiser(bulk.Work):
	"""About the employees named, or about everybody in some departments.

	parameters: employees (names), reason, and, to enter a new appraiser in their records first, appraiser_type and
	appraiser.
	"""

	def title(self) -> str:
		names = self.parameters.get("employees")
		if names:
			return _("Change of appraiser for {0} people").format(len(names))
		return cstr(self.parameters.get("reason"))

	def check(self):
		if not (self.parameters.get("employees") or self.departments):
			frappe.throw(_("Choose the employees who get another appraiser."), title=_("Nobody chosen"))
		if not cstr(self.parameters.get("reason")).strip():
			frappe.throw(_("Say why the appraiser changes."), title=_("Reason missing"))

	def scope(self) -> str:
		names = ",".join(sorted(self.parameters.get("employees") or ()))
		return "|".join(
			[super().scope(), *(cstr(self.parameters.get(key)) for key in ("appraiser", "changed_at")), names]
		)

	def people(self, query, Employee):
		names = self.parameters.get("employees")
		return query.where(Employee.name.isin(names) if names else Employee.status == "Active")

	def work_on(self, employees: list[str]) -> dict[str, bulk.Outcome]:
		appraiser = self.parameters.get("appraiser")
		refused = {}
		if appraiser:
			if appraiser in employees:
				refused[appraiser] = bulk.Outcome(
					bulk.PROBLEM, _("Nobody appraises himself."), "Employee", appraiser
				)
			me = permissions.viewer().employee
			if me in employees:
				refused[me] = bulk.Outcome(
					bulk.PROBLEM,
					_("Nobody chooses the own appraiser; a colleague in HR does it."),
					"Employee",
					me,
				)
			enter_appraiser(
				[name for name in employees if name not in refused],
				self.parameters.get("appraiser_type") or "Employee",
				appraiser,
				self.parameters.get("reason"),
			)
		rest = [name for name in employees if name not in refused]
		return refused | appraisers.reassign(rest, reason=self.parameters.get("reason"))


def enter_appraiser(employees: list[str], kind: str, appraiser: str | None, reason: str | None):
	"""Name an appraiser in the records of these employees (None: nobody), with the reason; the caller has checked."""
	if not employees:
		return
	Employee = DocType("Employee")
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
		_("Appraiser set to {0}. Reason: {1}").format(appraiser or _("nobody"), reason)
	)
	bulk.add_comments([("Employee", name, text) for name in employees])
