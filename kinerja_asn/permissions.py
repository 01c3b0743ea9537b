"""Who may see and change what: the only place that decides it.

A right is decided by the document as it is stored and by the person who asks. Roles cannot tell two employees
apart, so the roles only open the door of a DocType; this module decides the row, the field and the step, the latter two
by the tables of `state_rights`.
Reports, portal pages, exports, prints, files and notifications ask the same functions.
"""

from dataclasses import dataclass, field

import frappe
from frappe import _
from frappe.model import no_value_fields, table_fields
from frappe.query_builder import DocType
from frappe.utils import cint, cstr, flt, getdate, nowdate
from pypika.terms import ValueWrapper

from kinerja_asn import as_read, state_rights
from kinerja_asn.prepared import is_built_now, prepared

EXTERNAL = "External Appraiser"

#: Documents about one person. All of them carry the same rights columns as the Work Plan they belong to.
PERSONAL = (
	"Work Plan",
	"Work Plan Adjustment",
	"Daily Work Log",
	"Periodic Report",
	"Performance Evaluation",
	"Performance Agreement",
	"Performance Agreement Adjustment",
	"Performance Agreement Realisation",
	"Unit Performance Rating",
	"Performance Objection",
	"Appraisal 360",
	"Coaching Session",
)

#: Cells of the role-result matrix: about one person, written by the leader whose matrix it is.
CELL = "Role Result"
#: Coaching and counselling. What is said in confidence is sealed in them; answers and notes have no reader but by
#: `api.coaching`.
COACHING, RESPONSE, NOTE = "Coaching Session", "Coaching Response", "Counselling Note"
COUNSELLOR = "ASN Counsellor"
COACHING_KIND, COUNSELLING_KIND = "Coaching", "Counselling"
TOOK_PLACE = ("Held", "Completed")
#: Documents that carry the rights columns of another one: (column that names it, its DocType).
BASIS = {
	"Work Plan Adjustment": ("work_plan", "Work Plan"),
	"Daily Work Log": ("work_plan", "Work Plan"),
	"Periodic Report": ("work_plan", "Work Plan"),
	"Performance Evaluation": ("work_plan", "Work Plan"),
	"Performance Agreement Adjustment": ("agreement", "Performance Agreement"),
	"Performance Agreement Realisation": ("agreement", "Performance Agreement"),
	"Appraisal 360": ("work_plan", "Work Plan"),
}

#: Documents about a unit: the person they are about is its head, whoever that is when they begin.
ABOUT_A_UNIT = ("Performance Agreement", "Unit Performance Rating")

#: States in which everybody in service in the agency reads the document: agreements are published (PermenPANRB
#: 53/2014). What hangs on it (files, comments, versions) stays with those who take part in it.
OPEN_IN_COMPANY = {"Performance Agreement": ("Agreement Agreed", "Closed")}

#: Where fewer than all the others read besides the person: the parts that do.
READERS = {
	"Daily Work Log": frozenset({"employee", "appraiser", "manager"}),
	CELL: frozenset({"employee", "appraiser", "leader", "manager", "hr", "auditor"}),
	"Performance Objection": frozenset({"employee", "appraiser", "superior", "hr", "auditor"}),
	"Appraisal 360": frozenset({"employee", "appraiser", "superior", "hr", "manager", "auditor"}),
	"Talent Assessment": frozenset({"hr", "auditor"}),
	COACHING: frozenset(
		{
			"employee",
			"appraiser",
			"recorder",
			"superior",
			"hr",
			"auditor",
			"asker",
			"counsellor",
			"candidate",
		}
	),
}

#: The columns that decide rights. Written by the server only.
RIGHTS_COLUMNS = (
	"employee_type",
	"employee",
	"appraiser_type",
	"appraiser",
	"superior_type",
	"superior",
	"department",
	"company",
)

#: Who has given a rating, as the evaluation keeps it and an objection to it takes it over.
RATERS = ("rater", "rater_acting")

#: Child DocTypes with personal data, and the documents they stand in.
CHILD_PARENTS = {
	"Work Plan Result": ("Work Plan", "Work Plan Adjustment"),
	"Work Plan Indicator": ("Work Plan", "Work Plan Adjustment"),
	"Work Plan Action": ("Work Plan", "Work Plan Adjustment"),
	"Work Plan Behaviour": ("Work Plan", "Work Plan Adjustment"),
	"Work Plan Annex": ("Work Plan", "Work Plan Adjustment"),
	"Work Plan Version": ("Work Plan",),
	"Periodic Report Realisation": ("Periodic Report",),
	"Performance Evaluation Result": ("Performance Evaluation",),
	"Performance Evaluation Behaviour": ("Performance Evaluation",),
	"Performance Evaluation Change": ("Performance Evaluation",),
	"Performance Agreement Objective": ("Performance Agreement", "Performance Agreement Adjustment"),
	"Performance Agreement Indicator": ("Performance Agreement", "Performance Agreement Adjustment"),
	"Performance Agreement Version": ("Performance Agreement",),
	"Performance Agreement Realisation Row": ("Performance Agreement Realisation",),
	"Performance Objection Evidence": ("Performance Objection",),
	"Coaching Action": (COACHING,),
}

CAMPAIGN = "Appraisal 360 Campaign"
#: Potential of a person, as assessed elsewhere: read by HR and the auditor, never by the person or who appraises him.
TALENT = "Talent Assessment"
#: What nobody opens, lists or counts, whatever his roles: parts of the 360-degree appraisal, which tell of raters or of
#: results that are shown by `may_read_360` alone, and what was said about coaching or noted on counselling.
SEALED = (
	"Appraisal 360 Invitation",
	"Appraisal 360 Box",
	"Appraisal 360 Result",
	"Appraisal 360 Comment",
	RESPONSE,
	NOTE,
)

#: Every DocType of ours whose rows are limited, in the order in which conditions are written.
LIMITED = (
	*PERSONAL,
	CELL,
	"Appraiser Delegation",
	"Bulk Run",
	"Bulk Run Row",
	"Rating Calibration",
	"Rating Calibration Row",
	CAMPAIGN,
	*SEALED,
	"Performance Feedback",
	TALENT,
)

#: A person does not see his own evaluation while the appraiser is still thinking about it.
HIDDEN_FROM_EMPLOYEE = {
	"Performance Evaluation": ("Self Assessed", "Rated"),
	"Unit Performance Rating": ("Draft",),
}


@dataclass(frozen=True)
class Viewer:
	"""A signed-in person, with everything that his rights hang on."""

	user: str
	roles: frozenset = frozenset()
	employee: str | None = None
	#: the agency he is in service of
	company: str | None = None
	lft: int = 0
	rgt: int = 0
	#: names that stand for this person in an appraiser or superior column
	identities: tuple = ()
	#: (official, unit) pairs that today's delegations let this person act for; either may be None, not both
	acts_for: tuple = ()
	#: the same delegations as rows, for those who show them
	delegations: tuple = field(default=(), compare=False)
	is_everything: bool = False
	is_hr: bool = False
	is_manager: bool = False
	is_auditor: bool = False
	#: None: no limit
	companies: tuple | None = None
	#: units of a Performance Manager; None: the whole company
	departments: tuple | None = field(default=None)

	@property
	def leads(self) -> bool:
		return self.rgt - self.lft > 1

	def oversees(self, company, department) -> bool:
		"""Is this row inside what HR, auditor or Performance Manager may see?"""
		if not (self.is_hr or self.is_auditor or self.is_manager):
			return False
		if self.companies is not None and company not in self.companies:
			return False
		if self.is_hr or self.is_auditor:
			return True
		return self.departments is None or department in self.departments


