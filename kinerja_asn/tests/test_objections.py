"""Objections through the same doors as people use: filing, evidence, explanation, decision, and what is refused."""

import frappe
from frappe.utils import add_days, getdate, nowdate

from kinerja_asn import notifications, objections
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests import factories
from kinerja_asn.tests.agency import YEAR
from kinerja_asn.tests.rest import RestTestCase, resource

EVALUATION, OBJECTION = "Performance Evaluation", "Performance Objection"
API = "kinerja_asn.api.objections."
REASONS = "Realisasi bulan Maret tidak dihitung."
PDF = b"%PDF-1.4 bukti"


class ObjectionCase(RestTestCase):
	WATCHED = ()

	@classmethod
	def build(cls):
		cls.agency = agencies.build()
		agencies.speak_english(cls.agency)
		cls.evaluations = {
			short: agencies.make_evaluation(
				cls.agency.plan(short),
				state="Handed Over",
				result_rating="As Expected",
				behaviour_rating="As Expected",
				handed_over_at=f"{nowdate()} 08:00:00",
				object_until=add_days(nowdate(), 14),
			).name
			for short in ("ani", "kabid", "kadis", "citra")
		}

	def ask(self, who, call, **params):
		files = params.pop("files", None)
		return self.client.post(
			f"/api/method/{API}{call}", user=self.agency.user(who), data=params, files=files
		)

	def file(self, who="ani", short=None, reasons=REASONS, **more):
		return self.ask(who, "file", evaluation=self.evaluations[short or who], reasons=reasons, **more)

	def name(self, short="ani"):
		return objections.name_of(self.evaluations[short])

	def company(self):
		return frappe.get_doc("Company", agencies.AGENCY)

	def set_evaluation(self, short="ani", **values):
		frappe.db.set_value(EVALUATION, self.evaluations[short], values, update_modified=False)
		frappe.clear_document_cache(EVALUATION, self.evaluations[short])
		self.commit()

	def set_objection(self, short="ani", **values):
		frappe.db.set_value(OBJECTION, self.name(short), values, update_modified=False)
		frappe.clear_document_cache(OBJECTION, self.name(short))
		self.commit()

	def commit(self):
		from kinerja_asn.tests import rest

		if rest.HTTP:
			rest.commit_pending()

	def evaluation(self, short="ani"):
		return frappe.get_doc(EVALUATION, self.evaluations[short])

	def told(self, who):
		return frappe.get_all(
			"Notification Log",
			filters={"for_user": self.agency.user(who), "document_type": OBJECTION},
			pluck="subject",
		)

	def waiting(self, who):
		return [
			(row["kind"], row["name"])
			for row in notifications.waiting_for(self.agency.user(who))
			if row["doctype"] == OBJECTION
		]

	def assertRefused(self, answer, words, status=None):
		self.assertFalse(answer.ok, answer)
		if status:
			self.assertEqual(answer.status, status, answer)
		self.assertIn(words.lower(), " ".join(answer.messages).lower(), answer)


