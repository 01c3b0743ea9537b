"""Objection (keberatan) against an evaluation: the employee files, the appraiser explains, his superior decides.

The decision is final (PP 30/2019 article 59). Nobody has a DocPerm as an employee: everything goes through
`api.objections`, which reads the right from `permissions`; the steps are checked against the stored document.
"""

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import cint, cstr, formatdate, getdate

from kinerja_asn import evaluation_changes, permissions
from kinerja_asn.personal import now
from kinerja_asn.rules import objection as rules
from kinerja_asn.setup.settings import objection_rules

OBJECTION, EVALUATION, FILES = (
	"Performance Objection",
	"Performance Evaluation",
	"Performance Objection Evidence",
)
FILED, CLARIFIED, GRANTED, REJECTED, WITHDRAWN = "Filed", "Clarified", "Granted", "Rejected", "Withdrawn"
#: The evaluation waits for somebody.
OPEN = (FILED, CLARIFIED)
OVER = (GRANTED, REJECTED)
HANDED_OVER, ACKNOWLEDGED, OBJECTED, DECIDED = "Handed Over", "Acknowledged", "Objected", "Decided"
#: Evaluations that may be objected to while the days run: reading it is no consent.
MAY_BE_OBJECTED = (HANDED_OVER, ACKNOWLEDGED)
#: Taken over from the evaluation when the objection is filed.
FROM_EVALUATION = (
	*permissions.RIGHTS_COLUMNS,
	"employee_name",
	"appraiser_name",
	"superior_name",
	*permissions.RATERS,
	"position",
	"department_name",
	"work_plan",
	"kind",
	"performance_interval",
	"performance_period",
)
CHILDREN = ("Performance Evaluation Result", "Performance Evaluation Behaviour", evaluation_changes.CHANGE)


def name_of(evaluation: str) -> str:
	return f"KB-{evaluation}"


def evaluation_name(objection: str) -> str:
	return cstr(objection).removeprefix("KB-")


def problem_of_filing(evaluation) -> str | None:
	"""Why this evaluation cannot be objected to now, in words for the employee, or None.

	Args:
		evaluation: workflow_state, object_until, handed_over_at, silent, as they are stored.
	"""
	state = evaluation.workflow_state
	if state == OBJECTED:
		return _("You have objected to this evaluation already. Add to that objection what is missing.")
	if state == DECIDED:
		return _(
			"The objection to this evaluation has been decided; the decision is final (PP 30/2019 art. 59)."
		)
	if state not in MAY_BE_OBJECTED or not evaluation.object_until:
		return _("An objection is possible once the evaluation has been handed over to you.")
	if getdate() > getdate(evaluation.object_until):
		return _(
			"The last day to object was {0}, {1} days after the evaluation was handed over. It counts as accepted."
		).format(formatdate(evaluation.object_until), objection_rules().days)
	return None


def evaluation_to_object(name: str):
	"""The evaluation, locked, for whoever may object to it: the employee himself, in time, once.

	Raises:
		frappe.PermissionError: not his own. frappe.ValidationError: why it is not possible, in words.
	"""
	row = frappe.db.get_value(
		EVALUATION,
		name,
		[
			"name",
			"workflow_state",
			"docstatus",
			"object_until",
			"handed_over_at",
			"acknowledged_at",
			"result_rating",
			"behaviour_rating",
			"predicate",
			*FROM_EVALUATION,
		],
		as_dict=True,
		for_update=True,
	)
	if permissions.actors(row) != {"employee"}:
		frappe.throw(
			_("Only {0} can object to this evaluation.").format(frappe.bold(row.employee_name)),
			frappe.PermissionError,
			title=_("Not yours to object to"),
		)
	problem = problem_of_filing(row)
	if problem:
		frappe.throw(problem, title=_("Objection not possible"))
	return row


def head_of(evaluation) -> dict:
	"""The columns with which an objection to this evaluation begins."""
	today, terms = getdate(), objection_rules()
	return {column: evaluation[column] for column in FROM_EVALUATION} | {
		"evaluation": evaluation.name,
		"old_result_rating": evaluation.result_rating,
		"old_behaviour_rating": evaluation.behaviour_rating,
		"old_predicate": evaluation.predicate,
		"filed_at": now(),
		"clarify_by": rules.clarification_due(today, terms),
		"decide_by": rules.decision_due(today, terms),
	}


