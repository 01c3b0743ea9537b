"""Appraisal 360 Campaign: written by hand while it is a draft; from the launch on only its title and last days change."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, cint, cstr, escape_html, formatdate, getdate

from kinerja_asn import campaigns, figures, permissions
from kinerja_asn.rules.rater_choice import RELATIONS
from kinerja_asn.setup.settings import setting

#: What the launch freezes.
FROZEN = (
	"company",
	"department",
	"performance_period",
	"performance_interval",
	"template",
)
#: What only the server writes.
BY_SERVER = (
	"status",
	"content",
	"weights",
	"minimum_raters",
	"slot",
	"people",
	"invitations",
	"launched_on",
	"closed_on",
)
#: Answers are collected for this many days at most; who may rate knows the person as he is now.
LONGEST_DAYS = 180


class Appraisal360Campaign(Document):
	def before_insert(self):
		for field in BY_SERVER:
			self.set(field, None)
		self.status = campaigns.DRAFT

	def validate(self):
		self.propose_dates()
		self.keep_what_is_frozen()
		self.check_rights()
		self.check_time()
		self.check_unit()
		self.check_dates()

	def propose_dates(self):
		if not self.nominate_until:
			self.nominate_until = add_days(getdate(), cint(setting("campaign_nominate_days")))
		if not self.answer_until:
			self.answer_until = add_days(self.nominate_until, cint(setting("campaign_answer_days")))

	def keep_what_is_frozen(self):
		stored = self.get_doc_before_save()
		if not stored or self.flags.by_server:
			return
		fields = BY_SERVER if stored.status == campaigns.DRAFT else (*BY_SERVER, *FROZEN)
		for field in fields:
			if cstr(self.get(field)) != cstr(stored.get(field)):
				frappe.throw(
					_(
						"{0} is not changed by hand here. Before the launch the campaign can be written anew."
					).format(frappe.bold(_(self.meta.get_label(field)))),
					title=_("Fixed by the launch"),
				)
		if stored.status in (campaigns.CLOSED, campaigns.CANCELLED):
			frappe.throw(
				_("The campaign is over ({0}) and stays as it is.").format(_(stored.status)),
				title=_("Campaign over"),
			)

	def check_rights(self):
		"""Frappe asks for the right on the document as it was; here the unit it is changed to counts."""
		if self.flags.by_server:
			return
		if not permissions.may_run_campaign(permissions.viewer(), self.company, self.department or None):
			frappe.throw(
				_("You may run campaigns for your units only. Choose the unit."),
				frappe.PermissionError,
				title=_("Not permitted"),
			)

	def check_time(self):
		period = frappe.db.get_value(
			"Performance Period", self.performance_period, ["company", "year"], as_dict=True
		)
		interval = frappe.db.get_value(
			"Performance Interval", self.performance_interval, ["year", "from_date"], as_dict=True
		)
		if not period or not interval or period.company != self.company or period.year != interval.year:
			frappe.throw(
				_("Choose a period of the agency and an interval of its year."), title=_("Wrong interval")
			)
		if getdate(interval.from_date) > getdate():
			frappe.throw(
				_("{0} begins on {1}; nobody can be rated yet.").format(
					frappe.bold(figures.interval(self.performance_interval)), formatdate(interval.from_date)
				),
				title=_("Not begun yet"),
			)

	def check_unit(self):
		if not self.department:
			return
		unit = frappe.db.get_value("Department", self.department, ["company", "disabled"], as_dict=True)
		if not unit or unit.company != self.company or cint(unit.disabled):
			frappe.throw(
				_("The unit {0} is not a unit of this agency.").format(
					frappe.bold(escape_html(self.department))
				),
				title=_("Wrong unit"),
			)

	def check_dates(self):
		"""In order, and a day that is moved is not moved into the past."""
		stored = self.get_doc_before_save()
		nominate, answer = getdate(self.nominate_until), getdate(self.answer_until)
		if answer <= nominate:
			frappe.throw(
				_("The last day to answer ({0}) must come after the last day to choose raters ({1}).").format(
					formatdate(answer), formatdate(nominate)
				),
				title=_("Dates"),
			)
		if (answer - nominate).days > LONGEST_DAYS:
			frappe.throw(
				_("Between the two days lie more than {0} days; please check the year.").format(LONGEST_DAYS),
				title=_("Dates"),
			)
		for field, day in (("nominate_until", nominate), ("answer_until", answer)):
			moved = not stored or getdate(stored.get(field)) != day
			if moved and day < getdate():
				frappe.throw(
					_("{0}: {1} lies in the past.").format(
						frappe.bold(_(self.meta.get_label(field))), formatdate(day)
					),
					title=_("Dates"),
				)

	def check_ready(self):
		"""What has to be there at the launch."""
		status = frappe.db.get_value("Performance Period", self.performance_period, "status")
		if status != "Open":
			frappe.throw(
				_("The period {0} is not open ({1}).").format(
					frappe.bold(self.performance_period), _(status)
				),
				title=_("Period not open"),
			)
		if getdate(self.nominate_until) < getdate():
			frappe.throw(
				_("The last day to choose raters, {0}, is over. Choose later days.").format(
					formatdate(self.nominate_until)
				),
				title=_("Dates"),
			)
		template = frappe.get_cached_doc("Appraisal 360 Template", self.template)
		if not cint(template.active):
			frappe.throw(
				_("The template {0} is not active.").format(frappe.bold(escape_html(template.name))),
				title=_("Template"),
			)
		for relation in RELATIONS:
			if not any(
				row.kind == "Score" and cint(row.get(f"for_{relation.lower()}")) for row in template.questions
			):
				frappe.throw(
					_("The template {0} asks {1} nothing that is scored.").format(
						frappe.bold(escape_html(template.name)), _(relation)
					),
					title=_("Template"),
				)

	def before_rename(self, *args, **kwargs):
		frappe.throw(_("The name of a campaign stays."), title=_("Not possible"))

	def on_trash(self):
		if self.status != campaigns.DRAFT:
			frappe.throw(
				_("Only a draft is deleted. A running campaign is cancelled, a closed one is kept."),
				title=_("Not deleted"),
			)
