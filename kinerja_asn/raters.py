"""Who rates whom in a running campaign: proposed, changed, agreed, declined, in conflict, replaced, gone.

The employee may propose others until the last day of nomination, the appraiser agrees, HR agrees what is overdue.
Afterwards raters are replaced one by one. Nothing here asks whether somebody has answered, except the refusal that the
rater himself gets: replacing and leaving do the same to an invitation whether it is answered or not, so that nobody
learns from it who has answered. Rights stand in `may_see`, `may_change` and `may_approve`.
"""

from collections import Counter
from collections.abc import Collection

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import cint, cstr, formatdate, getdate, nowdate

from kinerja_asn import campaign_work, campaigns, figures, notifications, permissions
from kinerja_asn.appraisal_360_box import APPRAISAL, APPROVED, CAMPAIGN, COLLECTING, INVITATION, take_away
from kinerja_asn.campaigns import ASKED, DECLINED, NOMINATION, PROPOSED, WITHDRAWN
from kinerja_asn.rules import rater_choice
from kinerja_asn.rules.rater_choice import CHOSEN, PEER, RELATIONS, SELF, SUBORDINATE
from kinerja_asn.setup.settings import rater_rules

REASON_LIMIT = 500
#: No more than this is agreed by one request.
AT_ONCE = 500
FOUND_AT_MOST = 20
#: States in which raters are still proposed, and agreed.
SETTLING = (NOMINATION, APPROVED)
PARTS = {"employee": "Employee", "appraiser": "Appraiser", "hr": "HR"}


# --- reading ----------------------------------------------------------------------------------------------------


def row_of(name, lock: bool = False):
	"""The stored appraisal with its rights columns and what its campaign says; None where there is none."""
	if not isinstance(name, str):
		return None
	Appraisal, Doc = DocType(APPRAISAL), DocType(CAMPAIGN)
	if lock:
		frappe.qb.from_(Appraisal).select(Appraisal.name).where(Appraisal.name == name).for_update().run()
	rows = _rows(Appraisal, Doc).where(Appraisal.name == name).run(as_dict=True)
	return rows[0] if rows else None


def _rows(Appraisal, Doc):
	return (
		frappe.qb.from_(Appraisal)
		.join(Doc)
		.on(Doc.name == Appraisal.campaign)
		.select(
			Appraisal.name,
			Appraisal.campaign,
			Appraisal.workflow_state,
			Appraisal.employee_name,
			Appraisal.position,
			Appraisal.department_name,
			Appraisal.nomination_note,
			Appraisal.appraiser_name,
			*[Appraisal[column] for column in permissions.RIGHTS_COLUMNS],
			Doc.status,
			Doc.title,
			Doc.performance_period,
			Doc.performance_interval,
			Doc.nominate_until,
			Doc.answer_until,
			Doc.minimum_raters,
			Doc.launched_on,
			Doc.department.as_("campaign_department"),
		)
	)


def parts(row, who: permissions.Viewer) -> set[str]:
	"""What the viewer is to this appraisal, as far as raters are concerned."""
	acting = permissions.actors(row, who)
	if acting == {"employee"}:
		return acting
	found = acting & {"appraiser"}
	if "recorder" in acting:
		# nobody signs in for an appraiser from outside: HR agrees in his place
		found.add("appraiser")
	if acting & {"hr", "manager"}:
		found.add("hr")
	return found


def may_see(row, who: permissions.Viewer) -> bool:
	"""Before the answering begins all parties; from then on only those who replace, and after the closing nobody."""
	acting = parts(row, who)
	if row.status not in campaigns.OPEN:
		return False
	if acting == {"employee"}:
		return row.workflow_state in SETTLING
	return bool(acting) and row.workflow_state in (*SETTLING, COLLECTING)


def may_change(row, who: permissions.Viewer) -> bool:
	"""Whether raters may be proposed and taken away freely: before they are asked."""
	acting = parts(row, who)
	if row.status not in campaigns.OPEN:
		return False
	if acting == {"employee"}:
		return row.workflow_state == NOMINATION and getdate(row.nominate_until) >= getdate()
	if "appraiser" in acting:
		return row.workflow_state in SETTLING
	return "hr" in acting and row.workflow_state in SETTLING and _overdue(row)


