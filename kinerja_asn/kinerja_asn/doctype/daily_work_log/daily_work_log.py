"""Daily Work Log (progres harian): what a person did on a day, tagged to a result or an indicator of the plan."""

import re

import frappe
from frappe import _
from frappe.model.naming import make_autoname
from frappe.utils import cint, cstr, escape_html, flt, get_fullname, getdate, nowdate

from kinerja_asn import evidence, notifications, permissions, problems, work_logs
from kinerja_asn.personal import PersonalDocument, now
from kinerja_asn.rules.daily_log import LogRules, check_day
from kinerja_asn.rules.errors import RuleError
from kinerja_asn.setup.settings import setting

NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")


class DailyWorkLog(PersonalDocument):
	FROM_PLAN = work_logs.FROM_PLAN

	def autoname(self):
		# Frappe gives a "hash" that is taken another name; a tap that comes twice must be found out instead
		self.name = make_autoname("hash")

	def insert(self, *args, **kwargs):
		# before Frappe asks for the right to create it: the right is decided by the plan
		if not self.flags.by_server:
			self.find_plan()
		return super().insert(*args, **kwargs)

	def before_insert(self):
		if self.flags.by_server:
			return
		self.check_plan()
		self.workflow_state = work_logs.RECORDED
		self.copy_from_plan(self.place)
		self.performance_period = self.place.performance_period
		if not self.is_own():
			self.recorded_by = get_fullname()

	def validate(self):
		permissions.check_change(self)
		self.check_lengths()
		self.check_activity()
		self.check_day()
		self.check_row()
		self.check_quantity()
		self.check_evidence()
		self.sign_comment()

	def on_update(self):
		self.tell_comment()

	def on_trash(self):
		if cstr(self.appraiser_comment).strip() and not self.flags.by_server:
			frappe.throw(
				_("{0} has commented on this entry, so it stays. You can still correct it.").format(
					frappe.bold(escape_html(self.commented_by or _("The appraiser")))
				),
				title=_("Entry has a comment"),
			)

	# --- a new entry ---

	def find_plan(self):
		"""The running plan of the person, who is the one signed in unless somebody else is named."""
		if not self.log_date:
			self.log_date = nowdate()
		if not self.work_plan:
			employee = self.employee or permissions.viewer().employee
			self.work_plan = work_logs.running_plan(employee, self.log_date)
		if not self.work_plan:
			frappe.throw(
				_("There is no work plan yet. Entries can be written once the plan is agreed."),
				title=_("Work plan missing"),
			)

	@property
	def place(self):
		"""The plan and the interval of the entry's day, read once for each day."""
		known = self.flags.place
		key = (self.work_plan, str(getdate(self.log_date)))
		if not known or known[0] != key:
			known = self.flags.place = (key, work_logs.place_of(*key))
		return known[1]

	def check_plan(self):
		plan = self.place
		if not plan:
			frappe.throw(_("Choose the work plan first."), title=_("Work plan missing"))
		if plan.workflow_state not in work_logs.RUNNING:
			frappe.throw(
				_("Entries belong to an agreed work plan; the state of {0} is {1}.").format(
					frappe.bold(plan.name), frappe.bold(_(plan.workflow_state))
				),
				title=_("Plan is not running"),
			)

	def is_own(self) -> bool:
		return permissions.viewer().employee == self.place.employee

	# --- steps of validate ---

	def check_activity(self):
		self.activity = cstr(self.activity).strip()
		if not self.activity:
			frappe.throw(_("Say in a few words what was done."), title=_("Entry is empty"))

	def check_day(self):
		"""Asked when the entry is new or moved to another day: a comment on an old entry is always possible."""
		if self.flags.by_server or not (self.is_new() or self.has_value_changed("log_date")):
			return
		self.check_plan()
		plan = self.place
		# who brings the entries of a unit from elsewhere is not bound to the last days
		limit = cint(setting("log_backdate_days")) if self.is_own() else None
		try:
			check_day(
				getdate(self.log_date),
				getdate(nowdate()),
				getdate(plan.from_date),
				getdate(plan.closed_on or plan.to_date),
				accepted=plan.report_state == "Report Accepted",
				rules=LogRules(limit),
			)
		except RuleError as error:
			problems.refuse(error, _("Day not possible"))
		self.performance_interval = plan.performance_interval

	def check_row(self):
		"""The words of the plan's row, copied: what was agreed on that day stays readable."""
		changed = self.has_value_changed("indicator_key") or self.has_value_changed("result_key")
		if self.flags.by_server or not (self.is_new() or changed):
			return
		if not (self.indicator_key or self.result_key):
			row = {}
		else:
			row = self.chosen_row()
		for column in ("result_key", "result"):
			self.set(column, row.get(column))
		for column in ("indicator_key", "indicator", "uom"):
			self.set(column, row.get(column) if self.indicator_key else None)

	def chosen_row(self) -> dict:
		"""The row that is named by its key; an indicator also by its wording, a result by its code."""
		indicator, result = cstr(self.indicator_key).strip(), cstr(self.result_key).strip()
		for row in work_logs.rows_of(self.work_plan):
			if indicator:
				if indicator in (row.indicator_key, cstr(row.indicator).strip()):
					return row
			elif result in (row.result_key, row.short_code):
				return row
		frappe.throw(
			_(
				"{0} is no running result or indicator of the work plan. Choose it again from the list."
			).format(frappe.bold(escape_html((indicator or result)[:60]))),
			title=_("Not in the plan"),
		)

	def check_quantity(self):
		if not self.measured and not flt(self.quantity):
			self.quantity = 0
			return
		if flt(self.quantity) < 0:
			frappe.throw(_("A quantity cannot be negative."), title=_("Negative quantity"))
		if not self.indicator_key:
			frappe.throw(
				_("A quantity belongs to an indicator. Choose the indicator, or leave the quantity blank."),
				title=_("Indicator missing"),
			)
		self.measured = 1

	def check_lengths(self):
		if isinstance(self.quantity, str) and self.quantity.strip():
			if not NUMBER.fullmatch(self.quantity.strip()):
				frappe.throw(
					_("{0} is not a number.").format(frappe.bold(escape_html(self.quantity[:40]))),
					title=_("Quantity not understood"),
				)
		super().check_lengths()

	def check_evidence(self):
		"""A file counts when it was uploaded for this entry, a link when it leads to a page."""
		link = cstr(self.evidence_link).strip()
		if link and not link.lower().startswith(("https://", "http://")):
			frappe.throw(
				_("The evidence link must begin with https:// or http://."), title=_("Link not understood")
			)
		if not self.evidence or self.flags.by_server or not self.has_value_changed("evidence"):
			return
		# nothing of it is answered: a hidden file and a missing one are refused in the same words
		for row in frappe.get_all(
			"File",
			filters={"file_url": self.evidence, "is_private": 1},
			fields=["name", "attached_to_doctype", "attached_to_name", "owner"],
		):
			here = (row.attached_to_doctype, row.attached_to_name) == (self.doctype, self.name)
			# a form uploads before the entry has its name; Frappe ties the file to it after the save
			waiting = not row.attached_to_name or row.attached_to_name.startswith("new-")
			if here:
				return
			if waiting and row.owner == frappe.session.user:
				# a file that hangs on no document of ours was not looked at when it came
				evidence.refuse_program(frappe.get_doc("File", row.name))
				return
		frappe.throw(
			_("Upload the evidence to this entry; the address of another file does not count."),
			title=_("Evidence not found"),
		)

	def sign_comment(self):
		if self.flags.by_server or not self.has_value_changed("appraiser_comment"):
			return
		said = bool(cstr(self.appraiser_comment).strip())
		self.commented_by = get_fullname() if said else None
		self.commented_at = now() if said else None

	def tell_comment(self):
		"""The person sees a comment at once: under the bell, and on the page that is open."""
		if self.flags.by_server or not self.has_value_changed("appraiser_comment"):
			return
		if not cstr(self.appraiser_comment).strip():
			return
		user = frappe.db.get_value("Employee", self.employee, "user_id")
		if not user or user == frappe.session.user:
			return
		notifications.tell(
			user,
			_("{0} commented on your entry of {1}.").format(
				self.commented_by, frappe.utils.formatdate(self.log_date)
			),
			self.doctype,
			self.name,
		)
		frappe.publish_realtime(
			"kinerja_log_comment",
			{"name": self.name, "by": self.commented_by},
			user=user,
			after_commit=True,
		)


def on_doctype_update():
	frappe.db.add_index("Daily Work Log", ["employee", "log_date"])
	frappe.db.add_index("Daily Work Log", ["appraiser", "log_date"])
	frappe.db.add_index("Daily Work Log", ["department", "log_date"])
	frappe.db.add_index("Daily Work Log", ["work_plan", "performance_interval"])
