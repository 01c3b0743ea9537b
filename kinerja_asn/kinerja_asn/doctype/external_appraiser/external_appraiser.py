import frappe
from frappe import _
from frappe.utils import escape_html, getdate, nowdate

from kinerja_asn import problems
from kinerja_asn.master_data import MasterData
from kinerja_asn.rules.errors import RuleError
from kinerja_asn.rules.nip import normalise_nip, parse_nip
from kinerja_asn.setup.settings import nip_rules

#: What open documents keep of the official, or hang on.
KEPT = ("full_name", "position", "institution", "nip", "active")
ACTING_ROLES = {"Employee", "Employee Self Service"}


class ExternalAppraiser(MasterData):
	"""An appraiser who is no employee of the agency: a regional head or a minister. He may have no user."""

	USED_ONCE = ("full_name", "position", "company")

	def validate(self):
		super().validate()
		self.check_nip()
		self.check_user()

	def on_update(self):
		self.follow_in_open_documents()

	def check_nip(self):
		"""Optional, since ministers and regional heads have none; a number that is given has to be one."""
		self.nip = normalise_nip(self.nip) or None
		if not self.nip:
			return
		rules = nip_rules()
		try:
			parse_nip(self.nip, "PNS", today=getdate(nowdate()), rules=rules)
		except RuleError as error:
			try:
				parse_nip(self.nip, "PPPK", today=getdate(nowdate()), rules=rules)
			except RuleError:
				problems.refuse(error, _("NIP"))
		employee = frappe.db.get_value(
			"Employee", {"asn_nip": self.nip}, ["name", "employee_name"], as_dict=True
		)
		if employee:
			frappe.throw(
				_(
					"The NIP belongs to the employee {0} ({1}). Name the employee as appraiser instead."
				).format(frappe.bold(escape_html(employee.employee_name)), employee.name),
				title=_("An employee"),
			)

	def check_user(self):
		if not self.user:
			return
		if self.user in ("Administrator", "Guest"):
			frappe.throw(_("Choose a user of this person alone."), title=_("User"))
		employee = frappe.db.get_value(
			"Employee", {"user_id": self.user, "status": "Active"}, "employee_name"
		)
		if employee:
			frappe.throw(
				_("The user belongs to the employee {0}. Name the employee as appraiser instead.").format(
					frappe.bold(escape_html(employee))
				),
				title=_("An employee"),
			)
		other = frappe.db.get_value(
			"External Appraiser",
			{"user": self.user, "active": 1, "name": ["!=", self.name or ""]},
			"full_name",
		)
		if self.active and other:
			frappe.throw(
				_("The user already stands for {0}.").format(frappe.bold(escape_html(other))), title=_("User")
			)
		if not ACTING_ROLES & set(frappe.get_roles(self.user)):
			frappe.msgprint(
				_(
					"Give the user the role Employee Self Service, so that the person can read and agree plans."
				),
				title=_("Role missing"),
				indicator="orange",
			)

	def follow_in_open_documents(self):
		"""Open documents get the new name and post; who is no longer in office appraises nobody."""
		stored = self.get_doc_before_save()
		if not stored or not any((self.get(field) or "") != (stored.get(field) or "") for field in KEPT):
			return
		employees = frappe.get_all(
			"Employee",
			filters={"asn_appraiser_type": self.doctype, "asn_appraiser": self.name, "status": "Active"},
			pluck="name",
		)
		if not employees:
			return
		if not self.active:
			frappe.msgprint(
				_("{0} is still the appraiser of {1} employees. Name another appraiser for them.").format(
					frappe.bold(escape_html(self.full_name)), len(employees)
				),
				indicator="orange",
			)
			return
		from kinerja_asn import appraisers

		appraisers.reassign(employees, nowdate(), _("Change in the record of {0}").format(self.full_name))
