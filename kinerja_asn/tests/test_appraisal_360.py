"""Answers into boxes, closing, results and their readers, release and the check of comments, all through REST."""

import json

import frappe
from frappe.query_builder import DocType
from frappe.utils import add_days, nowdate

from kinerja_asn import appraisal_360_box as box
from kinerja_asn import appraisal_360_results as results
from kinerja_asn import appraisal_360_work, appraisers, permissions, sealed
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests import factories, three_sixty
from kinerja_asn.tests.rest import RestTestCase
from kinerja_asn.tests.three_sixty import answers, give, invitation, make_appraisal, make_campaign

API = "kinerja_asn.api.appraisal_360."
PEERS = ("budi", "sari", "citra")


def values(doctype, *columns, **filters):
	Row = DocType(doctype)
	query = frappe.qb.from_(Row).select(*[Row[column] for column in columns])
	for column, value in filters.items():
		query = query.where(Row[column] == value)
	return query.run(as_dict=True)


def close(campaign):
	return appraisal_360_work.close(campaign, at_once=True)


class CampaignTestCase(RestTestCase):
	@classmethod
	def build(cls):
		cls.agency = agencies.build()
		cls.staff = agencies.hire_more(cls.agency, 3)
		agencies.speak_english(cls.agency)
		cls.campaign = make_campaign(cls.agency)
		cls.ani = make_appraisal(
			cls.agency,
			cls.campaign,
			"ani",
			{"Self": ["ani"], "Superior": ["kabid"], "Peer": [*PEERS, "staf1"], "Subordinate": ["staf2"]},
		)

	def user(self, short):
		return self.agency.user(short)

	def send(self, short, appraisal=None, given=None, request=None, **extra):
		return self.client.call(
			API + "answer",
			user=self.user(short),
			invitation=request or invitation(self.agency, appraisal or self.ani, short),
			**{box.FIELD: json.dumps(answers() if given is None else given)},
			**extra,
		)

	def call(self, short, method, **params):
		return self.client.call(API + method, user=self.user(short), **params)

	def boxes(self, appraisal=None):
		return {
			row.relation: row.content
			for row in values(box.BOX, "relation", "content", appraisal=appraisal or self.ani)
		}