def viewer(user: str | None = None) -> Viewer:
	"""The rights of a user, read once per request.

	Args:
		user: defaults to the session's user.

	Raises:
		RuntimeError: a prepared query is being built, whose text is for everybody.
	"""
	if is_built_now():
		raise RuntimeError("Rights are handed to a prepared query as a condition; its text is for everybody.")
	user = user or frappe.session.user
	known = getattr(frappe.local, "kinerja_viewers", None)
	if known is None:
		known = frappe.local.kinerja_viewers = {}
	if user not in known:
		known[user] = _read_viewer(user)
	return known[user]


def forget_viewers(*args, **kwargs):
	"""Rights may have changed (employee, delegation, user permission): read them again when next asked."""
	frappe.local.kinerja_viewers = {}


def _read_viewer(user: str) -> Viewer:
	if user == "Administrator":
		return Viewer(user=user, roles=frozenset({"HR Manager"}), is_everything=True, is_hr=True)
	if user == "Guest":
		return Viewer(user=user)
	roles = frozenset(frappe.get_roles(user))
	rows = _persons_of(user=user)
	# the one in office first: Active comes before the other states
	me = min((row for row in rows if row.kind == "Employee"), key=lambda row: cstr(row.status), default=None)
	active = bool(me) and me.status == "Active"
	delegations = tuple(_delegations_to(employee=me.name, today=nowdate())) if active else ()
	identities = ([me.name] if active else []) + [row.name for row in rows if row.kind == EXTERNAL]
	is_hr, is_manager = "HR Manager" in roles, "ASN Performance Manager" in roles
	is_auditor = "ASN Performance Auditor" in roles
	companies = departments = None
	if is_hr or is_manager or is_auditor:
		companies = _permitted(user, "Company")
		if is_manager:
			departments = _permitted(user, "Department")
			if companies is None and departments is None and not (is_hr or is_auditor):
				companies = (me.company,) if me else ()
	return Viewer(
		user=user,
		roles=roles,
		employee=me.name if me else None,
		company=me.company if active else None,
		lft=cint(me.lft) if active else 0,
		rgt=cint(me.rgt) if active else 0,
		identities=tuple(identities),
		acts_for=_acts_for(me.name, delegations) if active else (),
		delegations=delegations,
		is_hr=is_hr,
		is_manager=is_manager,
		is_auditor=is_auditor,
		companies=companies,
		departments=departments,
	)


@prepared
def _persons_of(user):
	"""The employees and the active external appraisers that a user is."""
	Employee, External = DocType("Employee"), DocType(EXTERNAL)
	query = (
		frappe.qb.from_(Employee)
		.select(
			ValueWrapper("Employee").as_("kind"),
			Employee.name,
			Employee.lft,
			Employee.rgt,
			Employee.status,
			Employee.company,
		)
		.where(Employee.user_id == user)
	)
	# SQLite takes no brackets around the parts
	query.wrap_set_operation_queries = False
	return query.union_all(
		frappe.qb.from_(External)
		.select(
			ValueWrapper(EXTERNAL),
			External.name,
			ValueWrapper(0),
			ValueWrapper(0),
			ValueWrapper(""),
			External.company,
		)
		.where((External.user == user) & (External.active == 1))
	)


@prepared
def _delegations_to(employee, today):
	Delegation, Department, Head = DocType("Appraiser Delegation"), DocType("Department"), DocType("Employee")
	return (
		frappe.qb.from_(Delegation)
		.left_join(Department)
		.on(Department.name == Delegation.department)
		.left_join(Head)
		.on(Head.name == Department.asn_head)
		.select(
			Delegation.kind,
			Delegation.official,
			Delegation.official_name,
			Delegation.department,
			Delegation.to_date,
			Delegation.letter_number,
			Department.department_name,
			Department.asn_head.as_("head"),
			Head.employee_name.as_("head_name"),
		)
		.where(
			(Delegation.delegate == employee)
			& (Delegation.from_date <= today)
			& (Delegation.to_date >= today)
		)
		.orderby(Delegation.to_date)
	)


def _acts_for(employee: str, delegations: tuple) -> tuple:
	"""Whom today's delegations stand for. A unit alone stands for the unit's head, and for a vacant post."""
	pairs = []
	for row in delegations:
		if row.official:
			pairs.append((row.official, row.department or None))
		else:
			if row.head and row.head != employee:
				pairs.append((row.head, row.department))
			pairs.append((None, row.department))
	return tuple(pairs)


def _permitted(user: str, doctype: str) -> tuple | None:
	"""Names that User Permissions allow, trees expanded by Frappe; None when there is no limit."""
	from frappe.core.doctype.user_permission.user_permission import get_user_permissions

	rows = [
		row
		for row in get_user_permissions(user).get(doctype, [])
		if not row.get("applicable_for") or row.get("applicable_for") in PERSONAL
	]
	return tuple(sorted({row.get("doc") for row in rows})) if rows else None


# --- who is this person to this document -----------------------------------------------------------------


def actors(row, who: Viewer | None = None, doctype: str | None = None) -> set[str]:
	"""What the viewer is to a stored document.

	Own documents give the single answer {"employee"}: nobody approves, rates or decides his own, whatever his
	roles are.

	Returns:
		a set of "employee", "appraiser", "superior", "leader", "manager", "hr", "recorder", "auditor"; of an objection
		"registrar" as well; of coaching and counselling "registrar", "asker", "counsellor" and "candidate".
	"""
	who = who or viewer()
	if who.employee and row.get("employee") == who.employee:
		return {"employee"}
	found = set()
	if stands_for(who, row.get("appraiser"), row.get("department")):
		found.add("appraiser")
	if row.get("superior") and stands_for(who, row.get("superior"), row.get("department")):
		found.add("superior")
	if who.is_everything or who.oversees(row.get("company"), row.get("department")):
		if who.is_hr:
			found.add("hr")
			if row.get("appraiser_type") == EXTERNAL:
				found.add("recorder")
		if who.is_manager and (who.departments is None or row.get("department") in who.departments):
			found.add("manager")
		if who.is_auditor:
			found.add("auditor")
	if not found and who.leads and _is_below(row.get("employee"), who):
		found.add("leader")
	if row.get("kind") in (COACHING_KIND, COUNSELLING_KIND):
		return _on_coaching(found, row, who)
	return _on_objection(found, row, who) if row.get("evaluation") else found


def _on_objection(found: set[str], row, who: Viewer) -> set[str]:
	"""HR records what an external superior decides; nobody decides on the rating that he has given."""
	if "hr" in found and row.get("superior_type") == EXTERNAL and row.get("superior"):
		found.add("registrar")
	if {row.get(column) for column in ("appraiser", *RATERS)} & set(who.identities):
		found -= {"superior", "registrar"}
	return found


