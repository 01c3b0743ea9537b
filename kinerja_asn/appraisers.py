"""Who appraises whom (pejabat penilai kinerja), read for many people at once.

The appraiser is the one named on the employee's record, else whoever the employee reports to, else the acting head or
the head of his unit or of the nearest unit above (PermenPANRB 6/2022 article 1: the direct superior or an official with
delegated authority). The appraiser's superior is the appraiser's own appraiser. Delegations are not asked here: they
count by date whenever a right is decided, see `permissions`.
"""

from collections.abc import Collection
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Coalesce
from frappe.utils import cstr, escape_html, getdate, now, nowdate

from kinerja_asn import bulk, notifications, permissions, problems
from kinerja_asn.prepared import in_places, prepared
from kinerja_asn.rules import planning, reporting_line
from kinerja_asn.rules.errors import Problem, RuleError
from kinerja_asn.rules.nip import NipRules, parse_nip
from kinerja_asn.setup.settings import nip_rules

EMPLOYEE = "Employee"
EXTERNAL = permissions.EXTERNAL
LEADING_POSITIONS = ("JPT Utama", "JPT Madya", "JPT Pratama")

#: What a work plan keeps of the two officials.
APPRAISER_COLUMNS = (
	"appraiser_type",
	"appraiser",
	"appraiser_name",
	"appraiser_nip",
	"appraiser_rank",
	"appraiser_position",
	"appraiser_unit",
	"superior_type",
	"superior",
	"superior_name",
)

#: How many names stand in one `in (...)`.
NAMES_AT_ONCE = 5000


@dataclass(frozen=True)
class Appraisers:
	"""The two officials of one employee, as they are kept in his documents, and what stands in the way of it.

	problem: a code of kinerja_asn.rules.errors, or None. message says it in words, link_doctype and link_name give the
	document that mends it.
	"""

	appraiser_type: str | None = EMPLOYEE
	appraiser: str | None = None
	appraiser_name: str | None = None
	appraiser_nip: str | None = None
	appraiser_rank: str | None = None
	appraiser_position: str | None = None
	appraiser_unit: str | None = None
	superior_type: str | None = EMPLOYEE
	superior: str | None = None
	superior_name: str | None = None
	problem: str | None = None
	message: str | None = None
	link_doctype: str | None = None
	link_name: str | None = None

	@property
	def columns(self) -> dict:
		"""The snapshot columns of a work plan."""
		return {name: getattr(self, name) for name in APPRAISER_COLUMNS}


@dataclass(frozen=True)
class Choice:
	"""Who is the appraiser, and the document that says so."""

	person_type: str
	person: str
	link_doctype: str
	link_name: str


def resolve(employees: Collection[str], on_date=None) -> dict[str, Appraisers]:
	"""The appraiser and his superior of each employee; a name that is no employee is left out.

	The number of statements does not grow with the number of employees, only with the levels above them.

	Args:
		on_date: the day for which somebody has to be in service; defaults to today.
	"""
	return Organisation(on_date).resolve(employees)


def person_snapshot(employees: Collection[str]) -> dict[str, dict]:
	"""What documents keep of a person: names, NIP, rank, post, unit and the model of plan; one statement.

	A name that is no employee is left out.
	"""
	return Organisation().snapshots(employees)