class TestAnswering(CampaignTestCase):
	def test_an_answer_goes_into_its_box_once(self):
		before = self.boxes()
		self.assertEqual(set(before.values()), {None})
		self.assertEqual(self.send("budi", given=answers(2, "Rahasia <b>budi</b>")).status, 200)
		self.assertEqual(
			box.opened([self.ani])[self.ani],
			{"Peer": [{"s": {"a1": 2, "a2": 2, "h1": 2}, "o": {"buka": "Rahasia budi"}}]},
		)
		kept = self.boxes()["Peer"]
		again = self.send("budi", given=answers(5))
		self.assertEqual(again.status, 417, again)
		self.assertIn("received already", " ".join(again.messages))
		self.assertEqual(self.boxes()["Peer"], kept)
		self.assertEqual(
			[
				row.answered
				for row in values(box.INVITATION, "answered", name=invitation(self.agency, self.ani, "budi"))
			],
			[1],
		)

	def test_who_was_not_asked_cannot_answer(self):
		strangers = ("deli", "hera", "peni", "audi", "lain", "kadis", "ani", "sari")
		request = invitation(self.agency, self.ani, "budi")
		for short in strangers:
			with self.subTest(who=short):
				self.assertEqual(self.send(short, request=request).status, 403)
		for request in ("", "tidak-ada", ["x"], {"name": "x"}, None, 5):
			with self.subTest(request=request):
				self.assertIn(self.send("budi", request=request or "x").status, (403, 417))
		self.assertEqual(set(self.boxes().values()), {None})

	def test_who_has_left_cannot_answer(self):
		frappe.db.set_value(
			"Employee", self.agency.people["budi"].name, "status", "Left", update_modified=False
		)
		agencies.forget()
		self.assertEqual(self.send("budi").status, 403)

	def test_too_late_not_open_withdrawn(self):
		Campaign, Doc, Row = DocType(box.CAMPAIGN), DocType(box.APPRAISAL), DocType(box.INVITATION)
		cases = (
			(
				frappe.qb.update(Campaign).set(Campaign.answer_until, add_days(nowdate(), -1)),
				"possible until",
			),
			(frappe.qb.update(Campaign).set(Campaign.status, "Nomination"), "does not take answers"),
			(frappe.qb.update(Campaign).set(Campaign.status, "Closed"), "does not take answers"),
			(frappe.qb.update(Doc).set(Doc.workflow_state, "Closed"), "no longer open"),
			(frappe.qb.update(Row).set(Row.status, "Withdrawn"), "no longer asked"),
			(frappe.qb.update(Row).set(Row.status, "Proposed"), "no longer asked"),
		)
		for change, told in cases:
			with self.subTest(told), self.undone():
				change.run()
				answer = self.send("budi")
				self.assertEqual(answer.status, 417, answer)
				self.assertIn(told, " ".join(answer.messages))
				self.assertEqual(set(self.boxes().values()), {None})

	def test_the_last_day_counts(self):
		Campaign = DocType(box.CAMPAIGN)
		frappe.qb.update(Campaign).set(Campaign.answer_until, nowdate()).run()
		self.assertEqual(self.send("budi").status, 200)

	def test_what_is_no_answer_keeps_nothing(self):
		whole = answers()
		cases = {
			"missing": {"scores": {"a1": 3}},
			"out of range": answers(9),
			"text for a number": answers(a1="banyak"),
			"unknown question": {"scores": {**whole["scores"], "zz": 1}},
			"long comment": answers(text="x" * 100_000),
			"long comment below the limit of a request": answers(text="x" * 50_000),
			"list": [1, 2],
			"nested": {"scores": {"a1": [1], "a2": {"x": 1}, "h1": 3}},
			"words": "bukan jawaban",
			"empty": {},
		}
		for label, given in cases.items():
			with self.subTest(label):
				answer = self.send("budi", given=given)
				self.assertEqual(answer.status, 417, answer)
				self.assertTrue(answer.messages)
		for raw in ("", "{", "[" * 5000, None, 5, [1], {"scores": {}}):
			answer = self.client.call(
				API + "answer",
				user=self.user("budi"),
				invitation=invitation(self.agency, self.ani, "budi"),
				**({box.FIELD: raw} if raw is not None else {}),
			)
			with self.subTest(raw=raw):
				self.assertEqual(answer.status, 417, answer)
		self.assertEqual(set(self.boxes().values()), {None})
		self.assertEqual(self.send("budi").status, 200)

	def test_questions_for_one_relation_only(self):
		questions = [
			*three_sixty.QUESTIONS,
			three_sixty.question("p1", behaviour="Harmonis", for_relations=("Peer",)),
		]
		campaign = make_campaign(self.agency, questions)
		of_ani = make_appraisal(self.agency, campaign, "ani", {"Superior": ["kabid"], "Peer": ["budi"]})
		self.assertEqual(self.send("budi", of_ani).status, 417)
		whole = answers()
		whole["scores"]["p1"] = 5
		self.assertEqual(self.send("budi", of_ani, whole).status, 200)
		self.assertEqual(self.send("kabid", of_ani, whole).status, 417)
		self.assertEqual(self.send("kabid", of_ani).status, 200)

	def test_the_template_may_be_edited_while_in_use(self):
		"""A campaign answers to its own copy."""
		frappe.get_doc(
			{
				"doctype": "Appraisal 360 Template",
				"title": "Templat Uji",
				"anchors": [{"value": 1, "label": "a"}, {"value": 2, "label": "b"}],
				"questions": [{"kind": "In Words", "statement": "Apa saja?", "row_key": "lain"}],
			}
		).insert()
		frappe.db.set_value(box.CAMPAIGN, self.campaign, "template", "Templat Uji", update_modified=False)
		self.assertEqual(self.send("budi", given=answers(5)).status, 200)


