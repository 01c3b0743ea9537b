"""Appraisal 360 Template: scale and questions. Campaigns keep a copy of their own from the launch on."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, cstr

from kinerja_asn.personal import new_row_key
from kinerja_asn.rules.rater_choice import RELATIONS

MOST_QUESTIONS, MOST_VALUES = 100, 10
STATEMENT_LIMIT = 500


class Appraisal360Template(Document):
	def validate(self):
		self.check_scale()
		self.check_questions()
		self.give_keys()

	def check_scale(self):
		values = [cint(row.value) for row in self.anchors]
		if len(values) < 2 or len(values) > MOST_VALUES or len(set(values)) != len(values) or min(values) < 0:
			frappe.throw(
				_("The scale has between 2 and {0} values, each of them once and none below zero.").format(
					MOST_VALUES
				),
				title=_("Scale"),
			)
		for row in self.anchors:
			if not cstr(row.label).strip():
				frappe.throw(_("Scale, row {0}: say what the value means.").format(row.idx), title=_("Scale"))

	def check_questions(self):
		if not self.questions or len(self.questions) > MOST_QUESTIONS:
			frappe.throw(
				_("A template has between 1 and {0} questions.").format(MOST_QUESTIONS), title=_("Questions")
			)
		for row in self.questions:
			place = _("Question in row {0}").format(row.idx)
			if not cstr(row.statement).strip() or len(cstr(row.statement)) > STATEMENT_LIMIT:
				frappe.throw(
					_("{0}: write a statement or question of at most {1} characters.").format(
						place, STATEMENT_LIMIT
					),
					title=_("Questions"),
				)
			if row.kind == "Score" and not row.behaviour:
				frappe.throw(
					_("{0}: choose the behaviour that it is about.").format(place), title=_("Questions")
				)
			if not any(cint(row.get(f"for_{relation.lower()}")) for relation in RELATIONS):
				frappe.throw(_("{0}: tick who is asked.").format(place), title=_("Questions"))

	def give_keys(self):
		known = set()
		for row in self.questions:
			if not row.row_key or row.row_key in known:
				row.row_key = new_row_key()
			known.add(row.row_key)
