"""The 360-degree appraisal: what an answer must hold, which groups are shown, means, spread, gaps, strengths.

PP 30/2019 article 41(3)-(4) lets the opinion of peers and direct subordinates be considered; the survey is closed
(survei tertutup, PermenPANRB 8/2021). No regulation gives a fewest number of answers, weights or a reading of gaps:
these are figures of the agency or of this page.

Anonymity holds for peers and subordinates. A group is shown from the minimum on; what is shown never lets a hidden
group be had by subtraction: every sum is made of shown parts only.
"""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kinerja_asn.rules import numeric
from kinerja_asn.rules.errors import RuleError
from kinerja_asn.rules.rater_choice import (
	CHOSEN,
	LEAST_MINIMUM,
	PEER,
	RELATIONS,
	SELF,
	SUBORDINATE,
	SUPERIOR,
)

#: Peers and subordinates together, where neither group is large enough alone.
COLLEAGUES = "Colleagues"
#: The weighted mean of the parts that are shown.
OVERALL = "Overall"
SCORE, OPEN = "Score", "In Words"

#: An open answer; each character takes four bytes at most.
TEXT_LIMIT = 500
BYTES_PER_CHARACTER = 4
#: What is longer than this before it is cleaned is refused unread.
RAW_LIMIT = 10 * TEXT_LIMIT

#: Practice, not regulation (domain: superior 50-60, peers 20-30, subordinates 20, self shown only).
DEFAULT_WEIGHTS = {SUPERIOR: Decimal(50), PEER: Decimal(30), SUBORDINATE: Decimal(20), SELF: Decimal(0)}

#: Drawn as nothing or as a space although Unicode calls them letters, marks or signs: joiners, fillers, blank Braille,
#: selectors of variants.
_INVISIBLE = re.compile(
	"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_TAG = re.compile(r"<[/!?a-zA-Z][^<>]*>")
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class Question:
	key: str
	kind: str
	behaviour: str | None
	statement: str
	relations: frozenset


@dataclass(frozen=True)
class Questionnaire:
	"""Scale and questions as a campaign has frozen them."""

	anchors: tuple
	questions: tuple[Question, ...]

	@property
	def values(self) -> tuple[int, ...]:
		return tuple(sorted({int(anchor["value"]) for anchor in self.anchors}))

	def asked(self, relation: str) -> tuple[Question, ...]:
		"""The questions for this relation, in the order of the questionnaire."""
		return tuple(question for question in self.questions if relation in question.relations)

	def behaviours(self) -> tuple[str, ...]:
		"""In the order in which they are first asked about."""
		return tuple(dict.fromkeys(q.behaviour for q in self.questions if q.kind == SCORE and q.behaviour))


def questionnaire_from(data: str | Mapping) -> Questionnaire:
	"""The frozen copy of a campaign.

	Args:
		data: JSON or its mapping: ``anchors`` (value, label, description) and ``questions`` (row_key, kind, behaviour,
			statement, for_self, for_superior, for_peer, for_subordinate).
	"""
	data = json.loads(data) if isinstance(data, str) else data
	questions = tuple(
		Question(
			key=row["row_key"],
			kind=row["kind"],
			behaviour=row.get("behaviour") or None,
			statement=row.get("statement") or "",
			relations=frozenset(
				relation for relation in RELATIONS if int(row.get(f"for_{relation.lower()}") or 0)
			),
		)
		for row in data["questions"]
	)
	return Questionnaire(anchors=tuple(data["anchors"]), questions=questions)


# --- one answer -------------------------------------------------------------------------------------------


def clean_text(value) -> str:
	"""Words without markup and without characters that cannot be seen.

	What looks like a tag goes, so that a comment is plain wherever it is shown; invisible characters and runs of spaces
	go, so that they are no mark of whoever wrote them.
	"""
	text = unicodedata.normalize("NFC", str(value or "")).replace("\r\n", "\n").replace("\r", "\n")
	text = "".join(
		" " if character == "\t" else character
		for character in text
		if character in "\n\t" or unicodedata.category(character)[0] != "C"
	)
	text = _INVISIBLE.sub("", text)
	before = None
	while before != text:
		before, text = text, _TAG.sub("", text)
	lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
	return _LINES.sub("\n\n", "\n".join(lines)).strip()


def checked_answer(given, questionnaire: Questionnaire, relation: str) -> dict:
	"""What is kept of an answer: every statement scored, open answers cleaned, in the order of the questions.

	Args:
		given: ``scores`` (key of the question to value) and ``texts`` (key to words).

	Raises RuleError ``answer_unreadable``, ``answer_unknown_question``, ``answer_missing``, ``answer_off_scale``,
	``answer_too_long``. None of them holds what was answered.
	"""
	if not isinstance(given, Mapping):
		raise RuleError("answer_unreadable")
	scores, texts = given.get("scores") or {}, given.get("texts") or {}
	if not isinstance(scores, Mapping) or not isinstance(texts, Mapping):
		raise RuleError("answer_unreadable")
	asked = questionnaire.asked(relation)
	keys = {kind: {q.key for q in asked if q.kind == kind} for kind in (SCORE, OPEN)}
	if set(scores) - keys[SCORE] or set(texts) - keys[OPEN]:
		raise RuleError("answer_unknown_question")
	missing = [
		number
		for number, question in enumerate(asked, 1)
		if question.kind == SCORE and scores.get(question.key) in (None, "")
	]
	if missing:
		raise RuleError("answer_missing", rows=", ".join(str(number) for number in missing))
	kept: dict = {"s": {}, "o": {}}
	for number, question in enumerate(asked, 1):
		if question.kind == SCORE:
			kept["s"][question.key] = _value(scores[question.key], questionnaire.values, number)
		elif words := _words(texts.get(question.key), number):
			kept["o"][question.key] = words
	return kept


def _value(value, values: Sequence[int], number: int) -> int:
	if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
		value = int(value.strip()[:4])
	if isinstance(value, bool) or not isinstance(value, int) or value not in values:
		raise RuleError("answer_off_scale", row=number)
	return value


def _words(value, number: int) -> str:
	if value is not None and not isinstance(value, str):
		raise RuleError("answer_unreadable")
	if value and len(value) > RAW_LIMIT:
		raise RuleError("answer_too_long", row=number, length=len(value), limit=TEXT_LIMIT)
	words = clean_text(value)
	if len(words) > TEXT_LIMIT:
		raise RuleError("answer_too_long", row=number, length=len(words), limit=TEXT_LIMIT)
	return words


def written(answer: Mapping) -> str:
	"""An answer as it stands in a box."""
	return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))


