"""Shipped defaults and the agency's edits, custom fields, workflows and hooks."""

import json
from copy import deepcopy
from unittest.mock import patch

import frappe

from kinerja_asn import hooks, permissions, state_rights
from kinerja_asn.setup import custom_fields, defaults, migrate, shipped, uninstall
from kinerja_asn.tests import factories
from kinerja_asn.tests.base import KinerjaTestCase

#: One shipped record of each kind, a field to edit, and what the agency makes of it.
EDITS = {
	"UOM": ("Laporan", "must_be_whole_number", 0),
	"ASN Rank": ("III/a", "rank_name", "Penata Muda (lama)"),
	"Functional Level": ("Ahli Pertama", "annual_coefficient", 13.5),
	"Work Behaviour": ("Loyal", "guides", "Satu panduan dari instansi"),
	"Workflow State": ("Plan Proposed", "style", "Primary"),
	"Workflow": ("ASN Work Plan", "send_email_alert", 1),
}


def shipped_record(doctype, name):
	for file in defaults.FILES:
		for record in defaults.records(file):
			if record["doctype"] == doctype and defaults.name_of(record) == name:
				return record
	raise AssertionError(f"{doctype} {name} is not shipped")


class TestShippedDefaults(KinerjaTestCase):
	def newer(self, doctype, name, **values):
		"""Pretend that this version of the app ships other values."""
		record = {**deepcopy(shipped_record(doctype, name)), **values}
		defaults.sync_record(record)
		return frappe.get_doc(doctype, name)

	def state(self, doctype, name):
		return frappe.db.get_value(shipped.DOCTYPE, f"{doctype}/{name}", ["state", "newer_version"])

	def test_everything_shipped_is_on_the_site(self):
		for file in defaults.FILES:
			for record in defaults.records(file):
				self.assertTrue(defaults.find(record), record)

	def test_a_second_migrate_writes_nothing(self):
		migrate.after_migrate()
		with self.count_queries() as queries:
			migrate.after_migrate()
		writes = [
			q for q in queries if q.lower().lstrip().startswith(("insert", "update", "delete", "alter"))
		]
		self.assertEqual(writes, [])

	def test_agency_edits_of_each_kind_survive(self):
		for doctype, (name, field, value) in EDITS.items():
			with self.subTest(doctype):
				doc = frappe.get_doc(doctype, name)
				doc.set(field, value)
				doc.save()
		migrate.after_migrate()
		for doctype, (name, field, value) in EDITS.items():
			with self.subTest(doctype):
				self.assertEqual(frappe.db.get_value(doctype, name, field), value)
				self.assertEqual(self.state(doctype, name)[0], shipped.EDITED)

	def test_edited_role_survives(self):
		role = frappe.get_doc("Role", "ASN Performance Auditor")
		role.two_factor_auth = 1
		role.save()
		migrate.after_migrate()
		self.assertEqual(frappe.db.get_value("Role", "ASN Performance Auditor", "two_factor_auth"), 1)

	def test_edited_indicator_survives_and_is_not_doubled(self):
		key = "Performance Indicator/waktu-tunggu-pasien"
		name = frappe.db.get_value(shipped.DOCTYPE, key, "ref_name")
		indicator = frappe.get_doc("Performance Indicator", name)
		indicator.indicator_name = "Waktu tunggu pasien menurut instansi"
		indicator.save()
		count = frappe.db.count("Performance Indicator")
		migrate.after_migrate()
		self.assertEqual(frappe.db.count("Performance Indicator"), count)
		self.assertEqual(
			frappe.db.get_value("Performance Indicator", name, "indicator_name"),
			"Waktu tunggu pasien menurut instansi",
		)

	def test_edited_transition_survives_a_newer_version_and_is_reported(self):
		workflow = frappe.get_doc("Workflow", "ASN Periodic Report")
		workflow.transitions[0].allow_self_approval = 0
		workflow.append(
			"transitions",
			{"state": "Draft", "action": "Close", "next_state": "Report Sent", "allowed": "HR Manager"},
		)
		workflow.save()
		newer = deepcopy(shipped_record("Workflow", "ASN Periodic Report"))
		newer["transitions"] = newer["transitions"][:-1]
		defaults.sync_record(newer)
		workflow.reload()
		self.assertEqual(workflow.transitions[0].allow_self_approval, 0)
		self.assertEqual(workflow.transitions[-1].action, "Close")
		self.assertEqual(self.state("Workflow", "ASN Periodic Report"), (shipped.EDITED, 1))
		self.assertIn("ASN Periodic Report", [row.ref_name for row in shipped.report()])

	def test_unedited_defaults_follow_a_newer_version(self):
		rank = self.newer("ASN Rank", "IV/a", rank_name="Pembina (baru)")
		self.assertEqual(rank.rank_name, "Pembina (baru)")
		workflow = deepcopy(shipped_record("Workflow", "ASN Work Plan"))
		workflow["transitions"] = workflow["transitions"][:-1]
		defaults.sync_record(workflow)
		self.assertEqual(
			len(frappe.get_doc("Workflow", "ASN Work Plan").transitions), len(workflow["transitions"])
		)
		self.assertEqual(self.state("ASN Rank", "IV/a"), (shipped.AS_SHIPPED, 0))

	def test_a_newer_version_may_ship_one_more_field(self):
		record = deepcopy(shipped_record("Work Behaviour", "Adaptif"))
		key = defaults.key_of(record)
		doc = frappe.get_doc("Work Behaviour", "Adaptif")
		shipped.note_shipped(key, doc, {"behaviour_order": record["behaviour_order"]})
		record["guides"] = "Panduan baru"
		defaults.sync_record(record)
		self.assertEqual(frappe.db.get_value("Work Behaviour", "Adaptif", "guides"), "Panduan baru")

	def test_what_the_agency_removed_stays_away(self):
		frappe.delete_doc("ASN Rank", "I/a")
		migrate.after_migrate()
		self.assertFalse(frappe.db.exists("ASN Rank", "I/a"))
		self.assertEqual(self.state("ASN Rank", "I/a")[0], shipped.REMOVED)

	def test_what_was_there_before_the_app_is_left_alone(self):
		frappe.get_doc({"doctype": "UOM", "uom_name": "Berkas Lama", "must_be_whole_number": 0}).insert()
		record = {"doctype": "UOM", "uom_name": "Berkas Lama", "must_be_whole_number": 1}
		defaults.sync_record(record)
		defaults.sync_record({**record, "must_be_whole_number": 1})
		self.assertEqual(frappe.db.get_value("UOM", "Berkas Lama", "must_be_whole_number"), 0)
		self.assertNotIn("Berkas Lama", shipped.made_by_app("UOM"))

	def test_settings_of_the_agency_survive(self):
		frappe.db.set_single_value("Kinerja ASN Settings", "objection_days", 21)
		migrate.after_migrate()
		self.assertEqual(int(frappe.db.get_single_value("Kinerja ASN Settings", "objection_days")), 21)

	def test_seven_behaviours_with_three_guides(self):
		behaviours = defaults.records("work_behaviours")
		self.assertEqual([b["behaviour_order"] for b in behaviours], [1, 2, 3, 4, 5, 6, 7])
		self.assertTrue(all(len(b["guides"].splitlines()) == 3 for b in behaviours))


