"""Calibration: compared, sent, accepted or answered, applied together or not at all; nobody sees his own row."""

import json

import frappe
from frappe.utils import add_days, nowdate

from kinerja_asn import calibration, notifications
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests.rest import RestTestCase, resource

EVALUATION, DOCTYPE, ROW = "Performance Evaluation", "Rating Calibration", "Rating Calibration Row"
QUARTER = f"{agencies.YEAR}-Q1"
ABOVE, AS_EXPECTED, BELOW = "Above Expectation", "As Expected", "Below Expectation"
STAFF = ("ani", "budi", "sari")


class CalibrationCase(RestTestCase):
	"""Bidang A: kabid rates his staff, kadis rates kabid; hera and peni work in the office above."""

	@classmethod
	def build(cls):
		cls.agency = agencies.build()
		cls.units = cls.agency.units
		frappe.db.set_value("Department", cls.units["dinas"].name, "asn_head", cls.agency.kadis.name)
		cls.names = {}
		for short in (*STAFF, "kabid", "citra", "hera", "peni"):
			cls.names[short] = agencies.make_evaluation(
				cls.agency.plan(short),
				state="Rated",
				result_rating=AS_EXPECTED,
				behaviour_rating=AS_EXPECTED,
				unit_rating="Good",
			).name
		cls.period = cls.agency.period.name

	def call(self, who, method, **values):
		return self.client.call(f"kinerja_asn.api.calibration.{method}", user=self.agency.user(who), **values)

	def begin(self, who="peni", unit="a", **values):
		return self.call(
			who,
			"begin",
			period=self.period,
			kind="Periodic",
			interval=QUARTER,
			department=self.units[unit].name,
			**values,
		)

	def opened(self, who="peni", unit="a", **values):
		answer = self.begin(who, unit, **values)
		self.assertTrue(answer.ok, answer)
		return answer.message

	def row(self, name, short):
		return frappe.db.get_value(
			ROW, {"calibration": name, "evaluation": self.names[short]}, "*", as_dict=True
		)

	def rate(self, name, short, result=ABOVE, behaviour=ABOVE, reason="Dibandingkan dengan unit", who="peni"):
		row = self.row(name, short)
		return self.call(
			who,
			"rate",
			name=name,
			row=row.name if row else "nobody",
			result_rating=result,
			behaviour_rating=behaviour,
			reason=reason,
		)

	def sent(self, *shorts, who="peni", unit="a"):
		name = self.opened(who, unit)
		for short in shorts or ("ani", "kabid"):
			self.assertTrue(self.rate(name, short, who=who).ok)
		self.assertTrue(self.call(who, "send", name=name).ok)
		return name

	def people_in(self, answer):
		return {row["employee_name"] for row in answer.message["rows"]}

	def name_of(self, *shorts):
		return {self.agency.people[short].employee_name for short in shorts}

	def evaluation(self, short):
		return frappe.get_doc(EVALUATION, self.names[short])


