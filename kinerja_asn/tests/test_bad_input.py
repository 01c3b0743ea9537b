"""Bad input: whatever is typed or sent, nothing half is stored, and the message says in plain words what is wrong."""

import json
import re

import frappe

from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests.agency import YEAR
from kinerja_asn.tests.rest import RestTestCase, resource

SAVE = "kinerja_asn.api.work_plans.save"
TAKE = "kinerja_asn.api.steps.take"
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)><b>tebal</b>"
#: Words of the program that no message shows.
PROGRAM = re.compile(
	r"traceback|[a-z]error\b|exception|nonetype|frappe\.|kinerja_asn\.|\bkeyerror|object has no|\bstr\b|\bdict\b|fieldname|docstatus|\bsql\b",
	re.IGNORECASE,
)
ENGLISH = re.compile(r"\b(the|is|are|must|cannot|this|please|choose|of|and|with)\b", re.IGNORECASE)


#: What the framework itself says about values that no form sends; in the language of its own translations.
FRAMEWORK = re.compile(
	r"Value for .* cannot be a|(Row|Baris) ?#?\d+: .* (cannot|tidak|harus)|.* is not a valid|Could not find|.*tidak dapat menemukan",
	re.IGNORECASE,
)


class BadInputCase(RestTestCase):
	@classmethod
	def build(cls):
		cls.agency = agencies.build(with_plans=False)
		for short in ("kadis", "kabid", "budi"):
			cls.agency.plans[short] = agencies.make_plan(cls.agency, short).name
		cls.agency.plans["ani"] = agencies.make_plan(cls.agency, "ani", state="Draft").name
		cls.support("ani", "kabid")
		for short in ("ani", "kabid", "hera", "budi", "kadis"):
			frappe.db.set_value("User", cls.agency.user(short), "language", "id", update_modified=False)
		frappe.local.lang = "en"
		cls.speaks = frappe._("Text too long", lang="id") != "Text too long"

	@classmethod
	def support(cls, short, superior):
		source = frappe.get_doc("Work Plan", cls.agency.plan(superior)).results[0]
		for row in frappe.get_all(
			"Work Plan Result", filters={"parent": cls.agency.plan(short)}, pluck="name"
		):
			frappe.db.set_value(
				"Work Plan Result",
				row,
				{
					"superior_plan": source.parent,
					"superior_row_key": source.row_key,
					"superior_result": source.result,
				},
				update_modified=False,
			)

	def user(self, who):
		return self.agency.user(who)

	def read(self, doctype="Work Plan", name=None, who="ani"):
		return self.client.get(resource(doctype, name or self.agency.plan("ani")), user=self.user(who)).data

	def assertTold(self, answer):
		"""Refused, with a message for people."""
		self.assertRefused(answer)
		if answer.exc_type == "FrappeTypeError":
			# the framework's word to a program that sends a list for a name; no form does
			return
		self.assertTrue(answer.messages, f"refused without a word: {answer} {answer.text[:500]}")
		for message in answer.messages:
			self.assertIsNone(PROGRAM.search(message), message)
			self.assertIsNone(re.search(r"\{\w*\}", message), message)
			if self.speaks and not FRAMEWORK.match(message):
				words = ENGLISH.findall(message)
				self.assertLess(len(words), 2, f"not Indonesian: {message}")

	def bring_to(self, doctype, name, state):
		docstatus = int(state in ("Plan Agreed", "Report Accepted", "Acknowledged", "Adjustment Agreed"))
		frappe.db.set_value(
			doctype, name, {"workflow_state": state, "docstatus": docstatus}, update_modified=False
		)
		frappe.clear_document_cache(doctype, name)

	def take(self, who, doctype, name, action, **more):
		return self.client.call(TAKE, user=self.user(who), doctype=doctype, name=name, action=action, **more)

	def change_row(self, table, **values):
		plan = self.read()
		rows = plan[table]
		rows[0].update(values)
		return self.client.put(resource("Work Plan", plan["name"]), user=self.user("ani"), **{table: rows})