def may_approve(row, who: permissions.Viewer) -> bool:
	acting = parts(row, who)
	if row.status not in campaigns.OPEN or row.workflow_state != NOMINATION:
		return False
	return "appraiser" in acting or ("hr" in acting and _overdue(row))


def may_replace(row, who: permissions.Viewer) -> bool:
	"""Once raters are agreed, the appraiser and HR exchange them; the person does not."""
	return (
		row.status in campaigns.OPEN
		and row.workflow_state in (APPROVED, COLLECTING)
		and bool(parts(row, who) & {"appraiser", "hr"})
	)


def _overdue(row) -> bool:
	return getdate(row.nominate_until) < getdate()


def proposal(row, who: permissions.Viewer) -> dict:
	"""The raters of one person for the page, and what the viewer may do about them; never who has answered."""
	rules = rater_rules()
	own = parts(row, who) == {"employee"}
	shown = [
		{
			"rater": rater.rater,
			"name": rater.employee_name or rater.rater,
			"position": rater.designation,
			"unit": rater.department_name,
			"relation": rater.relation,
			"status": rater.status,
			"proposed_by": rater.proposed_by,
			# what a rater says about a conflict is for those who replace him
			"reason": None if own else rater.reason,
		}
		for rater in _raters_of(row.name)
		if not own or rater.status in ASKED
	]
	return {
		"name": row.name,
		"campaign": row.campaign,
		"title": row.title,
		"interval": figures.interval(row.performance_interval),
		"employee": row.employee,
		"employee_name": row.employee_name,
		"position": row.position,
		"unit": row.department_name,
		"state": row.workflow_state,
		"note": row.nomination_note,
		"nominate_until": row.nominate_until,
		"answer_until": row.answer_until,
		"raters": shown,
		"limits": {
			relation: {"least": rules.least(relation), "most": rules.most(relation)} for relation in CHOSEN
		},
		"minimum": cint(row.minimum_raters),
		"own": own,
		"may_change": may_change(row, who),
		"may_approve": may_approve(row, who),
		"may_replace": may_replace(row, who),
	}


def _raters_of(appraisal: str) -> list:
	Invitation, Employee, Unit = DocType(INVITATION), DocType("Employee"), DocType("Department")
	rows = (
		frappe.qb.from_(Invitation)
		.left_join(Employee)
		.on(Employee.name == Invitation.rater)
		.left_join(Unit)
		.on(Unit.name == Employee.department)
		.select(
			Invitation.name,
			Invitation.rater,
			Invitation.relation,
			Invitation.status,
			Invitation.proposed_by,
			Invitation.reason,
			Employee.employee_name,
			Employee.designation,
			Unit.department_name,
		)
		.where(Invitation.appraisal == appraisal)
	).run(as_dict=True)
	return sorted(rows, key=lambda row: (RELATIONS.index(row.relation), row.employee_name or row.rater))


