"""Continuous feedback: the only door to it. The giver is whoever is signed in; no call takes a giver's name for it."""

import frappe
from frappe import _

from kinerja_asn import feedback, permissions
from kinerja_asn.api.steps import name_for, names_of


@frappe.whitelist(methods=["POST"])
def give(
	employee: str,
	kind: str | None = None,
	behaviour: str | None = None,
	result_key: str | None = None,
	text: str | None = None,
	visibility: str | None = None,
	key: str | None = None,
) -> dict:
	"""Give feedback to a superior, a colleague or somebody of one's staff.

	Args:
		kind: "Positive" (without it) or "Corrective", which needs words.
		behaviour, result_key: what it is about; a result only by those who read the work plan.
		visibility: "Person" or "Person and Appraiser".
		key: who sends the same key again gets what is there, so a second tap doubles nothing.

	Raises:
		frappe.PermissionError: about oneself, or somebody one does not work with.
	"""
	who = permissions.viewer()
	name = name_for(key, permissions.FEEDBACK)
	if name and frappe.db.exists(permissions.FEEDBACK, name):
		return {"name": name}
	content = {
		"kind": kind,
		"behaviour": behaviour,
		"result_key": result_key,
		"text": text,
		"visibility": visibility,
	}
	try:
		return {"name": feedback.give(who, employee, content, name)}
	except (frappe.DuplicateEntryError, frappe.UniqueValidationError):
		# the same tap was saved at this very moment
		frappe.db.rollback()
		frappe.clear_messages()
		return {"name": name}


@frappe.whitelist(methods=["POST"])
def answer(
	name: str,
	kind: str | None = None,
	behaviour: str | None = None,
	text: str | None = None,
	visibility: str | None = None,
) -> dict:
	"""Give the feedback that one was asked for."""
	content = {"kind": kind, "behaviour": behaviour, "text": text, "visibility": visibility}
	return {"name": feedback.answer(permissions.viewer(), name, content)}


@frappe.whitelist(methods=["POST"])
def ask(
	givers: list | str,
	note: str | None = None,
	behaviour: str | None = None,
	result_key: str | None = None,
	employee: str | None = None,
) -> list[str]:
	"""Ask colleagues of the agency for feedback: about oneself, or as appraiser about one of one's people."""
	content = {"note": note, "behaviour": behaviour, "result_key": result_key}
	return feedback.ask(permissions.viewer(), names_of(givers), content, employee or None)


@frappe.whitelist(methods=["POST"])
def decline(name: str):
	"""Say no to a request."""
	feedback.decline(permissions.viewer(), name)


@frappe.whitelist(methods=["POST"])
def withdraw(name: str):
	"""Take back what the person has not read yet, or one's own request."""
	feedback.withdraw(permissions.viewer(), name)


@frappe.whitelist(methods=["POST"])
def reply(name: str, text: str | None = None):
	"""Reply to feedback about oneself."""
	feedback.reply(permissions.viewer(), name, text)


@frappe.whitelist(methods=["POST"])
def mark_read(names: list | str) -> int:
	"""The caller has these on his screen now."""
	return feedback.mark_read(permissions.viewer(), names_of(names)[:100])


@frappe.whitelist(methods=["GET", "POST"])
def choices(employee: str) -> dict:
	"""What feedback to a person can be about: the work behaviours, and the results of the plan for those who read it."""
	who = permissions.viewer()
	feedback.giver_of(who)
	person = feedback.person_of(employee)
	relation = feedback.relation_now(who, person) if person else None
	if not relation or person.name == who.employee:
		frappe.throw(_("This person was not found in your agency."), frappe.PermissionError)
	return {
		"relation": relation,
		"behaviours": feedback.behaviours(),
		"results": feedback.results_for(who, feedback.plan_of(person.name)),
	}


@frappe.whitelist(methods=["GET", "POST"])
def people(text: str = "") -> list[dict]:
	"""Colleagues of the agency by name, to ask them (at most 12)."""
	return feedback.colleagues(permissions.viewer(), text)
