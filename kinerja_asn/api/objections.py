"""Objections: filing, evidence, explanation, decision. Employees have no DocPerm; this is their only door.

Each call reads the right from the stored document first, and the document checks it again when it is saved.
"""

import frappe
from frappe import _
from frappe.utils import cint, cstr, escape_html, get_fullname

from kinerja_asn import bulk, notifications, objections, permissions, state_rights
from kinerja_asn.api.steps import readable, refuse_outdated, state_of
from kinerja_asn.objections import CLARIFIED, EVALUATION, FILED, GRANTED, OBJECTION, OPEN, REJECTED, WITHDRAWN
from kinerja_asn.personal import now
from kinerja_asn.rules.predicate import predicate_for

FILES_AT_MOST = 10


@frappe.whitelist(methods=["POST"])
def file(evaluation: str, reasons: str | None = None) -> dict:
	"""Object to one's own evaluation, with files of the request as evidence; all of it or nothing.

	Raises:
		frappe.PermissionError: not his own evaluation.
		frappe.ValidationError: not handed over, too late, filed already, no reasons, a program as evidence.
	"""
	readable(EVALUATION, evaluation)
	row = objections.evaluation_to_object(evaluation)
	name = objections.name_of(evaluation)
	if frappe.db.exists(OBJECTION, name):
		# withdrawn, and thought better of within the days
		doc = frappe.get_doc(OBJECTION, name)
		doc.workflow_state = FILED
	else:
		doc = frappe.get_doc({"doctype": OBJECTION, "workflow_state": FILED, **objections.head_of(row)})
		# `evaluation_to_object` has checked who files and when
		doc.flags.by_server = True
	doc.reasons = reasons
	doc.save(ignore_permissions=True)
	return _with_evidence(doc)


@frappe.whitelist(methods=["POST"])
def save(name: str, reasons: str | None = None, modified: str | None = None) -> dict:
	"""Change the reasons and add evidence until the appraiser has explained; the person's own."""
	doc = _mine(name, modified)
	doc.reasons = reasons
	return _with_evidence(_saved(doc))


@frappe.whitelist(methods=["POST"])
def remove_evidence(name: str, row: str, modified: str | None = None) -> dict:
	"""Take a file of one's own back, as long as the reasons may be changed."""
	doc = _mine(name, modified)
	found = next((one for one in doc.evidence if one.name == row), None)
	if not found:
		_refuse_file()
	doc.set("evidence", [one for one in doc.evidence if one.name != row])
	_saved(doc)
	for file_name in frappe.get_all("File", filters=_of_objection(doc.name, found.file), pluck="name"):
		# the right to the objection was checked; of the File the owner is the same person
		frappe.delete_doc("File", file_name, ignore_permissions=True)
	return state_of(doc)


@frappe.whitelist(methods=["POST"])
def withdraw(name: str, modified: str | None = None) -> dict:
	"""Withdraw one's own objection before it is decided; the evaluation is as it was."""
	return _step(name, WITHDRAWN, modified)


@frappe.whitelist(methods=["POST"])
def clarify(
	name: str, text: str | None = None, document: str | None = None, modified: str | None = None
) -> dict:
	"""Explain the rating: the appraiser; HR with the signed document where he is an External Appraiser."""
	return _step(name, CLARIFIED, modified, {"clarification": text}, {"clarification_document": document})


@frappe.whitelist(methods=["POST"])
def decide(
	name: str,
	granted: bool,
	reason: str | None = None,
	result_rating: str | None = None,
	behaviour_rating: str | None = None,
	document: str | None = None,
	modified: str | None = None,
) -> dict:
	"""Decide, finally: the appraiser's superior; HR with the signed act where he is an External Appraiser.

	Args:
		granted: with new ratings, from which the predicate is derived.
	"""
	values = {"decision_reason": reason}
	if granted:
		values |= {"new_result_rating": result_rating, "new_behaviour_rating": behaviour_rating}
	return _step(name, GRANTED if granted else REJECTED, modified, values, {"signed_document": document})


@frappe.whitelist(methods=["GET", "POST"])
def predicate(result_rating: str, behaviour_rating: str) -> str:
	"""What the quadrant says of two ratings."""
	return predicate_for(result_rating, behaviour_rating)


