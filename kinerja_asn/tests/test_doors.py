"""The doors that Frappe leaves open: closed for strangers to a document, open for everything else."""

import json
import re
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import frappe

from kinerja_asn.overrides import doors, requests
from kinerja_asn.tests import agency, factories
from kinerja_asn.tests.base import KinerjaTestCase
from kinerja_asn.tests.rest import RestTestCase, resource

SEARCH = "frappe.desk.search."
WORKFLOW_COUNT = "frappe.workflow.doctype.workflow.workflow.get_workflow_state_count"
LINKED = "frappe.desk.form.linked_with.get_submitted_linked_docs"


class TestDoors(RestTestCase):
	@classmethod
	def build(cls):
		cls.agency = agency.build()
		cls.stranger = cls.agency.user("budi")
		cls.owner = cls.agency.user("ani")
		cls.superior = cls.agency.user("kabid")
		cls.plan = cls.agency.plan("ani")
		cls.uom = agency.make_uom().name

	def call(self, method, user, **values):
		return self.client.call(method, user=user, data=values)

	def assertRefused(self, answer):
		self.assertEqual(answer.status, 403, answer)

	def assertNotShown(self, answer):
		self.assertNotIn(self.plan, answer.text, answer)

	# counting

	def test_count(self):
		values = {"doctype": "Work Plan", "filters": json.dumps({"name": self.plan})}
		self.assertFalse(self.call("frappe.client.get_count", self.stranger, **values).message)
		self.assertEqual(self.call("frappe.client.get_count", self.owner, **values).message, 1)

	def test_count_of_rows_of_a_plan(self):
		answer = self.call(
			"frappe.client.get_count",
			self.stranger,
			doctype="Work Plan Result",
			filters=json.dumps({"parent": self.plan}),
		)
		self.assertFalse(answer.ok and answer.message, answer)

	def test_count_of_other_doctypes(self):
		answer = self.call(
			"frappe.client.get_count", "Administrator", doctype="UOM", filters=json.dumps({"name": self.uom})
		)
		self.assertEqual(answer.message, 1, answer)

	# lists

	def test_saved_filters_are_no_obstacle_for_self_service(self):
		name = "frappe.desk.reportview.get_list"
		asked = {"doctype": "List Filter", "fields": json.dumps(["name"])}
		own = frappe.get_doc(
			{
				"doctype": "List Filter",
				"filter_name": "Milik Ani",
				"reference_doctype": "Work Plan",
				"for_user": self.owner,
			}
		).insert(ignore_permissions=True)
		answer = self.call(name, self.agency.user("sari"), **asked)
		self.assertEqual((answer.status, answer.message), (200, []), answer)
		self.assertIn(own.name, self.call(name, self.owner, **asked).text)
		plans = {"doctype": "Work Plan", "fields": json.dumps(["name"])}
		self.assertIn(self.plan, self.call(name, self.owner, **plans).text)
		self.assertNotShown(self.call(name, self.agency.user("sari"), **plans))

	def test_count_of_assignments(self):
		answer = self.call(
			"frappe.desk.listview.get_group_by_count",
			self.stranger,
			doctype="Work Plan",
			current_filters=json.dumps({"name": self.plan}),
			field="assigned_to",
		)
		self.assertEqual(answer.message or [], [], answer)

	def test_count_of_states(self):
		for field in ("workflow_state", "employee_name"):
			answer = self.call(
				WORKFLOW_COUNT,
				self.stranger,
				doctype="Work Plan",
				workflow_state_field=field,
				states=json.dumps(["Draft"]),
			)
			self.assertRefused(answer)

	# other names of a function

	def test_functions_by_another_name(self):
		"""Every name by which the apps of this site know an overridden function leads to the override, or nowhere."""
		found = 0
		for name, other in other_names():
			found += 1
			with self.subTest(name=name):
				self.assertEqual(requests.reached(name), requests.reached(other))
				for path in (f"/api/method/{name}", f"/api/v2/method/{name}"):
					self.assertRefused(self.client.post(path, user=self.stranger))
		if frappe.__version__.startswith("15.") and "erpnext" in frappe.get_installed_apps():
			self.assertGreater(found, 3)

	def test_names_of_other_functions_stay(self):
		for name in ("frappe.client.get_list", "frappe.nothing.of.the.kind", "x", "select a.b", "os.system"):
			self.assertEqual(requests.reached(name), name)

	# searching

	def test_link_search_with_all_waivers(self):
		for method in ("search_link", "search_widget"):
			answer = self.call(
				SEARCH + method,
				self.stranger,
				doctype="Work Plan",
				txt=self.plan,
				ignore_user_permissions=1,
				filter_fields=json.dumps(["nip", "employee"]),
				query="frappe.client.get_list",
			)
			self.assertNotShown(answer)

	def test_link_search_finds_what_one_may_read(self):
		answer = self.call(SEARCH + "search_link", self.owner, doctype="Work Plan", txt=self.plan)
		self.assertEqual([row["value"] for row in answer.message], [self.plan], answer)

	def test_link_search_of_a_list_without_limits(self):
		answer = self.call(SEARCH + "search_link", self.owner, doctype="Work Behaviour", txt="Akuntabel")
		self.assertIn("Akuntabel", answer.text)

	def test_link_search_of_other_doctypes(self):
		answer = self.call(SEARCH + "search_link", "Administrator", doctype="UOM", txt=self.uom)
		self.assertIn(self.uom, [row["value"] for row in answer.message], answer)

	def test_title_of_a_link(self):
		external = self.agency.external
		values = {"doctype": "External Appraiser", "docname": external.name}
		self.assertEqual(self.call(SEARCH + "get_link_title", self.stranger, **values).message, external.name)
		self.assertEqual(
			self.call(SEARCH + "get_link_title", self.agency.user("hera"), **values).message,
			external.full_name,
		)

	# what hangs on a document

	def test_linked_documents(self):
		self.assertRefused(self.call(LINKED, self.stranger, doctype="Work Plan", name=self.plan))
		answer = self.call(LINKED, self.owner, doctype="Work Plan", name=self.plan)
		self.assertTrue(answer.ok, answer)

	def test_tagged_documents(self):
		frappe.db.set_value("Work Plan", self.plan, "_user_tags", ",rahasia", update_modified=False)
		values = {"doctype": "Work Plan", "tag": "%rahasia%"}
		method = "frappe.desk.doctype.tag.tag.get_tagged_docs"
		self.assertNotShown(self.call(method, self.stranger, **values))
		self.assertIn(self.plan, self.call(method, self.owner, **values).text)

	# leaving traces

	def test_like(self):
		values = {"doctype": "Work Plan", "name": self.plan, "add": "Yes"}
		self.assertRefused(self.call("frappe.desk.like.toggle_like", self.stranger, **values))
		self.assertFalse(frappe.db.get_value("Work Plan", self.plan, "_liked_by"))
		self.assertTrue(self.call("frappe.desk.like.toggle_like", self.superior, **values).ok)

	def test_comment_of_the_website(self):
		answer = self.call(
			"frappe.templates.includes.comments.comments.add_comment",
			self.stranger,
			comment="halo",
			comment_email=self.stranger,
			comment_by="Budi",
			reference_doctype="Work Plan",
			reference_name=self.plan,
			route="kinerja",
		)
		self.assertFalse(answer.ok, answer)
		self.assertFalse(
			frappe.db.exists("Comment", {"reference_name": self.plan, "comment_type": "Comment"})
		)

	def test_comment_of_the_form(self):
		values = {
			"reference_doctype": "Work Plan",
			"reference_name": self.plan,
			"content": "Baik.",
			"comment_by": "Kabid",
		}
		method = "frappe.desk.form.utils.add_comment"
		self.assertRefused(
			self.call(method, self.stranger, comment_email=self.stranger, **values),
		)
		self.assertTrue(self.call(method, self.superior, comment_email=self.superior, **values).ok)

	def test_todo(self):
		values = {"description": "x", "reference_type": "Work Plan", "reference_name": self.plan}
		self.assertRefused(
			self.client.post(
				resource("ToDo"), user=self.stranger, data={**values, "allocated_to": self.stranger}
			)
		)
		allowed = self.client.post(
			resource("ToDo"), user=self.superior, data={**values, "allocated_to": self.superior}
		)
		self.assertTrue(allowed.ok, allowed)
		mine = self.client.post(
			resource("ToDo"), user=self.stranger, data={"description": "x", "allocated_to": self.stranger}
		)
		self.assertTrue(mine.ok, mine)
		moved = self.client.put(
			resource("ToDo", mine.data["name"]),
			user=self.stranger,
			data={"reference_type": "Work Plan", "reference_name": self.plan},
		)
		self.assertRefused(moved)

	def test_tag(self):
		answer = self.call(
			"frappe.desk.doctype.tag.tag.add_tag", self.stranger, tag="x", dt="Work Plan", dn=self.plan
		)
		self.assertRefused(answer)
		factories.make_row("Tag", "rahasia")
		values = {"document_type": "Work Plan", "document_name": self.plan, "tag": "rahasia", "title": "x"}
		self.assertRefused(self.client.post(resource("Tag Link"), user=self.stranger, data=values))

	def test_follow(self):
		frappe.db.set_value("User", self.stranger, "document_follow_notify", 1)
		values = {"ref_doctype": "Work Plan", "ref_docname": self.plan, "user": self.stranger}
		answer = self.client.post(resource("Document Follow"), user=self.stranger, data=values)
		self.assertFalse(answer.ok, answer)

	def test_share(self):
		hera = self.agency.user("hera")
		answer = self.client.call(
			"frappe.share.add",
			user=hera,
			data={"doctype": "Work Plan", "name": self.plan, "user": self.stranger, "read": 1},
		)
		self.assertRefused(answer)
		with self.assertRaises(frappe.PermissionError):
			frappe.share.add_docshare(
				"Work Plan", self.plan, self.stranger, flags={"ignore_share_permission": True}
			)

	def test_discussion(self):
		if not frappe.db.exists("DocType", "Discussion Topic"):
			return
		answer = self.call(
			"frappe.website.doctype.discussion_topic.discussion_topic.submit_discussion",
			self.stranger,
			doctype="Work Plan",
			docname=self.plan,
			reply="x",
			title="x",
		)
		self.assertRefused(answer)

	def test_values_by_name(self):
		answer = self.call(
			"hrms.api.roster.get_values",
			self.stranger,
			doctype="Work Plan",
			name=self.plan,
			fields=["employee_name", "nip"],
		)
		self.assertRefused(answer)

	def test_message_moved_to_a_plan(self):
		message = frappe.get_doc(
			{"doctype": "Communication", "subject": "x", "communication_type": "Communication"}
		).insert()
		answer = self.call(
			"frappe.email.relink",
			self.stranger,
			name=message.name,
			reference_doctype="Work Plan",
			reference_name=self.plan,
		)
		self.assertRefused(answer)

	# files

	def attach(self, user, is_private=1, name=None, **values):
		return self.client.post(
			resource("File"),
			user=user,
			data={
				"file_name": "bukti-uji.txt",
				"content": "bukti",
				"is_private": is_private,
				"attached_to_doctype": "Work Plan",
				"attached_to_name": name or self.draft,
				**values,
			},
		)

	@property
	def draft(self):
		frappe.db.set_value("Work Plan", self.plan, {"docstatus": 0, "workflow_state": "Draft"})
		return self.plan

	def test_file_of_a_stranger(self):
		self.assertRefused(self.attach(self.stranger))

	def test_file_of_the_person(self):
		answer = self.attach(self.owner)
		self.assertTrue(answer.ok, answer)
		self.assertEqual(answer.data["is_private"], 1)
		listed = self.client.get(
			resource("File"), user=self.stranger, filters=json.dumps([["attached_to_name", "=", self.plan]])
		)
		self.assertEqual(listed.data, [], listed)
		images = self.call(
			"frappe.core.api.file.get_attached_images", self.stranger, doctype="Work Plan", names=[self.plan]
		)
		self.assertNotIn("bukti-uji", images.text)

	def test_public_file(self):
		answer = self.attach(self.owner, is_private=0)
		self.assertFalse(answer.ok, answer)

	def test_address_of_a_file(self):
		"""The address of a private file, known or guessed, makes nobody its owner."""
		url = self.attach(self.owner).data["file_url"]
		for user, allowed in ((self.stranger, False), (self.superior, True)):
			answer = self.client.post(
				resource("File"), user=user, data={"file_name": "x.txt", "file_url": url, "is_private": 1}
			)
			self.assertEqual(answer.ok, allowed, answer)

	def test_files_taken_along(self):
		file = self.attach(self.owner).data["name"]
		method = "frappe.utils.file_manager.add_attachments"
		values = {"doctype": "ToDo", "name": "x", "attachments": json.dumps([file])}
		self.assertRefused(self.call(method, self.stranger, **values))
		values = {"doctype": "Work Plan", "name": self.plan, "attachments": json.dumps([])}
		self.assertRefused(self.call(method, self.stranger, **values))

	def test_file_moved_to_a_plan(self):
		mine = self.client.post(
			resource("File"),
			user=self.stranger,
			data={"file_name": "milik-budi.txt", "content": "x", "is_private": 1},
		)
		self.assertTrue(mine.ok, mine)
		moved = self.client.put(
			resource("File", mine.data["name"]),
			user=self.stranger,
			data={"attached_to_doctype": "Work Plan", "attached_to_name": self.draft},
		)
		self.assertRefused(moved)