class TestCourse(ObjectionCase):
	def test_granted(self):
		with self.undone():
			answer = self.file()
			self.assertEqual(answer.status, 200, answer)
			self.assertEqual(answer.message["name"], self.name())
			self.assertEqual(self.evaluation().workflow_state, "Objected")
			self.assertEqual(self.waiting("kabid"), [("explain", self.name())])
			# who acts for the appraiser today explains in his place
			self.assertEqual(self.waiting("deli"), [("explain", self.name())])
			self.assertEqual(self.waiting("kadis"), [])
			self.assertEqual(len(self.told("kabid")), 1)
			self.assertEqual(len(self.told("kadis")), 1)
			answer = self.ask("kadis", "decide", name=self.name(), granted=False, reason="Tidak")
			self.assertRefused(answer, "explain")
			answer = self.ask("kabid", "clarify", name=self.name(), text="Laporan Maret terlambat.")
			self.assertEqual(answer.message["state"], "Clarified", answer)
			self.assertEqual(self.waiting("kadis"), [("decide", self.name())])
			answer = self.ask(
				"kadis",
				"decide",
				name=self.name(),
				granted=True,
				reason="Laporan Maret diterima.",
				result_rating="Above Expectation",
				behaviour_rating="Above Expectation",
			)
			self.assertEqual(answer.message["state"], "Granted", answer)
			doc = self.evaluation()
			self.assertEqual((doc.workflow_state, doc.docstatus), ("Decided", 1))
			self.assertEqual((doc.result_rating, doc.predicate), ("Above Expectation", "Very Good"))
			self.assertTrue(all(row.docstatus == 1 for row in doc.results))
			change = doc.rating_changes[0]
			self.assertEqual((change.cause, change.source), ("Objection", self.name()))
			self.assertEqual((change.old_predicate, change.new_predicate), ("Good", "Very Good"))
			self.assertEqual(change.changed_by, self.agency.kadis.employee_name)
			stored = frappe.get_doc(OBJECTION, self.name())
			self.assertEqual((stored.old_predicate, stored.new_predicate), ("Good", "Very Good"))
			self.assertEqual(len(self.told("ani")), 2)
			self.assertEqual(self.waiting("kadis") + self.waiting("kabid"), [])
			# final: nobody decides, explains, withdraws or files again
			for who, call, more in (
				("kadis", "decide", {"granted": False, "reason": "Lain"}),
				("kabid", "clarify", {"text": "Lagi"}),
				("ani", "withdraw", {}),
			):
				self.assertRefused(self.ask(who, call, name=self.name(), **more), "already", 403)
			self.assertRefused(self.file(), "final")

	def test_rejected(self):
		with self.undone():
			self.file()
			self.ask("kabid", "clarify", name=self.name(), text="Sudah dihitung.")
			answer = self.ask("kadis", "decide", name=self.name(), granted=False, reason=" ")
			self.assertRefused(answer, "reasons")
			answer = self.ask(
				"kadis",
				"decide",
				name=self.name(),
				granted=False,
				reason="Sesuai bukti.",
				result_rating="Above Expectation",
			)
			self.assertEqual(answer.message["state"], "Rejected", answer)
			doc = self.evaluation()
			self.assertEqual((doc.workflow_state, doc.docstatus, doc.predicate), ("Decided", 1, "Good"))
			self.assertEqual(doc.rating_changes, [])
			self.assertIsNone(frappe.db.get_value(OBJECTION, self.name(), "new_result_rating"))

	def test_withdrawn_and_filed_again(self):
		with self.undone():
			self.file()
			self.assertEqual(self.ask("ani", "withdraw", name=self.name()).message["state"], "Withdrawn")
			self.assertEqual(self.evaluation().workflow_state, "Handed Over")
			answer = self.file(reasons="Alasan baru.")
			self.assertEqual(answer.message["state"], "Filed", answer)
			self.assertEqual(frappe.db.get_value(OBJECTION, self.name(), "reasons"), "Alasan baru.")
			self.assertEqual(self.evaluation().workflow_state, "Objected")
			self.ask("ani", "withdraw", name=self.name())
			self.set_evaluation(object_until=add_days(nowdate(), -1))
			self.assertRefused(self.file(), "last day")

	def test_reading_is_no_consent(self):
		"""Whoever has acknowledged may still object while the days run, and gets his acknowledgement back."""
		with self.undone():
			self.set_evaluation(
				workflow_state="Acknowledged", docstatus=1, acknowledged_at=f"{nowdate()} 09:00:00"
			)
			self.assertEqual(self.file().status, 200)
			self.assertEqual((self.evaluation().workflow_state, self.evaluation().docstatus), ("Objected", 0))
			self.ask("ani", "withdraw", name=self.name())
			self.assertEqual(
				(self.evaluation().workflow_state, self.evaluation().docstatus), ("Acknowledged", 1)
			)

	def test_silence_of_the_appraiser_holds_nothing_up(self):
		with self.undone():
			self.file()
			long_ago = add_days(nowdate(), -20)
			self.set_objection(
				filed_at=f"{long_ago} 08:00:00",
				clarify_by=add_days(long_ago, 5),
				decide_by=add_days(long_ago, 14),
			)
			self.assertEqual(self.waiting("kadis"), [("decide", self.name())])
			with self.as_user("Administrator"):
				notifications.remind_overdue(getdate(f"{YEAR}-06-01"))
				notifications.remind_overdue(self.next_monday())
				frappe.db.commit()
			self.assertEqual(len(self.told("kadis")), 2, self.told("kadis"))
			self.assertEqual(len(self.told("kabid")), 2)
			answer = self.ask("kadis", "decide", name=self.name(), granted=False, reason="Sesuai bukti.")
			self.assertEqual(answer.message["state"], "Rejected", answer)

	def next_monday(self):
		today = getdate(nowdate())
		return getdate(add_days(today, 7 - today.weekday()))

	def test_reminder_before_the_day(self):
		with self.undone():
			self.file()
			day = getdate(frappe.db.get_value(OBJECTION, self.name(), "decide_by"))
			notifications.remind_before_due(getdate(add_days(day, -1)))
			self.assertEqual(len(self.told("kadis")), 2, self.told("kadis"))
			# the job may run twice
			notifications.remind_before_due(getdate(add_days(day, -1)))
			self.assertEqual(len(self.told("kadis")), 2)

	def test_silence_does_not_end_an_objected_evaluation(self):
		from kinerja_asn import evaluation_work

		with self.undone():
			self.file()
			self.set_evaluation(object_until=add_days(nowdate(), -3))
			evaluation_work.acknowledge_daily()
			self.run_jobs()
			self.assertEqual(self.evaluation().workflow_state, "Objected")


