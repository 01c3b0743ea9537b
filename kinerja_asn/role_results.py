"""The role-result matrix (Matriks Peran Hasil): rows are people, columns the leader's results, a cell what the person gives.

It belongs to a leader's running plan. The leader and today's delegates write it; each person reads his own cells and
picks from them in his plan; who oversees the people reads theirs. PermenPANRB 6/2022, Lampiran, on dividing roles and
results in a unit.
"""

from collections.abc import Collection
from io import BytesIO

import frappe
from frappe import _
from frappe.query_builder import Case, DocType
from frappe.query_builder.functions import Count, Max
from frappe.utils import cint, cstr, escape_html
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.child import INVALID_TITLE_REGEX
from pypika.terms import ValueWrapper

from kinerja_asn import permissions
from kinerja_asn.charts import Readable
from kinerja_asn.kinerja_asn.doctype.role_result.role_result import slot_of
from kinerja_asn.kinerja_asn.doctype.work_plan import work_plan as plans
from kinerja_asn.permissions import CELL

ROWS_AT_ONCE = 50
#: A sheet with more rows is no matrix of one leader any more.
MOST_EXPORTED = 5000
FOUND_AT_ONCE = 20
#: Of the first columns of the sheet, in characters.
WIDTHS = (6, 28, 28, 28)
#: Letters that one has to type before people are looked for.
FEWEST_LETTERS = 2

HEAD = (
	"name",
	"employee",
	"employee_name",
	"position",
	"department",
	"department_name",
	"company",
	"performance_period",
	"workflow_state",
	"docstatus",
	"appraiser_type",
	"appraiser",
	"superior_type",
	"superior",
)


# --- whose matrix, and what the viewer is to it -----------------------------------------------------------


def stands_for_leader(who: permissions.Viewer, leader: str) -> bool:
	"""Is the viewer this leader, or does he act for him today, in whichever unit?"""
	return leader in who.identities or any(official == leader for official, _unit in who.acts_for)


def opened(leader_plan, who: permissions.Viewer, lock: bool = False):
	"""The leader's plan, for somebody who may see the matrix or a part of it.

	Returns:
		the row with `stands` (the viewer is the leader or acts for him), `reads` (he reads the leader's plan) and
		`writes` (the matrix is open, and his to write).

	Raises:
		frappe.PermissionError: it is not there, or nothing of it is his to see; the same answer for both.
	"""
	head = None
	if isinstance(leader_plan, str) and leader_plan:
		head = frappe.db.get_value("Work Plan", leader_plan, HEAD, as_dict=True, for_update=lock)
	if head and cint(head.docstatus) < 2:
		head.stands = stands_for_leader(who, head.employee)
		head.reads = head.stands or bool(permissions.reading_parts("Work Plan", head, who))
		head.running = head.workflow_state in plans.RUNNING
		head.writes = head.stands and head.running
		shown = head.workflow_state in plans.SHOWN_TO_OTHERS
		if head.reads or (shown and who.employee and _is_member(head, who.employee)):
			return head
	frappe.throw(_("This matrix was not found, or is not yours to see."), frappe.PermissionError)


def _is_member(head, employee: str) -> bool:
	"""Is this person one of the leader's people, or has he been given a cell?"""
	people = _people(head)
	return bool(
		frappe.qb.from_(people).select(people.employee).where(people.employee == employee).limit(1).run()
	)


