"""Coaching and counselling through the same doors as people use: proposed by reports, held, followed up, evaluated; who reads
what of it; and what is written in confidence, looked for everywhere."""

import json
from unittest.mock import patch

import frappe
from frappe.utils import add_days, nowdate

from kinerja_asn import appraisers, coaching, notifications
from kinerja_asn.permissions import COACHING, NOTE, RESPONSE
from kinerja_asn.rules.coaching import STATEMENTS
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests import rest
from kinerja_asn.tests.agency import YEAR
from kinerja_asn.tests.base import site_tables
from kinerja_asn.tests.rest import RestTestCase

API = "kinerja_asn.api.coaching."
#: words that stand in confidence; whoever may not read them must never get them, nor the database
SUMMARY, TOPIC, REQUEST, WHISPER = "ucapan-kasuari", "topik-kasuari", "alasan-kasuari", "catatan-kasuari"
COMMENT = "penilaian-kasuari"
OUTCOME = "Belajar menyusun kohort"
ANSWERS = {key: "Yes" for key, _group in STATEMENTS}


class CoachingCase(RestTestCase):
	@classmethod
	def build(cls):
		cls.agency = agencies.build()
		agencies.make_counsellor(cls.agency)
		agencies.make_counsellor(cls.agency, "kons2")
		agencies.speak_english(cls.agency)

	def ask(self, who, call, **params):
		return self.client.post(f"/api/method/{API}{call}", user=self.agency.user(who), data=params)

	def done(self, who, call, **params):
		answer = self.ask(who, call, **params)
		self.assertEqual(answer.status, 200, answer)
		return answer.message["name"]

	def page(self, who, name=None, status=200):
		query = {"name": name} if name else {}
		answer = self.client.get("/kinerja/coaching", user=self.agency.user(who), **query)
		self.assertEqual(answer.status, status, answer)
		return answer.text

	def waiting(self, who):
		rows = notifications.waiting_for(self.agency.user(who))
		return [(row["name"], row["state"]) for row in rows if row["doctype"] == COACHING]

	def told(self, who, name):
		filters = {"for_user": self.agency.user(who), "document_type": COACHING, "document_name": name}
		return frappe.get_all("Notification Log", filters=filters, pluck="subject")

	def sessions(self, **filters):
		return frappe.get_all(COACHING, filters=filters, pluck="name")

	def stored(self, name):
		return frappe.get_doc(COACHING, name)

	def assertRefused(self, answer, words, status=None):
		self.assertFalse(answer.ok, answer)
		if status:
			self.assertEqual(answer.status, status, answer)
		self.assertIn(words.lower(), " ".join(answer.messages).lower(), answer)

	def coached(self, short="ani"):
		"""A session of coaching that was held."""
		name = self.done(
			"kabid",
			"ask",
			kind="Coaching",
			work_plan=self.agency.plan(short),
			planned_on=nowdate(),
			secret={"topic": TOPIC},
		)
		rows = [{"action": "Magang di bidang lain", "due_on": nowdate()}]
		return self.done(
			"kabid", "hold", name=name, outcome=OUTCOME, agreed_actions=rows, secret={"summary": SUMMARY}
		)

	def counselled(self, by="ani"):
		"""Counselling that was held, with notes."""
		plan = {} if by == "ani" else {"work_plan": self.agency.plan("ani")}
		plan = {"employee": self.agency.ani.name} if by == "hera" else plan
		name = self.done(by, "ask", kind="Counselling", secret={"request": REQUEST}, **plan)
		self.done("kons", "plan", name=name, planned_on=nowdate())
		self.done("kons", "write_note", name=name, secret={"note": WHISPER})
		return self.done("kons", "hold", name=name, outcome=OUTCOME, follow_up="Training")