@frappe.whitelist(methods=["GET"])
def evidence(name: str, row: str):
	"""A file of the objection, for those who may read it."""
	_readable(name)
	url = frappe.db.get_value(objections.FILES, {"parent": name, "name": row}, "file")
	found = url and frappe.db.exists("File", _of_objection(name, url))
	if not found:
		_refuse_file()
	stored = frappe.get_doc("File", found)
	frappe.local.response.filename = stored.file_name
	frappe.local.response.filecontent = stored.get_content()
	frappe.local.response.type = "download"


@frappe.whitelist(methods=["POST"])
def name_decider(
	name: str,
	decider: str,
	letter: str | None = None,
	decider_type: str = "Employee",
	reason: str | None = None,
	modified: str | None = None,
) -> dict:
	"""HR names who decides where the appraiser has no superior, or one who is not there any more.

	Args:
		letter: address of the letter that names him, a private file that the caller has uploaded.
	"""
	doc = _readable(name)
	if "hr" not in permissions.actors(permissions.stored_row(OBJECTION, name)):
		frappe.throw(_("HR names who decides."), frappe.PermissionError, title=_("Not yours to do"))
	refuse_outdated(doc, modified)
	if doc.workflow_state not in OPEN:
		frappe.throw(
			_("The objection is {0}; there is nothing to decide.").format(_(doc.workflow_state)),
			title=_("Not open"),
		)
	if not objections.lacks_decider(doc):
		frappe.throw(
			_(
				"{0} is the appraiser's superior and decides. Somebody else is named only where he is missing."
			).format(frappe.bold(doc.superior_name)),
			title=_("Superior is there"),
		)
	person = _decider(doc, decider_type, decider)
	if not cstr(reason).strip():
		frappe.throw(_("Write why somebody else decides."), title=_("Reason missing"))
	if not letter:
		frappe.throw(_("Attach the letter that names who decides."), title=_("Letter missing"))
	_take_file(doc, "naming_letter", letter)
	doc.update(
		{
			"superior_type": decider_type,
			"superior": decider,
			"superior_name": person,
			"naming_letter": letter,
			"naming_reason": cstr(reason).strip(),
			"named_by": get_fullname(),
			"named_at": now(),
		}
	)
	# the rights columns are the server's; that it is HR was asked above
	doc.flags.by_server = True
	doc.save(ignore_permissions=True)
	official = {"superior_type": decider_type, "superior": decider, "superior_name": person}
	frappe.db.set_value(EVALUATION, doc.evaluation, official)
	_tell_decider(doc)
	return state_of(doc)


# --- parts ---------------------------------------------------------------------------------------------------


def _readable(name: str):
	"""The objection, for those who may read it; the same answer for a missing one as for a hidden one."""
	row = permissions.stored_row(OBJECTION, name) if isinstance(name, str) else None
	if not row or not permissions.reading_parts(OBJECTION, row):
		frappe.throw(_("This document was not found, or is not yours to see."), frappe.PermissionError)
	return frappe.get_doc(OBJECTION, name)


def _mine(name: str, modified: str | None):
	doc = _readable(name)
	row = permissions.stored_row(OBJECTION, name)
	if "reasons" not in permissions.writable_by(OBJECTION, row.workflow_state, permissions.actors(row)) or (
		row.workflow_state != FILED
	):
		frappe.throw(
			_("The reasons of this objection cannot be changed by you now."),
			frappe.PermissionError,
			title=_("Not yours to change"),
		)
	refuse_outdated(doc, modified)
	return doc


def _step(name: str, state: str, modified: str | None, values=None, files=None) -> dict:
	# one after the other: who comes second sees what the first one has done
	frappe.db.get_value(OBJECTION, name, "name", for_update=True)
	doc = _readable(name)
	row = permissions.stored_row(OBJECTION, name)
	allowed = state_rights.TRANSITIONS[OBJECTION].get((row.workflow_state, state), set())
	if not permissions.actors(row) & allowed:
		frappe.throw(_refusal(row, state), frappe.PermissionError, title=_("Not your step"))
	refuse_outdated(doc, modified)
	for field, url in (files or {}).items():
		url = _uploaded(doc, field) or url
		if url:
			_take_file(doc, field, url)
			doc.set(field, url)
	doc.update(values or {})
	doc.workflow_state = state
	return state_of(_saved(doc))


def _refusal(row, state: str) -> str:
	if row.workflow_state == state or row.workflow_state in objections.OVER:
		return _("This objection is {0} already.").format(frappe.bold(_(row.workflow_state)))
	return _("You cannot bring {0} from {1} to {2}.").format(
		frappe.bold(_(OBJECTION)), frappe.bold(_(row.workflow_state)), frappe.bold(_(state))
	)


