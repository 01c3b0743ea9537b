"""Employee: the NIP, the appraiser, and who may change what the rights of the app hang on."""

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import cint, cstr, getdate, nowdate

from kinerja_asn import permissions, problems
from kinerja_asn.overrides.tree import keep_place
from kinerja_asn.rules.errors import MESSAGES, RuleError
from kinerja_asn.rules.nip import normalise_nip, parse_nip, warnings_for
from kinerja_asn.rules.planning import NO_CIVIL_SERVANT
from kinerja_asn.setup.custom_fields import value_fields_of
from kinerja_asn.setup.settings import nip_rules, setting

EXTERNAL = permissions.EXTERNAL

HR_ROLES = {"HR Manager", "HR User", "System Manager"}

#: ERPNext's own fields that decide who appraises whom, who sees what, and the post on the work plan.
GUARDED = (
	"reports_to",
	"user_id",
	"status",
	"company",
	"department",
	"designation",
	"create_user_permission",
	"date_of_joining",
	"relieving_date",
)

#: What nobody changes in his own record, HR included: it would free HR from its agency, its own plan from its name, or
#: let HR choose who appraises it.
OWN_LIMITS = frozenset(
	{"user_id", "create_user_permission", "company", "reports_to", "asn_appraiser_type", "asn_appraiser"}
)

#: A change of these moves open documents to another appraiser or another unit.
MOVES = ("asn_appraiser_type", "asn_appraiser", "reports_to", "department", "company", "status")


def before_validate(doc, method=None):
	"""Before ERPNext's own `validate`, which gives and takes roles of the user by what the record says now."""
	keep_place(doc)
	refuse_changes_by_others(doc)
	refuse_lifting_limits(doc)


def validate(doc, method=None):
	check_nip(doc)
	check_rank(doc)
	check_position_class(doc)
	check_appraiser(doc)


def on_update(doc, method=None):
	permissions.forget_viewers()
	end_service(doc)
	resume_service(doc)
	reassign_open_documents(doc)


def before_rename(doc, method=None, old=None, new=None, merge=False):
	"""HRMS's right to write one's own record would let an employee give himself another number, or merge two."""
	if doc.flags.by_server or is_hr():
		return
	frappe.throw(
		_("Only HR changes {0}. Please ask HR to correct it.").format(frappe.bold(_("Employee"))),
		frappe.PermissionError,
		title=_("Changed by HR only"),
	)


def after_rename(doc, method=None, old=None, new=None, merge=False):
	"""Keep the key that allows one plan per employee, post and start; links are renamed by the framework."""
	permissions.forget_viewers()
	Plan = DocType("Work Plan")
	plans = (
		frappe.qb.from_(Plan)
		.select(Plan.name, Plan.slot)
		.where((Plan.employee == new) & Plan.slot.like(f"{old}|%"))
	).run()
	for name, slot in plans:
		frappe.db.set_value("Work Plan", name, "slot", new + slot[len(old) :], update_modified=False)
	# no links, so that nobody reads an employee's record through them; who is hidden from whom hangs on these
	Row = DocType(permissions.CALIBRATION_ROW)
	for column in ("employee", "appraiser"):
		frappe.qb.update(Row).set(Row[column], new).where(Row[column] == old).run()
	for doctype in ("Performance Evaluation", "Performance Objection"):
		Doc = DocType(doctype)
		for column in permissions.RATERS:
			frappe.qb.update(Doc).set(Doc[column], new).where(Doc[column] == old).run()
	from kinerja_asn import coaching, raters

	raters.follow_rename(old, new)
	if not merge:
		# another person's notes do not become one's own by being taken for him
		coaching.follow_rename(old, new)
	Cell = DocType(permissions.CELL)
	for name, slot in (
		frappe.qb.from_(Cell)
		.select(Cell.name, Cell.slot)
		.where((Cell.employee == new) & Cell.slot.like(f"%|{old}"))
		.run()
	):
		renamed = slot[: -len(old)] + new
		# of two people who become one, the cell that is there stays
		if not frappe.db.exists(permissions.CELL, {"slot": renamed}):
			frappe.db.set_value(permissions.CELL, name, "slot", renamed, update_modified=False)


# --- who may change ---


def is_hr(user: str | None = None) -> bool:
	"""May the user change data that rights hang on? HR, and whoever sets up the site."""
	user = user or frappe.session.user
	return user == "Administrator" or bool(HR_ROLES & set(frappe.get_roles(user)))


