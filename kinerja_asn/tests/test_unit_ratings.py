"""The performance of units: proposed, confirmed by the leader above or recorded for an external one, and what follows."""

from decimal import Decimal
from unittest.mock import patch

import frappe
from frappe.utils import add_days, nowdate

from kinerja_asn import agreements, bulk, notifications, unit_ratings
from kinerja_asn.kinerja_asn.doctype.performance_evaluation.performance_evaluation import name_of
from kinerja_asn.rules.numeric import rounded
from kinerja_asn.rules.unit_rating import Achievement
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests import factories
from kinerja_asn.tests.rest import RestTestCase, resource
from kinerja_asn.tests.test_agreements import AgreementCase

YEAR = agencies.YEAR
QUARTER, RATING, EVALUATION = f"{YEAR}-Q1", "Unit Performance Rating", "Performance Evaluation"
SETTINGS = "Kinerja ASN Settings"


class Case(RestTestCase):
	@classmethod
	def build(cls):
		cls.agency = agencies.build()
		agencies.speak_english(cls.agency)
		agencies.end_first_quarter()
		frappe.db.set_value("Department", cls.unit("dinas"), "asn_head", cls.agency.kadis.name)

	@classmethod
	def unit(cls, short):
		return cls.agency.units[short].name

	def call(self, who, method, **values):
		return self.client.call(f"kinerja_asn.api.{method}", user=self.agency.user(who), data=values)

	def ok(self, answer):
		self.assertEqual(answer.status, 200, answer)
		return answer.message if answer.message is not None else answer.data

	def refused(self, answer, *words):
		self.assertNotEqual(answer.status, 200, answer)
		self.assertLess(answer.status, 500, answer)
		for word in words:
			self.assertIn(word, " ".join(answer.messages), answer)

	def read(self, doctype, name, who="hera"):
		return self.ok(self.client.get(resource(doctype, name), user=self.agency.user(who)))

	def commit(self):
		from kinerja_asn.tests import rest

		if rest.HTTP:
			rest.commit_pending()

	def set(self, **values):
		for field, value in values.items():
			frappe.db.set_single_value(SETTINGS, field, value)
		frappe.clear_document_cache(SETTINGS, SETTINGS)
		self.commit()

	def draft(self, unit="a", **values):
		doc = agencies.make_unit_rating(self.agency, unit, **values)
		self.commit()
		return doc.name

	def evaluation(self, short, state="Draft", **values):
		name = agencies.make_evaluation(self.agency.plan(short), state=state, **values).name
		self.commit()
		return name

	def columns_of(self, name):
		found = frappe.db.get_value(
			EVALUATION,
			name,
			["unit_rating", "unit_rating_from", "results_follow_unit", "result_rating", "predicate"],
		)
		# a choice that was never made is blank or NULL
		return tuple(value if value != "" else None for value in found)

	def take(self, who, name, action, doctype=RATING, **values):
		return self.call(who, "steps.take", doctype=doctype, name=name, action=action, **values)

	def confirm(self, name, who="kadis", **values):
		return self.ok(self.take(who, name, "Confirm", values=values or None))