def nominations(who: permissions.Viewer, campaign: str | None = None, limit: int = AT_ONCE) -> list[dict]:
	"""The people whose raters this person agrees now, with how many are proposed; two statements."""
	Appraisal, Doc = DocType(APPRAISAL), DocType(CAMPAIGN)
	condition = notifications.as_official(Appraisal, who, "appraiser")
	if who.is_hr or who.is_manager:
		overseen = Doc.nominate_until < nowdate()
		if who.companies is not None:
			overseen &= Appraisal.company.isin(list(who.companies) or [""])
		if not who.is_hr and who.departments is not None:
			overseen &= Appraisal.department.isin(list(who.departments) or [""])
		condition = overseen if condition is None else condition | overseen
	if condition is None:
		return []
	query = _rows(Appraisal, Doc).where(
		(Appraisal.workflow_state == NOMINATION) & Doc.status.isin(campaigns.OPEN) & (condition)
	)
	if campaign:
		query = query.where(Appraisal.campaign == campaign)
	if who.employee:
		query = query.where(Appraisal.employee != who.employee)
	rows = query.orderby(Appraisal.employee_name).limit(limit).run(as_dict=True)
	counts: dict[str, Counter] = {row.name: Counter() for row in rows}
	if rows:
		Invitation = DocType(INVITATION)
		for appraisal, relation, status, by in (
			frappe.qb.from_(Invitation)
			.select(Invitation.appraisal, Invitation.relation, Invitation.status, Invitation.proposed_by)
			.where(Invitation.appraisal.isin(list(counts)))
		).run():
			if status in ASKED:
				counts[appraisal][relation] += 1
			if by == "Employee" or status == WITHDRAWN:
				counts[appraisal]["changed"] += 1
	return [
		{
			"name": row.name,
			"employee_name": row.employee_name,
			"position": row.position,
			"unit": row.department_name,
			"campaign": row.campaign,
			"title": row.title,
			"nominate_until": row.nominate_until,
			"overdue": _overdue(row),
			"peers": counts[row.name][PEER],
			"subordinates": counts[row.name][SUBORDINATE],
			"changed": bool(counts[row.name]["changed"]),
			"few": not rater_choice.enough(counts[row.name], cint(row.minimum_raters)),
		}
		for row in rows
		if may_approve(row, who)
	]


def candidates(row, search: str = "") -> list[dict]:
	"""Employees who may be added as raters, a few by name; whoever is asked often enough is left out."""
	Employee, Unit = DocType("Employee"), DocType("Department")
	query = (
		frappe.qb.from_(Employee)
		.left_join(Unit)
		.on(Unit.name == Employee.department)
		.select(Employee.name, Employee.employee_name, Employee.designation, Unit.department_name)
		.where((Employee.company == row.company) & (Employee.status == "Active"))
		.where(
			Employee.name.notin(
				[
					row.employee,
					*(one.rater for one in _raters_of(row.name) if one.status in (*ASKED, DECLINED)),
				]
			)
		)
		.orderby(Employee.employee_name)
		.limit(5 * FOUND_AT_MOST)
	)
	text = cstr(search).strip()[:60].replace("%", "").replace("_", " ")
	if text:
		query = query.where(Employee.employee_name.like(f"%{text}%"))
	found = query.run(as_dict=True)
	roster, rules = _roster(row, [row.employee, *(one.name for one in found)]), rater_rules()
	person, load = roster.people.get(row.employee), campaigns.loads([one.name for one in found])
	listed = []
	for one in found:
		other = roster.people.get(one.name)
		relation = rater_choice.relation_to(other, person) if other and person and other.can_rate else None
		if relation in CHOSEN and load.get(one.name, 0) < rules.load and len(listed) < FOUND_AT_MOST:
			listed.append(
				{
					"rater": one.name,
					"name": one.employee_name,
					"position": one.designation,
					"unit": one.department_name,
					"relation": relation,
				}
			)
	return listed


def _roster(row, only: Collection[str] | None = None) -> campaigns.Roster:
	campaign = frappe._dict(
		name=row.campaign,
		company=row.company,
		department=row.campaign_department,
		performance_period=row.performance_period,
		performance_interval=row.performance_interval,
	)
	return campaigns.Roster(campaign, only)


# --- settling ---------------------------------------------------------------------------------------------------


def change(row, who: permissions.Viewer, add: Collection[str], remove: Collection[str], reason: str):
	"""Propose other raters, within the limits of the settings; the row is locked by the caller."""
	if not may_change(row, who):
		_refuse_time(row)
	if remove and not reason:
		frappe.throw(_("Say why a rater is taken away."), title=_("Reason missing"))
	there = {one.rater: one for one in _raters_of(row.name)}
	for name in remove:
		one = there.get(name)
		if not one or one.status not in ASKED or one.relation not in CHOSEN:
			frappe.throw(
				_("Only peers and subordinates who are proposed can be taken away."), title=_("Not possible")
			)
	relations = _relations_of_new(row, add, there, remove)
	_keep_limits(there, relations, remove)
	by = PARTS[_acting(row, who)]
	status = PROPOSED if row.workflow_state == NOMINATION else APPROVED
	_set_status([there[name].name for name in remove], WITHDRAWN, reason)
	_invite(row, relations, there, status, by)