def refuse_changes_by_others(doc):
	"""HRMS lets employees write their own record; not what decides rights, and none of our fields."""
	if doc.flags.by_server or is_hr():
		return
	stored = doc.get_doc_before_save()
	fields = (*GUARDED, *value_fields_of("Employee")) if stored else value_fields_of("Employee")
	changed = [field for field in fields if _differs(doc, stored, field)]
	if changed:
		labels = ", ".join(frappe.bold(_(doc.meta.get_label(field))) for field in changed)
		frappe.throw(
			_("Only HR changes {0}. Please ask HR to correct it.").format(labels),
			frappe.PermissionError,
			title=_("Changed by HR only"),
		)


def refuse_lifting_limits(doc):
	"""The agency that somebody oversees is a User Permission, which ERPNext writes and deletes by the employee's record."""
	stored = doc.get_doc_before_save()
	if not stored or not stored.user_id or doc.flags.by_server:
		return
	if frappe.session.user == "Administrator" or "System Manager" in frappe.get_roles():
		return
	limits = set(OWN_LIMITS) if stored.user_id == frappe.session.user else set()
	who = permissions.viewer(stored.user_id)
	if who.is_hr or who.is_manager or who.is_auditor:
		limits.add("create_user_permission")
	changed = sorted(field for field in limits if _differs(doc, stored, field))
	if changed:
		labels = ", ".join(frappe.bold(_(doc.meta.get_label(field))) for field in changed)
		frappe.throw(
			_("Only the administrator of the site changes {0} here.").format(labels),
			frappe.PermissionError,
			title=_("Changed by the administrator only"),
		)


def _differs(doc, stored, field: str) -> bool:
	before = stored.get(field) if stored else doc.meta.get_field(field).default
	return _plain(doc, field, doc.get(field)) != _plain(doc, field, before)


def _plain(doc, field: str, value) -> str:
	df = doc.meta.get_field(field)
	if not df:
		return ""
	if df.fieldtype == "Date":
		return str(getdate(value)) if value else ""
	if df.fieldtype in ("Int", "Check"):
		return cstr(value or 0)
	return cstr(value).strip()


# --- NIP ---


def check_nip(doc):
	"""One NIP, one person; what is on record already is not held up by a rule that came later."""
	doc.asn_nip = normalise_nip(doc.asn_nip) or None
	stored = doc.get_doc_before_save()
	if stored and stored.asn_nip == doc.asn_nip and stored.asn_status == doc.asn_status:
		return
	if not doc.asn_nip:
		return
	if (doc.asn_status or "") in NO_CIVIL_SERVANT:
		frappe.throw(
			_("Choose the ASN status of {0} before the NIP; it decides how the number is read.").format(
				frappe.bold(frappe.utils.escape_html(cstr(doc.employee_name or doc.name)))
			),
			title=_("ASN status missing"),
		)
	try:
		nip = parse_nip(
			doc.asn_nip,
			doc.asn_status,
			today=getdate(nowdate()),
			rules=nip_rules(),
		)
	except RuleError as error:
		problems.refuse(error, _("NIP"))
	other = frappe.db.get_value(
		"Employee",
		{"asn_nip": doc.asn_nip, "name": ["!=", doc.name or ""]},
		["name", "employee_name"],
		as_dict=True,
	)
	if other:
		frappe.throw(
			_("The NIP {0} already belongs to {1} ({2}).").format(
				frappe.bold(nip.spaced),
				frappe.bold(frappe.utils.escape_html(other.employee_name)),
				other.name,
			),
			title=_("NIP used twice"),
		)
	if setting("warn_nip_mismatch"):
		born = getdate(doc.date_of_birth) if doc.date_of_birth else None
		for code in warnings_for(nip, doc.gender, born):
			frappe.msgprint(
				_(MESSAGES[code]), title=_("Please check the NIP"), indicator="orange", alert=True
			)


def check_rank(doc):
	"""Ranks of PNS and grades of PPPK are two lists."""
	stored = doc.get_doc_before_save()
	if not doc.asn_rank or (doc.asn_status or "") in NO_CIVIL_SERVANT:
		return
	if stored and (stored.asn_rank, stored.asn_status) == (doc.asn_rank, doc.asn_status):
		return
	employment = frappe.db.get_value("ASN Rank", doc.asn_rank, "employment")
	expected = "PPPK" if doc.asn_status.startswith("PPPK") else "PNS"
	if employment and employment != expected:
		frappe.throw(
			_("The rank {0} is one of {1}; the ASN status is {2}.").format(
				frappe.bold(doc.asn_rank), employment, frappe.bold(_(doc.asn_status))
			),
			title=_("Rank and status"),
		)