class TestProposing(CoachingCase):
	def accept(self, short, realisation, interval=f"{YEAR}-01"):
		report = agencies.make_report(
			self.agency.plan(short), interval, state="Report Sent", realisation=realisation
		).name
		answer = self.client.call(
			"kinerja_asn.api.steps.take",
			user=self.agency.user("kabid"),
			doctype="Periodic Report",
			name=report,
			action="Accept",
		)
		self.assertEqual(answer.status, 200, answer)
		return report

	def test_a_report_below_the_threshold_proposes_once(self):
		with self.undone():
			report = self.accept("ani", 1)
			self.accept("budi", 2)
			(name,) = self.sessions()
			doc = self.stored(name)
			self.assertEqual((doc.periodic_report, doc.achievement, doc.threshold), (report, 50, 70))
			self.assertEqual(
				(doc.workflow_state, doc.kind, doc.asked_by), ("Proposed", "Coaching", "Program")
			)
			for who in ("kabid", "deli"):
				self.assertEqual(self.waiting(who), [(name, "Proposed")])
			self.assertEqual(len(self.told("kabid", name)), 1)
			review = self.client.get("/kinerja/review", user=self.agency.user("kabid")).text
			self.assertIn(f"/kinerja/coaching?name={name}", review)
			# what the appraiser has not decided yet is not told to the employee
			self.assertEqual((self.waiting("ani"), self.told("ani", name)), ([], []))
			self.page("ani", name, 404)
			self.assertNotIn(name, self.page("ani"))
			self.assertEqual(coaching.propose([report]), [])
			self.assertRefused(self.ask("kabid", "drop", name=name), "why", 417)
			self.done("kabid", "drop", name=name, reason="Sudah dibahas dalam rapat")
			self.assertEqual(self.waiting("kabid"), [])
			self.page("ani", name, 404)
			self.assertEqual(coaching.propose([report]), [])

	def test_accepted_many_at_once(self):
		with self.undone():
			reports = [
				agencies.make_report(self.agency.plan(short), state="Report Sent", realisation=1).name
				for short in ("ani", "budi", "sari")
			]
			self.client.call(
				"frappe.model.workflow.bulk_workflow_approval",
				user=self.agency.user("kabid"),
				docnames=json.dumps(reports),
				doctype="Periodic Report",
				action="Accept",
			)
			self.assertEqual(len(self.sessions()), 3)

	def test_few_statements_for_many_reports(self):
		if rest.HTTP:
			return
		counts = []
		with self.undone():
			for shorts in (("ani",), agencies.hire_more(self.agency, 8)):
				reports = [
					agencies.make_report(self.agency.plan(short), state="Report Accepted", realisation=1).name
					for short in shorts
				]
				frappe.get_meta(COACHING)
				coaching.propose([])
				with self.count_queries() as queries:
					self.assertEqual(len(coaching.propose(reports)), len(shorts))
				counts.append(len(queries))
		self.assertLessEqual(counts[1], counts[0])

	def test_a_cancelled_report_proposes_nothing(self):
		with self.undone():
			report = self.accept("ani", 0)
			frappe.get_doc("Periodic Report", report).cancel()
			self.assertEqual(frappe.get_all(COACHING, pluck="workflow_state"), ["Not Needed"])
		with self.undone():
			frappe.db.set_single_value("Kinerja ASN Settings", "coaching_below", 0)
			agencies.forget()
			self.accept("ani", 0)
			self.assertEqual(self.sessions(), [])
		agencies.forget()