class TestClosing(CampaignTestCase):
	def answered(self, many=3):
		for number, short in enumerate(PEERS[:many]):
			give(self.agency, self.ani, short, 2 + number, f"Kata {number}")
		give(self.agency, self.ani, "kabid", 5, "Kata atasan")
		give(self.agency, self.ani, "ani", 4)
		give(self.agency, self.ani, "staf2", 1, "Kata bawahan")

	def result(self, short, appraisal=None):
		return self.call(short, "result", appraisal=appraisal or self.ani)

	def test_only_what_may_be_shown_is_left(self):
		self.answered()
		close(self.campaign)
		for doctype in (box.INVITATION, box.BOX):
			self.assertEqual(values(doctype, "name", campaign=self.campaign), [])
		rows = values(results.RESULT, "relation", "behaviour", "answers", "mean", appraisal=self.ani)
		self.assertEqual(
			{
				(row.relation, row.behaviour or ""): (row.answers, float(row.mean))
				for row in rows
				if not row.behaviour
			},
			{
				("Self", ""): (1, 4.0),
				("Superior", ""): (1, 5.0),
				("Peer", ""): (3, 3.0),
				# (5 x 50 + 3 x 30) / 80; the single subordinate is in no sum
				("Overall", ""): (0, 4.25),
			},
		)
		comments = values(results.COMMENT, "voice", "comment", appraisal=self.ani)
		self.assertEqual(
			sorted((row.voice, row.comment) for row in comments),
			[
				("Colleagues", "Kata 0"),
				("Colleagues", "Kata 1"),
				("Colleagues", "Kata 2"),
				("Superior", "Kata atasan"),
			],
		)

	def test_a_group_too_small_is_hidden_and_gone(self):
		self.answered(many=2)
		give(self.agency, self.ani, "staf1", 5)
		Row = DocType(box.INVITATION)
		frappe.qb.update(Row).set(Row.relation, "Peer").where(Row.relation == "Subordinate").run()
		close(self.campaign)
		found = {row.relation for row in values(results.RESULT, "relation", appraisal=self.ani)}
		self.assertEqual(found, {"Self", "Superior", "Peer", "Overall"})
		self.assertNotIn("Kata bawahan", str(values(results.COMMENT, "comment", appraisal=self.ani)))

	def test_peers_and_subordinates_as_one_group(self):
		self.answered(many=2)
		close(self.campaign)
		found = {row.relation for row in values(results.RESULT, "relation", appraisal=self.ani)}
		self.assertEqual(found, {"Self", "Superior", "Colleagues", "Overall"})

	def test_a_closed_campaign_takes_no_answer_and_is_not_counted_again(self):
		self.answered()
		request = invitation(self.agency, self.ani, "staf1")
		close(self.campaign)
		before = values(results.RESULT, "name", "mean", appraisal=self.ani)
		self.assertEqual(self.send("staf1", request=request).status, 403)
		close(self.campaign)
		self.assertEqual(values(results.RESULT, "name", "mean", appraisal=self.ani), before)

	def test_a_box_that_does_not_open_stops_nobody_else(self):
		self.answered()
		of_budi = make_appraisal(self.agency, self.campaign, "budi", {"Superior": ["kabid"], "Peer": ["ani"]})
		give(self.agency, of_budi, "kabid")
		Box = DocType(box.BOX)
		frappe.qb.update(Box).set(Box.content, "rusak").where(
			(Box.appraisal == of_budi) & (Box.relation == "Superior")
		).run()
		run = close(self.campaign)
		rows = {
			row.employee: (row.result, row.message)
			for row in values("Bulk Run Row", "employee", "result", "message", bulk_run=run)
		}
		self.assertEqual(rows[self.agency.people["ani"].name], ("Done", ""))
		self.assertEqual(rows[self.agency.people["budi"].name][0], "Problem")
		self.assertRegex(rows[self.agency.people["budi"].name][1], "key|kunci")
		self.assertEqual(frappe.db.get_value(box.APPRAISAL, of_budi, "workflow_state"), "Collecting")
		self.assertTrue(values(box.BOX, "name", appraisal=of_budi))

	def test_who_reads_results_when(self):
		self.answered()
		everybody = (
			"ani",
			"kabid",
			"deli",
			"lama",
			"kadis",
			"hera",
			"audi",
			"peni",
			"budi",
			"staf2",
			"lain",
			"heri",
		)

		def readers(part="results"):
			found = set()
			for short in everybody:
				answer = self.result(short)
				if answer.status == 200 and (part == "results" or answer.message["comments"] is not None):
					found.add(short)
			return found

		self.assertEqual(readers(), set())
		close(self.campaign)
		self.assertEqual(readers(), {"kabid", "deli"})
		self.assertEqual(readers("comments"), {"kabid", "deli"})
		answer = self.call("kabid", "release", appraisal=self.ani, talk_on=nowdate())
		self.assertEqual(answer.status, 200, answer)
		self.assertEqual(readers(), {"ani", "kabid", "deli", "kadis", "hera", "audi"})
		self.assertEqual(readers("comments"), {"ani", "kabid", "deli", "kadis"})

	def test_a_result_reads_as_it_was_given(self):
		self.answered()
		close(self.campaign)
		found = self.result("kabid").message
		self.assertEqual(
			[(row["relation"], row["answers"], row["mean"]) for row in found["relations"]],
			[("Self", 1, 4.0), ("Superior", 1, 5.0), ("Peer", 3, 3.0)],
		)
		akuntabel = found["behaviours"][0]
		self.assertEqual((akuntabel["own"], akuntabel["others"], akuntabel["gap"]), (4.0, 4.25, -0.25))
		self.assertIsNone(akuntabel["by_relation"]["Superior"]["spread"])
		self.assertEqual(akuntabel["by_relation"]["Peer"]["spread"], 0.8)
		self.assertEqual(found["strengths"], ["Akuntabel", "Harmonis"])
		self.assertEqual((found["scale"]["lowest"], found["scale"]["highest"]), (1, 5))
		self.assertTrue(found["may_release"])
		with self.as_user(self.user("kabid")), self.assertQueryCount(8):
			results.results_of(self.ani)

	def test_release(self):
		self.answered()
		self.assertEqual(self.call("kabid", "release", appraisal=self.ani, talk_on=nowdate()).status, 417)
		close(self.campaign)
		for short in ("ani", "kadis", "hera", "peni", "audi", "budi", "lama"):
			with self.subTest(who=short):
				self.assertEqual(
					self.call(short, "release", appraisal=self.ani, talk_on=nowdate()).status, 403
				)
		for day in (add_days(nowdate(), 1), add_days(nowdate(), -1), "", "kemarin", "2026-13-45"):
			with self.subTest(day=day):
				self.assertEqual(self.call("kabid", "release", appraisal=self.ani, talk_on=day).status, 417)
		self.assertEqual(self.call("deli", "release", appraisal=self.ani, talk_on=nowdate()).status, 200)
		again = self.call("kabid", "release", appraisal=self.ani, talk_on=nowdate())
		self.assertEqual((again.status, again.message["state"]), (200, "Released"))
		row = frappe.db.get_value(box.APPRAISAL, self.ani, ["workflow_state", "overall"], as_dict=True)
		self.assertEqual((row.workflow_state, float(row.overall)), ("Released", 4.25))

	def test_scores_are_of_released_ones_only(self):
		self.answered()
		close(self.campaign)
		ani = self.agency.people["ani"].name
		self.assertEqual(results.scores([ani], self.agency.period.name), {})
		self.call("kabid", "release", appraisal=self.ani, talk_on=nowdate())
		with self.assertQueryCount(2):
			found = results.scores([ani, "x"], self.agency.period.name, f"{agencies.YEAR}-Q1")
		self.assertEqual((found[ani]["overall"], found[ani]["behaviours"]["Akuntabel"]), (4.25, 4.25))

	def test_a_new_appraiser_reads_what_the_old_one_read(self):
		self.answered()
		close(self.campaign)
		ani = self.agency.people["ani"].name
		frappe.db.set_value(
			"Employee", ani, "reports_to", self.agency.people["kabid_b"].name, update_modified=False
		)
		appraisers.reassign([ani])
		agencies.forget()
		self.assertEqual(
			[self.result(short).status for short in ("kabid_b", "kabid", "deli")], [200, 403, 403]
		)

	def test_statements_of_closing_do_not_grow_with_people(self):
		"""Per chunk; what is written goes many rows at once."""

		def count(people):
			with self.undone():
				campaign = make_campaign(self.agency)
				for short in people:
					raters = [other for other in ("kabid_b", *PEERS, "ani", *self.staff) if other != short][
						:4
					]
					of_one = make_appraisal(
						self.agency, campaign, short, {"Superior": ["kabid"], "Peer": raters}
					)
					for rater in raters:
						give(self.agency, of_one, rater, 3, "kata")
				with self.count_queries() as queries:
					close(campaign)
				return len(queries)

		few, many = count(["ani"]), count(["ani", "budi", "sari", "citra", "deli", "hera"])
		self.assertLessEqual(many, few + 2)
		self.assertLessEqual(many, 60)