class TestEvidence(ObjectionCase):
	def test_private_files_for_those_concerned(self):
		with self.undone():
			answer = self.file(
				files={"evidence1": ("foto.pdf", PDF), "evidence2": ("surat.txt", "Isi surat")}
			)
			self.assertEqual(answer.status, 200, answer)
			rows = frappe.get_doc(OBJECTION, self.name()).evidence
			self.assertEqual([row.file_name for row in rows], ["foto.pdf", "surat.txt"])
			files = frappe.get_all(
				"File", filters={"attached_to_name": self.name()}, fields=["is_private", "file_url", "name"]
			)
			self.assertEqual([row.is_private for row in files], [1, 1])
			for who in ("ani", "kabid", "kadis", "deli", "hera", "audi"):
				answer = self.get_evidence(who, rows[0].name)
				self.assertEqual((answer.status, answer.content), (200, PDF), who)
			for who in ("budi", "sari", "lama", "peni", "pono", "citra", "lain", "heri"):
				self.assertEqual(self.get_evidence(who, rows[0].name).status, 403, who)
				answer = self.client.get(files[0].file_url, user=self.agency.user(who))
				self.assertNotEqual(answer.content, PDF, who)
			row = rows[1].name
			self.assertRefused(
				self.ask("kabid", "remove_evidence", name=self.name(), row=row), "cannot be changed", 403
			)
			answer = self.ask("ani", "remove_evidence", name=self.name(), row=row)
			self.assertEqual(answer.status, 200, answer)
			self.assertEqual(len(frappe.get_doc(OBJECTION, self.name()).evidence), 1)
			self.assertEqual(frappe.db.count("File", {"attached_to_name": self.name()}), 1)

	def get_evidence(self, who, row, name=None):
		return self.client.get(
			f"/api/method/{API}evidence", user=self.agency.user(who), name=name or self.name(), row=row
		)

	def test_programs_are_refused_with_everything(self):
		for file_name, content in (
			("alat.exe", b"MZ halo"),
			("foto.pdf", b"MZ\x90\x00 halo"),
			("x.html", "<p>"),
		):
			with self.subTest(file=file_name), self.undone():
				answer = self.file(files={"evidence": (file_name, content)})
				self.assertRefused(answer, "program")
				self.assertFalse(frappe.db.exists(OBJECTION, self.name()))
				self.assertEqual(self.evaluation().workflow_state, "Handed Over")

	def test_more_reasons_until_the_explanation(self):
		with self.undone():
			self.file()
			answer = self.ask(
				"ani", "save", name=self.name(), reasons="Lengkap.", files={"evidence": ("a.txt", "a")}
			)
			self.assertEqual(answer.status, 200, answer)
			self.assertRefused(self.ask("ani", "save", name=self.name(), reasons="  "), "reasons")
			self.assertRefused(
				self.ask("kabid", "save", name=self.name(), reasons="Lain"), "cannot be changed", 403
			)
			self.ask("kabid", "clarify", name=self.name(), text="Penjelasan.")
			self.assertRefused(
				self.ask("ani", "save", name=self.name(), reasons="Terlambat"), "cannot be changed", 403
			)
			files = {f"evidence{number}": (f"{number}.txt", "a") for number in range(11)}
			self.ask("ani", "withdraw", name=self.name())
			self.assertRefused(self.file(files=files), "10")