def _acting(row, who: permissions.Viewer) -> str:
	acting = parts(row, who)
	return next(part for part in ("employee", "appraiser", "hr") if part in acting)


def _relations_of_new(row, add: Collection[str], there: dict, remove: Collection[str]) -> dict[str, str]:
	"""What those who are to be added are to the person; refused with the name of whoever cannot rate."""
	if not add:
		return {}
	roster, rules = _roster(row, [row.employee, *add]), rater_rules()
	person, load, found = roster.people.get(row.employee), campaigns.loads(add), {}
	for name in dict.fromkeys(add):
		other, known = roster.people.get(name), there.get(name)
		title = _("Not possible")
		shown = frappe.bold(frappe.utils.escape_html(roster.rows[name].employee_name if other else name))
		if not other or not person:
			frappe.throw(_("{0} is not in service in this agency.").format(shown), title=title)
		relation = rater_choice.relation_to(other, person)
		if relation not in CHOSEN:
			frappe.throw(
				_("{0} is neither a peer of the same level nor a direct subordinate.").format(shown),
				title=title,
			)
		if known and (known.status in ASKED) and name not in remove:
			frappe.throw(_("{0} is a rater already.").format(shown), title=title)
		if known and known.status == DECLINED:
			frappe.throw(_("{0} has declined to rate here.").format(shown), title=title)
		if not other.can_rate:
			frappe.throw(_("{0} has no user account and cannot answer.").format(shown), title=title)
		if load.get(name, 0) >= rules.load:
			frappe.throw(
				_("{0} is asked often enough already ({1} times). Please choose somebody else.").format(
					shown, rules.load
				),
				title=title,
			)
		found[name] = relation
	return found


def _keep_limits(there: dict, relations: dict[str, str], remove: Collection[str]):
	rules = rater_rules()
	before = Counter(one.relation for one in there.values() if one.status in ASKED)
	after = Counter(before)
	after.subtract(there[name].relation for name in remove)
	after.update(relations.values())
	for relation, label in ((PEER, _("Peers")), (SUBORDINATE, _("Subordinates"))):
		most, least = (
			max(rules.most(relation), before[relation]),
			min(rules.least(relation), before[relation]),
		)
		if after[relation] > most:
			frappe.throw(
				_("{0}: at most {1} rate. Take somebody away first.").format(label, rules.most(relation)),
				title=_("Too many"),
			)
		if after[relation] < least:
			frappe.throw(
				_("{0}: at least {1} are needed. Propose somebody else in the same step.").format(
					label, least
				),
				title=_("Too few"),
			)


def approve(names: Collection[str], who: permissions.Viewer) -> int:
	"""Agree the raters of these people; answers with how many were agreed now.

	Raises:
		frappe.PermissionError: one of them is not the viewer's to agree; then none is agreed.
	"""
	names = list(dict.fromkeys(names))
	if not names or len(names) > AT_ONCE or not all(isinstance(name, str) for name in names):
		frappe.throw(_("Choose between 1 and {0} people.").format(AT_ONCE), title=_("Nobody chosen"))
	Appraisal, Doc, Invitation = DocType(APPRAISAL), DocType(CAMPAIGN), DocType(INVITATION)
	frappe.qb.from_(Appraisal).select(Appraisal.name).where(Appraisal.name.isin(names)).for_update().run()
	rows = _rows(Appraisal, Doc).where(Appraisal.name.isin(names)).run(as_dict=True)
	fresh = [row for row in rows if row.workflow_state == NOMINATION]
	if len(rows) < len(names) or not all(parts(row, who) & {"appraiser", "hr"} for row in rows):
		refuse()
	for row in fresh:
		if not may_approve(row, who):
			_refuse_time(row)
	if not fresh:
		return 0
	agreed = [row.name for row in fresh]
	frappe.qb.update(Appraisal).set(Appraisal.workflow_state, APPROVED).where(
		Appraisal.name.isin(agreed) & (Appraisal.workflow_state == NOMINATION)
	).run()
	frappe.qb.update(Invitation).set(Invitation.status, APPROVED).where(
		Invitation.appraisal.isin(agreed) & (Invitation.status == PROPOSED)
	).run()
	return len(agreed)