class ProposeTest(Case):
	def propose(self, who="hera", reached=None, **values):
		"""Run the work off and answer with what came of each head."""
		with patch.object(unit_ratings, "achievements", lambda *args: reached or {}):
			run = self.ok(
				self.call(
					who, "unit_ratings.propose_for", period=self.agency.period.name, kind="Periodic",
					interval=QUARTER, **values,
				)
			)  # fmt: skip
			self.run_jobs()
		self.assertEqual(frappe.db.get_value("Bulk Run", run, "status"), "Completed")
		self.run_name = run
		rows = frappe.get_all(
			"Bulk Run Row", filters={"bulk_run": run}, fields=["employee", "result", "message", "link_name"]
		)
		return {row.employee: row for row in rows}

	def reached(self, percent, met=3, exceeded=0, without=0):
		return ("PK-A", Achievement(Decimal(percent), 4, exceeded, without), met)

	def test_every_unit_with_a_head(self):
		frappe.db.set_value("Department", self.unit("b"), "asn_head", None)
		found = self.propose(reached={self.unit("a"): self.reached("95.5")})
		self.assertEqual(set(found), {self.agency.kadis.name, self.agency.kabid.name})
		row = found[self.agency.kabid.name]
		self.assertEqual((row.result, row.link_name), ("Created", f"CKO-{self.unit('a')}-{QUARTER}"))
		doc = frappe.get_doc(RATING, row.link_name)
		self.assertEqual(
			(doc.employee, doc.appraiser, doc.superior, doc.workflow_state, doc.docstatus),
			(self.agency.kabid.name, self.agency.kadis.name, self.agency.external.name, "Draft", 0),
		)
		self.assertEqual(
			(doc.proposed_rating, doc.rating, doc.achievement, doc.indicators, doc.indicators_missed),
			("Good", "Good", 95.5, 4, 1),
		)
		head = frappe.get_doc(RATING, found[self.agency.kadis.name].link_name)
		self.assertEqual((head.appraiser_type, head.proposed_rating), ("External Appraiser", None))
		self.assertIn("no performance agreement", found[self.agency.kadis.name].message)
		told = frappe.get_all("Notification Log", filters={"document_name": self.run_name}, pluck="subject")
		self.assertIn("Bidang B", " ".join(told))
		self.assertTrue(
			frappe.db.exists(
				"Notification Log", {"for_user": self.agency.user("kadis"), "document_name": doc.name}
			)
		)

	def test_again_brings_the_figures_up_to_date(self):
		unit, head = self.unit("a"), self.agency.kabid.name
		name = self.propose(reached={unit: self.reached("95")})[head].link_name
		again = self.propose(reached={unit: self.reached("95")})[head]
		self.assertEqual((again.result, again.link_name), ("Already There", name))
		again = self.propose(reached={unit: self.reached("60", met=1)})[head]
		self.assertEqual((again.result, again.link_name), ("Done", name))
		self.assertEqual(
			frappe.db.get_value(RATING, name, ["proposed_rating", "rating", "achievement"]),
			("Poor", "Poor", 60),
		)
		frappe.db.set_value(RATING, name, {"rating": "Good", "reason": "Target diperberat"})
		self.propose(reached={unit: self.reached("75", met=2)})
		self.assertEqual(
			frappe.db.get_value(RATING, name, ["proposed_rating", "rating"]), ("Needs Improvement", "Good")
		)
		self.commit()
		self.confirm(name)
		self.assertEqual(self.propose()[head].result, "Already There")
		self.assertEqual(frappe.db.get_value(RATING, name, "achievement"), 75)

	def test_a_manager_within_his_units(self):
		self.assertEqual(set(self.propose("peni")), {self.agency.kabid.name})
		answer = self.call(
			"pono", "unit_ratings.propose_for", period=self.agency.period.name, kind="Annual",
			department=self.unit("a"),
		)  # fmt: skip
		self.refused(answer)
		for who in ("ani", "kabid", "kadis", "audi", "heri"):
			answer = self.call(
				who,
				"unit_ratings.propose_for",
				period=self.agency.period.name,
				kind="Periodic",
				interval=QUARTER,
			)
			self.assertEqual(answer.status, 403, (who, answer))
		self.assertEqual(frappe.db.count(RATING), 1)

	def test_who_leads_or_appraises_is_not_in_service(self):
		frappe.db.set_value("Employee", self.agency.kabid_b.name, "status", "Left")
		row = self.propose()[self.agency.kabid_b.name]
		self.assertEqual((row.result, row.link_name), ("Problem", self.unit("b")))
		frappe.db.set_value(
			"Department", self.unit("b"), "asn_acting_head", self.agency.deli.name, update_modified=False
		)
		found = self.propose()
		self.assertEqual(found[self.agency.deli.name].result, "Created")
		self.assertNotIn(self.agency.kabid_b.name, found)

	def test_several_units_of_one_head_are_one_result(self):
		frappe.db.set_value("Department", self.unit("b"), "asn_head", self.agency.kabid.name)
		row = self.propose()[self.agency.kabid.name]
		self.assertEqual(row.result, "Created")
		self.assertEqual(frappe.db.count(RATING, {"employee": self.agency.kabid.name}), 2)
		self.assertIn("Bidang A", row.message)
		self.assertIn("Bidang B", row.message)

	def test_one_unit_by_the_leader_above(self):
		values = {"period": self.agency.period.name, "kind": "Periodic", "interval": QUARTER}
		for who in ("ani", "kabid", "kabid_b", "pono", "audi", "heri", "lain"):
			self.assertEqual(
				self.call(who, "unit_ratings.start", department=self.unit("a"), **values).status, 403, who
			)
		state = self.ok(self.call("kadis", "unit_ratings.start", department=self.unit("a"), **values))
		self.assertEqual(state["state"], "Draft")
		again = self.ok(self.call("peni", "unit_ratings.start", department=self.unit("a"), **values))
		self.assertEqual(again["name"], state["name"])
		for department in ("Tidak Ada", self.unit("lain")):
			self.assertEqual(
				self.call("hera", "unit_ratings.start", department=department, **values).status, 403
			)
		frappe.db.set_value("Department", self.unit("b"), "asn_head", None)
		self.commit()
		self.refused(
			self.call("hera", "unit_ratings.start", department=self.unit("b"), **values),
			"has no head",
		)

	def test_before_the_time_is_over(self):
		name = self.draft()
		frappe.db.set_value("Performance Interval", QUARTER, "to_date", add_days(nowdate(), 1))
		self.commit()
		values = {"period": self.agency.period.name, "kind": "Periodic", "interval": QUARTER}
		self.refused(self.call("hera", "unit_ratings.propose_for", **values), "from that day on")
		self.refused(
			self.call("kadis", "unit_ratings.start", department=self.unit("a"), **values),
			"from that day on",
		)
		self.refused(self.take("kadis", name, "Confirm"), "from that day on")
		for wrong in ({"interval": f"{YEAR}-01"}, {"interval": None}, {"kind": "Monthly"}, {"kind": ""}):
			self.refused(self.call("hera", "unit_ratings.propose_for", **{**values, **wrong}))

	def test_the_statements_do_not_grow_with_the_units(self):
		def statements(rows):
			with self.undone(), self.count_queries() as queries:
				unit_ratings.propose(rows, self.agency.period.name, "Periodic", QUARTER)
			return len(queries)

		few = statements(unit_ratings.units([self.unit("a")]))
		company = frappe.get_doc("Company", agencies.AGENCY)
		for number in range(12):
			unit = factories.make_department(f"Seksi {number}", company, parent=self.agency.units["a"])
			frappe.db.set_value("Department", unit.name, "asn_head", self.agency.ani.name)
		many = unit_ratings.units(frappe.get_all("Department", pluck="name"))
		many = [row for row in many if row.head]
		self.assertGreater(len(many), 12)
		self.assertLessEqual(statements(many), few + 4)