def _on_coaching(found: set[str], row, who: Viewer) -> set[str]:
	"""Who oversees others reads that a session took place and what was agreed; of counselling the appraiser learns at most
	that what he asked for took place, and nobody else who does not take part."""
	took_place = row.get("workflow_state") in TOOK_PLACE
	found -= {"manager", "leader"}
	if not took_place:
		found.discard("superior")
	if row.get("kind") == COACHING_KIND:
		if "hr" in found and (row.get("superior_type") == EXTERNAL or not row.get("superior")):
			found.add("registrar")
		return found
	if "appraiser" in found and row.get("asked_by") == "Appraiser":
		found.add("asker")
	found -= {"appraiser", "recorder"}
	if not took_place:
		found.discard("auditor")
	if is_counsellor(who):
		if row.get("counsellor") == who.employee:
			found.add("counsellor")
		elif is_open_request(row) and row.get("company") == who.company:
			found.add("candidate")
	return found


def is_counsellor(who: Viewer) -> bool:
	return bool(who.employee and who.company) and COUNSELLOR in who.roles


def is_open_request(row) -> bool:
	"""Counselling that was asked for and that no counsellor has taken yet."""
	return row.get("workflow_state") == "Proposed" and not row.get("counsellor")


def may_read_response(row, who: Viewer | None = None) -> bool:
	"""Who reads what an employee says about a session (B.1.8): himself and the appraiser's superior; HR where that one is from
	outside or missing; never the appraiser.

	Args:
		row: the stored session.
	"""
	who = who or viewer()
	if who.is_everything:
		return True
	acting = actors(row, who)
	if row.get("kind") != COACHING_KIND or acting & {"appraiser"}:
		return False
	return bool(acting & {"employee", "superior", "registrar"}) and row.get("appraiser") != who.employee


def may_write_note(row, who: Viewer | None = None) -> bool:
	"""Notes of a counselling session are written, and read, by the counsellor whose session it is, and by nobody else.

	Args:
		row: the stored session.
	"""
	return "counsellor" in actors(row, who)


def stands_for(who: Viewer, official: str | None, department: str | None) -> bool:
	"""Is the viewer this official, or does he act for him today?"""
	if official and official in who.identities:
		return True
	return any(
		(delegated == official if delegated else not official) and (not unit or unit == department)
		for delegated, unit in who.acts_for
	)


def users_standing_for(kind: str, official: str | None, department: str | None) -> list[str]:
	"""Users who act for an official today: himself, and the delegates of the day."""
	if kind == EXTERNAL:
		user = frappe.db.get_value(EXTERNAL, official, "user") if official else None
		return [user] if user else []
	found = _standing_for(official=official or "", department=department or "", today=nowdate())
	users = [row.user_id for row in found if row.himself]
	rows = [row for row in found if not row.himself]
	head = frappe.db.get_value("Department", department, "asn_head") if department and rows else None
	for row in rows:
		acts_for_official = row.official == official if row.official else official in (None, "", head)
		if acts_for_official and (not row.department or row.department == department):
			users.append(row.user_id)
	return list(dict.fromkeys(user for user in users if user))


@prepared
def _standing_for(official, department, today):
	"""The official himself, and the delegates whom today's delegations name for him or for the unit."""
	Employee, Delegation = DocType("Employee"), DocType("Appraiser Delegation")
	himself = (
		frappe.qb.from_(Employee)
		.select(
			Employee.name.as_("official"),
			Employee.department,
			Employee.user_id,
			ValueWrapper(1).as_("himself"),
		)
		.where(Employee.name == official)
	)
	delegates = (
		frappe.qb.from_(Delegation)
		.join(Employee)
		.on(Employee.name == Delegation.delegate)
		.select(Delegation.official, Delegation.department, Employee.user_id, ValueWrapper(0).as_("himself"))
		.where(
			(Delegation.from_date <= today)
			& (Delegation.to_date >= today)
			& ((Delegation.official == official) | (Delegation.department == department))
		)
	)
	# SQLite takes no brackets around the parts
	himself.wrap_set_operation_queries = False
	return himself.union_all(delegates)


def _is_below(employee: str | None, who: Viewer) -> bool:
	if not employee:
		return False
	Employee = DocType("Employee")
	return bool(
		frappe.qb.from_(Employee)
		.select(Employee.name)
		.where((Employee.name == employee) & (Employee.lft > who.lft) & (Employee.rgt < who.rgt))
		.run()
	)


def rights_columns(doctype: str) -> tuple:
	"""The columns that decide rights in this DocType."""
	readers = READERS.get(doctype)
	if readers is None or "superior" in readers:
		return RIGHTS_COLUMNS
	return tuple(column for column in RIGHTS_COLUMNS if not column.startswith("superior"))


def stored_row(doctype: str, name: str | None):
	"""The rights columns and the state as they are in the database.

	A request asks for the rights of a document several times before it writes: at the door, for reading and writing, and
	for each condition of a Workflow.
	"""
	if not name:
		return None
	if not isinstance(name, str):
		return frappe.db.get_value(doctype, name, _columns_stored(doctype), as_dict=True)
	known = as_read.known()
	if known is None:
		known = {}
	if (doctype, name) not in known:
		rows = _stored_rows(doctype, name=name)
		known[doctype, name] = rows[0] if rows else None
	row = known[doctype, name]
	return row and row.copy()


def _columns_stored(doctype: str) -> list[str]:
	columns = ["name", "workflow_state", "docstatus", *rights_columns(doctype)]
	if doctype in BASIS:
		columns.append(BASIS[doctype][0])
	if doctype == "Performance Objection":
		columns += ["evaluation", *RATERS]
	if doctype == COACHING:
		columns += ["kind", "asked_by", "counsellor", "told_employee"]
	return columns


@prepared
def _stored_rows(doctype, name):
	Table = DocType(doctype)
	columns = [Table[column] for column in _columns_stored(doctype)]
	return frappe.qb.from_(Table).select(*columns).where(Table.name == name)


def parts_of_viewer(doc) -> str:
	"""The viewer's parts in this document, for workflow conditions and for the form."""
	row = stored_row(doc.doctype, doc.name) or doc
	return ",".join(sorted(actors(row)))


# --- hooks: one document ---------------------------------------------------------------------------------

READING = {None, "read", "select", "print", "report", "email"}


def has_permission(doc, ptype: str | None = None, user: str | None = None, debug: bool = False) -> bool:
	"""Hook for the personal documents; answers for the stored document, never for what the client sent."""
	who = viewer(user)
	if who.is_everything:
		return True
	if isinstance(doc, str):
		return False
	if ptype == "create":
		return bool(actors(row_at_creation(doc), who) & state_rights.CREATORS[doc.doctype])
	row = stored_row(doc.doctype, doc.get("name"))
	if not row:
		row = row_at_creation(doc)
	elif doc.doctype in BASIS and doc.get(BASIS[doc.doctype][0]) != row.get(BASIS[doc.doctype][0]):
		# a document of the client's making, to be filled from somebody else's plan
		return False
	acting = actors(row, who)
	if ptype in READING:
		return _may_read(doc.doctype, row, acting) or is_published(doc.doctype, row, who)
	state = row.get("workflow_state")
	if ptype == "write":
		# cancelling is a save to Frappe; what else HR might write there is refused by `check_change`
		return _has_a_turn(doc.doctype, state, acting) or ("hr" in acting and cint(row.get("docstatus")) == 1)
	if ptype == "submit":
		# Frappe asks for "submit" too when a submitted document takes a further step
		return any(
			source == state and acting & allowed
			for (source, target), allowed in state_rights.TRANSITIONS[doc.doctype].items()
			if cint(row.get("docstatus")) or target == state_rights.SUBMITTED_STATE[doc.doctype]
		)
	if ptype == "cancel":
		return "hr" in acting
	if ptype == "delete" and doc.doctype in state_rights.REMOVERS:
		return bool(acting & state_rights.REMOVERS[doc.doctype].get(state, set()))
	if ptype == "delete":
		return "hr" in acting and not cint(row.get("docstatus"))
	if ptype in ("export", "import"):
		return bool(acting & {"hr", "manager", "auditor"} & READERS.get(doc.doctype, acting))
	return False