class TestCoaching(CoachingCase):
	def test_the_course(self):
		with self.undone():
			name = self.done(
				"kabid",
				"ask",
				kind="Coaching",
				work_plan=self.agency.plan("ani"),
				planned_on=add_days(nowdate(), 2),
				secret={"topic": TOPIC},
			)
			self.assertEqual(len(self.told("ani", name)), 1)
			self.assertIn(TOPIC, self.page("ani", name))
			self.done("deli", "plan", name=name, planned_on=nowdate(), place="Ruang A")
			self.assertEqual(len(self.told("ani", name)), 2)
			self.assertEqual(self.waiting("kabid"), [(name, "Planned")])
			self.assertRefused(self.ask("kabid", "hold", name=name), "agreed", 417)
			rows = [
				{"action": "Magang", "due_on": nowdate()},
				{"action": "Menyediakan mentor", "responsible": "Appraiser"},
			]
			self.done(
				"kabid", "hold", name=name, outcome=OUTCOME, agreed_actions=rows, secret={"summary": SUMMARY}
			)
			self.assertEqual(self.waiting("ani"), [(name, "Held")])
			own, other = self.stored(name).agreed_actions
			self.assertRefused(self.ask("kabid", "complete", name=name), "not done", 417)
			self.assertRefused(self.ask("ani", "done", name=name, action=other.name), "not yours", 403)
			self.done("ani", "done", name=name, action=own.name, result="Selesai")
			self.done("kabid", "done", name=name, action=other.name, result="Ada")
			self.done("ani", "evaluate", name=name, secret={"answers": ANSWERS, "comment": COMMENT})
			self.assertEqual(self.waiting("ani"), [])
			self.assertEqual((len(self.told("kadis", name)), self.told("kabid", name)), (1, []))
			again = self.ask("ani", "evaluate", name=name, secret={"answers": ANSWERS})
			self.assertRefused(again, "already", 417)
			self.done("kabid", "complete", name=name)
			for call, more in (("hold", {"outcome": "x"}), ("complete", {}), ("drop", {"reason": "x"})):
				self.assertFalse(self.ask("kabid", call, name=name, **more).ok, call)

	def test_who_reads_what(self):
		with self.undone():
			name = self.coached()
			self.done("ani", "evaluate", name=name, secret={"answers": ANSWERS, "comment": COMMENT})
			for who, words, outcome, response in (
				("ani", True, True, True),
				("kabid", True, True, False),
				("deli", True, True, False),
				("kadis", False, True, True),
				("hera", False, True, False),
				("audi", False, True, False),
			):
				with self.subTest(who=who):
					text = self.page(who, name)
					self.assertEqual((SUMMARY in text, TOPIC in text), (words, words))
					self.assertEqual((OUTCOME in text, COMMENT in text), (outcome, response))
			for who in ("budi", "sari", "lama", "peni", "kons", "citra", "lain", "heri"):
				with self.subTest(who=who):
					self.page(who, name, 404)
			# where the superior is from outside, HR reads what is meant for him
			frappe.db.set_value(
				COACHING, name, {"superior_type": "External Appraiser", "superior": self.agency.external.name}
			)
			self.commit()
			self.assertIn(COMMENT, self.page("hera", name))
			self.assertNotIn(COMMENT, self.page("kadis", name, 404))
			self.assertNotIn(COMMENT, self.page("kabid", name))

	def commit(self):
		if rest.HTTP:
			rest.commit_pending()

	def test_asked_for_by_the_employee(self):
		with self.undone():
			name = self.done("ani", "ask", kind="Coaching", secret={"request": REQUEST})
			self.assertEqual(self.waiting("kabid"), [(name, "Proposed")])
			self.assertIn(REQUEST, self.page("kabid", name))
			self.page("kadis", name, 404)
			self.done("ani", "drop", name=name)
			self.assertEqual(self.stored(name).workflow_state, "Not Needed")
		with self.undone():
			name = self.done("kabid", "ask", kind="Coaching", work_plan=self.agency.plan("ani"))
			self.page("ani", name, 404)
			self.assertFalse(self.ask("ani", "drop", name=name).ok)

	def test_sessions_follow_the_appraiser(self):
		with self.undone():
			name, other = self.coached(), self.counselled("kabid")
			frappe.db.set_value("Employee", self.agency.ani.name, "reports_to", self.agency.kabid_b.name)
			appraisers.reassign([self.agency.ani.name], reason="Mutasi")
			agencies.forget()
			self.assertIn(SUMMARY, self.page("kabid_b", name))
			self.page("kabid", name, 404)
			self.page("kabid_b", other, 404)