class Organisation:
	"""People, units and external appraisers, read by level and remembered; a bulk run makes one for each chunk."""

	def __init__(self, on_date=None):
		self.on_date = getdate(on_date or nowdate())
		self.people: dict[str, dict] = {}
		self.units_above: dict[str, list] = {}
		self.externals: dict[str, dict] = {}

	# --- reading ---

	def load(self, employees: Collection[str]):
		missing = sorted({name for name in employees if name and name not in self.people})
		for start in range(0, len(missing), NAMES_AT_ONCE):
			for row in _people(**in_places("name", missing[start : start + NAMES_AT_ONCE])):
				self.people[row["name"]] = row
		for name in missing:
			self.people.setdefault(name, None)

	def load_line(self, employees: Collection[str]):
		"""Everybody above these employees: one statement per level, and one for the units that stand in."""
		level = set(employees)
		while level:
			self.load(level)
			found = [self.people[name] for name in level if self.people.get(name)]
			self._load_units([row["department"] for row in found if not _names_somebody(row)])
			choices = [choice for choice in (self.choice(row["name"]) for row in found) if choice]
			self._load_externals([c.person for c in choices if c.person_type == EXTERNAL])
			level = {c.person for c in choices if c.person_type == EMPLOYEE and c.person not in self.people}

	def _load_units(self, departments: Collection[str]):
		missing = sorted({name for name in departments if name and name not in self.units_above})
		if not missing:
			return
		for name in missing:
			self.units_above[name] = []
		Unit, Above = DocType("Department"), DocType("Department").as_("above")
		rows = (
			frappe.qb.from_(Unit)
			.join(Above)
			.on((Above.lft <= Unit.lft) & (Above.rgt >= Unit.rgt))
			.select(
				Unit.name.as_("unit"),
				Above.name,
				Above.asn_head_type,
				Above.asn_head,
				Above.asn_acting_head_type,
				Above.asn_acting_head,
			)
			.where(Unit.name.isin(missing))
			.orderby(Above.lft, order=frappe.qb.desc)
		).run(as_dict=True)
		for row in rows:
			self.units_above[row["unit"]].append(row)

	def _load_externals(self, names: Collection[str]):
		missing = sorted({name for name in names if name not in self.externals})
		if not missing:
			return
		External = DocType(EXTERNAL)
		rows = (
			frappe.qb.from_(External)
			.select(
				External.name,
				External.full_name,
				External.position,
				External.institution,
				External.nip,
				External.active,
				External.user,
			)
			.where(External.name.isin(missing))
		).run(as_dict=True)
		for row in rows:
			self.externals[row["name"]] = row
		for name in missing:
			self.externals.setdefault(name, None)

	# --- answering ---

	def choice(self, employee: str) -> Choice | None:
		"""Who appraises this employee; the units above must be loaded when his record names nobody."""
		row = self.people.get(employee)
		if not row:
			return None
		if row["asn_appraiser"]:
			return Choice(row["asn_appraiser_type"] or EMPLOYEE, row["asn_appraiser"], EMPLOYEE, employee)
		if row["reports_to"]:
			return Choice(EMPLOYEE, row["reports_to"], EMPLOYEE, employee)
		for unit in self.units_above.get(row["department"], ()):
			for part in ("asn_acting_head", "asn_head"):
				if unit[part] and unit[part] != employee:
					return Choice(unit[f"{part}_type"] or EMPLOYEE, unit[part], "Department", unit["name"])
		return None

	def in_service(self, employee: str | None) -> bool:
		row = self.people.get(employee)
		if not row or row["status"] != "Active":
			return False
		return not row["relieving_date"] or getdate(row["relieving_date"]) >= self.on_date

	def snapshots(self, employees: Collection[str]) -> dict[str, dict]:
		self.load(employees)
		return {name: snapshot_of(self.people[name]) for name in employees if self.people.get(name)}

	def resolve(self, employees: Collection[str]) -> dict[str, Appraisers]:
		employees = list(dict.fromkeys(employees))
		self.load_line(employees)
		circle_of = self._circles(employees)
		rules = nip_rules()
		return {
			name: self._appraisers(name, circle_of.get(name, ()), rules)
			for name in employees
			if self.people.get(name)
		}

	def _circles(self, employees: Collection[str]) -> dict[str, list[str]]:
		parents: dict[str, str | None] = {}
		for employee in employees:
			while employee and employee not in parents:
				choice = self.choice(employee)
				above = choice.person if choice and choice.person_type == EMPLOYEE else None
				parents[employee] = above
				employee = above
		return {member: circle for circle in reporting_line.find_circles(parents) for member in circle}

	def _appraisers(self, employee: str, circle: list[str], rules: NipRules) -> Appraisers:
		choice = self.choice(employee)
		found = {}
		if choice:
			found = {"appraiser_type": choice.person_type, "appraiser": choice.person}
			found |= {f"appraiser_{key}": value for key, value in self._signer(choice).items()}
			found |= self._superior(employee, choice)
		problem = self._problem(employee, choice, circle) or self._nip_problem(employee, rules) or {}
		return Appraisers(**found, **problem)

	def _signer(self, choice: Choice) -> dict:
		if choice.person_type == EXTERNAL:
			row = self.externals.get(choice.person) or {}
			return {
				"name": row.get("full_name"),
				"nip": row.get("nip"),
				"rank": None,
				"position": row.get("position"),
				"unit": row.get("institution"),
			}
		row = self.people.get(choice.person)
		if not row:
			return {"name": None, "nip": None, "rank": None, "position": None, "unit": None}
		return {
			"name": row["employee_name"],
			"nip": row["asn_nip"],
			"rank": rank_text(row),
			"position": post_of(row),
			"unit": row["department_name"],
		}

	def _superior(self, employee: str, choice: Choice) -> dict:
		if choice.person_type == EXTERNAL:
			return {}
		above = self.choice(choice.person)
		if not above or above.person in (employee, choice.person):
			return {}
		if above.person_type == EXTERNAL:
			external = self.externals.get(above.person)
			if not external or not external["active"]:
				return {}
			name = external["full_name"]
		else:
			if not self.in_service(above.person):
				return {}
			name = self.people[above.person]["employee_name"]
		return {"superior_type": above.person_type, "superior": above.person, "superior_name": name}

	def _problem(self, employee: str, choice: Choice | None, circle: list[str]) -> dict | None:
		external = bool(choice) and choice.person_type == EXTERNAL
		if external:
			row = self.externals.get(choice.person)
			if row and row["active"]:
				return None
			name = row["full_name"] if row else choice.person
			return _told("appraiser_inactive", {"appraiser": name}, EXTERNAL, choice.person)
		problem = reporting_line.appraiser_problem(
			employee,
			choice.person if choice else None,
			appraiser_active=bool(choice) and self.in_service(choice.person),
			circle=circle,
		)
		if not problem:
			return None
		params = dict(problem.params)
		if "appraiser" in params:
			params["appraiser"] = self._name(params["appraiser"])
		if "circle" in params:
			params["circle"] = " → ".join(self._name(member) for member in [*circle, circle[0]])
		link = (choice.link_doctype, choice.link_name) if choice else (EMPLOYEE, employee)
		return _told(problem.code, params, *link)

	def _nip_problem(self, employee: str, rules: NipRules) -> dict | None:
		row = self.people[employee]
		status = row["asn_status"] or ""
		if status in planning.NO_CIVIL_SERVANT:
			return None
		try:
			parse_nip(row["asn_nip"], kind=status, today=getdate(nowdate()), rules=rules)
		except RuleError as error:
			return _told(error.code, error.params, EMPLOYEE, employee)
		return None

	def _name(self, employee: str) -> str:
		row = self.people.get(employee)
		return row["employee_name"] if row else employee