def row_at_creation(doc):
	"""A new document has the rights of its plan or agreement, one about a unit those of its head, and a new plan those of
	the employee it names."""
	if doc.doctype in BASIS:
		column, basis = BASIS[doc.doctype]
		if doc.get(column):
			return stored_row(basis, doc.get(column)) or frappe._dict()
	if doc.doctype in ABOUT_A_UNIT:
		return _row_of_unit(doc.get("department"))
	employee = doc.get("employee")
	if not employee:
		return frappe._dict()
	place = frappe.db.get_value("Employee", employee, ["department", "company"], as_dict=True) or {}
	return frappe._dict(employee=employee, **place)


def _row_of_unit(department: str | None):
	row = department and frappe.db.get_value(
		"Department",
		department,
		["name as department", "company", "asn_head", "asn_acting_head"],
		as_dict=True,
	)
	if not row:
		return frappe._dict()
	row.employee = row.pop("asn_acting_head") or row.asn_head
	return row


def _may_read(doctype: str, row, acting: set) -> bool:
	if not acting & READERS.get(doctype, acting):
		return False
	if acting == {"employee"} and doctype == COACHING:
		return bool(cint(row.get("told_employee")))
	if acting == {"employee"}:
		return row.get("workflow_state") not in HIDDEN_FROM_EMPLOYEE.get(doctype, ())
	return True


def reading_parts(doctype: str, row, who: Viewer | None = None) -> set[str]:
	"""The viewer's parts in a stored document, as `actors` gives them; empty when he may not read it."""
	acting = actors(row, who)
	return acting if _may_read(doctype, row, acting) else set()


def is_published(doctype: str, row, who: Viewer | None = None) -> bool:
	"""Does the viewer read this stored document as everybody in the agency does?"""
	who = who or viewer()
	return (
		row.get("workflow_state") in OPEN_IN_COMPANY.get(doctype, ())
		and cint(row.get("docstatus")) == 1
		and bool(who.company)
		and who.company == row.get("company")
	)


def _has_a_turn(doctype: str, state: str | None, acting: set) -> bool:
	by_actor = state_rights.WRITABLE[doctype].get(state or "Draft", {})
	if acting & set(by_actor):
		return True
	return any(
		source == state and acting & allowed
		for (source, _target), allowed in state_rights.TRANSITIONS[doctype].items()
	)


def cell_has_permission(doc, ptype: str | None = None, user: str | None = None, debug: bool = False) -> bool:
	"""Hook for Role Result: the person, the leader whose matrix it is, and who sees the person's plans. Nobody writes it
	by the framework's ways; `role_results` does, and asks who may."""
	who = viewer(user)
	if who.is_everything:
		return True
	if isinstance(doc, str):
		return False
	stored = doc.get("name") and frappe.db.get_value(CELL, doc.name, rights_columns(CELL), as_dict=True)
	acting = actors(stored or doc, who) & READERS[CELL]
	if ptype in READING:
		return bool(acting)
	return ptype == "export" and bool(acting & {"hr", "manager", "auditor"})


def can_read(doctype: str, name: str, user: str | None = None) -> bool:
	"""May the user read this document? Used for files, comments, notifications and whatever hangs on it."""
	user = user or frappe.session.user
	if not frappe.db.exists(doctype, name):
		return False
	return bool(frappe.has_permission(doctype, "read", doc=frappe.get_doc(doctype, name), user=user))


def takes_part(doctype: str, name: str, user: str | None = None) -> bool:
	"""Does the user read this document by a part of his own in it, and not only because it is published?"""
	row = stored_row(doctype, name)
	who = viewer(user)
	return bool(row) and (who.is_everything or bool(reading_parts(doctype, row, who)))


def delegation_has_permission(doc, ptype=None, user=None, debug=False) -> bool:
	"""Hook for Appraiser Delegation: HR, the manager of the unit, the auditor, and the two concerned (reading)."""
	who = viewer(user)
	if who.is_everything:
		return True
	row = doc
	if ptype != "create" and doc.get("name"):
		row = (
			frappe.db.get_value(
				doc.doctype, doc.name, ["official", "delegate", "department", "company"], as_dict=True
			)
			or doc
		)
	department = row.get("department") or (
		row.get("official") and frappe.db.get_value("Employee", row.get("official"), "department")
	)
	overseen = who.oversees(row.get("company"), department)
	if ptype in READING:
		return overseen or bool(who.employee and who.employee in (row.get("official"), row.get("delegate")))
	concerned = who.employee and who.employee == row.get("delegate")
	return bool(overseen and (who.is_hr or who.is_manager) and not concerned and ptype != "share")


def bulk_run_has_permission(doc, ptype=None, user=None, debug=False) -> bool:
	"""Hook for Bulk Run and Bulk Run Row: read by those who oversee the agency or the unit."""
	who = viewer(user)
	if who.is_everything:
		return True
	if ptype not in READING | {"export"}:
		return False
	if doc.doctype == "Bulk Run":
		return (who.is_hr or who.is_auditor or who.is_manager) and (
			who.companies is None or doc.get("company") in who.companies
		)
	return who.oversees(doc.get("company"), doc.get("department"))


# --- calibration ---

CALIBRATION, CALIBRATION_ROW = "Rating Calibration", "Rating Calibration Row"


def calibration_has_permission(doc, ptype=None, user=None, debug=False) -> bool:
	"""Hook for Rating Calibration and its rows: read by those who oversee the unit, and nobody his own row.

	Leaders and appraisers reach a calibration through `api.calibration` alone; nobody writes it by hand.
	"""
	who = viewer(user)
	if who.is_everything:
		return True
	if isinstance(doc, str) or ptype not in READING | {"export"}:
		return False
	row = doc
	if doc.get("name") and not doc.get("__islocal"):
		columns = ["company", "department"]
		columns += ["calibration", "employee"] if doc.doctype == CALIBRATION_ROW else []
		row = frappe.db.get_value(doc.doctype, doc.name, columns, as_dict=True) or doc
	if not who.oversees(row.get("company"), row.get("department")):
		return False
	if doc.doctype == CALIBRATION:
		return True
	if who.employee and row.get("employee") == who.employee:
		return False
	place = frappe.db.get_value(CALIBRATION, row.get("calibration"), ["company", "department"], as_dict=True)
	return bool(place) and who.oversees(place.company, place.department)


def _calibration_condition(doctype: str, who: Viewer) -> str:
	overseen = _overseen_condition(doctype, who, with_department=True)
	if not overseen:
		return "1 = 0"
	if doctype == CALIBRATION:
		return overseen
	of_readable = _overseen_condition(CALIBRATION, who, with_department=True)
	parts = [
		overseen,
		f"`tab{doctype}`.`calibration` in (select `name` from `tab{CALIBRATION}` where {of_readable})",
	]
	if who.employee:
		parts.append(f"`tab{doctype}`.`employee` != {frappe.db.escape(who.employee)}")
	return f"({' and '.join(parts)})"