class TestCounselling(CoachingCase):
	def test_the_course(self):
		with self.undone():
			name = self.done("ani", "ask", kind="Counselling", secret={"request": REQUEST})
			for who in ("kons", "kons2"):
				self.assertEqual(self.waiting(who), [(name, "Proposed")])
				self.assertIn(REQUEST, self.page(who, name))
			again = self.ask("ani", "ask", kind="Counselling", secret={"request": REQUEST})
			self.assertRefused(again, "already", 417)
			# the appraiser asks too and does not learn that somebody was faster
			self.done(
				"kabid", "ask", kind="Counselling", work_plan=self.agency.plan("ani"), secret={"request": "x"}
			)
			self.done("kons", "plan", name=name, planned_on=nowdate())
			self.assertEqual(self.stored(name).counsellor, self.agency.kons.name)
			self.page("kons2", name, 404)
			self.assertRefused(self.ask("kons2", "plan", name=name, planned_on=nowdate()), "not found", 403)
			self.done("kons", "write_note", name=name, secret={"note": "lama"})
			self.done("kons", "write_note", name=name, secret={"note": WHISPER})
			self.assertIn(WHISPER, self.page("kons", name))
			self.assertEqual(frappe.db.count(NOTE), 1)
			self.assertFalse(self.ask("kons", "hold", name=name, outcome="x", follow_up="Pindah").ok)
			self.done("kons", "hold", name=name, outcome=OUTCOME, follow_up="Training")
			self.assertEqual(len(self.told("kadis", name)), 1)
			self.assertEqual(self.told("kabid", name), [])
			self.done("kons", "complete", name=name)

	def test_who_reads_what(self):
		for by in ("ani", "kabid", "hera"):
			with self.undone():
				name = self.counselled(by)
				for who, outcome, request, note in (
					("ani", True, True, False),
					("kons", True, True, True),
					("kadis", True, False, False),
					("hera", True, by == "hera", False),
					("audi", True, False, False),
				):
					with self.subTest(by=by, who=who):
						text = self.page(who, name)
						self.assertEqual(
							(OUTCOME in text, REQUEST in text, WHISPER in text), (outcome, request, note)
						)
				for who in ("kabid", "deli"):
					text = self.page(who, name, 200 if by == "kabid" else 404)
					self.assertEqual((OUTCOME in text, WHISPER in text), (False, False))
					self.assertEqual(REQUEST in text, by == "kabid")
				for who in ("budi", "lama", "peni", "kons2", "citra", "lain", "heri"):
					with self.subTest(by=by, who=who):
						self.page(who, name, 404)

	def test_before_it_took_place_the_superior_and_the_auditor_see_nothing(self):
		with self.undone():
			name = self.done("ani", "ask", kind="Counselling", secret={"request": REQUEST})
			for who in ("kabid", "kadis", "audi"):
				self.page(who, name, 404)

	def test_given_back(self):
		with self.undone():
			name = self.done("ani", "ask", kind="Counselling", secret={"request": REQUEST})
			self.done("kons", "plan", name=name, planned_on=nowdate())
			self.done("kons", "write_note", name=name, secret={"note": WHISPER})
			self.assertRefused(self.ask("hera", "give_back", name=name), "himself", 403)
			frappe.db.set_value("Employee", self.agency.kons.name, "status", "Left")
			agencies.forget()
			self.done("hera", "give_back", name=name)
			self.done("kons2", "plan", name=name, planned_on=nowdate())
			self.assertNotIn(WHISPER, self.page("kons2", name))
			self.done("kons2", "write_note", name=name, secret={"note": "baru"})
			self.assertEqual(frappe.db.count(NOTE), 2)
		agencies.forget()

	def test_a_counsellor_is_not_his_own(self):
		with self.undone():
			agencies.make_plan(self.agency, "kons")
			name = self.done("kons", "ask", kind="Counselling", secret={"request": REQUEST})
			self.assertFalse(self.ask("kons", "plan", name=name, planned_on=nowdate()).ok)
			self.assertEqual(self.waiting("kons"), [])
			self.done("kons2", "plan", name=name, planned_on=nowdate())
			self.assertFalse(self.ask("kons", "write_note", name=name, secret={"note": "x"}).ok)