@prepared
def _people(**names):
	Person, Unit, Rank = DocType("Employee"), DocType("Department"), DocType("ASN Rank")
	return (
		frappe.qb.from_(Person)
		.left_join(Unit)
		.on(Unit.name == Person.department)
		.left_join(Rank)
		.on(Rank.name == Person.asn_rank)
		.select(
			Person.name,
			Person.employee_name,
			Person.user_id,
			Person.status,
			Person.date_of_joining,
			Person.relieving_date,
			Person.company,
			Person.department,
			Person.designation,
			Person.reports_to,
			Person.asn_nip,
			Person.asn_status,
			Person.asn_standing,
			Person.asn_rank,
			Person.asn_position_type,
			Person.asn_functional_level,
			Person.asn_appraiser_type,
			Person.asn_appraiser,
			Unit.department_name,
			Unit.asn_head,
			Unit.asn_independent_unit,
			Rank.rank_name,
		)
		.where(Person.name.isin(list(names.values())))
	)


def _names_somebody(row: dict) -> bool:
	return bool(row["asn_appraiser"] or row["reports_to"])


def snapshot_of(row: dict) -> dict:
	leads_alone = row["asn_independent_unit"] and row["asn_head"] == row["name"]
	return {
		"employee_name": row["employee_name"],
		"nip": row["asn_nip"],
		"asn_status": row["asn_status"],
		"asn_rank": rank_text(row),
		"position": post_of(row),
		"position_type": row["asn_position_type"],
		"department": row["department"],
		"department_name": row["department_name"],
		"company": row["company"],
		"plan_model": planning.JPT
		if leads_alone or row["asn_position_type"] in LEADING_POSITIONS
		else planning.JA_JF,
	}


def rank_text(row: dict) -> str | None:
	"""Rank and grade as the forms print them, for example "Penata Muda Tk. I / III/b"; PPPK have the grade alone."""
	return " / ".join(part for part in (row["rank_name"], row["asn_rank"]) if part) or None