class TestBadInput(ObjectionCase):
	def test_refused_in_words(self):
		with self.undone():
			for who in ("kabid", "kadis", "hera", "audi", "peni"):
				self.assertRefused(self.file(who, "ani"), "only", 403)
			for who in ("budi", "sari", "lain", "lama"):
				self.assertEqual(self.file(who, "ani").status, 403, who)
			for reasons in ("", "   \n", None):
				self.assertRefused(self.file(reasons=reasons), "reasons")
			self.assertRefused(self.file(reasons="x" * 5001), "5000")
			self.assertEqual(self.file(reasons={"a": 1}).ok, False)
			self.assertFalse(self.ask("ani", "file", evaluation="tidak ada", reasons="x").ok)
			self.assertFalse(frappe.db.exists(OBJECTION, self.name()))
			self.file()
			self.assertRefused(self.file(), "have objected")

	def test_states_and_days(self):
		for state, docstatus, words in (
			("Draft", 0, "handed over"),
			("Acknowledged", 1, "last day"),
			("Handed Over", 0, "last day"),
			("Decided", 1, "final"),
		):
			with self.subTest(state=state), self.undone():
				self.set_evaluation(
					workflow_state=state, docstatus=docstatus, object_until=add_days(nowdate(), -1)
				)
				self.assertRefused(self.file(), words)
		with self.undone():
			# the last day still counts
			self.set_evaluation(object_until=nowdate())
			self.assertEqual(self.file().status, 200)
		with self.undone():
			self.set_evaluation(workflow_state="Rated")
			self.assertEqual(self.file().status, 403)

	def test_wrong_person_and_wrong_turn(self):
		with self.undone():
			self.file()
			name = self.name()
			decision = {
				"name": name,
				"granted": True,
				"reason": "Ya",
				"result_rating": "Above Expectation",
				"behaviour_rating": "As Expected",
			}
			for who in ("ani", "kadis", "hera", "audi", "budi", "peni"):
				self.assertEqual(self.ask(who, "clarify", name=name, text="Saya").status, 403, who)
			self.assertRefused(self.ask("kabid", "clarify", name=name, text=" "), "explanation")
			self.ask("kabid", "clarify", name=name, text="Penjelasan.")
			for who in ("ani", "kabid", "deli", "hera", "audi", "budi", "peni", "lain"):
				self.assertEqual(self.ask(who, "decide", **decision).status, 403, who)
			for who in ("kabid", "kadis", "hera"):
				self.assertEqual(self.ask(who, "withdraw", name=name).status, 403, who)
			for wrong, words in (
				({"result_rating": "Luar Biasa"}, "choose"),
				({"result_rating": None}, "choose"),
				({"result_rating": "As Expected"}, "at least one"),
				({"reason": ""}, "reasons"),
			):
				self.assertRefused(self.ask("kadis", "decide", **(decision | wrong)), words)
			answer = self.ask("kadis", "decide", **decision, modified="2020-01-01 00:00:00")
			self.assertRefused(answer, "somebody else")
			self.assertEqual(self.evaluation().workflow_state, "Objected")

	def test_nobody_writes_it_past_the_api(self):
		with self.undone():
			self.file()
			before = frappe.get_doc(OBJECTION, self.name()).as_dict()
			for who in ("ani", "kabid", "kadis", "hera", "audi", "peni", "budi"):
				user = self.agency.user(who)
				for values in (
					{"decision_reason": "x"},
					{"workflow_state": "Granted"},
					{"superior": self.agency.ani.name},
					{"reasons": "x"},
				):
					answer = self.client.put(resource(OBJECTION, self.name()), user=user, **values)
					self.assertFalse(answer.ok, f"{who} {values}")
				self.assertFalse(self.client.delete(resource(OBJECTION, self.name()), user=user).ok, who)
				answer = self.client.post(
					resource(OBJECTION), user=user, evaluation=self.evaluations["citra"], reasons="x"
				)
				self.assertFalse(answer.ok, who)
				answer = self.client.put(
					resource(EVALUATION, self.evaluations["ani"]),
					user=user,
					workflow_state="Decided",
					docstatus=1,
				)
				self.assertFalse(answer.ok, who)
			self.assertEqual(frappe.get_doc(OBJECTION, self.name()).as_dict(), before)
			self.assertEqual(self.evaluation().workflow_state, "Objected")
			for action in ("Acknowledge", "Hand Over", "Rework"):
				for who in ("ani", "kabid", "hera"):
					answer = self.client.call(
						"kinerja_asn.api.steps.take",
						user=self.agency.user(who),
						doctype=EVALUATION,
						name=self.evaluations["ani"],
						action=action,
					)
					self.assertFalse(answer.ok, f"{who} {action}")

	def test_two_who_decide_at_once(self):
		with self.undone():
			self.file()
			modified = self.ask("kabid", "clarify", name=self.name(), text="Penjelasan.").message["modified"]
			decision = {"name": self.name(), "granted": False, "reason": "Ya", "modified": modified}
			self.assertTrue(self.ask("kadis", "decide", **decision).ok)
			self.assertRefused(self.ask("kadis", "decide", **decision), "already")