class TestTraces(KinerjaTestCase):
	def test_no_opinion_leaves_the_framework_its_word(self):
		"""A private file of somebody else, attached to nothing of ours, stays closed."""
		file = frappe.get_doc(
			{"doctype": "File", "file_name": "orang-lain.txt", "content": "x", "is_private": 1}
		).insert()
		world = agency.build(with_plans=False, with_period=False)
		with self.as_user(world.user("budi")):
			self.assertFalse(frappe.has_permission("File", "read", doc=file.name))

	def test_answer_for_others_by_version(self):
		todo = frappe.new_doc("ToDo")
		for version, answer in ((15, None), (16, True)):
			with patch.object(doors, "NO_OPINION", None if version < 16 else True):
				self.assertIs(doors.trace_has_permission(todo), answer)

	def test_report_runs_for_who_asks(self):
		from kinerja_asn.overrides import query_report

		seen = {}

		def run(report_name, filters=None, user=None, **more):
			seen["user"] = user

		with (
			patch.object(query_report.query_report, "run", run),
			patch.object(
				query_report.frappe.db,
				"get_value",
				lambda *args, **more: frappe._dict(ref_doctype="Work Plan", module=doors.MODULE),
			),
		):
			query_report.run("Laporan", user="Administrator")
		self.assertIsNone(seen["user"])

	def test_mailed_report_is_ones_own(self):
		from kinerja_asn.overrides import auto_email_report

		report = frappe.get_doc(
			{
				"doctype": "Report",
				"report_name": "Rencana uji",
				"ref_doctype": "Work Plan",
				"report_type": "Report Builder",
				"is_standard": "No",
			}
		).insert()
		world = agency.build(with_plans=False, with_period=False)
		with self.as_user(world.user("hera")):
			auto_email_report.validate(SimpleNamespace(report=report.name, user=world.user("hera")))
			with self.assertRaises(frappe.PermissionError):
				auto_email_report.validate(SimpleNamespace(report=report.name, user=world.user("kadis")))


def other_names():
	"""(module.name, overridden function) for each module of the site's apps that imports an overridden function."""
	overridden = frappe.get_hooks("override_whitelisted_methods", {})
	homes = {}
	for path, targets in overridden.items():
		if targets[-1].startswith("kinerja_asn."):
			module, _dot, function = path.rpartition(".")
			homes.setdefault(module, set()).add(function)
	line = re.compile(r"^from ([\w.]+) import (?:\(([^)]*)\)|(.*))$", re.MULTILINE)
	for app in frappe.get_installed_apps():
		root = Path(import_module(app).__file__).parent
		for file in root.rglob("*.py"):
			if "node_modules" in file.parts or "test" in file.stem:
				continue
			for module, block, names in line.findall(file.read_text(errors="replace")):
				if module not in homes:
					continue
				place = ".".join([app, *file.relative_to(root).with_suffix("").parts])
				for name in re.sub(r"#.*", "", block or names).split(","):
					function, _as, alias = (part.strip() for part in name.partition(" as "))
					if function in homes[module] and f"{place}.{alias or function}" not in overridden:
						yield f"{place}.{alias or function}", f"{module}.{function}"
