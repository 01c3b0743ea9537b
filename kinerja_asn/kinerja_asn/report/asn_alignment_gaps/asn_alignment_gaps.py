"""ASN Alignment Gaps: results that nobody supports, results that support nothing, objectives that nothing takes up; by
unit, by level of posts, or one by one.

The gaps are those of the cascade page (`cascade.broken`), limited to plans and agreements that `frappe.session.user` may
read. Whether something supports a result is asked of all plans, as there.
"""

from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Max
from frappe.utils import cint

from kinerja_asn import agreements, cascade
from kinerja_asn.cascade import GAPS, OBJECTIVES, UNCONNECTED, UNSERVED, UNSUPPORTED
from kinerja_asn.script_reports import ScriptReport, Words

UNIT, LEVEL, EACH = "Unit", "Level", "Result"
KINDS = {
	"Nobody supports it": UNSUPPORTED,
	"Supports nothing": UNCONNECTED,
	"Nothing takes it up": UNSERVED,
}


#: each kind of gap in words
WORDS = {kind: words for words, kind in KINDS.items()}


def words_of() -> dict[str, str]:
	"""Each kind of gap in the reader's language."""
	return {
		UNSUPPORTED: _("Nobody supports it"),
		UNCONNECTED: _("Supports nothing"),
		UNSERVED: _("Nothing takes it up"),
	}


def short_words_of() -> dict[str, str]:
	"""The same as beside a chart, where a legend holds 18 letters."""
	return {UNSUPPORTED: _("Not supported"), UNCONNECTED: _("Not supporting"), UNSERVED: _("Not taken up")}


#: Rows that a person still reads one by one.
MOST_ROWS = 5000
#: Bars that can still be read side by side.
MOST_BARS = 15
COLOURS = ["#c0392b", "#e67e22", "#1f5fa8"]


def execute(filters=None):
	return AlignmentGaps(filters).run()


