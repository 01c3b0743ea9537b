"""Somebody leaves his post in the middle of the year: by transfer, by promotion to another post, or out of the service.

HRMS's Employee Transfer and Employee Promotion and the employee's status start it, see `overrides/`. The running plan
is closed on the last day of the post, with an evaluation by the appraiser of that time; a draft plan for the new post
begins on the next day (PermenPANRB 8/2021, planning no. 6: a new plan for the new post). Whom he appraised goes to the
next in line. What was done is kept as a trace in HRMS's document, from which a cancelled one is taken back as far as
nobody has gone on working with it. Who may submit these documents was checked by the framework.
"""

import json
from collections.abc import Collection
from datetime import date

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import add_days, cint, cstr, escape_html, formatdate, getdate, nowdate

from kinerja_asn import appraiser_work, appraisers, bulk, notifications, permissions, work_logs
from kinerja_asn.appraisers import APPRAISER_COLUMNS, EMPLOYEE
from kinerja_asn.kinerja_asn.doctype.performance_evaluation import performance_evaluation as evaluations
from kinerja_asn.kinerja_asn.doctype.work_plan import work_plan as plans
from kinerja_asn.rules import planning
from kinerja_asn.units import units_below

PLAN, EVALUATION, REPORT, ADJUSTMENT = (
	"Work Plan",
	"Performance Evaluation",
	"Periodic Report",
	"Work Plan Adjustment",
)
#: Where HRMS's document keeps what was done because of it.
TRACE = "asn_trace"
#: Another post begins with a change of one of these; a new rank, salary or superior leaves the post and its plan.
POST_FIELDS = ("department", "designation", "asn_position_type", "asn_functional_level")


# --- the events of HRMS --------------------------------------------------------------------------------------


def keep_trace(doc):
	"""The trace is the server's: who cancels the document takes back what stands in it, of whomever it is."""
	stored = doc.get_doc_before_save()
	doc.set(TRACE, stored.get(TRACE) if stored else None)


def before_submit(doc, day, details):
	"""Before HRMS writes the employee's record: end the old post while its appraiser still stands in the documents."""
	if not _changes_post(doc, details):
		return
	employee, day = doc.employee, getdate(day)
	refuse_too_late(employee, day)
	line = appraisers.resolve([employee], add_days(day, -1)).get(employee)
	trace = end_post(employee, day, _reason(doc))
	trace["above"] = (
		{"type": line.appraiser_type, "name": line.appraiser} if line and line.appraiser else None
	)
	trace["from_department"] = frappe.db.get_value(EMPLOYEE, employee, "department")
	if doc.get("create_new_employee_id"):
		trace["nip"] = _take_nip(employee)
	doc.flags.asn_trace = trace


def on_submit(doc, day):
	"""After HRMS has written the record: begin the new post, and hand over whom the person led."""
	trace = doc.flags.asn_trace
	if trace is None:
		return
	moved = doc.get("new_employee_id") or doc.employee
	trace["employee"] = moved
	if trace.get("nip"):
		frappe.db.set_value(EMPLOYEE, moved, "asn_nip", trace["nip"], update_modified=False)
	trace["opened"] = begin_post(moved, getdate(day), trace, _reason(doc))
	if trace["plan"] and trace["opened"]:
		trace["logs"] = work_logs.follow_to(trace["plan"], trace["opened"], day)
		_tell_of_entries(moved, len(trace["logs"]), day, trace["opened"])
	place = frappe.db.get_value(EMPLOYEE, moved, ["department", "company"], as_dict=True)
	if moved != doc.employee or place.department != trace["from_department"]:
		keeps = place.department if moved == doc.employee else None
		trace |= hand_on(doc.employee, trace["above"], _reason(doc), keeps)
	doc.db_set(TRACE, json.dumps(trace, default=str), update_modified=False)


def _tell_of_entries(employee: str, count: int, day, plan: str):
	if count:
		message = _(
			"{0} entries of your daily progress since {1} belong to the plan of your new post now. Choose their results once that plan is agreed."
		).format(count, formatdate(day))
		notifications.tell(employee, message, PLAN, plan)