# --- what a step does to the evaluation ----------------------------------------------------------------------


def hold(evaluation: str):
	"""The evaluation waits for the decision: neither read nor silence ends it now."""
	_bring(evaluation, OBJECTED, 0)


def give_back(evaluation: str):
	"""The objection was withdrawn: the evaluation is where it was before."""
	read = frappe.db.get_value(EVALUATION, evaluation, "acknowledged_at")
	_bring(evaluation, ACKNOWLEDGED if read else HANDED_OVER, int(bool(read)))


def decide(doc):
	"""Bring a decision into force: ratings and predicate when granted; final in both cases. The right was checked."""
	if doc.workflow_state == GRANTED:
		found = evaluation_changes.record(
			[
				evaluation_changes.NewRating(
					doc.evaluation, doc.new_result_rating, doc.new_behaviour_rating, reason_of_change()
				)
			],
			evaluation_changes.OBJECTION,
			doc.name,
			states=(OBJECTED,),
			by=doc.decided_by,
		)
		doc.db_set("new_predicate", found.get(doc.evaluation), update_modified=False)
	_bring(doc.evaluation, DECIDED, 1)


def reason_of_change() -> str:
	"""What all readers of the evaluation read; the words of the decision belong to those concerned."""
	return _("Objection granted by the appraiser's superior (PP 30/2019 art. 59)")


def _bring(evaluation: str, state: str, docstatus: int):
	stored = frappe.db.get_value(EVALUATION, evaluation, "workflow_state", for_update=True)
	if stored not in (*MAY_BE_OBJECTED, OBJECTED):
		frappe.throw(
			_("The evaluation is {0} by now. Reload the page.").format(frappe.bold(_(stored or "Draft"))),
			title=_("Evaluation has moved on"),
		)
	# the steps of the Workflow are taken by people; this one follows from the objection
	frappe.db.set_value(EVALUATION, evaluation, {"workflow_state": state, "docstatus": docstatus})
	for child in CHILDREN:
		Row = DocType(child)
		(
			frappe.qb.update(Row)
			.set(Row.docstatus, docstatus)
			.where((Row.parenttype == EVALUATION) & (Row.parent == evaluation))
		).run()
	frappe.clear_document_cache(EVALUATION, evaluation)


# --- reading -------------------------------------------------------------------------------------------------


def of_evaluation(evaluation: str, who: permissions.Viewer | None = None):
	"""The objection to an evaluation with the viewer's `parts` in it, or None: where there is none, or none for him."""
	row = frappe.db.get_value(OBJECTION, name_of(evaluation), "*", as_dict=True)
	parts = permissions.reading_parts(OBJECTION, row, who) if row else set()
	if not parts:
		return None
	row.doctype, row.parts = OBJECTION, parts
	return row


def decision_waits(doc) -> bool:
	"""Whether the decision still waits for the appraiser's explanation."""
	return doc.workflow_state == FILED and not rules.may_decide(
		getdate(doc.filed_at), False, getdate(), objection_rules()
	)


def raters_of(row) -> set[str]:
	"""Who has given the rating that is objected to."""
	return {row.get(column) for column in permissions.RATERS} - {None, ""}


def lacks_decider(row) -> str | None:
	"""Why HR has to name who decides, in words, or None."""
	if not row.superior:
		return _("The appraiser has no superior in the records.")
	if row.superior in (row.employee, row.appraiser):
		return _("The superior is the employee or the appraiser himself.")
	if row.superior in raters_of(row):
		return _("The superior has given the rating himself, as the appraiser of that time.")
	if row.superior_type == permissions.EXTERNAL:
		active = frappe.db.get_value(permissions.EXTERNAL, row.superior, "active")
		return None if cint(active) else _("{0} is not in office any more.").format(row.superior_name)
	status = frappe.db.get_value("Employee", row.superior, "status")
	return None if status == "Active" else _("{0} is not in service any more.").format(row.superior_name)