class AlignmentGaps(ScriptReport):
	def validate_filters(self):
		period = self.period()
		self.period_name = period.name
		self.by = self.choice("by", (UNIT, LEVEL, EACH), UNIT)
		kind = self.choice("gap", tuple(KINDS))
		self.kinds = (KINDS[kind],) if kind else GAPS
		self.level = self.text("level")
		self.complete = self.checked("complete")
		self.departments = self.units(period.company)

	def get_data(self) -> list[dict]:
		if self.by == EACH:
			return self._each()
		groups = self._groups()
		shown = [group for group in groups if group["gaps"] or self.complete]
		self.without = len(groups) - len(shown)
		return shown

	def _within(self, query, kind: str):
		"""The same query for the unit and the level that were chosen."""
		Doc = _document(kind)
		if kind == UNSERVED:
			# an agreement has no level of its own: that of the post at its head
			Head = DocType("Employee").as_("head")
			query = query.left_join(Head).on(Head.name == Doc.employee)
		if self.departments is not None:
			query = query.where(Doc.department.isin(self.departments))
		if self.level:
			query = query.where(_level(kind) == self.level)
		return query

	# --- groups ---

	def _groups(self) -> list[dict]:
		found = {}
		for column, kind, query in self._counted():
			for key, name, count in self._count(query, kind):
				group = found.setdefault(
					key or "",
					{"name": name, "key": key or "", "results": 0, "objectives": 0, **dict.fromkeys(GAPS, 0)},
				)
				group[column] = cint(count)
		for group in found.values():
			group["name"] = self._name(group)
			group["gaps"] = sum(group[kind] for kind in self.kinds)
		return sorted(found.values(), key=lambda group: (-group["gaps"], group["name"]))

	def _counted(self):
		"""(column, kind whose tables it goes over, query)"""
		if {UNSUPPORTED, UNCONNECTED} & set(self.kinds):
			yield "results", UNSUPPORTED, cascade.main_results(self.period_name)
		if UNSERVED in self.kinds:
			yield "objectives", UNSERVED, cascade.objectives_in_force(self.period_name)
		for kind in self.kinds:
			yield kind, kind, cascade.broken(kind, self.period_name)

	def _count(self, query, kind: str):
		Doc, Row = _document(kind), _row(kind)
		key, name = (
			(Doc.department, Max(Doc.department_name))
			if self.by == UNIT
			else (_level(kind), Max(_level(kind)))
		)
		return self._within(query, kind).select(key, name, Count(Row.name)).groupby(key).run()

	def _name(self, group) -> str:
		if self.by == UNIT:
			return group["name"] or group["key"] or _("Without unit")
		return _(group["key"]) if group["key"] else _("Level not known")

	# --- one by one ---

	def _each(self) -> list[dict]:
		rows, words = [], Words()
		for kind in self.kinds:
			query = self._within(cascade.broken(kind, self.period_name), kind)
			found = cascade.gap_rows(query, kind).limit(MOST_ROWS - len(rows) + 1).run(as_dict=True)
			rows += [self._one(row, kind, words) for row in found]
			if len(rows) > MOST_ROWS:
				break
		self.cut = len(rows) > MOST_ROWS
		return rows[:MOST_ROWS]

	def _one(self, row, kind: str, words: Words) -> dict:
		return {
			"gap": words[WORDS[kind]],
			"code": row.short_code,
			"text": row.result if kind != UNSERVED else row.objective,
			"name": row.employee_name,
			"position": row.position,
			"unit": row.department_name,
			"state": words[row.workflow_state or "Draft"],
			"doctype": agreements.AGREEMENT if kind == UNSERVED else "Work Plan",
			"document": row.parent,
		}

	# --- what is shown ---

	def get_columns(self) -> list[dict]:
		if self.by == EACH:
			return [
				_data("gap", _("Gap"), 190),
				_data("code", _("No."), 70),
				_data("text", _("Result or objective"), 420),
				_data("name", _("Name"), 200),
				_data("position", _("Post"), 200),
				_data("unit", _("Unit"), 200),
				_data("state", _("Status"), 140),
			]
		count = {"fieldtype": "Int", "width": 190}
		columns = [_data("name", _("Unit") if self.by == UNIT else _("Level of posts"), 300)]
		if {UNSUPPORTED, UNCONNECTED} & set(self.kinds):
			columns.append({"fieldname": "results", "label": _("Main results"), **count})
		columns += [
			{"fieldname": kind, "label": words, **count}
			for kind, words in words_of().items()
			if kind in self.kinds
		]
		if UNSERVED in self.kinds:
			columns.insert(-1, {"fieldname": "objectives", "label": _("Objectives in force"), **count})
		return columns

	def get_message(self, rows) -> str | None:
		if not rows:
			return _("No gap was found in the plans and agreements that you may read.")
		if self.by == EACH and self.cut:
			return _("Only the first {0} gaps are shown. Choose a unit or one kind of gap.").format(MOST_ROWS)
		if self.by != EACH and self.without:
			return _("{0} without a gap are left out. Tick “Also without a gap” to see them.").format(
				self.without
			)
		return None

	def get_chart(self, rows) -> dict | None:
		shown = [] if self.by == EACH else [row for row in rows if row["gaps"]][:MOST_BARS]
		if not shown:
			return None
		return {
			"title": _("Gaps by unit") if self.by == UNIT else _("Gaps by level of posts"),
			"data": {
				"labels": [row["name"] for row in shown],
				"datasets": [
					{"name": words, "values": [row[kind] for row in shown]}
					for kind, words in short_words_of().items()
					if kind in self.kinds
				],
			},
			"type": "bar",
			"barOptions": {"stacked": 1},
			"colors": [COLOURS[GAPS.index(kind)] for kind in self.kinds],
			"height": 260,
		}

	def get_summary(self, rows) -> list[dict]:
		total = {
			kind: (
				sum(row["gap"] == words for row in rows)
				if self.by == EACH
				else sum(row[kind] for row in rows)
			)
			for kind, words in words_of().items()
			if kind in self.kinds
		}
		return [
			{
				"label": words,
				"value": total[kind],
				"datatype": "Int",
				"indicator": "orange" if total[kind] else "green",
			}
			for kind, words in words_of().items()
			if kind in total
		]


def _document(kind: str):
	return DocType(agreements.AGREEMENT if kind == UNSERVED else "Work Plan")


def _row(kind: str):
	return DocType(OBJECTIVES if kind == UNSERVED else "Work Plan Result")


def _level(kind: str):
	return (
		DocType("Employee").as_("head").asn_position_type
		if kind == UNSERVED
		else DocType("Work Plan").position_type
	)


def _data(fieldname: str, label: str, width: int) -> dict:
	return {"fieldname": fieldname, "label": label, "fieldtype": "Data", "width": width}
