"""Takes everything of the app off a site: what the app made, and what hangs on its DocTypes and cannot live alone.

What other apps or the agency own stays, also where the app uses it. Whoever may run `uninstall-app` on the bench was
asked by nobody but the machine: no right of a user is looked at here.
"""

import re

import frappe
from frappe.query_builder import DocType

from kinerja_asn.setup import defaults, shipped
from kinerja_asn.setup.custom_fields import MODULE, remove_custom_fields

#: Documents that configure or describe one DocType: (DocType, column with the DocType's name).
HANGS_ON = (
	("Workflow", "document_type"),
	("Notification", "document_type"),
	("Webhook", "webhook_doctype"),
	("Assignment Rule", "document_type"),
	("Auto Repeat", "reference_doctype"),
	("Energy Point Rule", "reference_doctype"),
	("Milestone Tracker", "document_type"),
	("Document Naming Rule", "document_type"),
	("Server Script", "reference_doctype"),
	("Client Script", "dt"),
	("Print Format", "doc_type"),
	("Web Form", "doc_type"),
	("Kanban Board", "reference_doctype"),
	("Calendar View", "reference_doctype"),
	("DocType Layout", "document_type"),
	("Dashboard Chart", "document_type"),
	("Number Card", "document_type"),
	("Form Tour", "reference_doctype"),
	("List Filter", "reference_doctype"),
	("Data Import", "reference_doctype"),
	("Onboarding Step", "reference_document"),
	("Report", "ref_doctype"),
)

#: Rows of the framework about documents, deleted set by set.
TRACES = (
	("Workflow Action", "reference_doctype"),
	("Comment", "reference_doctype"),
	("Communication", "reference_doctype"),
	("Communication Link", "link_doctype"),
	("Version", "ref_doctype"),
	("ToDo", "reference_type"),
	("Tag Link", "document_type"),
	("DocShare", "share_doctype"),
	("Document Follow", "ref_doctype"),
	("Document Share Key", "reference_doctype"),
	("View Log", "reference_doctype"),
	("Access Log", "export_from"),
	("Activity Log", "reference_doctype"),
	("Notification Log", "document_type"),
	("Energy Point Log", "reference_doctype"),
	("Milestone", "reference_type"),
	("Email Queue", "reference_doctype"),
	("Deleted Document", "deleted_doctype"),
	("Permission Log", "for_doctype"),
	("Custom DocPerm", "parent"),
	("Property Setter", "doc_type"),
	("Workspace Link", "link_to"),
	("Workspace Shortcut", "link_to"),
	("User Permission", "allow"),
	("User Permission", "applicable_for"),
	("User Document Type", "document_type"),
	("Global Search DocType", "document_type"),
	("Custom Role", "ref_doctype"),
	("List View Settings", "name"),
	("Singles", "doctype"),
	("__UserSettings", "doctype"),
	("__global_search", "doctype"),
)

#: Names that Frappe counts for our DocTypes.
SERIES = re.compile(r"^(IKI-|PPE-|DLG-\d{4}-|RUN-\d{4}-|KAL-\d{4}-|SKP-\d{4}-)$")


def before_uninstall():
	ours = our_doctypes()
	# remembered here, since the list of shipped defaults goes with its DocType
	frappe.flags.kinerja_asn_leftovers = {
		"doctypes": ours,
		"shared": {
			doctype: shipped.made_by_app(doctype)
			for doctype in ("UOM", "Workflow State", "Workflow Action Master")
		},
		"roles": our_roles(),
		"screens": {
			doctype: frappe.get_all(doctype, filters={"module": MODULE}, pluck="name")
			for doctype in ("Page", "Report")
		},
	}
	remove_onboarding_steps()
	remove_desk_of_frappe_16()
	remove_configuration(ours)
	remove_files(ours)
	remove_roles(our_roles())
	remove_custom_fields()
	remove_traces(ours)


def after_uninstall():
	left = frappe.flags.pop("kinerja_asn_leftovers", None) or {
		"doctypes": [],
		"shared": {},
		"roles": [],
		"screens": {},
	}
	for doctype, names in left["shared"].items():
		for name in names:
			remove_unless_used(doctype, name)
	remove_traces(left["doctypes"])
	for doctype, names in left["screens"].items():
		remove_permission_logs(doctype, names)
	remove_deleted_copies(left)
	remove_series()
	frappe.db.delete("Patch Log", {"patch": ["like", "kinerja_asn.%"]})
	remove_scheduled_jobs()
	# Frappe 15 commits before it calls this hook, and ends without another commit
	frappe.db.commit()
	frappe.clear_cache()


def our_doctypes() -> list[str]:
	return frappe.get_all("DocType", filters={"module": MODULE}, pluck="name")


def our_roles() -> list[str]:
	return [record["role_name"] for record in defaults.records("roles")]


def remove_onboarding_steps():
	"""Frappe removes the module's onboarding, but not the steps that it lists."""
	if not frappe.db.table_exists("Module Onboarding"):
		return
	onboardings = frappe.get_all("Module Onboarding", filters={"module": MODULE}, pluck="name")
	steps = frappe.get_all(
		"Onboarding Step Map",
		filters={"parenttype": "Module Onboarding", "parent": ["in", onboardings]},
		pluck="step",
	)
	for step in set(steps):
		frappe.delete_doc(
			"Onboarding Step",
			step,
			force=True,
			ignore_permissions=True,
			delete_permanently=True,
			ignore_missing=True,
		)