class ConfirmTest(Case):
	def test_by_the_leader_above(self):
		name = self.draft()
		self.assertEqual(self.client.get(resource(RATING, name), user=self.agency.user("kabid")).status, 403)
		waiting = notifications.waiting_for(self.agency.user("kadis"))
		row = next(row for row in waiting if row["doctype"] == RATING)
		self.assertEqual((row["title"], row["kind"], row["name"]), ("Bidang A", "appraise", name))
		for who in ("kabid", "ani", "hera", "peni", "audi", "kabid_b"):
			self.refused(self.take(who, name, "Confirm"))
		self.assertEqual(self.confirm(name)["state"], "Unit Rating Confirmed")
		# a second click finds it done
		self.assertEqual(self.confirm(name)["docstatus"], 1)
		doc = self.read(RATING, name, "kabid")
		self.assertEqual(doc["rating"], "Good")
		self.assertTrue(doc["confirmed_at"] and doc["confirmed_by"])
		self.assertTrue(
			frappe.db.exists(
				"Notification Log", {"for_user": self.agency.user("kabid"), "document_name": name}
			)
		)
		self.assertNotIn(
			RATING, {row["doctype"] for row in notifications.waiting_for(self.agency.user("kadis"))}
		)

	def test_another_rating_than_proposed_needs_a_reason(self):
		name = self.draft()
		self.refused(
			self.take("kadis", name, "Confirm", values={"rating": "Outstanding"}), "was proposed: write why"
		)
		self.refused(self.take("kadis", name, "Confirm", values={"rating": "Outstanding", "reason": "  "}))
		self.refused(self.take("kadis", name, "Confirm", values={"rating": ""}), "one of the five ratings")
		self.refused(self.take("kadis", name, "Confirm", values={"rating": "Baik sekali", "reason": "x"}))
		self.refused(self.take("kadis", name, "Confirm", values={"reason": "x" * 5001}))
		self.assertEqual(frappe.db.get_value(RATING, name, ["rating", "docstatus"]), ("Good", 0))
		self.confirm(name, rating="Outstanding", reason="Penghargaan nasional")
		name = self.draft("b", proposed_rating=None, rating=None)
		self.refused(
			self.take("kadis", name, "Confirm", values={"rating": "Good"}), "No rating could be proposed"
		)
		self.confirm(name, rating="Good", reason="Semua rencana aksi selesai")

	def test_recorded_for_an_external_appraiser(self):
		name = self.draft("dinas")
		self.refused(self.take("hera", name, "Confirm"), "Attach the act signed")
		address = "/private/files/akta-unit.pdf"
		frappe.db.set_value(RATING, name, "signed_document", address)
		self.commit()
		self.refused(self.take("hera", name, "Confirm"), "Attach the act signed")
		file = factories.new("File", frappe.generate_hash(length=10))
		file.update(
			{
				"file_name": "akta-unit.pdf",
				"file_url": address,
				"is_private": 1,
				"attached_to_doctype": RATING,
				"attached_to_name": name,
			}
		)
		factories.write(file)
		self.commit()
		self.refused(self.take("kadis", name, "Confirm"))
		self.ok(self.take("hera", name, "Confirm"))
		self.assertTrue(frappe.db.get_value(RATING, name, "recorded_by"))

	def test_nobody_starts_or_copies_one_by_hand(self):
		self.draft()
		values = {
			"department": self.unit("b"),
			"employee": self.agency.kabid_b.name,
			"performance_period": self.agency.period.name,
			"kind": "Periodic",
			"performance_interval": QUARTER,
			"rating": "Outstanding",
		}
		for who in ("kabid", "kadis", "hera", "peni"):
			self.assertEqual(
				self.client.post(resource(RATING), user=self.agency.user(who), **values).status, 403, who
			)
		self.assertEqual(frappe.db.count(RATING), 1)

	def test_a_new_head_takes_the_draft_over(self):
		name = self.draft()
		with self.as_user(self.agency.user("hera")):
			unit = frappe.get_doc("Department", self.unit("a"))
			unit.asn_head = self.agency.ani.name
			unit.save()
		doc = frappe.get_doc(RATING, name)
		self.assertEqual((doc.employee, doc.appraiser), (self.agency.ani.name, self.agency.kabid.name))
		head = frappe.get_doc("Employee", self.agency.ani.name)
		head.reports_to = self.agency.kadis.name
		head.save()
		self.assertEqual(frappe.db.get_value(RATING, name, "appraiser"), self.agency.kadis.name)

	def test_reminded(self):
		name = self.draft()
		frappe.db.set_value(
			"Performance Stage",
			{
				"parent": self.agency.period.name,
				"stage": "Periodic Evaluation",
				"performance_interval": QUARTER,
			},
			"closes_on",
			add_days(nowdate(), 3),
		)
		notifications.remind_before_due()
		told = {"for_user": self.agency.user("kadis"), "document_name": name}
		self.assertTrue(frappe.db.exists("Notification Log", told | {"subject": ["like", "%1 units waits%"]}))
		frappe.db.set_value(
			"Performance Stage",
			{
				"parent": self.agency.period.name,
				"stage": "Periodic Evaluation",
				"performance_interval": QUARTER,
			},
			"closes_on",
			add_days(nowdate(), -3),
		)
		frappe.db.set_single_value(SETTINGS, "overdue_reminders", "Daily")
		frappe.clear_document_cache(SETTINGS, SETTINGS)
		notifications.remind_overdue()
		self.assertTrue(frappe.db.exists("Notification Log", told | {"subject": ["like", "Overdue%"]}))


