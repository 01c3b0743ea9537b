"""The work plan through the doors of its people: write, propose, return, agree, adjust."""

import re
from contextlib import contextmanager

import frappe
from frappe.utils import add_days, formatdate, now_datetime

from kinerja_asn import permissions
from kinerja_asn.api import steps
from kinerja_asn.kinerja_asn.doctype.work_plan.work_plan import slot_of
from kinerja_asn.overrides.workflow_action import has_steps_of_the_agency
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests.rest import RestTestCase, resource

SAVE = "kinerja_asn.api.work_plans.save"
TAKE = "kinerja_asn.api.steps.take"
MOST_TO_SAVE, MOST_TO_PROPOSE = 23, 29
ABOUT_DOCUMENTS = re.compile(
	r"link_doctype|tab(Work|Performance|Employee|Appraiser|External|Department|Version|Comment|Notification Log)\b"
	r"|tabWorkflow (Action|Document State|Transition)[`\"] WHERE [`\"](?!parent[`\"]= )"
)


class WorkPlanTest(RestTestCase):
	@classmethod
	def build(cls):
		cls.agency = agencies.build(with_plans=False)
		for short in ("kadis", "kabid"):
			cls.agency.plans[short] = agencies.make_plan(cls.agency, short).name
		cls.agency.plans["ani"] = agencies.make_plan(cls.agency, "ani", state="Draft").name
		cls.agency.plans["sari"] = agencies.make_plan(cls.agency, "sari", state="Draft").name

	def take(self, who, action, name=None, doctype="Work Plan", **values):
		return self.client.call(
			TAKE,
			user=self.agency.user(who),
			doctype=doctype,
			name=name or self.agency.plan("ani"),
			action=action,
			**values,
		)

	def read(self, who="ani", short="ani"):
		return self.client.get(
			resource("Work Plan", self.agency.plan(short)), user=self.agency.user(who)
		).data

	def pick_superior(self, who="ani"):
		"""Ani names the result of her head that hers supports."""
		answer = self.client.call(
			"kinerja_asn.api.work_plans.superior_results",
			user=self.agency.user(who),
			work_plan=self.agency.plan(who),
		)
		self.assertEqual(answer.status, 200, answer)
		picked = answer.message["results"][0]
		plan = self.read(who, who)
		results = [
			{
				"name": row["name"],
				"superior_plan": picked["plan"],
				"superior_row_key": picked["row_key"],
			}
			for row in plan["results"]
		]
		answer = self.client.call(
			SAVE,
			user=self.agency.user(who),
			name=plan["name"],
			content={"results": results},
			modified=plan["modified"],
		)
		self.assertEqual(answer.status, 200, answer)
		return answer

	def test_proposing_names_what_is_missing(self):
		answer = self.take("ani", "Propose")
		self.assertRefused(answer)
		self.assertEqual(self.read()["workflow_state"], "Draft")

	def test_from_draft_to_agreed(self):
		self.pick_superior()
		answer = self.take("ani", "Propose")
		self.assertEqual(answer.status, 200, answer)
		self.assertEqual(answer.message["state"], "Plan Proposed")
		again = self.take("ani", "Propose")
		self.assertEqual(again.status, 200, again)
		row = self.read()["results"][0]["name"]
		refused = self.take("kabid", "Return")
		self.assertRefused(refused)
		answer = self.take(
			"kabid",
			"Return",
			values={"rows": {"results": {row: {"appraiser_note": "Tulis hasil, bukan kegiatan"}}}},
		)
		self.assertEqual(answer.status, 200, answer)
		self.assertEqual(self.read()["workflow_state"], "Plan Returned")
		self.assertEqual(self.read()["results"][0]["appraiser_note"], "Tulis hasil, bukan kegiatan")
		self.assertEqual(self.take("ani", "Propose").status, 200)
		answer = self.take("kabid", "Agree")
		self.assertEqual(answer.status, 200, answer)
		plan = self.read()
		self.assertEqual((plan["workflow_state"], plan["docstatus"]), ("Plan Agreed", 1))
		self.assertTrue(plan["agreed_on"])

	def test_a_step_is_told_once(self):
		self.pick_superior()
		self.take("ani", "Propose")
		self.assertEqual(self.take("kabid", "Agree").status, 200)
		told = frappe.get_all(
			"Notification Log",
			filters={"document_name": self.agency.plan("ani")},
			fields=["for_user", "subject"],
			as_list=True,
		)
		self.assertEqual(len([row for row in told if row[0] == self.agency.user("ani")]), 1, told)
		self.assertEqual(len(told), len(set(told)), told)

	def test_saving_and_proposing_take_few_statements(self):
		"""However many rows there are: each link, and each condition of the Workflow, would be asked for by itself."""
		plan = self.read()
		added = {
			"results": [{"result": f"Layanan {number}", "kind": "Main"} for number in range(3)],
			"indicators": [{"result_code": "1", "indicator": f"Berkas {number}"} for number in range(5)],
		}
		content = {table: [{"name": row["name"]} for row in plan[table]] + added[table] for table in added}
		data = {"name": plan["name"], "content": content, "modified": plan["modified"]}
		with self.undone(), self.few_statements(MOST_TO_SAVE):
			answer = self.client.call(SAVE, user=self.agency.user("ani"), **data)
			self.assertEqual(answer.status, 200, answer)
		self.pick_superior()
		with self.few_statements(MOST_TO_PROPOSE):
			answer = self.take("ani", "Propose")
			self.assertEqual(answer.status, 200, answer)

	def test_a_plan_is_read_once_to_be_saved_unless_somebody_else_saved_it(self):
		name = self.agency.plan("ani")
		frappe.db.commit()
		with self.undone():
			row = steps.readable("Work Plan", name).results[0]
			with self.count_queries() as queries:
				again = frappe.get_doc("Work Plan", name, for_update=True)
			self.assertEqual([q for q in queries if "tabWork Plan " in q], [])
			self.assertEqual(again.as_dict(), frappe.get_doc("Work Plan", name).as_dict())
			# one who changes what he was given leaves alone what was read
			row.result = "Punya saya"
			# as another connection would
			frappe.db.set_value("Work Plan Result", row.name, "result", "Punya orang lain")
			frappe.db.set_value("Work Plan", name, "modified", add_days(now_datetime(), 1))
			frappe.db.transaction_writes = 0
			again = frappe.get_doc("Work Plan", name, for_update=True)
			self.assertEqual(again.results[0].result, "Punya orang lain")

	def test_a_row_that_nobody_changes_keeps_the_time_of_its_last_change(self):
		plan = self.read()
		with self.undone():
			first = [{"name": row["name"]} for row in plan["results"]]
			first[0]["success_measure"] = "Diukur tiap bulan"
			data = {"name": plan["name"], "content": {"results": first}, "modified": plan["modified"]}
			answer = self.client.call(SAVE, user=self.agency.user("ani"), **data)
			self.assertEqual(answer.status, 200, answer)
			after = self.read()
			for table in ("results", "behaviours", "annex"):
				for before, row in zip(plan[table], after[table], strict=True):
					changed = row["name"] == first[0]["name"]
					self.assertEqual(row["modified"] != before["modified"], changed, row)
					self.assertEqual(row["modified"] == after["modified"], changed, row)

	@contextmanager
	def few_statements(self, most):
		"""Of those about documents; what the framework knows once a server has begun to answer is left out."""
		with self.count_queries() as queries:
			yield
		found = [query for query in queries if ABOUT_DOCUMENTS.search(query)]
		self.assertLessEqual(len(found), most, "\n".join([str(len(found)), *found]))

	def test_a_link_that_leads_nowhere_is_named_with_its_row(self):
		plan = self.read()
		row = plan["indicators"][0]["name"]
		for uom, told in (("Tidak Ada", "Tidak Ada"), ("dokumen", None)):
			with self.subTest(uom=uom), self.undone():
				answer = self.client.call(
					SAVE,
					user=self.agency.user("ani"),
					name=plan["name"],
					content={"indicators": [{"name": row, "uom": uom}]},
					modified=plan["modified"],
				)
				stored = frappe.db.get_value("Work Plan Indicator", row, "uom")
				if told or frappe.db.db_type == "sqlite":
					self.assertRefused(answer)
					self.assertEqual(answer.exc_type, "LinkValidationError", answer)
					self.assertRegex(" ".join(answer.messages), f" #1: [^:]+: {uom}$")
				else:
					# MariaDB finds it; the name stays as it is spelled there
					self.assertEqual((answer.status, stored), (200, "Dokumen"), answer)

	def test_what_is_missing_in_a_row_is_told_also_where_nobody_has_changed_it(self):
		plan = self.read()
		frappe.db.set_value("Work Plan Behaviour", plan["behaviours"][0]["name"], "behaviour", None)
		plan = self.read()
		answer = self.client.call(
			SAVE, user=self.agency.user("ani"), name=plan["name"], content={}, modified=plan["modified"]
		)
		self.assertRefused(answer)
		self.assertEqual(answer.exc_type, "MandatoryError", answer)

	def test_frappes_list_of_open_steps_is_kept_for_steps_of_the_agency_only(self):
		ours = [doctype for doctype in permissions.PERSONAL if has_steps_of_the_agency(doctype)]
		self.assertEqual(ours, [])
		name = self.agency.plan("ani")
		self.pick_superior()
		self.take("ani", "Propose")
		self.assertFalse(frappe.db.exists("Workflow Action", {"reference_name": name}))
		workflow = frappe.get_doc("Workflow", "ASN Work Plan")
		state = frappe.get_doc({"doctype": "Workflow State", "workflow_state_name": "Checked"}).insert().name
		workflow.append("states", {"state": state, "doc_status": "0", "allow_edit": "Employee"})
		workflow.append(
			"transitions",
			{"state": "Draft", "action": "Propose", "next_state": state, "allowed": "HR Manager"},
		)
		workflow.save()
		self.assertEqual(self.take("ani", "Withdraw").status, 200)
		found = frappe.get_all("Workflow Action", {"reference_name": name}, ["workflow_state", "status"])
		self.assertEqual([(row.workflow_state, row.status) for row in found], [("Draft", "Open")])

	def test_self_service_user_writes_and_proposes(self):
		self.pick_superior("sari")
		answer = self.take("sari", "Propose", name=self.agency.plan("sari"))
		self.assertEqual(answer.status, 200, answer)

	def test_delegate_agrees_and_expired_delegate_does_not(self):
		self.pick_superior()
		self.take("ani", "Propose")
		self.assertRefused(self.take("lama", "Agree"))
		answer = self.take("deli", "Agree")
		self.assertEqual(answer.status, 200, answer)

	def test_nobody_agrees_by_writing_the_state(self):
		self.pick_superior()
		self.take("ani", "Propose")
		for who in ("ani", "budi", "kadis", "hera", "peni", "audi"):
			for values in ({"workflow_state": "Plan Agreed"}, {"docstatus": 1}):
				with self.subTest(who=who, values=values):
					answer = self.client.put(
						resource("Work Plan", self.agency.plan("ani")), user=self.agency.user(who), **values
					)
					self.assertRefused(answer)
					self.assertEqual(
						frappe.db.get_value("Work Plan", self.agency.plan("ani"), "workflow_state"),
						"Plan Proposed",
					)

	def test_second_saver_is_told(self):
		plan = self.read()
		first = self.client.call(
			SAVE,
			user=self.agency.user("ani"),
			name=plan["name"],
			content={"approach": "Qualitative"},
			modified=plan["modified"],
		)
		self.assertEqual(first.status, 200, first)
		second = self.client.call(
			SAVE,
			user=self.agency.user("ani"),
			name=plan["name"],
			content={"approach": "Quantitative"},
			modified="2020-01-01 00:00:00.000000",
		)
		self.assertRefused(second)
		self.assertEqual(second.exc_type, "TimestampMismatchError")

	def test_adjustment_binds_only_when_agreed(self):
		self.pick_superior()
		self.take("ani", "Propose")
		self.take("kabid", "Agree")
		ani, kabid = self.agency.user("ani"), self.agency.user("kabid")
		answer = self.client.call(
			"kinerja_asn.api.work_plans.start_adjustment",
			user=ani,
			work_plan=self.agency.plan("ani"),
			cause="Change of Strategy",
			reason="Target dinas berubah",
		)
		self.assertEqual(answer.status, 200, answer)
		name = answer.message["name"]
		nothing = self.take("ani", "Propose", name=name, doctype="Work Plan Adjustment")
		self.assertRefused(nothing)
		doc = self.client.get(resource("Work Plan Adjustment", name), user=ani).data
		indicator = doc["indicators"][0]
		answer = self.client.call(
			SAVE,
			user=ani,
			doctype="Work Plan Adjustment",
			name=name,
			modified=doc["modified"],
			content={
				"indicators": [{"name": indicator["name"], "target": 36}],
				"results": [
					{"name": doc["results"][0]["name"]},
					{"kind": "Additional", "result": "Dokumen akreditasi tersusun", "short_code": "T1"},
				],
			},
		)
		self.assertEqual(answer.status, 200, answer)
		self.assertEqual(self.read()["indicators"][0]["target"], 24)
		self.assertEqual(self.take("ani", "Propose", name=name, doctype="Work Plan Adjustment").status, 200)
		compared = self.client.call(
			"kinerja_asn.kinerja_asn.doctype.work_plan_adjustment.work_plan_adjustment.comparison",
			user=kabid,
			adjustment=name,
		).message
		self.assertIn("changed", {row["kind"] for row in compared if row["table"] == "indicators"})
		answer = self.take("kabid", "Agree", name=name, doctype="Work Plan Adjustment")
		self.assertEqual(answer.status, 200, answer)
		plan = self.read()
		self.assertEqual(plan["indicators"][0]["target"], 36)
		self.assertEqual([row["short_code"] for row in plan["results"]], ["1", "T1"])
		self.assertEqual((plan["version"], len(plan["versions"])), (2, 1))

	def adjust(self, target, effective_from):
		"""Ani adjusts her target from a day on and her head agrees; returns the answer to the proposal."""
		ani = self.agency.user("ani")
		answer = self.client.call(
			"kinerja_asn.api.work_plans.start_adjustment",
			user=ani,
			work_plan=self.agency.plan("ani"),
			cause="Change of Budget",
			reason="Anggaran berubah",
			effective_from=effective_from,
		)
		if answer.status != 200:
			return answer
		name = answer.message["name"]
		doc = self.client.get(resource("Work Plan Adjustment", name), user=ani).data
		answer = self.client.call(
			SAVE,
			user=ani,
			doctype="Work Plan Adjustment",
			name=name,
			modified=doc["modified"],
			content={"indicators": [{"name": doc["indicators"][0]["name"], "target": target}]},
		)
		self.assertEqual(answer.status, 200, answer)
		self.assertEqual(self.take("ani", "Propose", name=name, doctype="Work Plan Adjustment").status, 200)
		return self.take("kabid", "Agree", name=name, doctype="Work Plan Adjustment")

	def test_versions_follow_each_other_by_day(self):
		self.pick_superior()
		self.take("ani", "Propose")
		self.take("kabid", "Agree")
		for target, day in ((30, "04-01"), (36, "07-01")):
			answer = self.adjust(target, f"{agencies.YEAR}-{day}")
			self.assertEqual(answer.status, 200, answer)
		spans = [(str(row["valid_from"]), str(row["valid_to"])) for row in self.read()["versions"]]
		year = agencies.YEAR
		self.assertEqual(spans, [(f"{year}-01-01", f"{year}-03-31"), (f"{year}-04-01", f"{year}-06-30")])
		for day in ("07-01", "01-01"):
			answer = self.adjust(40, f"{year}-{day}")
			self.assertEqual(answer.status, 417, answer)
			self.assertIn(formatdate(f"{year}-07-02"), answer.text)

	def test_an_indicator_of_the_library_fills_blanks_and_replaces_nothing_typed(self):
		for unit in ("Menit", "Jam"):
			agencies.make_uom(unit)
		library = frappe.get_doc(
			{
				"doctype": "Performance Indicator",
				"indicator_name": "Waktu tunggu",
				"aspect": "Time",
				"uom": "Menit",
				"direction": "Lower Is Better",
				"adds_up": "Average",
			}
		).insert()
		whole = frappe.get_doc(
			{
				"doctype": "Performance Indicator",
				"indicator_name": "Persentase lengkap",
				"aspect": "Quality",
				"uom": "Dokumen",
				"direction": "Higher Is Better",
				"highest_possible_target": 1,
			}
		).insert()
		answer = self.save_indicators(
			{"performance_indicator": library.name},
			{"performance_indicator": library.name, "aspect": "Quality", "uom": "Jam"},
			{"performance_indicator": whole.name},
		)
		columns = ("indicator", "aspect", "uom", "direction", "adds_up", "highest_possible_target")
		rows = [tuple(row[column] for column in columns) for row in answer]
		self.assertEqual(
			rows,
			[
				("Waktu tunggu", "Time", "Menit", "Lower Is Better", "Average", 0),
				("Waktu tunggu", "Quality", "Jam", "Lower Is Better", "Average", 0),
				("Persentase lengkap", "Quality", "Dokumen", "Higher Is Better", "Sum", 1),
			],
		)
		answer = self.save_indicators({"name": answer[2]["name"], "highest_possible_target": 0})
		self.assertEqual(answer[0]["highest_possible_target"], 0)

	def save_indicators(self, *rows):
		plan = self.read()
		answer = self.client.call(
			SAVE,
			user=self.agency.user("ani"),
			name=plan["name"],
			content={"indicators": [{"result_code": "1", **row} for row in rows]},
			modified=plan["modified"],
		)
		self.assertEqual(answer.status, 200, answer)
		return self.read()["indicators"]

	def test_long_names_of_posts_keep_their_years_apart(self):
		slots = {
			slot_of("HR-EMP-00001", post, day)
			for post in ("Kepala Seksi " * 10 + "A", "Kepala Seksi " * 10 + "B", "Staf")
			for day in ("2026-01-01", "2027-01-01")
		}
		self.assertEqual(len(slots), 6)
		self.assertLessEqual(max(len(slot) for slot in slots), 140)

	def test_a_plan_by_hand_starts_after_an_earlier_one_or_with_the_service(self):
		frappe.db.set_value("Employee", self.agency.budi.name, "date_of_joining", f"{agencies.YEAR}-03-16")
		answer = self.client.call("kinerja_asn.api.work_plans.start", user=self.agency.user("budi"))
		self.assertEqual(answer.status, 200, answer)
		plan = self.client.get(
			resource("Work Plan", answer.message["name"]), user=self.agency.user("budi")
		).data
		self.assertEqual(str(plan["from_date"]), f"{agencies.YEAR}-03-16")