class TestNumbersAndDates(BadInputCase):
	def test_nip(self):
		hera, ani = self.user("hera"), self.agency.ani.name
		kept = frappe.db.get_value("Employee", ani, "asn_nip")
		taken = frappe.db.get_value("Employee", self.agency.budi.name, "asn_nip")
		for nip in (
			"1",
			"1985031720100120019",
			"19850317201001200A",
			"１９８５０３１７２０１００１２００１",
			"198513172010012001",
			"198502302010012001",
			"198503172010132001",
			"198503170000012001",
			"198503172010013001",
			"198503172010012000",
			"198503171990012001",
			"198503172099012001",
			"1.98503172010012E+17",
			"<script>alert(1)</script>",
			"19850317 201001 2 001; drop table",
			taken,
			"9" * 10000,
		):
			with self.subTest(nip=nip[:40]):
				answer = self.client.put(resource("Employee", ani), user=hera, asn_nip=nip)
				self.assertTold(answer)
				self.assertNotIn("<script", json.dumps(answer.messages))
				self.assertEqual(frappe.db.get_value("Employee", ani, "asn_nip"), kept)

	def test_dates_of_a_plan(self):
		hera, sari = self.user("hera"), self.agency.sari.name
		for from_date, to_date in (
			(f"{YEAR - 1}-12-31", f"{YEAR}-12-31"),
			(f"{YEAR}-01-01", f"{YEAR + 1}-01-01"),
			(f"{YEAR}-06-01", f"{YEAR}-05-31"),
			("9999-99-99", f"{YEAR}-12-31"),
			("kemarin", f"{YEAR}-12-31"),
		):
			with self.subTest(from_date=from_date, to_date=to_date):
				answer = self.client.post(
					resource("Work Plan"),
					user=hera,
					employee=sari,
					performance_period=self.agency.period.name,
					from_date=from_date,
					to_date=to_date,
				)
				self.assertTold(answer)
				self.assertFalse(frappe.db.exists("Work Plan", {"employee": sari}))

	def test_overlap(self):
		for who, values in (
			("hera", {"from_date": f"{YEAR}-06-01", "to_date": f"{YEAR}-12-31"}),
			("ani", {}),
		):
			answer = self.client.post(
				resource("Work Plan"),
				user=self.user(who),
				employee=self.agency.ani.name,
				performance_period=self.agency.period.name,
				**values,
			)
			self.assertTold(answer)
			self.assertEqual(frappe.db.count("Work Plan", {"employee": self.agency.ani.name}), 1)

	def test_targets_at_the_proposal(self):
		plan = self.agency.plan("ani")
		for values in (
			{"target": 0},
			{"target": None},
			{"direction": "Range", "target_low": 0, "target_high": 0},
			{"direction": "Range", "target_low": 5, "target_high": 0},
			{"uom": None},
			{"aspect": None},
			{"indicator": "   "},
		):
			with self.undone(), self.subTest(values=values):
				saved = self.change_row("indicators", **values)
				if saved.status != 200:
					self.assertTold(saved)
					continue
				self.assertTold(self.take("ani", "Work Plan", plan, "Propose"))
				self.assertEqual(frappe.db.get_value("Work Plan", plan, "workflow_state"), "Draft")

	def test_impossible_targets(self):
		for values in (
			{"target": -1},
			{"direction": "Range", "target_low": 9, "target_high": 3},
			{"direction": "Range", "target_low": -2, "target_high": 3},
			{"target": "NaN"},
			{"target": "Infinity"},
			{"target": "-Infinity"},
			{"target": 1e300},
			{"target": "1e400"},
			{"target": [1, 2]},
			{"target": {"a": 1}},
			{"direction": "Sideways"},
			{"aspect": "Warna"},
			{"uom": "Satuan yang tidak ada"},
			{"result_code": "tidak ada"},
			{"performance_indicator": "tidak ada"},
		):
			with self.undone(), self.subTest(values=values):
				before = self.read()["indicators"]
				answer = self.change_row("indicators", **values)
				self.assertTold(answer)
				self.assertEqual(self.read()["indicators"], before)

	def test_realisations(self):
		with self.undone():
			self.bring_to("Work Plan", self.agency.plan("ani"), "Plan Agreed")
			report = agencies.make_report(self.agency.plan("ani")).name
			for value in (-1, "NaN", "Infinity", 1e300, [1], {"a": 1}):
				with self.subTest(value=value):
					doc = self.read("Periodic Report", report)
					row = doc["realisations"][0]["name"]
					answer = self.client.call(
						"kinerja_asn.api.reports.save",
						user=self.user("ani"),
						name=report,
						modified=doc["modified"],
						content={"rows": {"realisations": {row: {"realisation": value}}}},
					)
					self.assertTold(answer)
					self.assertEqual(
						self.read("Periodic Report", report)["realisations"][0]["realisation"], 2
					)

	def test_numbers_that_are_not_json(self):
		"""NaN and Infinity as JSON writes them in Python."""
		plan = self.read()
		for number in ("NaN", "Infinity"):
			body = json.dumps(
				{"indicators": [{"name": plan["indicators"][0]["name"], "target": float(number)}]}
			)
			with self.undone(), self.subTest(number=number):
				answer = self.client.call(
					SAVE, user=self.user("ani"), name=plan["name"], content=body, modified=plan["modified"]
				)
				self.assertTold(answer)


