"""Campaigns of the 360-degree appraisal: launched, settled, collected; raters who decline, conflict or leave; bad input."""

import json
from unittest.mock import patch

import frappe
from frappe.utils import add_days, cint, get_datetime, getdate, nowdate

from kinerja_asn import bulk, campaigns, notifications
from kinerja_asn.appraisal_360_box import APPRAISAL, BOX, CAMPAIGN, INVITATION
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests.rest import RestTestCase, resource

QUARTER = f"{agencies.YEAR}-Q1"


class CampaignCase(RestTestCase):
	"""Bidang A: kabid with ani, budi, sari and more; Bidang B: kabid_b with citra alone."""

	MORE = 5

	@classmethod
	def build(cls):
		cls.agency = agencies.build()
		cls.shorts = agencies.hire_more(cls.agency, cls.MORE)
		agencies.speak_english(cls.agency)
		cls.short_of = {person.name: short for short, person in cls.agency.people.items()}
		cls.period = cls.agency.period.name

	def call(self, who, method, **values):
		return self.client.call(f"kinerja_asn.api.campaigns.{method}", user=self.agency.user(who), **values)

	def ok(self, answer):
		self.assertTrue(answer.ok, answer)
		return answer.message

	def says(self, answer, *fragments):
		self.assertFalse(answer.ok, answer)
		for fragment in fragments:
			self.assertIn(fragment, " ".join(answer.messages), answer)

	def values(self, **values):
		return {
			"title": "360 Triwulan I",
			"company": agencies.AGENCY,
			"performance_period": self.period,
			"performance_interval": QUARTER,
			"template": "BerAKHLAK",
			"nominate_until": add_days(nowdate(), 7),
			"answer_until": add_days(nowdate(), 21),
			**values,
		}

	def make(self, who="hera", **values):
		answer = self.client.post(
			resource(CAMPAIGN),
			user=self.agency.user(who),
			data=json.loads(json.dumps(self.values(**values), default=str)),
		)
		self.assertTrue(answer.ok, answer)
		return answer.data["name"]

	def launch(self, who="hera", **values):
		name = self.make(who, **values)
		self.ok(self.call(who, "launch", campaign=name))
		self.run_jobs()
		return name

	def collect(self, name, who="hera"):
		for appraisal in frappe.get_all(APPRAISAL, {"campaign": name}, ["name", "employee", "appraiser"]):
			boss = self.short_of.get(appraisal.appraiser)
			if boss:
				self.ok(self.call(boss, "approve", appraisals=[appraisal.name]))
			else:
				self.ok(self.call("hera", "approve", appraisals=[appraisal.name]))
		self.ok(self.call(who, "start_collecting", campaign=name))
		self.run_jobs()

	def of(self, name, short):
		return frappe.db.get_value(
			APPRAISAL, {"campaign": name, "employee": self.agency.people[short].name}, "name"
		)

	def asked(self, name, short, *statuses):
		"""(relation, rater) of one person, by short name."""
		rows = frappe.get_all(
			INVITATION,
			{"appraisal": self.of(name, short), "status": ["in", statuses or campaigns.ASKED]},
			["relation", "rater", "name"],
		)
		return {(row.relation, self.short_of[row.rater]) for row in rows}

	def peers(self, name, short):
		return sorted(rater for relation, rater in self.asked(name, short) if relation == "Peer")

	def invitation(self, name, short, rater):
		return frappe.db.get_value(
			INVITATION,
			{"appraisal": self.of(name, short), "rater": self.agency.people[rater].name},
			["name", "status", "relation", "reason", "answered", "proposed_by"],
			as_dict=True,
		)

	def told(self, short):
		return frappe.get_all("Notification Log", {"for_user": self.agency.user(short)}, pluck="subject")