def post_of(row: dict) -> str | None:
	"""The post; a functional post is named with its level, unless the designation says it already."""
	post, level = row["designation"], row["asn_functional_level"]
	if post and level and level.casefold() not in post.casefold():
		return f"{post} {level}"
	return post or level


def _told(code: str, params: dict, link_doctype: str, link_name: str) -> dict:
	hints = {
		"appraiser_missing": _(
			"Enter an appraiser or 'Reports to' in the employee's record, or a head in the record of the unit."
		),
		"appraiser_is_employee": _("Choose another appraiser in the employee's record."),
		"appraiser_inactive": _("Choose an appraiser who is in service."),
		"reporting_circle": _("Correct the appraiser of one of them."),
		"nip_empty": _("Enter it in the employee's record."),
	}
	message = problems.in_words(Problem(code, params=params))
	return {
		"problem": code,
		"message": f"{message} {hints.get(code, '')}".strip(),
		"link_doctype": link_doctype,
		"link_name": link_name,
	}


# --- a new appraiser for running documents ----------------------------------------------------------------

#: Documents that hang on a work plan and carry its rights columns.
OF_A_PLAN = ("Work Plan Adjustment", "Periodic Report", "Performance Evaluation")
OVER = ("Closed", "Cancelled")
PERSON_COLUMNS = ("appraiser_type", "appraiser", "superior_type", "superior")
#: Problems of the employee's own record that do not keep a new appraiser from taking over.
NOT_ABOUT_APPRAISER = ("nip_",)


def reassign(
	employees: Collection[str],
	on_date=None,
	reason: str | None = None,
	appraisers: dict[str, Appraisers] | None = None,
) -> dict[str, bulk.Outcome]:
	"""Give all open documents of these employees to the appraiser they have now.

	Plans that are neither closed nor cancelled, with their adjustments, reports and evaluations, get the new rights
	columns in set-based steps; what is signed already keeps the name of who signed it. Where an employee appraises
	others, the new official becomes the appraiser's superior in their documents. Both officials are told, and each open
	document keeps from whom to whom it went, and why. The caller has checked the right.

	Args:
		appraisers: as `resolve` gives them; looked up when left out.

	Returns:
		what came of each employee; Not Needed where nothing was open or nothing changed.
	"""
	from kinerja_asn import agreements, unit_ratings

	employees = list(dict.fromkeys(employees))
	if not employees:
		return {}
	agreements.follow_people(employees, reason)
	unit_ratings.follow_heads(employees=employees)
	plans = _open_plans(employees)
	if not plans:
		return {name: bulk.Outcome(bulk.NOT_NEEDED, _("No open document.")) for name in employees}
	if appraisers is None:
		appraisers = resolve({*employees, *(plan["employee"] for plan in plans)}, on_date)
	outcomes, groups, moved = {}, {}, []
	for plan in plans:
		new = appraisers.get(plan["employee"])
		own = plan["employee"] in employees
		if not new:
			continue
		if new.problem and not new.problem.startswith(NOT_ABOUT_APPRAISER):
			if own:
				outcomes[plan["employee"]] = bulk.Outcome(
					bulk.PROBLEM, new.message, new.link_doctype, new.link_name
				)
			continue
		columns = new.columns
		if not own and columns["appraiser"] != plan["appraiser"]:
			# his own appraiser is another matter: only the superior follows here
			continue
		if all((plan[column] or None) == (columns[column] or None) for column in APPRAISER_COLUMNS):
			continue
		groups.setdefault(tuple(columns.values()), []).append(plan["name"])
		moved.append((plan, new))
	_write_appraisers(groups)
	_follow_plans([plan["name"] for plan, new in moved])
	changed = [
		(plan, new) for plan, new in moved if any(plan[c] != getattr(new, c) for c in PERSON_COLUMNS[1::2])
	]
	_keep_trace(changed, reason)
	_tell_officials(changed)
	for plan, new in changed:
		if plan["employee"] in employees and plan["appraiser"] != new.appraiser:
			outcomes[plan["employee"]] = bulk.Outcome(
				bulk.DONE,
				from_to(plan["appraiser_name"], new.appraiser_name),
				"Work Plan",
				plan["name"],
			)
	for name in employees:
		outcomes.setdefault(
			name, bulk.Outcome(bulk.NOT_NEEDED, _("The documents already name this appraiser."))
		)
	return outcomes


