"""A year through REST as real users: opened by HR, planned on three levels, adjusted, reported, evaluated.

Wali Kota (does not sign in; HR records his signed act) -> kadis -> kabid -> ani, sari (self-service)
"""

import frappe

from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests.rest import RestTestCase, resource

YEAR = agencies.YEAR
PLANS = "kinerja_asn.api.work_plans"


class LifeCycleTest(RestTestCase):
	@classmethod
	def build(cls):
		cls.agency = agencies.build(with_plans=False, with_period=False)
		agencies.make_uom()

	# --- doors ---

	def ok(self, answer):
		self.assertEqual(answer.status, 200, answer)
		return answer.message if answer.message is not None else answer.data

	def call(self, who, method, **values):
		return self.client.call(method, user=self.agency.user(who), data=values)

	def take(self, who, action, name, doctype="Work Plan", **values):
		return self.call(
			who, "kinerja_asn.api.steps.take", doctype=doctype, name=name, action=action, **values
		)

	def read(self, who, doctype, name):
		return self.ok(self.client.get(resource(doctype, name), user=self.agency.user(who)))

	def plan_of(self, who):
		rows = self.ok(
			self.client.get(
				resource("Work Plan"),
				user=self.agency.user(who),
				filters=frappe.as_json([["employee", "=", self.agency.people[who].name]]),
			)
		)
		self.assertEqual(len(rows), 1, rows)
		return rows[0]["name"]

	# --- the year ---

	def open_year(self):
		period = self.ok(
			self.client.post(
				resource("Performance Period"),
				user=self.agency.user("hera"),
				year=YEAR,
				company=agencies.AGENCY,
				reporting_frequency="Monthly",
				evaluation_frequency="Quarterly",
				default_approach="Quantitative",
			)
		)
		self.assertEqual((period["status"], len(period["stages"])), ("Draft", 19))
		run = self.ok(self.call("hera", "kinerja_asn.api.periods.open_period", period=period["name"]))
		again = self.ok(self.call("hera", "kinerja_asn.api.periods.open_period", period=period["name"]))
		self.assertEqual(run, again)
		self.run_jobs()
		row = self.read("hera", "Bulk Run", run)
		self.assertEqual(row["status"], "Completed", row)
		self.assertEqual(row["created"], frappe.db.count("Work Plan", {"performance_period": period["name"]}))
		for stage, interval in (
			("Planning", None),
			("Periodic Evaluation", f"{YEAR}-Q1"),
			("Adjustment", None),
		):
			answer = self.call(
				"hera",
				"kinerja_asn.api.periods.extend_stage",
				period=period["name"],
				stage=stage,
				interval=interval,
				closes_on=f"{YEAR + 1}-12-30",
				reason="Surat Sekretaris Daerah nomor 800/12",
			)
			self.ok(answer)
		period = self.read("hera", "Performance Period", period["name"])
		self.assertEqual(len(period["extensions"]), 3)
		return period["name"]

	def write_plan(self, who, superior_results=True):
		name = self.plan_of(who)
		plan = self.read(who, "Work Plan", name)
		result = {
			"kind": "Main",
			"short_code": "1",
			"result": f"Layanan {who} sesuai standar",
			"perspective": "Business Process",
		}
		if superior_results:
			found = self.ok(self.call(who, f"{PLANS}.superior_results", work_plan=name))
			result |= {
				"superior_plan": found["results"][0]["plan"],
				"superior_row_key": found["results"][0]["row_key"],
			}
		content = {
			"results": [result],
			"indicators": [
				{
					"result_code": "1",
					"indicator": "Jumlah dokumen layanan",
					"aspect": "Quantity",
					"direction": "Higher Is Better",
					"adds_up": "Sum",
					"target": 24,
					"uom": "Dokumen",
				}
			],
			"annex": [
				{"name": row["name"], "kind": row["kind"], "description": "Sesuai kesepakatan"}
				for row in plan["annex"]
			],
		}
		saved = self.ok(
			self.call(who, f"{PLANS}.save", name=name, content=content, modified=plan["modified"])
		)
		saved = self.ok(
			self.call(who, f"{PLANS}.add_proposed_actions", work_plan=name, modified=saved["modified"])
		)
		plan = self.read(who, "Work Plan", name)
		self.assertEqual(len(plan["actions"]), 12)
		self.assertEqual(sum(row["target"] for row in plan["actions"]), 24)
		return name

	def sign(self, name, doctype="Work Plan"):
		"""HR attaches the act signed by the regional head."""
		answer = self.client.post(
			"/api/method/upload_file",
			user=self.agency.user("hera"),
			files={"file": ("skp-bertanda-tangan.txt", b"ditandatangani")},
			doctype=doctype,
			docname=name,
			fieldname="signed_document",
			is_private=1,
		)
		return self.ok(answer)["file_url"]

	def test_a_year_of_three_levels(self):
		self.open_year()
		self.plan_of_the_head()
		kabid = self.write_plan("kabid")
		self.ok(self.take("kabid", "Propose", kabid))
		self.ok(self.take("kadis", "Agree", kabid))
		for who in ("ani", "sari"):
			self.plan_of_staff(who)
		ani = self.plan_of("ani")
		self.adjust(ani)
		self.report(ani)
		self.evaluate(ani)

	def plan_of_the_head(self):
		"""The one above the head is no employee: his signed act is recorded, and who recorded it stays visible."""
		kadis = self.write_plan("kadis", superior_results=False)
		self.ok(self.take("kadis", "Propose", kadis))
		refused = self.take("hera", "Agree", kadis)
		self.assertRefused(refused)
		url = self.sign(kadis)
		self.ok(self.take("hera", "Agree", kadis, values={"signed_document": url}))
		plan = self.read("kadis", "Work Plan", kadis)
		self.assertEqual((plan["workflow_state"], plan["docstatus"]), ("Plan Agreed", 1))
		self.assertEqual(plan["agreed_by"], "Wali Kota Contoh")
		self.assertTrue(plan["recorded_by"])

	def plan_of_staff(self, who):
		name = self.write_plan(who)
		self.ok(self.take(who, "Propose", name))
		row = self.read("kabid", "Work Plan", name)["indicators"][0]
		self.ok(
			self.take(
				"kabid",
				"Return",
				name,
				values={"rows": {"indicators": {row["name"]: {"appraiser_note": "Target terlalu rendah"}}}},
			)
		)
		plan = self.read(who, "Work Plan", name)
		self.assertEqual(plan["indicators"][0]["appraiser_note"], "Target terlalu rendah")
		self.ok(self.take(who, "Propose", name))
		# the delegate of the day agrees in the appraiser's place
		self.ok(self.take("deli", "Agree", name))
		self.assertEqual(self.read(who, "Work Plan", name)["workflow_state"], "Plan Agreed")

	def adjust(self, name):
		started = self.ok(
			self.call(
				"ani",
				f"{PLANS}.start_adjustment",
				work_plan=name,
				cause="Change of Budget",
				reason="Anggaran berkurang",
			)
		)
		doc = self.read("ani", "Work Plan Adjustment", started["name"])
		content = {"indicators": [{"name": doc["indicators"][0]["name"], "target": 12}]}
		self.ok(
			self.call(
				"ani",
				f"{PLANS}.save",
				doctype="Work Plan Adjustment",
				name=doc["name"],
				content=content,
				modified=doc["modified"],
			)
		)
		self.ok(self.take("ani", "Propose", doc["name"], doctype="Work Plan Adjustment"))
		self.assertEqual(self.read("ani", "Work Plan", name)["indicators"][0]["target"], 24)
		self.ok(self.take("kabid", "Agree", doc["name"], doctype="Work Plan Adjustment"))
		plan = self.read("ani", "Work Plan", name)
		self.assertEqual((plan["indicators"][0]["target"], plan["version"]), (12, 2))
		old = self.ok(self.call("ani", f"{PLANS}.version", work_plan=name, number=1))
		self.assertEqual(old["content"]["indicators"][0]["target"], 24)

	def report(self, plan):
		for month, realisation in ((1, 2), (2, 3), (3, 1)):
			interval = f"{YEAR}-{month:02d}"
			name = self.ok(
				self.call("ani", "kinerja_asn.api.reports.start", work_plan=plan, interval=interval)
			)["name"]
			doc = self.read("ani", "Periodic Report", name)
			empty = self.take("ani", "Send", name, doctype="Periodic Report")
			self.assertRefused(empty)
			row = doc["realisations"][0]["name"]
			self.ok(
				self.call(
					"ani",
					"kinerja_asn.api.reports.save",
					name=name,
					modified=doc["modified"],
					content={"rows": {"realisations": {row: {"realisation": realisation, "reported": 1}}}},
				)
			)
			sent = self.take("ani", "Send", name, doctype="Periodic Report")
			self.ok(sent)
			self.ok(self.take("kabid", "Accept", name, doctype="Periodic Report"))

	def evaluate(self, plan):
		name = self.ok(
			self.call(
				"kabid",
				"kinerja_asn.api.evaluations.start",
				work_plan=plan,
				kind="Periodic",
				interval=f"{YEAR}-Q1",
			)
		)["name"]
		doc = self.read("ani", "Performance Evaluation", name)
		self.assertEqual(doc["results"][0]["realisation"], 6)
		self.ok(
			self.take(
				"ani",
				"Send Self-Assessment",
				name,
				doctype="Performance Evaluation",
				values={"self_assessment": "Target tercapai"},
			)
		)
		hidden = self.client.get(resource("Performance Evaluation", name), user=self.agency.user("ani"))
		self.assertEqual(hidden.status, 403, hidden)
		extreme = self.take(
			"kabid",
			"Rate",
			name,
			doctype="Performance Evaluation",
			values={"result_rating": "Above Expectation", "behaviour_rating": "As Expected"},
		)
		self.assertRefused(extreme)
		self.ok(
			self.take(
				"kabid",
				"Rate",
				name,
				doctype="Performance Evaluation",
				values={
					"result_rating": "Above Expectation",
					"result_evidence": "Enam dokumen dari tiga yang ditargetkan",
					"behaviour_rating": "As Expected",
				},
			)
		)
		self.ok(self.take("kabid", "Hand Over", name, doctype="Performance Evaluation"))
		doc = self.read("ani", "Performance Evaluation", name)
		self.assertEqual((doc["workflow_state"], doc["predicate"]), ("Handed Over", "Good"))
		self.ok(self.take("ani", "Acknowledge", name, doctype="Performance Evaluation"))
		doc = self.read("ani", "Performance Evaluation", name)
		self.assertEqual((doc["workflow_state"], doc["docstatus"]), ("Acknowledged", 1))