def note(row, who: permissions.Viewer, text: str):
	"""A word of the person to the appraiser about the raters."""
	if parts(row, who) != {"employee"} or not may_change(row, who):
		_refuse_time(row)
	Appraisal = DocType(APPRAISAL)
	frappe.qb.update(Appraisal).set(Appraisal.nomination_note, text or None).where(
		Appraisal.name == row.name
	).run()


# --- afterwards -------------------------------------------------------------------------------------------------


def decline(invitation: str, who: permissions.Viewer, reason: str):
	"""The rater does not want to answer; somebody else is asked where there is somebody."""
	one, row = _own_invitation(invitation, who)
	if not reason:
		frappe.throw(_("Say in a few words why you cannot rate."), title=_("Reason missing"))
	_decline(one, row, reason)
	_after_loss(row, one.relation, {one.rater})


def declare_conflict(row, who: permissions.Viewer, rater: str | None, reason: str):
	"""A conflict of interest between the person and a rater: neither rates the other in this campaign.

	Args:
		rater: whom the person, the appraiser or HR names; None: the viewer himself, who is asked to rate.
	"""
	if not reason:
		frappe.throw(_("Say in a few words what the conflict of interest is."), title=_("Reason missing"))
	reason = _("Conflict of interest: {0}").format(reason)[:REASON_LIMIT]
	if rater is None:
		one = _invitation_between(row, who.employee)
		if not one or row.status not in campaigns.OPEN:
			refuse()
		_decline(one, row, reason)
	else:
		if not (may_change(row, who) or may_replace(row, who)):
			refuse()
		one = _invitation_between(row, rater)
		if not one or one.status not in ASKED or one.relation == SELF:
			frappe.throw(_("This person is not asked to rate here."), title=_("Not possible"))
		_set_status([one.name], WITHDRAWN, reason)
	_after_loss(row, one.relation, {one.rater})
	_the_other_way_round(row, one.rater, reason)


def _the_other_way_round(row, rater: str, reason: str):
	"""Whoever may not rate somebody is not rated by him either."""
	Appraisal, Doc = DocType(APPRAISAL), DocType(CAMPAIGN)
	rows = (
		_rows(Appraisal, Doc)
		.where((Appraisal.campaign == row.campaign) & (Appraisal.employee == rater))
		.run(as_dict=True)
	)
	for other in rows:
		one = _invitation_between(other, row.employee)
		if one and one.status in ASKED:
			_set_status([one.name], WITHDRAWN, reason)
			_after_loss(other, one.relation, {one.rater})


def replace(row, who: permissions.Viewer, rater: str, by: str | None, reason: str):
	"""Ask somebody else in place of a rater; what he may have answered already stays in its box, and nobody is told
	whether there is something. Who has declined himself is not asked again, replaced or not."""
	if not may_replace(row, who):
		refuse()
	if not reason:
		frappe.throw(_("Say why the rater is replaced."), title=_("Reason missing"))
	there = {one.rater: one for one in _raters_of(row.name)}
	one = there.get(rater)
	if not one or one.relation not in CHOSEN:
		frappe.throw(_("Only peers and subordinates are replaced."), title=_("Not possible"))
	if by:
		relations = _relations_of_new(row, [by], there, [])
		_keep_limits(there, relations, [rater] if one.status in ASKED else [])
		if relations[by] != one.relation:
			frappe.throw(
				_("Choose somebody who stands in the same relation to the person."), title=_("Not possible")
			)
		_withdraw(one, reason)
		_invite(row, relations, there, APPROVED, PARTS[_acting(row, who)])
		_tell_new(row, [by])
		return
	_withdraw(one, reason)
	if not _substitute(row, one.relation):
		frappe.msgprint(_("Nobody else could be found; the rater was taken away."), alert=True)


