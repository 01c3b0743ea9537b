"""The portal's pages of the 360: requests, answering, raters, results and their release, comments to check."""

import gzip
import json
import re
from unittest.mock import patch

import frappe
from frappe.query_builder import DocType
from frappe.utils import add_days, nowdate

from kinerja_asn import appraisal_360_results as results
from kinerja_asn import calibration, internal_numbers, opinions, permissions
from kinerja_asn.distribution import Time
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests import factories, three_sixty
from kinerja_asn.tests.base import KinerjaTestCase
from kinerja_asn.tests.rest import HTTP
from kinerja_asn.tests.test_portal import SIGN_IN, YEAR, PortalCase
from kinerja_asn.www.kinerja import home, page, pictures, shown

test_ignore = ["Employee", "Work Plan"]

CLAIM = "data-claim"
WORDS = "Selalu <b>menolong</b> & sabar"
ANSWER = "kinerja_asn.api.appraisal_360.answer"
CAMPAIGNS = "kinerja_asn.api.campaigns."
RESULTS = "kinerja_asn.api.appraisal_360."


class AppraisalCase(PortalCase):
	"""Ani: one 360 collects answers, an earlier one is closed. Budi chooses raters; Sari's results are released."""

	@classmethod
	def build(cls):
		super().build()
		cls.moderator = factories.make_employee(
			"Modera",
			agencies.AGENCY,
			department=cls.agency.units["dinas"],
			reports_to=cls.agency.kadis,
			roles=("ASN 360 Moderator",),
		).user_id
		collecting, nominating, closed = (
			three_sixty.make_campaign(cls.agency, name=f"K360-{status}", status=status)
			for status in ("Collecting", "Nomination", "Closed")
		)
		cls.running = three_sixty.make_appraisal(
			cls.agency,
			collecting,
			"ani",
			three_sixty.raters_of(cls.agency, ("budi", "sari", "tono"), ("citra",), person="ani"),
		)
		cls.chosen = three_sixty.make_appraisal(
			cls.agency,
			nominating,
			"budi",
			three_sixty.raters_of(cls.agency, ("ani", "sari", "tono"), person="budi"),
			workflow_state="Nomination",
		)
		Row = DocType("Appraisal 360 Invitation")
		frappe.qb.update(Row).set(Row.status, "Proposed").where(Row.appraisal == cls.chosen).run()
		frappe.db.set_value(
			"Appraisal 360 Campaign",
			nominating,
			"nominate_until",
			add_days(nowdate(), 3),
			update_modified=False,
		)
		cls.done = cls.close(closed, "ani", ("budi", "sari", "tono"), 5)
		cls.released = cls.close(closed, "budi", ("ani", "sari", "tono"), 4)
		frappe.db.set_value(
			"Appraisal 360",
			cls.released,
			{
				"workflow_state": "Released",
				"overall": 3.4,
				"talk_on": nowdate(),
				"released_on": f"{nowdate()} 08:00:00",
			},
			update_modified=False,
		)

	@classmethod
	def close(cls, campaign, whose, peers, own):
		"""A closed appraisal: the superior says 4, three peers say 3."""
		raters = three_sixty.raters_of(cls.agency, peers, person=whose)
		name = three_sixty.make_appraisal(cls.agency, campaign, whose, raters)
		Campaign = DocType("Appraisal 360 Campaign")
		for status in ("Collecting", "Closed"):
			frappe.qb.update(Campaign).set(Campaign.status, status).where(Campaign.name == campaign).run()
			if status == "Collecting":
				three_sixty.give(cls.agency, name, whose, own)
				three_sixty.give(cls.agency, name, "kabid", 4, "Pertahankan")
				for number, peer in enumerate(peers):
					three_sixty.give(cls.agency, name, peer, 3, "" if number else WORDS)
		results.write([name], three_sixty.MOMENT, moderated=False)
		return name

	def answer_url(self, who):
		return f"/kinerja/answer?name={three_sixty.invitation(self.agency, self.running, who)}"

	def appraisal_url(self, name):
		return f"/kinerja/appraisal?name={name}"

	def send(self, who, answers=None, name=None):
		return self.client.call(
			ANSWER,
			user=self.agency.user(who),
			invitation=name or three_sixty.invitation(self.agency, self.running, who),
			secret_answers=json.dumps(answers or three_sixty.answers(4, "Rapi")),
		)

	def ok(self, answer):
		self.assertEqual(answer.status, 200, answer.text[:1500])
		return answer