class TestCourse(CalibrationCase):
	def test_from_opening_to_applying(self):
		name = self.opened()
		self.assertEqual(self.opened("hera"), name)
		answer = self.call("peni", "table", name=name)
		self.assertEqual(self.people_in(answer), self.name_of(*STAFF, "kabid"))
		row = answer.message["rows"][0]
		self.assertEqual((row["average"], row["old_predicate"], row["changed"]), (4.0, "Good", False))
		self.assertEqual(answer.message["chart"]["total"], 4)
		answer = self.rate(name, "ani")
		self.assertEqual(answer.message["row"]["new_predicate"], "Very Good")
		bars = {bar["predicate"]: bar["count"] for bar in answer.message["chart"]["bars"]}
		self.assertEqual((bars["Very Good"], bars["Good"]), (1, 3))
		self.assertTrue(self.rate(name, "budi", BELOW, AS_EXPECTED).ok)
		self.assertTrue(self.rate(name, "kabid").ok)
		# the appraisers' ratings stand until they agree
		self.assertEqual(self.evaluation("ani").predicate, "Good")
		answer = self.call("peni", "send", name=name)
		self.assertEqual(answer.message, {"asked": 2, "rows": 3})
		for who, number in (("kabid", 2), ("deli", 2), ("kadis", 1)):
			waiting = [
				row for row in notifications.waiting_for(self.agency.user(who)) if row["doctype"] == DOCTYPE
			]
			self.assertEqual([str(number) in row["todo"] for row in waiting], [True], who)
		told = frappe.get_all(
			"Notification Log", filters={"link": ["like", f"%{name}"]}, pluck="for_user", order_by="for_user"
		)
		self.assertEqual(sorted(told), sorted([self.agency.user("kabid"), self.agency.user("kadis")]))
		answer = self.call("kadis", "answer", name=name, accept=False, reason="Bukti belum cukup")
		self.assertEqual(answer.message, {"answered": 1, "waiting": 0})
		answer = self.call("kabid", "answer", name=name, accept=True)
		self.assertEqual(answer.message, {"answered": 2, "waiting": 0})
		self.assertEqual(
			frappe.db.count(
				"Notification Log", {"for_user": self.agency.user("peni"), "link": ["like", f"%{name}"]}
			),
			1,
		)
		answer = self.call("peni", "apply", name=name)
		self.assertEqual(answer.message, {"applied": 2, "left_out": 0, "not_accepted": 1})
		doc = self.evaluation("ani")
		self.assertEqual((doc.predicate, doc.workflow_state), ("Very Good", "Rated"))
		change = doc.rating_changes[0]
		self.assertEqual(
			(change.cause, change.source, change.changed_by, change.reason),
			("Calibration", name, self.agency.kabid.employee_name, "Dibandingkan dengan unit"),
		)
		self.assertEqual(self.evaluation("budi").predicate, "Needs Improvement")
		self.assertEqual(
			(self.evaluation("kabid").predicate, self.evaluation("sari").predicate), ("Good", "Good")
		)
		self.assertEqual(frappe.db.get_value(DOCTYPE, name, ["status", "slot"]), ("Applied", None))
		bars = self.call("peni", "table", name=name).message["chart"]["bars"]
		# what was not accepted counts as it stands
		self.assertEqual([bar["count"] for bar in bars], [0, 0, 1, 2, 1])
		self.assertTrue(self.begin().ok)

	def test_who_runs_it_and_appraises_has_agreed_already(self):
		name = self.sent("ani", who="kabid")
		row = self.row(name, "ani")
		self.assertEqual((row.answer, row.answered_by), ("Accepted", self.agency.kabid.employee_name))

	def test_nothing_changed_ends_it(self):
		name = self.opened()
		self.assertEqual(self.call("peni", "send", name=name).message, {"asked": 0, "rows": 0})
		self.assertEqual(frappe.db.get_value(DOCTYPE, name, "status"), "Applied")

	def test_an_answer_may_be_changed_until_it_is_applied(self):
		name = self.sent("ani")
		for accept, state in ((False, "Answered"), (True, "Accepted")):
			answer = self.call(
				"kabid",
				"answer",
				name=name,
				accept=accept,
				reason="Sudah dibahas",
				rows=json.dumps([self.row(name, "ani").name]),
			)
			self.assertTrue(answer.ok, answer)
			self.assertEqual(self.row(name, "ani").answer, state)

	def test_last_year_and_achievement_stand_beside(self):
		frappe.db.set_value(
			"Performance Evaluation Result",
			{"parent": self.names["ani"]},
			{"achievement": 87.5, "has_achievement": 1},
		)
		period = agencies.make_period(agencies.AGENCY, agencies.YEAR - 1, status="Closed")
		doc = frappe.copy_doc(self.evaluation("ani"))
		doc.update({"kind": "Annual", "performance_period": period.name, "workflow_state": "Acknowledged"})
		doc.update({"predicate": "Very Good", "docstatus": 1, "name": "LAMA-ani"})
		doc.db_insert()
		row = next(
			row
			for row in self.call("peni", "table", name=self.opened()).message["rows"]
			if row["evaluation"] == self.names["ani"]
		)
		self.assertEqual((row["achievement"], row["last_year_predicate"]), (87.5, "Very Good"))

	def test_cancelled_changes_nothing(self):
		name = self.sent("ani")
		self.assertFalse(self.call("peni", "cancel", name=name, reason=" ").ok)
		self.assertTrue(self.call("peni", "cancel", name=name, reason="Salah unit").ok)
		self.assertFalse(self.call("kabid", "answer", name=name, accept=True).ok)
		self.assertEqual(self.evaluation("ani").predicate, "Good")
		self.assertNotEqual(self.opened(), name)

	def test_reminders_come_before_and_after(self):
		name = self.sent("ani")
		for days, told in ((10, 0), (3, 1), (3, 0), (-2, 1)):
			frappe.db.set_value(DOCTYPE, name, "answer_by", add_days(nowdate(), days))
			frappe.db.set_single_value("Kinerja ASN Settings", "overdue_reminders", "Daily")
			frappe.clear_document_cache("Kinerja ASN Settings", "Kinerja ASN Settings")
			self.assertEqual(calibration.remind(), told, days)

	def test_an_external_appraiser_is_recorded_by_hr(self):
		frappe.db.set_value(
			EVALUATION,
			self.names["kabid"],
			{"appraiser_type": "External Appraiser", "appraiser": self.agency.external.name},
		)
		name = self.sent("kabid")
		self.assertEqual(self.call("peni", "answer", name=name, accept=True).status, 403)
		self.assertEqual(self.call("hera", "answer", name=name, accept=True).status, 417)
		answer = self.call("hera", "answer", name=name, accept=True, reason="Surat 800/12, 3 Maret")
		self.assertTrue(answer.ok, answer)