class TestCustomFields(KinerjaTestCase):
	def setUp(self):
		super().setUp()
		# a statement on the table would end the transaction of the test
		self.enterContext_(patch.object(frappe.local.db, "updatedb"))

	def field(self, fieldname="asn_position_class"):
		return frappe.get_doc("Custom Field", {"dt": "Employee", "fieldname": fieldname})

	def test_agency_edit_of_a_field_survives(self):
		field = self.field()
		field.label = "Kelas Jabatan Instansi"
		field.in_list_view = 1
		field.save()
		custom_fields.make_custom_fields()
		field = self.field()
		self.assertEqual((field.label, field.in_list_view), ("Kelas Jabatan Instansi", 1))

	def test_what_the_program_relies_on_is_restored(self):
		field = self.field("asn_appraiser")
		frappe.db.set_value("Custom Field", field.name, {"ignore_user_permissions": 0, "label": "Penilai"})
		custom_fields.make_custom_fields()
		field = self.field("asn_appraiser")
		self.assertEqual((field.ignore_user_permissions, field.label), (1, "Penilai"))

	def test_people_are_named_by_dynamic_link(self):
		for doctype, fields in custom_fields.CUSTOM_FIELDS.items():
			for field in fields:
				self.assertFalse(field["fieldtype"] == "Link" and field["options"] == "Employee", field)
				if field["fieldtype"] == "Dynamic Link":
					self.assertTrue(field.get("ignore_user_permissions"), field)
					self.assertTrue(frappe.get_meta(doctype).has_field(field["options"]))

	def test_fields_stand_together(self):
		for doctype in custom_fields.CUSTOM_FIELDS:
			order = [df.fieldname for df in frappe.get_meta(doctype).fields]
			ours = [order.index(name) for name in custom_fields.fields_of(doctype)]
			self.assertEqual(ours, list(range(ours[0], ours[0] + len(ours))), doctype)