class TestAnswering(AppraisalCase):
	def test_named_parts_are_told_so_and_the_others_read_the_claim(self):
		for who, named in (("ani", True), ("kabid", True), ("budi", False), ("citra", False)):
			with self.subTest(who):
				text = self.open(self.answer_url(who), who).text
				self.assertEqual(CLAIM in text, not named)
				self.assertEqual("data-decline" in text, not named)
				self.assertEqual(len(re.findall(r'type="radio" name="(?:a1|a2|h1)"', text)), 15)
				self.assertEqual(text.count("<textarea"), 1 if named else 2)

	def test_a_request_is_its_raters_alone(self):
		for who in ("sari", "hera", "audi", "kadis", "lain"):
			with self.subTest(who):
				self.open(self.answer_url("budi"), who, status=404)
		self.open("/kinerja/answer?name=", "budi", status=404)
		self.open("/kinerja/answer", "budi", status=404)

	def test_sent_once_and_gone_from_every_page(self):
		with self.undone():
			url = self.answer_url("budi")
			self.assertIn(url, self.open("/kinerja/appraisal-360", "budi").text)
			self.assertRefused(self.send("budi", {"scores": {"a1": 4}}))
			self.assertRefused(self.send("budi", three_sixty.answers(9)))
			self.ok(self.send("budi"))
			self.assertRefused(self.send("budi"))
			text = self.open(url, "budi").text
			self.assertNotIn('type="radio" name="a1"', text)
			self.assertNotIn("Rapi", text)
			self.assertIn('"phase":"sent"', text)
			overview = self.open("/kinerja/appraisal-360", "budi").text
			self.assertNotIn(url, overview)
			# nobody else sees a difference
			for who in ("ani", "kabid", "hera"):
				self.assertNotIn("Rapi", self.open(self.appraisal_url(self.running), who).text)

	def test_before_and_after_the_time_there_is_no_form(self):
		Campaign = DocType("Appraisal 360 Campaign")
		change = frappe.qb.update(Campaign).where(Campaign.name == "K360-Collecting")
		for column, value, phase in (
			("answer_until", add_days(nowdate(), -1), "over"),
			("status", "Nomination", "early"),
			("status", "Closed", "over"),
		):
			with self.subTest(phase), self.undone():
				change.set(Campaign[column], value).run()
				self.commit_for_server()
				text = self.open(self.answer_url("budi"), "budi").text
				self.assertIn(f'"phase":"{phase}"', text)
				self.assertNotIn("data-answer", text)

	def commit_for_server(self):
		if HTTP:
			frappe.db.commit()


class TestRaters(AppraisalCase):
	def test_the_person_proposes_and_the_appraiser_approves_many(self):
		url = self.appraisal_url(self.chosen)
		own = self.open(url, "budi").text
		self.assertIn("data-send-changes", own)
		self.assertNotIn("data-approve-one", own)
		text = self.open(url, "kabid").text
		self.assertIn("data-approve-one", text)
		for who in ("ani", "kabid_b", "lain"):
			self.open(url, who, status=404)
		overview = self.open("/kinerja/appraisal-360", "kabid").text
		self.assertIn(f'name="appraisal" value="{self.chosen}"', overview)
		self.assertNotIn(self.chosen, self.open("/kinerja/appraisal-360", "kabid_b").text)
		with self.undone():
			reply = self.client.call(
				f"{CAMPAIGNS}change_raters",
				user=self.agency.user("budi"),
				appraisal=self.chosen,
				add=[],
				remove=[],
				reason="",
				note="Mohon <i>Tono</i> tetap",
			)
			self.ok(reply)
			self.assertIn("Mohon &lt;i&gt;Tono&lt;/i&gt; tetap", self.open(url, "kabid").text)
			self.ok(
				self.client.call(
					f"{CAMPAIGNS}approve", user=self.agency.user("kabid"), appraisals=[self.chosen]
				)
			)
			self.assertNotIn("data-approve-one", self.open(url, "kabid").text)
			# until they are asked, the appraiser may still think again
			self.assertIn("data-remove", self.open(url, "kabid").text)
			self.assertNotIn("data-remove", self.open(url, "budi").text)

	def test_who_rates_is_not_shown_to_the_person_while_they_answer(self):
		text = self.main_of(self.appraisal_url(self.running), "ani")
		for name in ("Budi", "Sari", "Tono", "Citra"):
			self.assertNotIn(name, text)

	def main_of(self, path, who):
		return re.search(r"<main.*</main>", self.open(path, who).text, re.DOTALL).group()


