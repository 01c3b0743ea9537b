"""ASN Report Timeliness: periodic reports in time, late and missing, by interval, unit, appraiser or person."""

from frappe import _

from kinerja_asn import figures, timeliness
from kinerja_asn.script_reports import APPRAISER, PERSON, UNIT, PeopleReport, average, percent
from kinerja_asn.timeliness import Scope, Timeliness

INTERVAL = "Interval"
COUNTS = ("due", "in_time", "late", "missing", "excused")


def execute(filters=None):
	return ReportTimeliness(filters).run()


class ReportTimeliness(PeopleReport):
	mailable = True
	kinds = (INTERVAL, UNIT, APPRAISER, PERSON)

	def validate_filters(self):
		super().validate_filters()
		self.interval = self.text("interval")

	def counted(self, everybody: bool = False) -> list[Timeliness]:
		return timeliness.counted(
			Scope(
				period=self.year.name,
				interval=self.interval or None,
				departments=None if self.departments is None else tuple(self.departments),
				everybody=everybody,
			),
			by=None if self.by == INTERVAL else self.by,
			# people are too many for a row per interval
			apart=self.by in (INTERVAL, UNIT, APPRAISER),
		)

	def get_data(self) -> list[dict]:
		counted = self.counted()
		self.intervals, self.total = {}, Timeliness(None, name=_("Total"))
		for one in counted:
			self.total.add(one)
			self.intervals.setdefault(one.interval, Timeliness(one.interval)).add(one)
		groups = self.groups(counted)
		if self.by == PERSON:
			return [_row(one) for one in self.first(groups)]
		return [_row(one) for one in groups] + ([{**_row(self.total), "is_total": 1}] if groups else [])

	def get_aggregates(self) -> list[dict]:
		return [_row(one) for one in self.groups(self.counted(everybody=True))]

	def groups(self, counted: list[Timeliness]) -> list[Timeliness]:
		"""One for each row of the table: what is missing first, intervals in order of time."""
		found = {}
		for one in counted:
			key = one.interval if self.by == INTERVAL else one.key
			name = figures.interval(one.interval) if self.by == INTERVAL else one.name
			found.setdefault(key, Timeliness(None, key, name or self.unnamed())).add(one)
		if self.by == INTERVAL:
			return list(found.values())
		return sorted(found.values(), key=lambda one: (-one.missing, -one.late, one.name, one.key))

	def unnamed(self) -> str:
		return _("Without unit") if self.by == UNIT else _("Vacant post")

	def get_columns(self) -> list[dict]:
		count = {"fieldtype": "Int", "width": 110}
		label = {
			INTERVAL: _("Interval"),
			UNIT: _("Unit"),
			APPRAISER: _("Appraiser"),
			PERSON: _("Employee"),
		}[self.by]
		return [
			{"fieldname": "name", "label": label, "fieldtype": "Data", "width": 280},
			{"fieldname": "due", "label": _("Reports"), **count},
			{"fieldname": "in_time", "label": _("In time"), **count},
			{"fieldname": "late", "label": _("Late"), **count},
			{"fieldname": "missing", "label": _("Missing"), **count | {"width": 130}},
			{"fieldname": "share", "label": _("In time %"), **count | {"width": 145}},
			{"fieldname": "days_late", "label": _("Days late, on average"), **count | {"width": 200}},
			{"fieldname": "excused", "label": _("Excused by leave"), **count | {"width": 190}},
		]

	def get_chart(self, rows) -> dict | None:
		if not rows or self.by == PERSON:
			return None
		shown = [self.intervals[interval] for interval in sorted(self.intervals)]
		return {
			"title": _("Number of reports by the time of sending"),
			"data": {
				"labels": [figures.interval(one.interval, short=True) for one in shown],
				"datasets": [
					{"name": _("In time"), "values": [one.in_time for one in shown]},
					{"name": _("Late"), "values": [one.late for one in shown]},
					{"name": _("Missing"), "values": [one.missing for one in shown]},
				],
			},
			"type": "bar",
			"barOptions": {"stacked": 1},
			"fieldtype": "Int",
			"colors": ["#2f9e5b", "#e0a100", "#c0392b"],
			"height": 240,
		}

	def get_summary(self, rows) -> list[dict]:
		total = self.total
		return [
			{"label": _("In time"), "value": total.in_time, "datatype": "Int", "indicator": "green"},
			{
				"label": _("Late"),
				"value": total.late,
				"datatype": "Int",
				"indicator": "orange" if total.late else "green",
			},
			{
				"label": _("Missing"),
				"value": total.missing,
				"datatype": "Int",
				"indicator": "red" if total.missing else "green",
			},
			{"label": _("Excused by leave"), "value": total.excused, "datatype": "Int"},
		]


def _row(one: Timeliness) -> dict:
	return {
		"name": one.name,
		"key": one.key,
		**{column: getattr(one, column) for column in COUNTS},
		"share": percent(one.in_time, one.due),
		"days_late": average(one.days_late, one.late, 0),
	}
