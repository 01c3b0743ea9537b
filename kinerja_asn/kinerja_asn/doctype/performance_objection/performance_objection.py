"""Performance Objection (keberatan): filed by the employee, explained by the appraiser, decided by his superior."""

import frappe
from frappe import _
from frappe.utils import cstr, formatdate, get_fullname

from kinerja_asn import objections, permissions, turns
from kinerja_asn.objections import CLARIFIED, FILED, OVER, REJECTED, WITHDRAWN
from kinerja_asn.personal import PersonalDocument, now
from kinerja_asn.rules.predicate import RATINGS, predicate_for


class PerformanceObjection(PersonalDocument):
	def autoname(self):
		self.name = objections.name_of(self.evaluation)

	def validate(self):
		permissions.check_change(self)
		self.check_lengths()
		self.demand_reasons()
		self.take_step()

	def after_insert(self):
		objections.hold(self.evaluation)
		turns.tell_of_state(self)

	def on_update(self):
		step = self.step
		if not step:
			return
		if step[1] == FILED:
			objections.hold(self.evaluation)
		elif step[1] == WITHDRAWN:
			objections.give_back(self.evaluation)
		elif step[1] in OVER:
			objections.decide(self)
		turns.tell_of_step(self)

	def on_trash(self):
		frappe.throw(
			_("An objection is kept: it belongs to the evaluation."),
			frappe.PermissionError,
			title=_("Not deleted"),
		)

	# --- steps of validate ---

	def demand_reasons(self):
		self.reasons = cstr(self.reasons).strip()
		if not self.reasons:
			frappe.throw(
				_("Write the reasons for your objection: what in the evaluation is not right, and why."),
				title=_("Reasons missing"),
			)

	def take_step(self):
		step = self.step
		if not step:
			return
		if step[1] == CLARIFIED:
			self.clarify()
		elif step[1] in OVER:
			self.decide()
		elif step[1] == WITHDRAWN:
			self.withdrawn_at = now()
		elif step[1] == FILED:
			self.file_again()

	def file_again(self):
		self.withdrawn_at = None
		self.update(objections.head_of(objections.evaluation_to_object(self.evaluation)))
		self.clarification = self.clarified_at = self.clarified_by = None

	def clarify(self):
		self.clarification = cstr(self.clarification).strip()
		if not self.clarification:
			frappe.throw(
				_("Write your explanation of the rating, so that a decision can be taken."),
				title=_("Explanation missing"),
			)
		self.clarified_at, self.clarified_by = now(), get_fullname()
		if "appraiser" not in self.acting():
			self.demand_document("clarification_document", self.appraiser_name)
			self.clarified_by = self.appraiser_name

	def decide(self):
		if objections.decision_waits(self.get_doc_before_save()):
			frappe.throw(
				_("The appraiser may explain the rating until {0}. Decide after that.").format(
					formatdate(self.clarify_by)
				),
				title=_("Explanation not there yet"),
			)
		self.decision_reason = cstr(self.decision_reason).strip()
		if not self.decision_reason:
			frappe.throw(_("Write the reasons of the decision."), title=_("Reasons missing"))
		if self.workflow_state == REJECTED:
			self.new_result_rating = self.new_behaviour_rating = None
		else:
			self.set_new_predicate()
		self.decided_at, self.decided_by = now(), get_fullname()
		if "superior" not in self.acting():
			self.demand_document("signed_document", self.superior_name)
			self.decided_by, self.recorded_by = self.superior_name, get_fullname()

	def set_new_predicate(self):
		"""Granting changes a rating; the predicate follows from the two and is never chosen."""
		if self.new_result_rating not in RATINGS or self.new_behaviour_rating not in RATINGS:
			frappe.throw(
				_("Choose the rating of results and the rating of behaviour as they are from now on."),
				title=_("Rating incomplete"),
			)
		if (self.new_result_rating, self.new_behaviour_rating) == (
			self.old_result_rating,
			self.old_behaviour_rating,
		):
			frappe.throw(
				_("Granting an objection changes at least one of the two ratings. If both stay, reject it."),
				title=_("Nothing is changed"),
			)
		self.new_predicate = predicate_for(self.new_result_rating, self.new_behaviour_rating)

	def acting(self) -> set[str]:
		return permissions.actors(permissions.stored_row(self.doctype, self.name))

	def demand_document(self, fieldname: str, official: str):
		"""HR that records an act attaches it, signed; the address alone of a file proves nothing."""
		url = self.get(fieldname)
		if url and frappe.db.exists(
			"File",
			{"file_url": url, "attached_to_doctype": self.doctype, "attached_to_name": self.name},
		):
			return
		frappe.throw(
			_("Attach the act signed by {0} before you record it.").format(frappe.bold(official)),
			title=_("Signed document missing"),
		)


def on_doctype_update():
	frappe.db.add_index("Performance Objection", ["superior", "workflow_state"])