class TestRights(CalibrationCase):
	def test_who_runs_it(self):
		for who, may in (
			("hera", True),
			("peni", True),
			("kabid", True),
			("deli", True),
			("kadis", True),
			("pono", False),
			("kabid_b", False),
			("ani", False),
			("sari", False),
			("audi", False),
			("lama", False),
			("heri", False),
			("lain", False),
		):
			with self.subTest(who=who), self.undone():
				answer = self.begin(who)
				self.assertEqual(answer.status, 200 if may else 403, answer)

	def test_who_sees_and_changes_what(self):
		name = self.opened()
		everybody = {*STAFF, "kabid"}
		for who, seen, may in (
			("hera", everybody, True),
			("peni", everybody, True),
			("kabid", set(STAFF), True),
			("deli", set(STAFF), True),
			("kadis", everybody, True),
			("audi", everybody, False),
			("pono", None, False),
			("kabid_b", None, False),
			("ani", None, False),
			("sari", None, False),
			("citra", None, False),
			("heri", None, False),
		):
			with self.subTest(who=who), self.undone():
				answer = self.call(who, "table", name=name)
				self.assertEqual(answer.status, 200 if seen else 403, answer)
				if seen:
					self.assertEqual(self.people_in(answer), self.name_of(*seen))
					self.assertEqual(answer.message["chart"]["total"], len(seen))
					self.assertEqual(answer.message["may"]["edit"], may)
				else:
					self.assertNotIn("Budi", answer.text)
				self.assertEqual(self.rate(name, "budi", who=who).status, 200 if may else 403)
				for method, values in (("take_in", {}), ("send", {}), ("cancel", {"reason": "x"})):
					with self.undone():
						answer = self.call(who, method, name=name, **values)
						self.assertEqual(answer.status, 200 if may else 403, f"{method} {answer}")

	def test_nobody_sees_or_touches_his_own_row(self):
		name = self.opened()
		self.assertEqual(self.rate(name, "kabid", who="kabid").status, 403)
		self.assertEqual(self.rate(name, "kabid", who="deli").status, 403)
		whole = self.opened("kadis", "dinas", below=True)
		for who in ("hera", "peni"):
			answer = self.call(who, "table", name=whole)
			if answer.ok:
				self.assertNotIn(self.names[who], answer.text)
				self.assertEqual(self.rate(whole, who, who=who).status, 403)
		# neither through Frappe's own doors
		row = self.row(whole, "hera")
		user = self.agency.user("hera")
		self.assertEqual(self.client.get(resource(ROW, row.name), user=user).status, 403)
		for fields in ('["employee_name"]', '["evaluation","new_predicate"]'):
			answer = self.client.get(resource(ROW), user=user, fields=fields, limit_page_length=0)
			self.assertTrue(answer.ok, answer)
			self.assertNotIn(self.names["hera"], answer.text)
			self.assertNotIn(self.agency.hera.employee_name, answer.text)
		for filters in ([["employee", "=", self.agency.hera.name]], [["name", "=", row.name]]):
			answer = self.client.call(
				"frappe.desk.reportview.get_count", user=user, doctype=ROW, filters=json.dumps(filters)
			)
			self.assertEqual(int(answer.message or 0) if answer.ok else 0, 0, answer)

	def test_who_is_renamed_stays_hidden_from_himself(self):
		name = self.opened()
		old = self.agency.kabid.name
		new = frappe.rename_doc("Employee", old, f"{old}-BARU", force=True)
		answer = self.call("kabid", "table", name=name)
		self.assertEqual(self.people_in(answer), self.name_of(*STAFF))
		self.assertEqual(self.row(name, "ani").appraiser, new)

	def test_the_figures_tell_nobody_his_own(self):
		"""With every other row of the unit known, chart and averages must not give away the one that is hidden."""
		whole = self.opened("kadis", "dinas", below=True)
		before = self.call("hera", "table", name=whole).message
		frappe.db.set_value(EVALUATION, self.names["hera"], "predicate", "Very Poor")
		frappe.db.set_value(ROW, self.row(whole, "hera").name, "new_predicate", "Very Poor")
		after = self.call("hera", "table", name=whole).message
		self.assertEqual((before["chart"], before["rows"]), (after["chart"], after["rows"]))

	def test_closing_tells_nobody_that_his_own_is_among_them(self):
		whole = self.opened("kadis", "dinas", below=True)
		for short in ("hera", "citra"):
			self.assertTrue(self.rate(whole, short, who="kadis").ok)
		self.assertEqual(self.call("hera", "send", name=whole).message, {"asked": 1, "rows": 1})
		for who in ("kadis", "kabid_b"):
			self.assertTrue(self.call(who, "answer", name=whole, accept=True).ok, who)
		answer = self.call("hera", "apply", name=whole)
		self.assertEqual(answer.message, {"applied": 1, "left_out": 0, "not_accepted": 0})
		self.assertEqual(self.evaluation("hera").predicate, "Very Good")

	def test_a_manager_of_one_unit_sees_no_other_in_a_calibration_of_all(self):
		whole = self.opened("hera", "dinas", below=True)
		for who in ("peni", "pono"):
			self.assertEqual(self.call(who, "table", name=whole).status, 403)
			answer = self.client.get(resource(ROW), user=self.agency.user(who), limit_page_length=0)
			self.assertEqual(answer.data, [], who)

	def test_beginning_and_reading_again_tell_nobody_that_his_own_is_among_them(self):
		"""Hera's own evaluation is rated, and she may not know it yet."""
		unit = self.agency.hera.department
		others = {short for short in self.names if self.agency.people[short].department == unit} - {"hera"}
		for short in sorted(others)[1:]:
			frappe.db.set_value(EVALUATION, self.names[short], "workflow_state", "Handed Over")
		answer = self.begin("hera", next(key for key, row in self.units.items() if row.name == unit))
		self.assertEqual(answer.status, 417, answer)
		whole = self.opened("hera", "dinas", below=True)
		for state, word in (("Handed Over", "removed"), ("Rated", "added")):
			frappe.db.set_value(EVALUATION, self.names["hera"], "workflow_state", state)
			answer = self.call("hera", "take_in", name=whole)
			self.assertEqual(answer.message, {"added": 0, "removed": 0}, word)

	def test_the_figures_of_a_manager_are_of_his_units(self):
		"""A calibration takes units along that are not his: neither count nor average tells him of their people."""
		whole = self.opened("hera", "dinas", below=True)
		user = self.agency.user("peni")
		frappe.db.delete("User Permission", {"user": user, "allow": "Department"})
		frappe.get_doc(
			{
				"doctype": "User Permission",
				"user": user,
				"allow": "Department",
				"for_value": self.units["dinas"].name,
				"hide_descendants": 1,
			}
		).insert()
		agencies.forget()
		frappe.db.set_value(EVALUATION, self.names["ani"], "workflow_state", "Handed Over")
		answers = []
		for predicate in ("Good", "Very Poor"):
			frappe.db.set_value(EVALUATION, self.names["ani"], "predicate", predicate)
			answer = self.call("peni", "table", name=whole)
			self.assertTrue(answer.ok, answer)
			self.assertNotIn(self.agency.ani.employee_name, answer.text)
			answers.append(answer.message)
		self.assertEqual(answers[0], answers[1])

	def test_only_the_appraiser_answers(self):
		name = self.sent("ani", "kabid")
		for who, rows in (
			("ani", None),
			("budi", None),
			("hera", None),
			("peni", None),
			("audi", None),
			("kabid_b", None),
			("lama", None),
			("kabid", [self.row(name, "kabid").name]),
			("kadis", [self.row(name, "ani").name]),
			("deli", [self.row(name, "kabid").name]),
			("kabid", ["nobody"]),
		):
			with self.subTest(who=who, rows=rows):
				answer = self.call(who, "answer", name=name, accept=True, rows=json.dumps(rows))
				self.assertEqual(answer.status, 403, answer)
		self.assertTrue(self.call("deli", "answer", name=name, accept=True).ok)
		self.assertEqual(self.row(name, "ani").answered_by, self.agency.deli.employee_name)

	def test_nobody_writes_by_hand(self):
		name = self.sent("ani")
		row = self.row(name, "ani")
		for who in ("ani", "kabid", "peni", "hera", "audi"):
			user = self.agency.user(who)
			for answer in (
				self.client.post(resource(DOCTYPE), user, {"department": self.units["a"].name}),
				self.client.put(resource(DOCTYPE, name), user, {"status": "Applied"}),
				self.client.put(resource(ROW, row.name), user, {"answer": "Accepted"}),
				self.client.delete(resource(ROW, row.name), user),
				self.client.delete(resource(DOCTYPE, name), user),
			):
				self.assertNotIn(answer.status, (200, 202), answer)
		for who in ("ani", "sari", "kabid", "citra"):
			for doctype in (DOCTYPE, ROW):
				answer = self.client.get(resource(doctype), user=self.agency.user(who))
				self.assertFalse(answer.status == 200 and answer.data, answer)
		self.assertEqual(self.row(name, "ani").answer, "Waiting")