def remove_desk_of_frappe_16():
	"""Frappe 16 removes them after our last hook, and keeps a copy; without the files of the app, also here."""
	for doctype in ("Workspace Sidebar", "Desktop Icon"):
		if not _has_column(doctype, "app"):
			continue
		for name in frappe.get_all(doctype, filters={"app": "kinerja_asn"}, pluck="name"):
			frappe.delete_doc(
				doctype,
				name,
				force=True,
				ignore_permissions=True,
				ignore_on_trash=True,
				delete_permanently=True,
			)


def remove_configuration(ours: list[str]):
	for doctype, column in HANGS_ON:
		if not _has_column(doctype, column):
			continue
		filters = {column: ["in", ours]}
		if doctype == "Report":
			# those that come with an app go with its module
			filters["is_standard"] = "No"
		for name in frappe.get_all(doctype, filters=filters, pluck="name"):
			frappe.delete_doc(doctype, name, force=True, ignore_permissions=True, delete_permanently=True)


def remove_permission_logs(doctype: str, names: list[str]):
	if names and _has_column("Permission Log", "for_document"):
		frappe.db.delete("Permission Log", {"for_doctype": doctype, "for_document": ["in", names]})


def remove_files(ours: list[str]):
	"""Attachments go with their documents, from the disk too."""
	for name in frappe.get_all("File", filters={"attached_to_doctype": ["in", ours]}, pluck="name"):
		frappe.delete_doc("File", name, force=True, ignore_permissions=True, delete_permanently=True)


def remove_roles(roles: list[str]):
	for doctype, column in (("Has Role", "role"), ("Custom DocPerm", "role"), ("Portal Menu Item", "role")):
		if _has_column(doctype, column):
			frappe.db.delete(doctype, {column: ["in", roles]})
	for role in roles:
		if frappe.db.exists("Role", role):
			frappe.delete_doc("Role", role, force=True, ignore_permissions=True, delete_permanently=True)


def remove_traces(ours: list[str]):
	if not ours:
		return
	for doctype, column in TRACES:
		if not _has_column(doctype, column):
			continue
		table = frappe.qb.Table(doctype) if doctype.startswith("__") else DocType(doctype)
		if doctype == "Singles":
			table = frappe.qb.Table("tabSingles")
		frappe.qb.from_(table).delete().where(table[column].isin(ours)).run()
	remove_permission_logs("DocType", ours)
	_remove_singular(ours)


def _remove_singular(ours: list[str]):
	"""Prepared results of reports on our DocTypes have no column with the DocType."""
	for doctype in ("Prepared Report", "Auto Email Report"):
		column = "report_name" if doctype == "Prepared Report" else "report"
		if not _has_column(doctype, column):
			continue
		reports = frappe.get_all("Report", filters={"ref_doctype": ["in", ours]}, pluck="name")
		if reports:
			frappe.db.delete(doctype, {column: ["in", reports]})


def remove_unless_used(doctype: str, name: str):
	"""Units, states and actions that the app brought: they stay where somebody else has begun to use them."""
	if not frappe.db.exists(doctype, name):
		return
	frappe.db.savepoint("kinerja_asn_leftover")
	try:
		frappe.delete_doc(doctype, name, ignore_permissions=True, delete_permanently=True)
	except frappe.LinkExistsError:
		frappe.db.rollback(save_point="kinerja_asn_leftover")
		frappe.clear_messages()


def remove_deleted_copies(left: dict):
	"""Frappe keeps a copy of each document it deletes, our DocTypes and their module among them."""
	names = {
		"DocType": left["doctypes"],
		"Module Def": [MODULE],
		"Role": left["roles"],
		**left["shared"],
	}
	for doctype, deleted in names.items():
		if deleted:
			frappe.db.delete(
				"Deleted Document", {"deleted_doctype": doctype, "deleted_name": ["in", deleted]}
			)
	# workspace, onboarding, charts and whatever else belonged to the module
	for mark in (f'"module": "{MODULE}"', '"app": "kinerja_asn"'):
		frappe.db.delete("Deleted Document", {"data": ["like", f"%{mark}%"]})


def remove_series():
	Series = frappe.qb.Table("tabSeries")
	for prefix in frappe.qb.from_(Series).select(Series.name).run(pluck=True):
		if SERIES.match(prefix or ""):
			frappe.qb.from_(Series).delete().where(Series.name == prefix).run()


def remove_scheduled_jobs():
	jobs = frappe.get_all("Scheduled Job Type", filters={"method": ["like", "kinerja_asn.%"]}, pluck="name")
	if jobs:
		frappe.db.delete("Scheduled Job Log", {"scheduled_job_type": ["in", jobs]})
		frappe.db.delete("Scheduled Job Type", {"name": ["in", jobs]})


def _has_column(doctype: str, column: str) -> bool:
	if doctype == "Singles" or doctype.startswith("__"):
		return True
	return bool(frappe.db.table_exists(doctype)) and frappe.db.has_column(doctype, column)