# --- 360-degree appraisal ---


def campaign_has_permission(doc, ptype=None, user=None, debug=False) -> bool:
	"""Hook for Appraisal 360 Campaign: HR, the manager of the unit and the auditor, who only reads.

	A manager of units reads the campaigns of the whole agency as well, and runs those of his units only.
	"""
	who = viewer(user)
	if who.is_everything:
		return True
	if isinstance(doc, str):
		return False
	row = doc
	if ptype != "create" and doc.get("name") and not doc.get("__islocal"):
		row = frappe.db.get_value(CAMPAIGN, doc.name, ["company", "department"], as_dict=True) or doc
	if ptype in READING | {"export"}:
		return who.oversees(row.get("company"), row.get("department")) or (
			not row.get("department") and who.is_manager and row.get("company") in _agencies_of(who)
		)
	if ptype not in ("create", "write", "delete"):
		return False
	return may_run_campaign(who, row.get("company"), row.get("department"))


def may_run_campaign(who: Viewer, company: str | None, department: str | None) -> bool:
	"""May this person launch and close campaigns of the unit, or of the whole agency where it is blank?"""
	return who.is_everything or ((who.is_hr or who.is_manager) and _steers(who, company, department))


def _agencies_of(who: Viewer) -> tuple:
	return who.companies if who.companies is not None else (who.company,) if who.company else ()


def _campaign_condition(who: Viewer) -> str:
	overseen = _overseen_condition(CAMPAIGN, who, with_department=True)
	if not overseen:
		return "1 = 0"
	if not who.is_manager or who.departments is None:
		return overseen
	table = f"`tab{CAMPAIGN}`"
	of_agency = f"ifnull({table}.`department`, '') = '' and {_in(f'{table}.`company`', _agencies_of(who))}"
	return f"({overseen} or ({of_agency}))"


def may_read_360(row, what: str, who: Viewer | None = None) -> bool:
	"""May the viewer read the results of this stored Appraisal 360?

	The appraiser, and who acts for him today, from closing on, since he talks about them with the person; the person
	and the appraiser's superior once they are released; HR and auditor then too, the numbers only.

	Args:
		what: "results" (numbers) or "comments".
	"""
	acting = actors(row, who)
	state = row.get("workflow_state")
	if "appraiser" in acting:
		return state in ("Closed", "Released")
	if state != "Released":
		return False
	readers = {"employee", "superior"} | ({"hr", "auditor"} if what == "results" else set())
	return bool(acting & readers)


def results_360_condition(who: Viewer | None = None) -> str:
	"""Released appraisals whose numbers the viewer reads, as `may_read_360` says it of one; an SQL condition."""
	who = who or viewer()
	table = "`tabAppraisal 360`"
	released = f"{table}.`workflow_state` = 'Released'"
	if who.is_everything:
		return f"({released})"
	official = _official_condition(table, ("appraiser", "superior"), who)
	parts = [official] if official else []
	if who.is_hr or who.is_auditor:
		parts.append("1 = 1" if who.companies is None else _in(f"{table}.`company`", who.companies))
	others = " or ".join(parts) or "1 = 0"
	if not who.employee:
		return f"({released} and ({others}))"
	# nobody is an official of his own results
	me = frappe.db.escape(who.employee)
	return f"({released} and ({table}.`employee` = {me} or ({others})))"


def may_release_360(row, who: Viewer | None = None) -> bool:
	"""May the viewer release the results: the appraiser after the talk, HR for an External Appraiser."""
	return bool(actors(row, who) & {"appraiser", "recorder"})


MODERATOR = "ASN 360 Moderator"


def moderated_by(who: Viewer | None = None):
	"""The agencies whose comments this viewer checks: names, None for all, () for none."""
	who = who or viewer()
	if who.is_everything:
		return None
	if MODERATOR not in who.roles:
		return ()
	companies = _permitted(who.user, "Company")
	return companies if companies is not None else (who.company,) if who.company else None


def sealed_has_permission(doc, ptype=None, user=None, debug=False) -> bool:
	"""Hook for what is kept sealed: nobody, by no right of the framework."""
	return False


def may_calibrate(who: Viewer, company: str | None, department: str | None) -> bool:
	"""May this person run the calibration of a unit: HR, the manager of the unit, and who leads it or one above it,
	today's delegates of that leader included."""
	if who.is_everything:
		return True
	if (who.is_hr or who.is_manager) and _steers(who, company, department):
		return True
	return leads_unit(who, department)


def _steers(who: Viewer, company, department) -> bool:
	if who.companies is not None and company not in who.companies:
		return False
	return who.is_hr or who.departments is None or department in who.departments


def leads_unit(who: Viewer, department: str | None) -> bool:
	"""Is the viewer the head or acting head of this unit or of one above it, or does he act for that head today?"""
	if not department or not (who.identities or who.acts_for):
		return False
	Unit, Below = DocType("Department"), DocType("Department").as_("below")
	rows = (
		frappe.qb.from_(Unit)
		.join(Below)
		.on((Unit.lft <= Below.lft) & (Unit.rgt >= Below.rgt))
		.select(Unit.name, Unit.asn_head, Unit.asn_acting_head)
		.where(Below.name == department)
	).run(as_dict=True)
	return any(
		stands_for(who, head, unit.name)
		for unit in rows
		for head in (unit.asn_head, unit.asn_acting_head)
		if head
	)


# --- feedback ---

FEEDBACK = "Performance Feedback"
FOR_APPRAISER = "Person and Appraiser"


def feedback_parts(row, who: Viewer | None = None) -> set[str]:
	"""What the viewer is to a piece of feedback; empty for everybody else, whatever their roles.

	The appraiser is who appraises the person by the work plan now: one who has moved on reads no more of it.

	Args:
		row: employee, giver, requested_by, status, visibility as stored; plan_appraiser and plan_department, of its work plan.

	Returns:
		a set of "person", "giver", "asker" and "appraiser".
	"""
	who = who or viewer()
	found = set()
	if row.get("status") == "Withdrawn":
		return found
	if row.get("giver") and row.get("giver") in who.identities:
		found.add("giver")
	if row.get("requested_by") and row.get("requested_by") in who.identities and row.get("status") != "Given":
		found.add("asker")
	if who.employee and row.get("employee") == who.employee:
		return found | {"person"}
	if (
		row.get("status") == "Given"
		and row.get("visibility") == FOR_APPRAISER
		and row.get("work_plan")
		and stands_for(who, row.get("plan_appraiser"), row.get("plan_department"))
	):
		found.add("appraiser")
	return found


def feedback_has_permission(
	doc, ptype: str | None = None, user: str | None = None, debug: bool = False
) -> bool:
	"""Hook for Performance Feedback: whom it concerns reads it; it is written through `api.feedback` alone."""
	who = viewer(user)
	if who.is_everything:
		return True
	if isinstance(doc, str) or ptype not in READING:
		return False
	row = doc.get("name") and frappe.db.get_value(
		FEEDBACK,
		doc.name,
		["employee", "giver", "requested_by", "status", "visibility", "work_plan"],
		as_dict=True,
	)
	if not row:
		return False
	if row.work_plan:
		plan = frappe.db.get_value("Work Plan", row.work_plan, ["appraiser", "department"], as_dict=True)
		row.plan_appraiser, row.plan_department = (plan.appraiser, plan.department) if plan else (None, None)
		row.work_plan = row.work_plan if plan else None
	return bool(feedback_parts(row, who))