class FollowTest(Case):
	"""What a confirmed rating does to the evaluations of the unit."""

	def test_open_evaluations_and_the_head(self):
		open_one, rated = self.evaluation("ani"), self.evaluation("budi", "Rated", unit_rating="Poor")
		other = self.evaluation("citra")
		head = self.evaluation(
			"kabid",
			"Self Assessed",
			behaviour_rating="Above Expectation",
			behaviour_evidence="Membantu unit lain",
		)
		name = self.draft()
		self.confirm(name)
		self.assertEqual(self.columns_of(open_one), ("Good", name, 0, None, None))
		self.assertEqual(self.columns_of(rated)[:2], ("Poor", None))
		self.assertEqual(self.columns_of(other)[:2], (None, None))
		self.assertEqual(self.columns_of(head), ("Good", name, 1, "As Expected", "Good"))
		# nobody writes them by hand now
		self.assertEqual(
			self.client.put(
				resource(EVALUATION, open_one), user=self.agency.user("hera"), unit_rating="Outstanding"
			).status,
			403,
		)
		for values in (
			{"result_rating": "Above Expectation"},
			{"unit_rating": "Outstanding"},
			{"results_follow_unit": 0},
		):
			answer = self.client.put(resource(EVALUATION, head), user=self.agency.user("kadis"), **values)
			self.assertEqual(answer.status, 403, (values, answer))
		about = self.ok(self.call("kadis", "forms.about", doctype=EVALUATION, name=head))
		self.assertNotIn("result_rating", about["writable"]["fields"])
		self.assertIn("behaviour_rating", about["writable"]["fields"])
		answer = self.ok(
			self.call(
				"hera", "evaluations.set_unit_rating", department=self.unit("a"), kind="Periodic",
				interval=QUARTER, period=self.agency.period.name, rating="Outstanding",
			)
		)  # fmt: skip
		self.assertEqual((answer["changed"], answer["confirmed"], answer["rated"]), (0, 2, 1))
		self.ok(self.take("kadis", head, "Rate", EVALUATION))
		self.assertEqual(self.columns_of(head)[3:], ("As Expected", "Good"))

	def test_the_unit_s_rating_is_the_evidence_of_its_head(self):
		head = self.evaluation("kabid", "Self Assessed")
		self.confirm(self.draft(), rating="Poor", reason="Layanan terhenti dua bulan")
		values = {"behaviour_rating": "As Expected"}
		self.ok(self.take("kadis", head, "Rate", EVALUATION, values=values))
		self.assertEqual(self.columns_of(head)[3:], ("Below Expectation", "Needs Improvement"))

	def test_a_head_counted_among_the_people_above(self):
		frappe.db.set_value("Work Plan", self.agency.plan("kabid"), "department", self.unit("dinas"))
		head = self.evaluation("kabid")
		above = self.draft("dinas", rating="Outstanding", state="Unit Rating Confirmed")
		with self.as_user(self.agency.user("hera")):
			unit_ratings.write_into_evaluations(frappe.get_doc(RATING, above))
		self.assertEqual(self.columns_of(head)[:3], ("Outstanding", above, 0))
		own = self.draft("a")
		self.confirm(own)
		self.assertEqual(self.columns_of(head)[:4], ("Good", own, 1, "As Expected"))

	def test_evaluations_that_come_later(self):
		name = self.draft(state="Unit Rating Confirmed")
		plan = self.agency.plan("ani")
		state = self.ok(
			self.call("kabid", "evaluations.start", work_plan=plan, kind="Periodic", interval=QUARTER)
		)
		self.assertEqual(self.columns_of(state["name"])[:3], ("Good", name, 0))
		run = bulk.run(
			"Create Evaluations", performance_period=self.agency.period.name, now=True, kind="Periodic",
			interval=QUARTER,
		)  # fmt: skip
		self.assertTrue(run)
		head = name_of(self.agency.plan("kabid"), "Periodic", QUARTER)
		self.assertEqual(self.columns_of(head), ("Good", name, 1, "As Expected", None))
		other = name_of(self.agency.plan("citra"), "Periodic", QUARTER)
		self.assertEqual(self.columns_of(other)[:2], (None, None))
		annual = self.ok(self.call("kabid", "evaluations.start", work_plan=plan, kind="Annual"))["name"]
		self.assertEqual(self.columns_of(annual)[:2], (None, None))

	def test_a_rated_one_follows_when_it_is_reworked(self):
		ratings = {"result_rating": "Above Expectation", "behaviour_rating": "As Expected"}
		head = self.evaluation("kabid", "Rated", **ratings)
		self.confirm(self.draft())
		self.assertEqual(self.columns_of(head)[1:4], (None, 0, "Above Expectation"))
		self.ok(self.take("kadis", head, "Rework", EVALUATION))
		self.assertEqual(self.columns_of(head)[2:], (1, "As Expected", "Good"))

	def test_cancelled_for_a_mistake(self):
		open_one, head = self.evaluation("ani"), self.evaluation("kabid", "Self Assessed")
		name = self.draft()
		self.confirm(name)
		for who in ("kadis", "kabid", "peni"):
			answer = self.client.call(
				"frappe.client.cancel", user=self.agency.user(who), doctype=RATING, name=name
			)
			self.assertNotEqual(answer.status, 200, who)
		self.ok(
			self.client.call("frappe.client.cancel", user=self.agency.user("hera"), doctype=RATING, name=name)
		)
		for evaluation in (open_one, head):
			self.assertEqual(self.columns_of(evaluation), (None, None, 0, None, None))
		values = {"period": self.agency.period.name, "kind": "Periodic", "interval": QUARTER}
		state = self.ok(self.call("kadis", "unit_ratings.start", department=self.unit("a"), **values))
		self.assertEqual(state["name"], f"{name}-2")
		self.confirm(state["name"], rating="Good", reason="Sesuai rapat evaluasi")
		self.assertEqual(self.columns_of(head)[:4], ("Good", state["name"], 1, "As Expected"))

	def test_rated_before_its_unit(self):
		name = self.evaluation("ani", "Self Assessed")
		ratings = {"result_rating": "As Expected", "behaviour_rating": "As Expected"}
		self.set(unrated_unit="Refuse")
		self.refused(self.take("kabid", name, "Rate", EVALUATION, values=ratings), "has not been rated")
		with self.undone():
			self.confirm(self.draft())
			self.ok(self.take("kabid", name, "Rate", EVALUATION, values=ratings))
		with self.undone():
			typed = ratings | {"unit_rating": "Good"}
			self.ok(self.take("kabid", name, "Rate", EVALUATION, values=typed))
		self.set(unrated_unit="Warn")
		answer = self.take("kabid", name, "Rate", EVALUATION, values=ratings)
		self.ok(answer)
		self.assertIn("has not been rated", " ".join(answer.messages))

	def test_a_unit_of_one(self):
		company = frappe.get_doc("Company", agencies.AGENCY)
		unit = self.agency.units["satu"] = factories.make_department(
			"Unit Satu", company, parent=self.agency.units["dinas"]
		)
		frappe.db.set_value("Department", unit.name, "asn_head", self.agency.deli.name)
		frappe.db.set_value("Work Plan", self.agency.plan("deli"), "department", unit.name)
		head = self.evaluation("deli")
		self.confirm(self.draft("satu"))
		self.assertEqual(self.columns_of(head)[2:4], (1, "As Expected"))