class TestModerator(CampaignTestCase):
	@classmethod
	def build(cls):
		super().build()
		cls.agency.people["mode"] = factories.make_employee(
			"Mode",
			frappe._dict(name=agencies.AGENCY, abbr="PKC"),
			department=cls.agency.units["dinas"],
			designation="Staf Contoh",
			reports_to=cls.agency.people["kadis"],
			roles=("ASN 360 Moderator",),
		)
		agencies.speak_english(cls.agency)
		for number, short in enumerate(PEERS):
			give(cls.agency, cls.ani, short, 3, f"Kata {number}")
		give(cls.agency, cls.ani, "kabid", 3, "Kata atasan")

	def setUp(self):
		super().setUp()
		frappe.db.set_single_value("Kinerja ASN Settings", "moderate_comments", 1)
		agencies.forget()

	def test_comments_wait_for_the_moderator(self):
		self.assertEqual(self.call("mode", "comments_to_check").message["count"], 0)
		close(self.campaign)
		found = self.call("mode", "comments_to_check").message
		(person,) = found["people"]
		self.assertEqual(sorted(row["comment"] for row in person["comments"]), ["Kata 0", "Kata 1", "Kata 2"])
		told = json.dumps(found)
		for short in ("budi", "sari", "citra"):
			self.assertNotIn(self.agency.people[short].name, told)
			self.assertNotIn(self.user(short), told)
		self.assertEqual(
			self.call("kabid", "result", appraisal=self.ani).message["comments_state"], "Being Checked"
		)
		self.assertEqual(self.call("kabid", "release", appraisal=self.ani, talk_on=nowdate()).status, 417)
		bad = person["comments"][0]
		self.assertEqual(self.call("mode", "withhold", comment=bad["name"]).status, 417)
		self.assertEqual(self.call("mode", "withhold", comment=bad["name"], reason="x" * 501).status, 417)
		self.assertEqual(self.call("mode", "withhold", comment=bad["name"], reason="Menghina").status, 200)
		self.assertEqual(self.call("mode", "check", appraisals=[self.ani]).message, 1)
		shown = self.call("kabid", "result", appraisal=self.ani).message
		self.assertEqual(len(shown["comments"]), 3)
		self.assertNotIn(bad["comment"], json.dumps(shown))
		self.assertNotIn("Menghina", json.dumps(shown))
		self.assertEqual(shown["withheld"], 1)
		self.assertEqual(self.call("mode", "withhold", comment=bad["name"], withheld=False).status, 403)
		self.assertEqual(self.call("mode", "comments_to_check").message["count"], 0)

	def test_nobody_else_checks_comments(self):
		close(self.campaign)
		name = values(results.COMMENT, "name", appraisal=self.ani, voice="Colleagues")[0].name
		of_superior = values(results.COMMENT, "name", appraisal=self.ani, voice="Superior")[0].name
		for short in ("ani", "kabid", "kadis", "hera", "audi", "peni", "budi", "lain"):
			with self.subTest(who=short):
				self.assertEqual(self.call(short, "comments_to_check").status, 403)
				self.assertEqual(self.call(short, "check", appraisals=[self.ani]).status, 403)
				self.assertEqual(self.call(short, "withhold", comment=name, reason="x").status, 403)
		self.assertEqual(self.call("mode", "withhold", comment=of_superior, reason="x").status, 403)
		for names in ("[]", "rusak", {"a": 1}, [["x"]], 5):
			with self.subTest(names=names):
				self.assertIn(self.call("mode", "check", appraisals=names).status, (200, 417))
		self.assertFalse(frappe.db.get_value(box.APPRAISAL, self.ani, "comments_checked"))

	def test_a_moderator_of_another_agency_and_one_who_is_rated(self):
		close(self.campaign)
		Doc = DocType(box.APPRAISAL)
		with self.undone():
			frappe.qb.update(Doc).set(Doc.employee, self.agency.people["mode"].name).where(
				Doc.name == self.ani
			).run()
			self.assertEqual(self.call("mode", "comments_to_check").message["count"], 0)
			self.assertEqual(self.call("mode", "check", appraisals=[self.ani]).message, 0)
		with self.undone():
			frappe.qb.update(Doc).set(Doc.company, agencies.OTHER_AGENCY).where(Doc.name == self.ani).run()
			self.assertEqual(self.call("mode", "comments_to_check").message["count"], 0)

	def test_without_moderation_comments_are_there_at_once(self):
		frappe.db.set_single_value("Kinerja ASN Settings", "moderate_comments", 0)
		agencies.forget()
		close(self.campaign)
		self.assertEqual(self.call("kabid", "result", appraisal=self.ani).message["comments_state"], "Shown")


class TestSealing(CampaignTestCase):
	def test_a_sealed_text_opens_for_its_purpose_only_and_tells_no_time(self):
		import base64

		one, two = (sealed.seal(b"isi", "a") for _number in range(2))
		self.assertNotEqual(one, two)
		self.assertEqual(base64.urlsafe_b64decode(one)[1:9], bytes(8))
		self.assertEqual(sealed.unseal(one, "a"), b"isi")
		with self.assertRaises(sealed.SealBroken):
			sealed.unseal(one, "b")

	def test_the_site_s_key_alone_opens_nothing_by_frappe_s_own_ways(self):
		"""A stored password or second factor is opened by Frappe for an administrator; a box put there is not."""
		give(self.agency, self.ani, "budi")
		with self.assertRaises(frappe.ValidationError):
			frappe.utils.password.decrypt(self.boxes()["Peer"])

	def test_rights_of_viewers(self):
		row = permissions.stored_row(box.APPRAISAL, self.ani)
		for short in self.agency.people:
			who = permissions.viewer(self.user(short))
			self.assertFalse(permissions.may_read_360(row, "results", who))
