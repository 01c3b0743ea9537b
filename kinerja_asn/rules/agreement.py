"""What a performance agreement (Perjanjian Kinerja) must hold, and what its indicators amount to.

PermenPANRB 53/2014 (agreement and reporting of performance) and 88/2021; how the indicators' percentages make one figure is
no rule of a regulation: the mean, as the reports of agencies (LKjIP) do it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kinerja_asn.rules.errors import Problem
from kinerja_asn.rules.numeric import HUNDRED, ZERO, Number, mean
from kinerja_asn.rules.planning import has_text, target_problem


@dataclass(frozen=True)
class Objective:
	"""One objective (sasaran) of an agreement."""

	row_key: str
	objective: str | None = None


@dataclass(frozen=True)
class Indicator:
	"""One key indicator (IKU) of an objective; target is None where a range counts."""

	row_key: str
	objective_key: str | None = None
	indicator: str | None = None
	uom: str | None = None
	direction: str | None = None
	target: Number | None = None
	target_low: Number | None = None
	target_high: Number | None = None


def missing_in_agreement(objectives: Sequence[Objective], indicators: Sequence[Indicator]) -> list[Problem]:
	"""What stands in the way of proposing: each objective needs an indicator, each indicator a unit and a target.

	Source: PermenPANRB 53/2014, annex I (objectives, indicators and targets of the agreement).
	"""
	problems = [] if objectives else [Problem("objective_missing", table="objectives")]
	keys = {line.row_key for line in objectives}
	measured = {line.objective_key for line in indicators}
	for row, line in enumerate(objectives, 1):
		codes = [] if has_text(line.objective) else ["objective_text_missing"]
		if line.row_key not in measured:
			codes.append("objective_without_indicator")
		params = {"row": row, "title": _title(line.objective)}
		problems += [Problem(code, line.row_key, params, "objectives") for code in codes]
	for row, line in enumerate(indicators, 1):
		codes = []
		if line.objective_key not in keys:
			codes.append("indicator_without_objective")
		if not has_text(line.indicator):
			codes.append("indicator_text_missing")
		if not line.uom:
			codes.append("unit_missing")
		code = target_problem(line.direction, line.target, line.target_low, line.target_high)
		if code:
			codes.append(code)
		params = {"row": row, "title": _title(line.indicator)}
		problems += [Problem(code, line.row_key, params, "indicators") for code in codes]
	return problems


def _title(text: str | None) -> str:
	words = " ".join((text or "").split())
	return words if len(words) <= 60 else f"{words[:59]}…"


@dataclass(frozen=True)
class Achieved:
	"""What an agreement amounts to: the mean percentage of its indicators (None: none can be told), and how many
	indicators there are, reach 100 percent or more (met), more than 100 (exceeded), and cannot be told (without).
	"""

	percent: Decimal | None = None
	indicators: int = 0
	met: int = 0
	exceeded: int = 0
	without: int = 0


def achieved(percents: Iterable[Decimal | None], highest: Decimal | None = None) -> Achieved:
	"""The indicators' percentages as one figure, not rounded.

	Args:
		percents: one per indicator, None where it cannot be told.
		highest: what an indicator counts at most in the mean, so that one cannot make up for all others; None or 0: no
			limit. met and exceeded look at the percentage itself.

	No rule of a regulation.
	"""
	percents = list(percents)
	known = [percent for percent in percents if percent is not None]
	counted = [min(percent, highest) for percent in known] if highest and highest > ZERO else known
	return Achieved(
		percent=mean(counted) if counted else None,
		indicators=len(percents),
		met=sum(percent >= HUNDRED for percent in known),
		exceeded=sum(percent > HUNDRED for percent in known),
		without=len(percents) - len(known),
	)


def circle_from(start: str, parents: dict[str, str | None]) -> list[str]:
	"""The agreements on the way up from one that come back to it, or an empty list.

	Args:
		parents: agreement -> its parent.
	"""
	way, name = [], start
	while name and name not in way:
		way.append(name)
		name = parents.get(name)
	return way if name == start and way else []
