"""From the unit's agreement to the objection, through REST as real users: everything that hangs on the organisation.

Wali Kota (signs on paper) -> kadis, head of the Dinas -> kabid, head of Bidang A -> ani, budi, sari (self-service)
"""

import json

import frappe

from kinerja_asn import objections
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests.rest import resource
from kinerja_asn.tests.year import PLANS, YEAR, YearCase

AGREEMENT, REALISATION = "Performance Agreement", "Performance Agreement Realisation"
RATING, EVALUATION, OBJECTION = "Unit Performance Rating", "Performance Evaluation", "Performance Objection"
QUARTER = f"{YEAR}-Q1"
STAFF = ("ani", "budi", "sari")
ABOVE, AS_EXPECTED = "Above Expectation", "As Expected"


class CourseOfAUnit(YearCase):
	@classmethod
	def build(cls):
		cls.agency = agencies.build(with_plans=False, with_period=False)
		agencies.make_uom()
		frappe.db.set_value("Department", cls.agency.units["dinas"].name, "asn_head", cls.agency.kadis.name)
		# three people are a team here, so that the pattern has something to say
		frappe.db.set_single_value("Kinerja ASN Settings", "smallest_team", 2)
		agencies.forget()

	def api(self, who, method, **values):
		return self.ok(self.call(who, f"kinerja_asn.api.{method}", **values))

	def test_from_the_agreement_to_the_objection(self):
		self.period = self.open_year()
		dinas = self.agree_for("dinas", "kadis")
		bidang = self.agree_for("a", "kabid", parent=dinas)
		self.plan_of_a_head("kadis", dinas)
		self.plan_of_a_head("kabid", bidang)
		for who in STAFF:
			plan = self.write_plan(who)
			self.ok(self.take(who, "Propose", plan))
			self.ok(self.take("kabid", "Agree", plan))
			self.report(who, (2, 2, 2))
		self.look_at_the_cascade(dinas)
		self.realise(bidang)
		self.rate_the_unit()
		self.evaluate_everybody()
		self.hear_the_warnings()
		self.calibrate()
		self.hand_over()
		self.object()

	def agree_for(self, unit, head, parent=None):
		name = self.api(
			head, "agreements.start", department=self.agency.units[unit].name, period=self.period
		)["name"]
		content = {
			"objectives": [{"objective": f"Layanan {unit} meningkat", "perspective": "Service Recipients"}],
			"indicators": [
				{"result_code": "1", "indicator": "Dokumen layanan terbit", "target": 96, "uom": "Dokumen"}
			],
		}
		if parent:
			doc = self.read(head, AGREEMENT, name)
			self.api(
				head,
				"agreements.save",
				name=name,
				content={"parent_agreement": parent},
				modified=doc["modified"],
			)
			objective = self.api(head, "agreements.parent_objectives", agreement=name)[0]
			content["objectives"][0]["parent_row_key"] = objective["row_key"]
		doc = self.read(head, AGREEMENT, name)
		self.api(head, "agreements.save", name=name, content=content, modified=doc["modified"])
		self.ok(self.take(head, "Propose", name, doctype=AGREEMENT))
		if parent:
			self.ok(self.take("kadis", "Agree", name, doctype=AGREEMENT))
		else:
			url = self.sign(name, AGREEMENT)
			self.ok(self.take("hera", "Agree", name, doctype=AGREEMENT, values={"signed_document": url}))
		return name

	def plan_of_a_head(self, who, agreement):
		"""Drafted with one click; the rest of the plan is the head's own."""
		drafted = self.api(who, "agreements.draft_plan", agreement=agreement)
		self.assertEqual((drafted["doctype"], drafted["added"]), ("Work Plan", 2))
		name = drafted["name"]
		plan = self.read(who, "Work Plan", name)
		content = {
			"annex": [
				{"name": row["name"], "kind": row["kind"], "description": "Sesuai kesepakatan"}
				for row in plan["annex"]
			]
		}
		if who == "kabid":
			found = self.ok(self.call(who, f"{PLANS}.superior_results", work_plan=name))["results"][0]
			chosen = {"superior_plan": found["plan"], "superior_row_key": found["row_key"]}
			content["results"] = [{"name": plan["results"][0]["name"], **chosen}]
			content["indicators"] = [{"name": plan["indicators"][0]["name"], "aspect": "Quantity"}]
		saved = self.ok(
			self.call(who, f"{PLANS}.save", name=name, content=content, modified=plan["modified"])
		)
		self.ok(self.call(who, f"{PLANS}.add_proposed_actions", work_plan=name, modified=saved["modified"]))
		self.ok(self.take(who, "Propose", name))
		if who == "kadis":
			self.ok(self.take("hera", "Agree", name, values={"signed_document": self.sign(name)}))
		else:
			self.ok(self.take("kadis", "Agree", name))

	def look_at_the_cascade(self, dinas):
		"""From the agency's objective down to the person, one level at a time."""
		branch = self.api("kadis", "cascade.start", period=self.period)["roots"]
		levels = []
		while branch["rows"]:
			levels.append({row["owner"] for row in branch["rows"]})
			nodes = json.dumps([row["id"] for row in branch["rows"]])
			found = self.api("kadis", "cascade.branches", nodes=nodes)
			branch = {"rows": [row for part in found.values() for row in part["rows"]]}
		self.assertIn("Dinas Contoh", str(levels[0]))
		self.assertEqual({self.agency.people[who].employee_name for who in STAFF}, levels[-1])

	def realise(self, agreement):
		name = self.api("kabid", "agreements.start_realisation", agreement=agreement, interval=QUARTER)[
			"name"
		]
		doc = self.read("kabid", REALISATION, name)
		rows = {doc["realisations"][0]["name"]: {"realisation": 24, "reported": 1}}
		self.api(
			"kabid",
			"agreements.save_realisation",
			name=name,
			content={"rows": {"realisations": rows}},
			modified=doc["modified"],
		)
		self.ok(self.take("kabid", "Send", name, doctype=REALISATION))

	def rate_the_unit(self):
		self.api("hera", "unit_ratings.propose_for", period=self.period, kind="Periodic", interval=QUARTER)
		self.run_jobs()
		name = frappe.db.get_value(
			RATING, {"department": self.agency.units["a"].name, "performance_interval": QUARTER}
		)
		doc = self.read("kadis", RATING, name)
		self.assertEqual((doc["proposed_rating"], doc["achievement"]), ("Good", 100))
		self.assertEqual(self.take("kabid", "Confirm", name, doctype=RATING).status, 403)
		self.ok(self.take("kadis", "Confirm", name, doctype=RATING))

	def evaluation_of(self, who):
		return f"{self.plan_of(who)}-E-{QUARTER}"

	def evaluate_everybody(self):
		self.api("hera", "evaluations.create_for", period=self.period, kind="Periodic", interval=QUARTER)
		self.run_jobs()
		for who, results, behaviour in (
			("ani", AS_EXPECTED, AS_EXPECTED),
			("budi", ABOVE, ABOVE),
			("sari", ABOVE, AS_EXPECTED),
		):
			name = self.evaluation_of(who)
			self.ok(
				self.take(
					who,
					"Send Self-Assessment",
					name,
					doctype=EVALUATION,
					values={"self_assessment": "Target tercapai"},
				)
			)
			values = {"result_rating": results, "behaviour_rating": behaviour}
			values |= {"result_evidence": "Enam dokumen", "behaviour_evidence": "Umpan balik warga"}
			self.ok(self.take("kabid", "Rate", name, doctype=EVALUATION, values=values))
			doc = self.read("kabid", EVALUATION, name)
			self.assertEqual((doc["unit_rating"], doc["results"][0]["realisation"]), ("Good", 6))
		# the head's results are those of the unit
		head = self.evaluation_of("kabid")
		self.ok(self.take("kabid", "Send Self-Assessment", head, doctype=EVALUATION))
		values = {"result_rating": ABOVE, "result_evidence": "x", "behaviour_rating": AS_EXPECTED}
		answer = self.take("kadis", "Rate", head, doctype=EVALUATION, values=values)
		if answer.status != 200:
			del values["result_rating"], values["result_evidence"]
			self.ok(self.take("kadis", "Rate", head, doctype=EVALUATION, values=values))
		doc = self.read("kadis", EVALUATION, head)
		self.assertEqual((doc["result_rating"], doc["results_follow_unit"]), (AS_EXPECTED, 1))

	def hear_the_warnings(self):
		"""The pattern of a good unit asks for somebody who has to improve; it warns, and everything goes on."""
		told = self.api(
			"peni",
			"distribution.warnings",
			period=self.period,
			kind="Periodic",
			interval=QUARTER,
			department=self.agency.units["a"].name,
		)
		self.assertTrue(told)

	def calibrate(self):
		name = self.api(
			"peni",
			"calibration.begin",
			period=self.period,
			kind="Periodic",
			interval=QUARTER,
			department=self.agency.units["a"].name,
		)
		rows = {row["evaluation"]: row for row in self.api("peni", "calibration.table", name=name)["rows"]}
		for who in ("budi", "sari"):
			self.api(
				"peni",
				"calibration.rate",
				name=name,
				row=rows[self.evaluation_of(who)]["name"],
				result_rating=AS_EXPECTED,
				behaviour_rating=AS_EXPECTED,
				reason="Dibandingkan dengan rekan setingkat",
			)
		self.assertEqual(self.api("peni", "calibration.send", name=name), {"asked": 1, "rows": 2})
		for who, accept, reason in (("budi", True, None), ("sari", False, "Buktinya kuat")):
			self.api(
				"kabid",
				"calibration.answer",
				name=name,
				accept=accept,
				reason=reason,
				rows=json.dumps([rows[self.evaluation_of(who)]["name"]]),
			)
		self.assertEqual(
			self.api("peni", "calibration.apply", name=name),
			{"applied": 1, "left_out": 0, "not_accepted": 1},
		)
		found = {who: self.read("kabid", EVALUATION, self.evaluation_of(who)) for who in STAFF}
		self.assertEqual(
			[(found[who]["result_rating"], found[who]["predicate"]) for who in STAFF],
			[(AS_EXPECTED, "Good"), (AS_EXPECTED, "Good"), (ABOVE, "Good")],
		)
		change = found["budi"]["rating_changes"][0]
		self.assertEqual((change["old_predicate"], change["new_predicate"]), ("Very Good", "Good"))
		self.assertFalse(found["sari"]["rating_changes"])

	def hand_over(self):
		for who in STAFF:
			hidden = self.client.get(
				resource(EVALUATION, self.evaluation_of(who)), user=self.agency.user(who)
			)
			self.assertEqual(hidden.status, 403)
			self.ok(self.take("kabid", "Hand Over", self.evaluation_of(who), doctype=EVALUATION))
		self.ok(self.take("ani", "Acknowledge", self.evaluation_of("ani"), doctype=EVALUATION))

	def object(self):
		for who, granted, values in (
			("budi", True, {"result_rating": ABOVE, "behaviour_rating": ABOVE}),
			("sari", False, {}),
		):
			evaluation = self.evaluation_of(who)
			self.api(who, "objections.file", evaluation=evaluation, reasons="Bukti belum dibaca")
			name = objections.name_of(evaluation)
			self.api("kabid", "objections.clarify", name=name, text="Sudah dibandingkan")
			self.api(
				"kadis", "objections.decide", name=name, granted=granted, reason="Sudah diperiksa", **values
			)
		doc = self.read("budi", EVALUATION, self.evaluation_of("budi"))
		self.assertEqual((doc["workflow_state"], doc["predicate"]), ("Decided", "Very Good"))
		self.assertEqual([row["cause"] for row in doc["rating_changes"]], ["Calibration", "Objection"])
		doc = self.read("sari", EVALUATION, self.evaluation_of("sari"))
		self.assertEqual((doc["workflow_state"], doc["predicate"], doc["docstatus"]), ("Decided", "Good", 1))
