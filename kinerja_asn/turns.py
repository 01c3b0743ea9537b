"""Whose turn it is after a step, and what that person is told."""

import frappe
from frappe import _lt

from kinerja_asn import notifications, permissions

EMPLOYEE, APPRAISER, SUPERIOR = "employee", "appraiser", "superior"

#: DocType -> new state -> (who is told, sentence), or several of them. {0} is the person the document is about.
STEPS = {
	"Work Plan": {
		"Plan Proposed": (APPRAISER, _lt("{0} proposed a work plan. Please read and agree it.")),
		"Plan Returned": (
			EMPLOYEE,
			_lt("Your work plan was returned with a note. Please mend and propose it again."),
		),
		"Plan Agreed": (EMPLOYEE, _lt("Your work plan was agreed. It binds from now on.")),
		"Closed": (EMPLOYEE, _lt("Your work plan was closed.")),
	},
	"Work Plan Adjustment": {
		"Adjustment Proposed": (
			APPRAISER,
			_lt("{0} proposed an adjustment of the work plan. Please decide on it."),
		),
		"Adjustment Agreed": (EMPLOYEE, _lt("The adjustment of your work plan was agreed.")),
		"Adjustment Refused": (
			EMPLOYEE,
			_lt("The adjustment of your work plan was refused. The running plan still binds."),
		),
	},
	"Periodic Report": {
		"Report Sent": (APPRAISER, _lt("{0} sent a periodic report. Please review it.")),
		"Report Returned": (EMPLOYEE, _lt("Your periodic report was returned with a note.")),
		"Report Accepted": (EMPLOYEE, _lt("Your periodic report was accepted.")),
	},
	"Performance Agreement": {
		"Agreement Proposed": (
			APPRAISER,
			_lt("{0} proposed the performance agreement of the unit. Please read and agree it."),
		),
		"Agreement Returned": (
			EMPLOYEE,
			_lt("The performance agreement of your unit was returned with a note. Please mend it."),
		),
		"Agreement Agreed": (
			EMPLOYEE,
			_lt("The performance agreement of your unit was agreed. Draft your work plan from it now."),
		),
		"Closed": (EMPLOYEE, _lt("The performance agreement of your unit was closed.")),
	},
	"Performance Agreement Adjustment": {
		"Adjustment Proposed": (
			APPRAISER,
			_lt("{0} proposed an adjustment of the performance agreement. Please decide on it."),
		),
		"Adjustment Agreed": (
			EMPLOYEE,
			_lt("The adjustment of your unit's performance agreement was agreed."),
		),
		"Adjustment Refused": (
			EMPLOYEE,
			_lt(
				"The adjustment of your unit's performance agreement was refused. What was agreed still binds."
			),
		),
	},
	"Performance Agreement Realisation": {
		"Realisation Sent": (APPRAISER, _lt("{0} sent the realisation of the unit's performance agreement.")),
	},
	"Performance Evaluation": {
		"Self Assessed": (APPRAISER, _lt("{0} is ready to be evaluated. Please rate results and behaviour.")),
		"Handed Over": (EMPLOYEE, _lt("Your evaluation was handed over. Please read and acknowledge it.")),
		"Acknowledged": (APPRAISER, _lt("{0} acknowledged the evaluation.")),
	},
	"Unit Performance Rating": {
		"Unit Rating Confirmed": (EMPLOYEE, _lt("The performance of the unit that you lead was rated.")),
	},
	"Performance Objection": {
		"Filed": (
			(APPRAISER, _lt("{0} objects to the evaluation. Please explain the rating.")),
			(SUPERIOR, _lt("{0} objects to an evaluation. You decide once the appraiser has explained.")),
		),
		"Clarified": (
			(
				SUPERIOR,
				_lt("The appraiser has explained the evaluation of {0}. Please decide on the objection."),
			),
			(EMPLOYEE, _lt("Your appraiser has explained the rating. The decision follows.")),
		),
		"Granted": (
			(EMPLOYEE, _lt("Your objection was granted; your evaluation has been changed.")),
			(APPRAISER, _lt("The objection of {0} was granted; the evaluation has been changed.")),
		),
		"Rejected": (
			(EMPLOYEE, _lt("Your objection was rejected. The decision is final.")),
			(APPRAISER, _lt("The objection of {0} was rejected; your rating stands.")),
		),
		"Withdrawn": (
			(APPRAISER, _lt("{0} has withdrawn the objection.")),
			(SUPERIOR, _lt("{0} has withdrawn the objection; there is nothing to decide.")),
		),
	},
}


def tell_of_step(doc):
	"""Notify the one whose turn it is when a save has changed the state; called after the write."""
	if doc.step:
		tell_of_state(doc, doc.step[1])


def tell_of_state(doc, state: str | None = None):
	"""Notify those whom this state of the document concerns."""
	told = STEPS[doc.doctype].get(state or doc.workflow_state) or ()
	for who, sentence in told if told and isinstance(told[0], tuple) else (told,) if told else ():
		notifications.tell(users_of(doc, who), str(sentence).format(doc.employee_name), doc.doctype, doc.name)


def users_of(doc, part: str) -> list[str]:
	"""The users who play a part in the document now: the person, or an official with today's delegates."""
	if part == EMPLOYEE:
		user = frappe.db.get_value("Employee", doc.employee, "user_id")
		return [user] if user else []
	if part == SUPERIOR and not doc.superior:
		return []
	users = permissions.users_standing_for(doc.get(f"{part}_type"), doc.get(part), doc.department)
	return [user for user in users if user != frappe.session.user]
