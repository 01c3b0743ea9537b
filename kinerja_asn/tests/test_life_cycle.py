"""A year through REST as real users: opened by HR, planned on three levels, adjusted, reported, evaluated.

Wali Kota (does not sign in; HR records his signed act) -> kadis -> kabid -> ani, sari (self-service)
"""

from kinerja_asn.tests.rest import resource
from kinerja_asn.tests.year import PLANS, YEAR, YearCase


class LifeCycleTest(YearCase):
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
		self.report("ani", (2, 3, 1))
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
