"""The cascade: from the agency's objective over each leader's results down to the person, one level at a time.

Every question is answered in a number of statements that does not grow with the agency. Rows are limited to what the
viewer may read; of the others only their number below a readable row is told.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count
from frappe.utils import cint, getdate
from pypika.analytics import RowNumber

from kinerja_asn import permissions, support
from kinerja_asn.charts import Readable
from kinerja_asn.kinerja_asn.doctype.work_plan import work_plan as plans
from kinerja_asn.rules.cascade import percent_of_result, tone

#: Rows below one node that are drawn at once, and rows of all nodes that are opened together.
ROWS_AT_ONCE = 60
ROWS_OF_A_LEVEL = 300
#: Nodes that are opened together.
NODES_AT_ONCE = 60
GAPS_AT_ONCE = 50
FOUND_AT_ONCE = 20
FEWEST_LETTERS = 2
MOST_UNITS = 1000

RESULT = "r"


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
	if kind != RESULT or not parent or not key:
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
		Plan.employee_name,
		Plan.position,
		Plan.department_name,
		Plan.workflow_state,
	)


def _nodes(rows: Collection) -> list[dict]:
	"""Rows of results as they are drawn: words, person, what hangs below, how far it was reached."""
	below = supporter_counts([(row.parent, row.row_key) for row in rows])
	reached = achievements({row.parent for row in rows})
	nodes = []
	for row in rows:
		percent = reached.get((row.parent, row.row_key))
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
				"percent": None if percent is None else round(float(percent), 1),
				"tone": tone(percent),
				"below": below.get((row.parent, row.row_key), 0),
			}
		)
	return nodes


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
		row = _readable_node(node)
		answer["path"] = path_to(row)
		answer["roots"] = Branch(_nodes([row]), 1).as_dict()
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
	"""Results of leaders (and one's own) that hang on nothing the viewer may read, the highest posts first.

	With a unit: those of the unit that hang on nothing of the same unit.
	"""
	Result, Plan, Employee = DocType("Work Plan Result"), DocType("Work Plan"), DocType("Employee")
	within = DocType("Work Plan").as_("within")
	leads = (Employee.rgt > Employee.lft + 1) | (Plan.employee == (who.employee or ""))
	query = (
		_readable_results()
		.join(Employee)
		.on(Employee.name == Plan.employee)
		.where((Plan.performance_period == period) & (Result.kind == "Main"))
	)
	alone = Result.superior_row_key.isnull() | (Result.superior_row_key == "")
	if department:
		inside = (
			frappe.qb.from_(within)
			.select(within.name)
			.where((within.performance_period == period) & (within.department == department))
		)
		query = query.where(
			(Plan.department == department) & ((alone & leads) | Result.superior_plan.notin(inside))
		)
	else:
		Inner = DocType("Work Plan")
		seen = (
			frappe.qb.from_(Inner)
			.select(Inner.name)
			.where((Inner.performance_period == period) & (Inner.docstatus < 2) & Readable("Work Plan"))
		)
		query = query.where(leads & (alone | Result.superior_plan.notin(seen)))
	total = cint(query.select(Count(Result.name)).run()[0][0])
	rows = (
		_with_columns(query)
		.orderby(Employee.lft)
		.orderby(Plan.name)
		.orderby(Result.idx)
		.limit(ROWS_AT_ONCE)
		.offset((page - 1) * ROWS_AT_ONCE)
	).run(as_dict=True)
	branch = Branch(_nodes(rows), total).as_dict()
	branch["more"] = page * ROWS_AT_ONCE < total
	return branch


def branches(nodes: Collection[str], page: int = 1) -> dict[str, dict]:
	"""What hangs below some nodes, one level, in a fixed number of statements.

	Several nodes share `ROWS_OF_A_LEVEL` rows evenly; one node alone is read page by page.

	Returns:
		node -> {rows, others: how many more the viewer may not read, more: are there further rows}; a node that the
		viewer may not read is left out.

	Raises:
		frappe.PermissionError: a name that is no node's, or none of them may be read.
	"""
	wanted = {parts_of(node)[1:]: node for node in list(nodes)[:NODES_AT_ONCE]}
	Result = DocType("Work Plan Result")
	readable = {
		(row.parent, row.row_key)
		for row in _with_columns(_readable_results())
		.where(Result.row_key.isin([key for _plan, key in wanted] or [""]))
		.run(as_dict=True)
	}
	keys = {key: (plan, key) for plan, key in wanted if (plan, key) in readable}
	if not keys:
		refuse()
	found = {result: Branch() for result in keys.values()}
	everything = supporter_counts(list(found))
	below = Result.superior_row_key.isin(list(keys)) & Result.superior_plan.isin(
		sorted({plan for plan, _key in found})
	)
	for plan, key, count in (
		_readable_results()
		.select(Result.superior_plan, Result.superior_row_key, Count(Result.name))
		.where(below)
		.groupby(Result.superior_plan, Result.superior_row_key)
		.run()
	):
		if (plan, key) in found:
			found[plan, key].total = cint(count)
	limit = ROWS_AT_ONCE if len(found) == 1 else max(ROWS_OF_A_LEVEL // len(found), 1)
	rows = _share(below, limit, page)
	for row, node in zip(rows, _nodes(rows), strict=True):
		branch = found.get((row.superior_plan, row.superior_row_key))
		if branch:
			branch.rows.append(node)
	for result, branch in found.items():
		branch.others = max(everything.get(result, 0) - branch.total, 0)
	answer = {wanted[result]: branch.as_dict() for result, branch in found.items()}
	if len(found) == 1:
		(branch,) = found.values()
		answer[next(iter(answer))]["more"] = page * limit < branch.total
	return answer


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
	_kind, plan, key = parts_of(node)
	Result = DocType("Work Plan Result")
	rows = (
		_with_columns(_readable_results())
		.where((Result.parent == plan) & (Result.row_key == key))
		.limit(1)
		.run(as_dict=True)
	)
	if not rows:
		refuse()
	return rows[0]


def path_to(row) -> list[dict]:
	"""What stands above a result, the highest first, as far as the viewer may read it."""
	path, key = [], row.superior_row_key
	for _level in range(support.MOST_LEVELS):
		if not key:
			break
		Result = DocType("Work Plan Result")
		above = _with_columns(_readable_results()).where(Result.row_key == key).limit(1).run(as_dict=True)
		if not above:
			break
		path.insert(
			0,
			{
				"id": node_id(RESULT, above[0].parent, above[0].row_key),
				"text": above[0].result,
				"owner": above[0].employee_name,
			},
		)
		key = above[0].superior_row_key
	return path


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
	"""From each running result of a plan up to the highest one: words and whose they are, nothing else.

	Words of leaders' results are open to everybody in the agency once the plan is proposed, as when one is chosen; those
	of the own appraiser before. The caller has asked whether the viewer reads the plan.

	Returns:
		[{key, code, result, line: [{text, owner, position}]}], each line from the next result to the highest.
	"""
	Result, Plan = DocType("Work Plan Result"), DocType("Work Plan")
	own = (
		frappe.qb.from_(Result)
		.select(Result.row_key, Result.short_code, Result.result, Result.superior_row_key)
		.where((Result.parent == plan.name) & _of_plans(Result))
		.orderby(Result.idx)
	).run(as_dict=True)
	known, wanted = {}, {row.superior_row_key for row in own if row.superior_row_key}
	for _level in range(support.MOST_LEVELS):
		wanted -= set(known)
		if not wanted:
			break
		rows = (
			frappe.qb.from_(Result)
			.join(Plan)
			.on(Plan.name == Result.parent)
			.select(
				Result.row_key,
				Result.result.as_("text"),
				Result.superior_row_key,
				Plan.employee,
				Plan.employee_name.as_("owner"),
				Plan.position,
				Plan.workflow_state,
			)
			.where(
				(Result.parenttype == "Work Plan")
				& Result.row_key.isin(sorted(wanted))
				& (Plan.docstatus < 2)
			)
		).run(as_dict=True)
		wanted = set()
		for row in rows:
			if row.workflow_state in plans.SHOWN_TO_OTHERS or row.employee == plan.appraiser:
				known[row.row_key] = row
				wanted.add(row.superior_row_key or "")
		wanted.discard("")
	lines = []
	for row in own:
		line, key = [], row.superior_row_key
		while key in known and len(line) < support.MOST_LEVELS:
			above = known[key]
			line.append({"text": above.text, "owner": above.owner, "position": above.position})
			key = above.superior_row_key
		lines.append({"key": row.row_key, "code": row.short_code, "result": row.result, "line": line})
	return lines


# --- gaps -------------------------------------------------------------------------------------------------

UNSUPPORTED = "unsupported"
UNCONNECTED = "unconnected"


def gaps(period: str, department: str | None = None, kind: str = UNSUPPORTED, page: int = 1) -> dict:
	"""Where the cascade is broken, of plans that the viewer may read.

	Args:
		kind: "unsupported": leaders' main results that no result supports; "unconnected": main results that support
			nothing, of people who have a superior with a plan to support.

	Returns:
		{"rows": [{id, code, text, owner, position, unit, plan}], "total", "page", "pages"}
	"""
	Result, Plan = DocType("Work Plan Result"), DocType("Work Plan")
	query = _readable_results().where((Plan.performance_period == period) & (Result.kind == "Main"))
	query = _unsupported(query) if kind == UNSUPPORTED else _unconnected(query)
	if department:
		query = query.where(Plan.department == department)
	total = cint(query.select(Count(Result.name)).run()[0][0])
	rows = (
		_with_columns(query)
		.orderby(Plan.department_name)
		.orderby(Plan.employee_name)
		.orderby(Plan.name)
		.orderby(Result.idx)
		.limit(GAPS_AT_ONCE)
		.offset((page - 1) * GAPS_AT_ONCE)
	).run(as_dict=True)
	return {
		"rows": [
			{
				"id": node_id(RESULT, row.parent, row.row_key),
				"code": row.short_code,
				"text": row.result,
				"owner": row.employee_name,
				"position": row.position,
				"unit": row.department_name,
				"plan": row.parent,
			}
			for row in rows
		],
		"total": total,
		"page": page,
		"pages": max((total + GAPS_AT_ONCE - 1) // GAPS_AT_ONCE, 1),
	}


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
			& (Plan.workflow_state != "Closed")
			& Lower.name.isnull()
		)
	)


def _unconnected(query):
	Result, Plan = DocType("Work Plan Result"), DocType("Work Plan")
	return query.where(
		(Result.superior_row_key.isnull() | (Result.superior_row_key == ""))
		& (Plan.plan_model != "JPT")
		& (Plan.appraiser_type == "Employee")
		& Plan.appraiser.isnotnull()
		& (Plan.appraiser != "")
		& (Plan.workflow_state != "Closed")
	)