def _feedback_condition(who: Viewer) -> str:
	table = f"`tab{FEEDBACK}`"
	asked = f"{table}.`status` != 'Given'"
	mine = _in(f"{table}.`giver`", who.identities)
	parts = [mine, f"({_in(f'{table}.`requested_by`', who.identities)} and {asked})"]
	if who.employee:
		parts.append(_in(f"{table}.`employee`", [who.employee]))
	plans = _official_condition("`tabWork Plan`", ("appraiser",), who)
	if plans:
		not_own = f"{table}.`employee` != {frappe.db.escape(who.employee or '')}"
		parts.append(
			f"({not_own} and {table}.`status` = 'Given' and {table}.`visibility` = {frappe.db.escape(FOR_APPRAISER)} "
			f"and {table}.`work_plan` in (select `name` from `tabWork Plan` where {plans}))"
		)
	return f"({table}.`status` != 'Withdrawn' and ({' or '.join(parts)}))"


# --- talent ---


def talent_has_permission(
	doc, ptype: str | None = None, user: str | None = None, debug: bool = False
) -> bool:
	"""Hook for Talent Assessment: HR writes it, HR and the auditor read it, nobody has anything of his own; it is never
	deleted."""
	who = viewer(user)
	if who.is_everything:
		return True
	if isinstance(doc, str):
		return False
	columns = ["employee", "company", "department"]
	row = doc.get("name") and frappe.db.get_value(TALENT, doc.get("name"), columns, as_dict=True)
	if ptype in READING | {"export"}:
		return bool(row) and _oversees_talent(who, row)
	if ptype not in ("create", "write", "import"):
		return False
	# of a new one the agency is the person's, which `validate` finds and asks about
	return may_write_talent(row, who) if row else who.is_hr


def _oversees_talent(who: Viewer, row) -> bool:
	if who.employee and row.get("employee") == who.employee:
		return False
	return (who.is_hr or who.is_auditor) and who.oversees(row.get("company"), row.get("department"))


def may_write_talent(row, who: Viewer | None = None) -> bool:
	"""May the viewer enter or change an assessment of the potential of this person of this agency?"""
	who = who or viewer()
	return who.is_everything or (who.is_hr and _oversees_talent(who, row))


def may_read_talent(who: Viewer | None = None) -> bool:
	"""May the viewer read assessments of potential at all?"""
	who = who or viewer()
	return who.is_everything or who.is_hr or who.is_auditor


def _talent_condition(who: Viewer) -> str:
	overseen = _overseen_condition(TALENT, who, with_department=True)
	if not overseen or not who.employee:
		return overseen or "1 = 0"
	return f"({overseen} and `tab{TALENT}`.`employee` != {frappe.db.escape(who.employee)})"


# --- hooks: many documents -------------------------------------------------------------------------------


def condition_for(doctype: str, user: str | None = None) -> str:
	"""The SQL condition that limits a list of a DocType to the rows the user may read ("" for no limit)."""
	if doctype in SEALED:
		return "1 = 0"
	who = viewer(user)
	if who.is_everything:
		return ""
	if doctype == COACHING:
		return coaching_condition(who)
	if doctype in PERSONAL or doctype == CELL:
		return _with_published(doctype, who, _personal_condition(doctype, who))
	if doctype in CHILD_PARENTS:
		return _rows_of(doctype, "parenttype", "parent", CHILD_PARENTS[doctype], user)
	if doctype == "Appraiser Delegation":
		return _delegation_condition(who)
	if doctype in ("Bulk Run", "Bulk Run Row"):
		return _overseen_condition(doctype, who, with_department=doctype == "Bulk Run Row") or "1 = 0"
	if doctype in (CALIBRATION, CALIBRATION_ROW):
		return _calibration_condition(doctype, who)
	if doctype == CAMPAIGN:
		return _campaign_condition(who)
	if doctype == FEEDBACK:
		return _feedback_condition(who)
	if doctype == TALENT:
		return _talent_condition(who)
	return ""


def condition_on_basis(doctype: str, user: str | None = None) -> str:
	"""The same for the document that lends this type its rights columns: of whom the viewer may read documents of this type,
	also where there are none."""
	return condition_for(doctype, user).replace(f"`tab{doctype}`", f"`tab{BASIS[doctype][1]}`")


def _in(column: str, names) -> str:
	names = [name for name in names if name]
	if not names:
		return "1 = 0"
	return f"{column} in ({', '.join(frappe.db.escape(name) for name in names)})"


def _personal_condition(doctype: str, who: Viewer) -> str:
	table = f"`tab{doctype}`"
	parts = []
	readers = READERS.get(doctype)
	columns = [part for part in ("appraiser", "superior") if readers is None or part in readers]
	named = _official_condition(table, columns, who)
	if named:
		parts.append(named)
	if who.leads and (readers is None or "leader" in readers):
		parts.append(
			f"{table}.`employee` in (select `name` from `tabEmployee` where `lft` > {cint(who.lft)} "
			f"and `rgt` < {cint(who.rgt)})"
		)
	overseen = _overseen_condition(doctype, who, with_department=True)
	if overseen:
		parts.append(overseen)
	others = " or ".join(parts)
	if not who.employee:
		return f"({others})" if others else "1 = 0"
	me = frappe.db.escape(who.employee)
	own = f"{table}.`employee` = {me}"
	hidden = HIDDEN_FROM_EMPLOYEE.get(doctype)
	if hidden:
		own = f"({own} and not {_in(f'{table}.`workflow_state`', hidden)})"
	# the agreement of a unit without head is nobody's own
	not_own = f"ifnull({table}.`employee`, '') != {me}"
	return f"({own} or ({not_own} and ({others})))" if others else f"({own})"


def coaching_condition(who: Viewer, overseen: bool = True, with_outcome: bool = False) -> str:
	"""The sessions that a person reads.

	Args:
		overseen: with those that he reads as HR or auditor.
		with_outcome: only those of which he reads days and what was agreed, as `coaching.sees_outcome` says.
	"""
	table = f"`tab{COACHING}`"
	coaching = f"{table}.`kind` = {frappe.db.escape(COACHING_KIND)}"
	took_place = _in(f"{table}.`workflow_state`", TOOK_PLACE)
	parts = []
	for column, limit in (
		("appraiser", coaching if with_outcome else f"({coaching} or {table}.`asked_by` = 'Appraiser')"),
		("superior", took_place),
	):
		official = _official_condition(table, (column,), who)
		if official:
			parts.append(f"({limit} and {official})")
	oversees = _overseen_condition(COACHING, who, with_department=True) if overseen else ""
	if oversees:
		parts.append(oversees if who.is_hr else f"({oversees} and ({coaching} or {took_place}))")
	if is_counsellor(who):
		taken = f"{table}.`counsellor` = {frappe.db.escape(who.employee)}"
		open_request = (
			f"(ifnull({table}.`counsellor`, '') = '' and {table}.`workflow_state` = 'Proposed' and "
			f"{table}.`company` = {frappe.db.escape(who.company)})"
		)
		parts.append(f"(not {coaching} and {taken if with_outcome else f'({taken} or {open_request})'})")
	others = " or ".join(parts)
	if not who.employee:
		return f"({others})" if others else "1 = 0"
	me = frappe.db.escape(who.employee)
	own = f"{table}.`employee` = {me} and {table}.`told_employee` = 1"
	return f"(({own}) or ({table}.`employee` != {me} and ({others})))" if others else f"({own})"


