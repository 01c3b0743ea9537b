"""The cascade: from the agency's objective over each leader's results down to the person, one level at a time.

Every question is answered in a number of statements that does not grow with the agency. Rows are limited to what the
viewer may read; of the others only their number below a readable row is told.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

import frappe
from frappe import _
from frappe.query_builder import Case, DocType
from frappe.query_builder.functions import Count
from frappe.utils import cint, getdate
from pypika.analytics import RowNumber
from pypika.terms import ExistsCriterion

from kinerja_asn import agreements, permissions, supported_results
from kinerja_asn.charts import Readable
from kinerja_asn.kinerja_asn.doctype.work_plan import work_plan as plans
from kinerja_asn.rules.cascade import percent_of_result, tone

OBJECTIVES = "Performance Agreement Objective"
#: Rows below one node that are drawn at once, and rows of all nodes that are opened together.
ROWS_AT_ONCE = 60
ROWS_OF_A_LEVEL = 300
#: Nodes that are opened together.
NODES_AT_ONCE = 60
GAPS_AT_ONCE = 50
FOUND_AT_ONCE = 20
FEWEST_LETTERS = 2
MOST_UNITS = 1000

RESULT, OBJECTIVE = "r", "o"
#: Agreements in these states are published: their words are open to everybody in the agency.
PUBLISHED = (agreements.AGREED, agreements.CLOSED)


@dataclass
class Branch:
	"""What hangs below a node: rows that the viewer may read, how many there are, and how many others."""

	rows: list = field(default_factory=list)
	total: int = 0
	others: int = 0

	def as_dict(self) -> dict:
		return {"rows": self.rows, "others": self.others, "more": len(self.rows) < self.total}


def node_id(kind: str, parent: str, key: str) -> str:
	return f"{kind}|{parent}|{key}"


def parts_of(node) -> tuple[str, str, str]:
	"""(kind, document, key of the row) of a node's name.

	Raises:
		frappe.PermissionError: it is no node's name; the same answer as for a hidden one.
	"""
	kind, _bar, rest = node.partition("|") if isinstance(node, str) else ("", "", "")
	parent, _bar, key = rest.rpartition("|")
	if kind not in (RESULT, OBJECTIVE) or not parent or not key:
		refuse()
	return kind, parent, key


def refuse():
	frappe.throw(_("This part of the cascade was not found, or is not yours to see."), frappe.PermissionError)


# --- results ----------------------------------------------------------------------------------------------


def _of_plans(Result):
	"""Rows of plans that are neither cancelled nor closed by an adjustment."""
	return (Result.parenttype == "Work Plan") & (Result.docstatus < 2) & Result.closed_on.isnull()


def _readable_results():
	"""Query of results in plans that the viewer may read."""
	Result, Plan = DocType("Work Plan Result"), DocType("Work Plan")
	return (
		frappe.qb.from_(Result)
		.join(Plan)
		.on(Plan.name == Result.parent)
		.where(_of_plans(Result) & (Plan.docstatus < 2) & Readable("Work Plan"))
	)


def _with_columns(query):
	Result, Plan = DocType("Work Plan Result"), DocType("Work Plan")
	return query.select(
		Result.row_key,
		Result.parent,
		Result.short_code,
		Result.kind,
		Result.result,
		Result.superior_plan,
		Result.superior_row_key,
		Result.agreement,
		Result.agreement_row_key,
		Plan.employee_name,
		Plan.position,
		Plan.department_name,
		Plan.workflow_state,
	)


def _nodes(rows: Collection) -> list[dict]:
	"""Rows of results as they are drawn: words, person, what hangs below, how far it was reached."""
	if not rows:
		return []
	below = supporter_counts([(row.parent, row.row_key) for row in rows])
	reached = achievements({row.parent for row in rows})
	nodes = []
	for row in rows:
		nodes.append(
			{
				"id": node_id(RESULT, row.parent, row.row_key),
				"kind": "result",
				"code": row.short_code,
				"text": row.result,
				"additional": row.kind == "Additional",
				"owner": row.employee_name,
				"position": row.position,
				"unit": row.department_name,
				"plan": row.parent,
				"state": row.workflow_state,
				"state_label": _(row.workflow_state or "Draft"),
				**_figures(reached.get((row.parent, row.row_key))),
				"below": below.get((row.parent, row.row_key), 0),
			}
		)
	return nodes


def _figures(percent) -> dict:
	return {"percent": None if percent is None else round(float(percent), 1), "tone": tone(percent)}


def supporter_counts(results: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
	"""(plan, key) -> how many results support it, whoever may read them."""
	if not results:
		return {}
	Result = DocType("Work Plan Result")
	return {
		(plan, key): cint(count)
		for plan, key, count in (
			frappe.qb.from_(Result)
			.select(Result.superior_plan, Result.superior_row_key, Count(Result.name))
			.where(
				_of_plans(Result)
				& Result.superior_plan.isin(sorted({plan for plan, _key in results}))
				& Result.superior_row_key.isin(sorted({key for _plan, key in results}))
			)
			.groupby(Result.superior_plan, Result.superior_row_key)
			.run()
		)
	}


def achievements(names: Collection[str]) -> dict:
	"""(plan, key of result) -> percent of the year until now, by the newest accepted report of each plan."""
	Report, Interval, Row = (
		DocType("Periodic Report"),
		DocType("Performance Interval"),
		DocType("Periodic Report Realisation"),
	)
	newest = {}
	for name, plan, _day in (
		frappe.qb.from_(Report)
		.join(Interval)
		.on(Interval.name == Report.performance_interval)
		.select(Report.name, Report.work_plan, Interval.from_date)
		.where(Report.work_plan.isin(list(names) or [""]) & (Report.docstatus == 1))
		.orderby(Interval.from_date)
		.run()
	):
		newest[plan] = name
	plan_of = {name: plan for plan, name in newest.items()}
	found = {}
	if plan_of:
		for report, key, percent, known in (
			frappe.qb.from_(Row)
			.select(Row.parent, Row.result_key, Row.cumulative_achievement, Row.has_cumulative)
			.where(
				Row.parent.isin(list(plan_of))
				& (Row.parenttype == "Periodic Report")
				& Row.indicator_key.isnotnull()
			)
			.run()
		):
			found.setdefault((plan_of[report], key), []).append(percent if known else None)
	return {result: percent_of_result(percents) for result, percents in found.items()}


# --- objectives -------------------------------------------------------------------------------------------


def _of_agreements(Objective):
	return (
		(Objective.parenttype == agreements.AGREEMENT)
		& (Objective.docstatus < 2)
		& Objective.closed_on.isnull()
	)


def _readable_objectives():
	"""Query of objectives in agreements that the viewer may read."""
	Objective, Agreement = DocType(OBJECTIVES), DocType(agreements.AGREEMENT)
	return (
		frappe.qb.from_(Objective)
		.join(Agreement)
		.on(Agreement.name == Objective.parent)
		.where(_of_agreements(Objective) & (Agreement.docstatus < 2) & Readable(agreements.AGREEMENT))
	)


def _with_objective_columns(query):
	Objective, Agreement = DocType(OBJECTIVES), DocType(agreements.AGREEMENT)
	return query.select(
		Objective.row_key,
		Objective.parent,
		Objective.short_code,
		Objective.objective,
		Objective.parent_row_key,
		Agreement.parent_agreement,
		Agreement.employee_name,
		Agreement.position,
		Agreement.department_name,
		Agreement.workflow_state,
	)


def _objective_nodes(rows: Collection) -> list[dict]:
	if not rows:
		return []
	pairs = [(row.parent, row.row_key) for row in rows]
	below = child_objective_counts(pairs)
	for pair, count in _results_on_objectives(pairs).items():
		below[pair] = below.get(pair, 0) + count
	reached = _objective_percents({row.parent for row in rows})
	return [
		{
			"id": node_id(OBJECTIVE, row.parent, row.row_key),
			"kind": "objective",
			"code": row.short_code,
			"text": row.objective,
			"additional": False,
			"owner": row.department_name,
			"position": row.employee_name,
			"unit": None,
			"plan": row.parent,
			"state": row.workflow_state,
			"state_label": _(row.workflow_state or "Draft"),
			**_figures(reached.get(row.parent, {}).get(row.row_key)),
			"below": below.get((row.parent, row.row_key), 0),
		}
		for row in rows
	]


def _objective_percents(names: Collection[str]) -> dict:
	"""Achievement of objectives; only of agreements whose realisation the viewer may read, which is not published."""
	Doc = DocType(agreements.REALISATION)
	told = (
		frappe.qb.from_(Doc)
		.select(Doc.agreement)
		.distinct()
		.where(
			Doc.agreement.isin(sorted(names) or [""])
			& (Doc.docstatus == 1)
			& Readable(agreements.REALISATION)
		)
	).run(pluck=True)
	return agreements.objective_percents(told) if told else {}


def child_objective_counts(pairs: Collection[tuple[str, str]], readable: bool = False) -> dict:
	"""(agreement, key) -> how many objectives of agreements below hang on it."""
	Objective, Agreement = DocType(OBJECTIVES), DocType(agreements.AGREEMENT)
	query = (
		frappe.qb.from_(Objective)
		.join(Agreement)
		.on(Agreement.name == Objective.parent)
		.select(Agreement.parent_agreement, Objective.parent_row_key, Count(Objective.name))
		.where(_of_agreements(Objective) & (Agreement.docstatus < 2) & _hangs_on_objectives(pairs))
		.groupby(Agreement.parent_agreement, Objective.parent_row_key)
	)
	if readable:
		query = query.where(Readable(agreements.AGREEMENT))
	return {(parent, key): cint(count) for parent, key, count in query.run()}


def _hangs_on_objectives(pairs: Collection[tuple[str, str]]):
	Objective, Agreement = DocType(OBJECTIVES), DocType(agreements.AGREEMENT)
	return Agreement.parent_agreement.isin(sorted({parent for parent, _key in pairs})) & (
		Objective.parent_row_key.isin(sorted({key for _parent, key in pairs}))
	)


def _results_on_objectives(pairs: Collection[tuple[str, str]], readable: bool = False) -> dict:
	"""(agreement, key) -> how many results of heads' plans hang on the objective."""
	Result = DocType("Work Plan Result")
	query = _readable_results() if readable else frappe.qb.from_(Result).where(_of_plans(Result))
	return {
		(agreement, key): cint(count)
		for agreement, key, count in (
			query.select(Result.agreement, Result.agreement_row_key, Count(Result.name))
			.where(_serves(pairs))
			.groupby(Result.agreement, Result.agreement_row_key)
			.run()
		)
	}