class TestWorkflows(KinerjaTestCase):
	def test_workflows_say_what_permissions_say(self):
		parts = {"employee", "appraiser", "superior", "leader", "manager", "hr", "recorder", "auditor"}
		for record in defaults.records("workflows"):
			found = {}
			for row in record["transitions"]:
				step = (row["state"], row["next_state"])
				found.setdefault(step, set()).update(
					part for part in parts if f'"{part}"' in row["condition"]
				)
			self.assertEqual(
				found, state_rights.TRANSITIONS[record["document_type"]], record["workflow_name"]
			)

	def test_the_first_submitted_state_is_the_agreed_one(self):
		for record in defaults.records("workflows"):
			first = next(row["state"] for row in record["states"] if row["doc_status"] == "1")
			self.assertEqual(first, state_rights.SUBMITTED_STATE[record["document_type"]])

	def test_nobody_is_mailed_by_the_workflow(self):
		for record in defaults.records("workflows"):
			self.assertEqual(record["send_email_alert"], 0)
			self.assertTrue(all(row["allow_self_approval"] for row in record["transitions"]))

	def test_both_roles_of_employees_may_act(self):
		for record in defaults.records("workflows"):
			steps = {}
			for row in record["transitions"]:
				steps.setdefault((row["state"], row["action"]), set()).add(row["allowed"])
			for step, roles in steps.items():
				self.assertEqual("Employee" in roles, "Employee Self Service" in roles, step)