class TestResults(AppraisalCase):
	def test_the_appraiser_reads_first_and_the_person_after_the_release(self):
		url = self.appraisal_url(self.done)
		figures = ("by-behaviour", "part-360")
		for who in ("kabid", "deli"):
			text = self.open(url, who).text
			for figure in figures:
				self.assertIn(figure, text)
			self.assertIn("data-release", text)
			self.assertIn("Selalu menolong &amp; sabar", text)
		for who in ("ani", "kadis", "hera", "audi"):
			text = self.open(url, who).text
			for figure in (*figures, "data-release", "menolong"):
				self.assertNotIn(figure, text, who)
		with self.undone():
			self.assertRefused(self.release("ani", nowdate()))
			self.assertRefused(self.release("kabid", add_days(nowdate(), 1)))
			self.ok(self.release("kabid", nowdate()))
			for who, comments in (("ani", True), ("kadis", True), ("hera", False), ("audi", False)):
				text = self.open(url, who).text
				self.assertRegex(text, r"3[.,]63", who)
				self.assertEqual("Selalu menolong" in text, comments, who)
			for who in ("budi", "sari", "lain"):
				self.open(url, who, status=404)

	def release(self, who, day):
		return self.client.call(
			f"{RESULTS}release", user=self.agency.user(who), appraisal=self.done, talk_on=day
		)

	def test_beside_the_evaluation_as_far_as_it_may_be_read(self):
		evaluation = self.document("evaluation", f"-E-{YEAR}-Q1")
		self.assertIn(self.done, self.open(evaluation, "kabid").text)
		self.assertNotIn(self.done, self.open(evaluation, "ani").text)
		with self.undone():
			self.ok(self.release("kabid", nowdate()))
			self.assertIn(self.done, self.open(evaluation, "ani").text)

	def test_what_is_released_counts_in_calibration_and_number(self):
		doc = frappe.get_doc("Performance Evaluation", f"{self.agency.plan('ani')}-E-{YEAR}-Q1")
		doc.results[0].update({"has_achievement": 1, "achievement": 100})
		for row in doc.behaviours:
			row.score = 5
		frappe.db.set_single_value("Kinerja ASN Settings", "numeric_scheme", "PP 30/2019 60-40")
		agencies.forget()
		time = Time(doc.performance_period, "Periodic", f"{YEAR}-Q1")
		with self.subTest("closed is not released"):
			found = internal_numbers.of(doc)
			self.assertEqual((found["numeric_scheme"], found["lacks_360"]), ("PP 30/2019 70-30", 1))
			self.assertEqual(found["behaviour_value"], 120)
			self.assertEqual(opinions.scores([doc.employee], time.period, time.interval), {})
		frappe.db.set_value(
			"Appraisal 360",
			self.done,
			{"workflow_state": "Released", "overall": 3.63, "released_on": f"{nowdate()} 09:00:00"},
		)
		found = internal_numbers.of(doc)
		self.assertEqual((found["numeric_scheme"], found["lacks_360"]), ("PP 30/2019 60-40", 0))
		self.assertEqual((found["score_360"], found["behaviour_value"]), (3.63, 87.12))
		# nobody is asked for scores where the 360 stands for them
		for row in doc.behaviours:
			row.score = 0
		internal_numbers.refuse_missing_scores(doc)
		self.assertEqual(internal_numbers.of(doc)["behaviour_value"], 87.12)
		rated = frappe._dict(
			doc.as_dict(), evaluation=doc.name, result_rating=None, behaviour_rating=None, predicate=None
		)
		calibration._insert("KAL-UJI", doc.company, [rated], time)
		self.assertEqual(
			frappe.db.get_value("Rating Calibration Row", {"calibration": "KAL-UJI"}, "score_360"), 3.63
		)
		frappe.db.delete("Appraisal 360 Result", {"appraisal": self.done, "relation": "Peer"})
		# the superior alone is no opinion of peers or subordinates
		self.assertIsNone(opinions.counted_for(doc))


class TestModerator(AppraisalCase):
	def test_comments_are_checked_without_raters(self):
		frappe.db.set_value("Appraisal 360", self.done, "comments_checked", 0, update_modified=False)
		self.client.call("frappe.ping")
		text = self.open("/kinerja/comments", self.moderator).text
		self.assertIn("Selalu menolong &amp; sabar", text)
		self.assertNotIn("Pertahankan", text)
		for name in ("Budi", "Tono"):
			self.assertNotIn(name, re.search(r"<main.*</main>", text, re.DOTALL).group())
		self.assertIn("/kinerja/comments", self.open("/kinerja/appraisal-360", self.moderator).text)
		for who in ("ani", "kabid", "hera"):
			self.open("/kinerja/comments", who, status=404)
			self.assertNotIn("/kinerja/comments", self.open("/kinerja/appraisal-360", who).text)
		waiting = self.open(self.appraisal_url(self.done), "kabid").text
		self.assertNotIn("Selalu menolong", waiting)
		self.assertNotIn('name="talk_on"', waiting)


