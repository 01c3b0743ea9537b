"""Continuous feedback through the same doors as people use: who gives, who reads, what is taken back, what is gathered."""

import json

import frappe
from frappe.utils import add_days, nowdate

from kinerja_asn import feedback, notifications
from kinerja_asn.permissions import FEEDBACK
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests import factories
from kinerja_asn.tests.rest import RestTestCase, resource

API = "kinerja_asn.api.feedback."
WORDS = "Kanari: pelayanan loket cepat dan ramah."
CORRECTIVE = "Surat keluar terlambat dua hari; sepakati tenggat di awal pekan."


class FeedbackCase(RestTestCase):
	WATCHED = ()

	@classmethod
	def build(cls):
		cls.agency = agencies.build()
		agencies.speak_english(cls.agency)
		cls.value = feedback.behaviours()[0]
		cls.key = frappe.get_doc("Work Plan", cls.agency.plan("ani")).results[0].row_key

	def ask(self, who, call, **params):
		user = self.agency.user(who) if who in self.agency.people else who
		return self.client.post(f"/api/method/{API}{call}", user=user, data=params)

	def give(self, who="budi", about="ani", **params):
		params = {"behaviour": self.value, "text": WORDS} | params
		answer = self.ask(who, "give", employee=self.agency.people[about].name, **params)
		self.assertEqual(answer.status, 200, answer)
		return answer.message["name"]

	def request(self, who="ani", givers=("budi",), **params):
		names = [self.agency.people[short].name for short in givers]
		answer = self.ask(who, "ask", givers=names, **params)
		self.assertEqual(answer.status, 200, answer)
		return answer.message

	def row(self, name):
		return frappe.db.get_value(FEEDBACK, name, "*", as_dict=True)

	def read(self, name):
		frappe.db.set_value(FEEDBACK, name, "read_on", frappe.utils.now(), update_modified=False)

	def told(self, who):
		filters = {"for_user": self.agency.user(who), "document_type": FEEDBACK}
		return frappe.get_all("Notification Log", filters=filters, pluck="subject")

	def page(self, who, **params):
		answer = self.client.get("/kinerja/feedback", user=self.agency.user(who), **params)
		self.assertEqual(answer.status, 200, answer.text[:800])
		return answer.text

	def assertRefused(self, answer, words=None, status=None):
		self.assertFalse(answer.ok, answer)
		self.assertIn(answer.status, (status,) if status else (403, 417), answer)
		if words:
			self.assertIn(words.lower(), " ".join(answer.messages).lower(), answer)


