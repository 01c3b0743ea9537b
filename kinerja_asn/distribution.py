"""How predicates are distributed under a leader or in a unit, beside the pattern of the unit's rating.

The pattern is a consideration for the leader (SE MenPANRB 3/2023): what leaves it is told in words and never stopped.
Only evaluations that the viewer may read are counted, so that nobody finds out by subtraction what is still being
thought about himself. Everything takes the same few statements, however many people there are.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cached_property

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Max
from frappe.utils import cint
from pypika.terms import ExistsCriterion

from kinerja_asn import figures, permissions, problems, units
from kinerja_asn.charts import Readable
from kinerja_asn.prepared import prepared
from kinerja_asn.rules import distribution as rules
from kinerja_asn.rules.errors import Problem
from kinerja_asn.rules.numeric import rounded
from kinerja_asn.rules.predicate import PREDICATES
from kinerja_asn.setup.settings import distribution_rules, setting

EVALUATION = "Performance Evaluation"
PERIODIC, ANNUAL = "Periodic", "Annual"
#: States in which the appraiser has made up his mind.
COUNTED = ("Rated", "Handed Over", "Objected", "Decided", "Acknowledged")
LEADER, UNIT = "Leader", "Unit"
#: Sentences of one dialog.
TOLD_AT_MOST = 12


def followed(Row, plan):
	"""Condition of a plan or an annual evaluation: the person had another post later in the same period.

	Args:
		plan: its column with the name of the plan.

	The year is evaluated by the last appraiser, who sees what the earlier one said; that is no predicate of the year.
	"""
	Later = DocType("Work Plan").as_("later_post")
	return ExistsCriterion(
		frappe.qb.from_(Later)
		.select(Later.name)
		.where(
			(Later.employee == Row.employee)
			& (Later.performance_period == Row.performance_period)
			& (Later.docstatus == 1)
			& (Later.from_date > Row.from_date)
			& (Later.name != plan)
		)
	)


@dataclass(frozen=True)
class Time:
	"""What is evaluated: an interval of a period, or its year."""

	period: str
	kind: str
	interval: str | None = None

	@classmethod
	def of(cls, doc) -> "Time":
		return cls(doc.performance_period, doc.kind, doc.performance_interval or None)

	@property
	def values(self) -> dict[str, str]:
		"""It as a prepared query names it."""
		return {"period": self.period} | ({"interval": self.interval or ""} if self.kind == PERIODIC else {})

	def condition(self, Doc):
		found = (Doc.performance_period == self.period) & (Doc.kind == self.kind) & (Doc.docstatus < 2)
		if self.kind == PERIODIC:
			found &= Doc.performance_interval == (self.interval or "")
		return found & (Doc.workflow_state != "Cancelled")

	def once(self, Doc):
		"""The same with one evaluation of the year for each person, whatever posts he had."""
		found = self.condition(Doc)
		return found & followed(Doc, Doc.work_plan).negate() if self.kind == ANNUAL else found


@dataclass
class Group:
	"""The people under one leader, or of one unit."""

	key: tuple
	name: str
	department: str | None = None
	company: str | None = None
	counts: Counter = field(default_factory=Counter)
	ratings: Counter = field(default_factory=Counter)
	#: evaluations that are not rated yet
	waiting: int = 0
	unit_rating: str | None = None
	#: as `watched`, where many groups are held against the same patterns
	watched: rules.DistributionRules | None = None

	@property
	def total(self) -> int:
		return sum(self.counts.values())

	def add(self, row):
		number = cint(row.number)
		if row.predicate and row.workflow_state in COUNTED:
			self.counts[row.predicate] += number
		else:
			self.waiting += number
		if row.unit_rating:
			self.ratings[row.unit_rating] += number

	@cached_property
	def warnings(self) -> list[str]:
		"""Asked once the group is complete."""
		return warnings(self.counts, self.unit_rating, self.watched)


def smallest_team() -> int:
	"""In smaller groups percentages say nothing."""
	return max(distribution_rules().smallest_team, 1)


# --- counting -------------------------------------------------------------------------------------------------


def groups(
	time: Time, by: str, departments: list[str] | None = None, appraiser: tuple[str, str] | None = None
) -> list[Group]:
	"""The distribution of everything the viewer may read, in the order of names.

	Args:
		by: LEADER (who appraises) or UNIT (the unit that the evaluation names).
		departments: of these units only.
		appraiser: of this one only: its DocType and name.
	"""
	given = {"readable": Readable(EVALUATION), **time.values, **units.as_values(departments)}
	if appraiser:
		given["appraiser_type"], given["appraiser"] = appraiser
	rows = _counts(by, time.kind, **given)
	found, known = {}, watched()
	for row in rows:
		if by == LEADER:
			key, name = (row.appraiser_type or "Employee", row.appraiser or ""), row.appraiser_name
		else:
			key, name = (row.department or "",), row.department_name or row.department
		group = found.get(key)
		if group is None:
			group = found[key] = Group(
				key, name or _("the vacant post"), row.get("department"), row.company, watched=known
			)
		group.add(row)
	_rate(list(found.values()), time, by)
	return sorted(found.values(), key=lambda group: (group.name, group.key))


@prepared
def _counts(by, kind, **given):
	Doc = DocType(EVALUATION)
	condition = Time(given["period"], kind, given.get("interval")).once(Doc) & given["readable"]
	if "appraiser" in given:
		condition &= (Doc.appraiser == given["appraiser"]) & (Doc.appraiser_type == given["appraiser_type"])
	columns = [Doc.appraiser_type, Doc.appraiser] if by == LEADER else [Doc.department]
	return (
		frappe.qb.from_(Doc)
		.select(
			*columns,
			Doc.company,
			Doc.workflow_state,
			Doc.predicate,
			Doc.unit_rating,
			Count(Doc.name).as_("number"),
			Max(Doc.appraiser_name).as_("appraiser_name"),
			Max(Doc.department_name).as_("department_name"),
		)
		.where(condition & units.within(Doc, given))
		.groupby(*columns, Doc.company, Doc.workflow_state, Doc.predicate, Doc.unit_rating)
	)


def without_small(found: list[Group]) -> list[Group]:
	"""Groups as they may leave the house: the smaller ones are one group, together with the next where they are still few,
	so that no sum and no difference tells what few people were given. Empty where all of them are too few."""
	least = smallest_team()
	rated = sorted((group for group in found if group.total), key=lambda group: group.total)
	rest = Group((None,), _("Smaller units together"))
	while rated and (rated[0].total < least or 0 < rest.total < least):
		group = rated.pop(0)
		rest.counts += group.counts
		rest.waiting += group.waiting
	kept = {group.key for group in rated}
	shown = [group for group in found if group.key in kept or not group.total]
	return [*shown, rest] if rest.total >= least else shown


def _rate(found: list[Group], time: Time, by: str):
	"""The unit's rating that a group is held against: of a leader the unit he heads, else what most of his people's
	evaluations name."""
	own = _ratings_of_heads(found, time) if by == LEADER else {}
	for group in found:
		group.unit_rating = own.get(group.key[-1]) or next(
			(rating for rating, _number in group.ratings.most_common(1)), None
		)


def _ratings_of_heads(found: list[Group], time: Time) -> dict[str, str]:
	"""leader -> the rating of the unit that he heads, where his people's evaluations name several."""
	leaders = sorted(
		{group.key[1] for group in found if group.key[0] == "Employee" and len(group.ratings) > 1}
	)
	if not leaders:
		return {}
	Doc, Unit = DocType(EVALUATION), DocType("Department")
	rows = (
		frappe.qb.from_(Doc)
		.join(Unit)
		.on(Unit.name == Doc.department)
		.select(Unit.asn_head, Max(Doc.unit_rating))
		.where(
			time.condition(Doc)
			& Unit.asn_head.isin(leaders)
			& Doc.unit_rating.isin(list(rules.DEFAULT_RULES.patterns))
		)
		.groupby(Unit.asn_head)
	).run()
	return dict(rows)