def _saved(doc):
	# employees have no DocPerm here: `check_change` asks who this is and what he may write in this state
	doc.save(ignore_permissions=True)
	return doc


# --- files ---------------------------------------------------------------------------------------------------


def _with_evidence(doc) -> dict:
	"""Attach the files of the request, and answer with the state."""
	files = _files_of_request("evidence")
	if not files:
		return state_of(doc)
	if len(doc.evidence) + len(files) > FILES_AT_MOST:
		frappe.throw(
			_("At most {0} files are possible. Put several pages into one file.").format(FILES_AT_MOST),
			title=_("Too many files"),
		)
	for sent in files:
		stored = _attach(doc, "evidence", sent)
		row = {"file": stored.file_url, "file_name": stored.file_name, "file_size": cint(stored.file_size)}
		doc.append("evidence", row)
	doc.flags.by_server = True
	return state_of(_saved(doc))


def _files_of_request(field: str) -> list:
	request = getattr(frappe.local, "request", None)
	if not request or not request.files:
		return []
	return [sent for key, sent in request.files.items(multi=True) if key.startswith(field) and sent.filename]


def _uploaded(doc, field: str) -> str | None:
	files = _files_of_request(field)
	return _attach(doc, field, files[0]).file_url if files else None


def _attach(doc, field: str, sent):
	"""A private file of the objection; `overrides.file` refuses programs by name and by first bytes."""
	stored = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": sent.filename,
			"content": sent.stream.read(),
			"is_private": 1,
			"attached_to_doctype": OBJECTION,
			"attached_to_name": doc.name,
			"attached_to_field": field,
		}
	)
	# who may write here was asked by the caller; as an employee he has no DocPerm
	stored.flags.by_server = True
	return stored.insert(ignore_permissions=True)


def _take_file(doc, field: str, url: str):
	"""A private file that the caller has uploaded in the desk becomes the document's."""
	there = frappe.get_all(
		"File",
		filters={"file_url": url, "owner": frappe.session.user},
		fields=["name", "attached_to_doctype", "attached_to_name", "is_private"],
	)
	for one in there:
		if (one.attached_to_doctype, one.attached_to_name) == (OBJECTION, doc.name):
			return
	free = next((one for one in there if not one.attached_to_doctype), None)
	if not free:
		_refuse_file()
	stored = frappe.get_doc("File", free.name)
	stored.update(
		{"attached_to_doctype": OBJECTION, "attached_to_name": doc.name, "attached_to_field": field}
	)
	# his own upload; `overrides.file` demands that it is private and no program
	stored.flags.by_server = True
	stored.save(ignore_permissions=True)


def _of_objection(name: str, url: str) -> dict:
	return {"attached_to_doctype": OBJECTION, "attached_to_name": name, "file_url": url}


def _refuse_file():
	frappe.throw(
		_("This file was not found, or is not yours. Upload it again."),
		frappe.PermissionError,
		title=_("File missing"),
	)


# --- who decides ----------------------------------------------------------------------------------------------


def _decider(doc, kind: str, name: str) -> str:
	"""The name of a person who may be named: in service, of the agency, neither employee nor appraiser."""
	if name in {doc.employee, doc.appraiser, *objections.raters_of(doc)}:
		frappe.throw(
			_("Neither the employee nor the appraiser decides on the objection."),
			title=_("Somebody else decides"),
		)
	if kind == permissions.EXTERNAL:
		row = frappe.db.get_value(kind, name, ["full_name as name", "active", "company"], as_dict=True)
		there = row and cint(row.active)
	elif kind == "Employee":
		row = frappe.db.get_value(kind, name, ["employee_name as name", "status", "company"], as_dict=True)
		there = row and row.status == "Active"
	else:
		row = there = None
	if not there or (row.company and row.company != doc.company):
		frappe.throw(
			_("Choose somebody who is in service in this agency, or an external appraiser of it."),
			title=_("Not possible"),
		)
	return row.name


def _tell_decider(doc):
	bulk.add_comments(
		[
			(
				OBJECTION,
				doc.name,
				escape_html(_("{0} decides. Reason: {1}").format(doc.superior_name, doc.naming_reason)),
			)
		]
	)
	for user in permissions.users_standing_for(doc.superior_type, doc.superior, doc.department):
		notifications.tell(
			user,
			_("You have been named to decide on the objection of {0}.").format(doc.employee_name),
			OBJECTION,
			doc.name,
		)