def _serves(pairs: Collection[tuple[str, str]]):
	Result = DocType("Work Plan Result")
	return Result.agreement.isin(sorted({parent for parent, _key in pairs})) & Result.agreement_row_key.isin(
		sorted({key for _parent, key in pairs})
	)


# --- the tree ---------------------------------------------------------------------------------------------


def start(period: str | None = None, department: str | None = None, node: str | None = None) -> dict:
	"""Where the tree begins for this viewer: the highest results that he may read, or one node.

	Returns:
		periods, period, units: what can be chosen; path: words above `node`; roots: as `branches` gives them.
	"""
	who = permissions.viewer()
	periods = period_choices(who)
	if period not in {row["name"] for row in periods}:
		period = _usual(periods)
	answer = {
		"periods": periods,
		"period": period,
		"department": department,
		"units": units(period) if period else [],
		"path": [],
		"roots": Branch().as_dict(),
	}
	if node:
		kind, row = _readable_node(node)
		answer["path"] = path_to(kind, row)
		answer["roots"] = Branch((_nodes if kind == RESULT else _objective_nodes)([row]), 1).as_dict()
	elif period:
		answer["roots"] = roots(who, period, department)
	return answer


def period_choices(who: permissions.Viewer) -> list[dict]:
	"""Periods of the agencies that concern the viewer, the newest first."""
	Period, Employee = DocType("Performance Period"), DocType("Employee")
	query = frappe.qb.from_(Period).select(Period.name, Period.year, Period.company, Period.status)
	overseer = who.is_everything or who.is_hr or who.is_manager or who.is_auditor
	if not (overseer and who.companies is None):
		of_mine = (
			frappe.qb.from_(Employee).select(Employee.company).where(Employee.name == (who.employee or ""))
		)
		named = Period.company.isin(list(who.companies or ()) or [""]) if overseer else Period.company == ""
		query = query.where(named | Period.company.isin(of_mine))
	return (
		query.orderby(Period.year, order=frappe.qb.desc).orderby(Period.company).limit(40).run(as_dict=True)
	)


