"""Ratings that are changed after the appraiser has rated: by calibration or by a decided objection.

The predicate only ever follows from the two ratings (PermenPANRB 6/2022). What stood there before, what came, who
brought it into force, when and why is kept in the evaluation and read with it.
"""

from collections.abc import Collection
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.query_builder import Case, DocType
from frappe.query_builder.functions import Count
from frappe.utils import cint, cstr, escape_html, get_fullname

from kinerja_asn import bulk, problems
from kinerja_asn.personal import now
from kinerja_asn.rules.errors import RuleError
from kinerja_asn.rules.predicate import AS_EXPECTED, predicate_for

EVALUATION, CHANGE, TABLE = "Performance Evaluation", "Performance Evaluation Change", "rating_changes"
CALIBRATION, OBJECTION = "Calibration", "Objection"
#: Evaluations in one statement that names each of them.
AT_ONCE = 200


@dataclass(frozen=True)
class NewRating:
	"""What an evaluation's ratings become, and why."""

	evaluation: str
	result_rating: str
	behaviour_rating: str
	reason: str
	#: name of who agreed to it; by default whoever brings the changes into force
	by: str | None = None


def record(
	ratings: Collection[NewRating], cause: str, source: str, states: Collection[str], by: str | None = None
) -> dict[str, str]:
	"""Write new ratings into evaluations, derive the predicates, keep what was before; all of them or none.

	Evaluations whose ratings are the same already are left alone. The caller has checked the right; the statements are
	few whatever the number.

	Args:
		cause: CALIBRATION or OBJECTION.
		source: name of the calibration or objection.
		states: the states in which this cause may still change an evaluation.
		by: name of who brings the change into force; the session's user by default.

	Returns:
		evaluation -> new predicate, of those that were changed.

	Raises:
		frappe.ValidationError: an evaluation is gone or has moved on, a rating is none, a reason is missing.
	"""
	wanted = {rating.evaluation: rating for rating in ratings}
	if not wanted:
		return {}
	stored = _locked(wanted)
	predicates = {}
	for name, rating in wanted.items():
		row = stored.get(name)
		if not row or row.workflow_state not in states:
			_refuse_moved(name, row)
		predicates[name] = _predicate(rating)
		if not cstr(rating.reason).strip():
			frappe.throw(
				_("Write the reason for the change of {0}.").format(frappe.bold(row.employee_name)),
				title=_("Reason missing"),
			)
	changed = [
		rating
		for name, rating in wanted.items()
		if (stored[name].result_rating, stored[name].behaviour_rating)
		!= (rating.result_rating, rating.behaviour_rating)
	]
	if changed:
		_write(changed, predicates)
		_fill_evidence(changed, stored)
		_keep(changed, stored, predicates, cause, source, by or get_fullname())
	return {rating.evaluation: predicates[rating.evaluation] for rating in changed}


def _locked(names: Collection[str]) -> dict:
	Doc = DocType(EVALUATION)
	rows = (
		frappe.qb.from_(Doc)
		.select(
			Doc.name,
			Doc.employee_name,
			Doc.workflow_state,
			Doc.docstatus,
			Doc.result_rating,
			Doc.behaviour_rating,
			Doc.predicate,
			Doc.result_evidence,
			Doc.behaviour_evidence,
		)
		.where(Doc.name.isin(sorted(names)))
		.orderby(Doc.name)
		.for_update()
	).run(as_dict=True)
	return {row.name: row for row in rows}


def _refuse_moved(name: str, row):
	if not row:
		frappe.throw(
			_("The evaluation {0} is not there any more.").format(frappe.bold(escape_html(cstr(name)))),
			title=_("Evaluation not found"),
		)
	frappe.throw(
		_("The evaluation of {0} is {1} by now; its ratings cannot be changed this way any more.").format(
			frappe.bold(row.employee_name), frappe.bold(_(row.workflow_state))
		),
		title=_("Evaluation has moved on"),
	)


def _predicate(rating: NewRating) -> str:
	try:
		return predicate_for(rating.result_rating, rating.behaviour_rating)
	except RuleError as error:
		problems.refuse(error, _("Rating not possible"))


def _write(changed: list[NewRating], predicates: dict[str, str]):
	Doc = DocType(EVALUATION)
	by_rating = {}
	for rating in changed:
		by_rating.setdefault((rating.result_rating, rating.behaviour_rating), []).append(rating.evaluation)
	# nine pairs at most
	for (result, behaviour), names in by_rating.items():
		(
			frappe.qb.update(Doc)
			.set(Doc.result_rating, result)
			.set(Doc.behaviour_rating, behaviour)
			.set(Doc.predicate, predicates[names[0]])
			.set(Doc.modified, frappe.utils.now())
			.set(Doc.modified_by, frappe.session.user)
			.where(Doc.name.isin(names))
		).run()


def _fill_evidence(changed: list[NewRating], stored: dict):
	"""A rating other than as expected stands on evidence; where there was none, the reason of the change is it."""
	Doc = DocType(EVALUATION)
	for rating_column, column in (
		("result_rating", "result_evidence"),
		("behaviour_rating", "behaviour_evidence"),
	):
		bare = [
			rating
			for rating in changed
			if getattr(rating, rating_column) not in (AS_EXPECTED, stored[rating.evaluation][rating_column])
			and not cstr(stored[rating.evaluation][column]).strip()
		]
		for start in range(0, len(bare), AT_ONCE):
			chunk, case = bare[start : start + AT_ONCE], Case()
			for rating in chunk:
				case = case.when(Doc.name == rating.evaluation, cstr(rating.reason).strip())
			(
				frappe.qb.update(Doc)
				.set(Doc[column], case)
				.where(Doc.name.isin([rating.evaluation for rating in chunk]))
			).run()


def _keep(changed: list[NewRating], stored: dict, predicates: dict, cause: str, source: str, by: str):
	moment, there = now(), _numbers([rating.evaluation for rating in changed])
	bulk.insert_rows(
		CHANGE,
		[
			{
				"parent": rating.evaluation,
				"parenttype": EVALUATION,
				"parentfield": TABLE,
				"idx": there.get(rating.evaluation, 0) + 1,
				"docstatus": cint(stored[rating.evaluation].docstatus),
				"changed_at": moment,
				"changed_by": rating.by or by,
				"cause": cause,
				"source": source,
				"old_result": stored[rating.evaluation].result_rating,
				"old_behaviour": stored[rating.evaluation].behaviour_rating,
				"old_predicate": stored[rating.evaluation].predicate,
				"new_result": rating.result_rating,
				"new_behaviour": rating.behaviour_rating,
				"new_predicate": predicates[rating.evaluation],
				"reason": cstr(rating.reason).strip(),
			}
			for rating in changed
		],
	)


def _numbers(names: list[str]) -> dict[str, int]:
	Row = DocType(CHANGE)
	rows = (
		frappe.qb.from_(Row)
		.select(Row.parent, Count(Row.name))
		.where((Row.parenttype == EVALUATION) & Row.parent.isin(names))
		.groupby(Row.parent)
	).run()
	return {name: cint(number) for name, number in rows}
