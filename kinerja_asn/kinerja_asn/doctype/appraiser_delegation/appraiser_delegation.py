"""Appraiser Delegation: who acts for an official or for the head of a unit, from when to when, by which letter.

Rights follow the table by date whenever they are asked, see `permissions`; nothing is rewritten.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import date_diff, formatdate, getdate

from kinerja_asn import notifications, permissions

EMPLOYEE = "Employee"
#: Kinds that put the delegate in the official's place: two of them at a time would leave open who decides.
IN_PLACE = ("Acting", "Daily Acting", "Absence")
LONGEST_DAYS = 3 * 366


class AppraiserDelegation(Document):
	def validate(self):
		self.check_people()
		self.fill_company()
		self.fill_names()
		self.check_dates()
		self.check_right()
		self.refuse_overlap()

	def on_update(self):
		self.tell_both()

	# --- steps of validate ---

	def check_people(self):
		self.delegate_type = EMPLOYEE
		self.official_type = self.official_type or EMPLOYEE
		if self.official_type not in (EMPLOYEE, permissions.EXTERNAL):
			frappe.throw(
				_("The official is an employee or an external appraiser."), title=_("Unknown kind of person")
			)
		if not self.official and not self.department:
			frappe.throw(
				_("Name the official who is represented, or the unit whose head is represented."),
				title=_("Official missing"),
			)
		if not self.delegate:
			frappe.throw(_("Choose the delegate."), title=_("Delegate missing"))
		if self.official_type == EMPLOYEE and self.official == self.delegate:
			frappe.throw(
				_("The delegate is the official himself. Choose somebody else."), title=_("Same person")
			)

	def fill_company(self):
		delegate = _person(EMPLOYEE, self.delegate)
		if not delegate:
			frappe.throw(_("The delegate was not found."), title=_("Delegate missing"))
		if delegate.status != "Active":
			frappe.throw(
				_("{0} is not in service and cannot act for anybody.").format(
					frappe.bold(delegate.name_shown)
				),
				title=_("Delegate not in service"),
			)
		company = None
		if self.department:
			company = frappe.db.get_value("Department", self.department, "company")
		if self.official and self.official_type == EMPLOYEE:
			official = _person(EMPLOYEE, self.official)
			if not official:
				frappe.throw(_("The official was not found."), title=_("Official missing"))
			if company and official.company != company:
				frappe.throw(
					_("The official and the unit belong to different agencies."),
					title=_("Different agencies"),
				)
			company = official.company
		self.company = company or self.company or delegate.company

	def fill_names(self):
		self.delegate_name = _person(EMPLOYEE, self.delegate).name_shown
		official = _person(self.official_type, self.official) if self.official else None
		self.official_name = official.name_shown if official else None

	def check_dates(self):
		if not self.from_date or not self.to_date:
			frappe.throw(_("Enter the first and the last day of the delegation."), title=_("Dates missing"))
		days = date_diff(self.to_date, self.from_date)
		if days < 0:
			frappe.throw(
				_("The delegation ends on {0}, before it starts on {1}.").format(
					formatdate(self.to_date), formatdate(self.from_date)
				),
				title=_("Dates upside down"),
			)
		if days > LONGEST_DAYS:
			frappe.throw(
				_("The delegation would last more than three years. Check the year of the dates."),
				title=_("Too long"),
			)

	def check_right(self):
		"""The stored row was asked by the hook; here the row as it will be, so that nobody moves it out of his scope."""
		if self.flags.by_server:
			return
		if not permissions.delegation_has_permission(self, "create"):
			frappe.throw(
				_("You may write delegations of your own units only, and none that names yourself."),
				frappe.PermissionError,
				title=_("Not in your scope"),
			)

	def refuse_overlap(self):
		"""One official or unit is represented by one person at a time."""
		# who enters another delegation for the same official or unit at this moment waits here
		if self.official:
			frappe.db.get_value(self.official_type, self.official, "name", for_update=True)
		else:
			frappe.db.get_value("Department", self.department, "name", for_update=True)
		Other = DocType("Appraiser Delegation")
		query = (
			frappe.qb.from_(Other)
			.select(
				Other.name, Other.kind, Other.department, Other.delegate_name, Other.from_date, Other.to_date
			)
			.where(
				(Other.name != (self.name or ""))
				& (Other.from_date <= getdate(self.to_date))
				& (Other.to_date >= getdate(self.from_date))
			)
			.for_update()
		)
		if self.official:
			query = query.where(Other.official == self.official)
		else:
			query = query.where(
				(Other.official.isnull() | (Other.official == "")) & (Other.department == self.department)
			)
		for row in query.run(as_dict=True):
			same_staff = not self.official or not (
				row.department and self.department and row.department != self.department
			)
			same_kind = row.kind == self.kind or (row.kind in IN_PLACE and self.kind in IN_PLACE)
			if same_staff and same_kind:
				frappe.throw(
					_(
						"From {0} to {1} {2} already acts here by delegation {3} ({4}). End that delegation first, or choose other dates."
					).format(
						formatdate(row.from_date),
						formatdate(row.to_date),
						frappe.bold(row.delegate_name),
						frappe.bold(row.name),
						_(row.kind),
					),
					title=_("Delegations overlap"),
				)

	def tell_both(self):
		stored = self.get_doc_before_save()
		columns = ("official", "department", "delegate", "from_date", "to_date")
		if stored and all(str(stored.get(column) or "") == str(self.get(column) or "") for column in columns):
			return
		span = (formatdate(self.from_date), formatdate(self.to_date))
		whom = self.official_name or frappe.db.get_value("Department", self.department, "department_name")
		notifications.tell(
			self.delegate,
			_("From {0} to {1} you act for {2}.").format(*span, whom),
			self.doctype,
			self.name,
		)
		if self.official and self.official_type == EMPLOYEE:
			notifications.tell(
				self.official,
				_("From {0} to {1} {2} acts for you.").format(*span, self.delegate_name),
				self.doctype,
				self.name,
			)


def _person(kind: str, name: str | None):
	if kind == EMPLOYEE:
		row = frappe.db.get_value(EMPLOYEE, name, ["employee_name", "status", "company"], as_dict=True)
		return row and frappe._dict(name_shown=row.employee_name, status=row.status, company=row.company)
	row = frappe.db.get_value(kind, name, ["full_name", "company"], as_dict=True)
	return row and frappe._dict(name_shown=row.full_name, status="Active", company=row.company)


def on_doctype_update():
	frappe.db.add_index("Appraiser Delegation", ["delegate", "to_date"])