class TestGiving(FeedbackCase):
	def test_who_gives_to_whom(self):
		for giver, person, relation in (
			("budi", "ani", "Peer"),
			("kabid", "ani", "Superior"),
			("kadis", "ani", "Superior"),
			# acts for the appraiser today
			("deli", "ani", "Superior"),
			("ani", "kabid", "Subordinate"),
			("sari", "kadis", "Subordinate"),
			("kabid_b", "kabid", "Peer"),
			# works in another unit, is of another agency, is the person himself, has left the delegation
			("citra", "ani", None),
			("lama", "ani", None),
			("lain", "ani", None),
			("heri", "ani", None),
			("ani", "ani", None),
		):
			with self.subTest(giver=giver, person=person), self.undone():
				answer = self.ask(
					giver, "give", employee=self.agency.people[person].name, behaviour=self.value
				)
				self.assertEqual(answer.status, 200 if relation else 403, answer)
				if relation:
					row = self.row(answer.message["name"])
					self.assertEqual((row.relation, row.status, row.kind), (relation, "Given", "Positive"))
					self.assertEqual(row.giver, self.agency.people[giver].name)
					self.assertEqual(row.work_plan, self.agency.plan(person))
					self.assertEqual(self.told(person), [f"{row.giver_name} gave you feedback."])
				else:
					self.assertEqual(frappe.db.count(FEEDBACK), 0)

	def test_nobody_writes_in_a_colleague_s_name(self):
		"""HRMS lets an employee write feedback about himself and name a colleague as its giver."""
		me, colleague = self.agency.ani.name, self.agency.budi.name
		forged = {
			"doctype": FEEDBACK,
			"employee": me,
			"employee_name": "Ani",
			"giver": colleague,
			"giver_name": "Budi",
			"reviewer": colleague,
			"relation": "Peer",
			"status": "Given",
			"kind": "Positive",
			"text": "Luar biasa",
			"behaviour": self.value,
		}
		mine = self.give("ani", "budi")
		factories.make_user("sistem@kinerja.test", roles=("System Manager",))
		for user in (
			self.agency.user("ani"),
			self.agency.user("hera"),
			"sistem@kinerja.test",
			"Administrator",
		):
			for method, path, values in (
				("POST", resource(FEEDBACK), forged),
				("POST", "/api/v2/document/" + FEEDBACK, forged),
				("POST", "/api/method/frappe.client.insert", {"doc": json.dumps(forged)}),
				("POST", "/api/method/frappe.client.save", {"doc": json.dumps({**forged, "name": mine})}),
				(
					"POST",
					"/api/method/frappe.desk.form.save.savedocs",
					{"doc": json.dumps(forged), "action": "Save"},
				),
				("PUT", resource(FEEDBACK, mine), {"giver": colleague, "employee": me}),
				("PUT", resource(FEEDBACK, mine), {"text": "lain"}),
				("DELETE", resource(FEEDBACK, mine), {}),
				(
					"POST",
					"/api/method/frappe.client.set_value",
					{"doctype": FEEDBACK, "name": mine, "fieldname": "giver", "value": colleague},
				),
				(
					"POST",
					"/api/method/frappe.client.bulk_update",
					{"docs": json.dumps([{"doctype": FEEDBACK, "docname": mine, "giver": colleague}])},
				),
				("POST", "/api/method/frappe.client.delete", {"doctype": FEEDBACK, "name": mine}),
				(
					"POST",
					"/api/method/frappe.client.rename_doc",
					{"doctype": FEEDBACK, "old_name": mine, "new_name": "x"},
				),
			):
				with self.subTest(user=user, path=path), self.undone():
					self.client.request(method, path, user=user, data=values)
					self.assertEqual(frappe.db.count(FEEDBACK), 1)
					row = self.row(mine)
					self.assertEqual((row.giver, row.employee, row.text), (me, colleague, WORDS))
		# a giver that the client names is not heard
		for more in ({"giver": colleague}, {"giver_name": "Budi"}, {"user": self.agency.user("budi")}):
			with self.undone():
				answer = self.ask("ani", "give", employee=me, behaviour=self.value, **more)
				self.assertRefused(answer, "himself", 403)
				answer = self.ask("ani", "give", employee=self.agency.sari.name, behaviour=self.value, **more)
				self.assertEqual(self.row(answer.message["name"]).giver, me)

	def test_what_is_refused(self):
		ani, budi = self.agency.ani.name, "budi"
		for values, words in (
			({}, "choose a work behaviour"),
			({"kind": "Corrective", "behaviour": self.value}, "few words"),
			({"kind": "Biasa", "text": "x"}, "positive or corrective"),
			({"behaviour": "Tidak ada"}, "again from the list"),
			({"text": "x", "visibility": "Everybody"}, "who reads"),
			({"behaviour": self.value, "result_key": self.key}, "not both"),
			# colleagues do not read the plan, and cannot guess its keys
			({"result_key": self.key}, "not yours to see"),
			({"result_key": "tidak-ada"}, "not yours to see"),
			({"text": "x" * 100_000}, "2000"),
			({"text": "\u0000\u200b\n "}, "choose a work behaviour"),
		):
			with self.subTest(str(values)[:60]), self.undone():
				self.assertRefused(self.ask(budi, "give", employee=ani, **values), words)
		for employee in ("", "HR-EMP-TIDAK-ADA", self.agency.lain.name):
			with self.subTest(employee=employee):
				answer = self.ask(budi, "give", employee=employee, behaviour=self.value)
				self.assertRefused(answer, "not found in your agency")
		for values in (
			{"employee": {"like": "%"}},
			{"text": {"a": 1}},
			{"behaviour": ["like", "%"]},
			{"kind": ["Positive"]},
		):
			with self.subTest(values=values):
				self.assertRefused(self.ask(budi, "give", **{"employee": ani, **values}))
		frappe.db.set_value("Employee", ani, "status", "Left")
		self.assertRefused(self.ask(budi, "give", employee=ani, behaviour=self.value), "not found")
		self.assertRefused(self.ask("Guest", "give", employee=ani, behaviour=self.value), status=403)

	def test_markup_is_text(self):
		evil = "<script>alert('kanari')</script><b>\"'"
		name = self.give(text=evil)
		self.assertNotIn("<script", self.row(name).text)
		frappe.db.set_value(FEEDBACK, name, "text", evil, update_modified=False)
		for who, view in (("ani", "received"), ("budi", "given")):
			text = self.page(who, view=view)
			self.assertNotIn("<script>alert", text)
			self.assertIn("&lt;script&gt;alert", text)

	def test_a_second_tap_doubles_nothing(self):
		first = self.give(key="ketukan-1")
		self.assertEqual(self.give(key="ketukan-1"), first)
		self.assertNotEqual(self.give("sari", key="ketukan-1"), first)
		self.assertEqual(frappe.db.count(FEEDBACK), 2)

	def test_nobody_is_flooded(self):
		for _number in range(feedback.ABOUT_ONE_PER_DAY):
			name = self.give()
		self.ask("budi", "withdraw", name=name)
		answer = self.ask("budi", "give", employee=self.agency.ani.name, behaviour=self.value)
		self.assertRefused(answer, "go on tomorrow", 417)
		self.give("budi", "sari")
		self.give("sari", "ani")

	def test_taken_back_until_it_is_read(self):
		name = self.give()
		self.assertRefused(self.ask("ani", "withdraw", name=name), status=403)
		self.assertRefused(self.ask("kabid", "withdraw", name=name), status=403)
		self.assertEqual(self.ask("budi", "withdraw", name=name).status, 200)
		row = self.row(name)
		self.assertEqual((row.status, row.text), ("Withdrawn", None))
		self.assertEqual(self.told("ani"), [])
		for who in ("ani", "kabid", "budi"):
			self.assertNotIn("Kanari", self.page(who))
		self.assertRefused(self.ask("budi", "withdraw", name=name), status=403)
		name = self.give()
		self.assertEqual(self.ask("budi", "mark_read", names=[name]).message, 0)
		self.assertEqual(self.ask("ani", "mark_read", names=[name]).message, 1)
		self.assertEqual(frappe.db.count("Notification Log", {"document_name": name, "read": 0}), 0)
		self.assertRefused(self.ask("budi", "withdraw", name=name), "has read it", 417)

	def test_reply(self):
		name = self.give()
		self.assertRefused(self.ask("ani", "reply", name=name, text=" "), "write your reply")
		self.assertRefused(self.ask("ani", "reply", name=name, text="x" * 3000), "2000")
		for who in ("budi", "kabid", "sari", "hera"):
			self.assertRefused(self.ask(who, "reply", name=name, text="Saya"), status=403)
		self.assertEqual(self.ask("ani", "reply", name=name, text="Terima kasih").status, 200)
		self.assertEqual(self.ask("ani", "reply", name=name, text="Terima kasih banyak").status, 200)
		self.assertIn("Terima kasih banyak", self.page("budi", view="given"))
		self.assertEqual(len(self.told("budi")), 1)