def _official_condition(table: str, columns, who: Viewer) -> str:
	"""Rows in which one of these columns names the viewer, or somebody for whom he acts today, as `stands_for` decides; "" for
	none. A delegation of a unit without naming an official is for the one who is missing as appraiser."""
	parts = []
	officials = set(who.identities) | {official for official, unit in who.acts_for if official and not unit}
	if officials:
		parts += [_in(f"{table}.`{column}`", sorted(officials)) for column in columns]
	for official, unit in who.acts_for:
		if not unit:
			continue
		if official:
			named = " or ".join(_in(f"{table}.`{column}`", [official]) for column in columns)
		elif "appraiser" in columns:
			named = f"ifnull({table}.`appraiser`, '') = ''"
		else:
			continue
		parts.append(f"({table}.`department` = {frappe.db.escape(unit)} and ({named}))")
	return f"({' or '.join(parts)})" if parts else ""


def _with_published(doctype: str, who: Viewer, condition: str) -> str:
	"""The condition, with what everybody in the agency reads."""
	states = OPEN_IN_COMPANY.get(doctype)
	if not states or not who.company:
		return condition
	table = f"`tab{doctype}`"
	return (
		f"({condition} or ({table}.`docstatus` = 1 and {table}.`company` = {frappe.db.escape(who.company)} "
		f"and {_in(f'{table}.`workflow_state`', states)}))"
	)


def _overseen_condition(doctype: str, who: Viewer, with_department: bool) -> str:
	"""Rows that HR, auditor or Performance Manager oversee; "" when the viewer is none of them."""
	readers = READERS.get(doctype)
	reads = {part for part in ("hr", "auditor", "manager") if readers is None or part in readers}
	for_all = ("hr" in reads and who.is_hr) or ("auditor" in reads and who.is_auditor)
	if not (for_all or ("manager" in reads and who.is_manager)):
		return ""
	table = f"`tab{doctype}`"
	limits = []
	if who.companies is not None:
		# not by the index of companies: half of the table is read anyway, and a database that has to merge it with the
		# indexes of the other persons' columns takes longer than by the period or day that is asked for
		limits.append(_in(f"ifnull({table}.`company`, '')", who.companies))
	if with_department and who.departments is not None and not for_all:
		limits.append(_in(f"{table}.`department`", who.departments))
	return f"({' and '.join(limits)})" if limits else "1 = 1"


def _delegation_condition(who: Viewer) -> str:
	table = "`tabAppraiser Delegation`"
	parts = []
	if who.employee:
		me = frappe.db.escape(who.employee)
		parts.append(f"{table}.`official` = {me} or {table}.`delegate` = {me}")
	if who.is_hr or who.is_auditor:
		parts.append(_overseen_condition("Appraiser Delegation", who, with_department=False))
	elif who.is_manager:
		company = _in(f"{table}.`company`", who.companies) if who.companies is not None else "1 = 1"
		if who.departments is None:
			parts.append(company)
		else:
			units = _in("`department`", who.departments)
			parts.append(
				f"({company} and ({_in(f'{table}.`department`', who.departments)} or "
				f"(ifnull({table}.`department`, '') = '' and {table}.`official` in "
				f"(select `name` from `tabEmployee` where {units}))))"
			)
	return f"({' or '.join(parts)})" if parts else "1 = 0"


def _rows_of(doctype: str, type_column: str, name_column: str, parents, user, as_part: bool = False) -> str:
	"""Rows that hang on a document of ours, limited to the documents the user may read, or takes part in."""
	table = f"`tab{doctype}`"
	parts = []
	for parent in parents:
		if as_part and parent in OPEN_IN_COMPANY:
			limit = _personal_condition(parent, viewer(user))
		else:
			limit = condition_for(parent, user)
		where = f" where {limit}" if limit else ""
		parts.append(
			f"({table}.`{type_column}` = {frappe.db.escape(parent)} and {table}.`{name_column}` in "
			f"(select `tab{parent}`.`name` from `tab{parent}`{where}))"
		)
	return f"({' or '.join(parts)})"


#: Framework DocTypes whose rows hang on a document: (column of the DocType, column of the name).
HANGS_ON = {
	"File": ("attached_to_doctype", "attached_to_name"),
	"Comment": ("reference_doctype", "reference_name"),
	"Communication": ("reference_doctype", "reference_name"),
	"Version": ("ref_doctype", "docname"),
	"Workflow Action": ("reference_doctype", "reference_name"),
	"ToDo": ("reference_type", "reference_name"),
	"Notification Log": ("document_type", "document_name"),
	"View Log": ("reference_doctype", "reference_name"),
	"Tag Link": ("document_type", "document_name"),
	"Document Follow": ("ref_doctype", "ref_docname"),
	"DocShare": ("share_doctype", "share_name"),
	"Energy Point Log": ("reference_doctype", "reference_name"),
}


def condition_of_traces(doctype: str, user: str | None = None) -> str:
	"""Condition for a framework DocType: rows about our documents only where the document is readable."""
	if viewer(user).is_everything:
		return ""
	type_column, name_column = HANGS_ON[doctype]
	column = f"`tab{doctype}`.`{type_column}`"
	ours = _in(column, LIMITED)
	rows = _rows_of(doctype, type_column, name_column, LIMITED, user, as_part=True)
	return f"(ifnull({column}, '') = '' or not {ours} or {rows})"


def trace_has_permission(doc, ptype=None, user=None, debug=False) -> bool:
	"""Hook for the same framework DocTypes, one row: never more than the document it hangs on."""
	type_column, name_column = HANGS_ON[doc.doctype]
	doctype, name = doc.get(type_column), doc.get(name_column)
	if doctype not in LIMITED or not name:
		return True
	if doctype in OPEN_IN_COMPANY:
		return takes_part(doctype, name, user)
	return can_read(doctype, name, user)


# --- changes ---------------------------------------------------------------------------------------------


def check_change(doc):
	"""Refuse what this person may not write in this state: first step of `validate` of personal documents.

	Raises:
		frappe.PermissionError: names the fields, the state and whose turn it is.
	"""
	if doc.flags.by_server:
		return
	if doc.is_new():
		_check_creation(doc)
		return
	stored = doc.get_doc_before_save() or frappe.get_doc(doc.doctype, doc.name)
	_refuse_foreign_rows(doc, stored)
	acting = actors(stored)
	state = stored.workflow_state or "Draft"
	target = target_state(doc, stored)
	if target != state:
		_check_step(doc, state, target, acting)
	allowed = writable_by(doc.doctype, state, acting) - held_fields(stored)
	if doc.flags.copied_from:
		allowed = allowed | {"source_plan"}
	refused = sorted(change for change in changes(doc, stored) if not _covers(allowed, change))
	if refused:
		frappe.throw(
			_(
				"You cannot change {0} of {1} while its state is {2}. Reload the page to see what you may write."
			).format(
				", ".join(frappe.bold(_label(doc, change)) for change in refused[:5]),
				frappe.bold(_(doc.doctype)),
				frappe.bold(_(state)),
			),
			frappe.PermissionError,
			title=_("Not yours to change"),
		)