class TestTexts(BadInputCase):
	def documents(self):
		"""A document of each kind in a state in which the person writes texts; doctype -> (who, name, state)."""
		plan = self.agency.plan("ani")
		self.bring_to("Work Plan", plan, "Plan Agreed")
		report = agencies.make_report(plan).name
		evaluation = agencies.make_evaluation(plan, state="Self Assessed").name
		adjustment = agencies.make_adjustment(plan).name
		unit = agencies.make_unit_rating(self.agency, "a").name
		self.bring_to("Work Plan", plan, "Draft")
		return (
			(
				"Work Plan",
				"ani",
				plan,
				(
					"results.result",
					"results.success_measure",
					"indicators.indicator",
					"actions.action",
					"annex.description",
				),
			),
			("Work Plan Adjustment", "ani", adjustment, ("reason", "results.result", "indicators.indicator")),
			(
				"Periodic Report",
				"ani",
				report,
				("obstacles", "next_plan", "self_assessment", "realisations.realisation_text"),
			),
			(
				"Performance Evaluation",
				"kabid",
				evaluation,
				(
					"result_evidence",
					"behaviour_evidence",
					"recommendation",
					"results.feedback",
					"behaviours.feedback",
				),
			),
			("Unit Performance Rating", "kadis", unit, ("reason", "explanation")),
		)

	def write(self, doctype, who, name, place, text):
		doc = self.client.get(resource(doctype, name), user=self.user(who)).data
		table, dot, column = place.partition(".")
		if not dot:
			values = {place: text}
		else:
			values = {table: doc[table]}
			values[table][0][column] = text
		return self.client.put(resource(doctype, name), user=self.user(who), **values)

	def stored(self, doctype, name, place):
		doc = frappe.get_doc(doctype, name)
		table, dot, column = place.partition(".")
		return doc.get(table)[0].get(column) if dot else doc.get(place)

	def test_ten_thousand_characters(self):
		for doctype, who, name, places in self.documents():
			for place in places:
				with self.undone(), self.subTest(doctype=doctype, place=place):
					before = self.stored(doctype, name, place)
					answer = self.write(doctype, who, name, place, "panjang " * 1250)
					self.assertTold(answer)
					self.assertEqual(self.stored(doctype, name, place), before)
		for place in ("results.short_code",):
			with self.undone(), self.subTest(place=place):
				self.assertTold(self.write("Work Plan", "ani", self.agency.plan("ani"), place, "k" * 10000))

	def test_html_is_harmless(self):
		for doctype, who, name, places in self.documents():
			with self.undone(), self.subTest(doctype=doctype):
				for place in places:
					answer = self.write(doctype, who, name, place, f"{SCRIPT} {place}")
					self.assertEqual(answer.status, 200, answer)
					self.assertHarmless(self.stored(doctype, name, place))
				user = self.user(who)
				for path, params in (
					("/printview", {"doctype": doctype, "name": name}),
					*(
						("/printview", {"doctype": doctype, "name": name, "format": name_of_format})
						for name_of_format in frappe.get_all(
							"Print Format", {"doc_type": doctype}, pluck="name"
						)
					),
					("/kinerja", {}),
					("/kinerja/plan", {"name": name}),
					("/kinerja/write", {"name": name}),
					("/kinerja/report", {"name": name}),
					("/kinerja/evaluation", {"name": name}),
					("/kinerja/adjustment", {"name": name}),
					("/kinerja/team", {}),
				):
					with self.subTest(path=path, format=params.get("format")):
						page = self.client.get(path, user=user, **params)
						self.assertLess(page.status, 500, page)
						self.assertHarmless(page.text)
				listed = self.client.get(resource(doctype), user=user, fields='["*"]')
				for value in listed.data[0].values():
					self.assertHarmless(str(value))

	def assertHarmless(self, text):
		self.assertNotIn("<script>alert(1)", text or "")
		self.assertIsNone(re.search(r"<img[^>]*onerror", text or ""), (text or "")[:300])

	def test_html_in_names(self):
		"""Texts that come from other records: names of people, posts, units."""
		hera = self.user("hera")
		answer = self.client.put(
			resource("External Appraiser", self.agency.external.name),
			user=hera,
			position=SCRIPT,
			full_name=f"Wali {SCRIPT}",
		)
		if answer.status == 200:
			for column in ("position", "full_name"):
				self.assertHarmless(
					frappe.db.get_value("External Appraiser", self.agency.external.name, column)
				)
		frappe.db.set_value(
			"Work Plan",
			self.agency.plan("ani"),
			{"employee_name": SCRIPT, "position": SCRIPT, "appraiser_name": SCRIPT},
			update_modified=False,
		)
		for path, params in (
			("/kinerja", {}),
			("/kinerja/plan", {}),
			("/kinerja/write", {"name": self.agency.plan("ani")}),
			(
				"/printview",
				{"doctype": "Work Plan", "name": self.agency.plan("ani"), "format": "ASN Work Plan"},
			),
		):
			with self.subTest(path=path):
				self.assertHarmless(self.client.get(path, user=self.user("ani"), **params).text)

	def test_unusual_characters_are_kept(self):
		plan = self.agency.plan("ani")
		for text in (
			"Emoji 🎉 dan 👩\u200d⚕️",
			"Arab \u200fمرحبا\u200e selesai",
			"kurang dari <5 hari & > 3",
			"É ñ 漢字 ½",
			"'; drop table x; --",
			"{{ frappe.session.user }}",
			"100% _garis_",
		):
			with self.undone(), self.subTest(text=text):
				answer = self.write("Work Plan", "ani", plan, "results.result", text)
				self.assertEqual(answer.status, 200, answer)
				self.assertEqual(self.stored("Work Plan", plan, "results.result"), text)

	def test_null_bytes(self):
		plan = self.agency.plan("ani")
		with self.undone():
			answer = self.write("Work Plan", "ani", plan, "results.result", "nol\x00byte")
			self.assertLess(answer.status, 500, answer)
			if answer.status != 200:
				self.assertTold(answer)

	def test_lists_where_text_is_expected(self):
		for doctype, who, name, places in self.documents():
			for place in places:
				for value in (["a"], {"a": "b"}, True):
					with self.undone(), self.subTest(doctype=doctype, place=place, value=value):
						answer = self.write(doctype, who, name, place, value)
						self.assertLess(answer.status, 500, answer.text[-1500:])
						if answer.status != 200:
							self.assertTold(answer)

	def test_unknown_fields_are_left_out(self):
		plan = self.agency.plan("ani")
		answer = self.client.put(
			resource("Work Plan", plan),
			user=self.user("ani"),
			tidak_ada="x",
			__proto__="x",
			_user_tags="x",
			_assign="[]",
			_seen="x",
		)
		self.assertLess(answer.status, 500, answer)
		self.assertFalse(frappe.db.get_value("Work Plan", plan, "_user_tags"))

	def test_names_are_used_once_whatever_their_case(self):
		"""The same on every database: they differ in how they compare."""
		hera = self.user("hera")
		values = {"aspect": "Quantity", "direction": "Higher Is Better", "adds_up": "Sum", "uom": "Dokumen"}
		first = self.client.post(
			resource("Performance Indicator"), user=hera, indicator_name="Jumlah Naskah Uji", **values
		)
		self.assertEqual(first.status, 200, first)
		for name in ("jumlah naskah uji", "JUMLAH NASKAH UJI", "  Jumlah  Naskah Uji "):
			with self.subTest(name=name):
				self.assertTold(
					self.client.post(
						resource("Performance Indicator"), user=hera, indicator_name=name, **values
					)
				)
		plan = self.read()
		results = [
			*plan["results"],
			{"short_code": "A", "kind": "Main", "result": "Satu"},
			{"short_code": "a", "kind": "Main", "result": "Dua"},
		]
		self.assertTold(
			self.client.put(resource("Work Plan", plan["name"]), user=self.user("ani"), results=results)
		)