class TestAsking(FeedbackCase):
	def test_asked_given_declined(self):
		one, other = self.request(givers=("citra", "budi"), behaviour=self.value, note="Rapat Senin")
		self.assertIn("Rapat Senin", self.page("citra"))
		self.assertEqual(len(self.told("citra")), 1)
		self.assertEqual(
			[
				row["url"]
				for row in notifications.waiting_for(self.agency.user("citra"))
				if row["doctype"] == FEEDBACK
			],
			[f"/kinerja/feedback?name={one}"],
		)
		# asked twice is asked once
		self.assertEqual(self.request(givers=("citra",)), [one])
		self.assertRefused(self.ask("budi", "answer", name=one, text="x"), status=403)
		self.assertEqual(
			self.ask("citra", "answer", name=one, kind="Corrective", text=CORRECTIVE).status, 200
		)
		row = self.row(one)
		self.assertEqual((row.status, row.relation, row.visibility), ("Given", "Other", "Person"))
		self.assertIsNone(row.slot)
		self.assertIn(CORRECTIVE, self.page("ani"))
		self.assertRefused(self.ask("citra", "answer", name=one, text="lagi"), "in the meantime", 417)
		self.assertEqual(self.ask("budi", "decline", name=other).status, 200)
		self.assertEqual(self.row(other).status, "Declined")
		self.assertIn("Budi gives no feedback this time.", " ".join(self.told("ani")).replace("  ", " "))
		self.assertRefused(self.ask("budi", "answer", name=other, text="x"), "in the meantime")

	def test_a_result_of_one_s_own_plan_is_shown_to_who_is_asked(self):
		(name,) = self.request(result_key=self.key, note="Bagaimana hasilnya?")
		self.assertIn("Layanan ani terlaksana", self.page("budi"))
		self.assertEqual(self.ask("budi", "answer", name=name, text="Baik").status, 200)
		self.assertEqual(self.row(name).result_key, self.key)

	def test_the_appraiser_asks_about_his_people(self):
		(name,) = self.request("kabid", ("sari",), employee=self.agency.ani.name, note="Kerja sama?")
		self.assertIn("Kerja sama?", self.page("sari"))
		answer = self.ask("sari", "answer", name=name, text=WORDS, visibility="Person")
		self.assertEqual(answer.status, 200, answer)
		# who asked reads the answer, and who answered was told so
		self.assertEqual(self.row(name).visibility, "Person and Appraiser")
		for who in ("budi", "kabid_b", "hera", "peni", "kadis"):
			answer = self.ask(
				who, "ask", givers=[self.agency.sari.name], employee=self.agency.ani.name, note="x"
			)
			self.assertRefused(answer, status=403)

	def test_limits(self):
		answer = self.ask("ani", "ask", givers=[])
		self.assertRefused(answer, "whom")
		for giver in (self.agency.lain.name, "tidak-ada", self.agency.ani.name):
			self.assertRefused(self.ask("ani", "ask", givers=[giver]), status=403)
		self.assertRefused(self.ask("ani", "ask", givers=["a", "b", "c", "d", "e", "f"]), "at most 5")
		self.assertRefused(self.ask("ani", "ask", givers=[self.agency.budi.name], note="x" * 100_000), "500")
		self.assertLess(self.ask("ani", "ask", givers={"like": "%"}).status, 500)
		(name,) = self.request()
		self.assertEqual(self.ask("ani", "withdraw", name=name).status, 200)
		self.assertNotIn(name, self.page("budi"))
		self.assertEqual(self.told("budi"), [])

	def test_names_to_ask(self):
		found = self.ask("sari", "people", text="cit").message
		self.assertEqual([row["name"] for row in found], [self.agency.citra.name])
		self.assertEqual(set(found[0]), {"name", "employee_name", "designation", "department_name"})
		self.assertEqual(self.ask("sari", "people", text="lain").message, [])
		self.assertEqual(self.ask("sari", "people", text="c").message, [])
		self.assertEqual(self.ask("sari", "people", text="%").message, [])
		self.assertRefused(self.ask("Guest", "people", text="cit"), status=403)