def most_bytes(questionnaire: Questionnaire, relation: str) -> int:
	"""How long the longest possible answer of this relation is, written."""
	asked = questionnaire.asked(relation)
	longest = {
		"s": {q.key: max(questionnaire.values) for q in asked if q.kind == SCORE},
		"o": {q.key: "" for q in asked if q.kind == OPEN},
	}
	return len(written(longest).encode()) + len(longest["o"]) * TEXT_LIMIT * BYTES_PER_CHARACTER


# --- what is shown ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Figure:
	"""A mean that may be shown. behaviour None: over all behaviours that are shown of this relation."""

	relation: str
	behaviour: str | None
	answers: int
	mean: Decimal
	spread: Decimal | None


@dataclass(frozen=True)
class Summary:
	figures: tuple[Figure, ...] = ()
	#: (voice, key of the question, words); the voice of peers and subordinates is "Colleagues"
	comments: tuple[tuple[str, str, str], ...] = ()


def shown_groups(counts: Mapping[str, int], minimum: int = LEAST_MINIMUM) -> dict[str, tuple[str, ...]]:
	"""Which relations are shown, and whose answers each is made of.

	Args:
		counts: relation to number of answers.
		minimum: fewest answers of a group; never less than three.
	"""
	minimum = max(minimum, LEAST_MINIMUM)
	shown = {relation: (relation,) for relation in (SELF, SUPERIOR) if counts.get(relation)}
	groups = {relation: (relation,) for relation in CHOSEN if counts.get(relation, 0) >= minimum}
	if not groups and sum(counts.get(relation, 0) for relation in CHOSEN) >= minimum:
		groups = {COLLEAGUES: CHOSEN}
	return shown | groups


def summarise(
	answers: Mapping[str, Sequence[Mapping]],
	questionnaire: Questionnaire,
	minimum: int = LEAST_MINIMUM,
	weights: Mapping[str, Decimal] = DEFAULT_WEIGHTS,
) -> Summary:
	"""Everything that may be shown of the answers about one person, and nothing else.

	A behaviour, or an open question, that fewer than the minimum of a group were asked about is left out, and the
	group's total is made of the behaviours shown.

	Args:
		answers: relation to what `checked_answer` has kept.
	"""
	minimum = max(minimum, LEAST_MINIMUM)
	shown = shown_groups({relation: len(found) for relation, found in answers.items()}, minimum)
	figures: list[Figure] = []
	for relation, parts in shown.items():
		least = minimum if relation not in (SELF, SUPERIOR) else 1
		figures += _figures_of(
			relation, [(part, answers[part]) for part in parts if answers.get(part)], questionnaire, least
		)
	figures += _overall(figures, questionnaire, weights)
	return Summary(tuple(figures), tuple(_comments(shown, answers, questionnaire, minimum)))


def _figures_of(relation: str, parts: list, questionnaire: Questionnaire, least: int) -> list[Figure]:
	found = []
	#: one list of means of behaviours for each rater, to see how far their totals lie apart
	totals: dict[tuple, list[Decimal]] = {}
	for behaviour in questionnaire.behaviours():
		means = {}
		for part, answers in parts:
			keys = [q.key for q in questionnaire.asked(part) if q.kind == SCORE and q.behaviour == behaviour]
			if keys:
				for number, answer in enumerate(answers):
					means[part, number] = numeric.mean([Decimal(answer["s"][key]) for key in keys])
		if len(means) < least:
			continue
		found.append(_figure(relation, behaviour, list(means.values())))
		for rater, value in means.items():
			totals.setdefault(rater, []).append(value)
	if not found:
		return []
	of_raters = [numeric.mean(values) for values in totals.values()]
	total = Figure(
		relation,
		None,
		max(figure.answers for figure in found),
		numeric.rounded(numeric.mean([figure.mean for figure in found])),
		_spread(of_raters),
	)
	return [total, *found]