class LaunchTest(CampaignCase):
	def test_everybody_with_a_plan_gets_raters_and_empty_boxes(self):
		name = self.make("peni", department=self.agency.units["a"].name)
		found = self.ok(self.call("peni", "preview", campaign=name))
		self.assertEqual((found["people"], found["largest_load"] <= 10), (9, True))
		self.assertEqual(found["few_colleagues"]["count"], 0)
		self.assertFalse(frappe.db.exists(APPRAISAL, {"campaign": name}))
		run = self.ok(self.call("peni", "launch", campaign=name))
		self.run_jobs()
		doc = frappe.get_doc(CAMPAIGN, name)
		self.assertEqual((doc.status, doc.people, doc.minimum_raters), ("Nomination", 9, 3))
		self.assertEqual(doc.invitations, frappe.db.count(INVITATION, {"campaign": name}))
		self.assertEqual(doc.invitations, found["invitations"])
		self.assertEqual(len(json.loads(doc.content)["questions"]), 23)
		self.assertEqual(json.loads(doc.weights)["Superior"], 50)
		asked = self.asked(name, "ani")
		self.assertIn(("Self", "ani"), asked)
		self.assertIn(("Superior", "kabid"), asked)
		self.assertEqual(len(self.peers(name, "ani")), 5)
		self.assertEqual(len([one for one in self.asked(name, "kabid") if one[0] == "Subordinate"]), 5)
		self.assertEqual(self.peers(name, "kabid"), ["kabid_b"])
		row = frappe.db.get_value(APPRAISAL, self.of(name, "ani"), "*", as_dict=True)
		plan = frappe.db.get_value("Work Plan", self.agency.plan("ani"), "*", as_dict=True)
		for column in ("employee", "appraiser", "superior", "department", "company", "employee_name"):
			self.assertEqual(row[column], plan[column], column)
		self.assertEqual((row.workflow_state, row.work_plan, row.docstatus), ("Nomination", plan.name, 0))
		for doctype in (INVITATION, BOX):
			table = frappe.qb.DocType(doctype)
			rows = frappe.qb.from_(table).select("*").where(table.campaign == name).run(as_dict=True)
			self.assertEqual(
				{(one.owner, one.modified_by) for one in rows}, {("Administrator", "Administrator")}
			)
			self.assertEqual(
				{(get_datetime(one.creation), get_datetime(one.modified)) for one in rows},
				{(get_datetime(doc.launched_on), get_datetime(doc.launched_on))},
			)
			if doctype == BOX:
				self.assertEqual((len(rows), {one.content for one in rows}), (36, {None}))
		self.assertEqual(
			frappe.db.get_value(bulk.RUN, run, ["created", "problems", "status"]), (9, 0, "Completed")
		)
		self.assertIn("please agree the raters of 8 people", " ".join(self.told("kabid")))
		self.assertIn("who is proposed to rate you", " ".join(self.told("ani")))

	def test_launched_again_adds_only_who_is_missing(self):
		name = self.launch()
		counts = [frappe.db.count(doctype, {"campaign": name}) for doctype in (APPRAISAL, INVITATION, BOX)]
		before = self.asked(name, "ani")
		frappe.db.set_value("Work Plan", self.agency.plan("ani"), "modified", nowdate())
		agencies.make_plan(self.agency, "lama")
		run = self.ok(self.call("hera", "launch", campaign=name))
		self.assertEqual(self.ok(self.call("hera", "launch", campaign=name)), run)
		self.run_jobs()
		after = [frappe.db.count(doctype, {"campaign": name}) for doctype in (APPRAISAL, INVITATION, BOX)]
		self.assertEqual((after[0], after[2]), (counts[0] + 1, counts[2] + 4))
		self.assertEqual(self.asked(name, "ani"), before)
		self.assertTrue(self.asked(name, "lama"))
		other = self.make(title="Kedua")
		self.says(self.call("hera", "launch", campaign=other), "360 Triwulan I", "already rates people")
		unit = self.make("peni", title="Bidang", department=self.agency.units["a"].name)
		self.says(self.call("peni", "launch", campaign=unit), "already rates people")
		# who is missing has a plan that was never agreed
		problems = frappe.get_all(bulk.ROW, {"bulk_run": run, "result": "Problem"}, ["employee", "message"])
		self.assertIn(self.agency.pono.name, [row.employee for row in problems])

	def test_a_run_that_was_cut_off_goes_on_and_keeps_what_is_there(self):
		name = self.launch()
		kept = self.of(name, "ani")
		gone = frappe.get_all(APPRAISAL, {"campaign": name, "name": ["!=", kept]}, pluck="name")
		for doctype, column in ((APPRAISAL, "name"), (INVITATION, "appraisal"), (BOX, "appraisal")):
			table = frappe.qb.DocType(doctype)
			frappe.qb.from_(table).delete().where(table[column].isin(gone)).run()
		self.ok(self.call("hera", "launch", campaign=name))
		self.run_jobs()
		self.assertEqual(self.of(name, "ani"), kept)
		self.assertEqual(len(self.peers(name, "budi")), 5)
		load = campaigns.loads()
		self.assertLessEqual(max(load.values()), 10)

	def test_few_statements(self):
		# what a running site has read before: DocTypes, rights, languages
		self.ok(self.call("hera", "cancel", campaign=self.launch(title="Dibatalkan")))
		name = self.make()
		with self.count_queries() as queries:
			self.ok(self.call("hera", "launch", campaign=name))
			self.run_jobs()
		people = frappe.db.count(APPRAISAL, {"campaign": name})
		# the request itself takes some twenty
		self.assertLessEqual(len(queries), 80 + 0.03 * people, "\n".join(queries.statements))
		with self.count_queries() as queries:
			self.ok(self.call("hera", "launch", campaign=name))
			self.run_jobs()
		self.assertLessEqual(len(queries), 60, "\n".join(queries.statements))

	def test_who_may_run_it(self):
		unit = self.make("peni", department=self.agency.units["a"].name)
		for who in ("ani", "kabid", "audi", "heri", "pono", "lain"):
			for method in ("launch", "preview", "start_collecting", "close", "cancel", "approve_overdue"):
				self.assertEqual(self.call(who, method, campaign=unit).status, 403, (who, method))
			self.assertEqual(self.call(who, "launch", campaign="K360-0000").status, 403)
		self.assertEqual(self.call("ani", "overview", campaign=unit).status, 403)
		self.assertFalse(self.ok(self.call("audi", "overview", campaign=unit))["may_launch"])
		for who, values in (
			("peni", {}),
			("peni", {"department": self.agency.units["b"].name}),
			("heri", {}),
			("audi", {}),
			("ani", {}),
		):
			answer = self.client.post(
				resource(CAMPAIGN),
				user=self.agency.user(who),
				data=json.loads(json.dumps(self.values(**values), default=str)),
			)
			self.assertFalse(answer.ok, (who, values))
		answer = self.client.put(
			resource(CAMPAIGN, unit), user=self.agency.user("peni"), department=self.agency.units["b"].name
		)
		self.assertFalse(answer.ok, answer)

	def test_bad_input(self):
		day = nowdate()
		for values, text in (
			({"answer_until": add_days(day, 7)}, "must come after"),
			({"answer_until": add_days(day, 1), "nominate_until": add_days(day, 5)}, "must come after"),
			({"nominate_until": add_days(day, -2)}, "lies in the past"),
			({"answer_until": add_days(day, 700)}, "check the year"),
			({"performance_interval": f"{agencies.YEAR - 1}-Q1"}, ""),
			({"department": self.agency.units["lain"].name}, "not a unit of this agency"),
			({"performance_period": self.agency.other_period.name}, "period of the agency"),
			({"template": "Tidak ada"}, ""),
		):
			answer = self.client.post(
				resource(CAMPAIGN),
				user=self.agency.user("hera"),
				data=json.loads(json.dumps(self.values(**values), default=str)),
			)
			self.says(answer, text)
		name = self.make(status="Closed", minimum_raters=1, slot="x", content="{}")
		doc = frappe.get_doc(CAMPAIGN, name)
		self.assertEqual(
			(doc.status, cint(doc.minimum_raters), doc.slot, doc.content), ("Draft", 0, None, None)
		)
		for values in ({"status": "Closed"}, {"minimum_raters": 1}, {"content": "{}"}):
			answer = self.client.put(resource(CAMPAIGN, name), user=self.agency.user("hera"), **values)
			self.says(answer, "not changed by hand")
		self.says(self.call("hera", "start_collecting", campaign=name), "not possible")
		self.says(self.call("hera", "close", campaign=name), "Only a campaign that collects answers")
		frappe.db.set_value("Appraisal 360 Template", "BerAKHLAK", "active", 0)
		self.says(self.call("hera", "launch", campaign=name), "not active")
		frappe.db.set_value("Appraisal 360 Template", "BerAKHLAK", "active", 1)
		frappe.db.set_value("Performance Period", self.period, "status", "Closed")
		self.says(self.call("hera", "launch", campaign=name), "not open")
		frappe.db.set_value("Performance Period", self.period, "status", "Open")
		# a unit without people
		frappe.db.set_value("Employee", self.agency.citra.name, "department", self.agency.units["a"].name)
		frappe.db.set_value("Employee", self.agency.kabid_b.name, "department", self.agency.units["a"].name)
		for short in ("deli", "lama"):
			frappe.db.set_value("Employee", self.agency.people[short].name, "department", None)
		empty = self.make("pono", department=self.agency.units["b"].name)
		found = self.ok(self.call("pono", "preview", campaign=empty))
		self.assertEqual((found["people"], found["invitations"], found["empty_units"]["count"]), (0, 0, 1))
		self.says(self.call("pono", "launch", campaign=empty), "Nobody can be rated")

	def test_people_without_an_appraiser(self):
		plan = frappe.qb.DocType("Work Plan")
		frappe.qb.update(plan).set(plan.appraiser, None).set(plan.superior, None).where(
			plan.name == self.agency.plan("ani")
		).run()
		frappe.db.set_value("User", self.agency.user("budi"), "enabled", 0)
		name = self.make()
		found = self.ok(self.call("hera", "preview", campaign=name))
		self.assertIn("Ani", " ".join(found["few_colleagues"]["names"]))
		self.assertIn("Budi", " ".join(found["without_user"]["names"]))
		self.ok(self.call("hera", "launch", campaign=name))
		self.run_jobs()
		self.assertEqual(self.asked(name, "ani"), {("Self", "ani")})
		self.assertNotIn("Self", [relation for relation, _rater in self.asked(name, "budi")])
		frappe.db.set_value(CAMPAIGN, name, "nominate_until", add_days(nowdate(), -1))
		self.assertEqual(self.ok(self.call("hera", "approve", appraisals=[self.of(name, "ani")])), 1)

	def test_a_template_in_use_may_be_edited(self):
		name = self.launch()
		template = frappe.get_doc("Appraisal 360 Template", "BerAKHLAK")
		first = template.questions[0].statement
		template.questions[0].statement = "Pernyataan baru"
		template.remove(template.questions[-1])
		template.append(
			"questions", {"kind": "Score", "behaviour": "Loyal", "statement": "Lagi", "for_self": 1}
		)
		template.save()
		self.assertEqual(len(template.questions[-1].row_key), 10)
		content = json.loads(frappe.db.get_value(CAMPAIGN, name, "content"))
		self.assertEqual((content["questions"][0]["statement"], len(content["questions"])), (first, 23))
		for change, text in (
			(lambda doc: doc.questions[0].update({"statement": "x" * 501}), "at most 500"),
			(lambda doc: doc.questions[0].update({"behaviour": None}), "behaviour"),
			(
				lambda doc: doc.questions[0].update(
					dict.fromkeys(("for_self", "for_superior", "for_peer", "for_subordinate"), 0)
				),
				"who is asked",
			),
			(lambda doc: doc.anchors[0].update({"value": 5}), "each of them once"),
			(lambda doc: doc.set("anchors", doc.anchors[:1]), "between 2 and"),
		):
			template.reload()
			change(template)
			with self.assertThrowsMessage(text):
				template.save()

	def test_the_last_days_move_and_nothing_else(self):
		name = self.launch()
		answer = self.client.put(
			resource(CAMPAIGN, name), user=self.agency.user("hera"), answer_until=add_days(nowdate(), 40)
		)
		self.assertTrue(answer.ok, answer)
		answer = self.client.put(resource(CAMPAIGN, name), user=self.agency.user("hera"), company="Lain")
		self.assertFalse(answer.ok)
		self.assertFalse(self.client.delete(resource(CAMPAIGN, name), user=self.agency.user("hera")).ok)
		self.ok(self.call("hera", "cancel", campaign=name))
		self.assertEqual(frappe.db.count(INVITATION, {"campaign": name}), 0)
		self.assertEqual(frappe.db.count(BOX, {"campaign": name}), 0)
		self.assertEqual(
			set(frappe.get_all(APPRAISAL, {"campaign": name}, pluck="workflow_state")), {"Cancelled"}
		)
		self.says(self.call("hera", "cancel", campaign=name), "not possible")
		# the unit and the interval are free again
		self.launch(title="Lagi")