def writable_by(doctype: str, state: str | None, parts) -> set[str]:
	"""What somebody with these parts may write in this state: fields, tables and columns ("table.column")."""
	by_part = state_rights.WRITABLE[doctype].get(state or "Draft", {})
	return set().union(*(by_part.get(part, ()) for part in parts), ())


def held_fields(doc) -> set[str]:
	"""Fields that follow from another document, as this one is stored; nobody writes them by hand."""
	return {field for field, mark in state_rights.HELD_BY.get(doc.doctype, {}).items() if doc.get(mark)}


def writable_now(doc) -> set[str]:
	"""What the viewer may write in a document as it is stored; nothing once it is submitted."""
	row = stored_row(doc.doctype, doc.name) or doc
	if cint(row.get("docstatus")):
		return set()
	return writable_by(doc.doctype, row.get("workflow_state"), actors(row)) - held_fields(doc)


def target_state(doc, stored) -> str:
	"""The state the document is about to be in. Submitting without naming a state means the submitted one."""
	old, new = stored.workflow_state or "Draft", doc.workflow_state or "Draft"
	if new == old and cint(doc.docstatus) == 1 and not cint(stored.docstatus):
		return state_rights.SUBMITTED_STATE.get(doc.doctype, new)
	if new == old and cint(doc.docstatus) == 2 and cint(stored.docstatus) == 1:
		return "Cancelled"
	return new


def _check_creation(doc):
	if not actors(row_at_creation(doc)) & state_rights.CREATORS[doc.doctype]:
		frappe.throw(
			_("You cannot start a {0} for this person.").format(_(doc.doctype)),
			frappe.PermissionError,
			title=_("Not yours to start"),
		)
	first = state_rights.FIRST_STATE.get(doc.doctype, "Draft")
	if doc.workflow_state not in (None, "", first) or cint(doc.docstatus):
		frappe.throw(
			_("A new {0} starts as {1}; its state is changed by the buttons only.").format(
				_(doc.doctype), _(first)
			),
			frappe.PermissionError,
			title=_("Not yours to change"),
		)
	_check_amended(doc)


def _check_amended(doc):
	"""Frappe 15 reads the fields of a linked row for whoever reads the link: only one's own cancelled document is named."""
	source = doc.get("amended_from")
	if not source:
		return
	row = stored_row(doc.doctype, source)
	same = BASIS[doc.doctype][0] if doc.doctype in BASIS else "employee"
	if doc.doctype in ABOUT_A_UNIT:
		same = "department"
	if not row or cint(row.docstatus) != 2 or row.get(same) != doc.get(same):
		frappe.throw(
			_("A {0} amends a cancelled one of the same person only.").format(_(doc.doctype)),
			frappe.PermissionError,
			title=_("Not yours to start"),
		)


def _check_step(doc, state: str, target: str, acting: set):
	if target == "Cancelled":
		allowed = {"hr"}
	else:
		known = state_rights.TRANSITIONS[doc.doctype]
		allowed = known.get((state, target))
		if allowed is None and not is_own_step(doc.doctype, state, target):
			# a step the agency added to the Workflow: its roles decide, but never about one's own document
			allowed = {"appraiser", "superior", "manager", "hr"} if cint(doc.docstatus) else acting
	if not allowed or not acting & allowed or not _fits(doc, target):
		frappe.throw(
			_("You cannot bring {0} from {1} to {2}.").format(
				frappe.bold(_(doc.doctype)), frappe.bold(_(state)), frappe.bold(_(target))
			),
			frappe.PermissionError,
			title=_("Not your step"),
		)


def _fits(doc, target: str) -> bool:
	"""State and docstatus go together: by PUT one could be sent without the other, past what the step demands."""
	if target == "Cancelled":
		return cint(doc.docstatus) == 2
	if not is_own_step(doc.doctype, target, target):
		return True
	submitted = target in (state_rights.SUBMITTED_STATE[doc.doctype], "Closed")
	return cint(doc.docstatus) == cint(submitted)


def is_own_step(doctype: str, state: str, target: str) -> bool:
	"""Are these states of ours? Steps that the agency has added to a Workflow lead to others."""
	states = {
		state for step in state_rights.TRANSITIONS[doctype] for state in step
	} | state_rights.SERVER_STATES.get(doctype, set())
	return state in states and target in states


def _covers(allowed: set, change: str) -> bool:
	table, dot, column = change.partition(".")
	if change in allowed:
		return True
	return bool(dot) and table in allowed and column not in state_rights.SERVER_COLUMNS | {"appraiser_note"}


def changes(doc, stored) -> set[str]:
	"""What differs from the stored document: "field", "table.column", "table.+" (added) and "table.-" (removed)."""
	found = set()
	for df in doc.meta.fields:
		if df.fieldtype in table_fields:
			found |= _row_changes(df, doc.get(df.fieldname) or [], stored.get(df.fieldname) or [])
		elif _differs(df, doc, stored):
			found.add(df.fieldname)
	return found


def _differs(df, doc, stored) -> bool:
	if df.fieldname in state_rights.STANDARD or df.get("is_virtual") or df.fieldtype in no_value_fields:
		return False
	new, old = doc.get(df.fieldname), stored.get(df.fieldname)
	return not (new is old or (type(new) is type(old) and new == old)) and _plain(df, new) != _plain(df, old)


def _plain(df, value):
	if df.fieldtype in ("Float", "Currency", "Percent"):
		return None if value in (None, "") else round(flt(value), 6)
	if df.fieldtype in ("Int", "Check"):
		return cint(value)
	if df.fieldtype == "Date":
		return str(getdate(value)) if value else ""
	if df.fieldtype == "Datetime":
		return cstr(value)[:19]
	return cstr(value).strip()


def _row_changes(df, rows, stored_rows) -> set[str]:
	meta = frappe.get_meta(df.options)
	before = {row.name: row for row in stored_rows}
	found = set()
	for row in rows:
		old = before.pop(row.name, None)
		if old is None:
			found.add(f"{df.fieldname}.+")
			continue
		found |= {
			f"{df.fieldname}.{column.fieldname}" for column in meta.fields if _differs(column, row, old)
		}
	if before:
		found.add(f"{df.fieldname}.-")
	return found


def _refuse_foreign_rows(doc, stored):
	"""A row that names itself must be a row of this document: Frappe would move a stranger's row here."""
	for df in doc.meta.get_table_fields():
		known = {row.name for row in stored.get(df.fieldname) or []}
		named = [row for row in doc.get(df.fieldname) or [] if row.name and row.name not in known]
		strangers = [row for row in named if not row.get("__islocal")]
		if doc.flags.named_here is not None:
			named = [row for row in named if id(row) not in doc.flags.named_here]
		if not strangers and named:
			taken = frappe.get_all(
				df.options, filters={"name": ["in", [row.name for row in named]]}, pluck="name"
			)
			strangers = [row for row in named if row.name in taken]
		if strangers:
			frappe.throw(
				_("Row {0} of {1} does not belong to this document. Reload the page and try again.").format(
					strangers[0].idx or "", frappe.bold(_(df.label))
				),
				frappe.PermissionError,
				title=_("Unknown row"),
			)


def _label(doc, change: str) -> str:
	table, _dot, column = change.partition(".")
	label = _(doc.meta.get_label(table))
	if column and column not in "+-":
		label += f" ({_(frappe.get_meta(doc.meta.get_field(table).options).get_label(column))})"
	return label