def _open_plans(employees: list[str]) -> list[dict]:
	Plan = DocType("Work Plan")
	return (
		frappe.qb.from_(Plan)
		.select(
			Plan.name,
			Plan.employee,
			Plan.employee_name,
			Plan.docstatus,
			*[Plan[column] for column in APPRAISER_COLUMNS],
		)
		.where(
			(
				Plan.employee.isin(employees)
				| ((Plan.appraiser_type == EMPLOYEE) & Plan.appraiser.isin(employees))
			)
			& (Plan.docstatus < 2)
			& (Plan.workflow_state.notin(OVER) | _left_alone(Plan))
		)
		.orderby(Plan.name)
	).run(as_dict=True)


def _left_alone(Plan):
	"""Closed plans whose evaluation is open while the appraiser has left: somebody else has to finish it.

	While he is in service, he evaluates what he led, wherever the employee works now.
	"""
	Evaluation, Person = DocType("Performance Evaluation"), DocType(EMPLOYEE)
	waiting = (
		frappe.qb.from_(Evaluation)
		.select(Evaluation.work_plan)
		.where((Evaluation.docstatus == 0) & (Evaluation.workflow_state != "Cancelled"))
	)
	gone = frappe.qb.from_(Person).select(Person.name).where(Person.status != "Active")
	return (
		(Plan.workflow_state == "Closed")
		& (Plan.appraiser_type == EMPLOYEE)
		& Plan.appraiser.isin(gone)
		& Plan.name.isin(waiting)
	)


def _write_appraisers(groups: dict[tuple, list[str]]):
	Plan = DocType("Work Plan")
	for values, names in groups.items():
		query = frappe.qb.update(Plan).set(Plan.modified, now()).set(Plan.modified_by, frappe.session.user)
		for column, value in zip(APPRAISER_COLUMNS, values, strict=True):
			query = query.set(Plan[column], value or (EMPLOYEE if column.endswith("_type") else None))
		query.where(Plan.name.isin(names)).run()


def _follow_plans(plans: list[str]):
	"""The documents of these plans take the rights columns over; names only where nobody has signed yet."""
	if not plans:
		return
	for doctype in OF_A_PLAN:
		meta = frappe.get_meta(doctype)
		signer = [c for c in APPRAISER_COLUMNS if c not in PERSON_COLUMNS and meta.has_field(c)]
		for columns, only_drafts in ((PERSON_COLUMNS, False), (signer, True)):
			Doc, Plan = DocType(doctype), DocType("Work Plan")
			query = frappe.qb.update(Doc).set(Doc.modified, now())
			for column in columns:
				of_plan = frappe.qb.from_(Plan).select(Plan[column]).where(Plan.name == Doc.work_plan)
				# Coalesce puts the brackets around the subquery that the query builder leaves out here
				query = query.set(Doc[column], Coalesce(of_plan, None))
			query = query.where(Doc.work_plan.isin(plans) & (Doc.docstatus < (1 if only_drafts else 2)))
			query.run()
	_follow_logs(plans)
	_follow_objections(plans)
	_follow_sessions(plans)
	_follow_360(plans)


def _follow_360(plans: list[str]):
	"""Results of the 360 are read by whoever appraises now; once released they keep the name of who talked about them."""
	Doc, Plan = DocType("Appraisal 360"), DocType("Work Plan")
	is_open = Doc.work_plan.isin(plans) & (Doc.workflow_state != "Cancelled")
	for columns, condition in (
		(PERSON_COLUMNS, is_open),
		(("appraiser_name", "superior_name"), is_open & (Doc.workflow_state != "Released")),
	):
		query = frappe.qb.update(Doc).set(Doc.modified, now())
		for column in columns:
			of_plan = frappe.qb.from_(Plan).select(Plan[column]).where(Plan.name == Doc.work_plan)
			query = query.set(Doc[column], Coalesce(of_plan, None))
		query.where(condition).run()


def _follow_objections(plans: list[str]):
	"""Open objections go to whoever explains and decides now; whom HR has named by letter stays."""
	Doc, Plan = DocType("Performance Objection"), DocType("Work Plan")
	is_open = Doc.work_plan.isin(plans) & Doc.workflow_state.isin(["Filed", "Clarified", "Withdrawn"])
	for part, condition in (
		("appraiser", is_open),
		("superior", is_open & (Doc.named_by.isnull() | (Doc.named_by == ""))),
	):
		query = frappe.qb.update(Doc).set(Doc.modified, now())
		for column in (f"{part}_type", part, f"{part}_name"):
			of_plan = frappe.qb.from_(Plan).select(Plan[column]).where(Plan.name == Doc.work_plan)
			query = query.set(Doc[column], Coalesce(of_plan, None))
		query.where(condition).run()