def _figure(relation: str, behaviour: str, values: list[Decimal]) -> Figure:
	return Figure(relation, behaviour, len(values), numeric.rounded(numeric.mean(values)), _spread(values))


def _spread(values: list[Decimal]) -> Decimal | None:
	"""Standard deviation of those who answered, to one decimal: finer, it would give single answers of a small group."""
	if len(values) < 2:
		return None
	middle = numeric.mean(values)
	squares = [numeric.CONTEXT.power(numeric.CONTEXT.subtract(value, middle), 2) for value in values]
	return numeric.rounded(numeric.CONTEXT.sqrt(numeric.mean(squares)), 1)


def weight_of(relation: str, weights: Mapping[str, Decimal]) -> Decimal:
	"""Peers and subordinates shown as one group weigh as much as both."""
	if relation == COLLEAGUES:
		return sum((Decimal(weights.get(part, 0)) for part in CHOSEN), numeric.ZERO)
	return Decimal(weights.get(relation, 0))


def weighted(means: Mapping[str, Decimal], weights: Mapping[str, Decimal]) -> Decimal | None:
	"""The mean of the parts there are, by their weights; an absent part is never a zero, its weight goes to the others.

	None where no part with a weight is there.
	"""
	parts = [(value, weight_of(relation, weights)) for relation, value in means.items()]
	whole = sum((weight for _value, weight in parts), numeric.ZERO)
	if whole <= 0:
		return None
	total = sum((value * weight for value, weight in parts), numeric.ZERO)
	return numeric.rounded(numeric.CONTEXT.divide(total, whole))


def _overall(
	figures: list[Figure], questionnaire: Questionnaire, weights: Mapping[str, Decimal]
) -> list[Figure]:
	found = []
	for behaviour in (None, *questionnaire.behaviours()):
		means = {figure.relation: figure.mean for figure in figures if figure.behaviour == behaviour}
		mean = weighted(means, weights)
		if mean is not None:
			found.append(Figure(OVERALL, behaviour, 0, mean, None))
	return found


def _comments(shown: Mapping, answers: Mapping, questionnaire: Questionnaire, minimum: int):
	for question in questionnaire.questions:
		if question.kind != OPEN:
			continue
		colleagues, asked = [], 0
		for relation, parts in shown.items():
			for part in parts:
				if part not in question.relations:
					continue
				words = [answer["o"].get(question.key) for answer in answers.get(part, ())]
				if relation in (SELF, SUPERIOR):
					yield from ((relation, question.key, text) for text in words if text)
				else:
					asked += len(words)
					colleagues += [text for text in words if text]
		if asked >= minimum:
			yield from ((COLLEAGUES, question.key, text) for text in colleagues)


# --- reading a result -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ReadingRules:
	"""How means are read, as parts of the scale. No regulation says it; practice of feedback reports.

	strength_from: from here on a behaviour is a strength (0.75 of a scale 1 to 5 is 4). weak_below: below here it asks for
	work (0.5 is 3). gap: from this difference on the person sees himself otherwise than the others do (0.2 is 0.8).
	most: how many are named.
	"""

	strength_from: Decimal = Decimal("0.75")
	weak_below: Decimal = Decimal("0.5")
	gap: Decimal = Decimal("0.2")
	most: int = 3


@dataclass(frozen=True)
class Reading:
	strengths: list = field(default_factory=list)
	to_improve: list = field(default_factory=list)
	blind_spots: list = field(default_factory=list)
	hidden_strengths: list = field(default_factory=list)


def reading(
	others: Mapping[str, Decimal],
	own: Mapping[str, Decimal],
	lowest: int,
	highest: int,
	rules: ReadingRules = ReadingRules(),
) -> Reading:
	"""Behaviours that stand out, the clearest first.

	Args:
		others: behaviour to the weighted mean of the others' shown parts.
		own: behaviour to the person's own mean.
	"""
	span = Decimal(highest - lowest)
	strong, weak = lowest + rules.strength_from * span, lowest + rules.weak_below * span
	gaps = {name: own[name] - value for name, value in others.items() if name in own}
	high = sorted((name for name, value in others.items() if value >= strong), key=lambda n: -others[n])
	low = sorted((name for name, value in others.items() if value < weak), key=lambda n: others[n])
	blind = sorted((name for name, gap in gaps.items() if gap >= rules.gap * span), key=lambda n: -gaps[n])
	hidden = sorted((name for name, gap in gaps.items() if gap <= -rules.gap * span), key=lambda n: gaps[n])
	return Reading(high[: rules.most], low[: rules.most], blind[: rules.most], hidden[: rules.most])