def on_cancel(doc):
	"""Take back what nobody has gone on working with; the rest stays, and HR is told what."""
	# what is sent with the cancelling is not believed
	trace = json.loads(doc.get_doc_before_save().get(TRACE) or "null")
	if not trace:
		return
	if trace.get("nip") and not frappe.db.exists(EMPLOYEE, {"asn_nip": trace["nip"]}):
		frappe.db.set_value(EMPLOYEE, doc.employee, "asn_nip", trace["nip"], update_modified=False)
	left = take_back(doc.employee, trace, _("{0} {1} was cancelled").format(_(doc.doctype), doc.name))
	doc.db_set(TRACE, None, update_modified=False)
	if left:
		message = _("Not taken back, since somebody has gone on working with it: {0}").format(", ".join(left))
		notifications.tell(hr_of(doc.company), message, PLAN, trace.get("plan"))
		frappe.msgprint(message, title=_("Please check"), indicator="orange")


def leave(employee: str, last_day, reason: str):
	"""Out of the service: resignation, retirement, death. The plan ends, the next in line takes over what waits."""
	last_day = getdate(last_day or nowdate())
	line = appraisers.resolve([employee], last_day).get(employee)
	end_post(employee, getdate(add_days(last_day, 1)), reason)
	above = {"type": line.appraiser_type, "name": line.appraiser} if line and line.appraiser else None
	hand_on(employee, above, reason, None)


def come_back(employee: str, name: str, company: str | None):
	"""In service again, or left by mistake: nothing is taken back by itself, since others have gone on working since; HR
	is told what is left to do, and so is whoever changed the record."""
	Plan = DocType(PLAN)
	closed = (
		frappe.qb.from_(Plan)
		.select(Plan.name, Plan.closed_on)
		.where(
			(Plan.employee == employee)
			& (Plan.docstatus == 1)
			& (Plan.workflow_state == "Closed")
			& Plan.closed_on.isnotnull()
		)
		.orderby(Plan.closed_on, order=frappe.qb.desc)
		.limit(1)
	).run(as_dict=True)
	sentences = [_("{0} is in service again; what ended with the leaving stays as it is.").format(name)]
	if closed:
		sentences.append(
			_("The work plan {0} was closed on {1}.").format(closed[0].name, formatdate(closed[0].closed_on))
		)
	sentences += [
		_("Create a work plan from the day of the return."),
		_("Enter again which units {0} heads, in their records, and whom {0} appraises, in theirs.").format(
			name
		),
	]
	message = " ".join(sentences)
	notifications.tell(hr_of(company), message, EMPLOYEE, employee)
	frappe.msgprint(escape_html(message), title=_("Please complete"), indicator="orange")


def _take_nip(employee: str) -> str | None:
	"""One NIP, one person: it goes along to the new record of the same person, which HRMS copies from the old one."""
	nip = frappe.db.get_value(EMPLOYEE, employee, "asn_nip")
	frappe.db.set_value(EMPLOYEE, employee, "asn_nip", None, update_modified=False)
	frappe.clear_document_cache(EMPLOYEE, employee)
	return nip


def _changes_post(doc, details) -> bool:
	record = frappe.db.get_value(EMPLOYEE, doc.employee, [*POST_FIELDS, "company"], as_dict=True)
	if not record:
		return False
	if doc.get("create_new_employee_id") or (doc.get("new_company") and doc.new_company != record.company):
		return True
	return any(
		row.fieldname in POST_FIELDS and cstr(row.new).strip() != cstr(record.get(row.fieldname)).strip()
		for row in details or ()
	)


def _reason(doc) -> str:
	return _("{0} {1}").format(_(doc.doctype), doc.name)


# --- the old post --------------------------------------------------------------------------------------------


def refuse_too_late(employee: str, day: date):
	"""A move is entered late as long as nothing of the time after it has been accepted or rated.

	Raises:
		frappe.ValidationError: names what stands in the way, and what to do.
	"""
	running = _open_plans(employee, day)
	if not running:
		return
	names = [row.name for row in running]
	Report, Doc, Interval = DocType(REPORT), DocType(EVALUATION), DocType("Performance Interval")
	accepted = (
		frappe.qb.from_(Report)
		.join(Interval)
		.on(Interval.name == Report.performance_interval)
		.select(Report.performance_interval)
		.where(Report.work_plan.isin(names) & (Report.docstatus == 1) & (Interval.from_date >= str(day)))
		.orderby(Interval.from_date)
	).run(pluck=True)
	rated = (
		frappe.qb.from_(Doc)
		.left_join(Interval)
		.on(Interval.name == Doc.performance_interval)
		.select(Doc.name)
		.where(
			Doc.work_plan.isin(names)
			& (Doc.docstatus < 2)
			& Doc.workflow_state.notin(["Draft", "Cancelled"])
			& (Interval.from_date.isnull() | (Interval.from_date >= str(day)))
		)
		.orderby(Doc.name)
	).run(pluck=True)
	if not (accepted or rated):
		return
	name = frappe.bold(escape_html(running[0].employee_name))
	found = ", ".join(frappe.bold(one) for one in (*accepted, *rated))
	frappe.throw(
		_(
			"The post of {0} would end before {1}, but for the time after it something was accepted or rated already: {2}. Enter a later date, or let HR cancel these documents first."
		).format(name, formatdate(day), found),
		title=_("Date too early"),
	)


