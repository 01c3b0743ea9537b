"""An agency's own number beside the predicate (nilai internal), by the scheme of its settings; none by default."""

import frappe
from frappe import _
from frappe.utils import cint, flt

from kinerja_asn import opinions, problems
from kinerja_asn.rules import planning
from kinerja_asn.rules.errors import RuleError
from kinerja_asn.rules.internal_value import (
	NONE,
	WITH_360,
	behaviour_value,
	behaviour_value_360,
	internal_value,
	predicate_of_value,
	results_value,
	scheme_of_person,
)
from kinerja_asn.rules.numeric import rounded
from kinerja_asn.rules.progress import is_due
from kinerja_asn.setup.settings import (
	behaviour_value_rules,
	indicator_value_rules,
	internal_value_rules,
	setting,
)

BLANK = {
	"numeric_scheme": None,
	"results_value": 0,
	"behaviour_value": 0,
	"internal_value": 0,
	"internal_label": None,
	"score_360": 0,
	"lacks_360": 0,
}


def scheme() -> str | None:
	"""The scheme of the agency; None where it keeps no number."""
	chosen = setting("numeric_scheme")
	return None if chosen in (None, "", NONE) else chosen


def highest_score() -> int:
	return cint(setting("highest_behaviour_score"))


def heard_about(doc) -> dict | None:
	"""The person's 360 where the scheme takes it into the number: `overall` and `highest`, the end of its scale."""
	return opinions.counted_for(doc) if scheme() == WITH_360 else None


def of(doc) -> dict:
	"""The columns of the number for an evaluation, blank until every behaviour has a score or a 360 stands for them.

	Raises:
		frappe.ValidationError: a score outside the scale.
	"""
	chosen, heard = scheme(), heard_about(doc)
	scores = [cint(row.score) for row in doc.behaviours if cint(row.score)]
	if not chosen or not (scores or heard):
		return dict(BLANK)
	try:
		behaviour = behaviour_value(scores, behaviour_value_rules()) if scores else None
		if heard:
			behaviour = behaviour_value_360(heard["overall"], heard["highest"], behaviour_value_rules())
		percents = _percents(doc)
		if not percents or (not heard and len(scores) < len(doc.behaviours)):
			return dict(BLANK)
		results = results_value(percents, indicator_value_rules())
		rules = internal_value_rules()
		held = scheme_of_person(chosen, bool(heard))
		value = internal_value(results, behaviour, held == WITH_360, rules)
		return {
			"numeric_scheme": held,
			"results_value": flt(rounded(results)),
			"behaviour_value": flt(rounded(behaviour)),
			"internal_value": flt(rounded(value)),
			"internal_label": predicate_of_value(value, bool(cint(doc.innovation)), rules),
			"score_360": flt(heard["overall"]) if heard else 0,
			"lacks_360": int(held != chosen),
		}
	except RuleError as error:
		problems.refuse(error, _("Score not possible"))


def _percents(doc) -> list[tuple]:
	"""(percentage, highest possible target) of the main indicators; one that was due and not realised counts as 0."""
	return [
		(flt(row.achievement), bool(cint(row.highest_possible_target)))
		for row in doc.results
		if row.kind == planning.MAIN
		and row.indicator_key
		and (cint(row.has_achievement) or (not cint(row.reported) and is_due(row.target, row.direction)))
	]


def refuse_missing_scores(doc):
	"""Where the agency keeps a number, every behaviour is scored before the evaluation is rated; a 360 that counts
	stands for the scores."""
	if not scheme() or heard_about(doc):
		return
	missing = [row for row in doc.behaviours if not cint(row.score)]
	if missing:
		frappe.throw(
			_("Score every behaviour from 1 to {0}; still missing: {1}.").format(
				highest_score(), ", ".join(frappe.bold(_(row.behaviour)) for row in missing)
			),
			title=_("Scores missing"),
		)