def team_of(doc) -> Group | None:
	"""The people whose evaluation of the same time is the same appraiser's; None where nobody can be counted."""
	if not doc.appraiser:
		return None
	found = groups(Time.of(doc), LEADER, appraiser=(doc.appraiser_type or "Employee", doc.appraiser))
	return found[0] if found else None


def own_team(who: permissions.Viewer) -> tuple[Time, Group] | None:
	"""The latest time of an open period of which the viewer himself has rated somebody, and his people then."""
	if not who.identities:
		return None
	Doc, Period = DocType(EVALUATION), DocType("Performance Period")
	rows = (
		frappe.qb.from_(Doc)
		.join(Period)
		.on(Period.name == Doc.performance_period)
		.select(
			Doc.performance_period,
			Doc.kind,
			Doc.performance_interval,
			Doc.workflow_state,
			Doc.predicate,
			Doc.unit_rating,
			Count(Doc.name).as_("number"),
			Max(Doc.to_date).as_("until"),
		)
		.where(
			(Period.status == "Open")
			& Doc.appraiser.isin(list(who.identities))
			& (Doc.docstatus < 2)
			& (Doc.workflow_state != "Cancelled")
			& (Doc.employee != (who.employee or ""))
			& ((Doc.kind != ANNUAL) | followed(Doc, Doc.work_plan).negate())
		)
		.groupby(
			Doc.performance_period,
			Doc.kind,
			Doc.performance_interval,
			Doc.workflow_state,
			Doc.predicate,
			Doc.unit_rating,
		)
	).run(as_dict=True)
	found, until = {}, {}
	for row in rows:
		time = Time.of(row)
		found.setdefault(time, Group(("Employee", who.employee or ""), "")).add(row)
		until[time] = max(str(row.until or ""), until.get(time, ""))
	rated = [time for time, group in found.items() if group.total]
	if not rated:
		return None
	last = max(rated, key=lambda time: (until[time], time.kind == ANNUAL))
	_rate([found[last]], last, LEADER)
	return last, found[last]