def release(employees: Collection[str]):
	"""These people have left: they rate nobody any more, others are asked where possible, and nobody rates them.

	Their invitations end whether they are answered or not.
	"""
	Invitation, Appraisal, Doc = DocType(INVITATION), DocType(APPRAISAL), DocType(CAMPAIGN)
	employees = list(employees)
	own = (
		_rows(Appraisal, Doc)
		.where(
			Appraisal.employee.isin(employees)
			& Doc.status.isin(campaigns.OPEN)
			& Appraisal.workflow_state.isin([*SETTLING, COLLECTING])
		)
		.run(as_dict=True)
	)
	for row in own:
		take_away(row.campaign, [row.name])
		frappe.qb.update(Appraisal).set(Appraisal.workflow_state, campaigns.CANCELLED).where(
			Appraisal.name == row.name
		).run()
	asked = (
		frappe.qb.from_(Invitation)
		.join(Doc)
		.on(Doc.name == Invitation.campaign)
		.select(Invitation.name, Invitation.appraisal, Invitation.relation, Invitation.rater)
		.where(
			Invitation.rater.isin(employees) & Invitation.status.isin(ASKED) & Doc.status.isin(campaigns.OPEN)
		)
	).run(as_dict=True)
	if not asked:
		return
	_set_status([one.name for one in asked], WITHDRAWN, _("Has left the service."))
	rows = {
		row.name: row
		for row in _rows(Appraisal, Doc)
		.where(Appraisal.name.isin([one.appraisal for one in asked]))
		.run(as_dict=True)
	}
	# everybody of the agency is read once for each campaign, not for each person
	rosters = {}
	for one in asked:
		if one.relation in CHOSEN:
			row = rows[one.appraisal]
			rosters[row.campaign] = rosters.get(row.campaign) or _roster(row)
			_substitute(row, one.relation, rosters[row.campaign])


def follow_rename(old: str, new: str):
	"""Raters are kept by the number of the employee, not as links; of two people who become one, one request stays."""
	Invitation, Appraisal = DocType(INVITATION), DocType(APPRAISAL)
	there = (
		frappe.qb.from_(Invitation)
		.select(Invitation.appraisal)
		.where(Invitation.rater == new)
		.run(pluck=True)
	)
	frappe.qb.update(Invitation).set(Invitation.rater, new).where(
		(Invitation.rater == old) & Invitation.appraisal.notin(there or [""])
	).run()
	frappe.qb.from_(Invitation).delete().where(Invitation.rater == old).run()
	rows = (
		frappe.qb.from_(Appraisal)
		.select(Appraisal.name, Appraisal.campaign)
		.where(Appraisal.slot.like(f"%|{old}"))
		.run()
	)
	for name, campaign in rows:
		slot = f"{campaign}|{new}"
		if not frappe.db.exists(APPRAISAL, {"slot": slot}):
			frappe.qb.update(Appraisal).set(Appraisal.slot, slot).where(Appraisal.name == name).run()


def _own_invitation(name: str, who: permissions.Viewer):
	Invitation = DocType(INVITATION)
	found = (
		(
			frappe.qb.from_(Invitation)
			.select(
				Invitation.name,
				Invitation.appraisal,
				Invitation.rater,
				Invitation.relation,
				Invitation.status,
			)
			.where((Invitation.name == name) & (Invitation.rater == who.employee))
		).run(as_dict=True)
		if isinstance(name, str) and who.employee
		else []
	)
	row = row_of(found[0].appraisal, lock=True) if found else None
	if not row or row.status not in campaigns.OPEN:
		refuse()
	return found[0], row


def _invitation_between(row, rater: str | None):
	Invitation = DocType(INVITATION)
	found = (
		frappe.qb.from_(Invitation)
		.select(Invitation.name, Invitation.rater, Invitation.relation, Invitation.status)
		.where((Invitation.appraisal == row.name) & (Invitation.rater == cstr(rater)))
	).run(as_dict=True)
	return found[0] if found else None


def _decline(one, row, reason: str):
	"""One statement with all conditions: who answers at this moment has answered, or has declined, never both."""
	if one.relation not in CHOSEN:
		frappe.throw(
			_("The own rating and that of the superior cannot be given by somebody else."),
			title=_("Not possible"),
		)
	Invitation = DocType(INVITATION)
	(
		frappe.qb.update(Invitation)
		.set(Invitation.status, DECLINED)
		.set(Invitation.reason, reason)
		.where((Invitation.name == one.name) & Invitation.status.isin(ASKED) & (Invitation.answered == 0))
	).run()
	if frappe.db._cursor.rowcount != 1:
		frappe.throw(
			_("You have answered or declined already; nothing was changed."), title=_("Not possible")
		)