class TestPeopleAndTurns(BadInputCase):
	def test_rows_of_nobody_and_of_others(self):
		plan = self.read()
		stranger = frappe.get_doc("Work Plan", self.agency.plan("budi")).results[0]
		for name in ("tidak-ada", stranger.name, "", ["x"], {"a": 1}, 7):
			with self.undone(), self.subTest(name=name):
				answer = self.client.call(
					SAVE,
					user=self.user("ani"),
					name=plan["name"],
					content={"results": [{"name": name, "result": "x"}]},
					modified=plan["modified"],
				)
				self.assertLess(answer.status, 500, answer.text[-800:])
				if name:
					self.assertTold(answer)
				self.assertEqual(
					frappe.db.get_value("Work Plan Result", stranger.name, "parent"), stranger.parent
				)
		for key in ("tidak-ada", stranger.row_key):
			with self.undone(), self.subTest(superior_row_key=key):
				results = [
					{
						"name": plan["results"][0]["name"],
						"superior_row_key": "tidak-ada",
						"superior_plan": stranger.parent,
					}
				]
				answer = self.client.call(
					SAVE,
					user=self.user("ani"),
					name=plan["name"],
					content={"results": results},
					modified=plan["modified"],
				)
				self.assertTold(answer)
		for rows in (
			{"results": {"tidak-ada": {"appraiser_note": "x"}}},
			{"tabel": {"x": {"y": 1}}},
			{"results": []},
			"teks",
			[],
		):
			with self.undone(), self.subTest(rows=rows):
				self.bring_to("Work Plan", plan["name"], "Plan Proposed")
				answer = self.take("kabid", "Work Plan", plan["name"], "Return", values={"rows": rows})
				self.assertTold(answer)

	def test_states_and_ratings_by_the_wrong_person(self):
		plan = self.agency.plan("ani")
		for who, state, values in (
			("ani", "Draft", {"workflow_state": "Plan Agreed"}),
			("ani", "Draft", {"return_note": "x"}),
			("ani", "Plan Proposed", {"approach": "Qualitative"}),
			("kabid", "Plan Proposed", {"approach": "Qualitative"}),
			("hera", "Plan Agreed", {"approach": "Qualitative"}),
			("ani", "Draft", {"workflow_state": "Tidak Ada"}),
			("ani", "Draft", {"employee": self.agency.budi.name}),
			("budi", "Draft", {"approach": "Qualitative"}),
		):
			with self.undone(), self.subTest(who=who, state=state, values=values):
				self.bring_to("Work Plan", plan, state)
				self.assertTold(self.client.put(resource("Work Plan", plan), user=self.user(who), **values))

	def test_steps_out_of_turn(self):
		plan = self.agency.plan("ani")
		for who, state, action in (
			("ani", "Plan Proposed", "Agree"),
			("kabid", "Draft", "Agree"),
			("ani", "Plan Agreed", "Propose"),
			("budi", "Draft", "Propose"),
			("ani", "Draft", "Terbang"),
			("kabid", "Plan Proposed", "Return"),
		):
			with self.undone(), self.subTest(who=who, state=state, action=action):
				self.bring_to("Work Plan", plan, state)
				self.assertTold(self.take(who, "Work Plan", plan, action))
				self.assertEqual(frappe.db.get_value("Work Plan", plan, "workflow_state"), state)

	def test_arguments_of_the_wrong_kind(self):
		plan = self.read()
		ani = self.user("ani")
		for method, values in (
			(TAKE, {"doctype": "User", "name": ani, "action": "Propose"}),
			(TAKE, {"doctype": ["Work Plan"], "name": plan["name"], "action": "Propose"}),
			(TAKE, {"doctype": "Work Plan", "name": {"like": "%"}, "action": "Propose"}),
			(TAKE, {"doctype": "Work Plan", "name": "tidak-ada", "action": "Propose"}),
			(TAKE, {"doctype": "Work Plan", "name": plan["name"], "action": ["Propose"]}),
			(
				TAKE,
				{"doctype": "Work Plan", "name": plan["name"], "action": "Propose", "values": "{bukan json"},
			),
			(TAKE, {"doctype": "Work Plan", "name": plan["name"], "action": "Propose", "values": [1]}),
			(SAVE, {"name": plan["name"], "content": "{bukan json", "modified": plan["modified"]}),
			(SAVE, {"name": plan["name"], "content": [1], "modified": plan["modified"]}),
			(SAVE, {"name": plan["name"], "content": {"results": "teks"}, "modified": plan["modified"]}),
			(SAVE, {"name": plan["name"], "content": {"results": [1]}, "modified": plan["modified"]}),
			(SAVE, {"name": plan["name"], "content": {"results": {"a": 1}}, "modified": plan["modified"]}),
			("kinerja_asn.api.reports.start", {"work_plan": plan["name"], "interval": "tidak-ada"}),
			("kinerja_asn.api.evaluations.start", {"work_plan": plan["name"], "kind": "Abadi"}),
			("kinerja_asn.api.work_plans.start", {"period": "tidak-ada"}),
			("kinerja_asn.api.work_plans.version", {"work_plan": plan["name"], "number": 99}),
			("kinerja_asn.api.work_plans.copy_from", {"work_plan": plan["name"], "source": "tidak-ada"}),
		):
			with self.undone(), self.subTest(method=method, values=values):
				self.assertTold(self.client.call(method, user=ani, data=values))

	def test_the_second_of_two_savers_is_told(self):
		plan = self.read()
		ani = self.user("ani")
		old = {**plan}
		first = self.client.call(
			SAVE, user=ani, name=plan["name"], content={"approach": "Qualitative"}, modified=plan["modified"]
		)
		self.assertEqual(first.status, 200, first)
		if str(first.message["modified"]) == plan["modified"]:
			frappe.db.set_value(
				"Work Plan",
				plan["name"],
				"modified",
				frappe.utils.add_to_date(plan["modified"], seconds=1),
				update_modified=False,
			)
		for answer in (
			self.client.call(
				SAVE,
				user=ani,
				name=plan["name"],
				content={"approach": "Quantitative"},
				modified=plan["modified"],
			),
			self.client.call(
				"frappe.client.save", user=ani, doc=json.dumps({**old, "approach": "Quantitative"})
			),
			self.client.call(
				"frappe.desk.form.save.savedocs",
				user=ani,
				doc=json.dumps({**old, "approach": "Quantitative"}),
				action="Save",
			),
			self.take("ani", "Work Plan", plan["name"], "Propose", modified=plan["modified"]),
		):
			self.assertRefused(answer)
			self.assertEqual(answer.exc_type, "TimestampMismatchError", answer)
			self.assertEqual(self.read()["approach"], "Qualitative")
			self.assertEqual(self.read()["workflow_state"], "Draft")

	def test_double_clicks(self):
		"""The second click on the same button finds the work done, and does it no second time."""
		plan, ani = self.agency.plan("ani"), self.user("ani")
		modified = self.read()["modified"]
		self.twice("ani", "Work Plan", plan, "Propose", modified=modified)
		self.twice("ani", "Work Plan", plan, "Withdraw")
		self.twice("ani", "Work Plan", plan, "Propose")
		self.twice("kabid", "Work Plan", plan, "Return", values={"return_note": "Lengkapi"})
		self.twice("ani", "Work Plan", plan, "Propose")
		self.twice("kabid", "Work Plan", plan, "Agree")
		report = [
			self.client.call("kinerja_asn.api.reports.start", user=ani, work_plan=plan, interval=f"{YEAR}-01")
			for _click in (1, 2)
		]
		self.assertEqual([answer.status for answer in report], [200, 200], report)
		name = report[0].message["name"]
		row = self.read("Periodic Report", name)["realisations"][0]["name"]
		self.twice(
			"ani",
			"Periodic Report",
			name,
			"Send",
			values={"rows": {"realisations": {row: {"realisation": 2}}}},
		)
		self.twice("kabid", "Periodic Report", name, "Accept")
		evaluation = [
			self.client.call(
				"kinerja_asn.api.evaluations.start",
				user=self.user("kabid"),
				work_plan=plan,
				kind="Periodic",
				interval=f"{YEAR}-Q1",
			)
			for _click in (1, 2)
		]
		self.assertEqual([answer.status for answer in evaluation], [200, 200], evaluation)
		name = evaluation[0].message["name"]
		self.twice("kabid", "Performance Evaluation", name, "Start Rating")
		ratings = {"result_rating": "As Expected", "behaviour_rating": "As Expected"}
		self.twice("kabid", "Performance Evaluation", name, "Rate", values=ratings)
		self.twice("kabid", "Performance Evaluation", name, "Hand Over")
		self.twice("ani", "Performance Evaluation", name, "Acknowledge")
		self.assertEqual(frappe.db.count("Periodic Report", {"work_plan": plan}), 1)
		self.assertEqual(frappe.db.count("Performance Evaluation", {"work_plan": plan}), 1)

	def twice(self, who, doctype, name, action, **more):
		answers, told = [], []
		for _click in (1, 2):
			answers.append(self.take(who, doctype, name, action, **more))
			told.append(
				frappe.db.count("Notification Log", {"document_type": doctype, "document_name": name})
			)
		self.assertEqual([answer.status for answer in answers], [200, 200], answers)
		self.assertEqual(answers[0].message["state"], answers[1].message["state"])
		self.assertEqual(told[0], told[1], f"{action} told twice")