# --- in words, and for a chart --------------------------------------------------------------------------------


def watched() -> rules.DistributionRules:
	"""The patterns that groups are held against: none where the agency wants no warnings."""
	known = distribution_rules()
	return known if cint(setting("distribution_warnings")) else replace(known, patterns={})


def warnings(
	counts: dict[str, int], unit_rating: str | None, known: rules.DistributionRules | None = None
) -> list[str]:
	"""Where a group leaves the pattern of its unit's rating, in the reader's language; empty without a rating."""
	known = known or watched()
	if unit_rating not in known.patterns:
		return []
	return [sentence(problem) for problem in rules.deviations(counts, unit_rating, known)]


def sentence(problem: Problem) -> str:
	"""A finding of the rules; its predicates translated one by one, its figures as the site writes them."""
	params = dict(problem.params)
	params["predicate"] = _names(params["predicate"])
	for key in ("percent", "limit"):
		if key in params:
			params[key] = figures.number(params[key])
	return problems.in_words(Problem(problem.code, params=params))


def _names(text: str) -> str:
	for mark in (" + ", ", "):
		if mark in text:
			return mark.join(_(name) for name in text.split(mark))
	return _(text)


def pattern_in_words(unit_rating: str | None) -> list[str]:
	"""What the agency's pattern expects where a unit is rated so."""
	pattern = distribution_rules().patterns.get(unit_rating)
	if not pattern:
		return []
	found = []
	if pattern.most:
		found.append(_("most often {0}").format(_(pattern.most)))
	for name, limit in pattern.maximum.items():
		found.append(
			_("{0} at most {1}%").format(_(name), figures.number(limit))
			if limit
			else _("no {0}").format(_(name))
		)
	for name, limit in pattern.minimum.items():
		found.append(_("{0} at least {1}%").format(_(name), figures.number(limit)))
	if pattern.at_least:
		names, limit = pattern.at_least
		found.append(
			_("{0} at least {1}%").format(" + ".join(_(name) for name in names), figures.number(limit))
		)
	if pattern.some_of:
		found.append(_("some {0}").format(" / ".join(_(name) for name in pattern.some_of)))
	return found


def chart(counts: dict[str, int], unit_rating: str | None) -> dict:
	"""The actual distribution beside the expected one, worst predicate first as the legal form has it.

	Returns:
		unit_rating, total, bars (predicate, count, percent, expected, low, high), pattern and warnings as sentences,
		small (too few people to compare).
	"""
	known = distribution_rules()
	pattern = known.patterns.get(unit_rating)
	shares, expected = rules.shares(counts), rules.expected_shares(pattern) if pattern else {}
	total = sum(counts.values())
	return {
		"unit_rating": unit_rating,
		"total": total,
		"small": total < smallest_team(),
		"smallest": smallest_team(),
		"bars": [
			{
				"predicate": name,
				# a long name may be broken behind its stroke
				"label": _(name).replace("/", "/\u200b"),
				"count": counts.get(name, 0),
				"percent": float(rounded(shares[name], 1)),
				"expected": float(rounded(expected[name], 1)) if pattern else None,
				"low": _plain(pattern and pattern.minimum.get(name)),
				"high": _plain(pattern and pattern.maximum.get(name)),
			}
			for name in reversed(PREDICATES)
		],
		"pattern": pattern_in_words(unit_rating),
		"warnings": warnings(counts, unit_rating),
	}


def _plain(value) -> float | None:
	return None if value is None else float(value)


def warnings_of(found: Collection[Group]) -> list[str]:
	"""One line for each group that leaves its pattern, with the number of those that are left out at the end."""
	lines = [f"{group.name}: {text}" for group in found for text in group.warnings]
	if len(lines) > TOLD_AT_MOST:
		rest = len(lines) - TOLD_AT_MOST
		lines = [*lines[:TOLD_AT_MOST], _("and {0} more").format(rest)]
	return lines


def tell_appraiser(doc):
	"""After rating or handing over: what the pattern of his people says now, to the one who rates; nothing is stopped."""
	if not cint(setting("distribution_warnings")):
		return
	group = team_of(doc)
	found = group.warnings if group else []
	if found:
		frappe.msgprint(
			"<br>".join(frappe.utils.escape_html(text) for text in found),
			title=_("Distribution of predicates in this team"),
			indicator="orange",
		)