def _after_loss(row, relation: str, lost: set[str]):
	"""Ask somebody else, and tell the appraiser; before the raters are agreed he sees it when he agrees them."""
	if relation not in CHOSEN:
		return
	found = _substitute(row, relation)
	if row.workflow_state == NOMINATION:
		return
	if found:
		text = _("A rater of {0} could not take part; somebody else was asked.").format(row.employee_name)
	else:
		text = _(
			"A rater of {0} could not take part and nobody else was found. Please name somebody."
		).format(row.employee_name)
	users = permissions.users_standing_for(row.appraiser_type, row.appraiser, row.department)
	notifications.tell_many([(user, text, None, None) for user in users], link=campaigns.PAGE)


def _substitute(row, relation: str, roster: campaigns.Roster | None = None) -> str | None:
	there = {one.rater: one for one in _raters_of(row.name)}
	if sum(one.relation == relation and one.status in ASKED for one in there.values()) >= rater_rules().most(
		relation
	):
		return None
	roster = roster or _roster(row)
	person = roster.people.get(row.employee)
	if not person:
		return None
	found = rater_choice.substitute(
		person, relation, roster.people.values(), rater_rules(), row.campaign, set(there), campaigns.loads()
	)
	if not found:
		return None
	_invite(
		row, {found: relation}, there, PROPOSED if row.workflow_state == NOMINATION else APPROVED, "System"
	)
	_tell_new(row, [found])
	return found


def _set_status(invitations: Collection[str], status: str, reason: str):
	if not invitations:
		return
	Invitation = DocType(INVITATION)
	(
		frappe.qb.update(Invitation)
		.set(Invitation.status, status)
		.set(Invitation.reason, reason[:REASON_LIMIT])
		.where(Invitation.name.isin(list(invitations)))
	).run()


def _withdraw(one, reason: str):
	"""Take a rater away; what he has said himself when he declined stays."""
	if one.status != DECLINED:
		_set_status([one.name], WITHDRAWN, reason)


def _invite(row, relations: dict[str, str], there: dict, status: str, by: str):
	"""Ask these people; whoever was taken away before is asked again by the same invitation."""
	Invitation = DocType(INVITATION)
	again = [there[name].name for name in relations if name in there]
	if again:
		(
			frappe.qb.update(Invitation)
			.set(Invitation.status, status)
			.set(Invitation.proposed_by, by)
			.set(Invitation.reason, None)
			.where(Invitation.name.isin(again))
		).run()
	campaign = frappe._dict(name=row.campaign, launched_on=row.launched_on)
	campaign_work.insert(
		campaign,
		INVITATION,
		[
			{"appraisal": row.name, "rater": name, "relation": relation, "status": status, "proposed_by": by}
			for name, relation in relations.items()
			if name not in there
		],
	)


def _tell_new(row, raters: Collection[str]):
	"""Whoever is asked while the answering runs is told at once; the message names nobody."""
	if row.workflow_state != COLLECTING:
		return
	users = notifications.users_of([("Employee", name) for name in raters])
	text = _("360-degree appraisal: please rate one more person until {0}.").format(
		formatdate(row.answer_until)
	)
	notifications.tell_many([(user, text, None, None) for user in users.values()], link=campaigns.PAGE)


def _refuse_time(row):
	if row.workflow_state == NOMINATION and row.status in campaigns.OPEN:
		frappe.throw(
			_("This is settled by the employee until {0}, and by the appraiser.").format(
				formatdate(row.nominate_until)
			),
			title=_("Not possible now"),
		)
	frappe.throw(
		_("The raters are settled ({0}); only a single one is replaced now.").format(_(row.workflow_state)),
		title=_("Not possible now"),
	)


def refuse():
	frappe.throw(
		_("This was not found, or is not yours to do."), frappe.PermissionError, title=_("Not permitted")
	)