def _follow_sessions(plans: list[str]):
	"""Coaching that is not over goes to whoever appraises now; of counselling the new appraiser learns nothing."""
	Doc, Plan = DocType("Coaching Session"), DocType("Work Plan")
	query = frappe.qb.update(Doc).set(Doc.modified, now())
	for part in ("appraiser", "superior"):
		for column in (f"{part}_type", part, f"{part}_name"):
			of_plan = frappe.qb.from_(Plan).select(Plan[column]).where(Plan.name == Doc.work_plan)
			query = query.set(Doc[column], Coalesce(of_plan, None))
	is_open = (Doc.kind == "Coaching") & Doc.workflow_state.isin(["Proposed", "Planned", "Held"])
	query.where(Doc.work_plan.isin(plans) & is_open).run()


def _follow_logs(plans: list[str]):
	"""Daily logs are read by whoever is the appraiser now, until an accepted report has counted them."""
	Log, Plan = DocType("Daily Work Log"), DocType("Work Plan")
	query = frappe.qb.update(Log).set(Log.modified, now())
	for column in ("appraiser_type", "appraiser", "appraiser_name"):
		of_plan = frappe.qb.from_(Plan).select(Plan[column]).where(Plan.name == Log.work_plan)
		query = query.set(Log[column], Coalesce(of_plan, None))
	query.where(Log.work_plan.isin(plans) & (Log.workflow_state == "Recorded")).run()


def _keep_trace(changed: list, reason: str | None):
	if not changed:
		return
	text_of = {}
	for plan, new in changed:
		parts = []
		if plan["appraiser"] != new.appraiser:
			parts.append(_("Appraiser: {0}").format(from_to(plan["appraiser_name"], new.appraiser_name)))
		if plan["superior"] != new.superior:
			parts.append(
				_("Appraiser's superior: {0}").format(from_to(plan["superior_name"], new.superior_name))
			)
		if cstr(reason).strip():
			parts.append(_("Reason: {0}").format(reason))
		text_of[plan["name"]] = "<br>".join(escape_html(part) for part in parts)
	documents = [("Work Plan", name, name) for name in text_of]
	for doctype in OF_A_PLAN:
		Doc = DocType(doctype)
		documents += [
			(doctype, name, plan)
			for name, plan in (
				frappe.qb.from_(Doc)
				.select(Doc.name, Doc.work_plan)
				.where(Doc.work_plan.isin(list(text_of)) & (Doc.docstatus == 0))
			).run()
		]
	bulk.add_comments([(doctype, name, text_of[plan]) for doctype, name, plan in documents])


def _tell_officials(changed: list):
	"""One notification for each official and direction, however many people it is about."""
	given, taken = {}, {}
	for plan, new in changed:
		if plan["appraiser"] == new.appraiser:
			continue
		if new.appraiser:
			given.setdefault((new.appraiser_type, new.appraiser), []).append(plan)
		if plan["appraiser"]:
			taken.setdefault((plan["appraiser_type"] or EMPLOYEE, plan["appraiser"]), []).append(plan)
	users = notifications.users_of({*given, *taken})
	entries = []
	for people, one, many in (
		(
			given,
			_("You are the appraiser of {0} now."),
			_("You are the appraiser of {0} and {1} other people now."),
		),
		(
			taken,
			_("You are no longer the appraiser of {0}."),
			_("You are no longer the appraiser of {0} and {1} other people."),
		),
	):
		for official, plans in people.items():
			if not users.get(official):
				continue
			sentence = one if len(plans) == 1 else many
			# who has lost the document cannot open it any more
			link = ("Work Plan", plans[0]["name"]) if people is given else (None, None)
			entries.append(
				(users[official], sentence.format(plans[0]["employee_name"], len(plans) - 1), *link)
			)
	notifications.tell_many(entries)


def from_to(old: str | None, new: str | None) -> str:
	return _("from {0} to {1}").format(old or _("nobody"), new or _("nobody"))