def _open_plans(employee: str, day: date) -> list:
	"""Plans of this employee that reach the day or go beyond it, the earliest first."""
	Plan = DocType(PLAN)
	return (
		frappe.qb.from_(Plan)
		.select(
			Plan.name,
			Plan.docstatus,
			Plan.workflow_state,
			Plan.from_date,
			Plan.to_date,
			Plan.performance_period,
			Plan.employee_name,
			Plan.appraiser_type,
			Plan.appraiser,
			Plan.department,
		)
		.where(
			(Plan.employee == employee)
			& (Plan.docstatus < 2)
			& Plan.workflow_state.notin(["Closed", "Cancelled"])
			& (Plan.to_date >= str(day))
		)
		.orderby(Plan.from_date)
		.for_update()
	).run(as_dict=True)


def end_post(employee: str, day: date, reason: str) -> dict:
	"""Close the running plan on the day before; answers with the trace of it.

	A plan that was never agreed is no plan of the old post: `begin_post` takes it to the new one.
	"""
	trace = {
		"day": str(day),
		"plan": None,
		"drafts": [],
		"reports": {},
		"adjustments": {},
		"evaluation": None,
	}
	for row in _open_plans(employee, day):
		if cint(row.docstatus) == 1 and getdate(row.from_date) < day:
			trace["plan"] = row.name
			_close(row, day, reason, trace)
		elif cint(row.docstatus) == 0:
			trace["drafts"].append({"name": row.name, "from_date": str(row.from_date)})
		else:
			# agreed for the time after the move: it never came into force
			trace["cancelled"] = row.name
			_set(PLAN, [row.name], workflow_state="Cancelled", docstatus=2, slot=None)
			_note(PLAN, [row.name], _("Cancelled: {0}").format(reason))
	return trace


def _close(row, day: date, reason: str, trace: dict):
	last = add_days(day, -1)
	_set(PLAN, [row.name], workflow_state="Closed", closed_on=last)
	_note(PLAN, [row.name], _("Closed on {0}: {1}").format(formatdate(last), reason))
	trace["reports"] = _end_reports(row.name, day, reason)
	trace["adjustments"] = _end_adjustments(row.name, reason)
	trace["evaluation"] = _evaluate(row, last)


def _end_reports(plan: str, day: date, reason: str) -> dict[str, str]:
	"""Reports of intervals after the post that nobody has accepted: there is nothing to report any more."""
	Report, Interval = DocType(REPORT), DocType("Performance Interval")
	rows = (
		frappe.qb.from_(Report)
		.join(Interval)
		.on(Interval.name == Report.performance_interval)
		.select(Report.name, Report.workflow_state)
		.where((Report.work_plan == plan) & (Report.docstatus == 0) & (Interval.from_date >= str(day)))
	).run()
	_set(REPORT, [name for name, _state in rows], workflow_state="Cancelled", docstatus=2)
	_note(REPORT, [name for name, _state in rows], _("Cancelled: {0}").format(reason))
	return dict(rows)


def _end_adjustments(plan: str, reason: str) -> dict[str, str]:
	rows = frappe.get_all(
		ADJUSTMENT,
		filters={
			"work_plan": plan,
			"docstatus": 0,
			"workflow_state": ["in", ["Draft", "Adjustment Proposed"]],
		},
		fields=["name", "workflow_state"],
	)
	names = [row.name for row in rows]
	_set(ADJUSTMENT, names, workflow_state="Adjustment Refused", slot=None, decision_note=reason)
	_note(ADJUSTMENT, names, _("Refused: {0}").format(reason))
	return {row.name: row.workflow_state for row in rows}