class TestBadInput(CalibrationCase):
	def refused(self, answer, status=417):
		self.assertEqual(answer.status, status, answer)
		self.assertNotIn("Traceback", "".join(json.loads(answer.text).get("_server_messages") or ""))

	def test_a_unit_of_one_and_of_none(self):
		self.refused(self.begin("hera", "b"))
		frappe.db.set_value(EVALUATION, self.names["citra"], "workflow_state", "Handed Over")
		self.refused(self.begin("hera", "b"))
		self.assertEqual(frappe.db.count(DOCTYPE), 0)

	def test_strange_places_and_times(self):
		for values, status in (
			({"department": "Nirwana"}, 403),
			({"department": self.units["lain"].name}, 403),
			({"interval": f"{agencies.YEAR}-01"}, 417),
			({"interval": None}, 417),
			({"kind": "Weekly"}, 417),
			({"period": "2090-X"}, 403),
			({"department": ["x"]}, 417),
		):
			call = {
				"period": self.period,
				"kind": "Periodic",
				"interval": QUARTER,
				"department": self.units["a"].name,
			}
			with self.subTest(values):
				answer = self.call("hera", "begin", **(call | values))
				self.assertIn(answer.status, (status, 417), answer)

	def test_ratings_and_reasons(self):
		name = self.opened()
		for values in (
			{"result": "Excellent"},
			{"behaviour": ""},
			{"reason": "  "},
			{"reason": "x" * 5001},
		):
			with self.subTest(values):
				self.refused(self.rate(name, "ani", **values))
		self.refused(self.rate(name, "citra"), 403)
		# back to what it was needs no reason, and leaves none behind
		self.assertTrue(self.rate(name, "ani").ok)
		self.assertTrue(self.rate(name, "ani", AS_EXPECTED, AS_EXPECTED, "").ok)
		self.assertEqual((self.row(name, "ani").reason, self.row(name, "ani").new_predicate), (None, "Good"))
		for unknown in ("nobody", ["x"], ""):
			self.assertEqual(
				self.call("peni", "table", name=unknown).status, 403 if isinstance(unknown, str) else 417
			)

	def test_two_people_at_once(self):
		name = self.opened()
		row = self.row(name, "ani")
		seen = {
			"name": name,
			"row": row.name,
			"behaviour_rating": ABOVE,
			"reason": "Alasan",
			"modified": str(row.modified),
		}
		self.assertTrue(self.call("hera", "rate", result_rating=ABOVE, **seen).ok)
		self.assertFalse(self.call("peni", "rate", result_rating=BELOW, **seen).ok)
		self.assertEqual(self.row(name, "ani").new_result_rating, ABOVE)
		self.assertTrue(self.call("hera", "send", name=name).ok)
		answer = self.call("peni", "send", name=name)
		self.refused(answer)
		self.assertIn(self.agency.hera.employee_name, answer.text)
		self.refused(self.rate(name, "budi"))
		self.assertTrue(self.call("kabid", "answer", name=name, accept=True).ok)
		self.assertTrue(self.call("peni", "apply", name=name).ok)
		self.refused(self.call("hera", "apply", name=name))
		self.refused(self.call("kabid", "answer", name=name, accept=False, reason="x"))
		self.assertEqual(len(self.evaluation("ani").rating_changes), 1)

	def test_an_evaluation_that_has_moved_on(self):
		name = self.opened()
		frappe.db.set_value(EVALUATION, self.names["budi"], "workflow_state", "Handed Over")
		self.refused(self.rate(name, "budi"))
		self.assertTrue(self.rate(name, "ani").ok)
		self.assertTrue(self.rate(name, "sari").ok)
		frappe.db.set_value(EVALUATION, self.names["sari"], "result_rating", BELOW)
		self.refused(self.call("peni", "send", name=name))
		self.assertEqual(self.call("peni", "take_in", name=name).message, {"added": 1, "removed": 2})
		self.assertTrue(self.rate(name, "sari").ok)
		self.assertTrue(self.call("peni", "send", name=name).ok)
		self.assertTrue(self.call("kabid", "answer", name=name, accept=True).ok)
		frappe.db.set_value(EVALUATION, self.names["sari"], "workflow_state", "Handed Over")
		answer = self.call("peni", "apply", name=name)
		self.refused(answer)
		self.assertIn(self.agency.sari.employee_name, answer.text)
		self.assertEqual(self.evaluation("ani").predicate, "Good")
		answer = self.call("peni", "apply", name=name, without_moved=True)
		self.assertEqual(answer.message, {"applied": 1, "left_out": 1, "not_accepted": 0})
		self.assertEqual(self.evaluation("ani").predicate, "Very Good")
		self.assertEqual(self.evaluation("sari").predicate, "Good")

	def test_the_rating_of_a_unit_that_was_confirmed_meanwhile_stands(self):
		name = self.sent("kabid", "ani")
		for who in ("kadis", "kabid"):
			self.assertTrue(self.call(who, "answer", name=name, accept=True).ok, who)
		frappe.db.set_value(EVALUATION, self.names["kabid"], "results_follow_unit", 1)
		self.refused(self.call("peni", "apply", name=name))
		answer = self.call("peni", "apply", name=name, without_moved=True)
		self.assertEqual(answer.message, {"applied": 1, "left_out": 1, "not_accepted": 0})
		self.assertEqual(self.evaluation("kabid").result_rating, AS_EXPECTED)

	def test_an_evaluation_is_in_one_calibration_only(self):
		self.opened()
		whole = self.opened("hera", "dinas", below=True)
		self.assertIsNone(self.row(whole, "ani"))
		self.assertIsNotNone(self.row(whole, "citra"))

	def test_a_closed_period(self):
		frappe.db.set_value("Performance Period", self.period, "status", "Closed")
		self.refused(self.begin())