class PortalTest(Case):
	def page(self, who, path="units", **values):
		return self.client.get(f"/kinerja/{path}", user=self.agency.user(who), data=values)

	def test_the_leader_above_sees_his_units_and_confirms(self):
		time = f"{self.agency.period.name}|{QUARTER}"
		answer = self.page("kadis", time=time)
		self.assertEqual(answer.status, 200, answer)
		self.assertEqual(answer.text.count("data-unit="), 2)
		name = self.draft()
		answer = self.page("kadis", time=time)
		self.assertEqual(answer.text.count("data-unit="), 1)
		self.assertIn("/kinerja/review?item=unit:", answer.text)
		self.assertIn("95%", answer.text)
		desk = self.page("kadis", "review", kind="unit")
		self.assertIn('value="Confirm"', desk.text)
		self.assertIn("Bidang A", self.page("kadis", "").text)
		self.assertEqual(self.page("kabid", "unit", name=name).status, 404)
		self.assertEqual(self.page("ani", "unit", name=name).status, 404)
		self.confirm(name)
		answer = self.page("kabid", "unit", name=name)
		self.assertEqual(answer.status, 200, answer)
		self.assertNotIn('value="Confirm"', answer.text)
		self.assertIn("Bidang A", self.page("kabid", time=time).text)
		self.assertNotIn("Bidang A", self.page("citra", time=time).text)

	def test_the_evaluation_of_a_head_and_of_others(self):
		head = self.evaluation("kabid", "Self Assessed")
		other = self.evaluation("ani", "Self Assessed")
		answer = self.page("kabid", "evaluation", name=other)
		self.assertIn('data-field="unit_rating"', answer.text)
		self.confirm(self.draft())
		answer = self.page("kadis", "evaluation", name=head)
		self.assertIn("data-follows", answer.text)
		self.assertNotIn('data-field="unit_rating"', answer.text)
		answer = self.page("kabid", "evaluation", name=other)
		self.assertNotIn('data-field="unit_rating"', answer.text)
		self.assertNotIn("data-follows", answer.text)

	def test_pages_in_few_statements(self):
		self.draft()
		for path, values in (("units", {}), ("review", {"kind": "unit"})):
			self.page("kadis", path, **values)
			with self.count_queries() as queries:
				self.page("kadis", path, **values)
			self.assertLessEqual(len(queries), 20, "\n".join(queries))