class TestReading(FeedbackCase):
	#: viewer -> reads feedback of Budi about Ani that is for the person only, for the appraiser too
	READERS = {
		"ani": (True, True),
		"budi": (True, True),
		"kabid": (False, True),
		"deli": (False, True),
		"lama": (False, False),
		"sari": (False, False),
		"kadis": (False, False),
		"kabid_b": (False, False),
		"citra": (False, False),
		"hera": (False, False),
		"peni": (False, False),
		"pono": (False, False),
		"audi": (False, False),
		"heri": (False, False),
		"lain": (False, False),
	}

	def doors(self, name):
		filters = json.dumps([["name", "=", name]])
		return (
			("GET", resource(FEEDBACK, name), {}),
			("GET", resource(FEEDBACK), {"filters": filters, "fields": json.dumps(["*"])}),
			("GET", f"/api/v2/document/{FEEDBACK}/{name}", {}),
			("GET", "/api/method/frappe.client.get", {"doctype": FEEDBACK, "name": name}),
			(
				"GET",
				"/api/method/frappe.client.get_value",
				{"doctype": FEEDBACK, "filters": json.dumps({"name": name}), "fieldname": "text"},
			),
			(
				"POST",
				"/api/method/frappe.desk.reportview.get",
				{"doctype": FEEDBACK, "fields": json.dumps(["name", "text"]), "filters": filters},
			),
			(
				"POST",
				"/api/method/frappe.desk.reportview.export_query",
				{
					"doctype": FEEDBACK,
					"fields": json.dumps(["text"]),
					"file_format_type": "CSV",
					"title": "x",
				},
			),
			("GET", "/api/method/frappe.desk.form.load.getdoc", {"doctype": FEEDBACK, "name": name}),
			("GET", "/printview", {"doctype": FEEDBACK, "name": name}),
			(
				"POST",
				"/api/method/frappe.desk.search.search_link",
				{"doctype": FEEDBACK, "txt": "Kanari", "ignore_user_permissions": 1},
			),
			("GET", "/api/method/frappe.client.get_count", {"doctype": FEEDBACK}),
		)

	def test_no_door_of_the_framework(self):
		"""Nobody has a DocPerm: not even the person reads a row by any way but the page."""
		name = self.give(visibility="Person and Appraiser")
		factories.make_user("sistem@kinerja.test", roles=("System Manager",))
		users = [self.agency.user(short) for short in self.READERS] + ["sistem@kinerja.test", "Guest"]
		for method, path, values in self.doors(name):
			for user in users:
				answer = self.client.request(method, path, user=user, data=values)
				with self.subTest(path=path, user=user):
					self.assertNotIn("pelayanan loket", answer.text, answer)
					if "get_count" in path:
						self.assertFalse(answer.ok and answer.message, answer)

	def test_who_reads_it_on_the_page_and_in_lists_of_news(self):
		for place, visibility in enumerate(("Person", "Person and Appraiser")):
			name = self.give(visibility=visibility)
			for viewer, reads in self.READERS.items():
				with self.subTest(viewer=viewer, visibility=visibility):
					user = self.agency.user(viewer)
					page = self.client.get("/kinerja/feedback", user=user, name=name)
					self.assertEqual("pelayanan loket" in page.text, reads[place], page)
					self.assertEqual(page.status, 200 if reads[place] else 404)
					with self.as_user(user):
						self.assertEqual(bool(self.listed(name)), reads[place])

	def listed(self, name):
		from kinerja_asn.permissions import condition_for, feedback_has_permission

		rows = frappe.db.sql(
			f"select name from `tab{FEEDBACK}` where name = %s and {condition_for(FEEDBACK)}", (name,)
		)
		doc = frappe.get_doc(FEEDBACK, name)
		self.assertEqual(bool(rows), feedback_has_permission(doc, "read"))
		self.assertFalse(feedback_has_permission(doc, "write"))
		return rows

	def test_nothing_hangs_on_it(self):
		"""Comments, files, tasks, tags, likes, shares would tell of it in places of their own."""
		name = self.give(visibility="Person and Appraiser")
		on = {"doctype": FEEDBACK, "name": name}
		for who in ("ani", "budi", "kabid", "hera", "citra"):
			user = self.agency.user(who)
			for method, values, trace, column in (
				(
					"frappe.desk.form.utils.add_comment",
					{
						"reference_doctype": FEEDBACK,
						"reference_name": name,
						"content": "x",
						"comment_email": user,
						"comment_by": "x",
					},
					"Comment",
					"reference_name",
				),
				(
					"frappe.desk.form.assign_to.add",
					{**on, "assign_to": json.dumps([user])},
					"ToDo",
					"reference_name",
				),
				("frappe.share.add", {**on, "user": user, "read": 1}, "DocShare", "share_name"),
				("frappe.desk.like.toggle_like", {**on, "add": "Yes"}, "Comment", "reference_name"),
				(
					"frappe.desk.doctype.tag.tag.add_tag",
					{"tag": "x", "dt": FEEDBACK, "dn": name},
					"Tag Link",
					"document_name",
				),
				(
					"upload_file",
					{"doctype": FEEDBACK, "docname": name, "is_private": 1, "file_url": "https://x.test"},
					"File",
					"attached_to_name",
				),
			):
				with self.subTest(who=who, method=method), self.undone():
					self.client.post(f"/api/method/{method}", user=user, data=values)
					self.assertEqual(frappe.db.count(trace, {column: name}), 0)

	def test_an_earlier_appraiser_reads_no_more(self):
		name = self.give()
		frappe.db.set_value("Work Plan", self.agency.plan("ani"), "appraiser", self.agency.kabid_b.name)
		for viewer, reads in (("kabid", False), ("kabid_b", True), ("ani", True)):
			page = self.client.get("/kinerja/feedback", user=self.agency.user(viewer), name=name)
			self.assertEqual("pelayanan loket" in page.text, reads, viewer)

	def test_nothing_of_it_is_kept_elsewhere(self):
		name = self.give()
		self.ask("ani", "reply", name=name, text="Kanari balas")
		for doctype in (
			"Version",
			"Comment",
			"View Log",
			"Access Log",
			"Activity Log",
			"Error Log",
			"Deleted Document",
		):
			for row in frappe.get_all(doctype, fields=["*"], filters={"creation": [">=", nowdate()]}):
				self.assertNotIn("kanari", json.dumps(row, default=str).lower(), doctype)
		for row in frappe.get_all("Notification Log", fields=["*"], filters={"document_name": name}):
			self.assertNotIn("kanari", json.dumps(row, default=str).lower())

	def test_pages_cost_the_same_however_much_there_is(self):
		for number in range(5):
			self.give(text=f"{WORDS} {number}")
		self.request(givers=("citra",))
		for who, params in (
			("ani", {}),
			("ani", {"view": "asked"}),
			("budi", {"view": "given"}),
			("kabid", {}),
		):
			self.page(who, **params)
			with self.count_queries() as queries:
				self.page(who, **params)
			asked = [one for one in queries if not one.startswith("select enabled")]
			self.assertLessEqual(len(asked), 15, "\n".join(asked))