def _evaluate(row, last) -> str | None:
	"""The evaluation of the time in the post, as a draft for the appraiser of that time, who is told."""
	name = evaluations.name_of(row.name, "Annual", None)
	if frappe.db.exists(EVALUATION, name):
		doc = frappe.get_doc(EVALUATION, name)
		if cint(doc.docstatus) or doc.workflow_state != "Draft":
			return None
		doc.flags.by_server = doc.flags.gather_again = True
		doc.save(ignore_permissions=True)
		return None
	doc = frappe.get_doc({"doctype": EVALUATION, "work_plan": row.name, "kind": "Annual"})
	# the server starts it because HRMS's document was submitted by who may
	doc.flags.by_server = True
	doc.insert(ignore_permissions=True)
	users = notifications.users_of(
		{(row.appraiser_type or EMPLOYEE, row.appraiser), (EMPLOYEE, doc.employee)}
	)
	told = (
		(
			(row.appraiser_type or EMPLOYEE, row.appraiser),
			_("{0} leaves the post on {1}. Please evaluate the time under you.").format(
				row.employee_name, formatdate(last)
			),
		),
		(
			(EMPLOYEE, doc.employee),
			_("Your time in the post ended on {0}. Please write your self-assessment for it.").format(
				formatdate(last)
			),
		),
	)
	notifications.tell_many(
		[(users[person], sentence, EVALUATION, doc.name) for person, sentence in told if person in users]
	)
	return doc.name


# --- the new post --------------------------------------------------------------------------------------------


def begin_post(employee: str, day: date, trace: dict, reason: str) -> str | None:
	"""A draft plan for the new post from its first day, or the unfinished one taken along; None where none is due."""
	person = appraisers.person_snapshot([employee]).get(employee)
	period = frappe.db.get_value(
		"Performance Period",
		{
			"company": person["company"],
			"status": "Open",
			"from_date": ["<=", day],
			"to_date": [">=", day],
		},
	)
	record = frappe.db.get_value(EMPLOYEE, employee, ["asn_standing", "asn_status", "status"], as_dict=True)
	if not period or planning.needs_no_plan(record.asn_standing, record.asn_status, record.status):
		return None
	line = appraisers.resolve([employee], day).get(employee)
	for draft in trace["drafts"]:
		if frappe.db.get_value(PLAN, draft["name"], "performance_period") == period:
			_take_along(draft["name"], employee, person, line, max(day, getdate(draft["from_date"])), reason)
			return draft["name"]
	period = plans.get_period(period)
	fresh = plans.plan_defaults(person, line, period, plans.active_behaviours())
	doc = frappe.new_doc(PLAN)
	doc.update(fresh["columns"])
	doc.update({"employee": employee, "from_date": day, "to_date": period.to_date})
	for table in ("behaviours", "annex"):
		doc.set(table, fresh[table])
	# the server opens it because HRMS's document was submitted by who may
	doc.flags.by_server = True
	doc.insert(ignore_permissions=True)
	_note(PLAN, [doc.name], _("Opened for the new post from {0}: {1}").format(formatdate(day), reason))
	notifications.tell(
		employee,
		_("A work plan for your new post from {0} is open. Please write and propose it.").format(
			formatdate(day)
		),
		PLAN,
		doc.name,
	)
	return doc.name


def _take_along(name: str, employee: str, person: dict, line, first_day, reason: str):
	"""An unfinished plan becomes that of the post that the person has now."""
	columns = {column: person.get(column) for column in plans.PERSON_COLUMNS}
	columns |= {column: getattr(line, column, None) for column in APPRAISER_COLUMNS}
	columns["appraiser_type"] = columns["appraiser_type"] or EMPLOYEE
	columns["superior_type"] = columns["superior_type"] or EMPLOYEE
	columns |= {
		"employee": employee,
		"from_date": first_day,
		"slot": plans.slot_of(employee, person["position"], first_day),
		"workflow_state": "Draft",
		"proposed_at": None,
	}
	_set(PLAN, [name], **columns)
	_note(PLAN, [name], _("Plan for the post from {0}: {1}").format(formatdate(first_day), reason))


# --- whom the person led -------------------------------------------------------------------------------------