class TestOfficials(ObjectionCase):
	def upload(self, who, name="keputusan.pdf", content=PDF, **values):
		answer = self.client.post(
			"/api/method/upload_file",
			user=self.agency.user(who),
			data={"is_private": 1, **values},
			files={"file": (name, content)},
		)
		self.assertTrue(answer.ok, answer)
		return answer.message["file_url"]

	def test_external_superior(self):
		"""Kabid's appraiser is the Kepala Dinas; above him stands the mayor, who does not sign in."""
		with self.undone():
			self.assertEqual(self.evaluation("kabid").superior_type, "External Appraiser")
			self.assertEqual(self.file("kabid").status, 200)
			name = self.name("kabid")
			self.assertTrue(self.ask("kadis", "clarify", name=name, text="Penjelasan.").ok)
			self.assertEqual(self.waiting("hera"), [("record", name)])
			self.assertEqual(self.waiting("heri"), [])
			decision = {
				"name": name,
				"granted": True,
				"reason": "Keputusan Wali Kota.",
				"result_rating": "Above Expectation",
				"behaviour_rating": "As Expected",
			}
			self.assertRefused(self.ask("hera", "decide", **decision), "attach")
			self.assertRefused(
				self.ask("hera", "decide", **decision, document="/private/files/tidak-ada.pdf"), "file", 403
			)
			document = self.upload("hera")
			self.assertEqual(self.ask("kadis", "decide", **decision, document=document).status, 403)
			answer = self.ask("hera", "decide", **decision, document=document)
			self.assertEqual(answer.message["state"], "Granted", answer)
			doc = frappe.get_doc(OBJECTION, name)
			self.assertEqual(doc.decided_by, self.agency.external.full_name)
			self.assertEqual(doc.recorded_by, self.agency.hera.employee_name)
			self.assertEqual(self.evaluation("kabid").predicate, "Good")

	def test_external_superior_with_a_user_decides_himself(self):
		with self.undone():
			user = factories.make_user("walikota@kinerja.test").name
			frappe.db.set_value("External Appraiser", self.agency.external.name, "user", user)
			self.file("kabid")
			self.ask("kadis", "clarify", name=self.name("kabid"), text="Penjelasan.")
			self.commit()
			answer = self.client.call(
				f"{API}decide", user=user, name=self.name("kabid"), granted=False, reason="Sesuai bukti."
			)
			self.assertEqual(answer.message["state"], "Rejected", answer)

	def test_external_appraiser_and_no_superior(self):
		"""The Kepala Dinas is appraised by the mayor, above whom nobody stands: HR records and names who decides."""
		with self.undone():
			self.assertEqual(self.file("kadis").status, 200)
			name = self.name("kadis")
			self.assertEqual(self.waiting("hera"), [("record", name)])
			self.assertRefused(self.ask("hera", "clarify", name=name, text="Penjelasan."), "attach")
			answer = self.ask(
				"hera",
				"clarify",
				name=name,
				text="Penjelasan.",
				files={"clarification_document": ("p.pdf", PDF)},
			)
			self.assertEqual(answer.message["state"], "Clarified", answer)
			self.assertEqual(self.waiting("hera"), [("record", name)])
			naming = {"name": name, "decider": self.agency.deli.name, "reason": "SK 800/12"}
			self.assertRefused(self.ask("hera", "name_decider", **naming), "letter")
			letter = self.upload("hera", "surat.pdf", PDF + b"surat")
			for who in ("kadis", "kabid", "audi", "peni", "heri"):
				self.assertEqual(self.ask(who, "name_decider", **naming, letter=letter).status, 403, who)
			for wrong, words in (
				({"decider": self.agency.kadis.name}, "employee"),
				({"decider": self.agency.lain.name}, "choose"),
				({"decider": "tidak ada"}, "choose"),
				({"decider_type": "User", "decider": "Administrator"}, "choose"),
				({"reason": " "}, "write why"),
			):
				answer = self.ask("hera", "name_decider", **{**naming, "letter": letter, **wrong})
				self.assertRefused(answer, words)
			answer = self.ask("hera", "name_decider", **naming, letter=letter)
			self.assertEqual(answer.status, 200, answer)
			self.assertEqual(self.waiting("deli"), [("decide", name)])
			self.assertEqual(len(self.told("deli")), 1)
			answer = self.ask("deli", "decide", name=name, granted=False, reason="Sesuai bukti.")
			self.assertEqual(answer.message["state"], "Rejected", answer)

	def test_somebody_is_named_only_where_the_superior_is_missing(self):
		with self.undone():
			self.file()
			letter = self.upload("hera")
			naming = {"name": self.name(), "decider": self.agency.deli.name, "reason": "SK", "letter": letter}
			self.assertRefused(self.ask("hera", "name_decider", **naming), "decides")
			frappe.db.set_value("Employee", self.agency.kadis.name, "status", "Left")
			self.commit()
			self.assertEqual(self.ask("hera", "name_decider", **naming).status, 200)

	def test_nobody_decides_on_his_own_rating(self):
		"""Who acts for the superior while he is the appraiser himself leaves the decision to somebody else."""
		with self.undone():
			self.file()
			self.ask("kabid", "clarify", name=self.name(), text="Penjelasan.")
			agencies.make_delegation(
				self.agency.kadis,
				self.agency.kabid,
				self.company(),
				add_days(nowdate(), -1),
				add_days(nowdate(), 5),
			)
			agencies.forget()
			self.commit()
			answer = self.ask("kabid", "decide", name=self.name(), granted=False, reason="Saya benar.")
			self.assertEqual(answer.status, 403, answer)

	def test_who_has_risen_does_not_decide_on_the_rating_he_gave(self):
		"""Between rating and decision the appraiser becomes the superior of the next one: HR names somebody else."""
		from kinerja_asn import appraisers

		# Deli acts for the head of the division today
		for by, raters in (("kabid", ("kabid", None)), ("deli", ("kabid", "deli"))):
			with self.undone(), self.subTest(rated_by=by):
				name = self.evaluations["ani"]
				self.set_evaluation(workflow_state="Self Assessed", object_until=None, handed_over_at=None)
				for action in ("Rate", "Hand Over"):
					answer = self.client.call(
						"kinerja_asn.api.steps.take",
						user=self.agency.user(by),
						data={"doctype": EVALUATION, "name": name, "action": action},
					)
					self.assertEqual(answer.status, 200, answer)
				ids = [one and self.agency.people[one].name for one in raters]
				stored = frappe.db.get_value(EVALUATION, name, ["rater", "rater_acting"])
				self.assertEqual(list(stored), ids)
				self.assertEqual(self.file().status, 200)
				above = raters[1] or raters[0]
				frappe.db.set_value("Employee", self.agency.ani.name, "reports_to", self.agency.budi.name)
				frappe.db.set_value(
					"Employee", self.agency.budi.name, "reports_to", self.agency.people[above].name
				)
				appraisers.reassign([self.agency.ani.name], reason="Pejabat baru")
				self.set_objection(
					workflow_state="Clarified",
					appraiser=self.agency.budi.name,
					superior=self.agency.people[above].name,
				)
				agencies.forget()
				self.assertEqual(self.waiting(above), [])
				self.assertIn(("record", self.name()), self.waiting("hera"))
				answer = self.ask(above, "decide", name=self.name(), granted=False, reason="Saya benar.")
				self.assertEqual(answer.status, 403, answer)
				naming = {
					"name": self.name(),
					"letter": "/private/files/surat.pdf",
					"reason": "Menilai sendiri",
				}
				for person in (above, raters[0]):
					answer = self.ask(
						"hera", "name_decider", decider=self.agency.people[person].name, **naming
					)
					self.assertRefused(answer, "neither the employee")
				frappe.rename_doc("Employee", ids[0], "BARU-9", force=True, show_alert=False)
				for doctype, document in ((EVALUATION, name), (OBJECTION, self.name())):
					self.assertEqual(frappe.db.get_value(doctype, document, "rater"), "BARU-9")