def usual_period(who: permissions.Viewer) -> str | None:
	"""The period that the viewer most likely looks for: this year's open one."""
	return _usual(period_choices(who))


def _usual(periods: list[dict]) -> str | None:
	opened = [row for row in periods if row["status"] == "Open"]
	today = [row for row in opened if cint(row["year"]) == getdate().year]
	return (today or opened or periods or [{"name": None}])[0]["name"]


def units(period: str) -> list[dict]:
	"""Units with plans that the viewer may read."""
	Plan = DocType("Work Plan")
	return (
		frappe.qb.from_(Plan)
		.select(Plan.department.as_("name"), Plan.department_name.as_("label"))
		.where(
			(Plan.performance_period == period)
			& (Plan.docstatus < 2)
			& Plan.department.isnotnull()
			& Readable("Work Plan")
		)
		.groupby(Plan.department, Plan.department_name)
		.orderby(Plan.department_name)
		.limit(MOST_UNITS)
	).run(as_dict=True)


def roots(who: permissions.Viewer, period: str, department: str | None = None, page: int = 1) -> dict:
	"""What hangs on nothing the viewer may read: objectives of agreements, then results of leaders and one's own, the
	highest posts first.

	With a unit: those of the unit that hang on nothing of the same unit.
	"""
	Result, Plan, Employee = DocType("Work Plan Result"), DocType("Work Plan"), DocType("Employee")
	leads = (Employee.rgt > Employee.lft + 1) | (Plan.employee == (who.employee or ""))
	plans_above, agreements_above = _above(period, department)
	alone = (
		Result.superior_row_key.isnull()
		| (Result.superior_row_key == "")
		| Result.superior_plan.notin(plans_above)
	) & (Result.agreement.isnull() | (Result.agreement == "") | Result.agreement.notin(agreements_above))
	query = (
		_readable_results()
		.join(Employee)
		.on(Employee.name == Plan.employee)
		.where((Plan.performance_period == period) & (Result.kind == "Main") & alone)
	)
	if department:
		unconnected = Result.superior_row_key.isnull() | (Result.superior_row_key == "")
		query = query.where((Plan.department == department) & (leads | unconnected.negate()))
	else:
		query = query.where(leads)
	total = cint(query.select(Count(Result.name)).run()[0][0])
	rows = (
		_with_columns(query)
		.orderby(Employee.lft)
		.orderby(Plan.name)
		.orderby(Result.idx)
		.limit(ROWS_AT_ONCE)
		.offset((page - 1) * ROWS_AT_ONCE)
	).run(as_dict=True)
	highest = _highest_objectives(period, department, agreements_above) if page == 1 else []
	branch = Branch(_objective_nodes(highest) + _nodes(rows), total).as_dict()
	branch["more"] = page * ROWS_AT_ONCE < total
	return branch