def hand_on(leader: str, above: dict | None, reason: str, new_department: str | None) -> dict:
	"""Staff whose records name the leader get the next in line as appraiser, units that he headed have no head, HR is
	told both. Staff and units of his new place stay his.

	Returns:
		{"staff": {employee: [type, appraiser] as it was}, "units": [[unit, column]], "next": [type, name]}
	"""
	keeps = units_below(new_department)
	units = _leave_units(leader, keeps)
	staff = _staff_of(leader, keeps)
	kind, name = (above["type"], above["name"]) if above else (EMPLOYEE, None)
	named = [row for row in staff if row.name != name] if name else []
	if named:
		appraiser_work.enter_appraiser([row.name for row in named], kind, name, reason)
		appraisers.reassign([row.name for row in named], reason=reason)
	if units or staff:
		_tell_hr(leader, units, staff, name, kind)
	return {
		"staff": {row.name: [row.asn_appraiser_type, row.asn_appraiser] for row in named},
		"units": units,
		"next": [kind, name],
	}


def _staff_of(leader: str, keeps: Collection[str]) -> list:
	Person = DocType(EMPLOYEE)
	blank = Person.asn_appraiser.isnull() | (Person.asn_appraiser == "")
	query = (
		frappe.qb.from_(Person)
		.select(Person.name, Person.asn_appraiser_type, Person.asn_appraiser)
		.where(
			(Person.status == "Active")
			& (Person.name != leader)
			& ((Person.asn_appraiser == leader) | (blank & (Person.reports_to == leader)))
		)
		.orderby(Person.name)
	)
	if keeps:
		query = query.where(Person.department.isnull() | Person.department.notin(sorted(keeps)))
	return query.run(as_dict=True)


def _leave_units(leader: str, keeps: Collection[str]) -> list:
	found = []
	for column in ("asn_head", "asn_acting_head"):
		for unit in frappe.get_all("Department", filters={column: leader}, pluck="name"):
			if unit in keeps:
				continue
			_set_head(unit, column, None)
			found.append([unit, column])
	return found


def _set_head(unit: str, column: str, person: str | None):
	"""Through the unit's own form, whose events let agreements, ratings and open documents follow."""
	doc = frappe.get_doc("Department", unit)
	doc.set(f"{column}_type", EMPLOYEE)
	doc.set(column, person)
	# follows from the move that was submitted by who may
	doc.save(ignore_permissions=True)


def _tell_hr(leader: str, units: list, staff: list, name: str | None, kind: str):
	row = frappe.db.get_value(EMPLOYEE, leader, ["employee_name", "company"], as_dict=True)
	sentences = []
	if units:
		titles = ", ".join(dict.fromkeys(unit for unit, _column in units))
		sentences.append(
			_("{0} no longer heads {1}. Enter the new head in the unit's record.").format(
				row.employee_name, titles
			)
		)
	if staff and name:
		shown = frappe.db.get_value(kind, name, "employee_name" if kind == EMPLOYEE else "full_name")
		sentences.append(
			_(
				"{0} people whom {1} appraised have {2} as appraiser now. Clear the appraiser in their records once a successor is there."
			).format(len(staff), row.employee_name, shown)
		)
	elif staff:
		sentences.append(
			_("{0} people whom {1} appraised have no appraiser now. Enter one in their records.").format(
				len(staff), row.employee_name
			)
		)
	users = hr_of(row.company)
	notifications.tell_many([(user, sentence, None, None) for user in users for sentence in sentences])


def hr_of(company: str | None) -> list[str]:
	"""Users with the role HR Manager who oversee this agency."""
	Role, User = DocType("Has Role"), DocType("User")
	users = (
		frappe.qb.from_(Role)
		.join(User)
		.on(User.name == Role.parent)
		.select(User.name)
		.distinct()
		.where((Role.parenttype == "User") & (Role.role == "HR Manager") & (User.enabled == 1))
		.where(User.name.notin(["Administrator", "Guest"]))
		.orderby(User.name)
	).run(pluck=True)
	return [user for user in users if permissions.viewer(user).oversees(company, None)]


# --- taking back ---------------------------------------------------------------------------------------------