class TestPage(CalibrationCase):
	"""The portal's page: for who runs it, for who answers, and for nobody else."""

	def open(self, who, name="", **args):
		args |= {"name": name} if name else {}
		return self.client.get("/kinerja/calibration", user=self.agency.user(who), **args)

	def test_everybody_sees_his_part(self):
		name = self.sent("ani", "kabid")
		for who, seen, hidden in (
			("kabid", ("data-answer", "data-row"), (self.agency.kabid.employee_name + "</strong><small>",)),
			("kadis", ("data-answer", "data-row"), ()),
			("deli", ("data-answer",), ()),
			("hera", ("data-row", 'data-run="apply"'), ("data-answer",)),
			("audi", ("data-row",), ("data-answer", "data-run=")),
		):
			with self.subTest(who=who):
				answer = self.open(who, name)
				self.assertEqual(answer.status, 200)
				for text in seen:
					self.assertIn(text, answer.text)
				for text in hidden:
					self.assertNotIn(text, answer.text)
		for who in ("ani", "budi", "citra", "kabid_b", "pono", "lama", "heri", "lain"):
			answer = self.open(who, name)
			self.assertEqual(answer.status, 404, who)
			self.assertNotIn("Bidang A", answer.text)
		self.assertEqual(self.open("hera", "KAL-0").status, 404)

	def test_the_list_offers_what_one_may_run(self):
		name = self.opened("kabid")
		for who, units in (("kabid", {"a"}), ("kadis", {"dinas", "a", "b"}), ("ani", set())):
			text = self.open(who).text
			for unit in ("dinas", "a", "b"):
				self.assertEqual(f'value="{self.units[unit].name}"' in text, unit in units, (who, unit))
			self.assertEqual(name in text, bool(units))

	def test_search_and_pages(self):
		name = self.opened()
		text = self.open("kadis", name, q="budi").text
		self.assertIn("Budi", text)
		self.assertEqual(text.count("data-row="), 1)
		self.assertEqual(self.open("kadis", name, only="changed", page="x").text.count("data-row="), 0)

	def test_what_was_typed_is_text(self):
		name = self.opened()
		evil = "<script>alert(1)</script>"
		self.assertTrue(self.rate(name, "ani", reason=evil).ok)
		self.assertNotIn(evil, self.open("kadis", name).text)
		self.assertTrue(self.call("peni", "send", name=name).ok)
		self.assertNotIn(evil, self.open("kabid", name).text)

	def test_statements(self):
		name = self.sent("ani", "kabid")
		for who in ("kabid", "hera", "deli"):
			self.open(who, name)
			with self.count_queries() as queries:
				self.open(who, name)
			self.assertLessEqual(len(queries), 20, (who, queries.statements))