def _above(period: str, department: str | None):
	"""Queries of the plans and agreements that count as something to hang on: readable ones, or those of the unit."""
	found = []
	for doctype in ("Work Plan", agreements.AGREEMENT):
		Doc = DocType(doctype)
		query = (
			frappe.qb.from_(Doc)
			.select(Doc.name)
			.where((Doc.performance_period == period) & (Doc.docstatus < 2) & Readable(doctype))
		)
		found.append(query.where(Doc.department == department) if department else query)
	return found


def _highest_objectives(period: str, department: str | None, agreements_above) -> list:
	"""Those of the viewer's own line of units first."""
	Objective, Agreement, Unit = DocType(OBJECTIVES), DocType(agreements.AGREEMENT), DocType("Department")
	query = (
		_with_objective_columns(_readable_objectives())
		.left_join(Unit)
		.on(Unit.name == Agreement.department)
		.where(
			(Agreement.performance_period == period)
			& (
				Objective.parent_row_key.isnull()
				| (Objective.parent_row_key == "")
				| Agreement.parent_agreement.isnull()
				| (Agreement.parent_agreement == "")
				| Agreement.parent_agreement.notin(agreements_above)
			)
		)
	)
	if department:
		query = query.where(Agreement.department == department)
	lft, rgt = _place_of_viewer()
	return (
		query.orderby(Case().when((Unit.lft <= lft) & (Unit.rgt >= rgt), 0).else_(1))
		.orderby(Unit.lft)
		.orderby(Agreement.name)
		.orderby(Objective.idx)
		.limit(ROWS_OF_A_LEVEL)
		.run(as_dict=True)
	)


def _place_of_viewer() -> tuple[int, int]:
	"""The viewer's unit in the tree of units; a place that no unit encloses where he has none."""
	Employee, Unit = DocType("Employee"), DocType("Department")
	rows = (
		frappe.qb.from_(Employee)
		.join(Unit)
		.on(Unit.name == Employee.department)
		.select(Unit.lft, Unit.rgt)
		.where(Employee.name == (permissions.viewer().employee or ""))
		.run()
	)
	return (cint(rows[0][0]), cint(rows[0][1])) if rows else (-1, 2**31)