class SettingsTest(Case):
	def test_bands_and_heads_are_data(self):
		doc = frappe.get_doc(SETTINGS)
		doc.unit_good_from = 60
		with self.assertThrowsMessage("falling values"):
			doc.save()
		self.set(unit_outstanding_above=120, head_of_needs_improvement="As Expected")
		figures = unit_ratings.figures_of("PK", Achievement(Decimal(115), 2, 2, 0), 0, "Annual")
		self.assertEqual(figures["proposed_rating"], "Good")
		head = self.evaluation("kabid")
		self.confirm(self.draft(), rating="Needs Improvement", reason="Dua layanan tertunda")
		self.assertEqual(self.columns_of(head)[3], "As Expected")


class AgreementTest(AgreementCase):
	def test_proposed_from_the_agreement_of_the_unit(self):
		agencies.end_first_quarter()
		doc = self.agreed()
		self.realised(doc.name, QUARTER, (900, 3, None))
		told = agreements.achievement([doc.name], QUARTER)[doc.name]
		self.assertEqual((told.indicators, told.exceeded, told.without), (3, 2, 1))
		state = self.ok(
			self.call(
				"kinerja_asn.api.unit_ratings.start", "kadis", department=self.unit,
				period=self.agency.period.name, kind="Periodic", interval=QUARTER,
			)
		)  # fmt: skip
		rating = frappe.get_doc(RATING, state["name"])
		self.assertEqual(
			(rating.agreement, rating.achievement, rating.indicators, rating.indicators_exceeded),
			(doc.name, float(rounded(told.percent)), 3, 2),
		)
		self.assertEqual((rating.indicators_without, rating.proposed_rating), (1, "Outstanding"))
		self.assertEqual(rating.rating, rating.proposed_rating)