class TestCost(CalibrationCase):
	MORE = 12

	def test_opening_takes_the_same_few_statements_for_a_thousand(self):
		"""The rows are copied as the database holds them: a thousand evaluations need no thousand plans."""
		costs = []
		for many in (0, 1000):
			with self.undone():
				self.copy_evaluations(many)
				self.begin("peni")
				with self.undone():
					pass
				name = self.opened()
				self.call("peni", "table", name=name)
				with self.count_queries() as queries:
					answer = self.call("peni", "table", name=name)
				self.assertEqual(len(answer.message["rows"]), 4 + many)
				costs.append(len(queries))
				from kinerja_asn.permissions import viewer

				with self.as_user(self.agency.user("peni")):
					doc = calibration.head_of(name)
					calibration.table(doc, viewer())
					with self.count_queries() as queries:
						calibration.table(calibration.head_of(name), viewer())
				self.assertLessEqual(len(queries), 10, queries.statements)
		self.assertEqual(*costs)

	def test_beginning_and_applying_take_few(self):
		costs = []
		for many in (0, 200):
			with self.undone():
				self.copy_evaluations(many)
				with self.count_queries() as queries:
					name = self.opened()
				costs.append(len(queries))
				frappe.db.set_value(
					ROW,
					{"calibration": name},
					{"new_result_rating": ABOVE, "new_predicate": "Good", "reason": "Alasan"},
				)
				for who, method, values in (
					("hera", "send", {}),
					("kabid", "answer", {"accept": True}),
					("hera", "apply", {}),
				):
					with self.count_queries() as queries:
						self.assertTrue(self.call(who, method, name=name, **values).ok)
					self.assertLessEqual(len(queries), 60, (method, queries.statements))
		self.assertLessEqual(costs[1] - costs[0], 2)

	def copy_evaluations(self, many):
		from kinerja_asn import bulk

		source = frappe.db.get_value(EVALUATION, self.names["ani"], "*", as_dict=True)
		known = bulk.template(EVALUATION)
		bulk.insert_rows(
			EVALUATION,
			[
				{column: source[column] for column in known if column in source}
				| {
					"name": f"{source.name}-{number}",
					"employee": f"EMP-{number}",
					"employee_name": f"Pegawai {number}",
				}
				for number in range(many)
			],
		)