def branches(nodes: Collection[str], page: int = 1) -> dict[str, dict]:
	"""What hangs below some nodes, one level, in a fixed number of statements.

	Several nodes share `ROWS_OF_A_LEVEL` rows evenly; one node alone is read page by page.

	Returns:
		node -> {rows, others: how many more the viewer may not read, more: are there further rows}; a node that the
		viewer may not read is left out.

	Raises:
		frappe.PermissionError: a name that is no node's, or none of them may be read.
	"""
	wanted = [parts_of(node) for node in list(nodes)[:NODES_AT_ONCE]]
	limit = ROWS_AT_ONCE if len(wanted) == 1 else max(ROWS_OF_A_LEVEL // len(wanted), 1)
	found = {}
	for kind, below in ((RESULT, _below_results), (OBJECTIVE, _below_objectives)):
		pairs = _readable_pairs(kind, [parts[1:] for parts in wanted if parts[0] == kind])
		if pairs:
			found |= {node_id(kind, *pair): branch for pair, branch in below(pairs, limit, page).items()}
	if not found:
		refuse()
	return {
		node: {"rows": branch.rows, "others": branch.others, "more": page * limit < branch.total}
		for node, branch in found.items()
	}


def _readable_pairs(kind: str, pairs: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
	"""(document, key) of the nodes that the viewer may read."""
	if not pairs:
		return set()
	Row = DocType("Work Plan Result" if kind == RESULT else OBJECTIVES)
	query = _readable_results() if kind == RESULT else _readable_objectives()
	rows = query.select(Row.parent, Row.row_key).where(Row.row_key.isin([key for _doc, key in pairs])).run()
	return {(parent, key) for parent, key in rows} & set(pairs)


def _below_results(pairs: set, limit: int, page: int) -> dict[tuple[str, str], Branch]:
	Result = DocType("Work Plan Result")
	below = Result.superior_row_key.isin(sorted(key for _plan, key in pairs)) & Result.superior_plan.isin(
		sorted({plan for plan, _key in pairs})
	)
	found = {pair: Branch() for pair in pairs}
	everything = supporter_counts(list(pairs))
	_count(
		found,
		_readable_results()
		.select(Result.superior_plan, Result.superior_row_key, Count(Result.name))
		.where(below)
		.groupby(Result.superior_plan, Result.superior_row_key)
		.run(),
	)
	_hang(found, _share(below, limit, page), ("superior_plan", "superior_row_key"), _nodes)
	for pair, branch in found.items():
		branch.others = max(everything.get(pair, 0) - branch.total, 0)
	return found


def _below_objectives(pairs: set, limit: int, page: int) -> dict[tuple[str, str], Branch]:
	"""Objectives of the agreements below, and results of the heads' plans; both are few."""
	found = {pair: Branch() for pair in pairs}
	everything = child_objective_counts(pairs)
	for pair, count in _results_on_objectives(pairs).items():
		everything[pair] = everything.get(pair, 0) + count
	for counts in (
		child_objective_counts(pairs, readable=True),
		_results_on_objectives(pairs, readable=True),
	):
		_count(found, ((*pair, count) for pair, count in counts.items()))
	Objective, Agreement = DocType(OBJECTIVES), DocType(agreements.AGREEMENT)
	Result, Plan = DocType("Work Plan Result"), DocType("Work Plan")
	children = (
		_with_objective_columns(_readable_objectives())
		.where(_hangs_on_objectives(pairs))
		.orderby(Agreement.department_name)
		.orderby(Agreement.name)
		.orderby(Objective.idx)
		.limit(ROWS_OF_A_LEVEL)
	).run(as_dict=True)
	results = (
		_with_columns(_readable_results())
		.where(_serves(pairs))
		.orderby(Plan.employee_name)
		.orderby(Plan.name)
		.orderby(Result.idx)
		.limit(ROWS_OF_A_LEVEL)
	).run(as_dict=True)
	_hang(found, results, ("agreement", "agreement_row_key"), _nodes)
	_hang(found, children, ("parent_agreement", "parent_row_key"), _objective_nodes)
	start = (page - 1) * limit
	for pair, branch in found.items():
		branch.others = max(everything.get(pair, 0) - branch.total, 0)
		branch.rows = branch.rows[start : start + limit]
	return found


def _count(found: dict, rows):
	for parent, key, count in rows:
		if (parent, key) in found:
			found[parent, key].total += cint(count)


def _hang(found: dict, rows: list, columns: tuple[str, str], nodes_of):
	"""Put rows, as nodes, where they belong."""
	rows = [row for row in rows if (row[columns[0]], row[columns[1]]) in found]
	for row, node in zip(rows, nodes_of(rows), strict=True):
		found[row[columns[0]], row[columns[1]]].rows.append(node)


def _share(below, limit: int, page: int) -> list:
	"""Rows below some results, at most `limit` of each, so that one with a thousand leaves room for the others."""
	Result, Plan = DocType("Work Plan Result"), DocType("Work Plan")
	place = (
		RowNumber()
		.over(Result.superior_plan, Result.superior_row_key)
		.orderby(Plan.department_name, Plan.employee_name, Plan.name, Result.idx)
	)
	counted = _with_columns(_readable_results()).select(place.as_("place")).where(below).as_("counted")
	return (
		frappe.qb.from_(counted)
		.select(counted.star)
		.where((counted.place > (page - 1) * limit) & (counted.place <= page * limit))
		.orderby(counted.superior_row_key)
		.orderby(counted.place)
	).run(as_dict=True)


def _readable_node(node: str):
	"""(kind, row) of a node.

	Raises:
		frappe.PermissionError: not there, or not the viewer's to see.
	"""
	kind, parent, key = parts_of(node)
	Row = DocType("Work Plan Result" if kind == RESULT else OBJECTIVES)
	query = (
		_with_columns(_readable_results())
		if kind == RESULT
		else _with_objective_columns(_readable_objectives())
	)
	rows = query.where((Row.parent == parent) & (Row.row_key == key)).limit(1).run(as_dict=True)
	if not rows:
		refuse()
	return kind, rows[0]


def path_to(kind: str, row) -> list[dict]:
	"""What stands above a node, the highest first, as far as the viewer may read it."""
	path = []
	for _level in range(supported_results.MOST_LEVELS):
		above = _next_above(kind, row)
		if not above:
			break
		kind, row = above
		words = row.result if kind == RESULT else row.objective
		owner = row.employee_name if kind == RESULT else row.department_name
		path.insert(0, {"id": node_id(kind, row.parent, row.row_key), "text": words, "owner": owner})
	return path


def _next_above(kind: str, row):
	Result, Objective = DocType("Work Plan Result"), DocType(OBJECTIVES)
	if kind == RESULT and row.superior_row_key:
		above = _with_columns(_readable_results()).where(Result.row_key == row.superior_row_key)
		found = above.limit(1).run(as_dict=True)
		if found:
			return RESULT, found[0]
	key = row.agreement_row_key if kind == RESULT else row.parent_row_key
	if not key:
		return None
	above = _with_objective_columns(_readable_objectives()).where(Objective.row_key == key)
	found = above.limit(1).run(as_dict=True)
	return (OBJECTIVE, found[0]) if found else None


def search(text: str, period: str) -> list[dict]:
	"""Results by their words, their person, post or unit: only of plans that the viewer may read."""
	text = text.strip()[:60]
	if len(text) < FEWEST_LETTERS or not period:
		return []
	Result, Plan = DocType("Work Plan Result"), DocType("Work Plan")
	like = f"%{text}%"
	rows = (
		_with_columns(_readable_results())
		.where(
			(Plan.performance_period == period)
			& (
				Plan.employee_name.like(like)
				| Plan.position.like(like)
				| Plan.department_name.like(like)
				| Result.result.like(like)
			)
		)
		.orderby(Plan.employee_name)
		.orderby(Plan.name)
		.orderby(Result.idx)
		.limit(FOUND_AT_ONCE)
	).run(as_dict=True)
	return [
		{
			"id": node_id(RESULT, row.parent, row.row_key),
			"code": row.short_code,
			"text": row.result,
			"owner": row.employee_name,
			"position": row.position,
			"unit": row.department_name,
		}
		for row in rows
	]


# --- line of sight ----------------------------------------------------------------------------------------


def line_of_sight(plan) -> list[dict]:
	"""From each running result of a plan up to the highest one, and on to the objectives of the agreements: words and
	whose they are, nothing else.

	Words of leaders' results are open to everybody in the agency once the plan is proposed, as when one is chosen; those
	of the own appraiser before; objectives once the agreement is published. The caller has asked whether the viewer
	reads the plan.

	Returns:
		[{key, code, kind, result, line: [{text, owner, position}]}], each line from the next result to the highest.
	"""
	Result = DocType("Work Plan Result")
	own = (
		frappe.qb.from_(Result)
		.select(
			Result.row_key,
			Result.short_code,
			Result.kind,
			Result.result,
			Result.superior_row_key,
			Result.agreement_row_key,
		)
		.where((Result.parent == plan.name) & _of_plans(Result))
		.orderby(Result.idx)
	).run(as_dict=True)
	results = _walk_up(
		{row.superior_row_key for row in own},
		lambda keys: _words_of_results(keys, plan.appraiser),
		"superior_row_key",
	)
	objectives = _walk_up(
		{row.agreement_row_key for row in (*own, *results.values())}, _words_of_objectives, "parent_row_key"
	)
	lines = []
	for row in own:
		line, last = _line(results, row.superior_row_key, "superior_row_key")
		above, _last = _line(objectives, (last or row).agreement_row_key, "parent_row_key")
		lines.append(
			{
				"key": row.row_key,
				"code": row.short_code,
				"kind": row.kind,
				"result": row.result,
				"line": line + above,
			}
		)
	return lines


def _walk_up(wanted: set, words_of, column: str) -> dict:
	"""key -> row, level by level: one statement for each."""
	known = {}
	for _level in range(supported_results.MOST_LEVELS):
		wanted = {key for key in wanted if key and key not in known}
		if not wanted:
			break
		rows = words_of(sorted(wanted))
		known |= {row.row_key: row for row in rows}
		wanted = {row[column] for row in rows}
	return known


def _line(known: dict, key: str | None, column: str):
	line, last = [], None
	while key in known and len(line) < supported_results.MOST_LEVELS:
		last = known[key]
		line.append({"text": last.text, "owner": last.owner, "position": last.position})
		key = last[column]
	return line, last


def _words_of_results(keys: list[str], appraiser: str | None) -> list:
	Result, Plan = DocType("Work Plan Result"), DocType("Work Plan")
	return (
		frappe.qb.from_(Result)
		.join(Plan)
		.on(Plan.name == Result.parent)
		.select(
			Result.row_key,
			Result.result.as_("text"),
			Result.superior_row_key,
			Result.agreement_row_key,
			Plan.employee_name.as_("owner"),
			Plan.position,
		)
		.where(
			(Result.parenttype == "Work Plan")
			& Result.row_key.isin(keys)
			& (Plan.docstatus < 2)
			& (Plan.workflow_state.isin(plans.SHOWN_TO_OTHERS) | (Plan.employee == (appraiser or "")))
		)
	).run(as_dict=True)


def _words_of_objectives(keys: list[str]) -> list:
	Objective, Agreement = DocType(OBJECTIVES), DocType(agreements.AGREEMENT)
	return (
		frappe.qb.from_(Objective)
		.join(Agreement)
		.on(Agreement.name == Objective.parent)
		.select(
			Objective.row_key,
			Objective.objective.as_("text"),
			Objective.parent_row_key,
			Agreement.department_name.as_("owner"),
			Agreement.title.as_("position"),
		)
		.where(
			(Objective.parenttype == agreements.AGREEMENT)
			& Objective.row_key.isin(keys)
			& (Agreement.docstatus == 1)
			& Agreement.workflow_state.isin(PUBLISHED)
		)
	).run(as_dict=True)


# --- gaps -------------------------------------------------------------------------------------------------

UNSUPPORTED = "unsupported"
UNCONNECTED = "unconnected"
UNSERVED = "unserved"
GAPS = (UNSUPPORTED, UNCONNECTED, UNSERVED)


def gaps(period: str, department: str | None = None, kind: str = UNSUPPORTED, page: int = 1) -> dict:
	"""Where the cascade is broken, of plans and agreements that the viewer may read.

	Args:
		kind: "unsupported": leaders' main results that no result supports; "unconnected": main results that support
			nothing, of people who have a superior with a plan to support; "unserved": objectives of agreements in force
			that neither a plan nor an agreement below takes up.

	Returns:
		{"rows": [{id, code, text, owner, position, unit, plan}], "total", "page", "pages"}
	"""
	query = broken(kind, period)
	of_results = kind != UNSERVED
	Row = DocType("Work Plan Result" if of_results else OBJECTIVES)
	Doc = DocType("Work Plan" if of_results else agreements.AGREEMENT)
	if department:
		query = query.where(Doc.department == department)
	total = cint(query.select(Count(Row.name)).run()[0][0])
	rows = gap_rows(query, kind).limit(GAPS_AT_ONCE).offset((page - 1) * GAPS_AT_ONCE).run(as_dict=True)
	return {
		"rows": [_gap(row, of_results) for row in rows],
		"total": total,
		"page": page,
		"pages": max((total + GAPS_AT_ONCE - 1) // GAPS_AT_ONCE, 1),
	}


def number_of_gaps(kind: str, period: str) -> int:
	return _number(broken(kind, period), DocType(OBJECTIVES if kind == UNSERVED else "Work Plan Result"))


def _number(query, Row) -> int:
	return cint(query.select(Count(Row.name)).run()[0][0])


def _gap(row, of_results: bool) -> dict:
	return {
		"id": node_id(RESULT if of_results else OBJECTIVE, row.parent, row.row_key),
		"code": row.short_code,
		"text": row.result if of_results else row.objective,
		"owner": row.employee_name if of_results else row.department_name,
		"position": row.position if of_results else row.employee_name,
		"unit": row.department_name if of_results else None,
		"plan": row.parent,
	}


def broken(kind: str, period: str):
	"""Query of what is broken in one way, as `gaps` tells them: results with their plan, objectives with their agreement,
	of those that the viewer may read."""
	if kind == UNSERVED:
		return _unserved(period)
	query = main_results(period)
	return _unsupported(query) if kind == UNSUPPORTED else _unconnected(query)


def main_results(period: str):
	"""Query of main results in plans that the viewer may read, without those of posts that were left."""
	Result, Plan = DocType("Work Plan Result"), DocType("Work Plan")
	# what was closed with the period was there until its end
	stands = (Plan.workflow_state != "Closed") | (Plan.closed_on >= Plan.to_date)
	return _readable_results().where((Plan.performance_period == period) & (Result.kind == "Main") & stands)


def objectives_in_force(period: str):
	"""Query of objectives of agreements in force that the viewer may read."""
	Agreement = DocType(agreements.AGREEMENT)
	return _readable_objectives().where(
		(Agreement.performance_period == period) & Agreement.workflow_state.isin(agreements.IN_FORCE)
	)


def gap_rows(query, kind: str):
	"""The rows of such a query, in the order of units and people."""
	if kind == UNSERVED:
		Objective, Agreement = DocType(OBJECTIVES), DocType(agreements.AGREEMENT)
		return (
			_with_objective_columns(query)
			.orderby(Agreement.department_name)
			.orderby(Agreement.name)
			.orderby(Objective.idx)
		)
	Result, Plan = DocType("Work Plan Result"), DocType("Work Plan")
	return (
		_with_columns(query)
		.orderby(Plan.department_name)
		.orderby(Plan.employee_name)
		.orderby(Plan.name)
		.orderby(Result.idx)
	)


def _unsupported(query):
	Result, Plan, Employee = DocType("Work Plan Result"), DocType("Work Plan"), DocType("Employee")
	Lower = DocType("Work Plan Result").as_("lower")
	return (
		query.join(Employee)
		.on(Employee.name == Plan.employee)
		.left_join(Lower)
		.on(
			(Lower.superior_plan == Result.parent)
			& (Lower.superior_row_key == Result.row_key)
			& _of_plans(Lower)
		)
		.where(
			(Employee.rgt > Employee.lft + 1)
			& Plan.workflow_state.isin(plans.SHOWN_TO_OTHERS)
			& Lower.name.isnull()
		)
	)


def _unconnected(query):
	Result, Plan = DocType("Work Plan Result"), DocType("Work Plan")
	return query.where(
		(Result.superior_row_key.isnull() | (Result.superior_row_key == ""))
		& (Result.agreement_row_key.isnull() | (Result.agreement_row_key == ""))
		& (Plan.plan_model != "JPT")
		& (Plan.appraiser_type == "Employee")
		& Plan.appraiser.isnotnull()
		& (Plan.appraiser != "")
	)


def _unserved(period: str):
	"""Objectives that nothing takes up; whether something does is asked of all plans and agreements, as the
	numbers below a node are."""
	Objective, Result = DocType(OBJECTIVES), DocType("Work Plan Result")
	Lower, Below = DocType(OBJECTIVES).as_("lower"), DocType(agreements.AGREEMENT).as_("below")
	in_plans = (
		frappe.qb.from_(Result)
		.select(Result.name)
		.where(
			(Result.agreement == Objective.parent)
			& (Result.agreement_row_key == Objective.row_key)
			& _of_plans(Result)
		)
	)
	in_agreements = (
		frappe.qb.from_(Lower)
		.join(Below)
		.on(Below.name == Lower.parent)
		.select(Lower.name)
		.where(
			(Below.parent_agreement == Objective.parent)
			& (Lower.parent_row_key == Objective.row_key)
			& _of_agreements(Lower)
			& (Below.docstatus < 2)
		)
	)
	return objectives_in_force(period).where(
		ExistsCriterion(in_plans).negate() & ExistsCriterion(in_agreements).negate()
	)
