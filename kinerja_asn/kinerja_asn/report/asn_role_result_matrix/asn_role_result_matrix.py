"""ASN Role Result Matrix: a leader's people as rows, his results as columns, a cell what a person gives to a result.

The rows are those of the page of the matrix (`role_results`): who may open it there sees the same rows here.
"""

from frappe import _

from kinerja_asn import role_results
from kinerja_asn.script_reports import ScriptReport

#: Of a result's words in the heading of its column.
LONGEST_HEADING = 90
#: Signs that a heading of the table would take for markup.
PLAIN = str.maketrans({"<": "‹", ">": "›", '"': "”"})


def execute(filters=None):
	return RoleResultMatrix(filters).run()


class RoleResultMatrix(ScriptReport):
	def validate_filters(self):
		plan = self.text("leader_plan")
		if not plan:
			# nothing is proposed where nobody above has a matrix yet
			self.head, self.results, self.people, self.whole = None, [], [], False
			return
		self.head, self.results, self.people = role_results.whole(plan, role_results.MOST_EXPORTED)
		# without the leader's plan one sees one's own row alone, and nothing can be summed up
		self.whole = self.head.reads

	def get_columns(self) -> list[dict]:
		return [
			_data("name", _("Name"), 200),
			_data("position", _("Post"), 200),
			_data("unit", _("Unit"), 180),
			*(_data(_column(number), self.heading(number), 260) for number in range(len(self.results))),
			{"fieldname": "given", "label": _("Results given"), "fieldtype": "Int", "width": 120},
		]

	def heading(self, number: int) -> str:
		result = self.results[number]
		words = f"{result.code or number + 1}. {result.result or ''}".translate(PLAIN)
		return f"{words[:LONGEST_HEADING]}…" if len(words) > LONGEST_HEADING else words

	def get_data(self) -> list[dict]:
		return [self._row(person) for person in self.people]

	def _row(self, person) -> dict:
		row = {
			"name": person.employee_name,
			"position": person.position,
			"unit": person.unit,
			"given": sum(self._concerns(person, result) for result in self.results),
			"leader_plan": self.head.name,
		}
		for number, result in enumerate(self.results):
			text = person.cells.get(result.key, "")
			supports = result.key in person.supports
			row[_column(number)] = text or (_("In the work plan") if supports else "")
			row[f"{_column(number)}_supported"] = int(supports)
		return row

	def _concerns(self, person, result) -> bool:
		return result.key in person.cells or result.key in person.supports

	def _people_of(self, result) -> int:
		return sum(self._concerns(person, result) for person in self.people)

	def get_message(self, rows) -> str | None:
		if not self.head:
			return _(
				"Choose the work plan of a leader. If none was proposed, neither you nor your leader has a matrix yet."
			)
		if not self.results:
			return _("The leader's plan has no results yet.")
		if not rows:
			return _("Nobody of this matrix is yours to see.")
		if not self.whole:
			return _("You see your own row: what this leader expects of you.")
		return None

	def get_chart(self, rows) -> dict | None:
		if not rows or not self.results or not self.whole:
			return None
		numbers = range(len(self.results))
		return {
			"title": _("Number of employees to whom each result of the leader is given"),
			"data": {
				"labels": [self.heading(number) for number in numbers],
				"datasets": [
					{
						"name": _("People to whom the result is given"),
						"values": [self._people_of(self.results[number]) for number in numbers],
					}
				],
			},
			"type": "bar",
			"colors": ["#1f5fa8"],
			"height": 200,
		}

	def get_summary(self, rows) -> list[dict] | None:
		if not self.whole:
			return None
		nobody = sum(not self._people_of(result) for result in self.results)
		without = sum(not row["given"] for row in rows)
		return [
			{"label": _("Leader"), "value": self.head.employee_name, "datatype": "Data"},
			{"label": _("Employees"), "value": len(rows), "datatype": "Int"},
			_told(_("Results given to nobody"), nobody),
			_told(_("People without a result"), without),
		]


def _column(number: int) -> str:
	return f"result_{number + 1}"


def _data(fieldname: str, label: str, width: int) -> dict:
	return {"fieldname": fieldname, "label": label, "fieldtype": "Data", "width": width}


def _told(label: str, value: int) -> dict:
	return {
		"label": label,
		"value": value,
		"datatype": "Int",
		"indicator": "orange" if value else "green",
	}