class TestPortal(ObjectionCase):
	def page(self, who, **params):
		return self.client.get("/kinerja/objection", user=self.agency.user(who), data=params)

	def test_who_sees_what(self):
		with self.undone():
			answer = self.page("ani", evaluation=self.evaluations["ani"])
			self.assertIn('data-objection="file"', answer.text)
			for who in ("kabid", "kadis", "hera", "budi", "peni"):
				self.assertEqual(self.page(who, evaluation=self.evaluations["ani"]).status, 404, who)
			self.file(files={"evidence": ("a.txt", "a")})
			name = self.name()
			for who, form in (("ani", "save"), ("kabid", "clarify"), ("deli", "clarify"), ("kadis", None)):
				answer = self.page(who, name=name)
				self.assertEqual(answer.status, 200, answer)
				self.assertIn(REASONS, answer.text)
				self.assertEqual([] if not form else [form], self.forms(answer), who)
			# by the name of the evaluation too, and for nobody else
			self.assertEqual(self.page("ani", evaluation=self.evaluations["ani"]).status, 200)
			for who in ("budi", "sari", "lama", "peni", "pono", "lain", "heri"):
				for params in ({"name": name}, {"evaluation": self.evaluations["ani"]}):
					answer = self.page(who, **params)
					self.assertEqual(answer.status, 404, who)
					self.assertNotIn(REASONS, answer.text)
			self.ask("kabid", "clarify", name=name, text="Penjelasan kabid.")
			self.assertEqual(self.forms(self.page("kadis", name=name)), ["decide"])
			self.assertEqual(self.forms(self.page("kabid", name=name)), [])
			self.assertIn("Penjelasan kabid.", self.page("ani", name=name).text)
			self.ask("kadis", "decide", name=name, granted=False, reason="Alasan putusan.")
			answer = self.page("ani", name=name)
			self.assertIn("Alasan putusan.", answer.text)
			self.assertEqual(self.forms(answer), [])

	def forms(self, answer):
		return [
			name
			for name in ("file", "save", "clarify", "decide")
			if f'data-objection="{name}"' in answer.text
		]

	def test_the_evaluation_leads_there(self):
		with self.undone():
			evaluation = self.evaluations["ani"]
			page = self.client.get("/kinerja/evaluation", user=self.agency.user("ani"), name=evaluation)
			self.assertIn(f"/kinerja/objection?evaluation={evaluation}", page.text)
			self.file()
			for who, seen in (("ani", True), ("kabid", True), ("kadis", True), ("peni", False)):
				page = self.client.get("/kinerja/evaluation", user=self.agency.user(who), name=evaluation)
				self.assertEqual(page.status, 200, who)
				self.assertEqual(f"/kinerja/objection?name={self.name()}" in page.text, seen, who)
			home = self.client.get("/kinerja", user=self.agency.user("kabid"))
			self.assertIn(f"/kinerja/objection?name={self.name()}", home.text)
			# nothing of it waits among the documents that are reviewed one after another
			page = self.client.get("/kinerja/review", user=self.agency.user("kabid"))
			self.assertEqual(page.status, 200)

	def test_statements(self):
		with self.undone():
			self.file()
			self.page("kadis", name=self.name())
			with self.count_queries() as queries:
				self.page("kadis", name=self.name())
			self.assertLessEqual(len(queries), 15, queries.statements)

	def test_the_form_on_paper(self):
		"""Blocks 6 to 8 of the form, in words for those concerned, without them for other readers of the evaluation."""
		with self.undone():
			self.file()
			self.ask("kabid", "clarify", name=self.name(), text="Penjelasan kabid.")
			decision = {"result_rating": "Above Expectation", "behaviour_rating": "Above Expectation"}
			self.ask("kadis", "decide", name=self.name(), granted=True, reason="Alasan putusan.", **decision)
			for who, seen in (("ani", True), ("kadis", True), ("hera", True), ("peni", False)):
				page = self.client.get(
					"/printview",
					user=self.agency.user(who),
					doctype=EVALUATION,
					name=self.evaluations["ani"],
					format="ASN Performance Evaluation",
				)
				self.assertEqual(page.status, 200, who)
				for words in (REASONS, "Penjelasan kabid.", "Alasan putusan."):
					self.assertEqual(words in page.text, seen, f"{who} {words}")
				about = self.client.call(
					"kinerja_asn.api.forms.about",
					user=self.agency.user(who),
					doctype=EVALUATION,
					name=self.evaluations["ani"],
				)
				self.assertEqual(bool(about.message["objection"]), seen, who)

	def test_it_follows_a_new_superior(self):
		from kinerja_asn import appraisers

		with self.undone():
			self.file()
			frappe.db.set_value("Employee", self.agency.kabid.name, "reports_to", self.agency.deli.name)
			appraisers.reassign([self.agency.kabid.name], reason="Atasan baru")
			self.assertEqual(frappe.db.get_value(OBJECTION, self.name(), "superior"), self.agency.deli.name)
			self.set_objection(named_by="Hera", superior=self.agency.kadis.name)
			frappe.db.set_value("Employee", self.agency.kabid.name, "reports_to", self.agency.lama.name)
			appraisers.reassign([self.agency.kabid.name], reason="Atasan baru lagi")
			self.assertEqual(frappe.db.get_value(OBJECTION, self.name(), "superior"), self.agency.kadis.name)