class TestCost(AppraisalCase):
	def pages(self):
		return [
			("/kinerja/appraisal-360", "ani"),
			("/kinerja/appraisal-360", "kabid"),
			("/kinerja/appraisal-360", "hera"),
			("/kinerja/appraisal-360", self.moderator),
			(self.answer_url("budi"), "budi"),
			(self.appraisal_url(self.chosen), "budi"),
			(self.appraisal_url(self.chosen), "kabid"),
			(self.appraisal_url(self.done), "kabid"),
			(self.appraisal_url(self.done), "deli"),
			(self.appraisal_url(self.released), "budi"),
			("/kinerja/comments", self.moderator),
			(self.document("evaluation", f"-E-{YEAR}-Q1"), "kabid"),
			(self.document("evaluation", f"-E-{YEAR}-Q2"), "kabid"),
		]

	def test_statements_of_each_page(self):
		if HTTP:
			return
		too_many = []
		for path, who in self.pages():
			self.open(path, who)
			with self.count_queries() as queries:
				self.open(path, who)
			asked = [statement for statement in queries if not SIGN_IN.search(statement)]
			if len(asked) > 15:
				too_many.append("\n  ".join([f"{path} as {who}: {len(asked)}", *asked]))
		self.assertFalse(too_many, "\n".join(too_many))

	def test_weight_of_the_answering_page(self):
		parts = [self.open(self.answer_url("budi"), "budi").text.encode()]
		names = ("portal.css", "appraisal.css", "portal.js", "answer.js")
		parts += [(page.ASSETS / name).read_bytes() for name in names]
		self.assertLess(sum(map(len, parts)), 60_000)
		self.assertLess(sum(len(gzip.compress(part)) for part in parts), 17_500)


class TestRadar(KinerjaTestCase):
	def test_axes_begin_on_top_and_gaps_stay_open(self):
		found = pictures.radar(["A", "B b", "C", "D"], {"others": [5, 3, None, 1], "self": [None] * 4}, 1, 5)
		self.assertEqual([one["key"] for one in found["series"]], ["others"])
		top = found["series"][0]["dots"][0]
		self.assertEqual(top, (pictures.HALF_WIDTH, pictures.HALF_HEIGHT - pictures.AXIS))
		self.assertEqual(len(found["series"][0]["dots"]), 3)
		self.assertNotIn("z", found["series"][0]["path"])
		self.assertEqual(len(found["rings"]), 4)
		self.assertEqual([label["anchor"] for label in found["labels"]], ["middle", "start", "middle", "end"])

	def test_no_picture_where_there_is_nothing_to_draw(self):
		self.assertIsNone(pictures.radar(["A", "B"], {"others": [1, 2]}, 1, 5))
		self.assertIsNone(pictures.radar(["A", "B", "C"], {"others": [None] * 3}, 1, 5))
		self.assertIsNone(pictures.radar(["A", "B", "C"], {"others": [1, 1, 1]}, 1, 1))
		self.assertEqual((pictures.place_on(3, 1, 5), pictures.place_on(9, 1, 5)), (50, 100))
		self.assertIsNone(pictures.place_on(None, 1, 5))


class TestRights(AppraisalCase):
	def test_what_waits_names_the_interval_once(self):
		item = {
			"url": "",
			"kind": "rate",
			"doctype": "Appraisal 360 Campaign",
			"name": "K",
			"interval": "2026-Q4",
		}
		interval = shown.interval("2026-Q4")
		for title, whose in (
			(f"360 Dinas · {interval}", f"360 Dinas · {interval}"),
			("360 Dinas", f"360 Dinas · {interval}"),
		):
			self.assertEqual(home.with_url(item | {"title": title})["whose"], whose)

	def test_many_requests_do_not_hide_what_stands_below(self):
		if HTTP:
			return
		every = self.open("/kinerja/appraisal-360", "budi").text
		self.assertEqual(every.count("data-draft-of"), 1)
		self.assertNotIn('<details class="before"><summary>1 ', every)
		with patch("kinerja_asn.www.kinerja.appraisals.AT_ONCE", 0):
			folded = self.open("/kinerja/appraisal-360", "budi").text
		self.assertEqual(folded.count("data-draft-of"), 1)
		self.assertIn('<details class="before"><summary>1 ', folded)

	def test_the_overview_holds_ones_own_only(self):
		self.assertIn(self.done, self.open("/kinerja/appraisal-360", "kabid").text)
		for who in ("kabid_b", "citra", "lain"):
			text = self.open("/kinerja/appraisal-360", who).text
			for name in (self.done, self.chosen, self.released):
				self.assertNotIn(name, text)
		self.assertTrue(permissions.viewer(self.agency.user("deli")).acts_for)
		self.assertIn(self.done, self.open("/kinerja/appraisal-360", "deli").text)
