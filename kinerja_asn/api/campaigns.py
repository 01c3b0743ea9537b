"""Campaigns of the 360-degree appraisal: run by HR and performance managers; raters settled by all concerned."""

import frappe
from frappe import _
from frappe.utils import cint, cstr, getdate

from kinerja_asn import campaigns, permissions, raters
from kinerja_asn.api.steps import names_of
from kinerja_asn.raters import refuse

# --- the campaign -----------------------------------------------------------------------------------------------


@frappe.whitelist(methods=["GET", "POST"])
def preview(campaign: str) -> dict:
	"""What launching would bring: people, requests, who cannot be rated, the largest load."""
	return campaigns.preview(_to_run(campaign))


@frappe.whitelist(methods=["GET", "POST"])
def overview(campaign: str) -> dict:
	"""For the form: people by state, about how much is answered, the last run, and what the reader may do."""
	doc, who = _to_look_at(campaign), permissions.viewer()
	runs = permissions.may_run_campaign(who, doc.company, doc.department)
	found = campaigns.states(doc.name) if doc.status != campaigns.DRAFT else {}
	running = doc.status in campaigns.OPEN
	return {
		"status": doc.status,
		"states": found,
		"progress": campaigns.progress(doc) if doc.status == campaigns.COLLECTING else None,
		"run": campaigns.last_run(doc),
		"overdue": cint(found.get(campaigns.NOMINATION))
		if running and getdate(doc.nominate_until) < getdate()
		else 0,
		"answers_over": doc.status == campaigns.COLLECTING and getdate(doc.answer_until) < getdate(),
		"may_launch": runs and doc.status in (campaigns.DRAFT, campaigns.NOMINATION),
		"may_collect": runs and running and bool(found.get(campaigns.APPROVED)),
		"may_close": runs and doc.status == campaigns.COLLECTING,
		"may_cancel": runs and running,
	}


@frappe.whitelist(methods=["POST"])
def launch(campaign: str) -> str:
	"""Propose raters for everybody, or for those who came since; answers with the name of the Bulk Run.

	HR, or the performance manager of the unit.
	"""
	return campaigns.launch(_to_run(campaign).name)


@frappe.whitelist(methods=["POST"])
def start_collecting(campaign: str) -> str:
	"""Ask the raters who are agreed; answers with the name of the Bulk Run."""
	return campaigns.start_collecting(_to_run(campaign).name)


@frappe.whitelist(methods=["POST"])
def close(campaign: str) -> str:
	"""End the answering for good; answers with the name of the Bulk Run that writes the results."""
	return campaigns.close(_to_run(campaign).name)


@frappe.whitelist(methods=["POST"])
def cancel(campaign: str):
	"""End a campaign without results; its raters and answers are destroyed."""
	campaigns.cancel(_to_run(campaign).name)


@frappe.whitelist(methods=["POST"])
def approve_overdue(campaign: str) -> int:
	"""HR agrees in the appraisers' place whatever is overdue, as far as it is not the caller's own; answers with how
	many are left because they are not the caller's to agree."""
	doc, who = _to_run(campaign), permissions.viewer()
	while True:
		names = [row["name"] for row in raters.nominations(who, doc.name)]
		if not names:
			break
		raters.approve(names, who)
	return cint(campaigns.states(doc.name).get(campaigns.NOMINATION))


# --- raters -----------------------------------------------------------------------------------------------------


@frappe.whitelist(methods=["GET", "POST"])
def proposal(appraisal: str) -> dict:
	"""Who rates a person: for him before the answering, for the appraiser and HR until it ends. Never who has answered."""
	row, who = _seen(appraisal)
	return raters.proposal(row, who)


@frappe.whitelist(methods=["GET", "POST"])
def nominations(campaign: str | None = None) -> list[dict]:
	"""The people whose raters wait for the caller's agreement."""
	return raters.nominations(permissions.viewer(), campaign)


@frappe.whitelist(methods=["GET", "POST"])
def candidates(appraisal: str, search: str = "") -> list[dict]:
	"""Employees who may be added as raters, by a part of their name."""
	row, who = _seen(appraisal)
	if not (raters.may_change(row, who) or raters.may_replace(row, who)):
		refuse()
	return raters.candidates(row, search)


@frappe.whitelist(methods=["POST"])
def change_raters(
	appraisal: str,
	add: list | str | None = None,
	remove: list | str | None = None,
	reason: str = "",
	note: str | None = None,
) -> dict:
	"""Propose other peers and subordinates, within the limits; answers with the raters as they are now.

	The employee until the last day of nomination, the appraiser until the answering begins, HR what is overdue.

	Args:
		add, remove: employees.
		note: a word of the employee to the appraiser.
	"""
	row, who = _seen(appraisal, lock=True)
	raters.change(row, who, names_of(add), names_of(remove), _reason(reason))
	if note is not None and raters.parts(row, who) == {"employee"}:
		raters.note(row, who, _reason(note))
		row.nomination_note = _reason(note)
	return raters.proposal(row, who)


@frappe.whitelist(methods=["POST"])
def approve(appraisals: list | str) -> int:
	"""Agree the raters of these people, all or none; answers with how many were agreed now."""
	return raters.approve(names_of(appraisals), permissions.viewer())


@frappe.whitelist(methods=["POST"])
def decline(invitation: str, reason: str):
	"""A rater does not take part; possible until he has answered."""
	raters.decline(invitation, permissions.viewer(), _reason(reason))


@frappe.whitelist(methods=["POST"])
def declare_conflict(appraisal: str, reason: str, rater: str | None = None):
	"""A conflict of interest between a person and a rater: neither rates the other.

	Args:
		rater: named by the person, the appraiser or HR; left out by whoever is asked to rate.
	"""
	row, who = raters.row_of(appraisal, lock=True), permissions.viewer()
	if not row or (rater is not None and not raters.may_see(row, who)):
		refuse()
	raters.declare_conflict(row, who, cstr(rater) if rater is not None else None, _reason(reason))


@frappe.whitelist(methods=["POST"])
def replace(appraisal: str, rater: str, reason: str, by: str | None = None) -> dict:
	"""Ask somebody else in place of a rater; answers with the raters as they are now.

	Args:
		by: who; left out, the least burdened of those who may.
	"""
	row, who = _seen(appraisal, lock=True)
	raters.replace(row, who, rater, by or None, _reason(reason))
	return raters.proposal(row, who)


# --- who may ----------------------------------------------------------------------------------------------------


def _to_run(name: str):
	"""A campaign that the caller runs; the same refusal for a missing one as for one that is not his."""
	doc = _campaign(name)
	if not doc or not permissions.may_run_campaign(permissions.viewer(), doc.company, doc.department):
		refuse()
	return doc


def _to_look_at(name: str):
	doc = _campaign(name)
	if not doc or not permissions.campaign_has_permission(doc, "read"):
		refuse()
	return doc


def _campaign(name):
	if not isinstance(name, str) or not frappe.db.exists(campaigns.CAMPAIGN, name):
		return None
	return frappe.get_doc(campaigns.CAMPAIGN, name)


def _seen(name: str, lock: bool = False):
	row, who = raters.row_of(name, lock), permissions.viewer()
	if not row or not raters.may_see(row, who):
		refuse()
	return row, who


def _reason(text) -> str:
	text = cstr(text).strip()
	if len(text) > raters.REASON_LIMIT:
		frappe.throw(
			_("Please say it in at most {0} characters.").format(raters.REASON_LIMIT), title=_("Too long")
		)
	return text