class TestReportsAndEvaluations(BadInputCase):
	"""What reports, evaluations and the work on many of them refuse, in words for people."""

	def call(self, who, method, **values):
		return self.client.call(f"kinerja_asn.api.{method}", user=self.user(who), data=values)

	def start(self, who, method, **values):
		answer = self.call(who, method, work_plan=self.agency.plan("budi"), **values)
		self.assertEqual(answer.status, 200, answer)
		return answer.message["name"]

	def test_figures_and_evidence_of_a_report(self):
		name = self.start("budi", "reports.start", interval=f"{YEAR}-01")
		doc = self.read("Periodic Report", name, "budi")
		row = doc["realisations"][0]["name"]
		for columns in (
			{"realisation": "dua belas"},
			{"realisation": "1.200,5"},
			{"realisation": "1e99"},
			{"realisation": [1]},
			{"realisation": -1},
			{"evidence": "/private/files/program.exe"},
			{"evidence": f"/private/files/{SCRIPT}.html"},
			{"evidence_link": "javascript:alert(1)"},
			{"evidence": "javascript:alert(1)"},
			{"evidence": "data:text/html;base64,PHNjcmlwdD4="},
			{"realisation_text": "x" * 6000},
			{"achievement": 200},
			{"days_late": 0, "from_logs": 5},
		):
			with self.subTest(columns=str(columns)[:60]):
				answer = self.call(
					"budi",
					"reports.save",
					name=name,
					modified=doc["modified"],
					content={"rows": {"realisations": {row: columns}}},
				)
				self.assertTold(answer)
				self.assertEqual(self.read("Periodic Report", name, "budi")["modified"], doc["modified"])
		for rows in ([1], "[{"):
			self.assertTold(self.call("budi", "reports.refill", name=name, rows=rows))
		self.assertTold(self.call("budi", "reports.refill", name="tidak-ada"))
		self.assertTold(self.call("kabid", "reports.refill", name=name))

	def test_lists_that_are_none(self):
		for who, method, values in (
			("budi", "feedback.ask", {"givers": None}),
			("budi", "feedback.mark_read", {"names": None}),
			("kabid", "campaigns.approve", {"appraisals": None}),
			("hera", "periods.change_appraiser", {"employees": None, "reason": "Mutasi"}),
		):
			(key,) = (key for key, value in values.items() if value is None)
			for broken in ("[x", "[1]", '[["a"]]', "[" * 5000):
				with self.subTest(method=method, broken=broken[:10]):
					self.assertTold(self.call(who, method, **values | {key: broken}))

	def test_scores_and_innovation_of_an_evaluation(self):
		frappe.db.set_single_value("Kinerja ASN Settings", "numeric_scheme", "PP 30/2019 70-30")
		frappe.clear_document_cache("Kinerja ASN Settings", "Kinerja ASN Settings")
		agencies.make_report(self.agency.plan("budi"), f"{YEAR}-01", "Report Accepted")
		name = self.start("kabid", "evaluations.start", kind="Periodic", interval=f"{YEAR}-Q1")
		self.assertEqual(self.take("kabid", "Performance Evaluation", name, "Start Rating").status, 200)
		doc = self.read("Performance Evaluation", name, "kabid")
		for score in (9, -1):
			rows = {row["name"]: {"score": score} for row in doc["behaviours"]}
			answer = self.call(
				"kabid",
				"evaluations.save",
				name=name,
				modified=doc["modified"],
				content={"rows": {"behaviours": rows}},
			)
			self.assertTold(answer)
		ratings = {"result_rating": "As Expected", "behaviour_rating": "As Expected"}
		self.assertTold(self.take("kabid", "Performance Evaluation", name, "Rate", values=ratings))
		frappe.db.set_single_value("Kinerja ASN Settings", "numeric_scheme", "None")
		frappe.clear_document_cache("Kinerja ASN Settings", "Kinerja ASN Settings")
		ratings["innovation"] = 1
		self.assertTold(self.take("kabid", "Performance Evaluation", name, "Rate", values=ratings))
		self.assertTold(self.call("budi", "evaluations.gather", name=name))

	def test_work_on_many(self):
		period = self.agency.period.name
		for method in ("evaluations.create_for", "evaluations.hand_over_for", "unit_ratings.propose_for"):
			for values in (
				{"period": "tidak-ada", "kind": "Annual"},
				{"period": period, "kind": "Mingguan"},
				{"period": period, "kind": "Periodic"},
				{"period": period, "kind": "Periodic", "interval": f"{YEAR}-01"},
				{"period": period, "kind": "Periodic", "interval": "<b>tebal</b>"},
				{"period": period, "kind": "Annual", "department": "Unit yang tidak ada"},
			):
				with self.subTest(method=method, values=values):
					answer = self.call("hera", method, **values)
					self.assertTold(answer)
					self.assertNotIn("<b>tebal", answer.text)
		for values in (
			{"rating": "Baik sekali", "department": self.agency.units["a"].name},
			{"rating": "Good", "department": "Unit yang tidak ada"},
		):
			self.assertTold(
				self.call("hera", "evaluations.set_unit_rating", period=period, kind="Annual", **values)
			)
		self.assertFalse(frappe.db.count("Bulk Run", {"work": ["like", "%Evaluations"]}))


