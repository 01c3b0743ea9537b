"""What the tests of a whole year share: the year opened, plans written and signed, through REST as real users."""

import frappe

from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests.rest import RestTestCase, resource

YEAR = agencies.YEAR
PLANS = "kinerja_asn.api.work_plans"


class YearCase(RestTestCase):
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

	def report(self, who, by_month):
		"""Monthly reports of the first months, sent and accepted by the appraiser."""
		plan = self.plan_of(who)
		for month, realisation in enumerate(by_month, 1):
			interval = f"{YEAR}-{month:02d}"
			name = self.ok(
				self.call(who, "kinerja_asn.api.reports.start", work_plan=plan, interval=interval)
			)["name"]
			doc = self.read(who, "Periodic Report", name)
			self.assertRefused(self.take(who, "Send", name, doctype="Periodic Report"))
			row = doc["realisations"][0]["name"]
			self.ok(
				self.call(
					who,
					"kinerja_asn.api.reports.save",
					name=name,
					modified=doc["modified"],
					content={"rows": {"realisations": {row: {"realisation": realisation, "reported": 1}}}},
				)
			)
			self.ok(self.take(who, "Send", name, doctype="Periodic Report"))
			self.ok(self.take("kabid", "Accept", name, doctype="Periodic Report"))