class TestInConfidence(CoachingCase):
	"""What is written in confidence is nowhere to be found but behind its key."""

	def places_with(self, words):
		found = []
		for table in site_tables():
			text = json.dumps(frappe.db.sql(f"select * from `{table}`"), default=str)
			found += [(table, word) for word in words if word in text]
		return found

	def test_no_table_holds_a_word(self):
		with self.undone():
			name = self.coached()
			self.done("ani", "evaluate", name=name, secret={"answers": ANSWERS, "comment": COMMENT})
			other = self.counselled()
			for who in ("ani", "kabid", "kons"):
				self.page(who, name if who != "kons" else other)
			self.assertEqual(self.places_with((SUMMARY, TOPIC, REQUEST, WHISPER, COMMENT)), [])
			# so that the search itself is known to find something
			self.assertEqual(
				{table for table, _word in self.places_with((OUTCOME,))}, {"tabCoaching Session"}
			)

	def test_errors_tell_nothing(self):
		if rest.HTTP:
			return
		with self.undone():
			name = self.done("ani", "ask", kind="Counselling", secret={"request": REQUEST})
			self.done("kons", "plan", name=name, planned_on=nowdate())
			held = self.coached()
			for who, call, session, secret in (
				("kons", "write_note", name, {"note": WHISPER}),
				("ani", "evaluate", held, {"answers": ANSWERS, "comment": COMMENT}),
			):
				for place in ("kinerja_asn.bulk.insert_rows", "kinerja_asn.sealed.seal"):
					with patch(place, side_effect=RuntimeError("gangguan")):
						answer = self.ask(who, call, name=session, secret=secret)
					self.assertFalse(answer.ok, answer)
					self.assertNotIn(secret.get("note") or secret["comment"], answer.text)
			with patch.object(coaching.rules, "missing_answers", side_effect=RuntimeError("gangguan")):
				self.ask("ani", "evaluate", name=held, secret={"answers": ANSWERS, "comment": COMMENT})
			self.assertEqual(self.places_with((WHISPER, COMMENT)), [])
			logged = (
				frappe.utils.logger.sanitized_dict({"secret": WHISPER})
				if hasattr(frappe.utils.logger, "sanitized_dict")
				else {}
			)
			self.assertNotIn(WHISPER, str(logged))

	def test_nothing_hangs_on_it_and_nobody_deletes_it(self):
		"""No file, comment or version; not even with track_changes turned on; the Administrator deletes nothing either."""
		with self.undone():
			frappe.make_property_setter(
				{"doctype": NOTE, "doctype_or_field": "DocType", "property": "track_changes", "value": "1"}
			)
			name = self.counselled()
			note = frappe.db.get_value(NOTE, {"session": name})
			for doctype, document in ((NOTE, note), (COACHING, name)):
				for who in ("kons", "ani", "hera"):
					user = self.agency.user(who)
					values = {"doctype": doctype, "docname": document, "is_private": 1}
					files = {"file": ("lampiran.txt", "isi")}
					self.client.post("/api/method/upload_file", user=user, data=values, files=files)
					comment = {"reference_doctype": doctype, "reference_name": document, "content": "x"}
					self.client.call(
						"frappe.desk.form.utils.add_comment",
						user=user,
						comment_email="x@x.id",
						comment_by="X",
						**comment,
					)
				self.assertEqual(frappe.db.count("File", {"attached_to_name": document}), 0)
				self.assertEqual(frappe.db.count("Version", {"docname": document}), 0)
				self.client.delete(rest.resource(doctype, document), user="Administrator")
				self.assertTrue(frappe.db.exists(doctype, document))
			# HR, who reads the session in the desk, may say a word there; on the notes nobody
			self.assertEqual(frappe.db.count("Comment", {"reference_name": note}), 0)

	def test_whatever_frappe_opens_with_the_key_of_the_site_does_not_open_these(self):
		"""A stored password or a second factor is shown to whoever has put the text there; nor does another session open it."""
		with self.undone():
			held, other = self.coached(), self.counselled()
			self.done("ani", "evaluate", name=held, secret={"answers": ANSWERS, "comment": COMMENT})
			response = frappe.db.get_value("Coaching Response", {"session": held}, "content")
			note = frappe.db.get_value(NOTE, {"session": other}, "content")
			for text in (frappe.db.get_value(COACHING, held, "sealed"), response, note):
				with self.assertRaises(frappe.ValidationError):
					frappe.utils.password.decrypt(text)
			frappe.db.set_value(COACHING, held, "sealed", note, update_modified=False)
			self.assertNotIn(WHISPER, self.page("ani", held, 400))

	def test_a_counsellor_whose_number_changes_keeps_his_notes(self):
		with self.undone():
			name = self.counselled()
			kons = frappe.db.get_value(COACHING, name, "counsellor")
			frappe.rename_doc("Employee", kons, f"{kons}-B", force=True)
			self.assertIn(WHISPER, self.page("kons", name))

	def test_another_key_opens_nothing_and_says_so(self):
		with self.undone():
			name = self.counselled()
			frappe.db.set_value(NOTE, {"session": name}, "content", "gAAAAA-rusak")
			text = self.page("kons", name, 400)
			self.assertIn("key", text)