class TestGathering(FeedbackCase):
	def evaluation(self, state="Self Assessed"):
		doc = agencies.make_evaluation(
			self.agency.plan("ani"), state=state, from_date=add_days(nowdate(), -30), to_date=nowdate()
		)
		return frappe.db.get_value("Performance Evaluation", doc.name, "*", as_dict=True)

	def gathered(self, doc, who):
		with self.as_user(self.agency.user(who)):
			return feedback.for_evaluation(doc)

	def test_by_row_for_those_who_read_it(self):
		self.give(visibility="Person and Appraiser")
		self.give("sari", visibility="Person", text="Kanari rahasia")
		self.give("kabid", result_key=self.key, behaviour=None, text="Target bulan ini terlampaui.")
		self.give("kabid", behaviour=None, kind="Corrective", text=CORRECTIVE, visibility="Person")
		old = self.give(text="Kanari lama")
		frappe.db.set_value(FEEDBACK, old, "given_on", f"{add_days(nowdate(), -90)} 08:00:00")
		doc = self.evaluation()
		found = self.gathered(doc, "kabid")
		self.assertEqual(found["total"], 3)
		self.assertEqual([row["line"] for row in found["behaviours"][self.value]], [f"Colleague: {WORDS}"])
		self.assertEqual(
			[row["line"] for row in found["results"][self.key]], ["Leader: Target bulan ini terlampaui."]
		)
		self.assertEqual(found["general"][0]["kind"], "Corrective")
		self.assertEqual(self.gathered(doc, "deli")["total"], 2)
		# what the person has not opened yet may still be taken back
		self.assertEqual(self.gathered(doc, "ani")["total"], 0)
		names = frappe.get_all(FEEDBACK, pluck="name")
		self.ask("ani", "mark_read", names=names)
		self.assertEqual(self.gathered(doc, "ani")["total"], 4)
		for who in ("kadis", "hera", "peni", "audi", "budi", "sari", "lain"):
			self.assertEqual(self.gathered(doc, who)["total"], 0, who)

	def test_pages_and_form(self):
		self.give(visibility="Person and Appraiser")
		doc = self.evaluation()
		pages = (
			f"/kinerja/evaluation?name={doc.name}",
			f"/kinerja/review?item=evaluation:{doc.name}",
		)
		for path in pages:
			text = self.client.get(path, user=self.agency.user("kabid")).text
			self.assertIn("pelayanan loket", text, path)
			self.assertIn("data-put=", text, path)
		for who in ("kadis", "hera"):
			text = self.client.get(pages[0], user=self.agency.user(who)).text
			self.assertNotIn("pelayanan loket", text)
		for who, shown in (("kabid", True), ("kadis", False), ("hera", False)):
			answer = self.client.call(
				"kinerja_asn.api.forms.about",
				user=self.agency.user(who),
				doctype="Performance Evaluation",
				name=doc.name,
			)
			self.assertEqual("pelayanan loket" in answer.text, shown, answer)