class TestHooks(KinerjaTestCase):
	def test_every_limited_doctype_is_guarded(self):
		for doctype in permissions.LIMITED:
			self.assertIn(doctype, hooks.permission_query_conditions)
			self.assertIn(doctype, hooks.has_permission)
		for doctype in permissions.CHILD_PARENTS:
			self.assertIn(doctype, hooks.permission_query_conditions)
		for doctype in permissions.HANGS_ON:
			self.assertIn(doctype, hooks.permission_query_conditions)
			self.assertIn(doctype, hooks.has_permission)

	def test_every_doctype_with_a_person_is_limited(self):
		for doctype in uninstall.our_doctypes():
			meta = frappe.get_meta(doctype)
			if meta.has_field("employee") and not meta.istable:
				self.assertIn(doctype, permissions.LIMITED)

	def test_link_searches_are_ours(self):
		for doctype in uninstall.our_doctypes():
			meta = frappe.get_meta(doctype)
			if meta.istable or meta.issingle or doctype in ("ASN Shipped Default", "Bulk Run Row"):
				continue
			self.assertIn(doctype, hooks.standard_queries)

	def test_what_hooks_name_is_there(self):
		def names(value):
			if isinstance(value, str):
				yield value
			elif isinstance(value, dict):
				for one in value.values():
					yield from names(one)
			elif isinstance(value, list | tuple):
				for one in value:
					yield from names(one)

		for table in (
			hooks.permission_query_conditions,
			hooks.has_permission,
			hooks.doc_events,
			hooks.override_whitelisted_methods,
			hooks.standard_queries,
			hooks.override_doctype_dashboards,
		):
			for path in names(table):
				self.assertTrue(callable(frappe.get_attr(path)), path)

	def test_overridden_methods_pass_other_doctypes_on(self):
		for path in hooks.override_whitelisted_methods.values():
			self.assertIn(frappe.get_attr(path), frappe.whitelisted)

	def test_no_custom_permission_and_no_user_type_of_ours(self):
		ours = uninstall.our_doctypes()
		self.assertEqual(frappe.get_all("Custom DocPerm", filters={"parent": ["in", ours]}), [])
		self.assertEqual(frappe.get_all("User Document Type", filters={"document_type": ["in", ours]}), [])

	def test_nothing_of_ours_is_in_the_global_search(self):
		for doctype in uninstall.our_doctypes():
			self.assertEqual(
				[df.fieldname for df in frappe.get_meta(doctype).fields if df.get("in_global_search")], []
			)

	def test_nobody_may_share(self):
		for doctype in uninstall.our_doctypes():
			self.assertFalse(any(row.get("share") for row in frappe.get_meta(doctype).permissions), doctype)


class TestUninstall(KinerjaTestCase):
	def test_a_shared_unit_in_use_stays(self):
		frappe.get_doc({"doctype": "UOM", "uom_name": "Satuan Uji", "must_be_whole_number": 0}).insert()
		frappe.get_doc(
			{"doctype": "Performance Indicator", "indicator_name": "Memakai satuan", "uom": "Satuan Uji"}
		).insert()
		uninstall.remove_unless_used("UOM", "Satuan Uji")
		self.assertTrue(frappe.db.exists("UOM", "Satuan Uji"))

	def test_an_unused_unit_goes(self):
		frappe.get_doc({"doctype": "UOM", "uom_name": "Satuan Uji"}).insert()
		uninstall.remove_unless_used("UOM", "Satuan Uji")
		self.assertFalse(frappe.db.exists("UOM", "Satuan Uji"))

	def test_series_of_others_stay(self):
		Series = frappe.qb.Table("tabSeries")
		for prefix in ("SKP-2026-", "SKP-LAMA-", "RUN-2026-"):
			if not frappe.qb.from_(Series).select(Series.name).where(Series.name == prefix).run():
				frappe.qb.into(Series).columns("name", "current").insert(prefix, 7).run()
		uninstall.remove_series()
		left = frappe.qb.from_(Series).select(Series.name).run(pluck=True)
		self.assertIn("SKP-LAMA-", left)
		self.assertNotIn("SKP-2026-", left)

	def test_traces_of_our_documents_go_and_others_stay(self):
		todo = {"doctype": "ToDo", "description": "x"}
		ours = frappe.get_doc({**todo, "reference_type": "ASN Rank", "reference_name": "III/a"}).insert()
		other = frappe.get_doc({**todo, "reference_type": "UOM", "reference_name": "Laporan"}).insert()
		uninstall.remove_traces(["ASN Rank"])
		self.assertFalse(frappe.db.exists("ToDo", ours.name))
		self.assertTrue(frappe.db.exists("ToDo", other.name))

	def test_roles_leave_their_holders(self):
		factories.make_user("konselor@kinerja.test", ("ASN Counsellor",))
		uninstall.remove_roles(["ASN Counsellor"])
		self.assertFalse(frappe.db.exists("Has Role", {"role": "ASN Counsellor"}))
		self.assertFalse(frappe.db.exists("Role", "ASN Counsellor"))

	def test_files_of_defaults_are_plain_lists(self):
		for file in defaults.FILES:
			records = defaults.records(file)
			self.assertEqual(json.loads(json.dumps(records)), records)
			self.assertEqual(len({defaults.key_of(record) for record in records}), len(records))