class TestBadInput(CoachingCase):
	def test_refused(self):
		with self.undone():
			held = self.coached()
			plan = self.agency.plan("ani")
			for who, call, params in (
				("kabid", "ask", {"kind": "Lain", "work_plan": plan}),
				("kabid", "ask", {"kind": "Coaching", "work_plan": {"a": 1}}),
				("kabid", "ask", {"kind": "Coaching", "work_plan": plan, "secret": [1]}),
				("kabid", "ask", {"kind": "Coaching", "work_plan": plan, "secret": {"topic": {"a": 1}}}),
				("kabid", "ask", {"kind": "Coaching", "work_plan": plan, "secret": {"topic": "x" * 100_000}}),
				("kabid", "ask", {"kind": "Coaching", "work_plan": plan, "planned_on": "kapan saja"}),
				("kabid", "ask", {"kind": "Coaching", "work_plan": plan, "planned_on": "1999-01-01"}),
				("kabid", "ask", {"kind": "Coaching", "work_plan": plan, "planned_on": "2199-01-01"}),
				(
					"kabid",
					"ask",
					{"kind": "Coaching", "work_plan": plan, "planned_on": nowdate(), "place": "x" * 200},
				),
				("kabid", "ask", {"kind": "Counselling", "work_plan": plan}),
				("kabid", "ask", {"kind": "Coaching", "work_plan": self.agency.plan("citra")}),
				("kadis", "ask", {"kind": "Coaching", "work_plan": plan}),
				(
					"hera",
					"ask",
					{"kind": "Coaching", "employee": self.agency.ani.name, "secret": {"request": "x"}},
				),
				(
					"budi",
					"ask",
					{"kind": "Counselling", "employee": self.agency.ani.name, "secret": {"request": "x"}},
				),
				(
					"heri",
					"ask",
					{"kind": "Counselling", "employee": self.agency.ani.name, "secret": {"request": "x"}},
				),
				("kons2", "ask", {"kind": "Counselling", "secret": {"request": "tanpa SKP"}}),
				("kabid", "plan", {"name": "tidak-ada", "planned_on": nowdate()}),
				("kabid", "plan", {"name": ["x"], "planned_on": nowdate()}),
				("kabid", "done", {"name": held, "action": "tidak-ada"}),
				("ani", "complete", {"name": held}),
				("ani", "write_note", {"name": held, "secret": {"note": "x"}}),
				("kabid", "write_note", {"name": held, "secret": {"note": "x"}}),
				("kabid", "evaluate", {"name": held, "secret": {"answers": ANSWERS}}),
				("ani", "evaluate", {"name": held, "secret": "{"}),
				("ani", "evaluate", {"name": held, "secret": {"answers": ANSWERS | {"asks": "Maybe"}}}),
				("ani", "evaluate", {"name": held, "secret": {"answers": {}}}),
				("ani", "evaluate", {"name": held, "secret": {"answers": ANSWERS, "comment": "x" * 9999}}),
			):
				with self.subTest(who=who, call=call, params=str(params)[:80]):
					answer = self.ask(who, call, **params)
					self.assertIn(answer.status, (403, 417), answer)
			self.assertEqual(
				(len(self.sessions()), frappe.db.count(RESPONSE), frappe.db.count(NOTE)), (1, 0, 0)
			)

	def test_another_agency_s_person_is_refused_alike_with_a_plan_and_without(self):
		answers = [
			self.ask(
				"heri",
				"ask",
				kind="Counselling",
				employee=self.agency.people[short].name,
				secret={"request": "x"},
			)
			for short in ("ani", "kons2")
		]
		for answer in answers:
			self.assertEqual(answer.status, 403, answer)
			self.assertNotIn(self.agency.plan("ani"), answer.text)
		self.assertEqual(*(answer.messages for answer in answers))

	def test_limits_and_second_clicks(self):
		with self.undone():
			plan = self.agency.plan("ani")
			names = [self.done("kabid", "ask", kind="Coaching", work_plan=plan) for _ in range(5)]
			self.assertRefused(self.ask("kabid", "ask", kind="Coaching", work_plan=plan), "open already", 417)
			rows = [{"action": f"Tindakan {number}"} for number in range(21)]
			many = self.ask("kabid", "hold", name=names[0], outcome="x", agreed_actions=rows)
			self.assertRefused(many, "20", 417)
			self.assertFalse(self.ask("kabid", "hold", name=names[0], outcome="x", held_on="2199-01-01").ok)
			stale = self.ask("kabid", "drop", name=names[0], reason="x", modified="2000-01-01 00:00:00")
			self.assertRefused(stale, "changed this document")
			self.done("kabid", "drop", name=names[0], reason="x")
			self.assertRefused(self.ask("kabid", "drop", name=names[0], reason="x"), "already", 403)
			evil = "<script>alert(1)</script>"
			self.done("kabid", "hold", name=names[1], outcome=evil, secret={"summary": evil})
			self.assertNotIn(evil, self.page("ani", names[1]))