class NominationTest(CampaignCase):
	@classmethod
	def build(cls):
		super().build()
		frappe.db.set_value("Work Plan", cls.agency.plan("deli"), "docstatus", 1)

	def test_the_employee_proposes_and_the_appraiser_agrees(self):
		name = self.launch()
		appraisal = self.of(name, "ani")
		shown = self.ok(self.call("ani", "proposal", appraisal=appraisal))
		self.assertEqual([row["relation"] for row in shown["raters"]], ["Self", "Superior", *["Peer"] * 5])
		self.assertTrue(shown["may_change"])
		self.assertFalse(shown["may_approve"])
		self.assertNotIn("answered", json.dumps(shown, default=str))
		peers = self.peers(name, "ani")
		new = self.ok(self.call("ani", "candidates", appraisal=appraisal))
		self.assertEqual({row["relation"] for row in new}, {"Peer"})
		other = next(row["rater"] for row in new if self.short_of[row["rater"]] in self.agency.people)
		out = self.agency.people[peers[0]].name
		change = {"appraisal": appraisal, "add": [other], "remove": [out]}
		self.says(self.call("ani", "change_raters", **change), "Say why")
		shown = self.ok(
			self.call(
				"ani",
				"change_raters",
				**change,
				reason="Belum pernah bekerja bersama",
				note="Mohon disetujui",
			)
		)
		self.assertIn(other, [row["rater"] for row in shown["raters"]])
		self.assertNotIn(out, [row["rater"] for row in shown["raters"]])
		seen = self.ok(self.call("kabid", "proposal", appraisal=appraisal))
		self.assertEqual(seen["note"], "Mohon disetujui")
		self.assertIn("Belum pernah bekerja bersama", [row["reason"] for row in seen["raters"]])
		listed = {row["name"]: row for row in self.ok(self.call("kabid", "nominations"))}
		self.assertTrue(listed[appraisal]["changed"])
		self.assertEqual(len(listed), 8)
		self.assertEqual(self.ok(self.call("kabid", "approve", appraisals=list(listed))), 8)
		self.assertEqual(self.ok(self.call("kabid", "approve", appraisals=list(listed))), 0)
		self.assertEqual(len(self.asked(name, "ani", "Approved")), 7)
		self.says(self.call("ani", "change_raters", **change, reason="x"), "settled")
		# his own are agreed by his own appraiser, not by himself
		self.assertEqual(self.call("kabid", "approve", appraisals=[self.of(name, "kabid")]).status, 403)

	def test_who_may_not(self):
		name = self.launch()
		appraisal = self.of(name, "ani")
		for who in ("budi", "citra", "lama", "audi", "lain", "heri", "pono"):
			self.assertEqual(self.call(who, "proposal", appraisal=appraisal).status, 403, who)
			self.assertEqual(self.call(who, "candidates", appraisal=appraisal).status, 403, who)
			self.assertEqual(self.call(who, "approve", appraisals=[appraisal]).status, 403, who)
			self.assertEqual(
				self.call(who, "change_raters", appraisal=appraisal, add=[], remove=[]).status, 403, who
			)
		# the appraiser's superior reads the results later, and settles nothing
		self.assertEqual(self.call("kadis", "proposal", appraisal=appraisal).status, 403)
		# the delegate of today acts for the appraiser
		self.assertEqual(self.ok(self.call("deli", "approve", appraisals=[appraisal])), 1)
		# HR waits for the last day
		other = self.of(name, "budi")
		self.says(self.call("hera", "approve", appraisals=[other]), "settled by the employee until")
		frappe.db.set_value(CAMPAIGN, name, "nominate_until", add_days(nowdate(), -1))
		self.says(
			self.call("budi", "change_raters", appraisal=other, add=[], remove=[]), "settled by the employee"
		)
		left = self.ok(self.call("hera", "approve_overdue", campaign=name))
		# her own is left to her appraiser
		self.assertEqual(left, 1)
		self.assertEqual(
			frappe.db.get_value(APPRAISAL, self.of(name, "hera"), "workflow_state"), "Nomination"
		)

	def test_limits(self):
		name = self.launch()
		appraisal, people = self.of(name, "ani"), self.agency.people
		peers = self.peers(name, "ani")
		free = next(s for s in ("budi", "sari", *self.shorts) if s not in peers)
		for add, remove, text in (
			([free], [], "at most 5"),
			([], peers[:3], "at least 3"),
			([], ["kabid"], "Only peers and subordinates"),
			([], ["ani"], "Only peers and subordinates"),
			([], ["citra"], "Only peers and subordinates"),
			(["kabid"], peers[:1], "neither a peer"),
			(["ani"], peers[:1], "neither a peer"),
			(["lain"], peers[:1], "not in service in this agency"),
			([peers[1]], peers[:1], "is a rater already"),
		):
			with self.subTest(text=text, add=add), self.undone():
				answer = self.call(
					"ani",
					"change_raters",
					appraisal=appraisal,
					add=[people[s].name for s in add],
					remove=[people[s].name for s in remove],
					reason="Alasan",
				)
				self.says(answer, text)
		for add in ("x", '{"a": 1}', [1], "[", ["' or 1=1 --"]):
			answer = self.call(
				"ani", "change_raters", appraisal=appraisal, add=add, remove=[], reason="Alasan"
			)
			self.assertFalse(answer.ok, add)
		answer = self.call("ani", "change_raters", appraisal=appraisal, add=[], remove=[], reason="x" * 501)
		self.says(answer, "at most 500")
		# a rater who is asked often enough
		frappe.db.set_single_value("Kinerja ASN Settings", "rater_load", 5)
		agencies.forget()
		answer = self.call(
			"ani",
			"change_raters",
			appraisal=appraisal,
			add=[people[free].name],
			remove=[people[peers[0]].name],
			reason="Alasan",
		)
		self.says(answer, "often enough")
		self.assertNotIn(
			people[free].name,
			[row["rater"] for row in self.ok(self.call("ani", "candidates", appraisal=appraisal))],
		)
		frappe.db.set_value("User", self.agency.user("citra"), "enabled", 0)
		answer = self.call(
			"ani",
			"change_raters",
			appraisal=appraisal,
			add=[self.agency.citra.name],
			remove=[people[peers[0]].name],
			reason="x",
		)
		self.says(answer, "no user account")

	def test_a_conflict_of_interest_goes_both_ways(self):
		name = self.launch()
		peers = self.peers(name, "ani")
		enemy = next(s for s in peers if ("Peer", "ani") in self.asked(name, s))
		before = len(peers)
		self.ok(
			self.call(
				"ani",
				"declare_conflict",
				appraisal=self.of(name, "ani"),
				rater=self.agency.people[enemy].name,
				reason="Suami istri",
			)
		)
		self.assertNotIn(("Peer", enemy), self.asked(name, "ani"))
		self.assertNotIn(("Peer", "ani"), self.asked(name, enemy))
		self.assertEqual(len(self.peers(name, "ani")), before, "somebody else is proposed")
		self.assertIn("Suami istri", self.invitation(name, enemy, "ani").reason)
		# what the rater says is not shown to the rated
		shown = self.ok(self.call(enemy, "proposal", appraisal=self.of(name, enemy)))
		self.assertNotIn("Suami", json.dumps(shown, default=str))