def matrices(who: permissions.Viewer, text: str = "", period: str | None = None) -> list:
	"""Matrices that the viewer may open in the open periods (or one period), his own first (at most 20).

	Each with `part`: "own", "acting", "member" (he has a row in it) or "reader".
	"""
	Plan, Employee, Cell = DocType("Work Plan"), DocType("Employee"), DocType(CELL)
	Period = DocType("Performance Period")
	officials = list({*who.identities, *(official for official, _unit in who.acts_for if official)}) or [""]
	me = who.employee or ""
	named = frappe.qb.from_(Cell).select(Cell.leader_plan).where(Cell.employee == me)
	mine = DocType("Work Plan").as_("mine")
	over_me = (
		frappe.qb.from_(mine)
		.select(mine.appraiser)
		.where((mine.employee == me) & (mine.docstatus < 2) & (mine.appraiser_type == "Employee"))
	)
	team = DocType("Work Plan").as_("team")
	appraising = (
		frappe.qb.from_(team)
		.select(team.appraiser)
		.where(team.appraiser.isin(officials) & (team.docstatus < 2) & (team.appraiser_type == "Employee"))
	)
	leads = Employee.rgt > Employee.lft + 1
	shown = Plan.workflow_state.isin(plans.SHOWN_TO_OTHERS)
	of_mine = shown & Plan.employee.isin(over_me)
	member = of_mine | (shown & Plan.name.isin(named))
	rank = (
		Case()
		.when(Plan.employee == me, 0)
		.when(Plan.employee.isin(officials), 1)
		.when(of_mine, 2)
		.when(member, 3)
		.else_(4)
	)
	query = (
		frappe.qb.from_(Plan)
		.join(Employee)
		.on(Employee.name == Plan.employee)
		.join(Period)
		.on(Period.name == Plan.performance_period)
		.select(
			Plan.name,
			Plan.employee,
			Plan.employee_name,
			Plan.position,
			Plan.department_name,
			Plan.workflow_state,
			Period.year,
			rank.as_("part"),
		)
		.where(
			(Plan.docstatus < 2)
			& (
				Plan.employee.isin(officials) & (leads | Plan.employee.isin(appraising))
				| (leads & shown & Readable("Work Plan"))
				| member
			)
		)
		.orderby(rank)
		.orderby(Employee.lft)
		.orderby(Plan.from_date, order=frappe.qb.desc)
		.limit(FOUND_AT_ONCE)
	)
	query = query.where(Plan.performance_period == period) if period else query.where(Period.status == "Open")
	if text:
		like = f"%{text}%"
		query = query.where(Plan.employee_name.like(like) | Plan.position.like(like))
	rows = query.run(as_dict=True)
	for row in rows:
		row.part = ("own", "acting", "member", "member", "reader")[cint(row.part)]
	return rows


# --- reading ----------------------------------------------------------------------------------------------