class TestReminders(CoachingCase):
	def test_of_days_actions_and_evaluations(self):
		with self.undone():
			planned = agencies.make_session(
				self.agency.plan("ani"), "Planned", planned_on=add_days(nowdate(), 3), held_on=None
			).name
			held = agencies.make_session(self.agency.plan("budi"), held_on=add_days(nowdate(), -3)).name
			asked = agencies.make_session(
				self.agency.plan("sari"), "Proposed", "Counselling", asked_on=add_days(nowdate(), -9)
			).name
			soon = coaching.reminders(frappe.utils.getdate(), [add_days(nowdate(), 3)])
			self.assertEqual(
				sorted((user.partition("@")[0], name) for user, _s, _d, name in soon),
				sorted(
					(self.agency.user(who).partition("@")[0], name)
					for who, name in (("ani", planned), ("kabid", planned), ("budi", held), ("budi", held))
				),
			)
			late = coaching.overdue(frappe.utils.getdate(add_days(nowdate(), 5)))
			told = {(user, name) for user, _s, _d, name in late}
			users = self.agency.user
			self.assertEqual(
				told,
				{
					(users("kabid"), planned),
					(users("budi"), held),
					(users("kons"), asked),
					(users("kons2"), asked),
				},
			)
			notifications.remind_before_due()
			notifications.remind_overdue()

	def test_statements_of_the_pages(self):
		if rest.HTTP:
			return
		with self.undone():
			name = self.coached()
			self.done("ani", "evaluate", name=name, secret={"answers": ANSWERS, "comment": COMMENT})
			other = self.counselled()
			for who, session in (
				("ani", None), ("kabid", None), ("kons", None), ("kadis", None),
				("ani", name), ("kabid", name), ("kadis", name), ("kons", other),
			):  # fmt: skip
				self.page(who, session)
				with self.subTest(who=who, session=session), self.assertQueryCount(16):
					self.page(who, session)