def check_position_class(doc):
	highest = cint(setting("highest_position_class"))
	if doc.asn_position_class and not 1 <= cint(doc.asn_position_class) <= highest:
		frappe.throw(
			_("The position class is a number from 1 to {0}, not {1}.").format(
				highest, doc.asn_position_class
			),
			title=_("Position class"),
		)


# --- appraiser ---


def check_appraiser(doc):
	"""The appraiser is somebody else, and somebody who is there."""
	doc.asn_appraiser_type = doc.asn_appraiser_type or "Employee"
	stored = doc.get_doc_before_save()
	if not doc.asn_appraiser:
		return
	if stored and (stored.asn_appraiser_type or "Employee", stored.asn_appraiser) == (
		doc.asn_appraiser_type,
		doc.asn_appraiser,
	):
		return
	if doc.asn_appraiser_type == EXTERNAL:
		_check_external(doc)
		return
	if doc.asn_appraiser_type != "Employee":
		frappe.throw(
			_("The appraiser is an employee or an external appraiser."),
			title=_("Appraiser"),
		)
	if doc.asn_appraiser == doc.name:
		frappe.throw(_("The appraiser cannot be the employee himself."), title=_("Appraiser"))
	status = frappe.db.get_value("Employee", doc.asn_appraiser, "status")
	if status and status != "Active":
		frappe.throw(
			_("The appraiser {0} is not active.").format(frappe.bold(doc.asn_appraiser)), title=_("Appraiser")
		)


def _check_external(doc):
	external = frappe.db.get_value(
		EXTERNAL, doc.asn_appraiser, ["full_name", "active", "user", "company"], as_dict=True
	)
	if not external:
		return
	name = frappe.bold(frappe.utils.escape_html(external.full_name))
	if not external.active:
		frappe.throw(_("The appraiser {0} is not active.").format(name), title=_("Appraiser"))
	if external.company and doc.company and external.company != doc.company:
		frappe.throw(_("The appraiser {0} belongs to another agency.").format(name), title=_("Appraiser"))
	if external.user and external.user == doc.user_id:
		frappe.throw(_("The appraiser cannot be the employee himself."), title=_("Appraiser"))


# --- open documents ---


def end_service(doc):
	"""Resignation, retirement, death: the plan ends on the last day, with an evaluation by the appraiser."""
	stored = doc.get_doc_before_save()
	if not stored or doc.status != "Left" or stored.status == "Left":
		return
	from kinerja_asn import moves, raters

	moves.leave(doc.name, doc.relieving_date, _("{0} has left the service").format(doc.employee_name))
	raters.release([doc.name])


def resume_service(doc):
	"""Back from having left: what is left to do is said, since nothing is taken back by itself."""
	stored = doc.get_doc_before_save()
	if not stored or stored.status != "Left" or doc.status == "Left":
		return
	from kinerja_asn import moves

	moves.come_back(doc.name, doc.employee_name, doc.company)


def reassign_open_documents(doc):
	"""Open documents follow the person's new appraiser or unit, and those of the people he appraises."""
	stored = doc.get_doc_before_save()
	if not stored or not any(_differs(doc, stored, field) for field in MOVES):
		return
	from kinerja_asn import appraisers

	appraisers.reassign(
		concerned_by(doc.name), nowdate(), _("Change in the record of {0}").format(doc.employee_name)
	)


def concerned_by(employee: str) -> list[str]:
	"""The employee, the people he appraises, and all who have him as appraiser or as appraiser's superior now."""
	Employee, Plan = DocType("Employee"), DocType("Work Plan")
	found = {employee}
	found.update(
		frappe.qb.from_(Employee)
		.select(Employee.name)
		.where((Employee.asn_appraiser == employee) | (Employee.reports_to == employee))
		.run(pluck=True)
	)
	found.update(
		frappe.qb.from_(Plan)
		.select(Plan.employee)
		.distinct()
		.where((Plan.docstatus < 2) & ((Plan.appraiser == employee) | (Plan.superior == employee)))
		.run(pluck=True)
	)
	return sorted(found)