class CollectingTest(CampaignCase):
	@classmethod
	def build(cls):
		super().build()

	def collecting(self):
		name = self.launch(department=self.agency.units["a"].name)
		self.collect(name)
		return name

	def test_the_raters_are_asked_once_and_too_few_are_not_asked_in_vain(self):
		name = self.launch()
		self.says(self.call("hera", "start_collecting", campaign=name), "Nobody's raters wait")
		self.ok(self.call("kabid", "approve", appraisals=[self.of(name, s) for s in ("ani", "budi", "sari")]))
		self.ok(self.call("kabid_b", "approve", appraisals=[self.of(name, "citra")]))
		run = self.ok(self.call("hera", "start_collecting", campaign=name))
		self.run_jobs()
		self.assertEqual(frappe.db.get_value(CAMPAIGN, name, "status"), "Collecting")
		counts = frappe.db.get_value(bulk.RUN, run, ["created", "problems"], as_dict=True)
		self.assertEqual(counts.created, 4)
		self.assertGreater(counts.problems, 3)
		problem = frappe.db.get_value(
			bulk.ROW, {"bulk_run": run, "employee": self.agency.kabid.name}, "message"
		)
		self.assertIn("not agreed yet", problem)
		said = [text for text in self.told("kabid") if "please rate" in text]
		self.assertEqual(len(said), 1)
		self.assertIn("please rate 3 people", said[0])
		for text in said:
			self.assertNotIn("Ani", text)
		# the rest later, and who was told is not told again for the same people
		self.ok(self.call("kadis", "approve", appraisals=[self.of(name, "kabid")]))
		self.ok(self.call("hera", "start_collecting", campaign=name))
		self.run_jobs()
		self.assertEqual(len([text for text in self.told("kabid") if "please rate" in text]), 2)
		self.assertEqual(
			self.of(name, "kabid")
			and frappe.db.get_value(APPRAISAL, self.of(name, "kabid"), "workflow_state"),
			"Collecting",
		)
		self.assertEqual(self.call("ani", "proposal", appraisal=self.of(name, "ani")).status, 403)
		self.assertTrue(
			self.ok(self.call("kabid", "proposal", appraisal=self.of(name, "ani")))["may_replace"]
		)

	def test_whom_a_cancelled_run_has_begun_is_told_by_the_next(self):
		name = self.launch()
		self.ok(self.call("kabid", "approve", appraisals=[self.of(name, s) for s in ("ani", "budi", "sari")]))
		run = self.ok(self.call("hera", "start_collecting", campaign=name))
		write = bulk._write_rows

		def cancelling(work, people, outcomes):
			write(work, people, outcomes)
			if any(outcome.result == bulk.DONE for outcome in outcomes.values()):
				bulk.cancel(run)

		with patch.object(bulk, "CHUNK", 1), patch.object(bulk, "_write_rows", cancelling):
			self.run_jobs()
		counts = frappe.db.get_value(bulk.RUN, run, ["status", "created"], as_dict=True)
		self.assertEqual((counts.status, counts.created), ("Cancelled", 1))
		self.assertFalse([text for text in self.told("kabid") if "please rate" in text])
		self.ok(self.call("hera", "start_collecting", campaign=name))
		self.run_jobs()
		said = [text for text in self.told("kabid") if "please rate" in text]
		self.assertEqual(len(said), 1)
		self.assertIn("please rate 3 people", said[0])

	def test_whoever_has_too_few_colleagues_is_rated_by_the_superior_alone(self):
		frappe.db.set_single_value("Kinerja ASN Settings", "minimum_raters", 6)
		agencies.forget()
		name = self.launch()
		self.ok(self.call("kabid", "approve", appraisals=[self.of(name, "ani")]))
		self.ok(self.call("hera", "start_collecting", campaign=name))
		self.run_jobs()
		self.assertEqual(self.asked(name, "ani"), {("Self", "ani"), ("Superior", "kabid")})
		self.assertEqual(len(self.asked(name, "ani", "Withdrawn")), 5)

	def test_decline_and_replace(self):
		frappe.db.set_single_value("Kinerja ASN Settings", "peers_most", 4)
		agencies.forget()
		name = self.collecting()
		one, two = self.peers(name, "ani")[:2]
		row = self.invitation(name, "ani", one)
		for who in ("ani", "kabid", "hera", two):
			self.assertEqual(self.call(who, "decline", invitation=row.name, reason="x").status, 403, who)
		self.says(self.call(one, "decline", invitation=row.name, reason=" "), "Say in a few words")
		own = self.invitation(name, one, one)
		self.says(
			self.call(one, "decline", invitation=own.name, reason="x"), "cannot be given by somebody else"
		)
		self.ok(self.call(one, "decline", invitation=row.name, reason="Tidak mengenal"))
		self.says(self.call(one, "decline", invitation=row.name, reason="Lagi"), "declined already")
		self.assertEqual(self.invitation(name, "ani", one).status, "Declined")
		peers = self.peers(name, "ani")
		self.assertEqual(len(peers), 4)
		self.assertNotIn(one, peers)
		self.assertIn("somebody else was asked", " ".join(self.told("kabid")))
		new = next(
			s for s in peers if self.invitation(name, "ani", s).proposed_by == "System" and s not in (two,)
		)
		self.assertTrue(new)
		# somebody else in his place, a second time: he stays declined, is not offered and not asked again
		about = {"appraisal": self.of(name, "ani")}
		declined = self.agency.people[one].name
		self.ok(self.call("kabid", "replace", rater=declined, reason="Perlu pengganti lagi", **about))
		after = self.invitation(name, "ani", one)
		self.assertEqual((after.status, after.reason), ("Declined", "Tidak mengenal"))
		offered = self.ok(self.call("kabid", "candidates", **about))
		self.assertNotIn(declined, [row["rater"] for row in offered])
		again = {"rater": self.agency.people[two].name, "by": declined, "reason": "x"}
		self.says(self.call("kabid", "replace", **again, **about), "has declined to rate here")
		# answered: neither declined nor told to whoever replaces
		done = self.invitation(name, "ani", two)
		table = frappe.qb.DocType(INVITATION)
		frappe.qb.update(table).set(table.answered, 1).where(table.name == done.name).run()
		self.says(self.call(two, "decline", invitation=done.name, reason="Terlambat"), "answered or declined")
		self.assertEqual(
			self.call(
				"ani",
				"replace",
				appraisal=self.of(name, "ani"),
				rater=self.agency.people[two].name,
				reason="x",
			).status,
			403,
		)
		shown = self.ok(
			self.call(
				"kabid",
				"replace",
				appraisal=self.of(name, "ani"),
				rater=self.agency.people[two].name,
				reason="Cuti panjang",
			)
		)
		self.assertNotIn("answered", json.dumps(shown, default=str))
		after = self.invitation(name, "ani", two)
		self.assertEqual((after.status, after.answered), ("Withdrawn", 1))
		launched = get_datetime(frappe.db.get_value(CAMPAIGN, name, "launched_on"))
		times = (
			frappe.qb.from_(table)
			.select(table.creation, table.modified, table.owner)
			.where(table.campaign == name)
			.run()
		)
		self.assertEqual(
			{(get_datetime(a), get_datetime(b), c) for a, b, c in times},
			{(launched, launched, "Administrator")},
		)

	def test_a_conflict_told_by_the_rater(self):
		name = self.collecting()
		rater = self.peers(name, "ani")[0]
		self.ok(
			self.call(rater, "declare_conflict", appraisal=self.of(name, "ani"), reason="Saudara kandung")
		)
		self.assertEqual(self.invitation(name, "ani", rater).status, "Declined")
		self.assertNotIn(("Peer", "ani"), self.asked(name, rater))
		stranger = next(s for s in ("citra", "lama"))
		self.assertEqual(
			self.call(stranger, "declare_conflict", appraisal=self.of(name, "ani"), reason="x").status, 403
		)

	def test_who_leaves_rates_nobody_and_is_not_rated(self):
		frappe.db.set_single_value("Kinerja ASN Settings", "peers_most", 4)
		agencies.forget()
		name = self.collecting()
		leaver = "budi"
		rated = [s for s in ("ani", "sari", *self.shorts) if ("Peer", leaver) in self.asked(name, s)]
		self.assertEqual(len(rated), 4)
		table = frappe.qb.DocType(INVITATION)
		answered = self.invitation(name, rated[0], leaver).name
		frappe.qb.update(table).set(table.answered, 1).where(table.name == answered).run()
		doc = frappe.get_doc("Employee", self.agency.people[leaver].name)
		doc.status, doc.relieving_date = "Left", nowdate()
		doc.save()
		for short in rated:
			self.assertEqual(self.invitation(name, short, leaver).status, "Withdrawn")
			self.assertEqual(len(self.peers(name, short)), 4, short)
		self.assertEqual(frappe.db.get_value(APPRAISAL, self.of(name, leaver), "workflow_state"), "Cancelled")
		self.assertEqual(frappe.db.count(INVITATION, {"appraisal": self.of(name, leaver)}), 0)
		self.assertEqual(frappe.db.count(BOX, {"appraisal": self.of(name, leaver)}), 0)

	def test_another_number_of_the_employee(self):
		name = self.collecting()
		raters_before = self.asked(name, "ani")
		old, new = self.agency.budi.name, "PEG-BARU-1"
		frappe.rename_doc("Employee", old, new, force=True)
		self.short_of[new] = "budi"
		self.addCleanup(self.short_of.pop, new)
		self.assertEqual(self.asked(name, "ani"), raters_before)
		self.assertFalse(frappe.db.count(INVITATION, {"rater": old}))
		row = frappe.db.get_value(
			APPRAISAL, {"campaign": name, "employee": new}, ["name", "slot"], as_dict=True
		)
		self.assertEqual(row.slot, f"{name}|{new}")

	def test_what_waits_and_who_is_reminded(self):
		name = self.launch(department=self.agency.units["a"].name)
		kinds = lambda short: {  # noqa: E731
			(row["kind"], row["todo"])
			for row in notifications.waiting_for(self.agency.user(short), (CAMPAIGN,))
		}
		self.assertEqual(kinds("kabid"), {("approve", "Agree the raters of 8 people")})
		self.assertEqual(kinds("deli"), {("approve", "Agree the raters of 8 people")})
		self.assertEqual(kinds("ani"), set())
		with self.undone():
			frappe.db.set_value(CAMPAIGN, name, "nominate_until", add_days(nowdate(), 1))
			self.assertTrue(campaigns.remind())
			self.assertIn("The raters of 8 people wait", " ".join(self.told("kabid")))
			self.assertEqual(campaigns.remind(), 0, "once a day")
			self.assertTrue(campaigns.remind(add_days(nowdate(), 2)))
			self.assertIn("agree in their place", " ".join(self.told("hera")))
		self.collect(name)
		mine = [todo for kind, todo in kinds("ani") if kind == "rate"]
		self.assertEqual(len(mine), 1)
		with self.assertQueryCount(2):
			campaigns_only = notifications.waiting_for(self.agency.user("ani"), (CAMPAIGN,))
		self.assertEqual(getdate(campaigns_only[0]["due"]), getdate(add_days(nowdate(), 21)))
		frappe.db.set_value(CAMPAIGN, name, "answer_until", add_days(nowdate(), 1))
		table = frappe.qb.DocType(INVITATION)
		frappe.qb.update(table).set(table.answered, 1).where(
			(table.campaign == name) & (table.rater == self.agency.budi.name)
		).run()
		campaigns.remind()
		self.assertIn("still wait for your 360-degree rating", " ".join(self.told("ani")))
		self.assertNotIn("still wait", " ".join(self.told("budi")))
		logs = frappe.get_all(
			"Notification Log",
			{"subject": ["like", "%360%"]},
			["document_type", "document_name", "link", "subject"],
		)
		for log in logs:
			self.assertNotIn(log.document_type, (APPRAISAL, INVITATION))
		self.assertEqual(kinds("budi"), set())
		self.assertTrue(campaigns.remind(add_days(nowdate(), 2)))
		self.assertIn("last day to answer is over", " ".join(self.told("hera")))

	def test_progress_is_rough(self):
		name = self.collecting()
		doc = frappe.get_doc(CAMPAIGN, name)
		table = frappe.qb.DocType(INVITATION)
		every = (
			frappe.qb.from_(table)
			.select(table.name)
			.where((table.campaign == name) & (table.status == "Approved"))
			.run(pluck=True)
		)

		def answer(number):
			frappe.qb.update(table).set(table.answered, 1).where(
				table.name.isin(every[:number] or [""])
			).run()
			return campaigns.progress(doc)

		self.assertIsNone(answer(0))
		self.assertIsNone(answer(2))
		self.assertEqual(answer(len(every) // 2) % 5, 0)
		self.assertEqual(answer(len(every) - 1), 95)
		self.assertEqual(answer(len(every)), 95)
		found = self.ok(self.call("hera", "overview", campaign=name))
		self.assertEqual(found["progress"], 95)
		self.assertTrue(found["may_close"])


class ScenarioTest(CampaignCase):
	"""Forty people from the launch to the talk, by nothing but requests as themselves."""

	MORE = 26

	@classmethod
	def build(cls):
		super().build()
		cls.shorts += ["ani", "budi", "sari"]
		for number, short in enumerate(cls.shorts[:13]):
			# a second unit of the same size
			if number % 2:
				continue
			frappe.db.set_value(
				"Work Plan",
				cls.agency.plan(short),
				{"appraiser": cls.agency.kabid_b.name, "department": cls.agency.units["b"].name},
			)
			frappe.db.set_value(
				"Employee", cls.agency.people[short].name, "department", cls.agency.units["b"].name
			)
		agencies.forget()

	def answers(self, content, relation, number):
		asked = [q for q in content["questions"] if q[f"for_{relation.lower()}"]]
		return json.dumps(
			{
				"scores": {
					q["row_key"]: 2 + (number + i) % 4 for i, q in enumerate(asked) if q["kind"] == "Score"
				},
				"texts": {q["row_key"]: f"Catatan {relation}" for q in asked if q["kind"] == "In Words"},
			}
		)

	def answer(self, short, invitation, content, relation, number=0):
		return self.client.call(
			"kinerja_asn.api.appraisal_360.answer",
			user=self.agency.user(short),
			data={"invitation": invitation, "secret_answers": self.answers(content, relation, number)},
		)

	def test_from_the_launch_to_the_talk(self):
		name = self.make()
		found = self.ok(self.call("hera", "preview", campaign=name))
		self.assertGreaterEqual(found["people"], 36)
		self.assertLessEqual(found["largest_load"], 10)
		self.ok(self.call("hera", "launch", campaign=name))
		self.run_jobs()
		people = frappe.get_all(
			APPRAISAL, {"campaign": name}, ["name", "employee", "appraiser", "appraiser_type"]
		)
		self.assertEqual(len(people), found["people"])

		# everybody may look; one proposes somebody else
		staff = self.of(name, self.shorts[1])
		shown = self.ok(self.call(self.shorts[1], "proposal", appraisal=staff))
		out = next(row["rater"] for row in shown["raters"] if row["relation"] == "Peer")
		new = self.ok(self.call(self.shorts[1], "candidates", appraisal=staff, search="Staf"))
		self.ok(
			self.call(
				self.shorts[1],
				"change_raters",
				appraisal=staff,
				add=[new[0]["rater"]],
				remove=[out],
				reason="Tidak bekerja bersama",
			)
		)
		# the appraisers agree, each his own; HR for the mayor who does not sign in
		for boss in {row.appraiser for row in people if row.appraiser in self.short_of}:
			listed = self.ok(self.call(self.short_of[boss], "nominations"))
			self.ok(self.call(self.short_of[boss], "approve", appraisals=[row["name"] for row in listed]))
		self.ok(self.call("hera", "approve", appraisals=[self.of(name, "kadis")]))
		run = self.ok(self.call("hera", "start_collecting", campaign=name))
		self.run_jobs()
		self.assertEqual(frappe.db.get_value(bulk.RUN, run, ["created", "problems"]), (len(people), 0))

		# everybody answers what he is asked, but two who never do
		content = json.loads(frappe.db.get_value(CAMPAIGN, name, "content"))
		rows = frappe.get_all(
			INVITATION, {"campaign": name, "status": "Approved"}, ["name", "rater", "relation", "appraisal"]
		)
		lazy = set(self.shorts[2:4])
		first = rows[0]
		for number, row in enumerate(rows):
			short = self.short_of[row.rater]
			if short not in lazy:
				self.assertTrue(self.answer(short, row.name, content, row.relation, number).ok, row)
		again = self.answer(self.short_of[first.rater], first.name, content, first.relation)
		self.assertFalse(again.ok)
		self.assertEqual(self.ok(self.call("hera", "overview", campaign=name))["progress"] % 5, 0)
		for short in lazy:
			waits = notifications.waiting_for(self.agency.user(short), (CAMPAIGN,))
			self.assertIn("rate", [row["kind"] for row in waits])

		# closed: results for the appraiser, nothing that names raters
		self.ok(self.call("hera", "close", campaign=name))
		self.run_jobs()
		self.assertEqual(frappe.db.get_value(CAMPAIGN, name, ["status", "slot"]), ("Closed", None))
		for doctype in (INVITATION, BOX):
			self.assertEqual(frappe.db.count(doctype, {"campaign": name}), 0)
		late = next(row for row in rows if self.short_of[row.rater] in lazy)
		self.assertFalse(self.answer(self.short_of[late.rater], late.name, content, late.relation).ok)
		ani = self.of(name, "ani")
		boss = self.short_of[frappe.db.get_value(APPRAISAL, ani, "appraiser")]

		def result(who):
			return self.client.call(
				"kinerja_asn.api.appraisal_360.result", user=self.agency.user(who), data={"appraisal": ani}
			)

		self.assertEqual(result("ani").status, 403)
		self.assertEqual(result("hera").status, 403)
		self.assertTrue(self.ok(result(boss))["relations"])
		frappe.db.set_value(APPRAISAL, {"campaign": name}, "comments_checked", 1)
		waits = notifications.waiting_for(self.agency.user(boss), (CAMPAIGN,))
		self.assertIn("release", [row["kind"] for row in waits])
		answer = self.client.call(
			"kinerja_asn.api.appraisal_360.release",
			user=self.agency.user(boss),
			data={"appraisal": ani, "talk_on": nowdate()},
		)
		self.assertTrue(answer.ok, answer)
		mine = self.ok(result("ani"))
		self.assertEqual(mine["state"], "Released")
		shown = {row["relation"]: row["answers"] for row in mine["relations"]}
		self.assertGreaterEqual(shown["Peer"], 3)
		self.assertEqual((shown["Self"], shown["Superior"]), (1, 1))
		self.assertGreater(mine["overall"], 1)
		self.assertTrue(self.ok(result("hera"))["relations"])
		self.assertFalse(self.call("hera", "start_collecting", campaign=name).ok)
		self.assertFalse(self.call("hera", "launch", campaign=name).ok)