def matrix(leader_plan: str, text: str = "", page: int = 1, rows_at_once: int = ROWS_AT_ONCE) -> dict:
	"""One page of a matrix, in a number of statements that does not grow with the people.

	Returns:
		leader: who, post, unit, plan, state; writes: may the viewer write; why_not: the reason in words.
		columns: [{key, code, kind, result, supporters, cells}]; the two counts only for who reads the leader's plan.
		rows: [{employee, name, position, unit, direct, writes, supports: [keys], cells: {key: text}}].
		total, page, pages.

	Raises:
		frappe.PermissionError: not there, or nothing of it is the viewer's to see.
	"""
	who = permissions.viewer()
	head = opened(leader_plan, who)
	columns = columns_of(head)
	rows, total = _rows(head, text, page, rows_at_once)
	employees, keys = [row.employee for row in rows], [column.key for column in columns]
	cells = _cells(head, employees)
	supports = _supports(head, [row.plan for row in rows], keys)
	for row in rows:
		row.writes = head.writes and _may_write(who, head, row)
		row.cells = {key: text for key, text in cells.get(row.employee, {}).items() if key in keys}
		row.supports = supports.get(row.plan, []) if supports is not None else []
		row.name = row.pop("employee_name")
		row.direct = bool(row.direct)
		for column in ("department", "company", "appraiser", "plan"):
			row.pop(column, None)
	return {
		"leader": {
			"plan": head.name,
			"name": head.employee_name,
			"position": head.position,
			"unit": head.department_name,
			"state": head.workflow_state,
			"state_label": _(head.workflow_state or "Draft"),
			"period": head.performance_period,
			"mine": head.employee in who.identities,
		},
		"writes": head.writes,
		"whole": head.reads,
		"why_not": _why_not(head),
		"columns": columns,
		"rows": rows,
		"total": total,
		"page": page,
		"pages": max((total + rows_at_once - 1) // rows_at_once, 1),
		"text": text,
	}


def whole(leader_plan: str, most: int) -> tuple:
	"""A matrix for a report, in six statements: (leader's plan, columns, rows), as far as the viewer sees them.

	Columns: [{key, code, kind, result, supporters}], the number only for who reads the leader's plan. Rows: [{employee,
	employee_name, position, unit, plan, direct, cells: {key: text}, supports: [keys]}], at most `most`.

	Raises:
		frappe.PermissionError: not there, or nothing of it is the viewer's to see.
	"""
	head = opened(leader_plan, permissions.viewer())
	columns = _results_of(head)
	keys = [column.key for column in columns]
	if head.reads:
		supporters = supporters_of(head.name, keys)
		for column in columns:
			column.supporters = supporters.get(column.key, 0)
	people = _people(head)
	rows = _ordered(frappe.qb.from_(people).where(Readable(CELL)), people).limit(most).run(as_dict=True)
	cells = _cells(head, [row.employee for row in rows])
	supports = _supports(head, [row.plan for row in rows], keys)
	for row in rows:
		row.cells = {key: text for key, text in cells.get(row.employee, {}).items() if key in keys}
		row.supports = supports.get(row.plan, [])
	return head, columns, rows


def _why_not(head) -> str:
	if head.writes or not head.stands:
		return ""
	if head.workflow_state == "Closed":
		return _("The plan is closed; its matrix can only be read.")
	return _("The matrix can be written as soon as the leader's plan is agreed.")


def columns_of(head) -> list:
	"""The leader's results in their order, without those that an adjustment has closed."""
	columns = _results_of(head)
	if head.reads:
		supporters = supporters_of(head.name, [column.key for column in columns])
		cells = _cell_counts(head)
		for column in columns:
			column.supporters = supporters.get(column.key, 0)
			column.cells = cells.get(column.key, 0)
	return columns


def _results_of(head) -> list:
	Result = DocType("Work Plan Result")
	return (
		frappe.qb.from_(Result)
		.select(Result.row_key.as_("key"), Result.short_code.as_("code"), Result.kind, Result.result)
		.where(
			(Result.parent == head.name)
			& (Result.parenttype == "Work Plan")
			& Result.closed_on.isnull()
			& Result.row_key.isnotnull()
		)
		.orderby(Result.idx)
	).run(as_dict=True)


def supporters_of(leader_plan: str, keys: Collection[str]) -> dict[str, int]:
	"""key of a leader's result -> how many plans have a result that supports it."""
	Result = DocType("Work Plan Result")
	return dict(
		frappe.qb.from_(Result)
		.select(Result.superior_row_key, Count(Result.parent).distinct())
		.where(
			(Result.parenttype == "Work Plan")
			& (Result.superior_plan == leader_plan)
			& Result.superior_row_key.isin(list(keys) or [""])
			& (Result.docstatus < 2)
			& Result.closed_on.isnull()
		)
		.groupby(Result.superior_row_key)
		.run()
	)


def _cell_counts(head) -> dict[str, int]:
	Cell = DocType(CELL)
	return dict(
		frappe.qb.from_(Cell)
		.select(Cell.result_key, Count(Cell.name))
		.where(Cell.leader_plan == head.name)
		.groupby(Cell.result_key)
		.run()
	)


def _people(head):
	"""Query of the people of a matrix with their newest plan of the period: those whose appraiser the leader is, and
	those he has given a cell. It goes by the name of the cells' table, so that the condition of the cells' readers fits:
	a row is seen by whoever may read that person's cells."""
	Plan, Cell = DocType("Work Plan"), DocType(CELL)
	newest, given = DocType("Work Plan").as_("newest"), DocType(CELL).as_("given")
	added = frappe.qb.from_(given).select(given.employee).where(given.leader_plan == head.name)
	direct = (newest.appraiser == head.employee) & (newest.appraiser_type == "Employee")
	names = (
		frappe.qb.from_(newest)
		.select(Max(newest.name))
		.where(
			(newest.performance_period == head.performance_period)
			& (newest.docstatus < 2)
			& (newest.employee != head.employee)
			& (direct | newest.employee.isin(added))
		)
		.groupby(newest.employee)
	)
	if head.running:
		# who has moved on belongs to another matrix now
		names = names.where(newest.workflow_state != "Closed")
	return (
		frappe.qb.from_(Plan)
		.select(
			Plan.name.as_("plan"),
			Plan.employee,
			Plan.employee_name,
			Plan.position,
			Plan.department,
			Plan.department_name.as_("unit"),
			Plan.company,
			ValueWrapper(head.employee).as_("appraiser"),
			Case().when(Plan.appraiser == head.employee, 1).else_(0).as_("direct"),
		)
		.where(Plan.name.isin(names))
		.as_(Cell.get_table_name())
	)


def _rows(head, text: str, page: int, rows_at_once: int) -> tuple[list, int]:
	people = _people(head)
	query = frappe.qb.from_(people).where(Readable(CELL))
	if text:
		like = f"%{text}%"
		query = query.where(people.employee_name.like(like) | people.position.like(like))
	total = cint(query.select(Count("*")).run()[0][0])
	found = _ordered(query, people).limit(rows_at_once).offset((page - 1) * rows_at_once)
	return found.run(as_dict=True), total


def _ordered(query, people):
	"""The leader's own people first, by name."""
	return (
		query.select(people.star)
		.orderby(people.direct, order=frappe.qb.desc)
		.orderby(people.employee_name)
		.orderby(people.employee)
	)


def _cells(head, employees: Collection[str]) -> dict[str, dict[str, str]]:
	Cell = DocType(CELL)
	found = {}
	for employee, key, text in (
		frappe.qb.from_(Cell)
		.select(Cell.employee, Cell.result_key, Cell.expected_result)
		.where((Cell.leader_plan == head.name) & Cell.employee.isin(list(employees) or [""]))
		.run()
	):
		found.setdefault(employee, {})[key] = text
	return found


def _supports(head, names: Collection[str], keys: Collection[str]) -> dict[str, list[str]]:
	"""plan -> the leader's results that its results support; only of plans that the viewer may read."""
	Plan, Result = DocType("Work Plan"), DocType("Work Plan Result")
	found = {}
	for plan, key in (
		frappe.qb.from_(Result)
		.join(Plan)
		.on(Plan.name == Result.parent)
		.select(Result.parent, Result.superior_row_key)
		.where(
			(Result.parenttype == "Work Plan")
			& Result.parent.isin(list(names) or [""])
			& Result.superior_row_key.isin(list(keys) or [""])
			& Result.closed_on.isnull()
			& Readable("Work Plan")
		)
		.distinct()
		.run()
	):
		found.setdefault(plan, []).append(key)
	return found


def cells_of(employee: str, period: str, leader: str | None = None) -> list[dict]:
	"""What leaders expect of a person, with the leader's result; as far as the viewer may read the cells."""
	Cell, Plan, Result = DocType(CELL), DocType("Work Plan"), DocType("Work Plan Result")
	query = (
		frappe.qb.from_(Cell)
		.join(Plan)
		.on(Plan.name == Cell.leader_plan)
		.join(Result)
		.on(
			(Result.parent == Plan.name)
			& (Result.parenttype == "Work Plan")
			& (Result.row_key == Cell.result_key)
		)
		.select(
			Plan.name.as_("plan"),
			Result.row_key,
			Result.short_code,
			Result.kind,
			Result.result,
			Plan.employee_name.as_("owner"),
			Cell.expected_result,
		)
		.where(
			(Cell.employee == employee)
			& (Cell.performance_period == period)
			& (Plan.docstatus < 2)
			& Plan.workflow_state.isin(plans.SHOWN_TO_OTHERS)
			& Result.closed_on.isnull()
			& Readable(CELL)
		)
		.orderby(Plan.employee_name)
		.orderby(Result.idx)
	)
	if leader:
		query = query.where(Plan.employee == leader)
	return query.run(as_dict=True)


# --- writing ----------------------------------------------------------------------------------------------


def _may_write(who: permissions.Viewer, head, row) -> bool:
	"""Is this row his to write? A delegate of one unit writes the rows of that unit, and nobody his own."""
	return row.employee != who.employee and permissions.stands_for(who, head.employee, row.department)


def write(leader_plan: str, result_key: str, employee: str, expected_result: str, before: str | None) -> dict:
	"""Write one cell; a blank text takes it away.

	Args:
		before: the text the client has shown until now; another one in the database means that somebody was quicker.

	Returns:
		{"text": what stands there now}

	Raises:
		frappe.PermissionError: not there, not his to see, or not his to write.
		frappe.TimestampMismatchError: somebody else wrote in between.
	"""
	who = permissions.viewer()
	# everybody who writes here waits at the leader's plan, and it cannot be closed meanwhile
	head = opened(leader_plan, who, lock=True)
	refuse_who_cannot_write(head)
	result = open_result(head, result_key)
	person = person_of(head, employee)
	if not _may_write(who, head, person):
		frappe.throw(
			_("This row of the matrix is not yours to write."),
			frappe.PermissionError,
			title=_("Not yours to change"),
		)
	text = cstr(expected_result).strip()
	slot = slot_of(head.name, result.row_key, person.employee)
	name, stored = frappe.db.get_value(
		CELL, {"slot": slot}, ["name", "expected_result"], for_update=True
	) or (
		None,
		"",
	)
	if before is not None and _plain(before) != _plain(stored) and _plain(text) != _plain(stored):
		frappe.throw(
			_("Somebody else wrote in this cell a moment ago. It says now: {0}").format(
				escape_html(cstr(stored).strip() or _("nothing"))
			),
			frappe.TimestampMismatchError,
			title=_("Changed in between"),
		)
	if not text:
		if name:
			frappe.delete_doc(CELL, name, force=True, ignore_permissions=True, delete_permanently=True)
		return {"text": ""}
	doc = frappe.get_doc(CELL, name) if name else frappe.new_doc(CELL)
	doc.update(
		{
			"employee_type": "Employee",
			"employee": person.employee,
			"employee_name": person.employee_name,
			"department": person.department,
			"company": person.company,
			"appraiser_type": "Employee",
			"appraiser": head.employee,
			"appraiser_name": head.employee_name,
			"performance_period": head.performance_period,
			"leader_plan": head.name,
			"result_key": result.row_key,
			"leader_result": result.result,
			"expected_result": text,
		}
	)
	doc.flags.by_server = True
	# who may write was asked above; no role writes cells by the framework's ways
	doc.save(ignore_permissions=True)
	return {"text": doc.expected_result}


def _plain(text) -> str:
	return " ".join(cstr(text).split())


def refuse_who_cannot_write(head):
	if head.writes:
		return
	frappe.throw(
		_why_not(head) or _("Only the leader, or who acts for him today, writes this matrix."),
		frappe.PermissionError,
		title=_("Not yours to change"),
	)


def open_result(head, result_key: str):
	"""A running result of the leader's plan, by its key."""
	row = isinstance(result_key, str) and frappe.db.get_value(
		"Work Plan Result",
		{"parent": head.name, "parenttype": "Work Plan", "row_key": result_key or ""},
		["row_key", "result", "closed_on"],
		as_dict=True,
	)
	if not row:
		frappe.throw(
			_("This result is not in the leader's plan. Reload the page."), title=_("Unknown result")
		)
	if row.closed_on:
		frappe.throw(
			_("This result was closed by an adjustment. Reload the page."), title=_("Result is closed")
		)
	return row


def person_of(head, employee: str):
	"""Somebody who can have a row: a person of the same agency with a plan in the period, who does not lead the leader."""
	found = _candidates(head).where(DocType("Work Plan").employee == cstr(employee)).run(as_dict=True)
	if not found:
		frappe.throw(
			_(
				"This person cannot be in this matrix: he has no running plan in the period, or leads its leader."
			),
			title=_("Person not possible"),
		)
	return found[-1]


def _candidates(head):
	Plan, Employee, Leader = DocType("Work Plan"), DocType("Employee"), DocType("Employee").as_("leader")
	above = (Employee.lft < Leader.lft) & (Employee.rgt > Leader.rgt)
	query = (
		frappe.qb.from_(Plan)
		.join(Employee)
		.on(Employee.name == Plan.employee)
		.join(Leader)
		.on(Leader.name == head.employee)
		.select(
			Plan.employee,
			Plan.employee_name,
			Plan.position,
			Plan.department,
			Plan.department_name.as_("unit"),
			Plan.company,
		)
		.where(
			(Plan.performance_period == head.performance_period)
			& (Plan.company == head.company)
			& (Plan.docstatus < 2)
			& (Plan.workflow_state != "Closed")
			& (Employee.status == "Active")
			& (Plan.employee != head.employee)
			& Plan.employee.notin([head.appraiser or "", head.superior or ""])
			& above.negate()
		)
		.orderby(Plan.from_date)
	)
	return query


def people(leader_plan: str, text: str) -> list:
	"""People of the agency whom the leader could add to his matrix, by name, post or unit: names as in a directory."""
	who = permissions.viewer()
	head = opened(leader_plan, who)
	refuse_who_cannot_write(head)
	text = cstr(text).strip()[:60]
	if len(text) < FEWEST_LETTERS:
		return []
	Plan = DocType("Work Plan")
	like = f"%{text}%"
	there = _people(head)
	rows = (
		_candidates(head)
		.where(Plan.employee_name.like(like) | Plan.position.like(like) | Plan.department_name.like(like))
		.where(Plan.employee.notin(frappe.qb.from_(there).select(there.employee)))
		.orderby(Plan.employee_name)
		.limit(FOUND_AT_ONCE)
	).run(as_dict=True)
	found = {}
	for row in rows:
		if _may_write(who, head, row):
			found[row.employee] = {
				"employee": row.employee,
				"name": row.employee_name,
				"position": row.position,
				"unit": row.unit,
			}
	return list(found.values())


# --- sheet ------------------------------------------------------------------------------------------------


def sheet(leader_plan: str) -> tuple[str, list[list]]:
	"""Title and rows of the whole matrix, as far as the viewer sees it, safe to open in a spreadsheet."""
	whole = matrix(leader_plan, rows_at_once=MOST_EXPORTED)
	leader = whole["leader"]
	rows = [
		[_("Role-result matrix")],
		[_("Leader"), leader["name"], leader["position"] or "", leader["unit"] or ""],
		[_("Performance period"), leader["period"]],
		[],
		[
			_("No."),
			_("Name"),
			_("Post"),
			_("Unit"),
			*(f"{column['code'] or ''} {column['result'] or ''}".strip() for column in whole["columns"]),
		],
	]
	for number, row in enumerate(whole["rows"], 1):
		rows.append(
			[
				number,
				row["name"],
				row["position"] or "",
				row["unit"] or "",
				*(row["cells"].get(column["key"], "") for column in whole["columns"]),
			]
		)
	return f"{_('Role-result matrix')} {leader['plan']}", [
		[plain_cell(value) for value in row] for row in rows
	]


#: What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def plain_cell(value):
	"""A text that no spreadsheet takes for a formula, without the signs that a sheet cannot hold."""
	if not isinstance(value, str):
		return value
	value = ILLEGAL_CHARACTERS_RE.sub("", value)
	return f"'{value}" if value.startswith(FORMULA) else value


def workbook_of(rows: list[list], title: str) -> bytes:
	"""The sheet as a file. Frappe's own writer takes markup out of a text last of all, which can uncover a formula: here
	every text is written as the text that it is."""
	book = Workbook(write_only=True)
	sheet = book.create_sheet(INVALID_TITLE_REGEX.sub(" ", title)[:31])
	for number, width in enumerate(WIDTHS, 1):
		sheet.column_dimensions[get_column_letter(number)].width = width
	sheet.row_dimensions[1].font = Font(bold=True)
	for row in rows:
		cells = []
		for value in row:
			cell = WriteOnlyCell(sheet, value)
			if isinstance(value, str):
				cell.data_type = "s"
			cells.append(cell)
		sheet.append(cells)
	file = BytesIO()
	book.save(file)
	return file.getvalue()
