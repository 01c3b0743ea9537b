"""ASN Rater Consistency: how each appraiser's ratings lie beside those of the others, in figures and in plain words.

It counts what `frappe.session.user` may read, without his own evaluation, and nothing else; who is compared with whom
follows from that. Ratings count as the appraiser gave them, before a calibration or an objection changed them, and a
rating of results that follows from the unit's rating does not count: nobody gave it.
"""

from collections import Counter, defaultdict

import frappe
from frappe import _, _lt
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Max
from frappe.utils import cint

from kinerja_asn import distribution, figures, permissions, problems, units
from kinerja_asn.charts import Readable
from kinerja_asn.distribution import COUNTED, EVALUATION
from kinerja_asn.evaluation_changes import CHANGE
from kinerja_asn.prepared import prepared
from kinerja_asn.rules.errors import Problem
from kinerja_asn.rules.predicate import RATINGS
from kinerja_asn.rules.rater_consistency import ConsistencyRules, consistency
from kinerja_asn.script_reports import EvaluationReport, Words

#: Bars that can still be read side by side.
SHOWN_AT_MOST = 6
WORDS = (_lt("In line with the other appraisers."),)


def execute(filters=None):
	return RaterConsistency(filters).run()


class RaterConsistency(EvaluationReport):
	def validate_filters(self):
		super().validate_filters()
		#: what the statements are asked with, by the names that they have there
		self.values = {
			"readable": Readable(EVALUATION),
			# nobody compares himself
			"me": permissions.viewer().employee or "",
			**self.time.values,
			**units.as_values(self.departments),
		}
		self.found = consistency(self.get_ratings(), ConsistencyRules(smallest=distribution.smallest_team()))

	def get_ratings(self) -> dict[tuple, Counter]:
		"""appraiser -> number of people with each pair of ratings; two statements, however many people there are."""
		self.names, counts = {}, defaultdict(Counter)
		for row in _counts(self.time.kind, **self.values):
			key = _key(row.appraiser_type, row.appraiser)
			self.names[key] = max(self.names.get(key, ""), row.appraiser_name or _("the vacant post"))
			pair = _pair(row.results_follow_unit, row.result_rating, row.behaviour_rating)
			counts[key][pair] += cint(row.number)
		for row, first in self._changed():
			of_rater = counts[_key(row.appraiser_type, row.appraiser)]
			of_rater[_pair(row.results_follow_unit, row.result_rating, row.behaviour_rating)] -= 1
			of_rater[_pair(row.results_follow_unit, first.old_result, first.old_behaviour)] += 1
		return {key: counts[key] for key in sorted(counts, key=lambda key: (self.names[key], key))}

	def _changed(self):
		"""(evaluation, its first change) of those whose ratings somebody else has changed since they were given."""
		of_one = {}
		for row in _changes(self.time.kind, **self.values):
			of_one.setdefault(row.name, []).append(row)
		for changes in of_one.values():
			first, last = changes[0], changes[-1]
			# rated anew since then: what stands is the appraiser's own again
			stands = (last.new_result, last.new_behaviour) == (last.result_rating, last.behaviour_rating)
			if stands and first.old_result in RATINGS and first.old_behaviour in RATINGS:
				yield last, first

	def get_columns(self) -> list[dict]:
		figure = {"fieldtype": "Float", "precision": 2, "width": 110}
		# as text: Frappe takes the number 0 for none given, and shows two decimals
		percent = {"fieldtype": "Percent", "precision": "0", "width": 110}
		return [
			{"fieldname": "name", "label": _("Appraiser"), "fieldtype": "Data", "width": 220},
			{"fieldname": "people", "label": _("Rated"), "fieldtype": "Int", "width": 80},
			{"fieldname": "reading", "label": _("Reading"), "fieldtype": "Data", "width": 640},
			{"fieldname": "mean", "label": _("Mean (1 to 3)"), **figure | {"width": 150}},
			{"fieldname": "spread", "label": _("Spread"), **figure},
			{"fieldname": "above", "label": _("Above expectation"), **percent},
			{"fieldname": "below", "label": _("Below expectation"), **percent},
			{"fieldname": "others", "label": _("Mean of the others"), **figure},
			{"fieldname": "deviation", "label": _("Deviation"), **figure},
		]

	def get_data(self) -> list[dict]:
		words, me = Words(), permissions.viewer().employee
		return [
			{
				"name": self.names[key],
				"appraiser_type": key[0],
				"appraiser": key[1],
				"not_counted": me,
				"people": one.people,
				"mean": _plain(one.mean),
				"spread": _plain(one.spread),
				"above": _plain(one.above),
				"below": _plain(one.below),
				"others": _plain(one.others),
				"deviation": _plain(one.deviation),
				"reading": self.in_words(one, words),
				"remarkable": int(_is_remarkable(one)),
			}
			for key, one in self.found.items()
			if one.people
		]

	def in_words(self, one, words: Words) -> str:
		if not one.findings:
			return words["In line with the other appraisers."]
		return " ".join(sentence(problem) for problem in one.findings)

	def get_message(self, rows) -> str:
		smallest = distribution.smallest_team()
		return "<br>".join(
			(
				_(
					"Below expectation counts 1, as expected 2, above expectation 3; of each person the mean of both ratings, as the appraiser gave them."
				),
				_(
					"Small numbers deceive: below {0} people nothing is said, and a difference is told only where chance does not explain it. It is a reason to look at the evidence together, not a verdict on anybody."
				).format(smallest),
			)
		)

	def get_chart(self, rows) -> dict | None:
		"""The mean of each appraiser beside that of the others, the highest and the lowest; small numbers are left out."""
		smallest = distribution.smallest_team()
		shown = [row for row in rows if row["people"] >= smallest]
		shown = sorted(shown, key=lambda row: -row["mean"])
		if len(shown) > SHOWN_AT_MOST:
			# those between are like the others
			shown = shown[: SHOWN_AT_MOST // 2] + shown[-(SHOWN_AT_MOST // 2) :]
		if len(shown) < 2:
			return None
		return {
			"title": _("Mean of the ratings, from 1 to 3"),
			"data": {
				"labels": [row["name"] for row in shown],
				"datasets": [
					{"name": _("This appraiser"), "values": [round(row["mean"], 2) for row in shown]},
					{
						"name": _("Other appraisers"),
						"values": [round(row["others"] or 0, 2) for row in shown],
					},
				],
			},
			"type": "bar",
			"colors": ["#1f5fa8", "#b8c4d6"],
			"height": 240,
		}

	def get_summary(self, rows) -> list[dict]:
		remarkable = sum(1 for one in self.found.values() if _is_remarkable(one))
		people = sum(one.people for one in self.found.values())
		return [
			{
				"label": _("Appraisers"),
				"value": sum(1 for one in self.found.values() if one.people),
				"datatype": "Int",
			},
			{"label": _("Rated"), "value": people, "datatype": "Int"},
			{
				"label": _("Worth a look"),
				"value": remarkable,
				"datatype": "Int",
				"indicator": "orange" if remarkable else "green",
			},
		]


# --- statements ---


def _given(Doc, kind: str, given: dict):
	"""The condition of ratings that were given at the time that was chosen."""
	return (
		distribution.Time(given["period"], kind, given.get("interval")).condition(Doc)
		& given["readable"]
		& Doc.workflow_state.isin(COUNTED)
		& Doc.result_rating.isin(RATINGS)
		& Doc.behaviour_rating.isin(RATINGS)
		& (Doc.employee != given["me"])
		& units.within(Doc, given)
	)


@prepared
def _counts(kind, **given):
	Doc = DocType(EVALUATION)
	columns = (
		Doc.appraiser_type,
		Doc.appraiser,
		Doc.results_follow_unit,
		Doc.result_rating,
		Doc.behaviour_rating,
	)
	return (
		frappe.qb.from_(Doc)
		.select(*columns, Count(Doc.name).as_("number"), Max(Doc.appraiser_name).as_("appraiser_name"))
		.where(_given(Doc, kind, given))
		.groupby(*columns)
	)


@prepared
def _changes(kind, **given):
	Doc, Change = DocType(EVALUATION), DocType(CHANGE)
	return (
		frappe.qb.from_(Doc)
		.join(Change)
		.on((Change.parent == Doc.name) & (Change.parenttype == EVALUATION))
		.select(
			Doc.name,
			Doc.appraiser_type,
			Doc.appraiser,
			Doc.results_follow_unit,
			Doc.result_rating,
			Doc.behaviour_rating,
			Change.old_result,
			Change.old_behaviour,
			Change.new_result,
			Change.new_behaviour,
		)
		.where(_given(Doc, kind, given))
		.orderby(Doc.name)
		.orderby(Change.idx)
	)


def _key(kind: str | None, appraiser: str | None) -> tuple[str, str]:
	return kind or "Employee", appraiser or ""


def _pair(follows_unit, results: str, behaviour: str) -> tuple:
	return (None if cint(follows_unit) else results), behaviour


def _plain(value) -> float | None:
	return None if value is None else round(float(value), 4)


def _is_remarkable(one) -> bool:
	return any(problem.code not in ("rater_too_few", "rater_no_others") for problem in one.findings)


def sentence(problem: Problem) -> str:
	"""A finding of the rules in the reader's language, its figures as the site writes them."""
	params = {
		key: figures.number(value) if key in ("distance", "percent") else value
		for key, value in problem.params.items()
	}
	return problems.in_words(Problem(problem.code, params=params))
