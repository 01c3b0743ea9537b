"""ASN Training Needs: what people of a unit would learn from, by topic, or person by person.

A topic is a behaviour that was rated below expectation or scored below the threshold, an indicator whose achievement
stays below it, or what coaching and counselling ended in. Each source is asked for what `frappe.session.user` may read of
it: evaluations, sessions whose outcome is his to read, corrective feedback that reaches him as the person or the
appraiser. What is under seal (topics and words of a session, evaluations of it) is never asked for.
"""

from operator import itemgetter

import frappe
from frappe import _, _lt
from frappe.query_builder import Case, DocType
from frappe.query_builder.functions import Coalesce, Count, Max
from frappe.utils import add_days, cint, flt, getdate
from pypika.terms import LiteralValue, ValueWrapper

from kinerja_asn import permissions
from kinerja_asn.charts import Readable
from kinerja_asn.distribution import COUNTED, EVALUATION, PERIODIC
from kinerja_asn.permissions import COACHING, COACHING_KIND, FEEDBACK
from kinerja_asn.rules.predicate import BELOW
from kinerja_asn.script_reports import EvaluationReport, Words
from kinerja_asn.setup.settings import behaviour_value_rules, coaching_rules

TOPIC, PERSON = "Topic", "Person"
BEHAVIOUR, INDICATOR, COACHED = "Behaviour", "Indicator", "Coaching"
#: Topics that no row of a document names.
WHOLE, BELOW_THRESHOLD = "Behaviour as a whole", "Report below the threshold"
WORDS = (_lt("Behaviour as a whole"), _lt("Report below the threshold"), _lt("Topic"), _lt("Person"))
#: What follows a session and is a way to learn.
LEARNING = ("Training", "Coaching", "Special Assignment")
#: Bars that can still be read side by side.
SHOWN_AT_MOST = 12


def execute(filters=None):
	return TrainingNeeds(filters).run()