class TestAgreements(BadInputCase):
	"""The performance agreement: every wrong thing is refused in words, and what was there stays."""

	API = "kinerja_asn.api.agreements."

	def ask(self, method, who="kabid", **values):
		return self.client.call(self.API + method, user=self.user(who), **values)

	def started(self):
		answer = self.ask("start", department=self.agency.units["a"].name)
		self.assertTrue(answer.ok, answer)
		return answer.message["name"]

	def save(self, name, content, doctype="Performance Agreement", **more):
		modified = str(frappe.db.get_value(doctype, name, "modified"))
		return self.ask("save", name=name, content=content, modified=modified, doctype=doctype, **more)

	def test_starting(self):
		units, other = self.agency.units, self.agency.other_period.name
		self.assertTold(self.ask("start", who="hera", department=units["dinas"].name))
		self.assertTold(self.ask("start", who="hera", department=units["a"].name, period=other))
		self.assertTold(self.ask("start", who="ani", department=units["a"].name))
		self.assertTold(self.ask("start", department="Tidak Ada"))
		self.assertTold(self.ask("start", who="hera", department=units["a"].name, period="Tidak Ada"))
		self.started()
		self.assertTold(self.ask("start", department=units["a"].name))
		with self.undone():
			frappe.db.set_value("Performance Period", self.agency.period.name, "status", "Closed")
			frappe.db.delete("Performance Agreement", {"department": units["a"].name})
			self.assertTold(self.ask("start", department=units["a"].name, period=self.agency.period.name))

	def test_content(self):
		name = self.started()
		before = self.read("Performance Agreement", name, "kabid")
		indicator = {"indicator": "x", "uom": "Dokumen"}
		for content in (
			{"title": "x" * 10000},
			{"objectives": [{"objective": "x" * 10000}]},
			{"objectives": [{"objective": "a"}], "indicators": [{**indicator, "formula": "x" * 10000}]},
			{"objectives": [{"objective": "a"}], "indicators": [{**indicator, "target": -1}]},
			{"objectives": [{"objective": "a"}], "indicators": [{**indicator, "target": 10**15}]},
			{"objectives": [{"objective": "a"}], "indicators": [{**indicator, "target": "dua belas"}]},
			{
				"objectives": [{"objective": "a"}],
				"indicators": [{**indicator, "direction": "Range", "target_low": 9, "target_high": 3}],
			},
			{
				"objectives": [{"objective": "a"}],
				"indicators": [{**indicator, "result_code": "<b>tebal</b>"}],
			},
			{
				"objectives": [
					{"objective": "a", "short_code": "<b>tebal</b>"},
					{"objective": "b", "short_code": "<b>tebal</b>"},
				]
			},
			{"objectives": [{"objective": "a", "parent_row_key": "0123456789"}]},
			{"parent_agreement": "Tidak Ada"},
			{"parent_agreement": name},
			{"objectives": "x"},
			{"objectives": [1]},
			"{",
			[],
		):
			answer = self.save(name, content)
			if content != []:
				self.assertTold(answer)
			self.assertNotIn("<b>tebal", answer.text.replace("\\", ""))
		self.assertEqual(self.read("Performance Agreement", name, "kabid"), before)
		self.assertTold(self.take("kabid", "Performance Agreement", name, "Propose"))
		self.assertTold(self.take("kabid", "Performance Agreement", name, "Agree"))
		self.assertTold(self.take("ani", "Performance Agreement", name, "Propose"))

	def test_adjusting_and_realising(self):
		name = agencies.make_agreement(self.agency, "kabid").name
		start = {"agreement": name, "cause": "Other", "reason": "Perlu"}
		for more in (
			{"effective_from": f"{YEAR + 1}-01-01"},
			{"effective_from": f"{YEAR - 1}-12-31"},
			{"effective_from": f"{YEAR}-01-01"},
			{"reason": "x" * 10000},
			{"reason": ""},
		):
			self.assertTold(self.ask("start_adjustment", **(start | more)))
		self.assertTold(self.ask("start_adjustment", who="ani", **start))
		self.assertTrue(self.ask("start_adjustment", **start).ok)
		self.assertTold(self.ask("start_adjustment", **start))
		self.assertTold(self.take("kabid", "Performance Agreement Adjustment", f"{name}-P01", "Propose"))
		for interval in (f"{YEAR}-01", f"{YEAR - 1}-Q1", "x", ""):
			self.assertTold(self.ask("start_realisation", agreement=name, interval=interval))
		self.assertTold(self.ask("start_realisation", who="ani", agreement=name, interval=f"{YEAR}-Q1"))
		realisation = self.ask("start_realisation", agreement=name, interval=f"{YEAR}-Q1").message["name"]
		row = frappe.get_doc("Performance Agreement Realisation", realisation).realisations[0].name
		for values in (
			{"realisation": -1},
			{"realisation": "banyak"},
			{"interval_target": -1},
			{"realisation_text": "x" * 10000},
			{"evidence_link": "javascript:alert(1)"},
			{"evidence": "/private/files/jahat.html"},
			{"target": 1},
			{"indicator": "lain"},
		):
			modified = str(frappe.db.get_value("Performance Agreement Realisation", realisation, "modified"))
			answer = self.ask(
				"save_realisation",
				name=realisation,
				content={"rows": {"realisations": {row: values}}},
				modified=modified,
			)
			self.assertTold(answer)
		self.assertTold(self.take("kabid", "Performance Agreement Realisation", realisation, "Send"))
		# a draft that the plan cannot take: proposed already, or not one's own
		frappe.db.set_value(
			"Work Plan", self.agency.plan("kabid"), {"workflow_state": "Plan Proposed", "docstatus": 0}
		)
		self.assertTold(self.ask("draft_plan", agreement=name))
		self.assertTold(self.ask("draft_plan", who="ani", agreement=name))
		self.assertTold(self.ask("draft_plan", agreement="Tidak Ada"))