def take_back(employee: str, trace: dict, reason: str) -> list[str]:
	"""Undo a move from its trace; answers with what stays because somebody has gone on working with it."""
	left = []
	drafts = {row["name"]: row for row in trace["drafts"]}
	opened = trace.get("opened")
	if opened in drafts:
		if frappe.db.get_value(PLAN, opened, "workflow_state") == "Draft":
			person = appraisers.person_snapshot([employee])[employee]
			line = appraisers.resolve([employee]).get(employee)
			first = getdate(drafts[opened]["from_date"])
			_take_along(opened, employee, person, line, first, reason)
		else:
			left.append(opened)
	elif _is_untouched(opened, trace.get("evaluation")):
		# entries written since on the plan that goes away follow too
		written = work_logs.follow_to(opened, trace["plan"], trace["day"]) if opened and trace["plan"] else {}
		kept = {name: tag for name, tag in (trace.get("logs") or {}).items() if name in written}
		work_logs.give_back(kept, trace["plan"])
		for doctype, name in ((PLAN, opened), (EVALUATION, trace.get("evaluation"))):
			if name and frappe.db.exists(doctype, name):
				# made by the server for this move, and nobody has written in it
				frappe.delete_doc(doctype, name, ignore_permissions=True, force=True)
		_reopen(employee, trace, reason)
	else:
		left += [name for name in (trace.get("plan"), opened, trace.get("evaluation")) if name]
	return left + _give_back(employee, trace, reason)


def _is_untouched(plan: str | None, evaluation: str | None) -> bool:
	if plan and frappe.db.exists(PLAN, plan):
		doc = frappe.get_doc(PLAN, plan)
		if cint(doc.docstatus) or doc.workflow_state != "Draft" or doc.results or doc.proposed_at:
			return False
	if evaluation and frappe.db.exists(EVALUATION, evaluation):
		doc = frappe.get_doc(EVALUATION, evaluation)
		words = doc.self_assessment or any(row.self_assessment for row in doc.results)
		if cint(doc.docstatus) or doc.workflow_state != "Draft" or words:
			return False
	return True


def _reopen(employee: str, trace: dict, reason: str):
	plan = trace.get("plan")
	if not plan:
		return
	_set(PLAN, [plan], workflow_state="Plan Agreed", closed_on=None)
	_note(PLAN, [plan], _("Running again: {0}").format(reason))
	for name, state in trace["reports"].items():
		_set(REPORT, [name], workflow_state=state, docstatus=0)
	for name, state in trace["adjustments"].items():
		taken = frappe.db.exists(ADJUSTMENT, {"slot": plan})
		if not taken:
			_set(ADJUSTMENT, [name], workflow_state=state, slot=plan, decision_note=None)
	appraisers.reassign([employee], reason=reason)
	notifications.tell(employee, _("Your work plan runs on: {0}.").format(reason), PLAN, plan)


def _give_back(leader: str, trace: dict, reason: str) -> list[str]:
	"""Staff and units, where nobody else was entered meanwhile."""
	left, staff = [], []
	kind, name = trace.get("next") or (EMPLOYEE, None)
	for unit, column in trace.get("units") or ():
		if frappe.db.get_value("Department", unit, column):
			left.append(unit)
		else:
			_set_head(unit, column, leader)
	for employee, (old_kind, old) in (trace.get("staff") or {}).items():
		now = frappe.db.get_value(EMPLOYEE, employee, ["asn_appraiser_type", "asn_appraiser"])
		if tuple(now or ()) != (kind, name):
			left.append(employee)
			continue
		appraiser_work.enter_appraiser([employee], old_kind or EMPLOYEE, old, reason)
		staff.append(employee)
	if staff:
		appraisers.reassign(staff, reason=reason)
	return left


# --- writing -------------------------------------------------------------------------------------------------


def _set(doctype: str, names: Collection[str], **values):
	"""Columns of documents, and the docstatus of their rows; the steps of the Workflow are taken by people, not here."""
	names = list(names)
	if not names:
		return
	Doc = DocType(doctype)
	query = frappe.qb.update(Doc).set(Doc.modified, frappe.utils.now())
	query = query.set(Doc.modified_by, frappe.session.user)
	for column, value in values.items():
		query = query.set(Doc[column], value)
	query.where(Doc.name.isin(names)).run()
	if "docstatus" in values:
		for df in frappe.get_meta(doctype).get_table_fields():
			Row = DocType(df.options)
			(
				frappe.qb.update(Row)
				.set(Row.docstatus, values["docstatus"])
				.where((Row.parenttype == doctype) & Row.parent.isin(names))
			).run()
	for name in names:
		frappe.clear_document_cache(doctype, name)


def _note(doctype: str, names: Collection[str], text: str):
	bulk.add_comments([(doctype, name, escape_html(text)) for name in names])