class TrainingNeeds(EvaluationReport):
	def validate_filters(self):
		super().validate_filters()
		self.by = self.choice("by", (TOPIC, PERSON), TOPIC)
		self.topic_kind = self.choice("topic_kind", (BEHAVIOUR, INDICATOR, COACHED))
		self.topic = self.text("topic")
		self.below = flt(coaching_rules().below)
		of_period = self.time.kind != PERIODIC
		doctype, name = (
			("Performance Period", self.time.period)
			if of_period
			else ("Performance Interval", self.time.interval)
		)
		if not frappe.db.exists(doctype, name, cache=True):
			self.refuse("interval")
		dates = frappe.get_cached_doc(doctype, name)
		self.begin, self.end = getdate(dates.from_date), getdate(dates.to_date)

	# --- where needs come from ------------------------------------------------------------------------------

	def sources(self):
		"""Queries with the same columns: unit, its name, kind of topic, topic, person, his name, document."""
		by_kind = {
			BEHAVIOUR: (self.behaviours, self.whole_behaviour, self.feedback),
			INDICATOR: (self.indicators,),
			COACHED: (self.sessions,),
		}
		return [
			make() for kind, makers in by_kind.items() if self.topic_kind in ("", kind) for make in makers
		]

	def columns(self, Doc, kind: str, topic, doctype: str, place=None):
		place = place or Doc
		return (
			Coalesce(place.department, "").as_("department"),
			place.department_name.as_("department_name"),
			ValueWrapper(kind).as_("kind"),
			topic.as_("topic"),
			Doc.employee.as_("employee"),
			Doc.employee_name.as_("employee_name"),
			ValueWrapper(doctype).as_("document_type"),
			Doc.name.as_("document"),
		)

	def rated(self, Doc):
		return (
			self.time.condition(Doc)
			& Doc.workflow_state.isin(COUNTED)
			& self.within(Doc)
			& Readable(EVALUATION)
		)

	def weak(self, Doc, Row):
		"""A behaviour scored below the threshold; without scores, one that the leader has written about while he rated
		behaviour below expectation."""
		rules = behaviour_value_rules()
		lowest = self.below * float(rules.highest_score) / float(rules.scale)
		scored = Coalesce(Row.score, 0) > 0
		written = (Doc.behaviour_rating == BELOW) & (Coalesce(Row.feedback, "") != "")
		return (scored & (Row.score < lowest)) | (~scored & written)

	def behaviours(self):
		Doc, Row = DocType(EVALUATION), DocType("Performance Evaluation Behaviour")
		return (
			frappe.qb.from_(Doc)
			.join(Row)
			.on((Row.parent == Doc.name) & (Row.parenttype == EVALUATION))
			.select(*self.columns(Doc, BEHAVIOUR, Row.behaviour, EVALUATION))
			.where(self.rated(Doc) & self.weak(Doc, Row))
		)

	def whole_behaviour(self):
		"""Rated below expectation, and nothing says in which behaviour."""
		Doc, Row = DocType(EVALUATION), DocType("Performance Evaluation Behaviour")
		named = (
			frappe.qb.from_(Row)
			.select(Row.name)
			.where((Row.parent == Doc.name) & (Row.parenttype == EVALUATION) & self.weak(Doc, Row))
			.limit(1)
		)
		return (
			frappe.qb.from_(Doc)
			.select(*self.columns(Doc, BEHAVIOUR, ValueWrapper(WHOLE), EVALUATION))
			.where(self.rated(Doc) & (Doc.behaviour_rating == BELOW) & Coalesce(named, "").eq(""))
		)

	def feedback(self):
		"""Corrective feedback that reaches the viewer as the person or his appraiser, not what he has given."""
		Doc, Plan = DocType(FEEDBACK), DocType("Work Plan")
		condition = (
			(Doc.status == "Given")
			& (Doc.kind == "Corrective")
			& (Coalesce(Doc.behaviour, "") != "")
			& (Doc.given_on >= self.begin)
			& (Doc.given_on < add_days(self.end, 1))
			& (Plan.performance_period == self.time.period)
			& self.within(Plan)
			& Readable(FEEDBACK)
		)
		mine = [name for name in permissions.viewer().identities if name]
		if mine:
			condition &= Doc.giver.notin(mine)
		return (
			frappe.qb.from_(Doc)
			.join(Plan)
			.on(Plan.name == Doc.work_plan)
			.select(*self.columns(Doc, BEHAVIOUR, Doc.behaviour, FEEDBACK, Plan))
			.where(condition)
		)

	def indicators(self):
		Doc, Row = DocType(EVALUATION), DocType("Performance Evaluation Result")
		return (
			frappe.qb.from_(Doc)
			.join(Row)
			.on((Row.parent == Doc.name) & (Row.parenttype == EVALUATION))
			.select(*self.columns(Doc, INDICATOR, Row.indicator, EVALUATION))
			.where(
				self.rated(Doc)
				& (Row.has_achievement == 1)
				& (Row.achievement < self.below)
				& (Coalesce(Row.indicator, "") != "")
			)
		)

	def sessions(self):
		"""What a session ended in, where the viewer reads that; and coaching that a weak report has proposed."""
		Doc = DocType(COACHING)
		agreed = LiteralValue(permissions.coaching_condition(permissions.viewer(), with_outcome=True))
		day = Coalesce(Doc.held_on, Doc.asked_on)
		follows = Doc.follow_up.isin(LEARNING)
		proposed = (Doc.kind == COACHING_KIND) & (Doc.cause == "Report Below Threshold")
		topic = Case().when(follows, Doc.follow_up).else_(BELOW_THRESHOLD)
		return (
			frappe.qb.from_(Doc)
			.select(*self.columns(Doc, COACHED, topic, COACHING))
			.where(
				(Doc.performance_period == self.time.period)
				& (Doc.workflow_state != "Not Needed")
				& (day >= self.begin)
				& (day <= self.end)
				& (follows | proposed)
				& self.within(Doc)
				& agreed
			)
		)

	# --- rows -----------------------------------------------------------------------------------------------

	def all_needs(self):
		first, *others = self.sources()
		# SQLite takes no brackets around the parts
		first.wrap_set_operation_queries = False
		for other in others:
			first = first.union_all(other)
		return first.as_("need")

	def get_data(self) -> list[dict]:
		need = self.all_needs()
		query = frappe.qb.from_(need)
		if self.topic:
			query = query.where(need.topic == self.topic)
		return self._people_of(query, need) if self.by == PERSON else self._topics_of(query, need)

	def _topics_of(self, query, need) -> list[dict]:
		self.people = cint(query.select(Count(need.employee).distinct()).run()[0][0])
		if not self.people:
			return []
		key = (need.department, need.kind, need.topic)
		rows = (
			query.select(*key, Max(need.department_name), Count(need.employee).distinct()).groupby(*key)
		).run()
		words = Words()
		found = [
			_topic(words, unit, department, kind, topic, cint(people))
			for department, kind, topic, unit, people in rows
		]
		return sorted(found, key=lambda row: (-row["people"], row["unit"], row["topic"]))

	def _people_of(self, query, need) -> list[dict]:
		key = (need.department, need.kind, need.topic, need.employee, need.document_type)
		rows = (
			query.select(
				*key, Max(need.department_name), Max(need.employee_name), Max(need.document)
			).groupby(*key)
		).run()
		self.people = len({row[3] for row in rows if row[3]})
		words = Words()
		found = [
			{
				"name": name,
				**_topic(words, unit, department, kind, topic, 1 if employee else 0),
				"source": words[source],
				"document_type": source,
				"document": document,
			}
			for department, kind, topic, employee, source, unit, name, document in rows
		]
		return sorted(found, key=itemgetter("unit", "name", "kind", "topic"))

	# --- what is shown --------------------------------------------------------------------------------------

	def get_columns(self) -> list[dict]:
		text = {"fieldtype": "Data", "width": 220}
		columns = [
			{"fieldname": "unit", "label": _("Unit"), **text, "width": 280},
			{"fieldname": "kind", "label": _("Kind of topic"), **text, "width": 150},
			{"fieldname": "topic", "label": _("Topic"), **text, "width": 420},
		]
		if self.by == PERSON:
			return [
				{"fieldname": "name", "label": _("Employee"), **text},
				*columns,
				{"fieldname": "source", "label": _("Seen in"), **text, "width": 180},
			]
		return [*columns, {"fieldname": "people", "label": _("Employees"), "fieldtype": "Int", "width": 110}]

	def get_message(self, rows) -> str:
		if not rows:
			return _("No need to learn was found in what you may read of this time.")
		return _(
			"Behaviours rated below expectation, behaviours and indicators below {0} percent (settings), and what sessions ended in. It counts what you may read; what was said in a session stays under seal."
		).format(frappe.format_value(self.below, {"fieldtype": "Float", "precision": 0}))

	def get_chart(self, rows) -> dict | None:
		if self.by == PERSON or not rows:
			return None
		of_topic = {}
		for row in rows:
			of_topic[row["topic"]] = of_topic.get(row["topic"], 0) + row["people"]
		shown = sorted(of_topic.items(), key=lambda pair: (-pair[1], pair[0]))[:SHOWN_AT_MOST]
		return {
			"title": _("Number of employees by topic"),
			"data": {
				"labels": [topic for topic, _number in shown],
				"datasets": [{"name": _("Employees"), "values": [number for _topic, number in shown]}],
			},
			"type": "bar",
			"colors": ["#1f5fa8"],
			"height": 240,
		}

	def get_summary(self, rows) -> list[dict]:
		topics = {(row["kind"], row["topic"]) for row in rows}
		return [
			{"label": _("Employees"), "value": self.people, "datatype": "Int"},
			{"label": _("Topics"), "value": len(topics), "datatype": "Int"},
		]


def _topic(words: Words, unit, department, kind: str, topic: str, people: int) -> dict:
	return {
		"unit": unit or _("Without unit"),
		"department": department,
		"kind": words[kind],
		"topic": topic if kind == INDICATOR else words[topic],
		"topic_key": topic,
		"people": people,
	}
